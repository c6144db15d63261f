//! What happens under a contract: kinds of events, and the events that the term brings by itself.

use std::fmt;

use calendar::{CalendarSet, FiscalYear, Outage, Term, YearMonth};
use chrono::{NaiveDate, NaiveTime};
use provenance::Text;
use tables::Row;

use crate::{EventKindId, Heading, LastFiscalYear, MeetingId, Policies};

/// Where events of a kind come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The first day of the term.
    TermBegins,
    /// The last day of the term.
    TermEnds,
    /// The end of each month of the term.
    MonthEnds,
    /// The end of each fiscal year that the term touches.
    FiscalYearEnds,
    /// The outages of the calendars, each time one begins within the term; and a file of events, which knows of more and
    /// knows the day of an outage better: an event of the file that is named like an outage takes its place.
    Outages,
    /// A file of events.
    Given,
}

const ORIGINS: &[(&str, Origin)] = &[
    ("term-begins", Origin::TermBegins),
    ("term-ends", Origin::TermEnds),
    ("month-ends", Origin::MonthEnds),
    ("fiscal-year-ends", Origin::FiscalYearEnds),
    ("outages", Origin::Outages),
];

impl Origin {
    /// Whether an event of this origin comes at the end of its day, so that what follows begins with the next.
    #[must_use]
    pub fn is_end_of_day(self) -> bool {
        matches!(self, Self::TermEnds | Self::MonthEnds | Self::FiscalYearEnds)
    }

    /// Whether a file may hold events of this origin.
    #[must_use]
    pub fn is_given(self) -> bool {
        matches!(self, Self::Given | Self::Outages)
    }
}

/// A kind of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventKind {
    /// Its name and clause.
    pub heading: Heading,
    /// What happens.
    pub name: Text,
    /// Where its events come from.
    pub origin: Origin,
}

/// Something that happened, or will.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its kind, by name.
    pub kind: EventKindId,
    /// Its own name: a month as `2024-05`, a fiscal year as `2023`, a case as the events file calls it.
    pub id: String,
    /// What it belongs to: the month that a meeting is about.
    pub of: Option<String>,
    /// The meeting that it is, by name, where it says so.
    pub meeting: Option<MeetingId>,
    /// Its day.
    pub day: NaiveDate,
    /// Its time of day, where one is known.
    pub time: Option<NaiveTime>,
}

/// An event that the calendars bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedEvent {
    /// The event.
    pub event: Event,
    /// Whether its day is only the usual one, and still to be fixed.
    pub is_tentative: bool,
}

/// Prints kind and name: `month-ends 2024-05`.
impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.kind.as_str() == self.id {
            f.pad(&self.id)
        } else {
            f.pad(&format!("{} {}", self.kind, self.id))
        }
    }
}

impl EventKind {
    /// The events of this kind that the term brings by itself, in order. A fiscal year that goes on after the term
    /// ends by the reading `last-fiscal-year`.
    #[must_use]
    pub fn of_term(&self, term: Term, policies: &Policies) -> Vec<Event> {
        // Kinds of terms that were checked have names.
        let name = &self.heading.id;
        let Ok(kind) = name.parse::<EventKindId>() else { return Vec::new() };
        let event =
            |id: String, day| Event { kind: kind.clone(), id, of: None, meeting: None, day, time: None };
        match self.origin {
            Origin::Given | Origin::Outages => Vec::new(),
            Origin::TermBegins => vec![event(name.clone(), term.first_day())],
            Origin::TermEnds => vec![event(name.clone(), term.last_day())],
            Origin::MonthEnds => {
                // The last month may be cut short by the term's end.
                let end = |month: YearMonth| month.last_day().min(term.last_day());
                term.months().map(|month| event(month.to_string(), end(month))).collect()
            }
            Origin::FiscalYearEnds => {
                let mut years: Vec<FiscalYear> = term.months().map(FiscalYear::of_month).collect();
                years.dedup();
                let last_day = term.last_day();
                let end = |year: &FiscalYear| match policies.last_fiscal_year.value {
                    _ if year.last_day() <= last_day => Some(year.last_day()),
                    LastFiscalYear::TermEnd => Some(last_day),
                    LastFiscalYear::YearEnd => Some(year.last_day()),
                    LastFiscalYear::None => None,
                };
                let ends = years.iter().filter_map(|year| Some((year.number().to_string(), end(year)?)));
                ends.map(|(id, day)| event(id, day)).collect()
            }
        }
    }

    /// The events of this kind that the calendars bring: each time an outage begins within the term, with whether that day is
    /// only the usual one. They are named by outage and day: `head-office-power-2024-03-08`.
    #[must_use]
    pub fn of_calendars(&self, calendars: &CalendarSet, term: Term) -> Vec<PlannedEvent> {
        let Ok(kind) = self.heading.id.parse::<EventKindId>() else { return Vec::new() };
        if self.origin != Origin::Outages {
            return Vec::new();
        }
        let zone = calendars.zone();
        let midnight = |day: NaiveDate| zone.to_utc(day.and_time(NaiveTime::MIN));
        let (from, to) =
            (midnight(term.first_day()), midnight(term.last_day().succ_opt().unwrap_or(term.last_day())));
        let begun = |outage: &Outage| {
            let begins = outage.within(from, to, zone).into_iter().map(|span| zone.to_local(span.from));
            let begins: Vec<_> = begins.filter(|local| term.contains(local.date())).collect();
            begins
                .into_iter()
                .map(|local| PlannedEvent {
                    event: Event {
                        kind: kind.clone(),
                        id: format!("{}-{}", outage.id, local.date()),
                        of: None,
                        meeting: None,
                        day: local.date(),
                        time: Some(local.time()),
                    },
                    is_tentative: outage.tentative,
                })
                .collect::<Vec<_>>()
        };
        calendars.outages().iter().flat_map(begun).collect()
    }

    /// Whether an event of this kind is the end of a fiscal year that goes on after the term.
    #[must_use]
    pub fn is_cut_short(&self, event: &Event, term: Term) -> bool {
        let last = FiscalYear::of_month(YearMonth::of(term.last_day()));
        self.origin == Origin::FiscalYearEnds
            && event.id == last.number().to_string()
            && last.last_day() > term.last_day()
    }
}

pub(crate) fn kind(row: &Row<'_>) -> Option<EventKind> {
    let (heading, name) = (Heading::read(row), row.required_text("name"));
    let origin = row.optional_one_of("from", ORIGINS).unwrap_or(Origin::Given);
    Some(EventKind { heading: heading?, name: name?, origin })
}
