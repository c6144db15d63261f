//! Why a text is no formula, and what to write instead.

use std::{fmt, ops::Range};

use provenance::Text;

pub use self::unclear::Unclear;

mod unclear;

/// Why a text is no formula, with the place as a byte range of the text and the fragment quoted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The text is longer than any formula.
    #[error("{}", self.plain().en)]
    TooLong {
        /// Its length in characters.
        length: usize,
        /// The limit.
        limit: usize,
    },
    /// Brackets are nested deeper than in any formula.
    #[error("{}", self.plain().en)]
    TooDeep {
        /// The limit.
        limit: usize,
        /// Where.
        at: Range<usize>,
        /// The text there.
        fragment: String,
    },
    /// More operations stand in a row or one within another than in any formula.
    #[error("{}", self.plain().en)]
    TooManyOperations {
        /// The limit.
        limit: usize,
        /// Where.
        at: Range<usize>,
        /// The text there.
        fragment: String,
    },
    /// A name is not in the vocabulary.
    #[error("{}", self.plain().en)]
    UnknownName {
        /// Where.
        at: Range<usize>,
        /// The text there.
        fragment: String,
        /// Known names near to it, best first.
        near: Vec<String>,
        /// The near name in its place, where the text then reads.
        edit: Option<Box<Change>>,
        /// Whether the text reads once the name, and what else is unknown in it, is added to the vocabulary.
        is_missing: bool,
    },
    /// Something else was expected.
    #[error("{}", self.plain().en)]
    Expected {
        /// What was expected.
        expected: Expected,
        /// Where; empty at the end of the text.
        at: Range<usize>,
        /// The text there; at the end, the text before it.
        fragment: String,
        /// What to write instead, where one change mends it.
        edit: Option<Box<Change>>,
    },
    /// What stands there says more, or less, than a formula can hold.
    #[error("{}", self.plain().en)]
    Unclear {
        /// In what way.
        unclear: Unclear,
        /// Where.
        at: Range<usize>,
        /// The text there.
        fragment: String,
        /// What to write instead, where one change mends it.
        edit: Option<Box<Change>>,
    },
}

/// What was expected at a place of a formula's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Expected {
    /// A name, a number or an opening bracket.
    Operand,
    /// An operator or the end.
    OperatorOrEnd,
    /// An operator or a closing bracket.
    OperatorOrBracket,
    /// An operator, a comma or a closing bracket.
    OperatorCommaOrBracket,
    /// A closing bracket: the function takes no more arguments.
    NoFurtherArgument,
    /// The word between two operands in English: `to`, `by`, `from`, `and`.
    Joint(&'static str),
    /// What is done in words, as in `で除した値`.
    Words,
    /// A number without powers and vulgar fractions.
    PlainNumber,
    /// A number in kanji.
    KanjiNumber,
    /// A number of not too many digits.
    ShortNumber,
    /// No comma in a number among arguments.
    SpaceBehindComma,
    /// A comparison.
    Relation,
    /// A comma and the value of a case.
    CaseValue,
}

/// A change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The bytes that are replaced; empty where something is put in.
    pub at: Range<usize>,
    /// What stands there instead.
    pub with: String,
    /// The text that it replaces.
    pub was: String,
}

/// What to do about a text that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedy {
    /// In words.
    pub text: Text,
    /// The change of the text, where one change will do.
    pub edit: Option<Change>,
    /// The name to be put into the vocabulary, where one is missing.
    pub name: Option<String>,
}

impl Change {
    pub(crate) fn new(at: Range<usize>, with: impl Into<String>) -> Box<Self> {
        Box::new(Self { at, with: with.into(), was: String::new() })
    }

    /// The text with the change made.
    #[must_use]
    pub fn apply(&self, text: &str) -> String {
        let before = text.get(..self.at.start).unwrap_or(text);
        format!("{before}{}{}", self.with, text.get(self.at.end..).unwrap_or(""))
    }
}

impl Expected {
    /// What was expected, in words.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Operand => Text::new("名称、数又は開き括弧", "a name, a number or an opening bracket"),
            Self::OperatorOrEnd => Text::new("演算子又は式の終わり", "an operator or the end"),
            Self::OperatorOrBracket => Text::new("演算子又は閉じ括弧", "an operator or a closing bracket"),
            Self::OperatorCommaOrBracket => {
                Text::new("演算子、読点又は閉じ括弧", "an operator, a comma or a closing bracket")
            }
            Self::NoFurtherArgument => Text::new(
                "閉じ括弧（関数の引数はここまで）",
                "a closing bracket: the function takes no more arguments",
            ),
            Self::Joint(word) => {
                Text::new(format!("`{word}`とその後の項"), format!("`{word}` and the operand behind it"))
            }
            Self::Words => {
                Text::new("「で除した値」のような演算の言葉", "what is done in words, as in `で除した値`")
            }
            Self::PlainNumber => Text::new(
                "普通の数（累乗や分数は10×10、(1÷2)と書く）",
                "a plain number: powers and fractions are written out, as in 10×10 and (1÷2)",
            ),
            Self::KanjiNumber => Text::new("「九十五」のような漢数字", "a number in kanji, as in 九十五"),
            Self::ShortNumber => Text::new("18桁までの数", "a number of at most 18 digits"),
            Self::SpaceBehindComma => Text::new(
                "引数を分ける読点の後の空白、又は読点のない数",
                "a space behind a comma that parts arguments, or no comma in a number",
            ),
            Self::Relation => Text::new("「≧」「＜」のような比較", "a comparison, as in ≥ or <"),
            Self::CaseValue => Text::new("読点とその場合の値", "a comma and the value of that case"),
        }
    }
}

/// Prints it in English.
impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text().en)
    }
}

impl ReadError {
    /// The place in the text, in bytes; none where the whole text is too long.
    #[must_use]
    pub fn at(&self) -> Option<Range<usize>> {
        match self {
            Self::TooLong { .. } => None,
            Self::TooDeep { at, .. }
            | Self::TooManyOperations { at, .. }
            | Self::UnknownName { at, .. }
            | Self::Unclear { at, .. }
            | Self::Expected { at, .. } => Some(at.clone()),
        }
    }

    /// What is wrong in words and what to do about it, with the number of the character at which it stands in the text
    /// that was read.
    ///
    /// ```
    /// use formula::{Term, Vocabulary, read};
    ///
    /// let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
    /// let vocabulary = Vocabulary::new([term("a", "期限内件数"), term("b", "全件数")])?;
    /// let text = "期限内件数÷全数";
    /// let told = read(text, &vocabulary).unwrap_err().text(text);
    /// assert_eq!(told.en, "character 7: `全数` is no known name; did you mean `全件数`?");
    /// assert_eq!(told.ja, "7文字目: 「全数」という名称はない。「全件数」か");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn text(&self, source: &str) -> Text {
        let plain = self.plain();
        let before = self.at().and_then(|at| source.get(..at.start)).map(|before| before.chars().count());
        match before {
            Some(before) => {
                let n = before.saturating_add(1);
                Text::new(format!("{n}文字目: {}", plain.ja), format!("character {n}: {}", plain.en))
            }
            None => plain,
        }
    }

    /// What to do about it: the change that makes the text read, or the name that the vocabulary lacks.
    ///
    /// ```
    /// use formula::{Term, Vocabulary, read};
    ///
    /// let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
    /// let vocabulary = Vocabulary::new([term("a", "期限内件数"), term("b", "全件数")])?;
    /// let text = "（期限内件数÷全件数×100";
    /// let remedy = read(text, &vocabulary).unwrap_err().remedy().unwrap();
    /// assert_eq!(remedy.text.en, "write `)` at the end");
    /// assert!(read(&remedy.edit.unwrap().apply(text), &vocabulary).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn remedy(&self) -> Option<Remedy> {
        match self {
            Self::TooLong { .. } | Self::TooDeep { .. } | Self::TooManyOperations { .. } => None,
            Self::UnknownName { edit: Some(edit), .. } => {
                Some(Remedy { text: edit.text(), edit: Some(edit.as_ref().clone()), name: None })
            }
            Self::UnknownName { is_missing: false, .. } => Some(Remedy {
                text: Text::new("式を記号で書く", "write the formula in signs"),
                edit: None,
                name: None,
            }),
            Self::UnknownName { fragment, .. } => Some(Remedy {
                text: Text::new(
                    format!("「{fragment}」を用語に加える"),
                    format!("add `{fragment}` to the names"),
                ),
                edit: None,
                name: Some(fragment.clone()),
            }),
            Self::Expected { edit: Some(edit), .. } => {
                Some(Remedy { text: edit.text(), edit: Some(edit.as_ref().clone()), name: None })
            }
            Self::Expected { edit: None, .. } => Some(Remedy {
                text: Text::new(
                    "「遵守率＝A÷B×100」のように記号で書く",
                    "write the formula in signs, as in `rate = A / B × 100`",
                ),
                edit: None,
                name: None,
            }),
            Self::Unclear { unclear, fragment, edit, at } => Some(Remedy {
                text: said(unclear.texts(fragment).1, edit.as_deref(), at),
                edit: edit.as_deref().cloned(),
                name: match unclear {
                    Unclear::Remark { name } => name.as_deref().map(str::to_owned),
                    _ => None,
                },
            }),
        }
    }

    fn plain(&self) -> Text {
        match self {
            Self::TooLong { length, limit } => Text::new(
                format!("式が{length}文字ある。{limit}文字までにする"),
                format!("the text has {length} characters; a formula has {limit} at most"),
            ),
            Self::TooDeep { limit, fragment, .. } => Text::new(
                format!("「{fragment}」の所で括弧が{limit}段を超えて重なる"),
                format!("brackets are nested more than {limit} deep at `{fragment}`"),
            ),
            Self::TooManyOperations { limit, fragment, .. } => Text::new(
                format!("「{fragment}」の所で演算が{limit}個を超えて続く"),
                format!("more than {limit} operations stand in a row or one within another at `{fragment}`"),
            ),
            Self::UnknownName { fragment, near, is_missing, .. } => {
                let near = |open: &str, close: &str, or: &str| {
                    near.iter().map(|name| format!("{open}{name}{close}")).collect::<Vec<_>>().join(or)
                };
                let (ja, en) = match near("`", "`", " or ").as_str() {
                    "" if !is_missing => {
                        ("。式を記号で書く".to_owned(), "; write the formula in signs".to_owned())
                    }
                    "" => (
                        "。用語に加えるか、書き直す".to_owned(),
                        "; add it to the names or reword it".to_owned(),
                    ),
                    names => {
                        (format!("。{}か", near("「", "」", "又は")), format!("; did you mean {names}?"))
                    }
                };
                Text::new(
                    format!("「{fragment}」という名称はない{ja}"),
                    format!("`{fragment}` is no known name{en}"),
                )
            }
            Self::Expected { expected, at, fragment, edit } => {
                let Text { ja, en } = expected.text();
                let what = match (at.is_empty(), fragment.as_str()) {
                    (true, "") => Text::new(
                        format!("{ja}が要るが、何もない"),
                        format!("expected {en}; there is nothing"),
                    ),
                    (true, _) => Text::new(
                        format!("「{fragment}」の後に{ja}が要るが、そこで終わっている"),
                        format!("expected {en} at the end, behind `{fragment}`"),
                    ),
                    (false, _) => Text::new(
                        format!("「{fragment}」の所には{ja}が要る"),
                        format!("expected {en} at `{fragment}`"),
                    ),
                };
                match edit {
                    Some(edit) => {
                        let remedy = edit.text();
                        Text::new(
                            format!("{}。{}", what.ja, remedy.ja),
                            format!("{}; {}", what.en, remedy.en),
                        )
                    }
                    None => what,
                }
            }
            Self::Unclear { unclear, fragment, edit, at } => {
                let (what, remedy) = unclear.texts(fragment);
                let remedy = said(remedy, edit.as_deref(), at);
                Text::new(format!("{}。{}", what.ja, remedy.ja), format!("{}; {}", what.en, remedy.en))
            }
        }
    }
}

/// A remedy in general with the change that is one.
fn said(remedy: Text, edit: Option<&Change>, at: &Range<usize>) -> Text {
    match edit {
        // What is taken out, where it is not the fragment.
        Some(edit) if edit.with.is_empty() && !edit.was.is_empty() && edit.at != *at => {
            let edit = edit.text();
            Text::new(
                format!("{}（{}と読める）", remedy.ja, edit.ja),
                format!("{}; {} and it is read", remedy.en, edit.en),
            )
        }
        _ => remedy,
    }
}

impl Change {
    /// The change in words.
    fn text(&self) -> Text {
        let Self { with, was, .. } = self;
        match (was.as_str(), with.as_str()) {
            ("", "") => Text::new("そこを消す", "remove it"),
            ("", with) => Text::new(format!("末尾に「{with}」を書く"), format!("write `{with}` at the end")),
            (was, "") => Text::new(format!("「{was}」を消す"), format!("remove `{was}`")),
            (was, with) => Text::new(
                format!("「{was}」でなく「{with}」と書く"),
                format!("write `{with}` instead of `{was}`"),
            ),
        }
    }
}
