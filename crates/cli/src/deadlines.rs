//! `keiyaku deadlines`: who owes what to whom by when, and where dates contradict the contract.

use std::{path::PathBuf, process::ExitCode};

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use escape::Lines;
use keiyaku::{
    Contract,
    files::Limit,
    provenance::{Finding, Language, PolicyUse, Severity, Text},
    report::text_table,
    tables::{Noun, nearest},
    terms::{Deadline, Deadlines, Log, MeetingId, RoleId, Terms, When},
};
use serde_json::json;

use crate::{
    failure::Failure,
    options::{FolderOptions, Lang, OutOptions, RangeOptions},
    output,
    refusal::{Part, Refusal},
    run::RUN,
    source::{contract, machine_clock},
    usage::day,
};

mod ics;

#[derive(Debug, Args)]
pub(crate) struct DeadlinesOptions {
    #[command(flatten)]
    pub(crate) range: RangeOptions,
    /// What happened and what was done (.csv with kind,id,of,date; or .toml)
    #[arg(long, value_name = "FILE")]
    pub(crate) events: Option<PathBuf>,
    /// The day by which late and upcoming are told [default: today]
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) on: Option<NaiveDate>,
    /// Only what this role owes or is owed, as in contractor
    #[arg(long, value_name = "ROLE")]
    pub(crate) party: Option<String>,
    #[command(flatten)]
    pub(crate) folder: FolderOptions,
    #[arg(long, value_enum, default_value_t = DeadlinesFormat::Table)]
    pub(crate) format: DeadlinesFormat,
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    pub(crate) lang: Lang,
    #[command(flatten)]
    pub(crate) out: OutOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DeadlinesFormat {
    Table,
    Json,
    /// iCalendar (RFC 5545) for calendar programs
    Ics,
}

pub(crate) fn run(options: &DeadlinesOptions) -> Result<ExitCode, Failure> {
    let contract = contract(&options.folder)?;
    let terms = terms_of(&contract)?;
    let (from, to) = options.range.days()?;
    if let Some(party) = options.party.as_ref().filter(|party| !is_role(terms, party)) {
        let near = nearest(party, terms.roles().iter().map(|role| role.heading.id.as_str()));
        let (name, near) = (party.clone(), near.map(str::to_owned));
        let what = Noun::new("roles.tomlの役割", "role in roles.toml named");
        return Err(Refusal::Unknown { what, name, near }.into());
    }
    let log = log(&contract, options)?;
    let deadlines = contract.deadlines(log.as_ref()).ok_or_else(no_terms)?;
    let today = options.on.unwrap_or_else(|| contract.calendars().zone().to_local(machine_clock()).date());
    for done in deadlines.unanswered() {
        let (duty, of) = (&done.duty, &done.of);
        let text = Text::new(
            format!("`{of}`についての義務`{duty}`の実施記録があるが、期日を生む事象がない"),
            format!("`{duty}` of `{of}` was done, but no event makes it due"),
        );
        output::tell_text("note: ", &text);
    }
    let view = View { terms, today, language: options.lang.into() };
    let is_wanted = |one: &&Deadline<'_>| {
        options
            .party
            .as_ref()
            .is_none_or(|party| [&one.duty.by, &one.duty.to].iter().any(|role| role.as_str() == *party))
    };
    let listed: Vec<&Deadline<'_>> = deadlines.between(from, to).filter(is_wanted).collect();
    let findings = findings(&contract, &deadlines, terms, &listed, (from, to));
    let text = match options.format {
        DeadlinesFormat::Table => view.table(&listed, &findings).to_string(),
        DeadlinesFormat::Json => view.json(&listed, &findings).to_string(),
        DeadlinesFormat::Ics => {
            let name = contract.catalogue().contract.in_language(view.language);
            ics::calendar(terms, &listed, name, view.language)
        }
    };
    output::to(&options.out, &text)?;
    Ok(ExitCode::SUCCESS)
}

/// The terms of a contract, or why there are none.
pub(crate) fn terms_of(contract: &Contract) -> Result<&Terms, Failure> {
    contract.terms().ok_or_else(no_terms)
}

fn no_terms() -> Failure {
    Part::Terms.into()
}

fn is_role(terms: &Terms, party: &str) -> bool {
    terms.roles().iter().any(|role| role.heading.id == party)
}

fn log(contract: &Contract, options: &DeadlinesOptions) -> Result<Option<Log>, Failure> {
    let Some(path) = &options.events else { return Ok(None) };
    let bytes = RUN.bytes(path, Limit::DATA)?;
    let read = contract.read_events(&escape::name(path), &bytes).ok_or_else(no_terms)?;
    Ok(Some(read?))
}

/// What does not hold together about those listed.
fn findings(
    contract: &Contract,
    deadlines: &Deadlines<'_>,
    terms: &Terms,
    listed: &[&Deadline<'_>],
    (from, to): (NaiveDate, NaiveDate),
) -> Vec<Finding> {
    let mut findings = deadlines.findings(terms, contract.calendars(), from, to);
    findings.retain(|finding| listed.iter().any(|one| one.id() == finding.subject));
    findings
}

/// How deadlines are shown.
struct View<'a> {
    terms: &'a Terms,
    today: NaiveDate,
    language: Language,
}

impl View<'_> {
    fn table(&self, listed: &[&Deadline<'_>], findings: &[Finding]) -> Lines {
        let header = match self.language {
            Language::Ja => ["期日", "義務者", "相手", "内容", "きっかけ", "状態", "条項"],
            Language::En => ["due", "by", "to", "what", "event", "state", "clause"],
        };
        let rows: Vec<Vec<String>> = listed.iter().map(|one| self.row(one)).collect();
        let mut out = text_table(&header, &rows);
        // Notes would drown what must be settled; the JSON has them.
        let told: Vec<&Finding> = findings.iter().filter(|one| one.severity > Severity::Note).collect();
        let (contradictions, notes, readings) = match self.language {
            Language::Ja => ("矛盾", "件の注記は --format json にある", "読み方"),
            Language::En => ("contradictions", " more notes are in --format json", "readings"),
        };
        if !told.is_empty() {
            out.blank();
            out.line(format_args!("{contradictions}:"));
            for finding in &told {
                let help = finding.help.as_ref().map_or("", |help| help.in_language(self.language));
                out.line(format_args!(
                    "- {} [{}]: {}{} {help}",
                    finding.subject,
                    finding.rule,
                    finding.message.in_language(self.language),
                    match self.language {
                        Language::Ja => "。",
                        Language::En => ";",
                    }
                ));
            }
        }
        if findings.len() > told.len() {
            out.blank();
            out.line(format_args!("{}{notes}", findings.len() - told.len()));
        }
        let used = readings_of(listed);
        if !used.is_empty() {
            out.blank();
            out.line(format_args!("{readings}:"));
            for used in used {
                let meaning = used.meaning.in_language(self.language);
                out.line(format_args!("- {} = {}: {meaning}", used.id, used.value));
            }
        }
        out
    }

    fn row(&self, one: &Deadline<'_>) -> Vec<String> {
        let text = |role: &RoleId| self.terms.role_text(role).in_language(self.language).to_owned();
        let due = match &one.when {
            When::Day { due, .. } => {
                let begins = one.begins.filter(|begins| begins != due);
                begins.map_or_else(|| due.to_string(), |begins| format!("{begins} – {due}"))
            }
            When::Undated(_) => one.not_before.map_or_else(|| "－".to_owned(), |first| format!("{first} –")),
        };
        let what = one.duty.what.in_language(self.language);
        let part = one.part.map_or_else(String::new, |part| format!(" ({part})"));
        let meeting = one.meeting.as_ref().map_or_else(String::new, |meeting| {
            format!(" ({})", self.terms.meeting_text(meeting).in_language(self.language))
        });
        vec![
            format!("{due}{}", ics::marks(one, self.language)),
            text(&one.duty.by),
            text(&one.duty.to),
            format!("{what}{meeting}{part}"),
            one.event_text(self.terms).in_language(self.language).to_owned(),
            one.state(self.today).text().in_language(self.language).to_owned(),
            one.duty.heading.clause.to_string(),
        ]
    }

    fn json(&self, listed: &[&Deadline<'_>], findings: &[Finding]) -> Lines {
        let rows: Vec<serde_json::Value> = listed.iter().map(|one| self.value(one)).collect();
        let all = json!({
            "today": self.today.to_string(),
            "deadlines": rows,
            "findings": findings,
            "readings": readings_of(listed),
        });
        output::json(&all)
    }

    fn value(&self, one: &Deadline<'_>) -> serde_json::Value {
        let (nominal, why) = match &one.when {
            When::Day { nominal, .. } => (Some(nominal.to_string()), None),
            When::Undated(why) => (None, Some(why)),
        };
        let days = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        json!({
            "id": one.id(),
            "duty": one.duty.heading.id,
            "by": one.duty.by.as_str(),
            "to": one.duty.to.as_str(),
            "what": one.duty.what,
            "event": { "kind": one.event.kind.as_str(), "id": one.event.id, "day": one.event.day.to_string() },
            "counted_from": one.counted_from.to_string(),
            "provisional": one.is_provisional,
            "about": one.duty.is_about,
            "from": days(one.begins),
            "nominal": nominal,
            "due": days(one.due()),
            "undated": why,
            "not_before": days(one.not_before),
            "meeting": one.meeting.as_ref().map(MeetingId::as_str),
            "limit": one.limit_text(),
            "by_general_rule": days(one.by_general_rule),
            "outside": one.outside.map(keiyaku::terms::Outside::word),
            "on_closed_day": one.is_on_closed_day,
            "done": days(one.done),
            "state": one.state(self.today).word(),
            "readings": one.readings.iter().map(|used| used.id.as_str()).collect::<Vec<_>>(),
            "clause": one.duty.heading.clause.to_string(),
        })
    }
}

/// The readings that some deadlines rest on, each once: one policy may be read otherwise for single duties.
fn readings_of(listed: &[&Deadline<'_>]) -> Vec<PolicyUse> {
    let mut used: Vec<PolicyUse> = Vec::new();
    for reading in listed.iter().flat_map(|one| &one.readings) {
        if !used.contains(reading) {
            used.push(reading.clone());
        }
    }
    used.sort_by(|one, other| (&one.id, &one.value).cmp(&(&other.id, &other.value)));
    used
}
