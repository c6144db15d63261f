//! The agenda: what the parties must settle before the term begins.

use std::collections::BTreeMap;

use provenance::{Clause, Severity, Text};

use crate::{Group, Hit, Material, Recorded, Rule};

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
    /// What they are about: a code, or a term and where it stands.
    pub name: Text,
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

/// The points of each subject, with the heading that each would have by itself.
#[derive(Default)]
struct Points(Vec<(Vec<Group>, Subject)>);

impl Points {
    /// One section a subject: what several rules and tables say of it stands together.
    fn add(&mut self, group: Group, name: Text, point: Point) {
        match self.0.iter_mut().find(|(_, subject)| subject.name.ja == name.ja) {
            Some((groups, subject)) => {
                groups.push(group);
                subject.points.push(point);
            }
            None => self.0.push((vec![group], Subject { name, points: vec![point] })),
        }
    }

    fn headings(self) -> Vec<Heading> {
        let mut headings: BTreeMap<Group, Vec<Subject>> = BTreeMap::new();
        for (groups, subject) in self.0 {
            // Most of its points decide; among as many, the first heading.
            let times = |group: &Group| groups.iter().filter(|other| *other == group).count();
            let heading = groups.iter().max_by_key(|group| (times(group), std::cmp::Reverse(**group)));
            if let Some(heading) = heading {
                headings.entry(*heading).or_default().push(subject);
            }
        }
        headings.into_iter().map(|(group, subjects)| Heading { group, subjects }).collect()
    }
}

pub(crate) fn of(material: &Material<'_>, rules: &[Rule], hits: &[Hit]) -> Agenda {
    let mut points = Points::default();
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
        points.add(recorded.group, recorded.name(), point);
    }
    for hit in hits.iter().filter(|hit| hit.recorded.is_none()) {
        let rule = rules.iter().find(|rule| rule.id == hit.finding.rule.as_str());
        let Some((rule, question)) = rule.and_then(|rule| Some((rule, rule.question?))) else { continue };
        // What a reader asks of the same place is asked once.
        let asks = |recorded: &Recorded| {
            let cites = hit.finding.clauses.iter().any(|clause| recorded.places.contains(clause));
            recorded.kind == rule.id
                && recorded.question.is_some()
                && (cites || recorded.is_about(&hit.finding.subject))
        };
        if hit.finding.severity < Severity::Error && material.findings.iter().any(asks) {
            continue;
        }
        let point = Point {
            says: hit.finding.message.clone(),
            question: Some(question.text()),
            proposal: None,
            settled: hit.settled.clone(),
            clauses: hit.finding.clauses.clone(),
            raised_by: rule.id.to_owned(),
        };
        points.add(rule.group, Text::same(&hit.finding.subject), point);
    }
    open_points(material, &mut points);
    Agenda { headings: points.headings() }
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
            recorded.is_about(&subject) || (cites && !is_shared)
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
            points.add(open.group, Text::same(&open.subject), point);
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

#[cfg(test)]
mod tests {
    use crate::example::{finding, item, linted};

    #[test]
    fn a_point_that_a_finding_tells_is_asked_once_and_in_one_section() {
        let row =
            item("A-1", &[("open_points", "[{ ja = \"未定\", en = \"open\" }]"), ("unstated", "[\"unit\"]")]);
        let names = |finding: &str| {
            let outcome = linted(&[("sla.toml", &row), ("findings/main.toml", finding)]);
            let subjects = outcome.agenda.headings.into_iter().flat_map(|heading| heading.subjects);
            subjects.map(|subject| (subject.name.ja, subject.name.en)).collect::<Vec<_>>()
        };
        let elsewhere = finding("silent", "締切").replace("annex#A-1", "main#9");
        let apart = names(&elsewhere);
        assert!(apart.contains(&("A-1".to_owned(), "A-1".to_owned())));
        assert!(apart.contains(&("締切".to_owned(), "example/main#9".to_owned())), "{apart:?}");
        let named = names(&elsewhere.replace("group =", "subject_en = \"deadline\"\ngroup ="));
        assert!(named.contains(&("締切".to_owned(), "deadline".to_owned())));
        let open = |finding: &str| {
            let outcome = linted(&[("sla.toml", &row), ("findings/main.toml", finding)]);
            let points = outcome.agenda.headings.iter().flat_map(|h| &h.subjects).flat_map(|s| &s.points);
            points.filter(|point| point.says.en == "open").count()
        };
        assert_eq!(open(&elsewhere), 1);
        assert_eq!(open(&elsewhere.replace("group =", "tells = [\"A-1\"]\ngroup =")), 0);
    }
}
