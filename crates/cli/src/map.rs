//! `keiyaku map`: a mapping proposed for files, what service levels read, and a mapping held against a contract.

use std::{collections::BTreeSet, path::PathBuf, process::ExitCode};

use clap::Args;
use escape::Lines;
use keiyaku::{
    Contract,
    files::{Found, Kind as FileKind, Limit},
    intake,
    ledger::{Journal, Kind},
    provenance::{Language, Text},
    records::{
        InputFile, LEDGER_PRESETS, Layouts, LedgerProposal, Loaded, Mapping, PRESETS, Partly, SheetsGiven,
        Unmatched, WordKind, propose,
    },
    tables::TableErrors,
};

use crate::{
    failure::{Failure, RECORDS},
    options::{FolderOptions, Format, Lang, OutOptions},
    output,
    run::RUN,
    source::{contract, machine_clock},
    usage::Wrong,
};

mod needs;

#[derive(Debug, Args)]
pub(crate) struct MapOptions {
    /// Files or folders of records; with --needs and --check they may be left out
    #[arg(value_name = "PATH", required_unless_present_any = ["needs", "check"])]
    pub(crate) files: Vec<PathBuf>,
    /// Shows per service level which kinds, marks, attributes and pauses it reads, and which of them are given
    #[arg(long, conflicts_with = "out")]
    pub(crate) needs: bool,
    /// Holds a mapping against the contract, and reads the files by it
    #[arg(long, value_name = "MAPPING", conflicts_with = "out")]
    pub(crate) check: Option<PathBuf>,
    /// The layout of a tool, instead of the contract's own columns: glpi, japanese-sheet, jira, redmine, servicenow, zammad; of
    /// ledgers device-list, snipe-it
    #[arg(long, value_name = "NAME", value_parser = preset)]
    pub(crate) preset: Option<Preset>,
    /// Proposes a mapping for `ledger import`, of a kind of record where one is named
    #[arg(long, value_name = "KIND", num_args = 0..=1, conflicts_with_all = ["needs", "check"])]
    pub(crate) ledger: Option<Option<Kind>>,
    #[command(flatten)]
    pub(crate) folder: FolderOptions,
    #[command(flatten)]
    pub(crate) out: OutOptions,
    /// How to show what is needed
    #[arg(long, value_enum, default_value_t = Format::Table, requires = "needs")]
    pub(crate) format: Format,
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    pub(crate) lang: Lang,
}

pub(crate) fn run(options: &MapOptions) -> Result<ExitCode, Failure> {
    let contract = contract(&options.folder)?;
    let files = read(&options.files)?;
    let mut inputs: Vec<InputFile<'_>> =
        files.iter().map(|(name, bytes)| InputFile { name, bytes }).collect();
    let language = Language::from(options.lang);
    if let Some(path) = &options.check {
        let table = RUN.text(path)?;
        let sites = contract.calendars().sites();
        let (read, errors) = Mapping::partly_from_table(&escape::name(path), &table, sites);
        let mapping = match (read, errors) {
            (read, Some(errors)) => return Err(broken(contract, read, errors)),
            (Some(read), None) => read.mapping,
            (None, None) => Mapping::from_table(&escape::name(path), &table, sites)?,
        };
        let contract = contract.with_mapping(mapping);
        let loaded = (!inputs.is_empty()).then(|| loaded(&contract, &inputs));
        if options.needs {
            return needs(&contract, loaded.as_ref(), options);
        }
        return check(&contract, loaded.as_ref(), language);
    }
    if inputs.is_empty() {
        return needs(&contract, None, options);
    }
    let layouts = match options.preset {
        Some(Preset::Records(table)) => Layouts::of_records(table),
        Some(Preset::Ledger(table)) => {
            Layouts { records: None, ledgers: sheets(&contract), ledger_layout: Some(table), lists: None }
        }
        None if options.ledger.is_some() => {
            Layouts { records: None, ledgers: sheets(&contract), ledger_layout: None, lists: None }
        }
        None => Layouts {
            records: Some(contract.mapping_table()),
            ledgers: sheets(&contract),
            ledger_layout: None,
            lists: Some(contract.lists()),
        },
    };
    let mut proposal = propose(layouts, &inputs, language)
        .map_err(|why| Failure::Told(Text::new(format!("対応表のTOMLを読めない（{why}）"), why)))?;
    if let Some(Some(kind)) = options.ledger {
        proposal.ledgers.retain(|one| one.kind == kind);
    }
    let SheetsGiven { given, all } = proposal.sheets;
    let mut told = Vec::new();
    let text = if given == 0 {
        let ledgers = std::mem::take(&mut proposal.ledgers);
        let mut ledgers = ledgers.into_iter();
        let Some(first) = ledgers.next().filter(|_| !options.needs) else {
            let nothing = Text::new(
                "どのシートの種類も分からない。契約の対応表（records.toml）と台帳（ledger.toml）の列名と比べ、手で対応表を書く",
                "no sheet is of a kind that is known; write a mapping by hand, by the columns of the contract's records.toml and \
                 ledger.toml",
            );
            return Err(Failure::Several(
                proposal.open.into_iter().chain([nothing]).map(Failure::Told).collect(),
            ));
        };
        told.push(Text::new(
            format!("{}: 台帳（{}）と読んだ。要確認{}件", first.sheet, first.kind, proposal.open.len()),
            format!(
                "{}: read as a ledger ({}); {} open points",
                first.sheet,
                first.kind,
                proposal.open.len()
            ),
        ));
        proposal.ledgers = ledgers.collect();
        of_ledger(&contract, first, &files, language)?
    } else {
        let mapping = Mapping::from_table("mapping.toml", &proposal.mapping, contract.calendars().sites())?;
        let contract = contract.with_mapping(mapping);
        // A file of another kind is told once.
        inputs.retain(|input| proposal.files.iter().any(|file| file == input.name));
        let loaded = loaded(&contract, &inputs);
        if options.needs {
            return needs(&contract, Some(&loaded), options);
        }
        told.push(Text::new(
            format!("{all}シート中{given}シートの種類が分かった。要確認{}件", proposal.open.len()),
            format!(
                "{given} of {all} sheets are of a kind that is known; {} open points",
                proposal.open.len()
            ),
        ));
        with_comments(proposal.mapping, first_rows(&loaded, language))
    };
    output::to(&options.out, &text)?;
    for other in proposal.ledgers {
        told.push(Text::new(
            format!(
                "{}は台帳（{kind}）。`keiyaku map FILE --ledger {kind}`で対応表を作る",
                other.sheet,
                kind = other.kind
            ),
            format!(
                "{} is a ledger ({kind}); `keiyaku map FILE --ledger {kind}` proposes its mapping",
                other.sheet,
                kind = other.kind
            ),
        ));
    }
    told.extend(proposal.open);
    for text in told {
        output::tell(text.in_language(language));
    }
    Ok(ExitCode::SUCCESS)
}

fn sheets(contract: &Contract) -> Option<&keiyaku::ledger::Sheets> {
    contract.ledgers().map(|rules| &rules.sheets)
}

/// A table with lines as comments behind it.
fn with_comments(mut table: String, lines: Vec<String>) -> String {
    let mut shown = Lines::default();
    for line in lines {
        shown.line(line);
    }
    table.extend(shown.lines().map(|line| format!("# {line}\n")));
    table
}

/// The mapping of a ledger, with what an import of the file into an empty ledger would record.
fn of_ledger(
    contract: &Contract,
    proposal: LedgerProposal,
    files: &[(String, Vec<u8>)],
    language: Language,
) -> Result<String, Failure> {
    let Some(sheets) = sheets(contract) else { return Ok(proposal.mapping) };
    let mapping = ledger_sheet::Mapping::from_table("mapping.toml", &proposal.mapping, sheets)?;
    let of_sheet = |name: &str| proposal.sheet == name || proposal.sheet.starts_with(&format!("{name} ["));
    let Some((name, bytes)) = files.iter().find(|(name, _)| of_sheet(name)) else {
        return Ok(proposal.mapping);
    };
    let today = contract.calendars().zone().to_local(machine_clock()).date();
    let file = ledger_sheet::HandedIn { name, bytes };
    let planned = ledger_sheet::plan(file, &mapping, sheets, &Journal::new(), Some(today));
    let mut lines = vec![match language {
        Language::Ja => "空の台帳に取り込むとこうなる:".to_owned(),
        Language::En => "Taken into an empty ledger:".to_owned(),
    }];
    lines.extend(planned.to_text(sheets, language, ROWS).lines().map(ToString::to_string));
    Ok(with_comments(proposal.mapping, lines))
}

/// A published layout: of records, or of a ledger.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Preset {
    Records(&'static str),
    Ledger(&'static str),
}

/// The table of a preset.
fn preset(name: &str) -> Result<Preset, Wrong> {
    let records = PRESETS.iter().map(|(known, table)| (*known, Preset::Records(table)));
    let ledgers = LEDGER_PRESETS.iter().map(|(known, table)| (*known, Preset::Ledger(table)));
    let all: Vec<(&str, Preset)> = records.chain(ledgers).collect();
    let known = all.iter().find(|(known, _)| *known == name).map(|(_, preset)| *preset);
    known.ok_or_else(|| {
        let names = all.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        Wrong(Text::new(format!("{names}のいずれかを使う"), format!("use one of {names}")))
    })
}

fn loaded(contract: &Contract, inputs: &[InputFile<'_>]) -> Loaded {
    contract.read_records(inputs, machine_clock(), &mut output::progress)
}

/// The files that are named, and those of folders that are named.
fn read(paths: &[PathBuf]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        let name = |path: &PathBuf| path.file_name().map_or_else(|| escape::name(path), escape::name);
        match RUN.open(path)? {
            Found::File(file) => files.push((name(path), file.bytes(Limit::DATA)?)),
            Found::Folder(_) => {
                let folder = crate::run::folder(path, &[])?;
                for name in folder.names()? {
                    let is_known = intake::has_known_ending(&escape::name(&name));
                    if is_known && folder.kind(&name)? != Some(FileKind::Folder) {
                        files.extend(
                            folder.bytes(&name, Limit::DATA)?.map(|bytes| (escape::name(&name), bytes)),
                        );
                    }
                }
            }
        }
    }
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(files)
}

/// How many rows of a kind are shown.
const ROWS: usize = 3;

/// How many problems are shown.
const PROBLEMS: usize = 20;

/// The first records as they were read, and what could not be.
fn first_rows(loaded: &Loaded, language: Language) -> Vec<String> {
    let ja = language == Language::Ja;
    let seen = &loaded.observations;
    let mut lines = vec![if ja {
        "最初の行はこう読む:".to_owned()
    } else {
        "The first rows, as they are read:".to_owned()
    }];
    let kinds: BTreeSet<&str> = seen.cases.iter().map(|case| case.kind.as_str()).collect();
    for kind in kinds {
        for case in seen.cases.iter().filter(|case| case.kind.as_str() == kind).take(ROWS) {
            let marks =
                case.marks.iter().map(|(mark, at)| format!("{mark} {}", at.format("%Y-%m-%dT%H:%M:%SZ")));
            let attributes = case.attributes.iter().map(|(name, value)| format!("{name} {value}"));
            let all: Vec<String> = marks.chain(attributes).collect();
            lines.push(format!("{kind} {}: {}", case.id, all.join(", ")));
        }
    }
    for event in seen.events.iter().take(ROWS) {
        lines.push(format!("{} {}: at {}", event.kind, event.id, event.at.format("%Y-%m-%dT%H:%M:%SZ")));
    }
    for tally in seen.tallies.iter().take(ROWS) {
        lines.push(format!("{} {}: {} / {}", tally.name(), tally.on(), tally.done(), tally.planned()));
    }
    for answer in seen.answers.iter().take(ROWS) {
        lines.push(format!("{} {}: {}", answer.survey, answer.id, answer.on));
    }
    let (rows, problems) = (loaded.unreadable(), loaded.problems());
    if problems > 0 {
        lines.push(match ja {
            true => format!("読めない行{rows}行（問題{problems}件）:"),
            false => format!("rows that cannot be read: {rows} ({problems} problems):"),
        });
        lines.extend(
            loaded.errors.iter().take(PROBLEMS).map(|error| error.line().in_language(language).to_owned()),
        );
    }
    lines
}

/// What each service level reads, and what of it is given: by the mapping, and of the files where there are any.
fn needs(contract: &Contract, loaded: Option<&Loaded>, options: &MapOptions) -> Result<ExitCode, Failure> {
    let levels = needs::levels(contract, loaded);
    let files: Vec<String> =
        loaded.into_iter().flat_map(|loaded| &loaded.files).map(|file| file.file.clone()).collect();
    output::print(&match options.format {
        Format::Json => output::json(&needs::to_json(&levels, &files)),
        Format::Table => needs::table(&levels, loaded.is_some(), options.lang.into()),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// What is wrong with a mapping whose table has problems: these, and the words that the rest of it does not give.
fn broken(contract: Contract, read: Option<Partly>, errors: TableErrors) -> Failure {
    let mut all = vec![Failure::Tables(errors)];
    let Some(Partly { mapping, left_out }) = read else { return Failure::Several(all) };
    let (kinds, is_any): (Vec<&String>, bool) =
        (left_out.iter().flatten().collect(), left_out.iter().any(Option::is_none));
    let unmatched = contract.with_mapping(mapping).unmatched();
    // What a file that cannot be read would give is not missing.
    let is_open = |one: &&Unmatched| {
        one.what == WordKind::Kind && one.near.is_none() && (is_any || kinds.contains(&&one.word))
    };
    let hidden = unmatched.iter().filter(is_open).count();
    all.extend(unmatched.iter().filter(|one| !is_open(one)).map(|one| Failure::Told(one.text())));
    if hidden > 0 {
        all.push(Failure::Told(Text::new(
            format!("読めない[[file]]が与えるかもしれない語{hidden}件は、対応表を直してから確かめる"),
            format!(
                "{hidden} words that a [[file]] which cannot be read may give are checked once the mapping is mended"
            ),
        )));
    }
    Failure::Several(all)
}

/// Whether a mapping and a contract agree, and files can be read by it.
fn check(contract: &Contract, loaded: Option<&Loaded>, language: Language) -> Result<ExitCode, Failure> {
    let unmatched = contract.unmatched();
    let misspelt = unmatched.iter().filter(|one| one.near.is_some()).count();
    let mut out = Lines::default();
    for one in &unmatched {
        out.line(one.text().in_language(language));
    }
    let problems = loaded.map_or(0, Loaded::problems);
    for error in loaded.iter().flat_map(|loaded| &loaded.errors) {
        out.line(error.line().in_language(language));
    }
    out.line(match language {
        Language::Ja => format!(
            "対応表が与えない語{}件（うち綴り違い{misspelt}件）、読めない行の問題{problems}件",
            unmatched.len()
        ),
        Language::En => format!(
            "{} words that the mapping does not give ({misspelt} misspelt), {problems} problems of rows",
            unmatched.len()
        ),
    });
    output::print(&out)?;
    Ok(if misspelt == 0 && problems == 0 { ExitCode::SUCCESS } else { RECORDS.into() })
}
