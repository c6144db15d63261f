//! What a plan says.

use ledger::{AsOf, Event, Field, Journal, Kind, Put};
use ledger_sheet::{AbsentRecords, EmptyCells, ImportStopped, Mapping, OnRejected};
use proptest::prelude::*;

use crate::{
    sheets::workbook,
    world::{ON, day, journal, ledgers, mapping, of, of_bytes, record, take},
};

fn pc(id: &str) -> Put {
    Put::new(Kind::Device, id)
}

#[test]
fn a_dry_run_shows_all_that_would_happen() {
    let journal = journal(vec![
        ("2024-04-01", pc("A1").field(Field::User, "佐藤").field(Field::Place, "3F")),
        ("2024-04-01", pc("A2").field(Field::User, "鈴木")),
        ("2024-04-01", pc("A3").field(Field::User, "高橋")),
        ("2024-04-01", pc("A4").event(Event::Disposed)),
        ("2024-06-20", pc("A5").field(Field::User, "伊藤")),
    ]);
    let file = "資産管理番号,使用者氏名,設置場所,取得日\nA1,田中,3F,\nA2,鈴木,,\nA5,伊藤,,\nA6,渡辺,2F,2024/5/1\nA7,,,04/05/06\n";
    let plan = of(file, &Mapping::new(Kind::Device), &journal);
    insta::assert_snapshot!(plan.to_text(ledgers(), provenance::Language::Ja, 9));
    insta::assert_snapshot!(plan.to_text(ledgers(), provenance::Language::En, 1));
    assert_eq!(plan.absent, ["A3"], "a disposed device is not missed");
}

#[test]
fn with_something_rejected_nothing_is_recorded_unless_told_to_go_on() {
    let plan = of("id,acquired\nA1,2024/5/1\nA2,04/05/06\n", &Mapping::new(Kind::Device), &Journal::new());
    assert_eq!(plan.drafts(OnRejected::Stop), Err(ImportStopped::Rows { problems: 1 }));
    assert_eq!(plan.drafts(OnRejected::GoOn).unwrap().len(), 1);
    // What is wrong with the file as a whole stops it either way.
    let plan = of("user\n佐藤\n", &Mapping::new(Kind::Device), &Journal::new());
    assert_eq!(plan.drafts(OnRejected::GoOn), Err(ImportStopped::File { problems: 1 }));
}

#[test]
fn facts_carry_file_sheet_and_row() {
    let book =
        workbook("sheet 東京\nA1 text id\nB1 text user\nA2 text A1\nB2 text 佐藤\nA4 text A2\nB4 text 鈴木");
    let plan = of_bytes("pc.xlsx", &book, &Mapping::new(Kind::Device), &Journal::new());
    let drafts = plan.drafts(OnRejected::Stop).unwrap();
    let places: Vec<(&str, Option<&str>, u64)> = drafts
        .iter()
        .map(|draft| draft.origin.as_ref().unwrap())
        .map(|origin| (&*origin.file, origin.sheet.as_deref(), origin.row))
        .collect();
    assert_eq!(places, [("pc.xlsx", Some("東京"), 2), ("pc.xlsx", Some("東京"), 4)]);
}

#[test]
fn several_sheets_are_one_plan() {
    let book = workbook(
        "sheet 東京\nA1 text id\nB1 text user\nA2 text A1\nB2 text 佐藤\n\
         sheet 大阪\nA1 text 使用者氏名\nB1 text 資産管理番号\nA2 text 鈴木\nB2 text B1\nsheet メモ\nA1 text x",
    );
    let plan = of_bytes(
        "pc.xlsx",
        &book,
        &mapping("kind = \"device\"\nsheets = [\"東京\", \"大阪\"]"),
        &Journal::new(),
    );
    let ids: Vec<&str> = plan.created.iter().map(|change| &*change.id).collect();
    assert_eq!(ids, ["B1", "A1"], "sorted by sheet and row");
}

/// Sheets are compared with the state on the row's day: what the ledger learned of later days stays.
#[test]
fn a_late_row_is_compared_with_its_own_day_and_taken() {
    let mut journal = journal(vec![
        ("2024-04-01", pc("A1").field(Field::Place, "3F")),
        ("2024-06-20", pc("A1").field(Field::Place, "5F")),
    ]);
    let mapping = Mapping::new(Kind::Device);
    let plan = take("a.csv", b"id,place\nA1,4F\n", &mapping, &mut journal);
    let change = &plan.updated[0];
    assert!(change.is_late);
    assert_eq!((change.fields[0].from.as_deref(), change.fields[0].to.as_deref()), (Some("3F"), Some("4F")));
    let place = |on: &str| {
        let state = journal.state(AsOf::day(day(on)));
        state.record(Kind::Device, "A1").unwrap().text(Field::Place).unwrap().to_owned()
    };
    assert_eq!([place("2024-05-01"), place(ON), place("2024-06-30")], ["3F", "4F", "5F"]);
    // What is as it was on that day is no change, though it is another today.
    let plan = of("id,place\nA1,4F\n", &mapping, &journal);
    assert_eq!(plan.unchanged.len(), 1);
}

#[test]
fn a_record_known_only_from_later_is_created_on_the_row_s_day() {
    let mut journal = journal(vec![("2024-06-20", pc("A1").field(Field::Place, "5F"))]);
    let plan = take("a.csv", b"id,place\nA1,5F\n", &Mapping::new(Kind::Device), &mut journal);
    assert_eq!((plan.created.len(), plan.created[0].is_late), (1, true));
}

/// The second row would be taken for unchanged if it were compared with the ledger alone.
#[test]
fn rows_of_one_record_on_several_days_are_its_history() {
    let mut journal = journal(vec![("2024-04-01", pc("A1").field(Field::Place, "3F"))]);
    let mapping = mapping("kind = \"device\"\nvalid_on_column = \"日\"");
    let file = "\u{FEFF}id,日,place\nA1,2024/5/10,3F\nA1,2024/5/1,4F\nA1,2024/5/20,3F\nA2,2024/5/1,1F\nA2,2024/5/2,1F\n";
    let plan = take("a.csv", file.as_bytes(), &mapping, &mut journal);
    assert_eq!((plan.created.len(), plan.updated.len(), plan.unchanged.len()), (1, 2, 2));
    let state = journal.state(AsOf::day(day("2024-05-05")));
    assert_eq!(state.record(Kind::Device, "A1").unwrap().text(Field::Place), Some("4F"));
    let state = journal.state(AsOf::day(day("2024-05-15")));
    assert_eq!(state.record(Kind::Device, "A1").unwrap().text(Field::Place), Some("3F"));
}

#[test]
fn rows_of_one_day_that_contradict_are_rejected_all_of_them() {
    let file = "id,place\nA1,3F\nA1,3F\nA1,4F\nA2,1F\nA2,1F\n";
    let plan = of(file, &Mapping::new(Kind::Device), &Journal::new());
    let rows: Vec<(u64, u64, &str)> = plan
        .rejected
        .iter()
        .map(|rejection| (rejection.row, rejection.rows, rejection.reason.code()))
        .collect();
    assert_eq!(rows, [(2, 2, "contradiction"), (4, 1, "contradiction")]);
    assert_eq!(plan.created.len(), 1);
    assert_eq!((plan.notes[0].row, plan.notes[0].count), (6, 1), "the second row of A2 is told");
}

#[test]
fn an_event_is_recorded_once() {
    let mut journal = Journal::new();
    let mapping = mapping(
        "kind = \"device\"\nevent = { column = \"異動\", words = { \"設置\" = \"assigned\", \"修理\" = \"repair-begun\" } }",
    );
    let file = "id,異動,user\nA1,設置,佐藤\nA1,修理,佐藤\nA2,,鈴木\n";
    let plan = take("a.csv", file.as_bytes(), &mapping, &mut journal);
    assert_eq!((plan.created.len(), plan.updated.len()), (2, 1));
    let state = journal.state(AsOf::day(day(ON)));
    assert_eq!(state.record(Kind::Device, "A1").unwrap().events().len(), 2);
}

#[test]
fn an_empty_cell_clears_or_says_nothing() {
    let journal = journal(vec![("2024-04-01", pc("A1").field(Field::User, "佐藤"))]);
    let mut mapping = Mapping::new(Kind::Device);
    let plan = of("id,user\nA1,\n", &mapping, &journal);
    assert_eq!(plan.updated[0].fields[0].to, None);
    mapping.empty = EmptyCells::Keep;
    assert!(of("id,user\nA1,\n", &mapping, &journal).changes_nothing());
    // A column that is not in the file says nothing either way.
    assert!(of("id,place\nA1,\n", &Mapping::new(Kind::Device), &journal).changes_nothing());
}

#[test]
fn of_a_file_of_one_view_only_records_of_that_view_are_absent() {
    let journal = journal(vec![
        ("2024-04-01", pc("A1").field(Field::View, "domestic")),
        ("2024-04-01", pc("B1").field(Field::View, "overseas")),
    ]);
    let mut mapping = mapping("kind = \"device\"\nconstants = { view = \"domestic\" }");
    assert_eq!(of("id\nA2\n", &mapping, &journal).absent, ["A1"]);
    // A row that is rejected is in the file all the same.
    assert_eq!(of("id,acquired\nA1,?\n", &mapping, &journal).absent, [""; 0]);
    // Of a file that cannot be read nobody knows what is in it.
    assert_eq!(of("user\n佐藤\n", &mapping, &journal).absent, [""; 0]);
    mapping.absent = AbsentRecords::Ignore;
    assert_eq!(of("id\nA2\n", &mapping, &journal).absent, [""; 0]);
}

#[test]
fn what_the_ledger_holds_is_no_reason_to_reject() {
    let journal = journal(vec![(
        "2024-04-01",
        pc("A1").field(Field::Acquired, "昭和のころ").field(Field::Category, "机"),
    )]);
    let plan = of("id,acquired,category\nA1,昭和のころ,机\n", &Mapping::new(Kind::Device), &journal);
    assert_eq!((plan.unchanged.len(), plan.rejected.len()), (1, 0));
    let plan = of("id,acquired,category\nA1,昭和,机\n", &Mapping::new(Kind::Device), &journal);
    assert_eq!(plan.rejected.len(), 1);
}

/// The day on which a file's rows hold is asked for once, not for each row.
#[test]
fn without_a_day_nothing_is_taken() {
    let file = ledger_sheet::HandedIn { name: "a.csv", bytes: b"id\nA1\nA2\n" };
    let plan = ledger_sheet::plan(file, &Mapping::new(Kind::Device), ledgers(), &Journal::new(), None);
    assert_eq!((plan.rejected.len(), plan.created.len()), (1, 0));
    assert_eq!(plan.rejected[0].reason.code(), "no-day");
}

prop_compose! {
    fn row()(id in "[AB][1-3]", on in 1_u64..28, user in "[xyz]?", place in "[12]?") -> (String, u64, String, String) {
        (id, on, user, place)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever is in the ledger and in the file, of whatever days: the file's second import says nothing new, and
    /// on each row's day the ledger holds what the row says.
    #[test]
    fn what_is_imported_twice_is_recorded_once(
        facts in prop::collection::vec(row(), 0..12),
        rows in prop::collection::vec(row(), 0..12),
    ) {
        let mut journal = Journal::new();
        for (id, on, user, place) in facts {
            let put = pc(&id).field(Field::User, &user).field(Field::Place, &place);
            record(&mut journal, vec![ledger::Draft::put(day(&format!("2024-06-{on:02}")), put)]);
        }
        let mut file = "\u{FEFF}id,日,user,place\n".to_owned();
        for (id, on, user, place) in &rows {
            file.push_str(&format!("{id},2024-06-{on:02},{user},{place}\n"));
        }
        let mapping = mapping("kind = \"device\"\nvalid_on_column = \"日\"");
        let plan = take("a.csv", file.as_bytes(), &mapping, &mut journal);
        let rejected: Vec<u64> = plan.rejected.iter().map(|rejection| rejection.row).collect();
        // Rows that say the same and are refused for the same reason are told once, by the first of them.
        let refused: Vec<_> = rows.iter().zip(2..).filter(|(_, row)| rejected.contains(row)).map(|(row, _)| row).collect();
        for row in rows.iter().filter(|row| !refused.contains(row)) {
            let (id, on, user, place) = row;
            let state = journal.state(AsOf::day(day(&format!("2024-06-{on:02}"))));
            let record = state.record(Kind::Device, id).unwrap();
            prop_assert_eq!(record.text(Field::User).unwrap_or(""), user);
            prop_assert_eq!(record.text(Field::Place).unwrap_or(""), place);
        }
    }
}

/// Rows whose identifiers a spreadsheet made equal became one device in silence.
#[test]
fn identifiers_that_a_spreadsheet_changed_are_told_and_refused_where_two_would_be_one() {
    type Told = (usize, Vec<(u64, u64, &'static str)>, Vec<String>);
    let codes = |text: &str| -> Told {
        let plan = of(text, &Mapping::new(Kind::Device), &Journal::new());
        let told = plan.rejected.iter().map(|one| (one.row, one.rows, one.reason.code())).collect();
        (plan.created.len(), told, plan.notes.iter().map(|note| note.what.text().en).collect())
    };
    for id in ["4.90123E+12", "3月4日", "########", "#N/A"] {
        let (created, told, notes) = codes(&format!("id,place\n{id},3F\n{id},3F\nA1,1F\n"));
        assert_eq!((created, told), (1, vec![(2, 2, "damaged-identifier")]), "{id}");
        assert_eq!(notes, [""; 0]);
        let (created, told, notes) = codes(&format!("id,place\n{id},3F\nA1,1F\n"));
        assert_eq!((created, told), (2, vec![]), "{id}");
        assert!(notes[0].starts_with("identifiers that look damaged"), "{notes:?}");
    }
    // 0012 and 0013 tell that 12 has lost its zeros.
    let (created, told, notes) = codes("id,place\n0012,3F\n0013,3F\n12,1F\n");
    assert_eq!((created, told, notes.len()), (3, vec![], 1));
    let (created, told, _) = codes("id,place\n0012,3F\n12,3F\n12,1F\n");
    assert_eq!((created, told), (1, vec![(3, 2, "damaged-identifier")]));
}
