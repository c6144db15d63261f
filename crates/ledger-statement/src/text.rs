//! Statements as text: labels in Japanese or English, digits in groups. Read back from either, whatever a mail program
//! did to the lines, since what is checked and signed is what they say.

use chrono::{DateTime, Utc};
use ledger::{EntryHash, Head, JournalId};
use provenance::{Language, Text};

use crate::{
    KeyId, Statement, StatementError, hex,
    statement::{Signature, TITLE, VERSION, moment},
};

/// What is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Item {
    Name,
    Journal,
    Format,
    Entries,
    Batches,
    Recorded,
    Head,
    Check,
    Key,
    Signature,
}

impl Item {
    const ALL: [Self; 10] = [
        Self::Name,
        Self::Journal,
        Self::Format,
        Self::Entries,
        Self::Batches,
        Self::Recorded,
        Self::Head,
        Self::Check,
        Self::Key,
        Self::Signature,
    ];

    /// Its label.
    pub(crate) fn label(self) -> Text {
        let (ja, en) = match self {
            Self::Name => ("記録簿の名称", "Journal"),
            Self::Journal => ("記録簿の識別番号", "Journal ID"),
            Self::Format => ("形式", "Format"),
            Self::Entries => ("記録件数", "Entries"),
            Self::Batches => ("登録回数", "Batches"),
            Self::Recorded => ("最終記録日時（UTC）", "Last recorded (UTC)"),
            Self::Head => ("末尾ハッシュ", "Head hash"),
            Self::Check => ("照合符号", "Check code"),
            Self::Key => ("署名鍵の識別番号", "Signing key ID"),
            Self::Signature => ("署名（Ed25519）", "Signature (Ed25519)"),
        };
        Text::new(ja, en)
    }

    /// How many digits it has, where it is of digits only: they may go on in the lines after it.
    const fn digits(self) -> Option<usize> {
        match self {
            Self::Head => Some(64),
            Self::Signature => Some(128),
            Self::Journal | Self::Key => Some(16),
            Self::Check => Some(8),
            Self::Name | Self::Format | Self::Entries | Self::Batches | Self::Recorded => None,
        }
    }

    pub(crate) fn wrong(self, found: &str) -> StatementError {
        StatementError::Value { what: self.label(), found: found.to_owned() }
    }
}

/// What stands for nothing.
const NOTHING: &str = "-";

pub(crate) fn written(statement: &Statement, language: Language) -> String {
    let Head { journal, format, entries, batches, recorded_at, hash } = statement.head();
    let (title, note) = match language {
        Language::Ja => (
            "記録簿の控え",
            "この控えは記録簿とは別の場所に保管する。後日の照合: keiyaku ledger verify 記録簿 --against 控え",
        ),
        Language::En => (
            "Statement of a journal",
            "Keep this statement apart from the journal. To check it later: keiyaku ledger verify JOURNAL --against STATEMENT",
        ),
    };
    let mut text = match language {
        Language::Ja => format!("{title}（{TITLE} {VERSION}）\n\n"),
        Language::En => format!("{title} ({TITLE} {VERSION})\n\n"),
    };
    let mut line = |item: Item, value: &str| {
        let label = item.label();
        let label = label.in_language(language);
        match item.digits() {
            Some(digits) if value != NOTHING && digits > 16 => {
                text.push_str(&format!("{label}:\n"));
                for groups in hex::grouped(value, 4) {
                    text.push_str(&format!("    {groups}\n"));
                }
            }
            Some(_) if value != NOTHING => {
                text.push_str(&format!("{label}: {}\n", hex::grouped(value, 4).join(" ")));
            }
            _ => text.push_str(&format!("{label}: {value}\n")),
        }
    };
    line(Item::Name, statement.name());
    line(Item::Journal, &journal.map_or_else(|| NOTHING.to_owned(), |journal| journal.to_string()));
    line(Item::Format, &format.to_string());
    line(Item::Entries, &entries.to_string());
    line(Item::Batches, &batches.to_string());
    line(Item::Recorded, &recorded_at.as_ref().map_or_else(|| NOTHING.to_owned(), moment));
    line(Item::Head, &hash.to_string());
    line(Item::Check, &statement.check());
    if let Some(Signature { key, bytes }) = &statement.signature {
        line(Item::Key, &key.to_string());
        line(Item::Signature, &hex::digits(bytes));
    }
    text.push_str(&format!("\n{note}\n"));
    text
}

/// The statement, and its check code as stated.
pub(crate) fn read(text: &str) -> Result<(Statement, String), StatementError> {
    let version = text.lines().find_map(version_of).ok_or(StatementError::None)?;
    if version != VERSION {
        return Err(StatementError::Newer { found: version });
    }
    let found = Found::of(text)?;
    let name = found.get(Item::Name)?;
    if !is_shown(name) {
        return Err(Item::Name.wrong(name));
    }
    let head = Head {
        journal: found.optional(Item::Journal, |digits| digits.parse::<JournalId>().ok())?,
        format: found.read(Item::Format, number)?,
        entries: found.read(Item::Entries, number)?,
        batches: found.read(Item::Batches, number)?,
        recorded_at: found.optional(Item::Recorded, read_moment)?,
        hash: found.read(Item::Head, |digits| digits.parse::<EntryHash>().ok())?,
    };
    let signature = match (found.find(Item::Key), found.find(Item::Signature)) {
        (None, None) => None,
        _ => Some(Signature {
            key: found.read(Item::Key, |digits| digits.parse::<KeyId>().ok())?,
            bytes: found.read(Item::Signature, hex::bytes)?,
        }),
    };
    let check = found.get(Item::Check)?.to_owned();
    Ok((Statement { name: name.to_owned(), head, signature }, check))
}

/// Whether a name is one, and holds nothing that a line does not show.
pub(crate) fn is_shown(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    !name.is_empty() && words.join(" ") == name && escape::screen(name) == name
}

/// The version that a line says a statement is of.
fn version_of(line: &str) -> Option<u64> {
    let after = line.split_once(TITLE)?.1.trim_start();
    let digits = after.split(|letter: char| !letter.is_ascii_digit()).next()?;
    number(digits)
}

/// What the lines of a text state.
struct Found(Vec<(Item, String)>);

impl Found {
    fn of(text: &str) -> Result<Self, StatementError> {
        let mut found: Vec<(Item, String)> = Vec::new();
        for line in text.lines() {
            // What a mail program puts before the lines that it quotes.
            let line = line
                .trim_start_matches(|letter: char| letter.is_whitespace() || letter == '>' || letter == '|');
            let line = line.trim_end();
            if let Some((item, value)) = labelled(line) {
                if found.iter().any(|(known, _)| *known == item) {
                    return Err(StatementError::Twice { what: item.label() });
                }
                let value = if item.digits().is_some() { only_digits(value) } else { Some(value.to_owned()) };
                found.push((item, value.ok_or_else(|| item.wrong(line))?));
            } else if let Some((item, so_far)) = found.last_mut()
                && let Some(wanted) = item.digits()
                && so_far != NOTHING
                && so_far.len() < wanted
                && !line.is_empty()
            {
                let more = only_digits(line).filter(|more| more != NOTHING);
                so_far.push_str(&more.ok_or_else(|| item.wrong(line))?);
            }
        }
        Ok(Self(found))
    }

    fn find(&self, item: Item) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == item).map(|(_, value)| value.as_str())
    }

    fn get(&self, item: Item) -> Result<&str, StatementError> {
        self.find(item).ok_or_else(|| StatementError::Missing { what: item.label() })
    }

    fn read<T>(&self, item: Item, read: impl FnOnce(&str) -> Option<T>) -> Result<T, StatementError> {
        let value = self.get(item)?;
        read(value).ok_or_else(|| item.wrong(value))
    }

    fn optional<T>(
        &self,
        item: Item,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, StatementError> {
        match self.get(item)? {
            NOTHING => Ok(None),
            _ => self.read(item, read).map(Some),
        }
    }
}

/// What a line states, by its label in either language.
fn labelled(line: &str) -> Option<(Item, &str)> {
    let (label, value) = line.split_once([':', '：'])?;
    let label = label.trim();
    let item = Item::ALL.into_iter().find(|item| {
        let known = item.label();
        known.ja == label || known.en.eq_ignore_ascii_case(label)
    })?;
    Some((item, value.trim()))
}

/// Hexadecimal digits without what groups them, small; or the sign for nothing.
fn only_digits(text: &str) -> Option<String> {
    if text == NOTHING {
        return Some(text.to_owned());
    }
    let digits: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| digits.to_ascii_lowercase())
}

/// A number in its one spelling.
fn number<T: std::str::FromStr + ToString>(text: &str) -> Option<T> {
    text.parse::<T>().ok().filter(|number| number.to_string() == text)
}

/// A moment in its one spelling.
pub(crate) fn read_moment(text: &str) -> Option<DateTime<Utc>> {
    text.parse::<DateTime<Utc>>().ok().filter(|found| moment(found) == text)
}
