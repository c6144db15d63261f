//! Names and values that many rows share: each text is kept once.

use std::collections::HashMap;

use sla::{Ground, PauseKind, StepName, TallyName, Value};
use tables::Id;

/// What a cell's text may be.
pub(super) trait FromText: Clone {
    /// The name or value that a text is; `None` where it is none.
    fn from_text(text: &str) -> Option<Self>;
}

impl FromText for Value {
    fn from_text(text: &str) -> Option<Self> {
        Some(Self::from(text))
    }
}

impl<T> FromText for Id<T> {
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// Those of a kind that were met.
pub(super) struct Known<T> {
    met: HashMap<String, T>,
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self { met: HashMap::new() }
    }
}

impl<T: FromText> Known<T> {
    /// The name or value of a text.
    pub(super) fn of(&mut self, text: &str) -> Option<T> {
        if let Some(known) = self.met.get(text) {
            return Some(known.clone());
        }
        let new = T::from_text(text)?;
        self.met.insert(text.to_owned(), new.clone());
        Some(new)
    }
}

/// All that rows share.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) values: Known<Value>,
    pub(super) grounds: Known<Ground>,
    pub(super) pauses: Known<PauseKind>,
    pub(super) steps: Known<StepName>,
    pub(super) tallies: Known<TallyName>,
}
