//! `keiyaku ledger allowlist`: software that nobody allowed.

use std::{path::Path, process::ExitCode};

use keiyaku::{ledger::unlisted, provenance::Language, report::text_table};
use serde_json::{Value, json};

use super::{args::JournalOptions, handed_in};
use crate::{failure::Failure, failure::RECORDS, options::Format, output};

pub(super) fn allow_list(
    inventory: &Path,
    allow: &Path,
    options: &JournalOptions,
) -> Result<ExitCode, Failure> {
    let list = handed_in::allow_list(allow)?;
    let inventory = handed_in::inventory(inventory)?;
    let found = unlisted(&list, &inventory);
    let text = match options.answer.format {
        Format::Json => {
            let all: Vec<Value> = found
                .iter()
                .map(|one| {
                    json!({
                        "software": one.name, "version": one.version, "sort": one.component.word(),
                        "devices": one.devices,
                    })
                })
                .collect();
            output::json(&Value::from(all))
        }
        Format::Table => {
            let rows: Vec<Vec<String>> = found
                .iter()
                .map(|one| {
                    vec![
                        one.name.clone(),
                        one.version.clone().unwrap_or_default(),
                        one.component.to_string(),
                        one.devices.iter().cloned().collect::<Vec<_>>().join(" "),
                    ]
                })
                .collect();
            let header = match options.answer.language() {
                Language::Ja => ["ソフトウェア", "バージョン", "種類", "機器"],
                Language::En => ["software", "version", "sort", "devices"],
            };
            text_table(&header, &rows)
        }
    };
    output::print(&text)?;
    Ok(if found.is_empty() { ExitCode::SUCCESS } else { RECORDS.into() })
}
