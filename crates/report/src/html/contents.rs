//! The report's contents: tables of what was handed in, and what is drawn of them.

use maud::{Markup, html};
use provenance::Text;

use super::{
    chart::chart,
    said::{ROWS, both, said},
};
use crate::{Annex, Content, MonthlyReport, Table};

pub(super) fn contents(report: &MonthlyReport<'_>) -> Markup {
    let mut part: Option<&Text> = None;
    let sections = report.contents.iter().map(|content| {
        let begins = content.part.as_ref().filter(|next| part != Some(*next));
        part = content.part.as_ref();
        html! {
            @if let Some(part) = begins { h3 { (both(part)) } }
            (section(report, content))
        }
    });
    let sections: Vec<Markup> = sections.collect();
    html! { @for section in &sections { (section) } }
}

/// The address of a content within the page.
pub(super) fn anchor(content: &Content) -> String {
    format!("content-{}", content.id)
}

fn section(report: &MonthlyReport<'_>, content: &Content) -> Markup {
    let annexes = report.annexes_of(content);
    html! {
        section.card id=(anchor(content)) {
            h4 { (both(&content.name)) " " small { (content.clause) @for clause in &content.also { ", " (clause) } } }
            @if annexes.is_empty() {
                p.empty { (both(&report.lacks(content))) }
            }
            @for annex in &annexes { (annexed(content, annex)) }
        }
    }
}

/// A table behind one of the contents.
fn annexed(content: &Content, annex: &Annex) -> Markup {
    let title = annex.name.as_ref().unwrap_or(&content.name);
    let count = annex.table.rows.len();
    html! {
        @for drawn in &annex.charts { (chart(drawn)) }
        @if let Some(groups) = &annex.groups {
            (rows(groups, &Text::new(format!("{} 集計", title.ja), format!("{} counted", title.en))))
        }
        @if annex.unreadable > 0 {
            p { strong { (said(&format!("読めない行が{}件ある", annex.unreadable), &format!("{} rows could not be read", annex.unreadable))) } }
        }
        @if count == 0 {
            p { (both(title)) " " (said("この月の記録は0件", "no record in this month")) }
        } @else {
            details open[count <= 20] {
                summary { (both(title)) " " (count) (said("件", " rows")) }
                (rows(&annex.table, title))
                @if count > ROWS {
                    p { (said(&format!("初めの{ROWS}件を示す。全{count}件は report.xlsx と report.json にある"), &format!("the first {ROWS} of {count} are shown; all of them are in report.xlsx and report.json"))) }
                }
            }
        }
    }
}

/// A table that can be sorted and filtered.
pub(super) fn rows(table: &Table, title: &Text) -> Markup {
    let class = |n: usize| table.columns.get(n).filter(|column| column.is_number).map(|_| "number");
    html! {
        div.scroll tabindex="0" role="region" aria-label=(format!("{} / {}", title.ja, title.en)) { table.sortable {
            caption.quiet { (both(title)) }
            thead { tr { @for (n, column) in table.columns.iter().enumerate() { th scope="col" class=[class(n)] { (both(&column.name)) } } } }
            tbody { @for row in table.rows.iter().take(ROWS) { tr { @for (n, cell) in row.iter().enumerate() { td class=[class(n)] { (both(cell)) } } } } }
            @if let Some(sums) = &table.sums { tfoot { tr { @for (n, cell) in sums.iter().enumerate() { td class=[class(n)] { (both(cell)) } } } } }
        } }
    }
}
