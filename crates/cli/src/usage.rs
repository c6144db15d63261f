//! Arguments: how days, months, moments and spans are written, and what is wrong with a command line in both languages.

use std::{env, error, fmt};

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use keiyaku::{
    calendar::YearMonth,
    provenance::{Language, Text},
};

/// Why the value of an argument cannot be used, and how it is written.
#[derive(Debug)]
pub(crate) struct Wrong(pub(crate) Text);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl error::Error for Wrong {}

/// Reads a day: `2024-06-24`.
pub(crate) fn day(text: &str) -> Result<NaiveDate, Wrong> {
    text.parse().map_err(|_| {
        Wrong(Text::new(
            "日付として読めない。2024-06-24のように書く",
            "it is not a day; write it as in 2024-06-24",
        ))
    })
}

/// Reads a month: `2024-06`.
pub(crate) fn month(text: &str) -> Result<YearMonth, Wrong> {
    text.parse().map_err(|_| {
        Wrong(Text::new("月として読めない。2024-06のように書く", "it is not a month; write it as in 2024-06"))
    })
}

/// Reads a moment: `2024-07-05T09:00:00+09:00`.
pub(crate) fn moment(text: &str) -> Result<DateTime<FixedOffset>, Wrong> {
    text.parse().map_err(|_| {
        Wrong(Text::new(
            "日時として読めない。日、時刻、時差を2024-07-05T09:00:00+09:00のように書く",
            "it is not a moment; write day, time and offset as in 2024-07-05T09:00:00+09:00",
        ))
    })
}

/// Reads a span: `90m`, `4h`, `2d`, `45s`.
pub(crate) fn span(text: &str) -> Result<TimeDelta, Wrong> {
    const UNITS: [(char, i64); 4] = [('s', 1), ('m', 60), ('h', 3_600), ('d', 86_400)];
    let read = || {
        let (digits, factor) =
            UNITS.iter().find_map(|(unit, factor)| Some((text.strip_suffix(*unit)?, *factor)))?;
        digits.parse::<i64>().ok()?.checked_mul(factor).and_then(TimeDelta::try_seconds)
    };
    read().ok_or_else(|| {
        Wrong(Text::new(
            "時間の長さとして読めない。45s、90m、4h、2dのように書く",
            "it is not a span of time; write it as in 45s, 90m, 4h or 2d",
        ))
    })
}

/// The languages that were asked for on a command line that could not be read; both where none was.
pub(crate) fn languages() -> Vec<Language> {
    let mut arguments = env::args_os()
        .map(escape::name)
        .skip_while(|argument| argument != "--lang" && !argument.starts_with("--lang="));
    let asked = arguments.next().and_then(|argument| match argument.split_once('=') {
        Some((_, word)) => Some(word.to_owned()),
        None => arguments.next(),
    });
    match asked.as_deref() {
        Some("ja") => vec![Language::Ja],
        Some("en") => vec![Language::En],
        _ => vec![Language::Ja, Language::En],
    }
}

/// What is wrong with a command line, in Japanese; the parser tells it in English.
pub(crate) fn in_japanese(error: &clap::Error) -> String {
    let of = |kind: ContextKind| {
        error.get(kind).map(|value| match value {
            ContextValue::Strings(all) => all.join("、"),
            ContextValue::StyledStrs(all) => {
                all.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
            }
            other => other.to_string(),
        })
    };
    let text = |kind: ContextKind| of(kind).unwrap_or_default();
    let (argument, value) = (text(ContextKind::InvalidArg), text(ContextKind::InvalidValue));
    let mut said = match error.kind() {
        ErrorKind::InvalidValue if value.is_empty() => format!("`{argument}`に値がない"),
        ErrorKind::InvalidValue => format!("`{argument}`に値`{value}`は使えない"),
        ErrorKind::ValueValidation => {
            let why = error::Error::source(error).map(|source| match source.downcast_ref::<Wrong>() {
                Some(Wrong(text)) => text.ja.clone(),
                None => source.to_string(),
            });
            format!("`{argument}`の値`{value}`は使えない: {}", why.unwrap_or_default())
        }
        ErrorKind::UnknownArgument => format!("引数`{argument}`はない"),
        ErrorKind::InvalidSubcommand => format!("コマンド`{}`はない", text(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingRequiredArgument => format!("必要な引数がない: {argument}"),
        ErrorKind::MissingSubcommand => format!(
            "コマンド`{}`に続く語がない: {}のいずれか",
            text(ContextKind::InvalidSubcommand),
            text(ContextKind::ValidSubcommand)
        ),
        ErrorKind::ArgumentConflict => {
            let prior = text(ContextKind::PriorArg);
            if prior.is_empty() || prior == argument {
                format!("引数`{argument}`を二度は指定できない")
            } else {
                format!("引数`{argument}`は`{prior}`と一緒に指定できない")
            }
        }
        ErrorKind::TooManyValues => format!("`{argument}`に値`{value}`は余分である"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("`{argument}`の値の数が合わない"),
        ErrorKind::NoEquals => format!("`{argument}`の値は=で続けて書く"),
        ErrorKind::InvalidUtf8 => "UTF-8でない引数がある".to_owned(),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "続くコマンドがない".to_owned(),
        _ => error.to_string().trim_end().to_owned(),
    };
    if let Some(valid) = of(ContextKind::ValidValue).filter(|valid| !valid.is_empty()) {
        said.push_str(&format!("。使える値: {valid}"));
    }
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedValue, ContextKind::SuggestedSubcommand];
    if let Some(near) = near.into_iter().find_map(of) {
        said.push_str(&format!("。`{near}`のことか"));
    }
    format!("引数の誤り: {said}。使い方は--helpで示す\n")
}
