//! What proves a journal: its chain, its head, and statements of where it ended that are kept elsewhere.

use std::{path::Path, process::ExitCode};

use escape::Lines;
use keiyaku::{
    files::{Limit, open_file},
    ledger::{Comparison, EntryHash, Head, JOURNAL_FORMAT, Journal},
    provenance::{Language, Text},
};
use ledger_sqlite::SqliteStore;
use ledger_statement::{KeyError, PublicKey, SecretKey, Signed, Statement, StatementError};
use serde_json::{Value, json};

use super::{args::VerifyOptions, journal};
use crate::{
    failure::{Failure, RECORDS},
    options::{Answer, Format},
    output,
    refusal::Refusal,
    run::RUN,
};

/// Exit code where the journal has fewer entries than the statement.
const TRUNCATED: u8 = 10;
/// Exit code where it has other entries.
const REWRITTEN: u8 = 11;
/// Exit code where it is another journal than the statement's.
const ANOTHER: u8 = 12;
/// Exit code where the signature is not of the key, or not over the statement.
const WRONG_SIGNATURE: u8 = 13;
/// Exit code where a key is given and the statement is not signed.
const NO_SIGNATURE: u8 = 14;
/// Exit code where the statement cannot be read, or contradicts itself.
const NO_STATEMENT: u8 = 15;

/// How much a statement or a key has at most.
const SMALL: Limit = Limit::new(64 << 10);

/// A journal's end as programs read it.
pub(super) fn head_json(head: &Head) -> Value {
    json!({
        "hash": head.hash.to_string(),
        "seq": head.entries,
        "batch": head.batches,
        "entries": head.entries,
        "recorded_at": head.recorded_at.as_ref().map(moment),
        "journal": head.journal.map(|journal| journal.to_string()),
        "format": head.format,
    })
}

/// A journal's end in a line.
pub(super) fn head_line(head: &Head, language: Language) -> String {
    let Head { entries, batches, recorded_at, hash, .. } = head;
    match (language, recorded_at) {
        (Language::Ja, Some(at)) => {
            let at = moment(at);
            format!(
                "末尾ハッシュ: {hash}（記録{entries}番、登録{batches}回目、記録件数{entries}件、記録日時{at}）"
            )
        }
        (Language::Ja, None) => format!("末尾ハッシュ: {hash}（記録なし）"),
        (Language::En, Some(at)) => {
            let (at, all) = (moment(at), counted(*entries));
            format!("head: {hash} (entry {entries}, batch {batches}, {all}, recorded at {at})")
        }
        (Language::En, None) => format!("head: {hash} (no entries)"),
    }
}

fn moment(moment: &chrono::DateTime<chrono::Utc>) -> String {
    moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn counted(entries: u64) -> String {
    if entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") }
}

/// Tells what was recorded, and where the journal ends now.
pub(super) fn recorded(path: &Path, entries: u64, head: &Head, answer: Answer) -> Result<(), Failure> {
    let shown = escape::name(path);
    output::print(&match (answer.format, answer.language()) {
        (Format::Json, _) => {
            output::json(&json!({ "journal": shown, "recorded": entries, "head": head_json(head) }))
        }
        (Format::Table, language) => said(entries, head, language),
    })
}

/// How many entries were recorded, and where the journal ends now.
pub(super) fn said(entries: u64, head: &Head, language: Language) -> Lines {
    let mut lines = Lines::of(match language {
        Language::Ja => format!("{entries}件を記録した"),
        Language::En => format!("{} recorded", counted(entries)),
    });
    lines.line(head_line(head, language));
    lines
}

/// What of a journal its chain alone does not prove.
fn unproven(journal: &Journal) -> Option<Text> {
    (journal.end().format < JOURNAL_FORMAT).then(|| {
        Text::new(
            "最後の登録は形式1であり、末尾の記録が取り除かれていないことは控えとの照合でのみ確認できる（次の登録から形式2となり、以後は記録簿だけで確認できる）",
            "the last batch is of format 1: that it lost no entries at its end only a statement shows (the next batch recorded is of format 2, from which on the journal shows it by itself)",
        )
    })
}

/// `keiyaku ledger head`.
pub(super) fn head(path: &Path, key: Option<&Path>, answer: Answer) -> Result<ExitCode, Failure> {
    let language = answer.language();
    let key = key.map(SecretKey::read).transpose().map_err(|error| told(&error))?;
    let journal = journal::read(path)?;
    // Whoever is writing may not have brought to the disk what was just read; a statement must not be ahead of it.
    open_file(path, false).and_then(|file| file.sync_all()).map_err(|source| unsettled(path, &source))?;
    let name = path.file_name().map_or_else(String::new, escape::name);
    let statement = Statement::of(&name, journal.end());
    let statement = match &key {
        Some(key) => statement.signed(key),
        None => statement,
    };
    if let Some(note) = unproven(&journal) {
        let shown = escape::name(path);
        output::tell_text(
            &format!("{shown}: "),
            &Text::new(format!("注意: {}", note.ja), format!("note: {}", note.en)),
        );
    }
    match answer.format {
        Format::Json => output::print(&output::json(&statement.to_json()))?,
        Format::Table => output::document(&statement.to_text(language))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// `keiyaku ledger key new`.
pub(super) fn new_key(path: &Path, language: Language) -> Result<ExitCode, Failure> {
    let (key, written) = SecretKey::make(path, &RUN).map_err(|error| match error {
        KeyError::Unwritten(error) => Failure::Write(error),
        error => told(&error),
    })?;
    output::notes(written);
    let shown = |path: &Path| escape::name(path);
    let (secret, public, id) = (shown(path), shown(&SecretKey::public_path(path)), key.public().id());
    let lines = match language {
        Language::Ja => [
            format!("{secret}: 署名用の秘密鍵（所有者だけが読める。誰にも渡さない）"),
            format!("{public}: 公開鍵（監査人に渡す）"),
            format!("鍵の識別番号: {id}"),
        ],
        Language::En => [
            format!("{secret}: the secret key, for signing (its owner alone may read it; hand it to nobody)"),
            format!("{public}: the public key (hand it to the auditor)"),
            format!("key ID: {id}"),
        ],
    };
    output::print(&lines.iter().collect())?;
    Ok(ExitCode::SUCCESS)
}

/// `keiyaku ledger key public`.
pub(super) fn public_key(path: &Path) -> Result<ExitCode, Failure> {
    let key = SecretKey::read(path).map_err(|error| told(&error))?;
    output::document(&key.public().to_pem())?;
    Ok(ExitCode::SUCCESS)
}

/// `keiyaku ledger migrate`.
pub(super) fn migrate(path: &Path, language: Language) -> Result<ExitCode, Failure> {
    let text = if journal::is_database(path) {
        let known = ledger_sqlite::VERSION;
        let found = SqliteStore::migrate(path).map_err(|error| Failure::Told(error.text()))?;
        match found == known {
            true => Text::new(
                format!("スキーマ{known}であり、移行は不要である"),
                format!("has schema {known} already"),
            ),
            false => Text::new(
                format!("スキーマ{found}から{known}へ移行した。記録はすべて元のままである"),
                format!("brought from schema {found} to {known}; every entry is as it was"),
            ),
        }
    } else {
        journal::read(path)?;
        Text::new(
            "ファイルの記録簿に移行は不要である。次の登録から現在の形式で記録する",
            "a file needs no migration: the next batch is recorded in the present format",
        )
    };
    let shown = escape::name(path);
    output::line(format_args!("{shown}: {}", text.in_language(language)))?;
    Ok(ExitCode::SUCCESS)
}

/// `keiyaku ledger verify`.
pub(super) fn verify(options: &VerifyOptions) -> Result<ExitCode, Failure> {
    let (path, language) = (options.place.path()?, options.answer.language());
    let key = options.key.as_deref().map(public_key_in).transpose()?;
    let statement = options.against.as_deref().map(|path| RUN.bytes(path, SMALL)).transpose()?;
    let (journal, unended) = journal::read_all(path)?;
    let noted = options.head.map(|head| noted(&journal, head, path)).transpose()?.flatten();
    let against = statement.map(|bytes| Against::of(&bytes, key.as_ref(), &journal));
    let shown = escape::name(path);
    output::print(&match options.answer.format {
        Format::Json => output::json(&json!({
            "journal": shown,
            "format": journal.end().format,
            "sized_from": journal.sized_from(),
            "head": head_json(&journal.end()),
            "is_ended": !unended,
            "noted": noted,
            "against": against.as_ref().map(Against::to_json),
        })),
        Format::Table => {
            let end = journal.end();
            let Head { entries, batches, format, .. } = end;
            let mut lines = Lines::of(match language {
                Language::Ja => format!(
                    "{shown}: 記録{entries}件、登録{batches}回、形式{format}。ハッシュチェーン検証: 正常"
                ),
                Language::En => format!(
                    "{shown}: {} in {batches} {}, format {format}; the hash chain is sound",
                    counted(entries),
                    if batches == 1 { "batch" } else { "batches" }
                ),
            });
            lines.line(head_line(&end, language));
            let more = [
                unproven(&journal)
                    .map(|note| Text::new(format!("注意: {}", note.ja), format!("note: {}", note.en))),
                noted.map(|entry| {
                    Text::new(
                        format!("指定のハッシュは記録{entry}番のもの"),
                        format!("the given hash is that of entry {entry}"),
                    )
                }),
            ];
            let more = more.into_iter().flatten().chain(against.iter().flat_map(Against::lines));
            lines.extend(more.map(|text| text.in_language(language).to_owned()));
            lines
        }
    })?;
    Ok(match against.map_or(0, |against| against.exit_code()) {
        0 if unended => RECORDS.into(),
        code => code.into(),
    })
}

/// The entry of a head that was noted; `None` of the head before the first.
fn noted(journal: &Journal, head: EntryHash, path: &Path) -> Result<Option<u64>, Failure> {
    if head == EntryHash::BEGINNING {
        return Ok(None);
    }
    let entry = journal
        .entries()
        .iter()
        .find(|entry| entry.hash == head)
        .ok_or_else(|| Refusal::NoHash { path: path.to_owned(), hash: head })?;
    Ok(Some(entry.seq))
}

fn public_key_in(path: &Path) -> Result<PublicKey, Failure> {
    let bytes = RUN.bytes(path, SMALL)?;
    PublicKey::from_pem(&String::from_utf8_lossy(&bytes)).map_err(|error| {
        let (shown, text) = (escape::name(path), error.text());
        Failure::Told(Text::new(format!("{shown}: {}", text.ja), format!("{shown}: {}", text.en)))
    })
}

/// A journal that was read and cannot be brought to the disk.
fn unsettled(path: &Path, error: &std::io::Error) -> Failure {
    let (shown, why) = (escape::name(path), keiyaku::files::reason(error));
    Failure::Told(Text::new(
        format!("{shown}: ディスクへの書込みを確認できないため、控えを作成しない（{}）", why.ja),
        format!(
            "`{shown}`: what was read cannot be brought to the disk, so no statement is made: {}",
            why.en
        ),
    ))
}

fn told(error: &KeyError) -> Failure {
    Failure::Told(error.text())
}

/// A journal beside a statement.
enum Against {
    Unusable(StatementError),
    Unsigned { statement: Statement, signed: Signed },
    Compared { statement: Statement, is_signed: bool, found: Comparison },
}

impl Against {
    fn of(bytes: &[u8], key: Option<&PublicKey>, journal: &Journal) -> Self {
        let statement = match Statement::read(bytes) {
            Ok(statement) => statement,
            Err(error) => return Self::Unusable(error),
        };
        // What nobody signed says nothing about the journal.
        match key.map(|key| statement.signature(key)) {
            Some(signed) if signed != Signed::Right => Self::Unsigned { statement, signed },
            signed => {
                let found = statement.head().compare(journal);
                Self::Compared { statement, is_signed: signed.is_some(), found }
            }
        }
    }

    const fn exit_code(&self) -> u8 {
        match self {
            Self::Unusable(_) => NO_STATEMENT,
            Self::Unsigned { signed: Signed::Missing, .. } => NO_SIGNATURE,
            Self::Unsigned { .. } => WRONG_SIGNATURE,
            Self::Compared { found, .. } => match found {
                Comparison::Same | Comparison::Extended { .. } => 0,
                Comparison::Truncated { .. } => TRUNCATED,
                Comparison::Rewritten { .. } => REWRITTEN,
                Comparison::Another { .. } => ANOTHER,
                Comparison::Contradictory { .. } => NO_STATEMENT,
            },
        }
    }

    /// What came of it, in a word.
    const fn word(&self) -> &'static str {
        match self {
            Self::Unusable(_) => "no-statement",
            Self::Unsigned { signed: Signed::Missing, .. } => "signature-missing",
            Self::Unsigned { .. } => "signature-wrong",
            Self::Compared { found, .. } => found.word(),
        }
    }

    fn statement(&self) -> Option<&Statement> {
        match self {
            Self::Unusable(_) => None,
            Self::Unsigned { statement, .. } | Self::Compared { statement, .. } => Some(statement),
        }
    }

    /// What is said of the signature.
    fn signature(&self) -> Option<Text> {
        let key = self.statement().and_then(Statement::key);
        Some(match (self, key) {
            (Self::Unusable(_), _) => return None,
            (Self::Unsigned { signed: Signed::Missing, .. }, _) => Text::new(
                "署名なし: --keyで公開鍵が指定されたが、控えに署名がない。署名のある控え（keiyaku ledger head --sign）を求めること",
                "signature missing: a key was given by --key, and the statement is not signed; ask for a signed one (keiyaku ledger head --sign)",
            ),
            (Self::Unsigned { signed: Signed::OtherKey { stated }, .. }, _) => Text::new(
                format!(
                    "署名不正: 指定された鍵ではなく、鍵{stated}の署名とされている。その鍵の公開鍵か、正しい控えを用いること"
                ),
                format!(
                    "signature wrong: it is said to be of key {stated}, not of the key given; use that key's file or the right statement"
                ),
            ),
            (Self::Unsigned { .. }, _) => Text::new(
                "署名不正: 控えの内容がこの鍵で署名されたものではない。控えが改変されている。原本を用いること",
                "signature wrong: the key did not sign what the statement says; it was altered: use the original",
            ),
            (Self::Compared { is_signed: true, .. }, Some(key)) => {
                Text::new(format!("署名: 正しい（鍵{key}）"), format!("signature: right (key {key})"))
            }
            (Self::Compared { .. }, Some(key)) => Text::new(
                format!("署名: 未検証（鍵{key}のものとされている。--keyで公開鍵を指定すると検証する）"),
                format!("signature: not checked (said to be of key {key}; give its file by --key)"),
            ),
            (Self::Compared { .. }, None) => Text::new("署名: なし", "signature: none"),
        })
    }

    fn verdict(&self) -> Option<Text> {
        match self {
            Self::Unusable(error) => Some(error.text()),
            Self::Unsigned { .. } => None,
            Self::Compared { found, .. } => Some(found.text()),
        }
    }

    fn lines(&self) -> Vec<Text> {
        let statement = self.statement().map(|statement| {
            let Head { entries, batches, recorded_at, .. } = statement.head();
            let name = statement.name();
            let at = recorded_at.as_ref().map(moment);
            Text::new(
                format!(
                    "控え: {name}、記録{entries}件、登録{batches}回{}",
                    at.as_ref().map_or_else(String::new, |at| format!("、最終記録{at}"))
                ),
                format!(
                    "statement: {name}, {} in {batches} {}{}",
                    counted(*entries),
                    if *batches == 1 { "batch" } else { "batches" },
                    at.as_ref().map_or_else(String::new, |at| format!(", last recorded at {at}"))
                ),
            )
        });
        let verdict = self
            .verdict()
            .map(|text| Text::new(format!("照合: {}", text.ja), format!("comparison: {}", text.en)));
        [statement, self.signature(), verdict].into_iter().flatten().collect()
    }

    fn to_json(&self) -> Value {
        let text = |text: Option<Text>| text.map(|text| json!({ "ja": text.ja, "en": text.en }));
        let (entries, batches) = match self {
            Self::Compared { found: Comparison::Same, .. } => (Some(0), Some(0)),
            Self::Compared { found: Comparison::Extended { entries, batches }, .. } => {
                (Some(*entries), Some(*batches))
            }
            _ => (None, None),
        };
        json!({
            "result": self.word(),
            "holds": self.exit_code() == 0,
            "entries_since": entries,
            "batches_since": batches,
            "signature_checked": matches!(self, Self::Compared { is_signed: true, .. }),
            "statement": self.statement().map(Statement::to_json),
            "signature": text(self.signature()),
            "comparison": text(self.verdict()),
        })
    }
}
