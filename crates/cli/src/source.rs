//! Contract and records, from folders or embedded.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use keiyaku::{
    Contract, LoadError,
    calendar::{YearMonth, YearMonthError},
    files::{Found, Kind, Limit},
    intake::{self, Excerpt, RowError},
    provenance::Text,
    records::{InputFile, Loaded, Mapping, Unmatched},
    reference,
    report::Problem,
};

use crate::{
    excerpt,
    failure::Failure,
    operations::{self, Operations},
    options::{FolderOptions, SourceOptions},
    output,
    run::{self, RUN},
};

/// What a command works on.
pub(crate) struct Source {
    pub(crate) contract: Contract,
    pub(crate) loaded: Loaded,
    pub(crate) now: DateTime<Utc>,
    pub(crate) is_sample: bool,
    /// What was read, by the name under which it is told, with its SHA-256.
    pub(crate) inputs: BTreeMap<String, String>,
    /// What folders of records hold besides.
    pub(crate) passed_over: Vec<String>,
}

/// What else was handed in, and how records are opened.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Beside {
    /// Whether there is a journal, which may do without records.
    pub(crate) has_journal: bool,
    /// Whether anything else was named.
    pub(crate) has_others: bool,
    /// The last month whose folder is read, in a folder of operations; all of them where none is named.
    pub(crate) until: Option<YearMonth>,
    /// Whether problems and notes are told elsewhere.
    pub(crate) is_quiet: bool,
}

/// The contract in a folder, or the reference contract.
pub(crate) fn contract(folder: &FolderOptions) -> Result<Contract, Failure> {
    match &folder.contract {
        Some(folder) => contract_in(folder),
        None => Ok(Contract::reference()?),
    }
}

/// The contract in a folder.
pub(crate) fn contract_in(folder: &Path) -> Result<Contract, Failure> {
    let opened = run::folder(folder, &["coverage", "findings"]).map_err(LoadError::from)?;
    let contract = Contract::from_folder(&opened)?;
    let unused: Vec<String> =
        contract.unused_tables().map(|file| format!("`{}`", escape::terminal(file))).collect();
    if !unused.is_empty() {
        let path = escape::name(folder);
        output::tell_text(
            "note: ",
            &Text::new(
                format!("{path}: どこからも参照しない表: {}", unused.join("、")),
                format!("{path}: tables that nothing reads: {}", unused.join(", ")),
            ),
        );
    }
    Ok(contract)
}

impl Source {
    pub(crate) fn open(options: &SourceOptions, until: Option<YearMonth>) -> Result<Self, Failure> {
        Self::open_beside(options, Beside { until, ..Beside::default() })
    }

    /// The same beside what else was handed in. The sample stands in only where nothing at all was: a journal or remarks of
    /// one's own are not shown with records that are made up. A journal may do without records.
    pub(crate) fn open_beside(options: &SourceOptions, beside: Beside) -> Result<Self, Failure> {
        let Beside { has_journal, has_others, until, is_quiet } = beside;
        let tell = |before: &str, text: &Text| {
            if !is_quiet {
                output::tell_text(before, text);
            }
        };
        let operations = operations::found().filter(|_| options.records.is_empty());
        if let Some(operations) = operations {
            operations.tell();
        }
        let mut contract = contract(&options.folder)?;
        if let Some(path) = &options.mapping {
            let table = RUN.text(path)?;
            let sites = contract.calendars().sites();
            let mapping = Mapping::from_table(&escape::name(path), &table, sites)?;
            contract = contract.with_mapping(mapping);
        }
        let unmatched = contract.unmatched();
        let misspelt: Vec<Failure> = unmatched
            .iter()
            .filter(|one| one.near.is_some())
            .map(|one| {
                let Text { ja, en } = one.text();
                Failure::Told(Text::new(
                    format!("{ja}（対応表とsla.tomlで同じ名前にする）"),
                    format!("{en} (the mapping and sla.toml must name it alike)"),
                ))
            })
            .collect();
        if !misspelt.is_empty() {
            return Err(Failure::Several(misspelt));
        }
        if !is_quiet {
            tell_unmatched(&unmatched);
        }
        let is_anything_given = options.folder.contract.is_some() || options.mapping.is_some() || has_others;
        if options.records.is_empty() && operations.is_none() && is_anything_given && !has_journal {
            return Err(Failure::Told(Text::new(
                "記録の指定がない。--recordsでファイルかフォルダを指定する",
                "no records given; name files or folders by --records",
            )));
        }
        let is_sample = options.records.is_empty() && operations.is_none() && !has_journal;
        if is_sample {
            output::is_sample();
        }
        let now = match options.now {
            Some(now) => now.to_utc(),
            None if is_sample => sample_now(),
            None => machine_clock(),
        };
        let (mut excerpts, mut paths) = (Vec::new(), BTreeMap::new());
        let (mut inputs, mut passed_over) = (BTreeMap::new(), Vec::new());
        let loaded = if let Some(operations) = operations {
            let OfMonths { files, passed_over: besides } = of_months(operations, until)?;
            passed_over = besides;
            inputs = files.iter().map(|(name, bytes)| (name.clone(), operations::digest(bytes))).collect();
            let loaded;
            (loaded, excerpts) = read_files(&contract, &files, now);
            loaded
        } else if is_sample {
            contract.read_records(reference::SAMPLE_FILES, now, &mut output::progress)
        } else if options.records.is_empty() {
            output::tell_text(
                "note: ",
                &Text::new(
                    "記録が渡されていない。台帳だけで評価する。記録は--recordsで渡す",
                    "no records given: judged by the journal alone; name records by --records",
                ),
            );
            contract.read_records(&[], now, &mut output::progress)
        } else {
            let read = read(&contract, &options.records, now)?;
            (excerpts, paths) = (read.excerpts, read.paths);
            read.loaded
        };
        for (n, error) in loaded.errors.iter().enumerate() {
            let path = paths.get(&error.file).unwrap_or(&error.file);
            tell("", &RowError { file: path.clone(), ..error.clone() }.line());
            if let Some(Some(excerpt)) = excerpts.get(n).filter(|_| !is_quiet) {
                excerpt::lines(path, excerpt).into_iter().for_each(output::tell);
            }
        }
        for note in &loaded.notes {
            tell("note: ", note);
        }
        for file in loaded.files.iter().filter(|file| !file.unused.is_empty() && !is_sample) {
            let columns: Vec<String> = file.unused.iter().map(|column| format!("`{column}`")).collect();
            let columns = columns.join(", ");
            tell(
                &format!("{}: ", file.file),
                &Text::new(
                    format!("注記: 対応表が使わない列: {columns}"),
                    format!("note: columns that the mapping does not use: {columns}"),
                ),
            );
        }
        for file in loaded.files.iter().filter(|file| !file.absent.is_empty()) {
            let columns: Vec<String> = file.absent.iter().map(|column| format!("`{column}`")).collect();
            let columns = columns.join(", ");
            tell(
                &format!("{}: ", file.file),
                &Text::new(
                    format!("注記: 列{columns}がなく、除外の申立てはないものとする"),
                    format!("note: no exclusion is claimed, without the columns {columns}"),
                ),
            );
        }
        if !loaded.errors.is_empty() && !options.keep_going {
            return Err(Failure::Records { rows: loaded.unreadable(), problems: loaded.problems() });
        }
        Ok(Self { contract, loaded, now, is_sample, inputs, passed_over })
    }

    /// The month asked for; without one, the sample's.
    pub(crate) fn month(&self, asked: Option<YearMonth>) -> Result<YearMonth, Failure> {
        match asked {
            Some(month) => Ok(month),
            None if self.is_sample => {
                reference::SAMPLE_MONTH.parse().map_err(|error: YearMonthError| Failure::of(&error))
            }
            None => Err(Failure::Told(Text::new(
                "月の指定がない。--month 2024-06のように指定する",
                "no month given; name it as in --month 2024-06",
            ))),
        }
    }

    /// The problems of the records, for the report.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let told = |error: &RowError| Problem { code: error.reason.code(), text: error.line() };
        self.loaded.errors.iter().map(told).collect()
    }
}

/// How many words that a mapping does not give are told one by one.
const TOLD: usize = 5;

/// Tells what service levels read and the mapping does not give: one by one, or how much it is and where it is listed.
fn tell_unmatched(unmatched: &[Unmatched]) {
    if unmatched.len() <= TOLD {
        for one in unmatched {
            output::tell_text("note: ", &one.text());
        }
        return;
    }
    let items: BTreeSet<&str> = unmatched.iter().map(|one| one.item.as_str()).collect();
    let (words, count) = (unmatched.len(), items.len());
    let items = items.into_iter().collect::<Vec<_>>().join(", ");
    output::tell_text(
        "note: ",
        &Text::new(
            format!(
                "{count}項目（{items}）が読む語{words}件を記録の対応表が与えない。一覧は`keiyaku map --needs`、別の対応表なら`keiyaku map --check`で見る"
            ),
            format!(
                "{words} words that {count} service levels ({items}) read are not given by the mapping; `keiyaku map --needs` lists them, of another mapping `keiyaku map --check`"
            ),
        ),
    );
}

fn sample_now() -> DateTime<Utc> {
    reference::SAMPLE_NOW.parse().unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "the command is where the machine's clock comes in")]
pub(crate) fn machine_clock() -> DateTime<Utc> {
    std::time::SystemTime::now().into()
}

/// Records of files.
struct Read {
    loaded: Loaded,
    /// The lines of texts at which problems stand.
    excerpts: Vec<Option<Excerpt>>,
    /// Where each file is, by the name that it has in `loaded`.
    paths: BTreeMap<String, String>,
}

/// The records of files.
fn read(contract: &Contract, paths: &[PathBuf], now: DateTime<Utc>) -> Result<Read, Failure> {
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for path in paths {
        match RUN.open(path)? {
            Found::File(file) => files.push((path.clone(), file.bytes(Limit::DATA)?)),
            Found::Folder(folder) => {
                let mut passed_over = Vec::new();
                for name in folder.names()? {
                    if !is_records(&name) || folder.kind(&name)? == Some(Kind::Folder) {
                        passed_over.push(name);
                    } else if let Some(bytes) = folder.bytes(&name, Limit::DATA)? {
                        files.push((path.join(name), bytes));
                    }
                }
                tell_passed_over(path, &passed_over);
            }
        }
    }
    // The order in which files are named decides nothing.
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    if files.is_empty() {
        let named =
            paths.iter().map(|path| format!("`{}`", escape::name(path))).collect::<Vec<_>>().join(", ");
        return Err(Failure::Told(Text::new(
            format!("{named}に記録のファイル（{}）がない", intake::ENDINGS.join("、")),
            format!("no file of records ({}) in {named}", intake::ENDINGS.join(", ")),
        )));
    }
    let (places, files) = named(files);
    let (loaded, excerpts) = read_files(contract, &files, now);
    Ok(Read { loaded, excerpts, paths: places })
}

/// What the folders of months hold.
struct OfMonths {
    files: Vec<(String, Vec<u8>)>,
    passed_over: Vec<String>,
}

/// The files of records in the folders of months, up to one of them, by month and name, and what the folders hold besides.
fn of_months(operations: &Operations, until: Option<YearMonth>) -> Result<OfMonths, Failure> {
    let months = operations.months()?;
    if let Some(month) = until.filter(|month| !months.contains(month)) {
        return Err(Failure::Told(Text::new(
            format!(
                "`{month}`のフォルダがない。作ってその月の記録を置く（`keiyaku init . --month {month}`）"
            ),
            format!(
                "there is no folder `{month}`; make it and put the month's records into it (`keiyaku init . --month {month}`)"
            ),
        )));
    }
    let (mut files, mut passed_over) = (Vec::new(), Vec::new());
    for month in months.into_iter().filter(|month| until.is_none_or(|until| *month <= until)) {
        let folder = RUN.folder(&operations.path(month.to_string()))?;
        for name in folder.names()? {
            let shown = escape::name(&name);
            let is_nobodys = shown.starts_with('.') || shown.starts_with("~$");
            let is_readme = Path::new(&name).file_stem().is_some_and(|stem| stem == "README");
            if is_nobodys || is_readme {
                continue;
            }
            if !is_records(&name) || folder.kind(&name)? == Some(Kind::Folder) {
                passed_over.push(format!("{month}/{shown}"));
            } else if let Some(bytes) = folder.bytes(&name, Limit::DATA)? {
                files.push((format!("{month}/{shown}"), bytes));
            }
        }
    }
    Ok(OfMonths { files, passed_over })
}

/// The records of files by name, and the lines of texts at which problems stand.
fn read_files(
    contract: &Contract,
    files: &[(String, Vec<u8>)],
    now: DateTime<Utc>,
) -> (Loaded, Vec<Option<Excerpt>>) {
    let inputs: Vec<InputFile<'_>> = files.iter().map(|(name, bytes)| InputFile { name, bytes }).collect();
    let loaded = contract.read_records(&inputs, now, &mut output::progress);
    let mut excerpts: Vec<Option<Excerpt>> = vec![None; loaded.errors.len()];
    for InputFile { name, bytes } in &inputs {
        let of_file = loaded.errors.iter().enumerate().filter(|(_, error)| error.file == *name);
        let (places, errors): (Vec<usize>, Vec<RowError>) =
            of_file.map(|(n, error)| (n, error.clone())).unzip();
        if errors.is_empty() {
            continue;
        }
        let found = excerpt::of(name, bytes, contract.mapping().text_form(), &errors);
        for (place, found) in places.into_iter().zip(found) {
            if let Some(slot) = excerpts.get_mut(place) {
                *slot = found;
            }
        }
    }
    (loaded, excerpts)
}

/// Files by their names, with their contents.
type Named = Vec<(String, Vec<u8>)>;

/// Files by their names, and where each is. Of several with one name each has its path in place of it, so that no row of one is
/// taken for one of another.
fn named(files: Vec<(PathBuf, Vec<u8>)>) -> (BTreeMap<String, String>, Named) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for (path, _) in &files {
        *count.entry(name(path)).or_default() += 1;
    }
    let mut places = BTreeMap::new();
    let of_file = |(path, bytes): (PathBuf, Vec<u8>)| {
        let (place, own) = (escape::name(&path), name(&path));
        let is_alone = count.get(&own).is_none_or(|count| *count == 1);
        let name = if is_alone { own } else { place.clone() };
        places.insert(name.clone(), place);
        (name, bytes)
    };
    let files = files.into_iter().map(of_file).collect();
    (places, files)
}

/// What a folder holds beside records: nobody shall think that it was read.
fn tell_passed_over(folder: &Path, names: &[OsString]) {
    let names = names.iter().map(escape::name);
    // The system's own, and what spreadsheets leave behind, is nobody's record.
    let names: Vec<String> = names
        .filter(|name| !name.starts_with('.') && !name.starts_with("~$"))
        .map(|name| format!("`{name}`"))
        .collect();
    if names.is_empty() {
        return;
    }
    let (endings, names) = (intake::ENDINGS, names.join(", "));
    output::tell_text(
        &format!("{}: ", escape::name(folder)),
        &Text::new(
            format!("注記: 読まないもの（読むのはフォルダ直下の{}）: {names}", endings.join("、")),
            format!(
                "note: not read, since only {} files of the folder itself are: {names}",
                endings.join(", ")
            ),
        ),
    );
}

fn is_records(name: &OsStr) -> bool {
    intake::has_known_ending(&escape::name(name))
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| escape::name(path), escape::name)
}
