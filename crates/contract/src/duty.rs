//! Duties: who owes what to whom, on which event, and when it falls due.

use calendar::{CalendarId, CalendarSet};
use chrono::NaiveDate;
use provenance::Text;
use tables::Row;

use crate::{
    DutyId, EventKind, EventKindId, Heading, OfDuty, OfEventKind, OfRole, OfWord, RoleId, WordId,
    event::kinds,
    heading::{Given, names_of},
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

/// Units with the largest number of them that a limit may have: far beyond any contract, within every calendar.
const UNITS: &[(&str, (Unit, u32))] = &[
    ("days", (Unit::Days, 20_000)),
    ("business-days", (Unit::BusinessDays, 5_000)),
    ("weeks", (Unit::Weeks, 2_500)),
    ("months", (Unit::Months, 600)),
    ("years", (Unit::Years, 50)),
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

/// Duties and the kinds of events that make them due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Duties {
    /// Kinds of events.
    pub(crate) events: Vec<EventKind>,
    /// The duties.
    pub(crate) duties: Vec<Duty>,
}

/// The names that duties refer to.
pub(crate) struct Names<'a> {
    pub(crate) duties: &'a tables::Names<OfDuty>,
    pub(crate) roles: &'a tables::Names<OfRole>,
    pub(crate) words: &'a tables::Names<OfWord>,
    pub(crate) calendars: &'a CalendarSet,
}

pub(crate) fn duties(root: &Row<'_>, names: &Names<'_>) -> Option<Duties> {
    let events = kinds(root, &mut Given::default());
    let kinds: tables::Names<OfEventKind> =
        names_of("event", "duties.toml", events.iter().flatten().map(|kind| &kind.heading));
    let mut given = Given::default();
    let rows = root.rows("duty");
    let read: Vec<Option<Duty>> = rows.iter().map(|row| duty(row, names, &kinds, &mut given)).collect();
    for (row, duty) in rows.iter().zip(&read) {
        if let Some(circle) = duty.as_ref().and_then(|duty| circle(duty, &read)) {
            row.complain(
                "after",
                format!(
                    "`{}` follows itself, by way of {circle}: none of them would ever fall due",
                    circle_of(duty)
                ),
                Some("let one of them name an event by `on`"),
            );
        }
    }
    Some(Duties { events: events?, duties: read.into_iter().collect::<Option<_>>()? })
}

fn circle_of(duty: &Option<Duty>) -> &str {
    duty.as_ref().map_or("", |duty| duty.heading.id.as_str())
}

/// The way from a duty back to itself, in words; `None` where there is none.
fn circle(duty: &Duty, all: &[Option<Duty>]) -> Option<String> {
    let mut way = Vec::new();
    let mut at = duty;
    for _ in all {
        let Trigger::Duty(before) = &at.trigger else { return None };
        way.push(format!("`{before}`"));
        if before.as_str() == duty.heading.id {
            return Some(way.join(", "));
        }
        at = all.iter().flatten().find(|other| other.heading.id == before.as_str())?;
    }
    None
}

fn duty(
    row: &Row<'_>,
    names: &Names<'_>,
    kinds: &tables::Names<OfEventKind>,
    given: &mut Given,
) -> Option<Duty> {
    let (heading, what) = (Heading::read(row), row.required_text("what"));
    if let Some(heading) = &heading {
        given.add(row, heading);
    }
    let (by, to) = (row.required_name("by", names.roles), row.required_name("to", names.roles));
    let trigger = trigger(row, kinds, names.duties);
    let (due, reading) = row.required_row("due").map_or((None, None), |due| limit(&due, names.words));
    let counts_from = row.optional_name("counts_from", kinds);
    let fixed = row.optional_row("fixed").map(|fixed| fixed_day(&fixed));
    let calendar = kept_calendar(row, names.calendars);
    let may_lie = row.optional_one_of("may_lie", &[("before", Outside::Before), ("after", Outside::After)]);
    let is_about = row.optional("about").unwrap_or(false);
    let fixed = match fixed {
        None => None,
        Some(read) => Some(read?),
    };
    Some(Duty {
        heading: heading?,
        by: by?,
        to: to?,
        what: what?,
        trigger: trigger?,
        due: due?,
        counts_from,
        fixed,
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
        return row.required_name(KEY, calendars.names());
    }
    match calendars.main() {
        Ok(main) => Some(main.id.clone()),
        Err(error) => {
            row.complain(KEY, "is missing", Some(&error.to_string()));
            None
        }
    }
}

fn trigger(
    row: &Row<'_>,
    kinds: &tables::Names<OfEventKind>,
    duties: &tables::Names<OfDuty>,
) -> Option<Trigger> {
    match (row.has("on"), row.has("after")) {
        (true, false) => row.optional_name("on", kinds).map(Trigger::Event),
        (false, true) => row.optional_name("after", duties).map(Trigger::Duty),
        (false, false) => {
            row.complain(
                "on",
                "is missing",
                Some("name an event by `on`, or the duty that it follows by `after`"),
            );
            None
        }
        (true, true) => {
            row.complain(
                "after",
                "stands beside `on`: a duty has one beginning",
                Some("take one of them out"),
            );
            None
        }
    }
}

/// A time limit, and the word without number that its figure stands for.
fn limit(row: &Row<'_>, words: &tables::Names<OfWord>) -> (Option<Due>, Option<WordId>) {
    let reading = row.optional_name("reading", words);
    let at_once = row.optional("at_once").unwrap_or(false);
    let (within, before): (Option<u32>, Option<u32>) = (row.optional("within"), row.optional("before"));
    let not_before: Option<u32> = row.optional("not_before");
    let (times, weeks): (Option<u8>, Option<u8>) = (row.optional("times"), row.optional("weeks"));
    let until = row.optional_one_of("until", &[("term-ends", ())]);
    let (keeps, spans) = (row.optional("keeps").unwrap_or(false), row.optional("span").unwrap_or(false));
    let _per = row.optional_one_of("per", &[("week", ())]);
    let unit = |n: u32| {
        let (unit, most) = row.required_one_of("unit", UNITS)?;
        if n > most {
            row.complain(
                "unit",
                format!("{n} of these are more than {most}, the most that is counted"),
                None,
            );
            return None;
        }
        Some(unit)
    };
    let given =
        [at_once, within.is_some(), before.is_some(), not_before.is_some(), until.is_some(), times.is_some()];
    let due = match given.iter().filter(|given| **given).count() {
        0 => {
            if weeks.is_some() || row.has("unit") {
                row.complain(
                    "unit",
                    "stands without a number",
                    Some("give `within`, `before` or `not_before`"),
                );
            }
            Some(Due::Unstated)
        }
        1 => match (within, before, times) {
            (Some(n), ..) => unit(n).map(|unit| Due::Within { n, unit, keeps }),
            (_, Some(n), _) => unit(n).map(|unit| Due::Before { n, unit, spans }),
            (.., Some(times)) => weekly(row, times, weeks),
            _ if at_once => Some(Due::AtOnce),
            _ => match not_before {
                Some(n) => unit(n).map(|unit| Due::NotBefore { n, unit }),
                None => Some(Due::UntilTermEnds),
            },
        },
        _ => {
            let help = "keep one of `at_once`, `within`, `before`, `not_before`, `until`, `times`";
            row.complain("within", "more than one time limit is given", Some(help));
            None
        }
    };
    (due, reading)
}

fn weekly(row: &Row<'_>, times: u8, weeks: Option<u8>) -> Option<Due> {
    match weeks {
        Some(weeks @ 1..=52) if (1..=7).contains(&times) => Some(Due::Weekly { times, weeks }),
        _ => {
            row.complain("times", "must be 1 to 7 in each of 1 to 52 `weeks`", None);
            None
        }
    }
}

fn fixed_day(row: &Row<'_>) -> Option<FixedDay> {
    let month: Option<u32> = row.required("month");
    let day = row.required_parsed("day", |text| {
        // A year without 29 February: the date must exist in every year.
        let date = format!("2023-{text}").parse::<NaiveDate>();
        date.map_err(|_| format!("`{text}` is no day of every year; write month and day as in `03-31`"))
    });
    let month = month?;
    if !(1..=12).contains(&month) {
        row.complain("month", format!("found {month}, but months are numbered 1 to 12"), None);
        return None;
    }
    let day = day?;
    Some(FixedDay { month, due_month: chrono::Datelike::month(&day), due_day: chrono::Datelike::day(&day) })
}
