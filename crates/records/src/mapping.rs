//! Mappings: which file of a tool holds what, and which column means what.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Sites, Zone};
use intake::{Encoding, Separator, TextForm, TimeForm};
use provenance::folded;
use sla::{Kind, Mark, Source, Value, of};
use tables::{Names, Noun};

use self::file::marks_given;
pub(crate) use self::{
    file::{Attribute, CaseColumns, DateOnly, ExecutionColumns, FileMapping, Shape, Span, State},
    words::{WordList, Words},
};
use crate::Lists;

mod columns;
mod file;
mod read;
mod read_case;
mod read_file;
mod words;

/// What the files of a tool hold.
#[derive(Debug, Clone)]
pub struct Mapping {
    pub(crate) zone: Zone,
    pub(crate) encoding: Encoding,
    pub(crate) times: Vec<TimeForm>,
    /// What 24:00 to 29:59 are.
    pub(crate) past_midnight: PastMidnight,
    /// Which of two instants a local time is that clocks showed twice; `None` where it may be either.
    pub(crate) repeated_hour: Option<RepeatedHour>,
    /// Values that mean "not known": always the empty one.
    pub(crate) unknown: WordList,
    /// The sign between the cells of text; `None` where it shows.
    pub(crate) separator: Option<Separator>,
    /// Other names of columns, by the name that the mapping uses, in narrow letters.
    pub(crate) synonyms: BTreeMap<String, Vec<String>>,
    /// Words that a row of totals has in the place of an identifier, besides the usual ones.
    pub(crate) totals: WordList,
    pub(crate) files: Vec<FileMapping>,
    /// The sites at which work is recorded.
    pub(crate) sites: Sites,
}

/// What could be read of a mapping.
#[derive(Debug, Clone)]
pub struct Partly {
    /// The mapping without what could not be read.
    pub mapping: Mapping,
    /// Of each file that could not be read what its rows are records of; `None` where that cannot be told either.
    pub left_out: Vec<Option<String>>,
}

/// What becomes of a time of day from 24:00 to 29:59.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum PastMidnight {
    #[default]
    NextDay,
    Refuse,
}

/// Which of the two instants of a local time is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RepeatedHour {
    Earlier,
    Later,
}

impl Mapping {
    /// The same with the lists of a contract: a file or a sheet that is called as one of them, and that nothing else is
    /// mapped for, holds its rows.
    #[must_use]
    pub fn with_lists(mut self, lists: &Lists) -> Self {
        self.files.retain(|file| file.list().is_none());
        self.files.extend(lists.iter().map(FileMapping::of_list));
        self
    }

    /// The marks that its files can give, by kind of case.
    #[must_use]
    pub fn marks(&self) -> BTreeMap<Kind, BTreeSet<Mark>> {
        marks_given(&self.files)
    }

    /// The attributes that records of a kind of case may have, with the values that words are translated to; none where any
    /// value may come.
    #[must_use]
    pub fn attributes_of(&self, kind: &Kind) -> BTreeMap<sla::Attribute, BTreeSet<Value>> {
        let mut known: BTreeMap<sla::Attribute, BTreeSet<Value>> = BTreeMap::new();
        let mut open = BTreeSet::new();
        let files = self.files.iter().filter(|file| file.case_kind() == Some(kind));
        for attribute in files.flat_map(|file| &file.attributes) {
            known.entry(attribute.name.clone()).or_default().extend(attribute.words.values().cloned());
            if attribute.words.is_empty() {
                open.insert(&attribute.name);
            }
        }
        for (name, values) in &mut known {
            if open.contains(name) {
                values.clear();
            }
        }
        known
    }

    /// The mappings for a file, with their places: those whose name its name begins with, of the longest such
    /// name. One export may hold several kinds, each with a mapping and a filter.
    pub(crate) fn for_file(&self, name: &str) -> impl Iterator<Item = (usize, &FileMapping)> {
        // The month for which it was handed in may stand before it, or the folders that it lies in.
        let name = name.rsplit_once('/').map_or(name, |(_, name)| name);
        // What is mapped is read so, even where a list is called nearly so.
        let is_mapped = self.files.iter().any(|file| file.list().is_none() && file.is_for(name));
        let fitting = move |file: &&FileMapping| file.is_for(name) && !(is_mapped && file.list().is_some());
        let longest = self.files.iter().filter(fitting).map(|file| file.name.len()).max();
        let files = self.files.iter().enumerate();
        files.filter(move |(_, file)| fitting(file) && Some(file.name.len()) == longest)
    }

    /// How it says that text is to be taken.
    #[must_use]
    pub fn text_form(&self) -> TextForm {
        TextForm { encoding: self.encoding, separator: self.separator }
    }

    /// Whether some file gives tallies: what was planned and done, by name.
    #[must_use]
    pub fn gives_tallies(&self) -> bool {
        self.files.iter().any(|file| matches!(file.shape, Shape::Tallies { .. }))
    }

    /// Whether some file is an execution log of work items.
    #[must_use]
    pub fn gives_executions(&self) -> bool {
        self.files.iter().any(|file| matches!(file.shape, Shape::Executions(_)))
    }

    /// Whether a value means that nothing is known.
    pub(crate) fn is_unknown(&self, value: &str) -> bool {
        value.is_empty() || self.unknown.contains(value)
    }

    /// The kinds of case that its files hold.
    #[must_use]
    pub fn case_kinds(&self) -> Names<of::Kind> {
        let kinds = self.files.iter().filter_map(FileMapping::case).map(|(kind, _)| kind.clone());
        Names::new(Noun::new("記録の種別", "kind of case"), "records.toml", kinds)
    }

    /// The words of a file that attributes are translated from; none where any may come.
    pub(crate) fn words_of<'a>(&'a self, name: &'a str) -> BTreeSet<&'a str> {
        let files = self.for_file(name).flat_map(|(_, file)| &file.attributes);
        files.flat_map(|attribute| attribute.words.keys().map(String::as_str)).collect()
    }

    /// The names of the lists that files may hold.
    pub(crate) fn list_names(&self) -> BTreeSet<&str> {
        self.files.iter().filter_map(FileMapping::list).map(|list| list.id.as_str()).collect()
    }

    /// The words of a file that grounds for exclusion are translated from; none where any may come.
    pub(crate) fn grounds_of<'a>(&'a self, name: &'a str) -> BTreeSet<&'a str> {
        let cases = self.for_file(name).filter_map(|(_, file)| file.case());
        let found = cases.filter_map(|(_, case)| case.exclusion.as_ref());
        found.flat_map(|exclusion| exclusion.words.keys().map(String::as_str)).collect()
    }

    /// The names that a column may have: its own, and others of the mapping.
    pub(crate) fn names_of(&self, column: &str) -> Vec<String> {
        let others = self.synonyms.get(folded(column).as_ref()).into_iter().flatten();
        [column.to_owned()].into_iter().chain(others.cloned()).collect()
    }

    /// The beginnings of the names of files that hold records of a source; of a tally those of any tally, and of the log
    /// from which it is counted.
    #[must_use]
    pub fn files_of(&self, source: &Source) -> Vec<String> {
        let is_of = |file: &&FileMapping| match source {
            Source::Tally(_) | Source::SomeTally => {
                matches!(file.shape, Shape::Tallies { .. } | Shape::Executions(_))
            }
            _ => file.source().as_ref() == Some(source),
        };
        self.files.iter().filter(is_of).map(|file| file.name.clone()).collect()
    }

    /// The beginnings of file names that are known.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.files.iter().map(|file| file.name.clone()).collect();
        names.dedup();
        names
    }
}
