//! Types that a value can be read as.

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;
use toml::de::DeValue;

use crate::Noun;

/// A type that a TOML value can be read as.
pub trait FromValue: Sized {
    /// What the value must be, for messages: `a whole number`.
    const EXPECTED: Noun;

    /// The least and the greatest that it can be, where a whole number may be neither too small nor too large to be one.
    fn bounds() -> Option<(String, String)> {
        None
    }

    /// Reads the value; `None` where it is something else.
    fn from_value(value: &DeValue<'_>) -> Option<Self>;
}

impl FromValue for String {
    const EXPECTED: Noun = Noun::new("引用符で囲んだ文字列", "a text in quotes");

    fn from_value(value: &DeValue<'_>) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }
}

impl FromValue for bool {
    const EXPECTED: Noun = Noun::new("`true`又は`false`", "`true` or `false`");

    fn from_value(value: &DeValue<'_>) -> Option<Self> {
        value.as_bool()
    }
}

macro_rules! whole_numbers {
    ($($type:ty: $ja:literal, $en:literal;)*) => {$(
        impl FromValue for $type {
            const EXPECTED: Noun = Noun::new($ja, $en);

            fn bounds() -> Option<(String, String)> {
                Some((<$type>::MIN.to_string(), <$type>::MAX.to_string()))
            }

            fn from_value(value: &DeValue<'_>) -> Option<Self> {
                match value {
                    DeValue::Integer(integer) => <$type>::from_str_radix(integer.as_str(), integer.radix()).ok(),
                    _ => None,
                }
            }
        }
    )*};
}

whole_numbers!(
    i64: "整数", "a whole number";
    i32: "整数", "a whole number";
    u8: "0から255までの整数", "a whole number from 0 to 255";
    u32: "0以上の整数", "a whole number from 0";
    u64: "0以上の整数", "a whole number from 0";
);

impl FromValue for Decimal {
    const EXPECTED: Noun =
        Noun::new("`95`や`99.950`のような数値", "a number, in digits as in `95` or `99.950`");

    fn from_value(value: &DeValue<'_>) -> Option<Self> {
        match value {
            DeValue::Integer(integer) if integer.radix() == 10 => Self::from_str_exact(integer.as_str()).ok(),
            DeValue::Float(float) => Self::from_str_exact(float.as_str()).ok(),
            DeValue::String(text) => Self::from_str_exact(text).ok(),
            _ => None,
        }
    }
}

impl FromValue for NaiveDate {
    const EXPECTED: Noun = Noun::new("`2024-06-03`のような日付", "a date as in `2024-06-03`");

    fn from_value(value: &DeValue<'_>) -> Option<Self> {
        match value {
            DeValue::String(text) => text.parse().ok(),
            DeValue::Datetime(at) if at.time.is_none() && at.offset.is_none() => {
                let date = at.date?;
                Self::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
            }
            _ => None,
        }
    }
}

impl FromValue for NaiveTime {
    const EXPECTED: Noun = Noun::new("`09:00`のような時刻", "a time as in `09:00`");

    fn from_value(value: &DeValue<'_>) -> Option<Self> {
        match value {
            DeValue::String(text) => Self::parse_from_str(text, "%H:%M").ok().or_else(|| text.parse().ok()),
            DeValue::Datetime(at) if at.date.is_none() && at.offset.is_none() => {
                // A fraction of a second would be cut off.
                let time = at.time.filter(|time| time.nanosecond.unwrap_or(0) == 0)?;
                Self::from_hms_opt(
                    u32::from(time.hour),
                    u32::from(time.minute),
                    u32::from(time.second.unwrap_or(0)),
                )
            }
            _ => None,
        }
    }
}
