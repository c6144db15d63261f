//! What can stop a command, and the exit code that it ends with.

use std::{io, process::ExitCode};

use keiyaku::{
    LoadError,
    files::{ReadError, WriteError, reason},
    intake::{Excerpt, RowError},
    provenance::Text,
    sla::EvaluateError,
    tables::{Explain, TableError, TableErrors, meant},
};

use crate::{
    excerpt,
    refusal::{Part, Refusal},
};

/// Exit code where the records handed in have errors, a law is refuted, or a bid is not eligible.
pub(crate) const RECORDS: u8 = 1;
/// Exit code where arguments, tables or files cannot be used.
pub(crate) const UNUSABLE: u8 = 2;
/// Exit code where a service level was missed and `--fail-on-missed` was given.
pub(crate) const MISSED: u8 = 3;
/// Exit code where the system does not take what is to be written: the disk is full, or nobody reads on.
pub(crate) const UNWRITTEN: u8 = 4;

/// Exit code where memory is used up.
pub(crate) const MEMORY: u8 = 5;

/// What stopped a command.
#[derive(Debug)]
pub(crate) enum Failure {
    Load(LoadError),
    Tables(TableErrors),
    Evaluate(EvaluateError),
    Read(ReadError),
    Write(WriteError),
    /// Standard output takes nothing more.
    Print(io::Error),
    /// Rows of records that cannot be read, and how many different problems they have.
    Records {
        rows: u64,
        problems: u64,
    },
    /// Problems of files that were handed in.
    Rows(Vec<(RowError, Option<Excerpt>)>),
    /// A month that is not closed as it stands, with all the reasons.
    Unclosed(Vec<Failure>),
    /// A journal did not take what was to be recorded.
    NotKept(Text),
    /// What was asked for cannot be done.
    Refused(Box<Refusal>),
    /// The same in both languages.
    Told(Text),
    /// All that is wrong with what was handed in together.
    Several(Vec<Failure>),
}

/// The name that may be meant, behind what is wrong.
pub(crate) fn or_meant(near: impl std::fmt::Display) -> Text {
    let Text { ja, en } = meant(&near.to_string());
    Text::new(format!("。{ja}"), format!("; {en}"))
}

/// How many problems of one file are told; of more, their number.
const TOLD: usize = 1_000;

impl Failure {
    /// What a library says of why it does not do something.
    pub(crate) fn of(error: &impl Explain) -> Self {
        Self::Told(error.text())
    }

    /// All that is wrong with a file, a line each.
    pub(crate) fn all(problems: impl IntoIterator<Item = Text>) -> Self {
        let mut problems = problems.into_iter();
        let mut told: Vec<Self> = problems.by_ref().take(TOLD).map(Self::Told).collect();
        let further = problems.count();
        if further > 0 {
            told.push(Self::Told(Text::new(
                format!("ほかに{further}件の問題がある"),
                format!("and {further} further problems"),
            )));
        }
        Self::Several(told)
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Records { .. } | Self::Unclosed(_) => RECORDS.into(),
            Self::Print(_)
            | Self::NotKept(_)
            | Self::Write(WriteError::Io { .. } | WriteError::BrokenOff { .. }) => UNWRITTEN.into(),
            _ => UNUSABLE.into(),
        }
    }

    /// What is wrong and the way out, one by one.
    pub(crate) fn texts(&self) -> Vec<Text> {
        match self {
            Self::Load(LoadError::Tables(errors)) | Self::Tables(errors) => {
                errors.problems.iter().map(TableError::text).collect()
            }
            Self::Several(all) | Self::Unclosed(all) => all.iter().flat_map(Self::texts).collect(),
            Self::Rows(errors) => errors
                .iter()
                .flat_map(|(error, excerpt)| {
                    let shown = excerpt.as_ref().map(|excerpt| excerpt::lines(&error.file, excerpt));
                    [error.line()].into_iter().chain(shown.into_iter().flatten().map(Text::same))
                })
                .collect(),
            Self::Load(error) => vec![error.text()],
            Self::Evaluate(error) => vec![error.text()],
            Self::Read(error) => vec![error.text()],
            Self::Write(error) => vec![error.text()],
            Self::Print(error) => {
                let why = reason(error);
                vec![Text::new(
                    format!(
                        "標準出力に書き込めない（{}）。ファイルや台帳に既に書いた内容はそのまま残る",
                        why.ja
                    ),
                    format!(
                        "standard output cannot be written: {}; what was written to files and journals before stays",
                        why.en
                    ),
                )]
            }
            Self::Records { rows: 0, problems } => vec![Text::new(
                format!(
                    "記録の問題{problems}件を上に挙げた。直すか、--keep-goingでそれらのファイルなしに進む"
                ),
                format!(
                    "{problems} problems of the records are listed above; mend them, or go on without those files by --keep-going"
                ),
            )],
            Self::Records { rows, problems } => vec![Text::new(
                format!(
                    "記録の{rows}行を読めない（上に挙げた問題{problems}件）。直すか、--keep-goingでそれらの行なしに進む"
                ),
                format!(
                    "{rows} rows of the records cannot be read ({problems} problems, listed above); mend them, or go on without those rows by --keep-going"
                ),
            )],
            Self::Refused(refusal) => vec![refusal.text()],
            Self::NotKept(text) | Self::Told(text) => vec![text.clone()],
        }
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(Box::new(refusal))
    }
}

/// That a contract lacks a part.
impl From<Part> for Failure {
    fn from(part: Part) -> Self {
        Refusal::Without(part).into()
    }
}

impl From<TableErrors> for Failure {
    fn from(errors: TableErrors) -> Self {
        Self::Tables(errors)
    }
}

impl From<EvaluateError> for Failure {
    fn from(error: EvaluateError) -> Self {
        Self::Evaluate(error)
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::Read(error)
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}
