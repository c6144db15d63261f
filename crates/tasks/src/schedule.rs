//! The schedule: occurrences of items at sites over the term, streamed.

use std::collections::BTreeMap;

use calendar::{BusinessCalendar, Term};
use chrono::NaiveDate;

use crate::{
    Catalogue, Rule, Site, WorkItem,
    policy::Daily,
    window::{Window, windows},
};

/// An item that is due at a site in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    pub(crate) place: u16,
    /// The site.
    pub site: Site,
    /// Which part of a composite frequency it is, from 1; 0 where there are no parts.
    pub part: u8,
    /// Whether more often is allowed: the window's last day is then the last possible one.
    pub at_least: bool,
    /// The window.
    pub window: Window,
}

/// The business days of the sites.
#[derive(Debug, Clone, Copy)]
pub struct SiteCalendars<'a> {
    /// Those of the head office, which regional offices and offices abroad share.
    pub head_office: &'a BusinessCalendar,
    /// Those of the institute.
    pub institute: &'a BusinessCalendar,
}

impl<'a> SiteCalendars<'a> {
    /// The calendar of a site.
    #[must_use]
    pub fn of(&self, site: Site) -> &'a BusinessCalendar {
        match site {
            Site::Institute => self.institute,
            _ => self.head_office,
        }
    }
}

/// Which occurrences are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The first due day.
    pub from: NaiveDate,
    /// The last due day.
    pub to: NaiveDate,
    /// One site, or all of them.
    pub site: Option<Site>,
    /// The numbers of the offices abroad, where each shall have occurrences of its own; empty: all of them together.
    pub offices: Vec<u16>,
}

impl Wanted {
    /// All sites, the offices abroad together.
    #[must_use]
    pub fn between(from: NaiveDate, to: NaiveDate) -> Self {
        Self { from, to, site: None, offices: Vec::new() }
    }
}

type Key = (Rule, Daily, bool);

/// The occurrences of a catalogue over a term.
///
/// The windows of each rule are worked out once; the occurrences themselves are never held.
#[derive(Debug)]
pub struct Schedule<'a> {
    catalogue: &'a Catalogue,
    term: Term,
    windows: BTreeMap<Key, Vec<Window>>,
}

impl<'a> Schedule<'a> {
    /// The schedule of a catalogue.
    #[must_use]
    pub fn new(catalogue: &'a Catalogue, term: Term, calendars: SiteCalendars<'_>) -> Self {
        let mut schedule = Self { catalogue, term, windows: BTreeMap::new() };
        for item in &catalogue.items {
            for (_, rule) in item.frequency.rules() {
                for site in [Site::Tokyo, Site::Institute] {
                    let (daily, is_institute) = (schedule.daily(item), site == Site::Institute);
                    let calendar = calendars.of(site);
                    schedule.windows.entry((rule, daily, is_institute)).or_insert_with(|| {
                        let is_business_day = |day| calendar.is_business_day(day);
                        windows(rule, daily, term, &catalogue.policies, &is_business_day)
                    });
                }
            }
        }
        schedule
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
    pub fn item(&self, occurrence: &Occurrence) -> Option<&'a WorkItem> {
        self.catalogue.items.get(usize::from(occurrence.place))
    }

    /// The occurrences whose due day lies in the range: by item in the document's order, then by site, part and day.
    pub fn occurrences<'s>(&'s self, wanted: &'s Wanted) -> impl Iterator<Item = Occurrence> + 's {
        (0_u16..).zip(&self.catalogue.items).flat_map(move |(place, item)| {
            sites(item, wanted).into_iter().flat_map(move |site| {
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
    pub(crate) fn windows_of(&self, item: &WorkItem, site: Site, rule: Rule) -> &[Window] {
        let key = (rule, self.daily(item), site == Site::Institute);
        self.windows.get(&key).map_or(&[], Vec::as_slice)
    }

    fn windows_between(&self, item: &WorkItem, site: Site, rule: Rule, wanted: &Wanted) -> &[Window] {
        let all = self.windows_of(item, site, rule);
        let from = all.partition_point(|window| window.due < wanted.from);
        let to = all.partition_point(|window| window.due <= wanted.to);
        all.get(from..to).unwrap_or_default()
    }

    fn daily(&self, item: &WorkItem) -> Daily {
        self.catalogue.policies.daily_of(item.id.as_str())
    }
}

/// The sites at which an item is wanted, in the document's order.
fn sites(item: &WorkItem, wanted: &Wanted) -> Vec<Site> {
    // One office asked for is expanded by itself.
    if let Some(site @ Site::Office(_)) = wanted.site {
        return if item.sites.contains(site) { vec![site] } else { Vec::new() };
    }
    let mut sites: Vec<Site> = Site::ALL.into_iter().filter(|site| item.sites.contains(*site)).collect();
    if !wanted.offices.is_empty() && sites.contains(&Site::Overseas) {
        sites.retain(|site| *site != Site::Overseas);
        sites.extend(wanted.offices.iter().map(|number| Site::Office(*number)));
    }
    sites.retain(|site| wanted.site.is_none_or(|only| only == *site));
    sites
}
