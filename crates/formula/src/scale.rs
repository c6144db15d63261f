//! Whether an amount compares its figure on the scale on which the figure goes: 99.9% of a figure that goes to 100 is 0.999.

use provenance::{Language, Text};

use crate::{
    Exact, Function, TermId,
    condition::Condition,
    formula::{Kind, Node, Operation, is_number},
};

/// What a figure is compared with, added to, taken from, bounded or divided by.
#[derive(Default)]
pub(crate) struct Beside<'a> {
    /// Percentages, but for 0%.
    pub(crate) percentages: Vec<&'a Node>,
    /// Plain numbers above 1; of those that it is divided by, 100 alone.
    numbers: Vec<&'a Node>,
    /// 1, from which it is taken.
    whole: Option<&'a Node>,
}

/// Why what a figure stands beside is on another scale than the figure, which goes to this number.
pub(crate) fn other_scale<'a>(
    root: &Node,
    figure: &TermId,
    to: &Exact,
    name: impl Fn(Language) -> &'a str,
) -> Option<Text> {
    let beside = Beside::of(root, figure);
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
        // 「1－稼働率」 of a figure that goes to 100; of one that goes to 5, 1 may be a number of cases.
        let Some(found) = beside.percentages.first().map(|node| printed(node)) else {
            beside.whole.filter(|_| *to == Exact::from(100))?;
            return Some(Text::new(
                format!(
                    "1から{ja}を差し引いているが、{ja}は{to}までとされている。範囲の終わりを1とするか、「100－{ja}」と書く"
                ),
                format!(
                    "{en} is taken from 1 but is said to go to {to}: let it go to 1, or write `100 - {en}`"
                ),
            ));
        };
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
    /// What a figure stands beside anywhere in a formula.
    pub(crate) fn of(root: &'a Node, figure: &TermId) -> Self {
        let mut beside = Self::default();
        beside.collect(root, figure);
        beside
    }

    /// Whether it stands beside a number that shows that 100 is all of it.
    pub(crate) fn is_in_points(&self) -> bool {
        !self.numbers.is_empty()
    }

    fn pair(&mut self, left: &'a Node, right: &'a Node, figure: &TermId) {
        self.put(left, right, figure);
        self.put(right, left, figure);
    }

    fn put(&mut self, one: &'a Node, other: &'a Node, figure: &TermId) {
        let is_figure = matches!(&one.kind, Kind::Term(id) if id == figure);
        if !is_figure || !is_number(other) {
            return;
        }
        match &other.kind {
            Kind::Percent(inner) if !matches!(&inner.kind, Kind::Number(number) if number.is_zero()) => {
                self.percentages.push(other);
            }
            Kind::Number(number) if *number > Exact::from(1) => self.numbers.push(other),
            _ => {}
        }
    }

    fn collect(&mut self, node: &'a Node, figure: &TermId) {
        let is = |node: &Node, wanted: i64| matches!(&node.kind, Kind::Number(number) if *number == Exact::from(wanted));
        match &node.kind {
            Kind::Number(_) | Kind::Term(_) => {}
            Kind::Negate(inner) | Kind::Percent(inner) => self.collect(inner, figure),
            Kind::Binary(operation, left, right) => {
                match operation {
                    Operation::Add | Operation::Subtract => self.pair(left, right, figure),
                    // 「稼働率÷99.9％」; by a number other than 100 a span of time may be divided too.
                    Operation::Divide if matches!(right.kind, Kind::Percent(_)) || is(right, 100) => {
                        self.put(left, right, figure);
                    }
                    _ => {}
                }
                let is_figure = matches!(&right.kind, Kind::Term(id) if id == figure);
                if *operation == Operation::Subtract && is_figure && is(left, 1) {
                    self.whole.get_or_insert(left);
                }
                self.collect(left, figure);
                self.collect(right, figure);
            }
            Kind::Call(function, arguments) => {
                if !matches!(function, Function::Round(_)) {
                    for (n, one) in arguments.iter().enumerate() {
                        arguments.iter().skip(n + 1).for_each(|other| self.pair(one, other, figure));
                    }
                }
                arguments.iter().for_each(|argument| self.collect(argument, figure));
            }
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
