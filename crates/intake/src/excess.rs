//! What is too much of a workbook.

use provenance::Text;

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

/// The most elements of a part within each other.
pub const DEPTH_MAX: usize = 256;

/// Why a container is not read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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
