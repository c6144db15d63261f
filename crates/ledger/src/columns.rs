//! The columns of the ledgers, as a contract names them.

use std::{collections::BTreeMap, fmt};

use provenance::{Clause, Text};
use tables::{Row, nearest};

use crate::Kind;

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

impl fmt::Display for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Text => "text",
            Self::Date => "date",
            Self::Count => "count",
            Self::Yen => "yen",
            Self::Flag => "flag",
            Self::Word(_) => "word",
        })
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
            let columns = row.rows("column").iter().filter_map(column).collect::<Vec<_>>();
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

fn column(row: &Row<'_>) -> Option<Column> {
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
    Some(Column { field: field?, name: name?, holds, clause })
}
