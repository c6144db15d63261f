//! Types of values.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;
use tables::{Document, FromValue};

fn read<T: FromValue>(value: &str) -> Option<T> {
    let source = format!("v = {value}\n");
    Document::parse("t.toml", &source).read(|root| root.required("v")).ok()
}

#[test]
fn a_decimal_keeps_its_digits() {
    for digits in ["99.950", "0.1", "1234567890123456.78", "99.9999999999999999", "-3"] {
        assert_eq!(read::<Decimal>(digits).unwrap().to_string(), digits);
    }
    assert_eq!(read::<Decimal>("\"99.950\"").unwrap().to_string(), "99.950");
    assert_eq!(read::<Decimal>("nan"), None);
    assert_eq!(read::<Decimal>("0.00000000000000000000000000001"), None);
    assert_eq!(read::<Decimal>("1e3"), None);
    assert_eq!(read::<Decimal>("1_000.50").unwrap().to_string(), "1000.50");
    assert_eq!(read::<Decimal>("+5").unwrap().to_string(), "5");
    assert_eq!(read::<Decimal>("1e400"), None);
}

#[test]
fn whole_numbers_refuse_fractions_and_what_does_not_fit() {
    assert_eq!(read::<u32>("5"), Some(5));
    assert_eq!(read::<u32>("5.0"), None);
    assert_eq!(read::<u32>("-5"), None);
    assert_eq!(read::<i64>("-5"), Some(-5));
    assert_eq!(read::<u8>("256"), None);
    assert_eq!(read::<u32>("0x10"), Some(16));
}

#[test]
fn dates_and_times_are_read_bare_or_quoted() {
    let date = NaiveDate::from_ymd_opt(2024, 6, 3).unwrap();
    assert_eq!(read("2024-06-03"), Some(date));
    assert_eq!(read("\"2024-06-03\""), Some(date));
    assert_eq!(read::<NaiveDate>("2024-06-03T00:00:00Z"), None);
    let time = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
    assert_eq!(read("09:00:00"), Some(time));
    assert_eq!(read("\"09:00\""), Some(time));
    assert_eq!(read::<NaiveTime>("\"25:00\""), None);
    // A fraction of a second would be cut off.
    assert_eq!(read::<NaiveTime>("09:00:00.5"), None);
}

#[test]
fn a_single_value_counts_as_a_list_of_one() {
    let list = |source: &str| Document::parse("t.toml", source).read(|root| Some(root.strings("v")));
    assert_eq!(list("v = \"a\"").unwrap(), ["a"]);
    assert_eq!(list("v = [\"a\", \"b\"]").unwrap(), ["a", "b"]);
    assert!(list("").unwrap().is_empty());
    assert!(list("v = [1]").is_err());
}

#[test]
fn keys_that_are_data_are_not_unknown() {
    let entries =
        Document::parse("t.toml", "\"名称\" = \"name\"\nb = \"c\"\n").read(|root| Some(root.entries()));
    let mut entries = entries.unwrap();
    entries.sort();
    assert_eq!(entries, [("b".to_owned(), "c".to_owned()), ("名称".to_owned(), "name".to_owned())]);
}
