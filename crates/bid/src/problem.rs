//! What a bid names and the contract does not know.

use std::collections::BTreeSet;

use calendar::SiteId;
use provenance::{Text, folded};
use tables::nearest;

use crate::{Bid, Held, Points, Requirements, What, WordId};

/// A name in a bid that the contract does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BidProblem {
    /// A slot for which a member is offered.
    Slot {
        /// The member's name.
        member: String,
        /// The slot's code, as given.
        slot: String,
        /// The nearest known one.
        near: Option<String>,
    },
    /// A ground for exclusion.
    Ground {
        /// The ground's code, as given.
        ground: String,
        /// The nearest known one.
        near: Option<String>,
    },
    /// The site of a shift.
    Site {
        /// The site, as given.
        site: String,
        /// The nearest known one.
        near: Option<String>,
    },
    /// A qualification that no requirement names: it may be a true one that counts for nothing.
    Qualification {
        /// The member's name.
        member: String,
        /// The code, as given.
        id: String,
        /// The nearest known one.
        near: Option<String>,
    },
    /// A test that no requirement names.
    Test {
        /// The member's name.
        member: String,
        /// The code, as given.
        test: String,
        /// The nearest known one.
        near: Option<String>,
    },
    /// A language that no requirement names.
    Language {
        /// The member's name.
        member: String,
        /// The language, as given.
        language: String,
        /// The nearest known one.
        near: Option<String>,
    },
    /// A role in the management of an operation that no requirement names.
    Role {
        /// The member's name.
        member: String,
        /// The role, as given.
        role: String,
        /// The nearest known one.
        near: Option<String>,
    },
}

/// Every code of [`BidProblem::code`].
pub const BID_CODES: &[&str] = &[
    "unknown-slot",
    "unknown-ground",
    "unknown-site",
    "unknown-qualification",
    "unknown-test",
    "unknown-language",
    "unknown-role",
];

impl BidProblem {
    /// Its name, which stays the same whatever its words become.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Slot { .. } => "unknown-slot",
            Self::Ground { .. } => "unknown-ground",
            Self::Site { .. } => "unknown-site",
            Self::Qualification { .. } => "unknown-qualification",
            Self::Test { .. } => "unknown-test",
            Self::Language { .. } => "unknown-language",
            Self::Role { .. } => "unknown-role",
        }
    }

    /// Whose it is, what is wrong, and the code.
    #[must_use]
    pub fn text(&self) -> Text {
        let (ja, en, near) = match self {
            Self::Slot { member, slot, near } => {
                (format!("{member}: 枠`{slot}`はない"), format!("{member}: there is no slot `{slot}`"), near)
            }
            Self::Ground { ground, near } => (
                format!("入札制限: 事由`{ground}`はない"),
                format!("grounds: there is no ground `{ground}`"),
                near,
            ),
            Self::Site { site, near } => (
                format!("勤務: 拠点`{site}`の体制は求められていない"),
                format!("shift: no coverage asks for the site `{site}`"),
                near,
            ),
            Self::Qualification { member, id, near } => (
                format!("{member}: 資格`{id}`はどの要件にもない"),
                format!("{member}: no requirement names the qualification `{id}`"),
                near,
            ),
            Self::Test { member, test, near } => (
                format!("{member}: 試験`{test}`はどの要件にもない"),
                format!("{member}: no requirement names the test `{test}`"),
                near,
            ),
            Self::Language { member, language, near } => (
                format!("{member}: 言語`{language}`は求められていない"),
                format!("{member}: nothing asks for the language `{language}`"),
                near,
            ),
            Self::Role { member, role, near } => (
                format!("{member}: 役割`{role}`はどの要件にもない"),
                format!("{member}: no requirement names the role `{role}`"),
                near,
            ),
        };
        let code = self.code();
        match near {
            Some(near) => Text::new(
                format!("{ja}（`{near}`のことか） [{code}]"),
                format!("{en}; did you mean `{near}`? [{code}]"),
            ),
            None => Text::new(format!("{ja} [{code}]"), format!("{en} [{code}]")),
        }
    }

    /// Whether the bid can be judged all the same: what nobody asks for may well exist.
    #[must_use]
    pub fn is_note(&self) -> bool {
        matches!(
            self,
            Self::Qualification { .. } | Self::Test { .. } | Self::Role { .. } | Self::Language { .. }
        )
    }
}

impl Bid {
    /// The bid with the contract's codes for what people write, in capitals, or by the names of slots, grounds and words; and
    /// which word was read as which code, each once, in order.
    #[must_use]
    pub fn in_codes(mut self, requirements: &Requirements) -> (Self, BTreeSet<(String, String)>) {
        let known = Names::of(requirements);
        let mut read = BTreeSet::new();
        let mut to = |codes: &[&str], text: &mut String| {
            if let Some(code) = code_of(text, codes, requirements) {
                read.insert((std::mem::replace(text, code.clone()), code));
            }
        };
        self.grounds.iter_mut().flatten().for_each(|ground| to(&known.grounds, ground));
        for member in &mut self.members {
            member.offered.iter_mut().flatten().for_each(|slot| to(&known.slots, slot));
            member.qualifications.iter_mut().for_each(|held| to(&known.qualifications, &mut held.id));
            member.scores.iter_mut().for_each(|one| to(&known.tests, &mut one.test));
            member.management.iter_mut().for_each(|one| to(&known.roles, &mut one.role));
            member.languages.iter_mut().flatten().for_each(|language| to(&known.languages, language));
        }
        self.shifts.iter_mut().for_each(|shift| to(&known.sites, &mut shift.site));
        (self, read)
    }

    /// Every name of the bid that the contract does not know.
    #[must_use]
    pub fn problems(&self, requirements: &Requirements) -> Vec<BidProblem> {
        let known = Names::of(requirements);
        let mut found = Vec::new();
        for ground in self.grounds.iter().flatten() {
            found.extend(unknown(ground, &known.grounds, |ground, near| BidProblem::Ground { ground, near }));
        }
        for one in &self.members {
            let member = || one.name.clone();
            for slot in one.offered.iter().flatten() {
                let problem = |slot, near| BidProblem::Slot { member: member(), slot, near };
                found.extend(unknown(slot, &known.slots, problem));
            }
            for Held { id, .. } in &one.qualifications {
                let problem = |id, near| BidProblem::Qualification { member: member(), id, near };
                found.extend(unknown(id, &known.qualifications, problem));
            }
            for language in one.languages.iter().flatten() {
                let problem = |language, near| BidProblem::Language { member: member(), language, near };
                found.extend(unknown(language, &known.languages, problem));
            }
            for Points { test, .. } in &one.scores {
                let problem = |test, near| BidProblem::Test { member: member(), test, near };
                found.extend(unknown(test, &known.tests, problem));
            }
            for management in &one.management {
                let problem = |role, near| BidProblem::Role { member: member(), role, near };
                found.extend(unknown(&management.role, &known.roles, problem));
            }
        }
        for shift in &self.shifts {
            found.extend(unknown(&shift.site, &known.sites, |site, near| BidProblem::Site { site, near }));
        }
        found
    }
}

/// The code that a text stands for; `None` where it is one itself, or none.
fn code_of(text: &str, codes: &[&str], requirements: &Requirements) -> Option<String> {
    if codes.contains(&text) {
        return None;
    }
    let is_same = |other: &str| folded(other) == folded(text);
    if let Some(code) = codes.iter().find(|code| is_same(code)) {
        return Some((*code).to_owned());
    }
    let slots = requirements.slots.iter().map(|slot| (slot.id.as_str(), &slot.name));
    let grounds = requirements.grounds.iter().map(|ground| (ground.id.as_str(), &ground.name));
    let by_name = slots.chain(grounds).find(|(_, name)| is_same(&name.ja) || is_same(&name.en));
    let by_word = requirements.words.iter().find(|word| word.names.iter().any(|name| is_same(name)));
    let found = by_name.map(|(id, _)| id).or(by_word.map(|word| word.id.as_str()));
    found.filter(|id| codes.contains(id)).map(str::to_owned)
}

fn unknown(
    name: &str,
    known: &[&str],
    problem: impl FnOnce(String, Option<String>) -> BidProblem,
) -> Option<BidProblem> {
    if known.contains(&name) {
        return None;
    }
    let near = nearest(name, known.iter().copied()).map(str::to_owned);
    Some(problem(name.to_owned(), near))
}

/// Every name that a contract's requirements know.
#[derive(Default)]
struct Names<'a> {
    slots: Vec<&'a str>,
    grounds: Vec<&'a str>,
    sites: Vec<&'a str>,
    qualifications: Vec<&'a str>,
    tests: Vec<&'a str>,
    roles: Vec<&'a str>,
    languages: Vec<&'a str>,
}

impl<'a> Names<'a> {
    fn of(requirements: &'a Requirements) -> Self {
        let mut names = Self {
            slots: requirements.slots.iter().map(|slot| slot.id.as_str()).collect(),
            grounds: requirements.grounds.iter().map(|ground| ground.id.as_str()).collect(),
            sites: requirements.coverage.iter().map(|coverage| coverage.site.as_str()).collect(),
            ..Self::default()
        };
        // What is kept apart is a site too, though nobody need be there at any time.
        let apart = requirements.apart.iter().flat_map(|apart| apart.sides.iter().flatten());
        let resident = requirements.slots.iter().flat_map(|slot| &slot.resident);
        names.sites.extend(apart.chain(resident).map(SiteId::as_str));
        names.languages.extend(
            requirements
                .coverage
                .iter()
                .filter_map(|coverage| coverage.language.as_ref().map(WordId::as_str)),
        );
        let of_slots = requirements.slots.iter().flat_map(|slot| &slot.requirements);
        for requirement in of_slots.chain(&requirements.everybody) {
            match &requirement.what {
                What::Qualification { any, .. } => {
                    names.qualifications.extend(any.iter().map(WordId::as_str));
                }
                What::Score { any } => names.tests.extend(any.iter().map(|one| one.test.as_str())),
                What::Languages { all } => names.languages.extend(all.iter().map(WordId::as_str)),
                What::Management { roles, .. } => names.roles.extend(roles.iter().map(WordId::as_str)),
                _ => {}
            }
        }
        names
    }
}
