//! What can be wrong with a statement.

use std::fmt;

use provenance::Text;

/// A text is no statement that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StatementError {
    /// It is no text.
    NotText,
    /// It holds no statement.
    None,
    /// It was made by a later version of this program.
    Newer {
        /// The version of statements that it is of.
        found: u64,
    },
    /// Something is missing.
    Missing {
        /// What.
        what: Text,
    },
    /// Something is stated twice: two statements in one file, or a copy with a reply.
    Twice {
        /// What.
        what: Text,
    },
    /// Something is stated that cannot be read.
    Value {
        /// What.
        what: Text,
        /// As it is stated.
        found: String,
    },
    /// It is no JSON of a statement.
    Json {
        /// What the reader says.
        why: String,
    },
    /// What it states of a journal without entries is not what such a journal has, or the other way round.
    Contradictory,
    /// The check code does not fit: a slip of the pen or of the typist, or an alteration.
    Check {
        /// The code stated.
        stated: String,
        /// The code of what is stated.
        computed: String,
    },
}

/// Foreign text in a message: as much as tells where it stands.
fn shown(text: &str) -> String {
    let mut letters = text.chars();
    let begin: String = letters.by_ref().take(80).collect();
    let more = if letters.next().is_some() { "…" } else { "" };
    format!("{}{more}", escape::terminal(&begin))
}

impl StatementError {
    /// In a sentence, with what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::NotText => Text::new(
                "控えを読み取れない: UTF-8の文字列ではない。テキストとして保存し直すこと",
                "the statement cannot be read: it is not UTF-8; save it as plain text",
            ),
            Self::None => Text::new(
                "控えが見つからない: 「keiyaku journal statement」の行がない。`keiyaku ledger head`の出力を指定すること",
                "there is no statement: no line has `keiyaku journal statement`; give the output of `keiyaku ledger head`",
            ),
            Self::Newer { found } => Text::new(
                format!(
                    "控えは第{found}版であり、このプログラムは第1版までしか読めない。新しい版のプログラムを用いること"
                ),
                format!(
                    "the statement is of version {found} and this program reads version 1; use a newer one"
                ),
            ),
            Self::Missing { what } => Text::new(
                format!("控えに「{}」がない。控えの全体を指定すること", what.ja),
                format!("the statement has no `{}`; give the whole of it", what.en),
            ),
            Self::Twice { what } => Text::new(
                format!("控えに「{}」が2回ある。1つのファイルに控えを1つだけ残すこと", what.ja),
                format!("the statement has `{}` twice; keep one statement a file", what.en),
            ),
            Self::Value { what, found } => Text::new(
                format!("控えの「{}」を読み取れない: 「{}」。原本と照らして直すこと", what.ja, shown(found)),
                format!(
                    "`{}` of the statement cannot be read: `{}`; compare it with the original",
                    what.en,
                    shown(found)
                ),
            ),
            Self::Json { why } => Text::new(
                format!("控えのJSONを読み取れない: {}", shown(why)),
                format!("the JSON of the statement cannot be read: {}", shown(why)),
            ),
            Self::Contradictory => Text::new(
                "控えの内容が矛盾する: 記録のない記録簿と記録のある記録簿の値が混在している。原本の控えを用いること",
                "the statement contradicts itself: some of it is of a journal without entries, some of one with; use the original",
            ),
            Self::Check { stated, computed } => Text::new(
                format!(
                    "控えの照合符号が合わない: 控えには{stated}、内容からは{computed}。書き写しの誤りか改変である。原本と照らして直すこと"
                ),
                format!(
                    "the check code does not fit: the statement has {stated}, its content gives {computed}; it was copied wrongly or altered: compare it with the original"
                ),
            ),
        }
    }
}

impl fmt::Display for StatementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for StatementError {}
