//! Names of files.

use std::{borrow::Cow, ffi::OsStr, fmt::Write};

/// The name of a file or folder as text. Bytes that are no UTF-8 become `\x{ff}`, so that two names never read alike.
/// The text is foreign still: what shows it makes it harmless.
///
/// ```
/// # #[cfg(unix)] {
/// use std::{ffi::OsStr, os::unix::ffi::OsStrExt, path::Path};
///
/// assert_eq!(escape::name(Path::new("6月/台帳.csv")), "6月/台帳.csv");
/// assert_eq!(escape::name(OsStr::from_bytes(b"\x91\xe4.csv")), r"\x{91}\x{e4}.csv");
/// # }
/// ```
#[must_use]
pub fn name<'a>(name: impl AsRef<OsStr> + 'a) -> String {
    let bytes = name.as_ref().as_encoded_bytes();
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        // What looks like the escape of a byte is escaped itself.
        out.push_str(&chunk.valid().replace(r"\x{", r"\x{5c}x{"));
        for byte in chunk.invalid() {
            // Writing to a string does not fail.
            let _ = write!(out, "\\x{{{byte:02x}}}");
        }
    }
    out
}

/// The path of a URI: what is neither a letter, a digit nor one of `-._~/` of ASCII is percent-encoded.
///
/// ```
/// assert_eq!(escape::uri_path("findings/本 文?.toml"), "findings/%E6%9C%AC%20%E6%96%87%3F.toml");
/// ```
///
/// # Source
/// RFC 3986 §2.1, §2.3, §3.3.
#[must_use]
pub fn uri_path(path: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    if path.bytes().all(is_plain) {
        return Cow::Borrowed(path);
    }
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if is_plain(byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    Cow::Owned(out)
}
