//! Zones: gaps and folds by hand, and the laws between local time and instants.

use calendar::{Local, Zone, ZoneError, iana_version};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use proptest::prelude::*;

fn local(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[track_caller]
fn check(zone: &str, time: &str, expected: Local) {
    let zone = Zone::iana(zone).unwrap();
    assert_eq!(zone.resolve(local(time)), expected, "{time}");
    let (Local::Unique(instant)
    | Local::Gap { compatible: instant, .. }
    | Local::Fold { compatible: instant, .. }) = expected;
    assert_eq!(zone.to_utc(local(time)), instant, "{time}");
}

#[test]
fn a_missing_time_moves_forward_by_the_gap() {
    let gap = |compatible, other| Local::Gap { compatible: at(compatible), other: at(other) };
    // An hour at 01:00, half an hour at 02:00, an hour at midnight, a whole day.
    check("Europe/London", "2024-03-31T01:30:00", gap("2024-03-31T01:30:00Z", "2024-03-31T00:30:00Z"));
    check("Australia/Lord_Howe", "2024-10-06T02:15:00", gap("2024-10-05T15:45:00Z", "2024-10-05T15:15:00Z"));
    check("America/Sao_Paulo", "2018-11-04T00:00:00", gap("2018-11-04T03:00:00Z", "2018-11-04T02:00:00Z"));
    check("Pacific/Apia", "2011-12-30T09:00:00", gap("2011-12-30T19:00:00Z", "2011-12-29T19:00:00Z"));
}

#[test]
fn a_double_time_is_the_earlier() {
    let fold = |compatible, other| Local::Fold { compatible: at(compatible), other: at(other) };
    check("Europe/London", "2024-10-27T01:30:00", fold("2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z"));
    check("Australia/Lord_Howe", "2024-04-07T01:45:00", fold("2024-04-06T14:45:00Z", "2024-04-06T15:15:00Z"));
    check("America/Sao_Paulo", "2018-02-17T23:30:00", fold("2018-02-18T01:30:00Z", "2018-02-18T02:30:00Z"));
}

#[test]
fn the_edges_of_gaps_and_folds_are_half_open() {
    check("Europe/London", "2024-03-31T02:00:00", Local::Unique(at("2024-03-31T01:00:00Z")));
    check("Europe/London", "2024-10-27T02:00:00", Local::Unique(at("2024-10-27T02:00:00Z")));
}

#[test]
fn the_rules_are_those_in_force() {
    assert!(iana_version() >= "2026");
    // Iran gave up summer time in 2022, Brazil in 2019; Japan had it from 1948 to 1951.
    for (zone, instant, expected) in [
        ("Asia/Tehran", "2026-07-01T00:00:00Z", "2026-07-01T03:30:00"),
        ("America/Sao_Paulo", "2026-01-01T00:00:00Z", "2025-12-31T21:00:00"),
        ("Asia/Tokyo", "1950-07-01T00:00:00Z", "1950-07-01T10:00:00"),
        ("Europe/London", "2150-07-01T00:00:00Z", "2150-07-01T01:00:00"),
    ] {
        assert_eq!(Zone::iana(zone).unwrap().to_local(at(instant)), local(expected), "{zone}");
    }
}

#[test]
fn an_unknown_zone_and_a_broken_file_are_refused() {
    let unknown = Zone::iana("Asia/Tokio").unwrap_err();
    assert!(unknown.to_string().starts_with("time zone `Asia/Tokio` is not in the IANA database 20"));
    assert!(matches!(Zone::from_tzif("mine", b"nothing"), Err(ZoneError::TzIf { .. })));
}

#[test]
fn the_ends_of_time_do_not_panic() {
    for zone in ["Asia/Tokyo", "America/Sao_Paulo"].map(|name| Zone::iana(name).unwrap()) {
        for instant in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
            let _ = zone.to_local(instant);
            let _ = zone.to_utc(instant.naive_utc());
        }
    }
}

proptest! {
    #[test]
    fn a_local_time_stands_for_the_instant_it_came_from(
        zone in prop::sample::select(vec!["Asia/Tokyo", "America/Sao_Paulo", "Asia/Tehran", "Australia/Lord_Howe", "Europe/London"]),
        minutes in 0..68_000_000_i64,
    ) {
        let zone = Zone::iana(zone).unwrap();
        let instant = DateTime::from_timestamp(minutes * 60, 0).unwrap();
        match zone.resolve(zone.to_local(instant)) {
            Local::Unique(at) => prop_assert_eq!(at, instant),
            Local::Fold { compatible, other } => {
                prop_assert!(compatible < other && (compatible == instant || other == instant));
            }
            Local::Gap { .. } => prop_assert!(false, "a time that was shown is not missing"),
        }
    }

    #[test]
    fn a_missing_time_lands_after_the_gap(minutes in 0..60_i64) {
        let zone = Zone::iana("Europe/London").unwrap();
        let missing = local("2024-03-31T01:00:00") + TimeDelta::minutes(minutes);
        prop_assert_eq!(zone.to_local(zone.to_utc(missing)), missing + TimeDelta::hours(1));
    }
}
