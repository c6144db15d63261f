//! Formulas as people write them, a form each: what a text says around its figure, signs, glosses, verbs, English.

use formula::{Aside, Exact, Relation, Term, Vocabulary, read, read_all};
use provenance::Language;

/// Names in Japanese and English; `A` to `E` for short texts.
pub(crate) fn vocabulary() -> Vocabulary {
    let term = |id: &str, ja: &[&str], en: &[&str]| Term {
        id: id.into(),
        ja: ja.iter().map(|name| (*name).to_owned()).collect(),
        en: en.iter().map(|name| (*name).to_owned()).collect(),
    };
    Vocabulary::new([
        term("on-time", &["期限内件数"], &["cases on time"]),
        term("all", &["全件数", "総件数"], &["all cases"]),
        term("down", &["停止時間"], &["downtime"]),
        term("total", &["総時間"], &["total"]),
        term("fee", &["委託料"], &["fee"]),
        term("days", &["遅延日数"], &["days of delay"]),
        term("bid", &["入札価格"], &["bid"]),
        term("ceiling", &["予定価格"], &["ceiling price"]),
        term("points", &["配点"], &["points available"]),
        term("a", &["A"], &[]),
        term("b", &["B"], &[]),
        term("c", &["C"], &[]),
        term("d", &["D"], &[]),
    ])
    .unwrap()
}

/// The usual reading, printed in Japanese signs.
#[track_caller]
pub(crate) fn check(text: &str, signs: &str) {
    let vocabulary = vocabulary();
    let formula = read(text, &vocabulary).unwrap_or_else(|error| panic!("{text}: {}", error.text(text).en));
    assert_eq!(formula.print(&vocabulary, Language::Ja), signs, "{text}");
}

/// All texts read as the same.
#[track_caller]
fn check_all(texts: &[&str], signs: &str) {
    for text in texts {
        check(text, signs);
    }
}

/// Every reading, the default first.
#[track_caller]
fn check_readings(text: &str, readings: &[(&str, &str)]) {
    let vocabulary = vocabulary();
    let found = read_all(text, &vocabulary).unwrap_or_else(|error| panic!("{text}: {}", error.text(text).en));
    let found: Vec<(String, String)> = found
        .into_iter()
        .map(|reading| (reading.id, reading.formula.print(&vocabulary, Language::Ja)))
        .collect();
    let found: Vec<(&str, &str)> = found.iter().map(|(id, signs)| (id.as_str(), signs.as_str())).collect();
    assert_eq!(found, readings, "{text}");
}

#[track_caller]
fn check_refused(text: &str, en: &str) {
    let error = match read(text, &vocabulary()) {
        Ok(formula) => panic!("{text}: read as {}", formula.print(&vocabulary(), Language::Ja)),
        Err(error) => error,
    };
    assert_eq!(error.text(text).en, en, "{text}");
}

#[track_caller]
fn asides(text: &str) -> Vec<Aside> {
    let readings = read_all(text, &vocabulary()).unwrap_or_else(|error| panic!("{text}: {error}"));
    readings[0].notes.iter().map(|note| note.what).collect()
}

#[test]
fn text_before_an_equals_sign_was_ignored() {
    check("期限内件数÷全件数>=0.95", "期限内件数÷全件数≧0.95");
    check("期限内件数÷全件数×100＝遵守率", "遵守率＝期限内件数÷全件数×100");
    check("24×30＝720", "24×30");
    check(
        "小数点以下第2位を四捨五入し、遵守率＝期限内件数÷全件数×100",
        "遵守率＝四捨五入(期限内件数÷全件数×100, 1)",
    );
    check("全件数が0件の場合は、遵守率＝100", "遵守率＝場合分け(全件数＝0, 100)");
    // Others of each kind.
    check("1−停止時間÷総時間≧99.9%", "1-停止時間÷総時間≧99.9%");
    check("停止時間÷総時間＜1％", "停止時間÷総時間＜1%");
    check("期限内件数÷全件数×100 = 100", "期限内件数÷全件数×100＝100");
    check("(期限内件数÷全件数)×100＝期限遵守率（％）", "期限遵守率（％）＝期限内件数÷全件数×100");
    check("(1,000−10)÷1,000×100=99", "(1000-10)÷1000×100");
    check("(総時間−停止時間)/総時間 = Availability.", "Availability＝(総時間-停止時間)÷総時間");
    check(
        "小数点以下を切り捨て、価格点＝配点×(1−入札価格÷予定価格)",
        "価格点＝切り捨て(配点×(1-入札価格÷予定価格), 0)",
    );
    check("1円未満を切り上げ、違約金＝委託料×10％", "違約金＝切り上げ(委託料×10%, 0)");
    check("総時間が0のときは、稼働率＝100％", "稼働率＝場合分け(総時間＝0, 100%)");
    check("入札価格が予定価格を超える場合は価格点＝0", "価格点＝場合分け(入札価格＞予定価格, 0)");
    check("全件数がない場合は、遵守率＝100", "遵守率＝場合分け(全件数＝0, 100)");
}

#[test]
fn the_side_of_an_equals_sign_that_is_neither_name_nor_formula_is_refused() {
    for text in [
        "全件数が多いので、遵守率＝期限内件数÷全件数",
        "期限内件数を全件数で＝遵守率",
        "四捨五入した遵守率＝期限内件数÷全件数",
        "期限内件数÷全件数＝停止時間÷総時間",
        "遵守率＝期限内件数÷全件数＝停止時間÷総時間",
        "遵守率＝期限内件数÷全件数、稼働率＝停止時間÷総時間",
        "全件数のうち＝期限内件数",
        "遵守率＝",
        "≧95",
        "期限内件数÷全件数≧0.95≧0.9",
        "24×30＝700",
    ] {
        assert!(
            read(text, &vocabulary()).is_err(),
            "{text}: {:?}",
            read(text, &vocabulary()).map(|f| f.print(&vocabulary(), Language::Ja))
        );
    }
    check_refused(
        "24×30＝700",
        "character 7: the left side is 720, the right side 700: they are not equal; correct the arithmetic, or remove one side",
    );
}

#[test]
fn a_comparison_is_kept_with_its_target_and_scale() {
    let target = |text: &str| {
        let formula = read(text, &vocabulary()).unwrap_or_else(|error| panic!("{text}: {error}"));
        formula.target().unwrap_or_else(|| panic!("{text}: no target"))
    };
    let percent = |n: i64, d: i64| Exact::ratio(n, d).unwrap();
    assert_eq!(target("期限内件数÷全件数>=0.95"), (Relation::AtLeast, percent(95, 100)));
    assert_eq!(target("0.95≦期限内件数÷全件数"), (Relation::AtLeast, percent(95, 100)));
    assert_eq!(target("期限内件数÷全件数が95%以上であること"), (Relation::AtLeast, percent(95, 100)));
    // 95% of a figure that is a hundredfold is 95.
    assert_eq!(target("期限内件数÷全件数×100が95%以上"), (Relation::AtLeast, percent(95, 1)));
    assert_eq!(
        target("遵守率は期限内件数÷全件数×100が95％以上であること"),
        (Relation::AtLeast, percent(95, 1))
    );
    assert_eq!(target("停止時間÷総時間×100≦0.1"), (Relation::AtMost, percent(1, 10)));
    assert_eq!(target("停止時間÷総時間が0.1%未満"), (Relation::Less, percent(1, 1000)));
    assert_eq!(target("(total - downtime) / total >= 99.9%"), (Relation::AtLeast, percent(999, 1000)));
    assert_eq!(
        target("Availability = (total - downtime) / total × 100 must be at least 99.9%"),
        (Relation::AtLeast, percent(999, 10))
    );
    // What does not fit is reported.
    assert_eq!(asides("期限内件数÷全件数≧95"), [Aside::TargetOfOtherScale]);
    assert_eq!(asides("期限内件数÷全件数×100≧0.95"), [Aside::TargetOfOtherScale]);
    assert_eq!(asides("応答率(%)＝期限内件数÷全件数"), [Aside::NameInPercent]);
    for text in
        ["期限内件数÷全件数（%）", "期限内件数÷全件数％", "（期限内件数÷全件数）％", "期限内件数÷全件数 %。"]
    {
        assert_eq!(asides(text), [Aside::Percent, Aside::NameInPercent], "{text}");
        // What it says is offered, and not taken for granted.
        check_readings(
            text,
            &[("usual", "期限内件数÷全件数"), ("usual-percentage", "期限内件数÷全件数×100")],
        );
    }
    for text in ["期限内件数÷全件数×100（％）", "期限内件数×100÷全件数%", "（期限内件数×100÷全件数）%"]
    {
        assert_eq!(asides(text), [Aside::Percent], "{text}");
    }
    check("期限内件数×100÷全件数%", "期限内件数×100÷全件数");
    check("1−停止時間÷総時間％", "1-停止時間÷総時間");
    // Behind a number, behind a factor, and in brackets it is a part of the formula.
    check("期限内件数÷全件数×100％", "期限内件数÷全件数×100%");
    check("委託料×A%", "委託料×(A%)");
    check("期限内件数÷(全件数%)", "期限内件数÷(全件数%)");
    check("((期限内件数÷全件数)%)", "((期限内件数÷全件数)%)");
    assert_eq!(asides("応答率(%)＝期限内件数÷全件数×100%"), []);
    assert_eq!(asides("応答率(%)＝期限内件数÷全件数×100"), []);
    // A name may be bounded.
    let bounded = read("部分払金の額≦委託料×(9／10)", &vocabulary()).unwrap();
    assert_eq!((bounded.defines(), bounded.relation()), (Some("部分払金の額"), Relation::AtMost));
    check("部分払金の額≦委託料×(9／10)", "部分払金の額≦委託料×(9÷10)");
}

#[test]
fn a_rounding_beside_a_formula_is_a_part_of_it() {
    check_all(
        &[
            "遵守率＝期限内件数÷全件数×100（小数点以下第2位を四捨五入）",
            "遵守率＝期限内件数÷全件数×100 ※小数点以下第2位四捨五入",
            "遵守率＝期限内件数÷全件数×100。小数点以下第２位を四捨五入する。",
            "遵守率＝期限内件数÷全件数×100。なお、遵守率は小数点第二位を四捨五入するものとする。",
            "算出に当たっては、小数点以下第2位を四捨五入します。遵守率＝期限内件数÷全件数×100",
            "遵守率＝期限内件数÷全件数×100、小数点以下第2位四捨五入",
            "遵守率は、期限内件数を全件数で除し、100を乗じて得た数値（小数点以下第2位を四捨五入）とする。",
            "遵守率＝期限内件数÷全件数×100（小数点第二位以下を四捨五入し小数点第一位まで算出）",
            "小数点以下第2位を四捨五入し、遵守率＝期限内件数÷全件数×100",
        ],
        "遵守率＝四捨五入(期限内件数÷全件数×100, 1)",
    );
    check_all(
        &[
            "委託料×10％（千円未満切捨て）",
            "委託料×10％（1,000円未満の端数は切り捨てる）",
            "委託料の10%に相当する額（1,000円未満の端数があるときは、これを切り捨てた額）",
        ],
        "切り捨て(委託料×10%, (-3))",
    );
}

#[test]
fn a_rounding_of_something_else_or_without_its_place_is_refused() {
    for text in [
        "遵守率＝期限内件数÷全件数×100（端数切捨て）",
        "遵守率＝期限内件数÷全件数×100（小数点以下第2位まで）",
        "評価点＝A＋B ※各評価項目は小数点以下切捨てとする。",
        "遵守率＝期限内件数÷全件数×100。ただし、延べ件数は小数点以下切捨てとする。",
        "遵守率＝期限内件数÷全件数×100（小数点以下第2位を四捨五入し小数点第二位まで算出）",
        "5円未満を切り捨て、違約金＝委託料×10％",
    ] {
        assert!(read(text, &vocabulary()).is_err(), "{text}");
    }
}

#[test]
fn cases_in_words_are_cases() {
    check_all(
        &[
            "遵守率＝期限内件数÷全件数×100。ただし、全件数が0件の場合は100とする。",
            "遵守率＝期限内件数÷全件数×100 ※全件数が0の場合は100とする",
            "遵守率＝期限内件数÷全件数×100。ただし、全件数＝0のときは100とする。",
            "全件数が0件の場合は遵守率＝100とし、それ以外の場合は遵守率＝期限内件数÷全件数×100とする。",
            "遵守率は、全件数が0件の場合は100とし、それ以外は期限内件数÷全件数×100とする。",
        ],
        "遵守率＝場合分け(全件数＝0, 100, 期限内件数÷全件数×100)",
    );
    check("IF(全件数=0, 100, 期限内件数/全件数*100)", "場合分け(全件数＝0, 100, 期限内件数÷全件数×100)");
    check("=IF(全件数=0,\"-\",期限内件数/全件数)", "場合分け(全件数≠0, 期限内件数÷全件数)");
    check("=IFERROR(ROUND(期限内件数/全件数,3),0)", "場合分け(全件数＝0, 0, 四捨五入(期限内件数÷全件数, 3))");
    check(
        "【入札価格が予定価格の80%を超える場合】価格点＝配点×（1－入札価格÷予定価格）【入札価格が予定価格の80%以下の場合】価格点＝配点",
        "価格点＝場合分け(入札価格＞予定価格×80%, 配点×(1-入札価格÷予定価格), 入札価格≦予定価格×80%, 配点)",
    );
    check(
        "稼働率 | 減額率\n99.9%以上 | 0%\n99.0%以上99.9%未満 | 10%\n99.0%未満 | 25%"
            .replace("稼働率", "A")
            .as_str(),
        "減額率＝場合分け(A≧99.9%, 0%, A≧99%かつA＜99.9%, 10%, A＜99%, 25%)",
    );
    check(
        "A\tcredit\nless than 99.9% but at least 99.0%\t10% of fee\nless than 99.0%\t25% of fee",
        "credit＝場合分け(A＜99.9%かつA≧99%, 10%×委託料, A＜99%, 25%×委託料)",
    );
    check("fee × 10% if days of delay > 5, otherwise 0", "場合分け(遅延日数＞5, 委託料×10%, 0)");
    check("委託料の10%。ただし、100万円を上限とする。", "最小値(委託料×10%, 1000000)");
    for text in [
        "遵守率＝期限内件数÷全件数×100。ただし、全件数が少ない場合は協議する。",
        "遵守率＝期限内件数÷全件数×100（全件数が0の場合を除く）",
        "遵守率＝期限内件数÷全件数×100。ただし、稼働率＝停止時間÷総時間とする。",
    ] {
        assert!(read(text, &vocabulary()).is_err(), "{text}");
    }
}

#[test]
fn signs_of_multiplication_and_brackets_of_every_kind() {
    check_all(
        &[
            "A×B",
            "A x B",
            "A X B",
            "A ｘ B",
            "A✕B",
            "A ✖ B",
            "A*B",
            "A＊B",
            "A・B".replace('・', "·").as_str(),
            "A⋅B",
        ],
        "A×B",
    );
    check_all(&["30x24", "30 x 24", "30X24", "30×24"], "30×24");
    check_all(
        &[
            "(A+B)÷C",
            "（A＋B）÷C",
            "{A+B}÷C",
            "｛A＋B｝÷C",
            "[A+B]/C",
            "［A＋B］／C",
            "〔A+B〕÷C",
            "「A+B」÷C",
            "“A+B”÷C",
        ],
        "(A+B)÷C",
    );
    check("〔A−｛B＋（C＋D）｝〕÷[A]", "(A-(B+(C+D)))÷A");
}

#[test]
fn a_letter_x_within_a_word_is_refused_with_the_sign_that_is_meant() {
    check_refused(
        "AxB",
        "character 1: `AxB` holds the letter x, no sign of multiplication; write × instead of x",
    );
    check_refused(
        "2xA",
        "character 1: `2xA` holds the letter x, no sign of multiplication; write × instead of x",
    );
}

#[test]
fn units_glosses_footnotes_and_labels_change_nothing() {
    check_all(
        &[
            "期限内件数(件)÷全件数(件)×100",
            "期限内件数（※）÷全件数（※1）×100",
            "期限内件数※1÷全件数×100",
            "期限内件数(注1)÷全件数(注2)×100",
            "【計算式】期限内件数÷全件数×100",
            "計算式：期限内件数÷全件数×100",
            "算出式\n期限内件数÷全件数×100",
            "計算式は期限内件数÷全件数×100です。",
            "①期限内件数÷全件数×100",
            "1. 期限内件数÷全件数×100",
            "(1) 期限内件数÷全件数×100",
            "・期限内件数÷全件数×100",
            "「期限内件数」÷「全件数」×100",
            "「期限内件数÷全件数×100」",
            "期限内件数÷全件数×100。",
            "期限内件数÷全件数×100で求められる。",
            "期限内件数÷全件数×100により算出する",
            "期限内件数÷全件数×100とする。",
            "期限内件数÷全件数（×100）",
            "期限内件数÷総件数×100",
            "期限内件数÷全件数（総件数）×100",
        ],
        "期限内件数÷全件数×100",
    );
    check_all(&["総時間÷365日", "総時間÷365（日）", "総時間÷３６５日"], "総時間÷365");
    check("24時間×30日", "24×30");
    check("60（分）×24（時間）×30（日）", "60×24×30");
    check("配点(100点)×(1-入札価格/予定価格)", "配点×(1-入札価格÷予定価格)");
    check("委託料×1.1(消費税)", "委託料×1.1");
    check("配点（満点の100点）×（入札価格÷予定価格）", "配点×(入札価格÷予定価格)");
    check("100万円×5%×1年=5万円", "1000000×5%×1");
    check("¥100×A", "100×A");
}

#[test]
fn what_is_set_aside_is_noted() {
    assert_eq!(asides("【計算式】期限内件数(件)÷全件数（※）×100"), [Aside::Label, Aside::Unit, Aside::Mark]);
    assert_eq!(asides("期限内件数（初動）÷全件数"), [Aside::Remark]);
    assert_eq!(asides("停止時間の合計÷総時間"), [Aside::Total]);
    assert_eq!(asides("配点(100点)×A"), [Aside::Stated]);
    assert_eq!(asides("24×30＝720"), [Aside::Result]);
    assert_eq!(asides("100÷3≒33.3"), [Aside::RoundedResult]);
    assert_eq!(asides("期限内件数÷全件数×100"), []);
}

#[test]
fn a_remark_that_says_more_than_the_formula_holds_is_refused() {
    check_refused(
        "期限内件数÷全件数（閏年は366日）",
        "character 10: the bracket `（閏年は366日）` may change the figure, and the formula does not hold it; write it into the formula, or add `全件数（閏年は366日）` to the names",
    );
    check_refused(
        "A(B)×C",
        "character 2: the bracket `(B)` may be a remark or a factor; remove the remark, or write × before the factor",
    );
    for text in ["A(100)", "(A+B)(100)", "2(A+B)", "A×B(C+D)", "5(A)"] {
        assert!(read(text, &vocabulary()).is_err(), "{text}");
    }
}

#[test]
fn units_that_differ_are_not_added() {
    check_refused("1時間−30分", "character 5: the units at `30` differ: 時間 and 分; write both in one unit");
    for text in ["総時間(時間)−停止時間(分)", "A(円)＋B(千円)", "10日＋2時間", "100点+5円"]
    {
        assert!(read(text, &vocabulary()).is_err(), "{text}");
    }
    check("総時間(分)−停止時間(分)", "総時間-停止時間");
    check("100点−A(点)", "100-A");
}

#[test]
fn blanks_are_no_zeros() {
    for text in [
        "委託料×年〇パーセント",
        "委託料×(〇/10)",
        "委託料の〇〇％",
        "委託料に100分の〇を乗じて得た額",
        "委託料×____%",
    ] {
        let error = read(text, &vocabulary()).unwrap_err().text(text).en;
        assert!(error.contains("is a blank to be filled in; write the number"), "{text}: {error}");
    }
    check("委託料×一〇〇", "委託料×100");
}

#[test]
fn verbs_are_read_by_their_grammar() {
    let divide = [
        "除した値",
        "除して得た値",
        "除する",
        "除し",
        "割った値",
        "割って得た数",
        "割る",
        "割り",
        "割ります",
        "割ったもの",
        "除算した数値",
        "除算する",
        "割り算した値",
        "除した割合",
        "割った比率",
        "除したもの",
        "除して算出した値",
        "除することにより算出する",
    ];
    for verb in divide {
        check(&format!("AをBで{verb}"), "A÷B");
        check(&format!("BでAを{verb}"), "A÷B");
        check(&format!("Aを、Bで{verb}。"), "A÷B");
    }
    for verb in [
        "引いた値",
        "減じた額",
        "差し引いた額",
        "控除した額",
        "減算した数値",
        "引く",
        "差し引く",
        "減ずる",
        "差し引きます",
        "除いた数",
        "引いたもの",
    ] {
        check(&format!("AからBを{verb}"), "A-B");
        check(&format!("AよりBを{verb}"), "A-B");
    }
    for verb in [
        "乗じた額",
        "乗じて得た額",
        "掛けた値",
        "乗ずる",
        "乗じる",
        "掛ける",
        "かけた数",
        "乗算した値",
        "掛けます",
    ] {
        check(&format!("AにBを{verb}"), "A×B");
        check(&format!("Aに対してBを{verb}"), "A×B");
    }
    for verb in ["加えた額", "足した値", "加算した数値", "加える", "足す", "加えて得た額", "足します"]
    {
        check(&format!("AにBを{verb}"), "A+B");
    }
    for list in [
        "A、B及びCの合計",
        "AとBとCの和",
        "A・B・Cの合計値",
        "A、B、Cを合計した値",
        "A、BおよびCの合計額",
        "AとBとCを足した値",
        "A及びB並びにCの合計",
    ] {
        check(list, "A+B+C");
    }
    check("AとBを乗じた額", "A×B");
    check("AとBとの差", "A-B");
    check("AとBの積", "A×B");
    check("A、B及びCの平均", "平均(A, B, C)");
    check("AからB及びCを控除した額", "A-B-C");
    check("AとBを合わせたもの", "A+B");
    check("A又はBのいずれか少ない額", "最小値(A, B)");
    check("AとBを比較していずれか大きい方の額", "最大値(A, B)");
}

#[test]
fn steps_go_on_from_what_was_made() {
    check_all(
        &[
            "総時間から停止時間を減じ、総時間で除した値に100を乗じる",
            "総時間から停止時間を差し引き、それを総時間で除し、100を乗じて得た値",
            "総時間から停止時間を引いた値を総時間で割り、その結果に100を掛けて求められる。",
            "総時間から停止時間を減算した後、総時間で除算し、100を乗じた数値",
            "総時間から停止時間を減じた値を総時間で除した値×100",
            "（総時間から停止時間を減じた値）÷総時間×100",
        ],
        "(総時間-停止時間)÷総時間×100",
    );
    check("AをBからCを引いた値で割ったもの", "A÷(B-C)");
    check("AにBをCで除した値を乗じた額", "A×(B÷C)");
    check("AからBをCで除した値を減じる", "A-B÷C");
    check("AをBで除した値を小数点以下第2位で四捨五入した値", "四捨五入(A÷B, 1)");
    check("AをBで除した値の小数点以下第2位を四捨五入した値に100を乗じた値", "四捨五入(A÷B, 1)×100");
}

#[test]
fn shares_name_their_whole_and_their_part() {
    check_all(
        &[
            "Bに占めるAの割合",
            "BにおけるAの割合",
            "BのうちAの割合",
            "Bのうち、Aが占める割合",
            "AがBに占める割合",
            "BにAが占める割合",
            "BにおいてAが占める割合",
            "AのBに対する割合",
            "Bに対するAの比率",
            "Bに対し、Aの割合",
            "「B」に対して、「A」の割合",
            "AとBの比",
        ],
        "A÷B",
    );
    check("全件数のうち期限内件数÷全件数×100", "期限内件数÷全件数×100");
    check("AをBで除した百分率", "A÷B×100");
    for text in ["AのうちB", "Aの割合", "Aに対する割合"] {
        assert!(read(text, &vocabulary()).is_err(), "{text}");
    }
}

#[test]
fn rates_and_fractions_in_words() {
    check("委託料に100分の10を乗じて得た額", "委託料×(10÷100)");
    check("委託料の10分の9.5", "委託料×(9.5÷10)");
    check("委託料に3/100を乗じて得た額", "委託料×(3÷100)");
    check("委託料の80%", "委託料×80%");
    check("委託料の80パーセントに相当する額", "委託料×80%");
    check("委託料の2割", "委託料×20%");
    check("委託料の30分の1", "委託料×(1÷30)");
    check("Aの3倍", "A×3");
    check("委託料に年2.5パーセントの割合を乗じて得た額".replace("年", "").as_str(), "委託料×2.5%");
    check_all(
        &[
            "遅延日数に応じ、委託料に年2.5パーセントの割合を乗じて計算した額",
            "委託料につき、遅延日数に応じ、年2.5パーセントの割合で計算した額",
            "遅延日数に応じ、委託料に対し年2.5％の割合で計算した額",
        ],
        "委託料×2.5%×遅延日数÷365",
    );
    assert_eq!(asides("遅延日数に応じ、委託料に年2.5パーセントの割合を乗じて計算した額"), [Aside::YearOf365]);
}

#[test]
fn fractions_of_two_lines_and_of_latex() {
    check(
        "稼働率＝\n  総時間－停止時間\n ─────────  ×100\n      総時間",
        "稼働率＝(総時間-停止時間)÷総時間×100",
    );
    check("cases on time\n-------------\nall cases", "期限内件数÷全件数");
    check(
        r"\text{Rate} = \frac{\text{cases on time}}{\text{all cases}} \times 100",
        "Rate＝期限内件数÷全件数×100",
    );
    check(r"$\dfrac{A+B}{C}$", "(A+B)÷C");
    check(r"\left(1-\frac{入札価格}{予定価格}\right)\times 配点", "(1-入札価格÷予定価格)×配点");
    // Without its bar a fraction of two lines is two operands side by side.
    for text in ["cases on time\nall cases", "A B", "(A-B)\nC", r"\sqrt{A}"] {
        assert!(read(text, &vocabulary()).is_err(), "{text}");
    }
    check("(A\n−B)\n÷C", "(A-B)÷C");
}

#[test]
fn sheets_and_their_cells() {
    let term = |id: &str, name: &str| Term { id: id.into(), ja: vec![name.to_owned()], en: vec![] };
    let vocabulary = Vocabulary::new([
        term("done", "B2"),
        term("all", "$C$2"),
        term("ok", "COUNTIF(D2:D31,\"○\")"),
        term("n", "COUNTA(D2:D31)"),
        term("sum", "SUM(E2:E31)"),
    ])
    .unwrap();
    let printed = |text: &str| {
        read(text, &vocabulary)
            .unwrap_or_else(|error| panic!("{text}: {error}"))
            .print(&vocabulary, Language::Ja)
    };
    assert_eq!(printed("=ROUNDDOWN(B2/$C$2*100,1)"), "切り捨て(B2÷$C$2×100, 1)");
    assert_eq!(printed("=COUNTIF(D2:D31, \"○\")/COUNTA(D2:D31)"), "COUNTIF(D2:D31,\"○\")÷COUNTA(D2:D31)");
    assert_eq!(printed("=IF($C$2=0,\"\",ROUND(B2/$C$2,3))"), "場合分け($C$2≠0, 四捨五入(B2÷$C$2, 3))");
    assert_eq!(printed("=SUM(E2:E31)/COUNTA(D2:D31)"), "SUM(E2:E31)÷COUNTA(D2:D31)");
    assert_eq!(
        printed("=MIN(B2,100)+MAX(B2,0)+AVERAGE(B2,3)+INT(B2)"),
        "最小値(B2, 100)+最大値(B2, 0)+平均(B2, 3)+床(B2)"
    );
    assert!(read("=COUNTIF(D2:D99,\"○\")/B2", &vocabulary).is_err());
    assert!(read("=B2/B21", &vocabulary).is_err());
    assert!(read("=IF(B2>=0.99,\"ok\",\"not\")", &vocabulary).is_err());
}

#[test]
fn the_comma_binds_in_english() {
    check_readings("total minus downtime, divided by total", &[("usual", "(総時間-停止時間)÷総時間")]);
    check_readings(
        "total less downtime, divided by total, times 100",
        &[("usual", "(総時間-停止時間)÷総時間×100")],
    );
    check(
        "total minus downtime, divided by total, expressed as a percentage",
        "(総時間-停止時間)÷総時間×100",
    );
    check("the total minus the downtime, and then divided by the total", "(総時間-停止時間)÷総時間");
    check("cases on time plus 1, divided by all cases plus 1", "(期限内件数+1)÷全件数+1");
    check("A divided by B, times 100", "A÷B×100");
}

#[test]
fn the_default_is_what_is_mostly_meant() {
    check_readings(
        "total minus downtime divided by total",
        &[("usual", "(総時間-停止時間)÷総時間"), ("by-strength", "総時間-停止時間÷総時間")],
    );
    check_readings(
        "1 minus downtime divided by total",
        &[("usual", "1-停止時間÷総時間"), ("in-order", "(1-停止時間)÷総時間")],
    );
    check_readings(
        "総時間－停止時間を総時間で除した値",
        &[("usual", "(総時間-停止時間)÷総時間"), ("other-bond", "総時間-停止時間÷総時間")],
    );
    check_readings(
        "1－停止時間を総時間で除した値",
        &[("usual", "1-停止時間÷総時間"), ("other-bond", "(1-停止時間)÷総時間")],
    );
    check_readings("A÷B×C", &[("usual", "A÷B×C"), ("times-first", "A÷(B×C)")]);
    check_readings("A÷B×100", &[("usual", "A÷B×100")]);
    check_readings("A÷B×100%", &[("usual", "A÷B×100%")]);
    // Signs have one order.
    check_readings("total - downtime / total", &[("usual", "総時間-停止時間÷総時間")]);
    // What may be meant either way is refused, not guessed.
    check_refused(
        "1－停止時間を総時間で除した値に100を乗じた値",
        "character 21: it is not clear whether `乗じた` is said of all before it or of the last part; write brackets",
    );
    check_refused(
        "dividing A by B minus C",
        "character 17: it is not clear whether `minus` is said of all before it or of the last part; write brackets",
    );
}

#[test]
fn english_as_agreements_write_it() {
    check_all(
        &[
            "dividing cases on time by all cases",
            "divide the cases on time by all cases",
            "the ratio of cases on time to all cases",
            "cases on time over all cases",
            "the quotient of cases on time and all cases",
            "cases on time relative to all cases",
            "cases on time as a proportion of all cases",
        ],
        "期限内件数÷全件数",
    );
    check_all(
        &[
            "cases on time as a percentage of all cases",
            "the percentage of cases on time to all cases",
            "the ratio of cases on time to all cases, expressed as a percentage",
            "divide cases on time by all cases and multiply by 100",
            "dividing cases on time by all cases, and multiplying the result by 100",
            "Divide cases on time by all cases. To get a percentage, multiply the result by 100.",
        ],
        "期限内件数÷全件数×100",
    );
    check_all(
        &[
            "subtracting downtime from total, and dividing the result by total",
            "Subtract downtime from total, divide by total",
            "the ratio obtained by subtracting downtime from total, and thereafter dividing the difference so obtained by total",
            "the difference between total and downtime, divided by total",
        ],
        "(総時間-停止時間)÷総時間",
    );
    check("the sum of A, B and C", "A+B+C");
    check("the sum of A and B, divided by C", "(A+B)÷C");
    check("the product of (i) A and (ii) B", "A×B");
    check("the product of A, multiplied by B", "A×B");
    check("the lesser of A and (10% of fee)", "最小値(A, 10%×委託料)");
}
