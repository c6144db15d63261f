//! Records of the log: what answers what, and what is listed instead.

use tasks::{Execution, Outcome, Site, State, Wanted};

use super::fixture::{day, done, schedule};

fn june() -> Wanted {
    Wanted::between(day("2024-06-01"), day("2024-06-30"))
}

fn state(item: &str, site: Site, log: &[Execution], now: &str) -> State {
    let progress = schedule().progress(&june(), log, day(now));
    let is_it = |t: &&tasks::Tracked<'_>| {
        schedule().item(&t.occurrence).unwrap().id.as_str() == item && t.occurrence.site == site
    };
    progress.tracked.iter().find(is_it).unwrap().state.clone()
}

#[test]
fn an_occurrence_goes_through_its_states() {
    let item = "1.1.a";
    assert_eq!(state(item, Site::Tokyo, &[], "2024-05-31"), State::Ahead);
    assert_eq!(state(item, Site::Tokyo, &[], "2024-06-30"), State::Due);
    assert_eq!(state(item, Site::Tokyo, &[], "2024-07-01"), State::Missed);
    let log = [done(item, Site::Tokyo, "2024-06-12")];
    assert_eq!(state(item, Site::Tokyo, &log, "2024-07-01"), State::Done { on: day("2024-06-12") });
    assert_eq!(state(item, Site::Institute, &log, "2024-07-01"), State::Missed);
    // Planned for June and done in July is late; without the plan it is July's.
    let mut late = done(item, Site::Tokyo, "2024-07-03");
    assert_eq!(state(item, Site::Tokyo, std::slice::from_ref(&late), "2024-07-10"), State::Missed);
    late.planned = Some(day("2024-06-28"));
    assert_eq!(state(item, Site::Tokyo, &[late], "2024-07-10"), State::DoneLate { on: day("2024-07-03") });
    let mut waived = done(item, Site::Tokyo, "2024-06-12");
    waived.outcome = Outcome::Waived;
    waived.note = "サーバ更改中".to_owned();
    let reason = "サーバ更改中".to_owned();
    assert_eq!(state(item, Site::Tokyo, &[waived], "2024-07-01"), State::Waived { reason });
}

#[test]
fn what_answers_nothing_is_listed_with_its_reason() {
    let mut planned_only = done("1.1.a", Site::Osaka, "2024-06-12");
    planned_only.done = None;
    let mut waived = done("1.2.a", Site::Tokyo, "2024-06-12");
    waived.outcome = Outcome::Waived;
    let mut part = done("3.4.1.d", Site::Tokyo, "2024-06-12");
    part.part = Some("来客用".to_owned());
    let mut no_day = done("1.1.b", Site::Tokyo, "2024-06-12");
    no_day.done = None;
    let log = [
        done("3.1.1.I", Site::Tokyo, "2024-06-12"),
        done("1.1.a", Site::Tokyo, "2023-03-31"),
        done("1.1.a", Site::Tokyo, "2024-06-12"),
        done("1.1.a", Site::Tokyo, "2024-06-20"),
        done("3.3.1.c", Site::Tokyo, "2024-06-15"),
        done("1.1.a", Site::Tokyo, "2024-07-31"),
        planned_only,
        waived,
        part,
        no_day,
    ];
    let progress = schedule().progress(&june(), &log, day("2024-07-10"));
    let mut lines: Vec<String> = progress.unplaced.iter().map(|unplaced| unplaced.why.to_string()).collect();
    lines.extend(progress.unplaced.iter().map(|unplaced| unplaced.why.text().ja));
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_record_of_an_irregular_item_is_its_own_occurrence() {
    let mut planned = done("3.2.a", Site::Osaka, "2024-06-10");
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
    let mut staff = done("3.4.1.d", Site::Tokyo, "2024-06-12");
    staff.part = Some("職員用".to_owned());
    let guests = done("3.4.1.d", Site::Tokyo, "2024-06-13");
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
    let mut waived = done("2.2.o", Site::Regional, "2024-06-12");
    waived.outcome = Outcome::Waived;
    waived.note = "対象なし".to_owned();
    let mut outage = done("3.2.a", Site::Tokyo, "2024-06-15");
    outage.planned = Some(day("2024-06-15"));
    let log = [
        done("1.2.e", Site::Tokyo, "2024-06-28"),
        done("1.2.e", Site::Institute, "2024-06-27"),
        done("2.2.o", Site::Tokyo, "2024-06-28"),
        waived,
        outage,
    ];
    let progress = schedule().progress(&june(), &log, day("2024-07-05"));
    let completions = schedule().completions(&progress);
    let of = |row: &str| completions.iter().find(|completion| completion.row == row).unwrap();
    // Three sites; the regional offices have not reported.
    let reports = of("S-4-1-2-1");
    assert_eq!((reports.planned, reports.done), (3, 2));
    assert_eq!(reports.missing, ["1.2.e 地方事務所 2024-06-28"]);
    let renewals = of("S-4-1-3-2.a");
    assert_eq!((renewals.planned, renewals.done, renewals.waived.len()), (2, 1, 1));
    assert_eq!((of("S-4-1-1-1").planned, of("S-4-1-1-1").done), (1, 1));
    // Nothing asked for, nothing planned.
    assert_eq!((of("S-4-6-3-1").planned, of("S-4-6-3-1").done), (0, 0));
}
