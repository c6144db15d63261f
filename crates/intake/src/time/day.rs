//! Dates at the beginning of a text, and what stands behind them.

use chrono::NaiveDate;

use super::{DateError, scan::Scan};

/// The first years of the eras, by kanji and letter, with the day on which each began.
pub(super) const ERAS: [(&str, char, i32, (u32, u32)); 4] = [
    ("令和", 'R', 2019, (5, 1)),
    ("平成", 'H', 1989, (1, 8)),
    ("昭和", 'S', 1926, (12, 25)),
    ("大正", 'T', 1912, (7, 30)),
];

/// A date and the rest of its text; what is wrong with something that has the form of a date; or none.
pub(super) type Day<'t> = Option<Result<(NaiveDate, &'t str), DateError>>;

fn of(year: i32, month: u32, day: u32, rest: &str) -> Result<(NaiveDate, &str), DateError> {
    NaiveDate::from_ymd_opt(year, month, day).map(|date| (date, rest)).ok_or(DateError::NoSuchDay)
}

/// The least year in digits: one that begins with a zero is a slip of the pen, as in `0024/6/3`.
const FIRST_YEAR: u32 = 1_000;

/// Year, month and day parted by one sign, behind which numbers may be padded: `2024/ 6/ 3`.
pub(super) fn separated(text: &str, sign: char) -> Day<'_> {
    let mut scan = Scan(text);
    let year = scan.number(4, 4).filter(|year| *year >= FIRST_YEAR)?;
    scan.one_of(&[sign])?;
    scan.spaces();
    let month = scan.number(1, 2)?;
    scan.one_of(&[sign])?;
    scan.spaces();
    let day = scan.number(1, 2)?;
    // A third digit is no time behind the date.
    if scan.0.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some(of(i32::try_from(year).ok()?, month, day, scan.0))
}

/// Eight digits.
pub(super) fn compact(text: &str) -> Day<'_> {
    let mut scan = Scan(text);
    let year = scan.number(4, 4).filter(|year| *year >= FIRST_YEAR)?;
    let (month, day) = (scan.number(2, 2)?, scan.number(2, 2)?);
    Some(of(i32::try_from(year).ok()?, month, day, scan.0))
}

/// A date in Japanese, with or without an era.
pub(super) fn japanese(text: &str) -> Day<'_> {
    let mut scan = Scan(text);
    let era = ERAS.iter().position(|(kanji, letter, ..)| {
        let short = kanji.chars().next().map(String::from).unwrap_or_default();
        scan.eat(kanji) || scan.eat(&short) || scan.eat_word(letter.encode_utf8(&mut [0; 4]))
    });
    if era.is_none() {
        let _ = scan.eat("西暦");
    }
    scan.spaces();
    let year = if era.is_some() && scan.eat("元") { 1 } else { numeral(&mut scan, 4)? };
    scan.spaces();
    let is_year = scan.eat("年");
    if !is_year {
        era.and(scan.one_of(&['.', '/', '-']))?;
    }
    scan.spaces();
    let month = numeral(&mut scan, 2)?;
    scan.spaces();
    if !scan.eat("月") {
        era.and(scan.one_of(&['.', '/', '-']))?;
    }
    scan.spaces();
    let day = numeral(&mut scan, 2)?;
    let before = scan;
    scan.spaces();
    if !scan.eat("日") {
        era?;
        scan = before;
    }
    let Some((n, (name, _, first, began))) = era.and_then(|n| ERAS.get(n).map(|era| (n, era))) else {
        let year = i32::try_from(year).ok().filter(|_| year >= FIRST_YEAR)?;
        return Some(of(year, month, day, scan.0));
    };
    let year = i32::try_from(year).ok().and_then(|year| first.checked_add(year)?.checked_sub(1))?;
    let date = match of(year, month, day, scan.0) {
        Ok((date, _)) => date,
        Err(error) => return Some(Err(error)),
    };
    let began = NaiveDate::from_ymd_opt(*first, began.0, began.1)?;
    let next = n.checked_sub(1).and_then(|n| ERAS.get(n));
    let ended =
        next.and_then(|(_, _, year, (month, day))| NaiveDate::from_ymd_opt(*year, *month, *day)?.pred_opt());
    // An era's day that lies outside the era is a slip of the pen.
    Some(if date < began || ended.is_some_and(|ended| date > ended) {
        Err(DateError::OutsideEra { era: name, began, ended })
    } else {
        Ok((date, scan.0))
    })
}

/// A number in digits, or in kanji up to 99: 六, 十二, 二十一, 二〇.
fn numeral(scan: &mut Scan<'_>, most: usize) -> Option<u32> {
    if let Some(number) = scan.number(1, most) {
        return Some(number);
    }
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let (mut tens, mut ones, mut count) = (None, None::<u32>, 0);
    while let Some(sign) = scan.0.chars().next() {
        let digit =
            DIGITS.iter().position(|digit| *digit == sign).and_then(|digit| u32::try_from(digit).ok());
        match (sign, digit) {
            ('十', _) if tens.is_none() && ones != Some(0) => {
                tens = Some(ones.take().unwrap_or(1));
            }
            (_, Some(digit)) if tens.is_some() && ones.is_none() && digit > 0 => ones = Some(digit),
            (_, Some(digit)) if tens.is_none() => {
                ones = Some(ones.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            }
            _ => break,
        }
        count += 1;
        if count > 4 {
            return None;
        }
        scan.0 = scan.0.get(sign.len_utf8()..)?;
    }
    match (tens, ones) {
        (None, ones) => ones,
        (Some(tens), ones) => tens.checked_mul(10)?.checked_add(ones.unwrap_or(0)),
    }
}
