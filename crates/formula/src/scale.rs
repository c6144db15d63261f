//! Whether a figure stands beside what is on its own scale: 99.9% of a figure that goes to 100 is 0.999, and `A÷B` never
//! comes to 95.

use provenance::{Language, Text};

use crate::{
    Exact, Formula, Function, RateScale, Role, Schedule, TermId, Unit, Units, Vocabulary,
    condition::Condition,
    formula::{Kind, Node, Operation, is_number},
    study::Rate,
    unit::is_share,
};

/// What a figure is compared with, added to, taken from, bounded or divided by.
pub(crate) struct Beside<'a, 'f> {
    is_figure: &'f dyn Fn(&Node) -> bool,
    /// Percentages, but for 0%.
    pub(crate) percentages: Vec<&'a Node>,
    /// Plain numbers above 1; of those that it is divided by, 100 alone.
    numbers: Vec<&'a Node>,
    /// 1, from which it is taken.
    whole: Option<&'a Node>,
}

/// The same of a term that goes to this number.
fn of_term(root: &Node, figure: &TermId, to: &Exact, vocabulary: &Vocabulary) -> Option<Text> {
    let is_figure = |node: &Node| matches!(&node.kind, Kind::Term(id) if id == figure);
    let beside = Beside::of(root, &is_figure);
    let (ja, en) = (vocabulary.name(figure, Language::Ja), vocabulary.name(figure, Language::En));
    if *to > Exact::from(1) {
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

/// A ratio of cases within a formula, or in its target, that is compared with a number which no share comes to.
fn of_ratios(formula: &Formula, vocabulary: &Vocabulary) -> Option<Text> {
    let units = cases(formula);
    let is_share = |node: &Node| is_share(node, &units, vocabulary);
    let mut beside = Beside::of(&formula.root, &is_share);
    if let Some(bound) = &formula.bound {
        beside.pair(&formula.root, &bound.than);
    }
    let found = printed(beside.numbers.first()?);
    Some(Text::new(
        format!("0から1までの割合を{found}と比べている。割合に「×100」を付けるか、「{found}％」と書く"),
        format!(
            "a share between 0 and 1 is compared with {found}: write `× 100` behind the share, or `{found}%`"
        ),
    ))
}

/// Units of a formula's terms where all of them count cases.
fn cases(formula: &Formula) -> Units {
    let case = || Unit::Count("case".to_owned());
    formula.terms().into_iter().fold(Units::new(), |units, term| units.with(term.clone(), case()))
}

/// A number as it is written, with its percent sign.
fn printed(node: &Node) -> String {
    match &node.kind {
        Kind::Percent(inner) => match &inner.kind {
            Kind::Number(number) => format!("{}%", number.to_figure_string()),
            _ => "%".to_owned(),
        },
        Kind::Number(number) => number.to_figure_string(),
        _ => String::new(),
    }
}

impl Schedule<'_> {
    /// Why the formula and the domain are on two scales: the formula compares its figure with 99.9%, which is 0.999, and
    /// the figure goes to 100; or with 99.9, and it goes to 1. No law is judged then.
    #[must_use]
    pub fn other_scale(&self) -> Option<Text> {
        if self.over.is_of_months() {
            return of_ratios(self.formula, self.vocabulary);
        }
        // A figure that is said to start, or to owe nothing, at 100 goes there too.
        let end = self.domain.to.as_ref().map(|(to, _)| to);
        let above_one = [Some(&self.domain.from), self.free_at.as_ref()].into_iter().flatten();
        let to = end.into_iter().chain(above_one.filter(|at| **at > Exact::from(1))).max()?;
        let figure = self.over.figure().filter(|_| *to >= Exact::from(1))?;
        of_term(&self.formula.root, figure, to, self.vocabulary)
    }
}

impl Rate<'_> {
    /// The scale that the formula shows by itself: its unit is that of a share or of a percentage, and it is 1, or 100, in a
    /// month in which all cases or none are on time. `A÷B×80` has the unit of a share and is none.
    #[must_use]
    pub fn own_scale(&self) -> Option<RateScale> {
        let (formula, roles, vocabulary) = self.parts();
        let unit = formula.unit(&cases(formula), vocabulary).ok()?;
        let scale = Role::of_unit(&unit)?.scale()?;
        let months = [crate::Month { on_time: 1, late: 0 }, crate::Month { on_time: 0, late: 1 }];
        let is_full = |month| formula.figure(&roles.operands(month), vocabulary) == Some(scale.whole());
        months.into_iter().any(is_full).then_some(scale)
    }

    /// Why the formula is not on the scale on which it is judged, told as that and not as a broken law: it is a share where
    /// a percentage is asked for, or a share within it is compared with a number of percent. `None` where all is on one
    /// scale, or the formula is no rate.
    ///
    /// ```
    /// use formula::{Rate, RateScale, Roles, Term, Vocabulary, read};
    ///
    /// let term = |id: &str, en: &str| Term { id: id.into(), ja: vec![], en: vec![en.to_owned()] };
    /// let vocabulary = Vocabulary::new([term("all", "all cases"), term("on-time", "on time")])?;
    /// let roles = Roles { all: "all".into(), on_time: "on-time".into(), late: None };
    /// let told = |text: &str| {
    ///     let formula = read(text, &vocabulary).unwrap();
    ///     Rate::new(&formula, &roles, &vocabulary).on(RateScale::Percent).other_scale().map(|why| why.en)
    /// };
    /// assert_eq!(told("on time ÷ all cases × 100"), None);
    /// assert!(told("on time ÷ all cases").unwrap().contains("a share between 0 and 1 and not a percentage"));
    /// assert_eq!(
    ///     told("IF(on time ÷ all cases >= 95, 100, 0)").unwrap(),
    ///     "a share between 0 and 1 is compared with 95: write `× 100` behind the share, or `95%`"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn other_scale(&self) -> Option<Text> {
        let (formula, _, vocabulary) = self.parts();
        match (self.scale(), self.own_scale()) {
            (RateScale::Percent, Some(RateScale::Share)) => Some(Text::new(
                "式は0から1までの割合であり、百分率でない。「×100」がないか、基準値を割合で書く",
                "the formula is a share between 0 and 1 and not a percentage: `× 100` is missing, or the target is to be stated as a share",
            )),
            (RateScale::Share, Some(RateScale::Percent)) => Some(Text::new(
                "式は百分率であり、0から1までの割合でない。「×100」が余るか、基準値を百分率で書く",
                "the formula is a percentage and not a share between 0 and 1: `× 100` is too much, or the target is to be stated in percent",
            )),
            _ => of_ratios(formula, vocabulary),
        }
    }
}

impl<'a, 'f> Beside<'a, 'f> {
    /// What a figure stands beside anywhere in a formula.
    pub(crate) fn of(root: &'a Node, is_figure: &'f dyn Fn(&Node) -> bool) -> Self {
        let mut beside = Self { is_figure, percentages: Vec::new(), numbers: Vec::new(), whole: None };
        beside.collect(root);
        beside
    }

    /// Whether it stands beside a number that shows that 100 is all of it.
    pub(crate) fn is_in_points(&self) -> bool {
        !self.numbers.is_empty()
    }

    fn pair(&mut self, left: &'a Node, right: &'a Node) {
        self.put(left, right);
        self.put(right, left);
    }

    fn put(&mut self, one: &'a Node, other: &'a Node) {
        if !is_number(other) || !(self.is_figure)(one) {
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

    fn collect(&mut self, node: &'a Node) {
        let is = |node: &Node, wanted: i64| matches!(&node.kind, Kind::Number(number) if *number == Exact::from(wanted));
        match &node.kind {
            Kind::Number(_) | Kind::Term(_) => {}
            Kind::Negate(inner) | Kind::Percent(inner) => self.collect(inner),
            Kind::Binary(operation, left, right) => {
                match operation {
                    Operation::Add | Operation::Subtract => self.pair(left, right),
                    // 「稼働率÷99.9％」; by a number other than 100 a span of time may be divided too.
                    Operation::Divide if matches!(right.kind, Kind::Percent(_)) || is(right, 100) => {
                        self.put(left, right);
                    }
                    _ => {}
                }
                if *operation == Operation::Subtract && is(left, 1) && (self.is_figure)(right) {
                    self.whole.get_or_insert(left);
                }
                self.collect(left);
                self.collect(right);
            }
            Kind::Call(function, arguments) => {
                if !matches!(function, Function::Round(_)) {
                    for (n, one) in arguments.iter().enumerate() {
                        arguments.iter().skip(n + 1).for_each(|other| self.pair(one, other));
                    }
                }
                arguments.iter().for_each(|argument| self.collect(argument));
            }
            Kind::Cases(cases, otherwise) => {
                for case in cases {
                    self.condition(&case.when);
                    self.collect(&case.then);
                }
                otherwise.iter().for_each(|other| self.collect(other));
            }
        }
    }

    fn condition(&mut self, condition: &'a Condition) {
        match condition {
            Condition::Compare(_, left, right) => {
                self.pair(left, right);
                self.collect(left);
                self.collect(right);
            }
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.condition(part));
            }
        }
    }
}
