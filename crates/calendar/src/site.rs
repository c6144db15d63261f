//! Sites: the places of a contract, what lies within what, and which calendar each keeps.

use std::{collections::BTreeMap, fmt};

use provenance::{Clause, Text};
use tables::{Explain, Id, Names, Noun, Row, Spot, UnknownName, listed, nearest, whole};

use crate::{CalendarId, NamedCalendar, NoMainCalendar, Zone};

/// The table in which sites stand.
pub(crate) const FILE: &str = "calendar.toml";

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
    pub(crate) fn read(row: &Row<'_>, key: &'static str) -> Option<Self> {
        row.required_parsed(key, |word| match word {
            Self::EVERYWHERE => Ok(Self::Everywhere),
            site => site.parse().map(Self::At),
        })
    }

    /// Complains of a site that there is not.
    pub(crate) fn check(&self, at: &Spot<'_>, key: &'static str, names: &Names<Site>) {
        let Self::At(site) = self else { return };
        if let Err(mut unknown) = names.find(site.as_str()) {
            let near = unknown.near.as_deref();
            let near = nearest(site.as_str(), near.into_iter().chain([Self::EVERYWHERE])).map(str::to_owned);
            unknown.near = near.or(unknown.near);
            at.complain(key, unknown.text(), None);
        }
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
        Self {
            sites: Vec::new(),
            places: BTreeMap::new(),
            names: Names::new(Noun::new("拠点", "site"), FILE, []),
        }
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

/// A site before it is checked: a row of `calendar.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteParts {
    /// Its name in tables, records and options.
    pub id: SiteId,
    /// What it is called.
    pub name: Text,
    /// What each of those is called that are numbered within it.
    pub each: Option<Text>,
    /// The site within which it lies.
    pub within: Option<SiteId>,
    /// The calendar that it keeps; else that of the site within which it lies, or the main one.
    pub calendar: Option<CalendarId>,
    /// Its clock; else that of the site within which it lies.
    pub zone: Option<Zone>,
    /// Where it stands; else where the site within which it lies does.
    pub clause: Option<Clause>,
    /// The sites that are numbered within it, in order: `branch/1`, `branch/2`.
    pub members: Vec<MemberParts>,
}

impl SiteParts {
    /// A site that lies within none, keeps the main calendar, and has none within it.
    #[must_use]
    pub fn new(id: SiteId, name: Text) -> Self {
        let members = Vec::new();
        Self { id, name, each: None, within: None, calendar: None, zone: None, clause: None, members }
    }
}

/// One of the sites that are numbered within another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberParts {
    /// What it is called.
    pub name: Text,
    /// The calendar that it keeps; else that of the site around it.
    pub calendar: Option<CalendarId>,
    /// Its clock; else that of the site around it.
    pub zone: Option<Zone>,
}

/// What is known of a site as sites are checked: all of it, or its name alone where its row could not be read.
pub(crate) struct Known<'p> {
    pub(crate) id: Option<&'p SiteId>,
    pub(crate) members: usize,
    pub(crate) parts: Option<&'p SiteParts>,
}

impl<'p> From<&'p SiteParts> for Known<'p> {
    fn from(parts: &'p SiteParts) -> Self {
        Self { id: Some(&parts.id), members: parts.members.len(), parts: Some(parts) }
    }
}

/// A site, before the calendars of all are known.
struct Stated<'p> {
    row: usize,
    id: SiteId,
    name: &'p Text,
    within: Option<SiteId>,
    no: Option<u32>,
    calendar: Option<&'p CalendarId>,
    zone: Option<&'p Zone>,
    clause: Option<&'p Clause>,
    each: Option<&'p Text>,
}

impl Sites {
    /// The sites of these parts, checked; `None` where that is not possible, which is then noted.
    pub(crate) fn checked(
        at: &Spot<'_>,
        known: &[Known<'_>],
        calendars: &Names<NamedCalendar>,
        main: &Result<CalendarId, NoMainCalendar>,
    ) -> Option<Self> {
        let mut names = Names::new(Noun::new("拠点", "site"), FILE, []);
        let spot = |n: usize| at.nth("site", n);
        let mut complete = Some(());
        for (n, site) in known.iter().enumerate() {
            match site.id {
                Some(id) => declare(&spot(n), id, site.members, &mut names),
                None => complete = None,
            }
        }
        let mut stated: Vec<Stated<'_>> = Vec::new();
        for (n, site) in known.iter().enumerate() {
            match site.parts {
                Some(parts) => {
                    if !parts.refers(&spot(n), &names, calendars) {
                        complete = None;
                    }
                    stated.extend(parts.stated(n));
                }
                None => complete = None,
            }
        }
        for site in stated.iter().filter(|site| is_in_circle(site, &stated)) {
            let message = Text::new(
                format!("`{}`が自分自身に含まれる", site.id),
                format!("`{}` lies within itself", site.id),
            );
            spot(site.row).complain(
                "within",
                message,
                Some(Text::new(
                    "最も外側の拠点を、どの拠点にも属さないものとする",
                    "let the outermost of them lie within none",
                )),
            );
            complete = None;
        }
        complete?;
        let places: BTreeMap<SiteId, usize> =
            stated.iter().enumerate().map(|(place, site)| (site.id.clone(), place)).collect();
        let mut sites = Vec::new();
        for (place, site) in stated.iter().enumerate() {
            let outer = || std::iter::successors(Some(site), |site| find(&stated, site.within.as_ref()?));
            let calendar =
                match outer().find_map(|site| site.calendar.cloned()).map_or_else(|| main.clone(), Ok) {
                    Ok(calendar) => calendar,
                    Err(error) => {
                        spot(site.row).complain(
                            "calendar",
                            Text::new("この項目がない", "is missing"),
                            Some(error.text()),
                        );
                        return None;
                    }
                };
            sites.push(Site {
                id: site.id.clone(),
                name: site.name.clone(),
                within: site.within.clone(),
                no: site.no,
                calendar,
                zone: outer().find_map(|site| site.zone.cloned()),
                clause: outer().find_map(|site| site.clause.cloned()),
                each: site.each.cloned(),
                place,
                outer: site.within.as_ref().and_then(|outer| places.get(outer).copied()),
            });
        }
        Some(Self { sites, places, names })
    }

    /// What they are put together from: each states what it keeps.
    pub(crate) fn parts(&self) -> Vec<SiteParts> {
        let outer = self.sites.iter().filter(|site| site.no.is_none());
        let member = |site: &Site| MemberParts {
            name: site.name.clone(),
            calendar: Some(site.calendar.clone()),
            zone: site.zone.clone(),
        };
        outer
            .map(|site| SiteParts {
                id: site.id.clone(),
                name: site.name.clone(),
                each: site.each.clone(),
                within: site.within.clone(),
                calendar: Some(site.calendar.clone()),
                zone: site.zone.clone(),
                clause: site.clause.clone(),
                members: self
                    .sites
                    .iter()
                    .filter(|member| member.no.is_some() && member.outer == Some(site.place))
                    .map(member)
                    .collect(),
            })
            .collect()
    }
}

fn find<'a, 'p>(stated: &'a [Stated<'p>], id: &SiteId) -> Option<&'a Stated<'p>> {
    stated.iter().find(|site| site.id == *id)
}

/// Adds the name of a site, and those of the numbered sites within it.
fn declare(at: &Spot<'_>, id: &SiteId, members: usize, names: &mut Names<Site>) {
    names.declare_at(at, "id", id);
    if RESERVED.contains(&id.as_str()) || id.as_str().contains('/') {
        let Text { ja, en } = listed(RESERVED);
        let help = Text::new(
            format!("{ja}は全ての拠点といずれでもないことを、`/`は拠点とその中の番号の区切りを表す"),
            format!("{en} are every site and none, and `/` parts a site from a number within it"),
        );
        at.complain(
            "id",
            Text::new(
                format!("`{id}`は拠点の名称に使えない"),
                format!("`{id}` cannot be the name of a site"),
            ),
            Some(help),
        );
    }
    for member in (1..).take(members).filter_map(|no| member_id(id, no)) {
        names.add(member);
    }
}

fn member_id(outer: &SiteId, no: u32) -> Option<SiteId> {
    format!("{outer}/{no}").parse().ok()
}

impl SiteParts {
    /// Whether all that it names is there; a problem where not.
    fn refers(&self, at: &Spot<'_>, sites: &Names<Site>, calendars: &Names<NamedCalendar>) -> bool {
        let within = self.within.as_ref().is_none_or(|within| at.knows("within", within, sites));
        let keeps = |at: &Spot<'_>, calendar: Option<&CalendarId>| {
            calendar.is_none_or(|calendar| at.knows("calendar", calendar, calendars))
        };
        let members = self.members.iter().enumerate();
        let members =
            members.filter(|(n, member)| !keeps(&at.nth("member", *n), member.calendar.as_ref())).count();
        keeps(at, self.calendar.as_ref()) && within && members == 0
    }

    /// The site, and the numbered ones within it.
    fn stated(&self, row: usize) -> impl Iterator<Item = Stated<'_>> {
        let site = Stated {
            row,
            id: self.id.clone(),
            name: &self.name,
            within: self.within.clone(),
            no: None,
            calendar: self.calendar.as_ref(),
            zone: self.zone.as_ref(),
            clause: self.clause.as_ref(),
            each: self.each.as_ref(),
        };
        let members = (1..).zip(&self.members).filter_map(move |(no, member)| {
            Some(Stated {
                row,
                id: member_id(&self.id, no)?,
                name: &member.name,
                within: Some(self.id.clone()),
                no: Some(no),
                calendar: member.calendar.as_ref(),
                zone: member.zone.as_ref(),
                clause: None,
                each: None,
            })
        });
        std::iter::once(site).chain(members)
    }

    /// Reads a row; the name and how many are numbered within it even where the rest cannot be read.
    pub(crate) fn read(row: &Row<'_>) -> (Option<SiteId>, usize, Option<Self>) {
        let id: Option<SiteId> = row.required_parsed("id", str::parse);
        let (name, each) = (row.required_text("name"), row.optional_text("each"));
        let (within, calendar) =
            (row.optional_parsed("within", str::parse), row.optional_parsed("calendar", str::parse));
        let zone = row.optional_parsed("zone", Zone::iana);
        let clause = row.optional_clause("clause");
        let rows = row.rows("member");
        let members: Option<Vec<MemberParts>> =
            whole(rows.iter().zip(1..).map(|(row, no)| MemberParts::read(row, no)));
        let parts = id.clone().zip(name).zip(members).map(|((id, name), members)| Self {
            id,
            name,
            each,
            within,
            calendar,
            zone,
            clause,
            members,
        });
        (id, rows.len(), parts)
    }
}

impl MemberParts {
    fn read(row: &Row<'_>, expected: u32) -> Option<Self> {
        let no: Option<u32> = row.required("no");
        if no.is_some_and(|no| no != expected) {
            row.complain(
                "no",
                Text::new(
                    format!("{expected}とする。拠点の内側の拠点には順に番号を付ける"),
                    format!("must be {expected}: sites within one are numbered in order"),
                ),
                None,
            );
        }
        let name = row.required_text("name");
        let calendar = row.optional_parsed("calendar", str::parse);
        let zone = row.optional_parsed("zone", Zone::iana);
        Some(Self { name: name?, calendar, zone })
    }
}

/// Whether the way out of a site leads back to it.
fn is_in_circle(site: &Stated<'_>, all: &[Stated<'_>]) -> bool {
    let outer = std::iter::successors(Some(site), |site| find(all, site.within.as_ref()?));
    // The way out is no longer than there are sites, unless it leads into a circle further out.
    outer.skip(1).take(all.len()).any(|outer| outer.id == site.id)
}
