//! A plan as text, for people who decide whether to record it.

use std::fmt::Write;

use escape::Lines;
use ledger::Sheets;
use provenance::Language;

use crate::plan::{Change, Note, Plan};

impl Plan {
    /// The plan in words, at most `limit` lines of each section; how many more there are is said.
    #[must_use]
    pub fn to_text(&self, ledgers: &Sheets, language: Language, limit: usize) -> Lines {
        let word = |ja: &'static str, en: &'static str| if language == Language::Ja { ja } else { en };
        let ledger =
            ledgers.sheet(self.kind).map_or(self.kind.word(), |sheet| sheet.name.in_language(language));
        let mut out =
            Lines::of(format_args!("{}: {ledger}, {} {}", self.file, self.rows, word("行", "rows")));
        let name = |field: &str| -> String {
            let column = ledgers.sheet(self.kind).and_then(|sheet| sheet.column(field));
            column.map_or_else(|| field.to_owned(), |column| column.name.in_language(language).to_owned())
        };
        let changes = |changes: &[Change]| -> Vec<String> {
            changes.iter().map(|change| line(change, language, &name)).collect()
        };
        let unchanged: Vec<String> = self
            .unchanged
            .iter()
            .map(|row| format!("{} ({})", row.id, place(&row.origin, language)))
            .collect();
        let rejected: Vec<String> =
            self.rejected.iter().map(|rejection| rejection.line().in_language(language).to_owned()).collect();
        let notes: Vec<String> = self.notes.iter().map(|note| note_line(note, language)).collect();
        let mut section = |title: &str, lines: &[String], limit: usize| {
            out.line(format_args!("{title}: {}", lines.len()));
            out.extend(lines.iter().take(limit).map(|line| format!("  {line}")));
            let more = lines.iter().skip(limit).count();
            if more > 0 && limit > 0 {
                out.line(format_args!("  {} {more}", word("ほか", "more:")));
            }
        };
        section(word("新規", "created"), &changes(&self.created), limit);
        section(word("変更", "updated"), &changes(&self.updated), limit);
        section(word("変更なし", "unchanged"), &unchanged, 0);
        section(word("ファイルにない", "absent"), &self.absent, limit);
        section(word("読めない", "rejected"), &rejected, limit);
        section(word("注記", "notes"), &notes, limit);
        out
    }
}

fn place(origin: &ledger::Origin, language: Language) -> String {
    let row = match language {
        Language::Ja => format!("{}行目", origin.row),
        Language::En => format!("row {}", origin.row),
    };
    match &origin.sheet {
        Some(sheet) => format!("{sheet} {row}"),
        None => row,
    }
}

fn line(change: &Change, language: Language, name: &impl Fn(&str) -> String) -> String {
    let late = match (change.is_late, language) {
        (false, _) => "",
        (true, Language::Ja) => "、後の事実あり",
        (true, Language::En) => ", later facts exist",
    };
    let mut line = format!("{} ({}, {}{late})", change.id, place(&change.origin, language), change.valid_on);
    if let Some(event) = change.event {
        let _ = write!(line, " {event}");
    }
    for field in &change.fields {
        let shown = |value: &Option<Box<str>>| {
            value.as_ref().map_or_else(|| "-".to_owned(), |value| format!("`{value}`"))
        };
        let _ = write!(line, " {}: {} → {};", name(&field.field), shown(&field.from), shown(&field.to));
    }
    line
}

fn note_line(note: &Note, language: Language) -> String {
    let is_ja = language == Language::Ja;
    let mut line = String::new();
    if let Some(sheet) = &note.sheet {
        let _ = write!(line, "{}`{sheet}`, ", if is_ja { "シート" } else { "sheet " });
    }
    if let Some(column) = &note.column {
        let _ = write!(line, "{}`{column}`, ", if is_ja { "列" } else { "column " });
    }
    if note.count > 0 {
        let _ = match language {
            Language::Ja => write!(line, "{}行目から{}件, ", note.row, note.count),
            Language::En => write!(line, "from row {}, {} in all, ", note.row, note.count),
        };
    }
    line.push_str(note.what.text().in_language(language));
    line
}
