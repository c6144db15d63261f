//! The versions of an entry's text; older ones are read as the present one.
//!
//! | `v` | journal format | difference |
//! | --- | --- | --- |
//! | 1 | 1 | a body is `{"set":{kind,id,fields}}`; what happened is the field `event`; nothing can be corrected |
//! | 2 | 1 | the size of the batch is not stated |
//! | 3 | 2 | the present one |

/// The version of the text in which entries are written: the field `v`.
pub const ENTRY_VERSION: u32 = 3;

/// The format of journals that are written: in format 2 the entries of a batch state how many they are, so that the
/// hashes prove it.
pub const JOURNAL_FORMAT: u32 = 2;

/// The journal format of entries of a version.
pub(crate) const fn journal_format(version: u32) -> u32 {
    if version < 3 { 1 } else { JOURNAL_FORMAT }
}
