//! `keiyaku sample`: a made-up month of records.

use std::{path::PathBuf, process::ExitCode};

use keiyaku::files::Output;

use crate::{args::SampleOptions, failure::Failure, output, source::contract};

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
    let output = files
        .iter()
        .fold(Output::folder(&folder), |output, file| output.with(&file.name, file.text.as_str()));
    output::write(&output.forced(options.force))?;
    for file in &files {
        let rows = file.text.lines().skip(1).count();
        output::print(&format!("{}  {rows}\n", folder.join(&file.name).display()))?;
    }
    Ok(ExitCode::SUCCESS)
}
