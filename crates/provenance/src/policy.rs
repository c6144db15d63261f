//! Readings chosen where a source is silent.

use serde::{Deserialize, Serialize};

use crate::{Clause, Text};

/// A reading that a result depends on because the source leaves the point open.
///
/// It stands in every result that used it, so that nobody has to know the code to know the choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyUse {
    /// The policy's name, such as `month-ownership`.
    pub id: String,
    /// The value in force, such as `opened`.
    pub value: String,
    /// Whether that value is the documented default.
    pub is_default: bool,
    /// The clause that is silent or ambiguous.
    pub clause: Option<Clause>,
    /// What the choice means, and what is left to agree.
    pub meaning: Text,
}

/// A value chosen where a source is silent, with where that is and why it was chosen.
///
/// ```
/// use provenance::Choice;
///
/// const WORDS: &[(&str, bool)] = &[("takes", true), ("projected", false)];
/// let choice = Choice::built_in(true);
/// let shown = choice.shown("approved-seat", WORDS, true);
/// assert_eq!((shown.value.as_str(), shown.is_default), ("takes", true));
/// // Nobody named the policy, so there is no clause to cite.
/// assert_eq!(shown.clause, None);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice<T> {
    /// The value.
    pub value: T,
    /// The clause that is silent; `None` where no table names the policy.
    pub clause: Option<Clause>,
    /// Why.
    pub why: Text,
}

impl<T> Choice<T> {
    /// The value that holds where no table names the policy.
    #[must_use]
    pub fn built_in(value: T) -> Self {
        let why =
            Text::new("契約の表に定めがなく既定値による", "the contract's table is silent: built-in default");
        Self { value, clause: None, why }
    }

    /// The choice as results show it, by the policy's name and the word of the value.
    #[must_use]
    pub fn shown_as(&self, id: &str, word: &str, is_default: bool) -> PolicyUse {
        PolicyUse {
            id: id.to_owned(),
            value: word.to_owned(),
            is_default,
            clause: self.clause.clone(),
            meaning: self.why.clone(),
        }
    }
}

impl<T: PartialEq> Choice<T> {
    /// The choice as results show it, by the policy's name, the words of its values and its default.
    #[must_use]
    pub fn shown(&self, id: &str, words: &[(&str, T)], default: T) -> PolicyUse {
        let word = words.iter().find(|(_, value)| *value == self.value).map_or("", |(word, _)| word);
        self.shown_as(id, word, self.value == default)
    }
}
