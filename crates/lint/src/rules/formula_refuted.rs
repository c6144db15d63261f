//! A formula that a law refutes.

use crate::share;
use formula::{Formula, LawVerdict, MeanVerdict, Rate, RateScale, mean_verdict};
use provenance::Severity;
use sla::{Item, Unit};

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "formula-refuted",
    name: Words::new("法則に反する式", "a formula that a law refutes"),
    severity: Severity::Error,
    rationale: Words::new(
        "法則に反する式では、全件が期限内でも達成にならない等、式の結果が要求の意味と合わない",
        "a formula that breaks a law gives figures that do not mean what the target means, such as 0 % with all in time",
    ),
    authority: Words::new(
        "算術: 遵守率は0以上100以下で、全件が期限内なら100になる",
        "arithmetic: a rate lies between 0 and 100 and is 100 with all in time",
    ),
    question: Some(Words::new("式をどう改めるか", "how is the formula mended?")),
    group: Group::ServiceLevels,
    is_read: false,
    bad: &[(
        "sla.toml",
        r#"[[item]]
key = "A-1"
no = "A-1"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1"
written_formula = "（1-1ヶ月の発生件数÷1ヶ月の期限内件数）×100"
terms = { all = { ja = "1ヶ月の発生件数", en = "incidents" }, on-time = { ja = "1ヶ月の期限内件数", en = "in time" } }
"#,
    )],
    mended: &[(
        "sla.toml",
        r#"written_formula = "（1-1ヶ月の発生件数÷1ヶ月の期限内件数）×100""#,
        r#"written_formula = "1ヶ月の期限内件数÷1ヶ月の発生件数×100""#,
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for item in material.sla.items() {
        let printed = item.written.as_ref().map(|written| &written.formula);
        let computed = broken(item, &item.intended.formula);
        let draft = match (printed.and_then(|formula| broken(item, formula)), &computed) {
            (_, Some((laws, ja, en))) => Draft::new(
                &item.key,
                format!("採用した式が法則（{laws}）に反する: {ja}"),
                format!("the formula by which it is computed breaks {laws}: {en}"),
            ),
            // A printed formula that is mended hurts nobody's figure; it is still to be settled.
            (Some((laws, ja, en)), None) => Draft::new(
                &item.key,
                format!("印刷された式が法則（{laws}）に反する: {ja}。採用した式は反しない"),
                format!("the printed formula breaks {laws}: {en}; the one by which it is computed does not"),
            )
            .only(Severity::Warning),
            (None, None) => continue,
        };
        found.push(draft.at(material.place_of_item(item)).citing([&item.clause]));
    }
}

/// The laws that a formula of an item breaks, with the first month that shows it.
fn broken(item: &Item, formula: &Formula) -> Option<(String, String, String)> {
    let vocabulary = &item.intended.vocabulary;
    if let Some((total, count)) = item.measure.kind().yields.mean() {
        return match mean_verdict(formula, &total.into(), &count.into(), vocabulary) {
            MeanVerdict::Refuted(example) => Some(("mean".to_owned(), example.text.ja, example.text.en)),
            _ => None,
        };
    }
    let roles = share::roles(item)?;
    let mut laws = Vec::new();
    let mut first = None;
    let target = item.target.as_ref().filter(|target| target.unit == Unit::Percent);
    let rate = Rate::new(formula, &roles, vocabulary);
    // Its laws are those of its own scale.
    let scale = rate.own_scale().unwrap_or(RateScale::Percent);
    // A rate on another scale than its target, or than what it is compared with, is told as that.
    let rate = rate.on(if target.is_some() { RateScale::Percent } else { scale });
    if let Some(mismatch) = rate.other_scale() {
        laws.push("unit");
        first = Some(mismatch);
    }
    for (law, verdict) in rate.on(scale).verdicts() {
        if let LawVerdict::Refuted(example) = verdict {
            laws.push(law.id());
            first.get_or_insert(example.text);
        }
    }
    first.map(|text| (laws.join(", "), text.ja, text.en))
}

#[cfg(test)]
mod tests {
    use provenance::Severity;

    use crate::example::{item, linted, subjects};

    const PRINTED: &str = "\"（1-1ヶ月の発生件数÷1ヶ月の期限内件数）×100\"";
    const RIGHT: &str = "\"1ヶ月の期限内件数÷1ヶ月の発生件数×100\"";
    const TERMS: &str = "{ all = { ja = \"1ヶ月の発生件数\", en = \"incidents\" }, on-time = { ja = \"1ヶ月の期限内件数\", en = \"in time\" } }";

    #[test]
    fn a_mended_formula_is_a_warning_and_no_error() {
        let item =
            item("A-1", &[("written_formula", PRINTED), ("intended_formula", RIGHT), ("terms", TERMS)]);
        let parts = [("sla.toml", item.as_str())];
        assert!(subjects("formula-refuted", &parts).is_empty());
        let outcome = linted(&parts);
        let hit = outcome.hits.iter().find(|hit| hit.finding.rule.as_str() == "formula-refuted").unwrap();
        assert_eq!(hit.finding.severity, Severity::Warning);
    }
    #[test]
    fn a_share_against_a_target_in_percent_is_told_as_that() {
        let printed = "\"1ヶ月の期限内件数÷1ヶ月の発生件数\"";
        let item =
            item("A-1", &[("written_formula", printed), ("intended_formula", RIGHT), ("terms", TERMS)]);
        let outcome = linted(&[("sla.toml", item.as_str())]);
        let hit = outcome.hits.iter().find(|hit| hit.finding.rule.as_str() == "formula-refuted").unwrap();
        let message = &hit.finding.message.en;
        assert!(message.contains("a share between 0 and 1 and not a percentage"), "{message}");
        assert!(!message.contains("gives 1 %"), "{message}");
    }
    #[test]
    fn the_complement_of_a_rate_is_a_rate() {
        let written = "\"（1-（1ヶ月の発生件数-1ヶ月の期限内件数）÷1ヶ月の発生件数）×100\"";
        let item = item("A-1", &[("written_formula", written), ("terms", TERMS)]);
        assert!(subjects("formula-refuted", &[("sla.toml", &item)]).is_empty());
    }
}
