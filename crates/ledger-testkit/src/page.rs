//! A page of messages whose sections are made by tests: what it says is what is printed.

use std::{env, fmt::Write, fs, path::Path};

/// A message, and what brings it about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The file that brings it about, or the deed.
    pub name: String,
    /// What is wrong, in a sentence.
    pub what: String,
    /// What is printed, without the folder of the machine it was printed on.
    pub message: String,
}

/// A page's section of some cases, in their order.
///
/// # Panics
/// Never.
#[must_use]
pub fn section(cases: &[Case]) -> String {
    let mut text = String::new();
    for Case { name, what, message } in cases {
        write!(text, "### {name}\n\n{what}\n\n```text\n{message}\n```\n\n").unwrap();
    }
    text
}

/// Checks that a page holds a text between the comments `<!-- begin NAME` and `<!-- end NAME`; with the variable
/// `UPDATE_PAGES` set, writes it there.
///
/// # Panics
/// Where it does not, or where the page has no such comments.
pub fn check(page: &Path, name: &str, text: &str) {
    let whole = fs::read_to_string(page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
    let no_place = || panic!("{}: no place for `{name}`", page.display());
    let begin = whole.find(&format!("<!-- begin {name}:")).unwrap_or_else(no_place);
    let begin = begin + whole[begin..].find("-->\n").unwrap_or_else(no_place) + "-->\n".len();
    let end = begin + whole[begin..].find(&format!("<!-- end {name} -->")).unwrap_or_else(no_place);
    let wanted = format!("\n{text}");
    if whole[begin..end] == wanted {
        return;
    }
    assert!(
        env::var_os("UPDATE_PAGES").is_some(),
        "{}, section `{name}`, is not what is printed; run the test with UPDATE_PAGES=1, then read the page:\n{wanted}",
        page.display()
    );
    fs::write(page, [&whole[..begin], &wanted, &whole[end..]].concat()).unwrap();
}
