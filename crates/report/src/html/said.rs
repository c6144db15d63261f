//! Words in both languages, and the small pieces that every part of the page is made of.

use maud::{Markup, html};
use provenance::{Text, Verdict};

/// How many lines of one list a page shows; a page of a million lines opens in no browser.
pub(super) const LISTED: usize = 1_000;

/// How many rows of one table it shows, and how many of all tables of a content.
pub(super) const ROWS: usize = 3_000;

/// A text in both languages; once where both say the same.
pub(super) fn both(text: &Text) -> Markup {
    if text.ja == text.en {
        html! { (text.ja) }
    } else {
        said(&text.ja, &text.en)
    }
}

pub(super) fn said(ja: &str, en: &str) -> Markup {
    html! { span lang="ja" { (ja) } span lang="en" { (en) } }
}

/// Where a record stands.
pub(super) fn place(origin: Option<&sla::Origin>) -> Markup {
    html! { @if let Some(origin) = origin {
        " " small.source { (origin.file) @if let Some(sheet) = &origin.sheet { "[" (sheet) "]" } ":" (origin.row) }
    } }
}

pub(super) fn class(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::NotMet => "notmet",
        Verdict::Undetermined(_) => "unknown",
        Verdict::NotApplicable(_) => "none",
    }
}

/// A verdict with a sign, so that colour is not all that tells it.
pub(super) fn mark(verdict: &Verdict) -> Markup {
    let sign = match verdict {
        Verdict::Met => "○",
        Verdict::NotMet => "×",
        Verdict::Undetermined(_) => "？",
        Verdict::NotApplicable(_) => "－",
    };
    html! { span.verdict { span aria-hidden="true" { (sign) " " } (both(&verdict.label())) } }
}

/// Lines that may be folded away on a screen; on paper they all stand.
pub(super) fn list(ja: &str, en: &str, open: bool, lines: &[Markup]) -> Markup {
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
