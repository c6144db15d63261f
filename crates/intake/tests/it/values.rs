//! Times and numbers as people write them.

use chrono::{Datelike, NaiveDate};
use intake::{DurationUnit, TimeForm, WrittenTime, read_count, read_date, read_duration, read_time};
use proptest::prelude::*;

fn forms() -> Vec<TimeForm> {
    vec![TimeForm::Iso, TimeForm::Slash, TimeForm::Japanese]
}

#[track_caller]
fn check(text: &str, expected: Option<&str>) {
    let read = read_time(text, &forms()).map(|time| match time {
        WrittenTime::Local(local) => local.format("%Y-%m-%d %H:%M:%S").to_string(),
        WrittenTime::Instant(at) => at.to_rfc3339(),
    });
    assert_eq!(read.as_deref(), expected, "{text}");
}

#[test]
fn times_are_read_in_each_form() {
    check("2024/6/3 9:05", Some("2024-06-03 09:05:00"));
    check("２０２４／６／３　９：０５", Some("2024-06-03 09:05:00"));
    check("2024-06-03T09:05:07", Some("2024-06-03 09:05:07"));
    check("2024-06-03 09:05", Some("2024-06-03 09:05:00"));
    check("2024-06-03T09:05:00+09:00", Some("2024-06-03T09:05:00+09:00"));
    check("2024-06-03", Some("2024-06-03 00:00:00"));
    check("2024年6月3日 9時05分", Some("2024-06-03 09:05:00"));
    check("令和6年6月3日", Some("2024-06-03 00:00:00"));
    check("令和元年5月1日", Some("2019-05-01 00:00:00"));
    check("R6.6.3", Some("2024-06-03 00:00:00"));
    check("平成31年4月30日", Some("2019-04-30 00:00:00"));
}

#[test]
fn a_date_alone_is_told_from_midnight() {
    let forms = [forms(), vec!["%d-%m-%Y".parse().unwrap()]].concat();
    for text in ["2024/6/3", "2024-06-03", "令和6年6月3日", "R6.6.3", "03-06-2024"] {
        assert_eq!(read_date(text, &forms), NaiveDate::from_ymd_opt(2024, 6, 3), "{text}");
    }
    for text in ["2024/6/3 0:00", "2024-06-03T00:00:00Z", "2024年6月3日 0時", "x"] {
        assert_eq!(read_date(text, &forms), None, "{text}");
    }
}

#[test]
fn what_is_ambiguous_or_impossible_is_refused() {
    for text in [
        "",
        "04/05/06",
        "24/6/3",
        "2024/13/1",
        "2024/6/31",
        "2024/6/3 25:00",
        "平成31年5月1日",
        "昭和64年1月8日",
        "R0.1.1",
        "3 June 2024",
    ] {
        check(text, None);
    }
}

#[test]
fn a_pattern_states_the_order_of_day_and_month() {
    let form: TimeForm = "%d-%m-%Y %H:%M".parse().unwrap();
    let read = read_time("29-02-2016 01:16", &[form]).unwrap();
    assert_eq!(read.date(), NaiveDate::from_ymd_opt(2016, 2, 29).unwrap());
    for wrong in ["%d-%m", "%Q", "%Y-%m-%d %", "day"] {
        assert!(wrong.parse::<TimeForm>().is_err(), "{wrong}");
    }
}

#[test]
fn spans_of_time_are_read_in_each_form() {
    for (text, unit, expected) in [
        ("1:30:00", DurationUnit::Second, Some(5_400)),
        ("100:00:01", DurationUnit::Second, Some(360_001)),
        ("90分", DurationUnit::Second, Some(5_400)),
        ("９０ 分", DurationUnit::Second, Some(5_400)),
        ("1時間5秒", DurationUnit::Minute, Some(3_605)),
        ("1.5時間", DurationUnit::Minute, Some(5_400)),
        ("1h 30min", DurationUnit::Minute, Some(5_400)),
        ("12", DurationUnit::Second, Some(12)),
        ("12.5", DurationUnit::Hour, Some(45_000)),
        ("0.001", DurationUnit::Second, Some(1)),
        ("15.000", DurationUnit::Second, Some(15)),
        ("0", DurationUnit::Second, Some(0)),
        ("1:30", DurationUnit::Minute, None),
        ("1:60:00", DurationUnit::Minute, None),
        ("5秒1分", DurationUnit::Minute, None),
        ("1.5時間30分", DurationUnit::Minute, None),
        ("1分1分", DurationUnit::Minute, None),
        ("-5", DurationUnit::Minute, None),
        ("分", DurationUnit::Minute, None),
        ("5個", DurationUnit::Minute, None),
        (".5", DurationUnit::Minute, None),
        ("1.", DurationUnit::Minute, None),
        ("", DurationUnit::Minute, None),
        ("99999999999999999999", DurationUnit::Minute, None),
        ("9223372036854775807", DurationUnit::Hour, None),
    ] {
        assert_eq!(read_duration(text, unit).map(|span| span.num_seconds()), expected, "{text}");
    }
}

proptest! {
    #[test]
    fn a_span_is_never_shorter_than_written(seconds in 0..100_000_i64, millis in 0..1_000_i64) {
        let read = read_duration(&format!("{seconds}.{millis:03}"), DurationUnit::Second).unwrap();
        prop_assert!(read.num_milliseconds() >= seconds * 1_000 + millis);
        prop_assert!(read.num_milliseconds() < seconds * 1_000 + millis + 1_000);
    }

    #[test]
    fn every_day_is_read_back_in_each_form(day in 0..40_000_i32) {
        let date = NaiveDate::from_num_days_from_ce_opt(711_000 + day).unwrap();
        for text in [
            date.format("%Y-%m-%d").to_string(),
            date.format("%Y/%-m/%-d").to_string(),
            format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        ] {
            prop_assert_eq!(read_time(&text, &forms()).map(WrittenTime::date), Some(date));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,24}") {
        let _ = (read_time(&text, &forms()), read_count(&text), read_duration(&text, DurationUnit::Hour));
    }

    #[test]
    fn counts_are_read_back(n in any::<u64>()) {
        prop_assert_eq!(read_count(&n.to_string()), Some(n));
    }
}
