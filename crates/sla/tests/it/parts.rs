//! Catalogues and policies put together by a program: the same as from tables, and refused by the same rules.

use std::collections::BTreeSet;

use super::{
    fixture,
    fixture::name,
    service::{TABLE, calendars, catalogue},
};
use proptest::prelude::*;
use provenance::Text;
use rust_decimal::Decimal;
use sla::{
    Catalogue, CatalogueParts, ClockBasis, Condition, Elsewhere, ItemParts, Limit, MeanScore, Percentile,
    Policies, Revision, Share, Takes, Unit, WithinLimit, policies_from_table,
};

#[test]
fn a_catalogue_put_together_from_its_parts_is_the_same() {
    let examples = include_str!("../../../keiyaku/contracts/examples/measures/sla.toml");
    let examples = Catalogue::from_table("sla.toml", examples).unwrap();
    for read in [fixture::catalogue(), catalogue(), &examples] {
        let made = Catalogue::new(read.parts()).unwrap();
        assert_eq!(made, *read);
        assert_eq!(made.parts(), read.parts());
    }
    // General grounds are the catalogue's, and are not mistaken for the items' own.
    let parts = catalogue().parts();
    assert_eq!((parts.exclusions.len(), parts.items[0].exclusions.len()), (1, 2));
    assert_eq!(catalogue().item("W").unwrap().exclusions.len(), 3);
}

/// The place of an item in the table.
const W: usize = 0;
const N: usize = 1;
const D: usize = 2;
const P: usize = 4;
const S: usize = 6;
const T: usize = 9;
const Q: usize = 10;
const X: usize = 11;

/// Something wrong of meaning: as a table's writer makes it, and as a program does.
struct Wrong {
    text: (&'static str, &'static str),
    parts: fn(&mut CatalogueParts),
}

fn item(parts: &mut CatalogueParts, n: usize) -> &mut ItemParts {
    &mut parts.items[n]
}

fn within(parts: &mut CatalogueParts, n: usize) -> WithinLimit {
    let measure = format!("{:?}", item(parts, n).measure);
    assert!(measure.starts_with("WithinLimit"));
    let (population, clock) = (
        item(parts, n).measure.reads().cases().unwrap().clone(),
        item(parts, n).measure.clock().unwrap().clone(),
    );
    WithinLimit { population, clock }
}

const WRONG: &[Wrong] = &[
    Wrong {
        text: (
            r#"target = { op = ">=", value = 80, unit = "percent" }"#,
            r#"target = { op = ">=", value = 800, unit = "percent" }"#,
        ),
        parts: |parts| item(parts, W).target.as_mut().unwrap().value = Decimal::from(800),
    },
    Wrong {
        text: (r#"limit = { value = 4, unit = "hour" }"#, r#"limit = { value = 0, unit = "count" }"#),
        parts: |parts| {
            item(parts, W).limit = Some(Limit::Fixed { value: Decimal::ZERO, unit: Unit::Count });
        },
    },
    Wrong {
        text: (
            "written_formula = \"率＝期限内の件数÷対象の件数×100\"",
            "written_formula = \"率＝期限内の件数÷対象の件数\"",
        ),
        parts: |parts| item(parts, W).written_formula = Some("率＝期限内の件数÷対象の件数".into()),
    },
    Wrong {
        text: ("terms = { on-time = ", "terms = { on-tme = "),
        parts: |parts| {
            let terms = &mut item(parts, W).terms;
            terms.iter_mut().find(|term| term.id == "on-time").unwrap().id = "on-tme".into();
        },
    },
    Wrong {
        text: (
            "id = \"supplier\"\nname = { ja = \"納入者待ち\"",
            "id = \"suplier\"\nname = { ja = \"納入者待ち\"",
        ),
        parts: |parts| item(parts, W).exclusions[0].takes = Takes::Time(name("suplier")),
    },
    Wrong {
        text: (r#"when = [{ attribute = "class", is = ["test"] }]"#, r#"when = [{ attribute = "class" }]"#),
        parts: |parts| {
            item(parts, W).exclusions[1].when =
                vec![Condition::Is { attribute: name("class"), values: vec![] }];
        },
    },
    Wrong {
        text: ("effective = \"2024-07\"\nlimit = { value = 2, unit = \"hour\" }", "effective = \"2024-07\""),
        parts: |parts| item(parts, W).revisions[0].limit = None,
    },
    Wrong {
        text: (r#"limit = { value = 1, unit = "day" }"#, ""),
        parts: |parts| item(parts, N).limit = None,
    },
    Wrong { text: ("key = \"N\"", "key = \"D\""), parts: |parts| item(parts, N).key = "D".parse().unwrap() },
    Wrong {
        text: (
            "clause = \"example/main#3\"\n",
            "clause = \"example/main#3\"\n[[item.revision]]\neffective = \"2024-08\"\ntarget = { op = \"<=\", value = -1, unit = \"hour\" }\nreason = { ja = \"あ\", en = \"a\" }\nclause = \"example/main#1\"\n[[item.revision]]\neffective = \"2024-08\"\nlimit = { value = 2, unit = \"hour\" }\nreason = { ja = \"あ\", en = \"a\" }\nclause = \"example/main#1\"\n",
        ),
        parts: |parts| {
            let revision = |target, limit| Revision {
                effective: "2024-08".parse().unwrap(),
                target,
                limit,
                reason: Text::new("あ", "a"),
                clause: "example/main#1".parse().unwrap(),
            };
            let target =
                sla::Target { operator: sla::Operator::AtMost, value: Decimal::from(-1), unit: Unit::Hour };
            let limit = Limit::Fixed { value: Decimal::TWO, unit: Unit::Hour };
            item(parts, D).revisions = vec![revision(Some(target), None), revision(None, Some(limit))];
        },
    },
    Wrong {
        text: (
            r#"target = { op = "<=", value = 6, unit = "hour" }"#,
            r#"target = { op = "<=", value = 6, unit = "point" }"#,
        ),
        parts: |parts| item(parts, P).target.as_mut().unwrap().unit = Unit::Point,
    },
    Wrong {
        text: (r#"{ attribute = "class", is_not = ["soft"] }"#, r#"{ attribute = "class", is_not = [] }"#),
        parts: |parts| {
            let population = item(parts, S).measure.reads().cases().unwrap().clone();
            let (start, having) = (
                vec![name("opened")],
                vec![
                    Condition::Reached { mark: name("closed") },
                    Condition::Is { attribute: name("class"), values: vec!["hard".into()] },
                ],
            );
            let conditions = vec![Condition::Is { attribute: name("class"), values: vec![] }];
            let population = sla::Selector { conditions, ..population };
            item(parts, S).measure = Share { population, start, having, settled: name("archived") }.into();
        },
    },
    Wrong {
        text: ("intended_formula = \"実施数÷計画数×100\"", "intended_formula = \"実施数÷計画数\""),
        parts: |parts| item(parts, T).intended_formula = Some("実施数÷計画数".into()),
    },
    Wrong {
        text: ("written_formula = \"率＝計画数÷実施数\"", "written_formula = \"率＝計画÷÷実施数\""),
        parts: |parts| item(parts, T).written_formula = Some("率＝計画÷÷実施数".into()),
    },
    Wrong {
        text: (r#"questions = [{ ja = "問", en = "question" }]"#, "questions = []"),
        parts: |parts| {
            let scale = match item(parts, Q).measure.reads() {
                sla::Reads::Answers { scale, .. } => scale.to_vec(),
                _ => unreachable!(),
            };
            item(parts, Q).measure = MeanScore { survey: name("yearly"), questions: vec![], scale }.into();
        },
    },
    Wrong {
        text: (r#"target = { op = ">=", value = 75, unit = "point" }"#, ""),
        parts: |parts| item(parts, Q).target = None,
    },
    Wrong {
        text: (r#"items = ["W", "N"]"#, r#"items = ["WW"]"#),
        parts: |parts| item(parts, X).measure = Elsewhere { items: vec!["WW".parse().unwrap()] }.into(),
    },
    Wrong {
        text: (
            "id = \"client-fault\"\n",
            "id = \"client-fault\"\nwhen = [{ attribute = \"class\", is = [] }]\n",
        ),
        parts: |parts| {
            parts.exclusions[0].when = vec![Condition::Is { attribute: name("class"), values: vec![] }];
        },
    },
];

type Told = BTreeSet<(String, Text, Option<Text>)>;

fn told(wrong: &[&Wrong]) -> (Told, Told) {
    let (mut table, mut parts) = (TABLE.to_owned(), catalogue().parts());
    for wrong in wrong {
        assert!(table.contains(wrong.text.0), "{}", wrong.text.0);
        table = table.replacen(wrong.text.0, wrong.text.1, 1);
        (wrong.parts)(&mut parts);
    }
    let by_table = match Catalogue::from_table("sla.toml", &table) {
        Ok(_) => Told::new(),
        Err(errors) => errors.problems.into_iter().map(|one| (one.path, one.message, one.help)).collect(),
    };
    let by_parts = match Catalogue::new(parts) {
        Ok(_) => Told::new(),
        Err(errors) => errors.problems.into_iter().map(|one| (one.path, one.message, one.help)).collect(),
    };
    (by_table, by_parts)
}

#[test]
fn whatever_is_wrong_of_meaning_a_program_is_told_like_a_table() {
    for wrong in WRONG {
        let (by_table, by_parts) = told(&[wrong]);
        assert!(!by_table.is_empty(), "nothing is wrong with {}", wrong.text.1);
        assert_eq!(by_table, by_parts, "{}", wrong.text.1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn all_that_is_wrong_is_told_at_once(chosen in prop::collection::vec(any::<bool>(), WRONG.len())) {
        let wrong: Vec<&Wrong> = WRONG.iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(wrong, _)| wrong).collect();
        let (by_table, by_parts) = told(&wrong);
        prop_assert_eq!(by_table, by_parts);
    }
}

/// What a program can say and no table can: each is refused with the table's words.
#[test]
fn what_no_type_forbids_is_refused() {
    let refused = |change: fn(&mut CatalogueParts)| {
        let mut parts = catalogue().parts();
        change(&mut parts);
        Catalogue::new(parts).unwrap_err().to_string()
    };
    assert_eq!(
        refused(|parts| {
            let mut measure = within(parts, W);
            measure.clock.start.clear();
            item(parts, W).measure = measure.into();
        }),
        "item[1].measure.start: must name the mark that starts it; write `start = [\"occurred\"]`"
    );
    assert_eq!(
        refused(|parts| item(parts, X).measure = Elsewhere { items: vec![] }.into()),
        "item[12].measure.items: must name the items that measure it"
    );
    // A percentile is checked where it is made.
    let timed = sla::Timed {
        population: within(&mut catalogue().parts(), W).population,
        clock: within(&mut catalogue().parts(), W).clock,
        abandoned: None,
    };
    assert!(Percentile::new(timed, Decimal::ZERO).is_err());
}

#[test]
fn policies_put_together_are_those_of_the_table() {
    let table = r#"
[[policy]]
id = "clock-basis"
value = "office"
clause = "example/main#1"
why = { ja = "執務時間", en = "office hours" }
[[policy.item]]
keys = ["P", "L"]
value = "always"
why = { ja = "常時", en = "always" }
[[policy]]
id = "boundary"
value = "late"
why = { ja = "合意", en = "agreed" }
"#;
    let made = |office: &str, item: &str| {
        let mut policies = Policies::default();
        let calendar = ClockBasis::Calendar(office.parse().unwrap());
        let why = Text::new("執務時間", "office hours");
        assert!(
            policies.clock_basis.choose(calendar, Some("example/main#1".parse().unwrap()), why).is_none()
        );
        for key in ["P", item] {
            policies.clock_basis.choose_for(
                key.parse().unwrap(),
                ClockBasis::Always,
                Text::new("常時", "always"),
            );
        }
        policies.boundary.choose(sla::Boundary::Late, None, Text::new("合意", "agreed"));
        policies.checked(catalogue(), calendars())
    };
    let read = policies_from_table("policy.toml", table, catalogue(), calendars()).unwrap();
    assert_eq!(made("office", "L").unwrap(), read);
    let wrong = table.replace("\"office\"", "\"ofice\"").replace("\"L\"", "\"LL\"");
    let by_table = policies_from_table("policy.toml", &wrong, catalogue(), calendars()).unwrap_err();
    let by_parts = made("ofice", "LL").unwrap_err();
    let by_table: BTreeSet<_> = by_table.problems.into_iter().map(|one| (one.message, one.help)).collect();
    assert_eq!(
        by_table,
        by_parts.problems.iter().map(|one| (one.message.clone(), one.help.clone())).collect()
    );
    assert_eq!(
        by_parts.to_string(),
        "policy.clock-basis.value: there is no calendar `ofice`; did you mean `office`?\n\
         policy.clock-basis.item.LL.keys: there is no item `LL`; did you mean `L`?"
    );
    // The same stated twice: the first comes back.
    let mut policies = Policies::default();
    policies.boundary.choose(sla::Boundary::Late, None, Text::same("once"));
    let former = policies.boundary.choose(sla::Boundary::InTime, None, Text::same("twice")).unwrap();
    assert_eq!(former.value, sla::Boundary::Late);
}

/// A row with a wrong formula was told, and then each row that points at it was told that there is no such item.
#[test]
fn regression_a_row_that_cannot_be_read_is_still_there() {
    let table = TABLE.replacen("率＝期限内の件数÷対象の件数×100", "率＝期限内の件数÷÷対象の件数", 1);
    let errors = Catalogue::from_table("sla.toml", &table).unwrap_err();
    assert_eq!(errors.problems.len(), 1, "{errors}");
    assert_eq!(errors.problems[0].path, "item[1].written_formula");
}
