//! `keiyaku sample`: a made-up month of records.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use keiyaku::{calendar::YearMonth, files::Output};

use crate::{
    csv::{self, Table},
    failure::Failure,
    options::FolderOptions,
    output,
    refusal::{Part, Refusal},
    source::contract,
    usage::month,
};

#[derive(Debug, Args)]
pub(crate) struct SampleOptions {
    #[command(flatten)]
    pub(crate) folder: FolderOptions,
    /// The month, as in 2024-06
    #[arg(long, value_parser = month)]
    pub(crate) month: YearMonth,
    /// Another seed makes another month
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Folder for the files [default: sample/MONTH]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,
    /// Overwrites files that this program did not write, or that were changed since
    #[arg(long)]
    pub(crate) force: bool,
    /// Writes ' before each cell that a spreadsheet would run as a formula; reading it takes it away
    #[arg(long)]
    pub(crate) guard: bool,
}

pub(crate) fn sample(options: &SampleOptions) -> Result<ExitCode, Failure> {
    let contract = contract(&options.folder)?;
    let term = contract.catalogue().term;
    if !term.months().any(|month| month == options.month) {
        let (first, last) = (term.first_day(), term.last_day());
        return Err(Refusal::MonthOutsideTerm { month: options.month, first, last }.into());
    }
    let files = contract.sample(options.month, options.seed).ok_or(Part::SampleMonth)?;
    let files = files.map_err(|error| Failure::of(&error))?;
    let folder =
        options.out.clone().unwrap_or_else(|| PathBuf::from("sample").join(options.month.to_string()));
    let formulas = csv::formulas(options.guard, true)?;
    let mut output = Output::folder(&folder);
    let mut written = Vec::new();
    for file in &files {
        let table = Table::read(&file.text)?;
        let (text, places) = table.text(formulas)?;
        output = output.with(&file.name, text);
        written.push((folder.join(&file.name), table.rows.iter().skip(1).count(), places));
    }
    output::write(&output.forced(options.force))?;
    for (path, rows, places) in &written {
        csv::tell_formulas(Some(path), places, formulas);
        output::line(format_args!("{}  {rows}", escape::name(path)))?;
    }
    Ok(ExitCode::SUCCESS)
}
