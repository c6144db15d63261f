//! Formulas in words, and texts with more than one reading.

use formula::{Operands, ReadError, Term, Vocabulary, read, read_all};
use provenance::Language;

fn vocabulary() -> Vocabulary {
    let term = |id: &str, ja: &str, en: &str| Term {
        id: id.into(),
        ja: vec![ja.to_owned()],
        en: vec![en.to_owned()],
    };
    Vocabulary::new([
        term("a", "期限内の完了件数", "cases in time"),
        term("b", "1ヶ月の申請件数", "all cases"),
        term("c", "除外件数", "cases left out"),
        term("s", "件", "cases"),
    ])
    .unwrap()
}

/// Each reading of a text, a line each: its name and the formula in signs.
fn readings(text: &str) -> String {
    let lines: Vec<String> = match read_all(text, &vocabulary()) {
        Ok(readings) => readings
            .iter()
            .map(|reading| format!("{}: {}", reading.id, reading.formula.print(&vocabulary(), Language::Ja)))
            .collect(),
        Err(error) => vec![error.to_string()],
    };
    format!("{text}\n  {}\n", lines.join("\n  "))
}

#[test]
fn words_are_read_as_signs() {
    insta::assert_snapshot!(
        [
            "期限内の完了件数を1ヶ月の申請件数で除した値に100を乗じる",
            "期限内の完了件数を1ヶ月の申請件数で除し、100を乗じて得た値とする。",
            "1ヶ月の申請件数から除外件数を減じ、期限内の完了件数で除した値に百を乗じる",
            "1ヶ月の申請件数から除外件数を差し引いた数で期限内の完了件数を除した割合",
            "期限内の完了件数の1ヶ月の申請件数に対する割合",
            "1ヶ月の申請件数に占める期限内の完了件数の割合",
            "期限内の完了件数と除外件数の和を1ヶ月の申請件数で割った率",
            "期限内の完了件数に除外件数を加えた数を1ヶ月の申請件数で除して100を乗ずる",
            "遵守率（％）＝期限内の完了件数÷1ヶ月の申請件数×百",
            "（1ヶ月の申請件数－除外件数）を九十五で除した値",
            "ratio of cases in time to all cases",
            "the ratio of cases in time to all cases times 100",
            "cases in time divided by all cases times 100",
            "all cases minus cases left out divided by all cases",
            "Rate = all cases minus cases left out",
        ]
        .map(readings)
        .concat()
    );
}

#[test]
fn texts_with_several_readings_give_all_of_them() {
    insta::assert_snapshot!(
        [
            "期限内の完了件数÷1ヶ月の申請件数×100",
            "1-期限内の完了件数÷1ヶ月の申請件数×100",
            "1ヶ月の申請件数から期限内の完了件数を除外件数で除した値を減じる",
            "all cases minus cases left out times 100",
            "期限内の完了件数を1ヶ月の申請件数で除した割合",
        ]
        .map(readings)
        .concat()
    );
}

#[test]
fn functions_say_how_they_round() {
    insta::assert_snapshot!(
        [
            "四捨五入(期限内の完了件数÷1ヶ月の申請件数×100, 1)",
            "切り捨て（期限内の完了件数÷1ヶ月の申請件数×100）",
            "round_half_even(cases in time / all cases × 100, 2)",
            "最小値(100, 期限内の完了件数、1,000)",
            "max(cases in time, all cases) - floor(-2.5) + ceil(2.1)",
            "平均(1, 2, 3)",
            "round(1, 2, 3)",
            "min(",
            "round(1, 99)",
        ]
        .map(readings)
        .concat()
    );
    let value = |text: &str| {
        let operands: Operands = [("a", 18), ("b", 19)].into_iter().collect();
        let outcome = read(text, &vocabulary()).unwrap().evaluate(&operands, &vocabulary());
        outcome.defined().map_or_else(|| format!("{outcome:?}"), ToString::to_string)
    };
    assert_eq!(value("round(cases in time ÷ all cases × 100, 1)"), "947/10");
    assert_eq!(value("切り捨て(期限内の完了件数÷1ヶ月の申請件数×100)"), "94");
    assert_eq!(value("切り上げ(期限内の完了件数÷1ヶ月の申請件数×100)"), "95");
    assert_eq!(value("偶数丸め(2.5)+偶数丸め(3.5)"), "6");
    assert_eq!(value("floor(-2.5)+ceil(-2.5)"), "-5");
    assert_eq!(value("平均(期限内の完了件数, 1ヶ月の申請件数)"), "37/2");
    assert_eq!(value("合計(1, 2, 3)×最大(4, 5)"), "30");
    assert!(value("round(1, 0.5)").contains("Places"));
}

#[test]
fn printed_calls_are_read_again() {
    for text in ["四捨五入(期限内の完了件数÷1ヶ月の申請件数×100, 1)", "min(1000, max(cases in time, 2) + 1)"]
    {
        let formula = read(text, &vocabulary()).unwrap();
        for language in [Language::Ja, Language::En] {
            let again = read(&formula.print(&vocabulary(), language), &vocabulary()).unwrap();
            assert!(formula.is_same_as(&again), "{}", formula.print(&vocabulary(), language));
        }
    }
}

#[test]
fn widths_marks_and_combining_characters() {
    // Half-width kana, full-width signs, a decomposed dakuten: が as か and a combining mark.
    let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
    let vocabulary = Vocabulary::new([term("k", "ガード件数"), term("s", "サーバー数")]).unwrap();
    for text in ["ｶﾞｰﾄﾞ件数／サーバー数", "カ\u{3099}ート\u{3099}件数÷サーバー数", "ガード件数 ∕ サーバー数"]
    {
        let formula = read(text, &vocabulary).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(formula.print(&vocabulary, Language::Ja), "ガード件数÷サーバー数");
    }
    assert!(matches!(read("サーバ数", &vocabulary), Err(ReadError::UnknownName { .. })));
}

#[test]
fn long_and_deep_prose_is_refused_without_harm() {
    let long = "期限内の完了件数に1を加え、".repeat(400);
    assert!(read(&long, &vocabulary()).is_err());
    let deep = "（".repeat(100_000);
    assert!(read(&deep, &vocabulary()).is_err());
    let nested = "期限内の完了件数から".repeat(300);
    assert!(read(&nested, &vocabulary()).is_err());
}

/// The usual reading in signs.
#[track_caller]
fn check_read(text: &str, signs: &str) {
    let term = |id: &str| Term { id: id.into(), ja: vec![id.to_uppercase()], en: vec![] };
    let vocabulary = Vocabulary::new([term("a"), term("b"), term("c")]).unwrap();
    let formula = read(text, &vocabulary).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(formula.print(&vocabulary, Language::Ja), signs, "{text}");
}

#[test]
fn common_ways_of_writing_a_rate_are_read() {
    for text in [
        "AをBで除して得た率に100を乗じて得た値",
        "AをBで割った値×100",
        "AをBで除し、100を乗じて算出する",
        "AをBで除した値に100を乗じて算出した値",
        "（AをBで割った値）×100",
        "percentage of A to B",
        "the percentage of A to B",
        "A divided by B, times 100",
        "A\u{200b}÷\u{feff}B×100",
    ] {
        check_read(text, "A÷B×100");
    }
    for text in ["BにおけるAの割合", "BのうちAの割合", "AをBで除した割合（％）", "AをBで除して得た率"]
    {
        check_read(text, "A÷B");
    }
    check_read("（AからBを引いた値）÷C", "(A-B)÷C");
    check_read("（AからBを引いた値）÷（BにCを加えた値）×100", "(A-B)÷(B+C)×100");
    check_read("AからBを引いた値÷C+1×2", "(A-B)÷C+1×2");
    check_read("A—B", "A-B");
    check_read("A―B", "A-B");
    check_read("100万×A", "1000000×A");
    check_read("1億2,000万+5千", "120000000+5000");
    check_read("1.5万÷A", "15000÷A");
    check_read("二〇万÷二万五〇〇", "200000÷20500");
    check_read("千二百三十四万五千六百七十八", "12345678");
}

#[test]
fn malformed_numbers_in_kanji_are_refused() {
    for text in ["十百", "三万五億", "二三十", "万", "一〇〇〇〇万", "〇十", "十〇", "1万2億", "1億1億"]
    {
        assert!(read(text, &vocabulary()).is_err(), "{text}");
    }
}

#[test]
fn a_plain_sum_of_76_names_is_read() {
    let names: Vec<String> = (1..=76).map(|n| format!("拠点{n}の件数")).collect();
    let terms =
        names.iter().map(|name| Term { id: name.as_str().into(), ja: vec![name.clone()], en: vec![] });
    let vocabulary = Vocabulary::new(terms).unwrap();
    let text = names.join("+");
    assert_eq!(read(&text, &vocabulary).unwrap().print(&vocabulary, Language::Ja), text);
    assert_eq!(read(&text, &vocabulary).unwrap().terms().len(), 76);
}

#[test]
fn words_within_many_brackets_are_given_up_without_harm() {
    for text in [
        "（期限内の完了件数から".repeat(200),
        "（期限内の完了件数を（".repeat(40),
        "（1を1で除した値を".repeat(60),
    ] {
        assert!(read(&text, &vocabulary()).is_err());
        assert!(read_all(&text, &vocabulary()).is_err());
    }
}
