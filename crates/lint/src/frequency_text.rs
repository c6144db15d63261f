//! Frequencies as documents print them: 月 1回以上, 3か月に 1回, 毎日, once a month.

use tasks::{Period, Rule};

/// What a printed frequency says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// So often in each period.
    Every(Rule),
    /// When needed.
    Irregular,
}

const EACH: [(&str, Period); 4] =
    [("毎日", Period::Day), ("毎週", Period::Week), ("毎月", Period::Month), ("毎年", Period::Year)];
const PERIODS: [(&str, Period); 5] = [
    ("四半期", Period::Quarter),
    ("日", Period::Day),
    ("週", Period::Week),
    ("月", Period::Month),
    ("年", Period::Year),
];
const IRREGULAR: [&str; 4] = ["不定期", "随時", "都度", "必要に応じ"];

/// What a text that is a frequency says; `None` where it is none of those known.
pub(crate) fn read(text: &str) -> Option<Said> {
    let text = plain(text);
    if IRREGULAR.iter().any(|word| text.starts_with(word)) {
        return Some(Said::Irregular);
    }
    if let Some((_, per)) = EACH.iter().find(|(word, _)| text == **word) {
        return Some(Said::Every(Rule { times: 1, per: *per, at_least: false }));
    }
    let (rule, rest) = times(&text)?;
    match rest {
        "" => Some(Said::Every(rule)),
        "以上" => Some(Said::Every(Rule { at_least: true, ..rule })),
        _ => None,
    }
}

/// The frequency that a title or sentence names somewhere, as in 年1回の調査.
pub(crate) fn named_in(text: &str) -> Option<Rule> {
    let text = plain(text);
    if let Some((_, per)) = EACH.iter().find(|(word, _)| text.contains(word)) {
        return Some(Rule { times: 1, per: *per, at_least: false });
    }
    text.char_indices().find_map(|(at, _)| {
        let rest = text.get(at..)?;
        // 4月1回 is a date, and 1日 a day of the month.
        let before = text.get(..at)?.chars().next_back();
        let is_after_digit = before.is_some_and(|c| c.is_ascii_digit());
        if is_after_digit { None } else { times(rest).map(|(rule, _)| rule) }
    })
}

/// `月1回`, `年に2回`, `3か月に1回`, `四半期1回` at the beginning of a text, and what follows.
fn times(text: &str) -> Option<(Rule, &str)> {
    let (per, rest) = period(text)?;
    let rest = rest.strip_prefix('に').unwrap_or(rest);
    let (times, rest) = number(rest)?;
    let rest = rest.strip_prefix('回')?;
    Some((Rule { times: u8::try_from(times).ok()?, per, at_least: false }, rest))
}

fn period(text: &str) -> Option<(Period, &str)> {
    if let Some((count, rest)) = number(text) {
        let rest =
            ["か月", "ヶ月", "カ月", "ケ月", "ヵ月"].iter().find_map(|word| rest.strip_prefix(word))?;
        let per = match count {
            1 => Period::Month,
            3 => Period::Quarter,
            12 => Period::Year,
            _ => return None,
        };
        return Some((per, rest));
    }
    PERIODS.iter().find_map(|(word, per)| Some((*per, text.strip_prefix(word)?)))
}

fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let digits = text.get(..end).filter(|digits| !digits.is_empty())?;
    Some((digits.parse().ok()?, text.get(end..)?))
}

/// Without spaces, digits in ASCII.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '０'..='９' => {
                u32::from(c).checked_sub(u32::from('０')).and_then(|n| char::from_digit(n, 10)).unwrap_or(c)
            }
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(times: u8, per: Period, at_least: bool) -> Option<Said> {
        Some(Said::Every(Rule { times, per, at_least }))
    }

    #[test]
    fn printed_frequencies_are_read() {
        assert_eq!(read("月 1回"), rule(1, Period::Month, false));
        assert_eq!(read("月 ２回"), rule(2, Period::Month, false));
        assert_eq!(read("3 ヶ月に 1回"), rule(1, Period::Quarter, false));
        assert_eq!(read("3か月に 1回以上"), rule(1, Period::Quarter, true));
        assert_eq!(read("毎日"), rule(1, Period::Day, false));
        assert_eq!(read("不定期"), Some(Said::Irregular));
        assert_eq!(read("2か月に 1回"), None);
        assert_eq!(read("月 1回程度"), None);
    }

    #[test]
    fn frequencies_within_a_title_are_found_and_dates_are_not() {
        assert_eq!(named_in("年1回の棚卸し"), Some(Rule { times: 1, per: Period::Year, at_least: false }));
        assert_eq!(named_in("4月1回目の会議"), None);
        assert_eq!(named_in("月次報告"), None);
    }
}
