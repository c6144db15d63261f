//! What follows the last line's end: what the writer can have left there when it was broken off, or somebody else's.

use ledger::{Corruption, Damage, Journal, Tail};

/// What was left after the last line's end.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Left<'a> {
    /// Nothing.
    Nothing,
    /// A batch, whole but for its line's end. After it there may be zeros.
    Whole(&'a [u8]),
    /// What a loss of power or a kill can leave of a batch that was being written.
    BrokenOff,
}

impl<'a> Left<'a> {
    /// Tells what was left, and takes nothing in.
    ///
    /// The writer brings a line's opening to the disk before it writes more. Until then there are at most so many bytes,
    /// each the opening's or zero, as a disk has it where something was to be written. From then on the opening stands
    /// there, and after it text, with zeros where the disk did not get to write. Programs before wrote lines at once: what
    /// they can have left is the beginning of a batch and zeros to the end, which after a batch that is whole nobody else
    /// has a reason to write.
    ///
    /// # Errors
    /// [`Corruption`]: it was not left by this program. A file of zeros without any batch is nobody's, unless it is no
    /// longer than an opening.
    pub(crate) fn of(tail: &'a [u8], journal: &mut Journal) -> Result<Self, Corruption> {
        if tail.is_empty() {
            return Ok(Self::Nothing);
        }
        let opening = journal.opening().unwrap_or_default();
        let (text, rest) = tail.split_at(tail.iter().position(|byte| *byte == 0).unwrap_or(tail.len()));
        let is_whole = !text.is_empty() && journal.look_at_tail(text)? == Tail::Whole;
        let strange = rest.iter().position(|byte| *byte != 0);
        if is_whole {
            return match strange {
                None => Ok(Self::Whole(text)),
                Some(_) => {
                    let why = format!("something follows the batch after byte {} of its line", text.len());
                    Err(Corruption { seq: journal.last() + 1, damage: Damage::Unreadable { why } })
                }
            };
        }
        let is_opened = tail.starts_with(opening.as_bytes());
        let is_ours = if is_opened {
            is_text(rest)
        } else {
            let mut pairs = tail.iter().zip(opening.as_bytes());
            let is_opening = pairs.all(|(found, wanted)| found == wanted || *found == 0)
                && tail.iter().skip(opening.len()).all(|byte| *byte == 0);
            let is_after = journal.last() > 0;
            let is_short = tail.len() <= opening.len();
            is_opening && (is_after || is_short) || is_after && strange.is_none() && !text.is_empty()
        };
        if is_ours {
            return Ok(Self::BrokenOff);
        }
        let why = match strange {
            Some(at) => format!(
                "its line has zeros and other bytes from byte {} on, which this program did not write",
                text.len() + at + 1
            ),
            None => {
                "its line has zeros and no batch stands before it; this program did not write it".to_owned()
            }
        };
        Err(Corruption { seq: journal.last() + 1, damage: Damage::Unreadable { why } })
    }
}

/// How many bytes the opening of the next line has.
pub(crate) fn opening(journal: &Journal) -> usize {
    journal.opening().map_or(0, |opening| opening.len())
}

/// Whether bytes are text as it stands in a line, with zeros in between; a letter may have lost a part to them.
fn is_text(bytes: &[u8]) -> bool {
    bytes.split(|byte| *byte == 0).all(|piece| {
        let lost = piece.iter().take(3).take_while(|byte| matches!(**byte, 0x80..=0xbf)).count();
        let piece = piece.get(lost..).unwrap_or_default();
        let is_whole = std::str::from_utf8(piece).map_or_else(|error| error.error_len().is_none(), |_| true);
        is_whole && piece.iter().all(|byte| *byte >= 0x20)
    })
}
