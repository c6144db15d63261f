//! What others hand in to compare with: changes of personnel and inventories as CSV; products, what may be installed and
//! figures to judge growth by as tables.

use std::path::Path;

use keiyaku::{
    files::Limit,
    intake::{Cells, Container, DateError, Header, RowError, Sheet, TextForm, TimeForm, read_date},
    ledger::{
        AllowList, Baseline, Component, Installed, Origin, Personnel, PersonnelChange, licence::Products,
    },
};

use crate::{failure::Failure, run::RUN};

/// A column by its name in either language.
fn column(sheet: &Sheet<'_>, names: &[&str]) -> Option<usize> {
    names.iter().find_map(|name| sheet.column(name))
}

/// Reads each row, all problems at once; so many of the wanted columns must be there.
fn rows<T>(
    path: &Path,
    wanted: &[&[&str]],
    needed: usize,
    read: impl Fn(&Cells<'_>, &[Option<usize>]) -> Result<T, String>,
) -> Result<Vec<(T, u64)>, Failure> {
    let name = escape::name(path);
    let bytes = RUN.bytes(path, Limit::DATA)?;
    let told = |error: RowError| Failure::Told(error.line());
    let mut container = Container::open(&name, &bytes, TextForm::default()).map_err(told)?;
    let place = container.only_sheet().map_err(told)?;
    let names = |names: &&[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let header = Header::Holding(wanted.iter().map(names).collect());
    let sheet = container.sheet(place, &header).map_err(told)?;
    let columns: Vec<Option<usize>> = wanted.iter().map(|names| column(&sheet, names)).collect();
    let missing: Vec<String> = wanted
        .iter()
        .zip(&columns)
        .take(needed)
        .filter(|(_, column)| column.is_none())
        .map(|(names, _)| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or "))
        .collect();
    if !missing.is_empty() {
        return Err(Failure::Other(format!("{name}: the file has no column {}", missing.join(", nor "))));
    }
    let mut problems = Vec::new();
    let mut found = Vec::new();
    for row in sheet {
        match row {
            Err(error) => problems.push(error.to_string()),
            Ok(cells) => match read(&cells, &columns) {
                Ok(value) => found.push((value, cells.row)),
                Err(problem) => problems.push(format!("{name}, row {}: {problem}", cells.row)),
            },
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(Failure::all(problems)) }
}

fn needed<'a>(cells: &'a Cells<'_>, column: Option<&Option<usize>>, what: &str) -> Result<&'a str, String> {
    let column = column.copied().flatten().ok_or_else(|| format!("the file has no column {what}"))?;
    let value = cells.get(column).trim();
    if value.is_empty() { Err(format!("{what} is empty")) } else { Ok(value) }
}

fn optional<'a>(cells: &'a Cells<'_>, column: Option<&Option<usize>>) -> Option<&'a str> {
    let value = cells.get(column.copied().flatten()?).trim();
    (!value.is_empty()).then_some(value)
}

fn origin(path: &Path, row: u64) -> Origin {
    let file = path.file_name().map_or_else(String::new, escape::name);
    Origin::new(file, row)
}

/// Leavers and transfers: columns 氏名/person, 発令日/on, 区分/change (退職/left, 異動/transferred), 旧所属/from, 新所属/to.
pub(super) fn personnel(path: &Path) -> Result<Vec<PersonnelChange>, Failure> {
    let wanted: [&[&str]; 5] =
        [&["氏名", "person"], &["発令日", "on"], &["区分", "change"], &["旧所属", "from"], &["新所属", "to"]];
    let found = rows(path, &wanted, 3, |cells, columns| {
        let person = needed(cells, columns.first(), "`氏名` or `person`")?.to_owned();
        let day = needed(cells, columns.get(1), "`発令日` or `on`")?;
        let on = read_date(day, &TimeForm::PLAIN, None).map_err(|why| match why {
            DateError::NoDate { .. } => format!("`{day}` is no day, as in 2024-06-03, 2024/6/3 or R6.6.3"),
            why => format!("`{day}` {why}; write it as in 2024-06-03, 2024/6/3 or R6.6.3"),
        })?;
        let change = match needed(cells, columns.get(2), "`区分` or `change`")? {
            "退職" | "left" => Personnel::Left { from: optional(cells, columns.get(3)).map(str::to_owned) },
            "異動" | "transferred" => Personnel::Transferred {
                from: optional(cells, columns.get(3)).map(str::to_owned),
                to: needed(cells, columns.get(4), "`新所属` or `to`")?.to_owned(),
            },
            other => return Err(format!("`{other}` is no change: 退職 (left) or 異動 (transferred)")),
        };
        Ok(PersonnelChange { person, on, change, origin: None })
    })?;
    Ok(found
        .into_iter()
        .map(|(change, row)| PersonnelChange { origin: Some(origin(path, row)), ..change })
        .collect())
}

/// What is installed: columns 機器/device, ソフトウェア/software, バージョン/version, 種類/sort.
pub(super) fn inventory(path: &Path) -> Result<Vec<Installed>, Failure> {
    let wanted: [&[&str]; 4] =
        [&["機器", "device"], &["ソフトウェア", "software"], &["バージョン", "version"], &["種類", "sort"]];
    let found = rows(path, &wanted, 2, |cells, columns| {
        let component = match optional(cells, columns.get(3)) {
            None | Some("プログラム") => Component::Program,
            Some("ツールバー") => Component::Toolbar,
            Some("アドオン") => Component::AddOn,
            Some("ガジェット") => Component::Gadget,
            Some("モジュール") => Component::Module,
            Some(word) => word.parse().map_err(|error| format!("{error}"))?,
        };
        let installed = Installed {
            device: needed(cells, columns.first(), "`機器` or `device`")?.to_owned(),
            name: needed(cells, columns.get(1), "`ソフトウェア` or `software`")?.to_owned(),
            version: optional(cells, columns.get(2)).map(str::to_owned),
            component,
            origin: None,
        };
        installed.excess().map_or(Ok(installed), |excess| Err(excess.en))
    })?;
    Ok(found
        .into_iter()
        .map(|(installed, row)| Installed { origin: Some(origin(path, row)), ..installed })
        .collect())
}

/// A table of products.
pub(super) fn products(path: &Path) -> Result<Products, Failure> {
    let table = RUN.text(path)?;
    Ok(Products::from_table(&escape::name(path), &table)?)
}

/// A table of what may be installed.
pub(super) fn allow_list(path: &Path) -> Result<AllowList, Failure> {
    let table = RUN.text(path)?;
    Ok(AllowList::from_table(&escape::name(path), &table)?)
}

/// A table of figures to judge growth by.
pub(super) fn baseline_table(path: &Path) -> Result<Baseline, Failure> {
    let table = RUN.text(path)?;
    Ok(Baseline::from_table(&escape::name(path), &table)?)
}
