//! A few values by name.

use std::{borrow::Borrow, fmt};

/// A few values by name, in the order of the names.
///
/// A case has a handful of marks, a fact a handful of fields; a sorted vector is smaller and faster than a tree.
///
/// ```
/// use tables::Named;
///
/// let (opened, closed) = ("opened".to_owned(), "closed".to_owned());
/// let mut marks = Named::new();
/// marks.insert(opened.clone(), 1);
/// assert_eq!(marks.insert(opened.clone(), 2), Some(1)); // the former value comes back
/// assert_eq!(marks.get(&opened), Some(&2));
/// assert_eq!(marks.get(&closed), None);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Named<K, V> {
    values: Vec<(K, V)>,
}

impl<K: Ord, V> Named<K, V> {
    /// No values.
    #[must_use]
    pub fn new() -> Self {
        Self { values: Vec::new() }
    }

    /// Sets a value; gives back the former one of that name.
    pub fn insert(&mut self, name: K, value: V) -> Option<V> {
        // Names mostly come in their order.
        if self.values.last().is_none_or(|(last, _)| *last < name) {
            self.values.push((name, value));
            return None;
        }
        match self.place(&name) {
            Ok(at) => self.values.get_mut(at).map(|(_, held)| std::mem::replace(held, value)),
            Err(at) => {
                self.values.insert(at, (name, value));
                None
            }
        }
    }

    /// The value of that name.
    #[must_use]
    pub fn get(&self, name: &K) -> Option<&V> {
        self.values.get(self.place(name).ok()?).map(|(_, value)| value)
    }

    /// The value of what a name borrows as: of a text that is owned, by a text that is not.
    #[must_use]
    pub fn find<Q: Ord + ?Sized>(&self, name: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let at = self.values.binary_search_by(|(known, _)| known.borrow().cmp(name)).ok()?;
        self.values.get(at).map(|(_, value)| value)
    }

    /// Names and values as they are kept, in the order of the names.
    #[must_use]
    pub fn as_slice(&self) -> &[(K, V)] {
        &self.values
    }

    /// How many values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Takes a value out.
    pub fn remove(&mut self, name: &K) -> Option<V> {
        let at = self.place(name).ok()?;
        Some(self.values.remove(at).1)
    }

    /// Names and values, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.values.iter().map(|(name, value)| (name, value))
    }

    /// Whether there is no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    fn place(&self, name: &K) -> Result<usize, usize> {
        self.values.binary_search_by(|(known, _)| known.cmp(name))
    }
}

impl<K: Ord, V> Default for Named<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Ord + fmt::Debug, V: fmt::Debug> fmt::Debug for Named<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Named<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let pairs = pairs.into_iter();
        let mut named = Self { values: Vec::with_capacity(pairs.size_hint().0) };
        for (name, value) in pairs {
            named.insert(name, value);
        }
        named
    }
}
