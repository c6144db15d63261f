//! `import.toml`.

use ledger::{Event, Journal, Kind};
use ledger_sheet::Mapping;

use crate::world::{day, ledgers, mapping, of};

#[test]
fn a_mapping_leads_from_a_house_s_own_sheet_to_the_ledger() {
    let mapping = mapping(
        r#"
        kind = "device"
        id = "管理No."
        header_row = 3
        valid_on_column = "更新日"
        ignore = ["No"]
        constants = { view = "国内用" }

        [[column]]
        name = "利用者"
        field = "user"

        [[column]]
        name = "区分"
        field = "category"
        words = { "ノート" = "pc", "複合機" = "printer" }

        [event]
        column = "異動"
        words = { "設置" = "assigned", "移設" = "moved" }
    "#,
    );
    let file = "PC台帳,,,,,\n\"令和6年,\n6月\",,,,,\nNo,管理No.,利用者,区分,異動,更新日\n\
                1,0007,佐藤,ノート,設置,R6.6.3\n2,0008,,複合機,,2024/6/4\n3,0009,鈴木,PC,故障,2024/6/4\n";
    let plan = of(file, &mapping, &Journal::new());
    insta::assert_snapshot!(plan.to_text(ledgers(), provenance::Language::Ja, 9));
    insta::assert_snapshot!(plan.to_text(ledgers(), provenance::Language::En, 9));
    assert_eq!(plan.created[0].event, Some(Event::Assigned));
    assert_eq!(plan.created[0].valid_on, day("2024-06-03"));
    assert_eq!(plan.created[0].origin.row, 4, "rows are counted as a spreadsheet does");
}

#[test]
fn what_is_wrong_with_a_mapping_is_told_with_its_place() {
    let table = r#"
        kind = "device"
        header_row = 0
        encoding = "sjis"
        dates = ["iso", "%d/%m"]
        valid_on = 2024-06-03
        valid_on_column = "日"
        colour = "red"
        constants = { view = "南極", none = "x" }

        [[column]]
        name = "a"
        field = "usr"

        [[column]]
        name = "b"
        field = "category"
        words = { "ノート" = "note" }

        [event]
        column = "異動"
        words = { "設置" = "assign" }
    "#;
    let errors = Mapping::from_table("import.toml", table, ledgers()).unwrap_err();
    insta::assert_snapshot!(errors.to_string());
}

#[test]
fn an_event_of_all_rows() {
    let mapping = mapping("kind = \"device\"\nvalid_on = 2024-06-01\nevent = { always = \"stored\" }");
    let plan = of("id\nA1\n", &mapping, &Journal::new());
    assert_eq!((plan.created[0].event, plan.created[0].valid_on), (Some(Event::Stored), day("2024-06-01")));
}

#[test]
fn without_a_table_the_names_of_the_contract_are_enough() {
    let mapping = Mapping::new(Kind::Account);
    let plan = of("ユーザーID,氏名,有効\nsato,佐藤,有\n", &mapping, &Journal::new());
    assert_eq!((plan.created.len(), plan.rejected.len(), plan.notes.len()), (1, 0, 0));
}
