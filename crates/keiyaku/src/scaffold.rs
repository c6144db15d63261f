//! A contract to begin with: the files of `contracts/template`, filled in for whoever starts one.

use calendar::{Term, TermError, YearMonth};
use chrono::NaiveDate;

use crate::schema;

macro_rules! template {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../contracts/template/", $name)))),*]
    };
}

/// The files of the template, which is a contract in its own right.
const TEMPLATE: &[(&str, &str)] = template![
    "README.md",
    "sla.toml",
    "policy.toml",
    "calendar.toml",
    "records.toml",
    "report.toml",
    "tasks.toml",
    "contract.toml",
    "roles.toml",
    "duties.toml",
    "meetings.toml",
    "staffing.toml",
    "help-desk.toml",
    "review.toml",
    "volumes.toml",
    "waivers.toml",
    "findings/main.toml",
    "records/incidents.csv",
    "records/pauses.csv",
    "records/inquiries.csv",
    "records/tallies.csv",
    "records/leaks.csv",
];

/// What the template says of itself, and what is put in its place.
const NAME_JA: &str = "博物館情報システム運用支援業務";
const NAME_EN: &str = "Support of the museum's systems";
const FIRST_DAY: &str = "2025-04-01";
const LAST_DAY: &str = "2026-03-31";
const MONTHS: &str = "months = 12";
/// The month of the records, as in README.md and as in the records.
const MONTH: (&str, &str) = ("2025-04", "2025/04/");

/// What a new contract is called and how long it runs; what is not given stays as in the template.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outset {
    /// Its name in Japanese.
    pub name_ja: Option<String>,
    /// Its name in English.
    pub name_en: Option<String>,
    /// Its term.
    pub term: Option<Term>,
}

/// The files of a new contract by their names, schemas for editors included, and the month of its example records.
///
/// # Errors
/// [`TermError`] where no term is given and the template's own is none.
pub fn files(outset: &Outset) -> Result<(Vec<(String, String)>, YearMonth), TermError> {
    let own = || Term::new(template_day(FIRST_DAY), template_day(LAST_DAY));
    let term = outset.term.map_or_else(own, Ok)?;
    let month = records_month(term);
    let files =
        TEMPLATE.iter().map(|(name, text)| ((*name).to_owned(), filled(name, text, outset, term, month)));
    let schemas =
        schema::ALL.iter().map(|(name, text)| (format!(".schema/{name}.schema.json"), (*text).to_owned()));
    Ok((files.chain(schemas).collect(), month))
}

/// The first month of the term that it holds whole; its first one where it holds none.
fn records_month(term: Term) -> YearMonth {
    let is_whole = |month: &YearMonth| term.contains(month.first_day()) && term.contains(month.last_day());
    term.months().find(is_whole).unwrap_or_else(|| YearMonth::of(term.first_day()))
}

fn filled(name: &str, text: &str, outset: &Outset, term: Term, month: YearMonth) -> String {
    // In the repository the schemas stand beside the contracts, in a folder of its own within it.
    let text = text.replace("../../../schema/", "../.schema/").replace("../../schema/", ".schema/");
    if name.starts_with("records/") {
        return text.replace(MONTH.1, &format!("{}/{:02}/", month.year(), month.month()));
    }
    match name {
        "README.md" => text.replace(MONTH.0, &month.to_string()),
        "sla.toml" | "contract.toml" => {
            let (name_ja, name_en) = (outset.name_ja.as_deref(), outset.name_en.as_deref());
            let months = format!("months = {}", term.months().count());
            text.replace(&escape::toml(NAME_JA), &escape::toml(name_ja.unwrap_or(NAME_JA)))
                .replace(&escape::toml(NAME_EN), &escape::toml(name_en.unwrap_or(NAME_EN)))
                .replace(&format!(" = {FIRST_DAY}"), &format!(" = {}", term.first_day()))
                .replace(&format!(" = {LAST_DAY}"), &format!(" = {}", term.last_day()))
                .replace(MONTHS, &months)
        }
        _ => text,
    }
}

/// A day of the template; a test reads both.
fn template_day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}
