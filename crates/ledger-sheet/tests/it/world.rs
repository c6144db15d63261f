//! The reference contract's ledgers, and journals made in one line.

use std::sync::LazyLock;

use chrono::NaiveDate;
use ledger::{Draft, Journal, Kind, Put, Rules, Sheets};
use ledger_sheet::{HandedIn, Mapping, OnRejected, Plan, plan};

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let table = include_str!("../../../keiyaku/contracts/jetro-2023/ledger.toml");
    Rules::from_table("ledger.toml", table).unwrap_or_else(|errors| panic!("{errors}"))
});

pub(crate) fn ledgers() -> &'static Sheets {
    &RULES.sheets
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A mapping from a table.
#[track_caller]
pub(crate) fn mapping(table: &str) -> Mapping {
    Mapping::from_table("import.toml", table, ledgers()).unwrap_or_else(|errors| panic!("{errors}"))
}

/// A journal of facts entered by hand.
pub(crate) fn journal(facts: Vec<(&str, Put)>) -> Journal {
    let mut journal = Journal::new();
    for (on, put) in facts {
        record(&mut journal, vec![Draft::put(day(on), put)]);
    }
    journal
}

pub(crate) fn record(journal: &mut Journal, drafts: Vec<Draft>) {
    let at = "2024-07-01T00:00:00Z".parse().unwrap();
    let batch = journal.prepare("yamada", at, drafts).unwrap();
    journal.append(batch).unwrap();
}

pub(crate) const ON: &str = "2024-06-03";

/// The plan of a text file, on a day of June.
pub(crate) fn of(text: &str, mapping: &Mapping, journal: &Journal) -> Plan {
    // A few letters of UTF-8 may be others of CP932; the mark says which they are.
    of_bytes("a.csv", format!("\u{FEFF}{text}").as_bytes(), mapping, journal)
}

pub(crate) fn of_bytes(name: &str, bytes: &[u8], mapping: &Mapping, journal: &Journal) -> Plan {
    plan(HandedIn { name, bytes }, mapping, ledgers(), journal, Some(day(ON)))
}

/// Records what a plan would, and checks that the same file then says nothing new.
#[track_caller]
pub(crate) fn take(name: &str, bytes: &[u8], mapping: &Mapping, journal: &mut Journal) -> Plan {
    let first = of_bytes(name, bytes, mapping, journal);
    let drafts = first.drafts(OnRejected::GoOn).unwrap();
    if !drafts.is_empty() {
        record(journal, drafts);
    }
    let again = of_bytes(name, bytes, mapping, journal);
    assert!(again.changes_nothing(), "{:#?} {:#?}", again.created, again.updated);
    first
}

/// The one value that a device's field gets, or why not.
pub(crate) fn field(kind: Kind, field: &str, value: &str) -> Result<Option<String>, String> {
    let quoted = value.replace('"', "\"\"");
    let plan = of(&format!("id,{field}\nA1,\"{quoted}\"\n"), &Mapping::new(kind), &Journal::new());
    outcome(&plan)
}

pub(crate) fn outcome(plan: &Plan) -> Result<Option<String>, String> {
    if let Some(rejection) = plan.rejected.first() {
        assert_eq!(plan.rejected.len(), 1, "{:?}", plan.rejected);
        return Err(rejection.reason.code().to_owned());
    }
    let change = plan.created.first().unwrap();
    Ok(change.fields.first().and_then(|field| field.to.as_deref()).map(str::to_owned))
}
