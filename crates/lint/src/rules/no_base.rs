//! A percentage without its base.

use provenance::Severity;
use sla::{Unit, Unstated};

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "no-base",
    name: Words::new("百分率の母数がない", "a percentage without its base"),
    severity: Severity::Warning,
    rationale: Words::new(
        "何に対する百分率か分からなければ、100％も95％も意味を持たない",
        "a percentage of what is not said means nothing",
    ),
    authority: Words::new("慣行: 百分率には母数を記す", "common practice: a percentage names what it is of"),
    question: Some(Words::new("何に対する百分率か", "a percentage of what?")),
    group: Group::ServiceLevels,
    is_read: false,
    bad: &[(
        "sla.toml",
        r#"[[item]]
key = "A-1"
no = "A-1"
name = { ja = "台帳の棚卸し", en = "stock-take of the ledger" }
measure = { kind = "planned-done", tally = "report" }
target = { op = ">=", value = 95, unit = "percent" }
period = "month"
clause = "example/annex#A-1"
"#,
    )],
    mended: &[(
        "sla.toml",
        r#""台帳の棚卸し", en = "stock-take of the ledger""#,
        r#""報告の実施率", en = "share of reports given""#,
    )],
    check,
};

/// Names of a rate, in both languages.
const RATES: [&str; 8] = ["率", "割合", "％", "%", "rate", "share", "percent", "ratio"];

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for item in material.sla.items() {
        let is_percent = item.target.as_ref().is_some_and(|target| target.unit == Unit::Percent);
        let is_named = RATES.iter().any(|word| item.name.ja.contains(word));
        // The cases in time are of all cases; what is planned must be said by a name or a formula.
        let is_open = item.measure.reads().tally().is_some() && item.written.is_none() && !is_named;
        if (is_percent && is_open) || item.unstated.contains(&Unstated::Base) {
            let key = &item.key;
            found.push(
                Draft::new(
                    key,
                    format!("{key}は百分率だが、何に対するものか記載がない"),
                    format!("{key} is a percentage, but of what is not said"),
                )
                .at(material.place_of_item(item))
                .citing([&item.clause]),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn a_share_of_cases_is_of_all_cases_whatever_its_name() {
        let row = item("A-1", &[("name", "{ ja = \"初動\", en = \"responses\" }")]);
        assert!(subjects("no-base", &[("sla.toml", &row)]).is_empty());
    }
}
