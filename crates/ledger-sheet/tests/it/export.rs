//! Export, and export then import.

use calamine::{Data, Reader};
use chrono::{DateTime, Utc};
use ledger::{AsOf, Draft, Field, Journal, Kind, Put};
use ledger_sheet::{
    ColumnMapping, CsvEncoding, Export, ExportError, Exported, Formulas, Mapping, Noted, TimeOfDay,
};
use proptest::prelude::*;
use provenance::Language;

use crate::world::{day, journal, ledgers, of_bytes, record};

const ON: &str = "2024-06-03";

fn at() -> DateTime<Utc> {
    "2024-06-05T01:02:03Z".parse().unwrap()
}

fn exported<T>(journal: &Journal, kind: Kind, language: Language, to: impl Fn(Export<'_>) -> T) -> T {
    let state = journal.state(AsOf::day(day(ON)));
    to(Export { sheet: ledgers().sheet(kind).unwrap(), state: &state, language })
}

fn device(fields: &[(&str, &str)]) -> Journal {
    let put = fields
        .iter()
        .fold(Put::new(Kind::Device, "PC-0007"), |put, (name, value)| put.named(name, Some(value)));
    journal(vec![("2024-04-01", put)])
}

#[test]
fn a_workbook_has_texts_dates_and_numbers() {
    let put = Put::new(Kind::Entitlement, "0012")
        .field(Field::Software, "=CMD()")
        .field(Field::Held, "1200")
        .field(Field::UnitPrice, "9999999999999999")
        .field(Field::ProcuredOn, "2024-04-01")
        .field(Field::UpgradeUntil, "1899-12-31")
        .field(Field::Downgrade, "yes")
        .field(Field::LicenceType, "volume");
    let journal = journal(vec![("2024-04-01", put)]);
    let bytes =
        exported(&journal, Kind::Entitlement, Language::Ja, |export| export.to_xlsx(at())).unwrap().bytes;
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(&bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["保有ソフトウェア資産台帳"]);
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let cell = |name: &str| {
        let column =
            range.rows().next().unwrap().iter().position(|cell| *cell == Data::String(name.to_owned()));
        range.get((1, column.unwrap())).unwrap().clone()
    };
    let text = |text: &str| Data::String(text.to_owned());
    assert_eq!(cell("資産管理番号"), text("0012"));
    assert_eq!(cell("ソフトウェア名"), text("=CMD()"), "no formula");
    assert_eq!(cell("保有ライセンス数"), Data::Float(1200.0));
    assert_eq!(cell("単価"), text("9999999999999999"), "more digits than a number keeps");
    assert_eq!(cell("ダウングレード可否"), text("○"));
    assert_eq!(cell("ライセンス種別"), text("ボリュームライセンス"));
    assert_eq!(cell("アップグレード有効期限"), text("1899-12-31"), "before spreadsheets count days alike");
    assert!(matches!(cell("調達日"), Data::DateTime(at) if at.as_f64() == 45_383.0));
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let journal = device(&[("user", "佐藤"), ("acquired", "2024-04-01")]);
    let bytes =
        || exported(&journal, Kind::Device, Language::Ja, |export| export.to_xlsx(at()).unwrap().bytes);
    assert_eq!(bytes(), bytes());
}

#[test]
fn text_files_stand_as_they_are() {
    let journal =
        device(&[("user", "髙橋"), ("place", "=1+1"), ("note", "a\r\n\"b\",c"), ("category", "server")]);
    let csv = |language| {
        let csv = exported(&journal, Kind::Device, language, |export| {
            export.to_csv(CsvEncoding::Utf8, Formulas::Kept, &[])
        })
        .unwrap();
        String::from_utf8(csv.bytes).unwrap()
    };
    insta::assert_snapshot!(csv(Language::Ja));
    insta::assert_snapshot!(csv(Language::En));
    let cp932 = exported(&journal, Kind::Device, Language::Ja, |export| {
        export.to_csv(CsvEncoding::Cp932, Formulas::Kept, &[])
    })
    .unwrap();
    assert_eq!(
        cp932.bytes,
        intake::encode_cp932(csv(Language::Ja).strip_prefix('\u{FEFF}').unwrap()).unwrap()
    );
}

#[test]
fn what_cp932_cannot_hold_is_named_all_of_it() {
    let journal = device(&[("user", "𠮷田"), ("place", "3〜5F"), ("note", "−5 ¥100 髙﨑㈱")]);
    let to = |accepted: &[(char, &str)]| -> Result<Exported, ExportError> {
        exported(&journal, Kind::Device, Language::Ja, |export| {
            export.to_csv(CsvEncoding::Cp932, Formulas::Kept, accepted)
        })
    };
    let error = to(&[]).unwrap_err();
    insta::assert_snapshot!(error.to_string());
    insta::assert_snapshot!(error.text().ja);
    let accepted = [('𠮷', "吉"), ('〜', "～"), ('−', "-"), ('¥', "円")];
    let exported = to(&accepted).unwrap();
    let replaced: String = exported.replaced.iter().map(|place| place.found).collect();
    assert_eq!(replaced, "〜𠮷−¥");
    assert_eq!((exported.replaced[0].row, exported.replaced[0].column.as_str()), (2, "設置場所"));
    let Err(ExportError::NoCp932(places)) = to(&accepted[..3]) else { panic!("¥ is not accepted") };
    assert_eq!(places.len(), 1);
    // A replacement that CP932 cannot hold either is no way out.
    assert!(to(&[('𠮷', "𠮷"), accepted[1], accepted[2], accepted[3]]).is_err());
}

/// Two half-width kana in CP932 are one letter in UTF-8: the file would be read as another.
#[test]
fn a_cp932_file_that_looks_like_utf_8_is_not_written() {
    let journal = device(&[("note", "ﾂｩ")]);
    let error = exported(&journal, Kind::Device, Language::En, |export| {
        export.to_csv(CsvEncoding::Cp932, Formulas::Kept, &[])
    });
    assert_eq!(error, Err(ExportError::LooksLikeUtf8));
}

#[test]
fn fields_without_a_column_are_told() {
    let journal = device(&[("own-colour", "red"), ("user", "佐藤")]);
    let csv = exported(&journal, Kind::Device, Language::Ja, |export| {
        export.to_csv(CsvEncoding::Utf8, Formulas::Kept, &[])
    })
    .unwrap();
    assert_eq!(csv.left_out.into_iter().collect::<Vec<_>>(), [("own-colour".to_owned(), 1)]);
}

#[test]
fn a_text_that_no_cell_holds_stops_a_workbook() {
    let journal = device(&[("note", &"あ".repeat(32_768))]);
    let error = exported(&journal, Kind::Device, Language::Ja, |export| export.to_xlsx(at())).unwrap_err();
    assert_eq!(error, ExportError::TooLong { row: 2, column: "備考".to_owned(), length: 32_768 });
    let journal = device(&[("note", &"あ".repeat(32_767))]);
    exported(&journal, Kind::Device, Language::Ja, |export| export.to_xlsx(at())).unwrap();
}

/// A spreadsheet that opens the file would run them: each is told with its place, and one that begins so only by our own
/// doing is not.
#[test]
fn cells_that_a_spreadsheet_would_run_are_told_with_their_places_and_can_be_guarded() {
    let values =
        [("user", "＝cmd"), ("place", "'=1+1"), ("note", "=HYPERLINK(\"http://x\")"), ("model", "-")];
    let journal = device(&values);
    let to = |formulas| {
        exported(&journal, Kind::Device, Language::Ja, |export| {
            export.to_csv(CsvEncoding::Utf8, formulas, &[])
        })
        .unwrap()
    };
    let (kept, guarded) = (to(Formulas::Kept), to(Formulas::Guarded));
    let places = kept.formulas.iter().map(|place| (place.row, place.column.as_str(), place.found));
    assert_eq!(places.collect::<Vec<_>>(), [(2, "使用者氏名", '＝'), (2, "備考", '=')]);
    let text = |exported: &Exported| String::from_utf8(exported.bytes.clone()).unwrap();
    assert!(text(&kept).contains(",＝cmd,") && text(&guarded).contains(",'＝cmd,"));
    assert!(text(&kept).contains(",''=1+1,") && text(&guarded).contains(",''=1+1,"));
    assert!(text(&guarded).contains(",-,"));
    for exported in [&kept, &guarded] {
        says_nothing_new("a.csv", &exported.bytes, Kind::Device, &journal);
    }
    let plan = of_bytes("a.csv", &guarded.bytes, &Mapping::new(Kind::Device), &journal);
    let notes: Vec<_> = plan.notes.iter().filter(|note| note.what == Noted::ReadBack).collect();
    assert_eq!(notes.len(), 3, "{notes:?}");
}

#[test]
fn hidden_characters_are_written_as_escapes_and_read_back() {
    let hostile = "a\u{1b}[2J\u{202e}\u{0}\rb\u{e0041}\u{feff}\\u{1b}";
    let journal = device(&[("note", hostile), ("user", "葛\u{e0100}城")]);
    let csv = |export: Export<'_>| export.to_csv(CsvEncoding::Utf8, Formulas::Kept, &[]).unwrap();
    let csv = exported(&journal, Kind::Device, Language::Ja, csv);
    let text = String::from_utf8(csv.bytes.clone()).unwrap();
    let shown = r"a\u{1b}[2J\u{202e}\u{0}\u{d}b\u{e0041}\u{feff}\u{5c}u{1b}";
    assert!(text.contains(shown) && text.contains("葛\u{e0100}城"), "{text}");
    assert!(!text.replace("\r\n", "").contains(|c: char| c.is_control()));
    says_nothing_new("a.csv", &csv.bytes, Kind::Device, &journal);
    let book = exported(&journal, Kind::Device, Language::Ja, |export| export.to_xlsx(at())).unwrap();
    says_nothing_new("a.xlsx", &book.bytes, Kind::Device, &journal);
    let mut read: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(&book.bytes)).unwrap();
    let range = read.worksheet_range_at(0).unwrap().unwrap();
    assert!(range.used_cells().any(|(_, _, cell)| *cell == Data::String(shown.to_owned())));
}

/// Values as nasty as they come.
fn nasty() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[ -~]{0,6}",
        1 => "'{0,3}[=+@＝－\\-][ -~]{0,4}",
        2 => "[=+@\\-\"',;\n\r\t 　〜−¥髙﨑𠮷㈱ﾂｩア表ソ\\\\_x0-9DA]{0,8}",
        1 => "[\\PC\\u{0}-\\u{1f}\\u{7f}-\\u{9f}\\u{fffe}\\u{feff}]{0,6}",
        1 => Just("_x000D_".to_owned()),
        1 => Just("<r><t>x</t></r>".to_owned()),
        1 => Just(" leading and trailing ".to_owned()),
        1 => prop::sample::select(vec![
            "yes", "no", "○", "pc", "PC", "サーバ", "2024-06-03", "2024/6/3", "0001-01-01", "1900-02-28", "9999-12-31",
            "+10000-01-01", "007", "7", "1e5", "1200", "1,200", "999999999999999", "1000000000000000",
            "18446744073709551616", "TRUE", "#REF!", "\u{2028}", "\r\n", "volume", "令和6年6月3日", "45446",
        ]).prop_map(str::to_owned),
    ]
}

prop_compose! {
    /// A ledger of one kind with any values in any of its columns, of their type or not.
    fn ledger_of_a_kind()(kind in prop::sample::select(Kind::ALL.to_vec()))(
        records in prop::collection::vec(
            (nasty(), prop::collection::vec((0..ledgers().sheet(kind).unwrap().columns.len(), nasty()), 0..8)),
            0..5,
        ),
        kind in Just(kind),
    ) -> (Kind, Journal) {
        let mut journal = Journal::new();
        for (id, fields) in records.into_iter().filter(|(id, _)| !id.trim().is_empty()) {
            let columns = &ledgers().sheet(kind).unwrap().columns;
            let put = fields.iter().fold(Put::new(kind, &id), |put, (at, value)| put.named(&columns[*at].field, Some(value)));
            record(&mut journal, vec![Draft::put(day("2024-04-01"), put)]);
        }
        (kind, journal)
    }
}

/// The mapping that is proposed for a file, as one of this kind.
#[track_caller]
fn proposed(name: &str, bytes: &[u8], kind: Kind) -> Mapping {
    let layouts =
        records::Layouts { records: None, ledgers: Some(ledgers()), ledger_layout: None, lists: None };
    let file = records::InputFile { name, bytes };
    let proposal = records::propose(layouts, &[file], Language::En).unwrap();
    let kinds: Vec<Kind> = proposal.ledgers.iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [kind], "{name}: {:?}", proposal.open);
    let table = &proposal.ledgers[0].mapping;
    let mapping = Mapping::from_table("import.toml", table, ledgers())
        .unwrap_or_else(|errors| panic!("{errors}\n{table}"));
    // What is no word of the ledger is translated where the table of words has it, so that it is another then.
    let columns = mapping.columns.into_iter().map(|column| ColumnMapping { words: Vec::new(), ..column });
    Mapping { columns: columns.collect(), time_of_day: TimeOfDay::Refuse, ..mapping }
}

#[track_caller]
fn says_nothing_new(name: &str, bytes: &[u8], kind: Kind, journal: &Journal) {
    says_nothing_new_by(name, bytes, kind, journal, &Mapping::new(kind));
    says_nothing_new_by(name, bytes, kind, journal, &proposed(name, bytes, kind));
}

#[track_caller]
fn says_nothing_new_by(name: &str, bytes: &[u8], kind: Kind, journal: &Journal, mapping: &Mapping) {
    let plan = of_bytes(name, bytes, mapping, journal);
    assert_eq!(plan.rejected, [], "{name}");
    assert!(plan.changes_nothing(), "{name}: {:#?} {:#?}", plan.created, plan.updated);
    assert_eq!(plan.absent, [""; 0], "{name}");
    assert_eq!(plan.unchanged.len(), journal.state(AsOf::day(day(ON))).count(kind), "{name}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn what_is_exported_and_imported_changes_nothing((kind, journal) in ledger_of_a_kind(), is_ja in any::<bool>()) {
        let language = if is_ja { Language::Ja } else { Language::En };
        for formulas in [Formulas::Kept, Formulas::Guarded] {
            let to_csv = |export: Export<'_>| export.to_csv(CsvEncoding::Utf8, formulas, &[]).unwrap();
            says_nothing_new("a.csv", &exported(&journal, kind, language, to_csv).bytes, kind, &journal);
        }
        match exported(&journal, kind, language, |export| export.to_csv(CsvEncoding::Cp932, Formulas::Kept, &[])) {
            Ok(csv) => says_nothing_new("cp932.csv", &csv.bytes, kind, &journal),
            Err(ExportError::NoCp932(places)) => {
                for place in places {
                    prop_assert!(!intake::fits_cp932(place.found));
                }
            }
            Err(error) => prop_assert_eq!(error, ExportError::LooksLikeUtf8),
        }
        let book = exported(&journal, kind, language, |export| export.to_xlsx(at())).unwrap();
        says_nothing_new("a.xlsx", &book.bytes, kind, &journal);
    }
}
