//! Changes of personnel against the ledgers: what follows from them is proposed, and recorded when a person accepts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use provenance::{Finding, Text, folded};

use crate::{
    Body, Check, Devices, Draft, Field, Kind, Loan, Medium, Origin, Put, Record, Rules, State, Status,
};

/// What became of a person. Where it is not said which department somebody came from, and the ledgers have the name in
/// several, nothing about it is certain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Personnel {
    /// Left the house.
    Left {
        /// From there, where it is said; tells apart two people of one name.
        from: Option<String>,
    },
    /// Went to another department.
    Transferred {
        /// From there, where it is said; tells apart two people of one name.
        from: Option<String>,
        /// To there.
        to: String,
    },
}

/// A row of an announcement of changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonnelChange {
    /// The person's name, or the user ID where the ledgers name that.
    pub person: String,
    /// From when.
    pub on: NaiveDate,
    /// What changes.
    pub change: Personnel,
    /// Where it was read.
    pub origin: Option<Origin>,
}

/// Something that follows from a change, for a person to accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The check.
    pub check: Check,
    /// The kind of record.
    pub kind: Kind,
    /// The record.
    pub id: String,
    /// What would be recorded; `None` where it is for people to act first.
    pub draft: Option<Draft>,
    /// Why.
    pub reason: Text,
    /// Whether nothing speaks against it: names are the same, and the ledger was not changed since.
    pub is_certain: bool,
    /// The entry that names the person.
    pub entry: u64,
}

/// What follows from changes for the ledgers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposals(Vec<Proposal>);

/// One spelling of a name or a department: width, case and spaces between its parts differ.
fn name(person: &str) -> String {
    folded(person).into_owned()
}

/// Whether two texts name the same department.
fn is_same(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

impl Proposals {
    /// Compares the changes in force with the ledgers as they stood. Of several changes of one person, the last counts.
    #[must_use]
    pub fn of(state: &State<'_>, changes: &[PersonnelChange]) -> Self {
        let on = state.as_of().valid_on;
        let mut last: BTreeMap<String, &PersonnelChange> = BTreeMap::new();
        for change in changes.iter().filter(|change| change.on <= on) {
            let known = last.entry(name(&change.person)).or_insert(change);
            if change.on >= known.on {
                *known = change;
            }
        }
        let devices = Devices::of(state);
        let devices = devices.iter().filter(|device| device.status() != Status::Disposed);
        let devices = devices.map(|device| (device.record(), Field::User));
        let accounts = state.records(Kind::Account).filter(|one| one.flag(Field::Enabled) != Ok(Some(false)));
        let media = Medium::all(state).filter(|medium| medium.disposal().is_none());
        let named: Vec<(&Record<'_>, Field)> = devices
            .chain(accounts.map(|account| (account, Field::Person)))
            .chain(media.map(|medium| (medium.record(), Field::Holder)))
            .chain(Loan::all(state).filter(Loan::is_out).map(|loan| (loan.record(), Field::User)))
            .collect();
        let mut departments: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (record, field) in &named {
            if let (Some(person), Some(department)) = (record.text(*field), record.text(Field::Department)) {
                departments.entry(name(person)).or_default().insert(name(department));
            }
        }
        let none = BTreeSet::new();
        let proposals = named.iter().filter_map(|(record, field)| {
            let person = name(record.text(*field)?);
            let change = last.get(&person)?;
            let only_leavers = matches!(record.kind, Kind::Medium | Kind::Loan);
            if only_leavers && !matches!(change.change, Personnel::Left { .. }) {
                return None;
            }
            proposal(record, *field, change, departments.get(&person).unwrap_or(&none))
        });
        Self(proposals.collect())
    }

    /// The proposals: devices, accounts, media, loans.
    pub fn iter(&self) -> impl Iterator<Item = &Proposal> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What to look into.
    #[must_use]
    pub fn findings(&self, rules: &Rules) -> Vec<Finding> {
        let finding =
            |one: &Proposal| rules.finding(one.check, one.kind, &one.id, one.reason.clone(), &[one.entry]);
        self.0.iter().filter_map(finding).collect()
    }
}

fn proposal(
    record: &Record<'_>,
    field: Field,
    change: &PersonnelChange,
    departments: &BTreeSet<String>,
) -> Option<Proposal> {
    let named = record.cell(field)?;
    let PersonnelChange { person, on, .. } = change;
    let put = Put::new(record.kind, record.id);
    let department = record.text(Field::Department);
    let (check, put, reason) = match &change.change {
        Personnel::Left { .. } => {
            let reason = Text::new(
                format!("{person}は{on}に退職しているが、まだ記載されている"),
                format!("{person} left on {on} and is still named"),
            );
            let put = match record.kind {
                Kind::Account => put.field(Field::Enabled, "no"),
                _ => put.cleared(field),
            };
            (Check::PersonLeft, put, reason)
        }
        Personnel::Transferred { to, .. } => {
            if department.is_some_and(|department| is_same(department, to)) {
                return None;
            }
            let reason = Text::new(
                format!(
                    "{person}は{on}に{to}へ異動したが、部署が{}のままである",
                    department.unwrap_or("空欄")
                ),
                format!(
                    "{person} was transferred to {to} on {on}; the department is still {}",
                    department.unwrap_or("empty")
                ),
            );
            (Check::PersonTransferred, put.field(Field::Department, to), reason)
        }
    };
    let draft = Draft { valid_on: *on, origin: change.origin.clone(), body: Body::Put(put) };
    Some(Proposal {
        check,
        kind: record.kind,
        id: record.id.to_owned(),
        // A loan has to come back first. Backdated before the fact it amends, a draft would change nothing.
        draft: (record.kind != Kind::Loan).then(|| Draft { valid_on: (*on).max(named.since), ..draft }),
        reason,
        is_certain: is_the_same(department, &change.change, departments) && named.since <= *on,
        entry: named.entry,
    })
}

/// Whether a record can only mean the person announced: of that department, or of none while the ledgers have nobody of
/// the name in another.
fn is_the_same(department: Option<&str>, change: &Personnel, departments: &BTreeSet<String>) -> bool {
    let (from, to) = match change {
        Personnel::Left { from } => (from.as_deref(), None),
        Personnel::Transferred { from, to } => (from.as_deref(), Some(to.as_str())),
    };
    // Where it was put right already, it is no other department.
    let is = |known: &str, other: Option<&str>| other.is_some_and(|other| is_same(known, other));
    let mut others = departments.iter().filter(|known| !is(known, to) && !is(known, from));
    match (from, department) {
        (Some(from), Some(department)) => is_same(department, from),
        (Some(_), None) => others.next().is_none(),
        (None, _) => others.nth(1).is_none(),
    }
}
