//! `formula check` by role, and theorems for Coq.

use std::{fs, path::PathBuf, process::Command};

use super::{folder, run};

const CASES: [&str; 4] = ["--on-time", "期限内件数", "--all", "全件数"];

/// The exit code, what is printed in English and what is told of a formula by its role.
fn check(text: &str, more: &[&str]) -> (i32, String, String) {
    // Nothing is read or written there; a folder of its own would be emptied by the tests beside it.
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let (code, out, err) = run(&folder, &[&["formula", "check", text, "--lang", "en"], more].concat());
    (code, out, err)
}

fn with_cases(text: &str, more: &[&str]) -> (i32, String, String) {
    check(text, &[&CASES[..], more].concat())
}

#[test]
fn a_rate_without_a_hundred_is_a_share() {
    let (code, out, _) = with_cases("期限内件数÷全件数", &[]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("judged as a share between 0 and 1"), "{out}");
    // Never "1 of 1 cases gives 1 %": the scale is told, and the laws are those of the share.
    let (code, out, _) = with_cases("期限内件数÷全件数", &["--as", "percent"]);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("a share between 0 and 1 and not a percentage: `× 100` is missing"), "{out}");
    assert!(!out.contains("gives 1 %") && !out.contains("NO"), "{out}");
    let (code, out, _) = with_cases("期限内件数÷全件数×100", &["--as", "share"]);
    assert_eq!(code, 1);
    assert!(out.contains("`× 100` is too much"), "{out}");
    let (_, out, _) = with_cases("期限内件数÷全件数", &["--as", "percent", "--format", "json"]);
    let values: Vec<serde_json::Value> = serde_json::from_str(&out).unwrap();
    assert!(values.iter().any(|value| value["mismatch"] == true), "{out}");
    // Said to be in percent, without a hundredfold: the share stands, the contradiction is told, what it says is offered.
    for text in ["期限内件数÷全件数（%）", "（期限内件数÷全件数）％", "遵守率(%)＝期限内件数÷全件数"]
    {
        let (code, out, _) = with_cases(text, &[]);
        assert_eq!(code, 0, "{out}");
        assert!(out.contains("the text says %, but the formula makes a share: there is no × 100"), "{out}");
        assert!(
            out.contains("usual-percentage: ") && out.contains("judged as a share between 0 and 1"),
            "{out}"
        );
        let (code, out, _) = with_cases(text, &["--as", "percent"]);
        assert_eq!(code, 1, "{out}");
        assert!(out.contains("a share between 0 and 1 and not a percentage"), "{out}");
    }
    let (code, out, _) = with_cases("期限内件数÷全件数×100%", &["--as", "percent"]);
    assert_eq!((code, out.contains("a share between 0 and 1 and not a percentage")), (1, true), "{out}");
    assert_eq!(with_cases("期限内件数×100÷全件数（％）", &["--as", "percent"]).0, 0);
    let (code, out, _) = with_cases("全件数÷期限内件数", &[]);
    assert_eq!(code, 1);
    assert!(out.contains("it lies between 0 and 1: in a month with 1 case of which 0 were on time"), "{out}");
}

#[test]
fn what_is_asked_for_is_judged_where_the_unit_alone_says_otherwise() {
    for text in ["期限内件数÷全件数×80", "（期限内件数÷全件数×100）×0.5"] {
        let (code, out, _) = with_cases(text, &["--as", "percent"]);
        assert_eq!(code, 1, "{out}");
        assert!(!out.contains("a share between 0 and 1") && out.contains("it is 100 % where"), "{out}");
    }
}

#[test]
fn tiers_in_percent_over_a_range_to_100_are_told_and_not_proved() {
    let text = "稼働率が99.9％以上の場合は0、99％以上99.9％未満の場合は25、99％未満の場合は10";
    let range = ["--as", "penalty", "--of", "稼働率", "--free-at", "100", "--cap", "25", "--to"];
    let (code, out, _) = check(text, &[&range[..], &["100"]].concat());
    assert_eq!(code, 1, "{out}");
    assert!(
        out.contains("compared with 99.9%, a share, but is said to go to 100") && !out.contains("ok"),
        "{out}"
    );
}

#[test]
fn a_rounded_rate_with_an_empty_month_keeps_every_law() {
    let (code, out, _) = with_cases("IF(全件数=0, 100, 四捨五入(期限内件数÷全件数×100, 1))", &[]);
    assert_eq!(code, 0, "{out}");
}

#[test]
fn laws_over_two_months_tell_both() {
    let (_, out, _) = with_cases("（全件数−期限内件数）÷全件数×100", &[]);
    let told = "in a month with 1 case of which 0 were on time, it gives 100 %; with 1 on time it gives 0 %";
    assert!(out.contains(told), "{out}");
}

#[test]
fn penalties_by_months_and_by_tiers() {
    let rule = "月額×（100−期限内件数÷全件数×100）÷100";
    let penalty =
        |more: &[&str]| with_cases(rule, &[&["--as", "penalty", "--with", "月額=100万"], more].concat());
    assert_eq!(penalty(&["--cap", "1000000"]).0, 0);
    let (code, out, _) = penalty(&["--cap", "50万"]);
    assert_eq!(code, 1);
    assert!(
        out.contains(
            "it never exceeds its cap: in a month of 1 case, 0 of which were on time, it comes to 1000000"
        ),
        "{out}"
    );
    // A rate of those on time is no penalty: it is due where all are.
    let (code, out, _) = with_cases("期限内件数÷全件数×100", &["--as", "penalty"]);
    assert_eq!(code, 1);
    let told =
        "nothing is due at full attainment: in a month of 1 case, 1 of which was on time, it comes to 100";
    assert!(out.contains(told), "{out}");
    let tiers = |text: &str| {
        check(text, &["--as", "penalty", "--of", "稼働率", "--to", "100", "--free-at", "100", "--cap", "25"])
    };
    assert_eq!(tiers("場合分け(稼働率≧99.9, 0, 99≦稼働率＜99.9, 10, 稼働率＜99, 25)").0, 0);
    let (code, out, _) = tiers("場合分け(稼働率≧99.9, 0, 99≦稼働率≦99.9, 10, 稼働率＜99, 25)");
    assert_eq!(code, 1);
    // What breaks several laws is told once.
    let both = "both `稼働率 ≥ 99.9` (0) and `99 ≤ 稼働率 ≤ 99.9` (10) apply";
    assert_eq!(out.matches(both).count(), 1, "{out}");
    let days = ["--as", "penalty", "--of", "遅延日数", "--step", "1", "--free-at", "0", "--cap", "1000万"];
    let amount = ["--with", "契約金額=1億"];
    assert_eq!(check("最小(遅延日数×0.1%×契約金額, 契約金額×10%)", &[&days[..], &amount].concat()).0, 0);
    let (code, out, _) = check("遅延日数×0.1%×契約金額", &[&days[..], &amount].concat());
    assert_eq!(code, 1);
    assert!(out.contains("with 遅延日数 = 101, it comes to 10100000"), "{out}");
}

#[test]
fn points_by_a_price_whose_ceiling_is_not_known() {
    let points = |text: &str| {
        let price = ["--as", "points", "--of", "入札価格", "--ceiling", "予定価格", "--cap", "100"];
        check(text, &[&price[..], &["--with", "配点=100"]].concat())
    };
    for text in [
        "配点×（1−入札価格÷予定価格）",
        "切り捨て(配点×（1−切り上げ(入札価格÷予定価格, 3)）, 1)",
        "配点×（1−最大(入札価格÷予定価格, 0.7)）÷0.3",
    ] {
        let (code, out, _) = points(text);
        assert_eq!(code, 0, "{out}");
    }
    let (code, out, _) = points("IF(入札価格＜予定価格×0.6, 0, 配点×（1−入札価格÷予定価格）)");
    assert_eq!(code, 1);
    let told =
        "with 入札価格 = 0.5 × 予定価格, it comes to 0; with 入札価格 = 0.6 × 予定価格, it comes to 40";
    assert!(out.contains(told), "{out}");
    let (_, out, _) = points("予定価格−入札価格");
    assert!(out.contains("it depends on more than the ratio of `入札価格` to `予定価格`"), "{out}");
    let (code, _, err) = with_cases("期限内件数", &["--as", "points"]);
    assert_eq!((code, err.contains("name what the amount follows with --of NAME")), (2, true), "{err}");
    let (code, _, err) = check("入札価格", &["--as", "points", "--of", "入札価格", "--with", "配点"]);
    assert_eq!((code, err.contains("is not NAME=NUMBER")), (2, true), "{err}");
}

#[test]
fn counts_are_whole_numbers_of_cases() {
    assert_eq!(with_cases("全件数−期限内件数", &["--as", "count"]).0, 0);
    let (code, out, _) = with_cases("期限内件数÷全件数", &["--as", "count"]);
    assert_eq!(code, 1);
    assert!(out.contains("refuted in a month with 0 cases"), "{out}");
}

#[test]
fn an_amount_that_follows_a_count_is_judged_by_it() {
    let months = ["--as", "penalty", "--late", "期限後件数"];
    let (_, out, _) = with_cases("期限後件数×1000", &months);
    assert!(out.contains("judged with --of its name, --step 1 and --free-at"), "{out}");
    let by_count = ["--as", "penalty", "--of", "期限後件数", "--step", "1", "--free-at", "0"];
    assert_eq!(check("期限後件数×1000", &by_count).0, 0);
    let (code, out, _) = check("期限後件数×1000", &[&by_count[..], &["--cap", "5000"]].concat());
    assert_eq!((code, out.contains("with 期限後件数 = 6, it comes to 6000")), (1, true), "{out}");
}

#[test]
fn what_is_left_out_of_the_theorems_is_told_once() {
    let folder = folder("left-out");
    let check = |text: &str| {
        let options = ["formula", "check", text, "--proof", "laws.v", "--lang", "en"];
        run(&folder, &[&options[..], &CASES].concat())
    };
    let (code, _, err) = check("四捨五入(期限内件数÷全件数×100)");
    assert_eq!(
        (code, err.as_str()),
        (
            0,
            "note: usual defined, range, all-on-time, none-on-time, monotone, affine, scale, complement: formulas with \
             cases, bounds or roundings are not written out\nnote: there is no theorem to write, so `laws.v` is not \
             written\n"
        )
    );
    assert!(!folder.join("laws.v").exists());
    assert_eq!(check("期限内件数÷全件数").2, "");
    assert!(fs::read_to_string(folder.join("laws.v")).unwrap().contains("range 1 f1 x y"));
}

/// Coq accepts every verdict on the reference contract.
#[test]
fn coq_accepts_the_reference_contract() {
    let folder = folder("coq");
    let (code, _, err) = run(&folder, &["formula", "verify", "--proof", "laws.v", "--lang", "en"]);
    // The printed formulas are refuted, as theorems too.
    assert_eq!(code, 1);
    assert_eq!(err, "", "nothing is left out");
    let text = fs::read_to_string(folder.join("laws.v")).unwrap();
    assert_eq!(text.matches("\nTheorem ").count() % 8, 0);
    assert!(text.matches("\nTheorem ").count() > 200);
    match Command::new("coqc").args(["-q", "laws.v"]).current_dir(&folder).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(_) => {
            assert!(std::env::var_os("REQUIRE_COQ").is_none(), "coqc is required here and cannot be run");
            eprintln!("skipped: coqc is not installed (Debian: apt-get install coq)");
        }
    }
    // A file of somebody else's is not overwritten.
    fs::write(folder.join("other.v"), "mine").unwrap();
    let (code, _, _) = run(&folder, &["formula", "verify", "--proof", "other.v"]);
    assert_eq!((code, fs::read_to_string(folder.join("other.v")).unwrap().as_str()), (2, "mine"));
}

#[test]
fn a_target_on_another_scale_ends_with_1() {
    for (text, code) in [
        ("期限内件数÷全件数≧95", 1),
        ("期限内件数÷全件数≧0.95", 0),
        ("期限内件数÷全件数×100≧0.95", 1),
        ("期限内件数÷全件数×100≧95", 0),
    ] {
        assert_eq!(with_cases(text, &[]).0, code, "{text}");
    }
    // Within a rate, and within a penalty by months, what is compared is on two scales as well.
    for (options, rest) in [(&[][..], "100, 0"), (&["--as", "penalty"], "0, 10")] {
        let (code, out, _) = with_cases(&format!("IF(期限内件数÷全件数>=95, {rest})"), options);
        assert_eq!(code, 1, "{out}");
        assert!(out.contains("「95％」と書く") || out.contains("or `95%`"), "{out}");
    }
}

#[test]
fn the_target_of_a_pasted_row_is_read_and_its_other_cells_are_told() {
    let folder = folder("formula-rows");
    let rows = "項目\t式\t目標\t備考\n遵守率\t期限内件数÷全件数×100\t80％以上\t月次\n";
    fs::write(folder.join("rows.tsv"), rows).unwrap();
    let (code, out, _) = run(&folder, &["formula", "read", "--file", "rows.tsv"]);
    assert_eq!(code, 0);
    assert_eq!(
        out,
        "2 遵守率 通常の読み方: 期限内件数÷全件数×100≧80\n  名称: 期限内件数、全件数\n  式に含まれない欄: 月次\n"
    );
}
