//! Reading what a contract asks of people and teams.

use calendar::{Site, SiteId};
use itss_core::Field;
use tables::{Names, Row, nearest};

use crate::{
    Apart, BidReading, Coverage, Ground, Requirement, Requirements, Slot, What, requirement::minute,
};

/// The names that rows may refer to.
pub(crate) struct Known<'k> {
    pub(crate) sites: &'k Names<Site>,
    pub(crate) fields: &'k Names<Field>,
    /// Roles, certificates, tests, languages: whatever a `[[word]]` row says how people write.
    pub(crate) words: &'k Names<Word>,
}

/// A code that people may write in other words.
pub(crate) enum Word {}

impl Known<'_> {
    fn words(&self, row: &Row<'_>, key: &'static str) -> Vec<String> {
        row.names(key, self.words).iter().map(ToString::to_string).collect()
    }

    fn fields(&self, row: &Row<'_>, key: &'static str) -> Vec<String> {
        row.names(key, self.fields).iter().map(ToString::to_string).collect()
    }
}

pub(crate) fn requirements(root: &Row<'_>, known: &Known<'_>) -> Option<Requirements> {
    let sites = known.sites;
    let rows = root.rows("slot");
    let slots: Vec<Option<Slot>> = rows.iter().map(|row| slot(row, known)).collect();
    let ids: Vec<Option<String>> =
        slots.iter().map(|slot| slot.as_ref().map(|slot| slot.id.clone())).collect();
    for (n, (row, slot)) in rows.iter().zip(&slots).enumerate() {
        if let Some(slot) = slot {
            check_slot(row, slot, ids.get(..n).unwrap_or(&[]), &ids);
        }
    }
    let everybody: Vec<Option<Requirement>> =
        root.rows("everybody").iter().map(|row| requirement(row, known)).collect();
    let coverage: Vec<Option<Coverage>> =
        root.rows("coverage").iter().map(|row| coverage(row, known)).collect();
    let apart: Vec<Option<Apart>> = root
        .rows("apart")
        .iter()
        .map(|row| {
            let sides: Vec<Vec<SiteId>> =
                row.rows("sides").iter().map(|row| row.names("sites", sites)).collect();
            if sides.len() < 2 {
                row.complain("sides", "must name two sides at least", None);
            }
            Some(Apart { sides, clause: row.required_clause("clause")? })
        })
        .collect();
    let grounds: Vec<Option<Ground>> = root
        .rows("ground")
        .iter()
        .map(|row| {
            let (id, name, clause) =
                (row.required("id"), row.required_text("name"), row.required_clause("clause"));
            Some(Ground { id: id?, name: name?, clause: clause? })
        })
        .collect();
    let words: Vec<Option<(String, Vec<String>)>> =
        root.rows("word").iter().map(|row| row.required("id").map(|id| (id, row.strings("names")))).collect();
    let readings: Vec<Option<BidReading>> = root
        .rows("reading")
        .iter()
        .map(|row| {
            let (id, what, clause) =
                (row.required("id"), row.required_text("what"), row.required_clause("clause"));
            Some(BidReading { id: id?, what: what?, clause: clause? })
        })
        .collect();
    Some(Requirements {
        slots: whole(slots)?,
        everybody: whole(everybody)?,
        coverage: whole(coverage)?,
        apart: whole(apart)?,
        grounds: whole(grounds)?,
        readings: whole(readings)?,
        words: whole(words)?,
    })
}

/// All rows were read before one that failed is given up.
pub(crate) fn whole<T>(rows: Vec<Option<T>>) -> Option<Vec<T>> {
    rows.into_iter().collect()
}

fn slot(row: &Row<'_>, known: &Known<'_>) -> Option<Slot> {
    let (id, name) = (row.required("id"), row.required_text("name"));
    let count = if row.has("count") { small(row, "count") } else { Some(1) };
    let (site, may_double_as) = (row.optional_name("site", known.sites), row.optional("may_double_as"));
    let resident = row.names("resident", known.sites);
    let requirements: Vec<Option<Requirement>> =
        row.rows("requirement").iter().map(|row| requirement(row, known)).collect();
    let clause = row.required_clause("clause");
    Some(Slot {
        id: id?,
        name: name?,
        count: count?,
        site,
        resident,
        may_double_as,
        requirements: whole(requirements)?,
        clause: clause?,
    })
}

fn check_slot(row: &Row<'_>, slot: &Slot, before: &[Option<String>], ids: &[Option<String>]) {
    if before.iter().flatten().any(|id| *id == slot.id) {
        row.complain("id", format!("`{}` is the code of another slot", slot.id), None);
    }
    let Some(other) = &slot.may_double_as else { return };
    let known = || ids.iter().flatten().map(String::as_str);
    if !known().any(|id| id == other) {
        let help = nearest(other, known()).map(|near| format!("did you mean `{near}`?"));
        row.complain("may_double_as", format!("there is no slot `{other}`"), help.as_deref());
    } else if *other == slot.id {
        row.complain("may_double_as", "names the slot itself", None);
    } else if slot.count != 1 {
        // One of several people who doubles would leave open which.
        row.complain("count", "must be 1 in a slot that may double as another", None);
    }
}

/// A whole number that must be there and be no more than 255.
fn small(row: &Row<'_>, key: &'static str) -> Option<u8> {
    let value: u32 = row.required(key)?;
    if let Ok(value) = u8::try_from(value) {
        return Some(value);
    }
    row.complain(key, format!("`{value}` is too many"), Some("255 is the most"));
    None
}

fn requirement(row: &Row<'_>, known: &Known<'_>) -> Option<Requirement> {
    #[derive(Clone, Copy)]
    enum Kind {
        Experience,
        Management,
        Qualification,
        Levels,
        Score,
        Languages,
        NotSubcontracted,
    }
    let kind = row.required_one_of(
        "kind",
        &[
            ("experience", Kind::Experience),
            ("management", Kind::Management),
            ("qualification", Kind::Qualification),
            ("levels", Kind::Levels),
            ("score", Kind::Score),
            ("languages", Kind::Languages),
            ("not-subcontracted", Kind::NotSubcontracted),
        ],
    )?;
    let is_mandatory = row.optional("mandatory").unwrap_or(true);
    let what = match kind {
        Kind::Experience => What::Experience { years: small(row, "years")? },
        Kind::Management => {
            let roles = known.words(row, "roles");
            let pcs = row.required::<u32>("pcs").map(u64::from);
            let (within_years, count) = (small(row, "within_years"), small(row, "count"));
            What::Management { roles, pcs: pcs?, within_years: within_years?, count: count? }
        }
        Kind::Qualification => {
            let (any, name) = (known.words(row, "any"), row.required_text("name"));
            let valid_at_signing = row.optional("valid_at_signing").unwrap_or(false);
            let or_level = if row.has("or_level") { Some(small(row, "or_level")?) } else { None };
            let expires = row.strings("expires");
            for code in expires.iter().filter(|code| !any.contains(code)) {
                let near = nearest(code, any.iter().map(String::as_str));
                let help = near.map(|near| format!("did you mean `{near}`?"));
                row.complain("expires", format!("`{code}` is none of `any`"), help.as_deref());
            }
            What::Qualification { any, name: name?, valid_at_signing, expires, or_level }
        }
        Kind::Levels => What::Levels { fields: known.fields(row, "fields"), level: small(row, "level")? },
        Kind::Score => {
            let any: Vec<Option<(String, u32)>> = row
                .rows("any")
                .iter()
                .map(|row| {
                    let (test, least) = (row.required_name("test", known.words), row.required("at_least"));
                    Some((test?.to_string(), least?))
                })
                .collect();
            What::Score { any: whole(any)? }
        }
        Kind::Languages => What::Languages { all: known.words(row, "all") },
        Kind::NotSubcontracted => What::NotSubcontracted,
    };
    Some(Requirement { what, is_mandatory })
}

fn coverage(row: &Row<'_>, known: &Known<'_>) -> Option<Coverage> {
    let (id, name, site) =
        (row.required("id"), row.required_text("name"), row.required_name("site", known.sites));
    let days =
        row.required_one_of("days", &[("all", vec![0, 1, 2, 3, 4, 5, 6]), ("weekdays", vec![0, 1, 2, 3, 4])]);
    let from = row.required_parsed("from", minute);
    let to = row.required_parsed("to", minute);
    let persons = small(row, "persons");
    let language = row.optional_name("language", known.words).map(|word| word.to_string());
    let clause = row.required_clause("clause");
    let minutes = from.zip(to);
    if minutes.is_some_and(|(from, to)| to <= from) {
        row.complain("to", "does not lie after `from`", Some("write midnight at the end as 24:00"));
    }
    Some(Coverage {
        id: id?,
        name: name?,
        site: site?,
        days: days?,
        minutes: minutes?,
        persons: persons?,
        language,
        clause: clause?,
    })
}
