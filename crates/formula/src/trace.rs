//! Traces: what each part of a formula came to.

use std::ops::Range;

use provenance::Text;

use crate::{
    Formula, Operands, Outcome, Vocabulary,
    condition::Case,
    evaluate::Untold,
    formula::{Kind, Node},
};

/// A part of a formula with what it came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The part, printed in both languages.
    pub part: Text,
    /// Where it stands in the text that was read, in bytes.
    pub at: Range<usize>,
    /// What it came to.
    pub outcome: Outcome,
}

impl Formula {
    /// What each part came to: operands before what is made of them, the whole last. Numbers, which say themselves
    /// what they are, are left out.
    ///
    /// ```
    /// use formula::{Operands, Term, Vocabulary, read};
    ///
    /// let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
    /// let vocabulary = Vocabulary::new([term("a", "期限内件数"), term("b", "全件数")])?;
    /// let month: Operands = [("a", 54), ("b", 57)].into_iter().collect();
    /// let steps: Vec<String> = read("期限内件数÷全件数×100", &vocabulary)?
    ///     .trace(&month, &vocabulary)
    ///     .iter()
    ///     .map(|step| format!("{} = {}", step.part.ja, step.outcome.defined().unwrap()))
    ///     .collect();
    /// assert_eq!(steps, ["期限内件数 = 54", "全件数 = 57", "期限内件数÷全件数 = 18/19", "期限内件数÷全件数×100 = 1800/19"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn trace(&self, operands: &Operands, vocabulary: &Vocabulary) -> Vec<Step> {
        let mut steps = Vec::new();
        follow(&self.root, operands, vocabulary, &mut steps);
        steps
    }
}

fn follow(node: &Node, operands: &Operands, vocabulary: &Vocabulary, steps: &mut Vec<Step>) {
    match &node.kind {
        Kind::Number(_) => return,
        Kind::Term(_) => {}
        Kind::Negate(inner) | Kind::Percent(inner) => follow(inner, operands, vocabulary, steps),
        Kind::Binary(_, left, right) => {
            follow(left, operands, vocabulary, steps);
            follow(right, operands, vocabulary, steps);
        }
        Kind::Call(_, arguments) => {
            for argument in arguments {
                follow(argument, operands, vocabulary, steps);
            }
        }
        Kind::Cases(cases, otherwise) => {
            for side in cases.iter().flat_map(|case| case.when.sides()) {
                follow(side, operands, vocabulary, steps);
            }
            // What does not apply need not have a value.
            let applies =
                |case: &&Case| case.when.holds::<Untold>(operands, vocabulary).is_ok_and(|holds| holds);
            let mut applying = cases.iter().filter(applies).map(|case| &case.then).peekable();
            let others = otherwise.as_deref().filter(|_| applying.peek().is_none());
            applying.chain(others).for_each(|part| follow(part, operands, vocabulary, steps));
        }
    }
    let part = Formula::of(node.clone());
    let outcome = part.evaluate(operands, vocabulary);
    let step = Step { part: part.to_text(vocabulary), at: node.at.clone(), outcome };
    // A term that is used twice is told once.
    if !steps.contains(&step) {
        steps.push(step);
    }
}
