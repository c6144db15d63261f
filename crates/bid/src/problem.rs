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
        /// The known ones that may be meant.
        near: Vec<Text>,
    },
    /// A ground for exclusion.
    Ground {
        /// The ground's code, as given.
        ground: String,
        /// The known ones that may be meant.
        near: Vec<Text>,
    },
    /// The site of a shift.
    Site {
        /// The site, as given.
        site: String,
        /// The known ones that may be meant.
        near: Vec<Text>,
    },
    /// A qualification that no requirement names: it may be a true one that counts for nothing.
    Qualification {
        /// The member's name.
        member: String,
        /// The code, as given.
        id: String,
        /// The known ones that may be meant.
        near: Vec<Text>,
    },
    /// A test that no requirement names.
    Test {
        /// The member's name.
        member: String,
        /// The code, as given.
        test: String,
        /// The known ones that may be meant.
        near: Vec<Text>,
    },
    /// A language that no requirement names.
    Language {
        /// The member's name.
        member: String,
        /// The language, as given.
        language: String,
        /// The known ones that may be meant.
        near: Vec<Text>,
    },
    /// A role in the management of an operation that no requirement names.
    Role {
        /// The member's name.
        member: String,
        /// The role, as given.
        role: String,
        /// The known ones that may be meant.
        near: Vec<Text>,
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
        let listed = |of: fn(&Text) -> &str, sign: &str| {
            near.iter().map(|near| format!("`{}`", of(near))).collect::<Vec<_>>().join(sign)
        };
        let (near_ja, near_en) = (listed(|near| &near.ja, "、"), listed(|near| &near.en, ", "));
        match near.len() {
            0 => Text::new(format!("{ja} [{code}]"), format!("{en} [{code}]")),
            1 => Text::new(
                format!("{ja}（{near_ja}のことか） [{code}]"),
                format!("{en}; did you mean {near_en}? [{code}]"),
            ),
            _ => Text::new(
                format!("{ja}（{near_ja}のいずれかのことか） [{code}]"),
                format!("{en}; did you mean one of {near_en}? [{code}]"),
            ),
        }
    }

    fn or_one_of(mut self, all: Vec<Text>) -> Self {
        let (Self::Slot { near, .. }
        | Self::Ground { near, .. }
        | Self::Site { near, .. }
        | Self::Qualification { near, .. }
        | Self::Test { near, .. }
        | Self::Language { near, .. }
        | Self::Role { near, .. }) = &mut self;
        *near = all;
        self
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
            found.extend(
                known.unknown(ground, &known.grounds, |ground, near| BidProblem::Ground { ground, near }),
            );
        }
        for one in &self.members {
            let member = || one.name.clone();
            for slot in one.offered.iter().flatten() {
                let problem = |slot, near| BidProblem::Slot { member: member(), slot, near };
                found.extend(known.unknown(slot, &known.slots, problem));
            }
            for Held { id, .. } in &one.qualifications {
                let problem = |id, near| BidProblem::Qualification { member: member(), id, near };
                found.extend(known.unknown(id, &known.qualifications, problem));
            }
            for language in one.languages.iter().flatten() {
                let problem = |language, near| BidProblem::Language { member: member(), language, near };
                found.extend(known.unknown(language, &known.languages, problem));
            }
            for Points { test, .. } in &one.scores {
                let problem = |test, near| BidProblem::Test { member: member(), test, near };
                found.extend(known.unknown(test, &known.tests, problem));
            }
            for management in &one.management {
                let problem = |role, near| BidProblem::Role { member: member(), role, near };
                found.extend(known.unknown(&management.role, &known.roles, problem));
            }
        }
        for shift in &self.shifts {
            found.extend(
                known.unknown(&shift.site, &known.sites, |site, near| BidProblem::Site { site, near }),
            );
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

/// Every name that a contract's requirements know.
#[derive(Default)]
struct Names<'a> {
    /// What codes are called besides, each with its code.
    called: Vec<(&'a str, &'a str)>,
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
        let slots = requirements.slots.iter().map(|slot| (slot.id.as_str(), &slot.name));
        let grounds = requirements.grounds.iter().map(|ground| (ground.id.as_str(), &ground.name));
        let by_name = slots.chain(grounds).flat_map(|(id, name)| [(id, &*name.ja), (id, &*name.en)]);
        let words = requirements.words.iter();
        let by_word = words.flat_map(|word| word.names.iter().map(|name| (word.id.as_str(), name.as_str())));
        let mut names = Self {
            called: by_name.chain(by_word).collect(),
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
    /// The problem of a name that is none of some codes, with those that may be meant: the nearest; else those whose letters the
    /// name has, or that have its letters, in their order; else, where there are few, all.
    fn unknown(
        &self,
        name: &str,
        codes: &[&str],
        problem: impl FnOnce(String, Vec<Text>) -> BidProblem,
    ) -> Option<BidProblem> {
        if codes.contains(&name) {
            return None;
        }
        let narrow = folded(name);
        let called = self.called.iter().filter(|(code, _)| codes.contains(code));
        let all: Vec<(&str, String)> = codes
            .iter()
            .map(|code| (*code, folded(code).into_owned()))
            .chain(called.map(|(code, called)| (*code, folded(called).into_owned())))
            .collect();
        let near = nearest(&narrow, all.iter().map(|(_, known)| known.as_str()));
        let mut found: Vec<&str> = Vec::new();
        for (code, known) in &all {
            let is_meant = match near {
                Some(near) => known == near,
                None => holds(&narrow, known) || holds(known, &narrow),
            };
            if is_meant && !found.contains(code) {
                found.push(code);
            }
        }
        let problem = problem(name.to_owned(), found.iter().map(|code| self.shown(code)).collect());
        // What must be one of a few is told with all of them.
        let is_one_of_few = !problem.is_note() || matches!(problem, BidProblem::Role { .. });
        Some(if found.is_empty() && is_one_of_few {
            problem.or_one_of(codes.iter().map(|code| self.shown(code)).collect())
        } else {
            problem
        })
    }

    /// A code as people know it: by its first name where there is one in Japanese.
    fn shown(&self, code: &str) -> Text {
        let name = self.called.iter().find(|(of, _)| *of == code).map_or(code, |(_, name)| name);
        Text::new(name, code)
    }
}

/// Whether a text has all letters of another in their order. Of fewer than three letters that says nothing.
fn holds(text: &str, part: &str) -> bool {
    let mut letters = text.chars();
    part.chars().count() > 2 && part.chars().all(|letter| letters.any(|other| other == letter))
}
