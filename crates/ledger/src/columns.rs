//! The columns of the ledgers, as a contract names them.

use std::fmt;

use provenance::{Clause, Text, folded};
use tables::{Once, PartErrors, Row, Spot, check, known_or_meant, meant, nearest};

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
    /// One of some words.
    Word(Vec<ColumnWord>),
}

impl ColumnType {
    /// Whether a value, spelled as journals spell it, is one that the column can hold.
    #[must_use]
    pub fn fits(&self, value: &str) -> bool {
        match self {
            Self::Word(words) => words.iter().any(|word| word.id == value),
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

/// A word that a column may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnWord {
    /// The word, as journals spell it.
    pub id: String,
    /// What people call it.
    pub name: Text,
}

impl ColumnWord {
    /// Whether a text is the word, or what people call it in either language.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        let text = folded(text);
        [&self.id, &self.name.ja, &self.name.en].into_iter().any(|one| folded(one) == text)
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
pub struct Sheets(Vec<Sheet>);

impl Sheets {
    /// Ledgers that a program asks for.
    ///
    /// ```
    /// use ledger::{Column, ColumnType, Kind, Sheet, Sheets};
    /// use provenance::Text;
    ///
    /// let column = |field: &str| Column {
    ///     field: field.to_owned(),
    ///     name: Text::new("期間の終わり", "end of term"),
    ///     holds: ColumnType::Date,
    ///     clause: None,
    /// };
    /// let mut sheet = Sheet {
    ///     kind: Kind::Entitlement,
    ///     name: Text::new("ライセンス台帳", "licences"),
    ///     id_name: Text::new("資産番号", "asset number"),
    ///     clause: "example/annex#2".parse()?,
    ///     columns: vec![column("term-too")],
    /// };
    /// let error = Sheets::new([sheet.clone()]).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "sheet[1].column[1].field: `term-too` is no field of a entitlement; did you mean `term-to`?"
    /// );
    /// sheet.columns = vec![column("term-to")];
    /// assert!(Sheets::new([sheet])?.sheet(Kind::Entitlement).is_some());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A ledger or a field that stands twice, a field that its kind does not have and that is no client's own, a column that
    /// holds something else than verdicts read in its field or lacks a word that they rest on; by the path that it has in
    /// `ledger.toml`.
    pub fn new(sheets: impl IntoIterator<Item = Sheet>) -> Result<Self, PartErrors> {
        let sheets = Self(sheets.into_iter().collect());
        check(|at| {
            sheets.hold(at);
            Some(sheets)
        })
    }

    /// The ledger of a kind.
    #[must_use]
    pub fn sheet(&self, kind: Kind) -> Option<&Sheet> {
        self.0.iter().find(|sheet| sheet.kind == kind)
    }

    /// All of them, in the order in which they stand.
    pub fn iter(&self) -> impl Iterator<Item = &Sheet> {
        self.0.iter()
    }

    pub(crate) fn hold(&self, at: &Spot<'_>) {
        let mut once = Once::default();
        for (n, sheet) in self.0.iter().enumerate() {
            let spot = at.nth("sheet", n);
            let what =
                || Text::new(format!("台帳`{}`", sheet.kind), format!("the ledger of `{}`", sheet.kind));
            once.take(&spot, "kind", sheet.kind, what, Text::new("一方だけを残す", "keep one of them"));
            let mut once = Once::default();
            for (n, column) in sheet.columns.iter().enumerate() {
                let spot = spot.nth("column", n);
                let what =
                    || Text::new(format!("項目`{}`", column.field), format!("field `{}`", column.field));
                once.take(
                    &spot,
                    "field",
                    &column.field,
                    what,
                    Text::new("一方だけを残す", "keep one of them"),
                );
                column.hold(&spot, sheet.kind);
            }
        }
    }

    /// Reads the `[[sheet]]` rows of a table; `None` where one cannot be read, which is noted.
    pub(crate) fn read(root: &Row<'_>) -> Option<Self> {
        let sheets: Vec<Option<Sheet>> = root
            .rows("sheet")
            .iter()
            .map(|row| {
                let kind = row.required_parsed("kind", str::parse::<Kind>);
                let (name, id_name) = (row.required_text("name"), row.required_text("id_name"));
                let clause = row.required_clause("clause");
                let columns: Vec<Option<Column>> = row.rows("column").iter().map(column).collect();
                let columns = columns.into_iter().collect::<Option<_>>();
                Some(Sheet {
                    kind: kind?,
                    name: name?,
                    id_name: id_name?,
                    clause: clause?,
                    columns: columns?,
                })
            })
            .collect();
        sheets.into_iter().collect::<Option<_>>().map(Self)
    }
}

fn column(row: &Row<'_>) -> Option<Column> {
    let (field, name) = (row.required::<String>("field"), row.required_text("name"));
    let clause = row.optional_clause("clause");
    let holds = row.required::<String>("holds");
    let words: Vec<Option<ColumnWord>> = row
        .rows("words")
        .iter()
        .map(|word| {
            let (id, name) = (word.required("id"), word.required_text("name"));
            Some(ColumnWord { id: id?, name: name? })
        })
        .collect();
    let words: Option<Vec<ColumnWord>> = words.into_iter().collect();
    let holds = match holds?.as_str() {
        "text" => ColumnType::Text,
        "date" => ColumnType::Date,
        "count" => ColumnType::Count,
        "yen" => ColumnType::Yen,
        "flag" => ColumnType::Flag,
        "word" => ColumnType::Word(words?),
        other => {
            let known = ["text", "date", "count", "yen", "flag", "word"];
            row.complain(
                "holds",
                Text::new(
                    format!("`{other}`は列の値の種類ではない"),
                    format!("`{other}` is nothing that a column holds"),
                ),
                Some(known_or_meant(other, known)),
            );
            return None;
        }
    };
    Some(Column { field: field?, name: name?, holds, clause })
}

impl Column {
    /// What must hold of a column: its field is one that the kind has or one of the client's own, and it holds what verdicts
    /// read there, with all words that they rest on.
    fn hold(&self, at: &Spot<'_>, kind: Kind) {
        let Self { field, holds, .. } = self;
        if let ColumnType::Word(words) = holds {
            if words.is_empty() {
                at.complain(
                    "words",
                    Text::new("語の列には、使える語を書く", "a column of words needs the words it may hold"),
                    None,
                );
            }
            let mut once = Once::default();
            for (n, word) in words.iter().enumerate() {
                let what = || Text::new(format!("語`{}`", word.id), format!("word `{}`", word.id));
                once.take(
                    &at.nth("words", n),
                    "id",
                    &word.id,
                    what,
                    Text::new("一方だけを残す", "keep one of them"),
                );
            }
        }
        match kind.field(field) {
            Ok(FieldName::Known { holds: wanted, .. }) => self.agrees(at, wanted),
            Ok(FieldName::Own) => {}
            Err(unknown) => {
                let help = unknown.near.map_or_else(
                    || {
                        Text::new(
                            format!("独自の項目は`{OWN}floor`のように`{OWN}`で始める"),
                            format!("a field of your own begins with `{OWN}`, as in `{OWN}floor`"),
                        )
                    },
                    |near| meant(&near),
                );
                at.complain(
                    "field",
                    Text::new(
                        format!("`{field}`は{}の項目ではない", unknown.kind),
                        format!("`{field}` is no field of a {}", unknown.kind),
                    ),
                    Some(help),
                );
            }
        }
    }

    fn agrees(&self, at: &Spot<'_>, wanted: FieldType) {
        let Self { field, holds, .. } = self;
        if holds.of_field().to_string() != wanted.to_string() {
            at.complain(
                "holds",
                Text::new(
                    format!("`{field}`は{holds}ではなく{wanted}を持つ"),
                    format!("`{field}` holds a {wanted}, not a {holds}"),
                ),
                None,
            );
        }
        let (ColumnType::Word(words), FieldType::Word(needed)) = (holds, wanted) else { return };
        let knows = |word: &str| words.iter().any(|known| known.id == word);
        for missing in needed.iter().filter(|word| !knows(word)) {
            let others = words.iter().map(|word| word.id.as_str()).filter(|word| !needed.contains(word));
            let help = nearest(missing, others)
                .map(|near| Text::new(format!("`{near}`がその語か"), format!("is `{near}` meant for it?")));
            at.complain(
                "words",
                Text::new(
                    format!("`{field}`に、判定に要る語`{missing}`がない"),
                    format!("`{field}` lacks the word `{missing}`, which verdicts rest on"),
                ),
                help,
            );
        }
    }
}
