//! The agenda: what the parties must settle before the term begins.

use std::collections::BTreeMap;

use provenance::{Clause, Text};

use crate::{Group, Hit, Material, RULES, Recorded};

/// What the parties must settle, by heading and subject.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agenda {
    /// The headings under which there is something to settle, in their order.
    pub headings: Vec<Heading>,
}

/// The points under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The heading.
    pub group: Group,
    /// The points by what they are about.
    pub subjects: Vec<Subject>,
}

/// The points about one number, table, section or term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// What they are about.
    pub name: String,
    /// The points.
    pub points: Vec<Point>,
}

/// A point to be settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// What is wrong or left open.
    pub says: Text,
    /// What is to be settled; `None` where saying it is question enough.
    pub question: Option<Text>,
    /// The answer that is proposed.
    pub proposal: Option<Text>,
    /// The policies by which it is read until then.
    pub settled: Vec<String>,
    /// The places concerned.
    pub clauses: Vec<Clause>,
    /// What raised it: a finding's identifier, a rule, or a table.
    pub raised_by: String,
}

impl Agenda {
    /// How many points there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.headings.iter().flat_map(|heading| &heading.subjects).map(|subject| subject.points.len()).sum()
    }

    /// Whether there is nothing to settle.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.headings.is_empty()
    }
}

type Points = BTreeMap<Group, Vec<Subject>>;

pub(crate) fn of(material: &Material<'_>, hits: &[Hit]) -> Agenda {
    let mut points = Points::new();
    let told = |recorded: &&Recorded| hits.iter().any(|hit| hit.recorded.as_ref() == Some(&recorded.id));
    for recorded in material.findings.iter().filter(told) {
        let Some(question) = &recorded.question else { continue };
        let point = Point {
            says: recorded.says.clone(),
            question: Some(question.clone()),
            proposal: recorded.proposal.clone(),
            settled: recorded.settled.clone(),
            clauses: recorded.places.clone(),
            raised_by: recorded.id.clone(),
        };
        add(&mut points, recorded.group, &recorded.subject, point);
    }
    for hit in hits.iter().filter(|hit| hit.recorded.is_none()) {
        let rule = RULES.iter().find(|rule| rule.id == hit.finding.rule.as_str());
        let Some((rule, question)) = rule.and_then(|rule| Some((rule, rule.question?))) else { continue };
        let point = Point {
            says: hit.finding.message.clone(),
            question: Some(question.text()),
            proposal: None,
            settled: hit.settled.clone(),
            clauses: hit.finding.clauses.clone(),
            raised_by: rule.id.to_owned(),
        };
        add(&mut points, rule.group, &hit.finding.subject, point);
    }
    open_points(material, &mut points);
    let headings = points.into_iter().map(|(group, subjects)| Heading { group, subjects });
    Agenda { headings: headings.collect() }
}

/// What the tables themselves note as open, where no reader recorded anything of the same place.
fn open_points(material: &Material<'_>, points: &mut Points) {
    let all = open(material);
    let cited: Vec<Option<Clause>> = all.iter().map(|open| open.clause.clone()).collect();
    for open in all {
        // A place that several rows cite, such as a table, says nothing of one of them.
        let is_shared = cited.iter().filter(|clause| **clause == open.clause).count() > 1;
        let subject = open.subject.clone();
        let clauses: Vec<Clause> = open.clause.into_iter().collect();
        let is_recorded = |recorded: &Recorded| {
            let cites = clauses.iter().any(|clause| recorded.places.contains(clause));
            recorded.subject == subject || (cites && !is_shared)
        };
        if material.findings.iter().any(is_recorded) {
            continue;
        }
        for says in open.texts {
            let point = Point {
                says: says.clone(),
                question: None,
                proposal: None,
                settled: Vec::new(),
                clauses: clauses.clone(),
                raised_by: open.table.to_owned(),
            };
            add(points, open.group, &open.subject, point);
        }
    }
}

/// What a row of a table notes as open.
pub(crate) struct Open<'a> {
    pub(crate) table: &'static str,
    pub(crate) subject: String,
    pub(crate) group: Group,
    pub(crate) clause: Option<Clause>,
    pub(crate) texts: &'a [Text],
}

/// What the rows of the tables note as open.
pub(crate) fn open<'a>(material: &Material<'a>) -> Vec<Open<'a>> {
    let mut found = vec![Open {
        table: "sla.toml",
        subject: "contract".to_owned(),
        group: Group::ServiceLevels,
        clause: None,
        texts: &material.sla.open_points,
    }];
    found.extend(material.sla.items().iter().map(|item| Open {
        table: "sla.toml",
        subject: item.key.to_string(),
        group: Group::ServiceLevels,
        clause: Some(item.clause.clone()),
        texts: &item.open_points,
    }));
    found.extend(material.calendars.iter().map(|(id, calendar)| Open {
        table: "calendar.toml",
        subject: id.to_owned(),
        group: Group::Clocks,
        clause: calendar.clause.clone(),
        texts: &calendar.open_points,
    }));
    found.extend(material.calendars.seasons().iter().map(|season| Open {
        table: "calendar.toml",
        subject: season.id.clone(),
        group: Group::Outages,
        clause: Some(season.clause.clone()),
        texts: &season.open_points,
    }));
    found.extend(material.calendars.outages().iter().map(|outage| Open {
        table: "calendar.toml",
        subject: outage.id.clone(),
        group: Group::Outages,
        clause: Some(outage.clause.clone()),
        texts: &outage.open_points,
    }));
    found.extend(material.work.iter().flat_map(|work| work.findings()).map(|finding| Open {
        table: "tasks.toml",
        subject: finding.id.clone(),
        group: Group::WorkItems,
        clause: finding.clauses.first().cloned(),
        texts: std::slice::from_ref(&finding.text),
    }));
    found.retain(|open| !open.texts.is_empty());
    found
}

fn add(points: &mut Points, group: Group, name: &str, point: Point) {
    let subjects = points.entry(group).or_default();
    match subjects.iter_mut().find(|subject| subject.name == name) {
        Some(subject) => subject.points.push(point),
        None => subjects.push(Subject { name: name.to_owned(), points: vec![point] }),
    }
}
