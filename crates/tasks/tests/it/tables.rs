//! Mistakes in a hand-edited `tasks.toml`, each with its place and its remedy.

use calendar::CalendarSet;
use tasks::Catalogue;

use super::fixture::levels;

const CALENDARS: &str = r#"
zone = "UTC"
[[calendar]]
id = "days"
name = { ja = "平日", en = "weekdays" }
hours = { weekdays = ["09:00-17:00"] }
[[site]]
id = "shore"
name = { ja = "岸", en = "shore" }
[[site]]
id = "harbour"
name = { ja = "港", en = "harbour" }
within = "shore"
[[site]]
id = "station"
name = { ja = "駅", en = "station" }
[[site]]
id = "store"
name = { ja = "倉庫", en = "store" }
"#;

#[test]
fn every_mistake_is_told_at_once() {
    let table = r#"
[[column]]
id = "shops"
name = { ja = "店", en = "shops" }
marks = { "○" = "harbour", "◎" = ["harbour", "staton"], "－" = "station" }

[[column]]
id = "store"
name = { ja = "倉庫", en = "store" }
marks = { "○" = "store" }

[[trigger]]
id = "request"
name = { ja = "依頼", en = "a request" }

[[deliverable]]
id = "report"
name = { ja = "報告書", en = "report" }

[[party]]
id = "owner"
name = { ja = "店主", en = "owner" }

[[duty_word]]
id = "approve"
name = { ja = "承認", en = "approves" }

[[duty]]
category = "1"
parts = { ownr = ["approve"], owner = ["aprove"] }
clause = "example/annex#1"

[[policy]]
id = "unstated-site"
value = "storr"
why = { ja = "例", en = "example" }

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
letter = "c"
title = { ja = "計画", en = "plan" }
sites = "○●"
frequency = "不定期"
trigger = "reqest"
deliverables = ["reprot"]
sla = ["A-1"]
counts = "A-l"
clause = "example/annex#1.1.c"

[[section.item]]
letter = "d"
title = { ja = "計画", en = "plan" }
sites = ["shore", "harbour"]
frequency = "月 1回"
clause = "example/annex#1.1.d"

[[section.item]]
letter = "b"
title = { ja = "計画", en = "plan" }
sites = ["harbor"]
frequency = "不定"
titel = "x"
clause = "example/annex#1.1.b"
"#;
    let calendars = CalendarSet::from_table("calendar.toml", CALENDARS).unwrap();
    let levels = levels(Some("[[item]]\nkey = \"A-1\"\n"));
    insta::assert_snapshot!(Catalogue::from_table("tasks.toml", table, &calendars, &levels).unwrap_err());
}

/// Items are numbered in 16 bits: of more, some had the number of others.
#[test]
fn regression_more_items_than_are_numbered_are_refused() {
    let mut table = String::from(
        "[[frequency]]\ntext = \"月 1回\"\nkind = \"every\"\ntimes = 1\nper = \"month\"\n[[section]]\nno = \"1.1\"\nnames = []\n",
    );
    for n in 0..10_001_u32 {
        let letters: String =
            [676, 26, 1].iter().filter_map(|place| char::from_digit(10 + n / place % 26, 36)).collect();
        table.push_str(&format!(
            "[[section.item]]\nletter = \"{letters}\"\ntitle = {{ ja = \"a\", en = \"a\" }}\nsites = [\"shore\"]\n\
             frequency = \"月 1回\"\nclause = \"example/annex#1.1\"\n"
        ));
    }
    let calendars = CalendarSet::from_table("calendar.toml", CALENDARS).unwrap();
    let errors =
        Catalogue::from_table("tasks.toml", &table, &calendars, &levels(None)).unwrap_err().to_string();
    assert!(errors.contains("more than 10000 items"), "{}", errors.chars().take(400).collect::<String>());
}
