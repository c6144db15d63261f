//! One name in several dresses: 「価格（税込）÷価格（税抜）」 and 「当月の件数÷前月の件数」 speak of two figures by one name.

use crate::{
    Aside, ReadError, Unclear,
    aside::Note,
    formula::Operation,
    lexicon::Word,
    read::Reader,
    token::{Bracket, Part},
};

/// A name with what stands about it and was set aside.
struct Dressed<'a> {
    term: usize,
    /// The tokens of the name.
    from: usize,
    /// What stands before it: 「当月の」, `number of`.
    before: String,
    /// Whether it is pointed at: 「当該」.
    is_said: bool,
    /// What stands behind it in brackets.
    behind: Vec<&'a str>,
    /// The token behind all that.
    to: usize,
}

/// Refuses a text that calls two figures by one name.
///
/// Brackets that differ tell figures apart, and so do words before a name. One dress beside a bare name does where the
/// formula would have no other name, or takes the one from the other: a gloss is often printed once only.
pub(crate) fn check(reader: &Reader<'_>, notes: &[Note]) -> Result<(), ReadError> {
    let all = dressed(reader, notes);
    let is_alone = all.iter().all(|one| all.first().is_some_and(|first| first.term == one.term));
    for (n, other) in all.iter().enumerate() {
        for one in all.iter().take(n).filter(|one| one.term == other.term) {
            let operation = match reader.tokens.get(one.to).map(|token| &token.part) {
                Some(Part::Operator(operation)) if one.to + 1 == other.begins_at(reader) => Some(*operation),
                _ => None,
            };
            // 「委託料－当該委託料×10％」 takes a part from what was named before.
            let is_said = operation != Some(Operation::Subtract) && one.is_said != other.is_said;
            let is_taken = matches!(operation, Some(Operation::Divide | Operation::Subtract));
            let is_bare = |words: &str, others: &str| words.is_empty() || others.is_empty();
            let (first, second) = (one.behind.join(""), other.behind.join(""));
            let differs = first != second && !is_bare(&first, &second)
                || one.before != other.before && !is_bare(&one.before, &other.before);
            let is_other = first != second || one.before != other.before || is_said;
            if differs || is_other && (is_alone || is_taken) {
                let first = reader.text_of(one.begins_at(reader), one.to).into();
                return Err(reader.unclear(
                    Unclear::TwoOfOneName { first },
                    other.begins_at(reader),
                    other.to,
                ));
            }
        }
    }
    Ok(())
}

impl Dressed<'_> {
    /// The token at which what stands before it begins.
    fn begins_at(&self, reader: &Reader<'_>) -> usize {
        let mut from = self.from;
        while from > 0 && is_filler(reader, from - 1) {
            from -= 1;
        }
        from
    }
}

fn is_filler(reader: &Reader<'_>, at: usize) -> bool {
    matches!(reader.tokens.get(at).map(|token| &token.part), Some(Part::Word(Word::Filler)))
}

fn dressed<'a>(reader: &Reader<'a>, notes: &[Note]) -> Vec<Dressed<'a>> {
    const ARTICLES: &[&str] = &["the", "a", "an", "any"];
    const SAID: &[&str] = &["当該", "上記", "上記の"];
    let mut all = Vec::new();
    for (from, token) in reader.tokens.iter().enumerate() {
        let Part::Term(term) = token.part else { continue };
        let mut one =
            Dressed { term, from, before: String::new(), is_said: false, behind: Vec::new(), to: from + 1 };
        for at in one.begins_at(reader)..from {
            match reader.folded(at, at + 1) {
                word if ARTICLES.contains(&word) => {}
                word if SAID.contains(&word) => one.is_said = true,
                word => one.before.push_str(word),
            }
        }
        // 「件数」（初動）: quotation marks and brackets around the name alone.
        let mut before = from;
        while let Some(opens) = before.checked_sub(1)
            && matches!(reader.tokens.get(opens).map(|token| &token.part), Some(Part::Open(_) | Part::Quote))
            && matches!(
                reader.tokens.get(one.to).map(|token| &token.part),
                Some(Part::Close(_) | Part::Quote)
            )
        {
            before = opens;
            one.to += 1;
        }
        // Only what was set aside: a bracket that is part of the formula tells nothing.
        while let Some(behind) = aside(reader, one.to, notes) {
            // A bare mark, 「（※）」, tells nothing apart.
            let words = reader.folded(one.to, behind);
            if words.chars().any(char::is_alphanumeric) {
                one.behind.push(words);
            }
            one.to = behind;
        }
        all.push(one);
    }
    all
}

/// Where a unit, a mark or a remark ends that begins at a token and was set aside.
fn aside(reader: &Reader<'_>, at: usize, notes: &[Note]) -> Option<usize> {
    let is_begun = match &reader.tokens.get(at)?.part {
        Part::Mark => true,
        Part::Open(bracket) => *bracket != Bracket::Curly,
        _ => false,
    };
    let begins = reader.span(at, at + 1).start;
    let note = notes.iter().filter(|_| is_begun).find(|note| {
        note.at.start == begins && matches!(note.what, Aside::Unit | Aside::Mark | Aside::Remark)
    })?;
    (at + 1..=reader.tokens.len()).find(|to| reader.span(at, *to).end >= note.at.end)
}
