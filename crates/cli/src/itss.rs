//! `keiyaku itss`: levels of a person by the achievement indicators, their reasons, and what is missing.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::ExitCode,
};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use escape::Lines;
use keiyaku::{
    bid::SHEETS,
    files::{Found, Limit, Output},
    intake::{Form, UnreadSheet, has_known_ending, unread_sheets},
    itss::{
        Duration, EVIDENCE_SHEETS, Evaluator, Evidence, FieldLevel, PERSON_TEMPLATE, PartOf, Quantifier,
        ReadAs, Standard, Stated,
    },
    provenance::{Language, Text},
    report::{self, text_table},
    tables::{Noun, nearest},
};
use serde_json::json;

use crate::{
    bid::folder::{Shown, not_read, rows, shown},
    failure::Failure,
    options::{Answer, Format},
    output,
    refusal::Refusal,
    run::{self, RUN},
    source::machine_clock,
    usage::day,
};

#[derive(Debug, Subcommand)]
pub(crate) enum ItssCommand {
    /// Shows what a level of a field asks for
    Show {
        /// The field, as in itsm.om or om
        field: String,
        /// The level
        level: u8,
        #[command(flatten)]
        options: ItssOptions,
    },
    /// Tells the level in each field, with every reason
    Level {
        /// A person's file (`keiyaku itss new` writes one to fill in), a sheet or workbook of many people, or a folder of any of these
        person: PathBuf,
        /// One person of many, with every reason
        #[arg(long, value_name = "NAME")]
        only: Option<String>,
        /// One field only
        #[arg(long)]
        field: Option<String>,
        #[command(flatten)]
        options: ItssOptions,
    },
    /// Tells what is missing to a level
    Gap {
        /// The person's file, or one of many people
        person: PathBuf,
        /// One person of many
        #[arg(long, value_name = "NAME")]
        only: Option<String>,
        /// Field and level, as in itsm.om:5
        #[arg(long, value_name = "FIELD:LEVEL")]
        to: String,
        #[command(flatten)]
        options: ItssOptions,
    },
    /// Lists the readings of what the standard prints irregularly
    Readings {
        #[command(flatten)]
        options: ItssOptions,
    },
    /// Writes a person's file to fill in
    New {
        /// The file
        file: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ItssOptions {
    /// As of which day [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) on: Option<NaiveDate>,
    /// Another reading, as in mentoring=informative; may be given more than once
    #[arg(long, value_name = "READING=VALUE")]
    pub(crate) reading: Vec<String>,
    #[command(flatten)]
    pub(crate) answer: Answer,
}

pub(crate) fn run(command: &ItssCommand) -> Result<ExitCode, Failure> {
    match command {
        ItssCommand::Show { field, level, options } => show(field, *level, options),
        ItssCommand::Level { person, only, field, options } => {
            level(person, only.as_deref(), field.as_deref(), options)
        }
        ItssCommand::Gap { person, only, to, options } => gap(person, only.as_deref(), to, options),
        ItssCommand::Readings { options } => readings(options),
        ItssCommand::New { file } => new(file),
    }?;
    Ok(ExitCode::SUCCESS)
}

/// The evaluator with the readings that were chosen.
pub(crate) fn evaluator(options: &ItssOptions) -> Result<Evaluator, Failure> {
    let standard = Standard::itss_v3_2011()?;
    let mut readings = standard.default_readings();
    for choice in &options.reading {
        let (id, value) = choice.split_once('=').ok_or_else(|| Refusal::Spelling {
            what: Noun::new("解釈の選択", "choice"),
            found: choice.clone(),
            example: "mentoring=informative",
        })?;
        readings.choose(&standard, id, value).map_err(|error| Failure::of(&error))?;
    }
    Ok(Evaluator::new(&standard, readings))
}

pub(crate) fn as_of(day: Option<NaiveDate>) -> NaiveDate {
    day.unwrap_or_else(|| machine_clock().date_naive())
}

/// People's evidence from a file or a folder, those that are meant; all errors are told at once.
fn people(path: &Path, only: Option<&str>, standard: &Standard) -> Result<Vec<Shown>, Failure> {
    let mut stated: Vec<(String, Stated)> = Vec::new();
    let mut sheets: Vec<(String, Vec<u8>)> = Vec::new();
    let mut problems = Vec::new();
    let mut table = |path: String, text: &str| match Stated::from_table(&path, text) {
        Ok(one) => stated.push((path, one)),
        Err(errors) => problems.push(Failure::Tables(errors)),
    };
    let shown_path = escape::name(path);
    match RUN.open(path)? {
        Found::File(file) if has_known_ending(&shown_path) => {
            let name = path.file_name().map_or_else(|| shown_path.clone(), escape::name);
            sheets.push((name, file.bytes(Limit::DATA)?));
        }
        Found::File(_) => table(shown_path.clone(), &RUN.text(path)?),
        Found::Folder(_) => {
            let folder = run::folder(path, &[])?;
            for name in folder.names()? {
                let shown = escape::name(&name);
                if has_known_ending(&shown) {
                    sheets.extend(folder.bytes(&name, Limit::DATA)?.map(|bytes| (shown, bytes)));
                } else if shown.ends_with(".toml")
                    && shown != "bid.toml"
                    && let Some(text) = folder.text(&name)?
                {
                    table(escape::name(folder.path().join(&name)), &text);
                }
            }
        }
    }
    let sheets: Vec<(&str, &[u8])> =
        sheets.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let place = |file: &str| match path.file_name().map(escape::name) {
        Some(name) if name == file => shown_path.clone(),
        _ => escape::name(path.join(file)),
    };
    let known: Vec<Form> = EVIDENCE_SHEETS.into_iter().chain(SHEETS).collect();
    for UnreadSheet { file, sheet } in unread_sheets(&known, &sheets) {
        output::tell_text("note: ", &not_read(&place(&file), &sheet));
    }
    match Stated::from_sheets(&sheets, &SHEETS) {
        Ok(people) => stated.extend(people.into_iter().map(|one| (shown_path.clone(), one))),
        Err(errors) => problems.push(rows(errors, &sheets, &place)),
    }
    stated.sort_by(|(_, one), (_, other)| one.name.cmp(&other.name));
    for pair in stated.windows(2) {
        if let [(one, person), (other, same)] = pair
            && person.name == same.name
        {
            let name = &person.name;
            problems.push(Failure::Told(Text::new(
                format!("{name}の実績が`{one}`と`{other}`にある。1つにまとめる"),
                format!("evidence of {name} stands in `{one}` and in `{other}`; leave one"),
            )));
        }
    }
    let names: Vec<String> = stated.iter().map(|(_, one)| one.name.clone()).collect();
    let mut all = Vec::new();
    for (path, one) in stated.iter().filter(|(_, one)| only.is_none_or(|only| only == one.name)) {
        match shown(path, one, standard) {
            Ok(person) => all.push(person),
            Err(failure) => problems.push(failure),
        }
    }
    if let Some(only) = only.filter(|only| !names.iter().any(|name| name == only)) {
        let near = nearest(only, names.iter().map(String::as_str));
        let (near_ja, near_en) = near.map_or_else(Default::default, |near| {
            (format!("（`{near}`のことか）"), format!("; did you mean `{near}`?"))
        });
        problems.push(Failure::Told(Text::new(
            format!("`{only}`の実績はない{near_ja}"),
            format!("there is no evidence of `{only}`{near_en}"),
        )));
    }
    if problems.is_empty() && all.is_empty() {
        problems.push(Failure::Told(Text::new(
            format!("{shown_path}: 誰の実績もない。`keiyaku itss new`と`keiyaku bid new`が記入用に書き出す"),
            format!("{shown_path}: holds nobody's evidence; `keiyaku itss new` and `keiyaku bid new` write files to fill in"),
        )));
    }
    if problems.is_empty() { Ok(all) } else { Err(Failure::Several(problems)) }
}

fn field_of(evaluator: &Evaluator, code: &str) -> Failure {
    let near = evaluator.standard().nearest_field(code).map(str::to_owned);
    Refusal::Unknown { what: Noun::new("専門分野", "field"), name: code.to_owned(), near }.into()
}

fn show(field: &str, level: u8, options: &ItssOptions) -> Result<(), Failure> {
    let evaluator = evaluator(options)?;
    let standard = evaluator.standard();
    let known = standard.field(field).ok_or_else(|| field_of(&evaluator, field))?;
    let indicator = known.indicator(level).ok_or_else(|| Refusal::NoLevel {
        field: known.id.clone(),
        level,
        known: known.indicators.iter().map(|indicator| indicator.level).collect(),
    })?;
    if options.answer.format == Format::Json {
        let all: Vec<serde_json::Value> =
            serde_json::from_str(&report::indicators_json(standard)).unwrap_or_default();
        let found = all.into_iter().find(|found| found["id"] == indicator.id).unwrap_or_default();
        return output::print(&output::json(&found));
    }
    let language = options.answer.language();
    let word = |ja: &'static str, en: &'static str| if language == Language::Ja { ja } else { en };
    let named = |list: &[keiyaku::itss::Named], place: u8| {
        list.get(usize::from(place))
            .map_or_else(String::new, |named| named.name.in_language(language).to_owned())
    };
    let mut out = Lines::of(format_args!(
        "{} {} {level}  ({}, {})",
        indicator.id,
        known.name.in_language(language),
        indicator.source,
        standard.edition()
    ));
    out.blank();
    let mut line = |name: &str, text: String| out.line(format_args!("{name}: {text}"));
    line(word("役割", "role"), named(standard.roles(), indicator.role));
    line(
        word("経験", "experience"),
        match indicator.duration {
            Duration::Years(years) => format!("{years} {}", word("年以上", "years or more")),
            Duration::Engagements { count, of_which, others_level } => {
                let some = of_which.map_or_else(String::new, |PartOf { count: some, level }| {
                    format!(
                        "{}{some} {} {level}",
                        word("、内", ", of which "),
                        word("回以上はレベル", "at level")
                    )
                });
                let others = others_level.map_or_else(String::new, |level| {
                    format!("{}{level}", word("、他はレベル", ", the others at level "))
                });
                format!("{count} {}{some}{others}", word("回以上", "engagements or more"))
            }
        },
    );
    let codes = |list: Vec<&keiyaku::itss::Named>| -> String {
        list.iter()
            .map(|named| format!("{} ({})", named.id, named.name.in_language(language)))
            .collect::<Vec<_>>()
            .join(", ")
    };
    line(
        word("複雑性", "complexity"),
        format!("{} / {}", indicator.complexity.k, codes(known.conditions_of(indicator).collect())),
    );
    let mandatory: Vec<_> = known.mandatory_of(indicator).collect();
    if !mandatory.is_empty() {
        line(word("必須の条件", "mandatory"), codes(mandatory));
    }
    for tier in &indicator.tiers {
        let bounds: Vec<String> = tier
            .bounds
            .iter()
            .filter_map(|bound| {
                let metric = standard.metrics().get(usize::from(bound.metric))?;
                let step = usize::try_from(bound.at_least).ok().and_then(|at| metric.steps.get(at));
                let least = step.map_or_else(
                    || bound.at_least.to_string(),
                    |step| step.name.in_language(language).to_owned(),
                );
                Some(format!(
                    "{} >= {least}{}",
                    metric.name.in_language(language),
                    metric.unit.in_language(language)
                ))
            })
            .collect();
        let needs = if tier.needs == 0 {
            String::new()
        } else {
            format!(" ({} {})", tier.needs, word("条件以上で", "conditions or more"))
        };
        line(word("規模", "size"), format!("{}{needs}", bounds.join(word(" 又は ", " or "))));
    }
    let any = match indicator.areas.quantifier {
        Quantifier::Any => word("いずれか", "any of"),
        Quantifier::All => word("すべて", "all of"),
        Quantifier::Unstated => word("（いずれか・すべての記載なし）", "(neither any nor all is said)"),
    };
    line(
        word("専門領域", "areas"),
        format!(
            "{}, {any}: {}",
            named(standard.standings(), indicator.areas.standing),
            codes(known.areas_of(indicator).collect())
        ),
    );
    line(word("技術の継承", "transfer"), format!("{} / {}", indicator.transfer, standard.transfers().len()));
    line(
        word("後進の育成", "mentoring"),
        word(
            if indicator.mentoring { "あり" } else { "なし" },
            if indicator.mentoring { "yes" } else { "no" },
        )
        .to_owned(),
    );
    line(word("読み方", "readings"), indicator.readings.join(", "));
    output::print(&out)
}

fn level(path: &Path, only: Option<&str>, field: Option<&str>, options: &ItssOptions) -> Result<(), Failure> {
    let evaluator = evaluator(options)?;
    let people = people(path, only, evaluator.standard())?;
    let day = as_of(options.on);
    let levels = |evidence: &Evidence| match field {
        Some(code) => {
            let one = evaluator.explain_in(evidence, code, day);
            one.map(|one| vec![one]).ok_or_else(|| field_of(&evaluator, code))
        }
        None => Ok(evaluator.explain(evidence, day)),
    };
    let language = options.answer.language();
    if let [Shown { evidence, read }] = people.as_slice() {
        let levels = levels(evidence)?;
        if options.answer.format == Format::Json {
            return output::document(&report::levels_json(&evaluator, evidence, &levels));
        }
        return output::print(&of_one(&evaluator, evidence, read, &levels, day, (language, field.is_some())));
    }
    if options.answer.format == Format::Json {
        let all: Result<Vec<serde_json::Value>, Failure> = people
            .iter()
            .map(|Shown { evidence, read }| {
                let levels: serde_json::Value =
                    serde_json::from_str(&report::levels_json(&evaluator, evidence, &levels(evidence)?))
                        .unwrap_or_default();
                let words: Vec<serde_json::Value> =
                    read.iter().map(|read| json!({ "word": read.word, "code": read.code })).collect();
                Ok(json!({ "name": evidence.name(), "words": words, "levels": levels }))
            })
            .collect();
        return output::print(&output::json(&serde_json::Value::from(all?)));
    }
    let mut out = Lines::of(format_args!("{day}, {}", evaluator.standard().name().in_language(language)));
    for Shown { evidence, read } in &people {
        out.blank();
        out.line(evidence.name());
        let levels = levels(evidence)?;
        // Of many people only the fields in which something is shown.
        let shown = levels.iter().filter(|level| level.reached.is_some() || has_work(level));
        let shown: Vec<String> =
            shown.map(|level| level.headline(&evaluator).in_language(language).to_owned()).collect();
        if shown.is_empty() {
            out.line(match language {
                Language::Ja => "  どの分野にも示されたものがない",
                Language::En => "  nothing is shown in any field",
            });
        }
        out.extend(shown.into_iter().map(|line| format!("  {line}")));
        out.extend(words(read, language).map(|line| format!("  {line}")));
        out.extend(
            evidence.notes(day).iter().map(|note| format!("  - {}", note.text().in_language(language))),
        );
    }
    output::print(&out)
}

/// Whether there is work in a field: one in which nothing is shown needs no page of reasons.
fn has_work(level: &FieldLevel) -> bool {
    level.judgements.iter().any(|judgement| !judgement.experience.engagements.is_empty())
}

/// Which word was read as which code.
fn words(read: &BTreeSet<ReadAs>, language: Language) -> Option<String> {
    let words: Vec<String> = read.iter().map(|read| format!("`{}` → {}", read.word, read.code)).collect();
    let label = if language == Language::Ja { "語の読み替え" } else { "words read as codes" };
    (!words.is_empty()).then(|| format!("{label}: {}", words.join(", ")))
}

/// The levels of one person with every reason.
fn of_one(
    evaluator: &Evaluator,
    evidence: &Evidence,
    read: &BTreeSet<ReadAs>,
    levels: &[FieldLevel],
    day: NaiveDate,
    (language, is_asked): (Language, bool),
) -> Lines {
    let mut out = Lines::of(format_args!(
        "{} ({day}, {})",
        evidence.name(),
        evaluator.standard().name().in_language(language)
    ));
    out.blank();
    out.extend(levels.iter().map(|level| level.headline(evaluator).in_language(language).to_owned()));
    out.extend(words(read, language));
    out.extend(evidence.notes(day).iter().map(|note| format!("- {}", note.text().in_language(language))));
    for level in levels {
        if is_asked || has_work(level) {
            out.blank();
            out.extend(level.lines(evaluator, evidence, language));
        }
    }
    out
}

fn gap(path: &Path, only: Option<&str>, to: &str, options: &ItssOptions) -> Result<(), Failure> {
    let evaluator = evaluator(options)?;
    let people = people(path, only, evaluator.standard())?;
    let [Shown { evidence, .. }] = people.as_slice() else {
        let names: Vec<String> = people.iter().map(|one| format!("`{}`", one.evidence.name())).collect();
        return Err(Failure::Told(Text::new(
            format!("誰についてか、`--only`で指定する（{}）", names.join("、")),
            format!("say of whom with --only ({})", names.join(", ")),
        )));
    };
    let wrong = || Refusal::Spelling {
        what: Noun::new("専門分野のレベル", "level of a field"),
        found: to.to_owned(),
        example: "itsm.om:5",
    };
    let (field, level) = to.rsplit_once(':').ok_or_else(wrong)?;
    let level: u8 = level.parse().map_err(|_| wrong())?;
    if evaluator.standard().field(field).is_none() {
        return Err(field_of(&evaluator, field));
    }
    let day = as_of(options.on);
    let gap = evaluator.gap(evidence, field, level, day).ok_or_else(|| Refusal::NoLevel {
        field: field.to_owned(),
        level,
        known: Vec::new(),
    })?;
    let lines = gap.lines(&evaluator, evidence);
    if options.answer.format == Format::Json {
        let missing: Vec<serde_json::Value> =
            lines.iter().map(|text| json!({ "ja": text.ja, "en": text.en })).collect();
        let instead: Vec<serde_json::Value> =
            gap.instead(&evaluator).iter().map(|text| json!({ "ja": text.ja, "en": text.en })).collect();
        let value = json!({ "to": to, "as_of": day.to_string(), "missing": missing, "instead": instead });
        return output::print(&output::json(&value));
    }
    let language = options.answer.language();
    if lines.is_empty() {
        return output::line(match language {
            Language::Ja => "不足なし",
            Language::En => "nothing is missing",
        });
    }
    for line in lines.into_iter().chain(gap.instead(&evaluator)) {
        output::line(format_args!("- {}", line.in_language(language)))?;
    }
    Ok(())
}

fn readings(options: &ItssOptions) -> Result<(), Failure> {
    let evaluator = evaluator(options)?;
    let language = options.answer.language();
    let rows: Vec<Vec<String>> = evaluator
        .standard()
        .readings()
        .iter()
        .map(|reading| {
            vec![
                reading.id.clone(),
                evaluator.readings().value(&reading.id).unwrap_or_default().to_owned(),
                reading.values.join(", "),
                reading.clause.to_string(),
                reading.what.in_language(language).to_owned(),
            ]
        })
        .collect();
    if options.answer.format == Format::Json {
        let values: Vec<serde_json::Value> = rows
            .iter()
            .map(|row| json!({ "id": row.first(), "value": row.get(1), "values": row.get(2), "clause": row.get(3), "what": row.get(4) }))
            .collect();
        return output::print(&output::json(&serde_json::Value::from(values)));
    }
    let header = match language {
        Language::Ja => ["読み方", "値", "取りうる値", "根拠", "何が定まっていないか"],
        Language::En => ["reading", "value", "values", "clause", "what is open"],
    };
    output::print(&text_table(&header, &rows))
}

fn new(file: &Path) -> Result<(), Failure> {
    output::write(&Output::file(file, PERSON_TEMPLATE).only_new())
}
