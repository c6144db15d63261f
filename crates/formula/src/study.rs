//! A formula judged as a rate: what the laws share, worked out once.

use std::cell::{OnceCell, RefCell};

use provenance::Text;

use crate::{
    Certificate, Counterexample, Exact, Formula, Ground, Law, LawVerdict, Month, RateForm, RateScale,
    RepairSearch, Roles, Vocabulary,
    law::{MonthOutcome, SEARCHED, TRIED_FIRST, in_words, is_broken_in, months_of, searched},
    proof::prove,
    rate::without_role,
    region::first_broken,
    repair, shares,
};

/// A formula taken as a rate: on which scale, and over which counts. What the laws share is worked out once.
///
/// ```
/// use formula::{Law, LawVerdict, Rate, RateScale, Roles, Term, Vocabulary, read};
///
/// let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
/// let vocabulary = Vocabulary::new([term("all", "全件数"), term("on-time", "期限内件数")])?;
/// let roles = Roles { all: "all".into(), on_time: "on-time".into(), late: None };
/// // Printed without × 100 it is a share, and as such a rate.
/// let share = read("期限内件数÷全件数", &vocabulary)?;
/// let is_proved = |rate: &Rate<'_>| {
///     rate.verdicts().iter().all(|(_, verdict)| matches!(verdict, LawVerdict::Proved(_)))
/// };
/// assert!(is_proved(&Rate::new(&share, &roles, &vocabulary).on(RateScale::Share)));
/// assert!(!is_proved(&Rate::new(&share, &roles, &vocabulary)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Rate<'a> {
    formula: &'a Formula,
    roles: &'a Roles,
    vocabulary: &'a Vocabulary,
    scale: RateScale,
    /// The figures of small months, by their number of cases and then by those on time.
    figures: RefCell<Vec<Option<Option<Exact>>>>,
    form: OnceCell<Result<RateForm, Text>>,
}

/// Figures of months of up to so many cases are kept: those that are tried first, and twice their cases.
const KEPT: u64 = 2 * TRIED_FIRST;

impl<'a> Rate<'a> {
    /// A rate in percent.
    #[must_use]
    pub fn new(formula: &'a Formula, roles: &'a Roles, vocabulary: &'a Vocabulary) -> Self {
        let (figures, form) = (RefCell::default(), OnceCell::new());
        Self { formula, roles, vocabulary, scale: RateScale::Percent, figures, form }
    }

    /// The same on another scale.
    #[must_use]
    pub fn on(self, scale: RateScale) -> Self {
        Self { scale, ..self }
    }

    /// The scale.
    #[must_use]
    pub fn scale(&self) -> RateScale {
        self.scale
    }

    /// The formula, the roles and the names.
    pub(crate) fn parts(&self) -> (&'a Formula, &'a Roles, &'a Vocabulary) {
        (self.formula, self.roles, self.vocabulary)
    }

    /// The verdicts of all laws, in their order.
    #[must_use]
    pub fn verdicts(&self) -> [(Law, LawVerdict); 8] {
        Law::ALL.map(|law| (law, self.judge(law)))
    }

    /// Judges a law.
    ///
    /// # Source
    /// Small months are tried first. Then the formula is written as a ratio of polynomials in the cases on time and
    /// late, and a law holds if an identity of polynomials does, or if polynomials have no negative coefficient. What is
    /// no such ratio, as with cases and roundings, is followed along the share of cases on time if it depends on that
    /// alone. Then further months are tried, and last, where all is linear, the first month that breaks the law is
    /// computed. A month that breaks a law does so whatever the formula is made of.
    #[must_use]
    pub fn judge(&self, law: Law) -> LawVerdict {
        if let Some(term) = self.roles.stranger(self.formula) {
            return LawVerdict::Unknown(without_role(term, self.vocabulary));
        }
        if let Some(exact) = law.is_before_rounding().then(|| self.formula.unrounded()).flatten() {
            return Rate::new(&exact, self.roles, self.vocabulary).on(self.scale).judge(law);
        }
        let breaks =
            |month: &Month| is_broken_in(law, *month, &self.scale.whole(), &|month| self.figure(month));
        let bound = searched(self.formula);
        if let Some(month) = Month::between(1, TRIED_FIRST.min(bound)).find(breaks) {
            return self.refuted(law, month);
        }
        if let Some(certificate) = self.proved_by_form(law) {
            return LawVerdict::Proved(certificate);
        }
        let by_shares = shares::judged(law, self.scale, self.formula, self.roles, self.vocabulary);
        if let Some(Ok(ground)) = by_shares {
            return LawVerdict::Proved(Certificate { law, scale: self.scale, ground });
        }
        if let Some(month) = Month::between(TRIED_FIRST.saturating_add(1), bound).find(breaks) {
            return self.refuted(law, month);
        }
        let computed = || {
            let form = self.form().as_ref().ok().filter(|_| bound == SEARCHED)?;
            first_broken(law, form, &self.scale.whole())
        };
        let further = by_shares.and_then(Result::err).or_else(computed).filter(breaks);
        further.map_or(LawVerdict::CheckedUpTo(bound), |month| self.refuted(law, month))
    }

    /// The smallest edits of the formula that keep some laws on this scale, and whether all were tried.
    #[must_use]
    pub fn repairs(&self, laws: &[Law]) -> RepairSearch {
        repair::search(self.formula, self.roles, self.vocabulary, self.scale, laws)
    }

    /// Whether a law is proved by the formula's form; months are not tried where it is not.
    pub(crate) fn is_proved(&self, law: Law) -> bool {
        self.proved_by_form(law).is_some()
    }

    /// Whether some month of so many cases at most breaks one of the laws.
    pub(crate) fn breaks_in_small_months(&self, laws: &[Law], most: u64) -> bool {
        let whole = self.scale.whole();
        let breaks = |month: Month| {
            laws.iter().any(|law| is_broken_in(*law, month, &whole, &|month| self.figure(month)))
        };
        Month::between(1, most).any(breaks)
    }

    fn proved_by_form(&self, law: Law) -> Option<Certificate> {
        let whole = self.scale.whole();
        let breaks = |month: Month| is_broken_in(law, month, &whole, &|month| self.figure(month));
        let form = self.form().as_ref().ok()?;
        let is_kept_below = |from: u64| !Month::between(1, from.saturating_sub(1)).any(breaks);
        let (from, facts) = prove(law, &whole, form, is_kept_below)?;
        let ground = Ground::Form { form: form.clone(), from, facts };
        Some(Certificate { law, scale: self.scale, ground })
    }

    fn form(&self) -> &Result<RateForm, Text> {
        self.form.get_or_init(|| RateForm::of(self.formula, self.roles))
    }

    fn figure(&self, month: Month) -> Option<Exact> {
        let work_out = || self.formula.figure(&self.roles.counts(month), self.vocabulary);
        let all = month.all();
        let place = all.checked_mul(all.saturating_add(1)).map(|double| double / 2 + month.on_time);
        let Some(place) = place.filter(|_| all <= KEPT).and_then(|place| usize::try_from(place).ok()) else {
            return work_out();
        };
        let kept = self.figures.borrow().get(place).cloned().flatten();
        kept.unwrap_or_else(|| {
            let figure = work_out();
            let mut figures = self.figures.borrow_mut();
            if figures.len() <= place {
                figures.resize(place.saturating_add(1), None);
            }
            if let Some(slot) = figures.get_mut(place) {
                *slot = Some(figure.clone());
            }
            figure
        })
    }

    fn refuted(&self, law: Law, month: Month) -> LawVerdict {
        let given = |month: Month| {
            let outcome = self.formula.evaluate(&self.roles.operands(month), self.vocabulary);
            MonthOutcome { month, outcome }
        };
        // Where the first month has no value, it shows all.
        let first = given(month);
        let others = if first.outcome.defined().is_some() { months_of(law, month) } else { Vec::new() };
        let others: Vec<MonthOutcome> = others.into_iter().map(given).collect();
        let months: Vec<&MonthOutcome> = [&first].into_iter().chain(&others).collect();
        let text = in_words(&months, self.scale, self.vocabulary);
        let MonthOutcome { month, outcome } = first;
        LawVerdict::Refuted(Counterexample { month, outcome, others, text })
    }
}
