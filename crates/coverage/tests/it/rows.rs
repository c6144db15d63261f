//! Rows that can carry statements out, from the tables of a contract.

use coverage::{Binding, rows};

const DUTIES: &str = r#"
[[event]]
id = "report"
[[duty]]
id = "report"
[[duty]]
id = "minutes"
"#;

/// The row of a list that was found first by its name had its place, of whichever list it was.
#[test]
fn regression_a_row_has_its_own_place_where_another_list_has_its_name() {
    let rows = rows([("duties.toml", DUTIES)]);
    let line = |table: &str, id: &str| rows[&Binding::new(table, id)].as_ref().unwrap().line;
    assert_eq!((line("event", "report"), line("duty", "report"), line("duty", "minutes")), (2, 4, 6));
    assert_eq!(rows.len(), 3);
}

#[test]
fn rows_are_named_by_keys_places_lists_and_the_row_around_them() {
    let tables = [
        ("offices.toml", "[[office]]\nid = \"paris\"\n[[office]]\nid = \"rome\"\n"),
        ("ledger.toml", "[growth]\nclause = \"a/b#1\"\n[[check]]\nid = \"same-ip\"\n"),
        ("bid.toml", "[[everybody]]\nkind = \"years\"\n[[everybody]]\nkind = \"level\"\n"),
        (
            "tasks.toml",
            "[[section]]\nno = \"2\"\n[[section.item]]\nletter = \"a\"\n[[section]]\nno = \"3\"\n[[section.item]]\nletter = \"a\"\n",
        ),
        ("findings/main.toml", "[[finding]]\nid = \"f-1\"\n"),
        ("waivers.toml", "[[waiver]]\nid = \"nothing\"\n"),
        ("sla.toml", "[[item]]\nno = \"without a key\"\n"),
    ];
    let found: Vec<String> = rows(tables).keys().map(ToString::to_string).collect();
    let wanted = [
        "bid:everybody",
        "finding:f-1",
        "ledger:growth",
        "ledger:same-ip",
        "office:1",
        "office:2",
        "office:paris",
        "office:rome",
        "tasks:2.a",
        "tasks:3.a",
    ];
    assert_eq!(found, wanted);
}
