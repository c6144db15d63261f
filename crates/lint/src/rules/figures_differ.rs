//! One duty with two figures.

use calendar::{Opening, Sites};
use contract::Duty;
use provenance::{Severity, Text};
use rust_decimal::Decimal;
use sla::{Condition, Item, Limit, Selector};
use tasks::WorkItem;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "figures-differ",
    name: Words::new("同じ業務に異なる数値", "one duty with two figures"),
    severity: Severity::Warning,
    rationale: Words::new(
        "同じ件に二つの期限があると、片方を守っても他方の未達成になる",
        "with two figures for one case, keeping the one can break the other",
    ),
    authority: Words::new(
        "慣行: 一つの義務の数値は一か所に置く",
        "common practice: the figure of a duty stands in one place",
    ),
    question: Some(Words::new("どちらの数値によるか", "which figure holds?")),
    group: Group::ServiceLevels,
    is_read: false,
    bad: &[(
        "sla.toml",
        r#"[[item]]
key = "A-1"
no = "A-1"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1"
[[item]]
key = "A-2"
no = "A-2"
name = { ja = "初動時間の平均", en = "mean time to respond" }
measure = { kind = "mean-duration", of = "incident", start = ["opened"], stop = "responded" }
target = { op = "<=", value = 12, unit = "hour" }
period = "month"
clause = "example/annex#A-2"
"#,
    )],
    mended: &[("sla.toml", "value = 12", "value = 4")],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    duties(material, found);
    residencies(material, found);
    let items = material.sla.items();
    for (n, item) in items.iter().enumerate() {
        for first in items.iter().take(n).filter(|first| differ(first, item)) {
            let (key, first_key) = (&item.key, &first.key);
            let (one, other) = (time_text(first), time_text(item));
            found.push(
                Draft::new(
                    key,
                    format!("{first_key}は{}、{key}は{}で、同じ件が両方に入りうる", one.ja, other.ja),
                    format!(
                        "{first_key} says {} and {key} says {}, of cases that can be the same",
                        one.en, other.en
                    ),
                )
                .at(material.place_of_item(item))
                .citing([&first.clause, &item.clause]),
            );
        }
    }
    let (work, sites) = (material.work_items(), material.calendars.sites());
    for (n, item) in work.iter().enumerate() {
        let same = |other: &&WorkItem| {
            other.title == item.title && overlap(sites, other, item) && other.frequency != item.frequency
        };
        if let Some(first) = work.iter().take(n).find(same) {
            let (id, first_id) = (&item.id, &first.id);
            let (one, other) = (&first.frequency_text, &item.frequency_text);
            found.push(
                Draft::new(
                    id,
                    format!("同じ業務が{first_id}では{one}、{id}では{other}である"),
                    format!("one duty is due `{one}` in {first_id} and `{other}` in {id}"),
                )
                .at(material.place_of_work(item))
                .citing([&first.clause, &item.clause]),
            );
        }
    }
}

/// Duties on one event that owe the same to the same with another limit.
fn duties(material: &Material<'_>, found: &mut Vec<Draft>) {
    let duties = material.terms.map_or(&[][..], |terms| terms.duties());
    for (n, duty) in duties.iter().enumerate() {
        let differs = |other: &&Duty| {
            (&other.trigger, &other.by, &other.to, &other.what)
                == (&duty.trigger, &duty.by, &duty.to, &duty.what)
                && other.due != duty.due
        };
        let Some(first) = duties.iter().take(n).find(differs) else { continue };
        let (id, first_id) = (&duty.heading.id, &first.heading.id);
        let (one, other) = (first.due.text(), duty.due.text());
        found.push(
            Draft::new(
                id,
                format!("同じ義務の期限が{first_id}では{}、{id}では{}である", one.ja, other.ja),
                format!("one duty is due {} in {first_id} and {} in {id}", one.en, other.en),
            )
            .at(material.place("duties.toml", "duty", "id", id))
            .citing([&first.heading.clause, &duty.heading.clause]),
        );
    }
}

/// Hours of residency that the calendar named beside them does not have.
fn residencies(material: &Material<'_>, found: &mut Vec<Draft>) {
    let staffing = material.terms.and_then(|terms| terms.staffing());
    for residency in staffing.map_or(&[][..], |staffing| &staffing.residencies) {
        let own = [
            (Some(&residency.calendar), Some(residency.hours)),
            (residency.core_calendar.as_ref(), residency.core_hours),
        ];
        for (calendar, hours) in own {
            let (Some(calendar), Some(hours)) = (calendar, hours) else { continue };
            let Some(open) = hours_of(material, calendar.as_str()) else { continue };
            if (open.opens(), open.closes()) == (hours.opens(), hours.closes()) {
                continue;
            }
            let (id, name) = (&residency.heading.id, &residency.name);
            let (stated, kept) = (clock(hours), clock(open));
            found.push(
                Draft::new(
                    id,
                    format!("{}の時間は{stated}、暦{calendar}では{kept}である", name.ja),
                    format!("{} says {stated}, its calendar `{calendar}` {kept}", name.en),
                )
                .at(material.place("staffing.toml", "residency", "id", id))
                .citing([&residency.heading.clause]),
            );
        }
    }
}

/// The hours of a calendar from its first opening to its last closing; `None` where they differ by weekday.
fn hours_of(material: &Material<'_>, calendar: &str) -> Option<Opening> {
    let row = material.row("calendar.toml", "calendar", "id", calendar)?;
    let path = format!("{}.hours", row.path);
    let hours = material.outline("calendar.toml")?.rows().iter().find(|row| row.path == path)?;
    let openings = hours.values.iter().map(|value| {
        let is_same_every_day = matches!(value.key.as_str(), "weekdays" | "daily");
        value.text.parse::<Opening>().ok().filter(|_| is_same_every_day)
    });
    let openings: Vec<Opening> = openings.collect::<Option<_>>()?;
    let (opens, closes) =
        (openings.iter().map(|one| one.opens()).min()?, openings.iter().map(|one| one.closes()).max()?);
    Opening::new(u32::try_from(opens).ok()?, u32::try_from(closes).ok()?).ok()
}

fn clock(hours: Opening) -> String {
    let at = |second: i64| format!("{:02}:{:02}", second / 3600, second % 3600 / 60);
    format!("{}-{}", at(hours.opens()), at(hours.closes()))
}

/// Whether cases of one item can be cases of the other, by the same clock, with another time allowed.
fn differ(a: &Item, b: &Item) -> bool {
    let (Some((of_a, clock_a)), Some((of_b, clock_b))) = (timed(a), timed(b)) else { return false };
    let same_clock = clock_a.start.first() == clock_b.start.first() && clock_a.stop == clock_b.stop;
    let differs = seconds(a).zip(seconds(b)).is_some_and(|(a, b)| a != b);
    // The time of most cases and that of all of them may well differ.
    let same_place = a.measure.percent() == b.measure.percent();
    of_a.kind == of_b.kind
        && same_clock
        && same_place
        && differs
        && !excludes(of_a, of_b)
        && !is_tiered(a, b)
        && !is_tiered(b, a)
}

/// Whether one item asks more of some of the cases of the other: the stricter time for the graver ones. Who keeps it
/// keeps the other too.
fn is_tiered(a: &Item, b: &Item) -> bool {
    let (Some((of_a, _)), Some((of_b, _))) = (timed(a), timed(b)) else { return false };
    let implies = |wide: &Condition| {
        of_a.conditions.iter().any(|narrow| match (narrow, wide) {
            (Condition::Is { attribute, values }, Condition::Is { attribute: same, values: others }) => {
                attribute == same && values.iter().all(|value| others.contains(value))
            }
            _ => narrow == wide,
        })
    };
    let is_part = of_a.conditions != of_b.conditions && of_b.conditions.iter().all(implies);
    is_part && seconds(a).zip(seconds(b)).is_some_and(|(a, b)| a < b)
}

fn timed(item: &Item) -> Option<(&Selector, &sla::Clock)> {
    item.measure.reads().cases().zip(item.measure.clock())
}

/// Value and unit of the time that an item allows.
fn allowed(item: &Item) -> Option<(Decimal, sla::Unit)> {
    match (&item.limit, &item.target) {
        (Some(Limit::Fixed { value, unit }), _) => Some((*value, *unit)),
        (None, Some(target)) => Some((target.value, target.unit)),
        _ => None,
    }
}

fn seconds(item: &Item) -> Option<Decimal> {
    let (value, unit) = allowed(item)?;
    value.checked_mul(Decimal::from(unit.seconds()?))
}

fn time_text(item: &Item) -> Text {
    allowed(item).map_or_else(Text::default, |(value, unit)| {
        let unit = unit.label();
        Text::new(format!("{value}{}", unit.ja), format!("{value}{}", unit.en))
    })
}

/// Whether no case fits both, as far as their conditions say.
fn excludes(a: &Selector, b: &Selector) -> bool {
    a.conditions.iter().any(|one| {
        b.conditions.iter().any(|other| match (one, other) {
            (Condition::Is { attribute, values }, Condition::Is { attribute: same, values: others }) => {
                attribute == same && values.iter().all(|value| !others.contains(value))
            }
            (Condition::Is { attribute, values }, Condition::IsNot { attribute: same, values: others })
            | (Condition::IsNot { attribute: same, values: others }, Condition::Is { attribute, values }) => {
                attribute == same && values.iter().all(|value| others.contains(value))
            }
            _ => false,
        })
    })
}

/// Whether two items are done at one place, as far as their sites say.
fn overlap(sites: &Sites, a: &WorkItem, b: &WorkItem) -> bool {
    let is_none = a.sites.is_empty() && b.sites.is_empty();
    is_none || a.sites.iter().any(|one| b.sites.iter().any(|other| sites.overlap(one, other)))
}

#[cfg(test)]
mod tests {
    use crate::example::{good, item, subjects};
    #[test]
    fn limits_of_cases_that_exclude_each_other_may_differ() {
        let measure = |class: &str| {
            format!(
                "{{ kind = \"within-limit\", of = \"incident\", start = [\"opened\"], stop = \"responded\", \
             where = [{{ attribute = \"class\", {class} }}] }}"
            )
        };
        let eight = ("limit", "{ value = 8, unit = \"hour\" }");
        let (hard, soft, other) =
            (measure("is = [\"hard\"]"), measure("is = [\"soft\"]"), measure("is_not = [\"hard\"]"));
        let one = item("A-1", &[("measure", &hard)]);
        let apart = one.clone() + &item("A-2", &[("measure", &soft), eight]);
        assert!(subjects("figures-differ", &[("sla.toml", &apart)]).is_empty());
        let apart = one.clone() + &item("A-2", &[("measure", &other), eight]);
        assert!(subjects("figures-differ", &[("sla.toml", &apart)]).is_empty());
        let looser = item("A-1", &[("measure", &hard), eight]) + &item("A-2", &[]);
        assert_eq!(subjects("figures-differ", &[("sla.toml", &looser)]), ["A-2"]);
    }
    #[test]
    fn a_stricter_limit_for_the_graver_cases_is_a_second_tier() {
        let measure = |class: &str| {
            format!(
                "{{ kind = \"within-limit\", of = \"incident\", start = [\"opened\"], stop = \"responded\", \
             where = [{{ attribute = \"class\", is = [{class}] }}] }}"
            )
        };
        let (grave, both) = (measure("\"grave\""), measure("\"grave\", \"light\""));
        let one_hour = ("limit", "{ value = 1, unit = \"hour\" }");
        let tiers = item("A-1", &[("measure", &grave), one_hour]) + &item("A-2", &[]);
        assert!(subjects("figures-differ", &[("sla.toml", &tiers)]).is_empty());
        let tiers = item("A-1", &[("measure", &both)]) + &item("A-2", &[("measure", &grave), one_hour]);
        assert!(subjects("figures-differ", &[("sla.toml", &tiers)]).is_empty());
        let same_cases = item("A-1", &[("measure", &grave)]) + &item("A-2", &[("measure", &grave), one_hour]);
        assert_eq!(subjects("figures-differ", &[("sla.toml", &same_cases)]), ["A-2"]);
    }
    #[test]
    fn two_limits_of_one_duty_are_told_and_two_duties_on_one_event_are_not() {
        let tables = &good(&crate::rules::deadline_before_its_event::RULE);
        let twice = |what: &str| {
            let second = "[[duty]]\nid = \"report-again\"\nby = \"contractor\"\nto = \"client\"\non = \"month-ends\"\ncalendar = \"office\"\n\
                          due = { within = 10, unit = \"business-days\" }\nclause = \"example/main#5\"\n";
            let duties = format!("{}{second}what = {{ ja = \"{what}\", en = \"{what}\" }}\n", tables[2].1);
            let duties = duties.replace("en = \"monthly report\"", "en = \"月報\"");
            subjects("figures-differ", &[tables[0], tables[1], ("duties.toml", &duties)])
        };
        assert_eq!(twice("月報"), ["report-again"]);
        assert!(twice("議事録").is_empty());
    }
    #[test]
    fn hours_of_residency_are_those_of_their_calendar() {
        let tables = &good(&crate::rules::deadline_before_its_event::RULE);
        let hours = |hours: &str| {
            let staffing = format!(
                "[[residency]]\nid = \"desk\"\nname = {{ ja = \"常駐\", en = \"residency\" }}\nsite = \"office\"\n\
                 place = {{ ja = \"-\", en = \"-\" }}\ncalendar = \"office\"\nhours = \"{hours}\"\nclause = \"example/main#6\"\n"
            );
            subjects("figures-differ", &[tables[0], tables[1], ("staffing.toml", &staffing)])
        };
        assert!(hours("09:00-18:00").is_empty());
        assert_eq!(hours("09:00-18:45"), ["desk"]);
    }
    #[test]
    fn the_time_of_most_cases_and_that_of_all_may_differ() {
        let row = |key: &str, kind: &str, hours: u32| {
            let measure =
                format!("{{ {kind}, of = \"incident\", start = [\"opened\"], stop = \"responded\" }}");
            let target = format!("{{ op = \"<=\", value = {hours}, unit = \"hour\" }}");
            item(key, &[("measure", &measure), ("target", &target), ("limit", "")])
        };
        let most = |key: &str, percent: u32, hours| {
            row(key, &format!("kind = \"percentile\", percent = {percent}"), hours)
        };
        let told = |rows: String| subjects("figures-differ", &[("sla.toml", &rows)]);
        let longest = row("A-2", "kind = \"maximum-duration\"", 8);
        assert!(told(most("A-1", 95, 4) + &longest).is_empty());
        assert!(told(most("A-1", 95, 4) + &most("A-2", 50, 1)).is_empty());
        assert_eq!(told(most("A-1", 95, 4) + &most("A-2", 95, 6)), ["A-2"]);
        // All of them is the longest.
        assert_eq!(told(most("A-1", 100, 4) + &longest), ["A-2"]);
    }
    #[test]
    fn the_same_time_in_other_units_is_the_same() {
        let items = item("A-1", &[]) + &item("A-2", &[("limit", "{ value = 240, unit = \"minute\" }")]);
        assert!(subjects("figures-differ", &[("sla.toml", &items)]).is_empty());
    }
}
