//! What a contract asks of people and teams; read from `bid.toml`.

use std::{borrow::Cow, collections::HashMap};

use calendar::{Site, SiteId};
use chrono::NaiveTime;
use itss_core::Field;
use provenance::{Clause, Text, folded};
use tables::{Explain, Id, Names, Noun, Once, PartErrors, Spot, check, meant, nearest};

/// The code of a slot.
pub type SlotId = Id<Slot>;

/// The code of a ground for exclusion.
pub type GroundId = Id<Ground>;

/// The code of a field of the skill standard.
pub type FieldId = Id<Field>;

/// The code of a role, certificate, test or language.
pub type WordId = Id<Word>;

/// A role of the team that somebody must fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Its code.
    pub id: SlotId,
    /// Its name.
    pub name: Text,
    /// How many people fill it at least.
    pub count: u8,
    /// Where it works; nobody serves two sites.
    pub site: Option<SiteId>,
    /// Who fills it works shifts at one of these sites; empty: need not be there.
    pub resident: Vec<SiteId>,
    /// Another slot that the same person may fill too.
    pub may_double_as: Option<SlotId>,
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
        roles: Vec<WordId>,
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
        any: Vec<WordId>,
        /// Their name together.
        name: Text,
        /// Whether it must be valid when the contract is signed.
        valid_at_signing: bool,
        /// Those of them that always run out: without a last day it is not shown that they are valid.
        expires: Vec<WordId>,
        /// A level that shows the same, in whichever field of the standard it is reached.
        or_level: Option<u8>,
    },
    /// A level in each of these fields of the skill standard.
    Levels {
        /// The fields.
        fields: Vec<FieldId>,
        /// The level.
        level: u8,
    },
    /// A score in one of these tests.
    Score {
        /// Tests, each with its least score.
        any: Vec<LeastScore>,
    },
    /// Languages, all of them.
    Languages {
        /// Their codes.
        all: Vec<WordId>,
    },
    /// That the work is not subcontracted.
    NotSubcontracted,
}

/// A test with the least score that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeastScore {
    /// The test.
    pub test: WordId,
    /// The score.
    pub at_least: u32,
}

/// Minutes of a day, `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Minutes {
    /// The first.
    pub from: u16,
    /// The one after the last: 1440 at midnight.
    pub to: u16,
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
    /// The time of the day.
    pub minutes: Minutes,
    /// How many people at least.
    pub persons: u8,
    /// A language that at least one of them speaks.
    pub language: Option<WordId>,
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
    pub id: GroundId,
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
///
/// Read from a table ([`Requirements::from_table`]) or put together by a program and [`checked`](Requirements::checked), by one
/// set of rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    /// What people write for a code.
    pub words: Vec<Word>,
}

impl Requirements {
    /// Requirements that a program puts together, checked as those of a table are.
    ///
    /// ```
    /// use bid::{Requirement, Requirements, Slot, What};
    /// use tables::{Names, Noun};
    ///
    /// let sites = Names::new(Noun::new("拠点", "site"), "calendar.toml", ["head-office".parse()?]);
    /// let fields = Names::new(Noun::new("専門分野", "field"), "itss-v3-2011", ["itsm.om".parse()?]);
    /// let what = What::Levels { fields: vec!["itsm.op".parse()?], level: 4 };
    /// let mut lead = Slot {
    ///     id: "lead".parse()?,
    ///     name: provenance::Text::new("リーダー", "lead"),
    ///     count: 1,
    ///     site: Some("head-office".parse()?),
    ///     resident: Vec::new(),
    ///     may_double_as: None,
    ///     requirements: vec![Requirement { what, is_mandatory: true }],
    ///     clause: "example/main#9".parse()?,
    /// };
    /// let asked = |slot: &Slot| Requirements { slots: vec![slot.clone()], ..Requirements::default() };
    /// assert_eq!(
    ///     asked(&lead).checked(&sites, &fields).unwrap_err().to_string(),
    ///     "slot[1].requirement[1].fields: there is no field `itsm.op` in itss-v3-2011; did you mean `itsm.om`?"
    /// );
    /// lead.requirements.clear();
    /// assert!(asked(&lead).checked(&sites, &fields).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Every problem, with the path that the part has in a table.
    pub fn checked(self, sites: &Names<Site>, fields: &Names<Field>) -> Result<Self, PartErrors> {
        check(|at| {
            let mut words: Names<Word> = Names::new(Noun::new("語", "word"), "bid.toml", []);
            for word in &self.words {
                words.add(word.id.clone());
            }
            let known = Known { sites, fields, words: &words };
            hold_slots(at, &all(&self.slots), &known);
            hold_requirements(at, "everybody", &self.everybody, &known);
            hold_coverage(at, &all(&self.coverage), &known);
            hold_apart(at, &all(&self.apart), &known);
            hold_once(at, "ground", self.grounds.iter().map(|one| Some(one.id.as_str())));
            hold_once(at, "reading", self.readings.iter().map(|one| Some(one.id.as_str())));
            hold_words(at, &all(&self.words));
            Some(self)
        })
    }
}

/// The names that rows may refer to.
pub(crate) struct Known<'k> {
    pub(crate) sites: &'k Names<Site>,
    pub(crate) fields: &'k Names<Field>,
    /// Roles, certificates, tests, languages: whatever a `[[word]]` row says how people write.
    pub(crate) words: &'k Names<Word>,
}

/// A code that people may write in other words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The code.
    pub id: WordId,
    /// Other names for it.
    pub names: Vec<String>,
}

/// All parts of a program are there to be checked; of a table, those that could be read.
fn all<T>(parts: &[T]) -> Vec<Option<&T>> {
    parts.iter().map(Some).collect()
}

impl What {
    pub(crate) fn hold_at(&self, at: &Spot<'_>, known: &Known<'_>) {
        self.hold_names(at, known);
        self.hold(at);
    }

    fn hold_names(&self, at: &Spot<'_>, known: &Known<'_>) {
        let words = |key: &str, codes: &[WordId]| at.knows_each(key, codes, known.words);
        match self {
            Self::Management { roles, .. } => words("roles", roles),
            Self::Qualification { any, .. } => words("any", any),
            Self::Languages { all } => words("all", all),
            Self::Levels { fields, .. } => at.knows_each("fields", fields, known.fields),
            Self::Score { any } => {
                for (n, LeastScore { test, .. }) in any.iter().enumerate() {
                    at.nth("any", n).knows("test", test, known.words);
                }
            }
            Self::Experience { .. } | Self::NotSubcontracted => {}
        }
    }

    /// What must hold of it, the names that it refers to aside.
    fn hold(&self, at: &Spot<'_>) {
        // Of no alternative nobody could show one, and of no task everybody would have shown all.
        let some = |key: &str, is_empty: bool| {
            if is_empty {
                at.complain(
                    key,
                    Text::new("何も書かれていない", "names nothing"),
                    Some(Text::new(
                        "少なくとも1つ書くか、この要件を外す",
                        "name one at least, or take the requirement out",
                    )),
                );
            }
        };
        match self {
            Self::Management { roles, count, .. } => {
                some("roles", roles.is_empty());
                if *count == 0 {
                    at.complain(
                        "count",
                        Text::new("0では何も求めていない", "asks for nothing"),
                        Some(Text::new("1以上とする", "1 is the least")),
                    );
                }
            }
            Self::Qualification { any, expires, or_level, .. } => {
                some("any", any.is_empty());
                for (n, code) in expires.iter().enumerate().filter(|(_, code)| !any.contains(code)) {
                    let near = nearest(code.as_str(), any.iter().map(WordId::as_str));
                    let help = near.map(meant);
                    at.complain_of(
                        "expires",
                        n,
                        Text::new(format!("`{code}`は`any`にない"), format!("`{code}` is none of `any`")),
                        help,
                    );
                }
                if let Some(level) = or_level {
                    hold_level(at, "or_level", *level);
                }
            }
            Self::Levels { fields, level } => {
                some("fields", fields.is_empty());
                hold_level(at, "level", *level);
            }
            Self::Score { any } => some("any", any.is_empty()),
            Self::Languages { all } => some("all", all.is_empty()),
            Self::Experience { .. } | Self::NotSubcontracted => {}
        }
    }
}

fn hold_level(at: &Spot<'_>, key: &str, level: u8) {
    if !(1..=7).contains(&level) {
        at.complain(
            key,
            Text::new(format!("レベル{level}はない"), format!("there is no level {level}")),
            Some(Text::new("レベルは1から7まで", "levels are 1 to 7")),
        );
    }
}

fn hold_requirements(at: &Spot<'_>, list: &str, all: &[Requirement], known: &Known<'_>) {
    for (n, requirement) in all.iter().enumerate() {
        let at = at.nth(list, n);
        requirement.what.hold_at(&at, known);
    }
}

/// That no code of a list stands twice.
pub(crate) fn hold_once<'c>(at: &Spot<'_>, list: &str, codes: impl Iterator<Item = Option<&'c str>>) {
    let mut once = Once::default();
    for (n, code) in codes.enumerate() {
        let Some(code) = code else { continue };
        once.take(
            &at.nth(list, n),
            "id",
            code,
            || Text::new(format!("{list}の`{code}`"), format!("{list} `{code}`")),
            Text::new("それぞれに別の符号を付ける", "give each a code of its own"),
        );
    }
}

pub(crate) fn hold_slots(at: &Spot<'_>, slots: &[Option<&Slot>], known: &Known<'_>) {
    hold_once(at, "slot", slots.iter().map(|slot| slot.map(|slot| slot.id.as_str())));
    for (n, slot) in slots.iter().enumerate() {
        let Some(slot) = slot else { continue };
        let at = at.nth("slot", n);
        if let Some(site) = &slot.site {
            at.knows("site", site, known.sites);
        }
        at.knows_each("resident", &slot.resident, known.sites);
        hold_requirements(&at, "requirement", &slot.requirements, known);
        if slot.count == 0 {
            at.complain(
                "count",
                Text::new("0人では役割が充足しない", "is filled by nobody"),
                Some(Text::new("1以上とする", "1 is the least")),
            );
        }
        let Some(other) = &slot.may_double_as else { continue };
        let known = || slots.iter().flatten().map(|slot| slot.id.as_str());
        if !known().any(|id| id == other.as_str()) {
            let help = nearest(other.as_str(), known()).map(meant);
            at.complain(
                "may_double_as",
                Text::new(format!("役割`{other}`はない"), format!("there is no slot `{other}`")),
                help,
            );
        } else if *other == slot.id {
            at.complain(
                "may_double_as",
                Text::new("その役割自身を指している", "names the slot itself"),
                None,
            );
        } else if slot.count != 1 {
            // One of several people who doubles would leave open which.
            at.complain(
                "count",
                Text::new(
                    "兼ねることのできる役割では1とする",
                    "must be 1 in a slot that may double as another",
                ),
                None,
            );
        }
    }
}

pub(crate) fn hold_coverage(at: &Spot<'_>, coverage: &[Option<&Coverage>], known: &Known<'_>) {
    hold_once(at, "coverage", coverage.iter().map(|one| one.map(|one| one.id.as_str())));
    for (n, one) in coverage.iter().enumerate() {
        let Some(one) = one else { continue };
        let at = at.nth("coverage", n);
        at.knows("site", &one.site, known.sites);
        if let Some(language) = &one.language {
            at.knows("language", language, known.words);
        }
        let Minutes { from, to } = one.minutes;
        if to <= from {
            at.complain(
                "to",
                Text::new("`from`より後でない", "does not lie after `from`"),
                Some(Text::new("一日の終わりの0時は24:00と書く", "write midnight at the end as 24:00")),
            );
        }
        if to > 1_440 {
            at.complain(
                "to",
                Text::new("翌日になっている", "lies on the next day"),
                Some(Text::new("一日の終わりの0時は24:00と書く", "write midnight at the end as 24:00")),
            );
        }
        if one.days.is_empty() || one.days.iter().any(|day| *day > 6) {
            at.complain(
                "days",
                Text::new(
                    "曜日がないか、存在しない曜日がある",
                    "holds no day of the week or one that there is not",
                ),
                Some(Text::new("月曜日は0、日曜日は6とする", "Monday is 0, Sunday 6")),
            );
        }
    }
}

pub(crate) fn hold_apart(at: &Spot<'_>, apart: &[Option<&Apart>], known: &Known<'_>) {
    for (n, one) in apart.iter().enumerate() {
        let Some(one) = one else { continue };
        let at = at.nth("apart", n);
        if one.sides.len() < 2 {
            at.complain("sides", Text::new("少なくとも2つの側を書く", "must name two sides at least"), None);
        }
        for (n, side) in one.sides.iter().enumerate() {
            let at = at.nth("sides", n);
            at.knows_each("sites", side, known.sites);
            if side.is_empty() {
                at.complain(
                    "sites",
                    Text::new("何も書かれていない", "names nothing"),
                    Some(Text::new("その側の拠点を書く", "name the sites of the side")),
                );
            }
        }
    }
}

/// That what people write means one code.
pub(crate) fn hold_words(at: &Spot<'_>, words: &[Option<&Word>]) {
    hold_once(at, "word", words.iter().map(|word| word.map(|word| word.id.as_str())));
    let mut means: HashMap<Cow<'_, str>, &str> = HashMap::new();
    for (n, word) in words.iter().enumerate() {
        let Some(Word { id, names }) = word else { continue };
        for (at_name, name) in names.iter().enumerate() {
            let other = *means.entry(folded(name)).or_insert(id.as_str());
            if other != id.as_str() {
                let message = Text::new(
                    format!("`{name}`は`{other}`の名称でもある"),
                    format!("`{name}` stands for `{other}` as well"),
                );
                at.nth("word", n).complain_of(
                    "names",
                    at_name,
                    message,
                    Some(Text::new("1つの名称は1つの符号だけに使う", "give each name to one code")),
                );
            }
        }
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

impl Explain for MinuteError {
    fn text(&self) -> Text {
        let ja =
            format!("`{}`は時刻ではない。`09:00`のように書き、一日の終わりの0時は`24:00`と書く", self.found);
        Text::new(ja, self.to_string())
    }
}
