//! `ledger.toml`.

use ledger::{Kind, Rules};

const REFERENCE: &str = include_str!("../../../keiyaku/contracts/jetro-2023/ledger.toml");

#[test]
fn the_reference_contract_has_a_ledger_of_every_kind() {
    let rules = Rules::from_table("ledger.toml", REFERENCE).unwrap_or_else(|errors| panic!("{errors}"));
    for kind in Kind::ALL {
        assert!(rules.sheets.sheet(*kind).is_some(), "no ledger of {kind}");
    }
    // Counted in the document. Item j lists 21 with the asset number itself; its conditions take five columns here.
    let named = |kind, item: &str| {
        let sheet = rules.sheets.sheet(kind).unwrap();
        let wanted = format!("jetro-2023/annex1#{item}");
        sheet.columns.iter().filter(|c| c.clause.as_ref().is_some_and(|c| c.to_string() == wanted)).count()
    };
    assert_eq!(named(Kind::Use, "2.2.k"), 13);
    assert_eq!(named(Kind::Distribution, "2.2.l"), 14);
    assert_eq!(named(Kind::Entitlement, "2.2.j"), 21 - 1 - 1 + 5);
    let months: Vec<u32> = rules.renewal.unwrap().steps.iter().map(|step| step.months).collect();
    assert_eq!(months, [3, 6]);
}
