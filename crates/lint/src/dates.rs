//! The dates that a contract's tables name.

use calendar::{OutageRule, Term};
use chrono::{Datelike, NaiveDate};
use provenance::Text;
use tables::{Outline, OutlineRow, Place};

use crate::Material;

/// A date of a table.
#[derive(Debug, Clone)]
pub(crate) struct Dated {
    /// What it is the date of: an identifier or a key.
    pub(crate) subject: String,
    /// What it is, in words that a date can follow.
    pub(crate) what: Text,
    /// The day.
    pub(crate) day: NaiveDate,
    /// Whether work is owed on it, so that a closed day is a question. An outage is planned for closed days.
    pub(crate) is_work_day: bool,
    /// Whether it is meant to lie outside the term, as the end of a retention is.
    pub(crate) may_lie_outside: bool,
    /// Where it stands.
    pub(crate) place: Option<Place>,
}

/// The ends of the term, revisions, outages, and of any table every date under a key `due` or `deadline` and every day
/// of the year under a key `day`.
pub(crate) fn dates(material: &Material<'_>) -> Vec<Dated> {
    let term = material.sla.term;
    let contract =
        || material.outline("sla.toml").and_then(|o| o.rows().iter().find(|row| row.path == "contract"));
    let end = |key: &str, ja: &str, en: &str, day| Dated {
        subject: format!("contract.{key}"),
        what: Text::new(ja, en),
        day,
        is_work_day: true,
        may_lie_outside: false,
        place: contract().and_then(|row| row.value(key)).map(|value| value.place.clone()),
    };
    let mut dates = vec![
        end("from", "契約期間の初日", "the first day of the term", term.first_day()),
        end("to", "契約期間の最終日", "the last day of the term", term.last_day()),
    ];
    for item in material.sla.items() {
        dates.extend(item.revisions.iter().map(|revision| Dated {
            subject: item.key.to_string(),
            what: Text::new("改訂の発効日", "the first day of the revision"),
            day: revision.effective.first_day(),
            is_work_day: false,
            may_lie_outside: false,
            place: material.place_of_item(item),
        }));
    }
    for outage in material.calendars.outages() {
        let OutageRule::On(days) = &outage.rule else { continue };
        dates.extend(days.iter().map(|day| Dated {
            subject: outage.id.clone(),
            what: Text::new("停止の日", "the day of the outage"),
            day: *day,
            is_work_day: false,
            may_lie_outside: false,
            place: material.place("calendar.toml", "outage", "id", &outage.id),
        }));
    }
    // The days of duties are told with the deadlines.
    let has_deadlines = |file: &str| file == "duties.toml" && material.terms.is_some();
    for (_, outline) in material.outlines().filter(|(file, _)| !has_deadlines(file)) {
        for row in outline.rows() {
            let due = row.values.iter().filter(|value| matches!(value.key.as_str(), "due" | "deadline"));
            for value in due.filter(|value| value.is_date) {
                let Ok(day) = value.text.parse() else { continue };
                dates.push(Dated {
                    subject: row.text("id").or(row.text("key")).unwrap_or(&row.path).to_owned(),
                    what: Text::new("定められた期日", "the date that is fixed"),
                    day,
                    is_work_day: true,
                    may_lie_outside: may_lie_outside(row, day, term),
                    place: Some(value.place.clone()),
                });
            }
            dates.extend(yearly(outline, row, term));
        }
    }
    dates
}

/// Whether a row says by `may_lie` that its date is meant to lie where it does.
fn may_lie_outside(row: &OutlineRow, day: NaiveDate, term: Term) -> bool {
    match row.text("may_lie") {
        Some("after") => day > term.last_day(),
        Some("before") => day < term.first_day(),
        _ => false,
    }
}

/// The days of a day of every year, as in `fixed = { day = "03-31" }`, that lie within the term.
fn yearly(outline: &Outline, row: &OutlineRow, term: Term) -> Vec<Dated> {
    let Some(value) = row.value("day") else { return Vec::new() };
    let Some((month, day)) = value.text.split_once('-').filter(|_| value.text.len() == 5) else {
        return Vec::new();
    };
    let (Ok(month), Ok(day)) = (month.parse::<u32>(), day.parse::<u32>()) else { return Vec::new() };
    // The row of the duty stands above the one of its day.
    let above = row.path.rsplit_once('.').map_or("", |(above, _)| above);
    let owner = outline.rows().iter().find(|other| other.path == above);
    let subject = owner.and_then(|owner| owner.text("id")).unwrap_or(&row.path);
    (term.first_day().year()..=term.last_day().year())
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .filter(|day| term.contains(*day))
        .map(|day| Dated {
            subject: subject.to_owned(),
            what: Text::new("毎年の期日", "the date that is fixed every year"),
            day,
            is_work_day: true,
            may_lie_outside: false,
            place: Some(value.place.clone()),
        })
        .collect()
}
