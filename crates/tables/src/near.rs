//! The known name nearest to a misspelt one.

/// The candidate nearest to `word`, if one is near enough to be meant.
///
/// ```
/// assert_eq!(tables::nearest("catgory", ["category", "clause"]), Some("category"));
/// assert_eq!(tables::nearest("x", ["category", "clause"]), None);
/// ```
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}
