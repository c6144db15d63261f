//! The example with a row of each measure, end to end.

use std::fs;

use keiyaku::{
    Contract,
    provenance::Language,
    records::InputFile,
    report::{self, Contents, MonthlyReport, Remarks},
    sla::Measure,
};

fn folder() -> String {
    format!("{}/contracts/examples/measures", env!("CARGO_MANIFEST_DIR"))
}

/// Renders the example's month.
fn rendered(render: impl FnOnce(&MonthlyReport<'_>) -> String) -> String {
    let contract = Contract::load(folder()).unwrap();
    let files: Vec<(String, Vec<u8>)> = fs::read_dir(format!("{}/records", folder()))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()))
        .collect();
    let files: Vec<InputFile<'_>> = files
        .iter()
        .map(|(name, bytes)| InputFile { name: name.as_str(), bytes: bytes.as_slice() })
        .collect();
    let (month, now) = ("2024-06".parse().unwrap(), "2024-07-01T00:00:00Z".parse().unwrap());
    let loaded = contract.read_records(&files, now, &mut |_, _| {});
    assert!(loaded.errors.is_empty(), "{:?}", loaded.errors.first());
    let results = contract.evaluate_month(month, &loaded.observations, now).unwrap();
    render(&MonthlyReport {
        catalogue: contract.catalogue(),
        month,
        number: Some(3),
        now,
        zone: contract.calendars().zone(),
        results: &results,
        earlier: &[],
        contents: &Contents::default(),
        observations: &loaded.observations,
        annexes: &[],
        ahead: None,
        explained: &[],
        remarks: &Remarks::default(),
        problems: &[],
        unreadable: 0,
        notes: &[],
        is_sample: false,
    })
}

/// A measure without a row in the example is not shown to work from the table to the report.
#[test]
fn the_example_has_a_row_of_each_measure() {
    let contract = Contract::load(folder()).unwrap();
    let rows: Vec<&str> = contract.catalogue().items().iter().map(|item| item.measure.word()).collect();
    let kinds: Vec<&str> = Measure::KINDS.iter().map(|kind| kind.word).collect();
    assert_eq!(rows, kinds, "one row each, in the order of the reference page");
}

#[test]
fn the_report_explains_each_measure_in_both_languages() {
    for (name, language) in [("ja", Language::Ja), ("en", Language::En)] {
        insta::assert_snapshot!(
            format!("measures_{name}"),
            rendered(|report| report::markdown(report, language))
        );
    }
}

#[test]
fn the_deciding_cases_stand_in_the_page_and_in_the_data() {
    let page = rendered(report::html);
    assert!(page.contains("number 4 of 4 from the shortest") && page.contains("短い方から4件中4番目"));
    let data: serde_json::Value = serde_json::from_str(&rendered(report::json)).unwrap();
    let decided = &data["items"][4]["decided"];
    assert_eq!(decided[0]["id"], "I-4");
    assert_eq!(
        (&decided[0]["place"], &decided[0]["took_seconds"], &decided[0]["row"]),
        (&4.into(), &57_600.into(), &5.into())
    );
}
