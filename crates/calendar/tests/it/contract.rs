//! The calendars, seasons and outages of the reference contract's table; business days and periods.

use std::sync::LazyLock;

use calendar::{
    BusinessCalendar, CalendarSet, FirstDay, FiscalYear, OutageRule, Shift, StatutoryPeriod, Term, YearMonth,
};
use chrono::NaiveDate;
use proptest::prelude::*;

fn set() -> &'static CalendarSet {
    static SET: LazyLock<CalendarSet> = LazyLock::new(|| {
        let table = include_str!("../../../keiyaku/contracts/jetro-2023/calendar.toml");
        CalendarSet::from_table("calendar.toml", table).unwrap()
    });
    &SET
}

fn head_office() -> &'static BusinessCalendar {
    &set().get("head-office").unwrap().calendar
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn business_days_pass_over_weekends_holidays_and_the_turn_of_the_year() {
    let calendar = head_office();
    assert_eq!(calendar.business_day(date("2024-06-28"), 10).unwrap(), date("2024-07-12"));
    assert_eq!(calendar.business_day(date("2024-12-27"), 1).unwrap(), date("2025-01-06"));
    assert_eq!(calendar.business_day(date("2025-01-06"), -1).unwrap(), date("2024-12-27"));
    assert_eq!(calendar.business_days_in(date("2024-06-01"), date("2024-06-30")), 20);
    // 31 March 2024 is a Sunday.
    assert_eq!(calendar.shift(date("2024-03-31"), Shift::Following).unwrap(), date("2024-04-01"));
    assert_eq!(calendar.shift(date("2024-03-31"), Shift::Preceding).unwrap(), date("2024-03-29"));
    assert_eq!(calendar.shift(date("2024-03-31"), Shift::Stay).unwrap(), date("2024-03-31"));
    assert!(calendar.business_day(date("2099-12-28"), 10).is_err());
}

#[test]
fn the_close_of_the_nth_business_day() {
    let calendar = head_office();
    let closes = |day: &str, n| calendar.closing_of_business_day_after(date(day), n).unwrap().to_rfc3339();
    assert_eq!(closes("2024-06-07", 2), "2024-06-11T09:00:00+00:00"); // Friday, due on Tuesday at 18:00
    assert_eq!(closes("2024-06-08", 2), "2024-06-11T09:00:00+00:00"); // Saturday, the same
    assert_eq!(closes("2024-06-07", 0), "2024-06-07T09:00:00+00:00");
    assert_eq!(closes("2024-06-08", 0), "2024-06-10T09:00:00+00:00");
}

#[test]
fn periods_end_by_the_civil_code() {
    let end = |period: StatutoryPeriod, from: &str| {
        period.last_day(date(from), FirstDay::NotCounted).unwrap().to_string()
    };
    assert_eq!(end(StatutoryPeriod::Days(7), "2024-06-03"), "2024-06-10");
    assert_eq!(end(StatutoryPeriod::Weeks(2), "2024-06-03"), "2024-06-17");
    assert_eq!(end(StatutoryPeriod::Months(3), "2023-11-30"), "2024-02-29");
    assert_eq!(end(StatutoryPeriod::Months(6), "2023-08-31"), "2024-02-29");
    assert_eq!(end(StatutoryPeriod::Years(1), "2024-02-29"), "2025-02-28");
    assert_eq!(
        StatutoryPeriod::Days(1).last_day(date("2024-06-03"), FirstDay::Counted).unwrap(),
        date("2024-06-03")
    );
    let moved = head_office().end_of(
        StatutoryPeriod::Days(7),
        date("2024-06-01"),
        FirstDay::NotCounted,
        Shift::Following,
    );
    assert_eq!(moved.unwrap(), date("2024-06-10"));
}

#[test]
fn the_term_has_fifty_months_and_five_fiscal_years() {
    let term = Term::new(date("2023-04-01"), date("2027-05-31")).unwrap();
    let months: Vec<YearMonth> = term.months().collect();
    assert_eq!(months.len(), 50);
    assert_eq!(term.number_of("2023-03".parse().unwrap()), None);
    let years: std::collections::BTreeSet<i32> =
        months.iter().map(|month| FiscalYear::of_month(*month).number()).collect();
    assert_eq!(years.len(), 5);
}

#[test]
fn an_outage_in_a_busy_season_is_a_conflict() {
    let set = set();
    let at = |site: &str| Some(&set.sites().find(site).unwrap().id);
    let conflicts = |id: &str| -> Vec<String> {
        let outage = set.outages().iter().find(|outage| outage.id == id).unwrap();
        let spans = outage.in_year(2025, set.zone());
        spans.iter().flat_map(|span| set.conflicts(outage, span)).map(|season| season.id.clone()).collect()
    };
    // The head office's own inspection falls into the season in which it can hardly stop.
    assert_eq!(conflicts("head-office-power"), ["accounting"]);
    assert_eq!(conflicts("institute-power"), Vec::<String>::new());
    let outage = set.outages().iter().find(|outage| outage.id == "institute-power").unwrap();
    let span = &outage.in_year(2025, set.zone())[0];
    assert_eq!(span.from.to_rfc3339(), "2025-10-10T10:00:00+00:00");
    assert_eq!((span.to - span.from).num_hours(), 26);
    // December to March wraps the turn of the year.
    let january = calendar::OutageSpan {
        from: "2025-01-11T00:00:00Z".parse().unwrap(),
        to: "2025-01-12T00:00:00Z".parse().unwrap(),
    };
    // A stop that ends at midnight before a season does not touch it.
    let midnight = |day: &str| set.zone().to_utc(format!("{day}T00:00:00").parse().unwrap());
    let leap_day = calendar::OutageSpan { from: midnight("2024-02-29"), to: midnight("2024-03-01") };
    assert_eq!(set.blackout(at("head-office"), &leap_day).len(), 0);
    let march = calendar::OutageSpan { from: midnight("2024-03-01"), to: midnight("2024-03-02") };
    assert_eq!(set.blackout(at("head-office"), &march).len(), 1);
    assert_eq!(set.blackout(at("institute"), &january).len(), 1);
}

#[test]
fn what_the_contract_leaves_open_about_an_outage_is_told() {
    let outages = set().outages();
    assert_eq!(outages.len(), 6);
    for outage in outages {
        let known = matches!(&outage.rule, OutageRule::On(dates) if !dates.is_empty());
        assert!(known || !outage.open_points.is_empty(), "{}", outage.id);
        assert_eq!(outage.tentative, matches!(outage.rule, OutageRule::Yearly { .. }), "{}", outage.id);
    }
    let emergency = outages.iter().find(|outage| outage.id == "emergency-maintenance").unwrap();
    assert!(emergency.in_year(2024, set().zone()).is_empty());
}

#[test]
fn outages_within_a_span_are_those_that_touch_it() {
    let outage = set().outages().iter().find(|outage| outage.id == "head-office-power").unwrap();
    let within =
        |from: &str, to: &str| outage.within(from.parse().unwrap(), to.parse().unwrap(), set().zone()).len();
    // It runs from Friday 2025-03-14 19:00 to Sunday 18:00 in Tokyo.
    assert_eq!(within("2025-03-16T08:59:59Z", "2025-04-01T00:00:00Z"), 1);
    assert_eq!(within("2025-03-16T09:00:00Z", "2025-04-01T00:00:00Z"), 0);
    assert_eq!(within("2023-04-01T00:00:00Z", "2027-05-31T00:00:00Z"), 4);
}

#[test]
fn an_outage_that_cannot_be_is_refused() {
    let table = |rule: &str| {
        let row = "id = \"o\"\nname = { ja = \"停\", en = \"stop\" }\nsite = \"all\"\nclause = \"d#1\"\n";
        CalendarSet::from_table("calendar.toml", &format!("zone = \"UTC\"\n[[outage]]\n{row}{rule}"))
    };
    let hours = "begins = 08:00:00\ndays = 0\nends = 21:00:00\n";
    assert!(table(&format!("month = 3\nweekday = \"Fri\"\nnth = 2\n{hours}")).is_ok());
    for rule in [
        format!("month = 13\nweekday = \"Fri\"\nnth = 2\n{hours}"),
        format!("month = 3\nweekday = \"Fri\"\nnth = 6\n{hours}"),
        "dates = [2024-06-01]\nbegins = 21:00:00\ndays = 0\nends = 08:00:00\n".to_owned(),
    ] {
        assert!(table(&rule).is_err(), "{rule}");
    }
}

#[test]
fn business_days_of_a_month_count_from_either_end() {
    let calendar = head_office();
    let nth = |month: &str, n| calendar.business_day_of_month(month.parse().unwrap(), n);
    assert_eq!(nth("2025-01", 1), Some(date("2025-01-06"))); // after the turn of the year
    assert_eq!(nth("2024-12", -1), Some(date("2024-12-27")));
    assert_eq!(nth("2024-06", 0), None);
    assert_eq!(nth("2024-06", 21), None);
    assert_eq!(nth("2100-01", 1), None); // its holidays are not known
}

#[test]
fn terms_and_fiscal_years_are_checked_however_they_come() {
    assert!(FiscalYear::new(2023).unwrap().contains(date("2024-03-31")));
    assert!(FiscalYear::new(9_998).is_err());
    assert!(Term::new(date("2027-05-31"), date("2023-04-01")).is_err());
    let term = Term::new(date("2023-04-01"), date("2027-05-31")).unwrap();
    for (n, month) in (1..).zip(term.months()) {
        assert_eq!((term.number_of(month), term.month(n)), (Some(n), Some(month)));
    }
    assert_eq!((term.month(0), term.month(51), term.month(u32::MAX)), (None, None, None));
}

#[test]
fn a_period_from_midnight_counts_its_first_day() {
    let at = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let end = |hour| {
        StatutoryPeriod::Months(1).last_day(date("2024-04-01"), FirstDay::beginning_at(at(hour))).unwrap()
    };
    assert_eq!(end(0), date("2024-04-30"));
    assert_eq!(end(9), date("2024-05-01"));
}

#[test]
fn a_table_with_mistakes_lists_them_all() {
    let errors = CalendarSet::from_table(
        "calendar.toml",
        "zone = \"Asia/Tokio\"\n[[calendar]]\nid = \"a\"\nname = { ja = \"あ\", en = \"a\" }\nhours = { weekdays = [\"9-18\"] }\n[[season]]\nid = \"s\"\nmonth = [\"13\"]\n",
    )
    .unwrap_err();
    insta::assert_snapshot!(errors);
    let never = CalendarSet::from_table(
        "calendar.toml",
        "zone = \"Asia/Tokyo\"\n[[calendar]]\nid = \"a\"\nname = { ja = \"あ\", en = \"a\" }\nhours = {}\n",
    );
    assert!(never.unwrap_err().to_string().contains("never open"));
}

proptest! {
    #[test]
    fn business_days_forth_and_back_meet(day in 0..20_000_u64, n in 1..60_i32) {
        let calendar = head_office();
        let start = date("1990-01-01") + chrono::Days::new(day);
        let start = calendar.shift(start, Shift::Following).unwrap();
        let end = calendar.business_day(start, n).unwrap();
        prop_assert_eq!(calendar.business_day(end, -n).unwrap(), start);
        prop_assert_eq!(calendar.business_days_in(start, end), n as usize + 1);
    }

    #[test]
    fn months_forth_and_back_meet(year in 100..9_000_i32, month in 1..=12_u32, n in -500..500_i16) {
        let start = YearMonth::new(year, month).unwrap();
        prop_assert_eq!(start.plus(n).plus(-n), start);
        prop_assert_eq!(start.months_until(start.plus(n)), i32::from(n));
        prop_assert_eq!(start.to_string().parse::<YearMonth>().unwrap(), start);
        prop_assert!(FiscalYear::of_month(start).months().any(|known| known == start));
    }

    #[test]
    fn a_longer_period_never_ends_earlier(day in 0..20_000_u64, n in 0..60_u32) {
        let start = date("1990-01-01") + chrono::Days::new(day);
        for period in [StatutoryPeriod::Days, StatutoryPeriod::Weeks, StatutoryPeriod::Months, StatutoryPeriod::Years] {
            let end = |n| period(n).last_day(start, FirstDay::NotCounted).unwrap();
            prop_assert!(end(n) < end(n + 1));
        }
    }
}
