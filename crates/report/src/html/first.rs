//! The first screen: who and when, what was met and missed, what each miss came from, what is open, what is new.

use maud::{Markup, html};
use provenance::{Text, Verdict};
use sla::{Item, ItemResult};

use super::said::{both, class, mark, said};
use crate::{MonthlyReport, words};

/// How many points of one kind the first screen names.
const NAMED: usize = 12;

pub(super) fn first(report: &MonthlyReport<'_>) -> Markup {
    let totals = report.totals();
    html! {
        h1 { (both(&report.catalogue.contract)) " " (said("月次運用報告書", "Monthly report")) " " (report.month) }
        @if report.is_sample { p.notice { strong { (both(&words::sample())) } } }
        dl {
            dt { (said("対象月", "Month")) } dd { (report.month) @if let Some(n) = report.number { " " (said(&format!("（契約{n}か月目）"), &format!("(month {n} of the term)"))) } }
            dt { (said("委託者", "Client")) } dd { (both(&report.catalogue.client)) }
            dt { (said("評価時点", "Evaluated at")) } dd { (words::instant(report.now, report.zone)) " " (report.zone.name()) }
            dt { (said("時差規則", "Zone rules")) } dd { "IANA " (calendar::iana_version()) }
        }
        ul.totals {
            li.met { (said("達成", "met")) " " b { (totals.met) } }
            li.notmet { (said("未達成", "not met")) " " b { (totals.not_met) } }
            li.unknown { (said("未確定", "undetermined")) " " b { (totals.undetermined) } }
            li.none { (said("対象なし", "not applicable")) " " b { (totals.not_applicable) } }
        }
        (misses(report))
        (open(report))
        (news(report))
        (problems(report))
    }
}

/// Each miss with its figure, its cause and what is done about it.
fn misses(report: &MonthlyReport<'_>) -> Markup {
    let missed: Vec<_> = report.rows().filter(|(_, result)| result.verdict.is_not_met()).collect();
    html! {
        @if !missed.is_empty() {
            h2 #misses { (said("未達成の項目", "Missed service levels")) }
            @for (item, result) in missed {
                section.card.notmet {
                    h3 { a href=(format!("#{}", item.key)) { (item.key) } " " (both(&report.name_of(item))) }
                    p { (both(&words::attained(result))) }
                    dl {
                        @match report.remarks.of(&item.key) {
                            Some(remark) => {
                                dt { (said("原因", "Cause")) } dd { (remark.cause) }
                                dt { (said("対応策", "Countermeasure")) } dd { (remark.countermeasure) }
                            }
                            None => {
                                dt { (said("原因・対応策", "Cause, countermeasure")) } dd.empty { (said("記入がない", "not filled in")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What somebody has to decide or hand in: items without a verdict, and open points that a figure of the month rests on.
fn open(report: &MonthlyReport<'_>) -> Markup {
    let unknown: Vec<_> = report
        .rows()
        .filter_map(|(item, result)| match &result.verdict {
            Verdict::Undetermined(why) => Some((item, why)),
            _ => None,
        })
        .collect();
    let points: Vec<_> = report
        .rows()
        .filter(|(_, result)| {
            result.verdict.is_not_met() || matches!(result.verdict, Verdict::Undetermined(_))
        })
        .flat_map(|(item, _)| item.open_points.iter().map(move |point| (item, point)))
        .collect();
    let rest = |all: usize| all.checked_sub(NAMED).filter(|rest| *rest > 0);
    html! {
        @if !unknown.is_empty() || !points.is_empty() {
            h2 #decide { (said("判断・提出が必要なこと", "What has to be decided or handed in")) }
            ul {
                @for (item, why) in unknown.iter().take(NAMED) {
                    li { a href=(format!("#{}", item.key)) { (item.key) } " " (both(&report.name_of(item))) ": " (both(why)) }
                }
                @if let Some(rest) = rest(unknown.len()) { li { (more(rest, "levels")) } }
                @for (item, point) in points.iter().take(NAMED) {
                    li { a href=(format!("#{}", item.key)) { (item.key) } " " (both(point)) }
                }
                @if let Some(rest) = rest(points.len()) { li { (more(rest, "levels")) } }
            }
        }
    }
}

fn more(rest: usize, anchor: &str) -> Markup {
    html! { a href=(format!("#{anchor}")) { (said(&format!("ほか{rest}件"), &format!("{rest} more"))) } }
}

/// What changed since the month before.
fn news(report: &MonthlyReport<'_>) -> Markup {
    let before = report.earlier.last().filter(|before| before.month == report.month.previous());
    let changed: Vec<(&Item, &ItemResult, &ItemResult)> = report
        .rows()
        .filter_map(|(item, result)| {
            let was = before?.results.iter().find(|was| was.key == item.key)?;
            (class(&was.verdict) != class(&result.verdict)).then_some((item, was, result))
        })
        .collect();
    html! {
        h2 #news { (said("前月からの変化", "Changes since last month")) }
        @if before.is_none() {
            p.empty { (said("前月の結果がないため、比べていない", "there is no result of the month before to compare with")) }
        } @else if changed.is_empty() {
            p { (said("判定の変わった項目はない", "no verdict changed")) }
        } @else {
            ul { @for (item, was, result) in &changed {
                li class=(class(&result.verdict)) {
                    a href=(format!("#{}", item.key)) { (item.key) } " " (both(&report.name_of(item))) ": "
                    (both(&was.verdict.label())) " → " (mark(&result.verdict)) " (" (both(&words::figure(was.figure.as_ref()))) " → " (both(&words::figure(result.figure.as_ref()))) ")"
                }
            } }
        }
    }
}

/// What could not be read, and what else there is to know of the files.
fn problems(report: &MonthlyReport<'_>) -> Markup {
    html! {
        @if !report.problems.is_empty() {
            section.notice {
                h2 #problems { (said("読めなかった行", "Rows that could not be read")) " (" (report.unreadable) ")" }
                ul { @for problem in report.problems.iter().take(super::said::LISTED) { li { (both(&problem.text)) } } }
            }
        }
        @if !report.notes.is_empty() {
            details #files {
                summary { (said("受け取ったファイルについて", "On the files handed in")) " (" (report.notes.len()) ")" }
                ul { @for note in report.notes.iter().take(super::said::LISTED) { li { (both(note)) } } }
            }
        }
    }
}

/// Where both sides sign.
pub(super) fn signatures() -> Markup {
    let field = |text: &Text| html! { td { (both(text)) } };
    html! {
        h2 #signatures { (said("確認", "Signatures")) }
        table.sign {
            caption { (said("本報告の内容を確認した。", "The contents of this report are confirmed.")) }
            tbody { tr {
                (field(&Text::new("受託者（報告者）　　年　　月　　日", "Contractor (reported by), date")))
                (field(&Text::new("委託者（確認者）　　年　　月　　日", "Client (confirmed by), date")))
            } }
        }
    }
}
