//! What a contract's report must contain, as its `report.toml` says.

use std::collections::{BTreeMap, BTreeSet};

use ledger::Check;
use provenance::{Clause, Text};
use sla::{Attribute, Kind, ListName, Mark, Value, of};
use tables::{Document, Names, Noun, Row, TableErrors, nearest, whole};

use crate::{Feed, LedgerList};

/// What a contract's report must contain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    contents: Vec<Content>,
}

/// One of the contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Its identifier.
    pub id: String,
    /// What it is.
    pub name: Text,
    /// The heading that it stands under, where contents are many.
    pub part: Option<Text>,
    /// What it is drawn from; nothing where the records of nothing feed it.
    pub feeds: Vec<Feed>,
    /// What is shown of each case that feeds it.
    pub columns: Vec<ShownColumn>,
    /// How the cases are drawn.
    pub chart: Option<CaseChart>,
    /// Where it is demanded.
    pub clause: Clause,
    /// Where else it is.
    pub also: Vec<Clause>,
}

/// A column of a content's cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownColumn {
    /// What of the case it shows.
    pub shows: Shown,
    /// What it is called.
    pub label: Text,
    /// What its values are called; one that is not here stands as it is.
    pub words: Vec<ShownWord>,
}

/// What of a case is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// Its identifier.
    Id,
    /// When a mark was reached.
    Mark(Mark),
    /// The value of an attribute.
    Attribute(Attribute),
}

/// What a value is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownWord {
    /// The value.
    pub value: Value,
    /// What it is called.
    pub says: Text,
}

/// How cases are counted by day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseChart {
    /// The mark whose day counts.
    pub count: Mark,
    /// The attribute each value of which has a line.
    pub by: Option<Attribute>,
}

/// What contents may be drawn from, as the other tables of a contract declare it.
#[derive(Debug, Clone)]
pub struct Feeds {
    /// The kinds of case that are recorded.
    pub kinds: Names<of::Kind>,
    /// The lists that are kept.
    pub lists: Names<of::List>,
    /// What the records of each kind may say: its marks and attributes.
    pub said: Vec<KindSays>,
}

/// What the records of a kind may say.
#[derive(Debug, Clone)]
pub struct KindSays {
    /// The kind.
    pub kind: Kind,
    /// Its marks.
    pub marks: BTreeSet<Mark>,
    /// Its attributes with their values; any value where none are named.
    pub attributes: BTreeMap<Attribute, BTreeSet<Value>>,
}

/// What names of parts are of.
#[derive(Debug)]
enum OfPart {}

const FILE: &str = "report.toml";

impl Contents {
    /// What a report must contain, in the document's order.
    #[must_use]
    pub fn new(contents: Vec<Content>) -> Self {
        Self { contents }
    }

    /// Reads a contract's `report.toml`, whose contents are drawn from what the contract's other tables declare.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str, feeds: &Feeds) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(|root| {
            let mut parts = Names::<OfPart>::new(Noun::new("部", "part"), FILE, []);
            let titles: Vec<_> = root
                .rows("part")
                .iter()
                .map(|row| (parts.declare(row, "id"), row.required_text("name")))
                .collect();
            whole(root.rows_by("content", &["id"]).iter().map(|row| {
                let part = row.optional_name("part", &parts);
                let part =
                    part.and_then(|part| titles.iter().find(|(id, _)| id.as_ref() == Some(&part))?.1.clone());
                content(row, feeds, part)
            }))
            .map(Self::new)
        })
    }

    /// The contents, in the document's order.
    pub fn iter(&self) -> impl Iterator<Item = &Content> {
        self.contents.iter()
    }
}

fn content(row: &Row<'_>, feeds: &Feeds, part: Option<Text>) -> Option<Content> {
    let (id, name) = (row.required("id"), row.required_text("name"));
    let (from, clause) = (row.optional_name("from", &feeds.kinds), row.required_clause("clause"));
    let also = row.each_parsed("clauses", str::parse);
    let lists: Vec<ListName> = row.names("lists", &feeds.lists);
    let ledger = row.optional_one_of("ledger", LedgerList::WORDS);
    let checks: Vec<Check> = row.each_parsed("checks", str::parse);
    let has_work = row.optional("work").unwrap_or(false);
    let columns: Vec<Option<ShownColumn>> =
        row.rows("column").iter().map(|row| column(row, from.as_ref(), feeds)).collect();
    let chart = row.optional_row("chart").and_then(|row| {
        let (count, by) = (row.required_parsed("count", str::parse), row.optional_parsed("by", str::parse));
        let chart = CaseChart { count: count?, by };
        says(&row, "count", from.as_ref(), feeds, &Shown::Mark(chart.count.clone()));
        if let Some(by) = &chart.by {
            says(&row, "by", from.as_ref(), feeds, &Shown::Attribute(by.clone()));
        }
        Some(chart)
    });
    let mut columns: Vec<ShownColumn> = columns.into_iter().collect::<Option<_>>()?;
    let known = from.as_ref().and_then(|kind| feeds.said.iter().find(|says| says.kind == *kind));
    if let (true, Some(known)) = (columns.is_empty(), known) {
        columns = everything(known);
    }
    let checks = Some(checks).filter(|checks| !checks.is_empty());
    let feeds = from.map(Feed::Cases).into_iter();
    let feeds = feeds
        .chain(has_work.then_some(Feed::Work))
        .chain(lists.into_iter().map(Feed::List))
        .chain(ledger.map(Feed::Ledger))
        .chain(checks.map(Feed::Checks));
    Some(Content {
        id: id?,
        name: name?,
        part,
        feeds: feeds.collect(),
        columns,
        chart,
        clause: clause?,
        also,
    })
}

/// All that records of a kind say, by the names that the tables have for it: what a content shows that names no columns.
fn everything(known: &KindSays) -> Vec<ShownColumn> {
    let column = |shows, label| ShownColumn { shows, label, words: Vec::new() };
    let id = column(Shown::Id, Text::new("番号", "no."));
    let attributes = known
        .attributes
        .keys()
        .map(|attribute| column(Shown::Attribute(attribute.clone()), Text::same(attribute.as_str())));
    let marks = known.marks.iter().map(|mark| column(Shown::Mark(mark.clone()), Text::same(mark.as_str())));
    [id].into_iter().chain(attributes).chain(marks).collect()
}

fn column(row: &Row<'_>, from: Option<&Kind>, feeds: &Feeds) -> Option<ShownColumn> {
    let label = row.required_text("label");
    let (mark, attribute) = (
        row.optional_parsed("mark", str::parse),
        row.optional_parsed::<Attribute, _>("attribute", str::parse),
    );
    let words: Vec<Option<ShownWord>> = row
        .rows_by("words", &["value"])
        .iter()
        .map(|row| {
            let (value, says) = (row.required::<String>("value"), row.required_text("says"));
            let value = Value::from(value?.as_str());
            let known = feeds.said.iter().find(|says| Some(&says.kind) == from);
            let values = known.zip(attribute.as_ref()).and_then(|(known, of)| known.attributes.get(of));
            if let Some(values) = values.filter(|values| !values.is_empty() && !values.contains(&value)) {
                let message = Text::new(
                    format!("値`{value}`をもつ記録はない"),
                    format!("no record has the value `{value}`"),
                );
                let near = nearest(value.as_str(), values.iter().map(Value::as_str));
                row.complain("value", message, near.map(tables::meant));
            }
            Some(ShownWord { value, says: says? })
        })
        .collect();
    let shows = match (mark, attribute) {
        (Some(mark), None) => Shown::Mark(mark),
        (None, Some(attribute)) => Shown::Attribute(attribute),
        (None, None) => Shown::Id,
        (Some(_), Some(_)) => {
            let message = Text::new(
                "時点と属性のどちらを示すのか分からない",
                "names a mark and an attribute, and shows one of them",
            );
            row.complain("attribute", message, None);
            return None;
        }
    };
    let key = if matches!(shows, Shown::Mark(_)) { "mark" } else { "attribute" };
    says(row, key, from, feeds, &shows);
    Some(ShownColumn { shows, label: label?, words: words.into_iter().collect::<Option<_>>()? })
}

/// Complains of a mark or an attribute that no record of the kind can have.
fn says(row: &Row<'_>, key: &'static str, from: Option<&Kind>, feeds: &Feeds, shown: &Shown) {
    let Some(kind) = from else {
        let message = Text::new("`from`がないと示すものがない", "shows nothing without `from`");
        row.complain(key, message, None);
        return;
    };
    let Some(known) = feeds.said.iter().find(|says| says.kind == *kind) else { return };
    let (word, what, is_known, names): (&str, _, bool, Vec<&str>) = match shown {
        Shown::Id => return,
        Shown::Mark(mark) => (
            mark.as_str(),
            Noun::new("時点", "mark"),
            known.marks.contains(mark),
            known.marks.iter().map(Mark::as_str).collect(),
        ),
        Shown::Attribute(attribute) => (
            attribute.as_str(),
            Noun::new("属性", "attribute"),
            known.attributes.contains_key(attribute),
            known.attributes.keys().map(Attribute::as_str).collect(),
        ),
    };
    if !is_known {
        let message = Text::new(
            format!("種類`{kind}`の記録に{}`{word}`はない", what.ja),
            format!("records of the kind `{kind}` have no {} `{word}`", what.en),
        );
        row.complain(key, message, nearest(word, names).map(tables::meant));
    }
}
