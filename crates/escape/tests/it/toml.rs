//! A reader of TOML gets the exact value.

use escape::{terminal, toml};
use proptest::prelude::*;

use crate::texts;

fn check(texts: &[String]) {
    let file: String =
        (0..).zip(texts).map(|(n, text): (usize, _)| format!("k{n} = {}\n", toml(text))).collect();
    let read: ::toml::Table = file.parse().unwrap();
    for (n, text) in texts.iter().enumerate() {
        assert_eq!(read[&format!("k{n}")].as_str(), Some(text.as_str()));
        // No hidden character is left, and nothing that looks like the other escape is asked about.
        let written = toml(text).replace('{', "(");
        assert_eq!(terminal(&written), written);
    }
}

#[test]
fn every_character_keeps_its_value() {
    texts::packed(100).chunks(1_000).for_each(check);
}

proptest! {
    #[test]
    fn any_value_is_exact(texts in prop::collection::vec(texts::any(), 0..4)) {
        check(&texts);
    }
}
