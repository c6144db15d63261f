//! `keiyaku new`: a folder with a contract to begin with.

use std::process::ExitCode;

use escape::Lines;
use keiyaku::{
    files::Output,
    provenance::Language,
    scaffold::{self, Outset},
};

use crate::{args::NewOptions, failure::Failure, output};

pub(crate) fn run(options: &NewOptions) -> Result<ExitCode, Failure> {
    let NewOptions { folder, name_ja, name_en, from, to, lang } = options;
    let outset = Outset { name_ja: name_ja.clone(), name_en: name_en.clone(), term: from.zip(*to) };
    let (files, month) =
        scaffold::files(&outset).map_err(|error| Failure::Other(format!("--to: {error}")))?;
    // Nothing that is there is written over.
    let output =
        files.iter().fold(Output::folder(folder), |output, (name, text)| output.with(name, text.as_str()));
    output::write(&output.only_begun())?;
    let shown = files.iter().filter(|(name, _)| !name.starts_with(".schema/"));
    let mut out: Lines = shown.map(|(name, _)| escape::name(folder.join(name))).collect();
    out.blank();
    out.line(match Language::from(*lang) {
        Language::Ja => "次に:",
        Language::En => "next:",
    });
    let (shown, records) = (escape::name(folder), escape::name(folder.join("records")));
    out.line(format_args!("  keiyaku lint --contract {shown}"));
    out.line(format_args!("  keiyaku report --contract {shown} --records {records} --month {month}"));
    output::print(&out)?;
    Ok(ExitCode::SUCCESS)
}
