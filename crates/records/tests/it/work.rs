//! The execution log: its rows, and what it makes of planned-against-done.

use calendar::{CalendarSet, Term};
use records::{InputFile, Loaded, Mapping, load};
use sla::Tally;
use tables::{Names, Noun};
use tasks::{Catalogue, Schedule};

use crate::sites;

const HEADER: &str = "項目,拠点,区分,作業,予定日,実施日,実施者,結果,備考,証跡\n";

fn table(name: &str) -> String {
    let path = format!("{}/../keiyaku/contracts/jetro-2023/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

fn counted(rows: &str, tallies: Vec<Tally>) -> Loaded {
    let mapping = Mapping::from_table("records.toml", &table("records.toml"), sites()).unwrap();
    let text = format!("{HEADER}{rows}");
    let files = [InputFile { name: "executions.csv", bytes: text.as_bytes() }];
    let mut loaded = load(&mapping, &files, &mut |_, _| {});
    loaded.observations.tallies.extend(tallies);
    let calendars = CalendarSet::from_table("calendar.toml", &table("calendar.toml")).unwrap();
    let names = Names::of_table(
        Noun::new("サービスレベル", "service level"),
        "sla.toml",
        Some(&table("sla.toml")),
        "item",
        "key",
    );
    let catalogue = Catalogue::from_table("tasks.toml", &table("tasks.toml"), &calendars, &names).unwrap();
    let levels = sla::Catalogue::from_table("sla.toml", &table("sla.toml")).unwrap();
    let term = Term::new("2023-04-01".parse().unwrap(), "2027-05-31".parse().unwrap()).unwrap();
    let schedule = Schedule::new(&catalogue, term);
    loaded.count_work(&schedule, &levels, "2024-07-05".parse().unwrap());
    loaded
}

fn tally<'a>(loaded: &'a Loaded, name: &str) -> &'a Tally {
    loaded.observations.tallies.iter().find(|tally| tally.name().as_str() == name).unwrap()
}

#[test]
fn the_log_becomes_the_tallies_of_its_months() {
    let loaded = counted(
        "1.2.e,東京,,,2024/6/28,2024/6/28,担当者A,実施,,report-06.pdf\n\
         1.2.e,institute,,,,2024-06-27,担当者B,異常なし,,\n",
        Vec::new(),
    );
    assert!(loaded.errors.is_empty(), "{:?}", loaded.errors);
    let reports = tally(&loaded, "operation-report");
    assert_eq!((reports.planned(), reports.done()), (1, 0));
    assert_eq!(reports.missing, ["1.2.e regional 2024-06-28"]);
    assert_eq!(loaded.executions.len(), 2);
    assert_eq!(loaded.executions[0].evidence.as_deref(), Some("report-06.pdf"));
    // What the log says nothing of is missed, not unknown: the log covers the month.
    assert_eq!(tally(&loaded, "monitoring").done(), 0);
}

#[test]
fn the_log_takes_the_place_of_a_tally_and_says_so() {
    let handed_in =
        Tally::new("operation-report".parse().unwrap(), "2024-06-30".parse().unwrap(), 2, 2).unwrap();
    let other = Tally::new("operation-report".parse().unwrap(), "2024-05-31".parse().unwrap(), 2, 2).unwrap();
    let loaded = counted("1.2.e,東京,,,,2024/6/28,,実施,,\n", vec![handed_in, other]);
    let reports: Vec<(u64, u64)> = loaded
        .observations
        .tallies
        .iter()
        .filter(|tally| tally.name().as_str() == "operation-report")
        .map(|tally| (tally.planned(), tally.done()))
        .collect();
    assert_eq!(reports, [(2, 2), (1, 0)]);
    let notes: Vec<&str> = loaded.notes.iter().map(|note| note.en.as_str()).collect();
    assert_eq!(
        notes,
        ["tally `operation-report` of 2024-06 was handed in as 2 of 2; the log has 0 of 1, which counts"]
    );
}

/// A log that says nothing of a piece of work does not take the place of its tally, and whether a backup succeeded is no
/// matter of whether somebody looked.
#[test]
fn a_log_leaves_the_tallies_of_other_work_alone() {
    let monitoring =
        Tally::new("monitoring".parse().unwrap(), "2024-06-30".parse().unwrap(), 420, 403).unwrap();
    let backup = Tally::new("backup".parse().unwrap(), "2024-06-30".parse().unwrap(), 60, 59).unwrap();
    let rows = "1.2.e,東京,,,,2024/6/28,,実施,,\n3.1.1.l,東京,,,,2024/6/28,,異常あり,,\n";
    let loaded = counted(rows, vec![monitoring, backup]);
    let kept = |name: &str| (tally(&loaded, name).planned(), tally(&loaded, name).done());
    assert_eq!((kept("monitoring"), kept("backup")), ((420, 403), (60, 59)));
}

#[test]
fn rows_of_the_log_that_answer_nothing_are_problems_and_reach_the_verdicts() {
    let loaded = counted(
        "1.2.E,東京,,,,2024/6/28,,実施,,\n\
         1.2.e,大阪,,,,2024/6/28,,実施,,\n\
         1.2.e,東京,,,,2023/3/31,,実施,,\n\
         1.2.e,東京,,,,,,実施,,\n\
         1.2.e,月面,,,,2024/6/28,,実施,,\n\
         1.2.e,東京,,,,2024/6/28,,済,,\n\
         1.2.e,東京,,,,2024/6/28,,実施,,\n\
         1.2.e,東京,,,,2024/6/28,,実施,二重,\n",
        Vec::new(),
    );
    let mut told: Vec<String> = loaded.errors.iter().map(ToString::to_string).collect();
    told.extend(loaded.notes.iter().map(|note| format!("note: {}", note.en)));
    insta::assert_snapshot!(told.join("\n"));
    let unknown = |name: &str| {
        loaded
            .observations
            .rejected
            .iter()
            .filter(|r| r.of == Some(sla::Source::Tally(name.parse().unwrap())))
            .count()
    };
    // Six rows may concern the reports; only those whose item is unknown may concern the backups.
    assert_eq!((unknown("operation-report"), unknown("monitoring"), unknown("backup")), (6, 3, 0));
}
