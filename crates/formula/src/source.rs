//! The text as it is matched: width forms folded, spaces dropped, fractions of LaTeX and of two lines written in a row.

use unicode_normalization::{UnicodeNormalization, char::compose};

/// A character as it is matched, with the place where it stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sign {
    /// The bytes of the text.
    pub(crate) at: u32,
    pub(crate) end: u32,
    /// As matched: Latin letters in lower case.
    pub(crate) c: char,
    /// The same with capitals as written, for names that differ in nothing else.
    pub(crate) exact: char,
    /// What stands before it.
    pub(crate) gap: Gap,
}

/// What stands between a character and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    None,
    Space,
    Line,
}

/// Signs as one text, so that what is matched is a piece of it and no copy.
#[derive(Debug)]
pub(crate) struct Folded {
    text: String,
    /// Where each sign begins in it, and behind them its end.
    starts: Vec<usize>,
}

impl Folded {
    pub(crate) fn of(signs: &[Sign]) -> Self {
        let mut text = String::with_capacity(signs.len() * 3);
        let mut starts = Vec::with_capacity(signs.len() + 1);
        for sign in signs {
            starts.push(text.len());
            text.push(sign.c);
        }
        starts.push(text.len());
        Self { text, starts }
    }

    /// The text of signs.
    pub(crate) fn of_signs(&self, from: usize, to: usize) -> &str {
        let piece = self.starts.get(from).zip(self.starts.get(to));
        piece.and_then(|(from, to)| self.text.get(*from..*to)).unwrap_or("")
    }
}

/// Brackets of LaTeX may stand so deep within one another.
const GROUPS_MAX: usize = 48;

/// The signs of a text, with its fractions written in a row.
pub(crate) fn signs(text: &str) -> Vec<Sign> {
    let mut folded = fold(text);
    if text.contains('$') && is_of_sheet(&folded) {
        folded = without_anchors(folded);
    }
    if is_latex(text) {
        let mut plain = Vec::with_capacity(folded.len());
        return if latex(&folded, &mut plain, 0).is_some() { plain } else { folded };
    }
    in_a_row(text).unwrap_or(folded)
}

/// Whether dollar signs fix the cells of a sheet and are no money: `$A$1`, or a text that begins with its equals sign.
fn is_of_sheet(signs: &[Sign]) -> bool {
    let is_fixed = |from: usize| {
        let letters = signs.iter().skip(from + 1).take_while(|sign| sign.c.is_ascii_alphabetic()).count();
        let behind = from + 1 + letters;
        (1..=3).contains(&letters)
            && signs.get(from).is_some_and(|sign| sign.c == '$')
            && signs.get(behind).is_some_and(|sign| sign.c == '$')
            && signs.get(behind + 1).is_some_and(|sign| sign.c.is_ascii_digit())
    };
    signs.first().is_some_and(|sign| sign.c == '=') || (0..signs.len()).any(is_fixed)
}

/// A name as it is matched: one of a cell, `$C$2` or `C$2`, without the dollar signs that fix it.
pub(crate) fn fold_name(name: &str) -> Vec<Sign> {
    let signs = fold(name);
    let is_cell = || {
        let mut parts = name.split('$').filter(|part| !part.is_empty());
        let column =
            parts.next().is_some_and(|part| part.len() < 4 && part.chars().all(|c| c.is_ascii_uppercase()));
        let row = parts.next().is_some_and(|part| part.chars().all(|c| c.is_ascii_digit()));
        column && row && parts.next().is_none()
    };
    let is_range = || name.contains(':') && name.contains('(');
    if name.contains('$') && (is_of_sheet(&signs) || is_cell() || is_range()) {
        without_anchors(signs)
    } else {
        signs
    }
}

/// The signs without the dollar signs that fix cells: `$A$1` is the cell A1. One before a number stays, `$100`.
fn without_anchors(signs: Vec<Sign>) -> Vec<Sign> {
    let is_letter = |at: usize| signs.get(at).is_some_and(|sign: &Sign| sign.c.is_ascii_alphabetic());
    let is_digit = |at: usize| signs.get(at).is_some_and(|sign: &Sign| sign.c.is_ascii_digit());
    // `US$100` is money.
    let is_currency = |at: usize| {
        let letters: String = (0..at)
            .rev()
            .take_while(|at| is_letter(*at))
            .filter_map(|at| signs.get(at))
            .map(|sign| sign.c)
            .collect();
        ["su", "ua", "ac", "zn", "kh", "gs"].contains(&letters.as_str())
    };
    let fixes = |at: usize| {
        signs.get(at).is_some_and(|sign| sign.c == '$')
            && (is_letter(at + 1) || at > 0 && is_letter(at - 1) && is_digit(at + 1) && !is_currency(at))
    };
    let mut kept: Vec<Sign> = Vec::with_capacity(signs.len());
    for (at, sign) in signs.iter().enumerate() {
        if fixes(at) {
            continue;
        }
        let before = at.checked_sub(1).filter(|before| fixes(*before)).and_then(|before| signs.get(before));
        // What stood before the dollar sign stands before the letter.
        kept.push(match before {
            Some(before) => Sign { gap: before.gap.max(sign.gap), ..*sign },
            None => *sign,
        });
    }
    kept
}

/// Whether a text is set in LaTeX: a command or an index in braces stands in it.
pub(crate) fn is_latex(text: &str) -> bool {
    text.contains('\\') || text.contains("_{")
}

/// A text as it is matched: width forms folded, marks joined to their letters, spaces dropped, Latin letters
/// lower-case.
pub(crate) fn fold(text: &str) -> Vec<Sign> {
    let mut signs: Vec<Sign> = Vec::with_capacity(text.len());
    fold_onto(&mut signs, text, 0, Gap::Line);
    signs
}

fn fold_onto(signs: &mut Vec<Sign>, text: &str, offset: usize, first: Gap) {
    let mut gap = first;
    for (at, c) in text.char_indices() {
        if c.is_ascii_graphic() {
            push(signs, c, c.to_ascii_lowercase(), offset + at, 1, &mut gap);
            continue;
        }
        if c == '\n' || c == '\r' || c == '\u{2028}' {
            gap = Gap::Line;
            continue;
        }
        let length = c.len_utf8();
        // Kanji and whole kana are what they are, and no mark that joins the letter before it.
        if matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{4E00}'..='\u{9FFF}') {
            let at = u32::try_from(offset + at).unwrap_or(u32::MAX);
            let end = at.saturating_add(3);
            signs.push(Sign { at, end, c, exact: c, gap: std::mem::replace(&mut gap, Gap::None) });
            continue;
        }
        for exact in matched_as(c) {
            if exact.is_whitespace() {
                gap = gap.max(Gap::Space);
            } else if !is_inkless(exact) {
                for lower in exact.to_lowercase() {
                    push(signs, exact, lower, offset + at, length, &mut gap);
                }
            }
        }
    }
}

fn push(signs: &mut Vec<Sign>, exact: char, c: char, at: usize, length: usize, gap: &mut Gap) {
    let end = u32::try_from(at.saturating_add(length)).unwrap_or(u32::MAX);
    if !c.is_ascii()
        && let Some(last) = signs.last_mut()
        && let Some(joined) = compose(last.c, c)
    {
        // ｶ and ﾞ are two characters and one letter.
        (last.c, last.exact, last.end) = (joined, joined, end);
        return;
    }
    let at = u32::try_from(at).unwrap_or(u32::MAX);
    signs.push(Sign { at, end, c, exact, gap: std::mem::replace(gap, Gap::None) });
}

/// Whether a character is no space and takes no ink: what word processors leave between letters.
fn is_inkless(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{00AD}' | '\u{FE00}'..='\u{FE0F}')
}

/// What a character is matched as: its compatibility form, but for characters that would become a digit or a sign
/// which nobody wrote. `×10²` is no `×102`, `÷½` no `÷1÷2`, and ① is no factor.
fn matched_as(c: char) -> impl Iterator<Item = char> {
    let is_width_form = matches!(c, '\u{FF00}'..='\u{FFEF}' | '\u{FE50}'..='\u{FE6F}' | '\u{3000}');
    let is_raised_or_lowered = matches!(
        c,
        'ª' | 'º' | '\u{2B0}'..='\u{2B8}' | '\u{1D2C}'..='\u{1D6A}' | '\u{1D9B}'..='\u{1DBF}' | '\u{2070}'..='\u{209F}'
    );
    let counts = |c: char| c.is_ascii_digit() || "+-−=()/%×÷⁄.,*".contains(c);
    let keeps = !is_width_form
        && !c.is_ascii()
        && (is_raised_or_lowered || std::iter::once(c).nfkc().any(|folded| folded != c && counts(folded)));
    let kept = keeps.then_some(c).into_iter();
    kept.chain(std::iter::once(c).filter(move |_| !keeps).nfkc())
}

/// Commands of LaTeX that stand for one sign.
const COMMANDS: &[(&str, char)] = &[
    ("times", '×'),
    ("cdot", '×'),
    ("div", '÷'),
    ("approx", '≒'),
    ("fallingdotseq", '≒'),
    ("leqq", '≦'),
    ("leq", '≦'),
    ("le", '≦'),
    ("geqq", '≧'),
    ("geq", '≧'),
    ("ge", '≧'),
    ("lbrace", '{'),
    ("rbrace", '}'),
    ("lbrack", '['),
    ("rbrack", ']'),
];
/// Brackets that round what stands in them.
const ROUNDINGS: &[(&str, &str)] =
    &[("lfloor", "round_floor("), ("rfloor", ")"), ("lceil", "round_ceiling("), ("rceil", ")")];
/// Commands that change only how things look.
const LOOKS: &[&str] = &["left", "right", "displaystyle", "bigl", "bigr", "big", "quad", "qquad", "limits"];
/// Commands whose braces hold words.
const WORDED: &[&str] =
    &["text", "textbf", "textit", "textrm", "mathrm", "mathit", "mathbf", "operatorname", "mbox"];
/// Functions that are called by a command.
const CALLED: &[&str] = &["max", "min"];
const FRACTIONS: &[&str] = &["frac", "dfrac", "tfrac", "cfrac"];

/// Writes what LaTeX sets as signs in a row: `\frac{a}{b}` as `((a)÷(b))`. `None` where it is no LaTeX that is known.
fn latex(signs: &[Sign], plain: &mut Vec<Sign>, depth: usize) -> Option<()> {
    if depth > GROUPS_MAX {
        return None;
    }
    let mut at = 0;
    while let Some(sign) = signs.get(at) {
        at += 1;
        match sign.c {
            '$' => {}
            '\\' => {
                let next = signs.get(at)?;
                if !next.c.is_ascii_alphabetic() {
                    at += 1;
                    // Spaces and the brackets around a formula are set with no ink; \% is a percent sign.
                    if "%#&_{}".contains(next.c) {
                        plain.push(Sign { gap: sign.gap.max(next.gap), ..*next });
                    }
                    continue;
                }
                let begun = at;
                while signs.get(at).is_some_and(|sign| {
                    sign.c.is_ascii_alphabetic() && (at == begun || sign.gap == Gap::None)
                }) {
                    at += 1;
                }
                let command: String = signs.get(begun..at)?.iter().map(|sign| sign.exact).collect();
                if FRACTIONS.contains(&command.as_str()) {
                    let (above, behind) = group_or_sign(signs, at)?;
                    let (below, end) = group_or_sign(signs, behind)?;
                    at = end;
                    let put = |plain: &mut Vec<Sign>, text: &str| {
                        plain.extend(text.chars().map(|c| Sign { c, exact: c, ..*sign }));
                    };
                    put(plain, "((");
                    latex(above, plain, depth + 1)?;
                    put(plain, ")÷(");
                    latex(below, plain, depth + 1)?;
                    put(plain, "))");
                    // `\frac{1}{2} A`: a fraction of numbers multiplies what follows it.
                    let is_number = |signs: &[Sign]| signs.iter().all(|sign| sign.c.is_ascii_digit());
                    if is_number(above) && is_number(below) && multiplies(signs, at) {
                        put(plain, "×");
                    }
                } else if command == "begin" && is_group(signs, at, "cases") {
                    at = cases(signs, group(signs, at)?.1, sign, plain, depth + 1)?;
                } else if CALLED.contains(&command.as_str()) {
                    // `\max_{i}` goes over an index.
                    if signs.get(at).is_some_and(|sign| matches!(sign.c, '_' | '^')) {
                        return None;
                    }
                    let letters = command.chars().enumerate();
                    let gap = |n: usize| if n == 0 { Gap::Space } else { Gap::None };
                    plain.extend(letters.map(|(n, c)| Sign { c, exact: c, gap: gap(n), ..*sign }));
                    // `\max\{a, b\}`
                    if let Some((inner, end)) = escaped_group(signs, at) {
                        let put = |plain: &mut Vec<Sign>, c: char| plain.push(Sign { c, exact: c, ..*sign });
                        put(plain, '(');
                        latex(inner, plain, depth + 1)?;
                        put(plain, ')');
                        at = end;
                    }
                } else if let Some((_, plainly)) = ROUNDINGS.iter().find(|(known, _)| *known == command) {
                    let gap = |n: usize| if n == 0 { Gap::Space } else { Gap::None };
                    let letters = plainly.chars().enumerate();
                    plain.extend(letters.map(|(n, c)| Sign { c, exact: c, gap: gap(n), ..*sign }));
                } else if WORDED.contains(&command.as_str()) {
                    let (words, end) = group(signs, at)?;
                    at = end;
                    let first = plain.len();
                    latex(words, plain, depth + 1)?;
                    if let Some(first) = plain.get_mut(first) {
                        first.gap = first.gap.max(Gap::Space);
                    }
                } else if let Some((_, c)) = COMMANDS.iter().find(|(known, _)| *known == command) {
                    plain.push(Sign { c: *c, exact: *c, end: signs.get(at - 1)?.end, ..*sign });
                } else if !LOOKS.contains(&command.as_str()) {
                    return None;
                }
            }
            // `T_{total}`: an index is a part of its name.
            '_' if plain.last().is_some_and(|last| last.c.is_alphanumeric())
                && group(signs, at).is_some_and(|(inner, _)| is_index(inner)) =>
            {
                let (inner, end) = group(signs, at)?;
                plain.push(*sign);
                let first = plain.len();
                latex(inner, plain, depth + 1)?;
                for sign in plain.get_mut(first..).unwrap_or_default() {
                    sign.gap = Gap::None;
                }
                at = end;
            }
            '{' => match group(signs, at - 1).and_then(|(inner, end)| Some((over(inner)?, end))) {
                Some(((above, below), end)) => {
                    at = end;
                    let put = |plain: &mut Vec<Sign>, text: &str| {
                        plain.extend(text.chars().map(|c| Sign { c, exact: c, ..*sign }));
                    };
                    put(plain, "((");
                    latex(above, plain, depth + 1)?;
                    put(plain, ")÷(");
                    latex(below, plain, depth + 1)?;
                    put(plain, "))");
                }
                None => plain.push(*sign),
            },
            _ => plain.push(*sign),
        }
    }
    Some(())
}

/// A group in braces, or the one digit or letter that stands for it: `\frac12`.
fn group_or_sign(signs: &[Sign], at: usize) -> Option<(&[Sign], usize)> {
    match signs.get(at)? {
        sign if sign.c.is_ascii_alphanumeric() => Some((signs.get(at..=at)?, at + 1)),
        _ => group(signs, at),
    }
}

/// Whether a group at a place holds a word.
fn is_group(signs: &[Sign], at: usize, word: &str) -> bool {
    group(signs, at).is_some_and(|(inner, _)| inner.iter().map(|sign| sign.c).eq(word.chars()))
}

/// What stands between `\{` and `\}`, and the place behind.
fn escaped_group(signs: &[Sign], at: usize) -> Option<(&[Sign], usize)> {
    let is = |at: usize, c: char| {
        signs.get(at).is_some_and(|sign| sign.c == '\\') && signs.get(at + 1).is_some_and(|sign| sign.c == c)
    };
    if !is(at, '{') {
        return None;
    }
    let mut depth = 0_usize;
    let mut n = at;
    while n < signs.len() {
        if is(n, '{') {
            depth += 1;
        } else if is(n, '}') {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some((signs.get(at + 2..n)?, n + 2));
            }
        }
        n += if signs.get(n)?.c == '\\' { 2 } else { 1 };
    }
    None
}

/// Whether an index is letters and digits, plain or as words: `total`, `\text{total}`.
fn is_index(inner: &[Sign]) -> bool {
    let is_word = |signs: &[Sign]| !signs.is_empty() && signs.iter().all(|sign| sign.c.is_alphanumeric());
    if is_word(inner) {
        return true;
    }
    let command: String =
        inner.iter().skip(1).take_while(|sign| sign.c.is_ascii_alphabetic()).map(|sign| sign.c).collect();
    inner.first().is_some_and(|sign| sign.c == '\\')
        && WORDED.contains(&command.as_str())
        && group(inner, command.len() + 1).is_some_and(|(words, end)| end == inner.len() && is_word(words))
}

/// Whether what stands at a place is multiplied by a number before it: a letter, a bracket, words.
fn multiplies(signs: &[Sign], at: usize) -> bool {
    let Some(sign) = signs.get(at) else { return false };
    let command: String = signs
        .iter()
        .skip(at + 1)
        .take_while(|sign| sign.c.is_ascii_alphabetic())
        .map(|sign| sign.c)
        .collect();
    match sign.c {
        '\\' => {
            WORDED.contains(&command.as_str())
                || FRACTIONS.contains(&command.as_str())
                || CALLED.contains(&command.as_str())
                || command == "left" && signs.get(at + 5).is_some_and(|sign| sign.c == '(')
        }
        c => c.is_alphabetic() || c == '(',
    }
}

/// Writes `\begin{cases} a & x < 1 \\ b & \text{otherwise} \end{cases}` as the call of cases, and gives the place behind it.
fn cases(signs: &[Sign], from: usize, sign: &Sign, plain: &mut Vec<Sign>, depth: usize) -> Option<usize> {
    const END: &str = "\\end{cases}";
    let end = (from..signs.len())
        .find(|at| signs.iter().skip(*at).map(|sign| sign.c).take(END.chars().count()).eq(END.chars()))?;
    let put = |plain: &mut Vec<Sign>, text: &str| {
        plain.extend(text.chars().map(|c| Sign { c, exact: c, gap: Gap::None, ..*sign }));
    };
    let inner = signs.get(from..end)?;
    let mut rows: Vec<&[Sign]> = Vec::new();
    let (mut begun, mut at) = (0, 0);
    while at < inner.len() {
        let is_command = inner.get(at)?.c == '\\';
        if is_command && inner.get(at + 1).is_some_and(|next| next.c == '\\') {
            rows.push(inner.get(begun..at)?);
            begun = at + 2;
        }
        at += if is_command { 2 } else { 1 };
    }
    rows.push(inner.get(begun..)?);
    put(plain, "場合分け(");
    let mut others = None;
    let mut written = 0_usize;
    for row in rows.into_iter().filter(|row| !row.is_empty()) {
        let cell = row.iter().position(|sign| sign.c == '&')?;
        let (value, when) = (row.get(..cell)?, row.get(cell + 1..)?);
        let value = without_comma(value);
        let mut condition = Vec::new();
        latex(without_comma(when), &mut condition, depth + 1)?;
        let words: String = condition.iter().map(|sign| sign.c).collect();
        if OTHERWISE.contains(&words.as_str()) {
            others = Some(value);
            continue;
        }
        let lead = IF.iter().find(|lead| words.starts_with(**lead)).map_or(0, |lead| lead.chars().count());
        if written > 0 {
            put(plain, ",");
        }
        let first = plain.len();
        plain.extend(condition.into_iter().skip(lead));
        if let Some(first) = plain.get_mut(first) {
            first.gap = Gap::Space;
        }
        put(plain, ",");
        let first = plain.len();
        latex(value, plain, depth + 1)?;
        if let Some(first) = plain.get_mut(first) {
            first.gap = Gap::Space;
        }
        written += 1;
    }
    if let Some(value) = others {
        put(plain, ",");
        let first = plain.len();
        latex(value, plain, depth + 1)?;
        if let Some(first) = plain.get_mut(first) {
            first.gap = Gap::Space;
        }
    }
    put(plain, ")");
    Some(end + END.chars().count())
}

/// How the last case of LaTeX is called, and what leads up to a condition.
const OTHERWISE: &[&str] = &["otherwise", "else", "それ以外", "その他", "上記以外"];
const IF: &[&str] = &["if", "for", "when"];

fn without_comma(signs: &[Sign]) -> &[Sign] {
    match signs.split_last() {
        Some((last, before)) if matches!(last.c, ',' | ';') => before,
        _ => signs,
    }
}

/// What stands above and below in `a \over b`.
fn over(signs: &[Sign]) -> Option<(&[Sign], &[Sign])> {
    const COMMAND: &str = "\\over";
    let length = COMMAND.chars().count();
    let mut depth = 0_i32;
    let at = (0..signs.len()).find(|at| {
        match signs.get(*at).map(|sign| sign.c) {
            Some('{') => depth += 1,
            Some('}') => depth -= 1,
            _ => {}
        }
        let is_command = signs.iter().skip(*at).map(|sign| sign.c).take(length).eq(COMMAND.chars());
        let behind = signs.get(at + length);
        depth == 0
            && is_command
            && behind.is_some_and(|sign| !sign.c.is_ascii_alphabetic() || sign.gap > Gap::None)
    })?;
    Some((signs.get(..at)?, signs.get(at + length..)?))
}

/// What stands between the brace at a place and its partner, and the place behind that.
fn group(signs: &[Sign], from: usize) -> Option<(&[Sign], usize)> {
    if signs.get(from)?.c != '{' {
        return None;
    }
    let mut depth = 0_usize;
    for (n, sign) in signs.iter().enumerate().skip(from) {
        let is_escaped = n > 0 && signs.get(n - 1).is_some_and(|before| before.c == '\\');
        match sign.c {
            '{' if !is_escaped => depth += 1,
            // The brace at the place itself may be escaped: then it opens nothing.
            '}' if !is_escaped => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some((signs.get(from + 1..n)?, n + 1));
                }
            }
            _ => {}
        }
    }
    None
}

/// A fraction of two lines and a bar, written in a row: `name = ((above)÷(below)) rest`. `None` where no bar stands.
fn in_a_row(text: &str) -> Option<Vec<Sign>> {
    let is_bar = |c: char| matches!(c, '─' | '━' | '―' | '—' | '–' | '_' | '＿' | 'ー' | '-' | '－' | '￣');
    if !text.contains('\n') {
        return None;
    }
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        lines.push((at, line));
        at += line.len() + 1;
    }
    // The bar: three signs or more side by side, and nothing but a name with its equals sign before them.
    let bar_of = |line: &str| -> Option<(usize, usize)> {
        let from = line.find(is_bar)?;
        let length: usize = line.get(from..)?.chars().take_while(|c| is_bar(*c)).map(char::len_utf8).sum();
        let count = line.get(from..from + length)?.chars().count();
        let before = line.get(..from)?.trim();
        let stands_free = before.is_empty()
            || before.ends_with(['=', '＝', '×', '÷', '(', '（', '{', '｛', '[', '-', '−', '+', '＋']);
        // Alone on its line two signs are a bar, and so is a long dash: nobody subtracts what is negative that way.
        let is_alone = before.is_empty() && line.get(from + length..)?.trim().is_empty();
        let is_long = line.get(from..)?.starts_with(['─', '━', '―', '—']);
        let is_bar = count >= 3 || is_alone && (count == 2 || is_long);
        (is_bar && stands_free && !line.contains('|')).then_some((from, from + length))
    };
    let n = lines.iter().position(|(_, line)| bar_of(line).is_some())?;
    let ((line_at, line), (above_at, above), (below_at, below)) =
        (*lines.get(n)?, *lines.get(n.checked_sub(1)?)?, *lines.get(n + 1)?);
    let (from, to) = bar_of(line)?;
    if above.trim().is_empty() || below.trim().is_empty() {
        return None;
    }
    let (before, behind) = (line.get(..from)?, line.get(to..)?);
    // The name may stand beside the part above.
    let (name, above_at, above) = match above.rfind(['=', '＝']).filter(|_| before.trim().is_empty()) {
        Some(sign) => {
            let width = above.get(sign..)?.chars().next()?.len_utf8();
            (above.get(..sign + width)?, above_at + sign + width, above.get(sign + width..)?)
        }
        None => ("", above_at, above),
    };
    let mut signs = Vec::with_capacity(text.len());
    for (at, line) in lines.get(..n - 1)? {
        fold_onto(&mut signs, line, *at, Gap::Line);
    }
    let name_at = lines.get(n - 1)?.0;
    fold_onto(&mut signs, name, name_at, Gap::Line);
    fold_onto(&mut signs, before, line_at, Gap::Line);
    let put = |signs: &mut Vec<Sign>, text: &str| {
        let (at, end) = (u32::try_from(line_at + from).ok()?, u32::try_from(line_at + to).ok()?);
        signs.extend(text.chars().map(|c| Sign { at, end, c, exact: c, gap: Gap::Space }));
        Some(())
    };
    put(&mut signs, "((")?;
    fold_onto(&mut signs, above, above_at, Gap::Space);
    put(&mut signs, ")÷(")?;
    fold_onto(&mut signs, below, below_at, Gap::Space);
    put(&mut signs, "))")?;
    fold_onto(&mut signs, behind, line_at + to, Gap::Space);
    for (at, line) in lines.get(n + 2..)? {
        fold_onto(&mut signs, line, *at, Gap::Line);
    }
    Some(signs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, row: &str) {
        let signs: String = signs(text).iter().map(|sign| sign.c).collect();
        assert_eq!(signs, row, "{text}");
    }

    #[test]
    fn fractions_are_written_in_a_row() {
        check(r"$\dfrac{90+100}{3}=80$ 時間", "((90+100)÷(3))=80時間");
        check(
            r"\[ \text{Up \%} = \frac{\text{All} - D}{\frac{A}{2}} \times 100 \]",
            "up%=((all-d)÷(((a)÷(2))))×100",
        );
        check("率＝\n A－B\n ────── ×100\n  A", "率=((a-b)÷(a))×100");
        check("      A\n率 = ─────\n      B", "率=((a)÷(b))");
        check("Resolved\n____________\nAll", "((resolved)÷(all))");
        check("率 = A\n-----\n B", "率=((a)÷(b))");
        // No bar: minus signs, a table.
        check("A\n-\nB", "a-b");
        check("A\n--\nB", "((a)÷(b))");
        check("率＝\nA\n──\nB", "率=((a)÷(b))");
        check("A\n—\nB", "((a)÷(b))");
        check("|a|b|\n|---|---|\n|1|2|", "|a|b||---|---||1|2|");
        check(r"\unknown{A}", r"\unknown{a}");
    }
}
