//! What a spreadsheet makes of a formula: binary floating point, and a figure rounded for display.
//!
//! This module imitates other programs; nothing of ours is decided by it.
#![expect(clippy::float_arithmetic, reason = "it imitates spreadsheets, whose errors are to be shown")]

use provenance::Text;

use crate::{
    Exact, Formula, Function, Month, Operands, Outcome, Roles, Rounding, Vocabulary,
    formula::{Kind, Node, Operation},
};

/// A month in which a spreadsheet differs from the exact figure.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetDifference {
    /// The month.
    pub month: Month,
    /// The exact figure.
    pub exact: Exact,
    /// What the spreadsheet holds, in all its digits.
    pub sheet: f64,
    /// In what they differ.
    pub what: SheetFault,
}

/// In what a spreadsheet's figure differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFault {
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
        let exact = self.exact.to_decimal_string(4, Rounding::HalfUp);
        let (ja, en) = match self.what {
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
                "全{all}件のうち期限内が{good}件の月に、正確には{exact}、表計算では{}となり、{ja}",
                self.sheet
            ),
            format!(
                "in a month with {all} cases of which {good} in time the figure is {exact}, a spreadsheet holds {}: {en}",
                self.sheet
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
            let Outcome::Defined(exact) = self.evaluate(&operands, vocabulary) else { return None };
            let sheet = self.in_a_spreadsheet(&operands)?;
            let shown = displayed(sheet, places);
            let shows = || target.is_some_and(|target| decimal(&shown).is_some_and(|value| value >= *target));
            // A sheet compares with the target that it holds, not with the one that is meant.
            let holds = || target.and_then(nearest).is_some_and(|target| sheet >= target);
            let truly = target.is_some_and(|target| exact >= *target);
            let what = if shown != exact.to_decimal_string(places, Rounding::HalfUp) {
                SheetFault::Digits
            } else if holds() != truly {
                SheetFault::Held
            } else if shows() != truly {
                SheetFault::Displayed
            } else {
                return None;
            };
            Some(SheetDifference { month, exact, sheet, what })
        })
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
            let digits = decimal(&format!("{first:.14e}"))?;
            nearest(&digits.rounded(places, rounding))?
        }
    })
}

/// The nearest double of a fraction: division of two whole numbers that fit is rounded once.
fn nearest(number: &Exact) -> Option<f64> {
    number.to_string().parse::<f64>().ok().or_else(|| {
        let text = number.to_decimal_string(18, Rounding::HalfEven);
        text.parse().ok()
    })
}

/// What a sheet displays: its fifteen digits rounded half up.
fn displayed(value: f64, places: u8) -> String {
    decimal(&format!("{value:.14e}"))
        .map_or_else(String::new, |digits| digits.to_decimal_string(places, Rounding::HalfUp))
}

/// The exact value of decimal digits, with or without an exponent.
fn decimal(text: &str) -> Option<Exact> {
    let (digits, exponent) = match text.split_once('e') {
        Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all: i128 = format!("{whole}{part}").parse().ok()?;
    let power = exponent.checked_sub(i32::try_from(part.len()).ok()?)?;
    let ten = 10_i128.checked_pow(power.unsigned_abs())?;
    if power >= 0 { Exact::ratio(all.checked_mul(ten)?, 1) } else { Exact::ratio(all, ten) }
}
