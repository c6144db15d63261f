//! `keiyaku test`: a contract's tables by cases, records in and figures and verdicts out.

use std::{fs, path::PathBuf};

use super::{folder, run};

const CONTRACT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts/examples/measures");
const NOW: &str = "2024-07-01T00:00:00Z";

/// Runs cases, given without their records and month, in English.
fn tested(name: &str, header: &str, rows: &[&str]) -> (i32, String, String) {
    let folder = folder(&format!("cases-{name}"));
    let rows: String = rows.iter().map(|row| format!("{CONTRACT}/records,2024-06,{NOW},{row}\n")).collect();
    fs::write(folder.join("cases.csv"), format!("\u{FEFF}records,month,now,{header}\n{rows}")).unwrap();
    run(&folder, &["test", "cases.csv", "--contract", CONTRACT, "--lang", "en"])
}

/// What is found of one expectation of a figure.
fn figure(name: &str, item: &str, expected: &str) -> String {
    let (code, out, err) = tested(name, "item,figure", &[&format!("{item},{expected}")]);
    assert!(code < 2, "{err}");
    let line = out.lines().nth(2).unwrap().trim_end();
    assert_eq!(code == 0, line.ends_with("ok"), "{out}");
    line.split("  ").last().unwrap().to_owned()
}

#[test]
fn figures_are_expected_as_displayed_or_exact_and_in_their_unit() {
    for (item, expected) in [
        ("A-1", "83.3%"),
        ("A-1", "83.3"),
        ("A-1", "８３．３％"),
        ("A-1", "250/3"),
        ("A-1", "250/3 %"),
        ("A-4", "10 h"),
        ("A-4", "10時間"),
        ("A-4", "10.000"),
        ("A-3", "0"),
    ] {
        assert_eq!(figure("figures", item, expected), "ok", "{item} {expected}");
    }
    // More digits than are displayed are exact ones.
    assert_eq!(figure("figures", "A-1", "83.33"), "figure: expected 83.33, found 83.3% (250/3)");
    assert_eq!(figure("figures", "A-1", "83.4"), "figure: expected 83.4, found 83.3% (250/3)");
    assert_eq!(figure("figures", "A-1", "250/3 h"), "figure: expected 250/3h, found 83.3% (250/3)");
    assert_eq!(figure("figures", "A-4", "10%"), "figure: expected 10%, found 10 h");
    assert_eq!(figure("figures", "A-4", "none"), "figure: expected none, found 10 h");
    assert_eq!(figure("figures", "A-4", "-10"), "figure: expected -10, found 10 h");
}

#[test]
fn what_comes_out_otherwise_ends_with_1_and_tells_both() {
    let rows = ["A-1,5/6,not-met,kept", "A-1,6 / 6,met,", "A-6,,未確定,in Japanese", "A-2,30/30,met,"];
    let (code, out, err) = tested("otherwise", "item,counts,verdict,case", &rows);
    assert_eq!(code, 1, "{err}");
    insta::assert_snapshot!(out);
    let (code, _, _) = tested("kept", "item,counts,verdict,case", &[rows[0], rows[2], rows[3]]);
    assert_eq!(code, 0);
}

#[test]
fn json_has_each_expectation_with_what_was_found() {
    let folder = folder("cases-json");
    let row = format!("{CONTRACT}/records,2024-06,{NOW},A-1,84%,not-met\n");
    fs::write(folder.join("c.csv"), format!("記録,対象月,評価時点,番号,実績,判定\n{row}")).unwrap();
    let (code, out, _) = run(&folder, &["test", "c.csv", "--contract", CONTRACT, "--format", "json"]);
    let values: serde_json::Value = serde_json::from_str(&out).unwrap();
    let checks = &values[0]["checks"];
    assert_eq!((code, &checks[0]["as_expected"]), (1, &serde_json::json!(false)));
    assert_eq!(checks[0]["found"]["en"], "83.3% (250/3)");
    assert_eq!(checks[1]["as_expected"], true);
}

#[test]
fn what_is_wrong_with_cases_is_told_all_at_once_and_nothing_is_run() {
    let (code, out, err) = tested(
        "wrong",
        "item,figure,counts,verdict",
        &["A-11,1,,", "A-1,,,", "A-1,many,,", "A-1,,,good", "A-1,--5,,", "A-1,1/0,,", "A-1,1,,,,,"],
    );
    assert_eq!((code, out.as_str()), (2, ""));
    insta::assert_snapshot!(err);
    let folder = folder("cases-columns");
    let told = |text: &str| {
        fs::write(folder.join("c.csv"), text).unwrap();
        let (code, out, err) = run(&folder, &["test", "c.csv", "--contract", CONTRACT, "--lang", "en"]);
        assert_eq!((code, out.as_str()), (2, ""));
        err
    };
    let err = told("record,month,item,figure\nx,2024-06,A-1,1\n");
    assert!(err.contains("there is no column `record`; did you mean `records`?"), "{err}");
    assert!(err.contains("there is no column `records` (or `記録`)"), "{err}");
    assert!(told("records,month,item\n").contains("there is no case in it"));
    let err = told("records,month,item,now,verdict\n,2031-01,A-1,noon,met\n,June,A-1,,met\n");
    for part in [
        "c.csv:2: records ``: name a file or folder",
        "c.csv:2: month `2031-01`: lies outside the contract's term",
        "c.csv:2: now `noon`: is no moment",
        "c.csv:3: month `June`: is no month",
    ] {
        assert!(err.contains(part), "{err}");
    }
}

/// Records of one case that are not there keep no other from being tried.
#[test]
fn records_that_cannot_be_read_are_told_beside_the_others() {
    let folder: PathBuf = folder("cases-records");
    fs::create_dir(folder.join("bad")).unwrap();
    let bad = "id,topic,received,answered\nQ-1,x,soon,\n";
    fs::copy(format!("{CONTRACT}/records/tallies.csv"), folder.join("tallies.csv")).unwrap();
    fs::write(folder.join("bad/inquiries.csv"), bad).unwrap();
    let cases = format!(
        "records,month,item,figure,now\nnone.csv,2024-06,A-1,1,\ntallies.csv,2024-06,A-2,100%,{NOW}\nbad,2024-06,A-7,1,\n"
    );
    fs::write(folder.join("c.csv"), cases).unwrap();
    let (code, out, err) = run(&folder, &["test", "c.csv", "--contract", CONTRACT, "--lang", "en"]);
    assert_eq!(code, 2, "{err}");
    assert!(out.contains("3    A-2") && out.ends_with("1 of 3 as expected\n"), "{out}");
    assert!(err.contains("none.csv") && err.contains("rows of the records cannot be read"), "{err}");
    for row in [2, 4] {
        let told = format!("c.csv: not tried, for want of their records: the cases of rows {row}\n");
        assert!(err.contains(&told), "{err}");
    }
}
