//! Bids from their folders, or from the embedded sample.

use std::{
    collections::BTreeSet,
    ffi::{OsStr, OsString},
    path::PathBuf,
};

use keiyaku::{
    bid::{Assessment, Bid, Levels, Requirements, SHEETS, assess, levels_of, unread_sheets},
    files::{Folder, Limit},
    intake::{RowError, TextForm, UnreadSheet, has_known_ending},
    itss::{Evaluator, Evidence, ReadAs, Standard, Stated},
    provenance::Text,
    reference::{self, BidFolder},
    tables::{Explain, nearest},
};

use crate::{excerpt, failure::Failure, output, run};

/// Words of a bid with the codes that they were read as.
pub(crate) type Words = BTreeSet<(String, String)>;

/// A bid with what was found of it.
pub(crate) struct Judged {
    pub(crate) bid: Bid,
    /// Which word of the bid was read as which code.
    pub(crate) words: Words,
    pub(crate) assessment: Assessment,
}

/// Where the files of a bid are.
enum Origin {
    Folder(Folder<'static>),
    Sample(&'static BidFolder),
}

impl Origin {
    /// A file of the bid; `None` where there is none of that name. Nothing that a bid names lies outside its folder.
    fn read(&self, name: &OsStr) -> Result<Option<Vec<u8>>, Failure> {
        match self {
            Self::Folder(folder) => Ok(folder.bytes(name, Limit::DATA)?),
            Self::Sample(bidder) => Ok(bidder.file(name).map(|text| text.as_bytes().to_vec())),
        }
    }

    /// A table of the bid; `None` where there is none of that name.
    fn text(&self, name: &str) -> Result<Option<String>, Failure> {
        match self {
            Self::Folder(folder) => Ok(folder.text(name)?),
            Self::Sample(bidder) => Ok(bidder.file(OsStr::new(name)).map(str::to_owned)),
        }
    }

    /// The names of the sheets: every file of the folder that may hold some, so that none is passed over for its name.
    fn sheets(&self) -> Result<Vec<OsString>, Failure> {
        let names = match self {
            Self::Folder(folder) => folder.names()?,
            Self::Sample(bidder) => bidder.files.iter().map(|file| OsString::from(file.name)).collect(),
        };
        Ok(names.into_iter().filter(|name| has_known_ending(&escape::name(name))).collect())
    }

    /// A file's name for messages.
    fn path(&self, name: &str) -> String {
        match self {
            Self::Folder(folder) => escape::name(folder.path().join(name)),
            Self::Sample(bidder) => format!("{}/{name}", bidder.name),
        }
    }
}

/// Judges the bids in folders; without any, those of the embedded sample. Problems of all bids are told at once.
pub(crate) fn judged(folders: &[PathBuf], requirements: &Requirements) -> Result<Vec<Judged>, Failure> {
    let standard = Standard::itss_v3_2011()?;
    let evaluator = Evaluator::new(&standard, standard.default_readings());
    let origins: Vec<Result<Origin, Failure>> = if folders.is_empty() {
        output::is_sample();
        reference::BID_FOLDERS.iter().map(|bidder| Ok(Origin::Sample(bidder))).collect()
    } else {
        folders.iter().map(|folder| Ok(Origin::Folder(run::folder(folder, &["people"])?))).collect()
    };
    let (mut bids, mut problems) = (Vec::new(), Vec::new());
    for origin in origins {
        match origin.and_then(|origin| open(&origin, requirements, &evaluator)) {
            Ok((bid, words, levels)) => {
                let assessment = assess(&bid, requirements, &levels);
                bids.push(Judged { bid, words, assessment });
            }
            Err(failure) => problems.push(failure),
        }
    }
    for (n, one) in bids.iter().enumerate() {
        if bids.iter().take(n).any(|before| before.bid.name == one.bid.name) {
            let name = &one.bid.name;
            problems.push(Failure::Told(Text::new(
                format!("`{name}`の提案が2つある。`name`で区別する"),
                format!("two bids are of `{name}`; tell them apart by `name`"),
            )));
        }
    }
    if problems.is_empty() { Ok(bids) } else { Err(Failure::Several(problems)) }
}

/// A text of a file.
fn in_file(path: &str, text: &Text) -> Text {
    Text::new(format!("{path}: {}", text.ja), format!("{path}: {}", text.en))
}

fn open(
    origin: &Origin,
    requirements: &Requirements,
    evaluator: &Evaluator,
) -> Result<(Bid, Words, Levels), Failure> {
    let path = origin.path("bid.toml");
    let table = origin.text("bid.toml")?.ok_or_else(|| {
        Failure::Told(Text::new(
            format!("`{path}`がない。`keiyaku bid new`が記入用に書き出す"),
            format!("there is no `{path}`; `keiyaku bid new` writes one to fill in"),
        ))
    })?;
    let names = origin.sheets()?;
    let mut sheets: Vec<(String, Vec<u8>)> = Vec::new();
    for name in &names {
        sheets.extend(origin.read(name)?.map(|bytes| (escape::name(name), bytes)));
    }
    let sheets: Vec<(&str, &[u8])> =
        sheets.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    for UnreadSheet { file, sheet } in unread_sheets(&sheets) {
        output::tell_text("note: ", &not_read(&origin.path(&file), &sheet));
    }
    let wrong = |errors| rows(errors, &sheets, &|file| origin.path(file));
    let bid = Bid::from_table(&path, &table)?.with_sheets(&sheets).map_err(wrong)?;
    // What is said of people may stand in any of the files.
    let path = if sheets.is_empty() { path } else { origin.path("") };
    let stated = Stated::from_sheets(&sheets, &SHEETS).map_err(wrong)?;
    let (bid, mut words) = bid.in_codes(requirements);
    let (notes, problems): (Vec<_>, Vec<_>) =
        bid.problems(requirements).into_iter().partition(|problem| problem.is_note());
    let mut problems: Vec<Failure> =
        problems.iter().map(|problem| Failure::Told(in_file(&path, &problem.text()))).collect();
    for note in notes {
        output::tell_text("note: ", &in_file(&path, &note.text()));
    }
    let mut levels = Levels::new();
    let mut take = |member: &str, place: &str, found: Result<Shown, Failure>| match found {
        Ok(Shown { evidence, read }) => {
            for note in evidence.notes(bid.signing) {
                output::tell_text("note: ", &in_file(place, &note.text()));
            }
            words.extend(read.into_iter().map(|ReadAs { word, code }| (word, code)));
            levels.insert(member.to_owned(), levels_of(evaluator, &evidence, bid.signing));
        }
        Err(failure) => problems.push(failure),
    };
    for member in &bid.members {
        let Some(file) = &member.evidence else { continue };
        take(&member.name, &origin.path(file), evidence(origin, file, &member.name, evaluator));
    }
    for stated in stated {
        let name = stated.name.clone();
        let known = bid.members.iter().find(|member| member.name == name);
        let found = match known {
            None => Err(nobody(&path, &name, &bid)),
            Some(member) if member.evidence.is_some() => Err(Failure::Told(in_file(
                &path,
                &Text::new(
                    format!("{name}の実績が根拠ファイルとシートの両方にある。どちらかにまとめる"),
                    format!(
                        "the evidence of {name} stands both in a file of its own and in a sheet; leave one"
                    ),
                ),
            ))),
            Some(_) => shown(&path, &stated, evaluator.standard()),
        };
        take(&name, &format!("{path}: {name}"), found);
    }
    if problems.is_empty() { Ok((bid, words, levels)) } else { Err(Failure::Several(problems)) }
}

/// A sheet of a workbook that is none of those that are read.
pub(crate) fn not_read(file: &str, sheet: &str) -> Text {
    Text::new(format!("{file}: シート`{sheet}`は読まない"), format!("{file}: sheet `{sheet}` is not read"))
}

/// Problems of sheets, each with the line of text at which it stands.
pub(crate) fn rows(
    errors: Vec<RowError>,
    sheets: &[(&str, &[u8])],
    path: &dyn Fn(&str) -> String,
) -> Failure {
    let told = |error: RowError| {
        let bytes = sheets.iter().find(|(file, _)| *file == error.file).map(|(_, bytes)| *bytes);
        let of = |bytes| excerpt::of(&error.file, bytes, TextForm::default(), std::slice::from_ref(&error));
        let excerpt = bytes.and_then(|bytes| of(bytes).pop().flatten());
        (RowError { file: path(&error.file), ..error }, excerpt)
    };
    Failure::Rows(errors.into_iter().map(told).collect())
}

/// Somebody in a sheet of evidence whom the bid does not offer.
fn nobody(path: &str, name: &str, bid: &Bid) -> Failure {
    let near = nearest(name, bid.members.iter().map(|member| member.name.as_str()));
    let (near_ja, near_en) = near.map_or_else(Default::default, |near| {
        (format!("（`{near}`のことか）"), format!("; did you mean `{near}`?"))
    });
    Failure::Told(in_file(
        path,
        &Text::new(
            format!("実績のシートにある`{name}`は提案の要員でない{near_ja}"),
            format!("`{name}`, of a sheet of evidence, is nobody of the bid{near_en}"),
        ),
    ))
}

/// A person's evidence, with which word was read as which code.
pub(crate) struct Shown {
    pub(crate) evidence: Evidence,
    pub(crate) read: BTreeSet<ReadAs>,
}

/// What somebody stated, by the codes of the standard.
pub(crate) fn shown(path: &str, stated: &Stated, standard: &Standard) -> Result<Shown, Failure> {
    let (stated, read) = stated.clone().in_codes(standard);
    let evidence = Evidence::new(standard, &stated).map_err(|errors| {
        Failure::all(errors.iter().map(|error| {
            let (Text { ja, en }, name) = (error.text(), &stated.name);
            Text::new(format!("{path}: {name}: {ja}"), format!("{path}: {name}: {en}"))
        }))
    })?;
    Ok(Shown { evidence, read })
}

/// The evidence of a member, from a file of the bid's folder.
fn evidence(origin: &Origin, file: &str, name: &str, evaluator: &Evaluator) -> Result<Shown, Failure> {
    let path = origin.path(file);
    let table = origin.text(file)?.ok_or_else(|| {
        Failure::Told(Text::new(
            format!("{name}の根拠ファイル`{path}`がない"),
            format!("there is no `{path}`, the evidence of {name}"),
        ))
    })?;
    let stated = Stated::from_table(&path, &table)?;
    if stated.name != name {
        let found = stated.name;
        return Err(Failure::Told(Text::new(
            format!("{path}: `{found}`の根拠で、`{name}`のものでない"),
            format!("{path}: is the evidence of `{found}`, not of `{name}`"),
        )));
    }
    shown(&path, &stated, evaluator.standard())
}
