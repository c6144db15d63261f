//! What others hand in to compare with: changes of personnel and inventories as CSV; products, what may be installed and
//! figures to judge growth by as tables.

use std::path::Path;

use keiyaku::{
    files::Limit,
    intake::{Cells, Container, Header, Problems, Purpose, Reason, RowError, TextForm, TimeForm, read_date},
    ledger::{
        AllowList, Baseline, Component, Installed, Origin, Personnel, PersonnelChange, TooLong,
        licence::Products,
    },
    provenance::Text,
    tables::nearest,
};

use crate::{excerpt, failure::Failure, run::RUN};

/// A column, by its names in both languages.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    names: [&'static str; 2],
    is_needed: bool,
}

impl Wanted {
    const fn needed(ja: &'static str, en: &'static str) -> Self {
        Self { names: [ja, en], is_needed: true }
    }

    const fn optional(ja: &'static str, en: &'static str) -> Self {
        Self { names: [ja, en], is_needed: false }
    }

    /// The name in the file, else the first.
    fn shown(&self, place: Option<usize>, names: &[String]) -> String {
        place.and_then(|place| names.get(place)).cloned().unwrap_or_else(|| self.names.join("/"))
    }
}

/// A row, its columns in the order in which they are wanted.
struct Told<'r, 'a> {
    cells: &'r Cells<'a>,
    columns: &'r [Option<usize>],
}

/// What is wrong with a value: in which of the wanted columns, the value, and why.
struct Wrong {
    column: usize,
    value: String,
    reason: Reason,
}

impl<'r> Told<'r, '_> {
    fn optional(&self, column: usize) -> Option<&'r str> {
        let value = self.cells.get(self.columns.get(column).copied().flatten()?).trim();
        (!value.is_empty()).then_some(value)
    }

    fn needed(&self, column: usize) -> Result<&'r str, Wrong> {
        self.optional(column).ok_or_else(|| Wrong { column, value: String::new(), reason: Reason::Missing })
    }

    fn wrong(&self, column: usize, reason: Reason) -> Wrong {
        Wrong { column, value: self.optional(column).unwrap_or_default().to_owned(), reason }
    }
}

/// Reads each row, all problems at once, those with one cause as one; shown with their lines.
fn rows<T>(
    path: &Path,
    wanted: &[Wanted],
    read: impl Fn(&Told<'_, '_>) -> Result<T, Wrong>,
) -> Result<Vec<(T, u64)>, Failure> {
    let name = escape::name(path);
    let bytes = RUN.bytes(path, Limit::DATA)?;
    let mut problems = Problems::new(Purpose::Compared);
    let mut found = Vec::new();
    if let Err(error) = rows_of(&name, &bytes, wanted, read, &mut found, &mut problems) {
        problems.push(error);
    }
    let problems = problems.into_listed();
    if problems.is_empty() {
        return Ok(found);
    }
    let excerpts = excerpt::of(&name, &bytes, TextForm::default(), &problems);
    Err(Failure::Rows(problems.into_iter().zip(excerpts).collect()))
}

fn rows_of<T>(
    name: &str,
    bytes: &[u8],
    wanted: &[Wanted],
    read: impl Fn(&Told<'_, '_>) -> Result<T, Wrong>,
    found: &mut Vec<(T, u64)>,
    problems: &mut Problems,
) -> Result<(), RowError> {
    let mut container = Container::open(name, bytes, TextForm::default())?;
    let place = container.only_sheet()?;
    let names = |wanted: &Wanted| wanted.names.iter().map(|name| (*name).to_owned()).collect();
    let header = Header::Holding(wanted.iter().map(names).collect());
    let sheet = container.sheet(place, &header)?;
    let sheet_name = sheet.name().map(str::to_owned);
    let names = sheet.columns().to_vec();
    let columns: Vec<Option<usize>> =
        wanted.iter().map(|wanted| wanted.names.iter().find_map(|name| sheet.column(name))).collect();
    let mut is_whole = true;
    for (wanted, _) in wanted.iter().zip(&columns).filter(|(one, column)| one.is_needed && column.is_none()) {
        is_whole = false;
        problems.push(RowError {
            sheet: sheet_name.clone(),
            row: sheet.header_row(),
            column: Some(wanted.names.join("/")),
            ..RowError::of_file(name, Reason::NoColumn(None))
        });
    }
    if !is_whole {
        return Ok(());
    }
    for row in sheet {
        let cells = match row {
            Ok(cells) => cells,
            Err(error) => {
                problems.push(error);
                continue;
            }
        };
        match read(&Told { cells: &cells, columns: &columns }) {
            Ok(value) => found.push((value, cells.row)),
            Err(Wrong { column, value, reason }) => problems.push(RowError {
                sheet: sheet_name.clone(),
                row: cells.row,
                column: wanted
                    .get(column)
                    .map(|wanted| wanted.shown(columns.get(column).copied().flatten(), &names)),
                value,
                ..RowError::of_file(name, reason)
            }),
        }
    }
    Ok(())
}

fn origin(path: &Path, row: u64) -> Origin {
    let file = path.file_name().map_or_else(String::new, escape::name);
    Origin::new(file, row)
}

/// Leavers and transfers: columns 氏名/person, 発令日/on, 区分/change (退職/left, 異動/transferred), 旧所属/from, 新所属/to.
pub(super) fn personnel(path: &Path) -> Result<Vec<PersonnelChange>, Failure> {
    const WANTED: [Wanted; 5] = [
        Wanted::needed("氏名", "person"),
        Wanted::needed("発令日", "on"),
        Wanted::needed("区分", "change"),
        Wanted::optional("旧所属", "from"),
        Wanted::optional("新所属", "to"),
    ];
    let found = rows(path, &WANTED, |row| {
        let person = row.needed(0)?.to_owned();
        let on = read_date(row.needed(1)?, &TimeForm::PLAIN, None)
            .map_err(|why| row.wrong(1, Reason::Date(Box::new(why))))?;
        let from = || row.optional(3).map(str::to_owned);
        let change = match row.needed(2)? {
            "退職" | "left" => Personnel::Left { from: from() },
            "異動" | "transferred" => {
                Personnel::Transferred { from: from(), to: row.needed(4)?.to_owned() }
            }
            _ => {
                let known = vec![Text::new("退職", "left"), Text::new("異動", "transferred")];
                return Err(row.wrong(2, Reason::Word { known, near: None }));
            }
        };
        Ok(PersonnelChange { person, on, change, origin: None })
    })?;
    Ok(found
        .into_iter()
        .map(|(change, row)| PersonnelChange { origin: Some(origin(path, row)), ..change })
        .collect())
}

/// Sorts of software with their names.
const SORTS: [(&str, Component); 5] = [
    ("プログラム", Component::Program),
    ("ツールバー", Component::Toolbar),
    ("アドオン", Component::AddOn),
    ("ガジェット", Component::Gadget),
    ("モジュール", Component::Module),
];

/// What is installed: columns 機器/device, ソフトウェア/software, バージョン/version, 種類/sort.
pub(super) fn inventory(path: &Path) -> Result<Vec<Installed>, Failure> {
    const WANTED: [Wanted; 4] = [
        Wanted::needed("機器", "device"),
        Wanted::needed("ソフトウェア", "software"),
        Wanted::optional("バージョン", "version"),
        Wanted::optional("種類", "sort"),
    ];
    let found = rows(path, &WANTED, |row| {
        let sort = |word: &str| {
            let named = SORTS.iter().find(|(name, _)| *name == word).map(|(_, component)| *component);
            named.or_else(|| word.parse::<Component>().ok()).ok_or_else(|| {
                let known =
                    SORTS.iter().map(|(name, component)| Text::new(*name, component.word())).collect();
                let near = nearest(word, Component::ALL.iter().map(|one| one.word())).map(str::to_owned);
                row.wrong(3, Reason::Word { known, near })
            })
        };
        let installed = Installed {
            device: row.needed(0)?.to_owned(),
            name: row.needed(1)?.to_owned(),
            version: row.optional(2).map(str::to_owned),
            component: row.optional(3).map_or(Ok(Component::Program), sort)?,
            origin: None,
        };
        let excess = installed.excess().map(|excess| match excess {
            TooLong::Name => 1,
            TooLong::Version => 2,
        });
        excess.map_or(Ok(installed), |column| {
            Err(Wrong { column, value: String::new(), reason: Reason::TooLong(TooLong::MOST) })
        })
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
