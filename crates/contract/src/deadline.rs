//! Duties with dates: each event under the contract, and what falls due by it.

use std::collections::BTreeMap;

use calendar::{BusinessCalendar, CalendarSet, YearMonth};
use chrono::{Datelike, NaiveDate};
use provenance::{PolicyUse, Text};

use crate::{
    CountFrom, Done, Due, Duty, Event, EventKindId, Log, MeetingId, OfSeveralMeetings, Outside, PlannedEvent,
    State, Terms, Trigger, WordId,
    limit::{Beginning, Limit, Reckoner},
};

/// When something falls due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// On a day.
    Day {
        /// By the bare rule.
        nominal: NaiveDate,
        /// As it holds, moved from a closed day where the reading says so.
        due: NaiveDate,
    },
    /// Nothing gives a day; says why.
    Undated(Text),
}

/// A duty that an event made due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline<'a> {
    /// The duty.
    pub duty: &'a Duty,
    /// The event.
    pub event: Event,
    /// Which of a series, from 1.
    pub part: Option<u32>,
    /// The day from which it counts: the event's, or that of a meeting of the same month, or of the duty before it.
    pub counted_from: NaiveDate,
    /// Whether that day may still change, since a meeting is not yet recorded or the duty before it not yet done.
    pub is_provisional: bool,
    /// The first day, where the duty fills a time.
    pub begins: Option<NaiveDate>,
    /// When it falls due.
    pub when: When,
    /// The first day on which it may be done, where the text sets one and no limit after it.
    pub not_before: Option<NaiveDate>,
    /// The meeting about which it is, by name, where there is one for each.
    pub meeting: Option<MeetingId>,
    /// The day that the general rule gives, where the contract sets a date instead.
    pub by_general_rule: Option<NaiveDate>,
    /// Whether it lies outside the term.
    pub outside: Option<Outside>,
    /// Whether the day by the bare rule is closed.
    pub is_on_closed_day: bool,
    /// When it was done, if it was.
    pub done: Option<NaiveDate>,
    /// What the text leaves open and the day rests on.
    pub readings: Vec<PolicyUse>,
    pub(crate) is_logged: bool,
}

impl Deadline<'_> {
    /// Duty and event as one name: `monthly-report/2024-05`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}/{}", self.duty.heading.id, self.of())
    }

    /// The event as a log names it: `2024-05`, in a series `term-begins/2`, for one of several meetings
    /// `2024-05/monthly-institute`.
    #[must_use]
    pub fn of(&self) -> String {
        let meeting = self.meeting.as_ref().map_or_else(String::new, |meeting| format!("/{meeting}"));
        match self.part {
            Some(part) => format!("{}{meeting}/{part}", self.event.id),
            None => format!("{}{meeting}", self.event.id),
        }
    }

    /// The event for people: what happens, and its own name unless it is the only one of its kind.
    #[must_use]
    pub fn event_text(&self, terms: &Terms) -> Text {
        let (kind, id) = (terms.event_text(&self.event.kind), &self.event.id);
        if self.event.kind.as_str() == id {
            return kind;
        }
        Text::new(format!("{} {id}", kind.ja), format!("{} {id}", kind.en))
    }

    /// The day on which it falls due, where there is one.
    #[must_use]
    pub fn due(&self) -> Option<NaiveDate> {
        match self.when {
            When::Day { due, .. } => Some(due),
            When::Undated(_) => None,
        }
    }

    /// The limit that holds for it: the contract's own date where the month has one, else the duty's rule.
    #[must_use]
    pub fn limit_text(&self) -> Text {
        let rule = self.duty.due.text();
        match (self.due(), self.by_general_rule) {
            (Some(due), Some(general)) => Text::new(
                format!("{due}まで（この月だけの期日。一般の定め「{}」では{general}）", rule.ja),
                format!(
                    "by {due}, a date of this month alone (the general rule, {}, gives {general})",
                    rule.en
                ),
            ),
            _ => rule,
        }
    }

    /// The day by which it is listed: due, or the first on which it may be done, or its event's.
    #[must_use]
    pub fn listed_on(&self) -> NaiveDate {
        self.due().or(self.not_before).unwrap_or(self.event.day)
    }

    /// What has become of it by a day.
    #[must_use]
    pub fn state(&self, today: NaiveDate) -> State {
        let keeps = matches!(self.duty.due, Due::Within { keeps: true, .. });
        match (self.due(), self.done) {
            (None, None) => State::Undated,
            (None, Some(on)) => match self.not_before.filter(|first| on < *first) {
                Some(first) => State::DoneTooEarly { on, days: (first - on).num_days() },
                None => State::Done { on, early: 0 },
            },
            (Some(due), _) if keeps && today > due => State::Over,
            (Some(_), _) if keeps && today >= self.counted_from => State::InForce,
            (Some(due), Some(on)) if on <= due => State::Done { on, early: (due - on).num_days() },
            (Some(due), Some(on)) => State::DoneLate { on, late: (on - due).num_days() },
            (Some(due), None) if today < due => State::Upcoming { days: (due - today).num_days() },
            (Some(due), None) if today == due => State::DueToday,
            (Some(due), None) if self.is_logged && self.is_provisional => {
                State::NotBegun { days: (today - due).num_days() }
            }
            (Some(due), None) if self.is_logged => State::Late { days: (today - due).num_days() },
            (Some(due), None) => State::NotRecorded { days: (today - due).num_days() },
        }
    }
}

/// All deadlines of a contract, by its terms, its calendars and what is logged.
#[derive(Debug, Clone)]
pub struct Deadlines<'a> {
    deadlines: Vec<Deadline<'a>>,
    unanswered: Vec<Done>,
}

impl<'a> Deadlines<'a> {
    /// The deadlines. Without a log, what the term brings by itself; whether it was done is then not recorded.
    #[must_use]
    pub fn new(terms: &'a Terms, calendars: &'a CalendarSet, log: Option<&Log>) -> Self {
        let done = log.map(Log::done).unwrap_or_default();
        let source = Source {
            terms,
            calendars,
            log,
            done: done.iter().map(|done| ((done.duty.as_str(), done.of.as_str()), done.day)).collect(),
        };
        let mut deadlines: Vec<Deadline<'a>> =
            terms.duties().iter().flat_map(|duty| source.of_duty(duty)).collect();
        deadlines.sort_by_key(Deadline::listed_on);
        let answered = |done: &&Done| {
            !deadlines.iter().any(|one| one.duty.heading.id == done.duty.as_str() && one.of() == done.of)
        };
        let unanswered = done.iter().filter(answered).cloned().collect();
        Self { deadlines, unanswered }
    }

    /// Every deadline, by the day on which it falls due; those without a day by their event's.
    #[must_use]
    pub fn all(&self) -> &[Deadline<'a>] {
        &self.deadlines
    }

    /// Those from one day to another, both inclusive.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = &Deadline<'a>> {
        self.deadlines.iter().filter(move |one| (from..=to).contains(&one.listed_on()))
    }

    /// What the log says was done and no event made due.
    #[must_use]
    pub fn unanswered(&self) -> &[Done] {
        &self.unanswered
    }
}

impl Terms {
    /// The last day of a duty that counts from an event on a day: that of the minutes of a meeting. `None` where there is no
    /// such duty, it counts from no event, or its text gives no day.
    #[must_use]
    pub fn due_after(&self, calendars: &CalendarSet, duty: &str, day: NaiveDate) -> Option<NaiveDate> {
        let source = Source { terms: self, calendars, log: None, done: BTreeMap::new() };
        let duty = self.duties().iter().find(|known| known.heading.id == duty)?;
        let Trigger::Event(kind) = &duty.trigger else { return None };
        let event = Event { kind: kind.clone(), id: String::new(), of: None, meeting: None, day, time: None };
        let starts = source.begin(duty, PlannedEvent { event, is_tentative: false });
        let calendar = &calendars.get(duty.calendar.as_str())?.calendar;
        let of_start = |start| source.deadlines(duty, start, calendar);
        starts.into_iter().flat_map(of_start).filter_map(|deadline| deadline.due()).max()
    }
}

/// What deadlines are made from.
struct Source<'a, 'l> {
    terms: &'a Terms,
    calendars: &'a CalendarSet,
    log: Option<&'l Log>,
    done: BTreeMap<(&'l str, &'l str), NaiveDate>,
}

/// An event that makes a duty due, with the day from which the duty counts.
#[derive(Clone)]
struct Start {
    event: Event,
    from: Beginning,
    is_provisional: bool,
    meeting: Option<MeetingId>,
    readings: Vec<&'static str>,
    /// Why there is no day to count from.
    unknown: Option<Text>,
}

impl<'a> Source<'a, '_> {
    fn of_duty(&self, duty: &'a Duty) -> Vec<Deadline<'a>> {
        let Some(named) = self.calendars.get(duty.calendar.as_str()) else { return Vec::new() };
        let calendar = &named.calendar;
        self.starts(duty).into_iter().flat_map(|start| self.deadlines(duty, start, calendar)).collect()
    }

    fn starts(&self, duty: &'a Duty) -> Vec<Start> {
        match &duty.trigger {
            Trigger::Event(kind) => {
                self.events(kind).into_iter().flat_map(|planned| self.begin(duty, planned)).collect()
            }
            Trigger::Duty(before) => {
                let before = self.terms.duties().iter().find(|other| other.heading.id == before.as_str());
                // Circles are refused when the table is read, so that this comes to an end.
                before
                    .map(|before| self.of_duty(before))
                    .unwrap_or_default()
                    .into_iter()
                    .map(follow)
                    .collect()
            }
        }
    }

    fn begin(&self, duty: &Duty, PlannedEvent { event, is_tentative }: PlannedEvent) -> Vec<Start> {
        let is_end_of_day = self
            .terms
            .event_kinds()
            .iter()
            .any(|kind| kind.heading.id == event.kind.as_str() && kind.origin.is_end_of_day());
        let mut start = Start {
            from: Beginning { day: event.day, is_end_of_day },
            is_provisional: is_tentative,
            meeting: None,
            readings: Vec::new(),
            unknown: None,
            event,
        };
        match self.terms.event_kinds().iter().find(|kind| kind.heading.id == start.event.kind.as_str()) {
            Some(kind) if kind.is_cut_short(&start.event, self.terms.term()) => {
                start.readings.push("last-fiscal-year");
            }
            _ => {}
        }
        let Some(kind) = &duty.counts_from else { return vec![start] };
        start.readings.push("count-from");
        let policies = self.terms.policies();
        if policies.count_from.value == CountFrom::MonthEnd {
            return vec![start];
        }
        let logged = self.log.map(Log::events).unwrap_or_default();
        let held: Vec<&Event> = logged
            .iter()
            .filter(|event| event.kind == *kind && event.of.as_deref() == Some(&start.event.id))
            .collect();
        let unnamed: Vec<NaiveDate> =
            held.iter().filter(|event| event.meeting.is_none()).map(|event| event.day).collect();
        let chosen = match policies.of_several_meetings.value {
            OfSeveralMeetings::First => unnamed.iter().min(),
            OfSeveralMeetings::Last => unnamed.iter().max(),
        };
        let begin_at = |start: &mut Start, day: Option<NaiveDate>| match day {
            Some(day) => start.from = Beginning { day, is_end_of_day: false },
            None => start.is_provisional = true,
        };
        if unnamed.len() > 1 {
            start.readings.push("of-several-meetings");
        }
        if unnamed.len() == held.len() {
            begin_at(&mut start, chosen.copied());
            return vec![start];
        }
        // Each meeting that brings the duty has one of its own, those that are still to be held too.
        let meetings = self.terms.meetings().map_or(&[][..], |all| &all.meetings);
        let bring = meetings
            .iter()
            .filter(|meeting| meeting.duties.iter().any(|brought| brought.as_str() == duty.heading.id));
        let mut starts = Vec::new();
        for meeting in bring {
            // Meetings of terms that were checked have names.
            let Ok(id) = meeting.heading.id.parse::<MeetingId>() else { continue };
            let own = held.iter().filter(|event| event.meeting.as_ref() == Some(&id));
            let day = own.map(|event| event.day).min();
            let mut one = Start { meeting: Some(id), ..start.clone() };
            if day.is_some() {
                one.readings.retain(|reading| *reading != "of-several-meetings");
            }
            begin_at(&mut one, day.or(chosen.copied()));
            starts.push(one);
        }
        starts
    }

    /// The events of a kind, from the term, the calendars or the log.
    fn events(&self, kind: &EventKindId) -> Vec<PlannedEvent> {
        let sure = |event: Event| PlannedEvent { event, is_tentative: false };
        let known = self.terms.event_kinds().iter().find(|known| known.heading.id == kind.as_str());
        if let Some(known) = known.filter(|known| !known.origin.is_given()) {
            return known.of_term(self.terms.term(), self.terms.policies()).into_iter().map(sure).collect();
        }
        let logged = self.log.map(Log::events).unwrap_or_default();
        let logged: Vec<Event> = logged.iter().filter(|event| event.kind == *kind).cloned().collect();
        let planned = known.map(|known| known.of_calendars(self.calendars, self.terms.term()));
        let mut events = planned.unwrap_or_default();
        events.retain(|planned| !logged.iter().any(|event| event.id == planned.event.id));
        events.extend(logged.into_iter().map(sure));
        events
    }

    fn deadlines(&self, duty: &'a Duty, start: Start, calendar: &BusinessCalendar) -> Vec<Deadline<'a>> {
        let reckoner = Reckoner { calendar, policies: self.terms.policies(), duty: &duty.heading.id };
        if let Some(why) = start.unknown.clone().or_else(|| self.undated(duty)) {
            return vec![self.deadline(duty, start, None, Err(why), None, calendar)];
        }
        let from = start.from;
        if let Due::NotBefore { n, unit } = duty.due {
            return vec![self.not_before(duty, start, reckoner.not_before(from, n, unit), calendar)];
        }
        let one = |limit: Option<Limit>| vec![limit];
        let limits: Vec<Option<Limit>> = match duty.due {
            Due::AtOnce => {
                one(Some(Limit { begins: None, nominal: from.day, due: from.day, readings: Vec::new() }))
            }
            Due::Within { n, unit, keeps } => one(reckoner.within(from, n, unit, keeps)),
            Due::Before { n, unit, spans } => one(reckoner.before(from, n, unit, spans)),
            Due::UntilTermEnds => {
                let last = self.terms.term().last_day();
                let begins = Some(start.event.day.min(last));
                one(Some(Limit { begins, nominal: last, due: last, readings: Vec::new() }))
            }
            Due::Weekly { times, weeks } => match reckoner.weekly(from, times, weeks) {
                Some(limits) => limits.into_iter().map(Some).collect(),
                None => one(None),
            },
            // Told above.
            Due::Unstated | Due::NotBefore { .. } => Vec::new(),
        };
        let is_series = limits.len() > 1;
        let mut deadlines = Vec::new();
        for (limit, number) in limits.into_iter().zip(1_u32..) {
            let part = is_series.then_some(number);
            let (limit, general) = match (self.fixed_day(duty, &start.event), limit) {
                (Some(day), general) => (reckoner.fixed(day), general.map(|limit| limit.due)),
                (None, limit) => (limit, None),
            };
            let limit = limit.ok_or_else(beyond);
            let start = Start {
                event: start.event.clone(),
                meeting: start.meeting.clone(),
                readings: start.readings.clone(),
                unknown: None,
                ..start
            };
            deadlines.push(self.deadline(duty, start, part, limit, general, calendar));
        }
        deadlines
    }

    /// What may not be done before a day, and has no other.
    fn not_before(
        &self,
        duty: &'a Duty,
        mut start: Start,
        limit: Option<Limit>,
        calendar: &BusinessCalendar,
    ) -> Deadline<'a> {
        let why = match &limit {
            Some(limit) => {
                start.readings.extend(&limit.readings);
                Text::new(
                    format!("{}より前にはできない。いつまでにとの定めはない", limit.due),
                    format!("not before {}; by when is not stated", limit.due),
                )
            }
            None => beyond(),
        };
        let mut deadline = self.deadline(duty, start, None, Err(why), None, calendar);
        deadline.not_before = limit.map(|limit| limit.due);
        deadline
    }

    /// The date that a month has of its own.
    fn fixed_day(&self, duty: &Duty, event: &Event) -> Option<NaiveDate> {
        let fixed = duty.fixed?;
        let month: YearMonth = event.id.parse().ok()?;
        (month.month() == fixed.month)
            .then(|| NaiveDate::from_ymd_opt(event.day.year(), fixed.due_month, fixed.due_day))
            .flatten()
    }

    /// Why a duty has no day, where its limit gives none.
    fn undated(&self, duty: &Duty) -> Option<Text> {
        if duty.due == Due::Unstated {
            return Some(Text::new("期限の定めがない", "the text gives no time limit"));
        }
        let word = duty.reading.as_ref().filter(|word| !self.terms.policies().takes(word.as_str()))?;
        Some(Text::new(
            format!("期限に日数がない（{word}）"),
            format!("the text gives a word without a number (`{word}`)"),
        ))
    }

    fn deadline(
        &self,
        duty: &'a Duty,
        start: Start,
        part: Option<u32>,
        limit: Result<Limit, Text>,
        by_general_rule: Option<NaiveDate>,
        calendar: &BusinessCalendar,
    ) -> Deadline<'a> {
        let term = self.terms.term();
        let mut readings = start.readings;
        let (when, begins) = match limit {
            Ok(limit) => {
                readings.extend(limit.readings);
                (When::Day { nominal: limit.nominal, due: limit.due }, limit.begins)
            }
            Err(why) => (When::Undated(why), None),
        };
        let (due, nominal) = match &when {
            When::Day { nominal, due } => (Some(*due), Some(*nominal)),
            When::Undated(_) => (None, None),
        };
        let outside = due.and_then(|due| match due {
            due if due < term.first_day() => Some(Outside::Before),
            due if due > term.last_day() => Some(Outside::After),
            _ => None,
        });
        // A date by the contract's own rule rests neither on where counting begins nor on how.
        if by_general_rule.is_some() {
            readings.retain(|policy| *policy == "shift-fixed");
        }
        let policies = self.terms.policies();
        let named = readings.into_iter().chain(duty.reading.as_ref().map(WordId::as_str));
        let readings = named.filter_map(|id| policies.shown_for(id, &duty.heading.id)).collect();
        let mut deadline = Deadline {
            duty,
            event: start.event,
            part,
            counted_from: start.from.day,
            is_provisional: start.is_provisional && by_general_rule.is_none(),
            begins,
            when,
            not_before: None,
            meeting: start.meeting,
            by_general_rule,
            outside,
            is_on_closed_day: nominal.is_some_and(|day| !calendar.is_business_day(day)),
            done: None,
            readings,
            is_logged: self.log.is_some(),
        };
        let of = deadline.of();
        deadline.done = self.done.get(&(duty.heading.id.as_str(), of.as_str())).copied();
        deadline
    }
}

/// Why there is no day where the calendar knows none.
fn beyond() -> Text {
    Text::new("暦の及ぶ年を超える", "beyond the years that the calendar covers")
}

/// What follows a duty counts from the day on which that was done, or else falls due.
fn follow(before: Deadline<'_>) -> Start {
    let day = before.done.or_else(|| before.due());
    let unknown = day.is_none().then(|| {
        let id = before.id();
        Text::new(
            format!("{id}の日が定まらない"),
            format!("the day of `{id}`, which it follows, is not known"),
        )
    });
    let of = before.of();
    let is_provisional = before.done.is_none();
    Start {
        from: Beginning { day: day.unwrap_or(before.event.day), is_end_of_day: false },
        event: Event { id: of, ..before.event },
        is_provisional,
        meeting: None,
        readings: Vec::new(),
        unknown,
    }
}
