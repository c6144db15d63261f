//! An item that no record feeds.

use provenance::Severity;
use std::collections::BTreeMap;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "no-data-source",
    name: Words::new("測る記録がない", "an item that no record feeds"),
    severity: Severity::Warning,
    rationale: Words::new(
        "対応表が与えない記録や時点による項目は、評価できないまま毎月残る",
        "an item that reads what no mapping gives stays undetermined month after month",
    ),
    authority: Words::new(
        "慣行: 項目ごとに測定の出所を定める",
        "common practice: each item names the source of its data",
    ),
    question: Some(Words::new("どの記録で測るか", "by which records is it measured?")),
    group: Group::ServiceLevels,
    is_read: false,
    bad: &[(
        "sla.toml",
        r#"[[item]]
key = "A-1"
no = "A-1"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "inquiry", start = ["opened"], stop = "answered" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1"
"#,
    )],
    mended: &[(
        "sla.toml",
        r#""inquiry", start = ["opened"], stop = "answered""#,
        r#""incident", start = ["opened"], stop = "responded""#,
    )],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    let mut lacking: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for one in records::unmatched(material.mapping, material.sla) {
        lacking.entry(one.item.clone()).or_default().push(format!("`{}`", one.word));
    }
    let (gives_tallies, gives_log) = (material.mapping.gives_tallies(), material.mapping.gives_executions());
    for item in material.sla.items() {
        let counted = || {
            let key = Some(item.key.as_str());
            material.work_items().iter().any(|work| work.counts.as_ref().map(tables::Id::as_str) == key)
        };
        let draft = match (lacking.get(item.key.as_str()), item.measure.reads().tally()) {
            (Some(words), _) => {
                let (key, words) = (&item.key, words.join(", "));
                Draft::new(
                    key,
                    format!("{key}が読む{words}を、記録の対応表が与えない"),
                    format!("{key} reads {words}, which the mapping of records does not give"),
                )
            }
            (None, Some(tally)) if !(gives_tallies || gives_log && counted()) => {
                let key = &item.key;
                Draft::new(
                    key,
                    format!("{key}の計画数と実施数（{tally}）を与える記録がない"),
                    format!("no record gives what was planned and done ({tally}) for {key}"),
                )
            }
            (None, _) => continue,
        };
        found.push(draft.at(material.place_of_item(item)).citing([&item.clause]));
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn a_value_that_the_mapping_passes_on_untranslated_may_come() {
        let mapping = "[[file]]\nname = \"requests\"\nkind = \"request\"\nshape = \"cases\"\nid = \"no\"\n\
                   marks = { opened = \"opened\", done = \"done\" }\n[[file.attribute]]\nname = \"type\"\ncolumn = \"type\"\n";
        let measure = "{ kind = \"within-limit\", of = \"request\", start = [\"opened\"], stop = \"done\", \
                   where = [{ attribute = \"type\", is = [\"loan\"] }] }";
        let row = item("A-1", &[("measure", measure)]);
        assert!(subjects("no-data-source", &[("sla.toml", &row), ("records.toml", mapping)]).is_empty());
        assert_eq!(subjects("no-data-source", &[("sla.toml", &row)]), ["A-1"]);
    }
}
