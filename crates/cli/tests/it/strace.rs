//! The real command, of which every system call of an output fails once, or is the last one.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::folder;

/// The calls by which files are looked at, read, made and put in place.
const CALLS: [&str; 17] = [
    "mkdirat",
    "openat",
    "openat2",
    "newfstatat",
    "statx",
    "fstat",
    "fchmod",
    "flistxattr",
    "write",
    "fsync",
    "renameat2",
    "renameat",
    "linkat",
    "unlinkat",
    "flock",
    "getdents64",
    "read",
];

/// An output that is quick to make, and what is there before.
struct Case {
    name: &'static str,
    arguments: &'static [&'static str],
    before: fn(&Path),
}

const CASES: &[Case] = &[
    Case { name: "a new file", arguments: &["itss", "new", "out/p.toml"], before: |_| {} },
    Case { name: "a new folder", arguments: &["bid", "new", "out/bid"], before: |_| {} },
    Case {
        name: "a file of one's own beside one of somebody else",
        arguments: &["schema", "sla", "--out", "out"],
        before: |folder| {
            older(folder, &["sla"]);
            fs::write(folder.join("out/notes"), "mine").unwrap();
        },
    },
    Case {
        name: "a folder of one's own",
        arguments: &["schema", "--out", "out"],
        before: |folder| older(folder, &["sla", "calendar", "policy"]),
    },
];

/// Schemas as an earlier run wrote them: other content, of which the record knows.
fn older(folder: &Path, tables: &[&str]) {
    fs::create_dir_all(folder.join("out")).unwrap();
    let files = tables.iter().fold(keiyaku::files::Output::folder(folder.join("out")), |output, table| {
        output.with(format!("{table}.schema.json"), format!("an older {table}"))
    });
    files.write(&keiyaku::files::Run::new()).unwrap();
}

fn prepared(case: &Case, at: &Path) {
    let _ = fs::remove_dir_all(at);
    fs::create_dir_all(at).unwrap();
    (case.before)(at);
}

/// All files below a folder, but not what the program needs itself.
fn seen(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(within) = waiting.pop() {
        for entry in fs::read_dir(&within).unwrap() {
            let entry = entry.unwrap();
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with(".keiyaku") {
                continue;
            }
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Runs the command under strace, which may spoil a call; its exit code and what it told.
fn traced(at: &Path, log: &Path, spoil: Option<&str>, arguments: &[&str]) -> (Option<i32>, String) {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-e", &format!("trace={}", CALLS.join(",")), "-o"]).arg(log);
    if let Some(spoil) = spoil {
        strace.args(["-e", &format!("inject={spoil}")]);
    }
    let output = strace.arg(env!("CARGO_BIN_EXE_keiyaku")).args(arguments).current_dir(at).output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// How often each call is made.
fn counted(log: &Path) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for line in fs::read_to_string(log).unwrap().lines() {
        let call = line.split_whitespace().nth(1).and_then(|call| call.split('(').next()).unwrap_or_default();
        if CALLS.contains(&call) {
            *counts.entry(call.to_owned()).or_default() += 1;
        }
    }
    counts
}

#[test]
fn every_system_call_of_an_output_may_fail_or_be_the_last() {
    let folder = folder("output-strace");
    let (log, at) = (folder.join("log"), folder.join("at"));
    fs::create_dir_all(&at).unwrap();
    let works = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).status();
    if !works.is_ok_and(|works| works.success()) {
        assert!(env::var_os("REQUIRE_STRACE").is_none(), "strace is required here and cannot be used");
        println!("skipped: strace is not there, or may not trace");
        return;
    }
    // What any run does before it does anything.
    traced(&at, &log, None, &["--version"]);
    let before = counted(&log);
    // All of them where time does not matter, else every seventh.
    let step = if env::var_os("LEDGER_CRASH_ALL").is_some() { 1 } else { 7 };
    let mut spoilt = 0;
    for case in CASES {
        prepared(case, &at);
        let old = seen(&at);
        assert_eq!(traced(&at, &log, None, case.arguments).0, Some(0), "{}", case.name);
        let (new, calls) = (seen(&at), counted(&log));
        assert!(old != new && calls.values().sum::<u64>() > 30, "{}: {calls:?}", case.name);
        let own = calls.iter().flat_map(|(call, count)| {
            (before.get(call).copied().unwrap_or(0) + 1..=*count).map(move |n| (call.as_str(), n))
        });
        for (call, n) in own.skip(spoilt % step).step_by(step) {
            for fault in ["error=ENOSPC", "signal=KILL"] {
                let spoil = format!("{call}:{fault}:when={n}");
                let what = format!("{}, {spoil}", case.name);
                prepared(case, &at);
                let (code, err) = traced(&at, &log, Some(&spoil), case.arguments);
                assert!(!err.contains("panicked"), "{what}: {err}");
                let found = seen(&at);
                assert!(found == old || found == new, "{what}: {:?}", found.keys());
                assert!(code != Some(0) || found == new, "{what}");
                assert!(
                    code.is_none_or(|code| [0, 2, 4].contains(&code)) || fault != "error=ENOSPC",
                    "{what}: {code:?} {err}"
                );
                // The next run completes it, or finds it complete.
                let (code, err) = traced(&at, &log, None, case.arguments);
                assert!(code == Some(0) || (code == Some(2) && found == new), "{what}: {code:?} {err}");
                assert_eq!(seen(&at), new, "{what}");
                spoilt += 1;
            }
        }
    }
    println!("{spoilt} calls were spoilt");
    assert!(spoilt > 40, "{spoilt}");
}
