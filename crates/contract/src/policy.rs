//! Readings of what a contract leaves open about money, growth and dates.

use std::collections::BTreeMap;

use calendar::{FirstDay, Shift};
use provenance::{Choice, Choices, Clause, PolicyUse, Text};
use tables::{Names, Noun, Row, Spot, listed, nearest};

use crate::{
    DutyId, OfDuty, OfWord, WordId,
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
    pub first_day: Choices<DutyId, FirstDay>,
    /// `shift-period`: where the end of a period goes that is closed.
    pub shift_period: Choices<DutyId, Shift>,
    /// `shift-fixed`: where a fixed date goes that is closed.
    pub shift_fixed: Choices<DutyId, Shift>,
    /// `shift-before`: where a limit counted back goes that is closed.
    pub shift_before: Choices<DutyId, Shift>,
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
            first_day: Choices::built_in(FirstDay::NotCounted),
            shift_period: Choices::built_in(Shift::Following),
            shift_fixed: Choices::built_in(Shift::Stay),
            shift_before: Choices::built_in(Shift::Stay),
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

    /// Those that may hold otherwise for single duties.
    const OF_DUTIES: [&str; 4] = ["first-day", "shift-period", "shift-fixed", "shift-before"];

    /// The reading of that name as results show it.
    #[must_use]
    pub fn shown(&self, id: &str) -> Option<PolicyUse> {
        self.shown_for(id, "")
    }

    /// The reading of that name that holds for a duty, as results show it.
    #[must_use]
    pub fn shown_for(&self, id: &str, duty: &str) -> Option<PolicyUse> {
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
            "first-day" => self.first_day.of(duty).shown(id, FIRST_DAY, defaults.first_day.general.value),
            "shift-period" => {
                self.shift_period.of(duty).shown(id, SHIFT, defaults.shift_period.general.value)
            }
            "shift-fixed" => self.shift_fixed.of(duty).shown(id, SHIFT, defaults.shift_fixed.general.value),
            "shift-before" => {
                self.shift_before.of(duty).shown(id, SHIFT, defaults.shift_before.general.value)
            }
            // A word without number has no default of ours: the contract's table decides.
            word => {
                let choice = self.words.get(word)?;
                choice.shown(id, WORD, choice.value)
            }
        })
    }

    /// All readings in force, those of single duties after those of all.
    #[must_use]
    pub fn in_use(&self) -> Vec<PolicyUse> {
        let words = self.words.keys().map(String::as_str);
        let general = Self::NAMES.into_iter().chain(words).filter_map(|id| self.shown(id));
        let mut all: Vec<PolicyUse> = general.collect();
        for (id, duty, _) in self.apart() {
            let apart = self.shown_for(id, duty.as_str());
            all.extend(apart.filter(|apart| !all.contains(apart)));
        }
        all
    }

    /// What holds for single duties, by policy.
    fn apart(&self) -> impl Iterator<Item = (&'static str, &DutyId, &Option<Clause>)> {
        fn of<'p, T>(
            id: &'static str,
            choices: &'p Choices<DutyId, T>,
        ) -> impl Iterator<Item = (&'static str, &'p DutyId, &'p Option<Clause>)> {
            choices.apart.iter().map(move |(duty, choice)| (id, duty, &choice.clause))
        }
        of("first-day", &self.first_day)
            .chain(of("shift-period", &self.shift_period))
            .chain(of("shift-fixed", &self.shift_fixed))
            .chain(of("shift-before", &self.shift_before))
    }

    /// What the table says of single duties, as policy and duty, with its clauses.
    pub(crate) fn cited_apart(&self) -> impl Iterator<Item = (String, &Clause)> {
        self.apart().filter_map(|(id, duty, clause)| Some((format!("{id}/{duty}"), clause.as_ref()?)))
    }

    /// The policies that the table names, with their clauses.
    pub(crate) fn cited(&self) -> Vec<(&str, &Clause)> {
        let own = [
            &self.remainder.clause,
            &self.growth_base.clause,
            &self.count_from.clause,
            &self.of_several_meetings.clause,
            &self.last_fiscal_year.clause,
            &self.first_day.general.clause,
            &self.shift_period.general.clause,
            &self.shift_fixed.general.clause,
            &self.shift_before.general.clause,
        ];
        let words = self.words.iter().map(|(id, choice)| (id.as_str(), &choice.clause));
        let all = Self::NAMES.into_iter().zip(own).chain(words);
        all.filter_map(|(id, clause)| Some((id, clause.as_ref()?))).collect()
    }

    /// Whether the table says of a duty itself where its closed days go.
    pub(crate) fn shifts_apart(&self, duty: &str) -> bool {
        [&self.shift_period, &self.shift_fixed, &self.shift_before]
            .into_iter()
            .any(|choices| choices.apart.contains_key(duty))
    }

    /// Whether the figure that the table gives for a word without number is taken.
    pub(crate) fn takes(&self, word: &str) -> bool {
        self.words.get(word).is_some_and(|choice| choice.value)
    }

    pub(crate) fn read(root: &Row<'_>, given: &mut Given, duties: &Names<OfDuty>) -> Self {
        let mut policies = Self::default();
        for row in root.rows("policy") {
            let Some(heading) = Heading::read(&row) else {
                let _ = (row.has("value"), row.has("why"));
                continue;
            };
            Self::hold_one(&row.spot(), &heading.id, given);
            let why = row.required_text("why");
            let is_of_duties = Self::OF_DUTIES.contains(&heading.id.as_str());
            if row.has("duty") && !is_of_duties {
                let message = Text::new(
                    format!("`{}`は全ての義務に共通", heading.id),
                    format!("`{}` holds for all duties alike", heading.id),
                );
                let Text { ja, en } = listed(Self::OF_DUTIES);
                let help = Text::new(
                    format!("外す。義務ごとに定められるのは{ja}"),
                    format!("take it out; single duties may have their own of {en}"),
                );
                row.complain("duty", message, Some(help));
            }
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
                "first-day" => set_for(&row, FIRST_DAY, &heading, why, &mut policies.first_day, duties),
                "shift-period" => set_for(&row, SHIFT, &heading, why, &mut policies.shift_period, duties),
                "shift-fixed" => set_for(&row, SHIFT, &heading, why, &mut policies.shift_fixed, duties),
                "shift-before" => set_for(&row, SHIFT, &heading, why, &mut policies.shift_before, duties),
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
        Names::new(Noun::new("解釈", "policy"), "contract.toml", words)
    }

    /// Policies that a program states: those with a clause, in the order of their names, as rows of a table.
    pub(crate) fn hold(&self, at: &Spot<'_>, given: &mut Given, duties: &Names<OfDuty>) {
        for (n, (id, _)) in self.cited().into_iter().enumerate() {
            Self::hold_one(&at.nth("policy", n), id, given);
        }
        for (id, duty, _) in self.apart() {
            at.part("policy").part(id).knows("duty", duty, duties);
        }
    }

    fn hold_one(at: &Spot<'_>, id: &str, given: &mut Given) {
        given.take(at, id);
        let is_known = Self::NAMES.contains(&id);
        if let Some(near) = nearest(id, Self::NAMES).filter(|_| !is_known) {
            let help = Text::new(format!("`{near}`のことか"), format!("did you mean `{near}`?"));
            at.complain(
                "id",
                Text::new(format!("解釈`{id}`はない"), format!("there is no policy `{id}`")),
                Some(help),
            );
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

/// The choice for all duties, and those that some have of their own.
fn set_for<T: Clone>(
    row: &Row<'_>,
    words: &[(&str, T)],
    heading: &Heading,
    why: Option<Text>,
    choices: &mut Choices<DutyId, T>,
    duties: &Names<OfDuty>,
) {
    set(row, words, heading, why, &mut choices.general);
    for own in row.rows("duty") {
        let (value, why, clause) =
            (own.required_one_of("value", words), own.required_text("why"), own.required_clause("clause"));
        let named = own.names("duties", duties);
        if named.is_empty() {
            own.complain(
                "duties",
                Text::new("義務が書かれていない", "names no duty"),
                Some(Text::new(
                    "対象の義務を書くか、この行を消す",
                    "name the duties that it holds for, or take it out",
                )),
            );
        }
        let (Some(value), Some(why), Some(clause)) = (value, why, clause) else { continue };
        for duty in named {
            let choice = Choice { value: value.clone(), clause: Some(clause.clone()), why: why.clone() };
            if choices.apart.insert(duty.clone(), choice).is_some() {
                own.complain(
                    "duties",
                    Text::new(format!("`{duty}`に値が2つある"), format!("`{duty}` is given two values")),
                    Some(Text::new("一方だけを残す", "keep one of them")),
                );
            }
        }
    }
}
