//! `keiyaku formula`: laws of a contract's formulas, proved or refuted.

use std::{collections::BTreeMap, path::Path, process::ExitCode};

use escape::Lines;
use keiyaku::{
    formula::{
        self, Comparison, Context, ContextLaw, ContextVerdict, CountVerdict, Dimension, Exact, Formula, Law,
        LawVerdict, LeftOut, MeanVerdict, Month, Outcome, ProofFile, Rate, RateScale, Reading, Roles,
        Rounding, ScheduleLaw, Term, Unit as CaseUnit, UnitError, Units, Vocabulary, compare, count_verdict,
        first_rounding_slip, mean_verdict, smallest_volume_with_misses,
    },
    provenance::{Language, Text},
    report::text_table,
    sla::{DisplayMode, Item, Operator, PolicyId, Target, Unit},
};
use serde_json::{Value, json};

use crate::{
    failure::{Failure, RECORDS},
    options::{Answer, Format},
    output,
    source::contract,
};

pub(crate) use self::args::FormulaCommand;
use self::args::Role;

mod amounts;
mod args;
mod texts;

pub(crate) fn run(command: &FormulaCommand) -> Result<ExitCode, Failure> {
    match command {
        FormulaCommand::Laws { answer } => laws(*answer),
        FormulaCommand::Read { text, file, names, answer } => {
            let terms =
                names.iter().enumerate().map(|(n, names)| texts::term(&format!("name-{}", n + 1), names));
            let vocabulary = vocabulary_of(terms.collect())?;
            // Without names the texts' own are taken.
            let given = if names.is_empty() { texts::Names::Own } else { texts::Names::Given(&vocabulary) };
            let found = texts::read_each(text.as_deref(), file.as_deref(), given)?;
            texts::show(&found, *answer)
        }
        FormulaCommand::Check { text, file, role, on_time, all, late, amount, proof, force, answer } => {
            let language = answer.language();
            let mut terms = amounts::terms(amount)?;
            for (id, names) in [("on-time", on_time), ("all", all), (LATE, late)] {
                terms.extend(names.as_ref().map(|names| texts::term(id, names)));
            }
            let has_cases = on_time.is_some() && all.is_some();
            let vocabulary = if has_cases { with_late(terms)? } else { vocabulary_of(terms)? };
            let found = texts::read_each(text.as_deref(), file.as_deref(), texts::Names::Given(&vocabulary))?;
            let (readings, problems) = (found.readings(), found.problems_json());
            if answer.format == Format::Table {
                output::print(&found.problems_text(language))?;
                for (key, reading) in &readings {
                    let printed = reading.formula.print(&vocabulary, language);
                    output::line(format_args!("{key} {}: {printed}", texts::reading(&reading.id, language)))?;
                }
                for (key, reading) in &readings {
                    output::print(&texts::notes_text(key, reading, language))?;
                }
                if readings.is_empty() {
                    return Ok(texts::UNREAD.into());
                }
            }
            let is_rate = matches!(role, None | Some(Role::Share | Role::Percent));
            if let (false, Some(_)) = (is_rate, proof) {
                return Err(Failure::Told(Text::new(
                    "--proof は割合と百分率の式に限る",
                    "--proof is for shares and percentages only",
                )));
            }
            let roles = || Roles { all: "all".into(), on_time: "on-time".into(), late: Some(LATE.into()) };
            let needs_cases = || {
                Failure::Told(Text::new(
                    "--on-time と --all で件数の名称を示す",
                    "name the cases with --on-time and --all",
                ))
            };
            let ended = |code: ExitCode| if found.has_problems() { texts::UNREAD.into() } else { code };
            if let Some(Role::Penalty | Role::Points) = role {
                let roles = has_cases.then(roles);
                let asked = amounts::Asked::of(amount, roles.as_ref(), *role == Some(Role::Penalty))?;
                return amounts::judged(&readings, &vocabulary, &asked, problems, *answer).map(ended);
            }
            if !has_cases {
                return Err(needs_cases());
            }
            match role {
                Some(Role::Mean) => means(&readings, &vocabulary, problems, *answer).map(ended),
                Some(Role::Count) => counts(&readings, &roles(), &vocabulary, problems, *answer).map(ended),
                _ => {
                    let asked = role.and_then(|role| match role {
                        Role::Share => Some(formula::Role::Share),
                        Role::Percent => Some(formula::Role::Percent),
                        _ => None,
                    });
                    let subjects: Vec<Subject<'_>> = readings
                        .iter()
                        .map(|(key, reading)| Subject {
                            key: key.clone(),
                            reading: &reading.id,
                            formula: &reading.formula,
                            vocabulary: vocabulary.clone(),
                            roles: roles(),
                            asked,
                        })
                        .collect();
                    write_proof(proof.as_deref(), *force, &subjects)?;
                    // 95 of a share, or 0.95 of a percentage, is no target of it.
                    let is_off_scale = readings.iter().any(|(_, reading)| {
                        reading.id == "usual"
                            && reading
                                .notes
                                .iter()
                                .any(|note| note.what == formula::Aside::TargetOfOtherScale)
                    });
                    let code = judged(&subjects, problems, *answer)?;
                    Ok(ended(if is_off_scale { RECORDS.into() } else { code }))
                }
            }
        }
        FormulaCommand::Verify { folder, computed, proof, force, answer } => {
            let contract = contract(folder)?;
            let mut judgeable = Vec::new();
            for item in contract.catalogue().items() {
                judgeable.extend(subjects(item)?);
            }
            judgeable.retain(|subject| !computed || subject.reading != "printed");
            write_proof(proof.as_deref(), *force, &judgeable)?;
            let around = Around::of(&contract, *computed);
            let mut code = judged(&judgeable, around.json(), *answer)?;
            if around.is_refuted {
                code = RECORDS.into();
            }
            if answer.format == Format::Table {
                output::print(&around.text(answer.language()))?;
                output::print(&small_numbers(contract.catalogue().items(), answer.language()))?;
            }
            Ok(code)
        }
    }
}

/// Writes the verdicts on rates as theorems for Coq, and tells of those that are left out.
fn write_proof(path: Option<&Path>, force: bool, subjects: &[Subject<'_>]) -> Result<(), Failure> {
    let Some(path) = path else { return Ok(()) };
    let mut file = ProofFile::new();
    for subject in subjects {
        let name = format!("{} {}", subject.key, subject.reading);
        file.add(name.trim(), &subject.rate());
    }
    // A formula that is left out for one reason is told once.
    let mut left_out: Vec<(&str, Text, Vec<&str>)> = Vec::new();
    for LeftOut { name, law, why } in file.left_out() {
        match left_out.iter_mut().find(|(known, text, _)| known == name && *text == why.text()) {
            Some((_, _, laws)) => laws.push(law.id()),
            None => left_out.push((name, why.text(), vec![law.id()])),
        }
    }
    for (name, why, laws) in left_out {
        output::tell_text(&format!("note: {name} {}: ", laws.join(", ")), &why);
    }
    if file.theorems() == 0 {
        let text = Text::new(
            format!("定理が一つもないため「{}」を書かない", escape::name(path)),
            format!("there is no theorem to write, so `{}` is not written", escape::name(path)),
        );
        output::tell_text("note: ", &text);
        return Ok(());
    }
    output::file(path, file.to_string(), force)
}

/// Whether formulas are numbers of cases.
fn counts(
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
fn means(
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
fn listed(
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

fn mean_words(verdict: &MeanVerdict) -> (&'static str, Text) {
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

/// What is found around the formulas of a contract.
struct Around {
    /// Months in which the printed and the computed formula of an item differ.
    differences: Vec<Difference>,
    /// Of each item that is a mean, and each of its formulas, whether it is one.
    means: Vec<(String, &'static str, MeanVerdict)>,
    /// Whether the law of a mean is refuted. A law of the contract that is broken does not count here: it tells what
    /// the contract leaves open, such as rounding, and no formula that is wrong.
    is_refuted: bool,
    /// Laws that formulas break in their contract, each with the items.
    broken: BTreeMap<(ContextLaw, Text), Vec<String>>,
}

impl Around {
    fn of(contract: &keiyaku::Contract, only_computed: bool) -> Self {
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
                && let Comparison::DifferIn(month, printed, computed) =
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
        let rounding = Some((rounding.places, rounding_of(rounding.mode)));
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

    fn text(&self, language: Language) -> Lines {
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

    fn json(&self) -> Vec<Value> {
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
struct Difference {
    key: String,
    /// What the item counts.
    counted: Text,
    /// The first month in which they differ, the first in which both have a value and differ, and the first in which
    /// the printed one then lies outside 0 to 100; each once.
    months: Vec<Text>,
}

/// What an item counts: the name of all its cases.
fn counted(vocabulary: &Vocabulary, all: &str) -> Text {
    let term = vocabulary.term(&all.into());
    let ja = term.and_then(|term| term.ja.first()).map_or(all, String::as_str);
    let en = term.and_then(|term| term.en.first()).map_or(ja, String::as_str);
    Text::new(ja, en)
}

/// How many cases a month may have while one is looked for in which two formulas have different values.
const SEARCHED: u64 = 40;

/// The smallest month in which both formulas have a value and differ, and the printed one's is to be kept.
fn first_of_values(
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
fn difference(month: Month, printed: &Outcome, computed: &Outcome) -> Text {
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
fn rounding_of(mode: DisplayMode) -> Rounding {
    match mode {
        DisplayMode::Fixed(rounding) => rounding,
        DisplayMode::Cautious => Rounding::Down,
    }
}

/// A formula to be judged.
struct Subject<'a> {
    key: String,
    /// `printed` or `computed`, or a way of reading.
    reading: &'a str,
    formula: &'a Formula,
    /// With a term for late cases, which repairs may need.
    vocabulary: Vocabulary,
    roles: Roles,
    /// The role that is asked for, by the command or by the target.
    asked: Option<formula::Role>,
}

impl Subject<'_> {
    /// The unit of the formula, or the parts that do not fit together.
    fn unit(&self) -> Result<Dimension, UnitError> {
        let roles = &self.roles;
        let units = [Some(&roles.all), Some(&roles.on_time), roles.late.as_ref()]
            .into_iter()
            .flatten()
            .fold(Units::new(), |units, term| units.with(term.clone(), CaseUnit::Count("case".to_owned())));
        self.formula.unit(&units, &self.vocabulary)
    }

    /// The scale on which the formula is a rate: its own where its unit shows one, else the one that is asked for.
    fn scale(&self) -> RateScale {
        let own = self.unit().ok().and_then(|dimension| formula::Role::of_unit(&dimension)?.scale());
        own.or_else(|| self.asked?.scale()).unwrap_or(RateScale::Percent)
    }

    /// Whether what is found of it decides how the command ends: of several readings the usual one does.
    fn decides(&self) -> bool {
        ["printed", "computed", "usual"].contains(&self.reading)
    }

    fn rate(&self) -> Rate<'_> {
        Rate::new(self.formula, &self.roles, &self.vocabulary).on(self.scale())
    }
}

/// The identifier of the term for late cases.
const LATE: &str = "late";

/// A vocabulary of these terms, with one for late cases where there is none.
fn with_late(mut terms: Vec<Term>) -> Result<Vocabulary, Failure> {
    if terms.iter().all(|term| term.id != LATE.into()) {
        let (ja, en) = (vec!["それ以外の件数".to_owned()], vec!["the other cases".to_owned()]);
        terms.push(Term { id: LATE.into(), ja, en });
    }
    vocabulary_of(terms)
}

fn vocabulary_of(terms: Vec<Term>) -> Result<Vocabulary, Failure> {
    Vocabulary::new(terms).map_err(|error| Failure::Other(error.to_string()))
}

/// The formulas of an item whose measure is a share: the printed one, and the one that it is computed by.
fn subjects(item: &Item) -> Result<Vec<Subject<'_>>, Failure> {
    let Some((part, all)) = item.measure.kind().yields.share() else { return Ok(Vec::new()) };
    let vocabulary = with_late(item.intended.vocabulary.terms().to_vec())?;
    let subject = |reading, formula| Subject {
        key: item.key.to_string(),
        reading,
        formula,
        vocabulary: vocabulary.clone(),
        roles: Roles { all: all.into(), on_time: part.into(), late: Some(LATE.into()) },
        asked: item.target.as_ref().and_then(|target| match target.unit {
            Unit::Percent => Some(formula::Role::Percent),
            _ => None,
        }),
    };
    let written = item.written.as_ref().map(|written| subject("printed", &written.formula));
    Ok(written.into_iter().chain([subject("computed", &item.intended.formula)]).collect())
}

/// What the targets in percent mean at small numbers, a line a target.
fn small_numbers(items: &[Item], language: Language) -> Lines {
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

fn judged(subjects: &[Subject<'_>], further: Vec<Value>, answer: Answer) -> Result<ExitCode, Failure> {
    let language = answer.language();
    let mut is_refuted = false;
    let (mut rows, mut examples, mut questions, mut values) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for subject in subjects {
        let mut row = vec![subject.key.clone(), texts::reading(subject.reading, language)];
        let rate = subject.rate();
        for (law, verdict) in rate.verdicts() {
            let (sign, word) = sign(&verdict);
            row.push(sign.to_owned());
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
fn unit_note(subject: &Subject<'_>) -> (Option<Text>, bool) {
    let dimension = match subject.unit() {
        Err(error) => return (Some(error.text()), false),
        Ok(dimension) => dimension,
    };
    if let Some(mismatch) = subject.asked.and_then(|asked| asked.mismatch(&dimension)) {
        return (Some(mismatch), true);
    }
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

fn sign(verdict: &LawVerdict) -> (&'static str, &'static str) {
    match verdict {
        LawVerdict::Proved(_) => ("ok", "proved"),
        LawVerdict::Refuted(_) => ("NO", "refuted"),
        LawVerdict::CheckedUpTo(_) => ("..", "checked"),
        LawVerdict::Unknown(_) => ("?", "unknown"),
    }
}

fn laws(answer: Answer) -> Result<ExitCode, Failure> {
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
