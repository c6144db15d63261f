//! Media: what they hold, where they lie, and how they were disposed of.

use calendar::YearMonth;
use chrono::NaiveDate;
use provenance::{Finding, Text};

use crate::{
    Check, Event, Field, Happening, Kind, MediaReport, Record, Rules, State, Tally, UnknownPersonalData,
};

/// A medium as it stood: a view of its record.
#[derive(Debug, Clone, Copy)]
pub struct Medium<'s> {
    record: &'s Record<'s>,
}

/// How a medium was disposed of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disposal<'s> {
    /// When.
    pub on: NaiveDate,
    /// How, such as `shredded`.
    pub method: Option<&'s str>,
    /// What proves it.
    pub evidence: Option<&'s str>,
    /// When it was reported.
    pub reported_on: Option<NaiveDate>,
    /// The entry that says so.
    pub entry: u64,
}

impl Disposal<'_> {
    /// Whether both method and evidence are known.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.method.is_some() && self.evidence.is_some()
    }
}

impl<'s> Medium<'s> {
    /// The view of a record of a medium; `None` for any other kind of record.
    #[must_use]
    pub fn of(record: &'s Record<'s>) -> Option<Self> {
        (record.kind == Kind::Medium).then_some(Self { record })
    }

    /// All media, by number.
    pub fn all(state: &'s State<'s>) -> impl Iterator<Item = Self> {
        state.records(Kind::Medium).filter_map(Self::of)
    }

    /// Its record.
    #[must_use]
    pub fn record(&self) -> &'s Record<'s> {
        self.record
    }

    /// Its number.
    #[must_use]
    pub fn id(&self) -> &'s str {
        self.record.id
    }

    /// Whether it holds personal data; `None` where nobody knows.
    #[must_use]
    pub fn personal_data(&self) -> Option<bool> {
        self.record.flag(Field::PersonalData).ok().flatten()
    }

    /// How it was disposed of, where it was.
    #[must_use]
    pub fn disposal(&self) -> Option<Disposal<'s>> {
        // The first disposal counts: gone is gone.
        let happening = self.record.events().iter().find(|happening| happening.event == Event::Disposed)?;
        Some(Disposal {
            on: happening.on,
            method: self.record.text(Field::DisposalMethod),
            evidence: self.record.text(Field::Evidence),
            reported_on: self.record.date(Field::ReportedOn).ok().flatten(),
            entry: happening.entry,
        })
    }

    /// When it was lost or stolen, where it was not found since nor disposed of.
    #[must_use]
    pub fn gone(&self) -> Option<&'s Happening<'s>> {
        let last = self.record.last_of(&[Event::Lost, Event::Stolen, Event::Found, Event::Disposed])?;
        matches!(last.event, Event::Lost | Event::Stolen).then_some(last)
    }

    /// Whether it is still kept: neither disposed of nor lost nor stolen.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.disposal().is_none() && self.gone().is_none()
    }

    /// The day it was last checked.
    #[must_use]
    pub fn checked_on(&self) -> Option<NaiveDate> {
        self.record.date(Field::CheckedOn).ok().flatten()
    }
}

/// What is wrong with media.
pub(crate) fn findings(state: &State<'_>, rules: &Rules) -> Vec<Finding> {
    let mut findings = Vec::new();
    for medium in Medium::all(state) {
        let mut note = |check, message, entry: Option<u64>| {
            let entries: Vec<u64> = entry.into_iter().collect();
            findings.extend(rules.finding(check, Kind::Medium, medium.id(), message, &entries));
        };
        let Some(disposal) = medium.disposal() else {
            if let Some(gone) = medium.gone() {
                let what = match gone.event {
                    Event::Stolen => Text::new("盗難に遭った", "was stolen"),
                    _ => Text::new("紛失した", "was lost"),
                };
                let message = Text::new(
                    format!("{}に{}まま見つかっていない", gone.on, what.ja),
                    format!("{} on {} and is not found", what.en, gone.on),
                );
                note(Check::MediumLost, message, Some(gone.entry));
                continue;
            }
            if medium.record.flag(Field::Locked) == Ok(Some(false)) {
                let message = Text::new("施錠保管されていない", "is not kept locked");
                note(
                    Check::MediumNotLocked,
                    message,
                    medium.record.cell(Field::Locked).map(|cell| cell.entry),
                );
            }
            continue;
        };
        let on = disposal.on;
        if !disposal.is_proven() {
            let (ja, en) = match (disposal.method, disposal.evidence) {
                (None, None) => ("方法も証左も", "neither way nor evidence"),
                (None, Some(_)) => ("方法が", "no way"),
                _ => ("証左が", "no evidence"),
            };
            let message = Text::new(
                format!("{on}の廃棄に{ja}記録されていない"),
                format!("{en} is recorded of the disposal on {on}"),
            );
            note(Check::DisposalUnproven, message, Some(disposal.entry));
        }
        if disposal.method == Some("contractor") && medium.record.text(Field::Agreed).is_none() {
            let message = Text::new(
                "専門業者への委託に協議の記録がない",
                "no agreement to have a contractor do it is recorded",
            );
            note(Check::DisposalNotAgreed, message, Some(disposal.entry));
        }
        if disposal.reported_on.is_none() {
            let message = Text::new(
                format!("{on}の廃棄の報告が記録されていない"),
                format!("the disposal on {on} is not recorded as reported"),
            );
            note(Check::DisposalUnreported, message, Some(disposal.entry));
        }
        if medium.personal_data().is_none() {
            let message = Text::new(
                "廃棄した媒体に個人情報等があったか記録がない",
                "whether it held personal data when it was disposed of is not recorded",
            );
            note(Check::PersonalDataUnknown, message, Some(disposal.entry));
        }
    }
    findings
}

/// Disposals in a month of media with personal data: planned are all, done those with method and evidence.
#[must_use]
pub fn media_disposals(state: &State<'_>, month: YearMonth, rules: &Rules) -> Tally {
    let unknown_counts = rules.policies.unknown_personal_data.value == UnknownPersonalData::Counted;
    let mut tally = Tally::new(rules.policies.named(&["unknown-personal-data"]));
    for medium in Medium::all(state).filter(|medium| medium.personal_data().unwrap_or(unknown_counts)) {
        if let Some(disposal) = medium.disposal().filter(|disposal| month.contains(disposal.on)) {
            tally.count(disposal.is_proven(), || medium.id().to_owned());
        }
    }
    tally
}

/// The monthly report of media: planned once where media are kept, done by the policy `media-report`.
#[must_use]
pub fn media_reports(state: &State<'_>, month: YearMonth, rules: &Rules) -> Tally {
    let mut tally = Tally::new(rules.policies.named(&["media-report"]));
    let kept: Vec<Medium<'_>> = Medium::all(state)
        .filter(|medium| medium.disposal().is_none_or(|disposal| disposal.on > month.last_day()))
        .filter(|medium| medium.gone().is_none_or(|gone| gone.on > month.last_day()))
        .collect();
    let checked = |medium: &Medium<'_>| medium.checked_on().is_some_and(|on| month.contains(on));
    if kept.is_empty() {
        return tally;
    }
    let done = match rules.policies.media_report.value {
        MediaReport::AllChecked => kept.iter().all(checked),
        MediaReport::AnyChecked => kept.iter().any(checked),
    };
    let unchecked =
        || kept.iter().filter(|medium| !checked(medium)).map(Medium::id).collect::<Vec<_>>().join(", ");
    tally.count(done, unchecked);
    tally
}
