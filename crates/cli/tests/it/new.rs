//! `keiyaku new` and `keiyaku schema`, and folders that are no contract.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{folder, run};

/// A new contract in a folder of its own; gives the folder above it.
fn begun(name: &str, more: &[&str]) -> PathBuf {
    let folder = folder(name);
    let (code, _, err) = run(&folder, &[&["new", "mine"], more].concat());
    assert_eq!((code, err.as_str()), (0, ""));
    folder
}

/// What loading tells after a change to a new contract.
fn told(name: &str, spoil: impl FnOnce(&Path)) -> String {
    let folder = begun(name, &[]);
    spoil(&folder.join("mine"));
    let (code, out, err) = run(&folder, &["lint", "--contract", "mine", "--lang", "en"]);
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    err
}

fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn what_is_begun_is_clean_and_its_month_is_reported() {
    let folder = begun("new", &[]);
    let (code, out, _) = run(&folder, &["lint", "--contract", "mine", "--deny", "note", "--lang", "en"]);
    assert_eq!(
        (code, out.as_str()),
        (0, "0 errors, 0 warnings, 0 notes, 0 waived, 0 points on the agenda\n")
    );
    let report = ["report", "--contract", "mine", "--records", "mine/records", "--month", "2025-04"];
    let (code, out, err) =
        run(&folder, &[&report[..], &["--now", "2025-05-07T09:00:00+09:00", "--lang", "en"]].concat());
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("met 4  not met 1  undetermined 0"), "{out}");
    // Each table names a schema that was written with it.
    for entry in fs::read_dir(folder.join("mine")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let text = fs::read_to_string(&path).unwrap();
            let schema = text.lines().next().unwrap().strip_prefix("#:schema ").unwrap();
            assert!(folder.join("mine").join(schema).is_file(), "{}", path.display());
        }
    }
    assert!(folder.join("mine/findings/../.schema/findings.schema.json").is_file());
}

#[test]
fn names_and_term_are_filled_in_wherever_they_stand() {
    let names = [
        "--name-ja",
        "窓口\"支援\"",
        "--name-en",
        "Desk \\ support",
        "--from",
        "2026-01-15",
        "--to",
        "2028-03-31",
    ];
    let folder = begun("new-filled", &names);
    assert_eq!(run(&folder, &["lint", "--contract", "mine", "--deny", "note"]).0, 0);
    // The records lie in the first whole month.
    let report = ["report", "--contract", "mine", "--records", "mine/records", "--month", "2026-02"];
    let (code, out, _) =
        run(&folder, &[&report[..], &["--now", "2026-03-06T09:00:00+09:00", "--lang", "en"]].concat());
    assert_eq!(code, 0);
    assert!(out.starts_with("Desk \\ support  service levels of 2026-02\n") && out.contains("/ 12"), "{out}");
    let (_, out, _) = run(&folder, &["contract", "show", "--contract", "mine", "--lang", "en"]);
    assert!(out.starts_with("term: 2026-01-15 – 2028-03-31 (27 months)\n"), "{out}");
}

#[test]
fn nothing_is_written_over_and_no_term_is_made_up() {
    let folder = begun("new-again", &[]);
    fs::write(folder.join("mine/sla.toml"), "own").unwrap();
    let (code, out, err) = run(&folder, &["new", "mine", "--lang", "en"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("`mine`: is not empty"), "{err}");
    assert_eq!(fs::read_to_string(folder.join("mine/sla.toml")).unwrap(), "own");
    assert_eq!(run(&folder, &["new", "mine/sla.toml"]).0, 2);
    let (code, _, err) =
        run(&folder, &["new", "other", "--from", "2026-01-15", "--to", "2025-01-01", "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(err.contains("the term ends on 2025-01-01, before it begins on 2026-01-15"), "{err}");
    assert!(!folder.join("other").exists());
    assert_eq!(run(&folder, &["new", "other", "--from", "2026-01-15"]).0, 2);
    // An empty folder is as good as none.
    fs::create_dir(folder.join("empty")).unwrap();
    assert_eq!(run(&folder, &["new", "empty"]).0, 0);
}

#[test]
fn schemas_are_listed_printed_and_written() {
    let folder = folder("schema");
    let (code, out, _) = run(&folder, &["schema"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("schema_list", out);
    for name in ["sla", "sla.toml"] {
        let (code, out, _) = run(&folder, &["schema", name]);
        assert_eq!(code, 0);
        let schema: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(schema["title"], "sla.toml");
    }
    let (code, _, err) = run(&folder, &["schema", "calender"]);
    assert_eq!(
        (code, err.as_str()),
        (
            2,
            "keiyaku: 表`calender`はない。`calendar`のことか\nkeiyaku: there is no table `calender`; did you mean `calendar`?\n"
        )
    );
    let (code, out, _) = run(&folder, &["schema", "--out", "s"]);
    // And the record of what was written.
    assert_eq!((code, out.lines().count() + 1), (0, fs::read_dir(folder.join("s")).unwrap().count()));
}

#[test]
fn a_missing_table_is_named_with_what_needs_it() {
    let err = told("bad-missing", |mine| fs::remove_file(mine.join("policy.toml")).unwrap());
    assert!(
        err.contains("policy.toml`") && err.contains("a contract folder holds calendar.toml, sla.toml"),
        "{err}"
    );
    let err = told("bad-missing-companion", |mine| fs::remove_file(mine.join("roles.toml")).unwrap());
    assert!(err.contains("roles.toml:1:1: the table is missing, and duties.toml needs it"), "{err}");
    let err = told("bad-no-folder", |mine| fs::remove_dir_all(mine).unwrap());
    assert_eq!(err, "keiyaku: `mine`: there is no such file or folder; check the path\n");
}

#[test]
fn a_table_of_a_later_schema_version_is_refused() {
    let err = told("bad-later", |mine| edit(&mine.join("duties.toml"), "schema = 1", "schema = 2"));
    assert!(err.contains("duties.toml:8:10: schema: the table is written by schema 2"), "{err}");
    assert!(err.contains("use a newer program"), "{err}");
}

#[test]
fn references_in_a_circle_are_refused() {
    let circle =
        |mine: &Path| edit(&mine.join("duties.toml"), "on = \"month-ends\"", "after = \"monthly-meeting\"");
    let err = told("bad-circle", circle);
    assert!(
        err.contains("duty[1].after: `monthly-report` follows itself, by way of `monthly-meeting`"),
        "{err}"
    );
    let circle = |mine: &Path| {
        edit(
            &mine.join("roles.toml"),
            "side = \"client\"\nclause",
            "side = \"client\"\nwithin = \"general-affairs\"\nclause",
        );
    };
    let err = told("bad-circle-of-roles", circle);
    assert!(err.contains("role[1].within: `client` belongs to itself"), "{err}");
}

#[test]
fn an_office_without_a_zone_or_with_an_unknown_one_is_refused() {
    let offices = "schema = 1\nclause = \"our-contract/main#1\"\nas_of = 2025-04-01\n\n[[region]]\nid = \"asia\"\n\
                   name = { ja = \"アジア\", en = \"Asia\" }\n\n[[office]]\nid = \"seoul\"\nsite = \"branch/1\"\n\
                   region = \"asia\"\n";
    let site = |zone: &str| {
        format!(
            "\n[[site]]\nid = \"branch\"\nname = {{ ja = \"支所\", en = \"branches\" }}\n\
             member = [{{ no = 1, name = {{ ja = \"ソウル\", en = \"Seoul\" }}{zone} }}]\n"
        )
    };
    let with = |mine: &Path, zone: &str| {
        let calendar = fs::read_to_string(mine.join("calendar.toml")).unwrap();
        fs::write(mine.join("calendar.toml"), calendar + &site(zone)).unwrap();
        fs::write(mine.join("offices.toml"), offices).unwrap();
    };
    let err = told("bad-zone", |mine| with(mine, ""));
    assert!(err.contains("offices.toml:11:8: office[1].site: the site `branch/1` has no zone"), "{err}");
    let err = told("bad-zone-name", |mine| with(mine, ", zone = \"Asia/Soul\""));
    assert!(err.contains("site[2].member[1].zone") && err.contains("Asia/Soul"), "{err}");
}

#[test]
fn a_waiver_of_an_unknown_rule_is_refused() {
    let waiver = "[[waiver]]\nrule = \"number-twise\"\nsubject = \"S-1-1\"\nreason = { ja = \"-\", en = \"-\" }\n\
                  expires = 2025-12-31\nby = \"head\"\n";
    let err = told("bad-waiver", |mine| fs::write(mine.join("waivers.toml"), waiver).unwrap());
    assert!(
        err.contains(
            "waivers.toml:2:8: waiver[1].rule: there is no rule `number-twise`; did you mean `number-twice`?"
        ),
        "{err}"
    );
}
