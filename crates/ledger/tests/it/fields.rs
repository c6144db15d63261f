use std::fmt::Write;

use ledger::{
    AppendError, Check, Draft, Field, FieldName, FieldType, Inputs, Journal, Kind, Put, Rules, check,
};

use crate::ledgers::{REFERENCE, day, facts, on, rules};

/// A journal of before fields were checked when written: a device's user as `usr`, a medium disposed of by `method`, a
/// note in a column of the client's own.
const OLD: &str = include_str!("old_fields.jsonl");

fn old() -> Journal {
    let mut journal = Journal::new();
    for line in OLD.lines() {
        journal.read_line(line).unwrap();
    }
    journal
}

fn refused(table: &str) -> String {
    Rules::from_table("ledger.toml", table).unwrap_err().to_string()
}

#[test]
fn names_stand_in_their_order() {
    assert!(Field::ALL.is_sorted_by(|a, b| a.word() < b.word()));
    for field in Field::ALL {
        assert_eq!(Field::named(field.word()), Some(*field));
        assert!(Kind::ALL.iter().any(|kind| kind.holds(*field).is_some()), "no kind has `{field}`");
    }
    assert_eq!(Field::named("term-too"), None);
}

/// The two lists were written apart: what the library knows, and what the reference contract asks for.
#[test]
fn the_reference_contract_has_each_field_once_as_it_is_read() {
    let rules = rules();
    for kind in Kind::ALL {
        let columns = &rules.sheets.sheet(*kind).unwrap().columns;
        let named: Vec<_> =
            columns.iter().map(|column| (column.field.as_str(), column.holds.to_string())).collect();
        let known: Vec<_> =
            kind.fields().iter().map(|(field, holds)| (field.word(), holds.to_string())).collect();
        assert_eq!(named, known, "{kind}");
    }
}

#[test]
fn the_page_lists_the_fields_of_each_kind() {
    let rules = rules();
    let mut list = String::new();
    for kind in Kind::ALL {
        let sheet = rules.sheets.sheet(*kind).unwrap();
        let _ = writeln!(list, "\n### `{kind}`: {}, {}\n", sheet.name.en, sheet.name.ja);
        list.push_str("| field | holds | name | 名称 | clause |\n| --- | --- | --- | --- | --- |\n");
        for ((field, holds), column) in kind.fields().iter().zip(&sheet.columns) {
            let holds = match holds {
                FieldType::Word(words) if !words.is_empty() => {
                    format!("word ({} and others)", words.join(", "))
                }
                other => other.to_string(),
            };
            let clause = column.clause.as_ref().map_or_else(String::new, ToString::to_string);
            let _ = writeln!(
                list,
                "| `{field}` | {holds} | {} | {} | {clause} |",
                column.name.en, column.name.ja
            );
        }
    }
    let page = include_str!("../../../../docs/reference/ledger-fields.md");
    let (_, listed) = page.split_once("<!-- fields -->\n").unwrap();
    assert!(listed == list, "the list on the page should be:\n{list}");
}

/// Found here: an entitlement that had ended stayed usable, since the column of its last day was named `term-too`.
#[test]
fn regression_a_misspelt_column_is_refused_with_what_was_meant() {
    for (kind, (field, holds)) in
        Kind::ALL.iter().flat_map(|kind| kind.fields().iter().map(move |field| (kind, field)))
    {
        let (at, _) = REFERENCE.match_indices(&format!("kind = \"{kind}\"")).next().unwrap();
        let (head, sheet) = REFERENCE.split_at(at);
        let slip = format!("{field}o");
        let table = format!(
            "{head}{}",
            sheet.replacen(&format!("field = \"{field}\""), &format!("field = \"{slip}\""), 1)
        );
        let told = refused(&table);
        assert!(told.contains(&format!("`{slip}` is no field of a {kind}")), "{told}");
        assert!(told.contains(&format!("did you mean `{field}`?")), "{told}");
        let other = if *holds == FieldType::Flag { "text" } else { "flag" };
        let row = format!("field = \"{field}\", name");
        let (before, rest) = sheet.split_once(&row).unwrap();
        let table = format!(
            "{head}{before}{row}{}",
            rest.replacen(&format!("holds = \"{holds}\""), &format!("holds = \"{other}\""), 1)
        );
        let told = refused(&table);
        assert!(told.contains(&format!("`{field}` holds a {holds}, not a {other}")), "{told}");
    }
}

#[test]
fn a_word_that_verdicts_rest_on_is_missed() {
    for kind in Kind::ALL {
        for (field, holds) in kind.fields() {
            let FieldType::Word(words) = holds else { continue };
            for word in *words {
                let (head, sheet) =
                    REFERENCE.split_at(REFERENCE.find(&format!("kind = \"{kind}\"")).unwrap());
                let (before, rest) = sheet.split_once(&format!("field = \"{field}\"")).unwrap();
                let slip = rest.replacen(&format!("id = \"{word}\""), &format!("id = \"{word}x\""), 1);
                let told = refused(&format!("{head}{before}field = \"{field}\"{slip}"));
                let expected = format!("`{field}` lacks the word `{word}`, which verdicts rest on");
                assert!(
                    told.contains(&expected) && told.contains(&format!("is `{word}x` meant for it?")),
                    "{told}"
                );
            }
        }
    }
}

/// Found here: a medium's `method` was taken for a fact, and its disposal came out unproven.
#[test]
fn regression_a_fact_with_an_unknown_field_is_not_recorded() {
    let fact = |put: Put| {
        Journal::new().prepare(
            "test",
            "2024-01-01T00:00:00Z".parse().unwrap(),
            vec![Draft::put(day("2024-01-01"), put)],
        )
    };
    let medium = || Put::new(Kind::Medium, "M-1");
    let error = fact(medium().named("method", Some("shredded"))).unwrap_err();
    assert!(
        matches!(&error, AppendError::UnknownField { fact: 1, unknown } if unknown.found == "method"),
        "{error}"
    );
    assert_eq!(
        fact(medium().named("dispsal-method", Some("shredded"))).unwrap_err().to_string(),
        "fact 1 of the batch: a medium has no field `dispsal-method`; did you mean `disposal-method`?"
    );
    // A field of another kind is as unknown as any, and so is one that is emptied.
    assert!(fact(medium().field(Field::TermTo, "2024-01-01")).is_err());
    assert!(fact(medium().cleared(Field::TermTo)).is_err());
    assert!(fact(medium().named("own-", Some("x"))).is_err());
    assert!(fact(medium().field(Field::DisposalMethod, "shredded").named("own-shelf", Some("3"))).is_ok());
}

#[test]
fn what_an_old_journal_holds_in_unknown_fields_is_told() {
    let journal = old();
    let told = |rules: &Rules| {
        let checked = check(&journal, on("2024-06-30"), rules, &Inputs::default());
        let found: Vec<_> = checked
            .findings
            .iter()
            .filter(|one| one.rule.as_str() == Check::UnknownField.word())
            .map(|one| format!("{}: {}", one.subject, one.message.en))
            .collect();
        let unchecked: Vec<_> = checked.unchecked.iter().map(|text| text.en.clone()).collect();
        (found, unchecked)
    };
    insta::assert_debug_snapshot!(told(&rules()).0);
    // Where the contract has no such check, they are among what was not looked at.
    let silent = Rules::from_table("ledger.toml", "").unwrap();
    let (found, unchecked) = told(&silent);
    assert!(found.is_empty());
    for field in ["`usr`", "`method`"] {
        assert!(unchecked.iter().any(|text| text.contains(field)), "{unchecked:?}");
    }
}

#[test]
fn a_field_of_the_clients_own_is_declared() {
    let own = "  { field = \"own-shelf\", name = { ja = \"棚\", en = \"shelf\" }, holds = \"count\" },\n";
    let (head, sheet) = REFERENCE.split_at(REFERENCE.find("kind = \"medium\"").unwrap());
    let declared = format!(
        "{head}{}",
        sheet.replacen("  { field = \"type\"", &format!("{own}  {{ field = \"type\""), 1)
    );
    let declared = Rules::from_table("ledger.toml", &declared).unwrap();
    let medium =
        |name: &str, value| facts([("2024-06-03", Put::new(Kind::Medium, "M-1").named(name, Some(value)))]);
    let told = |journal: &Journal, rules: &Rules| -> Vec<String> {
        let checked = check(journal, on("2024-06-30"), rules, &Inputs::default());
        let named =
            |one: &&provenance::Finding| ["unknown-field", "unreadable-field"].contains(&one.rule.as_str());
        checked.findings.iter().filter(named).map(|one| one.message.en.clone()).collect()
    };
    assert_eq!(told(&medium("own-shelf", "3"), &declared), Vec::<String>::new());
    assert_eq!(told(&medium("own-shelf", "three"), &declared).len(), 1);
    let slip = told(&medium("own-shelv", "3"), &declared);
    assert!(slip.len() == 1 && slip[0].contains("did you mean `own-shelf`?"), "{slip:?}");
    assert_eq!(told(&medium("own-shelf", "3"), &rules()).len(), 1);
    assert_eq!(Kind::Medium.field("own-shelf"), Ok(FieldName::Own));
}
