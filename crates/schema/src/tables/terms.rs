//! `contract.toml` and the tables of who there is and where.

use schemars::JsonSchema;

use crate::value::{Clause, Date, Identifier, List, Opening, SchemaNumber, Strings, Text};

/// A row: its name, its clause, and what it adds.
macro_rules! rows {
    ($($(#[$outer:meta])* $visibility:vis $name:ident {
        $($(#[$attribute:meta])* $field:ident: $type:ty,)*
    })*) => {$(
        $(#[$outer])*
        #[derive(JsonSchema)]
        #[schemars(deny_unknown_fields)]
        $visibility struct $name {
            /// Its name in other tables.
            id: Identifier,
            clause: Clause,
            /// What the document leaves open about it.
            open_points: Option<Vec<Text>>,
            $($(#[$attribute])* $field: $type,)*
        }
    )*};
}
pub(super) use rows;

/// The contract's frame: term, money, figures, what binds whom.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Contract {
    schema: Option<SchemaNumber>,
    term: Term,
    payment: Payment,
    growth: Option<Growth>,
    /// Numbers that others are checked against.
    figure: Option<Vec<Figure>>,
    provision: Option<Vec<Provision>>,
    policy: Option<Vec<Policy>>,
}

rows! {
    /// The term.
    Term {
        first: Date,
        last: Date,
        months: u32,
    }
    /// How the price is paid.
    Payment {
        divided: Divided,
    }
    /// How far the stock may grow.
    Growth {
        percent: u32,
        kinds: u32,
        of: Option<Strings>,
    }
    /// A number.
    Figure {
        name: Text,
        value: u64,
        unit: String,
        /// Whether the text does not give it exactly.
        about: Option<bool>,
        /// The rows of another table that it must be the number of.
        equals: Option<Equals>,
    }
    /// A statement that binds somebody and is neither a date nor a figure.
    pub(super) Provision {
        on: Party,
        says: Text,
        kind: Option<ProvisionKind>,
        parts: Option<Vec<Text>>,
        /// Figures of contract.toml.
        figures: Option<Strings>,
        /// Duties of duties.toml.
        duties: Option<Strings>,
    }
    /// A reading of what the text leaves open about money and dates.
    Policy {
        /// The reading: as docs/reference/contract.md lists them; of a word without number `as-read` or `undated`.
        value: PolicyValue,
        why: Text,
        /// What holds for single duties instead: of `first-day`, `shift-period`, `shift-fixed` and `shift-before`.
        duty: Option<Vec<DutyPolicy>>,
    }
    /// Somebody.
    Role {
        name: Text,
        side: Side,
        /// The role that it is part of.
        within: Option<Identifier>,
        at_least: Option<u32>,
        at_most: Option<u32>,
        resident: Option<bool>,
        may_be_away: Option<bool>,
        site: Option<String>,
        may_double_as: Option<List<Identifier>>,
    }
    /// Who is on site, when and where.
    Residency {
        name: Text,
        site: String,
        place: Text,
        calendar: String,
        hours: Opening,
        core_calendar: Option<String>,
        core_hours: Option<Opening>,
        persons: Option<u32>,
        persons_outside_core: Option<u32>,
    }
    /// A way to reach a desk.
    Channel {
        name: Text,
        of: Desk,
    }
    /// A language that is spoken.
    Language {
        name: Text,
        calendar: String,
        persons: Option<u32>,
    }
    /// A way by which matters are escalated.
    Escalation {
        name: Text,
        hours: EscalationHours,
        days: Option<EscalationDays>,
    }
}

/// A reading that holds for single duties.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct DutyPolicy {
    /// The duties.
    duties: List<Identifier>,
    value: String,
    clause: Clause,
    /// Why it was chosen.
    why: Text,
}

/// What the price is divided by.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Divided {
    MonthsOfTerm,
}

/// Rows that a figure must be the number of.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Equals {
    Offices,
    HelpDeskChannels,
}

/// Whom something binds.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub(super) enum Party {
    Client,
    Contractor,
    Both,
}

/// What a provision is.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum ProvisionKind {
    Measure,
    List,
    Forbidden,
    Definition,
}

/// A reading of what the text leaves open about money and dates.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum PolicyValue {
    LastMonth,
    FirstMonth,
    Spread,
    TermBegins,
    Printed,
    YearBefore,
    Meeting,
    MonthEnd,
    NotCounted,
    Counted,
    Following,
    Preceding,
    Stay,
    AsRead,
    Undated,
    First,
    Last,
    TermEnd,
    YearEnd,
    None,
}

/// On whose side a role stands.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Side {
    Client,
    Contractor,
    Both,
    Third,
}

/// Which desk.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Desk {
    HelpDesk,
    OwnDesk,
}

/// When an escalation is taken.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum EscalationHours {
    Any(AnyHour),
    Hours(Opening),
}

/// At any hour.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum AnyHour {
    Any,
}

/// On which days the hours hold.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum EscalationDays {
    Weekdays,
}

/// Who there is.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Roles {
    schema: Option<SchemaNumber>,
    role: Option<Vec<Role>>,
    provision: Option<Vec<Provision>>,
}

/// Who is on site, when and where.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Staffing {
    schema: Option<SchemaNumber>,
    residency: Option<Vec<Residency>>,
    provision: Option<Vec<Provision>>,
}

/// How users reach the help desk.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct HelpDesk {
    schema: Option<SchemaNumber>,
    channel: Option<Vec<Channel>>,
    language: Option<Vec<Language>>,
    provision: Option<Vec<Provision>>,
}

/// How and when matters are escalated.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Escalations {
    schema: Option<SchemaNumber>,
    escalation: Option<Vec<Escalation>>,
}

/// What is to be done for security, what is forbidden, what is listed or shown.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Security {
    schema: Option<SchemaNumber>,
    provision: Option<Vec<Provision>>,
}

/// The offices, one by one.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Offices {
    schema: Option<SchemaNumber>,
    clause: Clause,
    /// The day of the counts.
    as_of: Date,
    region: Option<Vec<Region>>,
    office: Option<Vec<Office>>,
}

/// A region.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Region {
    id: Identifier,
    name: Text,
}

/// An office; a number that is not known has no key.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Office {
    id: Identifier,
    /// Its own clause, where it is not the table's.
    clause: Option<Clause>,
    open_points: Option<Vec<Text>>,
    /// The numbered site of calendar.toml that it is; offices stand in the order of their numbers.
    site: String,
    region: Identifier,
    pcs: Option<u64>,
    servers: Option<u64>,
    printers: Option<u64>,
}
