//! `keiyaku sla revise`: targets judged by past months, and revisions recorded.

use std::fs;

use super::{folder, run};

#[test]
fn the_sample_month_is_judged_with_small_number_caution() {
    let folder = folder("revise");
    let (code, out, _) = run(&folder, &["sla", "revise", "--lang", "en"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("judged", out);
    let json: serde_json::Value =
        serde_json::from_str(&run(&folder, &["sla", "revise", "--format", "json"]).1).unwrap();
    assert_eq!(json["items"].as_array().unwrap().len(), 42);
    assert_eq!(json["months"][0], "2024-06");
}

#[test]
fn a_revision_is_recorded_with_its_month_and_holds_from_then_on() {
    let folder = folder("revise-record");
    let reference = concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts/jetro-2023");
    fs::create_dir_all(folder.join("c")).unwrap();
    for entry in fs::read_dir(reference).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, folder.join("c").join(path.file_name().unwrap())).unwrap();
        }
    }
    let before = fs::read_to_string(folder.join("c/sla.toml")).unwrap();
    let agreed = [
        "sla",
        "revise",
        "--contract",
        "c",
        "--set",
        "S-2-1=93",
        "--effective",
        "2024-06",
        "--reason-ja",
        "試行期間の実績",
        "--reason-en",
        "as the trial showed",
        "--basis",
        "jetro-2023/main#3.6",
    ];
    let (code, _, err) = run(&folder, &agreed);
    assert_eq!((code, err.as_str()), (0, ""));
    let after = fs::read_to_string(folder.join("c/sla.toml")).unwrap();
    // Nothing but the revision was added: comments and order stay.
    let mut lines = after.lines();
    assert!(before.lines().all(|old| lines.any(|line| line == old)));
    let grown = after.lines().count() - before.lines().count();
    assert!((5..=7).contains(&grown), "{grown}");
    assert!(
        after.contains("effective = \"2024-06\"\ntarget = { op = \">=\", value = 93, unit = \"percent\" }")
    );
    // The list shows what holds in a month, and since when.
    let listed = |month: &str| {
        let out = run(&folder, &["sla", "list", "--contract", "c", "--month", month, "--lang", "en"]).1;
        out.lines().find(|line| line.starts_with("S-2-1 ")).unwrap().to_owned()
    };
    assert!(listed("2024-05").contains(">= 95%"), "{}", listed("2024-05"));
    assert!(listed("2024-06").contains(">= 93%") && listed("2024-06").contains("2024-06"));
    // The same month cannot be revised twice: the table would not load.
    let (code, _, err) = run(&folder, &[&agreed[..], &["--lang", "en"]].concat());
    assert_eq!(code, 2);
    assert!(err.contains("2024-06 does not come after 2024-06"), "{err}");
    assert_eq!(fs::read_to_string(folder.join("c/sla.toml")).unwrap(), after);
    let (code, _, err) = run(&folder, &["sla", "revise", "--contract", "c", "--set", "S-2-1=93"]);
    assert_eq!(code, 2);
    assert!(err.contains("--effective"), "{err}");
}

/// Nothing is recorded for a month without a contract, or on a clause that its index does not know.
#[test]
fn a_revision_outside_the_term_or_on_an_unknown_clause_is_refused() {
    let folder = folder("revise-refused");
    let reference = concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts/jetro-2023");
    for within in ["", "coverage"] {
        fs::create_dir_all(folder.join("c").join(within)).unwrap();
        for entry in fs::read_dir(format!("{reference}/{within}")).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, folder.join("c").join(within).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    let before = fs::read_to_string(folder.join("c/sla.toml")).unwrap();
    let revise = |month: &str, basis: &str| {
        let agreed = ["sla", "revise", "--contract", "c", "--set", "S-2-1=93", "--effective", month];
        let why = ["--reason-ja", "実績", "--reason-en", "the past", "--basis", basis, "--lang", "en"];
        run(&folder, &[&agreed[..], &why[..]].concat())
    };
    for month in ["2023-03", "2027-06"] {
        let (code, _, err) = revise(month, "jetro-2023/main#3.6");
        assert_eq!(code, 2);
        assert!(err.contains("outside the term"), "{err}");
    }
    let (code, _, err) = revise("2024-06", "jetro-2023/main#99.9");
    assert_eq!(code, 2);
    assert!(err.contains("knows no clause `jetro-2023/main#99.9`"), "{err}");
    assert_eq!(fs::read_to_string(folder.join("c/sla.toml")).unwrap(), before);
    // Minutes of a meeting are indexed nowhere: taken as they are.
    assert_eq!(revise("2024-06", "jetro-2023/minutes#2024-05").0, 0);
}
