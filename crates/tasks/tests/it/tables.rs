//! Mistakes in a hand-edited `tasks.toml`, each with its place and its remedy.

use tasks::Catalogue;

#[test]
fn every_mistake_is_told_at_once() {
    let table = r#"
[[policy]]
id = "daily"
value = "business-day"
why = { ja = "例", en = "example" }

[[policy.item]]
items = ["1.1.z"]
value = "calendar-day"
why = { ja = "例", en = "example" }

[[frequency]]
text = "月 1回"
kind = "every"
times = 40
per = "month"

[[frequency]]
text = "不定期"
kind = "irregular"

[[section]]
no = "1.1"
names = [{ ja = "計画", en = "planning" }]

[[section.item]]
letter = "a"
title = { ja = "計画", en = "plan" }
sites = "○○○"
frequency = "不定期"
clause = "example/annex#1.1.a"

[[section.item]]
letter = "b"
title = { ja = "計画", en = "plan" }
sites = "○○○－"
frequency = "不定"
titel = "x"
clause = "example/annex#1.1.b"
"#;
    insta::assert_snapshot!(Catalogue::from_table("tasks.toml", table).unwrap_err().to_string());
}
