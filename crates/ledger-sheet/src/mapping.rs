//! What a file's columns mean: `import.toml`.

use chrono::NaiveDate;
use intake::{Cell, DateSystem, Encoding, Separator, TimeForm};
use ledger::{ColumnType, Event, Kind, Sheet, Sheets};
use provenance::Text;
use tables::{Document, Explain, Row, TableErrors, known_or_meant};

use crate::value::{Forms, TimeOfDay, Translation, read};

/// What an empty cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EmptyCells {
    /// That the field is empty: what the ledger holds there is cleared.
    #[default]
    Clear,
    /// Nothing.
    Keep,
}

/// What is said of records that the ledger has and the file has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AbsentRecords {
    /// They are listed. Nothing is ever deleted.
    #[default]
    List,
    /// Nothing: the file is a part of the ledger.
    Ignore,
}

/// A column with a name of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnMapping {
    /// Its name in the file.
    pub name: String,
    /// The field it holds.
    pub field: String,
    /// Values of the file with what they mean.
    pub words: Vec<Translation>,
}

/// What happened, for each row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventMapping {
    /// The same for each row.
    Always(Event),
    /// What the words of a column say; an empty cell says that nothing happened.
    Column {
        /// The column's name.
        name: String,
        /// Its words.
        words: Vec<EventWord>,
    },
}

/// A word of a file's column of events, and what happened where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventWord {
    /// The word; width, case and spaces make no difference.
    pub said: String,
    /// What happened.
    pub event: Event,
}

/// A field with one value for all rows of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constant {
    /// The field.
    pub field: String,
    /// The value, in the spelling of journals.
    pub value: String,
}

/// What a file's columns mean. Columns that it does not name are recognised by the names that the contract's
/// ledger gives them.
///
/// ```
/// use ledger::{Kind, Rules};
/// use ledger_sheet::{Constant, Mapping};
///
/// # let table = include_str!("../../keiyaku/contracts/jetro-2023/ledger.toml");
/// let rules = Rules::from_table("ledger.toml", table)?;
/// let mapping = Mapping::from_table("import.toml", r#"
///     kind = "device"
///     id = "管理No."
///     sheets = ["東京", "大阪"]
///     header_row = 3
///     constants = { view = "国内用" }
///     [[column]]
///     name = "利用者"
///     field = "user"
/// "#, &rules.sheets)?;
/// assert_eq!((mapping.kind, mapping.header_row), (Kind::Device, 3));
/// assert_eq!(mapping.constants, [Constant { field: "view".to_owned(), value: "domestic".to_owned() }]);
/// # Ok::<(), tables::TableErrors>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// The kind of record that each row is.
    pub kind: Kind,
    /// The sheets of a workbook that hold it; none where there is but one, or one bears the ledger's name.
    pub sheets: Vec<String>,
    /// The row of the column names, from 1.
    pub header_row: u64,
    /// The encoding of a text file; verified either way.
    pub encoding: Encoding,
    /// The sign between the cells of a text file; `None` where it shows.
    pub separator: Option<Separator>,
    /// The forms of dates, besides dates of the spreadsheet itself.
    pub dates: Vec<TimeForm>,
    /// How days are numbered; a workbook says so itself, a text file does not.
    pub date_system: Option<DateSystem>,
    /// What becomes of a time of day beside a date.
    pub time_of_day: TimeOfDay,
    /// The day from which all rows hold.
    pub valid_on: Option<NaiveDate>,
    /// The column with the day from which each row holds.
    pub valid_on_column: Option<String>,
    /// The column of identifiers.
    pub id: Option<String>,
    /// What an empty cell says.
    pub empty: EmptyCells,
    /// What is said of records that are not in the file.
    pub absent: AbsentRecords,
    /// Columns that are there for people; `*` stands for all that are not recognised.
    pub ignore: Vec<String>,
    /// Columns with names of their own.
    pub columns: Vec<ColumnMapping>,
    /// Fields with one value for all rows.
    pub constants: Vec<Constant>,
    /// What happened.
    pub event: Option<EventMapping>,
}

impl Mapping {
    /// The mapping of a file whose columns bear the names of the contract's ledger.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            sheets: Vec::new(),
            header_row: 1,
            encoding: Encoding::Detect,
            separator: None,
            dates: TimeForm::PLAIN.to_vec(),
            date_system: None,
            time_of_day: TimeOfDay::default(),
            valid_on: None,
            valid_on_column: None,
            id: None,
            empty: EmptyCells::default(),
            absent: AbsentRecords::default(),
            ignore: Vec::new(),
            columns: Vec::new(),
            constants: Vec::new(),
            event: None,
        }
    }

    /// Reads a mapping and holds it against the contract's ledgers.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str, sheets: &Sheets) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(|root| mapping(root, sheets))
    }
}

fn mapping(root: &Row<'_>, sheets: &Sheets) -> Option<Mapping> {
    let kind = root.required_parsed("kind", str::parse::<Kind>);
    let sheet = kind.and_then(|kind| sheets.sheet(kind));
    if let (Some(kind), None) = (kind, sheet) {
        root.complain(
            "kind",
            Text::new(
                format!("契約に種類`{kind}`の台帳がない"),
                format!("the contract has no ledger of kind `{kind}`"),
            ),
            None,
        );
    }
    let systems = [("1900", DateSystem::From1900), ("1904", DateSystem::From1904)];
    let empties = [("clear", EmptyCells::Clear), ("keep", EmptyCells::Keep)];
    let absences = [("list", AbsentRecords::List), ("ignore", AbsentRecords::Ignore)];
    let times = [("refuse", TimeOfDay::Refuse), ("drop", TimeOfDay::Drop)];
    let default = Mapping::new(kind.unwrap_or(Kind::Device));
    let header_row = root.optional::<u64>("header_row").unwrap_or(1);
    if header_row == 0 {
        root.complain("header_row", Text::new("行は1から数える", "rows are counted from 1"), None);
    }
    let dates = dates(root);
    let mapping = Mapping {
        sheets: root.strings("sheets"),
        header_row,
        encoding: root.optional_one_of("encoding", &Encoding::WORDS).unwrap_or_default(),
        separator: root.optional_one_of("separator", &Separator::WORDS),
        dates: if dates.is_empty() { default.dates.clone() } else { dates },
        date_system: root.optional_one_of("date_system", &systems),
        time_of_day: root.optional_one_of("time_of_day", &times).unwrap_or_default(),
        valid_on: root.optional("valid_on"),
        valid_on_column: root.optional("valid_on_column"),
        id: root.optional("id"),
        empty: root.optional_one_of("empty", &empties).unwrap_or_default(),
        absent: root.optional_one_of("absent", &absences).unwrap_or_default(),
        ignore: root.strings("ignore"),
        event: root.optional_row("event").as_ref().and_then(event),
        ..default
    };
    if mapping.valid_on.is_some() && mapping.valid_on_column.is_some() {
        root.complain(
            "valid_on",
            Text::new(
                "`valid_on_column`と両方ある。日付はどちらか一方で示す",
                "stands beside `valid_on_column`; one of them says the day",
            ),
            None,
        );
    }
    let columns = columns(root, sheet);
    let constants = constants(root, sheet, &mapping);
    Some(Mapping { kind: kind?, columns, constants, ..mapping })
}

fn dates(root: &Row<'_>) -> Vec<TimeForm> {
    let mut forms = Vec::new();
    for text in root.strings("dates") {
        match text.parse::<TimeForm>() {
            Ok(form) => forms.push(form),
            Err(error) => root.complain("dates", error.text(), None),
        }
    }
    forms
}

fn columns(root: &Row<'_>, sheet: Option<&Sheet>) -> Vec<ColumnMapping> {
    let mut columns: Vec<ColumnMapping> = Vec::new();
    for row in root.rows("column") {
        let (name, field) = (row.required::<String>("name"), row.required::<String>("field"));
        let words = row.optional_row("words").map(|words| words.entries()).unwrap_or_default();
        let words: Vec<Translation> =
            words.into_iter().map(|(said, means)| Translation { said, means }).collect();
        let (Some(name), Some(field)) = (name, field) else { continue };
        if let Some(sheet) = sheet {
            match known(&row, sheet, &field) {
                None => continue,
                Some(ColumnType::Word(known)) => {
                    for Translation { means, .. } in &words {
                        if !known.iter().any(|word| word.id == *means) {
                            let ids = known.iter().map(|word| word.id.as_str());
                            let message = Text::new(
                                format!("`{means}`は項目`{field}`の語ではない"),
                                format!("`{means}` is no word of field `{field}`"),
                            );
                            row.complain("words", message, Some(known_or_meant(means, ids)));
                        }
                    }
                }
                Some(ColumnType::Flag) => {
                    for one in words.iter().filter(|one| one.means != "yes" && one.means != "no") {
                        row.complain(
                            "words",
                            Text::new(
                                format!("`{}`は`yes`でも`no`でもない", one.means),
                                format!("`{}` is neither `yes` nor `no`", one.means),
                            ),
                            None,
                        );
                    }
                }
                Some(_) => {}
            }
        }
        if columns.iter().any(|other| other.name == name || other.field == field) {
            row.complain(
                "name",
                Text::new(
                    format!("列`{name}`又は項目`{field}`が2回ある"),
                    format!("column `{name}` or field `{field}` stands twice"),
                ),
                None,
            );
        }
        columns.push(ColumnMapping { name, field, words });
    }
    columns
}

fn no_field(sheet: &Sheet, field: &str) -> Text {
    Text::new(
        format!("台帳`{}`に項目`{field}`はない", sheet.kind),
        format!("the ledger of `{}` has no field `{field}`", sheet.kind),
    )
}

/// What a field holds; a complaint where the ledger has no such field.
fn known<'a>(row: &Row<'_>, sheet: &'a Sheet, field: &str) -> Option<&'a ColumnType> {
    let column = sheet.column(field);
    if column.is_none() {
        let fields = sheet.columns.iter().map(|column| column.field.as_str());
        row.complain("field", no_field(sheet, field), Some(known_or_meant(field, fields)));
    }
    column.map(|column| &column.holds)
}

fn constants(root: &Row<'_>, sheet: Option<&Sheet>, mapping: &Mapping) -> Vec<Constant> {
    let entries = root.optional_row("constants").map(|row| row.entries()).unwrap_or_default();
    let Some(sheet) = sheet else { return Vec::new() };
    let Mapping { dates, time_of_day, date_system, .. } = mapping;
    let forms = Forms { dates, time_of_day: *time_of_day, serials: *date_system };
    let mut constants = Vec::new();
    for (field, value) in entries {
        let Some(column) = sheet.column(&field) else {
            root.complain("constants", no_field(sheet, &field), None);
            continue;
        };
        match read(&Cell::Text(value.as_str().into()), &column.holds, &[], &forms) {
            Ok(found) => {
                if let Some(value) = found.value {
                    constants.push(Constant { field, value: value.into() });
                }
            }
            Err(reason) => {
                let Text { ja, en } = reason.text();
                let message =
                    Text::new(format!("{field}: `{value}`: {ja}"), format!("{field}: `{value}` {en}"));
                root.complain("constants", message, None);
            }
        }
    }
    constants
}

fn event(row: &Row<'_>) -> Option<EventMapping> {
    let always = row.optional_parsed("always", str::parse::<Event>);
    let column = row.optional::<String>("column");
    let entries = row.optional_row("words").map(|words| words.entries()).unwrap_or_default();
    let mut words = Vec::new();
    for (said, event) in entries {
        match event.parse::<Event>() {
            Ok(event) => words.push(EventWord { said, event }),
            Err(error) => row.complain("words", error.text(), None),
        }
    }
    match (always, column) {
        (Some(event), None) => Some(EventMapping::Always(event)),
        (None, Some(name)) => {
            if words.is_empty() {
                row.complain(
                    "words",
                    Text::new(
                        "事象の列には、語とその意味が要る",
                        "a column of events needs words with what they mean",
                    ),
                    None,
                );
            }
            Some(EventMapping::Column { name, words })
        }
        _ => {
            row.complain(
                "always",
                Text::new(
                    "事象には、`always`か、`column`と`words`のどちらかを書く",
                    "an event has either `always` or `column` with `words`",
                ),
                None,
            );
            None
        }
    }
}
