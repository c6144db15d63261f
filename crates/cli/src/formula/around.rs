//! What stands around a formula in its contract: how rounding and small numbers bear on it, and how what is printed differs
//! from what is computed.

use std::collections::BTreeMap;

use escape::Lines;
use keiyaku::{
    formula::{
        Comparison, Context, ContextLaw, ContextVerdict, Exact, Formula, MeanVerdict, Month, Outcome, Roles,
        RoundedTo, Rounding, Units, Vocabulary, compare, first_rounding_slip, mean_verdict,
        smallest_volume_with_misses,
    },
    provenance::{Language, Text},
    sla::{DisplayMode, Item, Operator, PolicyId, Target, Unit},
};
use serde_json::{Value, json};

use super::{texts, verdicts::mean_words};

/// What is found around the formulas of a contract.
pub(super) struct Around {
    /// Months in which the printed and the computed formula of an item differ.
    differences: Vec<Difference>,
    /// Of each item that is a mean, and each of its formulas, whether it is one.
    means: Vec<(String, &'static str, MeanVerdict)>,
    /// Whether the law of a mean is refuted. A law of the contract that is broken does not count here: it tells what
    /// the contract leaves open, such as rounding, and no formula that is wrong.
    pub(super) is_refuted: bool,
    /// Laws that formulas break in their contract, each with the items.
    broken: BTreeMap<(ContextLaw, Text), Vec<String>>,
}

impl Around {
    pub(super) fn of(contract: &keiyaku::Contract, only_computed: bool) -> Self {
        let mut found =
            Self { differences: Vec::new(), means: Vec::new(), is_refuted: false, broken: BTreeMap::new() };
        for item in contract.catalogue().items() {
            let vocabulary = &item.intended.vocabulary;
            if let Some((total, count)) = item.measure.kind().yields.mean() {
                let printed = item.written.as_ref().map(|written| ("printed", &written.formula));
                for (reading, formula) in printed
                    .into_iter()
                    .filter(|_| !only_computed)
                    .chain([("computed", &item.intended.formula)])
                {
                    let verdict = mean_verdict(formula, &total.into(), &count.into(), vocabulary);
                    found.is_refuted |= matches!(verdict, MeanVerdict::Refuted(_));
                    found.means.push((item.key.to_string(), reading, verdict));
                }
            }
            let Some((part, all)) = item.measure.kind().yields.share() else { continue };
            let roles = Roles { all: all.into(), on_time: part.into(), late: None };
            if let Some(written) = &item.written
                && let Comparison::DifferIn { month, first: printed, second: computed } =
                    compare(&written.formula, &item.intended.formula, &roles, vocabulary)
            {
                let mut months = vec![(month, printed, computed)];
                // Where the first month has no value, a wrong figure is still to be shown, and an absurd one.
                let is_absurd = |figure: &Exact| *figure < Exact::from(0) || *figure > Exact::from(100);
                let with = |keep: &dyn Fn(&Exact) -> bool| {
                    first_of_values(&written.formula, &item.intended.formula, &roles, vocabulary, keep)
                };
                for further in [with(&|_| true), with(&is_absurd)].into_iter().flatten() {
                    if months.iter().all(|(month, _, _)| *month != further.0) {
                        months.push(further);
                    }
                }
                found.differences.push(Difference {
                    key: item.key.to_string(),
                    counted: counted(vocabulary, all),
                    months: months
                        .iter()
                        .map(|(month, printed, computed)| difference(*month, printed, computed))
                        .collect(),
                });
            }
            found.in_contract(contract, item, &roles);
        }
        found
    }

    fn in_contract(&mut self, contract: &keiyaku::Contract, item: &Item, roles: &Roles) {
        let target = item.target.as_ref().filter(|target| target.operator == Operator::AtLeast);
        let target = target.map(Target::exact_value);
        let units =
            item.measure.kind().operands.iter().fold(Units::new(), |units, operand| match operand.part_of {
                Some(whole) => units.with_part(operand.id, whole),
                None => units,
            });
        let rounding = contract.policies().display_rounding.of(Some(&item.key));
        let rounding = Some(RoundedTo { places: rounding.places, mode: rounding_of(rounding.mode) });
        let context = Context {
            formula: &item.intended.formula,
            roles,
            vocabulary: &item.intended.vocabulary,
            units: &units,
            target: target.as_ref(),
            says_empty_month: contract.policies().stated(PolicyId::EmptyMonth).is_some(),
            rounding,
            volume: None,
        };
        for law in ContextLaw::ALL {
            if let ContextVerdict::Broken(why) = law.judge(&context) {
                self.broken.entry((law, why)).or_default().push(item.key.to_string());
            }
        }
    }

    pub(super) fn text(&self, language: Language) -> Lines {
        let mut text = Lines::default();
        text.blank();
        for Difference { key, counted, months } in &self.differences {
            for difference in months {
                let (counted, difference) = (counted.in_language(language), difference.in_language(language));
                text.line(format_args!("{key} ({counted}): {difference}"));
            }
        }
        for (key, of, verdict) in &self.means {
            let (word, why) = mean_words(verdict);
            let (of, why) = (texts::reading(of, language), why.in_language(language).to_owned());
            text.line(format_args!("{key} {of} mean: {word} ({why})"));
        }
        for ((law, why), keys) in &self.broken {
            text.line(format_args!("{} {}: {}", law.id(), why.in_language(language), keys.join(", ")));
        }
        text
    }

    pub(super) fn json(&self) -> Vec<Value> {
        let differences = self.differences.iter().map(|difference| {
            json!({
                "item": difference.key, "counted": difference.counted,
                "first_difference": difference.months.first(), "differences": difference.months,
            })
        });
        let means = self.means.iter().map(|(key, of, verdict)| {
            let (word, why) = mean_words(verdict);
            json!({ "item": key, "reading": of, "law": "mean", "verdict": word, "text": why })
        });
        let broken = self.broken.iter().map(
            |((law, why), keys)| json!({ "law": law.id(), "verdict": "broken", "text": why, "items": keys }),
        );
        differences.chain(means).chain(broken).collect()
    }
}

/// Where the printed and the computed formula of an item differ.
pub(super) struct Difference {
    key: String,
    /// What the item counts.
    counted: Text,
    /// The first month in which they differ, the first in which both have a value and differ, and the first in which
    /// the printed one then lies outside 0 to 100; each once.
    months: Vec<Text>,
}

/// What an item counts: the name of all its cases.
pub(super) fn counted(vocabulary: &Vocabulary, all: &str) -> Text {
    let term = vocabulary.term(&all.into());
    let ja = term.and_then(|term| term.ja.first()).map_or(all, String::as_str);
    let en = term.and_then(|term| term.en.first()).map_or(ja, String::as_str);
    Text::new(ja, en)
}

/// How many cases a month may have while one is looked for in which two formulas have different values.
pub(super) const SEARCHED: u64 = 40;

/// The smallest month in which both formulas have a value and differ, and the printed one's is to be kept.
pub(super) fn first_of_values(
    printed: &Formula,
    computed: &Formula,
    roles: &Roles,
    vocabulary: &Vocabulary,
    keep: &dyn Fn(&Exact) -> bool,
) -> Option<(Month, Outcome, Outcome)> {
    let months =
        (1..=SEARCHED).flat_map(|all| (0..=all).map(move |on_time| Month { on_time, late: all - on_time }));
    months
        .map(|month| {
            let operands = roles.operands(month);
            (month, printed.evaluate(&operands, vocabulary), computed.evaluate(&operands, vocabulary))
        })
        .find(|(_, a, b)| {
            a.defined().is_some_and(keep) && b.defined().is_some() && a.defined() != b.defined()
        })
}

/// A month in which two formulas differ, in plain words.
pub(super) fn difference(month: Month, printed: &Outcome, computed: &Outcome) -> Text {
    let shown = |outcome: &Outcome| match outcome {
        Outcome::Defined(value) => {
            let digits = value.to_figure_string();
            Text::new(format!("{digits}％"), format!("{digits} %"))
        }
        Outcome::Undefined(_) => Text::new("値なし", "no value"),
    };
    let (printed, computed) = (shown(printed), shown(computed));
    let (all, good) = (month.all(), month.on_time);
    Text::new(
        format!(
            "全{all}件のうち期限内が{good}件の月に、印刷された式は{}、採用した式は{}",
            printed.ja, computed.ja
        ),
        format!(
            "in a month with {all} {} of which {good} in time the printed formula gives {}, the computed one {}",
            if all == 1 { "case" } else { "cases" },
            printed.en,
            computed.en
        ),
    )
}

/// For a lower bound the cautious mode rounds down.
pub(super) fn rounding_of(mode: DisplayMode) -> Rounding {
    match mode {
        DisplayMode::Fixed(rounding) => rounding,
        DisplayMode::Cautious => Rounding::Down,
    }
}

/// What the targets in percent mean at small numbers, a line a target.
pub(super) fn small_numbers(items: &[Item], language: Language) -> Lines {
    let mut targets: Vec<&Target> = items.iter().filter_map(|item| item.target.as_ref()).collect();
    targets.retain(|target| target.unit == Unit::Percent && target.operator == Operator::AtLeast);
    targets.sort_by_key(|target| target.value);
    targets.dedup_by_key(|target| target.value);
    let mut text = Lines::default();
    text.blank();
    for target in targets {
        let exact = target.exact_value();
        let volume = smallest_volume_with_misses(&exact, 1);
        let slip = first_rounding_slip(&exact, 0, Rounding::HalfUp);
        let value = target.value;
        let mut line = match (language, volume) {
            (Language::Ja, Some(volume)) => format!("{value}%: {volume}件から1件の遅れが許される。"),
            (Language::Ja, None) => format!("{value}%: 1件の遅れも許されない。"),
            (Language::En, Some(volume)) => format!("{value}%: one miss is allowed from {volume} cases on."),
            (Language::En, None) => format!("{value}%: no miss is ever allowed."),
        };
        if let Some(month) = slip {
            let (good, all) = (month.on_time, month.all());
            line.push_str(&match language {
                Language::Ja => format!("四捨五入した整数の%では{all}件中{good}件で達したように見える"),
                Language::En => {
                    format!(" In whole percents, rounded half up, {good} of {all} looks like meeting it.")
                }
            });
        }
        text.line(line);
    }
    text
}
