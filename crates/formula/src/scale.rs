//! Whether an amount compares its figure on the scale on which the figure goes: 99.9% of a figure that goes to 100 is 0.999.

use provenance::{Language, Text};

use crate::{
    Exact, TermId,
    condition::Condition,
    expression::{is_constant, is_number},
    formula::{Kind, Node, Operation},
};

/// What a figure is compared with, or is added to or subtracted from.
#[derive(Default)]
struct Beside<'a> {
    /// Percentages, but for 0%.
    percentages: Vec<&'a Node>,
    /// Plain numbers above 1.
    numbers: Vec<&'a Node>,
}

/// Why what a figure stands beside is on another scale than the figure, which goes to this number.
pub(crate) fn other_scale<'a>(
    root: &Node,
    figure: &TermId,
    to: &Exact,
    name: impl Fn(Language) -> &'a str,
) -> Option<Text> {
    let mut beside = Beside::default();
    beside.collect(root, figure);
    let one = Exact::from(1);
    let (ja, en) = (name(Language::Ja), name(Language::En));
    let printed = |node: &Node| match &node.kind {
        Kind::Percent(inner) => match &inner.kind {
            Kind::Number(number) => format!("{}%", number.to_figure_string()),
            _ => "%".to_owned(),
        },
        Kind::Number(number) => number.to_figure_string(),
        _ => String::new(),
    };
    if *to > one {
        let found = printed(beside.percentages.first()?);
        return Some(Text::new(
            format!(
                "{ja}を{found}（0.01を1％とする割合）と比べているが、{ja}は{to}までとされている。範囲の終わりを100％（1）とするか、式を「％」なしで書く"
            ),
            format!(
                "{en} is compared with {found}, a share, but is said to go to {to}: let it go to 100%, which is 1, or write the formula without the percent signs"
            ),
        ));
    }
    let found = printed(beside.numbers.first()?);
    Some(Text::new(
        format!(
            "{ja}を{found}と比べているが、{ja}は{to}までとされている。範囲の終わりを100とするか、式に「％」を付ける"
        ),
        format!(
            "{en} is compared with {found} but is said to go to {to}: let it go to 100, or write the formula with percent signs"
        ),
    ))
}

impl<'a> Beside<'a> {
    fn pair(&mut self, left: &'a Node, right: &'a Node, figure: &TermId) {
        let is_figure = |node: &Node| matches!(&node.kind, Kind::Term(id) if id == figure);
        for (one, other) in [(left, right), (right, left)] {
            if !is_figure(one) || !is_constant(other) || !is_number(other) {
                continue;
            }
            match &other.kind {
                Kind::Percent(inner) if !matches!(&inner.kind, Kind::Number(number) if number.is_zero()) => {
                    self.percentages.push(other);
                }
                Kind::Number(number) if *number > Exact::from(1) => self.numbers.push(other),
                _ => {}
            }
        }
    }

    fn collect(&mut self, node: &'a Node, figure: &TermId) {
        match &node.kind {
            Kind::Number(_) | Kind::Term(_) => {}
            Kind::Negate(inner) | Kind::Percent(inner) => self.collect(inner, figure),
            Kind::Binary(operation, left, right) => {
                if matches!(operation, Operation::Add | Operation::Subtract) {
                    self.pair(left, right, figure);
                }
                self.collect(left, figure);
                self.collect(right, figure);
            }
            Kind::Call(_, arguments) => arguments.iter().for_each(|argument| self.collect(argument, figure)),
            Kind::Cases(cases, otherwise) => {
                for case in cases {
                    self.condition(&case.when, figure);
                    self.collect(&case.then, figure);
                }
                otherwise.iter().for_each(|other| self.collect(other, figure));
            }
        }
    }

    fn condition(&mut self, condition: &'a Condition, figure: &TermId) {
        match condition {
            Condition::Compare(_, left, right) => {
                self.pair(left, right, figure);
                self.collect(left, figure);
                self.collect(right, figure);
            }
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.condition(part, figure));
            }
        }
    }
}
