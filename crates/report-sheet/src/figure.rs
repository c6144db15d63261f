//! Figures as formulas over the records, and verdicts as comparisons of whole numbers.

use formula::{Exact, TermId};
use provenance::{Language, Text, Verdict};
use rust_decimal::Decimal;
use sla::{
    Aggregate, Boundary, Condition, EmptyMonth, Explained, MeanOver, Operator, PercentileRank, Target, Yields,
};

use crate::{
    book::word,
    place::{Held, Place, Use},
};

/// A formula of a cell.
#[derive(Debug)]
pub(crate) struct Live {
    pub(crate) formula: String,
    pub(crate) is_array: bool,
}

impl Live {
    fn plain(formula: String) -> Self {
        Self { formula, is_array: false }
    }
}

/// The operands of a figure, live.
#[derive(Debug)]
pub(crate) struct Parts {
    /// What stands above the line, or is all there is: a number of cases, seconds, points.
    pub(crate) part: Live,
    /// What it is over; `None` where the figure is a number of what happened.
    pub(crate) whole: Option<Live>,
    /// How many records may go either way.
    pub(crate) unknown: Live,
}

/// The cells of an item's row.
#[derive(Debug)]
pub(crate) struct Cells {
    pub(crate) key: String,
    pub(crate) part: String,
    pub(crate) whole: String,
    pub(crate) unknown: String,
    pub(crate) figure: String,
}

/// A decimal as an exact number.
pub(crate) fn exact(value: Decimal) -> Exact {
    let scale = 10_i128.checked_pow(value.scale()).unwrap_or(i128::MAX);
    Exact::ratio(value.mantissa(), scale).unwrap_or_else(|| Exact::from(0))
}

/// The longest formula that programs take, and the longest text within one.
const FORMULA: usize = 8_192;
const LITERAL: usize = 255;

/// How an item's operands come from its records; `None` where it has none, or where they would not fit into formulas.
pub(crate) fn parts(
    explained: &Explained,
    place: &Place,
    cells: &Cells,
    language: Language,
) -> Option<Parts> {
    let fits = |live: &Live| live.formula.encode_utf16().count() <= FORMULA;
    operands(explained, place, cells, language)
        .filter(|parts| fits(&parts.part) && fits(&parts.unknown) && parts.whole.as_ref().is_none_or(fits))
}

fn operands(explained: &Explained, place: &Place, cells: &Cells, language: Language) -> Option<Parts> {
    let mark = |used: Use| word(used.word().in_language(language));
    let rows = &place.rows;
    match (&explained.derivation.aggregate, &place.held) {
        (Aggregate::Nothing, _) => None,
        (aggregate, Held::Cases { used, clock, limits, conditions, days }) => {
            let uses = rows.range(*used);
            let counted = |used: Use| format!("COUNTIF({uses},{})", mark(used));
            let unknown = format!("{}+{}", counted(Use::Open), counted(Use::Unknown));
            let all = counted(Use::Counts);
            let is_counted = format!("({uses}={})", mark(Use::Counts));
            let took = clock.map(|(_, took)| rows.range(took));
            let (part, whole, unknown) = match aggregate {
                Aggregate::InTime { boundary } => {
                    let limits = limits.as_ref()?;
                    let in_time = match (limits.seconds, boundary) {
                        (Some(seconds), Boundary::InTime) => format!("({}<={})", took?, rows.range(seconds)),
                        (Some(seconds), Boundary::Late) => format!("({}<{})", took?, rows.range(seconds)),
                        (None, boundary) => {
                            let (end, _) = (*clock)?;
                            let sign = if *boundary == Boundary::InTime { "<=" } else { "<" };
                            let apart = format!("({}-{})*86400", rows.range(end), rows.range(limits.due));
                            format!("(ROUND({apart},0){sign}0)")
                        }
                    };
                    let part = format!("SUMPRODUCT({is_counted}*{in_time})");
                    (Live::plain(part), format!("{all}+{}", counted(Use::CountsOpen)), unknown)
                }
                Aggregate::Fitting { .. } => {
                    let fits = conditions
                        .as_ref()?
                        .columns
                        .iter()
                        .map(|(condition, at)| fits(condition, &rows.range(*at)));
                    let fits = fits.collect::<Option<String>>()?;
                    (Live::plain(format!("SUMPRODUCT({is_counted}{fits})")), all, unknown)
                }
                Aggregate::Mean { over: MeanOver::Cases } => {
                    (Live::plain(format!("SUMIFS({},{uses},{})", took?, mark(Use::Counts))), all, unknown)
                }
                Aggregate::Mean { over: MeanOver::Days } => {
                    let days = days.as_ref()?;
                    let part = format!("SUM({})", days.rows.range(days.means));
                    (Live::plain(part), format!("COUNTIF({},\">0\")", days.rows.range(days.counts)), unknown)
                }
                Aggregate::Placed { share, rank } => {
                    let held = format!("IF({uses}={},{})", mark(Use::Counts), took?);
                    let (a, b) = (share.numerator(), share.denominator());
                    let value = match rank {
                        PercentileRank::NearestRank => {
                            format!("SMALL({held},MAX(1,INT(({a}*{}+{b}-1)/{b})))", cells.whole)
                        }
                        PercentileRank::Interpolated => format!("PERCENTILE({held},{a}/{b})"),
                    };
                    let part = format!("IF({}=0,0,{value})", cells.whole);
                    // What is open and over already misses, and is open all the same.
                    let unknown = format!("{unknown}+{}", counted(Use::CountsOpen));
                    (Live { formula: part, is_array: true }, all, unknown)
                }
                Aggregate::Events | Aggregate::Planned | Aggregate::Scores | Aggregate::Nothing => {
                    return None;
                }
            };
            Some(Parts { part, whole: Some(Live::plain(whole)), unknown: Live::plain(unknown) })
        }
        (_, Held::Answers { used, score, .. }) => {
            let uses = rows.range(*used);
            let counted = |used: Use| format!("COUNTIF({uses},{})", mark(used));
            let total = format!("SUMIFS({},{uses},{})", rows.range(*score), mark(Use::Counts));
            Some(Parts {
                part: Live::plain(total),
                whole: Some(Live::plain(counted(Use::Counts))),
                unknown: Live::plain(counted(Use::Unknown)),
            })
        }
        (_, Held::Planned) => {
            let of = |used: Use| {
                format!("EXACT({},{})*({}={})", rows.range(0), cells.key, rows.range(1), mark(used))
            };
            let sum =
                |column: u16| Live::plain(format!("SUMPRODUCT({}*{})", of(Use::Counts), rows.range(column)));
            let unknown = Live::plain(format!("SUMPRODUCT({})", of(Use::Unknown)));
            Some(Parts { part: sum(5), whole: Some(sum(4)), unknown })
        }
        (_, Held::Events) => {
            let of = |used: Use| {
                let of = format!("EXACT({},{})*({}={})", rows.range(0), cells.key, rows.range(1), mark(used));
                Live::plain(format!("SUMPRODUCT({of})"))
            };
            Some(Parts { part: of(Use::Counts), whole: None, unknown: of(Use::Unknown) })
        }
    }
}

/// A condition on a column as a factor. Case matters, and a blank fits nothing. `None` for a value that is too long.
fn fits(condition: &Condition, range: &str) -> Option<String> {
    let any = |values: &[sla::Value]| {
        let is_short = |value: &&sla::Value| value.as_str().encode_utf16().count() <= LITERAL;
        let each = values.iter().map(|value| {
            Some(value).filter(is_short).map(|value| format!("EXACT({range},{})", word(value.as_str())))
        });
        Some(format!("(({})>0)", each.collect::<Option<Vec<_>>>()?.join("+")))
    };
    Some(match condition {
        Condition::Reached { .. } => format!("*ISNUMBER({range})"),
        Condition::Is { values, .. } => format!("*{}", any(values)?),
        Condition::IsNot { values, .. } => format!("*(LEN({range})>0)*(1-{})", any(values)?),
    })
}

/// The figure, by the formula that counts, in the target's unit.
pub(crate) fn figure(explained: &Explained, yields: Yields, is_time: bool, cells: &Cells) -> Option<String> {
    let operand = |id: &TermId| {
        let id = id.as_str();
        Some(match yields {
            Yields::Share { part, .. } if id == part => &cells.part,
            Yields::Share { whole, .. } if id == whole => &cells.whole,
            Yields::Mean { total, .. } if id == total => &cells.part,
            Yields::Mean { count, .. } if id == count => &cells.whole,
            Yields::Count | Yields::Placed { .. } => &cells.part,
            Yields::Share { .. } | Yields::Mean { .. } | Yields::Nothing => return None,
        })
        .cloned()
    };
    let formula = explained.derivation.formula.in_a_cell(&operand);
    let formula = formula.filter(|formula| formula.encode_utf16().count() <= FORMULA / 2)?;
    let target = explained.result.target.as_ref();
    let unit = target.and_then(|target| target.unit.seconds()).filter(|_| is_time);
    let formula = unit.map_or_else(|| formula.clone(), |seconds| format!("{formula}/{seconds}"));
    Some(match yields {
        Yields::Count | Yields::Nothing => formula,
        Yields::Share { .. } | Yields::Mean { .. } | Yields::Placed { .. } => {
            format!("IF({}=0,\"－\",IFERROR({formula},\"－\"))", cells.whole)
        }
    })
}

/// The verdict as a formula, and what a reader should know of it; no formula where none can tell.
pub(crate) fn verdict(
    explained: &Explained,
    place: &Place,
    cells: &Cells,
    language: Language,
) -> (Option<String>, Option<Text>) {
    let result = &explained.result;
    let label = |verdict: &Verdict| word(verdict.label().in_language(language));
    let Some(target) = &result.target else {
        return (None, Some(Text::new("要求水準の定めがない", "no target is stated")));
    };
    if !explained.derivation.is_over {
        let why = Text::new("期間が終わるまで判定は確定しない", "nothing is final before the period is over");
        return (None, Some(why));
    }
    if let Verdict::Undetermined(why) = &result.verdict
        && result.undetermined.is_empty()
        && result.pending.is_empty()
    {
        return (None, Some(why.clone()));
    }
    let unknown = || Verdict::Undetermined(Text::default());
    let words = Words { met: label(&Verdict::Met), missed: label(&Verdict::NotMet), open: label(&unknown()) };
    let empty = match explained.derivation.empty {
        EmptyMonth::NotApplicable => label(&Verdict::NotApplicable(Text::default())),
        EmptyMonth::Met => words.met.clone(),
        EmptyMonth::Undetermined => words.open.clone(),
    };
    let engine = label(&result.verdict);
    let (verdict, note) = judged(explained, place, cells, target, &words, &engine);
    let (n, unknown) = (&cells.whole, &cells.unknown);
    let verdict = match explained.derivation.aggregate {
        Aggregate::Events => verdict,
        Aggregate::InTime { .. }
        | Aggregate::Fitting { .. }
        | Aggregate::Mean { .. }
        | Aggregate::Placed { .. }
        | Aggregate::Planned
        | Aggregate::Scores
        | Aggregate::Nothing => format!("IF(AND({n}=0,{unknown}=0),{empty},{verdict})"),
    };
    (Some(verdict), note)
}

struct Words {
    met: String,
    missed: String,
    open: String,
}

impl Words {
    /// What lies between two ends, against a target; all three are formulas.
    fn between(&self, operator: Operator, least: &str, most: &str, target: &str) -> String {
        let Self { met, missed, open } = self;
        match operator {
            Operator::AtLeast => format!("IF({least}>={target},{met},IF({most}<{target},{missed},{open}))"),
            Operator::AtMost => format!("IF({most}<={target},{met},IF({least}>{target},{missed},{open}))"),
            Operator::Equal => format!(
                "IF(AND({least}={target},{most}={target}),{met},IF(OR({most}<{target},{least}>{target}),{missed},{open}))"
            ),
        }
    }

    fn plain(&self, operator: Operator, value: &str, target: &str) -> String {
        let Self { met, missed, .. } = self;
        let sign = match operator {
            Operator::AtLeast => ">=",
            Operator::AtMost => "<=",
            Operator::Equal => "=",
        };
        format!("IF({value}{sign}{target},{met},{missed})")
    }
}

/// The verdict where there is something to judge. Numbers are compared as whole ones: programs compare others with a
/// tolerance of their own.
fn judged(
    explained: &Explained,
    place: &Place,
    cells: &Cells,
    target: &Target,
    words: &Words,
    engine: &str,
) -> (String, Option<Text>) {
    let Cells { part, whole, unknown, figure, .. } = cells;
    let value = target.value.normalize();
    // The target is p ÷ q.
    let (p, q) = (value.mantissa(), 10_i128.checked_pow(value.scale()).unwrap_or(1));
    let operator = target.operator;
    let seconds = i128::from(target.unit.seconds().unwrap_or(1));
    // Whatever cannot be told by a formula is the engine's while something is unknown.
    let settled = |verdict: String| format!("IF({unknown}=0,{verdict},{engine})");
    let open_note = || {
        Text::new(
            "未確定の記録がある間の判定は本システムのもの",
            "while records are open or unknown the verdict is the engine's",
        )
    };
    let rounded_note = |ja: &str, en: &str| {
        Text::new(format!("{ja}、小数第9位までで比べる"), format!("{en}: compared to 9 places"))
    };
    if !explained.derivation.is_plain {
        let verdict = words.plain(operator, &format!("ROUND({figure},9)"), &value.to_string());
        let note =
            rounded_note("契約の算出式が単純な比でないため", "the contract's formula is no plain ratio");
        return (settled(format!("IF(ISNUMBER({figure}),{verdict},{engine})")), Some(note));
    }
    match (&explained.derivation.aggregate, &place.held) {
        (Aggregate::InTime { .. } | Aggregate::Fitting { .. }, _) => {
            let (least, most) = (format!("{part}*{}", q * 100), format!("({part}+{unknown})*{}", q * 100));
            (words.between(operator, &least, &most, &format!("{p}*({whole}+{unknown})")), None)
        }
        (Aggregate::Planned, _) => {
            let plain = words.plain(operator, &format!("{part}*{}", q * 100), &format!("{p}*{whole}"));
            (settled(plain), (!explained.result.undetermined.is_empty()).then(open_note))
        }
        (Aggregate::Events, _) => {
            let (least, most) = (format!("{part}*{q}"), format!("({part}+{unknown})*{q}"));
            (words.between(operator, &least, &most, &p.to_string()), None)
        }
        (Aggregate::Scores, Held::Answers { questions, least, most, places, .. }) => {
            // Each mean is so many parts of this: the sum of all is whole.
            let parts = (1..=i128::try_from(*questions).unwrap_or(1)).fold(1_i128, lcm);
            let scale = parts * 10_i128.checked_pow(*places).unwrap_or(1);
            let of = |points: &Decimal| (exact(*points) * Exact::from(scale)).to_i64().unwrap_or(0);
            let end = |points: &Decimal| format!("(ROUND({part}*{scale},0)+{unknown}*{})*{q}", of(points));
            let target = format!("{p}*({whole}+{unknown})*{scale}");
            (words.between(operator, &end(least), &end(most), &target), None)
        }
        (Aggregate::Mean { over: MeanOver::Cases }, _) => {
            let limit = p.checked_mul(seconds).unwrap_or(i128::MAX);
            let plain = words.plain(operator, &format!("{part}*{q}"), &format!("{limit}*{whole}"));
            let beyond = format!("{part}*{q}>{limit}*({whole}+{unknown})");
            // What is unknown may have taken nothing; there is no most.
            let unknown_case = match operator {
                Operator::AtMost | Operator::Equal => format!("IF({beyond},{},{})", words.missed, words.open),
                Operator::AtLeast => words.open.clone(),
            };
            (format!("IF({unknown}=0,{plain},{unknown_case})"), None)
        }
        (Aggregate::Mean { over: MeanOver::Days }, _) => {
            let verdict = words.plain(operator, &format!("ROUND({figure},9)"), &value.to_string());
            (
                settled(verdict),
                Some(rounded_note(
                    "日ごとの平均の平均は整数で比べられないため",
                    "a mean of daily means is no ratio of whole numbers",
                )),
            )
        }
        (Aggregate::Placed { rank, .. }, _) => {
            let took = match rank {
                PercentileRank::NearestRank => format!("{part}*{q}"),
                PercentileRank::Interpolated => format!("ROUND({part}*{q},6)"),
            };
            let verdict =
                words.plain(operator, &took, &p.checked_mul(seconds).unwrap_or(i128::MAX).to_string());
            let is_open = !explained.result.undetermined.is_empty() || !explained.result.pending.is_empty();
            (settled(verdict), is_open.then(open_note))
        }
        (Aggregate::Scores | Aggregate::Nothing, _) => (engine.to_owned(), Some(open_note())),
    }
}

/// The least common multiple.
fn lcm(a: i128, b: i128) -> i128 {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    a / x.max(1) * b
}
