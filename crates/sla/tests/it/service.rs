//! A small contract with a row of each kind, policies at random, and cases at random: for laws that hold of all of them.

use std::sync::LazyLock;

use super::fixture::name;
use calendar::CalendarSet;
use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use sla::{
    Case, Catalogue, ClockBasis, Evaluation, ExclusionClaim, Kind, Observations, Origin, Pause, Policies,
    PolicyId, Reading, Reopening, Source,
};

pub(crate) const TABLE: &str = r#"
[contract]
name = { ja = "例", en = "example" }
client = { ja = "甲", en = "client" }
contractor = { ja = "乙", en = "contractor" }
from = 2024-04-10
to = 2025-03-31
open_points = [{ ja = "論点", en = "point" }]
[[exclusion]]
id = "client-fault"
name = { ja = "甲の責め", en = "the client's fault" }
clause = "example/main#9"
[[item]]
key = "W"
no = "1"
category = [{ ja = "対応", en = "response" }]
name = { ja = "4時間以内", en = "within 4 hours" }
requirement = { ja = "4時間", en = "4 hours" }
measure = { kind = "within-limit", of = "incident", where = [{ attribute = "class", is = ["hard"] }], start = ["occurred", "opened"], stop = "closed", pauses = ["supplier"], settled = ["archived"] }
target = { op = ">=", value = 80, unit = "percent" }
limit = { value = 4, unit = "hour" }
written_formula = "率＝期限内の件数÷対象の件数×100"
terms = { on-time = { ja = "期限内の件数", en = "cases within the limit" }, all = { ja = "対象の件数", en = "cases in scope" } }
period = "month"
clause = "example/main#1"
open_points = [{ ja = "時計", en = "the clock" }]
unstated = ["method"]
[[item.exclusion]]
id = "supplier"
name = { ja = "納入者待ち", en = "waiting for the supplier" }
takes = "time"
clause = "example/main#10"
[[item.exclusion]]
id = "test-case"
name = { ja = "試験", en = "a test" }
when = [{ attribute = "class", is = ["test"] }]
clause = "example/main#11"
[[item.revision]]
effective = "2024-07"
limit = { value = 2, unit = "hour" }
reason = { ja = "見直し", en = "review" }
clause = "example/main#12"
[[item]]
key = "N"
no = "2"
name = { ja = "翌日まで", en = "by the next day" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "closed", pauses = ["supplier"] }
target = { op = ">=", value = 90, unit = "percent" }
limit = { value = 1, unit = "day" }
period = "month"
clause = "example/main#2"
[[item]]
key = "D"
no = "3"
name = { ja = "合意の期限", en = "by an agreed time" }
measure = { kind = "within-limit", of = "request", start = ["opened"], stop = "closed" }
target = { op = ">=", value = 90, unit = "percent" }
limit = { agreed = "promised" }
period = "month"
clause = "example/main#3"
[[item]]
key = "A"
no = "4"
name = { ja = "平均", en = "mean" }
measure = { kind = "mean-duration", of = "incident", start = ["opened"], stop = "closed", pauses = ["supplier"], abandoned = "withdrawn" }
target = { op = "<=", value = 3, unit = "hour" }
period = "month"
clause = "example/main#4"
[[item]]
key = "P"
no = "5"
name = { ja = "百分位", en = "percentile" }
measure = { kind = "percentile", percent = 90, of = "incident", start = ["opened"], stop = "closed", abandoned = "withdrawn" }
target = { op = "<=", value = 6, unit = "hour" }
period = "month"
clause = "example/main#5"
[[item]]
key = "L"
no = "6"
name = { ja = "最長", en = "longest" }
measure = { kind = "maximum-duration", of = "incident", start = ["opened"], stop = "closed" }
target = { op = "<=", value = 8, unit = "hour" }
period = "month"
clause = "example/main#6"
[[item]]
key = "S"
no = "7"
name = { ja = "解決した割合", en = "share solved" }
measure = { kind = "share", of = "incident", where = [{ attribute = "class", is_not = ["soft"] }], start = ["opened"], having = [{ reached = "closed" }, { attribute = "class", is = ["hard"] }], settled = "archived" }
target = { op = ">=", value = 70, unit = "percent" }
period = "month"
clause = "example/main#7"
[[item]]
key = "Y"
no = "8"
name = { ja = "年度", en = "fiscal year" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "closed" }
target = { op = ">=", value = 80, unit = "percent" }
limit = { value = 6, unit = "hour" }
period = "fiscal-year"
clause = "example/main#8"
[[item]]
key = "E"
no = "9"
name = { ja = "件数", en = "events" }
measure = { kind = "count", of = "outage" }
target = { op = "<=", value = 1, unit = "count" }
period = "month"
clause = "example/main#13"
[[item]]
key = "T"
no = "10"
name = { ja = "実施率", en = "done" }
measure = { kind = "planned-done", tally = "backup" }
target = { op = ">=", value = 95, unit = "percent" }
written_formula = "率＝計画数÷実施数"
intended_formula = "実施数÷計画数×100"
period = "month"
clause = "example/main#14"
[[item]]
key = "Q"
no = "11"
name = { ja = "調査", en = "survey" }
measure = { kind = "mean-score", survey = "yearly", questions = [{ ja = "問", en = "question" }], scale = [{ name = "good", text = { ja = "良", en = "good" }, points = 100 }, { name = "bad", text = { ja = "悪", en = "bad" }, points = 0 }] }
target = { op = ">=", value = 75, unit = "point" }
period = "fiscal-year"
clause = "example/main#15"
[[item]]
key = "X"
no = "12"
name = { ja = "他の項目", en = "elsewhere" }
measure = { kind = "elsewhere", items = ["W", "N"] }
period = "month"
clause = "example/main#16"
"#;

pub(crate) fn catalogue() -> &'static Catalogue {
    static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
        Catalogue::from_table("sla.toml", TABLE).unwrap_or_else(|errors| panic!("{errors}"))
    });
    &CATALOGUE
}

pub(crate) fn calendars() -> &'static CalendarSet {
    static CALENDARS: LazyLock<CalendarSet> = LazyLock::new(|| {
        let table = r#"
zone = "Asia/Tokyo"
[[calendar]]
id = "always"
name = { ja = "常時", en = "always" }
hours = { daily = ["00:00-24:00"] }
[[calendar]]
id = "office"
name = { ja = "執務時間", en = "office hours" }
hours = { weekdays = ["09:00-12:00", "13:00-18:00"] }
"#;
        CalendarSet::from_table("calendar.toml", table).unwrap_or_else(|errors| panic!("{errors}"))
    });
    &CALENDARS
}

/// Every value of a policy that decides on cases.
const CHOICES: &[(PolicyId, &[&str])] = &[
    (PolicyId::DayLength, &["24-hours", "calendar-day-end", "business-day-end"]),
    (PolicyId::Landing, &["closing", "next-opening"]),
    (PolicyId::Boundary, &["in-time", "late"]),
    (PolicyId::PauseKinds, &["listed", "all", "none"]),
    (PolicyId::Reopened, &["resume", "first-finish", "run-through"]),
    (PolicyId::MonthOwnership, &["started", "due", "finished"]),
    (PolicyId::OpenCases, &["pending", "carry-over", "late"]),
    (PolicyId::EmptyMonth, &["not-applicable", "met", "undetermined"]),
    (PolicyId::MeanOver, &["cases", "days"]),
    (PolicyId::Abandoned, &["leave-out", "until-abandoned"]),
    (PolicyId::FormulaReading, &["intended", "as-written"]),
];

pub(crate) fn policies() -> impl Strategy<Value = Policies> {
    (prop::collection::vec(0..3_usize, CHOICES.len()), any::<bool>()).prop_map(|(chosen, office)| {
        let mut policies = Policies::default();
        for ((id, words), n) in CHOICES.iter().zip(chosen) {
            policies.set(*id, words[n % words.len()]).unwrap();
        }
        let basis = if office { "office" } else { "always" };
        policies.set(PolicyId::ClockBasis, &ClockBasis::of_word(basis).unwrap().word()).unwrap();
        policies
    })
}

/// Monday 2024-06-24 00:00 in Tokyo; half hours from here reach into July and its revision.
fn start() -> DateTime<Utc> {
    "2024-06-23T15:00:00Z".parse().unwrap()
}

/// A time of the contract by half hours.
pub(crate) fn half_hour(n: i64) -> DateTime<Utc> {
    start() + TimeDelta::minutes(30 * n)
}

pub(crate) fn kind(text: &str) -> Kind {
    name(text)
}

/// A case with whatever can be recorded of one, contradictions too.
pub(crate) fn case() -> impl Strategy<Value = Case> {
    let pause = (any::<bool>(), 0..200_i64, prop::option::weighted(0.8, -2..40_i64));
    let mark = |weight: f64, range: std::ops::Range<i64>| prop::option::weighted(weight, range);
    (
        (any::<bool>(), prop::sample::select(vec!["hard", "soft", "test", ""])),
        (0..420_i64, mark(0.95, -1..3), mark(0.3, -2..3), mark(0.8, -1..60), mark(0.3, 0..90)),
        (mark(0.7, 0..60), mark(0.2, 0..60)),
        prop::collection::vec(pause, 0..3),
        prop::option::weighted(0.2, (0..40_i64, 0..20_i64)),
        prop::option::weighted(0.15, prop::sample::select(vec!["client-fault", "other"])),
    )
        .prop_map(|((is_request, class), times, (promised, withdrawn), pauses, reopened, claim)| {
            let (at, opened, occurred, closed, archived) = times;
            let mut case = Case::new("", kind(if is_request { "request" } else { "incident" }));
            if !class.is_empty() {
                case.attributes.insert(name("class"), class.into());
            }
            for (mark, after) in [
                ("opened", opened),
                ("occurred", occurred),
                ("closed", closed),
                ("archived", archived),
                ("promised", promised),
                ("withdrawn", withdrawn),
            ] {
                if let Some(after) = after {
                    case.marks.insert(name(mark), half_hour(at + after));
                }
            }
            for (counts, from, length) in pauses {
                let from = at - 20 + from;
                case.pauses.push(Pause {
                    kind: name(if counts { "supplier" } else { "other" }),
                    from: half_hour(from),
                    to: length.map(|length| half_hour(from + length)),
                });
            }
            if let Some((after, length)) = reopened {
                let stopped = at + after;
                case.reopenings.push(Reopening {
                    mark: name("closed"),
                    stopped: half_hour(stopped),
                    resumed: half_hour(stopped + length),
                });
            }
            if let Some(claim) = claim {
                case.claims.push(ExclusionClaim { reason: name(claim), note: "note".into() });
            }
            case
        })
}

/// Some cases, each with an identifier and a place of its own.
pub(crate) fn cases() -> impl Strategy<Value = Vec<Case>> {
    prop::collection::vec(case(), 0..12).prop_map(|cases| {
        let numbered = |(n, case): (usize, Case)| Case {
            id: format!("C-{n:02}"),
            origin: Some(Origin::new("cases.csv", n as u64 + 2)),
            ..case
        };
        cases.into_iter().enumerate().map(numbered).collect()
    })
}

pub(crate) fn supplied() -> impl Iterator<Item = Source> {
    [kind("incident"), kind("request"), kind("outage")].into_iter().map(Source::from)
}

pub(crate) fn observations(cases: Vec<Case>) -> Observations {
    Observations { cases, supplied: supplied().collect(), ..Observations::default() }
}

pub(crate) fn evaluation(policies: &Policies) -> Evaluation<'_> {
    Evaluation { catalogue: catalogue(), policies, calendars: calendars() }
}
