//! Duties: who owes what to whom, on which event, and when it falls due.

use std::collections::BTreeMap;

use calendar::{CalendarId, CalendarSet};
use chrono::NaiveDate;
use provenance::Text;
use tables::{Explain, Row, Spot, whole};

use crate::{
    DutyId, EventKind, EventKindId, Heading, RoleId, WordId,
    event::kind,
    heading::Given,
    known::{Known, Stated, part, rows},
};

/// The unit of a time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Days of the calendar.
    Days,
    /// Business days.
    BusinessDays,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
}

const UNITS: &[(&str, Unit)] = &[
    ("days", Unit::Days),
    ("business-days", Unit::BusinessDays),
    ("weeks", Unit::Weeks),
    ("months", Unit::Months),
    ("years", Unit::Years),
];

/// When a duty falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// On the day of the event.
    AtOnce,
    /// So many after.
    Within {
        /// How many.
        n: u32,
        /// Of what.
        unit: Unit,
        /// Whether it is a time during which something is kept, rather than a limit.
        keeps: bool,
    },
    /// So many before, at the latest.
    Before {
        /// How many.
        n: u32,
        /// Of what.
        unit: Unit,
        /// Whether the duty fills that time, up to the event.
        spans: bool,
    },
    /// Not before so many after; the text gives no day by which it must be done.
    NotBefore {
        /// How many.
        n: u32,
        /// Of what.
        unit: Unit,
    },
    /// Until the term begins or ends.
    UntilTermEnds,
    /// So many in each of the weeks before.
    Weekly {
        /// How many a week.
        times: u8,
        /// For how many weeks.
        weeks: u8,
    },
    /// The text gives no time limit.
    Unstated,
}

/// What makes a duty due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trigger {
    /// Each event of a kind, by name.
    Event(EventKindId),
    /// Another duty, by name.
    Duty(DutyId),
}

/// A month whose limit is a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FixedDay {
    /// The month, 1 to 12, for which it holds.
    pub month: u32,
    /// The month of the date.
    pub due_month: u32,
    /// The day of the date.
    pub due_day: u32,
}

/// Where a date outside the term is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outside {
    /// Before the term.
    Before,
    /// After the term.
    After,
}

impl Outside {
    /// Its word in exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Before => "before-term",
            Self::After => "after-term",
        }
    }
}

/// A duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Its name and clause.
    pub heading: Heading,
    /// Who owes it: a role, by name.
    pub by: RoleId,
    /// To whom: a role, by name.
    pub to: RoleId,
    /// What is owed.
    pub what: Text,
    /// What makes it due.
    pub trigger: Trigger,
    /// When it falls due.
    pub due: Due,
    /// The kind of events from which it counts instead, where one of the same month is recorded.
    pub counts_from: Option<EventKindId>,
    /// A month whose limit is a date.
    pub fixed: Option<FixedDay>,
    /// The calendar whose business days it keeps; the main one where the table names none.
    pub calendar: CalendarId,
    /// The word without number for which its figure stands, by the name of its policy.
    pub reading: Option<WordId>,
    /// Where a date outside the term is meant.
    pub may_lie: Option<Outside>,
    /// Whether the text says "about".
    pub is_about: bool,
}

impl Unit {
    /// The largest number of them that a limit may have: far beyond any contract, within every calendar.
    fn most(self) -> u32 {
        match self {
            Self::Days => 20_000,
            Self::BusinessDays => 5_000,
            Self::Weeks => 2_500,
            Self::Months => 600,
            Self::Years => 50,
        }
    }

    /// So many of it, for people: `10 business days`.
    fn count(self, n: u32) -> Text {
        let (ja, en) = match self {
            Self::Days => ("日", "day"),
            Self::BusinessDays => ("営業日", "business day"),
            Self::Weeks => ("週間", "week"),
            Self::Months => ("か月", "month"),
            Self::Years => ("年", "year"),
        };
        Text::new(format!("{n}{ja}"), format!("{n} {en}{}", if n == 1 { "" } else { "s" }))
    }
}

impl Due {
    /// The limit in short, for people who read tables: `within 10 business days`.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::AtOnce => Text::new("直ちに", "at once"),
            Self::Within { n: 0, .. } => Text::new("その日まで", "by that day"),
            Self::Within { n, unit, keeps } => {
                let Text { ja, en } = unit.count(n);
                match keeps {
                    false => Text::new(format!("{ja}以内"), format!("within {en}")),
                    true => Text::new(format!("{ja}の間"), format!("for {en}")),
                }
            }
            Self::Before { n, unit, spans } => {
                let Text { ja, en } = unit.count(n);
                match spans {
                    false => Text::new(format!("{ja}前まで"), format!("{en} before")),
                    true => Text::new(format!("前の{ja}の間"), format!("during the {en} before")),
                }
            }
            Self::NotBefore { n, unit } => {
                let Text { ja, en } = unit.count(n);
                Text::new(format!("{ja}が過ぎてから"), format!("not before {en} have passed"))
            }
            Self::UntilTermEnds => Text::new("契約期間の終了まで", "until the term ends"),
            Self::Weekly { times, weeks } => Text::new(
                format!("前の{weeks}週間に週{times}回"),
                format!("{times} a week, {weeks} weeks before"),
            ),
            Self::Unstated => Text::new("期限の定めなし", "no time limit"),
        }
    }
}

/// All duties, and the kinds of events that make them due.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Duties {
    /// The kinds of events.
    pub events: Vec<EventKind>,
    /// The duties.
    pub duties: Vec<Duty>,
}

pub(crate) fn duties(root: &Row<'_>, known: &Known<'_>) -> Option<Duties> {
    let events = rows(root, "event", kind);
    let duties = rows(root, "duty", |row| duty(row, known.calendars));
    hold(&root.spot(), &events, &duties, known);
    Some(Duties { events: whole(events)?, duties: whole(duties)? })
}

impl Duties {
    pub(crate) fn hold(&self, at: &Spot<'_>, known: &Known<'_>) {
        hold(at, &self.events, &self.duties, known);
    }
}

fn hold(at: &Spot<'_>, events: &impl Stated<EventKind>, duties: &impl Stated<Duty>, known: &Known<'_>) {
    let mut given = Given::default();
    for (n, event) in events.stated() {
        given.take(&at.nth("event", n), &event.heading.id);
    }
    let mut given = Given::default();
    let before: BTreeMap<&str, &DutyId> = duties
        .stated()
        .filter_map(|(_, duty)| match &duty.trigger {
            Trigger::Duty(before) => Some((duty.heading.id.as_str(), before)),
            Trigger::Event(_) => None,
        })
        .collect();
    for (n, duty) in duties.stated() {
        let at = at.nth("duty", n);
        given.take(&at, &duty.heading.id);
        duty.hold(&at, known);
        if let Some(circle) = circle(&duty.heading.id, &before) {
            at.complain(
                "after",
                Text::new(
                    format!(
                        "`{}`は{circle}を経て自分自身に続く。どの義務の期日も決まらない",
                        duty.heading.id
                    ),
                    format!(
                        "`{}` follows itself, by way of {circle}: none of them would ever fall due",
                        duty.heading.id
                    ),
                ),
                Some(Text::new("いずれかの義務に`on`で事象を書く", "let one of them name an event by `on`")),
            );
        }
    }
}

/// The duties by way of which one follows itself; a circle further on is told by its own members.
fn circle(duty: &str, before: &BTreeMap<&str, &DutyId>) -> Option<String> {
    let mut way = Vec::new();
    let mut at = duty;
    for _ in before {
        let next = before.get(at)?;
        way.push(format!("`{next}`"));
        if next.as_str() == duty {
            return Some(way.join(", "));
        }
        at = next.as_str();
    }
    None
}

impl Duty {
    /// A duty within a calendar's days; what is done is called by its name until [`what`](Self::what) says more.
    #[must_use]
    pub fn new(
        heading: Heading,
        by: RoleId,
        to: RoleId,
        trigger: Trigger,
        due: Due,
        calendar: CalendarId,
    ) -> Self {
        let what = Text::same(&*heading.id);
        Self {
            heading,
            by,
            to,
            what,
            trigger,
            due,
            counts_from: None,
            fixed: None,
            calendar,
            reading: None,
            may_lie: None,
            is_about: false,
        }
    }

    fn hold(&self, at: &Spot<'_>, known: &Known<'_>) {
        at.knows("by", &self.by, &known.roles);
        at.knows("to", &self.to, &known.roles);
        match &self.trigger {
            Trigger::Event(kind) => at.knows("on", kind, &known.events),
            Trigger::Duty(duty) => at.knows("after", duty, &known.duties),
        };
        if let Some(kind) = &self.counts_from {
            at.knows("counts_from", kind, &known.events);
        }
        at.knows("calendar", &self.calendar, known.calendars.names());
        let due = at.part("due");
        if let Some(word) = &self.reading {
            due.knows("reading", word, &known.words);
        }
        match self.due {
            Due::Within { n, unit, .. } | Due::Before { n, unit, .. } | Due::NotBefore { n, unit } => {
                let most = unit.most();
                if n > most {
                    let message = Text::new(
                        format!("{n}は、数えられる上限の{most}を超える"),
                        format!("{n} of these are more than {most}, the most that is counted"),
                    );
                    due.complain("unit", message, None);
                }
            }
            Due::Weekly { times, weeks } if !(1..=7).contains(&times) || !(1..=52).contains(&weeks) => {
                due.complain("times", not_weekly(), None);
            }
            Due::AtOnce | Due::UntilTermEnds | Due::Weekly { .. } | Due::Unstated => {}
        }
        if let Some(fixed) = &self.fixed {
            fixed.hold(&at.part("fixed"));
        }
    }
}

impl FixedDay {
    fn hold(&self, at: &Spot<'_>) {
        if !(1..=12).contains(&self.month) {
            at.complain(
                "month",
                Text::new(
                    format!("{}とあるが、月は1から12まで", self.month),
                    format!("found {}, but months are numbered 1 to 12", self.month),
                ),
                None,
            );
        }
        if NaiveDate::from_ymd_opt(NO_LEAP_YEAR, self.due_month, self.due_day).is_none() {
            at.complain("day", no_day(&format!("{:02}-{:02}", self.due_month, self.due_day)), None);
        }
    }
}

fn not_weekly() -> Text {
    Text::new(
        "1から7までの回数を、1から52までの`weeks`ごとに書く",
        "must be 1 to 7 in each of 1 to 52 `weeks`",
    )
}

/// A year without 29 February: a date must exist in every year.
const NO_LEAP_YEAR: i32 = 2023;

fn no_day(text: &str) -> Text {
    Text::new(
        format!("`{text}`は毎年ある日ではない。`03-31`のように月と日を書く"),
        format!("`{text}` is no day of every year; write month and day as in `03-31`"),
    )
}

fn duty(row: &Row<'_>, calendars: &CalendarSet) -> Option<Duty> {
    let (heading, what) = (Heading::read(row), row.required_text("what"));
    let (by, to) = (row.required_parsed("by", str::parse), row.required_parsed("to", str::parse));
    let trigger = trigger(row);
    let (due, reading) = row.required_row("due").map_or((None, None), |due| limit(&due));
    let counts_from = row.optional_parsed("counts_from", str::parse);
    let fixed = part(row, "fixed", fixed_day);
    let calendar = kept_calendar(row, calendars);
    let may_lie = row.optional_one_of("may_lie", &[("before", Outside::Before), ("after", Outside::After)]);
    let is_about = row.optional("about").unwrap_or(false);
    Some(Duty {
        heading: heading?,
        by: by?,
        to: to?,
        what: what?,
        trigger: trigger?,
        due: due?,
        counts_from,
        fixed: fixed?,
        calendar: calendar?,
        reading,
        may_lie,
        is_about,
    })
}

/// The calendar that a row names, or the main one.
fn kept_calendar(row: &Row<'_>, calendars: &CalendarSet) -> Option<CalendarId> {
    const KEY: &str = "calendar";
    if row.has(KEY) {
        return row.required_parsed(KEY, str::parse);
    }
    match calendars.main() {
        Ok(main) => Some(main.id.clone()),
        Err(error) => {
            row.complain(KEY, Text::new("この項目がない", "is missing"), Some(error.text()));
            None
        }
    }
}

fn trigger(row: &Row<'_>) -> Option<Trigger> {
    match (row.has("on"), row.has("after")) {
        (true, false) => row.optional_parsed("on", str::parse).map(Trigger::Event),
        (false, true) => row.optional_parsed("after", str::parse).map(Trigger::Duty),
        (false, false) => {
            row.complain(
                "on",
                Text::new("この項目がない", "is missing"),
                Some(Text::new(
                    "`on`で事象を書くか、`after`で先行する義務を書く",
                    "name an event by `on`, or the duty that it follows by `after`",
                )),
            );
            None
        }
        (true, true) => {
            row.complain(
                "after",
                Text::new(
                    "`on`と両方ある。義務の起算事由は1つとする",
                    "stands beside `on`: a duty has one beginning",
                ),
                Some(Text::new("一方を消す", "take one of them out")),
            );
            None
        }
    }
}

/// A time limit, and the word without number that its figure stands for.
fn limit(row: &Row<'_>) -> (Option<Due>, Option<WordId>) {
    let reading = row.optional_parsed("reading", str::parse);
    let at_once = row.optional("at_once").unwrap_or(false);
    let (within, before): (Option<u32>, Option<u32>) = (row.optional("within"), row.optional("before"));
    let not_before: Option<u32> = row.optional("not_before");
    let (times, weeks): (Option<u8>, Option<u8>) = (row.optional("times"), row.optional("weeks"));
    let until = row.optional_one_of("until", &[("term-ends", ())]);
    let (keeps, spans) = (row.optional("keeps").unwrap_or(false), row.optional("span").unwrap_or(false));
    let _per = row.optional_one_of("per", &[("week", ())]);
    let unit = || row.required_one_of("unit", UNITS);
    let given =
        [at_once, within.is_some(), before.is_some(), not_before.is_some(), until.is_some(), times.is_some()];
    let due = match given.iter().filter(|given| **given).count() {
        0 => {
            if weeks.is_some() || row.has("unit") {
                row.complain(
                    "unit",
                    Text::new("日数などの数がない", "stands without a number"),
                    Some(Text::new(
                        "`within`、`before`、`not_before`のいずれかを書く",
                        "give `within`, `before` or `not_before`",
                    )),
                );
            }
            Some(Due::Unstated)
        }
        1 => match (within, before, times) {
            (Some(n), ..) => unit().map(|unit| Due::Within { n, unit, keeps }),
            (_, Some(n), _) => unit().map(|unit| Due::Before { n, unit, spans }),
            (.., Some(times)) => weekly(row, times, weeks),
            _ if at_once => Some(Due::AtOnce),
            _ => match not_before {
                Some(n) => unit().map(|unit| Due::NotBefore { n, unit }),
                None => Some(Due::UntilTermEnds),
            },
        },
        _ => {
            let help = Text::new(
                "`at_once`、`within`、`before`、`not_before`、`until`、`times`のうち1つだけを残す",
                "keep one of `at_once`, `within`, `before`, `not_before`, `until`, `times`",
            );
            row.complain(
                "within",
                Text::new("期限が2つ以上ある", "more than one time limit is given"),
                Some(help),
            );
            None
        }
    };
    (due, reading)
}

fn weekly(row: &Row<'_>, times: u8, weeks: Option<u8>) -> Option<Due> {
    if weeks.is_none() {
        row.complain("times", not_weekly(), None);
    }
    Some(Due::Weekly { times, weeks: weeks? })
}

fn fixed_day(row: &Row<'_>) -> Option<FixedDay> {
    let month: Option<u32> = row.required("month");
    let day = row.required_parsed("day", |text| {
        format!("{NO_LEAP_YEAR}-{text}").parse::<NaiveDate>().map_err(|_| no_day(text))
    });
    let (month, day) = (month?, day?);
    Some(FixedDay { month, due_month: chrono::Datelike::month(&day), due_day: chrono::Datelike::day(&day) })
}
