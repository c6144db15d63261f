//! `keiyaku new`: a folder with a contract to begin with.

use std::{fs, io::ErrorKind, path::Path, process::ExitCode};

use keiyaku::{
    provenance::Language,
    scaffold::{self, Outset},
};

use crate::{args::NewOptions, failure::Failure, output};

pub(crate) fn run(options: &NewOptions) -> Result<ExitCode, Failure> {
    let NewOptions { folder, name_ja, name_en, from, to, lang } = options;
    let outset = Outset { name_ja: name_ja.clone(), name_en: name_en.clone(), term: from.zip(*to) };
    let (files, month) =
        scaffold::files(&outset).map_err(|error| Failure::Other(format!("--to: {error}")))?;
    refuse_to_overwrite(folder)?;
    for (name, text) in &files {
        output::write(&folder.join(name), text)?;
    }
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

/// Nothing that is there is written over.
fn refuse_to_overwrite(folder: &Path) -> Result<(), Failure> {
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(Failure::Other(format!(
                "`{}` is not empty; name a folder that is not there yet, so that nothing is written over",
                folder.display()
            ))),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Failure::file(folder, error)),
    }
}
