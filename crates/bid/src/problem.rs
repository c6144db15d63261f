//! What a bid names and the contract does not know.

use calendar::SiteId;
use provenance::folded;
use tables::nearest;

use crate::{Bid, Held, Points, Requirements, What, WordId};

/// A name in a bid that the contract does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BidProblem {
    /// A slot for which a member is offered.
    #[error("{member}: there is no slot `{slot}`{}", hint(near))]
    Slot {
        /// The member's name.
        member: String,
        /// The slot's code, as given.
        slot: String,
        /// The nearest known one.
        near: Option<String>,
    },
    /// A ground for exclusion.
    #[error("grounds: there is no ground `{ground}`{}", hint(near))]
    Ground {
        /// The ground's code, as given.
        ground: String,
        /// The nearest known one.
        near: Option<String>,
    },
    /// The site of a shift.
    #[error("shift: no coverage asks for the site `{site}`{}", hint(near))]
    Site {
        /// The site, as given.
        site: String,
        /// The nearest known one.
        near: Option<String>,
    },
    /// A qualification that no requirement names: it may be a true one that counts for nothing.
    #[error("{member}: no requirement names the qualification `{id}`{}", hint(near))]
    Qualification {
        /// The member's name.
        member: String,
        /// The code, as given.
        id: String,
        /// The nearest known one.
        near: Option<String>,
    },
    /// A test that no requirement names.
    #[error("{member}: no requirement names the test `{test}`{}", hint(near))]
    Test {
        /// The member's name.
        member: String,
        /// The code, as given.
        test: String,
        /// The nearest known one.
        near: Option<String>,
    },
    /// A language that no requirement names.
    #[error("{member}: nothing asks for the language `{language}`{}", hint(near))]
    Language {
        /// The member's name.
        member: String,
        /// The language, as given.
        language: String,
        /// The nearest known one.
        near: Option<String>,
    },
    /// A role in the management of an operation that no requirement names.
    #[error("{member}: no requirement names the role `{role}`{}", hint(near))]
    Role {
        /// The member's name.
        member: String,
        /// The role, as given.
        role: String,
        /// The nearest known one.
        near: Option<String>,
    },
}

fn hint(near: &Option<String>) -> String {
    near.as_ref().map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

impl BidProblem {
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
    /// The bid with the contract's codes for what people write: in capitals, or by the names of slots, grounds and words.
    #[must_use]
    pub fn in_codes(mut self, requirements: &Requirements) -> Self {
        let known = Names::of(requirements);
        let to = |codes: &[&str], text: &mut String| {
            if let Some(code) = code_of(text, codes, requirements) {
                *text = code;
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
        self
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
