//! What a spreadsheet makes of a formula: binary floating point, and a figure rounded for display.
//!
//! This module imitates other programs; nothing of ours is decided by it.
#![expect(clippy::float_arithmetic, reason = "it imitates spreadsheets, whose errors are to be shown")]

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use provenance::Text;

use crate::{
    Exact, Formula, Function, Month, Operands, Outcome, Relation, Roles, Rounding, TermId, Vocabulary,
    condition::Condition,
    formula::{Kind, Node, Operation},
};

/// A month in which a spreadsheet differs from the exact figure.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetDifference {
    /// The month.
    pub month: Month,
    /// The exact figure, or why there is none.
    pub exact: Outcome,
    /// What the spreadsheet holds, in all its digits; `None` where it shows an error.
    pub sheet: Option<f64>,
    /// In what they differ.
    pub what: SheetFault,
}

/// In what a spreadsheet's figure differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFault {
    /// The sheet shows a figure where there is none, or an error where there is one.
    Value,
    /// The displayed digits differ from those of the exact figure, rounded half up.
    Digits,
    /// Compared with the target, the value held in the sheet says otherwise than the exact figure.
    Held,
    /// Compared with the target, the displayed figure says otherwise than the exact one.
    Displayed,
}

impl SheetDifference {
    /// The month and both figures in plain words.
    #[must_use]
    pub fn text(&self) -> Text {
        let (all, good) = (self.month.all(), self.month.on_time);
        let exact = match &self.exact {
            Outcome::Defined(value) => Text::same(value.to_decimal_string(4, Rounding::HalfUp)),
            Outcome::Undefined(_) => Text::new("値なし", "no number"),
        };
        let sheet = match self.sheet {
            Some(value) => Text::same(value.to_string()),
            None => Text::new("エラー", "an error"),
        };
        let (ja, en) = match self.what {
            SheetFault::Value => ("値の有無が異なる", "only one of them is a figure"),
            SheetFault::Digits => ("表示の桁が異なる", "the displayed digits differ"),
            SheetFault::Held => {
                ("要求水準との比較が逆になる", "compared with the target it says the opposite")
            }
            SheetFault::Displayed => (
                "表示した値では要求水準との比較が逆になる",
                "compared with the target the displayed figure says the opposite",
            ),
        };
        Text::new(
            format!(
                "全{all}件のうち期限内が{good}件の月に、正確には{}、表計算では{}となり、{ja}",
                exact.ja, sheet.ja
            ),
            format!(
                "in a month with {all} {} of which {good} in time the figure is {}, a spreadsheet holds {}: {en}",
                if all == 1 { "case" } else { "cases" },
                exact.en,
                sheet.en
            ),
        )
    }
}

impl Formula {
    /// What a spreadsheet holds for the operands: each number and each step in 64 bits. `None` where it shows an error.
    #[must_use]
    pub fn in_a_spreadsheet(&self, operands: &Operands) -> Option<f64> {
        held(&self.root, operands).filter(|value| value.is_finite())
    }

    /// The formula as a cell of a spreadsheet holds it, without the sign before it; `cell` says where a term's value stands.
    /// `None` where a term has no cell, or the formula rounds as no sheet does.
    ///
    /// ```
    /// use formula::{Term, Vocabulary, read};
    ///
    /// let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
    /// let vocabulary = Vocabulary::new([term("on-time", "期限内件数"), term("all", "対象件数")])?;
    /// let share = read("（1－期限内件数÷対象件数）×100", &vocabulary)?;
    /// let cell = |id: &formula::TermId| Some(if id.as_str() == "all" { "H2" } else { "G2" }.to_owned());
    /// assert_eq!(share.in_a_cell(&cell).as_deref(), Some("((1-(G2/H2))*100)"));
    /// assert_eq!(share.in_a_cell(&|_| None), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn in_a_cell(&self, cell: &dyn Fn(&TermId) -> Option<String>) -> Option<String> {
        in_a_cell(&self.root, cell)
    }

    /// The first month, by cases and then by those in time, in which a spreadsheet that displays so many places, rounded
    /// half up, differs from the exact figure or judges otherwise against a target that is a lower bound. `None` where no
    /// month of up to so many cases does.
    ///
    /// A sheet keeps fifteen digits: differences beyond them are none.
    #[must_use]
    pub fn first_spreadsheet_difference(
        &self,
        roles: &Roles,
        vocabulary: &Vocabulary,
        target: Option<&Exact>,
        places: u8,
        cases: u64,
    ) -> Option<SheetDifference> {
        Month::up_to(cases).filter(|month| month.all() > 0).find_map(|month| {
            let operands = roles.operands(month);
            let (exact, sheet) = (self.evaluate(&operands, vocabulary), self.in_a_spreadsheet(&operands));
            let what = fault(exact.defined(), sheet, target, places)?;
            Some(SheetDifference { month, exact, sheet, what })
        })
    }
}

/// In what a sheet's figure differs from the exact one, if it does.
fn fault(
    exact: Option<&Exact>,
    sheet: Option<f64>,
    target: Option<&Exact>,
    places: u8,
) -> Option<SheetFault> {
    let (exact, sheet) = match (exact, sheet) {
        (None, None) => return None,
        (Some(exact), Some(sheet)) => (exact, sheet),
        _ => return Some(SheetFault::Value),
    };
    let shown = digits_of(sheet)?.rounded(places, Rounding::HalfUp);
    let meets = |value: &Exact| target.is_some_and(|target| value >= target);
    // A sheet compares with the target that it holds, not with the one that is meant.
    let holds = target.and_then(nearest).is_some_and(|target| sheet >= target);
    if shown != exact.rounded(places, Rounding::HalfUp) {
        Some(SheetFault::Digits)
    } else if holds != meets(exact) {
        Some(SheetFault::Held)
    } else if meets(&shown) != meets(exact) {
        Some(SheetFault::Displayed)
    } else {
        None
    }
}

fn in_a_cell(node: &Node, cell: &dyn Fn(&TermId) -> Option<String>) -> Option<String> {
    Some(match &node.kind {
        Kind::Number(number) if number.places(15).is_some() => {
            let places = number.places(15)?;
            number.to_decimal_string(places, Rounding::Down)
        }
        Kind::Number(number) => format!("({}/{})", number.numerator(), number.denominator()),
        Kind::Term(id) => cell(id)?,
        Kind::Negate(inner) => format!("(-{})", in_a_cell(inner, cell)?),
        Kind::Percent(inner) => format!("({}/100)", in_a_cell(inner, cell)?),
        Kind::Binary(operation, left, right) => {
            let sign = match operation {
                Operation::Add => '+',
                Operation::Subtract => '-',
                Operation::Multiply => '*',
                Operation::Divide => '/',
            };
            format!("({}{sign}{})", in_a_cell(left, cell)?, in_a_cell(right, cell)?)
        }
        Kind::Call(function, arguments) => {
            let name = match function {
                Function::Min => "MIN",
                Function::Max => "MAX",
                Function::Sum => "SUM",
                Function::Mean => "AVERAGE",
                Function::Round(Rounding::HalfUp) => "ROUND",
                Function::Round(Rounding::Up) => "ROUNDUP",
                Function::Round(Rounding::Down) => "ROUNDDOWN",
                Function::Round(_) => return None,
            };
            let arguments: Option<Vec<String>> =
                arguments.iter().map(|argument| in_a_cell(argument, cell)).collect();
            let mut arguments = arguments?;
            // A sheet wants to be told that a number is rounded to a whole one.
            if matches!(function, Function::Round(_)) && arguments.len() == 1 {
                arguments.push("0".to_owned());
            }
            format!("{name}({})", arguments.join(","))
        }
        Kind::Cases(cases, otherwise) => {
            let last = match otherwise.as_deref() {
                Some(otherwise) => in_a_cell(otherwise, cell)?,
                None => "NA()".to_owned(),
            };
            cases.iter().rev().try_fold(last, |rest, case| {
                Some(format!("IF({},{},{rest})", told(&case.when, cell)?, in_a_cell(&case.then, cell)?))
            })?
        }
    })
}

/// A condition as a cell holds it.
fn told(condition: &Condition, cell: &dyn Fn(&TermId) -> Option<String>) -> Option<String> {
    let all = |name: &str, parts: &[Condition]| {
        let parts: Option<Vec<String>> = parts.iter().map(|part| told(part, cell)).collect();
        Some(format!("{name}({})", parts?.join(",")))
    };
    match condition {
        Condition::Compare(relation, left, right) => {
            let sign = match relation {
                Relation::Less => "<",
                Relation::AtMost => "<=",
                Relation::Equal => "=",
                Relation::AtLeast => ">=",
                Relation::Greater => ">",
                Relation::Unequal => "<>",
            };
            Some(format!("{}{sign}{}", in_a_cell(left, cell)?, in_a_cell(right, cell)?))
        }
        Condition::All(parts) => all("AND", parts),
        Condition::Any(parts) => all("OR", parts),
    }
}

fn held(node: &Node, operands: &Operands) -> Option<f64> {
    Some(match &node.kind {
        Kind::Number(number) => nearest(number)?,
        Kind::Term(id) => nearest(operands.get(id)?)?,
        Kind::Negate(inner) => -held(inner, operands)?,
        Kind::Percent(inner) => held(inner, operands)? / 100.0,
        Kind::Binary(operation, left, right) => {
            let (a, b) = (held(left, operands)?, held(right, operands)?);
            match operation {
                Operation::Add => a + b,
                Operation::Subtract => a - b,
                Operation::Multiply => a * b,
                Operation::Divide => a / b,
            }
        }
        Kind::Call(function, arguments) => {
            let values: Option<Vec<f64>> =
                arguments.iter().map(|argument| held(argument, operands)).collect();
            called(*function, &values?)?
        }
        // A sheet takes the first case that applies, and shows an error where none does.
        Kind::Cases(cases, otherwise) => {
            for case in cases {
                if holds(&case.when, operands)? {
                    return held(&case.then, operands);
                }
            }
            held(otherwise.as_deref()?, operands)?
        }
    })
}

/// Whether a condition holds in a sheet, which compares what it holds; `None` where a side is an error.
fn holds(condition: &Condition, operands: &Operands) -> Option<bool> {
    Some(match condition {
        Condition::Compare(relation, left, right) => {
            let ordering = held(left, operands)?.partial_cmp(&held(right, operands)?)?;
            match relation {
                Relation::Less => ordering.is_lt(),
                Relation::AtMost => ordering.is_le(),
                Relation::Equal => ordering.is_eq(),
                Relation::AtLeast => ordering.is_ge(),
                Relation::Greater => ordering.is_gt(),
                Relation::Unequal => ordering.is_ne(),
            }
        }
        // `AND` and `OR` look at all their arguments.
        Condition::All(parts) => parts
            .iter()
            .map(|part| holds(part, operands))
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .all(|is| is),
        Condition::Any(parts) => parts
            .iter()
            .map(|part| holds(part, operands))
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .any(|is| is),
    })
}

fn called(function: Function, values: &[f64]) -> Option<f64> {
    let first = *values.first()?;
    Some(match function {
        Function::Min => values.iter().copied().fold(first, f64::min),
        Function::Max => values.iter().copied().fold(first, f64::max),
        Function::Sum => values.iter().sum(),
        Function::Mean => {
            values.iter().sum::<f64>() / nearest(&Exact::from(u64::try_from(values.len()).ok()?))?
        }
        Function::Round(rounding) => {
            // Sheets round the fifteen digits that they show, not the bits that they hold.
            let places = values.get(1).copied().unwrap_or(0.0);
            let places = (0..=15_u8).find(|n| f64::from(*n) == places)?;
            nearest(&digits_of(first)?.rounded(places, rounding))?
        }
    })
}

/// The double nearest to a fraction, whatever its size.
fn nearest(number: &Exact) -> Option<f64> {
    BigRational::new(number.numerator().clone(), number.denominator().clone())
        .to_f64()
        .filter(|value| value.is_finite())
}

/// The fifteen digits that a sheet shows of what it holds, as an exact number.
fn digits_of(value: f64) -> Option<Exact> {
    let text = format!("{value:.14e}");
    let (digits, exponent) = text.split_once('e')?;
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all: BigInt = format!("{whole}{part}").parse().ok()?;
    let power = exponent.parse::<i32>().ok()?.checked_sub(i32::try_from(part.len()).ok()?)?;
    // A double has no more than some three hundred places.
    let ten = BigInt::from(10).pow(power.unsigned_abs().min(400));
    if power >= 0 { Exact::ratio(all * ten, 1) } else { Exact::ratio(all, ten) }
}
