//! Amounts: penalties, credits and points that follow one figure, or the share of cases on time of a month.

use std::process::ExitCode;

use keiyaku::{
    formula::{
        Direction, Domain, Exact, NumberOutcome, Operands, Over, Reading, Roles, Schedule, ScheduleLaw,
        ScheduleVerdict, Term, TermId, Vocabulary, read,
    },
    provenance::{Language, Text},
    report::text_table,
};
use serde_json::{Value, json};

use super::{
    args::{AmountOptions, Way},
    texts,
};
use crate::{
    failure::{Failure, RECORDS},
    options::{Answer, Format},
    output,
};

/// The terms of the names given: what the amount follows, what it is measured in, and those with numbers.
pub(super) fn terms(options: &AmountOptions) -> Result<Vec<Term>, Failure> {
    let mut terms = Vec::new();
    terms.extend(options.of.as_ref().map(|name| texts::term(OF, name)));
    terms.extend(options.in_units_of.as_ref().map(|name| texts::term(UNIT, name)));
    for (id, name, _) in with_numbers(options)? {
        terms.push(texts::term(&id, &name));
    }
    Ok(terms)
}

const OF: &str = "of";
const UNIT: &str = "unit";

/// The names that have numbers: an identifier, the name and the number of each.
fn with_numbers(options: &AmountOptions) -> Result<Vec<(String, String, Exact)>, Failure> {
    let parted = |(n, given): (usize, &String)| {
        let wrong = || {
            Failure::Told(Text::new(
                format!("--with {given} は「名称=数」でない"),
                format!("--with {given} is not NAME=NUMBER"),
            ))
        };
        let (name, digits) = given.rsplit_once(['=', '＝']).ok_or_else(wrong)?;
        Ok((format!("with-{}", n + 1), name.to_owned(), number(digits)?))
    };
    options.with.iter().enumerate().map(parted).collect()
}

/// A number as formulas write it: 30%, 1億, 99.95.
fn number(text: &str) -> Result<Exact, Failure> {
    let none = Vocabulary::default();
    let value = read(text, &none)
        .ok()
        .and_then(|formula| formula.evaluate(&Operands::default(), &none).defined().cloned());
    value.ok_or_else(|| {
        Failure::Told(Text::new(format!("「{text}」は数でない"), format!("`{text}` is not a number")))
    })
}

/// What is asked of the formulas.
pub(super) struct Asked {
    over: Over,
    domain: Domain,
    goes: Direction,
    cap: Option<Exact>,
    free_at: Option<Exact>,
    /// The figure that the amount follows, where it is not said which way it goes with it.
    assumed_of: Option<String>,
    /// Whether it is the share of cases on time that the amount is to follow.
    is_by_months: bool,
    laws: Vec<ScheduleLaw>,
}

impl Asked {
    /// What the options ask; without a figure that the amount follows it is the share of cases on time of a month, and
    /// nothing is due where all are.
    pub(super) fn of(
        options: &AmountOptions,
        roles: Option<&Roles>,
        is_penalty: bool,
    ) -> Result<Self, Failure> {
        let given = |text: &Option<String>| text.as_deref().map(number).transpose();
        let (from, to, step) = (given(&options.from)?, given(&options.to)?, given(&options.step)?);
        let (cap, mut free_at) = (given(&options.cap)?, given(&options.free_at)?);
        let (mut over, mut domain) = match (&options.of, roles) {
            (Some(_), _) => {
                let from = from.unwrap_or_else(|| Exact::from(0));
                let unit = options.in_units_of.as_ref().map(|_| Exact::from(1));
                let domain = match to.clone().or(unit) {
                    Some(to) => Domain::between(from, to),
                    None => Domain::at_least(from),
                };
                let over = Over::term(OF);
                (if options.in_units_of.is_some() { over.in_units_of(UNIT) } else { over }, domain)
            }
            (None, Some(roles)) if is_penalty => {
                free_at = free_at.or_else(|| Some(Exact::from(1)));
                (Over::months(roles), Domain::between(0, 1))
            }
            _ => {
                return Err(Failure::Told(Text::new(
                    "何に応じて決まるかを --of 名称 で示す",
                    "name what the amount follows with --of NAME",
                )));
            }
        };
        if let Some(step) = step {
            domain = domain.in_steps_of(step);
        }
        for (id, _, number) in with_numbers(options)? {
            over = over.with(TermId::from(id.as_str()), number);
        }
        // Points fall with the price. A penalty falls towards where nothing is due, and rises from there.
        let goes = match options.goes {
            Some(Way::Up) => Direction::Up,
            Some(Way::Down) => Direction::Down,
            None if is_penalty
                && options.of.is_some()
                && (to.is_none() || free_at.is_some() && free_at != to) =>
            {
                Direction::Up
            }
            None => Direction::Down,
        };
        let is_by_months = options.of.is_none();
        // Points are due everywhere unless it is said where none are.
        let is_asked = |law: &ScheduleLaw| *law != ScheduleLaw::Free || is_penalty || free_at.is_some();
        let laws = ScheduleLaw::ALL.into_iter().filter(is_asked).collect();
        let name = |of: &String| of.split('=').next().unwrap_or(of).to_owned();
        let assumed_of = options.of.as_ref().filter(|_| options.goes.is_none()).map(name);
        Ok(Self { over, domain, goes, cap, free_at, assumed_of, is_by_months, laws })
    }
}

/// Judges each reading by the laws of amounts.
pub(super) fn judged(
    readings: &[(String, Reading)],
    vocabulary: &Vocabulary,
    asked: &Asked,
    problems: Vec<Value>,
    answer: Answer,
) -> Result<ExitCode, Failure> {
    let language = answer.language();
    let (mut rows, mut examples, mut values) = (Vec::new(), Vec::new(), Vec::new());
    let mut is_refuted = false;
    for (key, found) in readings {
        let Asked { over, domain, goes, cap, free_at, .. } = asked;
        let way = match goes {
            Direction::Up => "up",
            Direction::Down => "down",
        };
        let schedule = Schedule {
            formula: &found.formula,
            vocabulary,
            over: over.clone(),
            domain: domain.clone(),
            goes: *goes,
            cap: cap.clone(),
            free_at: free_at.clone(),
        };
        // On two scales nothing is judged, and that counts as a refuted law does.
        is_refuted |= found.id == "usual" && schedule.other_scale().is_some();
        let mut row = vec![key.clone(), texts::reading(&found.id, language)];
        // What breaks several laws is told once.
        let mut told_of: Vec<(Text, Vec<Text>)> = Vec::new();
        for law in asked.laws.iter().copied() {
            let verdict = law.judge(&schedule);
            let (sign, word, told) = words(&verdict);
            row.push(sign.to_owned());
            if let Some(told) = &told {
                match told_of.iter_mut().find(|(known, _)| known == told) {
                    Some((_, laws)) => laws.push(law.statement()),
                    None => told_of.push((told.clone(), vec![law.statement()])),
                }
            }
            // Of a text with several readings the usual one decides.
            is_refuted |= found.id == "usual" && matches!(verdict, ScheduleVerdict::Refuted(_));
            let at = match &verdict {
                ScheduleVerdict::Refuted(example) => example
                    .at
                    .iter()
                    .map(|NumberOutcome { number, outcome }| {
                        json!({ "at": number.to_string(), "value": outcome.defined().map(ToString::to_string) })
                    })
                    .collect(),
                _ => Vec::new(),
            };
            values.push(json!({
                "item": key, "reading": found.id, "law": law.id(), "verdict": word, "goes": way, "text": told, "counterexample": at,
            }));
        }
        rows.push(row);
        for (told, laws) in told_of {
            let laws: Vec<&str> = laws.iter().map(|law| law.in_language(language)).collect();
            let laws = laws.join(if language == Language::Ja { "、" } else { "; " });
            let (of, told) = (texts::reading(&found.id, language), told.in_language(language).to_owned());
            examples.push(format!("{key}{}{of} {laws}: {told}", if key.is_empty() { "" } else { " " }));
        }
    }
    // By months nothing can be asked of what follows a count itself; by that count it can.
    if asked.is_by_months && rows.iter().any(|row| row.iter().skip(2).all(|sign| sign == "?")) {
        let hint = Text::new(
            "件数そのものに応じて決まる額は --of 件数の名称 --step 1 --free-at 数 で判定する",
            "an amount that follows a count itself is judged with --of its name, --step 1 and --free-at",
        );
        examples.push(hint.in_language(language).to_owned());
    }
    // Which way was taken for granted decides `monotone`.
    if let Some(of) = &asked.assumed_of {
        let (ja, en, other) = match asked.goes {
            Direction::Up => ("増える", "to rise", "down"),
            Direction::Down => ("減る", "to fall", "up"),
        };
        let told = Text::new(
            format!("金額は{of}が大きいほど{ja}ものとして判定した。逆なら --goes {other} とする"),
            format!(
                "judged as an amount that has {en} while {of} grows; say `--goes {other}` if it is the other way"
            ),
        );
        examples.push(told.in_language(language).to_owned());
    }
    values.extend(problems);
    if answer.format == Format::Json {
        output::print(&output::json(&Value::from(values)))?;
    } else {
        let mut header = match language {
            Language::Ja => vec!["番号", "式"],
            Language::En => vec!["no.", "formula"],
        };
        header.extend(asked.laws.iter().copied().map(ScheduleLaw::id));
        let mut out = text_table(&header, &rows);
        if !examples.is_empty() {
            out.blank();
            out.extend(examples);
        }
        output::print(&out)?;
    }
    Ok(if is_refuted { RECORDS.into() } else { ExitCode::SUCCESS })
}

/// The sign of a verdict in a table, its word in JSON, and what is to be told of it.
fn words(verdict: &ScheduleVerdict) -> (&'static str, &'static str, Option<Text>) {
    match verdict {
        ScheduleVerdict::Proved(_) => ("ok", "proved", None),
        ScheduleVerdict::Refuted(example) => ("NO", "refuted", Some(example.text.clone())),
        ScheduleVerdict::CheckedUpTo(count) => (
            "..",
            "checked",
            Some(Text::new(
                format!("{count}点で確かめた。すべての点については分からない"),
                format!("tried at {count} points; of all points nothing is known"),
            )),
        ),
        ScheduleVerdict::Unknown(why) => ("?", "unknown", Some(why.clone())),
    }
}
