//! Layouts of tools, as data.

/// Mappings of tools' exports in their published layout, by name. Each says in its first lines where the layout is from.
pub const PRESETS: &[(&str, &str)] = &[
    ("glpi", include_str!("../../presets/glpi.toml")),
    ("japanese-sheet", include_str!("../../presets/japanese-sheet.toml")),
    ("jira", include_str!("../../presets/jira.toml")),
    ("redmine", include_str!("../../presets/redmine.toml")),
    ("servicenow", include_str!("../../presets/servicenow.toml")),
    ("zammad", include_str!("../../presets/zammad.toml")),
];

/// Layouts of ledgers in an `import.toml`, by name.
pub const LEDGER_PRESETS: &[(&str, &str)] = &[
    ("device-list", include_str!("../../presets/device-list.toml")),
    ("snipe-it", include_str!("../../presets/snipe-it.toml")),
];
