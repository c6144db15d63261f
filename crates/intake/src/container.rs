//! Files as they are handed in: text, JSON or a workbook, each a few sheets of cells.

use std::borrow::Cow;

use provenance::folded;

#[cfg(feature = "workbooks")]
use crate::Book;
use crate::{
    DateSystem, Encoding, Found, Header, Leaf, Reason, RowError, Separator, Sheet, TextRows,
    beginning::is_book, decode, sheet::Wanted,
};

/// How text is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextForm {
    /// Its encoding.
    pub encoding: Encoding,
    /// The sign between cells; `None` where it shows.
    pub separator: Option<Separator>,
}

/// A file that was opened.
#[derive(Debug)]
pub struct Container<'a> {
    file: &'a str,
    content: Content<'a>,
    encoding: Option<Found>,
    separator: Option<Separator>,
}

#[derive(Debug)]
enum Content<'a> {
    Text(Cow<'a, str>),
    Lines(Cow<'a, str>),
    List(Cow<'a, str>),
    #[cfg(feature = "workbooks")]
    Book(Book<'a>),
}

/// What the names of files that may be read end in.
pub const ENDINGS: [&str; 9] = ["csv", "tsv", "jsonl", "ndjson", "json", "xlsx", "xlsm", "xls", "ods"];

/// Whether a file's name ends in one of [`ENDINGS`].
#[must_use]
pub fn has_known_ending(name: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// Whether the name of a file says that it holds JSON.
#[must_use]
pub fn is_json(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["json", "jsonl", "ndjson"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

impl<'a> Container<'a> {
    /// Opens a file by what it begins with, and by its name where that says nothing: `.jsonl` and `.ndjson` are objects a
    /// line, `.json` is a list of objects or objects a line, `.tsv` is cut at tabs.
    ///
    /// ```
    /// use intake::{Container, Header, TextForm};
    ///
    /// // So few letters might be CP932 as well: the byte order mark says that they are not.
    /// let text = "\u{FEFF}番号;件数\n1;\"2;3\"\n".as_bytes();
    /// let mut file = Container::open("a.csv", text, TextForm::default())?;
    /// let sheet = file.sheet(0, &Header::Row(1))?;
    /// assert_eq!(sheet.columns(), ["番号", "件数"]);
    /// # Ok::<(), intake::RowError>(())
    /// ```
    ///
    /// # Errors
    /// [`RowError`] where nothing of it can be read.
    pub fn open(file: &'a str, bytes: &'a [u8], form: TextForm) -> Result<Self, RowError> {
        let wrong = |reason| RowError::of_file(file, reason);
        if bytes.is_empty() {
            return Err(wrong(Reason::Empty));
        }
        if is_book(bytes) {
            #[cfg(feature = "workbooks")]
            {
                let content = Content::Book(Book::open(bytes).map_err(wrong)?);
                return Ok(Self { file, content, encoding: None, separator: None });
            }
            #[cfg(not(feature = "workbooks"))]
            return Err(wrong(Reason::NoWorkbooks));
        }
        let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        let is_json = is_json(file);
        // JSON is in UTF-8, or has a byte order mark.
        let encoding = if is_json && form.encoding != Encoding::Utf16 && !bytes.starts_with(b"\xFF\xFE") {
            Encoding::Utf8
        } else {
            form.encoding
        };
        let (text, found) =
            decode(bytes, encoding).map_err(|error| wrong(Reason::Encoding(Box::new(error))))?;
        let is_list = text.trim_start().starts_with('[');
        let content = match (is_json, is_list && ending == "json") {
            (true, true) => Content::List(text),
            (true, false) => Content::Lines(text),
            (false, _) => Content::Text(text),
        };
        let separator = form.separator.or((ending == "tsv").then_some(Separator::Tab));
        Ok(Self { file, content, encoding: Some(found), separator })
    }

    /// How its text is encoded; `None` of a workbook.
    #[must_use]
    pub fn encoding(&self) -> Option<Found> {
        self.encoding
    }

    /// The text of cells and the sign between them, as it shows from that row on; `None` of other files.
    pub(crate) fn text(&self, row: u64) -> Option<(&str, Separator)> {
        let Content::Text(text) = &self.content else { return None };
        let seen = || separator_of(text, &Header::Row(row)).unwrap_or(Separator::Comma);
        Some((text, self.separator.unwrap_or_else(seen)))
    }

    /// Whether its values are those of JSON.
    #[must_use]
    pub fn is_json(&self) -> bool {
        matches!(self.content, Content::Lines(_) | Content::List(_))
    }

    /// How it numbers days; `None` but of a workbook.
    #[must_use]
    pub fn dates(&self) -> Option<DateSystem> {
        match &self.content {
            #[cfg(feature = "workbooks")]
            Content::Book(book) => Some(book.dates()),
            _ => None,
        }
    }

    /// The sheets of a workbook, in order; `None` of other files, which are one sheet.
    #[must_use]
    pub fn leaves(&self) -> Option<&[Leaf]> {
        match &self.content {
            #[cfg(feature = "workbooks")]
            Content::Book(book) => Some(book.leaves()),
            _ => None,
        }
    }

    /// The places of the sheets that are meant: by name, by position (`#2`), or by a pattern (`2024年*`); each once, in the
    /// order in which they are asked for. Names are compared without differences of width, case and white space.
    ///
    /// # Errors
    /// [`Reason::NoSheet`] with the first that is not there.
    pub fn select(&self, wanted: &[String]) -> Result<Vec<usize>, (String, Reason)> {
        let Some(leaves) = self.leaves() else { return Ok(vec![0]) };
        let mut places = Vec::new();
        for wanted in wanted {
            let name = folded(wanted);
            let is_it = |leaf: &Leaf| folded(&leaf.name) == name;
            let position = wanted.strip_prefix('#').and_then(|number| number.trim().parse::<usize>().ok());
            let found: Vec<usize> = if let Some(place) = leaves.iter().position(is_it) {
                vec![place]
            } else if let Some(position) = position {
                position.checked_sub(1).filter(|place| *place < leaves.len()).into_iter().collect()
            } else {
                let leaves = leaves.iter().enumerate();
                leaves.filter(|(_, leaf)| fits(&folded(&leaf.name), &name)).map(|(place, _)| place).collect()
            };
            if found.is_empty() {
                let names = leaves.iter().map(|leaf| leaf.name.clone()).collect();
                return Err((wanted.clone(), Reason::NoSheet(names)));
            }
            places.extend(found);
        }
        let mut seen = std::collections::BTreeSet::new();
        places.retain(|place| seen.insert(*place));
        Ok(places)
    }

    /// The place of the only sheet that can be meant: of a workbook, the only one that is visible.
    ///
    /// # Errors
    /// [`Reason::WhichSheet`] where there are several.
    pub fn only_sheet(&self) -> Result<usize, RowError> {
        let Some(leaves) = self.leaves() else { return Ok(0) };
        let mut visible = leaves.iter().enumerate().filter(|(_, leaf)| leaf.is_visible);
        match (visible.next(), visible.next()) {
            (Some((place, _)), None) => Ok(place),
            _ => {
                let names = leaves.iter().map(|leaf| leaf.name.clone()).collect();
                Err(RowError::of_file(self.file, Reason::WhichSheet(names)))
            }
        }
    }

    /// The sheet of that place.
    ///
    /// # Errors
    /// [`RowError`] where it is broken, or has no header.
    pub fn sheet(&mut self, place: usize, header: &Header) -> Result<Sheet<'_>, RowError> {
        // Text and JSON are one sheet, whichever is asked for.
        #[cfg(not(feature = "workbooks"))]
        let _ = place;
        match &mut self.content {
            Content::Text(text) => {
                let separator = match self.separator {
                    Some(separator) => separator,
                    None => {
                        separator_of(text, header).map_err(|reason| RowError::of_file(self.file, reason))?
                    }
                };
                Sheet::text(self.file, text, separator, header)
            }
            Content::Lines(text) => Sheet::json_lines(self.file, text),
            Content::List(text) => Sheet::json_array(self.file, text),
            #[cfg(feature = "workbooks")]
            Content::Book(book) => book.sheet(self.file, place, header),
        }
    }
}

/// Whether a text fits a pattern, in which `*` stands for anything.
#[must_use]
pub fn fits(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part).and_then(|at| rest.get(at + part.len()..)) {
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// So many rows are looked at to see at which sign a text is cut.
const LOOKED_AT: usize = 20;

/// The sign between the cells of a text. It is the one that cuts the header into columns; of several, the one that cuts it
/// into most of the columns that are asked for, or each row into as many cells as the header.
fn separator_of(text: &str, header: &Header) -> Result<Separator, Reason> {
    let cut = |separator: &Separator| -> (Separator, usize, usize, bool) {
        let rows = TextRows::new(text, *separator).filter_map(Result::ok).filter(|row| !row.is_blank());
        match header {
            Header::Holding(wanted) => {
                let wanted = Wanted::new(wanted);
                let rows = rows.take(crate::HEADER_ROWS_MAX);
                let best = rows.map(|row| (wanted.held(&row), row.cells.len())).max_by_key(|(held, _)| *held);
                let (held, columns) = best.unwrap_or_default();
                (*separator, columns, held, false)
            }
            Header::Row(number) => {
                let rows: Vec<usize> = rows
                    .skip_while(|row| row.row < *number)
                    .take(LOOKED_AT)
                    .map(|row| row.cells.len())
                    .collect();
                let columns = rows.first().copied().unwrap_or(0);
                (*separator, columns, 0, rows.iter().all(|cells| *cells == columns))
            }
        }
    };
    let all: Vec<_> = Separator::ALL.iter().map(cut).collect();
    let most = all.iter().map(|(_, _, held, _)| *held).max().unwrap_or(0);
    let mut left: Vec<_> =
        all.into_iter().filter(|(_, columns, held, _)| *columns > 1 && *held == most).collect();
    if left.len() > 1 && left.iter().any(|(.., is_even)| *is_even) {
        left.retain(|(.., is_even)| *is_even);
    }
    match left.as_slice() {
        [] => Ok(Separator::Comma),
        [(separator, ..)] => Ok(*separator),
        several => Err(Reason::Separators(several.iter().map(|(separator, ..)| *separator).collect())),
    }
}
