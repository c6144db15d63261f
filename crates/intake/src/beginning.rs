//! How workbooks begin, whatever their names end in.

/// How the container of workbooks of before 2007 begins, in which all with a password lie.
pub(crate) const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Whether a file is a workbook of before 2007: such a container, or the stream of any of its forms in none.
pub(crate) fn is_old_book(bytes: &[u8]) -> bool {
    let bare: [&[u8]; 4] = [b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08"];
    bytes.starts_with(COMPOUND) || bare.iter().any(|head| bytes.starts_with(head))
}

/// Whether a file is a workbook: one of before 2007, or a zip archive.
pub(crate) fn is_book(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || is_old_book(bytes)
}
