//! Where work is done, and the columns by which a document marks it.

use std::{collections::BTreeMap, fmt};

use calendar::{Site, SiteId, Sites};
use provenance::Text;
use tables::{Names, Noun, Row, UnknownName};

/// Where an occurrence is due or a record says that something was done.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WorkSite {
    /// At a site of the contract.
    At(SiteId),
    /// At none: the work is not bound to one.
    Unstated,
}

impl WorkSite {
    /// The word of records and options for work that is bound to no site; no site can be called so.
    const UNSTATED: &'static str = "unstated";

    /// Where an occurrence is due.
    #[must_use]
    pub fn of(site: Option<&Site>) -> Self {
        site.map_or(Self::Unstated, |site| Self::At(site.id.clone()))
    }

    /// What a text names: a site, or `unstated`.
    ///
    /// # Errors
    /// [`UnknownName`] with the site that may be meant.
    pub fn find(text: &str, sites: &Sites) -> Result<Self, UnknownName> {
        match text {
            Self::UNSTATED => Ok(Self::Unstated),
            name => sites.find(name).map(|site| Self::At(site.id.clone())),
        }
    }

    /// What it is called.
    #[must_use]
    pub fn text(&self, sites: &Sites) -> Text {
        match self {
            Self::At(id) => sites.get(id).map_or_else(|| Text::same(id.as_str()), |site| sites.text(site)),
            Self::Unstated => Text::new("拠点の定めなし", "no site stated"),
        }
    }
}

/// Prints the word that records and options use: `branch/12`.
impl fmt::Display for WorkSite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(id) => f.pad(id.as_str()),
            Self::Unstated => f.pad(Self::UNSTATED),
        }
    }
}

/// A column of the document in which items are marked for sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in exports.
    pub id: String,
    /// What it is headed.
    pub name: Text,
    /// The sites that each of its marks stands for.
    pub marks: BTreeMap<char, Vec<SiteId>>,
}

impl Column {
    /// The mark that the column has for work at some sites: the one that stands for most of them; `None` where it has
    /// none.
    #[must_use]
    pub fn mark(&self, sites: &[SiteId]) -> Option<char> {
        let marks = self.marks.iter().filter(|(_, own)| own.iter().all(|site| sites.contains(site)));
        marks.max_by_key(|(_, own)| own.len()).map(|(mark, _)| *mark)
    }
}

/// The mark of a column in which nothing stands.
const EMPTY: char = '－';

pub(crate) fn columns(root: &Row<'_>, sites: &Sites) -> Option<Vec<Column>> {
    let mut given = Names::<Column>::new(Noun::new("列", "column"), "tasks.toml", []);
    let read: Vec<Option<Column>> = root
        .rows("column")
        .iter()
        .map(|row| {
            let (id, name) = (given.declare(row, "id"), row.required_text("name"));
            let marks = row.required_row("marks")?.entry_names(mark, sites.names());
            Some(Column { id: id?.to_string(), name: name?, marks: marks.into_iter().collect() })
        })
        .collect();
    read.into_iter().collect()
}

/// A key of `marks`: one sign, which is not that of an empty cell.
fn mark(text: &str) -> Result<char, Text> {
    let mut signs = text.chars();
    match (signs.next(), signs.next()) {
        (Some(sign), None) if sign != EMPTY => Ok(sign),
        _ => Err(Text::new(
            format!("`{text}`は印ではない。`○`のように、`{EMPTY}`以外の1文字を書く"),
            format!("`{text}` is not a mark; write one sign that is not `{EMPTY}`, as in `○`"),
        )),
    }
}

/// The sites of an item, with what stands there: marks, one a column, or names of sites.
pub(crate) fn sites_of(row: &Row<'_>, columns: &[Column], sites: &Sites) -> Option<(Vec<SiteId>, String)> {
    const KEY: &str = "sites";
    let (found, text) = if !columns.is_empty() && row.is_text(KEY) {
        row.required_parsed(KEY, |text| marked(text, columns).map(|found| (found, text.to_owned())))?
    } else if row.has(KEY) {
        let found = row.names(KEY, sites.names());
        let names: Vec<&str> = found.iter().map(SiteId::as_str).collect();
        let text = if names.is_empty() { EMPTY.to_string() } else { names.join(", ") };
        (found, text)
    } else {
        row.complain(
            KEY,
            Text::new("この項目がない", "is missing"),
            Some(Text::new(
                "拠点を書く。どの拠点にもよらない業務では`[]`と書く",
                "name the sites, or write `[]` for work that is bound to none",
            )),
        );
        return None;
    };
    for (site, other) in
        found.iter().enumerate().flat_map(|(n, site)| found.iter().skip(n + 1).map(move |o| (site, o)))
    {
        if sites.overlap(site, other) {
            let message = Text::new(
                format!("`{site}`と`{other}`は同じ拠点か、一方が他方に含まれる"),
                format!("`{site}` and `{other}` are one, or one lies within the other"),
            );
            row.complain(
                KEY,
                message,
                Some(Text::new(
                    "外側の拠点か、内側の拠点だけを書く",
                    "name the outer one, or the inner ones",
                )),
            );
        }
    }
    Some((found, text))
}

/// The sites that the marks of an item stand for, in the columns' order.
fn marked(text: &str, columns: &[Column]) -> Result<Vec<SiteId>, Text> {
    let cells: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    for (column, cell) in columns.iter().zip(&cells).filter(|(_, cell)| **cell != EMPTY) {
        match column.marks.get(cell) {
            Some(sites) => found.extend(sites.iter().cloned()),
            None => return Err(explained(text, columns)),
        }
    }
    if cells.len() == columns.len() { Ok(found) } else { Err(explained(text, columns)) }
}

fn explained(text: &str, columns: &[Column]) -> Text {
    let column = |column: &Column| {
        let marks: String = column.marks.keys().chain([&EMPTY]).collect();
        format!("{} {marks}", column.id)
    };
    let columns: Vec<String> = columns.iter().map(column).collect();
    Text::new(
        format!("`{text}`は拠点の印ではない。列ごとに1文字の印を書く: {}", columns.join("、")),
        format!("`{text}` does not mark sites; write one mark a column: {}", columns.join(", ")),
    )
}
