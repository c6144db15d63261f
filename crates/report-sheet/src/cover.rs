//! The first sheet: whose month it is, what came of it, and what the others hold.

use provenance::{Language, Text, Verdict};
use report::{MonthlyReport, words};

use crate::{
    BookError,
    book::{Formats, Sheet, word},
    levels::{Levels, agreement},
    sections::Sections,
};

pub(crate) fn write<'f>(
    report: &MonthlyReport<'_>,
    language: Language,
    formats: &'f Formats,
    name: &str,
    levels: &Levels<'_>,
    sections: &Sections<'_>,
) -> Result<Sheet<'f>, BookError> {
    let pick = |text: &Text| text.in_language(language).to_owned();
    let say = |ja: &str, en: &str| pick(&Text::new(ja, en));
    let mut sheet = Sheet::new(name, formats)?.no_wider(40);
    let catalogue = report.catalogue;
    let title = Text::new(
        format!("{} 月次報告書", catalogue.contract.ja),
        format!("{}: monthly report", catalogue.contract.en),
    );
    sheet.line(0, &pick(&title), &formats.title)?;
    if report.is_sample {
        sheet.line(1, &pick(&words::sample()), &formats.sample)?;
    }
    let mut row = 2;
    let mut told = vec![
        (say("対象月", "month"), report.month.to_string()),
        (say("委託者", "client"), pick(&catalogue.client)),
        (say("受託者", "contractor"), pick(&catalogue.contractor)),
        (say("評価時点", "evaluated"), words::instant(report.now, report.zone)),
        (say("時間帯", "time zone"), report.zone.name().to_owned()),
    ];
    if let Some(number) = report.number {
        told.insert(1, (say("契約開始からの月数", "month of the term"), number.to_string()));
    }
    for (what, value) in told {
        sheet.text(row, 0, &what)?;
        sheet.text(row, 1, &value)?;
        row += 1;
    }
    row += 1;
    let totals = report.totals();
    sheet.head(row, 0, &[&say("判定（数式）", "verdict (formula)"), &say("項目数", "items")])?;
    row += 1;
    let none = Text::default;
    for (verdict, count) in [
        (Verdict::Met, totals.met),
        (Verdict::NotMet, totals.not_met),
        (Verdict::Undetermined(none()), totals.undetermined),
        (Verdict::NotApplicable(none()), totals.not_applicable),
    ] {
        let label = pick(&verdict.label());
        sheet.text(row, 0, &label)?;
        let formula = format!("COUNTIF({},{})", levels.verdicts(), word(&label));
        sheet.formula(row, 1, &formula, &count.to_string(), &formats.whole)?;
        row += 1;
    }
    let differs = pick(&agreement(false));
    sheet.text(row, 0, &say("システムの値と相違する項目", "items that differ from the engine"))?;
    let formula = format!("COUNTIF({},{})", levels.agreements(), word(&differs));
    sheet.formula(row, 1, &formula, "0", &formats.whole)?;
    row += 2;

    let missed: Vec<_> = report.rows().filter(|(_, result)| result.verdict.is_not_met()).collect();
    if !missed.is_empty() {
        let heads = [
            say("未達成の項目", "item not met"),
            say("評価項目", "item"),
            say("達成値", "attained"),
            say("原因", "cause"),
            say("対策", "countermeasure"),
        ];
        sheet.head(row, 0, &heads.each_ref().map(String::as_str))?;
        row += 1;
        for (item, result) in missed {
            sheet.text(row, 0, item.key.as_str())?;
            sheet.text(row, 1, &pick(&item.name))?;
            sheet.text(row, 2, &pick(&words::attained(result)))?;
            let unsaid = say("（記載なし）", "(not stated)");
            let remark = report.remarks.of(&item.key);
            sheet.text(row, 3, remark.map_or(&unsaid, |remark| &remark.cause))?;
            sheet.text(row, 4, remark.map_or(&unsaid, |remark| &remark.countermeasure))?;
            row += 1;
        }
        row += 1;
    }
    let heads = [say("シート", "sheet"), say("内容", "holds"), say("件数", "rows"), say("条項", "clause")];
    sheet.head(row, 0, &heads.each_ref().map(String::as_str))?;
    row += 1;
    sheet.link(row, 0, &levels.sheet.name, &levels.sheet.name)?;
    sheet.text(
        row,
        1,
        &say("サービスレベルの値と判定、計算の照合", "service levels, computed and compared"),
    )?;
    row += 1;
    for section in &sections.list {
        sheet.link(row, 0, &section.sheet, &section.sheet)?;
        sheet.text(row, 1, &pick(&section.name))?;
        sheet.text(row, 2, &pick(&section.says))?;
        sheet.text(row, 3, &section.clause)?;
        row += 1;
    }
    row += 1;
    if !report.problems.is_empty() || !report.notes.is_empty() {
        let head = Text::new(
            format!("渡された記録についての注（読めなかった行 {}件）", report.unreadable),
            format!("notes on the records handed in ({} rows could not be read)", report.unreadable),
        );
        sheet.line(row, &pick(&head), &formats.head)?;
        row += 1;
        let problems = report.problems.iter().map(|problem| &problem.text);
        for note in problems.chain(report.notes) {
            sheet.line(row, &pick(note), &formats.note)?;
            row += 1;
        }
    }
    Ok(sheet)
}
