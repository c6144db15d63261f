//! Causes and countermeasures of a month, from a table or a spreadsheet.

use intake::{Container, Header, RowError, TextForm};
use provenance::Text;
use report::{Remark, Remarks};
use sla::Catalogue;
use tables::nearest;

/// The columns of a sheet of notes, by their names in English and Japanese. The name of the item is for people.
pub const NOTE_COLUMNS: [(&str, &str); 4] =
    [("item", "番号"), ("name", "評価項目"), ("cause", "原因"), ("countermeasure", "対応策")];

/// Reads the notes on a month: a table (`remarks.toml`), or a sheet with the columns 番号, 原因 and 対応策. A row that says
/// neither cause nor countermeasure is a form that nobody has filled in.
///
/// # Errors
/// Every problem found, with its place and the way out.
///
/// ```
/// # use sla::{Catalogue, CatalogueParts, Text, calendar::Term};
/// # let term = Term::new("2024-04-01".parse()?, "2025-03-31".parse()?)?;
/// # let catalogue = Catalogue::new(CatalogueParts::new(["a", "b", "c"].map(Text::same), term))?;
/// let told = operations::read_notes("2024-06.csv", "番号,原因,対応策\nS-9,休暇,増員\n".as_bytes(), &catalogue).unwrap_err();
/// assert_eq!(told[0].en, "2024-06.csv:2: there is no item `S-9`");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_notes(file: &str, bytes: &[u8], catalogue: &Catalogue) -> Result<Remarks, Vec<Text>> {
    if file.ends_with(".toml") {
        let text = std::str::from_utf8(bytes).map_err(|_| {
            vec![Text::new(
                format!("{file}: UTF-8でない。UTF-8で保存し直す"),
                format!("{file}: is not UTF-8; save the file again as UTF-8"),
            )]
        })?;
        return Remarks::from_table(file, text, catalogue)
            .map_err(|errors| errors.problems.iter().map(tables::TableError::text).collect());
    }
    let of_file = |error: RowError| vec![error.line()];
    let mut container = Container::open(file, bytes, TextForm::default()).map_err(of_file)?;
    let place = container.only_sheet().map_err(of_file)?;
    let columns = NOTE_COLUMNS.iter().map(|(en, ja)| vec![(*en).to_owned(), (*ja).to_owned()]);
    let sheet = container.sheet(place, &Header::Holding(columns.collect())).map_err(of_file)?;
    let mut problems = Vec::new();
    let mut told = |place: String, text: Text| {
        problems
            .push(Text::new(format!("{file}{place}: {}", text.ja), format!("{file}{place}: {}", text.en)));
    };
    let places = NOTE_COLUMNS.map(|(en, ja)| sheet.column(en).or_else(|| sheet.column(ja)));
    for ((en, ja), place) in NOTE_COLUMNS.iter().zip(&places) {
        if place.is_none() && *en != "name" {
            told(
                String::new(),
                Text::new(
                    format!("列「{ja}」（{en}）がない"),
                    format!("there is no column `{en}` (or `{ja}`)"),
                ),
            );
        }
    }
    let known = || NOTE_COLUMNS.iter().flat_map(|(en, ja)| [*en, *ja]);
    for column in sheet.columns() {
        if !column.is_empty() && known().all(|name| name != column) {
            let near = nearest(column, known());
            let (ja, en) = near.map_or_else(
                || {
                    let names = |pick: fn(&(&'static str, &'static str)) -> &'static str| {
                        NOTE_COLUMNS.iter().map(pick).collect::<Vec<_>>()
                    };
                    let (en, ja) = (names(|name| name.0).join(", "), names(|name| name.1).join("、"));
                    (format!("。使えるのは{ja}"), format!("; the columns are {en}"))
                },
                |near| (format!("。「{near}」か"), format!("; did you mean `{near}`?")),
            );
            told(
                String::new(),
                Text::new(
                    format!("「{column}」という列はない{ja}"),
                    format!("there is no column `{column}`{en}"),
                ),
            );
        }
    }
    let mut remarks: Vec<Remark> = Vec::new();
    let [Some(item), _, Some(cause), Some(countermeasure)] = places else { return Err(problems) };
    for row in sheet {
        let cells = match row {
            Ok(cells) => cells,
            Err(error) => {
                problems.push(error.line());
                continue;
            }
        };
        let mut told = |text: Text| {
            let row = cells.row;
            problems
                .push(Text::new(format!("{file}:{row}: {}", text.ja), format!("{file}:{row}: {}", text.en)));
        };
        let [key, cause, countermeasure] = [item, cause, countermeasure].map(|place| cells.get(place).trim());
        if cause.is_empty() && countermeasure.is_empty() {
            continue;
        }
        let found = catalogue.item(key);
        let Some(found) = found else {
            let near = catalogue.nearest(key);
            told(Text::new(
                format!(
                    "評価項目`{key}`はない{}",
                    near.map_or_else(String::new, |near| format!("。`{near}`か"))
                ),
                format!(
                    "there is no item `{key}`{}",
                    near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
                ),
            ));
            continue;
        };
        if remarks.iter().any(|remark| remark.key == found.key) {
            told(Text::new(
                format!("`{key}`の行が2つある。1つにまとめる"),
                format!("`{key}` stands in two rows; make them one"),
            ));
            continue;
        }
        for (column, text) in [("原因", cause), ("対応策", countermeasure)] {
            if text.is_empty() {
                told(Text::new(
                    format!("`{key}`の{column}が空である"),
                    format!("`{key}` has no {}", if column == "原因" { "cause" } else { "countermeasure" }),
                ));
            }
        }
        remarks.push(Remark {
            key: found.key.clone(),
            cause: cause.to_owned(),
            countermeasure: countermeasure.to_owned(),
        });
    }
    if problems.is_empty() { Ok(Remarks::new(remarks)) } else { Err(problems) }
}
