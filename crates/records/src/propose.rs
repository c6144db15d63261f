//! A mapping proposed for files: which is which kind, which column stands for what, how times are written. Each guess stands
//! beside its evidence, and what cannot be decided is an open point; nothing is guessed in silence.

use std::collections::{BTreeMap, BTreeSet};

use intake::{Container, Header, RowError, Sheet, TextForm, TimeForm, read_time};
use provenance::{Language, Text, folded};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use crate::InputFile;

/// The words of columns, as data.
const COLUMNS: &str = include_str!("../data/columns.toml");

/// A mapping that was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The table, with its evidence and open points as comments.
    pub mapping: String,
    /// What is left to decide, also in the comments.
    pub open: Vec<Text>,
    /// How many sheets were given a kind, of how many.
    pub sheets: (usize, usize),
}

/// Proposes a mapping for files, by the kinds of a contract's own mapping and by what their columns are called and hold.
///
/// `table` is the text of the contract's `records.toml`: its kinds, marks and words are those that service levels read.
///
/// ```
/// use records::{InputFile, propose};
///
/// let contract = "zone = \"Asia/Tokyo\"\n[[file]]\nname = \"tickets\"\nkind = \"incident\"\nshape = \"cases\"\n\
///     id = \"番号\"\nmarks = { opened = \"受付日時\", recovered = \"回復日時\" }\n";
/// let csv = "受付No,受付日時,復旧日時\n1,2024.6.3 9:05,2024.6.3 10:00\n".as_bytes();
/// let file = InputFile { name: "desk-06.csv", bytes: csv };
/// let proposal = propose(contract, &[file], provenance::Language::En)?;
/// assert!(proposal.mapping.contains("times = [\"dot\"]") && proposal.mapping.contains("recovered = \"復旧日時\""));
/// assert!(proposal.open.is_empty());
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// The words of a parser where a table is no TOML.
pub fn propose(table: &str, files: &[InputFile<'_>], language: Language) -> Result<Proposal, String> {
    let known: DocumentMut = table.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    let words: DocumentMut = COLUMNS.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    let patterns: Vec<&Table> = known
        .get("file")
        .and_then(Item::as_array_of_tables)
        .map_or_else(Vec::new, |all| all.iter().collect());
    let synonyms: BTreeMap<String, Vec<String>> = words
        .get("column")
        .and_then(Item::as_table)
        .into_iter()
        .flat_map(Table::iter)
        .map(|(role, names)| (role.to_owned(), strings(names)))
        .collect();
    let tried = words.get("times").and_then(|times| times.get("patterns")).map_or_else(Vec::new, strings);
    let mut proposing = Proposing {
        patterns,
        synonyms,
        language,
        open: Vec::new(),
        times: Times::new(&tried),
        found: Vec::new(),
        all: 0,
    };
    for file in files {
        proposing.file(file);
    }
    Ok(proposing.written(&known))
}

fn strings(item: &Item) -> Vec<String> {
    let list = item.as_array().into_iter().flat_map(Array::iter);
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A column that a pattern asks for.
#[derive(Debug, Clone)]
struct Asked {
    /// Where its name stands: `id`, `marks.opened`, `attribute.category`.
    role: String,
    column: String,
    /// Whether the file is of no use without it.
    is_needed: bool,
    is_time: bool,
    /// The words that its values may be; none where any may.
    words: Option<BTreeSet<String>>,
}

/// A sheet that was given a kind.
struct Fit<'a> {
    pattern: &'a Table,
    name: String,
    /// By role, the column found.
    columns: BTreeMap<String, String>,
    unused: Vec<String>,
    /// Lines of evidence, and of open points.
    comments: Vec<String>,
}

struct Proposing<'a> {
    patterns: Vec<&'a Table>,
    synonyms: BTreeMap<String, Vec<String>>,
    language: Language,
    open: Vec<Text>,
    times: Times,
    found: Vec<Fit<'a>>,
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

fn asked(pattern: &Table) -> Vec<Asked> {
    let mut all = Vec::new();
    let one = |role: String, column: &str, is_needed, is_time, words| Asked {
        role,
        column: column.to_owned(),
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

/// How well a sheet fits a pattern.
struct Match<'a> {
    pattern: &'a Table,
    columns: BTreeMap<String, String>,
    evidence: Vec<(String, String, bool)>,
    missing: Vec<Asked>,
    score: usize,
}

impl<'a> Proposing<'a> {
    fn say(&self, ja: String, en: String) -> String {
        match self.language {
            Language::Ja => ja,
            Language::En => en,
        }
    }

    /// Notes an open point, and gives its line for the table.
    fn open(&mut self, ja: String, en: String) -> String {
        let text = Text::new(ja, en);
        let mark = self.say("要確認".to_owned(), "OPEN".to_owned());
        let line = format!("{mark}: {}", text.in_language(self.language));
        self.open.push(text);
        line
    }

    fn file(&mut self, input: &InputFile<'_>) {
        let mut container = match Container::open(input.name, input.bytes, TextForm::default()) {
            Ok(container) => container,
            Err(error) => return self.unread(&error),
        };
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
            match container.sheet(place, &header) {
                Ok(sheet) => self.sheet(input.name, leaf.filter(|_| !is_only), sheet),
                Err(error) => self.unread(&error),
            }
        }
    }

    fn unread(&mut self, error: &RowError) {
        let line = error.line();
        self.open(line.ja, line.en);
    }

    /// The names of each column that any pattern asks for.
    fn names(&self) -> Vec<Vec<String>> {
        let asked: Vec<Asked> = self.patterns.iter().flat_map(|pattern| asked(pattern)).collect();
        let names = |asked: &Asked| {
            let synonyms = self.synonyms.get(&asked.role).into_iter().flatten().cloned();
            [asked.column.clone()].into_iter().chain(synonyms).collect()
        };
        asked.iter().map(names).collect()
    }

    fn fit(&self, pattern: &'a Table, name: &str, sheet: &Sheet<'_>) -> Option<Match<'a>> {
        let mut one =
            Match { pattern, columns: BTreeMap::new(), evidence: Vec::new(), missing: Vec::new(), score: 0 };
        let mut taken: BTreeSet<usize> = BTreeSet::new();
        let mut left = Vec::new();
        // What is called as the contract calls it comes first, so that no synonym takes its column.
        for asked in asked(pattern) {
            match sheet.column(&asked.column).filter(|place| taken.insert(*place)) {
                Some(_) => {
                    one.score += 3;
                    one.evidence.push((asked.role.clone(), asked.column.clone(), true));
                    one.columns.insert(asked.role, asked.column);
                }
                None => left.push(asked),
            }
        }
        for asked in left {
            let mut synonyms = self.synonyms.get(&asked.role).into_iter().flatten();
            let found = synonyms.find_map(|name| sheet.column(name).filter(|place| !taken.contains(place)));
            match found.and_then(|place| Some((place, sheet.columns().get(place)?.clone()))) {
                Some((place, column)) => {
                    taken.insert(place);
                    one.score += 2;
                    one.evidence.push((asked.role.clone(), column.clone(), false));
                    one.columns.insert(asked.role, column);
                }
                None => one.missing.push(asked),
            }
        }
        let called = pattern.get("name").and_then(Item::as_str).unwrap_or_default();
        let is_named = folded(name).starts_with(folded(called).as_ref());
        let kind = pattern.get("kind").and_then(Item::as_str).unwrap_or_default();
        let is_about = is_named || (!kind.is_empty() && folded(name).contains(folded(kind).as_ref()));
        one.score = one.score * 2 + usize::from(is_about) * 5;
        let is_lacking = one.missing.iter().any(|asked| asked.is_needed);
        let has_times =
            one.columns.keys().any(|role| role.starts_with("marks.")) || pattern.get("marks").is_none();
        (!is_lacking && has_times && one.columns.len() > 1).then_some(one)
    }

    fn sheet(&mut self, file: &str, leaf: Option<String>, sheet: Sheet<'_>) {
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let name = leaf.clone().unwrap_or_else(|| stem.to_owned());
        let shown = leaf.as_ref().map_or_else(|| file.to_owned(), |leaf| format!("{file} [{leaf}]"));
        let mut fits: Vec<Match<'a>> =
            self.patterns.iter().filter_map(|pattern| self.fit(pattern, &name, &sheet)).collect();
        fits.sort_by_key(|fit| std::cmp::Reverse(fit.score));
        let mut fits = fits.into_iter();
        let Some(best) = fits.next() else {
            let columns = sheet.columns().join(", ");
            self.open(
                format!("{shown}: どの種類の記録か分からない。列: {columns}"),
                format!("{shown}: of no kind that is known; its columns are: {columns}"),
            );
            return;
        };
        let described = |pattern: &Table| {
            let text = |key| pattern.get(key).and_then(Item::as_str).unwrap_or_default();
            format!("{}/{}", text("kind"), text("shape"))
        };
        let mut comments = vec![self.say(
            format!("{shown}: `{}`と読む（見出しは{}行目）", described(best.pattern), sheet.header_row()),
            format!("{shown}: read as `{}` (header in row {})", described(best.pattern), sheet.header_row()),
        )];
        let others: Vec<(String, usize)> =
            fits.take(2).map(|fit| (described(fit.pattern), fit.score)).collect();
        for (other, score) in others {
            comments.push(if score == best.score {
                self.open(
                    format!("{shown}: `{}`か`{other}`か、列からは決まらない", described(best.pattern)),
                    format!("{shown}: its columns fit `{}` and `{other}` alike", described(best.pattern)),
                )
            } else {
                self.say(format!("ほかの候補: `{other}`"), format!("or else: `{other}`"))
            });
        }
        for (role, column, is_own) in &best.evidence {
            comments.push(match is_own {
                true => self.say(
                    format!("{role} = {column}（契約の列名と同じ）"),
                    format!("{role} = {column} (the contract's own name)"),
                ),
                false => {
                    self.say(format!("{role} = {column}（同義語）"), format!("{role} = {column} (a synonym)"))
                }
            });
        }
        for asked in best.missing.iter().filter(|asked| !asked.role.starts_with("exclusion.")) {
            let (role, column) = (&asked.role, &asked.column);
            let line = self.open(
                format!("{shown}: {role}の列（`{column}`など）がない。それを使う項目は評価できない"),
                format!("{shown}: no column for {role} (such as `{column}`); service levels that read it cannot be judged"),
            );
            comments.push(line);
        }
        let used: BTreeSet<String> =
            best.columns.values().map(|column| folded(column).into_owned()).collect();
        let unused: Vec<String> = sheet
            .columns()
            .iter()
            .filter(|column| !column.trim().is_empty() && !used.contains(folded(column).as_ref()))
            .cloned()
            .collect();
        let asked: Vec<Asked> = asked(best.pattern);
        let place = |asked: &Asked| best.columns.get(&asked.role).and_then(|column| sheet.column(column));
        let timed: Vec<usize> = asked.iter().filter(|asked| asked.is_time).filter_map(place).collect();
        let worded: Vec<(Asked, usize)> = asked
            .iter()
            .filter(|asked| asked.words.is_some())
            .filter_map(|asked| Some((asked.clone(), place(asked)?)))
            .collect();
        let mut strange: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for cells in sheet.filter_map(Result::ok) {
            for column in &timed {
                self.times.see(cells.get(*column));
            }
            for (asked, column) in &worded {
                let value = cells.get(*column);
                let is_known =
                    asked.words.as_ref().is_none_or(|words| words.contains(folded(value).as_ref()));
                if !value.is_empty() && !is_known {
                    let seen = strange.entry(asked.role.clone()).or_default();
                    if seen.len() < VALUES {
                        seen.insert(value.to_owned());
                    }
                }
            }
        }
        for (role, values) in strange {
            let values = values.into_iter().map(|value| format!("`{value}`")).collect::<Vec<_>>();
            let line = self.open(
                format!("{shown}: {role}の値に対応する語がない: {}", values.join("、")),
                format!("{shown}: values of {role} without a word: {}", values.join(", ")),
            );
            comments.push(line);
        }
        let is_read_already = self.found.iter().any(|one| {
            std::ptr::eq(one.pattern, best.pattern)
                && one.columns == best.columns
                && name.starts_with(&one.name)
        });
        if !is_read_already {
            self.found.push(Fit { pattern: best.pattern, name, columns: best.columns, unused, comments });
        }
    }

    fn written(mut self, known: &DocumentMut) -> Proposal {
        let sheets = (self.found.len(), self.all);
        let mut table = DocumentMut::new();
        for key in ["zone", "unknown", "past_midnight", "repeated_hour", "totals"] {
            if let Some(item) = known.get(key) {
                table.insert(key, item.clone());
            }
        }
        let (forms, unread) = self.times.chosen();
        let mut head = vec![self.say(
            "ファイルから提案した対応表。「要確認」の行を確かめてから使う。".to_owned(),
            "A mapping proposed from the files. Settle what is marked OPEN before it is used.".to_owned(),
        )];
        if forms.len() > 1 && forms.iter().filter(|form| form.contains('%')).count() > 1 {
            let all = forms.iter().map(|form| format!("`{form}`")).collect::<Vec<_>>();
            head.push(self.open(
                format!("日時の書式は{}のどれでも読める。1つを残す", all.join("、")),
                format!("times can be read as each of {}; leave one", all.join(", ")),
            ));
        }
        if !unread.is_empty() {
            let all = unread.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>();
            head.push(self.open(
                format!("どの書式でも読めない日時: {}", all.join("、")),
                format!("times that no form reads: {}", all.join(", ")),
            ));
        }
        table.insert("encoding", toml_edit::value("detect"));
        if !forms.is_empty() {
            table.insert("times", toml_edit::value(forms.iter().collect::<Array>()));
        }
        let found = std::mem::take(&mut self.found);
        let mut files = ArrayOfTables::new();
        for fit in &found {
            files.push(file_table(fit));
        }
        table.insert("file", Item::ArrayOfTables(files));
        let comments = |lines: &[String]| -> String {
            // A cell may hold anything; in a comment it is one line of it.
            let one = |line: &String| format!("# {}\n", escape::terminal(line).replace(['\n', '\r'], " "));
            lines.iter().map(one).collect()
        };
        Proposal { mapping: format!("{}{table}", comments(&head)), open: self.open, sheets }
    }
}

/// A string of one line, whatever is in it: a name from a file begins no line of the table.
fn quoted(text: &str) -> Value {
    escape::toml(text).parse().unwrap_or_else(|_| Value::from(text))
}

fn line(text: &str) -> Item {
    Item::Value(quoted(text))
}

/// How many values without a word are told.
const VALUES: usize = 20;

/// The table of one file: the contract's own with the columns that were found.
fn file_table(fit: &Fit<'_>) -> Table {
    let mut table = fit.pattern.clone();
    table.set_position(None);
    let lines =
        fit.comments.iter().map(|line| format!("# {}\n", escape::terminal(line).replace(['\n', '\r'], " ")));
    table.decor_mut().set_prefix(format!("\n{}", lines.collect::<String>()));
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

/// The forms in which times are written.
struct Times {
    plain: Vec<(String, TimeForm)>,
    tried: Vec<(String, TimeForm)>,
    used: BTreeSet<String>,
    /// What no plain form reads.
    left: BTreeSet<String>,
}

/// How many different times that no plain form reads are kept.
const LEFT: usize = 10_000;

impl Times {
    fn new(tried: &[String]) -> Self {
        let named = |word: &str| word.parse().ok().map(|form| (word.to_owned(), form));
        Self {
            plain: ["iso", "slash", "dot", "compact", "japanese"].into_iter().filter_map(named).collect(),
            tried: tried.iter().filter_map(|pattern| named(pattern)).collect(),
            used: BTreeSet::new(),
            left: BTreeSet::new(),
        }
    }

    fn see(&mut self, value: &str) {
        if value.is_empty() || value.chars().all(|sign| "-－?？".contains(sign)) {
            return;
        }
        let reads = |(_, form): &&(String, TimeForm)| read_time(value, std::slice::from_ref(form)).is_ok();
        match self.plain.iter().find(reads) {
            Some((word, _)) => _ = self.used.insert(word.clone()),
            None if self.left.len() < LEFT => _ = self.left.insert(value.to_owned()),
            None => {}
        }
    }

    /// The forms that read what was seen, and a few values that none reads.
    fn chosen(&self) -> (Vec<String>, Vec<String>) {
        let reads = |form: &TimeForm, value: &String| read_time(value, std::slice::from_ref(form)).is_ok();
        let mut count: Vec<(usize, &String, &TimeForm)> = self
            .tried
            .iter()
            .map(|(word, form)| (self.left.iter().filter(|value| reads(form, value)).count(), word, form))
            .collect();
        let most = count.iter().map(|(count, ..)| *count).max().unwrap_or_default();
        count.retain(|(count, ..)| *count == most && most > 0);
        let unread = self.left.iter().filter(|value| !count.iter().any(|(_, _, form)| reads(form, value)));
        let unread = unread.take(VALUES).cloned().collect();
        let forms = self.used.iter().cloned().chain(count.into_iter().map(|(_, word, _)| word.clone()));
        (forms.collect(), unread)
    }
}

/// Mappings of tools' exports in their published layout, by name. Each says in its first lines where the layout is from.
pub const PRESETS: [(&str, &str); 4] = [
    ("japanese-sheet", include_str!("../presets/japanese-sheet.toml")),
    ("redmine", include_str!("../presets/redmine.toml")),
    ("servicenow", include_str!("../presets/servicenow.toml")),
    ("zammad", include_str!("../presets/zammad.toml")),
];
