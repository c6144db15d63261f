//! Explanations: the open, closed and excluded pieces of a span.

use chrono::{DateTime, Days, Utc};
use provenance::Text;

use crate::{
    BusinessCalendar, CalendarError,
    compiled::{Stretch, merged},
};

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
    /// Taken out, whatever the hours.
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

impl BusinessCalendar {
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
        let mut spill = day.pred_opt().map(|before| self.plan.openings(before)).unwrap_or_default();
        while cursor < span.to {
            let Some(next) = day.checked_add_days(Days::new(1)) else { break };
            let own = self.plan.openings(day);
            let end = self.plan.midnight(next).min(span.to);
            if end > cursor {
                let mut open = own.clone();
                open.append(&mut spill);
                self.pieces_of_day(day, Stretch { from: cursor, to: end }, open, &mut pieces);
                cursor = end;
            }
            spill = own;
            day = next;
        }
        Ok(pieces.into_iter().filter_map(|(stretch, state)| piece(stretch, state)).collect())
    }

    fn pieces_of_day(
        &self,
        day: chrono::NaiveDate,
        within: Stretch,
        open: Vec<Stretch>,
        pieces: &mut Vec<(Stretch, PieceState)>,
    ) {
        let closed = match self.plan.special.get(&day) {
            Some(special) if special.is_holiday => PieceState::Holiday(special.name.clone()),
            Some(special) => PieceState::Exception(special.name.clone()),
            None => PieceState::OutsideHours,
        };
        let mut cursor = within.from;
        let clipped = open
            .into_iter()
            .map(|stretch| Stretch { from: stretch.from.max(within.from), to: stretch.to.min(within.to) })
            .collect();
        for stretch in merged(clipped) {
            self.put(Stretch { from: cursor, to: stretch.from }, &closed, pieces);
            self.put(stretch, &PieceState::Open, pieces);
            cursor = stretch.to;
        }
        self.put(Stretch { from: cursor, to: within.to }, &closed, pieces);
    }

    /// Adds a stretch, cut by the exclusions, and joins it with the one before if it is alike.
    fn put(&self, stretch: Stretch, state: &PieceState, pieces: &mut Vec<(Stretch, PieceState)>) {
        let mut cursor = stretch.from;
        for exclusion in &self.plan.exclusions {
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
