//! Numbers in kanji.

use crate::source::Sign;

/// The most digits before and after the point of a number.
pub(crate) const DIGITS_MAX: u8 = 18;

/// Whether a sign is a digit or a power of ten in kanji.
pub(crate) fn is_digit(c: char) -> bool {
    digit(c).is_some() || small(c).is_some() || large(c).is_some()
}

/// The number at the beginning of a text and how many signs it has: 百, 十二, 九十五, 千二百, 一〇〇, 二〇万, 三億. Powers of
/// ten go down: 十百 and 三万五億 are no numbers.
pub(crate) fn number(text: &[char]) -> Option<(i64, usize)> {
    let length = text.iter().take_while(|c| is_digit(**c)).count();
    let signs = text.get(..length).filter(|signs| !signs.is_empty())?;
    let (mut total, mut least, mut part) = (0_i64, i64::MAX, Vec::new());
    for c in signs {
        match large(*c) {
            None => part.push(*c),
            Some(unit) => {
                let count = below_ten_thousand(&part).filter(|count| *count < 10_000 && unit < least)?;
                total = total.checked_add(count.checked_mul(unit)?)?;
                (least, part) = (unit, Vec::new());
            }
        }
    }
    if !part.is_empty() {
        let rest = below_ten_thousand(&part).filter(|rest| *rest < least.min(10_000) || least == i64::MAX)?;
        total = total.checked_add(rest)?;
    }
    let is_readable = total < 10_i64.pow(u32::from(DIGITS_MAX));
    is_readable.then_some((total, length))
}

/// What stands before 万 and the like, or behind the last of them: digits side by side (一〇〇), or with 十, 百 and 千.
fn below_ten_thousand(signs: &[char]) -> Option<i64> {
    if signs.is_empty() {
        return None;
    }
    if signs.iter().all(|c| digit(*c).is_some()) {
        return signs.iter().try_fold(0_i64, |sum, c| sum.checked_mul(10)?.checked_add(digit(*c)?));
    }
    let (mut total, mut least, mut pending) = (0_i64, i64::MAX, None);
    for c in signs {
        match small(*c) {
            None => {
                if pending.is_some() {
                    return None;
                }
                pending = digit(*c).filter(|digit| *digit > 0);
                pending?;
            }
            Some(unit) if unit < least => {
                total = total.checked_add(pending.take().unwrap_or(1).checked_mul(unit)?)?;
                least = unit;
            }
            Some(_) => return None,
        }
    }
    total.checked_add(pending.unwrap_or(0))
}

/// What a number in digits is multiplied by where a power of ten in kanji stands behind it, and how many signs that has:
/// 100万, 5千万.
pub(crate) fn unit(text: &[Sign]) -> Option<(i64, usize)> {
    let sign = |n: usize| text.get(n).map(|sign| sign.c);
    let (times, skipped) = if sign(0) == Some('千') { (1_000, 1_usize) } else { (1, 0) };
    match sign(skipped).and_then(large) {
        Some(unit) => Some((unit.checked_mul(times)?, skipped.checked_add(1)?)),
        None => (skipped > 0).then_some((times, skipped)),
    }
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
