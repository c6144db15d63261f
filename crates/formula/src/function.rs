//! Functions of formulas: the least, the greatest, sums, means and rounding.

use provenance::Language;

use crate::Rounding;

/// A function that a formula may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    /// The least of its arguments.
    Min,
    /// The greatest of its arguments.
    Max,
    /// Their sum.
    Sum,
    /// Their mean.
    Mean,
    /// Its first argument rounded to as many places as the second says, or to a whole number without one.
    Round(Rounding),
}

/// Each function with the names by which formulas call it; the first of each language is printed.
const NAMES: &[(Function, &[&str], &[&str])] = &[
    (Function::Min, &["最小値", "最小"], &["min"]),
    (Function::Max, &["最大値", "最大"], &["max"]),
    (Function::Sum, &["合計"], &["sum"]),
    (Function::Mean, &["平均"], &["mean", "average"]),
    (Function::Round(Rounding::HalfUp), &["四捨五入"], &["round"]),
    (Function::Round(Rounding::HalfEven), &["偶数丸め"], &["round_half_even", "bankers_round"]),
    (Function::Round(Rounding::Down), &["切り捨て", "切捨て", "切捨"], &["truncate", "round_down"]),
    (Function::Round(Rounding::Up), &["切り上げ", "切上げ", "切上"], &["round_up"]),
    (Function::Round(Rounding::Floor), &["床"], &["floor"]),
    (Function::Round(Rounding::Ceiling), &["天井"], &["ceil", "ceiling"]),
];

impl Function {
    /// The name that is printed.
    #[must_use]
    pub fn name(self, language: Language) -> &'static str {
        NAMES
            .iter()
            .find(|(function, _, _)| *function == self)
            .and_then(|(_, ja, en)| if language == Language::Ja { ja.first() } else { en.first() })
            .copied()
            .unwrap_or("")
    }

    /// The function whose name stands at the beginning of a folded text with an opening bracket behind it, and how
    /// long the name is.
    pub(crate) fn called(text: &[(usize, char)]) -> Option<(Self, usize)> {
        let is_called = |name: &str| {
            let length = name.chars().count();
            let matches = name.chars().zip(text).all(|(a, (_, b))| a == *b);
            (matches && text.get(length).is_some_and(|(_, c)| *c == '(')).then_some(length)
        };
        NAMES.iter().find_map(|(function, ja, en)| {
            ja.iter().chain(*en).find_map(|name| is_called(name)).map(|length| (*function, length))
        })
    }

    /// How many arguments it takes, at least and at most.
    #[must_use]
    pub fn arity(self) -> (usize, usize) {
        match self {
            Self::Min | Self::Max | Self::Sum | Self::Mean => (1, 64),
            Self::Round(_) => (1, 2),
        }
    }
}
