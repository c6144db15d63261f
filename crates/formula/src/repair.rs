//! Repairs: the smallest edits of a formula that keep the laws, offered as questions and never applied.

use provenance::{Language, Text};

use crate::{
    Exact, Formula, Law, LawVerdict, Roles, TermId, Vocabulary,
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

impl Edit {
    /// The edit in words.
    #[must_use]
    pub fn text(&self, vocabulary: &Vocabulary) -> Text {
        let name = |id: &TermId| {
            let term = vocabulary.term(id);
            let ja = term.and_then(|term| term.ja.first()).map_or(id.as_str(), String::as_str).to_owned();
            let en = term.and_then(|term| term.en.first()).map_or(ja.as_str(), String::as_str).to_owned();
            Text::new(ja, en)
        };
        match self {
            Self::Swap => Text::new("左右を入れ替える", "swap the two sides"),
            Self::DropOneMinus => Text::new("「1−」を除く", "drop `1 −`"),
            Self::AddOneMinus => Text::new("「1−」を付ける", "put `1 −` before it"),
            Self::Replace { from, to } => {
                let (from, to) = (name(from), name(to));
                Text::new(
                    format!("「{}」を「{}」に替える", from.ja, to.ja),
                    format!("replace `{}` by `{}`", from.en, to.en),
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

/// The formulas with the fewest edits that keep all the laws; none where two edits do not suffice or none is
/// needed. Of several ways to one formula the first is given.
#[must_use]
pub fn repairs(formula: &Formula, roles: &Roles, vocabulary: &Vocabulary, laws: &[Law]) -> Vec<Repair> {
    let keeps = |formula: &Formula| {
        laws.iter().all(|law| matches!(law.judge(formula, roles, vocabulary), LawVerdict::Proved(_)))
    };
    if keeps(formula) {
        return Vec::new();
    }
    let mut reached = vec![Repair { edits: Vec::new(), formula: formula.clone() }];
    for _ in 0..EDITS_MAX {
        let mut next: Vec<Repair> = Vec::new();
        for from in &reached {
            for (edit, root) in edited(&from.formula.root, roles, true) {
                let formula = Formula { defines: from.formula.defines.clone(), root };
                if next.iter().all(|known| !known.formula.is_same_as(&formula)) {
                    let edits = from.edits.iter().cloned().chain([edit]).collect();
                    next.push(Repair { edits, formula });
                }
            }
        }
        let kept: Vec<Repair> = next.iter().filter(|repair| keeps(&repair.formula)).cloned().collect();
        if !kept.is_empty() {
            return without_variants(kept);
        }
        reached = next;
    }
    Vec::new()
}

/// The repairs without those that say the same as another in a roundabout way: `1 − (1 − …)`.
fn without_variants(repairs: Vec<Repair>) -> Vec<Repair> {
    let mut kept: Vec<Repair> = Vec::new();
    let plain = |repair: &Repair| Formula { defines: None, root: plain(&repair.formula.root) };
    let mut by_size: Vec<(usize, Repair)> = repairs.into_iter().enumerate().collect();
    // The plainer one of two stays; among equals the order in which they were found.
    by_size.sort_by_key(|(n, repair)| (size(&repair.formula.root), *n));
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
        Kind::Number(_) | Kind::Term(_) | Kind::Call(..) => node.kind.clone(),
    };
    Node { at: node.at.clone(), kind }
}

/// How many parts a tree has.
fn size(node: &Node) -> usize {
    match &node.kind {
        Kind::Number(_) | Kind::Term(_) => 1,
        Kind::Negate(part) | Kind::Percent(part) => size(part).saturating_add(1),
        Kind::Binary(_, left, right) => size(left).saturating_add(size(right)).saturating_add(1),
        Kind::Call(_, arguments) => arguments.iter().map(size).fold(1, usize::saturating_add),
    }
}

/// Every tree that one edit makes of a part.
fn edited(node: &Node, roles: &Roles, is_root: bool) -> Vec<(Edit, Node)> {
    let with = |kind: Kind| Node { at: node.at.clone(), kind };
    let number = |value: i64| Box::new(with(Kind::Number(Exact::from(value))));
    let mut all = Vec::new();
    match &node.kind {
        // What a function is taken of is none of the slips that are looked for.
        Kind::Number(_) | Kind::Call(..) => {}
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
