//! The schedule: occurrences of items at sites over the term, streamed.

use std::collections::BTreeMap;

use calendar::{CalendarId, NamedCalendar, Site, SiteId, Term};
use chrono::NaiveDate;

use crate::{
    Catalogue, DatedDutyId, Rule, WorkItem, WorkSite,
    policy::Daily,
    window::{Window, windows},
};

/// An item that is due at a site in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence<'a> {
    pub(crate) place: u16,
    /// The site; `None` for work that is bound to none.
    pub site: Option<&'a Site>,
    /// Which part of a composite frequency it is, from 1; 0 where there are no parts.
    pub part: u8,
    /// Whether more often is allowed: the window's last day is then the last possible one.
    pub at_least: bool,
    /// The window.
    pub window: Window,
}

/// Which occurrences are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The first due day.
    pub from: NaiveDate,
    /// The last due day.
    pub to: NaiveDate,
    /// One site and those within it, or all of them.
    pub site: Option<WorkSite>,
    /// Sites that shall have occurrences of their own, instead of those of the site around them; empty: all of these
    /// together.
    pub apart: Vec<SiteId>,
}

impl Wanted {
    /// All sites, as items name them.
    #[must_use]
    pub fn between(from: NaiveDate, to: NaiveDate) -> Self {
        Self { from, to, site: None, apart: Vec::new() }
    }
}

type Key = (Rule, Daily, CalendarId);

/// The occurrences of a catalogue over a term.
///
/// The windows of each rule are worked out once; the occurrences themselves are never held.
#[derive(Debug, Clone)]
pub struct Schedule<'a> {
    catalogue: &'a Catalogue,
    term: Term,
    windows: BTreeMap<Key, Vec<Window>>,
    /// Of each duty that items follow, the last day for each day on which what they follow is done.
    limits: BTreeMap<DatedDutyId, BTreeMap<NaiveDate, NaiveDate>>,
}

impl<'a> Schedule<'a> {
    /// The schedule of a catalogue.
    #[must_use]
    pub fn new(catalogue: &'a Catalogue, term: Term) -> Self {
        let mut schedule = Self { catalogue, term, windows: BTreeMap::new(), limits: BTreeMap::new() };
        for item in &catalogue.items {
            let daily = schedule.daily(item);
            for site in catalogue.sites_of(item) {
                let Some(named) = catalogue.calendar(site) else { continue };
                schedule.add_windows(item, daily, named);
                for site in site.iter().flat_map(|site| catalogue.sites().within(&site.id)) {
                    let inner = catalogue.calendar(Some(site));
                    inner.into_iter().for_each(|named| schedule.add_windows(item, daily, named));
                }
            }
        }
        schedule
    }

    /// The same with the limits of work that follows other work: `last` gives the last day of a duty that counts from a
    /// day, if any. Without it such work is due within its window.
    #[must_use]
    pub fn limited_by(mut self, last: impl Fn(&DatedDutyId, NaiveDate) -> Option<NaiveDate>) -> Self {
        for follows in self.catalogue.items.iter().filter_map(|item| item.follows.as_ref()) {
            let days = self.term.first_day().iter_days().take_while(|day| *day <= self.term.last_day());
            let limits = days.filter_map(|day| Some((day, last(&follows.duty, day)?)));
            let limits: BTreeMap<NaiveDate, NaiveDate> = limits.collect();
            self.limits.insert(follows.duty.clone(), limits);
        }
        self
    }

    /// The last day of what follows work that was done on a day.
    pub(crate) fn limit(&self, duty: &DatedDutyId, done: NaiveDate) -> Option<NaiveDate> {
        self.limits.get(duty)?.get(&done).copied()
    }

    /// The windows of an item's rules by the business days of a calendar.
    fn add_windows(&mut self, item: &WorkItem, daily: Daily, named: &NamedCalendar) {
        for (_, rule) in item.frequency.rules() {
            self.windows.entry((rule, daily, named.id.clone())).or_insert_with(|| {
                let is_business_day = |day| named.calendar.is_business_day(day);
                windows(rule, daily, self.term, &self.catalogue.policies, &is_business_day)
            });
        }
    }

    /// The catalogue.
    #[must_use]
    pub fn catalogue(&self) -> &'a Catalogue {
        self.catalogue
    }

    /// The term.
    #[must_use]
    pub fn term(&self) -> Term {
        self.term
    }

    /// The item of an occurrence of this schedule.
    #[must_use]
    pub fn item(&self, occurrence: &Occurrence<'_>) -> Option<&'a WorkItem> {
        self.catalogue.items.get(usize::from(occurrence.place))
    }

    /// The occurrences whose due day lies in the range: by item in the document's order, then by site, part and day.
    pub fn occurrences<'s>(&'s self, wanted: &'s Wanted) -> impl Iterator<Item = Occurrence<'a>> + 's {
        (0_u16..).zip(&self.catalogue.items).flat_map(move |(place, item)| {
            self.sites(item, wanted).into_iter().flat_map(move |site| {
                item.frequency.rules().flat_map(move |(part, rule)| {
                    self.windows_between(item, site, rule, wanted).iter().map(move |window| Occurrence {
                        place,
                        site,
                        part,
                        at_least: rule.at_least,
                        window: *window,
                    })
                })
            })
        })
    }

    /// The windows of one rule at one site, over the whole term, in order.
    pub(crate) fn windows_of(&self, item: &WorkItem, site: Option<&Site>, rule: Rule) -> &[Window] {
        let Some(named) = self.catalogue.calendar(site) else { return &[] };
        let key = (rule, self.daily(item), named.id.clone());
        self.windows.get(&key).map_or(&[], Vec::as_slice)
    }

    fn windows_between(
        &self,
        item: &WorkItem,
        site: Option<&Site>,
        rule: Rule,
        wanted: &Wanted,
    ) -> &[Window] {
        let all = self.windows_of(item, site, rule);
        let from = all.partition_point(|window| window.due < wanted.from);
        let to = all.partition_point(|window| window.due <= wanted.to);
        all.get(from..to).unwrap_or_default()
    }

    fn daily(&self, item: &WorkItem) -> Daily {
        self.catalogue.policies.daily_of(&item.id)
    }

    /// The sites at which an item is wanted, in the order of the contract's table.
    fn sites(&self, item: &WorkItem, wanted: &Wanted) -> Vec<Option<&'a Site>> {
        let all = self.catalogue.sites();
        let own: Vec<&Site> = all.iter().filter(|site| item.sites.contains(&site.id)).collect();
        let only = match &wanted.site {
            None => None,
            Some(WorkSite::Unstated) => {
                return if item.sites.is_empty() { vec![None] } else { Vec::new() };
            }
            Some(WorkSite::At(only)) => Some(only),
        };
        // One site asked for that lies within another is expanded by itself.
        if let Some(only) = only
            && own.iter().any(|site| site.id != *only && all.is_within(only, &site.id))
        {
            return vec![all.get(only)];
        }
        let mut sites = Vec::new();
        for site in own {
            let apart: Vec<&Site> = wanted.apart.iter().filter_map(|id| all.get(id)).collect();
            let mut apart = apart
                .into_iter()
                .filter(|inner| inner.id != site.id && all.is_within(&inner.id, &site.id))
                .peekable();
            match apart.peek() {
                Some(_) => sites.extend(apart),
                None => sites.push(site),
            }
        }
        sites.retain(|site| only.is_none_or(|only| all.is_within(&site.id, only)));
        let unstated = item.sites.is_empty() && only.is_none();
        sites.into_iter().map(Some).chain(unstated.then_some(None)).collect()
    }
}
