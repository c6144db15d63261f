//! The columns of the ledgers, as a contract names them.

use std::{collections::BTreeMap, fmt};

use provenance::{Clause, Text};
use tables::{Row, nearest};

use crate::{FieldName, FieldType, Kind, OWN};

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnType {
    /// Text as written: names, notes, and every identifier.
    Text,
    /// A day.
    Date,
    /// A whole number from 0.
    Count,
    /// Whole yen from 0.
    Yen,
    /// Yes or no.
    Flag,
    /// One of some words, each with what people call it.
    Word(Vec<(String, Text)>),
}

impl ColumnType {
    /// Whether a value, spelled as journals spell it, is one that the column can hold.
    #[must_use]
    pub fn fits(&self, value: &str) -> bool {
        match self {
            Self::Word(words) => words.iter().any(|(word, _)| word == value),
            other => other.of_field().fits(value),
        }
    }

    const fn of_field(&self) -> FieldType {
        match self {
            Self::Text => FieldType::Text,
            Self::Date => FieldType::Date,
            Self::Count => FieldType::Count,
            Self::Yen => FieldType::Yen,
            Self::Flag => FieldType::Flag,
            Self::Word(_) => FieldType::Word(&[]),
        }
    }
}

impl fmt::Display for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.of_field().fmt(f)
    }
}

/// A column of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The name of the field in journals.
    pub field: String,
    /// What people call it.
    pub name: Text,
    /// What it holds.
    pub holds: ColumnType,
    /// Where the contract asks for it; `None` for what the ledger needs beyond the contract.
    pub clause: Option<Clause>,
}

/// A ledger: a kind of record with its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The kind of record.
    pub kind: Kind,
    /// What people call the ledger.
    pub name: Text,
    /// What people call its identifiers.
    pub id_name: Text,
    /// Where the contract asks for it.
    pub clause: Clause,
    /// Its columns, in the order in which they are shown.
    pub columns: Vec<Column>,
}

impl Sheet {
    /// The column of a field.
    #[must_use]
    pub fn column(&self, field: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.field == field)
    }
}

/// The ledgers that a contract asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheets(BTreeMap<Kind, Sheet>);

impl Sheets {
    /// The ledger of a kind.
    #[must_use]
    pub fn sheet(&self, kind: Kind) -> Option<&Sheet> {
        self.0.get(&kind)
    }

    /// All of them, in the order of kinds.
    pub fn iter(&self) -> impl Iterator<Item = &Sheet> {
        self.0.values()
    }

    /// Reads the `[[sheet]]` rows of a table; what is wrong with them is noted there.
    pub(crate) fn read(root: &Row<'_>) -> Self {
        let mut sheets = BTreeMap::new();
        for row in root.rows("sheet") {
            let kind = row.required_parsed("kind", str::parse::<Kind>);
            let (name, id_name) = (row.required_text("name"), row.required_text("id_name"));
            let clause = row.required_clause("clause");
            let columns = row.rows("column").iter().filter_map(|row| column(row, kind)).collect::<Vec<_>>();
            for (at, one) in columns.iter().enumerate() {
                if columns.iter().take(at).any(|earlier| earlier.field == one.field) {
                    row.complain("column", format!("field `{}` stands twice", one.field), None);
                }
            }
            let (Some(kind), Some(name), Some(id_name), Some(clause)) = (kind, name, id_name, clause) else {
                continue;
            };
            if sheets.insert(kind, Sheet { kind, name, id_name, clause, columns }).is_some() {
                row.complain("kind", format!("the ledger of `{kind}` stands twice"), None);
            }
        }
        Self(sheets)
    }
}

/// A column, of a field that the kind has or of one of the client's own.
fn column(row: &Row<'_>, kind: Option<Kind>) -> Option<Column> {
    let (field, name) = (row.required::<String>("field"), row.required_text("name"));
    let clause = row.optional_clause("clause");
    let holds = row.required::<String>("holds");
    let words: Vec<(String, Text)> = row
        .rows("words")
        .iter()
        .filter_map(|word| Some((word.required::<String>("id")?, word.required_text("name")?)))
        .collect();
    let holds = match holds?.as_str() {
        "text" => ColumnType::Text,
        "date" => ColumnType::Date,
        "count" => ColumnType::Count,
        "yen" => ColumnType::Yen,
        "flag" => ColumnType::Flag,
        "word" if words.is_empty() => {
            row.complain("words", "a column of words needs the words it may hold", None);
            return None;
        }
        "word" => ColumnType::Word(words),
        other => {
            let known = ["text", "date", "count", "yen", "flag", "word"];
            let near = nearest(other, known).map(|near| format!("did you mean `{near}`?"));
            row.complain(
                "holds",
                format!("`{other}` is nothing that a column holds; known are {}", known.join(", ")),
                near.as_deref(),
            );
            return None;
        }
    };
    let field = field?;
    match kind?.field(&field) {
        Ok(FieldName::Known(_, wanted)) => agree(row, &field, &holds, wanted),
        Ok(FieldName::Own) => {}
        Err(unknown) => {
            let help = unknown.near.map_or_else(
                || format!("a field of your own begins with `{OWN}`, as in `{OWN}floor`"),
                |near| format!("did you mean `{near}`?"),
            );
            row.complain("field", format!("`{field}` is no field of a {}", unknown.kind), Some(&help));
        }
    }
    Some(Column { field, name: name?, holds, clause })
}

/// Complains where a column holds something else than verdicts read in its field, or lacks a word that they rest on.
fn agree(row: &Row<'_>, field: &str, holds: &ColumnType, wanted: FieldType) {
    if holds.of_field().to_string() != wanted.to_string() {
        row.complain("holds", format!("`{field}` holds a {wanted}, not a {holds}"), None);
    }
    let (ColumnType::Word(words), FieldType::Word(needed)) = (holds, wanted) else { return };
    let knows = |word: &str| words.iter().any(|(known, _)| known == word);
    for missing in needed.iter().filter(|word| !knows(word)) {
        let others = words.iter().map(|(word, _)| word.as_str()).filter(|word| !needed.contains(word));
        let help = nearest(missing, others).map(|near| format!("is `{near}` meant for it?"));
        row.complain(
            "words",
            format!("`{field}` lacks the word `{missing}`, which verdicts rest on"),
            help.as_deref(),
        );
    }
}
