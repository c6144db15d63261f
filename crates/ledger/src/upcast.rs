//! Older versions of an entry's text, read as the present one.
//!
//! | `v` | journal format | difference |
//! | --- | --- | --- |
//! | 1 | 1 | a body is `{"set":{kind,id,fields}}`; what happened is the field `event`; nothing can be corrected |
//! | 2 | 1 | the size of the batch is not stated |
//! | 3 | 2 | the present one |

use crate::{
    Body, Fields, Put,
    names::Names,
    text::{Reader, Unread},
};

/// The version of the text in which entries are written: the field `v`.
pub const ENTRY_VERSION: u32 = 3;

/// The format of journals that are written: in format 2 the entries of a batch state how many they are, so that the
/// hashes prove it.
pub const JOURNAL_FORMAT: u32 = 2;

/// The journal format of entries of a version.
pub(crate) const fn journal_format(version: u32) -> u32 {
    if version < 3 { 1 } else { JOURNAL_FORMAT }
}

/// Reads a body of version 1.
pub(crate) fn body_v1(reader: &mut Reader<'_>, names: &mut Names) -> Result<Body, Unread> {
    reader.expect("{\"set\":{\"kind\":")?;
    let kind = reader.word()?;
    reader.expect(",\"id\":")?;
    let id = reader.string()?.into();
    reader.expect(",\"fields\":")?;
    let (mut event, mut fields) = (None, Fields::default());
    reader.fields(|name, value| match name {
        "event" => event = value,
        _ => fields.set(names.get(name), value.map(Into::into)),
    })?;
    let event = event
        .map(|event| event.parse())
        .transpose()
        .map_err(|error: crate::WordError| reader.unread(false, &format!("a word not known ({error})")))?;
    reader.expect("}}")?;
    Ok(Body::Put(Put { kind, id, event, fields }))
}
