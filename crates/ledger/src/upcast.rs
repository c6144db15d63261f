//! Older formats of entries, read as the present one.
//!
//! | format | difference |
//! | --- | --- |
//! | 1 | a body is `{"set":{kind,id,fields}}`; what happened is the field `event`; nothing can be corrected |
//! | 2 | the present one |

use std::{borrow::Cow, str::FromStr};

use serde::Deserialize;

use crate::{Body, Event, Kind, Put, WordError, names::Names, text::RawFields};

/// The format in which entries are written.
pub const FORMAT: u32 = 2;

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum RawBodyV1<'a> {
    #[serde(borrow)]
    Set(RawSet<'a>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawSet<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    fields: RawFields<'a>,
}

impl RawBodyV1<'_> {
    pub(crate) fn upcast(self, names: &mut Names) -> Result<Body, WordError> {
        let Self::Set(RawSet { kind, id, mut fields }) = self;
        let event = match fields.0.iter().position(|(name, _)| name == "event") {
            Some(at) => fields.0.remove(at).1,
            None => None,
        };
        Ok(Body::Put(Put {
            kind: Kind::from_str(&kind)?,
            id: id.into(),
            event: event.map(|event| Event::from_str(&event)).transpose()?,
            fields: fields.lower(names),
        }))
    }
}
