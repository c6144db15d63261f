//! `keiyaku new`: a folder with a contract to begin with.

use std::{path::PathBuf, process::ExitCode};

use chrono::NaiveDate;
use clap::Args;
use escape::Lines;
use keiyaku::{
    calendar::{Term, TermError},
    files::Output,
    provenance::{Language, Text},
    scaffold::{self, Outset},
    tables::Explain,
};

use crate::{failure::Failure, options::Lang, output, usage::day};

#[derive(Debug, Args)]
pub(crate) struct NewOptions {
    /// Folder to make; it may be there, but only empty
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: PathBuf,
    /// The contract's name in Japanese
    #[arg(long, value_name = "TEXT")]
    pub(crate) name_ja: Option<String>,
    /// The contract's name in English
    #[arg(long, value_name = "TEXT")]
    pub(crate) name_en: Option<String>,
    /// The first day of its term
    #[arg(long, value_name = "DAY", requires = "to", value_parser = day)]
    pub(crate) from: Option<NaiveDate>,
    /// The last day of its term
    #[arg(long, value_name = "DAY", requires = "from", value_parser = day)]
    pub(crate) to: Option<NaiveDate>,
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    pub(crate) lang: Lang,
}

pub(crate) fn run(options: &NewOptions) -> Result<ExitCode, Failure> {
    let NewOptions { folder, name_ja, name_en, from, to, lang } = options;
    let wrong = |error: TermError| {
        let Text { ja, en } = error.text();
        Failure::Told(Text::new(format!("--to: {ja}"), format!("--to: {en}")))
    };
    let term = from.zip(*to).map(|(first, last)| Term::new(first, last)).transpose().map_err(wrong)?;
    let outset = Outset { name_ja: name_ja.clone(), name_en: name_en.clone(), term };
    let (files, month) = scaffold::files(&outset).map_err(wrong)?;
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
