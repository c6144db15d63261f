//! Sample months: the same for the same seed, and readable without an error.

use calendar::CalendarSet;
use records::{InputFile, Lists, Mapping, SampleFile, SamplePlan, load, sample};

fn make(month: &str, seed: u64) -> Vec<SampleFile> {
    let calendars = CalendarSet::from_table(
        "calendar.toml",
        include_str!("../../../keiyaku/contracts/jetro-2023/calendar.toml"),
    )
    .unwrap();
    let plan = SamplePlan::from_table(
        "sample.toml",
        include_str!("../../../keiyaku/contracts/jetro-2023/sample.toml"),
    )
    .unwrap();
    sample(&plan, &calendars, month.parse().unwrap(), seed).unwrap()
}

#[test]
fn a_month_depends_on_its_seed_and_on_nothing_else() {
    assert_eq!(make("2024-06", 1), make("2024-06", 1));
    assert_ne!(make("2024-06", 1), make("2024-06", 2));
    assert_ne!(make("2024-06", 1)[0].text.lines().nth(1), make("2024-07", 1)[0].text.lines().nth(1));
}

#[test]
fn the_embedded_month_is_the_one_that_seed_1_makes() {
    for file in make("2024-06", 1) {
        let path = format!(
            "{}/../keiyaku/contracts/jetro-2023/sample/2024-06/{}",
            env!("CARGO_MANIFEST_DIR"),
            file.name
        );
        let committed = std::fs::read_to_string(&path).unwrap();
        assert_eq!(
            committed, file.text,
            "{} is stale: run `keiyaku sample --month 2024-06 --seed 1`",
            file.name
        );
    }
}

#[test]
fn every_month_of_a_year_is_read_without_an_error() {
    let mapping = Mapping::from_table(
        "records.toml",
        include_str!("../../../keiyaku/contracts/jetro-2023/records.toml"),
        crate::sites(),
    )
    .unwrap();
    let lists = include_str!("../../../keiyaku/contracts/jetro-2023/lists.toml");
    let mapping = mapping.with_lists(&Lists::from_table("lists.toml", lists).unwrap());
    for month in ["2023-04", "2024-02", "2024-12", "2027-05"] {
        let files = make(month, 7);
        let inputs: Vec<InputFile<'_>> =
            files.iter().map(|file| InputFile { name: &file.name, bytes: file.text.as_bytes() }).collect();
        let loaded = load(&mapping, &inputs, &mut |_, _| {});
        assert!(loaded.errors.is_empty(), "{month}: {:?}", loaded.errors.first());
        assert!(loaded.files.iter().all(|file| file.unused.is_empty()));
        assert!(loaded.observations.cases.iter().any(|case| !case.pauses.is_empty()));
        assert!(loaded.observations.cases.iter().any(|case| !case.reopenings.is_empty()));
        assert!(loaded.observations.cases.iter().any(|case| !case.claims.is_empty()));
    }
}

/// A plan of four thousand million records would have been made up in memory.
#[test]
fn regression_a_plan_without_measure_is_refused() {
    let table = include_str!("../../../keiyaku/contracts/jetro-2023/sample.toml");
    let calls = table.lines().find(|line| line.starts_with("calls = ")).unwrap();
    let errors =
        SamplePlan::from_table("sample.toml", &table.replace(calls, "calls = 4000000000")).unwrap_err();
    assert!(errors.to_string().contains("a sample holds 1000000 at most"), "{errors}");
    let errors = SamplePlan::from_table(
        "sample.toml",
        &format!("{table}\n[[tally]]\nname = \"x\"\nplanned = 1\nmissed = 2\n"),
    )
    .unwrap_err();
    assert!(errors.to_string().contains("is more than is planned in a month"), "{errors}");
    let table = include_str!("../../../keiyaku/contracts/jetro-2023/ledger-sample.toml");
    let pcs = table.lines().find(|line| line.starts_with("pcs = ")).unwrap();
    let errors =
        records::AgencyPlan::from_table("ledger-sample.toml", &table.replacen(pcs, "pcs = 4000000000", 1))
            .unwrap_err();
    assert!(errors.to_string().contains("an agency that is made up has 5000000 at most"), "{errors}");
}
