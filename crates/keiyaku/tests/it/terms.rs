//! The terms of the reference contract beside its other tables: where both say the same, they agree.

use keiyaku::{
    Contract, LoadError,
    records::InputFile,
    terms::{Deadlines, Trigger},
};

fn folder() -> String {
    format!("{}/contracts/jetro-2023", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_embedded_terms_are_those_of_the_folder() {
    let (embedded, loaded) = (Contract::reference().unwrap(), Contract::load(folder()).unwrap());
    assert_eq!(embedded.terms().unwrap(), loaded.terms().unwrap());
}

#[test]
fn offices_are_the_numbered_sites() {
    let contract = Contract::reference().unwrap();
    let offices = &contract.terms().unwrap().offices().unwrap().offices;
    let numbered = contract.calendars().sites().iter().filter(|site| site.no.is_some());
    let sites: Vec<&str> = numbered.map(|site| site.id.as_str()).collect();
    assert_eq!(offices.iter().map(|office| office.site.as_str()).collect::<Vec<_>>(), sites);
    assert_eq!(sites.len(), 76);
}

/// Positions that bids are judged by are roles of the contract, and of the same sites.
#[test]
fn positions_agree_with_those_of_bids() {
    let contract = Contract::reference().unwrap();
    let roles = contract.terms().unwrap().roles();
    for id in
        ["overall", "deputy", "lead-head-office", "lead-institute", "staff-head-office", "staff-institute"]
    {
        assert!(roles.iter().any(|role| role.heading.id == id), "{id}");
    }
    let source = std::fs::read_to_string(format!("{}/bid.toml", folder())).unwrap();
    for id in ["overall", "deputy", "lead-head-office", "lead-institute"] {
        assert!(source.contains(&format!("id = \"{id}\"")), "{id}");
    }
}

/// Printed hours are those by which time is reckoned: open to the minute, on a Monday without holiday.
#[test]
fn residency_keeps_the_hours_of_its_calendar() {
    let contract = Contract::reference().unwrap();
    let residencies = &contract.terms().unwrap().staffing().unwrap().residencies;
    let monday: chrono::NaiveDate = "2024-06-10".parse().unwrap();
    assert_eq!(residencies.len(), 3);
    for residency in residencies {
        let hours = std::iter::once((&residency.calendar, residency.hours));
        let core = residency.core_calendar.iter().zip(residency.core_hours);
        for (id, opening) in hours.chain(core) {
            let calendar = &contract.calendars().get(id.as_str()).unwrap().calendar;
            let is_open = |seconds: i64| {
                let local = monday.and_time(chrono::NaiveTime::MIN) + chrono::TimeDelta::seconds(seconds);
                calendar.is_open(calendar.zone().to_utc(local)).unwrap()
            };
            let (opens, closes) = (opening.opens(), opening.closes());
            assert_eq!(
                [opens - 1, opens, closes - 1, closes].map(is_open),
                [false, true, true, false],
                "{id} {opening}"
            );
        }
    }
}

#[test]
fn another_term_than_that_of_the_service_levels_is_refused() {
    let target = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("other-term");
    let _ = std::fs::remove_dir_all(&target);
    std::fs::create_dir_all(&target).unwrap();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            std::fs::copy(&path, target.join(path.file_name().unwrap())).unwrap();
        }
    }
    let frame = std::fs::read_to_string(target.join("contract.toml")).unwrap();
    let later = frame.replace("last = 2027-05-31\nmonths = 50", "last = 2027-06-30\nmonths = 51");
    assert_ne!(frame, later);
    std::fs::write(target.join("contract.toml"), later).unwrap();
    let Err(LoadError::Tables(errors)) = Contract::load(&target) else { panic!() };
    let line = frame.lines().position(|line| line == "[term]").unwrap() + 1;
    assert_eq!(
        errors.to_string(),
        format!(
            "contract.toml:{line}:1: term: found 2023-04-01 to 2027-06-30, but sla.toml says 2023-04-01 to 2027-05-31; mend one of them"
        )
    );
    // A folder that has some of the tables, but not the one that they need.
    std::fs::remove_file(target.join("contract.toml")).unwrap();
    let Err(LoadError::Tables(errors)) = Contract::load(&target) else { panic!() };
    assert!(
        errors.to_string().starts_with("contract.toml:1:1: the table is missing, and roles.toml needs it")
    );
}

#[test]
fn a_contract_without_terms_has_no_deadlines() {
    let examples = format!("{}/contracts/examples/servicenow-log", env!("CARGO_MANIFEST_DIR"));
    let contract = Contract::load(examples).unwrap();
    assert!(contract.terms().is_none() && contract.deadlines(None).is_none());
    assert!(contract.read_events("e.csv", b"kind,id,date\n").is_none());
}

#[test]
fn every_duty_of_an_event_that_the_term_brings_has_a_deadline() {
    let reference = Contract::reference().unwrap();
    let terms = reference.terms().unwrap();
    let by_term = terms.duties().iter().filter(|duty| match &duty.trigger {
        Trigger::Event(kind) if kind.as_str() == "trial-ends" => false,
        Trigger::Event(kind) => kind.as_str().starts_with("term") || kind.as_str().ends_with("-ends"),
        Trigger::Duty(_) => false,
    });
    let deadlines = Deadlines::new(terms, reference.calendars(), None);
    for duty in by_term {
        assert!(deadlines.all().iter().any(|one| one.duty == duty), "{}", duty.heading.id);
    }
}

/// Minutes of a meeting are due on one day, whether one asks for duties or for work: on the 28th of March 2024 the duty said
/// done on 4 April and the work said missed.
#[test]
fn minutes_are_due_on_one_day_for_duties_and_for_work() {
    let contract = Contract::reference().unwrap();
    let (terms, schedule) = (contract.terms().unwrap(), contract.schedule().unwrap());
    let (first, last) = (schedule.term().first_day(), schedule.term().last_day());
    for held in first.iter_days().take_while(|day| *day < last - chrono::Days::new(7)).step_by(5) {
        let events = format!("種別,番号,対象,日時\nmeeting-held,M-1,{},{held}\n", held.format("%Y-%m"));
        let log = contract.read_events("events.csv", events.as_bytes()).unwrap().unwrap();
        let deadlines = contract.deadlines(Some(&log)).unwrap();
        let minutes = deadlines.all().iter().find(|one| one.duty.heading.id == "minutes").unwrap();
        let due = minutes.due().unwrap();
        assert_eq!(terms.due_after(contract.calendars(), "minutes", held), Some(due));
        let rows = format!(
            "項目,拠点,区分,作業,予定日,実施日,実施者,結果,備考,証跡\n1.3.a,東京,,,,{held},担当者A,実施,,\n1.3.d,東京,,,,{due},担当者A,実施,,\n"
        );
        let file = InputFile { name: "executions.csv", bytes: rows.as_bytes() };
        let now = "2027-08-01T00:00:00Z".parse().unwrap();
        let loaded = contract.read_records(&[file], now, &mut |_, _| {});
        let month = keiyaku::calendar::YearMonth::of(held);
        let wanted = keiyaku::tasks::Wanted::between(month.first_day(), month.last_day());
        let progress = schedule.progress(&wanted, &loaded.executions, "2027-08-01".parse().unwrap());
        let tracked = progress.tracked.iter().find(|tracked| {
            schedule.item(&tracked.occurrence).unwrap().id.as_str() == "1.3.d"
                && tracked.occurrence.site.is_some_and(|site| site.id.as_str() == "tokyo")
        });
        let tracked = tracked.unwrap();
        assert_eq!(tracked.occurrence.window.last, due, "held on {held}");
        assert_eq!(tracked.state, keiyaku::tasks::State::Done { on: due }, "held on {held}");
    }
}
