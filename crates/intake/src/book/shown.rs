//! Which formats show a number as a date or a time of day.

/// Whether the format of that number, which every spreadsheet program knows, shows a date or a time ([MS-XLS] 2.4.126;
/// 27 to 36 and 50 to 58 are those of East Asia).
pub(super) fn is_known_date(format: u16) -> bool {
    matches!(format, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether a format as written shows a date or a time, as its first section says: the reader of XLSX decides alike.
pub(super) fn is_date(format: &str) -> bool {
    let mut letters = format.chars();
    // Behind a lone `a` only that of `AM/PM`, `A/P` and the like is looked for.
    let mut is_half = false;
    while let Some(letter) = letters.next() {
        match letter.to_ascii_lowercase() {
            '"' => {
                letters.by_ref().find(|letter| *letter == '"');
            }
            // The next sign stands for itself, is as wide, or fills.
            '\\' | '_' | '*' => {
                letters.next();
            }
            ';' => return false,
            '[' => {
                let inside: String = letters.by_ref().take_while(|letter| *letter != ']').collect();
                let inside = inside.to_ascii_lowercase();
                // Hours, minutes or seconds that are counted on.
                let first = inside.chars().next();
                if first.is_some_and(|first| {
                    matches!(first, 'h' | 'm' | 's') && inside.chars().all(|letter| letter == first)
                }) {
                    return true;
                }
            }
            'p' | 'm' | '/' if is_half => return true,
            'd' | 'm' | 'h' | 'y' | 's' if !is_half => return true,
            'a' => is_half = true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn formats() {
        for format in [
            "yyyy/mm/dd",
            "H:MM:SS;@",
            "m\"M\"d\"D\";@",
            "[h]:mm:ss",
            "[$-411]ggge\"年\"m\"月\"d\"日\"",
            "[ss].00",
            "ha/p",
            "A/P",
            "[Blue]\\+[h]:mm;[Red]0",
            "*-yyyy",
            "[DBNum1]d",
            "上午/下午h",
        ] {
            assert!(is_date(format), "{format}");
        }
        for format in [
            "General", "0.00E+00", "\"d\"0", "\\d0", "0;yyyy", "[Red]0.0", "[$-411]0", "#,##0_d", "0*y",
            "\"open", "[", "aaaa", "[hm]0", "@",
        ] {
            assert!(!is_date(format), "{format}");
        }
    }
}
