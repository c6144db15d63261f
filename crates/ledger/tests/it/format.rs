//! The written form: kept files of every version. They were written by a program that shares nothing with this crate
//! and are never written anew: whatever reads them wrongly is wrong.

use ledger::{
    AsOf, Batch, Body, Damage, Draft, ENTRY_VERSION, Event, Field, JOURNAL_FORMAT, Journal, Kind, Put,
};
use ledger_testkit::{
    forge::{ALL_VERSIONS, VERSION_1, VERSION_2, VERSION_3, sha256},
    small_journal,
};

fn read(lines: &str) -> Journal {
    let mut journal = Journal::new();
    for line in lines.lines() {
        journal.read_line(line).unwrap_or_else(|corruption| panic!("{corruption}"));
    }
    journal
}

/// Entries of any version, each the text from `"at"` to the body, put into a line a batch with the hashes computed.
fn by_hand(version: u32, batches: &[&[&str]]) -> String {
    let (mut lines, mut previous, mut seq) = (String::new(), "0".repeat(64), 0);
    for (number, batch) in batches.iter().enumerate() {
        let mut texts = Vec::new();
        for entry in *batch {
            seq += 1;
            let size = if version < 3 { String::new() } else { format!("\"size\":{},", batch.len()) };
            let text = format!(
                "{{\"v\":{version},\"seq\":{seq},\"batch\":{},{size}{entry},\"prev\":\"{previous}\"",
                number + 1
            );
            previous = sha256(&text);
            texts.push(format!("{text},\"hash\":\"{previous}\"}}"));
        }
        lines.push_str(&format!("[{}]\n", texts.join(",")));
    }
    lines
}

#[test]
fn the_file_of_version_1_is_as_it_was_written() {
    let first = r#""at":"2023-04-03T00:30:00Z","on":"2023-04-01","by":"山田","from":{"file":"機器.xlsx","sheet":"本部","row":2},"body":{"set":{"kind":"device","id":"PC-0007","fields":{"event":"assigned","model":"X1","user":"佐藤"}}}"#;
    let second = r#""at":"2023-04-03T00:30:00Z","on":"2023-04-01","by":"山田","from":{"file":"機器.xlsx","sheet":"本部","row":3},"body":{"set":{"kind":"device","id":"007","fields":{"model":null,"note":"a\\\"b\n\u0001"}}}"#;
    let third = r#""at":"2023-05-10T09:00:00Z","on":"2023-05-08","by":"鈴木","from":null,"body":{"set":{"kind":"device","id":"PC-0007","fields":{"event":"disposed"}}}"#;
    let fourth = r#""at":"2023-05-10T09:00:00Z","on":"2023-05-09","by":"鈴木","from":{"file":"b.csv","sheet":null,"row":7},"body":{"set":{"kind":"medium","id":"M-1","fields":{"event":null,"place":"金庫"}}}"#;
    assert_eq!(by_hand(1, &[&[first, second], &[third, fourth]]), VERSION_1);
}

#[test]
fn version_1_is_read_as_the_present_one() {
    let journal = read(VERSION_1);
    let bodies: Vec<&Body> = journal.entries().iter().map(|entry| &entry.body).collect();
    let pc = || Put::new(Kind::Device, "PC-0007");
    assert_eq!(
        bodies,
        [
            &Body::Put(pc().event(Event::Assigned).field(Field::Model, "X1").field(Field::User, "佐藤")),
            &Body::Put(
                Put::new(Kind::Device, "007").cleared(Field::Model).field(Field::Note, "a\\\"b\n\u{1}")
            ),
            &Body::Put(pc().event(Event::Disposed)),
            &Body::Put(Put::new(Kind::Medium, "M-1").field(Field::Place, "金庫")),
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
fn a_journal_of_version_1_goes_on_in_the_present_one() {
    let mut journal = read(VERSION_1);
    let put = Put::new(Kind::Device, "PC-0007").field(Field::Model, "X2");
    let correct = Draft {
        valid_on: "2023-04-01".parse().unwrap(),
        origin: None,
        body: Body::Correct { entry: 1, put },
    };
    let batch = journal.prepare("田中", "2024-06-05T01:00:00Z".parse().unwrap(), vec![correct]).unwrap();
    let line = batch.to_line();
    assert!(line.starts_with("[{\"v\":3,\"seq\":5,\"batch\":3,\"size\":1,"), "{line}");
    journal.append(batch).unwrap();
    let read = read(&format!("{VERSION_1}{line}\n"));
    assert_eq!(read.entries(), journal.entries());
    let state = read.state(AsOf::day("2023-04-30".parse().unwrap()));
    assert_eq!(state.record(Kind::Device, "PC-0007").unwrap().text(Field::Model), Some("X2"));
}

#[test]
fn the_present_version_is_written_as_it_ever_was() {
    let (journal, batches) = small_journal();
    let lines: String = batches.iter().map(|batch| Batch::to_line(batch) + "\n").collect();
    assert_eq!(lines, VERSION_3);
    assert_eq!(read(VERSION_3).entries(), journal.entries());
    assert_eq!((ENTRY_VERSION, JOURNAL_FORMAT), (3, 2), "a new version needs a kept file of its own");
}

#[test]
fn version_2_says_the_same_and_states_no_size() {
    let (old, new) = (read(VERSION_2), read(VERSION_3));
    let day = AsOf::day("2024-06-30".parse().unwrap());
    assert_eq!(old.state(day).to_text(), new.state(day).to_text());
    assert_eq!((old.end().format, new.end().format), (1, 2));
    // Which is why there is a third: what is taken from the end of the last batch leaves no trace in the second.
    let cut = |lines: &str| {
        let (before, batch) = lines.trim_end().split_at(lines[..lines.len() - 1].rfind('\n').unwrap() + 1);
        let second = &before[before[..before.len() - 1].rfind('\n').unwrap() + 1..];
        assert!(batch.starts_with('['));
        before.replace(second, &(second[..second.rfind(",{\"v\"").unwrap()].to_owned() + "]\n"))
    };
    assert_eq!(read(&cut(VERSION_2)).last(), 4);
    let short = cut(VERSION_3);
    let mut journal = Journal::new();
    let read: Result<Vec<()>, _> = short.lines().map(|line| journal.read_line(line)).collect();
    assert_eq!(read.unwrap_err().damage, Damage::Short { batch: 2, stated: 3, found: 2 });
}

#[test]
fn a_journal_that_went_through_all_versions_knows_from_where_sizes_are_proven() {
    let journal = read(ALL_VERSIONS);
    assert_eq!((journal.last(), journal.sized_from(), journal.end().format), (8, Some(7), 2));
    let versions: Vec<_> =
        ALL_VERSIONS.match_indices("{\"v\":").map(|(at, _)| &ALL_VERSIONS[at + 5..at + 6]).collect();
    assert_eq!(versions.concat(), "11112233");
}

#[track_caller]
fn damage(version: u32, entry: &str) -> Damage {
    let line = by_hand(version, &[&[entry]]);
    let corruption = Journal::new().read_line(line.trim_end()).unwrap_err();
    assert_eq!(corruption.seq, 1);
    corruption.damage
}

const HEAD: &str = r#""at":"2024-06-05T01:00:00Z","on":"2024-06-03","by":"a","from":null,"body":"#;

#[test]
fn a_newer_version_is_refused_whatever_it_looks_like() {
    let known = format!(r#"{HEAD}{{"reverse":{{"entry":1,"why":""}}}}"#);
    let other = r#""at":1717549200,"about":{"anything":[1,2,3]}"#;
    for entry in [known.as_str(), other] {
        assert_eq!(damage(4, entry), Damage::NewerVersion { found: 4, known: 3 });
        assert_eq!(damage(4_000_000_000, entry), Damage::NewerVersion { found: 4_000_000_000, known: 3 });
    }
    // A present entry whose version alone was altered was altered; it is no newer one.
    let altered = VERSION_3.lines().next().unwrap().replacen("{\"v\":3,", "{\"v\":4,", 1);
    let corruption = Journal::new().read_line(&altered).unwrap_err();
    assert!(matches!(corruption.damage, Damage::Altered { .. }), "{corruption}");
}

/// Found here: version 0 was called newer than 2.
#[test]
fn version_0_was_never_written() {
    let damage =
        damage(0, &format!(r#"{HEAD}{{"put":{{"kind":"device","id":"A","event":null,"fields":{{}}}}}}"#));
    assert!(matches!(damage, Damage::Unreadable { .. }), "{damage}");
}

#[test]
fn each_version_has_bodies_of_its_own() {
    let set = format!(r#"{HEAD}{{"set":{{"kind":"device","id":"A","fields":{{}}}}}}"#);
    let put = format!(r#"{HEAD}{{"put":{{"kind":"device","id":"A","event":null,"fields":{{}}}}}}"#);
    assert!(matches!(damage(2, &set), Damage::Unreadable { .. }));
    assert!(matches!(damage(3, &set), Damage::Unreadable { .. }));
    assert!(matches!(damage(1, &put), Damage::Unreadable { .. }));
}

#[test]
fn a_fact_has_one_spelling() {
    let put = |inner: &str| {
        format!(r#"{HEAD}{{"put":{{"kind":"device","id":"A","event":null,"fields":{{{inner}}}}}}}"#)
    };
    let read = |entry: &str| Journal::new().read_line(by_hand(3, &[&[entry]]).trim_end());
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
    let line = by_hand(3, &[&[&head]]);
    for number in ["01", "1.0", "1e0", "+1", "-1", "\"1\"", "18446744073709551617"] {
        assert!(
            Journal::new().read_line(&line.replacen("\"seq\":1", &format!("\"seq\":{number}"), 1)).is_err()
        );
        assert!(
            Journal::new().read_line(&line.replacen("\"size\":1", &format!("\"size\":{number}"), 1)).is_err()
        );
    }
}
