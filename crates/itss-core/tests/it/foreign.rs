//! Another job category is data alone: a small standard of another trade.

use itss_core::{
    Alternative, AreasParts, BoundParts, CategoryParts, ComplexityParts, Duration, Evaluator, Evidence,
    FieldParts, IndicatorParts, Join, Known, Least, Metric, Named, Quantifier, Reading, Standard,
    StandardParts, Stated, Text, TierParts,
};

const SHARED: &str = r#"
[standard]
id = "gardeners"
name = { ja = "庭師", en = "gardeners" }
edition = "1"
[[role]]
id = "hand"
name = { ja = "手伝い", en = "hand" }
[[role]]
id = "head"
name = { ja = "親方", en = "head gardener" }
[[standing]]
id = "knows"
name = { ja = "知る", en = "knows" }
[[transfer]]
id = "apprentice"
name = { ja = "弟子", en = "apprentice" }
[[metric]]
id = "trees"
name = { ja = "木", en = "trees" }
[[metric]]
id = "risk"
name = { ja = "危険", en = "risk" }
steps = [{ id = "low", name = { ja = "低", en = "low" } }, { id = "high", name = { ja = "高", en = "high" } }]
[[examination]]
id = "guild"
name = { ja = "組合", en = "guild" }
[[reading]]
id = "pine-years"
default = "5"
values = ["5", "4"]
alternatives = [{ value = "4", indicator = "garden.pine.2", years = 4 }]
what = { ja = "年数", en = "years" }
clause = "gardeners/rules#pine"
"#;

const CATEGORY: &str = r#"
[category]
id = "garden"
name = { ja = "庭", en = "gardens" }
[[field]]
id = "garden.pine"
name = { ja = "松", en = "pines" }
conditions = [{ id = "old", name = { ja = "老木", en = "old trees" } }, { id = "slope", name = { ja = "斜面", en = "slopes" } }]
[[field.indicator]]
level = 2
role = "head"
years = 5
success = false
complexity = { k = 1, of = ["old", "slope"] }
sizes = [{ any = [{ metric = "trees", at_least = 30 }] }, { needs = 1, all = [{ metric = "risk", at_least = "high" }] }]
deemed_by = ["guild"]
readings = ["pine-years"]
areas = { quantifier = "any", standing = "knows", of = [{ id = "pruning", name = { ja = "剪定", en = "pruning" } }] }
transfer = 1
mentoring = false
source = "gardeners/rules#pine.2"
"#;

#[test]
fn a_standard_of_another_trade_is_evaluated_without_rust() {
    let standard = Standard::from_tables(("shared.toml", SHARED), &[("garden.toml", CATEGORY)])
        .unwrap_or_else(|errors| panic!("{errors}"));
    let stated = Stated::from_table(
        "person.toml",
        r#"
name = "松 太郎"
transfers = ["apprentice"]
[[engagement]]
title = "寺の庭"
field = "pine"
role = "head"
from = 2015-01-01
to = 2024-01-01
conditions = ["old"]
sizes = { trees = "31" }
[[area]]
field = "garden.pine"
area = "pruning"
standing = "knows"
"#,
    )
    .unwrap();
    let evidence = Evidence::new(&standard, &stated).unwrap();
    let evaluator = Evaluator::new(&standard, standard.default_readings());
    let level = evaluator.explain_in(&evidence, "pine", "2024-06-01".parse().unwrap()).unwrap();
    assert_eq!(level.reached.unwrap().level, 2);
    assert_eq!(level.judgements[0].verdict, Known::Met);
}

#[test]
fn mistakes_in_a_standard_are_told_with_their_place() {
    let wrong = CATEGORY
        .replace("role = \"head\"", "role = \"heads\"")
        .replace("metric = \"trees\"", "metric = \"tree\"")
        .replace("k = 1", "k = 3")
        .replace("transfer = 1", "transfer = 2");
    let errors =
        Standard::from_tables(("shared.toml", SHARED), &[("garden.toml", &wrong)]).unwrap_err().to_string();
    insta::assert_snapshot!(errors);
}

/// The same in code.
fn parts() -> StandardParts {
    let named = |id: &str, ja: &str, en: &str| Named::new(id, Text::new(ja, en));
    let metric = |id: &str, ja: &str, steps| Metric {
        id: id.to_owned(),
        name: Text::new(ja, id),
        unit: Text::default(),
        steps,
    };
    let bound = |metric: &str, at_least| BoundParts { metric: metric.to_owned(), at_least, below: None };
    let indicator = IndicatorParts {
        level: 2,
        role: "head".to_owned(),
        duration: Duration::Years(5),
        success: false,
        complexity: ComplexityParts {
            k: 1,
            of: vec!["old".to_owned(), "slope".to_owned()],
            mandatory: Vec::new(),
        },
        tiers: vec![
            TierParts { needs: 0, join: Join::Any, bounds: vec![bound("trees", Least::Number(30))] },
            TierParts {
                needs: 1,
                join: Join::All,
                bounds: vec![bound("risk", Least::Step("high".to_owned()))],
            },
        ],
        areas: AreasParts {
            quantifier: Quantifier::Any,
            standing: "knows".to_owned(),
            of: vec![named("pruning", "剪定", "pruning")],
        },
        transfer: 1,
        mentoring: false,
        deemed_by: vec!["guild".to_owned()],
        page: None,
        readings: vec!["pine-years".to_owned()],
        source: "gardeners/rules#pine.2".parse().unwrap(),
    };
    let reading = Reading {
        id: "pine-years".to_owned(),
        default: "5".to_owned(),
        values: vec!["5".to_owned(), "4".to_owned()],
        what: Text::new("年数", "years"),
        clause: "gardeners/rules#pine".parse().unwrap(),
        alternatives: vec![Alternative {
            value: "4".to_owned(),
            indicator: "garden.pine.2".to_owned(),
            years: Some(4),
            transfer: None,
        }],
    };
    let field = FieldParts {
        field: named("garden.pine", "松", "pines"),
        conditions: vec![named("old", "老木", "old trees"), named("slope", "斜面", "slopes")],
        indicators: vec![indicator],
    };
    StandardParts {
        roles: vec![named("hand", "手伝い", "hand"), named("head", "親方", "head gardener")],
        standings: vec![named("knows", "知る", "knows")],
        transfers: vec![named("apprentice", "弟子", "apprentice")],
        examinations: vec![named("guild", "組合", "guild")],
        metrics: vec![
            metric("trees", "木", Vec::new()),
            metric("risk", "危険", vec![named("low", "低", "low"), named("high", "高", "high")]),
        ],
        readings: vec![reading],
        categories: vec![CategoryParts { category: named("garden", "庭", "gardens"), fields: vec![field] }],
        ..StandardParts::new("gardeners", Text::new("庭師", "gardeners"), "1")
    }
}

fn read(shared: &str, category: &str) -> Result<Standard, Vec<(String, String, Option<Text>)>> {
    Standard::from_tables(("shared.toml", shared), &[("garden.toml", category)]).map_err(|errors| {
        let mut told: Vec<_> = errors
            .problems
            .into_iter()
            .map(|one| match one.file.as_str() {
                "shared.toml" => (one.path, one.message.en, one.help),
                // What stood before is told by its own path.
                _ => (
                    format!("category[1].{}", one.path),
                    one.message.en.replace("first at `", "first at `category[1]."),
                    one.help,
                ),
            })
            .collect();
        told.sort();
        told
    })
}

#[test]
fn what_tables_give_the_parts_give() {
    assert_eq!(Ok(Standard::checked(parts()).unwrap()), read(SHARED, CATEGORY));
}

#[test]
fn what_the_reader_refuses_the_parts_refuse_with_the_same_reasons() {
    type Mistake = (&'static str, &'static str, fn(&mut StandardParts));
    fn indicator(parts: &mut StandardParts) -> &mut IndicatorParts {
        &mut parts.categories[0].fields[0].indicators[0]
    }
    let mistakes: &[Mistake] = &[
        ("id = \"hand\"", "id = \"head\"", |p| p.roles[0].id = "head".to_owned()),
        ("id = \"risk\"", "id = \"trees\"", |p| p.metrics[1].id = "trees".to_owned()),
        ("id = \"low\"", "id = \"high\"", |p| p.metrics[1].steps[0].id = "high".to_owned()),
        ("default = \"5\"", "default = \"6\"", |p| p.readings[0].default = "6".to_owned()),
        ("value = \"4\"", "value = \"3\"", |p| p.readings[0].alternatives[0].value = "3".to_owned()),
        ("indicator = \"garden.pine.2\"", "indicator = \"garden.pine.3\"", |p| {
            p.readings[0].alternatives[0].indicator = "garden.pine.3".to_owned();
        }),
        ("role = \"head\"", "role = \"heads\"", |p| indicator(p).role = "heads".to_owned()),
        ("k = 1", "k = 3", |p| indicator(p).complexity.k = 3),
        ("\"slope\"] }\n", "\"slop\"] }\n", |p| indicator(p).complexity.of[1] = "slop".to_owned()),
        ("id = \"slope\"", "id = \"old\"", |p| {
            p.categories[0].fields[0].conditions[1].id = "old".to_owned();
        }),
        ("metric = \"trees\"", "metric = \"tree\"", |p| {
            indicator(p).tiers[0].bounds[0].metric = "tree".to_owned();
        }),
        ("at_least = 30", "at_least = \"many\"", |p| {
            indicator(p).tiers[0].bounds[0].at_least = Least::Step("many".to_owned());
        }),
        ("at_least = \"high\"", "at_least = 2", |p| {
            indicator(p).tiers[1].bounds[0].at_least = Least::Number(2);
        }),
        ("at_least = \"high\"", "at_least = \"hihg\"", |p| {
            indicator(p).tiers[1].bounds[0].at_least = Least::Step("hihg".to_owned());
        }),
        ("all = [{ metric = \"risk\", at_least = \"high\" }]", "all = []", |p| {
            indicator(p).tiers[1].bounds.clear()
        }),
        ("standing = \"knows\"", "standing = \"know\"", |p| indicator(p).areas.standing = "know".to_owned()),
        ("transfer = 1", "transfer = 2", |p| indicator(p).transfer = 2),
        ("deemed_by = [\"guild\"]", "deemed_by = [\"gild\"]", |p| {
            indicator(p).deemed_by[0] = "gild".to_owned()
        }),
        ("readings = [\"pine-years\"]", "readings = [\"pine-year\"]", |p| {
            indicator(p).readings[0] = "pine-year".to_owned();
        }),
    ];
    for (from, to, made) in mistakes {
        let matches = SHARED.matches(from).count() + CATEGORY.matches(from).count();
        assert_eq!(matches, 1, "{from}");
        let mut wrong = parts();
        made(&mut wrong);
        let mut told: Vec<_> = Standard::checked(wrong)
            .unwrap_err()
            .problems
            .into_iter()
            .map(|one| (one.path, one.message.en, one.help))
            .collect();
        told.sort();
        assert_eq!(Err(told), read(&SHARED.replace(from, to), &CATEGORY.replace(from, to)), "{from} -> {to}");
    }
    // A level that stands twice was the first alone, in silence.
    let mut twice = parts();
    let again = indicator(&mut twice).clone();
    twice.categories[0].fields[0].indicators.push(again);
    assert_eq!(
        Standard::checked(twice).unwrap_err().to_string(),
        "category[1].field[1].indicator[2].level: indicator `2` stands twice, first at `category[1].field[1].indicator[1]`; \
         keep one of them"
    );
}

#[test]
fn a_field_stands_in_one_category() {
    let shared = ("shared.toml", SHARED);
    let errors = Standard::from_tables(shared, &[("a.toml", CATEGORY), ("b.toml", CATEGORY)]).unwrap_err();
    assert!(
        errors
            .to_string()
            .contains("b.toml:6:6: field[1].id: field `garden.pine` stands in another category"),
        "{errors}"
    );
    let mut twice = parts();
    let again = twice.categories[0].clone();
    twice.categories.push(again);
    let errors = Standard::checked(twice).unwrap_err().to_string();
    assert!(
        errors.contains("category[2].field[1].id: field `garden.pine` stands in another category"),
        "{errors}"
    );
}
