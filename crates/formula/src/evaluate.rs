//! Evaluation: exact, with undefined as a value that names its cause.

use std::{collections::BTreeMap, fmt};

use provenance::{Language, Text};

use crate::{
    Exact, Formula, Function, TermId, Vocabulary, condition,
    formula::{Kind, Node, Operation},
};

/// The value of each term.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Operands(BTreeMap<TermId, Exact>);

impl Operands {
    /// Sets a term's value; gives back the former one.
    pub fn insert(&mut self, id: impl Into<TermId>, value: impl Into<Exact>) -> Option<Exact> {
        self.0.insert(id.into(), value.into())
    }

    /// A term's value.
    #[must_use]
    pub fn get(&self, id: &TermId) -> Option<&Exact> {
        self.0.get(id)
    }

    /// The values, by term.
    pub fn iter(&self) -> impl Iterator<Item = (&TermId, &Exact)> {
        self.0.iter()
    }
}

impl<I: Into<TermId>, V: Into<Exact>> FromIterator<(I, V)> for Operands {
    fn from_iter<T: IntoIterator<Item = (I, V)>>(values: T) -> Self {
        Self(values.into_iter().map(|(id, value)| (id.into(), value.into())).collect())
    }
}

/// What a formula comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A number.
    Defined(Exact),
    /// No number, and why.
    Undefined(Cause),
}

/// Why a formula has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// A denominator is zero.
    ZeroDenominator {
        /// The denominator, as printed in Japanese and English.
        denominator: Text,
        /// The values of the terms in it.
        operands: Vec<TermValue>,
    },
    /// A term has no value.
    NoValue {
        /// The term.
        term: TermId,
    },
    /// None of the cases applies.
    NoCase {
        /// The values of the terms on which the cases depend.
        operands: Vec<TermValue>,
    },
    /// Two cases apply and give different values.
    Overlap(Box<Overlap>),
    /// The places of a rounding are no whole number from −18 to 18.
    Places {
        /// What stands there.
        places: Exact,
    },
}

/// Two cases that apply at once and give different values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// The one that stands first.
    pub one: OverlapCase,
    /// The other.
    pub other: OverlapCase,
    /// The values of the terms on which the cases depend.
    pub operands: Vec<TermValue>,
}

/// A case that applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlapCase {
    /// Its condition, as printed.
    pub condition: Text,
    /// What it gives.
    pub value: Exact,
}

/// A term with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermValue {
    /// The term.
    pub term: TermId,
    /// The value.
    pub value: Exact,
}

impl Outcome {
    /// The number, where there is one.
    #[must_use]
    pub fn defined(&self) -> Option<&Exact> {
        match self {
            Self::Defined(value) => Some(value),
            Self::Undefined(_) => None,
        }
    }
}

impl Cause {
    /// The cause in words, with the terms' identifiers.
    #[must_use]
    pub fn text(&self) -> Text {
        self.text_with(&Vocabulary::default())
    }

    /// The cause in words, with the terms' names.
    #[must_use]
    pub fn text_with(&self, vocabulary: &Vocabulary) -> Text {
        match self {
            Self::ZeroDenominator { denominator, .. } => Text::new(
                format!("分母「{}」が0", denominator.ja),
                format!("the denominator `{}` is 0", denominator.en),
            ),
            Self::NoValue { term } => Text::new(
                format!("`{}`の値がない", vocabulary.name(term, Language::Ja)),
                format!("`{}` has no value", vocabulary.name(term, Language::En)),
            ),
            Self::NoCase { operands } => {
                let (ja, en) =
                    (at(operands, vocabulary, Language::Ja), at(operands, vocabulary, Language::En));
                Text::new(format!("{ja}に当たる場合がない"), format!("no case covers {en}"))
            }
            Self::Overlap(overlap) => {
                let Overlap { one, other, operands } = &**overlap;
                let (first, second) = (&one.condition, &other.condition);
                let (ja, en) =
                    (at(operands, vocabulary, Language::Ja), at(operands, vocabulary, Language::En));
                let (one, other) = (one.value.to_digits(), other.value.to_digits());
                Text::new(
                    format!("{ja}に「{}」（{one}）と「{}」（{other}）の両方が当たる", first.ja, second.ja),
                    format!("both `{}` ({one}) and `{}` ({other}) cover {en}", first.en, second.en),
                )
            }
            Self::Places { places } => Text::new(
                format!("丸めの桁数{places}が−18から18までの整数でない"),
                format!("{places} places to round to; use a whole number from −18 to 18"),
            ),
        }
    }
}

/// Where it happens: the values of the terms.
fn at(operands: &[TermValue], vocabulary: &Vocabulary, language: Language) -> String {
    let told = operands.iter().map(|TermValue { term, value }| {
        let (name, digits) = (vocabulary.name(term, language), value.to_digits());
        if language == Language::Ja { format!("{name}＝{digits}") } else { format!("{name} = {digits}") }
    });
    told.collect::<Vec<_>>().join(if language == Language::Ja { "、" } else { ", " })
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl Formula {
    /// What the formula comes to with these operands. The vocabulary gives the cause its words.
    ///
    /// ```
    /// use formula::{Exact, Operands, Outcome, Term, Vocabulary, read};
    ///
    /// let term = |id: &str, ja: &str, en: &str| Term {
    ///     id: id.into(), ja: vec![ja.to_owned()], en: vec![en.to_owned()],
    /// };
    /// let vocabulary = Vocabulary::new([
    ///     term("all", "障害発生件数", "incidents"),
    ///     term("on-time", "期限内件数", "incidents in time"),
    /// ])?;
    /// let written = read("（1−障害発生件数÷期限内件数）×100", &vocabulary)?;
    /// let month = |all: i64, on_time: i64| -> Operands {
    ///     [("all", all), ("on-time", on_time)].into_iter().collect()
    /// };
    /// assert_eq!(written.evaluate(&month(2, 1), &vocabulary), Outcome::Defined(Exact::from(-100)));
    /// let Outcome::Undefined(cause) = written.evaluate(&month(2, 0), &vocabulary) else { panic!() };
    /// assert_eq!(cause.to_string(), "the denominator `incidents in time` is 0");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn evaluate(&self, operands: &Operands, vocabulary: &Vocabulary) -> Outcome {
        match value::<Told>(&self.root, operands, vocabulary) {
            Ok(value) => Outcome::Defined(value),
            Err(Told(cause)) => Outcome::Undefined(*cause),
        }
    }

    /// What the formula comes to, without the cause where it comes to nothing.
    pub(crate) fn figure(&self, values: &impl Values, vocabulary: &Vocabulary) -> Option<Exact> {
        value::<Untold>(&self.root, values, vocabulary).ok()
    }
}

/// Where terms have their values from.
pub(crate) trait Values {
    fn of(&self, term: &TermId) -> Option<&Exact>;
}

impl Values for Operands {
    fn of(&self, term: &TermId) -> Option<&Exact> {
        self.get(term)
    }
}

/// Why there is no value, told or not: words cost more than the arithmetic that they are about.
pub(crate) trait Reason {
    fn why(cause: impl FnOnce() -> Cause) -> Self;
}

/// A cause that is told.
#[derive(Debug)]
pub(crate) struct Told(pub(crate) Box<Cause>);

/// A cause that nobody asks for.
#[derive(Debug)]
pub(crate) struct Untold;

impl Reason for Told {
    fn why(cause: impl FnOnce() -> Cause) -> Self {
        Self(Box::new(cause()))
    }
}

impl Reason for Untold {
    fn why(_: impl FnOnce() -> Cause) -> Self {
        Self
    }
}

pub(crate) fn value<R: Reason>(
    node: &Node,
    operands: &impl Values,
    vocabulary: &Vocabulary,
) -> Result<Exact, R> {
    Ok(match &node.kind {
        Kind::Number(number) => number.clone(),
        Kind::Term(term) => {
            operands.of(term).cloned().ok_or_else(|| R::why(|| Cause::NoValue { term: term.clone() }))?
        }
        Kind::Negate(inner) => -value::<R>(inner, operands, vocabulary)?,
        Kind::Percent(inner) => {
            let inner = value::<R>(inner, operands, vocabulary)?;
            inner.checked_div(&Exact::from(100)).unwrap_or(inner)
        }
        Kind::Binary(operation, left, right) => {
            let a = value::<R>(left, operands, vocabulary)?;
            let b = value::<R>(right, operands, vocabulary)?;
            match operation {
                Operation::Add => a + b,
                Operation::Subtract => a - b,
                Operation::Multiply => a * b,
                Operation::Divide => a.checked_div(&b).ok_or_else(|| {
                    R::why(|| {
                        let part = Formula::of(right.as_ref().clone());
                        Cause::ZeroDenominator {
                            denominator: part.to_text(vocabulary),
                            operands: with_values(part.terms(), operands),
                        }
                    })
                })?,
            }
        }
        Kind::Call(function, arguments) => {
            let values: Result<Vec<Exact>, R> =
                arguments.iter().map(|argument| value(argument, operands, vocabulary)).collect();
            called(*function, &values?)?
        }
        Kind::Cases(cases, otherwise) => {
            condition::chosen(cases, otherwise.as_deref(), operands, vocabulary)?
        }
    })
}

/// Terms with their values, those that have one.
pub(crate) fn with_values(terms: Vec<&TermId>, operands: &impl Values) -> Vec<TermValue> {
    let with_value =
        |term: &TermId| Some(TermValue { term: term.clone(), value: operands.of(term)?.clone() });
    terms.into_iter().filter_map(with_value).collect()
}

/// A function's value; the reader has seen to the number of arguments.
fn called<R: Reason>(function: Function, values: &[Exact]) -> Result<Exact, R> {
    let zero = || Exact::from(0);
    let sum = || values.iter().cloned().sum::<Exact>();
    Ok(match function {
        Function::Min => values.iter().min().cloned().unwrap_or_else(zero),
        Function::Max => values.iter().max().cloned().unwrap_or_else(zero),
        Function::Sum => sum(),
        Function::Mean => {
            let count = u64::try_from(values.len()).unwrap_or(u64::MAX);
            sum().checked_div(&Exact::from(count)).unwrap_or_else(zero)
        }
        Function::Round(rounding) => {
            let places = values.get(1).cloned().unwrap_or_else(zero);
            let value = values.first().cloned().unwrap_or_else(zero);
            match places.to_i64().and_then(|places| value.rounded_to(places, rounding)) {
                Some(rounded) => rounded,
                None => return Err(R::why(|| Cause::Places { places })),
            }
        }
    })
}
