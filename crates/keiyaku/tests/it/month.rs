//! The embedded sample month, end to end, as every rendering shows it.

use keiyaku::{
    Contract,
    provenance::{Language, Text},
    records::Loaded,
    reference,
    report::{self, MonthlyReport, Problem},
    sla::{ItemResult, MonthResults},
};

fn loaded(contract: &Contract) -> Loaded {
    let now = reference::SAMPLE_NOW.parse().unwrap();
    let loaded = contract.read_records(reference::SAMPLE_FILES, now, &mut |_, _| {});
    assert!(loaded.errors.is_empty(), "{:?}", loaded.errors.first());
    loaded
}

fn results(contract: &Contract, loaded: &Loaded, month: &str) -> Vec<ItemResult> {
    let now = reference::SAMPLE_NOW.parse().unwrap();
    contract.evaluate_month(month.parse().unwrap(), &loaded.observations, now).unwrap()
}

/// Renders the sample month.
fn with_report<T>(render: impl FnOnce(&MonthlyReport<'_>) -> T) -> T {
    let contract = Contract::reference().unwrap();
    let loaded = loaded(&contract);
    let results = results(&contract, &loaded, reference::SAMPLE_MONTH);
    let results_of_may = self::results(&contract, &loaded, "2024-05");
    let earlier = [MonthResults { month: "2024-05".parse().unwrap(), results: results_of_may }];
    let remarks = contract.remarks("remarks.toml", reference::SAMPLE_REMARKS).unwrap();
    let text = Text::new("calls.csv:3 <b>: 値", "calls.csv:3 <b>: value | pipe");
    let problems = [Problem { code: "no-time", text }];
    render(&MonthlyReport {
        catalogue: contract.catalogue(),
        month: reference::SAMPLE_MONTH.parse().unwrap(),
        number: Some(15),
        now: reference::SAMPLE_NOW.parse().unwrap(),
        zone: contract.calendars().zone(),
        results: &results,
        earlier: &earlier,
        contents: contract.contents(),
        observations: &loaded.observations,
        annexes: &[],
        ahead: None,
        explained: &[],
        remarks: &remarks,
        problems: &problems,
        unreadable: 1,
        notes: &[],
        is_sample: false,
    })
}

#[test]
fn the_table_of_the_sample_month() {
    // In Japanese the first rows: the widths. The whole of it stands in English below.
    let ja = with_report(|report| report::text(report, Language::Ja).to_string());
    insta::assert_snapshot!("table_ja", ja.lines().take(20).collect::<Vec<_>>().join("\n"));
    insta::assert_snapshot!("table_en", with_report(|report| report::text(report, Language::En).to_string()));
}

#[test]
fn the_sample_holds_what_it_promises() {
    let contract = Contract::reference().unwrap();
    let results = results(&contract, &loaded(&contract), reference::SAMPLE_MONTH);
    assert_eq!(results.len(), 42);
    let any = |found: &dyn Fn(&ItemResult) -> bool| results.iter().any(found);
    assert!(any(&|result| result.verdict.is_met()));
    assert!(any(&|result| result.verdict.is_not_met()));
    assert!(any(&|result| !result.excluded.is_empty()));
    // Incidents cross the month's end; calls given up do not count as open.
    let carried = |key: &str| {
        let result = results.iter().find(|result| result.key.as_str() == key).unwrap();
        result.carried_out.iter().filter(|case| case.id.starts_with("INC")).count()
    };
    assert!(carried("S-4-3-3-1") > 0);
    // Each of the grounds that hold for any case is claimed somewhere.
    for ground in ["line-fault", "tool-fault", "local-circumstances", "beyond-control"] {
        assert!(any(&|result| result.excluded.iter().any(|left| left.by.as_str() == ground)), "{ground}");
    }
    // An item without data, and one whose plan is empty.
    let label =
        |key: &str| results.iter().find(|result| result.key.as_str() == key).unwrap().verdict.label().en;
    assert_eq!(label("S-4-5-2-1"), "undetermined");
    assert_eq!(label("S-4-6-3-1"), "not applicable");
    let survey = results.iter().find(|result| result.key.as_str() == "S-1").unwrap();
    assert!(survey.figure.is_some() && !survey.excluded.is_empty());
}

/// The hardware figure counted again from the files, with times as text and no type of ours.
#[test]
fn a_second_count_of_s_2_1_agrees() {
    let file = reference::SAMPLE_FILES.iter().find(|file| file.name == "incidents.csv").unwrap();
    let text = std::str::from_utf8(file.bytes).unwrap();
    let minutes = |text: &str| -> i64 {
        let numbers: Vec<i64> = text.split(['/', ' ', ':']).map(|part| part.parse().unwrap()).collect();
        let [_, month, day, hour, minute] = numbers.as_slice() else { panic!("{text}") };
        // June has 30 days; July follows.
        (((month - 6) * 30 + day) * 24 + hour) * 60 + minute
    };
    let (mut good, mut all) = (0, 0);
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let (category, occurred, responded, ground) =
            (cells.get(1), cells.get(4), cells.get(6), cells.get(11));
        if category != Some(&"ハードウェア") || ground != Some(&"") {
            continue;
        }
        all += 1;
        good += i64::from(minutes(responded.unwrap()) - minutes(occurred.unwrap()) <= 240);
    }
    let contract = Contract::reference().unwrap();
    let results = results(&contract, &loaded(&contract), reference::SAMPLE_MONTH);
    let result = results.iter().find(|result| result.key.as_str() == "S-2-1").unwrap();
    assert_eq!(result.ratio, Some(keiyaku::sla::Ratio { numerator: good.into(), denominator: all.into() }));
}

#[test]
fn the_page_stands_alone_and_escapes_what_it_shows() {
    let page = with_report(report::html);
    // Addresses of documents are shown, and lead nowhere.
    for forbidden in ["href=\"http", "<script ", "<link", "src=", "url(", "@import", "<b>: 値"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert!(page.starts_with("<!DOCTYPE html><html lang=\"ja\"><head><meta charset=\"utf-8\">"));
    // A browser runs the page's own style and script, and nothing else.
    assert!(page.contains("Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"));
    assert_eq!((page.matches("<script>").count(), page.matches("<style>").count()), (1, 1));
    // Every item has its row and its section.
    for key in ["S-1", "S-4-1-3-2.a", "S-4-1-3-2.b", "S-4-7-1-1"] {
        assert!(
            page.contains(&format!("href=\"#{key}\"")) && page.contains(&format!("id=\"{key}\"")),
            "{key}"
        );
    }
}

#[test]
fn the_json_holds_every_item_with_exact_fractions() {
    let json: serde_json::Value = serde_json::from_str(&with_report(report::json)).unwrap();
    let items = json["items"].as_array().unwrap();
    assert_eq!(items.len(), 42);
    let hardware = items.iter().find(|item| item["key"] == "S-2-1").unwrap();
    assert_eq!(hardware["written"]["counts"], false);
    assert!(hardware["exact"].as_str().unwrap().contains('/'));
    assert_eq!(hardware["earlier"][0]["month"], "2024-05");
    insta::assert_snapshot!("s_2_1_json", serde_json::to_string_pretty(hardware).unwrap());
}

#[test]
fn the_markdown_explains_each_item() {
    let markdown = with_report(|report| report::markdown(report, Language::En));
    assert_eq!(markdown.matches("\n### S-").count(), 42);
    let from = markdown.find("### S-4-3-3-1 ").unwrap();
    let to = markdown.find("### S-4-3-3-2 ").unwrap();
    insta::assert_snapshot!("s_4_3_3_1_markdown", &markdown[from..to]);
}

#[test]
fn the_exported_items_have_the_agreed_shape() {
    let contract = Contract::reference().unwrap();
    let items: Vec<serde_json::Value> =
        serde_json::from_str(&report::catalogue_json(contract.catalogue())).unwrap();
    assert_eq!(items.len(), 42);
    for item in &items {
        for key in [
            "key",
            "no",
            "name",
            "category",
            "target",
            "limit",
            "period",
            "written_formula",
            "exclusions",
            "clause",
            "open_points",
        ] {
            assert!(item.get(key).is_some(), "{key} of {}", item["key"]);
        }
    }
    assert_eq!(items.iter().filter(|item| item["no"] == "S-4-1-3-2").count(), 2);
    assert_eq!(items[1]["target"], serde_json::json!({ "op": ">=", "value": 95, "unit": "percent" }));
    assert_eq!(items[1]["limit"], serde_json::json!({ "value": 4, "unit": "hour" }));
}
