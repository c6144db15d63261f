//! The catalogue of messages: every case prints what the page says.
//!
//! `UPDATE_PAGES=1 cargo test -p ledger-file` writes the cases and the page's section; read both afterwards.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use ledger::{EntryHash, Store};
use ledger_file::{FileError, FileStore};
use ledger_testkit::{
    forge::{self, sha256, with_number},
    page::{Case, check, section},
    small_journal,
};

use crate::power::{
    PATH,
    sim::{Chance, Sim},
};

/// A file that is not what was written: its name, what was done to it, and its bytes.
type Altered = (&'static str, &'static str, Vec<u8>);

/// A line with the hash of its one entry computed anew.
fn rehashed(entry: &str) -> String {
    let body = &entry[..entry.len() - ",\"hash\":\"\"}".len() - 64];
    let hash = sha256(body);
    assert!(hash.parse::<EntryHash>().is_ok());
    format!("[{body},\"hash\":\"{hash}\"}}]\n")
}

fn altered() -> Vec<Altered> {
    let batches = small_journal().1;
    let lines: Vec<String> = batches.iter().map(|batch| batch.to_line() + "\n").collect();
    let sound = lines.concat();
    let last = batches[2].entry_texts()[0].clone();
    let after = |line: &str| [&lines[0], &lines[1], line].concat().into_bytes();
    vec![
        ("altered.jsonl", "A name was changed in an editor.", sound.replace("鈴木", "鈴本").into_bytes()),
        (
            "line-removed.jsonl",
            "The second line was taken away.",
            [&*lines[0], &lines[2]].concat().into_bytes(),
        ),
        ("line-doubled.jsonl", "The first line stands twice.", [&*lines[0], &sound].concat().into_bytes()),
        (
            "lines-exchanged.jsonl",
            "The second and third line changed places.",
            [&*lines[0], &lines[2], &lines[1]].concat().into_bytes(),
        ),
        (
            "rehashed.jsonl",
            "An entry was changed and its hash computed anew; the next entry still names the old one.",
            [
                rehashed(&batches[0].entry_texts()[0].replace("佐藤", "伊藤")).replace("]\n", ","),
                lines[0]
                    .split_once(",{\"v\":3,\"seq\":2")
                    .map(|(_, rest)| format!("{{\"v\":3,\"seq\":2{rest}"))
                    .unwrap(),
            ]
            .concat()
            .into_bytes(),
        ),
        (
            "batch-split.jsonl",
            "A batch was made two.",
            sound.replacen("},{\"v\":3,\"seq\":2", "}]\n[{\"v\":3,\"seq\":2", 1).into_bytes(),
        ),
        (
            "last-entry-removed.jsonl",
            "The last entry of the last batch was taken away.",
            [&*lines[0], &forge::lines(&forge::entries(&lines[1])[..2])].concat().into_bytes(),
        ),
        (
            "count-too-low.jsonl",
            "The last batch states fewer entries than it has, and every hash was computed anew.",
            forged(&|text| with_number(text, "size", 2)),
        ),
        (
            "counts-differ.jsonl",
            "The entries of the last batch state different numbers, and every hash was computed anew.",
            forged(&|text| match text.contains("\"seq\":5,") {
                true => with_number(text, "size", 4),
                false => text.to_owned(),
            }),
        ),
        (
            "downgraded.jsonl",
            "An entry of an older version, which states no number of entries, follows newer ones.",
            forge::lines(&forge::rechained(&[forge::entries(&lines[0]), downgraded()].concat())).into_bytes(),
        ),
        (
            "empty-line.jsonl",
            "An empty line stands between two batches.",
            sound.replacen('\n', "\n\n", 1).into_bytes(),
        ),
        ("line-ends.jsonl", "An editor wrote other line ends.", sound.replace('\n', "\r\n").into_bytes()),
        ("blanks.jsonl", "A tool formatted the lines.", sound.replace("\":", "\": ").into_bytes()),
        ("not-utf-8.jsonl", "An editor wrote another encoding.", in_cp932(&sound)),
        ("binary.jsonl", "A file that is no journal was named.", b"\0\0\0binary".to_vec()),
        ("zeros.jsonl", "A file holds nothing but zeros.", vec![0; 64]),
        (
            "not-ended.jsonl",
            "Another program added to the journal what is no batch.",
            after("\0another program's"),
        ),
        (
            "word-not-known.jsonl",
            "An entry holds a word that no version wrote.",
            after(&rehashed(&last.replace("\"disposed\"", "\"recycled\""))),
        ),
        (
            "names-itself.jsonl",
            "A reversal names an entry that is not before it.",
            after(&rehashed(
                &(last.split_once(",\"body\":").unwrap().0.to_owned()
                    + ",\"body\":{\"reverse\":{\"entry\":6,\"why\":\"\"}}"
                    + &last[last.find(",\"prev\":").unwrap()..]),
            )),
        ),
        (
            "newer-version.jsonl",
            "A later version of this program wrote the last entry.",
            after(&rehashed(&last.replace("{\"v\":3,", "{\"v\":4,"))),
        ),
    ]
}

/// The first two batches, the entries of the second altered and all hashes computed anew.
fn forged(alter: &dyn Fn(&str) -> String) -> Vec<u8> {
    let lines: String = small_journal().1[..2].iter().map(|batch| batch.to_line() + "\n").collect();
    let mut entries = forge::entries(&lines);
    for (_, text) in &mut entries[2..] {
        *text = alter(text);
    }
    forge::lines(&forge::rechained(&entries)).into_bytes()
}

/// The last batch of the small journal as an older program wrote it.
fn downgraded() -> Vec<forge::Kept> {
    let last = forge::entries(forge::VERSION_2).pop().unwrap();
    vec![(2, last.1)]
}

/// The text with one name as CP932 has it.
fn in_cp932(text: &str) -> Vec<u8> {
    let at = text.find("佐藤").unwrap();
    [&text.as_bytes()[..at], &[0x8d, 0xb2, 0x93, 0xa1], &text.as_bytes()[at + 6..]].concat()
}

/// A message without the folder that a test works in.
fn message(error: &FileError, folder: &Path) -> String {
    error.to_string().replace(&format!("{}/", folder.display()), "")
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/errors")
}

/// What no file can bring about by itself.
fn deeds() -> Vec<Case> {
    let folder = ledger_testkit::folder();
    let path = folder.path().join("ledger.jsonl");
    let batches = small_journal().1;
    let case = |name: &str, what: &str, error: FileError| Case {
        name: name.to_owned(),
        what: what.to_owned(),
        message: message(&error, folder.path()),
    };
    let mut cases =
        vec![case("missing", "A journal is opened that is not there.", FileStore::open(&path).unwrap_err())];
    let mut store = FileStore::create(&path).unwrap();
    cases.push(case("exists", "A journal is made where one is.", FileStore::create(&path).unwrap_err()));
    cases.push(case("locked", "A journal is opened twice.", FileStore::open(&path).unwrap_err()));
    store.append(&batches[0]).unwrap();
    cases.push(case(
        "stale",
        "A batch is stored that was prepared before another was.",
        store.append(&batches[0]).unwrap_err(),
    ));
    let found = fs::read(&path).unwrap();
    fs::write(&path, [&*found, b"\n"].concat()).unwrap();
    cases.push(case(
        "changed",
        "An editor wrote to the file while it was open here.",
        store.append(&batches[1]).unwrap_err(),
    ));
    let (sim, path) = (Sim::new(4_096, Chance::Seed(1), None), Path::new(PATH));
    let mut store = FileStore::create_on(&sim, path).unwrap();
    store.append(&batches[0]).unwrap();
    sim.fail_at(sim.calls() + 2);
    for (name, what) in [
        ("full", "A batch is stored on a disk that is full."),
        ("failed", "Another batch is stored after that, without opening the journal anew."),
    ] {
        let message = message(&store.append(&batches[1]).unwrap_err(), Path::new("/ledgers"));
        cases.push(Case { name: name.to_owned(), what: what.to_owned(), message });
    }
    cases
}

#[test]
fn every_message_is_on_the_page() {
    let mut cases = Vec::new();
    let mut files = Vec::new();
    for (name, what, bytes) in altered() {
        let path = folder().join(name);
        if env::var_os("UPDATE_PAGES").is_some() {
            fs::create_dir_all(folder()).unwrap();
            fs::write(&path, &bytes).unwrap();
        }
        assert!(fs::read(&path).unwrap() == bytes, "{name} is not as the case makes it");
        let error = ledger_file::read(&path).unwrap_err();
        assert!(matches!(error, FileError::Corrupt { .. }), "{name}: {error}");
        cases.push(Case {
            name: format!("`{name}`"),
            what: what.to_owned(),
            message: message(&error, &folder()),
        });
        files.push(name.to_owned());
    }
    // No file without a case.
    let mut found: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort_unstable();
    files.sort_unstable();
    assert_eq!(found, files);
    cases.extend(deeds());
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/ledger-errors.md");
    check(&page, "ledger-file", &section(&cases));
}

#[test]
fn opening_for_writing_says_the_same_as_reading() {
    let work = ledger_testkit::folder();
    for (name, _, bytes) in altered() {
        let path = work.path().join(name);
        fs::write(&path, &bytes).unwrap();
        let (one, other) = (FileStore::open(&path).unwrap_err(), ledger_file::read(&path).unwrap_err());
        assert_eq!(one.to_string(), other.to_string());
        assert!(fs::read(&path).unwrap() == bytes, "{name} was changed");
    }
}
