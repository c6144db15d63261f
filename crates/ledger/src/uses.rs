//! Uses of software that were ended without having begun, or twice.

use std::collections::HashMap;

use provenance::{Finding, Text};

use crate::{AsOf, Check, Field, Journal, Kind, Rules, journal::effective as facts};

/// Walks through what became known of each use, in the order of the days from which it holds.
pub(crate) fn findings(journal: &Journal, as_of: AsOf, rules: &Rules) -> Vec<Finding> {
    if rules.checks.get(Check::UseEndedOutOfOrder).is_none() {
        return Vec::new();
    }
    let entries = journal.known(as_of.known);
    let mut stood: HashMap<&str, (&str, u64)> = HashMap::new();
    let mut findings = Vec::new();
    for (day, entry, put) in facts(entries) {
        if day > as_of.valid_on {
            break;
        }
        let status = put.fields.get(Field::Status.word()).flatten().map(str::trim);
        let Some(status) = status.filter(|status| put.kind == Kind::Use && !status.is_empty()) else {
            continue;
        };
        let before = stood.insert(&put.id, (status, entry));
        let (ja, en) = match status {
            "uninstalled" => ("アンインストール", "uninstalled"),
            "upgraded" => ("更新", "upgraded"),
            _ => continue,
        };
        let (message, entries) = match before {
            None => (
                Text::new(
                    format!("導入の記録がないまま{day}に{ja}済とされた"),
                    format!("recorded as {en} on {day}, though nothing says that it was ever installed"),
                ),
                vec![entry],
            ),
            Some(("approved", approved)) => (
                Text::new(
                    format!("承認されただけで導入の記録がないまま{day}に{ja}済とされた"),
                    format!("recorded as {en} on {day}, though it was approved only and never installed"),
                ),
                vec![approved, entry],
            ),
            Some(("uninstalled" | "upgraded", ended)) => (
                Text::new(
                    format!("すでに終了しているのに{day}に再び{ja}済とされた"),
                    format!("recorded as {en} on {day}, though its use had ended before"),
                ),
                vec![ended, entry],
            ),
            Some(_) => continue,
        };
        findings.extend(rules.finding(Check::UseEndedOutOfOrder, Kind::Use, &put.id, message, &entries));
    }
    findings
}
