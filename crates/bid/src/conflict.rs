//! People at two places: on sides that the contract keeps apart, or at one time in two shifts.

use std::collections::{BTreeMap, BTreeSet};

use calendar::SiteId;
use provenance::{Clause, Text};

use crate::{Bid, Minutes, Requirements, Shift, Team, shift::clock};

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
        /// The time of that day.
        minutes: Minutes,
        /// The site of the shift that stands first.
        site: String,
        /// The site of the other.
        other: String,
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
            Self::DoubleBooked { member, day, minutes, site: one, other } => {
                let (from, to) = (clock(minutes.from), clock(minutes.to));
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
    let mut shifts_of: BTreeMap<&str, Vec<&Shift>> = BTreeMap::new();
    for shift in &bid.shifts {
        let names: BTreeSet<&str> = shift.members.iter().map(String::as_str).collect();
        for name in names {
            shifts_of.entry(name).or_default().push(shift);
        }
    }
    for (n, member) in bid.members.iter().enumerate() {
        let of_slots =
            team.places.iter().filter(|place| place.member.as_ref().is_some_and(|filled| filled.member == n));
        let of_slots = of_slots.filter_map(|place| {
            requirements
                .slots
                .iter()
                .find(|slot| slot.id == place.slot)
                .and_then(|slot| slot.site.as_ref())
                .map(SiteId::as_str)
        });
        let own = shifts_of.get(member.name.as_str()).map_or(&[][..], Vec::as_slice);
        let mut seen = BTreeSet::new();
        let sites: Vec<&str> = of_slots
            .chain(own.iter().map(|shift| shift.site.as_str()))
            .filter(|site| seen.insert(*site))
            .collect();
        for apart in &requirements.apart {
            let told: Vec<&str> = sites.iter().copied().filter(|site| apart.side(site).is_some()).collect();
            let first = told.first().and_then(|site| apart.side(site));
            if told.iter().any(|site| apart.side(site) != first) {
                found.push(Conflict::Apart {
                    member: member.name.clone(),
                    sites: told.into_iter().map(str::to_owned).collect(),
                    clause: apart.clause.clone(),
                });
            }
        }
        found.extend(double_booked(&member.name, own));
    }
    found
}

/// Each stretch of a shift that begins while another shift has not ended, once: with the one that ends last.
fn double_booked(member: &str, own: &[&Shift]) -> Vec<Conflict> {
    let mut spans: Vec<(u32, u32, usize)> = (0..)
        .zip(own)
        .flat_map(|(n, shift)| shift.spans().into_iter().map(move |(from, to)| (from, to, n)))
        .collect();
    spans.sort_unstable();
    let mut found = Vec::new();
    let mut lasting: Option<(u32, usize)> = None;
    for (from, to, n) in spans {
        if let Some((until, earlier)) = lasting.filter(|(until, earlier)| from < *until && n != *earlier) {
            // What runs on over midnight is told by the day of its beginning.
            let day = from / 1_440;
            let end = to.min(until).min((day + 1) * 1_440);
            let minute = |at: u32| u16::try_from(at - day * 1_440);
            let places = own.get(earlier.min(n)).zip(own.get(earlier.max(n)));
            if let (Ok(day), Ok(begins), Ok(ends), Some((one, other))) =
                (u8::try_from(day), minute(from), minute(end), places)
            {
                found.push(Conflict::DoubleBooked {
                    member: member.to_owned(),
                    day,
                    minutes: Minutes { from: begins, to: ends },
                    site: one.site.clone(),
                    other: other.site.clone(),
                });
            }
        }
        if lasting.is_none_or(|(until, _)| until < to) {
            lasting = Some((to, n));
        }
    }
    found
}
