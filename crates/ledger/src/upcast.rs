//! Older formats of entries, read as the present one.
//!
//! | format | difference |
//! | --- | --- |
//! | 1 | a body is `{"set":{kind,id,fields}}`; what happened is the field `event`; nothing can be corrected |
//! | 2 | the present one |

use crate::{
    Body, Fields, Put,
    names::Names,
    text::{Reader, Unread},
};

/// The format in which entries are written.
pub const FORMAT: u32 = 2;

/// Reads a body of format 1.
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
