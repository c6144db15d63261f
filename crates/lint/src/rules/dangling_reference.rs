//! A reference to what does not exist.

use std::collections::BTreeMap;

use provenance::{Clause, Severity, Text};
use tables::OutlineValue;

use crate::{
    Draft, Group, Material, Rule, Words,
    clauses::{Nowhere, nearly_called},
};

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
            "clauses.toml",
            "[[document]]\nid = \"example/main\"\nplaces = [\"1\", \"2\"]\n\n[[document]]\nid = \"example/annex\"\n",
        ),
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
    let outlines = material.outlines().filter(|(file, _)| !file.starts_with("findings/"));
    let cited: Vec<(&str, &OutlineValue, Clause)> = outlines
        .flat_map(|(file, outline)| outline.rows().iter().map(move |row| (file, row)))
        .flat_map(|(file, row)| row.values.iter().map(move |value| (file, value)))
        .filter(|(_, value)| matches!(value.key.as_str(), "clause" | "clauses"))
        .filter_map(|(file, value)| Some((file, value, value.text.parse().ok()?)))
        .collect();
    for (file, value, clause) in &cited {
        if let Some(Nowhere { why, help }) = material.clauses.nowhere(clause) {
            let message = Text::new(
                format!("{file}が引く{clause}: {}", why.ja),
                format!("{file} cites {clause}: {}", why.en),
            );
            let draft = Draft { help, ..Draft::new(clause, message.ja, message.en) };
            found.push(draft.at(Some(value.place.clone())).citing([clause]));
        }
    }
    if material.clauses.is_empty() {
        alike(&cited, found);
    }
}

/// Where nothing is known of any document: one that is nearly called as another that is cited more often.
fn alike(cited: &[(&str, &OutlineValue, Clause)], found: &mut Vec<Draft>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, _, clause) in cited {
        *counts.entry(clause.document().as_str()).or_default() += 1;
    }
    // Annexes are told apart by their numbers.
    let letters = |document: &str| document.chars().filter(|sign| !sign.is_ascii_digit()).collect::<String>();
    for (document, count) in &counts {
        let others =
            counts.iter().filter(|(other, more)| *more > count && letters(other) != letters(document));
        let Some(near) = nearly_called(document, others.map(|(other, _)| *other)) else { continue };
        let Some((file, value, clause)) = cited.iter().find(|(.., one)| one.document().as_str() == *document)
        else {
            continue;
        };
        let draft = Draft::new(
            document,
            format!("{file}が引く文書`{document}`は、ほかで引く`{near}`と名前がほぼ同じ"),
            format!("{file} cites `{document}`, which is nearly called as `{near}`, cited elsewhere"),
        );
        let help = Text::new(
            "どちらかを直す。別の文書なら`clauses.toml`に両方を書く",
            "mend one of them, or list both in `clauses.toml` where they are two documents",
        );
        let draft = Draft { help: Some(help), ..draft };
        found.push(draft.at(Some(value.place.clone())).citing([clause]).only(Severity::Warning));
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, linted, subjects};

    const KNOWN: &str = "[[document]]\nid = \"example/main\"\nplaces = [\"1\", \"3.6\", \"3.7\", \"3.7.p1\", \"table-3-1\"]\n\
        [[document]]\nid = \"example/annex\"\n";

    #[test]
    fn places_of_a_known_document_must_exist_and_groups_and_paragraphs_do() {
        let cites = |place: &str| {
            let item = item("A-1", &[("clause", &format!("\"example/main#{place}\""))]);
            subjects("dangling-reference", &[("sla.toml", &item), ("clauses.toml", KNOWN)])
        };
        assert!(cites("3.6").is_empty());
        assert!(cites("3").is_empty(), "a group of known places");
        assert!(cites("3.6.p2").is_empty(), "a paragraph of a known place");
        assert!(cites("3.7.b2").is_empty(), "a bullet of a place whose bullets are not listed");
        assert_eq!(cites("3.7.p2"), ["example/main#3.7.p2"], "its paragraphs are listed");
        // Found here: the clause of a row was known by the row itself.
        assert_eq!(cites("9.9"), ["example/main#9.9"]);
    }

    /// Found here: `annnex2` was taken for the first annex, as the one that comes first.
    #[test]
    fn regression_of_two_near_documents_the_nearer_is_meant() {
        let known = "[[document]]\nid = \"example/annex1\"\n\n[[document]]\nid = \"example/annex2\"\n";
        let item = item("A-1", &[("clause", "\"example/annnex2#1\"")]);
        let hits = linted(&[("sla.toml", &item), ("clauses.toml", known)]).hits.into_iter();
        let help: Vec<String> = hits.filter_map(|hit| Some(hit.finding.help?.en)).collect();
        assert!(help.iter().any(|help| help.contains("example/annex2#1")), "{help:?}");
    }

    /// Found here: a document that nobody knows was taken for one of which nothing is known.
    #[test]
    fn regression_a_misspelt_document_is_told_with_the_one_that_is_meant() {
        let told = |clause: &str| {
            let item = item("A-1", &[("clause", &format!("\"{clause}\""))]);
            let hits = linted(&[("sla.toml", &item), ("clauses.toml", KNOWN)]).hits.into_iter();
            let mut of_rule = hits.filter(|hit| hit.finding.rule.as_str() == "dangling-reference");
            of_rule.next().map(|hit| hit.finding.help.unwrap().en)
        };
        assert_eq!(told("exmaple/main#3.6").unwrap(), "did you mean `example/main#3.6`?");
        assert_eq!(told("example/main#tabel-3-1").unwrap(), "did you mean `example/main#table-3-1`?");
        for far in ["other/levels#1", "example/levels#1", "example/main/part#1"] {
            assert!(told(far).unwrap().starts_with("add it to `clauses.toml`"), "{far}");
        }
        assert_eq!(told("example/annex#any"), None, "declared without places");
    }

    #[test]
    fn without_any_known_document_only_names_that_are_nearly_alike_are_told() {
        let told = |clauses: &[&str]| -> Vec<String> {
            let clauses = clauses.iter().zip(1..);
            let items: String = clauses
                .map(|(clause, n)| item(&format!("A-{n}"), &[("clause", &format!("\"{clause}\""))]))
                .collect();
            let hits = linted(&[("sla.toml", &items)]).hits.into_iter();
            let of_rule = hits.filter(|hit| hit.finding.rule.as_str() == "dangling-reference");
            of_rule.map(|hit| hit.finding.subject).collect()
        };
        assert!(told(&["other/annex#77"]).is_empty());
        assert_eq!(told(&["a/annex#1", "a/anex#2", "a/annex#3"]), ["a/anex"]);
        assert!(told(&["library-2023/main#1", "library-2023/annex1#1", "library-2023/main#2"]).is_empty());
        assert!(told(&["a/annex1#1", "a/annex2#2", "a/annex1#3"]).is_empty(), "told apart by their numbers");
        assert!(told(&["a/annex#1", "a/anex#2"]).is_empty(), "which is wrong nobody can know");
    }
}
