//! `calendar.toml`.

use schemars::JsonSchema;

use crate::value::{Clause, Date, List, LocalTime, MonthRange, Opening, Text, Time, Zone};

/// Hours, holidays, sites, busy seasons and outages.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Calendars {
    /// The zone in which months, dates and deadlines are meant.
    zone: Zone,
    /// The calendar that holds where none is named; the only one where it is not said.
    main: Option<String>,
    calendar: Option<Vec<Calendar>>,
    site: Option<Vec<Site>>,
    season: Option<Vec<Season>>,
    outage: Option<Vec<Outage>>,
}

/// A calendar of business time.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Calendar {
    /// The name by which other tables refer to it.
    id: String,
    name: Text,
    /// Its own zone, where it is not the table's.
    zone: Option<Zone>,
    hours: Hours,
    /// Sets of holidays.
    holidays: Option<List<Holidays>>,
    /// Single days that are closed.
    holiday: Option<Vec<Holiday>>,
    /// Single days with other hours.
    exception: Option<Vec<Exception>>,
    /// Time that never counts.
    exclusion: Option<Vec<Exclusion>>,
    policy: Option<Policy>,
    clause: Option<Clause>,
    open_points: Option<Vec<Text>>,
}

/// Hours by day of the week; a day that is not given is closed.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Hours {
    /// Monday to Friday.
    weekdays: Option<List<Opening>>,
    /// Every day.
    daily: Option<List<Opening>>,
    monday: Option<List<Opening>>,
    tuesday: Option<List<Opening>>,
    wednesday: Option<List<Opening>>,
    thursday: Option<List<Opening>>,
    friday: Option<List<Opening>>,
    saturday: Option<List<Opening>>,
    sunday: Option<List<Opening>>,
}

/// A set of holidays.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Holidays {
    /// The national holidays, by the Act.
    Japan,
    /// 29 December to 3 January.
    YearEnd,
}

/// A day that is closed.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Holiday {
    date: Date,
    name: Text,
}

/// A day with hours of its own; none where it is closed.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Exception {
    date: Date,
    hours: Option<List<Opening>>,
    name: Text,
}

/// Time that never counts.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Exclusion {
    from: LocalTime,
    to: LocalTime,
    reason: Text,
}

/// Readings of the calendar.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
struct Policy {
    landing: Option<Landing>,
    zero_outside_hours: Option<Zero>,
    reversed_span: Option<Reversed>,
    night_shift: Option<NightShift>,
}

/// Where a limit used up exactly at closing time falls.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Landing {
    Closing,
    NextOpening,
}

/// Where no time at all, added outside hours, leads.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Zero {
    Stay,
    NextOpening,
}

/// What a span is that ends before it begins.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Reversed {
    Refuse,
    Zero,
    Negative,
}

/// What becomes of a night's hours on the eve of a holiday.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum NightShift {
    RunsOn,
    StopsAtMidnight,
}

/// A place at which work is done.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Site {
    /// The name by which other tables refer to it.
    id: String,
    name: Text,
    /// The site within which it lies.
    within: Option<String>,
    /// The calendar that it keeps, where it is not that of the site around it, or the main one.
    calendar: Option<String>,
    /// Its clock, where one is stated.
    zone: Option<Zone>,
    /// What each of its members is called.
    each: Option<Text>,
    /// Sites within it that are numbered: `branch/1`.
    member: Option<Vec<Member>>,
    clause: Option<Clause>,
}

/// A numbered site within another.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Member {
    no: u32,
    name: Text,
    calendar: Option<String>,
    zone: Option<Zone>,
}

/// A busy season.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Season {
    id: String,
    name: Text,
    /// A site, or `all`.
    site: String,
    months: Option<List<MonthRange>>,
    /// Whether no outage may be planned in it.
    blocks_outages: bool,
    open_points: Option<Vec<Text>>,
    clause: Clause,
}

/// A planned outage: on `dates`, yearly by `month`, `nth` and `weekday`, or as needed.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Outage {
    id: String,
    name: Text,
    /// A site, or `all`.
    site: String,
    /// The days on which it begins.
    dates: Option<List<Date>>,
    /// The month in which it comes every year.
    #[schemars(range(min = 1, max = 12))]
    month: Option<u8>,
    /// On which of the month's days of that name.
    #[schemars(range(min = 1, max = 5))]
    nth: Option<u8>,
    weekday: Option<String>,
    /// Whether it comes when it is needed, without a day.
    as_needed: Option<bool>,
    begins: Option<Time>,
    ends: Option<Time>,
    /// How many days later it ends.
    days: Option<u32>,
    /// Whether the day is not settled.
    tentative: Option<bool>,
    open_points: Option<Vec<Text>>,
    clause: Clause,
}
