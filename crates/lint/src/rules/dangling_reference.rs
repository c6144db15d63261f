//! A reference to what does not exist.

use provenance::{Clause, Severity};

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "dangling-reference",
    name: Words::new("参照先がない", "a reference to what does not exist"),
    severity: Severity::Error,
    rationale: Words::new(
        "参照先がなければ、参照に頼る集計や義務は何も指さない",
        "what rests on a reference that leads nowhere rests on nothing",
    ),
    authority: Words::new(
        "慣行: 文書内の参照は参照先と照合する",
        "common practice: references are checked against what they name",
    ),
    question: None,
    group: Group::Documents,
    is_read: false,
    bad: &[
        ("clauses.toml", "[[document]]\nid = \"example/main\"\nplaces = [\"1\", \"2\"]\n"),
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
            "policy.toml",
            r#"[[policy]]
id = "boundary"
value = "in-time"
clause = "example/main#3"
why = { ja = "ちょうどの時刻の定めがない", en = "the very last moment is not said" }
"#,
        ),
    ],
    mended: &[("policy.toml", r#"clause = "example/main#3""#, r#"clause = "example/main#2""#)],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for (file, outline) in material.outlines().filter(|(file, _)| !file.starts_with("findings/")) {
        for value in outline.rows().iter().flat_map(|row| &row.values) {
            if !matches!(value.key.as_str(), "clause" | "clauses") {
                continue;
            }
            let Ok(clause) = value.text.parse::<Clause>() else { continue };
            if material.knows(&clause) == Some(false) {
                found.push(
                    Draft::new(
                        &clause,
                        format!("{file}が引く箇所{clause}は文書にない"),
                        format!("{file} cites {clause}, which the document does not have"),
                    )
                    .at(Some(value.place.clone()))
                    .citing([&clause]),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn places_of_a_known_document_must_exist_and_groups_and_paragraphs_do() {
        let known = "[[document]]\nid = \"example/main\"\nplaces = [\"1\", \"3.6\", \"table-3-1\"]\n";
        let cites = |place: &str| {
            let item = item("A-1", &[("clause", &format!("\"example/main#{place}\""))]);
            let policy = format!(
                "[[policy]]\nid = \"boundary\"\nvalue = \"in-time\"\nclause = \"example/main#{place}\"\n\
             why = {{ ja = \"-\", en = \"-\" }}\n"
            );
            // The row's own clause is known by standing there; the policy's is not, were it not for the row.
            let item = item.replace(place, if place == "9.9" { "1" } else { place });
            subjects(
                "dangling-reference",
                &[("sla.toml", &item), ("policy.toml", &policy), ("clauses.toml", known)],
            )
        };
        assert!(cites("3.6").is_empty());
        assert!(cites("3").is_empty(), "a group of known places");
        assert!(cites("3.6.p2").is_empty(), "a paragraph of a known place");
        assert_eq!(cites("9.9"), ["example/main#9.9"]);
    }
    #[test]
    fn places_of_a_document_of_which_nothing_is_known_are_not_judged() {
        let item = item("A-1", &[("clause", "\"other/annex#77\"")]);
        assert!(subjects("dangling-reference", &[("sla.toml", &item)]).is_empty());
    }
}
