//! Summer time, overnight hours, landing and coverage, each by hand.

use calendar::{
    BuildError, BusinessCalendar, BusinessCalendarBuilder, CalendarError, CalendarPolicy, DayHours,
    Exclusion, FirstDay, Landing, NightShift, Opening, ReversedSpan, StatutoryPeriod, Term, WeeklyHours,
    YearMonth, ZeroOutsideHours, Zone,
};
use chrono::{DateTime, TimeDelta, Utc, Weekday};
use provenance::{Language, Text};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn hours(openings: &[&str]) -> DayHours {
    DayHours::new(openings.iter().map(|text| text.parse::<Opening>().unwrap())).unwrap()
}

fn daily(zone: &str, openings: &[&str]) -> BusinessCalendarBuilder {
    let hours = hours(openings);
    let weekly = WeeklyHours::weekdays(&hours).with(Weekday::Sat, hours.clone()).with(Weekday::Sun, hours);
    BusinessCalendarBuilder::new(Zone::iana(zone).unwrap(), weekly)
}

#[track_caller]
fn check(calendar: &BusinessCalendar, from: &str, to: &str, minutes: i64) {
    assert_eq!(calendar.elapsed(at(from), at(to)).unwrap(), TimeDelta::minutes(minutes), "{from} to {to}");
    let open: i64 = calendar
        .intervals(at(from), at(to))
        .unwrap()
        .iter()
        .filter(|piece| piece.state == calendar::PieceState::Open)
        .map(calendar::Piece::seconds)
        .sum();
    assert_eq!(open, minutes * 60, "the pieces of {from} to {to}");
}

#[test]
fn a_day_is_as_long_as_the_zone_makes_it() {
    let always = daily("Europe/London", &["00:00-24:00"]).build().unwrap();
    check(&always, "2024-03-31T00:00:00Z", "2024-03-31T23:00:00Z", 23 * 60);
    check(&always, "2024-10-26T23:00:00Z", "2024-10-28T00:00:00Z", 25 * 60);
}

#[test]
fn an_opening_in_a_gap_moves_forward_and_one_in_a_fold_is_the_earlier() {
    // On 2024-03-31 London has no time from 01:00 to 02:00; an opening at 01:30 stands for 02:30.
    let spring = daily("Europe/London", &["01:30-05:00"]).build().unwrap();
    check(&spring, "2024-03-31T00:00:00Z", "2024-04-01T00:00:00Z", 150);
    // On 2024-10-27 it has 01:00 to 02:00 twice; an opening at 01:30 is the first of them.
    let autumn = daily("Europe/London", &["01:30-05:00"]).build().unwrap();
    check(&autumn, "2024-10-26T23:00:00Z", "2024-10-28T00:00:00Z", 270);
    let closing = daily("Europe/London", &["00:00-01:30"]).build().unwrap();
    check(&closing, "2024-10-26T23:00:00Z", "2024-10-28T00:00:00Z", 90);
}

#[test]
fn a_midnight_that_does_not_exist_begins_the_day_late() {
    // In Sao Paulo 2018-11-04 began at 01:00.
    let calendar = daily("America/Sao_Paulo", &["00:00-02:00"]).build().unwrap();
    check(&calendar, "2018-11-04T02:00:00Z", "2018-11-05T02:00:00Z", 60);
}

/// Samoa had no 2011-12-30. A shift of the 29th that closes at 03:46 on the 30th closes at 03:46 on the 31st,
/// and the explanation once lost that end.
#[test]
fn a_night_shift_into_a_date_that_was_skipped_is_explained_whole() {
    let thursday = WeeklyHours::closed().with(Weekday::Thu, hours(&["21:12-03:46"]));
    let apia = BusinessCalendarBuilder::new(Zone::iana("Pacific/Apia").unwrap(), thursday);
    check(&apia.build().unwrap(), "2011-12-30T00:00:00Z", "2011-12-31T00:00:00Z", 394);
}

#[test]
fn a_date_that_was_skipped_has_no_hours() {
    // Neither does its Friday move to the Saturday after it.
    let friday = WeeklyHours::closed().with(Weekday::Fri, hours(&["09:00-18:00"]));
    let apia = BusinessCalendarBuilder::new(Zone::iana("Pacific/Apia").unwrap(), friday);
    check(&apia.build().unwrap(), "2011-12-28T00:00:00Z", "2012-01-03T00:00:00Z", 0);
}

#[test]
fn a_night_shift_belongs_to_the_day_on_which_it_began() {
    let friday = WeeklyHours::closed().with(Weekday::Fri, hours(&["22:00-06:00"]));
    let tokyo = Zone::iana("Asia/Tokyo").unwrap();
    let night = BusinessCalendarBuilder::new(tokyo, friday);
    check(&night.clone().build().unwrap(), "2024-06-06T15:00:00Z", "2024-06-09T15:00:00Z", 480);
    // Into a holiday it runs on, unless the policy stops it at midnight.
    let saturday = ("2024-06-08".parse().unwrap(), Text::same("closed"));
    let into_holiday = night.holiday(saturday.0, saturday.1);
    check(&into_holiday.clone().build().unwrap(), "2024-06-06T15:00:00Z", "2024-06-09T15:00:00Z", 480);
    let stops = CalendarPolicy { night_shift: NightShift::StopsAtMidnight, ..CalendarPolicy::default() };
    check(&into_holiday.policy(stops).build().unwrap(), "2024-06-06T15:00:00Z", "2024-06-09T15:00:00Z", 120);
}

#[test]
fn exactly_at_closing_the_policy_decides_where_a_sum_lands() {
    let builder = daily("Asia/Tokyo", &["09:00-18:00"]);
    let closing = builder.clone().build().unwrap();
    let from = at("2024-06-03T08:00:00Z"); // Monday 17:00
    assert_eq!(closing.add(from, TimeDelta::hours(1)).unwrap(), at("2024-06-03T09:00:00Z"));
    let opening = builder
        .policy(CalendarPolicy { landing: Landing::NextOpening, ..CalendarPolicy::default() })
        .build()
        .unwrap();
    assert_eq!(opening.add(from, TimeDelta::hours(1)).unwrap(), at("2024-06-04T00:00:00Z"));
    // One second later there is no difference.
    let more = TimeDelta::hours(1) + TimeDelta::seconds(1);
    assert_eq!(closing.add(from, more), opening.add(from, more));
}

#[test]
fn adding_nothing_outside_hours_stays_unless_the_policy_moves_it() {
    let builder = daily("Asia/Tokyo", &["09:00-18:00"]);
    let night = at("2024-06-03T12:00:00Z");
    assert_eq!(builder.clone().build().unwrap().add(night, TimeDelta::zero()).unwrap(), night);
    let moved = CalendarPolicy { zero: ZeroOutsideHours::NextOpening, ..CalendarPolicy::default() };
    let calendar = builder.policy(moved).build().unwrap();
    assert_eq!(calendar.add(night, TimeDelta::zero()).unwrap(), at("2024-06-04T00:00:00Z"));
}

#[test]
fn a_reversed_span_is_refused_nothing_or_negative() {
    let builder = daily("Asia/Tokyo", &["09:00-18:00"]);
    let (from, to) = (at("2024-06-03T03:00:00Z"), at("2024-06-03T02:00:00Z"));
    let with = |reversed| {
        let policy = CalendarPolicy { reversed, ..CalendarPolicy::default() };
        builder.clone().policy(policy).build().unwrap().elapsed(from, to)
    };
    assert_eq!(
        with(ReversedSpan::Refuse).unwrap_err().to_string(),
        "the span ends at 2024-06-03T02:00:00Z before it begins at 2024-06-03T03:00:00Z"
    );
    assert_eq!(with(ReversedSpan::Zero).unwrap(), TimeDelta::zero());
    assert_eq!(with(ReversedSpan::Negative).unwrap(), TimeDelta::hours(-1));
}

#[test]
fn a_calendar_that_never_opens_is_refused_at_once() {
    let zone = Zone::iana("Asia/Tokyo").unwrap();
    let closed = BusinessCalendarBuilder::new(zone.clone(), WeeklyHours::closed());
    assert_eq!(closed.clone().build().unwrap_err(), BuildError::NeverOpen);
    let excluded = BusinessCalendarBuilder::new(zone, WeeklyHours::always()).exclusion(Exclusion {
        from: at("1800-01-01T00:00:00Z"),
        to: at("2300-01-01T00:00:00Z"),
        reason: Text::same("always"),
    });
    assert_eq!(excluded.build().unwrap_err(), BuildError::NeverOpen);
    // One extra day is enough to be open, and the only day that can be reached.
    let once = closed
        .exception("2024-06-03".parse().unwrap(), hours(&["09:00-10:00"]), Text::same("extra"))
        .build()
        .unwrap();
    let from = at("2024-01-01T00:00:00Z");
    assert_eq!(once.next_open(from).unwrap(), at("2024-06-03T00:00:00Z"));
    assert!(matches!(once.add(from, TimeDelta::hours(2)), Err(CalendarError::Unreachable { .. })));
    assert!(matches!(once.next_open(at("2024-06-03T01:00:00Z")), Err(CalendarError::Unreachable { .. })));
}

#[test]
fn days_outside_the_years_covered_are_refused() {
    let calendar = daily("Asia/Tokyo", &["09:00-18:00"]).build().unwrap();
    assert!(matches!(calendar.is_open(at("1899-12-31T00:00:00Z")), Err(CalendarError::OutOfRange { .. })));
    assert!(matches!(
        calendar.elapsed(at("2024-06-03T00:00:00Z"), at("2200-06-03T00:00:00Z")),
        Err(CalendarError::OutOfRange { .. })
    ));
}

#[test]
fn hours_are_read_with_their_edges() {
    for good in ["09:00-18:00", "22:00-06:00", "00:00-24:00", "23:59-00:00"] {
        assert_eq!(good.parse::<Opening>().unwrap().to_string().len(), 11, "{good}");
    }
    for wrong in
        ["", "9-18", "09:00", "09:00-09:00", "24:00-06:00", "09:60-10:00", "09:00-33:01", "9:00-18:00"]
    {
        assert!(wrong.parse::<Opening>().is_err(), "{wrong}");
    }
    // A wrong second is not taken for none.
    for wrong in ["09:00:99-18:00", "09:00:-18:00", "09:00-18:00:5", "09:00:00:00-18:00"] {
        assert!(wrong.parse::<Opening>().is_err(), "{wrong}");
    }
    assert_eq!("22:00-30:00".parse::<Opening>().unwrap(), "22:00-06:00".parse().unwrap());
    let overlapping: Vec<Opening> =
        ["09:00-13:00", "12:00-18:00"].iter().map(|t| t.parse().unwrap()).collect();
    assert_eq!(
        DayHours::new(overlapping).unwrap_err().to_string(),
        "hours `09:00-13:00` and `12:00-18:00` of one day overlap"
    );
}

#[test]
fn an_explanation_names_every_pause() {
    let calendar = BusinessCalendarBuilder::new(
        Zone::iana("Asia/Tokyo").unwrap(),
        WeeklyHours::weekdays(&hours(&["09:00-12:00", "13:00-18:00"])),
    )
    .holiday("2024-07-15".parse().unwrap(), Text::new("海の日", "Marine Day"))
    .exclusion(Exclusion {
        from: at("2024-07-16T01:00:00Z"),
        to: at("2024-07-16T02:00:00Z"),
        reason: Text::new("定期保守", "maintenance"),
    })
    .build()
    .unwrap();
    let explanation = calendar.explain(at("2024-07-12T08:00:00Z"), at("2024-07-16T05:00:00Z")).unwrap();
    insta::assert_snapshot!(
        explanation.in_language(Language::Ja) + "\n" + &explanation.in_language(Language::En)
    );
    assert_eq!(explanation.open_seconds(), 4 * 3_600);
    assert_eq!(explanation.excluded_seconds(), 3_600);
    assert_eq!(explanation.paused_seconds(), (93 - 5) * 3_600);
}

#[test]
fn an_exclusion_takes_out_open_time_only() {
    let builder = daily("Asia/Tokyo", &["09:00-18:00"]).exclusion(Exclusion {
        from: at("2024-06-03T08:00:00Z"), // Monday 17:00
        to: at("2024-06-04T01:00:00Z"),   // Tuesday 10:00
        reason: Text::same("maintenance"),
    });
    let calendar = builder.build().unwrap();
    let explanation = calendar.explain(at("2024-06-03T00:00:00Z"), at("2024-06-04T09:00:00Z")).unwrap();
    assert_eq!(explanation.excluded_seconds(), 2 * 3_600);
    assert_eq!(explanation.paused_seconds(), 15 * 3_600);
    assert_eq!(explanation.open_seconds(), 16 * 3_600);
}

#[test]
fn every_error_says_what_and_where() {
    let instant = |text: &str| at(text).timestamp();
    let date = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let calendar = daily("Asia/Tokyo", &["09:00-18:00"])
        .covering(date("2024-01-01"), date("2024-12-31"))
        .build()
        .unwrap();
    let add = |from: &str, seconds| calendar.add_seconds(instant(from), seconds).unwrap_err().to_string();
    let build = |builder: BusinessCalendarBuilder| builder.build().unwrap_err().to_string();
    let exclusion = Exclusion {
        from: at("2024-06-02T00:00:00Z"),
        to: at("2024-06-01T00:00:00Z"),
        reason: Text::new("保守", "maintenance"),
    };
    let errors = [
        "9-18".parse::<Opening>().unwrap_err().to_string(),
        build(BusinessCalendarBuilder::new(Zone::utc(), WeeklyHours::closed())),
        build(daily("Asia/Tokyo", &["09:00-18:00"]).exclusion(exclusion)),
        build(daily("Asia/Tokyo", &["09:00-18:00"]).covering(date("2024-02-01"), date("2024-01-01"))),
        add("2025-06-03T00:00:00Z", 60),
        add("2024-06-03T00:00:00Z", -60),
        add("2024-12-31T00:00:00Z", 1_000_000),
        calendar.elapsed_batch(&[0], &[0, 1], &mut [0]).unwrap_err().to_string(),
        calendar.elapsed_batch(&[0], &[60], &mut [0]).unwrap_err().to_string(),
        calendar.business_day(date("2024-12-31"), 1).unwrap_err().to_string(),
        "2024-6".parse::<YearMonth>().unwrap_err().to_string(),
        Term::new(date("2024-02-01"), date("2024-01-01")).unwrap_err().to_string(),
        StatutoryPeriod::Years(u32::MAX)
            .last_day(date("2024-01-01"), FirstDay::NotCounted)
            .unwrap_err()
            .to_string(),
    ];
    insta::assert_snapshot!(errors.join("\n"));
}

#[test]
fn extreme_numbers_are_refused_not_wrapped() {
    let calendar = daily("Europe/London", &["09:00-18:00"]).build().unwrap();
    for extreme in [i64::MIN, i64::MIN + 1, -1 << 40, 1 << 40, i64::MAX - 1, i64::MAX] {
        assert!(calendar.elapsed_seconds(extreme, extreme).is_err(), "{extreme}");
        assert!(calendar.elapsed_seconds(0, extreme).is_err(), "{extreme}");
        assert!(calendar.add_seconds(extreme, 1).is_err(), "{extreme}");
        assert!(calendar.add_seconds(0, extreme).is_err(), "{extreme}");
        assert!(calendar.subtract_seconds(0, extreme).is_err(), "{extreme}");
    }
}

/// So many months that no date lies there: the month itself came back, and a period of them ended at once.
#[test]
fn regression_months_beyond_every_date_are_none() {
    let month: YearMonth = "2024-06".parse().unwrap();
    for far in [i64::MIN, -4_000_000_000, -3_500_000, 4_000_000, i64::from(u32::MAX), i64::MAX] {
        assert_eq!(month.checked_plus(far), None, "{far}");
    }
    assert_eq!(month.checked_plus(-5).unwrap().to_string(), "2024-01");
    for months in [i32::MAX.unsigned_abs(), u32::MAX] {
        let period = StatutoryPeriod::Months(months);
        assert!(period.last_day("2024-01-15".parse().unwrap(), FirstDay::NotCounted).is_err(), "{months}");
    }
    assert_eq!(calendar::FiscalYear::of_month("2024-03".parse().unwrap()).number(), 2023);
    assert_eq!(calendar::FiscalYear::of_month("2024-04".parse().unwrap()).number(), 2024);
    assert!(calendar::FiscalYear::new(i32::MAX).is_err());
}

/// A rule for two thousand million years ran through every one of them.
#[test]
fn regression_holidays_of_years_that_no_calendar_has_are_refused() {
    let table = include_str!("../../data/japan/holidays.toml").replacen(
        "years = [",
        "years = [-2147483648, 2147483647] # [",
        1,
    );
    let errors = calendar::JapaneseHolidays::from_table("holidays.toml", &table).err().unwrap();
    assert!(errors.to_string().contains("must lie between 1 and 9999"), "{errors}");
}

/// Where the last closing is not what one may think at first.
#[test]
fn closings_at_the_edges() {
    let closed_by = |calendar: &calendar::BusinessCalendar, text: &str| {
        calendar.prev_close(at(text)).map(|closing| closing.to_rfc3339())
    };
    // Hours that go on at midnight do not close there; the week's end is no closing either.
    let round = daily("Etc/UTC", &["00:00-24:00"])
        .holiday("2024-06-05".parse().unwrap(), Text::same("holiday"))
        .build()
        .unwrap();
    assert_eq!(closed_by(&round, "2024-06-20T12:00:00Z").unwrap(), "2024-06-05T00:00:00+00:00");
    assert_eq!(closed_by(&round, "2024-06-05T12:00:00Z").unwrap(), "2024-06-05T00:00:00+00:00");
    assert!(matches!(closed_by(&round, "2024-06-04T23:59:59Z"), Err(CalendarError::NeverClosed { .. })));
    // A night shift closes in the morning; an exclusion closes where it begins, and not where it ends.
    let night = daily("Etc/UTC", &["22:00-06:00"])
        .exclusion(Exclusion {
            from: at("2024-06-03T23:00:00Z"),
            to: at("2024-06-04T01:00:00Z"),
            reason: Text::same("maintenance"),
        })
        .build()
        .unwrap();
    assert_eq!(closed_by(&night, "2024-06-03T22:59:59Z").unwrap(), "2024-06-03T06:00:00+00:00");
    assert_eq!(closed_by(&night, "2024-06-03T23:00:00Z").unwrap(), "2024-06-03T23:00:00+00:00");
    assert_eq!(closed_by(&night, "2024-06-04T05:59:59Z").unwrap(), "2024-06-03T23:00:00+00:00");
    assert_eq!(closed_by(&night, "2024-06-04T06:00:00Z").unwrap(), "2024-06-04T06:00:00+00:00");
    // Nothing is known beyond the days covered: what was open as they begin has not closed there.
    let day = "2024-06-03".parse().unwrap();
    let short = daily("Etc/UTC", &["00:00-24:00"]).covering(day, day).build().unwrap();
    assert!(matches!(closed_by(&short, "2024-06-04T00:00:00Z"), Err(CalendarError::NeverClosed { .. })));
    assert!(matches!(closed_by(&short, "2024-06-04T00:00:01Z"), Err(CalendarError::OutOfRange { .. })));
    // A fraction of a second is cut off.
    let office = daily("Etc/UTC", &["09:00-17:00"]).build().unwrap();
    assert_eq!(closed_by(&office, "2024-06-03T17:00:00.9Z").unwrap(), "2024-06-03T17:00:00+00:00");
}
