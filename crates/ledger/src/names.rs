//! Names that occur in many entries, each kept once.

use std::{collections::HashSet, sync::Arc};

/// How many names are looked through before one is searched for by its hash.
const FIRST: usize = 24;

#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    /// The first ones: a journal mostly goes on with the names it began with.
    first: Vec<Arc<str>>,
    more: HashSet<Arc<str>>,
}

impl Names {
    pub(crate) fn get(&mut self, name: &str) -> Arc<str> {
        let known = self.first.iter().find(|known| ***known == *name).or_else(|| self.more.get(name));
        if let Some(known) = known {
            return Arc::clone(known);
        }
        let name: Arc<str> = Arc::from(name);
        if self.first.len() < FIRST {
            self.first.push(Arc::clone(&name));
        } else {
            self.more.insert(Arc::clone(&name));
        }
        name
    }
}
