//! Text within Markdown.

use crate::visible;

/// A text as text of a paragraph, a heading, an item of a list or a cell: no markup, no link, no entity, on one line.
///
/// # Source
/// CommonMark 0.31.2, §2.4 (a backslash before punctuation), §6; GitHub Flavored Markdown 0.29 for tables, struck-out
/// text and addresses that become links. Signs that only other dialects read (`$`, `^`) get their backslash too.
/// A mail address or a person's `@name` is found by some hosts in finished text; no escape prevents that.
///
/// ```
/// use escape::markdown;
///
/// assert_eq!(markdown("[請求](javascript:x)"), r"\[請求\](javascript\:x)");
/// assert_eq!(markdown("# 1"), r"\# 1");
/// // What is no markup where it stands is left readable.
/// assert_eq!(markdown("jetro-2023/annex2#S-2-1 9:00"), "jetro-2023/annex2#S-2-1 9:00");
/// ```
#[must_use]
pub fn markdown(text: &str) -> String {
    let text = visible::line(text);
    let mut out = String::with_capacity(text.len() + 8);
    let begins = text.trim_start_matches(' ');
    let inner = begins.trim_end_matches(' ');
    out.extend(std::iter::repeat_n(SPACE, text.len() - begins.len()));
    let number = ordered(inner);
    let mut before = None;
    let mut after = inner.chars();
    for at in 0_usize.. {
        let Some(c) = after.next() else { break };
        if c == '}' && after.as_str().is_empty() {
            // At the end of a heading it may close attributes, and no backslash prevents that.
            out.push_str("&#125;");
            break;
        }
        if number == Some(at) || is_markup(c, before, after.clone().next()) {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out.extend(std::iter::repeat_n(SPACE, begins.len() - inner.len()));
    out
}

/// A space that no reader takes for indentation or the end.
const SPACE: &str = "&#32;";

/// Where the sign is that would make the beginning an item of a numbered list.
fn ordered(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = text.get(digits..)?.strip_prefix(['.', ')'])?;
    (digits > 0 && (after.is_empty() || after.starts_with(' '))).then_some(digits)
}

fn is_markup(c: char, before: Option<char>, after: Option<char>) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '&' | '|' | '~' | '^' | '$' => true,
        // Between letters it is part of a word.
        '_' => !(is_word(before) && is_word(after)),
        '>' | '+' | '-' | '=' => before.is_none(),
        '#' => before.is_none_or(char::is_whitespace),
        // A scheme, a definition, or the name of a picture.
        ':' => {
            before.is_none() || after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '+' | '-'))
        }
        // An address without a scheme.
        '.' => matches!(before, Some('w' | 'W')),
        _ => false,
    }
}
