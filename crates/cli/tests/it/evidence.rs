//! `keiyaku ledger head`, `verify --against`, `key`, `migrate`: the journal as evidence.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{folder, run};

/// A journal of six entries in three batches, the same on every machine.
const KEPT: &str = include_str!("../../../ledger-testkit/golden/version-3.jsonl");
/// Another, which an older program wrote.
const OLD: &str = include_str!("../../../ledger-testkit/golden/version-1.jsonl");

/// A folder with that journal.
fn kept(name: &str) -> PathBuf {
    let folder = folder(name);
    fs::write(folder.join("a.jsonl"), KEPT).unwrap();
    folder
}

fn correct(folder: &PathBuf, journal: &str) -> String {
    let arguments =
        ["ledger", "correct", "1", "note=点検済", "--by", "山田", "--journal", journal, "--lang", "en"];
    let (code, out, err) = run(folder, &arguments);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    out
}

/// Writes a statement of a journal to a file.
fn state(folder: &Path, journal: &str, more: &[&str], file: &str) -> String {
    let arguments: Vec<&str> = ["ledger", "head", journal].into_iter().chain(more.iter().copied()).collect();
    let (code, out, err) = run(&folder.to_path_buf(), &arguments);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    fs::write(folder.join(file), &out).unwrap();
    out
}

/// Verifies a journal against a statement: the exit code, what is said in English, and the word of the JSON.
fn verify(folder: &Path, journal: &str, statement: &str, more: &[&str]) -> (i32, String, String) {
    let of = |extra: &[&str]| {
        let arguments: Vec<&str> = ["ledger", "verify", journal, "--against", statement]
            .into_iter()
            .chain(more.iter().copied())
            .chain(extra.iter().copied())
            .collect();
        run(&folder.to_path_buf(), &arguments)
    };
    let (code, out, err) = of(&["--lang", "en"]);
    assert_eq!(err, "", "{out}");
    let (same, ja, _) = of(&["--lang", "ja"]);
    assert_eq!(same, code, "{ja}");
    let (same, json, _) = of(&["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(same, code, "{json}");
    assert_eq!(json["against"]["holds"], code == 0, "{json}");
    (code, out, json["against"]["result"].as_str().unwrap().to_owned())
}

#[test]
fn a_statement_is_printed_and_the_journal_goes_on_from_it() {
    let folder = kept("evidence-same");
    insta::assert_snapshot!("statement_ja", state(&folder, "a.jsonl", &[], "ja.txt"));
    insta::assert_snapshot!("statement_en", state(&folder, "a.jsonl", &["--lang", "en"], "en.txt"));
    state(&folder, "a.jsonl", &["--format", "json"], "head.json");
    for statement in ["ja.txt", "en.txt", "head.json"] {
        let (code, out, word) = verify(&folder, "a.jsonl", statement, &[]);
        assert_eq!((code, word.as_str()), (0, "same"), "{out}");
    }
    insta::assert_snapshot!("same_en", verify(&folder, "a.jsonl", "ja.txt", &[]).1);
    // By either name of the journal.
    let (_, named, _) = run(&folder, &["ledger", "head", "--journal", "a.jsonl"]);
    assert_eq!(named, fs::read_to_string(folder.join("ja.txt")).unwrap());
    assert_eq!(run(&folder, &["ledger", "head"]).0, 2);
    correct(&folder, "a.jsonl");
    for statement in ["ja.txt", "en.txt", "head.json"] {
        let (code, out, word) = verify(&folder, "a.jsonl", statement, &[]);
        assert_eq!((code, word.as_str()), (0, "extended"), "{out}");
        assert!(out.contains("1 entry in 1 batch added since"), "{out}");
    }
}

/// Once, a journal without its last entries verified.
#[test]
fn each_way_to_tamper_has_its_code_and_its_words() {
    let folder = kept("evidence-tampered");
    state(&folder, "a.jsonl", &[], "s.txt");
    let whole: Vec<String> = KEPT.lines().map(|line| format!("{line}\n")).collect();
    let batches = whole.len();
    // The last entry of the last batch: found without a statement.
    let last = &whole[1];
    let cut = format!("{}]\n", &last[..last.rfind(",{\"v\":").unwrap()]);
    fs::write(folder.join("cut.jsonl"), format!("{}{cut}", whole[0])).unwrap();
    let (code, _, err) = run(&folder, &["ledger", "verify", "cut.jsonl", "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(err.contains("is missing: batch 2 has 3 entries") && err.contains("put back a copy"), "{err}");
    // The last batch whole, or all: only the statement shows it.
    for kept in [batches - 1, 0] {
        fs::write(folder.join("short.jsonl"), whole[..kept].concat()).unwrap();
        assert_eq!(run(&folder, &["ledger", "verify", "short.jsonl"]).0, 0);
        let (code, out, word) = verify(&folder, "short.jsonl", "s.txt", &[]);
        assert_eq!((code, word.as_str()), (10, "truncated"), "{out}");
        assert!(out.contains("put back a copy"), "{out}");
    }
    // Gone on with by another batch in the place of the one that was stated.
    correct(&folder, "a.jsonl");
    state(&folder, "a.jsonl", &[], "later.txt");
    fs::write(folder.join("other.jsonl"), whole.concat()).unwrap();
    let arguments = ["ledger", "correct", "1", "note=異常なし", "--by", "山田", "--journal", "other.jsonl"];
    assert_eq!(run(&folder, &arguments).0, 0);
    for _ in 0..2 {
        let (code, out, word) = verify(&folder, "other.jsonl", "later.txt", &[]);
        assert_eq!((code, word.as_str()), (11, "rewritten"), "{out}");
        correct(&folder, "other.jsonl");
    }
    // Another journal.
    fs::write(folder.join("another.jsonl"), OLD).unwrap();
    let (code, out, word) = verify(&folder, "another.jsonl", "s.txt", &[]);
    assert_eq!((code, word.as_str()), (12, "another-journal"), "{out}");
    // A statement that was copied wrongly, or is none.
    let text = fs::read_to_string(folder.join("s.txt")).unwrap();
    for (file, text) in [
        ("slip.txt", text.replacen(": 6", ": 7", 1)),
        ("half.txt", text[..text.len() / 2].to_owned()),
        ("none.txt", "hello\n".to_owned()),
        ("steer.txt", "\u{1b}[2J\u{202e}".to_owned()),
    ] {
        let text = if file == "half.txt" { text.chars().take(60).collect() } else { text };
        fs::write(folder.join(file), text).unwrap();
        let (code, out, word) = verify(&folder, "a.jsonl", file, &[]);
        assert_eq!((code, word.as_str()), (15, "no-statement"), "{out}");
        assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}'), "{out}");
    }
    // A file that is not there, a folder, a journal in its place.
    for (wrong, code) in [("nothing.txt", 2), (".", 2), ("a.jsonl", 15)] {
        assert_eq!(run(&folder, &["ledger", "verify", "a.jsonl", "--against", wrong]).0, code, "{wrong}");
    }
}

#[test]
fn a_statement_is_signed_by_the_operator_and_checked_by_the_auditor() {
    let folder = kept("evidence-signed");
    let (code, out, err) = run(&folder, &["ledger", "key", "new", "ledger.key", "--lang", "en"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("ledger.key.pub: the public key"), "{out}");
    let secret = fs::read_to_string(folder.join("ledger.key")).unwrap();
    let material = secret.lines().nth(1).unwrap();
    let signed = state(&folder, "a.jsonl", &["--sign", "ledger.key"], "signed.txt");
    state(&folder, "a.jsonl", &["--sign", "ledger.key", "--format", "json"], "signed.json");
    state(&folder, "a.jsonl", &[], "unsigned.txt");
    let key = ["--key", "ledger.key.pub"];
    for statement in ["signed.txt", "signed.json"] {
        let (code, out, word) = verify(&folder, "a.jsonl", statement, &key);
        assert_eq!((code, word.as_str()), (0, "same"), "{out}");
        assert!(out.contains("signature: right"), "{out}");
        // Without a key nothing is said to be right.
        let (code, out, _) = verify(&folder, "a.jsonl", statement, &[]);
        assert_eq!(code, 0);
        assert!(out.contains("signature: not checked"), "{out}");
    }
    let (code, out, word) = verify(&folder, "a.jsonl", "unsigned.txt", &key);
    assert_eq!((code, word.as_str()), (14, "signature-missing"), "{out}");
    // Altered, with a check code that fits: as somebody would who wants to hide the last batch.
    let json = fs::read_to_string(folder.join("signed.json")).unwrap();
    let mut forged: serde_json::Value = serde_json::from_str(&json).unwrap();
    let entries = forged["entries"].as_u64().unwrap();
    let text = forged["signed_text"].as_str().unwrap().replace(&format!("entries: {entries}"), "entries: 5");
    (forged["entries"], forged["signed_text"]) = (5.into(), text.into());
    fs::write(folder.join("forged.json"), forged.to_string()).unwrap();
    let (code, out, _) = verify(&folder, "a.jsonl", "forged.json", &key);
    assert_eq!(code, 15, "{out}");
    let computed = out.split("its content gives ").nth(1).unwrap()[..8].to_owned();
    forged["check"] = computed.into();
    fs::write(folder.join("forged.json"), forged.to_string()).unwrap();
    let (code, out, word) = verify(&folder, "a.jsonl", "forged.json", &key);
    assert_eq!((code, word.as_str()), (13, "signature-wrong"), "{out}");
    // Of another key.
    run(&folder, &["ledger", "key", "new", "other.key"]);
    let (code, out, word) = verify(&folder, "a.jsonl", "signed.txt", &["--key", "other.key.pub"]);
    assert_eq!((code, word.as_str()), (13, "signature-wrong"), "{out}");
    // The secret key in the place of the public one, or none.
    for wrong in ["ledger.key", "a.jsonl", "signed.txt"] {
        let arguments = ["ledger", "verify", "a.jsonl", "--against", "signed.txt", "--key", wrong];
        let (code, out, err) = run(&folder, &arguments);
        assert_eq!(code, 2, "{out}");
        assert!(!err.contains(material), "{err}");
    }
    // A key is never made over a file, and the public one is to be had again.
    let (code, _, err) = run(&folder, &["ledger", "key", "new", "ledger.key", "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(err.contains("is there already"), "{err}");
    assert_eq!(fs::read_to_string(folder.join("ledger.key")).unwrap(), secret);
    let public = fs::read_to_string(folder.join("ledger.key.pub")).unwrap();
    assert_eq!(run(&folder, &["ledger", "key", "public", "ledger.key"]).1, public);
    for shown in [&signed, &out, &public, &json] {
        assert!(!shown.contains(material), "the secret was shown");
    }
}

#[cfg(unix)]
#[test]
fn a_key_that_others_may_read_signs_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let folder = kept("evidence-open-key");
    run(&folder, &["ledger", "key", "new", "ledger.key"]);
    let path = folder.join("ledger.key");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    for (lang, words) in [("en", "open to others"), ("ja", "所有者以外も読み書きできる")] {
        for arguments in [
            &["ledger", "head", "a.jsonl", "--sign", "ledger.key", "--lang", lang][..],
            &["ledger", "key", "public", "ledger.key", "--lang", lang],
        ] {
            let (code, out, err) = run(&folder, arguments);
            assert_eq!((code, out.as_str()), (2, ""));
            assert!(err.contains(words) && err.contains("chmod 600"), "{err}");
        }
    }
}

/// Whatever records says where the journal ends from then on.
#[test]
fn every_command_that_records_tells_the_new_head() {
    let folder = folder("evidence-heads");
    let devices = "資産管理番号,機器名,種別,台帳の区分,設置部署名,使用者氏名\nPC-001,事務用PC,PC,国内用,総務部,佐藤 陽子\n";
    fs::write(folder.join("devices.csv"), devices).unwrap();
    fs::write(folder.join("hr.csv"), "氏名,発令日,区分,新所属\n佐藤 陽子,2024/7/1,退職,\n").unwrap();
    let import = [
        "ledger",
        "import",
        "devices.csv",
        "--kind",
        "device",
        "--valid-on",
        "2024-06-03",
        "--apply",
        "--by",
        "山田",
    ];
    let hr = ["ledger", "hr", "hr.csv", "--on", "2024-07-10", "--apply", "--by", "山田"];
    let correct = ["ledger", "correct", "1", "note=点検済", "--by", "山田"];
    for (form, journal) in [("table", "a.jsonl"), ("json", "b.sqlite")] {
        let mut entries = 0;
        let init = ["ledger", "init", journal, "--lang", "en", "--format", form];
        let told = |command: &[&str], recorded: u64, entries: u64| {
            let (code, out, err) = run(&folder, command);
            assert_eq!((code, err.as_str()), (0, ""), "{out}");
            let (_, head, _) = run(&folder, &["ledger", "head", journal, "--format", "json"]);
            let head: serde_json::Value = serde_json::from_str(&head).unwrap();
            let hash = head["head"].as_str().unwrap();
            if form == "json" {
                let json: serde_json::Value =
                    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"));
                assert_eq!(
                    (&json["recorded"], &json["head"]["hash"]),
                    (&recorded.into(), &hash.into()),
                    "{out}"
                );
                for (key, wanted) in [
                    ("seq", "entries"),
                    ("batch", "batches"),
                    ("entries", "entries"),
                    ("recorded_at", "recorded_at"),
                ] {
                    assert_eq!(json["head"][key], head[wanted], "{key}");
                }
            } else {
                assert!(out.contains(&format!("head: {hash} (")), "{out}");
                let at = head["recorded_at"].as_str().unwrap_or("no entries");
                assert!(out.contains(at), "{out}");
            }
            assert_eq!(head["entries"], entries);
        };
        told(&init, 0, entries);
        for command in [&import[..], &hr, &correct] {
            entries += 1;
            let arguments: Vec<&str> = command
                .iter()
                .copied()
                .chain(["--journal", journal, "--lang", "en", "--format", form])
                .collect();
            told(&arguments, 1, entries);
        }
    }
    // Nothing recorded, nothing told of a head: a dry run, and the same sheet again.
    let again: Vec<&str> = import.into_iter().chain(["--journal", "b.sqlite", "--format", "json"]).collect();
    fs::write(folder.join("devices.csv"), devices.replace("陽子", "")).unwrap();
    let dry: Vec<&str> =
        again.iter().copied().filter(|word| !["--apply", "--by", "山田"].contains(word)).collect();
    let json: serde_json::Value = serde_json::from_str(&run(&folder, &dry).1).unwrap();
    assert_eq!((&json["recorded"], &json["head"]), (&0.into(), &serde_json::Value::Null));
}

/// A file that an older program wrote is read, said to be one, gone on with, and from then on proves itself.
#[test]
fn a_journal_of_format_1_goes_on_in_format_2() {
    let folder = folder("evidence-format-1");
    fs::write(folder.join("old.jsonl"), OLD).unwrap();
    let (code, out, _) = run(&folder, &["ledger", "verify", "old.jsonl", "--lang", "en"]);
    assert_eq!(code, 0);
    assert!(
        out.contains("format 1; the hash chain is sound") && out.contains("only a statement shows"),
        "{out}"
    );
    let (code, statement, err) = run(&folder, &["ledger", "head", "old.jsonl", "--lang", "en"]);
    assert_eq!(code, 0);
    assert!(
        statement.contains("Format: 1\n") && err.contains("note: the last batch is of format 1"),
        "{err}"
    );
    fs::write(folder.join("s.txt"), statement).unwrap();
    correct(&folder, "old.jsonl");
    let after = fs::read_to_string(folder.join("old.jsonl")).unwrap();
    assert!(after.starts_with(OLD), "what was written before was changed");
    let (code, out, _) = verify(&folder, "old.jsonl", "s.txt", &[]);
    assert!(code == 0 && out.contains("format 2; the hash chain") && !out.contains("note:"), "{out}");
}

#[test]
fn a_database_of_an_earlier_schema_is_migrated_by_a_command() {
    let folder = kept("evidence-migrate");
    assert_eq!(run(&folder, &["ledger", "init", "a.sqlite"]).0, 0);
    let (code, out, _) = run(&folder, &["ledger", "migrate", "a.sqlite", "--lang", "en"]);
    assert_eq!((code, out.as_str()), (0, "a.sqlite: has schema 3 already\n"));
    let (code, out, _) = run(&folder, &["ledger", "migrate", "--journal", "a.jsonl", "--lang", "en"]);
    assert!(code == 0 && out.contains("needs no migration"), "{out}");
    assert_eq!(run(&folder, &["ledger", "migrate", "nothing.sqlite"]).0, 2);
    fs::write(folder.join("notes.sqlite"), "notes").unwrap();
    assert_eq!(run(&folder, &["ledger", "migrate", "notes.sqlite"]).0, 2);
    assert_eq!(fs::read(folder.join("notes.sqlite")).unwrap(), b"notes");
}

/// Six at once: whoever is answered is in the journal, whoever is not is told why.
#[test]
fn six_writers_at_once_lose_nothing() {
    let folder = kept("evidence-writers");
    let devices = "資産管理番号,機器名,種別,台帳の区分,設置部署名\nPC-001,事務用PC,PC,国内用,総務部\n";
    fs::write(folder.join("devices.csv"), devices).unwrap();
    assert_eq!(run(&folder, &["ledger", "init", "a.sqlite"]).0, 0);
    let import =
        "ledger import devices.csv --kind device --valid-on 2024-06-03 --apply --by a --journal a.sqlite";
    assert_eq!(run(&folder, &import.split(' ').collect::<Vec<_>>()).0, 0);
    for (journal, before) in [("a.jsonl", 6), ("a.sqlite", 1)] {
        let write = |writer: usize| {
            let note = format!("note={writer}");
            let arguments =
                ["ledger", "correct", "1", &note, "--by", "a", "--journal", journal, "--lang", "en"];
            let (code, out, err) = run(&folder, &arguments);
            let told = err.contains("being written by another program") || err.contains("prepare it again");
            assert!(code == 0 && out.contains("head: ") || code == 2 && told, "{out}{err}");
            u64::from(code == 0)
        };
        let answered: u64 = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..6).map(|writer| scope.spawn(move || write(writer))).collect();
            writers.into_iter().map(|writer| writer.join().unwrap()).sum()
        });
        assert!(answered > 0, "{journal}");
        let (code, json, _) = run(&folder, &["ledger", "verify", journal, "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!((code, json["head"]["entries"].as_u64()), (0, Some(before + answered)), "{journal}");
    }
}

/// A disk that is really full: one sentence, a code of its own, nothing lost, and the journal goes on with room again.
#[test]
fn a_full_disk_is_told_in_one_sentence_and_loses_nothing() {
    let Some(disk) = ledger_testkit::disk::SmallDisk::of_kilobytes(256) else { return };
    let folder = disk.path().to_path_buf();
    fs::write(folder.join("a.jsonl"), KEPT).unwrap();
    disk.fill_but(0);
    let note = format!("note={}", "x".repeat(5_000));
    let correct = ["ledger", "correct", "1", &note, "--by", "a", "--journal", "a.jsonl", "--lang", "en"];
    let mut entries = 6;
    let err = loop {
        let (code, _, err) = run(&folder, &correct);
        if code != 0 {
            assert_eq!(code, 4, "{err}");
            break err;
        }
        entries += 1;
    };
    assert!(err.lines().count() == 1 && err.contains("No space left") && err.contains("make room"), "{err}");
    let count = || {
        let (_, json, _) = run(&folder, &["ledger", "verify", "a.jsonl", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        json["head"]["entries"].as_u64().unwrap()
    };
    assert_eq!(count(), entries);
    disk.make_room();
    assert_eq!(run(&folder, &correct).0, 0);
    assert_eq!(count(), entries + 1);
}
