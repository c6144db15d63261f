//! What an amount follows, and over which numbers.

use crate::{
    Exact, Operands, Roles, Rounding, TermId,
    curve::{Between, Curve},
    shape::Places,
};

/// The numbers over which a figure goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain {
    pub(crate) from: Exact,
    pub(super) has_from: bool,
    pub(crate) to: Option<(Exact, bool)>,
    pub(super) step: Option<Exact>,
}

impl Domain {
    /// All numbers from one to another, both included: an availability from 0 to 100.
    ///
    /// ```
    /// use formula::{Domain, Exact};
    ///
    /// assert!(Domain::between(0, 100).holds(&Exact::ratio(1999, 20).unwrap()));
    /// assert!(!Domain::between(0, 100).in_steps_of(1).holds(&Exact::ratio(1999, 20).unwrap()));
    /// assert!(!Domain::at_least(0).without_start().holds(&Exact::from(0)));
    /// ```
    #[must_use]
    pub fn between(from: impl Into<Exact>, to: impl Into<Exact>) -> Self {
        Self { to: Some((to.into(), true)), ..Self::at_least(from) }
    }

    /// All numbers from one on.
    #[must_use]
    pub fn at_least(from: impl Into<Exact>) -> Self {
        Self { from: from.into(), has_from: true, to: None, step: None }
    }

    /// Without the number from which it goes: a price above zero.
    #[must_use]
    pub fn without_start(self) -> Self {
        Self { has_from: false, ..self }
    }

    /// Without the number to which it goes.
    #[must_use]
    pub fn without_end(self) -> Self {
        Self { to: self.to.map(|(to, _)| (to, false)), ..self }
    }

    /// Only in steps from where it begins: days, cases and yen in steps of 1, a figure of two places in steps of 0.01. A
    /// step that is not above zero makes no steps.
    #[must_use]
    pub fn in_steps_of(self, step: impl Into<Exact>) -> Self {
        let step = step.into();
        Self { step: (step > Exact::from(0)).then_some(step), ..self }
    }

    /// Whether no number belongs to it.
    pub(super) fn is_empty(&self) -> bool {
        match &self.to {
            Some((to, has_to)) => *to < self.from || (*to == self.from && !(self.has_from && *has_to)),
            None => false,
        }
    }

    /// Whether a number belongs to it.
    #[must_use]
    pub fn holds(&self, number: &Exact) -> bool {
        let begins = *number > self.from || (self.has_from && *number == self.from);
        let ends = self.to.as_ref().is_none_or(|(to, has)| number < to || (*has && number == to));
        begins && ends && self.is_on_step(number)
    }

    pub(super) fn is_on_step(&self, number: &Exact) -> bool {
        let steps = self.step.as_ref().and_then(|step| (number - &self.from).checked_div(step));
        steps.is_none_or(|steps| steps.is_whole())
    }

    /// The numbers at which steps lie within an interval, in ascending order.
    pub(super) fn steps_in<'a>(
        &'a self,
        between: &'a Between,
        step: &'a Exact,
    ) -> impl Iterator<Item = Exact> + 'a {
        let begun = (&between.from - &self.from).checked_div(step).unwrap_or_else(|| Exact::from(0));
        let first = begun.rounded(0, Rounding::Floor) + Exact::from(1);
        let start = &self.from + &(&first * step);
        std::iter::successors(Some(start), move |at| Some(at + step))
            .take_while(|at| between.to.as_ref().is_none_or(|to| at < to))
    }

    /// How many steps lie within an interval; `None` where there is no end, or no step.
    pub(super) fn count_in(&self, between: &Between) -> Option<u64> {
        let (step, to) = (self.step.as_ref()?, between.to.as_ref()?);
        let at = |end: &Exact| (end - &self.from).checked_div(step);
        let (begun, ended) = (at(&between.from)?, at(to)?);
        let count = ended.rounded(0, Rounding::Ceiling) - begun.rounded(0, Rounding::Floor) - Exact::from(1);
        count.to_i64().and_then(|count| u64::try_from(count.max(0)).ok())
    }
}

/// Which way an amount has to go while its figure grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// It never falls: a penalty by days of delay.
    Up,
    /// It never rises: a credit by availability, points by the price.
    Down,
}

/// What an amount follows: one term that moves, with the numbers of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Over {
    pub(super) places: Places,
    pub(super) moving: TermId,
    pub(super) scaled: Scaled,
}

/// Terms that count only by their ratios.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Scaled {
    Nothing,
    /// The moving term is told as a multiple of this one.
    By(TermId),
    /// The moving term is the cases on time as a share of all cases: a month.
    Months(Roles),
}

impl Over {
    /// The amount follows this term.
    #[must_use]
    pub fn term(moving: impl Into<TermId>) -> Self {
        let moving = moving.into();
        let line = Curve::line(Exact::from(0), Exact::from(1));
        Self { places: Places::from([(moving.clone(), line)]), moving, scaled: Scaled::Nothing }
    }

    /// A number for another term: the monthly fee, the greatest number of points.
    #[must_use]
    pub fn with(mut self, term: impl Into<TermId>, number: impl Into<Exact>) -> Self {
        self.places.insert(term.into(), Curve::constant(number.into()));
        self
    }

    /// The moving term is measured in another one that is above zero and whose number is not known: a price in multiples
    /// of the ceiling. The laws are then judged for every such number; the formula has to depend on the ratio alone.
    #[must_use]
    pub fn in_units_of(mut self, unit: impl Into<TermId>) -> Self {
        let unit = unit.into();
        self.places.insert(unit.clone(), Curve::constant(Exact::from(1)));
        self.scaled = Scaled::By(unit);
        self
    }

    /// The amount follows the share of cases on time among all cases of a month; the formula has to depend on the ratios
    /// of the counts alone. The domain is then a share from 0 to 1, and examples are months.
    #[must_use]
    pub fn months(roles: &Roles) -> Self {
        let (zero, one) = (|| Exact::from(0), || Exact::from(1));
        let mut over = Self::term(roles.on_time.clone());
        over.places.insert(roles.all.clone(), Curve::constant(one()));
        // Of two roles with one term the later has its value, as among the operands of a month.
        over.places.insert(roles.on_time.clone(), Curve::line(zero(), one()));
        if let Some(late) = &roles.late {
            over.places.insert(late.clone(), Curve::line(one(), -one()));
        }
        over.scaled = Scaled::Months(roles.clone());
        over
    }

    /// Whether a term counts only by its ratio to others.
    pub(super) fn is_scaled(&self, term: &TermId) -> bool {
        match &self.scaled {
            Scaled::Nothing => false,
            Scaled::By(unit) => *term == self.moving || term == unit,
            Scaled::Months(roles) => {
                *term == roles.all || *term == roles.on_time || Some(term) == roles.late.as_ref()
            }
        }
    }

    /// Whether it follows the share of cases on time.
    pub(crate) fn is_of_months(&self) -> bool {
        matches!(self.scaled, Scaled::Months(_))
    }

    /// The term that moves, where its numbers stand as they are.
    pub(crate) fn figure(&self) -> Option<&TermId> {
        (self.scaled == Scaled::Nothing).then_some(&self.moving)
    }

    pub(super) fn operands(&self, t: &Exact) -> Operands {
        self.places.iter().map(|(id, place)| (id.clone(), place.at(t))).collect()
    }
}
