//! The monthly report as a model: what every rendering shows.

use std::borrow::Cow;

use calendar::{YearMonth, Zone};
use chrono::{DateTime, Utc};
use provenance::{Text, Verdict};
use sla::{Catalogue, Explained, Item, ItemKey, ItemResult, Kind, MonthResults, Observations};
use tables::{Document, TableErrors, meant, whole};

use crate::{Annex, Content, Contents, Feed, Table, cases};

/// A monthly report of service levels.
#[derive(Debug, Clone)]
pub struct MonthlyReport<'a> {
    /// The items with what holds for them.
    pub catalogue: &'a Catalogue,
    /// The month.
    pub month: YearMonth,
    /// The month's number in the contract's term.
    pub number: Option<u32>,
    /// When the evaluation was made.
    pub now: DateTime<Utc>,
    /// The zone in which times are shown.
    pub zone: &'a Zone,
    /// The month's results, in the document's order.
    pub results: &'a [ItemResult],
    /// Results of earlier months, from the earliest.
    pub earlier: &'a [MonthResults],
    /// The contents that the contract demands.
    pub contents: &'a Contents,
    /// The results with every record behind them, one by one; empty where nobody wants them drawn or listed.
    pub explained: &'a [Explained],
    /// The records behind the contents.
    pub observations: &'a Observations,
    /// Tables behind the contents, but those of cases: of lists that were handed in, of the ledgers, of the log of work.
    pub annexes: &'a [Annex],
    /// What falls due in the month after; `None` where the contract has no table of duties.
    pub ahead: Option<&'a Table>,
    /// Causes and countermeasures of items that were missed.
    pub remarks: &'a Remarks,
    /// Problems of the files handed in, each with its place.
    pub problems: &'a [Problem],
    /// How many rows could not be read.
    pub unreadable: u64,
    /// What else there is to know of the files handed in.
    pub notes: &'a [Text],
    /// Whether the records are made up: every rendering then says so at its head.
    pub is_sample: bool,
}

/// A problem of a file that was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its name, which stays the same whatever its words become.
    pub code: &'static str,
    /// The place, what is wrong, and what to do.
    pub text: Text,
}

/// How many items came to which verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Met.
    pub met: usize,
    /// Not met.
    pub not_met: usize,
    /// Undetermined.
    pub undetermined: usize,
    /// Nothing to judge.
    pub not_applicable: usize,
}

impl<'a> MonthlyReport<'a> {
    /// Items with their results, in the document's order.
    pub fn rows(&self) -> impl Iterator<Item = (&'a Item, &'a ItemResult)> {
        let results = self.results;
        self.catalogue.items().iter().filter_map(move |item| {
            results.iter().find(|result| result.key == item.key).map(|result| (item, result))
        })
    }

    /// An item's name; with what it belongs to where several items bear one name.
    #[must_use]
    pub fn name_of(&self, item: &Item) -> Text {
        let namesakes = self.catalogue.items().iter().filter(|other| other.name == item.name).count();
        match item.category.last().filter(|_| namesakes > 1) {
            Some(of) => {
                Text::new(format!("{}（{}）", item.name.ja, of.ja), format!("{} ({})", item.name.en, of.en))
            }
            None => item.name.clone(),
        }
    }

    /// How many items came to which verdict.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for result in self.results {
            match result.verdict {
                Verdict::Met => totals.met += 1,
                Verdict::NotMet => totals.not_met += 1,
                Verdict::Undetermined(_) => totals.undetermined += 1,
                Verdict::NotApplicable(_) => totals.not_applicable += 1,
            }
        }
        totals
    }

    /// An item's results in the earlier months, from the earliest.
    pub fn earlier_of(&self, item: &Item) -> Vec<(YearMonth, &'a ItemResult)> {
        self.earlier
            .iter()
            .filter_map(|MonthResults { month, results }| {
                results.iter().find(|result| result.key == item.key).map(|result| (*month, result))
            })
            .collect()
    }

    /// An item's result with every record behind it.
    #[must_use]
    pub fn explained_of(&self, item: &Item) -> Option<&'a Explained> {
        self.explained.iter().find(|explained| explained.result.key == item.key)
    }

    /// The tables behind one of the contents; none where nothing was handed in for it.
    #[must_use]
    pub fn annexes_of(&self, content: &Content) -> Vec<Cow<'a, Annex>> {
        let of = |feed: &Feed| match feed {
            Feed::Cases(kind) => {
                let is_supplied = self.observations.supplied.contains(&kind.clone().into());
                let annex = || cases::of_cases(content, kind, &self.records_of(kind), self.zone);
                is_supplied.then(|| Cow::Owned(annex()))
            }
            Feed::List(_) | Feed::Ledger(_) | Feed::Checks(_) | Feed::Work => {
                self.annexes.iter().find(|annex| annex.of == *feed).map(Cow::Borrowed)
            }
        };
        content.feeds.iter().filter_map(of).collect()
    }

    /// Why there is no table behind one of the contents: what would have to be handed in for it.
    #[must_use]
    pub fn lacks(&self, content: &Content) -> Text {
        let of = |feed: &Feed| match feed {
            Feed::Cases(kind) => Text::new(format!("記録`{kind}`"), format!("records of the kind `{kind}`")),
            Feed::List(list) => Text::new(format!("一覧`{list}`"), format!("the list `{list}`")),
            Feed::Ledger(_) | Feed::Checks(_) => Text::new("台帳（--journal）", "the ledgers (--journal)"),
            Feed::Work => Text::new("作業の実施記録", "the log of work"),
        };
        let (ja, en): (Vec<String>, Vec<String>) =
            content.feeds.iter().map(of).map(|text| (text.ja, text.en)).unzip();
        if ja.is_empty() {
            let (ja, en) =
                ("資料なし: この内容を示す記録の種類がない", "no data: no kind of record feeds this part");
            return Text::new(ja, en);
        }
        Text::new(
            format!("資料なし: {}が渡されていない", ja.join("、")),
            format!("no data; not handed in: {}", en.join(", ")),
        )
    }

    /// The records of a kind that belong to the month, by when they started.
    pub fn records_of(&self, kind: &Kind) -> Vec<&'a sla::Case> {
        let (from, to) = self.month.span(self.zone);
        let started = |case: &sla::Case| case.marks.iter().map(|(_, at)| *at).min();
        let mut cases: Vec<&sla::Case> = self
            .observations
            .cases
            .iter()
            .filter(|case| case.kind == *kind && started(case).is_some_and(|at| from <= at && at < to))
            .collect();
        cases.sort_by(|a, b| (started(a), &a.id).cmp(&(started(b), &b.id)));
        cases
    }
}

/// Causes and countermeasures, written by people, by item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Remarks {
    remarks: Vec<Remark>,
}

/// What people wrote about one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The item's key.
    pub key: ItemKey,
    /// Why it was missed.
    pub cause: String,
    /// What is done about it.
    pub countermeasure: String,
}

impl Remarks {
    /// Reads a month's `remarks.toml`: rows `[[remark]]` with `key`, `cause`, `countermeasure`.
    ///
    /// # Errors
    /// Every problem of the table, with its place; keys that no item has.
    pub fn from_table(file: &str, source: &str, catalogue: &Catalogue) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(|root| {
            whole(root.rows_by("remark", &["key"]).iter().map(|row| {
                let key: Option<String> = row.required("key");
                let (cause, countermeasure) = (row.required("cause"), row.required("countermeasure"));
                let key = key?;
                let item = catalogue.item(&key);
                if item.is_none() {
                    let near = catalogue.nearest(&key).map(meant);
                    row.complain(
                        "key",
                        Text::new(format!("評価項目`{key}`はない"), format!("there is no item `{key}`")),
                        near,
                    );
                }
                Some(Remark { key: item?.key.clone(), cause: cause?, countermeasure: countermeasure? })
            }))
            .map(|remarks| Self { remarks })
        })
    }

    /// What people wrote, as it was read from elsewhere.
    #[must_use]
    pub fn new(remarks: Vec<Remark>) -> Self {
        Self { remarks }
    }

    /// What people wrote about an item.
    #[must_use]
    pub fn of(&self, key: &ItemKey) -> Option<&Remark> {
        self.remarks.iter().find(|remark| remark.key == *key)
    }
}
