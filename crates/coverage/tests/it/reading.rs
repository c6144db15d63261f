//! Tables of statements.

use coverage::Carried;
use coverage::{Index, page};

const TABLE: &str = r#"
document = "a-2024/main"

[[statement]]
id = "3.1.minutes"
kind = "date"
ja = "議事録は1週間以内"
en = "minutes within a week"
by = ["duty:minutes", "policy:week"]

[[statement]]
id = "3.2"
kind = "content"
ja = "目的"
en = "purpose"
not_computable = { ja = "測る数がない", en = "no figure" }
"#;

#[test]
fn statements_keep_their_order_their_words_and_their_places() {
    let mut index = Index::default();
    index.read("coverage/main.toml", TABLE).unwrap();
    let found: Vec<(String, String, usize)> = index
        .statements()
        .map(|(statement, place)| (statement.clause.to_string(), statement.says.en.clone(), place.line))
        .collect();
    let expected =
        [("a-2024/main#3.1.minutes", "minutes within a week", 4), ("a-2024/main#3.2", "purpose", 11)];
    assert_eq!(found, expected.map(|(clause, says, line)| (clause.to_owned(), says.to_owned(), line)));
    let Carried::By(by) = &index.coverage().statements()[0].carried else { panic!("is bound") };
    assert_eq!(by.iter().map(ToString::to_string).collect::<Vec<_>>(), ["duty:minutes", "policy:week"]);
}

#[test]
fn all_mistakes_of_a_table_are_told_with_their_places() {
    let table = TABLE
        .replace("kind = \"date\"", "kind = \"dote\"")
        .replace("\"duty:minutes\"", "\"todo:duty:minutes\"")
        .replace("not_computable = {", "by = [\"a:b\"]\nnot_computable = {")
        + "\n[[statement]]\nid = \"3 3\"\nkind = \"duty\"\nja = \"義務\"\nen = \"a duty\"\n";
    let mut index = Index::default();
    let errors = index.read("coverage/main.toml", &table).unwrap_err();
    insta::assert_snapshot!(errors.to_string());
    assert_eq!(index.statements().count(), 0);
}

#[test]
fn the_page_counts_and_tells_what_is_left_to_people() {
    let mut index = Index::default();
    index.read("coverage/main.toml", TABLE).unwrap();
    index.read("coverage/other.toml", &TABLE.replace("a-2024/main", "b")).unwrap();
    insta::assert_snapshot!(page(&index));
}
