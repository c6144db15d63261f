//! Judging: evidence against indicators, with the reasons for pass and fail.

use chrono::NaiveDate;

use crate::{
    Duration, EngagementReason, Evaluator, Evidence, Indicator, Known, Quantifier,
    engagement::Asked,
    standard::{Field, bit, has},
};

/// What a person reaches in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldLevel {
    /// The field, by its place in the standard.
    pub(crate) field: usize,
    /// The level, and on what it rests; `None` where none is shown.
    pub reached: Option<Reached>,
    /// The highest level that the evidence does not rule out, where it is above the one reached.
    pub possible: Option<u8>,
    /// Every indicator of the field, from the highest level.
    pub judgements: Vec<Judgement>,
}

/// A level that is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// The level.
    pub level: u8,
    /// On what it rests.
    pub basis: Basis,
}

/// On what a level rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// On the indicator's own requirements.
    Indicator,
    /// On an examination that deems the level reached.
    Deemed,
}

/// An indicator judged: every requirement, whether or not another has failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The level.
    pub level: u8,
    /// All requirements together.
    pub verdict: Known,
    /// Time or number of engagements.
    pub experience: Experience,
    /// Areas of expertise: each of the indicator's.
    pub areas: Vec<AreaShown>,
    /// The areas together.
    pub areas_verdict: Known,
    /// Kinds of transfer of technique.
    pub transfer: Transfer,
    /// Mentoring.
    pub mentoring: Known,
    /// Whether an examination deems the level reached; `None` where none can.
    pub deemed: Option<Known>,
}

/// An area of expertise, judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AreaShown {
    /// The area, by its place among the field's.
    pub area: u8,
    /// Whether the standing that is asked for is shown.
    pub verdict: Known,
}

/// Engagements at the level that is asked of some.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtLevel {
    /// How many are shown.
    pub shown: i64,
    /// How many are asked for.
    pub needed: i64,
}

/// Kinds of transfer of technique.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transfer {
    /// How many are shown.
    pub shown: u32,
    /// How many more may be: neither stated to be nor not to be.
    pub open: u32,
    /// Whether they are enough.
    pub verdict: Known,
}

/// Time or number of engagements, and what each engagement counts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Experience {
    /// All together.
    pub verdict: Known,
    /// Days, or engagements, that are shown to qualify.
    pub shown: i64,
    /// Days, or engagements, that may qualify, those shown included.
    pub possible: i64,
    /// What is asked for, in the same unit.
    pub needed: i64,
    /// Of engagements: those at the level that is asked of some.
    pub at_level: Option<AtLevel>,
    /// Every engagement of the field.
    pub engagements: Vec<EngagementReason>,
}

impl Evaluator {
    /// What a person reaches in each field, with every reason.
    #[must_use]
    pub fn explain(&self, evidence: &Evidence, as_of: NaiveDate) -> Vec<FieldLevel> {
        (0..self.standard.fields.len())
            .filter_map(|field| self.explain_field(evidence, field, as_of))
            .collect()
    }

    /// What a person reaches in one field, with every reason.
    #[must_use]
    pub fn explain_in(&self, evidence: &Evidence, field: &str, as_of: NaiveDate) -> Option<FieldLevel> {
        self.explain_field(evidence, self.standard.place(field)?, as_of)
    }

    fn explain_field(&self, evidence: &Evidence, place: usize, as_of: NaiveDate) -> Option<FieldLevel> {
        let field = self.standard.fields.get(place)?;
        let judgements: Vec<Judgement> = field
            .indicators
            .iter()
            .map(|indicator| self.judge(evidence, place, field, indicator, as_of))
            .collect();
        let by_indicator = judgements.iter().find(|judgement| judgement.verdict == Known::Met);
        let deemed = judgements.iter().find(|judgement| judgement.deemed == Some(Known::Met));
        // Levels need not be climbed one by one; the indicator's own basis counts before an examination.
        let reached = match (by_indicator, deemed) {
            (Some(own), Some(deemed)) if deemed.level > own.level => {
                Some(Reached { level: deemed.level, basis: Basis::Deemed })
            }
            (Some(own), _) => Some(Reached { level: own.level, basis: Basis::Indicator }),
            (None, Some(deemed)) => Some(Reached { level: deemed.level, basis: Basis::Deemed }),
            (None, None) => None,
        };
        let possible = judgements
            .iter()
            .find(|judgement| judgement.verdict != Known::NotMet)
            .map(|judgement| judgement.level)
            .filter(|level| reached.is_none_or(|reached| *level > reached.level));
        Some(FieldLevel { field: place, reached, possible, judgements })
    }

    /// The level alone in each field, in the order of the standard's fields: 0 where none is shown.
    pub fn levels(&self, evidence: &Evidence, as_of: NaiveDate, out: &mut Vec<u8>) {
        out.clear();
        for (place, field) in self.standard.fields.iter().enumerate() {
            let reached = field
                .indicators
                .iter()
                .find(|indicator| self.is_met(evidence, place, field, indicator, as_of));
            let deemed = field
                .indicators
                .iter()
                .find(|indicator| deems(evidence, indicator, as_of) == Some(Known::Met));
            let level = |indicator: Option<&Indicator>| indicator.map_or(0, |indicator| indicator.level);
            out.push(level(reached).max(level(deemed)));
        }
    }

    /// Whether an indicator is met, asking no more than decides.
    fn is_met(
        &self,
        evidence: &Evidence,
        place: usize,
        field: &Field,
        indicator: &Indicator,
        as_of: NaiveDate,
    ) -> bool {
        self.mentoring(evidence, indicator) == Known::Met
            && transfer(evidence, indicator, self.standard.transfers.len()).verdict == Known::Met
            && self.areas_verdict(evidence, place, indicator) == Known::Met
            && self.experience(evidence, place, field, indicator, as_of, None).verdict == Known::Met
    }

    fn judge(
        &self,
        evidence: &Evidence,
        place: usize,
        field: &Field,
        indicator: &Indicator,
        as_of: NaiveDate,
    ) -> Judgement {
        let mut reasons = Vec::new();
        let mut experience = self.experience(evidence, place, field, indicator, as_of, Some(&mut reasons));
        experience.engagements = reasons;
        let areas = areas(evidence, place, indicator);
        let areas_verdict = self.areas_verdict(evidence, place, indicator);
        let transfer = transfer(evidence, indicator, self.standard.transfers.len());
        let mentoring = self.mentoring(evidence, indicator);
        Judgement {
            level: indicator.level,
            verdict: experience.verdict.and(areas_verdict).and(transfer.verdict).and(mentoring),
            experience,
            areas,
            areas_verdict,
            transfer,
            mentoring,
            deemed: deems(evidence, indicator, as_of),
        }
    }

    /// Years add the union of qualifying periods; engagements are counted one by one.
    pub(crate) fn experience(
        &self,
        evidence: &Evidence,
        place: usize,
        field: &Field,
        indicator: &Indicator,
        as_of: NaiveDate,
        mut reasons: Option<&mut Vec<EngagementReason>>,
    ) -> Experience {
        let (mut shown, mut possible) = (Sweep::default(), Sweep::default());
        let (mut count, mut may_count, mut at_level, mut may_at_level) = (0_i64, 0_i64, 0_i64, 0_i64);
        let (of_which, others) = match indicator.duration {
            Duration::Engagements { of_which, others_level, .. } => (of_which, others_level),
            Duration::Years(_) => (None, None),
        };
        let other = others.and_then(|level| field.indicator(level));
        let other = other.map(|other| self.asked_of_others(indicator, other));
        // Of those at the level itself, how many the lower level does not count.
        let (mut beside, mut may_beside) = (0_i64, 0_i64);
        for (n, engagement) in evidence.engagements.iter().enumerate() {
            if usize::from(engagement.field) != place || engagement.from >= as_of {
                continue;
            }
            let reason = self.engagement(n, engagement, Asked::of(indicator));
            let to = engagement.to.unwrap_or(as_of).min(as_of);
            let lower = other.map_or(reason.verdict, |other| self.engagement(n, engagement, other).verdict);
            if reason.verdict == Known::Met {
                shown.add(engagement.from, to);
            }
            if reason.verdict != Known::NotMet {
                possible.add(engagement.from, to);
            }
            at_level += i64::from(reason.verdict == Known::Met);
            may_at_level += i64::from(reason.verdict != Known::NotMet);
            count += i64::from(lower == Known::Met);
            may_count += i64::from(lower != Known::NotMet);
            beside += i64::from(reason.verdict == Known::Met && lower != Known::Met);
            may_beside += i64::from(reason.verdict != Known::NotMet && lower == Known::NotMet);
            if let Some(reasons) = reasons.as_deref_mut() {
                reasons.push(reason);
            }
        }
        // Where the others are of the lower level exactly, those at the level itself count as often as they are asked.
        let counted = match of_which {
            Some(part) if self.rules.others_exactly => Some(i64::from(part.count)),
            _ => None,
        };
        let counted = |beside: i64| counted.map_or(beside, |most| beside.min(most));
        count += counted(beside);
        may_count += counted(may_beside);
        let enough = |needed: i64, shown: i64, possible: i64| {
            if shown >= needed {
                Known::Met
            } else if possible >= needed {
                Known::NotShown
            } else {
                Known::NotMet
            }
        };
        match indicator.duration {
            Duration::Years(years) => {
                let needed = i64::from(years) * self.rules.year;
                let (shown, possible) = (shown.days, possible.days);
                let verdict = enough(needed, shown, possible);
                Experience { verdict, shown, possible, needed, at_level: None, engagements: Vec::new() }
            }
            Duration::Engagements { count: needed, .. } => {
                let needed = i64::from(needed);
                let some = of_which.map(|part| i64::from(part.count));
                let verdict = enough(needed, count, may_count)
                    .and(some.map_or(Known::Met, |some| enough(some, at_level, may_at_level)));
                let at_level = some.map(|needed| AtLevel { shown: at_level, needed });
                Experience {
                    verdict,
                    shown: count,
                    possible: may_count,
                    needed,
                    at_level,
                    engagements: Vec::new(),
                }
            }
        }
    }

    fn areas_verdict(&self, evidence: &Evidence, place: usize, indicator: &Indicator) -> Known {
        let any = match indicator.areas.quantifier {
            Quantifier::Any => true,
            Quantifier::All => false,
            Quantifier::Unstated => self.rules.unstated_means_any,
        };
        let verdicts = (0..32)
            .filter(|area| has(indicator.areas.of, *area))
            .map(|area| standing(evidence, place, area, indicator));
        if any { verdicts.fold(Known::NotMet, Known::or) } else { verdicts.fold(Known::Met, Known::and) }
    }

    /// Whether any area suffices for an indicator, by the reading in force.
    pub(crate) fn takes_any_area(&self, indicator: &Indicator) -> bool {
        match indicator.areas.quantifier {
            Quantifier::Any => true,
            Quantifier::All => false,
            Quantifier::Unstated => self.rules.unstated_means_any,
        }
    }

    fn mentoring(&self, evidence: &Evidence, indicator: &Indicator) -> Known {
        match evidence.mentoring {
            _ if !indicator.mentoring || !self.rules.mentoring_is_required => Known::Met,
            Some(mentors) => Known::of(mentors),
            None => Known::NotShown,
        }
    }
}

/// Adds up days of periods that come by their beginning, each day once.
#[derive(Debug, Default)]
struct Sweep {
    days: i64,
    until: Option<NaiveDate>,
}

impl Sweep {
    fn add(&mut self, from: NaiveDate, to: NaiveDate) {
        let from = self.until.map_or(from, |until| from.max(until));
        if from < to {
            self.days += to.signed_duration_since(from).num_days();
            self.until = Some(to);
        }
    }
}

fn areas(evidence: &Evidence, place: usize, indicator: &Indicator) -> Vec<AreaShown> {
    (0_u8..32)
        .filter(|area| has(indicator.areas.of, usize::from(*area)))
        .map(|area| AreaShown { area, verdict: standing(evidence, place, usize::from(area), indicator) })
        .collect()
}

fn standing(evidence: &Evidence, place: usize, area: usize, indicator: &Indicator) -> Known {
    let stated = evidence
        .areas
        .iter()
        .filter(|(field, known, _)| usize::from(*field) == place && usize::from(*known) == area)
        .map(|(_, _, standing)| *standing)
        .max();
    stated.map_or(Known::NotShown, |standing| Known::of(standing >= indicator.areas.standing))
}

fn transfer(evidence: &Evidence, indicator: &Indicator, kinds: usize) -> Transfer {
    if indicator.transfer == 0 {
        return Transfer { shown: 0, open: 0, verdict: Known::Met };
    }
    // What is neither stated to be nor not to be may be.
    let shown = evidence.transfers.count_ones();
    let stated = evidence.transfers | evidence.not_transfers;
    let open = (0..kinds.min(32)).map(bit).fold(0, |open, kind| open | (kind & !stated)).count_ones();
    Transfer { shown, open, verdict: Known::at_least(u32::from(indicator.transfer), shown, open) }
}

fn deems(evidence: &Evidence, indicator: &Indicator, as_of: NaiveDate) -> Option<Known> {
    if indicator.deemed_by.is_empty() {
        return None;
    }
    let is_valid = |(code, passed, expires): &(u8, NaiveDate, Option<NaiveDate>)| {
        indicator.deemed_by.contains(code)
            && *passed <= as_of
            && expires.is_none_or(|expires| as_of <= expires)
    };
    Some(if evidence.examinations.iter().any(is_valid) { Known::Met } else { Known::NotShown })
}
