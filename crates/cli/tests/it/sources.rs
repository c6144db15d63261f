//! What a command works on: the month that was asked for, what was handed in and nothing else, and what it left unread.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::{folder, run};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts/jetro-2023/sample/2024-06");

fn month_of(out: &str) -> (usize, usize, usize) {
    let count =
        |word: &str| out.lines().filter(|line| line.starts_with("S-") && line.ends_with(word)).count();
    (count(" met"), count(" undetermined"), count(" not applicable"))
}

#[test]
fn the_files_of_june_say_nothing_of_july_nor_of_may() {
    let folder = folder("another-month");
    for (month, now) in [("2024-07", "2024-08-05T00:00:00Z"), ("2024-05", "2024-07-05T00:00:00Z")] {
        let args =
            ["report", "--records", SAMPLE, "--month", month, "--now", now, "--lang", "en", "--out", month];
        let (code, out, _) = run(&folder, &args);
        assert_eq!(code, 0);
        // Counts, figures of the year and months without a case alike; the one item is measured by another.
        assert_eq!(month_of(&out), (0, 41, 1), "{month}\n{out}");
    }
}

#[test]
fn calls_of_july_beside_the_rest_of_june_do_not_cover_the_incidents_of_july() {
    let folder = folder("half-a-month");
    for name in fs::read_dir(SAMPLE).unwrap() {
        let name = name.unwrap().file_name();
        let text = fs::read_to_string(Path::new(SAMPLE).join(&name)).unwrap();
        let text = if name == "calls.csv" { text.replace("2024/6/", "2024/7/") } else { text };
        fs::write(folder.join(name), text).unwrap();
    }
    let args = ["sla", "explain", "S-4-3-3-1", "--records", ".", "--month", "2024-07", "--now"];
    let (code, out, _) = run(&folder, &[&args[..], &["2024-08-05T00:00:00Z", "--lang", "en"]].concat());
    assert_eq!(code, 0);
    assert!(
        out.contains("none of the records of \\`incident\\` begins between 2024-07-01 and 2024-07-31"),
        "{out}"
    );
}

#[test]
fn a_journal_of_ones_own_is_not_shown_with_records_that_are_made_up() {
    let folder = folder("own-journal");
    assert_eq!(run(&folder, &["ledger", "init", "own.jsonl", "--sample", "--lang", "en"]).0, 0);
    let args = ["report", "--journal", "own.jsonl", "--lang", "en", "--now", "2024-07-05T00:00:00Z"];
    let (code, _, err) = run(&folder, &args);
    assert_eq!((code, err.contains("no month given")), (2, true), "{err}");
    let (code, out, err) = run(&folder, &[&args[..], &["--month", "2024-06"]].concat());
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("no records given: judged by the journal alone"), "{err}");
    assert!(!out.contains("sample") && !err.contains("sample"), "{out}{err}");
    let line = out.lines().find(|line| line.starts_with("S-2-1 ")).unwrap();
    assert!(line.ends_with(" undetermined"), "{line}");
    // Remarks and a mapping of one's own belong to records of one's own.
    fs::write(folder.join("own.toml"), "").unwrap();
    for option in ["--remarks", "--mapping"] {
        let (code, _, err) = run(&folder, &["report", option, "own.toml", "--lang", "en"]);
        assert_eq!(code, 2);
        assert!(option == "--mapping" || err.contains("no records given"), "{err}");
    }
}

#[test]
fn every_output_of_the_sample_says_that_it_is_one() {
    let folder = folder("sample-said");
    let (code, out, err) = run(&folder, &["report", "--lang", "ja", "--out", "r"]);
    assert_eq!(code, 0);
    assert!(out.contains("見本: 架空の記録"), "{out}{err}");
    for (file, mark) in
        [("report.html", "【見本】"), ("report.md", "見本"), ("report.json", "\"sample\": true")]
    {
        let text = fs::read_to_string(folder.join("r").join(file)).unwrap();
        assert!(text.contains(mark), "{file}");
    }
    let all: &[&[&str]] = &[
        &["sla", "explain", "S-2-1"],
        &["sla", "due"],
        &["sla", "revise"],
        &["tasks", "missed", "--month", "2024-06"],
        &["tasks", "due"],
        &["bid", "check"],
        &["bid", "compare"],
        &["bid", "score", "--method", "additive", "--price-points", "100", "--ceiling", "300000000"],
        &["ledger", "check"],
        &["ledger", "growth"],
        &["ledger", "renewals"],
        &["ledger", "stocktake"],
        &["ledger", "licences"],
        &["ledger", "loans"],
        &["ledger", "asof"],
        &["ledger", "history", "device", "D-0001"],
    ];
    for args in all {
        for (format, mark) in [("table", "sample"), ("json", "\"sample\": true")] {
            let (code, out, err) = run(&folder, &[args, &["--lang", "en", "--format", format][..]].concat());
            if code == 2 && args.contains(&"history") {
                continue;
            }
            assert!(out.contains(mark) || out.trim() == "[]", "{args:?} {format}\n{out}\n{err}");
        }
    }
    // What is handed in is no sample.
    let (_, out, err) =
        run(&folder, &["report", "--records", SAMPLE, "--month", "2024-06", "--lang", "en", "--out", "o"]);
    assert!(!out.contains("sample") && !err.contains("made-up"), "{out}{err}");
    assert!(fs::read_to_string(folder.join("o/report.json")).unwrap().contains("\"sample\": false"));
}

#[test]
fn files_of_a_folder_that_were_not_read_are_named() {
    let folder = folder("unread");
    assert_eq!(run(&folder, &["bid", "new", "bid", "--sample"]).0, 0);
    let bidder = folder.join("bid/aoba");
    fs::write(bidder.join("members.doc"), "x").unwrap();
    fs::write(bidder.join("people/unused.toml"), "x").unwrap();
    let (_, _, err) = run(&folder, &["bid", "check", bidder.to_str().unwrap(), "--lang", "en"]);
    let told = err.lines().find(|line| line.contains("files that were not read")).unwrap_or_default();
    assert!(told.contains("`members.doc`") && told.contains("`people/unused.toml`"), "{err}");
    assert_eq!(run(&folder, &["new", "own"]).0, 0);
    fs::write(folder.join("own/extra.toml"), "a = 1").unwrap();
    fs::write(folder.join("own/offices.xlsx"), "x").unwrap();
    for args in [&["lint"][..], &["contract", "show"], &["sla", "list"], &["tasks", "list"]] {
        let (_, _, err) = run(&folder, &[args, &["--contract", "own", "--lang", "en"]].concat());
        assert!(err.contains("own: files that were not read: `offices.xlsx`\n"), "{args:?} {err}");
        assert!(err.contains("own: tables that nothing reads: `extra.toml`\n"), "{args:?} {err}");
    }
}

/// Every command and verb that takes an option, by its help.
fn commands_with(folder: &PathBuf, option: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut left = vec![Vec::<String>::new()];
    while let Some(command) = left.pop() {
        let words: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
        let (_, help, _) = run(folder, &words);
        if help.contains(&format!("{option} <")) {
            found.insert(command.join(" "));
        }
        let verbs = help.lines().skip_while(|line| *line != "Commands:").skip(1);
        for verb in verbs.take_while(|line| !line.is_empty()) {
            let verb = verb.strip_prefix("  ").filter(|verb| !verb.starts_with(' '));
            let Some(verb) = verb.and_then(|verb| verb.split(' ').next()) else { continue };
            if verb != "help" {
                left.push(command.iter().cloned().chain([verb.to_owned()]).collect());
            }
        }
    }
    found
}

/// Asks each command of a table, and holds the table against all that take the option: a new one needs a row.
fn names_what_it_did_not_read(folder: &PathBuf, option: &str, rows: &[&str], with: &[&str]) {
    let has_row = |command: &String| {
        rows.iter().any(|row| {
            row == command || row.strip_prefix(command.as_str()).is_some_and(|rest| rest.starts_with(' '))
        })
    };
    let without: Vec<String> =
        commands_with(folder, option).into_iter().filter(|command| !has_row(command)).collect();
    assert!(without.is_empty(), "commands with {option} that have no row here: {without:?}");
    let mut silent = Vec::new();
    for (language, words) in [("ja", "読"), ("en", "not read")] {
        for row in rows {
            let own = row.split(' ').map(|word| word.trim_matches('"'));
            let lang: &[&str] = if takes_language(row) { &["--lang", language] } else { &[] };
            let all: Vec<&str> = own.chain(with.iter().copied()).chain(lang.iter().copied()).collect();
            let (_, out, err) = run(folder, &all);
            // It takes the option with those of a journal and looks at no contract.
            if row.starts_with("ledger allowlist") {
                continue;
            }
            let is_told = err.lines().any(|line| line.contains("`stray.bin`") && line.contains(words));
            if !is_told {
                silent.push(format!("{row} {with:?}: {err:.300}{out:.100}"));
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

/// Whether messages of a command follow `--lang`; without it they are in both languages.
fn takes_language(row: &str) -> bool {
    !NO_LANGUAGE.iter().any(|command| row.starts_with(command))
}

const NO_LANGUAGE: &[&str] = &["export", "sample"];

/// Whatever a command takes a contract's folder for, a file that it does not know is named.
#[test]
fn every_command_that_takes_a_contract_names_the_files_that_it_did_not_read() {
    let folder = folder("unread-everywhere");
    let (code, _, err) =
        run(&folder, &["new", "c", "--from", "2024-04-01", "--to", "2027-03-31", "--lang", "en"]);
    assert_eq!(code, 0, "{err}");
    std::fs::write(folder.join("c/stray.bin"), "x").unwrap();
    assert_eq!(run(&folder, &["ledger", "init", "k.jsonl"]).0, 0);
    for (name, text) in [
        ("allow.toml", "[[allow]]\nname = \"reader\"\n"),
        ("cases.toml", ""),
        ("changes.csv", "氏名,発令日,区分\n山田,2024-06-03,退職\n"),
        ("inventory.csv", "device,software\nPC-1,reader\n"),
        ("x.csv", "資産管理番号\nPC-1\n"),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
    names_what_it_did_not_read(
        &folder,
        "--contract",
        &[
            "export tasks --format json",
            "export sla --format json",
            "trace jetro-2023/main#1",
            "lint",
            "contract payments --bid 50000000",
            "contract offices",
            "contract show",
            "deadlines --month 2024-06",
            "bid score --method additive --price-points 100 --ceiling 5",
            "bid compare",
            "bid check",
            "ledger correct 1 a=b --by me --journal k.jsonl",
            "ledger export device --out x.csv --journal k.jsonl",
            "ledger history device D-0001",
            "ledger asof device",
            "ledger allowlist inventory.csv --allow allow.toml --journal k.jsonl",
            "ledger hr changes.csv",
            "ledger loans",
            "ledger stocktake",
            "ledger growth",
            "ledger renewals",
            "ledger licences",
            "ledger check",
            "ledger import x.csv --journal k.jsonl --kind device",
            "ledger init n.jsonl",
            "tasks ics --month 2024-06",
            "tasks windows --month 2024-06",
            "tasks checklist --month 2024-06",
            "tasks missed --month 2024-06",
            "tasks due",
            "tasks schedule --month 2024-06",
            "tasks show 3.1.1.a",
            "tasks list",
            "formula verify",
            "calendar add 2024-06-07T16:00 4h",
            "calendar elapsed 2024-06-07T16:00 2024-06-10T16:00",
            "sample --month 2024-06",
            "test cases.toml",
            "map --needs",
            "sla due",
            "sla revise",
            "sla explain S-1",
            "sla list",
            "report --records c --month 2024-06",
            "init ops --month 2024-06",
        ],
        &["--contract", "c"],
    );
}

/// The same of a folder of records.
#[test]
fn every_command_that_takes_records_names_the_files_that_it_did_not_read() {
    let folder = folder("unread-records");
    std::fs::create_dir(folder.join("r")).unwrap();
    for name in fs::read_dir(SAMPLE).unwrap() {
        let name = name.unwrap().file_name();
        fs::copy(Path::new(SAMPLE).join(&name), folder.join("r").join(&name)).unwrap();
    }
    std::fs::write(folder.join("r/stray.bin"), "x").unwrap();
    names_what_it_did_not_read(
        &folder,
        "--records",
        &[
            "report --month 2024-06 --force",
            "sla explain S-2-1 --month 2024-06",
            "sla due",
            "sla revise --month 2024-06",
            "tasks due",
            "tasks missed --month 2024-06",
        ],
        &["--records", "r", "--now", "2024-07-05T09:00:00+09:00"],
    );
}

/// Records that end in the middle of a month are told, on the way and in the report, in the reader's language; those of a whole
/// month are not.
#[test]
fn records_of_a_part_of_a_month_are_told() {
    let folder = folder("sources-part");
    let sample =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts/jetro-2023/sample/2024-06/calls.csv");
    let calls = std::fs::read_to_string(sample).unwrap();
    let in_days = |days: std::ops::RangeInclusive<u8>| {
        let is_kept = |line: &&str| {
            let day = line.split("2024/6/").nth(1).and_then(|rest| rest.split(' ').next());
            day.is_none_or(|day| days.contains(&day.parse().unwrap()))
        };
        calls.lines().filter(is_kept).collect::<Vec<_>>().join("\n")
    };
    let asked = [
        "report",
        "--records",
        "calls.csv",
        "--month",
        "2024-06",
        "--now",
        "2024-07-05T09:00:00+09:00",
        "--force",
    ];
    let told = |days, language: &str, format: &str| {
        std::fs::write(folder.join("calls.csv"), in_days(days)).unwrap();
        let (code, out, err) =
            run(&folder, &[&asked[..], &["--lang", language, "--format", format]].concat());
        assert_eq!(code, 0, "{err}");
        // Markdown guards the signs of names.
        (out.replace("\\`", "`"), err)
    };
    for (language, late, early) in [
        (
            "ja",
            "2024-06の`call`は2024-06-12より後に1件もない。18日分",
            "2024-06の`call`は2024-06-20より前に1件もない。19日分",
        ),
        (
            "en",
            "no `call` of 2024-06 begins after 2024-06-12; if records of those 18 days",
            "no `call` of 2024-06 begins before 2024-06-20; if records of those 19 days",
        ),
    ] {
        let (out, err) = told(1..=12, language, "markdown");
        assert!(out.contains(late) && err.contains(late) && !err.contains(early), "{out}{err}");
        let (out, err) = told(20..=30, language, "markdown");
        assert!(out.contains(early) && err.contains(early) && !err.contains(late), "{out}{err}");
        let (_, err) = told(1..=30, language, "markdown");
        assert!(!err.contains("`call`"), "{err}");
    }
}

/// Two files of one name in two folders were told as one.
#[test]
fn regression_problems_name_a_file_with_the_folder_in_which_it_was_handed_in() {
    let folder = folder("sources-one-name");
    let calls = fs::read_to_string(Path::new(SAMPLE).join("calls.csv")).unwrap();
    let second = calls.replacen("2024/6/", "2024/66/", 1);
    for (place, text) in [("a", &calls), ("b", &second)] {
        fs::create_dir(folder.join(place)).unwrap();
        fs::write(folder.join(place).join("calls.csv"), text).unwrap();
    }
    let args = ["report", "--month", "2024-06", "--lang", "en", "--now", "2024-07-05T00:00:00Z", "--records"];
    let (code, _, err) = run(&folder, &[&args[..], &["a", "b"]].concat());
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("b/calls.csv, row ") && err.contains("--> b/calls.csv:"), "{err}");
    assert!(!err.contains("a/calls.csv, row "), "{err}");
    // One alone is told with its folder, too.
    let (code, _, err) = run(&folder, &[&args[..], &["b"]].concat());
    assert_eq!((code, err.contains("b/calls.csv, row ")), (1, true), "{err}");
}
