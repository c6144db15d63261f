//! Accounts that nobody uses.

use chrono::NaiveDate;
use provenance::{Finding, Text};

use crate::{Check, Field, Kind, Record, Rules, State, months_after};

/// An account that nobody uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdleAccount<'s> {
    /// The user ID.
    pub id: &'s str,
    /// Whose it is.
    pub person: Option<&'s str>,
    /// Whom to ask.
    pub department: Option<&'s str>,
    /// The last sign-in; `None` where there never was one.
    pub last_sign_in: Option<NaiveDate>,
    /// The day at whose end it had been idle for long enough.
    pub idle_on: NaiveDate,
    /// The entry that says so.
    pub entry: u64,
}

/// The enabled accounts without a sign-in for as long as the contract says, at the end of the day asked about.
#[must_use]
pub fn idle_accounts<'s>(state: &'s State<'s>, rules: &Rules) -> Vec<IdleAccount<'s>> {
    let Some(idle) = &rules.idle else { return Vec::new() };
    let on = state.as_of().valid_on;
    let one = |record: &'s Record<'s>| {
        if record.flag(Field::Enabled) == Ok(Some(false)) {
            return None;
        }
        // What is no day is named by its own finding; nothing is said of idleness then.
        let last_sign_in = record.date(Field::LastSignIn).ok()?;
        // Without a sign-in, from when the account is known: it existed then, perhaps earlier.
        let known = record.fields().min_by_key(|(_, cell)| (cell.since, cell.entry)).map(|(_, cell)| cell);
        let since = last_sign_in.or(known.map(|cell| cell.since))?;
        let entry = record.cell(Field::LastSignIn).filter(|cell| cell.value.is_some()).or(known)?.entry;
        let idle_on = months_after(since, idle.months);
        let (person, department) = (record.text(Field::Person), record.text(Field::Department));
        (idle_on <= on).then_some(IdleAccount {
            id: record.id,
            person,
            department,
            last_sign_in,
            idle_on,
            entry,
        })
    };
    state.records(Kind::Account).filter_map(one).collect()
}

/// The same as findings.
pub(crate) fn findings(state: &State<'_>, rules: &Rules) -> Vec<Finding> {
    let said = |account: &IdleAccount<'_>| {
        let whose = account.person.unwrap_or(account.id);
        let (check, message) = match account.last_sign_in {
            Some(day) => (
                Check::AccountIdle,
                Text::new(
                    format!("{whose}は{day}からサインインしていない"),
                    format!("{whose} has not signed in since {day}"),
                ),
            ),
            None => (
                Check::AccountNeverUsed,
                Text::new(
                    format!("{whose}のサインインの記録がない"),
                    format!("no sign-in of {whose} is recorded"),
                ),
            ),
        };
        rules.finding(check, Kind::Account, account.id, message, &[account.entry])
    };
    idle_accounts(state, rules).iter().filter_map(said).collect()
}
