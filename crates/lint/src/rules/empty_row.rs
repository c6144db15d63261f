//! A row without measure, target or site.

use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "empty-row",
    name: Words::new("要求のない行", "a row without measure, target or site"),
    severity: Severity::Warning,
    rationale: Words::new(
        "要求水準も測り方もない行、拠点の印のない業務は、守ったか否かを言えない",
        "of a row without target and measure, or work without a site, nobody can say whether it was kept",
    ),
    authority: Words::new(
        "慣行: 表の行には判定できる要求を置く",
        "common practice: each row of a table states something that can be judged",
    ),
    question: Some(Words::new("この行で何を求めるか", "what does the row demand?")),
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
[[item]]
key = "A-2"
no = "A-2"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "elsewhere", items = ["A-1"] }
period = "month"
clause = "example/annex#A-2"
"#,
    )],
    mended: &[(
        "sla.toml",
        r#"measure = { kind = "elsewhere", items = ["A-1"] }"#,
        r#"measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }"#,
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for item in material.sla.items() {
        if !item.measure.kind().yields.is_figure() && item.target.is_none() {
            let key = &item.key;
            found.push(
                Draft::new(
                    key,
                    format!("{key}には自らの測り方も要求水準もない"),
                    format!("{key} has neither a measure of its own nor a target"),
                )
                .at(material.place_of_item(item))
                .citing([&item.clause]),
            );
        }
    }
    for item in material.work_items().iter().filter(|item| item.sites.is_empty()) {
        let id = &item.id;
        found.push(
            Draft::new(
                id,
                format!("業務項目{id}にはどの拠点の印もない"),
                format!("work item {id} is marked for no site"),
            )
            .at(material.place_of_work(item))
            .citing([&item.clause]),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn a_row_measured_elsewhere_with_a_target_of_its_own_is_not_empty() {
        let elsewhere =
            item("A-2", &[("measure", "{ kind = \"elsewhere\", items = [\"A-1\"] }"), ("limit", "")]);
        let items = item("A-1", &[]) + &elsewhere;
        assert!(subjects("empty-row", &[("sla.toml", &items)]).is_empty());
    }
}
