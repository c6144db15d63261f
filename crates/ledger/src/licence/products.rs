//! `products.toml`: what products there are, and what covers what within each.

use std::collections::HashMap;

use provenance::{Text, folded};
use tables::{Document, Once, Row, TableErrors, meant, nearest};

/// Products with their editions, versions and languages. What is not listed here is never taken to be covered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Products {
    products: Vec<Product>,
    languages: Vec<Covering>,
    names: HashMap<String, u32>,
    language_names: HashMap<String, u32>,
}

/// A product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Its identifier.
    pub id: String,
    /// Its maker.
    pub maker: String,
    /// What ledgers call it; the first is shown.
    pub names: Vec<String>,
    /// Its versions, from the oldest; none where a licence knows no versions.
    pub versions: Vec<String>,
    /// Its editions; none where there is but one.
    pub editions: Vec<Covering>,
    /// Whether one licence serves every language.
    pub language_neutral: bool,
    version_names: HashMap<String, u32>,
    edition_names: HashMap<String, u32>,
}

/// An edition or language with what a licence for it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covering {
    /// Its identifier.
    pub id: String,
    /// What ledgers call it; the first is shown.
    pub names: Vec<String>,
    /// For each in the list, whether a licence for this one covers it.
    covers: Vec<bool>,
}

impl Covering {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.names.first().map_or(&self.id, String::as_str)
    }

    pub(crate) fn covers(&self, other: u32) -> bool {
        usize::try_from(other).ok().and_then(|at| self.covers.get(at)).is_some_and(|covers| *covers)
    }

    pub(crate) fn covers_all(&self) -> bool {
        self.covers.iter().all(|covers| *covers)
    }
}

impl Product {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.names.first().map_or(&self.id, String::as_str)
    }

    pub(crate) fn edition(&self, at: u32) -> Option<&Covering> {
        self.editions.get(usize::try_from(at).ok()?)
    }
}

/// Something named in a ledger, as far as the table knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark<'a> {
    /// Its number in the table.
    Known(u32),
    /// The product has none of that kind, so nothing is compared.
    NotAsked,
    /// The ledger says nothing.
    Missing,
    /// The ledger's text is not in the table.
    Unlisted(&'a str),
}

/// What a copy is, or what a licence is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Form<'a> {
    /// The product.
    pub product: Mark<'a>,
    /// The edition.
    pub edition: Mark<'a>,
    /// The version.
    pub version: Mark<'a>,
    /// The language.
    pub language: Mark<'a>,
}

impl Form<'_> {
    /// Whether nothing of it is missing or unlisted.
    #[must_use]
    pub fn is_known(&self) -> bool {
        [self.product, self.edition, self.version, self.language]
            .iter()
            .all(|mark| matches!(mark, Mark::Known(_) | Mark::NotAsked))
    }
}

impl Products {
    /// Reads a table of products.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(|root| {
            let (mut read, mut names, mut language_names) =
                (Self::default(), Named::default(), Named::default());
            let languages = root.rows("language");
            read.languages = coverings(&languages);
            for (at, row) in languages.iter().enumerate() {
                let Some(language) = read.languages.get(at) else { continue };
                language_names.take(row, &language.id, &language.names, number(at));
            }
            for row in root.rows("product") {
                let Some(product) = product(&row) else { continue };
                names.take(&row, &product.id, &product.names, number(read.products.len()));
                read.products.push(product);
            }
            (read.names, read.language_names) = (names.of, language_names.of);
            Some(read)
        })
    }

    /// The products, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = &Product> {
        self.products.iter()
    }

    /// The product of a name, an alias or an identifier, whatever its case and width.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Product> {
        self.product(*self.names.get(folded(name).as_ref())?)
    }

    /// What a ledger's texts mean.
    #[must_use]
    pub fn form<'a>(
        &self,
        software: Option<&'a str>,
        edition: Option<&'a str>,
        version: Option<&'a str>,
        language: Option<&'a str>,
    ) -> Form<'a> {
        let look = |names: &HashMap<String, u32>, text: Option<&'a str>| match text {
            None => Mark::Missing,
            Some(text) => {
                names.get(folded(text).as_ref()).map_or(Mark::Unlisted(text), |at| Mark::Known(*at))
            }
        };
        let unlisted = |text: Option<&'a str>| text.map_or(Mark::Missing, Mark::Unlisted);
        let language = look(&self.language_names, language);
        let product = look(&self.names, software);
        let Some(known) = self.known(product) else {
            return Form { product, edition: unlisted(edition), version: unlisted(version), language };
        };
        Form {
            product,
            edition: match (known.editions.len(), edition) {
                (0, _) => Mark::NotAsked,
                (1, None) => Mark::Known(0),
                _ => look(&known.edition_names, edition),
            },
            version: match known.versions.is_empty() {
                true => Mark::NotAsked,
                false => look(&known.version_names, version),
            },
            language: if known.language_neutral { Mark::NotAsked } else { language },
        }
    }

    /// A version's place in a product's order.
    pub(crate) fn version<'a>(&self, product: Mark<'_>, text: Option<&'a str>) -> Mark<'a> {
        match (self.known(product), text) {
            (_, None) => Mark::Missing,
            (None, Some(text)) => Mark::Unlisted(text),
            (Some(known), Some(text)) => known
                .version_names
                .get(folded(text).as_ref())
                .map_or(Mark::Unlisted(text), |at| Mark::Known(*at)),
        }
    }

    pub(crate) fn known(&self, mark: Mark<'_>) -> Option<&Product> {
        match mark {
            Mark::Known(at) => self.product(at),
            Mark::NotAsked | Mark::Missing | Mark::Unlisted(_) => None,
        }
    }

    pub(crate) fn language(&self, at: u32) -> Option<&Covering> {
        self.languages.get(usize::try_from(at).ok()?)
    }

    fn product(&self, at: u32) -> Option<&Product> {
        self.products.get(usize::try_from(at).ok()?)
    }

    /// A form in words, such as `Office Pro Plus 2019 日本語`.
    #[must_use]
    pub fn words(&self, form: &Form<'_>) -> String {
        let product = self.known(form.product);
        let name = match form.product {
            Mark::Missing => Some("?"),
            mark => said(mark, |at| self.product(at).map(Product::name)),
        };
        let parts = [
            name,
            said(form.edition, |at| product.and_then(|p| p.edition(at)).map(Covering::name)),
            said(form.version, |at| {
                product.and_then(|p| p.versions.get(usize::try_from(at).ok()?)).map(String::as_str)
            }),
            said(form.language, |at| self.language(at).map(Covering::name)),
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        parts.join(" ")
    }
}

fn said<'t>(mark: Mark<'t>, name: impl Fn(u32) -> Option<&'t str>) -> Option<&'t str> {
    match mark {
        Mark::Known(at) => name(at),
        Mark::Unlisted(text) => Some(text),
        Mark::NotAsked | Mark::Missing => None,
    }
}

fn product(row: &Row<'_>) -> Option<Product> {
    let (id, maker) = (row.required::<String>("id"), row.required::<String>("maker"));
    let names = row.strings("names");
    let versions = row.strings("versions");
    let rows = row.rows("edition");
    let editions = coverings(&rows);
    let mut edition_names = Named::default();
    for (at, (row, edition)) in rows.iter().zip(&editions).enumerate() {
        edition_names.take(row, &edition.id, &edition.names, number(at));
    }
    let mut version_names = Named::default();
    for (at, version) in versions.iter().enumerate() {
        version_names.take(row, version, &[], number(at));
    }
    for (name, version) in row.optional_row("version_names").map(|row| row.entries()).unwrap_or_default() {
        match version_names.of.get(folded(&version).as_ref()).copied() {
            Some(at) => version_names.take(row, &name, &[], at),
            None => {
                let help = nearest(&version, versions.iter().map(String::as_str)).map(meant);
                row.complain(
                    "version_names",
                    Text::new(
                        format!("`{version}`は版の中にない"),
                        format!("`{version}` is none of the versions"),
                    ),
                    help,
                );
            }
        }
    }
    let language_neutral = row.optional("language_neutral").unwrap_or(false);
    let (id, maker) = (id?, maker?);
    Some(Product {
        id,
        maker,
        names,
        versions,
        editions,
        language_neutral,
        version_names: version_names.of,
        edition_names: edition_names.of,
    })
}

/// Reads editions or languages; what one covers is covered by all that cover it.
fn coverings(rows: &[Row<'_>]) -> Vec<Covering> {
    let mut read: Vec<(Covering, Vec<String>)> = Vec::new();
    for row in rows {
        let covers = row.strings("covers");
        let id = row.required::<String>("id").unwrap_or_default();
        read.push((Covering { id, names: row.strings("names"), covers: Vec::new() }, covers));
    }
    let ids: Vec<String> = read.iter().map(|(one, _)| one.id.clone()).collect();
    let direct: Vec<Vec<usize>> = rows
        .iter()
        .zip(&read)
        .map(|(row, (_, covers))| {
            let mut found = Vec::new();
            for wanted in covers {
                if wanted == "*" {
                    found.extend(0..ids.len());
                } else if let Some(at) = ids.iter().position(|id| id == wanted) {
                    found.push(at);
                } else {
                    let near = nearest(wanted, ids.iter().map(String::as_str).chain(["*"]));
                    let help = near.map(meant);
                    row.complain(
                        "covers",
                        Text::new(
                            format!("`{wanted}`はこの一覧にない"),
                            format!("`{wanted}` is not in this list"),
                        ),
                        help,
                    );
                }
            }
            found
        })
        .collect();
    for (at, (one, _)) in read.iter_mut().enumerate() {
        one.covers = vec![false; ids.len()];
        let mut open = vec![at];
        while let Some(next) = open.pop() {
            match one.covers.get_mut(next) {
                Some(covered) if !*covered => *covered = true,
                _ => continue,
            }
            open.extend(direct.get(next).into_iter().flatten());
        }
    }
    read.into_iter().map(|(one, _)| one).collect()
}

/// What the names given so far are of, by the number of its row.
#[derive(Default)]
struct Named {
    of: HashMap<String, u32>,
    once: Once<String>,
}

impl Named {
    fn take(&mut self, row: &Row<'_>, id: &str, names: &[String], at: u32) {
        for name in std::iter::once(id).chain(names.iter().map(String::as_str)) {
            let key = folded(name).into_owned();
            // One thing may have a name twice, as an identifier and in its list.
            if self.of.insert(key.clone(), at) != Some(at) {
                let what = || Text::new(format!("名称`{name}`"), format!("`{name}`"));
                self.once.take(
                    &row.spot(),
                    "names",
                    key,
                    what,
                    Text::new("1つの名称は1つの製品だけに使う", "give each name to one only"),
                );
            }
        }
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
