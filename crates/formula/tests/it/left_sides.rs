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
        ("twice the rate is cases on time divided by all cases", "twice"),
        ("half the usual rate is cases on time divided by all cases", "half"),
        ("unless total is downtime, the rate is cases on time divided by all cases", "unless"),
        ("the percentage of total that is downtime", "that"),
        ("2 times the usual rate is cases on time / all cases", "2 times"),
        ("the usual rate times 100 is cases on time / all cases", "times"),
        ("one minus the rate equals downtime / total", "minus"),
        ("rate squared = cases on time / all cases", "squared"),
        ("the square root of the rate = cases on time / all cases", "square"),
        ("the rest of the fee is fee × 0.9", "rest"),
        ("the rate rounded to 2 decimals is cases on time / all cases", "rounded to"),
        ("the rate for total > 5 is cases on time / all cases", ">"),
        ("the rate of more than 95% is cases on time / all cases", "more than"),
        ("max(rate, 5) = cases on time / all cases", "rate, 5"),
        ("遵守率の2倍は、期限内件数÷全件数", "2倍"),
        ("遵守率を2倍した値＝期限内件数÷全件数", "2"),
        ("遵守率の逆数＝全件数÷期限内件数", "遵守率の逆数"),
        ("遵守率の半分＝期限内件数÷全件数", "半分"),
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
        "double the fee means fee x 2",
        "one-third of the fee is fee / 3",
        "the rate excluding downtime = cases on time / all cases",
        "twice total is cases on time divided by all cases",
        "downtime times 2 is cases on time / all cases",
        "10% of the fee is fee × 0.1",
        "ten percent of the fee is fee × 0.1",
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

#[test]
fn targets_in_words_were_refused() {
    use Relation::{AtLeast, AtMost, Equal, Greater, Less};
    let check_target = |text: &str, expected: Relation| {
        let formula =
            read(text, &vocabulary()).unwrap_or_else(|error| panic!("{text}: {}", error.text(text).en));
        let (relation, number) = formula.target().unwrap_or_else(|| panic!("{text}: no target"));
        assert_eq!((relation, number), (expected, formula::Exact::ratio(95, 100).unwrap()), "{text}");
        assert_eq!(formula.terms().len(), 2, "{text}");
    };
    for (relation, tails) in [
        (
            AtLeast,
            &[
                "is at least 95%",
                "must be at least 95%",
                "must not be less than 95%",
                "shall not be below 95%",
                "must be greater than or equal to 95%",
                "must be equal to or greater than 95%",
                "should not fall below 95%",
                "is no lower than 95%",
                "cannot be less than 95%",
                "may not be less than 95%",
                "is 95% or more",
                "must be 95% or higher",
                "shall always be 95% or better",
                "is required to be at least 95%",
                "must be >= 95%",
                "must reach at least 95%",
                "reaches 95%",
                ", which must be at least 95%",
                "and shall not be less than 95%",
            ][..],
        ),
        (
            AtMost,
            &[
                "is at most 95%",
                "shall be no more than 95%",
                "shall not exceed 95%",
                "does not exceed 95%",
                "must not be more than 95%",
                "is 95% or less",
                "must be 95% or fewer",
                "must be within 95%",
            ],
        ),
        (Greater, &["must exceed 95%", "must be above 95%", "must be over 95%", "shall be higher than 95%"]),
        (Less, &["is less than 95%", "must be under 95%", "must be below 95%", "shall fall below 95%"]),
        (Equal, &["must be 95%", "is 95%"]),
    ] {
        for tail in tails {
            check_target(&format!("cases on time / all cases {tail}"), relation);
            check_target(&format!("Rate = cases on time / all cases {tail}"), relation);
        }
    }
    for (relation, tails) in [
        (
            AtLeast,
            &[
                "は95％以上とする",
                "を95％以上とする。",
                "が95％以上であること",
                "を95%以上に維持すること",
                "を95%以上に保つこと",
                "は95%以上でなければならない",
                "が95%を下回らないこと",
                "は95%を下回ってはならない",
                "が95%に達すること",
                "は少なくとも95%とする",
                "は、常に95%以上とする",
                "、95%以上とする",
                "が95パーセント以上",
            ][..],
        ),
        (AtMost, &["は95%以下とする", "が95%を超えないこと", "は95%を超えてはならない", "を95%以内とする"]),
        (Greater, &["が95%を超えること", "は95%を上回るものとする", "が95%より大きいこと"]),
        (Less, &["は95%未満とする", "を95%未満に保つこと", "が95%を下回ること"]),
    ] {
        for tail in tails {
            check_target(&format!("期限内件数÷全件数{tail}"), relation);
            check_target(&format!("遵守率＝期限内件数÷全件数{tail}"), relation);
            check_target(&format!("期限内件数を全件数で除した値{tail}"), relation);
        }
    }
    // A sentence of its own that names the figure or its target.
    for text in [
        "Rate = cases on time / all cases. The rate must be at least 95%.",
        "Rate = cases on time / all cases. It shall not be less than 95%.",
        "遵守率＝期限内件数÷全件数。目標は95%以上とする。",
        "遵守率＝期限内件数÷全件数。遵守率は95%以上とする。",
    ] {
        check_target(text, AtLeast);
    }
    check("downtime must not exceed 5", "停止時間≦5");
    check("停止時間は5時間以内とする", "停止時間≦5");
    for text in [
        "Rate = cases on time / all cases. Downtime must be at most 5.",
        "遵守率＝期限内件数÷全件数。稼働率は95%以上とする。",
        "cases on time / all cases must be at least 95% unless total is downtime",
        "cases on time / all cases must not be not less than 95%",
        "cases on time / all cases must not be less than 95% or more",
        "cases on time / all cases must be at least 95% and at most 99%",
        "期限内件数÷全件数は95%以上99%以下未満とする",
        "期限内件数÷全件数は95%以上とする月を除く",
        "Availability is at least 95%",
    ] {
        assert!(read(text, &vocabulary()).is_err(), "{text}");
    }
}

#[test]
fn more_than_a_name_is_an_amount() {
    check("10% more than total", "総時間×(1+10%)");
    check("5 less than total", "総時間-5");
    check("20% less than the fee", "委託料×(1-20%)");
    check("Cap means 10% more than total", "Cap＝総時間×(1+10%)");
    check("total more than 10%", "総時間＞10%");
    assert!(read("10% more than total minus downtime", &vocabulary()).is_err());
}

#[test]
fn the_second_reading_of_a_share_of_a_difference_was_missing() {
    let printed = |text: &str| -> Vec<String> {
        let found = formula::read_all(text, &vocabulary()).unwrap_or_else(|error| panic!("{text}: {error}"));
        found.iter().map(|reading| reading.formula.print(&vocabulary(), Language::Ja)).collect()
    };
    let both = ["(総時間-停止時間)÷総時間", "総時間-停止時間÷総時間"];
    for text in [
        "総時間に占める総時間－停止時間の割合",
        "総時間－停止時間の総時間に対する割合",
        "total minus downtime as a proportion of total",
        "total minus downtime as a share of total",
    ] {
        let found = printed(text);
        assert_eq!(found[..2], both, "{text}");
    }
    // Of 1 the default is the other way round.
    assert_eq!(printed("1 minus downtime as a share of total"), ["1-停止時間÷総時間", "(1-停止時間)÷総時間"]);
    assert_eq!(printed("1－停止時間の総時間に対する割合")[..2], ["1-停止時間÷総時間", "(1-停止時間)÷総時間"]);
    // A comma binds.
    assert_eq!(printed("total minus downtime, as a share of total"), ["(総時間-停止時間)÷総時間"]);
    check(
        "the number of cases on time less the number of downtime, over total",
        "(期限内件数-停止時間)÷総時間",
    );
    // A percent sign within the formula is told.
    let percent = formula::read_all("期限内件数÷全件数％×2", &vocabulary()).unwrap();
    assert_eq!(percent[0].notes[0].what, formula::Aside::PercentOfName);
}

#[test]
fn ordinary_words_are_read_or_told_to_have_no_meaning_and_never_missing_names() {
    check("half of total", "0.5×総時間");
    check("half the total", "0.5×総時間");
    check("a third of the fee", "1÷3×委託料");
    check("twice downtime", "2×停止時間");
    check("total excluding downtime", "総時間-停止時間");
    check("総時間の半分", "総時間×0.5");
    check("委託料の10%増し", "委託料×(1+10%)");
    check("委託料の2割引き", "委託料×(1-20%)");
    check("月の総時間", "総時間");
    for text in [
        "total squared",
        "not total",
        "cases on time / unless",
        "月",
        "総時間と月",
        "total without downtime",
        "total divided by all of the fee",
        "cases on time / all cases please",
        "総時間の逆数",
        "委託料の余り",
        "総時間ので割る",
        "cases on time within",
        "the fee up",
    ] {
        let error = read(text, &vocabulary()).unwrap_err();
        assert!(!matches!(error, ReadError::UnknownName { .. }), "{text}: {}", error.text(text).en);
        let remedy = error.remedy().unwrap_or_else(|| panic!("{text}: no remedy"));
        if let Some(edit) = remedy.edit {
            let mended = edit.apply(text);
            assert!(read(&mended, &vocabulary()).is_ok(), "{text}: {mended}");
        }
    }
}

#[test]
fn what_looks_like_a_name_and_is_none() {
    for side in [
        "five per cent of the rate is",
        "rate at 100 is",
        "rate^2 =",
        "rate² =",
        "√rate =",
        "ln rate =",
        "遵守率の倍額は",
        "遵守率を百分率にした値は",
        "逆の遵守率は",
        "マイナスの遵守率は",
        "総時間（停止時間を除く）は",
    ] {
        let text = format!("{side} cases on time / all cases");
        assert!(read(&text, &vocabulary()).is_err(), "{text}");
    }
    check("m² = cases on time / all cases", "m²＝期限内件数÷全件数");
    check("倍率＝期限内件数÷全件数", "倍率＝期限内件数÷全件数");
}

#[test]
fn a_name_stands_behind_its_figure() {
    for text in [
        "期限内件数を全件数で除した値を遵守率とする。",
        "期限内件数÷全件数を遵守率とする",
        "期限内件数を全件数で除した値を遵守率という。",
        "期限内件数を全件数で割ったものを遵守率とします",
        "期限内件数÷全件数を、遵守率とする",
    ] {
        check(text, "遵守率＝期限内件数÷全件数");
    }
    for text in [
        "期限内件数÷全件数を遵守率の2倍とする",
        "期限内件数÷全件数を100とする",
        "期限内件数を全件数とする",
        "遵守率を期限内件数÷全件数とする月",
    ] {
        assert!(read(text, &vocabulary()).is_err(), "{text}");
    }
}
