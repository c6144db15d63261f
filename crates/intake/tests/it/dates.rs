//! Dates of ledgers.

use chrono::NaiveDate;
use intake::{DateError, DateSystem, TimeForm, read_date};
use intake::{WrittenTime, read_serial, read_time};
use proptest::prelude::*;

const FORMS: [TimeForm; 3] = [TimeForm::Iso, TimeForm::Slash, TimeForm::Japanese];

#[track_caller]
fn reads(text: &str, serials: Option<DateSystem>, expected: &str) {
    let read = read_date(text, &FORMS, serials);
    assert_eq!(read.map(|date| date.to_string()).as_deref(), Ok(expected), "{text}");
}

#[track_caller]
fn refused(text: &str, serials: Option<DateSystem>, why: &str) {
    assert_eq!(read_date(text, &FORMS, serials).unwrap_err().to_string(), why, "{text}");
}

#[test]
fn dates_as_ledgers_have_them() {
    for text in [
        "2024-06-03",
        "2024/6/3",
        "2024年6月3日",
        "令和6年6月3日",
        "R6.6.3",
        "R6/6/3",
        "r06-06-03",
        "Ｒ６．６．３",
        "２０２４／０６／０３",
        " 令和６年６月３日 ",
    ] {
        reads(text, None, "2024-06-03");
    }
    reads("令和元年5月1日", None, "2019-05-01");
    reads("平成31年4月30日", None, "2019-04-30");
    reads("昭和64年1月7日", None, "1989-01-07");
}

#[test]
fn serial_numbers_of_both_systems() {
    reads("45446", Some(DateSystem::From1900), "2024-06-03");
    reads("４３９８４", Some(DateSystem::From1904), "2024-06-03");
    reads("1", Some(DateSystem::From1900), "1900-01-01");
    reads("59", Some(DateSystem::From1900), "1900-02-28");
    reads("61", Some(DateSystem::From1900), "1900-03-01");
    reads("0", Some(DateSystem::From1904), "1904-01-01");
    reads("2958465", Some(DateSystem::From1900), "9999-12-31");
    reads("2957003", Some(DateSystem::From1904), "9999-12-31");
    refused("60", Some(DateSystem::From1900), "is serial number 60, the 29 February 1900 that never was");
    refused("0", Some(DateSystem::From1900), "is the serial number of no day");
    refused("2958466", Some(DateSystem::From1900), "is the serial number of no day");
    refused("2957004", Some(DateSystem::From1904), "is the serial number of no day");
    refused("45446", None, "is a serial number: 2024-06-03 (1900), 2028-06-04 (1904)");
}

#[test]
fn what_nobody_can_tell_is_refused_with_the_readings() {
    refused(
        "04/05/06",
        None,
        "can be read as 2004-05-06 (year/month/day), 2006-04-05 (month/day/year), 2006-05-04 (day/month/year)",
    );
    refused("6/3/2024", None, "can be read as 2024-06-03 (month/day/year), 2024-03-06 (day/month/year)");
    refused("13/6/2024", None, "can be read as 2024-06-13 (day/month/year)");
    refused("24-31-31", None, "is no day of the calendar");
}

#[test]
fn what_is_no_day_says_why() {
    refused("平成31年5月1日", None, "lies outside of the era: 平成 ran from 1989-01-08 to 2019-04-30");
    refused("R1.4.30", None, "lies outside of the era: 令和 ran from 2019-05-01 on");
    refused("令和6年2月30日", None, "is no day of the calendar");
    refused("2024/2/30", None, "is no day of the calendar");
    refused("2024-13-01", None, "is no day of the calendar");
    refused("2024/6/3 9:05", None, "has a time of day beside the date 2024-06-03");
    for text in ["", "未定", "20240603", "6月3日", "-1", "1.5", "99999999999999999999/1/1"] {
        assert!(matches!(read_date(text, &FORMS, None), Err(DateError::NoDate { .. })), "{text}");
    }
}

/// docs/reference/dates.md: each row of its table is read as it says.
#[test]
fn the_documented_forms_are_read_as_documented() {
    let page = include_str!("../../../../docs/reference/dates.md");
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    let mut read = 0;
    for row in &rows {
        let (text, form, expected) = (row[1].trim_matches('`'), row[2].trim_matches('`'), row[3]);
        let forms = match form.parse::<TimeForm>() {
            Ok(form) => vec![form],
            Err(_) => TimeForm::PLAIN.to_vec(),
        };
        let found = match read_time(text, &forms).map(|read| read.time) {
            Ok(WrittenTime::Day(date)) => date.to_string(),
            Ok(WrittenTime::Local(local)) => local.format("%Y-%m-%d %H:%M:%S%.f").to_string(),
            Ok(WrittenTime::Instant(at)) => at.to_rfc3339(),
            Err(error) => format!("refused: {error}"),
        };
        assert_eq!(found, expected, "{text}");
        read += usize::from(!expected.starts_with("refused"));
    }
    assert!(read >= 40, "{read} forms are documented");
}

/// Dates as people type and programs write them, beside those of the documentation.
const ODD: &[&str] = &[
    "２０２４／６／１４　９：１０",
    "2024年6月14日（金）午後3時5分",
    "令和6年6月14日(金) 午後3時5分",
    "令和元年6月14日",
    "令和元年4月30日",
    "平成元年1月8日",
    "R6.6.14 9:10",
    "R6/6/14 9:10:11",
    "R06.06.14",
    "令6.6.14",
    "Ｒ６．６．１４　９：１０",
    "2024/6/14 24:00",
    "2024/6/14 29:59",
    "2024/6/14 30:00",
    "2024/6/14 24:00:01",
    "2024/6/14(木)",
    "2024/6/14（金）",
    "2024/6/14 金",
    "2024/6/14 (Fri)",
    "2024/6/14 Fri 9:10",
    "Fri, 14 Jun 2024 09:10:00 +0900",
    "20240614",
    "20240614091011",
    "20240614T0910",
    "240614",
    "6/14/24",
    "14/6/24",
    "24/6/14",
    "14-Jun-24",
    "14-Jun-2024",
    "14 June 2024",
    "June 14, 2024",
    "Jun 14 2024 9:10AM",
    "14.06.2024",
    "14.6.2024 9:10",
    "2024-6-14",
    "2024-06-14T09:10",
    "2024-06-14T09:10:11+09:00",
    "2024-06-14T09:10:11.123456Z",
    "2024-06-14 09:10:11 +0900",
    "2024-06-14 09:10:11 Asia/Tokyo",
    "2024/6/14 9時",
    "2024/6/14 9時10分",
    "2024年6月14日 9:10 PM",
    "2024年6月14日 正午",
    "2024年6月14日 午前0時",
    "2024年6月14日 午後12時30分",
    "2024年6月14日 午後13時",
    "2024年6月14日 13:00 PM",
    "2024年６月",
    "2024年6月末",
    "6月14日",
    "6/14",
    "45457",
    "45457.382",
    "45,457",
    "2024/02/30",
    "2023/2/29",
    "2024/6/0",
    "2024/13/1",
    "0024/6/14",
    "2024/6/14 9:60",
    "2024/6/14 9:10:60",
    "2024/6/14 25時",
    "2024/6/14頃",
    "2024/6/14 9:10頃",
    "約2024/6/14",
    "2024/6/14～2024/6/15",
    "2024/6/14、15",
    "2024/6/14?",
    "'2024/6/14",
    "未定",
    "-",
    "昭和99年1月1日",
    "明治45年7月30日",
    "令和六年六月十四日",
    "令和6年6月14日 九時十分",
    "２０２４年６月１４日（金）　１５：０５",
    "㋿6.6.14",
    "2024.6.14.",
    "2024. 6. 14",
    "2024/ 6/14",
    "2024/6/14_9:10",
    "2024/6/14-9:10",
    "2024-06-14 9-10",
    "2024/6/14 9.10",
    "2024/6/14 0910",
    "2024/6/14 910",
    "2024/6/14 ９：１０ＰＭ",
    "2024/6/14 PM 3:05",
    "2024/6/14 pm3:05",
    "2024/6/14 3:05 p.m.",
    "2024/6/14 AM12:00",
    "2024/6/14 午後0:05",
    "2024/6/14 夜9時",
    "1718323800",
    "1718323800000",
    "/Date(1718323800000)/",
    "2024-W24-5",
    "2024-166",
    "H36.6.14",
    "S99.1.1",
    "1/2/2024",
    "13/2/2024",
    "2/13/2024",
    "2024/6/14 09:10:11.1234567890",
];

/// Each of them is read as what it can only mean, or refused with the reason: none is guessed.
#[test]
fn odd_dates_are_read_rightly_or_refused() {
    let told = |text: &&str| {
        let found = match read_time(text, &TimeForm::PLAIN).map(|read| read.time) {
            Ok(WrittenTime::Day(date)) => date.to_string(),
            Ok(WrittenTime::Local(local)) => local.format("%Y-%m-%d %H:%M:%S%.f").to_string(),
            Ok(WrittenTime::Instant(at)) => at.to_rfc3339(),
            Err(error) => format!("refused: {error}"),
        };
        format!("{text}  =>  {found}")
    };
    insta::assert_snapshot!(ODD.iter().map(told).collect::<Vec<_>>().join("\n"));
}

proptest! {
    /// A spreadsheet keeps a moment as the nearest number of 64 bits; it comes back to the second.
    #[test]
    #[expect(clippy::float_arithmetic, reason = "this is how a spreadsheet keeps it")]
    fn serials_come_back_to_the_second(serial in 61_u32..100_000, second in 0_u32..86_400) {
        let number = f64::from(serial) + f64::from(second) / 86_400.0;
        let read = read_serial(&number.to_string(), DateSystem::From1900).unwrap();
        let day = DateSystem::From1900.day(serial).unwrap();
        prop_assert_eq!((read.date(), chrono::Timelike::num_seconds_from_midnight(&read)), (day, second));
    }

    #[test]
    fn every_day_has_one_serial_in_each_system(serial in 61_u32..2_958_465) {
        let day = DateSystem::From1900.day(serial).unwrap();
        prop_assert_eq!(day.pred_opt(), DateSystem::From1900.day(serial - 1).ok().or(NaiveDate::from_ymd_opt(1900, 2, 28)));
        if let Some(later) = serial.checked_sub(1_462) {
            prop_assert_eq!(DateSystem::From1904.day(later).unwrap(), day);
        }
    }

    #[test]
    fn no_text_stops_the_reader(text in "\\PC{0,12}|[0-9RHSTr令和元年月日/.-]{0,12}") {
        let _ = read_date(&text, &FORMS, None);
    }
}
