//! Words of English with a hyphen: a compound such as `follow-ups`, or a difference set without spaces.

/// How compounds begin: `on-time`, `e-mails`, `first-call resolutions`.
const BEGINNINGS: &[&str] = &[
    "a", "after", "all", "anti", "back", "by", "call", "check", "co", "cross", "cut", "day", "double",
    "drop", "e", "early", "eight", "ex", "face", "first", "five", "follow", "four", "full", "half", "hand",
    "high", "hot", "i", "in", "inter", "intra", "kick", "large", "last", "late", "log", "long", "low",
    "meta", "micro", "mid", "mis", "multi", "near", "new", "next", "nine", "no", "non", "not", "off", "old",
    "on", "one", "out", "over", "part", "peer", "per", "point", "post", "pre", "pro", "quasi", "re", "real",
    "right", "round", "run", "same", "second", "self", "semi", "set", "seven", "short", "sign", "single",
    "six", "small", "stand", "sub", "super", "ten", "third", "three", "tie", "time", "top", "trade", "tri",
    "turn", "two", "ultra", "under", "up", "walk", "web", "well", "whole", "work", "write", "year", "zero",
];
/// How they end: `walk-ins`, `back-end`, `sign-offs`.
const ENDINGS: &[&str] = &[
    "about", "again", "around", "aside", "away", "back", "backs", "based", "by", "class", "day", "down",
    "downs", "end", "ends", "free", "hand", "hour", "in", "ins", "level", "line", "long", "mail", "mails",
    "off", "offs", "on", "ons", "only", "out", "outs", "over", "overs", "party", "rate", "related", "run",
    "runs", "side", "site", "specific", "term", "through", "throughs", "time", "to", "type", "up", "ups",
    "wide", "wise",
];
/// Words that mean each other's opposite where both stand alone: `in-out`, `end-start`.
const OPPOSITES: &[[&str; 2]] = &[
    ["in", "out"],
    ["ins", "outs"],
    ["on", "off"],
    ["up", "down"],
    ["start", "end"],
    ["begin", "end"],
    ["high", "low"],
    ["new", "old"],
    ["first", "last"],
    ["max", "min"],
];

/// Whether a name may be a difference: two words of Latin letters are joined by a hyphen, and they are no known kind of
/// compound. `on-time` is none, `first-call resolutions` neither: more words follow that the compound qualifies.
pub(super) fn may_subtract(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.iter().enumerate().any(|(n, word)| {
        let qualifies = n == 0 && words.len() > 1 && words.get(1).is_some_and(|next| !next.contains('-'));
        let lower = word.to_lowercase();
        let parts: Vec<&str> = lower.split(['-', '－', '‐', '−']).collect();
        !qualifies
            && parts.windows(2).any(|pair| match pair {
                [left, right] => is_doubtful(left, right),
                _ => false,
            })
    })
}

fn is_doubtful(left: &str, right: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic());
    let is_opposed = OPPOSITES.iter().any(|[a, b]| (left, right) == (*a, *b) || (left, right) == (*b, *a));
    let is_compound = BEGINNINGS.contains(&left) || ENDINGS.contains(&right);
    is_word(left) && is_word(right) && (is_opposed || !is_compound)
}
