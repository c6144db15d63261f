//! A person judged against a slot: every requirement, with what was found.

use std::collections::BTreeMap;

use calendar::SiteId;
use chrono::{Months, NaiveDate};
use itss_core::{Evaluator, Evidence, Known};
use provenance::{Text, number_of};
use tables::Id;

use crate::{Bid, FieldId, Held, LeastScore, Member, Points, Requirement, Requirements, Slot, What, WordId};

/// The levels of each person, by name and field: what an evaluation of the evidence found.
pub type Levels = BTreeMap<String, BTreeMap<String, KnownLevel>>;

/// What is known of a level: the one reached, and the one that is not ruled out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KnownLevel {
    /// The level that is shown; 0 where none is.
    pub reached: u8,
    /// The highest that what is not shown allows.
    pub possible: u8,
}

/// The levels that a person's evidence shows on a day, by field; they go into [`Levels`] under the person's name.
#[must_use]
pub fn levels_of(
    evaluator: &Evaluator,
    evidence: &Evidence,
    as_of: NaiveDate,
) -> BTreeMap<String, KnownLevel> {
    let fields = evaluator.standard().fields().iter();
    fields
        .filter_map(|field| {
            let level = evaluator.explain_in(evidence, &field.id, as_of)?;
            let reached = level.reached.map_or(0, |reached| reached.level);
            let possible = level.possible.unwrap_or(reached);
            Some((field.id.clone(), KnownLevel { reached, possible }))
        })
        .collect()
}

/// A requirement judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Whether it is met.
    pub verdict: Known,
    /// Whether it must be.
    pub is_mandatory: bool,
    /// What is asked.
    pub asked: Text,
    /// What was found.
    pub found: Text,
}

/// A person judged against a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fitness {
    /// All that must be met, together.
    pub verdict: Known,
    /// How many desirable requirements are met.
    pub desirable: u64,
    /// Every requirement.
    pub judged: Vec<Judged>,
}

impl Fitness {
    fn of(judged: Vec<Judged>) -> Self {
        let mandatory = judged.iter().filter(|one| one.is_mandatory);
        let verdict = mandatory.map(|one| one.verdict).fold(Known::Met, Known::and);
        let is_bonus = |one: &&Judged| !one.is_mandatory && one.verdict == Known::Met;
        let desirable = number_of(judged.iter().filter(is_bonus).count());
        Self { verdict, desirable, judged }
    }

    /// What must be met and is not shown to be.
    pub fn failing(&self) -> impl Iterator<Item = &Judged> {
        self.judged.iter().filter(|one| one.is_mandatory && one.verdict != Known::Met)
    }
}

/// Judges a person of a bid against a slot, with what is asked of everybody, whether the person is offered for it,
/// and the sites that nobody may serve both of.
#[must_use]
pub fn fitness(
    bid: &Bid,
    member: &Member,
    slot: &Slot,
    requirements: &Requirements,
    levels: &Levels,
) -> Fitness {
    let asked = slot.requirements.iter().chain(&requirements.everybody);
    let mut judged: Vec<Judged> =
        asked.map(|requirement| judge(member, requirement, levels, bid.signing)).collect();
    judged.extend(resident(bid, member, slot));
    judged.extend(apart(bid, member, slot, requirements));
    if !member.is_offered(&slot.id) {
        let offered = member.offered.as_deref().unwrap_or_default();
        judged.push(Judged {
            verdict: Known::NotMet,
            is_mandatory: true,
            asked: Text::new("この役割への提案", "to be offered for this role"),
            found: Text::new(offered.join("、"), offered.join(", ")),
        });
    }
    Fitness::of(judged)
}

/// Judges a person against what is asked of everybody.
#[must_use]
pub fn fitness_of_all(bid: &Bid, member: &Member, requirements: &Requirements, levels: &Levels) -> Fitness {
    let asked = requirements.everybody.iter();
    Fitness::of(asked.map(|requirement| judge(member, requirement, levels, bid.signing)).collect())
}

/// Who must be resident works shifts at one of the slot's sites.
fn resident(bid: &Bid, member: &Member, slot: &Slot) -> Option<Judged> {
    let own =
        || bid.shifts.iter().filter(|shift| shift.members.contains(&member.name)).map(|shift| &shift.site);
    let there = own().find(|site| slot.resident.iter().any(|at| at.as_str() == *site));
    let sites = slot.resident.iter().map(SiteId::as_str).collect::<Vec<_>>().join(", ");
    (!slot.resident.is_empty()).then(|| Judged {
        verdict: match there {
            Some(_) => Known::Met,
            // Without a table of shifts nothing is said of anybody.
            None if bid.shifts.is_empty() => Known::NotShown,
            None => Known::NotMet,
        },
        is_mandatory: true,
        asked: Text::new(format!("常駐（{sites}）"), format!("residence ({sites})")),
        found: there.map_or_else(
            || Text::new("そこでの勤務がない", "no shifts there"),
            |site| Text::new(format!("{site}で勤務"), format!("works at {site}")),
        ),
    })
}

/// A slot on one side is not for whom the shifts put on another.
fn apart(bid: &Bid, member: &Member, slot: &Slot, requirements: &Requirements) -> Vec<Judged> {
    let Some(site) = slot.site.as_ref().map(SiteId::as_str) else { return Vec::new() };
    let own =
        || bid.shifts.iter().filter(|shift| shift.members.contains(&member.name)).map(|shift| &shift.site);
    let mut judged = Vec::new();
    for apart in &requirements.apart {
        let Some(side) = apart.side(site) else { continue };
        let other = own().find(|site| apart.side(site).is_some_and(|other| other != side));
        if let Some(other) = other {
            judged.push(Judged {
                verdict: Known::NotMet,
                is_mandatory: true,
                asked: Text::new(
                    format!("{site}と兼務できない拠点の勤務がないこと"),
                    format!("no shifts at a site that is kept apart from {site}"),
                ),
                found: Text::new(format!("{other}で勤務"), format!("works at {other}")),
            });
        }
    }
    judged
}

fn judge(member: &Member, requirement: &Requirement, levels: &Levels, signing: NaiveDate) -> Judged {
    let (verdict, asked, found) = match &requirement.what {
        What::Experience { years } => experience(member, *years, signing),
        What::Management { roles, pcs, within_years, count } => {
            management(member, roles, *pcs, *within_years, *count, signing)
        }
        What::Qualification { any, name, valid_at_signing, expires, or_level } => {
            let by_paper =
                qualification(member, any, name, valid_at_signing.then_some(expires.as_slice()), signing);
            match or_level {
                Some(level) => or_level_in_any_field(member, *level, levels, by_paper),
                None => by_paper,
            }
        }
        What::Levels { fields, level } => field_levels(member, fields, *level, levels),
        What::Score { any } => score(member, any),
        What::Languages { all } => languages(member, all),
        What::NotSubcontracted => {
            let verdict = match member.is_subcontracted {
                Some(true) => Known::NotMet,
                Some(false) => Known::Met,
                None => Known::NotShown,
            };
            (verdict, Text::new("再委託でないこと", "not subcontracted"), verdict.label())
        }
    };
    Judged { verdict, is_mandatory: requirement.is_mandatory, asked, found }
}

/// The months of experience until the contract is signed; work at the same time counts once.
fn experience(member: &Member, years: u8, signing: NaiveDate) -> (Known, Text, Text) {
    let mut spans: Vec<(NaiveDate, NaiveDate)> = member
        .experience
        .iter()
        .map(|span| (span.from, span.to.unwrap_or(signing).min(signing)))
        .filter(|(from, to)| from < to)
        .collect();
    spans.sort_unstable();
    let (mut days, mut until) = (0_i64, NaiveDate::MIN);
    for (from, to) in spans {
        let from = from.max(until);
        // Each day counts once, so that no sum exceeds the days that can be written.
        days += to.signed_duration_since(from).num_days().max(0);
        until = until.max(to);
    }
    let needed = i64::from(years) * 365;
    let verdict = if member.experience.is_empty() {
        Known::NotShown
    } else if days >= needed {
        Known::Met
    } else {
        Known::NotMet
    };
    (
        verdict,
        Text::new(
            format!("通算{years}年程度以上の経験"),
            format!("about {years} years of experience in all"),
        ),
        Text::new(
            format!("{days}日（{}年分）", days / 365),
            format!("{days} days ({} full years)", days / 365),
        ),
    )
}

fn management(
    member: &Member,
    roles: &[WordId],
    pcs: u64,
    within_years: u8,
    count: u8,
    signing: NaiveDate,
) -> (Known, Text, Text) {
    let since =
        signing.checked_sub_months(Months::new(u32::from(within_years) * 12)).unwrap_or(NaiveDate::MIN);
    let (mut shown, mut open) = (0_u32, 0_u32);
    for one in &member.management {
        let is_recent = one.from < signing && one.to.is_none_or(|to| to > since);
        if !is_recent || !holds(roles, &one.role) {
            continue;
        }
        match one.pcs {
            Some(found) if found >= pcs => shown += 1,
            Some(_) => {}
            None => open += 1,
        }
    }
    let verdict = if member.management.is_empty() {
        Known::NotShown
    } else {
        Known::at_least(u32::from(count), shown, open)
    };
    let all = joined(roles);
    (
        verdict,
        Text::new(
            format!("直近{within_years}年以内にPC{pcs}台以上の運用管理の{all}として{count}件以上"),
            format!("{count} or more operations of {pcs} PCs or more within {within_years} years as {all}"),
        ),
        Text::new(
            format!("{shown}件（台数不明{open}件）"),
            format!("{shown} ({open} without the number of PCs)"),
        ),
    )
}

fn qualification(
    member: &Member,
    any: &[WordId],
    name: &Text,
    // Those that run out, where it must be valid at signing; `None` where it need not be.
    valid: Option<&[WordId]>,
    signing: NaiveDate,
) -> (Known, Text, Text) {
    let judge = |Held { id, valid_until }: &Held| match (valid, valid_until) {
        (None, _) => Known::Met,
        (Some(_), Some(until)) if signing <= *until => Known::Met,
        (Some(_), Some(_)) => Known::NotMet,
        (Some(expires), None) if holds(expires, id) => Known::NotShown,
        (Some(_), None) => Known::Met,
    };
    let held = member.qualifications.iter().filter(|held| holds(any, &held.id));
    let best = held.map(|held| (judge(held), held)).min_by_key(|(verdict, _)| std::cmp::Reverse(*verdict));
    let Some((verdict, Held { id, valid_until: until })) = best else {
        return (Known::NotShown, name.clone(), Text::new("示されていない", "not shown"));
    };
    // That it ran out is told also where it need not be valid.
    let told = match until.filter(|until| *until < signing) {
        Some(until) => Text::new(format!("{id}は{until}に失効"), format!("{id} expired on {until}")),
        None if verdict == Known::NotShown => {
            Text::new(format!("{id}（有効期限が示されていない）"), format!("{id}, its last day not shown"))
        }
        None => Text::same(id.clone()),
    };
    (verdict, name.clone(), told)
}

/// What a qualification shows, a level in any field shows too.
fn or_level_in_any_field(
    member: &Member,
    level: u8,
    levels: &Levels,
    (verdict, asked, found): (Known, Text, Text),
) -> (Known, Text, Text) {
    let asked = Text::new(
        format!("{}の資格、又はいずれかの分野のレベル{level}以上", asked.ja),
        format!("{}, by a qualification or by level {level} in any field", asked.en),
    );
    let own = levels.get(&member.name);
    let best = own.and_then(|own| own.iter().max_by_key(|(_, known)| known.reached));
    match best {
        Some((field, known)) if known.reached >= level => {
            let by_level = Text::same(format!("{field} {}", known.reached));
            (Known::Met, asked, if verdict == Known::Met { found } else { by_level })
        }
        // A level that is not ruled out may still show it.
        _ if verdict == Known::NotMet
            && own.is_none_or(|own| own.values().any(|known| known.possible >= level)) =>
        {
            (Known::NotShown, asked, found)
        }
        _ => (verdict, asked, found),
    }
}

fn field_levels(member: &Member, fields: &[FieldId], level: u8, levels: &Levels) -> (Known, Text, Text) {
    let own = levels.get(&member.name);
    let mut verdict = Known::Met;
    let mut told = Vec::new();
    for field in fields {
        let known = own
            .and_then(|own| own.get(field.as_str()))
            .copied()
            .unwrap_or(KnownLevel { reached: 0, possible: 7 });
        let one = if known.reached >= level {
            Known::Met
        } else if known.possible >= level {
            Known::NotShown
        } else {
            Known::NotMet
        };
        verdict = verdict.and(one);
        let shown = if known.reached == 0 { "-".to_owned() } else { known.reached.to_string() };
        told.push(format!("{field} {shown}"));
    }
    let all = joined(fields);
    (
        verdict,
        Text::new(format!("{all}でレベル{level}以上"), format!("level {level} or more in {all}")),
        Text::same(told.join(", ")),
    )
}

fn score(member: &Member, any: &[LeastScore]) -> (Known, Text, Text) {
    let asked: Vec<String> = any.iter().map(|one| format!("{} {}", one.test, one.at_least)).collect();
    let is_of = |own: &Points, asked: &LeastScore| asked.test.as_str() == own.test;
    let own: Vec<&Points> =
        member.scores.iter().filter(|own| any.iter().any(|asked| is_of(own, asked))).collect();
    let is_met =
        own.iter().any(|own| any.iter().any(|asked| is_of(own, asked) && own.points >= asked.at_least));
    let verdict = match (is_met, own.is_empty()) {
        (true, _) => Known::Met,
        (false, false) => Known::NotMet,
        (false, true) => Known::NotShown,
    };
    let told: Vec<String> = own.iter().map(|own| format!("{} {}", own.test, own.points)).collect();
    let told = if told.is_empty() { "-".to_owned() } else { told.join(", ") };
    (verdict, Text::new(asked.join("又は"), asked.join(" or ")), Text::same(told))
}

fn languages(member: &Member, all: &[WordId]) -> (Known, Text, Text) {
    let verdict = match &member.languages {
        None => Known::NotShown,
        Some(own) if all.iter().all(|language| own.iter().any(|own| own == language.as_str())) => Known::Met,
        Some(_) => Known::NotMet,
    };
    let told = member.languages.as_ref().map_or_else(|| "-".to_owned(), |own| own.join(", "));
    (
        verdict,
        Text::new(format!("言語: {}", joined(all)), format!("languages: {}", joined(all))),
        Text::same(told),
    )
}

/// Whether a code is one of those that are asked for.
fn holds<T>(codes: &[Id<T>], code: &str) -> bool {
    codes.iter().any(|known| known.as_str() == code)
}

fn joined<T>(codes: &[Id<T>]) -> String {
    codes.iter().map(Id::as_str).collect::<Vec<_>>().join(", ")
}
