//! The reference contract: its tables, and the dates that its text gives.

use std::{collections::BTreeSet, fmt::Write};

use chrono::NaiveDate;
use contract::{Deadlines, Desk, Due, Outside, Sum, Trigger};

use crate::fixture::{find, log, reference};

#[test]
fn the_term_has_fifty_months() {
    let (terms, _) = reference();
    assert_eq!(terms.term().months().count(), 50);
    assert_eq!(terms.frame().term.months, 50);
}

/// Sums of table 3-5, counted from the document apart from the table.
#[test]
fn offices_know_what_the_document_prints_and_nothing_else() {
    let (terms, _) = reference();
    let offices = &terms.offices().unwrap().offices;
    assert_eq!(offices.len(), 76);
    let sum = |number: fn(&contract::Office) -> Option<u64>| Sum::of(offices.iter().map(number));
    assert_eq!(sum(|office| office.pcs), Sum { known: 1_340, unknown: 2 });
    assert_eq!(sum(|office| office.servers), Sum { known: 27, unknown: 53 });
    assert_eq!(sum(|office| office.printers), Sum { known: 285, unknown: 6 });
    let blank: Vec<&str> = offices
        .iter()
        .filter(|office| office.pcs.is_none())
        .map(|office| office.heading.id.as_str())
        .collect();
    assert_eq!(blank, ["auckland", "maputo"]);
    // About 50 machines: what is unknown could decide for offices close below.
    let large = |office: &&contract::Office| office.has_at_least(50) == Some(true);
    let names: Vec<&str> = offices.iter().filter(large).map(|office| office.heading.id.as_str()).collect();
    assert_eq!(names, ["new-york", "paris", "london", "bangkok"]);
    let regions: BTreeSet<&str> = offices.iter().map(|office| office.region.as_str()).collect();
    assert_eq!(regions.len(), 6);
}

/// A zone belongs to the office's own country: each offset on a summer's day, as an atlas has it.
#[test]
fn offices_keep_the_clocks_of_their_places() {
    let (terms, _) = reference();
    let noon = "2024-07-01T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let mut text = String::new();
    for office in &terms.offices().unwrap().offices {
        let local = office.zone.to_local(noon);
        let minutes = (local - noon.naive_utc()).num_minutes();
        writeln!(
            text,
            "{:>2} {:<16} {:+}:{:02}",
            office.no,
            office.heading.id,
            minutes / 60,
            minutes.abs() % 60
        )
        .unwrap();
    }
    insta::assert_snapshot!(text);
}

/// A month's meeting that is moved past a closed end of the next month leaves that one without any.
#[test]
fn regression_there_is_one_monthly_meeting_in_every_month() {
    let (terms, calendars) = reference();
    let deadlines = Deadlines::new(terms, calendars, None);
    for duty in ["meeting-head-office", "meeting-institute"] {
        let due =
            deadlines.all().iter().filter(|one| one.duty.heading.id == duty).filter_map(|one| one.due());
        let months: Vec<String> = due.map(|day| day.format("%Y-%m").to_string()).collect();
        let wanted = terms.term().months().skip(1).map(|month| month.to_string());
        // The last month's meeting is after the term.
        assert_eq!(months, wanted.chain(["2027-06".to_owned()]).collect::<Vec<_>>(), "{duty}");
    }
}

/// The day after an order is a date: a leaver's account is not kept over New Year. Seven days at a desk that is open
/// every day end on the seventh.
#[test]
fn regression_dates_are_not_moved_like_periods() {
    let (terms, calendars) = reference();
    let events = "[[event]]\nkind = \"personnel-order\"\nid = \"P-1\"\non = 2024-12-27\n\
        [[event]]\nkind = \"incident-happened\"\nid = \"I-1\"\non = 2024-12-27\n\
        [[event]]\nkind = \"security-breached\"\nid = \"B-1\"\non = 2024-12-27\n";
    let log = log(terms, events);
    let deadlines = Deadlines::new(terms, calendars, Some(&log));
    let due = |id: &str| find(&deadlines, id).due().unwrap().to_string();
    assert_eq!(due("id-removal/P-1"), "2024-12-28");
    assert_eq!(
        (due("incident-report/I-1"), due("breach-report/B-1")),
        ("2025-01-03".into(), "2025-01-03".into())
    );
}

/// Work plans of planned outages are due without anybody's recording them; a day that is fixed takes the place of the
/// usual one.
#[test]
fn the_outages_of_the_calendar_bring_their_work_plans() {
    let (terms, calendars) = reference();
    let told = |log: Option<&contract::Log>| {
        let deadlines = Deadlines::new(terms, calendars, log);
        let plans = deadlines.all().iter().filter(|one| one.duty.heading.id == "work-plan");
        plans
            .map(|one| format!("{} {} {}", one.of(), one.due().unwrap(), one.is_provisional))
            .collect::<Vec<_>>()
    };
    let usual = told(None);
    // Three a year, from November 2023 to March 2027 and once more that spring: by the calendar's own reckoning.
    let zone = calendars.zone();
    let (first, last) = (terms.term().first_day(), terms.term().last_day());
    let at = |day: NaiveDate| zone.to_utc(day.and_time(chrono::NaiveTime::MIN));
    let spans =
        calendars.outages().iter().flat_map(|outage| outage.within(at(first), at(last), zone)).count();
    assert_eq!(usual.len(), spans);
    assert!(usual.contains(&"head-office-power-2024-03-08 2024-02-23 true".to_owned()), "{usual:?}");
    let fixed = log(
        terms,
        "[[event]]\nkind = \"work-planned\"\nid = \"head-office-power-2024-03-08\"\non = 2024-03-15\n\
        [[event]]\nkind = \"work-planned\"\nid = \"W-1\"\non = 2024-06-20\n",
    );
    let known = told(Some(&fixed));
    assert_eq!(known.len(), usual.len() + 1);
    assert!(known.contains(&"head-office-power-2024-03-08 2024-03-01 false".to_owned()), "{known:?}");
    assert!(known.contains(&"W-1 2024-06-06 false".to_owned()), "{known:?}");
}

/// The report counts from the meeting. Without one in the log its time has not begun; a meeting about a month that is held
/// before that month ends is told.
#[test]
fn regression_what_has_not_begun_is_not_late() {
    let (terms, calendars) = reference();
    let meeting = |day: &str| {
        format!(
            "[[event]]\nkind = \"meeting-held\"\nid = \"M-1\"\nof = \"2024-05\"\nmeeting = \"monthly-head-office\"\non = {day}\n"
        )
    };
    let (empty, held, early) =
        (log(terms, ""), log(terms, &meeting("2024-06-20")), log(terms, &meeting("2024-05-30")));
    let (first, last) = (terms.term().first_day(), terms.term().last_day());
    let told = |log, id: &str, today: &str| {
        let deadlines = Deadlines::new(terms, calendars, Some(log));
        let found = deadlines.findings(terms, calendars, first, last);
        let early = found.iter().filter(|one| one.rule.to_string() == "deadline-held-too-early").count();
        (find(&deadlines, id).state(today.parse().unwrap()).word(), early)
    };
    assert_eq!(told(&empty, "monthly-report/2024-05", "2024-07-01"), ("not-begun", 0));
    assert_eq!(told(&empty, "monthly-report/2024-05", "2024-06-01"), ("upcoming", 0));
    let of_meeting = "monthly-report/2024-05/monthly-head-office";
    assert_eq!(told(&held, of_meeting, "2024-07-08"), ("late", 0));
    assert_eq!(told(&early, of_meeting, "2024-07-08"), ("late", 1));
    let breach = log(terms, "[[event]]\nkind = \"security-breached\"\nid = \"B-1\"\non = 2024-06-03\n");
    assert_eq!(told(&breach, "breach-report/B-1", "2024-07-08").0, "late");
}

#[test]
fn every_row_has_a_name_of_its_own_within_its_table() {
    let (terms, _) = reference();
    let mut seen = BTreeSet::new();
    for (table, id, clause) in terms.ids() {
        assert!(seen.insert((table, id.clone())), "{table} {id}");
        assert!(clause.document().as_str().starts_with("jetro-2023/"), "{clause}");
    }
    let count = |table: &str| seen.iter().filter(|(known, _)| *known == table).count();
    assert_eq!((count("office"), count("escalation"), count("staffing")), (152, 4, 9));
    for row in [("contract", "count-from"), ("office", "76"), ("office", "accra"), ("language", "english")] {
        assert!(seen.contains(&(row.0, row.1.into())), "{row:?}");
    }
}

#[test]
fn every_duty_is_known_to_somebody_and_every_event_makes_one_due() {
    let (terms, _) = reference();
    let used: BTreeSet<&str> = terms
        .duties()
        .iter()
        .flat_map(|duty| {
            let trigger = match &duty.trigger {
                Trigger::Event(kind) => Some(kind.as_str()),
                Trigger::Duty(_) => None,
            };
            trigger.into_iter().chain(duty.counts_from.as_ref().map(|kind| kind.as_str()))
        })
        .collect();
    for kind in terms.event_kinds() {
        assert!(used.contains(kind.heading.id.as_str()), "{}", kind.heading.id);
    }
    let channels = &terms.help_desk().unwrap().channels;
    assert_eq!(channels.iter().filter(|channel| channel.of == Desk::HelpDesk).count(), 5);
}

/// The dates that the text itself gives, and those at which it contradicts itself.
#[test]
fn dates_of_the_text() {
    let (terms, calendars) = reference();
    let deadlines = Deadlines::new(terms, calendars, None);
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let due = |id: &str| find(&deadlines, id).due().unwrap();
    // Ten business days after May 2024.
    assert_eq!(due("monthly-report/2024-05"), day("2024-06-14"));
    // March's by 31 March: a Sunday in 2024, and no business day is left for the month's own end.
    let march = find(&deadlines, "monthly-report/2024-03");
    assert_eq!(march.due(), Some(day("2024-03-31")));
    assert!(march.is_on_closed_day && !march.is_provisional);
    assert_eq!(march.by_general_rule, Some(day("2024-04-12")));
    assert_eq!(due("monthly-report/2025-03"), day("2025-03-31"));
    // The last month's report falls after the term.
    let last = find(&deadlines, "monthly-report/2027-05");
    assert_eq!((last.due(), last.outside), (Some(day("2027-06-14")), Some(Outside::After)));
    assert_eq!(due("sla-agreement/term-begins"), day("2023-03-31"));
    assert_eq!(due("handlers-list-kept/term-ends"), day("2032-05-31"));
    let meetings = |duty: &str| deadlines.all().iter().filter(|one| one.duty.heading.id == duty).count();
    assert_eq!(meetings("preparation-head-office") + meetings("preparation-institute"), 12);
}

#[test]
fn a_meeting_sets_the_clock_of_its_months_report_and_of_its_minutes() {
    let (terms, calendars) = reference();
    let log = log(
        terms,
        r#"
[[event]]
kind = "meeting-held"
id = "2024-05/head-office"
of = "2024-05"
on = 2024-06-07
[[event]]
kind = "meeting-held"
id = "2024-05/institute"
of = "2024-05"
on = 2024-06-10
[[event]]
kind = "incident-happened"
id = "I-12"
on = 2024-06-09
time = 14:20:00
[[event]]
kind = "work-planned"
id = "W-3"
on = 2024-06-29
[[event]]
kind = "security-breached"
id = "B-1"
on = 2024-06-20
[[event]]
kind = "final-inspection-passed"
id = "end"
on = 2027-06-30
[[done]]
duty = "monthly-report"
of = "2024-05"
on = 2024-06-20
[[done]]
duty = "incident-notice"
of = "I-12"
on = 2024-06-10
"#,
    );
    let deadlines = Deadlines::new(terms, calendars, Some(&log));
    let today = "2024-06-25".parse().unwrap();
    let mut text = String::new();
    for one in deadlines.all().iter().filter(|one| {
        let of = [one.event.id.as_str(), one.event.of.as_deref().unwrap_or("")];
        of.contains(&"2024-05")
            || !one.event.kind.as_str().contains("ends") && !one.event.kind.as_str().contains("begins")
    }) {
        let due = one.due().map_or_else(|| "-".to_owned(), |due| due.to_string());
        let readings: Vec<&str> = one.readings.iter().map(|used| used.id.as_str()).collect();
        writeln!(text, "{due:<10} {} {} {}", one.id(), one.state(today).word(), readings.join(" ")).unwrap();
    }
    insta::assert_snapshot!(text);
}

#[test]
fn contradictions_of_the_whole_term_with_both_readings() {
    let (terms, calendars) = reference();
    let deadlines = Deadlines::new(terms, calendars, None);
    let findings = deadlines.findings(terms, calendars, NaiveDate::MIN, NaiveDate::MAX);
    let warnings: Vec<String> = findings
        .iter()
        .filter(|finding| finding.severity > provenance::Severity::Note)
        .map(|finding| {
            let help = finding.help.as_ref().unwrap();
            format!(
                "{} {}\n  {}。{}\n  {}; {}",
                finding.rule, finding.subject, finding.message.ja, help.ja, finding.message.en, help.en
            )
        })
        .collect();
    insta::assert_snapshot!(warnings.join("\n"));
}

/// Words without a number give no date until the parties agree one.
#[test]
fn promptly_has_no_date_and_says_so() {
    let (terms, calendars) = reference();
    let log = log(terms, "[[event]]\nkind = \"delivery-inspected\"\nid = \"2024-05\"\non = 2024-06-20\n");
    let deadlines = Deadlines::new(terms, calendars, Some(&log));
    let invoice = find(&deadlines, "invoice/2024-05");
    assert_eq!(invoice.due(), None);
    assert!(matches!(invoice.duty.due, Due::Within { n: 5, .. }));
    let findings = deadlines.findings(terms, calendars, invoice.listed_on(), invoice.listed_on());
    let told = findings.iter().find(|finding| finding.subject == "invoice/2024-05").unwrap();
    assert_eq!(told.rule.as_str(), "deadline-undated");
    insta::assert_snapshot!(format!("{}; {}", told.message.en, told.help.as_ref().unwrap().en));
}
