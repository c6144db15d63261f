//! Bad tables: every problem with its place.

use crate::{folder, linted, with};

fn errors(file: &str, text: &str) -> String {
    linted(&with(folder("clean"), file, text)).unwrap_err().to_string()
}

fn finding(changes: &[(&str, &str)]) -> String {
    let mut rows = vec![
        ("id", "\"a\""),
        ("kind", "\"silent\""),
        ("subject", "\"L-4\""),
        ("group", "\"security\""),
        ("places", "[\"library/levels#L-4\"]"),
        ("says", "{ ja = \"定めがない\", en = \"not said\" }"),
        ("question", "{ ja = \"誰か\", en = \"who?\" }"),
    ];
    rows.retain(|(key, _)| !changes.iter().any(|(changed, _)| changed == key));
    let rows = rows.iter().chain(changes).map(|(key, value)| format!("{key} = {value}\n"));
    format!("[[finding]]\n{}", rows.collect::<String>())
}

#[test]
fn unknown_words_of_findings_are_told_with_their_place() {
    let file = "findings/main.toml";
    insta::assert_snapshot!(errors(file, &finding(&[("kind", "\"silence\"")])), @"findings/main.toml:8:8: finding[1].kind: no rule tells findings of kind `silence`; did you mean `silent`?");
    insta::assert_snapshot!(errors(file, &finding(&[("places", "[\"library/main#77\"]")])), @"findings/main.toml:8:10: finding[1].places: `library/main` has no place `77`");
    insta::assert_snapshot!(errors(file, &finding(&[("settled", "[\"policy:boundery\"]")])), @"findings/main.toml:9:11: finding[1].settled: `policy.toml` states no `boundery`; did you mean `boundary`?");
    insta::assert_snapshot!(errors(file, &finding(&[("settled", "[\"ledger:x\", \"boundary\"]")])), @r"
    findings/main.toml:9:11: finding[1].settled: `boundary` names no table; write `table:id`, as in `policy:month-ownership`
    findings/main.toml:9:11: finding[1].settled: `ledger:x`: there is no table `ledger.toml`
    ");
    insta::assert_snapshot!(errors(file, &finding(&[("settled", "[\"polcy:boundary\"]")])), @"findings/main.toml:9:11: finding[1].settled: `polcy:boundary`: there is no table `polcy.toml`; did you mean `policy`?");
    insta::assert_snapshot!(errors(file, &finding(&[("group", "\"levels\""), ("id", "\"A b\"")])), @r"
    findings/main.toml:7:9: finding[1].group: found `levels`, but it must be one of `term`, `money`, `service-levels`, `clocks`, `work-items`, `sites`, `meetings`, `reports`, `staffing`, `qualifications`, `help-desk`, `outages`, `security`, `assets`, `licences`, `media`, `handover`, `delivery`, `subcontracting`, `documents`
    findings/main.toml:8:6: finding[1].id: `A b` is no identifier; use `a-z`, `0-9` and `-`
    ");
    insta::assert_snapshot!(errors(file, &(finding(&[]) + &finding(&[("places", "[]")]))), @r"
    findings/main.toml:10:6: finding[2].id: finding `a` stands twice; it stands at findings/main.toml:1:1 already
    findings/main.toml:16:10: finding[2].places: names no place; cite every place concerned, both where two differ
    ");
}

#[test]
fn only_a_reading_settles_a_finding() {
    let open = "\n[[outage]]\nid = \"power\"\nname = { ja = \"点検\", en = \"inspection\" }\nsite = \"main\"\ndates = []\n\
                begins = 08:00:00\ndays = 0\nends = 18:00:00\nclause = \"library/main#2\"\n";
    let tables = |settled: &str| {
        let texts = folder("clean");
        let calendar = texts.iter().find(|(file, _)| file == "calendar.toml").unwrap().1.clone() + open;
        let texts = with(texts, "calendar.toml", &calendar);
        linted(&with(texts, "findings/main.toml", &finding(&[("settled", settled)])))
    };
    insta::assert_snapshot!(tables("[\"staffing:desk\"]").unwrap_err().to_string(), @"findings/main.toml:9:11: finding[1].settled: `desk` of `staffing.toml` is no reading; name a policy, a reading of bid.toml or a row of calendar.toml, or ask by `question`");
    insta::assert_snapshot!(tables("[\"calendar:power\"]").unwrap_err().to_string(), @"findings/main.toml:9:11: finding[1].settled: `power` of `calendar.toml` is no reading; a row with open points, or without dates, leaves open what it should settle");
    assert!(tables("[\"policy:boundary\"]").is_ok());
    assert!(tables("[\"calendar:office\"]").is_ok());
}

#[test]
fn a_finding_that_another_file_has_is_told() {
    let both = with(folder("clean"), "findings/annex.toml", &finding(&[]));
    let both = with(both, "findings/main.toml", &finding(&[]));
    insta::assert_snapshot!(linted(&both).unwrap_err().to_string(), @"findings/main.toml:2:6: finding[1].id: finding `a` stands twice; it stands at findings/annex.toml:1:1 already");
}

#[test]
fn a_waiver_of_a_rule_that_does_not_exist_is_refused() {
    let waiver = "[[waiver]]\nrule = \"number-twise\"\nsubject = \"L-1\"\nreason = { ja = \"-\", en = \"-\" }\n\
                  expires = 2024-12-31\nby = \"head\"\n";
    insta::assert_snapshot!(errors("waivers.toml", waiver), @"waivers.toml:2:8: waiver[1].rule: there is no rule `number-twise`; did you mean `number-twice`?");
    insta::assert_snapshot!(errors("waivers.toml", &waiver.replace("number-twise", "spelling")), @"waivers.toml:2:8: waiver[1].rule: there is no rule `spelling`; `keiyaku lint --list` names the rules");
}

#[test]
fn volumes_and_places_name_what_exists() {
    let volume = "[[volume]]\nitem = \"L-1-9\"\ncases = -3\nwhy = { ja = \"-\", en = \"-\" }\n";
    insta::assert_snapshot!(errors("volumes.toml", volume), @r"
    volumes.toml:2:8: volume[1].item: there is no item `L-1-9`; did you mean `L-1-1`?
    volumes.toml:3:9: volume[1].cases: found `-3`, but it must be a whole number from 0
    ");
    let twice = "[[document]]\nid = \"a/b\"\nplaces = [\"1\"]\n[[document]]\nid = \"a/b\"\nplaces = []\n";
    insta::assert_snapshot!(errors("clauses.toml", twice), @"clauses.toml:5:6: document[2].id: document `a/b` stands twice, first at `document[1]` (line 2); keep one of them");
}

/// A waiver whose subject or finding is misspelt was told to be taken out.
#[test]
fn regression_a_waiver_that_waives_nothing_tells_what_it_nearly_names() {
    let help = |subject: &str, finding: &str| {
        let waiver = format!(
            "[[waiver]]\nrule = \"misprint\"\nsubject = \"{subject}\"\n{finding}reason = {{ ja = \"-\", en = \"-\" }}\n\
             expires = 2024-12-31\nby = \"head\"\n"
        );
        let outcome = linted(&with(folder("defects"), "waivers.toml", &waiver)).unwrap();
        let unused = outcome.hits.into_iter().find(|hit| hit.finding.rule.as_str() == "waiver-unused");
        unused.and_then(|hit| hit.finding.help).map(|help| help.en)
    };
    assert_eq!(help("L-2-1", "finding = \"misprint-first\"\n"), None);
    assert_eq!(help("L-2-l", "").unwrap(), "did you mean `L-2-1`?");
    assert_eq!(help("L-2-1", "finding = \"misprint-frist\"\n").unwrap(), "did you mean `misprint-first`?");
    assert_eq!(help("the whole book", "").unwrap(), "take it out");
}
