//! A month as laws see it: how many cases were in time and how many late, and which terms stand for them.

use provenance::Text;

use crate::{Exact, Formula, Operands, TermId, evaluate::Values};

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
