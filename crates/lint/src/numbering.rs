//! Runs of numbers: which numbers and letters are missing in them.

use std::collections::{BTreeMap, BTreeSet};

/// A number that a run leaves out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Gap {
    /// The number that is missing, or a long stretch of them: `S-2-1–S-2-90`.
    pub(crate) missing: String,
    /// The one that follows it in the run.
    pub(crate) next: String,
}

/// Runs longer than this are no runs but years or codes.
const LONGEST: u32 = 999;

/// Of a longer stretch of missing numbers the first and the last are told.
const TOLD_SINGLY: usize = 20;

/// The numbers that are missing among numbers of parts: `S-1`, `S-2-1`, `S-4`. A run begins with 1; the outermost
/// may begin anywhere, since a table may be an excerpt.
pub(crate) fn gaps<'a>(numbers: impl IntoIterator<Item = &'a str>, separator: char) -> Vec<Gap> {
    let mut runs: BTreeMap<Vec<&str>, BTreeSet<u32>> = BTreeMap::new();
    for number in numbers {
        let parts: Vec<&str> = number.split(separator).collect();
        for depth in 0..parts.len() {
            if let (Some(before), Some(part)) = (parts.get(..depth), parts.get(depth))
                && let Ok(part @ 0..=LONGEST) = part.parse()
            {
                runs.entry(before.to_vec()).or_default().insert(part);
            }
        }
    }
    let mut gaps = Vec::new();
    for (before, run) in &runs {
        let mut expected = if before.is_empty() { run.first().copied().unwrap_or(1) } else { 1 };
        for number in run {
            let named = |n: u32| {
                let n = n.to_string();
                before.iter().copied().chain([n.as_str()]).collect::<Vec<_>>().join(&separator.to_string())
            };
            let missing = expected..*number;
            if missing.len() > TOLD_SINGLY {
                let missing = format!("{}–{}", named(expected), named(number - 1));
                gaps.push(Gap { missing, next: named(*number) });
            } else {
                gaps.extend(missing.map(|n| Gap { missing: named(n), next: named(*number) }));
            }
            expected = number + 1;
        }
    }
    gaps
}

/// The place of a letter in its run: a is 1, z 26, aa 27.
pub(crate) fn of_letter(letter: &str) -> Option<u32> {
    letter.chars().try_fold(0_u32, |number, c| {
        let digit = u32::from(c).checked_sub(u32::from('a')).filter(|n| *n < 26)?.checked_add(1)?;
        number.checked_mul(26)?.checked_add(digit)
    })
}
