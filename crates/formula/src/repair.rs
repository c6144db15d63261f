//! Repairs: the smallest edits of a formula that keep the laws, offered as questions and never applied.

use std::collections::BTreeSet;

use provenance::{Language, Text};

use crate::{
    Exact, Formula, Law, Rate, RateScale, Roles, TermId, Vocabulary,
    condition::Condition,
    formula::{Kind, Node, Operation},
};

/// A formula that keeps the laws, with the edits that lead to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The edits, in the order in which they are made.
    pub edits: Vec<Edit>,
    /// The formula that they give.
    pub formula: Formula,
}

/// One edit of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// The two sides of a division or subtraction are swapped.
    Swap,
    /// `1 −` before a part is dropped.
    DropOneMinus,
    /// `1 −` is put before a part.
    AddOneMinus,
    /// A count is replaced by another.
    Replace {
        /// The count that stood there.
        from: TermId,
        /// The count put in its place.
        to: TermId,
    },
    /// `× 100` is dropped.
    DropHundred,
    /// `× 100` is put behind the whole.
    AddHundred,
}

/// The most edits that are tried together.
const EDITS_MAX: usize = 2;

/// Months of up to so many cases must keep the laws before a proof is looked for.
const FILTERED: u64 = 3;

/// The most parts of trees that are made while repairs are looked for.
const WORK_MAX: usize = 400_000;

/// The most formulas of which proofs are looked for.
const PROOFS_MAX: usize = 400;

impl Edit {
    /// The edit in words.
    #[must_use]
    pub fn text(&self, vocabulary: &Vocabulary) -> Text {
        match self {
            Self::Swap => Text::new("左右を入れ替える", "swap the two sides"),
            Self::DropOneMinus => Text::new("「1−」を除く", "drop `1 −`"),
            Self::AddOneMinus => Text::new("「1−」を付ける", "put `1 −` before it"),
            Self::Replace { from, to } => {
                let name = |id, language| vocabulary.name(id, language);
                Text::new(
                    format!("「{}」を「{}」に替える", name(from, Language::Ja), name(to, Language::Ja)),
                    format!("replace `{}` by `{}`", name(from, Language::En), name(to, Language::En)),
                )
            }
            Self::DropHundred => Text::new("「×100」を除く", "drop `× 100`"),
            Self::AddHundred => Text::new("「×100」を付ける", "put `× 100` behind it"),
        }
    }
}

impl Repair {
    /// The repair as a question to the parties.
    #[must_use]
    pub fn question(&self, vocabulary: &Vocabulary) -> Text {
        let edits: Vec<Text> = self.edits.iter().map(|edit| edit.text(vocabulary)).collect();
        let joined = |pick: fn(&Text) -> &str, by: &str| edits.iter().map(pick).collect::<Vec<_>>().join(by);
        Text::new(
            format!(
                "「{}」の意味か（{}）",
                self.formula.print(vocabulary, Language::Ja),
                joined(|text| &text.ja, "、")
            ),
            format!(
                "is `{}` meant? ({})",
                self.formula.print(vocabulary, Language::En),
                joined(|text| &text.en, ", ")
            ),
        )
    }
}

/// What a search for repairs came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairSearch {
    /// The repairs that were found.
    pub repairs: Vec<Repair>,
    /// Whether all formulas within two edits were tried; a long formula has too many.
    pub is_complete: bool,
}

/// The formulas with the fewest edits that keep all the laws; none where two edits do not suffice, none is needed, or
/// there were too many to try, which [`search_repairs`] tells. Of several ways to one formula the first is given.
#[must_use]
pub fn repairs(formula: &Formula, roles: &Roles, vocabulary: &Vocabulary, laws: &[Law]) -> Vec<Repair> {
    search_repairs(formula, roles, vocabulary, laws).repairs
}

/// The same, and whether all of them were tried.
///
/// ```
/// use formula::{Law, Roles, Term, Vocabulary, read, search_repairs};
///
/// let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
/// let vocabulary = Vocabulary::new([term("all", "発生件数"), term("on-time", "期限内件数")])?;
/// let roles = Roles { all: "all".into(), on_time: "on-time".into(), late: None };
/// let search = |text: &str| {
///     search_repairs(&read(text, &vocabulary).unwrap(), &roles, &vocabulary, &Law::ALL)
/// };
/// let swapped = search("発生件数÷期限内件数×100");
/// assert!(swapped.is_complete && swapped.repairs.len() == 1);
/// // So many addends have too many pairs of edits to try.
/// assert!(!search(&["発生件数"; 60].join("÷")).is_complete);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn search_repairs(
    formula: &Formula,
    roles: &Roles,
    vocabulary: &Vocabulary,
    laws: &[Law],
) -> RepairSearch {
    Rate::new(formula, roles, vocabulary).repairs(laws)
}

pub(crate) fn search(
    formula: &Formula,
    roles: &Roles,
    vocabulary: &Vocabulary,
    scale: RateScale,
    laws: &[Law],
) -> RepairSearch {
    let proved = |formula: &Formula| {
        let rate = Rate::new(formula, roles, vocabulary).on(scale);
        laws.iter().all(|law| rate.is_proved(*law))
    };
    let found = |repairs: Vec<Repair>, is_complete: bool| RepairSearch { repairs, is_complete };
    if proved(formula) {
        return found(Vec::new(), true);
    }
    // Most edits break a law in the smallest months already: a proof is looked for where none is broken there.
    let keeps_in_small_months = |formula: &Formula| {
        !Rate::new(formula, roles, vocabulary).on(scale).breaks_in_small_months(laws, FILTERED)
    };
    let (mut work, mut proofs) = (0_usize, 0_usize);
    let mut reached = vec![Repair { edits: Vec::new(), formula: formula.clone() }];
    for _ in 0..EDITS_MAX {
        let (mut next, mut kept) = (Vec::<Repair>::new(), Vec::<Repair>::new());
        let mut known = BTreeSet::new();
        let mut is_complete = true;
        'all: for from in &reached {
            // About two edits a part, and each makes a tree of as many parts.
            let parts = from.formula.parts();
            work = work.saturating_add(parts.saturating_mul(parts).saturating_mul(2));
            if work > WORK_MAX {
                is_complete = false;
                break 'all;
            }
            for (edit, root) in edited(&from.formula.root, roles, true) {
                if !known.insert(key(&root)) {
                    continue;
                }
                let edits = from.edits.iter().cloned().chain([edit]).collect();
                let formula = Formula { root, ..from.formula.clone() };
                let repair = Repair { edits, formula };
                if keeps_in_small_months(&repair.formula) {
                    proofs = proofs.saturating_add(1);
                    if proofs > PROOFS_MAX {
                        is_complete = false;
                        break 'all;
                    }
                    if proved(&repair.formula) {
                        kept.push(repair.clone());
                    }
                }
                next.push(repair);
            }
        }
        if !kept.is_empty() || !is_complete {
            return found(without_variants(kept), is_complete);
        }
        reached = next;
    }
    found(Vec::new(), true)
}

/// A text that two trees share only if they are the same, wherever their parts stood.
fn key(node: &Node) -> String {
    let mut text = String::new();
    write_key(node, &mut text);
    text
}

fn write_key(node: &Node, text: &mut String) {
    match &node.kind {
        Kind::Number(number) => text.push_str(&number.to_string()),
        // Quoted, so that no name can look like anything else.
        Kind::Term(id) => text.push_str(&format!("{:?}", id.as_str())),
        Kind::Negate(inner) => {
            text.push('-');
            write_key(inner, text);
        }
        Kind::Percent(inner) => {
            text.push('%');
            write_key(inner, text);
        }
        Kind::Binary(operation, left, right) => {
            text.push('(');
            write_key(left, text);
            text.push_str(operation.sign());
            write_key(right, text);
            text.push(')');
        }
        Kind::Call(function, arguments) => {
            text.push_str(&format!("{function:?}["));
            for argument in arguments {
                write_key(argument, text);
                text.push(',');
            }
            text.push(']');
        }
        Kind::Cases(cases, otherwise) => {
            text.push_str("cases[");
            for case in cases {
                write_condition(&case.when, text);
                text.push(':');
                write_key(&case.then, text);
                text.push(',');
            }
            if let Some(otherwise) = otherwise {
                write_key(otherwise, text);
            }
            text.push(']');
        }
    }
}

fn write_condition(condition: &Condition, text: &mut String) {
    match condition {
        Condition::Compare(relation, left, right) => {
            write_key(left, text);
            text.push_str(relation.sign(Language::En));
            write_key(right, text);
        }
        Condition::All(parts) | Condition::Any(parts) => {
            text.push_str(if matches!(condition, Condition::All(_)) { "all[" } else { "any[" });
            for part in parts {
                write_condition(part, text);
                text.push(',');
            }
            text.push(']');
        }
    }
}

/// The repairs without those that say the same as another in a roundabout way: `1 − (1 − …)`.
fn without_variants(repairs: Vec<Repair>) -> Vec<Repair> {
    let mut kept: Vec<Repair> = Vec::new();
    let plain = |repair: &Repair| Formula::of(plain(&repair.formula.root));
    let mut by_size: Vec<(usize, Repair)> = repairs.into_iter().enumerate().collect();
    // The plainer one of two stays; among equals the order in which they were found.
    by_size.sort_by_key(|(n, repair)| (repair.formula.parts(), *n));
    for (_, repair) in by_size {
        if kept.iter().all(|known| !plain(known).is_same_as(&plain(&repair))) {
            kept.push(repair);
        }
    }
    kept
}

/// The tree with `x` for `1 − (1 − x)`.
fn plain(node: &Node) -> Node {
    let inner = |node: &Node| Box::new(plain(node));
    let complement = |node: &Node| match &node.kind {
        Kind::Binary(Operation::Subtract, left, right) => {
            matches!(&left.kind, Kind::Number(one) if *one == Exact::from(1)).then(|| right.as_ref().clone())
        }
        _ => None,
    };
    if let Some(twice) = complement(node).and_then(|inner| complement(&inner)) {
        return plain(&twice);
    }
    let kind = match &node.kind {
        Kind::Negate(part) => Kind::Negate(inner(part)),
        Kind::Percent(part) => Kind::Percent(inner(part)),
        Kind::Binary(operation, left, right) => Kind::Binary(*operation, inner(left), inner(right)),
        Kind::Number(_) | Kind::Term(_) | Kind::Call(..) | Kind::Cases(..) => node.kind.clone(),
    };
    Node { at: node.at.clone(), kind }
}

/// Every tree that one edit makes of a part.
fn edited(node: &Node, roles: &Roles, is_root: bool) -> Vec<(Edit, Node)> {
    let with = |kind: Kind| Node { at: node.at.clone(), kind };
    let number = |value: i64| Box::new(with(Kind::Number(Exact::from(value))));
    let mut all = Vec::new();
    match &node.kind {
        // What a function is taken of, or a case made of, is none of the slips that are looked for.
        Kind::Number(_) | Kind::Call(..) | Kind::Cases(..) => {}
        Kind::Term(id) => {
            let others = [Some(&roles.all), Some(&roles.on_time), roles.late.as_ref()];
            for other in others.into_iter().flatten().filter(|other| *other != id) {
                all.push((
                    Edit::Replace { from: id.clone(), to: other.clone() },
                    with(Kind::Term(other.clone())),
                ));
            }
        }
        Kind::Negate(inner) => {
            all.extend(
                edited(inner, roles, false).into_iter().map(|(e, n)| (e, with(Kind::Negate(Box::new(n))))),
            );
        }
        Kind::Percent(inner) => {
            all.extend(
                edited(inner, roles, false).into_iter().map(|(e, n)| (e, with(Kind::Percent(Box::new(n))))),
            );
        }
        Kind::Binary(operation, left, right) => {
            let is =
                |node: &Node, value: i64| matches!(&node.kind, Kind::Number(n) if *n == Exact::from(value));
            if matches!(operation, Operation::Divide | Operation::Subtract) {
                all.push((Edit::Swap, with(Kind::Binary(*operation, right.clone(), left.clone()))));
            }
            if *operation == Operation::Subtract && is(left, 1) {
                all.push((Edit::DropOneMinus, right.as_ref().clone()));
            }
            if *operation == Operation::Divide {
                let minus = Kind::Binary(Operation::Subtract, number(1), Box::new(node.clone()));
                all.push((Edit::AddOneMinus, with(minus)));
            }
            if *operation == Operation::Multiply && is(right, 100) {
                all.push((Edit::DropHundred, left.as_ref().clone()));
            }
            if *operation == Operation::Multiply && is(left, 100) {
                all.push((Edit::DropHundred, right.as_ref().clone()));
            }
            for (edit, inner) in edited(left, roles, false) {
                all.push((edit, with(Kind::Binary(*operation, Box::new(inner), right.clone()))));
            }
            for (edit, inner) in edited(right, roles, false) {
                all.push((edit, with(Kind::Binary(*operation, left.clone(), Box::new(inner)))));
            }
        }
    }
    if is_root {
        let times = Kind::Binary(Operation::Multiply, Box::new(node.clone()), number(100));
        all.push((Edit::AddHundred, with(times)));
    }
    all
}
