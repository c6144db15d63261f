//! The record of the files that the program wrote into a folder: name and SHA-256, as `sha256sum --check` reads it.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    fmt::Write as _,
    fs::File,
    io,
};

use sha2::{Digest as _, Sha256};

use crate::system::{System, host};

/// The name of the record in its folder.
pub(crate) const RECORD: &str = ".keiyaku.sha256";

/// What the record says of itself; `sha256sum` passes over such lines.
const HEAD: &[u8] =
    "# keiyakuが書いたファイルとSHA-256（sha256sum -c で照合できる）。内容が異なるファイルは上書きしない。\n\
# Files that keiyaku wrote, with their SHA-256 (for sha256sum -c). A file that differs is not overwritten.\n"
        .as_bytes();

/// A SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    /// That of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// That of what an open file holds.
    pub(crate) fn of_file(system: &dyn System, file: &mut File) -> io::Result<Self> {
        let (mut hash, mut chunk) = (Sha256::new(), vec![0; 1 << 16]);
        loop {
            match system.read(file, &mut chunk) {
                Ok(0) => return Ok(Self(hash.finalize().into())),
                Ok(read) => hash.update(chunk.get(..read).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        let digits = text.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

/// The files that the program wrote, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Record(BTreeMap<OsString, Digest>);

impl Record {
    pub(crate) fn get(&self, name: &OsStr) -> Option<Digest> {
        self.0.get(name).copied()
    }

    pub(crate) fn put(&mut self, name: &OsStr, digest: Digest) {
        self.0.insert(name.to_owned(), digest);
    }

    pub(crate) fn retain(&mut self, mut is_there: impl FnMut(&OsStr) -> bool) {
        self.0.retain(|name, _| is_there(name));
    }

    pub(crate) fn to_bytes(&self) -> Option<Vec<u8>> {
        let mut out = HEAD.to_vec();
        for (name, digest) in &self.0 {
            let (name, is_escaped) = escaped(name)?;
            if is_escaped {
                out.push(b'\\');
            }
            let mut line = String::new();
            let _ = write!(line, "{digest}  ");
            out.extend_from_slice(line.as_bytes());
            out.extend_from_slice(&name);
            out.push(b'\n');
        }
        Some(out)
    }

    /// `None` where it is no record.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut found = BTreeMap::new();
        for line in bytes.split(|byte| *byte == b'\n') {
            if line.is_empty() || line.first() == Some(&b'#') {
                continue;
            }
            let (line, is_escaped) = line.strip_prefix(b"\\").map_or((line, false), |line| (line, true));
            let (digest, name) = line.split_at_checked(64)?;
            let digest = Digest::parse(std::str::from_utf8(digest).ok()?)?;
            // Two blanks, or a blank and the star of a binary file.
            let name = name.strip_prefix(b"  ").or_else(|| name.strip_prefix(b" *"))?;
            let name = if is_escaped { unescaped(name)? } else { name.to_vec() };
            found.insert(host::name_of(&name)?, digest);
        }
        Some(Self(found))
    }
}

/// A name in a line of its own, and whether anything had to be escaped for that.
pub(crate) fn escaped(name: &OsStr) -> Option<(Vec<u8>, bool)> {
    let mut out = Vec::new();
    let mut is_escaped = false;
    for byte in host::bytes_of(name)?.iter().copied() {
        let letter = match byte {
            b'\\' => b'\\',
            b'\n' => b'n',
            b'\r' => b'r',
            plain => {
                out.push(plain);
                continue;
            }
        };
        is_escaped = true;
        out.extend_from_slice(&[b'\\', letter]);
    }
    Some((out, is_escaped))
}

pub(crate) fn unescaped(name: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut bytes = name.iter();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'\\' => match bytes.next()? {
                b'\\' => b'\\',
                b'n' => b'\n',
                b'r' => b'\r',
                _ => return None,
            },
            plain => *plain,
        });
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_record_is_what_sha256sum_checks() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::default();
        for name in ["report.html", "実績 2024.csv", "line\nbreak", "back\\slash", "\r"] {
            std::fs::write(folder.path().join(name), name).unwrap();
            record.put(OsStr::new(name), Digest::of(name.as_bytes()));
        }
        std::fs::write(folder.path().join(RECORD), record.to_bytes().unwrap()).unwrap();
        let check = std::process::Command::new("sha256sum")
            .args(["--check", "--strict", "--quiet", RECORD])
            .current_dir(folder.path())
            .output();
        match check {
            Ok(output) => assert!(output.status.success() && output.stdout.is_empty(), "{output:?}"),
            Err(error) => println!("skipped: sha256sum cannot be run ({error})"),
        }
    }

    #[test]
    fn what_is_no_record_is_not_taken_for_one() {
        for wrong in
            ["x", "0123  name", &format!("{}name", "0".repeat(64)), &format!("{}  \\q", "\\0".repeat(32))]
        {
            assert_eq!(Record::parse(wrong.as_bytes()), None, "{wrong}");
        }
        assert_eq!(Record::parse(b""), Some(Record::default()));
    }

    proptest! {
        #[test]
        fn any_name_comes_back(names in prop::collection::vec(prop::collection::vec(1_u8.., 1..12), 0..6)) {
            let mut record = Record::default();
            for name in &names {
                if let Some(name) = host::name_of(name) {
                    record.put(&name, Digest::of(b"x"));
                }
            }
            prop_assert_eq!(Record::parse(&record.to_bytes().unwrap()), Some(record));
        }
    }
}
