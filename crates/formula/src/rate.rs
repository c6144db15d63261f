//! A formula as a ratio of polynomials in the cases in time and late: the class whose laws are decided.

use provenance::{Language, Text};

use crate::{
    Exact, Formula, Function, Polynomial, Roles, TermId, Vocabulary, check,
    formula::{Kind, Node, Operation},
};

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

    /// Whether this is the form of the formula: worked out a second time from its tree and compared, polynomial by
    /// polynomial. This is the part of a certificate's check that looks at the formula itself.
    #[must_use]
    pub fn agrees_with(&self, formula: &Formula, roles: &Roles, vocabulary: &Vocabulary) -> bool {
        check::is_form_of(self, formula, roles, vocabulary)
    }
}

fn fraction(
    node: &Node,
    roles: &Roles,
    divisors: &mut Vec<Polynomial>,
) -> Result<(Polynomial, Polynomial), Text> {
    let one = || Polynomial::constant(Exact::from(1));
    let (x, y) = (Polynomial::term(1, 0, Exact::from(1)), Polynomial::term(0, 1, Exact::from(1)));
    Ok(match &node.kind {
        Kind::Number(number) => (Polynomial::constant(number.clone()), one()),
        // Of two roles with one term the later has its value, as among the operands of a month.
        Kind::Term(id) if Some(id) == roles.late.as_ref() => (y, one()),
        Kind::Term(id) if *id == roles.on_time => (x, one()),
        Kind::Term(id) if *id == roles.all => (x.plus(&y), one()),
        Kind::Term(id) => return Err(without_role(id, &Vocabulary::default())),
        Kind::Negate(inner) => {
            let (a, b) = fraction(inner, roles, divisors)?;
            (a.negated(), b)
        }
        Kind::Percent(inner) => {
            let (a, b) = fraction(inner, roles, divisors)?;
            (a, b.times_number(&Exact::from(100)))
        }
        Kind::Call(function @ (Function::Sum | Function::Mean), arguments) if !arguments.is_empty() => {
            let mut sum = (Polynomial::default(), one());
            for argument in arguments {
                sum = added(sum, fraction(argument, roles, divisors)?)?;
            }
            if *function == Function::Mean {
                let count = u64::try_from(arguments.len()).unwrap_or(u64::MAX);
                sum.1 = sum.1.times_number(&Exact::from(count));
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
        Kind::Cases(..) => {
            return Err(Text::new(
                "場合分けは多項式の比でない",
                "a case distinction makes no ratio of polynomials",
            ));
        }
        Kind::Binary(operation, left, right) => {
            let (a, b) = fraction(left, roles, divisors)?;
            let (c, d) = fraction(right, roles, divisors)?;
            match operation {
                Operation::Add => added((a, b), (c, d))?,
                Operation::Subtract => added((a, b), (c.negated(), d))?,
                Operation::Multiply => (times(&a, &c)?, times(&b, &d)?),
                Operation::Divide => {
                    divisors.push(c.clone());
                    (times(&a, &d)?, times(&b, &c)?)
                }
            }
        }
    })
}

/// The sum of two fractions. Parts over one denominator are added as they are: forms stay small.
fn added(
    (a, b): (Polynomial, Polynomial),
    (c, d): (Polynomial, Polynomial),
) -> Result<(Polynomial, Polynomial), Text> {
    if b == d {
        return Ok((a.plus(&c), b));
    }
    Ok((times(&a, &d)?.plus(&times(&c, &b)?), times(&b, &d)?))
}

fn times(a: &Polynomial, b: &Polynomial) -> Result<Polynomial, Text> {
    a.times(b).ok_or_else(|| Text::new("式が大きすぎて展開できない", "the formula is too large to work out"))
}

pub(crate) fn without_role(id: &TermId, vocabulary: &Vocabulary) -> Text {
    let (ja, en) = (vocabulary.name(id, Language::Ja), vocabulary.name(id, Language::En));
    Text::new(
        format!("「{ja}」は全件、期限内、期限後のいずれの件数でもない"),
        format!("`{en}` is neither all cases nor those on time nor those late"),
    )
}
