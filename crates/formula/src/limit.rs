//! The most and the least that a figure comes to: 「上限100万円」, 「契約金額の10％を限度とする」, `capped at 1000`.
//!
//! In brackets, behind a comma and in a sentence of their own they are written alike.

use crate::{
    Expected, ReadError, Unclear,
    lexicon::{Particle, Word},
    pieces::Pieces,
    read::Reader,
    token::Part,
    value::Value,
};

/// Words before the most of a figure, as they are matched.
static CAPS: Pieces = Pieces::of(&[
    "上限",
    "上限額",
    "上限値",
    "限度",
    "限度額",
    "支払限度額",
    "最大",
    "最大で",
    "最大でも",
    "最高",
    "最高で",
    "最高額",
    "最長",
    "最長で",
    "多くとも",
    "cappedat",
    "capof",
    "acapof",
    "withacapof",
    "subjecttoacapof",
    "cap",
    "maximum",
    "maximumof",
    "amaximumof",
    "uptoamaximumof",
    "withamaximumof",
    "subjecttoamaximumof",
    "toamaximumof",
    "max",
    "max.",
    "notexceeding",
    "nottoexceed",
    "butnotexceeding",
    "butnottoexceed",
    "nomorethan",
    "notmorethan",
    "butnotmorethan",
    "butnomorethan",
    "limitedto",
    "uptoalimitof",
    "subjecttoalimitof",
    "upto",
    "atmost",
    "butatmost",
]);
/// Those of either kind that no target begins with.
static DECIDED: Pieces = Pieces::of(&[
    "uptoamaximumof",
    "withamaximumof",
    "subjecttoamaximumof",
    "toamaximumof",
    "uptoalimitof",
    "subjecttoalimitof",
    "subjecttoacapof",
    "withacapof",
    "withaminimumof",
    "subjecttoaminimumof",
    "withafloorof",
]);
/// The same before the least of it.
static FLOORS: Pieces = Pieces::of(&[
    "下限",
    "下限額",
    "下限値",
    "最低",
    "最低で",
    "最低でも",
    "最低額",
    "最小",
    "最小で",
    "最短",
    "少なくとも",
    "minimum",
    "minimumof",
    "aminimumof",
    "withaminimumof",
    "subjecttoaminimumof",
    "min",
    "min.",
    "notlessthan",
    "nolessthan",
    "butnotlessthan",
    "butnolessthan",
    "atleast",
    "butatleast",
    "flooredat",
    "floorof",
    "withafloorof",
    "notbelow",
]);
/// Words behind the most of a figure.
static CAPS_BEHIND: Pieces = Pieces::of(&[
    "を上限",
    "を上限に",
    "を上限として",
    "が上限",
    "を限度",
    "を限度に",
    "が限度",
    "を限度額",
    "を上限額",
    "を最大",
    "を最高額",
    "まで",
    "を超えない",
    "を超えないもの",
    "を超えない額",
    "を超えないこと",
    "を超えることはない",
    "を上回らない",
    "を超えないものとする",
    "maximum",
    "max",
    "max.",
    "atmost",
]);
/// The same behind the least of it.
static FLOORS_BEHIND: Pieces = Pieces::of(&[
    "を下限",
    "を下限に",
    "を下限として",
    "が下限",
    "を最低額",
    "を最低",
    "を下回らない",
    "を下回らないもの",
    "を下回らないこと",
    "minimum",
    "min",
    "min.",
    "atleast",
]);
/// Words that only lead up to a limit.
static LEADS: Pieces =
    Pieces::of(&["but", "and", "with", "whichis", "which", "subjectto", "の", "その", "その額", "ただし"]);

/// How many tokens the words of a limit have at most.
const WORDS_MAX: usize = 6;

impl Reader<'_> {
    /// What tokens say to be the most of a figure, or else the least of it, if that is all that they say. `None` where no
    /// word for it stands there.
    pub(crate) fn limit_said(&mut self, from: usize, to: usize) -> Option<Result<(bool, Value), ReadError>> {
        let (mut from, mut to) = (from, to.min(self.end));
        while from < to
            && (self.part_at(from) == Some(&Part::Comma)
                || self.is_word(from, Word::Further)
                || LEADS.holds(self.folded(from, from + 1)) && self.words_at(from, to, &CAPS).is_none())
        {
            from += 1;
        }
        while to > from
            && (matches!(self.part_at(to - 1), Some(Part::Comma | Part::Stop))
                || matches!(self.word_at(to - 1), Some(Word::Closes | Word::Doing)))
        {
            to -= 1;
        }
        let before = |reader: &Self| {
            let cap = reader.words_at(from, to, &CAPS).map(|behind| (true, behind));
            let floor = reader.words_at(from, to, &FLOORS).map(|behind| (false, behind));
            cap.into_iter().chain(floor).max_by_key(|(_, behind)| *behind)
        };
        let (is_cap, begun, end) = match before(self) {
            Some((is_cap, mut begun)) => {
                while matches!(self.part_at(begun), Some(Part::Colon | Part::Equals | Part::Comma))
                    || matches!(
                        self.word_at(begun),
                        Some(Word::Particle(Particle::Ha | Particle::Ga | Particle::Wo) | Word::Share)
                    )
                {
                    begun += 1;
                }
                let end = if self.is_word(to.checked_sub(1)?, Word::UpTo) { to - 1 } else { to };
                (is_cap, begun, end)
            }
            None => {
                let (is_cap, end) = self.limit_behind(from, to)?;
                (is_cap, from, end)
            }
        };
        if begun >= end {
            return None;
        }
        let amount = self.attempt(|reader| {
            reader.within(begun, end, |reader| {
                let value = reader.phrase(0)?;
                if reader.at < reader.end {
                    return Err(reader.after_operand(Expected::OperatorOrEnd));
                }
                if !value.before.is_empty() {
                    return Err(reader.unclear(Unclear::List, begun, end));
                }
                Ok(value)
            })
        });
        if amount.is_ok() {
            self.claim(from, begun);
            self.claim(end, to);
        }
        Some(amount.map(|amount| (is_cap, amount)))
    }

    /// Where a clause goes on to a limit that is no target: `…, subject to a maximum of 1000`.
    pub(crate) fn limit_behind_figure(&self, from: usize) -> Option<usize> {
        let words = self.outside(from, self.end, |part| matches!(part, Part::Unknown | Part::Word(_)));
        let begun = words.into_iter().find(|at| {
            *at > from && self.is_latin(*at) && self.words_at(*at, self.end, &DECIDED).is_some()
        })?;
        let mut end = begun;
        while end > from
            && (self.part_at(end - 1) == Some(&Part::Comma) || LEADS.holds(self.folded(end - 1, end)))
        {
            end -= 1;
        }
        Some(end)
    }

    /// Where one of some words ends that begins at a place.
    fn words_at(&self, from: usize, to: usize, words: &Pieces) -> Option<usize> {
        (from..to).take(WORDS_MAX).rev().map(|last| last + 1).find(|end| {
            let holds_name = (from..*end).any(|at| matches!(self.part_at(at), Some(Part::Term(_))));
            !holds_name && words.holds(self.folded(from, *end))
        })
    }

    /// Where the words of a limit begin that end at a place, and whether they are of a cap.
    fn limit_behind(&self, from: usize, to: usize) -> Option<(bool, usize)> {
        match self.word_at(to.checked_sub(1)?) {
            Some(Word::Cap) => return Some((true, to - 1)),
            Some(Word::Floor) => return Some((false, to - 1)),
            _ => {}
        }
        (from..to).rev().take(WORDS_MAX).rev().find_map(|begun| {
            if (begun..to).any(|at| matches!(self.part_at(at), Some(Part::Term(_)))) {
                return None;
            }
            let text = self.folded(begun, to);
            let is_cap = CAPS_BEHIND.holds(text);
            (is_cap || FLOORS_BEHIND.holds(text)).then_some((is_cap, begun))
        })
    }
}
