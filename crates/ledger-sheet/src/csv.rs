//! Rows of a text file.

use intake::{Sheet, decode};
use provenance::number_of;

use crate::{
    cell::{RawCell, RawRow},
    collect::Collector,
    reject::{CELLS_MAX, Reason},
};

pub(crate) fn read(bytes: &[u8], collector: &mut Collector<'_>) {
    let text = match decode(bytes, collector.mapping.encoding) {
        Ok((text, found)) => {
            collector.encoding = Some(found);
            text
        }
        Err(error) => return collector.reject(0, None, "", Reason::Encoding(error.to_string())),
    };
    if text.trim().is_empty() {
        return collector.reject(0, None, "", Reason::Empty);
    }
    let file = collector.file.clone();
    let header_row = collector.mapping.header_row;
    let rows = match Sheet::csv_from(&file, &text, header_row) {
        Ok(rows) => rows,
        Err(error) => {
            let reason = match error.reason {
                intake::Reason::DoubleColumn => Reason::DoubleColumn,
                intake::Reason::Quote => Reason::Quote,
                intake::Reason::TooManyRows => Reason::TooManyRows,
                intake::Reason::TooManyColumns => Reason::TooManyColumns,
                _ => Reason::NoHeader,
            };
            return collector.reject(header_row, error.column, "", reason);
        }
    };
    let columns = rows.columns().len();
    if !collector.begin(None, rows.columns().to_vec()) {
        return;
    }
    for row in rows {
        match row {
            Ok(cells) => {
                let cell = |at| match cells.raw(at) {
                    "" => RawCell::Empty,
                    text => RawCell::Text(text.to_owned()),
                };
                collector.cells += number_of(columns);
                if collector.cells > CELLS_MAX {
                    return collector.reject(0, None, "", Reason::TooManyCells);
                }
                let row = cells.row;
                collector.take(RawRow { row, cells: (0..columns).map(cell).collect() });
            }
            Err(error) => {
                let row = error.row;
                let reason = match error.reason {
                    intake::Reason::Ragged { columns, cells } => Reason::Ragged { columns, cells },
                    intake::Reason::Quote => Reason::Quote,
                    intake::Reason::Swallowed => Reason::Swallowed,
                    intake::Reason::TooLong => Reason::TooLong,
                    _ => Reason::Encoding(error.to_string()),
                };
                collector.reject(row, error.column, &error.value, reason);
            }
        }
    }
}
