//! Why a file cannot be read or written, in both languages.

use std::{
    error::Error,
    fmt, io,
    path::{Path, PathBuf},
};

use provenance::Text;

use crate::{Kind, Role};

/// Why something cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReadError {
    /// It is not there.
    Missing {
        /// What was named.
        path: PathBuf,
    },
    /// It is neither a regular file nor, where a person named it, a pipe.
    NotAFile {
        /// What was named.
        path: PathBuf,
        /// What it is.
        kind: Kind,
    },
    /// It is to be a folder and is none.
    NotAFolder {
        /// What was named.
        path: PathBuf,
    },
    /// A table names it, and it lies outside the table's folder.
    Outside {
        /// What was named.
        path: PathBuf,
        /// The folder.
        folder: PathBuf,
    },
    /// It has more bytes than are read.
    TooLarge {
        /// What was named.
        path: PathBuf,
        /// How many bytes are read at most.
        limit: u64,
    },
    /// All files together have more bytes than are read in one run.
    TooMuch {
        /// The file that was one too many.
        path: PathBuf,
        /// How many bytes are read at most.
        limit: u64,
    },
    /// A folder has more entries than are looked at.
    TooMany {
        /// The folder.
        path: PathBuf,
        /// How many entries are looked at.
        limit: usize,
    },
    /// It is to be text and is not.
    NotText {
        /// What was named.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// Nobody writes into the pipe.
    Silent {
        /// What was named.
        path: PathBuf,
        /// How many seconds were waited.
        seconds: u32,
    },
    /// The system refuses.
    Io {
        /// What was named.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl ReadError {
    pub(crate) fn io(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound => Self::Missing { path },
            _ => Self::Io { path, source },
        }
    }

    /// What was named.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::Missing { path }
            | Self::NotAFile { path, .. }
            | Self::NotAFolder { path }
            | Self::Outside { path, .. }
            | Self::TooLarge { path, .. }
            | Self::TooMuch { path, .. }
            | Self::TooMany { path, .. }
            | Self::NotText { path, .. }
            | Self::Silent { path, .. }
            | Self::Io { path, .. } => path,
        }
    }

    /// The same of a file that is called otherwise, such as by the name that a table has for it.
    #[must_use]
    pub fn named(mut self, name: &Path) -> Self {
        match &mut self {
            Self::Missing { path }
            | Self::NotAFile { path, .. }
            | Self::NotAFolder { path }
            | Self::Outside { path, .. }
            | Self::TooLarge { path, .. }
            | Self::TooMuch { path, .. }
            | Self::TooMany { path, .. }
            | Self::NotText { path, .. }
            | Self::Silent { path, .. }
            | Self::Io { path, .. } => name.clone_into(path),
        }
        self
    }

    /// What is wrong and the way out.
    #[must_use]
    pub fn text(&self) -> Text {
        let path = escape::name(self.path());
        match self {
            Self::Missing { .. } => Text::new(
                format!("`{path}`: ファイル又はフォルダが見つからない。パスを確認する"),
                format!("`{path}`: there is no such file or folder; check the path"),
            ),
            Self::NotAFile { kind, .. } => {
                let kind = kind.text();
                Text::new(
                    format!("`{path}`: {}は読み込めない。通常のファイルを指定する", kind.ja),
                    format!("`{path}`: is {}, which is not read; name a regular file", kind.en),
                )
            }
            Self::NotAFolder { .. } => Text::new(
                format!("`{path}`: フォルダではない。フォルダを指定する"),
                format!("`{path}`: is not a folder; name a folder"),
            ),
            Self::Outside { folder, .. } => {
                let folder = escape::name(folder);
                Text::new(
                    format!(
                        "`{path}`: フォルダ`{folder}`の外にあるため読み込まない。ファイルをそのフォルダに置き、相対パスで指定する"
                    ),
                    format!(
                        "`{path}`: leads out of the folder `{folder}` and is not read; put the file into that folder and name it by a relative path"
                    ),
                )
            }
            Self::TooLarge { limit, .. } => Text::new(
                format!("`{path}`: 1ファイルの上限{}を超える。分割する", size(*limit)),
                format!("`{path}`: is larger than {}, the limit for one file; split it", size(*limit)),
            ),
            Self::TooMuch { limit, .. } => Text::new(
                format!("`{path}`: 読み込むファイルの合計が上限{}を超える。分けて実行する", size(*limit)),
                format!(
                    "`{path}`: the files of this run are larger than {} together, the limit; run it on fewer of them",
                    size(*limit)
                ),
            ),
            Self::TooMany { limit, .. } => Text::new(
                format!("`{path}`: フォルダ内の項目が上限{limit}件を超える。フォルダを分ける"),
                format!("`{path}`: the folder has more than {limit} entries, the limit; split it"),
            ),
            Self::NotText { line, .. } => Text::new(
                format!("`{path}`: {line}行目がUTF-8ではない。UTF-8で保存する"),
                format!("`{path}`: line {line} is not UTF-8; save the file as UTF-8"),
            ),
            Self::Silent { seconds, .. } => Text::new(
                format!("`{path}`: {seconds}秒待ったが、パイプに書き込むプログラムがない"),
                format!(
                    "`{path}`: nothing came through the pipe for {seconds} seconds, and no program has it open for writing"
                ),
            ),
            Self::Io { source, .. } => {
                let why = reason(source);
                Text::new(
                    format!("`{path}`: 読み込めない（{}）", why.ja),
                    format!("`{path}`: cannot be read: {}", why.en),
                )
            }
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl Error for ReadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// Why an output is refused: nothing of it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// The target was read in this run, or is a journal or a database of it.
    InUse(Role),
    /// The target is a journal or a database, though not of this run.
    Kept(Role),
    /// The target has the name of a file that belongs to a database beside it, or begins like one.
    SideFile,
    /// Another program has locked the target.
    Locked,
    /// The target, or the folder that is named, is a symbolic link.
    Link,
    /// The target is neither a file nor missing.
    NotAFile(Kind),
    /// What is to be the folder is none.
    NotAFolder,
    /// No file is named.
    NoName,
    /// The name is one of those that the program itself needs.
    Reserved,
    /// The target was not written by this program, as far as its record says.
    Foreign,
    /// The target was written by this program and changed since.
    Edited,
    /// The target may not be written to.
    Protected,
    /// The target is to be new and is there.
    Exists,
    /// The folder is to be new or empty and is neither.
    NotEmpty,
    /// Somebody changed the target while the output was being made.
    Changed,
    /// Another program has been writing into the folder for all the time that was waited.
    Busy,
    /// The record of what the program wrote is none, as far as can be read.
    NoRecord,
    /// What the program left in the folder when it was broken off is not what it could have left.
    InTheWay,
}

/// Why an output was not written.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// It would destroy something; nothing was changed.
    Refused {
        /// The target.
        path: PathBuf,
        /// Why.
        why: Refusal,
    },
    /// The system refuses; nothing was changed.
    Io {
        /// The target.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The system refuses, and what had been done cannot be taken back: the next run into the folder completes it.
    BrokenOff {
        /// The target.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl WriteError {
    pub(crate) fn refused(path: &Path, why: Refusal) -> Self {
        Self::Refused { path: path.to_owned(), why }
    }

    /// For [`Result::map_err`].
    pub(crate) fn io(path: &Path) -> impl Fn(io::Error) -> Self + use<'_> {
        move |source| Self::Io { path: path.to_owned(), source }
    }

    /// What is wrong and the way out.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Refused { path, why } => why.text(path),
            Self::Io { path, source } => {
                let (path, why) = (escape::name(path), reason(source));
                Text::new(
                    format!("`{path}`: 書き込めない（{}）。何も変更していない", why.ja),
                    format!("`{path}`: cannot be written: {}; nothing was changed", why.en),
                )
            }
            Self::BrokenOff { path, source } => {
                let (path, why) = (escape::name(path), reason(source));
                Text::new(
                    format!(
                        "`{path}`: 書き込みの途中で止まった（{}）。一部のファイルだけが新しい可能性がある。同じ出力先に再度実行すると完了する",
                        why.ja
                    ),
                    format!(
                        "`{path}`: writing was broken off: {}; some files may be new and others old, until the command is run again for the same place",
                        why.en
                    ),
                )
            }
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl Error for WriteError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { source, .. } | Self::BrokenOff { source, .. } => Some(source),
            Self::Refused { .. } => None,
        }
    }
}

impl Refusal {
    fn text(self, path: &Path) -> Text {
        let path = escape::name(path);
        let force = Text::new(
            "上書きしてよい場合は --force を付ける",
            "add --force to overwrite it, or name another place",
        );
        let other = Text::new("別の出力先を指定する", "name another place");
        let (ja, en, way_out) = match self {
            Self::InUse(role) => {
                let role = role.text();
                return Text::new(
                    format!("`{path}`: 今回の実行で使用中の{}のため上書きしない。{}", role.ja, other.ja),
                    format!("`{path}`: is {} of this run and is never overwritten; {}", role.en, other.en),
                );
            }
            Self::Kept(role) => {
                let role = role.text();
                return Text::new(
                    format!("`{path}`: {}のため、--force を付けても上書きしない。{}", role.ja, other.ja),
                    format!(
                        "`{path}`: is {} and is not overwritten, not even by --force; {}",
                        role.en, other.en
                    ),
                );
            }
            Self::SideFile => (
                "データベースの付属ファイル（-journal、-wal、-shm）の名前又は内容のため、--force を付けても書き込まない",
                "has the name or the content of a file that belongs to a database (-journal, -wal, -shm) and is not written, not even by --force",
                other,
            ),
            Self::Locked => {
                ("他のプログラムが使用中（ロック中）のファイル", "is locked by another program", other)
            }
            Self::Link => (
                "シンボリックリンクのため、たどって書き込まない",
                "is a symbolic link and is not followed",
                Text::new("リンク先を直接指定する", "name what it leads to, or another place"),
            ),
            Self::NotAFile(kind) => {
                let kind = kind.text();
                return Text::new(
                    format!("`{path}`: {}のため書き込まない。{}", kind.ja, other.ja),
                    format!("`{path}`: is {}, not a regular file; {}", kind.en, other.en),
                );
            }
            Self::NotAFolder => ("フォルダではない", "is not a folder", other),
            Self::NoName => (
                "ファイル名がない",
                "does not name a file",
                Text::new("ファイル名まで指定する", "name a file"),
            ),
            Self::Reserved => (
                "本プログラムが管理に使う名前のため出力先にできない",
                "is a name that this program keeps for itself",
                other,
            ),
            Self::Foreign => (
                "本プログラムが書いた記録のないファイル",
                "was not written by this program, as far as its record says",
                force,
            ),
            Self::Edited => (
                "本プログラムが書いた後に変更されたファイル",
                "was changed after this program wrote it",
                force,
            ),
            Self::Protected => ("書込み禁止のファイル", "is write-protected", force),
            Self::Exists => (
                "既に存在する",
                "is there already",
                Text::new("別の名前を指定する", "name another place, or move it away"),
            ),
            Self::NotEmpty => (
                "空のフォルダではない",
                "is not empty",
                Text::new(
                    "上書きを避けるため、存在しないフォルダを指定する",
                    "name a folder that is not there yet, so that nothing is written over",
                ),
            ),
            Self::Changed => (
                "処理の間に他のプログラムが変更した。何も変更していない",
                "was changed by another program meanwhile, and nothing was written",
                Text::new("再度実行する", "run the command again"),
            ),
            Self::Busy => (
                "他の keiyaku が同じフォルダに書き込んでいる",
                "another run is writing into the same folder",
                Text::new("終了後に再度実行する", "run the command again when it has ended"),
            ),
            Self::NoRecord => (
                "本プログラムが出力の記録に使う名前だが、その形式ではない",
                "has the name of this program's list of its outputs and is not such a list",
                Text::new("内容を確認し、移動する", "look at it and move it away"),
            ),
            Self::InTheWay => (
                "中断した実行の残りと異なるものがある",
                "is not what a run that was broken off can have left",
                Text::new("内容を確認し、移動する", "look at it and move it away"),
            ),
        };
        Text::new(format!("`{path}`: {ja}。{}", way_out.ja), format!("`{path}`: {en}; {}", way_out.en))
    }
}

impl Kind {
    pub(crate) fn text(self) -> Text {
        match self {
            Self::File => Text::new("通常のファイル", "a regular file"),
            Self::Folder => Text::new("フォルダ", "a folder"),
            Self::Link => Text::new("シンボリックリンク", "a symbolic link"),
            Self::Pipe => Text::new("名前付きパイプ", "a named pipe"),
            Self::Device => Text::new("デバイス", "a device"),
            Self::Other => Text::new("特殊ファイル", "a special file"),
        }
    }
}

impl Role {
    fn text(self) -> Text {
        match self {
            Self::Input => Text::new("入力ファイル", "an input"),
            Self::Journal => Text::new("台帳の記録（ジャーナル）", "a journal"),
            Self::Database => Text::new("データベース", "a database"),
        }
    }
}

/// Whether it is the system that does not take what is to be written, whatever is named: no room, no permission, a fault.
#[must_use]
pub fn is_unwritable(error: &io::Error) -> bool {
    // Anything but a name that leads nowhere.
    !matches!(
        error.kind(),
        io::ErrorKind::NotFound
            | io::ErrorKind::NotADirectory
            | io::ErrorKind::InvalidFilename
            | io::ErrorKind::InvalidInput
    )
}

/// What the system says, in both languages where it is one of the usual reasons.
#[must_use]
pub fn reason(error: &io::Error) -> Text {
    let (ja, en) = match error.kind() {
        io::ErrorKind::NotFound => ("見つからない", "there is no such file or folder"),
        io::ErrorKind::PermissionDenied => ("権限がない", "permission denied"),
        io::ErrorKind::StorageFull => ("ディスクの空きがない", "the disk is full"),
        io::ErrorKind::QuotaExceeded => ("ディスクの割当量を超えた", "the disk quota is exceeded"),
        io::ErrorKind::ReadOnlyFilesystem => ("読取り専用の領域", "the file system is read-only"),
        io::ErrorKind::FileTooLarge => ("ファイルが大きすぎる", "the file is too large for the file system"),
        io::ErrorKind::BrokenPipe => ("パイプの相手が終了した", "the other end of the pipe was closed"),
        io::ErrorKind::OutOfMemory => ("メモリが足りない", "there is not enough memory"),
        io::ErrorKind::NotADirectory => {
            ("途中の名前がフォルダではない", "a part of the path is not a folder")
        }
        io::ErrorKind::InvalidFilename => ("使えない名前", "the name is too long or not allowed"),
        _ => return Text::new(format!("システムのエラー: {error}"), error.to_string()),
    };
    Text::new(ja, en)
}

/// A number of bytes, in the largest unit that it is a whole number of.
fn size(bytes: u64) -> String {
    for (unit, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] {
        let count = bytes >> shift;
        if count > 0 && count << shift == bytes {
            return format!("{count} {unit}");
        }
    }
    format!("{bytes} B")
}
