//! The forms of a statement: text and JSON.

use ledger::{EntryHash, Head};

use crate::{Statement, StatementError, json, text};

impl Statement {
    /// As text to be mailed or printed.
    #[must_use]
    pub fn to_text(&self, language: provenance::Language) -> String {
        text::written(self, language)
    }

    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        json::written(self)
    }

    /// Reads a statement, be it text in either language, quoted in a mail or typed from paper, or JSON.
    ///
    /// # Errors
    /// [`StatementError`], in the order of its variants.
    pub fn read(bytes: &[u8]) -> Result<Self, StatementError> {
        let text = std::str::from_utf8(bytes).map_err(|_| StatementError::NotText)?;
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let (statement, check) = if text.starts_with('{') { json::read(text)? } else { text::read(text)? };
        let Head { journal, entries, batches, recorded_at, hash, .. } = &statement.head;
        let nothing = [
            journal.is_none(),
            *entries == 0,
            *batches == 0,
            recorded_at.is_none(),
            *hash == EntryHash::BEGINNING,
        ];
        if nothing.iter().any(|is| is != &nothing[0]) {
            return Err(StatementError::Contradictory);
        }
        let computed = statement.check();
        if check != computed {
            return Err(StatementError::Check { stated: check, computed });
        }
        Ok(statement)
    }
}
