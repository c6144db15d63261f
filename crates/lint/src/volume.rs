//! `volumes.toml`: how many cases a month each service level is expected to have.

use provenance::{Clause, Text};
use sla::{Catalogue, ItemKey};
use tables::{Document, TableErrors, meant};

/// The cases a month that a service level is expected to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Volume {
    /// The service level.
    pub item: ItemKey,
    /// How many cases a month.
    pub cases: u64,
    /// Where the documents say so.
    pub clause: Option<Clause>,
    /// Why so many are expected.
    pub why: Text,
}

/// Reads the table: `[[volume]]` with `item`, `cases`, `why` and, where a document says it, `clause`.
pub(crate) fn read(file: &str, source: &str, sla: &Catalogue) -> Result<Vec<Volume>, TableErrors> {
    Document::parse(file, source).read(|root| {
        root.rows_by("volume", &["item"])
            .iter()
            .map(|row| {
                let key: Option<String> = row.required("item");
                let item = key.and_then(|key| {
                    let known = sla.item(&key).map(|item| item.key.clone());
                    if known.is_none() {
                        let help = sla.nearest(&key).map(meant);
                        row.complain(
                            "item",
                            Text::new(format!("評価項目`{key}`はない"), format!("there is no item `{key}`")),
                            help,
                        );
                    }
                    known
                });
                let (cases, clause, why) =
                    (row.required("cases"), row.optional_clause("clause"), row.required_text("why"));
                Some(Volume { item: item?, cases: cases?, clause, why: why? })
            })
            .collect()
    })
}
