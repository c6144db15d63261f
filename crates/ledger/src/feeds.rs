//! What the monthly report and its service levels take from the ledgers.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

use calendar::YearMonth;
use chrono::NaiveDate;
use provenance::folded;

use crate::{
    ApprovedSeat, AsOf, Event, Field, Journal, Kind, Loan, LoanStatus, Record, Rules, State, Stocktakes,
    Tally,
    article::software_stocktake,
    held,
    kind::words,
    loan::loans_in_time,
    medium::{media_disposals, media_reports},
    renewal::renewal_notices,
};

words! {
    /// A tally that the ledgers give, by the name that tables of service levels use.
    Feed, "台帳の集計", "tally of the ledgers":
    /// Software counted once a year.
    SoftwareStocktake = "software-stocktake",
    /// Renewals told of in time.
    RenewalNotice = "renewal-notice",
    /// Sites counted each quarter.
    ConfigurationStocktake = "configuration-stocktake",
    /// Media with personal data disposed of with method and evidence.
    MediaDisposal = "media-disposal",
    /// Media checked each month.
    MediaReport = "media-report",
    /// Loans handed out by their first day.
    LoansInTime = "loans-in-time",
}

/// The tallies of a month, as the ledgers stood at its end.
#[must_use]
pub fn tallies(journal: &Journal, month: YearMonth, known: u64, rules: &Rules) -> BTreeMap<Feed, Tally> {
    let state = journal.state(AsOf::day(month.last_day()).known(known));
    let tally = |feed: Feed| match feed {
        Feed::SoftwareStocktake => software_stocktake(&state, month, rules),
        Feed::RenewalNotice => renewal_notices(&state, month, rules),
        Feed::ConfigurationStocktake => Stocktakes::of(&state, rules).tally(journal, month),
        Feed::MediaDisposal => media_disposals(&state, month, rules),
        Feed::MediaReport => media_reports(&state, month, rules),
        Feed::LoansInTime => loans_in_time(&state, month),
    };
    Feed::ALL.iter().map(|feed| (*feed, tally(*feed))).collect()
}

/// Licences of a product: held, used, handed out, left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductLicences {
    /// Licences held on the day: bought, their term begun and not over, not given up; upgrades not counted again.
    pub held: u64,
    /// Assets of which nobody knows how many licences they are, and rows of which nobody knows how many were handed out.
    pub unknown: u64,
    /// Used at home; approved ones too where the policy `approved-seat` says so.
    pub used: u64,
    /// Handed to offices abroad and not returned.
    pub distributed: u64,
}

impl ProductLicences {
    /// What is left over; below zero where more are out than held.
    #[must_use]
    pub fn left(&self) -> i128 {
        i128::from(self.held) - i128::from(self.used) - i128::from(self.distributed)
    }
}

/// Licences distributed and left over, by product. Coverage and upgrades are looked at elsewhere: this counts rows.
#[must_use]
pub fn licences_by_product<'s>(state: &'s State<'s>, rules: &Rules) -> BTreeMap<&'s str, ProductLicences> {
    let on = state.as_of().valid_on;
    let mut products: BTreeMap<&str, ProductLicences> = BTreeMap::new();
    // By the spelling that comes first, whatever the width, case and spaces of the others.
    let mut spelled: HashMap<Cow<'_, str>, &str> = HashMap::new();
    let mut known = |name: &'s str| *spelled.entry(folded(name)).or_insert(name);
    for record in state.records(Kind::Entitlement) {
        let is_held = held::is_held(|field| record.date(field).ok().flatten(), on);
        if !is_held || record.text(Field::Form) == Some("upgrade") {
            continue;
        }
        let product = products.entry(known(record.text(Field::Software).unwrap_or("?"))).or_default();
        match record.count(Field::Held) {
            Ok(Some(held)) => product.held += held,
            _ => product.unknown += 1,
        }
    }
    for record in state.records(Kind::Use) {
        let counts = match record.text(Field::Status) {
            Some("installed") => true,
            Some("approved") => rules.policies.approved_seat.value == ApprovedSeat::Takes,
            _ => false,
        };
        if counts {
            let product = products.entry(known(product_of(state, record))).or_default();
            product.used += 1;
        }
    }
    for record in state.records(Kind::Distribution) {
        let (count, returned) =
            (record.count(Field::Count), record.count(Field::Returned).map(|count| count.unwrap_or(0)));
        let out =
            count.ok().flatten().zip(returned.ok()).and_then(|(count, returned)| count.checked_sub(returned));
        let product = products.entry(known(product_of(state, record))).or_default();
        match out {
            Some(out) => product.distributed += out,
            None => product.unknown += 1,
        }
    }
    products
}

/// The product of a row: that of the asset it names, as the contract wants it, or else what the row says.
fn product_of<'s>(state: &'s State<'s>, record: &Record<'s>) -> &'s str {
    let asset = record.text(Field::Asset).and_then(|asset| state.record(Kind::Entitlement, asset));
    asset.and_then(|asset| asset.text(Field::Software)).or(record.text(Field::Software)).unwrap_or("?")
}

/// The loans of a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoanSummary<'s> {
    /// Handed out in the month.
    pub lent: Vec<&'s str>,
    /// Back in the month.
    pub returned: Vec<&'s str>,
    /// Out at its end.
    pub out: Vec<&'s str>,
    /// Overdue at its end.
    pub overdue: Vec<OverdueLoan<'s>>,
}

/// A loan that is overdue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OverdueLoan<'s> {
    /// The loan.
    pub id: &'s str,
    /// By so many days.
    pub days: u32,
}

/// The loans of a month, in a state of its end.
#[must_use]
pub fn loan_summary<'s>(state: &'s State<'s>, month: YearMonth) -> LoanSummary<'s> {
    let mut summary = LoanSummary::default();
    for loan in Loan::all(state) {
        let in_month = |day: Option<NaiveDate>| day.is_some_and(|day| month.contains(day));
        if in_month(loan.lent_on()) {
            summary.lent.push(loan.id());
        }
        if in_month(loan.returned_on()) {
            summary.returned.push(loan.id());
        }
        if loan.is_out() {
            summary.out.push(loan.id());
        }
        if let LoanStatus::Overdue { days } = loan.status(state.as_of().valid_on) {
            summary.overdue.push(OverdueLoan { id: loan.id(), days });
        }
    }
    summary
}

/// Something that went wrong with a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breakdown<'s> {
    /// When.
    pub on: NaiveDate,
    /// The asset number.
    pub device: &'s str,
    /// What.
    pub event: Event,
    /// The entry that says so.
    pub entry: u64,
}

/// The repairs, damages, losses and thefts of a month, by day.
#[must_use]
pub fn breakdowns<'s>(state: &'s State<'s>, month: YearMonth) -> Vec<Breakdown<'s>> {
    let mut breakdowns: Vec<Breakdown<'s>> = state
        .records(Kind::Device)
        .flat_map(|record| record.events().iter().map(|happening| (record.id, happening)))
        .filter(|(_, happening)| {
            let broken = [Event::RepairBegun, Event::Damaged, Event::Lost, Event::Stolen];
            month.contains(happening.on) && broken.contains(&happening.event)
        })
        .map(|(device, happening)| Breakdown {
            on: happening.on,
            device,
            event: happening.event,
            entry: happening.entry,
        })
        .collect();
    breakdowns.sort();
    breakdowns
}

/// A loan as a request with a deadline: approved, due on its first day, completed when handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoanRequest<'s> {
    /// The loan.
    pub id: &'s str,
    /// When it was approved.
    pub requested: NaiveDate,
    /// Its first day; `None` where it was not agreed.
    pub due: Option<NaiveDate>,
    /// When it was handed out.
    pub completed: Option<NaiveDate>,
}

/// The approved loans as requests, by number: the cases of the service level of loans.
#[must_use]
pub fn loan_requests<'s>(state: &'s State<'s>) -> Vec<LoanRequest<'s>> {
    let request = |loan: Loan<'s>| {
        let requested = loan.approved_on().filter(|_| loan.is_approved())?;
        Some(LoanRequest { id: loan.id(), requested, due: loan.from(), completed: loan.lent_on() })
    };
    Loan::all(state).filter_map(request).collect()
}
