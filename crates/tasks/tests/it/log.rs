//! Records of the log: what answers what, and what is listed instead.

use tasks::{Execution, Outcome, State, Wanted};

use super::fixture::{at, catalogue, day, done, schedule, site as of_name};

fn june() -> Wanted {
    Wanted::between(day("2024-06-01"), day("2024-06-30"))
}

/// The first offices abroad.
fn offices(n: usize) -> Vec<calendar::SiteId> {
    let overseas = "overseas".parse().unwrap();
    catalogue().sites().within(&overseas).take(n).map(|site| site.id.clone()).collect()
}

fn state(item: &str, site: &str, log: &[Execution], now: &str) -> State {
    let progress = schedule().progress(&june(), log, day(now));
    let is_it = |t: &&tasks::Tracked<'_>| {
        schedule().item(&t.occurrence).unwrap().id.as_str() == item && t.occurrence.site == of_name(site)
    };
    progress.tracked.iter().find(is_it).unwrap().state.clone()
}

#[test]
fn an_occurrence_goes_through_its_states() {
    let item = "1.1.a";
    assert_eq!(state(item, "tokyo", &[], "2024-05-31"), State::Ahead);
    assert_eq!(state(item, "tokyo", &[], "2024-06-30"), State::Due);
    // Without a log nobody knows whether it was done; with one that goes on without it, it was not.
    assert_eq!(state(item, "tokyo", &[], "2024-07-01"), State::NotRecorded);
    let other = [done("6.d", "tokyo", "2024-06-03")];
    assert_eq!(state(item, "tokyo", &other, "2024-07-01"), State::Missed);
    let of_may = [done("6.d", "tokyo", "2024-05-31")];
    assert_eq!(state(item, "tokyo", &of_may, "2024-07-01"), State::NotRecorded);
    let log = [done(item, "tokyo", "2024-06-12")];
    assert_eq!(state(item, "tokyo", &log, "2024-07-01"), State::Done { on: day("2024-06-12") });
    assert_eq!(state(item, "institute", &log, "2024-07-01"), State::Missed);
    // Planned for June and done in July is late; without the plan it is July's.
    let mut late = done(item, "tokyo", "2024-07-03");
    assert_eq!(state(item, "tokyo", &[late.clone(), other[0].clone()], "2024-07-10"), State::Missed);
    late.planned = Some(day("2024-06-28"));
    assert_eq!(state(item, "tokyo", &[late], "2024-07-10"), State::DoneLate { on: day("2024-07-03") });
    let mut waived = done(item, "tokyo", "2024-06-12");
    waived.outcome = Outcome::Waived;
    waived.note = "サーバ更改中".to_owned();
    let reason = "サーバ更改中".to_owned();
    assert_eq!(state(item, "tokyo", &[waived], "2024-07-01"), State::Waived { reason });
}

#[test]
fn what_answers_nothing_is_listed_with_its_reason() {
    let mut planned_only = done("1.1.a", "osaka", "2024-06-12");
    planned_only.done = None;
    let mut waived = done("1.2.a", "tokyo", "2024-06-12");
    waived.outcome = Outcome::Waived;
    let mut part = done("3.4.1.d", "tokyo", "2024-06-12");
    part.part = Some("来客用".to_owned());
    let mut no_day = done("1.1.b", "tokyo", "2024-06-12");
    no_day.done = None;
    let log = [
        done("3.1.1.I", "tokyo", "2024-06-12"),
        done("1.1.a", "tokyo", "2023-03-31"),
        done("1.1.a", "tokyo", "2024-06-12"),
        done("1.1.a", "tokyo", "2024-06-20"),
        done("3.3.1.c", "tokyo", "2024-06-15"),
        done("1.1.a", "tokyo", "2024-07-31"),
        planned_only,
        waived,
        part,
        no_day,
    ];
    let progress = schedule().progress(&june(), &log, day("2024-07-10"));
    let mut lines: Vec<String> = progress.unplaced.iter().map(|unplaced| unplaced.why.to_string()).collect();
    lines.extend(progress.unplaced.iter().map(|unplaced| unplaced.why.text(catalogue().sites()).ja));
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_record_of_an_irregular_item_is_its_own_occurrence() {
    let mut planned = done("3.2.a", "osaka", "2024-06-10");
    planned.planned = Some(day("2024-06-09"));
    let mut open = planned.clone();
    (open.planned, open.done, open.outcome) = (Some(day("2024-06-20")), None, Outcome::NotDone);
    let log = [planned, open];
    let states = |now: &str| -> Vec<State> {
        schedule().progress(&june(), &log, day(now)).answered.into_iter().map(|a| a.state).collect()
    };
    let late = State::DoneLate { on: day("2024-06-10") };
    assert_eq!(states("2024-06-19"), [late.clone(), State::Ahead]);
    assert_eq!(states("2024-06-21"), [late, State::Missed]);
}

#[test]
fn each_part_of_a_composite_item_is_answered_apart() {
    let mut staff = done("3.4.1.d", "tokyo", "2024-06-12");
    staff.part = Some("職員用".to_owned());
    let mut guests = done("3.4.1.d", "tokyo", "2024-06-13");
    guests.part = Some("ゲスト用".to_owned());
    let year = Wanted::between(day("2024-04-01"), day("2025-03-31"));
    let log = [staff, guests];
    let progress = schedule().progress(&year, &log, day("2024-07-10"));
    assert!(progress.unplaced.is_empty());
    let done: Vec<u8> = progress
        .tracked
        .iter()
        .filter(|tracked| matches!(tracked.state, State::Done { .. }))
        .map(|tracked| tracked.occurrence.part)
        .collect();
    assert_eq!(done, [1, 2]);
}

#[test]
fn completions_count_what_each_service_level_asks() {
    let mut waived = done("2.2.o", "regional", "2024-06-12");
    waived.outcome = Outcome::Waived;
    waived.note = "対象なし".to_owned();
    let mut outage = done("3.2.a", "tokyo", "2024-06-15");
    outage.planned = Some(day("2024-06-15"));
    let log = [
        done("1.2.e", "tokyo", "2024-06-28"),
        done("1.2.e", "institute", "2024-06-27"),
        done("2.2.o", "tokyo", "2024-06-28"),
        waived,
        outage,
    ];
    let progress = schedule().progress(&june(), &log, day("2024-07-05"));
    let completions = schedule().completions(&progress);
    let of = |row: &str| completions.iter().find(|completion| completion.row.as_str() == row).unwrap();
    // One report of three sites; the regional offices have not given theirs.
    let reports = of("S-4-1-2-1");
    assert_eq!((reports.planned, reports.done, reports.records), (1, 0, 2));
    assert_eq!(reports.missing, ["1.2.e regional 2024-06-28"]);
    let renewals = of("S-4-1-3-2.a");
    assert_eq!((renewals.planned, renewals.done, renewals.waived.len()), (1, 0, 1));
    assert_eq!(renewals.missing, ["2.2.o institute 2024-06-28"]);
    assert_eq!((of("S-4-1-1-1").planned, of("S-4-1-1-1").done), (1, 1));
    // Nothing asked for, nothing planned.
    assert_eq!((of("S-4-6-3-1").planned, of("S-4-6-3-1").done), (0, 0));
}

/// Offices abroad recorded one by one are the same work as all of them together.
#[test]
fn offices_recorded_one_by_one_make_the_whole() {
    let day_of = |n: u32| done("6.g", &format!("overseas/{n}"), "2024-06-12");
    let mut log: Vec<Execution> = (1..=76).map(day_of).collect();
    let state_of = |log: &[Execution]| {
        let progress = schedule().progress(&june(), log, day("2024-07-05"));
        assert!(progress.unplaced.is_empty(), "{:?}", progress.unplaced);
        let is_it = |t: &&tasks::Tracked<'_>| {
            schedule().item(&t.occurrence).unwrap().id.as_str() == "6.g"
                && t.occurrence.site == of_name("overseas")
                && t.occurrence.window.due == day("2024-06-12")
        };
        progress.tracked.iter().find(is_it).unwrap().state.clone()
    };
    assert_eq!(state_of(&log), State::Done { on: day("2024-06-12") });
    log.pop();
    assert_eq!(state_of(&log), State::Missed);
    // Recorded together, each office is done.
    let wanted = Wanted { apart: offices(76), ..june() };
    let log = [done("6.g", "overseas", "2024-06-12")];
    let progress = schedule().progress(&wanted, &log, day("2024-07-05"));
    let done = progress.tracked.iter().filter(|t| matches!(t.state, State::Done { .. })).count();
    assert_eq!(done, 76);
    // One office asked for is one office shown.
    let wanted = Wanted { site: Some(at("overseas/12")), ..june() };
    assert!(schedule().occurrences(&wanted).all(|occurrence| occurrence.site == of_name("overseas/12")));
    assert!(schedule().occurrences(&wanted).count() > 30);
}

#[test]
fn contradicting_and_repeated_records_are_told() {
    let mut early = done("1.2.e", "tokyo", "2023-04-05");
    early.planned = Some(day("2024-06-28"));
    let mut waived = done("1.2.e", "institute", "2024-06-27");
    (waived.outcome, waived.done, waived.planned) = (Outcome::Waived, None, Some(day("2024-06-27")));
    waived.note = "対象なし".to_owned();
    let no_part = done("3.4.1.d", "tokyo", "2024-06-12");
    let late_trigger = done("3.3.3.a", "tokyo", "2027-08-10");
    let mut office = done("6.g", "overseas", "2024-06-12");
    office.site = tasks::WorkSite::At("overseas/77".parse().unwrap());
    let mut not_done = done("3.3.3.a", "tokyo", "2024-06-10");
    (not_done.outcome, not_done.done, not_done.planned) = (Outcome::NotDone, None, Some(day("2024-06-10")));
    let mut then_done = done("3.3.3.a", "tokyo", "2024-06-10");
    then_done.planned = Some(day("2024-06-10"));
    let twice = done("3.3.3.a", "institute", "2024-06-11");
    // At least once a month: twice is no fault.
    let often = [done("3.1.2.k", "tokyo", "2024-06-03"), done("3.1.2.k", "tokyo", "2024-06-20")];
    let mut log = vec![
        early,
        done("1.2.e", "institute", "2024-06-28"),
        waived,
        no_part,
        late_trigger,
        office,
        not_done,
        then_done,
        twice.clone(),
        twice,
    ];
    log.extend(often);
    let progress = schedule().progress(&june(), &log, day("2027-09-01"));
    let told: Vec<String> = progress
        .unplaced
        .iter()
        .flat_map(|unplaced| [unplaced.why.to_string(), unplaced.why.text(catalogue().sites()).ja])
        .collect();
    insta::assert_snapshot!(told.join("\n"));
    // What was done wins over the waiver; the two records of one planned day are one occurrence.
    let done_of = |item: &str| {
        progress
            .answered
            .iter()
            .filter(|answered| answered.item == item)
            .map(|a| a.state.word())
            .collect::<Vec<_>>()
    };
    assert_eq!(done_of("3.3.3.a"), ["done", "done"]);
    assert_eq!(state("1.2.e", "institute", &log, "2024-07-05"), State::Done { on: day("2024-06-28") });
}

/// A week after the meeting, as the duty says: the month of the meeting waits for its minutes, whatever month that is in.
#[test]
fn what_follows_other_work_is_due_by_the_day_of_that_work() {
    let a_week_later = |duty: &tasks::DatedDutyId, held: chrono::NaiveDate| {
        assert_eq!(duty.as_str(), "minutes");
        Some(held + chrono::Days::new(7))
    };
    let limited = schedule().clone().limited_by(a_week_later);
    let state = |month: (&str, &str), site: &str, log: &[Execution], now: &str| {
        let progress = limited.progress(&Wanted::between(day(month.0), day(month.1)), log, day(now));
        let is_it = |t: &&tasks::Tracked<'_>| {
            limited.item(&t.occurrence).unwrap().id.as_str() == "1.3.d" && t.occurrence.site == of_name(site)
        };
        progress.tracked.iter().find(is_it).unwrap().state.clone()
    };
    let (march, april) = (("2024-03-01", "2024-03-31"), ("2024-04-01", "2024-04-30"));
    let held = done("1.3.a", "tokyo", "2024-03-28");
    let with = |on: &str| vec![held.clone(), done("1.3.d", "tokyo", on)];
    // The report that they were missed in March.
    assert_eq!(
        state(march, "tokyo", &with("2024-04-04"), "2024-04-30"),
        State::Done { on: day("2024-04-04") }
    );
    assert_eq!(state(april, "tokyo", &with("2024-04-04"), "2024-04-03"), State::Due);
    // The week is not over; then it is; a day later it is April's own.
    assert_eq!(state(march, "tokyo", std::slice::from_ref(&held), "2024-04-04"), State::Due);
    assert_eq!(state(march, "tokyo", std::slice::from_ref(&held), "2024-04-05"), State::Missed);
    assert_eq!(state(march, "tokyo", &with("2024-04-05"), "2024-04-30"), State::Missed);
    assert_eq!(
        state(april, "tokyo", &with("2024-04-05"), "2024-04-30"),
        State::Done { on: day("2024-04-05") }
    );
    // A planned day names its month.
    let mut late = with("2024-04-05");
    late[1].planned = Some(day("2024-03-31"));
    assert_eq!(state(march, "tokyo", &late, "2024-04-30"), State::DoneLate { on: day("2024-04-05") });
    // Early in the month the week counts, not the month.
    let early = [done("1.3.a", "tokyo", "2024-03-05"), done("1.3.d", "tokyo", "2024-03-20")];
    assert_eq!(state(march, "tokyo", &early, "2024-04-30"), State::DoneLate { on: day("2024-03-20") });
    // Another site's meeting is another one.
    let other = [done("1.3.b", "institute", "2024-03-28"), done("1.3.d", "tokyo", "2024-04-04")];
    assert_eq!(state(march, "tokyo", &other, "2024-04-30"), State::Missed);
    assert_eq!(state(march, "institute", &other, "2024-04-30"), State::Missed);
}

#[test]
fn an_item_counted_by_the_month_is_done_when_every_day_of_it_is() {
    let wanted = june();
    let all = schedule().occurrences(&wanted).filter(|o| schedule().item(o).unwrap().id.as_str() == "1.2.d");
    let log: Vec<Execution> =
        all.map(|o| done("1.2.d", o.site.unwrap().id.as_str(), &o.window.due.to_string())).collect();
    let of = |log: &[Execution]| {
        let progress = schedule().progress(&wanted, log, day("2024-07-05"));
        schedule().completions(&progress).into_iter().find(|c| c.row.as_str() == "S-4-3-1-1").unwrap()
    };
    assert_eq!((of(&log).planned, of(&log).done), (1, 1));
    let short = of(&log[2..]);
    assert_eq!((short.planned, short.done), (1, 0));
    assert_eq!(short.missing, ["1.2.d tokyo 2024-06-01 (+1)"]);
}
