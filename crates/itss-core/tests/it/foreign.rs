//! Another job category is data alone: a small standard of another trade.

use itss_core::{Evaluator, Evidence, Known, Standard, Stated};

const SHARED: &str = r#"
[standard]
id = "gardeners"
name = { ja = "庭師", en = "gardeners" }
edition = "1"
[[role]]
id = "hand"
name = { ja = "手伝い", en = "hand" }
[[role]]
id = "head"
name = { ja = "親方", en = "head gardener" }
[[standing]]
id = "knows"
name = { ja = "知る", en = "knows" }
[[transfer]]
id = "apprentice"
name = { ja = "弟子", en = "apprentice" }
[[metric]]
id = "trees"
name = { ja = "木", en = "trees" }
"#;

const CATEGORY: &str = r#"
[category]
id = "garden"
name = { ja = "庭", en = "gardens" }
[[field]]
id = "garden.pine"
name = { ja = "松", en = "pines" }
conditions = [{ id = "old", name = { ja = "老木", en = "old trees" } }, { id = "slope", name = { ja = "斜面", en = "slopes" } }]
[[field.indicator]]
level = 2
role = "head"
years = 5
success = false
complexity = { k = 1, of = ["old", "slope"] }
sizes = [{ any = [{ metric = "trees", at_least = 30 }] }]
areas = { quantifier = "any", standing = "knows", of = [{ id = "pruning", name = { ja = "剪定", en = "pruning" } }] }
transfer = 1
mentoring = false
source = "gardeners/rules#pine.2"
"#;

#[test]
fn a_standard_of_another_trade_is_evaluated_without_rust() {
    let standard = Standard::from_tables(("shared.toml", SHARED), &[("garden.toml", CATEGORY)])
        .unwrap_or_else(|errors| panic!("{errors}"));
    let stated = Stated::from_table(
        "person.toml",
        r#"
name = "松 太郎"
transfers = ["apprentice"]
[[engagement]]
title = "寺の庭"
field = "pine"
role = "head"
from = 2015-01-01
to = 2024-01-01
conditions = ["old"]
sizes = { trees = "31" }
[[area]]
field = "garden.pine"
area = "pruning"
standing = "knows"
"#,
    )
    .unwrap();
    let evidence = Evidence::new(&standard, &stated).unwrap();
    let evaluator = Evaluator::new(&standard, standard.default_readings());
    let level = evaluator.explain_in(&evidence, "pine", "2024-06-01".parse().unwrap()).unwrap();
    assert_eq!(level.reached.unwrap().0, 2);
    assert_eq!(level.judgements[0].verdict, Known::Met);
}

#[test]
fn mistakes_in_a_standard_are_told_with_their_place() {
    let wrong = CATEGORY
        .replace("role = \"head\"", "role = \"heads\"")
        .replace("metric = \"trees\"", "metric = \"tree\"")
        .replace("k = 1", "k = 3")
        .replace("transfer = 1", "transfer = 2");
    let errors =
        Standard::from_tables(("shared.toml", SHARED), &[("garden.toml", &wrong)]).unwrap_err().to_string();
    insta::assert_snapshot!(errors);
}
