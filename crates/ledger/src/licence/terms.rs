//! What a licence allows, as its record says.

use chrono::NaiveDate;

use super::products::{Form, Mark, Products};
use crate::{Cell, Field, FieldError, Kind};

/// A number of seats, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Seats {
    /// There are surely so many.
    pub low: u64,
    /// There are surely no more than so many.
    pub high: u64,
}

impl Seats {
    /// More than any ledger counts in all: stands for a number that is not known.
    pub const UNKNOWN: u64 = 1 << 62;

    /// A number that is known.
    #[must_use]
    pub const fn exactly(seats: u64) -> Self {
        Self { low: seats, high: seats }
    }

    /// Whether the number is known.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        self.low == self.high
    }
}

/// A number of seats in English.
pub(crate) fn counted(seats: u64) -> String {
    if seats == 1 { "1 seat".to_owned() } else { format!("{seats} seats") }
}

/// To which device a licence is bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Binding<'a> {
    /// To none.
    Free,
    /// To one.
    Device(&'a str),
    /// To one that the ledger does not name.
    Unsaid,
}

/// Whether a licence stands by itself or needs another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing<'a> {
    /// By itself.
    Full,
    /// It upgrades the licence of an asset number.
    Upgrades(&'a str),
    /// The ledger says both: that it stands by itself, and that it upgrades the licence of an asset number.
    Either(&'a str),
    /// It upgrades a licence that the ledger does not name, or the ledger does not say which of both it is.
    Unsaid,
}

/// The terms of a licence by asset number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms<'a> {
    /// The asset number.
    pub asset: &'a str,
    /// What it is for.
    pub form: Form<'a>,
    /// The software's name, as recorded.
    pub software: Option<&'a str>,
    /// How many are held.
    pub held: Seats,
    /// Whether it stands by itself.
    pub standing: Standing<'a>,
    /// Whether older versions may be used.
    pub downgrade: Option<bool>,
    /// The oldest version that may be used.
    pub floor: Mark<'a>,
    /// Until when a right to older versions may be used.
    pub downgrade_until: Option<NaiveDate>,
    /// Until when newer versions are included.
    pub upgrade_until: Option<NaiveDate>,
    /// The device it is bound to.
    pub binding: Binding<'a>,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
    /// From when it is used no more.
    pub retired_on: Option<NaiveDate>,
    /// When the device it is bound to was disposed of.
    pub device_gone_on: Option<NaiveDate>,
    /// When it was bought: it is of no use before.
    pub procured_on: Option<NaiveDate>,
    /// The licence by which its own record says that it was upgraded.
    pub upgraded_by: Option<&'a str>,
    /// When it was bought, or else the day from which the number held is known.
    pub since: Option<NaiveDate>,
    /// The entry that says how many are held.
    pub entry: u64,
    /// The entry behind the last change of its terms.
    pub latest: u64,
    /// When it will be bought, where that is after the day asked about.
    pub(crate) not_before: Option<NaiveDate>,
    /// Fields that hold something else than they should: nothing is sure of such a licence.
    pub unreadable: Vec<FieldError>,
}

impl<'a> Terms<'a> {
    /// Reads the fields of an entitlement.
    pub(crate) fn read<'f>(
        asset: &'a str,
        fields: impl Iterator<Item = (&'f str, Cell<'a>)>,
        products: &Products,
        gone: impl Fn(&str) -> Option<NaiveDate>,
    ) -> Self {
        let mut fields = Fields { asset, fields: fields.collect(), unreadable: Vec::new() };
        let software = fields.text(Field::Software);
        let form = products.form(
            software,
            fields.text(Field::Edition),
            fields.text(Field::Version),
            fields.text(Field::Language),
        );
        let upgrades = fields.text(Field::Upgrades);
        let standing = match (fields.text(Field::Form), upgrades) {
            (Some("full"), None) => Standing::Full,
            (Some("full"), Some(base)) => Standing::Either(base),
            (Some("upgrade") | None, Some(base)) => Standing::Upgrades(base),
            _ => Standing::Unsaid,
        };
        let binding = match (fields.text(Field::Device), fields.text(Field::LicenceType)) {
            (Some(device), _) => Binding::Device(device),
            (None, Some("oem")) => Binding::Unsaid,
            (None, _) => Binding::Free,
        };
        let held = match fields.count(Field::Held) {
            Some(held) => Seats::exactly(held),
            None => Seats { low: 0, high: Seats::UNKNOWN },
        };
        let held_cell = fields.cell(Field::Held);
        let procured_on = fields.date(Field::ProcuredOn);
        Self {
            asset,
            form,
            software,
            held,
            standing,
            downgrade: fields.flag(Field::Downgrade),
            floor: products.version(form.product, fields.text(Field::DowngradeFloor)),
            downgrade_until: fields.date(Field::DowngradeUntil),
            upgrade_until: fields.date(Field::UpgradeUntil),
            from: fields.date(Field::TermFrom),
            to: fields.date(Field::TermTo),
            retired_on: fields.date(Field::RetiredOn),
            device_gone_on: match binding {
                Binding::Device(device) => gone(device),
                Binding::Free | Binding::Unsaid => None,
            },
            binding,
            procured_on,
            upgraded_by: fields.text(Field::UpgradedBy),
            not_before: None,
            since: procured_on.or(held_cell.map(|cell| cell.since)),
            entry: held_cell.map_or(0, |cell| cell.entry),
            latest: fields.fields.iter().map(|(_, cell)| cell.entry).max().unwrap_or(0),
            unreadable: fields.unreadable,
        }
    }

    /// Whether its days have come and not gone: then its seats exist.
    #[must_use]
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.has_begun(day) && !self.has_ended(day)
    }

    /// Whether it was bought and its term has begun.
    #[must_use]
    pub fn has_begun(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.procured_on.is_none_or(|on| on <= day)
    }

    /// Whether its term, its use or its device has ended.
    #[must_use]
    pub fn has_ended(&self, day: NaiveDate) -> bool {
        self.to.is_some_and(|to| to < day)
            || self.retired_on.is_some_and(|on| on <= day)
            || self.device_gone_on.is_some_and(|on| on <= day)
    }

    /// Whether it can be upgraded on a day, if it was not retired for another reason.
    pub(crate) fn is_base(&self, day: NaiveDate) -> bool {
        self.has_begun(day)
            && self.to.is_none_or(|to| to >= day)
            && self.device_gone_on.is_none_or(|on| on > day)
    }

    /// The licence that its own record says it upgrades.
    #[must_use]
    pub fn base(&self) -> Option<&'a str> {
        match self.standing {
            Standing::Upgrades(base) | Standing::Either(base) => Some(base),
            Standing::Full | Standing::Unsaid => None,
        }
    }

    pub(crate) fn upgrades(&self, base: &str) -> bool {
        self.base() == Some(base)
    }

    /// What two licences must share to be interchangeable: everything but number and how many.
    pub(crate) fn key(&self) -> impl Ord + std::hash::Hash + use<'a> {
        (
            (self.form, self.downgrade, self.floor, self.downgrade_until, self.upgrade_until),
            (self.binding, self.from, self.to, self.retired_on, self.device_gone_on, self.not_before),
            !self.unreadable.is_empty(),
        )
    }
}

struct Fields<'f, 'a> {
    asset: &'a str,
    fields: Vec<(&'f str, Cell<'a>)>,
    unreadable: Vec<FieldError>,
}

impl<'a> Fields<'_, 'a> {
    fn cell(&self, field: Field) -> Option<Cell<'a>> {
        self.fields.iter().find(|(known, _)| *known == field.word()).map(|(_, cell)| *cell)
    }

    fn text(&self, field: Field) -> Option<&'a str> {
        self.cell(field)?.value.filter(|text| !text.trim().is_empty())
    }

    fn parsed<T>(
        &mut self,
        field: Field,
        wanted: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.text(field)?;
        let read = parse(text);
        if read.is_none() {
            self.unreadable.push(FieldError {
                kind: Kind::Entitlement,
                id: self.asset.to_owned(),
                field,
                found: text.to_owned(),
                wanted,
                entry: self.cell(field).map_or(0, |cell| cell.entry),
            });
        }
        read
    }

    fn date(&mut self, field: Field) -> Option<NaiveDate> {
        self.parsed(field, "day such as 2024-06-03", |text| text.parse().ok())
    }

    fn count(&mut self, field: Field) -> Option<u64> {
        self.parsed(field, crate::state::COUNT, crate::field::count)
    }

    fn flag(&mut self, field: Field) -> Option<bool> {
        self.parsed(field, "`yes` or `no`", |text| match text {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        })
    }
}
