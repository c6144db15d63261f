//! A formula as a ratio of polynomials in the cases in time and late: the class whose laws are decided.

use provenance::{Language, Text};

use crate::{
    Exact, Formula, Function, Operands, Polynomial, TermId, Vocabulary, check,
    evaluate::Values,
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

/// On which scale a rate is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RateScale {
    /// In percent: all cases on time make 100.
    Percent,
    /// As a share: all cases on time make 1.
    Share,
}

impl RateScale {
    /// What a rate comes to where all cases are on time.
    #[must_use]
    pub fn whole(self) -> Exact {
        match self {
            Self::Percent => Exact::from(100),
            Self::Share => Exact::from(1),
        }
    }

    /// A figure on this scale, in words: `94.7 %`; `0.5 (50 %)`.
    #[must_use]
    pub fn figure(self, value: &Exact) -> Text {
        // Rounded to one place, 100.01 would seem to keep the law that it breaks.
        match self {
            Self::Percent => {
                let digits = value.to_figure_string();
                Text::new(format!("{digits}％"), format!("{digits} %"))
            }
            Self::Share => Text::same(value.to_digits()),
        }
    }
}

impl Month {
    /// All cases.
    #[must_use]
    pub fn all(self) -> u64 {
        self.on_time.saturating_add(self.late)
    }

    /// Months by their number of cases and then by those in time, from the empty one to `total` cases.
    pub(crate) fn up_to(total: u64) -> impl Iterator<Item = Self> {
        Self::between(0, total)
    }

    /// Months by their number of cases and then by those in time, of so many cases to so many.
    pub(crate) fn between(least: u64, most: u64) -> impl Iterator<Item = Self> {
        (least..=most)
            .flat_map(|all| (0..=all).map(move |on_time| Self { on_time, late: all.saturating_sub(on_time) }))
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

    /// A term of a formula that has no role, and so no value in a month: of such a formula nothing can be asked.
    pub(crate) fn stranger<'a>(&self, formula: &'a Formula) -> Option<&'a TermId> {
        let has_role = |id: &TermId| *id == self.all || *id == self.on_time || Some(id) == self.late.as_ref();
        formula.terms().into_iter().find(|id| !has_role(id))
    }

    /// The counts of a month, by term.
    pub(crate) fn counts(&self, month: Month) -> Counts<'_> {
        let [all, on_time, late] = [month.all(), month.on_time, month.late].map(Exact::from);
        Counts { roles: self, all, on_time, late }
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

/// What the terms with a role come to in a month.
pub(crate) struct Counts<'a> {
    roles: &'a Roles,
    all: Exact,
    on_time: Exact,
    late: Exact,
}

impl Values for Counts<'_> {
    fn of(&self, term: &TermId) -> Option<&Exact> {
        // Of two roles with one term the later has its value, as among the operands of a month.
        if self.roles.late.as_ref() == Some(term) {
            Some(&self.late)
        } else if self.roles.on_time == *term {
            Some(&self.on_time)
        } else {
            (self.roles.all == *term).then_some(&self.all)
        }
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
