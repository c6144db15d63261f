//! Short names shared by many records, and small maps keyed by them.

use std::{fmt, sync::Arc};

/// A name from the contract's vocabulary: a kind of case, a mark, an attribute, a pause.
///
/// Cloning shares the text, so that ten million cases hold each name once.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(Arc<str>);

impl Name {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A few values by name, in the order of the names.
///
/// A case has a handful of marks and attributes; a sorted vector is smaller and faster than a tree.
///
/// ```
/// use sla::Named;
///
/// let mut marks = Named::new();
/// marks.insert("opened".into(), 1);
/// assert_eq!(marks.insert("opened".into(), 2), Some(1)); // the former value comes back
/// assert_eq!(marks.get("opened"), Some(&2));
/// assert_eq!(marks.get("closed"), None);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Named<V>(Vec<(Name, V)>);

impl<V> Named<V> {
    /// No values.
    #[must_use]
    pub fn new() -> Self {
        Self(Vec::new())
    }

    /// Sets a value; gives back the former one of that name.
    pub fn insert(&mut self, name: Name, value: V) -> Option<V> {
        match self.0.binary_search_by(|(known, _)| known.cmp(&name)) {
            Ok(at) => self.0.get_mut(at).map(|(_, held)| std::mem::replace(held, value)),
            Err(at) => {
                self.0.insert(at, (name, value));
                None
            }
        }
    }

    /// The value of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&V> {
        let at = self.0.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// Takes a value out.
    pub fn remove(&mut self, name: &str) -> Option<V> {
        let at = self.0.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
        Some(self.0.remove(at).1)
    }

    /// Names and values, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&Name, &V)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<V> Default for Named<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V: fmt::Debug> fmt::Debug for Named<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<N: Into<Name>, V> FromIterator<(N, V)> for Named<V> {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut named = Self::new();
        for (name, value) in pairs {
            named.insert(name.into(), value);
        }
        named
    }
}
