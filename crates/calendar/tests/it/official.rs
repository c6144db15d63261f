//! The holidays of the Act against the Cabinet Office's list, day by day.

use std::collections::BTreeSet;

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
    check("2020-07-23", Some(("海の日", HolidayKind::National)).map(|(name, _)| (name, HolidayKind::Single)));
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
    assert_eq!(certainty("2027-11-23"), Certainty::Confirmed);
    assert_eq!(certainty("2028-01-01"), Certainty::Forecast);
}

#[test]
fn counts_by_decade_stay_as_reviewed() {
    let holidays = JapaneseHolidays::by_the_act();
    let mut counts = std::collections::BTreeMap::<i32, usize>::new();
    for holiday in holidays.iter() {
        *counts.entry(holiday.date.year() / 10 * 10).or_default() += 1;
    }
    insta::assert_debug_snapshot!(counts);
}
