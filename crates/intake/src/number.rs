//! Whole numbers as people write them.

use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;

/// What things are counted in. A number with one of them is so many of them; a share (`％`) and a span of time (`分`)
/// are none.
const COUNTERS: [&str; 25] = [
    "件",
    "台",
    "名",
    "人",
    "個",
    "箇所",
    "か所",
    "ヶ所",
    "カ所",
    "回",
    "本",
    "枚",
    "冊",
    "部",
    "通",
    "式",
    "点",
    "社",
    "拠点",
    "口",
    "セット",
    "ライセンス",
    "組",
    "行",
    "つ",
];

/// Reads a whole number from 0: full-width digits, commas between thousands and what is counted (`件`, `台`, `名`) are
/// read too.
///
/// ```
/// use intake::read_count;
///
/// assert_eq!(read_count("１，２００"), Some(1_200));
/// assert_eq!(read_count("２，５００台"), Some(2_500));
/// assert_eq!(read_count("1.5"), None);
/// assert_eq!(read_count("-1"), None);
/// // A share is no count, nor is a span of time.
/// assert_eq!((read_count("95％"), read_count("30分")), (None, None));
/// ```
#[must_use]
pub fn read_count(text: &str) -> Option<u64> {
    let narrow: String = text.trim().nfkc().collect();
    let text = COUNTERS.iter().find_map(|unit| narrow.strip_suffix(unit)).unwrap_or(&narrow).trim_end();
    digits(text).and_then(|digits| number(&digits))
}

/// Reads a number that may have a sign and a fraction, as plain digits with a point: full-width digits, commas between
/// thousands, what is counted and the unit are read too.
///
/// ```
/// use intake::read_number;
///
/// assert_eq!(read_number("１，２００．５", ""), Some("1200.5".to_owned()));
/// assert_eq!(read_number("85 GB", "GB"), Some("85".to_owned()));
/// assert_eq!(read_number("△3％", "%"), Some("-3".to_owned()));
/// // Another unit is another figure.
/// assert_eq!(read_number("85 MB", "GB"), None);
/// assert_eq!(read_number("1e3", ""), None);
/// ```
#[must_use]
pub fn read_number(text: &str, unit: &str) -> Option<String> {
    let (narrow, unit): (String, String) = (text.trim().nfkc().collect(), unit.nfkc().collect());
    let units = COUNTERS.iter().copied().chain([unit.as_str()]).filter(|unit| !unit.is_empty());
    let bare = units.into_iter().find_map(|unit| narrow.strip_suffix(unit)).unwrap_or(&narrow).trim_end();
    let (sign, amount) = match bare.strip_prefix(['-', '−', '△', '▲']) {
        Some(amount) => ("-", amount),
        None => ("", bare.strip_prefix('+').unwrap_or(bare)),
    };
    let (whole, fraction) =
        amount.split_once('.').map_or((amount, None), |(whole, rest)| (whole, Some(rest)));
    let whole = digits(whole)?;
    match fraction {
        None => Some(format!("{sign}{whole}")),
        Some(rest) => {
            let is_digits = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
            is_digits.then(|| format!("{sign}{whole}.{rest}"))
        }
    }
}

/// The digits of a number without the commas between thousands; `None` where something else stands there.
pub(crate) fn digits(text: &str) -> Option<String> {
    let (first, rest) = match text.split_once(',') {
        Some((first, rest)) => (first, Some(rest)),
        None => (text, None),
    };
    let groups: Vec<&str> = rest.map(|rest| rest.split(',').collect()).unwrap_or_default();
    if !groups.iter().all(|group| group.len() == 3) || (rest.is_some() && first.len() > 3) {
        return None;
    }
    let digits = format!("{first}{}", groups.concat());
    (!first.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

pub(crate) fn number<T: FromStr>(text: &str) -> Option<T> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}
