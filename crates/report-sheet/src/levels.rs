//! The sheet of service levels: each figure as a formula over its records, and beside it what the engine came to.

use formula::{Exact, Rounding};
use provenance::{Language, Text};
use report::{MonthlyReport, words};
use sla::{Explained, Item, ItemResult, TargetUnit, Yields};

use crate::{
    BookError,
    book::{Formats, Rows, Sheet, cell, kept, word},
    figure::{self, Cells, Live},
    place::Place,
    records::Records,
};

/// The heading's row.
pub(crate) const HEAD: u32 = 3;

/// The columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Key,
    Category,
    Name,
    Target,
    Period,
    Part,
    Whole,
    Unknown,
    Figure,
    Unit,
    Verdict,
    EnginePart,
    EngineWhole,
    EngineFigure,
    Displayed,
    EngineVerdict,
    Agrees,
    Note,
    Cause,
    Countermeasure,
    Formula,
    Records,
}

impl Column {
    const ALL: [Self; 22] = [
        Self::Key,
        Self::Category,
        Self::Name,
        Self::Target,
        Self::Period,
        Self::Part,
        Self::Whole,
        Self::Unknown,
        Self::Figure,
        Self::Unit,
        Self::Verdict,
        Self::EnginePart,
        Self::EngineWhole,
        Self::EngineFigure,
        Self::Displayed,
        Self::EngineVerdict,
        Self::Agrees,
        Self::Note,
        Self::Cause,
        Self::Countermeasure,
        Self::Formula,
        Self::Records,
    ];

    fn at(self) -> u16 {
        (0..).zip(Self::ALL).find(|(_, column)| *column == self).map_or(0, |(at, _)| at)
    }

    fn name(self) -> Text {
        match self {
            Self::Key => Text::new("番号", "no."),
            Self::Category => Text::new("区分", "category"),
            Self::Name => Text::new("評価項目", "item"),
            Self::Target => Text::new("要求水準", "target"),
            Self::Period => Text::new("対象期間", "period"),
            Self::Part => Text::new("計算: 分子（件・秒・点）", "computed: above the line"),
            Self::Whole => Text::new("計算: 分母（件）", "computed: below the line"),
            Self::Unknown => Text::new("計算: 未確定（件）", "computed: undecided"),
            Self::Figure => Text::new("計算: 達成値", "computed: attained"),
            Self::Unit => Text::new("単位", "unit"),
            Self::Verdict => Text::new("計算: 判定", "computed: verdict"),
            Self::EnginePart => Text::new("システム: 分子", "engine: above the line"),
            Self::EngineWhole => Text::new("システム: 分母", "engine: below the line"),
            Self::EngineFigure => Text::new("システム: 達成値", "engine: attained"),
            Self::Displayed => Text::new("表示値", "shown as"),
            Self::EngineVerdict => Text::new("システム: 判定", "engine: verdict"),
            Self::Agrees => Text::new("照合", "agrees"),
            Self::Note => Text::new("計算についての注", "note on the computation"),
            Self::Cause => Text::new("未達成の原因", "cause of a miss"),
            Self::Countermeasure => Text::new("対策", "countermeasure"),
            Self::Formula => Text::new("算出式", "formula"),
            Self::Records => Text::new("記録", "records"),
        }
    }
}

/// The sheet with where its verdicts stand.
pub(crate) struct Levels<'f> {
    pub(crate) sheet: Sheet<'f>,
    rows: Rows,
}

impl<'f> Levels<'f> {
    /// The verdicts that were computed, and whether they agree with the engine's.
    pub(crate) fn verdicts(&self) -> String {
        self.rows.range(Column::Verdict.at())
    }

    pub(crate) fn agreements(&self) -> String {
        self.rows.range(Column::Agrees.at())
    }

    pub(crate) fn write(
        report: &MonthlyReport<'_>,
        language: Language,
        formats: &'f Formats,
        name: &str,
        records: &Records<'_>,
    ) -> Result<Self, BookError> {
        let mut sheet = Sheet::new(name, formats)?.no_wider(28);
        let title = Text::new(
            format!("{} サービスレベル", report.month),
            format!("service levels of {}", report.month),
        );
        sheet.line(0, title.in_language(language), &formats.title)?;
        if report.is_sample {
            sheet.line(1, words::sample().in_language(language), &formats.sample)?;
        }
        let note = Text::new(
            "「計算」の列は記録のシートから求める数式、「システム」の列は評価プログラムの値。照合は両者の一致を示す",
            "`computed` columns are formulas over the sheets of records, `engine` columns what the program came to; `agrees` compares both",
        );
        sheet.line(2, note.in_language(language), &formats.note)?;
        let heads = Column::ALL.map(Column::name);
        sheet.head(HEAD, 0, &heads.each_ref().map(|head| head.in_language(language)))?;
        let mut count = 0;
        for (row, (item, result)) in (HEAD + 1..).zip(report.rows()) {
            Row { report, language, row, item, result }.write(&mut sheet, records)?;
            count += 1;
        }
        let last = HEAD + u32::try_from(count).unwrap_or(0);
        sheet.freeze(HEAD, last, Column::ALL.len())?;
        sheet.inner.set_freeze_panes(HEAD + 1, Column::Target.at())?;
        Ok(Self { sheet, rows: Rows::new(name, HEAD + 1, count) })
    }
}

/// Words of a cell that compares.
pub(crate) fn agreement(agrees: bool) -> Text {
    if agrees { Text::new("一致", "agrees") } else { Text::new("相違", "differs") }
}

struct Row<'r> {
    report: &'r MonthlyReport<'r>,
    language: Language,
    row: u32,
    item: &'r Item,
    result: &'r ItemResult,
}

impl Row<'_> {
    fn pick<'t>(&self, text: &'t Text) -> &'t str {
        text.in_language(self.language)
    }

    fn at(&self, column: Column) -> String {
        cell(self.row, column.at()).replace('$', "")
    }

    fn text(&self, sheet: &mut Sheet<'_>, column: Column, text: &str) -> Result<(), BookError> {
        sheet.text(self.row, column.at(), text)
    }

    fn write(&self, sheet: &mut Sheet<'_>, records: &Records<'_>) -> Result<(), BookError> {
        let Self { report, row, item, result, .. } = *self;
        self.text(sheet, Column::Key, item.key.as_str())?;
        let category: Vec<&str> = item.category.iter().map(|heading| self.pick(heading)).collect();
        self.text(sheet, Column::Category, &category.join(" / "))?;
        self.text(sheet, Column::Name, self.pick(&item.name))?;
        if let Some(target) = &result.target {
            self.text(sheet, Column::Target, self.pick(&words::target(target)))?;
            self.text(sheet, Column::Unit, self.pick(&target.unit.label()).trim())?;
        }
        let covers = result.covers;
        self.text(sheet, Column::Period, &format!("{}〜{}", covers.first, covers.last))?;
        self.text(sheet, Column::Displayed, self.pick(&words::figure(result.figure.as_ref())))?;
        let label = result.verdict.label();
        self.text(sheet, Column::EngineVerdict, self.pick(&label))?;
        self.text(sheet, Column::Formula, self.pick(&result.formula))?;
        if let Some(remark) = report.remarks.of(&item.key) {
            self.text(sheet, Column::Cause, &remark.cause)?;
            self.text(sheet, Column::Countermeasure, &remark.countermeasure)?;
        }
        let place = records.of(&item.key);
        if let Some(place) = place {
            sheet.link(row, Column::Records.at(), place.rows.sheet(), place.rows.sheet())?;
        }
        let note = match (report.explained_of(item), place) {
            (Some(explained), Some(place)) => self.computed(sheet, explained, place)?,
            (explained, _) => {
                let is_shown = explained.is_some();
                Err(match &result.verdict {
                    provenance::Verdict::NotApplicable(why) | provenance::Verdict::Undetermined(why)
                        if is_shown =>
                    {
                        why.clone()
                    }
                    _ => Text::new("記録の一覧がない", "no records are listed"),
                })
            }
        };
        match note {
            Ok(note) => self.text(sheet, Column::Note, note.as_ref().map_or("", |note| self.pick(note))),
            Err(why) => {
                // What no formula can tell is the engine's, and that is said.
                self.engine(sheet)?;
                self.text(sheet, Column::Figure, "－")?;
                self.text(sheet, Column::Verdict, self.pick(&label))?;
                self.text(sheet, Column::Agrees, "－")?;
                let note = Text::new(
                    format!("数式にできない: {}", why.ja),
                    format!("no formula can tell: {}", why.en),
                );
                self.text(sheet, Column::Note, self.pick(&note))
            }
        }
    }

    /// What the engine came to: above the line, below it, and the figure in all digits that programs keep.
    fn engine_values(&self) -> (Option<String>, Option<String>, String) {
        let digits = |number: &Exact| match number.is_whole() {
            true => number.to_decimal_string(0, Rounding::Down),
            false => {
                // As many places as fit into fifteen digits.
                let whole = number.to_decimal_string(0, Rounding::Down).trim_start_matches('-').len();
                let places = 14_usize.checked_sub(whole).and_then(|places| u8::try_from(places.min(12)).ok());
                number.to_decimal_string(places.unwrap_or(0), Rounding::HalfUp)
            }
        };
        let kind = self.item.measure.kind();
        let figure = self.result.figure.as_ref();
        let (part, whole) = match (&self.result.ratio, kind.yields) {
            (Some(ratio), _) => (Some(digits(&ratio.numerator)), Some(digits(&ratio.denominator))),
            (None, Yields::Placed { .. }) => {
                let seconds = figure.and_then(|figure| figure.unit.seconds()).unwrap_or(1);
                let took = figure.map(|figure| digits(&(figure.exact.clone() * Exact::from(seconds))));
                (took, Some(self.result.population.to_string()))
            }
            (None, Yields::Count) => (figure.map(|figure| digits(&figure.exact)), None),
            (None, Yields::Share { .. } | Yields::Mean { .. } | Yields::Nothing) => (None, None),
        };
        (part, whole, figure.map_or_else(|| "－".to_owned(), |figure| digits(&figure.exact)))
    }

    fn engine(&self, sheet: &mut Sheet<'_>) -> Result<(), BookError> {
        let (part, whole, figure) = self.engine_values();
        let formats = sheet.formats;
        if let Some(part) = &part {
            sheet.number(self.row, Column::EnginePart.at(), part, &formats.number)?;
        }
        if let Some(whole) = &whole {
            sheet.number(self.row, Column::EngineWhole.at(), whole, &formats.number)?;
        }
        sheet.number(self.row, Column::EngineFigure.at(), &figure, &formats.figure)
    }

    /// Writes the formulas; a note, or why there are none.
    fn computed(
        &self,
        sheet: &mut Sheet<'_>,
        explained: &Explained,
        place: &Place,
    ) -> Result<Result<Option<Text>, Text>, BookError> {
        let kind = self.item.measure.kind();
        let (part, whole, figure_value) = self.engine_values();
        let cells = Cells {
            key: self.at(Column::Key),
            part: self.at(Column::Part),
            whole: self.at(Column::Whole),
            unknown: self.at(Column::Unknown),
            figure: self.at(Column::Figure),
        };
        let is_time = kind.unit == TargetUnit::Time;
        let live = figure::parts(explained, place, &cells, self.language).zip(figure::figure(
            explained,
            kind.yields,
            is_time,
            &cells,
        ));
        let (Some((live, figure)), Some(part)) = (live, part) else {
            let why = match &self.result.verdict {
                provenance::Verdict::NotApplicable(why) | provenance::Verdict::Undetermined(why) => {
                    why.clone()
                }
                provenance::Verdict::Met | provenance::Verdict::NotMet => {
                    Text::new("算出式を表計算の式で書けない", "no sheet has the contract's formula")
                }
            };
            return Ok(Err(why));
        };
        let formats = sheet.formats;
        self.engine(sheet)?;
        self.live(sheet, Column::Part, &live.part, &part, &formats.number)?;
        if let (Some(live), Some(whole)) = (&live.whole, &whole) {
            self.live(sheet, Column::Whole, live, whole, &formats.whole)?;
        }
        let unknown = self.unknown(explained);
        self.live(sheet, Column::Unknown, &live.unknown, &unknown.to_string(), &formats.whole)?;
        let figure = Live { formula: figure, is_array: false };
        self.live(sheet, Column::Figure, &figure, &figure_value, &formats.figure)?;
        let (verdict, note) = figure::verdict(explained, place, &cells, self.language);
        let label = self.result.verdict.label();
        match &verdict {
            Some(verdict) => {
                let verdict = Live { formula: verdict.clone(), is_array: false };
                self.live(sheet, Column::Verdict, &verdict, self.pick(&label), &formats.word)?;
            }
            None => self.text(sheet, Column::Verdict, self.pick(&label))?,
        }
        let note = note.map(|note| match verdict {
            Some(_) => note,
            None => Text::new(
                format!("判定は本システムのもの: {}", note.ja),
                format!("the verdict is the engine's: {}", note.en),
            ),
        });
        let agrees = self.agrees(&part, whole.as_deref(), &figure_value);
        let agrees = Live { formula: agrees, is_array: false };
        self.live(sheet, Column::Agrees, &agrees, self.pick(&agreement(true)), &formats.word)?;
        Ok(Ok(note))
    }

    /// How many records may go either way, as the formula counts them.
    fn unknown(&self, explained: &Explained) -> usize {
        let result = &explained.result;
        result.undetermined.len() + result.pending.len()
    }

    /// Whether all that was computed is what the engine came to. Whole numbers are compared as they are.
    fn agrees(&self, part: &str, whole: Option<&str>, figure: &str) -> String {
        let near = |one: String, other: String, digits: &str| match (kept(digits), digits.contains('.')) {
            (Some(_), true) => format!("ABS({one}-{other})<=0.000000001*MAX(1,ABS({other}))"),
            (Some(_), false) | (None, _) => format!("{one}={other}"),
        };
        let mut all = vec![near(self.at(Column::Part), self.at(Column::EnginePart), part)];
        if let Some(whole) = whole {
            all.push(near(self.at(Column::Whole), self.at(Column::EngineWhole), whole));
        }
        let (one, other) = (self.at(Column::Figure), self.at(Column::EngineFigure));
        let both = near(one.clone(), other.clone(), if kept(figure).is_some() { "0.1" } else { figure });
        all.push(match kept(figure) {
            // Nothing but numbers can be subtracted.
            Some(_) => format!("IF(ISNUMBER({one}),{both},FALSE)"),
            None => both,
        });
        all.push(format!("{}={}", self.at(Column::Verdict), self.at(Column::EngineVerdict)));
        let [yes, no] = [true, false].map(|agrees| word(self.pick(&agreement(agrees))));
        format!("IF(AND({}),{yes},{no})", all.join(","))
    }

    fn live(
        &self,
        sheet: &mut Sheet<'_>,
        column: Column,
        live: &Live,
        result: &str,
        format: &rust_xlsxwriter::Format,
    ) -> Result<(), BookError> {
        if live.is_array {
            sheet.array(self.row, column.at(), &live.formula, result, format)
        } else {
            sheet.formula(self.row, column.at(), &live.formula, result, format)
        }
    }
}
