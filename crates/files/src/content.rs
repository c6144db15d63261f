//! What a file that is open holds, up to a limit.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use crate::{ReadError, Run, system::host};

/// How many bytes a file may have.
///
/// ```
/// use files::Limit;
///
/// assert_eq!(Limit::TABLE.bytes(), 16 * 1024 * 1024);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Limit(u64);

impl Limit {
    /// A hand-edited table: 16 MiB, a hundred times the largest of the reference contract.
    pub const TABLE: Self = Self(16 << 20);
    /// Records, sheets and workbooks: 512 MiB.
    pub const DATA: Self = Self(512 << 20);
    /// All files of a run together: 2 GiB.
    pub const RUN: Self = Self(2 << 30);

    /// A limit of one's own.
    #[must_use]
    pub const fn new(bytes: u64) -> Self {
        Self(bytes)
    }

    /// As a number.
    #[must_use]
    pub const fn bytes(self) -> u64 {
        self.0
    }
}

/// For how long a pipe is waited for that nobody writes into.
const PATIENCE: u32 = 10;

/// Bytes as text.
pub(crate) fn text(bytes: Vec<u8>, path: &Path) -> Result<String, ReadError> {
    String::from_utf8(bytes).map_err(|error| {
        let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        ReadError::NotText { path: path.to_owned(), line }
    })
}

/// The bytes of a regular file. Its length is only a hint: it may grow, and some systems say 0 of files that have some.
pub(crate) fn whole(run: &Run, file: &mut File, path: &Path, limit: Limit) -> Result<Vec<u8>, ReadError> {
    let failed = |source| ReadError::io(path, source);
    let length = host::entry_of(file).map_err(failed)?.length;
    if length > limit.0 {
        return Err(ReadError::TooLarge { path: path.to_owned(), limit: limit.0 });
    }
    let mut bytes = Vec::new();
    let room = usize::try_from(length).unwrap_or(usize::MAX);
    bytes.try_reserve_exact(room).map_err(|_| failed(io::ErrorKind::OutOfMemory.into()))?;
    file.take(limit.0.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    counted(run, bytes, path, limit)
}

/// The bytes that come through a pipe. One without anybody at its other end is waited for a while only; one that somebody
/// holds open is waited for, since whoever fills it may take its time.
pub(crate) fn from_pipe(run: &Run, pipe: &mut File, path: &Path, limit: Limit) -> Result<Vec<u8>, ReadError> {
    let failed = |source| ReadError::io(path, source);
    let (mut bytes, mut chunk) = (Vec::new(), vec![0; 1 << 16]);
    let mut is_waited_for = false;
    loop {
        match pipe.read(&mut chunk) {
            // The end, or nobody has come yet.
            Ok(0) if bytes.is_empty() && !is_waited_for => {
                if !host::wait(pipe, Some(PATIENCE)).map_err(failed)? {
                    return Err(ReadError::Silent { path: path.to_owned(), seconds: PATIENCE });
                }
                is_waited_for = true;
            }
            Ok(0) => return counted(run, bytes, path, limit),
            Ok(read) => {
                let read = chunk.get(..read).unwrap_or_default();
                bytes.try_reserve(read.len()).map_err(|_| failed(io::ErrorKind::OutOfMemory.into()))?;
                bytes.extend_from_slice(read);
                if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit.0 {
                    return Err(ReadError::TooLarge { path: path.to_owned(), limit: limit.0 });
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                host::wait(pipe, None).map_err(failed)?;
            }
            Err(error) => return Err(failed(error)),
        }
    }
}

fn counted(run: &Run, bytes: Vec<u8>, path: &Path, limit: Limit) -> Result<Vec<u8>, ReadError> {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if length > limit.0 {
        return Err(ReadError::TooLarge { path: path.to_owned(), limit: limit.0 });
    }
    if !run.count(length, Limit::RUN.0) {
        return Err(ReadError::TooMuch { path: path.to_owned(), limit: Limit::RUN.0 });
    }
    Ok(bytes)
}
