//! A finding about a row that there is not.

use std::collections::BTreeSet;

use provenance::Severity;
use tables::{Outline, OutlineRow, nearest};

use crate::{Draft, Group, Material, Recorded, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "finding-misnamed",
    name: Words::new("ない行についての指摘", "a finding about a row that there is not"),
    severity: Severity::Warning,
    rationale: Words::new(
        "名前を書き誤った指摘は何も引き受けず、引き受けるはずの指摘や未決の点が並んで残る",
        "a finding that misspells a row takes nothing over, and what it should tell is told beside it",
    ),
    authority: Words::new("慣行: 引く名前は引かれる側にある", "common practice: what is referred to exists"),
    question: None,
    group: Group::Documents,
    is_read: false,
    bad: &[
        (
            "sla.toml",
            r#"[[item]]
key = "A-10"
no = "A-10"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-10"
"#,
        ),
        (
            "findings/main.toml",
            r#"[[finding]]
id = "seen"
kind = "silent"
subject = "締切"
tells = ["A-1O"]
group = "service-levels"
places = ["example/annex#A-10"]
says = { ja = "定めがない", en = "not said" }
question = { ja = "いつか", en = "when?" }
"#,
        ),
    ],
    mended: &[("findings/main.toml", r#"["A-1O"]"#, r#"["A-10"]"#)],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    let tables = || {
        let own = |file: &str| file.starts_with("findings/") || file == "waivers.toml";
        let outlines = material.outlines().filter(move |(file, _)| !own(file));
        outlines.chain(material.indexes()).map(|(_, outline)| outline)
    };
    let known: BTreeSet<String> = tables().flat_map(Outline::rows).flat_map(words).collect();
    let ids: BTreeSet<&str> = tables().flat_map(Outline::rows).flat_map(ids).collect();
    let is_known = |name: &str| {
        known.contains(name) || name.split(' ').all(|word| known.contains(word) || ids.contains(word))
    };
    for recorded in &material.findings {
        for told in recorded.tells.iter().filter(|told| !is_known(told)) {
            found.push(draft(recorded, told, nearest(told, ids.iter().copied())));
        }
        // What a finding is about is often a thing of the documents that no table has, or a number that is not there: only
        // what is nearly a row is told, and what is written as codes are.
        let subject = &recorded.subject;
        let place = subject.replace(' ', "-");
        let is_cited = recorded.places.iter().any(|cited| cited.locator().contains(&place));
        let is_code = subject.contains(|c: char| c == '-' || c.is_ascii_digit());
        if is_code
            && recorded.kind != "number-skipped"
            && !is_cited
            && !is_known(subject)
            && let Some(near) = nearest(subject, ids.iter().copied())
        {
            found.push(draft(recorded, subject, Some(near)));
        }
    }
}

/// What a finding may name of a row: its values, its keys, and the keys of a table by their path.
fn words(row: &OutlineRow) -> impl Iterator<Item = String> {
    row.values
        .iter()
        .flat_map(|value| [value.text.clone(), value.key.clone(), format!("{}.{}", row.path, value.key)])
}

/// What a row calls itself.
fn ids(row: &OutlineRow) -> impl Iterator<Item = &str> {
    ["id", "key", "no"].into_iter().filter_map(|key| row.text(key))
}

fn draft(recorded: &Recorded, name: &str, near: Option<&str>) -> Draft {
    let id = &recorded.id;
    let draft = Draft::new(
        format!("{id} {name}"),
        format!("指摘{id}: `{name}`という行はない"),
        format!("finding `{id}`: no row is called `{name}`"),
    );
    let draft = match near {
        Some(near) => draft.help(format!("`{near}`のことか"), format!("did you mean `{near}`?")),
        None => draft.help("行のidかkeyを書く", "name a row by its id or key"),
    };
    draft.at(Some(recorded.place.clone())).citing(&recorded.places)
}

#[cfg(test)]
mod tests {
    use crate::example::{finding, item, subjects};

    fn told(finding: &str) -> Vec<String> {
        subjects("finding-misnamed", &[("sla.toml", &item("AB-10", &[])), ("findings/main.toml", finding)])
    }

    #[test]
    fn a_thing_of_the_documents_is_a_subject_and_a_row_nearly_named_is_not() {
        for subject in ["締切", "AB-10", "contract.from", "annual report", "ofice", "annex A-1"] {
            assert!(told(&finding("silent", subject)).is_empty(), "{subject}");
        }
        assert_eq!(told(&finding("silent", "AB-1O")), ["seen AB-1O"]);
        let cited = finding("silent", "AB-11").replace("annex#A-1", "annex#AB-11");
        assert!(told(&cited).is_empty(), "the place that it cites is called so");
    }

    #[test]
    fn whatever_a_finding_tells_is_a_row() {
        let tells =
            |name: &str| finding("silent", "締切").replace("group", &format!("tells = [\"{name}\"]\ngroup"));
        for name in ["AB-10", "office", "contract.to", "incident opened"] {
            assert!(told(&tells(name)).is_empty(), "{name}");
        }
        for name in ["AB-1O", "offices", "contract.end", "xyzzy"] {
            assert_eq!(told(&tells(name)), [format!("seen {name}")]);
        }
    }
}
