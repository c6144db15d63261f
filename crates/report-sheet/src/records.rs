//! The records behind the service levels: raw columns, and a mark a row that says whether it counts.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Zone;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use provenance::{Language, Origin, Text};
use report::MonthlyReport;
use sla::{
    Aggregate, Asked, Case, CaseResult, Condition, Explained, Item, ItemKey, Mark, MeanOver, Reads, Standing,
    Step,
};

use crate::{
    BookError,
    book::{Formats, Names, Rows, Sheet, cell, check_rows},
    place::{Conditions, Days, Held, Limits, Place, Use},
};

/// The heading's row on a sheet of records.
pub(crate) const HEAD: u32 = 3;

/// The sheets of records, and where each item's lie.
pub(crate) struct Records<'f> {
    pub(crate) sheets: Vec<Sheet<'f>>,
    places: BTreeMap<ItemKey, Place>,
}

impl Records<'_> {
    pub(crate) fn of(&self, key: &ItemKey) -> Option<&Place> {
        self.places.get(key)
    }
}

/// What sheets of records have in common.
struct Writer<'r, 'f> {
    report: &'r MonthlyReport<'r>,
    language: Language,
    formats: &'f Formats,
    back: &'r str,
}

/// Writes the records of all items.
pub(crate) fn write<'f>(
    report: &MonthlyReport<'_>,
    language: Language,
    formats: &'f Formats,
    names: &mut Names,
    back: &str,
) -> Result<Records<'f>, BookError> {
    let writer = Writer { report, language, formats, back };
    let mut records = Records { sheets: Vec::new(), places: BTreeMap::new() };
    let of = |wanted: fn(&Aggregate) -> bool| {
        let items = report.catalogue.items().iter();
        let explained = items.filter_map(|item| Some((item, report.explained_of(item)?)));
        explained.filter(move |(_, explained)| wanted(&explained.derivation.aggregate)).collect::<Vec<_>>()
    };
    for (item, explained) in of(|_| true) {
        let written = match &explained.derivation.aggregate {
            Aggregate::InTime { .. }
            | Aggregate::Fitting { .. }
            | Aggregate::Mean { .. }
            | Aggregate::Placed { .. } => writer.cases(item, explained, names)?,
            Aggregate::Scores => match item.measure.reads() {
                Reads::Answers { scale, .. } => writer.answers(item, explained, scale, names)?,
                Reads::Cases(_) | Reads::Events(_) | Reads::Tally(_) | Reads::Items(_) => continue,
            },
            Aggregate::Events | Aggregate::Planned | Aggregate::Nothing => continue,
        };
        records.sheets.push(written.0);
        records.places.insert(item.key.clone(), written.1);
    }
    for (all, name, is_planned) in [
        (of(|of| *of == Aggregate::Planned), Text::new("記録 計画と実施", "Records planned, done"), true),
        (of(|of| *of == Aggregate::Events), Text::new("記録 発生", "Records events"), false),
    ] {
        if all.is_empty() {
            continue;
        }
        let name = names.take(name.in_language(language));
        let (sheet, rows) =
            if is_planned { writer.planned(&name, &all)? } else { writer.events(&name, &all)? };
        records.sheets.push(sheet);
        for (item, _) in all {
            let held = if is_planned { Held::Planned } else { Held::Events };
            records.places.insert(item.key.clone(), Place { rows: rows.clone(), held });
        }
    }
    Ok(records)
}

/// The columns of a sheet that is being laid out, by their names.
#[derive(Default)]
struct Columns {
    all: Vec<Text>,
}

impl Columns {
    fn add(&mut self, ja: impl Into<String>, en: impl Into<String>) -> u16 {
        let at = u16::try_from(self.all.len()).unwrap_or(u16::MAX);
        self.all.push(Text::new(ja, en));
        at
    }
}

impl<'f> Writer<'_, 'f> {
    fn pick<'t>(&self, text: &'t Text) -> &'t str {
        text.in_language(self.language)
    }

    fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        let zone: &Zone = self.report.zone;
        zone.to_local(at)
    }

    /// A sheet with its title, a note and the way back.
    fn begin(&self, name: &str, title: &str, note: &Text, columns: &Columns) -> Result<Sheet<'f>, BookError> {
        let mut sheet = Sheet::new(name, self.formats)?;
        sheet.line(0, title, &self.formats.title)?;
        sheet.line(1, self.pick(note), &self.formats.note)?;
        let back = Text::new("サービスレベルへ戻る", "back to the service levels");
        sheet.link(2, 0, self.back, self.pick(&back))?;
        let heads: Vec<&str> = columns.all.iter().map(|name| self.pick(name)).collect();
        sheet.head(HEAD, 0, &heads)?;
        Ok(sheet)
    }

    fn origin(
        &self,
        sheet: &mut Sheet<'_>,
        row: u32,
        at: u16,
        origin: Option<&Origin>,
    ) -> Result<(), BookError> {
        match origin {
            Some(origin) => sheet.text(row, at, &format!("{}:{}", origin.file, origin.row)),
            None => Ok(()),
        }
    }

    fn used(&self, sheet: &mut Sheet<'_>, row: u32, at: u16, used: Use) -> Result<(), BookError> {
        sheet.text(row, at, self.pick(&used.word()))
    }

    fn cases(
        &self,
        item: &Item,
        explained: &Explained,
        names: &mut Names,
    ) -> Result<(Sheet<'f>, Place), BookError> {
        let aggregate = &explained.derivation.aggregate;
        let mut columns = Columns::default();
        let (id, used) = (columns.add("番号", "number"), columns.add("扱い", "use"));
        let clock = item.measure.clock().map(|_| Clock {
            start: columns.add("計時の始まり", "clock starts"),
            end: columns.add("計時の終わり（未了は評価時点）", "clock stops (open: as evaluated)"),
            still: columns.add("うち数えない秒数（時間外・中断）", "seconds in it that do not count"),
            took: columns.add("所要秒数", "seconds taken"),
        });
        let limits = matches!(aggregate, Aggregate::InTime { .. }).then(|| {
            let seconds = columns.add("許される秒数", "seconds allowed");
            (seconds, columns.add("期限", "due"))
        });
        let asked = Asks::of(item, aggregate, &mut columns);
        let (why, origin) = (columns.add("理由・備考", "reason"), columns.add("出所", "source"));

        let seen: BTreeSet<(&str, Option<&Origin>)> =
            explained.cases.iter().map(|case| (case.id.as_str(), case.origin.as_ref())).collect();
        let unread: Vec<_> = explained
            .result
            .undetermined
            .iter()
            .filter(|unknown| !seen.contains(&(unknown.id.as_str(), unknown.origin.as_ref())))
            .collect();
        let count = explained.cases.len() + unread.len();
        check_rows(item.key.as_str(), count, HEAD)?;

        let name = names.take(&match self.language {
            Language::Ja => format!("記録 {}", item.key),
            Language::En => format!("Records {}", item.key),
        });
        let title = format!("{} {}", item.key, self.pick(&item.name));
        let note = Text::new(
            "所要秒数は数式（終わり－始まり－数えない秒数）。数えない秒数は契約の暦と中断による。扱いの列は数える行を示し、結果は示さない",
            "seconds taken are a formula: end less start less what does not count by the contract's calendar and pauses; `use` tells which rows count, not how they came out",
        );
        let mut sheet = self.begin(&name, &title, &note, &columns)?;
        let records = asked.as_ref().map(|_| self.by_id(item)).unwrap_or_default();
        let mut row = HEAD + 1;
        for case in &explained.cases {
            sheet.text(row, id, &case.id)?;
            self.used(&mut sheet, row, used, Use::of(&case.standing))?;
            if let Some(clock) = &clock {
                self.times(&mut sheet, row, clock, case)?;
            }
            if let Some((seconds, due)) = limits {
                if let Some(allowed) = case.allowed {
                    sheet.number(row, seconds, &allowed.to_string(), &self.formats.whole)?;
                }
                if let Some(at) = case.due {
                    sheet.moment(row, due, self.local(at), &self.formats.second)?;
                }
            }
            if let Some(asked) = &asked
                && let Some(record) = records.get(&(case.id.as_str(), case.origin.as_ref()))
            {
                self.asked(&mut sheet, row, asked, record)?;
            }
            let reason = match &case.standing {
                Standing::LeftOut(excluded) if !excluded.note.is_empty() => {
                    format!("{}: {}", self.pick(&excluded.reason), excluded.note)
                }
                Standing::LeftOut(excluded) => self.pick(&excluded.reason).to_owned(),
                Standing::Undetermined | Standing::Open | Standing::CarriedOver => {
                    self.pick(&case.why).to_owned()
                }
                Standing::Good | Standing::Missed(_) | Standing::NotOfItem => String::new(),
            };
            sheet.text(row, why, &reason)?;
            self.origin(&mut sheet, row, origin, case.origin.as_ref())?;
            row += 1;
        }
        for unknown in unread {
            sheet.text(row, id, &unknown.id)?;
            self.used(&mut sheet, row, used, Use::Unknown)?;
            sheet.text(row, why, self.pick(&unknown.missing))?;
            self.origin(&mut sheet, row, origin, unknown.origin.as_ref())?;
            row += 1;
        }
        sheet.freeze(HEAD, row - 1, columns.all.len())?;
        let rows = Rows::new(&name, HEAD + 1, count);
        let days = match (aggregate, &clock) {
            (Aggregate::Mean { over: MeanOver::Days }, Some(clock)) => {
                let first = u16::try_from(columns.all.len() + 1).unwrap_or(u16::MAX);
                Some(self.days(&mut sheet, first, clock, used, &rows, explained)?)
            }
            _ => None,
        };
        let conditions = asked.map(|asked| Conditions { columns: asked.conditions });
        let clock = clock.map(|clock| (clock.end, clock.took));
        let limits = limits.map(|(seconds, due)| Limits {
            seconds: explained
                .cases
                .iter()
                .filter(|case| matches!(Use::of(&case.standing), Use::Counts | Use::CountsOpen))
                .all(|case| case.allowed.is_some())
                .then_some(seconds),
            due,
        });
        Ok((sheet, Place { rows, held: Held::Cases { used, clock, limits, conditions, days } }))
    }

    /// Start, end, what does not count between, and what the case took as a formula of the three.
    fn times(
        &self,
        sheet: &mut Sheet<'_>,
        row: u32,
        clock: &Clock,
        case: &CaseResult,
    ) -> Result<(), BookError> {
        let (Some(started), Some(elapsed)) = (case.started, case.elapsed) else { return Ok(()) };
        let (start, end) = (self.local(started), self.local(case.stopped.unwrap_or(self.report.now)));
        let wall = end.and_utc().timestamp() - start.and_utc().timestamp();
        sheet.moment(row, clock.start, start, &self.formats.second)?;
        sheet.moment(row, clock.end, end, &self.formats.second)?;
        sheet.number(row, clock.still, &(wall - elapsed).to_string(), &self.formats.whole)?;
        // Two moments are some way from whole seconds apart, as programs keep them.
        let [start, end, still] = [clock.start, clock.end, clock.still].map(|column| relative(row, column));
        let formula = format!("ROUND(({end}-{start})*86400,0)-{still}");
        sheet.formula(row, clock.took, &formula, &elapsed.to_string(), &self.formats.whole)
    }

    fn by_id(&self, item: &Item) -> BTreeMap<(&str, Option<&Origin>), &Case> {
        let kind = item.measure.reads().kind();
        let cases = self.report.observations.cases.iter().filter(|case| Some(&case.kind) == kind);
        cases.map(|case| ((case.id.as_str(), case.origin.as_ref()), case)).collect()
    }

    fn asked(&self, sheet: &mut Sheet<'_>, row: u32, asked: &Asks, case: &Case) -> Result<(), BookError> {
        for (mark, column) in &asked.marks {
            if let Some(at) = case.marks.get(mark) {
                sheet.moment(row, *column, self.local(*at), &self.formats.second)?;
            }
        }
        for (condition, column) in &asked.conditions {
            match condition {
                Condition::Is { attribute, .. } | Condition::IsNot { attribute, .. } => {
                    if let Some(value) = case.attributes.get(attribute) {
                        sheet.text(row, *column, value.as_str())?;
                    }
                }
                // Its mark has a column of its own.
                Condition::Reached { .. } => {}
            }
        }
        Ok(())
    }

    /// The means of the days beside the records, for a mean over days.
    fn days(
        &self,
        sheet: &mut Sheet<'_>,
        first: u16,
        clock: &Clock,
        used: u16,
        rows: &Rows,
        explained: &Explained,
    ) -> Result<Days, BookError> {
        let heads = [
            Text::new("日", "day"),
            Text::new("件数", "cases"),
            Text::new("その日の平均秒数", "mean seconds"),
        ];
        sheet.head(HEAD, first, &heads.each_ref().map(|head| self.pick(head)))?;
        let counts = crate::book::word(self.pick(&Use::Counts.word()));
        let (uses, starts, took) = (rows.range(used), rows.range(clock.start), rows.range(clock.took));
        let mut by_day: BTreeMap<NaiveDate, (i64, i64)> = BTreeMap::new();
        for case in explained.cases.iter().filter(|case| Use::of(&case.standing) == Use::Counts) {
            let (Some(started), Some(elapsed)) = (case.started, case.elapsed) else { continue };
            let entry = by_day.entry(self.local(started).date()).or_default();
            entry.0 += 1;
            entry.1 += elapsed;
        }
        let covers = explained.result.covers;
        let days = covers.first.iter_days().take_while(|day| *day <= covers.last);
        let mut row = HEAD + 1;
        for day in days {
            let (count, total) = by_day.get(&day).copied().unwrap_or_default();
            sheet.moment(row, first, day.and_time(chrono::NaiveTime::MIN), &self.formats.day)?;
            let at = relative(row, first);
            let is_counted = format!("({uses}={counts})*(INT({starts})={at})");
            sheet.formula(
                row,
                first + 1,
                &format!("SUMPRODUCT({is_counted})"),
                &count.to_string(),
                &self.formats.whole,
            )?;
            let mean = formula::Exact::ratio(total, count);
            let mean = mean.map_or_else(
                || "－".to_owned(),
                |mean| mean.to_decimal_string(12, formula::Rounding::HalfUp),
            );
            let n = relative(row, first + 1);
            let sum = format!("IF({n}=0,\"－\",SUMPRODUCT({is_counted}*{took})/{n})");
            sheet.formula(row, first + 2, &sum, &mean, &self.formats.figure)?;
            row += 1;
        }
        let count = usize::try_from(row - HEAD - 1).unwrap_or(0);
        Ok(Days { rows: Rows::new(rows.sheet(), HEAD + 1, count), counts: first + 1, means: first + 2 })
    }

    fn answers(
        &self,
        item: &Item,
        explained: &Explained,
        scale: &[Step],
        names: &mut Names,
    ) -> Result<(Sheet<'f>, Place), BookError> {
        let questions = explained.answers.iter().map(|answer| answer.steps.len()).max().unwrap_or(0);
        let mut columns = Columns::default();
        let (id, used, on) =
            (columns.add("番号", "number"), columns.add("扱い", "use"), columns.add("回答日", "answered"));
        let said: Vec<u16> =
            (1..=questions).map(|n| columns.add(format!("問{n}の回答"), format!("answer {n}"))).collect();
        let points: Vec<u16> =
            (1..=questions).map(|n| columns.add(format!("問{n}の点"), format!("points {n}"))).collect();
        let score = columns.add("回答者の平均点", "mean points");
        let (why, origin) = (columns.add("理由・備考", "reason"), columns.add("出所", "source"));
        let (excluded, undetermined) = (&explained.result.excluded, &explained.result.undetermined);
        let count = explained.answers.len() + excluded.len() + undetermined.len();
        check_rows(item.key.as_str(), count.max(scale.len()), HEAD)?;
        let name = names.take(&match self.language {
            Language::Ja => format!("記録 {}", item.key),
            Language::En => format!("Records {}", item.key),
        });
        let title = format!("{} {}", item.key, self.pick(&item.name));
        let note = Text::new(
            "点は右の尺度の表から引く数式、平均点は点の平均。扱いの列は数える行を示す",
            "points are looked up in the scale at the right, a mean is that of the points; `use` tells which rows count",
        );
        let mut sheet = self.begin(&name, &title, &note, &columns)?;
        // The scale, to the right of all.
        let step_column = u16::try_from(columns.all.len() + 1).unwrap_or(u16::MAX);
        let heads = [Text::new("尺度", "step"), Text::new("点", "points")];
        sheet.head(HEAD, step_column, &heads.each_ref().map(|head| self.pick(head)))?;
        for (row, step) in (HEAD + 1..).zip(scale) {
            sheet.text(row, step_column, step.name.as_str())?;
            sheet.number(row, step_column + 1, &step.points.normalize().to_string(), &self.formats.number)?;
        }
        let scale_rows = Rows::new(&name, HEAD + 1, scale.len());
        let (steps, step_points) = (scale_rows.range(step_column), scale_rows.range(step_column + 1));
        let mut row = HEAD + 1;
        for answer in &explained.answers {
            sheet.text(row, id, &answer.id)?;
            self.used(&mut sheet, row, used, Use::Counts)?;
            sheet.moment(row, on, answer.on.and_time(chrono::NaiveTime::MIN), &self.formats.day)?;
            let mut given = Vec::new();
            for ((step, said), points) in answer.steps.iter().zip(&said).zip(&points) {
                let Some(step) = step else { continue };
                sheet.text(row, *said, step.as_str())?;
                let found = scale.iter().find(|known| known.name == *step).map(|known| known.points);
                given.extend(found);
                let at = relative(row, *said);
                sheet.formula(
                    row,
                    *points,
                    &format!("SUMPRODUCT(EXACT({steps},{at})*{step_points})"),
                    &found.unwrap_or_default().normalize().to_string(),
                    &self.formats.number,
                )?;
            }
            if let (Some(first), Some(last)) = (points.first(), points.last()) {
                let total = given
                    .iter()
                    .fold(formula::Exact::from(0), |sum, points| sum + crate::figure::exact(*points));
                let number = u64::try_from(given.len()).unwrap_or(0);
                let mean = total.checked_div(&formula::Exact::from(number));
                let mean = mean
                    .map_or_else(String::new, |mean| mean.to_decimal_string(12, formula::Rounding::HalfUp));
                let all = format!("{}:{}", relative(row, *first), relative(row, *last));
                sheet.formula(
                    row,
                    score,
                    &format!("SUM({all})/COUNT({all})"),
                    &mean,
                    &self.formats.figure,
                )?;
            }
            self.origin(&mut sheet, row, origin, answer.origin.as_ref())?;
            row += 1;
        }
        let left_out = excluded.iter().map(|one| (&one.id, Use::LeftOut, &one.reason, one.origin.as_ref()));
        let unknown =
            undetermined.iter().map(|one| (&one.id, Use::Unknown, &one.missing, one.origin.as_ref()));
        for (one, how, reason, place) in left_out.chain(unknown) {
            sheet.text(row, id, one)?;
            self.used(&mut sheet, row, used, how)?;
            sheet.text(row, why, self.pick(reason))?;
            self.origin(&mut sheet, row, origin, place)?;
            row += 1;
        }
        sheet.freeze(HEAD, row - 1, columns.all.len())?;
        let rows = Rows::new(&name, HEAD + 1, count);
        let least = scale.iter().map(|step| step.points).min().unwrap_or_default();
        let most = scale.iter().map(|step| step.points).max().unwrap_or_default();
        let places = scale.iter().map(|step| step.points.normalize().scale()).max().unwrap_or(0);
        Ok((sheet, Place { rows, held: Held::Answers { used, score, questions, least, most, places } }))
    }

    fn planned(&self, name: &str, all: &[(&Item, &Explained)]) -> Result<(Sheet<'f>, Rows), BookError> {
        let mut columns = Columns::default();
        columns.add("評価項目の番号", "item");
        columns.add("扱い", "use");
        columns.add("集計", "tally");
        columns.add("日", "day");
        columns.add("計画数", "planned");
        columns.add("実施数", "done");
        columns.add("未実施のもの・備考", "not done, reason");
        columns.add("出所", "source");
        let note = Text::new("計画数と実施数は記録のとおり", "planned and done as recorded");
        let title = Text::new("計画と実施の記録", "Records of what was planned and done");
        let mut sheet = self.begin(name, self.pick(&title), &note, &columns)?;
        let count: usize = all
            .iter()
            .map(|(_, explained)| explained.tallies.len() + explained.result.undetermined.len())
            .sum();
        check_rows(name, count, HEAD)?;
        let mut row = HEAD + 1;
        for (item, explained) in all {
            for tally in &explained.tallies {
                sheet.text(row, 0, item.key.as_str())?;
                self.used(&mut sheet, row, 1, Use::Counts)?;
                sheet.text(row, 2, tally.name().as_str())?;
                sheet.moment(row, 3, tally.on().and_time(chrono::NaiveTime::MIN), &self.formats.day)?;
                sheet.number(row, 4, &tally.planned().to_string(), &self.formats.whole)?;
                sheet.number(row, 5, &tally.done().to_string(), &self.formats.whole)?;
                sheet.text(row, 6, &tally.missing.join("\n"))?;
                self.origin(&mut sheet, row, 7, tally.origin.as_ref())?;
                row += 1;
            }
            row = self.unknown(&mut sheet, row, item, explained, 6)?;
        }
        sheet.freeze(HEAD, row - 1, columns.all.len())?;
        Ok((sheet, Rows::new(name, HEAD + 1, count)))
    }

    fn events(&self, name: &str, all: &[(&Item, &Explained)]) -> Result<(Sheet<'f>, Rows), BookError> {
        let mut columns = Columns::default();
        columns.add("評価項目の番号", "item");
        columns.add("扱い", "use");
        columns.add("種類", "kind");
        columns.add("番号", "number");
        columns.add("発生", "happened");
        columns.add("属性", "attributes");
        columns.add("備考", "reason");
        columns.add("出所", "source");
        let note = Text::new("一行が一件の発生", "a row is an event");
        let title = Text::new("発生した事象の記録", "Records of events");
        let mut sheet = self.begin(name, self.pick(&title), &note, &columns)?;
        let count: usize = all
            .iter()
            .map(|(_, explained)| explained.events.len() + explained.result.undetermined.len())
            .sum();
        check_rows(name, count, HEAD)?;
        let mut row = HEAD + 1;
        for (item, explained) in all {
            for event in &explained.events {
                sheet.text(row, 0, item.key.as_str())?;
                self.used(&mut sheet, row, 1, Use::Counts)?;
                sheet.text(row, 2, event.kind.as_str())?;
                sheet.text(row, 3, &event.id)?;
                sheet.moment(row, 4, self.local(event.at), &self.formats.second)?;
                let attributes: Vec<String> =
                    event.attributes.iter().map(|(name, value)| format!("{name}={value}")).collect();
                sheet.text(row, 5, &attributes.join(", "))?;
                self.origin(&mut sheet, row, 7, event.origin.as_ref())?;
                row += 1;
            }
            row = self.unknown(&mut sheet, row, item, explained, 6)?;
        }
        sheet.freeze(HEAD, row - 1, columns.all.len())?;
        Ok((sheet, Rows::new(name, HEAD + 1, count)))
    }

    /// The rows of which too little is known.
    fn unknown(
        &self,
        sheet: &mut Sheet<'_>,
        mut row: u32,
        item: &Item,
        explained: &Explained,
        why: u16,
    ) -> Result<u32, BookError> {
        for unknown in &explained.result.undetermined {
            sheet.text(row, 0, item.key.as_str())?;
            self.used(sheet, row, 1, Use::Unknown)?;
            sheet.text(row, why, &format!("{}: {}", unknown.id, self.pick(&unknown.missing)))?;
            self.origin(sheet, row, why + 1, unknown.origin.as_ref())?;
            row += 1;
        }
        Ok(row)
    }
}

struct Clock {
    start: u16,
    end: u16,
    still: u16,
    took: u16,
}

/// Columns of what conditions ask of each case.
struct Asks {
    marks: Vec<(Mark, u16)>,
    conditions: Vec<(Condition, u16)>,
}

impl Asks {
    fn of(item: &Item, aggregate: &Aggregate, columns: &mut Columns) -> Option<Self> {
        let Aggregate::Fitting { having } = aggregate else { return None };
        let mut asks = Self { marks: Vec::new(), conditions: Vec::new() };
        let wanted = item.measure.asks();
        let named = wanted.iter().flat_map(|asked| match asked {
            Asked::OneOf(marks) => marks.iter().collect::<Vec<_>>(),
            Asked::Mark(mark) => vec![*mark],
            Asked::Pause(_) | Asked::Condition(_) | Asked::Answer(_) | Asked::Ground { .. } => Vec::new(),
        });
        let reached = having.iter().filter_map(|condition| match condition {
            Condition::Reached { mark } => Some(mark),
            Condition::Is { .. } | Condition::IsNot { .. } => None,
        });
        for mark in named.chain(reached) {
            if !asks.marks.iter().any(|(known, _)| known == mark) {
                let at = columns.add(format!("時点: {mark}"), format!("mark: {mark}"));
                asks.marks.push((mark.clone(), at));
            }
        }
        for condition in having {
            let at = match condition {
                Condition::Reached { mark } => {
                    asks.marks.iter().find(|(known, _)| known == mark).map(|(_, at)| *at)?
                }
                Condition::Is { attribute, .. } | Condition::IsNot { attribute, .. } => {
                    columns.add(format!("属性: {attribute}"), format!("attribute: {attribute}"))
                }
            };
            asks.conditions.push((condition.clone(), at));
        }
        Some(asks)
    }
}

/// A cell of the same row, as a formula of that row writes it.
fn relative(row: u32, column: u16) -> String {
    cell(row, column).replace('$', "")
}
