//! The plan of loans: who has what when, and what is wrong with it.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use provenance::{Finding, Text};

use crate::{Check, Devices, Event, Field, Kind, Loan, LoanStatus, Rules, State, Status};

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

impl<'s> Loan<'s> {
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
        let length = Days::new(u64::from(days.max(1)) - 1 + u64::from(self.work_days));
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
        let incident = loan.record().last_of(&[Event::Lost, Event::Stolen, Event::Damaged]);
        let told = incident.map(|happening| happening.entry).or_else(|| {
            loan.record().cell(Field::Incident).filter(|cell| cell.value.is_some()).map(|cell| cell.entry)
        });
        if let Some(entry) = told.filter(|_| loan.day(Field::IncidentReportedOn).is_none()) {
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
        if loan.record().flag(Field::Explained) != Ok(Some(true))
            || loan.record().flag(Field::Checked) != Ok(Some(true))
        {
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
        let entries: Vec<u64> = loan.record().cell(Field::Due).map(|cell| cell.entry).into_iter().collect();
        let thing = loan.device().unwrap_or("?");
        let user = loan.user().map_or_else(|| Text::new("使用者不明", "nobody known"), Text::same);
        let message = Text::new(
            format!("{thing}（使用者：{}）の返却期限{due}を{days}日過ぎている", user.ja),
            format!("{thing}, lent to {}, was due on {due}, {days} days ago", user.en),
        );
        findings.extend(rules.finding(Check::LoanOverdue, Kind::Loan, loan.id(), message, &entries));
        if loan.day(Field::RemindedOn).is_none_or(|reminded| reminded <= due) {
            let message = Text::new(
                format!("{thing}の返却催促の記録がない"),
                format!("no reminder to bring {thing} back is recorded"),
            );
            findings.extend(rules.finding(Check::LoanNotReminded, Kind::Loan, loan.id(), message, &entries));
        }
    }
}
