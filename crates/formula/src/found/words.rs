//! What single words and clauses of a text tell of the names between them.

use crate::{
    formula::Operation,
    lexicon::{Particle, Word},
    name,
    read::Reader,
    source::{Gap, fold},
    statement::is_of_figure,
    token::Part,
};

/// Whether a word of English at a place says how many times: `half of`, `twice`, `double the`; not `double rooms`.
pub(super) fn is_multiple(reader: &Reader<'_>, at: usize) -> bool {
    let word = reader.folded(at, at + 1);
    word.is_ascii()
        && (word.ends_with("of")
            || matches!(word, "twice" | "thrice" | "threetimes")
            || reader.is_word(at + 1, Word::Filler))
}

/// Whether a と quotes what stands before it: 「満足と回答した人数」, 「良いと評価した者」. A verb follows at once, with nothing
/// between that it could be done to or with.
pub(super) fn quotes(reader: &Reader<'_>, at: usize, to: usize) -> bool {
    let behind = reader.folded(at + 1, to);
    let end = VERB_ENDS.iter().filter_map(|end| behind.find(end)).min();
    let noun = ["の", "を", "が", "で", "に", "は", "と", "及び", "並びに"]
        .iter()
        .filter_map(|mark| behind.find(mark))
        .min();
    end.is_some_and(|end| end > 0 && noun.is_none_or(|noun| end < noun))
        || QUOTING.iter().any(|verb| behind.starts_with(verb))
}

/// How verbs end before the noun that they qualify.
const VERB_ENDS: &[&str] = &["した", "する", "して", "され", "できる", "できた"];
/// Verbs that quote, with other endings.
const QUOTING: &[&str] = &[
    "答え",
    "思",
    "感じ",
    "考え",
    "認め",
    "言",
    "いう",
    "いった",
    "述べ",
    "なった",
    "なる",
    "みな",
    "見な",
    "見込",
    "呼",
    "あり",
    "ある",
    "あった",
    "しない",
    "せず",
];

/// Whether a list is one of things that share the figure behind the last of them: no item before it is a figure by itself.
pub(super) fn is_shared(reader: &Reader<'_>, from: usize, joints: &[usize], to: usize) -> bool {
    let Some(last) = joints.last() else { return false };
    let of_last = reader.folded(last + 1, to).trim_end_matches('の');
    let Some((_, figure)) = of_last.rsplit_once('の') else { return false };
    let starts = std::iter::once(from).chain(joints.iter().map(|joint| joint + 1));
    let mut before = starts.zip(joints).map(|(start, end)| reader.folded(start, *end));
    measures(figure) && before.all(|item| !measures(item) && !item.is_empty())
}

/// Whether a name ends as names of figures do: 受付件数, 停止時間, 料金.
pub(super) fn measures(name: &str) -> bool {
    const ENDS: &[&str] = &[
        "数",
        "件",
        "時間",
        "日",
        "額",
        "料",
        "費",
        "金",
        "率",
        "点",
        "量",
        "高",
        "値",
        "人",
        "者",
        "回",
        "分",
        "合計",
        "計",
        "割合",
        "期間",
        "価格",
        "単価",
        "売上",
        "収入",
        "支出",
        "コスト",
        "件名",
        "台",
        "秒",
    ];
    ENDS.iter().any(|end| name.ends_with(end))
}

/// Whether two names differ in nothing but width, capitals and spaces. Abbreviations may differ in capitals alone: AB, Ab.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (fold(a), fold(b));
    if a.len() <= 3 {
        return a.iter().map(|sign| sign.exact).eq(b.iter().map(|sign| sign.exact));
    }
    a.iter().map(|sign| sign.c).eq(b.iter().map(|sign| sign.c))
}

/// Whether two particles belong to one verb: を with で, に or から.
pub(super) fn goes_with(before: Particle, behind: Particle) -> bool {
    let is_object = |particle: Particle| particle == Particle::Wo;
    let is_other = |particle: Particle| {
        matches!(particle, Particle::De | Particle::Ni | Particle::Kara | Particle::Against)
    };
    is_object(before) && is_other(behind) || is_other(before) && is_object(behind)
}

/// The name that tokens are, without articles; nothing where they are a number with its unit, or only words.
pub(super) fn noun(reader: &Reader<'_>, from: usize, to: usize) -> Option<String> {
    let (mut from, mut to) = (from, to);
    let is_said = |at: usize| matches!(reader.word_at(at), Some(Word::Particle(Particle::Wo | Particle::Ha)));
    while from + 1 < to && is_said(from) {
        from += 1;
    }
    if to > from + 1 && is_said(to - 1) {
        to -= 1;
    }
    // `A × (X / B)`, `(AN + AB) / AB`: what stands alone is no article.
    let whole = reader.text_of(from, to);
    let is_alone =
        matches!(reader.word_at(from), Some(Word::Filler | Word::Ex | Word::PerYear | Word::Result));
    let is_letter = whole.chars().count() == 1 && whole.chars().all(char::is_alphabetic);
    // `met / all`
    let is_all = whole.eq_ignore_ascii_case("all");
    if to == from + 1
        && (is_alone || is_all)
        && (is_letter || is_all || whole.starts_with(|c: char| c.is_ascii_uppercase() || c == '年'))
    {
        return Some(whole.to_owned());
    }
    from += item_mark(reader, from, to);
    // `the total`; not 「A社」, nor `A team`, which may be a name.
    // 「1回当たりの費用」
    let is_article = |at: usize| {
        reader.text_of(at, at + 1) != "A"
            && !reader.is_word(at + 1, Word::Particle(Particle::No))
            && (reader.gap_at(at + 1) > Gap::None || !reader.text_of(at, at + 1).is_ascii())
    };
    while from < to
        && (reader.is_word(from, Word::Filler) && is_article(from) || reader.is_word(from, Word::Share))
    {
        from += 1;
    }
    if reader.is_word(from, Word::Closes) || (from..to).any(|at| is_clause(reader, at, from, to)) {
        return None;
    }
    while to > from && matches!(reader.word_at(to - 1), Some(Word::Particle(_))) {
        to -= 1;
    }
    // 「遅延日数に比例して契約金額」: how one figure follows another, no name.
    let said = reader.folded(from, to);
    if FOLLOWING.iter().any(|words| said.find(words).is_some_and(|at| at > 0 && !said.ends_with(words))) {
        return None;
    }
    // `all calls`, `IT services`
    let first = reader.text_of(from, (from + 1).min(to));
    if to > from + 1 && (first.eq_ignore_ascii_case("all") || first == "IT" || first == "A") {
        let rest = noun(reader, from + 1, to)?;
        let gap = if reader.gap_at(from + 1) == Gap::None { "" } else { " " };
        return Some(format!("{first}{gap}{rest}"));
    }
    // 「得た額」
    if matches!(reader.word_at(from), Some(Word::Verb(..) | Word::Obtained | Word::Calculate)) {
        return None;
    }
    // `all cases`, not `30 cases`
    let counts = !(from..to).any(|at| matches!(reader.part_at(at), Some(Part::Number(_))))
        && reader.text_of(from, to).chars().count() > 1;
    let is_named = (from..to).any(|at| match reader.part_at(at) {
        Some(Part::Unknown) => true,
        Some(Part::Unit(_)) => counts,
        Some(Part::Word(word)) => {
            matches!(word, Word::Named(_) | Word::Noun(_)) || matches!(word, Word::Cases) && counts
        }
        _ => false,
    });
    if !is_named {
        return None;
    }
    if !said.is_ascii() && name::is_ordinary(said) || is_of_figure(said) {
        return None;
    }
    if is_calculation(reader, from, to) {
        return None;
    }
    let name = name::name(reader, from, to).ok()?;
    // 「・件数」
    Some(name.trim_start_matches('・').to_owned()).filter(|name| !name.is_empty())
}

/// Whether tokens say what is done, or are a number in words: `calculated`, 「Bの整数部分」, `twelve`.
fn is_calculation(reader: &Reader<'_>, from: usize, to: usize) -> bool {
    let said = reader.folded(from, to);
    let is_number = |at: usize| matches!(reader.part_at(at), Some(Part::Number(_)));
    let before = from.checked_sub(1);
    let is_per = before.is_some_and(|at| reader.folded(at, from) == "per");
    // `day of delay of the contract price`
    let is_chained = is_per && (from..to).filter(|at| reader.folded(*at, at + 1) == "of").count() > 1;
    // 「AのB％」 is a share of A.
    let is_percent = matches!(reader.part_at(to), Some(Part::Percent))
        && (from..to).any(|at| reader.is_word(at, Word::Particle(Particle::No)));
    // 「違反件数1件当たり1万円を違約金」
    let is_paid = (from..to).any(|at| {
        is_number(at) && matches!(reader.part_at(at + 1), Some(Part::Unit(unit)) if unit.is_paid())
    });
    // 「A＋B＋Cの平均」
    let is_summed = before
        .is_some_and(|at| matches!(reader.part_at(at), Some(Part::Operator(Operation::Add))))
        && said.ends_with("の平均");
    is_chained
        || is_percent
        || is_paid
        || is_summed
        || DONE.contains(&said)
        || DONE_ENDS.iter().any(|end| said.len() > end.len() && said.ends_with(end))
        || ["together", "div"].iter().any(|word| (from..to).any(|at| reader.folded(at, at + 1) == *word))
}

/// Words that say what is done, or how many, and name no figure alone.
const DONE: &[&str] = &[
    "calculated",
    "computed",
    "expressed",
    "determined",
    "measured",
    "stated",
    "obtained",
    "なし",
    "無し",
    "true",
    "false",
    "not",
    "eleven",
    "twelve",
    "thirty",
    "sixty",
    "hundred",
    "thousand",
];
/// How words end that say what is done with what stands before them.
const DONE_ENDS: &[&str] = &[
    "なし",
    "無し",
    "の整数部分",
    "の小数部分",
    "の商",
    "の差",
    "の積",
    "の和",
    "の余り",
    "の剰余",
    "の絶対値",
    "で求める",
    "で算出する",
    "で計算する",
    "を引く",
    "引く",
    "を足す",
    "足す",
    "を掛ける",
    "掛ける",
    "を割る",
    "割る",
];

/// How many tokens mark an item before a name: 「・単価」, 「ア 単価」, 「No.1 単価」, 「第1号 単価」.
fn item_mark(reader: &Reader<'_>, from: usize, to: usize) -> usize {
    let is_japanese = |at: usize| !reader.text_of(at, at + 1).is_ascii();
    let behind = (from + 1..to.min(from + 4)).find(|at| reader.gap_at(*at) > Gap::None);
    behind
        .filter(|behind| reader.text_of(from, *behind).chars().count() <= 4 && is_japanese(*behind))
        .filter(|behind| {
            let mark = reader.text_of(from, *behind);
            mark.chars().count() == 1
                || mark.chars().any(char::is_numeric)
                    && !mark.ends_with(|c: char| "分秒時日月年件円".contains(c))
        })
        .map_or(0, |behind| behind - from)
}

/// Words of Japanese behind what another figure follows, or is counted over.
const FOLLOWING: &[&str] = &[
    "に応じて",
    "に応じ、",
    "に比例して",
    "に比例し、",
    "に基づいて",
    "に基づき",
    "に連動して",
    "に対して",
    "に対し、",
    "に従って",
    "に従い",
    "につき",
    "に合わせて",
    "にあわせて",
    "に準じて",
    "ごとに",
    "毎に",
];

/// Marks of items in brackets.
pub(super) const ITEM_MARKS: &[&str] = &["i", "ii", "iii", "iv", "v", "vi", "a", "b", "c", "d", "e"];

/// Words of English with which no name of a figure begins.
const NO_BEGINNING: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "zero", "hundred",
    "eleven", "twelve", "fifteen", "twenty", "thirty", "fifty", "sixty", "round", "max", "min", "sum",
    "maximum", "minimum", "lesser", "greater", "lower", "higher", "usd", "eur", "gbp", "jpy", "yen", "off",
    "for", "up", "plus", "minus", "times", "to", "by", "from", "with", "at", "in", "on", "and", "or", "than",
    "excess",
];

/// Whether a token says that tokens are a clause and no name of a figure: `500 yen per late ticket`, 「1項目につき」,
/// 「いずれか低い」, 「配点100点」.
fn is_clause(reader: &Reader<'_>, at: usize, from: usize, to: usize) -> bool {
    let word = reader.folded(at, at + 1);
    let is_unit = |at: usize| matches!(reader.part_at(at), Some(Part::Unit(_)));
    match reader.part_at(at) {
        Some(Part::Currency | Part::Raised | Part::Mark) => true,
        // A number ends no name, and money is none.
        Some(Part::Number(_)) => {
            at + 1 == to && at > from && !is_ascii(reader, at - 1)
                || is_unit(at + 1) && at + 2 == to && at > from
        }
        Some(Part::Word(
            Word::Which(_) | Word::PerDay | Word::Or | Word::Percent | Word::Rounds(_) | Word::Function(_),
        )) => true,
        Some(Part::Word(Word::Between(_))) => word == "per",
        _ => {
            matches!(word, "each" | "every" | "percent" | "less")
                || word.starts_with("round")
                || word.contains("につき")
                || word.contains("いずれ")
                || word.contains("ごと")
                || at == from
                    && !matches!(reader.part_at(at + 1), Some(Part::Operator(_)))
                    && NO_BEGINNING.contains(&word)
                    && !(matches!(word, "on" | "in") && reader.folded(at + 1, at + 2) == "time")
        }
    }
}

pub(super) fn is_ascii(reader: &Reader<'_>, at: usize) -> bool {
    reader.text_of(at, at + 1).is_ascii()
}
