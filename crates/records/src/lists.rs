//! Lists that the report asks for and no service level is judged by: their columns, and the rows handed in.

use calendar::{YearMonth, Zone};
use chrono::{DateTime, NaiveDate, Utc};
use formula::Exact;
use provenance::{Clause, Text, folded};
use sla::{ListName, Origin, of};
use tables::{Document, Id, Names, Noun, Row, TableErrors};

/// The lists of a contract, from its `lists.toml`.
///
/// ```
/// use records::Lists;
///
/// let lists = Lists::from_table("lists.toml", r#"
///     [[list]]
///     id = "disk-use"
///     name = { ja = "ディスク使用量", en = "disk use" }
///     on = "measured"
///     chart = "used"
///     by = "server"
///     clause = "our/main#4.1"
///     column = [
///         { name = "measured", label = { ja = "測定日", en = "measured on" }, is = "day", needed = true },
///         { name = "server", label = { ja = "サーバ", en = "server" }, is = "text", needed = true },
///         { name = "used", label = { ja = "使用量", en = "used" }, is = "number", unit = { ja = "GB", en = "GB" } },
///     ]
/// "#)?;
/// assert_eq!(lists.iter().count(), 1);
/// // What is drawn must be a number.
/// let wrong = Lists::from_table("lists.toml", r#"
///     [[list]]
///     id = "disk-use"
///     name = { ja = "ディスク使用量", en = "disk use" }
///     chart = "server"
///     clause = "our/main#4.1"
///     column = [{ name = "server", label = { ja = "サーバ", en = "server" }, is = "text" }]
/// "#);
/// assert!(wrong.is_err());
/// # Ok::<(), tables::TableErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lists {
    lists: Vec<List>,
    names: Names<of::List>,
}

/// No lists: for a contract whose report asks for none.
impl Default for Lists {
    fn default() -> Self {
        Self { lists: Vec::new(), names: Names::new(LIST, FILE, []) }
    }
}

/// A list: what its columns hold, and what is made of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Its name; a file that begins with it holds its rows, whatever a mapping says.
    pub id: ListName,
    /// What it is called; a sheet or a file may be called so too.
    pub name: Text,
    /// Its columns, in the order in which they are shown.
    pub columns: Vec<ListColumn>,
    /// The column of the day that a row belongs to; without one every row belongs to every month.
    pub on: Option<usize>,
    /// The column whose values the rows are summed up by.
    pub by: Option<usize>,
    /// The column that is drawn over the days, a line for each value of `by`.
    pub chart: Option<usize>,
    /// Where it is asked for.
    pub clause: Clause,
}

/// What names of columns are of.
#[derive(Debug)]
pub enum OfColumn {}

/// A column of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListColumn {
    /// Its name, by which mappings speak of it.
    pub name: Id<OfColumn>,
    /// What it is called in either language; a file may call it either.
    pub label: Text,
    /// What stands in it.
    pub holds: Holds,
    /// Whether a row without it cannot be.
    pub is_needed: bool,
}

/// What a column of a list holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    /// Any text.
    Text,
    /// A number.
    Number {
        /// Its unit, which may stand behind it.
        unit: Option<Text>,
        /// Whether its sum means something.
        is_summed: bool,
    },
    /// A day, with a time of day or without.
    Day,
    /// One of these words.
    Word(Vec<Text>),
}

/// The rows of a list that were handed in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListRows {
    /// The rows, in the order in which they stand.
    pub rows: Vec<ListRow>,
    /// How many rows could not be read.
    pub unreadable: u64,
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// What stands in each column; `None` where nothing does.
    pub cells: Vec<Option<ListCell>>,
    /// Where it stands.
    pub origin: Origin,
}

/// What a cell of a list holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListCell {
    /// A text as it is written.
    Text(String),
    /// A number.
    Number(Exact),
    /// A day.
    Day(NaiveDate),
    /// An instant.
    Time(DateTime<Utc>),
    /// A word of the column, by its place.
    Word(usize),
}

const FILE: &str = "lists.toml";
const LIST: Noun = Noun::new("一覧", "list");
const COLUMN: Noun = Noun::new("列", "column");

impl Lists {
    /// Reads a contract's `lists.toml`.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(|root| {
            let mut names = Names::new(LIST, FILE, []);
            let lists: Vec<Option<List>> =
                root.rows("list").iter().map(|row| list(row, &mut names)).collect();
            Some(Self { lists: lists.into_iter().collect::<Option<_>>()?, names })
        })
    }

    /// The lists, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = &List> {
        self.lists.iter()
    }

    /// Their names.
    #[must_use]
    pub fn names(&self) -> &Names<of::List> {
        &self.names
    }

    /// The list of a name.
    #[must_use]
    pub fn get(&self, name: &ListName) -> Option<&List> {
        self.lists.iter().find(|list| list.id == *name)
    }
}

fn list(row: &Row<'_>, names: &mut Names<of::List>) -> Option<List> {
    let (id, name) = (names.declare(row, "id"), row.required_text("name"));
    let mut known = Names::new(COLUMN, FILE, []);
    let rows = row.rows("column");
    let columns: Vec<Option<ListColumn>> = rows.iter().map(|row| column(row, &mut known)).collect();
    let (on, by) = (row.optional_name("on", &known), row.optional_name("by", &known));
    let (chart, clause) = (row.optional_name("chart", &known), row.required_clause("clause"));
    let columns: Vec<ListColumn> = columns.into_iter().collect::<Option<_>>()?;
    if !columns.iter().any(|column| column.is_needed) {
        let message = Text::new("必須の列がない", "no column is needed");
        let help = Text::new("`needed = true`の列を1つは置く", "state `needed = true` of one at least");
        row.complain("column", message, Some(help));
    }
    for (n, (at, one)) in rows.iter().zip(&columns).enumerate() {
        for label in [&one.label.ja, &one.label.en] {
            let is_same = |other: &&ListColumn| {
                [&other.label.ja, &other.label.en].into_iter().any(|known| folded(known) == folded(label))
            };
            if let Some(other) = columns.iter().take(n).find(is_same) {
                let message = Text::new(
                    format!("列`{}`と見出し`{label}`が同じ", other.name),
                    format!("the column `{}` is called `{label}` as well", other.name),
                );
                at.complain("label", message, None);
                break;
            }
        }
    }
    let place = |name: Option<&Id<OfColumn>>| {
        name.and_then(|name| columns.iter().position(|column| column.name == *name))
    };
    let holds = |key: &'static str, name: Option<&Id<OfColumn>>, what: Text, fits: fn(&Holds) -> bool| {
        let place = place(name)?;
        if columns.get(place).is_some_and(|column| !fits(&column.holds)) {
            row.complain(key, what, None);
        }
        Some(place)
    };
    let on = holds("on", on.as_ref(), Text::new("日の列でない", "is not a column of days"), |holds| {
        matches!(holds, Holds::Day)
    });
    let by = holds(
        "by",
        by.as_ref(),
        Text::new("文字か語の列でない", "is not a column of text or words"),
        |holds| matches!(holds, Holds::Text | Holds::Word(_)),
    );
    let drawn = chart.is_some();
    let chart = holds(
        "chart",
        chart.as_ref(),
        Text::new("数の列でない", "is not a column of numbers"),
        |holds| matches!(holds, Holds::Number { .. }),
    );
    if drawn && on.is_none() {
        let message = Text::new("日の列`on`がないと描けない", "cannot be drawn without the days of `on`");
        row.complain("chart", message, None);
    }
    Some(List { id: id?, name: name?, columns, on, by, chart, clause: clause? })
}

fn column(row: &Row<'_>, known: &mut Names<OfColumn>) -> Option<ListColumn> {
    #[derive(Clone, Copy)]
    enum Is {
        Text,
        Number,
        Day,
        Word,
    }
    let (name, label) = (known.declare(row, "name"), row.required_text("label"));
    let is_needed = row.optional("needed").unwrap_or(false);
    let words = [("text", Is::Text), ("number", Is::Number), ("day", Is::Day), ("word", Is::Word)];
    let is = row.required_one_of("is", &words);
    let (unit, is_summed, words) =
        (row.optional_text("unit"), row.optional::<bool>("total"), row.texts("words"));
    let is = is?;
    let stray = [
        ("unit", unit.is_some() && !matches!(is, Is::Number)),
        ("total", is_summed.is_some() && !matches!(is, Is::Number)),
        ("words", !words.is_empty() && !matches!(is, Is::Word)),
    ];
    for (key, _) in stray.into_iter().filter(|(_, is_stray)| *is_stray) {
        let message = Text::new("この種の列にはない", "means nothing in a column of this type");
        row.complain(key, message, None);
    }
    let holds = match is {
        Is::Text => Holds::Text,
        Is::Day => Holds::Day,
        Is::Number => Holds::Number { unit, is_summed: is_summed.unwrap_or(false) },
        Is::Word => {
            if words.is_empty() {
                row.complain("words", Text::new("語が1つもない", "names no word"), None);
            }
            Holds::Word(words)
        }
    };
    row.asked_all();
    Some(ListColumn { name: name?, label: label?, holds, is_needed })
}

impl List {
    /// Whether a file or a sheet of that name holds it.
    pub(crate) fn is_called(&self, name: &str) -> bool {
        let name = folded(name);
        [self.id.as_str(), &self.name.ja, &self.name.en]
            .into_iter()
            .any(|title| name.starts_with(folded(title).as_ref()))
    }

    /// The rows that belong to a month, from the earliest; those of a list without days, as they stand.
    #[must_use]
    pub fn rows_of<'r>(&self, rows: &'r [ListRow], month: YearMonth, zone: &Zone) -> Vec<&'r ListRow> {
        let Some(on) = self.on else { return rows.iter().collect() };
        let day = |row: &ListRow| row.day(on, zone);
        let mut rows: Vec<&ListRow> =
            rows.iter().filter(|row| day(row).is_some_and(|(day, _)| month.contains(day))).collect();
        rows.sort_by_key(|row| day(row));
        rows
    }
}

impl ListRow {
    /// The day of a column, and the instant where one is told.
    fn day(&self, column: usize, zone: &Zone) -> Option<(NaiveDate, Option<DateTime<Utc>>)> {
        match self.cells.get(column)?.as_ref()? {
            ListCell::Day(day) => Some((*day, None)),
            ListCell::Time(at) => Some((zone.to_local(*at).date(), Some(*at))),
            ListCell::Text(_) | ListCell::Number(_) | ListCell::Word(_) => None,
        }
    }

    /// What stands in a column.
    #[must_use]
    pub fn cell(&self, column: usize) -> Option<&ListCell> {
        self.cells.get(column)?.as_ref()
    }

    /// The day of a column, in a zone.
    #[must_use]
    pub fn day_of(&self, column: usize, zone: &Zone) -> Option<NaiveDate> {
        self.day(column, zone).map(|(day, _)| day)
    }
}
