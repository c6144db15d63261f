//! A reader of JSON gets the exact value; a reader of SARIF no placeholder and no link.

use escape::{is_hidden, json, read_back, sarif, terminal};
use proptest::prelude::*;

use crate::texts;

fn check(texts: &[String]) {
    let written = serde_json::to_string_pretty(&texts).unwrap();
    let safe = json(&written);
    // What is left of the hidden are selectors after what they vary, and the layout.
    assert_eq!(terminal(&safe.replace(['\n', '\\'], "")), safe.replace(['\n', '\\'], ""));
    assert_eq!(serde_json::from_str::<Vec<String>>(&safe).unwrap(), texts);
}

/// The text of a message, as a reader with no arguments has it.
fn read(message: &str) -> String {
    // Braces that are not doubled are placeholders.
    assert!(!message.replace("{{", "").replace("}}", "").contains(['{', '}']), "{message}");
    let message = message.replace("{{", "{").replace("}}", "}");
    assert!(!message.contains("]("), "{message}");
    read_back(&message.replace(r"]\u{28}", "](")).into_owned()
}

#[test]
fn every_character_keeps_its_value() {
    texts::portions(4_096).for_each(|texts| check(&texts));
}

#[test]
fn every_character_is_in_its_message() {
    let hidden = texts::all().filter(|text| text.contains(|c: char| c.is_ascii() || is_hidden(c)));
    hidden.for_each(|text| assert_eq!(read(&sarif(&text)), text));
}

proptest! {
    #[test]
    fn any_value_is_exact(texts in prop::collection::vec(texts::any(), 0..4)) {
        check(&texts);
    }

    #[test]
    fn any_message_comes_back(text in texts::any()) {
        prop_assert_eq!(read(&sarif(&text)), text);
    }
}
