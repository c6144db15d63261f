//! Names of columns.

use std::collections::BTreeMap;

use ledger::{Journal, Kind};
use ledger_sheet::{Mapping, Noted};

use crate::world::{ledgers, mapping, of};

/// Were two columns of a ledger called alike, a file could not be read without a mapping.
#[test]
fn no_two_columns_of_a_ledger_bear_one_name() {
    for sheet in ledgers().iter() {
        let mut names: BTreeMap<String, &str> = BTreeMap::new();
        for column in &sheet.columns {
            for name in [&column.name.ja, &column.name.en, &column.field] {
                let other = names.insert(name.to_lowercase(), &column.field);
                assert!(other.is_none_or(|other| other == column.field), "{}: {name}", sheet.kind);
            }
        }
        for name in [&sheet.id_name.ja, &sheet.id_name.en] {
            assert!(!names.contains_key(&name.to_lowercase()), "{}: {name}", sheet.kind);
        }
    }
}

#[test]
fn names_are_recognised_in_both_languages_whatever_their_width() {
    for header in ["資産管理番号,IPアドレス", "資産 管理番号,ＩＰｱﾄﾞﾚｽ", "Asset Number,IP address", "id,ip"]
    {
        let plan = of(&format!("{header}\nA1,10.0.0.1\n"), &Mapping::new(Kind::Device), &Journal::new());
        assert_eq!(plan.rejected, [], "{header}");
        assert_eq!(plan.created[0].fields[0].field.as_ref(), "ip", "{header}");
    }
}

#[test]
fn a_column_that_no_ledger_has_is_left_out_with_a_note() {
    let plan = of("id,user,確認欄\nA1,佐藤,✓\n", &Mapping::new(Kind::Device), &Journal::new());
    assert_eq!(plan.rejected, []);
    assert_eq!(plan.created[0].fields.len(), 1);
    assert_eq!(plan.notes[0].what, Noted::ColumnLeftOut);
    assert_eq!(plan.notes[0].column.as_deref(), Some("確認欄"));
    for ignore in ["確認欄", "*"] {
        let mapping = mapping(&format!("kind = \"device\"\nignore = [\"{ignore}\"]"));
        assert_eq!(of("id,user,確認欄\nA1,佐藤,✓\n", &mapping, &Journal::new()).notes, []);
    }
}

#[test]
fn a_misspelt_column_stops_the_import_unless_its_field_is_there() {
    let codes = |text: &str| -> Vec<&str> {
        let plan = of(text, &Mapping::new(Kind::Device), &Journal::new());
        plan.rejected.iter().map(|rejection| rejection.reason.code()).collect()
    };
    assert_eq!(codes("id,シリアル番\nA1,1\n"), ["near-column"]);
    assert_eq!(codes("id,シリアル番号,シリアル番号2\nA1,1,2\n"), [""; 0]);
}

/// What nobody reads hinders nobody.
#[test]
fn a_repeated_name_that_no_ledger_has_is_left_out() {
    let plan = of("id,メモ,メモ,user\nA1,1,2,佐藤\n", &Mapping::new(Kind::Device), &Journal::new());
    assert_eq!((plan.rejected.len(), plan.created.len()), (0, 1), "{:?}", plan.rejected);
}

#[test]
fn every_problem_of_a_header_is_told_at_once() {
    let plan =
        of("機種,機種,シリアル番,IPアドレス,ip\n1,2,3,4,5\n", &Mapping::new(Kind::Device), &Journal::new());
    let codes: Vec<&str> = plan.rejected.iter().map(|rejection| rejection.reason.code()).collect();
    assert_eq!(codes, ["no-id-column", "double-field", "near-column"]);
    let plan = of("シリアル番,IPアドレス,ip\n3,4,5\n", &Mapping::new(Kind::Device), &Journal::new());
    let codes: Vec<&str> = plan.rejected.iter().map(|rejection| rejection.reason.code()).collect();
    assert_eq!(codes, ["no-id-column", "double-field", "near-column"]);
}
