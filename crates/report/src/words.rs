//! Figures, spans of time and outcomes in words.

use calendar::Zone;
use chrono::{DateTime, Utc};
use formula::Rounding;
use provenance::Text;
use sla::{Breach, Decided, Figure, FormulaOrigin, ItemResult, Limit, Missed, Operator, Ratio, Target, Unit};

/// That what is shown is a sample.
///
/// ```
/// assert!(report::words::sample().ja.starts_with("見本"));
/// ```
#[must_use]
pub fn sample() -> Text {
    Text::new(
        "見本: 架空の記録によるもので、実際の業務の結果ではない",
        "sample: made-up records, nothing that happened",
    )
}

/// A span of seconds: `1日 2時間05分`, `1 d 2 h 05 min`.
#[must_use]
pub fn duration(seconds: i64) -> Text {
    let (sign, total) =
        if seconds < 0 { ("-", seconds.unsigned_abs()) } else { ("", seconds.unsigned_abs()) };
    let (days, hours, minutes, rest) = (total / 86_400, total / 3_600 % 24, total / 60 % 60, total % 60);
    let mut parts: Vec<(String, String)> = Vec::new();
    let mut part = |n: u64, ja: &str, en: &str| {
        if n > 0 {
            parts.push((format!("{n}{ja}"), format!("{n} {en}")));
        }
    };
    part(days, "日", "d");
    part(hours, "時間", "h");
    part(minutes, "分", "min");
    part(rest, "秒", "s");
    if parts.is_empty() {
        parts.push(("0秒".to_owned(), "0 s".to_owned()));
    }
    let (ja, en): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
    Text::new(format!("{sign}{}", ja.concat()), format!("{sign}{}", en.join(" ")))
}

/// An instant in the report's zone: `2024-06-03 09:05`.
#[must_use]
pub fn instant(at: DateTime<Utc>, zone: &Zone) -> String {
    zone.to_local(at).format("%Y-%m-%d %H:%M").to_string()
}

/// A target: `95%以上`, `>= 95%`.
#[must_use]
pub fn target(target: &Target) -> Text {
    let unit = target.unit.label();
    let (ja, en) = match target.operator {
        Operator::AtLeast => ("以上", ">= "),
        Operator::AtMost => ("以下", "<= "),
        Operator::Equal => ("", "= "),
    };
    Text::new(format!("{}{}{ja}", target.value, unit.ja), format!("{en}{}{}", target.value, unit.en))
}

/// A limit: `4時間`, `as agreed`.
#[must_use]
pub fn limit(limit: &Limit) -> Text {
    match limit {
        Limit::Fixed { value, unit } => {
            let label = unit.label();
            Text::new(format!("{value}{}", label.ja), format!("{value}{}", label.en))
        }
        Limit::Agreed { .. } => Text::new("合意した期限", "as agreed"),
    }
}

/// A figure with its unit; a dash where there is none.
#[must_use]
pub fn figure(figure: Option<&Figure>) -> Text {
    match figure {
        None => Text::same("－"),
        Some(figure) => {
            let unit = figure.unit.label();
            Text::new(format!("{}{}", figure.displayed, unit.ja), format!("{}{}", figure.displayed, unit.en))
        }
    }
}

/// Numerator and denominator of a result: `54 / 58`; a total of time in the figure's unit.
#[must_use]
pub fn ratio(result: &ItemResult) -> String {
    let Some(Ratio { numerator: parts, denominator: whole }) = &result.ratio else {
        return result.figure.as_ref().map_or_else(|| "－".to_owned(), |_| result.population.to_string());
    };
    let digits = |number: &formula::Exact| {
        number.to_decimal_string(if number.is_whole() { 0 } else { 2 }, Rounding::HalfUp)
    };
    let unit = result.figure.as_ref().map(|figure| figure.unit);
    let in_unit = unit.and_then(Unit::seconds).and_then(|seconds| parts.checked_div(&seconds.into()));
    format!("{} / {}", digits(in_unit.as_ref().unwrap_or(parts)), digits(whole))
}

/// The figure with what it is made of: `94.7% = 54 ÷ 57（要求水準 95%以上）`, and what the unknown cases may make of it.
#[must_use]
pub fn attained(result: &ItemResult) -> Text {
    let shown = figure(result.figure.as_ref());
    let parts = match &result.ratio {
        Some(_) => format!(" = {}", ratio(result).replace('/', "÷")),
        None => String::new(),
    };
    let wanted = result.target.as_ref().map(target).map_or_else(Text::default, |target| {
        Text::new(format!("（要求水準 {}）", target.ja), format!(" (target {})", target.en))
    });
    let possible = result.range.as_ref().map_or_else(Text::default, |range| {
        let least = &range.displayed.least;
        match &range.displayed.greatest {
            Some(greatest) => Text::new(
                format!("。未確定の結果により{least}から{greatest}"),
                format!("; {least} to {greatest} by what is unknown"),
            ),
            None => Text::new(
                format!("。未確定の結果により{least}以上"),
                format!("; {least} or more by what is unknown"),
            ),
        }
    });
    Text::new(
        format!("{}{parts}{}{}", shown.ja, wanted.ja, possible.ja),
        format!("{}{parts}{}{}", shown.en, wanted.en, possible.en),
    )
}

/// How something missed its target.
#[must_use]
pub fn missed(breach: &Breach, zone: &Zone) -> Text {
    match &breach.how {
        Missed::Late { took, over, due, is_open, .. } => {
            let (took, over, due) = (duration(*took), duration(*over), instant(*due, zone));
            let open = if *is_open { ("（未了）", " (still open)") } else { ("", "") };
            Text::new(
                format!("{}超過（所要{}、期限{due}）{}", over.ja, took.ja, open.0),
                format!("{} late (took {}, due {due}){}", over.en, took.en, open.1),
            )
        }
        Missed::Took { took, target, is_open } => {
            let open = if *is_open { ("（未了）", " (still open)") } else { ("", "") };
            let apart = formula::Exact::from(*took) - target.clone();
            let is_over = apart > formula::Exact::from(0);
            let whole = apart.rounded(0, Rounding::Up).to_i64().unwrap_or(i64::MAX);
            let (took, apart) = (duration(*took), duration(whole.checked_abs().unwrap_or(i64::MAX)));
            let (ja, en) = if is_over { ("超過", "too long") } else { ("不足", "too short") };
            Text::new(
                format!("所要{}（要求水準より{}{ja}）{}", took.ja, apart.ja, open.0),
                format!("took {} ({} {en} for the target){}", took.en, apart.en, open.1),
            )
        }
        Missed::Unfit => Text::new("該当せず", "does not fit"),
        Missed::NotDone => Text::new("未実施", "not done"),
        Missed::Happened { at } => {
            let at = instant(*at, zone);
            Text::new(format!("{at}に発生"), format!("happened at {at}"))
        }
        Missed::Score { score, short } => {
            let digits = |number: &formula::Exact| number.to_decimal_string(2, Rounding::HalfUp);
            Text::new(
                format!("{}点（{}点不足）", digits(score), digits(short)),
                format!("{} points ({} short)", digits(score), digits(short)),
            )
        }
    }
}

/// A case that makes the figure by its place: `INC-7: 3 h 20 min, the 19th of 20`.
#[must_use]
pub fn decided(decided: &Decided, result: &ItemResult) -> Text {
    let (took, place, all) = (duration(decided.took), decided.place, result.population);
    Text::new(
        format!("{}: 所要{}、短い方から{all}件中{place}番目", decided.id, took.ja),
        format!("{}: took {}, number {place} of {all} from the shortest", decided.id, took.en),
    )
}

/// Whose reading a formula is.
#[must_use]
pub fn origin(origin: FormulaOrigin) -> Text {
    match origin {
        FormulaOrigin::Printed => Text::new("文書のとおり", "as printed"),
        FormulaOrigin::Mended => Text::new("文書の意図による（当方の読み方）", "as intended (our reading)"),
        FormulaOrigin::FromMeasure => {
            Text::new("文書に定めがなく測り方による（当方）", "from the measure (ours)")
        }
    }
}

/// The outlook of a result in a line, where there is one worth telling.
#[must_use]
pub fn outlook(result: &ItemResult) -> Option<Text> {
    let outlook = result.outlook.as_ref()?;
    let mut text = match outlook.misses_left {
        left @ 0.. => Text::new(
            format!("許容{}件、残り{left}件", outlook.misses_allowed),
            format!("{} misses allowed, {left} left", outlook.misses_allowed),
        ),
        over => Text::new(
            format!("許容{}件を{}件超過", outlook.misses_allowed, over.unsigned_abs()),
            format!("{} misses allowed, {} too many", outlook.misses_allowed, over.unsigned_abs()),
        ),
    };
    if let Some(projection) = &outlook.projection {
        text.ja.push_str(&format!(
            "。月末見込み{}件中{}件遅れ（許容{}件）",
            projection.volume, projection.misses_expected, projection.misses_allowed
        ));
        text.en.push_str(&format!(
            "; heading for {} misses of {} ({} allowed)",
            projection.misses_expected, projection.volume, projection.misses_allowed
        ));
    }
    Some(text)
}

/// The unit of a figure's number, for charts.
pub(crate) fn is_percent(figure: &Figure) -> bool {
    figure.unit == Unit::Percent
}
