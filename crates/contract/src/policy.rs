//! Readings of what a contract leaves open about money, growth and dates.

use std::collections::BTreeMap;

use calendar::{FirstDay, Shift};
use provenance::{Choice, Clause, PolicyUse, Text};
use tables::{Names, Row, Spot, nearest};

use crate::{
    OfWord, WordId,
    heading::{Given, Heading},
};

/// To which months the yen go that cannot be divided evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remainder {
    /// All to the last month.
    LastMonth,
    /// All to the first month.
    FirstMonth,
    /// One each to the first months.
    Spread,
}

/// Of which number the bound on growth is a percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrowthBase {
    /// Of that when the term begins.
    TermBegins,
    /// Of that which the specification prints.
    Printed,
    /// Of that a year before.
    YearBefore,
}

/// From when a monthly period counts that follows a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountFrom {
    /// From the meeting; where none is recorded, from the month's end, provisionally.
    Meeting,
    /// From the month's end.
    MonthEnd,
}

/// Which of several meetings of a month counts, where none says which meeting it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfSeveralMeetings {
    /// The first: the limit that is surely kept.
    First,
    /// The last.
    Last,
}

/// When the last fiscal year ends, where it goes on after the term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastFiscalYear {
    /// With the term, like a month cut short.
    TermEnd,
    /// On its own last day, after the term.
    YearEnd,
    /// It does not: its months in the term bring nothing that is due by the year.
    None,
}

const REMAINDER: &[(&str, Remainder)] = &[
    ("last-month", Remainder::LastMonth),
    ("first-month", Remainder::FirstMonth),
    ("spread", Remainder::Spread),
];
const GROWTH: &[(&str, GrowthBase)] = &[
    ("term-begins", GrowthBase::TermBegins),
    ("printed", GrowthBase::Printed),
    ("year-before", GrowthBase::YearBefore),
];
const COUNT_FROM: &[(&str, CountFrom)] =
    &[("meeting", CountFrom::Meeting), ("month-end", CountFrom::MonthEnd)];
const OF_SEVERAL_MEETINGS: &[(&str, OfSeveralMeetings)] =
    &[("first", OfSeveralMeetings::First), ("last", OfSeveralMeetings::Last)];
const LAST_FISCAL_YEAR: &[(&str, LastFiscalYear)] = &[
    ("term-end", LastFiscalYear::TermEnd),
    ("year-end", LastFiscalYear::YearEnd),
    ("none", LastFiscalYear::None),
];
const FIRST_DAY: &[(&str, FirstDay)] =
    &[("not-counted", FirstDay::NotCounted), ("counted", FirstDay::Counted)];
const SHIFT: &[(&str, Shift)] =
    &[("following", Shift::Following), ("preceding", Shift::Preceding), ("stay", Shift::Stay)];
const WORD: &[(&str, bool)] = &[("as-read", true), ("undated", false)];

/// The readings of a contract's frame and duties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policies {
    /// `payment-remainder`.
    pub remainder: Choice<Remainder>,
    /// `growth-base`.
    pub growth_base: Choice<GrowthBase>,
    /// `count-from`.
    pub count_from: Choice<CountFrom>,
    /// `of-several-meetings`.
    pub of_several_meetings: Choice<OfSeveralMeetings>,
    /// `last-fiscal-year`.
    pub last_fiscal_year: Choice<LastFiscalYear>,
    /// `first-day`: whether the day of an event counts.
    pub first_day: Choice<FirstDay>,
    /// `shift-period`: where the end of a period goes that is closed.
    pub shift_period: Choice<Shift>,
    /// `shift-fixed`: where a fixed date goes that is closed.
    pub shift_fixed: Choice<Shift>,
    /// `shift-before`: where a limit counted back goes that is closed.
    pub shift_before: Choice<Shift>,
    /// Words without a number, such as `promptly`: whether the table's figure is taken for them.
    pub words: BTreeMap<String, Choice<bool>>,
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            remainder: Choice::built_in(Remainder::LastMonth),
            growth_base: Choice::built_in(GrowthBase::TermBegins),
            count_from: Choice::built_in(CountFrom::Meeting),
            of_several_meetings: Choice::built_in(OfSeveralMeetings::First),
            last_fiscal_year: Choice::built_in(LastFiscalYear::TermEnd),
            first_day: Choice::built_in(FirstDay::NotCounted),
            shift_period: Choice::built_in(Shift::Following),
            shift_fixed: Choice::built_in(Shift::Stay),
            shift_before: Choice::built_in(Shift::Stay),
            words: BTreeMap::new(),
        }
    }
}

impl Policies {
    const NAMES: [&str; 9] = [
        "payment-remainder",
        "growth-base",
        "count-from",
        "of-several-meetings",
        "last-fiscal-year",
        "first-day",
        "shift-period",
        "shift-fixed",
        "shift-before",
    ];

    /// The reading of that name as results show it.
    #[must_use]
    pub fn shown(&self, id: &str) -> Option<PolicyUse> {
        let defaults = Self::default();
        Some(match id {
            "payment-remainder" => self.remainder.shown(id, REMAINDER, defaults.remainder.value),
            "growth-base" => self.growth_base.shown(id, GROWTH, defaults.growth_base.value),
            "count-from" => self.count_from.shown(id, COUNT_FROM, defaults.count_from.value),
            "of-several-meetings" => {
                let default = defaults.of_several_meetings.value;
                self.of_several_meetings.shown(id, OF_SEVERAL_MEETINGS, default)
            }
            "last-fiscal-year" => {
                self.last_fiscal_year.shown(id, LAST_FISCAL_YEAR, defaults.last_fiscal_year.value)
            }
            "first-day" => self.first_day.shown(id, FIRST_DAY, defaults.first_day.value),
            "shift-period" => self.shift_period.shown(id, SHIFT, defaults.shift_period.value),
            "shift-fixed" => self.shift_fixed.shown(id, SHIFT, defaults.shift_fixed.value),
            "shift-before" => self.shift_before.shown(id, SHIFT, defaults.shift_before.value),
            // A word without number has no default of ours: the contract's table decides.
            word => {
                let choice = self.words.get(word)?;
                choice.shown(id, WORD, choice.value)
            }
        })
    }

    /// All readings in force.
    #[must_use]
    pub fn in_use(&self) -> Vec<PolicyUse> {
        let words = self.words.keys().map(String::as_str);
        Self::NAMES.into_iter().chain(words).filter_map(|id| self.shown(id)).collect()
    }

    /// The policies that the table names, with their clauses.
    pub(crate) fn cited(&self) -> Vec<(&str, &Clause)> {
        let own = [
            &self.remainder.clause,
            &self.growth_base.clause,
            &self.count_from.clause,
            &self.of_several_meetings.clause,
            &self.last_fiscal_year.clause,
            &self.first_day.clause,
            &self.shift_period.clause,
            &self.shift_fixed.clause,
            &self.shift_before.clause,
        ];
        let words = self.words.iter().map(|(id, choice)| (id.as_str(), &choice.clause));
        let all = Self::NAMES.into_iter().zip(own).chain(words);
        all.filter_map(|(id, clause)| Some((id, clause.as_ref()?))).collect()
    }

    /// Whether the figure that the table gives for a word without number is taken.
    pub(crate) fn takes(&self, word: &str) -> bool {
        self.words.get(word).is_some_and(|choice| choice.value)
    }

    pub(crate) fn read(root: &Row<'_>, given: &mut Given) -> Self {
        let mut policies = Self::default();
        for row in root.rows("policy") {
            let Some(heading) = Heading::read(&row) else {
                let _ = (row.has("value"), row.has("why"));
                continue;
            };
            Self::hold_one(&row.spot(), &heading.id, given);
            let why = row.required_text("why");
            match heading.id.as_str() {
                "payment-remainder" => set(&row, REMAINDER, &heading, why, &mut policies.remainder),
                "growth-base" => set(&row, GROWTH, &heading, why, &mut policies.growth_base),
                "count-from" => set(&row, COUNT_FROM, &heading, why, &mut policies.count_from),
                "of-several-meetings" => {
                    set(&row, OF_SEVERAL_MEETINGS, &heading, why, &mut policies.of_several_meetings);
                }
                "last-fiscal-year" => {
                    set(&row, LAST_FISCAL_YEAR, &heading, why, &mut policies.last_fiscal_year);
                }
                "first-day" => set(&row, FIRST_DAY, &heading, why, &mut policies.first_day),
                "shift-period" => set(&row, SHIFT, &heading, why, &mut policies.shift_period),
                "shift-fixed" => set(&row, SHIFT, &heading, why, &mut policies.shift_fixed),
                "shift-before" => set(&row, SHIFT, &heading, why, &mut policies.shift_before),
                _ => {
                    let mut choice = Choice::built_in(false);
                    set(&row, WORD, &heading, why, &mut choice);
                    policies.words.insert(heading.id, choice);
                }
            }
        }
        policies
    }

    /// The names of the words without number, read from the table before anything refers to them.
    pub(crate) fn word_names(policies: impl IntoIterator<Item = WordId>) -> Names<OfWord> {
        let words = policies.into_iter().filter(|id| !Self::NAMES.contains(&id.as_str()));
        Names::new("policy", "contract.toml", words)
    }

    /// Policies that a program states: those with a clause, in the order of their names, as rows of a table.
    pub(crate) fn hold(&self, at: &Spot<'_>, given: &mut Given) {
        for (n, (id, _)) in self.cited().into_iter().enumerate() {
            Self::hold_one(&at.nth("policy", n), id, given);
        }
    }

    fn hold_one(at: &Spot<'_>, id: &str, given: &mut Given) {
        given.take(at, id);
        let is_known = Self::NAMES.contains(&id);
        if let Some(near) = nearest(id, Self::NAMES).filter(|_| !is_known) {
            let help = format!("did you mean `{near}`?");
            at.complain("id", format!("there is no policy `{id}`"), Some(&help));
        }
    }
}

fn set<T: Clone>(
    row: &Row<'_>,
    words: &[(&str, T)],
    heading: &Heading,
    why: Option<Text>,
    choice: &mut Choice<T>,
) {
    if let Some((value, why)) = row.required_one_of("value", words).zip(why) {
        *choice = Choice { value, clause: Some(heading.clause.clone()), why };
    }
}
