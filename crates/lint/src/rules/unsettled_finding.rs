//! A finding neither settled nor on the agenda.

use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "unsettled-finding",
    name: Words::new("解決も協議もされない指摘", "a finding neither settled nor on the agenda"),
    severity: Severity::Error,
    rationale: Words::new(
        "記録された欠陥に方針も協議事項もなければ、誰も扱わないまま契約が始まる",
        "a recorded defect without policy and without question is carried into the contract by nobody",
    ),
    authority: Words::new(
        "Keiyakuの約束: 文書が黙するところは名のある方針で読み、協議事項に挙げる",
        "Keiyaku's promise: where a document is silent, a named policy reads it and the agenda lists it",
    ),
    question: None,
    group: Group::Documents,
    is_read: false,
    bad: &[(
        "findings/main.toml",
        r#"[[finding]]
id = "a-1"
kind = "silent"
subject = "A-1"
group = "service-levels"
places = ["example/annex#A-1"]
says = { ja = "二つの箇所が合わない", en = "two places differ" }
"#,
    )],
    mended: &[(
        "findings/main.toml",
        r#"says = { ja = "二つの箇所が合わない", en = "two places differ" }"#,
        r#"says = { ja = "二つの箇所が合わない", en = "two places differ" }
question = { ja = "どちらによるか", en = "which holds?" }"#,
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for recorded in &material.findings {
        let is_open = recorded.settled.is_empty() && recorded.question.is_none();
        if is_open && recorded.kind != "misprint" {
            let id = &recorded.id;
            found.push(
                Draft::new(
                    id,
                    format!("指摘{id}には方針も協議事項もない"),
                    format!("finding `{id}` is neither settled by a policy nor on the agenda"),
                )
                .help("settledかquestionを記す", "state `settled` or `question`")
                .at(Some(recorded.place.clone()))
                .citing(&recorded.places),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::example::subjects;

    #[test]
    fn a_misprint_needs_no_question() {
        let finding = "[[finding]]\nid = \"a\"\nkind = \"misprint\"\nsubject = \"A-1\"\ngroup = \"documents\"\n\
                   places = [\"example/annex#A-1\"]\nsays = { ja = \"誤字\", en = \"a slip\" }\n";
        assert!(subjects("unsettled-finding", &[("findings/a.toml", finding)]).is_empty());
    }
}
