//! Growth: exact limits, the first day over, against a recount of every day.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use ledger::{
    AsOf, Baseline, Counted, Event, Field, GrowthReport, Inputs, Journal, Kind, Put, Rules, check,
    keeps_within, licences_by_product,
};
use proptest::{prelude::*, sample::select};
use provenance::Verdict;

use crate::ledgers::{day, facts, journal, named, on, rules, rules_with};

fn pc(id: &str) -> Put {
    Put::new(Kind::Device, id).field(Field::Category, "pc")
}

fn licence(id: &str, software: &str, held: &str) -> Put {
    Put::new(Kind::Entitlement, id).field(Field::Software, software).field(Field::Held, held)
}

/// Counts by listing the records of a day.
fn recount(journal: &Journal, on: NaiveDate) -> BTreeMap<String, u64> {
    let state = journal.state(AsOf::day(on));
    let mut counts = BTreeMap::new();
    for device in state.records(Kind::Device) {
        if !device.events().iter().any(|happening| happening.event == Event::Disposed) {
            *counts.entry(format!("hw {}", device.text(Field::Category).unwrap())).or_insert(0) += 1;
        }
    }
    for held in state.records(Kind::Entitlement) {
        let date = |field: Field| held.date(field).unwrap();
        let begun = |field| date(field).is_none_or(|first| first <= on);
        let over = date(Field::RetiredOn).is_some_and(|retired| retired <= on)
            || date(Field::TermTo).is_some_and(|last| last < on);
        let count = held.count(Field::Held).unwrap().unwrap();
        if !over
            && begun(Field::TermFrom)
            && begun(Field::ProcuredOn)
            && held.text(Field::Form) != Some("upgrade")
            && count > 0
        {
            *counts.entry(format!("sw {}", held.text(Field::Software).unwrap())).or_insert(0) += count;
        }
    }
    counts
}

#[derive(Debug, Clone)]
struct Change {
    after: u64,
    put: Put,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let device = (0_u8..12, select(vec!["pc", "server", "printer"]), any::<bool>()).prop_map(
        |(id, category, gone)| {
            let put = Put::new(Kind::Device, &format!("D-{id}")).field(Field::Category, category);
            if gone { put.event(Event::Disposed) } else { put }
        },
    );
    let held = (
        0_u8..8,
        select(vec!["A", "B", "C", "D"]),
        0_u64..12,
        prop::collection::vec(
            (select(vec!["retired-on", "term-from", "term-to", "procured-on"]), 0_u64..90),
            0..3,
        ),
        prop::bool::weighted(0.2),
    )
        .prop_map(|(id, software, held, days, upgrade)| {
            let mut put = licence(&format!("S-{id}"), software, &held.to_string());
            for (field, after) in days {
                put = put.named(field, Some(&at(after).to_string()));
            }
            if upgrade { put.field(Field::Form, "upgrade") } else { put }
        });
    prop::collection::vec((0_u64..80, prop_oneof![device, held]), 0..40)
        .prop_map(|all| all.into_iter().map(|(after, put)| Change { after, put }).collect())
}

fn start() -> NaiveDate {
    day("2024-04-01")
}

fn at(after: u64) -> NaiveDate {
    start().checked_add_days(Days::new(after)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// The walk over changes says what a recount of each single day says.
    #[test]
    fn growth_is_what_a_recount_of_every_day_says(changes in changes()) {
        let rules = rules();
        let limits = rules.growth.clone().unwrap();
        let journal = journal(changes.iter().map(|change| (at(change.after), change.put.clone())));
        let base_on = at(20);
        let base = Baseline::of(&journal, AsOf::day(base_on), &rules);
        let then = recount(&journal, base_on);
        let last = at(85);
        let report = GrowthReport::of(&journal, AsOf::day(last), &base, &rules).unwrap();
        let now = recount(&journal, last);
        let daily: Vec<_> = (21..=85).map(at).map(|on| (on, recount(&journal, on))).collect();
        for line in &report.counts {
            let (name, counted) = match &line.counted {
                Counted::Hardware(category) => (format!("hw {category}"), line),
                Counted::Licences(product) => (format!("sw {product}"), line),
                Counted::AllHardware | Counted::AllLicences => continue,
            };
            let was = then.get(&name).copied().unwrap_or(0);
            prop_assert_eq!(counted.base, was);
            prop_assert_eq!(counted.now, now.get(&name).copied().unwrap_or(0));
            let over = |counts: &BTreeMap<String, u64>| {
                let count = counts.get(&name).copied().unwrap_or(0);
                was > 0 && !keeps_within(was, count, limits.count_percent)
            };
            let first = daily.iter().find(|(_, counts)| over(counts)).map(|(on, _)| *on);
            prop_assert_eq!(counted.first_over, first, "{}", name);
        }
        let named: Vec<&String> = then.keys().chain(now.keys()).collect();
        let is_listed = |name: &str| report.counts.iter().any(|line| match &line.counted {
            Counted::Hardware(category) => name == format!("hw {category}"),
            Counted::Licences(product) => name == format!("sw {product}"),
            Counted::AllHardware | Counted::AllLicences => false,
        });
        prop_assert!(named.iter().all(|name| is_listed(name)), "a count is missing from the report");
        let kinds = &report.kinds[0];
        prop_assert_eq!((kinds.base, kinds.now), (then.len() as u64, now.len() as u64));
        let many = then.len() + limits.kinds as usize;
        let first = daily.iter().find(|(_, counts)| counts.len() > many).map(|(on, _)| *on);
        prop_assert_eq!(kinds.first_over, first);
    }

    #[test]
    fn a_fifth_more_is_exact(base in 0_u64..1_000_000, more in 0_u64..300_000) {
        prop_assert_eq!(keeps_within(base, base + more, 20), more * 5 <= base);
        // The limit that is shown is the last count that keeps within.
        let limit = base + base / 5;
        prop_assert!(keeps_within(base, limit, 20));
        prop_assert!(!keeps_within(base, limit + 1, 20));
    }
}

#[test]
fn limits_hold_for_the_largest_counts() {
    assert!(keeps_within(u64::MAX, u64::MAX, 20));
    assert!(!keeps_within(u64::MAX / 2, u64::MAX, 20));
}

fn many(count: usize, from: usize) -> Vec<(NaiveDate, Put)> {
    (from..from + count).map(|at| (day("2024-05-01"), pc(&format!("PC-{at}")))).collect()
}

fn report(journal: &Journal, rules: &Rules) -> GrowthReport {
    let base = Baseline::chosen(journal, u64::MAX, rules, Some(day("2024-04-01")), None).unwrap();
    GrowthReport::of(journal, on("2024-06-30"), &base, rules).unwrap()
}

#[test]
fn ten_machines_may_become_twelve_and_no_more() {
    let base = (0..10).map(|at| (day("2024-03-31"), pc(&format!("PC-{at}"))));
    let twelve = journal(base.clone().chain(many(2, 10)));
    assert_eq!(named(&report(&twelve, &rules()).findings(&rules())), Vec::<String>::new());
    let thirteen = report(&journal(base.chain(many(3, 10))), &rules());
    let line = thirteen.counts.iter().find(|line| line.counted == Counted::Hardware("pc".into())).unwrap();
    assert_eq!((line.base, line.now, line.limit), (10, 13, 12));
    assert_eq!((&line.verdict, line.first_over), (&Verdict::NotMet, Some(day("2024-05-01"))));
    assert_eq!(
        named(&thirteen.findings(&rules())),
        ["growth-over: all hardware", "growth-over: hardware: pc"]
    );
}

#[test]
fn a_limit_once_passed_keeps_its_first_day_though_it_is_kept_again() {
    let journal = facts([
        ("2024-03-31", licence("S-1", "A", "10")),
        ("2024-05-01", licence("S-2", "A", "3").field(Field::RetiredOn, "2024-05-20")),
    ]);
    let report = report(&journal, &rules());
    let line = report.counts.iter().find(|line| line.counted == Counted::AllLicences).unwrap();
    assert_eq!((line.now, &line.verdict, line.first_over), (10, &Verdict::Met, Some(day("2024-05-01"))));
}

#[test]
fn kinds_may_grow_by_five_together_or_each() {
    let kinds = (0..6).map(|at| (day("2024-05-01"), licence(&format!("S-{at}"), &format!("P{at}"), "1")));
    let base = [(day("2024-03-31"), pc("PC-1"))];
    let journal = journal(base.into_iter().chain(kinds));
    let together = report(&journal, &rules());
    assert_eq!(together.kinds.len(), 1);
    assert_eq!((together.kinds[0].base, together.kinds[0].now, together.kinds[0].limit), (1, 7, 6));
    assert_eq!(together.kinds[0].verdict, Verdict::NotMet);
    let each = rules_with("growth-kinds", "each");
    let each = report(&journal, &each);
    assert_eq!(each.kinds.iter().map(|kinds| kinds.now).collect::<Vec<_>>(), [1, 6]);
    assert_eq!(each.kinds.iter().map(|k| k.verdict.is_not_met()).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn an_unknown_number_leaves_open_what_it_could_change() {
    let product = |name: &str| Counted::Licences(name.into());
    let journal = facts([
        ("2024-03-31", licence("S-1", "A", "10")),
        ("2024-03-31", licence("S-2", "B", "10")),
        ("2024-05-01", Put::new(Kind::Entitlement, "S-3").field(Field::Software, "A")),
        ("2024-05-01", Put::new(Kind::Entitlement, "S-4").field(Field::Software, "B")),
        ("2024-05-01", licence("S-5", "B", "3")),
    ]);
    let report = report(&journal, &rules());
    let verdict =
        |name: &str| report.counts.iter().find(|line| line.counted == product(name)).unwrap().verdict.clone();
    assert!(verdict("A").why().is_some());
    // Over already: more of it cannot help.
    assert_eq!(verdict("B"), Verdict::NotMet);
}

/// The base was the day before the day before, and before the journal began nothing could ever be said.
#[test]
fn a_young_journal_is_judged_by_its_first_day_and_says_so() {
    let young = |more: usize| {
        let base = (0..10).map(|at| (day("2024-05-01"), pc(&format!("PC-{at}"))));
        journal(base.chain((0..more).map(|at| (day("2024-06-01"), pc(&format!("NEW-{at}"))))))
    };
    let inputs = Inputs { term_begins: Some(day("2024-04-01")), ..Inputs::default() };
    let grown = |journal: &Journal| {
        let checked = check(journal, on("2024-06-30"), &rules(), &inputs);
        let told = checked.findings.into_iter().filter(|one| one.rule.as_str().starts_with("growth"));
        (named(&told.collect::<Vec<_>>()), checked.unchecked)
    };
    let (told, unchecked) = grown(&young(2));
    assert_eq!(told, Vec::<String>::new());
    let substitute = "growth since the term began: compared with 2024-05-01, the ledgers' first day, in place of \
                      2024-03-31, the day before the term began";
    assert_eq!(unchecked.iter().filter(|one| one.en == substitute).count(), 1, "{unchecked:?}");
    assert_eq!(grown(&young(3)).0, ["growth-over: all hardware", "growth-over: hardware: pc"]);
    // The report says it too, and nothing where the day before the term is in the ledgers.
    assert_eq!(report(&young(2), &rules()).base_note.unwrap().en, substitute.split_once(": ").unwrap().1);
    let old = journal([(day("2024-03-31"), pc("PC-1"))]);
    let old = report(&old, &rules());
    assert_eq!((old.base_on, old.base_note), (day("2024-03-31"), None));
    // What was not believed yet, or was reversed, is no first day.
    let base = Baseline::chosen(&young(0), 0, &rules(), inputs.term_begins, None).unwrap();
    assert_eq!((base.on, base.note), (day("2024-03-31"), None));
}

#[test]
fn without_the_table_that_the_policy_wants_growth_is_unchecked() {
    let journal = facts([("2024-03-31", pc("PC-1"))]);
    let (rules, table) = (rules_with("growth-base", "table"), "on = \"2022-07-27\"\n");
    let inputs = Inputs { term_begins: Some(day("2024-04-01")), ..Inputs::default() };
    let unchecked = |inputs: &Inputs<'_>| {
        let unchecked = check(&journal, on("2024-06-30"), &rules, inputs).unchecked;
        unchecked.into_iter().filter(|one| one.en.starts_with("growth")).count()
    };
    assert_eq!(unchecked(&inputs), 1);
    let table = Baseline::from_table("baseline.toml", table).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(unchecked(&Inputs { baseline: Some(&table), ..inputs }), 0);
    // Handed in against the policy, it is used, and that is said.
    let chosen = Baseline::chosen(&journal, u64::MAX, &crate::ledgers::rules(), None, Some(&table)).unwrap();
    assert_eq!(chosen.on, table.on);
    assert!(chosen.note.unwrap().en.contains("that were handed in"));
}

#[test]
fn a_term_that_is_over_or_has_not_begun_is_not_held() {
    let journal = facts([
        ("2024-03-31", licence("S-1", "A", "10").field(Field::TermTo, "2024-05-31")),
        ("2024-03-31", licence("S-2", "B", "10").field(Field::TermFrom, "2024-06-01")),
        ("2024-03-31", licence("S-3", "C", "10").field(Field::ProcuredOn, "2024-06-02")),
    ]);
    let held = |date: &str| {
        let base = Baseline::of(&journal, on(date), &rules());
        let state = journal.state(on(date));
        let products = licences_by_product(&state, &rules());
        ["A", "B", "C"].map(|name| {
            let held = products.get(name).map_or(0, |product| product.held);
            assert_eq!(held, base.counts.get(&Counted::Licences(name.into())), "{name} on {date}");
            held
        })
    };
    assert_eq!(held("2024-05-31"), [10, 0, 0]);
    assert_eq!(held("2024-06-01"), [0, 10, 0]);
    assert_eq!(held("2024-06-02"), [0, 10, 10]);
}

#[test]
fn a_kind_of_hardware_is_a_category_or_a_model_by_the_policy() {
    let model = |id: &str, model: &str| (day("2024-03-31"), pc(id).field(Field::Model, model));
    let journal = journal([model("PC-1", "A"), model("PC-2", "B")]);
    let kinds = |rules: &Rules| report(&journal, rules).kinds[0].now;
    assert_eq!(kinds(&rules()), 1);
    let by_model = rules_with("hardware-kind", "category-and-model");
    assert_eq!(kinds(&by_model), 2);
    assert!(report(&journal, &by_model).policies.iter().any(|one| one.id == "hardware-kind"));
}

#[test]
fn published_figures_are_the_base_where_the_policy_says_so() {
    let table = "on = 2022-07-27\n[[count]]\ncategory = \"pc\"\ncount = 1\n[[count]]\ncategory = \"server\"\ncount = 2\n";
    let table = table.replace("2022-07-27", "\"2022-07-27\"");
    let base = Baseline::from_table("baseline.toml", &table).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(base.counts.get(&Counted::AllHardware), 3);
    let rules = rules_with("growth-base", "table");
    let journal = facts([("2024-05-01", pc("PC-1")), ("2024-05-02", pc("PC-2"))]);
    let chosen = Baseline::chosen(&journal, u64::MAX, &rules, Some(day("2024-04-01")), Some(&base)).unwrap();
    assert_eq!(chosen, base);
    assert_eq!(Baseline::chosen(&journal, u64::MAX, &rules, Some(day("2024-04-01")), None), None);
    let report = GrowthReport::of(&journal, on("2024-06-30"), &chosen, &rules).unwrap();
    assert_eq!(named(&report.findings(&rules)), ["growth-over: hardware: pc"]);
    let wrong =
        Baseline::from_table("baseline.toml", "on = \"2022-07-27\"\n[[count]]\ncount = 1\n").unwrap_err();
    assert!(wrong.to_string().contains("one of them"), "{wrong}");
}

#[test]
fn a_ledger_that_was_empty_at_the_base_says_nothing_of_kinds() {
    let journal = facts([("2024-05-01", pc("PC-1"))]);
    let base = Baseline::of(&journal, on("2024-03-31"), &rules());
    let report = GrowthReport::of(&journal, on("2024-06-30"), &base, &rules()).unwrap();
    assert!(report.kinds[0].verdict.why().is_some());
    assert!(report.counts.iter().all(|line| matches!(line.verdict, Verdict::NotApplicable(_))));
}

#[test]
fn regression_a_kind_is_one_whatever_the_width_of_its_name() {
    let journal = facts([
        ("2024-03-31", licence("S-1", "Office", "10")),
        ("2024-06-01", licence("S-2", "Ｏｆｆｉｃｅ", "1")),
        ("2024-06-01", licence("S-3", "OFFICE ", "1")),
    ]);
    let base = Baseline::of(&journal, on("2024-03-31"), &rules());
    let report = GrowthReport::of(&journal, on("2024-06-30"), &base, &rules()).unwrap();
    let lines: Vec<_> =
        report.counts.iter().map(|line| (line.counted.text().en, line.base, line.now)).collect();
    assert!(lines.contains(&("licences: Office".to_owned(), 10, 12)), "{lines:?}");
    assert_eq!(Baseline::of(&journal, on("2024-06-30"), &rules()).counts.software_kinds(), 1);
    let state = journal.state(on("2024-06-30"));
    let products = licences_by_product(&state, &rules());
    assert_eq!(products.iter().map(|(name, one)| (*name, one.held)).collect::<Vec<_>>(), [("Office", 12)]);
}
