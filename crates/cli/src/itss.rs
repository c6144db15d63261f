//! `keiyaku itss`: levels of a person by the achievement indicators, their reasons, and what is missing.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use chrono::NaiveDate;
use clap::{Args, Subcommand};
use escape::Lines;
use keiyaku::{
    files::Output,
    itss::{
        Duration, Evaluator, Evidence, FieldLevel, PERSON_TEMPLATE, PartOf, Quantifier, Standard, Stated,
    },
    provenance::Language,
    report::{self, text_table},
};
use serde_json::json;

use crate::{
    failure::Failure,
    options::{Answer, Format},
    output,
    run::RUN,
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
        /// The person's file; `keiyaku itss new` writes one to fill in
        person: PathBuf,
        /// One field only
        #[arg(long)]
        field: Option<String>,
        #[command(flatten)]
        options: ItssOptions,
    },
    /// Tells what is missing to a level
    Gap {
        /// The person's file
        person: PathBuf,
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
        ItssCommand::Level { person, field, options } => level(person, field.as_deref(), options),
        ItssCommand::Gap { person, to, options } => gap(person, to, options),
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
        let (id, value) = choice.split_once('=').ok_or_else(|| {
            Failure::Other(format!("`{choice}` is no choice; write it as in mentoring=informative"))
        })?;
        readings.choose(&standard, id, value).map_err(|error| Failure::Other(error.to_string()))?;
    }
    Ok(Evaluator::new(&standard, readings))
}

pub(crate) fn as_of(day: Option<NaiveDate>) -> NaiveDate {
    day.unwrap_or_else(|| machine_clock().date_naive())
}

/// A person's evidence from a file; its errors are told all at once.
pub(crate) fn person(path: &Path, standard: &Standard) -> Result<Evidence, Failure> {
    let table = RUN.text(path)?;
    let stated = Stated::from_table(&escape::name(path), &table)?;
    Evidence::new(standard, &stated).map_err(|errors| {
        let told = |error| Failure::Other(format!("{}: {error}", escape::name(path)));
        Failure::Several(errors.iter().map(told).collect())
    })
}

fn field_of(evaluator: &Evaluator, code: &str) -> Failure {
    let near = evaluator
        .standard()
        .nearest_field(code)
        .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Failure::Other(format!("there is no field `{code}`{near}"))
}

fn show(field: &str, level: u8, options: &ItssOptions) -> Result<(), Failure> {
    let evaluator = evaluator(options)?;
    let standard = evaluator.standard();
    let known = standard.field(field).ok_or_else(|| field_of(&evaluator, field))?;
    let indicator = known.indicator(level).ok_or_else(|| {
        let levels: Vec<String> =
            known.indicators.iter().map(|indicator| indicator.level.to_string()).collect();
        Failure::Other(format!("`{}` has no level {level}; it has {}", known.id, levels.join(", ")))
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

fn level(path: &Path, field: Option<&str>, options: &ItssOptions) -> Result<(), Failure> {
    let evaluator = evaluator(options)?;
    let evidence = person(path, evaluator.standard())?;
    let day = as_of(options.on);
    let levels: Vec<FieldLevel> = match field {
        Some(code) => {
            vec![evaluator.explain_in(&evidence, code, day).ok_or_else(|| field_of(&evaluator, code))?]
        }
        None => evaluator.explain(&evidence, day),
    };
    if options.answer.format == Format::Json {
        return output::document(&report::levels_json(&evaluator, &evidence, &levels));
    }
    let language = options.answer.language();
    let mut out = Lines::of(format_args!(
        "{} ({day}, {})",
        evidence.name(),
        evaluator.standard().name().in_language(language)
    ));
    out.blank();
    out.extend(levels.iter().map(|level| level.headline(&evaluator).in_language(language).to_owned()));
    out.extend(evidence.notes(day).iter().map(|note| format!("- {}", note.text().in_language(language))));
    for level in &levels {
        // A field in which nothing is shown needs no page of reasons unless it was asked for.
        let has_work = level.judgements.iter().any(|judgement| !judgement.experience.engagements.is_empty());
        if field.is_some() || has_work {
            out.blank();
            out.extend(level.lines(&evaluator, &evidence, language));
        }
    }
    output::print(&out)
}

fn gap(path: &Path, to: &str, options: &ItssOptions) -> Result<(), Failure> {
    let evaluator = evaluator(options)?;
    let evidence = person(path, evaluator.standard())?;
    let wrong = || Failure::Other(format!("`{to}` is no level of a field; write it as in itsm.om:5"));
    let (field, level) = to.rsplit_once(':').ok_or_else(wrong)?;
    let level: u8 = level.parse().map_err(|_| wrong())?;
    if evaluator.standard().field(field).is_none() {
        return Err(field_of(&evaluator, field));
    }
    let day = as_of(options.on);
    let gap = evaluator
        .gap(&evidence, field, level, day)
        .ok_or_else(|| Failure::Other(format!("`{field}` has no level {level}")))?;
    let lines = gap.lines(&evaluator, &evidence);
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
