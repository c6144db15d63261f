//! The known name nearest to a misspelt one.

use std::collections::BTreeMap;

/// Noun of more characters are not compared: nobody misspells one of these.
const LENGTH_MAX: usize = 64;

/// The candidate nearest to `word`, if one is near enough to be meant. Noun of more than 64 characters are near to none.
///
/// ```
/// assert_eq!(tables::nearest("catgory", ["category", "clause"]), Some("category"));
/// assert_eq!(tables::nearest("x", ["category", "y"]), None);
/// // Of a word that was cut short a third of the whole may be lacking, not of what is left.
/// assert_eq!(tables::nearest("month-owner", ["month-ownership", "blank-answer"]), Some("month-ownership"));
/// assert_eq!(tables::nearest("month", ["month-ownership", "blank-answer"]), None);
/// ```
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = |word: &str| word.chars().take(LENGTH_MAX + 1).count();
    let own = length(word);
    if own > LENGTH_MAX {
        return None;
    }
    let allowed = |candidate: &str| {
        let whole = if candidate.starts_with(word) { length(candidate) } else { own };
        (whole / 3).max(1)
    };
    candidates
        .into_iter()
        .filter(|candidate| length(candidate).abs_diff(own) <= allowed(candidate))
        .map(|candidate| (strsim::osa_distance(word, candidate), candidate))
        // Another word altogether, as of single letters each is, is not meant.
        .filter(|(distance, candidate)| {
            *distance <= allowed(candidate) && *distance < own.max(length(candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Near words for the rows of a file: each misspelt word is looked up once, and after the first hundred none is.
#[derive(Debug, Clone, Default)]
pub struct Suggestions {
    found: BTreeMap<String, Option<String>>,
}

impl Suggestions {
    /// So many different words are looked up.
    const WORDS_MAX: usize = 100;

    /// The candidate nearest to `word`, if one is near enough to be meant.
    pub fn nearest<'a>(
        &mut self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<String> {
        if let Some(found) = self.found.get(word) {
            return found.clone();
        }
        if self.found.len() >= Self::WORDS_MAX {
            return None;
        }
        let near = nearest(word, candidates).map(str::to_owned);
        self.found.insert(word.to_owned(), near.clone());
        near
    }
}
