//! A made-up agency: nine months of its assets, licences, media and loans as batches of a journal.

use calendar::YearMonth;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use ledger::{Body, Draft, Event, Kind, Put};
use provenance::number_of;
use tables::{Document, TableErrors};

use crate::random::Random;

pub use self::plan::{AgencyPlan, AgencyProduct};

mod home;
mod licences;
mod months;
mod plan;

/// An office abroad with its machines, as a contract lists it; a number that is not known is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyOffice {
    /// Its number in the contract.
    pub no: u32,
    /// Its name.
    pub name: String,
    /// PCs.
    pub pcs: Option<u32>,
    /// Servers.
    pub servers: Option<u32>,
    /// Printers.
    pub printers: Option<u32>,
}

/// What the agency's people recorded together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyBatch {
    /// Who recorded it.
    pub actor: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// What.
    pub drafts: Vec<Draft>,
}

impl AgencyPlan {
    /// Reads a contract's `ledger-sample.toml`.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(plan::read)
    }
}

/// Makes up the history of an agency: the same batches for the same plan, offices and seed.
///
/// Some of it is wrong on purpose, as in life: licences short, rows that name the wrong licence, machines of nobody,
/// loans overdue, media disposed of without proof.
#[must_use]
pub fn agency(plan: &AgencyPlan, offices: &[AgencyOffice], seed: u64) -> Vec<AgencyBatch> {
    let mut history = History::new(plan, seed);
    history.machines_at_home();
    history.machines_abroad(offices);
    history.media();
    history.entitlements();
    history.installations();
    for month in plan.months() {
        history.month(month, offices);
    }
    history.accounts();
    history.batches
}

/// The agency as it goes along.
struct History<'a> {
    plan: &'a AgencyPlan,
    random: Random,
    batches: Vec<AgencyBatch>,
    /// Facts of the batch that is being written.
    drafts: Vec<Draft>,
    /// How many facts were recorded before it; facts are entries of the journal, from 1.
    recorded: u64,
    /// PCs at home that are still there, with their users.
    pcs: Vec<Pc>,
    /// Other machines at home that can be seen, with their sites.
    others: Vec<(String, usize)>,
    loan_devices: Vec<String>,
    media: Vec<String>,
    /// Uses that are installed: number, asset and device.
    uses: Vec<Used>,
    next_use: u32,
    next_loan: u32,
    next_distribution: u32,
    /// Loans that have not come back: number, device, due.
    lent: Vec<(String, String, NaiveDate)>,
}

#[derive(Clone)]
struct Pc {
    id: String,
    site: usize,
    user: Option<String>,
    department: String,
}

#[derive(Clone)]
struct Used {
    id: String,
    product: usize,
    device: String,
}

impl<'a> History<'a> {
    fn new(plan: &'a AgencyPlan, seed: u64) -> Self {
        Self {
            plan,
            random: Random::new(seed),
            batches: Vec::new(),
            drafts: Vec::new(),
            recorded: 0,
            pcs: Vec::new(),
            others: Vec::new(),
            loan_devices: Vec::new(),
            media: Vec::new(),
            uses: Vec::new(),
            next_use: 0,
            next_loan: 0,
            next_distribution: 0,
            lent: Vec::new(),
        }
    }

    fn put(&mut self, on: NaiveDate, put: Put) {
        self.drafts.push(Draft::put(on, put));
    }

    /// Records what was gathered, on the evening of a day.
    fn record(&mut self, on: NaiveDate, by: &str) {
        if self.drafts.is_empty() {
            return;
        }
        let drafts = std::mem::take(&mut self.drafts);
        let evening = on.and_time(NaiveTime::MIN).and_utc();
        let recorded_at = evening.checked_add_signed(TimeDelta::hours(9)).unwrap_or(evening);
        self.recorded += number_of(drafts.len());
        self.batches.push(AgencyBatch { actor: by.to_owned(), recorded_at, drafts });
    }

    fn person(&mut self) -> String {
        let family = self.random.pick(&self.plan.family).cloned().unwrap_or_default();
        let given = self.random.pick(&self.plan.given).cloned().unwrap_or_default();
        format!("{family} {given}")
    }

    fn department(&mut self) -> String {
        self.random.pick(&self.plan.departments).cloned().unwrap_or_default()
    }

    /// A number from 0 up to, but not including, a length; `None` where there is nothing.
    fn index(&mut self, length: usize) -> Option<usize> {
        let last = i64::try_from(length).ok()?.checked_sub(1).filter(|last| *last >= 0)?;
        usize::try_from(self.random.between(0, last)).ok()
    }

    fn day_of(&mut self, month: YearMonth) -> NaiveDate {
        let days = i64::from(month.last_day().day0());
        later(month.first_day(), self.random.between(0, days))
    }
}

fn later(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_add_signed(TimeDelta::days(days)).unwrap_or(day)
}

/// A correction of an entry.
fn correction(on: NaiveDate, entry: u64, put: Put) -> Draft {
    Draft { valid_on: on, origin: None, body: Body::Correct { entry, put } }
}

/// A device's first entry.
fn device(id: &str, category: &str, view: &str) -> Put {
    Put::new(Kind::Device, id).field(ledger::Field::Category, category).field(ledger::Field::View, view)
}

/// What happened to a device.
fn happened(id: &str, event: Event) -> Put {
    Put::new(Kind::Device, id).event(event)
}
