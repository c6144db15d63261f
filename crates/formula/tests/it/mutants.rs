//! How good are the laws? Every single miswriting of four equivalent rates, and which laws kill it.
//!
//! The page `docs/reference/formula-laws.md` is this test's: with `UPDATE_DOCS=1` it is written, else compared.

use std::{collections::BTreeMap, fmt::Write, path::PathBuf};

use formula::{Comparison, Formula, Law, LawVerdict, Roles, Vocabulary, compare, read};

use super::laws::{INTENDED, roles, vocabulary};

const FORMS: [&str; 4] = [
    INTENDED,
    "（1-期限後件数÷発生件数）×100",
    "100-期限後件数÷発生件数×100",
    "100×（発生件数-期限後件数）÷発生件数",
];

/// A miswriting with the laws that it breaks, and whether it is a rate all the same.
struct Mutant {
    text: String,
    broken: Vec<Law>,
    is_rate: bool,
}

fn judged(text: String, vocabulary: &Vocabulary, roles: &Roles, rate: &Formula) -> Mutant {
    let formula = read(&text, vocabulary).unwrap();
    let broken = |law: &Law| !matches!(law.judge(&formula, roles, vocabulary), LawVerdict::Proved(_));
    let is_rate = compare(&formula, rate, roles, vocabulary) == Comparison::Equal;
    Mutant { broken: Law::ALL.into_iter().filter(broken).collect(), is_rate, text }
}

fn mutants() -> Vec<(&'static str, Vec<Mutant>)> {
    let (vocabulary, roles) = (vocabulary(), roles());
    let rate = read(INTENDED, &vocabulary).unwrap();
    FORMS
        .into_iter()
        .map(|form| {
            let judge = |text| judged(text, &vocabulary, &roles, &rate);
            (form, miswritings(form).into_iter().map(judge).collect())
        })
        .collect()
}

#[test]
fn every_single_miswriting_that_is_no_rate_breaks_a_law() {
    let mutants = mutants();
    let count: usize = mutants.iter().map(|(_, mutants)| mutants.len()).sum();
    assert!(count >= 100, "{count}");
    for mutant in mutants.iter().flat_map(|(_, mutants)| mutants) {
        // The laws together kill exactly what is no rate.
        assert_eq!(mutant.broken.is_empty(), mutant.is_rate, "{}", mutant.text);
    }
}

#[test]
fn the_page_of_the_kill_matrix_is_up_to_date() {
    let page = page();
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/formula-laws.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, page, "docs/reference/formula-laws.md is stale: run with UPDATE_DOCS=1");
}

fn page() -> String {
    let mutants = mutants();
    let all = || mutants.iter().flat_map(|(_, mutants)| mutants);
    let (count, rates) = (all().count(), all().filter(|mutant| mutant.is_rate).count());
    let kills = |law: Law| all().filter(|mutant| mutant.broken.contains(&law)).count();
    let alone = |law: Law| all().filter(|mutant| mutant.broken == [law]).count();
    let mut page = String::from(
        "# How good are the laws?\n\n\
         Written by a test (`UPDATE_DOCS=1 cargo test -p formula --test it mutants`). Four ways of writing one compliance \
         rate\nare miswritten in every single place: one name, number or sign as another, a stray `+ 1` or `%`, brackets \
         left out.\nA law kills a miswriting if it is not proved of it.\n\n",
    );
    let dead = count - rates;
    let _ = writeln!(
        page,
        "{count} miswritings, of which {rates} are the rate all the same. The laws together kill the other {dead}, and\nnone \
         of the {rates}.\n\n| law | kills | kills alone | demands |\n| --- | ---: | ---: | --- |"
    );
    for law in Law::ALL {
        let _ =
            writeln!(page, "| `{}` | {} | {} | {} |", law.id(), kills(law), alone(law), law.statement().en);
    }
    let sufficient: Vec<Law> = Law::ALL.into_iter().filter(|law| kills(*law) == dead).collect();
    let names =
        |laws: &[Law]| laws.iter().map(|law| format!("`{}`", law.id())).collect::<Vec<_>>().join(", ");
    page.push_str(&match sufficient.as_slice() {
        [] => {
            let pairs = pairs_that_suffice(&mutants);
            format!(
                "\nNo law alone kills all. {} pairs do, such as {}.\n",
                pairs.len(),
                pairs.first().map_or_else(String::new, |pair| names(pair))
            )
        }
        laws => format!("\nEach of {} alone kills all.\n", names(laws)),
    });
    let indispensable: Vec<Law> = Law::ALL.into_iter().filter(|law| alone(*law) > 0).collect();
    if !indispensable.is_empty() {
        let _ = writeln!(page, "\nWithout {} some miswriting would live.", names(&indispensable));
    }
    for (form, mutants) in &mutants {
        let _ = write!(page, "\n## {form}\n\n| miswriting |");
        for law in Law::ALL {
            let _ = write!(page, " {} |", law.id());
        }
        let _ = writeln!(page, "\n| --- |{}", " :-: |".repeat(Law::ALL.len()));
        let mut rows: BTreeMap<usize, String> = BTreeMap::new();
        for (n, mutant) in mutants.iter().enumerate() {
            let mut row = format!("| `{}`{} |", mutant.text, if mutant.is_rate { " (the rate)" } else { "" });
            for law in Law::ALL {
                row.push_str(if mutant.broken.contains(&law) { " ✗ |" } else { "  |" });
            }
            rows.insert(n, row);
        }
        for row in rows.values() {
            let _ = writeln!(page, "{row}");
        }
    }
    page
}

fn pairs_that_suffice(mutants: &[(&str, Vec<Mutant>)]) -> Vec<[Law; 2]> {
    let mut pairs = Vec::new();
    for (n, a) in Law::ALL.into_iter().enumerate() {
        for b in Law::ALL.into_iter().skip(n + 1) {
            let kills =
                |mutant: &Mutant| mutant.is_rate || mutant.broken.contains(&a) || mutant.broken.contains(&b);
            if mutants.iter().flat_map(|(_, mutants)| mutants).all(kills) {
                pairs.push([a, b]);
            }
        }
    }
    pairs
}

/// A formula's text with one name, number or sign written as another, a stray percent sign or one too many, or its
/// brackets left out.
fn miswritings(text: &str) -> Vec<String> {
    let names = ["期限内件数", "期限後件数", "発生件数", "1"];
    let numbers = ["100", "10", "1", "0"];
    let signs = ["÷", "×", "-", "+"];
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let starts = |parts: &[&'static str]| parts.iter().find(|part| rest.starts_with(**part)).copied();
        let (part, mut others) = if let Some(name) = starts(&names[..3]) {
            (
                name,
                names
                    .iter()
                    .map(|other| (*other).to_owned())
                    .chain([format!("（{name}+1）")])
                    .collect::<Vec<_>>(),
            )
        } else if let Some(number) = starts(&numbers) {
            (number, numbers.map(str::to_owned).to_vec())
        } else if let Some(sign) = starts(&signs) {
            (sign, signs.map(str::to_owned).to_vec())
        } else {
            at += rest.chars().next().unwrap().len_utf8();
            continue;
        };
        if !signs.contains(&part) {
            others.push(format!("{part}%"));
        }
        for other in others.iter().filter(|other| *other != part) {
            found.push(format!("{}{other}{}", &text[..at], &rest[part.len()..]));
        }
        at += part.len();
    }
    if text.contains('（') {
        found.push(text.replace(['（', '）'], ""));
    }
    found
}
