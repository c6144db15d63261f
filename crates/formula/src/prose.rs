//! Formulas in Japanese words: 「AからBを減じ、Cで除した値に100を乗じる」.
//!
//! A phrase is an operand and what is done to it, step after step. What a step takes may be a phrase of its own, so
//! that one text may have several readings; all of them are found.

use crate::{
    Exact, Expected,
    formula::{Kind, Node, Operation},
    read::Reader,
};

/// A phrase read so far: its tree, where it ends, and whether it ends as a noun.
#[derive(Debug, Clone)]
struct Phrase {
    node: Node,
    end: usize,
    is_noun: bool,
    /// How many steps it has.
    steps: u8,
    /// Whether a step of it took a phrase with steps of its own.
    is_nested: bool,
    /// Whether the last word calls it a share: 割合, 率.
    is_share: bool,
}

/// How a reading of words came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum How {
    /// Step after step.
    InOrder,
    /// Some step takes what other steps made.
    Nested,
}

/// How deep phrases may stand within phrases.
const NESTED_MAX: usize = 3;
/// How many readings are followed at once.
const READINGS_MAX: usize = 24;

/// What a step does, the particles before its own operand, those behind it, and its verbs. The particle before may be
/// left out where the step goes on from another.
struct Step {
    operation: Operation,
    before: &'static [&'static str],
    behind: &'static str,
    /// Whether what came before is the right side: 「Bで A を除した」.
    is_turned: bool,
    verbs: &'static [&'static str],
}

const fn step(
    operation: Operation,
    before: &'static [&'static str],
    behind: &'static str,
    verbs: &'static [&'static str],
) -> Step {
    Step { operation, before, behind, is_turned: false, verbs }
}

const DIVIDE: &[&str] = &["除算", "除", "割"];
const SUBTRACT: &[&str] = &["差し引", "控除", "減", "引", "除"];
const MULTIPLY: &[&str] = &["乗", "掛け", "かけ"];
const ADD: &[&str] = &["加え", "加算", "足", "加"];

const STEPS: &[Step] = &[
    step(Operation::Divide, &["を"], "で", DIVIDE),
    step(Operation::Subtract, &["から"], "を", SUBTRACT),
    step(Operation::Multiply, &["に"], "を", MULTIPLY),
    step(Operation::Add, &["に"], "を", ADD),
    step(Operation::Multiply, &["を"], "に", MULTIPLY),
    step(Operation::Add, &["を"], "に", ADD),
    Step { is_turned: true, ..step(Operation::Divide, &["で"], "を", DIVIDE) },
    Step { is_turned: true, ..step(Operation::Subtract, &["を"], "から", SUBTRACT) },
];

/// What stands behind a verb: the noun forms first.
const NOUN_ENDINGS: &[&str] = &[
    "した値",
    "した割合",
    "した比率",
    "した率",
    "した数",
    "した額",
    "したもの",
    "した結果",
    "して得た値",
    "して得た割合",
    "して得た比率",
    "して得た率",
    "して得た数",
    "して得た額",
    "じた値",
    "じた数",
    "じた額",
    "じたもの",
    "じて得た値",
    "じて得た割合",
    "じて得た率",
    "じて得た数",
    "じて得た額",
    "った値",
    "った割合",
    "った率",
    "った数",
    "いた値",
    "いた数",
    "いた額",
    "た値",
    "た数",
    "た額",
    "たもの",
    "て得た値",
    "て得た割合",
    "て得た率",
    "て得た数",
    "て得た額",
];
const VERB_ENDINGS: &[&str] = &[
    "して",
    "じて",
    "って",
    "いて",
    "する",
    "じる",
    "ずる",
    "る",
    "く",
    "す",
    "して得る",
    "し",
    "じ",
    "り",
    "き",
    "て",
    "",
];

/// Words that stand for what was made so far.
const PRONOUNS: &[&str] = &["これ", "その値", "その結果", "得られた値", "得た値", "当該値"];

/// Words that may end the whole.
const CLOSING: &[&str] = &[
    "とする",
    "により算出する",
    "で算出する",
    "算出した値",
    "算出する",
    "算出",
    "計算する",
    "求める",
    "である",
    "こと",
    "もの",
    "(%)",
    "。",
    "．",
    ".",
];

const SHARES: &[&str] = &["割合", "比率", "率", "比"];

/// All readings of the text from a place to its end, those step after step first.
pub(crate) fn whole(reader: &mut Reader<'_>, from: usize) -> Vec<(How, Node)> {
    let mut found: Vec<(How, Node)> = Vec::new();
    for phrase in phrases(reader, from, 0) {
        reader.at = phrase.end;
        while CLOSING.iter().any(|word| reader.skip(word)) {}
        if reader.at == reader.folded.len() && reader.within_limits(&phrase.node).is_ok() {
            let how = if phrase.is_nested { How::Nested } else { How::InOrder };
            found.push((how, phrase.node));
        } else if reader.at < reader.folded.len() {
            let error = reader.after_operand(Expected::OperatorOrEnd);
            reader.fails_with(error);
        }
    }
    found.sort_by_key(|(how, _)| *how);
    found
}

/// Whether the words call what they make a share, so that a hundredfold may be meant.
pub(crate) fn ends_as_share(reader: &mut Reader<'_>, from: usize) -> bool {
    phrases(reader, from, 0).into_iter().any(|phrase| {
        reader.at = phrase.end;
        while CLOSING.iter().any(|word| reader.skip(word)) {}
        phrase.is_share && reader.at == reader.folded.len()
    })
}

/// An operand as a phrase without a step.
fn operand(node: Node, end: usize) -> Phrase {
    Phrase { node, end, is_noun: true, steps: 0, is_nested: false, is_share: false }
}

/// All phrases that begin at a place, the shorter ones included.
fn phrases(reader: &mut Reader<'_>, from: usize, depth: usize) -> Vec<Phrase> {
    reader.at = from;
    match reader.phrases_left.checked_sub(1) {
        Some(left) => reader.phrases_left = left,
        None => return Vec::new(),
    }
    let node = match reader.operand(depth) {
        Ok(node) => node,
        Err(error) => {
            reader.fails_with(error);
            return Vec::new();
        }
    };
    let first = operand(node, reader.at);
    let mut found = vec![first.clone()];
    let mut open = vec![first];
    while let Some(phrase) = open.pop() {
        for next in steps(reader, &phrase, depth) {
            if found.len() >= READINGS_MAX {
                return found;
            }
            found.push(next.clone());
            open.push(next);
        }
    }
    found
}

/// Every way in which a phrase goes on by one step.
fn steps(reader: &mut Reader<'_>, phrase: &Phrase, depth: usize) -> Vec<Phrase> {
    let mut found = Vec::new();
    for step in STEPS {
        for begin in beginnings(reader, phrase, step) {
            for right in taken(reader, begin, depth) {
                reader.at = right.end;
                let goes_on = reader.skip(step.behind);
                // Kept in case that no step fits here: what stands behind is to say what is done.
                let error = reader.expected(Expected::Words);
                reader.fails_with(error);
                if !goes_on {
                    continue;
                }
                let verb_at = reader.at;
                for verb in step.verbs {
                    reader.at = verb_at;
                    if reader.skip(verb) {
                        let end = reader.at;
                        found.extend(endings(reader, phrase, step, &right, end));
                    }
                }
            }
        }
    }
    found.extend(shares(reader, phrase, depth));
    found.extend(signed(reader, phrase, depth));
    found
}

/// What signs make of a phrase in words: `AをBで割った値×100`. Before any step signs belong to the operand itself.
fn signed(reader: &mut Reader<'_>, phrase: &Phrase, depth: usize) -> Option<Phrase> {
    reader.at = phrase.end;
    let (operation, length, strength) = reader.operator().filter(|_| phrase.is_noun && phrase.steps > 0)?;
    reader.at = reader.at.saturating_add(length);
    let right = reader.chain(depth, strength.saturating_add(1)).ok()?;
    let at = phrase.node.at.start..right.at.end;
    let kind = Kind::Binary(operation, Box::new(phrase.node.clone()), Box::new(right));
    let steps = phrase.steps.saturating_add(1);
    Some(Phrase { node: Node { at, kind }, end: reader.at, steps, is_share: false, ..phrase.clone() })
}

/// How many brackets with words in them may stand within one another.
const WORDED_MAX: usize = 2;

/// The phrase between the opening bracket before a place and its closing one, at which the reader then stands.
pub(crate) fn within_brackets(reader: &mut Reader<'_>, from: usize, depth: usize) -> Option<Node> {
    if reader.worded_brackets >= WORDED_MAX {
        return None;
    }
    reader.worded_brackets = reader.worded_brackets.saturating_add(1);
    let found = phrases(reader, from, depth);
    reader.worded_brackets = reader.worded_brackets.saturating_sub(1);
    let closes =
        |phrase: &&Phrase| phrase.steps > 0 && reader.folded.get(phrase.end).is_some_and(|(_, c)| *c == ')');
    let phrase = found.iter().filter(closes).min_by_key(|phrase| phrase.is_nested)?;
    reader.at = phrase.end;
    Some(phrase.node.clone())
}

/// The places at which a step's own operand may begin.
fn beginnings(reader: &mut Reader<'_>, phrase: &Phrase, step: &Step) -> Vec<usize> {
    let mut places = Vec::new();
    reader.at = phrase.end;
    let _ = reader.skip("、") || reader.skip(",");
    let _ = PRONOUNS.iter().any(|word| reader.skip(word));
    let at = reader.at;
    for particle in step.before {
        reader.at = at;
        if reader.skip(particle) {
            places.push(reader.at);
        }
    }
    // After a verb that goes on, the particle stands with what came before: 「減じ、Cで除した」.
    if !phrase.is_noun && !step.is_turned {
        places.push(at);
    }
    places
}

/// What a step may take: an operand, or a phrase that ends as a noun.
fn taken(reader: &mut Reader<'_>, from: usize, depth: usize) -> Vec<Phrase> {
    if depth >= NESTED_MAX {
        reader.at = from;
        return reader.operand(depth).ok().map(|node| operand(node, reader.at)).into_iter().collect();
    }
    phrases(reader, from, depth.saturating_add(1)).into_iter().filter(|phrase| phrase.is_noun).collect()
}

/// The phrase with a step done, for each ending that the verb may have.
fn endings(reader: &mut Reader<'_>, phrase: &Phrase, step: &Step, right: &Phrase, end: usize) -> Vec<Phrase> {
    let (a, b) = if step.is_turned { (&right.node, &phrase.node) } else { (&phrase.node, &right.node) };
    let kind = Kind::Binary(step.operation, Box::new(a.clone()), Box::new(b.clone()));
    let node = Node { at: phrase.node.at.start..right.node.at.end, kind };
    let is_nested = phrase.is_nested || right.steps > 0;
    let steps = phrase.steps.saturating_add(1);
    let mut found = Vec::new();
    for (ending, is_noun) in NOUN_ENDINGS
        .iter()
        .map(|ending| (ending, true))
        .chain(VERB_ENDINGS.iter().map(|ending| (ending, false)))
    {
        reader.at = end;
        if reader.skip(ending) {
            let is_share = SHARES.iter().any(|share| ending.ends_with(share));
            found.push(Phrase { node: node.clone(), end: reader.at, is_noun, steps, is_nested, is_share });
            // The longest ending is the word; a shorter one would leave half of it.
            break;
        }
    }
    found
}

/// `AのBに対する割合`, `AとBの和`, `Aに占めるBの割合`, `AにおけるBの割合`.
fn shares(reader: &mut Reader<'_>, phrase: &Phrase, depth: usize) -> Vec<Phrase> {
    let mut found = Vec::new();
    let made = |operation, left: &Node, right: &Node, right_steps: u8, end, is_share| {
        let kind = Kind::Binary(operation, Box::new(left.clone()), Box::new(right.clone()));
        let node = Node { at: left.at.start.min(right.at.start)..left.at.end.max(right.at.end), kind };
        let is_nested = phrase.is_nested || right_steps > 0;
        Phrase { node, end, is_noun: true, steps: phrase.steps.saturating_add(1), is_nested, is_share }
    };
    for particle in ["の", "と", "に占める", "に対する", "における", "のうち"] {
        reader.at = phrase.end;
        if !phrase.is_noun || !reader.skip(particle) {
            continue;
        }
        let begin = reader.at;
        for right in taken(reader, begin, depth) {
            reader.at = right.end;
            match particle {
                "の" => {
                    let share = |reader: &mut Reader<'_>| SHARES.iter().any(|word| reader.skip(word));
                    if reader.skip("に対する") && share(reader) {
                        found.push(made(
                            Operation::Divide,
                            &phrase.node,
                            &right.node,
                            right.steps,
                            reader.at,
                            true,
                        ));
                    }
                }
                "と" => {
                    let sums = [
                        ("の和", Operation::Add),
                        ("の合計", Operation::Add),
                        ("の差", Operation::Subtract),
                        ("の積", Operation::Multiply),
                        ("の比", Operation::Divide),
                    ];
                    for (word, operation) in sums {
                        reader.at = right.end;
                        if reader.skip(word) {
                            found.push(made(
                                operation,
                                &phrase.node,
                                &right.node,
                                right.steps,
                                reader.at,
                                false,
                            ));
                        }
                    }
                }
                // 「全件に占める期限内の件の割合」: the whole is named first.
                _ => {
                    if reader.skip("の") && SHARES.iter().any(|word| reader.skip(word)) {
                        found.push(made(
                            Operation::Divide,
                            &right.node,
                            &phrase.node,
                            right.steps,
                            reader.at,
                            true,
                        ));
                    }
                }
            }
        }
    }
    found
}

/// The tree a hundredfold.
pub(crate) fn hundredfold(node: Node) -> Node {
    let at = node.at.clone();
    let hundred = Node { at: at.clone(), kind: Kind::Number(Exact::from(100)) };
    Node { at, kind: Kind::Binary(Operation::Multiply, Box::new(node), Box::new(hundred)) }
}
