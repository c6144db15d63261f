//! Sites: the places of a contract, what lies within what, and which calendar each keeps.

use std::{collections::BTreeMap, fmt};

use provenance::{Clause, Text};
use tables::{Id, Names, Row, UnknownName, nearest};

use crate::{CalendarId, NamedCalendar, NoMainCalendar, Zone};

/// The table in which sites stand.
const FILE: &str = "calendar.toml";

/// A site's name: `harbour`; one of several that are numbered: `branch/12`.
pub type SiteId = Id<Site>;

/// A place at which work is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Its name in tables, records and options.
    pub id: SiteId,
    /// What it is called.
    pub name: Text,
    /// The site within which it lies.
    pub within: Option<SiteId>,
    /// Its number, for one of several that are numbered.
    pub no: Option<u32>,
    /// The calendar that it keeps: its own, or that of the site within which it lies, or the main one.
    pub calendar: CalendarId,
    /// Its clock, where one is stated for it or for the site within which it lies.
    pub zone: Option<Zone>,
    /// Where it stands.
    pub clause: Option<Clause>,
    /// What each of those is called that are numbered within it.
    each: Option<Text>,
    place: usize,
    /// The place of the site within which it lies.
    outer: Option<usize>,
}

impl Site {
    /// Where it stands in the table, from 0: sites are listed in this order.
    #[must_use]
    pub fn place(&self) -> usize {
        self.place
    }
}

/// Where something holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// At every site, and for work that is bound to none.
    Everywhere,
    /// At a site and at those within it.
    At(SiteId),
}

impl Scope {
    /// The word of tables for every site; no site can be called so.
    const EVERYWHERE: &'static str = "all";

    /// Reads a scope: a site's name, or `all`.
    pub(crate) fn read(row: &Row<'_>, key: &'static str, sites: &Sites) -> Option<Self> {
        row.required_parsed(key, |word| match word {
            Self::EVERYWHERE => Ok(Self::Everywhere),
            site => sites.names.find(site).map(Self::At).map_err(|mut unknown| {
                let near = unknown.near.as_deref();
                let near = nearest(site, near.into_iter().chain([Self::EVERYWHERE])).map(str::to_owned);
                unknown.near = near.or(unknown.near);
                unknown
            }),
        })
    }
}

/// Prints the word of tables.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everywhere => f.pad(Self::EVERYWHERE),
            Self::At(site) => f.pad(site.as_str()),
        }
    }
}

/// The sites of a contract, in the table's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sites {
    sites: Vec<Site>,
    places: BTreeMap<SiteId, usize>,
    names: Names<Site>,
}

/// No sites: for a contract whose work is bound to none.
impl Default for Sites {
    fn default() -> Self {
        Self { sites: Vec::new(), places: BTreeMap::new(), names: Names::new("site", FILE, []) }
    }
}

impl Sites {
    /// The sites, in the table's order; numbered ones follow the site within which they lie.
    pub fn iter(&self) -> impl Iterator<Item = &Site> {
        self.sites.iter()
    }

    /// The site of that name.
    #[must_use]
    pub fn get(&self, id: &SiteId) -> Option<&Site> {
        self.sites.get(*self.places.get(id)?)
    }

    /// The site that a text names.
    ///
    /// # Errors
    /// [`UnknownName`] with the name that may be meant.
    pub fn find(&self, name: &str) -> Result<&Site, UnknownName> {
        let site = self.places.get(name).and_then(|place| self.sites.get(*place));
        site.ok_or_else(|| self.names.unknown(name))
    }

    /// The names by which tables refer to sites.
    #[must_use]
    pub fn names(&self) -> &Names<Site> {
        &self.names
    }

    /// A site, the one within which it lies, and so on to the outermost.
    pub fn outward<'a>(&'a self, site: &'a Site) -> impl Iterator<Item = &'a Site> {
        // Circles are refused when the table is read, so that this comes to an end.
        std::iter::successors(Some(site), |site| self.sites.get(site.outer?))
    }

    /// Whether a site is the other or lies within it.
    #[must_use]
    pub fn is_within(&self, site: &SiteId, other: &SiteId) -> bool {
        self.get(site).is_some_and(|site| self.outward(site).any(|site| site.id == *other))
    }

    /// Whether one of two sites lies within the other.
    #[must_use]
    pub fn overlap(&self, a: &SiteId, b: &SiteId) -> bool {
        self.is_within(a, b) || self.is_within(b, a)
    }

    /// The sites that lie within a site, however deep, without itself.
    pub fn within<'a>(&'a self, site: &'a SiteId) -> impl Iterator<Item = &'a Site> {
        self.sites.iter().filter(move |inner| inner.id != *site && self.is_within(&inner.id, site))
    }

    /// What a site is called, a numbered one by its number too: `海外事務所12 ボゴタ`.
    #[must_use]
    pub fn text(&self, site: &Site) -> Text {
        match self.outward(site).nth(1).zip(site.no) {
            Some((outer, no)) => {
                let (of, name) = (outer.each.as_ref().unwrap_or(&outer.name), &site.name);
                Text::new(format!("{}{no} {}", of.ja, name.ja), format!("{} {no}, {}", of.en, name.en))
            }
            None => site.name.clone(),
        }
    }

    /// Whether what holds in a scope concerns work at a site; at none, what holds everywhere alone does.
    #[must_use]
    pub fn concerns(&self, scope: &Scope, site: Option<&SiteId>) -> bool {
        match (scope, site) {
            (Scope::Everywhere, _) => true,
            (Scope::At(at), Some(site)) => self.overlap(at, site),
            (Scope::At(_), None) => false,
        }
    }
}

/// Words of tables for every site and for none.
const RESERVED: [&str; 2] = [Scope::EVERYWHERE, "unstated"];

/// What a row of a site says, before the calendars of all are known.
struct Stated {
    row: usize,
    id: SiteId,
    name: Text,
    within: Option<SiteId>,
    no: Option<u32>,
    calendar: Option<CalendarId>,
    zone: Option<Zone>,
    clause: Option<Clause>,
    each: Option<Text>,
}

pub(crate) fn sites(
    root: &Row<'_>,
    calendars: &Names<NamedCalendar>,
    main: &Result<CalendarId, NoMainCalendar>,
) -> Option<Sites> {
    let rows = root.rows("site");
    let members: Vec<Vec<Row<'_>>> = rows.iter().map(|row| row.rows("member")).collect();
    let mut names = Names::new("site", FILE, []);
    let ids: Vec<Option<SiteId>> =
        rows.iter().zip(&members).map(|(row, members)| declare(row, members.len(), &mut names)).collect();
    let mut stated: Vec<Stated> = Vec::new();
    let mut complete = Some(());
    for (n, ((row, members), id)) in rows.iter().zip(&members).zip(ids).enumerate() {
        match site(n, row, members, id, &names, calendars) {
            Some(read) => stated.extend(read),
            None => complete = None,
        }
    }
    for site in stated.iter().filter(|site| is_in_circle(site, &stated)) {
        let row = rows.get(site.row).unwrap_or(root);
        let message = format!("`{}` lies within itself", site.id);
        row.complain("within", message, Some("let the outermost of them lie within none"));
        complete = None;
    }
    complete?;
    let places: BTreeMap<SiteId, usize> =
        stated.iter().enumerate().map(|(place, site)| (site.id.clone(), place)).collect();
    let mut sites = Vec::new();
    for (place, site) in stated.iter().enumerate() {
        let outer = || std::iter::successors(Some(site), |site| find(&stated, site.within.as_ref()?));
        let calendar = match outer().find_map(|site| site.calendar.clone()).map_or_else(|| main.clone(), Ok) {
            Ok(calendar) => calendar,
            Err(error) => {
                let row = rows.get(site.row).unwrap_or(root);
                row.complain("calendar", "is missing", Some(&error.to_string()));
                return None;
            }
        };
        sites.push(Site {
            id: site.id.clone(),
            name: site.name.clone(),
            within: site.within.clone(),
            no: site.no,
            calendar,
            zone: outer().find_map(|site| site.zone.clone()),
            clause: outer().find_map(|site| site.clause.clone()),
            each: site.each.clone(),
            place,
            outer: site.within.as_ref().and_then(|outer| places.get(outer).copied()),
        });
    }
    Some(Sites { sites, places, names })
}

fn find<'a>(stated: &'a [Stated], id: &SiteId) -> Option<&'a Stated> {
    stated.iter().find(|site| site.id == *id)
}

/// The name that a row gives itself, and those of the numbered sites within it.
fn declare(row: &Row<'_>, members: usize, names: &mut Names<Site>) -> Option<SiteId> {
    let id = names.declare(row, "id")?;
    if RESERVED.contains(&id.as_str()) || id.as_str().contains('/') {
        let help = format!(
            "`{}` are every site and none, and `/` parts a site from a number within it",
            RESERVED.join("`, `")
        );
        row.complain("id", format!("`{id}` cannot be the name of a site"), Some(&help));
    }
    for no in (1..).take(members) {
        names.add(member_id(&id, no)?);
    }
    Some(id)
}

fn member_id(outer: &SiteId, no: u32) -> Option<SiteId> {
    format!("{outer}/{no}").parse().ok()
}

/// A site, and the numbered ones within it.
fn site(
    n: usize,
    row: &Row<'_>,
    members: &[Row<'_>],
    id: Option<SiteId>,
    names: &Names<Site>,
    calendars: &Names<NamedCalendar>,
) -> Option<Vec<Stated>> {
    let (name, each) = (row.required_text("name"), row.optional_text("each"));
    let within = row.optional_name("within", names);
    let calendar = row.optional_name("calendar", calendars);
    let zone = row.optional_parsed("zone", Zone::iana);
    let clause = row.optional_clause("clause");
    let mut read: Vec<Option<Stated>> = Vec::new();
    let outer = id.clone();
    read.push(id.zip(name).map(|(id, name)| Stated {
        row: n,
        id,
        name,
        within,
        no: None,
        calendar,
        zone,
        clause,
        each,
    }));
    for (row, expected) in members.iter().zip(1..) {
        let no: Option<u32> = row.required("no");
        if no.is_some_and(|no| no != expected) {
            row.complain("no", format!("must be {expected}: sites within one are numbered in order"), None);
        }
        let name = row.required_text("name");
        let calendar = row.optional_name("calendar", calendars);
        let zone = row.optional_parsed("zone", Zone::iana);
        let id = outer.as_ref().and_then(|outer| member_id(outer, expected));
        read.push(id.zip(name).map(|(id, name)| Stated {
            row: n,
            id,
            name,
            within: outer.clone(),
            no: Some(expected),
            calendar,
            zone,
            clause: None,
            each: None,
        }));
    }
    read.into_iter().collect()
}

/// Whether the way out of a site leads back to it.
fn is_in_circle(site: &Stated, all: &[Stated]) -> bool {
    let outer = std::iter::successors(Some(site), |site| find(all, site.within.as_ref()?));
    // The way out is no longer than there are sites, unless it leads into a circle further out.
    outer.skip(1).take(all.len()).any(|outer| outer.id == site.id)
}
