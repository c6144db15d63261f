//! What the command writes: whole or not at all, and over nothing that is not its own.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use super::{folder, run};

const KEIYAKU: &str = env!("CARGO_BIN_EXE_keiyaku");

/// A command that writes, without the place that it writes to.
struct Writer {
    command: &'static str,
    /// Whether `--out` names a folder, and a file that it puts there.
    folder: Option<&'static str>,
}

/// Every command that has `--out`.
const WRITERS: [Writer; 9] = [
    Writer { command: "report", folder: Some("report.html") },
    Writer { command: "sample --month 2024-06", folder: Some("calls.csv") },
    Writer { command: "schema", folder: Some("sla.schema.json") },
    Writer { command: "schema sla", folder: Some("sla.schema.json") },
    Writer { command: "deadlines --month 2024-06 --on 2024-06-01 --format ics", folder: None },
    Writer { command: "tasks ics --month 2024-06", folder: None },
    Writer { command: "export tasks --format csv", folder: None },
    Writer { command: "export tasks --format xlsx", folder: None },
    Writer { command: "ledger export device --journal k.jsonl --on 2024-06-01", folder: None },
];

impl Writer {
    fn run(&self, folder: &PathBuf, out: &str, more: &[&str]) -> (i32, String, String) {
        let arguments: Vec<&str> =
            self.command.split(' ').chain(["--out", out]).chain(more.iter().copied()).collect();
        run(folder, &arguments)
    }

    /// The file of an output.
    fn file(&self, out: &str) -> String {
        self.folder.map_or(out.to_owned(), |name| format!("{out}/{name}"))
    }
}

/// A folder with a journal in it.
fn with_journal(name: &str) -> PathBuf {
    let folder = folder(name);
    filled(&folder, "k.jsonl");
    folder
}

/// Makes a journal of one machine.
fn filled(folder: &PathBuf, journal: &str) {
    assert_eq!(run(folder, &["ledger", "init", journal]).0, 0);
    let sheet = "資産管理番号,機器名,種別,台帳の区分,設置部署名,使用者氏名,使用目的,申請書\n\
                 PC-001,事務用PC,PC,国内用,総務部,佐藤 陽子,事務,申-1\n";
    fs::write(folder.join("pcs.csv"), sheet).unwrap();
    let import = ["ledger", "import", "pcs.csv", "--kind", "device", "--journal", journal];
    let apply = ["--apply", "--by", "test", "--valid-on", "2024-05-01"];
    let (code, out, err) = run(folder, &[&import[..], &apply[..]].concat());
    assert_eq!(code, 0, "{out}{err}");
}

/// All that lies below a folder, with what it holds.
fn seen(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(within) = waiting.pop() {
        for entry in fs::read_dir(&within).unwrap() {
            let path = entry.unwrap().path();
            match path.symlink_metadata().unwrap().file_type() {
                kind if kind.is_dir() => waiting.push(path),
                kind if kind.is_file() => found.push((path.clone(), fs::read(path).unwrap())),
                _ => found.push((path, Vec::new())),
            }
        }
    }
    found.sort();
    found
}

/// A file of somebody else's stays, one's own is written again every month, and one that was edited stays.
#[test]
fn regression_an_output_takes_the_place_of_its_own_files_alone() {
    let folder = with_journal("output-own");
    for writer in &WRITERS {
        let command = writer.command;
        let file = folder.join(writer.file("out"));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let stays = |content: &str| {
            fs::write(&file, content).unwrap();
            let before = seen(&folder);
            let (code, out, err) = writer.run(&folder, "out", &[]);
            assert_eq!(code, 2, "{command}: {out}");
            assert!(err.contains(&writer.file("out")) && err.contains("--force"), "{command}: {err}");
            assert_eq!(seen(&folder), before, "{command}");
        };
        stays("somebody's");
        for more in [&["--force"][..], &[]] {
            let (code, _, err) = writer.run(&folder, "out", more);
            assert_eq!((code, err.as_str()), (0, ""), "{command} {more:?}");
        }
        stays("edited");
        let _ = fs::remove_dir_all(folder.join("out"));
        let _ = fs::remove_file(folder.join("out"));
    }
}

/// The side files of a database hold what is not in it yet: over them it is lost, and beside it a file is taken for one.
#[test]
fn regression_no_output_takes_the_place_of_a_database_s_side_file() {
    let folder = folder("output-side-files");
    filled(&folder, "k.sqlite");
    let before = seen(&folder);
    for writer in &WRITERS[..8] {
        for ending in ["journal", "wal", "shm"] {
            let out = format!("k.sqlite-{ending}");
            for more in [&[][..], &["--force"]] {
                let (code, _, err) = writer.run(&folder, &out, more);
                assert_eq!(code, 2, "{} {out} {more:?}", writer.command);
                assert!(err.contains(&out) && err.contains("--force"), "{err}");
                assert_eq!(seen(&folder), before, "{} {out} {more:?}", writer.command);
            }
        }
    }
    assert_eq!(run(&folder, &["ledger", "verify", "k.sqlite"]).0, 0);
    for magic in [&b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"[..], b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83"] {
        let content = [magic, b"pages"].concat();
        fs::write(folder.join("moved.csv"), &content).unwrap();
        let (code, _, err) = run(&folder, &["export", "tasks", "--out", "moved.csv", "--force"]);
        assert_eq!(code, 2, "{err}");
        assert_eq!(fs::read(folder.join("moved.csv")).unwrap(), content);
    }
}

/// An import cut a file of somebody else's to nothing and made a journal of it.
#[test]
fn regression_a_file_that_is_no_journal_is_not_recorded_in() {
    let folder = with_journal("output-no-journal");
    let journal = fs::read(folder.join("k.jsonl")).unwrap();
    let cases: [Vec<u8>; 8] = [
        b"\0\0\0binary".to_vec(),
        b"\0\x01\0\0\0\x02".to_vec(),
        "[{\"v\"".encode_utf16().flat_map(u16::to_be_bytes).collect(),
        b"[\0foreign".to_vec(),
        vec![0; 4_096],
        [&*journal, b"\0another program's"].concat(),
        [&*journal, b"[\0another program's"].concat(),
        [&journal[..journal.len() - 1], b"\0another program's"].concat(),
    ];
    for content in cases {
        fs::write(folder.join("x.jsonl"), &content).unwrap();
        let shown = content.escape_ascii();
        let import = ["ledger", "import", "pcs.csv", "--kind", "device", "--journal", "x.jsonl"];
        let apply = ["--apply", "--by", "test", "--valid-on", "2024-06-01", "--lang", "en"];
        let (code, out, err) = run(&folder, &[&import[..], &apply].concat());
        assert_eq!(code, 2, "{shown}: {out}{err}");
        assert!(err.contains("x.jsonl") && err.contains("nothing was changed"), "{err}");
        assert_eq!(fs::read(folder.join("x.jsonl")).unwrap(), content, "{shown}");
        let (code, out, _) = run(&folder, &["ledger", "verify", "x.jsonl"]);
        assert_eq!((code, out.as_str()), (2, ""), "{shown}");
    }
}

/// An export wrote over the journal that it had read, and ended with 0.
#[test]
fn regression_no_output_takes_the_place_of_a_journal() {
    for (kind, name) in [("file", "k.jsonl"), ("database", "k.sqlite")] {
        let folder = folder(&format!("output-journal-{kind}"));
        fs::create_dir(folder.join("data")).unwrap();
        let journal = format!("data/{name}");
        filled(&folder, &journal);
        fs::hard_link(folder.join(&journal), folder.join("hard.csv")).unwrap();
        std::os::unix::fs::symlink(&journal, folder.join("soft.csv")).unwrap();
        std::os::unix::fs::symlink("data", folder.join("linked")).unwrap();
        let before = fs::read(folder.join(&journal)).unwrap();
        let check = |held: &str| {
            let targets = [
                journal.clone(),
                format!("./{journal}"),
                format!("linked/../data/{name}"),
                format!("linked/{name}"),
                folder.join(&journal).to_str().unwrap().to_owned(),
                "hard.csv".to_owned(),
                "soft.csv".to_owned(),
                format!("{journal}-journal"),
                format!("{journal}-wal"),
            ];
            for out in targets.iter().take(if held == "free" { targets.len() } else { 1 }) {
                let export = ["ledger", "export", "device", "--journal", &journal, "--out", out, "--force"];
                let (code, _, err) = run(&folder, &export);
                assert_eq!(code, 2, "{held} {kind} {out}");
                assert!(err.contains(out.as_str()), "{err}");
            }
            // And of another run, in which it is only a file that happens to lie there.
            for out in [journal.as_str(), "hard.csv"] {
                let export = ["export", "tasks", "--out", out, "--format", "csv", "--force"];
                let (code, _, err) = run(&folder, &export);
                assert_eq!(code, 2, "{held} {kind} {out} {err}");
            }
            assert_eq!(fs::read(folder.join(&journal)).unwrap(), before, "{held} {kind}");
        };
        check("free");
        // While another process writes.
        if kind == "file" {
            let held = File::options().append(true).open(folder.join(&journal)).unwrap();
            held.lock().unwrap();
            check("locked");
        } else {
            let held = rusqlite::Connection::open(folder.join(&journal)).unwrap();
            held.execute_batch("BEGIN IMMEDIATE").unwrap();
            check("locked");
        }
        let (code, _, err) = run(&folder, &["ledger", "verify", &journal]);
        assert_eq!(code, 0, "{err}");
    }
}

/// What was read is never written over, by whatever name and by whichever option it was read.
#[test]
fn regression_no_output_takes_the_place_of_an_input() {
    let folder = with_journal("output-input");
    assert_eq!(run(&folder, &["new", "c"]).0, 0);
    fs::write(folder.join("events.csv"), "kind,id,of,date\n").unwrap();
    fs::write(folder.join("map.toml"), fs::read(folder.join("c/records.toml")).unwrap()).unwrap();
    fs::create_dir(folder.join("r")).unwrap();
    fs::write(folder.join("r/report.html"), "schema = 1\n").unwrap();
    fs::hard_link(folder.join("c/tasks.toml"), folder.join("hard")).unwrap();
    let records = [
        "--contract",
        "c",
        "--records",
        "c/records",
        "--month",
        "2025-04",
        "--now",
        "2025-05-07T09:00:00+09:00",
    ];
    let before = seen(&folder);
    let cases: &[(&[&str], &str)] = &[
        (&["deadlines", "--month", "2024-06", "--events", "events.csv"], "events.csv"),
        (&["deadlines", "--month", "2025-06", "--contract", "c"], "c/duties.toml"),
        (&["tasks", "ics", "--month", "2025-06", "--contract", "c"], "c/tasks.toml"),
        (&["tasks", "ics", "--month", "2025-06", "--contract", "c"], "hard"),
        (&["export", "tasks", "--contract", "c", "--format", "csv"], "c/findings/main.toml"),
        (&[&["report", "--remarks", "r/report.html"], &records[..]].concat(), "r"),
        (&[&["report", "--mapping", "map.toml"], &records[..]].concat(), "map.toml"),
    ];
    for (arguments, out) in cases {
        for more in [&[][..], &["--force"]] {
            let (code, _, err) = run(&folder, &[arguments, &["--out", out][..], more].concat());
            assert_eq!(code, 2, "{arguments:?} {out}");
            assert!(err.contains(out), "{err}");
            assert_eq!(seen(&folder), before, "{arguments:?} {out}");
        }
    }
}

#[test]
fn regression_a_link_at_the_target_is_not_followed() {
    let folder = with_journal("output-links");
    for writer in &WRITERS {
        let command = writer.command;
        fs::write(folder.join("victim"), "mine").unwrap();
        let file = folder.join(writer.file("out"));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        for to in ["victim", "nowhere"] {
            std::os::unix::fs::symlink(folder.join(to), &file).unwrap();
            let (code, _, err) = writer.run(&folder, "out", &["--force"]);
            assert_eq!(code, 2, "{command}");
            assert!(err.contains("symbolic link") || err.contains("シンボリックリンク"), "{command}: {err}");
            assert!(file.is_symlink() && !folder.join("nowhere").exists(), "{command}");
            fs::remove_file(&file).unwrap();
        }
        assert_eq!(fs::read(folder.join("victim")).unwrap(), b"mine", "{command}");
        let _ = fs::remove_dir_all(folder.join("out"));
    }
}

/// `new`, `bid new`, `itss new` and `ledger init` begin something: nothing is there before.
#[test]
fn what_is_begun_takes_the_place_of_nothing() {
    let folder = folder("output-begun");
    for (arguments, file) in [
        (&["new", "c"][..], "c/sla.toml"),
        (&["bid", "new", "b"], "b/people/template.toml"),
        (&["bid", "new", "s", "--sample"], "s/aoba/people/overall.toml"),
        (&["itss", "new", "p.toml"], "p.toml"),
        (&["ledger", "init", "k.jsonl"], "k.jsonl"),
        (&["ledger", "init", "k.sqlite"], "k.sqlite"),
    ] {
        let file = folder.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(folder.join("victim"), "").unwrap();
        std::os::unix::fs::symlink(folder.join("victim"), &file).unwrap();
        assert_eq!(run(&folder, arguments).0, 2, "{arguments:?}");
        assert!(file.is_symlink() && fs::read(folder.join("victim")).unwrap().is_empty(), "{arguments:?}");
        fs::remove_file(&file).unwrap();
        if file.parent() != Some(folder.as_path()) {
            let top = folder.join(file.strip_prefix(&folder).unwrap().components().next().unwrap());
            fs::remove_dir_all(top).unwrap();
        }
        let (code, _, err) = run(&folder, arguments);
        assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
        let before = seen(&folder);
        assert_eq!(run(&folder, arguments).0, 2, "{arguments:?}");
        assert_eq!(seen(&folder), before, "{arguments:?}");
    }
}

/// A small disk, for as long as it lives; `None` where none can be had, which is said.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: PathBuf, options: &str) -> Option<Self> {
        fs::create_dir_all(&at).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", options, "none"]).arg(&at).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self(at));
        }
        assert!(std::env::var_os("REQUIRE_SMALL_DISK").is_none(), "a small disk is required here");
        println!("skipped: a small disk cannot be mounted here (that needs root)");
        None
    }

    /// Fills it up to a number of bytes that stay free.
    fn fill(&self, free: usize) {
        let path = self.0.join("filler");
        let mut filler = File::create(&path).unwrap();
        while filler.write_all(&[0; 4096]).is_ok() {}
        let length = fs::metadata(&path).unwrap().len();
        filler.set_len(length.saturating_sub(free.try_into().unwrap())).unwrap();
    }

    fn empty(&self) {
        fs::remove_file(self.0.join("filler")).unwrap();
    }

    fn again(&self, options: &str) {
        let options = format!("remount,{options}");
        assert!(Command::new("mount").args(["-o", &options]).arg(&self.0).status().unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// A disk of every size from none to enough: an output is there whole, or what was there before is.
#[test]
fn regression_a_full_disk_leaves_no_half_output() {
    let folder = with_journal("output-full");
    let Some(disk) = SmallDisk::mount(folder.join("disk"), "size=24m") else { return };
    // Those that read a contract first take their time, so that two sizes must do for each of them.
    let quick = |writer: &Writer| writer.command.starts_with("schema");
    for writer in &WRITERS {
        let (command, parts) = (writer.command, if quick(writer) { 16 } else { 1 });
        // What stands there by the end of an earlier run.
        assert_eq!(writer.run(&folder, "disk/out", &[]).0, 0, "{command}");
        let before = seen(&disk.0);
        let needed: usize = before.iter().map(|(_, bytes)| bytes.len() + 8192).sum();
        let (mut failed, mut done) = (0, 0);
        for part in 0..=parts {
            disk.fill(2 * needed * part / parts);
            let (code, _, err) = writer.run(&folder, "disk/out", &[]);
            match code {
                0 => done += 1,
                4 => {
                    assert!(
                        err.contains("ディスクの空きがない") || err.contains("the disk is full"),
                        "{err}"
                    );
                    assert!(err.lines().count() <= 2, "{command}: {err}");
                    failed += 1;
                }
                other => panic!("{command}: {other} {err}"),
            }
            disk.empty();
            // The same content either way, and nothing beside it.
            assert_eq!(seen(&disk.0), before, "{command}");
        }
        assert!(failed > 0 && done > 0, "{command}: {failed} failed, {done} done");
        let _ = fs::remove_dir_all(disk.0.join("out"));
        for entry in fs::read_dir(&disk.0).unwrap() {
            let _ = fs::remove_file(entry.unwrap().path());
        }
    }
}

#[test]
fn a_read_only_disk_is_told_in_a_sentence() {
    let folder = with_journal("output-read-only");
    let Some(disk) = SmallDisk::mount(folder.join("disk"), "size=4m") else { return };
    disk.again("ro");
    for writer in &WRITERS {
        let command = writer.command;
        let (code, _, err) = writer.run(&folder, "disk/out", &[]);
        assert_eq!(code, 4, "{command}: {err}");
        assert!(
            err.contains("読取り専用の領域") || err.contains("the file system is read-only"),
            "{command}: {err}"
        );
    }
    for arguments in [&["new", "disk/c"][..], &["bid", "new", "disk/b"], &["itss", "new", "disk/p.toml"]] {
        assert_eq!(run(&folder, arguments).0, 4, "{arguments:?}");
    }
    assert_eq!(seen(&disk.0), []);
}

/// Keys and journals are written like anything else: code 4 where the system does not take them.
#[test]
fn regression_keys_and_journals_that_cannot_be_written_end_with_the_code_of_outputs() {
    let folder = with_journal("output-keys");
    let Some(disk) = SmallDisk::mount(folder.join("disk"), "size=4m") else { return };
    let key = ["ledger", "key", "new", "disk/a.key"];
    disk.fill(0);
    let full = run(&folder, &key);
    assert_eq!(full.0, 4, "{}", full.2);
    disk.empty();
    assert_eq!(seen(&disk.0), [], "neither key is left");
    filled(&folder, "disk/k.sqlite");
    filled(&folder, "disk/k.jsonl");
    let before = seen(&disk.0);
    disk.again("ro");
    let read_only = run(&folder, &key);
    assert_eq!(read_only.0, 4, "{}", read_only.2);
    for journal in ["disk/k.jsonl", "disk/k.sqlite"] {
        let correct = ["ledger", "correct", "1", "note=x", "--by", "test", "--journal", journal];
        let (code, _, err) = run(&folder, &correct);
        assert_eq!(code, 4, "{journal}: {err}");
    }
    assert_eq!(seen(&disk.0), before);
}

/// A folder in which whoever runs the command may not write.
#[test]
fn a_folder_of_somebody_else_is_told_in_a_sentence() {
    let folder = PathBuf::from("/tmp").join(format!("keiyaku-nobody-{}", std::process::id()));
    let nobody = |arguments: &str| {
        let script = format!("cd '{}' && '{KEIYAKU}' {arguments}", folder.display());
        Command::new("su").args(["nobody", "-s", "/bin/sh", "-c", &script]).output()
    };
    fs::create_dir_all(folder.join("own")).unwrap();
    let given = Command::new("chown").arg("nobody").arg(folder.join("own")).status();
    let can = nobody("--version").is_ok_and(|output| output.status.success());
    if !given.is_ok_and(|given| given.success()) || !can {
        println!("skipped: the command cannot be run as nobody here");
        let _ = fs::remove_dir_all(&folder);
        return;
    }
    let output = nobody("schema sla --out out").unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(4), "{err}");
    assert!(err.contains("permission denied"), "{err}");
    let key = nobody("ledger key new a.key").unwrap();
    assert_eq!(key.status.code(), Some(4), "{}", String::from_utf8_lossy(&key.stderr));
    // In a folder of one's own below it everything is as ever, though the folder itself cannot be exchanged.
    for _ in 0..2 {
        assert_eq!(nobody("schema --out own").unwrap().status.code(), Some(0));
    }
    fs::remove_dir_all(&folder).unwrap();
}

fn with_out(arguments: &[&str], out: impl Into<Stdio>, err: impl Into<Stdio>) -> Output {
    let folder = folder("output-printing");
    Command::new(KEIYAKU).args(arguments).current_dir(folder).stdout(out).stderr(err).output().unwrap()
}

/// Standard output on a full disk: a sentence and an exit code.
#[test]
fn regression_a_full_disk_at_standard_output_is_told() {
    for arguments in
        [&["sla", "list"][..], &["--help"], &["--version"], &["schema", "sla"], &["lint", "--list"]]
    {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = with_out(arguments, full, Stdio::piped());
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(4), "{arguments:?}: {err}");
        assert!(err.contains("ディスクの空きがない") && !err.contains("panicked"), "{arguments:?}: {err}");
    }
}

/// A reader that goes away gets no more; the exit code says that the answer was not whole.
#[test]
fn regression_a_closed_pipe_is_told() {
    for arguments in [&["tasks", "list"][..], &["export", "itss"], &["schema", "sla"]] {
        // Nobody reads from the beginning: what is short would otherwise be in the pipe before its reader goes.
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = Command::new(KEIYAKU).args(arguments).stdout(writer).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(4), "{arguments:?}: {err}");
        assert!(
            err.contains("標準出力が途中で閉じられた") && !err.contains("panicked"),
            "{arguments:?}: {err}"
        );
    }
}

/// Nobody to tell anything to is no reason to fall over.
#[test]
fn regression_a_full_disk_at_standard_error_is_no_panic() {
    for (arguments, code) in [
        (&["sla", "explain", "S-0"][..], 2),
        (&["ledger", "asof"], 0),
        (&["nonsense"], 2),
        (&["bid", "check"], 1),
    ] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = with_out(arguments, Stdio::piped(), full);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}");
    }
}

/// The record is there for `sha256sum --check`, too.
#[test]
fn what_was_written_can_be_checked_by_others() {
    let folder = folder("output-record");
    assert_eq!(run(&folder, &["report"]).0, 0);
    let out = folder.join("keiyaku-report/2024-06");
    let check = || {
        Command::new("sha256sum").args(["--check", "--strict", ".keiyaku.sha256"]).current_dir(&out).output()
    };
    match check() {
        Ok(output) => assert!(output.status.success(), "{output:?}"),
        Err(error) => return println!("skipped: sha256sum cannot be run ({error})"),
    }
    fs::write(out.join("report.md"), "other").unwrap();
    assert!(!check().unwrap().status.success());
}
