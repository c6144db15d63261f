//! What a month, or other days, came to for one item: the figure, the verdict, and everything they rest on.

use calendar::YearMonth;
use chrono::{DateTime, NaiveDate, Utc};
use formula::{Exact, Outcome};
use provenance::{Clause, PolicyUse, Text, Verdict};

use crate::{
    Attribute, Case, Event, Ground, ItemKey, Origin, Rejected, SurveyAnswer, Tally, Target, Unit,
    written::FormulaOrigin,
};

/// The result of one item for one month.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemResult {
    /// The item.
    pub key: ItemKey,
    /// The month evaluated; of other days, the month in which they end.
    pub month: YearMonth,
    /// The days that the figure covers: the month, or the fiscal year so far.
    pub covers: DaySpan,
    /// The target in force.
    pub target: Option<Target>,
    /// Whether the target or limit in force is a revised one.
    pub is_revised: bool,
    /// What the figure is made of, where it is a ratio.
    pub ratio: Option<Ratio>,
    /// The number of cases, samples or plans that the figure is over.
    pub population: u128,
    /// The figure, in the target's unit.
    pub figure: Option<Figure>,
    /// What the formula as printed gives, where it differs from the one that counts or is counted itself.
    pub written: Option<WrittenFigure>,
    /// Whose reading the formula is.
    pub formula_origin: FormulaOrigin,
    /// The formula that was used, printed.
    pub formula: Text,
    /// The verdict.
    pub verdict: Verdict,
    /// The least and greatest figure that the unknown cases allow, where there are unknown ones.
    pub range: Option<Range>,
    /// The cases whose place among the others makes the figure, where it is such a one.
    pub decided: Vec<Decided>,
    /// Cases that missed, events that happened, plans not carried out.
    pub breaches: Vec<Breach>,
    /// Cases left out, each with its reason.
    pub excluded: Vec<Excluded>,
    /// Cases of which too little is known.
    pub undetermined: Vec<Undetermined>,
    /// Cases that are open and not late yet.
    pub pending: Vec<Pending>,
    /// Cases of earlier months that were open when the month began.
    pub carried_in: Vec<Carried>,
    /// Cases of the month that were open when it ended.
    pub carried_out: Vec<Carried>,
    /// What else a reader should know.
    pub notes: Vec<Text>,
    /// The policies that the result depends on.
    pub policies: Vec<PolicyUse>,
    /// What may still come, for shares against a target.
    pub outlook: Option<Outlook>,
}

/// The results of all items for one month.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthResults {
    /// The month.
    pub month: YearMonth,
    /// The result of each item, in the document's order.
    pub results: Vec<ItemResult>,
}

/// Days on end, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DaySpan {
    /// The first.
    pub first: NaiveDate,
    /// The last.
    pub last: NaiveDate,
}

/// What a figure is made of: 54 of 58 cases, or seconds in all over cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratio {
    /// Above the line: cases that did well, points, or seconds.
    pub numerator: Exact,
    /// Below the line; zero where there was no case.
    pub denominator: Exact,
}

/// A figure: exact, and as displayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The exact value, in `unit`.
    pub exact: Exact,
    /// The unit.
    pub unit: Unit,
    /// The value rounded for display by the policy `display-rounding`.
    pub displayed: String,
}

/// What the formula as printed gives.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenFigure {
    /// The formula, quoted.
    pub text: String,
    /// What it gives for the month.
    pub outcome: Outcome,
    /// Its value for display, or a dash where it is undefined.
    pub displayed: String,
    /// Whether it is the one that counts.
    pub counts: bool,
}

/// The least and greatest figure that the unknown cases allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// The least.
    pub least: Exact,
    /// The greatest; `None` where there is no bound.
    pub greatest: Option<Exact>,
    /// Both by the display policy, so that neither shows as the target what is not.
    pub displayed: DisplayedRange,
}

/// The bounds of a [`Range`] as displayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisplayedRange {
    /// The least.
    pub least: String,
    /// The greatest; `None` where there is no bound.
    pub greatest: Option<String>,
}

/// A case that makes the figure by its place among the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The case.
    pub id: String,
    /// What it took, in seconds on the item's clock.
    pub took: i64,
    /// Its place from the shortest, from 1.
    pub place: u128,
    /// Where it was read.
    pub origin: Option<Origin>,
}

impl Decided {
    pub(crate) fn new(case: &Case, took: i64, place: u128) -> Self {
        Self { id: case.id.clone(), took, place, origin: case.origin.clone() }
    }
}

/// Something that missed its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The case, event, answer or plan.
    pub id: String,
    /// How it missed.
    pub how: Missed,
    /// Where it was read.
    pub origin: Option<Origin>,
}

/// How something missed its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missed {
    /// A clock ran over its limit. Seconds on the item's clock.
    Late {
        /// What the case took, or has taken so far.
        took: i64,
        /// What it was allowed, where that is a number of seconds.
        limit: Option<i64>,
        /// By how much it is over.
        over: i64,
        /// When it was due.
        due: DateTime<Utc>,
        /// Whether it is still open.
        is_open: bool,
    },
    /// The case is settled and does not fit.
    Unfit,
    /// It took another time than the target says of the item as a whole.
    Took {
        /// What it took, or has taken so far, in seconds on the item's clock.
        took: i64,
        /// What the target says, in seconds.
        target: Exact,
        /// Whether it is still open.
        is_open: bool,
    },
    /// Something planned was not done.
    NotDone,
    /// An event happened that must not happen.
    Happened {
        /// When.
        at: DateTime<Utc>,
    },
    /// A person's score lies below the target.
    Score {
        /// The score.
        score: Exact,
        /// By how much it misses.
        short: Exact,
    },
}

impl Missed {
    /// Whether the case is still open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self {
            Self::Late { is_open, .. } | Self::Took { is_open, .. } => *is_open,
            Self::Unfit | Self::NotDone | Self::Happened { .. } | Self::Score { .. } => false,
        }
    }
}

impl Breach {
    pub(crate) fn new(
        case: &Case,
        took: i64,
        limit: Option<i64>,
        over: i64,
        due: DateTime<Utc>,
        is_open: bool,
    ) -> Self {
        Self {
            id: case.id.clone(),
            how: Missed::Late { took, limit, over, due, is_open },
            origin: case.origin.clone(),
        }
    }

    pub(crate) fn took(case: &Case, took: i64, target: &Exact) -> Self {
        let how = Missed::Took { took, target: target.clone(), is_open: false };
        Self { id: case.id.clone(), how, origin: case.origin.clone() }
    }

    pub(crate) fn open(pending: &Pending, target: &Exact) -> Self {
        let how = Missed::Took { took: pending.took, target: target.clone(), is_open: true };
        Self { id: pending.id.clone(), how, origin: pending.origin.clone() }
    }

    pub(crate) fn unfit(case: &Case) -> Self {
        Self { id: case.id.clone(), how: Missed::Unfit, origin: case.origin.clone() }
    }

    pub(crate) fn not_done(what: String, tally: &Tally) -> Self {
        Self { id: what, how: Missed::NotDone, origin: tally.origin.clone() }
    }

    pub(crate) fn event(event: &Event) -> Self {
        Self { id: event.id.clone(), how: Missed::Happened { at: event.at }, origin: event.origin.clone() }
    }

    pub(crate) fn score(answer: &SurveyAnswer, score: &Exact, target: &Target) -> Self {
        let short = target.exact_value() - score.clone();
        Self {
            id: answer.id.clone(),
            how: Missed::Score { score: score.clone(), short },
            origin: answer.origin.clone(),
        }
    }
}

/// What leaves a case or an answer out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOutBy {
    /// A ground of the item.
    Ground(Ground),
    /// The policy `abandoned`.
    Abandoned,
    /// The policy `blank-answer`.
    BlankAnswer,
}

impl LeftOutBy {
    /// Its word in results.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Ground(ground) => ground.as_str(),
            Self::Abandoned => "abandoned",
            Self::BlankAnswer => "blank-answer",
        }
    }
}

/// A case left out of the figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excluded {
    /// The case.
    pub id: String,
    /// What leaves it out.
    pub by: LeftOutBy,
    /// The ground's name.
    pub reason: Text,
    /// What the record says of it.
    pub note: String,
    /// Where the ground stands.
    pub clause: Clause,
    /// Where the case was read.
    pub origin: Option<Origin>,
}

impl Excluded {
    pub(crate) fn abandoned(case: &Case, clause: &Clause) -> Self {
        Self {
            id: case.id.clone(),
            by: LeftOutBy::Abandoned,
            reason: Text::new("計測の終わりより前に放棄された件", "given up before its clock stopped"),
            note: String::new(),
            clause: clause.clone(),
            origin: case.origin.clone(),
        }
    }

    pub(crate) fn blank(answer: &SurveyAnswer, clause: &Clause) -> Self {
        Self {
            id: answer.id.clone(),
            by: LeftOutBy::BlankAnswer,
            reason: Text::new("無回答の設問がある", "a question was left blank"),
            note: String::new(),
            clause: clause.clone(),
            origin: answer.origin.clone(),
        }
    }
}

/// A case of which too little is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undetermined {
    /// The case, or the row where not even that is known.
    pub id: String,
    /// What is missing or wrong.
    pub missing: Text,
    /// Where it was read.
    pub origin: Option<Origin>,
}

impl Undetermined {
    pub(crate) fn new(case: &Case, missing: Text) -> Self {
        Self { id: case.id.clone(), missing, origin: case.origin.clone() }
    }

    pub(crate) fn lacking(case: &Case, attribute: &Attribute) -> Self {
        Self::new(case, no_attribute(attribute))
    }

    pub(crate) fn event_lacking(event: &Event, attribute: &Attribute) -> Self {
        Self::event(event, no_attribute(attribute))
    }

    pub(crate) fn event(event: &Event, missing: Text) -> Self {
        Self { id: event.id.clone(), missing, origin: event.origin.clone() }
    }

    pub(crate) fn answer(answer: &SurveyAnswer, missing: Text) -> Self {
        Self { id: answer.id.clone(), missing, origin: answer.origin.clone() }
    }

    pub(crate) fn unreadable(rejected: &Rejected) -> Self {
        let row = || format!("{}:{}", rejected.origin.file, rejected.origin.row);
        Self {
            id: rejected.id.clone().unwrap_or_else(row),
            missing: rejected.reason.clone(),
            origin: Some(rejected.origin.clone()),
        }
    }
}

fn no_attribute(attribute: &Attribute) -> Text {
    Text::new(format!("`{attribute}`の記録がない"), format!("`{attribute}` is not recorded"))
}

/// A case that is open and not late yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The case.
    pub id: String,
    /// What it has taken so far, in seconds on the item's clock.
    pub took: i64,
    /// When it is due, where it has a deadline.
    pub due: Option<Due>,
    /// Whether its clock stands still.
    pub is_paused: bool,
    /// Where it was read.
    pub origin: Option<Origin>,
}

/// When an open case is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The moment.
    pub at: DateTime<Utc>,
    /// The seconds that are left, on the item's clock; negative where it is over.
    pub remaining: i64,
}

impl Pending {
    pub(crate) fn sample(case: &Case, took: i64, due: Option<Due>, is_paused: bool) -> Self {
        Self { id: case.id.clone(), took, due, is_paused, origin: case.origin.clone() }
    }

    pub(crate) fn without_deadline(case: &Case) -> Self {
        Self::sample(case, 0, None, false)
    }
}

/// A case that was open when a month began or ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The case.
    pub id: String,
    /// When its clock started.
    pub since: DateTime<Utc>,
    /// Where it was read.
    pub origin: Option<Origin>,
}

/// What may still come where single cases can miss: how many misses the target still allows, and where the month is heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// How many of the cases known so far, pending and undetermined ones included, may miss in all.
    pub misses_allowed: u128,
    /// How many have missed.
    pub missed: u128,
    /// How many more may miss; negative where too many have already.
    pub misses_left: i128,
    /// The figure if every pending and undetermined case ends well, in the target's unit; `None` where it has no bound.
    pub best: Option<Exact>,
    /// The figure if every pending and undetermined case misses.
    pub worst: Option<Exact>,
    /// The projection to the month's end, while the month is open.
    pub projection: Option<Projection>,
}

/// Where an open month is heading if the rest of it goes as it has gone so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Projection {
    /// The expected number of cases at the month's end, rounded up.
    pub volume: u128,
    /// How many of them may miss.
    pub misses_allowed: u128,
    /// How many are expected to miss, rounded up.
    pub misses_expected: u128,
}
