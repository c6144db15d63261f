//! What can go wrong with a journal file.

use std::{
    io,
    path::{Path, PathBuf},
};

use ledger::{AppendError, Corruption, Deed, Explain};
use provenance::Text;

/// A journal file cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
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
    /// It is a folder, a pipe, a device or the like.
    #[error("`{path}` is not a regular file, and no journal is kept elsewhere; correct the path")]
    NotAFile {
        /// What was named.
        path: PathBuf,
    },
    /// A line is longer than is read, or would be.
    #[error(
        "`{path}`, line {line}: is longer than {limit} bytes, the limit for a batch; if this is the journal, record in smaller batches, else correct the path"
    )]
    TooLong {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// How many bytes a line may have.
        limit: u64,
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
    /// Somebody else writes.
    #[error(
        "`{path}` is being written by another program; wait until it has ended, then try again (reading is possible meanwhile)"
    )]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// It is not what was written.
    #[error(
        "`{path}`, line {line}: {corruption}; {}", corruption.damage.way_out().en
    )]
    Corrupt {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// The entry and what is wrong with it.
        corruption: Corruption,
    },
    /// The batch does not follow what the file ends with.
    #[error("`{path}`: {reason}")]
    Stale {
        /// The file.
        path: PathBuf,
        /// Which entry was expected.
        reason: AppendError,
    },
    /// It was changed behind the lock.
    #[error(
        "`{path}` has {found} bytes where {expected} were written: a program that does not ask for the lock changed it; open it anew to have it verified"
    )]
    Changed {
        /// The file.
        path: PathBuf,
        /// Its length as written.
        expected: u64,
        /// Its length as found.
        found: u64,
    },
    /// The batch could not be brought to the disk.
    #[error(
        "`{path}` could not keep the batch: {source}; all that was recorded before stands; make room or have the disk checked, then see by `keiyaku ledger verify` whether the batch is there before you record it again"
    )]
    NotKept {
        /// The file.
        path: PathBuf,
        /// What the machine says.
        source: io::Error,
    },
    /// Writing failed before, and how much of it is on disk is not known.
    #[error("`{path}` takes nothing more since writing to it failed; open it anew to see what is there")]
    Failed {
        /// The file.
        path: PathBuf,
    },
}

impl FileError {
    /// What is wrong and the way out, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        let why = |source: &io::Error| files::reason(source).ja;
        let (path, ja) = match self {
            Self::Exists { path } => {
                (path, "既にある。それを開くか、新しい記録簿に別の名前を付ける".to_owned())
            }
            Self::Missing { path } => (path, "見つからない。先に記録簿を作るか、パスを直す".to_owned()),
            Self::NotAFile { path } => {
                (path, "通常のファイルではなく、記録簿を置けない。パスを直す".to_owned())
            }
            Self::TooLong { path, line, limit } => (
                path,
                format!(
                    "{line}行目が一括記録の上限{limit}バイトより長い。記録簿であれば小分けに記録し、そうでなければパスを直す"
                ),
            ),
            Self::Io { path, done, source } => (path, format!("{}（{}）", done.refused().ja, why(source))),
            Self::Locked { path } => (
                path,
                "他のプログラムが書込み中である。終了後に再度実行する（その間も読取りはできる）".to_owned(),
            ),
            Self::Corrupt { path, line, corruption } => {
                (path, format!("{line}行目: {}。{}", corruption.text().ja, corruption.damage.way_out().ja))
            }
            Self::Stale { path, reason } => (path, reason.text().ja),
            Self::Changed { path, expected, found } => (
                path,
                format!(
                    "書き込んだのは{expected}バイトだが{found}バイトある。ロックを確かめないプログラムが変更した。開き直して検証する"
                ),
            ),
            Self::NotKept { path, source } => (
                path,
                format!(
                    "一括記録を保存できなかった（{}）。それまでの記録は残っている。空きを作るかディスクを点検し、記録し直す前に`keiyaku ledger verify`で記録の有無を確かめる",
                    why(source)
                ),
            ),
            Self::Failed { path } => {
                (path, "書込みに失敗した後は何も記録できない。開き直して内容を確かめる".to_owned())
            }
        };
        Text::new(format!("`{}`: {ja}", escape::name(path)), self.to_string())
    }

    /// For [`Result::map_err`].
    pub(crate) fn io(path: &Path, done: Deed) -> impl Fn(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { path: path.clone(), done, source }
    }
}
