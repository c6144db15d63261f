//! Readings: every way in which a text can be read as a formula, each with its name and what was set aside.

use provenance::Text;

use crate::{
    Formula, ReadError, Vocabulary,
    aside::{Aside, Note},
    formula::{Kind, Operation, is_number},
    parse::parsed,
    part::{hundredfold, is_hundredfold},
    read::{Mode, Words},
    statement::scaled,
};

/// One way of reading a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Which way: `usual`, `times-first`, `in-order`, `by-strength`, `short-names`, `other-bond`,
    /// `other-rounding`, `other-limit`, `other-per`, or one of these with
    /// `-percentage`.
    pub id: String,
    /// The way in words.
    pub name: Text,
    /// The formula read that way.
    pub formula: Formula,
    /// What the text says beside the formula and was set aside, or taken for granted.
    pub notes: Vec<Note>,
}

const USUAL: Mode = Mode {
    times_first: false,
    words: Words::Usual,
    short_names: false,
    other_bond: false,
    rounds_last: false,
    other_limit: false,
    other_per: false,
};
/// The other ways of reading, with their names in words.
const MODES: [(&str, &str, &str, Mode); 8] = [
    (
        "times-first",
        "掛け算を割り算より先に読む",
        "multiplication before division",
        Mode { times_first: true, ..USUAL },
    ),
    ("in-order", "言葉の順に計算する", "in the order of the words", Mode { words: Words::InOrder, ..USUAL }),
    (
        "by-strength",
        "言葉を記号と同じ順に計算する",
        "words bind as signs do",
        Mode { words: Words::ByStrength, ..USUAL },
    ),
    (
        "other-bond",
        "加減算と割り算・掛け算のかかり方を変える",
        "what is done in words is done to the other part of a sum",
        Mode { other_bond: true, ..USUAL },
    ),
    (
        "other-rounding",
        "括弧書きの端数処理のかかり方を変える",
        "a rounding in brackets is of the other part",
        Mode { rounds_last: true, ..USUAL },
    ),
    (
        "other-limit",
        "読点の後の上限・下限を、目標値か限度額かの他方に読む",
        "the bound behind the comma is the other of limit and target",
        Mode { other_limit: true, ..USUAL },
    ),
    (
        "other-per",
        "per（当たり）を割り算か掛け算かの他方に読む",
        "`per` multiplies where it divides, and the other way round",
        Mode { other_per: true, ..USUAL },
    ),
    ("short-names", "短い名称を優先する", "the shortest names that fit", Mode { short_names: true, ..USUAL }),
];

/// Reads a text in every way that gives a formula, the usual one first; ways that give the same tree once.
///
/// - `a÷b×c` is `(a÷b)×c`, or `a÷(b×c)` where `×` is thought to bind tighter.
/// - `a minus b divided by c` is `(a−b)÷c` of names, `a−(b÷c)` where `a` is a number, and the other way round. A comma
///   decides: `a minus b, divided by c` has one reading.
/// - 「A−BをCで除した値」 is `(A−B)÷C`, or `A−(B÷C)`.
/// - `fee × 2 per ticket` multiplies, `monthly fee per agent` divides, or the other way round.
/// - Where one name begins another, the shorter one may be meant.
/// - What words call a share (割合, 率) may mean a hundredfold, and so may a ratio that is said to be in percent (`A÷B（%）`).
///
/// ```
/// use formula::{Term, Vocabulary, read_all};
/// use provenance::Language;
///
/// let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
/// let vocabulary = Vocabulary::new([term("a", "期限内件数"), term("b", "全件数")])?;
/// let readings = read_all("期限内件数を全件数で除した割合", &vocabulary)?;
/// let printed: Vec<String> =
///     readings.iter().map(|reading| reading.formula.print(&vocabulary, Language::Ja)).collect();
/// assert_eq!(printed, ["期限内件数÷全件数", "期限内件数÷全件数×100"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`ReadError`] where no way gives a formula.
pub fn read_all(text: &str, vocabulary: &Vocabulary) -> Result<Vec<Reading>, ReadError> {
    let usual = parsed(text, vocabulary, Mode::default()).map_err(|error| error.mended(text, vocabulary))?;
    let mut readings: Vec<Reading> = Vec::new();
    let (is_share, asked) = (usual.is_share, usual.asked);
    let mut add = |id: &str, ja: &str, en: &str, formula: Formula, notes: Vec<Note>| {
        if readings.iter().all(|known: &Reading| !known.formula.is_same_as(&formula)) {
            readings.push(Reading { id: id.to_owned(), name: Text::new(ja, en), formula, notes });
        }
    };
    add("usual", "通常の読み方", "the usual reading", usual.formula, usual.notes);
    for (id, ja, en, mode) in MODES {
        if !asked.matters(mode) {
            continue;
        }
        if let Ok(found) = parsed(text, vocabulary, mode) {
            add(id, ja, en, found.formula, found.notes);
        }
    }
    if is_share {
        // Of a count less a share there is no percentage.
        let mixes = |known: &Reading| {
            known.id == "other-bond"
                && matches!(
                    &known.formula.root.kind,
                    Kind::Binary(Operation::Add | Operation::Subtract, left, _) if !is_number(left)
                )
        };
        let is_plain = |known: &&Reading| !is_hundredfold(&known.formula.root) && !mixes(known);
        let plain: Vec<Reading> = readings.iter().filter(is_plain).cloned().collect();
        for known in plain {
            let root = hundredfold(known.formula.root);
            let defines = known.formula.defines.as_deref();
            let bound = known.formula.bound.map(|bound| scaled(bound, &root, defines));
            let formula = Formula { root, bound, ..known.formula };
            if readings.iter().all(|other| !other.formula.is_same_as(&formula)) {
                readings.push(Reading {
                    id: format!("{}-percentage", known.id),
                    name: Text::new(
                        format!("{}、百分率", known.name.ja),
                        format!("{}, as a percentage", known.name.en),
                    ),
                    notes: notes_of_percentage(known.notes, &formula),
                    formula,
                });
            }
        }
    }
    Ok(readings)
}

/// What is to be told of a share that is taken a hundredfold: nothing of the lack of it, and of its target on the other scale.
fn notes_of_percentage(notes: Vec<Note>, formula: &Formula) -> Vec<Note> {
    let one = crate::Exact::from(1);
    let is_share =
        formula.target().is_some_and(|(_, target)| target <= one && target != crate::Exact::from(0));
    let holds = |note: &Note| match note.what {
        Aside::NameInPercent => false,
        Aside::TargetOfOtherScale => is_share,
        _ => true,
    };
    notes.into_iter().filter(holds).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MODES, USUAL};
    use crate::{Term, Vocabulary, parse::parsed, read::Mode};

    fn vocabulary() -> Vocabulary {
        let term = |id: &str, ja: &str, en: &str| Term {
            id: id.into(),
            ja: vec![ja.to_owned()],
            en: vec![en.to_owned()],
        };
        Vocabulary::new([
            term("all", "全件数", "all cases"),
            term("part", "期限内件数", "cases"),
            term("short", "件数", "late"),
            term("days", "遅延日数", "days late"),
            term("delay", "遅延", "delay"),
        ])
        .unwrap_or_default()
    }

    const PARTS: &[&str] = &[
        "全件数",
        "期限内件数",
        "件数",
        "遅延日数",
        "100",
        "1",
        "5%",
        "×",
        "÷",
        "－",
        "＋",
        "（",
        "）",
        "を",
        "で",
        "に",
        "の",
        "除した値",
        "乗じた額",
        "引いた値",
        "加えた値",
        "割合",
        "、",
        "（切捨て）",
        "（小数点以下第2位を四捨五入）",
        "（上限100円）",
        "100円以下",
        "を上限とする",
        " all cases",
        " cases",
        " late",
        " minus",
        " divided by",
        " times",
        " less",
        " as a percentage of",
        ",",
        " not exceeding 100",
        " plus",
        " (rounded down to two decimal places)",
        " the sum of",
        " the greater of",
        " and",
        " or",
        " per",
        " excluding",
        "の2倍",
        "に占める",
    ];

    fn same_where_not_asked(text: &str) -> Result<bool, TestCaseError> {
        let vocabulary = vocabulary();
        let Ok(usual) = parsed(text, &vocabulary, USUAL) else { return Ok(false) };
        for (id, _, _, mode) in MODES {
            if usual.asked.matters(mode) {
                continue;
            }
            match parsed(text, &vocabulary, mode) {
                Ok(found) => {
                    prop_assert_eq!(&found.formula, &usual.formula, "{} {}", id, text);
                    prop_assert_eq!(&found.notes, &usual.notes, "{} {}", id, text);
                }
                Err(error) => prop_assert!(false, "{id} {text}: {error}"),
            }
        }
        Ok(true)
    }

    #[test]
    fn the_usual_mode_is_the_default() {
        assert_eq!(USUAL, Mode::default());
    }

    /// Each way of reading is asked for by some text that it reads otherwise.
    #[test]
    fn each_mode_reads_some_text_otherwise() {
        let texts = [
            "全件数÷期限内件数×件数",
            "all cases minus cases divided by late times 2",
            "all cases minus cases divided by late",
            "全件数－期限内件数を件数で除した値",
            "期限内件数÷全件数（小数点以下第3位を四捨五入）×100",
            "all cases × 5%, not exceeding 1000",
            "500 yen × cases per all cases",
            "遅延日数÷全件数",
        ];
        let vocabulary = vocabulary();
        for (text, (id, _, _, mode)) in texts.into_iter().zip(MODES) {
            let usual = parsed(text, &vocabulary, USUAL).map(|found| found.asked.matters(mode));
            assert_eq!(usual.ok(), Some(true), "{id}: {text}");
        }
        let plain = parsed("(1-期限内件数÷全件数)×100+5", &vocabulary, USUAL).map(|found| found.asked);
        let asked = plain.map(|asked| MODES.iter().filter(|mode| asked.matters(mode.3)).count());
        // No name begins one of these.
        assert_eq!(asked.ok(), Some(0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        /// A mode that the usual reading never asked for gives the same tree and the same notes.
        #[test]
        fn modes_that_are_not_asked_for_read_alike(
            text in prop::collection::vec(prop::sample::select(PARTS), 1..9).prop_map(|parts| parts.concat())
        ) {
            same_where_not_asked(&text)?;
        }
    }
}
