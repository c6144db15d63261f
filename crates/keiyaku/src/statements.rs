//! What the documents of a contract state, and the rows that carry each statement out.

use std::collections::{BTreeMap, BTreeSet};

use ::coverage::{Binding, Coverage, CoverageError, Index, Remark, Trace};
use itss_core::{SkillItems, Standard};
use provenance::{Clause, Text};
use tables::{Outline, OutlineRow, Place, TableErrors};

use crate::{Contract, LoadError};

/// The indexes of the standards that contracts refer to.
const STANDARDS: [(&str, &str); 3] = [
    ("itss-v3-2011-cs.toml", include_str!("../coverage/itss-v3-2011-cs.toml")),
    ("itss-v3-2011-itsm.toml", include_str!("../coverage/itss-v3-2011-itsm.toml")),
    ("itss-v3-2008-cs-skills.toml", include_str!("../coverage/itss-v3-2008-cs-skills.toml")),
];

/// The indexes of a contract's documents and of the standards, with all rows that carry statements out.
#[derive(Debug, Clone)]
pub struct Statements {
    index: Index,
    rows: BTreeMap<Binding, Option<Place>>,
    remarks: Vec<Remark>,
}

impl Statements {
    /// Those of a contract, from its tables and those in `coverage/` and `findings/`.
    ///
    /// # Errors
    /// [`LoadError`] with every problem of the tables in `coverage/`.
    pub fn of(contract: &Contract) -> Result<Self, LoadError> {
        let files: Vec<(&str, &str)> =
            contract.texts().iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Self::from_files(contract, &files)
    }

    /// Those of a contract from its tables by name, such as `sla.toml`, `coverage/main.toml`, `findings/main.toml`.
    ///
    /// # Errors
    /// [`LoadError::Tables`] with every problem of the tables in `coverage/`.
    pub fn from_files(contract: &Contract, files: &[(&str, &str)]) -> Result<Self, LoadError> {
        let mut index = Index::default();
        let mut problems = Vec::new();
        let own = files.iter().filter(|(name, _)| name.starts_with("coverage/"));
        for (name, text) in own.chain(&STANDARDS) {
            problems.extend(index.read(name, text).err().map(|errors| errors.problems).unwrap_or_default());
        }
        if !problems.is_empty() {
            return Err(LoadError::Tables(TableErrors { problems }));
        }
        let outlines: BTreeMap<&str, Outline> =
            files.iter().map(|(name, text)| (*name, Outline::of(name, text))).collect();
        let findings = outlines.iter().filter(|(name, _)| name.starts_with("findings/"));
        let remarks: Vec<Remark> = findings.flat_map(|(_, outline)| remarks(outline)).collect();
        let rows = rows_of(contract, &outlines, &remarks).map_err(LoadError::Tables)?;
        Ok(Self { index, rows, remarks })
    }

    /// The indexes.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// All statements.
    #[must_use]
    pub fn coverage(&self) -> &Coverage {
        self.index.coverage()
    }

    /// All rows and rules that can carry statements out, with their places.
    #[must_use]
    pub fn rows(&self) -> &BTreeMap<Binding, Option<Place>> {
        &self.rows
    }

    /// What readers recorded about the documents.
    #[must_use]
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// What is wrong with the indexes: unbound, dangling and doubled statements.
    #[must_use]
    pub fn check(&self) -> Vec<CoverageError> {
        self.coverage().check(&self.rows.keys().cloned().collect::<BTreeSet<_>>())
    }

    /// What is known of a clause and of what lies below it.
    #[must_use]
    pub fn trace(&self, clause: &Clause) -> Trace<'_> {
        Trace::of(&self.index, &self.rows, &self.remarks, clause)
    }
}

/// All rows and rules of a contract that can carry statements out, from its tables by name.
///
/// # Errors
/// None that a test of the standards has not ruled out.
pub(crate) fn rows(
    contract: &Contract,
    texts: &[(String, String)],
) -> Result<BTreeSet<Binding>, TableErrors> {
    let outlines: BTreeMap<&str, Outline> = texts
        .iter()
        .filter(|(name, _)| !name.starts_with("coverage/"))
        .map(|(name, text)| (name.as_str(), Outline::of(name, text)))
        .collect();
    let findings = outlines.iter().filter(|(name, _)| name.starts_with("findings/"));
    let remarks: Vec<Remark> = findings.flat_map(|(_, outline)| remarks(outline)).collect();
    Ok(rows_of(contract, &outlines, &remarks)?.into_keys().collect())
}

fn rows_of(
    contract: &Contract,
    outlines: &BTreeMap<&str, Outline>,
    remarks: &[Remark],
) -> Result<BTreeMap<Binding, Option<Place>>, TableErrors> {
    let mut rows = Rows { outlines, found: BTreeMap::new() };
    rows.of_contract(contract);
    rows.of_standards()?;
    let findings = remarks.iter().map(|remark| (remark.id.as_str(), Some(remark.place.clone())));
    rows.found.extend(findings.map(|(id, place)| (Binding::new("finding", id), place)));
    Ok(rows.found)
}

/// The rows that can carry statements out.
struct Rows<'a> {
    outlines: &'a BTreeMap<&'a str, Outline>,
    found: BTreeMap<Binding, Option<Place>>,
}

impl Rows<'_> {
    /// Adds a row that stands in one of the lists of a file, under the key that names it.
    fn add(&mut self, table: &str, id: &str, file: &str, key: &str) {
        let place = self.outlines.get(file).and_then(|outline| {
            let row = outline.rows().iter().find(|row| row.text(key) == Some(id))?;
            Some(row.place.clone())
        });
        self.found.insert(Binding::new(table, id), place);
    }

    fn of_contract(&mut self, contract: &Contract) {
        for item in contract.catalogue().items() {
            self.add("sla", item.key.as_str(), "sla.toml", "key");
            // Grounds that hold for every item, or for one.
            for exclusion in &item.exclusions {
                self.add("sla-exclusion", exclusion.id(), "sla.toml", "id");
            }
        }
        for (id, _) in contract.policies().iter() {
            self.add("policy", id.as_str(), "policy.toml", "id");
        }
        for (id, _) in contract.calendars().iter() {
            self.add("calendar", id, "calendar.toml", "id");
        }
        let (seasons, outages) = (contract.calendars().seasons(), contract.calendars().outages());
        for id in seasons.iter().map(|one| &one.id).chain(outages.iter().map(|one| &one.id)) {
            self.add("calendar", id, "calendar.toml", "id");
        }
        for name in contract.mapping().names() {
            self.add("records", &name, "records.toml", "name");
        }
        for content in contract.contents().iter() {
            self.add("report", &content.id, "report.toml", "id");
        }
        if let Some(work) = contract.work() {
            self.of_work(work);
        }
        if let Some(bid) = contract.bid_requirements() {
            let slots = bid.slots.iter().map(|slot| &slot.id);
            let shifts = bid.coverage.iter().map(|coverage| &coverage.id);
            let grounds = bid.grounds.iter().map(|ground| &ground.id);
            let readings = bid.readings.iter().map(|reading| &reading.id);
            for id in slots.chain(shifts).chain(grounds).chain(readings) {
                self.add("bid", id, "bid.toml", "id");
            }
            // Rows without a name, of which the table has one list each.
            for (list, is_there) in
                [("everybody", !bid.everybody.is_empty()), ("apart", !bid.apart.is_empty())]
            {
                if is_there {
                    let outline = self.outlines.get("bid.toml");
                    let place = outline.and_then(|outline| outline.rows_of(list).next());
                    self.found.insert(Binding::new("bid", list), place.map(|row| row.place.clone()));
                }
            }
        }
        if let Some(terms) = contract.terms() {
            for (table, id, _) in terms.ids() {
                let file = match table {
                    "role" => "roles.toml",
                    "duty" | "event" => "duties.toml",
                    "office" => "offices.toml",
                    "meeting" => "meetings.toml",
                    "channel" | "language" => "help-desk.toml",
                    "policy" => "contract.toml",
                    other => &format!("{other}.toml"),
                };
                self.add(table, id, file, "id");
            }
            // Offices are cited by their numbers in the document, too, which count them.
            let offices = self.outlines.get("offices.toml");
            let places: Option<Vec<Place>> =
                offices.map(|outline| outline.rows_of("office").map(|row| row.place.clone()).collect());
            for (number, place) in (1_usize..).zip(places.unwrap_or_default()) {
                let binding = Binding::new("office", number.to_string());
                self.found.entry(binding).and_modify(|found| *found = Some(place));
            }
        }
        if let Some(rules) = contract.ledgers() {
            self.of_ledgers(rules);
        }
    }

    fn of_ledgers(&mut self, rules: &ledger::Rules) {
        for rule in rules.checks.iter() {
            self.add("ledger", rule.check.word(), "ledger.toml", "id");
        }
        for sheet in rules.sheets.iter() {
            self.add("ledger", sheet.kind.word(), "ledger.toml", "kind");
        }
        for setting in ["growth", "idle", "near", "renewal", "stocktake"] {
            let outline = self.outlines.get("ledger.toml");
            if let Some(row) =
                outline.and_then(|outline| outline.rows().iter().find(|row| row.path == setting))
            {
                self.found.insert(Binding::new("ledger", setting), Some(row.place.clone()));
            }
        }
    }

    fn of_work(&mut self, work: &tasks::Catalogue) {
        let items = self.outlines.get("tasks.toml").map(item_places).unwrap_or_default();
        for item in work.items() {
            let id = item.id.as_str();
            self.found.insert(Binding::new("tasks", id), items.get(id).cloned());
            if let Some(duty) = work.duty(item) {
                self.add("tasks-duty", &duty.category, "tasks.toml", "category");
            }
        }
        for policy in work.policies().in_use() {
            self.add("tasks-policy", &policy.id, "tasks.toml", "id");
        }
    }

    fn of_standards(&mut self) -> Result<(), TableErrors> {
        let standard = Standard::itss_v3_2011()?;
        let skills = SkillItems::itss_v3_2008()?;
        let mut rule = |table: &str, id: &str| self.found.insert(Binding::new(table, id), None);
        for field in standard.fields() {
            rule("itss-field", &field.id);
            for indicator in &field.indicators {
                rule("itss", &indicator.id);
            }
        }
        for reading in standard.readings() {
            rule("itss-reading", &reading.id);
        }
        for item in skills.fields.iter().flat_map(|field| &field.items) {
            rule("skills", item.source.locator());
        }
        Ok(())
    }
}

/// The places of the work items, each named by its section and its letter.
fn item_places(outline: &Outline) -> BTreeMap<String, Place> {
    let mut places = BTreeMap::new();
    let mut section = "";
    for row in outline.rows() {
        if let Some(no) = row.text("no") {
            section = no;
        } else if let Some(letter) = row.text("letter") {
            places.insert(format!("{section}.{letter}"), row.place.clone());
        }
    }
    places
}

/// The findings of a table. Whoever owns that table reads it strictly; here it is enough to know what cites what.
fn remarks(outline: &Outline) -> Vec<Remark> {
    let remark = |row: &OutlineRow| {
        let places = row.values.iter().filter(|value| value.key == "places");
        let says = outline.rows().iter().find(|other| other.path == format!("{}.says", row.path))?;
        Some(Remark {
            id: row.text("id")?.to_owned(),
            places: places.filter_map(|value| value.text.parse().ok()).collect(),
            says: Text::new(says.text("ja")?, says.text("en")?),
            place: row.place.clone(),
        })
    };
    outline.rows_of("finding").filter_map(remark).collect()
}
