//! `keiyaku new`: a folder with a contract to begin with.

use std::process::ExitCode;

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
    let shown = folder.display();
    let mut out = String::new();
    for (name, _) in files.iter().filter(|(name, _)| !name.starts_with(".schema/")) {
        out.push_str(&format!("{}\n", folder.join(name).display()));
    }
    out.push_str(match Language::from(*lang) {
        Language::Ja => "\n次に:\n",
        Language::En => "\nnext:\n",
    });
    out.push_str(&format!(
        "  keiyaku lint {shown}\n  keiyaku report --contract {shown} --records {} --month {month}\n",
        folder.join("records").display()
    ));
    output::print(&out)?;
    Ok(ExitCode::SUCCESS)
}
