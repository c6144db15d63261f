//! An item without a printed formula.

use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "no-formula",
    name: Words::new("式の記載がない", "an item without a printed formula"),
    severity: Severity::Note,
    rationale: Words::new(
        "式がなければ、分母と分子は測り方から推すほかない",
        "without a formula, what is divided by what is inferred from the measure",
    ),
    authority: Words::new(
        "慣行: 率や平均の項目には算出式を置く",
        "common practice: rates and means come with their formula",
    ),
    question: Some(Words::new(
        "測り方から導いた式でよいか",
        "does the formula derived from the measure hold?",
    )),
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
"#,
    )],
    mended: &[(
        "sla.toml",
        r#"clause = "example/annex#A-1""#,
        r#"clause = "example/annex#A-1"
written_formula = "1ヶ月の期限内件数÷1ヶ月の発生件数×100"
terms = { all = { ja = "1ヶ月の発生件数", en = "incidents" }, on-time = { ja = "1ヶ月の期限内件数", en = "in time" } }"#,
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for item in material.sla.items() {
        // What is merely counted or found needs no formula.
        if item.written.is_some() || !item.measure.kind().yields.is_computed() {
            continue;
        }
        let (key, derived) = (&item.key, item.measure.kind().formula);
        found.push(
            Draft::new(
                key,
                format!("{key}に算出式の記載がない。測り方から「{derived}」とした"),
                format!("{key} prints no formula; the measure gives `{derived}`"),
            )
            .at(material.place_of_item(item))
            .citing([&item.clause]),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn a_count_needs_none() {
        let count = item(
            "A-1",
            &[
                ("measure", "{ kind = \"count\", of = \"incident\" }"),
                ("target", "{ op = \"==\", value = 0, unit = \"count\" }"),
                ("limit", ""),
            ],
        );
        assert!(subjects("no-formula", &[("sla.toml", &count)]).is_empty());
    }
}
