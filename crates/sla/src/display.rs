//! Figures for people. The one place where a figure is rounded.

use formula::{Exact, Rounding};

use crate::{
    Operator, Target,
    policy::{DisplayMode, DisplayRounding},
};

/// A figure's digits by the display policy, for a figure judged against that target.
///
/// # Rounding
/// `Cautious` rounds toward the side on which the target fails: down for "at least", up for "at most". A
/// target of equality is shown to the nearest; where that would show the target's own value for a figure
/// that differs from it, the digits are rounded away from the target.
pub(crate) fn displayed(figure: &Exact, target: Option<&Target>, rounding: DisplayRounding) -> String {
    let mode = match (rounding.mode, target.map(|target| target.operator)) {
        (DisplayMode::Fixed(mode), _) => mode,
        (DisplayMode::Cautious, Some(Operator::AtLeast)) => floor(figure),
        (DisplayMode::Cautious, Some(Operator::AtMost)) => ceiling(figure),
        (DisplayMode::Cautious, Some(Operator::Equal)) => match target.map(Target::exact_value) {
            Some(value) if *figure < value => floor(figure),
            Some(value) if *figure > value => ceiling(figure),
            _ => Rounding::HalfUp,
        },
        (DisplayMode::Cautious, None) => Rounding::HalfUp,
    };
    let digits = figure.to_decimal_string(rounding.places, mode);
    // A whole figure is exact as it stands: "100", not "100.0".
    if figure.is_whole() { figure.to_decimal_string(0, Rounding::Down) } else { digits }
}

/// The rounding that goes down the number line.
fn floor(figure: &Exact) -> Rounding {
    if *figure < Exact::from(0) { Rounding::Up } else { Rounding::Down }
}

/// The rounding that goes up the number line.
fn ceiling(figure: &Exact) -> Rounding {
    if *figure < Exact::from(0) { Rounding::Down } else { Rounding::Up }
}
