//! A company that judges people by levels of its own, with `itss-core` alone: what each level asks for stands in code.

use itss_core::{AreasParts, CategoryParts, Duration, Evaluator, Evidence, FieldParts};
use itss_core::{IndicatorParts, Named, Quantifier, Standard, StandardParts, Stated, StatedEngagement, Text};

pub(crate) fn main() -> Result<(), Box<dyn std::error::Error>> {
    let named = |id: &str| Named::new(id, Text::same(id));
    let mut parts = StandardParts::new("ours", Text::new("社内の水準", "our levels"), "2024");
    parts.roles = vec![named("member"), named("lead")];
    parts.standings = vec![named("knows")];
    let areas = AreasParts { quantifier: Quantifier::All, standing: "knows".to_owned(), of: Vec::new() };
    let mut lead = IndicatorParts::new(4, "leed", Duration::Years(2), areas, "ours/levels#4".parse()?);
    let asking = |lead: &IndicatorParts| {
        let field =
            FieldParts { field: named("ops"), conditions: Vec::new(), indicators: vec![lead.clone()] };
        let categories = vec![CategoryParts { category: named("it"), fields: vec![field] }];
        Standard::checked(StandardParts { categories, ..parts.clone() })
    };
    let Err(slip) = asking(&lead) else { return Err("a slip is told".into()) };
    println!("{slip}"); // category[1].field[1].indicator[1].role: there is no `leed`; did you mean `lead`?
    lead.role = "lead".to_owned();
    let standard = asking(&lead)?;

    let (field, role, from) = ("ops".to_owned(), "lead".to_owned(), "2021-04-01".parse()?);
    let work = StatedEngagement { field, role, from, ..StatedEngagement::default() };
    let person = Stated { name: "Asano".to_owned(), engagements: vec![work], ..Stated::default() };
    let evidence = Evidence::new(&standard, &person).map_err(|errors| format!("{errors:?}"))?;
    let evaluator = Evaluator::new(&standard, standard.default_readings());
    let level = evaluator.explain_in(&evidence, "ops", "2024-04-01".parse()?);
    assert_eq!(level.and_then(|level| level.reached).map(|reached| reached.level), Some(4));
    Ok(())
}
