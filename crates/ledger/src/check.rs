//! All checks of a day.

use std::cmp::Reverse;

use chrono::NaiveDate;
use provenance::{Finding, PolicyUse, Text};
use tables::nearest;

use crate::{
    AllowList, AsOf, Baseline, Check, Devices, Field, FieldName, GrowthReport, Installed, Journal, Kind,
    LoanPlan, PersonnelChange, Proposals, Renewals, Rules, State, Stocktakes, account, allowlist, article,
    medium, unassigned, uses,
};

/// What the ledgers are compared with. What is not handed in is not checked, and said so.
#[derive(Debug, Clone, Copy, Default)]
pub struct Inputs<'i> {
    /// The first day of the contract's term, not the day before it.
    pub term_begins: Option<NaiveDate>,
    /// Published or agreed figures to judge growth by.
    pub baseline: Option<&'i Baseline>,
    /// Changes of personnel.
    pub personnel: Option<&'i [PersonnelChange]>,
    /// What is allowed.
    pub allow_list: Option<&'i AllowList>,
    /// What is installed.
    pub inventory: Option<&'i [Installed]>,
    /// What other checks noticed, to be shown among these.
    pub others: &'i [Finding],
}

/// What was noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The day asked about, and how far the journal was believed.
    pub as_of: AsOf,
    /// What was noticed: what matters most first, then by clause, rule and subject.
    pub findings: Vec<Finding>,
    /// What was not checked, and for want of what.
    pub unchecked: Vec<Text>,
    /// The readings it rests on.
    pub policies: Vec<PolicyUse>,
}

/// Checks the ledgers as they stood.
#[must_use]
pub fn check(journal: &Journal, as_of: AsOf, rules: &Rules, inputs: &Inputs<'_>) -> Checked {
    let state = journal.state(as_of);
    let mut findings = unreadable(&state, rules);
    let mut unchecked = Vec::new();
    unknown_fields(&state, rules, &mut findings, &mut unchecked);
    findings.extend(Devices::of(&state).findings(&state, rules));
    findings.extend(medium::findings(&state, rules));
    findings.extend(LoanPlan::of(&state, rules).findings(&state, rules));
    findings.extend(Renewals::of(&state, rules).findings(rules));
    findings.extend(Stocktakes::of(&state, rules).findings(journal));
    findings.extend(unassigned::findings(&state, rules));
    findings.extend(account::findings(&state, rules));
    findings.extend(uses::findings(journal, as_of, rules));
    findings.extend(article::findings(&state, rules));
    match Baseline::chosen(journal, as_of.known, rules, inputs.term_begins, inputs.baseline) {
        Some(base) => {
            let report = GrowthReport::of(journal, as_of, &base, rules);
            findings.extend(report.iter().flat_map(|report| report.findings(rules)));
            // Growth before a base that is another was not looked at.
            unchecked.extend(report.and_then(|report| report.base_note).map(|note| {
                Text::new(
                    format!("契約開始からの増加（{}）", note.ja),
                    format!("growth since the term began: {}", note.en),
                )
            }));
        }
        None => unchecked.push(Text::new(
            "増加の上限（方針growth-baseの基準となる契約開始日か台数の表がない）",
            "growth: what the policy growth-base compares with, the first day of the term or a table of figures, is not at hand",
        )),
    }
    match inputs.personnel {
        Some(changes) => findings.extend(Proposals::of(&state, changes).findings(rules)),
        None => unchecked
            .push(Text::new("人事発令との照合（人事発令がない）", "changes of personnel: none handed in")),
    }
    match (inputs.allow_list, inputs.inventory) {
        (Some(list), Some(inventory)) => findings.extend(allowlist::findings(list, inventory, rules)),
        _ => unchecked.push(Text::new(
            "許可されないソフトウェア（許可一覧かインベントリがない）",
            "software not allowed: no list or no inventory",
        )),
    }
    findings.extend(inputs.others.iter().cloned());
    sort(&mut findings);
    Checked { as_of, findings, unchecked, policies: rules.policies.in_use() }
}

/// What matters most first, then by clause, rule, subject and words.
pub(crate) fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let key = |one: &Finding| Reverse(one.severity);
        key(a)
            .cmp(&key(b))
            .then_with(|| a.clauses.cmp(&b.clauses))
            .then_with(|| a.rule.cmp(&b.rule))
            .then_with(|| a.subject.cmp(&b.subject))
            .then_with(|| a.message.cmp(&b.message))
    });
}

/// Fields that no ledger has, as journals of earlier times may hold them: nothing reads them. They are told even where
/// the contract has no such check.
fn unknown_fields(state: &State<'_>, rules: &Rules, findings: &mut Vec<Finding>, unchecked: &mut Vec<Text>) {
    for kind in Kind::ALL {
        let sheet = rules.sheets.sheet(*kind);
        let is_known = |name: &str| match kind.field(name) {
            Ok(FieldName::Known { .. }) => true,
            Ok(FieldName::Own) => sheet.is_none_or(|sheet| sheet.column(name).is_some()),
            Err(_) => false,
        };
        for record in state.records(*kind) {
            for (name, cell) in record.fields().filter(|(name, _)| !is_known(name)) {
                let declared =
                    sheet.iter().flat_map(|sheet| sheet.columns.iter().map(|one| one.field.as_str()));
                let near = nearest(name, declared).or_else(|| kind.near(name).map(Field::word));
                let message = Text::new(
                    format!(
                        "台帳にない項目`{name}`がある（{}）。どの判定にも使われない",
                        near.map_or_else(|| "似た項目もない".to_owned(), |near| format!("`{near}`のことか"))
                    ),
                    format!(
                        "holds a field `{name}` that the ledger does not have{}: nothing reads it",
                        near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"))
                    ),
                );
                match rules.finding(Check::UnknownField, *kind, record.id, message.clone(), &[cell.entry]) {
                    Some(finding) => findings.push(finding),
                    None => unchecked.push(Text::new(
                        format!("{kind} {}：{}", record.id, message.ja),
                        format!("{kind} {} {}", record.id, message.en),
                    )),
                }
            }
        }
    }
}

/// Fields that hold what their columns cannot hold: whatever rests on them takes them as unknown.
fn unreadable(state: &State<'_>, rules: &Rules) -> Vec<Finding> {
    let mut findings = Vec::new();
    for kind in Kind::ALL {
        let Some(sheet) = rules.sheets.sheet(*kind) else { continue };
        for record in state.records(*kind) {
            for (name, cell) in record.fields() {
                let (Some(column), Some(value)) = (sheet.column(name), cell.value) else { continue };
                if !column.holds.fits(value) {
                    let (ja, en) = (&column.name.ja, &column.name.en);
                    let message = Text::new(
                        format!("{ja}の`{value}`を読み取れず、不明として扱う"),
                        format!("{en} holds `{value}`, which cannot be read: taken as unknown"),
                    );
                    findings.extend(rules.finding(
                        Check::UnreadableField,
                        *kind,
                        record.id,
                        message,
                        &[cell.entry],
                    ));
                }
            }
        }
    }
    findings
}
