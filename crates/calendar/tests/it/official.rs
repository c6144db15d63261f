//! The holidays of the Act against the Cabinet Office's list, day by day.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Certainty, HolidayKind, JapaneseHolidays};
use chrono::{Datelike, NaiveDate};

/// The dates of the official list. The names are CP932; the dates, all that is compared, are ASCII.
fn official() -> BTreeSet<NaiveDate> {
    include_bytes!("data/cabinet-office/syukujitsu.csv")
        .split(|byte| *byte == b'\n')
        .skip(1)
        .filter_map(|line| {
            let date = line.split(|byte| *byte == b',').next()?;
            NaiveDate::parse_from_str(std::str::from_utf8(date).ok()?, "%Y/%m/%d").ok()
        })
        .collect()
}

#[test]
fn every_day_of_1955_to_2027_agrees_with_the_official_list() {
    let (official, holidays) = (official(), JapaneseHolidays::by_the_act());
    assert_eq!(official.len(), 1_067);
    let first = NaiveDate::from_ymd_opt(1955, 1, 1).unwrap();
    let last = NaiveDate::from_ymd_opt(2027, 12, 31).unwrap();
    let differing: Vec<_> = first
        .iter_days()
        .take_while(|day| *day <= last)
        .filter(|day| official.contains(day) != holidays.on(*day).unwrap().is_some())
        .collect();
    assert_eq!(differing, Vec::<NaiveDate>::new());
}

#[track_caller]
fn check(date: &str, name: Option<(&str, HolidayKind)>) {
    let holidays = JapaneseHolidays::by_the_act();
    let found = holidays.on(date.parse().unwrap()).unwrap();
    assert_eq!(found.map(|holiday| (holiday.name.ja.as_str(), holiday.kind)), name);
}

#[test]
fn the_rules_that_are_easily_missed() {
    check("1959-04-10", Some(("結婚の儀", HolidayKind::Single)));
    // Substitutes exist from 12 April 1973; the first was on 30 April.
    check("1973-02-12", None);
    check("1973-04-30", Some(("振替休日", HolidayKind::Substitute)));
    // Until 2006 only the Monday, from 2007 the next day that is no holiday.
    check("2019-05-06", Some(("振替休日", HolidayKind::Substitute)));
    check("2026-05-06", Some(("振替休日", HolidayKind::Substitute)));
    // Between two holidays.
    check("2019-04-30", Some(("国民の休日", HolidayKind::Between)));
    check("2019-05-02", Some(("国民の休日", HolidayKind::Between)));
    check("2026-09-22", Some(("国民の休日", HolidayKind::Between)));
    // No Emperor's Birthday in 2019; moved days in 2020 and 2021.
    check("2019-12-23", None);
    check("2020-07-20", None);
    check("2020-07-23", Some(("海の日", HolidayKind::National)));
    check("2020-07-24", Some(("スポーツの日", HolidayKind::National)));
    check("2020-08-10", Some(("山の日", HolidayKind::National)));
    check("2021-08-11", None);
    check("2021-08-09", Some(("振替休日", HolidayKind::Substitute)));
}

#[test]
fn the_years_before_the_official_list_follow_the_act() {
    check("1948-11-03", Some(("文化の日", HolidayKind::National)));
    check("1948-09-23", Some(("秋分の日", HolidayKind::National)));
    check("1949-01-01", Some(("元日", HolidayKind::National)));
    check("1954-05-05", Some(("こどもの日", HolidayKind::National)));
}

#[test]
fn outside_the_years_known_nothing_is_guessed() {
    let holidays = JapaneseHolidays::by_the_act();
    for date in ["1948-07-19", "2100-01-01"] {
        let error = holidays.on(date.parse().unwrap()).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("holidays are known from 1948-07-20 to 2099-12-31, not on {date}")
        );
    }
}

#[test]
fn days_after_the_official_list_are_a_forecast() {
    let holidays = JapaneseHolidays::by_the_act();
    let certainty = |date: &str| holidays.on(date.parse().unwrap()).unwrap().unwrap().certainty;
    assert_eq!(certainty("1954-11-23"), Certainty::Historical);
    assert_eq!(certainty("1955-01-01"), Certainty::Confirmed);
    assert_eq!(certainty("2027-11-23"), Certainty::Confirmed);
    assert_eq!(certainty("2028-01-01"), Certainty::Forecast);
}

#[test]
fn a_holiday_names_the_act_that_made_it_one() {
    let holidays = JapaneseHolidays::by_the_act();
    let law = |date: &str| holidays.on(date.parse().unwrap()).unwrap().unwrap().law.clone();
    assert_eq!(law("2024-07-15"), "Act No. 59 of 2001");
    assert_eq!(law("2020-07-23"), "Act No. 55 of 2018");
    assert_eq!(law("1973-04-30"), "Act No. 10 of 1973");
    assert_eq!(law("2026-05-06"), "Act No. 43 of 2005");
}

/// The list's names are CP932 and stay undecoded: days that share a name there must share one here. How
/// often each stands in the list was counted on its decoded text.
#[test]
fn names_agree_with_the_official_list() {
    let holidays = JapaneseHolidays::by_the_act();
    let mut groups = BTreeMap::<&[u8], (usize, BTreeSet<&str>)>::new();
    for line in include_bytes!("data/cabinet-office/syukujitsu.csv").split(|byte| *byte == b'\n').skip(1) {
        let Some(comma) = line.iter().position(|byte| *byte == b',') else { continue };
        let date = std::str::from_utf8(&line[..comma]).unwrap();
        let date = NaiveDate::parse_from_str(date, "%Y/%m/%d").unwrap();
        let (count, names) = groups.entry(&line[comma + 1..]).or_default();
        *count += 1;
        names.insert(&holidays.on(date).unwrap().unwrap().name.ja);
    }
    let mut groups: Vec<String> = groups
        .into_values()
        .map(|(count, names)| format!("{count} {}", names.into_iter().collect::<Vec<_>>().join("・")))
        .collect();
    groups.sort();
    let mut expected = [
        "73 こどもの日",
        "39 みどりの日",
        "8 スポーツの日",
        "116 国民の休日・振替休日",         // 休日
        "2 即位礼正殿の儀・天皇の即位の日", // 休日（祝日扱い）
        "53 体育の日",
        "1 体育の日", // 体育の日（スポーツの日）, 2019
        "73 元日",
        "73 勤労感謝の日",
        "1 即位礼正殿の儀",
        "1 大喪の礼",
        "72 天皇誕生日",
        "12 山の日",
        "61 建国記念の日",
        "73 憲法記念日",
        "73 成人の日",
        "62 敬老の日",
        "73 文化の日",
        "73 春分の日",
        "21 昭和の日",
        "32 海の日",
        "73 秋分の日",
        "2 結婚の儀",
    ];
    expected.sort_unstable();
    assert_eq!(groups, expected);
}

#[test]
fn counts_by_decade_stay_as_reviewed() {
    let holidays = JapaneseHolidays::by_the_act();
    let mut counts = BTreeMap::<i32, usize>::new();
    for holiday in holidays.iter() {
        *counts.entry(holiday.date.year() / 10 * 10).or_default() += 1;
    }
    insta::assert_debug_snapshot!(counts);
}
