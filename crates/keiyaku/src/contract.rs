//! A contract loaded whole.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use ::contract::{Deadlines, Log, Terms, TermsTables};
use bid::Requirements;
use calendar::{CalendarSet, NoMainCalendar, YearMonth};
use chrono::{DateTime, Utc};
use files::{Folder, ReadError, Run};
use ledger::licence::Products;
use provenance::Text;
use records::{
    AgencyBatch, AgencyOffice, AgencyPlan, InputFile, Loaded, Mapping, SampleFile, SamplePlan, UnknownWord,
    Unmatched,
};
use report::{Annex, Contents, Remarks};
use sla::{Catalogue, EvaluateError, Evaluation, ItemResult, Observations, Policies, Review, ReviewRules};
use tables::{Names, Outline, OutlineRow, OutlineValue, TableError, TableErrors};
use tasks::{Blackouts, Level, Schedule};

/// A contract with its service levels, policies, calendars and the mapping of its records.
#[derive(Debug, Clone)]
pub struct Contract {
    catalogue: Catalogue,
    policies: Policies,
    calendars: CalendarSet,
    mapping: Mapping,
    contents: Contents,
    work: Option<tasks::Catalogue>,
    bid: Option<Requirements>,
    ledgers: Option<ledger::Rules>,
    agency: Option<AgencyPlan>,
    review: Option<ReviewRules>,
    products: Option<Products>,
    sample_plan: Option<SamplePlan>,
    /// All tables by file name, for those who speak of their rows.
    texts: Vec<(String, String)>,
    terms: Option<Terms>,
}

/// The tables of a contract, by the names of their files.
#[derive(Debug, Clone, Copy)]
pub struct ContractTables<'a> {
    /// `calendar.toml`.
    pub calendar: &'a str,
    /// `sla.toml`.
    pub sla: &'a str,
    /// `policy.toml`.
    pub policy: &'a str,
    /// `records.toml`.
    pub records: &'a str,
    /// `report.toml`; without it the report demands no contents.
    pub report: Option<&'a str>,
    /// `tasks.toml`; without it the contract has no work items.
    pub tasks: Option<&'a str>,
    /// `bid.toml`; without it the contract asks nothing of bidders.
    pub bid: Option<&'a str>,
    /// `ledger.toml`; without it the contract asks for no ledgers.
    pub ledger: Option<&'a str>,
    /// `ledger-sample.toml`; without it no agency can be made up.
    pub ledger_sample: Option<&'a str>,
    /// `products.toml`; without it licences cannot be compared.
    pub products: Option<&'a str>,
    /// `review.toml`; without it targets are not judged by past months.
    pub review: Option<&'a str>,
    /// `sample.toml`; without it no sample can be made.
    pub sample: Option<&'a str>,
    /// Further tables by file name, such as `waivers.toml` and `findings/main.toml`: read by the lint.
    pub further: &'a [(&'a str, &'a str)],
    /// `contract.toml` and the tables that belong to it; without any of them nothing falls due.
    pub terms: TermsTables<'a>,
}

impl ContractTables<'_> {
    fn texts(&self) -> Vec<(String, String)> {
        let optional = [
            ("calendar.toml", Some(self.calendar)),
            ("sla.toml", Some(self.sla)),
            ("policy.toml", Some(self.policy)),
            ("records.toml", Some(self.records)),
            ("report.toml", self.report),
            ("tasks.toml", self.tasks),
            ("bid.toml", self.bid),
            ("ledger.toml", self.ledger),
            ("ledger-sample.toml", self.ledger_sample),
            ("products.toml", self.products),
            ("review.toml", self.review),
            ("sample.toml", self.sample),
        ];
        let own =
            optional.into_iter().chain(self.terms.files()).filter_map(|(file, text)| Some((file, text?)));
        let mut texts: Vec<(String, String)> = Vec::new();
        for (file, text) in own.chain(self.further.iter().copied()) {
            if texts.iter().all(|(known, _)| known != file) {
                texts.push((file.to_owned(), text.to_owned()));
            }
        }
        texts
    }
}

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
                let (path, needed) = (escape::name(path), NEEDED.join(", "));
                Text::new(
                    format!("`{path}`が見つからない。契約のフォルダには{needed}が必要"),
                    format!("`{path}` is missing; a contract folder holds {needed}"),
                )
            }
            Self::Read(error) => error.text(),
            Self::Tables(errors) => Text::same(errors.to_string()),
        }
    }
}

/// The tables that every contract has.
const NEEDED: [&str; 4] = ["calendar.toml", "sla.toml", "policy.toml", "records.toml"];

impl Contract {
    /// The reference contract, which is part of the program: JETRO's operation and management of information
    /// systems, 2023 to 2027.
    ///
    /// # Errors
    /// None that a test has not ruled out; the tables are read like any others.
    pub fn reference() -> Result<Self, LoadError> {
        Self::from_tables(&crate::reference::TABLES)
    }

    /// The contract in a folder.
    ///
    /// # Errors
    /// [`LoadError`] with every problem of all its tables.
    pub fn load(folder: impl AsRef<Path>) -> Result<Self, LoadError> {
        Self::from_folder(&Run::new().folder(folder.as_ref())?)
    }

    /// The contract in a folder that is open.
    ///
    /// # Errors
    /// [`LoadError`] with every problem of all its tables.
    pub fn from_folder(folder: &Folder<'_>) -> Result<Self, LoadError> {
        let tables = tables_of(folder)?;
        let optional = |name: &str| tables.get(name).map(String::as_str);
        let needed =
            |name: &str| optional(name).ok_or_else(|| LoadError::Missing { path: folder.path().join(name) });
        let further: Vec<(&str, &str)> = tables.iter().map(|(file, text)| (&**file, &**text)).collect();
        Self::from_tables(&ContractTables {
            calendar: needed("calendar.toml")?,
            sla: needed("sla.toml")?,
            policy: needed("policy.toml")?,
            records: needed("records.toml")?,
            report: optional("report.toml"),
            tasks: optional("tasks.toml"),
            bid: optional("bid.toml"),
            ledger: optional("ledger.toml"),
            ledger_sample: optional("ledger-sample.toml"),
            products: optional("products.toml"),
            review: optional("review.toml"),
            sample: optional("sample.toml"),
            further: &further,
            terms: TermsTables::from_files(optional),
        })
    }

    /// A contract from the text of its tables.
    ///
    /// # Errors
    /// [`LoadError::Tables`] with every problem of all tables.
    pub fn from_tables(tables: &ContractTables<'_>) -> Result<Self, LoadError> {
        let mut problems: Vec<TableError> = Vec::new();
        let calendars = kept(CalendarSet::from_table("calendar.toml", tables.calendar), &mut problems);
        let catalogue = kept(Catalogue::from_table("sla.toml", tables.sla), &mut problems);
        // Records and work items name sites: they can only be read once those are.
        let mapping = calendars.as_ref().and_then(|calendars| {
            let read = Mapping::from_table("records.toml", tables.records, calendars.sites());
            kept(read, &mut problems)
        });
        // What a report must contain is fed by records.
        let contents = mapping.as_ref().and_then(|mapping| {
            let read = |table| Contents::from_table("report.toml", table, &mapping.case_kinds());
            kept(tables.report.map_or(Ok(Contents::default()), read), &mut problems)
        });
        let sample_plan = tables.sample.map(|table| SamplePlan::from_table("sample.toml", table)).transpose();
        let sample_plan = kept(sample_plan, &mut problems);
        let work = calendars.as_ref().and_then(|calendars| {
            let levels: Names<Level> =
                Names::of_table("service level", "sla.toml", Some(tables.sla), "item", "key");
            let read = |table| tasks::Catalogue::from_table("tasks.toml", table, calendars, &levels);
            kept(tables.tasks.map(read).transpose(), &mut problems)
        });
        let bid = calendars.as_ref().and_then(|calendars| {
            let sites = calendars.sites().names();
            let read = |table| Requirements::from_table("bid.toml", table, sites);
            kept(tables.bid.map(read).transpose(), &mut problems)
        });
        let ledgers = tables.ledger.map(|table| ledger::Rules::from_table("ledger.toml", table)).transpose();
        let ledgers = kept(ledgers, &mut problems);
        let agency = tables.ledger_sample;
        let agency = agency.map(|table| AgencyPlan::from_table("ledger-sample.toml", table)).transpose();
        let agency = kept(agency, &mut problems);
        let review = tables.review.map(|table| ReviewRules::from_table("review.toml", table)).transpose();
        let review = kept(review, &mut problems);
        let products = tables.products.map(|table| Products::from_table("products.toml", table)).transpose();
        let products = kept(products, &mut problems);
        // Policies name items and calendars: they can only be read once those are.
        let policies = catalogue.as_ref().zip(calendars.as_ref()).and_then(|(catalogue, calendars)| {
            let read = sla::policies_from_table("policy.toml", tables.policy, catalogue, calendars);
            kept(read, &mut problems)
        });
        // Terms name calendars, and their term is that of the service levels.
        let terms = match &calendars {
            Some(calendars) if !tables.terms.is_empty() => {
                kept(Terms::from_tables(&tables.terms, calendars), &mut problems).map(Some)
            }
            _ => Some(None),
        };
        if let Some((Some(terms), catalogue)) = terms.as_ref().zip(catalogue.as_ref())
            && terms.term() != catalogue.term
        {
            problems.push(other_term(tables.terms.contract.unwrap_or_default(), terms, catalogue));
        }
        // A word that nearly matches one of the other table is misspelt in one of them.
        if let Some((mapping, catalogue)) = mapping.as_ref().zip(catalogue.as_ref()) {
            let misspelt =
                records::unmatched(mapping, catalogue).into_iter().filter(|one| one.near.is_some());
            let levels = Outline::of("sla.toml", tables.sla);
            let records = Outline::of("records.toml", tables.records);
            problems.extend(misspelt.flat_map(|one| at_places(&levels, &records, &one)));
        }
        // A sample is made in the words of the mapping, for the tallies of service levels.
        if let Some(((Some(plan), mapping), catalogue)) =
            sample_plan.as_ref().zip(mapping.as_ref()).zip(catalogue.as_ref())
        {
            let outline = Outline::of("sample.toml", tables.sample.unwrap_or_default());
            let unknown = plan.unknown_words(mapping, catalogue);
            problems.extend(unknown.iter().flat_map(|word| in_sample(&outline, word)));
        }
        if !problems.is_empty() {
            return Err(LoadError::Tables(TableErrors(problems)));
        }
        let (Some(catalogue), Some(policies), Some(calendars), Some(mapping), Some(contents)) =
            (catalogue, policies, calendars, mapping, contents)
        else {
            return Err(LoadError::Tables(TableErrors(problems)));
        };
        let (Some(work), Some(bid), Some(review), Some(sample_plan), Some(terms)) =
            (work, bid, review, sample_plan, terms)
        else {
            return Err(LoadError::Tables(TableErrors(problems)));
        };
        let (Some(ledgers), Some(agency), Some(products)) = (ledgers, agency, products) else {
            return Err(LoadError::Tables(TableErrors(problems)));
        };
        Ok(Self {
            catalogue,
            policies,
            calendars,
            mapping,
            contents,
            work,
            bid,
            ledgers,
            agency,
            review,
            products,
            sample_plan,
            terms,
            texts: tables.texts(),
        })
    }

    /// The service levels and the term.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The readings of what the contract leaves open.
    #[must_use]
    pub fn policies(&self) -> &Policies {
        &self.policies
    }

    /// The calendars, busy seasons and outages.
    #[must_use]
    pub fn calendars(&self) -> &CalendarSet {
        &self.calendars
    }

    /// What the monthly report must contain.
    #[must_use]
    pub fn contents(&self) -> &Contents {
        &self.contents
    }

    /// How records are read.
    #[must_use]
    pub fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// The work items; `None` where the contract has no table of them.
    #[must_use]
    pub fn work(&self) -> Option<&tasks::Catalogue> {
        self.work.as_ref()
    }

    /// What the contract asks of bidders; `None` where it has no table of it.
    #[must_use]
    pub fn bid_requirements(&self) -> Option<&Requirements> {
        self.bid.as_ref()
    }

    /// The ledgers that the contract asks for; `None` where it has no table of them.
    #[must_use]
    pub fn ledgers(&self) -> Option<&ledger::Rules> {
        self.ledgers.as_ref()
    }

    /// The plan of a made-up agency; `None` where the contract has none.
    #[must_use]
    pub fn agency_plan(&self) -> Option<&AgencyPlan> {
        self.agency.as_ref()
    }

    /// The products that licences are compared by; `None` where the contract has no table of them.
    #[must_use]
    pub fn products(&self) -> Option<&Products> {
        self.products.as_ref()
    }

    /// How targets are judged by past months; `None` where the contract has no table of it.
    #[must_use]
    pub fn review_rules(&self) -> Option<&ReviewRules> {
        self.review.as_ref()
    }

    /// What past months say of each target, from the earliest month; `None` without rules for it.
    #[must_use]
    pub fn review(&self, months: &[(YearMonth, Vec<ItemResult>)]) -> Option<Vec<Review>> {
        Some(sla::review(self.catalogue.items(), months, self.review_rules()?))
    }

    /// The history of a made-up agency, with the offices abroad of the contract; `None` where there is no plan of it.
    #[must_use]
    pub fn agency(&self, seed: u64) -> Option<Vec<AgencyBatch>> {
        let small = |number: Option<u64>| number.and_then(|number| u32::try_from(number).ok());
        let offices = self.terms.as_ref().and_then(Terms::offices).map_or(&[][..], |abroad| &abroad.offices);
        let offices = offices.iter().map(|office| AgencyOffice {
            no: office.no,
            name: office.name.ja.clone(),
            pcs: small(office.pcs),
            servers: small(office.servers),
            printers: small(office.printers),
        });
        Some(records::agency(self.agency_plan()?, &offices.collect::<Vec<_>>(), seed))
    }

    /// What the contract says about itself: term, money, people, meetings, duties; `None` where it has no tables of it.
    #[must_use]
    pub fn terms(&self) -> Option<&Terms> {
        self.terms.as_ref()
    }

    /// What happened and what was done, from a file: a table (`.toml`) or CSV with the columns kind, id, of and date.
    /// `None` where the contract has no table of terms.
    ///
    /// # Errors
    /// Every problem found, with its place.
    pub fn read_events(&self, file: &str, bytes: &[u8]) -> Option<Result<Log, TableErrors>> {
        Some(crate::events::read(self.terms()?, self.calendars.zone(), file, bytes))
    }

    /// The duties with their dates, by what is logged; `None` where the contract has no table of terms.
    #[must_use]
    pub fn deadlines(&self, log: Option<&Log>) -> Option<Deadlines<'_>> {
        Some(Deadlines::new(self.terms()?, &self.calendars, log))
    }

    /// The schedule of the work items over the term; `None` without items.
    #[must_use]
    pub fn schedule(&self) -> Option<Schedule<'_>> {
        Some(Schedule::new(self.work()?, self.catalogue.term))
    }

    /// The planned outages and busy seasons that stand in the way of work items over the term; `None` without items.
    #[must_use]
    pub fn blackouts(&self) -> Option<Blackouts<'_>> {
        Some(Blackouts::new(self.work()?, self.catalogue.term))
    }

    /// Counts the execution log among the records for the service levels, as it stands at `now`.
    pub fn count_work(&self, loaded: &mut Loaded, now: DateTime<Utc>) {
        if let Some(schedule) = self.schedule() {
            let today = self.calendars.zone().to_local(now).date();
            loaded.count_work(&schedule, &self.catalogue, today);
        }
    }

    /// All tables by file name, as they were handed in.
    pub(crate) fn texts(&self) -> &[(String, String)] {
        &self.texts
    }

    /// Counts the ledgers for the service levels of some months, and gives the lists that they hold at one month's end;
    /// `None` where the contract asks for no ledgers.
    pub fn count_ledgers(
        &self,
        loaded: &mut Loaded,
        journal: &ledger::Journal,
        month: YearMonth,
        months: &[YearMonth],
    ) -> Option<Vec<Annex>> {
        let rules = self.ledgers()?;
        loaded.count_ledgers(journal, rules, &self.catalogue, self.calendars.zone(), months);
        Some(report::annexes(journal, rules, month))
    }

    /// The same contract with records mapped in another way.
    #[must_use]
    pub fn with_mapping(mut self, mapping: Mapping) -> Self {
        self.mapping = mapping;
        self
    }

    /// Reads records by the contract's mapping; `progress` is told file and rows now and then.
    pub fn read_records(&self, files: &[InputFile<'_>], progress: &mut dyn FnMut(&str, u64)) -> Loaded {
        let mut loaded = records::load(&self.mapping, files, progress);
        loaded.check_tallies(&self.catalogue);
        loaded
    }

    /// The words that service levels read and the mapping does not give.
    #[must_use]
    pub fn unmatched(&self) -> Vec<Unmatched> {
        records::unmatched(&self.mapping, &self.catalogue)
    }

    /// The results of all items for a month, as they stand at `now`.
    ///
    /// # Errors
    /// [`EvaluateError`], such as a month outside the term.
    pub fn evaluate_month(
        &self,
        month: YearMonth,
        records: &Observations,
        now: DateTime<Utc>,
    ) -> Result<Vec<ItemResult>, EvaluateError> {
        let Self { catalogue, policies, calendars, .. } = self;
        Evaluation { catalogue, policies, calendars }.month(month, records, now)
    }

    /// Causes and countermeasures from the text of a `remarks.toml`.
    ///
    /// # Errors
    /// Every problem of the table.
    pub fn remarks(&self, file: &str, table: &str) -> Result<Remarks, TableErrors> {
        Remarks::from_table(file, table, &self.catalogue)
    }

    /// Files of a made-up month; `None` where the contract has no plan for samples.
    ///
    /// # Errors
    /// [`NoMainCalendar`] where nothing says which calendar business hours are those of.
    pub fn sample(&self, month: YearMonth, seed: u64) -> Option<Result<Vec<SampleFile>, NoMainCalendar>> {
        self.sample_plan.as_ref().map(|plan| records::sample(plan, &self.calendars, month, seed))
    }
}

/// The tables of a contract's folder, and those of its folders `coverage` and `findings`, by the names of their files.
fn tables_of(folder: &Folder<'_>) -> Result<BTreeMap<String, String>, ReadError> {
    let mut tables = BTreeMap::new();
    let listed = [
        ("", folder.names()?),
        ("coverage/", folder.names_in("coverage")?),
        ("findings/", folder.names_in("findings")?),
    ];
    for (within, names) in listed {
        for name in names {
            // A name that is no text is no table's.
            let Some(name) = name.to_str().filter(|name| name.ends_with(".toml")) else { continue };
            let file = format!("{within}{name}");
            // What was listed may be gone, or be an editor's link to nothing.
            if let Some(text) = folder.text(&file)? {
                tables.insert(file, text);
            }
        }
    }
    Ok(tables)
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
        message: format!(
            "found {} to {}, but sla.toml says {} to {}",
            found.first_day(),
            found.last_day(),
            other.first_day(),
            other.last_day()
        ),
        help: Some("mend one of them".to_owned()),
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
        message: unmatched.text().en,
        help: Some("records.toml and sla.toml must name it alike".to_owned()),
    };
    let mut problems: Vec<TableError> = values.into_iter().map(problem).collect();
    problems.sort_by(|a, b| (&b.file, a.line, a.column).cmp(&(&a.file, b.line, b.column)));
    problems
}

/// The problem of a word of a sample that nothing knows, at each place.
fn in_sample(outline: &Outline, unknown: &UnknownWord) -> Vec<TableError> {
    let UnknownWord { list, word, near } = unknown;
    let (message, help) = match *list {
        "tally" => (format!("no service level reads a tally `{word}`"), "name one that sla.toml reads"),
        _ => {
            (format!("records.toml translates no `{word}` here"), "name a word that records.toml translates")
        }
    };
    let help = near.as_ref().map_or_else(|| help.to_owned(), |near| format!("did you mean `{near}`?"));
    let rows = outline.rows().iter().filter(|row| row.path == *list || row.is_of(list));
    let values = rows.flat_map(|row| row.values.iter().filter(|value| value.text == *word));
    let problem = |value: &OutlineValue| TableError {
        file: value.place.file.clone(),
        line: value.place.line,
        column: value.place.column,
        path: format!("{list}.{}", value.key),
        message: message.clone(),
        help: Some(help.clone()),
    };
    values.map(problem).collect()
}

fn kept<T>(read: Result<T, TableErrors>, problems: &mut Vec<TableError>) -> Option<T> {
    read.map_err(|errors| problems.extend(errors.0)).ok()
}
