//! A ledger as comma-separated text.

use csv::{Terminator, WriterBuilder};
use intake::encode_cp932;

use crate::export::{CsvEncoding, Export, ExportError, Exported, Place, replaced};

pub(crate) fn write(
    export: &Export<'_>,
    encoding: CsvEncoding,
    accepted: &[(char, &str)],
) -> Result<Exported, ExportError> {
    let failed = |why: &dyn std::fmt::Display| ExportError::Workbook(why.to_string());
    let header = export.header();
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let (mut unfit, mut places, mut rows) = (Vec::new(), Vec::new(), 0_usize);
    let mut cells = |row: u32, id: &str, texts: &mut dyn Iterator<Item = &str>| -> Vec<String> {
        let cell = |(text, column): (&str, &&str)| {
            if encoding == CsvEncoding::Utf8 {
                return text.to_owned();
            }
            replaced(text, accepted, |found, is_accepted| {
                let place = Place { row, column: (*column).to_owned(), id: id.to_owned(), found };
                if is_accepted { places.push(place) } else { unfit.push(place) }
            })
        };
        texts.zip(&header).map(cell).collect()
    };
    writer.write_record(cells(1, "", &mut header.iter().copied())).map_err(|error| failed(&error))?;
    for (row, record) in (2_u32..).zip(export.records()) {
        let shown = export.cells(record);
        let mut texts = std::iter::once(record.id).chain(shown.iter().map(|cell| cell.text()));
        writer.write_record(cells(row, record.id, &mut texts)).map_err(|error| failed(&error))?;
        rows += 1;
    }
    let bytes = writer.into_inner().map_err(|error| failed(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| failed(&error))?;
    let bytes = match encoding {
        CsvEncoding::Utf8 => format!("\u{FEFF}{text}").into_bytes(),
        CsvEncoding::Cp932 => {
            if !unfit.is_empty() {
                return Err(ExportError::NoCp932(unfit));
            }
            let bytes = encode_cp932(&text).map_err(|error| failed(&error))?;
            if !bytes.is_ascii() && std::str::from_utf8(&bytes).is_ok() {
                return Err(ExportError::LooksLikeUtf8);
            }
            bytes
        }
    };
    Ok(Exported { bytes, rows, replaced: places, left_out: export.left_out() })
}
