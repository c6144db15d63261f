//! Formulas as people write them: kinds that were refused or read otherwise, each with its reading or why it is refused.

use formula::{Vocabulary, read};
use provenance::Language;

#[test]
fn formulas_are_read_with_the_names_that_they_use_or_refused_with_what_to_write() {
    let read = |text: &str| {
        let vocabulary = Vocabulary::of_text(text);
        match read(text, &vocabulary) {
            Ok(formula) => formula.print(&vocabulary, Language::Ja),
            Err(error) => format!("refused: {}", error.text(text).en),
        }
    };
    let rows = [
        (
            "遵守率＝A÷B×100（目標値95％）",
            "refused: character 13: the target `目標値95％` does not say whether it is the least or the most; write it as in `at least 95%` or `at most 5%`",
        ),
        (
            "A / B × 100 (target 95%)",
            "refused: character 14: the target `target 95%` does not say whether it is the least or the most; write it as in `at least 95%` or `at most 5%`",
        ),
        (
            "停止時間（分）÷（24時間×30日）×100",
            "refused: character 10: the units at `24時間×30` differ: 分 and 時間; write both in one unit",
        ),
        (
            "停止分数÷（30日×24時間）",
            "refused: character 7: the units at `30日×24` differ: 分 and 時間; write both in one unit",
        ),
        ("稼働時間（分）÷（30日×24時間×60分）×100", "稼働時間÷(30×24×60)×100"),
        ("総稼働時間（時間）÷365日", "総稼働時間÷365"),
        (
            "件数÷件数×100",
            "refused: character 1: `件数÷件数` divides a figure by itself or takes it from itself, and always comes to the same; if they are two figures, give each a name of its own, as in `price with tax` and `price without tax`",
        ),
        (
            "(A-B)/(A-B)",
            "refused: character 2: `A-B)/(A-B` divides a figure by itself or takes it from itself, and always comes to the same; if they are two figures, give each a name of its own, as in `price with tax` and `price without tax`",
        ),
        (
            "double rooms ÷ rooms",
            "refused: character 1: `double rooms ÷ rooms` divides a figure by itself or takes it from itself, and always comes to the same; if they are two figures, give each a name of its own, as in `price with tax` and `price without tax`",
        ),
        ("月額×減額率（%）", "月額×(減額率%)"),
        ("月額×(減額率(%))÷12", "月額×(減額率%)÷12"),
        ("違約金＝月額×減額率（％）÷100", "違約金＝月額×減額率÷100"),
        (
            "fee per month × 12",
            "refused: character 5: it is not said how many times `per month` counts; write the number of them, as in `× days of delay`",
        ),
        (
            "500 yen per ticket × 12",
            "refused: character 9: it is not said how many times `per ticket` counts; write the number of them, as in `× days of delay`",
        ),
        ("契約額から5％減額した額", "契約額×(1-5%)"),
        ("契約額から10万円減額した額", "契約額-100000"),
        ("遵守率＝A÷B×100、1％未満切捨て", "遵守率＝切り捨て(A÷B×100, 0)"),
        ("補助金額は直接経費の10％以内とする。", "補助金額≦直接経費×10%"),
        (
            "直接経費の10％以内",
            "refused: character 1: it is not said of what `直接経費の10％以内` is the bound; write the name before it, as in `grant ≤ 10% of costs`",
        ),
        ("契約保証金は、契約金額の100分の10以上とする。", "契約保証金≧契約金額×(10÷100)"),
        ("AをBで除し100倍した値", "A÷B×100"),
        ("AをBで除した値を100倍した値", "A÷B×100"),
        ("Aを2倍し、Bを加えた額", "A×2+B"),
        ("A×2倍", "A×2"),
        ("A－B（負の場合は0）", "場合分け(A-B＜0, 0, A-B)"),
        ("A÷B×100（分母が0の場合は100）", "場合分け(B＝0, 100, A÷B×100)"),
        (
            "A÷B＋C÷D（分母が0の場合は100）",
            "refused: character 9: the condition `分母が0` is not understood; write it as in `IF(n = 0, …)` or `全件数が0の場合は`",
        ),
        ("A÷D×100 (100 if D = 0)", "場合分け(D＝0, 100, A÷D×100)"),
        ("A-B (0 if negative)", "場合分け(A-B＜0, 0, A-B)"),
        ("期限内件数が全件数に占める割合を遵守率とする。", "遵守率＝期限内件数÷全件数"),
        ("期限内件数の全件数に占める割合を遵守率とする。", "遵守率＝期限内件数÷全件数"),
        (
            "遅延日数に応じ、委託料に年2.5パーセントの割合で計算した額を遅延損害金とする。",
            "遅延損害金＝委託料×2.5%×遅延日数÷365",
        ),
        (r#"\frac12 A"#, "1÷2×A"),
        (r#"\frac{1}{2}(B+C)"#, "1÷2×(B+C)"),
        (r#"\frac{T_{total}-T_{down}}{T_{total}}\times 100"#, "(T_total-T_down)÷T_total×100"),
        ("T_{total}-T_{down}", "T_total-T_down"),
        (r#"\max\{0, A-B\}"#, "最大値(0, A-B)"),
        (
            r#"f(x) = \begin{cases} 0 & \text{if } x \ge 99.9 \\ 10 & \text{otherwise} \end{cases}"#,
            "f(x)＝場合分け(x≧99.9, 0, 10)",
        ),
        ("=IF(AND(A1>=95,A1<99),5,0)", "場合分け(A1≧95かつA1＜99, 5, 0)"),
        ("IF(OR(A=0,B=0),0,A/B)", "場合分け(A＝0又はB＝0, 0, A÷B)"),
        ("=IFS(A1>=99.9,0,A1>=99,10,TRUE,25)", "場合分け(A1≧99.9, 0, 場合分け(A1≧99, 10, 25))"),
        ("=$A$1/$B$1*100", "A1÷B1×100"),
        ("=MAX(0,A1-B1)", "最大値(0, A1-B1)"),
        (
            "稼働率が99％を1％下回るごとに月額の5％を減額する。",
            "refused: character 9: `1％下回るご` grows by steps, and it is not said whether a part of a step counts; write how many steps there are, as in `round_down((99 - availability) / 1) × 5%`",
        ),
        (
            "違約金は、遅延日数10日につき契約金額の1％とする。",
            "refused: character 10: `10日につき` grows by steps, and it is not said whether a part of a step counts; write how many steps there are, as in `round_down((99 - availability) / 1) × 5%`",
        ),
        (
            "契約金額×0.1％×遅延日数。ただし、10日を超える部分は0.2％とする。",
            "refused: character 20: `10日を超える` is said of what exceeds it alone; write what exceeds it, as in `max(0, days - 10) × 0.2%`",
        ),
        (
            "違反1件につき1万円",
            "refused: character 1: it is not said how many times `違反1件につき` counts; write the number of them, as in `× days of delay`",
        ),
        (
            "10,000 yen for each breach",
            "refused: character 12: it is not said how many times `for each breach` counts; write the number of them, as in `× days of delay`",
        ),
        (
            "5% for each 1% below 99%",
            "refused: character 13: `1% below` grows by steps, and it is not said whether a part of a step counts; write how many steps there are, as in `round_down((99 - availability) / 1) × 5%`",
        ),
        (
            "稼働率99.9％以上：0％、99.5％以上99.9％未満：5％、99.5％未満：10％",
            "場合分け(稼働率≧99.9%, 0%, 稼働率≧99.5%かつ稼働率＜99.9%, 5%, 稼働率＜99.5%, 10%)",
        ),
        ("稼働率\n99.9％以上：0％\n99.9％未満：5％", "場合分け(稼働率≧99.9%, 0%, 稼働率＜99.9%, 5%)"),
        (
            "0 if availability >= 99.9%; 10% if 99% <= availability < 99.9%; 25% otherwise",
            "場合分け(availability≧99.9%, 0, 99%≦availability＜99.9%, 10%, 25%)",
        ),
        (
            "0% if availability is at least 99.9%, 10% if availability is at least 99% but less than 99.9%, 25% otherwise",
            "場合分け(availability≧99.9%, 0%, availability≧99%かつavailability＜99.9%, 10%, 25%)",
        ),
        (
            "if availability >= 99.9% then 0 else if availability >= 99% then 10 else 25",
            "場合分け(availability≧99.9%, 0, 場合分け(availability≧99%, 10, 25))",
        ),
        (
            "0 if availability >= 99.9%; 10% if availability >= 99%; 25% otherwise",
            "refused: character 33: the condition `if availability >= 99%` overlaps one before it; write both ends, as in `10% if 99% <= availability < 99.9%`",
        ),
        ("twice the fee", "2×fee"),
        ("one-twelfth of the annual fee", "1÷12×annual fee"),
        ("ten (10) percent of the fee", "10%×fee"),
        ("One-Tenth of One Percent of the fee", "1÷10×1%×fee"),
        ("annual fee divided by twelve", "annual fee÷12"),
        (
            "10÷3＝3.34",
            "refused: character 6: the left side is 3.333, the right side 3.34: they are not equal; correct the arithmetic, or remove one side",
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(read(text), expected, "{text}");
    }
}

/// Found by readers: a bound said of a part of the figure became one of the figure, and its subject vanished without a word.
#[test]
fn regression_a_bound_of_a_part_is_none_of_the_figure() {
    let read = |text: &str| {
        let vocabulary = Vocabulary::of_text(text);
        read(text, &vocabulary).map(|formula| formula.print(&vocabulary, Language::Ja))
    };
    for text in [
        "請求額＝基本料－減額。減額は基本料の20％を上限とする。",
        "請求額＝単価×数量。単価は1000円を上限とする。",
        "A÷B×100。ただしBの上限は10とする。",
        "得点＝基礎点＋加点。加点の上限は30点とする。",
        "違約金＝単価×遅延日数（上限2週間）",
        "減額＝単価×停止時間（分）（上限2時間）",
    ] {
        assert!(read(text).is_err(), "{text}: {:?}", read(text));
    }
    for (text, reading) in [
        (
            "違約金＝契約金額×遅延日数×0.1％。違約金は契約金額の10％を上限とする。",
            "違約金＝最小値(契約金額×遅延日数×0.1%, 契約金額×10%)",
        ),
        (
            "契約金額×遅延日数×0.1％。ただし、違約金は契約金額の10％を上限とする。",
            "最小値(契約金額×遅延日数×0.1%, 契約金額×10%)",
        ),
        ("単価×遅延日数（上限30日）", "単価×最小値(遅延日数, 30)"),
        ("減額＝月額×10％。減額の上限は5万円とする。", "減額＝最小値(月額×10%, 50000)"),
    ] {
        assert_eq!(read(text).unwrap(), reading, "{text}");
    }
}
