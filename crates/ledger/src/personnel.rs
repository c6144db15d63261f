//! Changes of personnel against the ledgers: what follows from them is proposed, and recorded when a person accepts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use provenance::{Finding, Text};

use crate::{Body, Check, Devices, Draft, Kind, Loan, Medium, Origin, Put, Record, Rules, State, Status};

/// What became of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Personnel {
    /// Left the house.
    Left,
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

/// One spelling of a name: spaces between its parts are written or not.
fn name(person: &str) -> String {
    person.chars().filter(|letter| !letter.is_whitespace()).collect()
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
        let of = |record: &Record<'_>, field: &str| last.get(&name(record.text(field)?)).copied();
        let mut proposals = Vec::new();
        for device in Devices::of(state).iter().filter(|device| device.status() != Status::Disposed) {
            let record = device.record();
            if let Some(change) = of(record, "user") {
                proposals.extend(proposal(record, "user", change, &Put::cleared));
            }
        }
        for record in state.records(Kind::Account) {
            if record.flag("enabled") != Ok(Some(false))
                && let Some(change) = of(record, "person")
            {
                proposals.extend(proposal(record, "person", change, &|put, _| put.field("enabled", "no")));
            }
        }
        for medium in Medium::all(state).filter(|medium| medium.disposal().is_none()) {
            if let Some(change) =
                of(medium.record(), "holder").filter(|change| change.change == Personnel::Left)
            {
                proposals.extend(proposal(medium.record(), "holder", change, &Put::cleared));
            }
        }
        for loan in Loan::all(state).filter(Loan::is_out) {
            if let Some(change) = of(loan.record(), "user").filter(|change| change.change == Personnel::Left)
            {
                // It has to come back; nothing can be recorded before it does.
                proposals.extend(
                    proposal(loan.record(), "user", change, &Put::cleared)
                        .map(|one| Proposal { draft: None, ..one }),
                );
            }
        }
        Self(proposals)
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
    field: &str,
    change: &PersonnelChange,
    when_left: &dyn Fn(Put, &str) -> Put,
) -> Option<Proposal> {
    let named = record.cell(field)?;
    let PersonnelChange { person, on, .. } = change;
    let put = Put::new(record.kind, record.id);
    let (check, put, reason, same_person) = match &change.change {
        Personnel::Left => {
            let reason = Text::new(
                format!("{person}は{on}に退職しているが、まだ記載されている"),
                format!("{person} left on {on} and is still named"),
            );
            (Check::PersonLeft, when_left(put, field), reason, true)
        }
        Personnel::Transferred { from, to } => {
            let department = record.text("department");
            if department == Some(to.as_str()) {
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
            let same =
                from.as_deref().is_none_or(|from| department.is_none_or(|department| department == from));
            (Check::PersonTransferred, put.field("department", to), reason, same)
        }
    };
    let draft = Draft { valid_on: *on, origin: change.origin.clone(), body: Body::Put(put) };
    Some(Proposal {
        check,
        kind: record.kind,
        id: record.id.to_owned(),
        // Backdated before the fact it amends, it would change nothing.
        draft: Some(Draft { valid_on: (*on).max(named.since), ..draft }),
        reason,
        is_certain: same_person && named.since <= *on,
        entry: named.entry,
    })
}
