//! One table of a document, asked key by key.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, btree_map::Entry},
};

use provenance::{Choice, Clause, Text};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    Explain, FromValue, Id, Names, Noun, Once, Spot, listed, meant, near::nearest, problems::Problems,
};

/// One table of a document. Each look-up notes what is wrong with the value; a key that nobody asked for is
/// noted when the row is dropped.
#[derive(Debug)]
pub struct Row<'a> {
    problems: &'a Problems,
    table: &'a DeTable<'a>,
    at: usize,
    path: String,
    asked: RefCell<BTreeSet<&'static str>>,
    /// Keys that are data, not part of the format: asked for by [`Row::keys`].
    open: RefCell<bool>,
    /// Whether every key of the format was asked for, whatever was wrong.
    asked_all: RefCell<bool>,
}

impl<'a> Row<'a> {
    pub(crate) fn new(problems: &'a Problems, table: &'a DeTable<'a>, at: usize, path: String) -> Self {
        Self {
            problems,
            table,
            at,
            path,
            asked: RefCell::default(),
            open: RefCell::new(false),
            asked_all: RefCell::new(false),
        }
    }

    /// A value that must be there.
    pub fn required<T: FromValue>(&self, key: &'static str) -> Option<T> {
        self.found(key).and_then(|value| self.typed(key, value))
    }

    /// A value that may be there.
    pub fn optional<T: FromValue>(&self, key: &'static str) -> Option<T> {
        self.look(key).and_then(|value| self.typed(key, value))
    }

    /// A choice that must be there: the word must be one of those listed.
    pub fn required_one_of<T: Clone>(&self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        self.found(key).and_then(|value| self.chosen(key, value, choices))
    }

    /// A choice that may be there.
    pub fn optional_one_of<T: Clone>(&self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        self.look(key).and_then(|value| self.chosen(key, value, choices))
    }

    /// A list of choices; none where the key is absent. A single word counts as a list of one.
    pub fn each_one_of<T: Clone>(&self, key: &'static str, choices: &[(&str, T)]) -> Vec<T> {
        let chosen = |value: &Spanned<DeValue<'_>>| self.chosen(key, value, choices);
        self.values(key).into_iter().filter_map(chosen).collect()
    }

    /// A list of texts that `parse` must accept; none where the key is absent. A single text counts as a list of one.
    pub fn each_parsed<T, E: Explain>(
        &self,
        key: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Vec<T> {
        self.values(key).into_iter().filter_map(|value| self.parse_at(key, value, &parse)).collect()
    }

    /// A text that must be there and that `parse` must accept.
    pub fn required_parsed<T, E: Explain>(
        &self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        self.found(key).and_then(|value| self.parse_at(key, value, parse))
    }

    /// A text that may be there and that `parse` must accept.
    pub fn optional_parsed<T, E: Explain>(
        &self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        self.look(key).and_then(|value| self.parse_at(key, value, parse))
    }

    /// A text in both languages that must be there: `{ ja = "…", en = "…" }`.
    pub fn required_text(&self, key: &'static str) -> Option<Text> {
        self.required_row(key).and_then(|row| row.as_text())
    }

    /// A text in both languages that may be there.
    pub fn optional_text(&self, key: &'static str) -> Option<Text> {
        self.optional_row(key).and_then(|row| row.as_text())
    }

    /// A list of texts in both languages; none where the key is absent.
    pub fn texts(&self, key: &'static str) -> Vec<Text> {
        self.rows(key).iter().filter_map(Row::as_text).collect()
    }

    /// A citation that must be there.
    pub fn required_clause(&self, key: &'static str) -> Option<Clause> {
        self.required_parsed(key, str::parse)
    }

    /// A citation that may be there.
    pub fn optional_clause(&self, key: &'static str) -> Option<Clause> {
        self.optional_parsed(key, str::parse)
    }

    /// A list of texts; none where the key is absent. A single text counts as a list of one.
    pub fn strings(&self, key: &'static str) -> Vec<String> {
        self.list(key)
    }

    /// A list of values; none where the key is absent. A single value counts as a list of one.
    pub fn list<T: FromValue>(&self, key: &'static str) -> Vec<T> {
        self.values(key).into_iter().filter_map(|value| self.typed(key, value)).collect()
    }

    /// A table that must be there.
    pub fn required_row(&self, key: &'static str) -> Option<Row<'a>> {
        self.found(key).and_then(|value| self.nested(key, value, self.under(key)))
    }

    /// A table that may be there.
    pub fn optional_row(&self, key: &'static str) -> Option<Row<'a>> {
        self.look(key).and_then(|value| self.nested(key, value, self.under(key)))
    }

    /// The tables of a list `[[key]]`; none where the key is absent. One that says all that an earlier one says is noted.
    pub fn rows(&self, key: &'static str) -> Vec<Row<'a>> {
        self.rows_by(key, &[])
    }

    /// The tables of a list, of which no two may say the same by some keys, such as `["id"]`; a second one is noted, with both
    /// places. None of those keys is asked for by this.
    ///
    /// ```
    /// use tables::Document;
    ///
    /// let source = "[[fee]]\nof = \"a\"\nyen = 1\n\n[[fee]]\nof = \"a\"\nyen = 2\n";
    /// let read = Document::parse("fees.toml", source).read(|root| {
    ///     let fee = |row: &tables::Row<'_>| Some((row.required::<String>("of")?, row.required::<u32>("yen")?));
    ///     tables::whole(root.rows_by("fee", &["of"]).iter().map(fee))
    /// });
    /// assert_eq!(
    ///     read.unwrap_err().to_string(),
    ///     "fees.toml:6:6: fee[2].of: fee `a` stands twice, first at `fee[1]` (line 2); keep one of them"
    /// );
    /// ```
    pub fn rows_by(&self, key: &'static str, by: &[&str]) -> Vec<Row<'a>> {
        let Some(value) = self.look(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(values) => {
                let nested = |(n, value)| self.nested(key, value, format!("{}[{}]", self.under(key), n + 1));
                let rows: Vec<Self> = values.iter().enumerate().filter_map(nested).collect();
                self.note_copies(&rows);
                Row::note_again(key, by, &rows);
                rows
            }
            _ => {
                self.note(value.span().start, key, expected(TABLES, value.get_ref()), None);
                Vec::new()
            }
        }
    }

    /// All keys with their values as texts: for tables whose keys are data, such as names to be mapped.
    pub fn entries(&self) -> Vec<(String, String)> {
        *self.open.borrow_mut() = true;
        let mut entries = Vec::new();
        for (key, value) in self.table.iter() {
            match value.get_ref().as_str() {
                Some(text) => entries.push((key.get_ref().to_string(), text.to_owned())),
                None => self.note(
                    value.span().start,
                    key.get_ref(),
                    expected(String::EXPECTED, value.get_ref()),
                    None,
                ),
            }
        }
        entries
    }

    /// All keys with the values that `parse` makes of their texts: for tables whose keys are data.
    pub fn entry_values<T, E: Explain>(&self, parse: impl Fn(&str) -> Result<T, E>) -> Vec<(String, T)> {
        *self.open.borrow_mut() = true;
        let read = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
            let key: &std::borrow::Cow<'_, str> = key.get_ref();
            Some((key.to_string(), self.parse_at(key, value, &parse)?))
        };
        self.table.iter().filter_map(read).collect()
    }

    /// All tables by key: for tables whose keys are data.
    pub fn entry_rows(&self) -> Vec<(String, Row<'a>)> {
        *self.open.borrow_mut() = true;
        let mut rows = Vec::new();
        for (key, value) in self.table.iter() {
            let name = key.get_ref().to_string();
            if let Some(row) = self.nested(&name, value, self.under(&name)) {
                rows.push((name, row));
            }
        }
        rows
    }

    /// The name of another row that must be there.
    pub fn required_name<T>(&self, key: &'static str, names: &Names<T>) -> Option<Id<T>> {
        self.found(key).and_then(|value| self.name_at(key, value, names))
    }

    /// The name of another row that may be there; one that nothing has is noted.
    pub fn optional_name<T>(&self, key: &'static str, names: &Names<T>) -> Option<Id<T>> {
        self.look(key).and_then(|value| self.name_at(key, value, names))
    }

    /// A list of names of other rows; none where the key is absent. A single name counts as a list of one.
    pub fn names<T>(&self, key: &'static str, names: &Names<T>) -> Vec<Id<T>> {
        self.values(key).into_iter().filter_map(|value| self.name_at(key, value, names)).collect()
    }

    /// All lists of names by key: for tables whose keys are data. A key that `parse` refuses is noted, as its error says.
    pub fn entry_names<K, E: Explain, T>(
        &self,
        parse: impl Fn(&str) -> Result<K, E>,
        names: &Names<T>,
    ) -> Vec<(K, Vec<Id<T>>)> {
        *self.open.borrow_mut() = true;
        let mut entries = Vec::new();
        for (key, value) in self.table.iter() {
            let found = self.names_at(key.get_ref(), value, names);
            match parse(key.get_ref()) {
                Ok(parsed) => entries.push((parsed, found)),
                Err(error) => self.note(key.span().start, key.get_ref(), error.text(), None),
            }
        }
        entries
    }

    /// A reading chosen where a source is silent: `value`, one of the words listed, `why`, and `clause` where it is named.
    /// What is wrong is noted, and the choice stays as it was.
    pub fn choose<T: Clone>(&self, words: &[(&str, T)], choice: &mut Choice<T>) {
        self.choose_value(self.required_one_of("value", words), choice);
    }

    /// A reading whose value was read from `value`; `None` where that is wrong, which is then noted.
    pub fn choose_value<T>(&self, value: Option<T>, choice: &mut Choice<T>) {
        let (why, clause) = (self.required_text("why"), self.optional_clause("clause"));
        if let Some((value, why)) = value.zip(why) {
            *choice = Choice { value, clause: clause.or_else(|| choice.clause.take()), why };
        }
    }

    /// Says that every key of the format was asked for: then all others are told as unknown, whatever else is wrong.
    pub fn asked_all(&self) {
        *self.asked_all.borrow_mut() = true;
    }

    /// Whether the key is there and its value is a text.
    pub fn is_text(&self, key: &'static str) -> bool {
        self.look(key).is_some_and(|value| value.get_ref().is_str())
    }

    /// Whether the key is there.
    pub fn has(&self, key: &'static str) -> bool {
        self.look(key).is_some()
    }

    /// The row as a place at which meaning is checked.
    #[must_use]
    pub fn spot(&self) -> Spot<'a> {
        Spot::new(self.problems, self.table, self.at, self.path.clone())
    }

    /// Notes a problem of meaning at the key's value, or at the row where the key is absent.
    pub fn complain(&self, key: &'static str, message: Text, help: Option<Text>) {
        let at = self.look(key).map_or(self.at, |value| value.span().start);
        self.note(at, key, message, help);
    }

    /// The row as a text in both languages: `{ ja = "…", en = "…" }`.
    pub fn as_text(&self) -> Option<Text> {
        let (ja, en): (Option<String>, Option<String>) = (self.required("ja"), self.required("en"));
        Some(Text::new(ja?, en?))
    }

    /// The values of a list, or the single one.
    fn values(&self, key: &'static str) -> Vec<&'a Spanned<DeValue<'a>>> {
        match self.look(key).map(|value| (value, value.get_ref())) {
            None => Vec::new(),
            Some((_, DeValue::Array(values))) => values.iter().collect(),
            Some((value, _)) => vec![value],
        }
    }

    fn look(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().insert(key);
        self.table.get(key)
    }

    fn found(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        let value = self.look(key);
        if value.is_none() {
            self.note(self.at, key, Text::new("この項目がない", "is missing"), None);
        }
        value
    }

    fn typed<T: FromValue>(&self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<T> {
        let read = T::from_value(value.get_ref());
        if read.is_none() {
            self.note(
                value.span().start,
                key,
                out_of_bounds::<T>(value.get_ref()).unwrap_or_else(|| expected(T::EXPECTED, value.get_ref())),
                None,
            );
        }
        read
    }

    fn chosen<T: Clone>(&self, key: &str, value: &Spanned<DeValue<'_>>, choices: &[(&str, T)]) -> Option<T> {
        let word: String = self.typed(key, value)?;
        if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == word) {
            return Some(choice.clone());
        }
        if self.problems.is_full() {
            self.problems.count_one_more();
            return None;
        }
        let allowed = listed(choices.iter().map(|(name, _)| name));
        let near = self.near(&word, choices.iter().map(|(name, _)| *name));
        self.note(
            value.span().start,
            key,
            Text::new(
                format!("`{word}`とあるが、{}のいずれかでなければならない", allowed.ja),
                format!("found `{word}`, but it must be one of {}", allowed.en),
            ),
            near.map(meant),
        );
        None
    }

    fn parse_at<T, E: Explain>(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Option<T> {
        let text: String = self.typed(key, value)?;
        match parse(&text) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                self.note(value.span().start, key, error.text(), None);
                None
            }
        }
    }

    fn name_at<T>(&self, key: &str, value: &Spanned<DeValue<'_>>, names: &Names<T>) -> Option<Id<T>> {
        let name: String = self.typed(key, value)?;
        let found = names.get(&name);
        if found.is_none() {
            if self.problems.is_full() {
                self.problems.count_one_more();
                return None;
            }
            let error = names.unknown(&name);
            let help = self.problems.suggests().then(|| error.help());
            self.note(value.span().start, key, error.message(), help);
        }
        found
    }

    fn names_at<T>(&self, key: &str, value: &Spanned<DeValue<'_>>, names: &Names<T>) -> Vec<Id<T>> {
        match value.get_ref() {
            DeValue::Array(values) => {
                values.iter().filter_map(|value| self.name_at(key, value, names)).collect()
            }
            _ => self.name_at(key, value, names).into_iter().collect(),
        }
    }

    fn nested(&self, key: &str, value: &'a Spanned<DeValue<'a>>, path: String) -> Option<Row<'a>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Row::new(self.problems, table, value.span().start, path)),
            other => {
                self.note(value.span().start, key, expected(TABLE, other), None);
                None
            }
        }
    }

    /// The nearest of some words, unless there are so many problems that nobody would read of it.
    fn near<'w>(&self, word: &str, words: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
        self.problems.suggests().then(|| nearest(word, words)).flatten()
    }

    /// Notes rows that say what an earlier one says: a list that counts has them twice, and in any other they are a slip.
    fn note_copies(&self, rows: &[Self]) {
        let mut first: BTreeMap<String, &Self> = BTreeMap::new();
        for row in rows {
            match first.entry(in_order(row.table)) {
                Entry::Vacant(entry) => _ = entry.insert(row),
                Entry::Occupied(entry) => {
                    let first = &entry.get().path;
                    let message = Text::new(
                        format!("内容が`{first}`と全て同じ"),
                        format!("says all that `{first}` says"),
                    );
                    let help = Some(Text::new("一方を消す", "take one of them out"));
                    self.problems.note_again(row.at, &row.path, message, help, Some(entry.get().at));
                }
            }
        }
    }

    /// Notes rows of a list that say by some keys what an earlier one says.
    fn note_again(list: &str, by: &[&str], rows: &[Self]) {
        let mut once = Once::default();
        for row in rows {
            let Some(first_key) = by.iter().find(|key| row.table.contains_key(**key)) else { continue };
            let values = by.iter().map(|key| row.table.get(*key).map(|value| said(value.get_ref())));
            let values: Vec<Option<String>> = values.collect();
            let what = || {
                let Text { ja, en } = listed(values.iter().flatten().map(|value| value.trim_matches('"')));
                Text::new(format!("{list}の{ja}"), format!("{list} {en}"))
            };
            let help = Text::new("一方だけを残す", "keep one of them");
            once.take(&row.spot(), first_key, values.clone(), what, help);
        }
    }

    fn under(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn note(&self, at: usize, key: &str, message: Text, help: Option<Text>) {
        self.problems.note(at, &self.under(key), message, help);
    }
}

impl Drop for Row<'_> {
    fn drop(&mut self) {
        if *self.open.borrow() {
            return;
        }
        let asked = self.asked.borrow();
        // A reader that stops at a problem has not asked for the rest: then only misspellings are told.
        let is_incomplete = !*self.asked_all.borrow() && self.problems.any_under(&self.path);
        for (key, _) in self.table.iter().filter(|(key, _)| !asked.contains(key.get_ref().as_ref())) {
            if self.problems.is_full() {
                self.problems.count_one_more();
                continue;
            }
            let missing = asked.iter().copied().filter(|known| !self.table.contains_key(*known));
            // A list that is written as several tables may be there by its right name as well: `[[policyy]]` among `[[policy]]`.
            let all = || self.near(key.get_ref(), asked.iter().copied());
            let help = match self.near(key.get_ref(), missing).or_else(all) {
                Some(near) => meant(near),
                None if is_incomplete => continue,
                None => {
                    let Text { ja, en } = listed(asked.iter());
                    Text::new(format!("ここで使えるのは{ja}"), format!("known here: {en}"))
                }
            };
            let message = Text::new("ここでは使えないキー", "is no known key here");
            self.note(key.span().start, key.get_ref(), message, Some(help));
        }
    }
}

/// That a whole number is one, but greater or less than any that is read.
fn out_of_bounds<T: FromValue>(found: &DeValue<'_>) -> Option<Text> {
    let (DeValue::Integer(integer), Some((least, most))) = (found, T::bounds()) else { return None };
    let found = integer.as_str();
    if !found.starts_with('-') {
        return Some(Text::new(
            format!("`{found}`は大き過ぎる。{most}以下とする"),
            format!("`{found}` is too large; {most} at most"),
        ));
    }
    // Where nothing is below 0, that is what must be said.
    (least != "0").then(|| {
        Text::new(
            format!("`{found}`は小さ過ぎる。{least}以上とする"),
            format!("`{found}` is too small; {least} at least"),
        )
    })
}

/// All that a table says, whatever the order of its keys.
fn in_order(table: &DeTable<'_>) -> String {
    let said: BTreeMap<&str, String> =
        table.iter().map(|(key, value)| (key.get_ref().as_ref(), said(value.get_ref()))).collect();
    format!("{said:?}")
}

/// A value without its place.
fn said(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("{text:?}"),
        DeValue::Integer(integer) => integer.to_string(),
        DeValue::Float(float) => float.to_string(),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(at) => at.to_string(),
        DeValue::Array(values) => {
            let values: Vec<String> = values.iter().map(|value| said(value.get_ref())).collect();
            format!("{values:?}")
        }
        DeValue::Table(table) => in_order(table),
    }
}

/// What was found instead of what was expected.
fn expected(what: Noun, found: &DeValue<'_>) -> Text {
    let value = |found: &str| Text::new(format!("`{found}`とある"), format!("`{found}`"));
    let found = match found {
        DeValue::String(text) => Text::new(format!("文字列`{text}`とある"), format!("the text `{text}`")),
        DeValue::Integer(integer) => value(integer.as_str()),
        DeValue::Float(float) => value(float.as_str()),
        DeValue::Boolean(found) => value(&found.to_string()),
        DeValue::Datetime(at) => value(&at.to_string()),
        DeValue::Array(_) => Text::new("リストである", "a list"),
        DeValue::Table(_) => Text::new("表である", "a table"),
    };
    Text::new(
        format!("{}が、{}でなければならない", found.ja, what.ja),
        format!("found {}, but it must be {}", found.en, what.en),
    )
}

const TABLE: Noun = Noun::new("表", "a table");
const TABLES: Noun = Noun::new("表のリスト", "a list of tables");

impl<T> Names<T> {
    /// The name that a row gives itself; one given twice is noted.
    pub fn declare(&mut self, row: &Row<'_>, key: &'static str) -> Option<Id<T>> {
        let id: Id<T> = row.required_parsed(key, str::parse)?;
        self.declare_at(&row.spot(), key, &id);
        Some(id)
    }
}
