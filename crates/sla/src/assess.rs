//! What is to be said of single cases: due, elapsed, paused, left, on time or not, and why.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use provenance::{Text, Verdict};

use crate::{
    Breach, Case, Excluded, Missed, Origin, Pending, Undetermined,
    deadline::Timing,
    measure::{Seen, Taken},
    scope::Scope,
};

/// What an item says of one case.
///
/// Seconds are those of the item's clock, pauses left out, except `remaining` where the deadline is an instant (agreed, or the
/// end of a day): what is over is time on the wall then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseResult {
    /// The case.
    pub id: String,
    /// When its clock started; `None` where the measure has no clock, or none that can be read.
    pub started: Option<DateTime<Utc>>,
    /// When its clock stopped; `None` while it runs.
    pub stopped: Option<DateTime<Utc>>,
    /// What it took, or has taken so far, in seconds.
    pub elapsed: Option<i64>,
    /// Business time that fell into its pauses, in seconds.
    pub paused: Option<i64>,
    /// Whether its clock stands still.
    pub is_paused: bool,
    /// What it is or was allowed, where that is a number of seconds on the item's clock.
    pub allowed: Option<i64>,
    /// When it is or was due, where it has a deadline; pauses so far have moved it.
    pub due: Option<DateTime<Utc>>,
    /// The seconds that are left of an open case; negative where a case is over its limit, finished or not.
    pub remaining: Option<i64>,
    /// Where it stands.
    pub standing: Standing,
    /// Whether it was in time, or fits what the item asks of each case.
    pub on_time: Verdict,
    /// Why, in a sentence.
    pub why: Text,
    /// Where it was read.
    pub origin: Option<Origin>,
}

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It counts, and missed nothing.
    Good,
    /// It counts, and missed.
    Missed(Missed),
    /// It is open, and may go either way.
    Open,
    /// It is open and left to a later month, by the policy `open-cases`.
    CarriedOver,
    /// It is left out of the figure: the ground, its clause and what the record says of it.
    LeftOut(Excluded),
    /// Too little is known of it.
    Undetermined,
    /// It is none of the item's cases.
    NotOfItem,
}

/// The lists of a result, by case. A row that could not be read may bear a case's number, but not its place.
struct Lists<'t> {
    breaches: BTreeMap<Key<'t>, &'t Breach>,
    excluded: BTreeMap<Key<'t>, &'t Excluded>,
    undetermined: BTreeMap<Key<'t>, &'t Undetermined>,
    pending: BTreeMap<Key<'t>, &'t Pending>,
    left_open: BTreeMap<&'t str, ()>,
}

type Key<'t> = (&'t str, Option<&'t Origin>);

/// Each case that a measure looked at, in the order of their identifiers.
pub(crate) fn listed(scope: &Scope<'_>, taken: &Taken<'_>) -> Vec<CaseResult> {
    let lists = Lists {
        breaches: taken.breaches.iter().map(|one| ((one.id.as_str(), one.origin.as_ref()), one)).collect(),
        excluded: taken.excluded.iter().map(|one| ((one.id.as_str(), one.origin.as_ref()), one)).collect(),
        undetermined: taken
            .undetermined
            .iter()
            .map(|one| ((one.id.as_str(), one.origin.as_ref()), one))
            .collect(),
        pending: taken.pending.iter().map(|one| ((one.id.as_str(), one.origin.as_ref()), one)).collect(),
        left_open: taken.left_open.iter().map(|id| (*id, ())).collect(),
    };
    let single_ones_miss = taken.misses.is_some();
    let mut cases: Vec<CaseResult> =
        taken.seen.iter().map(|seen| lists.case(scope, seen, single_ones_miss)).collect();
    cases.sort_by(|a, b| (&a.id, &a.origin).cmp(&(&b.id, &b.origin)));
    cases
}

impl Lists<'_> {
    fn case(&self, scope: &Scope<'_>, seen: &Seen<'_>, single_ones_miss: bool) -> CaseResult {
        let Seen { case, reading, took, timing, allowed } = seen;
        let key = (case.id.as_str(), case.origin.as_ref());
        let elapsed = took.or(reading.as_ref().map(|reading| reading.seconds));
        let pending = self.pending.get(&key);
        let (due, remaining) = match timing {
            Some(Timing::InTime { due, .. }) => (Some(*due), None),
            Some(Timing::Late { due, over, .. } | Timing::RunningLate { due, over, .. }) => {
                (Some(*due), Some(-*over))
            }
            Some(Timing::Running { due, remaining, .. }) => (Some(*due), Some(*remaining)),
            None => pending.and_then(|pending| pending.due).map(|due| (due.at, due.remaining)).unzip(),
        };
        let words = Words { scope, elapsed, due, remaining };
        let (standing, on_time, why) = if let Some(unknown) = self.undetermined.get(&key) {
            let why = unknown.missing.clone();
            (Standing::Undetermined, Verdict::Undetermined(why.clone()), why)
        } else if let Some(excluded) = self.excluded.get(&key) {
            let why = excluded.reason.clone();
            (Standing::LeftOut((*excluded).clone()), Verdict::NotApplicable(why.clone()), why)
        } else if let Some(breach) = self.breaches.get(&key) {
            (Standing::Missed(breach.how.clone()), Verdict::NotMet, words.missed(&breach.how))
        } else if pending.is_some() {
            let why = words.open();
            (Standing::Open, Verdict::Undetermined(why.clone()), why)
        } else if self.left_open.contains_key(case.id.as_str()) {
            let open = words.open();
            let why = Text::new(
                format!("{}。後の月に繰り越す", open.ja),
                format!("{}; carried over to a later month", open.en),
            );
            (Standing::CarriedOver, Verdict::Undetermined(why.clone()), why)
        } else if single_ones_miss {
            (Standing::Good, Verdict::Met, words.good())
        } else {
            let took = words.good();
            let why = Text::new(
                format!("{}。一件ごとの水準はない", took.ja),
                format!("{}; there is no level for a single case", took.en),
            );
            (Standing::Good, Verdict::NotApplicable(why.clone()), why)
        };
        CaseResult {
            id: case.id.clone(),
            started: reading.as_ref().map(|reading| reading.started),
            stopped: reading.as_ref().and_then(|reading| reading.stopped),
            elapsed,
            paused: reading.as_ref().map(|reading| reading.seconds_paused),
            is_paused: reading.as_ref().is_some_and(|reading| reading.is_paused),
            allowed: *allowed,
            due,
            remaining,
            standing,
            on_time,
            why,
            origin: case.origin.clone(),
        }
    }
}

impl CaseResult {
    /// A case of which nothing is read, with why.
    pub(crate) fn unread(case: &Case, standing: Standing, on_time: Verdict, why: Text) -> Self {
        Self {
            id: case.id.clone(),
            started: None,
            stopped: None,
            elapsed: None,
            paused: None,
            is_paused: false,
            allowed: None,
            due: None,
            remaining: None,
            standing,
            on_time,
            why,
            origin: case.origin.clone(),
        }
    }
}

/// Sentences on a case, with times as the zone shows them.
struct Words<'a> {
    scope: &'a Scope<'a>,
    elapsed: Option<i64>,
    due: Option<DateTime<Utc>>,
    remaining: Option<i64>,
}

impl Words<'_> {
    fn at(&self, instant: DateTime<Utc>) -> String {
        self.scope.zone.to_local(instant).format("%Y-%m-%d %H:%M:%S").to_string()
    }

    fn good(&self) -> Text {
        match (self.due, self.elapsed) {
            (Some(due), Some(took)) => Text::new(
                format!("期限{}までに完了（所要{}）", self.at(due), span(took)),
                format!("done by {}, when it was due; took {}", self.at(due), span(took)),
            ),
            (_, Some(took)) => Text::new(format!("所要{}", span(took)), format!("took {}", span(took))),
            (_, None) => Text::new("該当する", "fits"),
        }
    }

    fn open(&self) -> Text {
        match (self.due, self.remaining) {
            (Some(due), Some(left)) if left < 0 => Text::new(
                format!("未了。期限{}を{}超過", self.at(due), span(-left)),
                format!("open; was due {}, {} over", self.at(due), span(-left)),
            ),
            (Some(due), Some(left)) => Text::new(
                format!("未了。期限{}、残り{}", self.at(due), span(left)),
                format!("open; due {}, {} left", self.at(due), span(left)),
            ),
            _ => Text::new("未了", "open"),
        }
    }

    fn missed(&self, how: &Missed) -> Text {
        match how {
            Missed::Late { took, over, due, is_open, .. } => {
                let (ja, en) = if *is_open {
                    ("未了のまま期限", "open and late: due")
                } else {
                    ("期限", "late: due")
                };
                Text::new(
                    format!("{ja}{}に遅れた（所要{}、超過{}）", self.at(*due), span(*took), span(*over)),
                    format!("{en} {}, took {}, {} over", self.at(*due), span(*took), span(*over)),
                )
            }
            Missed::Unfit => Text::new("該当しないまま処理が終わった", "settled, and does not fit"),
            Missed::Took { took, target, is_open } => {
                let (ja, en) = if *is_open { ("未了。", "open; ") } else { ("", "") };
                Text::new(
                    format!("{ja}所要{}は水準の{target}秒に合わない", span(*took)),
                    format!("{en}took {}, against {target} s by the target", span(*took)),
                )
            }
            // Not of cases.
            Missed::NotDone => Text::new("未実施", "not done"),
            Missed::Happened { at } => {
                Text::new(format!("{}に発生", self.at(*at)), format!("happened at {}", self.at(*at)))
            }
            Missed::Score { score, .. } => Text::new(format!("得点{score}"), format!("scored {score}")),
        }
    }
}

/// Hours, minutes and seconds: `4:00:01`.
fn span(seconds: i64) -> String {
    let (sign, seconds) = (if seconds < 0 { "-" } else { "" }, seconds.unsigned_abs());
    format!("{sign}{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}
