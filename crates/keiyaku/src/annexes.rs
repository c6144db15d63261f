//! The tables behind the report's contents: lists as they were handed in, the log of work, what the ledgers hold.

use std::collections::BTreeMap;

use calendar::{YearMonth, Zone};
use chrono::NaiveDate;
use formula::Exact;
use ledger::{AsOf, Inputs, Journal, licence::Licences};
use provenance::Text;
use records::{Holds, List, ListCell, ListColumn, ListRow, ListRows, Loaded};
use report::{Annex, Axis, Chart, Column, Feed, Form, Table, words};
use sla::Source;
use tasks::{Execution, Outcome};

use crate::Contract;

impl Contract {
    /// The tables behind the contents of a month's report, but those of cases: of the lists handed in, of the log of work,
    /// and of the ledgers at the month's end where a journal was handed in.
    #[must_use]
    pub fn annexes(&self, loaded: &Loaded, journal: Option<&Journal>, month: YearMonth) -> Vec<Annex> {
        let zone = self.calendars().zone();
        let lists = self.lists().iter().filter_map(|list| Some((list, loaded.lists.get(&list.id)?)));
        let mut annexes: Vec<Annex> = lists.map(|(list, rows)| of_list(list, rows, month, zone)).collect();
        if loaded.observations.supplied.contains(&Source::WorkLog) {
            annexes.push(self.of_work(&loaded.executions, month));
        }
        if let Some((journal, rules)) = journal.zip(self.ledgers()) {
            annexes.extend(report::annexes(journal, rules, month));
            let as_of = AsOf::day(month.last_day());
            let state = journal.state(as_of);
            let found =
                self.products().map(|products| Licences::read(&state, products, rules).check().findings);
            let inputs = Inputs {
                term_begins: Some(self.catalogue().term.first_day()),
                others: found.as_deref().unwrap_or_default(),
                ..Inputs::default()
            };
            annexes.extend(report::checked(&ledger::check(journal, as_of, rules, &inputs), self.contents()));
        }
        annexes
    }

    /// What falls due in a month, by what the contract brings of itself; `None` where it has no table of duties.
    #[must_use]
    pub fn due_in(&self, month: YearMonth) -> Option<Table> {
        let (terms, deadlines) = (self.terms()?, self.deadlines(None)?);
        let column = |ja: &str, en: &str| Column::text(Text::new(ja, en));
        let rows = deadlines.between(month.first_day(), month.last_day()).map(|one| {
            vec![
                one.due().map_or_else(none, |due| Text::same(due.to_string())),
                one.duty.what.clone(),
                one.event_text(terms),
                one.limit_text(),
                Text::same(one.duty.heading.clause.to_string()),
            ]
        });
        Some(Table {
            columns: vec![
                column("期日", "due on"),
                column("なすべきこと", "duty"),
                column("対象", "of"),
                column("定め", "rule"),
                column("条項", "clause"),
            ],
            rows: rows.collect(),
            sums: None,
        })
    }

    /// What was done in the month, by day.
    fn of_work(&self, executions: &[Execution], month: YearMonth) -> Annex {
        let column = |ja: &str, en: &str| Column::text(Text::new(ja, en));
        let outcome = |outcome: Outcome| match outcome {
            Outcome::Done => Text::new("実施", "done"),
            Outcome::NoAnomaly => Text::new("異常なし", "nothing wrong"),
            Outcome::Anomaly => Text::new("異常あり", "something wrong"),
            Outcome::NotDone => Text::new("未実施", "not done"),
            Outcome::Waived => Text::new("免除", "waived"),
        };
        let mut done: Vec<(NaiveDate, &Execution)> = executions
            .iter()
            .filter_map(|one| Some((one.day().filter(|day| month.contains(*day))?, one)))
            .collect();
        done.sort_by(|(day, one), (other_day, other)| (day, &one.item).cmp(&(other_day, &other.item)));
        let sites = self.calendars().sites();
        let rows = done.iter().map(|(day, one)| {
            let title = self.work().and_then(|work| work.item(&one.item)).map(|item| item.title.clone());
            vec![
                Text::same(day.to_string()),
                Text::same(one.item.clone()),
                title.unwrap_or_else(none),
                one.site.text(sites),
                outcome(one.outcome),
                one.by.clone().map_or_else(none, Text::same),
                Text::same(one.note.clone()),
            ]
        });
        let mut counts: BTreeMap<Text, u64> = BTreeMap::new();
        for (_, one) in &done {
            *counts.entry(outcome(one.outcome)).or_default() += 1;
        }
        let groups = Table {
            columns: vec![column("結果", "outcome"), Column::number(Text::new("件数", "number"))],
            rows: counts
                .into_iter()
                .map(|(outcome, count)| vec![outcome, Text::same(count.to_string())])
                .collect(),
            sums: None,
        };
        Annex {
            of: Feed::Work,
            name: Some(Text::new("作業項目の実施記録", "work items done")),
            table: Table {
                columns: vec![
                    column("実施日", "day"),
                    column("項目", "item"),
                    column("作業", "work"),
                    column("拠点", "site"),
                    column("結果", "outcome"),
                    column("実施者", "by"),
                    column("備考", "note"),
                ],
                rows: rows.collect(),
                sums: None,
            },
            groups: Some(groups),
            charts: Vec::new(),
            unreadable: 0,
        }
    }
}

fn none() -> Text {
    Text::same("－")
}

/// A list's rows of a month.
fn of_list(list: &List, handed_in: &ListRows, month: YearMonth, zone: &Zone) -> Annex {
    let rows = list.rows_of(&handed_in.rows, month, zone);
    let columns: Vec<Column> = list.columns.iter().map(column).collect();
    let shown = |row: &&ListRow| {
        let cells = list.columns.iter().enumerate();
        cells.map(|(n, column)| row.cell(n).map_or_else(none, |cell| said(cell, column, zone))).collect()
    };
    Annex {
        of: Feed::List(list.id.clone()),
        name: Some(list.name.clone()),
        table: Table { columns, rows: rows.iter().map(shown).collect(), sums: sums(list, &rows) },
        groups: list.by.filter(|by| is_told_by(list, *by)).and_then(|by| grouped(list, &rows, by, zone)),
        charts: list
            .chart
            .zip(list.on)
            .and_then(|(value, on)| drawn(list, &rows, value, on, zone))
            .into_iter()
            .collect(),
        unreadable: handed_in.unreadable,
    }
}

fn column(column: &ListColumn) -> Column {
    match &column.holds {
        Holds::Number { unit: Some(unit), .. } => Column::number(Text::new(
            format!("{}（{}）", column.label.ja, unit.ja),
            format!("{} ({})", column.label.en, unit.en),
        )),
        Holds::Number { unit: None, .. } => Column::number(column.label.clone()),
        Holds::Text | Holds::Day | Holds::Word(_) => Column::text(column.label.clone()),
    }
}

fn said(cell: &ListCell, column: &ListColumn, zone: &Zone) -> Text {
    match cell {
        ListCell::Text(text) => Text::same(text.clone()),
        ListCell::Number(number) => Text::same(number.to_digits()),
        ListCell::Day(day) => Text::same(day.to_string()),
        ListCell::Time(at) => Text::same(words::instant(*at, zone)),
        ListCell::Word(place) => match &column.holds {
            Holds::Word(words) => words.get(*place).cloned().unwrap_or_else(none),
            Holds::Text | Holds::Number { .. } | Holds::Day => none(),
        },
    }
}

/// The columns whose sums mean something.
fn summed(list: &List) -> Vec<usize> {
    let is_summed = |column: &ListColumn| matches!(column.holds, Holds::Number { is_summed: true, .. });
    (0..).zip(&list.columns).filter(|(_, column)| is_summed(column)).map(|(n, _)| n).collect()
}

fn sum(rows: &[&ListRow], column: usize) -> Exact {
    let numbers = rows.iter().filter_map(|row| match row.cell(column) {
        Some(ListCell::Number(number)) => Some(number.clone()),
        _ => None,
    });
    numbers.fold(Exact::from(0), |sum, number| sum + number)
}

fn sums(list: &List, rows: &[&ListRow]) -> Option<Vec<Text>> {
    let columns = summed(list);
    (!columns.is_empty()).then(|| {
        let cells = (0..list.columns.len()).map(|n| match (columns.contains(&n), n) {
            (true, _) => Text::same(sum(rows, n).to_digits()),
            (false, 0) => Text::new("合計", "total"),
            (false, _) => Text::default(),
        });
        cells.collect()
    })
}

/// Whether how many rows a value has says something: of words, and where numbers are summed up.
fn is_told_by(list: &List, by: usize) -> bool {
    let is_word = list.columns.get(by).is_some_and(|column| matches!(column.holds, Holds::Word(_)));
    is_word || !summed(list).is_empty()
}

/// The rows counted, and summed up, by the values of a column.
fn grouped(list: &List, rows: &[&ListRow], by: usize, zone: &Zone) -> Option<Table> {
    let key = list.columns.get(by)?;
    let mut groups: BTreeMap<Text, Vec<&ListRow>> = BTreeMap::new();
    for row in rows {
        let value = row.cell(by).map_or_else(none, |cell| said(cell, key, zone));
        groups.entry(value).or_default().push(row);
    }
    let summed = summed(list);
    let mut columns = vec![Column::text(key.label.clone()), Column::number(Text::new("件数", "number"))];
    columns.extend(summed.iter().filter_map(|n| list.columns.get(*n)).map(column));
    let line = |name: Text, rows: &[&ListRow]| {
        let sums = summed.iter().map(|n| Text::same(sum(rows, *n).to_digits()));
        [name, Text::same(rows.len().to_string())].into_iter().chain(sums).collect::<Vec<_>>()
    };
    let all = line(Text::new("合計", "total"), rows);
    let rows = groups.into_iter().map(|(name, rows)| line(name, &rows)).collect();
    Some(Table { columns, rows, sums: Some(all) })
}

/// The values of a column over days, a line for each value of the column that rows are summed up by.
fn drawn(list: &List, rows: &[&ListRow], value: usize, on: usize, zone: &Zone) -> Option<Chart> {
    let title = &column(list.columns.get(value)?).name;
    let mut lines: BTreeMap<Text, BTreeMap<i64, Exact>> = BTreeMap::new();
    for row in rows {
        let Some((day, ListCell::Number(number))) = row.day_of(on, zone).zip(row.cell(value)) else {
            continue;
        };
        let name = list.by.and_then(|by| Some(said(row.cell(by)?, list.columns.get(by)?, zone)));
        // Of several values of a day the last counts.
        lines
            .entry(name.unwrap_or_else(|| list.name.clone()))
            .or_default()
            .insert(Axis::day(day), number.clone());
    }
    let title =
        Text::new(format!("{}: {}", list.name.ja, title.ja), format!("{}: {}", list.name.en, title.en));
    Chart::of(title, Axis::Days, Form::Lines, lines)
}
