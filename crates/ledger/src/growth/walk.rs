//! How many there were on each day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::counts::Count;
use crate::{
    AsOf, Counted, Counts, Event, Field, HardwareKind, Journal, Kind, Policies, Put, Rules, SoftwareKind,
    held, journal::effective,
};

/// What one record counts as.
type Holding = Vec<(Counted, Count)>;

pub(super) fn known(count: u64) -> Count {
    Count { known: count, unknown: 0 }
}

/// What is known of a record that counts.
#[derive(Debug, Default)]
struct Known<'a> {
    fields: BTreeMap<&'a str, Option<&'a str>>,
    disposed: bool,
    holding: Holding,
}

const FIELDS: &[Field] =
    &[Field::Category, Field::Model, Field::Software, Field::Version, Field::Form, Field::Held];

impl<'a> Known<'a> {
    fn take(&mut self, put: &'a Put) {
        let matters = |name: &&str| FIELDS.iter().chain(held::FIELDS).any(|field| field.word() == *name);
        for (name, value) in put.fields.iter().filter(|(name, _)| matters(name)) {
            self.fields.insert(name, value);
        }
        self.disposed |= put.event == Some(Event::Disposed);
    }

    fn get(&self, field: Field) -> Option<&'a str> {
        self.fields.get(field.word()).copied().flatten()
    }

    fn date(&self, field: Field) -> Option<NaiveDate> {
        self.get(field)?.parse().ok()
    }

    fn counts(&self, kind: Kind, on: NaiveDate, policies: &Policies) -> Holding {
        if self.disposed {
            return Holding::new();
        }
        if kind == Kind::Device {
            let category = self.get(Field::Category).unwrap_or("other");
            let category = match (policies.hardware_kind.value, self.get(Field::Model)) {
                (HardwareKind::CategoryAndModel, Some(model)) => format!("{category} {model}"),
                _ => category.to_owned(),
            };
            return vec![(Counted::AllHardware, known(1)), (Counted::Hardware(category.into()), known(1))];
        }
        if !held::is_held(|field| self.date(field), on) {
            return Holding::new();
        }
        // An upgrade takes the place of the licence it upgrades: nothing is added.
        if self.get(Field::Form) == Some("upgrade") {
            return Holding::new();
        }
        let count = match self.get(Field::Held).map(crate::field::count) {
            Some(Some(0)) => return Holding::new(),
            Some(Some(held)) => known(held),
            _ => Count { known: 0, unknown: 1 },
        };
        let software = self.get(Field::Software).unwrap_or("?");
        let product = match (policies.software_kind.value, self.get(Field::Version)) {
            (SoftwareKind::ProductAndVersion, Some(version)) => format!("{software} {version}"),
            _ => software.to_owned(),
        };
        vec![(Counted::AllLicences, count), (Counted::Licences(product.into()), count)]
    }
}

/// Tells what there was at the end of each day on which something changed, in the order of days.
pub(super) fn walk(journal: &Journal, as_of: AsOf, rules: &Rules, mut each: impl FnMut(NaiveDate, &Counts)) {
    let entries = journal.known(as_of.known);
    let mut known: BTreeMap<(Kind, &str), Known<'_>> = BTreeMap::new();
    let mut counts = Counts::default();
    // Days on which something changes though nothing is recorded: licences whose term begins or ends on a day given
    // before.
    let mut turns: BTreeSet<(NaiveDate, Kind, &str)> = BTreeSet::new();
    let facts = effective(entries)
        .into_iter()
        .filter(|(on, _, put)| *on <= as_of.valid_on && matches!(put.kind, Kind::Device | Kind::Entitlement));
    let mut facts = facts.peekable();
    loop {
        let next_fact = facts.peek().map(|(on, _, _)| *on);
        let next_turn = turns.first().map(|(on, _, _)| *on).filter(|on| *on <= as_of.valid_on);
        let Some(day) = next_fact.into_iter().chain(next_turn).min() else { return };
        let mut touched: BTreeSet<(Kind, &str)> = BTreeSet::new();
        while let Some((_, _, put)) = facts.next_if(|(on, _, _)| *on == day) {
            let id = (put.kind, &*put.id);
            known.entry(id).or_default().take(put);
            touched.insert(id);
        }
        while let Some(&(on, kind, id)) = turns.first().filter(|(on, _, _)| *on <= day) {
            turns.remove(&(on, kind, id));
            touched.insert((kind, id));
        }
        for (kind, id) in touched {
            let Some(one) = known.get_mut(&(kind, id)) else { continue };
            if kind == Kind::Entitlement {
                let later = held::turns(|field| one.date(field)).filter(|turn| *turn > day);
                turns.extend(later.map(|turn| (turn, kind, id)));
            }
            let holding = one.counts(kind, day, &rules.policies);
            if holding != one.holding {
                one.holding.iter().for_each(|(counted, count)| counts.take(counted, *count));
                holding.iter().for_each(|(counted, count)| counts.add(counted.clone(), *count));
                one.holding = holding;
            }
        }
        each(day, &counts);
    }
}
