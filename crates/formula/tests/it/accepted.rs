//! What the reader accepts, point by point: text and reading.

use formula::read;
use provenance::Language;

use super::written::vocabulary;

#[track_caller]
fn check_table(rows: &[(&str, &[&str])]) {
    let vocabulary = vocabulary();
    let mut wrong = Vec::new();
    for (signs, texts) in rows {
        for text in *texts {
            match read(text, &vocabulary) {
                Ok(formula) => {
                    let printed = formula.print(&vocabulary, Language::Ja);
                    if printed != *signs {
                        wrong.push(format!("{text}\n    read as {printed}\n    not as  {signs}"));
                    }
                }
                Err(error) => wrong.push(format!("{text}\n    {}", error.text(text).en)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn signs_in_full_and_half_width() {
    check_table(&[
        ("A×B", &["A x B", "A X B", "A✕B", "A*B", "Ａ×Ｂ", "A ｘ B", "A　Ｘ　B", "A＊B"]),
        ("12×B", &["12 x B", "１２×B", "12✕B", "12 X Ｂ"]),
        (
            "(A-B)÷C",
            &[
                "(A-B)/C",
                "（A－B）／C",
                "[A−B]÷C",
                "［A−B］÷Ｃ",
                "{A-B}÷C",
                "｛A－B｝÷C",
                "〔A－B〕÷C",
                "【計算式】(A-B)÷C",
                "〈A-B〉÷C",
                "《A-B》÷C",
            ],
        ),
    ]);
}

#[test]
fn units_glosses_marks_and_labels() {
    check_table(&[
        (
            "期限内件数÷全件数",
            &[
                "期限内件数(本)÷全件数(本)",
                "期限内件数（件）／全件数（件）",
                "期限内件数(※1)÷全件数(※2)",
                "期限内件数（注）÷全件数（初動）",
                "期限内件数※÷全件数※2",
                "cases on time (tickets) / all cases (tickets)",
                "「期限内件数」÷「全件数」",
                "\"cases on time\" / \"all cases\"",
                "(1) 期限内件数÷全件数",
                "① 期限内件数÷全件数。",
                "・期限内件数÷全件数",
                "計算式：期限内件数÷全件数",
                "Formula: cases on time / all cases",
                "【算定式】\n期限内件数÷全件数",
                "期限内件数÷全件数です。",
            ],
        ),
        ("総時間÷365", &["総時間÷365日", "総時間÷365(日)", "総時間÷３６５日間", "total / 365 days"]),
        ("24×30", &["24時間×30日", "24（時間）×30（日）", "24 hours x 30 days"]),
        ("配点×A", &["配点(※)×A", "配点（100点）×A", "配点※×A", "points available (note 1) × A"]),
    ]);
}

#[test]
fn verbs_by_their_grammar() {
    check_table(&[
        (
            "A÷B",
            &[
                "AをBで除した値",
                "Aを、Bで除して得た数値",
                "AをBで割ったもの",
                "AをBで割り算した割合",
                "AをBで除算します",
                "BでAを割る",
                "AをBで除することで求められる",
                "A÷Bで求められる。",
                "AをBで割って計算した値",
            ],
        ),
        (
            "A-B",
            &[
                "AからBを引いた値",
                "AからBを減じた額",
                "AからBを差し引いて得た額",
                "AからBを減算した数値",
                "AからBを控除します",
                "AよりBを差し引いたもの",
                "AからBをマイナスした値",
                "A minus B",
                "A less B",
                "subtracting B from A",
                "B subtracted from A",
                "A reduced by B",
                "the difference between A and B",
            ],
        ),
        (
            "A×B",
            &[
                "AにBを乗じた額",
                "AにBを掛けた値",
                "AにBを掛け算した値",
                "AにBを乗算した数値",
                "AとBとの積",
                "AにBをかけて得た額",
                "A multiplied by B",
                "A times B",
                "the product of A and B",
                "multiply A by B",
            ],
        ),
        (
            "A+B",
            &[
                "AにBを足した値",
                "AにBを加えた額",
                "AとBを合計した値",
                "AとBの合計",
                "AおよびBの和",
                "AとBを足し合わせた値",
                "AにBを加算した数値",
                "A plus B",
                "the sum of A and B",
                "adding A and B",
            ],
        ),
        (
            "A+B+C",
            &[
                "A、B及びCの合計",
                "A、B、Cの合計額",
                "AとBとCを合計した値",
                "the sum of A, B and C",
                "the total of A, B, and C",
            ],
        ),
        (
            "(A-B)÷C",
            &[
                "AからBを引き、それをCで割った値",
                "AからBを減じ、その値をCで除した値",
                "AからBを控除した額をCで除して得た数値",
                "A less B, divided by C",
                "subtract B from A, then divide the result by C",
                "the difference between A and B divided by C",
            ],
        ),
    ]);
}

#[test]
fn shares_rates_and_fractions() {
    check_table(&[
        (
            "A÷B",
            &[
                "BのうちAの割合",
                "AがBに占める割合",
                "Bに占めるAの割合",
                "Bに対するAの比率",
                "AのBに対する割合",
                "the ratio of A to B",
                "dividing A by B",
                "A over B",
                "A as a proportion of B",
                "A out of B",
            ],
        ),
        (
            "A÷B×100",
            &[
                "A as a percentage of B",
                "AをBで除した百分率",
                "A÷B（×100）",
                "the percentage of A to B",
                "A divided by B, expressed as a percentage",
            ],
        ),
        (
            "委託料×(10÷100)",
            &[
                "委託料の100分の10",
                "委託料に100分の10を乗じて得た額",
                "委託料×100分の10",
                "委託料に百分の十を乗じた額",
            ],
        ),
        (
            "委託料×(3÷100)",
            &["委託料に3/100を乗じて得た額", "委託料に（3/100）を乗じた額", "委託料に100分の3を乗じた金額"],
        ),
        (
            "委託料×80%",
            &["委託料の80%", "委託料の80％に相当する額", "委託料の8割", "委託料に80パーセントを乗じた額"],
        ),
        ("80%×委託料", &["80% of the fee", "80 percent of fee"]),
        (
            "委託料×2.5%×遅延日数÷365",
            &[
                "委託料につき、遅延日数に応じ、年2.5パーセントの割合で計算した額",
                "遅延日数に応じ、委託料に年2.5％の割合を乗じて計算した額",
                "委託料に対し、遅延日数に応じて年2.5%の割合で計算した額",
            ],
        ),
    ]);
}

#[test]
fn roundings_sheets_fractions_and_cases() {
    check_table(&[
        (
            "遵守率＝四捨五入(A÷B×100, 1)",
            &[
                "遵守率＝A÷B×100（小数点以下第2位を四捨五入）",
                "小数点以下第2位を四捨五入し、遵守率＝A÷B×100",
                "遵守率＝A÷B×100 ※小数点以下第2位を四捨五入",
                "遵守率＝A÷B×100。小数点第2位を四捨五入する。",
                "遵守率=ROUND(A/B*100,1)",
            ],
        ),
        (
            "四捨五入(A÷B, 2)",
            &[
                "A / B, rounded to two decimal places",
                "A / B (rounded to 2 decimal places)",
                "A divided by B. The result is rounded to two decimal places.",
            ],
        ),
        ("切り捨て(A÷B×100, 1)", &["=ROUNDDOWN(A/B*100,1)", "rounddown(A/B*100, 1)", "切り捨て(A÷B×100、1)"]),
        (
            "場合分け(B＝0, 100, A÷B)",
            &[
                "=IF(B=0,100,A/B)",
                "if(B = 0, 100, A / B)",
                "A÷B。ただし、Bが0の場合は100とする。",
                "Bが0の場合は100、それ以外の場合はA÷B",
            ],
        ),
        (
            "率＝A÷B×100",
            &[
                "率＝\n  A\n ───×100\n  B",
                "率 = \\frac{A}{B} \\times 100",
                "率＝$\\dfrac{A}{B}$×100",
                "        A\n率 = -------- × 100\n        B",
            ],
        ),
        (
            "最小値(A, B)",
            &[
                "min(A, B)",
                "AとBのいずれか低い額",
                "A又はBのうちいずれか少ない額",
                "the lesser of A and B",
                "MIN(A,B)",
            ],
        ),
        (
            "最小値(委託料×10%, 1000000)",
            &["委託料の10%。ただし、100万円を上限とする。", "委託料×10％とし、100万円を限度とする"],
        ),
        (
            "減額率＝場合分け(A≧99.9, 0, A＜99.9, 10)",
            &[
                "減額率＝場合分け(A≧99.9, 0, A＜99.9, 10)",
                "Aが99.9以上の場合は減額率＝0、Aが99.9未満の場合は減額率＝10",
            ],
        ),
    ]);
}

#[test]
fn as_officers_write_them() {
    check_table(&[
        (
            "遵守率＝場合分け(全件数＝0, 100, 期限内件数÷全件数×100)",
            &[
                "遵守率＝期限内件数÷全件数×100（全件数が0件の場合は100とする）",
                "遵守率＝期限内件数÷全件数×100。ただし、全件数が0件のときは100とする。",
            ],
        ),
        ("場合分け(A＞5, 10, A)", &["A（5を超える場合は10）"]),
        (
            "切り捨て(最小値(委託料×遅延日数×0.1%, 委託料×10%), 0)",
            &["委託料×遅延日数×0.1％（委託料の10％を上限とし、円未満を切り捨てる）"],
        ),
        (
            "切り捨て(期限内件数÷全件数×100, 1)",
            &["期限内件数÷全件数×100（小数点以下第1位まで求め、第2位を切り捨てる）"],
        ),
        (
            "委託料×(1÷1000)×遅延日数",
            &[
                "遅延日数1日につき委託料の1000分の1に相当する額",
                "遅延日数1日につき、委託料の1000分の1",
                "遅延日数に応じ、1日につき委託料の1000分の1に相当する額",
            ],
        ),
        (
            "0.1%×(委託料×遅延日数)",
            &["0.1% of the fee per day of delay", "0.1% of the fee for each day of delay"],
        ),
        ("委託料×(10÷110)", &["委託料の10/110", "委託料の110分の10"]),
        ("A×B", &["A（円／件）×B（件）"]),
        ("最大値(委託料-A, 0)", &["fee minus A, but not less than zero"]),
        ("期限内件数÷全件数", &["全件数のうち期限内件数の占める割合"]),
        ("超過料金＝(A-20)×B", &["超過料金＝（A－20時間）×B"]),
        ("日割り額＝委託料÷30×遅延日数", &["日割り額＝委託料÷30×遅延日数"]),
        ("Uptime＝100-停止時間÷総時間×100", &["Uptime is 100% minus the percentage of downtime to total"]),
        (
            "damages＝最小値(10%×委託料×遅延日数, 委託料)",
            &["damages are the lesser of 10% of fee times days of delay and fee"],
        ),
    ]);
    for text in
        ["1日につき委託料の1000分の1", "0.1% of the fee per day", "遅滞日数1日につき委託料の1000分の1"]
    {
        assert!(read(text, &vocabulary()).is_err(), "{text}");
    }
}

#[test]
fn a_comma_behind_a_zero_parts_arguments() {
    check_table(&[
        ("場合分け(B＝0, 100, A÷B)", &["IF(B=0,100,A/B)", "=IF(B=0, 100, A/B)", "IF(B=0,100.0,A/B)"]),
        ("最大値(0, 100)", &["MAX(0,100)"]),
        ("1000+A", &["1,000+A", "(1,000)+A"]),
    ]);
    for text in ["IF(B=5,100,A/B)", "MAX(1,000)", "IF(B>1,000,A,B)"] {
        let error = read(text, &vocabulary()).unwrap_err().text(text).en;
        assert!(error.contains("a space behind a comma that parts arguments"), "{text}: {error}");
    }
}

#[test]
fn further_forms_in_words() {
    check_table(&[
        ("A÷B", &["A割るB"]),
        (
            "停止時間÷総時間",
            &["downtime as share of total", "downtime as a share of the total", "downtime out of total"],
        ),
        ("A+B÷C", &["A足すB割るC"]),
        ("率＝A÷B", &["率＝\nA\n──\nB", "率＝\nA\n―\nB", "率＝\n A\n--\n B"]),
        ("委託料×遅延日数×(3÷100)", &["委託料に遅延日数を乗じ、さらに100分の3を乗じて得た額"]),
        (
            "場合分け(A＜99.9%かつA≧99%, 委託料×10%, A＜99%, 委託料×25%)",
            &["Aが99.9%未満99.0%以上の場合は委託料の10%、99.0%未満の場合は委託料の25%"],
        ),
        (
            "場合分け(停止時間＞5かつ総時間＝9, 委託料, 0)",
            &["fee if downtime > 5 and total = 9, otherwise 0"],
        ),
        (
            "credit＝場合分け(停止時間＞5, 10%×委託料, 0)",
            &[
                "If downtime exceeds 5, credit is 10% of fee; otherwise 0",
                "credit = 10% of fee if downtime > 5, otherwise 0",
                "If downtime > 5, credit = 10% of fee, otherwise 0",
            ],
        ),
    ]);
}

#[test]
fn roundings_of_a_percentage_and_lists_of_what_is_made() {
    check_table(&[
        ("切り捨て(A÷B×100, 1)", &["A÷B×100（0.1％未満切捨て）", "A÷B×100。0.1％未満の端数は切り捨てる。"]),
        (
            "切り捨て(A÷B×100, 0)",
            &["A÷B×100（1％未満切捨て）", "A / B × 100, rounded down to the nearest 1%"],
        ),
        (
            "四捨五入(A÷B×100, 1)",
            &["A / B × 100, rounded to the nearest 0.1%", "A / B × 100 (rounded to the nearest 0.1%)"],
        ),
        // Of a share: places of the percentage.
        ("四捨五入(A÷B, 3)", &["A divided by B, rounded to the nearest 0.1%", "A÷B（0.1％未満四捨五入）"]),
        ("A÷B+C÷D", &["AをBで除した値とCをDで除した値の合計", "AをBで割った値及びCをDで割った値の和"]),
        ("平均(A÷B, C÷D)", &["AをBで除した値とCをDで除した値の平均"]),
        ("最大値(A÷B, C÷D)", &["AをBで除した値とCをDで除した値のうちいずれか大きい額"]),
        ("最大値(A, B)", &["AとBのうち大きい方", "A又はBのいずれか大きいほう"]),
        ("最小値(A, B, C)", &["A、B又はCのいずれか少ない額", "A、B又はCのうち小さい方"]),
    ]);
}
