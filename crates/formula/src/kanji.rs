//! Numbers in kanji.

use crate::read::DIGITS_MAX;

/// Whether a sign is a digit or a power of ten in kanji.
pub(crate) fn is_digit(c: char) -> bool {
    digit(c).is_some() || small(c).is_some() || large(c).is_some()
}

/// The number at the beginning of a text and how many signs it has: 百, 十二, 九十五, 千二百, 一〇〇, 三億.
pub(crate) fn number(text: &[char]) -> Option<(i64, usize)> {
    let length = text.iter().take_while(|c| is_digit(**c)).count();
    let signs = text.get(..length).filter(|signs| !signs.is_empty())?;
    let is_readable = |value: &i64| *value < 10_i64.pow(u32::from(DIGITS_MAX));
    if signs.iter().all(|c| digit(*c).is_some()) {
        // Digits side by side are read as such: 一〇〇.
        let value = signs.iter().try_fold(0_i64, |sum, c| sum.checked_mul(10)?.checked_add(digit(*c)?))?;
        return Some(value).filter(is_readable).map(|value| (value, length));
    }
    let (mut total, mut part, mut pending) = (0_i64, 0_i64, None);
    for c in signs {
        if let Some(value) = digit(*c) {
            if pending.is_some() {
                return None;
            }
            pending = Some(value);
        } else if let Some(unit) = small(*c) {
            part = part.checked_add(pending.take().unwrap_or(1).checked_mul(unit)?)?;
        } else {
            let whole = part.checked_add(pending.take().unwrap_or(0))?.max(1);
            total = total.checked_add(whole.checked_mul(large(*c)?)?)?;
            part = 0;
        }
    }
    let total = total.checked_add(part)?.checked_add(pending.unwrap_or(0))?;
    Some(total).filter(is_readable).map(|total| (total, length))
}

fn digit(c: char) -> Option<i64> {
    let value = "〇一二三四五六七八九".chars().position(|known| known == c)?;
    i64::try_from(value).ok()
}

fn small(c: char) -> Option<i64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        _ => None,
    }
}

fn large(c: char) -> Option<i64> {
    match c {
        '万' => Some(10_000),
        '億' => Some(100_000_000),
        '兆' => Some(1_000_000_000_000),
        _ => None,
    }
}
