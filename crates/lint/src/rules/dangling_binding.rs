//! A binding to a row that does not exist.

use std::collections::BTreeSet;

use contract::Equals;
use coverage::Binding;
use provenance::{Severity, Text};
use tables::{meant, nearest};

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "dangling-binding",
    name: Words::new("存在しない行への結び付け", "a binding to a row that does not exist"),
    severity: Severity::Error,
    rationale: Words::new(
        "結び付く行がなければ、その定めは実行されているように見えて、何も行われない",
        "a statement bound to a row that is not there looks carried out, and nothing is done",
    ),
    authority: Words::new(
        "Keiyakuの約束: 索引の定めはすべて、ある行が実行するか、計算できない理由を持つ",
        "Keiyaku's promise: each statement of an index is carried out by a row that exists, or says why by none",
    ),
    question: None,
    group: Group::Documents,
    is_read: false,
    bad: &[
        (
            "sla.toml",
            r#"[[item]]
key = "A-1"
no = "A-1"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1"
"#,
        ),
        (
            "coverage/main.toml",
            r#"document = "example/annex"
[[statement]]
id = "1"
kind = "row"
ja = "初動の遵守率"
en = "share of responses in time"
by = ["sla:A-9"]
"#,
        ),
    ],
    mended: &[("coverage/main.toml", r#"by = ["sla:A-9""#, r#"by = ["sla:A-1""#)],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    let Some(rows) = material.rows else { return };
    for (_, outline) in material.indexes() {
        let document = outline.rows().first().and_then(|root| root.text("document")).unwrap_or_default();
        for row in outline.rows_of("statement") {
            for value in row.values.iter().filter(|value| value.key == "by") {
                let Ok(binding) = value.text.parse::<Binding>() else { continue };
                if rows.contains(&binding) {
                    continue;
                }
                let clause = format!("{document}#{}", row.text("id").unwrap_or_default());
                let draft = Draft::new(
                    &clause,
                    format!("{clause}が結び付く行{binding}はどの表にもない"),
                    format!("{clause} is bound to `{binding}`, which no table has"),
                );
                let draft = Draft { help: near(&binding, rows), ..draft };
                found.push(draft.at(Some(value.place.clone())).citing(clause.parse().ok().iter()));
            }
        }
    }
    equalities(material, found);
}

/// The row of the same table, or of the same name, that is probably meant.
fn near(binding: &Binding, rows: &BTreeSet<Binding>) -> Option<Text> {
    let is_akin = |row: &&Binding| row.table() == binding.table() || row.id() == binding.id();
    let akin: Vec<String> = rows.iter().filter(is_akin).map(ToString::to_string).collect();
    nearest(&binding.to_string(), akin.iter().map(String::as_str)).map(meant)
}

/// Figures that must equal the number of rows of a table that is not there.
fn equalities(material: &Material<'_>, found: &mut Vec<Draft>) {
    let Some(terms) = material.terms else { return };
    for figure in &terms.frame().figures {
        let file = match figure.equals {
            Some(Equals::Offices) if terms.offices().is_none() => "offices.toml",
            Some(Equals::HelpDeskChannels) if terms.help_desk().is_none() => "help-desk.toml",
            _ => continue,
        };
        let id = &figure.heading.id;
        found.push(
            Draft::new(
                id,
                format!("{id}は{file}の行数と等しいとされるが、その表がない"),
                format!("{id} must equal the rows of {file}, which is not there"),
            )
            .at(material.place("contract.toml", "figure", "id", id))
            .citing([&figure.heading.clause]),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{example::subjects, rules::deadline_before_its_event};

    #[test]
    fn a_statement_that_no_program_carries_out_binds_to_nothing() {
        let index =
            RULE.bad[1].1.replace("by = [\"sla:A-9\"]", "not_computable = { ja = \"-\", en = \"-\" }");
        assert!(subjects("dangling-binding", &[RULE.bad[0], ("coverage/main.toml", &index)]).is_empty());
    }

    #[test]
    fn a_figure_that_equals_the_rows_of_an_absent_table_is_told() {
        let figure = "[[figure]]\nid = \"channels\"\nname = { ja = \"窓口\", en = \"channels\" }\nvalue = 1\n\
                      unit = \"channel\"\nequals = \"help-desk-channels\"\nclause = \"example/main#5\"\n";
        let frame = crate::example::good(&deadline_before_its_event::RULE)[0].1.to_owned() + figure;
        let roles = crate::example::good(&deadline_before_its_event::RULE)[1];
        let desk = "[[channel]]\nid = \"phone\"\nname = { ja = \"電話\", en = \"phone\" }\nof = \"help-desk\"\n\
                    clause = \"example/main#5\"\n";
        let frame = ("contract.toml", frame.as_str());
        assert_eq!(subjects("dangling-binding", &[frame, roles]), ["channels"]);
        assert!(subjects("dangling-binding", &[frame, roles, ("help-desk.toml", desk)]).is_empty());
    }
}
