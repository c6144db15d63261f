//! Texts with formulas: one, or many from a file or a pasted table, with all that is not read.

use std::{path::Path, process::ExitCode};

use escape::Lines;
use keiyaku::{
    formula::{ReadError, Reading, Term, Vocabulary, read_all},
    provenance::{Language, Text},
};
use serde_json::{Value, json};

use crate::{
    failure::Failure,
    options::{Answer, Format},
    output,
    refusal::Refusal,
    run::RUN,
};

/// What the command ends with where a formula is not read.
pub(crate) const UNREAD: u8 = crate::failure::UNUSABLE;

/// A text with where it stands and what became of it.
struct Piece {
    /// The number of its line, with the name of a table's row; empty for the only one.
    key: String,
    text: String,
    /// The names it was read with.
    vocabulary: Vocabulary,
    /// The cells of its row that are no part of it.
    beside: Vec<String>,
    found: Result<Vec<Reading>, ReadError>,
}

/// The names that texts are read with.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Names<'a> {
    Given(&'a Vocabulary),
    /// Each text's own: what stands between its signs and its words of calculation.
    Own,
}

impl Names<'_> {
    fn read(self, key: String, text: &str) -> Piece {
        let vocabulary = match self {
            Names::Given(vocabulary) => vocabulary.clone(),
            Names::Own => Vocabulary::of_text(text),
        };
        let found = read_all(text, &vocabulary);
        Piece { key, text: text.to_owned(), vocabulary, beside: Vec::new(), found }
    }
}

/// What was read, and what was not.
pub(crate) struct Found(Vec<Piece>);

/// A term with its name and, behind equals signs, its synonyms.
pub(crate) fn term(id: &str, names: &str) -> Term {
    let names = names.split(['=', '＝']).map(str::trim).filter(|name| !name.is_empty());
    Term { id: id.into(), ja: names.map(str::to_owned).collect(), en: vec![] }
}

/// Reads a text, or each formula of a file.
pub(crate) fn read_each(text: Option<&str>, file: Option<&Path>, names: Names<'_>) -> Result<Found, Failure> {
    let (whole, is_file) = match file {
        Some(path) => (RUN.text(path)?, true),
        None => (text.unwrap_or_default().to_owned(), false),
    };
    let whole = whole.trim_start_matches('\u{feff}');
    let mut pieces = Vec::new();
    for (first, paragraph) in paragraphs(whole, is_file) {
        let joined = paragraph.iter().map(|(_, line)| *line).collect::<Vec<_>>().join("\n");
        let key =
            if is_file || pieces.len() + paragraph.len() > 1 { first.to_string() } else { String::new() };
        let whole = names.read(key, &joined);
        // Lines are one formula where they read as one.
        if whole.found.is_ok() || paragraph.len() < 2 && !is_row(&joined) {
            pieces.push(whole);
            continue;
        }
        for (n, line) in paragraph {
            pieces.extend(pieces_of(n, line, names));
        }
    }
    if pieces.is_empty() {
        return Err(Refusal::NoFormula.into());
    }
    Ok(Found(pieces))
}

/// Lines that stand together, each with its number; of a file lines that start with # are left out.
fn paragraphs(text: &str, is_file: bool) -> Vec<(usize, Vec<(usize, &str)>)> {
    let mut paragraphs: Vec<(usize, Vec<(usize, &str)>)> = Vec::new();
    let mut is_open = false;
    for (n, line) in (1..).zip(text.lines()) {
        if is_file && line.trim_start().starts_with('#') {
            continue;
        }
        if line.trim().is_empty() {
            is_open = false;
            continue;
        }
        match paragraphs.last_mut().filter(|_| is_open) {
            Some((_, lines)) => lines.push((n, line)),
            None => paragraphs.push((n, vec![(n, line)])),
        }
        is_open = true;
    }
    paragraphs
}

fn is_row(line: &str) -> bool {
    line.contains('\t') || line.trim_matches(['|', '｜', ' ']).contains(['|', '｜'])
}

/// A line as a formula, or the cell of a row that reads as one, under the name in its first cell.
fn pieces_of(n: usize, line: &str, names: Names<'_>) -> Vec<Piece> {
    let is_rule = line.chars().all(|c| matches!(c, '-' | '|' | ':' | ' ' | '+' | '=' | '\t'));
    if is_rule {
        return Vec::new();
    }
    if !is_row(line) {
        return vec![names.read(n.to_string(), line)];
    }
    let cells: Vec<&str> =
        line.split(['\t', '|', '｜']).map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let name = cells.first().copied().unwrap_or("");
    let key = format!("{n} {name}");
    let tried: Vec<Piece> = cells.iter().skip(1).map(|cell| names.read(key.clone(), cell)).collect();
    let has_operation =
        |piece: &Piece| piece.text.contains(['÷', '/', '／', '×', '+', '＋', '−', '－', '除', '割', '%']);
    // A target beside a formula is a number and no formula.
    let is_formula = |piece: &Piece| {
        // A word alone is its own name.
        (matches!(names, Names::Given(_)) || has_operation(piece))
            && piece
                .found
                .as_ref()
                .is_ok_and(|readings| readings.first().is_some_and(|r| !r.formula.terms().is_empty()))
    };
    let (read, mut unread): (Vec<Piece>, Vec<Piece>) = tried.into_iter().partition(is_formula);
    if !read.is_empty() {
        let formulas: Vec<String> = read.iter().map(|piece| piece.text.clone()).collect();
        let beside: Vec<String> = cells
            .iter()
            .skip(1)
            .filter(|cell| formulas.iter().all(|formula| formula != *cell))
            .map(|cell| (*cell).to_owned())
            .collect();
        return read.into_iter().map(|piece| with_target(piece, &beside, names)).collect();
    }
    // Of cells that are not read the longest is the formula; the head of a table has no operation.
    unread.retain(has_operation);
    unread.sort_by_key(|piece| std::cmp::Reverse(piece.text.chars().count()));
    unread.truncate(1);
    unread
}

/// A formula with the target that a cell beside it states; the other cells are told.
fn with_target(piece: Piece, beside: &[String], names: Names<'_>) -> Piece {
    let states = |piece: &Piece| {
        piece
            .found
            .as_ref()
            .is_ok_and(|readings| readings.first().is_some_and(|r| r.formula.target().is_some()))
    };
    let mut others = beside.to_vec();
    let mut found = piece;
    if !states(&found) {
        for (n, cell) in beside.iter().enumerate() {
            let whole = names.read(found.key.clone(), &format!("{}が{cell}", found.text));
            if states(&whole) {
                others.remove(n);
                found = Piece { text: format!("{} {cell}", found.text), ..whole };
                break;
            }
        }
    }
    Piece { beside: others, ..found }
}

impl Found {
    /// The readings of what was read, each with the key of its text.
    pub(crate) fn readings(&self) -> Vec<(String, Reading)> {
        self.read().map(|(piece, reading)| (piece.key.clone(), reading.clone())).collect()
    }

    fn read(&self) -> impl Iterator<Item = (&Piece, &Reading)> {
        let read = self.0.iter().filter_map(|piece| Some((piece, piece.found.as_ref().ok()?)));
        read.flat_map(|(piece, readings)| readings.iter().map(move |reading| (piece, reading)))
    }

    fn problems(&self) -> impl Iterator<Item = (&Piece, &ReadError)> {
        self.0.iter().filter_map(|piece| Some((piece, piece.found.as_ref().err()?)))
    }

    pub(crate) fn has_problems(&self) -> bool {
        self.problems().next().is_some()
    }

    /// Each text that is not read, a line each, with the remedy.
    pub(crate) fn problems_text(&self, language: Language) -> Lines {
        let line = |(piece, error): (&Piece, &ReadError)| {
            let told = error.text(&piece.text);
            let key = if piece.key.is_empty() { String::new() } else { format!("{}: ", piece.key) };
            format!("{key}{}", told.in_language(language))
        };
        self.problems().map(line).collect()
    }

    pub(crate) fn problems_json(&self) -> Vec<Value> {
        self.problems()
            .map(|(piece, error)| {
                let remedy = error.remedy();
                let change = remedy.as_ref().and_then(|remedy| remedy.edit.as_ref());
                json!({
                    "line": piece.key, "source": piece.text, "problem": error.text(&piece.text),
                    "remedy": remedy.as_ref().map(|remedy| &remedy.text),
                    "changed": change.map(|change| change.apply(&piece.text)),
                })
            })
            .collect()
    }
}

/// What was set aside in a reading, a line each.
pub(crate) fn notes_text(key: &str, reading: &Reading, language: Language) -> Lines {
    let line = |note: &keiyaku::formula::Note| {
        format!("{key} {}: {}", reading.id, note.text().in_language(language))
    };
    reading.notes.iter().map(line).collect()
}

/// Shows each reading with its way, the formula in signs, the names it took and what was set aside.
pub(crate) fn show(found: &Found, answer: Answer) -> Result<ExitCode, Failure> {
    let language = answer.language();
    if answer.format == Format::Json {
        let mut values: Vec<Value> = found
            .read()
            .map(|(piece, reading)| {
                let formula = &reading.formula;
                json!({
                    "line": piece.key, "reading": reading.id, "way": reading.name, "defines": formula.defines(),
                    "formula": formula.to_text(&piece.vocabulary), "names": names_of(piece, reading),
                    "beside": piece.beside,
                    "target": formula.target().map(|(relation, target)| json!({
                        "relation": relation.sign(Language::En), "value": target.to_string(),
                    })),
                    "notes": reading.notes.iter().map(keiyaku::formula::Note::text).collect::<Vec<_>>(),
                })
            })
            .collect();
        values.extend(found.problems_json());
        output::print(&output::json(&Value::from(values)))?;
    } else {
        for (piece, reading) in found.read() {
            let printed = reading.formula.print(&piece.vocabulary, language);
            let way = reading.name.in_language(language);
            let key = &piece.key;
            output::line(format_args!("{key}{}{way}: {printed}", if key.is_empty() { "" } else { " " }))?;
            let names = names_of(piece, reading);
            match language {
                _ if names.is_empty() => {}
                Language::Ja => output::line(format_args!("  名称: {}", names.join("、")))?,
                Language::En => output::line(format_args!("  names: {}", names.join("; ")))?,
            }
            for note in &reading.notes {
                output::line(format_args!("  {}", note.text().in_language(language)))?;
            }
            if !piece.beside.is_empty() {
                let told = Text::new(
                    format!("式に含まれない欄: {}", piece.beside.join("、")),
                    format!("cells that are no part of it: {}", piece.beside.join("; ")),
                );
                output::line(format_args!("  {}", told.in_language(language)))?;
            }
        }
        output::print(&found.problems_text(language))?;
    }
    Ok(if found.has_problems() { UNREAD.into() } else { ExitCode::SUCCESS })
}

/// The names that a reading took its figures by, in the order of the text.
fn names_of(piece: &Piece, reading: &Reading) -> Vec<String> {
    let used = reading.formula.terms();
    let terms = piece.vocabulary.terms().iter().filter(|term| used.contains(&&term.id));
    terms.map(|term| piece.vocabulary.name(&term.id, Language::Ja).to_owned()).collect()
}

/// What a reading is called.
pub(super) fn reading(reading: &str, language: Language) -> String {
    match (reading, language) {
        ("printed", Language::Ja) => "印刷",
        ("computed", Language::Ja) => "採用",
        (other, _) => other,
    }
    .to_owned()
}
