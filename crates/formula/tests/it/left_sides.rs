//! What stands before `＝`, `is` or は: a name keeps all its words; what is no name is read as what it is, or refused.

use formula::{ReadError, Relation, Unclear, read};
use provenance::Language;

use super::written::{check, vocabulary};

/// The left side is told to be no name, at these words.
#[track_caller]
fn check_no_name(text: &str, words: &str) {
    match read(text, &vocabulary()) {
        Err(ReadError::Unclear { unclear: Unclear::NoName, fragment, .. }) => {
            assert_eq!(fragment, words, "{text}");
        }
        Err(error) => panic!("{text}: {}", error.text(text).en),
        Ok(formula) => panic!("{text}: read as {}", formula.print(&vocabulary(), Language::Ja)),
    }
}

#[test]
fn operations_before_the_sign_were_swallowed_by_the_name() {
    for (text, words) in [
        ("twice total is cases on time divided by all cases", "twice"),
        ("half the usual rate is cases on time divided by all cases", "half"),
        ("unless total is downtime, the rate is cases on time divided by all cases", "unless"),
        ("the percentage of total that is downtime", "that"),
        ("2 times the usual rate is cases on time / all cases", "2 times"),
        ("the usual rate times 100 is cases on time / all cases", "times"),
        ("one minus the rate equals downtime / total", "minus"),
        ("double the fee means fee x 2", "double"),
        ("one-third of the fee is fee / 3", "third"),
        ("ten percent of the fee is fee × 0.1", "percent"),
        ("rate squared = cases on time / all cases", "squared"),
        ("the square root of the rate = cases on time / all cases", "square"),
        ("the rate excluding downtime = cases on time / all cases", "excluding"),
        ("the rest of the fee is fee × 0.9", "rest"),
        ("the rate rounded to 2 decimals is cases on time / all cases", "rounded to"),
        ("the rate for total > 5 is cases on time / all cases", ">"),
        ("the rate of more than 95% is cases on time / all cases", "more than"),
        ("max(rate, 5) = cases on time / all cases", "rate, 5"),
        ("遵守率の2倍は、期限内件数÷全件数", "2倍"),
        ("遵守率を2倍した値＝期限内件数÷全件数", "2倍"),
        ("遵守率の逆数＝全件数÷期限内件数", "遵守率の逆数"),
        ("遵守率の半分＝期限内件数÷全件数", "遵守率の半分"),
        ("遵守率の二乗＝期限内件数÷全件数", "二乗"),
        ("遵守率の2分の1は期限内件数÷全件数", "2分の"),
        ("遵守率の10%増し＝期限内件数÷全件数", "10%"),
        ("期限内件数の合計は、全件数", "期限内件数の合計"),
        ("遵守率に100を乗じた値＝期限内件数÷全件数", "100"),
        ("遵守率と稼働率の和は、期限内件数÷全件数", "遵守率と稼働率の和"),
        ("全件数以外の遵守率＝期限内件数÷全件数", "全件数以外の遵守率"),
        ("全件数が0でない遵守率＝期限内件数÷全件数", "全件数が"),
        ("四捨五入した遵守率＝期限内件数÷全件数", "四捨五入した"),
        ("遵守率（小数点以下第2位を四捨五入）＝期限内件数÷全件数", "小数点以下第2位を四捨五入"),
    ] {
        check_no_name(text, words);
    }
    // Two formulas, neither of which is a name.
    for text in [
        "1 minus downtime is cases on time divided by all cases",
        "downtime times 2 is cases on time / all cases",
        "10% of the fee is fee × 0.1",
        "委託料の3倍は委託料×3",
        "委託料の80%＝委託料×0.8",
        "遵守率（×100）＝期限内件数÷全件数",
        "100×遵守率＝期限内件数÷全件数",
        "－遵守率＝期限内件数÷全件数",
    ] {
        assert!(read(text, &vocabulary()).is_err(), "{text}");
    }
}

#[test]
fn a_formula_before_the_sign_is_read_as_one() {
    check("the sum of downtime and fee is all cases", "all cases＝停止時間+委託料");
    check("全件数から停止時間を引いた値は期限内件数", "期限内件数＝全件数-停止時間");
    check("期限内件数と停止時間の合計は、全件数とする。", "全件数＝期限内件数+停止時間");
    check("cases on time divided by all cases is the monthly rate", "monthly rate＝期限内件数÷全件数");
    let target = |text: &str| read(text, &vocabulary()).unwrap().target().map(|(relation, _)| relation);
    assert_eq!(target("1 minus downtime / total is 95%"), Some(Relation::Equal));
    assert_eq!(target("期限内件数÷全件数は95%とする"), Some(Relation::Equal));
    check("全件数が0のときの遵守率＝100", "遵守率＝場合分け(全件数＝0, 100)");
}

#[test]
fn names_with_numbers_units_and_words_of_grammar_are_names() {
    for (side, name) in [
        ("the monthly rate is", "monthly rate"),
        ("The on-time rate for priority 1 incidents is", "on-time rate for priority 1 incidents"),
        ("Response rate within 30 minutes =", "Response rate within 30 minutes"),
        ("Percentage of cases on time =", "Percentage of cases on time"),
        ("30-day rate =", "30-day rate"),
        ("calls per hour =", "calls per hour"),
        ("Half-yearly fee =", "Half-yearly fee"),
        ("24x7 availability =", "24x7 availability"),
        ("% Availability =", "% Availability"),
        ("downtime percentage =", "downtime percentage"),
        ("The average of response times =", "The average of response times"),
        ("30秒以内応答率＝", "30秒以内応答率"),
        ("24時間対応率＝", "24時間対応率"),
        ("期限内に対応した件数の割合＝", "期限内に対応した件数の割合"),
        ("平均応答時間＝", "平均応答時間"),
        ("停止時間の割合＝", "停止時間の割合"),
        ("遵守率は＝", "遵守率"),
        ("「遵守率」＝", "遵守率"),
        ("応答率(30秒以内)＝", "応答率(30秒以内)"),
        ("企画書及び発表の評価点＝", "企画書及び発表の評価点"),
    ] {
        let text = format!("{side} cases on time / all cases");
        let formula = read(&text, &vocabulary()).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(formula.defines(), Some(name), "{text}");
    }
}
