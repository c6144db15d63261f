//! Devices: what became of each, and where the ledgers contradict themselves about them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use provenance::Text;

use crate::{Event, Field, Kind, Loan, Record, State, View, kind::words};

mod contradictions;

words! {
    /// How a device stands, by what happened to it.
    Status, "機器の状態", "status of a device":
    /// In use: nothing else happened.
    InUse = "in-use",
    /// In store as a spare.
    InStore = "in-store",
    /// Lent and not back.
    Lent = "lent",
    /// In repair.
    InRepair = "in-repair",
    /// Lost and not found.
    Lost = "lost",
    /// Stolen and not found.
    Stolen = "stolen",
    /// Damaged and not repaired.
    Damaged = "damaged",
    /// Disposed of: gone for good.
    Disposed = "disposed",
}

impl Status {
    /// What people call it.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::InUse => Text::new("使用中", "in use"),
            Self::InStore => Text::new("予備保管", "in store"),
            Self::Lent => Text::new("貸出中", "lent"),
            Self::InRepair => Text::new("修理中", "in repair"),
            Self::Lost => Text::new("紛失", "lost"),
            Self::Stolen => Text::new("盗難", "stolen"),
            Self::Damaged => Text::new("破損", "damaged"),
            Self::Disposed => Text::new("廃棄済", "disposed of"),
        }
    }

    /// Whether it is neither disposed of nor lost nor stolen.
    #[must_use]
    pub fn is_there(self) -> bool {
        !matches!(self, Self::Disposed | Self::Lost | Self::Stolen)
    }
}

/// A repair of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repair<'s> {
    /// Since when; `None` where only its end was recorded.
    pub begun: Option<NaiveDate>,
    /// Until when; `None` where it goes on.
    pub ended: Option<NaiveDate>,
    /// What was repaired.
    pub what: Option<&'s str>,
    /// The application.
    pub application: Option<&'s str>,
    /// The entry that says so first.
    pub entry: u64,
}

/// A device set up, moved or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move<'s> {
    /// What happened.
    pub event: Event,
    /// When.
    pub on: NaiveDate,
    /// From where, as far as earlier moves say.
    pub from: Option<&'s str>,
    /// To where.
    pub to: Option<&'s str>,
    /// The application.
    pub application: Option<&'s str>,
    /// The entry that says so.
    pub entry: u64,
}

/// A device as it stood: a view of its record.
#[derive(Debug, Clone, Copy)]
pub struct Device<'s> {
    record: &'s Record<'s>,
    lent: bool,
}

impl<'s> Device<'s> {
    /// The view of a record of a device; `None` for any other kind of record. Loans are not looked at: see [`Devices`].
    #[must_use]
    pub fn of(record: &'s Record<'s>) -> Option<Self> {
        (record.kind == Kind::Device).then_some(Self { record, lent: false })
    }

    /// Its record.
    #[must_use]
    pub fn record(&self) -> &'s Record<'s> {
        self.record
    }

    /// The entry by which it first became known, as far as its fields still say.
    pub(crate) fn known_by(&self) -> Vec<u64> {
        self.record.fields().map(|(_, cell)| cell.entry).min().into_iter().collect()
    }

    /// Its asset number.
    #[must_use]
    pub fn id(&self) -> &'s str {
        self.record.id
    }

    /// The ledger it stands in.
    #[must_use]
    pub fn view(&self) -> Option<View> {
        self.record.text(Field::View)?.parse().ok()
    }

    /// Its category, such as `pc`.
    #[must_use]
    pub fn category(&self) -> Option<&'s str> {
        self.record.text(Field::Category)
    }

    /// The office where it stands.
    #[must_use]
    pub fn office(&self) -> Option<&'s str> {
        self.record.text(Field::Office)
    }

    /// The place within the office.
    #[must_use]
    pub fn place(&self) -> Option<&'s str> {
        self.record.text(Field::Place)
    }

    /// Its serial number.
    #[must_use]
    pub fn serial(&self) -> Option<&'s str> {
        self.record.text(Field::Serial)
    }

    /// Who uses it.
    #[must_use]
    pub fn user(&self) -> Option<&'s str> {
        self.record.text(Field::User)
    }

    /// How it stands.
    #[must_use]
    pub fn status(&self) -> Status {
        let own = own_status(self.record);
        if self.lent && matches!(own, Status::InUse | Status::InStore) { Status::Lent } else { own }
    }

    /// Its repairs, in the order of days.
    #[must_use]
    pub fn repairs(&self) -> Vec<Repair<'s>> {
        let mut repairs: Vec<Repair<'s>> = Vec::new();
        for happening in self.record.events() {
            let said = |field: Field| happening.put.fields.get(field.word()).flatten();
            let (what, application) = (said(Field::Repair), said(Field::Application));
            match happening.event {
                Event::RepairBegun => {
                    let begun = Some(happening.on);
                    repairs.push(Repair { begun, ended: None, what, application, entry: happening.entry });
                }
                Event::Repaired => match repairs.last_mut().filter(|last| last.ended.is_none()) {
                    Some(last) => {
                        last.ended = Some(happening.on);
                        last.what = what.or(last.what);
                        last.application = last.application.or(application);
                    }
                    None => {
                        let ended = Some(happening.on);
                        repairs.push(Repair {
                            begun: None,
                            ended,
                            what,
                            application,
                            entry: happening.entry,
                        });
                    }
                },
                _ => {}
            }
        }
        repairs
    }

    /// How it came to be where it is: set up at a place, moved, taken back into store. A place that was changed
    /// without saying what happened is not among them.
    #[must_use]
    pub fn moves(&self) -> Vec<Move<'s>> {
        let mut at = None;
        let mut moves = Vec::new();
        for happening in self.record.events() {
            let said = |field: Field| happening.put.fields.get(field.word()).flatten();
            let to = said(Field::Place).or(said(Field::Office));
            let moved = match happening.event {
                Event::Moved | Event::Stored => true,
                // A machine that changes hands where it stands has not moved.
                Event::Assigned => to.is_some(),
                _ => false,
            };
            if moved {
                let application = said(Field::Application);
                let (event, on, entry) = (happening.event, happening.on, happening.entry);
                moves.push(Move { event, on, from: at, to, application, entry });
            }
            at = to.or(at);
        }
        moves
    }
}

/// What the device's own events say.
fn own_status(record: &Record<'_>) -> Status {
    // Where it returns to from a loan or a repair, or when it is found.
    let mut home = Status::InUse;
    let mut now = Status::InUse;
    for happening in record.events() {
        now = match happening.event {
            Event::Disposed => return Status::Disposed,
            Event::Assigned => {
                home = Status::InUse;
                home
            }
            Event::Stored => {
                home = Status::InStore;
                home
            }
            Event::Moved => now,
            Event::RepairBegun => Status::InRepair,
            Event::Repaired | Event::Returned | Event::Found => home,
            Event::Lent => Status::Lent,
            Event::Lost => Status::Lost,
            Event::Stolen => Status::Stolen,
            Event::Damaged => Status::Damaged,
        };
    }
    now
}

/// The devices as they stood, with the loans that are out.
#[derive(Debug, Clone)]
pub struct Devices<'s>(BTreeMap<&'s str, Device<'s>>);

impl<'s> Devices<'s> {
    /// The devices of a state.
    #[must_use]
    pub fn of(state: &'s State<'s>) -> Self {
        let mut devices: BTreeMap<&str, Device<'s>> =
            state.records(Kind::Device).map(|record| (record.id, Device { record, lent: false })).collect();
        for loan in Loan::all(state).filter(Loan::is_out) {
            if let Some(device) = loan.device().and_then(|id| devices.get_mut(id)) {
                device.lent = true;
            }
        }
        Self(devices)
    }

    /// A device.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Device<'s>> {
        self.0.get(id).copied()
    }

    /// All of them, by asset number.
    pub fn iter(&self) -> impl Iterator<Item = Device<'s>> {
        self.0.values().copied()
    }

    /// Those of one ledger: at home or abroad.
    pub fn view(&self, view: View) -> impl Iterator<Item = Device<'s>> {
        self.iter().filter(move |device| device.view() == Some(view))
    }
}
