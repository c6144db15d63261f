//! A target that cannot be met.

use crate::share;
use formula::{ContextLaw, ContextVerdict, Exact};
use provenance::Severity;
use sla::{Item, Operator, Unit};

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "target-unmeetable",
    name: Words::new("達成できない要求水準", "a target that cannot be met"),
    severity: Severity::Error,
    rationale: Words::new(
        "どの月にも達成できない要求水準は、履行でなく式や数の誤りを測る",
        "a target that no month can meet measures a slip in the contract, not the work",
    ),
    authority: Words::new("算術", "arithmetic"),
    question: Some(Words::new("要求水準をいくつとするか", "what is the target to be?")),
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
target = { op = "==", value = 95, unit = "percent" }
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
    mended: &[("sla.toml", "value = 95", "value = 100")],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for item in material.sla.items() {
        if let Some((ja, en)) = why(material, item) {
            let key = &item.key;
            found.push(
                Draft::new(
                    key,
                    format!("{key}の要求水準は達成できない: {ja}"),
                    format!("the target of {key} cannot be met: {en}"),
                )
                .at(material.place_of_item(item))
                .citing([&item.clause]),
            );
        }
    }
}

fn why(material: &Material<'_>, item: &Item) -> Option<(String, String)> {
    let target = item.target.as_ref()?;
    let words = |ja: &str, en: &str| Some((ja.to_owned(), en.to_owned()));
    let is_share = share::roles(item).is_some();
    // A mean, or the time of one case: no figure that is exactly something but by chance.
    let (is_mean, is_placed) =
        (item.measure.kind().yields.mean().is_some(), item.measure.percent().is_some());
    match target.operator {
        Operator::AtLeast => {
            match share::in_context(material, item, |context| ContextLaw::Attainable.judge(context))? {
                ContextVerdict::Broken(text) => Some((text.ja, text.en)),
                _ => None,
            }
        }
        Operator::AtMost if is_mean && target.value.is_zero() && target.unit.seconds().is_some() => {
            words("時間の平均が0になることはない", "a mean of times is never 0")
        }
        Operator::AtMost if is_placed && target.value.is_zero() => {
            words("時間が0の件はない", "no case takes no time at all")
        }
        Operator::Equal if is_placed => words(
            "ある件の時間がちょうどその値になることは期待できない",
            "the time of a case is exactly that value but by chance",
        ),
        Operator::Equal if is_mean => words(
            "平均がちょうどその値になることは期待できない",
            "no mean is exactly that value but by chance",
        ),
        Operator::Equal if is_share && target.unit == Unit::Percent => {
            // Of n cases, k in time is exactly the target only where n × target ÷ 100 is whole.
            let cases = material.volume(item)?.cases;
            let wanted = target.exact_value();
            let is_share = Exact::from(0) <= wanted && wanted <= Exact::from(100);
            let in_time = Exact::ratio(cases, 100).map(|hundredth| hundredth * wanted);
            if is_share && in_time.is_some_and(|in_time| in_time.is_whole()) {
                return None;
            }
            let value = target.value;
            Some((
                format!("{cases}件ではちょうど{value}％になる件数がない"),
                format!("of {cases} cases no number is exactly {value} %"),
            ))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn no_case_takes_no_time_and_none_takes_exactly_so_much() {
        let told = |target: &str| {
            let measure = "{ kind = \"maximum-duration\", of = \"incident\", start = [\"opened\"], stop = \"responded\" }";
            let row = item("A-1", &[("measure", measure), ("target", target), ("limit", "")]);
            subjects("target-unmeetable", &[("sla.toml", &row)])
        };
        assert_eq!(told("{ op = \"<=\", value = 0, unit = \"hour\" }"), ["A-1"]);
        assert_eq!(told("{ op = \"==\", value = 1, unit = \"hour\" }"), ["A-1"]);
        assert!(told("{ op = \"<=\", value = 1, unit = \"second\" }").is_empty());
    }
    #[test]
    fn exactly_half_of_six_can_be_met_and_of_five_cannot() {
        let half = item("A-1", &[("target", "{ op = \"==\", value = 50, unit = \"percent\" }")]);
        let volume = |cases: u32| {
            format!("[[volume]]\nitem = \"A-1\"\ncases = {cases}\nwhy = {{ ja = \"-\", en = \"-\" }}\n")
        };
        let told =
            |cases| subjects("target-unmeetable", &[("sla.toml", &half), ("volumes.toml", &volume(cases))]);
        assert!(told(6).is_empty());
        assert_eq!(told(5), ["A-1"]);
    }
    /// Only the first 100,000 of a volume were looked through.
    #[test]
    fn regression_a_share_of_a_great_volume_is_found() {
        let target = "{ op = \"==\", value = 60, unit = \"percent\" }";
        let items = item("A-1", &[("target", target)]);
        let volume = "[[volume]]\nitem = \"A-1\"\ncases = 4000000\nwhy = { ja = \"-\", en = \"-\" }\n";
        assert!(subjects("target-unmeetable", &[("sla.toml", &items), ("volumes.toml", volume)]).is_empty());
    }
    #[test]
    fn a_lower_bound_of_a_hundred_can_be_met() {
        let all = item("A-1", &[("target", "{ op = \">=\", value = 100, unit = \"percent\" }")]);
        assert!(subjects("target-unmeetable", &[("sla.toml", &all)]).is_empty());
    }
}
