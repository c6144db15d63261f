//! People at two places: on sides that the contract keeps apart, or at one time in two shifts.

use provenance::{Clause, Text};

use crate::{Bid, Requirements, Shift, Team, shift::clock};

/// A person who is meant to be at two places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// On two sides of which one person serves one only.
    Apart {
        /// The person's name.
        member: String,
        /// The sites, those of the slot first.
        sites: Vec<String>,
        /// Where it is forbidden.
        clause: Clause,
    },
    /// In two shifts at one time.
    DoubleBooked {
        /// The person's name.
        member: String,
        /// The day on which both have begun, Monday being 0.
        day: u8,
        /// Minutes of that day, `[from, to)`.
        minutes: (u16, u16),
        /// The sites of the two shifts.
        sites: (String, String),
    },
}

impl Conflict {
    /// The conflict in words.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Apart { member, sites, clause } => {
                let sites = sites.join(", ");
                Text::new(
                    format!("{member}: 兼務してはならない拠点の両方に就く（{sites}、{clause}）"),
                    format!(
                        "{member}: serves sites that one person must not serve both of ({sites}; {clause})"
                    ),
                )
            }
            Self::DoubleBooked { member, day, minutes, sites } => {
                let (from, to) = (clock(minutes.0), clock(minutes.1));
                let (one, other) = sites;
                let (ja, en) = crate::shift::day_names(&[*day]);
                Text::new(
                    format!("{member}: {ja}曜{from}–{to}に二重に勤務（{one}と{other}）"),
                    format!("{member}: {en} {from}–{to} on two shifts at once ({one} and {other})"),
                )
            }
        }
    }
}

/// Every conflict of a bid, by name: slots and shifts on sides that are kept apart, shifts at one time.
#[must_use]
pub fn conflicts(bid: &Bid, requirements: &Requirements, team: &Team) -> Vec<Conflict> {
    let mut found = Vec::new();
    for (n, member) in bid.members.iter().enumerate() {
        let of_slots = team.places.iter().filter(|place| place.member.as_ref().is_some_and(|(m, _)| *m == n));
        let of_slots = of_slots.filter_map(|place| {
            requirements.slots.iter().find(|slot| slot.id == place.slot).and_then(|slot| slot.site.as_ref())
        });
        let own: Vec<&Shift> =
            bid.shifts.iter().filter(|shift| shift.members.contains(&member.name)).collect();
        let mut sites: Vec<&String> = Vec::new();
        for site in of_slots.chain(own.iter().map(|shift| &shift.site)) {
            if !sites.contains(&site) {
                sites.push(site);
            }
        }
        for apart in &requirements.apart {
            let told: Vec<&String> =
                sites.iter().copied().filter(|site| apart.side(site).is_some()).collect();
            let first = told.first().and_then(|site| apart.side(site));
            if told.iter().any(|site| apart.side(site) != first) {
                found.push(Conflict::Apart {
                    member: member.name.clone(),
                    sites: told.into_iter().cloned().collect(),
                    clause: apart.clause.clone(),
                });
            }
        }
        for (n, one) in own.iter().enumerate() {
            for other in own.iter().skip(n.saturating_add(1)) {
                found.extend(overlaps(&member.name, one, other));
            }
        }
    }
    found
}

fn overlaps(member: &str, one: &Shift, other: &Shift) -> Vec<Conflict> {
    let mut found = Vec::new();
    for (first, until) in one.spans() {
        for (second, end) in other.spans() {
            let (from, to) = (first.max(second), until.min(end));
            if from >= to {
                continue;
            }
            // What runs on over midnight is told by the day of its beginning.
            let day = from / 1_440;
            let to = to.min((day + 1) * 1_440);
            let minute = |at: u32| u16::try_from(at.saturating_sub(day * 1_440)).unwrap_or(u16::MAX);
            found.push(Conflict::DoubleBooked {
                member: member.to_owned(),
                day: u8::try_from(day).unwrap_or(0),
                minutes: (minute(from), minute(to)),
                sites: (one.site.clone(), other.site.clone()),
            });
        }
    }
    found.sort_by_key(|conflict| match conflict {
        Conflict::DoubleBooked { day, minutes, .. } => (*day, minutes.0),
        Conflict::Apart { .. } => (0, 0),
    });
    found.dedup();
    found
}
