//! `Keiyaku.toml`: what a folder of operations is set to.

use provenance::{Language, Text};
use tables::{Document, TableErrors};

/// The file that makes a folder one of operations.
pub const FILE: &str = "Keiyaku.toml";

/// The folder of the notes on misses, a file a month.
pub const NOTES: &str = "notes";

/// The folder of the empty forms.
pub const TEMPLATES: &str = "templates";

/// The folder of the closed months.
pub const CLOSED: &str = "closed";

/// The record of what was closed and reopened.
pub const RECORD: &str = "record.jsonl";

/// What a folder is set to. Paths are as written; those who read files take them from the folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The folder of the contract's tables; the reference contract where none is named.
    pub contract: Option<String>,
    /// How records are read, in place of the contract's records.toml.
    pub mapping: Option<String>,
    /// The journal of the ledgers.
    pub journal: Option<String>,
    /// What happened and what was done, for duties with dates.
    pub events: Option<String>,
    /// The language of what people read.
    pub language: Option<Language>,
    /// How many earlier months a report shows.
    pub earlier: Option<u8>,
}

impl Settings {
    /// Reads `Keiyaku.toml`.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(|root| {
            let path = |key: &'static str| {
                let path: Option<String> = root.optional(key);
                if path.as_deref() == Some("") {
                    root.complain(
                        key,
                        Text::new("空である", "is empty"),
                        Some(Text::new(
                            "ファイル又はフォルダの名前を書くか、行を消す",
                            "name a file or folder, or take the line out",
                        )),
                    );
                }
                path
            };
            let (contract, mapping) = (path("contract"), path("mapping"));
            let (journal, events) = (path("journal"), path("events"));
            let language = root.optional_one_of("lang", &[("ja", Language::Ja), ("en", Language::En)]);
            let earlier = root.optional("earlier");
            Some(Self { contract, mapping, journal, events, language, earlier })
        })
    }
}
