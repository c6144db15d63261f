//! A ledger as comma-separated text.

use csv::{Terminator, WriterBuilder};
use escape::Formulas;
use intake::encode_cp932;

use crate::export::{CsvEncoding, Export, ExportError, Exported, Place, Shown, replaced};

impl Export<'_> {
    /// As comma-separated text. What CP932 cannot hold exactly is replaced as `accepted` says, else it stops the
    /// export. Hidden characters are written as escapes and read back by an import; texts that a spreadsheet would run
    /// are written as `formulas` says, and read back too.
    ///
    /// # Errors
    /// [`ExportError::NoCp932`] with every place, [`ExportError::LooksLikeUtf8`].
    pub fn to_csv(
        &self,
        encoding: CsvEncoding,
        formulas: Formulas,
        accepted: &[(char, &str)],
    ) -> Result<Exported, ExportError> {
        write(self, encoding, formulas, accepted)
    }
}

fn write(
    export: &Export<'_>,
    encoding: CsvEncoding,
    formulas: Formulas,
    accepted: &[(char, &str)],
) -> Result<Exported, ExportError> {
    let failed = |why: &dyn std::fmt::Display| ExportError::Workbook(why.to_string());
    let header = export.header();
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    let (mut unfit, mut places, mut runs, mut rows) = (Vec::new(), Vec::new(), Vec::new(), 0_usize);
    let mut cells = |row: u32, id: &str, cells: &mut dyn Iterator<Item = Shown<'_>>| -> Vec<String> {
        let cell = |(shown, column): (Shown<'_>, &&str)| {
            let place = |found| Place { row, column: (*column).to_owned(), id: id.to_owned(), found };
            // Days and numbers are the program's own.
            let Shown::Text(text) = shown else { return shown.text().to_owned() };
            runs.extend(escape::formula_sign(text).map(place));
            let text = escape::cell(text, formulas);
            if encoding == CsvEncoding::Utf8 {
                return text.into_owned();
            }
            replaced(&text, accepted, |found, is_accepted| {
                if is_accepted { places.push(place(found)) } else { unfit.push(place(found)) }
            })
        };
        cells.zip(&header).map(cell).collect()
    };
    let mut names = header.iter().copied().map(Shown::Text);
    writer.write_record(cells(1, "", &mut names)).map_err(|error| failed(&error))?;
    for (row, record) in (2_u32..).zip(export.records()) {
        let mut texts = std::iter::once(Shown::Text(record.id)).chain(export.cells(record));
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
    Ok(Exported { bytes, rows, replaced: places, formulas: runs, left_out: export.left_out() })
}
