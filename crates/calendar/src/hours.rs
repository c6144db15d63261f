//! Opening hours of a day and of a week.

use std::{fmt, str::FromStr};

use chrono::Weekday;
use provenance::place_of;

use crate::BuildError;

/// Seconds in a day.
pub(crate) const DAY: i64 = 86_400;

/// One opening `[opens, closes)`, in seconds from midnight of the day that it belongs to. It may run past
/// midnight: then it closes after 24:00 and still belongs to the day on which it opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opening {
    opens: i64,
    closes: i64,
}

impl Opening {
    /// An opening from and to seconds after midnight; `closes` may be up to 24 hours after `opens`.
    ///
    /// # Errors
    /// [`BuildError::Hours`] where it is empty, opens outside its day or is longer than a day.
    pub fn new(opens: u32, closes: u32) -> Result<Self, BuildError> {
        let (opens, closes) = (i64::from(opens), i64::from(closes));
        if opens >= DAY || closes <= opens || closes - opens > DAY {
            return Err(BuildError::Hours { hours: format!("{}-{}", Clock(opens), Clock(closes)) });
        }
        Ok(Self { opens, closes })
    }

    /// The whole day.
    #[must_use]
    pub fn all_day() -> Self {
        Self { opens: 0, closes: DAY }
    }

    /// Seconds from midnight at which it opens.
    #[must_use]
    pub fn opens(self) -> i64 {
        self.opens
    }

    /// Seconds from midnight at which it closes; more than 86,400 after midnight.
    #[must_use]
    pub fn closes(self) -> i64 {
        self.closes
    }
}

/// Reads `09:00-18:00`, `22:00-06:00` or `22:00-30:00` (past midnight) and `00:00-24:00`.
///
/// ```
/// use calendar::Opening;
///
/// let night: Opening = "22:00-30:00".parse()?;
/// assert_eq!(night, "22:00-06:00".parse()?);
/// // `09:00-09:00` could mean nothing or a whole day: it is refused. Say `09:00-33:00`.
/// assert!("09:00-09:00".parse::<Opening>().is_err());
/// # Ok::<(), calendar::BuildError>(())
/// ```
impl FromStr for Opening {
    type Err = BuildError;

    fn from_str(text: &str) -> Result<Self, BuildError> {
        let wrong = || BuildError::Hours { hours: text.to_owned() };
        let (opens, closes) = text.split_once('-').ok_or_else(wrong)?;
        let (opens, closes) =
            (clock(opens.trim()).ok_or_else(wrong)?, clock(closes.trim()).ok_or_else(wrong)?);
        // `09:00-09:00` would be a whole day by accident.
        let closes = if closes < opens { closes.checked_add(86_400).ok_or_else(wrong)? } else { closes };
        Self::new(opens, closes).map_err(|_| wrong())
    }
}

impl fmt::Display for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A whole day that begins at 09:00 ends at 33:00: written as 09:00 it would read as nothing.
        let runs_over = self.closes > DAY && self.closes - self.opens < DAY;
        let closes = if runs_over { self.closes - DAY } else { self.closes };
        write!(f, "{}-{}", Clock(self.opens), Clock(closes))
    }
}

struct Clock(i64);

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 3_600, self.0 / 60 % 60)?;
        match self.0 % 60 {
            0 => Ok(()),
            seconds => write!(f, ":{seconds:02}"),
        }
    }
}

/// Seconds from midnight: `09:00`, `09:00:30`, and beyond 24:00 up to 48:00.
fn clock(text: &str) -> Option<u32> {
    let part = |digits: &str, limit: u32| -> Option<u32> {
        let two_digits = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse().ok().filter(|value| two_digits && *value <= limit)
    };
    let mut parts = text.split(':');
    let (hour, minute) = (part(parts.next()?, 48)?, part(parts.next()?, 59)?);
    let second = match parts.next() {
        Some(second) => part(second, 59)?,
        None => 0,
    };
    let total = hour * 3_600 + minute * 60 + second;
    (parts.next().is_none() && total <= 2 * 86_400).then_some(total)
}

/// The openings of one day, in order and apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayHours(Vec<Opening>);

impl DayHours {
    /// The openings of a day, in any order.
    ///
    /// # Errors
    /// [`BuildError::Overlap`] where two overlap.
    pub fn new(openings: impl IntoIterator<Item = Opening>) -> Result<Self, BuildError> {
        let mut openings: Vec<_> = openings.into_iter().collect();
        openings.sort_unstable();
        for pair in openings.windows(2) {
            if let [first, second] = pair
                && second.opens < first.closes
            {
                return Err(BuildError::Overlap { first: first.to_string(), second: second.to_string() });
            }
        }
        Ok(Self(openings))
    }

    /// No opening: closed all day.
    #[must_use]
    pub fn closed() -> Self {
        Self::default()
    }

    /// The openings, in order.
    pub fn iter(&self) -> impl Iterator<Item = Opening> {
        self.0.iter().copied()
    }

    /// Whether there is no opening.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.0.is_empty()
    }
}

/// The hours of a week: one day's hours for each weekday.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WeeklyHours([DayHours; 7]);

impl WeeklyHours {
    /// Closed all week.
    #[must_use]
    pub fn closed() -> Self {
        Self::default()
    }

    /// Open all week, day and night.
    #[must_use]
    pub fn always() -> Self {
        Self(std::array::from_fn(|_| DayHours(vec![Opening::all_day()])))
    }

    /// The same hours from Monday to Friday, closed on Saturday and Sunday.
    #[must_use]
    pub fn weekdays(hours: &DayHours) -> Self {
        Self::closed()
            .with(Weekday::Mon, hours.clone())
            .with(Weekday::Tue, hours.clone())
            .with(Weekday::Wed, hours.clone())
            .with(Weekday::Thu, hours.clone())
            .with(Weekday::Fri, hours.clone())
    }

    /// These hours with those of one weekday replaced.
    #[must_use]
    pub fn with(mut self, weekday: Weekday, hours: DayHours) -> Self {
        if let Some(day) = self.0.get_mut(place_of(weekday.num_days_from_monday())) {
            *day = hours;
        }
        self
    }

    /// The hours of one weekday.
    #[must_use]
    pub fn on(&self, weekday: Weekday) -> &DayHours {
        let [mon, tue, wed, thu, fri, sat, sun] = &self.0;
        match weekday {
            Weekday::Mon => mon,
            Weekday::Tue => tue,
            Weekday::Wed => wed,
            Weekday::Thu => thu,
            Weekday::Fri => fri,
            Weekday::Sat => sat,
            Weekday::Sun => sun,
        }
    }
}
