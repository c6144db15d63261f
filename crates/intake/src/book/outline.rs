//! The order of a part's elements. The reader of workbooks takes it for granted: it keeps the last of two cells of one
//! name, stops at the end of the first table of rows, and does not look which end belongs to which beginning.

use std::collections::HashSet;

use provenance::Text;

use super::reference::{Cell, cell};
use crate::DEPTH_MAX;

/// What an element is to the reader of workbooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Worksheet,
    Rows,
    Row,
    Cell,
    Texts,
    /// A text, in runs or not.
    Rich,
    Run,
    /// It holds text alone.
    Leaf,
    /// The value of a cell.
    Value(Kind),
    /// Rows of another workbook, kept with a link to it: no cell of ours stands in them.
    Linked,
    Workbook,
    Sheets,
    Relationships,
    /// The reader looks at nothing in it.
    Other,
}

/// What the value of a cell is written in. The reader takes what it cannot read for nothing, for another text of the
/// list, or for its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Kind {
    /// A number, or yes or no.
    #[default]
    Number,
    /// The place of a text in the list.
    Index,
    /// Text.
    Text,
    /// None: the text stands beside it.
    None,
}

impl Kind {
    fn of(word: Option<&str>) -> Self {
        match word {
            None | Some("n" | "b") => Self::Number,
            Some("s") => Self::Index,
            Some("inlineStr") => Self::None,
            Some(_) => Self::Text,
        }
    }

    fn takes(self, byte: u8) -> bool {
        match self {
            Self::Number => byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E'),
            Self::Index => byte.is_ascii_digit(),
            Self::Text => true,
            Self::None => false,
        }
    }
}

#[derive(Debug)]
struct Element {
    name: Box<str>,
    role: Role,
    /// Whether it has a value or a formula, or a table of rows or a list of areas, already.
    has: [bool; 2],
}

/// The elements that are open, and what of their order matters.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    open: Vec<Element>,
    has_ended: bool,
    /// The last row and the last column in it, from 1; 0 before the first.
    last: Cell,
    /// What the value of the last cell is written in, and how long it is so far.
    kind: Kind,
    length: usize,
    /// The names of sheets, or the identifiers of relationships.
    named: HashSet<String>,
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn misplaced(name: &str) -> Text {
    Text::new(
        format!("要素`{name}`が、あるべき場所にないか、2度ある"),
        format!("element `{name}` stands where it does not belong, or twice"),
    )
}

fn repeated(what: &str) -> Text {
    Text::new(
        format!("`{what}`が2度あるか、前へ戻る順に並んでいる"),
        format!("`{what}` comes twice, or after what it should come before"),
    )
}

fn unreadable() -> Text {
    Text::new(
        "セルの値の書き方が、そのセルの型のものでない（空白、注釈、実体参照など）",
        "the value of a cell is not written as its type is (white space, a comment, an entity)",
    )
}

/// That a part is no XML.
pub(crate) fn malformed() -> Text {
    Text::new("XMLとして正しくない", "it is not well-formed XML")
}

impl Outline {
    /// An element begins.
    pub(crate) fn begin(&mut self, name: &str, attributes: &[(&str, &str)]) -> Result<(), Text> {
        if self.has_ended {
            return Err(malformed());
        }
        if self.open.len() >= DEPTH_MAX {
            return Err(Text::new(
                format!("要素の入れ子が上限{DEPTH_MAX}段を超える"),
                format!("elements are nested more than {DEPTH_MAX} deep, the limit"),
            ));
        }
        let role = self.role(local(name)).ok_or_else(|| misplaced(name))?;
        let of = |wanted: &str| attributes.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
        match role {
            Role::Row => {
                let row = match of("r") {
                    Some(row) => row.parse().map_err(|_| malformed())?,
                    None => self.last.row + 1,
                };
                if row <= self.last.row {
                    return Err(repeated(&format!("row {row}")));
                }
                // No sheet has as many, and no number of more follows.
                if row > 1_048_576 {
                    return Err(misplaced(name));
                }
                self.last = Cell { row, column: 0 };
            }
            Role::Cell => {
                let next = Cell { column: self.last.column + 1, ..self.last };
                let found = of("r").map_or(Some(next), cell).ok_or_else(malformed)?;
                if found.row != self.last.row || found.column <= self.last.column {
                    return Err(repeated(of("r").unwrap_or(name)));
                }
                self.last = found;
                (self.kind, self.length) = (Kind::of(of("t")), 0);
            }
            _ => {}
        }
        let unique = match (self.open.last().map(|one| one.role), local(name)) {
            (Some(Role::Sheets), "sheet") => of("name"),
            (Some(Role::Relationships), "Relationship") => of("Id"),
            _ => None,
        };
        if let Some(unique) = unique
            && !self.named.insert(unique.to_owned())
        {
            return Err(repeated(unique));
        }
        self.open.push(Element { name: name.into(), role, has: [false; 2] });
        Ok(())
    }

    /// What an element of that name is where it stands; nothing where it may not stand.
    fn role(&mut self, name: &str) -> Option<Role> {
        let kind = self.kind;
        let is_link = self.open.first().is_some_and(|root| local(&root.name) == "externalLink");
        let Some(parent) = self.open.last_mut() else {
            return Some(match name {
                "worksheet" => Role::Worksheet,
                "sst" => Role::Texts,
                "workbook" => Role::Workbook,
                "Relationships" => Role::Relationships,
                "sheetData" => return None,
                _ => Role::Other,
            });
        };
        let mut once = |n: usize| parent.has.get_mut(n).is_some_and(|has| !std::mem::replace(has, true));
        let (role, is_allowed) = match (parent.role, name) {
            (Role::Worksheet, "sheetData") => (Role::Rows, once(0)),
            (Role::Worksheet, "mergeCells") => (Role::Other, once(1)),
            (Role::Rows, "row") => (Role::Row, true),
            (Role::Row, "c") => (Role::Cell, true),
            (Role::Cell, "v") => (Role::Value(kind), once(0)),
            (Role::Cell, "is") => (Role::Rich, once(0)),
            (Role::Cell, "f") => (Role::Leaf, once(1)),
            (Role::Texts, "si") => (Role::Rich, true),
            (Role::Rich, "r") => (Role::Run, true),
            (Role::Rich | Role::Run, "t") => (Role::Leaf, true),
            (Role::Workbook, "sheets") => (Role::Sheets, once(0)),
            (Role::Rich, "rPh" | "phoneticPr") | (Role::Run, "rPr") | (Role::Texts, "extLst") => {
                (Role::Other, true)
            }
            (
                Role::Rows | Role::Row | Role::Cell | Role::Rich | Role::Run | Role::Leaf | Role::Value(_),
                _,
            ) => (Role::Other, false),
            (Role::Linked, "row" | "cell" | "v") => (Role::Linked, true),
            (Role::Linked, _) => (Role::Other, false),
            (Role::Other, "sheetData") if is_link => (Role::Linked, true),
            // The reader takes the first one anywhere, in a part of any root.
            (_, "sheetData" | "mergeCells") => (Role::Other, false),
            _ => (Role::Other, true),
        };
        is_allowed.then_some(role)
    }

    /// An element ends.
    pub(crate) fn end(&mut self, name: &str) -> Result<(), Text> {
        let open = self.open.pop().ok_or_else(malformed)?;
        if *open.name != *name {
            return Err(Text::new(
                format!("要素`{}`が`{name}`で閉じられている", open.name),
                format!("element `{}` is closed by `{name}`", open.name),
            ));
        }
        self.has_ended = self.open.is_empty();
        Ok(())
    }

    /// Whether nothing has begun.
    pub(crate) fn is_before_all(&self) -> bool {
        self.open.is_empty() && !self.has_ended
    }

    /// Whether a value of a cell is open, in which white space and entities are letters like any other.
    pub(crate) fn is_in_value(&self) -> bool {
        self.open.last().is_some_and(|one| matches!(one.role, Role::Value(_)))
    }

    /// A comment, an instruction or a section of text ends: in a value of a cell the reader stops there.
    pub(crate) fn interruption(&self) -> Result<(), Text> {
        if self.is_in_value() { Err(unreadable()) } else { Ok(()) }
    }

    /// A byte of letters outside of tags; of white space only within the value of a cell.
    pub(crate) fn letter(&mut self, byte: u8) -> Result<(), Text> {
        self.length += 1;
        match self.open.last() {
            None => Err(malformed()),
            Some(Element { role: Role::Value(kind), .. }) => {
                // No list has as many texts; of a longer number the reader makes another.
                let is_too_long = *kind == Kind::Index && self.length > 9;
                if kind.takes(byte) && !is_too_long { Ok(()) } else { Err(unreadable()) }
            }
            Some(Element { role: Role::Leaf | Role::Linked | Role::Other, .. }) => Ok(()),
            Some(element) => Err(Text::new(
                format!("要素`{}`の中に、どのセルのものでもない文字がある", element.name),
                format!("element `{}` holds letters that are of no cell", element.name),
            )),
        }
    }

    /// The part ends.
    pub(crate) fn finish(&self) -> Result<(), Text> {
        match self.open.last() {
            None if self.has_ended => Ok(()),
            None => Err(malformed()),
            Some(open) => Err(Text::new(
                format!("要素`{}`が閉じられていない", open.name),
                format!("element `{}` is not closed", open.name),
            )),
        }
    }
}
