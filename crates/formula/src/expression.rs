//! Expressions: operands and what stands between them, in signs and in English words.

use crate::{
    Aside, Change, Exact, Expected, Function, ReadError, Relation, Rounding, Unclear,
    condition::{Case, Condition},
    formula::{Kind, Node, Operation},
    lexicon::{self, Between, Doer, Form, Noun, Prefix, Unit, Verb, Word},
    read::{DEPTH_MAX, OPERATIONS_MAX, Reader, Words},
    source::Gap,
    token::{Bracket, Part},
};

/// A part that was read, with what the text says around it.
#[derive(Debug, Clone)]
pub(crate) struct Value {
    pub(crate) node: Node,
    /// The unit written behind it.
    pub(crate) unit: Option<(Unit, String)>,
    /// What its last word calls it.
    pub(crate) noun: Option<Noun>,
    /// Whether it is a rate per year.
    pub(crate) per_year: bool,
    /// Whether it is a sum of signs without brackets around it.
    pub(crate) is_open_sum: bool,
    /// How deep its last operand lies in its tree, where signs join it to others without brackets around them; else 0.
    pub(crate) tail: u8,
    /// Whether its first part is a name, not a bracket or a number.
    pub(crate) is_name: bool,
    /// What stands in brackets behind it and is said of all before: a rounding, `(×100)`.
    pub(crate) trailing: Vec<Trailing>,
    /// The operands of a list, where it is one: all but the last.
    pub(crate) before: Vec<Node>,
    /// What stands before it in signs, where words were said of the last part only: `1 −` before `AをBで除した値`.
    pub(crate) prefix: Option<(Node, Operation)>,
}

#[derive(Debug, Clone)]
pub(crate) enum Trailing {
    Round(i8, Rounding),
    Times(Node),
}

impl Value {
    pub(crate) fn new(node: Node) -> Self {
        Self {
            node,
            unit: None,
            noun: None,
            per_year: false,
            is_open_sum: false,
            tail: 0,
            is_name: false,
            trailing: Vec::new(),
            before: Vec::new(),
            prefix: None,
        }
    }

    /// The whole with what stands before it.
    pub(crate) fn with_prefix(mut self) -> Self {
        if let Some((before, operation)) = self.prefix.take() {
            self.node = binary(operation, before, self.node);
        }
        self
    }

    /// As one operand, as brackets around it make it.
    pub(crate) fn close(&mut self) {
        (self.is_open_sum, self.tail, self.is_name) = (false, 0, false);
    }

    /// Whether words of its last operand say something else than words of all of it: behind a sum or a division.
    pub(crate) fn parts_at_its_end(&self) -> bool {
        let divides = matches!(self.node.kind, Kind::Binary(Operation::Divide, ..));
        self.is_open_sum || self.tail > 0 && divides
    }

    /// The operands of a list, or the only one.
    pub(crate) fn all(self) -> Vec<Node> {
        let mut all = self.before;
        all.push(self.node);
        all
    }

    fn settled(mut self) -> Self {
        for trailing in std::mem::take(&mut self.trailing) {
            self.node = match trailing {
                Trailing::Round(places, rounding) => rounded(self.node, places, rounding),
                Trailing::Times(factor) => binary(Operation::Multiply, self.node, factor),
            };
        }
        self
    }
}

pub(crate) fn binary(operation: Operation, left: Node, right: Node) -> Node {
    let at = left.at.start.min(right.at.start)..left.at.end.max(right.at.end);
    Node { at, kind: Kind::Binary(operation, Box::new(left), Box::new(right)) }
}

pub(crate) fn number(number: impl Into<Exact>) -> Node {
    Node { at: 0..0, kind: Kind::Number(number.into()) }
}

/// A part rounded to so many places; with a minus, to tens and more.
pub(crate) fn rounded(node: Node, places: i8, rounding: Rounding) -> Node {
    let at = node.at.clone();
    let places_node = if places < 0 {
        let node = number(Exact::from(-i64::from(places)));
        Node { at: 0..0, kind: Kind::Negate(Box::new(node)) }
    } else {
        number(Exact::from(i64::from(places)))
    };
    Node { at, kind: Kind::Call(Function::Round(rounding), vec![node, places_node]) }
}

/// The tree a hundredfold.
pub(crate) fn hundredfold(node: Node) -> Node {
    let at = node.at.clone();
    Node { at, ..binary(Operation::Multiply, node, number(100)) }
}

/// Whether a figure is a percentage by its form: a hundredfold, also a rounded one.
pub(crate) fn is_hundredfold(node: &Node) -> bool {
    let is_hundred = |node: &Node| matches!(&node.kind, Kind::Number(number) if *number == Exact::from(100));
    match &node.kind {
        Kind::Binary(Operation::Multiply, left, right) => {
            is_hundred(left) || is_hundred(right) || is_hundredfold(left)
        }
        Kind::Binary(Operation::Divide, left, _) => is_hundredfold(left),
        Kind::Binary(Operation::Subtract, left, right) => is_hundred(left) || is_hundredfold(right),
        Kind::Call(Function::Round(_), arguments) => arguments.first().is_some_and(is_hundredfold),
        _ => false,
    }
}

/// Whether a part is a number, also with a percent sign or a minus.
pub(crate) fn is_number(node: &Node) -> bool {
    match &node.kind {
        Kind::Number(_) => true,
        Kind::Negate(inner) | Kind::Percent(inner) => is_number(inner),
        _ => false,
    }
}

/// Whether the last operand of a segment is multiplied or divided: what is said behind is said of the whole.
fn last_is_product(segment: &[(Option<Operation>, Value)]) -> bool {
    matches!(segment.last(), Some((Some(Operation::Multiply | Operation::Divide), _)))
}

/// Whether a segment is a sum that begins with this number.
fn begins_with(segment: &[(Option<Operation>, Value)], first: i64) -> bool {
    segment.len() > 1
        && segment.first().is_some_and(
            |(_, value)| matches!(&value.node.kind, Kind::Number(number) if *number == Exact::from(first)),
        )
}

/// How names of rates end.
const RATES: &[&str] = &["率", "割合", "rate", "ratio", "percentage", "availability", "%", "％"];

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

/// Whether no term stands in a part.
pub(crate) fn is_constant(node: &Node) -> bool {
    let mut terms = Vec::new();
    crate::formula::collect(node, &mut terms);
    terms.is_empty()
}

/// What joins an operand to those before it.
#[derive(Debug, Clone, Copy)]
struct Joint {
    between: Between,
    is_word: bool,
    /// Whether a comma or `then` stands before the word: then it applies to all before.
    closes: bool,
    /// Whether it is a word for a division that takes all behind it: `divided by`, `out of`, not `per`.
    is_spelled: bool,
    /// How many tokens it has.
    length: usize,
}

/// Words of English that take something from what stands right before them.
const EXCLUDES: &[&str] = &["excluding", "exclusiveof", "netof"];

impl Reader<'_> {
    /// Operands joined by signs or words.
    pub(crate) fn chain(&mut self, depth: usize) -> Result<Value, ReadError> {
        let first = self.operand(depth)?;
        self.chain_from(first, depth)
    }

    /// The rest of a chain whose first operand has been read.
    pub(crate) fn chain_from(&mut self, mut first: Value, depth: usize) -> Result<Value, ReadError> {
        let mut segment = match first.prefix.take() {
            Some((before, operation)) => vec![(None, Value::new(before)), (Some(operation), first)],
            None => vec![(None, first)],
        };
        let mut joints = 0;
        let mut divides = false;
        let mut is_worded = true;
        while let Some(joint) = self.joint(segment.last().map(|(_, value)| value)) {
            joints += 1;
            if joints > OPERATIONS_MAX {
                return Err(self.too_many());
            }
            let at = self.at;
            // A name `X` between operands is a sign.
            if matches!(self.part(), Some(Part::Term(_))) {
                self.claim(at, at + 1);
            }
            self.at += joint.length;
            let is_share = matches!(joint.between, Between::PercentageOf | Between::ShareOf);
            let closes = joint.closes
                || !is_share && !matches!(joint.between, Between::Is(_))
                || joint.is_word
                    && (is_worded || is_share || self.divides_usually(joint.between))
                    && self.closes_before(joint.between, &segment)
                || is_share && last_is_product(&segment);
            // `1 minus late as a percentage of all`: one of the two is no percentage.
            if !closes && joint.between == Between::PercentageOf && begins_with(&segment, 1) {
                return Err(self.unclear(Unclear::Bond, at, at + joint.length));
            }
            is_worded &= joint.is_word;
            if closes {
                let mut left = self.folded_up(std::mem::take(&mut segment), at)?.settled();
                (left.is_open_sum, left.tail) = (false, 0);
                segment.push((None, left));
            }
            // `uptime / total, excluding maintenance`: of the total, or of the quotient?
            let excludes = joint.closes && self.excludes_before();
            if excludes && divides {
                return Err(self.unclear(Unclear::Bond, at, self.at));
            }
            let mut right = self.operand(depth)?;
            if matches!(
                joint.between,
                Between::Is(Operation::Divide) | Between::PercentageOf | Between::ShareOf
            ) {
                divides = true;
                right = self.divisor(right, &joint, depth)?;
            }
            let operation = match joint.between {
                Between::Is(operation) => operation,
                special => {
                    let Some((before, left)) = segment.pop() else {
                        return Err(self.expected(Expected::Operand));
                    };
                    if matches!(special, Between::PercentageOf | Between::ShareOf) {
                        self.divides_alike(&left, &right)?;
                    }
                    let left = left.settled().node;
                    let Value { node: right, trailing, .. } = right;
                    let made = match special {
                        Between::PercentageOf => hundredfold(binary(Operation::Divide, left, right)),
                        Between::SubtractedFrom => self.changed_by(Operation::Subtract, right, left, at)?,
                        Between::AddedTo => self.changed_by(Operation::Add, right, left, at)?,
                        Between::DividedInto => binary(Operation::Divide, right, left),
                        _ => binary(Operation::Divide, left, right),
                    };
                    segment.push((before, Value { trailing, ..Value::new(made) }));
                    continue;
                }
            };
            // `monthly fee less 10%`
            let changes = matches!(operation, Operation::Add | Operation::Subtract)
                && joint.is_word
                && self.is_portion(&right.node)
                && !self.multiplies_on(&right);
            let is_sum = segment
                .iter()
                .any(|(operation, _)| matches!(operation, Some(Operation::Add | Operation::Subtract)));
            if changes && !begins_with(&segment, 1) && !begins_with(&segment, 100) {
                if is_sum {
                    return Err(self.unclear(Unclear::Bond, at, self.at));
                }
                let Value { node, trailing, .. } = right;
                let left = self.folded_up(std::mem::take(&mut segment), at)?.settled().node;
                let node = self.changed_by(operation, left, node, at)?;
                segment.push((None, Value { trailing, ..Value::new(node) }));
                continue;
            }
            segment.push((Some(operation), right));
        }
        let at = self.at;
        let value = self.folded_up(segment, at)?;
        Ok(value.settled())
    }

    /// `total - downtime over total`: a word that divides closes a sum in signs too, but where words bind as signs do.
    fn divides_usually(&self, between: Between) -> bool {
        between == Between::Is(Operation::Divide) && self.mode.words == Words::Usual
    }

    /// Whether names are divided by the sum that follows, behind the divisor's first part: `A divided by B less C`.
    /// Spelled out it is, unless a number follows or a further division; behind a sign, or with words bound otherwise, it
    /// is not. What is excluded belongs to what stands right before it.
    fn divisor(&mut self, mut first: Value, divider: &Joint, depth: usize) -> Result<Value, ReadError> {
        if !first.trailing.is_empty() || is_number(&first.node) {
            return Ok(first);
        }
        loop {
            let Some(joint) = self.joint(Some(&first)).filter(|joint| joint.is_word && !joint.closes) else {
                return Ok(first);
            };
            let Between::Is(operation @ (Operation::Add | Operation::Subtract)) = joint.between else {
                return Ok(first);
            };
            let word = self.folded(self.at, self.at + joint.length);
            let excludes = EXCLUDES.contains(&word.as_str());
            let is_usual = self.mode.words == Words::Usual && (divider.is_spelled || excludes);
            if is_usual == self.mode.other_bond {
                return Ok(first);
            }
            let read = self.attempt(|reader| {
                reader.at += joint.length;
                let operand = reader.operand(depth)?;
                let behind = reader.joint(Some(&operand));
                let divides = behind.is_some_and(|behind| {
                    !behind.closes
                        && !matches!(
                            behind.between,
                            Between::Is(Operation::Add | Operation::Subtract | Operation::Multiply)
                        )
                });
                if is_number(&operand.node) || divides {
                    return Err(reader.expected(Expected::Operand));
                }
                Ok(operand)
            });
            let Ok(operand) = read else { return Ok(first) };
            let trailing = operand.trailing;
            first = Value { trailing, ..Value::new(binary(operation, first.node, operand.node)) };
            if !first.trailing.is_empty() {
                return Ok(first);
            }
        }
    }

    /// Whether a word applies to the whole segment before it, without a comma.
    fn closes_before(&self, between: Between, segment: &[(Option<Operation>, Value)]) -> bool {
        let operation = match between {
            Between::Is(operation) => operation,
            Between::PercentageOf | Between::ShareOf => Operation::Divide,
            _ => return true,
        };
        let is_sum = segment
            .iter()
            .any(|(operation, _)| matches!(operation, Some(Operation::Add | Operation::Subtract)));
        match self.mode.words {
            Words::InOrder => is_sum && operation.strength() > 1,
            Words::ByStrength => false,
            // Of names a sum is meant to be divided: a count less a rate would be an odd thing. Of 1 or 100 it is not.
            Words::Usual => {
                is_sum
                    && operation == Operation::Divide
                    // `a divided by b minus c divided by d`: two quotients.
                    && !segment.iter().any(|(operation, _)| *operation == Some(Operation::Divide))
                    && segment.iter().all(|(_, value)| !is_number(&value.node))
            }
        }
    }

    /// Whether a sign or a word goes on from a percentage to what it is a percentage of: `less 10% of`, `less 10% × B`.
    fn multiplies_on(&self, right: &Value) -> bool {
        self.joint(Some(right)).is_some_and(|joint| {
            !joint.closes && matches!(joint.between, Between::Is(Operation::Multiply | Operation::Divide))
        })
    }

    /// Whether a part is so many hundredths, or a fraction: 3%, 2割, 100分の10; not a quotient of numbers.
    fn is_portion(&self, node: &Node) -> bool {
        match &node.kind {
            Kind::Percent(inner) => is_number(inner),
            Kind::Binary(Operation::Divide, above, below) => {
                let text = self.text.get(node.at.clone()).unwrap_or("");
                is_number(above) && is_number(below) && text.contains("分の")
            }
            _ => false,
        }
    }

    /// What words add to a part or take from it. A percentage is that share of an amount: 「契約金額から3％を控除した額」
    /// is 契約金額×(1−3%); of a rate it may be percentage points, and is refused.
    pub(crate) fn changed_by(
        &self,
        operation: Operation,
        base: Node,
        amount: Node,
        at: usize,
    ) -> Result<Node, ReadError> {
        if !self.is_portion(&amount) || is_constant(&base) {
            return Ok(binary(operation, base, amount));
        }
        let names_rate = matches!(&base.kind, Kind::Term(_)) && {
            let name = self.text.get(base.at.clone()).unwrap_or("").to_lowercase();
            RATES.iter().any(|word| name.ends_with(word))
        };
        let is_quotient =
            matches!(&base.kind, Kind::Binary(Operation::Divide, _, right) if !is_constant(right));
        let is_rest = matches!(&base.kind, Kind::Binary(Operation::Subtract, left, _) if is_number(left));
        if names_rate || is_quotient || is_rest || is_hundredfold(&base) {
            let mut error = self.unclear(Unclear::PortionOfRate, at, self.at);
            if let ReadError::Unclear { at, fragment, .. } = &mut error {
                *at = amount.at.clone();
                *fragment = self.text.get(at.clone()).unwrap_or("").to_owned();
            }
            return Err(error);
        }
        Ok(binary(Operation::Multiply, base, binary(operation, number(1), amount)))
    }

    /// Refuses a quotient of names whose units differ: minutes over hours. A number between them converts one.
    pub(crate) fn divides_alike(&self, part: &Value, whole: &Value) -> Result<(), ReadError> {
        let (Some((a, first)), Some((b, second))) = (&part.unit, &whole.unit) else { return Ok(()) };
        if a.dimension != b.dimension
            || a.size == b.size
            || is_constant(&part.node)
            || is_constant(&whole.node)
        {
            return Ok(());
        }
        let (first, second) = (first.as_str().into(), second.as_str().into());
        let at = whole.node.at.clone();
        let fragment = self.text.get(at.clone()).unwrap_or("").to_owned();
        Err(ReadError::Unclear { unclear: Unclear::Units { first, second }, at, fragment, edit: None })
    }

    /// Refuses what would be dropped or mixed in a product: a yearly rate without its year, units that differ.
    fn product_is_whole(&self, first: &Value, rest: &[(Operation, Value)]) -> Result<(), ReadError> {
        let all = || std::iter::once(first).chain(rest.iter().map(|(_, value)| value));
        let counts_year = rest.iter().any(|(operation, value)| {
            *operation == Operation::Divide && is_year(&value.node) || divides_by_year(&value.node)
        }) || divides_by_year(&first.node);
        if let Some(rate) = all().find(|value| value.per_year && !counts_year) {
            let at = rate.node.at.clone();
            let fragment = self.text.get(at.clone()).unwrap_or("").to_owned();
            return Err(ReadError::Unclear { unclear: Unclear::PerYear, at, fragment, edit: None });
        }
        let converts = all().any(|value| match &value.node.kind {
            Kind::Number(number) => *number != Exact::from(1) && *number != Exact::from(100),
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

    /// A segment as a tree: products first.
    fn folded_up(&self, segment: Vec<(Option<Operation>, Value)>, end: usize) -> Result<Value, ReadError> {
        let last = segment.len().saturating_sub(1);
        let is_single = last == 0;
        let is_sum = segment
            .iter()
            .any(|(operation, _)| matches!(operation, Some(Operation::Add | Operation::Subtract)));
        let is_name = segment.first().is_some_and(|(_, value)| value.is_name);
        let mut trailing = Vec::new();
        let mut terms: Vec<(Option<Operation>, Value)> = Vec::new();
        for (n, (operation, mut value)) in segment.into_iter().enumerate() {
            if is_single {
                return Ok(value);
            }
            if n == last && !self.rounds_product(is_sum, &value) {
                // What stands in brackets at the end is said of the whole.
                trailing = std::mem::take(&mut value.trailing);
            }
            if value.trailing.iter().any(|trailing| matches!(trailing, Trailing::Times(_))) {
                return Err(self.unclear(Unclear::Factor, end.saturating_sub(1), end));
            }
            // A rounding behind a factor or a divisor is of the product so far: `A×B（切捨て）×C`.
            let is_factor = matches!(operation, Some(Operation::Multiply | Operation::Divide));
            let waits = is_factor && (!self.mode.rounds_last || n == last || is_constant(&value.node));
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
            let product = self.product(first, products);
            sum = Some(match (sum, operation) {
                (Some(left), Some(operation)) => {
                    if let (Some((a, first)), Some((b, second))) = (&left.unit, &product.unit)
                        && a != b
                    {
                        let (first, second) = (first.as_str().into(), second.as_str().into());
                        let mut error =
                            self.unclear(Unclear::Units { first, second }, end.saturating_sub(1), end);
                        if let ReadError::Unclear { at, fragment, .. } = &mut error {
                            *at = product.node.at.clone();
                            *fragment = self.text.get(at.clone()).unwrap_or("").to_owned();
                        }
                        return Err(error);
                    }
                    let unit = left.unit.or(product.unit);
                    Value { unit, ..Value::new(binary(operation, left.node, product.node)) }
                }
                (_, _) => product,
            });
        }
        let Some(mut sum) = sum else { return Err(self.expected(Expected::Operand)) };
        sum.tail = if is_sum && ends_in_product { 2 } else { 1 };
        (sum.is_open_sum, sum.is_name, sum.trailing) = (is_sum, is_name, trailing);
        Ok(sum)
    }

    /// Whether a rounding behind the last operand is said of its product, not of the whole sum: so within brackets,
    /// `a×（1－b÷c（切捨て））`. In another mode it is the other way.
    fn rounds_product(&self, is_sum: bool, value: &Value) -> bool {
        let is_inner = self.commas_part || matches!(self.part(), Some(Part::Close(_)));
        let rounds = value.trailing.iter().all(|trailing| matches!(trailing, Trailing::Round(..)));
        is_sum && rounds && is_inner != self.mode.rounds_last
    }

    /// Factors and divisors from the left; in another mode factors first, but for a hundredfold of the whole.
    fn product(&self, first: Value, rest: Vec<(Operation, Value)>) -> Value {
        if rest.is_empty() {
            return first;
        }
        let is_hundred = |node: &Node| match &node.kind {
            Kind::Number(number) => *number == Exact::from(100),
            Kind::Percent(inner) => {
                matches!(&inner.kind, Kind::Number(number) if *number == Exact::from(100))
            }
            _ => false,
        };
        let mut divided: Vec<(Operation, Node)> = Vec::new();
        let mut left = first.node;
        for (operation, value) in rest {
            let (node, trailing) = (value.node, value.trailing);
            match (operation, divided.pop()) {
                (Operation::Multiply, Some((before @ Operation::Divide, divisor)))
                    if self.mode.times_first && !is_hundred(&node) =>
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
            if !trailing.is_empty() {
                for (operation, divisor) in std::mem::take(&mut divided) {
                    left = binary(operation, left, divisor);
                }
                left = Value { trailing, ..Value::new(left) }.settled().node;
            }
        }
        for (operation, divisor) in divided {
            left = binary(operation, left, divisor);
        }
        Value::new(left)
    }

    /// What joins the next operand to those before it.
    fn joint(&self, left: Option<&Value>) -> Option<Joint> {
        let sign = |operation| Joint {
            between: Between::Is(operation),
            is_word: false,
            closes: false,
            is_spelled: false,
            length: 1,
        };
        match self.part()? {
            Part::Operator(operation) => return Some(sign(*operation)),
            // Somebody's minus, but right behind kana half a word.
            Part::LongVowel => return (!self.lengthens()).then(|| sign(Operation::Subtract)),
            Part::Term(_) | Part::Word(Word::Ex) if self.is_ex(self.at) && self.starts(self.at + 1) => {
                return Some(sign(Operation::Multiply));
            }
            _ => {}
        }
        if self.is_word(self.at, Word::Share) && left.is_some_and(|left| is_rate(&left.node)) {
            return Some(Joint {
                between: Between::Is(Operation::Multiply),
                is_word: false,
                closes: false,
                is_spelled: false,
                length: 1,
            });
        }
        // A割るB, A足すB
        if let Some(operation) = self.said_as_sign() {
            return Some(sign(operation));
        }
        let mut at = self.at;
        let mut closes = false;
        if !self.commas_part && self.part_at(at) == Some(&Part::Comma) {
            at += 1;
            closes = true;
        }
        while self.is_word(at, Word::Then) || self.is_word(at, Word::And) && at > self.at {
            at += 1;
            closes = true;
        }
        let Some(Word::Between(between)) = self.word_as(at, |word| matches!(word, Word::Between(_))) else {
            return None;
        };
        // What is kept within its clause goes on to no comma.
        if closes && self.clause_only {
            return None;
        }
        let is_spelled = self.folded(at, at + 1) != "per";
        Some(Joint { between, is_word: true, closes, is_spelled, length: at + 1 - self.at })
    }

    /// Whether a word that excludes has just been read.
    fn excludes_before(&self) -> bool {
        self.at.checked_sub(1).is_some_and(|at| EXCLUDES.contains(&self.folded(at, self.at).as_str()))
    }

    /// A verb right between two operands: A割るB.
    pub(crate) fn said_as_sign(&self) -> Option<Operation> {
        let Word::Verb(verb, Form::Attributive) = self.word()? else { return None };
        let operation = match (verb, self.folded(self.at, self.at + 1).as_str()) {
            (Verb::Divide, "割る") => Operation::Divide,
            (Verb::Multiply, "掛ける" | "かける") => Operation::Multiply,
            (Verb::Add, "足す") => Operation::Add,
            (Verb::Subtract, "引く") => Operation::Subtract,
            _ => return None,
        };
        self.starts(self.at + 1).then_some(operation)
    }

    /// Whether a lone letter x stands at a place.
    fn is_ex(&self, at: usize) -> bool {
        self.folded(at, at + 1) == "x" || self.is_word(at, Word::Ex)
    }

    /// Whether the long-vowel mark at the reader's place lengthens the kana before it: サーバー.
    fn lengthens(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let before = before.and_then(|token| self.signs.get(token.to.checked_sub(1)?));
        self.gap_at(self.at) == Gap::None
            && before.is_some_and(|sign| {
                matches!(sign.c, '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}')
            })
    }

    /// Whether an operand can begin at a place.
    pub(crate) fn starts(&self, at: usize) -> bool {
        match self.part_at(at) {
            Some(Part::Term(_) | Part::Number(_) | Part::Open(_) | Part::Currency | Part::Quote) => true,
            Some(Part::Operator(Operation::Subtract)) => {
                self.gap_at(at + 1) == Gap::None && self.starts(at + 1)
            }
            Some(Part::Word(_)) => self.starts_in_words(at),
            _ => false,
        }
    }

    fn starts_in_words(&self, at: usize) -> bool {
        let opens = matches!(self.part_at(at + 1), Some(Part::Open(Bracket::Round)));
        let called = opens
            && self
                .word_as(at, |word| matches!(word, Word::Function(_) | Word::Cases | Word::IfError))
                .is_some();
        called
            || self.word_as(at, |word| matches!(word, Word::Of(_) | Word::Doer(_))).is_some()
            || self.multiple_at(at).is_some()
            || self.is_word(at, Word::PerYear) && matches!(self.part_at(at + 1), Some(Part::Number(_)))
            || self.is_word(at, Word::Filler) && self.starts(at + 1)
            || self.is_word(at, Word::Result) && self.prior.is_some()
            || self.obtained(at).is_some()
    }

    /// `half`, `twice`, before an operand.
    fn multiple_at(&self, at: usize) -> Option<(u8, u8)> {
        let Some(Word::Multiple(above, below)) = self.word_at(at) else { return None };
        let is_english = self.folded(at, at + 1).is_ascii();
        (is_english && self.starts(at + 1)).then_some((above, below))
    }

    /// Where `the ratio obtained by` ends, if it stands at a place.
    fn obtained(&self, at: usize) -> Option<(usize, Noun)> {
        let noun = match self.word_as(at, |word| matches!(word, Word::Named(_) | Word::Result))? {
            Word::Named(noun) => noun,
            _ => Noun::Value,
        };
        let behind = at + 1;
        let doer = |at: usize| self.word_as(at, |word| matches!(word, Word::Doer(_))).is_some();
        (self.is_word(behind, Word::Obtained) && doer(behind + 1)).then_some((behind + 1, noun))
    }

    pub(crate) fn operand(&mut self, depth: usize) -> Result<Value, ReadError> {
        if depth >= DEPTH_MAX {
            return Err(self.too_deep());
        }
        self.tries = match self.tries.checked_sub(1) {
            Some(left) => left,
            None => return Err(self.too_many()),
        };
        let from = self.at;
        let mut value = match self.part() {
            Some(Part::Term(place)) => {
                let term = self.vocabulary.at(*place).map(|term| term.id.clone());
                let Some(term) = term else { return Err(self.expected(Expected::Operand)) };
                self.at += 1;
                let node = Node { at: self.span(from, self.at), kind: Kind::Term(term) };
                Value { is_name: true, ..Value::new(node) }
            }
            Some(Part::Number(_)) => self.number()?,
            Some(Part::Currency) => {
                self.at += 1;
                if !matches!(self.part(), Some(Part::Number(_))) {
                    return Err(self.expected(Expected::Operand));
                }
                self.number()?
            }
            Some(Part::Operator(Operation::Subtract)) => {
                self.at += 1;
                let inner = self.operand(depth + 1)?;
                let node = Node { at: self.span(from, self.at), kind: Kind::Negate(Box::new(inner.node)) };
                Value { trailing: inner.trailing, unit: inner.unit, ..Value::new(node) }
            }
            Some(Part::Open(bracket)) => {
                let bracket = *bracket;
                match self.item_mark() {
                    Some(behind) => {
                        self.claim(self.at, behind);
                        self.at = behind;
                        return self.operand(depth + 1);
                    }
                    None => self.bracketed(bracket, depth)?,
                }
            }
            Some(Part::Quote) => self.quoted(depth)?,
            Some(Part::Word(_)) => self.worded(depth)?,
            Some(Part::Raised) => return Err(self.expected(Expected::PlainNumber)),
            Some(Part::Blank) => return Err(self.unclear(Unclear::Blank, from, from + 1)),
            Some(Part::BadNumber(_) | Part::LongVowel) => return Err(self.after_operand(Expected::Operand)),
            Some(Part::Unknown) => return Err(self.called_or_unknown()),
            _ => return Err(self.expected(Expected::Operand)),
        };
        self.behind(&mut value, from, depth)?;
        Ok(value)
    }

    /// A number with its powers, percent sign and unit: 100分の10, 5%, 2割, 30日, 1/30th.
    fn number(&mut self) -> Result<Value, ReadError> {
        let from = self.at;
        let plain = |part: Option<&Part>| match part {
            Some(Part::Number(number)) => Some(number.clone()),
            _ => None,
        };
        let Some(first) = plain(self.part()) else { return Err(self.expected(Expected::Operand)) };
        // Among arguments a comma between digits parts them or thousands: `IF(n=5,100,…)`.
        if self.commas_part && self.folded(self.at, self.at + 1).contains(',') {
            return Err(self.expected(Expected::SpaceBehindComma));
        }
        self.at += 1;
        let node = |reader: &Self, kind| Node { at: reader.span(from, reader.at), kind };
        let mut value = Value::new(node(self, Kind::Number(first.clone())));
        if self.is_word(self.at, Word::Fraction) {
            match self.part_at(self.at + 1) {
                Some(Part::Number(above)) => {
                    let above = above.clone();
                    self.at += 2;
                    value.node = node(
                        self,
                        Kind::Binary(
                            Operation::Divide,
                            Box::new(Node { at: self.span(from, self.at), kind: Kind::Number(above) }),
                            Box::new(Node { at: self.span(from, self.at), kind: Kind::Number(first) }),
                        ),
                    );
                }
                Some(Part::Blank) => return Err(self.unclear(Unclear::Blank, self.at + 1, self.at + 2)),
                _ => return Err(self.expected(Expected::Operand)),
            }
            return Ok(value);
        }
        if self.is_word(self.at, Word::Percent) {
            self.at += 1;
            value.node = Node { at: self.span(from, self.at), kind: Kind::Percent(Box::new(value.node)) };
        } else if self.is_word(self.at, Word::Tenths) && !self.is_verb_stem() {
            self.at += 1;
            let tenfold = Node { kind: Kind::Number(first * Exact::from(10)), ..value.node };
            value.node = Node { at: self.span(from, self.at), kind: Kind::Percent(Box::new(tenfold)) };
        } else if let Some(Part::Unit(unit)) = self.part() {
            value.unit = Some((*unit, self.text_of(self.at, self.at + 1).to_owned()));
            self.at += 1;
        } else if self.gap_at(self.at) == Gap::None
            && matches!(self.folded(self.at, self.at + 1).as_str(), "th" | "st" | "nd" | "rd")
        {
            self.claim(self.at, self.at + 1);
            self.at += 1;
        }
        Ok(value)
    }

    /// Whether 割 is the stem of 割る.
    fn is_verb_stem(&self) -> bool {
        let next = self.tokens.get(self.at).and_then(|token| self.signs.get(token.to));
        next.is_some_and(|sign| matches!(sign.c, 'っ' | 'り' | 'る' | 'れ' | 'ら'))
    }

    /// Where an item mark in brackets ends: `(i)`, `(a)`, before an operand.
    fn item_mark(&self) -> Option<usize> {
        let mark = self.folded(self.at + 1, self.at + 2);
        let is_mark =
            matches!(mark.as_str(), "i" | "ii" | "iii" | "iv" | "v" | "vi" | "a" | "b" | "c" | "d" | "e");
        let is_alone = matches!(self.part_at(self.at + 2), Some(Part::Close(_)));
        let is_name = matches!(self.part_at(self.at + 1), Some(Part::Term(_)));
        (is_mark && is_alone && !is_name && self.starts(self.at + 3)).then_some(self.at + 3)
    }

    fn bracketed(&mut self, bracket: Bracket, depth: usize) -> Result<Value, ReadError> {
        self.at += 1;
        let commas = std::mem::replace(&mut self.commas_part, false);
        let clause_only = std::mem::replace(&mut self.clause_only, false);
        let mut inner = self.phrase(depth + 1)?;
        (self.commas_part, self.clause_only) = (commas, clause_only);
        match self.part() {
            Some(Part::Close(found)) if *found == bracket => self.at += 1,
            Some(Part::Close(_)) => {
                let mut error = self.unclear(Unclear::Brackets, self.at, self.at + 1);
                if let ReadError::Unclear { edit, at, .. } = &mut error {
                    *edit = Some(Change::new(at.clone(), closing(bracket).to_owned()));
                }
                return Err(error);
            }
            _ => return Err(self.after_operand(Expected::OperatorOrBracket)),
        }
        if !inner.before.is_empty() {
            return Err(self.unclear(Unclear::List, self.at - 1, self.at));
        }
        inner.close();
        Ok(inner)
    }

    /// What stands between two quotation marks that look alike.
    fn quoted(&mut self, depth: usize) -> Result<Value, ReadError> {
        self.at += 1;
        let mut inner = self.phrase(depth + 1)?;
        if !self.take(&Part::Quote) {
            return Err(self.after_operand(Expected::OperatorOrBracket));
        }
        (inner.is_open_sum, inner.tail) = (false, 0);
        Ok(inner)
    }

    /// An operand that begins with a word.
    fn worded(&mut self, depth: usize) -> Result<Value, ReadError> {
        let from = self.at;
        let opens = matches!(self.part_at(from + 1), Some(Part::Open(Bracket::Round)));
        if opens {
            if self.is_word(from, Word::Cases) {
                self.at += 2;
                return self.cases(from, depth).map(Value::new);
            }
            if self.is_word(from, Word::IfError) {
                self.at += 2;
                return self.if_error(from, depth).map(Value::new);
            }
            if let Some(Word::Function(function)) =
                self.word_as(from, |word| matches!(word, Word::Function(_)))
            {
                self.at += 2;
                return self.call(function, from, depth).map(Value::new);
            }
        }
        if self.is_word(from, Word::Filler) && self.starts(from + 1) {
            self.at += 1;
            return self.operand(depth + 1);
        }
        if self.is_word(from, Word::PerYear) && self.part_at(from + 1) == Some(&Part::Blank) {
            return Err(self.unclear(Unclear::Blank, from + 1, from + 2));
        }
        if self.is_word(from, Word::PerYear) && matches!(self.part_at(from + 1), Some(Part::Number(_))) {
            self.at += 1;
            let value = self.operand(depth + 1)?;
            if matches!(value.node.kind, Kind::Percent(_)) {
                return Ok(Value { per_year: true, ..value });
            }
            self.at = from;
        }
        if let Some(fraction) = self.multiple_at(from) {
            self.at += 1;
            let Value { node, trailing, .. } = self.operand(depth + 1)?;
            let made = binary(Operation::Multiply, fraction_of(fraction), node);
            return Ok(Value { trailing, ..Value::new(made) });
        }
        if let Some(Word::Of(prefix)) = self.word_as(from, |word| matches!(word, Word::Of(_))) {
            self.at += 1;
            return self.of(prefix, depth);
        }
        if let Some((behind, noun)) = self.obtained(from) {
            self.at = behind;
            let value = self.doers(None, depth)?;
            return Ok(Value { noun: Some(noun), ..value });
        }
        if self.word_as(from, |word| matches!(word, Word::Doer(_))).is_some() {
            let prior = self.prior.clone();
            return self.doers(prior, depth);
        }
        if let (true, Some(prior)) = (self.is_word(from, Word::Result), self.prior.clone()) {
            self.at += 1;
            return Ok(Value::new(prior));
        }
        Err(self.called_or_unknown())
    }

    /// What is wrong with a word where an operand should stand.
    fn called_or_unknown(&self) -> ReadError {
        let is_latin = |at: usize| {
            let sign = self.tokens.get(at).and_then(|token| self.signs.get(token.from));
            sign.is_some_and(|sign| sign.c.is_ascii_alphabetic() || "Σ∑√∫".contains(sign.exact))
        };
        let name = self.folded(self.at, self.at + 1);
        let is_called = matches!(self.part_at(self.at + 1), Some(Part::Open(Bracket::Round)))
            && self.partner(self.at + 1).is_some();
        let is_known_function = [
            "log",
            "ln",
            "sqrt",
            "exp",
            "power",
            "pow",
            "abs",
            "mod",
            "sumif",
            "countif",
            "countifs",
            "counta",
            "count",
            "sumproduct",
            "σ",
            "∑",
            "√",
        ]
        .contains(&name.as_str());
        if is_latin(self.at) && is_known_function || name == "σ" || name == "∑" || name == "√" {
            let to = if is_called {
                self.partner(self.at + 1).map_or(self.at + 1, |close| close + 1)
            } else {
                self.at + 1
            };
            return self.unclear(Unclear::Function, self.at, to);
        }
        match self.part() {
            Some(Part::Unknown) => self.unknown(),
            Some(Part::Word(
                Word::Noun(_) | Word::Aggregate(_) | Word::Function(_) | Word::PerYear | Word::Named(_),
            )) if self.joins_unknown() || name.chars().count() > 2 => self.unknown(),
            Some(Part::Word(_)) => {
                let mut error = self.expected(Expected::Operand);
                if let ReadError::Expected { edit, .. } = &mut error {
                    *edit = None;
                }
                error
            }
            _ => self.expected(Expected::Operand),
        }
    }

    /// Whether a word that is known goes on in one that is not: 額面, 率先.
    fn joins_unknown(&self) -> bool {
        self.gap_at(self.at + 1) == Gap::None && matches!(self.part_at(self.at + 1), Some(Part::Unknown))
    }

    /// What stands in brackets behind what words made.
    pub(crate) fn remarks_behind(&mut self, value: Value) -> Result<Value, ReadError> {
        let mut value = value;
        self.behind(&mut value, self.at, 0)?;
        Ok(value.settled())
    }

    /// `%` and what stands in brackets behind an operand.
    fn behind(&mut self, value: &mut Value, from: usize, depth: usize) -> Result<(), ReadError> {
        let mut percents = 0;
        loop {
            match self.part() {
                Some(Part::Percent) => {
                    percents += 1;
                    if percents > OPERATIONS_MAX {
                        return Err(self.too_many());
                    }
                    self.at += 1;
                    if !is_number(&value.node) {
                        self.note(Aside::PercentOfName, from, self.at);
                    }
                    let node = value.node.clone();
                    value.node = Node { at: self.span(from, self.at), kind: Kind::Percent(Box::new(node)) };
                }
                Some(Part::Open(Bracket::Round | Bracket::Square | Bracket::Shell | Bracket::Curly))
                    if self.gap_at(self.at) < Gap::Line =>
                {
                    if !self.remark(value, depth)? {
                        return Ok(());
                    }
                }
                // A footnote: 配分※1.
                Some(Part::Mark) if self.gap_at(self.at) == Gap::None => {
                    let begun = self.at;
                    self.at += 1;
                    if matches!(self.part(), Some(Part::Number(_))) && self.gap_at(self.at) == Gap::None {
                        self.at += 1;
                    }
                    self.note(Aside::Mark, begun, self.at);
                }
                _ => return Ok(()),
            }
        }
    }

    /// What stands in brackets behind an operand: a unit, a footnote, a rounding, a remark. `false` where it is none of
    /// these and may belong to something else.
    fn remark(&mut self, value: &mut Value, depth: usize) -> Result<bool, ReadError> {
        let open = self.at;
        let Some(close) = self.partner(open) else { return Ok(false) };
        let (from, to) = (open + 1, close);
        if from == to {
            return Ok(false);
        }
        let text = self.folded(from, to);
        let chars: Vec<char> = text.chars().collect();
        let Some(first) = chars.first().copied() else { return Ok(false) };
        let done = |reader: &mut Self, aside: Aside| {
            reader.note(aside, open, close + 1);
            reader.at = close + 1;
            Ok(true)
        };
        // A unit.
        let unit = crate::lexicon::unit_at(first, |key| key == chars);
        if let Some((unit, _)) = unit {
            value.unit = Some((unit, self.text_of(from, to).to_owned()));
            return done(self, Aside::Unit);
        }
        if matches!(text.as_str(), "%" | "パーセント" | "percent" | "百分率") {
            return done(self, Aside::Percent);
        }
        // A footnote.
        let digits = |rest: &str| rest.chars().all(|c| c.is_ascii_digit());
        let is_mark = ["※", "注", "*", "†", "注釈", "note", "脚注"]
            .iter()
            .any(|mark| text.strip_prefix(mark).is_some_and(digits));
        if is_mark || chars.len() == 1 && matches!(self.part_at(from), Some(Part::Raised)) {
            return done(self, Aside::Mark);
        }
        // An abbreviation.
        if let Some(rest) = text.strip_prefix("以下") {
            let quoted = rest
                .split_once(['「', '『', '"', '\u{201C}'])
                .and_then(|(_, rest)| rest.split_once(['」', '』', '"', '\u{201D}']));
            if let Some((_, behind)) = quoted
                && (behind.starts_with("という")
                    || behind.starts_with("とする")
                    || behind.starts_with("といいます"))
            {
                let exact = self.text_of(from, to);
                let name =
                    exact.split(['「', '『', '」', '』', '"', '\u{201C}', '\u{201D}']).nth(1).unwrap_or("");
                self.alias = Some(name.trim().to_owned());
                return done(self, Aside::Alias);
            }
        }
        // `(×100)`: of all before.
        let times =
            matches!(self.part_at(from), Some(Part::Operator(Operation::Multiply))) || self.is_ex(from);
        if times && let Some(Part::Number(factor)) = self.part_at(from + 1) {
            let factor = Node { at: self.span(from + 1, from + 2), kind: Kind::Number(factor.clone()) };
            let mut behind = from + 2;
            let mut factor = factor;
            if self.part_at(behind) == Some(&Part::Percent) {
                behind += 1;
                factor = Node { at: factor.at.clone(), kind: Kind::Percent(Box::new(factor)) };
            }
            if behind == to || self.is_word(behind, Word::AsPercentage) && behind + 1 == to {
                value.trailing.push(Trailing::Times(factor));
                return done(self, Aside::Factor);
            }
        }
        // A rounding.
        if let Some(rounding) = self.rounding(from, to, None) {
            let (places, rounding) = rounding?;
            self.claim(from, to);
            value.trailing.push(Trailing::Round(places, rounding));
            self.at = close + 1;
            return Ok(true);
        }
        // The same term by another name.
        if let (Some(Part::Term(place)), true) = (self.part_at(from), from + 1 == to)
            && matches!(&value.node.kind, Kind::Term(id) if self.vocabulary.at(*place).is_some_and(|term| term.id == *id))
        {
            return done(self, Aside::Remark);
        }
        let holds =
            |wanted: &dyn Fn(&Part) -> bool| (from..to).any(|at| self.part_at(at).is_some_and(wanted));
        let has_number = holds(&|part| matches!(part, Part::Number(_) | Part::Blank | Part::BadNumber(_)));
        let has_term = holds(&|part| matches!(part, Part::Term(_)));
        let has_rate = holds(&|part| matches!(part, Part::Percent | Part::Blank));
        let says_more = (from..to).any(|at| {
            self.word_as(at, |word| {
                matches!(
                    word,
                    Word::Case
                        | Word::Compares(_)
                        | Word::Than(_)
                        | Word::Cap
                        | Word::Floor
                        | Word::Further
                        | Word::Otherwise
                        | Word::If
                )
            })
            .is_some()
        }) || text.contains("上限")
            || text.contains("下限")
            || text.contains("限度")
            || text.contains("ただし")
            || self.changes_the_figure(from, to);
        if !says_more && (has_number || has_term) {
            let is_number_alone = self.is_number_alone(from, to);
            // What can be read as a formula may be a factor.
            let formula = self.attempt(|reader| {
                reader.within(from, to, |reader| {
                    let value = reader.phrase(depth + 1)?;
                    if reader.at < to {
                        Err(reader.after_operand(Expected::OperatorOrEnd))
                    } else {
                        Ok(value)
                    }
                })
            });
            match formula {
                // How many points a name has at most: 配点(100点).
                Ok(_) if is_number_alone && value.is_name => return done(self, Aside::Stated),
                Ok(_) if is_number_alone && value.noun.is_some() => return done(self, Aside::Stated),
                Ok(_) => {
                    let mut error = self.unclear(Unclear::Factor, open, close + 1);
                    if let ReadError::Unclear { edit, at, .. } = &mut error {
                        *edit = Some(Change::new(at.start..at.start, "×".to_owned()));
                    }
                    return Err(error);
                }
                Err(_) => {}
            }
        }
        // A remark with a number in it: 満点の100点, 9月の日数; not what holds for some cases only.
        let is_topical = (from..to).any(|at| {
            self.word_as(at, |word| matches!(word, Word::Particle(crate::lexicon::Particle::Ha))).is_some()
        }) || text.contains("にあって");
        // Without its exclusion the figure is another one: nothing is offered that drops it.
        if self.changes_the_figure(from, to) {
            return Err(self.unclear(Unclear::Remark, open, close + 1));
        }
        if says_more || has_number && (is_topical || has_rate) {
            return Err(self.unclear_but_for(Unclear::Remark, open, close + 1));
        }
        done(self, Aside::Remark)
    }

    /// Whether words of operation, exclusion, bounds, rounding or comparison stand in a remark: it is no remark then.
    pub(crate) fn changes_the_figure(&self, from: usize, to: usize) -> bool {
        let text = self.folded(from, to);
        // `p.a.` is one word.
        let words = self.words(from, to).to_lowercase().replace('.', "");
        let mut words = words.split(|c: char| !c.is_ascii_alphabetic());
        lexicon::CHANGES_JA.iter().any(|word| text.contains(word))
            || words.any(|word| lexicon::CHANGES_EN.contains(&word))
            || (from..to).any(|at| matches!(self.part_at(at), Some(Part::Percent | Part::Relation(_))))
            || crate::rounding::is_named(&text)
    }

    /// Whether a number with its unit is all that stands between two places.
    fn is_number_alone(&self, from: usize, to: usize) -> bool {
        matches!(self.part_at(from), Some(Part::Number(_)))
            && from + 2 == to
            && matches!(self.part_at(from + 1), Some(Part::Unit(_)))
    }

    /// The arguments of a function, behind its opening bracket.
    fn call(&mut self, function: Function, from: usize, depth: usize) -> Result<Node, ReadError> {
        let commas = std::mem::replace(&mut self.commas_part, true);
        let (least, most) = function.arity();
        let mut arguments = Vec::new();
        loop {
            arguments.push(self.argument(depth)?);
            if !matches!(self.part(), Some(Part::Comma | Part::Semicolon)) {
                break;
            }
            if arguments.len() == most {
                return Err(self.expected(Expected::NoFurtherArgument));
            }
            self.at += 1;
        }
        self.commas_part = commas;
        if !matches!(self.part(), Some(Part::Close(Bracket::Round))) || arguments.len() < least {
            return Err(self.after_operand(Expected::OperatorCommaOrBracket));
        }
        self.at += 1;
        Ok(Node { at: self.span(from, self.at), kind: Kind::Call(function, arguments) })
    }

    fn argument(&mut self, depth: usize) -> Result<Node, ReadError> {
        let value = self.phrase(depth + 1)?;
        if value.before.is_empty() {
            Ok(value.node)
        } else {
            Err(self.unclear(Unclear::List, self.at, self.at + 1))
        }
    }

    /// Conditions, each with its value, and what is said of all others, behind the opening bracket.
    fn cases(&mut self, from: usize, depth: usize) -> Result<Node, ReadError> {
        let commas = std::mem::replace(&mut self.commas_part, true);
        let (mut cases, mut otherwise) = (Vec::new(), None);
        loop {
            let begun = if self.opens_condition() { None } else { Some(self.argument(depth)?) };
            // What is no comparison is the last value, once there is a case.
            let is_value = begun.is_some() && self.relation().is_none() && !cases.is_empty();
            if let (true, Some(value)) = (is_value, &begun) {
                otherwise = Some(Box::new(value.clone()));
                break;
            }
            let when = self.condition(begun, depth + 1)?;
            if !matches!(self.part(), Some(Part::Comma | Part::Semicolon)) {
                return Err(self.expected(Expected::CaseValue));
            }
            self.at += 1;
            // `""` and `"-"`: the sheet shows no figure.
            if self.shows_nothing() {
                let other = self.otherwise_of(when, depth)?;
                self.commas_part = commas;
                self.at += 1;
                return Ok(Node { at: self.span(from, self.at), kind: other });
            }
            cases.push(Case { when, then: self.argument(depth)? });
            if !matches!(self.part(), Some(Part::Comma | Part::Semicolon)) {
                break;
            }
            self.at += 1;
            if self.shows_nothing() {
                break;
            }
        }
        self.commas_part = commas;
        if !matches!(self.part(), Some(Part::Close(Bracket::Round))) {
            return Err(self.after_operand(Expected::OperatorCommaOrBracket));
        }
        self.at += 1;
        Ok(Node { at: self.span(from, self.at), kind: Kind::Cases(cases, otherwise) })
    }

    /// Goes past a text that says that there is no figure: `""`, `"-"`, `"N/A"`.
    fn shows_nothing(&mut self) -> bool {
        if self.part() != Some(&Part::Quote) {
            return false;
        }
        let close = (self.at + 1..self.end).find(|at| self.part_at(*at) == Some(&Part::Quote));
        let Some(close) = close else { return false };
        let inside = self.folded(self.at + 1, close);
        let is_nothing = matches!(
            inside.as_str(),
            "" | "-" | "－" | "—" | "―" | "ー" | "n/a" | "na" | "対象なし" | "該当なし" | "0件"
        );
        if is_nothing {
            self.claim(self.at, close + 1);
            self.at = close + 1;
        }
        is_nothing
    }

    /// `IF(n = 0, "", a ÷ n)`: a value only where the condition does not hold.
    fn otherwise_of(&mut self, when: Condition, depth: usize) -> Result<Kind, ReadError> {
        if !matches!(self.part(), Some(Part::Comma | Part::Semicolon)) {
            return Err(self.expected(Expected::CaseValue));
        }
        self.at += 1;
        let value = self.argument(depth)?;
        if !matches!(self.part(), Some(Part::Close(Bracket::Round))) {
            return Err(self.after_operand(Expected::OperatorCommaOrBracket));
        }
        match when {
            Condition::Compare(relation, left, right) => {
                let when = Condition::Compare(relation.opposite(), left, right);
                Ok(Kind::Cases(vec![Case { when, then: value }], None))
            }
            _ => Err(self.unclear(Unclear::Condition, self.at, self.at + 1)),
        }
    }

    /// `IFERROR(a ÷ n, 0)`: the other value where n is zero.
    fn if_error(&mut self, from: usize, depth: usize) -> Result<Node, ReadError> {
        let commas = std::mem::replace(&mut self.commas_part, true);
        let value = self.argument(depth)?;
        if !matches!(self.part(), Some(Part::Comma | Part::Semicolon)) {
            return Err(self.expected(Expected::CaseValue));
        }
        self.at += 1;
        let other = if self.shows_nothing() { None } else { Some(self.argument(depth)?) };
        self.commas_part = commas;
        if !matches!(self.part(), Some(Part::Close(Bracket::Round))) {
            return Err(self.after_operand(Expected::OperatorCommaOrBracket));
        }
        self.at += 1;
        let Some(other) = other else { return Ok(value) };
        let mut divisors = Vec::new();
        divisors_of(&value, &mut divisors);
        let zero = |divisor: &Node| {
            Condition::Compare(Relation::Equal, Box::new(divisor.clone()), Box::new(number(0)))
        };
        let when = match divisors.as_slice() {
            [] => return Ok(value),
            [divisor] => zero(divisor),
            many => Condition::Any(many.iter().map(zero).collect()),
        };
        let cases = vec![Case { when, then: other }];
        Ok(Node { at: self.span(from, self.at), kind: Kind::Cases(cases, Some(Box::new(value))) })
    }

    /// Comparisons joined by `and` and `or`, of which the former binds tighter; the left side of the first one may have
    /// been read.
    pub(crate) fn condition(&mut self, begun: Option<Node>, depth: usize) -> Result<Condition, ReadError> {
        if depth >= DEPTH_MAX {
            return Err(self.too_deep());
        }
        let mut parts = vec![self.conjunction(begun, depth)?];
        while self.take_word(Word::Or) {
            parts.push(self.conjunction(None, depth)?);
        }
        Ok(joined(parts, Condition::Any))
    }

    fn conjunction(&mut self, begun: Option<Node>, depth: usize) -> Result<Condition, ReadError> {
        let mut parts = self.comparison(begun, depth)?;
        while self.take_word(Word::Both) || self.take_word(Word::And) {
            parts.extend(self.comparison(None, depth)?);
        }
        Ok(joined(parts, Condition::All))
    }

    /// `a < b`, `a ≤ x < b`, or a condition in brackets.
    fn comparison(&mut self, begun: Option<Node>, depth: usize) -> Result<Vec<Condition>, ReadError> {
        if begun.is_none() && self.opens_condition() {
            self.at += 1;
            let commas = std::mem::replace(&mut self.commas_part, false);
            let inner = self.condition(None, depth + 1)?;
            self.commas_part = commas;
            if !matches!(self.part(), Some(Part::Close(Bracket::Round))) {
                return Err(self.after_operand(Expected::OperatorOrBracket));
            }
            self.at += 1;
            return Ok(vec![inner]);
        }
        let mut left = match begun {
            Some(left) => left,
            None => self.chain(depth)?.node,
        };
        let mut parts = Vec::new();
        while let Some(relation) = self.relation() {
            self.at += 1;
            let right = self.chain(depth)?.node;
            parts.push(Condition::Compare(relation, Box::new(left), Box::new(right.clone())));
            left = right;
        }
        if parts.is_empty() { Err(self.after_operand(Expected::Relation)) } else { Ok(parts) }
    }

    pub(crate) fn relation(&self) -> Option<Relation> {
        match self.part()? {
            Part::Relation(relation) => Some(*relation),
            Part::Equals => Some(Relation::Equal),
            _ => None,
        }
    }

    /// Whether a bracket opens at the reader's place that holds a condition: a comparison stands in it, outside the
    /// brackets of functions.
    fn opens_condition(&self) -> bool {
        if !matches!(self.part(), Some(Part::Open(Bracket::Round))) {
            return false;
        }
        // Of each bracket that is open whether a function or a name stands before it.
        let mut open: Vec<bool> = Vec::new();
        for at in self.at..self.end {
            match self.part_at(at) {
                Some(Part::Open(_)) => {
                    let before = at.checked_sub(1).filter(|before| *before >= self.at);
                    open.push(before.is_some_and(|before| {
                        matches!(self.part_at(before), Some(Part::Word(_) | Part::Term(_) | Part::Unknown))
                    }));
                }
                Some(Part::Close(_)) => {
                    open.pop();
                }
                Some(Part::Relation(_) | Part::Equals) if !open.contains(&true) => return !open.is_empty(),
                _ => {}
            }
            if open.is_empty() {
                return false;
            }
        }
        false
    }

    /// What stands behind `ratio of`, `sum of` and the like.
    fn of(&mut self, prefix: Prefix, depth: usize) -> Result<Value, ReadError> {
        // What stands in brackets behind the last operand is said of what is made of all.
        let mut trailing = Vec::new();
        let joint = |reader: &mut Self, words: &[Word], name: &'static str| {
            if words.iter().any(|word| reader.take_word(*word)) {
                Ok(())
            } else {
                Err(reader.after_operand(Expected::Joint(name)))
            }
        };
        let node = match prefix {
            Prefix::Ratio | Prefix::Percentage | Prefix::Quotient => {
                let part = self.chain(depth + 1)?;
                joint(self, &[Word::To, Word::And, Word::By], "to")?;
                let whole = self.operand(depth + 1)?;
                let by = Joint {
                    between: Between::Is(Operation::Divide),
                    is_word: true,
                    closes: false,
                    is_spelled: false,
                    length: 0,
                };
                let whole = self.divisor(whole, &by, depth + 1)?;
                self.divides_alike(&part, &whole)?;
                trailing = whole.trailing;
                let whole = whole.node;
                let ratio = binary(Operation::Divide, part.node, whole);
                if prefix == Prefix::Percentage { hundredfold(ratio) } else { ratio }
            }
            Prefix::Difference => {
                let left = self.operand(depth + 1)?.settled().node;
                joint(self, &[Word::And], "and")?;
                let right = self.operand(depth + 1)?;
                trailing = right.trailing;
                binary(Operation::Subtract, left, right.node)
            }
            _ => {
                let mut all = vec![self.operand(depth + 1)?.settled().node];
                // `the product of A, multiplied by B` says it twice.
                if prefix == Prefix::Product && self.joint(None).is_some_and(|joint| joint.is_word) {
                    let first = all.pop().map(Value::new);
                    let Some(first) = first else { return Err(self.expected(Expected::Operand)) };
                    let chain = self.chain_from(first, depth + 1)?;
                    if !matches!(chain.node.kind, Kind::Binary(Operation::Multiply, ..)) {
                        return Err(self.after_operand(Expected::Joint("and")));
                    }
                    return Ok(Value { is_open_sum: false, tail: 0, is_name: false, ..chain });
                }
                loop {
                    let comma = !self.commas_part && self.part() == Some(&Part::Comma) && {
                        let behind = self.at + 1;
                        self.starts(behind)
                            || self.is_word(behind, Word::And)
                            || self.is_word(behind, Word::Or)
                    };
                    self.at += usize::from(comma);
                    let and = self.take_word(Word::And) || self.take_word(Word::Or);
                    if !comma && !and {
                        break;
                    }
                    let mut operand = self.operand(depth + 1)?;
                    // `the greater of 0 and 1 minus late divided by all`: to the end of the clause.
                    let bounds = matches!(prefix, Prefix::Least | Prefix::Greatest);
                    if and && bounds && !self.mode.other_bond {
                        let clause_only = std::mem::replace(&mut self.clause_only, true);
                        let rest = self.chain_from(operand, depth + 1);
                        self.clause_only = clause_only;
                        operand = rest?;
                    }
                    if and {
                        trailing = operand.trailing;
                        all.push(operand.node);
                        break;
                    }
                    all.push(operand.settled().node);
                }
                if all.len() < 2 {
                    // One name that stands for many: `the total of downtime`.
                    match (prefix, all.pop()) {
                        (Prefix::Sum, Some(only)) if !matches!(only.kind, Kind::Number(_)) => only,
                        _ => return Err(self.after_operand(Expected::Joint("and"))),
                    }
                } else {
                    match prefix {
                        Prefix::Product => chained(Operation::Multiply, all),
                        Prefix::Mean => called(Function::Mean, all),
                        Prefix::Least => called(Function::Min, all),
                        Prefix::Greatest => called(Function::Max, all),
                        _ => chained(Operation::Add, all),
                    }
                }
            }
        };
        Ok(Value { trailing, ..Value::new(node) })
    }

    /// `divide A by B, then multiply by 100`, in the imperative or with -ing: step after step.
    fn doers(&mut self, prior: Option<Node>, depth: usize) -> Result<Value, ReadError> {
        let mut made = prior;
        loop {
            let Some(Word::Doer(doer)) = self.word_as(self.at, |word| matches!(word, Word::Doer(_))) else {
                return Err(self.expected(Expected::Operand));
            };
            self.at += 1;
            let first = self.done_to(&made, depth)?;
            let needed =
                |first: Option<Node>, reader: &Self| first.ok_or_else(|| reader.expected(Expected::Operand));
            let (words, name): (&[Word], &'static str) = match doer {
                Doer::Divide | Doer::Multiply => (&[Word::By], "by"),
                Doer::Subtract => (&[Word::From], "from"),
                Doer::Add => (&[Word::And, Word::To], "and"),
            };
            let joined = words.iter().any(|word| self.take_word(*word));
            // `subtract 5 and divide by 3`: from what was made so far.
            let second = if joined {
                Some(self.done_to(&made, depth)?.ok_or_else(|| self.expected(Expected::Operand))?)
            } else {
                None
            };
            let so_far = made.take();
            let node = match (doer, second) {
                (Doer::Divide, Some(second)) => {
                    binary(Operation::Divide, needed(first.or(so_far), self)?, second)
                }
                (Doer::Multiply, Some(second)) => {
                    binary(Operation::Multiply, needed(first.or(so_far), self)?, second)
                }
                (Doer::Subtract, Some(second)) => {
                    self.changed_by(Operation::Subtract, second, needed(first, self)?, self.at - 1)?
                }
                (Doer::Add, Some(second)) => {
                    let first = needed(first.or(so_far), self)?;
                    let is_share = self.is_portion(&first) && !is_constant(&second);
                    let (base, amount) = if is_share { (second, first) } else { (first, second) };
                    self.changed_by(Operation::Add, base, amount, self.at - 1)?
                }
                (Doer::Subtract, None) if so_far.is_some() && first.is_some() => {
                    let (base, amount) = (needed(so_far, self)?, needed(first, self)?);
                    self.changed_by(Operation::Subtract, base, amount, self.at - 1)?
                }
                (Doer::Add, None) if so_far.is_some() && first.is_some() => {
                    let (base, amount) = (needed(so_far, self)?, needed(first, self)?);
                    self.changed_by(Operation::Add, base, amount, self.at - 1)?
                }
                _ => return Err(self.after_operand(Expected::Joint(name))),
            };
            // What is added behind without a comma may belong to the last operand: a bracket is to say it.
            if let Some(Part::Word(Word::Between(Between::Is(Operation::Add | Operation::Subtract)))) =
                self.part()
            {
                return Err(self.unclear(Unclear::Bond, self.at, self.at + 1));
            }
            let mut at = self.at;
            while at < self.end
                && (self.part_at(at) == Some(&Part::Comma)
                    || self.is_word(at, Word::And)
                    || self.is_word(at, Word::Then))
            {
                at += 1;
            }
            let goes_on = at > self.at && self.word_as(at, |word| matches!(word, Word::Doer(_))).is_some();
            if !goes_on {
                return Ok(Value::new(node));
            }
            self.at = at;
            made = Some(node);
        }
    }

    /// What something is done to: an operand, or `the result` of what was made so far.
    fn done_to(&mut self, made: &Option<Node>, depth: usize) -> Result<Option<Node>, ReadError> {
        if self.is_word(self.at, Word::Result)
            && let Some(made) = made
        {
            self.at += 1;
            return Ok(Some(made.clone()));
        }
        if self.starts(self.at) || matches!(self.part(), Some(Part::Unknown | Part::Blank)) {
            let from = self.at;
            let operand = self.operand(depth + 1)?;
            // `divide A by B (rounded)`: of B, or of what is made?
            if !operand.trailing.is_empty() && !matches!(operand.node.kind, Kind::Call(..)) {
                return Err(self.unclear(Unclear::Bond, from, self.at));
            }
            return Ok(Some(operand.settled().node));
        }
        Ok(None)
    }
}

/// A fraction as it is written: 2, 1÷3.
pub(crate) fn fraction_of((above, below): (u8, u8)) -> Node {
    match (above, below) {
        (1, 2) => number(Exact::ratio(1, 2).unwrap_or_else(|| Exact::from(0))),
        (above, 1) => number(i64::from(above)),
        (above, below) => binary(Operation::Divide, number(i64::from(above)), number(i64::from(below))),
    }
}

/// Whether a part is a number or a fraction of numbers, so that `of` multiplies by it.
fn is_rate(node: &Node) -> bool {
    match &node.kind {
        Kind::Binary(Operation::Divide, left, right) => is_number(left) && is_number(right),
        _ => is_number(node),
    }
}

pub(crate) fn chained(operation: Operation, parts: Vec<Node>) -> Node {
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_else(|| number(0));
    parts.fold(first, |left, right| binary(operation, left, right))
}

pub(crate) fn called(function: Function, arguments: Vec<Node>) -> Node {
    let start = arguments.iter().map(|node| node.at.start).min().unwrap_or(0);
    let end = arguments.iter().map(|node| node.at.end).max().unwrap_or(0);
    Node { at: start..end, kind: Kind::Call(function, arguments) }
}

/// Several conditions as one, or the only one as it is.
fn joined(mut parts: Vec<Condition>, join: impl Fn(Vec<Condition>) -> Condition) -> Condition {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        last => {
            parts.extend(last);
            join(parts)
        }
    }
}

/// The divisors in a part that are no numbers.
fn divisors_of(node: &Node, found: &mut Vec<Node>) {
    match &node.kind {
        Kind::Number(_) | Kind::Term(_) => {}
        Kind::Negate(inner) | Kind::Percent(inner) => divisors_of(inner, found),
        Kind::Binary(operation, left, right) => {
            divisors_of(left, found);
            divisors_of(right, found);
            if *operation == Operation::Divide
                && !is_constant(right)
                && !found.iter().any(|known| crate::formula::same(known, right))
            {
                found.push(right.as_ref().clone());
            }
        }
        Kind::Call(_, arguments) => arguments.iter().for_each(|argument| divisors_of(argument, found)),
        Kind::Cases(cases, otherwise) => {
            cases.iter().for_each(|case| divisors_of(&case.then, found));
            otherwise.iter().for_each(|other| divisors_of(other, found));
        }
    }
}

fn closing(bracket: Bracket) -> &'static str {
    match bracket {
        Bracket::Round => ")",
        Bracket::Square => "]",
        Bracket::Curly => "}",
        Bracket::Shell => "〕",
        Bracket::Lens => "】",
        Bracket::Corner => "」",
        Bracket::Angle => "〉",
        Bracket::Quote => "\u{201D}",
    }
}
