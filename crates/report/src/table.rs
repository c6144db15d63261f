//! Text tables for terminals: columns aligned by the width of East Asian characters.

use escape::{Lines, terminal};
use unicode_width::UnicodeWidthStr;

/// A table with a header. Each row has as many cells as the header; missing ones are empty. A row is one line,
/// whatever its cells hold.
#[must_use]
pub fn text_table(header: &[&str], rows: &[Vec<String>]) -> Lines {
    let width = |text: &str| terminal(text).width_cjk();
    let widths: Vec<usize> = (0..header.len())
        .map(|n| {
            let cells = rows.iter().filter_map(|row| row.get(n)).map(|cell| width(cell));
            cells.chain(header.get(n).map(|name| width(name))).max().unwrap_or(0)
        })
        .collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut line = String::new();
        for (cell, columns) in cells.zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', columns.abs_diff(width(cell)) + 2));
        }
        line.truncate(line.trim_end_matches(' ').len());
        line
    };
    let mut table = Lines::of(line(&mut header.iter().copied()));
    let rule: Vec<String> = widths.iter().map(|columns| "-".repeat(*columns)).collect();
    table.line(line(&mut rule.iter().map(String::as_str)));
    for row in rows {
        table.line(line(&mut row.iter().map(String::as_str).chain(std::iter::repeat(""))));
    }
    table
}
