//! Blackouts: planned outages and busy seasons that stand in the way of an occurrence.

use calendar::{Outage, OutageSpan, Season, Site};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::{Catalogue, Occurrence, Term, WorkItem};

/// The outages and seasons of a contract over its term.
#[derive(Debug)]
pub struct Blackouts<'a> {
    catalogue: &'a Catalogue,
    outages: Vec<(&'a Outage, OutageSpan)>,
}

/// What stands in the way of a due day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict<'a> {
    /// The outages at the site on that day.
    pub outages: Vec<&'a Outage>,
    /// The seasons in which systems can hardly be stopped, for an item that stops them.
    pub seasons: Vec<&'a Season>,
    /// The nearest other business day in the window without a conflict, where there is one.
    pub alternative: Option<NaiveDate>,
}

impl<'a> Blackouts<'a> {
    /// The outages that touch the term, and the seasons.
    #[must_use]
    pub fn new(catalogue: &'a Catalogue, term: Term) -> Self {
        let calendars = catalogue.calendars();
        let zone = calendars.zone();
        let midnight = |date: NaiveDate| zone.to_utc(date.and_time(NaiveTime::MIN));
        let (from, to) =
            (midnight(term.first_day()), midnight(term.last_day().succ_opt().unwrap_or(term.last_day())));
        let spans =
            |outage: &'a Outage| outage.within(from, to, zone).into_iter().map(move |span| (outage, span));
        Self { catalogue, outages: calendars.outages().iter().flat_map(spans).collect() }
    }

    /// What stands in the way of an item at a site on a day, without an alternative; work that is bound to no site is
    /// where the reading `unstated-site` puts it.
    #[must_use]
    pub fn on(&self, item: &WorkItem, site: Option<&Site>, date: NaiveDate) -> Option<Conflict<'a>> {
        let (from, to) = self.day(date);
        let place = site.or_else(|| self.catalogue.unstated_site()).map(|site| &site.id);
        let sites = self.catalogue.sites();
        let outages: Vec<&Outage> = self
            .outages
            .iter()
            .filter(|(outage, span)| span.from < to && from < span.to && sites.concerns(&outage.site, place))
            .map(|(outage, _)| *outage)
            .collect();
        let seasons = if item.stops_systems {
            self.catalogue.calendars().blackout(place, &OutageSpan { from, to })
        } else {
            Vec::new()
        };
        let is_free = outages.is_empty() && seasons.is_empty();
        (!is_free).then_some(Conflict { outages, seasons, alternative: None })
    }

    /// What stands in the way of an occurrence on its due day, with the nearest other business day of its window.
    #[must_use]
    pub fn conflict(&self, item: &WorkItem, occurrence: &Occurrence<'_>) -> Option<Conflict<'a>> {
        let window = occurrence.window;
        let calendar = &self.catalogue.calendar(occurrence.site)?.calendar;
        let found = self.on(item, occurrence.site, window.due)?;
        let is_free = |day: &NaiveDate| {
            calendar.is_business_day(*day) && self.on(item, occurrence.site, *day).is_none()
        };
        let before = std::iter::successors(window.due.pred_opt(), |day| day.pred_opt())
            .take_while(|day| *day >= window.first)
            .find(is_free);
        let after = std::iter::successors(window.due.succ_opt(), |day| day.succ_opt())
            .take_while(|day| *day <= window.last)
            .find(is_free);
        let distance = |day: &NaiveDate| day.signed_duration_since(window.due).num_days().abs();
        let alternative = [before, after].into_iter().flatten().min_by_key(distance);
        Some(Conflict { alternative, ..found })
    }

    fn day(&self, date: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
        let midnight =
            |date: NaiveDate| self.catalogue.calendars().zone().to_utc(date.and_time(NaiveTime::MIN));
        (midnight(date), midnight(date.succ_opt().unwrap_or(date)))
    }
}
