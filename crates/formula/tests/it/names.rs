//! The names that texts use by themselves: what was cut wrongly, and what no name is.

use formula::{Aside, ReadError, Term, Unclear, Vocabulary, read, read_all};
use provenance::Language;

/// The readings of a text with its own names, or what is wrong with it.
fn readings(text: &str) -> Result<String, ReadError> {
    let names = Vocabulary::of_text(text);
    let all = read_all(text, &names)?;
    Ok(all.iter().map(|one| one.formula.print(&names, Language::Ja)).collect::<Vec<_>>().join(" | "))
}

#[track_caller]
fn check(rows: &[(&str, &str)]) {
    for (text, wanted) in rows {
        let found = readings(text).unwrap_or_else(|error| format!("refused: {}", error.text(text).en));
        assert_eq!(found, *wanted, "{text}");
    }
}

#[track_caller]
fn check_refused(texts: &[&str]) {
    for text in texts {
        if let Ok(found) = readings(text) {
            panic!("{text}: read as {found}");
        }
    }
}

#[track_caller]
fn check_unclear(texts: &[&str], wanted: &Unclear) {
    for text in texts {
        match readings(text) {
            Err(ReadError::Unclear { unclear, .. }) if unclear == *wanted => {}
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn a_word_that_quotes_parted_the_names_of_a_list() {
    check(&[
        (
            "満足と回答した人数及びやや満足と回答した人数の合計÷回答者数",
            "(満足と回答した人数+やや満足と回答した人数)÷回答者数",
        ),
        ("満足と答えた者とやや満足と答えた者の合計÷回答者数", "(満足と答えた者+やや満足と答えた者)÷回答者数"),
        ("必要と認めた件数及び不要と認めた件数の合計", "必要と認めた件数+不要と認めた件数"),
        ("完了となった件数及び中止となった件数の合計÷全件数", "(完了となった件数+中止となった件数)÷全件数"),
        (
            "可と判断された件数及び条件付き可と判断された件数の和",
            "可と判断された件数+条件付き可と判断された件数",
        ),
        // と joins where nothing is said with it.
        ("電話とメールの合計÷全件数", "(電話+メール)÷全件数"),
        ("一次回答件数と二次回答件数の和÷受付件数", "(一次回答件数+二次回答件数)÷受付件数"),
        // 計 within a word sums nothing.
        ("停止時間及び計画停止時間の合計÷総時間", "(停止時間+計画停止時間)÷総時間"),
        ("商品件数と書籍件数の合計÷全件数", "(商品件数+書籍件数)÷全件数"),
    ]);
}

#[test]
fn a_list_of_things_that_share_one_figure_was_summed_as_if_each_were_one() {
    check(&[
        ("本社及び支社の従業員数の合計÷全従業員数", "本社及び支社の従業員数÷全従業員数"),
        ("A及びBの人数の合計÷D", "A及びBの人数÷D"),
    ]);
    check_refused(&["電話、メール及び窓口の受付件数の合計", "東京、大阪及び名古屋の売上高の合計÷全社売上高"]);
}

#[test]
fn what_a_figure_follows_was_a_part_of_its_name() {
    check(&[
        ("遅延日数に応じ1日につき契約金額の0.1％", "契約金額×0.1%×遅延日数"),
        ("遅延日数1日につき契約金額の0.1％", "契約金額×0.1%×遅延日数"),
    ]);
    check_refused(&[
        "遅延日数に応じて契約金額の0.1％",
        "遅延日数に応じて、契約金額の0.1％",
        "遅延日数に従って契約金額の0.1％",
        "遅延日数に対して契約金額の0.1％",
        "遅延日数に比例して契約金額の0.1％",
        "違約金は、遅延日数に応じて契約金額の1000分の1とする",
    ]);
}

#[test]
fn a_hyphen_between_words_hid_a_difference() {
    check_unclear(
        &[
            "uptime-downtime",
            "Planned-Actual",
            "Uptime-Downtime/Total",
            "(Uptime-Downtime)/Total*100",
            "Revenue-Cost",
            "end-start",
            "in-out",
        ],
        &Unclear::Hyphen,
    );
    check(&[
        ("on-time / total", "on-time÷total"),
        ("first-call resolutions / total calls", "first-call resolutions÷total calls"),
        ("Follow-ups/Total", "Follow-ups÷Total"),
        ("e-mails / total", "e-mails÷total"),
        ("walk-ins / visitors", "walk-ins÷visitors"),
        ("(Opened-Closed)/Opened", "(Opened-Closed)÷Opened"),
        ("plan-actual/plan", "plan-actual÷plan"),
    ]);
}

#[test]
fn calls_of_sheets_that_formulas_do_not_have_were_names() {
    check_unclear(
        &[
            "MROUND(A,5)",
            "POWER(A,2)",
            "SQRT(A)",
            "MOD(A,B)",
            "MEDIAN(A1:A3)",
            "VLOOKUP(A1,B:C,2)/D1",
            "XLOOKUP(A1,B1:B9,C1:C9)*2",
            "INDEX(A1:A9,3)/B1",
            "PERCENTILE(A1:A9,0.95)",
            "ABS(A-B)/B",
            "QUOTIENT(A,B)",
        ],
        &Unclear::Function,
    );
    check(&[
        ("ROUND(SUM(A1:A3)/B1,2)", "四捨五入(SUM(A1:A3)÷B1, 2)"),
        ("SUM(A,B)/C", "合計(A, B)÷C"),
        ("COUNTIF(B2:B13,\"済\")/COUNTA(B2:B13)", "COUNTIF(B2:B13,\"済\")÷COUNTA(B2:B13)"),
        ("MTTR(h) / MTBF(h)", "MTTR÷MTBF"),
    ]);
}

#[test]
fn the_place_in_a_document_was_a_part_of_the_name() {
    check(&[
        ("第5条 遵守率＝期限内件数÷全件数×100", "遵守率＝期限内件数÷全件数×100"),
        ("第5条第2項　遵守率＝期限内件数÷全件数×100", "遵守率＝期限内件数÷全件数×100"),
        ("別表第1 稼働率＝（総時間－停止時間）÷総時間×100", "稼働率＝(総時間-停止時間)÷総時間×100"),
        ("第12条　期限内件数÷全件数", "期限内件数÷全件数"),
        ("Section 5.2 Availability = uptime / total", "Availability＝uptime÷total"),
        ("Clause 3 Credit is fee x 5%", "Credit＝fee×5%"),
        // An ordinal of the figure itself stays.
        ("第1四半期売上÷第2四半期売上", "第1四半期売上÷第2四半期売上"),
    ]);
}

#[test]
fn a_figure_for_one_of_something_was_read_as_the_whole() {
    check_unclear(
        &[
            "1件当たり5,000円",
            "1件につき契約金額の1％",
            "1日当たり5,000円",
            "遅延1日につき5,000円",
            "1日につき契約金額の0.1％",
            "違約金＝1日につき契約金額の1000分の1",
            "1時間あたり500円",
            "1台につき100円",
        ],
        &Unclear::Per,
    );
    check(&[
        ("1件当たり5,000円×超過件数", "5000×超過件数"),
        ("1件当たり5,000円×未達数", "5000×未達数"),
        ("1日当たり5,000円×遅延日数", "5000×遅延日数"),
        ("1時間当たり500円×停止時間", "500×停止時間"),
        ("停止時間×1時間当たり500円", "停止時間×500"),
        ("1件当たり処理時間＝総処理時間÷件数", "1件当たり処理時間＝総処理時間÷件数"),
        ("1回当たりの費用×回数", "1回当たりの費用×回数"),
    ]);
}

#[test]
fn numbers_in_brackets_that_number_names_were_refused() {
    check(&[
        ("期限内件数（1）÷全件数（2）×100", "期限内件数÷全件数×100"),
        ("遵守率（3）＝期限内件数（1）÷全件数（2）×100", "遵守率（3）＝期限内件数÷全件数×100"),
        ("（売上（1）－原価（2））÷売上（1）", "(売上-原価)÷売上"),
        ("on time (1) / total (2) x 100", "on time÷total×100"),
    ]);
    check_refused(&["配点（1）÷全件数", "配点（2）÷全件数（3）"]);
}

#[test]
fn marks_of_items_became_factors() {
    check(&[
        ("(i) A / B", "A÷B"),
        ("(a) on time / total x 100", "on time÷total×100"),
        ("(ii) late calls / all calls", "late calls÷all calls"),
    ]);
}

#[test]
fn ordinary_words_were_names() {
    for text in ["方÷引", "分子÷分母", "百分率", "減額した額", "USD 500", "max A, B", "Aの10％引"]
    {
        assert!(
            Vocabulary::of_text(text).terms().iter().all(|term| ["A", "B"].contains(&term.ja[0].as_str())),
            "{text}"
        );
        let error = read_all(text, &Vocabulary::of_text(text)).unwrap_err();
        assert!(!matches!(error, ReadError::UnknownName { .. }), "{text}: {error}");
    }
}

#[test]
fn a_target_in_brackets_behind_the_figure_was_refused() {
    check(&[
        ("期限内件数÷全件数×100（95％以上）", "期限内件数÷全件数×100≧95"),
        (
            "期限内件数÷全件数×100（目標95％）",
            "refused: character 15: the target `目標95％` does not say whether it is the least or the most; write it as in `at least 95%` or `at most 5%`",
        ),
        ("期限内件数÷全件数×100（目標値：95％以上）", "期限内件数÷全件数×100≧95"),
        ("期限内件数÷全件数×100（≧95%）", "期限内件数÷全件数×100≧95"),
        ("遵守率＝期限内件数÷全件数（目標：0.95以上）", "遵守率＝期限内件数÷全件数≧0.95"),
        ("停止時間÷総時間×100（5％以下）", "停止時間÷総時間×100≦5"),
        (
            "on time / total x 100 (target: 95%)",
            "refused: character 24: the target `target: 95%` does not say whether it is the least or the most; write it as in `at least 95%` or `at most 5%`",
        ),
        ("on time / total x 100 (at least 95%)", "on time÷total×100≧95"),
        ("期限内件数÷全件数×100。目標値：95％以上。", "期限内件数÷全件数×100≧95"),
    ]);
    // A limit, or which cases are counted.
    check_refused(&[
        "達成数÷計画数×100（100％以下）",
        "期限内件数÷全件数×100（95件以上）",
        "停止時間（1時間以上）÷総時間",
        "委託料×遅延日数（95％以上）",
    ]);
}

#[test]
fn the_sides_of_a_fraction_are_named_in_words() {
    check(&[
        ("Aを分子、Bを分母とする百分率", "A÷B×100"),
        ("期限内件数を分子、全件数を分母とする値", "期限内件数÷全件数"),
        ("期限内件数を分子とし、全件数を分母とした値", "期限内件数÷全件数"),
        ("分母を全件数、分子を期限内件数とした値", "期限内件数÷全件数"),
        ("遵守率は、期限内件数を分子、全件数を分母とする値とする。", "遵守率＝期限内件数÷全件数"),
        ("期限内件数＋期限外件数を分母、期限内件数を分子とする値", "期限内件数÷(期限内件数+期限外件数)"),
        ("分子数÷分母数", "分子数÷分母数"),
    ]);
}

#[test]
fn steps_and_commands_that_were_refused() {
    check(&[
        ("A minus B, divided by A and multiplied by 100", "(A-B)÷A×100"),
        ("on time divided by total and multiplied by 100", "on time÷total×100"),
        ("AへBを加算した額", "A+B"),
        ("窓口への入電件数÷総入電件数", "窓口への入電件数÷総入電件数"),
        (r"{a \over b} \times 100", "a÷b×100"),
        (r"\[ {on + late \over total} \times 100 \]", "(on+late)÷total×100"),
        (r"\lfloor a/b \rfloor", "床(a÷b)"),
        (r"\lceil \frac{a}{b} \rceil \times 500", "天井(a÷b)×500"),
    ]);
}

#[test]
fn a_second_formula_behind_a_comma_was_told_as_a_bad_name() {
    check_unclear(
        &[
            "X＝A÷B、Y＝C÷D",
            "稼働率＝稼働時間÷総時間、遵守率＝期限内件数÷全件数",
            "Rate = a / b; Other = c / d",
        ],
        &Unclear::TwoFormulas,
    );
}

#[test]
fn a_reading_with_a_hundredfold_is_not_told_to_lack_one() {
    let text = "遵守率(%)＝期限内件数÷全件数≧95";
    let all = read_all(text, &Vocabulary::of_text(text)).unwrap();
    let asides = |n: usize| all[n].notes.iter().map(|note| note.what).collect::<Vec<_>>();
    assert_eq!(asides(0), [Aside::NameInPercent, Aside::TargetOfOtherScale]);
    assert_eq!((all[1].id.as_str(), asides(1)), ("usual-percentage", Vec::new()));
}

#[test]
fn another_name_was_proposed_for_one_that_is_missing() {
    let term = |name: &str| Term { id: name.into(), ja: vec![name.to_owned()], en: Vec::new() };
    let names =
        ["Target Response Time", "期限内件数", "全件数", "回答数", "MTTF", "サーバー", "resolved calls"];
    let vocabulary = Vocabulary::new(names.map(term)).unwrap();
    for text in [
        "Average Response Time / Target Response Time",
        "期限外件数÷全件数",
        "未回答数÷全件数",
        "MTTR÷全件数",
        "unresolved calls / 全件数",
        "総件数÷全件数",
    ] {
        match read(text, &vocabulary).unwrap_err() {
            ReadError::UnknownName { near, edit: None, .. } if near.is_empty() => {}
            error => panic!("{text}: {error:?}"),
        }
    }
    for (text, name) in [
        ("期限内数÷全件数", "期限内件数"),
        ("サーバ÷全件数", "サーバー"),
        ("resloved calls÷全件数", "resolved calls"),
    ] {
        match read(text, &vocabulary).unwrap_err() {
            ReadError::UnknownName { near, edit: Some(edit), .. } => {
                assert_eq!((near, edit.with.as_str()), (vec![name.to_owned()], name), "{text}");
            }
            error => panic!("{text}: {error:?}"),
        }
    }
}

#[test]
fn adding_a_name_is_proposed_only_where_the_text_then_reads() {
    let none = Vocabulary::default();
    let added = |text: &str| read(text, &none).unwrap_err().remedy().and_then(|remedy| remedy.name);
    assert_eq!(added("期限内件数÷全件数").as_deref(), Some("期限内件数"));
    for text in ["稼働率99.9％以上の場合は", "5‰", ".5", "10^6", "AへB÷", "期限内件数÷全件数のような"]
    {
        assert_eq!(added(text), None, "{text}");
    }
}
