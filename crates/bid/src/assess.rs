//! A bid judged as a whole.

use std::collections::BTreeMap;

use itss_core::Known;
use provenance::{Language, Text};

use crate::{
    Bid, BidProblem, Conflict, Filled, Fitness, Ground, Judged, Levels, NotPlaced, Place, Requirements,
    ShiftGap, SlotId, Team, Unfit, best_team, conflicts, fitness_of_all, shift_gaps,
};

/// Grounds that keep a bidder out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grounds {
    /// Not met where one applies, not shown where nothing was stated.
    pub verdict: Known,
    /// Those that apply, in words.
    pub stated: Vec<Text>,
}

/// Somebody who works shifts and fills no slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherStaff {
    /// The name.
    pub name: String,
    /// The person judged against what is asked of everybody.
    pub fitness: Fitness,
}

/// A bid judged as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// The bidder's name.
    pub bidder: String,
    /// The names of the bid's people, as the team refers to them.
    pub members: Vec<String>,
    /// The names of the slots.
    pub slots: BTreeMap<SlotId, Text>,
    /// Grounds that keep the bidder out.
    pub grounds: Grounds,
    /// The best team.
    pub team: Team,
    /// People who work shifts and fill no slot, with what is asked of everybody.
    pub others: Vec<OtherStaff>,
    /// Whether the shifts cover what is asked; not shown where none were handed in.
    pub coverage: Known,
    /// Where the shifts leave the coverage open; empty where none were handed in.
    pub gaps: Vec<ShiftGap>,
    /// People meant to be at two places.
    pub conflicts: Vec<Conflict>,
    /// Names that the contract does not know.
    pub problems: Vec<BidProblem>,
    /// Everything together.
    pub verdict: Known,
}

/// Judges a bid as a whole: grounds, the best team, everybody else at work, shifts, and people at two places.
#[must_use]
pub fn assess(bid: &Bid, requirements: &Requirements, levels: &Levels) -> Assessment {
    let team = best_team(bid, requirements, levels);
    let grounds = grounds(bid, requirements);
    let conflicts = conflicts(bid, requirements, &team);
    let has_shifts = !bid.shifts.is_empty() || requirements.coverage.is_empty();
    let gaps = if has_shifts { shift_gaps(bid, requirements) } else { Vec::new() };
    let coverage = if has_shifts {
        gaps.iter().map(|gap| gap.verdict).fold(Known::Met, Known::and)
    } else {
        Known::NotShown
    };
    let in_team = |n: usize| {
        team.places.iter().any(|place| place.member.as_ref().is_some_and(|filled| filled.member == n))
    };
    let others: Vec<OtherStaff> = bid
        .members
        .iter()
        .enumerate()
        .filter(|(n, member)| {
            !in_team(*n) && bid.shifts.iter().any(|shift| shift.members.contains(&member.name))
        })
        .map(|(_, member)| OtherStaff {
            name: member.name.clone(),
            fitness: fitness_of_all(bid, member, requirements, levels),
        })
        .collect();
    let no_conflict = if conflicts.is_empty() { Known::Met } else { Known::NotMet };
    let verdict = others
        .iter()
        .map(|other| other.fitness.verdict)
        .chain([grounds.verdict, team.verdict(), coverage, no_conflict])
        .fold(Known::Met, Known::and);
    Assessment {
        bidder: bid.name.clone(),
        members: bid.members.iter().map(|member| member.name.clone()).collect(),
        slots: requirements.slots.iter().map(|slot| (slot.id.clone(), slot.name.clone())).collect(),
        grounds,
        team,
        others,
        coverage,
        gaps,
        conflicts,
        problems: bid.problems(requirements),
        verdict,
    }
}

fn grounds(bid: &Bid, requirements: &Requirements) -> Grounds {
    let Some(stated) = &bid.grounds else {
        // A contract that excludes nobody asks for no statement.
        let verdict = if requirements.grounds.is_empty() { Known::Met } else { Known::NotShown };
        return Grounds { verdict, stated: Vec::new() };
    };
    let told = |ground: &Ground| {
        let (name, clause) = (&ground.name, &ground.clause);
        Text::new(format!("{}（{clause}）", name.ja), format!("{} ({clause})", name.en))
    };
    let stated: Vec<Text> = stated
        .iter()
        .map(|id| {
            let known = requirements.grounds.iter().find(|ground| ground.id.as_str() == id);
            known.map_or_else(|| Text::same(id.clone()), told)
        })
        .collect();
    Grounds { verdict: if stated.is_empty() { Known::Met } else { Known::NotMet }, stated }
}

impl Assessment {
    /// The name of a slot.
    #[must_use]
    pub fn slot(&self, id: &SlotId) -> Text {
        self.slots.get(id).cloned().unwrap_or_else(|| Text::same(id.as_str()))
    }

    /// The person who fills a place.
    #[must_use]
    pub fn person(&self, place: &Place) -> Option<&str> {
        place.member.as_ref().and_then(|filled| self.members.get(filled.member)).map(String::as_str)
    }

    /// Gaps in words, those that are the same on several days told once.
    #[must_use]
    pub fn gap_texts(&self) -> Vec<Text> {
        let mut grouped: Vec<(&ShiftGap, Vec<u8>)> = Vec::new();
        for gap in &self.gaps {
            match grouped.iter_mut().find(|(first, _)| first.is_like(gap)) {
                Some((_, days)) => days.push(gap.day),
                None => grouped.push((gap, vec![gap.day])),
            }
        }
        grouped.into_iter().map(|(gap, days)| gap.on_days(&days)).collect()
    }

    /// Why a place is open, a text for each person who was offered for it.
    #[must_use]
    pub fn open_texts(&self, place: &Place) -> Vec<Text> {
        let mut texts = Vec::new();
        for NotPlaced { member, why: unfit } in &place.unfit {
            let name = self.members.get(*member).map_or("", String::as_str);
            match unfit {
                Unfit::NotOffered => {}
                Unfit::Fails(failing) => texts.extend(failing.iter().map(|one| {
                    let Judged { asked, found, .. } = one;
                    Text::new(
                        format!("{name}: 「{}」を満たさない（{}）", asked.ja, found.ja),
                        format!("{name}: fails \"{}\" ({})", asked.en, found.en),
                    )
                })),
                Unfit::NeededAs(slot) => {
                    let slot = self.slot(slot);
                    texts.push(Text::new(
                        format!("{name}: 要件は満たすが、{}として必要", slot.ja),
                        format!("{name}: fits, but is needed as {}", slot.en),
                    ));
                }
            }
        }
        if texts.is_empty() {
            texts.push(Text::new("この役割に提案された者がいない", "nobody is offered for this role"));
        }
        texts
    }

    /// The assessment in words, a line each.
    #[must_use]
    pub fn lines(&self, language: Language) -> Vec<String> {
        let word = |ja: &'static str, en: &'static str| if language == Language::Ja { ja } else { en };
        let label = |known: Known| known.label().in_language(language).to_owned();
        let mut lines = vec![format!("{}: {}", self.bidder, label(self.verdict))];
        let Grounds { verdict: known, stated: grounds } = &self.grounds;
        lines.push(format!(
            "{}: {}",
            word("入札制限に該当しないこと", "no ground for exclusion"),
            label(*known)
        ));
        lines.extend(grounds.iter().map(|ground| format!("  - {}", ground.in_language(language))));
        lines.push(format!("{}: {}", word("体制", "team"), label(self.team.verdict())));
        for place in &self.team.places {
            self.place_lines(place, language, &mut lines);
        }
        for OtherStaff { name, fitness } in &self.others {
            lines.push(format!(
                "  {}: {name} — {}",
                word("その他の要員", "other staff"),
                label(fitness.verdict)
            ));
            lines.extend(fitness.failing().map(|one| judged_line(one, language)));
        }
        lines.push(format!("{}: {}", word("勤務体制", "shifts"), label(self.coverage)));
        lines.extend(self.gap_texts().iter().map(|text| format!("  - {}", text.in_language(language))));
        let no_conflict = if self.conflicts.is_empty() { Known::Met } else { Known::NotMet };
        lines.push(format!(
            "{}: {}",
            word("兼務・二重勤務のないこと", "nobody at two places"),
            label(no_conflict)
        ));
        lines.extend(self.conflicts.iter().map(|one| format!("  - {}", one.text().in_language(language))));
        lines
    }

    fn place_lines(&self, place: &Place, language: Language, lines: &mut Vec<String>) {
        let word = |ja: &'static str, en: &'static str| if language == Language::Ja { ja } else { en };
        let slot = self.slot(&place.slot);
        let slot = slot.in_language(language);
        let Some(Filled { fitness, .. }) = &place.member else {
            lines.push(format!("  {slot}: {}", word("充てられる者がいない", "nobody can fill it")));
            let reasons = self.open_texts(place);
            lines.extend(reasons.iter().map(|text| format!("    - {}", text.in_language(language))));
            return;
        };
        let doubled = if place.is_doubled { word("（兼務）", " (doubling)") } else { "" };
        let asked = fitness.judged.iter().filter(|one| !one.is_mandatory).count();
        lines.push(format!(
            "  {slot}: {}{doubled} — {}{}{}/{asked}",
            self.person(place).unwrap_or(""),
            fitness.verdict.label().in_language(language),
            word("、望ましい要件 ", ", desirable "),
            fitness.desirable,
        ));
        lines.extend(fitness.judged.iter().map(|one| judged_line(one, language)));
    }
}

fn judged_line(one: &Judged, language: Language) -> String {
    let sign = match one.verdict {
        Known::Met => "○",
        Known::NotShown => "?",
        Known::NotMet => "×",
    };
    let desirable = match (one.is_mandatory, language) {
        (true, _) => "",
        (false, Language::Ja) => "（望ましい）",
        (false, Language::En) => " (desirable)",
    };
    format!("    {sign} {}{desirable}: {}", one.asked.in_language(language), one.found.in_language(language))
}
