//! `keiyaku itss`: indicators, levels, gaps, readings, bad input.

use std::fs;

use serde_json::Value;

use crate::{folder, run};

const PERSON: &str = r#"
name = "運用 花子"

[[engagement]]
title = "庁内システムの運用"
field = "itsm.om"
role = "member"
from = 2023-04-01
to = 2024-04-01
conditions = ["advanced-operation", "organisation"]
"#;

const AP: &str = "\n[[examination]]\nid = \"ap\"\npassed = 2023-12-21\n";

#[test]
fn an_indicator_is_shown_in_words_and_as_json() {
    let folder = folder("itss-show");
    let (code, out, _) = run(&folder, &["itss", "show", "om", "4", "--lang", "en"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("itss_show", out);
    let (_, out, _) = run(&folder, &["itss", "show", "itsm.om", "4", "--format", "json"]);
    let indicator: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((indicator["id"].as_str(), indicator["level"].as_u64()), (Some("itsm.om.4"), Some(4)));
}

#[test]
fn a_level_is_told_with_its_basis() {
    let folder = folder("itss-level");
    fs::write(folder.join("worked.toml"), PERSON).unwrap();
    fs::write(folder.join("examined.toml"), format!("{PERSON}{AP}")).unwrap();
    let of = |file: &str| {
        let arguments = ["itss", "level", file, "--field", "om", "--on", "2024-06-01", "--lang", "en"];
        let (code, out, _) = run(&folder, &arguments);
        assert_eq!(code, 0);
        out
    };
    insta::assert_snapshot!("itss_level", of("worked.toml"));
    assert!(of("examined.toml").contains("level 3"), "{}", of("examined.toml"));
}

#[test]
fn a_gap_is_told_in_amounts_or_as_nothing() {
    let folder = folder("itss-gap");
    fs::write(folder.join("person.toml"), format!("{PERSON}{AP}")).unwrap();
    let of = |to: &str| {
        run(&folder, &["itss", "gap", "person.toml", "--to", to, "--on", "2024-06-01", "--lang", "en"])
    };
    let (code, out, _) = of("om:4");
    assert_eq!(code, 0);
    insta::assert_snapshot!("itss_gap", out);
    let areas = ["service-level", "risk-prevention", "stable-service", "negotiation", "guidelines"];
    let areas = areas.map(|area| {
        format!("\n[[area]]\nfield = \"itsm.om\"\narea = \"{area}\"\nstanding = \"practises\"\n")
    });
    fs::write(folder.join("person.toml"), format!("{PERSON}{}", areas.concat())).unwrap();
    assert_eq!(of("om:3").1, "nothing is missing\n");
    for (to, message) in
        [("om:9", "has no level 9"), ("oms:4", "there is no field `oms`"), ("om", "write it as in")]
    {
        let (code, _, err) = of(to);
        assert!(code == 2 && err.contains(message), "{err}");
    }
}

#[test]
fn readings_are_listed_and_chosen() {
    let folder = folder("itss-readings");
    fs::write(folder.join("person.toml"), PERSON).unwrap();
    let (code, out, _) = run(&folder, &["itss", "readings", "--lang", "en"]);
    assert!(code == 0 && out.contains("mentoring"), "{out}");
    let arguments = ["itss", "level", "person.toml", "--on", "2024-06-01", "--reading"];
    let with = |choice: &str| run(&folder, &[&arguments[..], &[choice]].concat());
    assert_eq!(with("mentoring=informative").0, 0);
    for choice in ["mentoring=perhaps", "mentorin=informative", "mentoring"] {
        let (code, _, err) = with(choice);
        assert!(code == 2 && err.contains(choice.split('=').next().unwrap()), "{err}");
    }
}

#[test]
fn bad_input_is_told_with_near_names() {
    let folder = folder("itss-bad");
    let bad = PERSON
        .replace("organisation", "organization")
        .replace("2024-04-01", "2022-04-01")
        .replace("\"member\"", "\"memmber\"");
    fs::write(folder.join("bad.toml"), bad).unwrap();
    let (code, out, err) = run(&folder, &["itss", "level", "bad.toml", "--on", "2024-06-01"]);
    assert_eq!((code, out.as_str()), (2, ""));
    insta::assert_snapshot!("itss_bad", err);
    let claimed = format!("{PERSON}\n[[level]]\nfield = \"itsm.om\"\nlevel = 7\n");
    fs::write(folder.join("claimed.toml"), claimed).unwrap();
    let (code, _, err) = run(&folder, &["itss", "level", "claimed.toml", "--lang", "en"]);
    assert!(code == 2 && err.contains("states a level, which is no evidence"), "{err}");
    let (code, _, err) = run(&folder, &["itss", "show", "itsm.on", "4"]);
    assert!(code == 2 && err.contains("`itsm.om`のことか"), "{err}");
}

#[test]
fn what_is_not_wrong_is_noted() {
    let folder = folder("itss-notes");
    let again = PERSON.replace("name = \"運用 花子\"", "").replace("庁内", "庁外");
    let person = format!("{PERSON}{again}{AP}expires = 2024-03-31\n");
    fs::write(folder.join("person.toml"), person).unwrap();
    let of = |day: &str| {
        run(&folder, &["itss", "level", "person.toml", "--field", "om", "--on", day, "--lang", "en"]).1
    };
    let after = of("2024-06-01");
    assert!(after.contains("expired") && after.contains("overlap"), "{after}");
    assert!(!of("2024-03-31").contains("expired"), "valid on its last day");
}

#[test]
fn a_new_file_is_written_once() {
    let folder = folder("itss-new");
    assert_eq!(run(&folder, &["itss", "new", "person.toml"]).0, 0);
    assert_eq!(run(&folder, &["itss", "level", "person.toml"]).0, 0);
    let (code, _, err) = run(&folder, &["itss", "new", "person.toml"]);
    assert!(code == 2 && err.contains("is there already"), "{err}");
}
