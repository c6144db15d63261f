//! Service levels: the table, and for each of them what its figure rests on.

use std::collections::BTreeMap;

use formula::{Exact, Rounding};
use maud::{Markup, html};
use provenance::{Text, Verdict};
use sla::{Item, ItemResult, Limit};

use super::{
    chart::chart,
    said::{both, class, list, mark, place, said},
};
use crate::{Axis, Chart, Form, MonthlyReport, Point, Series, words};

pub(super) fn table(report: &MonthlyReport<'_>) -> Markup {
    let has_trend = !report.earlier.is_empty();
    let labels = [
        ("番号", "No."),
        ("評価項目", "Item"),
        ("要求水準", "Target"),
        ("達成値", "Attained"),
        ("内訳", "Counts"),
        ("水準との比較", "Against target"),
    ];
    let label = |n: usize| labels.get(n).copied().unwrap_or(("", ""));
    html! {
        table.levels.sortable {
            caption.quiet { (said("サービスレベル一覧", "Service levels")) }
            thead { tr {
                @for (ja, en) in labels { th scope="col" { (said(ja, en)) } }
                @if has_trend { th scope="col" { (said("推移", "Trend")) } }
                th scope="col" { (said("判定", "Verdict")) }
            } }
            tbody { @for (item, result) in report.rows() {
                tr class=(class(&result.verdict)) {
                    td.key data-ja=(label(0).0) data-en=(label(0).1) { a href=(format!("#{}", item.key)) { (item.key) } }
                    td data-ja=(label(1).0) data-en=(label(1).1) { span { (both(&report.name_of(item))) @if result.is_revised { " " small { (said("（改定後）", "(revised)")) } } } }
                    td.number data-ja=(label(2).0) data-en=(label(2).1) { @if let Some(target) = &result.target { span { (both(&words::target(target))) } } @else { "－" } }
                    td.number data-ja=(label(3).0) data-en=(label(3).1) data-sort=(sort_key(result)) { span { (both(&words::figure(result.figure.as_ref()))) } }
                    td.number data-ja=(label(4).0) data-en=(label(4).1) { (words::ratio(result)) }
                    td data-ja=(label(5).0) data-en=(label(5).1) { (meter(result)) }
                    @if has_trend { td data-ja="推移" data-en="Trend" { (spark(report, item, result)) } }
                    td.verdict data-ja="判定" data-en="Verdict" { (mark(&result.verdict)) }
                }
            } }
        }
    }
}

/// The figure as a plain number, for sorting.
fn sort_key(result: &ItemResult) -> String {
    result.figure.as_ref().map_or_else(String::new, |figure| figure.displayed.clone())
}

/// A bar for a share, with a mark at the target.
fn meter(result: &ItemResult) -> Markup {
    // Tenths of a percent are enough for a drawing; what lies outside is drawn at the edge.
    let permille = |exact: &Exact| {
        let tenths = exact.clone() * Exact::from(10);
        tenths.rounded(0, Rounding::Down).to_i64().unwrap_or(0).clamp(0, 1_000)
    };
    let Some(figure) = result.figure.as_ref().filter(|figure| words::is_percent(figure)) else {
        return html! {};
    };
    let Some(target) = &result.target else { return html! {} };
    let (attained, wanted) = (permille(&figure.exact), permille(&target.exact_value()));
    let label = format!("{}% / {}%", figure.displayed, target.value);
    html! {
        svg.meter viewBox="0 0 1000 130" role="img" aria-label=(label) {
            title { (label) }
            rect.track x="0" y="25" width="1000" height="80" {}
            rect.fill x="0" y="25" width=(attained) height="80" {}
            line.limit x1=(wanted.min(996)) x2=(wanted.min(996)) y1="0" y2="130" stroke-width="10" {}
        }
    }
}

/// The figures of the earlier months and this one; gaps where there was none.
fn months<'a>(report: &MonthlyReport<'a>, item: &Item, result: &'a ItemResult) -> Vec<Point> {
    let earlier = report.earlier_of(item).into_iter();
    let months = earlier.chain([(report.month, result)]);
    months
        .filter_map(|(month, result)| {
            Some(Point { at: Axis::month(month), value: result.figure.as_ref()?.exact.clone() })
        })
        .collect()
}

/// The course of a figure in a cell.
fn spark(report: &MonthlyReport<'_>, item: &Item, result: &ItemResult) -> Markup {
    let figures = months(report, item, result);
    let values = || figures.iter().map(|point| point.value.clone());
    let (Some(least), Some(greatest)) = (values().min(), values().max()) else { return html! {} };
    let range = greatest - least.clone();
    let first = figures.first().map_or(0, |point| point.at);
    let places = figures.last().map_or(1, |point| point.at - first + 1);
    let points: Vec<(i64, i64, String)> = figures
        .iter()
        .map(|point| {
            let share = (point.value.clone() - least.clone()).checked_div(&range);
            let up = share.map_or(50, |share| {
                (share * Exact::from(100)).rounded(0, Rounding::Down).to_i64().unwrap_or(0)
            });
            let x = ((point.at - first) * 2 + 1) * 1_000 / (places * 2).max(1);
            (x, 115 - up, format!("{}: {}", Axis::Months.label(point.at).en, point.value.to_figure_string()))
        })
        .collect();
    let line = points.iter().map(|(x, y, _)| format!("{x},{y}")).collect::<Vec<_>>().join(" ");
    let label = points.iter().map(|(_, _, label)| label.as_str()).collect::<Vec<_>>().join(", ");
    html! {
        svg.spark viewBox="0 0 1000 130" role="img" aria-label=(label) {
            title { (label) }
            polyline points=(line) {}
            @for (x, y, label) in &points { circle cx=(x) cy=(y) r="16" { title { (label) } } }
        }
    }
}

/// The figure over months against its target.
fn course(report: &MonthlyReport<'_>, item: &Item, result: &ItemResult) -> Option<Chart> {
    let points = months(report, item, result);
    let figure = result.figure.as_ref()?;
    let unit = figure.unit.label();
    (points.len() > 1).then(|| Chart {
        title: Text::new(
            format!("{} 達成値の推移（{}）", item.key, unit.ja),
            format!("{} attained over months ({})", item.key, unit.en),
        ),
        axis: Axis::Months,
        form: Form::Lines,
        limit: result.target.as_ref().map(sla::Target::exact_value),
        series: vec![Series { name: Text::new("達成値", "attained"), points }],
    })
}

/// How many bars the spread of times has up to the limit, and how many beyond it.
const WITHIN: i64 = 10;
const BEYOND: i64 = 5;

/// How long the cases took: parts of the limit, and what lies beyond it.
fn spread(report: &MonthlyReport<'_>, item: &Item) -> Option<Chart> {
    let Some(Limit::Fixed { value, unit }) = &item.limit else { return None };
    let seconds = unit.seconds()?;
    let scale = 10_i128.checked_pow(value.scale())?;
    let limit = Exact::ratio(value.mantissa(), scale)? * Exact::from(seconds);
    let limit = limit.rounded(0, Rounding::Down).to_i64().filter(|limit| *limit > 0)?;
    let cases = &report.explained_of(item)?.cases;
    let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
    for took in cases.iter().filter_map(|case| case.elapsed.filter(|_| case.stopped.is_some())) {
        // A case that takes the whole limit is on time: a bar holds its upper end.
        let place = (took.max(1) - 1).checked_mul(WITHIN)?.checked_div(limit)?.min(WITHIN + BEYOND - 1);
        *counts.entry(place).or_default() += 1;
    }
    if counts.is_empty() {
        return None;
    }
    let names = (0..WITHIN + BEYOND).map(|place| {
        let share = (place + 1) * 100 / WITHIN;
        if place + 1 == WITHIN + BEYOND {
            Text::new(format!("{}%超", share - 100 / WITHIN), format!("over {}%", share - 100 / WITHIN))
        } else {
            Text::same(format!("{share}%"))
        }
    });
    let series = |name: Text, places: std::ops::Range<i64>| Series {
        name,
        points: places.map(|at| Point { at, value: counts.get(&at).copied().unwrap_or(0).into() }).collect(),
    };
    Some(Chart {
        title: Text::new(
            format!("{} 所要時間の分布（期限{}に対する割合、件）", item.key, words::duration(limit).ja),
            format!("{} times taken, in percent of the limit {}", item.key, words::duration(limit).en),
        ),
        axis: Axis::Labels(names.collect()),
        form: Form::Stacked,
        limit: None,
        series: vec![
            series(Text::new("期限内", "within the limit"), 0..WITHIN),
            series(Text::new("期限超過", "beyond the limit"), WITHIN..WITHIN + BEYOND),
        ],
    })
}

pub(super) fn details(report: &MonthlyReport<'_>, item: &Item, result: &ItemResult) -> Markup {
    html! {
        section.card.(class(&result.verdict)) id=(item.key) {
            h3 { span.key { (item.key) } " " (both(&report.name_of(item))) " " (mark(&result.verdict)) }
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
                dt { (said("達成値", "Attained")) } dd { (both(&words::attained(result))) }
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
            @if let Some(drawn) = course(report, item, result) { (chart(&drawn)) }
            @if let Some(drawn) = spread(report, item) { (chart(&drawn)) }
            (lists(report, item, result))
        }
    }
}

fn lists(report: &MonthlyReport<'_>, item: &Item, result: &ItemResult) -> Markup {
    let is_missed = matches!(result.verdict, Verdict::NotMet);
    html! {
        (list("値を決めた件", "Deciding cases", true, &result.decided.iter().map(|decided| html! {
            (both(&words::decided(decided, result))) (place(decided.origin.as_ref()))
        }).collect::<Vec<_>>()))
        (list("未達の件", "Misses", is_missed, &result.breaches.iter().map(|breach| html! {
            b { (breach.id) } " " (both(&words::missed(breach, report.zone))) (place(breach.origin.as_ref()))
        }).collect::<Vec<_>>()))
        (list("除外した件", "Left out", false, &result.excluded.iter().map(|excluded| html! {
            b { (excluded.id) } " " (both(&excluded.reason)) " " (excluded.note) " " small { (excluded.clause) } (place(excluded.origin.as_ref()))
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
            b { (carried.id) } " " (words::instant(carried.since, report.zone)) (place(carried.origin.as_ref()))
        }).collect::<Vec<_>>()))
        (list("翌月への持越し", "Carried out", false, &result.carried_out.iter().map(|carried| html! {
            b { (carried.id) } " " (words::instant(carried.since, report.zone)) (place(carried.origin.as_ref()))
        }).collect::<Vec<_>>()))
        (list("注記", "Notes", true, &result.notes.iter().map(both).collect::<Vec<_>>()))
        (list("用いた方針", "Policies", false, &result.policies.iter().map(|policy| html! {
            code { (policy.id) " = " (policy.value) } " " (both(&policy.meaning))
            @if let Some(clause) = &policy.clause { " " small { (clause) } }
        }).collect::<Vec<_>>()))
        (list("取り決めるべき点", "Points to settle", false, &item.open_points.iter().map(both).collect::<Vec<_>>()))
    }
}
