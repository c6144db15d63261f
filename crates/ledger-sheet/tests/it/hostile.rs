//! Files nobody should hand in.

use ledger::{Journal, Kind};
use ledger_sheet::{Export, HandedIn, Mapping, plan};
use proptest::prelude::*;

use crate::{
    sheets::workbook,
    world::{day, journal, ledgers, mapping, of, of_bytes},
};

fn codes(name: &str, bytes: &[u8], mapping: &Mapping) -> Vec<&'static str> {
    let plan = of_bytes(name, bytes, mapping, &Journal::new());
    plan.rejected.iter().map(|rejection| rejection.reason.code()).collect()
}

#[test]
fn empty_files_and_headers_alone() {
    let device = Mapping::new(Kind::Device);
    assert_eq!(codes("a.csv", b"", &device), ["empty"]);
    assert_eq!(codes("a.csv", b"\n\n", &device), ["empty"]);
    assert_eq!(codes("a.csv", b"\xEF\xBB\xBF", &device), ["empty"]);
    assert_eq!(codes("a.csv", b",,\n1,2,3\n", &device), ["no-header"]);
    let plan = of("id,user\n", &device, &Journal::new());
    assert_eq!((plan.rows, plan.rejected.len()), (0, 0));
    assert!(plan.changes_nothing());
    assert_eq!(codes("a.xlsx", &workbook("sheet 空"), &device), ["no-header"]);
}

#[test]
fn workbooks_that_are_cut_or_no_workbooks() {
    let device = Mapping::new(Kind::Device);
    let book = workbook("A1 text id\nA2 text A1");
    assert_eq!(codes("a.xlsx", &book, &device), [""; 0]);
    for at in (4..book.len()).step_by(7) {
        assert_eq!(codes("a.xlsx", book.get(..at).unwrap(), &device), ["broken-workbook"], "cut at {at}");
    }
    assert_eq!(codes("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest", &device), ["old-workbook"]);
    // The name says nothing; the bytes do.
    assert_eq!(codes("a.csv", &book, &device), [""; 0]);
}

#[test]
fn utf_8_under_the_name_of_cp932() {
    let mapping = mapping("kind = \"device\"\nencoding = \"cp932\"");
    assert_eq!(codes("a.csv", "id,使用者氏名\nA1,佐藤\n".as_bytes(), &mapping), ["encoding"]);
    assert_eq!(codes("a.csv", &intake::encode_cp932("id,使用者氏名\nA1,佐藤\n").unwrap(), &mapping), [""; 0]);
}

#[test]
fn merged_cells_lend_their_value_to_nobody() {
    let book = workbook(
        "merge A3:A4\nA1 text id\nB1 text user\nC1 text 確認\nA2 text A1\nB2 text 佐藤\nA3 text A2\nB3 text 鈴木\nB4 text 田中",
    );
    let plan = of_bytes("a.xlsx", &book, &Mapping::new(Kind::Device), &Journal::new());
    assert_eq!(plan.rejected.len(), 1);
    assert_eq!((plan.rejected[0].row, plan.rejected[0].reason.code()), (4, "merged"));
    // A title over the table, and merged cells without anything beside them, are no rows.
    let book = workbook("merge A1:C1\nmerge A3:B4\nA1 text 台帳\nA2 text id\nB2 text user\nA5 text A1");
    let plan = of_bytes("a.xlsx", &book, &mapping("kind = \"device\"\nheader_row = 2"), &Journal::new());
    assert_eq!((plan.rejected.len(), plan.created.len()), (0, 1));
}

#[test]
fn rows_with_quotes_that_never_close() {
    let plan = of("id,user\nA1,\"佐藤\nA2,鈴木\nA3,高橋\n", &Mapping::new(Kind::Device), &Journal::new());
    let codes: Vec<&str> = plan.rejected.iter().map(|rejection| rejection.reason.code()).collect();
    assert_eq!(codes, ["quote", "swallowed", "swallowed"]);
}

/// A file larger than any ledger of the reference contract.
#[test]
fn many_rows() {
    let mut file = "id,user,place,acquired\n".to_owned();
    for n in 0..20_000 {
        file.push_str(&format!("A{n:07},佐藤{n},{}F,2024/6/{}\n", n % 9, n % 28 + 1));
    }
    let plan = of(&file, &Mapping::new(Kind::Device), &Journal::new());
    assert_eq!((plan.created.len(), plan.rejected.len()), (20_000, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200), is_book in any::<bool>()) {
        let bytes = if is_book { [b"PK\x03\x04".as_slice(), &bytes].concat() } else { bytes };
        let _ = of_bytes("a", &bytes, &Mapping::new(Kind::Device), &Journal::new());
    }

    #[test]
    fn no_text_stops_the_reader(text in "(資産管理番号|id|取得日|,|\"|\n|[\\PC]){0,40}") {
        let _ = of(&text, &Mapping::new(Kind::Device), &Journal::new());
    }

    /// A workbook with bytes exchanged is refused or read; nothing stops the program.
    #[test]
    fn no_damaged_workbook_stops_the_reader(at in 0_usize..4_000, by in any::<u8>()) {
        let journal = journal(vec![("2024-04-01", ledger::Put::new(Kind::Device, "A1").field("user", "佐藤"))]);
        let state = journal.state(ledger::AsOf::day(day("2024-06-03")));
        let sheet = ledgers().sheet(Kind::Device).unwrap();
        let export = Export { sheet, state: &state, language: provenance::Language::Ja };
        let mut bytes = export.to_xlsx("2024-06-03T00:00:00Z".parse().unwrap()).unwrap().bytes;
        let at = at % bytes.len();
        bytes[at] ^= by;
        let _ = plan(HandedIn { name: "a", bytes: &bytes }, &Mapping::new(Kind::Device), ledgers(), &journal, None);
    }
}
