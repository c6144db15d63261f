//! What words of formulas mean.

use crate::{Function, Relation, Rounding, formula::Operation};

/// What a word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    /// A particle behind an operand.
    Particle(Particle),
    /// `及び`, `と`, `and`: joins operands of one kind.
    And,
    /// `又は`, `or`.
    Or,
    /// A verb with its form.
    Verb(Verb, Form),
    /// What a verb makes: 値, 額, and the words that call it a share.
    Noun(Noun),
    /// `の合計`, `の差`.
    Aggregate(Aggregate),
    /// `これ`, `その値`, `the result`: what was made so far.
    Result,
    /// `いずれか少ない`: the least or the greatest.
    Which(Function),
    /// `whichever is less`, behind a list.
    Whichever(Function),
    /// `に相当する`: says the same.
    Equivalent,
    /// `占める`, behind a part: `Aが占める割合`.
    Occupies,
    /// `こと`, behind a verb.
    Doing,
    /// `後`, `上で`: behind a verb that goes on.
    After,
    /// `以上`, `未満`, `を超える`, behind what is compared with.
    Compares(Relation),
    /// The same before it: `at least`.
    Than(Relation),
    /// `の場合`, `のとき`.
    Case,
    /// `それ以外の場合`, `otherwise`.
    Otherwise,
    /// `ただし`, `なお`.
    Further,
    /// `かつ`.
    Both,
    /// `とする`, `である`, `です`: closes a sentence.
    Closes,
    /// `以内`, `上限`, `限度`.
    Cap,
    /// `下限`.
    Floor,
    /// `1日につき`, `につき1日`.
    PerDay,
    /// `年`, before a rate.
    PerYear,
    /// `小数点以下`: places of a rounding follow.
    Places,
    /// `第`.
    Ordinal,
    /// `位`, `桁`.
    Place(Place),
    /// `まで`, `止め`.
    UpTo,
    /// `四捨五入`, `切り捨て`, alone or with the ending of a verb.
    Rounds(Rounding),
    /// `倍`.
    Fold,
    /// `割`, behind a number: tenths.
    Tenths,
    /// `パーセント`, `percent`, behind a number.
    Percent,
    /// `百分率で`, `as a percentage`: the figure is made a percentage.
    AsPercentage,
    /// `分の`, between the numbers of a fraction.
    Fraction,
    /// What does not change what is said, before an operand: `the`, `an`, `上記の`.
    Filler,
    /// A word of English between two operands.
    Between(Between),
    /// `ratio of`: before its operands.
    Of(Prefix),
    /// `dividing`, `subtract`: before its operands.
    Doer(Doer),
    /// `then`, `and then`, `thereafter`.
    Then,
    /// `to`, `by`, `from`, `of`.
    To,
    By,
    From,
    /// `of`, behind a rate.
    Share,
    /// `means`, `is calculated as`.
    Defines,
    /// `expressed`, `obtained`, `calculated`: behind a noun.
    Obtained,
    /// `ratio`, `figure`: a noun of English for what is obtained.
    Named(Noun),
    /// `calculate`: before a name.
    Calculate,
    /// `if`, `when`, `where`.
    If,
    /// `計算式`, `formula`: labels.
    Label,
    /// `rounded to`.
    RoundedTo,
    /// `half`, `twice`, 半分: so many times, as a fraction.
    Multiple(u8, u8),
    /// 増し, 引き, behind a rate: by which an amount is raised or lowered.
    Raised,
    Lowered,
    /// A function's name, called where a bracket follows.
    Function(Function),
    /// `if(`, `場合分け(`.
    Cases,
    /// `iferror(`.
    IfError,
    /// A part of an expression that says nothing alone: `divided`.
    Stray,
    /// `x`, between operands.
    Ex,
    /// A word of which a word of grammar is a part: 超過料金 compares nothing.
    Compound,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Particle {
    /// を
    Wo,
    /// で, により, をもって
    De,
    /// に
    Ni,
    /// から, より
    Kara,
    /// の
    No,
    /// が
    Ga,
    /// は, とは
    Ha,
    /// に対し, に対する: as に, or before a share the whole.
    Against,
    /// に占める, における, のうち: the whole of a share.
    Within,
    /// に応じ: what a rate is counted over.
    Over,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Divide,
    Subtract,
    Multiply,
    Add,
    /// 倍する, behind a number: so many times.
    Times,
    /// 除く, 除し: divides with を and で, subtracts with から and を.
    DivideOrSubtract,
    /// 計算する, 求める, 得る.
    Calculate,
    /// 比較する.
    Compare,
    /// 四捨五入する and the like.
    Round(Rounding),
    /// 表す, 表示する.
    Express,
}

impl Verb {
    /// Whether it works a figure out of others: none that rounds, compares or says what comes of it.
    pub(crate) fn operates(self) -> bool {
        matches!(
            self,
            Self::Divide | Self::Subtract | Self::Multiply | Self::Add | Self::DivideOrSubtract | Self::Times
        )
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Goes on: し, して.
    Continues,
    /// Before a noun: した, する; also at the end.
    Attributive,
    /// At the end: します.
    Final,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noun {
    Value,
    /// 割合, 率: a hundredfold may be meant.
    Share,
    /// 百分率: a hundredfold is meant.
    Percentage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aggregate {
    Sum,
    Difference,
    Product,
    Mean,
    Quotient,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// 位: its ordinal is the digit that is rounded away, or the last that is kept.
    Position,
    /// 桁: how many digits are kept.
    Digits,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Between {
    Is(Operation),
    /// `as a percentage of`.
    PercentageOf,
    /// `as a proportion of`, `relative to`.
    ShareOf,
    /// `subtracted from`.
    SubtractedFrom,
    /// `added to`.
    AddedTo,
    /// `divided into`.
    DividedInto,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Prefix {
    Ratio,
    Percentage,
    Sum,
    Difference,
    Product,
    Quotient,
    Mean,
    Least,
    Greatest,
}

/// What a doing word does, and which word stands between its operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doer {
    Divide,
    Subtract,
    Multiply,
    Add,
}

/// A unit of what is counted, measured or paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) dimension: Dimension,
    /// How many of the smallest unit it is.
    pub(crate) size: u64,
}

impl Unit {
    /// Whether it is money or points, which any amount may be.
    pub(crate) fn is_paid(&self) -> bool {
        matches!(self.dimension, Dimension::Money(_) | Dimension::Points)
    }

    /// Whether it counts things or time.
    pub(crate) fn is_counted(&self) -> bool {
        matches!(self.dimension, Dimension::Time | Dimension::Count | Dimension::Months)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dimension {
    Time,
    /// Months and years have no fixed number of days.
    Months,
    /// Money of one currency.
    Money(&'static str),
    Points,
    Count,
    /// Data, in bits.
    Data,
    /// Data in a time, in bits a second.
    DataRate,
    Length,
    Mass,
    Energy,
}
