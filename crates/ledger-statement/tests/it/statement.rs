//! Statements: written, mailed, typed from paper, altered, signed.

use std::{fs, process::Command};

use chrono::{DateTime, Utc};
use ledger::{EntryHash, Head, Journal};
use ledger_statement::{PublicKey, Signed, Statement, StatementError};
use ledger_testkit::nasty_text;
use proptest::prelude::*;
use provenance::Language;

use crate::{published, small};

const LANGUAGES: [Language; 2] = [Language::Ja, Language::En];

#[test]
fn a_statement_reads_so() {
    let folder = ledger_testkit::folder();
    let signed = small().signed(&published(folder.path()));
    insta::assert_snapshot!("unsigned_ja", small().to_text(Language::Ja));
    insta::assert_snapshot!("signed_en", signed.to_text(Language::En));
    insta::assert_snapshot!("json", format!("{:#}\n", signed.to_json()));
    insta::assert_snapshot!("empty_en", Statement::of("a.jsonl", Journal::new().end()).to_text(Language::En));
}

#[test]
fn it_is_read_back_from_either_language_and_from_json() {
    let folder = ledger_testkit::folder();
    let key = published(folder.path());
    for statement in [small(), small().signed(&key), Statement::of("", Journal::new().end())] {
        for language in LANGUAGES {
            assert_eq!(Statement::read(statement.to_text(language).as_bytes()), Ok(statement.clone()));
        }
        let json = statement.to_json().to_string();
        assert_eq!(Statement::read(json.as_bytes()), Ok(statement.clone()));
        assert_eq!(Statement::read(format!("\u{feff}\r\n {json}\r\n").as_bytes()), Ok(statement));
    }
}

/// What mail programs, printers and people do to it.
#[test]
fn it_survives_being_mailed_and_typed_from_paper() {
    let folder = ledger_testkit::folder();
    let statement = small().signed(&published(folder.path()));
    for language in LANGUAGES {
        let text = statement.to_text(language);
        for mailed in [
            text.replace('\n', "\r\n"),
            text.replace('\n', "\n> "),
            text.replace('\n', "\n| > \t"),
            format!("お世話になっております。\n\n{text}\n-- \n山田\nTel: 03-0000-0000\n"),
            text.replace("    ", ""),
            text.replace("    ", "\u{3000}\u{a0}"),
            text.replace(": ", "："),
            text.replace("\n\n", "\n"),
            text.replace('\n', "\n\n"),
            // Typed: capitals, groups of another size, all in a line.
            text.lines().map(|line| if line.starts_with("    ") { line.to_uppercase() } else { line.to_owned() } + "\n").collect(),
            text.replace("\n    ", " "),
            text.lines().map(|line| if line.starts_with("    ") { line.replace(' ', "") } else { line.to_owned() } + "\n").collect(),
        ] {
            assert_eq!(Statement::read(mailed.as_bytes()), Ok(statement.clone()), "{mailed}");
        }
    }
}

/// No change of a character makes it another statement: a slip is a slip, and no accusation.
#[test]
fn a_slip_of_the_pen_is_told_from_another_journal() {
    let statement = small();
    let (mut read, mut refused, mut by_check) = (0, 0, 0);
    for text in
        [statement.to_text(Language::Ja), statement.to_text(Language::En), statement.to_json().to_string()]
    {
        for (at, letter) in text.char_indices() {
            for other in ['0', '7', 'a', 'f', ' ', ':', '\n', '-', 'o'] {
                let changed = format!("{}{other}{}", &text[..at], &text[at + letter.len_utf8()..]);
                match Statement::read(changed.as_bytes()) {
                    Ok(same) => {
                        assert_eq!(same, statement, "{changed}");
                        read += 1;
                    }
                    Err(error) => {
                        by_check += u32::from(matches!(error, StatementError::Check { .. }));
                        refused += 1;
                    }
                }
            }
            let without = format!("{}{}", &text[..at], &text[at + letter.len_utf8()..]);
            assert!(
                Statement::read(without.as_bytes()).is_ok_and(|same| same == statement)
                    || Statement::read(without.as_bytes()).is_err()
            );
        }
    }
    assert!(
        read > 500 && refused > 3_000 && by_check > 500,
        "{read} read, {refused} refused, {by_check} by the code"
    );
}

#[track_caller]
fn refused(text: &str) -> StatementError {
    Statement::read(text.as_bytes()).unwrap_err()
}

#[test]
fn what_is_no_statement_is_told_apart() {
    let text = small().to_text(Language::En);
    assert_eq!(Statement::read(b"\xff").unwrap_err(), StatementError::NotText);
    for none in ["", "hello", "{}", "{\"a\": 1}"] {
        assert_eq!(refused(none), StatementError::None, "{none}");
    }
    assert_eq!(refused(&text.replace("statement 1)", "statement 2)")), StatementError::Newer { found: 2 });
    let json = small().to_json().to_string();
    assert_eq!(
        refused(&json.replace("\"statement\":1", "\"statement\":7")),
        StatementError::Newer { found: 7 }
    );
    assert!(matches!(refused(&format!("{text}{text}")), StatementError::Twice { .. }));
    let what = |error: StatementError| match error {
        StatementError::Missing { what } | StatementError::Value { what, .. } => what.en,
        other => panic!("{other:?}"),
    };
    for line in text.lines().filter(|line| line.contains(": ")) {
        let label = line.split(':').next().unwrap();
        if label.starts_with("Keep") || label.starts_with("    ") {
            continue;
        }
        assert_eq!(what(refused(&text.replace(line, ""))), label);
        assert_eq!(what(refused(&text.replace(line, &format!("{label}: x\u{202e}y")))), label);
    }
    for json in [
        json.replace("\"entries\":6", "\"entries\":6,\"entries\":7"),
        json.replace("\"entries\":6", "\"entries\":-6"),
        json.replace("\"entries\":6", "\"entries\":6.0"),
        json.replace("\"entries\":6", "\"entries\":18446744073709551616"),
        json.replace("\"entries\":6,", ""),
        json.replace("\"entries\":6", "\"entries\":6,\"more\":1"),
    ] {
        assert!(matches!(refused(&json), StatementError::Json { .. }), "{json}");
    }
    // The parts of the JSON say the same.
    let other = json.replace("\"entries\":6", "\"entries\":5");
    assert_eq!(refused(&other), StatementError::Contradictory);
    assert!(matches!(refused(&other.replace("entries: 6", "entries: 5")), StatementError::Check { .. }));
    // A journal without entries has no head, and the other way round.
    let none = small().to_text(Language::En).replace("Entries: 6", "Entries: 0");
    assert_eq!(refused(&none), StatementError::Contradictory);
    for error in [
        refused(""),
        refused(&text.replace("Entries: 6", &format!("Entries: \u{1b}[2J{}", "9".repeat(50_000)))),
    ] {
        let said = error.text();
        assert!(
            said.en.len() < 400 && !said.en.contains('\u{1b}') && !said.ja.contains('\u{1b}'),
            "{said:?}"
        );
    }
}

#[test]
fn a_signature_is_of_one_key_over_one_statement() {
    let folder = ledger_testkit::folder();
    let key = published(folder.path());
    let other =
        ledger_statement::SecretKey::make(&folder.path().join("other.key"), &files::Run::new()).unwrap().0;
    let signed = small().signed(&key);
    assert_eq!(signed.signature(&key.public()), Signed::Right);
    assert_eq!(signed.signature(&other.public()), Signed::OtherKey { stated: key.public().id() });
    assert_eq!(small().signature(&key.public()), Signed::Missing);
    assert_eq!((signed.key(), small().key()), (Some(key.public().id()), None));
    // Whoever alters a statement can give it a check code that fits, and no signature.
    let forge = |from: &str, to: &str| {
        let text = signed.to_text(Language::En).replace(from, to);
        let StatementError::Check { stated, computed } = refused(&text) else { panic!("{text}") };
        let grouped = |code: &str| format!("{} {}", &code[..4], &code[4..]);
        Statement::read(text.replace(&grouped(&stated), &grouped(&computed)).as_bytes()).unwrap()
    };
    for (from, to) in [("Entries: 6", "Entries: 5"), ("01:02:00Z", "01:03:00Z"), ("2024.jsonl", "2025.jsonl")]
    {
        assert_eq!(forge(from, to).signature(&key.public()), Signed::Wrong, "{to}");
    }
    // Signed by another, and said to be of this key.
    let text = small().signed(&other).to_text(Language::En);
    let id = |key: ledger_statement::KeyId| {
        key.to_string()
            .as_bytes()
            .chunks(4)
            .map(|four| String::from_utf8_lossy(four).into_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let claimed = text.replace(&id(other.public().id()), &id(key.public().id()));
    assert_eq!(Statement::read(claimed.as_bytes()).unwrap().signature(&key.public()), Signed::Wrong);
    // Half a signature is none that can be checked.
    let half = signed.to_text(Language::En);
    let half = half.replace(half.lines().find(|line| line.starts_with("Signing key")).unwrap(), "");
    assert!(matches!(refused(&half), StatementError::Missing { .. }));
}

/// An auditor needs no program of ours to check a signature.
#[test]
fn openssl_verifies_the_signature() {
    let folder = ledger_testkit::folder();
    let signed = small().signed(&published(folder.path()));
    let json = signed.to_json();
    let hex = json["signature"]["ed25519"].as_str().unwrap();
    let bytes: Vec<u8> =
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
    let file = |name: &str| folder.path().join(name);
    fs::write(file("signed"), json["signed_text"].as_str().unwrap()).unwrap();
    fs::write(file("signature"), bytes).unwrap();
    fs::write(file("public"), include_str!("rfc8410.key.pub")).unwrap();
    let verify = || {
        Command::new("openssl")
            .current_dir(folder.path())
            .args("pkeyutl -verify -rawin -pubin -inkey public -in signed -sigfile signature".split(' '))
            .output()
    };
    let Ok(output) = verify() else {
        eprintln!("skipped: `openssl` is not installed");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::write(file("signed"), json["signed_text"].as_str().unwrap().replace('6', "5")).unwrap();
    assert!(!verify().unwrap().status.success());
    // Both programs write the same public key.
    let public = PublicKey::from_pem(include_str!("rfc8410.key.pub")).unwrap();
    assert_eq!(public.to_pem(), include_str!("rfc8410.key.pub"));
    assert_eq!(signed.signature(&public), Signed::Right);
}

fn heads() -> impl Strategy<Value = Head> {
    let hash = "[0-9a-f]{64}".prop_map(|digits| digits.parse::<EntryHash>().unwrap());
    let moment =
        (0..253_402_300_799_i64).prop_map(|second| DateTime::<Utc>::from_timestamp(second, 0).unwrap());
    ("[0-9a-f]{16}", 1..3_u32, 1..u64::MAX, 1..u64::MAX, moment, hash).prop_map(
        |(journal, format, entries, batches, moment, hash)| Head {
            journal: Some(journal.parse().unwrap()),
            format,
            entries,
            batches,
            recorded_at: Some(moment),
            hash,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever a journal is called, and whatever stands in its head.
    #[test]
    fn any_statement_is_read_back(name in nasty_text(), head in heads()) {
        let statement = Statement::of(&name, head);
        for language in LANGUAGES {
            let text = statement.to_text(language);
            prop_assert_eq!(Statement::read(text.as_bytes()), Ok(statement.clone()), "{}", text);
        }
        prop_assert_eq!(Statement::read(statement.to_json().to_string().as_bytes()), Ok(statement));
    }

    /// A name cannot state anything else.
    #[test]
    fn a_name_states_nothing_but_itself(
        label in prop::sample::select(&["Entries", "記録件数", "Head hash", "Check code", "署名（Ed25519）"][..]),
        before in prop::sample::select(&["", "a\n", "a\r\n> ", "a\u{2028}", "a\u{85}", ">", "| "][..]),
    ) {
        let name = format!("{before}{label}: 1\n{label}: 2");
        let statement = Statement::of(&name, ledger_testkit::small_journal().0.end());
        for language in LANGUAGES {
            prop_assert_eq!(Statement::read(statement.to_text(language).as_bytes()), Ok(statement.clone()));
        }
    }

    #[test]
    fn any_bytes_are_a_statement_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = Statement::read(&bytes);
    }
}
