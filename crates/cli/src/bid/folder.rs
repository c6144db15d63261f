//! Bids from their folders, or from the embedded sample.

use std::{
    fs,
    path::{Path, PathBuf},
};

use keiyaku::{
    bid::{Assessment, Bid, Levels, Requirements, SHEETS, assess, levels_of},
    itss::{Evaluator, Evidence, Standard, Stated},
    reference::{self, BidFolder},
};

use crate::failure::Failure;

/// A bid with what was found of it.
pub(crate) struct Judged {
    pub(crate) bid: Bid,
    pub(crate) assessment: Assessment,
}

/// Where the files of a bid are.
enum Origin<'a> {
    Folder(&'a Path),
    Sample(&'a BidFolder),
}

impl Origin<'_> {
    /// A file of the bid; `None` where there is none of that name.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        match self {
            Self::Folder(folder) => match fs::read(folder.join(name)) {
                Ok(bytes) => Ok(Some(bytes)),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(Failure::file(folder.join(name), error)),
            },
            Self::Sample(bidder) => {
                let found = bidder.files.iter().find(|(known, _)| *known == name);
                Ok(found.map(|(_, text)| text.as_bytes().to_vec()))
            }
        }
    }

    /// The names of the sheets: every `.csv` of the folder, so that none is passed over for its name.
    fn sheets(&self) -> Result<Vec<String>, Failure> {
        match self {
            Self::Folder(folder) => {
                let mut names = Vec::new();
                for entry in fs::read_dir(folder).map_err(|error| Failure::file(folder, error))? {
                    let path = entry.map_err(|error| Failure::file(folder, error))?.path();
                    let is_sheet = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
                    names.extend(
                        path.file_name().filter(|_| is_sheet).map(|name| name.to_string_lossy().into_owned()),
                    );
                }
                names.sort();
                Ok(names)
            }
            Self::Sample(bidder) => {
                let names = bidder.files.iter().map(|(name, _)| (*name).to_owned());
                Ok(names.filter(|name| SHEETS.iter().any(|(known, _)| known == name)).collect())
            }
        }
    }

    fn text(&self, name: &str) -> Result<Option<String>, Failure> {
        let Some(bytes) = self.read(name)? else { return Ok(None) };
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(Failure::Other(format!("`{}` is not UTF-8; save it so", self.path(name)))),
        }
    }

    /// A file's name for messages.
    fn path(&self, name: &str) -> String {
        match self {
            Self::Folder(folder) => folder.join(name).display().to_string(),
            Self::Sample(bidder) => format!("{}/{name}", bidder.name),
        }
    }
}

/// Judges the bids in folders; without any, those of the embedded sample. Problems of all bids are told at once.
pub(crate) fn judged(folders: &[PathBuf], requirements: &Requirements) -> Result<Vec<Judged>, Failure> {
    let standard = Standard::itss_v3_2011()?;
    let evaluator = Evaluator::new(&standard, standard.default_readings());
    let origins: Vec<Origin<'_>> = if folders.is_empty() {
        reference::BID_FOLDERS.iter().map(Origin::Sample).collect()
    } else {
        folders.iter().map(|folder| Origin::Folder(folder)).collect()
    };
    let (mut bids, mut problems) = (Vec::new(), Vec::new());
    for origin in &origins {
        match open(origin, requirements, &evaluator) {
            Ok((bid, levels)) => {
                let assessment = assess(&bid, requirements, &levels);
                bids.push(Judged { bid, assessment });
            }
            Err(failure) => problems.push(failure.to_string()),
        }
    }
    for (n, one) in bids.iter().enumerate() {
        if bids.iter().take(n).any(|before| before.bid.name == one.bid.name) {
            problems.push(format!("two bids are of `{}`; tell them apart by `name`", one.bid.name));
        }
    }
    if problems.is_empty() { Ok(bids) } else { Err(Failure::Other(problems.join("\n"))) }
}

fn open(
    origin: &Origin<'_>,
    requirements: &Requirements,
    evaluator: &Evaluator,
) -> Result<(Bid, Levels), Failure> {
    let path = origin.path("bid.toml");
    let table = origin.text("bid.toml")?.ok_or_else(|| {
        Failure::Other(format!("there is no `{path}`; `keiyaku bid new` writes one to fill in"))
    })?;
    let names = origin.sheets()?;
    let mut sheets: Vec<(&str, Vec<u8>)> = Vec::new();
    for name in &names {
        sheets.extend(origin.read(name)?.map(|bytes| (name.as_str(), bytes)));
    }
    let sheets: Vec<(&str, &[u8])> = sheets.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let bid = Bid::from_table(&path, &table)?.with_sheets(&sheets).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| origin.path(&error.to_string())).collect();
        Failure::Other(lines.join("\n"))
    })?;
    let bid = bid.in_codes(requirements);
    let (notes, problems): (Vec<_>, Vec<_>) =
        bid.problems(requirements).into_iter().partition(|problem| problem.is_note());
    let mut problems: Vec<String> = problems.iter().map(|problem| format!("{path}: {problem}")).collect();
    for note in notes {
        eprintln!("{path}: note: {note}");
    }
    let mut levels = Levels::new();
    for member in &bid.members {
        let Some(file) = &member.evidence else { continue };
        match evidence(origin, file, &member.name, evaluator) {
            Ok(evidence) => {
                for note in evidence.notes(bid.signing) {
                    eprintln!("{}: note: {}", origin.path(file), note.0.en);
                }
                levels.insert(member.name.clone(), levels_of(evaluator, &evidence, bid.signing));
            }
            Err(failure) => problems.push(failure.to_string()),
        }
    }
    if problems.is_empty() { Ok((bid, levels)) } else { Err(Failure::Other(problems.join("\n"))) }
}

/// The evidence of a member, from a file of the bid's folder.
fn evidence(origin: &Origin<'_>, file: &str, name: &str, evaluator: &Evaluator) -> Result<Evidence, Failure> {
    let path = origin.path(file);
    let table = origin
        .text(file)?
        .ok_or_else(|| Failure::Other(format!("there is no `{path}`, the evidence of {name}")))?;
    let stated = Stated::from_table(&path, &table)?;
    if stated.name != name {
        let found = stated.name;
        return Err(Failure::Other(format!("{path}: is the evidence of `{found}`, not of `{name}`")));
    }
    Evidence::new(evaluator.standard(), &stated).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| format!("{path}: {error}")).collect();
        Failure::Other(lines.join("\n"))
    })
}
