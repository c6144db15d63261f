//! The reference contract's rows, counted two ways, and what wrong tables are told.

use std::collections::BTreeMap;

use sla::{Catalogue, FormulaOrigin, PolicyId, policies_from_table};

use super::fixture::{calendars, catalogue};

/// The printed numbers of annex 2, written down from the document a second time.
const NUMBERS: &str = "S-1 S-2-1 S-2-2 S-3 S-4 \
    S-4-1-1-1 S-4-1-1-2 S-4-1-2-1 S-4-1-3-1 S-4-1-3-2 S-4-1-3-2 S-4-1-4-1 S-4-1-5-1 \
    S-4-2-1-1 S-4-2-2-1 \
    S-4-3-1-1 S-4-3-1-2 S-4-3-2-1 S-4-3-3-1 S-4-3-3-2 S-4-3-3-3 S-4-3-4-1 S-4-3-5-1 \
    S-4-4-1-1 S-4-4-1-2 S-4-4-1-3 \
    S-4-5-1-1 S-4-5-1-2 S-4-5-1-3 S-4-5-2-1 S-4-5-3-1 S-4-5-4-1 \
    S-4-6-1-1 S-4-6-1-2 S-4-6-1-3 S-4-6-1-4 S-4-6-1-5 S-4-6-1-6 S-4-6-1-7 S-4-6-2-2 S-4-6-3-1 \
    S-4-7-1-1";

#[test]
fn the_rows_are_those_of_the_document_in_its_order() {
    let numbers: Vec<&str> = catalogue().items().iter().map(|item| item.no.as_str()).collect();
    assert_eq!(numbers, NUMBERS.split_whitespace().collect::<Vec<_>>());
    assert_eq!(numbers.len(), 42);
}

#[test]
fn totals_by_target_measure_and_period() {
    let mut totals: BTreeMap<String, usize> = BTreeMap::new();
    for item in catalogue().items() {
        let target = item.target.as_ref().map_or("no target".to_owned(), |target| {
            format!("target {} {} {}", target.operator.sign(), target.value, target.unit.word())
        });
        for key in
            [target, format!("measure {}", item.measure.word()), format!("period {}", item.period.word())]
        {
            *totals.entry(key).or_default() += 1;
        }
        if item.limit.is_some() {
            *totals.entry("with a limit".to_owned()).or_default() += 1;
        }
    }
    insta::assert_debug_snapshot!(totals);
}

#[test]
fn three_formulas_are_printed_and_all_three_are_mended() {
    let printed: Vec<&str> = catalogue()
        .items()
        .iter()
        .filter(|item| item.written.is_some())
        .map(|item| {
            assert_eq!(item.intended.origin, FormulaOrigin::Mended);
            item.key.as_str()
        })
        .collect();
    assert_eq!(printed, ["S-2-1", "S-2-2", "S-4-7-1-1"]);
}

#[test]
fn the_number_printed_twice_is_found_twice() {
    let keys =
        |text: &str| catalogue().find(text).iter().map(|item| item.key.to_string()).collect::<Vec<_>>();
    assert_eq!(keys("S-4-1-3-2"), ["S-4-1-3-2.a", "S-4-1-3-2.b"]);
    assert_eq!(keys("S-4-1-3-2.b"), ["S-4-1-3-2.b"]);
    assert!(keys("S-9").is_empty());
    assert_eq!(catalogue().nearest("S-4-7-1-11"), Some("S-4-7-1-1"));
}

#[test]
fn every_policy_is_stated_with_its_clause() {
    let policies = super::fixture::policies();
    let needed = |id: &PolicyId| {
        let needs = |item: &sla::Item| item.measure.policies(item.limit.as_ref()).contains(id);
        *id == PolicyId::FormulaReading || catalogue().items().iter().any(needs)
    };
    // Nothing in this contract is a percentile.
    assert!(!needed(&PolicyId::PercentileRank));
    for id in PolicyId::ALL.iter().copied().filter(needed) {
        let stated = policies.stated(id).unwrap_or_else(|| panic!("{} is not stated", id.as_str()));
        assert!(stated.clause.is_some(), "{}", id.as_str());
        let mut set = sla::Policies::default();
        set.set(id, &stated.value).unwrap();
        assert_eq!(set.stated(id).unwrap().value, stated.value);
        // A word that is nearly one is refused with it; any text may be the name of a calendar.
        let misspelt = format!("{}x", set.in_force(id, None).value);
        assert_eq!(set.set(id, &misspelt).is_err(), id != PolicyId::ClockBasis, "{misspelt}");
    }
}

const HEAD: &str = "[contract]\nname = { ja = \"契約\", en = \"contract\" }\nclient = { ja = \"甲\", en = \"client\" }\ncontractor = { ja = \"乙\", en = \"contractor\" }\nfrom = 2023-04-01\nto = 2027-05-31\n";

#[test]
fn a_wrong_table_is_told_everything_at_once() {
    let source = format!(
        "{HEAD}\n[[item]]\nkey = \"A 1\"\nno = \"A\"\nname = {{ ja = \"あ\", en = \"a\" }}\nmeasure = {{ kind = \"planed-done\", tally = \"x\" }}\ntarget = {{ op = \">\", value = 950, unit = \"percent\" }}\nperiod = \"month\"\nclause = \"jetro-2023/annex2#A\"\n\n[[item]]\nkey = \"B\"\nno = \"B\"\nnmae = {{ ja = \"い\", en = \"b\" }}\nmeasure = {{ kind = \"within-limit\", of = \"incident\", start = \"opened\", stop = \"closed\" }}\ntarget = {{ op = \">=\", value = 950, unit = \"percent\" }}\nwritten_formula = \"率＝期限内件÷対象件数×100\"\nperiod = \"monthly\"\nclause = \"annex2\"\n"
    );
    insta::assert_snapshot!(Catalogue::from_table("sla.toml", &source).unwrap_err());
}

#[test]
fn a_wrong_policy_table_is_told_everything_at_once() {
    let source = "[[policy]]\nid = \"empty-mnth\"\nvalue = \"met\"\nwhy = { ja = \"あ\", en = \"a\" }\n\n[[policy]]\nid = \"clock-basis\"\nvalue = \"head-ofice\"\nwhy = { ja = \"あ\", en = \"a\" }\n\n[[policy.item]]\nkeys = [\"S-4-7-1-9\"]\nvalue = \"always\"\nwhy = { ja = \"あ\", en = \"a\" }\n\n[[policy]]\nid = \"display-rounding\"\nvalue = \"half-up\"\nwhy = { ja = \"あ\", en = \"a\" }\n";
    let errors = policies_from_table("policy.toml", source, catalogue(), calendars()).unwrap_err();
    insta::assert_snapshot!(errors);
}

/// A share printed without × 100 was compared with a target in percent: 0.9 % and not met.
#[test]
fn a_share_against_a_target_in_percent_is_refused_with_the_way_out() {
    let table = |formulas: &str, unit: &str, value: &str| {
        format!(
            "{HEAD}\n[[item]]\nkey = \"A\"\nno = \"A\"\nname = {{ ja = \"あ\", en = \"a\" }}\nmeasure = {{ kind = \"planned-done\", tally = \"x\" }}\ntarget = {{ op = \">=\", value = {value}, unit = \"{unit}\" }}\nperiod = \"month\"\nclause = \"jetro-2023/annex2#A\"\n{formulas}\n"
        )
    };
    let told = |formulas: &str| match Catalogue::from_table("sla.toml", &table(formulas, "percent", "95")) {
        Ok(_) => String::new(),
        Err(errors) => errors.to_string(),
    };
    let printed = "written_formula = \"率＝実施数÷計画数\"";
    let refused = told(printed);
    assert!(refused.contains("a share between 0 and 1 and not a percentage"), "{refused}");
    assert!(refused.contains("state `intended_formula` with × 100"), "{refused}");
    // With what is meant beside what is printed it is read.
    assert_eq!(told(&format!("{printed}\nintended_formula = \"実施数÷計画数×100\"")), "");
    assert!(
        told(&format!("{printed}\nintended_formula = \"実施数÷計画数\"")).contains("write × 100 behind it")
    );
    for right in ["written_formula = \"実施数÷計画数×100\"", "written_formula = \"100×実施数÷計画数\"", ""]
    {
        assert_eq!(told(right), "", "{right}");
    }
}

/// A target in a unit that its measure does not have was compared all the same.
#[test]
fn a_target_is_in_the_unit_of_its_measure() {
    let table = include_str!("../../../keiyaku/contracts/jetro-2023/sla.toml");
    let wrong = [
        (
            r#"target = { op = ">=", value = 75, unit = "point" }"#,
            r#"target = { op = ">=", value = 175, unit = "point" }"#,
        ),
        (
            r#"target = { op = ">=", value = 95, unit = "percent" }"#,
            r#"target = { op = ">=", value = 95, unit = "second" }"#,
        ),
    ];
    let mut told = Vec::new();
    for (right, wrong) in wrong {
        assert!(table.contains(right), "{right}");
        let errors = Catalogue::from_table("sla.toml", &table.replacen(right, wrong, 1)).unwrap_err();
        told.extend(errors.problems.into_iter().map(|error| {
            format!(
                "{}{}",
                error.message.en,
                error.help.map_or_else(String::new, |help| format!("; {}", help.en))
            )
        }));
    }
    assert_eq!(
        told,
        [
            "target 175 lies above 100, the most that can be reached",
            "`second` is no unit of the measure `within-limit`; its unit is percent"
        ]
    );
}
