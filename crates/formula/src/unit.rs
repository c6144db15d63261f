//! Units: what the terms of a formula count, and whether its parts fit together.

use std::{collections::BTreeMap, fmt};

use provenance::{Language, Text};

use crate::{
    Exact, Formula, Function, TermId, Vocabulary,
    condition::Condition,
    formula::{Kind, Node, Operation},
};

/// What a term counts or measures.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Things of one kind: `hardware-incident` is no `inquiry`.
    Count(String),
    /// Time.
    Duration,
    /// Money.
    Yen,
    /// A number on the scale of percents: 95.
    Percent,
    /// A plain number, such as a share between 0 and 1.
    One,
}

/// The units of terms, and which term is a part of which.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Units {
    units: BTreeMap<TermId, Unit>,
    parts: BTreeMap<TermId, TermId>,
}

impl Units {
    /// No units yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// States a term's unit.
    #[must_use]
    pub fn with(mut self, term: impl Into<TermId>, unit: Unit) -> Self {
        self.units.insert(term.into(), unit);
        self
    }

    /// States that what one term counts is a part of what another counts: those in time of all.
    #[must_use]
    pub fn with_part(mut self, part: impl Into<TermId>, of: impl Into<TermId>) -> Self {
        self.parts.insert(part.into(), of.into());
        self
    }

    /// What a term is a part of.
    #[must_use]
    pub fn whole_of(&self, part: &TermId) -> Option<&TermId> {
        self.parts.get(part)
    }
}

/// The unit of a part of a formula: powers of base units, and how often it was made a hundredfold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dimension {
    powers: BTreeMap<Unit, i32>,
    /// How often a hundredfold: 1 for percents, 0 for shares.
    pub scale: i32,
}

impl Dimension {
    fn of(unit: &Unit) -> Self {
        match unit {
            Unit::One => Self::default(),
            Unit::Percent => Self { scale: 1, ..Self::default() },
            other => Self { powers: BTreeMap::from([(other.clone(), 1)]), scale: 0 },
        }
    }

    /// Whether it is a plain number on whatever scale.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.powers.is_empty()
    }

    /// The one unit, to the first power, where it is one.
    pub(crate) fn only(&self) -> Option<&Unit> {
        let mut powers = self.powers.iter();
        match (powers.next(), powers.next()) {
            (Some((unit, 1)), None) => Some(unit),
            _ => None,
        }
    }

    fn times(&self, other: &Self, sign: i32) -> Self {
        let mut powers = self.powers.clone();
        for (unit, power) in &other.powers {
            let sum = powers.get(unit).copied().unwrap_or(0).saturating_add(power.saturating_mul(sign));
            if sum == 0 {
                powers.remove(unit);
            } else {
                powers.insert(unit.clone(), sum);
            }
        }
        let scale = self.scale.saturating_add(other.scale.saturating_mul(sign));
        Self { powers, scale }
    }

    /// The unit in words.
    #[must_use]
    pub fn text(&self) -> Text {
        if self.powers.is_empty() {
            return match self.scale {
                0 => Text::new("単位のない数", "a plain number"),
                1 => Text::new("百分率", "a percentage"),
                n => {
                    Text::new(format!("100の{n}乗倍の数"), format!("a number times 100 to the power of {n}"))
                }
            };
        }
        let said = |pick: fn(&Text) -> &str| {
            let words = self.powers.iter().map(|(unit, power)| match power {
                1 => pick(&unit.text()).to_owned(),
                power => format!("{}^{power}", pick(&unit.text())),
            });
            words.collect::<Vec<_>>().join("·")
        };
        Text::new(said(|text| &text.ja), said(|text| &text.en))
    }
}

impl Unit {
    /// The unit in words.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Count(kind) => Text::new(format!("`{kind}`の件数"), format!("a count of `{kind}`")),
            Self::Duration => Text::new("時間", "a span of time"),
            Self::Yen => Text::new("円", "yen"),
            Self::Percent => Text::new("百分率", "a percentage"),
            Self::One => Text::new("単位のない数", "a plain number"),
        }
    }
}

/// Two parts of a formula that do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.text().en)]
pub struct UnitError(Box<Clash>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Clash {
    /// What joins them: `+`, `min`.
    by: Text,
    left: (Text, Dimension),
    right: (Text, Dimension),
}

impl UnitError {
    /// What does not fit, with both parts and their units.
    #[must_use]
    pub fn text(&self) -> Text {
        self.0.text()
    }
}

impl Clash {
    fn text(&self) -> Text {
        let Self { by, left, right } = self;
        Text::new(
            format!(
                "「{}」は{}、「{}」は{}であり、「{}」で結べない",
                left.0.ja,
                left.1.text().ja,
                right.0.ja,
                right.1.text().ja,
                by.ja
            ),
            format!(
                "`{}` is {} and `{}` is {}: `{}` cannot join them",
                left.0.en,
                left.1.text().en,
                right.0.en,
                right.1.text().en,
                by.en
            ),
        )
    }
}

/// The unit of a part, and whether it is a bare number, which fits where its scale does.
struct Measured {
    dimension: Dimension,
    number: Option<Exact>,
}

impl Formula {
    /// The unit of the formula. A term without a stated unit is a plain number. A product whose numbers make 100 is a
    /// percentage, wherever in it they stand; a bare 1 is a share and a bare 100 a percentage where they are added or subtracted.
    ///
    /// ```
    /// use formula::{Term, Unit, Units, Vocabulary, read};
    ///
    /// let term = |id: &str, en: &str| Term { id: id.into(), ja: vec![], en: vec![en.to_owned()] };
    /// let vocabulary = Vocabulary::new([term("late", "late cases"), term("all", "all cases")])?;
    /// let units = Units::new()
    ///     .with("late", Unit::Count("incident".into()))
    ///     .with("all", Unit::Count("incident".into()));
    /// assert!(read("(1 - late cases ÷ all cases) × 100", &vocabulary)?.unit(&units, &vocabulary).is_ok());
    /// // Without the brackets a percentage is taken from a share.
    /// let slip = read("1 - late cases ÷ all cases × 100", &vocabulary)?;
    /// assert_eq!(
    ///     slip.unit(&units, &vocabulary).unwrap_err().to_string(),
    ///     "`1` is a plain number and `late cases ÷ all cases × 100` is a percentage: `-` cannot join them"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`UnitError`] with both parts where a sum or a comparison joins what does not fit.
    pub fn unit(&self, units: &Units, vocabulary: &Vocabulary) -> Result<Dimension, UnitError> {
        measured(&self.root, units, vocabulary).map(|measured| measured.dimension)
    }
}

/// Whether a part is a ratio of like things that no number makes more of, so that 1 is all of it: `A÷B`, `1−A÷B`.
pub(crate) fn is_share(node: &Node, units: &Units, vocabulary: &Vocabulary) -> bool {
    let one = Exact::from(1);
    match &node.kind {
        Kind::Binary(Operation::Multiply | Operation::Divide, ..) => {
            let mut product = Product::default();
            let is_taken = product.take(node, 1, units, vocabulary).is_ok();
            let is_plain = product.dimension == Dimension::default();
            is_taken && is_plain && product.is_measured && product.number.is_none_or(|number| number <= one)
        }
        Kind::Binary(Operation::Subtract, left, right) => {
            matches!(&left.kind, Kind::Number(number) if *number == one) && is_share(right, units, vocabulary)
        }
        Kind::Call(Function::Round(_), arguments) => {
            arguments.first().is_some_and(|first| is_share(first, units, vocabulary))
        }
        _ => false,
    }
}

fn measured(node: &Node, units: &Units, vocabulary: &Vocabulary) -> Result<Measured, UnitError> {
    let plain = |dimension| Measured { dimension, number: None };
    Ok(match &node.kind {
        Kind::Number(number) => Measured { dimension: Dimension::default(), number: Some(number.clone()) },
        Kind::Term(id) => plain(units.units.get(id).map_or_else(Dimension::default, Dimension::of)),
        Kind::Negate(inner) => {
            let inner = measured(inner, units, vocabulary)?;
            Measured { number: inner.number.map(|number| -number), ..inner }
        }
        Kind::Binary(operation @ (Operation::Add | Operation::Subtract), left, right) => {
            let (a, b) = (measured(left, units, vocabulary)?, measured(right, units, vocabulary)?);
            let sign = Text::same(operation.sign());
            let dimension = joined((left, &a), (right, &b), &sign, vocabulary)?;
            let number = a.number.zip(b.number).map(|(a, b)| match operation {
                Operation::Add => a + b,
                _ => a - b,
            });
            Measured { dimension, number }
        }
        Kind::Percent(_) | Kind::Binary(..) => {
            let mut product = Product::default();
            product.take(node, 1, units, vocabulary)?;
            product.measured()
        }
        Kind::Call(Function::Round(_), arguments) => match arguments.first() {
            Some(first) => measured(first, units, vocabulary)?,
            None => plain(Dimension::default()),
        },
        Kind::Call(function, arguments) => {
            let by = Text::new(function.name(Language::Ja), function.name(Language::En));
            let mut sum: Option<(&Node, Measured)> = None;
            for argument in arguments {
                let next = measured(argument, units, vocabulary)?;
                sum = Some(match sum {
                    None => (argument, next),
                    Some((first, so_far)) => {
                        let is_limit = matches!(function, Function::Min | Function::Max);
                        let join = if is_limit { beside } else { joined };
                        let dimension = join((first, &so_far), (argument, &next), &by, vocabulary)?;
                        (first, plain(dimension))
                    }
                });
            }
            sum.map_or_else(|| plain(Dimension::default()), |(_, measured)| measured)
        }
        Kind::Cases(cases, otherwise) => {
            for case in cases {
                compared(&case.when, units, vocabulary)?;
            }
            let by = Text::new("場合分け", "cases");
            let mut values = cases.iter().map(|case| &case.then).chain(otherwise.as_deref());
            let Some(first) = values.next() else { return Ok(plain(Dimension::default())) };
            let mut so_far = measured(first, units, vocabulary)?;
            for other in values {
                let next = measured(other, units, vocabulary)?;
                // Bare numbers fit what they stand beside, and are bare numbers still where all of them are.
                let is_bare = so_far.number.is_some() && next.number.is_some();
                let dimension = joined((first, &so_far), (other, &next), &by, vocabulary)?;
                so_far = Measured { dimension, number: so_far.number.filter(|_| is_bare) };
            }
            so_far
        }
    })
}

/// Sees to it that what a condition compares fits together.
fn compared(condition: &Condition, units: &Units, vocabulary: &Vocabulary) -> Result<(), UnitError> {
    match condition {
        Condition::Compare(relation, left, right) => {
            let (a, b) = (measured(left, units, vocabulary)?, measured(right, units, vocabulary)?);
            let by = Text::new(relation.sign(Language::Ja), relation.sign(Language::En));
            beside((left, &a), (right, &b), &by, vocabulary).map(|_| ())
        }
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().try_for_each(|part| compared(part, units, vocabulary))
        }
    }
}

/// The factors of a product or quotient: all numbers together say whether it is made a hundredfold, wherever they
/// stand: `a × 100 ÷ b`, `a ÷ b × 10 × 10`, `a ÷ b ÷ 0.01`, `a ÷ (b%)`.
#[derive(Default)]
struct Product {
    dimension: Dimension,
    /// The product of the numbers; 1 where there is none.
    number: Option<Exact>,
    /// Whether there is a factor that is no number, or a division by zero, which makes none.
    is_measured: bool,
}

impl Product {
    fn take(
        &mut self,
        node: &Node,
        power: i32,
        units: &Units,
        vocabulary: &Vocabulary,
    ) -> Result<(), UnitError> {
        match &node.kind {
            Kind::Binary(Operation::Multiply, left, right) => {
                self.take(left, power, units, vocabulary)?;
                self.take(right, power, units, vocabulary)?;
            }
            Kind::Binary(Operation::Divide, left, right) => {
                self.take(left, power, units, vocabulary)?;
                self.take(right, power.saturating_neg(), units, vocabulary)?;
            }
            // A percent sign divides by a hundred.
            Kind::Percent(inner) => {
                self.take(inner, power, units, vocabulary)?;
                self.factor(&Exact::from(100), power.saturating_neg());
            }
            _ => {
                let part = measured(node, units, vocabulary)?;
                match part.number {
                    Some(number) => self.factor(&number, power),
                    None => {
                        self.dimension = self.dimension.times(&part.dimension, power);
                        self.is_measured = true;
                    }
                }
            }
        }
        Ok(())
    }

    fn factor(&mut self, number: &Exact, power: i32) {
        let so_far = self.number.take().unwrap_or_else(|| Exact::from(1));
        let product =
            if power > 0 { Some(so_far.clone() * number.clone()) } else { so_far.checked_div(number) };
        self.is_measured |= product.is_none();
        self.number = Some(product.unwrap_or(so_far));
    }

    fn measured(self) -> Measured {
        if !self.is_measured {
            return Measured { dimension: self.dimension, number: self.number };
        }
        let hundred = Exact::from(100);
        let scale = match &self.number {
            Some(number) if *number == hundred => 1,
            Some(number) if *number == hundred.clone() * hundred.clone() => 2,
            Some(number) if number.clone() * hundred.clone() == Exact::from(1) => -1,
            _ => 0,
        };
        Measured { dimension: scaled(self.dimension, scale), number: None }
    }
}

fn scaled(dimension: Dimension, by: i32) -> Dimension {
    Dimension { scale: dimension.scale.saturating_add(by), ..dimension }
}

/// The common unit of two parts that are compared, of which a number that stands alone is of the other's unit: `max(all, 1)`,
/// `all ≥ 1000`. In a sum it is not: of `1 − late ÷ all` the brackets may be lost.
fn beside(
    left: (&Node, &Measured),
    right: (&Node, &Measured),
    by: &Text,
    vocabulary: &Vocabulary,
) -> Result<Dimension, UnitError> {
    let fits = |number: &Measured, other: &Measured| {
        number.number.is_some() && other.number.is_none() && !other.dimension.is_plain()
    };
    match (fits(left.1, right.1), fits(right.1, left.1)) {
        (true, _) => Ok(right.1.dimension.clone()),
        (_, true) => Ok(left.1.dimension.clone()),
        _ => joined(left, right, by, vocabulary),
    }
}

/// The common unit of two parts that are added or compared.
fn joined(
    left: (&Node, &Measured),
    right: (&Node, &Measured),
    by: &Text,
    vocabulary: &Vocabulary,
) -> Result<Dimension, UnitError> {
    let fits = |number: &Option<Exact>, other: &Dimension| match number {
        // Nothing of anything is nothing.
        Some(number) if number.is_zero() => true,
        Some(number) if *number == Exact::from(1) => other.is_plain() && other.scale == 0,
        Some(number) if *number == Exact::from(100) => other.is_plain() && other.scale == 1,
        Some(_) => other.is_plain(),
        None => false,
    };
    let (a, b) = (left.1, right.1);
    match (&a.number, &b.number) {
        (Some(_), Some(_)) => Ok(Dimension::default()),
        _ if fits(&a.number, &b.dimension) => Ok(b.dimension.clone()),
        _ if fits(&b.number, &a.dimension) => Ok(a.dimension.clone()),
        (None, None) if a.dimension == b.dimension => Ok(a.dimension.clone()),
        // A hundredfold of a count or an amount is one still: cases may be weighted by 100 and by 10.
        (None, None) if a.dimension.powers == b.dimension.powers && !a.dimension.is_plain() => {
            Ok(Dimension { scale: 0, ..a.dimension.clone() })
        }
        _ => {
            let shown = |(node, measured): (&Node, &Measured)| {
                let part = Formula::of(node.clone());
                let is_hundred = measured.number.as_ref() == Some(&Exact::from(100));
                let scale = measured.dimension.scale.saturating_add(i32::from(is_hundred));
                (part.to_text(vocabulary), Dimension { scale, ..measured.dimension.clone() })
            };
            Err(UnitError(Box::new(Clash { by: by.clone(), left: shown(left), right: shown(right) })))
        }
    }
}

/// Prints the unit in English.
impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text().en)
    }
}
