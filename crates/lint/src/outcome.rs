//! Running the rules.

use chrono::NaiveDate;
use provenance::{Finding, Severity, Text};
use tables::{Place, TableErrors, meant, nearest};

use crate::{Agenda, Draft, Hit, Material, RULES, Recorded, Rule, Tables, Waiver, agenda, findings};

/// What the rules found in a contract.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What they found: the gravest first, then by rule and place.
    pub hits: Vec<Hit>,
    /// What they found and somebody waived, with the waiver.
    pub waived: Vec<Waived>,
    /// What the parties must settle before the term begins.
    pub agenda: Agenda,
}

/// What a rule found and somebody waived.
#[derive(Debug, Clone)]
pub struct Waived {
    /// What was found.
    pub hit: Hit,
    /// Who waived it, why and until when.
    pub waiver: Waiver,
}

impl Outcome {
    /// How many hits are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.hits.iter().filter(|hit| hit.finding.severity == severity).count()
    }

    /// Whether a hit is at least that grave.
    #[must_use]
    pub fn reaches(&self, severity: Severity) -> bool {
        self.hits.iter().any(|hit| hit.finding.severity >= severity)
    }
}

/// Lints a contract as of a day.
///
/// # Errors
/// Every problem of the tables that only the lint reads: unknown kinds and rules, dangling policies and places.
pub fn lint(tables: &Tables<'_>, today: NaiveDate) -> Result<Outcome, TableErrors> {
    let material = read(tables, today)?;
    let mut all: Vec<Hit> = Vec::new();
    for rule in RULES {
        all.extend(hits(rule, &material));
    }
    let of_waivers: Vec<Hit> = material
        .waivers
        .iter()
        .filter(|waiver| waiver.holds_on(today))
        .filter_map(|w| misfit(w, &all))
        .collect();
    all.extend(of_waivers);
    let (mut hits, mut waived) = (Vec::new(), Vec::new());
    for hit in all {
        let waiver = material.waivers.iter().find(|waiver| waiver.holds_on(today) && waiver.is_about(&hit));
        match waiver {
            Some(waiver) => waived.push(Waived { hit, waiver: waiver.clone() }),
            None => hits.push(hit),
        }
    }
    let order = |hit: &Hit| {
        let rule = RULES.iter().position(|rule| rule.id == hit.finding.rule.as_str());
        (std::cmp::Reverse(hit.finding.severity), rule, hit.place.clone(), hit.finding.subject.clone())
    };
    hits.sort_by_key(order);
    let agenda = agenda::of(&material, RULES, &hits);
    Ok(Outcome { hits, waived, agenda })
}

/// Everything that rules read.
fn read<'a>(tables: &Tables<'a>, today: NaiveDate) -> Result<Material<'a>, TableErrors> {
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    let (mut material, mut problems) = Material::read(tables, today, &rules);
    let mut recorded = Vec::new();
    for (file, text) in tables.texts.iter().filter(|(file, _)| file.starts_with("findings/")) {
        match findings::read(file, text, &material, &rules, &recorded) {
            Ok(more) => recorded.extend(more),
            Err(errors) => problems.extend(errors.problems),
        }
    }
    material.findings = recorded;
    if problems.is_empty() { Ok(material) } else { Err(TableErrors { problems }) }
}

/// What a rule finds: in the tables, and among what readers recorded of its kind.
fn hits(rule: &Rule, material: &Material<'_>) -> Vec<Hit> {
    let mut drafts = Vec::new();
    (rule.check)(material, &mut drafts);
    let recorded: Vec<&Recorded> =
        material.findings.iter().filter(|recorded| recorded.kind == rule.id).collect();
    drafts.retain(|draft| !recorded.iter().any(|recorded| is_told_by(rule, draft, recorded)));
    let of_tables = drafts.into_iter().filter_map(|draft| drafted(rule, draft));
    of_tables.chain(recorded.iter().filter_map(|recorded| told(rule, recorded))).collect()
}

/// Whether a finding says all that the table does, and more: of the same subject, citing every place, and no less
/// grave. What is graver than the finding is a defect of the table that its reader did not mean.
fn is_told_by(rule: &Rule, draft: &Draft, recorded: &Recorded) -> bool {
    recorded.is_about(&draft.subject)
        && draft.clauses.iter().all(|clause| recorded.places.contains(clause))
        && draft.severity.unwrap_or(rule.severity) <= severity_of(rule, recorded)
}

/// A policy that settles a finding, or its place on the agenda, takes the sting out.
fn severity_of(rule: &Rule, recorded: &Recorded) -> Severity {
    if recorded.settled.is_empty() { rule.severity.min(Severity::Warning) } else { Severity::Note }
}

fn drafted(rule: &Rule, draft: Draft) -> Option<Hit> {
    let place = draft.place.unwrap_or_else(nowhere);
    let severity = draft.severity.unwrap_or(rule.severity);
    let Draft { subject, message, help, clauses, .. } = draft;
    let finding = Finding { rule: rule.rule_id()?, severity, clauses, subject, message, help };
    Some(Hit { finding, place, recorded: None, settled: Vec::new() })
}

/// What a reader recorded.
fn told(rule: &Rule, recorded: &Recorded) -> Option<Hit> {
    let is_settled = !recorded.settled.is_empty();
    let severity = severity_of(rule, recorded);
    let policies = recorded.settled.join(", ");
    let help = match (is_settled, &recorded.question) {
        (true, _) => Some(Text::new(
            format!("合意までは{policies}による"),
            format!("read by {policies} until the parties agree"),
        )),
        (false, Some(question)) => {
            Some(Text::new(format!("協議事項: {}", question.ja), format!("to be settled: {}", question.en)))
        }
        (false, None) => None,
    };
    let finding = Finding {
        rule: rule.rule_id()?,
        severity,
        clauses: recorded.places.clone(),
        subject: recorded.subject.clone(),
        message: recorded.says.clone(),
        help,
    };
    Some(Hit {
        finding,
        place: recorded.place.clone(),
        recorded: Some(recorded.id.clone()),
        settled: recorded.settled.clone(),
    })
}

/// What is wrong with a waiver: it waives nothing, or more than it gives a reason for.
fn misfit(waiver: &Waiver, hits: &[Hit]) -> Option<Hit> {
    let (of, subject) = (&waiver.rule, &waiver.subject);
    let (rule, ja, en, help) = match hits.iter().filter(|hit| waiver.is_about(hit)).count() {
        0 => (
            "waiver-unused",
            format!("適用除外が除くものがない（{of}、{subject}）"),
            format!("the waiver of {of} for {subject} waives nothing"),
            nearly(waiver, hits).unwrap_or_else(|| Text::new("削除する", "take it out")),
        ),
        1 => return None,
        many => (
            "waiver-broad",
            format!("適用除外（{of}、{subject}）が{many}件の指摘を除く"),
            format!("the waiver of {of} for {subject} waives {many} hits"),
            Text::new("`finding`で指摘を一つ選ぶ", "name one of them by `finding`"),
        ),
    };
    let rule = RULES.iter().find(|known| known.id == rule)?;
    let draft = Draft::new(format!("{of} {subject}"), ja, en).help(help.ja, help.en);
    drafted(rule, draft.at(Some(waiver.place.clone())))
}

/// What a waiver that waives nothing may be meant for: a hit of its rule, by its subject or by the finding.
fn nearly(waiver: &Waiver, hits: &[Hit]) -> Option<Text> {
    let own = || hits.iter().filter(|hit| waiver.rule == hit.finding.rule.as_str());
    let of_subject = || own().filter(|hit| waiver.subject == hit.finding.subject);
    let near = match &waiver.finding {
        Some(finding) if of_subject().next().is_some() => {
            nearest(finding, of_subject().filter_map(|hit| hit.recorded.as_deref()))
        }
        _ => nearest(&waiver.subject, own().map(|hit| hit.finding.subject.as_str())),
    };
    near.map(meant)
}

fn nowhere() -> Place {
    Place { file: "sla.toml".to_owned(), line: 1, column: 1 }
}

#[cfg(test)]
mod tests {
    use provenance::Severity;

    use crate::example::{finding, item, linted};

    const TERMS: &str = "{ all = { ja = \"1ヶ月の発生件数\", en = \"incidents\" }, on-time = { ja = \"1ヶ月の期限内件数\", en = \"in time\" } }";
    const UPSIDE_DOWN: &str = "\"（1-1ヶ月の発生件数÷1ヶ月の期限内件数）×100\"";

    /// The severities of a rule's hits, and whether a reader recorded each.
    fn told(rule: &str, item: &str, finding: &str) -> Vec<(Severity, bool)> {
        let outcome = linted(&[("sla.toml", item), ("findings/main.toml", finding)]);
        let hits = outcome.hits.iter().filter(|hit| hit.finding.rule.as_str() == rule);
        hits.map(|hit| (hit.finding.severity, hit.recorded.is_some())).collect()
    }

    #[test]
    fn a_finding_does_not_silence_a_graver_hit_of_the_same_clause() {
        let computed = item("A-1", &[("written_formula", UPSIDE_DOWN), ("terms", TERMS)]);
        let told = told("formula-refuted", &computed, &finding("formula-refuted", "A-1"));
        assert_eq!(told, [(Severity::Error, false), (Severity::Warning, true)]);
    }

    #[test]
    fn a_finding_of_another_subject_does_not_silence_a_hit_of_the_same_clause() {
        let computed = item("A-1", &[("unstated", "[\"sign\"]")]);
        let both = told("no-comparison-sign", &computed, &finding("no-comparison-sign", "A-9"));
        assert_eq!(both.len(), 2);
        let once = told("no-comparison-sign", &computed, &finding("no-comparison-sign", "A-1"));
        assert_eq!(once, [(Severity::Note, true)]);
    }
}
