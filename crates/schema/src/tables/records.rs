//! `records.toml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::value::{Strings, Zone};

/// How records are read: which columns of which files hold what.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Records {
    /// The zone of times without an offset.
    zone: Zone,
    encoding: Option<Encoding>,
    /// How times are written: `iso`, `slash`, `japanese`, or a pattern as in `%d-%m-%Y %H:%M`.
    times: Option<Strings>,
    /// Values that mean that nothing is known.
    unknown: Option<Strings>,
    /// What is between the cells of a line; without it the sign that cuts every line alike is taken, and told.
    separator: Option<Separator>,
    /// Other names of columns.
    synonyms: Option<Vec<Synonym>>,
    /// Words of rows that add others up, besides the usual ones.
    totals: Option<Strings>,
    /// What a time from 24:00 to 29:59 is.
    past_midnight: Option<PastMidnight>,
    /// Which of two times is meant that clocks showed twice; without it both are possible.
    repeated_hour: Option<RepeatedHour>,
    file: Option<Vec<File>>,
}

/// What is between the cells of a line.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Separator {
    Comma,
    Semicolon,
    Tab,
}

/// What else a column is called.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Synonym {
    /// The column, as the files of this mapping name it.
    name: String,
    also: Option<Strings>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum PastMidnight {
    /// A time of the next day.
    NextDay,
    /// No time.
    Refuse,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum RepeatedHour {
    Earlier,
    Later,
}

/// How files are encoded.
#[derive(JsonSchema)]
enum Encoding {
    #[schemars(rename = "detect")]
    Detect,
    #[schemars(rename = "utf-8")]
    Utf8,
    #[schemars(rename = "utf-16")]
    Utf16,
    #[schemars(rename = "cp932")]
    Cp932,
}

/// Files of one shape, by what their rows are.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum File {
    Cases(Cases),
    StateChanges(Box<StateChanges>),
    Pauses(Pauses),
    Reopenings(Reopenings),
    Events(Events),
    Tallies(Tallies),
    Executions(Box<Executions>),
    Survey(Survey),
}

/// A shape of files: what all have, and what it adds.
macro_rules! shapes {
    ($($(#[doc = $doc:literal])* $name:ident($word:literal) {
        $($(#[$attribute:meta])* $field:ident: $type:ty,)*
    })*) => {$(
        $(#[doc = $doc])*
        #[derive(JsonSchema)]
        #[schemars(deny_unknown_fields)]
        struct $name {
            #[schemars(extend("const" = $word))]
            shape: String,
            /// What the names of such files begin with.
            name: String,
            /// The kind of records, by which service levels select them.
            kind: String,
            /// The column that tells records apart.
            id: String,
            /// The sheets of a workbook, by name, `#2` or a pattern.
            sheets: Option<Strings>,
            /// The row of the headings, from 1; without it the first row that holds all columns.
            #[schemars(range(min = 1))]
            header_row: Option<u64>,
            /// Columns that are there for people.
            ignore: Option<Strings>,
            /// Rows that count; others are passed over.
            only: Option<Vec<Only>>,
            attribute: Option<Vec<Attribute>>,
            /// What a date without a time of day means, by mark or key.
            date_only: Option<BTreeMap<String, DateOnly>>,
            $($(#[$attribute])* $field: $type,)*
        }
    )*};
}

shapes! {
    /// A row is a case.
    Cases("cases") {
        /// The columns of the marks.
        marks: Option<BTreeMap<String, String>>,
        exclusion: Option<Exclusion>,
        span: Option<Vec<Span>>,
        order: Option<Vec<Marks>>,
        alternatives: Option<Vec<Marks>>,
        needs: Option<Vec<Needs>>,
    }
    /// A row is a change of a case's state.
    StateChanges("state-changes") {
        /// The columns of the marks.
        marks: Option<BTreeMap<String, String>>,
        exclusion: Option<Exclusion>,
        span: Option<Vec<Span>>,
        order: Option<Vec<Marks>>,
        alternatives: Option<Vec<Marks>>,
        needs: Option<Vec<Needs>>,
        /// The column of the time of change.
        changed: String,
        /// The column of the state.
        state: String,
        /// The column that orders changes of one moment.
        sequence: Option<String>,
        /// All states.
        states: Option<Vec<State>>,
    }
    /// A row is a pause of a case of another file.
    Pauses("pauses") {
        /// The column of its kind.
        pause: String,
        /// Its kinds, by the words of the column.
        words: Option<BTreeMap<String, String>>,
        from: String,
        to: String,
    }
    /// A row takes a mark of a case back.
    Reopenings("reopenings") {
        mark: String,
        stopped: String,
        resumed: String,
    }
    /// A row is an event.
    Events("events") {
        /// The column of its time.
        at: String,
    }
    /// A row is a tally of work planned and done.
    Tallies("tallies") {
        on: String,
        planned: String,
        done: String,
        missing: Option<String>,
    }
    /// A row is a record of work done.
    Executions("executions") {
        site: String,
        sites: Option<BTreeMap<String, String>>,
        done: String,
        outcome: String,
        outcomes: Option<BTreeMap<String, String>>,
        planned: Option<String>,
        part: Option<String>,
        by: Option<String>,
        note: Option<String>,
        evidence: Option<String>,
    }
    /// A row is a person's answers.
    Survey("survey") {
        on: String,
        questions: Option<Strings>,
        words: Option<BTreeMap<String, String>>,
    }
}

/// Rows that count.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Only {
    column: String,
    is: Option<Strings>,
}

/// Something that cases are told apart by.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Attribute {
    name: String,
    column: String,
    /// Its values, by the words of the column; without them a value stands as it is.
    words: Option<BTreeMap<String, String>>,
    /// Whether a file may come without the column.
    optional: Option<bool>,
}

/// What a date without a time of day means.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum DateOnly {
    StartOfDay,
    EndOfDay,
}

/// The columns in which an exclusion is claimed.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Exclusion {
    reason: String,
    note: Option<String>,
    /// Whether files may lack the columns.
    optional: Option<bool>,
    words: Option<BTreeMap<String, String>>,
}

/// A time that stands for the mark which ends it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Span {
    mark: String,
    since: String,
    column: String,
    unit: SpanUnit,
}

/// The unit of a bare number.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum SpanUnit {
    Second,
    Minute,
    Hour,
}

/// Marks of a case.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Marks {
    marks: Strings,
}

/// A mark that supposes another.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Needs {
    mark: String,
    one_of: Strings,
}

/// States and what they mean.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct State {
    /// Their names in the column.
    is: Strings,
    /// The mark that they reach.
    reaches: Option<String>,
    /// The pause that they are.
    pauses: Option<String>,
    /// Marks that they do not take back.
    keeps: Option<Strings>,
}
