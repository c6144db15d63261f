//! The work items of a contract, in the document's order.

use std::collections::BTreeMap;

use calendar::{CalendarSet, NamedCalendar, Site, SiteId, Sites};
use provenance::{Clause, Text};
use tables::{Id, nearest};

use crate::{Column, Frequency, ItemId, Policies};

/// A work item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkItem {
    /// Its identifier.
    pub id: ItemId,
    /// The names of its categories, from the outermost.
    pub category: Vec<Text>,
    /// Its letter within the category.
    pub letter: String,
    /// The group printed at the left, where one stands.
    pub group: Option<Text>,
    /// Our short title.
    pub title: Text,
    /// At which sites it is done; none where it is bound to no site.
    pub sites: Vec<SiteId>,
    /// The sites as printed: the document's marks, or their names.
    pub sites_text: String,
    /// How often.
    pub frequency: Frequency,
    /// The frequency as printed.
    pub frequency_text: String,
    /// What makes it due, for an irregular one.
    pub trigger: Option<Trigger>,
    /// A deadline named inside the item.
    pub deadline: Option<Text>,
    /// Other work from whose day its limit counts.
    pub follows: Option<Follows>,
    /// What it produces.
    pub deliverables: Vec<DeliverableId>,
    /// Whether it is reported at the regular meeting.
    pub is_reported: bool,
    /// The service levels that it bears on, by row key.
    pub sla: Vec<LevelId>,
    /// The service level whose planned-against-done its occurrences are counted for.
    pub counts: Option<LevelId>,
    /// Whether it counts once a month, done when all its occurrences of the month are; else each by itself.
    pub counts_months: bool,
    /// Whether it stops systems, so that busy seasons stand in its way.
    pub stops_systems: bool,
    /// Where it stands.
    pub clause: Clause,
}

/// That an item falls due so long after other work was done: minutes after their meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follows {
    /// The work that it follows.
    pub items: Vec<ItemId>,
    /// The duty with a date that says how long after; it is reckoned by those who know duties, and handed in
    /// ([`crate::Schedule::limited_by`]).
    pub duty: DatedDutyId,
}

/// A duty with a date, of which work items know the name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatedDuty {}

/// The name of a duty with a date.
pub type DatedDutyId = Id<DatedDuty>;

/// A service level, of which work items know the name alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {}

/// The name of a service level.
pub type LevelId = Id<Level>;

/// What makes an irregular item due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trigger {
    /// Its word in tables: `application`.
    pub id: TriggerId,
    /// Its name.
    pub name: Text,
}

/// The word of a trigger.
pub type TriggerId = Id<Trigger>;

/// Something that work produces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deliverable {
    /// Its word in tables: `checklist`.
    pub id: DeliverableId,
    /// Its name.
    pub name: Text,
}

/// The word of something that work produces.
pub type DeliverableId = Id<Deliverable>;

/// Somebody with a part in the work, by the table of duties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Its word in tables: `contractor`.
    pub id: PartyId,
    /// Its name.
    pub name: Text,
}

/// The word of a party.
pub type PartyId = Id<Party>;

/// What somebody does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyWord {
    /// Its word in tables: `approve`.
    pub id: DutyWordId,
    /// What it is.
    pub name: Text,
}

/// The word of what somebody does.
pub type DutyWordId = Id<DutyWord>;

/// Who does what for the items of a category, by the table of duties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// The number of the category; those below it share the duty.
    pub category: String,
    /// What each party does.
    pub parts: Vec<DutyPart>,
    /// Where it stands.
    pub clause: Clause,
}

/// What one party does of a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyPart {
    /// The party.
    pub party: PartyId,
    /// What it does: `approve`, `do`.
    pub words: Vec<DutyWordId>,
}

impl Duty {
    /// What a party does; nothing where the row does not name it.
    #[must_use]
    pub fn part(&self, party: &PartyId) -> &[DutyWordId] {
        self.parts.iter().find(|part| part.party == *party).map_or(&[], |part| &part.words)
    }
}

/// Something in the documents that does not hold together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueFinding {
    /// Its identifier.
    pub id: String,
    /// What it is.
    pub text: Text,
    /// The places that differ.
    pub clauses: Vec<Clause>,
}

/// The work items of a contract with what belongs to them.
#[derive(Debug, Clone)]
pub struct Catalogue {
    pub(crate) calendars: CalendarSet,
    pub(crate) columns: Vec<Column>,
    pub(crate) items: Vec<WorkItem>,
    pub(crate) parties: Vec<Party>,
    /// Where each item stands.
    pub(crate) places: BTreeMap<String, u16>,
    pub(crate) duties: Vec<Duty>,
    pub(crate) duty_words: Vec<DutyWord>,
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) deliverables: Vec<Deliverable>,
    pub(crate) findings: Vec<CatalogueFinding>,
    pub(crate) policies: Policies,
}

impl Catalogue {
    /// The calendars by which items fall due.
    #[must_use]
    pub fn calendars(&self) -> &CalendarSet {
        &self.calendars
    }

    /// The sites of the contract.
    #[must_use]
    pub fn sites(&self) -> &Sites {
        self.calendars.sites()
    }

    /// The columns in which the document marks items for sites; none where it names them.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The sites at which an item is done, in the order of the contract's table; `None` alone for one bound to none.
    pub fn sites_of<'a>(&'a self, item: &'a WorkItem) -> impl Iterator<Item = Option<&'a Site>> {
        let sites = self.sites().iter().filter(|site| item.sites.contains(&site.id)).map(Some);
        sites.chain(item.sites.is_empty().then_some(None))
    }

    /// Whether an item is done at a site or at one around it; one that is bound to none is done at none.
    #[must_use]
    pub fn is_done_at(&self, item: &WorkItem, site: Option<&SiteId>) -> bool {
        match site {
            Some(site) => item.sites.iter().any(|at| self.sites().is_within(site, at)),
            None => item.sites.is_empty(),
        }
    }

    /// The calendar whose business days hold at a site; for work that is bound to none by the reading `unstated-site`.
    #[must_use]
    pub fn calendar(&self, site: Option<&Site>) -> Option<&NamedCalendar> {
        match site.or_else(|| self.unstated_site()) {
            Some(site) => self.calendars.get(site.calendar.as_str()),
            None => self.calendars.main().ok(),
        }
    }

    /// The site whose days and outages concern work that is bound to none, where the reading names one.
    #[must_use]
    pub fn unstated_site(&self) -> Option<&Site> {
        self.sites().get(self.policies.unstated_site.value.as_ref()?)
    }

    /// The items, in the document's order.
    #[must_use]
    pub fn items(&self) -> &[WorkItem] {
        &self.items
    }

    /// The item of that identifier.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&WorkItem> {
        self.place(id).and_then(|place| self.items.get(usize::from(place)))
    }

    /// Where the item stands in the document's order, from 0.
    pub(crate) fn place(&self, id: &str) -> Option<u16> {
        self.places.get(id).copied()
    }

    /// The identifier nearest to a misspelt one.
    #[must_use]
    pub fn nearest(&self, id: &str) -> Option<&str> {
        let ids = || self.items.iter().map(|item| item.id.as_str());
        ids().find(|known| known.eq_ignore_ascii_case(id)).or_else(|| nearest(id, ids()))
    }

    /// The duties of an item: those of the innermost category that has a row of its own.
    #[must_use]
    pub fn duty(&self, item: &WorkItem) -> Option<&Duty> {
        let holds = |duty: &&Duty| {
            item.id.as_str().strip_prefix(duty.category.as_str()).is_some_and(|rest| rest.starts_with('.'))
        };
        self.duties.iter().filter(holds).max_by_key(|duty| duty.category.len())
    }

    /// Who has a part in the work, in the table's order.
    #[must_use]
    pub fn parties(&self) -> &[Party] {
        &self.parties
    }

    /// What a word of the duties means: `approve` is 承認.
    #[must_use]
    pub fn duty_text(&self, word: &DutyWordId) -> Option<&Text> {
        self.duty_words.iter().find(|known| known.id == *word).map(|known| &known.name)
    }

    /// What something is called that work produces.
    #[must_use]
    pub fn deliverable_text(&self, word: &DeliverableId) -> Option<&Text> {
        self.deliverables.iter().find(|known| known.id == *word).map(|known| &known.name)
    }

    /// What can make an item due.
    #[must_use]
    pub fn triggers(&self) -> &[Trigger] {
        &self.triggers
    }

    /// What in the documents does not hold together.
    #[must_use]
    pub fn findings(&self) -> &[CatalogueFinding] {
        &self.findings
    }

    /// The readings of what the documents leave open.
    #[must_use]
    pub fn policies(&self) -> &Policies {
        &self.policies
    }
}
