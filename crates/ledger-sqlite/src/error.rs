//! What can go wrong with a journal database.

use std::{
    io,
    path::{Path, PathBuf},
};

use ledger::{AppendError, Corruption, Deed, Explain};
use provenance::Text;

/// A journal database cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SqliteError {
    /// It is to be made, but is there.
    #[error("`{path}` is there already; open it, or give the new journal another name")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// It is to be opened, but is not there.
    #[error("`{path}` is not there; make the journal first, or correct the path")]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// It is something else.
    #[error("`{path}` is no journal database; correct the path")]
    NotALedger {
        /// The file.
        path: PathBuf,
    },
    /// It was made by a later version of this program.
    #[error("`{path}` has schema {found}; this version knows schemas up to {known}, use a newer one")]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The newest schema known.
        known: i64,
    },
    /// It was made by an earlier version of this program, and is to be recorded in.
    #[error(
        "`{path}` has schema {found}, and this program records in schema {known}: `keiyaku ledger migrate {path}` brings it there and keeps every entry; reading needs no migration"
    )]
    OlderSchema {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The schema in which entries are recorded.
        known: i64,
    },
    /// The database engine does not do what keeping entries safe needs.
    #[error(
        "`{path}`: the database engine has `{name}` at {found} where {wanted} is needed; close other programs that have the database open, then try again"
    )]
    Setting {
        /// The file.
        path: PathBuf,
        /// The setting.
        name: &'static str,
        /// What is needed.
        wanted: &'static str,
        /// What it is.
        found: String,
    },
    /// What guards the entries was changed.
    #[error(
        "`{path}`: {object} is not as it was made; whoever changed it could change entries, compare with a copy"
    )]
    Schema {
        /// The file.
        path: PathBuf,
        /// The table, view, index or trigger.
        object: String,
    },
    /// The file is damaged below its entries.
    #[error("`{path}` is damaged: {found}; put back a copy, nothing was changed")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the database engine found.
        found: String,
    },
    /// It is not what was written.
    #[error("`{path}`: {corruption}; {}", corruption.damage.way_out().en)]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// The entry and what is wrong with it.
        corruption: Corruption,
    },
    /// The batch does not follow what the database ends with.
    #[error("`{path}`: {reason}")]
    Stale {
        /// The file.
        path: PathBuf,
        /// Which entry was expected.
        reason: AppendError,
    },
    /// The batch could not be brought to the disk.
    #[error(
        "`{path}` could not keep the batch: {source}; all that was recorded before stands; make room or have the disk checked, then see by `keiyaku ledger verify` whether the batch is there before you record it again"
    )]
    NotKept {
        /// The file.
        path: PathBuf,
        /// What the engine says.
        source: rusqlite::Error,
    },
    /// Somebody else writes.
    #[error("`{path}` is being written by another program; wait until it has ended, then try again")]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The database engine refuses.
    #[error("`{path}` {}: {source}", done.refused().en)]
    Database {
        /// The file.
        path: PathBuf,
        /// What was to be done with it.
        done: Deed,
        /// What the engine says.
        source: rusqlite::Error,
    },
    /// The machine refuses.
    #[error("`{path}` {}: {source}", done.refused().en)]
    Io {
        /// The file.
        path: PathBuf,
        /// What was to be done with it.
        done: Deed,
        /// What the machine says.
        source: io::Error,
    },
}

impl SqliteError {
    /// What is wrong and the way out, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        let (path, ja) = match self {
            Self::Exists { path } => {
                (path, "既にある。それを開くか、新しい記録簿に別の名前を付ける".to_owned())
            }
            Self::Missing { path } => (path, "見つからない。先に記録簿を作るか、パスを直す".to_owned()),
            Self::NotALedger { path } => (path, "記録簿のデータベースではない。パスを直す".to_owned()),
            Self::NewerSchema { path, found, known } => (
                path,
                format!("スキーマ{found}である。この版が読めるのはスキーマ{known}まで。新しい版を用いる"),
            ),
            Self::OlderSchema { path, found, known } => (
                path,
                format!(
                    "スキーマ{found}である。このプログラムはスキーマ{known}で記録する。`keiyaku ledger migrate {}`で移行すると全ての記録が残る。読取りに移行は要らない",
                    escape::name(path)
                ),
            ),
            Self::Setting { path, name, wanted, found } => (
                path,
                format!(
                    "データベースの設定`{name}`が{found}である（{wanted}が必要）。このデータベースを開いている他のプログラムを閉じて再度実行する"
                ),
            ),
            Self::Schema { path, object } => {
                (path, format!("{object}が作成時と異なる。変更した者は記録も変更できた。写しと照らす"))
            }
            Self::Damaged { path, found } => {
                (path, format!("破損している（{found}）。写しに戻す。何も変更していない"))
            }
            Self::Corrupt { path, corruption } => {
                (path, format!("{}。{}", corruption.text().ja, corruption.damage.way_out().ja))
            }
            Self::Stale { path, reason } => (path, reason.text().ja),
            Self::NotKept { path, source } => (
                path,
                format!(
                    "一括記録を保存できなかった（{source}）。それまでの記録は残っている。空きを作るかディスクを点検し、記録し直す前に`keiyaku ledger verify`で記録の有無を確かめる"
                ),
            ),
            Self::Busy { path } => (path, "他のプログラムが書込み中である。終了後に再度実行する".to_owned()),
            Self::Database { path, done, source } => (path, format!("{}（{source}）", done.refused().ja)),
            Self::Io { path, done, source } => (path, format!("{}（{source}）", done.refused().ja)),
        };
        Text::new(format!("`{}`: {ja}", escape::name(path)), self.to_string())
    }

    /// Whether the machine does not let the database be written to: a full or read-only disk, no permission.
    #[must_use]
    pub fn is_unwritable(&self) -> bool {
        use rusqlite::ErrorCode::{CannotOpen, DiskFull, PermissionDenied, ReadOnly, SystemIoFailure};
        let (Self::Database { source, .. } | Self::NotKept { source, .. }) = self else { return false };
        let code = source.sqlite_error_code();
        matches!(code, Some(CannotOpen | DiskFull | PermissionDenied | ReadOnly | SystemIoFailure))
    }

    /// For [`Result::map_err`].
    pub(crate) fn database(path: &Path, done: Deed) -> impl Fn(rusqlite::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| match source.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
                Self::Busy { path: path.clone() }
            }
            Some(rusqlite::ErrorCode::NotADatabase) => Self::NotALedger { path: path.clone() },
            Some(rusqlite::ErrorCode::DatabaseCorrupt) => {
                Self::Damaged { path: path.clone(), found: source.to_string() }
            }
            _ => Self::Database { path: path.clone(), done, source },
        }
    }

    /// For [`Result::map_err`], of what keeps a batch.
    pub(crate) fn not_kept(path: &Path) -> impl Fn(rusqlite::Error) -> Self + use<> {
        let otherwise = Self::database(path, Deed::Write);
        move |source| match otherwise(source) {
            Self::Database { path, source, .. } => Self::NotKept { path, source },
            other => other,
        }
    }

    /// For [`Result::map_err`].
    pub(crate) fn io(path: &Path, done: Deed) -> impl Fn(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { path: path.clone(), done, source }
    }
}
