//! The report as one self-contained page: Japanese first, English at a switch, no network. Its script is comfort alone.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use provenance::Text;

use self::{
    contents::{anchor, contents, rows},
    first::{first, signatures},
    levels::{details, table},
    said::{both, said},
    style::{SCRIPT, STYLE, policy},
};
use crate::MonthlyReport;

mod chart;
mod contents;
mod first;
mod levels;
mod said;
mod style;

/// The report as an HTML page.
#[must_use]
pub fn html(report: &MonthlyReport<'_>) -> String {
    let mark = if report.is_sample { "【見本】" } else { "" };
    let title = format!("{mark}{} {}", report.catalogue.contract.ja, report.month);
    let page = html! {
        (DOCTYPE)
        html lang="ja" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header.bar {
                    a.skip href="#report" { (said("本文へ", "To the report")) }
                    fieldset {
                        legend.quiet { "言語 Language" }
                        span { input type="radio" name="language" id="ja" checked; " " label for="ja" { "日本語" } }
                        span { input type="radio" name="language" id="en"; " " label for="en" { "English" } }
                    }
                }
                main #report {
                    (first(report))
                    (listed(report))
                    h2 #levels { (said("サービスレベル一覧", "Service levels")) }
                    (table(report))
                    h2 #items { (said("項目ごとの説明", "Item by item")) }
                    @for (item, result) in report.rows() { (details(report, item, result)) }
                    @if report.contents.iter().next().is_some() {
                        h2 #contents { (said("報告書に含める内容", "Contents demanded")) }
                        (contents(report))
                    }
                    @if let Some(ahead) = report.ahead {
                        h2 #ahead { (said("翌月に期日の来るもの", "Due next month")) }
                        @if ahead.rows.is_empty() { p { (said("なし", "nothing")) } } @else { (rows(ahead, &Text::new("翌月に期日の来るもの", "due next month"))) }
                    }
                    @if !report.catalogue.open_points.is_empty() {
                        h2 #points { (said("全体について取り決めるべき点", "Points to settle about the whole")) }
                        ul { @for point in &report.catalogue.open_points { li { (both(point)) } } }
                    }
                    (signatures())
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    escape::html(&page.into_string()).into_owned()
}

/// The table of contents.
fn listed(report: &MonthlyReport<'_>) -> Markup {
    html! {
        nav.toc aria-label="目次 Contents" {
            h2 { (said("目次", "Contents")) }
            ol {
                li { a href="#levels" { (said("サービスレベル一覧", "Service levels")) } }
                li { a href="#items" { (said("項目ごとの説明", "Item by item")) } }
                @for content in report.contents.iter() { li { a href=(format!("#{}", anchor(content))) { (both(&content.name)) } } }
                @if report.ahead.is_some() { li { a href="#ahead" { (said("翌月に期日の来るもの", "Due next month")) } } }
                li { a href="#signatures" { (said("確認", "Signatures")) } }
            }
        }
    }
}
