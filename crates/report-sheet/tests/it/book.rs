//! Reports of months, and their workbooks read back.

use std::{collections::BTreeMap, fs, io::Cursor, path::Path};

use calamine::{Data, Reader, Xlsx};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use keiyaku::{
    Contract,
    provenance::{Language, Text},
    records::{InputFile, Loaded},
    reference,
    report::{MonthlyReport, Problem},
    sla::ItemResult,
};

/// A contract with a month of records.
pub(crate) struct Month {
    pub(crate) contract: Contract,
    loaded: Loaded,
    month: &'static str,
    now: &'static str,
    is_sample: bool,
}

impl Month {
    /// The embedded sample month, by the contract's policies or by others.
    pub(crate) fn sample(policies: &[(&str, &str)]) -> Self {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts/jetro-2023");
        let contract = match policies {
            [] => Contract::reference().unwrap(),
            policies => with_policies(Path::new(folder), policies),
        };
        let loaded = contract.read_records(
            reference::SAMPLE_FILES,
            reference::SAMPLE_NOW.parse().unwrap(),
            &mut |_, _| {},
        );
        Self { contract, loaded, month: reference::SAMPLE_MONTH, now: reference::SAMPLE_NOW, is_sample: true }
    }

    /// A month of the reference contract that is made up from a seed.
    pub(crate) fn made_up(seed: u64, now: &'static str) -> Self {
        let contract = Contract::reference().unwrap();
        let month = reference::SAMPLE_MONTH;
        let files = contract.sample(month.parse().unwrap(), seed).unwrap().unwrap();
        let files: Vec<InputFile<'_>> =
            files.iter().map(|file| InputFile { name: &file.name, bytes: file.text.as_bytes() }).collect();
        let loaded = contract.read_records(&files, now.parse().unwrap(), &mut |_, _| {});
        Self { contract, loaded, month, now, is_sample: true }
    }

    /// The example with a row of each measure, by its policies or by others.
    pub(crate) fn measures(policies: &[(&str, &str)]) -> Self {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts/examples/measures");
        let contract = with_policies(Path::new(folder), policies);
        let files: Vec<(String, Vec<u8>)> = fs::read_dir(format!("{folder}/records"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap()))
            .collect();
        let files: Vec<InputFile<'_>> = files
            .iter()
            .map(|(name, bytes)| InputFile { name: name.as_str(), bytes: bytes.as_slice() })
            .collect();
        let now = "2024-07-01T00:00:00Z";
        let loaded = contract.read_records(&files, now.parse().unwrap(), &mut |_, _| {});
        assert!(loaded.errors.is_empty(), "{:?}", loaded.errors.first());
        Self { contract, loaded, month: "2024-06", now, is_sample: false }
    }

    pub(crate) fn with<T>(&self, of: impl FnOnce(&MonthlyReport<'_>) -> T) -> T {
        let (month, now) = (self.month.parse().unwrap(), self.now.parse().unwrap());
        let explained = self.contract.explain_month(month, &self.loaded.observations, now).unwrap();
        let results: Vec<ItemResult> = explained.iter().map(|explained| explained.result.clone()).collect();
        assert_eq!(results, self.contract.evaluate_month(month, &self.loaded.observations, now).unwrap());
        let annexes = self.contract.annexes(&self.loaded, None, month);
        let ahead = self.contract.due_in(month.next());
        let remarks = match self.is_sample {
            true => self.contract.remarks("remarks.toml", reference::SAMPLE_REMARKS).unwrap(),
            false => keiyaku::report::Remarks::default(),
        };
        let text = Text::new("=1+1 <b>", "@SUM(1)");
        of(&MonthlyReport {
            catalogue: self.contract.catalogue(),
            month,
            number: Some(15),
            now,
            zone: self.contract.calendars().zone(),
            results: &results,
            earlier: &[],
            contents: self.contract.contents(),
            observations: &self.loaded.observations,
            annexes: &annexes,
            ahead: ahead.as_ref(),
            explained: &explained,
            remarks: &remarks,
            problems: &[Problem { code: "hostile", text }],
            unreadable: 1,
            notes: &[],
            is_sample: self.is_sample,
        })
    }

    pub(crate) fn workbook(&self, language: Language) -> Vec<u8> {
        self.with(|report| report_sheet::workbook(report, language).unwrap())
    }
}

/// A folder's contract with other values of some policies.
fn with_policies(folder: &Path, policies: &[(&str, &str)]) -> Contract {
    let mut tables = Vec::new();
    tables_of(folder, "", &mut tables);
    for (id, value) in policies {
        let (_, policy) = tables.iter_mut().find(|(name, _)| name == "policy.toml").unwrap();
        let Some(at) = policy.find(&format!("id = \"{id}\"")) else {
            let why = r#"why = { ja = "試し", en = "a trial" }"#;
            policy.push_str(&format!("\n[[policy]]\nid = \"{id}\"\nvalue = \"{value}\"\n{why}\n"));
            continue;
        };
        let from = at + policy[at..].find("value = \"").unwrap() + "value = \"".len();
        let to = from + policy[from..].find('"').unwrap();
        policy.replace_range(from..to, value);
    }
    Contract::from_tables(tables.iter().map(|(name, text)| (name.as_str(), text.as_str()))).unwrap()
}

fn tables_of(folder: &Path, below: &str, tables: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder.join(below)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        if entry.file_type().unwrap().is_dir() {
            if name != "sample" && name != "records" {
                tables_of(folder, &path, tables);
            }
        } else if name.ends_with(".toml") {
            tables.push((path, fs::read_to_string(entry.path()).unwrap()));
        }
    }
}

/// The cells of a sheet by their place.
pub(crate) type Cells = BTreeMap<(u32, u32), Data>;

/// The sheets of a workbook in their order.
pub(crate) fn read(bytes: &[u8]) -> Vec<(String, Cells)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let names = book.sheet_names().clone();
    let cells = |name: &String| {
        let range = book.worksheet_range(name).unwrap();
        let (top, left) = range.start().unwrap_or_default();
        let used = range.used_cells().filter(|(_, _, data)| **data != Data::Empty);
        let cells = used.map(|(row, column, data)| {
            ((top + u32::try_from(row).unwrap(), left + u32::try_from(column).unwrap()), data.clone())
        });
        cells.collect()
    };
    let all: Vec<Cells> = names.iter().map(cells).collect();
    names.into_iter().zip(all).collect()
}

/// The cells of one sheet.
pub(crate) fn sheet<'a>(book: &'a [(String, Cells)], name: &str) -> &'a Cells {
    &book.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no sheet {name}")).1
}

/// A row by the names of its columns; the heading's row is the fourth.
pub(crate) fn row(cells: &Cells, row: u32) -> BTreeMap<String, &Data> {
    let heads = cells.range((3, 0)..(4, 0));
    heads.filter_map(|((_, column), head)| Some((text(head), cells.get(&(row, *column))?))).collect()
}

pub(crate) fn text(data: &Data) -> String {
    match data {
        Data::String(text) => text.clone(),
        Data::DateTime(at) => moment(at).format("%Y-%m-%d %H:%M:%S").to_string(),
        other => other.to_string(),
    }
}

/// The moment of a date, to the second.
pub(crate) fn moment(at: &calamine::ExcelDateTime) -> NaiveDateTime {
    let first = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap().and_time(NaiveTime::MIN);
    let seconds = format!("{:.0}", at.as_f64() * 86_400.0).parse().unwrap();
    first + TimeDelta::seconds(seconds)
}

pub(crate) fn number(data: &Data) -> Option<f64> {
    match data {
        Data::Float(number) => Some(*number),
        Data::Int(number) => number.to_string().parse().ok(),
        Data::DateTime(at) => Some(at.as_f64()),
        _ => None,
    }
}
