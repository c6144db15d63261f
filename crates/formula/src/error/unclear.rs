//! In what way a text cannot be taken as one formula, and what to write instead.

use provenance::Text;

/// In what way a text cannot be taken as one formula. Nothing is guessed: each of these has a way to say what is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unclear {
    /// Two operands stand side by side.
    SideBySide,
    /// A bracket behind an operand holds a formula: a remark, or a factor?
    Factor,
    /// A bracket may change the figure, and is no part of the formula.
    Remark {
        /// The name before it with the bracket, which may be meant as a name of its own.
        name: Option<Box<str>>,
    },
    /// A name stands with different brackets or words about it, as if it were two figures.
    TwoOfOneName {
        /// How it stands first.
        first: Box<str>,
    },
    /// A figure is divided by itself or taken from itself: two figures that one name stands for?
    OfItself,
    /// Cases that stand in a row overlap: is the first meant, or the narrower one?
    Overlap,
    /// An amount that grows by steps: 「1％下回るごとに5％」.
    EachStep,
    /// A rate of what exceeds a number alone: 「10日を超える部分は0.2％」.
    Beyond,
    /// A bound is stated, and not of what.
    BoundOf,
    /// A target is named, and not whether it is the least or the most.
    Direction,
    /// A small number in brackets or behind a star: a number, a line of a form, or a footnote?
    Reference,
    /// A date would be divided.
    Date,
    /// A name begins with a number by which would be divided: `1/12th of the fee`.
    NumberInName,
    /// A blank that is to be filled in.
    Blank,
    /// Two formulas stand in one text.
    TwoFormulas,
    /// Both sides of an equals sign are numbers, and they differ.
    NotEqual {
        /// What the one comes to.
        left: Box<str>,
        /// And the other.
        right: Box<str>,
    },
    /// What stands before the equals sign is neither a name nor a formula.
    NoName,
    /// Two units are added or compared.
    Units {
        /// The one.
        first: Box<str>,
        /// The other.
        second: Box<str>,
    },
    /// A bracket is closed by one of another kind.
    Brackets,
    /// A rounding does not say to which place.
    RoundingPlace,
    /// A rounding does not say which way.
    RoundingWay,
    /// A rounding is said of something else than the figure.
    RoundingOf,
    /// A letter `x` stands in a word where a sign of multiplication is meant.
    Letter,
    /// Words joined by a hyphen that are no known names: one name, or a difference?
    Hyphen,
    /// A sentence beside the formula is not understood.
    Sentence,
    /// A condition is not understood.
    Condition,
    /// A dash at the beginning: the mark of an item, or a minus?
    Dash,
    /// Operands are listed without saying what is done with them.
    List,
    /// An operand stands in the text and no step uses it.
    Unused,
    /// A function that formulas do not have.
    Function,
    /// A word of grammar stands where no step of a formula needs it.
    Word,
    /// Words are said of a sum of signs, and it is not clear of which part.
    Bond,
    /// More than one comparison.
    Comparisons,
    /// A percentage is added to a rate or taken from it: a share of it, or percentage points?
    PortionOfRate,
    /// A bare percentage beside an amount: a percentage of what?
    PercentOfWhat,
    /// A percentage beside a figure that may be a share or a hundredfold: which of two numbers is it?
    Scale {
        /// The number on the scale of a hundredfold.
        points: Box<str>,
        /// The number on the scale of a share.
        share: Box<str>,
    },
    /// A rate per year, and no word of how much of a year.
    PerYear,
    /// A rate or an amount per day, month or hour, and no word of how many.
    Per,
    /// `over 10` behind a name: divided by it, or what exceeds it?
    Over,
    /// `where`: says what a name is, or when the formula holds?
    Where,
}

impl Unclear {
    /// What is unclear about a fragment, and what to do about it.
    pub(super) fn texts(&self, fragment: &str) -> (Text, Text) {
        let quoted = |ja: &str, en: &str| {
            Text::new(
                ja.replace("{}", &format!("「{fragment}」")),
                en.replace("{}", &format!("`{fragment}`")),
            )
        };
        let (what, remedy) = match self {
            Self::SideBySide => (
                quoted("{}の前に演算がない", "no operation stands before {}"),
                Text::new("演算子を書く（×、÷など）", "write the sign between them, such as × or ÷"),
            ),
            Self::Factor => (
                quoted("括弧書き{}は注記とも乗数とも読める", "the bracket {} may be a remark or a factor"),
                Text::new("注記なら消し、乗数なら×を書く", "remove the remark, or write × before the factor"),
            ),
            Self::Remark { name } => (
                quoted(
                    "括弧書き{}は値を変え得るが、式にない",
                    "the bracket {} may change the figure, and the formula does not hold it",
                ),
                match name {
                    Some(name) => Text::new(
                        format!("式に書くか、「{name}」を用語に加える"),
                        format!("write it into the formula, or add `{name}` to the names"),
                    ),
                    None => Text::new("式に書く", "write it into the formula"),
                },
            ),
            Self::TwoOfOneName { first } => (
                Text::new(
                    format!("「{first}」と「{fragment}」は別の値とも読めるが、用語は一つしかない"),
                    format!("`{first}` and `{fragment}` may be two figures, and there is one name for both"),
                ),
                Text::new(
                    "別の値なら、それぞれを括弧ごと用語に加える。同じ値なら、同じ書き方にそろえる",
                    "add each to the names with its brackets, or write both alike if they are one figure",
                ),
            ),
            Self::OfItself => (
                quoted(
                    "{}は同じ値同士の計算で、値がいつも同じになる",
                    "{} divides a figure by itself or takes it from itself, and always comes to the same",
                ),
                Text::new(
                    "別の値なら、名称を書き分ける（「税込価格」と「税抜価格」など）",
                    "if they are two figures, give each a name of its own, as in `price with tax` and `price without tax`",
                ),
            ),
            Self::Overlap => (
                quoted("条件{}が前の条件と重なる", "the condition {} overlaps one before it"),
                Text::new(
                    "「99％以上99.9％未満」のように両端を書く",
                    "write both ends, as in `10% if 99% <= availability < 99.9%`",
                ),
            ),
            Self::EachStep => (
                quoted(
                    "{}は段階ごとに増えるが、端数の段階を数えるかどうか分からない",
                    "{} grows by steps, and it is not said whether a part of a step counts",
                ),
                Text::new(
                    "段階の数を式で書く（「切り捨て((99－稼働率)÷1)×5％」など）",
                    "write how many steps there are, as in `round_down((99 - availability) / 1) × 5%`",
                ),
            ),
            Self::Beyond => (
                quoted("{}は超えた分だけの計算である", "{} is said of what exceeds it alone"),
                Text::new(
                    "超えた分を式で書く（「最大値(0, 遅延日数－10)×0.2％」など）",
                    "write what exceeds it, as in `max(0, days - 10) × 0.2%`",
                ),
            ),
            Self::BoundOf => (
                quoted("{}が何の上限・下限か分からない", "it is not said of what {} is the bound"),
                Text::new(
                    "「補助金額は直接経費の10％以内とする」のように、名称を前に書く",
                    "write the name before it, as in `grant ≤ 10% of costs`",
                ),
            ),
            Self::Direction => (
                quoted(
                    "目標{}が以上か以下か分からない",
                    "the target {} does not say whether it is the least or the most",
                ),
                Text::new(
                    "「95％以上」「5％以下」のように書く",
                    "write it as in `at least 95%` or `at most 5%`",
                ),
            ),
            Self::Reference => (
                quoted(
                    "{}は数とも、欄や注の番号とも読める",
                    "{} may be a number, or that of a line or a footnote",
                ),
                Text::new(
                    "数なら括弧を外すか空白を空け、欄なら名称を書く",
                    "if it is a number, write it without brackets or with spaces; if a line, write its name",
                ),
            ),
            Self::Date => (
                quoted("{}は日付である", "{} is a date"),
                Text::new("日付を名称ごと用語に加える", "add the name with its date to the names"),
            ),
            Self::NumberInName => (
                quoted(
                    "{}の初めの数が割る数なのか名称の一部なのか分からない",
                    "the number with which {} begins may divide, or be part of the name",
                ),
                Text::new(
                    "割る数なら「÷12×月額」のように離して書く",
                    "if it divides, write it apart, as in `fee ÷ 12`",
                ),
            ),
            Self::Blank => (
                quoted("{}は空欄である", "{} is a blank to be filled in"),
                Text::new("数を書き入れる", "write the number"),
            ),
            Self::TwoFormulas => (
                quoted("{}の所で別の式が始まる", "another formula begins at {}"),
                Text::new("式を一つずつ読ませる", "give the formulas one at a time"),
            ),
            Self::NotEqual { left, right } => (
                Text::new(
                    format!("左辺は{left}、右辺は{right}で等しくない"),
                    format!("the left side is {left}, the right side {right}: they are not equal"),
                ),
                Text::new("計算を正すか、一方を消す", "correct the arithmetic, or remove one side"),
            ),
            Self::NoName => (
                quoted(
                    "等号の前の{}は名称でも式でもない",
                    "{} before the equals sign is neither a name nor a formula",
                ),
                Text::new("等号の前には名称だけを書く", "write nothing but a name before the equals sign"),
            ),
            Self::Units { first, second } => (
                Text::new(
                    format!("「{fragment}」の所で単位が異なる（{first}と{second}）"),
                    format!("the units at `{fragment}` differ: {first} and {second}"),
                ),
                Text::new("同じ単位にそろえる", "write both in one unit"),
            ),
            Self::Brackets => (
                quoted("{}は開き括弧と種類が違う", "{} closes a bracket of another kind"),
                Text::new("同じ種類の括弧で閉じる", "close it with a bracket of the same kind"),
            ),
            Self::RoundingPlace => (
                quoted("端数処理{}の桁が分からない", "the rounding {} does not say to which place"),
                Text::new(
                    "「小数点以下第2位を四捨五入」のように桁を書く",
                    "name the place, as in `小数点以下第2位を四捨五入` or `rounded to 2 decimal places`",
                ),
            ),
            Self::RoundingWay => (
                quoted("端数処理{}の方法が分からない", "the rounding {} does not say which way"),
                Text::new(
                    "「四捨五入」「切捨て」「切上げ」のいずれかを書く",
                    "say 四捨五入 (half up), 切捨て (down) or 切上げ (up)",
                ),
            ),
            Self::RoundingOf => (
                quoted(
                    "端数処理{}がこの式の値の端数処理か分からない",
                    "it is not clear that the rounding {} is of this figure",
                ),
                Text::new(
                    "端数処理の対象を式の名称で書く",
                    "say of what it is with the name that the formula defines",
                ),
            ),
            Self::Letter => (
                quoted(
                    "{}に乗算の記号でなく英字のxがある",
                    "{} holds the letter x, no sign of multiplication",
                ),
                Text::new("xでなく×と書く", "write × instead of x"),
            ),
            Self::Hyphen => (
                quoted("{}は一つの名称とも引き算とも読める", "{} may be one name or a difference"),
                Text::new(
                    "引き算なら記号の前後に空白を書き、名称なら用語に加える",
                    "write spaces around the minus, or add the whole to the names",
                ),
            ),
            Self::Sentence => (
                quoted("{}が式の一部か分からない", "it is not clear what {} says about the formula"),
                Text::new("式に書く", "write it into the formula"),
            ),
            Self::Condition => (
                quoted("条件{}を読めない", "the condition {} is not understood"),
                Text::new(
                    "「全件数が0の場合は」「稼働率が99%未満の場合は」のように書く",
                    "write it as in `IF(n = 0, …)` or `全件数が0の場合は`",
                ),
            ),
            Self::Dash => (
                quoted(
                    "先頭の{}は箇条書きの印とも負号とも読める",
                    "the dash {} may mark an item or be a minus",
                ),
                Text::new("印なら消し、負号なら(−A)と書く", "remove the mark, or write the minus as (−A)"),
            ),
            Self::List => (
                quoted(
                    "{}の前の項をどう計算するか分からない",
                    "operands are listed before {} without an operation",
                ),
                Text::new(
                    "「の合計」などを書く",
                    "say what is done with them, as in `の合計` or `the sum of`",
                ),
            ),
            Self::Unused => (
                quoted("{}がどの計算にも使われない", "no step uses {}"),
                Text::new("消すか、計算を書く", "remove it, or say what is done with it"),
            ),
            Self::Function => (
                quoted("{}という関数はない", "there is no function {}"),
                Text::new(
                    "四則と端数処理、最小、最大、合計、平均で書く",
                    "write it with + − × ÷, rounding, min, max, sum and mean",
                ),
            ),
            Self::Word => (
                quoted("{}をこの位置では読めない", "{} has no meaning here"),
                Text::new("式を記号で書く", "write the formula in signs"),
            ),
            Self::Bond => (
                quoted(
                    "{}が前の全体にかかるか、最後の項だけにかかるか分からない",
                    "it is not clear whether {} is said of all before it or of the last part",
                ),
                Text::new("括弧で示す", "write brackets"),
            ),
            Self::PortionOfRate => (
                quoted(
                    "{}が直前の率に対する割合か、ポイントか分からない",
                    "{} may be a share of the rate that it changes, or percentage points",
                ),
                Text::new(
                    "割合なら「×(1−割合)」「×(1＋割合)」、ポイントなら式と同じ単位の数で書く",
                    "write `× (1 − share)` or `× (1 + share)` for a share, a number on the figure's own scale for points",
                ),
            ),
            Self::PercentOfWhat => (
                quoted("{}が何に対する割合か分からない", "it is not said of what {} is a percentage"),
                Text::new(
                    "「契約金額の10％」のように、何の割合かを書く",
                    "say of what, as in `10% of the fee` or `契約金額の10％`",
                ),
            ),
            Self::Scale { points, share } => (
                quoted(
                    "比べる相手が割合か百分率か分からず、{}が幾つか決まらない",
                    "{} stands beside a figure that may be a share or a percentage",
                ),
                Text::new(
                    format!("百分率なら{points}、割合なら{share}と書く"),
                    format!("write {points} where the figure goes to 100, {share} where it goes to 1"),
                ),
            ),
            Self::Per => (
                quoted("{}が幾つ分か分からない", "it is not said how many times {} counts"),
                Text::new(
                    "「×遅延日数」「×件数」のように幾つ分かを書く",
                    "write the number of them, as in `× days of delay`",
                ),
            ),
            Self::Over => (
                quoted("{}が割り算か、超える部分か分からない", "{} may divide, or be what exceeds it"),
                Text::new(
                    "割り算なら「÷」、超える部分なら「－」と括弧で書く",
                    "write `÷` to divide, or `(days − 10)` for what exceeds it",
                ),
            ),
            Self::Where => (
                quoted("{}が定義か条件か分からない", "{} may say what a name is, or when this holds"),
                Text::new(
                    "定義なら式に書き入れ、条件なら「if」で書く",
                    "put what it is into the formula, or write `if` for a condition",
                ),
            ),
            Self::PerYear => (
                quoted(
                    "年率{}を1年のどれだけの期間に適用するか分からない",
                    "it is not said for how much of a year the yearly rate {} counts",
                ),
                Text::new(
                    "「×遅延日数÷365」のように書くか、年を消す",
                    "write `× days ÷ 365`, or leave the year out where the rate is not yearly",
                ),
            ),
            Self::Comparisons => (
                quoted("比較が二つ以上ある（{}）", "there is more than one comparison: {}"),
                Text::new("比較を一つにする", "leave one comparison"),
            ),
        };
        (what, remedy)
    }
}
