//! How good are the laws? Every single miswriting of five equivalent rates, and which laws kill it.
//!
//! The page `docs/reference/formula-laws.md` is this test's: with `UPDATE_DOCS=1` it is written, else compared.

use std::{collections::BTreeSet, fmt::Write, path::PathBuf};

use formula::{Comparison, Formula, Law, LawVerdict, Roles, Vocabulary, compare, read};

use super::laws::{INTENDED, roles, vocabulary};

const FORMS: [&str; 5] = [
    INTENDED,
    "（1-期限後件数÷発生件数）×100",
    "100-期限後件数÷発生件数×100",
    "100×（発生件数-期限後件数）÷発生件数",
    "期限内件数を発生件数で除した値に100を乗じる",
];

/// What is swapped, dropped, added or moved, which no exchange of one word for another makes: the slips by which the
/// printed S-2-1 came about are among them. Each with the form that it is a miswriting of.
const MOVED: [(usize, &[&str]); 5] = [
    (
        0,
        &[
            "発生件数÷期限内件数×100",
            "（1-期限内件数÷発生件数）×100",
            "1-期限内件数÷発生件数×100",
            "100-期限内件数÷発生件数×100",
            "期限内件数×100÷発生件数",
            "期限内件数÷（発生件数×100）",
            "期限内件数÷発生件数",
        ],
    ),
    (
        1,
        &[
            "（期限後件数÷発生件数-1）×100",
            "（1-発生件数÷期限後件数）×100",
            "（1-発生件数÷期限内件数）×100",
            "期限後件数÷発生件数×100",
            "1×100-期限後件数÷発生件数",
            "1-期限後件数×100÷発生件数",
            "1-期限後件数÷発生件数",
        ],
    ),
    (
        2,
        &[
            "期限後件数÷発生件数×100-100",
            "100-発生件数÷期限後件数×100",
            "100-（1-期限後件数÷発生件数）×100",
            "100-期限後件数×100÷発生件数",
            "（100-期限後件数÷発生件数）×100",
            "100×100-期限後件数÷発生件数",
        ],
    ),
    (
        3,
        &[
            "100×（期限後件数-発生件数）÷発生件数",
            "100×発生件数÷（発生件数-期限後件数）",
            "（発生件数-期限後件数）÷発生件数",
            "（発生件数-期限後件数）÷100×発生件数",
            "（発生件数-期限後件数）÷発生件数×100",
            "（1-（発生件数-期限後件数）÷発生件数）×100",
        ],
    ),
    (
        4,
        &[
            "発生件数を期限内件数で除した値に100を乗じる",
            "発生件数で期限内件数を除した値に100を乗じる",
            "期限内件数で発生件数を除した値に100を乗じる",
            "期限内件数に発生件数を乗じた値に100を乗じる",
            "期限内件数から発生件数を減じた値に100を乗じる",
            "期限内件数に発生件数を加えた値に100を乗じる",
            "期限内件数を発生件数で除した値を100で除する",
            "期限内件数を発生件数で除した値に100を加える",
            "期限内件数に100を乗じ、発生件数で除した値",
            "期限内件数を発生件数で除した値",
        ],
    ),
];

/// A miswriting with the laws that it breaks, those that were neither proved nor refuted of it, and whether it is a
/// rate all the same.
struct Mutant {
    text: String,
    broken: Vec<Law>,
    undecided: Vec<Law>,
    is_rate: bool,
}

fn judged(text: String, vocabulary: &Vocabulary, roles: &Roles, rate: &Formula) -> Mutant {
    let formula = read(&text, vocabulary).unwrap();
    let is_rate = compare(&formula, rate, roles, vocabulary) == Comparison::Equal;
    let (mut broken, mut undecided) = (Vec::new(), Vec::new());
    for law in Law::ALL {
        match law.judge(&formula, roles, vocabulary) {
            LawVerdict::Proved(_) => {}
            // Only a month that shows it kills; what is not decided does not.
            LawVerdict::Refuted(_) => broken.push(law),
            LawVerdict::CheckedUpTo(_) | LawVerdict::Unknown(_) => undecided.push(law),
        }
    }
    Mutant { broken, undecided, is_rate, text }
}

/// All miswritings, form by form.
pub(crate) fn texts() -> Vec<String> {
    (0..FORMS.len()).flat_map(texts_of).collect()
}

/// The miswritings of one form, each once.
fn texts_of(n: usize) -> Vec<String> {
    let moved = MOVED.iter().filter(|(of, _)| *of == n).flat_map(|(_, texts)| *texts);
    let mut texts = miswritings(FORMS[n]);
    texts.extend(moved.map(|text| (*text).to_owned()));
    let mut seen = BTreeSet::new();
    texts.retain(|text| seen.insert(text.clone()));
    texts
}

fn mutants() -> Vec<(&'static str, Vec<Mutant>)> {
    let (vocabulary, roles) = (vocabulary(), roles());
    let rate = read(INTENDED, &vocabulary).unwrap();
    FORMS
        .into_iter()
        .enumerate()
        .map(|(n, form)| {
            (form, texts_of(n).into_iter().map(|text| judged(text, &vocabulary, &roles, &rate)).collect())
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
fn the_slips_by_which_s_2_1_was_miswritten_are_among_the_mutants_and_killed() {
    let mutants = mutants();
    for slip in ["発生件数÷期限内件数×100", "（1-期限内件数÷発生件数）×100", "（1-発生件数÷期限内件数）×100"]
    {
        let mutant = mutants.iter().flat_map(|(_, mutants)| mutants).find(|mutant| mutant.text == slip);
        assert!(mutant.is_some_and(|mutant| !mutant.broken.is_empty()), "{slip}");
    }
}

/// Of any formula: one that is a rate at both ends and affine between them is the rate, so that each other law follows
/// from these three and only this one can be the one law that a formula breaks.
#[test]
fn a_law_that_kills_alone_is_shown_by_a_formula_that_breaks_no_other() {
    let (vocabulary, roles) = (vocabulary(), roles());
    let rate = read(INTENDED, &vocabulary).unwrap();
    let mutant = judged(BENT.to_owned(), &vocabulary, &roles, &rate);
    assert_eq!(mutant.broken, [Law::Affine]);
}

/// 3r² − 2r³ with r the share in time: from 0 to 100, even, and yet each case does not add the same.
const BENT: &str = "期限内件数×期限内件数×（3×発生件数-2×期限内件数）÷（発生件数×発生件数×発生件数）×100";

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
         Written by a test (`UPDATE_DOCS=1 cargo test -p formula --test it mutants`). Five ways of writing one compliance \
         rate\nare miswritten in every single place: one name, number or sign as another, a stray `+ 1` or `%`, brackets \
         left out,\nsides swapped, `1 −` added or dropped, `× 100` moved, verbs and particles exchanged. A law kills a \
         miswriting if a month\nrefutes it; `?` is neither proved nor refuted and kills none.\n\n",
    );
    let dead = count - rates;
    let undecided: usize = all().map(|mutant| mutant.undecided.len()).sum();
    let _ = writeln!(
        page,
        "{count} miswritings, of which {rates} are the rate all the same. The laws together kill the other {dead}, and\nnone \
         of the {rates}; {undecided} of {} verdicts are undecided.\n\n| law | kills | kills alone | demands |\n| --- | ---: \
         | ---: | --- |",
        count * Law::ALL.len()
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
            let pairs: Vec<String> = pairs_that_suffice(&mutants)
                .iter()
                .map(|[a, b]| format!("`{}` with `{}`", a.id(), b.id()))
                .collect();
            format!(
                "\nNo law alone kills all. Pairs that do:\n{}.\n",
                if pairs.is_empty() { "none".to_owned() } else { pairs.join(",\n") }
            )
        }
        laws => format!("\nEach of {} alone kills all.\n", names(laws)),
    });
    let lone: Vec<Law> = Law::ALL.into_iter().filter(|law| alone(*law) > 0).collect();
    page.push_str(&match lone.as_slice() {
        [] => "\nNo law is the only one to kill any of these: each breaks two or more.".to_owned(),
        laws => format!("\nWithout {} some miswriting would live.", names(laws)),
    });
    let _ = writeln!(
        page,
        " Of formulas at large `affine` alone\nkills `{BENT}`,\nand no other law ever kills alone: what is 0 and 100 at its \
         ends and affine between them is the rate."
    );
    page.push_str(
        "\n## Proofs that another program accepts\n\n\
         `keiyaku formula check --proof FILE.v` (and `verify --proof`) writes each verdict as a theorem for Coq 8.16 (Debian's \
         package\n`coq`), `formula::ProofFile` does so for programs; `coqc FILE.v` checks it. A formula is defined as it \
         stands, over whole\nnumbers `x` on time and `y` late, as a numerator, a denominator, and the condition that nothing \
         was divided by zero. A\nproved law is a theorem about every month, multiplied across where it divides; a refuted one \
         is a theorem about the month\nthat breaks it. The script of each proof is made of the certificate's facts: where these \
         are none, Coq refuses it. All\nverdicts of this study but the undecided one, and all of the reference contract, are \
         accepted (`.ci/run`).\n\nWhat must then be trusted: that the definition of each formula is what its text means, that \
         the laws, written out at the\nhead of the file, are those that are wanted, and Coq's kernel; neither our prover nor our \
         checker. Formulas with cases,\nbounds or roundings are not written out; their laws rest on our checker.\n",
    );
    for (form, mutants) in &mutants {
        let _ = write!(page, "\n## {form}\n\n| miswriting |");
        for law in Law::ALL {
            let _ = write!(page, " {} |", law.id());
        }
        let _ = writeln!(page, "\n| --- |{}", " :-: |".repeat(Law::ALL.len()));
        for mutant in mutants {
            let mut row = format!("| `{}`{} |", mutant.text, if mutant.is_rate { " (the rate)" } else { "" });
            for law in Law::ALL {
                row.push_str(if mutant.broken.contains(&law) {
                    " ✗ |"
                } else if mutant.undecided.contains(&law) {
                    " ? |"
                } else {
                    "  |"
                });
            }
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
