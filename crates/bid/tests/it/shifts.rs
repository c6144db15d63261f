//! Shifts against counting every minute, nights, week ends, languages, and people at two places.

use bid::{Conflict, Levels, Requirements, Shift, assess, best_team, conflicts, shift_gaps};
use itss_core::Known;
use proptest::prelude::*;

use crate::asked;

fn coverage(days: &str, from: &str, to: &str, persons: u8, language: &str) -> Requirements {
    asked(&format!(
        "[[coverage]]\nid = \"desk\"\nname = {{ ja = \"窓口\", en = \"desk\" }}\nsite = \"desk\"\ndays = \"{days}\"\n\
         from = \"{from}\"\nto = \"{to}\"\npersons = {persons}\n{language}clause = \"c/main#1\"\n"
    ))
}

/// Two who speak both languages, one who speaks one, one who does not say.
const PEOPLE: &str = r#"
    member = [
        { name = "a", languages = ["ja", "en"] },
        { name = "b", languages = ["ja", "en"] },
        { name = "c", languages = ["ja"] },
        { name = "d" },
    ]
"#;

/// `shift = [...]` must stand before any head of a table.
fn with_shifts(shifts: &str) -> bid::Bid {
    let head = "bidder = { name = \"A\", price = 100, technical = 50, signing = 2023-03-01, grounds = [] }\n";
    bid::Bid::from_table("bid.toml", &format!("{head}{PEOPLE}\n{shifts}")).unwrap()
}

fn told(bid: &bid::Bid, asked: &Requirements) -> Vec<String> {
    shift_gaps(bid, asked).iter().map(|gap| gap.text().en).collect()
}

#[test]
fn a_night_shift_ends_on_the_next_day_and_sunday_on_monday() {
    let asked = coverage("all", "00:00", "24:00", 1, "");
    let whole = with_shifts(
        "shift = [{ site = \"desk\", days = \"all\", from = \"09:00\", to = \"21:00\", members = [\"a\"] },\n\
         { site = \"desk\", days = \"all\", from = \"21:00\", to = \"09:00\", members = [\"b\"] }]",
    );
    assert_eq!(told(&whole, &asked), [""; 0]);
    let mut no_sunday_night = whole.clone();
    no_sunday_night.shifts[1].days.retain(|day| *day != 6);
    assert_eq!(
        told(&no_sunday_night, &asked),
        ["Mon 00:00–09:00 desk: 0 of 1 people", "Sun 21:00–24:00 desk: 0 of 1 people"]
    );
}

#[test]
fn one_minute_after_the_end_of_the_week_counts() {
    let asked = coverage("all", "00:00", "00:02", 1, "");
    let bid = with_shifts(
        "shift = [{ site = \"desk\", days = [\"sun\"], from = \"23:59\", to = \"00:01\", members = [\"a\"] }]",
    );
    assert_eq!(told(&bid, &asked)[0], "Mon 00:01–00:02 desk: 0 of 1 people");
}

#[test]
fn shifts_within_a_shift_add_nobody() {
    let asked = coverage("weekdays", "09:00", "18:00", 2, "");
    let mut bid = with_shifts(
        "shift = [{ site = \"desk\", days = [\"mon\"], from = \"09:00\", to = \"18:00\", members = [\"a\"] }]",
    );
    for (from, to) in [(600, 660), (720, 780)] {
        let within = Shift { from, to, ..bid.shifts[0].clone() };
        bid.shifts.push(within);
    }
    assert_eq!(told(&bid, &asked)[0], "Mon 09:00–18:00 desk: 1 of 2 people");
}

#[test]
fn a_shift_from_a_time_to_the_same_is_a_whole_day() {
    let asked = coverage("all", "00:00", "24:00", 1, "");
    let bid = with_shifts(
        "shift = [{ site = \"desk\", days = \"all\", from = \"09:00\", to = \"09:00\", members = [\"a\"] }]",
    );
    assert_eq!(told(&bid, &asked), [""; 0]);
}

#[test]
fn who_speaks_is_met_not_met_or_not_shown() {
    let asked = coverage("weekdays", "09:00", "10:00", 1, "language = \"en\"\n");
    let of = |name: &str| {
        let shift = format!(
            "shift = [{{ site = \"desk\", days = \"mon\", from = \"09:00\", to = \"10:00\", members = [\"{name}\"] }}]"
        );
        let gaps = shift_gaps(&with_shifts(&shift), &asked);
        gaps.iter().find(|gap| gap.day == 0).map_or(Known::Met, |gap| gap.verdict)
    };
    assert_eq!([of("a"), of("c"), of("d")], [Known::Met, Known::NotMet, Known::NotShown]);
}

#[test]
fn without_shifts_coverage_is_not_shown() {
    let asked = coverage("weekdays", "09:00", "10:00", 1, "");
    let found = assess(&with_shifts(""), &asked, &Levels::new());
    assert_eq!((found.coverage, found.verdict, found.gaps.len()), (Known::NotShown, Known::NotShown, 0));
}

#[test]
fn one_person_in_two_shifts_is_one_person_and_is_told() {
    let asked = coverage("weekdays", "09:00", "18:00", 2, "");
    let bid = with_shifts(
        "shift = [{ site = \"desk\", days = \"mon\", from = \"09:00\", to = \"18:00\", members = [\"a\"] },\n\
         { site = \"desk\", days = \"mon\", from = \"12:00\", to = \"18:00\", members = [\"a\"] }]",
    );
    assert_eq!(told(&bid, &asked)[0], "Mon 09:00–18:00 desk: 1 of 2 people");
    let team = best_team(&bid, &asked, &Levels::new());
    let found = conflicts(&bid, &asked, &team);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].text().en, "a: Mon 12:00–18:00 on two shifts at once (desk and desk)");
}

#[test]
fn a_night_that_runs_into_the_morning_shift_is_double_booked() {
    let asked = coverage("weekdays", "09:00", "18:00", 1, "");
    let bid = with_shifts(
        "shift = [{ site = \"desk\", days = \"sun\", from = \"21:00\", to = \"09:30\", members = [\"a\"] },\n\
         { site = \"desk\", days = \"mon\", from = \"09:00\", to = \"18:00\", members = [\"a\"] }]",
    );
    let team = best_team(&bid, &asked, &Levels::new());
    let found = conflicts(&bid, &asked, &team);
    assert_eq!(
        found.iter().map(|one| one.text().en).collect::<Vec<_>>(),
        ["a: Mon 09:00–09:30 on two shifts at once (desk and desk)"]
    );
}

#[test]
fn nobody_serves_both_sides() {
    let asked = asked(
        "[[apart]]\nsides = [{ sites = [\"x\", \"y\"] }, { sites = [\"z\"] }]\nclause = \"c/main#6\"\n",
    );
    let shift = |site: &str| Shift {
        site: site.to_owned(),
        days: vec![0],
        from: if site == "x" { 0 } else { 600 },
        to: if site == "x" { 600 } else { 1_200 },
        members: vec!["a".to_owned()],
    };
    let mut bid = with_shifts("");
    bid.shifts = vec![shift("x"), shift("y")];
    let team = best_team(&bid, &asked, &Levels::new());
    bid.shifts[1].from = 601;
    assert_eq!(conflicts(&bid, &asked, &team), [], "two sites of one side");
    bid.shifts[1] = shift("z");
    let found = conflicts(&bid, &asked, &team);
    assert!(
        matches!(&found[..], [Conflict::Apart { member, sites, .. }] if member == "a" && sites == &["x", "z"])
    );
}

fn shifts() -> impl Strategy<Value = Vec<Shift>> {
    let day = proptest::collection::vec(0_u8..7, 1..4);
    let one =
        (day, 0_u16..=1_440, 0_u16..=1_440, proptest::sample::subsequence(vec!["a", "b", "c", "d"], 1..3))
            .prop_map(|(days, from, to, members)| Shift {
                site: "desk".to_owned(),
                days,
                from,
                to,
                members: members.into_iter().map(str::to_owned).collect(),
            });
    proptest::collection::vec(one, 0..5)
}

/// Whether a person is there in a minute of the week: today's shift, or the night shift of the day before.
fn is_there(shift: &Shift, day: u8, minute: u16) -> bool {
    let yesterday = if day == 0 { 6 } else { day - 1 };
    let is_over_night = shift.to <= shift.from;
    // A shift from 24:00 begins with the next day.
    if shift.from == 1_440 {
        return shift.days.contains(&yesterday) && (shift.to == 1_440 || minute < shift.to);
    }
    if is_over_night {
        (shift.days.contains(&day) && minute >= shift.from)
            || (shift.days.contains(&yesterday) && minute < shift.to)
    } else {
        shift.days.contains(&day) && (shift.from..shift.to).contains(&minute)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn gaps_are_those_of_counting_minutes(shifts in shifts(), persons in 1_u8..3) {
        let asked = coverage("all", "00:30", "23:00", persons, "language = \"en\"\n");
        let mut bid = with_shifts("");
        bid.shifts = shifts;
        let gaps = shift_gaps(&bid, &asked);
        for day in 0..7_u8 {
            for minute in 0..1_440_u16 {
                let there = |name: &str| bid.shifts.iter()
                    .any(|shift| shift.members.iter().any(|m| m == name) && is_there(shift, day, minute));
                let people = ["a", "b", "c", "d"].iter().filter(|name| there(name)).count();
                let is_asked = (30..1_380).contains(&minute);
                let is_short = people < usize::from(persons);
                let is_silent = !there("a") && !there("b");
                let own: Vec<_> = gaps.iter()
                    .filter(|gap| gap.day == day && (gap.minutes.from..gap.minutes.to).contains(&minute)).collect();
                prop_assert_eq!(own.len(), usize::from(is_asked && (is_short || is_silent)));
                if let [gap] = own[..] {
                    prop_assert_eq!(provenance::place_of(gap.there), people);
                    prop_assert_eq!(gap.language.is_some(), !is_short);
                    let expected = if !is_short && there("d") { Known::NotShown } else { Known::NotMet };
                    prop_assert_eq!(gap.verdict, expected);
                }
            }
        }
    }
}

/// Each pair of shifts at one time had a conflict of its own.
#[test]
fn regression_shifts_at_one_time_are_told_once_each() {
    let one = "{ site = \"desk\", days = \"all\", from = \"09:00\", to = \"18:00\", members = [\"a\"] },\n";
    let mut bid = with_shifts(&format!("shift = [{one}]"));
    bid.shifts = vec![bid.shifts[0].clone(); 500];
    let asked = coverage("all", "09:00", "18:00", 1, "");
    let team = best_team(&bid, &asked, &Levels::default());
    assert_eq!(conflicts(&bid, &asked, &team).len(), 7 * 499);
}

/// More than 255 people in a minute were 255.
#[test]
fn regression_every_person_of_a_minute_counts() {
    let names: Vec<String> = (0..300).map(|n| format!("\"p{n}\"")).collect();
    let members: Vec<String> =
        names.iter().map(|name| format!("{{ name = {name}, languages = [\"ja\"] }}")).collect();
    let table = format!(
        "bidder = {{ name = \"A\", price = 100, technical = 50, signing = 2023-03-01, grounds = [] }}\n\
         member = [{}]\nshift = [{{ site = \"desk\", days = \"all\", from = \"09:00\", to = \"18:00\", members = [{}] }}]\n",
        members.join(", "),
        names.join(", ")
    );
    let bid = bid::Bid::from_table("bid.toml", &table).unwrap();
    let asked = coverage("all", "09:00", "18:00", 1, "language = \"en\"\n");
    let gaps = shift_gaps(&bid, &asked);
    assert!(gaps.iter().all(|gap| (gap.there, gap.asked) == (300, 1)), "{gaps:?}");
    assert_eq!(gaps.len(), 7);
}

/// Each member is judged for each place, and each shift held against the others: a bid has limits.
#[test]
fn a_bid_without_end_is_refused() {
    let head = "bidder = { name = \"A\", price = 100, technical = 50, signing = 2023-03-01, grounds = [] }\n";
    let members: String = (0..1_001).map(|n| format!("{{ name = \"p{n}\" }}, ")).collect();
    let errors = bid::Bid::from_table("bid.toml", &format!("{head}member = [{members}]\n")).unwrap_err();
    assert!(errors.to_string().contains("1001 rows; 1000 are the limit for a bid"), "{errors}");
    let rows = format!("氏名,開始日,終了日\n{}", "p,2020-01-01,2020-02-01\n".repeat(10_001));
    let errors =
        bid::Bid::from_table("bid.toml", head).unwrap().with_sheets(&[("experience.csv", rows.as_bytes())]);
    let told: Vec<String> = errors.unwrap_err().iter().map(ToString::to_string).collect();
    let [nobody, rows] = told.as_slice() else { panic!("{told:?}") };
    assert!(
        nobody.starts_with("experience.csv, 10000 rows, first in row 2, column `氏名`, `p`:"),
        "{nobody}"
    );
    assert_eq!(rows, "experience.csv: has more than 10000 rows, the limit for a file; split the file");
    let rows = format!(
        "氏名,提案する役割,言語,再委託,根拠ファイル\n{}",
        (0..=1_000).map(|n| format!("p{n},,,,\n")).collect::<String>()
    );
    let errors =
        bid::Bid::from_table("bid.toml", head).unwrap().with_sheets(&[("members.csv", rows.as_bytes())]);
    let told: Vec<String> = errors.unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(told, ["members.csv: has more than 1000 rows, the limit for a file; split the file"]);
}

/// A shift from 24:00 begins with the next day; it was taken for none.
#[test]
fn regression_a_shift_from_midnight_at_the_end_of_a_day_is_one() {
    let bid = with_shifts(
        "shift = [{ site = \"desk\", days = \"all\", from = \"24:00\", to = \"08:00\", members = [\"a\"] }]",
    );
    assert_eq!(told(&bid, &coverage("all", "00:00", "08:00", 1, "")), [""; 0]);
}

/// Each row that names nobody was held against all members, letter by letter, and a cell of many names was told whole for each.
#[test]
fn regression_rows_that_name_nobody_are_not_held_against_everybody() {
    let head = "bidder = { name = \"A\", price = 100, technical = 50, signing = 2023-03-01, grounds = [] }\n";
    let members: String = (0..1_000).map(|n| format!("person number {n},,,,\n")).collect();
    let members = format!("氏名,提案する役割,言語,再委託,根拠ファイル\n{members}");
    let names: String = (0..1_500).map(|n| format!("persan number {n}、")).collect();
    let shifts = format!("拠点,曜日,開始,終了,要員\n{}", format!("desk,all,09:00,17:00,{names}\n").repeat(3));
    let files = [("members.csv", members.as_bytes()), ("shifts.csv", shifts.as_bytes())];
    let errors = bid::Bid::from_table("bid.toml", head).unwrap().with_sheets(&files).unwrap_err();
    assert_eq!(errors.len(), 1_001);
    let near = |error: &&intake::RowError| error.to_string().contains("; is `person number");
    assert_eq!(errors.iter().filter(near).count(), 100);
    assert_eq!(errors.last().unwrap().reason, intake::Reason::More(1_500));
    assert!(errors.iter().all(|error| error.to_string().chars().count() < 400));
}
