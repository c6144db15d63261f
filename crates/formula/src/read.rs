//! Reading: the text of a formula to its tree.

use std::ops::Range;

use crate::{
    Exact, Expected, Formula, Function, ReadError, Relation, TermId, Vocabulary,
    condition::{Case, Condition},
    formula::{Kind, Node, Operation},
    kanji, prose,
    vocabulary::fold,
};

/// The most characters that a formula may have.
pub const LENGTH_MAX: usize = 4_096;
/// The deepest nesting that a formula may have.
pub const DEPTH_MAX: usize = 64;
/// The most operations that may stand one within another or one behind another.
pub const OPERATIONS_MAX: usize = 256;
/// The most digits before and after the point of a number.
pub(crate) const DIGITS_MAX: u8 = 18;

/// Reads a formula: names of the vocabulary (the longest that fits), numbers (also in kanji), `+ − × ÷ %` in full or
/// half width, brackets, functions, and a name with an equals sign before it; or the same in words: `AをBで除した割合`,
/// `A divided by B times 100`.
///
/// Where a text can be read in more than one way this is the reading that comes first of [`crate::read_all`].
///
/// # Errors
/// [`ReadError`] with the place, what was expected there, and known names near to an unknown one.
pub fn read(text: &str, vocabulary: &Vocabulary) -> Result<Formula, ReadError> {
    let length = text.chars().count();
    if length > LENGTH_MAX {
        return Err(ReadError::TooLong { length, limit: LENGTH_MAX });
    }
    let folded: Vec<(usize, char)> = fold(text).collect();
    let (defines, start) = match equals(&folded) {
        Some(n) => {
            let at = folded.get(n).map_or(0, |(at, _)| *at);
            let name = text.get(..at).map(str::trim).filter(|name| !name.is_empty());
            (name.map(str::to_owned), n + 1)
        }
        None => (None, 0),
    };
    let mut reader = Reader {
        text,
        folded,
        at: start,
        vocabulary,
        mode: Mode::default(),
        commas_part: false,
        furthest: None,
        phrases_left: PHRASES_MAX,
        worded_brackets: 0,
    };
    let by_signs = reader.whole();
    let root = match by_signs {
        Ok(root) => root,
        // What is no formula of signs may be one of words.
        Err(error) => match prose::whole(&mut reader, start).into_iter().next() {
            Some((_, root)) => root,
            // Of the two readers the one that got further says what is wrong.
            None => {
                let place = |error: &ReadError| error.at().map(|at| at.start);
                return Err(match reader.furthest.take() {
                    Some(of_words) if place(&of_words) > place(&error) => of_words,
                    _ => error,
                });
            }
        },
    };
    Ok(Formula { defines, root })
}

/// The equals sign behind the name that a formula defines: the first one outside brackets, where conditions stand.
fn equals(folded: &[(usize, char)]) -> Option<usize> {
    let mut depth = 0_usize;
    folded.iter().position(|(_, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        *c == '=' && depth == 0
    })
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

/// How many characters of what is no name are quoted.
const UNKNOWN_MAX: usize = 40;
/// How many phrases are looked for in one text.
const PHRASES_MAX: usize = 10_000;

/// How a text is read where it can be read in more than one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Mode {
    /// `×` binds tighter than `÷`: `a÷b×c` is `a÷(b×c)`.
    pub(crate) times_first: bool,
    /// Operators in words are applied as they come: `a minus b divided by c` is `(a−b)÷c`.
    pub(crate) words_in_order: bool,
    /// The shortest name that fits is taken, not the longest.
    pub(crate) short_names: bool,
}

pub(crate) struct Reader<'a> {
    pub(crate) text: &'a str,
    pub(crate) folded: Vec<(usize, char)>,
    pub(crate) at: usize,
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) mode: Mode,
    /// Whether a comma parts the arguments of a function, not thousands.
    commas_part: bool,
    /// How many more phrases may be looked for: texts that have ever more readings are given up.
    pub(crate) phrases_left: usize,
    /// How many brackets with words in them the reader is in.
    pub(crate) worded_brackets: usize,
    /// What was wrong where words were read the furthest.
    furthest: Option<ReadError>,
}

impl<'a> Reader<'a> {
    /// A reader of a text at the first sign after its equals sign.
    pub(crate) fn new(text: &'a str, vocabulary: &'a Vocabulary, mode: Mode) -> Self {
        let folded: Vec<(usize, char)> = fold(text).collect();
        let at = equals(&folded).map_or(0, |n| n + 1);
        Self {
            text,
            folded,
            at,
            vocabulary,
            mode,
            commas_part: false,
            furthest: None,
            phrases_left: PHRASES_MAX,
            worded_brackets: 0,
        }
    }

    /// The rest of the text as a formula of signs.
    pub(crate) fn whole(&mut self) -> Result<Node, ReadError> {
        let root = self.sum(0)?;
        if self.at < self.folded.len() {
            return Err(self.after_operand(Expected::OperatorOrEnd));
        }
        self.within_limits(&root)?;
        Ok(root)
    }
}

/// Whether a character is numeric, but no digit of ours: ², ½, ①.
fn is_no_plain_digit(c: char) -> bool {
    matches!(c, '\u{2070}'..='\u{209F}') || c.is_numeric() && !c.is_ascii_digit() && !kanji::is_digit(c)
}

/// Operators in words, as folded: in lower case, without spaces.
const WORDS: &[(&str, Operation)] = &[
    ("multipliedby", Operation::Multiply),
    ("dividedby", Operation::Divide),
    ("times", Operation::Multiply),
    ("minus", Operation::Subtract),
    ("plus", Operation::Add),
    ("over", Operation::Divide),
    ("per", Operation::Divide),
];

/// What a case distinction begins with, as folded.
const CASES: &[&str] = &["場合分け(", "場合分(", "cases(", "if("];
/// What joins conditions of which all, or any, must hold.
const AND: &[&str] = &["かつ", "且つ", "and"];
const OR: &[&str] = &["又は", "または", "or"];

/// What a ratio begins with, as folded.
const RATIOS: &[&str] = &["ratioof", "theratioof", "percentageof", "thepercentageof"];

impl Reader<'_> {
    pub(crate) fn peek(&self) -> Option<char> {
        self.folded.get(self.at).map(|(_, c)| *c)
    }

    /// The byte at which a folded character stands; the end of the text after the last.
    fn byte(&self, n: usize) -> usize {
        self.folded.get(n).map_or(self.text.len(), |(at, _)| *at)
    }

    pub(crate) fn span(&self, from: usize) -> Range<usize> {
        self.byte(from)..self.byte(self.at)
    }

    /// Whether the long-vowel mark at the reader's place lengthens the kana before it: サーバー.
    fn lengthens(&self) -> bool {
        let before = self.text.get(..self.byte(self.at)).and_then(|text| text.chars().next_back());
        // Hiragana and katakana in both widths, with their marks.
        before.is_some_and(
            |c| matches!(c, '\u{3041}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{FF66}'..='\u{FF9F}'),
        )
    }

    /// The operator at the reader's place, which is after an operand: there a long-vowel mark is somebody's minus,
    /// but right behind kana it belongs to the word.
    pub(crate) fn operator(&self) -> Option<(Operation, usize, u8)> {
        let sign = match self.peek()? {
            'ー' if self.lengthens() => return None,
            '+' => Operation::Add,
            '-' | '−' | '–' | '—' | '―' | '‐' | 'ー' => Operation::Subtract,
            '×' | '*' | '·' | '∙' => Operation::Multiply,
            '÷' | '/' | '∕' | '⁄' => Operation::Divide,
            _ => {
                // `A divided by B, times 100`: a comma may stand before a word, but not where it parts arguments.
                let comma = usize::from(self.peek() == Some(',') && !self.commas_part);
                let (word, operation) =
                    WORDS.iter().find(|(word, _)| self.stands_at(self.at + comma, word))?;
                let strength = if self.mode.words_in_order { 1 } else { operation.strength() };
                return Some((*operation, word.chars().count() + comma, strength));
            }
        };
        let strength = match sign {
            // A hundredfold is the scale of the whole, whatever else binds tighter.
            Operation::Multiply if self.mode.times_first && !self.scales_behind() => 3,
            _ => sign.strength(),
        };
        Some((sign, 1, strength))
    }

    /// Whether the sign at the reader's place has a hundred behind it and no further digit.
    fn scales_behind(&self) -> bool {
        let rest: String =
            self.folded.get(self.at + 1..).unwrap_or_default().iter().take(4).map(|(_, c)| *c).collect();
        let ends = |after: Option<char>| after.is_none_or(|c| !c.is_ascii_digit() && c != '.');
        ["100", "百"]
            .iter()
            .any(|hundred| rest.strip_prefix(hundred).is_some_and(|after| ends(after.chars().next())))
    }

    /// Whether a word stands at the reader's place.
    pub(crate) fn starts(&self, word: &str) -> bool {
        self.stands_at(self.at, word)
    }

    fn stands_at(&self, place: usize, word: &str) -> bool {
        let rest = self.folded.get(place..).unwrap_or_default();
        rest.len() >= word.chars().count() && word.chars().zip(rest).all(|(a, (_, b))| a == *b)
    }

    /// Goes past a word that stands at the reader's place.
    pub(crate) fn skip(&mut self, word: &str) -> bool {
        let stands = self.starts(word);
        if stands {
            self.at += word.chars().count();
        }
        stands
    }

    pub(crate) fn sum(&mut self, depth: usize) -> Result<Node, ReadError> {
        self.chain(depth, 1)
    }

    /// Operands joined by operators of at least that strength, from the left.
    pub(crate) fn chain(&mut self, depth: usize, strength: u8) -> Result<Node, ReadError> {
        let from = self.at;
        let mut left =
            if strength > 3 { return self.operand(depth) } else { self.chain(depth, strength + 1)? };
        let mut parts = 0;
        while let Some((operation, length, _)) = self.operator().filter(|(_, _, found)| *found == strength) {
            // A chain is a tree as deep as it is long.
            parts += 1;
            if parts > OPERATIONS_MAX {
                return Err(self.too_many());
            }
            self.at += length;
            let right = self.chain(depth, strength + 1)?;
            let kind = Kind::Binary(operation, Box::new(left), Box::new(right));
            left = Node { at: self.span(from), kind };
        }
        Ok(left)
    }

    pub(crate) fn operand(&mut self, depth: usize) -> Result<Node, ReadError> {
        if depth >= DEPTH_MAX {
            return Err(self.too_deep());
        }
        let from = self.at;
        let rest = self.folded.get(from..).unwrap_or_default();
        let name = self.vocabulary.name_at(rest, self.mode.short_names);
        let mut node = if let Some((id, length)) = name {
            let id: TermId = id.clone();
            self.at += length;
            Node { at: self.span(from), kind: Kind::Term(id) }
        } else if let Some((function, length)) = Function::called(rest) {
            self.at += length + 1;
            self.call(function, from, depth)?
        } else if let Some(word) = CASES.iter().find(|word| self.starts(word)) {
            self.skip(word);
            self.cases(from, depth)?
        } else if let Some(word) = RATIOS.iter().find(|word| self.starts(word)) {
            self.ratio(word, from, depth)?
        } else {
            match self.peek() {
                Some('(') => {
                    self.at += 1;
                    let commas = std::mem::replace(&mut self.commas_part, false);
                    let inner = self.sum(depth + 1)?;
                    // What goes on in words may be a phrase in brackets: （AからBを引いた値）÷C.
                    let inner = if self.peek() == Some(')') {
                        inner
                    } else {
                        let stuck = self.at;
                        prose::within_brackets(self, from + 1, depth + 1).unwrap_or_else(|| {
                            self.at = stuck;
                            inner
                        })
                    };
                    self.commas_part = commas;
                    if self.peek() != Some(')') {
                        return Err(self.after_operand(Expected::OperatorOrBracket));
                    }
                    self.at += 1;
                    inner
                }
                Some('-' | '−' | '–' | '—' | '―') => {
                    self.at += 1;
                    let inner = self.operand(depth + 1)?;
                    Node { at: self.span(from), kind: Kind::Negate(Box::new(inner)) }
                }
                Some(digit) if digit.is_ascii_digit() => self.number()?,
                Some(digit) if kanji::is_digit(digit) => self.kanji_number()?,
                None => return Err(self.expected(Expected::Operand)),
                Some(c) if is_no_plain_digit(c) => return Err(self.expected(Expected::PlainNumber)),
                Some(_) => return Err(self.unknown()),
            }
        };
        let mut percents = 0;
        while self.peek() == Some('%') {
            percents += 1;
            if percents > OPERATIONS_MAX {
                return Err(self.too_many());
            }
            self.at += 1;
            node = Node { at: self.span(from), kind: Kind::Percent(Box::new(node)) };
        }
        Ok(node)
    }

    /// The arguments of a function, after its opening bracket.
    fn call(&mut self, function: Function, from: usize, depth: usize) -> Result<Node, ReadError> {
        let commas = std::mem::replace(&mut self.commas_part, true);
        let (least, most) = function.arity();
        let mut arguments = Vec::new();
        loop {
            arguments.push(self.sum(depth + 1)?);
            if !matches!(self.peek(), Some(',' | '、')) {
                break;
            }
            if arguments.len() == most {
                return Err(self.expected(Expected::NoFurtherArgument));
            }
            self.at += 1;
        }
        self.commas_part = commas;
        if self.peek() != Some(')') || arguments.len() < least {
            return Err(self.after_operand(Expected::OperatorCommaOrBracket));
        }
        self.at += 1;
        Ok(Node { at: self.span(from), kind: Kind::Call(function, arguments) })
    }

    /// Conditions, each with its value, and what is said of all others, after the opening bracket.
    fn cases(&mut self, from: usize, depth: usize) -> Result<Node, ReadError> {
        let commas = std::mem::replace(&mut self.commas_part, true);
        let (mut cases, mut otherwise) = (Vec::new(), None);
        loop {
            let begun = if self.opens_condition() { None } else { Some(self.sum(depth + 1)?) };
            // What is no comparison is the last value, once there is a case.
            let is_value = begun.is_some() && self.relation().is_none() && !cases.is_empty();
            if let (true, Some(value)) = (is_value, &begun) {
                otherwise = Some(Box::new(value.clone()));
                break;
            }
            let when = self.condition(begun, depth + 1)?;
            if !matches!(self.peek(), Some(',' | '、')) {
                return Err(self.expected(Expected::CaseValue));
            }
            self.at += 1;
            cases.push(Case { when, then: self.sum(depth + 1)? });
            if !matches!(self.peek(), Some(',' | '、')) {
                break;
            }
            self.at += 1;
        }
        self.commas_part = commas;
        if self.peek() != Some(')') {
            return Err(self.after_operand(Expected::OperatorCommaOrBracket));
        }
        self.at += 1;
        Ok(Node { at: self.span(from), kind: Kind::Cases(cases, otherwise) })
    }

    /// Comparisons joined by `and` and `or`, of which the former binds tighter; the left side of the first one may have
    /// been read.
    pub(crate) fn condition(&mut self, begun: Option<Node>, depth: usize) -> Result<Condition, ReadError> {
        if depth >= DEPTH_MAX {
            return Err(self.too_deep());
        }
        let mut parts = vec![self.conjunction(begun, depth)?];
        while OR.iter().any(|word| self.skip(word)) {
            parts.push(self.conjunction(None, depth)?);
        }
        Ok(joined(parts, Condition::Any))
    }

    fn conjunction(&mut self, begun: Option<Node>, depth: usize) -> Result<Condition, ReadError> {
        let mut parts = self.comparison(begun, depth)?;
        while AND.iter().any(|word| self.skip(word)) {
            parts.extend(self.comparison(None, depth)?);
        }
        Ok(joined(parts, Condition::All))
    }

    /// `a < b`, `a ≤ x < b`, or a condition in brackets.
    fn comparison(&mut self, begun: Option<Node>, depth: usize) -> Result<Vec<Condition>, ReadError> {
        if begun.is_none() && self.opens_condition() {
            self.at += 1;
            let inner = self.condition(None, depth + 1)?;
            if !self.skip(")") {
                return Err(self.after_operand(Expected::OperatorOrBracket));
            }
            return Ok(vec![inner]);
        }
        let mut left = match begun {
            Some(left) => left,
            None => self.sum(depth)?,
        };
        let mut parts = Vec::new();
        while let Some((relation, length)) = self.relation() {
            self.at += length;
            let right = self.sum(depth)?;
            parts.push(Condition::Compare(relation, Box::new(left), Box::new(right.clone())));
            left = right;
        }
        if parts.is_empty() { Err(self.after_operand(Expected::Relation)) } else { Ok(parts) }
    }

    fn relation(&self) -> Option<(Relation, usize)> {
        Relation::at(self.folded.get(self.at..).unwrap_or_default())
    }

    /// Whether a bracket opens at the reader's place that holds a condition: a comparison stands in it, outside the
    /// brackets of functions.
    fn opens_condition(&self) -> bool {
        let rest = self.folded.get(self.at..).unwrap_or_default();
        let mut before = None;
        // Of each bracket that is open whether a function or a name stands before it.
        let mut open: Vec<bool> = Vec::new();
        for (n, (_, c)) in rest.iter().enumerate() {
            match c {
                '(' => open.push(before.is_some_and(char::is_alphanumeric)),
                ')' => {
                    open.pop();
                }
                _ if Relation::at(rest.get(n..).unwrap_or_default()).is_some() && !open.contains(&true) => {
                    return !open.is_empty();
                }
                _ => {}
            }
            if open.is_empty() {
                return false;
            }
            before = Some(*c);
        }
        false
    }

    /// `ratio of a to b`, or `percentage of a to b`.
    fn ratio(&mut self, word: &str, from: usize, depth: usize) -> Result<Node, ReadError> {
        self.skip(word);
        let part = self.operand(depth + 1)?;
        if !self.skip("to") {
            return Err(self.expected(Expected::RatioTo));
        }
        let whole = self.operand(depth + 1)?;
        let kind = Kind::Binary(Operation::Divide, Box::new(part), Box::new(whole));
        let ratio = Node { at: self.span(from), kind };
        Ok(if word.ends_with("percentageof") { prose::hundredfold(ratio) } else { ratio })
    }

    /// A number in kanji: 百, 九十五.
    fn kanji_number(&mut self) -> Result<Node, ReadError> {
        let from = self.at;
        let rest: Vec<char> = self.folded.get(from..).unwrap_or_default().iter().map(|(_, c)| *c).collect();
        match kanji::number(&rest) {
            Some((number, length)) => {
                self.at += length;
                Ok(Node { at: self.span(from), kind: Kind::Number(Exact::from(number)) })
            }
            None => Err(self.expected(Expected::KanjiNumber)),
        }
    }

    /// A number in digits, with powers of ten in kanji behind them where there are: 100万, 1億2,000万.
    fn number(&mut self) -> Result<Node, ReadError> {
        let from = self.at;
        let mut sum = self.digits()?;
        let mut part = sum.clone();
        let mut least = i64::MAX;
        while let Some((unit, length)) = kanji::unit(self.folded.get(self.at..).unwrap_or_default()) {
            if unit >= least {
                return Err(self.expected(Expected::KanjiNumber));
            }
            self.at += length;
            least = unit;
            sum = sum - part.clone() + part * Exact::from(unit);
            if !self.peek().is_some_and(|c| c.is_ascii_digit()) {
                break;
            }
            part = self.digits()?;
            sum = sum + part.clone();
        }
        if sum >= Exact::from(10_i64.pow(u32::from(DIGITS_MAX))) {
            return Err(self.expected(Expected::ShortNumber));
        }
        Ok(Node { at: self.span(from), kind: Kind::Number(sum) })
    }

    fn digits(&mut self) -> Result<Exact, ReadError> {
        let (mut digits, mut places, mut seen_point) = (0_i128, 0_u32, false);
        let mut count = 0;
        while let Some(c) = self.peek() {
            match c.to_digit(10) {
                Some(digit) if c.is_ascii_digit() => {
                    count += 1;
                    if count > usize::from(DIGITS_MAX) {
                        return Err(self.expected(Expected::ShortNumber));
                    }
                    digits = digits * 10 + i128::from(digit);
                    places += u32::from(seen_point);
                }
                _ if c == '.' && !seen_point => seen_point = true,
                // A comma between digits parts thousands.
                _ if c == ',' && !seen_point && self.parts_thousands() => {
                    if self.commas_part {
                        return Err(self.expected(Expected::SpaceBehindComma));
                    }
                }
                _ => break,
            }
            self.at += 1;
        }
        Ok(Exact::ratio(digits, 10_i128.pow(places)).unwrap_or_else(|| Exact::from(0)))
    }

    /// Whether the comma at the reader's place parts thousands: three digits follow it at once.
    fn parts_thousands(&self) -> bool {
        let digit = |n: usize| self.folded.get(self.at + n).is_some_and(|(_, c)| c.is_ascii_digit());
        let comma = self.byte(self.at);
        let width = self.text.get(comma..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        self.byte(self.at + 1) == comma + width && (1..=3).all(digit) && !digit(4)
    }

    /// The run of letters at the reader's place, which no name matches: where it stands behind a shorter name, with
    /// that name.
    fn unknown(&self) -> ReadError {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, 'ー' | '・' | '_' | '々');
        if !self.peek().is_some_and(is_part) {
            return self.expected(Expected::Operand);
        }
        let (before, rest) = self.folded.split_at(self.at.min(self.folded.len()));
        let length = rest.iter().take_while(|(_, c)| is_part(*c)).take(UNKNOWN_MAX).count().max(1);
        let from = match self.peek() {
            Some('ー') => self.at - before.iter().rev().take_while(|(_, c)| is_part(*c)).count(),
            _ => self.at,
        };
        let at = self.byte(from)..self.byte(self.at + length);
        let fragment = self.text.get(at.clone()).unwrap_or("").to_owned();
        ReadError::UnknownName { near: self.vocabulary.near(&fragment), at, fragment }
    }

    /// Keeps an error of a reading in words if none stands further on; of two at one place, the one that wants a word
    /// for what is done there, since `Aで…` may also begin a phrase of its own.
    pub(crate) fn fails_with(&mut self, error: ReadError) {
        let wants_words =
            |error: &ReadError| matches!(error, ReadError::Expected { expected: Expected::Words, .. });
        let place = |error: &ReadError| error.at().map(|at| (at.start, wants_words(error)));
        if self.furthest.as_ref().is_none_or(|known| place(known) < place(&error)) {
            self.furthest = Some(error);
        }
    }

    /// What is wrong behind an operand, where something else was expected: half a word, a power, or anything.
    pub(crate) fn after_operand(&self, expected: Expected) -> ReadError {
        match self.peek() {
            Some('ー') => self.unknown(),
            Some(c) if is_no_plain_digit(c) => self.expected(Expected::PlainNumber),
            _ => self.expected(expected),
        }
    }

    pub(crate) fn expected(&self, expected: Expected) -> ReadError {
        let at = self.byte(self.at)..self.byte(self.at + 12);
        let fragment = if at.is_empty() {
            // At the end there is nothing to quote but what stands before it.
            let text = self.text.trim_end();
            let from = text.char_indices().rev().take(12).last().map_or(0, |(at, _)| at);
            text.get(from..).unwrap_or("")
        } else {
            self.text.get(at.clone()).unwrap_or("")
        };
        ReadError::Expected { expected, fragment: fragment.to_owned(), at }
    }

    /// Refuses a tree that is too deep to be printed and read again, or too high to be worked with.
    pub(crate) fn within_limits(&self, root: &Node) -> Result<(), ReadError> {
        let (brackets, operations) = Formula::size(root);
        if operations > OPERATIONS_MAX {
            return Err(self.too_many());
        }
        if brackets >= DEPTH_MAX { Err(self.too_deep()) } else { Ok(()) }
    }

    fn too_many(&self) -> ReadError {
        let at = self.byte(self.at)..self.byte(self.at + 12);
        let fragment = self.text.get(at.clone()).unwrap_or("").to_owned();
        ReadError::TooManyOperations { limit: OPERATIONS_MAX, at, fragment }
    }

    fn too_deep(&self) -> ReadError {
        let at = self.byte(self.at)..self.byte(self.at + 12);
        let fragment = self.text.get(at.clone()).unwrap_or("").to_owned();
        ReadError::TooDeep { limit: DEPTH_MAX, at, fragment }
    }
}
