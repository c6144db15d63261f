//! What can stop a command, and the exit code that it ends with.

use std::{fmt, path::PathBuf, process::ExitCode};

use keiyaku::{LoadError, sla::EvaluateError, tables::TableErrors};

/// Exit code where the records handed in have errors, a law is refuted, or a bid is not eligible.
pub(crate) const RECORDS: u8 = 1;
/// Exit code where arguments, tables or files cannot be used.
pub(crate) const UNUSABLE: u8 = 2;
/// Exit code where a service level was missed and `--fail-on-missed` was given.
pub(crate) const MISSED: u8 = 3;

/// What stopped a command.
#[derive(Debug)]
pub(crate) enum Failure {
    Load(LoadError),
    Tables(TableErrors),
    Evaluate(EvaluateError),
    File { path: PathBuf, source: std::io::Error },
    Records(u64),
    Other(String),
}

impl Failure {
    pub(crate) fn file(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Self::File { path: path.into(), source }
    }

    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Records(_) => RECORDS.into(),
            _ => UNUSABLE.into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Load(error) => error.fmt(f),
            Self::Tables(errors) => errors.fmt(f),
            Self::Evaluate(error) => error.fmt(f),
            Self::File { path, source } => write!(f, "`{}`: {source}", path.display()),
            Self::Records(n) => write!(
                f,
                "{n} problems in the records, listed above; mend them, or go on without those rows by --keep-going"
            ),
            Self::Other(message) => f.write_str(message),
        }
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        Self::Load(error)
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
