//! Sites: what lies within what, which calendar each keeps, and what concerns it.

use calendar::{CalendarSet, Scope, SiteId};

const BASE: &str = r#"
zone = "Europe/Lisbon"

[[calendar]]
id = "shop"
name = { ja = "店", en = "shop" }
hours = { daily = ["08:00-20:00"] }

[[calendar]]
id = "store"
name = { ja = "倉庫", en = "store" }
hours = { weekdays = ["06:00-14:00"] }
"#;

const SITES: &str = r#"
[[site]]
id = "mainland"
name = { ja = "本土", en = "mainland" }
calendar = "shop"

[[site]]
id = "harbour"
name = { ja = "港", en = "harbour" }
within = "mainland"
calendar = "store"
zone = "Atlantic/Azores"

[[site]]
id = "kiosks"
name = { ja = "売店", en = "kiosks" }
each = { ja = "第", en = "kiosk" }
within = "mainland"
member = [
  { no = 1, name = { ja = "駅", en = "station" } },
  { no = 2, name = { ja = "市場", en = "market" }, calendar = "store" },
]
"#;

fn read(more: &str) -> Result<CalendarSet, String> {
    CalendarSet::from_table("calendar.toml", &format!("{}{BASE}{more}", head(more)))
        .map_err(|e| e.to_string())
}

/// Top-level keys stand before the rows.
fn head(more: &str) -> &'static str {
    if more.contains("# main") { "main = \"store\"" } else { "" }
}

fn id(text: &str) -> SiteId {
    text.parse().unwrap()
}

#[test]
fn a_site_keeps_its_own_calendar_or_that_of_the_site_around_it_or_the_main_one() {
    let set = read(SITES).unwrap();
    let keeps: Vec<(String, String)> =
        set.sites().iter().map(|site| (site.id.to_string(), site.calendar.to_string())).collect();
    let of = |site: &str, calendar: &str| (site.to_owned(), calendar.to_owned());
    assert_eq!(
        keeps,
        [
            of("mainland", "shop"),
            of("harbour", "store"),
            of("kiosks", "shop"),
            of("kiosks/1", "shop"),
            of("kiosks/2", "store")
        ]
    );
    let island = "# main\n[[site]]\nid = \"island\"\nname = { ja = \"島\", en = \"island\" }\n";
    assert_eq!(read(island).unwrap().sites().find("island").unwrap().calendar.as_str(), "store");
    assert_eq!(
        read(&island.replace("# main", "")).unwrap_err(),
        "calendar.toml:14:1: site[1].calendar: is missing; calendar.toml does not say which calendar is the main one; \
         name one of `shop`, `store` at its top, as in `main = \"shop\"`"
    );
}

#[test]
fn the_main_calendar_is_the_one_named_or_the_only_one() {
    assert_eq!(read("# main").unwrap().main().unwrap().id.as_str(), "store");
    let choices = read("").unwrap().main().unwrap_err().choices;
    assert_eq!(choices.iter().map(|choice| choice.as_str()).collect::<Vec<_>>(), ["shop", "store"]);
    let only = BASE.split("[[calendar]]").take(2).collect::<Vec<_>>().join("[[calendar]]");
    assert_eq!(CalendarSet::from_table("calendar.toml", &only).unwrap().main().unwrap().id.as_str(), "shop");
    let none = CalendarSet::from_table("calendar.toml", "zone = \"UTC\"").unwrap();
    assert_eq!(none.main().unwrap_err().to_string(), "calendar.toml has no calendar; add one");
    let misspelt = CalendarSet::from_table("calendar.toml", &format!("main = \"stor\"{BASE}"));
    assert_eq!(
        misspelt.unwrap_err().to_string(),
        "calendar.toml:1:8: main: there is no calendar `stor` in calendar.toml; did you mean `store`?"
    );
}

#[test]
fn what_holds_at_a_site_holds_within_it_and_touches_what_lies_around_it() {
    let set = read(SITES).unwrap();
    let sites = set.sites();
    assert!(sites.is_within(&id("kiosks/2"), &id("mainland")));
    assert!(!sites.is_within(&id("mainland"), &id("kiosks/2")));
    let concerns = |scope: &str, site: &str| sites.concerns(&Scope::At(id(scope)), Some(&id(site)));
    assert!(concerns("mainland", "kiosks/2") && concerns("kiosks/2", "mainland"));
    assert!(!concerns("harbour", "kiosks") && !concerns("kiosks/1", "kiosks/2"));
    // Work that is bound to no site is stopped by what holds everywhere alone.
    assert!(sites.concerns(&Scope::Everywhere, None));
    assert!(!sites.concerns(&Scope::At(id("mainland")), None));
    let kiosks = id("kiosks");
    let inner: Vec<&str> = sites.within(&kiosks).map(|site| site.id.as_str()).collect();
    assert_eq!(inner, ["kiosks/1", "kiosks/2"]);
}

#[test]
fn a_numbered_site_is_called_by_its_number_and_its_name() {
    let set = read(SITES).unwrap();
    let text = |name: &str| set.sites().text(set.sites().find(name).unwrap());
    assert_eq!((text("kiosks/2").ja.as_str(), text("kiosks/2").en.as_str()), ("第2 市場", "kiosk 2, market"));
    assert_eq!(text("harbour").en, "harbour");
}

#[test]
fn sites_that_cannot_be_are_refused() {
    let wrong = r#"
[[site]]
id = "all"
name = { ja = "全", en = "all" }
calendar = "shop"
[[site]]
id = "a"
name = { ja = "甲", en = "a" }
within = "b"
calendar = "shop"
[[site]]
id = "b"
name = { ja = "乙", en = "b" }
within = "a"
[[site]]
id = "c"
name = { ja = "丙", en = "c" }
within = "mainlnd"
calendar = "shp"
[[site]]
id = "c"
name = { ja = "丙", en = "c" }
calendar = "shop"
member = [{ no = 2, name = { ja = "一", en = "one" } }]
[[site]]
id = "mainland"
name = { ja = "本土", en = "mainland" }
calendar = "shop"
"#;
    insta::assert_snapshot!(read(wrong).unwrap_err());
    let season = "[[season]]\nid = \"sales\"\nname = { ja = \"売出\", en = \"sales\" }\nsite = \"mainlnd\"\n\
                  months = [\"1\"]\nblocks_outages = true\nclause = \"d#1\"\n";
    assert_eq!(
        read(&format!("{SITES}{season}")).unwrap_err(),
        "calendar.toml:38:8: season[1].site: there is no site `mainlnd` in calendar.toml; did you mean `mainland`?"
    );
}
