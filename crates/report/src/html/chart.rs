//! Charts as SVG: axes, titles, a limit, and a title for each point, so that what is drawn can be read as well.

use formula::{Exact, Rounding};
use maud::{Markup, html};
use provenance::{Text, number_of};

use super::said::both;
use crate::{Axis, Chart, Form, Series};

/// The field that values are drawn in, in the units of the picture.
const WIDTH: i64 = 760;
const HEIGHT: i64 = 300;
const LEFT: i64 = 64;
const TOP: i64 = 14;
const RIGHT: i64 = 12;
const BOTTOM: i64 = 34;

/// How many colours there are; a chart of more series begins again.
const COLOURS: usize = 6;

/// How many places along the axis are named.
const NAMED: i64 = 12;

/// How many bars of names a chart shows.
const NAMES: usize = 20;

/// A chart with its legend.
pub(super) fn chart(chart: &Chart) -> Markup {
    let Some(field) = Field::of(chart) else { return html! {} };
    let label = format!("{} / {}", chart.title.ja, chart.title.en);
    html! {
        figure {
        figcaption { (both(&chart.title)) }
        div.drawing tabindex="0" role="region" aria-label=(label) { svg.chart viewBox=(format!("0 0 {WIDTH} {}", field.height)) role="img" aria-label=(label) {
            title { (label) }
            @if let Axis::Names(names) = &chart.axis { (field.names(chart, names)) } @else { (field.over(chart)) }
        } }
        @if chart.series.len() > 1 || chart.limit.is_some() {
            ul.legend {
                @for (n, series) in chart.series.iter().enumerate() {
                    li class=(colour(n)) { span aria-hidden="true" { "■ " } b { (both(&series.name)) } }
                }
                @if chart.limit.is_some() { li { span aria-hidden="true" { "┄ " } b { (both(&Text::new("要求水準・期限", "target or limit"))) } } }
            }
        }
        }
    }
}

fn colour(n: usize) -> String {
    format!("c{}", n.checked_rem(COLOURS).unwrap_or(0))
}

/// The range of what is drawn.
struct Field {
    first: i64,
    last: i64,
    least: Exact,
    ticks: Vec<Exact>,
    range: Exact,
    height: i64,
}

impl Field {
    fn of(chart: &Chart) -> Option<Self> {
        let points = || chart.series.iter().flat_map(|series| &series.points);
        let (first, last) = (points().map(|point| point.at).min()?, points().map(|point| point.at).max()?);
        let tops: Vec<Exact> = match chart.form {
            Form::Stacked => (first..=last).map(|at| stacked(&chart.series, at)).collect(),
            Form::Lines | Form::Beside => points().map(|point| point.value.clone()).collect(),
        };
        let bottoms = points().map(|point| point.value.clone());
        let limit = chart.limit.iter().cloned();
        let greatest = tops.into_iter().chain(limit.clone()).max()?;
        let least = bottoms.chain(limit).min()?;
        // Bars begin at zero; lines that stay far from it do not, so that their course can be seen.
        let far = chart.form == Form::Lines && least.clone() + least.clone() > greatest;
        let least = if far { least } else { least.min(Exact::from(0)) };
        let step = step(&(greatest.clone() - least.clone()));
        let below = least
            .checked_div(&step)?
            .rounded(0, if least.is_negative() { Rounding::Up } else { Rounding::Down });
        let mut at = below * step.clone();
        let (least, mut ticks) = (at.clone(), vec![at.clone()]);
        while at < greatest && ticks.len() < 12 {
            at = at + step.clone();
            ticks.push(at.clone());
        }
        let range = at - least.clone();
        let rows = match &chart.axis {
            Axis::Names(names) => i64::try_from(names.len().min(NAMES)).unwrap_or(0),
            Axis::Days | Axis::Months | Axis::Hours | Axis::Labels(_) => 0,
        };
        let height = if rows > 0 { TOP + rows * 34 + BOTTOM } else { HEIGHT };
        Some(Self { first, last, least, ticks, range, height })
    }

    /// A share of a length, in units of the picture.
    fn part(&self, value: &Exact, length: i64) -> i64 {
        let share = (value.clone() - self.least.clone()).checked_div(&self.range);
        let share = share.unwrap_or_else(|| Exact::from(0)) * Exact::from(length);
        share.rounded(0, Rounding::HalfUp).to_i64().unwrap_or(0)
    }

    fn y(&self, value: &Exact) -> i64 {
        let length = HEIGHT - TOP - BOTTOM;
        TOP + length - self.part(value, length)
    }

    /// The middle of a place along the axis.
    fn x(&self, at: i64) -> i64 {
        let places = self.last - self.first + 1;
        LEFT + ((at - self.first) * 2 + 1) * (WIDTH - LEFT - RIGHT) / (places * 2).max(1)
    }

    fn over(&self, chart: &Chart) -> Markup {
        let places = self.last - self.first + 1;
        let every = (places + NAMED - 1) / NAMED;
        let width = ((WIDTH - LEFT - RIGHT) * 7 / (places * 10).max(1)).max(1);
        html! {
            @for tick in &self.ticks {
                line.grid x1=(LEFT) x2=(WIDTH - RIGHT) y1=(self.y(tick)) y2=(self.y(tick)) {}
                text x=(LEFT - 6) y=(self.y(tick) + 4) text-anchor="end" { (tick.to_digits()) }
            }
            @for at in (self.first..=self.last).filter(|at| (at - self.first) % every.max(1) == 0) {
                @let label = chart.axis.label(at);
                text x=(self.x(at)) y=(HEIGHT - 12) text-anchor="middle" lang="ja" { (label.ja) }
                text x=(self.x(at)) y=(HEIGHT - 12) text-anchor="middle" lang="en" { (label.en) }
            }
            @match chart.form {
                Form::Lines => @for (n, series) in chart.series.iter().enumerate() { (self.line(chart, n, series)) },
                Form::Stacked | Form::Beside => @for at in self.first..=self.last { (self.pile(chart, at, width)) },
            }
            @if let Some(limit) = &chart.limit {
                line.limit x1=(LEFT) x2=(WIDTH - RIGHT) y1=(self.y(limit)) y2=(self.y(limit)) { title { (limit.to_digits()) } }
            }
        }
    }

    fn line(&self, chart: &Chart, n: usize, series: &Series) -> Markup {
        let points: Vec<String> = series
            .points
            .iter()
            .map(|point| format!("{},{}", self.x(point.at), self.y(&point.value)))
            .collect();
        html! {
            polyline class={ "line " (colour(n)) } points=(points.join(" ")) {}
            @if number_of(series.points.len()) <= 62 {
                @for point in &series.points {
                    circle class=(colour(n)) cx=(self.x(point.at)) cy=(self.y(&point.value)) r="3" {
                        title { (chart.axis.label(point.at).en) " " (series.name.ja) ": " (point.value.to_figure_string()) }
                    }
                }
            }
        }
    }

    /// The parts of a bar, one on the other.
    fn pile(&self, chart: &Chart, at: i64, width: i64) -> Markup {
        let mut below = Exact::from(0);
        let mut parts = Vec::new();
        for (n, series) in chart.series.iter().enumerate() {
            let Some(value) = value_at(series, at).filter(|value| !value.is_zero()) else { continue };
            let above = below.clone() + value.clone();
            let (top, bottom) = (self.y(&above), self.y(&below));
            let label =
                format!("{} {}: {}", chart.axis.label(at).en, series.name.ja, value.to_figure_string());
            parts.push(html! {
                rect class={ "bar " (colour(n)) } x=(self.x(at) - width / 2) y=(top) width=(width) height=(bottom - top) { title { (label) } }
            });
            below = above;
        }
        html! { @for part in &parts { (part) } }
    }

    /// A row for each name, with a bar for each series.
    fn names(&self, chart: &Chart, names: &[Text]) -> Markup {
        const NAME: i64 = 240;
        let length = WIDTH - NAME - 64;
        let rows = (0_i64..).zip(names).take(NAMES);
        html! {
            @for (at, name) in rows {
                @let y = TOP + at * 34;
                text x=(NAME - 8) y=(y + 17) text-anchor="end" lang="ja" { (shortened(&name.ja)) }
                text x=(NAME - 8) y=(y + 17) text-anchor="end" lang="en" { (shortened(&name.en)) }
                @for (row, (n, series)) in (0_i64..).zip(chart.series.iter().enumerate()) {
                    @if let Some(value) = value_at(series, at) {
                        @let long = self.part(&value, length);
                        rect class={ "bar " (colour(n)) } x=(NAME) y=(y + row * 13) width=(long) height="12" { title { (name.ja) " " (series.name.ja) ": " (value.to_digits()) } }
                        text x=(NAME + long + 6) y=(y + row * 13 + 11) { (value.to_digits()) }
                    }
                }
            }
            @if names.len() > NAMES {
                text x="0" y=(self.height - 8) lang="ja" { "ほか" (names.len() - NAMES) "件は表にある" }
                text x="0" y=(self.height - 8) lang="en" { (names.len() - NAMES) " more are in the table" }
            }
        }
    }
}

/// As much of a name as there is room for.
fn shortened(name: &str) -> String {
    const ROOM: usize = 17;
    if name.chars().count() <= ROOM {
        name.to_owned()
    } else {
        name.chars().take(ROOM - 1).chain(['…']).collect()
    }
}

fn value_at(series: &Series, at: i64) -> Option<Exact> {
    series.points.iter().find(|point| point.at == at).map(|point| point.value.clone())
}

fn stacked(series: &[Series], at: i64) -> Exact {
    series.iter().filter_map(|series| value_at(series, at)).fold(Exact::from(0), |sum, value| sum + value)
}

/// A step of 1, 2 or 5 times a power of ten that cuts a range into five parts or fewer.
fn step(range: &Exact) -> Exact {
    let ten = Exact::from(10);
    let five = Exact::from(5);
    let tenth = Exact::ratio(1, 10).unwrap_or_else(|| Exact::from(1));
    let mut unit = Exact::from(1);
    if range.is_zero() {
        return unit;
    }
    let fits = |step: &Exact| step.clone() * five.clone() >= *range;
    // Down below the range, then up to the first step that fits.
    while fits(&unit) && unit > Exact::ratio(1, 1_000_000).unwrap_or_else(|| Exact::from(0)) {
        unit = unit * tenth.clone();
    }
    for _ in 0..40 {
        for times in [1, 2, 5] {
            let step = unit.clone() * Exact::from(times);
            if fits(&step) {
                return step;
            }
        }
        unit = unit * ten.clone();
    }
    unit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_cut_a_range_into_five_or_fewer() {
        for (range, expected) in [(5, 1), (6, 2), (10, 2), (11, 5), (100, 20), (8_610, 2_000)] {
            assert_eq!(step(&Exact::from(range)), Exact::from(expected), "{range}");
        }
        assert_eq!(step(&Exact::ratio(1, 4).unwrap()), Exact::ratio(1, 20).unwrap());
        assert_eq!(step(&Exact::from(0)), Exact::from(1));
    }
}
