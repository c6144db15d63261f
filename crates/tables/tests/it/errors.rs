//! What each mistake in a table is told.

use provenance::Text;
use rust_decimal::Decimal;
use tables::{Document, PROBLEMS_MAX};

fn problems(source: &str) -> String {
    Document::parse("sla.toml", source)
        .read(|root| {
            let mut all = Some(());
            for item in root.rows("item") {
                let key: Option<String> = item.required("key");
                let value: Option<Decimal> = item.optional("value");
                let name = item.required_text("name");
                let clause = item.optional_clause("clause");
                if let Some(clause) = clause
                    && clause.locator() == "S-99"
                {
                    item.complain(
                        "clause",
                        Text::new("この行はない", "no such row"),
                        Some(Text::new("行はS-4-7-1-1まで", "rows end at S-4-7-1-1")),
                    );
                }
                all = all.and(key.and(name).map(|_| ()));
                let _ = value;
            }
            all
        })
        .unwrap_err()
        .to_string()
}

#[track_caller]
fn check(source: &str, expected: &str) {
    assert_eq!(problems(source), expected);
}

#[test]
fn a_missing_key_is_named_at_its_row() {
    check("[[item]]\nname = { ja = \"件数\", en = \"count\" }\n", "sla.toml:1:1: item[1].key: is missing");
}

#[test]
fn a_misspelt_key_is_shown_the_right_one() {
    check(
        "[[item]]\nkey = \"S-1\"\nvaleu = 1\nname = { ja = \"件数\", en = \"count\" }\n",
        "sla.toml:3:1: item[1].valeu: is no known key here; did you mean `value`?",
    );
}

#[test]
fn a_value_of_the_wrong_type_says_what_was_found() {
    check(
        "[[item]]\nkey = 1\nvalue = \"many\"\nname = \"件数\"\n",
        "sla.toml:2:7: item[1].key: found `1`, but it must be a text in quotes\n\
         sla.toml:3:9: item[1].value: found the text `many`, but it must be a number, in digits as in `95` or `99.950`\n\
         sla.toml:4:8: item[1].name: found the text `件数`, but it must be a table",
    );
}

#[test]
fn a_malformed_citation_and_a_dangling_one_stand_at_their_value() {
    check(
        "[[item]]\nkey = \"a\"\nname = { ja = \"あ\", en = \"a\" }\nclause = \"jetro-2023\"\n[[item]]\nkey = \"b\"\nname = { ja = \"い\", en = \"b\" }\nclause = \"jetro-2023/annex2#S-99\"\n",
        "sla.toml:4:10: item[1].clause: citation `jetro-2023` names no place in the document; write `document#place`, as in `service-2023/annex2#S-1`\n\
         sla.toml:8:10: item[2].clause: no such row; rows end at S-4-7-1-1",
    );
}

#[test]
fn several_syntax_errors_show_in_one_run() {
    let text = problems("[[item]\nkey = \n[[item]]\nkey = \"a\" \"b\"\n");
    assert!(text.lines().count() >= 2, "{text}");
    assert!(text.lines().all(|line| line.starts_with("sla.toml:")), "{text}");
}

#[test]
fn columns_count_characters_not_bytes() {
    check(
        "[[item]]\nkey = \"鍵\"\nname = { ja = \"日本語\", en = 5 }\n",
        "sla.toml:3:27: item[1].name.en: found `5`, but it must be a text in quotes",
    );
}

#[test]
fn a_key_given_twice_is_refused_at_the_second() {
    check(
        "[[item]]\nkey = \"a\"\nkey = \"b\"\nname = { ja = \"あ\", en = \"a\" }\n",
        "sla.toml:3:1: duplicate key",
    );
}

#[test]
fn a_row_is_judged_whatever_is_wrong_in_one_whose_key_begins_alike() {
    let source = "marks = { n = \"x\" }\nmark = { n = 1, zzzzz = 2 }\n";
    let errors = Document::parse("a.toml", source).read(|root| {
        let number = |key| root.required_row(key).and_then(|row| row.required::<u32>("n"));
        let (marks, mark) = (number("marks"), number("mark"));
        marks.and(mark)
    });
    assert_eq!(
        errors.unwrap_err().to_string(),
        "a.toml:1:15: marks.n: found the text `x`, but it must be a whole number from 0\n\
         a.toml:2:17: mark.zzzzz: is no known key here; known here: `n`"
    );
}

#[test]
fn line_ends_of_windows_and_a_byte_order_mark_move_no_place() {
    check(
        "\u{feff}[[item]]\r\nkey = 1\r\nname = { ja = \"あ\", en = \"a\" }\r\n",
        "sla.toml:2:7: item[1].key: found `1`, but it must be a text in quotes",
    );
}

#[test]
fn tables_nested_without_end_are_refused() {
    for open in ["[", "{a=", "[[", "a."] {
        let text = problems(&format!("v = {}", open.repeat(20_000)));
        assert!(text.starts_with("sla.toml:1:"), "{}", text.lines().next().unwrap());
    }
}

/// Each reader gains it at once: the root of every table may say by which schema it is written.
#[test]
fn a_table_of_a_later_schema_is_refused_whatever_it_holds() {
    let row = "[[item]]\nkey = \"S-1\"\nname = { ja = \"件数\", en = \"count\" }\n";
    let read = |source: &str| Document::parse("sla.toml", source).read(|root| Some(root.rows("item").len()));
    assert!(read(row).is_err(), "nobody asked for the item's keys");
    assert_eq!(read("schema = 1\n"), Ok(0));
    check(
        &format!("schema = 2\n{row}"),
        "sla.toml:1:10: schema: the table is written by schema 2, and this program knows none after 1; use a newer program, or write the table by the schema known here",
    );
    check(&format!("schema = 0\n{row}"), "sla.toml:1:10: schema: found 0, but schemas are counted from 1");
}

/// Each problem counted the lines before it: 40,000 lines of `[[a` took 13 s, and each was listed.
#[test]
fn regression_problems_without_end_are_counted_and_not_listed() {
    for (line, problems) in [("[[a\n", 40_000), ("a = \n", 80_000), ("a = 1\n", 40_000)] {
        let text = line.repeat(40_000);
        let errors = Document::parse("t.toml", &text).read(|_| Some(())).unwrap_err().problems;
        assert_eq!(errors.len(), PROBLEMS_MAX + 1, "{line}");
        let last = errors.last().unwrap();
        let more: usize = last
            .message
            .en
            .strip_suffix(" more problems are not listed; mend these first")
            .unwrap()
            .parse()
            .unwrap();
        assert!((problems - 2..=problems + 1).contains(&(PROBLEMS_MAX + more)), "{line}: {last}");
        assert_eq!(last.line, 40_001);
    }
    // Rows with a key that nobody knows, all on one line.
    let rows: String = (10_000..50_000).map(|n| format!("{{ b = {n} }}, ")).collect();
    let text = format!("a = [{rows}]");
    let errors =
        Document::parse("t.toml", &text).read(|root| Some(root.rows("a").len())).unwrap_err().problems;
    assert_eq!(errors.len(), PROBLEMS_MAX + 1);
    assert_eq!((errors[999].line, errors[999].column), (1, 8 + 999 * 15));
    assert!(
        errors[999].help.as_ref().is_some_and(|help| help.en.starts_with("known here")),
        "{}",
        errors[999]
    );
}

/// A word of any length was compared with each candidate letter by letter: two of 100,000 filled 80 GB.
#[test]
fn regression_long_words_are_near_to_none() {
    let long = "x".repeat(10_000_000);
    assert_eq!(tables::nearest(&long, [long.as_str(), "x"]), None);
    assert_eq!(tables::nearest("catgory", [long.as_str(), "category"]), Some("category"));
    let mut suggestions = tables::Suggestions::default();
    for n in 0..200 {
        let near = suggestions.nearest(&format!("catgory{n}"), ["category"]);
        assert_eq!(near.is_some(), n < 100, "{n}");
    }
    assert!(suggestions.nearest("catgory1", ["category"]).is_some());
}

/// A whole number that is only too large was told to be none.
#[test]
fn regression_a_number_that_is_too_large_is_told_to_be_that() {
    let told = |value: &str| {
        let read = tables::Document::parse("a.toml", &format!("n = {value}\n"))
            .read(|root| root.required::<u32>("n"));
        read.unwrap_err().to_string()
    };
    assert!(
        told("4294967296").contains("n: `4294967296` is too large; 4294967295 at most"),
        "{}",
        told("4294967296")
    );
    assert!(told("9223372036854775807").contains("is too large; 4294967295 at most"));
    assert!(told("-1").contains("must be a whole number from 0"));
    assert!(told("1.5").contains("must be a whole number from 0"));
    let signed = |value: &str| {
        let read = tables::Document::parse("a.toml", &format!("n = {value}\n"))
            .read(|root| root.required::<i32>("n"));
        read.unwrap_err().to_string()
    };
    assert!(signed("-2147483649").contains("is too small; -2147483648 at least"));
}

/// 40,000 lines of `[[a` took 13 s: problems beyond the first thousand are counted alone.
#[test]
fn regression_40_000_heads_that_do_not_end_are_counted() {
    let read =
        tables::Document::parse("a.toml", &"[[a\n".repeat(40_000)).read(|root| Some(root.rows("a").len()));
    assert!((1..=1_001).contains(&read.unwrap_err().problems.len()));
}
