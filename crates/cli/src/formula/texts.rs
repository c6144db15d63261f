//! Texts with formulas: one, or many from a file or a pasted table, with all that is not read.

use std::{path::Path, process::ExitCode};

use escape::Lines;
use keiyaku::{
    formula::{ReadError, Reading, Term, Vocabulary, read_all},
    provenance::Language,
};
use serde_json::{Value, json};

use crate::{
    failure::Failure,
    options::{Answer, Format},
    output,
    run::RUN,
};

/// What the command ends with where a formula is not read.
pub(crate) const UNREAD: u8 = crate::failure::UNUSABLE;

/// A text with where it stands and what became of it.
struct Piece {
    /// The number of its line, with the name of a table's row; empty for the only one.
    key: String,
    text: String,
    found: Result<Vec<Reading>, ReadError>,
}

/// What was read, and what was not.
pub(crate) struct Found(Vec<Piece>);

/// A term with its name and, behind equals signs, its synonyms.
pub(crate) fn term(id: &str, names: &str) -> Term {
    let names = names.split(['=', '＝']).map(str::trim).filter(|name| !name.is_empty());
    Term { id: id.into(), ja: names.map(str::to_owned).collect(), en: vec![] }
}

/// Reads a text, or each formula of a file.
pub(crate) fn read_each(
    text: Option<&str>,
    file: Option<&Path>,
    vocabulary: &Vocabulary,
) -> Result<Found, Failure> {
    let (whole, is_file) = match file {
        Some(path) => (RUN.text(path)?, true),
        None => (text.unwrap_or_default().to_owned(), false),
    };
    let whole = whole.trim_start_matches('\u{feff}');
    let mut pieces = Vec::new();
    for (first, paragraph) in paragraphs(whole, is_file) {
        let joined = paragraph.iter().map(|(_, line)| *line).collect::<Vec<_>>().join("\n");
        let found = read_all(&joined, vocabulary);
        let key =
            if is_file || pieces.len() + paragraph.len() > 1 { first.to_string() } else { String::new() };
        // Lines are one formula where they read as one.
        if found.is_ok() || paragraph.len() < 2 && !is_row(&joined) {
            pieces.push(Piece { key, text: joined, found });
            continue;
        }
        for (n, line) in paragraph {
            pieces.extend(pieces_of(n, line, vocabulary));
        }
    }
    if pieces.is_empty() {
        return Err(Failure::Other("no formula was given".to_owned()));
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
fn pieces_of(n: usize, line: &str, vocabulary: &Vocabulary) -> Vec<Piece> {
    let is_rule = line.chars().all(|c| matches!(c, '-' | '|' | ':' | ' ' | '+' | '=' | '\t'));
    if is_rule {
        return Vec::new();
    }
    let piece =
        |key: String, text: &str| Piece { key, text: text.to_owned(), found: read_all(text, vocabulary) };
    if !is_row(line) {
        return vec![piece(n.to_string(), line)];
    }
    let cells: Vec<&str> =
        line.split(['\t', '|', '｜']).map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let name = cells.first().copied().unwrap_or("");
    let key = format!("{n} {name}");
    let tried: Vec<Piece> = cells.iter().skip(1).map(|cell| piece(key.clone(), cell)).collect();
    // A target beside a formula is a number and no formula.
    let is_formula = |piece: &Piece| {
        piece
            .found
            .as_ref()
            .is_ok_and(|readings| readings.first().is_some_and(|r| !r.formula.terms().is_empty()))
    };
    let (read, mut unread): (Vec<Piece>, Vec<Piece>) = tried.into_iter().partition(is_formula);
    if !read.is_empty() {
        return read;
    }
    // Of cells that are not read the longest is the formula; the head of a table has no operation.
    let has_operation =
        |piece: &Piece| piece.text.contains(['÷', '/', '／', '×', '+', '＋', '−', '－', '除', '割', '%']);
    unread.retain(has_operation);
    unread.sort_by_key(|piece| std::cmp::Reverse(piece.text.chars().count()));
    unread.truncate(1);
    unread
}

impl Found {
    /// The readings of what was read, each with the key of its text.
    pub(crate) fn readings(&self) -> Vec<(String, Reading)> {
        let read = self.0.iter().filter_map(|piece| Some((piece, piece.found.as_ref().ok()?)));
        read.flat_map(|(piece, readings)| readings.iter().map(|reading| (piece.key.clone(), reading.clone())))
            .collect()
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

/// Shows each reading with its way, the formula in signs and what was set aside.
pub(crate) fn show(found: &Found, vocabulary: &Vocabulary, answer: Answer) -> Result<ExitCode, Failure> {
    let language = answer.language();
    if answer.format == Format::Json {
        let mut values: Vec<Value> = found
            .readings()
            .iter()
            .map(|(key, reading)| {
                let formula = &reading.formula;
                json!({
                    "line": key, "reading": reading.id, "way": reading.name, "defines": formula.defines(),
                    "formula": formula.to_text(vocabulary),
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
        for (key, reading) in found.readings() {
            let printed = reading.formula.print(vocabulary, language);
            let way = reading.name.in_language(language);
            output::line(format_args!("{key}{}{way}: {printed}", if key.is_empty() { "" } else { " " }))?;
            for note in &reading.notes {
                output::line(format_args!("  {}", note.text().in_language(language)))?;
            }
        }
        output::print(&found.problems_text(language))?;
    }
    Ok(if found.has_problems() { UNREAD.into() } else { ExitCode::SUCCESS })
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
