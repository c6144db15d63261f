//! The pages say what the tables say.

use super::people::standard;

const READINGS: &str = include_str!("../../../../docs/reference/itss-readings.md");

/// Every reading stands on its page with its values and its clause, and nothing else does.
#[test]
fn readings_page_lists_the_readings() {
    let told: Vec<&str> = READINGS.lines().filter(|line| line.starts_with("| `")).collect();
    let known: Vec<String> = standard()
        .readings()
        .iter()
        .map(|reading| {
            let default = standard().default_readings().value(&reading.id).unwrap().to_owned();
            let others = reading.values.iter().filter(|value| **value != default).cloned();
            let values: Vec<String> =
                std::iter::once(default.clone()).chain(others).map(|value| format!("`{value}`")).collect();
            format!(
                "| `{}` | {} | `{}` | {} |",
                reading.id,
                values.join(", "),
                reading.clause,
                reading.what.en
            )
        })
        .collect();
    assert_eq!(told, known);
}

/// A reading that no indicator names would never be told.
#[test]
fn every_reading_is_named_by_an_indicator() {
    let indicators = || standard().fields().iter().flat_map(|field| &field.indicators);
    for reading in standard().readings() {
        assert!(indicators().any(|one| one.readings.contains(&reading.id)), "{}", reading.id);
    }
}
