//! Uses that are recorded as upgraded, and what they were upgraded to.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{
    products::{Form, Mark, Products},
    terms::Terms,
};
use crate::{Field, Kind, Record, State};

/// What the uses of one product on one device can be upgraded to.
#[derive(Debug, Default)]
struct Present<'a> {
    /// Versions with the editions in which they are there.
    versions: BTreeMap<u32, BTreeSet<Mark<'a>>>,
    /// Whether a use is there whose version is not known, and which.
    unknown: BTreeSet<&'a str>,
    /// The licences that those there upgrade.
    bases: BTreeSet<&'a str>,
}

/// The uses recorded as upgraded of which nothing on their device is the upgrade: a newer version or another edition of
/// the same product, or a use of a licence that upgrades theirs. Without a device none can be found.
pub(crate) fn without_successor<'a>(
    state: &State<'a>,
    products: &Products,
    terms: &[Terms<'a>],
    disposed: &HashSet<&'a str>,
) -> HashSet<&'a str> {
    let licence = |asset: &str| {
        terms.binary_search_by(|one| one.asset.cmp(asset)).ok().and_then(|place| terms.get(place))
    };
    let form = |record: &Record<'a>| -> Form<'a> {
        let software = record.text(Field::Software);
        let software = software.or_else(|| licence(record.text(Field::Asset)?)?.software);
        products.form(
            software,
            record.text(Field::Edition),
            record.text(Field::Version),
            record.text(Field::Language),
        )
    };
    let upgraded: Vec<&Record<'a>> =
        state.records(Kind::Use).filter(|record| record.text(Field::Status) == Some("upgraded")).collect();
    let devices: HashSet<&str> = upgraded.iter().filter_map(|record| record.text(Field::Device)).collect();
    let mut present: HashMap<(&str, Mark<'a>), Present<'a>> = HashMap::new();
    for record in state.records(Kind::Use) {
        let Some(device) = record.text(Field::Device).filter(|device| devices.contains(device)) else {
            continue;
        };
        let form = form(record);
        let here = present.entry((device, form.product)).or_default();
        match form.version {
            Mark::Known(version) => {
                here.versions.entry(version).or_default().insert(form.edition);
            }
            _ => {
                here.unknown.insert(record.id);
            }
        }
        here.bases.extend(record.text(Field::Asset).and_then(licence).and_then(Terms::base));
    }
    let has_successor = |record: &Record<'a>| {
        let Some(device) = record.text(Field::Device) else { return false };
        let form = form(record);
        let Some(here) = present.get(&(device, form.product)) else { return false };
        let is_base = record.text(Field::Asset).is_some_and(|asset| here.bases.contains(asset));
        let others_unknown = here.unknown.iter().any(|id| *id != record.id);
        let is_followed = match form.version {
            Mark::Known(version) => here.versions.range(version..).any(|(later, editions)| {
                *later > version || editions.iter().any(|edition| *edition != form.edition)
            }),
            _ => !here.versions.is_empty(),
        };
        is_base || others_unknown || is_followed
    };
    upgraded
        .into_iter()
        .filter(|record| !record.text(Field::Device).is_some_and(|device| disposed.contains(device)))
        .filter(|record| !has_successor(record))
        .map(|record| record.id)
        .collect()
}
