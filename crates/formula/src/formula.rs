//! Formulas: trees with the place of each part, printed in both languages.

use std::ops::Range;

use num_bigint::BigInt;
use provenance::{Language, Text};

use crate::{
    Exact, Function, Operands, Relation, Rounding, TermId, Vocabulary,
    condition::{Case, Condition},
    kanji::DIGITS_MAX,
};

/// A formula: what it defines, where it says so, and the tree of its operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// The name before the equals sign, where there is one.
    pub(crate) defines: Option<String>,
    /// How the name and the figure compare: equal, or the name is bounded by it.
    pub(crate) relation: Relation,
    pub(crate) root: Node,
    /// What the figure is compared with.
    pub(crate) bound: Option<Bound>,
}

/// A comparison behind a figure: `≧ 95`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) relation: Relation,
    pub(crate) than: Node,
}

/// A part of a formula with the bytes of the text that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) at: Range<usize>,
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Number(Exact),
    Term(TermId),
    Negate(Box<Node>),
    Percent(Box<Node>),
    Binary(Operation, Box<Node>, Box<Node>),
    Call(Function, Vec<Node>),
    /// The value of the case that applies, or of what is said of all others. Cases are told apart by their conditions, not
    /// by their order: where two apply, they must agree.
    Cases(Vec<Case>, Option<Box<Node>>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Operation {
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "×",
            Self::Divide => "÷",
        }
    }

    /// How tightly it binds.
    pub(crate) fn strength(self) -> u8 {
        match self {
            Self::Add | Self::Subtract => 1,
            Self::Multiply | Self::Divide => 2,
        }
    }
}

impl Formula {
    /// A figure of its own, without a name or a target.
    pub(crate) fn of(root: Node) -> Self {
        Self { defines: None, relation: Relation::Equal, root, bound: None }
    }

    /// What the formula defines: the name beside its equals sign.
    #[must_use]
    pub fn defines(&self) -> Option<&str> {
        self.defines.as_deref()
    }

    /// How the name and the figure compare: [`Relation::Equal`], or another where the text bounds the name: `payment ≤ …`.
    #[must_use]
    pub fn relation(&self) -> Relation {
        self.relation
    }

    /// The target that the text compares the figure with: `A÷B×100 ≧ 95`.
    ///
    /// ```
    /// use formula::{Exact, Relation, Term, Vocabulary, read};
    ///
    /// let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
    /// let vocabulary = Vocabulary::new([term("a", "期限内件数"), term("b", "全件数")])?;
    /// let formula = read("期限内件数÷全件数>=0.95", &vocabulary)?;
    /// let (relation, target) = formula.target().unwrap();
    /// assert_eq!((relation, target), (Relation::AtLeast, Exact::ratio(19, 20).unwrap()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn target(&self) -> Option<(Relation, Exact)> {
        let bound = self.bound.as_ref()?;
        let than = Self::of(bound.than.clone()).evaluate(&Operands::default(), &Vocabulary::default());
        let than = than.defined()?.clone();
        Some((bound.relation, than))
    }

    /// What the text compares the figure with, and how.
    #[must_use]
    pub fn bound(&self) -> Option<(Relation, Self)> {
        self.bound.as_ref().map(|bound| (bound.relation, Self::of(bound.than.clone())))
    }

    /// The terms that it uses, each once, in the order of their first use.
    #[must_use]
    pub fn terms(&self) -> Vec<&TermId> {
        let mut terms = Vec::new();
        collect(&self.root, &mut terms);
        terms
    }

    /// The formula in words of the vocabulary, with what it defines: reading it again gives the same formula.
    #[must_use]
    pub fn print(&self, vocabulary: &Vocabulary, language: Language) -> String {
        let sign = |relation: Relation| match language {
            Language::Ja => relation.sign(language).to_owned(),
            Language::En => format!(" {} ", relation.sign(language)),
        };
        let mut text = match &self.defines {
            None => String::new(),
            Some(name) => format!("{name}{}", sign(self.relation)),
        };
        print(&self.root, vocabulary, language, 0, &mut text);
        if let Some(bound) = &self.bound {
            text.push_str(&sign(bound.relation));
            print(&bound.than, vocabulary, language, 0, &mut text);
        }
        text
    }

    /// The formula in both languages.
    #[must_use]
    pub fn to_text(&self, vocabulary: &Vocabulary) -> Text {
        Text::new(self.print(vocabulary, Language::Ja), self.print(vocabulary, Language::En))
    }

    /// The formula with another in the place of a term: a rate put into a rule of payment.
    ///
    /// ```
    /// use formula::{Term, Vocabulary, read};
    /// use provenance::Language;
    ///
    /// let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
    /// let vocabulary = Vocabulary::new([term("pay", "支払額"), term("x", "遵守率"), term("a", "件数")])?;
    /// let rule = read("支払額×（100−遵守率）÷100", &vocabulary)?;
    /// let rate = read("件数+1", &vocabulary)?;
    /// let composed = rule.with(&"x".into(), &rate);
    /// assert_eq!(composed.print(&vocabulary, Language::Ja), "支払額×(100-(件数+1))÷100");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with(&self, term: &TermId, other: &Self) -> Self {
        Self {
            defines: self.defines.clone(),
            relation: self.relation,
            root: replaced(&self.root, term, &other.root),
            bound: self.bound.as_ref().map(|bound| Bound {
                relation: bound.relation,
                than: replaced(&bound.than, term, &other.root),
            }),
        }
    }

    /// The formula with a number in the place of a term, as it would be written: a third is `1÷3`, and a number below
    /// zero has its minus.
    #[must_use]
    pub fn with_number(&self, term: &TermId, number: impl Into<Exact>) -> Self {
        self.with(term, &Self::of(written(number.into())))
    }

    /// The formula without the roundings that it states of its figure, or of the figure of a case; `None` where it states
    /// none.
    pub(crate) fn unrounded(&self) -> Option<Self> {
        let root = unrounded(&self.root);
        (!same(&root, &self.root)).then(|| Self { root, ..self.clone() })
    }

    /// Whether what is printed can be read again: how deep its brackets stand, and how many operations one within
    /// another.
    pub(crate) fn size(root: &Node) -> (usize, usize) {
        (brackets(root, 0), height(root))
    }

    /// How many parts the tree has.
    pub(crate) fn parts(&self) -> usize {
        parts(&self.root)
    }

    /// Whether two formulas are the same tree, compared with the same, wherever their parts stood.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        let bounds = match (&self.bound, &other.bound) {
            (None, None) => true,
            (Some(a), Some(b)) => a.relation == b.relation && same(&a.than, &b.than),
            _ => false,
        };
        bounds && self.relation == other.relation && same(&self.root, &other.root)
    }
}

fn unrounded(node: &Node) -> Node {
    let kind = match &node.kind {
        Kind::Call(Function::Round(_), arguments) => match arguments.first() {
            Some(figure) => return unrounded(figure),
            None => node.kind.clone(),
        },
        Kind::Cases(cases, otherwise) => Kind::Cases(
            cases.iter().map(|case| Case { when: case.when.clone(), then: unrounded(&case.then) }).collect(),
            otherwise.as_deref().map(|otherwise| Box::new(unrounded(otherwise))),
        ),
        other => other.clone(),
    };
    Node { at: node.at.clone(), kind }
}

/// Whether a part is a number, also with a percent sign or a minus.
pub(crate) fn is_number(node: &Node) -> bool {
    match &node.kind {
        Kind::Number(_) => true,
        Kind::Negate(inner) | Kind::Percent(inner) => is_number(inner),
        _ => false,
    }
}

pub(crate) fn collect<'a>(node: &'a Node, terms: &mut Vec<&'a TermId>) {
    match &node.kind {
        Kind::Number(_) => {}
        Kind::Term(id) if terms.contains(&id) => {}
        Kind::Term(id) => terms.push(id),
        Kind::Negate(inner) | Kind::Percent(inner) => collect(inner, terms),
        Kind::Binary(_, left, right) => {
            collect(left, terms);
            collect(right, terms);
        }
        Kind::Call(_, arguments) => arguments.iter().for_each(|argument| collect(argument, terms)),
        Kind::Cases(cases, otherwise) => {
            for case in cases {
                case.when.sides().into_iter().for_each(|side| collect(side, terms));
                collect(&case.then, terms);
            }
            otherwise.iter().for_each(|otherwise| collect(otherwise, terms));
        }
    }
}

fn parts(node: &Node) -> usize {
    match &node.kind {
        Kind::Number(_) | Kind::Term(_) => 1,
        Kind::Negate(part) | Kind::Percent(part) => parts(part).saturating_add(1),
        Kind::Binary(_, left, right) => parts(left).saturating_add(parts(right)).saturating_add(1),
        Kind::Call(_, arguments) => arguments.iter().map(parts).fold(1, usize::saturating_add),
        Kind::Cases(cases, otherwise) => cases
            .iter()
            .flat_map(|case| case.when.sides().into_iter().chain([&case.then]))
            .chain(otherwise.as_deref())
            .map(parts)
            .fold(1, usize::saturating_add),
    }
}

fn replaced(node: &Node, term: &TermId, by: &Node) -> Node {
    let inner = |node: &Node| Box::new(replaced(node, term, by));
    let kind = match &node.kind {
        Kind::Term(id) if id == term => return by.clone(),
        Kind::Number(_) | Kind::Term(_) => node.kind.clone(),
        Kind::Negate(part) => Kind::Negate(inner(part)),
        Kind::Percent(part) => Kind::Percent(inner(part)),
        Kind::Binary(operation, left, right) => Kind::Binary(*operation, inner(left), inner(right)),
        Kind::Call(function, arguments) => {
            Kind::Call(*function, arguments.iter().map(|argument| replaced(argument, term, by)).collect())
        }
        Kind::Cases(cases, otherwise) => {
            let case = |case: &Case| Case {
                when: case.when.map(&mut |side| replaced(side, term, by)),
                then: replaced(&case.then, term, by),
            };
            Kind::Cases(cases.iter().map(case).collect(), otherwise.as_deref().map(inner))
        }
    };
    Node { at: node.at.clone(), kind }
}

/// A number as it is written in formulas: with as many digits as can be read, else made of such numbers.
fn written(number: Exact) -> Node {
    let node = |kind| Node { at: 0..0, kind };
    let binary = |operation, left, right| node(Kind::Binary(operation, Box::new(left), Box::new(right)));
    if number < Exact::from(0) {
        return node(Kind::Negate(Box::new(written(-number))));
    }
    let digits = decimal(&number).map(|text| text.chars().filter(char::is_ascii_digit).count());
    if digits.is_some_and(|digits| digits <= usize::from(DIGITS_MAX)) {
        return node(Kind::Number(number));
    }
    if !number.is_whole() {
        let part = |part: BigInt| written(Exact::from(part));
        return binary(Operation::Divide, part(number.numerator()), part(number.denominator()));
    }
    let unit = Exact::from(10_i64.pow(u32::from(DIGITS_MAX) - 1));
    let whole = number.checked_div(&unit).unwrap_or_else(|| Exact::from(0)).rounded(0, Rounding::Down);
    let rest = number - whole.clone() * unit.clone();
    let product = binary(Operation::Multiply, written(whole), node(Kind::Number(unit)));
    if rest.is_zero() { product } else { binary(Operation::Add, product, written(rest)) }
}

/// How deep the reader has to go into brackets and signs to read again what [`print`] makes of a part.
fn brackets(node: &Node, within: u8) -> usize {
    match &node.kind {
        Kind::Number(_) | Kind::Term(_) => 0,
        Kind::Negate(inner) => brackets(inner, NEGATED) + if within == NEGATED { 1 } else { 2 },
        Kind::Percent(inner) => brackets(inner, 4),
        Kind::Binary(operation, left, right) => {
            let strength = operation.strength();
            let inner = brackets(left, strength).max(brackets(right, strength.saturating_add(1)));
            inner + usize::from(strength < within)
        }
        Kind::Call(_, arguments) => 1 + arguments.iter().map(|part| brackets(part, 0)).max().unwrap_or(0),
        Kind::Cases(cases, otherwise) => {
            let values = cases.iter().map(|case| &case.then).chain(otherwise.as_deref());
            let values = values.map(|value| brackets(value, 0)).max().unwrap_or(0);
            1 + cases.iter().map(|case| bracketed(&case.when)).max().unwrap_or(0).max(values)
        }
    }
}

/// The same of a condition, with brackets around each condition within another.
fn bracketed(condition: &Condition) -> usize {
    match condition {
        Condition::Compare(_, left, right) => brackets(left, 0).max(brackets(right, 0)),
        Condition::All(parts) | Condition::Any(parts) => 1 + parts.iter().map(bracketed).max().unwrap_or(0),
    }
}

/// How many operations stand one within another.
fn height(node: &Node) -> usize {
    match &node.kind {
        Kind::Number(_) | Kind::Term(_) => 0,
        Kind::Negate(inner) | Kind::Percent(inner) => 1 + height(inner),
        Kind::Binary(_, left, right) => 1 + height(left).max(height(right)),
        Kind::Call(_, arguments) => 1 + arguments.iter().map(height).max().unwrap_or(0),
        Kind::Cases(cases, otherwise) => {
            let sides = cases.iter().flat_map(|case| case.when.sides()).map(height).max().unwrap_or(0);
            let values = cases.iter().map(|case| &case.then).chain(otherwise.as_deref());
            1 + values.map(height).max().unwrap_or(0).max(1 + sides)
        }
    }
}

/// How tightly a minus binds what it stands before.
const NEGATED: u8 = 5;

pub(crate) fn same(a: &Node, b: &Node) -> bool {
    match (&a.kind, &b.kind) {
        (Kind::Number(a), Kind::Number(b)) => a == b,
        (Kind::Term(a), Kind::Term(b)) => a == b,
        (Kind::Negate(a), Kind::Negate(b)) | (Kind::Percent(a), Kind::Percent(b)) => same(a, b),
        (Kind::Binary(a, a1, a2), Kind::Binary(b, b1, b2)) => a == b && same(a1, b1) && same(a2, b2),
        (Kind::Call(a, xs), Kind::Call(b, ys)) => {
            a == b && xs.len() == ys.len() && xs.iter().zip(ys).all(|(x, y)| same(x, y))
        }
        (Kind::Cases(a, x), Kind::Cases(b, y)) => {
            let case = |(a, b): (&Case, &Case)| a.when.is_same_as(&b.when) && same(&a.then, &b.then);
            let otherwise = match (x, y) {
                (Some(x), Some(y)) => same(x, y),
                (None, None) => true,
                _ => false,
            };
            otherwise && a.len() == b.len() && a.iter().zip(b).all(case)
        }
        _ => false,
    }
}

/// What is printed in Japanese and in English.
pub(crate) fn in_both_languages(print: impl Fn(Language, &mut String)) -> Text {
    let (mut ja, mut en) = (String::new(), String::new());
    print(Language::Ja, &mut ja);
    print(Language::En, &mut en);
    Text::new(ja, en)
}

pub(crate) fn print(node: &Node, vocabulary: &Vocabulary, language: Language, within: u8, text: &mut String) {
    let spaced = |sign: &str| match language {
        Language::Ja => sign.to_owned(),
        Language::En => format!(" {sign} "),
    };
    match &node.kind {
        Kind::Number(number) => match decimal(number) {
            Some(digits) => text.push_str(&digits),
            None => text.push_str(&format!("({}÷{})", number.numerator(), number.denominator())),
        },
        Kind::Term(id) => text.push_str(vocabulary.name(id, language)),
        Kind::Negate(inner) => {
            // A minus behind another needs no bracket of its own.
            let bracket = within != NEGATED;
            text.push_str(if bracket { "(-" } else { "-" });
            print(inner, vocabulary, language, NEGATED, text);
            if bracket {
                text.push(')');
            }
        }
        Kind::Percent(inner) => {
            // At the end of a text it would be the unit of the figure.
            let bracket = !is_number(inner);
            text.push_str(if bracket { "(" } else { "" });
            print(inner, vocabulary, language, 4, text);
            text.push_str(if bracket { "%)" } else { "%" });
        }
        Kind::Binary(operation, left, right) => {
            let strength = operation.strength();
            let bracket = strength < within;
            if bracket {
                text.push('(');
            }
            print(left, vocabulary, language, strength, text);
            text.push_str(&spaced(operation.sign()));
            // Operations of one strength are read from the left, so the right side needs more.
            print(right, vocabulary, language, strength.saturating_add(1), text);
            if bracket {
                text.push(')');
            }
        }
        Kind::Call(function, arguments) => {
            text.push_str(function.name(language));
            text.push('(');
            for (n, argument) in arguments.iter().enumerate() {
                if n > 0 {
                    // With a space: a comma between digits parts thousands.
                    text.push_str(", ");
                }
                print(argument, vocabulary, language, 0, text);
            }
            text.push(')');
        }
        Kind::Cases(cases, otherwise) => {
            text.push_str(if language == Language::Ja { "場合分け(" } else { "cases(" });
            for (n, case) in cases.iter().enumerate() {
                text.push_str(if n > 0 { ", " } else { "" });
                case.when.print(vocabulary, language, text);
                text.push_str(", ");
                print(&case.then, vocabulary, language, 0, text);
            }
            if let Some(otherwise) = otherwise {
                text.push_str(", ");
                print(otherwise, vocabulary, language, 0, text);
            }
            text.push(')');
        }
    }
}

/// The digits of a number; `None` where there is no end of them.
fn decimal(number: &Exact) -> Option<String> {
    number.places(DIGITS_MAX).map(|places| number.to_decimal_string(places, Rounding::Down))
}
