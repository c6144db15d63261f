//! What each service level reads, and what of it mapping and files give.

use std::collections::BTreeSet;

use escape::Lines;
use keiyaku::{
    Contract,
    provenance::{Language, Text},
    records::{Loaded, Unmatched, WordKind},
    report::text_table,
    sla::{Asked, Condition, Item, Source},
};
use serde_json::{Value, json};

/// Whether something is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    /// By the mapping, and of what was handed in some record has it.
    Yes,
    /// By the mapping, and no record that was handed in has it.
    Empty,
    /// Not at all.
    No,
}

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Mark,
    Attribute,
    Value,
    Pause,
    Exclusion,
    Answer,
}

/// One thing that a service level reads: a word, or several of which one is enough.
pub(super) struct Need {
    what: What,
    words: Vec<String>,
    given: Given,
}

/// A service level with what it reads.
pub(super) struct Level {
    key: String,
    name: Text,
    records: String,
    given: Given,
    needs: Vec<Need>,
}

impl Level {
    fn lacks(&self) -> bool {
        self.given == Given::No || self.needs.iter().any(|need| need.given == Given::No)
    }
}

/// All service levels that read records.
pub(super) fn levels(contract: &Contract, loaded: Option<&Loaded>) -> Vec<Level> {
    let unmatched = contract.unmatched();
    let items = contract.catalogue().items().iter();
    items.filter_map(|item| Some(level(item, item.measure.reads().source()?, &unmatched, loaded))).collect()
}

fn level(item: &Item, source: Source, unmatched: &[Unmatched], loaded: Option<&Loaded>) -> Level {
    let key = item.key.to_string();
    let own: Vec<&Unmatched> = unmatched.iter().filter(|one| one.item == key).collect();
    let is_unmatched =
        |what: WordKind, word: &str| own.iter().any(|one| one.what == what && one.word == word);
    let is_kind_given = !own.iter().any(|one| one.what == WordKind::Kind)
        && loaded.is_none_or(|loaded| loaded.observations.supplied.contains(&source));
    let kind = source.as_str();
    // What no case of the files has is there by name alone.
    let cases = || {
        let all = loaded.into_iter().flat_map(|loaded| &loaded.observations.cases);
        all.filter(|case| case.kind.as_str() == kind)
    };
    let given = |is_given: bool, has: bool| match (is_kind_given && is_given, loaded.is_none() || has) {
        (false, _) => Given::No,
        (true, true) => Given::Yes,
        (true, false) => Given::Empty,
    };
    let has_mark =
        |mark: &str| cases().any(|case| case.marks.iter().any(|(known, _)| known.as_str() == mark));
    let has_attribute =
        |name: &str| cases().any(|case| case.attributes.iter().any(|(known, _)| known.as_str() == name));
    let has_cases = cases().next().is_some();
    let mut needs: Vec<Need> = Vec::new();
    let mut push = |what: What, words: Vec<String>, given: Given| {
        if !needs.iter().any(|need| need.what == what && need.words == words) {
            needs.push(Need { what, words, given });
        }
    };
    let mark = |words: Vec<String>, push: &mut dyn FnMut(What, Vec<String>, Given)| {
        let is_given = words.iter().any(|word| !is_unmatched(WordKind::Mark, word));
        let has = words.iter().any(|word| has_mark(word));
        push(What::Mark, words, given(is_given, has));
    };
    for asked in item.asks() {
        match asked {
            Asked::Mark(one) => mark(vec![one.to_string()], &mut push),
            Asked::Condition(Condition::Reached { mark: one }) => mark(vec![one.to_string()], &mut push),
            Asked::OneOf(marks) => mark(marks.iter().map(ToString::to_string).collect(), &mut push),
            Asked::Pause(pause) => {
                let is_given = !is_unmatched(WordKind::Pause, pause.as_str());
                push(What::Pause, vec![pause.to_string()], given(is_given, true));
            }
            Asked::Condition(
                Condition::Is { attribute, values } | Condition::IsNot { attribute, values },
            ) => {
                let is_given = !is_unmatched(WordKind::Attribute, attribute.as_str());
                // Events have attributes too, which are not looked at here.
                let has = !has_cases || has_attribute(attribute.as_str());
                push(What::Attribute, vec![attribute.to_string()], given(is_given, has));
                for value in values.iter().filter(|value| is_unmatched(WordKind::Value, value.as_str())) {
                    push(What::Value, vec![format!("{attribute}={value}")], Given::No);
                }
            }
            Asked::Ground { ground, is_claimed: true } => {
                let is_given = !is_unmatched(WordKind::Ground, ground.as_str());
                push(What::Exclusion, vec![ground.to_string()], given(is_given, true));
            }
            Asked::Answer(step) => {
                let is_given = !is_unmatched(WordKind::Answer, step.as_str());
                push(What::Answer, vec![step.to_string()], given(is_given, true));
            }
            Asked::Ground { is_claimed: false, .. } => {}
        }
    }
    let given = if is_kind_given { Given::Yes } else { Given::No };
    Level { key, name: item.name.clone(), records: kind.to_owned(), given, needs }
}

/// A table: a row for each service level, and a sign beside what is not given.
pub(super) fn table(levels: &[Level], has_files: bool, language: Language) -> Lines {
    let word = |ja: &'static str, en: &'static str| if language == Language::Ja { ja } else { en };
    let signed = |given: Given, word: &str| match given {
        Given::Yes => word.to_owned(),
        Given::Empty => format!("△{word}"),
        Given::No => format!("×{word}"),
    };
    let rows: Vec<Vec<String>> = levels
        .iter()
        .map(|level| {
            let of = |all: &[What]| {
                let needs = level.needs.iter().filter(|need| all.contains(&need.what));
                let needs: Vec<String> =
                    needs.map(|need| signed(need.given, &need.words.join("|"))).collect();
                if needs.is_empty() { "－".to_owned() } else { needs.join(", ") }
            };
            vec![
                if level.lacks() { "×" } else { "○" }.to_owned(),
                level.key.clone(),
                level.name.in_language(language).to_owned(),
                signed(level.given, &level.records),
                of(&[What::Mark]),
                of(&[What::Attribute, What::Value, What::Answer]),
                of(&[What::Pause]),
                of(&[What::Exclusion]),
            ]
        })
        .collect();
    let header = match language {
        Language::Ja => ["", "番号", "項目", "記録", "時点", "属性・回答", "中断", "除外の理由"],
        Language::En => {
            ["", "no.", "service level", "records", "marks", "attributes, answers", "pauses", "exclusions"]
        }
    };
    let mut out = text_table(&header, &rows);
    out.blank();
    out.line(match (language, has_files) {
        (Language::Ja, true) => "×: ファイルと対応表にない。△: 列はあるが、どの行にも値がない。a|b: どちらか一方でよい",
        (Language::En, true) => {
            "×: neither files nor mapping give it. △: there is a column, and no row has a value. a|b: one of them is enough"
        }
        (Language::Ja, false) => "×: 対応表にない。a|b: どちらか一方でよい",
        (Language::En, false) => "×: the mapping does not give it. a|b: one of them is enough",
    });
    // Each lacking thing once, with the number of service levels that want it.
    let mut lacking: Vec<(String, usize)> = Vec::new();
    for level in levels {
        let kind = (level.given == Given::No).then(|| level.records.clone());
        let needs = level.needs.iter().filter(|need| need.given == Given::No && level.given != Given::No);
        let words: BTreeSet<String> =
            needs.map(|need| format!("{}.{}", level.records, need.words.join("|"))).chain(kind).collect();
        for word in words {
            match lacking.iter_mut().find(|(known, _)| *known == word) {
                Some((_, count)) => *count += 1,
                None => lacking.push((word, 1)),
            }
        }
    }
    let count = levels.iter().filter(|level| level.lacks()).count();
    out.line(match language {
        Language::Ja => format!("{}項目中{count}項目に足りないものがある", levels.len()),
        Language::En => format!("{count} of {} service levels lack something", levels.len()),
    });
    lacking.sort_by(|(one, of_one), (other, of_other)| (of_other, one).cmp(&(of_one, other)));
    for (what, count) in lacking {
        out.line(format_args!("- {what}: {count}{}", word("項目", " service levels")));
    }
    out
}

/// As JSON, in the shape of `schema/map-needs.schema.json`.
pub(super) fn to_json(levels: &[Level], files: &[String]) -> Value {
    let given = |given: Given| match given {
        Given::Yes => "yes",
        Given::Empty => "empty",
        Given::No => "no",
    };
    let what = |what: What| match what {
        What::Mark => "mark",
        What::Attribute => "attribute",
        What::Value => "value",
        What::Pause => "pause",
        What::Exclusion => "exclusion",
        What::Answer => "answer",
    };
    let rows: Vec<Value> = levels
        .iter()
        .map(|level| {
            let needs = level.needs.iter().map(
                |need| json!({ "what": what(need.what), "one_of": need.words, "given": given(need.given) }),
            );
            json!({
                "key": level.key,
                "name": { "ja": level.name.ja, "en": level.name.en },
                "records": { "name": level.records, "given": given(level.given) },
                "needs": needs.collect::<Vec<_>>(),
                "lacking": level.lacks(),
            })
        })
        .collect();
    json!({ "files": files, "service_levels": rows })
}
