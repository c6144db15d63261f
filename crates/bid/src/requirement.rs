//! What a contract asks of people and teams; read from `bid.toml`.

use chrono::NaiveTime;
use provenance::{Clause, Text};
use tables::{Document, Row, TableErrors};

/// A role of the team that somebody must fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// How many people fill it at least.
    pub count: u8,
    /// Where it works; nobody serves two sites.
    pub site: Option<String>,
    /// Another slot that the same person may fill too.
    pub may_double_as: Option<String>,
    /// What it asks for.
    pub requirements: Vec<Requirement>,
    /// Where it stands.
    pub clause: Clause,
}

/// Something asked of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// What.
    pub what: What,
    /// Whether it must be met, or is only desirable.
    pub is_mandatory: bool,
}

/// What is asked of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// So many years of experience in all.
    Experience {
        /// How many.
        years: u8,
    },
    /// Work in charge of an operation of a size, in the last years.
    Management {
        /// In one of these roles.
        roles: Vec<String>,
        /// With so many client PCs at least.
        pcs: u64,
        /// Within so many years before the contract is signed.
        within_years: u8,
        /// So many times.
        count: u8,
    },
    /// One of these qualifications.
    Qualification {
        /// Their codes.
        any: Vec<String>,
        /// Their name together.
        name: Text,
        /// Whether it must be valid when the contract is signed.
        valid_at_signing: bool,
    },
    /// A level in each of these fields of the skill standard.
    Levels {
        /// The fields.
        fields: Vec<String>,
        /// The level.
        level: u8,
    },
    /// A score in one of these tests.
    Score {
        /// Tests, each with its least score.
        any: Vec<(String, u32)>,
    },
    /// Languages, all of them.
    Languages {
        /// Their codes.
        all: Vec<String>,
    },
    /// That the work is not subcontracted.
    NotSubcontracted,
}

/// How many people, and of what, must be there at which time of the week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The site.
    pub site: String,
    /// The days, Monday being 0.
    pub days: Vec<u8>,
    /// Minutes of the day, `[from, to)`.
    pub minutes: (u16, u16),
    /// How many people at least.
    pub persons: u8,
    /// A language that at least one of them speaks.
    pub language: Option<String>,
    /// Where it stands.
    pub clause: Clause,
}

/// A ground that keeps a bidder out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// Its code, as a bid states it.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Where it stands.
    pub clause: Clause,
}

/// A reading of what the contract leaves open about its people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BidReading {
    /// Its code.
    pub id: String,
    /// What is read, and why.
    pub what: Text,
    /// Where it is open.
    pub clause: Clause,
}

/// Everything a contract asks of a bid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirements {
    /// The slots.
    pub slots: Vec<Slot>,
    /// What is asked of everybody.
    pub everybody: Vec<Requirement>,
    /// The coverage of the week.
    pub coverage: Vec<Coverage>,
    /// Grounds that keep a bidder out.
    pub grounds: Vec<Ground>,
    /// Readings.
    pub readings: Vec<BidReading>,
}

impl Requirements {
    /// Reads `bid.toml`.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(requirements)
    }
}

fn requirements(root: &Row<'_>) -> Option<Requirements> {
    let slots: Option<Vec<Slot>> = root
        .rows("slot")
        .iter()
        .map(|row| {
            let (id, name) = (row.required("id"), row.required_text("name"));
            let count = row.optional::<u32>("count").unwrap_or(1);
            let (site, may_double_as) = (row.optional("site"), row.optional("may_double_as"));
            let requirements: Option<Vec<Requirement>> =
                row.rows("requirement").iter().map(requirement).collect();
            let clause = row.required_clause("clause");
            Some(Slot {
                id: id?,
                name: name?,
                count: u8::try_from(count).ok()?,
                site,
                may_double_as,
                requirements: requirements?,
                clause: clause?,
            })
        })
        .collect();
    let everybody: Option<Vec<Requirement>> = root.rows("everybody").iter().map(requirement).collect();
    let coverage: Option<Vec<Coverage>> = root.rows("coverage").iter().map(coverage).collect();
    let grounds: Option<Vec<Ground>> = root
        .rows("ground")
        .iter()
        .map(|row| {
            let (id, name, clause) =
                (row.required("id"), row.required_text("name"), row.required_clause("clause"));
            Some(Ground { id: id?, name: name?, clause: clause? })
        })
        .collect();
    let readings: Option<Vec<BidReading>> = root
        .rows("reading")
        .iter()
        .map(|row| {
            let (id, what, clause) =
                (row.required("id"), row.required_text("what"), row.required_clause("clause"));
            Some(BidReading { id: id?, what: what?, clause: clause? })
        })
        .collect();
    Some(Requirements {
        slots: slots?,
        everybody: everybody?,
        coverage: coverage?,
        grounds: grounds?,
        readings: readings?,
    })
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
    let small = |key: &'static str| row.required::<u32>(key).and_then(|value| u8::try_from(value).ok());
    let what = match kind {
        Kind::Experience => What::Experience { years: small("years")? },
        Kind::Management => {
            let roles = row.strings("roles");
            let pcs = row.required::<u32>("pcs").map(u64::from);
            let (within_years, count) = (small("within_years"), small("count"));
            What::Management { roles, pcs: pcs?, within_years: within_years?, count: count? }
        }
        Kind::Qualification => {
            let (any, name) = (row.strings("any"), row.required_text("name"));
            let valid_at_signing = row.optional("valid_at_signing").unwrap_or(false);
            What::Qualification { any, name: name?, valid_at_signing }
        }
        Kind::Levels => What::Levels { fields: row.strings("fields"), level: small("level")? },
        Kind::Score => {
            let any: Option<Vec<(String, u32)>> = row
                .rows("any")
                .iter()
                .map(|row| {
                    let (test, least) = (row.required("test"), row.required("at_least"));
                    Some((test?, least?))
                })
                .collect();
            What::Score { any: any? }
        }
        Kind::Languages => What::Languages { all: row.strings("all") },
        Kind::NotSubcontracted => What::NotSubcontracted,
    };
    Some(Requirement { what, is_mandatory })
}

fn coverage(row: &Row<'_>) -> Option<Coverage> {
    let (id, name, site) = (row.required("id"), row.required_text("name"), row.required("site"));
    let days =
        row.required_one_of("days", &[("all", vec![0, 1, 2, 3, 4, 5, 6]), ("weekdays", vec![0, 1, 2, 3, 4])]);
    let from = row.required_parsed("from", minute);
    let to = row.required_parsed("to", minute);
    let persons: Option<u32> = row.required("persons");
    let language = row.optional("language");
    let clause = row.required_clause("clause");
    let minutes = from.zip(to);
    if minutes.is_some_and(|(from, to)| to <= from) {
        row.complain("to", "lies before `from`", Some("write midnight at the end as 24:00"));
    }
    Some(Coverage {
        id: id?,
        name: name?,
        site: site?,
        days: days?,
        minutes: minutes?,
        persons: u8::try_from(persons?).ok()?,
        language,
        clause: clause?,
    })
}

/// A minute of the day, `09:00`; midnight at the end is `24:00`.
pub(crate) fn minute(text: &str) -> Result<u16, MinuteError> {
    use chrono::Timelike;
    if text == "24:00" {
        return Ok(1_440);
    }
    let time =
        NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| MinuteError { found: text.to_owned() })?;
    u16::try_from(time.num_seconds_from_midnight() / 60).map_err(|_| MinuteError { found: text.to_owned() })
}

/// A text is no time of day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no time of day; write it as in 09:00, and midnight at the end as 24:00")]
pub struct MinuteError {
    /// The text, as given.
    pub found: String,
}
