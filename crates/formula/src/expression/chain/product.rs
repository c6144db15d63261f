//! Operands between signs as a tree: products first, with what brackets say of each part.

use crate::{
    Exact, Expected, ReadError, Unclear,
    formula::{Kind, Node, Operation},
    lexicon::{Dimension, Unit, unit_at},
    part::{SHARE_PLACES_MIN, binary, is_constant, is_hundredfold, is_one_hundred, is_ratio, number},
    read::Reader,
    token::Part,
    value::{Trailing, Value},
};

/// A day in the smallest unit of time.
const DAY: u64 = 86_400_000_000;

/// How names end that count spans of time in a unit.
const NAMES_IN_UNITS: &[(&str, &str)] = &[
    ("分数", "分"),
    ("秒数", "秒"),
    ("時間数", "時間"),
    (" minutes", "minutes"),
    (" hours", "hours"),
    (" seconds", "seconds"),
];

impl Reader<'_> {
    /// Refuses what would be dropped or mixed in a product: a yearly rate without its year, units that differ.
    pub(super) fn product_is_whole(
        &self,
        first: &Value,
        rest: &[(Operation, Value)],
    ) -> Result<(), ReadError> {
        let all = || std::iter::once(first).chain(rest.iter().map(|(_, value)| value));
        let counts_year = rest.iter().any(|(operation, value)| {
            *operation == Operation::Divide && is_year(&value.node) || divides_by_year(&value.node)
        }) || divides_by_year(&first.node);
        if let Some(rate) = all().find(|value| value.per_year && !counts_year) {
            return Err(self.unclear_at(Unclear::PerYear, &rate.node));
        }
        for value in all() {
            let Some(per) = &value.per else { continue };
            let is_counted = all().any(|other| {
                let name = self.text.get(other.node.at.clone()).unwrap_or("").to_lowercase();
                let is_named = per.counted.iter().any(|word| name.contains(word));
                !std::ptr::eq(other, value) && is_named && !matches!(other.node.kind, Kind::Percent(_))
            });
            if !is_counted {
                return Err(self.unclear(Unclear::Per, per.at, per.at + 2));
            }
        }
        // 60 converts; 720時間 is hours.
        let converts = all().any(|value| match &value.node.kind {
            Kind::Number(number) => {
                let is_days = value.unit.as_ref().is_some_and(|(unit, _)| unit.size >= DAY);
                (value.unit.is_none() || is_days) && *number != Exact::from(1) && *number != Exact::from(100)
            }
            _ => false,
        });
        if converts {
            return Ok(());
        }
        let of = |wanted: Operation| rest.iter().filter(move |(operation, _)| *operation == wanted);
        for part in std::iter::once(first).chain(of(Operation::Multiply).map(|(_, value)| value)) {
            for (_, whole) in of(Operation::Divide) {
                self.divides_alike(part, whole)?;
            }
        }
        Ok(())
    }

    /// Refuses a quotient of names whose units differ: minutes over hours. A number between them converts one.
    pub(crate) fn divides_alike(&self, part: &Value, whole: &Value) -> Result<(), ReadError> {
        let units = self.unit_of(part).zip(self.unit_of(whole));
        let Some(((a, first), (b, second))) = units else { return Ok(()) };
        // A span of time that the text states in numbers, `24時間×30日`, is measured as a name is; other numbers convert.
        // By days an average is taken: 「稼働時間÷365日」.
        let is_short = |value: &Value| {
            value.unit.as_ref().is_some_and(|(unit, _)| unit.dimension == Dimension::Time && unit.size < DAY)
        };
        let converts = |value: &Value| is_constant(&value.node) && !is_short(value);
        if a.dimension != b.dimension
            || a.size == b.size
            || is_constant(&part.node)
            || converts(part)
            || converts(whole)
        {
            return Ok(());
        }
        Err(self.unclear_at(Unclear::Units { first: first.into(), second: second.into() }, &whole.node))
    }

    /// The unit that is written behind a part, or that its name ends with: 停止分数.
    fn unit_of(&self, value: &Value) -> Option<(Unit, String)> {
        if value.unit.is_some() || !matches!(value.node.kind, Kind::Term(_)) {
            return value.unit.clone();
        }
        let name = self.text.get(value.node.at.clone())?.to_lowercase();
        let (_, unit) = NAMES_IN_UNITS.iter().find(|(words, _)| name.ends_with(words))?;
        let first = unit.chars().next()?;
        let (found, _) = unit_at(first, unit.chars().nth(1), |key| unit.chars().eq(key.iter().copied()))?;
        Some((found, (*unit).to_owned()))
    }

    /// The unit of a name, days among them: of days an average is taken, so that a quotient may well mix them with others.
    pub(crate) fn counted_in(&self, value: &Value) -> Option<(Unit, String)> {
        let is_days = || {
            let name = self.text.get(value.node.at.clone()).unwrap_or("").to_lowercase();
            matches!(value.node.kind, Kind::Term(_))
                && (name.ends_with("日数") || name.ends_with(" days") || name.starts_with("days "))
        };
        let day = || unit_at('日', None, |key| *key == ['日']).map(|(unit, _)| (unit, "日".to_owned()));
        self.unit_of(value).or_else(|| is_days().then(day).flatten())
    }

    /// The unit of a product of spans of time in numbers, 「24時間×30日」: the smallest, of which the others count how often.
    fn unit_of_spans(first: &Value, rest: &[(Operation, Value)]) -> Option<(Unit, String)> {
        let span = |value: &Value| {
            let is_span = matches!(value.node.kind, Kind::Number(_));
            value.unit.clone().filter(|(unit, _)| is_span && unit.dimension == Dimension::Time)
        };
        let mut smallest = span(first)?;
        for (operation, value) in rest {
            let next = span(value).filter(|_| *operation == Operation::Multiply)?;
            smallest = if next.0.size < smallest.0.size { next } else { smallest };
        }
        Some(smallest)
    }

    /// A segment as a tree: products first.
    pub(super) fn folded_up(
        &self,
        segment: Vec<(Option<Operation>, Value)>,
        end: usize,
    ) -> Result<Value, ReadError> {
        let last = segment.len().saturating_sub(1);
        let is_single = last == 0;
        let is_sum = segment
            .iter()
            .any(|(operation, _)| matches!(operation, Some(Operation::Add | Operation::Subtract)));
        let is_name = segment.first().is_some_and(|(_, value)| value.is_name);
        // `a×5%（切捨て）＋b×3%（切捨て）`: where one term of a sum is rounded, so is the last one on its own.
        let rounds_each = segment.windows(2).any(|pair| match pair {
            [(_, value), (Some(Operation::Add | Operation::Subtract), _)] => value.is_rounded(),
            _ => false,
        });
        let before_hundred: Vec<bool> = segment
            .iter()
            .skip(1)
            .map(|(operation, value)| *operation == Some(Operation::Multiply) && is_one_hundred(&value.node))
            .collect();
        let mut trailing = Vec::new();
        let mut terms: Vec<(Option<Operation>, Value)> = Vec::new();
        for (n, (operation, mut value)) in segment.into_iter().enumerate() {
            if is_single {
                // `10％（円未満切捨て）` alone rounds what it is a share of, not the number.
                if is_constant(&value.node) && !value.trailing.is_empty() {
                    return Err(self.unclear(Unclear::Bond, end.saturating_sub(1), end));
                }
                self.limits_fit(&value.node, &value.trailing)?;
                return Ok(value);
            }
            if n == last && !self.rounds_product(is_sum, rounds_each, &value) {
                // What stands in brackets at the end is said of the whole.
                trailing = std::mem::take(&mut value.trailing);
            }
            for trailing in &value.trailing {
                match trailing {
                    Trailing::Round(..) => {}
                    Trailing::Times(_) => {
                        return Err(self.unclear(Unclear::Factor, end.saturating_sub(1), end));
                    }
                    // 「A×B（上限100円）＋C」: of the product, or of B?
                    Trailing::Limit(_, amount) => return Err(self.unclear_at(Unclear::Bond, amount)),
                }
            }
            // A rounding behind a factor or a divisor is of the product so far: `A×B（切捨て）×C`.
            let is_factor = matches!(operation, Some(Operation::Multiply | Operation::Divide));
            let is_scaled = before_hundred.get(n) == Some(&true);
            let waits = value.trailing.is_empty()
                || is_scaled
                || is_factor && (n == last || is_constant(&value.node) || !self.mode.rounds_last());
            terms.push((operation, if waits { value } else { value.settled() }));
        }
        let mut reached: Vec<Vec<(Operation, Value)>> = vec![Vec::new()];
        let mut firsts: Vec<(Option<Operation>, Value)> = Vec::new();
        for (operation, value) in terms {
            match operation {
                None => firsts.push((None, value)),
                Some(operation @ (Operation::Add | Operation::Subtract)) => {
                    firsts.push((Some(operation), value));
                    reached.push(Vec::new());
                }
                Some(operation) => {
                    if let Some(products) = reached.last_mut() {
                        products.push((operation, value));
                    }
                }
            }
        }
        let ends_in_product = reached.last().is_some_and(|products| !products.is_empty());
        let mut sum: Option<Value> = None;
        for ((operation, first), products) in firsts.into_iter().zip(reached) {
            self.product_is_whole(&first, &products)?;
            let unit = Self::unit_of_spans(&first, &products);
            let mut product = self.product(first, products);
            product.unit = product.unit.or(unit);
            sum = Some(match (sum, operation) {
                (Some(left), Some(operation)) => {
                    if let (Some((a, first)), Some((b, second))) = (&left.unit, &product.unit)
                        && a != b
                    {
                        let (first, second) = (first.as_str().into(), second.as_str().into());
                        return Err(self.unclear_at(Unclear::Units { first, second }, &product.node));
                    }
                    let mut left = left;
                    // `100% minus the percentage of late to all`, `100％－A÷B×100`
                    if is_hundredfold(&product.node) && is_one_hundred(&left.node) {
                        left.node = Node { at: left.node.at, ..number(100) };
                    }
                    self.fits(&left.node, &product.node)?;
                    let unit = left.unit.or(product.unit);
                    Value { unit, ..Value::new(binary(operation, left.node, product.node)) }
                }
                (_, _) => product,
            });
        }
        let Some(mut sum) = sum else { return Err(self.expected(Expected::Operand)) };
        sum.tail = if is_sum && ends_in_product { 2 } else { 1 };
        self.limits_fit(&sum.node, &trailing)?;
        (sum.is_open_sum, sum.is_name, sum.trailing) = (is_sum, is_name, trailing);
        Ok(sum)
    }

    pub(super) fn limits_fit(&self, node: &Node, trailing: &[Trailing]) -> Result<(), ReadError> {
        trailing.iter().try_for_each(|said| match said {
            Trailing::Limit(_, amount) if !is_hundredfold(node) => self.fits(node, amount),
            _ => Ok(()),
        })
    }

    /// Whether a rounding behind the last operand is said of its product, not of the whole sum: so within brackets,
    /// `a×（1－b÷c（切捨て））`, and where another term is rounded too. In another mode it is the other way.
    pub(super) fn rounds_product(&self, is_sum: bool, rounds_each: bool, value: &Value) -> bool {
        let is_inner = self.commas_part || matches!(self.part(), Some(Part::Close(_)));
        let rounds = value.trailing.iter().all(|trailing| matches!(trailing, Trailing::Round(..)));
        let is_said = is_sum && rounds && !value.trailing.is_empty();
        is_said && (is_inner || rounds_each) != self.mode.rounds_last()
    }

    /// 「月額×減額率（%）」: a rate in percent that multiplies an amount is so many hundredths of it, unless the product says
    /// the hundred itself, 「×減額率（%）÷100」.
    fn hundredths(&self, first: &mut Value, rest: &mut [(Operation, Value)]) {
        let says_hundred = |value: &Value| match &value.node.kind {
            Kind::Percent(_) => true,
            Kind::Number(number) => {
                *number == Exact::from(100) || Exact::ratio(1, 100).as_ref() == Some(number)
            }
            _ => false,
        };
        let all = || std::iter::once(&*first).chain(rest.iter().map(|(_, value)| value));
        let factors = rest.iter().filter(|(operation, _)| *operation == Operation::Multiply);
        let factors = std::iter::once(&*first).chain(factors.map(|(_, value)| value));
        let multiplies = factors.filter(|value| !is_constant(&value.node)).count() > 1;
        let says = all().any(says_hundred);
        if !multiplies || says {
            return;
        }
        let factors = rest.iter_mut().filter(|(operation, _)| *operation == Operation::Multiply);
        for value in std::iter::once(first).chain(factors.map(|(_, value)| value)) {
            if value.is_in_percent && self.is_rate_name(&value.node) {
                let at = value.node.at.clone();
                let inner = Box::new(std::mem::replace(&mut value.node, number(0)));
                value.node = Node { at, kind: Kind::Percent(inner) };
            }
        }
    }

    /// Factors and divisors from the left; in another mode factors first, but for a hundredfold of the whole.
    pub(super) fn product(&self, mut first: Value, mut rest: Vec<(Operation, Value)>) -> Value {
        if rest.is_empty() {
            return first;
        }
        self.hundredths(&mut first, &mut rest);
        let settle = |left: &mut Node, trailing: Vec<Trailing>| {
            let node = left.clone();
            *left = Value { trailing, ..Value::new(node) }.settled().node;
        };
        // Before `×100` the rounding of a share may be one of the percentage; in another mode it is the other way round.
        let is_of_percentage = |left: &Node, trailing: &[Trailing]| match trailing {
            [Trailing::Round(places, _)] => {
                is_ratio(left) && (*places < SHARE_PLACES_MIN) != self.mode.rounds_last()
            }
            _ => false,
        };
        let mut divided: Vec<(Operation, Node)> = Vec::new();
        let mut left = first.node;
        let mut held = Vec::new();
        if !first.trailing.is_empty() {
            if is_of_percentage(&left, &first.trailing) {
                held = first.trailing;
            } else {
                settle(&mut left, first.trailing);
            }
        }
        let mut rest = rest.into_iter().peekable();
        while let Some((operation, value)) = rest.next() {
            let (node, trailing) = (value.node, value.trailing);
            match (operation, divided.pop()) {
                (Operation::Multiply, Some((before @ Operation::Divide, divisor)))
                    if !is_one_hundred(&node) && self.mode.times_first() =>
                {
                    divided.push((before, binary(Operation::Multiply, divisor, node)));
                }
                (operation, before) => {
                    if let Some((before, divisor)) = before {
                        left = binary(before, left, divisor);
                    }
                    divided.push((operation, node));
                }
            }
            if trailing.is_empty() && held.is_empty() {
                continue;
            }
            for (operation, divisor) in std::mem::take(&mut divided) {
                left = binary(operation, left, divisor);
            }
            if !held.is_empty() {
                settle(&mut left, std::mem::take(&mut held));
            }
            let is_scaled = rest.peek().is_some_and(|(operation, next)| {
                *operation == Operation::Multiply && is_one_hundred(&next.node)
            });
            if is_scaled && is_of_percentage(&left, &trailing) {
                held = trailing;
            } else {
                settle(&mut left, trailing);
            }
        }
        for (operation, divisor) in divided {
            left = binary(operation, left, divisor);
        }
        Value::new(left)
    }
}

/// Whether a number is that of the days or the months of a year.
fn is_year(node: &Node) -> bool {
    matches!(&node.kind, Kind::Number(number) if [365, 366, 360, 12].iter().any(|days| *number == Exact::from(*days)))
}

fn divides_by_year(node: &Node) -> bool {
    match &node.kind {
        Kind::Binary(operation, left, right) => {
            *operation == Operation::Divide && is_year(right)
                || divides_by_year(left)
                || divides_by_year(right)
        }
        _ => false,
    }
}
