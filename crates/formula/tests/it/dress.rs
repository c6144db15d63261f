//! One name for two figures, and numbers that are no numbers: refused, with names given and without.

use formula::{ReadError, Term, Unclear, Vocabulary, read_all};
use provenance::Language;

fn read(text: &str, names: &[&str]) -> Result<String, ReadError> {
    let vocabulary = match names {
        [] => Vocabulary::of_text(text),
        names => {
            let term = |name: &&str| Term { id: (*name).into(), ja: vec![(*name).to_owned()], en: vec![] };
            Vocabulary::new(names.iter().map(term)).unwrap()
        }
    };
    let found = read_all(text, &vocabulary)?;
    Ok(found.first().unwrap().formula.print(&vocabulary, Language::Ja))
}

#[track_caller]
fn refused(rows: &[(&str, &[&str])], wanted: fn(&Unclear) -> bool) {
    let mut wrong = Vec::new();
    for (text, names) in rows {
        match read(text, names) {
            Err(ReadError::Unclear { unclear, .. }) if wanted(&unclear) => {}
            other => wrong.push(format!("{text}: {other:?}")),
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[track_caller]
fn stays(rows: &[(&str, &[&str], &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(text, names, wanted)| match read(text, names) {
            Ok(found) if found == *wanted => None,
            other => Some(format!("{text}: {other:?}")),
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn two_figures_had_one_name_because_their_brackets_were_set_aside() {
    refused(
        &[
            ("件数（初動）÷件数×100", &[]),
            ("件数（初動）÷件数×100", &["件数"]),
            ("価格（税込）÷価格（税抜）", &[]),
            ("価格（税込）÷価格（税抜）", &["価格"]),
            ("月額（税抜）×1.1－月額（税込）", &[]),
            ("稼働時間（令和5年度）÷稼働時間（令和4年度）×100", &["稼働時間"]),
            ("使用量（2024年度）÷使用量（2023年度）", &[]),
            ("件数（※1）÷件数（※2）", &[]),
            ("件数※1÷件数※2", &[]),
            ("料金（日額）×日数＋料金（月額）×月数", &[]),
            ("料金（年額）÷12－料金（月額）", &[]),
            ("fee (FY2024) / fee (FY2023)", &["fee"]),
            ("当該件数÷件数×100", &[]),
            ("各月の停止時間÷当月の停止時間", &[]),
            ("当月の件数÷月の件数", &[]),
            ("当月の件数÷件数×100", &["件数"]),
            ("number of calls / total number of calls × 100", &[]),
        ],
        |unclear| matches!(unclear, Unclear::TwoOfOneName { .. }),
    );
    // A gloss that is printed once, a unit, 「当該」 of what was named before.
    stays(&[
        ("(総時間（月間）－停止時間)÷総時間×100", &["総時間", "停止時間"], "(総時間-停止時間)÷総時間×100"),
        ("停止時間（分）÷総時間（分）×100", &["停止時間", "総時間"], "停止時間÷総時間×100"),
        ("委託料－当該委託料×10％×件数", &["委託料", "件数"], "委託料-委託料×10%×件数"),
        ("件数（初動）÷件数×100", &["件数（初動）", "件数"], "件数（初動）÷件数×100"),
    ]);
}

#[test]
fn numbers_of_lines_and_footnotes_were_operands() {
    refused(
        &[
            ("（1）÷（2）×100", &[]),
            ("合計＝(1)＋(2)", &[]),
            ("達成率=(2)÷(1)×100", &[]),
            ("[1]÷[2]×100", &[]),
            ("応答数*1÷着信数*2×100", &[]),
            ("応答数*1÷着信数*2×100", &["応答数", "着信数"]),
        ],
        |unclear| *unclear == Unclear::Reference,
    );
    stays(&[
        ("(1) A÷B×100", &["A", "B"], "A÷B×100"),
        ("A*2÷B", &["A", "B"], "A×2÷B"),
        ("A×(2)÷B", &["A", "B"], "A×2÷B"),
        ("(10)×A", &["A"], "10×A"),
    ]);
}

#[test]
fn dates_and_parts_of_names_were_divided_by() {
    refused(
        &[("2024/4/1以降の件数÷全件数", &[]), ("2024-4-1以降の件数÷全件数", &[])],
        |unclear| *unclear == Unclear::Date,
    );
    refused(
        &[
            ("24/7稼働時間÷総時間", &[]),
            ("1/12th of the annual fee × months", &[]),
            ("fee × 1/365th × days late", &[]),
            ("1% of fee per 30 minutes of downtime", &[]),
            ("fee per 60 minutes of downtime", &[]),
        ],
        |unclear| *unclear == Unclear::NumberInName,
    );
    stays(&[
        ("20秒以内応答数/着信数", &[], "20秒以内応答数÷着信数"),
        ("A÷20秒以内応答数", &[], "A÷20秒以内応答数"),
        ("年額/12×月数", &[], "年額÷12×月数"),
    ]);
}

#[test]
fn a_letter_before_a_number_was_an_article() {
    refused(&[("A 1 ÷ A 2", &[]), ("A 100 / B", &[])], |unclear| *unclear == Unclear::SideBySide);
}

#[test]
fn the_unit_of_a_price_was_a_quantity() {
    refused(
        &[
            ("$50 per hour × hours", &[]),
            ("$50/hour × hours", &[]),
            ("作業時間×3,000円/時間", &[]),
            ("作業時間×3,000円／時間", &[]),
        ],
        |unclear| *unclear == Unclear::Per,
    );
}
