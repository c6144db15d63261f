//! What is linted: the loaded tables of a contract, and where their rows stand.

use std::collections::{BTreeMap, BTreeSet};

use calendar::CalendarSet;
use chrono::NaiveDate;
use contract::Terms;
use coverage::Binding;
use provenance::Clause;
use records::Mapping;
use sla::{Catalogue, Item, Policies};
use tables::{Outline, OutlineRow, Place, TableError};
use tasks::WorkItem;

use crate::{Recorded, Volume, Waiver, clauses::Known, volume, waiver};

/// The tables of a contract, loaded, with their texts.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'a> {
    /// The service levels.
    pub sla: &'a Catalogue,
    /// The readings of what the contract leaves open.
    pub policies: &'a Policies,
    /// The calendars.
    pub calendars: &'a CalendarSet,
    /// The mapping of the records.
    pub mapping: &'a Mapping,
    /// The work items, where the contract has a table of them.
    pub work: Option<&'a tasks::Catalogue>,
    /// The terms, where the contract has tables of them.
    pub terms: Option<&'a Terms>,
    /// The rows to which the indexes under `coverage/` may bind; without them no binding is judged.
    pub rows: Option<&'a BTreeSet<Binding>>,
    /// The places of documents that are known beside those of `clauses.toml`.
    pub clauses: &'a [Clause],
    /// All tables by file name, with their text: `sla.toml`, and those that only the lint reads: `waivers.toml`,
    /// `volumes.toml`, `clauses.toml`, the files of `findings/` and the indexes of `coverage/`.
    pub texts: &'a [(String, String)],
}

/// The folder of the indexes of the documents.
const INDEXES: &str = "coverage/";

/// What rules read.
#[derive(Debug)]
pub(crate) struct Material<'a> {
    pub(crate) sla: &'a Catalogue,
    pub(crate) policies: &'a Policies,
    pub(crate) calendars: &'a CalendarSet,
    pub(crate) mapping: &'a Mapping,
    pub(crate) work: Option<&'a tasks::Catalogue>,
    pub(crate) terms: Option<&'a Terms>,
    pub(crate) rows: Option<&'a BTreeSet<Binding>>,
    pub(crate) findings: Vec<Recorded>,
    pub(crate) waivers: Vec<Waiver>,
    pub(crate) volumes: Vec<Volume>,
    /// The places that citations may name.
    pub(crate) clauses: Known,
    pub(crate) today: NaiveDate,
    outlines: BTreeMap<&'a str, Outline>,
}

impl<'a> Material<'a> {
    /// All but what readers recorded, and every problem of the tables that only the lint reads; waivers name rules.
    pub(crate) fn read(tables: &Tables<'a>, today: NaiveDate, rules: &[&str]) -> (Self, Vec<TableError>) {
        let outlines: BTreeMap<&str, Outline> =
            tables.texts.iter().map(|(file, text)| (file.as_str(), Outline::of(file, text))).collect();
        let mut problems = Vec::new();
        let mut material = Self {
            sla: tables.sla,
            policies: tables.policies,
            calendars: tables.calendars,
            mapping: tables.mapping,
            work: tables.work,
            terms: tables.terms,
            rows: tables.rows,
            findings: Vec::new(),
            waivers: Vec::new(),
            volumes: Vec::new(),
            clauses: Known::default(),
            today,
            outlines,
        };
        let text_of = |name: &str| tables.texts.iter().find(|(file, _)| file == name).map(|(_, text)| text);
        if let Some(text) = text_of("clauses.toml") {
            match Known::read("clauses.toml", text) {
                Ok(clauses) => material.clauses = clauses,
                Err(errors) => problems.extend(errors.problems),
            }
        }
        tables.clauses.iter().for_each(|clause| material.clauses.add(clause));
        if let Some(text) = text_of("volumes.toml") {
            match volume::read("volumes.toml", text, tables.sla) {
                Ok(volumes) => material.volumes = volumes,
                Err(errors) => problems.extend(errors.problems),
            }
        }
        if let Some(text) = text_of("waivers.toml") {
            match waiver::read("waivers.toml", text, rules) {
                Ok(waivers) => material.waivers = waivers,
                Err(errors) => problems.extend(errors.problems),
            }
        }
        (material, problems)
    }

    /// The outlines of all tables but the indexes of the documents, by file name.
    pub(crate) fn outlines(&self) -> impl Iterator<Item = (&str, &Outline)> {
        self.all_outlines().filter(|(file, _)| !file.starts_with(INDEXES))
    }

    /// The outlines of the indexes of the documents, by file name.
    pub(crate) fn indexes(&self) -> impl Iterator<Item = (&str, &Outline)> {
        self.all_outlines().filter(|(file, _)| file.starts_with(INDEXES))
    }

    fn all_outlines(&self) -> impl Iterator<Item = (&str, &Outline)> {
        self.outlines.iter().map(|(file, outline)| (*file, outline))
    }

    pub(crate) fn outline(&self, file: &str) -> Option<&Outline> {
        self.outlines.get(file)
    }

    /// The row of a list in which a key has a text.
    pub(crate) fn row(&self, file: &str, list: &str, key: &str, text: &str) -> Option<&OutlineRow> {
        self.outline(file)?.rows().iter().find(|row| row.text(key) == Some(text) && row.is_of(list))
    }

    /// Where a row of a list stands, found by one of its texts.
    pub(crate) fn place(&self, file: &str, list: &str, key: &str, text: &str) -> Option<Place> {
        self.row(file, list, key, text).map(|row| row.place.clone())
    }

    /// Where a table begins.
    pub(crate) fn top(&self, file: &str) -> Option<Place> {
        self.outline(file)?.rows().first().map(|row| row.place.clone())
    }

    /// Where a service level stands.
    pub(crate) fn place_of_item(&self, item: &Item) -> Option<Place> {
        self.place("sla.toml", "item", "key", item.key.as_str())
    }

    /// Where a work item stands.
    pub(crate) fn place_of_work(&self, item: &WorkItem) -> Option<Place> {
        self.place("tasks.toml", "section.item", "clause", &item.clause.to_string())
    }

    /// Where a policy is stated; else where its table begins.
    pub(crate) fn place_of_policy(&self, id: &str) -> Option<Place> {
        self.place("policy.toml", "policy", "id", id).or_else(|| self.top("policy.toml"))
    }

    /// The cases a month that an item is expected to have.
    pub(crate) fn volume(&self, item: &Item) -> Option<&Volume> {
        self.volumes.iter().find(|volume| volume.item == item.key)
    }

    /// The work items; none where the contract has no table of them.
    pub(crate) fn work_items(&self) -> &'a [WorkItem] {
        self.work.map_or(&[], |work| work.items())
    }

    /// The work items that bear on a service level.
    pub(crate) fn work_of(&self, item: &Item) -> impl Iterator<Item = &'a WorkItem> {
        let key = item.key.as_str().to_owned();
        self.work_items().iter().filter(move |work| work.sla.iter().any(|level| level.as_str() == key))
    }
}
