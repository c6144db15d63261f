//! Proofs of laws: facts about polynomials that are seen from their coefficients, looked for and written down.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::Zero;

use crate::{
    Exact, Formula, Law, Polynomial, RateForm, RateScale, Roles, ScheduleCertificate, Vocabulary, check,
};

/// Why a law holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The law that it is about.
    pub law: Law,
    /// The scale on which the formula is a rate.
    pub scale: RateScale,
    /// On what it rests.
    pub ground: Ground,
}

/// On what a certificate rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ground {
    /// Facts about polynomials in `x` cases on time and `y` late.
    Form {
        /// The formula's form.
        form: RateForm,
        /// The facts are about months of so many cases or more; the few below are tried one by one.
        from: u64,
        /// What was shown of it.
        facts: Vec<Fact>,
    },
    /// The formula depends on the share of cases on time alone: laws along that share, each with where to part it. None
    /// where the law is about one share only, at which the formula is evaluated.
    Shares(Vec<ScheduleCertificate>),
    /// Parted at these shares of cases on time, the formula is one ratio of polynomials in that share throughout, and the
    /// law an identity of that ratio.
    Ratio(Vec<Exact>),
}

/// A fact that a reader can check by looking at coefficients, of polynomials counted from some month on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// The polynomial has no term at all.
    Zero(Polynomial),
    /// No coefficient is negative, so that it is nowhere negative.
    NotNegative(Polynomial),
    /// No coefficient is negative and the constant is not zero, so that it is positive everywhere.
    Positive(Polynomial),
    /// Written with whole numbers, all coefficients but the constant share a divisor which the constant lacks, so
    /// that it is zero at no whole numbers.
    Indivisible(Polynomial),
}

impl Fact {
    /// Whether the fact is one: this is all that a doubter has to check besides the form.
    #[must_use]
    pub fn holds(&self) -> bool {
        match self {
            Self::Zero(polynomial) => polynomial.is_zero(),
            Self::NotNegative(polynomial) => polynomial.has_no_negative_coefficient(),
            Self::Positive(polynomial) => {
                polynomial.has_no_negative_coefficient() && !polynomial.coefficient(0, 0).is_zero()
            }
            Self::Indivisible(polynomial) => {
                let scale = polynomial
                    .terms()
                    .fold(BigInt::from(1), |scale, (_, value)| scale.lcm(&value.denominator()));
                let whole = |value: &Exact| value.numerator() * (&scale / value.denominator());
                let shared = polynomial
                    .terms()
                    .filter(|(powers, _)| *powers != (0, 0))
                    .fold(BigInt::zero(), |shared, (_, value)| shared.gcd(&whole(value)));
                let constant = whole(&polynomial.coefficient(0, 0));
                if shared.is_zero() { !constant.is_zero() } else { !constant.is_multiple_of(&shared) }
            }
        }
    }
}

impl Certificate {
    /// Checks the certificate against the formula: the form is the formula's, the facts are those that the law needs
    /// of that form, none left out, and they hold; months below those of the facts keep the law.
    #[must_use]
    pub fn is_valid(&self, formula: &Formula, roles: &Roles, vocabulary: &Vocabulary) -> bool {
        check::is_proof(self, formula, roles, vocabulary)
    }
}

/// From how many cases on facts are looked for: what a polynomial of a small degree hides, it hides in small months.
const STARTS: [u64; 4] = [1, 2, 4, 8];

/// The greatest degree with which more than the first of them is tried.
const DEGREE_WITH_STARTS: u32 = 6;

/// The months of which a law speaks, as far as its divisors and its values go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Those with all in time.
    InTime,
    /// Those with all late.
    Late,
    /// All.
    Both,
}

/// Facts that prove a law, and from how many cases on they are about months, if some are found; `is_kept_below` says
/// whether all months with a case and fewer than so many keep the law.
pub(crate) fn prove(
    law: Law,
    whole: &Exact,
    form: &RateForm,
    is_kept_below: impl Fn(u64) -> bool,
) -> Option<(u64, Vec<Fact>)> {
    let degree = form.numerator.degree().max(form.denominator.degree());
    STARTS
        .into_iter()
        .take_while(|from| *from == 1 || (degree <= DEGREE_WITH_STARTS && is_kept_below(*from)))
        .find_map(|from| {
            let facts = facts(law, whole, form, from)?;
            facts.iter().all(Fact::holds).then_some((from, facts))
        })
}

/// What would have to hold of the form; `None` where it does not, or grows too large to work out.
fn facts(law: Law, whole: &Exact, form: &RateForm, from: u64) -> Option<Vec<Fact>> {
    let (n, d) = (&form.numerator, &form.denominator);
    let whole = |p: &Polynomial| p.times_number(whole);
    // Every law is about months in which there is a value; that there is one is part of each.
    let (side, start) = match law {
        Law::AllOnTime => (Side::InTime, from),
        Law::NoneOnTime => (Side::Late, from),
        // A second case later can only be in time where two are.
        Law::Affine => (Side::Both, from.max(2)),
        _ => (Side::Both, from),
    };
    let mut facts = Vec::new();
    for divisor in &form.divisors {
        facts.extend(never_zero(divisor, side, start)?);
    }
    let not_negative = |p: &Polynomial| parts(p, Side::Both, from).into_iter().map(Fact::NotNegative);
    match law {
        Law::Defined => {}
        Law::Range => {
            facts.extend(not_negative(&n.times(d)?));
            facts.extend(not_negative(&whole(d).minus(n).times(d)?));
        }
        Law::AllOnTime => facts.push(Fact::Zero(n.minus(&whole(d)).without_late())),
        Law::NoneOnTime => facts.push(Fact::Zero(n.without_in_time())),
        Law::Monotone => {
            let (n1, d1) = (n.shifted(1, -1), d.shifted(1, -1));
            let rise = n1.times(d)?.minus(&n.times(&d1)?).times(&d.times(&d1)?)?;
            // Months with all in time have no case to move.
            facts.extend(not_negative(&rise).skip(1));
        }
        Law::Affine => {
            let (n1, d1) = (n.shifted(1, -1), d.shifted(1, -1));
            let (n2, d2) = (n1.shifted(1, -1), d1.shifted(1, -1));
            let bend = n2
                .times(&d1)?
                .times(d)?
                .plus(&n.times(&d2)?.times(&d1)?)
                .minus(&n1.times(&d2)?.times(d)?.times_number(&Exact::from(2)));
            facts.push(Fact::Zero(bend));
        }
        Law::Scale => {
            facts.push(Fact::Zero(n.doubled().times(d)?.minus(&n.times(&d.doubled())?)));
        }
        Law::Complement => {
            let (ns, ds) = (n.swapped(), d.swapped());
            facts.push(Fact::Zero(n.times(&ds)?.plus(&ns.times(d)?).minus(&whole(&d.times(&ds)?))));
        }
    }
    Some(facts)
}

/// Facts that make a polynomial zero in none of the months of so many cases or more: in each part of them it has one
/// sign, or else it is zero at no whole numbers at all.
pub(crate) fn never_zero(polynomial: &Polynomial, side: Side, from: u64) -> Option<Vec<Fact>> {
    let signed = |part: Polynomial| {
        let is_negative = part.coefficient(0, 0) < Exact::from(0);
        let fact = Fact::Positive(if is_negative { part.negated() } else { part });
        fact.holds().then_some(fact)
    };
    parts(polynomial, side, from).into_iter().map(signed).collect::<Option<Vec<Fact>>>().or_else(|| {
        let whole = match side {
            Side::InTime => polynomial.without_late(),
            Side::Late => polynomial.without_in_time(),
            Side::Both => polynomial.clone(),
        };
        let fact = Fact::Indivisible(whole);
        fact.holds().then(|| vec![fact])
    })
}

/// The months of so many cases or more in parts, and the polynomial counted from the first month of each: all in
/// time; all late; and with some of each, from `k` in time and the rest late on, for each `k`.
pub(crate) fn parts(polynomial: &Polynomial, side: Side, from: u64) -> Vec<Polynomial> {
    let from = i64::try_from(from).unwrap_or(i64::MAX);
    let in_time = || polynomial.without_late().shifted(from, 0);
    let late = || polynomial.without_in_time().shifted(0, from);
    match side {
        Side::InTime => vec![in_time()],
        Side::Late => vec![late()],
        Side::Both => {
            let mixed = (1..from.max(2)).map(|k| polynomial.shifted(k, from.saturating_sub(k).max(1)));
            [in_time(), late()].into_iter().chain(mixed).collect()
        }
    }
}
