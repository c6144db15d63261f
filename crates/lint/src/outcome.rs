//! Running the rules.

use chrono::NaiveDate;
use provenance::{Finding, Severity, Text};
use tables::{Place, TableErrors};

use crate::{Agenda, Draft, Hit, Material, RULES, Recorded, Rule, Tables, Waiver, agenda};

/// What the rules found in a contract.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What they found: the gravest first, then by rule and place.
    pub hits: Vec<Hit>,
    /// What they found and somebody waived, with the waiver.
    pub waived: Vec<(Hit, Waiver)>,
    /// What the parties must settle before the term begins.
    pub agenda: Agenda,
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
    let material = Material::read(tables, today)?;
    let mut all: Vec<Hit> = Vec::new();
    for rule in RULES {
        all.extend(hits(rule, &material));
    }
    let unused = |waiver: &&Waiver| waiver.holds_on(today) && !all.iter().any(|hit| waiver.is_about(hit));
    let unused: Vec<Waiver> = material.waivers.iter().filter(unused).cloned().collect();
    all.extend(unused.iter().filter_map(waiver_without_hit));
    let (mut hits, mut waived) = (Vec::new(), Vec::new());
    for hit in all {
        let waiver = material.waivers.iter().find(|waiver| waiver.holds_on(today) && waiver.is_about(&hit));
        match waiver {
            Some(waiver) => waived.push((hit, waiver.clone())),
            None => hits.push(hit),
        }
    }
    let order = |hit: &Hit| {
        let rule = RULES.iter().position(|rule| rule.id == hit.finding.rule.as_str());
        (std::cmp::Reverse(hit.finding.severity), rule, hit.place.clone(), hit.finding.subject.clone())
    };
    hits.sort_by_key(order);
    let agenda = agenda::of(&material, &hits);
    Ok(Outcome { hits, waived, agenda })
}

/// What a rule finds: in the tables, and among what readers recorded of its kind.
fn hits(rule: &Rule, material: &Material<'_>) -> Vec<Hit> {
    let mut drafts = Vec::new();
    (rule.check)(material, &mut drafts);
    let recorded: Vec<&Recorded> =
        material.findings.iter().filter(|recorded| recorded.kind == rule.id).collect();
    // What a reader recorded says more than the table does.
    let is_recorded = |draft: &Draft| {
        recorded.iter().any(|recorded| {
            recorded.subject == draft.subject
                || draft.clauses.iter().any(|clause| recorded.places.contains(clause))
        })
    };
    drafts.retain(|draft| !is_recorded(draft));
    let of_tables = drafts.into_iter().filter_map(|draft| drafted(rule, draft));
    of_tables.chain(recorded.iter().filter_map(|recorded| told(rule, recorded))).collect()
}

fn drafted(rule: &Rule, draft: Draft) -> Option<Hit> {
    let place = draft.place.unwrap_or_else(nowhere);
    let severity = draft.severity.unwrap_or(rule.severity);
    let Draft { subject, message, help, clauses, .. } = draft;
    let finding = Finding { rule: rule.rule_id()?, severity, clauses, subject, message, help };
    Some(Hit { finding, place, recorded: None, settled: Vec::new() })
}

/// What a reader recorded. A policy that settles it, or its place on the agenda, takes the sting out.
fn told(rule: &Rule, recorded: &Recorded) -> Option<Hit> {
    let is_settled = !recorded.settled.is_empty();
    let severity = if is_settled { Severity::Note } else { rule.severity.min(Severity::Warning) };
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

/// A waiver that waives nothing.
fn waiver_without_hit(waiver: &Waiver) -> Option<Hit> {
    let rule = RULES.iter().find(|rule| rule.id == "waiver-unused")?;
    let (of, subject) = (&waiver.rule, &waiver.subject);
    let draft = Draft::new(
        format!("{of} {subject}"),
        format!("適用除外が除くものがない（{of}、{subject}）"),
        format!("the waiver of {of} for {subject} waives nothing"),
    );
    drafted(rule, draft.at(Some(waiver.place.clone())).help("削除する", "take it out"))
}

fn nowhere() -> Place {
    Place { file: "sla.toml".to_owned(), line: 1, column: 1 }
}
