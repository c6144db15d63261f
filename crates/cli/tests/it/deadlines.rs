//! `keiyaku deadlines` and `keiyaku contract`: what the parties of a contract do with its terms.

use std::{collections::BTreeSet, fs, io::BufReader};

use super::{folder, run};

#[test]
fn a_month_is_listed_with_its_contradictions_and_readings() {
    let folder = folder("deadlines-table");
    let range = ["deadlines", "--from", "2024-03-01", "--to", "2024-04-01", "--on", "2024-03-20"];
    for lang in ["ja", "en"] {
        let (code, out, err) = run(&folder, &[&range[..], &["--lang", lang]].concat());
        assert_eq!((code, err.as_str()), (0, ""));
        insta::assert_snapshot!(format!("march-2024-{lang}"), out);
    }
}

#[test]
fn events_of_either_form_give_the_same_deadlines() {
    let folder = folder("deadlines-events");
    let csv = "種別,番号,対象,日時\nmeeting-held,2024-05/head-office,2024-05,2024/6/7\nincident-happened,I-12,,2024-06-09T23:30:00+09:00\ndone,monthly-report,2024-05,令和6年6月20日\n";
    fs::write(folder.join("june.csv"), csv).unwrap();
    let toml = "[[event]]\nkind = \"meeting-held\"\nid = \"2024-05/head-office\"\nof = \"2024-05\"\non = 2024-06-07\n[[event]]\nkind = \"incident-happened\"\nid = \"I-12\"\non = 2024-06-09\ntime = 23:30:00\n[[done]]\nduty = \"monthly-report\"\nof = \"2024-05\"\non = 2024-06-20\n";
    fs::write(folder.join("june.toml"), toml).unwrap();
    let list = |file: &str| {
        let arguments =
            ["deadlines", "--month", "2024-06", "--on", "2024-06-18", "--format", "json", "--events", file];
        let (code, out, err) = run(&folder, &arguments);
        assert_eq!((code, err.as_str()), (0, ""));
        out
    };
    let from_csv = list("june.csv");
    assert_eq!(from_csv, list("june.toml"));
    let json: serde_json::Value = serde_json::from_str(&from_csv).unwrap();
    let rows = json["deadlines"].as_array().unwrap();
    let found = |id: &str| rows.iter().find(|row| row["id"] == id).unwrap();
    assert_eq!(found("monthly-report/2024-05")["due"], "2024-06-21");
    assert_eq!(found("monthly-report/2024-05")["state"], "done-early");
    // Seven days after Sunday 9 June end on a Sunday.
    assert_eq!(found("incident-report/I-12")["nominal"], "2024-06-16");
    assert_eq!(found("incident-report/I-12")["due"], "2024-06-16");
    assert_eq!(found("incident-notice/I-12")["state"], "late");
}

#[test]
fn events_that_cannot_be_used_are_told_with_row_and_column() {
    let folder = folder("deadlines-bad-events");
    let csv = "kind,id,of,date\nmeeting-hold,M-1,2024-05,2024-06-07\nincident-happened,I-12,,soon\nmeeting-held,M-2,2024-5,2024-06-07\nmonth-ends,2024-05,,2024-05-31\ndone,monthly-reprot,2024-05,2024-06-20\ndone,monthly-report,,2024-06-20\nincident-happened,,,2024-06-09\nstaff-changes,S-1\n";
    fs::write(folder.join("june.csv"), csv).unwrap();
    let (code, out, err) = run(&folder, &["deadlines", "--month", "2024-06", "--events", "june.csv"]);
    assert_eq!((code, out.as_str()), (2, ""));
    insta::assert_snapshot!("bad-events", err);
    fs::write(folder.join("other.csv"), "knd,id,date\n").unwrap();
    let (code, _, err) = run(&folder, &["deadlines", "--month", "2024-06", "--events", "other.csv"]);
    assert_eq!(code, 2);
    insta::assert_snapshot!("bad-header", err);
}

/// What Japanese readers get holds no English limit, event or day of the week.
#[test]
fn japanese_output_has_japanese_limits_and_events() {
    let folder = folder("deadlines-japanese");
    let range = ["deadlines", "--from", "2024-03-01", "--to", "2024-04-30", "--lang", "ja"];
    let table = run(&folder, &[&range[..], &["--on", "2024-03-20"]].concat()).1;
    let ics = run(&folder, &[&range[..], &["--format", "ics"]].concat()).1.replace("\r\n ", "");
    // Identifiers are for programs.
    let ics: String = ics.lines().filter(|line| !line.starts_with("UID:")).collect();
    let show = run(&folder, &["contract", "show", "--lang", "ja"]).1;
    for english in ["business days", "no time limit", "at once", "month-ends", "(Sun)", "（Sun）"] {
        for (name, text) in [("table", &table), ("ics", &ics), ("show", &show)] {
            assert!(!text.contains(english), "{name}: {english}");
        }
    }
    for japanese in ["月の業務の完了 2024-02", "（日）は営業日でない"] {
        assert!(table.contains(japanese), "{japanese}");
    }
    assert!(ics.contains("10営業日以内"));
    assert!(show.contains("期限の定めなし"));
}

/// Read back by a parser that is not the writer's.
#[test]
fn the_calendar_file_is_read_by_another_parser_and_stays_the_same() {
    let folder = folder("deadlines-ics");
    let range = ["deadlines", "--from", "2023-03-01", "--to", "2024-06-30"];
    let ics = [&range[..], &["--format", "ics", "--out", "all.ics"]].concat();
    assert_eq!(run(&folder, &ics).0, 0);
    let text = fs::read_to_string(folder.join("all.ics")).unwrap();
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "lines are folded at 75 octets");
    let calendar = ical::IcalParser::new(BufReader::new(text.as_bytes())).next().unwrap().unwrap();
    let json = run(&folder, &[&range[..], &["--format", "json", "--on", "2024-01-01"]].concat()).1;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let rows = json["deadlines"].as_array().unwrap();
    let dated: Vec<&serde_json::Value> = rows.iter().filter(|row| !row["due"].is_null()).collect();
    assert_eq!(calendar.events.len(), dated.len());
    let mut ids = BTreeSet::new();
    for (event, row) in calendar.events.iter().zip(dated) {
        let value = |name: &str| {
            event.properties.iter().find(|property| property.name == name).unwrap().value.clone().unwrap()
        };
        assert!(ids.insert(value("UID")));
        for (mark, key) in [("仮", "provisional"), ("程度", "about"), ("休業日", "on_closed_day")] {
            assert_eq!(value("SUMMARY").contains(mark), row[key] == true, "{key}: {}", value("SUMMARY"));
        }
        assert_eq!(value("SUMMARY").contains("契約期間前"), row["outside"] == "before-term");
        assert!(value("DESCRIPTION").contains(row["limit"]["ja"].as_str().unwrap()));
        assert_eq!(value("DTSTART"), row["due"].as_str().unwrap().replace('-', ""));
        assert!(value("DTSTART") < value("DTEND"), "an all-day event ends on the day after");
        assert_eq!(
            value("DTSTAMP"),
            format!("{}T000000Z", row["counted_from"].as_str().unwrap().replace('-', ""))
        );
    }
    run(&folder, &ics);
    assert_eq!(text, fs::read_to_string(folder.join("all.ics")).unwrap());
}

#[test]
fn a_party_sees_what_it_owes_and_is_owed() {
    let folder = folder("deadlines-party");
    let base = ["deadlines", "--month", "2024-07", "--on", "2024-07-01", "--format", "json"];
    let rows = |party: &str| {
        let out = run(&folder, &[&base[..], &["--party", party]].concat()).1;
        let json: serde_json::Value = serde_json::from_str(&out).unwrap();
        json["deadlines"].as_array().unwrap().clone()
    };
    let rows = rows("officer-in-charge");
    assert!(!rows.is_empty() && rows.iter().all(|row| row["to"] == "officer-in-charge"));
    let (code, _, err) =
        run(&folder, &["deadlines", "--month", "2024-06", "--party", "contracter", "--lang", "en"]);
    assert_eq!(
        (code, err.as_str()),
        (2, "keiyaku: there is no role in roles.toml named `contracter`; did you mean `contractor`?\n")
    );
}

#[test]
fn the_frame_the_offices_and_the_payments_are_shown() {
    let folder = folder("contract-show");
    for (name, arguments) in [
        ("show", vec!["contract", "show", "--lang", "en"]),
        ("show-ja", vec!["contract", "show", "--lang", "ja"]),
        ("offices", vec!["contract", "offices", "--lang", "ja"]),
        ("payments", vec!["contract", "payments", "--bid", "1234567891", "--lang", "en"]),
    ] {
        let (code, out, err) = run(&folder, &arguments);
        assert_eq!((code, err.as_str()), (0, ""));
        insta::assert_snapshot!(format!("contract-{name}"), out);
    }
    let json = run(&folder, &["contract", "payments", "--bid", "1234567891", "--format", "json"]).1;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let sum: u64 =
        json["months"].as_array().unwrap().iter().map(|month| month["yen"].as_u64().unwrap()).sum();
    assert_eq!(sum, 1_234_567_891);
    // A blank of table 3-5 is no zero.
    let json = run(&folder, &["contract", "offices", "--format", "json"]).1;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(json["offices"][61]["pcs"].is_null());
    assert_eq!(run(&folder, &["contract", "payments", "--bid", "-1"]).0, 2);
}
