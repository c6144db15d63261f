//! The calendars of a contract, read from its table.

use std::{collections::BTreeMap, fmt};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use provenance::{Clause, Text};
use tables::{Document, Id, Names, Row, TableErrors};

use crate::{
    BusinessCalendar, BusinessCalendarBuilder, CalendarPolicy, DayHours, Exclusion, JapaneseHolidays,
    Landing, NightShift, Opening, Outage, OutageRule, OutageSpan, ReversedSpan, Scope, Season, SiteId, Sites,
    WeeklyHours, ZeroOutsideHours, Zone, site::sites, window::is_touched,
};

/// A calendar's name.
pub type CalendarId = Id<NamedCalendar>;

/// The named calendars, sites, busy seasons and outages of a contract.
#[derive(Debug, Clone)]
pub struct CalendarSet {
    zone: Zone,
    names: Names<NamedCalendar>,
    calendars: BTreeMap<CalendarId, NamedCalendar>,
    main: Result<CalendarId, NoMainCalendar>,
    sites: Sites,
    seasons: Vec<Season>,
    outages: Vec<Outage>,
}

/// A contract does not say which of its calendars is the main one, and more or fewer than one could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoMainCalendar {
    /// The calendars that there are.
    pub choices: Vec<CalendarId>,
}

impl fmt::Display for NoMainCalendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let choices: Vec<String> = self.choices.iter().map(|choice| format!("`{choice}`")).collect();
        match choices.first() {
            None => f.write_str("calendar.toml has no calendar; add one"),
            Some(first) => write!(
                f,
                "calendar.toml does not say which calendar is the main one; name one of {} at its top, as in `main = \"{}\"`",
                choices.join(", "),
                first.trim_matches('`')
            ),
        }
    }
}

impl std::error::Error for NoMainCalendar {}

/// A calendar with its name and clause.
#[derive(Debug, Clone)]
pub struct NamedCalendar {
    /// Its name in tables and options.
    pub id: CalendarId,
    /// Its name for people.
    pub name: Text,
    /// Where its hours stand.
    pub clause: Option<Clause>,
    /// What is open about it.
    pub open_points: Vec<Text>,
    /// The calendar.
    pub calendar: BusinessCalendar,
}

impl CalendarSet {
    /// Reads a contract's `calendar.toml`.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(read)
    }

    /// The zone in which the contract's dates and months are meant.
    #[must_use]
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The calendar of that name.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&NamedCalendar> {
        self.calendars.get(id)
    }

    /// All calendars, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &NamedCalendar)> {
        self.calendars.iter().map(|(id, calendar)| (id.as_str(), calendar))
    }

    /// The names by which tables refer to calendars.
    #[must_use]
    pub fn names(&self) -> &Names<NamedCalendar> {
        &self.names
    }

    /// The calendar that holds where none is named: the one that the table says by `main`, or the only one.
    ///
    /// # Errors
    /// [`NoMainCalendar`] where there are several and the table does not say which, or none.
    pub fn main(&self) -> Result<&NamedCalendar, NoMainCalendar> {
        let id = self.main.as_ref().map_err(Clone::clone)?;
        self.calendars.get(id).ok_or_else(|| NoMainCalendar { choices: self.names.iter().cloned().collect() })
    }

    /// The sites.
    #[must_use]
    pub fn sites(&self) -> &Sites {
        &self.sites
    }

    /// The busy seasons, in the table's order.
    #[must_use]
    pub fn seasons(&self) -> &[Season] {
        &self.seasons
    }

    /// The outages, in the table's order.
    #[must_use]
    pub fn outages(&self) -> &[Outage] {
        &self.outages
    }

    /// The seasons that forbid a stop of systems at a time to work at a site, or to work that is bound to none.
    #[must_use]
    pub fn blackout(&self, site: Option<&SiteId>, span: &OutageSpan) -> Vec<&Season> {
        self.blocking(span, |scope| self.sites.concerns(scope, site))
    }

    /// The seasons that forbid an occurrence of an outage: those at its sites that block outages and that it touches.
    #[must_use]
    pub fn conflicts(&self, outage: &Outage, span: &OutageSpan) -> Vec<&Season> {
        self.blocking(span, |scope| match &outage.site {
            Scope::Everywhere => true,
            Scope::At(site) => self.sites.concerns(scope, Some(site)),
        })
    }

    fn blocking(&self, span: &OutageSpan, concerns: impl Fn(&Scope) -> bool) -> Vec<&Season> {
        let seasons = self.seasons.iter().filter(|season| season.blocks_outages && concerns(&season.site));
        seasons.filter(|season| is_touched(season, span, &self.zone)).collect()
    }
}

fn read(root: &Row<'_>) -> Option<CalendarSet> {
    let zone = root.required_parsed("zone", Zone::iana);
    let holidays = JapaneseHolidays::by_the_act();
    let mut names = Names::new("calendar", "calendar.toml", []);
    let mut calendars = BTreeMap::new();
    let mut complete = Some(());
    for row in root.rows("calendar") {
        let id = names.declare(&row, "id");
        // A wrong zone is told once; the rest of the table is read all the same.
        let zone = zone.clone().unwrap_or_else(Zone::utc);
        match calendar(&row, id, &zone, &holidays) {
            Some(calendar) => _ = calendars.insert(calendar.id.clone(), calendar),
            None => complete = None,
        }
    }
    let choices: Vec<CalendarId> = names.iter().cloned().collect();
    let main = match (root.optional_name("main", &names), choices.as_slice()) {
        (Some(main), _) => Ok(main),
        (None, [only]) => Ok(only.clone()),
        _ => Err(NoMainCalendar { choices }),
    };
    let sites = sites(root, &names, &main);
    let (seasons, outages) = (root.rows("season"), root.rows("outage"));
    // Without sites there is nothing that a season or an outage could refer to.
    let sites = sites?;
    let seasons: Vec<Option<Season>> = seasons.iter().map(|row| season(row, &sites)).collect();
    let outages: Vec<Option<Outage>> = outages.iter().map(|row| outage(row, &sites)).collect();
    complete?;
    Some(CalendarSet {
        zone: zone?,
        names,
        calendars,
        main,
        sites,
        seasons: seasons.into_iter().collect::<Option<_>>()?,
        outages: outages.into_iter().collect::<Option<_>>()?,
    })
}

fn calendar(
    row: &Row<'_>,
    id: Option<CalendarId>,
    zone: &Zone,
    holidays: &JapaneseHolidays,
) -> Option<NamedCalendar> {
    let name = row.required_text("name");
    let clause = row.optional_clause("clause");
    let open_points = row.texts("open_points");
    let zone = row.optional_parsed("zone", Zone::iana).unwrap_or_else(|| zone.clone());
    let mut builder = BusinessCalendarBuilder::new(zone.clone(), weekly(row)?);
    if let Some(policy) = row.optional_row("policy") {
        builder = builder.policy(policy_of(&policy));
    }
    // Single days go into `[[calendar.holiday]]`.
    for is_japan in row.each_one_of("holidays", &[("japan", true), ("year-end", false)]) {
        builder = if is_japan {
            let (first, last) = holidays.range();
            let days = holidays.iter().map(|holiday| (holiday.date, holiday.name.clone()));
            builder.holidays(days).covering(first, last)
        } else {
            builder.holidays(holidays.year_end_days())
        };
    }
    for day in row.rows("holiday") {
        builder = builder.holiday(day.required("date")?, day.required_text("name")?);
    }
    for day in row.rows("exception") {
        let (date, hours): (Option<NaiveDate>, _) = (day.required("date"), day_hours(&day, "hours"));
        builder = builder.exception(date?, hours?, day.required_text("name")?);
    }
    for exclusion in row.rows("exclusion") {
        let local = |key| exclusion.required_parsed(key, local_time);
        let (from, to) = (local("from"), local("to"));
        builder = builder.exclusion(Exclusion {
            from: zone.to_utc(from?),
            to: zone.to_utc(to?),
            reason: exclusion.required_text("reason")?,
        });
    }
    match builder.build() {
        Ok(calendar) => Some(NamedCalendar { id: id?, name: name?, clause, open_points, calendar }),
        Err(error) => {
            row.complain("id", error.to_string(), None);
            None
        }
    }
}

fn local_time(text: &str) -> Result<NaiveDateTime, String> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M")
        .map_err(|_| format!("found `{text}`, but it must be a local time as in `2024-03-15 19:00`"))
}

fn weekly(row: &Row<'_>) -> Option<WeeklyHours> {
    const DAYS: [(&str, Weekday); 7] = [
        ("monday", Weekday::Mon),
        ("tuesday", Weekday::Tue),
        ("wednesday", Weekday::Wed),
        ("thursday", Weekday::Thu),
        ("friday", Weekday::Fri),
        ("saturday", Weekday::Sat),
        ("sunday", Weekday::Sun),
    ];
    let hours = row.required_row("hours")?;
    let mut weekly = match hours.has("weekdays") {
        true => WeeklyHours::weekdays(&day_hours(&hours, "weekdays")?),
        false => WeeklyHours::closed(),
    };
    if hours.has("daily") {
        let daily = day_hours(&hours, "daily")?;
        for (_, weekday) in DAYS {
            weekly = weekly.with(weekday, daily.clone());
        }
    }
    for (key, weekday) in DAYS {
        if hours.has(key) {
            weekly = weekly.with(weekday, day_hours(&hours, key)?);
        }
    }
    Some(weekly)
}

fn day_hours(row: &Row<'_>, key: &'static str) -> Option<DayHours> {
    let openings: Result<Vec<Opening>, _> = row.strings(key).iter().map(|text| text.parse()).collect();
    match openings.and_then(DayHours::new) {
        Ok(hours) => Some(hours),
        Err(error) => {
            row.complain(key, error.to_string(), None);
            None
        }
    }
}

fn policy_of(row: &Row<'_>) -> CalendarPolicy {
    let default = CalendarPolicy::default();
    CalendarPolicy {
        landing: row
            .optional_one_of(
                "landing",
                &[("closing", Landing::Closing), ("next-opening", Landing::NextOpening)],
            )
            .unwrap_or(default.landing),
        zero: row
            .optional_one_of(
                "zero-outside-hours",
                &[("stay", ZeroOutsideHours::Stay), ("next-opening", ZeroOutsideHours::NextOpening)],
            )
            .unwrap_or(default.zero),
        reversed: row
            .optional_one_of(
                "reversed-span",
                &[
                    ("refuse", ReversedSpan::Refuse),
                    ("zero", ReversedSpan::Zero),
                    ("negative", ReversedSpan::Negative),
                ],
            )
            .unwrap_or(default.reversed),
        night_shift: row
            .optional_one_of(
                "night-shift",
                &[("runs-on", NightShift::RunsOn), ("stops-at-midnight", NightShift::StopsAtMidnight)],
            )
            .unwrap_or(default.night_shift),
    }
}

fn season(row: &Row<'_>, sites: &Sites) -> Option<Season> {
    let months = row.each_parsed("months", |text| {
        let month = |text: &str| text.trim().parse().ok().filter(|month| (1..=12).contains(month));
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let pair: Option<(u32, u32)> = month(first).zip(month(last));
        pair.ok_or_else(|| format!("found `{text}`, but it must be months as in `12-3`"))
    });
    let (id, name, site) = (row.required("id"), row.required_text("name"), Scope::read(row, "site", sites));
    let (blocks_outages, clause) = (row.required("blocks_outages"), row.required_clause("clause"));
    let open_points = row.texts("open_points");
    Some(Season {
        id: id?,
        name: name?,
        site: site?,
        months,
        blocks_outages: blocks_outages?,
        open_points,
        clause: clause?,
    })
}

fn outage(row: &Row<'_>, sites: &Sites) -> Option<Outage> {
    let dates: Vec<NaiveDate> = row.list("dates");
    let as_needed = row.optional::<bool>("as_needed").unwrap_or(false);
    let rule = if as_needed {
        OutageRule::AsNeeded
    } else if row.has("dates") {
        OutageRule::On(dates)
    } else {
        let (month, nth): (Option<u32>, Option<u8>) = (row.required("month"), row.required("nth"));
        let weekday = row.required_parsed("weekday", |text| {
            let read = text.parse::<Weekday>();
            read.map_err(|_| format!("found `{text}`, but it must be a day of the week as in `Fri`"))
        });
        within(row, "month", month?, 1..=12)?;
        within(row, "nth", nth?.into(), 1..=5)?;
        OutageRule::Yearly { month: month?, weekday: weekday?, nth: nth? }
    };
    // What comes as needed has no hours.
    let (begins, days, ends) = if as_needed {
        (NaiveTime::MIN, 0, NaiveTime::MIN)
    } else {
        let (begins, ends): (Option<NaiveTime>, Option<NaiveTime>) =
            (row.required("begins"), row.required("ends"));
        let days: u32 = row.required("days")?;
        if days == 0 && ends? <= begins? {
            let help = "with `days = 1` it ends on the day after";
            row.complain("ends", "an outage that ends before it begins has no length", Some(help));
            return None;
        }
        (begins?, days, ends?)
    };
    Some(Outage {
        id: row.required("id")?,
        name: row.required_text("name")?,
        site: Scope::read(row, "site", sites)?,
        rule,
        begins,
        days,
        ends,
        tentative: row.optional("tentative").unwrap_or(false),
        open_points: row.texts("open_points"),
        clause: row.required_clause("clause")?,
    })
}

fn within(
    row: &Row<'_>,
    key: &'static str,
    found: u32,
    allowed: std::ops::RangeInclusive<u32>,
) -> Option<()> {
    if allowed.contains(&found) {
        return Some(());
    }
    let (first, last) = allowed.into_inner();
    row.complain(key, format!("found {found}, but it must lie between {first} and {last}"), None);
    None
}
