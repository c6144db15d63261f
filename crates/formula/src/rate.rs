//! A formula as a ratio of polynomials in the cases in time and late: the class whose laws are decided.

use provenance::{Language, Text};

use crate::{
    Exact, Formula, Function, Operands, Outcome, Polynomial, TermId, Vocabulary,
    formula::{Kind, Node, Operation},
};

/// Which terms of a formula are the cases of a month, and which of them those in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles {
    /// All cases.
    pub all: TermId,
    /// The cases in time, a part of all.
    pub on_time: TermId,
    /// The cases late, the rest, where the vocabulary has a term for them.
    pub late: Option<TermId>,
}

/// A month: how many cases were in time, and how many late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Cases in time.
    pub on_time: u64,
    /// Cases late.
    pub late: u64,
}

impl Month {
    /// All cases.
    #[must_use]
    pub fn all(self) -> u64 {
        self.on_time.saturating_add(self.late)
    }

    /// Months by their number of cases and then by those in time, from the empty one to `total` cases.
    pub(crate) fn up_to(total: u64) -> impl Iterator<Item = Self> {
        (0..=total).flat_map(|all| (0..=all).map(move |on_time| Self { on_time, late: all - on_time }))
    }
}

impl Roles {
    /// The same roles with those in time and those late exchanged: a penalty is a rate of the late. `None` without a
    /// term for them.
    #[must_use]
    pub fn exchanged(&self) -> Option<Self> {
        let late = self.late.clone()?;
        Some(Self { all: self.all.clone(), on_time: late, late: Some(self.on_time.clone()) })
    }

    /// The operands of a month.
    #[must_use]
    pub fn operands(&self, month: Month) -> Operands {
        let mut operands = Operands::default();
        operands.insert(self.all.clone(), month.all());
        operands.insert(self.on_time.clone(), month.on_time);
        if let Some(late) = &self.late {
            operands.insert(late.clone(), month.late);
        }
        operands
    }
}

/// `numerator ÷ denominator` with `x` cases in time and `y` late, defined where no divisor is zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateForm {
    pub(crate) numerator: Polynomial,
    pub(crate) denominator: Polynomial,
    /// What the formula divides by; where one of them is zero the formula has no value.
    pub(crate) divisors: Vec<Polynomial>,
}

impl RateForm {
    /// The form of a formula; the reason where it lies outside the class.
    ///
    /// # Errors
    /// What keeps the formula out: a term without a role, or a form too large to work out.
    pub fn of(formula: &Formula, roles: &Roles) -> Result<Self, Text> {
        let mut divisors = Vec::new();
        let (numerator, denominator) = fraction(&formula.root, roles, &mut divisors)?;
        Ok(Self { numerator, denominator, divisors })
    }

    /// Whether the form gives what the formula gives, asked at enough months to tell forms of this degree apart.
    /// This is the part of a certificate's check that looks at the formula itself.
    #[must_use]
    pub fn agrees_with(&self, formula: &Formula, roles: &Roles, vocabulary: &Vocabulary) -> bool {
        let points = u64::from(self.numerator.degree().max(self.denominator.degree())).saturating_add(2);
        (0..=points).all(|on_time| {
            (0..=points).all(|late| {
                let outcome = formula.evaluate(&roles.operands(Month { on_time, late }), vocabulary);
                let is_defined = self.divisors.iter().all(|divisor| !divisor.at(on_time, late).is_zero());
                let value = self.numerator.at(on_time, late).checked_div(&self.denominator.at(on_time, late));
                match outcome {
                    Outcome::Defined(known) => is_defined && value == Some(known),
                    Outcome::Undefined(_) => !is_defined,
                }
            })
        })
    }
}

fn fraction(
    node: &Node,
    roles: &Roles,
    divisors: &mut Vec<Polynomial>,
) -> Result<(Polynomial, Polynomial), Text> {
    let too_large = || Text::new("式が大きすぎて展開できない", "the formula is too large to work out");
    let one = || Polynomial::constant(Exact::from(1));
    let (x, y) = (Polynomial::term(1, 0, Exact::from(1)), Polynomial::term(0, 1, Exact::from(1)));
    Ok(match &node.kind {
        Kind::Number(number) => (Polynomial::constant(number.clone()), one()),
        Kind::Term(id) if *id == roles.all => (x.plus(&y), one()),
        Kind::Term(id) if *id == roles.on_time => (x, one()),
        Kind::Term(id) if Some(id) == roles.late.as_ref() => (y, one()),
        Kind::Term(id) => {
            return Err(Text::new(
                format!("`{id}`は全件でも期限内の件でもない"),
                format!("`{id}` is neither all cases nor those in time"),
            ));
        }
        Kind::Negate(inner) => {
            let (a, b) = fraction(inner, roles, divisors)?;
            (a.times_number(&Exact::from(-1)), b)
        }
        Kind::Percent(inner) => {
            let (a, b) = fraction(inner, roles, divisors)?;
            (a, b.times_number(&Exact::from(100)))
        }
        Kind::Call(Function::Sum, arguments) => {
            let mut sum = (Polynomial::default(), one());
            for argument in arguments {
                let (a, b) = fraction(argument, roles, divisors)?;
                let times = |p: &Polynomial, q: &Polynomial| p.times(q).ok_or_else(too_large);
                sum = (times(&sum.0, &b)?.plus(&times(&a, &sum.1)?), times(&sum.1, &b)?);
            }
            sum
        }
        Kind::Call(function, _) => {
            let (ja, en) = (function.name(Language::Ja), function.name(Language::En));
            return Err(Text::new(
                format!("「{ja}」は多項式の比でない"),
                format!("`{en}` makes no ratio of polynomials"),
            ));
        }
        Kind::Binary(operation, left, right) => {
            let (a, b) = fraction(left, roles, divisors)?;
            let (c, d) = fraction(right, roles, divisors)?;
            let times = |p: &Polynomial, q: &Polynomial| p.times(q).ok_or_else(too_large);
            match operation {
                // Parts over one denominator are added as they are: forms stay small.
                Operation::Add if b == d => (a.plus(&c), b),
                Operation::Subtract if b == d => (a.minus(&c), b),
                Operation::Add => (times(&a, &d)?.plus(&times(&c, &b)?), times(&b, &d)?),
                Operation::Subtract => (times(&a, &d)?.minus(&times(&c, &b)?), times(&b, &d)?),
                Operation::Multiply => (times(&a, &c)?, times(&b, &d)?),
                Operation::Divide => {
                    divisors.push(c.clone());
                    (times(&a, &d)?, times(&b, &c)?)
                }
            }
        }
    })
}
