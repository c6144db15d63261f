//! What the command reads: files of strangers stay in their folder, and nothing hangs or fills the memory.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

use super::{folder, run};

const KEIYAKU: &str = env!("CARGO_BIN_EXE_keiyaku");

/// Runs the command for a minute at most, and with 4 GiB of addresses.
fn bounded(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let script = "ulimit -v 4194304; exec timeout 60 \"$@\"";
    let output = Command::new("sh")
        .args(["-c", script, "sh", KEIYAKU])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout) + &text(output.stderr))
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// What a stranger may put in the place of a file, each with a part of what is told of it.
fn put(trick: &str, path: &Path, secret: &Path) {
    let _ = fs::remove_file(path);
    match trick {
        "link out" => symlink(secret, path).unwrap(),
        "link up" => symlink("../../secret.toml", path).unwrap(),
        "password file" => symlink("/etc/passwd", path).unwrap(),
        "device" => symlink("/dev/zero", path).unwrap(),
        "pipe" => pipe(path),
        "folder" => fs::create_dir(path).unwrap(),
        "hole" => fs::File::create(path).unwrap().set_len(3 << 30).unwrap(),
        other => unreachable!("{other}"),
    }
}

const TRICKS: [&str; 7] = ["link out", "link up", "password file", "device", "pipe", "folder", "hole"];

fn take_away(path: &Path) {
    if path.is_dir() && !path.is_symlink() {
        fs::remove_dir(path).unwrap()
    } else {
        fs::remove_file(path).unwrap()
    }
}

/// A bid could name any file of the machine and have its keys printed.
#[test]
fn regression_a_bid_names_files_of_its_own_folder_alone() {
    let folder = folder("reading-bid");
    assert_eq!(run(&folder, &["bid", "new", ".", "--sample"]).0, 0);
    let secret = folder.join("secret.toml");
    fs::write(&secret, "password = \"swordfish\"\n").unwrap();
    let bid = fs::read_to_string(folder.join("aoba/bid.toml")).unwrap();
    let named = "evidence = \"people/overall.toml\"";
    assert!(bid.contains(named));
    let refused = |what: &str| {
        let (code, told) = bounded(&folder, &["bid", "check", "aoba", "--lang", "en"]);
        assert_eq!(code, Some(2), "{what}: {told}");
        for content in ["root:", "swordfish", "password"] {
            assert!(!told.contains(content) || what.contains(content), "{what}: {told}");
        }
        told
    };
    for file in
        ["/etc/passwd", "../secret.toml", "people/../../secret.toml", "/dev/zero", "/proc/self/environ"]
    {
        let changed = bid.replace(named, &format!("evidence = \"{file}\""));
        fs::write(folder.join("aoba/bid.toml"), changed).unwrap();
        let told = refused(&format!("password {file}"));
        assert!(told.contains("leads out of the folder `aoba`"), "{told}");
    }
    fs::write(folder.join("aoba/bid.toml"), &bid).unwrap();
    for file in ["people/overall.toml", "members.csv", "bid.toml"] {
        let path = folder.join("aoba").join(file);
        let kept = fs::read(&path).ok();
        for trick in TRICKS {
            put(trick, &path, &secret);
            let told = refused(trick);
            assert!(told.contains(&format!("aoba/{file}")), "{trick}: {told}");
            take_away(&path);
        }
        if let Some(kept) = kept {
            fs::write(path, kept).unwrap();
        }
    }
    assert_eq!(run(&folder, &["bid", "check", "aoba"]).0, 0);
}

/// The same of a contract: its tables, those of its folders, and the folders themselves.
#[test]
fn regression_a_contract_is_read_from_its_own_folder_alone() {
    let folder = folder("reading-contract");
    assert_eq!(run(&folder, &["new", "c"]).0, 0);
    let secret = folder.join("secret.toml");
    fs::write(&secret, "password = \"swordfish\"\n").unwrap();
    fs::create_dir(folder.join("outside")).unwrap();
    fs::write(folder.join("outside/main.toml"), "password = \"swordfish\"\n").unwrap();
    fs::create_dir(folder.join("c/coverage")).unwrap();
    for file in ["sla.toml", "waivers.toml", "findings/main.toml", "coverage/main.toml"] {
        let path = folder.join("c").join(file);
        let kept = fs::read(&path).ok();
        for trick in TRICKS {
            put(trick, &path, &secret);
            let (code, told) = bounded(&folder, &["lint", "--contract", "c", "--lang", "en"]);
            assert_eq!(code, Some(2), "{file} {trick}: {told}");
            assert!(
                told.contains(&format!("c/{file}")) && !told.contains("swordfish"),
                "{file} {trick}: {told}"
            );
            assert!(!told.contains("password"), "{file} {trick}: {told}");
            take_away(&path);
        }
        if let Some(kept) = kept {
            fs::write(path, kept).unwrap();
        }
    }
    fs::remove_dir(folder.join("c/coverage")).unwrap();
    symlink("../outside", folder.join("c/coverage")).unwrap();
    let (code, told) = bounded(&folder, &["lint", "--contract", "c", "--lang", "en"]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("c/coverage") && !told.contains("password"), "{told}");
    fs::remove_file(folder.join("c/coverage")).unwrap();
    // A link that stays inside is one more name.
    fs::rename(folder.join("c/policy.toml"), folder.join("c/ours.text")).unwrap();
    symlink("ours.text", folder.join("c/policy.toml")).unwrap();
    assert_eq!(bounded(&folder, &["lint", "--contract", "c"]).0, Some(0));
}

/// The same of a folder of records, where a name that is no file was passed over and one that led elsewhere was read.
#[test]
fn regression_records_are_read_from_their_own_folder_alone() {
    let folder = folder("reading-records");
    assert_eq!(run(&folder, &["new", "c"]).0, 0);
    let secret = folder.join("secret.csv");
    fs::write(&secret, "password\nswordfish\n").unwrap();
    let now = "2025-05-07T09:00:00+09:00";
    let report = ["report", "--contract", "c", "--records", "c/records", "--month", "2025-04", "--now", now];
    let report = [&report[..], &["--lang", "en", "--out", "r"]].concat();
    // A folder within the folder is told and not read, as before.
    for trick in TRICKS.iter().filter(|trick| **trick != "folder") {
        let path = folder.join("c/records/more.csv");
        put(trick, &path, &secret);
        let (code, told) = bounded(&folder, &report);
        assert_eq!(code, Some(2), "{trick}: {told}");
        assert!(told.contains("c/records/more.csv") && !told.contains("swordfish"), "{trick}: {told}");
        assert!(!told.contains("password"), "{trick}: {told}");
        take_away(&path);
    }
    fs::create_dir(folder.join("c/records/more.csv")).unwrap();
    let (code, told) = bounded(&folder, &report);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("not read") && told.contains("`more.csv`"), "{told}");
}

/// Every option and argument that names a file or a folder.
const NAMED: &[&str] = &[
    "report --mapping X --month 2024-06",
    "report --remarks X",
    "report --records X --month 2024-06",
    "report --contract X --records x --month 2024-06",
    "report --journal X",
    "sla revise --records X --month 2024-06",
    "tasks due --records X",
    "tasks list --contract X",
    "deadlines --month 2024-06 --events X",
    "contract show --contract X",
    "lint X",
    "trace jetro-2023/main#3.6 --contract X",
    "formula check --on-time a --all b --file X",
    "itss level X",
    "itss gap X --to itsm.om:4",
    "bid check X",
    "bid compare X",
    "ledger import X --kind device --journal k.jsonl",
    "ledger import pcs.csv --mapping X --journal k.jsonl",
    "ledger check --journal X.jsonl",
    "ledger check --journal X.sqlite",
    "ledger check --changes X",
    "ledger check --inventory X --allow X",
    "ledger check --products X",
    "ledger check --baseline-table X",
    "ledger hr X",
    "ledger allowlist X --allow X",
    "ledger verify X.jsonl",
    "ledger verify X.sqlite",
    "ledger verify k.jsonl --against X --key X",
    "ledger head X.jsonl",
    "ledger head k.jsonl --sign X",
    "ledger key public X",
    "ledger correct 1 a=b --by me --journal X.jsonl",
    "ledger import pcs.csv --kind device --journal X.jsonl --apply --by me",
    "ledger import pcs.csv --kind device --journal X.sqlite --apply --by me",
];

/// `/dev/zero` filled the memory.
#[test]
fn regression_a_device_that_a_person_names_is_refused() {
    let folder = folder("reading-devices");
    fs::write(folder.join("pcs.csv"), "資産管理番号\n").unwrap();
    assert_eq!(run(&folder, &["ledger", "init", "k.jsonl"]).0, 0);
    for name in ["X", "X.jsonl", "X.sqlite"] {
        symlink("/dev/zero", folder.join(name)).unwrap();
    }
    for command in NAMED {
        let arguments: Vec<&str> = command.split(' ').collect();
        let (code, told) = bounded(&folder, &arguments);
        assert!([Some(1), Some(2)].contains(&code), "{command}: {code:?} {told}");
        assert!(told.contains('X'), "{command}: {told}");
        assert!(!told.contains("panicked") && !told.contains("memory allocation"), "{command}: {told}");
    }
}

/// A journal that is a pipe hung for ever; so did one that a person names without anybody writing into it.
#[test]
fn regression_a_pipe_without_a_writer_does_not_hang() {
    let folder = folder("reading-pipes");
    for name in ["X", "X.jsonl", "X.sqlite"] {
        pipe(&folder.join(name));
    }
    // Ten seconds are waited for a writer where a pipe makes sense; one command stands for all that use the same door.
    for command in [
        "ledger verify X.jsonl",
        "ledger verify X.sqlite",
        "ledger correct 1 a=b --by me --journal X.jsonl",
        "lint X",
        "bid check X",
        "formula check --on-time a --all b --file X --lang en",
    ] {
        let arguments: Vec<&str> = command.split(' ').collect();
        let (code, told) = bounded(&folder, &arguments);
        assert!([Some(1), Some(2)].contains(&code), "{command}: {code:?} {told}");
        assert!(told.contains('X'), "{command}: {told}");
    }
}

/// What a shell puts in the place of a file is read.
#[test]
fn the_output_of_another_program_is_read() {
    let folder = folder("reading-substitution");
    let script = "\"$0\" formula check --on-time 期限内件数 --all 発生件数 --format json \
                  --file <(sleep 1; echo '期限内件数÷発生件数×100')";
    let Ok(output) = Command::new("bash").args(["-c", script, KEIYAKU]).current_dir(&folder).output() else {
        return println!("skipped: there is no bash");
    };
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{out}");
    assert!(out.contains("proved"), "{out}");
}

/// One door: nothing else in the command and in the facade reads or writes files.
#[test]
fn files_are_read_and_written_in_one_place_alone() {
    let mut waiting: Vec<PathBuf> =
        ["src", "../keiyaku/src"].map(|folder| Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).to_vec();
    let mut seen = 0;
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            // What a browser reads and writes lies in a folder of its own that is gone afterwards.
            if path.ends_with("browser.rs") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            let text = code.join("\n");
            for way in ["fs::", "File::open", "File::create", "OpenOptions", "eprint", "println!", "std::fs"]
            {
                assert!(!text.contains(way), "{}: {way}", path.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 30, "{seen}");
}
