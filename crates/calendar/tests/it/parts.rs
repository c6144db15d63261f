//! Calendars put together by a program: the same as from tables, and refused by the same rules.

use std::{collections::BTreeSet, sync::LazyLock};

use calendar::{
    BusinessCalendarBuilder, CalendarSet, CalendarSetParts, DayHours, JapaneseHolidays, MemberParts,
    MonthSpan, NamedCalendar, Outage, OutageRule, Scope, Season, SiteParts, WeeklyHours, Zone,
};
use chrono::{NaiveTime, Weekday};
use proptest::prelude::*;
use provenance::Text;

const TABLE: &str = r#"
zone = "Asia/Tokyo"
main = "office"
[[calendar]]
id = "always"
name = { ja = "常時", en = "always" }
hours = { daily = ["00:00-24:00"] }
[[calendar]]
id = "office"
name = { ja = "執務時間", en = "office hours" }
hours = { weekdays = ["09:00-12:00", "13:00-18:00"] }
holidays = ["japan", "year-end"]
clause = "example/main#1"
[[calendar.exception]]
date = 2024-06-08
hours = ["10:00-12:00"]
name = { ja = "特例", en = "extra day" }
[[site]]
id = "harbour"
name = { ja = "港", en = "harbour" }
clause = "example/main#2"
[[site]]
id = "quay"
name = { ja = "岸壁", en = "quay" }
within = "harbour"
calendar = "always"
[[site]]
id = "branch"
name = { ja = "支所", en = "branches" }
each = { ja = "支所", en = "branch" }
zone = "Europe/London"
[[site.member]]
no = 1
name = { ja = "甲", en = "A" }
[[site.member]]
no = 2
name = { ja = "乙", en = "B" }
calendar = "always"
zone = "Etc/UTC"
[[season]]
id = "year-end"
name = { ja = "年末", en = "the year's end" }
site = "harbour"
months = ["12-1", "3"]
blocks_outages = true
clause = "example/main#3"
[[outage]]
id = "power"
name = { ja = "停電", en = "power" }
site = "all"
month = 3
weekday = "Fri"
nth = 2
begins = 19:00:00
days = 0
ends = 22:00:00
clause = "example/main#4"
"#;

fn hours(text: &[&str]) -> DayHours {
    DayHours::new(text.iter().map(|text| text.parse().unwrap())).unwrap()
}

/// The same, said in Rust.
fn parts() -> CalendarSetParts {
    static PARTS: LazyLock<CalendarSetParts> = LazyLock::new(made);
    PARTS.clone()
}

fn made() -> CalendarSetParts {
    let zone = Zone::iana("Asia/Tokyo").unwrap();
    let always = BusinessCalendarBuilder::new(zone.clone(), WeeklyHours::always()).build().unwrap();
    let holidays = JapaneseHolidays::by_the_act();
    let (first, last) = holidays.range();
    let weekly = WeeklyHours::weekdays(&hours(&["09:00-12:00", "13:00-18:00"]));
    let office = BusinessCalendarBuilder::new(zone.clone(), weekly)
        .holidays(holidays.iter().map(|day| (day.date, day.name.clone())))
        .covering(first, last)
        .holidays(holidays.year_end_days())
        .exception("2024-06-08".parse().unwrap(), hours(&["10:00-12:00"]), Text::new("特例", "extra day"))
        .build()
        .unwrap();
    let mut parts = CalendarSetParts::new(zone);
    parts.main = Some("office".parse().unwrap());
    parts.calendars = vec![
        NamedCalendar::new("always".parse().unwrap(), Text::new("常時", "always"), always),
        NamedCalendar {
            clause: Some("example/main#1".parse().unwrap()),
            ..NamedCalendar::new("office".parse().unwrap(), Text::new("執務時間", "office hours"), office)
        },
    ];
    parts.sites = vec![
        SiteParts {
            clause: Some("example/main#2".parse().unwrap()),
            ..SiteParts::new("harbour".parse().unwrap(), Text::new("港", "harbour"))
        },
        SiteParts {
            within: Some("harbour".parse().unwrap()),
            calendar: Some("always".parse().unwrap()),
            ..SiteParts::new("quay".parse().unwrap(), Text::new("岸壁", "quay"))
        },
        SiteParts {
            each: Some(Text::new("支所", "branch")),
            zone: Some(Zone::iana("Europe/London").unwrap()),
            members: vec![
                MemberParts { name: Text::new("甲", "A"), calendar: None, zone: None },
                MemberParts {
                    name: Text::new("乙", "B"),
                    calendar: Some("always".parse().unwrap()),
                    zone: Some(Zone::iana("Etc/UTC").unwrap()),
                },
            ],
            ..SiteParts::new("branch".parse().unwrap(), Text::new("支所", "branches"))
        },
    ];
    parts.seasons = vec![Season {
        id: "year-end".into(),
        name: Text::new("年末", "the year's end"),
        site: Scope::At("harbour".parse().unwrap()),
        months: vec![MonthSpan { first: 12, last: 1 }, MonthSpan { first: 3, last: 3 }],
        blocks_outages: true,
        open_points: vec![],
        clause: "example/main#3".parse().unwrap(),
    }];
    parts.outages = vec![Outage {
        id: "power".into(),
        name: Text::new("停電", "power"),
        site: Scope::Everywhere,
        rule: OutageRule::Yearly { month: 3, weekday: Weekday::Fri, nth: 2 },
        begins: NaiveTime::from_hms_opt(19, 0, 0).unwrap(),
        days: 0,
        ends: NaiveTime::from_hms_opt(22, 0, 0).unwrap(),
        tentative: false,
        open_points: vec![],
        clause: "example/main#4".parse().unwrap(),
    }];
    parts
}

#[test]
fn calendars_put_together_are_those_of_the_table() {
    let read = CalendarSet::from_table("calendar.toml", TABLE).unwrap();
    assert_eq!(CalendarSet::new(parts()).unwrap(), read);
    let reference = include_str!("../../../keiyaku/contracts/jetro-2023/calendar.toml");
    for read in [read, CalendarSet::from_table("calendar.toml", reference).unwrap()] {
        assert_eq!(CalendarSet::new(read.parts()).unwrap(), read);
    }
}

struct Wrong {
    text: (&'static str, &'static str),
    parts: fn(&mut CalendarSetParts),
}

const WRONG: &[Wrong] = &[
    Wrong {
        text: ("main = \"office\"", "main = \"ofice\""),
        parts: |parts| parts.main = Some("ofice".parse().unwrap()),
    },
    Wrong {
        text: ("id = \"quay\"", "id = \"harbour\""),
        parts: |parts| parts.sites[1].id = "harbour".parse().unwrap(),
    },
    Wrong {
        text: ("within = \"harbour\"", "within = \"harbor\""),
        parts: |parts| parts.sites[1].within = Some("harbor".parse().unwrap()),
    },
    Wrong {
        text: ("within = \"harbour\"\ncalendar = \"always\"", "calendar = \"alway\""),
        parts: |parts| {
            parts.sites[1].within = None;
            parts.sites[1].calendar = Some("alway".parse().unwrap());
        },
    },
    Wrong {
        text: (
            "name = { ja = \"乙\", en = \"B\" }\ncalendar = \"always\"",
            "name = { ja = \"乙\", en = \"B\" }\ncalendar = \"offices\"",
        ),
        parts: |parts| parts.sites[2].members[1].calendar = Some("offices".parse().unwrap()),
    },
    Wrong {
        text: ("id = \"branch\"", "id = \"all\""),
        parts: |parts| parts.sites[2].id = "all".parse().unwrap(),
    },
    Wrong {
        text: (
            "each = { ja = \"支所\", en = \"branch\" }",
            "each = { ja = \"支所\", en = \"branch\" }\nwithin = \"branch/1\"",
        ),
        parts: |parts| parts.sites[2].within = Some("branch/1".parse().unwrap()),
    },
    Wrong {
        text: ("months = [\"12-1\", \"3\"]", "months = [\"12-1\", \"13-0\"]"),
        parts: |parts| parts.seasons[0].months[1] = MonthSpan { first: 13, last: 0 },
    },
    Wrong {
        text: ("site = \"harbour\"", "site = \"harbor\""),
        parts: |parts| parts.seasons[0].site = Scope::At("harbor".parse().unwrap()),
    },
    Wrong {
        text: ("site = \"all\"", "site = \"alll\""),
        parts: |parts| parts.outages[0].site = Scope::At("alll".parse().unwrap()),
    },
    Wrong {
        text: ("month = 3\nweekday = \"Fri\"\nnth = 2", "month = 0\nweekday = \"Fri\"\nnth = 6"),
        parts: |parts| parts.outages[0].rule = OutageRule::Yearly { month: 0, weekday: Weekday::Fri, nth: 6 },
    },
    Wrong {
        text: ("ends = 22:00:00", "ends = 19:00:00"),
        parts: |parts| parts.outages[0].ends = parts.outages[0].begins,
    },
];

type Told = BTreeSet<(String, Text, Option<Text>)>;

fn told(wrong: &[&Wrong]) -> Option<(Told, Told)> {
    let (mut table, mut parts) = (TABLE.to_owned(), parts());
    for wrong in wrong {
        // Two that are about the same lines exclude each other.
        if !table.contains(wrong.text.0) {
            return None;
        }
        table = table.replacen(wrong.text.0, wrong.text.1, 1);
        (wrong.parts)(&mut parts);
    }
    let by_table = match CalendarSet::from_table("calendar.toml", &table) {
        Ok(_) => Told::new(),
        Err(errors) => errors.problems.into_iter().map(|one| (one.path, one.message, one.help)).collect(),
    };
    let by_parts = match CalendarSet::new(parts) {
        Ok(_) => Told::new(),
        Err(errors) => errors.problems.into_iter().map(|one| (one.path, one.message, one.help)).collect(),
    };
    Some((by_table, by_parts))
}

#[test]
fn whatever_is_wrong_of_meaning_a_program_is_told_like_a_table() {
    for wrong in WRONG {
        let (by_table, by_parts) = told(&[wrong]).unwrap();
        assert!(!by_table.is_empty(), "nothing is wrong with {}", wrong.text.1);
        assert_eq!(by_table, by_parts, "{}", wrong.text.1);
    }
    // A calendar named twice; of a table, the row.
    let mut twice = parts();
    twice.calendars[1].id = "always".parse().unwrap();
    twice.main = None;
    assert_eq!(
        CalendarSet::new(twice).unwrap_err().to_string(),
        "calendar[2].id: calendar `always` stands twice, first at `calendar[1]`; give each row a name of its own"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn all_that_is_wrong_is_told_at_once(chosen in prop::collection::vec(any::<bool>(), WRONG.len())) {
        let wrong: Vec<&Wrong> = WRONG.iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(wrong, _)| wrong).collect();
        if let Some((by_table, by_parts)) = told(&wrong) {
            prop_assert_eq!(by_table, by_parts);
        }
    }
}
