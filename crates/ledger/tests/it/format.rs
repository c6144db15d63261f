//! The written form: kept files of every format. They were written by a program that shares nothing with this crate
//! and are never written anew: whatever reads them wrongly is wrong.

use ledger::{AsOf, Batch, Body, Damage, Draft, Event, FORMAT, Journal, Kind, Put};
use ledger_testkit::small_journal;
use sha2::{Digest, Sha256};

const FORMAT_1: &str = include_str!("golden/format-1.jsonl");
const FORMAT_2: &str = include_str!("golden/format-2.jsonl");

fn read(lines: &str) -> Journal {
    let mut journal = Journal::new();
    for line in lines.lines() {
        journal.read_line(line).unwrap_or_else(|corruption| panic!("{corruption}"));
    }
    journal
}

/// Entries of any format, each the text from `"batch"` to the body, put into a line a batch with the hashes computed.
fn by_hand(format: u32, batches: &[&[&str]]) -> String {
    let (mut lines, mut previous, mut seq) = (String::new(), "0".repeat(64), 0);
    for (number, batch) in batches.iter().enumerate() {
        let mut texts = Vec::new();
        for entry in *batch {
            seq += 1;
            let text = format!(
                "{{\"v\":{format},\"seq\":{seq},\"batch\":{},{entry},\"prev\":\"{previous}\"",
                number + 1
            );
            previous = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
            texts.push(format!("{text},\"hash\":\"{previous}\"}}"));
        }
        lines.push_str(&format!("[{}]\n", texts.join(",")));
    }
    lines
}

#[test]
fn the_file_of_format_1_is_as_it_was_written() {
    let first = r#""at":"2023-04-03T00:30:00Z","on":"2023-04-01","by":"山田","from":{"file":"機器.xlsx","sheet":"本部","row":2},"body":{"set":{"kind":"device","id":"PC-0007","fields":{"event":"assigned","model":"X1","user":"佐藤"}}}"#;
    let second = r#""at":"2023-04-03T00:30:00Z","on":"2023-04-01","by":"山田","from":{"file":"機器.xlsx","sheet":"本部","row":3},"body":{"set":{"kind":"device","id":"007","fields":{"model":null,"note":"a\\\"b\n\u0001"}}}"#;
    let third = r#""at":"2023-05-10T09:00:00Z","on":"2023-05-08","by":"鈴木","from":null,"body":{"set":{"kind":"device","id":"PC-0007","fields":{"event":"disposed"}}}"#;
    let fourth = r#""at":"2023-05-10T09:00:00Z","on":"2023-05-09","by":"鈴木","from":{"file":"b.csv","sheet":null,"row":7},"body":{"set":{"kind":"medium","id":"M-1","fields":{"event":null,"place":"金庫"}}}"#;
    assert_eq!(by_hand(1, &[&[first, second], &[third, fourth]]), FORMAT_1);
}

#[test]
fn format_1_is_read_as_the_present_one() {
    let journal = read(FORMAT_1);
    let bodies: Vec<&Body> = journal.entries().iter().map(|entry| &entry.body).collect();
    let pc = || Put::new(Kind::Device, "PC-0007");
    assert_eq!(
        bodies,
        [
            &Body::Put(pc().event(Event::Assigned).field("model", "X1").field("user", "佐藤")),
            &Body::Put(Put::new(Kind::Device, "007").cleared("model").field("note", "a\\\"b\n\u{1}")),
            &Body::Put(pc().event(Event::Disposed)),
            &Body::Put(Put::new(Kind::Medium, "M-1").field("place", "金庫")),
        ]
    );
    let origin = journal.entries()[3].origin.as_ref().unwrap();
    assert_eq!((origin.file.as_ref(), origin.sheet.as_deref(), origin.row), ("b.csv", None, 7));
    let state = journal.state(AsOf::day("2023-05-31".parse().unwrap())).to_text();
    assert_eq!(
        state,
        r#"device "007"
  model = - since 2023-04-01 entry 2
  note = "a\\\"b\n\u{1}" since 2023-04-01 entry 2
device "PC-0007"
  model = "X1" since 2023-04-01 entry 1
  user = "佐藤" since 2023-04-01 entry 1
  assigned on 2023-04-01 entry 1
  disposed on 2023-05-08 entry 3
medium "M-1"
  place = "金庫" since 2023-05-09 entry 4
"#
    );
}

#[test]
fn a_journal_of_format_1_goes_on_in_the_present_one() {
    let mut journal = read(FORMAT_1);
    let put = Put::new(Kind::Device, "PC-0007").field("model", "X2");
    let correct = Draft {
        valid_on: "2023-04-01".parse().unwrap(),
        origin: None,
        body: Body::Correct { entry: 1, put },
    };
    let batch = journal.prepare("田中", "2024-06-05T01:00:00Z".parse().unwrap(), vec![correct]).unwrap();
    let line = batch.to_line();
    assert!(line.starts_with("[{\"v\":2,\"seq\":5,\"batch\":3,"), "{line}");
    journal.append(batch).unwrap();
    let read = read(&format!("{FORMAT_1}{line}\n"));
    assert_eq!(read.entries(), journal.entries());
    let state = read.state(AsOf::day("2023-04-30".parse().unwrap()));
    assert_eq!(state.record(Kind::Device, "PC-0007").unwrap().text("model"), Some("X2"));
}

#[test]
fn the_present_format_is_written_as_it_ever_was() {
    let (journal, batches) = small_journal();
    let lines: String = batches.iter().map(|batch| Batch::to_line(batch) + "\n").collect();
    assert_eq!(lines, FORMAT_2);
    assert_eq!(read(FORMAT_2).entries(), journal.entries());
    assert_eq!(FORMAT, 2, "a new format needs a kept file of its own");
}

#[track_caller]
fn damage(format: u32, entry: &str) -> Damage {
    let line = by_hand(format, &[&[entry]]);
    let corruption = Journal::new().read_line(line.trim_end()).unwrap_err();
    assert_eq!(corruption.seq, 1);
    corruption.damage
}

const HEAD: &str = r#""at":"2024-06-05T01:00:00Z","on":"2024-06-03","by":"a","from":null,"body":"#;

#[test]
fn a_newer_format_is_refused_whatever_it_looks_like() {
    let known = format!(r#"{HEAD}{{"reverse":{{"entry":1,"why":""}}}}"#);
    let other = r#""at":1717549200,"about":{"anything":[1,2,3]}"#;
    for entry in [known.as_str(), other] {
        assert_eq!(damage(3, entry), Damage::NewerFormat { found: 3, known: 2 });
        assert_eq!(damage(4_000_000_000, entry), Damage::NewerFormat { found: 4_000_000_000, known: 2 });
    }
    // A present entry whose format alone was altered was altered; it is no newer one.
    let altered = FORMAT_2.lines().next().unwrap().replacen("{\"v\":2,", "{\"v\":3,", 1);
    let corruption = Journal::new().read_line(&altered).unwrap_err();
    assert!(matches!(corruption.damage, Damage::Altered { .. }), "{corruption}");
}

/// Found here: format 0 was called newer than 2.
#[test]
fn format_0_was_never_written() {
    let damage =
        damage(0, &format!(r#"{HEAD}{{"put":{{"kind":"device","id":"A","event":null,"fields":{{}}}}}}"#));
    assert!(matches!(damage, Damage::Unreadable { .. }), "{damage}");
}

#[test]
fn each_format_has_bodies_of_its_own() {
    let set = format!(r#"{HEAD}{{"set":{{"kind":"device","id":"A","fields":{{}}}}}}"#);
    let put = format!(r#"{HEAD}{{"put":{{"kind":"device","id":"A","event":null,"fields":{{}}}}}}"#);
    assert!(matches!(damage(2, &set), Damage::Unreadable { .. }));
    assert!(matches!(damage(1, &put), Damage::Unreadable { .. }));
}

#[test]
fn a_fact_has_one_spelling() {
    let put = |inner: &str| {
        format!(r#"{HEAD}{{"put":{{"kind":"device","id":"A","event":null,"fields":{{{inner}}}}}}}"#)
    };
    let read = |entry: &str| Journal::new().read_line(by_hand(2, &[&[entry]]).trim_end());
    assert!(read(&put(r#""a":"1","b":"2""#)).is_ok());
    for other in [
        r#""b":"2","a":"1""#,
        r#""a":"1","a":"1""#,
        r#""a": "1""#,
        r#""a":1"#,
        r#""a":"\u0031""#,
        r#""a":"\/""#,
        r#""a":"\u000A""#,
        r#""a":"\u000a""#,
        r#""a":"\u001F""#,
        r#""a":"\b""#,
        "\"a\":\"\t\"",
        r#""a":"1","#,
        r#""a":true"#,
    ] {
        let corruption = read(&put(other)).expect_err(other);
        assert!(matches!(corruption.damage, Damage::Unreadable { .. }), "{other}: {corruption}");
    }
    let head = put("");
    for (from, to) in [
        ("2024-06-03", "2024-6-03"),
        ("2024-06-03", "2024-06-31"),
        ("2024-06-03", "+024-06-03"),
        ("01:00:00Z", "01:00:00+00:00"),
        ("01:00:00Z", "01:00:00.0Z"),
        ("01:00:00Z", "24:00:00Z"),
        ("T01", " 01"),
        ("\"device\"", "\"Device\""),
    ] {
        assert!(head.contains(from));
        assert!(read(&head.replace(from, to)).is_err(), "{to}");
    }
    let line = by_hand(2, &[&[&head]]);
    for number in ["01", "1.0", "1e0", "+1", "-1", "\"1\"", "18446744073709551617"] {
        assert!(
            Journal::new().read_line(&line.replacen("\"seq\":1", &format!("\"seq\":{number}"), 1)).is_err()
        );
    }
}
