//! A contract loaded whole.

use std::path::Path;

use ::contract::{Deadlines, Log, Terms};
use bid::Requirements;
use calendar::{CalendarSet, NoMainCalendar, YearMonth};
use chrono::{DateTime, Utc};
use files::{Folder, Run};
use ledger::licence::Products;
use provenance::Text;
use records::{
    AgencyBatch, AgencyOffice, AgencyPlan, InputFile, Lists, Loaded, Mapping, SampleFile, SamplePlan,
    Template, Unmatched,
};
use report::{Contents, Feed, Feeds, Remarks};
use sla::{
    Catalogue, EvaluateError, Evaluation, Explained, ItemResult, Kind, MonthResults, Observations, Policies,
    Review, ReviewRules,
};
use tables::TableErrors;
use tasks::{Blackouts, Schedule};

use crate::loading::{self, LoadError, Parts, Tables};

/// A contract with its service levels, policies, calendars and the mapping of its records.
#[derive(Debug, Clone)]
pub struct Contract {
    catalogue: Catalogue,
    policies: Policies,
    calendars: CalendarSet,
    mapping: Mapping,
    lists: Lists,
    contents: Contents,
    work: Option<tasks::Catalogue>,
    bid: Option<Requirements>,
    ledgers: Option<ledger::Rules>,
    agency: Option<AgencyPlan>,
    review: Option<ReviewRules>,
    products: Option<Products>,
    sample_plan: Option<SamplePlan>,
    terms: Option<Terms>,
    /// For those who speak of their rows.
    tables: Tables,
}

impl Contract {
    /// The reference contract, which is part of the program: JETRO's operation and management of information
    /// systems, 2023 to 2027.
    ///
    /// # Errors
    /// None that a test has not ruled out; the tables are read like any others.
    pub fn reference() -> Result<Self, LoadError> {
        Self::from_tables(crate::reference::TABLES.iter().copied())
    }

    /// The contract in a folder.
    ///
    /// # Errors
    /// [`LoadError`] with every problem of all its tables.
    pub fn load(folder: impl AsRef<Path>) -> Result<Self, LoadError> {
        Self::from_folder(&Run::new().folder(folder.as_ref())?)
    }

    /// The contract in a folder that is open: its tables, and those of its folders `coverage` and `findings`.
    ///
    /// # Errors
    /// [`LoadError`] with every problem of all its tables.
    pub fn from_folder(folder: &Folder<'_>) -> Result<Self, LoadError> {
        let tables = loading::tables_of(folder)?;
        Self::from_tables(tables.iter().map(|(file, text)| (&**file, &**text))).map_err(|error| match error {
            LoadError::Missing { path } => LoadError::Missing { path: folder.path().join(path) },
            other => other,
        })
    }

    /// A contract from the texts of its tables by the names of their files, such as `sla.toml` and `findings/main.toml`.
    ///
    /// # Errors
    /// [`LoadError`] with every problem of all tables.
    ///
    /// ```
    /// use keiyaku::{Contract, LoadError};
    ///
    /// // Every contract has a few tables; what else it has is up to it.
    /// let Err(error @ LoadError::Missing { .. }) = Contract::from_tables([("sla.toml", "")]) else { panic!() };
    /// assert_eq!(
    ///     error.to_string(),
    ///     "`calendar.toml` is missing; a contract folder holds calendar.toml, sla.toml, records.toml, policy.toml"
    /// );
    /// ```
    pub fn from_tables<'a>(tables: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, LoadError> {
        let tables = Tables::of(tables)?;
        match loading::read(&tables)? {
            (
                Parts {
                    catalogue: Some(catalogue),
                    policies: Some(policies),
                    calendars: Some(calendars),
                    mapping: Some(mapping),
                    lists,
                    contents,
                    work,
                    bid,
                    ledgers,
                    agency,
                    review,
                    products,
                    sample_plan,
                    terms,
                },
                problems,
            ) if problems.is_empty() => Ok(Self {
                catalogue,
                policies,
                calendars,
                mapping,
                lists: lists.unwrap_or_default(),
                contents: contents.unwrap_or_default(),
                work,
                bid,
                ledgers,
                agency,
                review,
                products,
                sample_plan,
                terms,
                tables,
            }),
            (_, problems) => Err(LoadError::Tables(TableErrors { problems })),
        }
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

    /// What the report's contents may be drawn from.
    #[must_use]
    pub fn feeds(&self) -> Feeds {
        loading::feeds(&self.mapping, self.lists.names().clone())
    }

    /// The lists that the report shows and no service level is judged by.
    #[must_use]
    pub fn lists(&self) -> &Lists {
        &self.lists
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
    pub fn review(&self, months: &[MonthResults]) -> Option<Vec<Review>> {
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
        Some(records::read_events(self.terms()?, self.calendars.zone(), file, bytes))
    }

    /// The duties with their dates, by what is logged; `None` where the contract has no table of terms.
    #[must_use]
    pub fn deadlines(&self, log: Option<&Log>) -> Option<Deadlines<'_>> {
        Some(Deadlines::new(self.terms()?, &self.calendars, log))
    }

    /// The schedule of the work items over the term; `None` without items.
    #[must_use]
    pub fn schedule(&self) -> Option<Schedule<'_>> {
        let schedule = Schedule::new(self.work()?, self.catalogue.term);
        Some(match &self.terms {
            Some(terms) => {
                schedule.limited_by(|duty, day| terms.due_after(&self.calendars, duty.as_str(), day))
            }
            None => schedule,
        })
    }

    /// The planned outages and busy seasons that stand in the way of work items over the term; `None` without items.
    #[must_use]
    pub fn blackouts(&self) -> Option<Blackouts<'_>> {
        Some(Blackouts::new(self.work()?, self.catalogue.term))
    }

    /// The text of the table by which records are read, as it was handed in.
    #[must_use]
    pub fn mapping_table(&self) -> &str {
        self.tables.all().iter().find(|(file, _)| file == "records.toml").map_or("", |(_, text)| text)
    }

    /// The tables of the folder that nothing reads, by the names of their files.
    pub fn unused_tables(&self) -> impl Iterator<Item = &str> {
        self.tables.unused()
    }

    /// Causes and countermeasures of a month, from a table or a spreadsheet.
    ///
    /// # Errors
    /// Every problem found, with its place and the way out.
    pub fn read_notes(&self, file: &str, bytes: &[u8]) -> Result<Remarks, Vec<Text>> {
        operations::read_notes(file, bytes, &self.catalogue)
    }

    /// Empty forms for every kind of record that service levels read or the report lists.
    #[must_use]
    pub fn templates(&self) -> Vec<Template> {
        let feeds = self.contents.iter().flat_map(|content| &content.feeds);
        let kind = |feed: &Feed| match feed {
            Feed::Cases(kind) => Some(kind.clone()),
            Feed::List(_) | Feed::Ledger(_) | Feed::Checks(_) | Feed::Work => None,
        };
        let shown: Vec<Kind> = feeds.filter_map(kind).collect();
        records::templates(&self.mapping, &self.catalogue, &shown)
    }

    /// All tables by file name, as they were handed in.
    pub fn tables(&self) -> impl Iterator<Item = (&str, &str)> {
        self.tables.all().iter().map(|(file, text)| (file.as_str(), text.as_str()))
    }

    /// All tables by file name, as they were handed in.
    pub(crate) fn texts(&self) -> &[(String, String)] {
        self.tables.all()
    }

    /// Counts the ledgers for the service levels of some months; `None` where the contract asks for no ledgers.
    pub fn count_ledgers(
        &self,
        loaded: &mut Loaded,
        journal: &ledger::Journal,
        months: &[YearMonth],
    ) -> Option<()> {
        let rules = self.ledgers()?;
        loaded.count_ledgers(journal, rules, &self.catalogue, self.calendars.zone(), months);
        Some(())
    }

    /// The same contract with records mapped in another way.
    #[must_use]
    pub fn with_mapping(mut self, mapping: Mapping) -> Self {
        self.mapping = mapping.with_lists(&self.lists);
        self
    }

    /// Reads records by the contract's mapping, and counts the execution log among them for the service levels as it
    /// stands at `now`; `progress` is told file and rows now and then.
    pub fn read_records(
        &self,
        files: &[InputFile<'_>],
        now: DateTime<Utc>,
        progress: &mut dyn FnMut(&str, u64),
    ) -> Loaded {
        let mut loaded = records::load(&self.mapping, files, progress);
        loaded.check_tallies(&self.catalogue);
        if let Some(schedule) = self.schedule() {
            let today = self.calendars.zone().to_local(now).date();
            loaded.count_work(&schedule, &self.catalogue, today);
        }
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
        self.evaluation().month(month, records, now)
    }

    /// The same results with every record behind them, for a report that draws, lists and recalculates them.
    ///
    /// # Errors
    /// [`EvaluateError`], such as a month outside the term.
    pub fn explain_month(
        &self,
        month: YearMonth,
        records: &Observations,
        now: DateTime<Utc>,
    ) -> Result<Vec<Explained>, EvaluateError> {
        self.evaluation().explained(month, records, now)
    }

    /// Everything that can be asked of the service levels beside whole months: single items and cases, days, what is open.
    #[must_use]
    pub fn evaluation(&self) -> Evaluation<'_> {
        let Self { catalogue, policies, calendars, .. } = self;
        Evaluation { catalogue, policies, calendars }
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
