//! Laws of reading: generated prose is read back, noise changes nothing, what is printed is read again, and every
//! reading comes to what a second evaluator makes of it.

use std::collections::BTreeMap;

use formula::{Exact, Operands, Outcome, ReadError, Term, Unclear, Vocabulary, read, read_all};
use num_rational::BigRational;
use provenance::Language;

use super::oracle::{Expression, Values, whole};

/// Random numbers, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const NAMES: [(&str, &str, &str); 5] = [
    ("on", "期限内件数", "cases on time"),
    ("all", "全件数", "all cases"),
    ("down", "停止時間", "downtime"),
    ("total", "1ヶ月の総時間", "total minutes in the month"),
    ("fee", "委託料", "monthly fee"),
];

fn vocabulary() -> Vocabulary {
    let term = |(id, ja, en): &(&str, &str, &str)| Term {
        id: (*id).into(),
        ja: vec![(*ja).to_owned()],
        en: vec![(*en).to_owned()],
    };
    Vocabulary::new(NAMES.iter().map(term)).unwrap()
}

/// An expression of names, numbers and the four operations.
fn expression(random: &mut Random, depth: usize) -> Expression {
    if depth == 0 || random.below(4) == 0 {
        return match random.below(4) {
            0 => Expression::Number(whole(i64::try_from(2 + random.below(300)).unwrap())),
            _ => Expression::Term(NAMES[random.below(NAMES.len())].0.to_owned()),
        };
    }
    let sign = ['+', '-', '*', '/'][random.below(4)];
    let (left, right) = (expression(random, depth - 1), expression(random, depth - 1));
    Expression::Of(sign, Box::new(left), Box::new(right))
}

/// A noun phrase in Japanese: signs in brackets, or verbs in one of their forms.
fn japanese(expression: &Expression, random: &mut Random) -> String {
    let (sign, left, right) = match expression {
        Expression::Number(number) => return number.to_string(),
        Expression::Term(id) => {
            let name = NAMES.iter().find(|(known, _, _)| known == id).unwrap().1;
            return match random.below(6) {
                0 => format!("「{name}」"),
                1 => format!("{name}（※）"),
                _ => name.to_owned(),
            };
        }
        Expression::Of(sign, left, right) => (*sign, left.as_ref(), right.as_ref()),
        other => panic!("{other:?}"),
    };
    let (a, b) = (japanese(left, random), japanese(right, random));
    if random.below(4) == 0 {
        let sign = match sign {
            '*' => random.of(&["×", "＊", " x "]),
            '/' => random.of(&["÷", "／", "/"]),
            '+' => "＋",
            _ => "－",
        };
        // Words within signs stand in brackets: of 「X－AをBで除した値」 it would not be clear what is divided.
        let bracketed = |text: String, expression: &Expression| match expression {
            Expression::Of(..)
                if !text.starts_with(['（', '(', '{', '〔'])
                    || text.ends_with(['値', '額', '数', 'の', '和', '計']) =>
            {
                format!("（{text}）")
            }
            _ => text,
        };
        let (a, b) = (bracketed(a, left), bracketed(b, right));
        let (open, close) = [("（", "）"), ("(", ")"), ("{", "}"), ("〔", "〕")][random.below(4)];
        return format!("{open}{a}{sign}{b}{close}");
    }
    let noun = random.of(&["値", "数値", "額", "数", "もの"]);
    let comma = random.of(&["", "、"]);
    match sign {
        '+' if random.below(3) == 0
            && !matches!(right, Expression::Of(..))
            && !matches!(left, Expression::Of(..)) =>
        {
            format!("{a}{}{b}の{}", random.of(&["と", "及び", "、"]), random.of(&["和", "合計", "合計額"]))
        }
        '+' => {
            format!("{a}に{comma}{b}を{}{noun}", random.of(&["加えた", "足した", "加算した", "加えて得た"]))
        }
        '-' => format!(
            "{a}から{comma}{b}を{}{noun}",
            random.of(&["引いた", "減じた", "差し引いた", "控除した", "減算した", "減じて得た"])
        ),
        '*' => format!(
            "{a}に{comma}{b}を{}{noun}",
            random.of(&["乗じた", "掛けた", "乗算した", "乗じて得た", "かけた"])
        ),
        _ if random.below(4) == 0 => format!("{b}で{comma}{a}を{}{noun}", random.of(&["除した", "割った"])),
        _ => format!(
            "{a}を{comma}{b}で{}{noun}",
            random.of(&["除した", "割った", "除算した", "除して得た", "割って得た"])
        ),
    }
}

/// An operand in English: a name with an article, or a phrase in brackets.
fn english(expression: &Expression, random: &mut Random) -> String {
    let (sign, left, right) = match expression {
        Expression::Number(number) => return number.to_string(),
        Expression::Term(id) => {
            let name = NAMES.iter().find(|(known, _, _)| known == id).unwrap().2;
            return format!("{}{name}", random.of(&["", "the ", "The "]));
        }
        Expression::Of(sign, left, right) => (*sign, left.as_ref(), right.as_ref()),
        other => panic!("{other:?}"),
    };
    let (a, b) = (english(left, random), english(right, random));
    match (sign, random.below(4)) {
        ('+', 0) => format!("the sum of {a} and {b}"),
        ('+', _) => format!("({a} {} {b})", random.of(&["plus", "+", "increased by"])),
        ('-', 0) => format!("the difference between {a} and {b}"),
        ('-', _) => format!("({a} {} {b})", random.of(&["minus", "less", "-", "−"])),
        ('*', 0) => format!("the product of {a} and {b}"),
        ('*', _) => format!("[{a} {} {b}]", random.of(&["times", "multiplied by", "x", "×", "X"])),
        (_, 0) => format!("the ratio of {a} to {b}"),
        (_, 1) => format!("(dividing {a} by {b})"),
        // `days over 10` may be those beyond 10.
        _ => {
            let words: &[&str] = match right {
                Expression::Number(_) => &["divided by", "/", "÷"],
                _ => &["divided by", "over", "/", "÷"],
            };
            format!("({a} {} {b})", random.of(words))
        }
    }
}

/// What may stand around an expression in English without brackets of its own.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Place {
    /// The whole text: a comma closes what stands before it, and words divide.
    Whole,
    Sum,
    Product,
    Operand,
}

/// An expression in English with brackets only where precedence needs them.
fn english_unbracketed(expression: &Expression, place: Place, random: &mut Random) -> String {
    let (sign, left, right) = match expression {
        Expression::Number(number) => return number.to_string(),
        Expression::Term(id) => {
            let name = NAMES.iter().find(|(known, _, _)| known == id).unwrap().2;
            return format!("{}{name}", random.of(&["", "the "]));
        }
        Expression::Of(sign, left, right) => (*sign, left.as_ref(), right.as_ref()),
        other => panic!("{other:?}"),
    };
    let is_sum = matches!(sign, '+' | '-');
    let most = if is_sum { Place::Sum } else { Place::Product };
    if place > most {
        return format!("({})", english_unbracketed(expression, Place::Sum, random));
    }
    if is_sum {
        let word =
            if sign == '+' { random.of(&["plus", "+"]) } else { random.of(&["minus", "less", "-", "−"]) };
        let (a, b) = (
            english_unbracketed(left, Place::Sum, random),
            english_unbracketed(right, Place::Product, random),
        );
        return format!("{a} {word} {b}");
    }
    let b = english_unbracketed(right, Place::Operand, random);
    // A comma closes all before it; only the whole text has one.
    if place == Place::Whole && random.below(2) == 0 {
        let a = english_unbracketed(left, Place::Whole, random);
        let word = if sign == '*' { random.of(&["multiplied by", "times"]) } else { "divided by" };
        return format!("{a}, {word} {b}");
    }
    let a = english_unbracketed(left, Place::Product, random);
    let word = match (sign, place, right) {
        ('*', _, _) => random.of(&["times", "multiplied by", "×", "*"]),
        // In a sum a word that divides would divide all of it.
        (_, Place::Whole, Expression::Number(_)) => random.of(&["divided by", "/", "÷"]),
        (_, Place::Whole, _) => random.of(&["divided by", "over", "/", "÷"]),
        _ => random.of(&["/", "÷"]),
    };
    format!("{a} {word} {b}")
}

fn values(seed: i64) -> Values {
    let value =
        |n: usize| whole(3 + seed * 7 + i64::try_from(n).unwrap() * 11 + i64::try_from(n * n).unwrap());
    NAMES.iter().enumerate().map(|(n, (id, _, _))| ((*id).to_owned(), value(n))).collect()
}

fn operands(values: &Values) -> Operands {
    values
        .iter()
        .map(|(id, value)| (id.as_str(), Exact::ratio(value.numer().clone(), value.denom().clone()).unwrap()))
        .collect()
}

fn plain(outcome: Outcome) -> Option<BigRational> {
    match outcome {
        Outcome::Defined(value) => {
            Some(BigRational::new(value.numerator().clone(), value.denominator().clone()))
        }
        Outcome::Undefined(_) => None,
    }
}

/// The usual reading of a text is the expression, by value at several places.
fn check_value(text: &str, expression: &Expression, vocabulary: &Vocabulary) {
    let formula = read(text, vocabulary).unwrap_or_else(|error| panic!("{text}\n{}", error.text(text).en));
    for seed in 0..3 {
        let values = values(seed);
        let found = plain(formula.evaluate(&operands(&values), vocabulary));
        let printed = formula.print(vocabulary, Language::Ja);
        assert_eq!(found, expression.value(&values), "{text}\nread as {printed}");
    }
}

#[test]
fn ten_thousand_texts_of_prose_are_read_back_to_their_expressions() {
    let vocabulary = vocabulary();
    let mut random = Random(20_261_130);
    for n in 0..10_000 {
        let depth = 1 + random.below(3);
        let expression = expression(&mut random, depth);
        let text = if n % 3 == 0 {
            let phrase = japanese(&expression, &mut random);
            match random.below(4) {
                0 => format!("指標＝{phrase}"),
                1 => format!("指標は、{phrase}とする。"),
                2 => format!("【計算式】{phrase}"),
                _ => phrase,
            }
        } else {
            let phrase = match n % 3 {
                1 => english(&expression, &mut random),
                _ => english_unbracketed(&expression, Place::Whole, &mut random),
            };
            match random.below(3) {
                0 => format!("Index = {phrase}"),
                1 => format!("Index means {phrase}."),
                _ => phrase,
            }
        };
        check_value(&text, &expression, &vocabulary);
    }
}

#[test]
fn steps_one_after_another_are_read_back() {
    let vocabulary = vocabulary();
    let mut random = Random(7);
    let leaf = |random: &mut Random| NAMES[random.below(NAMES.len())];
    for _ in 0..2_000 {
        let (first, second, third, fourth) =
            (leaf(&mut random), leaf(&mut random), leaf(&mut random), leaf(&mut random));
        let term = |(id, _, _): (&str, &str, &str)| Box::new(Expression::Term(id.to_owned()));
        let difference = Expression::Of('-', term(first), term(second));
        let ratio = Expression::Of('/', Box::new(difference), term(third));
        let product = Expression::Of('*', Box::new(ratio.clone()), term(fourth));
        let ja = format!(
            "{}から{}を{}、{}で{}、{}を{}値",
            first.1,
            second.1,
            random.of(&["減じ", "引き", "差し引いて", "減算した後"]),
            third.1,
            random.of(&["除し", "割り", "割って", "除算し"]),
            fourth.1,
            random.of(&["乗じて得た", "掛けた", "乗じた"])
        );
        check_value(&ja, &product, &vocabulary);
        let en = format!("{} minus {}, divided by {}, times {}", first.2, second.2, third.2, fourth.2);
        check_value(&en, &product, &vocabulary);
        let doing = format!(
            "{} {} from {}, and then {} by the {}",
            random.of(&["subtract", "deducting", "subtracting"]),
            second.2,
            first.2,
            random.of(&["divide the result", "dividing it", "divide"]),
            third.2
        );
        check_value(&doing, &ratio, &vocabulary);
    }
}

/// A text with spaces, widths, marks and labels that say nothing.
fn noisy(text: &str, random: &mut Random) -> String {
    let wide = |c: char| match c {
        '0'..='9' => char::from_u32(u32::from(c) - 0x30 + 0xFF10).unwrap(),
        '(' => '（',
        ')' => '）',
        '+' => '＋',
        '%' => '％',
        '=' => '＝',
        c => c,
    };
    let mut noisy = String::new();
    let mut before = ' ';
    for c in text.chars() {
        let is_word = |c: char| {
            c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | ' ' | '-' | '−' | '－' | '※' | 'ー')
        };
        if !is_word(before) && !is_word(c) && random.below(4) == 0 {
            noisy.push_str(random.of(&[" ", "　", "\u{200B}"]));
        }
        noisy.push(if random.below(3) == 0 { wide(c) } else { c });
        before = c;
    }
    match random.below(4) {
        0 => format!("計算式：{noisy}"),
        1 => format!("【算出式】{noisy}"),
        2 => format!("{noisy}。"),
        _ => noisy,
    }
}

/// Glosses, marks of footnotes and quotation marks at names, and a mark of an item before the whole. A name has one gloss:
/// two would tell two figures apart.
fn glossed(text: &str, is_japanese: bool, random: &mut Random) -> String {
    let mut glossed = String::new();
    let mut gloss_of: BTreeMap<&str, &str> = BTreeMap::new();
    let mut rest = text;
    while !rest.is_empty() {
        let names = NAMES.iter().map(|(_, ja, en)| if is_japanese { *ja } else { *en });
        let Some(name) = names.filter(|name| rest.starts_with(name)).max_by_key(|name| name.len()) else {
            let c = rest.chars().next().unwrap();
            glossed.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        rest = &rest[name.len()..];
        let is_quoted = glossed.ends_with(['「', '“']);
        let quotes: &[(&str, &str)] = if is_japanese {
            &[("「", "」"), ("『", "』"), ("“", "”")]
        } else {
            &[("“", "”"), ("\"", "\"")]
        };
        let (open, close) =
            if is_quoted || random.below(3) > 0 { ("", "") } else { quotes[random.below(quotes.len())] };
        let own = match (random.below(3), is_japanese) {
            (0, true) => random.of(&[
                "（※1）",
                "（注）",
                "（初動）",
                "（別表1参照）",
                "（当月分）",
                "（令和5年度）",
                "(MTBF)",
                "（注2）",
            ]),
            (0, false) => {
                random.of(&[" (note 1)", " (see Annex 2)", " (as of 1 April 2025)", " (MTBF)", " (*)"])
            }
            _ => "",
        };
        let gloss = gloss_of.entry(name).or_insert(own);
        glossed.push_str(&format!("{open}{name}{close}{gloss}"));
    }
    let is_number = glossed.starts_with(|c: char| c.is_ascii_digit());
    match random.below(5) {
        0 if !is_number => format!("(1) {glossed}"),
        1 if !is_number => format!("①{glossed}"),
        2 if !is_number => format!("1. {glossed}"),
        3 => format!("・{glossed}"),
        _ => glossed,
    }
}

#[test]
fn neutral_noise_never_changes_a_reading() {
    let vocabulary = vocabulary();
    let mut random = Random(99);
    for n in 0..6_000 {
        let depth = 1 + random.below(3);
        let expression = expression(&mut random, depth);
        let (text, noisy) = match n % 3 {
            0 => {
                let text = japanese(&expression, &mut random);
                let noisy = noisy(&text, &mut random);
                (text, noisy)
            }
            1 => {
                let text = japanese(&expression, &mut random);
                let noisy = glossed(&text, true, &mut random);
                (text, noisy)
            }
            _ => {
                let text = english_unbracketed(&expression, Place::Whole, &mut random);
                let noisy = glossed(&text, false, &mut random);
                (text, noisy)
            }
        };
        let (first, second) = (read(&text, &vocabulary), read(&noisy, &vocabulary));
        match (first, second) {
            (Ok(first), Ok(second)) => assert!(first.is_same_as(&second), "{text}\n{noisy}"),
            (first, second) => panic!("{text}\n{noisy}\n{first:?}\n{second:?}"),
        }
    }
}

#[test]
fn every_reading_comes_to_what_the_second_evaluator_makes_of_it() {
    // Names that the oracle reads as they are printed.
    let ids = Vocabulary::new(NAMES.iter().map(|(id, _, _)| Term {
        id: (*id).into(),
        ja: vec![],
        en: vec![(*id).to_owned()],
    }))
    .unwrap();
    let vocabulary = vocabulary();
    let mut random = Random(5);
    let mut readings = 0;
    for _ in 0..2_000 {
        let depth = 1 + random.below(3);
        let expression = expression(&mut random, depth);
        let text = match random.below(3) {
            0 => japanese(&expression, &mut random),
            1 => english(&expression, &mut random),
            _ => english(&expression, &mut random).replace(['(', ')'], ""),
        };
        // Without brackets a text may be unclear; what is read is still worked out twice.
        let Ok(found) = read_all(&text, &vocabulary) else { continue };
        for reading in found {
            readings += 1;
            let printed = reading.formula.print(&ids, Language::En).replace('×', "*").replace('÷', "/");
            let again = Expression::parse(&printed);
            for seed in 0..2 {
                let values = values(seed);
                let value = plain(reading.formula.evaluate(&operands(&values), &vocabulary));
                assert_eq!(value, again.value(&values), "{text}\n{} as {printed}", reading.id);
            }
        }
    }
    assert!(readings > 1_500, "{readings}");
}

#[test]
fn what_is_printed_is_read_again_in_vocabularies_of_one_language_too() {
    let one = |ja: bool, en: bool| {
        Vocabulary::new(NAMES.iter().map(|(id, first, second)| Term {
            id: (*id).into(),
            ja: if ja { vec![(*first).to_owned()] } else { vec![] },
            en: if en { vec![(*second).to_owned()] } else { vec![] },
        }))
        .unwrap()
    };
    let source = vocabulary();
    let texts = [
        "遵守率(%)＝期限内件数÷全件数×100",
        "期限内件数÷全件数≧95%",
        "支払額≦委託料×(9÷10)",
        "遵守率＝期限内件数÷全件数×100。ただし、全件数が0件の場合は100とする。",
        "委託料×10％（千円未満切捨て）",
        "(1−停止時間÷1ヶ月の総時間)×100が99.9以上",
        "最小値(委託料, -5)+平均(期限内件数、全件数)%",
    ];
    for vocabulary in [one(true, true), one(true, false), one(false, true), one(false, false)] {
        for text in texts {
            let formula = read(text, &source).unwrap_or_else(|error| panic!("{text}: {error}"));
            for language in [Language::Ja, Language::En] {
                let printed = formula.print(&vocabulary, language);
                let again = read(&printed, &vocabulary)
                    .unwrap_or_else(|error| panic!("{text}\n{printed}: {}", error.text(&printed).en));
                assert!(formula.is_same_as(&again), "{text}\n{printed}");
                assert_eq!(formula.defines(), again.defines(), "{printed}");
                assert_eq!(formula.target(), again.target(), "{printed}");
            }
        }
    }
}

/// A text that is not read, and the text with the remedy applied.
#[test]
fn remedies_make_the_text_read() {
    let vocabulary = vocabulary();
    for (text, mended) in [
        ("（期限内件数÷全件数×100", "期限内件数÷全件数×100"),
        ("期限内件数÷全件数）×100", "期限内件数÷全件数×100"),
        ("期限内件数÷÷全件数", "期限内件数÷全件数"),
        ("期限内件数÷全数", "期限内件数÷全件数"),
        ("(期限内件数÷全件数]×100", "期限内件数÷全件数×100"),
        ("最小値(1,000, 委託料)", "最小値(1000, 委託料)"),
        ("委託料x10", "委託料×10"),
    ] {
        let error = match read(text, &vocabulary) {
            // Between a name in kanji and a number the letter is a sign already.
            Ok(formula) => {
                assert_eq!(formula.print(&vocabulary, Language::Ja), mended, "{text}");
                continue;
            }
            Err(error) => error,
        };
        let remedy = error.remedy().unwrap_or_else(|| panic!("{text}: {error}"));
        let change = remedy.edit.unwrap_or_else(|| panic!("{text}: {error}"));
        let changed = change.apply(text);
        let again = read(&changed, &vocabulary)
            .unwrap_or_else(|error| panic!("{text}\n{changed}: {}", error.text(&changed).en));
        assert_eq!(again.print(&vocabulary, Language::Ja), mended, "{text}\n{changed}");
    }
    // No number, operation or word is taken out or put in, and no bracket where it matters which two it is one of.
    for text in [
        "期限内件数÷全件数×",
        "期限内件数 全件数",
        "委託料(期限内件数)",
        "24×30＝700",
        "- 期限内件数÷全件数",
        "遵守率＝期限内件数÷全件数。達成率＝期限内件数÷委託料",
        "期限内件数**2",
        "（全件数－期限内件数÷全件数",
        "全件数－期限内件数）÷全件数",
        "5% off the 委託料",
        "委託料の1％を減額",
        "2 期限内件数÷全件数",
        "1日当たり委託料の1％",
        "期限外件数÷全件数",
        "期限内件数÷総全件数",
    ] {
        let remedy = read(text, &vocabulary).unwrap_err().remedy();
        assert!(remedy.as_ref().is_none_or(|remedy| remedy.edit.is_none()), "{text}: {remedy:?}");
    }
    // A name that is missing is to be added, and then the text is read.
    let text = "期限内件数を合計件数で除した値";
    let error = read(text, &vocabulary).unwrap_err();
    assert!(matches!(&error, ReadError::UnknownName { fragment, .. } if fragment == "合計件数"), "{error}");
    let added = error.remedy().unwrap().name.unwrap();
    let terms =
        vocabulary.terms().iter().cloned().chain([Term { id: "new".into(), ja: vec![added], en: vec![] }]);
    assert!(read(text, &Vocabulary::new(terms).unwrap()).is_ok());
}

#[test]
fn no_word_of_grammar_is_told_to_be_a_missing_name() {
    let vocabulary = vocabulary();
    for text in [
        "期限内件数を全件数で徐した値",
        "期限内件数を全件数",
        "期限内件数で全件数に",
        "期限内件数を除した値",
        "the of all cases",
        "divided by all cases",
        "期限内件数÷を",
        "に対する割合",
        "cases on time divided",
    ] {
        let error = read(text, &vocabulary).unwrap_err();
        assert!(!matches!(error, ReadError::UnknownName { .. }), "{text}: {error}");
    }
}

/// What may be done to a name before a sign, with the words that must not vanish in it.
const DONE_TO_NAMES: [&str; 60] = [
    "twice {}",
    "half of {}",
    "half the {}",
    "double the {}",
    "{} minus 5",
    "1 minus {}",
    "{} times 100",
    "100 times {}",
    "{} divided by 2",
    "{} plus 1",
    "{} squared",
    "the square of the {}",
    "the reciprocal of {}",
    "a third of the {}",
    "10% of the {}",
    "{} excluding downtime",
    "{} without downtime",
    "{} unless downtime",
    "the {} that is downtime",
    "not the {}",
    "the {} which counts",
    "{} rounded to 2 decimal places",
    "{} × 2",
    "2 × {}",
    "{} / 2",
    "-{}",
    "max({}, 5)",
    "{} > 5",
    "{} of more than 5%",
    "the sum of {} and downtime",
    "the difference between {} and 5",
    "the rest of the {}",
    "5 less than the {}",
    "{} (×100)",
    "{} (rounded to 2 decimal places)",
    "{} if downtime > 0",
    "遵{}の2倍",
    "{}を2倍した値",
    "{}の逆数",
    "{}の半分",
    "{}の二乗",
    "{}の2分の1",
    "{}の10%",
    "{}の10%増し",
    "{}の2割",
    "{}に100を乗じた値",
    "{}から5を引いた値",
    "1から{}を引いた値",
    "{}を2で除した値",
    "{}と停止時間の和",
    "{}と停止時間の差",
    "停止時間以外の{}",
    "停止時間が0でない{}",
    "四捨五入した{}",
    "{}（小数点以下第2位を四捨五入）",
    "{}（×100）",
    "{}×100",
    "{}÷2",
    "－{}",
    "最大値({}, 5)",
];

#[test]
fn words_before_a_sign_never_vanish_into_a_name() {
    let vocabulary = vocabulary();
    let signs = [" is ", " = ", " equals ", " means ", "＝", "は、", "は", "とは"];
    let figures = [
        "cases on time / all cases",
        "期限内件数÷全件数",
        "cases on time divided by all cases",
        "期限内件数を全件数で除した値とする",
    ];
    let names = ["rate", "monthly rate", "遵守率", "稼働率", "downtime", "停止時間", "対応件数"];
    for done in DONE_TO_NAMES {
        for name in names {
            for sign in signs {
                for figure in figures {
                    let text = format!("{}{sign}{figure}", done.replace("{}", name));
                    if let Ok(formula) = read(&text, &vocabulary) {
                        let printed = formula.print(&vocabulary, Language::Ja);
                        panic!("{text}\nread as {printed}");
                    }
                }
            }
        }
    }
}

fn has_term(expression: &Expression) -> bool {
    match expression {
        Expression::Term(_) => true,
        Expression::Of(_, left, right) => has_term(left) || has_term(right),
        _ => false,
    }
}

#[test]
fn formulas_before_a_sign_are_read_with_the_target_or_the_name_behind_it() {
    let vocabulary = vocabulary();
    let mut random = Random(17);
    for n in 0..3_000 {
        let depth = 1 + random.below(2);
        let expression = loop {
            let expression = expression(&mut random, depth);
            if matches!(expression, Expression::Of(..)) && has_term(&expression) {
                break expression;
            }
        };
        let (side, is_japanese) = if n % 2 == 0 {
            (japanese(&expression, &mut random), true)
        } else {
            (english(&expression, &mut random), false)
        };
        // A formula on both sides is two formulas.
        let both = format!("{side}{}期限内件数÷全件数÷委託料", if is_japanese { "は、" } else { " is " });
        assert!(read(&both, &vocabulary).is_err(), "{both}");
        let (text, defines, is_target) = match (random.below(2), is_japanese) {
            (0, true) => (format!("{side}{}95以上とする", random.of(&["は", "が", "を"])), None, true),
            (0, false) => (
                format!("{side} {} 95", random.of(&["must be at least", "shall not be less than"])),
                None,
                true,
            ),
            (_, true) => (format!("{side}＝評価指標"), Some("評価指標"), false),
            (_, false) => (format!("{side} is the monthly index"), Some("monthly index"), false),
        };
        check_value(&text, &expression, &vocabulary);
        let formula = read(&text, &vocabulary).unwrap();
        if is_target {
            assert_eq!(formula.target(), Some((formula::Relation::AtLeast, Exact::from(95))), "{text}");
        } else {
            assert_eq!(formula.defines(), defines, "{text}");
        }
    }
}

/// What is offered makes the text read, and takes no word out of it but a second formula.
fn remedy_works(text: &str, error: &ReadError, vocabulary: &Vocabulary) {
    let Some(edit) = error.remedy().and_then(|remedy| remedy.edit) else { return };
    let mended = edit.apply(text);
    assert!(read(&mended, vocabulary).is_ok(), "{text}\n{mended}");
    let is_second = matches!(error, ReadError::Unclear { unclear: Unclear::TwoFormulas, .. });
    let takes_word = edit.with.is_empty() && edit.was.chars().any(char::is_alphanumeric);
    assert!(is_second || !takes_word, "{text}\n{mended}");
}

/// Words put into a text that is read: they are a part of the reading, or the text is refused.
#[test]
fn words_put_into_a_text_are_never_dropped() {
    let vocabulary = vocabulary();
    let mut random = Random(23);
    let words = [
        " unless ",
        " not ",
        " squared ",
        " twice ",
        " foo ",
        " 7 ",
        " monthly fee ",
        "以外",
        "不明",
        "7",
        "委託料",
        " half ",
        " minus ",
        " except ",
        "の逆数",
        "の倍",
        "ではない",
        " never ",
    ];
    let (mut refused, mut kept) = (0, 0);
    for n in 0..6_000 {
        let depth = 1 + random.below(2);
        let expression = expression(&mut random, depth);
        let text =
            if n % 2 == 0 { japanese(&expression, &mut random) } else { english(&expression, &mut random) };
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let place = places[random.below(places.len())];
        let word = random.of(&words);
        let longer = format!("{}{word}{}", &text[..place], &text[place..]);
        let found = match read_all(&longer, &vocabulary) {
            Ok(found) => found,
            Err(error) => {
                refused += 1;
                remedy_works(&longer, &error, &vocabulary);
                continue;
            }
        };
        kept += 1;
        // Where it is read, the word is a note or a name, or it changes what is worked out.
        let reading = &found[0];
        let noted = reading.notes.iter().any(|note| note.fragment.contains(word.trim()));
        let named = reading.formula.defines().is_some_and(|name| name.contains(word.trim()));
        let differs = (0..3).any(|seed| {
            let values = values(seed);
            plain(reading.formula.evaluate(&operands(&values), &vocabulary)) != expression.value(&values)
        });
        assert!(
            noted || named || differs,
            "{longer}\nread as {}",
            reading.formula.print(&vocabulary, Language::Ja)
        );
    }
    assert!(refused > 3_000 && kept > 150, "{refused} {kept}");
}

/// Texts that are read without a list of names come to the same, or are refused, or show another cut among their names.
#[test]
fn texts_read_by_their_own_names_come_to_the_same() {
    let mut random = Random(20_261_130);
    let (mut read_alike, mut cut_otherwise) = (0, 0);
    for n in 0..4_000 {
        let depth = 1 + random.below(3);
        let expression = expression(&mut random, depth);
        let text =
            if n % 2 == 0 { japanese(&expression, &mut random) } else { english(&expression, &mut random) };
        let own = Vocabulary::of_text(&text);
        let Ok(formula) = read(&text, &own) else { continue };
        let known = |id: &formula::TermId| {
            let name = own.name(id, Language::Ja);
            NAMES.iter().find(|(_, ja, en)| name == *ja || name.eq_ignore_ascii_case(en))
        };
        let used = formula.terms();
        if used.iter().any(|id| known(id).is_none()) {
            cut_otherwise += 1;
            continue;
        }
        read_alike += 1;
        for seed in 0..3 {
            let values = values(seed);
            let operands: Operands = used
                .iter()
                .map(|id| {
                    let value = &values[known(id).unwrap().0];
                    (id.as_str(), Exact::ratio(value.numer().clone(), value.denom().clone()).unwrap())
                })
                .collect();
            let found = plain(formula.evaluate(&operands, &own));
            let printed = formula.print(&own, Language::Ja);
            assert_eq!(found, expression.value(&values), "{text}\nread as {printed}");
        }
    }
    assert!(read_alike >= 2_000 && cut_otherwise <= 100, "{read_alike} read, {cut_otherwise} cut otherwise");
}

#[test]
fn regression_an_article_does_not_swallow_the_letter_of_a_cell() {
    let vocabulary = Vocabulary::new([Term { id: "b".into(), ja: vec!["B2".into()], en: vec![] }]).unwrap();
    assert!(read("A2/B2*100", &vocabulary).is_err());
    let own = Vocabulary::of_text("A2/B2*100");
    assert_eq!(read("A2/B2*100", &own).unwrap().print(&own, Language::Ja), "A2÷B2×100");
}

#[test]
fn names_of_a_text_stand_between_its_signs_and_words() {
    let cases = [
        ("稼働率(%)＝(契約時間－停止時間)÷契約時間×100", "契約時間|停止時間"),
        (
            "サービス稼働率＝（サービス提供時間－障害による停止時間）÷サービス提供時間×100％",
            "サービス提供時間|障害による停止時間",
        ),
        (
            "一次解決率は、一次窓口で解決した件数を総受付件数で除した値に100を乗じたものとする。",
            "一次窓口で解決した件数|総受付件数",
        ),
        ("応答率＝20秒以内に応答した件数÷総着信件数", "20秒以内に応答した件数|総着信件数"),
        ("全件数が0の場合は100とし、それ以外の場合は、期限内件数÷全件数×100とする", "全件数|期限内件数"),
        ("違約金の額は契約金額の2倍", "契約金額"),
        ("回答者のうち満足と答えた者の割合", "回答者|満足と答えた者"),
        ("債務額×年利率×遅延日数÷365", "債務額|年利率|遅延日数"),
        ("(AN + AB) / AB × B/L件数", "AN|AB|B/L件数"),
        ("(total-down)/total*100", "total|down"),
        ("on-time cases / all cases", "on-time cases|all cases"),
        ("Total minutes - downtime, divided by total minutes", "Total minutes|downtime"),
        ("=IF(B2=0,100,ROUNDDOWN(A2/B2*100,1))", "B2|A2"),
        ("95%以上", ""),
        ("", ""),
        ("the sum of A, B and C", "A|B|C"),
        ("the average of January, February and March", "January|February|March"),
        ("A棟の停止時間÷総時間", "A棟の停止時間|総時間"),
        ("A team calls / total team calls", "A team calls|total team calls"),
        ("（Ａ－Ｂ）÷Ａ×１００", "Ａ|Ｂ"),
        ("A/B/C", "A|B|C"),
        ("e-mail件数÷総件数", "e-mail件数|総件数"),
        ("・期限内件数÷全件数", "期限内件数|全件数"),
        ("No.1 単価×数量", "単価|数量"),
        ("契約金額に10％を乗じて得た額", "契約金額"),
        ("契約金額の1,000分の1に遅延日数を乗じて得た額", "契約金額|遅延日数"),
        ("1から超過件数を全件数で除した値を減じた値", "超過件数|全件数"),
        ("COUNTIF(B2:B13,\"済\")/COUNTA(A2:A13)", "COUNTIF(B2:B13,\"済\")|COUNTA(A2:A13)"),
        ("Uptime % = met / all * 100", "met|all"),
        // A calculation that cannot be read is no name.
        ("SQRT(A1)/B1", "A1|B1"),
        ("ROUND(SUM(A1:A3)/B1,2)", "SUM(A1:A3)|B1"),
        // Clauses are no names.
        ("100 yen per ticket", "ticket"),
        ("USD 1,000 for each hour of downtime", ""),
        ("未達成項目1項目につき月額委託料の1％", ""),
        ("契約金額又は予定価格のいずれか低い額", ""),
        ("配点100点×（1－入札価格÷予定価格）", "入札価格|予定価格"),
        ("round up fee / 30", ""),
        ("max of fee and cap", "cap"),
        ("Price less one percent", "Price"),
    ];
    for (text, expected) in cases {
        let own = Vocabulary::of_text(text);
        let names: Vec<&str> = own.terms().iter().map(|term| own.name(&term.id, Language::Ja)).collect();
        assert_eq!(names.join("|"), expected, "{text}");
    }
}
