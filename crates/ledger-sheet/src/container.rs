//! A workbook's container, looked through before anything is built from it.
//!
//! The reader of workbooks takes the numbers of a file at their word: it makes room for as many texts as the file says
//! that there are, and holds a text as long as it comes. Here each part is unpacked once, in pieces, and measured as the
//! reader will meet it; nothing is kept.

use std::{
    borrow::Cow,
    io::{Cursor, Read},
};

use provenance::{Text, number_of};
use zip::ZipArchive;

/// The most parts of a workbook.
pub const PARTS_MAX: usize = 10_000;
/// The most bytes of a part, unpacked.
pub const PART_MAX: u64 = 256 << 20;
/// The most bytes of all parts together, unpacked.
pub const PARTS_SUM_MAX: u64 = 512 << 20;
/// A part of more than 16 MiB is at most so many times as large as it is packed.
pub const RATIO_MAX: u64 = 200;
/// The most bytes of a text between two tags, as written: what a cell holds, each character as a number.
pub const TEXT_MAX: usize = 512 << 10;
/// The most bytes of a tag or a comment.
pub const TAG_MAX: usize = 1 << 20;

/// Smaller parts may be packed as tightly as they can be.
const RATIO_FROM: u64 = 16 << 20;

/// Why a container is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Excess {
    /// There are more parts than [`PARTS_MAX`]; says how many.
    Parts(usize),
    /// A part, by its name, has more bytes than [`PART_MAX`].
    Part(String),
    /// All parts together have more bytes than [`PARTS_SUM_MAX`].
    Sum,
    /// A part, by its name, is packed more tightly than [`RATIO_MAX`].
    Ratio(String),
    /// A part, by its name, holds a text longer than [`TEXT_MAX`].
    Text(String),
    /// A part, by its name, holds a tag or a comment longer than [`TAG_MAX`].
    Tag(String),
    /// The workbook says that it holds more different texts than there is room for.
    Texts(u64),
    /// A part, by its name, is written in a way that no workbook is: with a document type, or not in UTF-8.
    Form(String),
    /// A part, by its name, refers to cells that no sheet has.
    Reference(String),
}

/// Looks a container through.
///
/// # Errors
/// [`Excess`]. What cannot be unpacked is no matter of size: the reader tells it.
pub(crate) fn inspect(bytes: &[u8]) -> Result<(), Excess> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    if archive.len() > PARTS_MAX {
        return Err(Excess::Parts(archive.len()));
    }
    let (mut sum, mut piece) = (0, vec![0; 64 << 10]);
    for n in 0..archive.len() {
        let Ok(mut part) = archive.by_index(n) else { continue };
        let name = part.name().map_or_else(|_| format!("#{n}"), Cow::into_owned);
        let packed = part.compressed_size();
        let is_markup = has_markup(&name);
        let mut markup = Markup::default();
        let mut length = 0;
        // A part that breaks off is told by the reader; so far it has been measured.
        while let Ok(read) = part.read(&mut piece) {
            let Some(read) = piece.get(..read).filter(|read| !read.is_empty()) else { break };
            length += number_of(read.len());
            if length > PART_MAX {
                return Err(Excess::Part(name));
            }
            if sum + length > PARTS_SUM_MAX {
                return Err(Excess::Sum);
            }
            if length > RATIO_FROM && length / packed.max(1) > RATIO_MAX {
                return Err(Excess::Ratio(name));
            }
            if is_markup {
                markup.take(read).map_err(|fault| match fault {
                    Fault::Text => Excess::Text(name.clone()),
                    Fault::Tag => Excess::Tag(name.clone()),
                    Fault::Form => Excess::Form(name.clone()),
                    Fault::Reference => Excess::Reference(name.clone()),
                })?;
            }
        }
        // No text takes fewer bytes than `<si/>`.
        if let Some(texts) = markup.texts.filter(|texts| *texts > length / 5) {
            return Err(Excess::Texts(texts));
        }
        sum += length;
    }
    Ok(())
}

/// Whether a part of that name holds markup. Others are pictures and the like, which nobody reads.
fn has_markup(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
    !matches!(
        ending.as_str(),
        "png" | "jpg" | "jpeg" | "gif" | "emf" | "wmf" | "tif" | "tiff" | "bmp" | "bin"
    )
}

/// What is wrong with a piece of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Text,
    Tag,
    Form,
    Reference,
}

/// Where in a text of markup a reader stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum State {
    /// Between tags.
    #[default]
    Text,
    /// In a tag, within quotation marks or not.
    Tag(Option<u8>),
    /// In a comment, a section of text, or an instruction: up to `-->`, `]]>` or `?>`.
    Until(&'static [u8]),
}

/// Markup as it comes in pieces: how long its texts and tags are, and how many texts it says that it holds.
#[derive(Debug, Default)]
struct Markup {
    state: State,
    /// The bytes of the tag, comment or instruction so far.
    tag: Vec<u8>,
    /// How long the text is so far.
    text: usize,
    /// The greatest `uniqueCount` of a list of texts.
    texts: Option<u64>,
}

impl Excess {
    /// What is wrong, in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        let mebibytes = |bytes: u64| bytes >> 20;
        match self {
            Self::Parts(parts) => Text::new(
                format!("ブックの部品が{parts}個あり、上限{PARTS_MAX}個を超える"),
                format!("the workbook has {parts} parts; {PARTS_MAX} is the limit"),
            ),
            Self::Part(name) => Text::new(
                format!("ブックの部品`{name}`が、展開すると上限{} MiBを超える", mebibytes(PART_MAX)),
                format!(
                    "part `{name}` of the workbook unpacks to more than {} MiB, the limit",
                    mebibytes(PART_MAX)
                ),
            ),
            Self::Sum => Text::new(
                format!("ブックが、展開すると上限{} MiBを超える", mebibytes(PARTS_SUM_MAX)),
                format!("the workbook unpacks to more than {} MiB, the limit", mebibytes(PARTS_SUM_MAX)),
            ),
            Self::Ratio(name) => Text::new(
                format!("ブックの部品`{name}`が、展開すると{RATIO_MAX}倍を超える"),
                format!(
                    "part `{name}` of the workbook unpacks to more than {RATIO_MAX} times its size, the limit"
                ),
            ),
            Self::Text(name) => Text::new(
                format!("ブックの部品`{name}`に、セルに入らない長さの文字列がある"),
                format!("part `{name}` of the workbook holds a text that is longer than any cell may be"),
            ),
            Self::Tag(name) => Text::new(
                format!("ブックの部品`{name}`に、上限{} MiBを超えるタグがある", TAG_MAX >> 20),
                format!(
                    "part `{name}` of the workbook holds a tag of more than {} MiB, the limit",
                    TAG_MAX >> 20
                ),
            ),
            Self::Texts(texts) => Text::new(
                format!("ブックは文字列が{texts}個あると称するが、その容量がない"),
                format!("the workbook says that it holds {texts} texts, for which it has no room"),
            ),
            Self::Reference(name) => Text::new(
                format!("ブックの部品`{name}`に、シートにないセル番地（A1からXFD1048576の外又は逆順）がある"),
                format!(
                    "part `{name}` of the workbook names cells outside A1 to XFD1048576, or in reverse order"
                ),
            ),
            Self::Form(name) => Text::new(
                format!(
                    "ブックの部品`{name}`の形式が、ブックのものでない（文書型宣言又はUTF-8以外の文字コード）"
                ),
                format!(
                    "part `{name}` is in no form of a workbook: it has a document type, or is not in UTF-8"
                ),
            ),
        }
    }
}

impl Markup {
    fn take(&mut self, piece: &[u8]) -> Result<(), Fault> {
        for byte in piece {
            // No text in UTF-8 holds it, and each one in UTF-16 does.
            if *byte == 0 {
                return Err(Fault::Form);
            }
            match (self.state, byte) {
                (State::Text, b'<') => {
                    self.state = State::Tag(None);
                    self.tag.clear();
                }
                (State::Text, _) => {
                    self.text += 1;
                    if self.text > TEXT_MAX {
                        return Err(Fault::Text);
                    }
                }
                _ => self.within(*byte)?,
            }
        }
        Ok(())
    }

    /// A byte within a tag, a comment or an instruction.
    fn within(&mut self, byte: u8) -> Result<(), Fault> {
        self.tag.push(byte);
        if self.tag.len() > TAG_MAX {
            return Err(if self.state == State::Until(b"]]>") { Fault::Text } else { Fault::Tag });
        }
        match self.state {
            State::Tag(Some(quote)) if byte == quote => self.state = State::Tag(None),
            State::Tag(None) => match (byte, self.tag.as_slice()) {
                (b'>', _) => self.end_tag()?,
                (b'?', b"?") => self.state = State::Until(b"?>"),
                (b'-', b"!--") => self.state = State::Until(b"-->"),
                (b'[', b"![CDATA[") => self.state = State::Until(b"]]>"),
                // A document type: workbooks have none, and entities of it grow without end.
                (_, tag) if tag.starts_with(b"!") && !is_begun(tag) => return Err(Fault::Form),
                (b'"' | b'\'', tag) if !tag.starts_with(b"!") => self.state = State::Tag(Some(byte)),
                _ => {}
            },
            State::Until(end) if self.tag.ends_with(end) => {
                if end == b"?>" && !is_utf_8(&self.tag) {
                    return Err(Fault::Form);
                }
                // A section of text is text of the cell; what follows goes on with it.
                if end != b"]]>" {
                    self.text = 0;
                }
                self.state = State::Text;
            }
            _ => {}
        }
        Ok(())
    }

    fn end_tag(&mut self) -> Result<(), Fault> {
        (self.state, self.text) = (State::Text, 0);
        let tag = String::from_utf8_lossy(&self.tag);
        let name = tag.split(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').next().unwrap_or("");
        if name.rsplit(':').next() == Some("sst") {
            // Whichever of several is meant, the greatest must be possible.
            for rest in tag.split("uniqueCount").skip(1) {
                let digits =
                    rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || "='\"+".contains(c));
                let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
                let texts = digits.get(..end).filter(|digits| !digits.is_empty());
                // A number of more than 64 bits is more than any.
                self.texts = self.texts.max(texts.map(|digits| digits.parse().unwrap_or(u64::MAX)));
            }
        }
        // The reader reckons with these without a look.
        let attribute = match name.rsplit(':').next() {
            Some("dimension" | "mergeCell" | "autoFilter" | "f") => "ref",
            Some("c") => "r",
            _ => return Ok(()),
        };
        if attributes(&tag).filter(|(name, _)| *name == attribute).all(|(_, value)| is_of_a_sheet(value)) {
            Ok(())
        } else {
            Err(Fault::Reference)
        }
    }
}

/// The attributes of a tag, by name.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag.find(|c: char| c.is_ascii_whitespace()).and_then(|at| tag.get(at..)).unwrap_or("");
    std::iter::from_fn(move || {
        let (name, value) = rest.split_once('=')?;
        let value = value.trim_ascii_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, after) = value.get(1..)?.split_once(quote)?;
        rest = after;
        Some((name.trim_ascii(), value))
    })
}

/// Whether a reference is to a cell that a sheet has, or to a range of such from its first to its last.
fn is_of_a_sheet(reference: &str) -> bool {
    let cell = |text: &str| -> Option<(u32, u32)> {
        let text = text.trim_ascii().replace('$', "");
        let digits = text.find(|c: char| !c.is_ascii_alphabetic())?;
        let (letters, digits) = text.split_at(digits);
        if letters.is_empty() || letters.len() > 3 || digits.len() > 7 {
            return None;
        }
        let column = letters
            .bytes()
            .fold(0, |sum, letter| sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
        let row = digits.parse().ok()?;
        ((1..=16_384).contains(&column) && (1..=1_048_576).contains(&row)).then_some((column, row))
    };
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    match (cell(first), cell(last)) {
        (Some(first), Some(last)) => first.0 <= last.0 && first.1 <= last.1,
        _ => false,
    }
}

/// Whether a tag that begins with `!` may still become a comment or a section of text.
fn is_begun(tag: &[u8]) -> bool {
    b"!--".starts_with(tag) || b"![CDATA[".starts_with(tag)
}

/// Whether an instruction, from its `?` on, names no other encoding than UTF-8.
fn is_utf_8(instruction: &[u8]) -> bool {
    let text = String::from_utf8_lossy(instruction).to_ascii_lowercase();
    let Some((_, named)) = text.strip_prefix("?xml").and_then(|text| text.split_once("encoding")) else {
        return true;
    };
    let named = named.trim_start_matches(|c: char| c.is_ascii_whitespace() || "='\"".contains(c));
    named.starts_with("utf-8") || named.starts_with("us-ascii")
}

#[cfg(test)]
mod tests {
    use super::{Fault, Markup, is_of_a_sheet};

    #[test]
    fn references_outside_a_sheet_or_reversed_are_none() {
        for known in ["A1", "xfd1048576", "$B$2:C3", "A1:A1"] {
            assert!(is_of_a_sheet(known), "{known}");
        }
        let unknown =
            ["", "1", "A", "A0", "XFE1", "A1048577", "AAAAAAAAAAAA1", "B5:A1", "A5:B1", "A1:", "あ1", "A-1"];
        for unknown in unknown {
            assert!(!is_of_a_sheet(unknown), "{unknown}");
        }
    }

    #[test]
    fn tags_that_the_reader_reckons_with_are_looked_at() {
        let taken = |text: &str| Markup::default().take(text.as_bytes());
        assert_eq!(taken("<dimension ref=\"A1:B2\"/><c r='C3' s=\"1\"><v>1</v></c>"), Ok(()));
        assert_eq!(taken("<dimension ref=\"B5:A1\"/>"), Err(Fault::Reference));
        assert_eq!(taken("<x:c s=\"1\" r = 'AAAAAAAAAAAA1'>"), Err(Fault::Reference));
        assert_eq!(taken("<mergeCell ref=\"A1:XFE1\"/>"), Err(Fault::Reference));
    }
}
