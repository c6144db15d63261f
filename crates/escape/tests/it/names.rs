//! Names of files, whatever their bytes are.

use escape::{name, uri_path};
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_name_of_text_is_the_text(text in "[^\\\\]*") {
        prop_assert_eq!(name(&text), text);
    }

    #[test]
    #[cfg(unix)]
    fn no_two_names_read_alike(one in prop::collection::vec(any::<u8>(), 0..6), other in prop::collection::vec(any::<u8>(), 0..6)) {
        use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
        let read = |bytes: &[u8]| name(OsStr::from_bytes(bytes));
        prop_assert_eq!(read(&one) == read(&other), one == other);
    }

    #[test]
    fn a_path_of_a_uri_has_nothing_but_signs_of_uris(text in crate::texts::any()) {
        let path = uri_path(&text);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~/%".contains(c);
        prop_assert!(path.chars().all(is_plain));
        let mut bytes = Vec::new();
        let mut rest = path.bytes();
        while let Some(byte) = rest.next() {
            if byte == b'%' {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
            } else {
                bytes.push(byte);
            }
        }
        prop_assert_eq!(bytes, text.as_bytes());
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_told_apart_from_their_escape() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt};
    assert_eq!(name(OsStr::from_bytes(b"a\xff.csv")), r"a\x{ff}.csv");
    assert_eq!(name(r"a\x{ff}.csv"), r"a\x{5c}x{ff}.csv");
    // A lone surrogate in the encoding of Windows.
    assert_eq!(name(OsStr::from_bytes(b"\xed\xa0\x80")), r"\x{ed}\x{a0}\x{80}");
}
