//! A real log through a mapping, and the same figures by a second, independent count.

use std::collections::BTreeMap;

use calendar::CalendarSet;
use chrono::NaiveDateTime;
use formula::Exact;
use records::{InputFile, Mapping, load};
use sla::{Catalogue, Evaluation, ItemResult, policies_from_table};

const LOG: &[u8] =
    include_bytes!("../../../keiyaku/contracts/examples/servicenow-log/records/incident_event_log.csv");

fn results() -> Vec<ItemResult> {
    results_of(LOG)
}

fn results_of(log: &[u8]) -> Vec<ItemResult> {
    let mapping = include_str!("../../../keiyaku/contracts/examples/servicenow-log/records.toml");
    let mapping = Mapping::from_table("records.toml", mapping, &calendar::Sites::default())
        .unwrap_or_else(|errors| panic!("{errors}"));
    let loaded = load(&mapping, &[InputFile { name: "incident_event_log.csv", bytes: log }], &mut |_, _| {});
    assert!(loaded.errors.is_empty(), "{:?}", loaded.errors.first());
    assert_eq!((loaded.files[0].rows, loaded.observations.cases.len()), (5_998, 890));
    let calendars = include_str!("../../../keiyaku/contracts/examples/servicenow-log/calendar.toml");
    let calendars = CalendarSet::from_table("calendar.toml", calendars).unwrap();
    let catalogue = include_str!("../../../keiyaku/contracts/examples/servicenow-log/sla.toml");
    let catalogue = Catalogue::from_table("sla.toml", catalogue).unwrap_or_else(|errors| panic!("{errors}"));
    let policies = include_str!("../../../keiyaku/contracts/examples/servicenow-log/policy.toml");
    let policies = policies_from_table("policy.toml", policies, &catalogue, &calendars).unwrap();
    let evaluation = Evaluation { catalogue: &catalogue, policies: &policies, calendars: &calendars };
    let now = "2017-03-01T00:00:00Z".parse().unwrap();
    evaluation.month("2016-03".parse().unwrap(), &loaded.observations, now).unwrap()
}

/// The log counted again: rows split by hand, minutes instead of calendars, no type of ours.
///
/// Gives, for incidents opened in March 2016, the minutes from opening to the last resolution without the
/// time awaiting the user and the time between a resolution and the reopening that undid it; `None` where
/// the incident was never resolved for good.
fn recount() -> Vec<(String, Option<i64>)> {
    let text = std::str::from_utf8(LOG).unwrap();
    let minute = |text: &str| {
        NaiveDateTime::parse_from_str(text, "%d-%m-%Y %H:%M").unwrap().and_utc().timestamp() / 60
    };
    /// Minute of the change, line, state, priority, minute of the opening.
    type Row<'a> = (i64, usize, &'a str, &'a str, i64);
    let mut rows: BTreeMap<&str, Vec<Row<'_>>> = BTreeMap::new();
    for (n, line) in text.lines().enumerate().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        rows.entry(cells[0]).or_default().push((minute(cells[13]), n, cells[1], cells[22], minute(cells[9])));
    }
    let (from, to) = (minute("01-03-2016 00:00"), minute("01-04-2016 00:00"));
    let mut counted = Vec::new();
    for mut log in rows.into_values() {
        log.sort_unstable();
        let opened = log[0].4;
        if !(from..to).contains(&opened) {
            continue;
        }
        // Which minutes stand still, one flag a minute, up to the last row.
        let end = log.last().unwrap().0;
        let mut still = vec![false; usize::try_from((end - opened).max(0)).unwrap() + 1];
        let (mut resolved, mut state) = (None, "");
        for (n, row) in log.iter().enumerate() {
            let next = log.get(n + 1).map_or(end, |next| next.0);
            let waits = row.2 == "Awaiting User Info";
            if row.2 != state {
                resolved = match (row.2, resolved) {
                    ("Resolved", None) => Some(row.0),
                    ("Resolved" | "Closed", known) => known,
                    (_, Some(undone)) => {
                        for at in undone..row.0 {
                            still[usize::try_from(at - opened).unwrap()] = true;
                        }
                        None
                    }
                    (_, None) => None,
                };
                state = row.2;
            }
            for at in row.0.max(opened)..next {
                still[usize::try_from(at - opened).unwrap()] |= waits;
            }
        }
        let took = resolved.map(|resolved| {
            let whole = usize::try_from((resolved - opened).max(0)).unwrap();
            still[..whole].iter().filter(|still| !**still).count() as i64
        });
        // The priority is the last one given.
        counted.push((log.last().unwrap().3.to_owned(), took));
    }
    counted
}

#[test]
fn the_figures_of_march_2016_agree_with_a_second_count() {
    let (results, recount) = (results(), recount());
    let share = |limit: i64, fits: &dyn Fn(&str) -> bool| {
        let all: Vec<Option<i64>> =
            recount.iter().filter(|(priority, _)| fits(priority)).map(|(_, took)| *took).collect();
        let good = all.iter().filter(|took| took.is_some_and(|took| took <= limit)).count();
        (good as u64, all.len() as u64)
    };
    let of = |n: usize| {
        let sla::Ratio { numerator: good, denominator: all } = results[n].ratio.clone().unwrap();
        (good.to_i64().unwrap() as u64, all.to_i64().unwrap() as u64)
    };
    let urgent = |priority: &str| priority.starts_with('1') || priority.starts_with('2');
    assert_eq!(of(0), share(5 * 1_440, &urgent));
    assert_eq!(of(1), share(10 * 1_440, &|_| true));
    let resolved: Vec<i64> = recount.iter().filter_map(|(_, took)| *took).collect();
    let mean = Exact::ratio(resolved.iter().sum::<i64>(), 60 * resolved.len() as i64).unwrap();
    assert_eq!(results[2].figure.as_ref().unwrap().exact, mean);
}

#[test]
fn the_figures_of_march_2016_stay_as_verified() {
    let lines: Vec<String> = results()
        .iter()
        .map(|result| {
            let sla::Ratio { numerator, denominator } = result.ratio.clone().unwrap();
            format!(
                "{} {} = {} ÷ {}: {}; {} late, {} pending, {} undetermined",
                result.key,
                result.figure.as_ref().unwrap().displayed,
                numerator,
                denominator,
                result.verdict.label().en,
                result.breaches.len(),
                result.pending.len(),
                result.undetermined.len()
            )
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

/// A quarter of the incidents have several states in one minute: the order of the rows decided.
#[test]
fn the_order_of_the_rows_does_not_matter() {
    let text = std::str::from_utf8(LOG).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    // A fixed shuffle: by the end of the line, then by its middle.
    lines[1..].sort_by_key(|line| line.bytes().rev().step_by(7).collect::<Vec<u8>>());
    let shuffled = lines.join("\n");
    let figures =
        |results: Vec<ItemResult>| -> Vec<_> { results.into_iter().map(|r| (r.ratio, r.verdict)).collect() };
    assert_eq!(figures(results_of(shuffled.as_bytes())), figures(results()));
}
