//! Readings of what a contract leaves open: their names, their values, and where each was chosen.

use std::{borrow::Cow, fmt};

use calendar::{CalendarId, Landing};
use formula::Rounding;
use provenance::{Choice, Choices, Clause, PolicyUse, Text};
use tables::{Explain, Row, Spot, listed, meant, nearest};

use crate::ItemKey;

/// A value that a policy can have, as tables write it.
pub trait Reading: Clone + PartialEq + fmt::Debug {
    /// The value in force where a contract's table does not name the policy.
    fn built_in() -> Self;

    /// The word used in tables and results.
    fn word(&self) -> Cow<'static, str>;

    /// The value of a word.
    ///
    /// # Errors
    /// [`ReadingError`], with what is allowed.
    fn of_word(word: &str) -> Result<Self, ReadingError>;
}

/// A text is not a value of a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("found `{found}`, but it must be {}", allowed.en)]
pub struct ReadingError {
    /// The text, as given.
    pub found: String,
    /// What it may be.
    pub allowed: Text,
    /// The word that may be meant.
    pub near: Option<&'static str>,
}

impl ReadingError {
    fn new(found: &str, allowed: Text, words: impl Iterator<Item = &'static str>) -> Self {
        Self { found: found.to_owned(), allowed, near: nearest(found, words) }
    }
}

impl Explain for ReadingError {
    fn text(&self) -> Text {
        let Self { found, allowed, .. } = self;
        Text::new(format!("`{found}`とあるが、使えるのは{}", allowed.ja), self.to_string())
    }
}

/// A policy's value for all items, and for those that differ.
///
/// ```
/// use sla::{Boundary, Policy};
///
/// let mut boundary = Policy::<Boundary>::default();
/// assert_eq!(*boundary.of(None), Boundary::InTime);
/// boundary.choose(Boundary::Late, None, provenance::Text::same("agreed"));
/// assert_eq!(*boundary.of(Some(&"S-1".parse()?)), Boundary::Late);
/// # Ok::<(), sla::ItemKeyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy<T> {
    choices: Choices<ItemKey, T>,
    is_stated: bool,
}

impl<T: Reading> Default for Policy<T> {
    fn default() -> Self {
        Self { choices: Choices::built_in(T::built_in()), is_stated: false }
    }
}

impl<T> Policy<T> {
    /// The value in force, for an item or in general.
    #[must_use]
    pub fn of(&self, item: Option<&ItemKey>) -> &T {
        &self.choice(item).value
    }

    /// States the value for all items, with the clause that is silent and the reason; gives back what was stated before.
    pub fn choose(&mut self, value: T, clause: Option<Clause>, why: Text) -> Option<Choice<T>> {
        let former = std::mem::replace(&mut self.choices.general, Choice { value, clause, why });
        std::mem::replace(&mut self.is_stated, true).then_some(former)
    }

    /// States another value for one item; gives back the one that it had of its own.
    pub fn choose_for(&mut self, item: ItemKey, value: T, why: Text) -> Option<Choice<T>> {
        self.is_stated = true;
        let clause = self.choices.general.clause.clone();
        self.choices.apart.insert(item, Choice { value, clause, why })
    }

    fn choice(&self, item: Option<&ItemKey>) -> &Choice<T> {
        item.map_or(&self.choices.general, |item| self.choices.of(item))
    }
}

/// A policy of whatever values.
trait AnyPolicy {
    fn stated(&self) -> Option<Stated<'_>>;
    fn shown(&self, id: &str, item: Option<&ItemKey>) -> PolicyUse;
    fn set(&mut self, word: &str) -> Result<(), ReadingError>;
    fn read(&mut self, row: &Row<'_>, against: &dyn Against);
    fn check(&self, at: &Spot<'_>, against: &dyn Against);
}

/// What a policy's words are checked against as they are read.
pub(crate) trait Against {
    /// The item of that key; a problem where it stands where there is none.
    fn item(&self, at: &Spot<'_>, key: &str) -> Option<ItemKey>;

    /// Whether a value of a policy names something that there is; a problem where it stands where not.
    fn accepts(&self, at: &Spot<'_>, id: PolicyId, word: &str) -> bool;
}

/// What a contract's table says of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated<'a> {
    /// The value for all items without one of their own.
    pub value: Cow<'static, str>,
    /// The clause that is silent.
    pub clause: Option<&'a Clause>,
    /// Other values for some items.
    pub items: Vec<StatedFor<'a>>,
}

/// What a contract's table says of a policy for one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedFor<'a> {
    /// The item.
    pub item: &'a ItemKey,
    /// The value for it.
    pub value: Cow<'static, str>,
}

impl<T: Reading + Identified> AnyPolicy for Policy<T> {
    fn stated(&self) -> Option<Stated<'_>> {
        self.is_stated.then(|| Stated {
            value: self.choices.general.value.word(),
            clause: self.choices.general.clause.as_ref(),
            items: self
                .choices
                .apart
                .iter()
                .map(|(item, own)| StatedFor { item, value: own.value.word() })
                .collect(),
        })
    }

    fn shown(&self, id: &str, item: Option<&ItemKey>) -> PolicyUse {
        let choice = self.choice(item);
        choice.shown_as(id, &choice.value.word(), choice.value == T::built_in())
    }

    fn set(&mut self, word: &str) -> Result<(), ReadingError> {
        self.choices.general.value = T::of_word(word)?;
        self.choices.apart.clear();
        self.is_stated = true;
        Ok(())
    }

    fn read(&mut self, row: &Row<'_>, against: &dyn Against) {
        let (value, why) = (value_of::<T>(row, against), row.required_text("why"));
        let clause = row.optional_clause("clause");
        if let Some((value, why)) = value.zip(why) {
            self.choose(value, clause, why);
        }
        for own in row.rows("item") {
            let (value, why) = (value_of::<T>(&own, against), own.required_text("why"));
            for key in own.strings("keys") {
                let Some(item) = against.item(&own.spot(), &key) else { continue };
                let Some((value, why)) = value.clone().zip(why.clone()) else { continue };
                if self.choose_for(item, value, why).is_some() {
                    own.complain(
                        "keys",
                        Text::new(
                            format!("評価項目`{key}`に値が2つある"),
                            format!("item `{key}` is given two values"),
                        ),
                        None,
                    );
                }
            }
        }
    }

    fn check(&self, at: &Spot<'_>, against: &dyn Against) {
        if self.is_stated {
            against.accepts(at, T::ID, &self.choices.general.value.word());
        }
        for (item, own) in &self.choices.apart {
            let at = at.part("item").part(item.as_str());
            against.item(&at, item.as_str());
            against.accepts(&at, T::ID, &own.value.word());
        }
    }
}

/// The value of a row.
fn value_of<T: Reading + Identified>(row: &Row<'_>, against: &dyn Against) -> Option<T> {
    let word: String = row.required("value")?;
    match T::of_word(&word) {
        Ok(value) => against.accepts(&row.spot(), T::ID, &word).then_some(value),
        Err(error) => {
            let help = error.near.map(meant);
            row.complain("value", error.text(), help);
            None
        }
    }
}

/// The policy that a type of values belongs to.
trait Identified {
    const ID: PolicyId;
}

/// Lists the policies in the order of the reference page, each with the type of its values.
macro_rules! policies {
    ($($(#[doc = $doc:literal])+ $field:ident: $type:ident = $id:literal,)+) => {
        /// The points that annexes of service levels use to leave open.
        ///
        /// The contract's policy table gives each its words, its clause and its value, for all items or for some.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum PolicyId {
            $($(#[doc = $doc])+ $type,)+
        }

        impl PolicyId {
            /// All of them, in the order of the reference page.
            pub const ALL: &'static [Self] = &[$(Self::$type),+];

            /// The name used in tables and results.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$type => $id,)+
                }
            }
        }

        $(impl Identified for $type {
            const ID: PolicyId = PolicyId::$type;
        })+

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
            $($(#[doc = $doc])+ pub $field: Policy<$type>,)+
        }

        impl Policies {
            fn any(&self, id: PolicyId) -> &dyn AnyPolicy {
                match id {
                    $(PolicyId::$type => &self.$field,)+
                }
            }

            fn any_mut(&mut self, id: PolicyId) -> &mut dyn AnyPolicy {
                match id {
                    $(PolicyId::$type => &mut self.$field,)+
                }
            }
        }
    };
}

policies! {
    /// By which calendar a clock runs.
    clock_basis: ClockBasis = "clock-basis",
    /// What a limit of n days means.
    day_length: DayLength = "day-length",
    /// Where a limit lands that is used up exactly when the clock comes to a standstill.
    landing: Landing = "landing",
    /// Whether a case that takes exactly its limit is in time.
    boundary: Boundary = "boundary",
    /// Which kinds of pause stop a clock.
    pause_kinds: PauseKinds = "pause-kinds",
    /// What a clock does while a finished case is reopened.
    reopened: Reopened = "reopened",
    /// Which month a case belongs to.
    month_ownership: MonthOwnership = "month-ownership",
    /// What becomes of a case that is open and not yet late.
    open_cases: OpenCases = "open-cases",
    /// What a month without a case comes to.
    empty_month: EmptyMonth = "empty-month",
    /// What a mean is taken over.
    mean_over: MeanOver = "mean-over",
    /// Which value a percentile takes.
    percentile_rank: PercentileRank = "percentile-rank",
    /// What an abandoned call counts as.
    abandoned: Abandoned = "abandoned",
    /// What becomes of a case recorded twice.
    duplicates: Duplicates = "duplicates",
    /// What becomes of a survey answer with a question left blank.
    blank_answer: BlankAnswer = "blank-answer",
    /// Which formula counts where the written one and the intended one differ.
    formula_reading: FormulaReading = "formula-reading",
    /// How figures are rounded for display.
    display_rounding: DisplayRounding = "display-rounding",
}

impl PolicyId {
    /// The word of the value in force where a contract's table does not name the policy.
    #[must_use]
    pub fn built_in(self) -> String {
        Policies::default().in_force(self, None).value
    }
}

impl Policies {
    /// What the contract's table says of a policy, where it names it.
    #[must_use]
    pub fn stated(&self, id: PolicyId) -> Option<Stated<'_>> {
        self.any(id).stated()
    }

    /// The policies that the contract's table names, in the order of the reference page.
    pub fn iter(&self) -> impl Iterator<Item = (PolicyId, Stated<'_>)> {
        PolicyId::ALL.iter().filter_map(|id| Some((*id, self.stated(*id)?)))
    }

    /// The value in force, for an item or in general, as it stands in a result.
    #[must_use]
    pub fn in_force(&self, id: PolicyId, item: Option<&ItemKey>) -> PolicyUse {
        self.any(id).shown(id.as_str(), item)
    }

    /// Sets a policy for all items by the word of its value; the clause and the reason stay.
    ///
    /// # Errors
    /// [`ReadingError`].
    pub fn set(&mut self, id: PolicyId, word: &str) -> Result<(), ReadingError> {
        self.any_mut(id).set(word)
    }

    /// Complains of what a policy names and there is not.
    pub(crate) fn check(&self, id: PolicyId, at: &Spot<'_>, against: &dyn Against) {
        self.any(id).check(at, against);
    }

    /// Reads a row of the table.
    pub(crate) fn read(&mut self, id: PolicyId, row: &Row<'_>, against: &dyn Against) {
        self.any_mut(id).read(row, against);
    }
}

/// Defines a type of values with their words, the built-in default first.
macro_rules! readings {
    ($($(#[doc = $doc:literal])+ $type:ident {
        $(#[doc = $first_doc:literal])+ $first:ident = $first_word:literal,
        $($(#[doc = $value_doc:literal])+ $value:ident = $word:literal,)+
    })+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $type {
            $(#[doc = $first_doc])+ $first,
            $($(#[doc = $value_doc])+ $value,)+
        }

        words! { $type: $first = $first_word, $($value = $word,)+ }
    )+};
}

/// The words of a type's values, the built-in default first.
macro_rules! words {
    ($type:ident: $first:ident = $first_word:literal, $($value:ident = $word:literal,)+) => {
        impl Reading for $type {
            fn built_in() -> Self {
                Self::$first
            }

            fn word(&self) -> Cow<'static, str> {
                Cow::Borrowed(match self {
                    Self::$first => $first_word,
                    $(Self::$value => $word,)+
                })
            }

            fn of_word(word: &str) -> Result<Self, ReadingError> {
                match word {
                    $first_word => Ok(Self::$first),
                    $($word => Ok(Self::$value),)+
                    _ => {
                        let words = [$first_word, $($word),+];
                        Err(ReadingError::new(word, one_of(&words), words.into_iter()))
                    }
                }
            }
        }
    };
}

fn one_of(words: &[&str]) -> Text {
    let Text { ja, en } = listed(words);
    Text::new(format!("{ja}のいずれか"), format!("one of {en}"))
}

words! { Landing: Closing = "closing", NextOpening = "next-opening", }

readings! {
    /// What a limit of n days or weeks means.
    DayLength {
        /// Each day is 24 hours on the item's clock.
        TwentyFourHours = "24-hours",
        /// The first day does not count; due when the n-th calendar day ends.
        CalendarDayEnd = "calendar-day-end",
        /// The first day does not count; due when business ends on the n-th business day of the item's clock.
        BusinessDayEnd = "business-day-end",
    }

    /// Whether a case that takes exactly its limit is in time.
    Boundary {
        /// Exactly the limit is in time.
        InTime = "in-time",
        /// Exactly the limit is late.
        Late = "late",
    }

    /// Which kinds of pause stop a clock.
    PauseKinds {
        /// Those that the item lists.
        Listed = "listed",
        /// Every pause that is recorded.
        All = "all",
        /// None.
        None = "none",
    }

    /// What a clock does between the first finish and the reopening of a case.
    Reopened {
        /// It stands still while the case was thought finished, and goes on with the reopening.
        Resume = "resume",
        /// The first finish counts; what follows is another matter.
        FirstFinish = "first-finish",
        /// It ran all the time until the last finish.
        RunThrough = "run-through",
    }

    /// Which month a case belongs to.
    MonthOwnership {
        /// The month in which its clock started.
        Started = "started",
        /// The month in which it falls due.
        Due = "due",
        /// The month in which its clock stopped.
        Finished = "finished",
    }

    /// What becomes of a case that is open and not yet late when the month is evaluated.
    OpenCases {
        /// It is in the month but undecided: the figure is given without it, the verdict allows for both ends.
        Pending = "pending",
        /// It is left to a later month and listed as carried over.
        CarryOver = "carry-over",
        /// It counts as late.
        Late = "late",
    }

    /// What a month without any case comes to.
    EmptyMonth {
        /// Nothing to judge.
        NotApplicable = "not-applicable",
        /// Met: nothing went wrong.
        Met = "met",
        /// Undetermined: the figure does not exist.
        Undetermined = "undetermined",
    }

    /// What a mean is taken over.
    MeanOver {
        /// Over the cases of the month, each counting once.
        Cases = "cases",
        /// Over the daily means of the month, each day counting once.
        Days = "days",
    }

    /// Which value a percentile of n values takes.
    PercentileRank {
        /// The one at ⌈p·n⌉ from the smallest: a value that was measured.
        NearestRank = "nearest-rank",
        /// The way between two values at 1 + p·(n − 1), as spreadsheets do.
        Interpolated = "interpolated",
    }

    /// What an abandoned call counts as in a measure of time.
    Abandoned {
        /// It is left out and listed.
        LeaveOut = "leave-out",
        /// It counts with the time until it was abandoned.
        UntilAbandoned = "until-abandoned",
    }

    /// What becomes of a case recorded more than once.
    Duplicates {
        /// Records that agree count once; where they differ, the case is undetermined.
        IdenticalOnce = "identical-once",
        /// The first record counts.
        First = "first",
        /// The last record counts.
        Last = "last",
    }

    /// What becomes of a survey answer with a question left blank.
    BlankAnswer {
        /// The whole answer is left out and listed.
        LeaveOut = "leave-out",
        /// The mean is over the questions that were answered.
        MeanOfAnswered = "mean-of-answered",
    }

    /// Which formula counts where the written one and the intended one differ.
    FormulaReading {
        /// The formula that the document meant.
        Intended = "intended",
        /// The formula to the letter.
        AsWritten = "as-written",
    }
}

/// By which calendar a clock runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClockBasis {
    /// The one that is named `always`.
    Always,
    /// The one of another name.
    Calendar(CalendarId),
}

impl ClockBasis {
    /// The calendar's name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Always => "always",
            Self::Calendar(calendar) => calendar.as_str(),
        }
    }
}

impl Reading for ClockBasis {
    fn built_in() -> Self {
        Self::Always
    }

    fn word(&self) -> Cow<'static, str> {
        Cow::Owned(self.as_str().to_owned())
    }

    fn of_word(word: &str) -> Result<Self, ReadingError> {
        if word == "always" {
            return Ok(Self::Always);
        }
        let calendar = word.parse().map_err(|_| ReadingError {
            found: word.to_owned(),
            allowed: Text::new("カレンダーの名称", "the name of a calendar"),
            near: None,
        })?;
        Ok(Self::Calendar(calendar))
    }
}

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

const DISPLAY_MODES: &[(&str, DisplayMode)] = &[
    ("cautious", DisplayMode::Cautious),
    ("half-up", DisplayMode::Fixed(Rounding::HalfUp)),
    ("half-even", DisplayMode::Fixed(Rounding::HalfEven)),
    ("down", DisplayMode::Fixed(Rounding::Down)),
    ("up", DisplayMode::Fixed(Rounding::Up)),
];

impl Reading for DisplayRounding {
    fn built_in() -> Self {
        Self { mode: DisplayMode::Cautious, places: 1 }
    }

    fn word(&self) -> Cow<'static, str> {
        let mode = DISPLAY_MODES.iter().find(|(_, mode)| *mode == self.mode).map_or("", |(word, _)| word);
        Cow::Owned(format!("{mode}:{}", self.places))
    }

    fn of_word(word: &str) -> Result<Self, ReadingError> {
        let (mode, places) = word.split_once(':').unwrap_or((word, ""));
        let known = DISPLAY_MODES.iter().find(|(word, _)| *word == mode);
        match (known, places.parse()) {
            (Some((_, mode)), Ok(places @ 0..=9)) => Ok(Self { mode: *mode, places }),
            _ => {
                let words: Vec<&'static str> = DISPLAY_MODES.iter().map(|(word, _)| *word).collect();
                let Text { ja, en } = one_of(&words);
                let allowed = Text::new(
                    format!("`cautious:1`のような方法と0から9の桁数。方法は{ja}"),
                    format!("a mode and 0 to 9 places as in `cautious:1`; the mode is {en}"),
                );
                let near = known.is_none().then(|| nearest(mode, words)).flatten();
                Err(ReadingError { found: word.to_owned(), allowed, near })
            }
        }
    }
}
