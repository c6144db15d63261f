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
            "tasks.toml",
            r#"[[section]]
no = "1"
names = [{ ja = "報告", en = "reports" }]
[[section.item]]
letter = "a"
title = { ja = "月次報告の作成", en = "monthly report written" }
sites = "○－－－"
frequency = "月 1回"
sla = ["A-2"]
clause = "example/annex#1.a"
"#,
        ),
    ],
    good: &[
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
            "tasks.toml",
            r#"[[section]]
no = "1"
names = [{ ja = "報告", en = "reports" }]
[[section.item]]
letter = "a"
title = { ja = "月次報告の作成", en = "monthly report written" }
sites = "○－－－"
frequency = "月 1回"
sla = ["A-1"]
clause = "example/annex#1.a"
"#,
        ),
    ],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for item in material.work_items() {
        for level in item.sla.iter().filter(|level| material.sla.item(level).is_none()) {
            let id = &item.id;
            let draft = Draft::new(
                id,
                format!("業務項目{id}が指すサービスレベル{level}がない"),
                format!("work item {id} names the service level {level}, which does not exist"),
            );
            let near = material.sla.nearest(level);
            let draft = match near {
                Some(near) => draft.help(format!("{near}のことか"), format!("did you mean `{near}`?")),
                None => draft,
            };
            found.push(draft.at(material.place_of_work(item)).citing([&item.clause]));
        }
    }
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
