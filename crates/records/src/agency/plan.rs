//! The plan of a made-up agency: `ledger-sample.toml`.

use calendar::YearMonth;
use chrono::NaiveDate;
use provenance::{Text, number_of};
use tables::Row;

/// How large the agency is, and how much happens in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyPlan {
    pub(super) begins: NaiveDate,
    pub(super) months: u32,
    pub(super) recorder: String,
    pub(super) home: Home,
    pub(super) sites: Vec<Site>,
    pub(super) departments: Vec<String>,
    pub(super) purposes: Vec<String>,
    pub(super) family: Vec<String>,
    pub(super) given: Vec<String>,
    pub(super) monthly: Monthly,
    pub(super) products: Vec<AgencyProduct>,
}

/// A product that the agency has licences of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyProduct {
    /// Its name.
    pub name: String,
    /// Its maker.
    pub maker: String,
    /// Its versions, from the oldest.
    pub versions: Vec<String>,
    /// Its editions, from the smallest.
    pub editions: Vec<String>,
    /// Its languages.
    pub languages: Vec<String>,
    /// Licences held at the start.
    pub held: u32,
    /// How many of a thousand PCs have it.
    pub share: u32,
    /// The word of the ledger for its type of licence.
    pub licence_type: String,
    /// Yen a licence.
    pub price: u64,
}

impl AgencyProduct {
    /// The place of the newest version; of a product without versions, which no table can state, the first.
    pub(super) fn newest(&self) -> usize {
        self.versions.iter().enumerate().next_back().map_or(0, |(place, _)| place)
    }
}

/// What stands at home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Home {
    pub(super) pcs: u32,
    pub(super) servers: u32,
    pub(super) printers: u32,
    pub(super) phones: u32,
    pub(super) network_devices: u32,
    pub(super) virtual_machines: u32,
    pub(super) usb: u32,
    pub(super) loan_devices: u32,
    pub(super) without_user: u32,
    pub(super) without_purpose: u32,
}

/// A site at home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Site {
    pub(super) name: String,
    pub(super) share: u32,
    pub(super) floors: u32,
}

/// How much happens in a month; shares in thousandths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Monthly {
    pub(super) moves: u32,
    pub(super) transfers: u32,
    pub(super) repairs: u32,
    pub(super) loans: u32,
    pub(super) overdue: u32,
    pub(super) lost: u32,
    pub(super) stolen: u32,
    pub(super) damaged: u32,
    pub(super) disposals: u32,
    pub(super) media_disposals: u32,
    pub(super) no_evidence: u32,
    pub(super) applications: u32,
    pub(super) uninstallations: u32,
    pub(super) distributions: u32,
    pub(super) corrections: u32,
    pub(super) strays: u32,
}

impl AgencyPlan {
    /// The products that the agency has licences of.
    #[must_use]
    pub fn products(&self) -> &[AgencyProduct] {
        &self.products
    }

    /// The last day of the history.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        self.months().last().map_or(self.begins, |month| month.last_day())
    }

    /// No more entries than this come of it, but for those of offices, which the contract states.
    fn entries_at_most(&self) -> u128 {
        let sum = |numbers: &[u32]| numbers.iter().map(|number| u128::from(*number)).sum::<u128>();
        let (home, month) = (&self.home, &self.monthly);
        let machines = sum(&[home.pcs, home.servers, home.printers, home.phones, home.network_devices])
            + sum(&[home.virtual_machines, home.usb, home.loan_devices]);
        let monthly = sum(&[month.moves, month.transfers, month.repairs, month.loans, month.disposals])
            + sum(&[month.media_disposals, month.applications, month.uninstallations])
            + sum(&[month.distributions, month.corrections, month.strays]);
        let copies = sum(&[home.pcs]) * u128::from(number_of(self.products.len()));
        machines + copies + u128::from(self.months) * monthly
    }

    /// The months of the history.
    pub(super) fn months(&self) -> Vec<YearMonth> {
        let mut month = YearMonth::of(self.begins);
        let mut months = Vec::new();
        for _ in 0..self.months {
            months.push(month);
            month = month.next();
        }
        months
    }
}

/// The most entries that a plan may ask for.
const ENTRIES_MAX: u128 = 5_000_000;

pub(super) fn read(root: &Row<'_>) -> Option<AgencyPlan> {
    let (begins, months) = (root.required("begins"), root.required::<u8>("months"));
    let recorder = root.required("recorder");
    let home = root.required_row("home");
    let people = home.as_ref().map(|row| {
        let list = |key| row.strings(key);
        (list("departments"), list("purposes"), list("family"), list("given"))
    });
    let sites =
        home.as_ref().map(|row| row.rows_by("sites", &["name"]).iter().filter_map(site).collect::<Vec<_>>());
    let home = home.as_ref().and_then(self::home);
    let monthly = root.required_row("month").as_ref().and_then(monthly);
    let products = root.rows_by("product", &["name"]).iter().filter_map(product).collect();
    let (departments, purposes, family, given) = people?;
    let plan = AgencyPlan {
        begins: begins?,
        months: u32::from(months?),
        recorder: recorder?,
        home: home?,
        sites: sites?,
        departments,
        purposes,
        family,
        given,
        monthly: monthly?,
        products,
    };
    let entries = plan.entries_at_most();
    if entries > ENTRIES_MAX {
        let message = Text::new(
            format!("全部で{entries}件の記録になりうる。架空の組織は{ENTRIES_MAX}件まで"),
            format!("may take {entries} entries in all; an agency that is made up has {ENTRIES_MAX} at most"),
        );
        root.complain("home", message, None);
    }
    Some(plan)
}

fn site(row: &Row<'_>) -> Option<Site> {
    let (name, share, floors) = (row.required("name"), row.required("share"), row.required("floors"));
    Some(Site { name: name?, share: share?, floors: floors? })
}

fn home(row: &Row<'_>) -> Option<Home> {
    let (pcs, servers, printers) = (row.required("pcs"), row.required("servers"), row.required("printers"));
    let (phones, network_devices) = (row.required("phones"), row.required("network-devices"));
    let (virtual_machines, usb) = (row.required("virtual"), row.required("usb"));
    let loan_devices = row.required("loan-devices");
    let (without_user, without_purpose) = (row.required("without-user"), row.required("without-purpose"));
    Some(Home {
        pcs: pcs?,
        servers: servers?,
        printers: printers?,
        phones: phones?,
        network_devices: network_devices?,
        virtual_machines: virtual_machines?,
        usb: usb?,
        loan_devices: loan_devices?,
        without_user: without_user?,
        without_purpose: without_purpose?,
    })
}

fn monthly(row: &Row<'_>) -> Option<Monthly> {
    let (moves, transfers, repairs) =
        (row.required("moves"), row.required("transfers"), row.required("repairs"));
    let (loans, overdue, lost) = (row.required("loans"), row.required("overdue"), row.required("lost"));
    let (stolen, damaged) = (row.required("stolen"), row.required("damaged"));
    let (disposals, media_disposals) = (row.required("disposals"), row.required("media-disposals"));
    let (no_evidence, applications) = (row.required("no-evidence"), row.required("applications"));
    let (uninstallations, distributions) = (row.required("uninstallations"), row.required("distributions"));
    let (corrections, strays) = (row.required("corrections"), row.required("strays"));
    Some(Monthly {
        moves: moves?,
        transfers: transfers?,
        repairs: repairs?,
        loans: loans?,
        overdue: overdue?,
        lost: lost?,
        stolen: stolen?,
        damaged: damaged?,
        disposals: disposals?,
        media_disposals: media_disposals?,
        no_evidence: no_evidence?,
        applications: applications?,
        uninstallations: uninstallations?,
        distributions: distributions?,
        corrections: corrections?,
        strays: strays?,
    })
}

fn product(row: &Row<'_>) -> Option<AgencyProduct> {
    let (name, maker) = (row.required("name"), row.required("maker"));
    let (versions, editions, languages) =
        (row.strings("versions"), row.strings("editions"), row.strings("languages"));
    let (held, share) = (row.required("held"), row.required("share"));
    let (licence_type, price) = (row.required("licence-type"), row.required("price"));
    for (key, list) in [("versions", &versions), ("editions", &editions), ("languages", &languages)] {
        if list.is_empty() {
            row.complain(key, Text::new("少なくとも1つ要る", "needs at least one"), None);
        }
    }
    Some(AgencyProduct {
        name: name?,
        maker: maker?,
        versions,
        editions,
        languages,
        held: held?,
        share: share?,
        licence_type: licence_type?,
        price: price?,
    })
}
