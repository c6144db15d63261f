//! Evaluation: exact, with undefined as a value that names its cause.

use std::{collections::BTreeMap, fmt};

use provenance::Text;

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
        operands: Vec<(TermId, Exact)>,
    },
    /// A term has no value.
    NoValue {
        /// The term.
        term: TermId,
    },
    /// None of the cases applies.
    NoCase {
        /// The values of the terms on which the cases depend.
        operands: Vec<(TermId, Exact)>,
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
    /// The conditions of both, as printed.
    pub conditions: (Text, Text),
    /// What each gives.
    pub values: (Exact, Exact),
    /// The values of the terms on which the cases depend.
    pub operands: Vec<(TermId, Exact)>,
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
    /// The cause in words.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::ZeroDenominator { denominator, .. } => Text::new(
                format!("分母「{}」が0", denominator.ja),
                format!("the denominator `{}` is 0", denominator.en),
            ),
            Self::NoValue { term } => {
                Text::new(format!("`{term}`の値がない"), format!("`{term}` has no value"))
            }
            Self::NoCase { operands } => {
                let at = at(operands);
                Text::new(format!("{at}に当たる場合がない"), format!("no case covers {at}"))
            }
            Self::Overlap(overlap) => {
                let Overlap { conditions: (first, second), values: (one, other), operands } = &**overlap;
                let at = at(operands);
                Text::new(
                    format!("{at}に「{}」（{one}）と「{}」（{other}）の両方が当たる", first.ja, second.ja),
                    format!("both `{}` ({one}) and `{}` ({other}) cover {at}", first.en, second.en),
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
fn at(operands: &[(TermId, Exact)]) -> String {
    operands.iter().map(|(id, value)| format!("{id} = {value}")).collect::<Vec<_>>().join(", ")
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
        match value(&self.root, operands, vocabulary) {
            Ok(value) => Outcome::Defined(value),
            Err(cause) => Outcome::Undefined(*cause),
        }
    }
}

pub(crate) fn value(node: &Node, operands: &Operands, vocabulary: &Vocabulary) -> Result<Exact, Box<Cause>> {
    Ok(match &node.kind {
        Kind::Number(number) => number.clone(),
        Kind::Term(term) => {
            operands.get(term).cloned().ok_or_else(|| Box::new(Cause::NoValue { term: term.clone() }))?
        }
        Kind::Negate(inner) => -value(inner, operands, vocabulary)?,
        Kind::Percent(inner) => {
            let inner = value(inner, operands, vocabulary)?;
            inner.checked_div(&Exact::from(100)).unwrap_or(inner)
        }
        Kind::Binary(operation, left, right) => {
            let (a, b) = (value(left, operands, vocabulary)?, value(right, operands, vocabulary)?);
            match operation {
                Operation::Add => a + b,
                Operation::Subtract => a - b,
                Operation::Multiply => a * b,
                Operation::Divide => a.checked_div(&b).ok_or_else(|| {
                    let part = Formula { defines: None, root: right.as_ref().clone() };
                    let used = part.terms().into_iter();
                    Box::new(Cause::ZeroDenominator {
                        denominator: part.to_text(vocabulary),
                        operands: used
                            .filter_map(|id| operands.get(id).map(|value| (id.clone(), value.clone())))
                            .collect(),
                    })
                })?,
            }
        }
        Kind::Call(function, arguments) => {
            let values: Result<Vec<Exact>, Box<Cause>> =
                arguments.iter().map(|argument| value(argument, operands, vocabulary)).collect();
            called(*function, &values?)?
        }
        Kind::Cases(cases, otherwise) => {
            condition::chosen(cases, otherwise.as_deref(), operands, vocabulary)?
        }
    })
}

/// A function's value; the reader has seen to the number of arguments.
fn called(function: Function, values: &[Exact]) -> Result<Exact, Box<Cause>> {
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
                None => return Err(Box::new(Cause::Places { places })),
            }
        }
    })
}
