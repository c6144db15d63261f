//! Formulas as publishers print them: how many are read, and that none is misread.

use std::{collections::BTreeMap, fmt::Write as _, path::PathBuf};

use formula::{Exact, Operands, Outcome, Term, Vocabulary, read};
use num_bigint::BigInt;
use num_rational::BigRational;

use super::oracle::{Expression, Values, whole};

/// A published formula with what a person reads in it.
struct Published {
    id: String,
    text: String,
    is_japanese: bool,
    names: BTreeMap<String, Vec<String>>,
    /// What it comes to; `None` where nobody can read it.
    reads: Option<Expression>,
    defines: Option<String>,
}

fn half(name: &str) -> Vec<Published> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/published").join(name);
    let table: toml::Table = std::fs::read_to_string(&path).unwrap().parse().unwrap();
    let string =
        |table: &toml::Table, key: &str| table.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let formulas = table["formula"].as_array().unwrap().iter().map(|formula| {
        let formula = formula.as_table().unwrap();
        let names = formula["names"].as_table().unwrap().iter().map(|(id, names)| {
            let names = names.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned());
            (id.clone(), names.collect())
        });
        Published {
            id: string(formula, "id").unwrap(),
            text: string(formula, "text").unwrap(),
            is_japanese: string(formula, "language").unwrap() == "ja",
            names: names.collect(),
            reads: string(formula, "reads").map(|reads| Expression::parse(&reads)),
            defines: string(formula, "defines"),
        }
    });
    formulas.collect()
}

/// What became of a published formula.
enum Fate {
    Read,
    /// Refused, and why.
    Refused(String),
    /// Read with a name that the corpus cuts otherwise.
    NamedOtherwise(String),
    /// Read as something else.
    Misread(String),
}

impl Published {
    fn vocabulary(&self) -> Option<Vocabulary> {
        let terms = self.names.iter().map(|(id, names)| {
            let (ja, en) = if self.is_japanese { (names.clone(), vec![]) } else { (vec![], names.clone()) };
            Term { id: id.as_str().into(), ja, en }
        });
        Vocabulary::new(terms).ok()
    }

    /// Values to try: tiers are near 100 %, prices and days are whole numbers.
    fn values(&self) -> impl Iterator<Item = Values> {
        let shares =
            [("1", "1"), ("999", "1000"), ("9992", "10000"), ("97", "100"), ("92", "100"), ("3", "10")];
        let shares =
            shares.map(|(a, b)| BigRational::new(a.parse::<BigInt>().unwrap(), b.parse::<BigInt>().unwrap()));
        let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
        (0..24_usize).map(move |round| {
            let mut values = Values::new();
            for (n, id) in self.names.keys().enumerate() {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let drawn = i64::try_from(seed >> 33).unwrap();
                let value = match round % 4 {
                    0 => whole(1 + drawn % 97),
                    1 => whole(1 + drawn % 9_973) / whole(7),
                    2 => shares[(round / 4 + n) % shares.len()].clone(),
                    _ => whole(1_000 + drawn % 90_001),
                };
                values.insert(id.clone(), value);
            }
            values
        })
    }

    /// The names that the text uses by itself, under the identifiers of those that the corpus lists.
    fn own_names(&self) -> Option<Vocabulary> {
        let plain = |name: &str| name.to_lowercase().replace(char::is_whitespace, "");
        let mut terms: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for term in Vocabulary::of_text(&self.text).terms() {
            let name = &term.ja[0];
            let known = self
                .names
                .iter()
                .find(|(_, names)| names.contains(name))
                .or_else(|| {
                    self.names.iter().find(|(_, names)| names.iter().any(|known| plain(known) == plain(name)))
                })
                .map_or_else(|| format!("other {name}"), |(id, _)| id.clone());
            terms.entry(known).or_default().push(name.clone());
        }
        let terms = terms.into_iter().map(|(id, ja)| Term { id: id.as_str().into(), ja, en: vec![] });
        Vocabulary::new(terms).ok()
    }

    fn fate(&self, vocabulary: Option<Vocabulary>) -> Fate {
        let Some(vocabulary) = vocabulary else {
            return Fate::Refused("the names make no vocabulary".to_owned());
        };
        let formula = match read(&self.text, &vocabulary) {
            Ok(formula) => formula,
            Err(error) => return Fate::Refused(error.text(&self.text).en),
        };
        let printed = || formula.to_text(&vocabulary).ja;
        let Some(expected) = &self.reads else {
            return Fate::Misread(format!("nobody can read it; read as {}", printed()));
        };
        let others = formula.terms().into_iter().filter(|id| id.as_str().starts_with("other "));
        if let Some(other) = others.map(|id| id.as_str().to_owned()).next() {
            return Fate::NamedOtherwise(other);
        }
        for values in self.values() {
            let operands: Operands = values
                .iter()
                .map(|(id, value)| {
                    let exact = Exact::ratio(value.numer().clone(), value.denom().clone()).unwrap();
                    (id.as_str(), exact)
                })
                .collect();
            let found = match formula.evaluate(&operands, &vocabulary) {
                Outcome::Defined(value) => {
                    Some(BigRational::new(value.numerator().clone(), value.denominator().clone()))
                }
                Outcome::Undefined(_) => None,
            };
            if found != expected.value(&values) {
                return Fate::Misread(format!("read as {}", printed()));
            }
        }
        if self.defines.is_some() && formula.defines() != self.defines.as_deref() {
            return Fate::Misread(format!("defines {:?}", formula.defines()));
        }
        Fate::Read
    }
}

/// What became of a half, a line each for what was not read.
fn summary(name: &str, names: fn(&Published) -> Option<Vocabulary>) -> String {
    let (mut read, mut refused, mut misread, mut unreadable, mut otherwise) = (0, 0, 0, 0, 0);
    let mut lines = String::new();
    for formula in half(name) {
        let mut line = |word: &str, why: &str| writeln!(lines, "{word} {}: {why}", formula.id).unwrap();
        match formula.fate(names(&formula)) {
            Fate::Read => read += 1,
            Fate::Refused(_) if formula.reads.is_none() => unreadable += 1,
            Fate::Refused(why) => {
                refused += 1;
                line("refused", &why);
            }
            Fate::NamedOtherwise(why) => {
                otherwise += 1;
                line("named otherwise", &why);
            }
            Fate::Misread(why) => {
                misread += 1;
                line("MISREAD", &why);
            }
        }
    }
    let otherwise = if otherwise == 0 { String::new() } else { format!(", named otherwise {otherwise}") };
    format!(
        "read {read}, refused {refused}, misread {misread}{otherwise}; rightly refused {unreadable}\n{lines}"
    )
}

/// The rule by which the halves are parted.
#[test]
fn each_half_holds_the_texts_that_its_hash_puts_there() {
    for (name, bit) in [("development.toml", 0), ("set-aside.toml", 1)] {
        for formula in half(name) {
            let hash = formula.text.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
            });
            assert_eq!(hash >> 7 & 1, bit, "{}", formula.id);
        }
    }
    assert_eq!(half("development.toml").len() + half("set-aside.toml").len(), 224);
}

#[test]
fn published_formulas_of_the_development_half() {
    insta::assert_snapshot!(summary("development.toml", Published::vocabulary));
}

#[test]
fn published_formulas_of_the_half_set_aside() {
    insta::assert_snapshot!(summary("set-aside.toml", Published::vocabulary));
}

#[test]
fn names_that_the_texts_of_the_development_half_use_by_themselves() {
    insta::assert_snapshot!(summary("development.toml", Published::own_names));
}
