//! Conditions on which parts of a formula apply: tiers of a credit, the empty month, intervals of a price.

use provenance::Language;

use crate::{
    Exact, Vocabulary,
    evaluate::{Cause, Overlap, OverlapCase, Reason, TermValue, Values, value, with_values},
    formula::{self, Node, collect},
    source::Sign,
};

/// A part of a formula that has cases: the value it takes where its condition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Case {
    pub(crate) when: Condition,
    pub(crate) then: Node,
}

/// What has to be so for a case to apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    Compare(Relation, Box<Node>, Box<Node>),
    /// All of these; `a ≤ x < b` is two comparisons that share `x`.
    All(Vec<Condition>),
    /// At least one of these.
    Any(Vec<Condition>),
}

/// How two numbers are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// `<`, 未満.
    Less,
    /// `≤`, 以下.
    AtMost,
    /// `=`.
    Equal,
    /// `≥`, 以上.
    AtLeast,
    /// `>`, 超.
    Greater,
    /// `≠`.
    Unequal,
}

/// Each relation with the signs by which formulas write it, as folded, the longer ones first; the first is printed.
const SIGNS: &[(Relation, &[&str])] = &[
    (Relation::AtMost, &["≦", "<=", "≤", "⩽"]),
    (Relation::AtLeast, &["≧", ">=", "≥", "⩾"]),
    (Relation::Unequal, &["≠", "<>", "!="]),
    (Relation::Less, &["<"]),
    (Relation::Greater, &[">"]),
    (Relation::Equal, &["==", "="]),
];

impl Relation {
    /// Whether it holds between two numbers.
    #[must_use]
    pub fn holds(self, left: &Exact, right: &Exact) -> bool {
        match self {
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::Equal => left == right,
            Self::AtLeast => left >= right,
            Self::Greater => left > right,
            Self::Unequal => left != right,
        }
    }

    /// The sign that is printed.
    #[must_use]
    pub fn sign(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Less, Language::Ja) => "＜",
            (Self::AtMost, Language::Ja) => "≦",
            (Self::Equal, Language::Ja) => "＝",
            (Self::AtLeast, Language::Ja) => "≧",
            (Self::Greater, Language::Ja) => "＞",
            (Self::Less, Language::En) => "<",
            (Self::AtMost, Language::En) => "≤",
            (Self::Equal, Language::En) => "=",
            (Self::AtLeast, Language::En) => "≥",
            (Self::Greater, Language::En) => ">",
            (Self::Unequal, _) => "≠",
        }
    }

    /// The relation whose sign begins a folded text, and how long the sign is.
    pub(crate) fn at(text: &[Sign]) -> Option<(Self, usize)> {
        // All signs of the table begin with one of these.
        let first = text.first()?.c;
        if !matches!(first, '<' | '=' | '>' | '!' | '\u{2260}'..='\u{2AFF}') {
            return None;
        }
        let begins = |sign: &str| {
            sign.starts_with(first)
                && sign.chars().zip(text).filter(|(a, b)| *a == b.c).count() == sign.chars().count()
        };
        SIGNS.iter().find_map(|(relation, signs)| {
            signs.iter().find(|sign| begins(sign)).map(|sign| (*relation, sign.chars().count()))
        })
    }

    /// What holds where it does not.
    pub(crate) fn opposite(self) -> Self {
        match self {
            Self::Less => Self::AtLeast,
            Self::AtMost => Self::Greater,
            Self::Equal => Self::Unequal,
            Self::AtLeast => Self::Less,
            Self::Greater => Self::AtMost,
            Self::Unequal => Self::Equal,
        }
    }

    /// The relation with its sides exchanged: `0.95 ≤ a` is `a ≥ 0.95`.
    pub(crate) fn exchanged(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::AtLeast => Self::AtMost,
            Self::Greater => Self::Less,
            Self::Equal | Self::Unequal => self,
        }
    }
}

impl Condition {
    /// Whether it holds; the cause where it cannot be said, since a side that decides has no value. A side without a
    /// value does not matter where another part decides: `n = 0 or k ÷ n < 1`.
    pub(crate) fn holds<R: Reason>(
        &self,
        operands: &impl Values,
        vocabulary: &Vocabulary,
    ) -> Result<bool, R> {
        match self {
            Self::Compare(relation, left, right) => Ok(relation
                .holds(&value::<R>(left, operands, vocabulary)?, &value::<R>(right, operands, vocabulary)?)),
            Self::All(parts) => decided(parts, false, operands, vocabulary),
            Self::Any(parts) => decided(parts, true, operands, vocabulary),
        }
    }

    /// The parts that are compared, in the order in which they stand; what stands in the middle of `a ≤ x < b` once.
    pub(crate) fn sides(&self) -> Vec<&Node> {
        fn add<'a>(condition: &'a Condition, sides: &mut Vec<&'a Node>) {
            match condition {
                Condition::Compare(_, left, right) => {
                    if sides.last().is_none_or(|last| !formula::same(last, left)) {
                        sides.push(left);
                    }
                    sides.push(right);
                }
                Condition::All(parts) | Condition::Any(parts) => {
                    parts.iter().for_each(|part| add(part, sides));
                }
            }
        }
        let mut sides = Vec::new();
        add(self, &mut sides);
        sides
    }

    /// The condition with each compared part replaced by what is made of it.
    pub(crate) fn map(&self, make: &mut impl FnMut(&Node) -> Node) -> Self {
        match self {
            Self::Compare(relation, left, right) => {
                Self::Compare(*relation, Box::new(make(left)), Box::new(make(right)))
            }
            Self::All(parts) => Self::All(parts.iter().map(|part| part.map(make)).collect()),
            Self::Any(parts) => Self::Any(parts.iter().map(|part| part.map(make)).collect()),
        }
    }

    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        let all =
            |a: &[Self], b: &[Self]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_same_as(b));
        match (self, other) {
            (Self::Compare(a, a1, a2), Self::Compare(b, b1, b2)) => {
                a == b && formula::same(a1, b1) && formula::same(a2, b2)
            }
            (Self::All(a), Self::All(b)) | (Self::Any(a), Self::Any(b)) => all(a, b),
            _ => false,
        }
    }

    /// Prints the condition; in brackets where it is an alternative within a conjunction.
    pub(crate) fn print(&self, vocabulary: &Vocabulary, language: Language, text: &mut String) {
        let sign = |relation: Relation| match language {
            Language::Ja => relation.sign(language).to_owned(),
            Language::En => format!(" {} ", relation.sign(language)),
        };
        let side = |node: &Node, text: &mut String| formula::print(node, vocabulary, language, 0, text);
        let joint = |ja: &'static str, en: &'static str| if language == Language::Ja { ja } else { en };
        match self {
            Self::Compare(relation, left, right) => {
                side(left, text);
                text.push_str(&sign(*relation));
                side(right, text);
            }
            Self::All(parts) => {
                let mut last: Option<&Node> = None;
                for (n, part) in parts.iter().enumerate() {
                    match (part, last.take()) {
                        // Two comparisons that share their middle are written as one: a ≤ x < b.
                        (Self::Compare(relation, left, right), Some(middle))
                            if formula::same(middle, left) =>
                        {
                            text.push_str(&sign(*relation));
                            side(right, text);
                        }
                        (part, _) => {
                            if n > 0 {
                                text.push_str(joint("かつ", " and "));
                            }
                            if matches!(part, Self::Compare(..)) {
                                part.print(vocabulary, language, text);
                            } else {
                                text.push('(');
                                part.print(vocabulary, language, text);
                                text.push(')');
                            }
                            last = match part {
                                Self::Compare(_, _, right) => Some(right),
                                _ => None,
                            };
                        }
                    }
                }
            }
            Self::Any(parts) => {
                for (n, part) in parts.iter().enumerate() {
                    if n > 0 {
                        text.push_str(joint("又は", " or "));
                    }
                    let is_bracketed = matches!(part, Self::Any(_));
                    text.push_str(if is_bracketed { "(" } else { "" });
                    part.print(vocabulary, language, text);
                    text.push_str(if is_bracketed { ")" } else { "" });
                }
            }
        }
    }
}

/// Whether parts are true as a whole, where one that is `decisive` decides.
fn decided<R: Reason>(
    parts: &[Condition],
    decisive: bool,
    operands: &impl Values,
    vocabulary: &Vocabulary,
) -> Result<bool, R> {
    let mut unknown = None;
    for part in parts {
        match part.holds(operands, vocabulary) {
            Ok(holds) if holds == decisive => return Ok(decisive),
            Ok(_) => {}
            Err(cause) => {
                unknown.get_or_insert(cause);
            }
        }
    }
    unknown.map_or(Ok(!decisive), Err)
}

/// The value of the case that applies, or of what is said of all others.
pub(crate) fn chosen<R: Reason>(
    cases: &[Case],
    otherwise: Option<&Node>,
    operands: &impl Values,
    vocabulary: &Vocabulary,
) -> Result<Exact, R> {
    let mut found: Option<(&Case, Exact)> = None;
    let mut conflict = None;
    for case in cases {
        if !case.when.holds::<R>(operands, vocabulary)? {
            continue;
        }
        let next = value::<R>(&case.then, operands, vocabulary)?;
        match &found {
            None => found = Some((case, next)),
            Some((first, known)) if *known != next && conflict.is_none() => {
                conflict = Some((*first, known.clone(), case, next));
            }
            Some(_) => {}
        }
    }
    if let Some((first, one, second, other)) = conflict {
        return Err(R::why(|| {
            let text = |case: &Case| {
                formula::in_both_languages(|language, text| case.when.print(vocabulary, language, text))
            };
            Cause::Overlap(Box::new(Overlap {
                one: OverlapCase { condition: text(first), value: one },
                other: OverlapCase { condition: text(second), value: other },
                operands: used(cases, operands),
            }))
        }));
    }
    match (found, otherwise) {
        (Some((_, value)), _) => Ok(value),
        (None, Some(otherwise)) => value(otherwise, operands, vocabulary),
        (None, None) => Err(R::why(|| Cause::NoCase { operands: used(cases, operands) })),
    }
}

/// The terms that conditions look at, with their values.
fn used(cases: &[Case], operands: &impl Values) -> Vec<TermValue> {
    let mut terms = Vec::new();
    for side in cases.iter().flat_map(|case| case.when.sides()) {
        collect(side, &mut terms);
    }
    with_values(terms, operands)
}
