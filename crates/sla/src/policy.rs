//! Readings of what a contract leaves open: their names, their values, and where each was chosen.

use std::collections::BTreeMap;

use calendar::Landing;
use formula::Rounding;
use provenance::{Clause, PolicyUse, Text};

use crate::{ItemKey, Name};

/// The points that annexes of service levels use to leave open.
///
/// The contract's policy table gives each its words, its clause and its value, for all items or for some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PolicyId {
    /// By which calendar a clock runs: a calendar's name.
    ClockBasis,
    /// What a limit of n days means: see [`DayLength`].
    DayLength,
    /// Where a limit that is used up exactly at closing time lands: see [`calendar::Landing`].
    Landing,
    /// Whether a case that takes exactly its limit is in time: see [`Boundary`].
    Boundary,
    /// Which kinds of pause stop a clock: see [`PauseKinds`].
    PauseKinds,
    /// What a clock does while a finished case is reopened: see [`Reopened`].
    Reopened,
    /// Which month a case belongs to: see [`MonthOwnership`].
    MonthOwnership,
    /// What becomes of a case that is open and not yet late: see [`OpenCases`].
    OpenCases,
    /// What a month without a case comes to: see [`EmptyMonth`].
    EmptyMonth,
    /// What a mean is taken over: see [`MeanOver`].
    MeanOver,
    /// What an abandoned call counts as: see [`Abandoned`].
    Abandoned,
    /// What becomes of a case recorded twice: see [`Duplicates`].
    Duplicates,
    /// What becomes of a survey answer with a question left blank: see [`BlankAnswer`].
    BlankAnswer,
    /// Which formula counts where the written one and the intended one differ: see [`FormulaReading`].
    FormulaReading,
    /// How figures are rounded for display: see [`DisplayRounding`].
    DisplayRounding,
}

impl PolicyId {
    /// All of them, in the order of the reference page.
    pub const ALL: [Self; 15] = [
        Self::ClockBasis,
        Self::DayLength,
        Self::Landing,
        Self::Boundary,
        Self::PauseKinds,
        Self::Reopened,
        Self::MonthOwnership,
        Self::OpenCases,
        Self::EmptyMonth,
        Self::MeanOver,
        Self::Abandoned,
        Self::Duplicates,
        Self::BlankAnswer,
        Self::FormulaReading,
        Self::DisplayRounding,
    ];

    /// The name used in tables and results.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ClockBasis => "clock-basis",
            Self::DayLength => "day-length",
            Self::Landing => "landing",
            Self::Boundary => "boundary",
            Self::PauseKinds => "pause-kinds",
            Self::Reopened => "reopened",
            Self::MonthOwnership => "month-ownership",
            Self::OpenCases => "open-cases",
            Self::EmptyMonth => "empty-month",
            Self::MeanOver => "mean-over",
            Self::Abandoned => "abandoned",
            Self::Duplicates => "duplicates",
            Self::BlankAnswer => "blank-answer",
            Self::FormulaReading => "formula-reading",
            Self::DisplayRounding => "display-rounding",
        }
    }

    /// The value in force where a contract's table does not name the policy.
    #[must_use]
    pub fn built_in_default(self) -> PolicyValue {
        match self {
            Self::ClockBasis => PolicyValue::Calendar("always".into()),
            Self::DayLength => PolicyValue::DayLength(DayLength::TwentyFourHours),
            Self::Landing => PolicyValue::Landing(Landing::Closing),
            Self::Boundary => PolicyValue::Boundary(Boundary::InTime),
            Self::PauseKinds => PolicyValue::PauseKinds(PauseKinds::Listed),
            Self::Reopened => PolicyValue::Reopened(Reopened::Resume),
            Self::MonthOwnership => PolicyValue::MonthOwnership(MonthOwnership::Started),
            Self::OpenCases => PolicyValue::OpenCases(OpenCases::Pending),
            Self::EmptyMonth => PolicyValue::EmptyMonth(EmptyMonth::NotApplicable),
            Self::MeanOver => PolicyValue::MeanOver(MeanOver::Cases),
            Self::Abandoned => PolicyValue::Abandoned(Abandoned::LeaveOut),
            Self::Duplicates => PolicyValue::Duplicates(Duplicates::IdenticalOnce),
            Self::BlankAnswer => PolicyValue::BlankAnswer(BlankAnswer::LeaveOut),
            Self::FormulaReading => PolicyValue::FormulaReading(FormulaReading::Intended),
            Self::DisplayRounding => {
                PolicyValue::DisplayRounding(DisplayRounding { mode: DisplayMode::Cautious, places: 1 })
            }
        }
    }

    /// Reads a value as tables write it; `Err` lists what is allowed.
    ///
    /// # Errors
    /// The allowed values, where the text is none of them.
    pub fn parse_value(self, text: &str) -> Result<PolicyValue, PolicyValueError> {
        let refuse =
            |allowed: String| PolicyValueError { policy: self.as_str(), found: text.to_owned(), allowed };
        match self {
            Self::ClockBasis => Ok(PolicyValue::Calendar(text.into())),
            Self::DayLength => one_of(DAY_LENGTHS, text).map(PolicyValue::DayLength).map_err(refuse),
            Self::Landing => one_of(LANDINGS, text).map(PolicyValue::Landing).map_err(refuse),
            Self::Boundary => one_of(BOUNDARIES, text).map(PolicyValue::Boundary).map_err(refuse),
            Self::PauseKinds => one_of(PAUSE_KINDS, text).map(PolicyValue::PauseKinds).map_err(refuse),
            Self::Reopened => one_of(REOPENED, text).map(PolicyValue::Reopened).map_err(refuse),
            Self::MonthOwnership => one_of(OWNERSHIPS, text).map(PolicyValue::MonthOwnership).map_err(refuse),
            Self::OpenCases => one_of(OPEN_CASES, text).map(PolicyValue::OpenCases).map_err(refuse),
            Self::EmptyMonth => one_of(EMPTY_MONTHS, text).map(PolicyValue::EmptyMonth).map_err(refuse),
            Self::MeanOver => one_of(MEANS, text).map(PolicyValue::MeanOver).map_err(refuse),
            Self::Abandoned => one_of(ABANDONED, text).map(PolicyValue::Abandoned).map_err(refuse),
            Self::Duplicates => one_of(DUPLICATES, text).map(PolicyValue::Duplicates).map_err(refuse),
            Self::BlankAnswer => one_of(BLANK_ANSWERS, text).map(PolicyValue::BlankAnswer).map_err(refuse),
            Self::FormulaReading => one_of(READINGS, text).map(PolicyValue::FormulaReading).map_err(refuse),
            Self::DisplayRounding => {
                let (mode, places) = text.split_once(':').unwrap_or((text, ""));
                match (one_of(DISPLAY_MODES, mode), places.parse()) {
                    (Ok(mode), Ok(places @ 0..=9)) => {
                        Ok(PolicyValue::DisplayRounding(DisplayRounding { mode, places }))
                    }
                    _ => Err(refuse(format!(
                        "a mode and 0 to 9 places as in `cautious:1`; modes are {}",
                        list(DISPLAY_MODES)
                    ))),
                }
            }
        }
    }
}

/// A policy's value, by the policy it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyValue {
    /// A calendar's name.
    Calendar(Name),
    /// What a limit of n days means.
    DayLength(DayLength),
    /// Exactly at closing time.
    Landing(Landing),
    /// Exactly at the limit.
    Boundary(Boundary),
    /// Which pauses stop the clock.
    PauseKinds(PauseKinds),
    /// Reopened cases.
    Reopened(Reopened),
    /// Which month owns a case.
    MonthOwnership(MonthOwnership),
    /// Open cases.
    OpenCases(OpenCases),
    /// Empty months.
    EmptyMonth(EmptyMonth),
    /// What a mean is over.
    MeanOver(MeanOver),
    /// Abandoned calls.
    Abandoned(Abandoned),
    /// Cases recorded twice.
    Duplicates(Duplicates),
    /// Blank survey answers.
    BlankAnswer(BlankAnswer),
    /// Which formula counts.
    FormulaReading(FormulaReading),
    /// Display rounding.
    DisplayRounding(DisplayRounding),
}

impl PolicyValue {
    /// The value as tables write it.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Calendar(name) => name.as_str().to_owned(),
            Self::DayLength(value) => word(DAY_LENGTHS, value),
            Self::Landing(value) => word(LANDINGS, value),
            Self::Boundary(value) => word(BOUNDARIES, value),
            Self::PauseKinds(value) => word(PAUSE_KINDS, value),
            Self::Reopened(value) => word(REOPENED, value),
            Self::MonthOwnership(value) => word(OWNERSHIPS, value),
            Self::OpenCases(value) => word(OPEN_CASES, value),
            Self::EmptyMonth(value) => word(EMPTY_MONTHS, value),
            Self::MeanOver(value) => word(MEANS, value),
            Self::Abandoned(value) => word(ABANDONED, value),
            Self::Duplicates(value) => word(DUPLICATES, value),
            Self::BlankAnswer(value) => word(BLANK_ANSWERS, value),
            Self::FormulaReading(value) => word(READINGS, value),
            Self::DisplayRounding(value) => {
                format!("{}:{}", word(DISPLAY_MODES, &value.mode), value.places)
            }
        }
    }
}

/// A text is no value of the policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("policy `{policy}` cannot be `{found}`; it is {allowed}")]
pub struct PolicyValueError {
    /// The policy.
    pub policy: &'static str,
    /// The value, as given.
    pub found: String,
    /// What it may be.
    pub allowed: String,
}

type Words<T> = &'static [(&'static str, T)];

fn one_of<T: Copy>(words: Words<T>, text: &str) -> Result<T, String> {
    words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value).ok_or_else(|| list(words))
}

fn list<T>(words: Words<T>) -> String {
    words.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn word<T: PartialEq>(words: Words<T>, value: &T) -> String {
    words.iter().find(|(_, known)| known == value).map_or_else(String::new, |(word, _)| (*word).to_owned())
}

/// What a limit of n days or weeks means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayLength {
    /// Each day is 24 hours on the item's clock.
    TwentyFourHours,
    /// The first day does not count; due when the n-th calendar day ends.
    CalendarDayEnd,
    /// The first day does not count; due when business ends on the n-th business day of the item's clock.
    BusinessDayEnd,
}

const DAY_LENGTHS: Words<DayLength> = &[
    ("24-hours", DayLength::TwentyFourHours),
    ("calendar-day-end", DayLength::CalendarDayEnd),
    ("business-day-end", DayLength::BusinessDayEnd),
];

const LANDINGS: Words<Landing> = &[("closing", Landing::Closing), ("next-opening", Landing::NextOpening)];

/// Whether a case that takes exactly its limit is in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boundary {
    /// Exactly the limit is in time.
    InTime,
    /// Exactly the limit is late.
    Late,
}

const BOUNDARIES: Words<Boundary> = &[("in-time", Boundary::InTime), ("late", Boundary::Late)];

/// Which kinds of pause stop a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PauseKinds {
    /// Those that the item lists.
    Listed,
    /// Every pause that is recorded.
    All,
    /// None.
    None,
}

const PAUSE_KINDS: Words<PauseKinds> =
    &[("listed", PauseKinds::Listed), ("all", PauseKinds::All), ("none", PauseKinds::None)];

/// What a clock does between the first finish and the reopening of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reopened {
    /// It stands still while the case was thought finished, and goes on with the reopening.
    Resume,
    /// The first finish counts; what follows is another matter.
    FirstFinish,
    /// It ran all the time until the last finish.
    RunThrough,
}

const REOPENED: Words<Reopened> = &[
    ("resume", Reopened::Resume),
    ("first-finish", Reopened::FirstFinish),
    ("run-through", Reopened::RunThrough),
];

/// Which month a case belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MonthOwnership {
    /// The month in which its clock started.
    Started,
    /// The month in which it falls due.
    Due,
    /// The month in which its clock stopped.
    Finished,
}

const OWNERSHIPS: Words<MonthOwnership> = &[
    ("started", MonthOwnership::Started),
    ("due", MonthOwnership::Due),
    ("finished", MonthOwnership::Finished),
];

/// What becomes of a case that is open and not yet late when the month is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenCases {
    /// It is in the month but undecided: the figure is given without it, the verdict allows for both ends.
    Pending,
    /// It is left to a later month and listed as carried over.
    CarryOver,
    /// It counts as late.
    Late,
}

const OPEN_CASES: Words<OpenCases> =
    &[("pending", OpenCases::Pending), ("carry-over", OpenCases::CarryOver), ("late", OpenCases::Late)];

/// What a month without any case comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmptyMonth {
    /// Nothing to judge.
    NotApplicable,
    /// Met: nothing went wrong.
    Met,
    /// Undetermined: the figure does not exist.
    Undetermined,
}

const EMPTY_MONTHS: Words<EmptyMonth> = &[
    ("not-applicable", EmptyMonth::NotApplicable),
    ("met", EmptyMonth::Met),
    ("undetermined", EmptyMonth::Undetermined),
];

/// What a mean is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeanOver {
    /// Over the cases of the month, each counting once.
    Cases,
    /// Over the daily means of the month, each day counting once.
    Days,
}

const MEANS: Words<MeanOver> = &[("cases", MeanOver::Cases), ("days", MeanOver::Days)];

/// What an abandoned call counts as in a mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Abandoned {
    /// It is left out and listed.
    LeaveOut,
    /// It counts with the time until it was abandoned.
    UntilAbandoned,
}

const ABANDONED: Words<Abandoned> =
    &[("leave-out", Abandoned::LeaveOut), ("until-abandoned", Abandoned::UntilAbandoned)];

/// What becomes of a case recorded more than once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duplicates {
    /// Records that agree count once; where they differ, the case is undetermined.
    IdenticalOnce,
    /// The first record counts.
    First,
    /// The last record counts.
    Last,
}

const DUPLICATES: Words<Duplicates> = &[
    ("identical-once", Duplicates::IdenticalOnce),
    ("first", Duplicates::First),
    ("last", Duplicates::Last),
];

/// What becomes of a survey answer with a question left blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlankAnswer {
    /// The whole answer is left out and listed.
    LeaveOut,
    /// The mean is over the questions that were answered.
    MeanOfAnswered,
}

const BLANK_ANSWERS: Words<BlankAnswer> =
    &[("leave-out", BlankAnswer::LeaveOut), ("mean-of-answered", BlankAnswer::MeanOfAnswered)];

/// Which formula counts where the written one and the intended one differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormulaReading {
    /// The formula that the document meant.
    Intended,
    /// The formula to the letter.
    AsWritten,
}

const READINGS: Words<FormulaReading> =
    &[("intended", FormulaReading::Intended), ("as-written", FormulaReading::AsWritten)];

/// How a figure is rounded for display. Verdicts never depend on it.
///
/// # Rounding
/// `Cautious` rounds toward the side on which the target fails, so that a displayed figure never passes
/// where the exact one does not: 94.96 % against 95 % shows as 94.9 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisplayRounding {
    /// The direction.
    pub mode: DisplayMode,
    /// Places after the point.
    pub places: u8,
}

/// The direction of display rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisplayMode {
    /// Toward the side on which the target fails.
    Cautious,
    /// By a fixed rule.
    Fixed(Rounding),
}

const DISPLAY_MODES: Words<DisplayMode> = &[
    ("cautious", DisplayMode::Cautious),
    ("half-up", DisplayMode::Fixed(Rounding::HalfUp)),
    ("half-even", DisplayMode::Fixed(Rounding::HalfEven)),
    ("down", DisplayMode::Fixed(Rounding::Down)),
    ("up", DisplayMode::Fixed(Rounding::Up)),
];

/// One policy as the contract's table states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyEntry {
    /// The value for all items without one of their own.
    pub value: PolicyValue,
    /// What it means and what is left to agree.
    pub why: Text,
    /// The clause that is silent.
    pub clause: Option<Clause>,
    /// Other values for some items.
    pub overrides: BTreeMap<ItemKey, PolicyOverride>,
}

/// A policy's value for one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyOverride {
    /// The value.
    pub value: PolicyValue,
    /// Why this item differs.
    pub why: Text,
}

/// The readings in force for a contract.
///
/// ```
/// use sla::{Policies, PolicyId};
///
/// let policies = Policies::default();
/// let used = policies.in_force(PolicyId::EmptyMonth, None);
/// assert_eq!(used.value, "not-applicable");
/// assert!(used.is_default);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policies {
    entries: BTreeMap<PolicyId, PolicyEntry>,
}

impl Policies {
    /// States a policy; gives back what had been stated before.
    pub fn insert(&mut self, id: PolicyId, entry: PolicyEntry) -> Option<PolicyEntry> {
        self.entries.insert(id, entry)
    }

    /// The contract's statement of a policy, where it makes one.
    #[must_use]
    pub fn entry(&self, id: PolicyId) -> Option<&PolicyEntry> {
        self.entries.get(&id)
    }

    /// The policies stated, in the order of the reference page.
    pub fn iter(&self) -> impl Iterator<Item = (PolicyId, &PolicyEntry)> {
        self.entries.iter().map(|(id, entry)| (*id, entry))
    }

    /// The value in force, for an item or in general.
    #[must_use]
    pub fn value(&self, id: PolicyId, item: Option<&ItemKey>) -> PolicyValue {
        let Some(entry) = self.entries.get(&id) else { return id.built_in_default() };
        match item.and_then(|item| entry.overrides.get(item)) {
            Some(own) => own.value.clone(),
            None => entry.value.clone(),
        }
    }

    /// The value in force, as it stands in a result.
    #[must_use]
    pub fn in_force(&self, id: PolicyId, item: Option<&ItemKey>) -> PolicyUse {
        let value = self.value(id, item);
        let entry = self.entries.get(&id);
        let own = entry.zip(item).and_then(|(entry, item)| entry.overrides.get(item));
        PolicyUse {
            id: id.as_str().to_owned(),
            is_default: value == id.built_in_default(),
            value: value.to_text(),
            clause: entry.and_then(|entry| entry.clause.clone()),
            meaning: own
                .map(|own| own.why.clone())
                .or_else(|| entry.map(|entry| entry.why.clone()))
                .unwrap_or_else(|| {
                    Text::new(
                        "契約の表に定めがなく既定値による",
                        "the contract's table is silent: built-in default",
                    )
                }),
        }
    }
}
