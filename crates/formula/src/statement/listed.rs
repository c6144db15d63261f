//! Where the cases of an English row stand, `0 if …; 10% if …; 25% otherwise`, and whether two of them overlap.

use crate::{
    Exact, Relation,
    condition::Condition,
    formula::{Kind, Node, same},
    lexicon::Word,
    read::Reader,
    token::Part,
};

/// The rows of a list: where each begins, its word for the condition, and where it ends.
pub(super) fn rows(reader: &Reader<'_>, from: usize) -> Option<Vec<(usize, usize, usize)>> {
    let signs = |wanted: Part| reader.outside(from, reader.end, |part| *part == wanted);
    let mut ends = signs(Part::Semicolon);
    let is_parted = !ends.is_empty();
    if ends.is_empty() {
        ends = signs(Part::Comma);
    }
    ends.push(reader.end);
    let mut rows = Vec::new();
    let mut begun = from;
    for end in ends {
        while begun < end
            && (matches!(reader.part_at(begun), Some(Part::Comma)) || reader.is_word(begun, Word::And))
        {
            begun += 1;
        }
        let words = (begun..end)
            .filter(|at| reader.word_at(*at) == Some(Word::If) || reader.is_word(*at, Word::Otherwise));
        let words: Vec<usize> = words.collect();
        match words.as_slice() {
            [word] if *word > begun || reader.is_word(*word, Word::Otherwise) => {
                rows.push((begun, *word, end))
            }
            [] if begun == end => {}
            _ => return None,
        }
        begun = end + 1;
    }
    let ifs = rows.iter().filter(|(_, word, _)| reader.word_at(*word) == Some(Word::If)).count();
    (rows.len() > 1 && (ifs > 1 || is_parted && ifs > 0)).then_some(rows)
}

/// From where to where something goes, and whether the ends belong to it.
#[derive(Default)]
struct Interval {
    least: Option<(Exact, bool)>,
    most: Option<(Exact, bool)>,
}

/// Whether two conditions may hold together; unless both bound one part by numbers that show otherwise, they may.
pub(super) fn may_overlap(one: &Condition, other: &Condition) -> bool {
    let (mut left, mut right) = (None, None);
    let (Some(a), Some(b)) = (interval(one, &mut left), interval(other, &mut right)) else { return true };
    let is_one = left.zip(right).is_some_and(|(left, right)| same(left, right));
    let is_apart = |below: &Interval, above: &Interval| match (&below.most, &above.least) {
        (Some((most, has_most)), Some((least, has_least))) => {
            most < least || most == least && !(*has_most && *has_least)
        }
        _ => false,
    };
    !is_one || !(is_apart(&a, &b) || is_apart(&b, &a))
}

fn interval<'a>(condition: &'a Condition, subject: &mut Option<&'a Node>) -> Option<Interval> {
    match condition {
        Condition::Compare(relation, left, right) => {
            let (relation, left, right) = match bounding(left) {
                Some(_) => (relation.exchanged(), right, left),
                None => (*relation, left, right),
            };
            let than = bounding(right)?;
            if subject.get_or_insert(left).at != left.at && !subject.is_some_and(|known| same(known, left)) {
                return None;
            }
            let end =
                Some((than, matches!(relation, Relation::AtLeast | Relation::AtMost | Relation::Equal)));
            Some(match relation {
                Relation::AtLeast | Relation::Greater => Interval { least: end, most: None },
                Relation::AtMost | Relation::Less => Interval { least: None, most: end },
                Relation::Equal => Interval { least: end.clone(), most: end },
                Relation::Unequal => return None,
            })
        }
        Condition::All(parts) => {
            let mut whole = Interval::default();
            for part in parts {
                let next = interval(part, subject)?;
                whole.least = whole.least.max(next.least);
                whole.most = match (whole.most, next.most) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
            Some(whole)
        }
        Condition::Any(_) => None,
    }
}

/// A number, or so many percent.
fn bounding(node: &Node) -> Option<Exact> {
    match &node.kind {
        Kind::Number(number) => Some(number.clone()),
        Kind::Percent(inner) => bounding(inner)?.checked_div(&Exact::from(100)),
        _ => None,
    }
}
