//! The places of the documents that citations may name: those of `clauses.toml`, and those that the indexes know.

use std::collections::{BTreeMap, BTreeSet};

use provenance::{Clause, DocumentId, Text};
use tables::{Document, TableErrors, meant, nearest};

/// What is known of the documents. Where nothing is, every citation may stand.
#[derive(Debug, Default)]
pub(crate) struct Known {
    documents: BTreeMap<String, Places>,
}

/// What is known of the places of a document.
#[derive(Debug)]
enum Places {
    /// The document alone: it may have any.
    Any,
    /// It has these.
    These(BTreeSet<String>),
}

/// Why a citation leads nowhere, and what is meant instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Nowhere {
    pub(crate) why: Text,
    pub(crate) help: Option<Text>,
}

impl Known {
    /// Reads `clauses.toml`: `[[document]]` with `id`, and with `places` where they are known.
    pub(crate) fn read(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(|root| {
            let mut documents = BTreeMap::new();
            let mut complete = Some(());
            for row in root.rows_by("document", &["id"]) {
                let places = row.strings("places").into_iter().collect();
                let places = if row.has("places") { Places::These(places) } else { Places::Any };
                let Some(id) = row.required_parsed("id", str::parse::<DocumentId>) else {
                    complete = None;
                    continue;
                };
                documents.insert(id.as_str().to_owned(), places);
            }
            complete.map(|()| Self { documents })
        })
    }

    /// Adds a place.
    pub(crate) fn add(&mut self, clause: &Clause) {
        let document = clause.document().as_str().to_owned();
        if let Places::These(places) =
            self.documents.entry(document).or_insert_with(|| Places::These(BTreeSet::new()))
        {
            places.insert(clause.locator().to_owned());
        }
    }

    /// Whether nothing is known of any document.
    pub(crate) fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// Why a citation leads nowhere; `None` where it leads somewhere or nothing is known of any document.
    pub(crate) fn nowhere(&self, clause: &Clause) -> Option<Nowhere> {
        let (document, locator) = (clause.document(), clause.locator());
        match self.documents.get(document.as_str()) {
            None if self.is_empty() => None,
            Some(Places::Any) => None,
            Some(Places::These(places)) if has(places, locator) => None,
            Some(Places::These(places)) => {
                let near = nearest(locator, places.iter().map(String::as_str));
                Some(Nowhere {
                    why: Text::new(
                        format!("`{document}`に位置`{locator}`はない"),
                        format!("`{document}` has no place `{locator}`"),
                    ),
                    help: near.map(|near| meant(&format!("{document}#{near}"))),
                })
            }
            None => {
                let near = nearly_called(document.as_str(), self.documents.keys().map(String::as_str));
                let declare = || {
                    Text::new(
                        "`clauses.toml`の`[[document]]`に加える。位置を問わなければ`id`だけを書く",
                        "add it to `clauses.toml` as a `[[document]]`, by its `id` alone where any place may be cited",
                    )
                };
                Some(Nowhere {
                    why: Text::new(
                        format!("文書`{document}`は、`coverage/`にも`clauses.toml`にもない"),
                        format!("neither `coverage/` nor `clauses.toml` knows a document `{document}`"),
                    ),
                    help: Some(near.map_or_else(declare, |near| meant(&format!("{near}#{locator}")))),
                })
            }
        }
    }
}

/// The document that differs in one word of its name, and there by little: what documents of one contract share makes them
/// not alike.
pub(crate) fn nearly_called<'a>(document: &str, others: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let words = |document: &str| document.split('/').count();
    let near = others.filter(|other| {
        let mut different = document.split('/').zip(other.split('/')).filter(|(one, other)| one != other);
        let is_near = different.next().is_some_and(|(one, other)| nearest(one, [other]).is_some());
        words(document) == words(other) && is_near && different.next().is_none()
    });
    nearest(document, near)
}

/// Whether a document has a place: it is listed, or a group of listed ones, or a paragraph (`p3`) or bullet (`b2`) of one of
/// which none is listed.
fn has(places: &BTreeSet<String>, locator: &str) -> bool {
    let is_below = |whole: &str, signs: &[char]| {
        places.iter().any(|place| place.strip_prefix(whole).is_some_and(|rest| rest.starts_with(signs)))
    };
    let is_part = |whole: &str, last: &str| {
        let number = last.strip_prefix(['p', 'b']).filter(|n| !n.is_empty());
        number.is_some_and(|number| number.chars().all(|sign| sign.is_ascii_digit()))
            && places.contains(whole)
            && !places.iter().any(|place| is_sibling(place, whole, last))
    };
    places.contains(locator)
        || is_below(locator, &['.', '-'])
        || locator.rsplit_once('.').is_some_and(|(whole, last)| is_part(whole, last))
}

/// Whether a place is a paragraph of the same whole as another paragraph is, or a bullet as another is.
fn is_sibling(place: &str, whole: &str, last: &str) -> bool {
    let part = place.strip_prefix(whole).and_then(|rest| rest.strip_prefix('.'));
    part.is_some_and(|part| {
        part.chars().next() == last.chars().next() && part.chars().skip(1).all(|sign| sign.is_ascii_digit())
    })
}
