//! The ledgers counted for service levels: what they show becomes tallies and requests.

use std::collections::BTreeSet;

use calendar::{YearMonth, Zone};
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use ledger::{AsOf, Journal, Rules, loan_requests, tallies};
use provenance::Text;
use sla::{Attribute, Case, Catalogue, Kind, Mark, Tally, TallyName, Value};
use tables::IdError;

use crate::Loaded;

/// The kind and category of the requests that loans are, as the tables of service levels name them.
const REQUEST: &str = "request";
const LOAN: &str = "loan";

impl Loaded {
    /// Counts the ledgers for the service levels of some months, as the journal stands.
    ///
    /// A tally of the ledgers takes the place of one that was handed in or taken from the execution log, and a note says
    /// so where they differ. Loans become requests where none were handed in for the month.
    pub fn count_ledgers(
        &mut self,
        journal: &Journal,
        rules: &Rules,
        levels: &Catalogue,
        zone: &Zone,
        months: &[YearMonth],
    ) {
        let read: BTreeSet<&TallyName> =
            levels.items().iter().filter_map(|item| item.measure.reads().tally()).collect();
        for month in months {
            for (feed, counted) in tallies(journal, *month, u64::MAX, rules) {
                if let Some(name) = read.iter().find(|name| name.as_str() == feed.word()) {
                    self.take_from_ledgers(name, *month, &counted);
                }
            }
            self.take_loans(journal, *month, zone);
        }
    }

    fn take_from_ledgers(&mut self, name: &TallyName, month: YearMonth, counted: &ledger::Tally) {
        let observations = &mut self.observations;
        observations.supplied.insert(name.clone().into());
        let is_same = |tally: &Tally| tally.name() == name && month.contains(tally.on());
        let other = observations.tallies.iter().filter(|tally| is_same(tally)).fold(None, |sum, tally| {
            let (planned, done) = sum.unwrap_or((0_u128, 0_u128));
            Some((planned + u128::from(tally.planned()), done + u128::from(tally.done())))
        });
        if let Some((planned, done)) =
            other.filter(|other| *other != (counted.planned.into(), counted.done.into()))
        {
            self.notes.push(Text::new(
                format!(
                    "集計`{name}`の{month}は別に{planned}件中{done}件とあるが、台帳では{}件中{}件である。台帳によった",
                    counted.planned, counted.done
                ),
                format!(
                    "tally `{name}` of {month} is {done} of {planned} elsewhere; the ledgers have {} of {}, which counts",
                    counted.done, counted.planned
                ),
            ));
        }
        observations.tallies.retain(|tally| !is_same(tally));
        if counted.planned == 0 {
            return;
        }
        // Done never exceeds planned: the ledgers count both one by one.
        if let Ok(mut tally) = Tally::new(name.clone(), month.last_day(), counted.planned, counted.done) {
            tally.missing.clone_from(&counted.missing);
            observations.tallies.push(tally);
        }
    }

    /// Loans approved in the month as requests: asked for when the day of approval began, completed when the day of the
    /// loan did, due when its first day ends. Ledgers know days; a loan of its first day is in time at any hour.
    fn take_loans(&mut self, journal: &Journal, month: YearMonth, zone: &Zone) {
        let Ok(words) = LoanWords::new() else { return };
        let is_loan = |case: &Case| {
            case.kind == words.request
                && case.attributes.iter().any(|(_, value)| *value == words.loan)
                && case.marks.iter().any(|(_, at)| month.contains(zone.to_local(*at).date()))
        };
        if self.observations.cases.iter().any(is_loan) {
            return;
        }
        let begins = |day: NaiveDate| -> DateTime<Utc> { zone.to_utc(day.and_time(NaiveTime::MIN)) };
        let ends = |day: NaiveDate| begins(day.checked_add_days(Days::new(1)).unwrap_or(day));
        let state = journal.state(AsOf::day(month.last_day()));
        let asked = loan_requests(&state);
        for request in asked.iter().filter(|request| month.contains(request.requested)) {
            let mut case = Case::new(request.id, words.request.clone());
            case.attributes.insert(words.category.clone(), words.loan.clone());
            case.marks.insert(words.requested.clone(), begins(request.requested));
            if let Some(due) = request.due {
                case.marks.insert(words.due.clone(), ends(due));
            }
            if let Some(completed) = request.completed {
                case.marks.insert(words.completed.clone(), begins(completed));
            }
            self.observations.supplied.insert(words.request.clone().into());
            self.observations.cases.push(case);
        }
    }
}

/// The words under which loans of the ledgers stand among requests.
struct LoanWords {
    request: Kind,
    category: Attribute,
    loan: Value,
    requested: Mark,
    due: Mark,
    completed: Mark,
}

impl LoanWords {
    fn new() -> Result<Self, IdError> {
        Ok(Self {
            request: REQUEST.parse()?,
            category: "category".parse()?,
            loan: LOAN.into(),
            requested: "requested".parse()?,
            due: "due".parse()?,
            completed: "completed".parse()?,
        })
    }
}
