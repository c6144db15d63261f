//! Another contract, with sites and calendars of its own, goes through every command: nothing of the reference contract
//! shows, and nothing is lost without a word.

use std::{fs, path::PathBuf};

use super::{folder, run};

/// Calendars and sites of a harbour.
const CALENDAR: &str = r#"
zone = "Europe/Lisbon"
main = "quay-hours"

[[calendar]]
id = "quay-hours"
name = { ja = "埠頭の業務時間", en = "hours of the quay" }
hours = { weekdays = ["07:00-15:00"] }
clause = "our-contract/main#3"

[[calendar]]
id = "always"
name = { ja = "24時間365日", en = "day and night, all year" }
hours = { daily = ["00:00-24:00"] }

[[site]]
id = "harbour"
name = { ja = "港", en = "harbour" }

[[site]]
id = "quay"
name = { ja = "埠頭", en = "quay" }
within = "harbour"

[[site]]
id = "lighthouses"
name = { ja = "灯台", en = "lighthouses" }
each = { ja = "灯台", en = "lighthouse" }
calendar = "always"
member = [
  { no = 1, name = { ja = "北", en = "north" }, zone = "Atlantic/Azores" },
  { no = 2, name = { ja = "南", en = "south" } },
]

[[outage]]
id = "dredging"
name = { ja = "浚渫", en = "dredging" }
site = "harbour"
dates = [2025-04-30]
begins = 08:00:00
days = 0
ends = 18:00:00
clause = "our-contract/main#3"
"#;

const TASKS: &str = r#"
[[frequency]]
text = "weekly"
kind = "every"
times = 1
per = "week"
[[frequency]]
text = "monthly"
kind = "every"
times = 1
per = "month"
[[frequency]]
text = "as needed"
kind = "irregular"
[[trigger]]
id = "storm"
name = { ja = "嵐", en = "a storm" }
[[deliverable]]
id = "log"
name = { ja = "日誌", en = "log book" }
[[party]]
id = "keeper"
name = { ja = "灯台守", en = "keeper" }
[[duty_word]]
id = "does"
name = { ja = "実施", en = "does it" }
[[duty]]
category = "1"
parts = { keeper = ["does"] }
clause = "our-contract/main#2"
[[section]]
no = "1.1"
names = [{ ja = "港の保守", en = "upkeep of the harbour" }]
[[section.item]]
letter = "a"
title = { ja = "係船柱の点検", en = "bollards checked" }
sites = ["quay"]
frequency = "weekly"
deliverables = ["log"]
counts = "S-3-1"
clause = "our-contract/work#1.1.a"
[[section.item]]
letter = "b"
title = { ja = "灯火の点検", en = "lamps checked" }
sites = ["lighthouses"]
frequency = "monthly"
clause = "our-contract/work#1.1.b"
[[section.item]]
letter = "c"
title = { ja = "信号旗の補修", en = "flags mended" }
sites = []
frequency = "as needed"
trigger = "storm"
clause = "our-contract/work#1.1.c"
"#;

const SAMPLE: &str = r#"
calls = 2
answers = 2
late = 20
software_late = 20
second_line = 20
excluded = 400
reopened = 20
abandoned = 20
first_answer = 800
callers = ["岸壁"]
topics = ["潮位"]
client_ground = { says = "船主の都合", note = "延期" }
[[ground]]
says = "高潮"
note = "埠頭が閉鎖"
[[incident]]
name = "灯火"
count = 5
[[request]]
name = "PC作業"
count = 40
[[inquiry]]
name = "電話"
count = 20
"#;

const LOG: &str = "item,site,planned,done,outcome\n\
    1.1.a,quay,2025-04-04,2025-04-04,done\n\
    1.1.a,quay,2025-04-11,2025-04-15,done\n\
    1.1.b,lighthouses/1,2025-04-30,2025-04-29,done\n\
    1.1.b,lighthouses/2,2025-04-30,2025-04-30,done\n\
    1.1.c,unstated,2025-04-22,,not-done\n";

const MAPPING: &str = r#"
[[file]]
name = "executions"
kind = "execution"
shape = "executions"
id = "item"
site = "site"
planned = "planned"
done = "done"
outcome = "outcome"
"#;

/// Words of the reference contract, as people would read them.
const WORDS: &[&str] = &[
    "jetro",
    "tokyo",
    "osaka",
    "head office",
    "head-office",
    "institute",
    "overseas",
    "offices abroad",
    "regional",
    "機構",
    "本部",
    "研究所",
    "海外",
    "東京",
    "大阪",
    "地方事務所",
    "ニューヨーク",
];

fn contract(name: &str) -> PathBuf {
    let folder = folder(name);
    assert_eq!(run(&folder, &["new", "mine"]).0, 0);
    let mine = folder.join("mine");
    // The schemas for editors are of all contracts.
    fs::remove_dir_all(mine.join(".schema")).unwrap();
    for (file, text) in [("calendar.toml", CALENDAR), ("tasks.toml", TASKS), ("sample.toml", SAMPLE)] {
        fs::write(mine.join(file), text).unwrap();
    }
    let edit = |file: &str, edits: &[(&str, &str)]| {
        let mut text = fs::read_to_string(mine.join(file)).unwrap();
        for (from, to) in edits {
            assert!(text.contains(from), "{file}: {from}");
            text = text.replace(from, to);
        }
        fs::write(mine.join(file), text).unwrap();
    };
    edit("help-desk.toml", &[("calendar = \"office\"", "calendar = \"quay-hours\"")]);
    edit("policy.toml", &[("value = \"office\"", "value = \"quay-hours\"")]);
    edit(
        "staffing.toml",
        &[
            ("\"museum\"", "\"quay\""),
            ("calendar = \"office\"", "calendar = \"quay-hours\""),
            ("09:00-17:30", "07:00-15:00"),
        ],
    );
    edit("records.toml", &[("zone = \"Asia/Tokyo\"", "zone = \"Europe/Lisbon\"")]);
    let mapping = fs::read_to_string(mine.join("records.toml")).unwrap();
    fs::write(mine.join("records.toml"), mapping + MAPPING).unwrap();
    fs::write(mine.join("records/executions.csv"), LOG).unwrap();
    folder
}

/// What a command prints in both languages; it must end well and name nothing of the reference contract.
fn told(folder: &PathBuf, arguments: &[&str]) -> String {
    let mut all = String::new();
    for language in ["ja", "en"] {
        let (code, out, err) = run(folder, &[arguments, &["--lang", language]].concat());
        assert!(code < 2, "{arguments:?} {language}: {code} {err}");
        all.push_str(&out);
        all.push_str(&err);
    }
    clean(&format!("{arguments:?}"), &all);
    all
}

fn clean(what: &str, text: &str) {
    let low = text.to_lowercase();
    for word in WORDS {
        assert!(!low.contains(word), "{what} says `{word}`: {text}");
    }
}

#[test]
fn another_contract_goes_through_every_command() {
    let folder = contract("foreign");
    let records = ["--contract", "mine", "--records", "mine/records"];
    let late = ["--now", "2025-05-20T09:00:00+01:00"];
    let list = told(&folder, &["tasks", "list", "--contract", "mine"]);
    assert!(list.contains("1.1.a") && list.contains("lighthouses"), "{list}");
    let show = told(&folder, &["tasks", "show", "1.1.a", "--contract", "mine"]);
    assert!(
        show.contains("log book") && show.contains("灯台守の役割: 実施") && show.contains("keeper: does it"),
        "{show}"
    );
    let april = ["--month", "2025-04"];
    let schedule = told(&folder, &[&["tasks", "schedule", "--contract", "mine"][..], &april].concat());
    assert!(
        schedule.contains("quay") && schedule.contains("灯台") && !schedule.contains("dredging"),
        "{schedule}"
    );
    let apart =
        told(&folder, &[&["tasks", "schedule", "--contract", "mine", "--offices", "2"][..], &april].concat());
    assert!(apart.contains("lighthouse 2, south") && apart.contains("灯台1 北"), "{apart}");
    told(&folder, &[&["tasks", "checklist", "--contract", "mine"][..], &april].concat());
    told(&folder, &[&["tasks", "ics", "--contract", "mine"][..], &april].concat());
    told(&folder, &[&["tasks", "due"][..], &records, &["--now", "2025-04-16T09:00:00+01:00"]].concat());
    let missed = told(&folder, &[&["tasks", "missed"][..], &april, &records, &late].concat());
    // Two weeks without a record, one done late, and the storm; what each lighthouse did is done.
    assert!(missed.contains("done late") && missed.contains("no site stated"), "{missed}");
    assert!(!missed.contains("1.1.b"), "{missed}");
    assert!(
        told(&folder, &["deadlines", "--contract", "mine", "--month", "2025-05"]).contains("monthly report")
    );
    told(&folder, &["contract", "show", "--contract", "mine"]);
    told(&folder, &["lint", "--contract", "mine"]);
    told(&folder, &["lint", "--contract", "mine", "--agenda"]);
    let (code, out, err) =
        run(&folder, &["calendar", "add", "2025-04-04T14:00", "2h", "--contract", "mine", "--lang", "en"]);
    assert!(code == 0 && out.contains("2025-04-07"), "{out}{err}");
    let (code, out, err) = run(&folder, &["export", "tasks", "--format", "json", "--contract", "mine"]);
    assert_eq!(code, 0, "{err}");
    clean("export", &out);
    // The report counts the log: five weeks begin in April or before it, of which one was done in time.
    let arguments = [&["report", "--out", "report"][..], &april, &records, &late].concat();
    let (code, out, err) = run(&folder, &arguments);
    assert!(code < 2, "{out}{err}");
    clean("report", &format!("{out}{err}"));
    for file in ["report.html", "report.json", "report.md"] {
        clean(file, &fs::read_to_string(folder.join("report").join(file)).unwrap());
    }
    let json = fs::read_to_string(folder.join("report/report.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let text = json.to_string();
    assert!(text.contains("1.1.a quay 2025-04-11"), "the log is not counted: {text}");
    let (code, _, err) =
        run(&folder, &["sample", "--month", "2025-06", "--contract", "mine", "--out", "sample"]);
    assert_eq!((code, err.as_str()), (0, ""));
    for entry in fs::read_dir(folder.join("sample")).unwrap() {
        let path = entry.unwrap().path();
        clean(&path.display().to_string(), &fs::read_to_string(&path).unwrap());
    }
    assert!(fs::read_to_string(folder.join("sample/inquiries.csv")).unwrap().contains("岸壁"));
}

/// Without duties nothing names a calendar: work items were lost without a word where it was not called `head-office`.
#[test]
fn a_contract_without_duties_keeps_its_work_items() {
    let folder = contract("foreign-without-duties");
    for file in ["contract", "roles", "duties", "meetings", "staffing", "help-desk"] {
        fs::remove_file(folder.join(format!("mine/{file}.toml"))).unwrap();
    }
    let (code, out, err) =
        run(&folder, &["tasks", "schedule", "--contract", "mine", "--month", "2025-04", "--lang", "en"]);
    assert!(code == 0 && out.contains("1.1.a") && out.contains("quay"), "{out}{err}");
    let (code, out, _) = run(&folder, &["lint", "--contract", "mine", "--lang", "en"]);
    assert!(code < 2 && !out.contains("no work item bears on S-3-1"), "{out}");
    // With several calendars and none of them the main one, work that is bound to no site is not lost: it is refused.
    let calendar = fs::read_to_string(folder.join("mine/calendar.toml")).unwrap();
    let calendar = calendar.replace("main = \"quay-hours\"", "").replace(
        "name = { ja = \"港\", en = \"harbour\" }",
        "name = { ja = \"港\", en = \"harbour\" }\ncalendar = \"quay-hours\"",
    );
    fs::write(folder.join("mine/calendar.toml"), calendar).unwrap();
    let (code, _, err) = run(&folder, &["tasks", "list", "--contract", "mine", "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(err.contains("name one of `always`, `quay-hours` at its top"), "{err}");
}
