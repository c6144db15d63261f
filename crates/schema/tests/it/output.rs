//! The report's JSON, as the program writes it, against its published schema.

use std::fs;

use keiyaku::{
    Contract, reference,
    report::{self, JSON_VERSION, MonthlyReport, Problem},
    sla::MonthResults,
};
use serde_json::Value;

use crate::validator::errors;

/// The sample month with an earlier one, evaluated at a moment.
fn written(now: &str) -> Value {
    let contract = Contract::reference().unwrap();
    let (month, now) = (reference::SAMPLE_MONTH.parse().unwrap(), now.parse().unwrap());
    let loaded = contract.read_records(reference::SAMPLE_FILES, now, &mut |_, _| {});
    let results = contract.evaluate_month(month, &loaded.observations, now).unwrap();
    let earlier = month.plus(-1);
    let results_of_may = contract.evaluate_month(earlier, &loaded.observations, now).unwrap();
    let remarks = contract.remarks("remarks.toml", reference::SAMPLE_REMARKS).unwrap();
    let annexes = contract.annexes(&loaded, None, month);
    let text = keiyaku::provenance::Text::new("行が読めない", "a row cannot be read");
    let json = report::json(&MonthlyReport {
        catalogue: contract.catalogue(),
        month,
        number: Some(15),
        now,
        zone: contract.calendars().zone(),
        results: &results,
        earlier: &[MonthResults { month: earlier, results: results_of_may }],
        contents: contract.contents(),
        observations: &loaded.observations,
        annexes: &annexes,
        ahead: None,
        explained: &[],
        remarks: &remarks,
        problems: &[Problem { code: "no-time", text: text.clone() }],
        unreadable: 1,
        notes: &[text],
        is_sample: true,
    });
    serde_json::from_str(&json).unwrap()
}

#[test]
fn the_reports_json_is_as_its_schema_says() {
    let schema: Value = serde_json::from_str(&schema::report_json()).unwrap();
    // A month that is over, and one that is open, with an outlook for each share.
    for now in [reference::SAMPLE_NOW, "2024-06-20T03:00:00Z"] {
        let report = written(now);
        assert_eq!(errors(&schema, &report), Vec::<String>::new());
        assert_eq!(report["version"], JSON_VERSION);
        // What is not as it says is noticed: another version, a key too many, a key too few, another type.
        let mut spoilt = report.clone();
        spoilt["version"] = 2.into();
        spoilt["items"][0]["unheard"] = true.into();
        spoilt["items"][1].as_object_mut().unwrap().remove("verdict");
        spoilt["totals"]["met"] = "34".into();
        assert!(errors(&schema, &spoilt).len() >= 4);
    }
}

#[test]
fn the_published_schema_is_the_generated_one() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/report.schema.json");
    assert_eq!(fs::read_to_string(page).unwrap(), schema::report_json(), "cargo xtask codegen");
}
