//! `keiyaku sample`: a made-up month of records.

use std::{path::PathBuf, process::ExitCode};

use keiyaku::files::Output;

use crate::{
    args::SampleOptions,
    csv::{self, Table},
    failure::Failure,
    output,
    source::contract,
};

pub(crate) fn sample(options: &SampleOptions) -> Result<ExitCode, Failure> {
    let contract = contract(options.contract.as_ref())?;
    let term = contract.catalogue().term;
    if !term.months().any(|month| month == options.month) {
        let (first, last) = (term.first_day(), term.last_day());
        return Err(Failure::Other(format!(
            "{} lies outside the term, {first} to {last}: nothing of it could be evaluated",
            options.month
        )));
    }
    let files = contract.sample(options.month, options.seed).ok_or_else(|| {
        Failure::Other("the contract has no sample.toml that says how much a month holds".to_owned())
    })?;
    let files = files.map_err(|error| Failure::Other(error.to_string()))?;
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
