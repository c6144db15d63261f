//! `keiyaku tasks windows`: busy seasons and planned outages of a range, and what must be handed in before them.

use chrono::{Datelike, NaiveDate, NaiveTime};
use keiyaku::{
    Contract,
    calendar::{CalendarSet, MonthSpan, Outage, OutageRule, OutageSpan, Scope, Season, YearMonth},
    provenance::{Language, Text},
    report::text_table,
    terms::{Deadline, Deadlines},
};
use serde_json::json;

use crate::{
    failure::Failure,
    options::{Answer, Format, RangeOptions},
    output,
};

/// A stretch of a season, or an outage, that touches the range.
struct Entry<'a> {
    first: NaiveDate,
    last: NaiveDate,
    what: What<'a>,
    site: Text,
}

enum What<'a> {
    Season(&'a Season),
    Outage {
        outage: &'a Outage,
        span: OutageSpan,
        /// The seasons that it should not touch.
        in_the_way: Vec<&'a Season>,
        /// What is due for it.
        duties: Vec<&'a Deadline<'a>>,
    },
    /// An outage whose days are not known.
    Unplaced(&'a Outage),
}

pub(super) fn run(contract: &Contract, range: &RangeOptions, answer: Answer) -> Result<(), Failure> {
    let (from, to) = range.days()?;
    let deadlines = contract.deadlines(None);
    let entries = entries(contract.calendars(), deadlines.as_ref(), from, to);
    let language = answer.language();
    if answer.format == Format::Json {
        let rows: Vec<serde_json::Value> =
            entries.iter().map(|entry| value(entry, contract.calendars())).collect();
        return output::print(&output::json(&rows.into()));
    }
    let rows: Vec<Vec<String>> =
        entries.iter().map(|entry| row(entry, contract.calendars(), language)).collect();
    let header = match language {
        Language::Ja => ["期間", "種別", "拠点", "内容", "重なる繁忙期", "先立つ期日"],
        Language::En => ["time", "kind", "site", "what", "busy season in the way", "due before"],
    };
    output::print(&text_table(&header, &rows))
}

fn entries<'a>(
    calendars: &'a CalendarSet,
    deadlines: Option<&'a Deadlines<'a>>,
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<Entry<'a>> {
    let zone = calendars.zone();
    let site = |scope: &Scope| match scope {
        Scope::Everywhere => Text::new("全拠点", "everywhere"),
        Scope::At(id) => calendars
            .sites()
            .get(id)
            .map_or_else(|| Text::same(id.as_str()), |site| calendars.sites().text(site)),
    };
    let mut entries = Vec::new();
    for season in calendars.seasons() {
        for (first, last) in stretches(season, from, to) {
            entries.push(Entry { first, last, what: What::Season(season), site: site(&season.site) });
        }
    }
    let midnight = |day: NaiveDate| zone.to_utc(day.and_time(NaiveTime::MIN));
    let end = midnight(to.succ_opt().unwrap_or(to));
    for outage in calendars.outages() {
        for span in outage.within(midnight(from), end, zone) {
            let begins = zone.to_local(span.from).date();
            let id = format!("{}-{begins}", outage.id);
            let all = deadlines.map(Deadlines::all).unwrap_or_default();
            let last = zone.to_local(span.to).date();
            let what = What::Outage {
                outage,
                in_the_way: calendars.conflicts(outage, &span),
                duties: all.iter().filter(|one| one.event.id == id).collect(),
                span,
            };
            entries.push(Entry { first: begins, last, what, site: site(&outage.site) });
        }
    }
    entries.sort_by_key(|entry| entry.first);
    let is_unplaced = |outage: &&Outage| match &outage.rule {
        OutageRule::AsNeeded => true,
        OutageRule::On(days) => days.is_empty(),
        OutageRule::Yearly { .. } => false,
    };
    entries.extend(calendars.outages().iter().filter(is_unplaced).map(|outage| Entry {
        first: from,
        last: to,
        what: What::Unplaced(outage),
        site: site(&outage.site),
    }));
    entries
}

/// The stretches of a season that touch a range, each in full.
fn stretches(season: &Season, from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    let years = from.year() - 1..=to.year();
    let of_year = |year: i32| {
        season.months.iter().filter_map(move |MonthSpan { first, last }| {
            let ends = if first <= last { year } else { year + 1 };
            let (first, last) = (YearMonth::new(year, *first).ok()?, YearMonth::new(ends, *last).ok()?);
            Some((first.first_day(), last.last_day()))
        })
    };
    years.flat_map(of_year).filter(|(first, last)| *first <= to && from <= *last).collect()
}

fn due(one: &Deadline<'_>) -> Option<String> {
    Some(one.due()?.to_string())
}

fn row(entry: &Entry<'_>, calendars: &CalendarSet, language: Language) -> Vec<String> {
    let word = |ja: &str, en: &str| if language == Language::Ja { ja } else { en }.to_owned();
    let Entry { first, last, what, site } = entry;
    let local = |at| calendars.zone().to_local(at).format("%Y-%m-%d %H:%M").to_string();
    let separator = if language == Language::Ja { "、" } else { ", " };
    let (time, kind, name, in_the_way, before) = match what {
        What::Season(season) => {
            let kind = match season.blocks_outages {
                true => word("繁忙期（停止不可）", "busy season (no stops)"),
                false => word("繁忙期", "busy season"),
            };
            (format!("{first} – {last}"), kind, &season.name, String::new(), String::new())
        }
        What::Outage { outage, span, in_the_way, duties } => {
            let mark = if outage.tentative { word("（仮）", " (provisional)") } else { String::new() };
            let names: Vec<&str> =
                in_the_way.iter().map(|season| season.name.in_language(language)).collect();
            let due: Vec<String> = duties
                .iter()
                .filter_map(|one| Some(format!("{} {}", due(one)?, one.duty.what.in_language(language))))
                .collect();
            let time = format!("{} – {}{mark}", local(span.from), local(span.to));
            (time, word("停止", "outage"), &outage.name, names.join(separator), due.join(separator))
        }
        What::Unplaced(outage) => {
            let kind = word("停止", "outage");
            (word("日程の定めなし", "no day is known"), kind, &outage.name, String::new(), String::new())
        }
    };
    vec![
        time,
        kind,
        site.in_language(language).to_owned(),
        name.in_language(language).to_owned(),
        in_the_way,
        before,
    ]
}

fn value(entry: &Entry<'_>, calendars: &CalendarSet) -> serde_json::Value {
    let Entry { first, last, what, site } = entry;
    let local = |at| calendars.zone().to_local(at).format("%Y-%m-%dT%H:%M:%S").to_string();
    let both = |text: &Text| json!({ "ja": text.ja, "en": text.en });
    match what {
        What::Season(season) => json!({
            "kind": "season", "id": season.id, "name": both(&season.name), "site": both(site),
            "from": first.to_string(), "to": last.to_string(),
            "blocks_outages": season.blocks_outages, "clause": season.clause.to_string(),
        }),
        What::Outage { outage, span, in_the_way, duties } => json!({
            "kind": "outage", "id": outage.id, "name": both(&outage.name), "site": both(site),
            "from": local(span.from), "to": local(span.to), "tentative": outage.tentative,
            "in_the_way": in_the_way.iter().map(|season| season.id.as_str()).collect::<Vec<_>>(),
            "duties": duties.iter().map(|one| json!({ "id": one.id(), "due": due(one) })).collect::<Vec<_>>(),
            "clause": outage.clause.to_string(),
        }),
        What::Unplaced(outage) => json!({
            "kind": "outage", "id": outage.id, "name": both(&outage.name), "site": both(site),
            "from": null, "to": null, "tentative": outage.tentative, "clause": outage.clause.to_string(),
        }),
    }
}
