//! The report as one self-contained page: Japanese first, English at a switch, no script, no network.

use formula::Rounding;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use provenance::{Text, Verdict, number_of};
use sla::{Item, ItemResult};

use crate::{Annex, MonthlyReport, words};

/// The report as an HTML page.
#[must_use]
pub fn html(report: &MonthlyReport<'_>) -> String {
    let totals = report.totals();
    let mark = if report.is_sample { "【見本】" } else { "" };
    let title = format!("{mark}{} {}", report.catalogue.contract.ja, report.month);
    let page = html! {
        (DOCTYPE)
        html lang="ja" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                input type="radio" name="language" id="ja" checked;
                label for="ja" { "日本語" }
                input type="radio" name="language" id="en";
                label for="en" { "English" }
                main {
                    h1 { (both(&report.catalogue.contract)) " " (said("サービスレベル報告", "Service level report")) }
                    @if report.is_sample { p.sample { strong { (both(&words::sample())) } } }
                    dl.head {
                        dt { (said("対象月", "Month")) } dd { (report.month) @if let Some(n) = report.number { " " (said(&format!("（契約{n}か月目）"), &format!("(month {n} of the term)"))) } }
                        dt { (said("評価時点", "Evaluated at")) } dd { (words::instant(report.now, report.zone)) " " (report.zone.name()) }
                        dt { (said("委託者", "Client")) } dd { (both(&report.catalogue.client)) }
                        dt { (said("時差規則", "Zone rules")) } dd { "IANA " (calendar::iana_version()) }
                    }
                    ul.totals {
                        li.met { (said("達成", "met")) " " b { (totals.met) } }
                        li.notmet { (said("未達成", "not met")) " " b { (totals.not_met) } }
                        li.unknown { (said("未確定", "undetermined")) " " b { (totals.undetermined) } }
                        li.none { (said("対象なし", "not applicable")) " " b { (totals.not_applicable) } }
                    }
                    @if !report.problems.is_empty() {
                        section.problems {
                            h2 { (said("読めなかった行", "Rows that could not be read")) " (" (report.unreadable) ")" }
                            ul { @for problem in report.problems.iter().take(LISTED) { li { (both(&problem.text)) } } }
                        }
                    }
                    @if !report.notes.is_empty() {
                        details {
                            summary { (said("受け取ったファイルについて", "On the files handed in")) " (" (report.notes.len()) ")" }
                            ul { @for note in report.notes.iter().take(LISTED) { li { (both(note)) } } }
                        }
                    }
                    h2 { (said("サービスレベル一覧", "Service levels")) }
                    (table(report))
                    h2 { (said("項目ごとの説明", "Item by item")) }
                    @for (item, result) in report.rows() { (details(report, item, result)) }
                    h2 { (said("報告書に含める内容", "Contents demanded")) }
                    (contents(report))
                    @if !report.catalogue.open_points.is_empty() {
                        h2 { (said("全体について取り決めるべき点", "Points to settle about the whole")) }
                        ul { @for point in &report.catalogue.open_points { li { (both(point)) } } }
                    }
                }
            }
        }
    };
    escape::html(&page.into_string()).into_owned()
}

fn table(report: &MonthlyReport<'_>) -> Markup {
    let has_trend = !report.earlier.is_empty();
    html! {
        div.scroll { table {
            thead { tr {
                th { (said("番号", "No.")) }
                th { (said("評価項目", "Item")) }
                th { (said("要求水準", "Target")) }
                th { (said("達成値", "Attained")) }
                th { (said("内訳", "Counts")) }
                th { (said("水準との比較", "Against target")) }
                @if has_trend { th { (said("推移", "Trend")) } }
                th { (said("判定", "Verdict")) }
            } }
            tbody { @for (item, result) in report.rows() {
                tr class=(class(&result.verdict)) {
                    td { a href={ "#" (item.key) } { (item.key) } }
                    td { (both(&item.name)) @if result.is_revised { " " small { (said("（改定後）", "(revised)")) } } }
                    td.number { @if let Some(target) = &result.target { (both(&words::target(target))) } @else { "－" } }
                    td.number { (both(&words::figure(result.figure.as_ref()))) }
                    td.number { (words::ratio(result)) }
                    td { (bar(result)) }
                    @if has_trend { td { (trend(report, item, result)) } }
                    td.verdict { (both(&result.verdict.label())) }
                }
            } }
        } }
    }
}

/// A bar for a share, with a mark at the target.
fn bar(result: &ItemResult) -> Markup {
    let percent = |exact: &formula::Exact| {
        // Tenths of a percent are enough for a drawing; what lies outside is drawn at the edge.
        exact
            .to_decimal_string(1, Rounding::Down)
            .replace('.', "")
            .parse::<i64>()
            .unwrap_or(0)
            .clamp(0, 1_000)
    };
    let Some(figure) = result.figure.as_ref().filter(|figure| words::is_percent(figure)) else {
        return html! {};
    };
    let Some(target) = &result.target else { return html! {} };
    let (attained, wanted) = (percent(&figure.exact), percent(&target.exact_value()));
    let label = format!("{}% / {}%", figure.displayed, target.value);
    html! {
        svg viewBox="0 0 1000 120" class="bar" role="img" aria-label=(label) {
            title { (label) }
            rect x="0" y="20" width="1000" height="80" class="track" {}
            rect x="0" y="20" width=(attained) height="80" class="fill" {}
            rect x=(wanted.min(992)) y="0" width="8" height="120" class="mark" {}
        }
    }
}

/// The figures of the earlier months and this one, as a line; gaps where there was none.
fn trend(report: &MonthlyReport<'_>, item: &Item, result: &ItemResult) -> Markup {
    let mut figures: Vec<(String, Option<&sla::Figure>)> = report
        .earlier_of(item)
        .into_iter()
        .map(|(month, result)| (month.to_string(), result.figure.as_ref()))
        .collect();
    figures.push((report.month.to_string(), result.figure.as_ref()));
    let known = || figures.iter().filter_map(|(_, figure)| figure.map(|figure| figure.exact.clone()));
    let (Some(least), Some(greatest)) = (known().min(), known().max()) else { return html! {} };
    let range = greatest - least.clone();
    let step = 1_000 / number_of(figures.len()).max(1);
    let points: Vec<(u64, i64, String)> = figures
        .iter()
        .zip(0_u64..)
        .filter_map(|((month, figure), n)| {
            let figure = (*figure)?;
            let height = (figure.exact.clone() - least.clone()).checked_div(&range);
            let up = height.map_or(50, |height| {
                (height * formula::Exact::from(100)).rounded(0, Rounding::Down).to_i64().unwrap_or(0)
            });
            let x = n * step + step / 2;
            Some((x, 110 - up, format!("{month}: {}", figure.displayed)))
        })
        .collect();
    let line = points.iter().map(|(x, y, _)| format!("{x},{y}")).collect::<Vec<_>>().join(" ");
    let label = points.iter().map(|(_, _, label)| label.as_str()).collect::<Vec<_>>().join(", ");
    html! {
        svg viewBox="0 0 1000 120" class="trend" role="img" aria-label=(label) {
            title { (label) }
            polyline points=(line) {}
            @for (x, y, label) in &points { circle cx=(x) cy=(y) r="14" { title { (label) } } }
        }
    }
}

fn details(report: &MonthlyReport<'_>, item: &Item, result: &ItemResult) -> Markup {
    html! {
        section.item.(class(&result.verdict)) id=(item.key) {
            h3 { span.key { (item.key) } " " (both(&item.name)) " " span.verdict { (both(&result.verdict.label())) } }
            @if let Some(why) = result.verdict.why() { p { (both(why)) } }
            dl {
                dt { (said("区分", "Category")) }
                dd { @for (n, category) in item.category.iter().enumerate() { @if n > 0 { " › " } (both(category)) } }
                @if let Some(requirement) = &item.requirement {
                    dt { (said("要件", "Requirement")) } dd { (both(requirement)) }
                }
                @if let Some(limit) = &item.limit {
                    dt { (said("期限", "Limit")) } dd { (both(&words::limit(limit))) }
                }
                dt { (said("達成値", "Attained")) }
                dd {
                    (both(&words::figure(result.figure.as_ref())))
                    @if let Some(ratio) = &result.ratio { " = " (ratio.numerator) " ÷ " (ratio.denominator) }
                    @if let Some(range) = &result.range {
                        " " (said("（未確定の結果により", "(depending on what is unknown from ")) (range.displayed.least) (said("から", " to "))
                        @if let Some(greatest) = &range.displayed.greatest { (greatest) (said("）", ")")) } @else { (said("上限なし）", "no bound)")) }
                    }
                }
                @if item.measure.kind().yields.is_figure() {
                    dt { (said("算出式", "Formula")) }
                    dd { (both(&result.formula)) " " small { (both(&words::origin(result.formula_origin))) } }
                }
                @if let Some(written) = &result.written {
                    dt { (said("印刷された式", "As printed")) }
                    dd {
                        code { (written.text) } " = " (written.displayed) " "
                        @if written.counts { (said("（評価に使用）", "(counts)")) } @else { (said("（参考）", "(for comparison)")) }
                        @if let formula::Outcome::Undefined(cause) = &written.outcome { " " (both(&cause.text())) }
                    }
                }
                @if let Some(outlook) = words::outlook(result) {
                    dt { (said("許容件数", "Misses")) } dd { (both(&outlook)) }
                }
                dt { (said("根拠", "Clause")) } dd { (item.clause) }
                @if let Some(remark) = report.remarks.of(&item.key) {
                    dt { (said("原因", "Cause")) } dd { (remark.cause) }
                    dt { (said("対応策", "Countermeasure")) } dd { (remark.countermeasure) }
                } @else if result.verdict.is_not_met() {
                    dt { (said("原因・対応策", "Cause, countermeasure")) } dd.empty { (said("記入がない", "not filled in")) }
                }
            }
            (list("値を決めた件", "Deciding cases", true, &result.decided.iter().map(|decided| html! {
                (both(&words::decided(decided, result))) (place(decided.origin.as_ref()))
            }).collect::<Vec<_>>()))
            (list("未達の件", "Misses", result.verdict.is_not_met(), &result.breaches.iter().map(|breach| html! {
                b { (breach.id) } " " (both(&words::missed(breach, report.zone))) (place(breach.origin.as_ref()))
            }).collect::<Vec<_>>()))
            (list("除外した件", "Left out", false, &result.excluded.iter().map(|excluded| html! {
                b { (excluded.id) } " " (both(&excluded.reason)) " " (excluded.note) " " small { (excluded.clause) }
            }).collect::<Vec<_>>()))
            (list("未確定の件", "Undetermined", true, &result.undetermined.iter().map(|unknown| html! {
                b { (unknown.id) } " " (both(&unknown.missing)) (place(unknown.origin.as_ref()))
            }).collect::<Vec<_>>()))
            (list("期限前の未了", "Open, not yet late", true, &result.pending.iter().map(|pending| html! {
                b { (pending.id) }
                @if let Some(due) = pending.due {
                    " " (said("期限", "due")) " " (words::instant(due.at, report.zone)) " " (said("残り", "left")) " " (both(&words::duration(due.remaining)))
                }
                @if pending.is_paused { " " (said("中断中", "paused")) }
            }).collect::<Vec<_>>()))
            (list("前月からの持越し", "Carried in", false, &result.carried_in.iter().map(|carried| html! {
                b { (carried.id) } " " (words::instant(carried.since, report.zone))
            }).collect::<Vec<_>>()))
            (list("翌月への持越し", "Carried out", false, &result.carried_out.iter().map(|carried| html! {
                b { (carried.id) } " " (words::instant(carried.since, report.zone))
            }).collect::<Vec<_>>()))
            (list("注記", "Notes", true, &result.notes.iter().map(both).collect::<Vec<_>>()))
            (list("用いた方針", "Policies", false, &result.policies.iter().map(|policy| html! {
                code { (policy.id) " = " (policy.value) } " " (both(&policy.meaning))
                @if let Some(clause) = &policy.clause { " " small { (clause) } }
            }).collect::<Vec<_>>()))
            (list("取り決めるべき点", "Points to settle", false, &item.open_points.iter().map(both).collect::<Vec<_>>()))
        }
    }
}

fn list(ja: &str, en: &str, open: bool, lines: &[Markup]) -> Markup {
    html! {
        @if !lines.is_empty() {
            details open[open] {
                summary { (said(ja, en)) " (" (lines.len()) ")" }
                ul {
                    @for line in lines.iter().take(LISTED) { li { (line) } }
                    @if lines.len() > LISTED {
                        li { (said(&format!("ほか{}件。全件は report.json にある", lines.len() - LISTED), &format!("and {} more; all of them are in report.json", lines.len() - LISTED))) }
                    }
                }
            }
        }
    }
}

/// How many lines of one list a page shows; a page of a million lines opens in no browser.
const LISTED: usize = 1_000;

fn contents(report: &MonthlyReport<'_>) -> Markup {
    html! {
        @for content in report.contents.iter() {
            section.content {
                h3 { (both(&content.name)) " " small { (content.clause) } }
                @if let Some(annex) = report.annex_of(content) { (annexed(annex)) }
                @match content.from.as_ref().map(|kind| report.records_of(kind)) {
                    None => @if report.annex_of(content).is_none() { p.empty { (said("この内容の資料は提出されていない", "nothing was handed in for this part")) } },
                    Some(cases) => details {
                        summary { (cases.len()) (said("件", " records")) @if cases.len() > LISTED * 10 { (said("（初めの1万件を示す）", " (the first 10,000 are shown)")) } }
                        div.scroll { table {
                            tbody { @for case in cases.into_iter().take(LISTED * 10) { tr {
                                td { (case.id) }
                                td { @for (name, value) in case.attributes.iter() { small { (name) " " } (value) " " } }
                                td { @for (name, at) in case.marks.iter() { small { (name) " " } (words::instant(*at, report.zone)) " " } }
                            } } }
                        } }
                    },
                }
            }
        }
    }
}

/// A list of the ledgers.
fn annexed(annex: &Annex) -> Markup {
    html! {
        details {
            summary { (annex.rows.len()) (said("件", " rows")) }
            div.scroll { table {
                thead { tr { @for name in &annex.header { th { (both(name)) } } } }
                tbody { @for row in annex.rows.iter().take(LISTED * 10) { tr { @for cell in row { td { (both(cell)) } } } } }
            } }
        }
    }
}

fn place(origin: Option<&sla::Origin>) -> Markup {
    html! { @if let Some(origin) = origin { " " small { (origin.file) ":" (origin.row) } } }
}

fn class(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::NotMet => "notmet",
        Verdict::Undetermined(_) => "unknown",
        Verdict::NotApplicable(_) => "none",
    }
}

fn both(text: &Text) -> Markup {
    if text.ja == text.en {
        html! { (text.ja) }
    } else {
        said(&text.ja, &text.en)
    }
}

fn said(ja: &str, en: &str) -> Markup {
    html! { span lang="ja" { (ja) } span lang="en" { (en) } }
}

const STYLE: &str = r#"
:root { --ink: #1c2330; --soft: #5b6675; --line: #d8dde4; --met: #1c7c4a; --notmet: #b3261e; --unknown: #9a6700; --none: #5b6675; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: #fff; line-height: 1.6;
  font-family: "Hiragino Sans", "Yu Gothic UI", "Meiryo", "Noto Sans JP", "Noto Sans CJK JP", sans-serif; font-size: 15px; }
body > input { margin: 12px 4px 0 16px; }
body:has(#ja:checked) span[lang=en], body:has(#en:checked) span[lang=ja] { display: none; }
main { max-width: 1120px; margin: 0 auto; padding: 8px 20px 64px; }
h1 { font-size: 24px; line-height: 1.3; } h2 { font-size: 19px; margin: 40px 0 12px; } h3 { font-size: 16px; margin: 0 0 8px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 0 0 8px; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; } small { color: var(--soft); }
.totals { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 12px; margin: 20px 0; }
.totals li { border: 1px solid var(--line); border-left: 6px solid; border-radius: 4px; padding: 6px 16px; }
.totals b { font-size: 20px; }
.met { border-left-color: var(--met) !important; } .notmet { border-left-color: var(--notmet) !important; }
.unknown { border-left-color: var(--unknown) !important; } .none { border-left-color: var(--line) !important; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; padding: 6px 10px; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
td.number, td.verdict, td:first-child { white-space: nowrap; } td.number { font-variant-numeric: tabular-nums; }
.met .verdict { color: var(--met); } .notmet .verdict { color: var(--notmet); font-weight: 700; }
.unknown .verdict { color: var(--unknown); } .none .verdict { color: var(--none); }
svg.bar, svg.trend { width: 120px; height: 15px; display: block; margin-top: 4px; }
.track { fill: #e9edf2; } .fill { fill: #6b8fb3; } .notmet .fill { fill: #d07a75; } .mark { fill: var(--ink); }
.trend polyline { fill: none; stroke: #6b8fb3; stroke-width: 12; } .trend circle { fill: #44688c; }
section.item, section.content { border: 1px solid var(--line); border-left: 6px solid var(--line); border-radius: 4px; padding: 12px 16px; margin: 0 0 12px; }
p.sample { border: 2px solid var(--unknown); border-radius: 4px; padding: 8px 16px; }
section.problems { border: 1px solid var(--unknown); border-radius: 4px; padding: 0 16px 8px; }
section.problems h2 { margin-top: 12px; }
.key { color: var(--soft); font-weight: 600; } .empty { color: var(--soft); }
details ul { margin: 4px 0; padding-left: 22px; } summary { cursor: pointer; }
code { background: #f2f4f7; padding: 0 4px; border-radius: 3px; overflow-wrap: anywhere; }
a { color: inherit; }
@media print { body > input, body > label { display: none; } main { max-width: none; padding: 0; } section { break-inside: avoid; } @page { size: A4; margin: 14mm; } }
"#;
