//! `keiyaku tasks`: what a service manager does with the work items.

use std::{collections::BTreeSet, fs, io::BufReader};

use calamine::Reader;

use super::{folder, run};

#[test]
fn an_item_is_shown_with_duties_and_findings() {
    let folder = folder("tasks-show");
    let (code, out, _) = run(&folder, &["tasks", "show", "4.1.1.c", "--lang", "en"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("show", out);
    let (code, _, err) = run(&folder, &["tasks", "show", "3.1.1.L", "--lang", "en"]);
    assert_eq!(
        (code, err.as_str()),
        (2, "keiyaku: there is no work item `3.1.1.L`; did you mean `3.1.1.l`?\n")
    );
}

#[test]
fn the_export_holds_all_items_in_order_and_opens_as_a_workbook() {
    let folder = folder("tasks-export");
    let json: serde_json::Value =
        serde_json::from_str(&run(&folder, &["export", "tasks", "--format", "json"]).1).unwrap();
    let items = json.as_array().unwrap();
    assert_eq!(items.len(), 211);
    assert_eq!((items[0]["id"].as_str(), items[210]["id"].as_str()), (Some("1.1.a"), Some("6.j")));
    assert_eq!(items[43]["sites"][0], "tokyo");
    let composite = items.iter().find(|item| item["frequency"]["kind"] == "composite").unwrap();
    assert_eq!(composite["frequency"]["parts"][1]["per"], "year");
    assert_eq!(run(&folder, &["export", "tasks", "--format", "xlsx", "--out", "tasks.xlsx"]).0, 0);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(folder.join("tasks.xlsx")).unwrap();
    let sheet = book.worksheet_range("work items").unwrap();
    assert_eq!(sheet.height(), 212);
    let ids: Vec<String> = sheet.rows().skip(1).map(|row| row[0].to_string()).collect();
    let named: Vec<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids, named);
    // The same bytes for the same table.
    let first = fs::read(folder.join("tasks.xlsx")).unwrap();
    run(&folder, &["export", "tasks", "--format", "xlsx", "--out", "tasks.xlsx"]);
    assert_eq!(first, fs::read(folder.join("tasks.xlsx")).unwrap());
}

/// Read back by a parser that is not the writer's.
#[test]
fn the_calendar_file_is_read_by_another_parser() {
    let folder = folder("tasks-ics");
    let arguments = ["tasks", "ics", "--month", "2024-06", "--site", "tokyo", "--out", "june.ics"];
    assert_eq!(run(&folder, &arguments).0, 0);
    let text = fs::read_to_string(folder.join("june.ics")).unwrap();
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "lines are folded at 75 octets");
    assert!(!text.replace("\r\n", "").contains('\n'), "lines end with CR LF");
    let calendar = ical::IcalParser::new(BufReader::new(text.as_bytes())).next().unwrap().unwrap();
    let json: serde_json::Value = serde_json::from_str(
        &run(&folder, &["tasks", "schedule", "--month", "2024-06", "--site", "tokyo", "--format", "json"]).1,
    )
    .unwrap();
    let daily = |row: &&serde_json::Value| row["from"] == row["to"];
    let planned = json.as_array().unwrap().iter().filter(|row| !daily(row)).count();
    assert_eq!(calendar.events.len(), planned);
    let mut ids = BTreeSet::new();
    for event in &calendar.events {
        let value = |name: &str| {
            event.properties.iter().find(|property| property.name == name).unwrap().value.clone().unwrap()
        };
        assert!(ids.insert(value("UID")));
        assert!(value("DTSTART") < value("DTEND"), "an all-day event ends on the day after");
        assert!(value("SUMMARY").contains("本部（東京）"));
    }
}

#[test]
fn a_checklist_filled_in_is_a_log_that_the_report_counts() {
    let folder = folder("tasks-log");
    let arguments = ["tasks", "checklist", "--month", "2024-06", "--csv"];
    let (code, checklist, _) = run(&folder, &arguments);
    assert_eq!(code, 0);
    // Every line done on its day, but one report of the institute.
    let mut lines = checklist.trim_start_matches('\u{feff}').lines();
    let mut log = format!("{}\n", lines.next().unwrap());
    for line in lines.filter(|line| !line.starts_with("1.2.e,institute")) {
        let mut cells: Vec<&str> = line.split(',').collect();
        let day = cells[4].to_owned();
        (cells[5], cells[7]) = (&day, "実施");
        log.push_str(&cells.join(","));
        log.push('\n');
    }
    fs::write(folder.join("executions.csv"), log).unwrap();
    let now = "2024-07-05T09:00:00+09:00";
    let common = ["--records", "executions.csv", "--now", now, "--lang", "en"];
    let report = ["report", "--month", "2024-06"];
    let (code, out, err) = run(&folder, &[&report[..], &common].concat());
    assert_eq!((code, err.as_str()), (0, ""));
    let line = |key: &str| out.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
    // One report for the three sites: without the institute's it is not given.
    assert!(line("S-4-1-2-1 ").contains("0 / 1") && line("S-4-1-2-1 ").ends_with("not met"));
    assert!(line("S-4-3-1-1 ").contains("1 / 1"), "{}", line("S-4-3-1-1 "));
    assert!(line("S-4-1-3-1 ").contains("1 / 1"), "{}", line("S-4-1-3-1 "));
    // Whether backups succeeded, the log does not say.
    assert!(line("S-4-3-5-1 ").ends_with("undetermined"), "{}", line("S-4-3-5-1 "));
    assert!(line("S-4-3-4-1 ").ends_with(" met"), "{}", line("S-4-3-4-1 "));
    let missed = ["tasks", "missed", "--month", "2024-06"];
    let (_, out, _) = run(&folder, &[&missed[..], &common].concat());
    assert_eq!(out.lines().count(), 3, "{out}");
    assert!(out.contains("1.2.e") && out.contains("institute"));
}

#[test]
fn a_range_that_makes_no_sense_is_refused() {
    let folder = folder("tasks-range");
    let arguments = ["tasks", "schedule", "--from", "2024-06-30", "--to", "2024-06-01"];
    let (code, _, err) = run(&folder, &arguments);
    assert_eq!((code, err.as_str()), (2, "keiyaku: 範囲の末日2024-06-01が初日2024-06-30より前である\n"));
    let (code, _, err) = run(&folder, &[&arguments[..], &["--lang", "en"]].concat());
    assert_eq!(
        (code, err.as_str()),
        (2, "keiyaku: the range ends on 2024-06-01, before it begins on 2024-06-30\n")
    );
    let (code, _, err) = run(&folder, &["tasks", "schedule", "--month", "2030-06", "--lang", "en"]);
    let outside = "keiyaku: 2030-06-01 to 2030-06-30 lies outside the term, 2023-04-01 to 2027-05-31\n";
    assert_eq!((code, err.as_str()), (2, outside));
    let arguments =
        ["tasks", "due", "--site", "overseas/77", "--now", "2024-06-12T09:00:00+09:00", "--lang", "en"];
    let (code, _, err) = run(&folder, &arguments);
    assert_eq!(code, 2);
    assert!(err.contains("there is no site `overseas/77` in calendar.toml"), "{err}");
    let arguments = ["tasks", "due", "--offices", "77", "--now", "2024-06-12T09:00:00+09:00", "--lang", "en"];
    let (code, _, err) = run(&folder, &arguments);
    assert_eq!((code, err.as_str()), (2, "keiyaku: there is no office 77; the contract lists 76\n"));
    let (code, out, _) =
        run(&folder, &["tasks", "schedule", "--month", "2024-06", "--site", "overseas/12", "--lang", "en"]);
    assert!(
        code == 0 && out.contains("office abroad 12, Bogotá") && !out.contains("offices abroad  "),
        "{out}"
    );
    let (code, _, err) =
        run(&folder, &["tasks", "schedule", "--month", "2024-06", "--site", "osaka2", "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(err.contains("there is no site `osaka2` in calendar.toml; did you mean `osaka`?"), "{err}");
}

/// A trigger that was planned and not done stands among what was missed, with the season in its way.
#[test]
fn what_an_irregular_item_planned_and_missed_is_listed() {
    let folder = folder("tasks-trigger");
    let header = "項目,拠点,区分,作業,予定日,実施日,実施者,結果,備考,証跡\n";
    fs::write(folder.join("executions.csv"), format!("{header}3.2.a,東京,,,2024/3/9,,,未実施,,\n")).unwrap();
    let common = ["--records", "executions.csv", "--now", "2024-04-05T09:00:00+09:00", "--lang", "en"];
    let (code, out, _) = run(&folder, &[&["tasks", "missed", "--month", "2024-03"][..], &common].concat());
    let line = out.lines().find(|line| line.contains("3.2.a")).unwrap();
    assert!(code == 0 && line.starts_with("2024-03-09") && line.contains("accounting"), "{out}");
    let early = ["--records", "executions.csv", "--now", "2024-03-09T09:00:00+09:00", "--lang", "en"];
    let (_, out, _) = run(&folder, &[&["tasks", "due"][..], &early].concat());
    assert!(out.lines().any(|line| line.contains("3.2.a")), "{out}");
}

#[test]
fn a_list_of_a_site_is_that_of_the_site_in_every_form() {
    let folder = folder("tasks-list");
    let (_, out, _) = run(&folder, &["tasks", "list", "--site", "overseas", "--format", "json"]);
    let items: serde_json::Value = serde_json::from_str(&out).unwrap();
    let (_, table, _) = run(&folder, &["tasks", "list", "--site", "overseas"]);
    assert_eq!(items.as_array().unwrap().len(), table.lines().count() - 2);
    assert!(items.as_array().unwrap().iter().all(|item| item["sites"].to_string().contains("overseas")));
}

#[test]
fn seasons_and_outages_are_listed_with_what_is_due_before_them() {
    let folder = folder("tasks-windows");
    let year = ["tasks", "windows", "--from", "2024-01-01", "--to", "2024-12-31"];
    insta::assert_snapshot!("windows-ja", run(&folder, &year).1);
    let (_, en, _) = run(&folder, &[&year[..], &["--lang", "en"]].concat());
    insta::assert_snapshot!("windows-en", en);
    // A stretch that began before the range is shown in full, and so is an outage that does.
    let sunday = ["tasks", "windows", "--from", "2024-03-10", "--format", "json"];
    let rows: Vec<serde_json::Value> = serde_json::from_str(&run(&folder, &sunday).1).unwrap();
    let of = |id: &str| rows.iter().find(|row| row["id"] == id).unwrap();
    assert_eq!(of("research")["from"], "2023-12-01");
    assert_eq!(of("head-office-power")["from"], "2024-03-08T19:00:00");
    assert_eq!(of("head-office-power")["duties"][0]["due"], "2024-02-23");
    assert_eq!(of("head-office-power")["in_the_way"][0], "accounting");
    let (_, monday, _) = run(&folder, &["tasks", "windows", "--from", "2024-03-11", "--format", "json"]);
    assert!(!monday.contains("head-office-power"), "{monday}");
}
