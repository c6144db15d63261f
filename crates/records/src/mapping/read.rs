//! Reads a mapping from its table.

use std::collections::BTreeMap;

use calendar::{Sites, Zone};
use intake::{Encoding, Separator, TimeForm};
use provenance::{Text, folded};
use sla::{Kind, Mark};
use tables::{Document, Row, TableErrors, meant, nearest};

use super::{
    Mapping, Partly, PastMidnight, RepeatedHour,
    file::{FileMapping, Shape, marks_given},
    read_file::file,
    words::WordList,
};

impl Mapping {
    /// Reads a `mapping.toml`, whose execution log is of work at the sites of the same contract.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str, sites: &Sites) -> Result<Self, TableErrors> {
        let whole = |read: Partly| read.left_out.is_empty().then_some(read.mapping);
        Document::parse(file, source).read(|root| mapping(root, sites).and_then(whole))
    }

    /// What can be read of a `mapping.toml` with problems, and all of these. It is for telling more of the table, not for
    /// reading files by it.
    #[must_use]
    pub fn partly_from_table(
        file: &str,
        source: &str,
        sites: &Sites,
    ) -> (Option<Partly>, Option<TableErrors>) {
        Document::parse(file, source).read_partly(|root| mapping(root, sites))
    }
}

fn mapping(root: &Row<'_>, sites: &Sites) -> Option<Partly> {
    let zone = root.required_parsed("zone", Zone::iana);
    let encoding = root.optional_one_of("encoding", &Encoding::WORDS);
    let times: Vec<Option<TimeForm>> = root
        .strings("times")
        .iter()
        .map(|text| match text.parse() {
            Ok(form) => Some(form),
            Err(error) => {
                let error: intake::TimeFormError = error;
                root.complain("times", error.text(), None);
                None
            }
        })
        .collect();
    let times: Vec<TimeForm> = times.into_iter().flatten().collect();
    let unknown = WordList::new(root.strings("unknown"));
    let totals = WordList::new(root.strings("totals"));
    let separator = root.optional_one_of("separator", &Separator::WORDS);
    let synonyms = synonyms(root);
    let (mut files, mut left_out) = (Vec::new(), Vec::new());
    let rows = root.rows("file");
    for row in &rows {
        match file(row, sites) {
            Some(file) => files.push(file),
            None => left_out.push(row.is_text("kind").then(|| row.optional("kind")).flatten()),
        }
    }
    // What a file that cannot be read would give is not known.
    if left_out.is_empty() {
        check_marks(&rows, &files);
    }
    let times = if times.is_empty() { TimeForm::PLAIN.to_vec() } else { times };
    let past_midnight = root.optional_one_of(
        "past_midnight",
        &[("next-day", PastMidnight::NextDay), ("refuse", PastMidnight::Refuse)],
    );
    let repeated_hour = root.optional_one_of(
        "repeated_hour",
        &[("earlier", RepeatedHour::Earlier), ("later", RepeatedHour::Later)],
    );
    // A zone that is wrong was told, and hides nothing of the rest.
    let zone = zone.or_else(|| Zone::iana("UTC").ok());
    root.asked_all();
    let mapping = Mapping {
        zone: zone?,
        encoding: encoding.unwrap_or_default(),
        times,
        past_midnight: past_midnight.unwrap_or_default(),
        repeated_hour,
        unknown,
        separator,
        synonyms,
        totals,
        files,
        sites: sites.clone(),
    };
    Some(Partly { mapping, left_out })
}

/// Other names of columns: each belongs to one column.
fn synonyms(root: &Row<'_>) -> BTreeMap<String, Vec<String>> {
    let mut synonyms: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for row in root.rows("synonyms") {
        let (name, others) = (row.required::<String>("name"), row.strings("also"));
        let Some(name) = name.map(|name| folded(&name).into_owned()) else { continue };
        for other in &others {
            if let Some(first) = known.insert(folded(other).into_owned(), name.clone())
                && first != name
            {
                row.complain(
                    "also",
                    Text::new(
                        format!("`{other}`は既に`{first}`の別名である"),
                        format!("`{other}` is another name of `{first}` already"),
                    ),
                    None,
                );
            }
        }
        synonyms.entry(name).or_default().extend(others);
    }
    synonyms
}

/// Complains of marks that are taken back or kept, and that no file gives: misspelt they would change nothing, in silence.
fn check_marks(rows: &[Row<'_>], files: &[FileMapping]) {
    let given = marks_given(files);
    for (row, file) in rows.iter().zip(files) {
        let complain = |key: &'static str, kind: &Kind, mark: &Mark| {
            // A kind of which there are no cases is told elsewhere.
            let Some(known) = given.get(kind).filter(|known| !known.contains(mark)) else { return };
            let near = nearest(mark.as_str(), known.iter().map(Mark::as_str));
            let message = Text::new(
                format!("種類`{kind}`のどのファイルも時点`{mark}`を示さない"),
                format!("no file of the kind `{kind}` gives the mark `{mark}`"),
            );
            row.complain(key, message, near.map(meant));
        };
        match &file.shape {
            Shape::Reopenings { kind, mark, .. } => complain("mark", kind, mark),
            Shape::StateChanges { kind, states, .. } => {
                let kept = states.iter().flat_map(|state| &state.keeps);
                kept.for_each(|mark| complain("states", kind, mark));
            }
            _ => {}
        }
    }
}
