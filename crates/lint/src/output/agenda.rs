//! The agenda as Markdown and as text.

use escape::Lines;
use provenance::{Language, Text};

use crate::{Agenda, Heading, Point, Subject};

/// The agenda as Markdown: a heading a group, a heading a subject, a number a point. Both languages where none is
/// asked for.
#[must_use]
pub fn markdown(agenda: &Agenda, language: Option<Language>) -> String {
    let marks = Marks { title: "# ", group: "## ", subject: "### ", point: "", item: ". ", further: "   - " };
    let mut out = String::new();
    render(agenda, language, &marks, &mut |mark, text| {
        out.push_str(&format!("{mark}{}\n", escape::markdown(text)));
        if mark == marks.subject {
            out.push('\n');
        }
    });
    out
}

/// The agenda as plain text.
#[must_use]
pub fn text(agenda: &Agenda, language: Option<Language>) -> Lines {
    let marks = Marks { title: "", group: "", subject: "  ", point: "    ", item: ") ", further: "       " };
    let mut out = Lines::default();
    render(agenda, language, &marks, &mut |mark, text| out.line(format_args!("{mark}{text}")));
    out
}

/// What stands before headings and points.
struct Marks {
    title: &'static str,
    group: &'static str,
    subject: &'static str,
    point: &'static str,
    item: &'static str,
    further: &'static str,
}

/// Gives the agenda line by line, each with what stands before it.
fn render(agenda: &Agenda, language: Option<Language>, marks: &Marks, line: &mut dyn FnMut(&str, &str)) {
    let said = |text: &Text| match language {
        Some(language) => text.in_language(language).to_owned(),
        None if text.ja == text.en => text.ja.clone(),
        None => format!("{} / {}", text.ja, text.en),
    };
    let title = said(&Text::new("業務開始前に協議する事項", "Points to settle before the term begins"));
    line(marks.title, &format!("{title} ({})", agenda.len()));
    let mut number = 0_usize;
    for Heading { group, subjects } in &agenda.headings {
        line("", "");
        line(marks.group, &said(&group.name()));
        // In one language, terms without a name of their own go by the same place.
        let mut sections: Vec<(String, Vec<&Point>)> = Vec::new();
        for Subject { name, points } in subjects {
            let name = said(name);
            match sections.iter_mut().find(|(known, _)| *known == name) {
                Some((_, section)) => section.extend(points),
                None => sections.push((name, points.iter().collect())),
            }
        }
        for (name, points) in sections {
            line("", "");
            line(marks.subject, &name);
            for point in points {
                number += 1;
                line(&format!("{}{number}{}", marks.point, marks.item), &said(&point.says));
                for text in further(point) {
                    line(marks.further, &said(&text));
                }
            }
        }
    }
}

/// The lines below a point.
fn further(point: &Point) -> Vec<Text> {
    let mut lines = Vec::new();
    let mut line = |ja: &str, en: &str, text: &Text| {
        lines.push(Text::new(format!("{ja}: {}", text.ja), format!("{en}: {}", text.en)));
    };
    if let Some(question) = &point.question {
        line("協議", "to settle", question);
    }
    if let Some(proposal) = &point.proposal {
        line("提案", "proposal", proposal);
    }
    if !point.settled.is_empty() {
        line("合意まで", "until then", &Text::same(point.settled.join(", ")));
    }
    if !point.clauses.is_empty() {
        let clauses = point.clauses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        line("箇所", "places", &Text::same(clauses));
    }
    lines
}
