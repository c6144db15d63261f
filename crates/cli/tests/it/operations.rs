//! A folder of operations: made, filled, looked over, closed, proved, opened again.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use calamine::Reader;
use serde_json::Value;

use super::{folder, run};

const NOW: [&str; 2] = ["--now", "2024-07-05T09:00:00+09:00"];

/// A folder of operations with a made-up June, whose notes and tallies are still lacking.
fn begun(name: &str) -> PathBuf {
    let outer = folder(name);
    assert_eq!(run(&outer, &["init", "ops", "--month", "2024-06", "--lang", "en"]).0, 0);
    let ops = outer.join("ops");
    assert_eq!(run(&ops, &["sample", "--month", "2024-06", "--out", "2024-06"]).0, 0);
    ops
}

/// The same, ready to be closed.
fn ready(name: &str) -> PathBuf {
    let ops = begun(name);
    let notes = "番号,評価項目,原因,対応策\nS-2-1,,休暇が重なった,当番表を見直す\nS-2-2,,夜間の着信,要員を増やす\nS-4-3-4-1,,休日の記録漏れ,点検表に休日欄を設ける\n";
    fs::write(ops.join("notes/2024-06.csv"), notes).unwrap();
    append(&ops.join("2024-06/tallies.csv"), "server-room-card,2024/6/30,0,0,\n");
    ops
}

fn append(path: &Path, text: &str) {
    let before = fs::read_to_string(path).unwrap();
    fs::write(path, format!("{before}{text}")).unwrap();
}

fn with<'a>(command: &[&'a str]) -> Vec<&'a str> {
    [command, &NOW].concat()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut found, mut open) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(path.clone(), fs::read(path).unwrap());
            }
        }
    }
    found
}

#[test]
fn a_month_goes_from_an_empty_folder_to_a_closed_report_and_back() {
    let ops = begun("operations-month");
    // What is lacking is told, in both languages, and stops a close.
    for lang in ["ja", "en"] {
        let (code, out, _) = run(&ops, &with(&["doctor", "--lang", lang]));
        assert_eq!(code, 1);
        insta::assert_snapshot!(format!("doctor-{lang}"), out);
    }
    let (code, out, err) = run(&ops, &with(&["close", "2024-06"]));
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.contains("2024-06 was not closed: 4 things contradict or are missing"), "{err}");
    assert!(!ops.join("closed").exists());
    // Notes from a workbook, as people have them.
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let rows = [
        ["番号", "評価項目", "原因", "対応策"],
        ["S-2-1", "初期対応", "休暇が重なった", "当番表を見直す"],
        ["S-2-2", "初期対応", "夜間の着信", "要員を増やす"],
        ["S-4-3-4-1", "状態監視", "休日の記録漏れ", "点検表に休日欄を設ける"],
        ["S-3", "書きかけ", "", ""],
    ];
    for (row, cells) in (0..).zip(rows) {
        sheet.write_row(row, 0, cells).unwrap();
    }
    fs::remove_file(ops.join("notes/2024-06.csv")).unwrap();
    book.save(ops.join("notes/2024-06.xlsx")).unwrap();
    append(&ops.join("2024-06/tallies.csv"), "server-room-card,2024/6/30,0,0,\n");
    let (code, out, _) = run(&ops, &with(&["doctor", "--format", "json"]));
    let found = json(&out);
    assert_eq!((code, found["schema"].as_str()), (0, Some("keiyaku-doctor-1")));
    assert!(found["findings"].as_array().unwrap().iter().all(|one| one["blocks"] == false), "{out}");
    assert_eq!(found["levels"].as_array().unwrap().len(), 42);
    // The report shows them.
    let (code, out, err) = run(&ops, &with(&["report", "--format", "json"]));
    assert_eq!(code, 0, "{err}");
    let item = |report: &Value, key: &str| {
        report["items"].as_array().unwrap().iter().find(|item| item["key"] == key).unwrap().clone()
    };
    assert_eq!(item(&json(&out), "S-2-1")["remark"]["cause"], "休暇が重なった");
    assert!(ops.join("reports/2024-06/report.html").is_file());
    // Closed, and the same again.
    let (code, out, err) = run(&ops, &with(&["close", "2024-06"]));
    assert_eq!(code, 0, "{err}");
    assert!(out.starts_with("2024-06 is closed (close 1): closed/2024-06/1\nsha256 "), "{out}");
    let closed = contents(&ops.join("closed"));
    for _ in 0..2 {
        assert_eq!(run(&ops, &["close", "2024-06"]).0, 0);
        assert_eq!(contents(&ops.join("closed")), closed);
    }
    let (code, out, _) = run(&ops, &["verify", "2024-06"]);
    assert_eq!((code, out.as_str()), (0, "2024-06 (close 1): the same inputs give the same report\n"));
    // From a folder within it, too.
    assert_eq!(run(&ops.join("notes"), &["verify", "2024-06"]).0, 0);
    // A changed cell is named, with the figures that change by it.
    let incidents = ops.join("2024-06/incidents.csv");
    let before = fs::read_to_string(&incidents).unwrap();
    let row = before.lines().find(|line| line.starts_with("INC202406-0072,")).unwrap();
    fs::write(&incidents, before.replace(row, &row.replacen("ソフトウェア", "ハードウェア", 1))).unwrap();
    for lang in ["ja", "en"] {
        let (code, out, _) = run(&ops, &["verify", "2024-06", "--lang", lang]);
        assert_eq!(code, 1);
        insta::assert_snapshot!(format!("verify-{lang}"), out);
    }
    let (_, out, _) = run(&ops, &["verify", "2024-06", "--format", "json"]);
    let found = json(&out);
    assert_eq!(
        (found["same"].as_bool(), found["differences"][0]["what"].as_str()),
        (Some(false), Some("input"))
    );
    assert_eq!(found["differences"][0]["name"], "2024-06/incidents.csv");
    // A closed month is not closed anew, until it is opened for a reason.
    assert_eq!(run(&ops, &with(&["close", "2024-06"])).0, 1);
    assert_eq!(contents(&ops.join("closed")), closed);
    assert_eq!(run(&ops, &["reopen", "2024-06", "--reason", " "]).0, 2);
    assert_eq!(run(&ops, &["reopen", "2024-06", "--reason", "分類の訂正"]).0, 0);
    assert_eq!(run(&ops, &["verify", "2024-06"]).0, 2);
    assert_eq!(run(&ops, &with(&["close", "2024-06"])).0, 0);
    assert_eq!(run(&ops, &["verify", "2024-06"]).0, 0);
    // What was closed before stays as it was, and every act is on record.
    let now = contents(&ops.join("closed"));
    for (path, bytes) in closed.iter().filter(|(path, _)| !path.ends_with("record.jsonl")) {
        assert!(path.ends_with(".keiyaku.sha256") || now.get(path) == Some(bytes), "{path:?}");
    }
    assert!(ops.join("closed/2024-06/2/manifest.json").is_file());
    let record = fs::read_to_string(ops.join("closed/record.jsonl")).unwrap();
    let acts: Vec<Value> = record.lines().map(json).collect();
    let acts: Vec<&str> = acts.iter().map(|act| act["act"].as_str().unwrap()).collect();
    assert_eq!(acts, ["closed", "reopened", "closed"]);
    assert!(record.contains("分類の訂正"));
}

/// The same month in two folders: the same bytes.
#[test]
fn closing_a_month_gives_the_same_bytes_wherever_it_is_closed() {
    let all = ["operations-one", "operations-other"].map(|name| {
        let ops = ready(name);
        assert_eq!(run(&ops, &with(&["close", "2024-06"])).0, 0);
        let closed = contents(&ops.join("closed"));
        let within = |(path, bytes): (PathBuf, Vec<u8>)| (path.strip_prefix(&ops).unwrap().to_owned(), bytes);
        closed.into_iter().map(within).collect::<BTreeMap<PathBuf, Vec<u8>>>()
    });
    assert_eq!(all[0], all[1]);
    assert!(all[0].len() >= 5);
}

/// Gaps are closed over for a reason alone, which stays in the manifest and on record.
#[test]
fn a_month_with_gaps_is_closed_for_a_stated_reason() {
    let ops = begun("operations-gaps");
    assert_eq!(run(&ops, &with(&["close", "2024-06", "--with-gaps", ""])).0, 2);
    let (code, _, err) = run(&ops, &with(&["close", "2024-06", "--with-gaps", "原因は調査中"]));
    assert_eq!(code, 0, "{err}");
    let manifest = json(&fs::read_to_string(ops.join("closed/2024-06/1/manifest.json")).unwrap());
    assert_eq!(manifest["gaps"]["reason"], "原因は調査中");
    assert_eq!(manifest["gaps"]["found"].as_array().unwrap().len(), 4);
    assert_eq!(run(&ops, &["verify", "2024-06"]).0, 0);
}

/// Whatever of a closed month is changed afterwards is named.
#[test]
fn what_is_changed_of_a_closed_month_is_named() {
    let ops = ready("operations-tampered");
    assert_eq!(run(&ops, &with(&["close", "2024-06"])).0, 0);
    let told = || {
        let (code, out, err) = run(&ops, &["verify", "2024-06"]);
        (code, format!("{out}{err}"))
    };
    for (file, says) in [
        ("closed/2024-06/1/report.html", "`report.html` of the report is not what was closed"),
        ("closed/2024-06/1/manifest.json", "`manifest.json` of the report is not what was closed"),
        ("notes/2024-06.csv", "`notes/2024-06.csv` was changed"),
        ("2024-06/calls.csv", "`2024-06/calls.csv` was changed"),
        ("Keiyaku.toml", "`Keiyaku.toml` was changed"),
    ] {
        let path = ops.join(file);
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, [bytes.as_slice(), b"\n"].concat()).unwrap();
        let (code, all) = told();
        assert!(code == 1 && all.contains(says), "{file}: {all}");
        fs::write(&path, bytes).unwrap();
        assert_eq!(told().0, 0, "{file}");
    }
    let (from, to) = (ops.join("2024-06/survey.csv"), ops.join("survey.csv"));
    fs::rename(&from, &to).unwrap();
    let (code, all) = told();
    assert!(code == 1 && all.contains("`2024-06/survey.csv` is gone") && all.contains("`S-1`: "), "{all}");
    fs::rename(&to, &from).unwrap();
    // A record whose lines do not follow from each other is not relied on.
    assert_eq!(run(&ops, &["reopen", "2024-06", "--reason", "x"]).0, 0);
    let record = ops.join("closed/record.jsonl");
    let text = fs::read_to_string(&record).unwrap();
    fs::write(&record, text.lines().skip(1).collect::<String>()).unwrap();
    let (code, all) = told();
    assert!(code == 2 && all.contains("line 1 does not follow from the one before"), "{all}");
}

/// Nothing that is there is written over, whatever it holds; what is missing is added.
#[test]
fn a_folder_is_added_to_and_nothing_in_it_is_overwritten() {
    let ops = ready("operations-again");
    fs::write(ops.join("templates/incidents.csv"), "mine").unwrap();
    fs::remove_file(ops.join("templates/calls.csv")).unwrap();
    let before = contents(&ops);
    let (code, out, err) = run(&ops, &["init", ".", "--month", "2024-07"]);
    assert_eq!(code, 0, "{err}");
    let after = contents(&ops);
    for (path, bytes) in &before {
        assert!(path.ends_with(".keiyaku.sha256") || after.get(path) == Some(bytes), "{path:?}");
    }
    for new in ["2024-07/README.md", "notes/2024-07.csv", "templates/calls.csv"] {
        assert!(ops.join(new).is_file() && out.contains(new), "{out}");
    }
    assert_eq!(run(&ops, &["init", ".", "--month", "1999-01"]).0, 2);
}

/// Each form is a file that the mapping knows, as text and as a sheet, for each kind of record that is read.
#[test]
fn forms_are_read_by_the_door_that_everything_is_read_by() {
    let outer = folder("operations-forms");
    assert_eq!(run(&outer, &["init", "ops", "--month", "2024-06", "--lang", "en"]).0, 0);
    let ops = outer.join("ops");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(ops.join("templates/records.xlsx")).unwrap();
    let names = book.sheet_names();
    assert!(names.len() > 11, "{names:?}");
    for name in names {
        let sheet = book.worksheet_range(&name).unwrap();
        let heading: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
        let text = fs::read_to_string(ops.join(format!("templates/{name}.csv"))).unwrap();
        assert_eq!(text.trim_start_matches('\u{feff}').trim_end(), heading.join(","), "{name}");
    }
    fs::copy(ops.join("templates/records.xlsx"), ops.join("2024-06/records.xlsx")).unwrap();
    let (_, out, err) = run(&ops, &with(&["doctor", "--format", "json"]));
    let found = json(&out);
    let codes: Vec<&str> =
        found["findings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    let kinds = found["findings"].as_array().unwrap().iter().filter(|one| one["code"] == "records-missing");
    // Tallies are named by their rows; of all else an empty sheet says that nothing happened.
    assert!(
        kinds.clone().count() > 10 && kinds.clone().all(|one| one["subject"]["name"] != "incident"),
        "{out}"
    );
    assert!(!codes.iter().any(|code| ["no-column", "no-mapping", "order"].contains(code)), "{codes:?} {err}");
}

/// Settings are checked as any table is.
#[test]
fn settings_that_are_misspelt_are_told_with_what_is_meant() {
    let outer = folder("operations-settings");
    fs::write(outer.join("Keiyaku.toml"), "schema = 1\ncontrct = \"c\"\nlang = \"jp\"\n").unwrap();
    let (code, _, err) = run(&outer, &["doctor", "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(err.contains("Keiyaku.toml:2:1") && err.contains("did you mean `contract`?"), "{err}");
    let (code, _, err) = run(&outer, &["report", "--lang", "ja"]);
    assert!(code == 2 && err.contains("`contract`のことか"), "{err}");
    // A folder of none says so.
    let (code, _, err) = run(&folder("operations-none"), &["doctor", "--lang", "en"]);
    assert!(code == 2 && err.contains("this is no folder of operations"), "{err}");
}

/// Options win, each by itself; the folder says what they leave open.
#[test]
fn commands_in_the_folder_take_from_it_what_no_option_says() {
    let ops = ready("operations-options");
    let (code, out, err) = run(&ops, &with(&["sla", "explain", "S-2-1"]));
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("94.7%") && err.contains("by the settings of `Keiyaku.toml`"), "{out}{err}");
    let (_, out, err) = run(&ops, &with(&["sla", "explain", "S-2-1", "--lang", "ja"]));
    assert!(out.contains("要求水準") && err.contains("運用フォルダの設定"), "{out}{err}");
    let (code, out, _) = run(&ops, &["deadlines", "--on", "2024-06-20"]);
    assert!(code == 0 && out.contains("2024-06"), "{out}");
    // Days go before the month of the folder.
    let (_, out, _) = run(&ops, &["deadlines", "--from", "2024-09-01", "--to", "2024-09-30"]);
    assert!(out.contains("2024-09") && !out.contains("2024-06-28"), "{out}");
    let other = ops.parent().unwrap().join("other");
    assert_eq!(run(&ops, &["sample", "--month", "2024-06", "--seed", "2", "--out", "../other"]).0, 0);
    let records = other.to_str().unwrap().to_owned();
    let (_, one, _) = run(&ops, &with(&["sla", "explain", "S-2-2", "--records", &records]));
    let (_, two, _) = run(&ops, &with(&["sla", "explain", "S-2-2"]));
    assert_ne!(one, two);
    let (code, _, err) = run(&ops, &["report", "--month", "2024-09"]);
    assert!(code == 2 && err.contains("there is no folder `2024-09`"), "{err}");
}

/// A case that was open when May ended is closed in June's files; what was handed in for May alone is missing in June.
#[test]
fn cases_are_carried_over_and_kinds_are_known_month_by_month() {
    let ops = ready("operations-carried");
    fs::create_dir(ops.join("2024-05")).unwrap();
    let header = |name: &str| {
        let text = fs::read_to_string(ops.join("2024-06").join(name)).unwrap();
        text.trim_start_matches('\u{feff}').lines().next().unwrap().to_owned()
    };
    let incident =
        "INC-MAY,ハードウェア,個人,なし,2024/5/30 9:00,2024/5/30 9:05,2024/5/30 10:00,2024/5/30 10:00,,,,,";
    let may = format!("{}\n{incident}\n", header("incidents.csv"));
    fs::write(ops.join("2024-05/incidents.csv"), &may).unwrap();
    let due = || run(&ops, &with(&["sla", "due", "--format", "json"])).1;
    assert!(due().contains("INC-MAY"), "{}", due());
    // June's export has it recovered.
    let recovered = incident.replace("10:00,,,,,", "10:00,2024/5/31 9:00,受託者,2024/6/3 9:00,,");
    append(&ops.join("2024-06/incidents.csv"), &format!("{recovered}\n"));
    let (code, out, err) = run(&ops, &with(&["sla", "due", "--format", "json"]));
    assert!(code == 0 && !out.contains("INC-MAY"), "{out}{err}");
    assert!(err.contains("1 records stand in the files of 2024-05 and of 2024-06"), "{err}");
    // Calls of June that were taken away are missing, though others of the kind were handed in for May.
    let calls = fs::read_to_string(ops.join("2024-06/calls.csv")).unwrap();
    fs::write(ops.join("2024-05/calls.csv"), calls.replace("2024/6/", "2024/5/")).unwrap();
    fs::remove_file(ops.join("2024-06/calls.csv")).unwrap();
    let (_, out, _) = run(&ops, &with(&["doctor", "2024-06"]));
    assert!(out.contains("no records of `call` were handed in for 2024-06"), "{out}");
}

/// The year's figures come from closed months, and are those of the records at once.
#[test]
fn a_year_is_told_from_closed_months_without_their_records() {
    let ops = ready("operations-year");
    assert_eq!(run(&ops, &["report", "--year", "2024"]).0, 2, "nothing is closed yet");
    for month in ["2024-04", "2024-05"] {
        let seed = &month[6..];
        assert_eq!(run(&ops, &["sample", "--month", month, "--seed", seed, "--out", month]).0, 0);
    }
    for (month, now) in [("2024-04", "2024-05-20"), ("2024-05", "2024-06-20"), ("2024-06", "2024-07-20")] {
        let now = format!("{now}T09:00:00+09:00");
        let (code, _, err) = run(&ops, &["close", month, "--now", &now, "--with-gaps", "見本"]);
        assert_eq!(code, 0, "{err}");
    }
    let (_, out, _) = run(
        &ops,
        &["report", "--month", "2024-06", "--now", "2024-07-20T09:00:00+09:00", "--format", "json"],
    );
    let at_once = json(&out);
    let mut compared = 0;
    let year = |out: &str| json(out);
    let (code, out, err) = run(&ops, &["report", "--year", "2024", "--format", "json"]);
    assert_eq!(code, 0, "{err}");
    let told = year(&out);
    assert_eq!(told["schema"], "keiyaku-year-1");
    assert_eq!((told["closed"].as_array().unwrap().len(), told["open"].as_array().unwrap().len()), (3, 9));
    for level in told["levels"].as_array().unwrap() {
        let item =
            at_once["items"].as_array().unwrap().iter().find(|item| item["key"] == level["key"]).unwrap();
        // Items by fiscal year cover the year so far.
        if item["covers"][0] == "2024-04-01" {
            assert_eq!(level["exact"], item["exact"], "{level:#}");
            assert_eq!(level["numerator"], item["numerator"], "{level:#}");
            assert_eq!(level["denominator"], item["denominator"], "{level:#}");
            compared += 1;
        }
    }
    assert!(compared >= 4, "{compared}");
    // Without any record left it is the same.
    for month in ["2024-04", "2024-05", "2024-06"] {
        fs::remove_dir_all(ops.join(month)).unwrap();
    }
    assert_eq!(run(&ops, &["report", "--year", "2024", "--format", "json"]).1, out);
}

/// What is wrong with notes is told with its row.
#[test]
fn notes_that_cannot_be_used_are_told() {
    let ops = ready("operations-notes");
    fs::write(
        ops.join("notes/2024-06.csv"),
        "番号,原因,対応策,備考\nS-2-9,a,b,\nS-2-1,a,,\nS-2-2,a,b,\nS-2-2,c,d,\n",
    )
    .unwrap();
    let (code, _, err) = run(&ops, &with(&["doctor", "--lang", "en"]));
    assert_eq!(code, 2);
    insta::assert_snapshot!("notes", err);
    fs::write(ops.join("notes/2024-06.toml"), "").unwrap();
    let (code, _, err) = run(&ops, &with(&["doctor"]));
    assert!(code == 2 && err.contains("there are several files of notes for 2024-06"), "{err}");
}
