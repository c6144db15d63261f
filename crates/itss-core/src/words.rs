//! What people write for the codes of a standard.

use std::collections::BTreeSet;

use provenance::folded;

use crate::{Named, Standard, Stated};

/// A word of a person's evidence, and the code that it was read as.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReadAs {
    /// The word.
    pub word: String,
    /// The code.
    pub code: String,
}

/// Words are compared without differences of width, case and white space, and without a long sound at the end: `メンバー` is
/// `メンバ`.
fn plain(word: &str) -> String {
    let word = folded(word.trim());
    word.trim_end_matches('ー').to_owned()
}

/// The code of one thing of a list that is called so, and of no other.
fn code_of(list: &[Named], word: &str) -> Option<String> {
    let word = plain(word);
    let is_called =
        |named: &&Named| [&named.id, &named.name.ja, &named.name.en].iter().any(|name| plain(name) == word);
    let mut found = list.iter().filter(is_called);
    match (found.next(), found.next()) {
        (Some(named), None) => Some(named.id.clone()),
        _ => None,
    }
}

impl Stated {
    /// The evidence with the standard's codes for what people write: names in both languages, capitals; and which word was read
    /// as which code. What is none of them stays, for [`Evidence::new`](crate::Evidence::new) to tell.
    ///
    /// ```
    /// use itss_core::{Standard, Stated, StatedExamination};
    ///
    /// let standard = Standard::itss_v3_2011()?;
    /// let passed = "2020-12-25".parse()?;
    /// let id = "応用情報技術者試験".to_owned();
    /// let stated = Stated { examinations: vec![StatedExamination { id, passed, expires: None }], ..Stated::default() };
    /// let (stated, words) = stated.in_codes(&standard);
    /// assert_eq!(stated.examinations[0].id, "ap");
    /// assert_eq!(words.iter().map(|read| read.word.as_str()).collect::<Vec<_>>(), ["応用情報技術者試験"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn in_codes(mut self, standard: &Standard) -> (Self, BTreeSet<ReadAs>) {
        let mut read = BTreeSet::new();
        let mut to = |list: &[Named], word: &mut String| {
            if let Some(code) = code_of(list, word).filter(|code| code != word) {
                let word = std::mem::replace(word, code.clone());
                read.insert(ReadAs { word, code });
            }
        };
        let fields: Vec<Named> = standard
            .fields
            .iter()
            .map(|field| Named { id: field.id.clone(), name: field.name.clone() })
            .collect();
        let metrics: Vec<Named> = standard
            .metrics
            .iter()
            .map(|metric| Named { id: metric.id.clone(), name: metric.name.clone() })
            .collect();
        for work in &mut self.engagements {
            to(&fields, &mut work.field);
            to(&standard.roles, &mut work.role);
            let conditions = standard.field(&work.field).map_or(&[][..], |field| &field.conditions);
            let words = work.conditions.iter_mut().chain(&mut work.not_conditions);
            words.for_each(|word| to(conditions, word));
            for size in &mut work.sizes {
                to(&metrics, &mut size.metric);
                let metric = standard.metrics.iter().find(|metric| metric.id == size.metric);
                to(metric.map_or(&[][..], |metric| &metric.steps), &mut size.value);
            }
        }
        for area in &mut self.areas {
            to(&fields, &mut area.field);
            let areas = standard.field(&area.field).map_or(&[][..], |field| &field.areas);
            to(areas, &mut area.area);
            to(&standard.standings, &mut area.standing);
        }
        let transfers = self.transfers.iter_mut().chain(&mut self.not_transfers);
        transfers.for_each(|word| to(&standard.transfers, word));
        self.examinations.iter_mut().for_each(|one| to(&standard.examinations, &mut one.id));
        (self, read)
    }
}
