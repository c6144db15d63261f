//! The licences held and the copies in use on a day.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use provenance::place_of;

use super::{
    bases::{Basis, joined},
    copies::{Copies, Reader, Row},
    coverage::{Asked, Coverage, Judge},
    products::Products,
    result::{LocalUse, RowRef},
    seats::{Effective, effective},
    terms::Terms,
    upgraded::without_successor,
};
use crate::{AsOf, Event, Field, Kind, Policies, Rules, State};

/// The licences held and the copies in use on a day, read and grouped.
#[derive(Debug)]
pub struct Licences<'a> {
    pub(crate) as_of: AsOf,
    pub(crate) products: &'a Products,
    pub(crate) policies: &'a Policies,
    pub(crate) rules: &'a Rules,
    pub(crate) terms: Vec<Terms<'a>>,
    pub(crate) seats: Vec<Effective>,
    pub(crate) copies: Copies<'a>,
    pub(crate) offices: HashMap<&'a str, &'a str>,
    pub(crate) local: Vec<LocalUse<'a>>,
    pub(crate) unknown_devices: Vec<&'a str>,
}

impl<'a> Licences<'a> {
    /// Reads licences, uses and distributions as they stood.
    #[must_use]
    pub fn read(state: &State<'a>, products: &'a Products, rules: &'a Rules) -> Self {
        let policies = &rules.policies;
        let day = state.as_of().valid_on;
        let gone: HashMap<&'a str, NaiveDate> = state
            .records(Kind::Device)
            .filter_map(|device| Some((device.id, device.last_of(&[Event::Disposed])?.on)))
            .collect();
        let terms: Vec<Terms<'a>> = state
            .records(Kind::Entitlement)
            .map(|record| {
                Terms::read(record.id, record.fields(), products, |device| gone.get(device).copied())
            })
            .collect();
        let terms = joined(terms, day);
        let seats = effective(&terms, &Basis::new(products, policies, day));
        let disposed: HashSet<&'a str> = gone.into_keys().collect();
        let read = |alone| Reader::new(products, policies, &terms, disposed.clone(), alone).read(state);
        let mut copies = read(HashSet::new());
        // Rare enough to read twice for it.
        if copies.has_upgraded {
            let alone = without_successor(state, products, &terms, &disposed);
            if !alone.is_empty() {
                copies = read(alone);
            }
        }
        let offices = state
            .records(Kind::Distribution)
            .filter_map(|record| Some((record.id, record.text(Field::Office)?)))
            .collect();
        let local = state.records(Kind::LocalSoftware).map(LocalUse::read).collect();
        let mut unknown_devices = copies.devices.clone();
        unknown_devices.retain(|device| state.record(Kind::Device, device).is_none());
        unknown_devices.sort_unstable();
        Self {
            as_of: state.as_of(),
            products,
            policies,
            rules,
            terms,
            seats,
            copies,
            offices,
            local,
            unknown_devices,
        }
    }

    /// The terms of the licences, in the order of their asset numbers.
    #[must_use]
    pub fn terms(&self) -> &[Terms<'a>] {
        &self.terms
    }

    /// Why a licence does or does not cover what a row uses; `None` where there is no such row or licence, or where
    /// the row takes no seat.
    #[must_use]
    pub fn explain(&self, row: RowRef<'_>, asset: &str) -> Option<Coverage> {
        let rows = || self.copies.rows.iter().chain(&self.copies.projected);
        let row = rows().find(|known| known.kind == row.kind && known.id == row.id)?;
        let terms = self.licence(asset)?;
        Some(self.judge().explain(terms, &self.asked(row)?))
    }

    pub(crate) fn licence(&self, asset: &str) -> Option<&Terms<'a>> {
        let at = self.terms.binary_search_by(|one| one.asset.cmp(asset)).ok()?;
        self.terms.get(at)
    }

    fn asked(&self, row: &Row<'a>) -> Option<Asked<'a>> {
        Some(Asked {
            form: *self.copies.forms.get(place_of(row.form))?,
            device: self.copies.devices.get(place_of(row.device)).copied(),
            installed_on: row.installed_on.and_then(|text| text.parse().ok()),
        })
    }

    pub(crate) fn judge(&self) -> Judge<'a> {
        Judge {
            products: self.products,
            day: self.as_of.valid_on,
            dated_rights: self.policies.dated_rights.value,
        }
    }

    pub(crate) fn row(&self, number: u32) -> Option<RowRef<'a>> {
        self.copies.rows.get(place_of(number)).map(|row| RowRef { kind: row.kind, id: row.id })
    }
}
