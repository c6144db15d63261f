//! The pages of `docs/reference/lint/` are the rules': with `UPDATE_DOCS=1` they are written, else compared.

use std::{collections::BTreeSet, fs, path::PathBuf};

use lint::{RULES, index, page};

#[test]
fn the_pages_are_up_to_date_and_none_is_left_over() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/lint");
    let pages = RULES.iter().map(|rule| (format!("{}.md", rule.id), page(rule)));
    let pages: Vec<(String, String)> = pages.chain([("README.md".to_owned(), index())]).collect();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in &pages {
            fs::write(folder.join(name), text).unwrap();
        }
    }
    for (name, text) in &pages {
        let written = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert_eq!(&written, text, "docs/reference/lint/{name} is stale: run with UPDATE_DOCS=1");
    }
    let known: BTreeSet<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(known.contains(name.as_str()), "docs/reference/lint/{name} is no rule's page");
    }
}
