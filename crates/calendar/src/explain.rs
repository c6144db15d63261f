//! Explanations: the open, closed and excluded pieces of a span.

use chrono::{DateTime, Days, Utc};
use provenance::{Language, Text};

use crate::{BusinessCalendar, CalendarError, Zone, compiled::merged, plan::Stretch};

/// A piece of a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its beginning.
    pub from: DateTime<Utc>,
    /// Its end.
    pub to: DateTime<Utc>,
    /// Whether it counts, and why not.
    pub state: PieceState,
}

impl Piece {
    /// Its length in seconds.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        (self.to - self.from).num_seconds()
    }
}

/// Whether a piece counts, and why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PieceState {
    /// It counts.
    Open,
    /// Outside the hours of the day.
    OutsideHours,
    /// On a day that is closed as a holiday.
    Holiday(Text),
    /// Outside the hours of a day that has hours of its own.
    Exception(Text),
    /// Within hours, but taken out.
    Excluded(Text),
}

impl PieceState {
    /// The state in words.
    #[must_use]
    pub fn text(&self) -> Text {
        let with = |ja: &str, en: &str, name: &Text| {
            Text::new(format!("{ja}（{}）", name.ja), format!("{en} ({})", name.en))
        };
        match self {
            Self::Open => Text::new("計測", "counted"),
            Self::OutsideHours => Text::new("時間外", "outside hours"),
            Self::Holiday(name) => with("休日", "holiday", name),
            Self::Exception(name) => with("特例日の時間外", "outside the hours of an exceptional day", name),
            Self::Excluded(reason) => with("除外", "excluded", reason),
        }
    }
}

/// How the open time of a span comes about: its pieces and their sums.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    zone: Zone,
    pieces: Vec<Piece>,
}

impl Explanation {
    /// The pieces, in order and without a gap.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Seconds that count.
    #[must_use]
    pub fn open_seconds(&self) -> i64 {
        self.sum(|state| *state == PieceState::Open)
    }

    /// Seconds taken out by exclusions.
    #[must_use]
    pub fn excluded_seconds(&self) -> i64 {
        self.sum(|state| matches!(state, PieceState::Excluded(_)))
    }

    /// Seconds outside hours, on holidays included.
    #[must_use]
    pub fn paused_seconds(&self) -> i64 {
        self.sum(|_| true) - self.open_seconds() - self.excluded_seconds()
    }

    fn sum(&self, counts: impl Fn(&PieceState) -> bool) -> i64 {
        self.pieces.iter().filter(|piece| counts(&piece.state)).map(Piece::seconds).sum()
    }

    /// One line for each piece, in local time, and a line with the sums.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            let (from, to) = (self.zone.to_local(piece.from), self.zone.to_local(piece.to));
            let state = piece.state.text();
            text += &format!(
                "{} – {}  {:>9}  {}\n",
                from.format("%Y-%m-%d %H:%M:%S"),
                to.format("%Y-%m-%d %H:%M:%S"),
                clock(piece.seconds()),
                state.in_language(language)
            );
        }
        let (open, paused) = (clock(self.open_seconds()), clock(self.paused_seconds()));
        let excluded = clock(self.excluded_seconds());
        text += &match language {
            Language::Ja => {
                format!("計測 {open}、時間外 {paused}、除外 {excluded}（{}）\n", self.zone.name())
            }
            Language::En => {
                format!(
                    "counted {open}, outside hours {paused}, excluded {excluded} ({})\n",
                    self.zone.name()
                )
            }
        };
        text
    }
}

/// Hours, minutes and seconds: `26:00:00` for a day and two hours.
fn clock(seconds: i64) -> String {
    format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

impl BusinessCalendar {
    /// How [`BusinessCalendar::elapsed`] of `[from, to)` comes about.
    ///
    /// # Errors
    /// As [`BusinessCalendar::intervals`].
    pub fn explain(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Explanation, CalendarError> {
        Ok(Explanation { zone: self.zone().clone(), pieces: self.intervals(from, to)? })
    }

    /// The pieces of `[from, to)`, in order and without a gap: those that are open sum to
    /// [`BusinessCalendar::elapsed`].
    ///
    /// # Errors
    /// [`CalendarError::OutOfRange`], and [`CalendarError::Reversed`] whatever the policy.
    pub fn intervals(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<Vec<Piece>, CalendarError> {
        let span = Stretch { from: from.timestamp(), to: to.timestamp() };
        if span.to < span.from {
            return Err(CalendarError::Reversed { from: span.from, to: span.to });
        }
        // Refuses what is not covered before any work is done.
        self.compiled.before(span.from)?;
        self.compiled.before(span.to)?;
        let mut pieces = Vec::new();
        let mut day = self.plan.zone.to_local(from).date();
        let mut cursor = span.from;
        // Openings that began before the day and may still run; two days back, since a zone may skip a date.
        let mut open: Vec<Stretch> = (1..=2)
            .filter_map(|back| day.checked_sub_days(Days::new(back)))
            .flat_map(|before| self.plan.openings(before))
            .collect();
        while cursor < span.to {
            let Some(next) = day.checked_add_days(Days::new(1)) else { break };
            open.extend(self.plan.openings(day));
            let end = self.plan.midnight(next).min(span.to);
            if end > cursor {
                self.pieces_of_day(day, Stretch { from: cursor, to: end }, &open, &mut pieces);
                cursor = end;
            }
            open.retain(|stretch| stretch.to > cursor);
            day = next;
        }
        Ok(pieces.into_iter().filter_map(|(stretch, state)| piece(stretch, state)).collect())
    }

    fn pieces_of_day(
        &self,
        day: chrono::NaiveDate,
        within: Stretch,
        open: &[Stretch],
        pieces: &mut Vec<(Stretch, PieceState)>,
    ) {
        let closed = match self.plan.special.get(&day) {
            Some(special) if special.is_holiday => PieceState::Holiday(special.name.clone()),
            Some(special) => PieceState::Exception(special.name.clone()),
            None => PieceState::OutsideHours,
        };
        let mut cursor = within.from;
        let clipped = open
            .iter()
            .map(|stretch| Stretch { from: stretch.from.max(within.from), to: stretch.to.min(within.to) })
            .collect();
        for stretch in merged(clipped) {
            self.put(Stretch { from: cursor, to: stretch.from }, &closed, pieces);
            self.put(stretch, &PieceState::Open, pieces);
            cursor = stretch.to;
        }
        self.put(Stretch { from: cursor, to: within.to }, &closed, pieces);
    }

    /// Adds a stretch, cut by the exclusions if it is open, and joins it with the one before if it is alike.
    fn put(&self, stretch: Stretch, state: &PieceState, pieces: &mut Vec<(Stretch, PieceState)>) {
        let mut cursor = stretch.from;
        // What is closed anyway costs nothing to exclude: it stays closed.
        let open = *state == PieceState::Open;
        for exclusion in self.plan.exclusions.iter().filter(|_| open) {
            let from = exclusion.from.timestamp().max(cursor);
            let to = exclusion.to.timestamp().min(stretch.to);
            if from < to {
                join(Stretch { from: cursor, to: from }, state.clone(), pieces);
                join(Stretch { from, to }, PieceState::Excluded(exclusion.reason.clone()), pieces);
                cursor = to;
            }
        }
        join(Stretch { from: cursor, to: stretch.to }, state.clone(), pieces);
    }
}

fn join(stretch: Stretch, state: PieceState, pieces: &mut Vec<(Stretch, PieceState)>) {
    if stretch.from >= stretch.to {
        return;
    }
    match pieces.last_mut() {
        Some((last, known)) if last.to == stretch.from && *known == state => last.to = stretch.to,
        _ => pieces.push((stretch, state)),
    }
}

fn piece(stretch: Stretch, state: PieceState) -> Option<Piece> {
    Some(Piece {
        from: DateTime::from_timestamp(stretch.from, 0)?,
        to: DateTime::from_timestamp(stretch.to, 0)?,
        state,
    })
}
