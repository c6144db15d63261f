//! What a contract rules about its ledgers: `ledger.toml`.

use provenance::{Clause, Finding, Text};
use tables::{Document, Row, TableErrors};

use crate::{Check, CheckRule, Checks, Kind, Policies, Sheets, View};

/// A contract's ledgers: their columns, what is asked of them, and the readings chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// The ledgers and their columns.
    pub sheets: Sheets,
    /// The readings of what is left open.
    pub policies: Policies,
    /// When renewals must be told of.
    pub renewal: Option<Renewal>,
    /// How far the stock may grow before the contract is looked at again.
    pub growth: Option<Growth>,
    /// How often devices are counted.
    pub stocktake: Option<Stocktake>,
    /// When what comes with software is counted.
    pub software_stocktake: Option<SoftwareStocktake>,
    /// When an account counts as idle.
    pub idle: Option<Idle>,
    /// When licences count as nearly used up.
    pub near: Option<Near>,
    /// How long a thing that came back from a loan is worked on.
    pub loan: Option<LoanWork>,
    /// What is looked for.
    pub checks: Checks,
}

/// When renewals must be told of: the more a contract costs, the earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    /// The steps, from the lowest amount.
    pub steps: Vec<RenewalStep>,
    /// Consumption tax in percent, where amounts are recorded without it.
    pub tax_percent: u32,
    /// The clause.
    pub clause: Clause,
}

/// A step of [`Renewal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenewalStep {
    /// Amounts from this many yen.
    pub from_yen: u64,
    /// Calendar months before the renewal.
    pub months: u32,
}

/// How far the stock may grow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Growth {
    /// By how many percent a count may grow.
    pub count_percent: u32,
    /// By how many the number of kinds may grow.
    pub kinds: u32,
    /// The clause.
    pub clause: Clause,
}

/// How often devices are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stocktake {
    /// Every so many months.
    pub months: u32,
    /// The clauses.
    pub clause: Clause,
    /// Which sites are counted together, and how.
    pub groups: Vec<StocktakeGroup>,
}

/// When what comes with software is counted: once a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoftwareStocktake {
    /// The calendar month, from 1 to 12, by whose end it has to be done; the year counted ends with it.
    pub month: u32,
    /// The clause, which says no month.
    pub clause: Clause,
    /// Why this month.
    pub why: Text,
}

/// Sites whose devices are counted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StocktakeGroup {
    /// Its name in results.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// The ledger that its devices stand in.
    pub view: View,
    /// The offices, as devices name theirs; where none are listed, all that no other group lists.
    pub offices: Vec<String>,
    /// How devices may be checked there.
    pub means: Vec<String>,
    /// The clause.
    pub clause: Clause,
}

/// How long a thing that came back from a loan is worked on before it is lent again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanWork {
    /// So many days.
    pub turnaround_days: u32,
    /// The clause, which says no number.
    pub clause: Clause,
    /// Why this number.
    pub why: Text,
}

/// When an account counts as idle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idle {
    /// After so many months without a sign-in.
    pub months: u32,
    /// The clause.
    pub clause: Clause,
}

/// When licences count as nearly used up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// From this many percent of what is held.
    pub percent: u32,
    /// The clause, which says no number.
    pub clause: Clause,
    /// Why this number.
    pub why: Text,
}

impl Rules {
    /// Reads a contract's `ledger.toml`.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(|root| {
            Some(Self {
                sheets: Sheets::read(root),
                policies: Policies::read(root),
                renewal: root.optional_row("renewal").as_ref().and_then(renewal),
                growth: root.optional_row("growth").and_then(|row| {
                    let (count_percent, kinds) = (row.required("count_percent"), row.required("kinds"));
                    let clause = row.required_clause("clause");
                    Some(Growth { count_percent: count_percent?, kinds: kinds?, clause: clause? })
                }),
                stocktake: root.optional_row("stocktake").and_then(|row| {
                    let (months, clause) = (row.required("months"), row.required_clause("clause"));
                    let groups = row.rows("group").iter().filter_map(group).collect();
                    Some(Stocktake { months: months?, clause: clause?, groups })
                }),
                software_stocktake: root
                    .optional_row("software_stocktake")
                    .as_ref()
                    .and_then(software_stocktake),
                idle: root.optional_row("idle").and_then(|row| {
                    let (months, clause) = (row.required("months"), row.required_clause("clause"));
                    Some(Idle { months: months?, clause: clause? })
                }),
                near: root.optional_row("near").and_then(|row| {
                    let (percent, clause) = (row.required("percent"), row.required_clause("clause"));
                    let why = row.required_text("why");
                    Some(Near { percent: percent?, clause: clause?, why: why? })
                }),
                loan: root.optional_row("loan").and_then(|row| {
                    let (days, clause) = (row.required("turnaround_days"), row.required_clause("clause"));
                    let why = row.required_text("why");
                    Some(LoanWork { turnaround_days: days?, clause: clause?, why: why? })
                }),
                checks: Checks::read(root),
            })
        })
    }
}

fn software_stocktake(row: &Row<'_>) -> Option<SoftwareStocktake> {
    let (month, clause) = (row.required::<u32>("month"), row.required_clause("clause"));
    let why = row.required_text("why");
    if month.is_some_and(|month| !(1..=12).contains(&month)) {
        row.complain("month", "a month is a number from 1 to 12", None);
        return None;
    }
    Some(SoftwareStocktake { month: month?, clause: clause?, why: why? })
}

fn group(row: &Row<'_>) -> Option<StocktakeGroup> {
    let (id, name) = (row.required("id"), row.required_text("name"));
    let (view, clause) = (row.required_parsed("view", str::parse::<View>), row.required_clause("clause"));
    let (offices, means) = (row.strings("offices"), row.strings("means"));
    Some(StocktakeGroup { id: id?, name: name?, view: view?, offices, means, clause: clause? })
}

fn renewal(row: &Row<'_>) -> Option<Renewal> {
    let (tax_percent, clause) = (row.required("tax_percent"), row.required_clause("clause"));
    let steps: Vec<RenewalStep> = row
        .rows("step")
        .iter()
        .filter_map(|step| {
            let (from_yen, months) = (step.required("from_yen"), step.required("months"));
            Some(RenewalStep { from_yen: from_yen?, months: months? })
        })
        .collect();
    let from_zero = steps.first().is_some_and(|step| step.from_yen == 0);
    if !from_zero || !steps.is_sorted_by(|a, b| a.from_yen < b.from_yen) {
        row.complain("step", "steps must begin at 0 yen and rise", None);
        return None;
    }
    Some(Renewal { steps, tax_percent: tax_percent?, clause: clause? })
}

impl Rules {
    /// What a check noticed about a record, by which entries; nothing where the contract does not ask for it.
    pub(crate) fn finding(
        &self,
        check: Check,
        kind: Kind,
        id: &str,
        message: Text,
        entries: &[u64],
    ) -> Option<Finding> {
        self.finding_about(check, format!("{kind} {id}"), message, entries)
    }

    /// The same about something that is no record.
    pub(crate) fn finding_about(
        &self,
        check: Check,
        subject: String,
        message: Text,
        entries: &[u64],
    ) -> Option<Finding> {
        let CheckRule { rule, severity, clauses, help } = self.checks.get(check)?;
        Some(Finding {
            rule: rule.clone(),
            severity: *severity,
            clauses: clauses.clone(),
            subject,
            message: with_entries(message, entries),
            help: help.clone(),
        })
    }
}

/// Says by which entries something is known.
fn with_entries(message: Text, entries: &[u64]) -> Text {
    if entries.is_empty() {
        return message;
    }
    let joined = |separator: &str| entries.iter().map(u64::to_string).collect::<Vec<_>>().join(separator);
    let (word, list) = (if entries.len() == 1 { "entry" } else { "entries" }, joined(", "));
    Text::new(format!("{}（記録{}）", message.ja, joined("、")), format!("{} ({word} {list})", message.en))
}
