//! `keiyaku trace`: clauses, sections, near misses, JSON.

use std::fs;

use serde_json::Value;

use crate::{folder, run};

/// The same without the numbers of lines, which change with every row that is added above.
fn without_lines(out: &str) -> String {
    let line = |line: &str| match line.rsplit_once(".toml:") {
        Some((before, number)) if number.parse::<u32>().is_ok() => format!("{before}.toml:[line]"),
        _ => line.to_owned(),
    };
    out.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_clause_is_told_with_its_rows_and_their_places() {
    let folder = folder("trace-clause");
    let (code, out, _) = run(&folder, &["trace", "jetro-2023/annex2#S-2-1", "--lang", "en"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("trace_clause", without_lines(&out));
    let (_, out, _) = run(&folder, &["trace", "jetro-2023/annex1#2.2.o"]);
    insta::assert_snapshot!("trace_clause_ja", without_lines(&out));
}

#[test]
fn a_section_has_all_below_it_and_nothing_beside_it() {
    let folder = folder("trace-section");
    let (code, out, _) = run(&folder, &["trace", "jetro-2023/main#4.1", "--format", "json"]);
    assert_eq!(code, 0);
    let trace: Value = serde_json::from_str(&out).unwrap();
    let clauses: Vec<&str> =
        trace["statements"].as_array().unwrap().iter().map(|one| one["clause"].as_str().unwrap()).collect();
    assert!(clauses.len() > 5, "{clauses:?}");
    assert!(clauses.iter().all(|clause| clause.starts_with("jetro-2023/main#4.1.")), "{clauses:?}");
    assert!(!trace["findings"].as_array().unwrap().is_empty());
}

#[test]
fn json_tells_rows_places_and_reasons() {
    let folder = folder("trace-json");
    let (_, out, _) = run(&folder, &["trace", "jetro-2023/annex1#1.1.a", "--format", "json"]);
    let trace: Value = serde_json::from_str(&out).unwrap();
    let of = |clause: &str| {
        let statements = trace["statements"].as_array().unwrap();
        statements.iter().find(|one| one["clause"] == format!("jetro-2023/annex1#{clause}")).unwrap().clone()
    };
    let item = of("1.1.a");
    assert_eq!((item["kind"].as_str(), item["by"][0]["row"].as_str()), (Some("item"), Some("tasks:1.1.a")));
    assert!(item["by"][0]["place"].as_str().unwrap().starts_with("tasks.toml:"));
    assert!(item["not_computable"].is_null());
    let quota = of("1.1.a.quota");
    assert!(quota["by"].as_array().unwrap().is_empty() && quota["not_computable"]["en"].is_string());
}

#[test]
fn an_indicator_of_the_standard_is_traced_too() {
    let folder = folder("trace-itss");
    let (code, out, _) = run(&folder, &["trace", "itss-v3-2011/itsm#sd.3", "--lang", "en"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("trace_indicator", without_lines(&out));
}

#[test]
fn an_unknown_clause_is_refused_with_what_is_near() {
    let folder = folder("trace-unknown");
    for (clause, help) in [
        ("jetro-2023/annex2#S-2-3", "did you mean `jetro-2023/annex2#S-2-"),
        ("nowhere/at-all#1", "indexed are `jetro-2023/annex1`"),
        ("jetro-2023/annex2", "names no place in the document"),
    ] {
        let (code, out, err) = run(&folder, &["trace", clause, "--lang", "en"]);
        assert_eq!((code, out.as_str()), (2, ""));
        assert!(err.contains(&format!("`{clause}`")) && err.contains(help), "{err}");
    }
}

/// A folder's own indexes are read, and a mistake in them is told with its place.
#[test]
fn a_contract_in_a_folder_has_its_own_indexes() {
    let folder = folder("trace-folder");
    let contract = concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts/examples/servicenow-log");
    for name in ["calendar.toml", "sla.toml", "policy.toml", "records.toml"] {
        fs::copy(format!("{contract}/{name}"), folder.join(name)).unwrap();
    }
    fs::create_dir(folder.join("coverage")).unwrap();
    let index = "document = \"log/terms\"\n\n[[statement]]\nid = \"2.1\"\nkind = \"number\"\nja = \"数\"\nen = \"a figure\"\nby = [\"sla:none\"]\n";
    fs::write(folder.join("coverage/terms.toml"), index).unwrap();
    let trace = || run(&folder, &["trace", "log/terms#2", "--contract", ".", "--lang", "en"]);
    let (code, out, _) = trace();
    assert!(code == 0 && out.contains("-> sla:none  (there is no such row)"), "{out}");
    fs::write(folder.join("coverage/terms.toml"), index.replace("number", "numbre")).unwrap();
    let (code, _, err) = trace();
    assert!(code == 2 && err.contains("coverage/terms.toml:5:8"), "{err}");
}
