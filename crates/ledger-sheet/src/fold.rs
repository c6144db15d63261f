//! Names of columns, sheets and words, compared as people mean them.

use unicode_normalization::UnicodeNormalization;

/// A name without differences of width, case and white space.
pub(crate) fn folded(name: &str) -> String {
    if name.is_ascii() {
        return name.chars().filter(|c| !c.is_ascii_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    }
    name.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// The name among `known` that a misspelt one may mean. Of two letters one is half the name: no guess is made.
pub(crate) fn near<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = folded(name);
    let known: Vec<(String, &str)> = known
        .into_iter()
        .map(|known| (folded(known), known))
        .filter(|(folded, _)| folded.chars().count() > 2)
        .collect();
    if name.chars().count() < 3 {
        return None;
    }
    let nearest = tables::nearest(&name, known.iter().map(|(folded, _)| folded.as_str()))?;
    known.iter().find(|(folded, _)| folded == nearest).map(|(_, known)| *known)
}
