//! Formulas that are judged, each with its names.

use keiyaku::{
    formula::{
        self, Dimension, Formula, Rate, RateScale, Roles, Term, Unit as CaseUnit, UnitError, Units,
        Vocabulary,
    },
    provenance::Text,
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

    /// The scale on which the formula is a rate: its own where it shows one, else the one that is asked for, else the one
    /// that its unit shows.
    fn scale(&self) -> RateScale {
        let of_unit = || formula::Role::of_unit(&self.unit().ok()?)?.scale();
        let own = self.plain().own_scale();
        own.or_else(|| self.asked.map_or_else(of_unit, formula::Role::scale)).unwrap_or(RateScale::Percent)
    }

    /// Why it is on another scale than is asked for, or what it compares is on two.
    pub(super) fn other_scale(&self) -> Option<Text> {
        let asked = self.asked.and_then(formula::Role::scale);
        self.plain().on(asked.unwrap_or_else(|| self.scale())).other_scale()
    }

    /// Whether what is found of it decides how the command ends: of several readings the usual one does.
    pub(super) fn decides(&self) -> bool {
        ["printed", "computed", "usual"].contains(&self.reading)
    }

    pub(super) fn rate(&self) -> Rate<'_> {
        self.plain().on(self.scale())
    }

    fn plain(&self) -> Rate<'_> {
        Rate::new(self.formula, &self.roles, &self.vocabulary)
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
    Vocabulary::new(terms).map_err(|error| Failure::Told(error.text()))
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
