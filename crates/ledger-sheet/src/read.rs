//! Rows of a file, whichever container they came in.

use intake::{Container, Header, Reason, TextForm};
use provenance::number_of;

use crate::{collect::Collector, fold::folded, plan::Noted};

/// The most cells that are read of a file.
pub const CELLS_MAX: u64 = 10_000_000;

pub(crate) fn read(bytes: &[u8], collector: &mut Collector<'_>) {
    let file = collector.file.clone();
    let form = TextForm { encoding: collector.mapping.encoding, separator: collector.mapping.separator };
    let mut container = match Container::open(&file, bytes, form) {
        Ok(container) => container,
        Err(error) => return collector.reject(0, None, "", error.reason),
    };
    collector.encoding = container.encoding();
    if collector.serials.is_none() {
        collector.serials = container.dates();
    }
    let wanted = wanted(&container, collector);
    for (place, leaf) in container.leaves().unwrap_or_default().iter().enumerate() {
        if !wanted.contains(&place) {
            // Where none is read that is a problem already.
            if !wanted.is_empty() {
                collector.note_of_sheet(&leaf.name, (1, 0), Noted::SheetLeftOut);
            }
            continue;
        }
        let hidden = leaf.hidden;
        let whole = Some((1, 0));
        let noted = [
            (whole.filter(|_| !leaf.is_visible), Noted::HiddenSheet),
            (hidden.rows.map(|rows| (rows.count, rows.first)), Noted::HiddenRows),
            // A column is no row: its number stands in no place of a row.
            (hidden.columns.map(|columns| (columns.count, 0)), Noted::HiddenColumns),
            (whole.filter(|_| hidden.has_filter), Noted::Filtered),
        ];
        for (place, what) in noted {
            if let Some(place) = place {
                collector.note_of_sheet(&leaf.name, place, what);
            }
        }
    }
    for place in wanted {
        if !read_sheet(&mut container, place, collector) {
            return;
        }
    }
}

/// The places of the sheets to read.
fn wanted(container: &Container<'_>, collector: &mut Collector<'_>) -> Vec<usize> {
    let Some(leaves) = container.leaves() else { return vec![0] };
    if !collector.mapping.sheets.is_empty() {
        let mut found = Vec::new();
        for wanted in &collector.mapping.sheets {
            match container.select(std::slice::from_ref(wanted)) {
                Ok(places) => found.extend(places),
                Err((wanted, reason)) => collector.reject(0, None, &wanted, reason),
            }
        }
        return found;
    }
    let mut visible = leaves.iter().enumerate().filter(|(_, leaf)| leaf.is_visible);
    if let (Some((only, _)), None) = (visible.next(), visible.next()) {
        return vec![only];
    }
    let ledger = &collector.ledger.name;
    let named = |wanted: &str| leaves.iter().position(|leaf| folded(&leaf.name) == folded(wanted));
    if let Some(place) = named(&ledger.ja).or_else(|| named(&ledger.en)) {
        return vec![place];
    }
    let names: Vec<String> = leaves.iter().map(|leaf| leaf.name.clone()).collect();
    let reason = if names.is_empty() { Reason::Empty } else { Reason::WhichSheet(names) };
    collector.reject(0, None, "", reason);
    Vec::new()
}

/// Reads a sheet; false where nothing more of the file is to be read.
fn read_sheet(container: &mut Container<'_>, place: usize, collector: &mut Collector<'_>) -> bool {
    let name = container.leaves().and_then(|leaves| leaves.get(place)).map(|leaf| leaf.name.clone());
    let (header_row, is_text) = (collector.mapping.header_row, name.is_none());
    let sheet = match container.sheet(place, &Header::Row(header_row)) {
        Ok(sheet) => sheet,
        Err(error) => {
            collector.enter(name.as_deref());
            let reason = match error.reason {
                Reason::Empty if !is_text => Reason::NoHeader,
                reason => reason,
            };
            collector.reject(if is_text { header_row } else { 0 }, error.column, "", reason);
            return true;
        }
    };
    if !collector.begin(name.as_deref(), sheet.columns().to_vec()) {
        return true;
    }
    for row in sheet {
        match row {
            Ok(cells) => {
                let row = cells.into_row();
                collector.cells += number_of(row.cells.len());
                if collector.cells > CELLS_MAX {
                    collector.reject(0, None, "", Reason::TooManyCells(CELLS_MAX));
                    return false;
                }
                collector.take(row);
            }
            Err(error) => {
                collector.reject(error.row, error.column, &error.value, error.reason);
            }
        }
    }
    true
}
