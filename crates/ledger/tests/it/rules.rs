//! `ledger.toml`.

use std::collections::BTreeSet;

use ledger::{Check, CheckRule, Checks, Column, Kind, Rules, Sheet, Sheets, StocktakeGroup};
use proptest::prelude::*;
use provenance::{RuleId, Text};
use tables::PartErrors;

const REFERENCE: &str = include_str!("../../../keiyaku/contracts/jetro-2023/ledger.toml");

#[test]
fn the_reference_contract_has_a_ledger_of_every_kind() {
    let rules = Rules::from_table("ledger.toml", REFERENCE).unwrap_or_else(|errors| panic!("{errors}"));
    for kind in Kind::ALL {
        assert!(rules.sheets.sheet(*kind).is_some(), "no ledger of {kind}");
    }
    // Counted in the document. Item j lists 21 with the asset number itself; its conditions take five columns here.
    let named = |kind, item: &str| {
        let sheet = rules.sheets.sheet(kind).unwrap();
        let wanted = format!("jetro-2023/annex1#{item}");
        sheet.columns.iter().filter(|c| c.clause.as_ref().is_some_and(|c| c.to_string() == wanted)).count()
    };
    assert_eq!(named(Kind::Use, "2.2.k"), 13);
    assert_eq!(named(Kind::Distribution, "2.2.l"), 14);
    assert_eq!(named(Kind::Entitlement, "2.2.j"), 21 - 1 - 1 + 5);
    let months: Vec<u32> = rules.renewal.unwrap().steps.iter().map(|step| step.months).collect();
    assert_eq!(months, [3, 6]);
}

#[test]
fn every_check_is_the_name_of_a_rule() {
    for check in Check::ALL {
        assert!(check.word().parse::<RuleId>().is_ok(), "{check}");
    }
}

/// Something wrong of meaning: as a table's writer makes it, and as a program does.
struct Wrong {
    text: (&'static str, &'static str),
    parts: fn(&mut Parts),
}

/// Rules, with the ledgers and checks as lists.
struct Parts {
    rules: Rules,
    sheets: Vec<Sheet>,
    checks: Vec<CheckRule>,
}

impl Parts {
    fn of(rules: Rules) -> Self {
        Self {
            sheets: rules.sheets.iter().cloned().collect(),
            checks: rules.checks.iter().cloned().collect(),
            rules,
        }
    }

    fn column(&mut self, kind: Kind, field: &str) -> &mut Column {
        let sheet = self.sheets.iter_mut().find(|sheet| sheet.kind == kind).unwrap();
        sheet.columns.iter_mut().find(|column| column.field == field).unwrap()
    }

    fn group(&mut self, n: usize) -> &mut StocktakeGroup {
        &mut self.rules.stocktake.as_mut().unwrap().groups[n]
    }

    /// What is wrong, wherever it is found.
    fn problems(self) -> BTreeSet<(String, Text, Option<Text>)> {
        let told = |errors: PartErrors| {
            errors.problems.into_iter().map(|error| (error.path, error.message, error.help)).collect()
        };
        let sheets = Sheets::new(self.sheets.clone()).map_err(told);
        let checks = Checks::new(self.checks.clone()).map_err(told);
        // The means of a stock-take are held against the ledgers: those of the parts, whatever else is wrong with them.
        let rules = Rules { sheets: Sheets::default(), checks: Checks::default(), ..self.rules };
        let rules = match &sheets {
            Ok(sheets) => Rules { sheets: sheets.clone(), ..rules },
            Err(_) => rules,
        };
        let rules = rules.checked().map(|_| ()).map_err(told);
        let found: [Result<(), BTreeSet<_>>; 3] = [sheets.map(|_| ()), checks.map(|_| ()), rules];
        found.into_iter().filter_map(Result::err).flatten().collect()
    }
}

const WRONG: &[Wrong] = &[
    Wrong {
        text: ("field = \"term-to\",", "field = \"term-too\","),
        parts: |parts| parts.column(Kind::Entitlement, "term-to").field = "term-too".to_owned(),
    },
    Wrong {
        text: ("id = \"loan-overdue\"", "id = \"loan-conflict\""),
        parts: |parts| {
            let rule = parts.checks.iter_mut().find(|rule| rule.check == Check::LoanOverdue).unwrap();
            rule.check = Check::LoanConflict;
        },
    },
    Wrong {
        text: ("months = 3\n\n# Which", "months = 0\n\n# Which"),
        parts: |parts| parts.rules.stocktake.as_mut().unwrap().months = 0,
    },
    Wrong {
        text: ("month = 3\n", "month = 13\n"),
        parts: |parts| parts.rules.software_stocktake.as_mut().unwrap().month = 13,
    },
    Wrong {
        text: ("{ from_yen = 0, months = 3 }", "{ from_yen = 1, months = 3 }"),
        parts: |parts| parts.rules.renewal.as_mut().unwrap().steps[0].from_yen = 1,
    },
    Wrong {
        text: ("tax_percent = 10", "tax_percent = 101"),
        parts: |parts| parts.rules.renewal.as_mut().unwrap().tax_percent = 101,
    },
    Wrong {
        text: ("turnaround_days = 1\n", "turnaround_days = 367\n"),
        parts: |parts| parts.rules.loan.as_mut().unwrap().turnaround_days = 367,
    },
    Wrong {
        text: ("\"東京\", \"東京本部\"", "\"東京本部\", \"東京本部\""),
        parts: |parts| parts.group(0).offices[0] = "東京本部".to_owned(),
    },
    Wrong {
        text: ("id = \"by-mail\"", "id = \"by-sight\""),
        parts: |parts| parts.group(1).id = "by-sight".to_owned(),
    },
];

/// The one that needs the ledgers whole: it is tried by itself.
#[test]
fn means_of_a_stock_take_are_words_of_the_ledger() {
    let wrong = REFERENCE.replace("means = [\"seen\"]", "means = [\"sean\"]");
    let error = Rules::from_table("ledger.toml", &wrong).unwrap_err().to_string();
    assert!(error.contains("stocktake.group[1].means: `sean` is no word"), "{error}");
    assert!(error.contains("did you mean `seen`?"), "{error}");
    let mut parts = Parts::of(Rules::from_table("ledger.toml", REFERENCE).unwrap());
    parts.group(0).means = vec!["sean".to_owned()];
    assert_eq!(parts.problems().into_iter().next().unwrap().0, "stocktake.group[1].means");
}

#[test]
fn a_policy_that_stands_twice_is_refused() {
    let twice = REFERENCE
        .replace("id = \"near-of\"\nvalue = \"product\"", "id = \"software-kind\"\nvalue = \"product\"");
    let error = Rules::from_table("ledger.toml", &twice).unwrap_err().to_string();
    assert!(error.contains("policy `software-kind` stands twice"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// What is wrong of a table is wrong of a program's rules, by the same path, in the same words; and what one takes, the
    /// other takes.
    #[test]
    fn tables_and_programs_are_refused_alike(
        chosen in prop::collection::btree_set(0..WRONG.len(), 0..4),
        idle in prop_oneof![0_u32..3, 1_199_u32..1_202],
        near in prop_oneof![0_u32..3, 99_u32..102],
    ) {
        let mut text = REFERENCE.to_owned();
        let mut parts = Parts::of(Rules::from_table("ledger.toml", REFERENCE).unwrap());
        for wrong in chosen.iter().map(|n| &WRONG[*n]) {
            prop_assert!(text.contains(wrong.text.0), "{}", wrong.text.0);
            text = text.replacen(wrong.text.0, wrong.text.1, 1);
            (wrong.parts)(&mut parts);
        }
        text = text.replacen("months = 1\n", &format!("months = {idle}\n"), 1);
        parts.rules.idle.as_mut().unwrap().months = idle;
        let percent = parts.rules.near.as_ref().unwrap().percent;
        text = text.replacen(&format!("percent = {percent}\n"), &format!("percent = {near}\n"), 1);
        parts.rules.near.as_mut().unwrap().percent = near;
        let of_table = match Rules::from_table("ledger.toml", &text) {
            Ok(read) => {
                prop_assert_eq!(&read.clone().checked().unwrap(), &read);
                BTreeSet::new()
            }
            Err(errors) => errors.problems.into_iter().map(|one| (one.path, one.message, one.help)).collect(),
        };
        prop_assert_eq!(parts.problems(), of_table);
    }
}
