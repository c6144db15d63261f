//! The best assignment of people to slots.

use itss_core::Known;

use crate::{Bid, Fitness, Judged, Levels, Requirements, Slot, SlotId, fitness};

/// A place of a slot: filled, or why it is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The slot's code.
    pub slot: SlotId,
    /// Who fills it, by place among the members, with what was found; `None` where nobody may.
    pub member: Option<Filled>,
    /// Whether the person fills another slot too, as the contract allows.
    pub is_doubled: bool,
    /// Of an open place: each member, by place, with why it is not the one.
    pub unfit: Vec<NotPlaced>,
}

/// Who fills a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// Which of the bid's people, from 0.
    pub member: usize,
    /// The person judged against the slot.
    pub fitness: Fitness,
}

/// Who does not fill an open place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotPlaced {
    /// Which of the bid's people, from 0.
    pub member: usize,
    /// Why not.
    pub why: Unfit,
}

/// Why a person does not fill an open place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// The bid offers the person for other slots.
    NotOffered,
    /// These mandatory requirements are not met.
    Fails(Vec<Judged>),
    /// The person fits, and fills this slot, by its code.
    NeededAs(SlotId),
}

/// A team: every place of every slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// The places, in the order of the slots.
    pub places: Vec<Place>,
}

impl Team {
    /// Whether every place is filled by somebody who meets what must be met.
    #[must_use]
    pub fn verdict(&self) -> Known {
        let one =
            |place: &Place| place.member.as_ref().map_or(Known::NotMet, |filled| filled.fitness.verdict);
        self.places.iter().map(one).fold(Known::Met, Known::and)
    }

    /// How many desirable requirements are met in all.
    #[must_use]
    pub fn desirable(&self) -> u64 {
        let one = |place: &Place| place.member.as_ref().map_or(0, |filled| filled.fitness.desirable);
        self.places.iter().map(one).sum()
    }

    /// How many places are filled by somebody who may fit, and how many of them by somebody who is shown to.
    #[must_use]
    pub fn filled(&self) -> (usize, usize) {
        let fitness =
            || self.places.iter().filter_map(|place| place.member.as_ref()).map(|filled| &filled.fitness);
        let is_met = |fitness: &&Fitness| fitness.verdict == Known::Met;
        (fitness().filter(|one| one.verdict != Known::NotMet).count(), fitness().filter(is_met).count())
    }

    /// What teams are compared by: places that may be filled first, then places filled for certain, then what is
    /// desirable. An open place is a team that is not met, so that none is left open for the sake of a certain one.
    #[must_use]
    pub fn worth(&self) -> i128 {
        self.places.iter().map(|place| place.member.as_ref().map_or(0, |filled| worth(&filled.fitness))).sum()
    }
}

/// A place that may be filled is worth more than any number of certain ones, a certain one more than anything desirable:
/// of neither does any memory hold 2^40, so that no sum reaches the next worth nor leaves 128 bits.
fn worth(fitness: &Fitness) -> i128 {
    const CERTAIN: i128 = 1 << 40;
    const FILLED: i128 = 1 << 80;
    match fitness.verdict {
        Known::Met => FILLED + CERTAIN + i128::from(fitness.desirable),
        Known::NotShown => FILLED + i128::from(fitness.desirable),
        Known::NotMet => 0,
    }
}

/// The best team of a bid: as many places filled as can be, then as many desirable requirements met as can be. Each
/// person fills one place, so that nobody serves two sites; a slot that may double as another is tried both ways.
#[must_use]
pub fn best_team(bid: &Bid, requirements: &Requirements, levels: &Levels) -> Team {
    let places: Vec<&Slot> =
        requirements.slots.iter().flat_map(|slot| (0..slot.count).map(move |_| slot)).collect();
    let apart = assigned(bid, requirements, levels, &places, None);
    let mut best = apart;
    for slot in &requirements.slots {
        let Some(other) =
            slot.may_double_as.as_ref().and_then(|id| requirements.slots.iter().find(|s| s.id == *id))
        else {
            continue;
        };
        let doubled = assigned(bid, requirements, levels, &places, Some((slot, other)));
        // One person for each place is better where both fill as many; what is desirable is no ground for doubling.
        if doubled.filled() > best.filled() {
            best = doubled;
        }
    }
    explain_open(&mut best, bid, requirements, levels);
    best
}

/// Tells of every open place why each member does not fill it.
fn explain_open(team: &mut Team, bid: &Bid, requirements: &Requirements, levels: &Levels) {
    let taken: Vec<(usize, SlotId)> = team
        .places
        .iter()
        .filter_map(|place| place.member.as_ref().map(|filled| (filled.member, place.slot.clone())))
        .collect();
    for place in team.places.iter_mut().filter(|place| place.member.is_none()) {
        let Some(slot) = requirements.slots.iter().find(|slot| slot.id == place.slot) else { continue };
        for (n, member) in bid.members.iter().enumerate() {
            let fitness = fitness(bid, member, slot, requirements, levels);
            let elsewhere = taken.iter().find(|(member, _)| *member == n).map(|(_, slot)| slot.clone());
            let unfit = match elsewhere {
                _ if !member.is_offered(&slot.id) => Unfit::NotOffered,
                Some(slot) if fitness.verdict != Known::NotMet => Unfit::NeededAs(slot),
                _ => Unfit::Fails(
                    fitness.failing().filter(|one| one.verdict == Known::NotMet).cloned().collect(),
                ),
            };
            place.unfit.push(NotPlaced { member: n, why: unfit });
        }
    }
}

fn assigned(
    bid: &Bid,
    requirements: &Requirements,
    levels: &Levels,
    places: &[&Slot],
    doubled: Option<(&Slot, &Slot)>,
) -> Team {
    let judge = |member: usize, slot: &Slot| {
        bid.members.get(member).map(|member| fitness(bid, member, slot, requirements, levels))
    };
    // Where two slots are one person's, the second has no place of its own in the search.
    let mut skipped = false;
    let searched: Vec<&Slot> = places
        .iter()
        .copied()
        .filter(|slot| {
            let is_second = !skipped && doubled.is_some_and(|(_, second)| second.id == slot.id);
            skipped |= is_second;
            !is_second
        })
        .collect();
    let value = |slot: &Slot, member: usize| -> i128 {
        let own = judge(member, slot).map_or(0, |fitness| worth(&fitness));
        match doubled {
            Some((first, second)) if first.id == slot.id => {
                let other = judge(member, second).map_or(0, |fitness| worth(&fitness));
                if own == 0 || other == 0 { own } else { own + other }
            }
            _ => own,
        }
    };
    let table: Vec<Vec<i128>> = searched
        .iter()
        .map(|slot| (0..bid.members.len()).map(|member| value(slot, member)).collect())
        .collect();
    let chosen = matching(&table);
    let mut team = Team { places: Vec::new() };
    for (slot, member) in searched.iter().zip(&chosen) {
        let filled = member
            .and_then(|member| Some(Filled { member, fitness: judge(member, slot)? }))
            .filter(|filled| filled.fitness.verdict != Known::NotMet);
        let second = doubled.filter(|(first, _)| first.id == slot.id).map(|(_, second)| second);
        let also = second.and_then(|second| {
            let member = filled.as_ref()?.member;
            let fitness = judge(member, second)?;
            (fitness.verdict != Known::NotMet).then_some(Filled { member, fitness })
        });
        let is_doubled = also.is_some();
        let place =
            |slot: &Slot, member| Place { slot: slot.id.clone(), member, is_doubled, unfit: Vec::new() };
        team.places.push(place(slot, filled));
        team.places.extend(second.map(|second| place(second, also)));
    }
    let order = |id: &SlotId| requirements.slots.iter().position(|slot| slot.id == *id);
    team.places.sort_by_key(|place| order(&place.slot));
    team
}

/// The assignment of columns to rows with the greatest sum: each column once, a row may go without. Values are not
/// negative; a value of 0 is no assignment. By augmenting paths over shortest reduced costs (the Hungarian method).
fn matching(values: &[Vec<i128>]) -> Vec<Option<usize>> {
    let rows = values.len();
    let columns = values.first().map_or(0, Vec::len);
    // A column of nothing for each row, so that every row can go without.
    let width = columns + rows;
    let greatest = values.iter().flatten().copied().max().unwrap_or(0);
    let cost = |row: usize, column: usize| -> i128 {
        let value = values.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0);
        greatest - value
    };
    let (mut by_row, mut by_column) = (vec![0_i128; rows + 1], vec![0_i128; width + 1]);
    // The row of each column, from 1; 0 where it is free.
    let mut row_of = vec![0_usize; width + 1];
    for row in 1..=rows {
        let mut column = 0;
        set(&mut row_of, 0, row);
        let mut least = vec![i128::MAX; width + 1];
        let mut used = vec![false; width + 1];
        let mut way = vec![0_usize; width + 1];
        loop {
            set(&mut used, column, true);
            let current = at(&row_of, column, 0);
            let (mut delta, mut next) = (i128::MAX, 0);
            for other in 1..=width {
                if at(&used, other, true) {
                    continue;
                }
                let reduced =
                    cost(current - 1, other - 1) - at(&by_row, current, 0) - at(&by_column, other, 0);
                if reduced < at(&least, other, i128::MAX) {
                    set(&mut least, other, reduced);
                    set(&mut way, other, column);
                }
                if at(&least, other, i128::MAX) < delta {
                    delta = at(&least, other, i128::MAX);
                    next = other;
                }
            }
            for other in 0..=width {
                if at(&used, other, false) {
                    let owner = at(&row_of, other, 0);
                    let raised = at(&by_row, owner, 0) + delta;
                    set(&mut by_row, owner, raised);
                    let lowered = at(&by_column, other, 0) - delta;
                    set(&mut by_column, other, lowered);
                } else {
                    // Each column that is not used has been reached by now.
                    let lowered = at(&least, other, 0) - delta;
                    set(&mut least, other, lowered);
                }
            }
            column = next;
            if at(&row_of, column, 0) == 0 {
                break;
            }
        }
        while column != 0 {
            let before = at(&way, column, 0);
            let moved = at(&row_of, before, 0);
            set(&mut row_of, column, moved);
            column = before;
        }
    }
    let mut chosen = vec![None; rows];
    for column in 1..=columns {
        let row = at(&row_of, column, 0);
        let is_worth =
            row > 0 && values.get(row - 1).and_then(|row| row.get(column - 1)).is_some_and(|v| *v > 0);
        if is_worth {
            set(&mut chosen, row - 1, Some(column - 1));
        }
    }
    chosen
}

fn at<T: Copy>(list: &[T], n: usize, otherwise: T) -> T {
    list.get(n).copied().unwrap_or(otherwise)
}

fn set<T>(list: &mut [T], n: usize, value: T) {
    if let Some(held) = list.get_mut(n) {
        *held = value;
    }
}
