//! The page as a browser prints it: nothing that a signed paper must contain is lost.

use std::{fs, process::Command};

use crate::{folder, run};

/// What is left of a text without its white space, which a page breaks elsewhere.
fn dense(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Whether a program is there. Where the gates install it, it must be.
fn is_there(program: &str, version: &str) -> bool {
    let is_there = Command::new(program).arg(version).output().is_ok();
    if !is_there {
        assert!(
            std::env::var_os("REQUIRE_BROWSER").is_none(),
            "{program} is required here and does not start"
        );
        eprintln!("skipped: {program} is not installed, so that no PDF is looked at");
    }
    is_there
}

#[test]
fn every_exclusion_inquiry_and_policy_stands_in_the_pdf() {
    if !is_there("chromium", "--version") || !is_there("pdftotext", "-v") {
        return;
    }
    let folder = folder("pdf");
    let (code, out, err) = run(&folder, &["report", "--pdf", "--out", "o"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert!(out.contains("o/report.{html,json,md,xlsx,pdf}, csv/"));
    let printed =
        Command::new("pdftotext").args(["-raw", "o/report.pdf", "-"]).current_dir(&folder).output().unwrap();
    let text = dense(&String::from_utf8(printed.stdout).unwrap());
    let data: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.join("o/report.json")).unwrap()).unwrap();
    let mut looked = (0, 0, 0);
    for item in data["items"].as_array().unwrap() {
        for excluded in item["excluded"].as_array().unwrap() {
            for said in [&excluded["id"], &excluded["reason"]["ja"], &excluded["note"]] {
                let said = said.as_str().unwrap();
                assert!(text.contains(&dense(said)), "{} excludes {said}", item["key"]);
            }
            looked.0 += 1;
        }
        for policy in item["policies"].as_array().unwrap() {
            let said = policy["meaning"]["ja"].as_str().unwrap();
            assert!(text.contains(&dense(said)), "{} by {said}", item["key"]);
            looked.1 += 1;
        }
    }
    let inquiries =
        data["contents"].as_array().unwrap().iter().find(|content| content["id"] == "inquiries").unwrap();
    for table in inquiries["tables"].as_array().unwrap() {
        for row in table["rows"].as_array().unwrap() {
            let row: String =
                row.as_array().unwrap().iter().map(|cell| dense(cell["ja"].as_str().unwrap())).collect();
            assert!(text.contains(&row), "the row {row} stands whole on a page");
            looked.2 += 1;
        }
    }
    assert!(looked.0 > 10 && looked.1 > 40 && looked.2 > 1_000, "{looked:?}");
}

/// Without a browser both languages say so, with the way out, and nothing is written.
#[test]
fn without_a_browser_the_way_out_is_told() {
    let folder = folder("no-browser");
    for (lang, told) in [
        ("ja", "PDFにするブラウザが見つからない"),
        ("en", "no browser that could print the PDF is installed"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_keiyaku"))
            .args(["report", "--pdf", "--out", "o", "--lang", lang])
            .env("PATH", "")
            .current_dir(&folder)
            .output()
            .unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && err.contains(told) && err.contains("report.html"), "{err}");
        assert!(!folder.join("o").exists());
    }
}
