//! Loans: who has what, when it is free again, what is overdue.

use calendar::YearMonth;
use chrono::NaiveDate;
use provenance::Text;

use crate::{Event, Field, Kind, Record, State, Tally};

pub use self::plan::{Booking, Free, LoanPlan};

mod plan;

/// A loan as it stood: a view of its record.
#[derive(Debug, Clone, Copy)]
pub struct Loan<'s> {
    record: &'s Record<'s>,
}

/// How a loan stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoanStatus {
    /// Asked for; nobody approved it.
    Requested,
    /// Approved, not handed out.
    Approved,
    /// Out, and not due yet.
    Lent,
    /// Out beyond the day it was due.
    Overdue {
        /// By so many days.
        days: u32,
    },
    /// Back, and not wiped and updated yet.
    Returned,
    /// Back, wiped and updated.
    Closed,
    /// Lost or stolen while out.
    Lost,
}

impl LoanStatus {
    /// What people call it.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Requested => Text::new("申請中", "requested"),
            Self::Approved => Text::new("承認済", "approved"),
            Self::Lent => Text::new("貸出中", "lent"),
            Self::Overdue { days } => Text::new(format!("{days}日超過"), format!("overdue by {days} days")),
            Self::Returned => Text::new("返却後の作業待ち", "to be wiped and updated"),
            Self::Closed => Text::new("済", "closed"),
            Self::Lost => Text::new("紛失", "lost"),
        }
    }
}

impl<'s> Loan<'s> {
    /// The view of a record of a loan; `None` for any other kind of record.
    #[must_use]
    pub fn of(record: &'s Record<'s>) -> Option<Self> {
        (record.kind == Kind::Loan).then_some(Self { record })
    }

    /// All loans, by number.
    pub fn all(state: &'s State<'s>) -> impl Iterator<Item = Self> {
        state.records(Kind::Loan).filter_map(Self::of)
    }

    /// Its number.
    #[must_use]
    pub fn id(&self) -> &'s str {
        self.record.id
    }

    /// Its record.
    #[must_use]
    pub fn record(&self) -> &'s Record<'s> {
        self.record
    }

    /// The device or medium.
    #[must_use]
    pub fn device(&self) -> Option<&'s str> {
        self.record.text(Field::Device)
    }

    /// The borrower.
    #[must_use]
    pub fn user(&self) -> Option<&'s str> {
        self.record.text(Field::User)
    }

    /// When the application was approved.
    #[must_use]
    pub fn approved_on(&self) -> Option<NaiveDate> {
        self.day(Field::ApprovedOn)
    }

    /// The first day approved.
    #[must_use]
    pub fn from(&self) -> Option<NaiveDate> {
        self.day(Field::From)
    }

    /// The day it is due back.
    #[must_use]
    pub fn due(&self) -> Option<NaiveDate> {
        self.day(Field::Due)
    }

    /// The day it was handed out.
    #[must_use]
    pub fn lent_on(&self) -> Option<NaiveDate> {
        self.record
            .events()
            .iter()
            .find(|happening| happening.event == Event::Lent)
            .map(|happening| happening.on)
    }

    /// The day it came back.
    #[must_use]
    pub fn returned_on(&self) -> Option<NaiveDate> {
        let last = self.record.last_of(&[Event::Lent, Event::Returned])?;
        (last.event == Event::Returned).then_some(last.on)
    }

    /// The day it was wiped and updated after it came back.
    #[must_use]
    pub fn turned_around_on(&self) -> Option<NaiveDate> {
        self.day(Field::TurnedAroundOn)
    }

    /// Whether it was handed out and is not back: lost things are out.
    #[must_use]
    pub fn is_out(&self) -> bool {
        self.lent_on().is_some() && self.returned_on().is_none()
    }

    /// How it stands on a day.
    #[must_use]
    pub fn status(&self, on: NaiveDate) -> LoanStatus {
        if self.returned_on().is_some() {
            return if self.turned_around_on().is_some() { LoanStatus::Closed } else { LoanStatus::Returned };
        }
        if self.lent_on().is_none() {
            return if self.is_approved() { LoanStatus::Approved } else { LoanStatus::Requested };
        }
        let gone = self.record.last_of(&[Event::Lost, Event::Stolen, Event::Found]);
        if gone.is_some_and(|happening| happening.event != Event::Found) {
            return LoanStatus::Lost;
        }
        let late = self.due().map_or(0, |due| on.signed_duration_since(due).num_days());
        match u32::try_from(late) {
            Ok(days @ 1..) => LoanStatus::Overdue { days },
            _ => LoanStatus::Lent,
        }
    }

    /// Whether an application and the day of its approval are known.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.record.text(Field::Application).is_some() && self.approved_on().is_some()
    }

    fn day(&self, field: Field) -> Option<NaiveDate> {
        // What is no day is named by its own finding; here it is unknown.
        self.record.date(field).ok().flatten()
    }
}

impl Loan<'_> {
    /// The entry that handed it out, or else that planned it.
    fn entry(&self) -> Option<u64> {
        let lent = self.record.last_of(&[Event::Lent]).map(|happening| happening.entry);
        lent.or_else(|| self.record.cell(Field::Device).map(|cell| cell.entry))
    }
}

/// Loans approved with their first day in a month: done are those handed out by that day.
#[must_use]
pub fn loans_in_time(state: &State<'_>, month: YearMonth) -> Tally {
    let mut tally = Tally::default();
    for loan in Loan::all(state).filter(Loan::is_approved) {
        if let Some(from) = loan.from().filter(|from| month.contains(*from)) {
            tally.count(loan.lent_on().is_some_and(|lent| lent <= from), || loan.id().to_owned());
        }
    }
    tally
}
