//! Outlines: where rows and values stand.

use tables::Outline;

const TABLE: &str = "\
# A comment before the first row.
[contract]
from = 2024-04-01

[[section]]
no = \"1\"
names = [{ ja = \"報告\" }, { ja = \"会議\" }]

[[section.item]]
letter = \"a\"
sla = [\"S-1\", \"S-2\"]
";

#[test]
fn rows_of_lists_within_lists_are_found_by_their_path_without_numbers() {
    let outline = Outline::of("tasks.toml", TABLE);
    let row = outline.rows_of("section.item").next().unwrap();
    assert_eq!((row.path.as_str(), row.place.to_string().as_str()), ("section[1].item[1]", "tasks.toml:9:1"));
    assert_eq!(outline.rows_of("section").count(), 1);
    assert_eq!(outline.rows_of("section.names").count(), 2);
    assert_eq!(outline.rows_of("item").count(), 0);
}

#[test]
fn each_text_of_a_list_has_its_own_place_and_dates_are_told_apart() {
    let outline = Outline::of("tasks.toml", TABLE);
    let row = outline.rows_of("section.item").next().unwrap();
    let levels: Vec<_> = row
        .values
        .iter()
        .filter(|value| value.key == "sla")
        .map(|value| (&*value.text, value.place.column))
        .collect();
    assert_eq!(levels, [("S-1", 8), ("S-2", 15)]);
    let contract = outline.rows().iter().find(|row| row.path == "contract").unwrap();
    let from = contract.value("from").unwrap();
    assert!(from.is_date && from.text == "2024-04-01" && from.place.line == 3);
}

/// What is wrong with a document is told where it is read; its outline is of what can be parsed.
#[test]
fn a_document_with_a_slip_has_an_outline_all_the_same() {
    let outline = Outline::of("a.toml", "[[item]]\nkey = \"A\"\nbad = \n[[item]]\nkey = \"B\"\n");
    assert!(outline.rows_of("item").any(|row| row.text("key") == Some("A")));
    assert_eq!(Outline::of("empty.toml", "").rows().len(), 1);
}
