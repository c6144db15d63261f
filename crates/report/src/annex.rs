//! The tables behind the report's contents, whatever they are drawn from, and the lines drawn of them.

use std::collections::BTreeMap;

use calendar::YearMonth;
use chrono::{Datelike, NaiveDate};
use formula::Exact;
use provenance::Text;

use crate::Feed;

/// A table behind one of the contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex {
    /// What it is drawn from.
    pub of: Feed,
    /// What it is called; `None` where the content's own name is enough.
    pub name: Option<Text>,
    /// The rows, in chronological order where they have a day.
    pub table: Table,
    /// The rows counted and summed up by the values of one column.
    pub groups: Option<Table>,
    /// What is drawn of it.
    pub charts: Vec<Chart>,
    /// How many rows could not be read.
    pub unreadable: u64,
}

/// A table of texts in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, with a cell for each column.
    pub rows: Vec<Vec<Text>>,
    /// The sums of the columns that have one; a row of empty cells elsewhere.
    pub sums: Option<Vec<Text>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What it is called, with its unit.
    pub name: Text,
    /// Whether numbers stand in it.
    pub is_number: bool,
}

impl Column {
    /// A column of texts.
    #[must_use]
    pub fn text(name: Text) -> Self {
        Self { name, is_number: false }
    }

    /// A column of numbers.
    #[must_use]
    pub fn number(name: Text) -> Self {
        Self { name, is_number: true }
    }
}

/// How something went or how it is spread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What is drawn, with its unit.
    pub title: Text,
    /// What lies along it.
    pub axis: Axis,
    /// How it is drawn.
    pub form: Form,
    /// A limit or target that the values are held against.
    pub limit: Option<Exact>,
    /// The lines, or the parts of the bars.
    pub series: Vec<Series>,
}

/// What lies along a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Axis {
    /// Days, as their number in the calendar of our era.
    Days,
    /// Months, as twelve times the year and the months before it.
    Months,
    /// Hours of the day.
    Hours,
    /// Names, by their place, each in a row of its own.
    Names(Vec<Text>),
    /// Parts of a range, by their place.
    Labels(Vec<Text>),
}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As lines.
    Lines,
    /// As bars, of which the series are parts on top of each other.
    Stacked,
    /// As bars beside each other.
    Beside,
}

/// A line of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Whose line it is.
    pub name: Text,
    /// Its points, in their order along the axis.
    pub points: Vec<Point>,
}

/// A value at a place along the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The place.
    pub at: i64,
    /// The value.
    pub value: Exact,
}

impl Axis {
    /// The place of a day.
    #[must_use]
    pub fn day(day: NaiveDate) -> i64 {
        i64::from(day.num_days_from_ce())
    }

    /// The place of a month.
    #[must_use]
    pub fn month(month: YearMonth) -> i64 {
        i64::from(month.year()) * 12 + i64::from(month.month() - 1)
    }

    /// What a place is called: `06-03`, `2024-06`, `9時`.
    #[must_use]
    pub fn label(&self, at: i64) -> Text {
        match self {
            Self::Days => {
                let day = i32::try_from(at).ok().and_then(NaiveDate::from_num_days_from_ce_opt);
                Text::same(day.map_or_else(String::new, |day| day.format("%m-%d").to_string()))
            }
            Self::Months => Text::same(format!("{}-{:02}", at.div_euclid(12), at.rem_euclid(12) + 1)),
            Self::Hours => Text::new(format!("{at}時"), format!("{at}:00")),
            Self::Names(names) | Self::Labels(names) => {
                usize::try_from(at).ok().and_then(|at| names.get(at)).cloned().unwrap_or_default()
            }
        }
    }
}

impl Chart {
    /// Values by line and place; `None` where nothing could be drawn.
    #[must_use]
    pub fn of(
        title: Text,
        axis: Axis,
        form: Form,
        lines: BTreeMap<Text, BTreeMap<i64, Exact>>,
    ) -> Option<Self> {
        let series: Vec<Series> = lines
            .into_iter()
            .map(|(name, points)| Series {
                name,
                points: points.into_iter().map(|(at, value)| Point { at, value }).collect(),
            })
            .collect();
        (!series.is_empty()).then_some(Self { title, axis, form, limit: None, series })
    }
}
