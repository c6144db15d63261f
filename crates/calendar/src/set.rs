//! The calendars of a contract, read from its table.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use provenance::Text;
use tables::{Document, Explain, Names, Noun, Once, PartErrors, Row, Spot, TableErrors, check};

use crate::{
    BusinessCalendarBuilder, CalendarId, CalendarPolicy, DayHours, Exclusion, JapaneseHolidays, Landing,
    MonthSpan, NamedCalendar, NightShift, NoMainCalendar, Opening, Outage, OutageRule, OutageSpan,
    ReversedSpan, Scope, Season, SiteId, SiteParts, Sites, WeeklyHours, ZeroOutsideHours, Zone,
    site::{FILE, Known},
    window::is_touched,
};

/// The named calendars, sites, busy seasons and outages of a contract.
///
/// Put together from a table ([`CalendarSet::from_table`]) or by a program ([`CalendarSet::new`]), by one set of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarSet {
    zone: Zone,
    names: Names<NamedCalendar>,
    calendars: BTreeMap<CalendarId, NamedCalendar>,
    main: Result<CalendarId, NoMainCalendar>,
    sites: Sites,
    seasons: Vec<Season>,
    outages: Vec<Outage>,
}

/// A contract's calendars before they are checked: what `calendar.toml` states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarSetParts {
    /// The zone of the contract's dates and months.
    pub zone: Zone,
    /// The calendars, each of its own name.
    pub calendars: Vec<NamedCalendar>,
    /// The calendar that holds where none is named; a single one is it without a word.
    pub main: Option<CalendarId>,
    /// The sites.
    pub sites: Vec<SiteParts>,
    /// The busy seasons.
    pub seasons: Vec<Season>,
    /// The outages.
    pub outages: Vec<Outage>,
}

impl CalendarSetParts {
    /// A contract in a zone, without calendars yet.
    #[must_use]
    pub fn new(zone: Zone) -> Self {
        let (calendars, sites, seasons, outages) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { zone, calendars, main: None, sites, seasons, outages }
    }
}

impl CalendarSet {
    /// Reads a contract's `calendar.toml`.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(read)
    }

    /// The calendars of these parts, checked by the rules that hold for tables.
    ///
    /// ```
    /// use calendar::{
    ///     BusinessCalendarBuilder, CalendarSet, CalendarSetParts, DayHours, NamedCalendar, SiteParts, Text, WeeklyHours, Zone,
    /// };
    ///
    /// let (zone, hours) = (Zone::iana("Asia/Tokyo")?, DayHours::new(["09:00-18:00".parse()?])?);
    /// let office = BusinessCalendarBuilder::new(zone.clone(), WeeklyHours::weekdays(&hours)).build()?;
    /// let mut parts = CalendarSetParts::new(zone);
    /// parts.calendars.push(NamedCalendar::new("office".parse()?, Text::new("執務時間", "office hours"), office));
    /// let mut harbour = SiteParts::new("harbour".parse()?, Text::new("港", "harbour"));
    /// harbour.calendar = Some("ofice".parse()?);
    /// parts.sites.push(harbour);
    /// let errors = CalendarSet::new(parts.clone()).unwrap_err();
    /// assert_eq!(
    ///     errors.to_string(),
    ///     "site[1].calendar: there is no calendar `ofice` in calendar.toml; did you mean `office`?"
    /// );
    /// // What is left out is what a table may leave out: a single calendar is the main one.
    /// parts.sites[0].calendar = None;
    /// assert_eq!(CalendarSet::new(parts)?.main()?.id.as_str(), "office");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Every problem, with the path that the part has in a table.
    pub fn new(parts: CalendarSetParts) -> Result<Self, PartErrors> {
        check(|at| {
            let CalendarSetParts { zone, calendars, main, sites, seasons, outages } = parts;
            let mut names = Names::new(Noun::new("カレンダー", "calendar"), FILE, []);
            for (n, calendar) in calendars.iter().enumerate() {
                names.declare_at(&at.nth("calendar", n), "id", &calendar.id);
            }
            let known: Vec<Known<'_>> = sites.iter().map(Known::from).collect();
            let windows = (seasons.iter().map(Some), outages.iter().map(Some));
            let (main, sites) = checked(at, &names, main, &known, windows)?;
            let calendars = calendars.into_iter().map(|calendar| (calendar.id.clone(), calendar)).collect();
            Some(Self { zone, names, calendars, main, sites, seasons, outages })
        })
    }

    /// What it is put together from: [`CalendarSet::new`] makes the same of it again.
    #[must_use]
    pub fn parts(&self) -> CalendarSetParts {
        CalendarSetParts {
            zone: self.zone.clone(),
            calendars: self.calendars.values().cloned().collect(),
            main: self.main.clone().ok(),
            sites: self.sites.parts(),
            seasons: self.seasons.clone(),
            outages: self.outages.clone(),
        }
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
    let mut names = Names::new(Noun::new("カレンダー", "calendar"), FILE, []);
    let mut calendars = Some(BTreeMap::new());
    for row in root.rows("calendar") {
        let id = names.declare(&row, "id");
        // A wrong zone is told once; the rest of the table is read all the same.
        let zone = zone.clone().unwrap_or_else(Zone::utc);
        match calendar(&row, id, &zone, &holidays).zip(calendars.as_mut()) {
            Some((calendar, calendars)) => _ = calendars.insert(calendar.id.clone(), calendar),
            None => calendars = None,
        }
    }
    let main: Option<CalendarId> = root.optional_parsed("main", str::parse);
    let rows = root.rows("site");
    let sites: Vec<_> = rows.iter().map(SiteParts::read).collect();
    let known: Vec<Known<'_>> = sites
        .iter()
        .map(|(id, members, parts)| Known { id: id.as_ref(), members: *members, parts: parts.as_ref() })
        .collect();
    let seasons: Vec<Option<Season>> = root.rows("season").iter().map(season).collect();
    let outages: Vec<Option<Outage>> = root.rows("outage").iter().map(outage).collect();
    let windows = (seasons.iter().map(Option::as_ref), outages.iter().map(Option::as_ref));
    let (main, sites) = checked(&root.spot(), &names, main, &known, windows)?;
    Some(CalendarSet {
        zone: zone?,
        names,
        calendars: calendars?,
        main,
        sites,
        seasons: seasons.into_iter().collect::<Option<_>>()?,
        outages: outages.into_iter().collect::<Option<_>>()?,
    })
}

/// The main calendar, or why there is none, and the sites.
type Checked = (Result<CalendarId, NoMainCalendar>, Sites);

/// Checks what must hold between calendars, sites, seasons and outages, and of each season and outage, whoever states them:
/// all of them, or those that could be read.
fn checked<'p>(
    at: &Spot<'_>,
    names: &Names<NamedCalendar>,
    main: Option<CalendarId>,
    sites: &[Known<'_>],
    (seasons, outages): (impl Iterator<Item = Option<&'p Season>>, impl Iterator<Item = Option<&'p Outage>>),
) -> Option<Checked> {
    let choices: Vec<CalendarId> = names.iter().cloned().collect();
    let main = match (main.filter(|main| at.knows("main", main, names)), choices.as_slice()) {
        (Some(main), _) => Ok(main),
        (None, [only]) => Ok(only.clone()),
        _ => Err(NoMainCalendar { choices }),
    };
    let sites = Sites::checked(at, sites, names, &main);
    // Without sites there is nothing that a season or an outage could refer to.
    let of_sites = sites.as_ref().map(Sites::names);
    let mut once = Once::default();
    for (n, season) in seasons.enumerate() {
        if let Some(season) = season {
            let what = || Text::new(format!("繁忙期`{}`", season.id), format!("season `{}`", season.id));
            once.take(
                &at.nth("season", n),
                "id",
                &season.id,
                what,
                Text::new("それぞれに別の名称を付ける", "give each a name of its own"),
            );
            season.check(&at.nth("season", n), of_sites);
        }
    }
    let mut once = Once::default();
    for (n, outage) in outages.enumerate() {
        if let Some(outage) = outage {
            let what = || Text::new(format!("停止`{}`", outage.id), format!("outage `{}`", outage.id));
            once.take(
                &at.nth("outage", n),
                "id",
                &outage.id,
                what,
                Text::new("それぞれに別の名称を付ける", "give each a name of its own"),
            );
            outage.check(&at.nth("outage", n), of_sites);
        }
    }
    sites.map(|sites| (main, sites))
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
    for day in row.rows_by("holiday", &["date"]) {
        builder = builder.holiday(day.required("date")?, day.required_text("name")?);
    }
    for day in row.rows_by("exception", &["date"]) {
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
            row.complain("id", error.text(), None);
            None
        }
    }
}

fn local_time(text: &str) -> Result<NaiveDateTime, Text> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").map_err(|_| {
        Text::new(
            format!("`{text}`とあるが、`2024-03-15 19:00`のような現地の日時でなければならない"),
            format!("found `{text}`, but it must be a local time as in `2024-03-15 19:00`"),
        )
    })
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
            row.complain(key, error.text(), None);
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

fn season(row: &Row<'_>) -> Option<Season> {
    let months = row.each_parsed("months", |text| {
        let month = |text: &str| text.trim().parse().ok();
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let pair: Option<(u32, u32)> = month(first).zip(month(last));
        pair.map(|(first, last)| MonthSpan { first, last }).ok_or_else(|| Season::no_months(text))
    });
    let (id, name, site) = (row.required("id"), row.required_text("name"), Scope::read(row, "site"));
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

fn outage(row: &Row<'_>) -> Option<Outage> {
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
            read.map_err(|_| {
                Text::new(
                    format!("`{text}`とあるが、`Fri`のような曜日でなければならない"),
                    format!("found `{text}`, but it must be a day of the week as in `Fri`"),
                )
            })
        });
        OutageRule::Yearly { month: month?, weekday: weekday?, nth: nth? }
    };
    // What comes as needed has no hours.
    let (begins, days, ends) = if as_needed {
        (NaiveTime::MIN, 0, NaiveTime::MIN)
    } else {
        let (begins, ends): (Option<NaiveTime>, Option<NaiveTime>) =
            (row.required("begins"), row.required("ends"));
        let days: u32 = row.required("days")?;
        (begins?, days, ends?)
    };
    Some(Outage {
        id: row.required("id")?,
        name: row.required_text("name")?,
        site: Scope::read(row, "site")?,
        rule,
        begins,
        days,
        ends,
        tentative: row.optional("tentative").unwrap_or(false),
        open_points: row.texts("open_points"),
        clause: row.required_clause("clause")?,
    })
}
