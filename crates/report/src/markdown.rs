//! The report as Markdown.

use std::fmt::{Display, Write};

use provenance::{Language, Text, Verdict};

use crate::{MonthlyReport, words};

/// The report as Markdown: the table, the items that were missed or are open, contents, policies, open points.
#[must_use]
pub fn markdown(report: &MonthlyReport<'_>, language: Language) -> String {
    let ja = language == Language::Ja;
    let word = |ja_word: &'static str, en_word: &'static str| if ja { ja_word } else { en_word };
    let shown = |foreign: &dyn Display| escape::markdown(&foreign.to_string());
    let pick = |text: &Text| escape::markdown(text.in_language(language));
    let mut out = String::new();
    let _ = writeln!(
        out,
        "# {} {}\n",
        pick(&report.catalogue.contract),
        word("サービスレベル報告", "service level report")
    );
    if report.is_sample {
        let _ = writeln!(out, "**{}**\n", pick(&words::sample()));
    }
    let _ = writeln!(out, "- {}: {}", word("対象月", "month"), report.month);
    if let Some(number) = report.number {
        let _ = writeln!(out, "- {}: {number}", word("契約開始からの月数", "month of the term"));
    }
    let _ =
        writeln!(out, "- {}: {}", word("評価時点", "evaluated at"), words::instant(report.now, report.zone));
    let totals = report.totals();
    let _ = writeln!(
        out,
        "- {} {} / {} {} / {} {} / {} {}\n",
        word("達成", "met"),
        totals.met,
        word("未達成", "not met"),
        totals.not_met,
        word("未確定", "undetermined"),
        totals.undetermined,
        word("対象なし", "not applicable"),
        totals.not_applicable
    );
    let _ = writeln!(
        out,
        "| {} | {} | {} | {} | {} | {} |\n| --- | --- | --- | --- | --- | --- |",
        word("番号", "no."),
        word("評価項目", "item"),
        word("要求水準", "target"),
        word("達成値", "attained"),
        word("内訳", "counts"),
        word("判定", "verdict")
    );
    for (item, result) in report.rows() {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} |",
            shown(&item.key),
            pick(&report.name_of(item)),
            result.target.as_ref().map_or_else(|| "－".to_owned(), |target| pick(&words::target(target))),
            pick(&words::figure(result.figure.as_ref())),
            words::ratio(result),
            pick(&result.verdict.label())
        );
    }
    let _ = writeln!(out, "\n## {}", word("項目ごとの説明", "item by item"));
    for (item, result) in report.rows() {
        let _ = writeln!(out, "\n### {} {}\n", shown(&item.key), pick(&report.name_of(item)));
        if let Verdict::Undetermined(why) | Verdict::NotApplicable(why) = &result.verdict {
            let _ = writeln!(out, "- {}: {}", pick(&result.verdict.label()), pick(why));
        }
        if item.measure.kind().yields.is_figure() {
            let _ = writeln!(out, "- {}: {}", word("達成値", "attained"), pick(&words::attained(result)));
            let _ = writeln!(
                out,
                "- {}: {} ({})",
                word("算出式", "formula"),
                pick(&result.formula),
                pick(&words::origin(result.formula_origin))
            );
        }
        if let Some(written) = &result.written {
            let counts = if written.counts {
                word("（評価に使用）", " (counts)")
            } else {
                word("（参考）", " (for comparison)")
            };
            let _ = writeln!(
                out,
                "- {}: {} = {}{counts}",
                word("印刷された式", "as printed"),
                shown(&written.text),
                written.displayed
            );
        }
        if let Some(outlook) = words::outlook(result) {
            let _ = writeln!(out, "- {}: {}", word("許容件数", "misses"), pick(&outlook));
        }
        let list = |out: &mut String, title: &str, lines: Vec<String>| {
            if !lines.is_empty() {
                let _ = writeln!(out, "- {title} ({})", lines.len());
                let more = lines.iter().skip(LISTED).count();
                for line in lines.into_iter().take(LISTED) {
                    let _ = writeln!(out, "  - {line}");
                }
                if more > 0 {
                    let rest = word("件は report.json にある", "more are in report.json");
                    let _ = writeln!(out, "  - {more} {rest}");
                }
            }
        };
        list(
            &mut out,
            word("値を決めた件", "deciding cases"),
            result.decided.iter().map(|d| pick(&words::decided(d, result))).collect(),
        );
        list(
            &mut out,
            word("未達の件", "misses"),
            result
                .breaches
                .iter()
                .map(|b| format!("{}: {}", shown(&b.id), pick(&words::missed(b, report.zone))))
                .collect(),
        );
        list(
            &mut out,
            word("除外した件", "left out"),
            result
                .excluded
                .iter()
                .map(|e| {
                    format!("{}: {} ({}) {}", shown(&e.id), pick(&e.reason), shown(&e.clause), shown(&e.note))
                })
                .collect(),
        );
        list(
            &mut out,
            word("未確定の件", "undetermined"),
            result.undetermined.iter().map(|u| format!("{}: {}", shown(&u.id), pick(&u.missing))).collect(),
        );
        list(
            &mut out,
            word("期限前の未了", "open, not yet late"),
            result.pending.iter().map(|p| shown(&p.id)).collect(),
        );
        list(
            &mut out,
            word("前月からの持越し", "carried in"),
            result.carried_in.iter().map(|c| shown(&c.id)).collect(),
        );
        list(
            &mut out,
            word("翌月への持越し", "carried out"),
            result.carried_out.iter().map(|c| shown(&c.id)).collect(),
        );
        list(&mut out, word("注記", "notes"), result.notes.iter().map(pick).collect());
        list(
            &mut out,
            word("用いた方針", "policies"),
            result
                .policies
                .iter()
                .map(|p| format!("{} = {}: {}", shown(&p.id), shown(&p.value), pick(&p.meaning)))
                .collect(),
        );
        list(
            &mut out,
            word("取り決めるべき点", "points to settle"),
            item.open_points.iter().map(pick).collect(),
        );
        if let Some(remark) = report.remarks.of(&item.key) {
            let _ = writeln!(out, "- {}: {}", word("原因", "cause"), shown(&remark.cause));
            let _ =
                writeln!(out, "- {}: {}", word("対応策", "countermeasure"), shown(&remark.countermeasure));
        } else if result.verdict.is_not_met() {
            let _ = writeln!(
                out,
                "- {}",
                word("原因・対応策: 記入がない", "cause and countermeasure: not filled in")
            );
        }
    }
    let _ = writeln!(out, "\n## {}\n", word("報告書に含める内容", "contents demanded"));
    let mut part: Option<&Text> = None;
    for content in report.contents.iter() {
        if let Some(next) = content.part.as_ref().filter(|next| part != Some(*next)) {
            let _ = writeln!(out, "### {}\n", pick(next));
            part = Some(next);
        }
        let annexes = report.annexes_of(content);
        let count = |rows: usize| format!("{rows} {}", word("件", "rows"));
        let rows: usize = annexes.iter().map(|annex| annex.table.rows.len()).sum();
        let state = if annexes.is_empty() { pick(&report.lacks(content)) } else { count(rows) };
        let _ = writeln!(out, "- {} ({}): {state}", pick(&content.name), shown(&content.clause));
        for annex in annexes.iter().filter(|annex| !annex.table.rows.is_empty()) {
            for table in annex.groups.iter().chain([&annex.table]) {
                let line = |cells: &[Text]| cells.iter().map(pick).collect::<Vec<_>>().join(" | ");
                let header: Vec<Text> = table.columns.iter().map(|column| column.name.clone()).collect();
                let rule = vec!["---"; header.len()].join(" | ");
                let _ = writeln!(out, "\n  | {} |\n  | {rule} |", line(&header));
                for row in table.rows.iter().take(LISTED) {
                    let _ = writeln!(out, "  | {} |", line(row));
                }
                if let Some(sums) = &table.sums {
                    let _ = writeln!(out, "  | {} |", line(sums));
                }
                let more = table.rows.iter().skip(LISTED).count();
                if more > 0 {
                    let rest = word("件は report.json にある", "more are in report.json");
                    let _ = writeln!(out, "\n  {more} {rest}");
                }
            }
            let _ = writeln!(out);
        }
    }
    if let Some(ahead) = report.ahead {
        let line = |cells: &[Text]| cells.iter().map(pick).collect::<Vec<_>>().join(" | ");
        let header: Vec<Text> = ahead.columns.iter().map(|column| column.name.clone()).collect();
        let rule = vec!["---"; header.len()].join(" | ");
        let _ = writeln!(
            out,
            "\n## {}\n\n| {} |\n| {rule} |",
            word("翌月に期日の来るもの", "due next month"),
            line(&header)
        );
        for row in &ahead.rows {
            let _ = writeln!(out, "| {} |", line(row));
        }
    }
    if !report.catalogue.open_points.is_empty() {
        let _ = writeln!(
            out,
            "\n## {}\n",
            word("全体について取り決めるべき点", "points to settle about the whole")
        );
        for point in &report.catalogue.open_points {
            let _ = writeln!(out, "- {}", pick(point));
        }
    }
    if !report.problems.is_empty() {
        let title = word("読めなかった行", "rows that could not be read");
        let _ = writeln!(out, "\n## {title} ({})\n", report.unreadable);
        for problem in report.problems {
            let _ = writeln!(out, "- {}", pick(&problem.text));
        }
    }
    if !report.notes.is_empty() {
        let _ = writeln!(out, "\n## {}\n", word("受け取ったファイルについて", "on the files handed in"));
        for note in report.notes {
            let _ = writeln!(out, "- {}", pick(note));
        }
    }
    out
}

/// How many lines of one list are shown; the JSON holds all.
const LISTED: usize = 1_000;
