//! Text tables for terminals: columns aligned by the width of East Asian characters.

use unicode_width::UnicodeWidthStr;

/// A table with a header. Each row has as many cells as the header; missing ones are empty.
#[must_use]
pub fn text_table(header: &[&str], rows: &[Vec<String>]) -> String {
    let width = |text: &str| text.width_cjk();
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
        line.truncate(line.trim_end().len());
        line.push('\n');
        line
    };
    let mut table = line(&mut header.iter().copied());
    let rule: Vec<String> = widths.iter().map(|columns| "-".repeat(*columns)).collect();
    table.push_str(&line(&mut rule.iter().map(String::as_str)));
    for row in rows {
        table.push_str(&line(&mut row.iter().map(String::as_str).chain(std::iter::repeat(""))));
    }
    table
}
