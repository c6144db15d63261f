//! Verdicts as a table or JSON: of rates by their laws, of counts and means.

use std::process::ExitCode;

use keiyaku::{
    formula::{
        self, ContextLaw, CountVerdict, Law, LawVerdict, MeanVerdict, Outcome, Reading, Roles, ScheduleLaw,
        Vocabulary, count_verdict, mean_verdict,
    },
    provenance::{Language, Text},
    report::text_table,
};
use serde_json::{Value, json};

use super::texts;
use crate::{
    failure::{Failure, RECORDS},
    options::{Answer, Format},
    output,
};

use super::subject::Subject;

/// Whether formulas are numbers of cases.
pub(super) fn counts(
    readings: &[(String, Reading)],
    roles: &Roles,
    vocabulary: &Vocabulary,
    problems: Vec<Value>,
    answer: Answer,
) -> Result<ExitCode, Failure> {
    let rows = readings
        .iter()
        .map(|(key, reading)| {
            let (word, text) = match count_verdict(&reading.formula, roles, vocabulary) {
                CountVerdict::Proved(_) => (
                    "proved",
                    Text::new(
                        "どの月も件数になり、月を合わせれば和になる",
                        "it is a number of cases in every month, and adds up over months",
                    ),
                ),
                CountVerdict::Refuted(example) => ("refuted", example.text),
                CountVerdict::CheckedUpTo(n) => (
                    "checked",
                    Text::new(
                        format!("{n}件までの月で確かめた"),
                        format!("tried in months of up to {n} cases"),
                    ),
                ),
                CountVerdict::Unknown(why) => ("unknown", why),
            };
            (key.clone(), reading.id.clone(), word, text)
        })
        .collect();
    listed("count", rows, problems, answer)
}

/// Whether formulas are means: the first name is what is summed, the second how many.
pub(super) fn means(
    readings: &[(String, Reading)],
    vocabulary: &Vocabulary,
    problems: Vec<Value>,
    answer: Answer,
) -> Result<ExitCode, Failure> {
    let rows = readings
        .iter()
        .map(|(key, reading)| {
            let verdict = mean_verdict(&reading.formula, &"on-time".into(), &"all".into(), vocabulary);
            let (word, text) = mean_words(&verdict);
            (key.clone(), reading.id.clone(), word, text)
        })
        .collect();
    listed("mean", rows, problems, answer)
}

/// Shows the verdicts on one law, a line each; of a text with several readings the usual one decides.
pub(super) fn listed(
    law: &str,
    rows: Vec<(String, String, &'static str, Text)>,
    problems: Vec<Value>,
    answer: Answer,
) -> Result<ExitCode, Failure> {
    let language = answer.language();
    if answer.format == Format::Json {
        let values: Vec<Value> = rows
            .iter()
            .map(|(key, reading, word, text)| {
                json!({ "line": key, "reading": reading, "law": law, "verdict": word, "text": text })
            })
            .chain(problems)
            .collect();
        output::print(&output::json(&Value::from(values)))?;
    } else {
        for (key, reading, word, text) in &rows {
            output::line(format_args!("{key} {reading}: {word} {}", text.in_language(language)))?;
        }
    }
    let is_refuted = rows.iter().any(|(_, reading, word, _)| reading == "usual" && *word == "refuted");
    Ok(if is_refuted { RECORDS.into() } else { ExitCode::SUCCESS })
}

pub(super) fn mean_words(verdict: &MeanVerdict) -> (&'static str, Text) {
    match verdict {
        MeanVerdict::Proved(_) => {
            ("proved", Text::new("最小と最大の間にある", "it lies between the least and the greatest"))
        }
        MeanVerdict::Refuted(example) => ("refuted", example.text.clone()),
        MeanVerdict::CheckedUpTo(n) => {
            ("checked", Text::new(format!("{n}個までの値で確かめた"), format!("tried with up to {n} values")))
        }
        MeanVerdict::Unknown(why) => ("unknown", why.clone()),
    }
}

pub(super) fn judged(
    subjects: &[Subject<'_>],
    further: Vec<Value>,
    answer: Answer,
) -> Result<ExitCode, Failure> {
    let language = answer.language();
    let mut is_refuted = false;
    let mut checked = None;
    let (mut rows, mut examples, mut questions, mut values) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for subject in subjects {
        let mut row = vec![subject.key.clone(), texts::reading(subject.reading, language)];
        let rate = subject.rate();
        for (law, verdict) in rate.verdicts() {
            let (sign, word) = sign(&verdict);
            row.push(sign.to_owned());
            if let LawVerdict::CheckedUpTo(cases) = &verdict {
                checked = Some(checked.map_or(*cases, |least: u64| least.min(*cases)));
            }
            let example = match &verdict {
                LawVerdict::Refuted(example) => {
                    // Of a text with several readings the usual one decides.
                    is_refuted |= subject.decides();
                    let text = example.text.in_language(language);
                    examples.push(format!(
                        "{} {} {}: {text}",
                        subject.key,
                        texts::reading(subject.reading, language),
                        law.statement_on(rate.scale()).in_language(language)
                    ));
                    Some(example)
                }
                _ => None,
            };
            values.push(json!({
                "item": subject.key, "reading": subject.reading, "law": law.id(), "verdict": word,
                "counterexample": example.map(|example| json!({
                    "all": example.month.all(), "on_time": example.month.on_time, "text": example.text,
                    "value": match &example.outcome {
                        Outcome::Defined(value) => Value::String(value.to_string()),
                        Outcome::Undefined(_) => Value::Null,
                    },
                })),
            }));
        }
        rows.push(row);
        let (note, is_mismatch) = unit_note(subject);
        is_refuted |= is_mismatch && subject.decides();
        if let Some(note) = note {
            let of = texts::reading(subject.reading, language);
            examples.push(format!("{} {of} {}", subject.key, note.in_language(language)));
            values.push(json!({
                "item": subject.key, "reading": subject.reading, "unit": note, "mismatch": is_mismatch,
            }));
        }
        let search = rate.repairs(&Law::ALL);
        if !search.is_complete {
            let told = Text::new(
                "修正の候補が多すぎるため、すべては試していない",
                "there are too many edits to try; not all were",
            );
            questions.push(format!("{} {}", subject.key, told.in_language(language)));
            values
                .push(json!({ "item": subject.key, "reading": subject.reading, "repairs_complete": false }));
        }
        for repair in search.repairs {
            let question = repair.question(&subject.vocabulary);
            questions.push(format!("{} {}", subject.key, question.in_language(language)));
            values.push(json!({ "item": subject.key, "reading": subject.reading, "repair": question }));
        }
    }
    if let Some(cases) = checked {
        let told = Text::new(
            format!("「..」は{cases}件までの月で確かめ、破れなかった。それより多い月は判定していない"),
            format!("`..` holds in every month of up to {cases} cases; larger months are not decided"),
        );
        examples.push(told.in_language(language).to_owned());
    }
    values.extend(further);
    match answer.format {
        Format::Json => {
            output::print(&output::json(&Value::from(values)))?;
        }
        Format::Table => {
            let mut header = match language {
                Language::Ja => vec!["番号", "式"],
                Language::En => vec!["no.", "formula"],
            };
            header.extend(Law::ALL.map(Law::id));
            let mut out = text_table(&header, &rows);
            for told in [examples, questions].into_iter().filter(|told| !told.is_empty()) {
                out.blank();
                out.extend(told);
            }
            output::print(&out)?;
        }
    }
    Ok(if is_refuted { RECORDS.into() } else { ExitCode::SUCCESS })
}

/// What is to be told of the unit of a rate: parts that do not fit together, another scale than is asked for, or that it is
/// judged as a share; and whether it is the wrong scale, which counts as a refuted law does.
pub(super) fn unit_note(subject: &Subject<'_>) -> (Option<Text>, bool) {
    if let Some(mismatch) = subject.other_scale() {
        return (Some(mismatch), true);
    }
    let dimension = match subject.unit() {
        Err(error) => return (Some(error.text()), false),
        Ok(dimension) => dimension,
    };
    let text = dimension.text();
    let note = match formula::Role::of_unit(&dimension) {
        Some(formula::Role::Percent) => None,
        Some(formula::Role::Share) => subject
            .asked
            .is_none()
            .then(|| Text::new("0から1までの割合として判定した", "judged as a share between 0 and 1")),
        _ => Some(Text::new(
            format!("単位は{}であり、割合でも百分率でもない", text.ja),
            format!("its unit is {}: it is neither a share nor a percentage", text.en),
        )),
    };
    (note, false)
}

pub(super) fn sign(verdict: &LawVerdict) -> (&'static str, &'static str) {
    match verdict {
        LawVerdict::Proved(_) => ("ok", "proved"),
        LawVerdict::Refuted(_) => ("NO", "refuted"),
        LawVerdict::CheckedUpTo(_) => ("..", "checked"),
        LawVerdict::Unknown(_) => ("?", "unknown"),
    }
}

pub(super) fn laws(answer: Answer) -> Result<ExitCode, Failure> {
    let language = answer.language();
    match answer.format {
        Format::Json => {
            let mut laws: Vec<Value> = Law::ALL
                .map(|law| json!({ "id": law.id(), "statement": law.statement(), "procedure": law.procedure() }))
                .to_vec();
            laws.extend(ScheduleLaw::ALL.map(|law| json!({ "id": law.id(), "statement": law.statement() })));
            laws.extend(ContextLaw::ALL.map(|law| json!({ "id": law.id(), "statement": law.statement() })));
            output::print(&output::json(&Value::from(laws)))?;
        }
        Format::Table => {
            let mut rows: Vec<Vec<String>> = Law::ALL
                .map(|law| vec![law.id().to_owned(), law.statement().in_language(language).to_owned()])
                .to_vec();
            rows.extend(
                ScheduleLaw::ALL
                    .map(|law| vec![law.id().to_owned(), law.statement().in_language(language).to_owned()]),
            );
            let around = ContextLaw::ALL
                .map(|law| vec![law.id().to_owned(), law.statement().in_language(language).to_owned()]);
            rows.extend(around);
            let header = match language {
                Language::Ja => ["法則", "内容"],
                Language::En => ["law", "statement"],
            };
            output::print(&text_table(&header, &rows))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
