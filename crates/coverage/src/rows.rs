//! Which rows of a contract's tables can carry statements out, and under which names statements bind to them.

use std::collections::BTreeMap;

use provenance::Text;
use tables::{Outline, OutlineRow, Place};

use crate::{Binding, Remark};

/// By what the rows of a list are named.
#[derive(Clone, Copy)]
enum By {
    /// By the text of a key.
    Key(&'static str),
    /// By the text of a key, behind that of a key of the row within which they lie: `3.1.1.l`.
    Within(&'static str, &'static str),
    /// By their places in the list, from 1.
    Place,
    /// All by the name of the list, since they have none; also a part that is no list.
    List,
}

/// The lists whose rows can carry statements out: the table of a binding, the file, the list in it, and by what its rows are
/// named.
const LISTS: &[(&str, &str, &str, By)] = &[
    ("bid", "bid.toml", "apart", By::List),
    ("bid", "bid.toml", "coverage", By::Key("id")),
    ("bid", "bid.toml", "everybody", By::List),
    ("bid", "bid.toml", "ground", By::Key("id")),
    ("bid", "bid.toml", "reading", By::Key("id")),
    ("bid", "bid.toml", "slot", By::Key("id")),
    ("calendar", "calendar.toml", "calendar", By::Key("id")),
    ("calendar", "calendar.toml", "outage", By::Key("id")),
    ("calendar", "calendar.toml", "season", By::Key("id")),
    ("channel", "help-desk.toml", "channel", By::Key("id")),
    ("contract", "contract.toml", "figure", By::Key("id")),
    ("contract", "contract.toml", "growth", By::Key("id")),
    ("contract", "contract.toml", "payment", By::Key("id")),
    ("contract", "contract.toml", "policy", By::Key("id")),
    ("contract", "contract.toml", "provision", By::Key("id")),
    ("contract", "contract.toml", "term", By::Key("id")),
    ("duty", "duties.toml", "duty", By::Key("id")),
    ("escalation", "escalation.toml", "escalation", By::Key("id")),
    ("event", "duties.toml", "event", By::Key("id")),
    ("finding", "findings/", "finding", By::Key("id")),
    ("help-desk", "help-desk.toml", "provision", By::Key("id")),
    ("language", "help-desk.toml", "language", By::Key("id")),
    ("ledger", "ledger.toml", "check", By::Key("id")),
    ("ledger", "ledger.toml", "growth", By::List),
    ("ledger", "ledger.toml", "idle", By::List),
    ("ledger", "ledger.toml", "near", By::List),
    ("ledger", "ledger.toml", "renewal", By::List),
    ("ledger", "ledger.toml", "sheet", By::Key("kind")),
    ("ledger", "ledger.toml", "stocktake", By::List),
    ("list", "lists.toml", "list", By::Key("id")),
    ("meeting", "meetings.toml", "agenda", By::Key("id")),
    ("meeting", "meetings.toml", "meeting", By::Key("id")),
    ("meeting", "meetings.toml", "part", By::Key("id")),
    ("meeting", "meetings.toml", "provision", By::Key("id")),
    ("office", "offices.toml", "office", By::Key("id")),
    // Documents cite offices by their numbers, too, which count them.
    ("office", "offices.toml", "office", By::Place),
    ("policy", "policy.toml", "policy", By::Key("id")),
    ("records", "records.toml", "file", By::Key("name")),
    ("report", "report.toml", "content", By::Key("id")),
    ("role", "roles.toml", "provision", By::Key("id")),
    ("role", "roles.toml", "role", By::Key("id")),
    ("security", "security.toml", "provision", By::Key("id")),
    ("sla", "sla.toml", "item", By::Key("key")),
    ("sla-exclusion", "sla.toml", "exclusion", By::Key("id")),
    ("sla-exclusion", "sla.toml", "item.exclusion", By::Key("id")),
    ("staffing", "staffing.toml", "provision", By::Key("id")),
    ("staffing", "staffing.toml", "residency", By::Key("id")),
    ("tasks", "tasks.toml", "section.item", By::Within("no", "letter")),
    ("tasks-duty", "tasks.toml", "duty", By::Key("category")),
    ("tasks-policy", "tasks.toml", "policy", By::Key("id")),
];

/// All rows of a contract's tables that can carry statements out, with their places. The tables come by their names, as in
/// `sla.toml` and `findings/main.toml`; whoever owns a table reads it strictly, here it is enough to know which rows it has.
///
/// ```
/// use coverage::{Binding, rows};
///
/// let rows = rows([("tasks.toml", "[[section]]\nno = \"1.1\"\n[[section.item]]\nletter = \"a\"\n")]);
/// let place = rows[&Binding::new("tasks", "1.1.a")].as_ref().unwrap();
/// assert_eq!((place.file.as_str(), place.line), ("tasks.toml", 3));
/// ```
#[must_use]
pub fn rows<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> BTreeMap<Binding, Option<Place>> {
    let mut found = BTreeMap::new();
    for (name, text) in files {
        let of_file = |file: &str| file == name || (file.ends_with('/') && name.starts_with(file));
        let lists: Vec<_> = LISTS.iter().filter(|(_, file, ..)| of_file(file)).collect();
        if lists.is_empty() {
            continue;
        }
        let outline = Outline::of(name, text);
        for (table, _, list, by) in lists {
            for (id, row) in named(&outline, list, *by) {
                found.entry(Binding::new(*table, id)).or_insert_with(|| Some(row.place.clone()));
            }
        }
    }
    found
}

/// The rows of a list with their names; a part that is no list is a row of it.
fn named<'a>(outline: &'a Outline, list: &'a str, by: By) -> Vec<(String, &'a OutlineRow)> {
    let rows = outline.rows().iter().filter(move |row| row.is_of(list) || row.path == list);
    match by {
        By::Key(key) => rows.filter_map(|row| Some((row.text(key)?.to_owned(), row))).collect(),
        By::Place => (1_usize..).zip(rows).map(|(place, row)| (place.to_string(), row)).collect(),
        By::List => rows.take(1).map(|row| (list.to_owned(), row)).collect(),
        By::Within(outer, key) => {
            let around = |row: &OutlineRow| {
                let (path, _) = row.path.rsplit_once('.')?;
                outline.rows().iter().find(|other| other.path == path)?.text(outer)
            };
            rows.filter_map(|row| Some((format!("{}.{}", around(row)?, row.text(key)?), row))).collect()
        }
    }
}

/// What readers recorded about the documents, from the tables in `findings/`.
#[must_use]
pub fn remarks<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Remark> {
    let files = files.into_iter().filter(|(name, _)| name.starts_with("findings/"));
    files.flat_map(|(name, text)| of_outline(&Outline::of(name, text))).collect()
}

fn of_outline(outline: &Outline) -> Vec<Remark> {
    let remark = |row: &OutlineRow| {
        let places = row.values.iter().filter(|value| value.key == "places");
        let says = outline.rows().iter().find(|other| other.path == format!("{}.says", row.path))?;
        Some(Remark {
            id: row.text("id")?.to_owned(),
            places: places.filter_map(|value| value.text.parse().ok()).collect(),
            says: Text::new(says.text("ja")?, says.text("en")?),
            place: row.place.clone(),
        })
    };
    outline.rows_of("finding").filter_map(remark).collect()
}
