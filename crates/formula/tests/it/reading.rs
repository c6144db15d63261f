//! Formulas as the reference contract prints them, and what is told of texts that are none.

use formula::{Exact, Formula, Operands, Outcome, ReadError, Term, Vocabulary, read};
use provenance::Language;

pub(crate) fn vocabulary() -> Vocabulary {
    let term = |id: &str, ja: &str, en: &str| Term {
        id: id.into(),
        ja: vec![ja.to_owned()],
        en: vec![en.to_owned()],
    };
    Vocabulary::new([
        term("all", "1ヶ月のハードウェアの障害発生件数", "hardware incidents"),
        term(
            "on-time",
            "1ヶ月のハードウェアの障害処理が4時間以内で初期対応が完了した件数", // after the ÷
            "hardware incidents answered in time",
        ),
        term("servers", "サーバー", "servers"),
    ])
    .unwrap()
}

/// As printed for S-2-1 (jetro-2023/annex2#S-2-1).
const WRITTEN: &str = "ハードウェアの初期対応完了所要期間遵守率(%)＝（1-1ヶ月のハードウェアの障害発生件数÷1 ヶ月のハードウェアの障害処理が 4時間以内で初期対応が完了した件数）×100";

#[track_caller]
fn value(text: &str, all: i64, on_time: i64) -> Outcome {
    let vocabulary = vocabulary();
    let operands: Operands = [("all", all), ("on-time", on_time), ("servers", 3)].into_iter().collect();
    read(text, &vocabulary).unwrap().evaluate(&operands, &vocabulary)
}

#[test]
fn the_printed_formula_is_read_to_the_letter() {
    assert_eq!(value(WRITTEN, 2, 1), Outcome::Defined(Exact::from(-100)));
    assert_eq!(value(WRITTEN, 2, 2), Outcome::Defined(Exact::from(0)));
    assert!(matches!(value(WRITTEN, 2, 0), Outcome::Undefined(_)));
    let formula = read(WRITTEN, &vocabulary()).unwrap();
    assert_eq!(formula.defines(), Some("ハードウェアの初期対応完了所要期間遵守率(%)"));
}

#[test]
fn signs_are_read_in_every_width() {
    for text in [
        "(servers-1)*100/2",
        "（サーバー－１）×１００÷２",
        "(サーバー−1)＊100／2",
        "( サーバー ー 1 ) × 100 ÷ 2",
    ] {
        assert_eq!(value(text, 0, 0), Outcome::Defined(Exact::from(100)), "{text}");
    }
    assert_eq!(value("サーバー×50％", 0, 0), Outcome::Defined(Exact::ratio(3, 2).unwrap()));
    assert_eq!(value("1,000.5-0.5", 0, 0), Outcome::Defined(Exact::from(1_000)));
    assert_eq!(value("10-4-3", 0, 0), Outcome::Defined(Exact::from(3)));
    assert_eq!(value("-2+5", 0, 0), Outcome::Defined(Exact::from(3)));
}

#[track_caller]
fn check_refused(text: &str, message: &str) {
    assert_eq!(read(text, &vocabulary()).unwrap_err().to_string(), message);
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    check_refused("サーバ÷2", "`サーバ` is no known name; did you mean `サーバー`?");
    check_refused(
        "（サーバー÷2",
        "expected an operator or a closing bracket at the end, behind `（サーバー÷2`; write `)` at the end",
    );
    check_refused("サーバー÷2）", "expected an operator or the end at `）`; remove `）`");
    check_refused(
        "サーバー÷",
        "expected a name, a number or an opening bracket at the end, behind `サーバー÷`",
    );
    check_refused("サーバー÷÷2", "expected a name, a number or an opening bracket at `÷2`; remove `÷`");
    check_refused("", "expected a name, a number or an opening bracket; there is nothing");
    check_refused("1234567890123456789", "expected a number of at most 18 digits at `123456789012`");
    let Err(ReadError::UnknownName { at, .. }) = read("サーバー÷不明な件数", &vocabulary()) else {
        panic!()
    };
    assert_eq!(&"サーバー÷不明な件数"[at], "不明な件数");
}

#[test]
fn errors_in_words_point_at_the_place_where_the_words_go_wrong() {
    for (text, ja) in [
        ("サーバーを不明数で除した値", "6文字目: 「不明数」という名称はない。用語に加えるか、書き直す"),
        (
            "サーバーを2",
            "7文字目: 「サーバーを2」の後に「で除した値」のような演算の言葉が要るが、そこで終わっている",
        ),
        ("サーバーを2で徐した値", "8文字目: 「徐した値」の所には「で除した値」のような演算の言葉が要る"),
        (
            "サーバーを2で除した値、3",
            "13文字目: 「3」の前の項をどう計算するか分からない。「の合計」などを書く",
        ),
        (
            "（サーバー÷2",
            "8文字目: 「（サーバー÷2」の後に演算子又は閉じ括弧が要るが、そこで終わっている。末尾に「)」を書く",
        ),
        ("サーバー÷÷2", "6文字目: 「÷2」の所には名称、数又は開き括弧が要る。「÷」を消す"),
    ] {
        assert_eq!(read(text, &vocabulary()).unwrap_err().text(text).ja, ja, "{text}");
    }
}

#[test]
fn powers_and_vulgar_fractions_are_not_folded_to_other_numbers() {
    let message = "expected a plain number: powers and fractions are written out, as in 10×10 and (1÷2) at";
    for text in ["サーバー×10²", "サーバー÷½", "5½×サーバー", "①×サーバー", "サーバー×10⁻²", "サーバー²"]
    {
        let error = read(text, &vocabulary()).unwrap_err().to_string();
        assert!(error.starts_with(message), "{text}: {error}");
    }
    // A name may hold what is no plain digit; letters that only look otherwise are still the same.
    let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
    let named =
        Vocabulary::new([term("a", "面積（m²）"), term("b", "①の件数"), term("c", "月の件数")]).unwrap();
    let formula = read("面積（m²）÷①の件数＋⽉の件数", &named).unwrap();
    assert_eq!(formula.print(&named, Language::Ja), "面積（m²）÷①の件数+月の件数");
}

#[test]
fn a_long_vowel_mark_right_behind_kana_is_no_minus() {
    let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
    let vocabulary = Vocabulary::new([term("s", "サーバ"), term("n", "件数")]).unwrap();
    for text in ["サーバー件数÷件数", "ｻｰﾊﾞｰ件数÷件数", "サーバー", "（サーバー件数）÷件数"]
    {
        let error = read(text, &vocabulary).unwrap_err();
        assert!(matches!(error, ReadError::UnknownName { .. }), "{text}: {error}");
    }
    assert_eq!(
        read("件数÷サーバー件数", &vocabulary).unwrap_err().to_string(),
        "`サーバー件数` is no known name; add it to the names or reword it"
    );
    // Behind a space, or behind what is no kana, it is somebody's minus.
    for text in ["サーバ ー 件数", "サーバ　ー件数"] {
        assert_eq!(read(text, &vocabulary).unwrap().print(&vocabulary, Language::Ja), "サーバ-件数");
    }
    assert_eq!(read("件数ーサーバ", &vocabulary).unwrap().print(&vocabulary, Language::Ja), "件数-サーバ");
}

#[test]
fn deep_and_long_texts_are_refused_without_harm() {
    let deep = format!("{}1{}", "(".repeat(1_500), ")".repeat(1_500));
    assert!(matches!(read(&deep, &vocabulary()), Err(ReadError::TooDeep { .. })));
    let long = "1+".repeat(500_000);
    assert!(matches!(read(&long, &vocabulary()), Err(ReadError::TooLong { .. })));
    let chain = format!("{}1", "1+".repeat(1_000));
    assert!(matches!(read(&chain, &vocabulary()), Err(ReadError::TooManyOperations { .. })));
    let percents = format!("1{}", "%".repeat(2_000));
    assert!(matches!(read(&percents, &vocabulary()), Err(ReadError::TooManyOperations { .. })));
    let minuses = format!("{}1", "-".repeat(2_000));
    assert!(matches!(read(&minuses, &vocabulary()), Err(ReadError::TooDeep { .. })));
}

#[test]
fn both_languages_print_what_is_read_again() {
    let vocabulary = vocabulary();
    let formula = read(WRITTEN, &vocabulary).unwrap();
    assert_eq!(
        formula.print(&vocabulary, Language::En),
        "ハードウェアの初期対応完了所要期間遵守率(%) = (1 - hardware incidents ÷ hardware incidents answered in time) × 100"
    );
    for language in [Language::Ja, Language::En] {
        let again: Formula = read(&formula.print(&vocabulary, language), &vocabulary).unwrap();
        assert!(formula.is_same_as(&again));
    }
}

#[test]
fn a_name_for_two_terms_is_refused() {
    let term = |id: &str| Term { id: id.into(), ja: vec!["件数".to_owned()], en: vec![] };
    assert_eq!(
        Vocabulary::new([term("a"), term("b")]).unwrap_err().to_string(),
        "name `件数` stands for both `a` and `b`"
    );
}

#[track_caller]
fn check_identity(formula: &Formula, vocabulary: &Vocabulary) {
    for language in [Language::Ja, Language::En] {
        let printed = formula.print(vocabulary, language);
        let again = read(&printed, vocabulary).unwrap_or_else(|error| panic!("{printed}: {error}"));
        assert!(formula.is_same_as(&again), "{printed}");
        assert_eq!(formula.defines(), again.defines(), "{printed}");
    }
}

#[test]
fn what_is_printed_is_read_again_with_long_chains_definitions_and_any_number() {
    let vocabulary = vocabulary();
    let chain = "+1".repeat(40);
    check_identity(&read(&format!("（サーバー{chain}）{chain}"), &vocabulary).unwrap(), &vocabulary);
    check_identity(&read("利用率(%)＝サーバー÷5", &vocabulary).unwrap(), &vocabulary);
    assert_eq!(read("＝サーバー", &vocabulary).unwrap().defines(), None);
    // What could not be printed to be read again is refused: minus signs are printed in brackets.
    for minuses in 1..80 {
        if let Ok(formula) = read(&format!("2×{}サーバー", "-".repeat(minuses)), &vocabulary) {
            check_identity(&formula, &vocabulary);
        }
    }
    let rule = read("100−サーバー", &vocabulary).unwrap();
    let tenfold = |power: u32| Exact::from(10_i128.pow(power));
    for number in [
        Exact::ratio(1, 3).unwrap(),
        Exact::ratio(-7, 3).unwrap(),
        Exact::from(-5),
        tenfold(20),
        tenfold(20) + Exact::from(1),
        tenfold(37),
        Exact::ratio(1, 10_i128.pow(20)).unwrap(),
        Exact::ratio(1, 8).unwrap(),
    ] {
        let formula = rule.with_number(&"servers".into(), number.clone());
        check_identity(&formula, &vocabulary);
        let value = formula.evaluate(&Operands::default(), &vocabulary);
        assert_eq!(value, Outcome::Defined(Exact::from(100) - number));
    }
    assert!(read("一一一一一一一一一一一一一一一一一一一", &vocabulary).is_err());
}

#[test]
fn names_that_can_also_be_read_as_a_formula_are_refused() {
    let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
    for name in
        ["A-B", "1", "1,000", "百", "A×C", "A%", "=", "件数=", "-A", "(A)", "件数(", "max(A)", "1-A", "A）"]
    {
        let made = Vocabulary::new([term("a", "A"), term("b", "B"), term("x", name)]);
        assert!(matches!(made, Err(formula::VocabularyError::IsFormula { .. })), "{name}");
    }
    for name in
        ["on-time", "件数（うち期限内）", "1ヶ月の件数", "百貨店数", "A社の件数", "遵守率(%)", "B/L番号の数"]
    {
        let made = Vocabulary::new([term("a", "A"), term("b", "all"), term("x", name)]);
        assert!(made.is_ok(), "{name}");
    }
}
