//! From a clause to rows and remarks.

use std::collections::BTreeMap;

use coverage::Binding;
use coverage::{Index, Remark, Trace};
use provenance::{Clause, Text};
use tables::Place;

fn clause(text: &str) -> Clause {
    format!("a/b#{text}").parse().unwrap()
}

fn place(line: usize) -> Place {
    Place { file: "t.toml".to_owned(), line, column: 1 }
}

fn index() -> Index {
    let mut table = "document = \"a/b\"\n".to_owned();
    for (id, by) in [("4.1", "t:a"), ("4.1.minutes", "t:b"), ("4.10", "t:none"), ("5", "t:a")] {
        table.push_str(&format!(
            "[[statement]]\nid = \"{id}\"\nkind = \"duty\"\nja = \"あ\"\nen = \"a\"\nby = [\"{by}\"]\n"
        ));
    }
    let mut index = Index::default();
    index.read("coverage/b.toml", &table).unwrap();
    index
}

fn remark(id: &str, places: &[&str]) -> Remark {
    Remark {
        id: id.to_owned(),
        places: places.iter().map(|place| clause(place)).collect(),
        says: Text::same(id),
        place: place(1),
    }
}

#[test]
fn a_trace_has_what_lies_below_with_its_rows() {
    let index = index();
    let rows = BTreeMap::from([(Binding::new("t", "a"), Some(place(7))), (Binding::new("t", "b"), None)]);
    let carriers = |text: &str| -> Vec<(String, bool, Option<usize>)> {
        Trace::of(&index, &rows, &[], &clause(text))
            .statements
            .into_iter()
            .flat_map(|traced| traced.carriers)
            .map(|one| (one.binding.to_string(), one.exists, one.place.map(|place| place.line)))
            .collect()
    };
    assert_eq!(carriers("4.1"), [("t:a".to_owned(), true, Some(7)), ("t:b".to_owned(), true, None)]);
    assert_eq!(carriers("4.10"), [("t:none".to_owned(), false, None)]);
    assert_eq!(carriers("6"), []);
}

#[test]
fn a_remark_on_a_section_concerns_its_sentences_and_the_other_way_round() {
    let index = index();
    let remarks =
        [remark("section", &["4.1"]), remark("sentence", &["5", "4.1.minutes"]), remark("other", &["4.10"])];
    let told = |text: &str| -> Vec<String> {
        let trace = Trace::of(&index, &BTreeMap::new(), &remarks, &clause(text));
        trace.remarks.iter().map(|remark| remark.id.clone()).collect()
    };
    assert_eq!(told("4.1"), ["section", "sentence"]);
    assert_eq!(told("4.1.minutes"), ["section", "sentence"]);
    assert_eq!(told("5"), ["sentence"]);
    // A misspelt place below a section is not excused by what is said of the section.
    assert!(told("4.1.minute").is_empty());
    assert_eq!(told("4.10"), ["other"]);
}

#[test]
fn the_nearest_clause_is_named_for_a_misspelt_one() {
    let index = index();
    assert_eq!(Trace::nearest(&index, &clause("4.1.minuts")), Some(&clause("4.1.minutes")));
    assert_eq!(Trace::nearest(&index, &"other/document#x-y-z-1".parse().unwrap()), None);
}
