//! The readers of the program, by the table.

use std::fmt::Debug;

use keiyaku::{
    Contract,
    bid::Requirements,
    calendar::CalendarSet,
    coverage::Index,
    itss::Standard,
    ledger,
    lint::{self, Tables},
    records::{AgencyPlan, Lists, Mapping, SamplePlan},
    report::{Contents, Remarks},
    sla::{self, Catalogue, ReviewRules},
    tables::{Names, Noun, TableError, TableErrors},
    tasks,
    terms::{Terms, TermsTables},
};

/// A contract whose tables are read one at a time, each beside all others as they are.
pub(crate) struct Reader {
    contract: Contract,
    /// The template: a lint of it takes no time.
    small: Contract,
    texts: Vec<(String, String)>,
}

impl Reader {
    pub(crate) fn of(folder: &str) -> Self {
        let tables = crate::contracts::tables().into_iter();
        let texts = tables.filter(|(_, path, _)| path.parent().unwrap().ends_with(folder));
        let texts = texts.map(|(name, _, text)| (format!("{name}.toml"), text)).collect();
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts");
        let load = |folder: &str| Contract::load(format!("{path}/{folder}")).unwrap();
        Self { contract: load(folder), small: load("template"), texts }
    }

    /// What the reader tells of a table; where nothing, what it has read.
    pub(crate) fn read(&self, name: &str, text: &str) -> Result<Read, Vec<TableError>> {
        let file = format!("{name}.toml");
        let file = file.as_str();
        let contract = &self.contract;
        match name {
            "calendar" => shown(CalendarSet::from_table(file, text)),
            "sla" => shown(Catalogue::from_table(file, text)),
            "policy" => {
                shown(sla::policies_from_table(file, text, contract.catalogue(), contract.calendars()))
            }
            "records" => shown(Mapping::from_table(file, text, contract.calendars().sites())),
            "lists" => shown(Lists::from_table(file, text)),
            "report" => shown(Contents::from_table(file, text, &contract.feeds())),
            "remarks" => shown(Remarks::from_table(file, text, contract.catalogue())),
            "tasks" => {
                let levels = self.texts.iter().find(|(known, _)| known == "sla.toml");
                let levels = levels.map(|(_, text)| text.as_str());
                let levels = Names::of_table(
                    Noun::new("サービスレベル", "service level"),
                    "sla.toml",
                    levels,
                    "item",
                    "key",
                );
                shown(tasks::Catalogue::from_table(file, text, contract.calendars(), &levels))
            }
            "bid" => shown(Requirements::from_table(
                "bid.toml",
                text,
                contract.calendars().sites().names(),
                &Standard::field_names(),
            )),
            "ledger" => shown(ledger::Rules::from_table(file, text)),
            "ledger-sample" => shown(AgencyPlan::from_table(file, text)),
            "products" => {
                let read = shown(ledger::licence::Products::from_table(file, text))?;
                Ok(Read { has_order: false, ..read })
            }
            "review" => shown(ReviewRules::from_table(file, text)),
            "keiyaku" => shown(keiyaku::operations::Settings::from_table(file, text)),
            "sample" => shown(SamplePlan::from_table(file, text)),
            "coverage" => shown(Index::default().read(file, text)),
            "findings" | "waivers" | "volumes" | "clauses" => self.lint(name, text),
            _ => self.terms(file, text),
        }
    }

    fn terms(&self, file: &str, text: &str) -> Result<Read, Vec<TableError>> {
        let own =
            |name: &str| self.texts.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str());
        assert!(
            TermsTables::default().files().iter().any(|(known, _)| *known == file),
            "{file} has no reader"
        );
        let tables = TermsTables::from_files(|name| if name == file { Some(text) } else { own(name) });
        shown(Terms::from_tables(&tables, self.contract.calendars()))
    }

    fn lint(&self, name: &str, text: &str) -> Result<Read, Vec<TableError>> {
        let file = if name == "findings" { "findings/main.toml".to_owned() } else { format!("{name}.toml") };
        let mut texts = self.texts.clone();
        texts.retain(|(known, _)| known != "volumes.toml");
        texts.retain(|(known, _)| *known != file && known != "findings.toml");
        texts.push((file, text.to_owned()));
        let tables = Tables {
            sla: self.small.catalogue(),
            policies: self.small.policies(),
            // Findings may be settled by calendars.
            calendars: self.contract.calendars(),
            mapping: self.small.mapping(),
            work: self.small.work(),
            terms: self.small.terms(),
            rows: None,
            clauses: &[],
            texts: &texts,
        };
        // What the lint then finds is not what the table holds.
        shown(lint::lint(&tables, "2025-04-01".parse().unwrap()).map(|_| ()))
    }
}

/// What was read.
pub(crate) struct Read {
    value: Box<dyn Debug>,
    /// Whether what it holds has an order: names of products are kept in none.
    has_order: bool,
}

impl Read {
    /// As a text, which is long.
    pub(crate) fn text(&self) -> String {
        let text = format!("{:?}", self.value);
        if self.has_order {
            return text;
        }
        let mut words: Vec<&str> = text.split([' ', ',', '{', '}']).collect();
        words.sort_unstable();
        words.join(" ")
    }
}

fn shown<T: Debug + 'static>(read: Result<T, TableErrors>) -> Result<Read, Vec<TableError>> {
    match read {
        Ok(value) => Ok(Read { value: Box::new(value), has_order: true }),
        Err(errors) => Err(errors.problems),
    }
}
