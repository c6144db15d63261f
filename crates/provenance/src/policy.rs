//! Readings chosen where a source is silent.

use std::{borrow::Borrow, collections::BTreeMap};

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

/// A choice for all, and others for some of those that it is about.
///
/// ```
/// use provenance::{Choice, Choices, Text};
///
/// let mut shift = Choices::built_in("following");
/// let clause = Some("example/annex1#3.1.2".parse()?);
/// shift.apart.insert("id-removal", Choice { value: "stay", clause, why: Text::same("a date") });
/// assert_eq!((shift.of("id-removal").value, shift.of("minutes").value), ("stay", "following"));
/// # Ok::<(), provenance::ClauseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choices<K: Ord, T> {
    /// For all that have none of their own.
    pub general: Choice<T>,
    /// For those that have.
    pub apart: BTreeMap<K, Choice<T>>,
}

impl<K: Ord, T> Choices<K, T> {
    /// The value that holds for all where no table names the policy.
    #[must_use]
    pub fn built_in(value: T) -> Self {
        Self { general: Choice::built_in(value), apart: BTreeMap::new() }
    }

    /// The choice that holds for one.
    #[must_use]
    pub fn of<Q: Ord + ?Sized>(&self, key: &Q) -> &Choice<T>
    where
        K: Borrow<Q>,
    {
        self.apart.get(key).unwrap_or(&self.general)
    }
}
