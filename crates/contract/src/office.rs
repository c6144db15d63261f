//! Offices: sites that a contract lists one by one, with the region and the machines of each.

use calendar::{SiteId, Sites, Zone};
use chrono::NaiveDate;
use provenance::{Clause, Text};
use tables::{Names, Row};

use crate::{
    OfRegion, RegionId,
    heading::{Given, Heading, identifier},
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
    pub(crate) number: String,
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

pub(crate) fn offices(root: &Row<'_>, sites: &Sites) -> Option<Offices> {
    let (clause, as_of) = (root.required_clause("clause"), root.required("as_of"));
    let mut known: Names<OfRegion> = Names::new("region", "offices.toml", []);
    let regions: Vec<Option<Region>> = root
        .rows("region")
        .iter()
        .map(|row| {
            let (id, name) = (row.required_parsed("id", identifier), row.required_text("name"));
            let id: RegionId = id?.parse().ok()?;
            known.declare_at(&row.spot(), "id", &id);
            Some(Region { id, name: name? })
        })
        .collect();
    let regions: Option<Vec<Region>> = regions.into_iter().collect();
    let mut given = Given::default();
    let rows = root.rows("office");
    let offices: Vec<Option<Office>> = rows
        .iter()
        .zip(1_u32..)
        .map(|(row, expected)| office(row, expected, clause.as_ref(), &known, sites, &mut given))
        .collect();
    let offices = offices.into_iter().collect::<Option<Vec<Office>>>();
    Some(Offices { clause: clause?, as_of: as_of?, regions: regions?, offices: offices? })
}

fn office(
    row: &Row<'_>,
    expected: u32,
    table: Option<&Clause>,
    regions: &Names<OfRegion>,
    sites: &Sites,
    given: &mut Given,
) -> Option<Office> {
    let (id, own) = (row.required_parsed("id", identifier), row.optional_clause("clause"));
    let open_points = row.texts("open_points");
    let region = row.required_name("region", regions);
    let (pcs, servers, printers) = (row.optional("pcs"), row.optional("servers"), row.optional("printers"));
    let site = row.required_name("site", sites.names()).and_then(|id| sites.get(&id));
    let heading = Heading { id: id?, clause: own.or_else(|| table.cloned())?, open_points };
    given.add(row, &heading);
    let site = site?;
    if site.no != Some(expected) {
        let help = format!("offices are numbered in order, as the sites of calendar.toml are: {expected}");
        row.complain("site", format!("`{}` is not the next in order", site.id), Some(&help));
    }
    let Some(zone) = site.zone.clone() else {
        let help = "the clock of an office decides what its day is; name its IANA zone in calendar.toml";
        row.complain("site", format!("the site `{}` has no zone", site.id), Some(help));
        return None;
    };
    Some(Office {
        heading,
        site: site.id.clone(),
        no: expected,
        number: expected.to_string(),
        name: site.name.clone(),
        region: region?,
        zone,
        pcs,
        servers,
        printers,
    })
}
