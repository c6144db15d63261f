//! Every code with files that bring it about, and the page that lists them: `problems/records/CODE/…` beside the mapping
//! `records.toml`, `problems/bid/CODE/…`, and `problems/ledger/CODE.csv`, `.cells` (cell by cell) or `.xml` (its rows) where it
//! takes a workbook, `.big` (what it repeats), beside `CODE.toml` where it takes a mapping.

use std::{
    collections::BTreeSet,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use keiyaku::{
    Contract,
    bid::{BID_CODES, Bid},
    intake::{CODES, RowError},
    ledger::{Journal, Kind, Sheets},
    records::{InputFile, Mapping},
};
use ledger_sheet::{HandedIn, plan};

use crate::{
    folder, run,
    workbooks::{package, workbook},
};

/// Told by a program that was built without its reader of workbooks: tested in `intake`.
const OF_OTHER_BUILDS: [&str; 1] = ["no-workbooks"];

static CONTRACT: LazyLock<Contract> = LazyLock::new(|| Contract::reference().unwrap());

fn files_of(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/problems").join(folder)
}

fn names(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// The files of a folder with their names.
fn inputs(folder: &Path) -> Vec<(String, Vec<u8>)> {
    names(folder).into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).unwrap())).collect()
}

fn of_records(code: &str) -> Vec<RowError> {
    let table = fs::read_to_string(files_of("records").join("records.toml")).unwrap();
    let mapping = Mapping::from_table("records.toml", &table, CONTRACT.calendars().sites()).unwrap();
    let files = inputs(&files_of("records").join(code));
    let files: Vec<InputFile<'_>> = files.iter().map(|(name, bytes)| InputFile { name, bytes }).collect();
    let contract = CONTRACT.clone().with_mapping(mapping);
    contract.read_records(&files, "2024-11-05T00:00:00Z".parse().unwrap(), &mut |_, _| {}).errors
}

fn of_bid(code: &str) -> Vec<RowError> {
    let head = "bidder = { name = \"A\", price = 100, technical = 50, signing = 2023-03-01, grounds = [] }\n";
    let files = inputs(&files_of("bid").join(code));
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    Bid::from_table("bid.toml", head).unwrap().with_sheets(&files).unwrap_err()
}

fn of_ledger(code: &str) -> Vec<RowError> {
    let read = |ending: &str| fs::read(files_of("ledger").join(format!("{code}.{ending}"))).ok();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let (ending, bytes) = match (read("csv"), read("cells"), read("xml"), read("big"), read("jsonl")) {
        (Some(text), None, None, None, None) => ("csv", text),
        (None, Some(cells), None, None, None) => ("xlsx", workbook(&text(cells))),
        (None, None, Some(rows), None, None) => ("xlsx", package("", &text(rows))),
        (None, None, None, Some(big), None) => ("csv", repeated(&text(big)).into_bytes()),
        (None, None, None, None, Some(lines)) => ("jsonl", lines),
        _ => panic!("`{code}` needs one file, {code}.csv, .cells, .xml, .big or .jsonl"),
    };
    let ledgers = &CONTRACT.ledgers().unwrap().sheets;
    let mapping = match read("toml") {
        Some(table) => ledger_sheet::Mapping::from_table("import.toml", &text(table), ledgers).unwrap(),
        None => ledger_sheet::Mapping::new(Kind::Device),
    };
    let none = Sheets::default();
    let ledgers = if code == "no-ledger" { &none } else { ledgers };
    let on = (code != "no-day").then(|| "2024-06-03".parse().unwrap());
    let name = format!("{code}.{ending}");
    plan(HandedIn { name: &name, bytes: &bytes }, &mapping, ledgers, &Journal::new(), on).rejected
}

/// A text written down by what it repeats: each line so many times, each part of it, `times*text`, so many times.
fn repeated(big: &str) -> String {
    let line = |line: &str| {
        let (times, parts) = line.split_once(' ').unwrap();
        let part = |part: &str| {
            let (times, text) = part.split_once('*').unwrap();
            let (text, times) = (text.replace("\\n", "\n"), times.parse().unwrap());
            // With a number in it, each time another one.
            match text.split_once("{n}") {
                Some((before, behind)) => (0..times).map(|n| format!("{before}{n}{behind}")).collect(),
                None => text.repeat(times),
            }
        };
        parts.split('|').map(part).collect::<String>().repeat(times.parse().unwrap())
    };
    big.lines().map(line).collect()
}

/// The problems that the files of a code have.
type Reader = fn(&str) -> Vec<RowError>;

/// The files of each code: the folder, the name of the file or folder in it, and what reads it.
fn examples() -> Vec<(String, String, Reader)> {
    let readers: [(&str, Reader); 3] = [("records", of_records), ("bid", of_bid), ("ledger", of_ledger)];
    let mut examples = Vec::new();
    for (folder, read) in readers {
        for name in names(&files_of(folder)).into_iter().filter(|name| !name.ends_with(".toml")) {
            let code = name.split_once('.').map_or(name.as_str(), |(code, _)| code).to_owned();
            examples.push((code, format!("{folder}/{name}"), read));
        }
    }
    examples
}

/// The page is what the program says: each code, what is wrong and the way out in both languages, and the file.
#[test]
fn every_code_has_files_that_bring_it_about_and_stands_on_the_page() {
    let examples = examples();
    let known: BTreeSet<&str> = CODES.iter().copied().collect();
    assert_eq!(known.len(), CODES.len(), "a code stands for one thing");
    let mut page = String::from(
        "| code | what is wrong, and the way out | 日本語 | file |\n| --- | --- | --- | --- |\n",
    );
    for code in CODES.iter().filter(|code| !OF_OTHER_BUILDS.contains(code)) {
        let (_, file, read) = examples
            .iter()
            .find(|(of, ..)| of == code)
            .unwrap_or_else(|| panic!("no file under tests/it/problems brings `{code}` about"));
        let errors = read(code);
        let error = errors.iter().find(|error| error.reason.code() == *code);
        let error = error.unwrap_or_else(|| panic!("{file}: `{code}` is not among {errors:#?}"));
        let (text, remedy) = (error.text(), error.remedy());
        assert!(text.ja != text.en && !text.ja.is_empty(), "{code}: {text:?}");
        assert!(
            error.line().ja.ends_with(&format!("[{code}]"))
                && error.line().en.ends_with(&format!("[{code}]"))
        );
        let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ");
        let (en, ja) = (format!("{}; {}", text.en, remedy.en), format!("{}。{}", text.ja, remedy.ja));
        writeln!(page, "| `{code}` | {} | {} | `{file}` |", cell(&en), cell(&ja)).unwrap();
    }
    page.push('\n');
    for (code, file, _) in &examples {
        assert!(known.contains(code.as_str()), "{file} is of no code");
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/problems.md");
    ledger_testkit::page::check(&root, "codes", &page);
}

/// Of a bid that names nothing rightly, each name is told with its code.
#[test]
fn names_that_the_contract_does_not_know_have_codes() {
    let bid = Bid::from_table(
        "bid.toml",
        r#"
bidder = { name = "A", price = 100, technical = 50, signing = 2023-03-01, grounds = ["x"] }
[[member]]
name = "甲"
offered_as = ["x"]
languages = ["x"]
management = [{ role = "x", from = 2020-04-01 }]
qualification = [{ id = "x" }]
score = [{ test = "x", points = 600 }]
[[shift]]
site = "x"
days = ["weekdays"]
from = "09:00"
to = "18:00"
members = ["甲"]
"#,
    );
    let problems = bid.unwrap().problems(CONTRACT.bid_requirements().unwrap());
    let told: BTreeSet<&str> = problems.iter().map(|problem| problem.code()).collect();
    assert_eq!(told, BID_CODES.iter().copied().collect());
    for problem in &problems {
        let (text, end) = (problem.text(), format!("[{}]", problem.code()));
        assert!(text.ja != text.en && text.ja.ends_with(&end) && text.en.ends_with(&end), "{text:?}");
    }
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/problems.md");
    let page = fs::read_to_string(page).unwrap();
    assert!(BID_CODES.iter().all(|code| page.contains(&format!("| `{code}` |"))));
}

/// The command tells the code beside the words, in both languages, and in JSON.
#[test]
fn the_command_tells_the_code() {
    let folder = folder("problem-codes");
    let files = files_of("records").join("no-time/calls.csv");
    let mapping = files_of("records").join("records.toml");
    let (files, mapping) = (files.to_str().unwrap(), mapping.to_str().unwrap());
    let asked = ["report", "--records", files, "--mapping", mapping, "--month", "2024-06", "--keep-going"];
    for language in ["ja", "en"] {
        let (code, _, err) = run(&folder, &[&asked[..], &["--lang", language]].concat());
        assert_eq!(code, 0);
        assert!(err.contains("[no-time]"), "{err}");
    }
    let (_, out, _) = run(&folder, &[&asked[..], &["--format", "json"]].concat());
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["problems"][0]["code"], "no-time");
}

/// The line at fault is shown with a caret under the cell, whatever the width of its letters and the encoding of the file.
#[test]
fn a_caret_stands_under_the_cell() {
    let folder = folder("problem-carets");
    let mapping = fs::read_to_string(files_of("records").join("records.toml")).unwrap();
    fs::write(folder.join("m.toml"), mapping.replace("\"utf-8\"", "\"cp932\"")).unwrap();
    let text = "受付表,,,,\r\n番号,着信,応答,放棄,終了\r\n電話①表,\"2024/6/3\n\",きのう,,\r\n";
    fs::write(folder.join("calls.csv"), keiyaku::intake::encode_cp932(text).unwrap()).unwrap();
    let asked =
        ["report", "--records", "calls.csv", "--mapping", "m.toml", "--month", "2024-06", "--lang", "ja"];
    let (code, _, err) = run(&folder, &asked);
    assert_eq!(code, 1);
    insta::assert_snapshot!("carets", err);
}
