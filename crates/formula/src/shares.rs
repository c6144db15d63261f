//! Laws of rates that depend on the share of cases on time alone: followed along that share, through cases and roundings.

use crate::{
    Direction, Domain, Exact, Formula, Ground, Law, Month, Over, RateScale, Roles, Schedule,
    ScheduleCertificate, ScheduleLaw, ScheduleVerdict, Vocabulary,
    curve::Curve,
    schedule::{Ratio, ratio_throughout},
};

/// A law of a rate judged along the share of cases on time: why it holds, or a month that breaks it; nothing where the
/// formula depends on more than that share, or is not decided.
pub(crate) fn judged(
    law: Law,
    scale: RateScale,
    formula: &Formula,
    roles: &Roles,
    vocabulary: &Vocabulary,
) -> Option<Result<Ground, Month>> {
    let schedule = schedule(scale, formula, roles, vocabulary);
    if !schedule.depends_on_ratio() {
        return None;
    }
    if let Some(wanted) = value_at(law, scale) {
        let (at, wanted) = wanted;
        return (schedule.value(&at) == Some(wanted)).then(|| Ok(Ground::Shares(Vec::new())));
    }
    if matches!(law, Law::Affine | Law::Complement) {
        let (ratio, parted_at) = ratio_throughout(&schedule, None)?;
        return is_of(law, scale, &ratio).then_some(Ok(Ground::Ratio(parted_at)));
    }
    let mut certificates = Vec::new();
    let mut month = None;
    for law in laws_along(law) {
        match law.judge(&schedule) {
            ScheduleVerdict::Proved(certificate) => certificates.push(certificate),
            ScheduleVerdict::Refuted(example) => {
                let numbers = example.at.iter().map(|at| &at.number);
                let cases = numbers.clone().fold(Exact::from(1), |cases, at| {
                    // The least number of cases that makes whole numbers of all shares.
                    let times = (&cases * at).denominator();
                    cases * Exact::from(times)
                });
                let on_time = numbers.map(|at| at * &cases).next()?;
                let whole = |number: &Exact| u64::try_from(number.to_i64()?).ok();
                let (all, on_time) = (whole(&cases)?, whole(&on_time)?);
                let next = Month { on_time, late: all.checked_sub(on_time)? };
                let size = |month: &Month| (month.all(), month.on_time);
                month = month.into_iter().chain([next]).min_by_key(size);
            }
            ScheduleVerdict::CheckedUpTo(_) | ScheduleVerdict::Unknown(_) => return None,
        }
    }
    Some(month.map_or(Ok(Ground::Shares(certificates)), Err))
}

/// Whether certificates along the share of cases on time prove a law.
pub(crate) fn is_proof(
    law: Law,
    scale: RateScale,
    certificates: &[ScheduleCertificate],
    (formula, roles, vocabulary): (&Formula, &Roles, &Vocabulary),
) -> bool {
    let schedule = schedule(scale, formula, roles, vocabulary);
    let laws: Vec<ScheduleLaw> = certificates.iter().map(|certificate| certificate.law).collect();
    schedule.depends_on_ratio()
        && match value_at(law, scale) {
            Some((at, wanted)) => certificates.is_empty() && schedule.value(&at) == Some(wanted),
            None => !laws.is_empty() && laws == laws_along(law),
        }
        && certificates.iter().all(|certificate| certificate.is_valid(&schedule))
}

/// Whether the formula is one ratio throughout, parted at these shares, and that ratio keeps the law.
pub(crate) fn is_ratio_proof(
    law: Law,
    scale: RateScale,
    parted_at: &[Exact],
    (formula, roles, vocabulary): (&Formula, &Roles, &Vocabulary),
) -> bool {
    let schedule = schedule(scale, formula, roles, vocabulary);
    schedule.depends_on_ratio()
        && ratio_throughout(&schedule, Some(parted_at)).is_some_and(|(ratio, _)| is_of(law, scale, &ratio))
}

fn schedule<'a>(
    scale: RateScale,
    formula: &'a Formula,
    roles: &Roles,
    vocabulary: &'a Vocabulary,
) -> Schedule<'a> {
    Schedule {
        formula,
        vocabulary,
        over: Over::months(roles),
        domain: Domain::between(0, 1),
        goes: Direction::Up,
        cap: Some(scale.whole()),
        free_at: None,
    }
}

/// The laws along the share that a law of rates comes to. That twice the cases give the same is so of whatever depends on
/// the share alone, where there is a value.
fn laws_along(law: Law) -> Vec<ScheduleLaw> {
    match law {
        Law::Defined | Law::Scale => vec![ScheduleLaw::Total],
        Law::Range => vec![ScheduleLaw::NeverNegative, ScheduleLaw::Capped],
        Law::Monotone => vec![ScheduleLaw::Monotone],
        Law::AllOnTime | Law::NoneOnTime | Law::Affine | Law::Complement => Vec::new(),
    }
}

/// The share at which a law demands a value, and that value.
fn value_at(law: Law, scale: RateScale) -> Option<(Exact, Exact)> {
    match law {
        Law::AllOnTime => Some((Exact::from(1), scale.whole())),
        Law::NoneOnTime => Some((Exact::from(0), Exact::from(0))),
        _ => None,
    }
}

/// Whether a ratio of polynomials in the share of cases on time keeps a law of months.
fn is_of(law: Law, scale: RateScale, Ratio { numerator: n, denominator: d }: &Ratio) -> bool {
    let (zero, one) = (Exact::from(0), Exact::from(1));
    let value = |at: &Exact| n.at(at).checked_div(&d.at(at));
    let is_zero = |curve: Option<Curve>| curve.is_some_and(|curve| curve.is_zero());
    match law {
        Law::Affine => value(&zero).zip(value(&one)).is_some_and(|(begin, end)| {
            let slope = &end - &begin;
            is_zero(Curve::line(begin, slope).times(d).map(|line| line.minus(n)))
        }),
        Law::Complement => {
            let (m, e) = (n.mirrored(), d.mirrored());
            let sum = n.times(&e).zip(m.times(d)).map(|(a, b)| a.plus(&b));
            let whole = d.times(&e).map(|product| product.times_number(&scale.whole()));
            is_zero(sum.zip(whole).map(|(sum, whole)| sum.minus(&whole)))
        }
        _ => false,
    }
}
