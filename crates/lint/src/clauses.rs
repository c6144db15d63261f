//! `clauses.toml`: the places of the documents that citations may name.

use std::collections::{BTreeMap, BTreeSet};

use provenance::DocumentId;
use tables::{Document, TableErrors};

/// Reads the table: `[[document]]` with `id` and `places`.
pub(crate) fn read(file: &str, source: &str) -> Result<BTreeMap<String, BTreeSet<String>>, TableErrors> {
    Document::parse(file, source).read(|root| {
        let mut documents = BTreeMap::new();
        let mut complete = Some(());
        for row in root.rows_by("document", &["id"]) {
            let (id, places) = (row.required_parsed("id", str::parse::<DocumentId>), row.strings("places"));
            let Some(id) = id else {
                complete = None;
                continue;
            };
            documents.insert(id.as_str().to_owned(), places.into_iter().collect());
        }
        complete.map(|()| documents)
    })
}
