//! Cases followed through their states.

use records::{InputFile, Mapping, load};
use sla::Case;

const MAPPING: &str = r#"
zone = "UTC"
times = ["slash"]
[[file]]
name = "log"
kind = "incident"
shape = "state-changes"
id = "id"
changed = "at"
state = "state"
[[file.states]]
is = ["Waiting"]
pauses = "waiting"
[[file.states]]
is = ["Resolved"]
reaches = "resolved"
[[file.states]]
is = ["Closed"]
keeps = ["resolved"]
reaches = "closed"
[[file.states]]
is = ["New", "Active"]
"#;

fn follow(states: &[(&str, u32)]) -> Case {
    let rows: String = states.iter().map(|(state, hour)| format!("1,2024/6/3 {hour}:00,{state}\n")).collect();
    let text = format!("id,at,state\n{rows}");
    let mapping = Mapping::from_table("m.toml", MAPPING, &calendar::Sites::default()).unwrap();
    let loaded = load(&mapping, &[InputFile { name: "log.csv", bytes: text.as_bytes() }], &mut |_, _| {});
    loaded.observations.cases[0].clone()
}

fn hour(case: &Case, mark: &str) -> Option<String> {
    case.marks.get(&mark.parse().unwrap()).map(|at| at.format("%-H").to_string())
}

#[test]
fn a_pause_lasts_as_long_as_its_state() {
    let case = follow(&[("New", 1), ("Waiting", 2), ("Waiting", 3), ("Active", 5), ("Waiting", 7)]);
    let pauses: Vec<_> = case
        .pauses
        .iter()
        .map(|p| (p.from.format("%-H").to_string(), p.to.map(|t| t.format("%-H").to_string())))
        .collect();
    assert_eq!(pauses, [("2".to_owned(), Some("5".to_owned())), ("7".to_owned(), None)]);
}

#[test]
fn a_mark_is_kept_or_taken_back_by_the_next_state() {
    let closed = follow(&[("New", 1), ("Resolved", 2), ("Resolved", 3), ("Closed", 4)]);
    assert_eq!(
        (hour(&closed, "resolved").as_deref(), hour(&closed, "closed").as_deref()),
        (Some("2"), Some("4"))
    );
    assert!(closed.reopenings.is_empty());

    let reopened = follow(&[("Resolved", 2), ("Active", 5), ("Resolved", 6), ("Closed", 7)]);
    assert_eq!(hour(&reopened, "resolved").as_deref(), Some("6"));
    assert_eq!(reopened.reopenings.len(), 1);

    let open = follow(&[("Resolved", 2), ("Active", 5)]);
    assert_eq!((hour(&open, "resolved"), open.reopenings.len()), (None, 1));
}

#[test]
fn a_log_split_into_files_tells_of_the_same_case() {
    let whole = follow(&[("New", 1), ("Waiting", 2), ("Active", 5), ("Resolved", 6)]);
    let mapping = Mapping::from_table("m.toml", MAPPING, &calendar::Sites::default()).unwrap();
    let files = [
        ("log-2.csv", "id,at,state\n1,2024/6/3 5:00,Active\n1,2024/6/3 6:00,Resolved\n"),
        ("log-1.csv", "id,at,state\n1,2024/6/3 1:00,New\n1,2024/6/3 2:00,Waiting\n"),
    ];
    let files = files.map(|(name, text)| InputFile { name, bytes: text.as_bytes() });
    let mut cases = load(&mapping, &files, &mut |_, _| {}).observations.cases;
    assert_eq!(cases.len(), 1);
    cases[0].origin = whole.origin.clone();
    assert_eq!(cases[0], whole);
}

#[test]
fn a_case_with_an_unreadable_change_is_not_judged_by_the_others() {
    let text = "id,at,state\n1,2024/6/3 1:00,New\n1,2024/6/3 x,Resolved\n1,2024/6/3 6:00,Clsoed\n2,2024/6/3 1:00,New\n";
    let mapping = Mapping::from_table("m.toml", MAPPING, &calendar::Sites::default()).unwrap();
    let loaded = load(&mapping, &[InputFile { name: "log.csv", bytes: text.as_bytes() }], &mut |_, _| {});
    let errors: Vec<String> = loaded.errors.iter().map(ToString::to_string).collect();
    assert!(errors[0].starts_with("log.csv, row 3, column `at`, `2024/6/3 x`: is the date"), "{errors:?}");
    assert_eq!(
        errors[1],
        "log.csv, row 4, column `state`, `Clsoed`: is no state of the mapping \
         (known: `Waiting`, `Resolved`, `Closed`, `New`, `Active`); \
         mend the state, or add it to `states` of the mapping"
    );
    let ids = |cases: &[Case]| cases.iter().map(|case| case.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&loaded.observations.cases), ["2"]);
    // Two rows of it are wrong; it is one case.
    let rejected: Vec<_> = loaded.observations.rejected.iter().map(|r| r.id.clone().unwrap()).collect();
    assert_eq!((errors.len(), rejected), (2, vec!["1".to_owned()]));
}

#[test]
fn the_order_of_rows_in_the_file_does_not_matter() {
    let straight = follow(&[("New", 1), ("Waiting", 2), ("Active", 5), ("Resolved", 6)]);
    let mut shuffled = follow(&[("Resolved", 6), ("Waiting", 2), ("New", 1), ("Active", 5)]);
    shuffled.origin = straight.origin.clone();
    assert_eq!(straight, shuffled);
}
