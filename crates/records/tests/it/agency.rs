//! The made-up agency.

use ledger::{AsOf, Field, Journal, Kind, Rules};
use records::{AgencyOffice, AgencyPlan, agency};

const PLAN: &str = include_str!("../../../keiyaku/contracts/jetro-2023/ledger-sample.toml");
const RULES: &str = include_str!("../../../keiyaku/contracts/jetro-2023/ledger.toml");

fn plan() -> AgencyPlan {
    AgencyPlan::from_table("ledger-sample.toml", PLAN).unwrap_or_else(|errors| panic!("{errors}"))
}

fn offices() -> Vec<AgencyOffice> {
    let office =
        |no, name: &str, pcs| AgencyOffice { no, name: name.into(), pcs, servers: Some(1), printers: None };
    vec![office(1, "甲", Some(20)), office(2, "乙", None), office(3, "丙", Some(7))]
}

fn journal(seed: u64) -> Journal {
    let mut journal = Journal::new();
    for batch in agency(&plan(), &offices(), seed) {
        let batch = journal.prepare(&batch.actor, batch.recorded_at, batch.drafts).unwrap();
        journal.append(batch).unwrap();
    }
    journal
}

#[test]
fn one_seed_gives_one_journal() {
    assert_eq!(journal(1).head(), journal(1).head());
    assert_ne!(journal(1).head(), journal(2).head());
}

#[test]
fn the_agency_is_as_large_as_its_plan() {
    let (journal, plan) = (journal(1), plan());
    let state = journal.state(AsOf::day(plan.last_day()));
    let devices = |view, category| {
        state
            .records(Kind::Device)
            .filter(|device| {
                device.text(Field::View) == Some(view) && device.text(Field::Category) == Some(category)
            })
            .count()
    };
    assert_eq!(devices("domestic", "pc"), 2_000 + 60);
    assert_eq!(devices("overseas", "pc"), 20 + 7);
    assert_eq!(devices("overseas", "server"), 3);
    assert_eq!(plan.products().len(), 60);
    assert!(state.count(Kind::Use) > 10_000, "{}", state.count(Kind::Use));
    for kind in [Kind::Loan, Kind::Medium, Kind::Distribution, Kind::Sighting, Kind::Account, Kind::Article] {
        assert!(state.count(kind) > 20, "{kind}: {}", state.count(kind));
    }
}

#[test]
fn it_writes_only_columns_and_words_that_the_contract_knows() {
    let rules = Rules::from_table("ledger.toml", RULES).unwrap_or_else(|errors| panic!("{errors}"));
    let journal = journal(3);
    let state = journal.state(AsOf::day(plan().last_day()));
    for record in Kind::ALL.iter().flat_map(|kind| state.records(*kind)) {
        let sheet = rules.sheets.sheet(record.kind).unwrap();
        for (field, cell) in record.fields() {
            let column = sheet.column(field).unwrap_or_else(|| panic!("{} has no {field}", record.kind));
            let Some(value) = cell.value else { continue };
            let fits = column.holds.fits(value) && (!value.is_empty());
            assert!(fits, "{} {} {field} = {value}", record.kind, record.id);
        }
    }
}

#[test]
fn every_month_is_recorded_after_it_and_some_of_it_is_corrected() {
    let journal = journal(1);
    let corrections =
        journal.entries().iter().filter(|entry| matches!(entry.body, ledger::Body::Correct { .. })).count();
    assert_eq!(corrections, 9 * 3);
    assert!(journal.entries().is_sorted_by_key(|entry| entry.recorded_at));
}
