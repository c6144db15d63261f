//! What a contract asks of people and teams; read from `bid.toml`.

use calendar::{Site, SiteId};
use chrono::NaiveTime;
use itss_core::Field;
use provenance::{Clause, Text};
use tables::{Document, Names, TableErrors};

use crate::table;

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
    pub site: Option<SiteId>,
    /// Who fills it works shifts at one of these sites; empty: need not be there.
    pub resident: Vec<SiteId>,
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
        /// Those of them that always run out: without a last day it is not shown that they are valid.
        expires: Vec<String>,
        /// A level that shows the same, in whichever field of the standard it is reached.
        or_level: Option<u8>,
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
    pub site: SiteId,
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

/// Sides of which one person serves one only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// The sites of each side.
    pub sides: Vec<Vec<SiteId>>,
    /// Where it stands.
    pub clause: Clause,
}

impl Apart {
    /// The side on which a site lies.
    pub(crate) fn side(&self, site: &str) -> Option<usize> {
        self.sides.iter().position(|sites| sites.iter().any(|known| known.as_str() == site))
    }
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
    /// Sides that are kept apart.
    pub apart: Vec<Apart>,
    /// Grounds that keep a bidder out.
    pub grounds: Vec<Ground>,
    /// Readings.
    pub readings: Vec<BidReading>,
    /// What people write for a code: each code with its other names.
    pub words: Vec<(String, Vec<String>)>,
}

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
        let words = Names::of_table("word", file, Some(source), "word", "id");
        let known = table::Known { sites, fields, words: &words };
        Document::parse(file, source).read(|root| table::requirements(root, &known))
    }
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
