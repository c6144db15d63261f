//! Values that many tables hold.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// The same text in Japanese and in English.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Text {
    /// 日本語
    ja: String,
    /// English
    en: String,
}

/// One value, or a list of them.
#[derive(JsonSchema)]
#[schemars(untagged)]
pub(crate) enum List<T> {
    /// One.
    One(T),
    /// Several.
    Several(Vec<T>),
}

/// A list of texts; a single text counts as a list of one.
pub(crate) type Strings = List<String>;

/// What a table may be written by; a program refuses a later one than it knows.
pub(crate) enum SchemaNumber {}

impl JsonSchema for SchemaNumber {
    fn schema_name() -> Cow<'static, str> {
        "SchemaNumber".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "const": 1, "description": "The schema that the table is written by." })
    }
}

/// A text that a pattern must fit.
macro_rules! patterned {
    ($($(#[doc = $doc:literal])* $name:ident = $pattern:literal;)*) => {$(
        $(#[doc = $doc])*
        pub(crate) enum $name {}

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({
                    "type": "string",
                    "pattern": $pattern,
                    "description": concat!($($doc),*).trim(),
                })
            }
        }
    )*};
}

patterned! {
    /// A citation: the document, `#`, and the place in it, as in `our-contract/main#4.1`.
    Clause = "^[^#\\s]+#[^#\\s]+$";
    /// A name of a row: lower-case letters, digits and `-`.
    Identifier = "^[a-z0-9-]+$";
    /// A day, as in 2025-04-01; without quotes or in them.
    Date = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
    /// A time of day, as in `09:00`.
    Time = "^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$";
    /// A local time, as in `2025-04-01 19:00`.
    LocalTime = "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}$";
    /// Hours from opening to closing, as in `09:00-17:30`; 24:00 is midnight at the end.
    Opening = "^ *[0-9]{1,2}:[0-9]{2} *- *[0-9]{1,2}:[0-9]{2} *$";
    /// A month, as in `2025-10`.
    Month = "^[0-9]{4}-[0-9]{2}$";
    /// Month and day, as in `03-31`.
    MonthDay = "^[0-9]{2}-[0-9]{2}$";
    /// Months of a year from the first to the last, as in `12-3`, or one.
    MonthRange = "^ *[0-9]{1,2} *(- *[0-9]{1,2} *)?$";
    /// An IANA time zone, as in `Asia/Tokyo`.
    Zone = "^[A-Za-z0-9_+/-]+$";
    /// The number of a service level, as in `S-2-1`, or of a row of it, as in `S-2-1.a`.
    ItemKey = "^\\S+$";
    /// A reading by its table and id, as in `policy:month-ownership`.
    PolicyName = "^[a-z-]+:[a-z0-9-]+$";
    /// A document's name, as in `our-contract/main`.
    Document = "^[^#\\s]+$";
    /// A place in a document, as in `4.1`.
    Locator = "^[^#\\s]+$";
}

/// A number in digits, as in 95 or 99.950; never rounded.
pub(crate) enum Number {}

impl JsonSchema for Number {
    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [{ "type": "number" }, { "type": "string", "pattern": "^[+-]?[0-9]+(\\.[0-9]+)?$" }],
            "description": "A number in digits, as in 95 or 99.950; never rounded.",
        })
    }
}
