//! Names of columns, sheets and words, compared as people mean them.

use std::borrow::Cow;

pub(crate) use provenance::folded;

/// The name among `known` that a misspelt one may mean. Of two letters one is half the name: no guess is made.
pub(crate) fn near<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = folded(name);
    let known: Vec<(Cow<'_, str>, &str)> = known
        .into_iter()
        .map(|known| (folded(known), known))
        .filter(|(folded, _)| folded.chars().count() > 2)
        .collect();
    if name.chars().count() < 3 {
        return None;
    }
    let nearest = tables::nearest(&name, known.iter().map(|(folded, _)| folded.as_ref()))?;
    known.iter().find(|(folded, _)| folded == nearest).map(|(_, known)| *known)
}
