//! A workbook's container, looked through before anything is built from it.
//!
//! The reader of workbooks takes the numbers of a file at their word: it makes room for as many texts as the file says
//! that there are, and holds a text as long as it comes. Here each part is unpacked once, in pieces, and measured as the
//! reader will meet it; nothing is kept.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashSet},
    io::{Cursor, Read},
};

use provenance::{Text, number_of};
use zip::ZipArchive;

use super::{
    outline::{Outline, malformed},
    reference::cell,
};
use crate::{Excess, Hidden, PART_MAX, PARTS_MAX, PARTS_SUM_MAX, RATIO_MAX, Reason, TAG_MAX, TEXT_MAX};

/// Smaller parts may be packed as tightly as they can be.
const RATIO_FROM: u64 = 16 << 20;

/// What stands in a container that its reader does not tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Looks {
    /// What is hidden, by the part of a sheet.
    parts: BTreeMap<String, Hidden>,
    /// The sheets by name, with their relationship.
    sheets: Vec<(String, String)>,
    /// The parts of relationships.
    targets: BTreeMap<String, String>,
    /// Whether a part is encrypted.
    pub(crate) is_encrypted: bool,
}

impl Looks {
    /// What the sheet of a name hides.
    pub(crate) fn hidden(&self, name: &str) -> Hidden {
        let relationship = self.sheets.iter().find(|(known, _)| unescaped(known) == name);
        let target = relationship.and_then(|(_, id)| self.targets.get(id));
        let path = target.map(|target| match target.strip_prefix('/') {
            Some(path) => path.to_ascii_lowercase(),
            None => format!("xl/{target}").to_ascii_lowercase(),
        });
        path.and_then(|path| self.parts.get(&path)).copied().unwrap_or_default()
    }
}

fn unescaped(text: &str) -> String {
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    plain.iter().fold(text.to_owned(), |text, (escape, sign)| text.replace(escape, sign))
}

/// Looks a container through.
///
/// # Errors
/// [`Reason::WorkbookTooLarge`], and [`Reason::BrokenWorkbook`] for parts that are no XML, that come twice, or in which cells
/// and rows come twice. What is no container, the reader tells.
pub(crate) fn inspect(bytes: &[u8]) -> Result<Looks, Reason> {
    let mut looks = Looks::default();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(looks) };
    if archive.len() > PARTS_MAX {
        return Err(Excess::Parts(archive.len()).into());
    }
    let double = || Text::new("同じ名前の部品が2つある", "two parts have one name");
    if archive.has_duplicate_names() {
        return Err(Reason::BrokenWorkbook(double()));
    }
    let mut names = HashSet::new();
    let (mut sum, mut piece) = (0, vec![0; 64 << 10]);
    for n in 0..archive.len() {
        let Ok(mut part) = archive.by_index(n) else { continue };
        let name = part.name().map_or_else(|_| format!("#{n}"), Cow::into_owned);
        let packed = part.compressed_size();
        // The reader takes whichever has the name in any case and with either stroke.
        if !names.insert(name.to_ascii_lowercase().replace('\\', "/").trim_start_matches('/').to_owned()) {
            return Err(broken(&name, &double()));
        }
        let is_markup = has_markup(&name);
        let mut markup = Markup { is_strict: is_xml(&name), ..Markup::default() };
        let mut length = 0;
        loop {
            let read = match part.read(&mut piece) {
                Ok(read) => piece.get(..read).filter(|read| !read.is_empty()),
                // The reader may stop before it comes to what is damaged, and to the checksum.
                Err(error) => {
                    let why =
                        Text::new(format!("展開できない: {error}"), format!("cannot be unpacked: {error}"));
                    return Err(broken(&name, &why));
                }
            };
            let Some(read) = read else { break };
            length += number_of(read.len());
            if length > PART_MAX {
                return Err(Excess::Part(name).into());
            }
            if sum + length > PARTS_SUM_MAX {
                return Err(Excess::Sum.into());
            }
            if length > RATIO_FROM && length / packed.max(1) > RATIO_MAX {
                return Err(Excess::Ratio(name).into());
            }
            if is_markup {
                markup.take(read).map_err(|fault| fault.of_part(&name))?;
            }
        }
        if is_markup {
            markup.finish().map_err(|fault| fault.of_part(&name))?;
        }
        // No text takes fewer bytes than `<si/>`.
        if let Some(texts) = markup.texts.filter(|texts| *texts > length / 5) {
            return Err(Excess::Texts(texts).into());
        }
        sum += length;
        let (path, Markup { hidden, sheets, targets, is_encrypted, .. }) =
            (name.to_ascii_lowercase(), markup);
        looks.is_encrypted |= is_encrypted;
        looks.sheets.extend(sheets);
        if path == "xl/_rels/workbook.xml.rels" {
            looks.targets.extend(targets);
        }
        if hidden != Hidden::default() {
            looks.parts.insert(path, hidden);
        }
    }
    Ok(looks)
}

/// Whether a part of that name holds markup. Others are pictures and the like, which nobody reads.
fn has_markup(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
    !matches!(
        ending.as_str(),
        "png" | "jpg" | "jpeg" | "gif" | "emf" | "wmf" | "tif" | "tiff" | "bmp" | "bin"
    )
}

/// Whether a part of that name must be well-formed. Drawings of old (`.vml`) need not be, and nobody reads them.
fn is_xml(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
    matches!(ending.as_str(), "xml" | "rels")
}

fn misnamed() -> Text {
    Text::new(
        "シートの部品の名前が`.xml`で終わらない",
        "it names a part of a sheet that does not end in `.xml`",
    )
}

fn broken(part: &str, why: &Text) -> Reason {
    Reason::BrokenWorkbook(Text::new(
        format!("部品`{part}`: {}", why.ja),
        format!("part `{part}`: {}", why.en),
    ))
}

impl From<Excess> for Reason {
    fn from(excess: Excess) -> Self {
        Self::WorkbookTooLarge(Box::new(excess))
    }
}

/// What is wrong with a piece of markup.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
    Text,
    Tag,
    Form,
    Reference,
    Broken(Text),
}

impl Fault {
    fn of_part(self, name: &str) -> Reason {
        let excess = match self {
            Self::Text => Excess::Text,
            Self::Tag => Excess::Tag,
            Self::Form => Excess::Form,
            Self::Reference => Excess::Reference,
            Self::Broken(why) => return broken(name, &why),
        };
        excess(name.to_owned()).into()
    }
}

impl From<Text> for Fault {
    fn from(why: Text) -> Self {
        Self::Broken(why)
    }
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
    /// Whether it must be well-formed.
    is_strict: bool,
    outline: Outline,
    /// The bytes of an entity that has begun in a text, from its `&`.
    entity: Vec<u8>,
    /// The bytes of a character that has begun.
    letter: Vec<u8>,
    state: State,
    /// The bytes of the tag, comment or instruction so far.
    tag: Vec<u8>,
    /// How long the text is so far.
    text: usize,
    /// The greatest `uniqueCount` of a list of texts.
    texts: Option<u64>,
    hidden: Hidden,
    sheets: Vec<(String, String)>,
    targets: Vec<(String, String)>,
    is_encrypted: bool,
    /// The row that begins last, from 1.
    row: u64,
}

impl Markup {
    fn take(&mut self, piece: &[u8]) -> Result<(), Fault> {
        for byte in piece {
            // No text in UTF-8 holds it, and each one in UTF-16 does.
            if *byte == 0 {
                return Err(Fault::Form);
            }
            if self.is_strict {
                if byte.is_ascii_control() && !matches!(byte, b'\t' | b'\r' | b'\n' | 0x7F) {
                    return Err(malformed().into());
                }
                self.letter_byte(*byte)?;
            }
            match (self.state, byte) {
                (State::Text, b'<') => {
                    self.entity_is_whole()?;
                    self.state = State::Tag(None);
                    self.tag.clear();
                }
                (State::Text, _) => {
                    self.text += 1;
                    if self.text > TEXT_MAX {
                        return Err(Fault::Text);
                    }
                    self.text_byte(*byte)?;
                }
                _ => self.within(*byte)?,
            }
        }
        Ok(())
    }

    /// A byte of a text that must be in UTF-8.
    fn letter_byte(&mut self, byte: u8) -> Result<(), Fault> {
        if byte.is_ascii() && self.letter.is_empty() {
            return Ok(());
        }
        self.letter.push(byte);
        match std::str::from_utf8(&self.letter) {
            Ok(_) => self.letter.clear(),
            Err(error) if error.error_len().is_some() => return Err(Fault::Form),
            Err(_) => {}
        }
        Ok(())
    }

    /// A byte between tags: letters stand where they belong, and an entity is one.
    fn text_byte(&mut self, byte: u8) -> Result<(), Fault> {
        if !self.is_strict {
            return Ok(());
        }
        // The mark of the order of bytes may stand before everything.
        let is_mark = self.outline.is_before_all() && matches!(byte, 0xEF | 0xBB | 0xBF);
        if (!byte.is_ascii_whitespace() || self.outline.is_in_value()) && !is_mark {
            self.outline.letter(byte)?;
        }
        if byte == b'&' || !self.entity.is_empty() {
            self.entity_is_short()?;
            self.entity.push(byte);
            if byte == b';' {
                if !is_entity(&self.entity) {
                    return Err(malformed().into());
                }
                self.entity.clear();
            }
        }
        Ok(())
    }

    /// No entity that XML has of itself is longer.
    fn entity_is_short(&self) -> Result<(), Fault> {
        if self.entity.len() > 16 { Err(malformed().into()) } else { Ok(()) }
    }

    fn entity_is_whole(&self) -> Result<(), Fault> {
        if self.entity.is_empty() { Ok(()) } else { Err(malformed().into()) }
    }

    /// The part ends.
    fn finish(&self) -> Result<(), Fault> {
        if !self.is_strict {
            return Ok(());
        }
        if self.state != State::Text || !self.letter.is_empty() {
            return Err(malformed().into());
        }
        self.entity_is_whole()?;
        Ok(self.outline.finish()?)
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
            // A comment has no two hyphens; what follows them would be one for one reader and none for another.
            State::Until(b"-->") if self.is_strict && has_hyphens(&self.tag) => {
                return Err(malformed().into());
            }
            State::Until(end) if self.tag.ends_with(end) && self.tag.len() >= least(end) => {
                if self.is_strict {
                    self.outline.interruption()?;
                    if end == b"]]>" {
                        self.outline.letter(b']')?;
                    }
                }
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

    /// Notes what is hidden, and which part is which sheet.
    fn look(&mut self, tag: &str, name: &str) {
        let of = |wanted: &str| attributes(tag).find(|(name, _)| *name == wanted).map(|(_, value)| value);
        let is_hidden = || of("hidden").is_some_and(|hidden| matches!(hidden, "1" | "true"));
        match name {
            "row" => {
                self.row = of("r").and_then(|row| row.parse().ok()).unwrap_or(self.row + 1);
                if is_hidden() {
                    self.hidden.row(self.row, 1);
                }
            }
            "col" if is_hidden() => {
                let number = |name: &str| of(name).and_then(|number| number.parse::<u64>().ok());
                // No sheet has more columns; each is counted in as many tags as there are.
                let last = |column: &u64| *column <= 16_384;
                if let (Some(from), Some(to)) = (number("min").filter(last), number("max").filter(last)) {
                    self.hidden.column(from, to.abs_diff(from) + 1);
                }
            }
            "filterColumn" => self.hidden.has_filter = true,
            "encryption-data" => self.is_encrypted = true,
            "sheet" => {
                if let (Some(name), Some(id)) = (of("name"), of("r:id")) {
                    self.sheets.push((name.to_owned(), id.to_owned()));
                }
            }
            "Relationship" => {
                if let (Some(id), Some(target)) = (of("Id"), of("Target")) {
                    self.targets.push((id.to_owned(), target.to_owned()));
                }
            }
            _ => {}
        }
    }

    fn end_tag(&mut self) -> Result<(), Fault> {
        (self.state, self.text) = (State::Text, 0);
        let tag = String::from_utf8_lossy(&std::mem::take(&mut self.tag)).into_owned();
        if self.is_strict {
            follow(&mut self.outline, &tag)?;
        }
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
        self.look(&tag, name.rsplit(':').next().unwrap_or(name));
        // The reader opens what is named here, and only what is called so has been looked at.
        if name.rsplit(':').next() == Some("Relationship") {
            let of =
                |wanted| attributes(&tag).find(|(name, _)| *name == wanted).map_or("", |(_, value)| value);
            let kind = of("Type").rsplit('/').next();
            let is_read = matches!(kind, Some("officeDocument" | "worksheet" | "chartsheet" | "dialogsheet"));
            if is_read && !is_xml(of("Target")) {
                return Err(misnamed().into());
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
    let (first, last) = reference.split_once(':').unwrap_or((reference, reference));
    match (cell(first), cell(last)) {
        (Some(first), Some(last)) => first.row <= last.row && first.column <= last.column,
        _ => false,
    }
}

/// Tells an outline of a tag, from after its `<` to its `>`.
fn follow(outline: &mut Outline, tag: &str) -> Result<(), Text> {
    let tag = tag.strip_suffix('>').unwrap_or(tag);
    if let Some(name) = tag.strip_prefix('/') {
        return outline.end(name.trim_ascii_end());
    }
    let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
    let end = tag.find(|c: char| c.is_ascii_whitespace()).unwrap_or(tag.len());
    let (name, rest) = tag.split_at(end);
    let attributes = well_formed(rest).filter(|_| is_name(name)).ok_or_else(malformed)?;
    outline.begin(name, &attributes)?;
    if is_empty { outline.end(name) } else { Ok(()) }
}

/// The attributes of a tag, from the white space before them on, if they are well-formed: each with white space before it and a
/// value in quotation marks, none of them twice.
fn well_formed(mut rest: &str) -> Option<Vec<(&str, &str)>> {
    let mut found = Vec::new();
    while !rest.trim_ascii_start().is_empty() {
        let (name, after) = rest.strip_prefix(|c: char| c.is_ascii_whitespace())?.split_once('=')?;
        let after = after.trim_ascii_start();
        let quote = after.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, after) = after.get(1..)?.split_once(quote)?;
        let entities = value.split('&').skip(1).all(|rest| {
            rest.split_once(';').is_some_and(|(name, _)| is_entity(format!("&{name};").as_bytes()))
        });
        if !is_name(name.trim_ascii()) || value.contains('<') || !entities {
            return None;
        }
        found.push((name.trim_ascii(), value));
        rest = after;
    }
    let mut names: Vec<&str> = found.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    let is_unique = names.windows(2).all(|two| two.first() != two.last());
    is_unique.then_some(found)
}

fn is_name(name: &str) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.');
    name.starts_with(|c: char| c.is_alphabetic() || c == '_') && name.chars().all(is_letter)
}

/// Whether an entity is one that XML has of itself, or a character by its number.
fn is_entity(entity: &[u8]) -> bool {
    let Some(name) = std::str::from_utf8(entity).ok().and_then(|text| text.strip_prefix('&')) else {
        return false;
    };
    let name = name.strip_suffix(';').unwrap_or(name);
    let Some(number) = name.strip_prefix('#') else {
        return matches!(name, "amp" | "lt" | "gt" | "quot" | "apos");
    };
    let (digits, base) = number.strip_prefix('x').map_or((number, 10), |digits| (digits, 16));
    let is_digits = digits.chars().all(|c| c.is_digit(base));
    let letter = u32::from_str_radix(digits, base).ok().and_then(char::from_u32);
    // Controls are none, save these.
    is_digits && letter.is_some_and(|c| c >= ' ' || matches!(c, '\t' | '\r' | '\n'))
}

/// Whether the comment so far holds `--` before its last byte, which does not end it.
fn has_hyphens(comment: &[u8]) -> bool {
    match comment {
        [b'!', b'-', b'-', text @ ..] => {
            matches!(text, [.., b'-', b'-', last] if *last != b'>') || matches!(text, [b'>'] | [b'-', b'>'])
        }
        _ => false,
    }
}

/// How many bytes a comment, a section of text or an instruction has at least, from after its `<` to its end: no byte
/// is of its beginning and of its end.
fn least(end: &[u8]) -> usize {
    match end {
        b"-->" => b"!---->".len(),
        b"]]>" => b"![CDATA[]]>".len(),
        _ => b"?x?>".len(),
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
