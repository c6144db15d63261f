//! `keiyaku formula`: laws of a contract's formulas, proved or refuted.

use std::{path::Path, process::ExitCode};

use keiyaku::{
    formula::{self, LeftOut, ProofFile, Roles},
    provenance::Text,
};

use crate::{
    failure::{Failure, RECORDS},
    options::Format,
    output,
    source::contract,
};

pub(crate) use self::args::FormulaCommand;
use self::{
    args::Role,
    around::{Around, small_numbers},
    subject::{LATE, Subject, subjects, vocabulary_of, with_late},
    verdicts::{counts, judged, laws, means},
};

mod amounts;
mod args;
mod around;
mod subject;
mod texts;
mod verdicts;

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
