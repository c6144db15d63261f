//! A word of the mapping that no item reads.

use provenance::Severity;
use records::WordKind;
use tables::Place;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "unused-mapping-word",
    name: Words::new("どの項目も読まない記録の語", "a word of the mapping that no item reads"),
    severity: Severity::Note,
    rationale: Words::new(
        "対応表にだけある語は、書き誤りか、使われない記録を集めていることを示す",
        "a word that only the mapping has is misspelt, or records are gathered for nothing",
    ),
    authority: Words::new("慣行: 集める記録は使うものに限る", "common practice: what is gathered is used"),
    question: None,
    group: Group::Documents,
    is_read: false,
    bad: &[(
        "sla.toml",
        r#"[[item]]
key = "A-1"
no = "A-1"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "opened" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1"
"#,
    )],
    mended: &[("sla.toml", r#"= "opened""#, r#"= "responded""#)],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    // Without items there is nothing that could read.
    if material.sla.items().is_empty() {
        return;
    }
    let columns =
        || material.outline("report.toml").into_iter().flat_map(|report| report.rows_of("content.column"));
    let is_shown = |word: &str| {
        columns().any(|column| [column.text("mark"), column.text("attribute")].contains(&Some(word)))
    };
    for one in records::unused(material.mapping, material.sla) {
        // What the report shows is gathered for it.
        if matches!(one.what, WordKind::Mark | WordKind::Attribute) && is_shown(&one.word) {
            continue;
        }
        let (ja, en) = match one.what {
            WordKind::Kind => ("種類", "kind of record"),
            WordKind::Mark => ("時点", "mark"),
            WordKind::Attribute => ("属性", "attribute"),
            WordKind::Value => ("属性の値", "value"),
            WordKind::Pause => ("中断の種類", "kind of pause"),
            WordKind::Ground => ("除外の理由", "ground for exclusion"),
            WordKind::Answer => ("回答", "answer"),
        };
        let (kind, word) = (&one.of, &one.word);
        found.push(
            Draft::new(
                format!("{kind} {word}"),
                format!("記録{kind}の{ja}`{word}`を読む項目がない"),
                format!("no item reads the {en} `{word}` of {kind}"),
            )
            .at(place(material, kind.as_str(), word)),
        );
    }
}

/// The file of the mapping that gives a word, or the first of its kind.
fn place(material: &Material<'_>, kind: &str, word: &str) -> Option<Place> {
    let outline = material.outline("records.toml")?;
    let files: Vec<_> = outline.rows_of("file").filter(|row| row.text("kind") == Some(kind)).collect();
    let of_files = |path: &str| {
        files.iter().any(|file| {
            path.strip_prefix(file.path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    };
    let values = outline.rows().iter().filter(|row| of_files(&row.path)).flat_map(|row| &row.values);
    let named = values.filter(|value| value.key == word || value.text == word).map(|value| &value.place);
    named.chain(files.iter().map(|file| &file.place)).next().cloned()
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn tallies_are_named_by_their_rows_and_words_of_clocks_are_read() {
        assert!(subjects("unused-mapping-word", &[("sla.toml", &item("A-1", &[]))]).is_empty());
    }
}
