//! Amounts for one of something: 「1件当たり5,000円」.

use crate::{
    ReadError, Unclear,
    formula::{Kind, Node, Operation},
    lexicon::Word,
    read::Reader,
    token::Part,
};

/// How words for one of something end: 1件当たり.
const PER_ONE: &[&str] = &["当たり", "あたり", "につき"];

impl Reader<'_> {
    /// Whether a figure is a product with a name that counts what a unit does: 遅延日数 of 日, 未達数 of any.
    pub(super) fn counts(&self, node: &Node, unit: &str) -> bool {
        let is_count = |node: &Node| {
            let name = self.text.get(node.at.clone()).unwrap_or("");
            matches!(node.kind, Kind::Term(_)) && (name.contains(unit) || name.ends_with('数'))
        };
        match &node.kind {
            Kind::Binary(Operation::Multiply, left, right) => {
                is_count(left) || is_count(right) || self.counts(left, unit) || self.counts(right, unit)
            }
            Kind::Binary(_, left, right) => self.counts(left, unit) || self.counts(right, unit),
            Kind::Negate(inner) | Kind::Percent(inner) => self.counts(inner, unit),
            Kind::Call(_, arguments) => arguments.iter().any(|argument| self.counts(argument, unit)),
            Kind::Cases(cases, otherwise) => {
                cases.iter().any(|case| self.counts(&case.then, unit))
                    || otherwise.iter().any(|other| self.counts(other, unit))
            }
            _ => false,
        }
    }

    /// Refuses a figure for one of something, 「1件当たり5,000円」, that is said of no number of them. What is paid by the
    /// month or the year is that of one: 「1月当たり54,000円を限度とする」.
    pub(crate) fn per_one(&self, root: &Node) -> Result<(), ReadError> {
        let equals = (0..self.tokens.len()).find(|at| self.part_at(*at) == Some(&Part::Equals));
        for at in equals.map_or(0, |at| at + 1)..self.tokens.len() {
            let said = self.folded(at, at + 1);
            let unit = said
                .strip_prefix('1')
                .and_then(|rest| PER_ONE.iter().find_map(|ending| rest.strip_suffix(ending)));
            if let Some(unit) = unit
                && self.word_at(at) == Some(Word::Filler)
                && self.starts(at + 1)
                && !unit.ends_with(['月', '年'])
                && !self.counts(root, unit)
            {
                return Err(self.unclear(Unclear::Per, at, at + 1));
            }
        }
        Ok(())
    }
}
