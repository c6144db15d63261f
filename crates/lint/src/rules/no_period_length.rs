//! A share in time without a time.

use provenance::Severity;
use sla::{Limit, Unstated};

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "no-period-length",
    name: Words::new("期限の長さの記載がない", "a share in time without a time"),
    severity: Severity::Warning,
    rationale: Words::new(
        "期限内の割合を求めながら期限がなければ、遅れた件を選べない",
        "a share of cases in time needs the time; without it no case is late",
    ),
    authority: Words::new(
        "慣行: 所要期間の遵守率には期間を定める",
        "common practice: a share in time states the time",
    ),
    question: Some(Words::new("何日・何時間以内とするか", "within how many hours or days?")),
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
limit = { agreed = "due" }
period = "month"
clause = "example/annex#A-1"
"#,
    )],
    mended: &[("sla.toml", r#"agreed = "due""#, r#"value = 4, unit = "hour""#)],
    check,
};

/// Names that promise a time.
const PROMISES: [&str; 3] = ["所要期間", "所要時間", "期限遵守"];

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for item in material.sla.items() {
        let is_agreed = matches!(item.limit, Some(Limit::Agreed { .. }));
        let promises = PROMISES.iter().any(|word| item.name.ja.contains(word));
        let has_clock = item.measure.clock().is_some();
        if is_agreed || (promises && !has_clock) || item.unstated.contains(&Unstated::PeriodLength) {
            let key = &item.key;
            found.push(
                Draft::new(
                    key,
                    format!("{key}は期限内の割合だが、期限の長さの記載がない"),
                    format!("{key} is a share in time, but states no time"),
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
    fn a_name_that_promises_a_time_and_a_measure_that_has_one_agree() {
        let named = ("name", "{ ja = \"完了所要期間遵守率\", en = \"share completed in time\" }");
        assert!(subjects("no-period-length", &[("sla.toml", &item("A-1", &[named]))]).is_empty());
        let planned = [named, ("measure", "{ kind = \"planned-done\", tally = \"t\" }"), ("limit", "")];
        assert_eq!(subjects("no-period-length", &[("sla.toml", &item("A-1", &planned))]), ["A-1"]);
    }
}
