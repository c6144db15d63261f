//! Times and numbers as people write them.

use chrono::{Datelike, NaiveDate};
use intake::{
    DateError, DurationUnit, TimeForm, WrittenTime, read_count, read_date, read_duration, read_time,
};
use proptest::prelude::*;

fn forms() -> Vec<TimeForm> {
    vec![TimeForm::Iso, TimeForm::Slash, TimeForm::Japanese]
}

fn shown(text: &str, forms: &[TimeForm]) -> Option<String> {
    Some(match read_time(text, forms).ok()?.time {
        WrittenTime::Day(date) => date.to_string(),
        WrittenTime::Local(local) => local.format("%Y-%m-%d %H:%M:%S%.f").to_string(),
        WrittenTime::Instant(at) => at.to_rfc3339(),
    })
}

#[track_caller]
fn check(text: &str, expected: Option<&str>) {
    assert_eq!(shown(text, &forms()).as_deref(), expected, "{text}");
}

#[test]
fn times_are_read_in_each_form() {
    check("2024/6/3 9:05", Some("2024-06-03 09:05:00"));
    check("２０２４／６／３　９：０５", Some("2024-06-03 09:05:00"));
    check("2024-06-03T09:05:07", Some("2024-06-03 09:05:07"));
    check("2024-06-03 09:05", Some("2024-06-03 09:05:00"));
    check("2024-06-03T09:05:00+09:00", Some("2024-06-03T09:05:00+09:00"));
    check("2024-06-03", Some("2024-06-03"));
    check("2024年6月3日 9時05分", Some("2024-06-03 09:05:00"));
    check("令和6年6月3日", Some("2024-06-03"));
    check("令和元年5月1日", Some("2019-05-01"));
    check("R6.6.3", Some("2024-06-03"));
    check("平成31年4月30日", Some("2019-04-30"));
}

#[test]
fn a_date_alone_is_told_from_midnight() {
    let forms = [forms(), vec!["%d-%m-%Y".parse().unwrap()]].concat();
    for text in ["2024/6/3", "2024-06-03", "令和6年6月3日", "R6.6.3", "03-06-2024"] {
        assert_eq!(read_date(text, &forms, None).ok(), NaiveDate::from_ymd_opt(2024, 6, 3), "{text}");
    }
    for text in ["2024/6/3 0:00", "2024-06-03T00:00:00Z", "2024年6月3日 0時", "x"] {
        assert!(read_date(text, &forms, None).is_err(), "{text}");
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
        "2024/6/3 30:00",
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
    assert_eq!(read.time.date(), NaiveDate::from_ymd_opt(2016, 2, 29).unwrap());
    for wrong in ["%d-%m", "%Q", "%Y-%m-%d %", "day"] {
        assert!(wrong.parse::<TimeForm>().is_err(), "{wrong}");
    }
}

#[test]
fn nothing_behind_the_seconds_is_lost() {
    check("2024-03-12T09:00:00.000-0500", Some("2024-03-12T09:00:00-05:00"));
    check("2024-03-12 09:00:00.5 PM", Some("2024-03-12 21:00:00.500"));
    check("2024-03-12 09:00:00,25", Some("2024-03-12 09:00:00.250"));
    check("2024-03-12T09:00:00.123456789Z", Some("2024-03-12T09:00:00.123456789+00:00"));
    check("2024/3/12 9:00 JST", Some("2024-03-12T09:00:00+09:00"));
    check("2024/03/12 9:05:07 午前 GMT+9", Some("2024-03-12T09:05:07+09:00"));
    check("2024/3/12 9:00 +0530", Some("2024-03-12T09:00:00+05:30"));
    for text in [
        "2024-03-12 09:00:00.000xyz",
        "2024-03-12 09:00:00.",
        "2024-03-12 09:00:00.1234567891",
        "2024-03-12 09:00:00 13",
        "2024-03-12 09:00:60",
        "2024-03-12 9",
        "2024-03-12 09:5",
        "2024-03-12T",
        "2024-03-12 09:00+25:00",
        "2024-03-12 09:00+09:75",
        "2024-03-12 13:00 PM",
        "2024-03-12 午前 9:00 AM",
        "2024-03-12 09:00 [Asia/Tokyo]",
        "2024-03-12 (火",
        "2024-03-12 9時5",
    ] {
        let error = read_time(text, &forms()).unwrap_err();
        assert!(matches!(error, DateError::NoClock { .. }), "{text}: {error}");
    }
}

#[test]
fn a_day_of_the_week_is_checked() {
    check("2024/6/3(月) 9:05", Some("2024-06-03 09:05:00"));
    check("2024年6月3日（月・祝）", Some("2024-06-03"));
    check("2024-06-03 Mon", Some("2024-06-03"));
    let error = read_time("2024/6/3（火） 9:05", &forms()).unwrap_err();
    let date = NaiveDate::from_ymd_opt(2024, 6, 3).unwrap();
    assert_eq!(error, DateError::OtherWeekday { date });
}

#[test]
fn hours_past_midnight_are_those_of_the_next_day_and_told() {
    for (text, expected, is_past) in [
        ("2024/6/3 24:00", "2024-06-04 00:00:00", true),
        ("2024/12/31 25:30", "2025-01-01 01:30:00", true),
        ("令和6年6月3日 29時59分", "2024-06-04 05:59:00", true),
        ("2024/6/3 23:59:59", "2024-06-03 23:59:59", false),
    ] {
        let read = read_time(text, &forms()).unwrap();
        assert_eq!((shown(text, &forms()).unwrap().as_str(), read.is_past_midnight), (expected, is_past));
    }
}

#[test]
fn patterns_read_names_halves_fractions_and_offsets() {
    for (pattern, text, expected) in [
        ("%d-%b-%Y %I:%M:%S %p", "03-Jun-2024 09:05:07 PM", Some("2024-06-03 21:05:07")),
        ("%d-%b-%Y %I:%M:%S %p", "3-june-2024 9:5:7 午後", Some("2024-06-03 21:05:07")),
        ("%d/%b/%y %I:%M %p", "03/Jun/24 12:00 AM", Some("2024-06-03 00:00:00")),
        ("%Y%m%d%H%M%S", "20240603090507", Some("2024-06-03 09:05:07")),
        ("%Y%m%d%H%M%S", "2024063090507", None),
        ("%m/%d/%Y %H:%M:%S.%f%z", "06/03/2024 09:05:07.25-0500", Some("2024-06-03T09:05:07.250-05:00")),
        ("%a %b %d %H:%M:%S %z %Y", "Mon Jun 03 09:05:07 +0900 2024", Some("2024-06-03T09:05:07+09:00")),
        ("%a %b %d %H:%M:%S %z %Y", "Tue Jun 03 09:05:07 +0900 2024", None),
        ("%d.%m.%Y %H:%M", "03.06.2024  25:10", Some("2024-06-04 01:10:00")),
        ("%d.%m.%Y %H:%M", "03.06.2024 09:10x", None),
        ("%d.%m.%Y", "31.06.2024", None),
        ("%Y/%m/%d", "２０２４／６／３", Some("2024-06-03")),
    ] {
        assert_eq!(shown(text, &[pattern.parse().unwrap()]).as_deref(), expected, "{pattern} {text}");
    }
    for wrong in ["%d-%m-%Y %I:%M", "%d-%m-%Y %p", "%d-%m-%Y %M", "%d-%m-%Y %f", "%d-%m-%Y %z", "%d-%d-%Y"] {
        assert!(wrong.parse::<TimeForm>().is_err(), "{wrong}");
    }
}

#[test]
fn counts_bear_units() {
    for (text, expected) in [
        ("２，５００台", Some(2_500)),
        ("1,234件", Some(1_234)),
        ("12 名", Some(12)),
        ("3ヶ所", Some(3)),
        ("0", Some(0)),
        ("台", None),
        ("12,34", None),
        ("1234,567", None),
        ("95％", None),
        ("30分", None),
        ("3件4件", None),
        ("約3件", None),
    ] {
        assert_eq!(read_count(text), expected, "{text}");
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
        ("1,200分", DurationUnit::Second, Some(72_000)),
        ("1時間30M", DurationUnit::Second, Some(5_400)),
        ("2 Hours", DurationUnit::Second, Some(7_200)),
        ("12,34分", DurationUnit::Second, None),
        ("3日", DurationUnit::Hour, None),
        ("95％", DurationUnit::Minute, None),
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
            prop_assert_eq!(read_time(&text, &forms()).map(|read| read.time), Ok(WrittenTime::Day(date)));
        }
    }

    /// Whatever the offset and the fraction, the instant is the one written.
    #[test]
    fn instants_are_those_written(
        seconds in 0_i64..4_000_000_000,
        nanos in 0_u32..1_000_000_000,
        minutes in -14 * 60_i32..=14 * 60,
        digits in 0_usize..=9,
        has_colon in any::<bool>(),
        sign in prop::sample::select(vec!['/', '-', '.']),
    ) {
        let scale = 10_u32.pow(u32::try_from(9 - digits).unwrap());
        let at = chrono::DateTime::from_timestamp(seconds, nanos / scale * scale).unwrap();
        let offset = chrono::FixedOffset::east_opt(minutes * 60).unwrap();
        let local = at.with_timezone(&offset);
        let fraction = if digits == 0 { String::new() } else { format!(".{:09}", nanos)[..=digits].to_owned() };
        let at = if digits == 0 { chrono::DateTime::from_timestamp(seconds, 0).unwrap() } else { at };
        let zone = if has_colon { local.format("%:z") } else { local.format("%z") };
        let text = format!("{}{fraction} {zone}", local.format(&format!("%Y{sign}%m{sign}%d %H:%M:%S")));
        let read = read_time(&text, &TimeForm::PLAIN).map(|read| read.time);
        prop_assert!(matches!(read, Ok(WrittenTime::Instant(read)) if read.to_utc() == at), "{} {:?}", text, read);
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
