//! Which column of a sheet is which: first as the contract or the layout calls it, then by other names.

use std::collections::{BTreeMap, BTreeSet};

use intake::{ColumnPlace, Sheet};

/// Other names, by what a column is for.
pub(super) type Synonyms = BTreeMap<String, Vec<String>>;

/// A column that is asked for.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// Where its name stands: `id`, `marks.opened`, `attribute.category`.
    pub(super) role: String,
    pub(super) column: String,
    /// What else the contract or the layout calls it.
    pub(super) also: Vec<String>,
    /// Whether the file is of no use without it.
    pub(super) is_needed: bool,
    pub(super) is_time: bool,
    /// The words that its values may be; none where any may.
    pub(super) words: Option<BTreeSet<String>>,
}

impl Asked {
    /// All names that it may have.
    pub(super) fn names(&self, synonyms: &Synonyms) -> Vec<String> {
        let others = synonyms.get(&self.role).into_iter().flatten();
        [&self.column].into_iter().chain(&self.also).chain(others).cloned().collect()
    }
}

/// A column that was found.
#[derive(Debug, Clone)]
pub(super) struct Guess {
    pub(super) asked: Asked,
    /// Its name; of several of one name with its number.
    pub(super) column: String,
    pub(super) place: usize,
    pub(super) is_own: bool,
    /// How many columns have this name.
    pub(super) alike: usize,
    /// Other columns that may be meant as well.
    pub(super) others: Vec<String>,
}

/// How well a sheet fits what is asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Match {
    pub(super) found: Vec<Guess>,
    pub(super) missing: Vec<Asked>,
    pub(super) score: usize,
}

impl Match {
    /// The column found for a role.
    pub(super) fn column(&self, role: &str) -> Option<&String> {
        self.found.iter().find(|guess| guess.asked.role == role).map(|guess| &guess.column)
    }

    /// The columns, by what they are for.
    pub(super) fn columns(&self) -> BTreeMap<String, String> {
        self.found.iter().map(|guess| (guess.asked.role.clone(), guess.column.clone())).collect()
    }
}

/// Where a name stands: its place, the name that addresses it, and how many columns have it.
fn place(sheet: &Sheet<'_>, name: &str) -> Option<(usize, String, usize)> {
    let written = |place: usize| sheet.columns().get(place).cloned();
    match sheet.find(name) {
        ColumnPlace::At(place) => Some((place, written(place)?, 1)),
        ColumnPlace::Several(alike) => match sheet.find(&format!("{name}[1]")) {
            ColumnPlace::At(place) => Some((place, format!("{}[1]", written(place)?), alike)),
            ColumnPlace::Several(_) | ColumnPlace::Nowhere => None,
        },
        ColumnPlace::Nowhere => None,
    }
}

/// Finds the columns that are asked for.
pub(super) fn matched(asked: Vec<Asked>, synonyms: &Synonyms, sheet: &Sheet<'_>) -> Match {
    let mut one = Match::default();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut left = Vec::new();
    // What is called as the contract calls it comes first, so that no synonym takes its column.
    let free = |taken: &BTreeSet<usize>, names: Vec<&String>| {
        names.into_iter().find_map(|name| place(sheet, name).filter(|(place, ..)| !taken.contains(place)))
    };
    for asked in asked {
        let found = free(&taken, [&asked.column].into_iter().chain(&asked.also).collect());
        match found {
            Some((place, column, alike)) => {
                taken.insert(place);
                one.score += 3;
                one.found.push(Guess { asked, column, place, is_own: true, alike, others: Vec::new() });
            }
            None => left.push(asked),
        }
    }
    for asked in left {
        let found = free(&taken, synonyms.get(&asked.role).into_iter().flatten().collect());
        match found {
            Some((place, column, alike)) => {
                taken.insert(place);
                one.score += 2;
                one.found.push(Guess { asked, column, place, is_own: false, alike, others: Vec::new() });
            }
            None => one.missing.push(asked),
        }
    }
    for guess in &mut one.found {
        let mut seen = BTreeSet::from([guess.place]);
        for name in guess.asked.names(synonyms) {
            if let Some((at, column, _)) = place(sheet, &name)
                && !taken.contains(&at)
                && seen.insert(at)
            {
                guess.others.push(column);
            }
        }
    }
    one
}
