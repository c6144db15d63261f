//! Readings: every way in which a text can be read as a formula, each with its name.

use provenance::Text;

use crate::{
    Formula, LENGTH_MAX, ReadError, Vocabulary,
    formula::{Kind, Node, Operation},
    prose::{self, How},
    read::{Mode, Reader, read},
};

/// One way of reading a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Which way: `usual`, `times-first`, `in-order`, `short-names`, `nested`, or one of these with `-percentage`.
    pub id: String,
    /// The way in words.
    pub name: Text,
    /// The formula read that way.
    pub formula: Formula,
}

/// Reads a text in every way that gives a formula, the usual one first; ways that give the same tree once.
///
/// - `a÷b×c` is `(a÷b)×c`, or `a÷(b×c)` where `×` is thought to bind tighter.
/// - `a minus b divided by c` is `a−(b÷c)`, or `(a−b)÷c` as the words come.
/// - Where one name begins another, the shorter one may be meant.
/// - Of `AからBをCで除した値を減じる` each step may take what other steps made.
/// - What words call a share (割合, 率) may mean a hundredfold.
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
    let usual = read(text, vocabulary)?;
    let defines = usual.defines.clone();
    let mut readings: Vec<Reading> = Vec::new();
    let add = |readings: &mut Vec<Reading>, id: &str, ja: &str, en: &str, root: Node| {
        let formula = Formula { defines: defines.clone(), root };
        if readings.iter().all(|known| !known.formula.is_same_as(&formula)) {
            readings.push(Reading { id: id.to_owned(), name: Text::new(ja, en), formula });
        }
    };
    add(&mut readings, "usual", "通常の読み方", "the usual reading", usual.root);
    debug_assert!(text.chars().count() <= LENGTH_MAX, "`read` has seen to the length");
    let modes = [
        (
            "times-first",
            "掛け算を割り算より先に読む",
            "multiplication before division",
            Mode { times_first: true, ..Mode::default() },
        ),
        (
            "in-order",
            "言葉の順に計算する",
            "in the order of the words",
            Mode { words_in_order: true, ..Mode::default() },
        ),
        (
            "short-names",
            "短い名称を優先する",
            "the shortest names that fit",
            Mode { short_names: true, ..Mode::default() },
        ),
    ];
    for (id, ja, en, mode) in modes {
        if let Ok(root) = Reader::new(text, vocabulary, mode).whole() {
            add(&mut readings, id, ja, en, root);
        }
    }
    let mut reader = Reader::new(text, vocabulary, Mode::default());
    let from = reader.at;
    for (how, root) in prose::whole(&mut reader, from) {
        match how {
            How::InOrder => {
                add(&mut readings, "in-order", "言葉の順に計算する", "in the order of the words", root)
            }
            How::Nested => {
                add(
                    &mut readings,
                    "nested",
                    "句の中の句を先に計算する",
                    "phrases within phrases first",
                    root,
                );
            }
        }
    }
    if prose::ends_as_share(&mut reader, from) {
        let plain: Vec<Reading> =
            readings.iter().filter(|known| !is_hundredfold(&known.formula.root)).cloned().collect();
        for known in plain {
            let (id, ja, en) = (
                format!("{}-percentage", known.id),
                format!("{}、百分率", known.name.ja),
                format!("{}, as a percentage", known.name.en),
            );
            add(&mut readings, &id, &ja, &en, prose::hundredfold(known.formula.root));
        }
    }
    Ok(readings)
}

fn is_hundredfold(node: &Node) -> bool {
    let is_hundred =
        |node: &Node| matches!(&node.kind, Kind::Number(number) if *number == crate::Exact::from(100));
    match &node.kind {
        Kind::Binary(Operation::Multiply, left, right) => is_hundred(left) || is_hundred(right),
        _ => false,
    }
}
