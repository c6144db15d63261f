//! Formulas that are judged, each with its names.

use keiyaku::{
    formula::{
        self, Dimension, Exact, Formula, Operands, Rate, RateScale, Roles, Term, Unit as CaseUnit, UnitError,
        Units, Vocabulary,
    },
    sla::{Item, Unit},
};

use crate::failure::Failure;

/// A formula to be judged.
pub(super) struct Subject<'a> {
    pub(super) key: String,
    /// `printed` or `computed`, or a way of reading.
    pub(super) reading: &'a str,
    pub(super) formula: &'a Formula,
    /// With a term for late cases, which repairs may need.
    pub(super) vocabulary: Vocabulary,
    pub(super) roles: Roles,
    /// The role that is asked for, by the command or by the target.
    pub(super) asked: Option<formula::Role>,
}

impl Subject<'_> {
    /// The unit of the formula, or the parts that do not fit together.
    pub(super) fn unit(&self) -> Result<Dimension, UnitError> {
        let roles = &self.roles;
        let units = [Some(&roles.all), Some(&roles.on_time), roles.late.as_ref()]
            .into_iter()
            .flatten()
            .fold(Units::new(), |units, term| units.with(term.clone(), CaseUnit::Count("case".to_owned())));
        self.formula.unit(&units, &self.vocabulary)
    }

    /// The scale on which the formula is a rate: its own where its unit shows one, else the one that is asked for.
    pub(super) fn scale(&self) -> RateScale {
        let own = self.unit().ok().and_then(|dimension| formula::Role::of_unit(&dimension)?.scale());
        let own = own.filter(|_| self.asked.is_none() || self.reaches_its_full());
        own.or_else(|| self.asked?.scale()).unwrap_or(RateScale::Percent)
    }

    /// Whether the formula is 1, or 100 where its unit shows a percentage, in a month in which all cases or none are on
    /// time: then its unit tells its scale. `A÷B×80` has the unit of a share and is none; it is judged as what it is asked
    /// to be.
    pub(super) fn reaches_its_full(&self) -> bool {
        let scale = self.unit().ok().and_then(|dimension| formula::Role::of_unit(&dimension)?.scale());
        let full = match scale {
            Some(RateScale::Share) => Exact::from(1),
            Some(RateScale::Percent) => Exact::from(100),
            None => return false,
        };
        [(1, 0), (0, 1)].into_iter().any(|(on_time, late)| {
            let roles = &self.roles;
            let month: Operands = [(roles.all.as_str(), 1), (roles.on_time.as_str(), on_time)]
                .into_iter()
                .chain(roles.late.as_ref().map(|term| (term.as_str(), late)))
                .collect();
            self.formula.evaluate(&month, &self.vocabulary).defined() == Some(&full)
        })
    }

    /// Whether what is found of it decides how the command ends: of several readings the usual one does.
    pub(super) fn decides(&self) -> bool {
        ["printed", "computed", "usual"].contains(&self.reading)
    }

    pub(super) fn rate(&self) -> Rate<'_> {
        Rate::new(self.formula, &self.roles, &self.vocabulary).on(self.scale())
    }
}

/// The identifier of the term for late cases.
pub(super) const LATE: &str = "late";

/// A vocabulary of these terms, with one for late cases where there is none.
pub(super) fn with_late(mut terms: Vec<Term>) -> Result<Vocabulary, Failure> {
    if terms.iter().all(|term| term.id != LATE.into()) {
        let (ja, en) = (vec!["それ以外の件数".to_owned()], vec!["the other cases".to_owned()]);
        terms.push(Term { id: LATE.into(), ja, en });
    }
    vocabulary_of(terms)
}

pub(super) fn vocabulary_of(terms: Vec<Term>) -> Result<Vocabulary, Failure> {
    Vocabulary::new(terms).map_err(|error| Failure::Other(error.to_string()))
}

/// The formulas of an item whose measure is a share: the printed one, and the one that it is computed by.
pub(super) fn subjects(item: &Item) -> Result<Vec<Subject<'_>>, Failure> {
    let Some((part, all)) = item.measure.kind().yields.share() else { return Ok(Vec::new()) };
    let vocabulary = with_late(item.intended.vocabulary.terms().to_vec())?;
    let subject = |reading, formula| Subject {
        key: item.key.to_string(),
        reading,
        formula,
        vocabulary: vocabulary.clone(),
        roles: Roles { all: all.into(), on_time: part.into(), late: Some(LATE.into()) },
        asked: item.target.as_ref().and_then(|target| match target.unit {
            Unit::Percent => Some(formula::Role::Percent),
            _ => None,
        }),
    };
    let written = item.written.as_ref().map(|written| subject("printed", &written.formula));
    Ok(written.into_iter().chain([subject("computed", &item.intended.formula)]).collect())
}
