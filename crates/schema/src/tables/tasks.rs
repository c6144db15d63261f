//! `tasks.toml`.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::value::{Clause, ItemKey, List, Strings, Text};

/// The work items and how often each is due.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Tasks {
    policy: Option<Vec<Policy>>,
    column: Option<Vec<Column>>,
    frequency: Option<Vec<Frequency>>,
    trigger: Option<Vec<Named>>,
    deliverable: Option<Vec<Named>>,
    party: Option<Vec<Named>>,
    duty_word: Option<Vec<Named>>,
    duty: Option<Vec<Duty>>,
    section: Option<Vec<Section>>,
    finding: Option<Vec<Finding>>,
}

/// A reading of what the document leaves open about work.
#[derive(JsonSchema)]
#[schemars(tag = "id", rename_all = "kebab-case", deny_unknown_fields)]
enum Policy {
    /// Which days `daily` are.
    Daily { value: Daily, why: Text, clause: Option<Clause>, item: Option<Vec<DailyItem>> },
    /// What a quarter is.
    Quarter { value: QuarterValue, why: Text, clause: Option<Clause> },
    /// Where a window's last day goes that is closed.
    Shift { value: ShiftValue, why: Text, clause: Option<Clause> },
    /// Whether weeks count that the term cuts.
    CutWeek { value: CutWeekValue, why: Text, clause: Option<Clause> },
    /// What work done after its window counts as.
    Late { value: LateValue, why: Text, clause: Option<Clause> },
    /// Whether work counts once or at each site.
    CountedSites { value: CountedSitesValue, why: Text, clause: Option<Clause> },
    /// The site whose days and outages concern work that is bound to none.
    UnstatedSite {
        /// A site of calendar.toml, or `none`.
        value: String,
        why: Text,
        clause: Option<Clause>,
    },
}

/// Which days `daily` are.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Daily {
    BusinessDay,
    CalendarDay,
}

/// Whether weeks count that the term cuts.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum CutWeekValue {
    Half,
    Kept,
    Dropped,
}

/// What a quarter is.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum QuarterValue {
    FromTerm,
    Calendar,
}

/// Where a window's last day goes that is closed.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum ShiftValue {
    Preceding,
    Stay,
}

/// What work done after its window counts as.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum LateValue {
    NotCounted,
    Counted,
}

/// Whether work counts once or at each site.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum CountedSitesValue {
    Together,
    Each,
}

/// Items whose days are others.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct DailyItem {
    items: Option<Strings>,
    value: Daily,
    why: Text,
    clause: Option<Clause>,
}

/// A column in which the document marks items for sites.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Column {
    id: String,
    name: Text,
    /// The sites of calendar.toml that each mark stands for.
    marks: BTreeMap<String, Strings>,
}

/// What a printed frequency means.
#[derive(JsonSchema)]
#[schemars(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
enum Frequency {
    /// So many times in each period.
    Every {
        /// As printed.
        text: String,
        #[schemars(range(min = 1, max = 250))]
        times: u32,
        per: Period,
    },
    /// So many times or more.
    AtLeast {
        /// As printed.
        text: String,
        #[schemars(range(min = 1, max = 250))]
        times: u32,
        per: Period,
    },
    /// When something happens.
    Irregular {
        /// As printed.
        text: String,
    },
    /// Several frequencies at once.
    Composite {
        /// As printed.
        text: String,
        parts: Option<Vec<Part>>,
    },
}

/// A part of a frequency.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Part {
    name: Text,
    kind: PartKind,
    #[schemars(range(min = 1, max = 250))]
    times: u32,
    per: Period,
}

/// Whether more is allowed.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum PartKind {
    Every,
    AtLeast,
}

/// A period.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Period {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// Something with a name.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Named {
    id: String,
    name: Text,
}

/// Who does what of a category.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Duty {
    /// The number of the sections concerned.
    category: String,
    /// What each party does, in duty words.
    parts: Option<BTreeMap<String, Strings>>,
    clause: Clause,
}

/// A section of the document.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Section {
    no: String,
    /// Its headings, from the outermost.
    names: Option<Vec<Text>>,
    item: Option<Vec<Item>>,
}

/// A work item.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Item {
    letter: String,
    title: Text,
    /// The sites of calendar.toml, or one mark a column; none for work that is bound to no site.
    sites: Strings,
    /// As printed; explained in `[[frequency]]`.
    frequency: String,
    /// What makes an irregular item due.
    trigger: Option<String>,
    group: Option<Text>,
    deadline: Option<Text>,
    /// Other work from whose day its limit counts.
    follows: Option<Follows>,
    deliverables: Option<Strings>,
    /// Whether it is reported in the meeting.
    meeting: Option<bool>,
    /// Whether systems stop for it.
    stops_systems: Option<bool>,
    /// The service levels that it bears on.
    sla: Option<List<ItemKey>>,
    /// The service level whose planned against done its occurrences count for.
    counts: Option<ItemKey>,
    counts_per: Option<CountsPer>,
    clause: Clause,
}

/// So long after other work was done.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Follows {
    /// The work items.
    items: Strings,
    /// The duty of duties.toml that says how long after.
    duty: String,
}

/// What is counted once.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum CountsPer {
    Occurrence,
    Month,
}

/// What the document says twice, differently or not at all.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Finding {
    id: String,
    text: Text,
    clauses: Option<List<Clause>>,
}
