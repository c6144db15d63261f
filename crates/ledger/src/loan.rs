//! Loans: who has what, when it is free again, what is overdue.

use std::collections::BTreeMap;

use calendar::YearMonth;
use chrono::{Days, NaiveDate};
use provenance::{Finding, Text};

use crate::{Check, Devices, Event, Kind, Record, Rules, State, Status, Tally};

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
        self.record.text("device")
    }

    /// The borrower.
    #[must_use]
    pub fn user(&self) -> Option<&'s str> {
        self.record.text("user")
    }

    /// When the application was approved.
    #[must_use]
    pub fn approved_on(&self) -> Option<NaiveDate> {
        self.day("approved-on")
    }

    /// The first day approved.
    #[must_use]
    pub fn from(&self) -> Option<NaiveDate> {
        self.day("from")
    }

    /// The day it is due back.
    #[must_use]
    pub fn due(&self) -> Option<NaiveDate> {
        self.day("due")
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
        self.day("turned-around-on")
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
        self.record.text("application").is_some() && self.approved_on().is_some()
    }

    fn day(&self, field: &str) -> Option<NaiveDate> {
        // What is no day is named by its own finding; here it is unknown.
        self.record.date(field).ok().flatten()
    }

    /// The days on which the thing cannot be lent to others, the work after its return included.
    fn booking(&self, on: NaiveDate, rules: &Rules) -> Option<Booking<'s>> {
        let work = Days::new(u64::from(rules.loan.as_ref().map_or(0, |loan| loan.turnaround_days)));
        let after = |day: NaiveDate| day.checked_add_days(work).unwrap_or(day);
        let (lent, from) = (self.lent_on(), self.from());
        let first = match (lent, from) {
            // Nobody has it yet: it is kept for the day it was promised.
            (None, from) => from?,
            (Some(lent), Some(from)) => lent.min(from),
            (Some(lent), None) => lent,
        };
        let last = match (self.returned_on(), self.turned_around_on(), self.due()) {
            (Some(returned), Some(done), _) if done >= returned => Some(done),
            // Work that nobody reported as done is not done yet.
            (Some(returned), _, _) => Some(after(returned).max(on)),
            (None, _, Some(due)) if lent.is_some() => Some(after(due.max(on))),
            (None, _, Some(due)) => Some(after(due)),
            (None, _, None) => None,
        };
        Some(Booking { loan: *self, first, last })
    }
}

/// Days on which a thing is taken.
#[derive(Debug, Clone, Copy)]
pub struct Booking<'s> {
    /// By which loan.
    pub loan: Loan<'s>,
    /// From.
    pub first: NaiveDate,
    /// To, the work after the return included; `None` where it has no end.
    pub last: Option<NaiveDate>,
}

impl Booking<'_> {
    fn overlaps(&self, first: NaiveDate, last: Option<NaiveDate>) -> bool {
        self.last.is_none_or(|end| end >= first) && last.is_none_or(|last| last >= self.first)
    }
}

/// When something can be lent next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Free<'s> {
    /// From a day, for as long as was asked.
    From(NaiveDate),
    /// Nobody knows: a loan has no day on which it ends.
    Unknown {
        /// The loan.
        loan: &'s str,
    },
    /// Never, as it stands.
    Never(Status),
    /// It stands in no ledger.
    NoSuchThing,
}

/// Who has what when: the plan of loans.
#[derive(Debug, Clone)]
pub struct LoanPlan<'s> {
    on: NaiveDate,
    bookings: BTreeMap<&'s str, Vec<Booking<'s>>>,
    devices: Devices<'s>,
    media: BTreeMap<&'s str, bool>,
    work_days: u32,
}

impl<'s> LoanPlan<'s> {
    /// The plan, as it stood. Loans that nobody approved take no days unless they were handed out all the same.
    #[must_use]
    pub fn of(state: &'s State<'s>, rules: &Rules) -> Self {
        let on = state.as_of().valid_on;
        let mut bookings: BTreeMap<&str, Vec<Booking<'_>>> = BTreeMap::new();
        for loan in Loan::all(state).filter(|loan| loan.is_approved() || loan.lent_on().is_some()) {
            if let Some((device, booking)) = loan.device().zip(loan.booking(on, rules)) {
                bookings.entry(device).or_default().push(booking);
            }
        }
        for list in bookings.values_mut() {
            list.sort_by_key(|booking| {
                (booking.first, booking.last.unwrap_or(NaiveDate::MAX), booking.loan.id())
            });
        }
        let media = state
            .records(Kind::Medium)
            .map(|record| {
                (record.id, record.last_of(&[Event::Disposed, Event::Lost, Event::Stolen]).is_none())
            })
            .collect();
        let work_days = rules.loan.as_ref().map_or(0, |loan| loan.turnaround_days);
        Self { on, bookings, devices: Devices::of(state), media, work_days }
    }

    /// The bookings of a thing, by their first day.
    #[must_use]
    pub fn bookings(&self, id: &str) -> &[Booking<'s>] {
        self.bookings.get(id).map_or(&[], Vec::as_slice)
    }

    /// The things with bookings.
    pub fn things(&self) -> impl Iterator<Item = (&'s str, &[Booking<'s>])> {
        self.bookings.iter().map(|(id, list)| (*id, list.as_slice()))
    }

    /// The first day from which a thing can be lent for so many days, with the work after it.
    #[must_use]
    pub fn next_free(&self, id: &str, from: NaiveDate, days: u32) -> Free<'s> {
        match (self.devices.get(id).map(|device| device.status()), self.media.get(id)) {
            (None, None) => return Free::NoSuchThing,
            (
                Some(
                    status @ (Status::Disposed
                    | Status::Lost
                    | Status::Stolen
                    | Status::Damaged
                    | Status::InRepair),
                ),
                _,
            ) => {
                return Free::Never(status);
            }
            (None, Some(false)) => return Free::Never(Status::Disposed),
            // Lent, and no loan says until when.
            (Some(Status::Lent), _) if !self.bookings(id).iter().any(|booking| booking.loan.is_out()) => {
                return Free::Never(Status::Lent);
            }
            _ => {}
        }
        let length = Days::new(u64::from(days.saturating_sub(1)) + u64::from(self.work_days));
        let mut first = from.max(self.on);
        for booking in self.bookings(id) {
            let last = first.checked_add_days(length).unwrap_or(NaiveDate::MAX);
            if booking.overlaps(first, Some(last)) {
                match booking.last.and_then(|last| last.succ_opt()) {
                    Some(next) => first = first.max(next),
                    None => return Free::Unknown { loan: booking.loan.id() },
                }
            }
        }
        Free::From(first)
    }

    /// What is wrong with loans.
    #[must_use]
    pub fn findings(&self, state: &State<'_>, rules: &Rules) -> Vec<Finding> {
        let mut findings = Vec::new();
        for loan in Loan::all(state) {
            self.one(loan, rules, &mut findings);
        }
        self.conflicts(rules, &mut findings);
        findings
    }

    /// Pairs of bookings of one thing that overlap, each with the one before it that ends last.
    #[must_use]
    pub fn overlapping(&self) -> Vec<(Booking<'s>, Booking<'s>)> {
        let mut pairs = Vec::new();
        for list in self.bookings.values() {
            let mut longest: Option<Booking<'s>> = None;
            for booking in list {
                if let Some(before) = longest.filter(|before| before.overlaps(booking.first, booking.last)) {
                    pairs.push((before, *booking));
                }
                let end = |booking: &Booking<'_>| booking.last.unwrap_or(NaiveDate::MAX);
                if longest.as_ref().is_none_or(|before| end(booking) > end(before)) {
                    longest = Some(*booking);
                }
            }
        }
        pairs
    }

    fn conflicts(&self, rules: &Rules, findings: &mut Vec<Finding>) {
        for (before, booking) in self.overlapping() {
            let (thing, other) = (booking.loan.device().unwrap_or("?"), before.loan.id());
            let twice = before.loan.is_out() && booking.loan.is_out();
            let (check, message) = if twice {
                let message = Text::new(
                    format!("{thing}が貸出{other}でも貸出中である"),
                    format!("{thing} is out on loan {other} as well"),
                );
                (Check::LentTwice, message)
            } else {
                let (ja, en) = before.last.map_or_else(
                    || ("期限なし".to_owned(), "without end".to_owned()),
                    |last| {
                        (
                            format!("返却後の作業を含め{last}まで"),
                            format!("until {last} with the work after its return"),
                        )
                    },
                );
                let first = booking.first;
                let message = Text::new(
                    format!("{thing}の{first}からの貸出が貸出{other}（{ja}）と重なる"),
                    format!("{thing} is promised from {first}, but loan {other} takes it {en}"),
                );
                (Check::LoanConflict, message)
            };
            let entries: Vec<u64> = [before.loan, booking.loan].iter().filter_map(Loan::entry).collect();
            findings.extend(rules.finding(check, Kind::Loan, booking.loan.id(), message, &entries));
        }
    }

    fn one(&self, loan: Loan<'_>, rules: &Rules, findings: &mut Vec<Finding>) {
        let entries: Vec<u64> = loan.entry().into_iter().collect();
        let mut note = |check, message, entries: &[u64]| {
            findings.extend(rules.finding(check, Kind::Loan, loan.id(), message, entries));
        };
        let thing = loan.device().unwrap_or("?");
        let disposed = self.devices.get(thing).map(|device| device.status() == Status::Disposed);
        match disposed.or_else(|| self.media.get(thing).map(|there| !there)) {
            None => note(
                Check::LoanOfUnknown,
                Text::new(format!("対象{thing}が台帳にない"), format!("{thing} stands in no ledger")),
                &entries,
            ),
            Some(true) if loan.returned_on().is_none() => note(
                Check::DisposedWithLoan,
                Text::new(
                    format!("廃棄済の{thing}が返却されていない"),
                    format!("{thing} was disposed of, yet the loan is not closed"),
                ),
                &entries,
            ),
            Some(_) => {}
        }
        let incident = loan.record.last_of(&[Event::Lost, Event::Stolen, Event::Damaged]);
        let told = incident.map(|happening| happening.entry).or_else(|| {
            loan.record.cell("incident").filter(|cell| cell.value.is_some()).map(|cell| cell.entry)
        });
        if let Some(entry) = told.filter(|_| loan.day("incident-reported-on").is_none()) {
            let message = Text::new(
                format!("{thing}の破損・紛失の報告が記録されていない"),
                format!("damage or loss of {thing} is not recorded as reported"),
            );
            note(Check::LoanIncidentUnreported, message, &[entry]);
        }
        let Some(lent) = loan.lent_on() else { return };
        let approved = loan.approved_on().filter(|_| loan.is_approved());
        if approved.is_none_or(|approved| approved > lent) {
            let message = Text::new(
                format!("{thing}を承認された申請書なしに{lent}に貸し出した"),
                format!("{thing} was handed out on {lent} without an approved application"),
            );
            note(Check::LentWithoutApproval, message, &entries);
        }
        if loan.record.flag("explained") != Ok(Some(true)) || loan.record.flag("checked") != Ok(Some(true)) {
            let message = Text::new(
                "条件の説明か状態の確認の記録がない",
                "nothing says that terms were explained and the condition checked",
            );
            note(Check::LoanFormalities, message, &entries);
        }
        if loan.due().is_none() {
            let message =
                Text::new(format!("{thing}の返却期限がない"), format!("{thing} has no day to be back"));
            note(Check::LoanWithoutDue, message, &entries);
        }
        match loan.status(self.on) {
            LoanStatus::Overdue { days } => self.overdue(loan, days, rules, findings),
            LoanStatus::Returned => {
                let Some(returned) = loan.returned_on() else { return };
                let limit = returned.checked_add_days(Days::new(u64::from(self.work_days)));
                if limit.is_some_and(|limit| limit < self.on) {
                    let message = Text::new(
                        format!("{returned}に返却された{thing}の消去・更新の完了が記録されていない"),
                        format!(
                            "{thing} came back on {returned}; nothing says that it was wiped and updated"
                        ),
                    );
                    note(Check::NotTurnedAround, message, &entries);
                }
            }
            _ => {}
        }
    }

    fn overdue(&self, loan: Loan<'_>, days: u32, rules: &Rules, findings: &mut Vec<Finding>) {
        let Some(due) = loan.due() else { return };
        let entries: Vec<u64> = loan.record.cell("due").map(|cell| cell.entry).into_iter().collect();
        let (thing, user) = (loan.device().unwrap_or("?"), loan.user().unwrap_or("?"));
        let message = Text::new(
            format!("{user}に貸した{thing}の返却期限{due}を{days}日過ぎている"),
            format!("{thing}, lent to {user}, was due on {due}, {days} days ago"),
        );
        findings.extend(rules.finding(Check::LoanOverdue, Kind::Loan, loan.id(), message, &entries));
        if loan.day("reminded-on").is_none_or(|reminded| reminded <= due) {
            let message = Text::new(
                format!("{user}への返却催促の記録がない"),
                format!("no reminder to {user} is recorded"),
            );
            findings.extend(rules.finding(Check::LoanNotReminded, Kind::Loan, loan.id(), message, &entries));
        }
    }
}

impl Loan<'_> {
    /// The entry that handed it out, or else that planned it.
    fn entry(&self) -> Option<u64> {
        let lent = self.record.last_of(&[Event::Lent]).map(|happening| happening.entry);
        lent.or_else(|| self.record.cell("device").map(|cell| cell.entry))
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
