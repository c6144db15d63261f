//! What a text says beside its formula: set aside, taken for granted or found odd.

use std::ops::Range;

use provenance::Text;

/// Something that was set aside, taken for granted or found odd while a text was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What it is.
    pub what: Aside,
    /// Where, in bytes of the text.
    pub at: Range<usize>,
    /// The text there.
    pub fragment: String,
}

/// What may stand beside a formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Aside {
    /// A label, an item mark or a bullet.
    Label,
    /// A mark of a footnote.
    Mark,
    /// A unit in brackets.
    Unit,
    /// `(%)`: the figure is in percent.
    Percent,
    /// A percent sign behind a name or a bracket: a hundredth of it.
    PercentOfName,
    /// An abbreviation for the figure.
    Alias,
    /// `(×100)` in brackets is a part of the formula.
    Factor,
    /// A number in brackets states what a name is worth.
    Stated,
    /// A remark without a number or a name.
    Remark,
    /// `AのうちB`: the whole is named before its part.
    PartOf,
    /// `の合計` of one name: the name stands for the total.
    Total,
    /// A yearly rate over days counts 365 days a year.
    YearOf365,
    /// The result that the text prints is right.
    Result,
    /// The result that the text prints is rounded.
    RoundedResult,
    /// The text says percent, by its name or its unit; the formula makes a share.
    NameInPercent,
    /// The target is on another scale than the figure: 95 of a share, or 0.95 of a percentage.
    TargetOfOtherScale,
}

impl Aside {
    /// Whether it may show a mistake in the text.
    #[must_use]
    pub fn is_odd(self) -> bool {
        matches!(self, Self::NameInPercent | Self::TargetOfOtherScale | Self::PercentOfName)
    }
}

impl Note {
    /// The note in words.
    #[must_use]
    pub fn text(&self) -> Text {
        let quoted = &self.fragment;
        match self.what {
            Aside::Label => Text::new(format!("「{quoted}」は見出し"), format!("`{quoted}` is a label")),
            Aside::Mark => Text::new(format!("「{quoted}」は注の印"), format!("`{quoted}` marks a footnote")),
            Aside::Unit => Text::new(format!("「{quoted}」は単位"), format!("`{quoted}` is a unit")),
            Aside::Percent => Text::new(
                format!("「{quoted}」は百分率の単位"),
                format!("`{quoted}` says that it is in percent"),
            ),
            Aside::PercentOfName => Text::new(
                format!("「{quoted}」の%は直前の項の100分の1と解釈した（A÷B%はA÷B×100）"),
                format!("the % of `{quoted}` makes a hundredth of it, so that A ÷ B% is A ÷ B × 100"),
            ),
            Aside::Alias => {
                Text::new(format!("「{quoted}」は略称"), format!("`{quoted}` gives an abbreviation"))
            }
            Aside::Factor => Text::new(
                format!("「{quoted}」を式の一部と解釈した"),
                format!("`{quoted}` is taken as a part of the formula"),
            ),
            Aside::Stated => Text::new(
                format!("「{quoted}」は直前の名称の値の注記"),
                format!("`{quoted}` states what the name before it is worth"),
            ),
            Aside::Remark => Text::new(format!("「{quoted}」は注記"), format!("`{quoted}` is a remark")),
            Aside::PartOf => Text::new(
                format!("「{quoted}」の前の名称は全体を示す"),
                format!("the name before `{quoted}` only says what the part is a part of"),
            ),
            Aside::Total => Text::new(
                format!("「{quoted}」の前の名称を合計の値と解釈した"),
                format!("the name before `{quoted}` is taken to stand for the total"),
            ),
            Aside::YearOf365 => {
                Text::new("年率を1年365日で日割りした", "the yearly rate is counted over 365 days a year")
            }
            Aside::Result => Text::new(
                format!("記載の計算結果「{quoted}」は正しい"),
                format!("the printed result `{quoted}` is right"),
            ),
            Aside::RoundedResult => Text::new(
                format!("記載の計算結果「{quoted}」は端数を処理した値"),
                format!("the printed result `{quoted}` is rounded"),
            ),
            Aside::NameInPercent => Text::new(
                "%と書かれているが、式は割合を与える（×100がない）",
                "the text says %, but the formula makes a share: there is no × 100",
            ),
            Aside::TargetOfOtherScale => Text::new(
                "目標値と式の値の単位が異なる（百分率と割合）",
                "the target and the figure differ in scale: one is a percentage, the other a share",
            ),
        }
    }
}
