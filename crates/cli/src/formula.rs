//! `keiyaku formula`: laws of a contract's formulas, proved or refuted.

use std::process::ExitCode;

use keiyaku::{
    formula::{
        Formula, Law, LawVerdict, Outcome, Roles, Rounding, Term, Vocabulary, first_rounding_slip, read,
        repairs, smallest_volume_with_misses,
    },
    provenance::Language,
    report::text_table,
    sla::{Item, Measure, Operator, Target, Unit},
};
use serde_json::{Value, json};

use crate::{
    args::{Format, FormulaCommand},
    failure::{Failure, RECORDS},
    output,
    source::contract,
};

pub(crate) fn run(command: &FormulaCommand) -> Result<ExitCode, Failure> {
    match command {
        FormulaCommand::Laws { format, lang } => laws(*format, (*lang).into()),
        FormulaCommand::Check { text, on_time, all, late, format, lang } => {
            let term = |id: &str, name: &str| Term { id: id.into(), ja: vec![name.to_owned()], en: vec![] };
            let mut terms = vec![term("on-time", on_time), term("all", all)];
            terms.extend(late.as_ref().map(|late| term(LATE, late)));
            let vocabulary = with_late(terms)?;
            let formula = read(text, &vocabulary).map_err(|error| Failure::Other(error.to_string()))?;
            let roles = Roles { all: "all".into(), on_time: "on-time".into(), late: Some(LATE.into()) };
            let subject = Subject { key: String::new(), reading: "", formula: &formula, vocabulary, roles };
            judged(&[subject], *format, (*lang).into())
        }
        FormulaCommand::Verify { contract: folder, format, lang } => {
            let contract = contract(folder.as_ref())?;
            let mut judgeable = Vec::new();
            for item in contract.catalogue().items() {
                judgeable.extend(subjects(item)?);
            }
            let code = judged(&judgeable, *format, (*lang).into())?;
            if *format == Format::Table {
                output::print(&small_numbers(contract.catalogue().items(), (*lang).into()))?;
            }
            Ok(code)
        }
    }
}

/// A formula to be judged.
struct Subject<'a> {
    key: String,
    /// `printed` or `computed`.
    reading: &'static str,
    formula: &'a Formula,
    /// With a term for late cases, which repairs may need.
    vocabulary: Vocabulary,
    roles: Roles,
}

/// The identifier of the term for late cases.
const LATE: &str = "late";

/// A vocabulary of these terms, with one for late cases where there is none.
fn with_late(mut terms: Vec<Term>) -> Result<Vocabulary, Failure> {
    if terms.iter().all(|term| term.id != LATE.into()) {
        let (ja, en) = (vec!["それ以外の件数".to_owned()], vec!["the other cases".to_owned()]);
        terms.push(Term { id: LATE.into(), ja, en });
    }
    Vocabulary::new(terms).map_err(|error| Failure::Other(error.to_string()))
}

/// The formulas of an item whose measure is a share: the printed one, and the one that it is computed by.
fn subjects(item: &Item) -> Result<Vec<Subject<'_>>, Failure> {
    let (part, all) = match item.measure {
        Measure::WithinLimit(_) => ("on-time", "all"),
        Measure::Share(_) => ("having", "all"),
        Measure::PlannedDone(_) => ("done", "planned"),
        _ => return Ok(Vec::new()),
    };
    let vocabulary = with_late(item.intended.vocabulary.terms().to_vec())?;
    let subject = |reading, formula| Subject {
        key: item.key.to_string(),
        reading,
        formula,
        vocabulary: vocabulary.clone(),
        roles: Roles { all: all.into(), on_time: part.into(), late: Some(LATE.into()) },
    };
    let written = item.written.as_ref().map(|written| subject("printed", &written.formula));
    Ok(written.into_iter().chain([subject("computed", &item.intended.formula)]).collect())
}

/// What the targets in percent mean at small numbers, a line a target.
fn small_numbers(items: &[Item], language: Language) -> String {
    let mut targets: Vec<&Target> = items.iter().filter_map(|item| item.target.as_ref()).collect();
    targets.retain(|target| target.unit == Unit::Percent && target.operator == Operator::AtLeast);
    targets.sort_by_key(|target| target.value);
    targets.dedup_by_key(|target| target.value);
    let mut text = String::from("\n");
    for target in targets {
        let exact = target.exact_value();
        let volume = smallest_volume_with_misses(&exact, 1);
        let slip = first_rounding_slip(&exact, 0, Rounding::HalfUp);
        let value = target.value;
        text.push_str(&match (language, volume) {
            (Language::Ja, Some(volume)) => format!("{value}%: {volume}件から1件の遅れが許される。"),
            (Language::Ja, None) => format!("{value}%: 1件の遅れも許されない。"),
            (Language::En, Some(volume)) => format!("{value}%: one miss is allowed from {volume} cases on."),
            (Language::En, None) => format!("{value}%: no miss is ever allowed."),
        });
        if let Some(month) = slip {
            let (good, all) = (month.on_time, month.all());
            text.push_str(&match language {
                Language::Ja => format!("四捨五入した整数の%では{all}件中{good}件で達したように見える"),
                Language::En => {
                    format!(" In whole percents, rounded half up, {good} of {all} looks like meeting it.")
                }
            });
        }
        text.push('\n');
    }
    text
}

fn judged(subjects: &[Subject<'_>], format: Format, language: Language) -> Result<ExitCode, Failure> {
    let mut is_refuted = false;
    let (mut rows, mut examples, mut questions, mut values) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for subject in subjects {
        let mut row = vec![subject.key.clone(), reading(subject.reading, language)];
        for law in Law::ALL {
            let verdict = law.judge(subject.formula, &subject.roles, &subject.vocabulary);
            let (sign, word) = sign(&verdict);
            row.push(sign.to_owned());
            let example = match &verdict {
                LawVerdict::Refuted(example) => {
                    // What the contract computes by decides; a printed formula is known to be read otherwise.
                    is_refuted |= subject.reading != "printed";
                    let text = example.text.in_language(language);
                    examples.push(format!(
                        "{} {} {}: {text}",
                        subject.key,
                        reading(subject.reading, language),
                        law.statement().in_language(language)
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
        for repair in repairs(subject.formula, &subject.roles, &subject.vocabulary, &Law::ALL) {
            let question = repair.question(&subject.vocabulary);
            questions.push(format!("{} {}", subject.key, question.in_language(language)));
            values.push(json!({ "item": subject.key, "reading": subject.reading, "repair": question }));
        }
    }
    match format {
        Format::Json => {
            let text = serde_json::to_string_pretty(&values).unwrap_or_default();
            output::print(&format!("{text}\n"))?;
        }
        Format::Table => {
            let mut header = match language {
                Language::Ja => vec!["番号", "式"],
                Language::En => vec!["no.", "formula"],
            };
            header.extend(Law::ALL.map(Law::id));
            output::print(&text_table(&header, &rows))?;
            if !examples.is_empty() {
                output::print(&format!("\n{}\n", examples.join("\n")))?;
            }
            if !questions.is_empty() {
                output::print(&format!("\n{}\n", questions.join("\n")))?;
            }
        }
    }
    Ok(if is_refuted { RECORDS.into() } else { ExitCode::SUCCESS })
}

fn reading(reading: &str, language: Language) -> String {
    match (reading, language) {
        ("printed", Language::Ja) => "印刷",
        ("computed", Language::Ja) => "採用",
        (other, _) => other,
    }
    .to_owned()
}

fn sign(verdict: &LawVerdict) -> (&'static str, &'static str) {
    match verdict {
        LawVerdict::Proved(_) => ("ok", "proved"),
        LawVerdict::Refuted(_) => ("NO", "refuted"),
        LawVerdict::CheckedUpTo(_) => ("..", "checked"),
        LawVerdict::Unknown(_) => ("?", "unknown"),
    }
}

fn laws(format: Format, language: Language) -> Result<ExitCode, Failure> {
    match format {
        Format::Json => {
            let laws = Law::ALL.map(|law| json!({ "id": law.id(), "statement": law.statement() }));
            let text = serde_json::to_string_pretty(&laws).unwrap_or_default();
            output::print(&format!("{text}\n"))?;
        }
        Format::Table => {
            let rows = Law::ALL
                .map(|law| vec![law.id().to_owned(), law.statement().in_language(language).to_owned()]);
            let header = match language {
                Language::Ja => ["法則", "内容"],
                Language::En => ["law", "statement"],
            };
            output::print(&text_table(&header, &rows))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
