//! A second, naive evaluator: expressions written by hand, worked out with fractions of its own.
//!
//! It shares no code with the library, so that a reading is compared with what a person wrote down.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;

/// An expression as a person writes it down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expression {
    Number(BigRational),
    Term(String),
    Minus(Box<Self>),
    Percent(Box<Self>),
    Of(char, Box<Self>, Box<Self>),
    /// `min`, `max`, `round`, `down`, `up`.
    Call(String, Vec<Self>),
    If(Box<Self>, Comparison, Box<Self>, Box<Self>, Box<Self>),
    /// No value.
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
}

pub(crate) type Values = BTreeMap<String, BigRational>;

pub(crate) fn whole(number: i64) -> BigRational {
    BigRational::from_integer(BigInt::from(number))
}

impl Expression {
    /// Reads what is written: `round((a-b)/a*100, 2)`.
    pub(crate) fn parse(text: &str) -> Self {
        let mut parser = Parser { signs: text.chars().filter(|c| !c.is_whitespace()).collect(), at: 0 };
        let expression = parser.sum();
        assert_eq!(parser.at, parser.signs.len(), "{text}");
        expression
    }

    /// What it comes to; `None` where it has no value.
    pub(crate) fn value(&self, values: &Values) -> Option<BigRational> {
        let hundred = whole(100);
        Some(match self {
            Self::Number(number) => number.clone(),
            Self::Term(name) => values.get(name)?.clone(),
            Self::Minus(inner) => -inner.value(values)?,
            Self::Percent(inner) => inner.value(values)? / hundred,
            Self::Of(sign, left, right) => {
                let (a, b) = (left.value(values)?, right.value(values)?);
                match sign {
                    '+' => a + b,
                    '-' => a - b,
                    '*' => a * b,
                    _ if b == whole(0) => return None,
                    _ => a / b,
                }
            }
            Self::Call(name, arguments) => {
                let values: Option<Vec<BigRational>> =
                    arguments.iter().map(|argument| argument.value(values)).collect();
                let values = values?;
                match name.as_str() {
                    "min" => values.into_iter().min()?,
                    "max" => values.into_iter().max()?,
                    _ => {
                        let ten = whole(10);
                        let places: i32 = values.get(1).map_or(0, |n| n.to_integer().try_into().unwrap());
                        let unit = (0..places.abs()).fold(whole(1), |unit, _| unit * ten.clone());
                        let unit = if places < 0 { unit } else { whole(1) / unit };
                        let scaled = values[0].clone() / unit.clone();
                        let half = whole(1) / whole(2);
                        let is_below = scaled < whole(0);
                        let size = if is_below { -scaled } else { scaled };
                        let size = match name.as_str() {
                            "round" => (size + half).floor(),
                            "down" => size.floor(),
                            "up" => size.ceil(),
                            other => panic!("{other}"),
                        };
                        (if is_below { -size } else { size }) * unit
                    }
                }
            }
            Self::If(left, comparison, right, then, otherwise) => {
                let (a, b) = (left.value(values)?, right.value(values)?);
                let holds = match comparison {
                    Comparison::Less => a < b,
                    Comparison::AtMost => a <= b,
                    Comparison::Equal => a == b,
                    Comparison::AtLeast => a >= b,
                    Comparison::More => a > b,
                };
                if holds { then.value(values)? } else { otherwise.value(values)? }
            }
            Self::None => return None,
        })
    }
}

struct Parser {
    signs: Vec<char>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.signs.get(self.at).copied()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, wanted: char) {
        assert!(self.take(wanted), "{wanted} at {} of {}", self.at, self.signs.iter().collect::<String>());
    }

    fn sum(&mut self) -> Expression {
        let mut left = self.product();
        while let Some(sign) = self.peek().filter(|c| "+-".contains(*c)) {
            self.at += 1;
            left = Expression::Of(sign, Box::new(left), Box::new(self.product()));
        }
        left
    }

    fn product(&mut self) -> Expression {
        let mut left = self.operand();
        while let Some(sign) = self.peek().filter(|c| "*/".contains(*c)) {
            self.at += 1;
            left = Expression::Of(sign, Box::new(left), Box::new(self.operand()));
        }
        left
    }

    fn operand(&mut self) -> Expression {
        let mut operand = if self.take('(') {
            let inner = self.sum();
            self.expect(')');
            inner
        } else if self.take('-') {
            Expression::Minus(Box::new(self.operand()))
        } else if self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.number()
        } else {
            self.word()
        };
        while self.take('%') {
            operand = Expression::Percent(Box::new(operand));
        }
        operand
    }

    fn number(&mut self) -> Expression {
        let (mut number, mut unit, mut seen_point) = (whole(0), whole(1), false);
        while let Some(c) = self.peek() {
            if c == '.' {
                seen_point = true;
            } else if let Some(digit) = c.to_digit(10) {
                number = number * whole(10) + whole(i64::from(digit));
                if seen_point {
                    unit *= whole(10);
                }
            } else {
                break;
            }
            self.at += 1;
        }
        Expression::Number(number / unit)
    }

    fn word(&mut self) -> Expression {
        let from = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_') {
            self.at += 1;
        }
        let word: String = self.signs[from..self.at].iter().collect();
        assert!(!word.is_empty(), "nothing at {from} of {}", self.signs.iter().collect::<String>());
        match word.as_str() {
            "none" => Expression::None,
            "if" => {
                self.expect('(');
                let left = self.sum();
                let (more, less) = (self.take('>'), self.take('<'));
                let equal = self.take('=');
                let comparison = match (more, less, equal) {
                    (true, _, true) => Comparison::AtLeast,
                    (true, _, false) => Comparison::More,
                    (_, true, true) => Comparison::AtMost,
                    (_, true, false) => Comparison::Less,
                    _ => Comparison::Equal,
                };
                let right = self.sum();
                self.expect(',');
                let then = self.sum();
                self.expect(',');
                let otherwise = self.sum();
                self.expect(')');
                Expression::If(
                    Box::new(left),
                    comparison,
                    Box::new(right),
                    Box::new(then),
                    Box::new(otherwise),
                )
            }
            _ if self.take('(') => {
                let mut arguments = vec![self.sum()];
                while self.take(',') {
                    arguments.push(self.sum());
                }
                self.expect(')');
                Expression::Call(word, arguments)
            }
            _ => Expression::Term(word),
        }
    }
}

#[test]
fn the_oracle_works_out_what_is_written() {
    let values: Values = [("a", 29), ("b", 30)].into_iter().map(|(k, v)| (k.to_owned(), whole(v))).collect();
    let value = |text: &str| Expression::parse(text).value(&values).map(|value| value.to_string());
    assert_eq!(value("a/b*100").unwrap(), "290/3");
    assert_eq!(value("round(a/b*100,1)").unwrap(), "967/10");
    assert_eq!(value("down(0-a/b*100,0)").unwrap(), "-96");
    assert_eq!(value("up(a*100,-3)").unwrap(), "3000");
    assert_eq!(value("if(a>=b, 1, if(a<10%, 2, min(a,b)))").unwrap(), "29");
    assert_eq!(value("1-2-3*2.5%").unwrap(), "-43/40");
    assert_eq!(value("a/(b-30)"), None);
    assert_eq!(value("none"), None);
}
