//! Licences that are nearly used up: a product's together, since another asset's seat serves as well.

use std::collections::BTreeMap;

use provenance::Text;

use super::{
    day::Licences,
    products::Mark,
    result::AssetUse,
    terms::{Binding, counted},
};
use crate::NearOf;

/// Seats and what takes them, of one asset or of all that belong together.
#[derive(Debug, Default)]
struct Pool {
    seats: u64,
    used: u64,
    reserved: u64,
    projected: u64,
}

impl Pool {
    fn add(&mut self, asset: &AssetUse<'_>) {
        self.seats += asset.seats.low;
        // A row that names the wrong asset needs a seat all the same.
        self.used += asset.used() + asset.misnamed;
        self.reserved += asset.reserved;
        self.projected += asset.projected;
    }

    fn told(&self, percent: u32) -> Option<Text> {
        let Self { seats, used, reserved, projected } = *self;
        let later = used + projected;
        let is_reached = u128::from(later) * 100 >= u128::from(seats) * u128::from(percent);
        if seats == 0 || used > seats || !is_reached {
            return None;
        }
        Some(if projected == 0 {
            Text::new(
                format!("{seats}席のうち{used}席を使用（うち承認済{reserved}）で、{percent}%以上"),
                format!(
                    "{used} of {} used, {reserved} of them approved only: {percent}% or more",
                    counted(seats)
                ),
            )
        } else {
            Text::new(
                format!(
                    "{seats}席のうち{used}席を使用し、承認済の申請{projected}件で{later}席となる。{percent}%以上"
                ),
                format!(
                    "{used} of {} used, {later} with the applications approved: {percent}% or more",
                    counted(seats)
                ),
            )
        })
    }
}

/// What is nearly used up, and how far.
pub(crate) fn told(licences: &Licences<'_>, assets: &[AssetUse<'_>]) -> Vec<(String, Text)> {
    let Some(near) = &licences.rules.near else { return Vec::new() };
    let mut pools: BTreeMap<String, Pool> = BTreeMap::new();
    for asset in assets {
        // A licence that belongs to one device is used up by that device, and no news.
        let Some(terms) = licences.licence(asset.asset).filter(|terms| terms.binding == Binding::Free) else {
            continue;
        };
        let product = match (licences.policies.near_of.value, terms.form.product) {
            (NearOf::Product, product @ Mark::Known(_)) => licences.products.known(product),
            _ => None,
        };
        let subject = product.map_or(asset.asset, |product| product.name());
        pools.entry(subject.to_owned()).or_default().add(asset);
    }
    pools.into_iter().filter_map(|(subject, pool)| Some((subject, pool.told(near.percent)?))).collect()
}
