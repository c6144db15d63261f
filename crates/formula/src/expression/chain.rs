//! Operands joined by signs and words: what binds to what.

use crate::{
    Exact, Expected, ReadError, Unclear,
    formula::{Kind, Node, Operation, is_number},
    lexicon::{Between, CURRENCIES, Dimension, Form, Verb, Word},
    part::{
        SHARE_PLACES_MIN, binary, hundredfold, is_constant, is_hundredfold, is_one_hundred, is_ratio, number,
    },
    read::{OPERATIONS_MAX, Reader, Words},
    source::Gap,
    token::Part,
    value::{Trailing, Value},
};

/// What joins an operand to those before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Joint {
    pub(super) between: Between,
    pub(super) is_word: bool,
    /// Whether a comma or `then` stands before the word: then it applies to all before.
    pub(super) closes: bool,
    /// Whether it is a word for a division that takes all behind it: `divided by`, `out of`, not `per`.
    pub(super) is_spelled: bool,
    /// How many tokens it has.
    pub(super) length: usize,
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
        let (mut divides, mut divides_by_name) = (false, false);
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
                    && self.closes_before(joint.between, &segment)
                    && (is_worded || is_share || self.divides_usually(joint.between))
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
            let takes =
                self.excludes_before() || divides_by_name && self.folded(self.at - 1, self.at) == "less";
            if joint.closes && takes && divides {
                return Err(self.unclear(Unclear::Bond, at, self.at));
            }
            let mut right = self.operand(depth)?;
            // `days over 10`: divided by 10, or those beyond 10?
            let is_over = joint.is_word && self.folded(at + joint.length - 1, at + joint.length) == "over";
            if is_over
                && is_number(&right.node)
                && segment.last().is_some_and(|(_, left)| matches!(left.node.kind, Kind::Term(_)))
            {
                return Err(self.unclear(Unclear::Over, at, self.at));
            }
            if matches!(
                joint.between,
                Between::Is(Operation::Divide) | Between::PercentageOf | Between::ShareOf
            ) {
                divides = true;
                right = self.divisor(right, &joint, depth)?;
                divides_by_name = matches!(right.node.kind, Kind::Term(_));
            }
            right = self.portioned(right, at, depth)?;
            let operation = match joint.between {
                Between::Is(Operation::Divide) if joint.is_word && !joint.is_spelled => {
                    self.counted_for_each(&segment, &right, at)?
                }
                Between::Is(operation) => operation,
                special => {
                    let Some((before, left)) = segment.pop() else {
                        return Err(self.expected(Expected::Operand));
                    };
                    if matches!(special, Between::PercentageOf | Between::ShareOf) {
                        self.divides_alike(&left, &right)?;
                    }
                    self.counts_all(&left)?;
                    self.counts_all(&right)?;
                    let left = left.settled().node;
                    let Value { node: right, trailing, .. } = right;
                    let made = match special {
                        Between::PercentageOf => hundredfold(binary(Operation::Divide, left, right)),
                        Between::SubtractedFrom => self.changed_by(Operation::Subtract, right, left)?,
                        Between::AddedTo => self.changed_by(Operation::Add, right, left)?,
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
            // `monthly fee increased by 10% times days`: which is done first?
            if self.multiplies_in_words(operation, &joint, &right) {
                return Err(self.unclear(Unclear::Bond, at, self.at));
            }
            let is_sum = segment
                .iter()
                .any(|(operation, _)| matches!(operation, Some(Operation::Add | Operation::Subtract)));
            if changes && !begins_with(&segment, 1) && !begins_with(&segment, 100) {
                if is_sum {
                    return Err(self.unclear(Unclear::Bond, at, self.at));
                }
                let Value { node, trailing, .. } = right;
                let left = self.folded_up(std::mem::take(&mut segment), at)?.settled().node;
                let node = self.changed_by(operation, left, node)?;
                segment.push((None, Value { trailing, ..Value::new(node) }));
                continue;
            }
            segment.push((Some(operation), right));
        }
        let at = self.at;
        let value = self.folded_up(segment, at)?;
        Ok(value.settled())
    }

    /// What a share is of, or a sign divides by, in the other reading: `10% of A plus B` may be of the sum, and of
    /// `A÷B/C` the stroke may be a fraction's.
    fn portioned(&mut self, mut right: Value, at: usize, depth: usize) -> Result<Value, ReadError> {
        if !right.trailing.is_empty() {
            return Ok(right);
        }
        let is_of = self.is_word(at, Word::Share);
        let is_divided = self.folded(at, at + 1) == "÷";
        if is_of {
            return self.summed_in_words(right, depth);
        }
        if is_divided && self.folded(self.at, self.at + 1) == "/" && self.mode.other_bond() {
            self.at += 1;
            let below = self.operand(depth)?;
            self.divides_alike(&right, &below)?;
            let trailing = below.trailing;
            right = Value { trailing, ..Value::new(binary(Operation::Divide, right.node, below.node)) };
        }
        Ok(right)
    }

    /// An operand with what words add to it or take from it, in the reading in which a share is of all of that.
    pub(super) fn summed_in_words(&mut self, mut first: Value, depth: usize) -> Result<Value, ReadError> {
        loop {
            let joint = self.joint(Some(&first)).filter(|joint| joint.is_word && !joint.closes);
            let Some(joint) = joint else { return Ok(first) };
            let Between::Is(operation @ (Operation::Add | Operation::Subtract)) = joint.between else {
                return Ok(first);
            };
            if !first.trailing.is_empty() || !self.mode.other_bond() {
                return Ok(first);
            }
            self.at += joint.length;
            let operand = self.operand(depth)?;
            self.counts_all(&first)?;
            let trailing = operand.trailing;
            first = Value { trailing, ..Value::new(binary(operation, first.node, operand.node)) };
        }
    }

    /// What `per` does before a name. An amount alone counts for each of it, `10,000 yen per late ticket`, and so does a
    /// share of a price, `1% of the fee per hour of downtime`; counts divide, `calls per agent`. Where both may be meant
    /// the other is another reading, and where neither is the rarer one the text is refused.
    fn counted_for_each(
        &self,
        segment: &[(Option<Operation>, Value)],
        right: &Value,
        at: usize,
    ) -> Result<Operation, ReadError> {
        if !matches!(right.node.kind, Kind::Term(_)) {
            return Ok(Operation::Divide);
        }
        let is_sum =
            |operation: &Option<Operation>| matches!(operation, Some(Operation::Add | Operation::Subtract));
        let begun = segment.iter().rposition(|(operation, _)| is_sum(operation)).unwrap_or(0);
        let product = || segment.iter().skip(begun).map(|(_, value)| value);
        let is_money = |value: &Value| {
            let before = self.text.get(..value.node.at.start).unwrap_or("").trim_end();
            is_constant(&value.node)
                && (matches!(&value.unit, Some((unit, _)) if matches!(unit.dimension, Dimension::Money(_)))
                    || before.ends_with(CURRENCIES))
        };
        let has_portion = product().any(|value| self.is_portion(&value.node));
        let has_money = product().any(is_money);
        let mut names = Vec::new();
        product().for_each(|value| crate::formula::collect(&value.node, &mut names));
        let usual = |usual: Operation| match (usual, self.mode.other_per()) {
            (Operation::Multiply, true) => Operation::Divide,
            (_, true) => Operation::Multiply,
            (usual, false) => usual,
        };
        let unclear = || Err(self.unclear(Unclear::Per, at, self.at));
        if names.is_empty() {
            return if has_money || has_portion { Ok(Operation::Multiply) } else { unclear() };
        }
        let of_price = product().any(|value| self.holds_amount_name(&value.node));
        let of_count = product().all(|value| is_constant(&value.node) || self.is_count_name(&value.node));
        let operation = match (of_price, has_money, has_portion) {
            (true, _, true) => Operation::Multiply,
            (true, ..) if product().any(|value| scales(&value.node)) => usual(Operation::Multiply),
            // `monthly fee per hour of downtime` is a rate, or a deduction for each hour.
            (true, ..) if self.folded_words(&right.node).is_some_and(begins_with_period) => return unclear(),
            (true, ..) => usual(Operation::Divide),
            (false, true, _) | (false, _, true) if of_count => usual(Operation::Divide),
            (false, true, _) | (false, _, true) => return unclear(),
            (false, false, false) => Operation::Divide,
        };
        // `price per unit × quantity` is a price of one times how many.
        let is_multiplied = self.joint(Some(right)).is_some_and(|joint| {
            !joint.closes && joint.between == Between::Is(Operation::Multiply) && {
                let behind = self.at + joint.length;
                !matches!(self.part_at(behind), Some(Part::Number(_)))
            }
        });
        if operation == Operation::Divide && is_multiplied { unclear() } else { Ok(operation) }
    }

    /// The words of a name as the text has them.
    fn folded_words(&self, node: &Node) -> Option<&str> {
        self.text.get(node.at.clone())
    }

    /// Whether the name of an amount of money stands in a part.
    fn holds_amount_name(&self, node: &Node) -> bool {
        match &node.kind {
            Kind::Binary(_, left, right) => self.holds_amount_name(left) || self.holds_amount_name(right),
            Kind::Negate(inner) => self.holds_amount_name(inner),
            _ => self.is_amount_name(node),
        }
    }

    /// `total - downtime over total`: a word that divides closes a sum in signs too, but where words bind as signs do.
    pub(super) fn divides_usually(&self, between: Between) -> bool {
        between == Between::Is(Operation::Divide) && self.mode.words() == Words::Usual
    }

    /// Whether names are divided by the sum that follows, behind the divisor's first part: `A divided by B less C`, and in
    /// signs `A divided by B − C`. Spelled out it is, unless a number follows the first name or a further division; behind
    /// a sign, or with words bound otherwise, it is not. What is excluded belongs to what stands right before it.
    pub(super) fn divisor(
        &mut self,
        mut first: Value,
        divider: &Joint,
        depth: usize,
    ) -> Result<Value, ReadError> {
        if !first.trailing.is_empty() || is_number(&first.node) {
            return Ok(first);
        }
        let is_worded = divider.is_word && divider.is_spelled;
        let mut is_sum = false;
        loop {
            let joint =
                self.joint(Some(&first)).filter(|joint| !joint.closes && (joint.is_word || is_worded));
            let Some(joint) = joint else { return Ok(first) };
            let Between::Is(operation @ (Operation::Add | Operation::Subtract)) = joint.between else {
                return Ok(first);
            };
            let word = self.folded(self.at, self.at + joint.length);
            let excludes = EXCLUDES.contains(&word);
            let is_usual = (divider.is_spelled || excludes) && self.mode.words() == Words::Usual;
            if is_usual == self.mode.other_bond() {
                return Ok(first);
            }
            let read = self.attempt(|reader| {
                reader.at += joint.length;
                let operand = reader.operand(depth)?;
                let behind = reader.joint(Some(&operand));
                let divides = behind.is_some_and(|behind| {
                    !behind.closes
                        && (!matches!(
                            behind.between,
                            Between::Is(Operation::Add | Operation::Subtract | Operation::Multiply)
                        ) || !joint.is_word
                            && !behind.is_word
                            && matches!(behind.between, Between::Is(Operation::Multiply)))
                });
                // `A divided by B minus 5`, but `A divided by B plus C plus 1`.
                if is_number(&operand.node) && !is_sum || divides {
                    return Err(reader.expected(Expected::Operand));
                }
                Ok(operand)
            });
            let Ok(operand) = read else { return Ok(first) };
            is_sum = true;
            self.counts_all(&first)?;
            let trailing = operand.trailing;
            first = Value { trailing, ..Value::new(binary(operation, first.node, operand.node)) };
            if !first.trailing.is_empty() {
                return Ok(first);
            }
        }
    }

    /// Whether a word applies to the whole segment before it, without a comma.
    pub(super) fn closes_before(&self, between: Between, segment: &[(Option<Operation>, Value)]) -> bool {
        let operation = match between {
            Between::Is(operation) => operation,
            Between::PercentageOf | Between::ShareOf => Operation::Divide,
            _ => return true,
        };
        let is_sum = segment
            .iter()
            .any(|(operation, _)| matches!(operation, Some(Operation::Add | Operation::Subtract)));
        is_sum
            && match self.mode.words() {
                Words::InOrder => operation.strength() > 1,
                Words::ByStrength => false,
                // Of names a sum is meant to be divided: a count less a rate would be an odd thing. Of 1 or 100 it is not.
                Words::Usual => {
                    operation == Operation::Divide
                    // `a divided by b minus c divided by d`: two quotients.
                    && !segment.iter().any(|(operation, _)| *operation == Some(Operation::Divide))
                    && !holds_lone_number(segment)
                }
            }
    }

    /// Whether a sign or a word goes on from a percentage to what it is a percentage of: `less 10% of`, `less 10% × B`.
    pub(super) fn multiplies_on(&self, right: &Value) -> bool {
        self.joint(Some(right)).is_some_and(|joint| {
            !joint.closes && matches!(joint.between, Between::Is(Operation::Multiply | Operation::Divide))
        })
    }

    /// Whether a percentage that words add or take is multiplied by words behind it, other than `of`.
    fn multiplies_in_words(&self, operation: Operation, joint: &Joint, right: &Value) -> bool {
        matches!(operation, Operation::Add | Operation::Subtract)
            && joint.is_word
            && self.is_portion(&right.node)
            && self.joint(Some(right)).is_some_and(|behind| {
                behind.is_word
                    && !behind.closes
                    && matches!(behind.between, Between::Is(Operation::Multiply | Operation::Divide))
            })
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
        Err(self.unclear_at(Unclear::Units { first, second }, &whole.node))
    }

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
            let product = self.product(first, products);
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

    fn limits_fit(&self, node: &Node, trailing: &[Trailing]) -> Result<(), ReadError> {
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

    /// Factors and divisors from the left; in another mode factors first, but for a hundredfold of the whole.
    pub(super) fn product(&self, first: Value, rest: Vec<(Operation, Value)>) -> Value {
        if rest.is_empty() {
            return first;
        }
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

    /// Whether a star with a small number stands apart at the end, where the text multiplies by another sign.
    pub(super) fn is_footnote_star(&self) -> bool {
        self.folded(self.at, self.at + 1) == "*"
            && self.gap_at(self.at) > Gap::None
            && self.gap_at(self.at + 1) == Gap::None
            && self.at + 2 == self.end
            && self.folded(self.at + 1, self.end).len() == 1
            && matches!(self.part_at(self.at + 1), Some(Part::Number(_)))
            && (0..self.at).any(|at| matches!(self.folded(at, at + 1), "×" | "x"))
    }

    /// What joins the next operand to those before it.
    pub(super) fn joint(&self, left: Option<&Value>) -> Option<Joint> {
        let sign = |operation| Joint {
            between: Between::Is(operation),
            is_word: false,
            closes: false,
            is_spelled: false,
            length: 1,
        };
        match self.part()? {
            // `A÷B×100 *2`: a star that is set apart before the last figure marks a footnote, or multiplies.
            Part::Operator(Operation::Multiply) if self.is_footnote_star() => return None,
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
        // `divided by A and multiplied by 100`
        let goes_on = |at: usize| {
            let is_step =
                |word| matches!(word, Word::Between(Between::Is(Operation::Divide | Operation::Multiply)));
            self.word_as(at, is_step).is_some() && self.folded(at, at + 1).ends_with("by")
        };
        while self.is_word(at, Word::Then) || self.is_word(at, Word::And) && (at > self.at || goes_on(at + 1))
        {
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
    pub(super) fn excludes_before(&self) -> bool {
        self.at.checked_sub(1).is_some_and(|at| EXCLUDES.contains(&self.folded(at, self.at)))
    }

    /// A verb right between two operands: A割るB.
    pub(crate) fn said_as_sign(&self) -> Option<Operation> {
        let Word::Verb(verb, Form::Attributive) = self.word()? else { return None };
        let operation = match (verb, self.folded(self.at, self.at + 1)) {
            (Verb::Divide, "割る") => Operation::Divide,
            (Verb::Multiply, "掛ける" | "かける") => Operation::Multiply,
            (Verb::Add, "足す") => Operation::Add,
            (Verb::Subtract, "引く") => Operation::Subtract,
            _ => return None,
        };
        self.starts(self.at + 1).then_some(operation)
    }

    /// Whether a lone letter x stands at a place.
    pub(super) fn is_ex(&self, at: usize) -> bool {
        self.folded(at, at + 1) == "x" || self.is_word(at, Word::Ex)
    }

    /// Whether the long-vowel mark at the reader's place lengthens the kana before it: サーバー.
    pub(super) fn lengthens(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let before = before.and_then(|token| self.signs.get(token.to.checked_sub(1)?));
        self.gap_at(self.at) == Gap::None
            && before.is_some_and(|sign| {
                matches!(sign.c, '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}')
            })
    }
}

/// Whether the last operand of a segment is multiplied or divided: what is said behind is said of the whole.
fn last_is_product(segment: &[(Option<Operation>, Value)]) -> bool {
    matches!(segment.last(), Some((Some(Operation::Multiply | Operation::Divide), _)))
}

/// Whether a number stands in a segment that is no factor: in `A less 10% of B` there is none.
fn holds_lone_number(segment: &[(Option<Operation>, Value)]) -> bool {
    let multiplies = |at: usize| matches!(segment.get(at), Some((Some(Operation::Multiply), _)));
    segment.iter().enumerate().any(|(n, (_, value))| {
        is_number(&value.node)
            && !(matches!(value.node.kind, Kind::Percent(_)) && (multiplies(n) || multiplies(n + 1)))
    })
}

/// Whether a segment is a sum that begins with this number.
fn begins_with(segment: &[(Option<Operation>, Value)], first: i64) -> bool {
    segment.len() > 1
        && segment.first().is_some_and(
            |(_, value)| matches!(&value.node.kind, Kind::Number(number) if *number == Exact::from(first)),
        )
}

/// Whether a factor that is a number stands in a part: 2, or `half` of a name.
fn scales(node: &Node) -> bool {
    match &node.kind {
        Kind::Number(_) => true,
        Kind::Binary(Operation::Multiply, left, right) => scales(left) || scales(right),
        _ => false,
    }
}

/// Whether a name counts a span of time of something: `hour of downtime`.
fn begins_with_period(name: &str) -> bool {
    let mut words = name.split_whitespace().map(str::to_lowercase);
    let first = words.next().unwrap_or_default();
    let first = first.strip_suffix('s').unwrap_or(&first).to_owned();
    super::PERIODS.iter().any(|(period, _)| *period == first) && words.next().is_some_and(|word| word == "of")
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

/// Whether a part is a number or a fraction of numbers, so that `of` multiplies by it.
fn is_rate(node: &Node) -> bool {
    match &node.kind {
        Kind::Binary(Operation::Divide, left, right) => is_number(left) && is_number(right),
        _ => is_number(node),
    }
}
