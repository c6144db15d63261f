//! How a contract is read: a reader for each of its tables, then what the tables say of each other.

use std::{collections::BTreeMap, ffi::OsStr, path::PathBuf};

use ::contract::{Terms, TermsTables};
use bid::Requirements;
use calendar::CalendarSet;
use files::{Folder, Kind, ReadError};
use itss_core::Standard;
use ledger::licence::Products;
use provenance::Text;
use records::{AgencyPlan, Lists, Mapping, SamplePlan, UnknownWord, Unmatched};
use report::{Contents, Feeds, KindSays};
use sla::{Catalogue, Policies, ReviewRules, of};
use tables::{Names, Noun, Outline, OutlineRow, OutlineValue, TableError, TableErrors, meant, nearest};
use tasks::Level;

/// Why a contract cannot be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// A table that every contract has is not there.
    #[error("{}", self.text().en)]
    Missing {
        /// Where it would be.
        path: PathBuf,
    },
    /// Two tables bear the same name.
    #[error("{}", self.text().en)]
    Twice {
        /// The name.
        file: String,
    },
    /// A table that nothing reads has nearly the name of one.
    #[error("{}", self.text().en)]
    Misnamed {
        /// The name.
        file: String,
        /// The table that is probably meant.
        near: &'static str,
    },
    /// A folder of tables that nothing reads has nearly the name of one.
    #[error("{}", self.text().en)]
    MisnamedFolder {
        /// The name.
        folder: String,
        /// The folder that is probably meant.
        near: &'static str,
    },
    /// A file cannot be read.
    #[error("{0}")]
    Read(#[from] ReadError),
    /// Tables have problems.
    #[error("{0}")]
    Tables(TableErrors),
}

impl LoadError {
    /// What is wrong and the way out, where it is known in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Missing { path } => {
                let (path, needed) = (escape::name(path), needed().join(", "));
                Text::new(
                    format!("`{path}`が見つからない。契約のフォルダには{needed}が必要"),
                    format!("`{path}` is missing; a contract folder holds {needed}"),
                )
            }
            Self::Twice { file } => {
                let file = escape::name(file);
                Text::new(
                    format!("`{file}`が2つある。1つにする"),
                    format!("there are two tables `{file}`; hand in one of them"),
                )
            }
            Self::Misnamed { file, near } => {
                let file = escape::name(file);
                Text::new(
                    format!(
                        "`{file}`という表はない。`{near}`のことであれば名前を直し、そうでなければ別のフォルダに移す"
                    ),
                    format!(
                        "no table is called `{file}`; name it `{near}` if that is meant, or keep it elsewhere"
                    ),
                )
            }
            Self::MisnamedFolder { folder, near } => {
                let folder = escape::name(folder);
                Text::new(
                    format!(
                        "`{folder}`という表のフォルダはない。`{near}`のことであれば名前を直し、そうでなければ別の場所に移す"
                    ),
                    format!(
                        "no folder of tables is called `{folder}`; name it `{near}` if that is meant, or keep it elsewhere"
                    ),
                )
            }
            Self::Read(error) => error.text(),
            Self::Tables(errors) => errors.text(),
        }
    }
}

/// Tables that the lint alone reads.
const LINTED: &[&str] = &["volumes.toml", "waivers.toml", "clauses.toml"];

/// Folders of tables: the statements of the documents, and what readers found in them.
const FOLDERS: [&str; 2] = ["coverage", "findings"];

/// Files that are handed in by themselves and may lie in the same folder.
const HANDED_IN: &[&str] = &["remarks.toml", "events.toml", "mapping.toml"];

/// Whether something reads a table of that name.
fn is_read(file: &str) -> bool {
    let mut known = READERS.iter().flat_map(|reader| reader.files).chain(LINTED);
    known.any(|known| *known == file)
        || file.split_once('/').is_some_and(|(folder, _)| FOLDERS.contains(&folder))
}

/// Whether a table lies in a folder below one of the [`FOLDERS`].
fn is_below(file: &str) -> bool {
    let within = file.split_once('/').filter(|(folder, _)| FOLDERS.contains(folder));
    within.is_some_and(|(_, rest)| rest.contains('/'))
}

/// The texts of tables by the names of their files.
#[derive(Debug, Clone)]
pub(crate) struct Tables {
    texts: Vec<(String, String)>,
    /// Tables in folders below those of tables: nothing reads them.
    below: Vec<String>,
}

impl Tables {
    pub(crate) fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, LoadError> {
        let (mut texts, mut below): (Vec<(String, String)>, _) = (Vec::new(), Vec::new());
        for (file, text) in files {
            if is_below(file) {
                below.push(file.to_owned());
                continue;
            }
            if texts.iter().any(|(known, _)| known == file) {
                return Err(LoadError::Twice { file: file.to_owned() });
            }
            let known =
                || READERS.iter().flat_map(|reader| reader.files).chain(LINTED).chain(HANDED_IN).copied();
            if let Some(near) = misnamed(file, known) {
                return Err(LoadError::Misnamed { file: file.to_owned(), near });
            }
            if let Some((folder, _)) = file.split_once('/')
                && let Some(near) = misnamed_folder(folder)
            {
                return Err(LoadError::MisnamedFolder { folder: folder.to_owned(), near });
            }
            texts.push((file.to_owned(), text.to_owned()));
        }
        Ok(Self { texts, below })
    }

    pub(crate) fn all(&self) -> &[(String, String)] {
        &self.texts
    }

    /// Tables that nothing reads.
    pub(crate) fn unused(&self) -> impl Iterator<Item = &str> {
        let names = self.texts.iter().map(|(file, _)| file.as_str());
        let unread = names.filter(|file| !is_read(file) && !HANDED_IN.contains(file));
        unread.chain(self.below.iter().map(String::as_str))
    }

    fn text(&self, file: &str) -> Option<&str> {
        self.texts.iter().find(|(known, _)| known == file).map(|(_, text)| text.as_str())
    }
}

/// The table that a file of no table's name is probably meant for. What all names end with makes none alike.
fn misnamed<N: Iterator<Item = &'static str>>(file: &str, known: impl Fn() -> N) -> Option<&'static str> {
    let stem = |name: &'static str| name.strip_suffix(".toml");
    let own = file.strip_suffix(".toml").filter(|own| !own.contains('/'))?;
    if known().any(|name| name == file) {
        return None;
    }
    let near = nearest(own, known().filter_map(stem))?;
    known().find(|name| stem(name) == Some(near))
}

/// The folder of tables that one of another name is probably meant for.
fn misnamed_folder(folder: &str) -> Option<&'static str> {
    if FOLDERS.contains(&folder) { None } else { nearest(folder, FOLDERS) }
}

/// What the readers read; what has problems, and what cannot be read without it, stays `None`.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) calendars: Option<CalendarSet>,
    pub(crate) catalogue: Option<Catalogue>,
    pub(crate) lists: Option<Lists>,
    pub(crate) mapping: Option<Mapping>,
    pub(crate) contents: Option<Contents>,
    pub(crate) sample_plan: Option<SamplePlan>,
    pub(crate) work: Option<tasks::Catalogue>,
    pub(crate) bid: Option<Requirements>,
    pub(crate) ledgers: Option<ledger::Rules>,
    pub(crate) agency: Option<AgencyPlan>,
    pub(crate) review: Option<ReviewRules>,
    pub(crate) products: Option<Products>,
    pub(crate) policies: Option<Policies>,
    pub(crate) terms: Option<Terms>,
}

/// A table that is there, beside all others.
struct Table<'a> {
    file: &'static str,
    text: &'a str,
    all: &'a Tables,
}

/// Who reads a table.
struct Reader {
    /// The file; of tables that are read together all of them, and one that is there is enough.
    files: &'static [&'static str],
    /// Whether every contract has it.
    is_needed: bool,
    read: fn(&Table<'_>, &mut Parts) -> Result<(), TableErrors>,
}

/// The tables of a contract, in an order in which each finds what it names: a new table is a row here.
const READERS: [Reader; 14] = [
    Reader {
        files: &["calendar.toml"],
        is_needed: true,
        read: |table, parts| keep(&mut parts.calendars, CalendarSet::from_table(table.file, table.text)),
    },
    Reader {
        files: &["sla.toml"],
        is_needed: true,
        read: |table, parts| keep(&mut parts.catalogue, Catalogue::from_table(table.file, table.text)),
    },
    Reader {
        files: &["lists.toml"],
        is_needed: false,
        read: |table, parts| keep(&mut parts.lists, Lists::from_table(table.file, table.text)),
    },
    Reader {
        files: &["records.toml"],
        is_needed: true,
        read: |table, parts| {
            let Some(calendars) = &parts.calendars else { return Ok(()) };
            let read = Mapping::from_table(table.file, table.text, calendars.sites());
            let lists = parts.lists.clone().unwrap_or_default();
            keep(&mut parts.mapping, read.map(|mapping| mapping.with_lists(&lists)))
        },
    },
    Reader {
        files: &["report.toml"],
        is_needed: false,
        read: |table, parts| {
            let Some(mapping) = &parts.mapping else { return Ok(()) };
            let lists = table.all.text("lists.toml");
            let lists = Names::of_table(Noun::new("一覧", "list"), "lists.toml", lists, "list", "id");
            let feeds = feeds(mapping, lists);
            keep(&mut parts.contents, Contents::from_table(table.file, table.text, &feeds))
        },
    },
    Reader {
        files: &["sample.toml"],
        is_needed: false,
        read: |table, parts| keep(&mut parts.sample_plan, SamplePlan::from_table(table.file, table.text)),
    },
    Reader {
        files: &["tasks.toml"],
        is_needed: false,
        read: |table, parts| {
            let Some(calendars) = &parts.calendars else { return Ok(()) };
            let levels: Names<Level> = Names::of_table(
                Noun::new("サービスレベル", "service level"),
                "sla.toml",
                table.all.text("sla.toml"),
                "item",
                "key",
            );
            keep(&mut parts.work, tasks::Catalogue::from_table(table.file, table.text, calendars, &levels))
        },
    },
    Reader {
        files: &["bid.toml"],
        is_needed: false,
        read: |table, parts| {
            let Some(calendars) = &parts.calendars else { return Ok(()) };
            let sites = calendars.sites().names();
            keep(
                &mut parts.bid,
                Requirements::from_table(table.file, table.text, sites, &Standard::field_names()),
            )
        },
    },
    Reader {
        files: &["ledger.toml"],
        is_needed: false,
        read: |table, parts| keep(&mut parts.ledgers, ledger::Rules::from_table(table.file, table.text)),
    },
    Reader {
        files: &["ledger-sample.toml"],
        is_needed: false,
        read: |table, parts| keep(&mut parts.agency, AgencyPlan::from_table(table.file, table.text)),
    },
    Reader {
        files: &["review.toml"],
        is_needed: false,
        read: |table, parts| keep(&mut parts.review, ReviewRules::from_table(table.file, table.text)),
    },
    Reader {
        files: &["products.toml"],
        is_needed: false,
        read: |table, parts| keep(&mut parts.products, Products::from_table(table.file, table.text)),
    },
    Reader {
        files: &["policy.toml"],
        is_needed: true,
        read: |table, parts| {
            let Some((levels, calendars)) = parts.catalogue.as_ref().zip(parts.calendars.as_ref()) else {
                return Ok(());
            };
            let read = sla::policies_from_table(table.file, table.text, levels, calendars);
            keep(&mut parts.policies, read)
        },
    },
    Reader {
        files: &TermsTables::FILES,
        is_needed: false,
        read: |table, parts| {
            let Some(calendars) = &parts.calendars else { return Ok(()) };
            let tables = TermsTables::from_files(|file| table.all.text(file));
            keep(&mut parts.terms, Terms::from_tables(&tables, calendars))
        },
    },
];

/// What tables say of each other, once they are read.
const CHECKS: [fn(&Parts, &Tables) -> Vec<TableError>; 4] =
    [terms_agree, words_agree, sample_agrees, work_agrees];

/// The tables that every contract has.
pub(crate) fn needed() -> Vec<&'static str> {
    READERS.iter().filter(|reader| reader.is_needed).flat_map(|reader| reader.files).copied().collect()
}

/// Reads all tables, with every problem of all of them.
///
/// # Errors
/// [`LoadError::Missing`] for the first table that is needed and not there.
pub(crate) fn read(tables: &Tables) -> Result<(Parts, Vec<TableError>), LoadError> {
    if let Some(file) = needed().into_iter().find(|file| tables.text(file).is_none()) {
        return Err(LoadError::Missing { path: PathBuf::from(file) });
    }
    let (mut parts, mut problems) = (Parts::default(), Vec::new());
    for reader in &READERS {
        let there = reader.files.iter().find_map(|file| Some((*file, tables.text(file)?)));
        if let Some((file, text)) = there {
            let read = (reader.read)(&Table { file, text, all: tables }, &mut parts);
            problems.extend(read.err().into_iter().flat_map(|errors| errors.problems));
        }
    }
    problems.extend(CHECKS.iter().flat_map(|check| check(&parts, tables)));
    Ok((parts, problems))
}

/// What the report's contents may be drawn from.
pub(crate) fn feeds(mapping: &Mapping, lists: Names<of::List>) -> Feeds {
    let kinds = mapping.case_kinds();
    let mut marks = mapping.marks();
    let said = kinds.iter().map(|kind| KindSays {
        kind: kind.clone(),
        marks: marks.remove(kind).unwrap_or_default(),
        attributes: mapping.attributes_of(kind),
    });
    Feeds { said: said.collect(), kinds, lists }
}

fn keep<T>(part: &mut Option<T>, read: Result<T, TableErrors>) -> Result<(), TableErrors> {
    *part = Some(read?);
    Ok(())
}

/// The tables of a contract's folder, and those of its [`FOLDERS`] and of what is misspelt for one, by the names of their files;
/// with what lies below those, so that it can be told.
pub(crate) fn tables_of(folder: &Folder<'_>) -> Result<BTreeMap<String, String>, ReadError> {
    let mut tables = BTreeMap::new();
    let own = folder.names()?;
    let mut within: Vec<String> = FOLDERS.iter().map(|&name| name.to_owned()).collect();
    for name in &own {
        if let Some(misnamed) = name.to_str().filter(|name| misnamed_folder(name).is_some())
            && folder.kind(name)? == Some(Kind::Folder)
        {
            within.push(misnamed.to_owned());
        }
    }
    let mut listed = vec![(String::new(), own)];
    let mut left = within;
    while let Some(name) = left.pop() {
        let names = folder.names_in(&name)?;
        for below in names.iter().filter_map(|name| name.to_str()) {
            let path = format!("{name}/{below}");
            if folder.kind(OsStr::new(&path))? == Some(Kind::Folder) {
                left.push(path);
            }
        }
        listed.push((format!("{name}/"), names));
    }
    for (within, names) in listed {
        for name in names {
            // A name that is no text is no table's.
            let Some(name) = name.to_str().filter(|name| name.ends_with(".toml")) else { continue };
            let file = format!("{within}{name}");
            if HANDED_IN.contains(&file.as_str()) {
                continue;
            }
            // What was listed may be gone, or be an editor's link to nothing.
            if let Some(text) = folder.text(&file)? {
                tables.insert(file, text);
            }
        }
    }
    Ok(tables)
}

/// The term is that of the service levels.
fn terms_agree(parts: &Parts, tables: &Tables) -> Vec<TableError> {
    let (Some(terms), Some(catalogue)) = (&parts.terms, &parts.catalogue) else { return Vec::new() };
    if terms.term() == catalogue.term {
        return Vec::new();
    }
    vec![other_term(tables.text("contract.toml").unwrap_or_default(), terms, catalogue)]
}

/// A word that nearly matches one of the other table is misspelt in one of them.
fn words_agree(parts: &Parts, tables: &Tables) -> Vec<TableError> {
    let (Some(mapping), Some(catalogue)) = (&parts.mapping, &parts.catalogue) else { return Vec::new() };
    let outline = |file| Outline::of(file, tables.text(file).unwrap_or_default());
    let (levels, records) = (outline("sla.toml"), outline("records.toml"));
    let unmatched = records::unmatched(mapping, catalogue);
    let misspelt = unmatched.iter().filter(|one| one.near.is_some());
    misspelt.flat_map(|one| at_places(&levels, &records, one)).collect()
}

/// A sample is made in the words of the mapping, for the tallies of service levels.
fn sample_agrees(parts: &Parts, tables: &Tables) -> Vec<TableError> {
    let Parts { sample_plan: Some(plan), mapping: Some(mapping), catalogue: Some(catalogue), .. } = parts
    else {
        return Vec::new();
    };
    let outline = Outline::of("sample.toml", tables.text("sample.toml").unwrap_or_default());
    let unknown = plan.unknown_words(mapping, catalogue);
    unknown.iter().flat_map(|word| in_sample(&outline, word)).collect()
}

/// Work that follows other work is due by a duty that there is.
fn work_agrees(parts: &Parts, tables: &Tables) -> Vec<TableError> {
    let (Some(work), Some(terms)) = (&parts.work, &parts.terms) else { return Vec::new() };
    let duties = terms.duties();
    let outline = Outline::of("tasks.toml", tables.text("tasks.toml").unwrap_or_default());
    let values = outline.rows().iter().flat_map(|row| &row.values).filter(|value| value.key == "duty");
    let is_unknown = |value: &&OutlineValue| {
        let followed = work.items().iter().filter_map(|item| item.follows.as_ref());
        followed.into_iter().any(|follows| follows.duty.as_str() == value.text)
            && duties.iter().all(|duty| duty.heading.id != value.text)
    };
    let problem = |value: &OutlineValue| TableError {
        file: value.place.file.clone(),
        line: value.place.line,
        column: value.place.column,
        path: "follows.duty".to_owned(),
        message: Text::new(
            format!("duties.tomlに義務`{}`がない", value.text),
            format!("duties.toml has no duty `{}`", value.text),
        ),
        first_line: None,
        help: nearest(&value.text, duties.iter().map(|duty| duty.heading.id.as_str())).map(meant),
    };
    values.filter(is_unknown).map(problem).collect()
}

/// The problem of a term that is not that of the service levels, at the place where it stands.
fn other_term(table: &str, terms: &Terms, catalogue: &Catalogue) -> TableError {
    let line = table.lines().zip(1..).find(|(line, _)| line.trim() == "[term]").map_or(1, |(_, n)| n);
    let (found, other) = (terms.term(), catalogue.term);
    TableError {
        file: "contract.toml".to_owned(),
        line,
        column: 1,
        path: "term".to_owned(),
        message: {
            let (from, to) = (found.first_day(), found.last_day());
            let (other_from, other_to) = (other.first_day(), other.last_day());
            Text::new(
                format!("{from}から{to}とあるが、sla.tomlは{other_from}から{other_to}とする"),
                format!("found {from} to {to}, but sla.toml says {other_from} to {other_to}"),
            )
        },
        first_line: None,
        help: Some(Text::new("どちらかを直す", "mend one of them")),
    }
}

/// The problem of a word that nearly matches one of the other table, at each place of either.
fn at_places(levels: &Outline, mapping: &Outline, unmatched: &Unmatched) -> Vec<TableError> {
    let row = levels.rows_of("item").find(|row| row.text("key") == Some(&unmatched.item));
    let path = row.map_or("", |row| row.path.as_str());
    let is_own = |row: &&OutlineRow| {
        row.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let has_word = |value: &&OutlineValue| value.text == unmatched.word;
    let rows = levels.rows().iter();
    let mut values: Vec<_> =
        rows.clone().filter(is_own).flat_map(|row| &row.values).filter(has_word).collect();
    if values.is_empty() {
        // A ground that holds for all items stands outside the item's row.
        values = rows.flat_map(|row| &row.values).filter(has_word).take(1).collect();
    }
    // In the mapping a mark is a key; any other word stands on the right.
    let near = unmatched.near.as_deref();
    let is_near =
        |value: &&OutlineValue| Some(value.text.as_str()) == near || Some(value.key.as_str()) == near;
    values.extend(mapping.rows().iter().flat_map(|row| &row.values).filter(is_near));
    let problem = |value: &OutlineValue| TableError {
        file: value.place.file.clone(),
        line: value.place.line,
        column: value.place.column,
        path: unmatched.item.clone(),
        message: unmatched.text(),
        first_line: None,
        help: Some(Text::new(
            "records.tomlとsla.tomlで同じ名前にする",
            "records.toml and sla.toml must name it alike",
        )),
    };
    let mut problems: Vec<TableError> = values.into_iter().map(problem).collect();
    problems.sort_by(|a, b| (&b.file, a.line, a.column).cmp(&(&a.file, b.line, b.column)));
    problems
}

/// The problem of a word of a sample that nothing knows, at each place.
fn in_sample(outline: &Outline, unknown: &UnknownWord) -> Vec<TableError> {
    let UnknownWord { list, word, near } = unknown;
    let (message, help) = match *list {
        "tally" => (
            Text::new(
                format!("件数`{word}`を読むサービスレベルがない"),
                format!("no service level reads a tally `{word}`"),
            ),
            Text::new("sla.tomlが読むものにする", "name one that sla.toml reads"),
        ),
        _ => (
            Text::new(
                format!("records.tomlはここで`{word}`を訳さない"),
                format!("records.toml translates no `{word}` here"),
            ),
            Text::new("records.tomlが訳す語にする", "name a word that records.toml translates"),
        ),
    };
    let help = near.as_deref().map_or(help, meant);
    let rows = outline.rows().iter().filter(|row| row.path == *list || row.is_of(list));
    let values = rows.flat_map(|row| row.values.iter().filter(|value| value.text == *word));
    let problem = |value: &OutlineValue| TableError {
        file: value.place.file.clone(),
        line: value.place.line,
        column: value.place.column,
        path: format!("{list}.{}", value.key),
        message: message.clone(),
        first_line: None,
        help: Some(help.clone()),
    };
    values.map(problem).collect()
}
