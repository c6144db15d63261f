//! Roundings that a text states: 「小数点以下第2位を四捨五入」, 「千円未満切捨て」, `rounded to two decimal places`.

use crate::{
    Aside, ReadError, Rounding, TermId, Unclear,
    formula::{Kind, Node, Operation},
    kanji,
    lexicon::{Particle, Place, Word},
    pieces::Pieces,
    read::Reader,
    token::Part,
};

const WAYS: &[(Rounding, &[&str])] = &[
    (Rounding::HalfUp, &["四捨五入"]),
    (Rounding::Down, &["切り捨て", "切捨て", "切り捨", "切捨", "切りすて"]),
    (Rounding::Up, &["切り上げ", "切上げ", "切り上", "切上", "切りあげ"]),
];

/// What may stand around a place and a way without saying more.
static FILLERS: Pieces = Pieces::of(&[
    "があるときは",
    "がある場合は",
    "がある場合には",
    "がある時は",
    "があれば",
    "があるとき",
    "がある場合",
    "が生じたときは",
    "が生じた場合は",
    "が生じた場合には",
    "が生じる場合は",
    "が生じた場合",
    "が生じたとき",
    "するものとする",
    "するものとします",
    "るものとする",
    "るものとします",
    "ものとする",
    "ものとします",
    "とする",
    "とします",
    "とし",
    "した額",
    "した値",
    "た額",
    "た値",
    "たもの",
    "した数",
    "た数",
    "する",
    "します",
    "して",
    "した",
    "し",
    "ます",
    "る",
    "て",
    "た",
    "端数処理",
    "端数金額",
    "端数",
    "金額",
    "これ",
    "その",
    "この",
    "当該",
    "額",
    "値",
    "数値",
    "数",
    "を",
    "は",
    "で",
    "に",
    "の",
    "が",
    "も",
    "、",
    ",",
    "。",
    ".",
    "として",
    "桁",
    "位",
    "点",
    "率",
    "計算結果",
    "結果",
    "算出",
    "計算",
    "求める",
    "求め",
    "表示",
    "まで",
    "止め",
    "止",
    "なお",
    "また",
    "※",
    "部分",
    "(",
    ")",
    "以下",
]);

/// Before a rounding: what it is not said of, but only leads up to it.
static LEADS: Pieces = Pieces::of(&[
    "なお",
    "また",
    "※",
    "端数処理",
    "端数処理の方法",
    "端数",
    "端数計算",
    "算出に当たって",
    "算出にあたって",
    "計算に当たって",
    "計算にあたって",
    "算定に当たって",
    "算定にあたって",
    "算出の際",
    "計算の際",
    "算出に際して",
    "計算に際して",
    "当該額に",
    "当該額",
    "その額に",
    "その額",
    "この場合",
    "それぞれ",
    "計算結果",
    "結果",
    "計算上の端数",
    "計算の結果",
    "得られた値",
    "得た値",
    "値",
    "算出した値",
    "算出結果",
    "ただし",
    "但し",
    "なお端数",
    "1円単位",
    "計算値",
    "その際",
    "上記の計算において",
    "計算過程",
    "当該値",
    "計算式の結果",
    "注",
    "備考",
]);

impl Reader<'_> {
    /// The rounding that tokens state, if they state one and nothing else; `subject` is the name of the figure, where it is
    /// not known from before, of which alone it may be said. `None` where no rounding stands there.
    pub(crate) fn rounding(
        &self,
        from: usize,
        to: usize,
        subject: Option<&str>,
    ) -> Option<Result<(i8, Rounding), ReadError>> {
        // An operator or an equals sign makes a formula of it.
        let is_formula = (from..to).any(|at| {
            matches!(self.part_at(at), Some(Part::Operator(_) | Part::Equals | Part::Relation(_)))
                || self
                    .word_as(at, |word| matches!(word, Word::Between(_) | Word::Doer(_) | Word::Of(_)))
                    .is_some()
        });
        if is_formula {
            return None;
        }
        let text = self.folded(from, to);
        if text.contains("rounded") || text.starts_with("roundto") {
            return english(text).map(|found| found.map_err(|unclear| self.unclear(unclear, from, to)));
        }
        // A function is called so too: 切り捨て(A, 1).
        let is_call = |word: &&&str| text.split_once(**word).is_some_and(|(_, rest)| rest.starts_with('('));
        if WAYS.iter().flat_map(|(_, words)| *words).any(|word| is_call(&word)) {
            return None;
        }
        let way_at = way_at(text);
        let place_at = place_at(text);
        let first = match (way_at, place_at) {
            (None, None) => return None,
            // A place in a condition is no rounding: 80点未満.
            (None, Some(_)) if !text.contains("端数") && !text.contains("小数") => return None,
            (a, b) => a.into_iter().chain(b).min()?,
        };
        let (head, mut rest) = (text.get(..first)?, text.get(first..)?);
        let error = |unclear| Some(Err(self.unclear(unclear, from, to)));
        if !is_said_of(head, subject.or(self.subject.as_deref())) {
            return error(Unclear::RoundingOf);
        }
        let (mut places, mut way): (Option<i8>, Option<Rounding>) = (None, None);
        let mut kept: Option<i8> = None;
        while !rest.is_empty() {
            if let Some((rounding, behind)) = way_of(rest) {
                if way.is_some_and(|way| way != rounding) {
                    return error(Unclear::RoundingWay);
                }
                (way, rest) = (Some(rounding), behind);
            } else if let Some((found, is_kept, behind)) = place_of(rest) {
                let slot = if is_kept { &mut kept } else { &mut places };
                if slot.is_some_and(|known| known != found) {
                    return error(Unclear::RoundingPlace);
                }
                *slot = Some(found);
                rest = behind;
            } else if let Some((found, behind)) = kept.and_then(|kept| position_behind(rest, kept)) {
                if places.is_some_and(|known| known != found) {
                    return error(Unclear::RoundingPlace);
                }
                (places, rest) = (Some(found), behind);
            } else {
                match FILLERS.strip(rest) {
                    Some(behind) => rest = behind,
                    None => return error(Unclear::RoundingOf),
                }
            }
        }
        match (places.or(kept), way) {
            (Some(places), Some(_)) if kept.is_some_and(|kept| kept != places) => {
                error(Unclear::RoundingPlace)
            }
            (Some(places), Some(way)) => Some(Ok((places, way))),
            (None, _) => error(Unclear::RoundingPlace),
            (Some(_), None) => error(Unclear::RoundingWay),
        }
    }

    /// The unit of time of which a rounding speaks: 1時間未満.
    pub(crate) fn rounds_time(&self, from: usize, to: usize) -> Option<&'static str> {
        let text = self.folded(from, to);
        if !text.contains("未満") {
            return None;
        }
        let says =
            |unit: &str| ["未満", "単位未満"].iter().any(|below| text.contains(&format!("{unit}{below}")));
        ["時間", "日", "分"].into_iter().find(|unit| says(unit))
    }

    /// Whether a rounding of hours, days or minutes is of the name right before it: the only span of time that it may mean,
    /// which nothing is divided by.
    pub(crate) fn rounds_name(&self, node: &Node, unit: &str, (open, close): (usize, usize)) -> bool {
        let Kind::Term(term) = &node.kind else { return false };
        let name = self.text.get(node.at.clone()).unwrap_or("");
        let starts = |at: usize| self.span(at, at + 1).start;
        let Some(at) = (0..open).find(|at| starts(*at) >= node.at.start) else { return false };
        // What is divided by: behind a sign, also behind brackets that open, and before で.
        let mut before = at;
        while before > 0 && matches!(self.part_at(before - 1), Some(Part::Open(_))) {
            before -= 1;
        }
        let is_divisor = matches!(
            before.checked_sub(1).and_then(|before| self.part_at(before)),
            Some(Part::Operator(Operation::Divide))
        ) || self.is_word(close + 1, Word::Particle(Particle::De));
        // At the end of all that is calculated it may be of each name, else of those before it.
        let ends = !matches!(self.part_at(close + 1), Some(Part::Operator(_)));
        let last = if ends { self.tokens.len() } else { close };
        let mut others = self.times_among(0, open).into_iter().chain(self.times_among(close, last));
        !is_divisor && counts_time(name, Some(unit)) && others.all(|time| time == term)
    }

    /// The names among tokens that are spans of time, behind what is defined.
    pub(crate) fn times_among(&self, from: usize, to: usize) -> Vec<&TermId> {
        let defines = |at: &usize| {
            let part = self.tokens.get(*at).map(|token| &token.part);
            matches!(part, Some(Part::Equals | Part::Word(Word::Particle(Particle::Ha))))
        };
        let begun = (0..to).find(defines).map_or(0, |at| at + 1);
        let names =
            (from.max(begun)..to).filter_map(|at| match self.tokens.get(at).map(|token| &token.part) {
                Some(Part::Term(place)) => {
                    self.vocabulary.at(*place).map(|term| (&term.id, self.text_of(at, at + 1)))
                }
                _ => None,
            });
        names.filter(|(_, name)| counts_time(name, None)).map(|(id, _)| id).collect()
    }

    /// Counts a rounding to what was read. One that names percent says that the figure is in percent.
    pub(crate) fn claim_rounding(&mut self, from: usize, to: usize) {
        self.claim(from, to);
        let text = self.folded(from, to);
        if text.contains("percent") || text.contains('%') {
            self.rounds_percent = Some((from, to));
            self.note(Aside::Percent, from, to);
        }
    }

    /// `小数点以下第2位` at a place: how many places are left when it is rounded away, and where it ends.
    pub(crate) fn places_at(&self, at: usize) -> Option<(i8, usize)> {
        if !self.is_word(at, Word::Places) {
            return None;
        }
        let mut behind = at + 1;
        behind += usize::from(self.is_word(behind, Word::Ordinal));
        let Some(Part::Number(number)) = self.part_at(behind) else {
            // 小数点以下を四捨五入.
            let is_bare = self.text_of(at, at + 1).ends_with("以下");
            return is_bare.then_some((0, at + 1));
        };
        let number = i8::try_from(number.to_i64()?).ok().filter(|number| (1..=18).contains(number))?;
        let place = match self.word_as(behind + 1, |word| matches!(word, Word::Place(_)))? {
            Word::Place(place) => place,
            _ => return None,
        };
        behind += 2;
        let below = self.is_word(behind, Word::Compares(crate::Relation::Less));
        let text = self.text_of(behind - 1, behind);
        let is_kept = below || place == Place::Digits || text.contains("未満");
        Some((if is_kept { number } else { number - 1 }, behind + usize::from(below)))
    }
}

/// How names of spans of time end, by the unit in which a rounding speaks of them; 日額 and 時間単価 are amounts.
const TIMES: &[(&str, &[&str])] = &[
    ("時間", &["時間", "時間数"]),
    ("日", &["日", "日数", "日間"]),
    ("分", &["分数", "分間", "(分)", "（分）"]),
    ("", &["期間", "月数", "週数", "年数", "秒数"]),
];

/// Whether a name is a span of time, in this unit or in any.
pub(crate) fn counts_time(name: &str, unit: Option<&str>) -> bool {
    let wanted = TIMES.iter().filter(|(one, _)| unit.is_none_or(|unit| unit == *one));
    wanted.flat_map(|(_, ends)| *ends).any(|end| name.ends_with(end))
}

/// Whether a way to round, or a place, is named.
pub(crate) fn is_named(text: &str) -> bool {
    way_at(text).is_some() || ["round", "小数", "端数"].iter().any(|word| text.contains(word))
}

/// Where a way to round is named first.
fn way_at(text: &str) -> Option<usize> {
    text.char_indices()
        .filter(|(_, c)| matches!(c, '四' | '切'))
        .map(|(at, _)| at)
        .find(|at| text.get(*at..).and_then(way_of).is_some())
}

/// Whether a rounding with these words before it is said of the figure.
fn is_said_of(head: &str, subject: Option<&str>) -> bool {
    let subject: Option<String> =
        subject.map(|subject| crate::source::fold(subject).iter().map(|sign| sign.c).collect());
    let mut rest = head.trim_matches(|c: char| "、,。.(※".contains(c)).to_owned();
    for end in ["については", "に関しては", "は", "を", "に", "の", "それぞれ", "ともに", "とも"]
    {
        rest = rest.strip_suffix(end).map_or(rest.clone(), str::to_owned);
    }
    let parts = rest
        .split(['、', ',', '・', 'は'])
        .flat_map(|part| part.split("及び"))
        .flat_map(|part| part.split("並びに"));
    let mut parts = parts.flat_map(|part| part.split("それぞれ")).flat_map(|part| part.split("および"));
    let mut names: Vec<String> = Vec::new();
    for part in &mut parts {
        let part = part.trim_end_matches(['を', 'の', 'に']);
        if !part.is_empty() && !LEADS.holds(part) {
            names.push(part.to_owned());
        }
    }
    names.is_empty() || subject.is_some_and(|subject| names.contains(&subject))
}

/// 「第2位」 behind 「小数点以下第1位まで求め、」: the digit that is rounded away, right behind those that are kept.
fn position_behind(text: &str, kept: i8) -> Option<(i8, &str)> {
    let (n, behind) = digits(text.strip_prefix('第')?)?;
    let behind = ["位以下", "位未満", "位"].iter().find_map(|unit| behind.strip_prefix(unit))?;
    (n == i64::from(kept) + 1).then_some((kept, behind))
}

fn way_of(text: &str) -> Option<(Rounding, &str)> {
    WAYS.iter().find_map(|(way, words)| {
        words.iter().find_map(|word| text.strip_prefix(word)).map(|rest| (*way, rest))
    })
}

/// Where a place is named first.
fn place_at(text: &str) -> Option<usize> {
    let begins = |c: char| c.is_ascii_digit() || kanji::is_digit(c) || "小整円点分時日".contains(c);
    let places = text.char_indices().filter(|(_, c)| begins(*c)).map(|(at, _)| at);
    places.into_iter().find(|at| text.get(*at..).and_then(place_of).is_some())
}

/// The place at the beginning: how many places are left, whether it says so itself (まで, 未満) or names the digit that is
/// rounded, and the rest.
fn place_of(text: &str) -> Option<(i8, bool, &str)> {
    let decimal =
        ["小数点以下", "小数以下", "小数点", "小数"].iter().find_map(|word| text.strip_prefix(word));
    if let Some(rest) = decimal {
        let is_bare = text.starts_with("小数点以下") || text.starts_with("小数以下");
        let ordinal = rest.strip_prefix('第').unwrap_or(rest);
        let Some((n, behind)) = digits(ordinal).filter(|_| !ordinal.starts_with("四捨五入")) else {
            // 小数点以下切捨て, 小数点以下の端数.
            let rest = ["の端数", "端数"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
            return is_bare.then_some((0, false, rest));
        };
        let n = i8::try_from(n).ok().filter(|n| (1..=18).contains(n))?;
        let units: &[(&str, bool)] = &[
            ("位未満の端数", true),
            ("位未満", true),
            ("桁未満の端数", true),
            ("桁未満", true),
            ("位以下", false),
            ("位の端数", false),
            ("位まで", true),
            ("桁まで", true),
            ("位止め", true),
            ("桁目以下", false),
            ("桁目", false),
            ("位", false),
            ("桁", true),
        ];
        let (is_kept, behind) = units
            .iter()
            .find_map(|(unit, is_kept)| behind.strip_prefix(unit).map(|rest| (*is_kept, rest)))?;
        return Some((if is_kept { n } else { n - 1 }, is_kept, behind));
    }
    for (name, n) in [("整数未満", 0_i8), ("一の位未満", 0), ("十の位未満", -1), ("整数", 0)]
    {
        if let Some(rest) = text.strip_prefix(name) {
            return Some((n, true, rest.strip_prefix("の端数").unwrap_or(rest)));
        }
    }
    // 1％未満, 0.1％未満: of the percentage.
    for (step, n) in [("1%未満", 0_i8), ("0.1%未満", 1), ("0.01%未満", 2), ("0.001%未満", 3)] {
        if let Some(rest) = text.strip_prefix(step) {
            return Some((
                n,
                true,
                ["の端数", "の部分"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest),
            ));
        }
    }
    // 1円未満, 1,000円未満の端数, 千円未満, 円単位未満.
    let (amount, rest) = digits(text).unwrap_or((1, text));
    let units: &[(&str, i64)] = &[
        ("百万円", 1_000_000),
        ("十円", 10),
        ("百円", 100),
        ("千円", 1_000),
        ("万円", 10_000),
        ("円", 1),
        ("点", 1),
        ("分", 1),
        ("時間", 1),
        ("日", 1),
    ];
    let (size, rest) =
        units.iter().find_map(|(unit, size)| rest.strip_prefix(unit).map(|rest| (*size, rest)))?;
    let rest = ["単位未満の端数", "単位未満", "未満の端数", "未満の額", "未満"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))?;
    let mut amount = amount.checked_mul(size)?;
    let mut places = 0_i8;
    while amount > 1 {
        if amount % 10 != 0 {
            return None;
        }
        amount /= 10;
        places -= 1;
    }
    (places >= -18).then_some((places, true, rest))
}

/// The whole number at the beginning, in digits or kanji.
fn digits(text: &str) -> Option<(i64, &str)> {
    let behind = text.find(|c: char| !(c.is_ascii_digit() || c == ',')).unwrap_or(text.len());
    let (plain, rest) = (text.get(..behind)?, text.get(behind..)?);
    if !plain.is_empty() {
        return Some((plain.replace(',', "").parse().ok()?, rest));
    }
    if !text.starts_with(kanji::is_digit) {
        return None;
    }
    let signs: Vec<char> = text.chars().take(8).collect();
    // 千円 is a unit here and no number.
    if matches!(signs.first(), Some('千' | '万' | '百' | '十')) && signs.get(1) == Some(&'円') {
        return None;
    }
    let (number, length) = kanji::number(&signs)?;
    let bytes: usize = signs.iter().take(length).map(|c| c.len_utf8()).sum();
    Some((number, text.get(bytes..)?))
}

/// `rounded (up|down) to two decimal places`, `rounded to the nearest whole number`.
fn english(text: &str) -> Option<Result<(i8, Rounding), Unclear>> {
    let from = text.find("round")?;
    // Nothing else may stand before or behind it.
    let mut rest = text.get(from..)?;
    let head = text.get(..from)?.trim_matches(|c: char| ",.;(".contains(c));
    if !matches!(
        head,
        "" | "resultis"
            | "theresultis"
            | "theresultshallbe"
            | "result"
            | "and"
            | "shallbe"
            | "tobe"
            | "allfiguresare"
    ) {
        return Some(Err(Unclear::RoundingOf));
    }
    rest = ["roundedoff", "rounded", "round"].iter().find_map(|word| rest.strip_prefix(word))?;
    let (mut way, mut is_said) = (Rounding::HalfUp, false);
    for (word, found) in [("down", Rounding::Down), ("up", Rounding::Up), ("halfup", Rounding::HalfUp)] {
        if let Some(behind) = rest.strip_prefix(word) {
            (rest, way, is_said) = (behind, found, true);
        }
    }
    rest = rest.strip_prefix("to").unwrap_or(rest);
    rest = rest.strip_prefix("the").unwrap_or(rest);
    let counts = [("zero", 0_i8), ("one", 1), ("two", 2), ("three", 3), ("four", 4), ("a", 1)];
    let places = if let Some(behind) = rest.strip_prefix("nearest") {
        let nearest: &[(&str, i8)] = &[
            ("wholenumber", 0),
            ("wholepercentagepoint", 0),
            ("wholepercent", 0),
            ("wholepoint", 0),
            ("wholeyen", 0),
            ("wholedollar", 0),
            ("percentagepoint", 0),
            ("percent", 0),
            ("integer", 0),
            ("onetenthofonepercent", 1),
            ("tenthofapercent", 1),
            ("tenthofonepercent", 1),
            ("hundredthofapercent", 2),
            ("hundredthofonepercent", 2),
            ("onehundredthofonepercent", 2),
            ("tenth", 1),
            ("onetenth", 1),
            ("hundredth", 2),
            ("onehundredth", 2),
            ("thousandth", 3),
            ("cent", 2),
            ("dollar", 0),
            ("yen", 0),
            ("point", 0),
            ("1%", 0),
            ("0.1%", 1),
            ("0.01%", 2),
            ("0.001%", 3),
            ("0.1", 1),
            ("0.01", 2),
            ("0.001", 3),
            ("ten", -1),
            ("hundred", -2),
            ("thousand", -3),
        ];
        nearest
            .iter()
            .filter_map(|(word, places)| behind.strip_prefix(word).map(|rest| (*places, rest)))
            .min_by_key(|(_, rest)| rest.len())
    } else {
        let count = counts.iter().find_map(|(word, n)| rest.strip_prefix(word).map(|rest| (*n, rest)));
        let count = count.or_else(|| digits(rest).and_then(|(n, rest)| Some((i8::try_from(n).ok()?, rest))));
        count.and_then(|(n, behind)| {
            let behind = behind.trim_start_matches(|c: char| "()0123456789".contains(c));
            let units = [
                "decimalplaces",
                "decimalplace",
                "decimals",
                "placesofdecimals",
                "decimaldigits",
                "placesafterthedecimalpoint",
                "digitsafterthedecimalpoint",
            ];
            units.iter().find_map(|unit| behind.strip_prefix(unit)).map(|rest| (n, rest))
        })
    };
    let Some((places, behind)) = places else { return Some(Err(Unclear::RoundingPlace)) };
    let behind = behind.trim_matches(|c: char| ",.;)".contains(c));
    for (word, found) in [("down", Rounding::Down), ("up", Rounding::Up)] {
        if behind == word || behind == format!("rounded{word}") {
            return Some(Ok((places, found)));
        }
    }
    let _ = is_said;
    if behind.is_empty() { Some(Ok((places, way))) } else { Some(Err(Unclear::RoundingOf)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_that_are_left() {
        for (text, places) in [
            ("小数点以下第2位", 1),
            ("小数点第三位以下", 2),
            ("小数点以下第2位未満", 2),
            ("小数点以下2桁", 2),
            ("小数点以下2桁目", 1),
            ("小数点以下", 0),
            ("1円未満", 0),
            ("1,000円未満の端数", -3),
            ("千円未満", -3),
            ("百円未満", -2),
            ("円単位未満", 0),
            ("小数第1位", 0),
        ] {
            assert_eq!(place_of(text).map(|(places, _, _)| places), Some(places), "{text}");
        }
        for text in ["5円未満", "円", "2位"] {
            assert_eq!(place_of(text), None, "{text}");
        }
        for (text, expected) in [
            ("roundedtotwodecimalplaces", Ok((2, Rounding::HalfUp))),
            ("roundedtothenearestonetenthofonepercent", Ok((1, Rounding::HalfUp))),
            ("roundeddowntothenearestwholenumber", Ok((0, Rounding::Down))),
            ("roundedto2decimalplaces", Ok((2, Rounding::HalfUp))),
            ("roundeduptothenearestcent", Ok((2, Rounding::Up))),
            ("rounded", Err(Unclear::RoundingPlace)),
        ] {
            assert_eq!(english(text), Some(expected), "{text}");
        }
    }
}
