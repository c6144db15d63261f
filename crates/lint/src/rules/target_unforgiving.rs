//! A target that allows no miss at the expected volume.

use formula::{ContextLaw, ContextVerdict};
use provenance::{Severity, Text};
use rust_decimal::Decimal;
use sla::{Item, Target, Unit};

use crate::{Draft, Group, Material, Rule, Words, share};

pub(super) const RULE: Rule = Rule {
    id: "target-unforgiving",
    name: Words::new(
        "見込みの件数では1件の遅れも許されない",
        "a target that allows no miss at the expected volume",
    ),
    severity: Severity::Note,
    rationale: Words::new(
        "95％でも月6件なら1件の遅れで83％になり、実際には100％を求めている",
        "with 6 cases a month 95 % is missed by a single late one: it demands 100 %",
    ),
    authority: Words::new(
        "算術: 1件の遅れが許されるのは20件からである（95％の場合）",
        "arithmetic: at 95 % a single miss is allowed from 20 cases on",
    ),
    question: Some(Words::new("件数の少ない月をどう扱うか", "how is a month with few cases judged?")),
    group: Group::ServiceLevels,
    is_read: false,
    bad: &[
        (
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
        ),
        (
            "volumes.toml",
            r#"[[volume]]
item = "A-1"
cases = 6
why = { ja = "前年の実績", en = "last year's figure" }
"#,
        ),
    ],
    mended: &[("volumes.toml", "cases = 6", "cases = 20")],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for item in material.sla.items() {
        let Some(volume) = material.volume(item) else { continue };
        // A target of 100 % means that none may be late; it says so.
        let is_whole = |target: &Target| target.unit == Unit::Percent && target.value >= Decimal::ONE_HUNDRED;
        if item.target.as_ref().is_none_or(is_whole) {
            continue;
        }
        let broken = match share::in_context(material, item, |context| ContextLaw::Forgiving.judge(context)) {
            Some(ContextVerdict::Broken(text)) => Some(text),
            Some(_) | None => at_the_end(item, volume.cases),
        };
        let Some(text) = broken else { continue };
        let place = material.place("volumes.toml", "volume", "item", item.key.as_str());
        found.push(
            Draft::new(&item.key, text.ja, text.en)
                .at(place)
                .citing([&item.clause].into_iter().chain(&volume.clause)),
        );
    }
}

/// Of so few cases the place of a percentile is the last: the longest of them all.
fn at_the_end(item: &Item, cases: u64) -> Option<Text> {
    let percent = item.measure.percent().filter(|percent| *percent < Decimal::ONE_HUNDRED)?;
    let beyond = Decimal::ONE_HUNDRED.checked_sub(percent)?.checked_mul(cases.into())?;
    (beyond < Decimal::ONE_HUNDRED).then(|| {
        Text::new(
            format!("月{cases}件では{percent}％の件が収まる時間は最も長い件の時間であり、1件の超過も許されない"),
            format!("of {cases} cases a month the time of {percent} % of them is that of the longest: none may miss"),
        )
    })
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn a_percentile_of_few_cases_is_the_longest() {
        let measure = "{ kind = \"percentile\", percent = 95, of = \"incident\", start = [\"opened\"], stop = \"responded\" }";
        let target = "{ op = \"<=\", value = 4, unit = \"hour\" }";
        let row = item("A-1", &[("measure", measure), ("target", target), ("limit", "")]);
        let told = |cases: u32| {
            let volume =
                format!("[[volume]]\nitem = \"A-1\"\ncases = {cases}\nwhy = {{ ja = \"-\", en = \"-\" }}\n");
            subjects("target-unforgiving", &[("sla.toml", &row), ("volumes.toml", &volume)])
        };
        assert_eq!(told(19), ["A-1"]);
        assert!(told(20).is_empty());
    }
    #[test]
    fn nineteen_are_too_few_and_twenty_enough() {
        let volume = |cases: u32| {
            format!("[[volume]]\nitem = \"A-1\"\ncases = {cases}\nwhy = {{ ja = \"-\", en = \"-\" }}\n")
        };
        let told = |cases| {
            subjects(
                "target-unforgiving",
                &[("sla.toml", &item("A-1", &[])), ("volumes.toml", &volume(cases))],
            )
        };
        assert_eq!(told(19), ["A-1"]);
        assert!(told(20).is_empty());
    }
}
