//! The schedule: its laws, single cases, and a month of each site as a snapshot.

use std::collections::BTreeMap;

use calendar::{Term, YearMonth};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use tasks::{Blackouts, Catalogue, Occurrence, Schedule, Wanted, WorkSite};

use super::fixture::{at, catalogue, day, levels, schedule, site, term};

/// The first offices abroad.
fn offices(n: usize) -> Vec<calendar::SiteId> {
    let overseas = "overseas".parse().unwrap();
    catalogue().sites().within(&overseas).take(n).map(|site| site.id.clone()).collect()
}

/// The word of an occurrence's site.
fn word(occurrence: &Occurrence<'_>) -> String {
    WorkSite::of(occurrence.site).to_string()
}

fn all(wanted: &Wanted) -> Vec<Occurrence<'static>> {
    schedule().occurrences(wanted).collect()
}

fn of(item: &str, wanted: &Wanted) -> Vec<Occurrence<'static>> {
    let is_item = |o: &Occurrence<'_>| schedule().item(o).unwrap().id.as_str() == item;
    schedule().occurrences(wanted).filter(is_item).collect()
}

fn whole() -> Wanted {
    Wanted::between(term().first_day(), term().last_day())
}

#[test]
fn every_occurrence_lies_in_the_term_and_in_its_window() {
    let offices = Wanted { apart: offices(3), ..whole() };
    for occurrence in schedule().occurrences(&offices) {
        let window = occurrence.window;
        assert!(term().first_day() <= window.first && window.last <= term().last_day());
        assert!(window.first <= window.due && window.due <= window.last, "{occurrence:?}");
        let item = schedule().item(&occurrence).unwrap();
        assert!(catalogue().is_done_at(item, occurrence.site.map(|site| &site.id)));
        let calendar = &catalogue().calendar(occurrence.site).unwrap().calendar;
        let is_daily = item.frequency_text == "毎日";
        if !is_daily && !window.lacks_business_day {
            assert!(calendar.is_business_day(window.due), "{} {occurrence:?}", item.id);
        }
    }
}

/// All items at all sites, each office by itself, over the whole term: 26 of those once a week fall to the weekend with which
/// it begins and to the Monday with which it ends.
#[test]
fn the_term_has_510_585_occurrences_and_26_in_cut_weeks() {
    let all = Wanted { apart: offices(76), ..whole() };
    assert_eq!(schedule().occurrences(&all).count(), 510_585);
    let kept = with_cut_weeks("kept");
    assert_eq!(Schedule::new(&kept, term()).occurrences(&all).count(), 510_611);
}

fn with_cut_weeks(value: &str) -> Catalogue {
    let table = include_str!("../../../keiyaku/contracts/jetro-2023/tasks.toml");
    let (before, after) = table.split_once("id = \"cut-week\"\nvalue = \"half\"").unwrap();
    let table = format!("{before}id = \"cut-week\"\nvalue = \"{value}\"{after}");
    let levels = levels(Some(include_str!("../../../keiyaku/contracts/jetro-2023/sla.toml")));
    Catalogue::from_table("tasks.toml", &table, catalogue().calendars(), &levels).unwrap()
}

/// A term from a Wednesday to a Wednesday: five business days of the first week less two, and three of the last.
#[test]
fn weeks_that_the_term_cuts_count_by_the_policy() {
    let weeks = |value: &str, first: &str, last: &str| {
        let (catalogue, term) = (with_cut_weeks(value), Term::new(day(first), day(last)).unwrap());
        let schedule = Schedule::new(&catalogue, term);
        let all = Wanted::between(term.first_day(), term.last_day());
        let item =
            |o: &Occurrence<'_>| schedule.item(o).unwrap().frequency_text == "毎週" && word(o) == "tokyo";
        schedule.occurrences(&all).filter(item).count()
    };
    let of = |first: &str, last: &str| ["kept", "half", "dropped"].map(|value| weeks(value, first, last));
    let [kept, half, dropped] = of("2024-06-05", "2024-06-19");
    assert_eq!((kept, half, dropped), (dropped * 3, dropped * 3, dropped));
    let [kept, half, dropped] = of("2024-06-06", "2024-06-18");
    assert_eq!((kept, half, dropped), (dropped * 3, dropped, dropped));
    // Nothing is left but a weekend.
    let [kept, half, dropped] = of("2024-06-08", "2024-06-09");
    assert!(kept > 0 && half == 0 && dropped == 0);
}

#[test]
fn a_monthly_item_is_due_once_in_each_of_the_50_months_at_each_site() {
    for item in catalogue().items().iter().filter(|item| ["月 1回", "毎月"].contains(&&*item.frequency_text))
    {
        let mut months: BTreeMap<(String, YearMonth), u32> = BTreeMap::new();
        for occurrence in of(item.id.as_str(), &whole()) {
            *months.entry((word(&occurrence), YearMonth::of(occurrence.window.due))).or_default() += 1;
        }
        let sites = catalogue().sites_of(item).count();
        assert_eq!(months.len(), 50 * sites, "{}", item.id);
        assert!(months.values().all(|count| *count == 1), "{}", item.id);
    }
}

#[test]
fn windows_of_one_series_neither_overlap_nor_leave_a_gap() {
    let mut last: BTreeMap<(String, String, u8), NaiveDate> = BTreeMap::new();
    for occurrence in schedule().occurrences(&whole()) {
        let item = schedule().item(&occurrence).unwrap();
        let series = (item.id.to_string(), word(&occurrence), occurrence.part);
        let before = last.insert(series, occurrence.window.last);
        let follows = before.is_none_or(|before| match item.frequency_text.as_str() {
            // A daily item by business days leaves out the days between.
            "毎日" => before < occurrence.window.first,
            _ => before.succ_opt() == Some(occurrence.window.first),
        });
        assert!(follows, "{} {occurrence:?} after {before:?}", item.id);
    }
    assert!(last.values().all(|last| *last >= day("2027-05-30")));
}

#[test]
fn twice_a_month_is_once_in_each_half() {
    let february = Wanted::between(day("2024-02-01"), day("2024-02-29"));
    let tokyo: Vec<(String, String, String)> = of("3.1.2.j", &february)
        .iter()
        .filter(|o| o.site == site("tokyo"))
        .map(|o| (o.window.first.to_string(), o.window.last.to_string(), o.window.due.to_string()))
        .collect();
    // 14 February is a Wednesday; 29 days make halves of 14 and 15.
    let window = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(
        tokyo,
        [window("2024-02-01", "2024-02-14", "2024-02-14"), window("2024-02-15", "2024-02-29", "2024-02-29")]
    );
}

#[test]
fn years_and_quarters_that_the_term_cuts_are_told() {
    // Yearly by fiscal year: four whole ones and the two months of 2027.
    let years: Vec<(String, bool)> = of("1.4.e", &whole())
        .iter()
        .filter(|o| o.site == site("osaka"))
        .map(|o| (o.window.last.to_string(), o.window.is_clipped))
        .collect();
    let year = |last: &str, clipped| (last.to_owned(), clipped);
    assert_eq!(
        years,
        [
            year("2024-03-31", false),
            year("2025-03-31", false),
            year("2026-03-31", false),
            year("2027-03-31", false),
            year("2027-05-31", true)
        ]
    );
    // 31 March 2024 is a Sunday: the last possible day is the window's, the planned one the Friday before.
    let first = of("1.4.e", &whole())[0];
    assert!(first.at_least);
    assert_eq!(first.window.due, day("2024-03-29"));
    assert_eq!(of("2.1.c", &whole()).iter().filter(|o| o.site == site("tokyo")).count(), 17);
}

#[test]
fn each_part_of_a_composite_frequency_has_its_own_series() {
    let parts = of("3.4.1.d", &whole());
    let count = |part| parts.iter().filter(|o| o.site == site("institute") && o.part == part).count();
    assert_eq!((count(0), count(1), count(2)), (0, 50, 5));
}

#[test]
fn daily_items_differ_by_their_policy() {
    let golden_week = Wanted::between(day("2024-05-03"), day("2024-05-06"));
    // Holidays and a weekend: the shared PCs rest, the desk does not.
    assert_eq!(of("3.3.1.c", &golden_week).len(), 0);
    assert_eq!(of("5.1.a", &golden_week).iter().filter(|o| o.site == site("tokyo")).count(), 4);
}

#[test]
fn offices_abroad_are_expanded_when_asked() {
    let june = Wanted::between(day("2024-06-01"), day("2024-06-30"));
    let offices = Wanted { apart: self::offices(76), ..june.clone() };
    let together = of("2.1.e", &june).iter().filter(|o| o.site == site("overseas")).count();
    let apart = of("2.1.e", &offices).iter().filter(|o| o.site.is_some_and(|site| site.no.is_some())).count();
    assert_eq!((together, apart), (1, 76));
    let only = Wanted { site: Some(at("overseas/7")), ..offices };
    assert!(all(&only).iter().all(|o| o.site == site("overseas/7")));
}

#[test]
fn an_outage_on_the_due_day_is_named_with_another_day() {
    let blackouts = Blackouts::new(catalogue(), term());
    let mut conflicts = Vec::new();
    for occurrence in schedule().occurrences(&whole()) {
        let item = schedule().item(&occurrence).unwrap();
        let calendar = &catalogue().calendar(occurrence.site).unwrap().calendar;
        if item.frequency_text == "毎日" {
            continue;
        }
        if let Some(conflict) = blackouts.conflict(item, &occurrence) {
            if let Some(other) = conflict.alternative {
                assert!(occurrence.window.first <= other && other <= occurrence.window.last);
                assert!(blackouts.on(item, occurrence.site, other).is_none());
                assert!(calendar.is_business_day(other));
            }
            conflicts.push(format!(
                "{} {} {} {} -> {:?}",
                item.id,
                word(&occurrence),
                occurrence.window.due,
                conflict.outages[0].id,
                conflict.alternative
            ));
        }
    }
    insta::assert_snapshot!(conflicts.join("\n"));
    // An item that stops systems meets the season in which that can hardly be done.
    let stop = catalogue().item("3.2.a").unwrap();
    let conflict = blackouts.on(stop, site("tokyo"), day("2024-04-10")).unwrap();
    assert_eq!(conflict.seasons.iter().map(|season| season.id.as_str()).collect::<Vec<_>>(), ["accounting"]);
    assert!(blackouts.on(catalogue().item("1.2.e").unwrap(), site("tokyo"), day("2024-04-10")).is_none());
}

#[test]
fn a_month_of_each_site() {
    for site in ["tokyo", "osaka", "institute", "regional", "overseas", "unstated"] {
        let june = Wanted { site: Some(at(site)), ..Wanted::between(day("2024-06-01"), day("2024-06-30")) };
        let mut lines = Vec::new();
        let mut daily: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for occurrence in schedule().by_day(&june) {
            let item = schedule().item(&occurrence).unwrap();
            if item.frequency_text == "毎日" {
                daily
                    .entry(item.id.to_string())
                    .or_default()
                    .push(occurrence.window.due.format("%-d").to_string());
                continue;
            }
            let window = occurrence.window;
            lines.push(format!(
                "{} {} [{} – {}] {}",
                window.due, item.id, window.first, window.last, item.title.en
            ));
        }
        lines.extend(daily.iter().map(|(item, days)| format!("daily {item}: {}", days.join(" "))));
        insta::assert_snapshot!(format!("june_{site}"), lines.join("\n"));
    }
}

#[test]
fn a_checklist_of_a_week_to_print() {
    let week =
        Wanted { site: Some(at("institute")), ..Wanted::between(day("2024-06-24"), day("2024-06-30")) };
    insta::assert_snapshot!(schedule().checklist_markdown(&week, provenance::Language::Ja));
    let rows = schedule().checklist_rows(&week);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// A range cut in two has the occurrences of both parts, none twice.
    #[test]
    fn the_schedule_of_a_union_is_the_union_of_the_schedules(from in 0..1500_u64, a in 0..200_u64, b in 0..200_u64) {
        let at = |n: u64| term().first_day().checked_add_days(Days::new(n)).unwrap();
        let whole = Wanted::between(at(from), at(from + a + b));
        let key = |o: &Occurrence<'_>| (schedule().item(o).unwrap().id.to_string(), word(o), o.part, o.window.first);
        let mut parts: Vec<_> = all(&Wanted::between(at(from), at(from + a))).iter().map(key).collect();
        parts.extend(all(&Wanted::between(at(from + a + 1), at(from + a + b))).iter().map(key));
        parts.sort();
        let mut whole: Vec<_> = all(&whole).iter().map(key).collect();
        whole.sort();
        prop_assert_eq!(parts, whole);
    }

    /// In any term, windows are never empty and stay in it.
    #[test]
    fn windows_of_any_term_are_never_empty(start in 0..2000_u64, days in 0..900_u64) {
        let first = day("2022-01-15").checked_add_days(Days::new(start)).unwrap();
        let term = Term::new(first, first.checked_add_days(Days::new(days)).unwrap()).unwrap();
        let schedule = Schedule::new(catalogue(), term);
        let wanted = Wanted::between(term.first_day(), term.last_day());
        for occurrence in schedule.occurrences(&wanted) {
            let window = occurrence.window;
            prop_assert!(window.first <= window.due && window.due <= window.last);
            prop_assert!(term.contains(window.first) && term.contains(window.last));
        }
    }
}

/// The names of table 3-5: as many as it numbers, each once, the first, the ones after its page breaks, and the last.
#[test]
fn offices_abroad_have_the_names_of_the_list() {
    let name = |n: u32| catalogue().sites().text(site(&format!("overseas/{n}")).unwrap()).ja;
    let names: std::collections::BTreeSet<String> = (1..=76).map(name).collect();
    assert_eq!((offices(100).len(), names.len()), (76, 76));
    let some = [1, 12, 26, 27, 62, 63, 76].map(name);
    assert_eq!(
        some.map(|name| name.split(' ').nth(1).unwrap().to_owned()),
        ["ニューヨーク", "ボゴタ", "ワルシャワ", "ブカレスト", "オークランド", "カイロ", "アクラ"]
    );
}
