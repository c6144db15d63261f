//! Goes through files: what each sheet fits best, what speaks for it, what is left open.

use std::collections::{BTreeMap, BTreeSet};

use intake::{Container, Encoding, EncodingError, Found, Header, Reason, RowError, Sheet, TextForm};
use provenance::{Language, Text, folded};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table};

use super::{
    columns::{Asked, Guess, Match, Synonyms, matched},
    fit::{Fit, file_table},
    ledgers::{LedgerFit, Ledgers},
    pattern::{also, asked, described_only, files_of, logs, own_times, strings, text},
    points::{Points, comments, quoted},
    proposal::{Layouts, LedgerProposal, Proposal, SheetsGiven},
    rows::Rows,
    states::StateWords,
    times::Times,
};
use crate::{InputFile, Lists, mapping::WordList};

pub(super) struct Proposing<'a> {
    patterns: Vec<Table>,
    /// Logs of changes of state, numbered after the patterns.
    logs: Vec<Table>,
    synonyms: Synonyms,
    also: BTreeMap<String, Vec<String>>,
    states: StateWords,
    totals: WordList,
    lists: Option<&'a Lists>,
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

impl<'a> Proposing<'a> {
    /// Before any file: what a table of records, a layout of a ledger and the table of words ask.
    pub(super) fn new(
        layouts: Layouts<'a>,
        known: Option<&DocumentMut>,
        layout: Option<&DocumentMut>,
        words: &DocumentMut,
        language: Language,
    ) -> Self {
        let synonyms: Synonyms = words
            .get("column")
            .and_then(Item::as_table)
            .into_iter()
            .flat_map(Table::iter)
            .map(|(role, names)| (role.to_owned(), strings(names)))
            .collect();
        let (own, also) = (known.map_or_else(Vec::new, own_times), known.map(also).unwrap_or_default());
        let dates = words.get("times").and_then(|times| times.get("patterns")).map_or_else(Vec::new, strings);
        let mut seen = BTreeSet::new();
        let tried: Vec<String> =
            own.into_iter().chain(dates).filter(|form| seen.insert(form.clone())).collect();
        let patterns = known.map_or_else(Vec::new, |known| files_of(known).cloned().collect());
        Self {
            logs: logs(&patterns, &StateWords::new(words)),
            patterns,
            synonyms,
            also,
            states: StateWords::new(words),
            totals: WordList::new(known.and_then(|known| known.get("totals")).map_or_else(Vec::new, strings)),
            lists: layouts.lists,
            ledgers: Ledgers::new(layouts.ledgers, words, layout, &tried),
            points: Points { language, open: Vec::new() },
            times: Times::new(&tried),
            found: Vec::new(),
            of_ledgers: Vec::new(),
            has_guessed: false,
            has_other: false,
            files: Vec::new(),
            given: 0,
            all: 0,
        }
    }

    /// Reads a file for what each of its sheets is.
    pub(super) fn file(&mut self, input: &InputFile<'_>) {
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
        // A list is read by its name wherever nothing else is mapped for the file.
        if fits.is_empty()
            && self.lists.iter().flat_map(|lists| lists.iter()).any(|list| list.is_called(&name))
        {
            self.given += 1;
            return;
        }
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
        let rows =
            Rows::read(sheet, (&pattern, &best), status, (&self.states, &self.totals), &mut self.times);
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

    /// The proposal.
    pub(super) fn written(mut self, known: Option<&DocumentMut>) -> Proposal {
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
