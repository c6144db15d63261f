//! What a check of licences finds.

use provenance::{Finding, PolicyUse, Text, Verdict};

use super::{
    bases::BaseFault,
    coverage::{Holds, Step},
    terms::Seats,
};
use crate::{AsOf, Field, Kind, Record};

/// A row of the ledger of use or of distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowRef<'a> {
    /// The ledger.
    pub kind: Kind,
    /// The row.
    pub id: &'a str,
}

/// An asset number with its seats and what takes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetUse<'a> {
    /// The asset number.
    pub asset: &'a str,
    /// The software's name, as recorded.
    pub software: Option<&'a str>,
    /// Whether the ledger of what is held has it.
    pub is_held: bool,
    /// How many are held, as recorded.
    pub held: Seats,
    /// How many can be used: in term, with a base, and not taken by an upgrade.
    pub seats: Seats,
    /// Devices on which it is installed, and installations whose device is not known.
    pub installed: u64,
    /// Approved applications that take a seat.
    pub reserved: u64,
    /// Handed to offices abroad and not returned.
    pub distributed: u64,
    /// Rows of which it is not known whether they still are in use.
    pub in_doubt: u64,
    /// Approved applications that take no seat by policy.
    pub projected: u64,
    /// Of those installed, reserved and distributed, how many it does not cover: they name it and take none of its seats.
    pub misnamed: u64,
    /// Seats that uses of its upgrades take out of this licence, where a base is consumed at installation.
    pub through: u64,
    /// How many such uses are in doubt.
    pub through_in_doubt: u64,
    /// What its own uses and those through it can take together.
    pub room: Seats,
    /// What is wrong with the licence that it upgrades.
    pub base_fault: Option<BaseFault>,
}

impl AssetUse<'_> {
    /// Seats that its own rows surely take: those that name it and that it covers.
    pub(super) fn own(&self) -> u64 {
        let named = self.installed + self.reserved + self.distributed;
        // What is misnamed is among them.
        named.max(self.misnamed) - self.misnamed
    }

    /// Seats that are surely taken, by its own uses and by those of its upgrades that come out of it.
    #[must_use]
    pub fn used(&self) -> u64 {
        self.own() + self.through
    }

    /// Seats that are free; below zero where more are used than there are.
    #[must_use]
    pub fn free(&self) -> i128 {
        let free = |seats: u64, taken: u64| i128::from(seats) - i128::from(taken);
        // Out of a base whose own term is over its upgrades may still be used.
        free(self.seats.low, self.own()).min(free(self.room.low, self.used()))
    }

    /// How many are used of how many that can be, where that is too many whatever is still unknown.
    #[must_use]
    pub fn over_used(&self) -> Option<(u64, u64)> {
        let pairs = [(self.own(), self.seats.high), (self.used(), self.room.high)];
        pairs.into_iter().filter(|(used, seats)| used > seats).max_by_key(|(used, seats)| used - seats)
    }

    /// Whether more may be used than there are.
    pub(super) fn may_be_over_used(&self) -> bool {
        let own = self.own() + self.in_doubt;
        own > self.seats.low || own + self.through + self.through_in_doubt > self.room.low
    }
}

/// Rows whose asset number does not cover what they use, or may not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misplaced<'a> {
    /// The asset number that they name.
    pub asset: Option<&'a str>,
    /// What they use, in words.
    pub copy: String,
    /// `No`, or `Unknown`.
    pub holds: Holds,
    /// Why; empty where no asset is named or none of that number is held.
    pub obstacles: Vec<Step>,
    /// The rows.
    pub rows: Vec<RowRef<'a>>,
}

/// Why a row must name another asset number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Because {
    /// It names none.
    NoAsset,
    /// It names one that is not held.
    NotHeld,
    /// The one that it names does not cover it.
    NotCovered,
    /// The one that it names may not cover it.
    Undetermined,
    /// The one that it names has too few seats.
    TooFewSeats,
}

/// A row that must name another asset number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Repoint<'a> {
    /// The row.
    pub row: RowRef<'a>,
    /// The asset number that it names.
    pub from: Option<&'a str>,
    /// The one that it should name.
    pub to: &'a str,
    /// How many seats; of a distribution it may be a part.
    pub seats: u64,
    /// Why.
    pub because: Because,
}

/// Copies of one thing among those that compete for too few seats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortOf {
    /// What they are, in words.
    pub copy: String,
    /// How many there are.
    pub needed: u64,
    /// How many of them the assignment leaves over.
    pub left: u64,
}

/// A row that records a copy which another row records already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duplicate<'a> {
    /// The row.
    pub row: RowRef<'a>,
    /// The row that records it already.
    pub original: RowRef<'a>,
}

/// Copies that compete for too few seats. All the licences that could cover any of them are named, so that counting
/// both sides proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortage<'a> {
    /// The copies by what they are.
    pub copies: Vec<ShortOf>,
    /// The licences that cover any of them.
    pub assets: Vec<&'a str>,
    /// How many copies.
    pub needed: u64,
    /// How many seats they can have.
    pub seats: u64,
    /// How many to buy.
    pub buy: u64,
}

/// Use by kind of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffUse<'a> {
    /// The kind of staff; `None` where the rows do not say.
    pub staff: Option<&'a str>,
    /// The asset number.
    pub asset: Option<&'a str>,
    /// Uses at home.
    pub at_home: u64,
    /// Seats distributed abroad.
    pub abroad: u64,
}

/// Seats that an office abroad has from head office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeUse<'a> {
    /// The office, as recorded.
    pub office: Option<&'a str>,
    /// The asset number.
    pub asset: Option<&'a str>,
    /// How many.
    pub seats: u64,
}

/// Software that an office abroad bought itself; it never takes a seat from head office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalUse<'a> {
    /// The row.
    pub id: &'a str,
    /// The office, as recorded.
    pub office: Option<&'a str>,
    /// The software, as recorded.
    pub software: Option<&'a str>,
    /// How many it holds.
    pub held: Option<u64>,
    /// How many it uses.
    pub installed: Option<u64>,
    /// Whether it holds as many as it uses.
    pub verdict: Verdict,
}

/// Whether the copies in use are licensed, and what to do where they are not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicenceCheck<'a> {
    /// The day, and how far the journal was believed.
    pub as_of: AsOf,
    /// By what each row says: the asset that it names covers it and has a seat for it.
    pub declared: Verdict,
    /// By what can be: the licences held can cover all copies at once.
    pub possible: Verdict,
    /// The asset numbers.
    pub assets: Vec<AssetUse<'a>>,
    /// Rows whose asset number does not cover them.
    pub misplaced: Vec<Misplaced<'a>>,
    /// The fewest rows that must name another asset number, so that as many copies as can be are covered.
    pub repoint: Vec<Repoint<'a>>,
    /// Rows left without a seat by that.
    pub uncovered: Vec<RowRef<'a>>,
    /// Shortages, whatever is still unknown.
    pub shortages: Vec<Shortage<'a>>,
    /// Shortages if all that is unknown turns out badly; those of `shortages` among them.
    pub feared: Vec<Shortage<'a>>,
    /// Rows that record a copy which another row records already.
    pub duplicates: Vec<Duplicate<'a>>,
    /// Rows on devices that are disposed of, with the device; they take no seat.
    pub on_disposed: Vec<RowRef<'a>>,
    /// Devices that rows name and no ledger has; their copies take seats all the same.
    pub unknown_devices: Vec<&'a str>,
    /// Use by kind of staff.
    pub staff: Vec<StaffUse<'a>>,
    /// What offices abroad have from head office.
    pub offices: Vec<OfficeUse<'a>>,
    /// What offices abroad bought themselves.
    pub local: Vec<LocalUse<'a>>,
    /// The readings that the result rests on.
    pub policies: Vec<PolicyUse>,
    /// What to tell people, the worst first.
    pub findings: Vec<Finding>,
}

impl<'a> LocalUse<'a> {
    pub(super) fn read(record: &Record<'a>) -> Self {
        let (held, installed) =
            (record.count(Field::Held).ok().flatten(), record.count(Field::Installed).ok().flatten());
        let verdict = match (held, installed) {
            (Some(held), Some(installed)) if installed <= held => Verdict::Met,
            (Some(_), Some(_)) => Verdict::NotMet,
            _ => Verdict::Undetermined(Text::new(
                "保有数またはインストール数が不明",
                "how many are held or installed is not known",
            )),
        };
        let (office, software) = (record.text(Field::Office), record.text(Field::Software));
        Self { id: record.id, office, software, held, installed, verdict }
    }
}
