//! Offices: sites that a contract lists one by one, with the region and the machines of each.

use calendar::{Site, SiteId, Sites, Zone};
use chrono::NaiveDate;
use provenance::{Clause, Text};
use tables::{Explain, Names, Noun, Row, Spot, whole};

use crate::{
    OfRegion, RegionId,
    heading::{Given, Heading, identifier},
    known::{Known, Stated, rows},
};

/// A region, by which offices are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its name in the table.
    pub id: RegionId,
    /// What it is called.
    pub name: Text,
}

/// An office. What is not known is `None`, which is not zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Its name and clause.
    pub heading: Heading,
    /// The site that it is.
    pub site: SiteId,
    /// Its number in the contract's list.
    pub no: u32,
    /// The number as citations write it.
    /// What it is called.
    pub name: Text,
    /// Its region, by name.
    pub region: RegionId,
    /// Its clock.
    pub zone: Zone,
    /// PCs.
    pub pcs: Option<u64>,
    /// Servers.
    pub servers: Option<u64>,
    /// Printers, multifunction ones included.
    pub printers: Option<u64>,
}

/// What is known of a number: what the rows that tell it sum up to, and how many do not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// The sum of what is known: the least that the number can be.
    pub known: u128,
    /// Rows that do not tell.
    pub unknown: u64,
}

impl Sum {
    /// Of some numbers.
    pub fn of(numbers: impl IntoIterator<Item = Option<u64>>) -> Self {
        numbers.into_iter().fold(Self::default(), |sum, number| match number {
            Some(number) => Self { known: sum.known + u128::from(number), ..sum },
            None => Self { unknown: sum.unknown + 1, ..sum },
        })
    }
}

impl Office {
    /// Whether it has so many PCs and servers; `None` where what is unknown could decide.
    #[must_use]
    pub fn has_at_least(&self, machines: u64) -> Option<bool> {
        let sum = Sum::of([self.pcs, self.servers]);
        if sum.known >= machines.into() { Some(true) } else { (sum.unknown == 0).then_some(false) }
    }
}

/// The offices of a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offices {
    /// The table that lists them.
    pub clause: Clause,
    /// The day on which they were counted.
    pub as_of: NaiveDate,
    /// Regions by name, in the table's order.
    pub regions: Vec<Region>,
    /// The offices, by number.
    pub offices: Vec<Office>,
}

pub(crate) fn offices(root: &Row<'_>, known: &Known<'_>) -> Option<Offices> {
    let (clause, as_of) = (root.required_clause("clause"), root.required("as_of"));
    let regions = rows(root, "region", region);
    let sites = known.calendars.sites();
    let offices = rows(root, "office", |row| office(row, clause.as_ref(), sites));
    hold(&root.spot(), &regions, &offices, known);
    Some(Offices { clause: clause?, as_of: as_of?, regions: whole(regions)?, offices: whole(offices)? })
}

fn region(row: &Row<'_>) -> Option<Region> {
    let (id, name) = (row.required_parsed("id", identifier), row.required_text("name"));
    Some(Region { id: id?.parse().ok()?, name: name? })
}

fn office(row: &Row<'_>, table: Option<&Clause>, sites: &Sites) -> Option<Office> {
    let (id, own) = (row.required_parsed("id", identifier), row.optional_clause("clause"));
    let open_points = row.texts("open_points");
    let region = row.required_parsed("region", str::parse);
    let (pcs, servers, printers) = (row.optional("pcs"), row.optional("servers"), row.optional("printers"));
    let site = row.required_name("site", sites.names()).and_then(|id| sites.get(&id));
    let zone = site.and_then(|site| zone_of(&row.spot(), site));
    let heading = Heading { id: id?, clause: own.or_else(|| table.cloned())?, open_points };
    let (site, zone, region) = (site?, zone?, region?);
    // A site without a number of its own is told of as one that is not the next.
    let no = site.no.unwrap_or_default();
    let (name, site) = (site.name.clone(), site.id.clone());
    Some(Office { heading, site, no, name, region, zone, pcs, servers, printers })
}

fn zone_of(at: &Spot<'_>, site: &Site) -> Option<Zone> {
    if site.zone.is_none() {
        let help = Text::new(
            "事務所の一日はその地の時計で決まる。IANAのタイムゾーンをcalendar.tomlに書く",
            "the clock of an office decides what its day is; name its IANA zone in calendar.toml",
        );
        at.complain(
            "site",
            Text::new(
                format!("拠点`{}`にタイムゾーンがない", site.id),
                format!("the site `{}` has no zone", site.id),
            ),
            Some(help),
        );
    }
    site.zone.clone()
}

impl Offices {
    pub(crate) fn hold(&self, at: &Spot<'_>, known: &Known<'_>) {
        hold(at, &self.regions, &self.offices, known);
        let sites = known.calendars.sites();
        for (n, office) in self.offices.iter().enumerate() {
            let at = at.nth("office", n);
            let Some(site) = sites.get(&office.site) else {
                at.knows("site", &office.site, sites.names());
                continue;
            };
            let is_other = zone_of(&at, site).is_some_and(|zone| zone != office.zone);
            let keys = [
                ("zone", is_other),
                ("name", office.name != site.name),
                ("no", office.no != site.no.unwrap_or_default()),
            ];
            for (key, _) in keys.into_iter().filter(|(_, is_other)| *is_other) {
                let help = Text::new(
                    "拠点の名称、番号、タイムゾーンはcalendar.tomlで定める",
                    "sites have their names, numbers and zones in calendar.toml",
                );
                at.complain(
                    key,
                    Text::new(
                        format!("拠点`{}`のものと一致しない", site.id),
                        format!("is not that of the site `{}`", site.id),
                    ),
                    Some(help),
                );
            }
        }
    }
}

fn hold(at: &Spot<'_>, regions: &impl Stated<Region>, offices: &impl Stated<Office>, known: &Known<'_>) {
    let mut declared: Names<OfRegion> = Names::new(Noun::new("地域", "region"), "offices.toml", []);
    for (n, region) in regions.stated() {
        let at = at.nth("region", n);
        if let Err(error) = identifier(region.id.as_str()) {
            at.complain("id", error.text(), None);
        }
        declared.declare_at(&at, "id", &region.id);
    }
    let mut given = Given::default();
    for (n, office) in offices.stated() {
        let at = at.nth("office", n);
        given.take(&at, &office.heading.id);
        at.knows("region", &office.region, &known.regions);
        let site = known.calendars.sites().get(&office.site);
        if let Some(site) = site.filter(|site| site.no.map(usize_of) != Some(n + 1)) {
            let next = n + 1;
            let help = Text::new(
                format!("事務所にはcalendar.tomlの拠点と同じ順に番号を付ける。次は{next}"),
                format!("offices are numbered in order, as the sites of calendar.toml are: {next}"),
            );
            at.complain(
                "site",
                Text::new(
                    format!("`{}`は順序の次のものではない", site.id),
                    format!("`{}` is not the next in order", site.id),
                ),
                Some(help),
            );
        }
    }
}

fn usize_of(no: u32) -> usize {
    usize::try_from(no).unwrap_or(usize::MAX)
}
