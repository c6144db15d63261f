//! A small world: facts in, verdicts out.

use std::sync::LazyLock;

use ledger::{
    AsOf, BaseConsumed, Draft, Event, Field, Journal, Kind, Put, Rules,
    licence::{LicenceCheck, Licences, Products},
};

pub(crate) const REFERENCE: &str = include_str!("../../../keiyaku/contracts/jetro-2023/ledger.toml");
pub(crate) const DAY: &str = "2024-06-03";

static PRODUCTS: LazyLock<Products> = LazyLock::new(|| {
    let table = include_str!("licence_products.toml");
    Products::from_table("products.toml", table).unwrap_or_else(|errors| panic!("{errors}"))
});

static RULES: LazyLock<Rules> =
    LazyLock::new(|| Rules::from_table("ledger.toml", REFERENCE).unwrap_or_else(|errors| panic!("{errors}")));

pub(crate) fn products() -> &'static Products {
    &PRODUCTS
}

pub(crate) fn rules() -> Rules {
    RULES.clone()
}

pub(crate) fn rules_with(when: BaseConsumed) -> Rules {
    let mut rules = rules();
    rules.policies.base_consumed.value = when;
    rules
}

/// A record in short: `A1 held=3 version=2016`.
pub(crate) fn put(kind: Kind, line: &str) -> Put {
    let mut words = line.split_whitespace();
    let id = words.next().expect("a record has an identifier");
    words.fold(Put::new(kind, id), |put, word| {
        let (field, value) = word.split_once('=').unwrap_or_else(|| panic!("`{word}` is no field"));
        put.named(field, Some(value))
    })
}

/// A full licence of the plain product, unless said otherwise.
pub(crate) fn tool(line: &str) -> Put {
    let with = |put: Put, field: &str, value: &str| {
        if put.fields.get(field).is_some() { put } else { put.named(field, Some(value)) }
    };
    with(with(put(Kind::Entitlement, line), "software", "Tool"), "form", "full")
}

/// An installed use of the plain product, unless said otherwise.
pub(crate) fn used(line: &str) -> Put {
    let put = put(Kind::Use, line);
    if put.fields.get(Field::Status.word()).is_some() { put } else { put.field(Field::Status, "installed") }
}

pub(crate) fn disposed(device: &str) -> Put {
    Put::new(Kind::Device, device).event(Event::Disposed)
}

pub(crate) fn journal(puts: impl IntoIterator<Item = Put>) -> Journal {
    dated(puts.into_iter().map(|put| (DAY, put)))
}

pub(crate) fn dated<'d>(puts: impl IntoIterator<Item = (&'d str, Put)>) -> Journal {
    let mut journal = Journal::new();
    let drafts: Vec<Draft> =
        puts.into_iter().map(|(day, put)| Draft::put(day.parse().unwrap(), put)).collect();
    if !drafts.is_empty() {
        let batch = journal.prepare("tester", "2024-06-05T01:00:00Z".parse().unwrap(), drafts).unwrap();
        journal.append(batch).unwrap();
    }
    journal
}

pub(crate) fn on(day: &str) -> AsOf {
    AsOf::day(day.parse().unwrap())
}

/// Checks a journal and hands over the result: what it borrows ends with the call.
pub(crate) fn check<T>(journal: &Journal, rules: &Rules, then: impl FnOnce(&LicenceCheck<'_>) -> T) -> T {
    let state = journal.state(on(DAY));
    then(&Licences::read(&state, products(), rules).check())
}
