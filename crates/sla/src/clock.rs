//! Clocks: from one mark of a case to another, standing still during pauses.

use calendar::{BusinessCalendar, CalendarError, Zone};
use chrono::{DateTime, Utc};
use provenance::Text;
use tables::Spot;

use crate::{
    Case, Mark, PauseKind,
    policy::{PauseKinds, Reopened},
};

/// Where a clock starts and stops, and which pauses stop it in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// The marks that may start it, in order of preference: `occurred`, failing that `opened`.
    pub start: Vec<Mark>,
    /// The mark that stops it.
    pub stop: Mark,
    /// The kinds of pause during which it stands still.
    pub pauses: Vec<PauseKind>,
    /// Marks past which it cannot run: a case that has reached one of them without the stop lacks it.
    pub settled: Vec<Mark>,
}

/// The policies that a clock runs by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockRules {
    /// Which kinds of pause count.
    pub pauses: PauseKinds,
    /// What happens between a finish and a reopening.
    pub reopened: Reopened,
}

impl ClockRules {
    /// Whether a pause of the kind stops a clock that lists these.
    fn counts(self, listed: &[PauseKind], kind: &PauseKind) -> bool {
        match self.pauses {
            PauseKinds::Listed => listed.contains(kind),
            PauseKinds::All => true,
            PauseKinds::None => false,
        }
    }
}

/// A stretch of time `[from, to)` in epoch seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stretch {
    pub(crate) from: i64,
    pub(crate) to: i64,
}

/// What a clock shows for one case at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockReading {
    /// When it started.
    pub started: DateTime<Utc>,
    /// Which of the marks started it.
    pub started_by: Mark,
    /// When it stopped; `None` while it runs.
    pub stopped: Option<DateTime<Utc>>,
    /// Open time on the calendar from start to stop (or now), without the pauses, in seconds.
    pub seconds: i64,
    /// Open time on the calendar that fell into pauses, in seconds.
    pub seconds_paused: i64,
    /// Whether it stands still at this moment.
    pub is_paused: bool,
    /// The kind of a pause of which no end is recorded although the clock stopped after it began. The clock is
    /// taken to stand still from there to the stop.
    pub unended_pause: Option<PauseKind>,
    /// The pauses, merged and clipped to the time from start to stop (or now).
    pub(crate) still: Vec<Stretch>,
}

/// Why a clock cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClockFault {
    /// None of the marks that start the clock is recorded.
    #[error("no starting time: none of {} is recorded", quoted(.marks))]
    NoStart {
        /// The marks looked for.
        marks: Vec<Mark>,
    },
    /// The start lies after the moment of evaluation.
    #[error("starts at {start}, after the time of evaluation {now}")]
    NotYet {
        /// The start.
        start: DateTime<Utc>,
        /// The moment of evaluation.
        now: DateTime<Utc>,
    },
    /// The case stops before it starts.
    #[error("`{mark}` at {stop} lies before the start at {start}")]
    StopBeforeStart {
        /// The mark that stops the clock.
        mark: Mark,
        /// The start.
        start: DateTime<Utc>,
        /// The stop.
        stop: DateTime<Utc>,
    },
    /// The case is over, but the mark that stops the clock is not recorded.
    #[error("`{mark}` is not recorded, although `{settled}` was reached at {at}")]
    StopNotRecorded {
        /// The mark that stops the clock.
        mark: Mark,
        /// The mark past which it cannot run.
        settled: Mark,
        /// When that was reached.
        at: DateTime<Utc>,
    },
    /// Nothing in the records can give the mark that stops the clock.
    #[error("no column or state of the records gives `{mark}`")]
    NoSource {
        /// The mark that stops the clock.
        mark: Mark,
    },
    /// A finish lies in a time in which the case was open again, or two such times overlap.
    #[error(
        "`{mark}` at {at} lies between an earlier one that was taken back and its reopening at {resumed}"
    )]
    FinishWhileTakenBack {
        /// The mark.
        mark: Mark,
        /// The finish.
        at: DateTime<Utc>,
        /// When the earlier finish was taken back.
        resumed: DateTime<Utc>,
    },
    /// A finish was taken back before it was reached.
    #[error("`{mark}` was taken back at {resumed}, before it was reached at {stopped}")]
    TakenBackBefore {
        /// The mark.
        mark: Mark,
        /// When it was reached.
        stopped: DateTime<Utc>,
        /// When it was taken back.
        resumed: DateTime<Utc>,
    },
    /// A pause ends before it begins.
    #[error("pause `{kind}` ends at {to}, before it begins at {from}")]
    PauseReversed {
        /// The kind of pause.
        kind: PauseKind,
        /// Its beginning.
        from: DateTime<Utc>,
        /// Its end.
        to: DateTime<Utc>,
    },
    /// The calendar cannot tell the time between two instants.
    #[error("the calendar cannot measure it: {0}")]
    Calendar(#[from] CalendarError),
}

impl ClockFault {
    /// What is missing or wrong, in both languages, with times as the zone shows them.
    #[must_use]
    pub fn text(&self, zone: &Zone) -> Text {
        let at = |instant: &DateTime<Utc>| zone.to_local(*instant).format("%Y-%m-%d %H:%M").to_string();
        match self {
            Self::NoStart { marks } => Text::new(
                format!("起点の時刻がない（{}のいずれも記録なし）", quoted(marks)),
                self.to_string(),
            ),
            Self::NotYet { start, now } => Text::new(
                format!("起点{}が評価時点{}より後", at(start), at(now)),
                format!("starts at {}, after the time of evaluation {}", at(start), at(now)),
            ),
            Self::StopBeforeStart { mark, start, stop } => Text::new(
                format!("`{mark}`の時刻{}が起点{}より前", at(stop), at(start)),
                format!("`{mark}` at {} lies before the start at {}", at(stop), at(start)),
            ),
            Self::StopNotRecorded { mark, settled, at: reached } => Text::new(
                format!("`{settled}`（{}）に達したが`{mark}`の記録がない", at(reached)),
                format!("`{mark}` is not recorded, although `{settled}` was reached at {}", at(reached)),
            ),
            Self::NoSource { mark } => {
                Text::new(format!("記録のどの列・状態からも`{mark}`が得られない"), self.to_string())
            }
            Self::FinishWhileTakenBack { mark, at: finish, resumed } => Text::new(
                format!("`{mark}`の時刻{}が、先の完了から再開{}までの間にある", at(finish), at(resumed)),
                format!(
                    "`{mark}` at {} lies between an earlier one that was taken back and its reopening at {}",
                    at(finish),
                    at(resumed)
                ),
            ),
            Self::TakenBackBefore { mark, stopped, resumed } => Text::new(
                format!("`{mark}`の取消し{}がその時刻{}より前", at(resumed), at(stopped)),
                format!(
                    "`{mark}` was taken back at {}, before it was reached at {}",
                    at(resumed),
                    at(stopped)
                ),
            ),
            Self::PauseReversed { kind, from, to } => Text::new(
                format!("中断`{kind}`の終わり{}が始まり{}より前", at(to), at(from)),
                format!("pause `{kind}` ends at {}, before it begins at {}", at(to), at(from)),
            ),
            Self::Calendar(error) => Text::new(format!("カレンダーで計れない: {error}"), self.to_string()),
        }
    }
}

fn quoted(marks: &[Mark]) -> String {
    marks.iter().map(|mark| format!("`{mark}`")).collect::<Vec<_>>().join(", ")
}

impl Clock {
    /// A clock from one mark to another that nothing stops.
    #[must_use]
    pub fn between(start: Mark, stop: Mark) -> Self {
        Self { start: vec![start], stop, pauses: Vec::new(), settled: Vec::new() }
    }

    pub(crate) fn check(&self, at: &Spot<'_>) {
        check_start(at, &self.start);
    }

    /// Reads the clock for a case at the moment `now`.
    ///
    /// What is recorded for a time after `now` has not happened yet: a stop after `now` leaves the clock
    /// running. Pauses that overlap count once; what lies outside start and stop does not count.
    ///
    /// # Errors
    /// [`ClockFault`] where the record contradicts itself or lacks its start.
    pub fn read(
        &self,
        case: &Case,
        rules: ClockRules,
        calendar: &BusinessCalendar,
        now: DateTime<Utc>,
    ) -> Result<ClockReading, ClockFault> {
        let (started_by, started) = self
            .start
            .iter()
            .find_map(|mark| case.marks.get(mark).map(|at| (mark.clone(), *at)))
            .ok_or_else(|| ClockFault::NoStart { marks: self.start.clone() })?;
        if started > now {
            return Err(ClockFault::NotYet { start: started, now });
        }
        self.check_reopenings(case, started, now)?;
        let stopped = self.stop_of(case, rules.reopened, now);
        if let Some(stop) = stopped.filter(|stop| *stop < started) {
            return Err(ClockFault::StopBeforeStart { mark: self.stop.clone(), start: started, stop });
        }
        let stopped = stopped.filter(|stop| *stop <= now);
        if stopped.is_none() && case.marks.get(&self.stop).is_none() {
            self.check_settled(case, now)?;
        }
        let whole = Stretch { from: started.timestamp(), to: stopped.unwrap_or(now).timestamp() };
        let (still, is_paused) = self.still(case, rules, whole, now, stopped.is_none())?;

        // Stretches are merged and lie within the whole: neither the sum nor the rest leaves the calendar's range.
        let mut seconds_paused = 0_i64;
        for stretch in &still {
            let part = calendar.elapsed_seconds(stretch.from, stretch.to)?;
            seconds_paused += part;
        }
        let all = calendar.elapsed_seconds(whole.from, whole.to)?;
        Ok(ClockReading {
            started,
            started_by,
            stopped,
            seconds: all - seconds_paused,
            seconds_paused,
            is_paused,
            unended_pause: self.unended_pause(case, rules, whole, stopped),
            still,
        })
    }

    /// A case that is over has stopped, whether or not that was recorded.
    fn check_settled(&self, case: &Case, now: DateTime<Utc>) -> Result<(), ClockFault> {
        let is_taken_back = case.reopenings.iter().any(|reopening| reopening.mark == self.stop);
        let over = self.settled.iter().find_map(|mark| Some((mark, *case.marks.get(mark)?)));
        match over {
            Some((settled, at)) if at <= now && !is_taken_back => {
                let (mark, settled) = (self.stop.clone(), settled.clone());
                Err(ClockFault::StopNotRecorded { mark, settled, at })
            }
            _ => Ok(()),
        }
    }

    /// Finishes that were taken back come after the start and one after the other, the last one after them all.
    fn check_reopenings(
        &self,
        case: &Case,
        started: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), ClockFault> {
        let of_stop = |reopening: &&crate::Reopening| reopening.mark == self.stop && reopening.stopped <= now;
        let mut reopenings: Vec<_> = case.reopenings.iter().filter(of_stop).collect();
        reopenings.sort_by_key(|reopening| (reopening.stopped, reopening.resumed));
        let last = case.marks.get(&self.stop).copied();
        let mut following = reopenings.iter().skip(1);
        for reopening in &reopenings {
            let (stop, resumed) = (reopening.stopped, reopening.resumed);
            if stop < started {
                return Err(ClockFault::StopBeforeStart { mark: self.stop.clone(), start: started, stop });
            }
            let next = following.next().map(|next| next.stopped);
            let mut finishes = [next, last].into_iter().flatten();
            if let Some(at) = finishes.find(|at| stop < *at && *at < resumed) {
                return Err(ClockFault::FinishWhileTakenBack { mark: self.stop.clone(), at, resumed });
            }
        }
        Ok(())
    }

    /// When the clock stopped, as far as had happened at `now`. A finish that was taken back is none, unless the
    /// first finish counts; one that will be taken back later still stands.
    fn stop_of(&self, case: &Case, reopened: Reopened, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let reopenings = || case.reopenings.iter().filter(|reopening| reopening.mark == self.stop);
        let last = case.marks.get(&self.stop).copied();
        if reopened == Reopened::FirstFinish {
            return reopenings().map(|reopening| reopening.stopped).chain(last).min();
        }
        let last_resumed = reopenings().map(|reopening| reopening.resumed).filter(|at| *at <= now).max();
        let is_undone = |at: DateTime<Utc>| last_resumed.is_some_and(|resumed| at < resumed);
        let finishes = reopenings().map(|reopening| reopening.stopped).chain(last);
        finishes.filter(|at| *at <= now && !is_undone(*at)).min()
    }

    /// The first pause that stops this clock, began before it stopped, and was never ended.
    fn unended_pause(
        &self,
        case: &Case,
        rules: ClockRules,
        whole: Stretch,
        stopped: Option<DateTime<Utc>>,
    ) -> Option<PauseKind> {
        stopped?;
        let in_time = |from: DateTime<Utc>| from.timestamp() < whole.to;
        let mut pauses = case.pauses.iter().filter(|pause| rules.counts(&self.pauses, &pause.kind));
        pauses.find(|pause| pause.to.is_none() && in_time(pause.from)).map(|pause| pause.kind.clone())
    }

    /// The stretches in which the clock stands still within `whole`, merged, and whether it does at the end.
    fn still(
        &self,
        case: &Case,
        rules: ClockRules,
        whole: Stretch,
        now: DateTime<Utc>,
        is_running: bool,
    ) -> Result<(Vec<Stretch>, bool), ClockFault> {
        let mut still = Vec::new();
        let mut is_paused = false;
        for pause in &case.pauses {
            if rules.counts(&self.pauses, &pause.kind) {
                if let Some(to) = pause.to.filter(|to| *to < pause.from) {
                    return Err(ClockFault::PauseReversed { kind: pause.kind.clone(), from: pause.from, to });
                }
                let to = pause.to.filter(|to| *to <= now);
                is_paused |= is_running && to.is_none() && pause.from <= now;
                still.push(Stretch { from: pause.from.timestamp(), to: to.unwrap_or(now).timestamp() });
            }
        }
        if rules.reopened == Reopened::Resume {
            for reopening in case.reopenings.iter().filter(|r| r.mark == self.stop && r.resumed <= now) {
                if reopening.resumed < reopening.stopped {
                    return Err(ClockFault::TakenBackBefore {
                        mark: reopening.mark.clone(),
                        stopped: reopening.stopped,
                        resumed: reopening.resumed,
                    });
                }
                still
                    .push(Stretch { from: reopening.stopped.timestamp(), to: reopening.resumed.timestamp() });
            }
        }
        Ok((merged_within(still, whole), is_paused))
    }
}

/// Clips stretches to `whole`, sorts them and joins those that touch.
fn merged_within(mut stretches: Vec<Stretch>, whole: Stretch) -> Vec<Stretch> {
    for stretch in &mut stretches {
        stretch.from = stretch.from.max(whole.from);
        stretch.to = stretch.to.min(whole.to);
    }
    stretches.retain(|stretch| stretch.from < stretch.to);
    stretches.sort_unstable();
    let mut merged: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for stretch in stretches {
        match merged.last_mut() {
            Some(last) if stretch.from <= last.to => last.to = last.to.max(stretch.to),
            _ => merged.push(stretch),
        }
    }
    merged
}

/// Whether there are marks that start a clock, or place a case in its month.
pub(crate) fn check_start(at: &Spot<'_>, start: &[Mark]) {
    if start.is_empty() {
        at.complain(
            "start",
            Text::new("始まりの時点を書く", "must name the mark that starts it"),
            Some(Text::new("`start = [\"occurred\"]`のように書く", "write `start = [\"occurred\"]`")),
        );
    }
}
