//! Reading what a contract asks of people and teams.

use calendar::{Site, SiteId};
use itss_core::Field;
use provenance::Text;
use tables::{Document, Names, Noun, Row, TableErrors, whole};

use crate::{
    Apart, BidReading, Coverage, Ground, LeastScore, Minutes, Requirement, Requirements, Slot, What, Word,
    requirement::{Known, hold_apart, hold_coverage, hold_once, hold_slots, hold_words, minute},
};

impl Requirements {
    /// Reads `bid.toml`, whose people work at the sites of the same contract and are of the fields of a standard. Roles,
    /// certificates, tests and languages are those of its own `[[word]]` rows.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(
        file: &'static str,
        source: &str,
        sites: &Names<Site>,
        fields: &Names<Field>,
    ) -> Result<Self, TableErrors> {
        let words = Names::of_table(Noun::new("語", "word"), file, Some(source), "word", "id");
        let known = Known { sites, fields, words: &words };
        Document::parse(file, source).read(|root| requirements(root, &known))
    }
}

fn requirements(root: &Row<'_>, known: &Known<'_>) -> Option<Requirements> {
    let slots: Vec<Option<Slot>> = root.rows("slot").iter().map(slot).collect();
    let everybody: Vec<Option<Requirement>> = root.rows("everybody").iter().map(requirement).collect();
    let coverage: Vec<Option<Coverage>> = root.rows("coverage").iter().map(coverage).collect();
    let apart: Vec<Option<Apart>> = root
        .rows("apart")
        .iter()
        .map(|row| {
            let sides: Vec<Vec<SiteId>> =
                row.rows("sides").iter().map(|row| row.each_parsed("sites", str::parse::<SiteId>)).collect();
            Some(Apart { sides, clause: row.required_clause("clause")? })
        })
        .collect();
    let grounds: Vec<Option<Ground>> = root
        .rows("ground")
        .iter()
        .map(|row| {
            let id = row.required_parsed("id", str::parse);
            let (name, clause) = (row.required_text("name"), row.required_clause("clause"));
            Some(Ground { id: id?, name: name?, clause: clause? })
        })
        .collect();
    let words: Vec<Option<Word>> = root
        .rows("word")
        .iter()
        .map(|row| {
            let (id, names) = (row.required_parsed("id", str::parse), row.strings("names"));
            Some(Word { id: id?, names })
        })
        .collect();
    let readings: Vec<Option<BidReading>> = root
        .rows("reading")
        .iter()
        .map(|row| {
            let (id, what, clause) =
                (row.required("id"), row.required_text("what"), row.required_clause("clause"));
            Some(BidReading { id: id?, what: what?, clause: clause? })
        })
        .collect();
    let at = root.spot();
    hold_slots(&at, &read(&slots), known);
    for (n, requirement) in everybody.iter().enumerate() {
        if let Some(requirement) = requirement {
            requirement.what.hold_at(&at.nth("everybody", n), known);
        }
    }
    hold_coverage(&at, &read(&coverage), known);
    hold_apart(&at, &read(&apart), known);
    hold_once(&at, "ground", grounds.iter().map(|one| one.as_ref().map(|one| one.id.as_str())));
    hold_once(&at, "reading", readings.iter().map(|one| one.as_ref().map(|one| one.id.as_str())));
    hold_words(&at, &read(&words));
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

/// The rows that could be read, in the places of all.
fn read<T>(rows: &[Option<T>]) -> Vec<Option<&T>> {
    rows.iter().map(Option::as_ref).collect()
}

fn slot(row: &Row<'_>) -> Option<Slot> {
    let (id, name) = (row.required_parsed("id", str::parse), row.required_text("name"));
    let count = if row.has("count") { small(row, "count") } else { Some(1) };
    let (site, may_double_as) =
        (row.optional_parsed("site", str::parse), row.optional_parsed("may_double_as", str::parse));
    let resident = row.each_parsed("resident", str::parse);
    let requirements: Vec<Option<Requirement>> = row.rows("requirement").iter().map(requirement).collect();
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

/// A whole number that must be there and be no more than 255.
fn small(row: &Row<'_>, key: &'static str) -> Option<u8> {
    let value: u32 = row.required(key)?;
    if let Ok(value) = u8::try_from(value) {
        return Some(value);
    }
    row.complain(
        key,
        Text::new(format!("`{value}`は多過ぎる"), format!("`{value}` is too many")),
        Some(Text::new("255以下とする", "255 is the most")),
    );
    None
}

fn requirement(row: &Row<'_>) -> Option<Requirement> {
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
            let roles = row.each_parsed("roles", str::parse);
            let pcs = row.required::<u32>("pcs").map(u64::from);
            let (within_years, count) = (small(row, "within_years"), small(row, "count"));
            What::Management { roles, pcs: pcs?, within_years: within_years?, count: count? }
        }
        Kind::Qualification => {
            let (any, name) = (row.each_parsed("any", str::parse), row.required_text("name"));
            let valid_at_signing = row.optional("valid_at_signing").unwrap_or(false);
            let or_level = if row.has("or_level") { Some(small(row, "or_level")?) } else { None };
            let expires = row.each_parsed("expires", str::parse);
            What::Qualification { any, name: name?, valid_at_signing, expires, or_level }
        }
        Kind::Levels => {
            What::Levels { fields: row.each_parsed("fields", str::parse), level: small(row, "level")? }
        }
        Kind::Score => {
            let any: Vec<Option<LeastScore>> = row
                .rows_by("any", &["test"])
                .iter()
                .map(|row| {
                    let (test, least) = (row.required_parsed("test", str::parse), row.required("at_least"));
                    Some(LeastScore { test: test?, at_least: least? })
                })
                .collect();
            What::Score { any: whole(any)? }
        }
        Kind::Languages => What::Languages { all: row.each_parsed("all", str::parse) },
        Kind::NotSubcontracted => What::NotSubcontracted,
    };
    Some(Requirement { what, is_mandatory })
}

fn coverage(row: &Row<'_>) -> Option<Coverage> {
    let (id, name, site) =
        (row.required("id"), row.required_text("name"), row.required_parsed("site", str::parse));
    let days =
        row.required_one_of("days", &[("all", vec![0, 1, 2, 3, 4, 5, 6]), ("weekdays", vec![0, 1, 2, 3, 4])]);
    let from = row.required_parsed("from", minute);
    let to = row.required_parsed("to", minute);
    let persons = small(row, "persons");
    let language = row.optional_parsed("language", str::parse);
    let clause = row.required_clause("clause");
    let minutes = from.zip(to).map(|(from, to)| Minutes { from, to });
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
