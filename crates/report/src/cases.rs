//! Cases as the tables of contents, counted and drawn.

use std::collections::BTreeMap;

use calendar::Zone;
use chrono::Timelike;
use formula::Exact;
use provenance::Text;
use sla::{Attribute, Case, Kind};

use crate::{Annex, Axis, CaseChart, Chart, Column, Content, Feed, Form, Shown, ShownColumn, Table, words};

/// The table of the cases behind one of the contents, by its columns.
pub(crate) fn of_cases(content: &Content, kind: &Kind, cases: &[&Case], zone: &Zone) -> Annex {
    let columns = content.columns.iter().map(|column| Column::text(column.label.clone())).collect();
    let rows = cases
        .iter()
        .map(|case| content.columns.iter().map(|column| cell(column, case, zone)).collect())
        .collect();
    let groups = content.chart.as_ref().and_then(|chart| grouped(content, chart, cases));
    let charts = content.chart.as_ref().map(|chart| drawn(content, chart, cases, zone)).unwrap_or_default();
    Annex {
        of: Feed::Cases(kind.clone()),
        name: None,
        table: Table { columns, rows, sums: None },
        groups,
        charts,
        unreadable: 0,
    }
}

fn cell(column: &ShownColumn, case: &Case, zone: &Zone) -> Text {
    let none = || Text::same("－");
    match &column.shows {
        Shown::Id => Text::same(case.id.clone()),
        Shown::Mark(mark) => {
            case.marks.get(mark).map_or_else(none, |at| Text::same(words::instant(*at, zone)))
        }
        Shown::Attribute(attribute) => said(column, case, attribute).unwrap_or_else(none),
    }
}

/// An attribute's value in the words of its column.
fn said(column: &ShownColumn, case: &Case, attribute: &Attribute) -> Option<Text> {
    let value = case.attributes.get(attribute)?;
    let word = column.words.iter().find(|word| word.value == *value);
    Some(word.map_or_else(|| Text::same(value.as_str()), |word| word.says.clone()))
}

/// The value that a chart tells a case by: a line's name.
fn line(content: &Content, chart: &CaseChart, case: &Case) -> Text {
    let Some(by) = &chart.by else { return content.name.clone() };
    let column = content.columns.iter().find(|column| column.shows == Shown::Attribute(by.clone()));
    let unknown = || Text::new("不明", "not known");
    match column {
        Some(column) => said(column, case, by).unwrap_or_else(unknown),
        None => case.attributes.get(by).map_or_else(unknown, |value| Text::same(value.as_str())),
    }
}

fn grouped(content: &Content, chart: &CaseChart, cases: &[&Case]) -> Option<Table> {
    chart.by.as_ref()?;
    let mut counts: BTreeMap<Text, u64> = BTreeMap::new();
    for case in cases {
        *counts.entry(line(content, chart, case)).or_default() += 1;
    }
    let all: u64 = counts.values().sum();
    let number = |count: u64| Text::same(count.to_string());
    Some(Table {
        columns: vec![Column::text(Text::new("区分", "by")), Column::number(Text::new("件数", "number"))],
        rows: counts.into_iter().map(|(name, count)| vec![name, number(count)]).collect(),
        sums: Some(vec![Text::new("合計", "total"), number(all)]),
    })
}

/// The cases counted by day, and by hour of the day.
fn drawn(content: &Content, chart: &CaseChart, cases: &[&Case], zone: &Zone) -> Vec<Chart> {
    type Counts = BTreeMap<Text, BTreeMap<i64, i64>>;
    let (mut days, mut hours): (Counts, Counts) = Default::default();
    for case in cases {
        let Some(at) = case.marks.get(&chart.count).map(|at| zone.to_local(*at)) else { continue };
        let line = line(content, chart, case);
        *days.entry(line.clone()).or_default().entry(Axis::day(at.date())).or_default() += 1;
        *hours.entry(line).or_default().entry(at.hour().into()).or_default() += 1;
    }
    // A place without any has none: a line must come down there.
    let whole = |counts: Counts| {
        let places: Vec<i64> = counts.values().flat_map(BTreeMap::keys).copied().collect();
        let range = places.iter().min().copied().zip(places.iter().max().copied());
        let lines = counts.into_iter().map(|(name, counts)| {
            let all = range.into_iter().flat_map(|(first, last)| first..=last);
            (name, all.map(|at| (at, Exact::from(counts.get(&at).copied().unwrap_or(0)))).collect())
        });
        lines.collect::<BTreeMap<Text, BTreeMap<i64, Exact>>>()
    };
    let title = |ja: &str, en: &str| {
        Text::new(format!("{ja}（{}、件）", content.name.ja), format!("{en} ({})", content.name.en))
    };
    let by_day = Chart::of(title("日別の件数", "number by day"), Axis::Days, Form::Lines, whole(days));
    let by_hour = title("時間帯別の件数", "number by hour of the day");
    by_day.into_iter().chain(Chart::of(by_hour, Axis::Hours, Form::Stacked, whole(hours))).collect()
}
