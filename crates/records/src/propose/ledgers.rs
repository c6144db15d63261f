//! A sheet of a ledger: which kind of record, which column which field, what the words of a column mean.

use std::collections::BTreeMap;

use intake::{Cell, Sheet, TimeForm, WrittenTime, read_time};
use ledger::{ColumnType, Kind, Sheets};
use provenance::{Text, folded};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use super::{
    columns::{Asked, Guess, Match, Synonyms, matched},
    pattern::strings,
    points::{Points, comments, line, quoted},
    times::Times,
};

/// A ledger whose columns a sheet may have.
struct Pattern<'a> {
    sheet: &'a ledger::Sheet,
    synonyms: Synonyms,
    /// What a published layout calls them, by field; the identifier is `id`.
    layout: BTreeMap<String, Vec<String>>,
    /// What words of a field mean, folded.
    words: BTreeMap<String, BTreeMap<String, String>>,
    /// Columns that the layout leaves out.
    ignore: Vec<String>,
}

/// The ledgers of a contract, and what people and tools call their columns.
pub(super) struct Ledgers<'a> {
    patterns: Vec<Pattern<'a>>,
    tried: Vec<String>,
}

/// A sheet that was found to be one of a ledger.
pub(super) struct LedgerFit {
    pub(super) kind: Kind,
    pub(super) shown: String,
    pub(super) mapping: String,
    /// Whether the file is to be declared as UTF-8, since it fits another encoding too.
    pub(super) is_utf8: bool,
}

/// The identifier's role.
const ID: &str = "id";

impl<'a> Ledgers<'a> {
    /// The ledgers that sheets are compared with: all, or the one of a layout.
    pub(super) fn new(
        sheets: Option<&'a Sheets>,
        table: &DocumentMut,
        layout: Option<&DocumentMut>,
        tried: &[String],
    ) -> Self {
        let text = |table: &DocumentMut, key: &str| table.get(key).and_then(Item::as_str).map(str::to_owned);
        let kind = layout.and_then(|layout| text(layout, "kind"));
        let sheets = sheets.into_iter().flat_map(Sheets::iter);
        let patterns = sheets
            .filter(|sheet| kind.as_ref().is_none_or(|kind| sheet.kind.word() == kind))
            .map(|sheet| {
                let names = table.get("ledger").and_then(|ledger| ledger.get(sheet.kind.word()));
                let synonyms: Synonyms = names
                    .and_then(Item::as_table_like)
                    .into_iter()
                    .flat_map(|names| {
                        names
                            .iter()
                            .map(|(field, item)| (field.to_owned(), strings(item)))
                            .collect::<Vec<_>>()
                    })
                    .collect();
                let mut pattern = Pattern {
                    sheet,
                    synonyms,
                    layout: BTreeMap::new(),
                    words: words_of(table, sheet.kind),
                    ignore: layout.and_then(|layout| layout.get("ignore")).map_or_else(Vec::new, strings),
                };
                if let Some(layout) = layout {
                    pattern.take(layout);
                }
                pattern
            })
            .collect();
        let dates = layout.and_then(|layout| layout.get("dates")).map_or_else(Vec::new, strings);
        Self { patterns, tried: dates.into_iter().chain(tried.iter().cloned()).collect() }
    }

    /// The names of each column that any ledger asks for.
    pub(super) fn names(&self) -> Vec<Vec<String>> {
        let names = |pattern: &Pattern<'_>| -> Vec<Vec<String>> {
            pattern.asked().iter().map(|asked| asked.names(&pattern.synonyms)).collect()
        };
        self.patterns.iter().flat_map(names).collect()
    }

    /// The ledgers that a sheet fits, the best first, each with its score.
    pub(super) fn fits(&self, name: &str, sheet: &Sheet<'_>) -> Vec<(usize, Match)> {
        let mut fits: Vec<(usize, Match)> = self
            .patterns
            .iter()
            .enumerate()
            .filter_map(|(at, pattern)| {
                let mut one = matched(pattern.asked(), &pattern.synonyms, sheet);
                let is_lacking = one.missing.iter().any(|asked| asked.is_needed);
                let title = &pattern.sheet.name;
                let is_named = [title.ja.as_str(), title.en.as_str(), pattern.sheet.kind.word()]
                    .into_iter()
                    .any(|title| folded(name).contains(folded(title).as_ref()));
                one.score = one.score * 2 + usize::from(is_named) * 5;
                // An identifier and one more column may be anything.
                (!is_lacking && one.found.len() > 2).then_some((at, one))
            })
            .collect();
        fits.sort_by_key(|(_, one)| std::cmp::Reverse(one.score));
        fits
    }

    /// Writes the mapping of a sheet that fits a ledger.
    pub(super) fn read(
        &self,
        shown: &str,
        leaf: Option<&str>,
        fits: Vec<(usize, Match)>,
        sheet: Sheet<'_>,
        points: &mut Points,
    ) -> Option<LedgerFit> {
        let mut fits = fits.into_iter();
        let (at, best) = fits.next()?;
        let pattern = self.patterns.get(at)?;
        let kind = pattern.sheet.kind;
        let (title, header_row) = (&pattern.sheet.name, sheet.header_row());
        let mut lines = vec![
            points.say(
                "ファイルから提案した台帳の対応表（import.toml）。「要確認」の行を確かめてから使う。".to_owned(),
                "A mapping of a ledger (import.toml) proposed from the file. Settle what is marked OPEN before it is used.".to_owned(),
            ),
            points.say(
                format!("{shown}: {}（{kind}）と読む（見出しは{header_row}行目）", title.ja),
                format!("{shown}: read as the {} ({kind}; header in row {header_row})", title.en),
            ),
        ];
        for (at, other) in fits.take(2) {
            let Some(pattern) = self.patterns.get(at) else { continue };
            let (ja, en, other_kind) = (&pattern.sheet.name.ja, &pattern.sheet.name.en, pattern.sheet.kind);
            lines.push(if other.score == best.score {
                points.open(
                    format!("{shown}: {}か{ja}（{other_kind}）か、列からは決まらない", title.ja),
                    format!("{shown}: its columns fit the {} and the {en} ({other_kind}) alike", title.en),
                )
            } else {
                points.say(
                    format!("ほかの候補: {ja}（{other_kind}、{}列）", other.found.len()),
                    format!("or else: the {en} ({other_kind}, {} columns)", other.found.len()),
                )
            });
        }
        let unused: Vec<String> = sheet
            .columns()
            .iter()
            .enumerate()
            .filter(|(place, name)| {
                !name.trim().is_empty() && !best.found.iter().any(|one| one.place == *place)
            })
            .map(|(_, name)| name.clone())
            .collect();
        let seen = Seen::of(sheet, &best, pattern, &self.tried);
        let mut columns = ArrayOfTables::new();
        let mut table = Table::new();
        table.insert("kind", toml_edit::value(kind.word()));
        if let Some(leaf) = leaf {
            table.insert("sheets", toml_edit::value([quoted(leaf)].into_iter().collect::<Array>()));
        }
        if let Ok(row) = i64::try_from(header_row)
            && row > 1
        {
            table.insert("header_row", toml_edit::value(row));
        }
        for (n, guess) in best.found.iter().enumerate() {
            lines.push(evidence(guess, pattern, seen.counts.get(n), points));
            if guess.asked.role == ID {
                table.insert("id", line(&guess.column));
                continue;
            }
            let mut column = Table::new();
            column.insert("name", line(&guess.column));
            column.insert("field", toml_edit::value(&guess.asked.role));
            let words = words(guess, pattern, seen.values.get(n), &mut lines, points, shown);
            if !words.is_empty() {
                column.insert("words", toml_edit::value(words));
            }
            columns.push(column);
        }
        let missing: Vec<&Asked> = best.missing.iter().collect();
        for asked in &missing {
            let column = pattern.sheet.column(&asked.role);
            if let Some(ColumnType::Word(known)) = column.map(|column| &column.holds) {
                let (field, known) =
                    (&asked.role, known.iter().map(|word| word.id.as_str()).collect::<Vec<_>>().join(", "));
                lines.push(points.open(
                    format!("{shown}: {field}（{}）の列がない。全行が同じなら constants = {{ {field} = … }}（{known}）", asked.column),
                    format!("{shown}: no column for {field}; where all rows are alike, constants = {{ {field} = … }} ({known})"),
                ));
            }
        }
        if !missing.is_empty() {
            let all: Vec<String> = missing.iter().map(|asked| asked.role.clone()).collect();
            lines.push(points.say(
                format!("列のない項目: {}", all.join("、")),
                format!("fields without a column: {}", all.join(", ")),
            ));
        }
        let (forms, unread) = seen.times.chosen();
        if forms.iter().filter(|form| form.contains('%')).count() > 1 {
            let all = points.listed(&forms);
            lines.push(points.open(
                format!("{shown}: 日付の書式は{all}のどれでも読める。1つを残す"),
                format!("{shown}: dates can be read as each of {all}; leave one"),
            ));
        }
        if !unread.is_empty() {
            let all = points.listed(&unread);
            lines.push(points.open(
                format!("{shown}: どの書式でも読めない日付: {all}"),
                format!("{shown}: dates that no form reads: {all}"),
            ));
        }
        if !forms.is_empty() {
            table.insert("dates", toml_edit::value(forms.iter().collect::<Array>()));
        }
        if seen.with_time > 0 {
            let rows = seen.with_time;
            table.insert("time_of_day", toml_edit::value("drop"));
            lines.push(points.say(
                format!("日付{rows}件に時刻があり、落とす"),
                format!("{rows} dates have a time of day, which is dropped"),
            ));
        }
        let ignored: std::collections::BTreeSet<&String> =
            unused.iter().chain(pattern.ignore.iter().filter(|name| unused.contains(name))).collect();
        if !ignored.is_empty() {
            table.insert(
                "ignore",
                toml_edit::value(ignored.into_iter().map(|name| quoted(name)).collect::<Array>()),
            );
        }
        if !columns.is_empty() {
            table.insert("column", Item::ArrayOfTables(columns));
        }
        let written = DocumentMut::from(table);
        Some(LedgerFit {
            kind,
            shown: shown.to_owned(),
            mapping: format!("{}{written}", comments(&lines)),
            is_utf8: false,
        })
    }
}

impl Pattern<'_> {
    fn asked(&self) -> Vec<Asked> {
        let one = |role: &str, mut names: Vec<String>, is_time| {
            if let Some(layout) = self.layout.get(role) {
                names.splice(0..0, layout.iter().cloned());
            }
            let mut names = names.into_iter();
            Asked {
                role: role.to_owned(),
                column: names.next().unwrap_or_default(),
                also: names.collect(),
                is_needed: role == ID,
                is_time,
                words: None,
            }
        };
        let id = &self.sheet.id_name;
        let columns = self.sheet.columns.iter().map(|column| {
            let names = vec![column.name.ja.clone(), column.name.en.clone(), column.field.clone()];
            one(&column.field, names, matches!(column.holds, ColumnType::Date))
        });
        [one(ID, vec![id.ja.clone(), id.en.clone(), ID.to_owned()], false)]
            .into_iter()
            .chain(columns)
            .collect()
    }

    /// Takes the names and words of a published layout.
    fn take(&mut self, layout: &DocumentMut) {
        let mut names =
            |field: &str, name: &str| self.layout.entry(field.to_owned()).or_default().push(name.to_owned());
        if let Some(id) = layout.get(ID).and_then(Item::as_str) {
            names(ID, id);
        }
        for column in layout.get("column").and_then(Item::as_array_of_tables).into_iter().flatten() {
            let text = |key| column.get(key).and_then(Item::as_str);
            if let (Some(name), Some(field)) = (text("name"), text("field")) {
                names(field, name);
            }
        }
        for column in layout.get("column").and_then(Item::as_array_of_tables).into_iter().flatten() {
            let field = column.get("field").and_then(Item::as_str);
            let words = column.get("words").and_then(Item::as_table_like);
            for (word, means) in words.into_iter().flat_map(|words| words.iter()) {
                if let (Some(field), Some(means)) = (field, means.as_str()) {
                    let words = self.words.entry(field.to_owned()).or_default();
                    words.insert(folded(word).into_owned(), means.to_owned());
                }
            }
        }
    }
}

/// The words of a kind's fields in the table: by field, folded.
fn words_of(table: &DocumentMut, kind: Kind) -> BTreeMap<String, BTreeMap<String, String>> {
    let fields =
        table.get("ledger-words").and_then(|words| words.get(kind.word())).and_then(Item::as_table_like);
    let mut all = BTreeMap::new();
    for (field, meanings) in fields.into_iter().flat_map(|fields| fields.iter()) {
        let words: &mut BTreeMap<String, String> = all.entry(field.to_owned()).or_default();
        for (means, list) in meanings.as_table_like().into_iter().flat_map(|meanings| meanings.iter()) {
            words
                .extend(strings(list).into_iter().map(|word| (folded(&word).into_owned(), means.to_owned())));
        }
    }
    all
}

/// How many different values of a column of words are kept.
const WORDS: usize = 1_000;

/// What the rows of a sheet hold.
struct Seen {
    times: Times,
    /// By the found column: how many cells hold something, and how many of them are read as a date.
    counts: Vec<(u64, u64)>,
    /// By the found column: the values of words and flags.
    values: Vec<BTreeMap<String, u64>>,
    /// How many dates have a time of day.
    with_time: u64,
}

impl Seen {
    fn of(sheet: Sheet<'_>, best: &Match, pattern: &Pattern<'_>, tried: &[String]) -> Self {
        let mut seen = Self {
            times: Times::new(tried),
            counts: vec![(0, 0); best.found.len()],
            values: vec![BTreeMap::new(); best.found.len()],
            with_time: 0,
        };
        for cells in sheet.filter_map(Result::ok) {
            let columns = best.found.iter().zip(&mut seen.counts).zip(&mut seen.values);
            for ((guess, (filled, read)), values) in columns {
                let value = cells.get(guess.place);
                if value.is_empty() {
                    continue;
                }
                *filled += 1;
                match pattern.sheet.column(&guess.asked.role).map(|column| &column.holds) {
                    // A workbook says itself which cells are days.
                    Some(ColumnType::Date) if matches!(cells.cell(guess.place), Some(Cell::Day(_))) => {
                        *read += 1
                    }
                    Some(ColumnType::Date) => {
                        *read += u64::from(seen.times.see(value) == Some(true));
                        let time = read_time(value, &TimeForm::PLAIN).map(|read| read.time);
                        seen.with_time +=
                            u64::from(matches!(time, Ok(WrittenTime::Local(_) | WrittenTime::Instant(_))));
                    }
                    Some(ColumnType::Word(_) | ColumnType::Flag) if values.len() < WORDS => {
                        *values.entry(value.to_owned()).or_default() += 1;
                    }
                    _ => {}
                }
            }
        }
        seen
    }
}

/// What a guess rests on, and what else it could be.
fn evidence(
    guess: &Guess,
    pattern: &Pattern<'_>,
    counts: Option<&(u64, u64)>,
    points: &mut Points,
) -> String {
    let (role, column) = (&guess.asked.role, &guess.column);
    let (filled, read) = counts.copied().unwrap_or_default();
    let is_layout =
        pattern.layout.get(role).is_some_and(|names| names.iter().any(|name| folded(name) == folded(column)));
    let why = match (guess.is_own, is_layout) {
        (_, true) => Text::new("書式の列名と同じ", "the layout's own name"),
        (true, false) => Text::new("台帳の列名と同じ", "the ledger's own name"),
        (false, _) => Text::new("同義語", "a synonym"),
    };
    let counted = if guess.asked.is_time {
        Text::new(format!("{filled}件中{read}件が日付"), format!("{read} of {filled} are dates"))
    } else {
        Text::new(format!("{filled}件に値"), format!("{filled} have a value"))
    };
    points.guessed(guess, &why, &counted)
}

/// What the values of a column of words mean, where the ledger does not have them as they are.
fn words(
    guess: &Guess,
    pattern: &Pattern<'_>,
    values: Option<&BTreeMap<String, u64>>,
    lines: &mut Vec<String>,
    points: &mut Points,
    shown: &str,
) -> InlineTable {
    let mut found = InlineTable::new();
    let Some(holds) = pattern.sheet.column(&guess.asked.role).map(|column| &column.holds) else {
        return found;
    };
    let role = &guess.asked.role;
    let known = pattern.words.get(role);
    let mut strange = Vec::new();
    for (value, count) in values.into_iter().flatten() {
        let means = match holds {
            ColumnType::Word(words) if words.iter().any(|word| word.is(value)) => continue,
            ColumnType::Word(words) => known
                .and_then(|known| known.get(folded(value.trim()).as_ref()))
                .filter(|means| words.iter().any(|word| word.id == **means)),
            ColumnType::Flag => {
                let is_digit =
                    [("1", "yes"), ("0", "no")].into_iter().find(|(digit, _)| folded(value) == *digit);
                let Some((_, means)) = is_digit else { continue };
                found.insert(value, Value::from(means));
                lines.push(points.open(
                    format!("{shown}: {role}の`{value}`（{count}行）を`{means}`と読む"),
                    format!("{shown}: `{value}` of {role} ({count} rows) is read as `{means}`"),
                ));
                continue;
            }
            _ => continue,
        };
        match means {
            Some(means) => {
                found.insert(value, Value::from(means.as_str()));
                lines.push(points.say(
                    format!("{role}: `{value}` = {means}（{count}行、語の表による）"),
                    format!("{role}: `{value}` = {means} ({count} rows, by the table of words)"),
                ));
            }
            None => strange.push(value.clone()),
        }
    }
    if let ColumnType::Word(words) = holds
        && !strange.is_empty()
    {
        let all = points.listed(&strange);
        let known = words.iter().map(|word| word.id.as_str()).collect::<Vec<_>>().join(", ");
        lines.push(points.open(
            format!("{shown}: {role}の値に対応する語がない: {all}。wordsに書く（{known}）"),
            format!("{shown}: values of {role} without a word: {all}; write them into `words` ({known})"),
        ));
    }
    found
}
