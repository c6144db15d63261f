//! What an independent reader found misread, a kind each: the right reading, every reading, or a refusal.

use formula::{ReadError, Term, Unclear, Vocabulary, read, read_all};
use provenance::Language;

fn vocabulary() -> Vocabulary {
    let ja = [
        "契約金額",
        "遅延日数",
        "期限内件数",
        "全件数",
        "再発件数",
        "配点",
        "入札価格",
        "予定価格",
        "発生件数",
        "停止時間",
        "総稼働時間",
        "稼働率",
        "月額料金",
    ];
    let en = [
        "uptime",
        "total",
        "downtime",
        "planned maintenance",
        "calls answered",
        "calls offered",
        "calls abandoned",
        "monthly fee",
        "on time",
        "all",
        "late",
        "price",
        "days",
        "lowest price",
        "availability rate",
    ];
    let term = |name: &str, ja: Vec<String>, en: Vec<String>| Term { id: name.into(), ja, en };
    let ja = ja.map(|name| term(name, vec![name.to_owned()], vec![]));
    let en = en.map(|name| term(name, vec![], vec![name.to_owned()]));
    Vocabulary::new(ja.into_iter().chain(en)).unwrap()
}

/// All readings, the usual one first, or why the text is refused.
fn readings(text: &str) -> String {
    readings_with(text, &vocabulary())
}

fn readings_with(text: &str, vocabulary: &Vocabulary) -> String {
    match read_all(text, vocabulary) {
        Ok(found) => {
            let usual = read(text, vocabulary).unwrap();
            assert!(found.first().is_some_and(|first| first.formula.is_same_as(&usual)), "{text}");
            let printed = found.iter().map(|reading| {
                format!("{}: {}", reading.id, reading.formula.print(vocabulary, Language::Ja))
            });
            printed.collect::<Vec<_>>().join(" | ")
        }
        Err(error) => format!("refused: {}", error.text(text).en),
    }
}

#[track_caller]
fn check(rows: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (text, expected) in rows {
        let found = readings(text);
        if found != *expected && !(*expected == "-" && found.starts_with("refused")) {
            wrong.push(format!("(\n{text:?},\n{found:?},\n),"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The same with names of their own; `-` of a text that is refused.
#[track_caller]
fn check_with(names: &[&str], rows: &[(&str, &str)]) {
    let term = |name: &&str| Term { id: (*name).into(), ja: vec![(*name).to_owned()], en: vec![] };
    let vocabulary = Vocabulary::new(names.iter().map(term)).unwrap();
    let mut wrong = Vec::new();
    for (text, expected) in rows {
        let found = readings_with(text, &vocabulary);
        if found != *expected && !(*expected == "-" && found.starts_with("refused")) {
            wrong.push(format!("(\n{text:?},\n{found:?},\n),"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[track_caller]
fn check_refused(texts: &[&str], is_right: impl Fn(&Unclear) -> bool) {
    let vocabulary = vocabulary();
    for text in texts {
        match read(text, &vocabulary) {
            Err(ReadError::Unclear { unclear, .. }) if is_right(&unclear) => {}
            Ok(formula) => panic!("{text}: read as {}", formula.print(&vocabulary, Language::Ja)),
            Err(error) => panic!("{text}: {error:?}"),
        }
    }
}

#[test]
fn a_rounding_in_brackets_within_a_formula_was_of_the_operand_before_it() {
    check(&[
        (
            "違約金＝契約金額×2.5%（円未満切捨て）×遅延日数",
            "usual: 違約金＝切り捨て(契約金額×2.5%, 0)×遅延日数",
        ),
        (
            "期限内件数÷全件数（小数点以下第3位切捨て）×100",
            "usual: 切り捨て(期限内件数÷全件数, 2)×100 | other-rounding: 切り捨て(期限内件数÷全件数×100, 2)",
        ),
        ("契約金額×遅延日数÷365（円未満切捨て）×2.5%", "usual: 切り捨て(契約金額×遅延日数÷365, 0)×2.5%"),
        (
            "uptime / total (rounded to two decimal places) × 100",
            "usual: 四捨五入(uptime÷total, 2)×100 | other-rounding: 四捨五入(uptime÷total×100, 2)",
        ),
        (
            "期限内件数÷全件数×100（小数点以下第2位四捨五入）－再発件数",
            "usual: 四捨五入(期限内件数÷全件数×100, 1)-再発件数",
        ),
        (
            "配点×（1－入札価格÷予定価格（小数点以下第5位切り捨て））",
            "usual: 配点×(1-切り捨て(入札価格÷予定価格, 4)) | other-rounding: 配点×切り捨て(1-入札価格÷予定価格, 4)",
        ),
        (
            "再発件数＋期限内件数÷全件数×100（小数点以下第2位四捨五入）",
            "usual: 四捨五入(再発件数+期限内件数÷全件数×100, 1) | other-rounding: 再発件数+四捨五入(期限内件数÷全件数×100, 1)",
        ),
        ("期限内件数÷全件数×100（小数点以下第2位四捨五入）", "usual: 四捨五入(期限内件数÷全件数×100, 1)"),
        (
            "on time as a percentage of all (rounded to one decimal place)",
            "usual: 四捨五入(on time÷all×100, 1)",
        ),
        (
            "the ratio of on time to all (rounded to two decimal places) times 100",
            "usual: 四捨五入(on time÷all, 2)×100 | other-rounding: 四捨五入(on time÷all×100, 2)",
        ),
        ("half of total (rounded down to the nearest whole number)", "usual: 切り捨て(0.5×total, 0)"),
        ("the sum of on time and late (rounded to the nearest ten)", "usual: 四捨五入(on time+late, (-1))"),
        (
            "divide on time by all (rounded to two decimal places)",
            "refused: character 19: it is not clear whether `all (rounded to two decimal places)` is said of all before it or of the last part; write brackets",
        ),
    ]);
}

/// Each word in a bracket behind a name, and in the middle of a formula.
#[test]
fn brackets_that_change_the_figure_were_dropped_as_remarks() {
    let japanese = [
        "計画停止を含まない",
        "再発件数を含む",
        "計画停止を除外",
        "計画停止を除く",
        "計画停止を差し引いた値",
        "遅延分を加える",
        "2倍",
        "100倍",
        "最大",
        "最小",
        "繰り上げ",
        "有効数字3桁",
        "百分率で表示",
        "％で表す",
        "重複を除いたもの",
        "上限あり",
        "重大なもののみ",
        "月末に加算",
        "半分",
        "1件未満は除く",
        "取消しは対象外",
        "年率",
        "全件数以外",
        "再発件数込み",
        "絶対値",
        "逆数",
        "日割り",
        "加重平均",
    ];
    let english = [
        "excluding late",
        "excluding planned outages",
        "except weekends",
        "less refunds",
        "net of late",
        "minus late",
        "maximum",
        "2 decimals",
        "as a percentage",
        "doubled",
        "only severity 1",
        "including weekends",
        "not rounded",
        "without duplicates",
        "times 100",
        "plus late",
        "unless waived",
        "annual",
        "p.a.",
        "absolute value",
        "in thousands",
        "or late",
    ];
    let mut texts: Vec<String> = Vec::new();
    for word in japanese {
        texts.push(format!("期限内件数÷全件数（{word}）×100"));
        texts.push(format!("期限内件数（{word}）÷全件数×100"));
        texts.push(format!("期限内件数÷全件数×100（{word}）"));
    }
    for word in english {
        texts.push(format!("on time / all ({word}) × 100"));
        texts.push(format!("on time ({word}) / all × 100"));
        texts.push(format!("on time / all × 100 ({word})"));
    }
    let vocabulary = vocabulary();
    for text in &texts {
        match read(text, &vocabulary) {
            Err(error) => {
                let at = error.at().unwrap();
                assert!(text[at.clone()].contains(['(', '（']) || !at.is_empty(), "{text}: {error:?}");
            }
            Ok(formula) => panic!("{text}: read as {}", formula.print(&vocabulary, Language::Ja)),
        }
    }
    // Units, plain glosses and marks say nothing of the figure.
    for gloss in [
        "件",
        "本",
        "※1",
        "初動",
        "当月分",
        "システム全体",
        "tickets",
        "note 1",
        "first response",
        "per month",
    ] {
        for text in [
            format!("期限内件数（{gloss}）÷全件数（{gloss}）×100"),
            format!("on time ({gloss}) / all ({gloss}) × 100"),
        ] {
            assert!(read(&text, &vocabulary).is_ok(), "{text}: {}", readings(&text));
        }
    }
}

#[test]
fn notes_that_change_the_figure_were_dropped_as_remarks() {
    check_refused(
        &[
            "期限内件数÷全件数×100 ※重複は除く",
            "期限内件数÷全件数×100。計画停止は含まない。",
            "on time / all × 100. Planned outages are excluded.",
        ],
        |unclear| matches!(unclear, Unclear::Sentence),
    );
}

#[test]
fn a_sum_behind_divided_by_lost_its_other_reading() {
    check(&[
        (
            "calls answered divided by calls offered less calls abandoned",
            "usual: calls answered÷(calls offered-calls abandoned) | in-order: calls answered÷calls offered-calls abandoned",
        ),
        (
            "calls answered divided by calls offered minus calls abandoned times 100",
            "usual: calls answered÷(calls offered-calls abandoned)×100 | in-order: (calls answered÷calls offered-calls abandoned)×100 | by-strength: calls answered÷calls offered-calls abandoned×100",
        ),
        (
            "calls answered out of calls offered plus calls abandoned",
            "usual: calls answered÷(calls offered+calls abandoned) | in-order: calls answered÷calls offered+calls abandoned",
        ),
        (
            "calls answered as a percentage of calls offered less calls abandoned",
            "usual: calls answered÷(calls offered-calls abandoned)×100 | in-order: calls answered÷calls offered×100-calls abandoned",
        ),
        (
            "the ratio of calls answered to calls offered less calls abandoned",
            "usual: calls answered÷calls offered-calls abandoned | other-bond: calls answered÷(calls offered-calls abandoned)",
        ),
        (
            "uptime over total minus planned maintenance",
            "usual: uptime÷(total-planned maintenance) | in-order: uptime÷total-planned maintenance",
        ),
        (
            "uptime / total minus planned maintenance",
            "usual: uptime÷total-planned maintenance | other-bond: uptime÷(total-planned maintenance)",
        ),
        (
            "uptime / total excluding planned maintenance",
            "usual: uptime÷(total-planned maintenance) | in-order: uptime÷total-planned maintenance",
        ),
        (
            "uptime / total, excluding planned maintenance",
            "refused: character 15: it is not clear whether `, excluding` is said of all before it or of the last part; write brackets",
        ),
        (
            "uptime divided by total, excluding planned maintenance",
            "refused: character 24: it is not clear whether `, excluding` is said of all before it or of the last part; write brackets",
        ),
        ("uptime divided by total, minus planned maintenance", "usual: uptime÷total-planned maintenance"),
        ("total - downtime over total", "usual: (total-downtime)÷total | in-order: total-downtime÷total"),
        (
            "total minus downtime divided by total",
            "usual: (total-downtime)÷total | by-strength: total-downtime÷total",
        ),
        ("1 - downtime over total", "usual: 1-downtime÷total"),
        (
            "1 minus downtime divided by total minus planned maintenance",
            "usual: 1-downtime÷(total-planned maintenance) | in-order: (1-downtime)÷total-planned maintenance | by-strength: 1-downtime÷total-planned maintenance",
        ),
        ("uptime divided by total minus 5", "usual: uptime÷total-5"),
        (
            "uptime divided by total minus downtime divided by days",
            "usual: uptime÷total-downtime÷days | in-order: (uptime÷total-downtime)÷days",
        ),
        (
            "uptime divided by total excluding planned maintenance times 100",
            "usual: uptime÷(total-planned maintenance)×100 | in-order: (uptime÷total-planned maintenance)×100 | by-strength: uptime÷total-planned maintenance×100",
        ),
        ("uptime divided by (total minus planned maintenance)", "usual: uptime÷(total-planned maintenance)"),
    ]);
}

#[test]
fn the_last_operand_of_greater_of_ended_at_its_first_word() {
    check(&[
        (
            "the greater of 0 and 1 minus downtime divided by total",
            "usual: 最大値(0, 1-downtime÷total) | in-order: 最大値(0, (1-downtime)÷total) | other-bond: (最大値(0, 1)-downtime)÷total",
        ),
        (
            "the greater of 0 and 1 − downtime / total",
            "usual: 最大値(0, 1-downtime÷total) | other-bond: 最大値(0, 1)-downtime÷total",
        ),
        (
            "the lesser of monthly fee and price times days",
            "usual: 最小値(monthly fee, price×days) | other-bond: 最小値(monthly fee, price)×days",
        ),
        ("the lesser of on time and all, divided by total", "usual: 最小値(on time, all)÷total"),
        (
            "the greater of (0) and (1 − downtime / total) times 100",
            "usual: 最大値(0, (1-downtime÷total)×100) | other-bond: 最大値(0, 1-downtime÷total)×100",
        ),
        (
            "the lesser of price, monthly fee and days times 2, then multiplied by 3",
            "usual: 最小値(price, monthly fee, days×2)×3 | other-bond: 最小値(price, monthly fee, days)×2×3",
        ),
    ]);
}

#[test]
fn a_percentage_of_an_amount_was_added_as_a_number() {
    check(&[
        ("契約金額から3％を控除した額", "usual: 契約金額×(1-3%)"),
        ("契約金額に10％を加算した額", "usual: 契約金額×(1+10%)"),
        ("10％を契約金額に加算した額", "usual: 契約金額×(1+10%)"),
        ("契約金額に遅延日数を乗じ、2割を減じた額", "usual: 契約金額×遅延日数×(1-20%)"),
        ("契約金額から100分の10を控除した額", "usual: 契約金額×(1-10÷100)"),
        (
            "稼働率から3％を控除した値",
            "refused: character 6: `3％` may be a share of the rate that it changes, or percentage points; write `× (1 − share)` or `× (1 + share)` for a share, a number on the figure's own scale for points",
        ),
        (
            "期限内件数を全件数で除し、3％を加えた値",
            "refused: character 14: `3％` may be a share of the rate that it changes, or percentage points; write `× (1 − share)` or `× (1 + share)` for a share, a number on the figure's own scale for points",
        ),
        ("契約金額から再発件数を控除した額", "usual: 契約金額-再発件数"),
        ("monthly fee less 10%", "usual: monthly fee×(1-10%)"),
        ("monthly fee reduced by 10%", "usual: monthly fee×(1-10%)"),
        (
            "monthly fee increased by 10% times days",
            "refused: character 13: it is not clear whether `increased by 10%` is said of all before it or of the last part; write brackets",
        ),
        ("monthly fee increased by 10%, times days", "usual: monthly fee×(1+10%)×days"),
        ("monthly fee less 10% of price", "usual: monthly fee-10%×price"),
        ("monthly fee times days less 10%", "usual: monthly fee×days×(1-10%)"),
        (
            "monthly fee plus price less 10%",
            "refused: character 24: it is not clear whether `less 10%` is said of all before it or of the last part; write brackets",
        ),
        ("10% deducted from monthly fee", "usual: monthly fee×(1-10%)"),
        ("add 10% to monthly fee", "usual: monthly fee×(1+10%)"),
        ("subtract 10% from monthly fee", "usual: monthly fee×(1-10%)"),
        (
            "availability rate minus 5%",
            "refused: character 25: `5%` may be a share of the rate that it changes, or percentage points; write `× (1 − share)` or `× (1 + share)` for a share, a number on the figure's own scale for points",
        ),
        ("1 minus downtime divided by total minus 5%", "usual: 1-downtime÷total-5%"),
        ("100% minus 5%", "usual: 100%-5%"),
    ]);
}

#[test]
fn a_limit_behind_an_amount_was_a_target() {
    check(&[
        (
            "service credit = monthly fee × 5%, not exceeding 1000",
            "usual: service credit＝最小値(monthly fee×5%, 1000) | other-limit: service credit＝monthly fee×5%≦1000",
        ),
        (
            "service credit = monthly fee × 5% not exceeding 1000",
            "usual: service credit＝最小値(monthly fee×5%, 1000)",
        ),
        (
            "service credit = monthly fee × 5% must not exceed 1000",
            "usual: service credit＝monthly fee×5%≦1000",
        ),
        (
            "price score = 100 × lowest price / price, not less than 0",
            "usual: price score＝最大値(100×lowest price÷price, 0) | other-limit: price score＝100×lowest price÷price≧0",
        ),
        (
            "price score = 100 × lowest price / price, not exceeding 100",
            "usual: price score＝最小値(100×lowest price÷price, 100) | other-limit: price score＝100×lowest price÷price≦100",
        ),
        ("on time / all × 100, not less than 95", "usual: on time÷all×100≧95"),
        ("on time / all, at least 0.95", "usual: on time÷all≧0.95"),
        ("late, not exceeding 3", "usual: late≦3 | other-limit: 最小値(late, 3)"),
        (
            "monthly fee less price, not less than 0",
            "usual: 最大値(monthly fee-price, 0) | other-limit: monthly fee-price≧0",
        ),
        (
            "違約金＝契約金額×遅延日数×0.1%、1000円以下",
            "usual: 違約金＝最小値(契約金額×遅延日数×0.1%, 1000) | other-limit: 違約金＝契約金額×遅延日数×0.1%≦1000",
        ),
        ("期限内件数÷全件数×100、95以上", "usual: 期限内件数÷全件数×100≧95"),
    ]);
}

#[test]
fn a_rounding_of_a_figure_in_percent_was_of_the_share() {
    check(&[
        (
            "期限内件数÷全件数×100％（小数点以下第2位を四捨五入）",
            "usual: 四捨五入(期限内件数÷全件数×100%, 3)",
        ),
        (
            "期限内件数÷全件数×100％。小数点以下第3位を切り捨てる。",
            "usual: 切り捨て(期限内件数÷全件数×100%, 4)",
        ),
        ("on time / all × 100%, rounded to one decimal place", "usual: 四捨五入(on time÷all×100%, 3)"),
        // What a sheet's function rounds is what stands in its brackets.
        ("ROUND(on time/all*100%, 1)", "usual: 四捨五入(on time÷all×100%, 1)"),
        (
            "期限内件数÷全件数（小数点以下第2位を四捨五入）×100％",
            "usual: 四捨五入(期限内件数÷全件数×100%, 3) | other-rounding: 四捨五入(期限内件数÷全件数, 1)×100%",
        ),
        (
            "期限内件数÷全件数（小数点以下第4位を四捨五入）×100％",
            "usual: 四捨五入(期限内件数÷全件数, 3)×100% | other-rounding: 四捨五入(期限内件数÷全件数×100%, 5)",
        ),
        (
            "期限内件数÷全件数（小数点以下第2位を四捨五入）×100",
            "usual: 四捨五入(期限内件数÷全件数×100, 1) | other-rounding: 四捨五入(期限内件数÷全件数, 1)×100",
        ),
        ("契約金額（千円未満切捨て）×100", "usual: 切り捨て(契約金額, (-3))×100"),
        (
            "稼働率(%)＝期限内件数÷全件数（小数点以下第2位を四捨五入）",
            "usual: 稼働率(%)＝四捨五入(期限内件数÷全件数, 3) | usual-percentage: 稼働率(%)＝四捨五入(期限内件数÷全件数×100, 1)",
        ),
    ]);
}

#[test]
fn of_roundings_of_each_term_only_the_last_was_taken() {
    check(&[
        (
            "契約金額×5%（円未満切捨て）＋月額料金×3%（円未満切捨て）",
            "usual: 切り捨て(契約金額×5%, 0)+切り捨て(月額料金×3%, 0) | other-rounding: 切り捨て(切り捨て(契約金額×5%, 0)+月額料金×3%, 0)",
        ),
        (
            "契約金額×5%＋月額料金×3%（円未満切捨て）",
            "usual: 切り捨て(契約金額×5%+月額料金×3%, 0) | other-rounding: 契約金額×5%+切り捨て(月額料金×3%, 0)",
        ),
        ("契約金額×5%（円未満切捨て）＋月額料金×3%", "usual: 切り捨て(契約金額×5%, 0)+月額料金×3%"),
    ]);
}

/// Words that stand in no table: a bracket is a remark only where it is known as one.
#[test]
fn brackets_with_unknown_words_passed_as_remarks() {
    let vocabulary = vocabulary();
    for word in [
        "うち再発件数",
        "の合計",
        "3回目以降",
        "上位10件",
        "第2四半期",
        "1月あたり",
        "平均",
        "中央値",
        "累計",
        "全拠点の合計",
        "最多の月",
        "重大障害に限定",
        "重大障害",
        "前月比",
        "土日に受け付けたもの",
        "延べ",
        "二重計上分",
        "MAX",
        "AVG",
        "NET",
        "YTD",
        "夜間",
        "3か月",
        "直近3年",
        "on site",
        "severity one",
        "rolling",
        "the worst month",
        "first three",
        "net",
        "per site",
        "weekdays",
    ] {
        for text in [
            format!("期限内件数（{word}）÷全件数×100"),
            format!("期限内件数÷全件数×100（{word}）"),
            format!("on time ({word}) / all"),
        ] {
            match read(&text, &vocabulary) {
                Ok(formula) => panic!("{text}: read as {}", formula.print(&vocabulary, Language::Ja)),
                Err(error) => assert!(!error.at().unwrap().is_empty(), "{text}: {error:?}"),
            }
        }
    }
    // The name with its bracket may be a name of its own: so the text is read.
    let text = "期限内件数（重大障害）÷全件数";
    let name = read(text, &vocabulary).unwrap_err().remedy().unwrap().name.unwrap();
    assert_eq!(name, "期限内件数（重大障害）");
    let terms =
        vocabulary.terms().iter().cloned().chain([Term { id: "x".into(), ja: vec![name], en: vec![] }]);
    let wider = Vocabulary::new(terms).unwrap();
    assert_eq!(read(text, &wider).unwrap().print(&wider, Language::Ja), text);
    for gloss in [
        "件",
        "※1",
        "初動",
        "当月分",
        "税抜き",
        "消費税込み",
        "別表1参照",
        "第3条に定める額",
        "令和5年度",
        "4月1日現在",
        "単位：件",
        "MTBF",
        "see Annex 2",
        "as of 1 April 2025",
        "note 3",
        "tickets",
        "unit: tickets",
        "excluding VAT",
        "Table 4",
    ] {
        let text = format!("期限内件数（{gloss}）÷全件数×100");
        assert!(read(&text, &vocabulary).is_ok(), "{text}: {}", readings(&text));
    }
}

#[test]
fn notes_with_unknown_words_passed_as_remarks() {
    check_refused(
        &[
            "期限内件数÷全件数×100 ※夜間を対象とする",
            "期限内件数÷全件数×100。重大障害が対象である。",
            "on time / all. Weekends count double.",
        ],
        |unclear| matches!(unclear, Unclear::Sentence),
    );
    let vocabulary = vocabulary();
    for text in [
        "期限内件数÷全件数×100 ※詳細は別紙2参照",
        "期限内件数÷全件数×100。毎月集計する。",
        "次の式により算出する。期限内件数÷全件数×100",
        "on time / all. Measured monthly. See Annex 2.",
    ] {
        assert!(read(text, &vocabulary).is_ok(), "{text}: {}", readings(text));
    }
}

#[test]
fn a_bare_percentage_was_added_to_an_amount_or_bounded_it() {
    check_refused(
        &[
            "契約金額＋10％",
            "契約金額－10％",
            "10％＋契約金額",
            "契約金額×遅延日数×0.1%、最大10％",
            "契約金額×遅延日数×0.1%（最大10％）",
            "契約金額×遅延日数×0.1%（上限10%）",
            "契約金額×遅延日数×0.1%。ただし、10％を上限とする。",
            "契約金額×遅延日数×0.1%、10％以下",
            "最小値(契約金額×0.1%, 10%)",
            "契約金額×0.1%又は5％のいずれか低い額",
            "monthly fee + 10%",
            "monthly fee times days, capped at 10%",
            "the lesser of monthly fee and 10%",
            "monthly fee × days, not exceeding 10%",
            "契約金額＋1割",
        ],
        |unclear| matches!(unclear, Unclear::PercentOfWhat),
    );
    check_refused(&["期限内件数÷全件数×100－5％", "on time / all × 100 + 5%"], |unclear| {
        matches!(unclear, Unclear::PortionOfRate)
    });
    check(&[
        ("稼働率－5％", "usual: 稼働率-5%"),
        ("期限内件数÷全件数－5％", "usual: 期限内件数÷全件数-5%"),
        ("減額率＝遅延日数×0.5％（上限10％）", "usual: 減額率＝最小値(遅延日数×0.5%, 10%)"),
        ("減額率＝1％＋遅延日数×0.5％", "usual: 減額率＝1%+遅延日数×0.5%"),
        ("契約金額×（1＋10％）", "usual: 契約金額×(1+10%)"),
        ("契約金額＋月額料金×10％", "usual: 契約金額+月額料金×10%"),
        (
            "期限内件数÷全件数、最大100％",
            "usual: 最小値(期限内件数÷全件数, 100%) | other-limit: 期限内件数÷全件数≦100%",
        ),
    ]);
}

#[test]
fn limits_in_brackets_and_behind_commas_are_read() {
    let capped = "usual: 最小値(契約金額×遅延日数×0.1%, 契約金額×10%)";
    for text in [
        "契約金額×遅延日数×0.1%（契約金額の10％を上限とする）",
        "契約金額×遅延日数×0.1%（ただし、契約金額の10％を限度とする。）",
        "契約金額×遅延日数×0.1%（上限は契約金額の10％）",
        "契約金額×遅延日数×0.1%（上限：契約金額の10％）",
        "契約金額×遅延日数×0.1%（最大で契約金額の10％）",
        "契約金額×遅延日数×0.1%、上限は契約金額の10％",
        "契約金額×遅延日数×0.1%。上限は契約金額の10％とする。",
        "契約金額×遅延日数×0.1%。ただし、契約金額の10％を超えないものとする。",
        "契約金額×遅延日数×0.1%。ただし、違約金の上限は契約金額の10％とする。",
    ] {
        assert_eq!(readings(text), capped, "{text}");
    }
    check(&[
        ("契約金額×遅延日数×0.1%（上限100万円）", "usual: 最小値(契約金額×遅延日数×0.1%, 1000000)"),
        ("契約金額×遅延日数×0.1%、上限100万円", "usual: 最小値(契約金額×遅延日数×0.1%, 1000000)"),
        ("契約金額×0.1%×遅延日数（上限30日）", "usual: 契約金額×0.1%×最小値(遅延日数, 30)"),
        ("遅延日数（30日を限度とする）×契約金額×0.1%", "usual: 最小値(遅延日数, 30)×契約金額×0.1%"),
        ("配点×（1－入札価格÷予定価格）（下限0点）", "usual: 最大値(配点×(1-入札価格÷予定価格), 0)"),
        ("monthly fee × 5%, capped at 1000", "usual: 最小値(monthly fee×5%, 1000)"),
        ("monthly fee × 5% capped at 10% of price", "usual: 最小値(monthly fee×5%, 10%×price)"),
        ("monthly fee × 5% (capped at 1000)", "usual: 最小値(monthly fee×5%, 1000)"),
        ("monthly fee × days, subject to a maximum of 1000", "usual: 最小値(monthly fee×days, 1000)"),
        ("monthly fee × days, with a minimum of 1000", "usual: 最大値(monthly fee×days, 1000)"),
        (
            "契約金額×遅延日数（上限100）",
            "usual: 最小値(契約金額×遅延日数, 100) | other-limit: 契約金額×最小値(遅延日数, 100)",
        ),
    ]);
    check_refused(
        &["契約金額×遅延日数（上限100円）＋月額料金", "配点（最大100点）×入札価格"],
        |unclear| matches!(unclear, Unclear::Bond),
    );
    check_refused(&["違約金（上限100万円）＝契約金額×0.1%"], |unclear| {
        matches!(unclear, Unclear::NoName)
    });
}

#[test]
fn english_divisors_ended_in_their_middle() {
    check(&[
        (
            "total - downtime divided by total - planned maintenance",
            "usual: (total-downtime)÷(total-planned maintenance) | in-order: total-downtime÷total-planned maintenance | other-bond: (total-downtime)÷total-planned maintenance",
        ),
        (
            "on time divided by all plus late plus 1",
            "usual: on time÷(all+late+1) | in-order: on time÷all+late+1",
        ),
        ("the lesser of monthly fee times late and price", "usual: 最小値(monthly fee×late, price)"),
        ("monthly fee or price, whichever is the lesser", "usual: 最小値(monthly fee, price)"),
        ("monthly fee times days or price, whichever is greater", "usual: 最大値(monthly fee×days, price)"),
        ("whichever is the lesser of monthly fee and price", "usual: 最小値(monthly fee, price)"),
    ]);
    check_refused(&["monthly fee × days over 10", "days over 10"], |unclear| {
        matches!(unclear, Unclear::Over)
    });
    check_refused(
        &[
            "0.5% of monthly fee per day",
            "0.5% of monthly fee per day, not exceeding price",
            "monthly fee per day × late",
        ],
        |unclear| matches!(unclear, Unclear::Per),
    );
    check_refused(
        &[
            "monthly fee × days × 2.5% per year",
            "monthly fee × 2.5% per annum",
            "monthly fee × 2.5% a year × days",
        ],
        |unclear| matches!(unclear, Unclear::PerYear),
    );
    check(&[
        ("monthly fee × 2.5% per year × days / 365", "usual: monthly fee×2.5%×days÷365"),
        ("0.5% of monthly fee per day times days", "usual: 0.5%×monthly fee×days"),
        ("契約金額の1割5分", "usual: 契約金額×15%"),
        ("契約金額の2割5分引き", "usual: 契約金額×(1-25%)"),
    ]);
}

#[test]
fn units_mixed_in_one_formula_were_added_or_divided() {
    check_refused(
        &[
            "停止時間（ms）÷総稼働時間（s）",
            "停止時間（GB）÷総稼働時間（MB）",
            "契約金額（JPY）＋月額料金（USD）",
            "downtime (min) + total (h)",
            "uptime (h) - downtime (min)",
            "price (USD) + monthly fee (EUR)",
            "downtime (Mbps) / total (kbps)",
            "停止時間（単位：分）÷総稼働時間（単位：時間）",
            "downtime (in minutes) / total (in hours)",
        ],
        |unclear| matches!(unclear, Unclear::Units { .. }),
    );
    check(&[
        ("downtime (ms) / total (ms)", "usual: downtime÷total"),
        ("downtime (min) × 60 + total (s)", "usual: downtime×60+total"),
    ]);
}

#[test]
fn a_yearly_rate_lost_its_year() {
    check(&[
        (
            "契約金額×年2.5％×遅延日数",
            "refused: character 7: it is not said for how much of a year the yearly rate `2.5％` counts; write `× days ÷ 365`, or leave the year out where the rate is not yearly",
        ),
        ("契約金額×年2.5％×遅延日数÷365", "usual: 契約金額×2.5%×遅延日数÷365"),
        ("契約金額×年2.5％×（遅延日数÷365）", "usual: 契約金額×2.5%×(遅延日数÷365)"),
        (
            "（契約金額×年2.5％）×遅延日数",
            "refused: character 8: it is not said for how much of a year the yearly rate `2.5％` counts; write `× days ÷ 365`, or leave the year out where the rate is not yearly",
        ),
        (
            "契約金額に年2.5％を乗じた額",
            "refused: character 1: it is not said for how much of a year the yearly rate `契約金額に年2.5％を乗じた額` counts; write `× days ÷ 365`, or leave the year out where the rate is not yearly",
        ),
        (
            "契約金額に年2.5％を乗じ、遅延日数を乗じた額",
            "refused: character 20: it is not said for how much of a year the yearly rate `乗じた` counts; write `× days ÷ 365`, or leave the year out where the rate is not yearly",
        ),
        (
            "遅延日数に応じ、契約金額に年2.5パーセントの割合を乗じて計算した額",
            "usual: 契約金額×2.5%×遅延日数÷365",
        ),
        (
            "契約金額×年率5％",
            "refused: character 8: it is not said for how much of a year the yearly rate `5％` counts; write `× days ÷ 365`, or leave the year out where the rate is not yearly",
        ),
    ]);
}

#[test]
fn units_that_differ_were_divided() {
    check(&[
        (
            "停止時間（分）÷総稼働時間（時間）×100",
            "refused: character 9: the units at `総稼働時間` differ: 分 and 時間; write both in one unit",
        ),
        ("停止時間（分）÷60÷総稼働時間（時間）×100", "usual: 停止時間÷60÷総稼働時間×100"),
        (
            "停止時間（分）×100÷総稼働時間（時間）",
            "refused: character 13: the units at `総稼働時間` differ: 分 and 時間; write both in one unit",
        ),
        ("停止時間（時間）÷総稼働時間（時間）×100", "usual: 停止時間÷総稼働時間×100"),
        (
            "停止時間（分）を総稼働時間（時間）で除した割合",
            "refused: character 9: the units at `総稼働時間` differ: 分 and 時間; write both in one unit",
        ),
        (
            "総稼働時間（時間）に占める停止時間（分）の割合",
            "refused: character 1: the units at `総稼働時間` differ: 分 and 時間; write both in one unit",
        ),
        ("契約金額（円）÷遅延日数（日）", "usual: 契約金額÷遅延日数"),
        ("総稼働時間（時間）÷365日", "usual: 総稼働時間÷365"),
        (
            "downtime (minutes) divided by total (hours)",
            "refused: character 31: the units at `total` differ: minutes and hours; write both in one unit",
        ),
        (
            "downtime (minutes) as a percentage of total (hours)",
            "refused: character 39: the units at `total` differ: minutes and hours; write both in one unit",
        ),
        (
            "the ratio of downtime (minutes) to total (hours)",
            "refused: character 36: the units at `total` differ: minutes and hours; write both in one unit",
        ),
    ]);
}

/// Words behind signs were said of all that stood before them.
#[test]
fn a_multiple_behind_signs_is_of_the_last_operand() {
    check(&[
        (
            "（全件数－再発件数の2倍）÷全件数×100",
            "usual: (全件数-再発件数×2)÷全件数×100 | other-bond: (全件数-再発件数)×2÷全件数×100",
        ),
        (
            "（全件数－再発件数の半分）÷全件数×100",
            "usual: (全件数-再発件数×0.5)÷全件数×100 | other-bond: (全件数-再発件数)×0.5÷全件数×100",
        ),
        (
            "配点×（1－入札価格÷予定価格の90％）",
            "usual: 配点×(1-入札価格÷(予定価格×90%)) | other-bond: 配点×((1-入札価格÷予定価格)×90%)",
        ),
        ("再発件数÷発生件数の2割", "usual: 再発件数÷(発生件数×20%) | other-bond: 再発件数÷発生件数×20%"),
        (
            "全件数－再発件数の10％増し",
            "usual: 全件数-再発件数×(1+10%) | other-bond: (全件数-再発件数)×(1+10%)",
        ),
        (
            "全件数－再発件数の2倍÷発生件数",
            "usual: 全件数-再発件数×2÷発生件数 | other-bond: (全件数-再発件数)×2÷発生件数",
        ),
        // Of a product it is all one.
        ("契約金額×遅延日数の10％", "usual: 契約金額×遅延日数×10%"),
        ("（全件数－再発件数）の2倍", "usual: (全件数-再発件数)×2"),
    ]);
}

#[test]
fn a_share_behind_a_sign_is_subtracted_whole() {
    check(&[
        (
            "100－全件数に占める再発件数の割合",
            "usual: 100-再発件数÷全件数 | other-bond: 再発件数÷(100-全件数) | other-bond-percentage: 再発件数÷(100-全件数)×100",
        ),
        (
            "1－全件数に対する再発件数の割合",
            "usual: 1-再発件数÷全件数 | other-bond: 再発件数÷(1-全件数) | usual-percentage: (1-再発件数÷全件数)×100 | other-bond-percentage: 再発件数÷(1-全件数)×100",
        ),
        (
            "1－全件数のうち再発件数の割合",
            "usual: 1-再発件数÷全件数 | other-bond: 再発件数÷(1-全件数) | usual-percentage: (1-再発件数÷全件数)×100 | other-bond-percentage: 再発件数÷(1-全件数)×100",
        ),
    ]);
}

#[test]
fn lists_and_differences_behind_signs_are_refused() {
    check_refused(
        &[
            "期限内件数÷期限内件数及び再発件数の合計×100",
            "契約金額×期限内件数と再発件数の合計",
            "全件数－期限内件数と再発件数の平均",
            "全件数－期限内件数と再発件数の積",
            "全件数－期限内件数又は再発件数のいずれか少ない件数",
            "全件数－期限内件数と再発件数の差",
            "全件数÷期限内件数から再発件数を引いた値×100",
            "発生件数÷全件数に対する再発件数の割合",
        ],
        |unclear| matches!(unclear, Unclear::Bond),
    );
}

#[test]
fn a_yearly_rate_over_months_is_refused() {
    let vocabulary = vocabulary();
    let text = "停止月数に応じ、契約金額に年14.6％の割合を乗じて計算した額";
    let ja = |id: &str| Term { id: id.into(), ja: vec![id.to_owned()], en: vec![] };
    let months = Vocabulary::new([ja("契約金額"), ja("停止月数")]).unwrap();
    assert!(matches!(read(text, &months), Err(ReadError::Unclear { unclear: Unclear::PerYear, .. })));
    let days = "遅延日数に応じ、契約金額に年14.6％の割合を乗じて計算した額";
    assert!(read(days, &vocabulary).is_ok());
}

/// What was said of an amount was taken for its name.
#[test]
fn what_becomes_of_an_amount_is_no_name() {
    let vocabulary = vocabulary();
    for text in [
        "契約金額×0.1％、1000円以下は免除する",
        "契約金額×0.1％、1000円以下は請求せず",
        "契約金額×0.1％、1000円以下は徴収しない",
        "遅延日数30日以内は無料",
        "契約金額×0.1％は免除",
    ] {
        if let Ok(found) = read(text, &vocabulary) {
            panic!("{text}: {} = {}", found.defines().unwrap_or("-"), found.print(&vocabulary, Language::Ja));
        }
    }
}

/// What brackets say of a share behind の was dropped, and of a bare percentage it was of the number.
#[test]
fn roundings_and_limits_of_a_share_were_dropped() {
    check(&[
        (
            "契約金額の10％（円未満切捨て）に月額料金の5％（円未満切捨て）を加えた額",
            "usual: 切り捨て(契約金額×10%, 0)+切り捨て(月額料金×5%, 0)",
        ),
        (
            "契約金額の10％（上限100万円）に月額料金を加えた額",
            "usual: 最小値(契約金額×10%, 1000000)+月額料金",
        ),
        ("契約金額の半分（円未満切捨て）に月額料金を加えた額", "usual: 切り捨て(契約金額×0.5, 0)+月額料金"),
        ("契約金額の3倍（上限100万円）", "usual: 最小値(契約金額×3, 1000000)"),
        (
            "契約金額の10％増し（円未満切捨て）に月額料金を加えた額",
            "usual: 切り捨て(契約金額×(1+10%), 0)+月額料金",
        ),
        (
            "契約金額の10％と月額料金の5％の合計（円未満切捨て）",
            "usual: 切り捨て(契約金額×10%+月額料金×5%, 0)",
        ),
    ]);
    check_refused(
        &[
            "契約金額から10％（円未満切捨て）を控除した額",
            "契約金額に0.1％（上限100万円）を乗じた額",
            "契約金額を12（円未満切捨て）で除した額",
        ],
        |unclear| matches!(unclear, Unclear::Bond),
    );
}

#[test]
fn what_a_comma_takes_from_a_quotient_was_of_the_quotient_alone() {
    check_refused(&["calls answered divided by calls offered, less calls abandoned"], |unclear| {
        matches!(unclear, Unclear::Bond)
    });
    check(&[
        ("monthly fee divided by 30, less price", "usual: monthly fee÷30-price"),
        (
            "penalty = monthly fee × days. It shall not exceed 10% of price.",
            "usual: penalty＝最小値(monthly fee×days, 10%×price) | other-limit: penalty＝monthly fee×days≦10%×price",
        ),
        (
            "penalty = monthly fee × days but not more than 10% of price",
            "usual: penalty＝最小値(monthly fee×days, 10%×price) | other-limit: penalty＝monthly fee×days≦10%×price",
        ),
    ]);
    // A name with digits is no article before a number.
    assert!(readings("A2").starts_with("refused"), "{}", readings("A2"));
}

/// The value of a case, or a limit, was on another scale than the figure.
#[test]
fn cases_and_limits_of_another_scale_were_mixed() {
    check(&[
        (
            "期限内件数÷全件数×100（全件数が0件の場合は100％とする）",
            "usual: 場合分け(全件数＝0, 100, 期限内件数÷全件数×100)",
        ),
        (
            "期限内件数÷全件数（全件数が0件の場合は100％とする）",
            "usual: 場合分け(全件数＝0, 100%, 期限内件数÷全件数)",
        ),
        (
            "稼働率が99％以上のときは0％、95％以上99％未満のときは月額料金の10％、95％未満のときは月額料金の30％とする。",
            "usual: 場合分け(稼働率≧99%, 0%, 稼働率≧95%かつ稼働率＜99%, 月額料金×10%, 稼働率＜95%, 月額料金×30%)",
        ),
        ("遅延日数、上限30日", "usual: 最小値(遅延日数, 30)"),
        ("期限内件数÷全件数×100（上限100％）", "usual: 最小値(期限内件数÷全件数×100, 100)"),
        ("期限内件数÷全件数×100。下限は60％とする。", "usual: 最大値(期限内件数÷全件数×100, 60)"),
        (
            "期限内件数÷全件数×100（100％を超える場合は100％）",
            "usual: 場合分け(期限内件数÷全件数×100＞100, 100, 期限内件数÷全件数×100)",
        ),
        (
            "on time / all × 100 if on time / all × 100 is below 95%, otherwise 0",
            "usual: 場合分け(on time÷all×100＜95, on time÷all×100, 0)",
        ),
    ]);
    check_refused(&["月額料金×10％（稼働率が99％未満の場合は20％）"], |unclear| {
        matches!(unclear, Unclear::PercentOfWhat)
    });
    check_refused(
        &[
            "遅延日数×1万円（10日まで）",
            "契約金額×遅延日数×0.1％、上限30日",
            "契約金額×遅延日数×0.1％。上限は30日とする。",
        ],
        |unclear| matches!(unclear, Unclear::Bond),
    );
}

#[test]
fn a_rounding_of_hours_or_days_rounded_the_amount() {
    let names = ["単価", "時間", "利用日数", "日額", "停止日数", "月額", "停止時間", "開始", "終了"];
    check_with(
        &names,
        &[
            ("料金＝単価×時間（1時間未満は切上げ）", "usual: 料金＝単価×切り上げ(時間, 0)"),
            ("料金＝単価×利用日数（1日未満切上げ）", "usual: 料金＝単価×切り上げ(利用日数, 0)"),
            ("返金額＝日額×停止日数（1日未満切捨て）", "usual: 返金額＝日額×切り捨て(停止日数, 0)"),
            (
                "減額＝月額×10％×停止時間（1時間未満の端数は切り捨てる）",
                "usual: 減額＝月額×10%×切り捨て(停止時間, 0)",
            ),
            ("減額＝月額×停止時間（1時間未満切捨て）÷720", "usual: 減額＝月額×切り捨て(停止時間, 0)÷720"),
            (
                "経過時間＝終了－開始（1時間未満切捨て）",
                "usual: 経過時間＝切り捨て(終了-開始, 0) | other-rounding: 経過時間＝終了-切り捨て(開始, 0)",
            ),
            // Of minutes, or of an amount: which of the names is rounded is not said.
            ("料金＝単価×時間（1分未満切捨て）", "-"),
            ("料金＝単価×時間。1時間未満は切り上げる。", "-"),
            ("料金＝時間×単価（1時間未満切上げ）", "-"),
            ("料金＝単価×時間（1円未満切捨て）", "usual: 料金＝切り捨て(単価×時間, 0)"),
        ],
    );
}

#[test]
fn a_rounding_in_percent_rounded_the_share_at_its_own_places() {
    check(&[
        (
            "on time divided by all, rounded to the nearest whole percent",
            "usual: 四捨五入(on time÷all, 2) | usual-percentage: 四捨五入(on time÷all×100, 0)",
        ),
        (
            "on time / all, rounded to the nearest tenth of a percent",
            "usual: 四捨五入(on time÷all, 3) | usual-percentage: 四捨五入(on time÷all×100, 1)",
        ),
        (
            "on time / all (rounded to the nearest percent)",
            "usual: 四捨五入(on time÷all, 2) | usual-percentage: 四捨五入(on time÷all×100, 0)",
        ),
        (
            "期限内件数÷全件数（％、小数点以下第1位四捨五入）",
            "usual: 四捨五入(期限内件数÷全件数, 2) | usual-percentage: 四捨五入(期限内件数÷全件数×100, 0)",
        ),
        (
            "期限内件数÷全件数（単位：％、小数点以下四捨五入）",
            "usual: 四捨五入(期限内件数÷全件数, 2) | usual-percentage: 四捨五入(期限内件数÷全件数×100, 0)",
        ),
        (
            "期限内件数÷全件数（小数点以下四捨五入、％表示）",
            "usual: 四捨五入(期限内件数÷全件数, 2) | usual-percentage: 四捨五入(期限内件数÷全件数×100, 0)",
        ),
        ("on time / all × 100, rounded to the nearest whole percent", "usual: 四捨五入(on time÷all×100, 0)"),
        (
            "稼働率は、期限内件数の全件数に対する割合（小数点以下切捨て）とする",
            "usual: 稼働率＝切り捨て(期限内件数÷全件数, 2) | other-rounding: 稼働率＝切り捨て(期限内件数÷全件数, 0) | usual-percentage: 稼働率＝切り捨て(期限内件数÷全件数×100, 0)",
        ),
        (
            "期限内件数を全件数で除した割合（小数点以下第2位を四捨五入）",
            "usual: 四捨五入(期限内件数÷全件数, 3) | other-rounding: 四捨五入(期限内件数÷全件数, 1) | usual-percentage: 四捨五入(期限内件数÷全件数×100, 1)",
        ),
        (
            "期限内件数を全件数で除した割合（小数点以下第3位を四捨五入）",
            "usual: 四捨五入(期限内件数÷全件数, 2) | usual-percentage: 四捨五入(期限内件数÷全件数×100, 0)",
        ),
    ]);
}

#[test]
fn per_before_a_name_divided_an_amount() {
    let names = [
        "day of delay",
        "fee",
        "monthly fee",
        "hour of downtime",
        "point",
        "late ticket",
        "tickets",
        "calls",
        "agent",
    ];
    check_with(
        &names,
        &[
            ("10,000 yen per day of delay", "usual: 10000×day of delay"),
            ("fee × 0.1% per day of delay", "usual: fee×0.1%×day of delay"),
            ("1% of the monthly fee per hour of downtime", "usual: 1%×monthly fee×hour of downtime"),
            ("monthly fee × 1% per point", "usual: monthly fee×1%×point"),
            ("500 yen per late ticket", "usual: 500×late ticket"),
            ("¥500 per late ticket", "usual: 500×late ticket"),
            ("100 yen per tickets", "usual: 100×tickets"),
            ("500 per late ticket", "-"),
            ("calls per agent", "usual: calls÷agent"),
            ("monthly fee per agent", "usual: monthly fee÷agent | other-per: monthly fee×agent"),
        ],
    );
}

#[test]
fn one_hundred_percent_beside_a_hundredfold_was_one() {
    check(&[
        ("稼働率＝100％－停止時間÷総稼働時間×100", "usual: 稼働率＝100-停止時間÷総稼働時間×100"),
        (
            "Availability (%) = 100% - downtime / total x 100",
            "usual: Availability (%)＝100-downtime÷total×100",
        ),
        ("100% - (on time / all × 100)", "usual: 100-on time÷all×100"),
        ("100％－期限内件数÷全件数", "usual: 100%-期限内件数÷全件数"),
        ("IF(全件数=0,100％,期限内件数÷全件数×100)", "-"),
        ("最小値(期限内件数÷全件数×100, 100％)", "-"),
        ("最小値(期限内件数÷全件数, 100％)", "usual: 最小値(期限内件数÷全件数, 100%)"),
    ]);
}

#[test]
fn a_sign_that_multiplies_was_taken_for_a_bullet() {
    check_with(
        &["全件数", "期限内件数"],
        &[
            ("×100", "-"),
            ("×100÷全件数", "-"),
            ("*100÷全件数", "-"),
            ("* 遵守率＝期限内件数÷全件数", "usual: 遵守率＝期限内件数÷全件数"),
        ],
    );
}

/// Texts that mean two things show both; the words come first that are mostly meant.
#[test]
fn shares_of_sums_and_strokes_behind_a_sign_had_one_reading() {
    let vocabulary = Vocabulary::new(["A", "B", "C"].map(|name| Term {
        id: name.to_lowercase().as_str().into(),
        ja: vec![name.to_owned()],
        en: vec![],
    }))
    .unwrap();
    for (text, first, second) in [
        ("10% of A plus B", "10%×A+B", "10%×(A+B)"),
        ("half of A less B", "0.5×A-B", "0.5×(A-B)"),
        ("twice A plus B plus C", "2×A+B+C", "2×(A+B+C)"),
        ("A÷B/C", "A÷B÷C", "A÷(B÷C)"),
        ("A÷1/5", "A÷1÷5", "A÷(1÷5)"),
    ] {
        let readings = read_all(text, &vocabulary).unwrap();
        let printed: Vec<String> =
            readings.iter().map(|reading| reading.formula.print(&vocabulary, Language::Ja)).collect();
        assert_eq!(printed.first().map(String::as_str), Some(first), "{text}");
        assert!(printed.iter().any(|printed| printed == second), "{text}: {printed:?}");
    }
    // A ratio or a definition, a footnote or a factor, a power or a slip.
    for text in ["A：B", "A÷B×100 *2", "A**2", "A^2", "10^6", "5‰×A", ".5×A"] {
        let error = read_all(text, &vocabulary).unwrap_err();
        let told = error.text(text).en;
        assert!(!told.contains("remove") && !told.contains("add it to the names"), "{text}: {told}");
    }
}

/// The second argument of FLOOR and CEILING was read as decimal places.
#[test]
fn multiples_of_a_sheet_were_taken_for_places() {
    let vocabulary =
        Vocabulary::new([Term { id: "a".into(), ja: vec!["A1".to_owned()], en: vec![] }]).unwrap();
    for text in ["FLOOR(A1,15)", "CEILING(A1/60, 0.5)*500", "floor(A1, 2)"] {
        let error = read(text, &vocabulary).unwrap_err();
        assert!(matches!(error, ReadError::Unclear { unclear: Unclear::Function, .. }), "{text}: {error}");
    }
    // To a multiple of one is to a whole number; places are said by a name of their own.
    let printed = |text: &str| read(text, &vocabulary).unwrap().print(&vocabulary, Language::En);
    assert_eq!(printed("CEILING(A1/60,1)*500"), "round_ceiling(A1 ÷ 60) × 500");
    assert_eq!(printed("round_floor(A1, 2)"), "round_floor(A1, 2)");
}

/// Inside a condition, a function or a case 95% beside a hundredfold was 0.95.
#[test]
fn a_percentage_beside_a_hundredfold_was_a_hundredth_of_it() {
    check_with(
        &["A", "B", "稼働率", "月額", "停止率"],
        &[
            ("IF(A/B*100>=95%,0,10)", "usual: 場合分け(A÷B×100≧95, 0, 10)"),
            ("IF(95%<=A/B*100,0,10)", "usual: 場合分け(95≦A÷B×100, 0, 10)"),
            ("A÷B×100≧95％の場合は0、それ以外は10", "usual: 場合分け(A÷B×100≧95, 0, 10)"),
            ("0 if A / B × 100 is below 95%, otherwise 10", "usual: 場合分け(A÷B×100＜95, 0, 10)"),
            ("最小値(100, A÷B×100)≧95％", "usual: 最小値(100, A÷B×100)≧95"),
            ("IF(B=0,0,A/B*100)>=95%", "usual: 場合分け(B＝0, 0, A÷B×100)≧95"),
            ("IF(B=0,1,A/B)>=95%", "usual: 場合分け(B＝0, 1, A÷B)≧95%"),
            ("IF(IF(B=0,0,A/B*100)>=95%,0,10)", "usual: 場合分け(場合分け(B＝0, 0, A÷B×100)≧95, 0, 10)"),
            ("IF(0<=A/B*100<95%,10,0)", "usual: 場合分け(0≦A÷B×100＜95, 10, 0)"),
            ("IF(A/B*100>=9割5分,0,10)", "usual: 場合分け(A÷B×100≧95, 0, 10)"),
            ("IF(A/B*100>=100分の95,0,10)", "usual: 場合分け(A÷B×100≧95, 0, 10)"),
            ("IF(A/B*100>=max(95%,90%),0,10)", "usual: 場合分け(A÷B×100≧最大値(95, 90), 0, 10)"),
            ("A/(B/100)>=95%", "usual: A÷(B÷100)≧95"),
            ("100－停止率≧95％", "usual: 100-停止率≧95"),
            ("1－停止率≧95％", "usual: 1-停止率≧95%"),
            ("IF(A÷B×100％≧95,0,10)", "usual: 場合分け(A÷B×100≧95, 0, 10)"),
            ("A÷B×100％≧95％", "usual: A÷B×100%≧95%"),
            ("IF(A/B>=95%,0,10%)", "usual: 場合分け(A÷B≧95%, 0, 10%)"),
            ("100－A÷B×100％", "usual: 100-A÷B×100"),
            ("IF(B=0,100,A÷B×100％)", "usual: 場合分け(B＝0, 100, A÷B×100)"),
        ],
    );
}

/// Where it cannot be known whether 95% is 95 or 0.95, both are told.
#[test]
fn a_percentage_beside_what_may_be_either_is_refused() {
    let names = ["A", "B", "稼働率", "稼働率(%)", "月額"];
    let vocabulary =
        Vocabulary::new(names.map(|name| Term { id: name.into(), ja: vec![name.to_owned()], en: vec![] }))
            .unwrap();
    for text in [
        "IF(B=0,100,A/B)>=95%",
        "IF(B=0,1,A/B*100)>=95%",
        "100-A/B>=95%",
        "A/B*1000>=95%",
        "A/B*100/95%",
        "月額×(1－A÷B×100÷95％)",
        "稼働率が95以上95％未満の場合は0、それ以外は10",
        "稼働率が95以上の場合は0、95％未満90％以上の場合は10、それ以外は25",
        "IF(稼働率≧95％,0,月額×(100－稼働率)×1％)",
        "IF(稼働率≧95％,0,月額×(1－稼働率÷100))",
        "IF(A>0,95%,500)",
        "稼働率(%)≧95％",
        "稼働率(%)が95％以上の場合は0、それ以外は10",
    ] {
        match read(text, &vocabulary) {
            Err(ReadError::Unclear { unclear: Unclear::Scale { points, share }, .. }) => {
                assert!(
                    ["95", "90"].contains(&&*points) && share.starts_with("0.9"),
                    "{text}: {points} {share}"
                );
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

/// A rounding of minutes or days went to the last name, also where that divides or is not what is counted.
#[test]
fn a_rounding_of_time_went_to_a_divisor() {
    let names = [
        "月額",
        "停止分数",
        "総分数",
        "停止日数",
        "総日数",
        "停止時間",
        "計画停止時間",
        "総時間",
        "日額",
        "月間時間",
        "停止率",
        "超過分",
    ];
    check_with(
        &names,
        &[
            ("違約金＝月額×停止分数÷総分数（1分未満切捨て）", "-"),
            ("減額＝月額×停止日数÷総日数（1日未満切上げ）", "-"),
            ("減額＝月額÷総日数（1日未満切上げ）", "-"),
            ("停止時間－計画停止時間（1時間未満切捨て）", "-"),
            ("減額＝月額×停止時間÷総分数（1分未満切捨て）", "-"),
            ("月額を総日数（1日未満切上げ）で除した額", "-"),
            ("停止時間＝月間時間×停止率（1時間未満切捨て）", "-"),
            ("減額＝停止日数×日額（1日未満切捨て）", "-"),
            ("料金＝日額×停止日数。1日未満は切り上げる。", "-"),
            ("月額×超過分（1分未満切捨て）", "-"),
            (
                "減額＝月額×停止時間（1時間未満切捨て）÷総時間",
                "usual: 減額＝月額×切り捨て(停止時間, 0)÷総時間",
            ),
            ("減額＝日額×停止日数（1日未満切捨て）", "usual: 減額＝日額×切り捨て(停止日数, 0)"),
            ("月額×（停止時間（1時間未満切捨て）÷720）", "usual: 月額×(切り捨て(停止時間, 0)÷720)"),
            ("停止日数（1日未満切上げ）×日額", "usual: 切り上げ(停止日数, 0)×日額"),
        ],
    );
}

/// `per` behind names had one reading, and `price per unit × quantity` divided.
#[test]
fn per_behind_names_has_both_readings_or_none() {
    let names = [
        "monthly fee",
        "fee",
        "hours of downtime",
        "hour of downtime",
        "ticket",
        "calls",
        "agent",
        "on time",
        "total",
        "price",
        "unit",
        "quantity",
        "cost",
        "tickets",
        "stipend",
        "breach",
        "retainer",
        "downtime",
        "days of operation",
        "agents",
    ];
    check_with(
        &names,
        &[
            ("monthly fee per hour of downtime", "-"),
            ("downtime per day of operation", "-"),
            ("fee × 2 per ticket", "usual: fee×2×ticket | other-per: fee×2÷ticket"),
            ("half the fee per ticket", "usual: 0.5×fee×ticket | other-per: 0.5×fee÷ticket"),
            ("10% of calls per agent", "usual: 10%×calls÷agent | other-per: 10%×calls×agent"),
            ("500 yen × calls per agent", "usual: 500×calls÷agent | other-per: 500×calls×agent"),
            ("100% × on time per total", "usual: 100%×on time÷total | other-per: 100%×on time×total"),
            ("cost per ticket", "usual: cost÷ticket | other-per: cost×ticket"),
            ("5% of the retainer per breach", "usual: 5%×retainer×breach"),
            ("5% of the stipend per breach", "-"),
            ("calls per agent × 100", "usual: calls÷agent×100"),
            ("price per unit × quantity", "-"),
            ("price per unit times quantity", "-"),
            ("cost per ticket × tickets × 1.1", "-"),
            ("calls per agent × agents", "-"),
        ],
    );
}

#[test]
fn what_may_be_meant_in_two_ways_had_one_reading() {
    check_with(
        &["月額", "A", "B", "C"],
        &[
            ("月額×A÷B（％、小数点以下切捨て）", "-"),
            ("月額×A÷B（1％未満切捨て）", "-"),
            ("月額×10％（1％未満切捨て）", "-"),
            ("10% of A less 5%", "-"),
            ("A × 10% less 5%", "-"),
            ("Aの10％から5％を控除した額", "-"),
            ("A less 10% of B divided by C", "usual: (A-10%×B)÷C | in-order: A-10%×B÷C"),
            ("A＋BをCで除し100を乗じた値", "usual: (A+B)÷C×100 | other-bond: A+B÷C×100"),
            ("A－BをCで除し、100を乗じた値", "usual: (A-B)÷C×100 | other-bond: A-B÷C×100"),
            ("A＋BをCで除して得た値に100を乗じた値", "usual: (A+B)÷C×100 | other-bond: A+B÷C×100"),
        ],
    );
}

#[test]
fn conditions_and_limits_in_the_unit_of_a_factor_were_put_on_the_product() {
    let refused = [
        "違約金＝契約金額×1％×遅延日数（10日を超える場合は10日とする）",
        "違約金＝契約金額×1％×遅延日数。ただし、5日以内の場合は0円とする。",
        "期限内件数÷全件数×100（5件未満の場合は100）",
        "期限内件数÷全件数×100（10件以下の場合は100％）",
        "月額料金×停止時間（24時間を超えた場合は24時間）",
        "月額料金×停止時間、ただし24時間を超える場合は24時間とする",
        "月額料金×発生件数（100件を超える場合は100件とする）",
        "月額料金×発生件数（10件以下の場合は0円）",
        "減点＝10点×発生件数（3件以上の場合は30点）",
        "違約金＝（遅延日数－10日）×1万円（10日以下の場合は0円）",
        "遅延日数×月額料金（遅延日数が30日を超える場合は30日とする）",
        "違約金＝月額料金×停止時間。停止時間が24時間を超えるときは24時間とする。",
        "減額＝月額料金×10％（95％未満の場合は月額料金の20％）",
        "減額＝月額料金×（99.9－稼働率）（99.9以上の場合は0）",
        "monthly fee × days, not exceeding 10 days",
        "monthly fee × days, up to 10 days",
        "100 × days, at most 30 days",
        "月額料金×遅延日数、30日以下",
        "月額料金×遅延日数、最大30日",
    ];
    check(&refused.map(|text| (text, "-")));
    check(&[
        ("遅延日数（10日を超える場合は10日とする）", "usual: 場合分け(遅延日数＞10, 10, 遅延日数)"),
        ("契約金額×1％×遅延日数（上限10日）", "usual: 契約金額×1%×最小値(遅延日数, 10)"),
        (
            "月額料金×遅延日数（0円未満の場合は0円）",
            "usual: 場合分け(月額料金×遅延日数＜0, 0, 月額料金×遅延日数)",
        ),
    ]);
}

#[test]
fn a_definition_behind_where_was_a_condition() {
    check_refused(
        &[
            "uptime / total where total is late minus downtime",
            "uptime / total × 100, where total is 720",
            "monthly fee × price, where the price is 5%",
            "uptime / total where total = on time",
        ],
        |unclear| matches!(unclear, Unclear::Where),
    );
}

#[test]
fn a_hundredth_of_a_name_was_taken_from_an_amount() {
    for text in ["monthly fee less price%", "monthly fee plus price%", "契約金額から発生件数％を控除した額"]
    {
        let error = read(text, &vocabulary()).map(|formula| formula.print(&vocabulary(), Language::Ja));
        assert!(error.is_err(), "{text}: {error:?}");
    }
    check(&[(
        "monthly fee times uptime divided by total, but not more than monthly fee",
        "usual: 最小値(monthly fee×uptime÷total, monthly fee) | other-limit: monthly fee×uptime÷total≦monthly fee",
    )]);
}

#[test]
fn so_many_of_a_name_were_dropped_behind_per() {
    check_with(
        &["incidents", "calls", "fee"],
        &[
            ("incidents per 1,000 calls", "usual: incidents÷calls×1000"),
            (
                "incidents per 100 calls, rounded to two decimal places",
                "usual: 四捨五入(incidents÷calls×100, 2)",
            ),
            ("incidents per 1000 requests", "-"),
            ("fee per 60 minutes", "-"),
            ("incidents + calls per 1,000 calls", "-"),
        ],
    );
    let names = |text: &str| -> Vec<String> {
        let found = Vocabulary::of_text(text);
        found.terms().iter().map(|term| term.ja.concat()).collect()
    };
    assert_eq!(names("incidents per 1,000 calls"), ["incidents", "calls"]);
    assert_eq!(names("errors per 1000 requests"), ["errors", "requests"]);
}

/// Without names of its own a text was cut where words calculate, and what they do became a name.
#[test]
fn what_is_done_was_found_as_a_name() {
    let mut wrong = Vec::new();
    for text in [
        "Service credits are calculated as a percentage of the total charges paid by you.",
        "Service credits are computed as a percentage of monthly fees",
        "1% per day of delay of the contract price",
        "excess of A over B",
        "A÷Bの整数部分×C",
        "A÷Bの商×C",
        "A－Bの差÷A",
        "A＋B＋Cの平均",
        "1－A÷Bで求める",
        "AのB％",
        "違反件数1件当たり1万円を違約金とする",
        "A together with B divided by C",
        "A div by B",
        "AからB÷C引く",
        "価格（税込）÷価格（税抜）",
        "各月の停止時間÷当月の停止時間",
        "当月の件数÷月の件数",
        "当該年度の使用量÷年度の使用量",
        "number of calls / total number of calls × 100",
    ] {
        let vocabulary = Vocabulary::of_text(text);
        let read = read(text, &vocabulary).map(|formula| formula.print(&vocabulary, Language::Ja));
        wrong.extend(read.ok().map(|read| format!("{text}: {read}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn headings_stayed_in_the_name() {
    for (text, expected) in [
        ("第3号：違約金＝委託料×10％", "違約金"),
        ("Article 5: Rate = on time / all * 100", "Rate"),
        ("ア　遵守率＝対応件数÷全件数×100", "遵守率"),
    ] {
        let vocabulary = Vocabulary::of_text(text);
        assert_eq!(read(text, &vocabulary).unwrap().defines(), Some(expected), "{text}");
    }
}

#[test]
fn powers_are_told_as_powers() {
    for text in ["A^2", "A**2÷B", "X^2÷Y", "期限内件数**2", "uptime^2"] {
        for vocabulary in [Vocabulary::of_text(text), vocabulary()] {
            let error = read(text, &vocabulary).unwrap_err().text(text).en;
            assert!(error.contains("powers"), "{text}: {error}");
        }
    }
}
