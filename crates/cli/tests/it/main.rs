//! Tests of the command: what it prints and how it ends.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a shared check that cannot go on stops its test"
)]

mod bid;
mod bid_sheets;
mod cases;
mod deadlines;
mod evidence;
mod foreign;
mod formula;
mod guide;
mod hostile;
mod itss;
mod ledger;
mod lint;
mod map;
mod new;
mod operations; // a folder of operations from its first day to a closed month
mod output;
mod page; // the page in a browser
mod pdf;
mod problems; // every code with files that bring it about
mod proposed;
mod reading;
mod revise;
mod sources;
mod strace;
mod strangers;
mod tasks;
mod trace;
#[path = "../../../ledger-sheet/tests/it/sheets.rs"]
mod workbooks; // workbooks written down cell by cell

use std::{fs, path::PathBuf, process::Command};

/// A folder for one test's files, emptied first.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs the command in a folder; gives exit code, standard output and standard error.
fn run(folder: &PathBuf, arguments: &[&str]) -> (i32, String, String) {
    let output =
        Command::new(env!("CARGO_BIN_EXE_keiyaku")).current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn without_arguments_it_reports_the_sample_month() {
    let folder = folder("main-job");
    let (code, out, err) = run(&folder, &[]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(
        out.contains("S-4-7-1-1")
            && out.contains("報告書: keiyaku-report/2024-06/report.{html,json,md,xlsx}, csv/")
    );
    for name in ["report.html", "report.json", "report.md", "report.xlsx", "csv/service-levels.csv"] {
        assert!(folder.join("keiyaku-report/2024-06").join(name).is_file(), "{name}");
    }
}

#[test]
fn a_sample_is_reported_like_any_records() {
    let folder = folder("sample");
    assert_eq!(run(&folder, &["sample", "--month", "2024-06", "--seed", "1", "--out", "june"]).0, 0);
    let arguments = [
        "report",
        "--records",
        "june",
        "--month",
        "2024-06",
        "--now",
        "2024-07-05T09:00:00+09:00",
        "--format",
        "json",
    ];
    let (code, own, _) = run(&folder, &arguments);
    assert_eq!(code, 0);
    let embedded = run(&folder, &["report", "--format", "json", "--remarks", "none.toml"]);
    assert_eq!(embedded.0, 2, "a file that is not there stops the command");
    let embedded: serde_json::Value =
        serde_json::from_str(&run(&folder, &["report", "--format", "json"]).1).unwrap();
    let own: serde_json::Value = serde_json::from_str(&own).unwrap();
    assert_eq!(own["totals"], embedded["totals"]);
}

#[test]
fn bad_rows_are_listed_and_stop_the_command_unless_told_to_go_on() {
    let folder = folder("bad-rows");
    let calls = "番号,着信日時,応答日時,放棄日時,終了日時\n1,2024/6/3 9:00:00,2024/6/3 9:00:05,,2024/6/3 9:05:00\n2,6月3日,,,\n";
    fs::write(folder.join("calls.csv"), calls).unwrap();
    let arguments = ["report", "--records", "calls.csv", "--month", "2024-06", "--lang", "en"];
    let (code, out, err) = run(&folder, &arguments);
    assert_eq!((code, out.as_str()), (1, ""));
    insta::assert_snapshot!("bad_rows", err);
    let (code, out, _) = run(&folder, &[&arguments[..], &["--keep-going"]].concat());
    assert_eq!(code, 0);
    let line = out.lines().find(|line| line.starts_with("S-4-6-1-4 ")).unwrap();
    assert!(line.ends_with("undetermined"), "{line}");
    assert!(out.contains("calls.csv, row 3, column `着信日時`, `6月3日`"), "{out}");
}

#[test]
fn what_cannot_be_used_ends_with_2_and_says_why() {
    let folder = folder("unusable");
    for (arguments, message) in [
        (
            &["report", "--month", "2027-06", "--lang", "en"][..],
            "month 2027-06 lies outside the contract's term",
        ),
        (
            &["sla", "explain", "S-2-9", "--lang", "en"],
            "there is no service level `S-2-9`; did you mean `S-2-1`?",
        ),
        (
            &[
                "calendar",
                "elapsed",
                "2024-06-03T09:00",
                "2024-06-04T09:00",
                "--calendar",
                "office",
                "--lang",
                "en",
            ],
            "there is no calendar `office`",
        ),
        (&["calendar", "holidays", "2100"], "holidays are known from 1948-07-20 to 2099-12-31"),
        (
            &["report", "--records", ".", "--month", "2024-06", "--lang", "en"],
            "no file of records (csv, tsv, jsonl, ndjson, json, xlsx, xlsm, xls, ods) in `.`",
        ),
        (&["report", "--contract", "nowhere", "--records", "."], "cannot read `nowhere/report.toml`"),
    ] {
        let (code, _, err) = run(&folder, arguments);
        if message.contains("nowhere") {
            assert!(err.contains("nowhere"), "{err}");
        } else {
            assert!(err.contains(message), "{err}");
        }
        assert_eq!(code, 2, "{arguments:?}");
    }
    assert_eq!(run(&folder, &["report", "--fail-on-missed"]).0, 3);
}

#[test]
fn business_time_is_explained() {
    let folder = folder("calendar");
    let (code, out, _) =
        run(&folder, &["calendar", "elapsed", "2024-07-12T17:00", "2024/7/16 10:00", "--lang", "en"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("elapsed", out);
    let (_, out, _) = run(&folder, &["calendar", "add", "2024-06-07T16:00", "4h", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["end"], "2024-06-10 11:00");
    let (_, out, _) = run(&folder, &["calendar", "holidays", "2026", "--format", "json"]);
    let days: Vec<serde_json::Value> = serde_json::from_str(&out).unwrap();
    assert_eq!(days.len(), 18);
}

#[test]
fn due_cases_are_sorted_and_marked() {
    let folder = folder("due");
    let arguments = ["sla", "due", "--now", "2024-06-14T18:00:00+09:00", "--format", "json"];
    let rows: Vec<serde_json::Value> = serde_json::from_str(&run(&folder, &arguments).1).unwrap();
    assert!(rows.iter().any(|row| row["at_risk"] == true) && rows.iter().any(|row| row["at_risk"] == false));
    let due: Vec<&str> = rows.iter().map(|row| row["due"].as_str().unwrap()).collect();
    assert!(due.is_sorted());
}

#[test]
fn every_deadline_that_an_open_case_may_have_is_due() {
    let folder = folder("due-open");
    // Nobody has recorded yet who proposes countermeasures, nor what kind of fault it is; the other is of the month before.
    let incidents = "番号,分類,影響範囲,LAN伝播,発生日時,受付日時,初動完了日時,発生報告日時,対応策提示日時,対応策提示者,回復日時,除外理由,除外備考\n\
        I-1,,,,2024/6/14 10:00,2024/6/14 10:05,,,,,,,\n\
        I-2,ハードウェア,部署,なし,2024/5/30 10:00,2024/5/30 10:05,2024/5/30 11:00,2024/5/30 10:30,2024/5/30 11:00,受託者,,,\n";
    fs::write(folder.join("incidents.csv"), incidents).unwrap();
    let arguments = [
        "sla",
        "due",
        "--records",
        "incidents.csv",
        "--now",
        "2024-06-14T11:00:00+09:00",
        "--format",
        "json",
    ];
    let (code, out, err) = run(&folder, &arguments);
    assert_eq!(code, 0, "{err}");
    let rows: Vec<serde_json::Value> = serde_json::from_str(&out).unwrap();
    let told: Vec<String> = rows
        .iter()
        .map(|row| {
            let text = |key: &str| row[key].as_str().unwrap_or("-").to_owned();
            format!("{} {} {} {}", text("item"), text("case"), text("due"), row["certain"])
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn what_is_wrong_with_arguments_is_told_in_both_languages() {
    let folder = folder("usage");
    let tried: [&[&str]; 13] = [
        &["sla", "due", "--now", "2024-07-05"],
        &["sla", "due", "--within", "3x"],
        &["sla", "due", "--nov", "x"],
        &["sla", "du"],
        &["sla"],
        &["report", "--month", "2024-13"],
        &["report", "--format", "tabel"],
        &["report", "--month"],
        &["deadlines", "--from", "06/24"],
        &["deadlines", "--month", "2024-06", "--from", "2024-06-01"],
        &["tasks", "missed"],
        &["calendar", "add", "2024-13-01", "4h"],
        &["bid", "score", "bids", "--round", "3"],
    ];
    let mut told = String::new();
    for arguments in tried {
        let (code, out, both) = run(&folder, arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}");
        told.push_str(&format!("$ {}\n{both}\n", arguments.join(" ")));
    }
    insta::assert_snapshot!(told);
    // In the one language that was asked for.
    let (_, _, ja) = run(&folder, &["sla", "due", "--lang", "ja", "--now", "x"]);
    let (_, _, en) = run(&folder, &["sla", "due", "--lang=en", "--now", "x"]);
    assert!(ja.starts_with("引数の誤り") && !ja.contains("error"), "{ja}");
    assert!(en.starts_with("error: ") && en.is_ascii(), "{en}");
}

/// Every command has its manual page, and every shell its completions.
#[test]
fn shells_and_readers_of_manuals_get_all_commands() {
    let folder = folder("man");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (code, out, err) = run(&folder, &["completions", shell]);
        assert!(code == 0 && out.contains("missed"), "{shell}: {err}");
    }
    for command in [&["man"][..], &["man", "sla", "due"], &["man", "ledger", "key", "new"]] {
        let (code, out, err) = run(&folder, command);
        assert!(code == 0 && out.contains(".SH NAME"), "{command:?}: {err}");
    }
    let (code, _, err) = run(&folder, &["man", "sla", "dew"]);
    assert!(code == 2 && err.contains("dew"), "{err}");
}

#[test]
fn the_items_are_exported_for_other_programs() {
    let folder = folder("export");
    let (_, csv, _) = run(&folder, &["export", "sla", "--format", "csv"]);
    assert!(csv.starts_with('\u{FEFF}') && csv.lines().count() == 43);
    let (_, json, _) = run(&folder, &["export", "sla"]);
    assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&json).unwrap().len(), 42);
}

#[test]
fn the_example_of_a_real_log_prints_what_its_readme_shows() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts/examples/servicenow-log");
    let arguments = [
        "report",
        "--contract",
        example,
        "--records",
        &format!("{example}/records"),
        "--month",
        "2016-03",
        "--now",
        "2017-03-01T00:00:00Z",
        "--lang",
        "en",
    ];
    let (code, out, _) = run(&folder("example"), &arguments);
    assert_eq!(code, 0);
    let table = out.split("\n\n").nth(1).unwrap();
    let readme = fs::read_to_string(format!("{example}/README.md")).unwrap();
    assert!(readme.contains(table), "the README is to show:\n{table}");
}

#[test]
fn the_printed_formulas_are_refuted_and_those_that_count_are_proved() {
    let folder = folder("formula");
    let (code, out, _) = run(&folder, &["formula", "verify", "--lang", "en"]);
    // The printed ones are refuted; those that count are not.
    assert_eq!(code, 1);
    assert_eq!(run(&folder, &["formula", "verify", "--computed"]).0, 0);
    assert!(out.contains(
        "in a month with 1 case of which 0 in time the printed formula gives no value, the computed one 0 %"
    ));
    assert!(out.contains("S-4-6-1-4 computed mean: proved"), "{out}");
    assert!(
        out.contains(
            "95%: one miss is allowed from 20 cases on. In whole percents, rounded half up, 18 of 19"
        )
    );
    let printed: Vec<&str> = out.lines().filter(|line| line.contains("  printed ")).collect();
    assert_eq!(printed.len(), 3);
    assert!(printed.iter().all(|line| line.contains("NO")), "{out}");
    let computed = out.lines().filter(|line| line.contains("  computed "));
    assert!(computed.clone().count() > 30 && computed.clone().all(|line| !line.contains("NO")), "{out}");
    let arguments =
        ["formula", "check", "（1-発生件数÷期限内件数）×100", "--on-time", "期限内件数", "--all", "発生件数"];
    let (code, out, _) = run(&folder, &arguments);
    assert_eq!(code, 1);
    assert!(out.contains("全1件のうち期限内が1件の月に、0％になる"), "{out}");
    assert!(out.contains("「期限内件数÷発生件数×100」の意味か"), "{out}");
    let (_, laws, _) = run(&folder, &["formula", "laws", "--format", "json"]);
    assert_eq!(serde_json::from_str::<Vec<serde_json::Value>>(&laws).unwrap().len(), 21);
    // Each reading of a text is judged; the usual one decides the exit code.
    let words = [
        "formula",
        "check",
        "期限内件数を発生件数で除した割合",
        "--on-time",
        "期限内件数",
        "--all",
        "発生件数",
    ];
    // Without × 100 it is a share.
    let (code, out, _) = run(&folder, &words);
    assert_eq!(code, 0);
    assert!(out.contains("0から1までの割合として判定した"), "{out}");
    assert!(out.contains("usual-percentage: 期限内件数÷発生件数×100"), "{out}");
    fs::write(folder.join("formulas.txt"), "# rates\n期限内件数÷発生件数×100\n\n期限内件÷発生件数\n")
        .unwrap();
    let file = ["formula", "check", "--file", "formulas.txt", "--on-time", "期限内件数", "--all", "発生件数"];
    // What becomes of each formula of a file is the answer, so that it stands there; the others are judged all the same.
    let (code, out, err) = run(&folder, &file);
    assert_eq!((code, err.as_str()), (2, ""));
    assert!(out.starts_with("4: 1文字目: 「期限内件」という名称はない。「期限内件数」か\n"), "{out}");
    assert!(out.contains("\n2 usual: 期限内件数÷発生件数×100\n"), "{out}");
    let (_, out, _) = run(&folder, &[&file[..], &["--lang", "en"]].concat());
    let told = "4: character 1: `期限内件` is no known name; did you mean `期限内件数`?\n";
    assert!(out.starts_with(told), "{out}");
    let (code, out, _) = run(&folder, &[&file[..], &["--format", "json"]].concat());
    let values: Vec<serde_json::Value> = serde_json::from_str(&out).unwrap();
    let problem = values.iter().find(|value| value["problem"].is_object()).unwrap();
    assert_eq!((code, &problem["line"]), (2, &serde_json::json!("4")));
    // What is withheld falls as more cases are on time.
    let penalty = [
        "formula",
        "check",
        "(発生件数-期限内件数)÷発生件数×100",
        "--as",
        "penalty",
        "--on-time",
        "期限内件数",
        "--all",
        "発生件数",
    ];
    assert_eq!(run(&folder, &penalty).0, 0);
}

#[test]
fn a_refuted_mean_law_ends_verify_with_1() {
    let folder = folder("mean");
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts/examples/servicenow-log");
    for name in ["calendar.toml", "policy.toml", "records.toml", "sla.toml"] {
        fs::copy(format!("{example}/{name}"), folder.join(name)).unwrap();
    }
    let verify = || run(&folder, &["formula", "verify", "--contract", ".", "--lang", "en"]);
    assert_eq!(verify().0, 0);
    let table = fs::read_to_string(folder.join("sla.toml")).unwrap();
    let clause = "clause = \"example/servicenow-log#R-3\"";
    assert!(table.contains(clause));
    let wrong = format!("{clause}\nwritten_formula = \"合計時間÷（対象件数+1）\"");
    fs::write(folder.join("sla.toml"), table.replace(clause, &wrong)).unwrap();
    let (code, out, err) = verify();
    assert_eq!(code, 1, "{out}{err}");
    assert!(out.contains("R-3 printed mean: refuted (of the values 1 it makes 1/2)"), "{out}");
}

#[test]
fn verify_shows_wrong_figures_and_not_only_missing_ones() {
    let (_, out, _) = run(&folder("figures"), &["formula", "verify", "--lang", "en"]);
    let month = "S-2-1 (hardware incidents of the month): in a month with";
    for told in [
        "1 case of which 0 in time the printed formula gives no value, the computed one 0 %",
        "1 case of which 1 in time the printed formula gives 0 %, the computed one 100 %",
        "2 cases of which 1 in time the printed formula gives -100 %, the computed one 50 %",
    ] {
        assert!(out.contains(&format!("{month} {told}\n")), "{out}");
    }
}

#[test]
fn check_tells_parts_whose_units_do_not_fit() {
    let folder = folder("units");
    let check = |text: &str| {
        let given =
            ["formula", "check", text, "--on-time", "期限内件数", "--all", "発生件数", "--lang", "en"];
        run(&folder, &given).1
    };
    let clash =
        "`1` is a plain number and `期限内件数 ÷ 発生件数 × 100` is a percentage: `-` cannot join them";
    assert!(check("1-期限内件数÷発生件数×100").contains(clash));
    assert!(check("期限内件数÷発生件数").contains("judged as a share between 0 and 1"));
    assert!(check("期限内件数×発生件数").contains("it is neither a share nor a percentage"));
    assert!(!check("期限内件数×100÷発生件数").contains("unit"));
}
