//! `duties.toml` and `meetings.toml`.

use schemars::JsonSchema;

use super::terms::{Party, Provision, rows};
use crate::value::{Clause, Identifier, List, MonthDay, SchemaNumber, Strings, Text};

/// What falls due: who owes it to whom, on which event, and when.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Duties {
    schema: Option<SchemaNumber>,
    event: Option<Vec<Event>>,
    duty: Option<Vec<Duty>>,
}

/// Meetings, their agenda and who prepares it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Meetings {
    schema: Option<SchemaNumber>,
    meeting: Option<Vec<Meeting>>,
    agenda: Option<Vec<AgendaItem>>,
    /// What each part of the preparation is.
    part: Option<Vec<AgendaItem>>,
    provision: Option<Vec<Provision>>,
}

rows! {
    /// A kind of event.
    Event {
        name: Text,
        /// Where it comes from; without it, from an events file.
        from: Option<Origin>,
    }
    /// A duty.
    Duty {
        /// Who owes it.
        by: Identifier,
        /// To whom.
        to: Identifier,
        what: Text,
        /// The event from which it counts.
        on: Option<Identifier>,
        /// The duty that it follows.
        after: Option<Identifier>,
        due: Due,
        /// The event from which its time counts, where it is another.
        counts_from: Option<Identifier>,
        /// A day of the year that holds for the event of one month.
        fixed: Option<Fixed>,
        /// The calendar of its business days.
        calendar: Option<String>,
        /// On which side of the term it may lie.
        may_lie: Option<Outside>,
        /// Whether the text does not give the time exactly.
        about: Option<bool>,
    }
    /// A meeting.
    Meeting {
        name: Text,
        every: Every,
        place: Text,
        /// Roles of roles.toml.
        participants: Option<List<Identifier>>,
        /// Items of `[[agenda]]`.
        agenda: Option<List<Identifier>>,
        duties: Option<Strings>,
    }
    /// An item of the agenda.
    AgendaItem {
        name: Text,
        theme: Option<Text>,
        by: Party,
        duties: Option<Strings>,
    }
}

/// Where an event comes from.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Origin {
    TermBegins,
    TermEnds,
    MonthEnds,
    FiscalYearEnds,
    Outages,
}

/// When a duty is due; with none of `at_once`, `within`, `before`, `not_before`, `until` and `times`, the text gives no time limit.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Due {
    /// On the event's day.
    at_once: Option<bool>,
    /// So many after.
    within: Option<u32>,
    /// So many before, at the latest.
    before: Option<u32>,
    /// So many after, at the earliest; no latest day is given.
    not_before: Option<u32>,
    unit: Option<Unit>,
    until: Option<Until>,
    /// So many times a week.
    #[schemars(range(min = 1, max = 7))]
    times: Option<u8>,
    per: Option<Per>,
    /// For so many weeks before.
    #[schemars(range(min = 1, max = 52))]
    weeks: Option<u8>,
    /// Whether something is kept that long.
    keeps: Option<bool>,
    /// Whether the duty fills the time.
    span: Option<bool>,
    /// The policy of contract.toml for a figure that the text does not give.
    reading: Option<Identifier>,
}

/// What time is counted in.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Unit {
    Days,
    BusinessDays,
    Weeks,
    Months,
    Years,
}

/// Another event of the term.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Until {
    TermEnds,
}

/// What `times` are counted in.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Per {
    Week,
}

/// A day of the year.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Fixed {
    /// The month whose event it is.
    #[schemars(range(min = 1, max = 12))]
    month: u8,
    day: MonthDay,
}

/// On which side of the term a date is meant to lie.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Outside {
    Before,
    After,
}

/// How often a meeting is held.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Every {
    Month,
    Year,
    Once,
}
