//! The page that says how a head is computed: its example by a tool that shares nothing with this crate, its program on
//! kept journals.

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

use ledger::Journal;
use ledger_testkit::{
    forge::{VERSION_3, sha256},
    small_journal,
};

const PAGE: &str = include_str!("../../../../docs/reference/entry.md");

/// The blocks of the worked example, in their order.
fn blocks() -> Vec<&'static str> {
    let section = PAGE.split_once("### Worked example").unwrap().1;
    let section = section.split_once("\n### ").unwrap().0;
    section.split("```").skip(1).step_by(2).map(|block| block.split_once('\n').unwrap().1).collect()
}

/// The digits that a program prints for a text; `None` where it is not installed, which is said.
fn run(program: &str, arguments: &[&str], input: &str) -> Option<String> {
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        eprintln!("skipped: `{program}` is not installed");
        return None;
    };
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_example_has_the_hashes_that_it_shows() {
    let [line, commands, printed, _] = blocks()[..] else { panic!("the example has other blocks") };
    let hashes: Vec<&str> = printed.lines().map(|line| line.strip_suffix("  -").unwrap()).collect();
    let mut journal = Journal::new();
    journal.read_line(line.trim_end()).unwrap();
    let read: Vec<String> = journal.entries().iter().map(|entry| entry.hash.to_string()).collect();
    assert_eq!(read, hashes);
    assert_eq!(journal.head().to_string(), hashes[1]);
    // What the commands hash is what stands in the line.
    for (command, hash) in commands.lines().zip(&hashes) {
        let text = command.split('\'').nth(3).unwrap();
        assert_eq!(sha256(text), *hash);
        assert!(line.contains(&format!("{text},\"hash\":\"{hash}\"}}")), "{command}");
    }
    if let Some(found) = run("sh", &[], commands) {
        assert_eq!(found, printed);
    }
}

#[test]
fn the_program_on_the_page_finds_the_same_head_and_a_missing_entry() {
    let program = blocks()[3];
    let folder = ledger_testkit::folder();
    let path = folder.path().join("a.jsonl");
    let shown = path.display().to_string();
    fs::write(&path, VERSION_3).unwrap();
    let Some(found) = run("python3", &["-", &shown], program) else { return };
    let end = small_journal().0.end();
    assert_eq!(found.trim_end(), format!("{} {} {}", end.entries, end.batches, end.hash));
    let cut = VERSION_3.lines().nth(1).unwrap();
    let cut = format!("{}\n{}]\n", VERSION_3.lines().next().unwrap(), &cut[..cut.rfind(",{\"v\"").unwrap()]);
    fs::write(&path, cut).unwrap();
    let refused = Command::new("python3").args(["-c", program, &shown]).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("entry 3 is not what must come next"), "{said}");
}
