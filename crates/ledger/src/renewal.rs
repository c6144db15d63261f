//! Renewals: when to tell of each, the more it costs the earlier.

use calendar::YearMonth;
use chrono::NaiveDate;
use provenance::{Finding, PolicyUse, Text, Verdict};

use crate::{
    Amount, AmountFrom, AmountUnknown, Check, Device, Event, Field, Kind, NoticeInTime, Record, Renewal,
    Rules, State, Tally, held, months_before,
};

const POLICIES: &[&str] = &["amount", "amount-from", "amount-unknown"];

/// How near a renewal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nearness {
    /// Its day has passed, and it is not renewed.
    Overdue,
    /// It is time to tell of it.
    Near,
    /// It is not yet time.
    Ahead,
}

/// A renewal to come, and when to tell of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice<'s> {
    /// Licences or a device.
    pub kind: Kind,
    /// The asset number.
    pub id: &'s str,
    /// What it is called.
    pub name: Option<&'s str>,
    /// The day of the renewal.
    pub renewal_on: NaiveDate,
    /// The contract's amount in yen as recorded; `None` where it is unknown.
    pub amount: Option<u64>,
    /// Whether the amount decides the notice day; where it is unknown a policy does.
    pub decided: Verdict,
    /// So many months before the renewal.
    pub months: u32,
    /// The day from which to tell of it.
    pub notice_on: NaiveDate,
    /// How near it is.
    pub nearness: Nearness,
    /// When somebody was told.
    pub notified_on: Option<NaiveDate>,
    /// The entry that gives the day.
    pub entry: u64,
}

/// The renewals of a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewals<'s> {
    /// By notice day, then asset number.
    pub notices: Vec<Notice<'s>>,
    /// Licences for a term of which nobody knows when they are renewed.
    pub unknown: Vec<UnknownRenewal<'s>>,
    /// The readings they rest on.
    pub policies: Vec<PolicyUse>,
}

/// A licence for a term of which nobody knows when it is renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownRenewal<'s> {
    /// Its asset number.
    pub id: &'s str,
    /// The entry that says that it is for a term.
    pub entry: u64,
}

impl Renewal {
    /// The months before its renewal at which to tell of a contract; amounts are in yen as recorded.
    #[must_use]
    pub fn months_for(&self, amount: u64, recorded: Amount) -> u32 {
        // Compared in hundredths of a yen, so that tax is never rounded.
        let percent = match recorded {
            Amount::TaxIncluded => 100,
            Amount::TaxExcluded => 100 + u128::from(self.tax_percent),
        };
        let hundredths = u128::from(amount) * percent;
        let reached = |from_yen: u64| hundredths >= u128::from(from_yen) * 100;
        self.steps.iter().rev().find(|step| reached(step.from_yen)).map_or(0, |step| step.months)
    }

    /// The months where the amount is unknown, and whether all amounts agree on them.
    fn months_unknown(&self, policy: AmountUnknown) -> (u32, bool) {
        let months = || self.steps.iter().map(|step| step.months);
        let (least, most) = (months().min().unwrap_or(0), months().max().unwrap_or(0));
        (if policy == AmountUnknown::Earlier { most } else { least }, least == most)
    }
}

impl<'s> Renewals<'s> {
    /// The renewals of devices and licences, as they stood; none where the contract does not ask for them.
    #[must_use]
    pub fn of(state: &'s State<'s>, rules: &Rules) -> Self {
        let policies = rules.policies.named(POLICIES);
        let (mut notices, mut unknown) = (Vec::new(), Vec::new());
        let Some(renewal) = &rules.renewal else { return Self { notices, unknown, policies } };
        let on = state.as_of().valid_on;
        for record in state.records(Kind::Entitlement) {
            // What is given up by then is not renewed.
            let last =
                record.date(Field::RenewalOn).ok().flatten().map_or(on, |renewal_on| renewal_on.max(on));
            if record.date(Field::RetiredOn).ok().flatten().is_some_and(|retired| retired <= last) {
                continue;
            }
            // What took its place is renewed instead.
            let upgraded = record.text(Field::UpgradedBy).and_then(|id| state.record(Kind::Entitlement, id));
            if upgraded.is_some_and(|by| held::is_held(|field| by.date(field).ok().flatten(), on)) {
                continue;
            }
            notices.extend(notice(record, renewal, rules, on));
            let for_a_term = record.text(Field::LicenceType) == Some("subscription")
                || record.text(Field::TermTo).is_some();
            if for_a_term && record.text(Field::RenewalOn).is_none() {
                let entry = record
                    .cell(Field::TermTo)
                    .or(record.cell(Field::LicenceType))
                    .map_or(0, |cell| cell.entry);
                unknown.push(UnknownRenewal { id: record.id, entry });
            }
        }
        for record in state.records(Kind::Device) {
            if Device::of(record).is_some_and(|_| record.last_of(&[Event::Disposed]).is_none()) {
                notices.extend(notice(record, renewal, rules, on));
            }
        }
        notices.sort_by_key(|notice| (notice.notice_on, notice.id, notice.kind));
        Self { notices, unknown, policies }
    }

    /// Those to tell of now: near or overdue.
    pub fn to_tell(&self) -> impl Iterator<Item = &Notice<'s>> {
        self.notices.iter().filter(|notice| notice.nearness != Nearness::Ahead)
    }

    /// What to tell.
    #[must_use]
    pub fn findings(&self, rules: &Rules) -> Vec<Finding> {
        let mut findings = Vec::new();
        for notice in self.to_tell() {
            let Notice { renewal_on, notice_on, months, .. } = notice;
            let name = notice.name.unwrap_or(notice.id);
            let mut note = |check, message| {
                findings.extend(rules.finding(check, notice.kind, notice.id, message, &[notice.entry]));
            };
            if notice.nearness == Nearness::Overdue {
                let message = Text::new(
                    format!("{name}の更新予定日{renewal_on}を過ぎている"),
                    format!("{name} was to be renewed on {renewal_on}"),
                );
                note(Check::RenewalOverdue, message);
            } else if notice.notified_on.is_none() {
                let message = Text::new(
                    format!(
                        "{name}は{renewal_on}に更新予定である（{months}か月前の{notice_on}から通知する）"
                    ),
                    format!(
                        "{name} is to be renewed on {renewal_on}: tell of it from {notice_on}, {months} months before"
                    ),
                );
                note(Check::RenewalNotice, message);
            }
            if notice.decided.why().is_some() {
                let message = Text::new(
                    format!("{name}の契約金額が不明で、通知の時期が決まらない"),
                    format!(
                        "the amount of the contract for {name} is unknown, so when to tell is not decided"
                    ),
                );
                note(Check::RenewalAmountUnknown, message);
            }
        }
        for UnknownRenewal { id, entry } in &self.unknown {
            let message = Text::new(
                "期間のあるライセンスだが更新予定日がない",
                "is a licence for a term, and nothing says when it is renewed",
            );
            findings.extend(rules.finding(Check::RenewalUnknown, Kind::Entitlement, id, message, &[*entry]));
        }
        findings
    }
}

fn notice<'s>(record: &'s Record<'s>, renewal: &Renewal, rules: &Rules, on: NaiveDate) -> Option<Notice<'s>> {
    // What is no day is named by its own finding.
    let renewal_on = record.date(Field::RenewalOn).ok().flatten()?;
    let cell = record.cell(Field::RenewalOn)?;
    let amount = amount(record, rules.policies.amount_from.value);
    let (months, decided) = match amount {
        Some(amount) => (renewal.months_for(amount, rules.policies.amount.value), Verdict::Met),
        None => {
            let (months, agreed) = renewal.months_unknown(rules.policies.amount_unknown.value);
            let why = Text::new("契約金額が不明", "the contract's amount is unknown");
            (months, if agreed { Verdict::Met } else { Verdict::Undetermined(why) })
        }
    };
    let notice_on = months_before(renewal_on, months);
    let nearness = match () {
        () if renewal_on < on => Nearness::Overdue,
        () if notice_on <= on => Nearness::Near,
        () => Nearness::Ahead,
    };
    // Told before the renewal before, or while its day still held, it was told of that one.
    let before = record.earlier(Field::RenewalOn);
    let counts_from = before.and_then(|before| {
        let day = before.value.parse::<NaiveDate>().ok();
        day.into_iter().chain([before.until]).min()
    });
    let notified_on = record.date(Field::RenewalNotifiedOn).ok().flatten();
    let notified_on = notified_on.filter(|notified| counts_from.is_none_or(|from| *notified >= from));
    Some(Notice {
        kind: record.kind,
        id: record.id,
        name: record.text(Field::Software).or(record.text(Field::Name)),
        renewal_on,
        amount,
        decided,
        months,
        notice_on,
        nearness,
        notified_on,
        entry: cell.entry,
    })
}

/// The amount to go by; what is recorded and cannot be read stands for no other.
fn amount(record: &Record<'_>, from: AmountFrom) -> Option<u64> {
    match record.yen(Field::ContractAmount).ok()? {
        None if from == AmountFrom::ContractOrTotal => record.yen(Field::TotalPrice).ok().flatten(),
        amount => amount,
    }
}

/// Notices whose day lies in a month, as it stood: done are those given in time, by a policy.
#[must_use]
pub fn renewal_notices(state: &State<'_>, month: YearMonth, rules: &Rules) -> Tally {
    let mut tally =
        Tally::new(rules.policies.named(&["amount", "amount-from", "amount-unknown", "notice-in-time"]));
    for notice in Renewals::of(state, rules).notices {
        if !month.contains(notice.notice_on) {
            continue;
        }
        let last = match rules.policies.notice_in_time.value {
            NoticeInTime::InMonth => month.last_day(),
            NoticeInTime::ByNoticeDay => notice.notice_on,
        };
        tally.count(notice.notified_on.is_some_and(|told| told <= last), || {
            format!("{} {}", notice.kind, notice.id)
        });
    }
    tally
}
