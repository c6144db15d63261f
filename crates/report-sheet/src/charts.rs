//! Native charts, with their values on a sheet of their own.

use std::collections::BTreeSet;

use formula::{Exact, Rounding};
use provenance::{Language, Text};
use report::{Axis, Chart, Form};
use rust_xlsxwriter::{Chart as Drawn, ChartLegendPosition, ChartType};

use crate::{
    BookError,
    book::{Formats, Sheet},
};

/// So many rows of a sheet lie behind a chart.
const HEIGHT: u32 = 20;

/// The values of all charts, one below the other.
pub(crate) struct ChartValues<'f> {
    sheet: Sheet<'f>,
    language: Language,
    row: u32,
}

impl<'f> ChartValues<'f> {
    pub(crate) fn new(name: &str, language: Language, formats: &'f Formats) -> Result<Self, BookError> {
        Ok(Self { sheet: Sheet::new(name, formats)?, language, row: 0 })
    }

    /// The sheet, where anything was drawn.
    pub(crate) fn finish(self) -> Option<Sheet<'f>> {
        (self.row > 0).then_some(self.sheet)
    }

    /// Draws a chart at a place of a sheet; how many rows it takes.
    pub(crate) fn draw(
        &mut self,
        on: &mut Sheet<'_>,
        chart: &Chart,
        (row, column): (u32, u16),
    ) -> Result<u32, BookError> {
        let places: BTreeSet<i64> =
            chart.series.iter().flat_map(|series| series.points.iter().map(|point| point.at)).collect();
        if places.is_empty() {
            return Ok(0);
        }
        let limit = Text::new("要求水準", "target");
        let title = chart.title.in_language(self.language).to_owned();
        let formats = self.sheet.formats;
        self.sheet.line(self.row, &title, &formats.sum_text)?;
        let head = self.row + 1;
        let names = chart.series.iter().map(|series| series.name.in_language(self.language));
        let names = std::iter::once("").chain(names);
        let with_limit = chart.limit.as_ref().map(|_| limit.in_language(self.language));
        let names: Vec<&str> = names.chain(with_limit).collect();
        self.sheet.head(head, 0, &names)?;
        let mut at_row = head + 1;
        for place in &places {
            self.sheet.text(at_row, 0, chart.axis.label(*place).in_language(self.language))?;
            let values = chart.series.iter().map(|series| {
                series.points.iter().find(|point| point.at == *place).map(|point| &point.value)
            });
            let values = values.chain(chart.limit.as_ref().map(Some));
            for (column, value) in (1..).zip(values) {
                if let Some(value) = value {
                    self.sheet.number(at_row, column, &digits(value), &formats.number)?;
                }
            }
            at_row += 1;
        }
        let last = at_row - 1;
        self.row = at_row + 1;
        let is_names = matches!(chart.axis, Axis::Names(_));
        let mut drawn = Drawn::new(match (chart.form, is_names) {
            (Form::Lines, _) => ChartType::Line,
            (Form::Stacked, true) => ChartType::BarStacked,
            (Form::Stacked, false) => ChartType::ColumnStacked,
            (Form::Beside, true) => ChartType::Bar,
            (Form::Beside, false) => ChartType::Column,
        });
        let values = self.sheet.name.clone();
        let lines = chart.series.len() + usize::from(chart.limit.is_some());
        for column in (1_u16..).take(lines) {
            drawn
                .add_series()
                .set_name((values.as_str(), head, column))
                .set_categories((values.as_str(), head + 1, 0, last, 0))
                .set_values((values.as_str(), head + 1, column, last, column));
        }
        drawn.title().set_name(&title);
        drawn.legend().set_position(ChartLegendPosition::Bottom);
        drawn.set_width(720).set_height(HEIGHT * 19);
        on.inner.insert_chart(row, column, &drawn)?;
        Ok(HEIGHT + 1)
    }
}

fn digits(value: &Exact) -> String {
    match value.is_whole() {
        true => value.to_decimal_string(0, Rounding::Down),
        false => value.to_decimal_string(6, Rounding::HalfUp),
    }
}
