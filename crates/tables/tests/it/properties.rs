//! No text makes the reader panic, and what is wrong is always told.

use proptest::prelude::*;
use tables::Document;

const VALID: &str = "[[item]]\nkey = \"S-1\"\nname = { ja = \"件数\", en = \"count\" }\nvalue = 95\n";

fn read(source: &str) -> Result<usize, tables::TableErrors> {
    Document::parse("t.toml", source).read(|root| {
        let rows = root.rows("item");
        for row in &rows {
            let _: Option<String> = row.required("key");
            let _: Option<u32> = row.optional("value");
            let _ = row.required_text("name");
        }
        Some(rows.len())
    })
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_places(source in ".{0,200}") {
        if let Err(errors) = read(&source) {
            prop_assert!(!errors.problems.is_empty());
            prop_assert!(errors.problems.iter().all(|error| error.line >= 1 && error.column >= 1));
        }
    }

    #[test]
    fn a_damaged_table_is_read_or_refused(at in 0..VALID.chars().count(), with in any::<char>()) {
        let damaged: String =
            VALID.chars().enumerate().map(|(n, c)| if n == at { with } else { c }).collect();
        let _ = read(&damaged);
    }
}
