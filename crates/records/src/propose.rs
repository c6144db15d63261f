//! A mapping proposed for files: which is which kind, which column stands for what, how times are written. Each guess stands
//! beside its evidence, and what cannot be decided is an open point; nothing is guessed in silence.

use std::collections::{BTreeMap, BTreeSet};

use intake::{
    Cell, Container, Encoding, EncodingError, Found, Header, Reason, RowError, Sheet, TextForm, TimeForm,
    WrittenTime, read_time,
};
use ledger::{Kind, Sheets};
use provenance::{Language, Text, folded};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use self::{
    columns::{Asked, Guess, Match, Synonyms, matched},
    ledgers::{LedgerFit, Ledgers},
    points::{Points, VALUES, comments, line, quoted},
    states::{Meaning, StateWords, States},
    times::Times,
};
use crate::{InputFile, load::skip::is_total, mapping::WordList};

mod columns;
mod ledgers;
mod points;
mod states;
mod times;

/// The words of columns, as data.
const COLUMNS: &str = include_str!("../data/columns.toml");

/// What files are compared with.
#[derive(Debug, Clone, Copy)]
pub struct Layouts<'a> {
    /// The text of a `records.toml`: a contract's, whose kinds, marks and words are those that service levels read, or a
    /// preset's. Without it nothing is taken for records.
    pub records: Option<&'a str>,
    /// The ledgers of a contract. Without them nothing is taken for a ledger.
    pub ledgers: Option<&'a Sheets>,
    /// The text of an `import.toml` with what a tool calls the columns of one ledger.
    pub ledger_layout: Option<&'a str>,
}

impl<'a> Layouts<'a> {
    /// Records alone, by the text of a `records.toml`.
    #[must_use]
    pub const fn of_records(table: &'a str) -> Self {
        Self { records: Some(table), ledgers: None, ledger_layout: None }
    }
}

/// A mapping that was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The table for records, with its evidence and open points as comments.
    pub mapping: String,
    /// What is left to decide, also in the comments.
    pub open: Vec<Text>,
    /// How many sheets were given a kind of record, of how many.
    pub sheets: SheetsGiven,
    /// The files of which some sheet is of records.
    pub files: Vec<String>,
    /// Sheets of ledgers, each with its mapping.
    pub ledgers: Vec<LedgerProposal>,
}

/// How many sheets were given a kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetsGiven {
    /// So many.
    pub given: usize,
    /// All that there are.
    pub all: usize,
}

/// A sheet of a ledger, with the `import.toml` that was proposed for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerProposal {
    /// The kind of record that each row is.
    pub kind: Kind,
    /// The file, with the sheet where it has several.
    pub sheet: String,
    /// The table, with its evidence and open points as comments.
    pub mapping: String,
}

/// Proposes a mapping for files, by the kinds of a contract's own mapping and ledgers and by what their columns are called and
/// hold. A sheet is taken for what it fits best.
///
/// ```
/// use records::{InputFile, Layouts, propose};
///
/// let contract = "zone = \"Asia/Tokyo\"\n[[file]]\nname = \"tickets\"\nkind = \"incident\"\nshape = \"cases\"\n\
///     id = \"番号\"\nmarks = { opened = \"受付日時\", recovered = \"回復日時\" }\n";
/// let csv = "受付No,受付日時,復旧日時\n1,2024.6.3 9:05,2024.6.3 10:00\n".as_bytes();
/// let file = InputFile { name: "desk-06.csv", bytes: csv };
/// let proposal = propose(Layouts::of_records(contract), &[file], provenance::Language::En)?;
/// assert!(proposal.mapping.contains("times = [\"dot\"]") && proposal.mapping.contains("recovered = \"復旧日時\""));
/// assert!(proposal.open.is_empty());
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// The words of a parser where a table is no TOML.
pub fn propose(
    layouts: Layouts<'_>,
    files: &[InputFile<'_>],
    language: Language,
) -> Result<Proposal, String> {
    let parsed = |table: &str| table.parse::<DocumentMut>().map_err(|error| error.to_string());
    let known = layouts.records.map(parsed).transpose()?;
    let layout = layouts.ledger_layout.map(parsed).transpose()?;
    let words = parsed(COLUMNS)?;
    let synonyms: Synonyms = words
        .get("column")
        .and_then(Item::as_table)
        .into_iter()
        .flat_map(Table::iter)
        .map(|(role, names)| (role.to_owned(), strings(names)))
        .collect();
    let (own, also) =
        (known.as_ref().map_or_else(Vec::new, own_times), known.as_ref().map(also).unwrap_or_default());
    let dates = words.get("times").and_then(|times| times.get("patterns")).map_or_else(Vec::new, strings);
    let mut seen = BTreeSet::new();
    let tried: Vec<String> = own.into_iter().chain(dates).filter(|form| seen.insert(form.clone())).collect();
    let patterns = known.as_ref().map_or_else(Vec::new, |known| files_of(known).cloned().collect());
    let mut proposing = Proposing {
        logs: logs(&patterns, &StateWords::new(&words)),
        patterns,
        synonyms,
        also,
        states: StateWords::new(&words),
        totals: WordList::new(
            known.as_ref().and_then(|known| known.get("totals")).map_or_else(Vec::new, strings),
        ),
        ledgers: Ledgers::new(layouts.ledgers, &words, layout.as_ref(), &tried),
        points: Points { language, open: Vec::new() },
        times: Times::new(&tried),
        found: Vec::new(),
        of_ledgers: Vec::new(),
        has_guessed: false,
        has_other: false,
        files: Vec::new(),
        given: 0,
        all: 0,
    };
    for file in files {
        proposing.file(file);
    }
    Ok(proposing.written(known.as_ref()))
}

/// The patterns of times that a table states for itself.
fn own_times(known: &DocumentMut) -> Vec<String> {
    let times = known.get("times").map_or_else(Vec::new, strings);
    times.into_iter().filter(|form| form.contains('%')).collect()
}

/// The other names of columns that a table states for itself, by the name in narrow letters.
fn also(known: &DocumentMut) -> BTreeMap<String, Vec<String>> {
    let mut also: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in known.get("synonyms").and_then(Item::as_array_of_tables).into_iter().flatten() {
        if let (Some(name), Some(others)) = (row.get("name").and_then(Item::as_str), row.get("also")) {
            also.entry(folded(name).into_owned()).or_default().extend(strings(others));
        }
    }
    also
}

fn files_of(known: &DocumentMut) -> impl Iterator<Item = &Table> {
    known.get("file").and_then(Item::as_array_of_tables).into_iter().flatten()
}

fn text<'t>(table: &'t Table, key: &str) -> &'t str {
    table.get(key).and_then(Item::as_str).unwrap_or_default()
}

/// For each kind of case a file that tells its changes of state, a row a change, where the contract has none.
fn logs(patterns: &[Table], states: &StateWords) -> Vec<Table> {
    let mut all = Vec::new();
    for pattern in patterns.iter().filter(|pattern| text(pattern, "shape") == "cases") {
        let kind = text(pattern, "kind");
        let has_log = |one: &Table| text(one, "shape") == "state-changes" && text(one, "kind") == kind;
        if patterns.iter().chain(&all).any(has_log) {
            continue;
        }
        let mut log = pattern.clone();
        log.insert("shape", toml_edit::value("state-changes"));
        for key in ["changed", "state", "sequence"] {
            log.insert(key, toml_edit::value(key));
        }
        log.remove("exclusion");
        log.remove("order");
        let marks = pattern.get("marks").and_then(Item::as_table_like);
        if let Some(end) = states.end(|mark| marks.is_some_and(|marks| marks.contains_key(mark))) {
            log.insert("reaches-by-state", toml_edit::value(end));
        }
        all.push(log);
    }
    all
}

fn strings(item: &Item) -> Vec<String> {
    let list = item.as_array().into_iter().flat_map(Array::iter);
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A sheet that was given a kind.
struct Fit {
    pattern: Table,
    /// The number of the pattern, by which sheets of one kind are known.
    number: usize,
    name: String,
    /// By role, the column found.
    columns: BTreeMap<String, String>,
    unused: Vec<String>,
    /// Lines of evidence, and of open points.
    comments: Vec<String>,
}

struct Proposing<'a> {
    patterns: Vec<Table>,
    /// Logs of changes of state, numbered after the patterns.
    logs: Vec<Table>,
    synonyms: Synonyms,
    also: BTreeMap<String, Vec<String>>,
    states: StateWords,
    totals: WordList,
    ledgers: Ledgers<'a>,
    points: Points,
    times: Times,
    found: Vec<Fit>,
    of_ledgers: Vec<LedgerFit>,
    /// Whether a file fits two encodings and was read as UTF-8, and whether another file is in none of UTF-8.
    has_guessed: bool,
    has_other: bool,
    /// The files of which some sheet is of records.
    files: Vec<String>,
    /// How many sheets were given a kind of record, and how many there are.
    given: usize,
    all: usize,
}

/// Keys of a file's table that name one column, which it cannot do without, and which hold times.
const KEYS: [(&str, bool, bool); 18] = [
    ("id", true, false),
    ("changed", true, true),
    ("state", true, false),
    ("sequence", false, false),
    ("pause", true, false),
    ("from", true, true),
    ("to", true, true),
    ("stopped", true, true),
    ("resumed", true, true),
    ("at", true, true),
    ("on", true, false),
    ("planned", false, false),
    ("done", true, false),
    ("missing", false, false),
    ("site", false, false),
    ("outcome", true, false),
    ("by", false, false),
    ("note", false, false),
];

fn asked(pattern: &Table, also: &BTreeMap<String, Vec<String>>) -> Vec<Asked> {
    let mut all = Vec::new();
    let one = |role: String, column: &str, is_needed, is_time, words| Asked {
        role,
        column: column.to_owned(),
        also: also.get(folded(column).as_ref()).cloned().unwrap_or_default(),
        is_needed,
        is_time,
        words,
    };
    for (key, is_needed, is_time) in KEYS {
        if let Some(column) = pattern.get(key).and_then(Item::as_str) {
            let words = (key == "pause").then(|| pattern.get("words").and_then(keys_of)).flatten();
            all.push(one(key.to_owned(), column, is_needed, is_time, words));
        }
    }
    for key in ["part", "evidence"] {
        if let Some(column) = pattern.get(key).and_then(Item::as_str) {
            all.push(one(key.to_owned(), column, false, false, None));
        }
    }
    for only in pattern.get("only").and_then(Item::as_array_of_tables).into_iter().flatten() {
        if let Some(column) = only.get("column").and_then(Item::as_str) {
            all.push(one(format!("only.{column}"), column, false, false, None));
        }
    }
    let marks = pattern.get("marks").and_then(Item::as_table_like);
    for (mark, column) in marks.into_iter().flat_map(|marks| marks.iter()) {
        if let Some(column) = column.as_str() {
            all.push(one(format!("marks.{mark}"), column, false, true, None));
        }
    }
    for question in pattern.get("questions").map_or_else(Vec::new, strings) {
        all.push(one(format!("questions.{question}"), &question, true, false, None));
    }
    if let Some(exclusion) = pattern.get("exclusion").and_then(Item::as_table_like) {
        for key in ["reason", "note"] {
            if let Some(column) = exclusion.get(key).and_then(Item::as_str) {
                let words = if key == "reason" { exclusion.get("words").and_then(keys_of) } else { None };
                all.push(one(format!("exclusion.{key}"), column, false, false, words));
            }
        }
    }
    for attribute in pattern.get("attribute").and_then(Item::as_array_of_tables).into_iter().flatten() {
        let text = |key| attribute.get(key).and_then(Item::as_str);
        if let (Some(name), Some(column)) = (text("name"), text("column")) {
            let words = attribute.get("words").and_then(keys_of);
            all.push(one(format!("attribute.{name}"), column, false, false, words));
        }
    }
    all
}

fn keys_of(words: &Item) -> Option<BTreeSet<String>> {
    let words = words.as_table_like()?;
    Some(words.iter().map(|(word, _)| folded(word.trim()).into_owned()).collect())
}

impl Proposing<'_> {
    fn file(&mut self, input: &InputFile<'_>) {
        let Some((mut container, is_guessed)) = self.container(input) else { return };
        let leaves: Vec<(usize, Option<String>)> = match container.leaves() {
            None => vec![(0, None)],
            Some(leaves) => {
                let visible = leaves.iter().enumerate().filter(|(_, leaf)| leaf.is_visible);
                visible.map(|(place, leaf)| (place, Some(leaf.name.clone()))).collect()
            }
        };
        let is_only = leaves.len() == 1;
        for (place, leaf) in leaves {
            self.all += 1;
            let header = Header::Holding(self.names());
            let is_log = match container.sheet(place, &header) {
                Ok(sheet) => self.is_log(sheet),
                Err(error) => {
                    self.unread(&error);
                    continue;
                }
            };
            match container.sheet(place, &header) {
                Ok(sheet) => self.sheet(input.name, (leaf.filter(|_| !is_only), is_guessed), sheet, is_log),
                Err(error) => self.unread(&error),
            }
        }
    }

    /// Opens a file; whether its encoding is a guess, since it fits two.
    fn container<'f>(&mut self, input: &InputFile<'f>) -> Option<(Container<'f>, bool)> {
        let declared = |encoding| TextForm { encoding, separator: None };
        let opened = Container::open(input.name, input.bytes, declared(Encoding::Detect));
        let both = opened.as_ref().err().and_then(ambiguous);
        let is_guessed = both.is_some();
        let opened = match both {
            Some((utf8, cp932)) => {
                let file = input.name;
                self.points.open(
                    format!("{file}: UTF-8でもCP932でも読める（`{utf8}`か`{cp932}`か）。UTF-8と読む。違えばencodingをcp932にする"),
                    format!("{file}: fits UTF-8 and CP932 (`{utf8}` or `{cp932}`) and is read as UTF-8; otherwise state encoding = \"cp932\""),
                );
                Container::open(input.name, input.bytes, declared(Encoding::Utf8))
            }
            None => opened,
        };
        match opened {
            Ok(container) => {
                let is_other = matches!(container.encoding(), Some(Found::Cp932 | Found::Utf16));
                (self.has_guessed, self.has_other) =
                    (self.has_guessed || is_guessed, self.has_other || is_other);
                Some((container, is_guessed))
            }
            Err(error) => {
                self.unread(&error);
                None
            }
        }
    }

    fn unread(&mut self, error: &RowError) {
        let line = error.line();
        self.points.open(line.ja, line.en);
    }

    /// The names of each column that any pattern asks for.
    fn names(&self) -> Vec<Vec<String>> {
        let patterns = self.patterns.iter().chain(&self.logs);
        let asked = patterns.flat_map(|pattern| asked(pattern, &self.also));
        let names: Vec<Vec<String>> = asked.map(|asked| asked.names(&self.synonyms)).collect();
        // A name is worth no more where several patterns ask for it.
        let all: BTreeSet<Vec<String>> = names.into_iter().chain(self.ledgers.names()).collect();
        all.into_iter().collect()
    }

    /// Whether rows tell changes of state: a time and a state beside identifiers that come again.
    fn is_log(&self, sheet: Sheet<'_>) -> bool {
        let Some(log) = self.logs.first() else { return false };
        let one = matched(asked(log, &self.also), &self.synonyms, &sheet);
        let place =
            |role: &str| one.found.iter().find(|guess| guess.asked.role == role).map(|guess| guess.place);
        let (Some(id), Some(_), Some(_)) = (place("id"), place("changed"), place("state")) else {
            return false;
        };
        let mut seen = BTreeSet::new();
        sheet.filter_map(Result::ok).any(|cells| {
            let value = cells.get(id);
            !value.is_empty() && !seen.insert(value.to_owned())
        })
    }

    /// The patterns that a sheet fits, the best first, each with its number.
    fn fits(&self, name: &str, sheet: &Sheet<'_>, is_log: bool) -> Vec<(usize, Match)> {
        let logs = self.logs.iter().filter(|_| is_log);
        let patterns = self.patterns.iter().chain(logs).enumerate();
        let mut fits: Vec<(usize, Match)> = patterns
            .filter_map(|(number, pattern)| {
                let mut one = matched(asked(pattern, &self.also), &self.synonyms, sheet);
                let called = text(pattern, "name");
                let is_named = folded(name).starts_with(folded(called).as_ref());
                let kind = text(pattern, "kind");
                let is_about = is_named || (!kind.is_empty() && folded(name).contains(folded(kind).as_ref()));
                one.score = one.score * 2 + usize::from(is_about) * 5;
                let is_lacking = one.missing.iter().any(|asked| asked.is_needed);
                let has_marks = one.found.iter().any(|guess| guess.asked.role.starts_with("marks."));
                let has_times =
                    has_marks || pattern.get("marks").is_none() || text(pattern, "shape") == "state-changes";
                (!is_lacking && has_times && one.found.len() > 1).then_some((number, one))
            })
            .collect();
        fits.sort_by_key(|(_, fit)| std::cmp::Reverse(fit.score));
        fits
    }

    fn pattern(&self, number: usize) -> Option<&Table> {
        self.patterns.iter().chain(&self.logs).nth(number)
    }

    fn sheet(
        &mut self,
        file: &str,
        (leaf, is_guessed): (Option<String>, bool),
        sheet: Sheet<'_>,
        is_log: bool,
    ) {
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let name = leaf.clone().unwrap_or_else(|| stem.to_owned());
        let shown = leaf.as_ref().map_or_else(|| file.to_owned(), |leaf| format!("{file} [{leaf}]"));
        let fits = self.fits(&name, &sheet, is_log);
        let of_ledgers = self.ledgers.fits(&name, &sheet);
        let score = |fits: &[(usize, Match)]| fits.first().map_or(0, |(_, one)| one.score);
        if score(&of_ledgers) > score(&fits) {
            let fit = self.ledgers.read(&shown, leaf.as_deref(), of_ledgers, sheet, &mut self.points);
            self.of_ledgers.extend(fit.map(|fit| LedgerFit { is_utf8: is_guessed, ..fit }));
            return;
        }
        let Some((number, best)) = fits.first().cloned() else {
            let columns = sheet.columns().join(", ");
            self.points.open(
                format!("{shown}: どの種類の記録か分からない。列: {columns}"),
                format!("{shown}: of no kind that is known; its columns are: {columns}"),
            );
            return;
        };
        let Some(pattern) = self.pattern(number).cloned() else { return };
        let described = |pattern: &Table| format!("{}/{}", text(pattern, "kind"), text(pattern, "shape"));
        let mut lines = vec![self.points.say(
            format!("{shown}: `{}`と読む（見出しは{}行目）", described(&pattern), sheet.header_row()),
            format!("{shown}: read as `{}` (header in row {})", described(&pattern), sheet.header_row()),
        )];
        // Kinds that one export holds side by side, told apart by a column.
        let is_beside = |other: &Table| {
            [other, &pattern].iter().all(|one| one.get("only").is_some())
                && text(other, "name") == text(&pattern, "name")
        };
        let mut beside: Vec<(usize, Match, Table)> = Vec::new();
        let mut others = 0;
        for (other, one) in fits.iter().skip(1) {
            let Some(other_pattern) = self.pattern(*other).cloned() else { continue };
            if is_beside(&other_pattern) {
                beside.push((*other, one.clone(), other_pattern));
                continue;
            }
            others += 1;
            if others > 2 {
                continue;
            }
            let described = (described(&pattern), described(&other_pattern));
            let columns = one.found.len();
            lines.push(if one.score == best.score {
                self.points.open(
                    format!("{shown}: `{}`か`{}`か、列からは決まらない", described.0, described.1),
                    format!("{shown}: its columns fit `{}` and `{}` alike", described.0, described.1),
                )
            } else {
                self.points.say(
                    format!("ほかの候補: `{}`（{columns}列）", described.1),
                    format!("or else: `{}` ({columns} columns)", described.1),
                )
            });
        }
        let used: BTreeSet<usize> = beside
            .iter()
            .map(|(_, one, _)| one)
            .chain([&best])
            .flat_map(|one| &one.found)
            .map(|guess| guess.place)
            .collect();
        let unused: Vec<String> = sheet
            .columns()
            .iter()
            .enumerate()
            .filter(|(place, column)| !column.trim().is_empty() && !used.contains(place))
            .map(|(_, column)| column.clone())
            .collect();
        // A case a row: its state says nothing of when, but much of what is missing.
        let status = (text(&pattern, "shape") == "cases")
            .then(|| {
                let mut names = self.synonyms.get("state").into_iter().flatten();
                names.find_map(|name| sheet.column(name).filter(|place| !used.contains(place)))
            })
            .flatten();
        let status_name = status.and_then(|place| sheet.columns().get(place).cloned());
        let rows = self.rows(sheet, &pattern, &best, status);
        for (n, guess) in best.found.iter().enumerate() {
            let line = evidence(guess, rows.counts.get(n), &mut self.points);
            lines.push(line);
        }
        let is_new_log = number >= self.patterns.len();
        let missing: Vec<&Asked> = best
            .missing
            .iter()
            .filter(|asked| !asked.role.starts_with("exclusion.") && !is_new_log && asked.role != "sequence")
            .collect();
        for asked in missing.iter().filter(|asked| asked.role.starts_with("only.")) {
            let (column, kind) = (&asked.column, text(&pattern, "kind"));
            lines.push(self.points.open(
                format!("{shown}: 列`{column}`がなく、全行を`{kind}`と読む"),
                format!("{shown}: there is no column `{column}`; all rows are read as `{kind}`"),
            ));
        }
        let missing: Vec<String> = missing
            .iter()
            .filter(|asked| !asked.role.starts_with("only."))
            .map(|asked| format!("{} ({})", asked.role, asked.column))
            .collect();
        if !missing.is_empty() {
            let all = self.points.listed(&missing);
            lines.push(self.points.open(
                format!("{shown}: 列がない: {all}。それを使う項目は評価できない（`map --needs`）"),
                format!("{shown}: no column for {all}; service levels that read them cannot be judged (`map --needs`)"),
            ));
        }
        for (role, values) in rows.strange {
            let values = self.points.listed(&values);
            let line = self.points.open(
                format!("{shown}: {role}の値に対応する語がない: {values}"),
                format!("{shown}: values of {role} without a word: {values}"),
            );
            lines.push(line);
        }
        for (column, count) in rows.days {
            let line = self.points.open(
                format!("{shown}: {column}の{count}件は時刻のない日付。date_onlyに始業か終業を書く（date_only = {{ {column} = \"end-of-day\" }}）"),
                format!("{shown}: {count} values of {column} are dates without a time of day; state what they mean (date_only = {{ {column} = \"end-of-day\" }})"),
            );
            lines.push(line);
        }
        let mut pattern = pattern;
        if let Some(column) = &status_name {
            lines.push(rows.states.line(column, &self.states, &self.points));
            if rows.unended > 0 {
                let count = rows.unended;
                let line = self.points.open(
                    format!("{shown}: `{column}`が終わりの語なのに終わりの日時がない行{count}行。未了と読む"),
                    format!("{shown}: {count} rows are ended by `{column}` without a time of their end; they are read as open"),
                );
                lines.push(line);
            }
            if rows.paused > 0 {
                let count = rows.paused;
                let line = self.points.open(
                    format!("{shown}: `{column}`が中断の語の行{count}行。いつ中断したかはこのファイルにない"),
                    format!(
                        "{shown}: {count} rows are paused by `{column}`; since when, the file does not tell"
                    ),
                );
                lines.push(line);
            }
        } else if text(&pattern, "shape") == "state-changes" {
            if number >= self.patterns.len() {
                let kinds: Vec<String> = self.logs.iter().map(|log| text(log, "kind").to_owned()).collect();
                let kinds = self.points.listed(&kinds);
                let kind = text(&pattern, "kind").to_owned();
                let line = self.points.open(
                    format!("{shown}: 状態の変化の記録。種類は`{kind}`と読む（候補: {kinds}）"),
                    format!("{shown}: a log of changes of state, read as `{kind}` (of {kinds})"),
                );
                lines.push(line);
            }
            let pauses = self.pauses(text(&pattern, "kind"));
            // The marks that the file has by a column; the others are reached by states.
            let columns = best.columns();
            let mut marks = InlineTable::new();
            for (role, column) in &columns {
                if let Some(mark) = role.strip_prefix("marks.") {
                    marks.insert(mark, quoted(column));
                }
            }
            pattern.insert("marks", toml_edit::value(marks));
            lines.extend(rows.states.into_table(&mut pattern, &self.states, &pauses, &mut self.points));
        }
        let (columns, only_all) = (best.columns(), beside);
        self.given += 1;
        if self.files.last().is_none_or(|last| last != file) {
            self.files.push(file.to_owned());
        }
        self.push(Fit {
            pattern,
            number,
            name: name.clone(),
            columns,
            unused: unused.clone(),
            comments: lines,
        });
        for (number, one, pattern) in only_all {
            let line = self.points.say(
                format!("{shown}: 同じファイルの`{}`", described_only(&pattern)),
                format!("{shown}: `{}` of the same file", described_only(&pattern)),
            );
            let columns = one.columns();
            self.push(Fit {
                pattern,
                number,
                name: name.clone(),
                columns,
                unused: unused.clone(),
                comments: vec![line],
            });
        }
    }

    /// The pauses of a kind, by the files that tell them.
    fn pauses(&self, kind: &str) -> BTreeSet<String> {
        let files = self.patterns.iter().filter(|pattern| text(pattern, "kind") == kind);
        let words = files.flat_map(|pattern| {
            let words = pattern.get("words").filter(|_| text(pattern, "shape") == "pauses");
            let words = words.and_then(Item::as_table_like).into_iter().flat_map(|words| words.iter());
            words.filter_map(|(_, means)| means.as_str().map(str::to_owned)).collect::<Vec<_>>()
        });
        words.collect()
    }

    fn push(&mut self, fit: Fit) {
        let is_read_already = self.found.iter().any(|one| {
            one.number == fit.number && one.columns == fit.columns && fit.name.starts_with(&one.name)
        });
        if !is_read_already {
            self.found.push(fit);
        }
    }

    /// Reads the rows for what they say of the guesses.
    fn rows(&mut self, sheet: Sheet<'_>, pattern: &Table, best: &Match, status: Option<usize>) -> Rows {
        let mut rows = Rows { counts: vec![(0, 0); best.found.len()], ..Rows::default() };
        let place =
            |role: &str| best.found.iter().find(|guess| guess.asked.role == role).map(|guess| guess.place);
        let end = self.states.end(|mark| best.column(&format!("marks.{mark}")).is_some());
        let end = end.and_then(|mark| place(&format!("marks.{mark}")));
        let state = status.or_else(|| place("state").filter(|_| text(pattern, "shape") == "state-changes"));
        let passes = passes(pattern, best);
        let id = place("id");
        for cells in sheet.filter_map(Result::ok) {
            if id.is_some_and(|id| is_total(cells.get(id), &self.totals)) {
                continue;
            }
            let is_ours =
                passes.iter().all(|(place, words)| words.contains(folded(cells.get(*place).trim()).as_ref()));
            for (guess, (filled, fits)) in best.found.iter().zip(&mut rows.counts) {
                let value = cells.get(guess.place);
                if value.is_empty() {
                    continue;
                }
                *filled += 1;
                if guess.asked.is_time {
                    // A workbook says itself which cells are days.
                    if matches!(cells.cell(guess.place), Some(Cell::Day(_))) {
                        *fits += 1;
                        continue;
                    }
                    *fits += u64::from(self.times.see(value) == Some(true));
                    let time = read_time(value, &TimeForm::PLAIN).map(|read| read.time);
                    if matches!(time, Ok(WrittenTime::Day(_))) {
                        let role = guess.asked.role.strip_prefix("marks.").unwrap_or(&guess.asked.role);
                        *rows.days.entry(role.to_owned()).or_default() += 1;
                    }
                }
                if let Some(words) = &guess.asked.words {
                    let is_known = words.contains(folded(value.trim()).as_ref());
                    *fits += u64::from(is_known);
                    if !is_known && is_ours {
                        let seen = rows.strange.entry(guess.asked.role.clone()).or_default();
                        if seen.len() < VALUES {
                            seen.insert(value.to_owned());
                        }
                    }
                }
            }
            if let Some(state) = state {
                let value = cells.get(state);
                rows.states.see(value);
                let is_ended = end.is_none_or(|end| !cells.get(end).is_empty());
                match self.states.meaning(value) {
                    Some(Meaning::Settled | Meaning::Closed) if !is_ended => rows.unended += 1,
                    Some(Meaning::Paused) => rows.paused += 1,
                    _ => {}
                }
            }
        }
        rows
    }

    fn written(mut self, known: Option<&DocumentMut>) -> Proposal {
        let sheets = SheetsGiven { given: self.given, all: self.all };
        let mut table = DocumentMut::new();
        for key in ["zone", "unknown", "past_midnight", "repeated_hour", "totals"] {
            if let Some(item) = known.and_then(|known| known.get(key)) {
                table.insert(key, item.clone());
            }
        }
        let (forms, unread) = self.times.chosen();
        let mut head = vec![self.points.say(
            "ファイルから提案した対応表。「要確認」の行を確かめてから使う。".to_owned(),
            "A mapping proposed from the files. Settle what is marked OPEN before it is used.".to_owned(),
        )];
        if forms.len() > 1 && forms.iter().filter(|form| form.contains('%')).count() > 1 {
            let all = forms.iter().map(|form| format!("`{form}`")).collect::<Vec<_>>();
            head.push(self.points.open(
                format!("日時の書式は{}のどれでも読める。1つを残す", all.join("、")),
                format!("times can be read as each of {}; leave one", all.join(", ")),
            ));
        }
        if !unread.is_empty() {
            let all = unread.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>();
            head.push(self.points.open(
                format!("どの書式でも読めない日時: {}", all.join("、")),
                format!("times that no form reads: {}", all.join(", ")),
            ));
        }
        if self.has_guessed && self.has_other {
            head.push(self.points.open(
                "文字コードの異なるファイルがある。UTF-8でもCP932でも読めるファイルはBOM付きUTF-8で保存する".to_owned(),
                "the files are in different encodings; save the one that fits two as UTF-8 with a byte order mark".to_owned(),
            ));
        }
        let encoding = if self.has_guessed && !self.has_other { "utf-8" } else { "detect" };
        table.insert("encoding", toml_edit::value(encoding));
        if !forms.is_empty() {
            table.insert("times", toml_edit::value(forms.iter().collect::<Array>()));
        }
        let found = std::mem::take(&mut self.found);
        let mut files = ArrayOfTables::new();
        for fit in &found {
            files.push(file_table(fit));
        }
        table.insert("file", Item::ArrayOfTables(files));
        let of_ledgers = std::mem::take(&mut self.of_ledgers).into_iter();
        let ledgers = of_ledgers
            .map(|fit| {
                let mapping = if fit.is_utf8 { with_utf8(&fit.mapping) } else { fit.mapping };
                LedgerProposal { kind: fit.kind, sheet: fit.shown, mapping }
            })
            .collect();
        let mapping = format!("{}{table}", comments(&head));
        Proposal { mapping, open: self.points.open, sheets, files: self.files, ledgers }
    }
}

/// What a file that fits two encodings says in each.
fn ambiguous(error: &RowError) -> Option<(String, String)> {
    let Reason::Encoding(error) = &error.reason else { return None };
    match &**error {
        EncodingError::Ambiguous { utf8, cp932, .. } => Some((utf8.clone(), cp932.clone())),
        _ => None,
    }
}

/// A mapping whose file is declared to be in UTF-8.
fn with_utf8(mapping: &str) -> String {
    let Ok(mut table) = mapping.parse::<DocumentMut>() else { return mapping.to_owned() };
    table.insert("encoding", toml_edit::value("utf-8"));
    table.to_string()
}

/// What rows say of the guesses.
#[derive(Default)]
struct Rows {
    /// By the found column: how many cells hold something, and how many of them fit.
    counts: Vec<(u64, u64)>,
    /// By role, values without a word.
    strange: BTreeMap<String, BTreeSet<String>>,
    /// By mark or key, how many are dates without a time of day.
    days: BTreeMap<String, u64>,
    states: States,
    /// Rows whose state is an end without a time of it.
    unended: u64,
    /// Rows that are paused.
    paused: u64,
}

/// The filters of a pattern whose columns were found: their places and words, folded.
fn passes(pattern: &Table, best: &Match) -> Vec<(usize, BTreeSet<String>)> {
    let only = pattern.get("only").and_then(Item::as_array_of_tables).into_iter().flatten();
    only.filter_map(|only| {
        let role = format!("only.{}", only.get("column")?.as_str()?);
        let place = best.found.iter().find(|guess| guess.asked.role == role)?.place;
        let words = only.get("is").map_or_else(Vec::new, strings);
        Some((place, words.iter().map(|word| folded(word.trim()).into_owned()).collect()))
    })
    .collect()
}

/// A kind of record with what its rows are known by.
fn described_only(pattern: &Table) -> String {
    let only = pattern.get("only").and_then(Item::as_array_of_tables).into_iter().flatten();
    let words: Vec<String> = only.flat_map(|only| only.get("is").map_or_else(Vec::new, strings)).collect();
    format!("{}/{} ({})", text(pattern, "kind"), text(pattern, "shape"), words.join(", "))
}

/// What a guess rests on, and what else it could be.
fn evidence(guess: &Guess, counts: Option<&(u64, u64)>, points: &mut Points) -> String {
    let (filled, fits) = counts.copied().unwrap_or_default();
    let why = match guess.is_own {
        true => Text::new("契約の列名と同じ", "the contract's own name"),
        false => Text::new("同義語", "a synonym"),
    };
    let counted = if guess.asked.is_time {
        Text::new(format!("{filled}件中{fits}件が日時"), format!("{fits} of {filled} are times"))
    } else if guess.asked.words.is_some() {
        Text::new(format!("{filled}件中{fits}件に対応する語"), format!("{fits} of {filled} have a word"))
    } else {
        Text::new(format!("{filled}件に値"), format!("{filled} have a value"))
    };
    points.guessed(guess, &why, &counted)
}

/// The table of one file: the contract's own with the columns that were found.
fn file_table(fit: &Fit) -> Table {
    let mut table = fit.pattern.clone();
    table.set_position(None);
    table.decor_mut().set_prefix(format!("\n{}", comments(&fit.comments)));
    table.remove("reaches-by-state");
    table.insert("name", line(&fit.name));
    let column = |role: &str| fit.columns.get(role);
    for (key, ..) in KEYS.iter().copied().chain([("part", false, false), ("evidence", false, false)]) {
        if table.get(key).and_then(Item::as_str).is_some() {
            match column(key) {
                Some(column) => _ = table.insert(key, line(column)),
                None => _ = table.remove(key),
            }
        }
    }
    let given: BTreeSet<String> =
        fit.columns.keys().filter_map(|role| role.strip_prefix("marks.")).map(str::to_owned).collect();
    if table.get("marks").is_some() {
        let mut marks = InlineTable::new();
        for mark in &given {
            if let Some(column) = column(&format!("marks.{mark}")) {
                marks.insert(mark, quoted(column));
            }
        }
        table.insert("marks", toml_edit::value(marks));
    }
    if let Some(exclusion) = table.get_mut("exclusion").and_then(Item::as_table_like_mut) {
        for key in ["reason", "note"] {
            match column(&format!("exclusion.{key}")) {
                Some(column) => _ = exclusion.insert(key, line(column)),
                None => _ = exclusion.insert("optional", toml_edit::value(true)),
            }
        }
    }
    retain(&mut table, "only", |only| {
        let name = only.get("column").and_then(Item::as_str).unwrap_or_default().to_owned();
        let found = column(&format!("only.{name}")).cloned();
        if let Some(found) = &found {
            only.insert("column", line(found));
        }
        found.is_some()
    });
    retain(&mut table, "attribute", |attribute| {
        let name = attribute.get("name").and_then(Item::as_str).unwrap_or_default().to_owned();
        let found = column(&format!("attribute.{name}")).cloned();
        if let Some(found) = &found {
            attribute.insert("column", line(found));
        }
        found.is_some()
    });
    // What is said of marks that the file does not have says nothing.
    for key in ["order", "alternatives"] {
        retain(&mut table, key, |rule| {
            let marks = rule.get("marks").map_or_else(Vec::new, strings);
            let left: Array = marks.iter().filter(|mark| given.contains(*mark)).collect();
            let is_rule = left.len() > 1;
            rule.insert("marks", toml_edit::value(left));
            is_rule
        });
    }
    retain(&mut table, "needs", |rule| {
        let is_given = rule.get("mark").and_then(Item::as_str).is_some_and(|mark| given.contains(mark));
        is_given && rule.get("one_of").map_or_else(Vec::new, strings).iter().all(|mark| given.contains(mark))
    });
    let ignored: BTreeSet<String> = table
        .get("ignore")
        .map_or_else(Vec::new, strings)
        .into_iter()
        .chain(fit.unused.iter().cloned())
        .collect();
    if !ignored.is_empty() {
        table.insert(
            "ignore",
            toml_edit::value(ignored.iter().map(|column| quoted(column)).collect::<Array>()),
        );
    }
    table
}

fn retain(table: &mut Table, key: &str, mut keep: impl FnMut(&mut Table) -> bool) {
    let Some(all) = table.get_mut(key).and_then(Item::as_array_of_tables_mut) else { return };
    let mut kept = ArrayOfTables::new();
    for one in all.iter() {
        let mut one = one.clone();
        one.set_position(None);
        one.decor_mut().set_prefix("\n");
        if keep(&mut one) {
            kept.push(one);
        }
    }
    if kept.is_empty() {
        table.remove(key);
    } else {
        *all = kept;
    }
}

/// Mappings of tools' exports in their published layout, by name. Each says in its first lines where the layout is from.
pub const PRESETS: [(&str, &str); 6] = [
    ("glpi", include_str!("../presets/glpi.toml")),
    ("japanese-sheet", include_str!("../presets/japanese-sheet.toml")),
    ("jira", include_str!("../presets/jira.toml")),
    ("redmine", include_str!("../presets/redmine.toml")),
    ("servicenow", include_str!("../presets/servicenow.toml")),
    ("zammad", include_str!("../presets/zammad.toml")),
];

/// Layouts of ledgers in an `import.toml`, by name.
pub const LEDGER_PRESETS: [(&str, &str); 2] = [
    ("device-list", include_str!("../presets/device-list.toml")),
    ("snipe-it", include_str!("../presets/snipe-it.toml")),
];
