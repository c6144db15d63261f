//! The JSON Schemas of the tables, for editors; `cargo xtask codegen` writes them.

macro_rules! schemas {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../schema/", $name, ".schema.json")))),*]
    };
}

/// The text of each schema by the name of its table, in the order of the names.
pub const ALL: &[(&str, &str)] = schemas![
    "bid",
    "calendar",
    "clauses",
    "contract",
    "coverage",
    "duties",
    "escalation",
    "findings",
    "help-desk",
    "keiyaku",
    "ledger",
    "ledger-sample",
    "lists",
    "meetings",
    "offices",
    "policy",
    "products",
    "records",
    "remarks",
    "report",
    "review",
    "roles",
    "sample",
    "security",
    "sla",
    "staffing",
    "tasks",
    "volumes",
    "waivers",
];

/// The schema of a table, by its name or the name of its file.
#[must_use]
pub fn of(table: &str) -> Option<&'static str> {
    let name = table.strip_suffix(".toml").unwrap_or(table);
    ALL.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
