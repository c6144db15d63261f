//! `Keiyaku.toml`.

use schemars::JsonSchema;

/// What a folder of operations is set to; paths are those from the folder.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The folder of the contract's tables; without it the reference contract.
    contract: Option<String>,
    /// How records are read, instead of the contract's records.toml.
    mapping: Option<String>,
    /// The journal of the ledgers.
    journal: Option<String>,
    /// What happened and was done, for duties with dates.
    events: Option<String>,
    /// The language of what is shown.
    lang: Option<Lang>,
    /// How many earlier months a report shows.
    earlier: Option<u8>,
}

/// A language.
#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Lang {
    Ja,
    En,
}
