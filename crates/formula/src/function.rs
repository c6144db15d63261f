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
    (Function::Min, &["最小値", "最小"], &["min", "minimum"]),
    (Function::Max, &["最大値", "最大"], &["max", "maximum"]),
    (Function::Sum, &["合計"], &["sum"]),
    (Function::Mean, &["平均"], &["mean", "average"]),
    (Function::Round(Rounding::HalfUp), &["四捨五入"], &["round"]),
    (Function::Round(Rounding::HalfEven), &["偶数丸め"], &["round_half_even", "bankers_round"]),
    (
        Function::Round(Rounding::Down),
        &["切り捨て", "切捨て", "切捨"],
        &["truncate", "round_down", "rounddown", "trunc"],
    ),
    (Function::Round(Rounding::Up), &["切り上げ", "切上げ", "切上"], &["round_up", "roundup"]),
    (Function::Round(Rounding::Floor), &["床"], &["round_floor", "floor", "int"]),
    (Function::Round(Rounding::Ceiling), &["天井"], &["round_ceiling", "ceil", "ceiling"]),
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

    /// Each name, as matched, with its function.
    pub(crate) fn names() -> impl Iterator<Item = (&'static str, Self)> {
        NAMES.iter().flat_map(|(function, ja, en)| ja.iter().chain(*en).map(|name| (*name, *function)))
    }

    /// Whether a name of a term is the call of a function: `max(A)`, but not the cells `SUM(B2:B9)`.
    pub(crate) fn begins(name: &[char]) -> bool {
        let is_called = |function: &str| {
            let length = function.chars().count();
            name.iter().copied().take(length).eq(function.chars()) && name.get(length) == Some(&'(')
        };
        !name.contains(&':') && Self::names().any(|(function, _)| is_called(function))
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
