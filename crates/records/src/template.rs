//! Empty forms for every kind of record that a mapping reads: their columns, what goes into them, and who reads it.

use std::collections::{BTreeMap, BTreeSet};

use provenance::Text;
use sla::{Asked, Catalogue, Condition, Item, Kind, Source};

use crate::{
    Holds, Mapping,
    mapping::{FileMapping, Shape},
};

/// An empty form: a file or a sheet with its headings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// How its file or sheet is called, so that the mapping knows it.
    pub name: String,
    /// What a row of it is.
    pub row: Text,
    /// Its columns, in the order of the mapping.
    pub columns: Vec<TemplateColumn>,
    /// The service levels that read its rows, by key.
    pub read_by: Vec<String>,
}

/// A column of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateColumn {
    /// Its heading.
    pub name: String,
    /// What goes into it.
    pub means: Text,
    /// The words that it takes; any where there are none.
    pub words: Vec<String>,
    /// The service levels that read it, by key.
    pub read_by: Vec<String>,
}

/// The forms of a mapping, for the kinds of record that a contract's service levels read, and for the lists that its report
/// shows: of tallies and logs of work those that some are counted from. `shown` are kinds of case that are needed besides, such as those that a report lists. A file
/// that nothing reads has no form.
#[must_use]
pub fn templates(mapping: &Mapping, catalogue: &Catalogue, shown: &[Kind]) -> Vec<Template> {
    mapping.files.iter().filter_map(|file| template(file, catalogue, shown)).collect()
}

fn template(file: &FileMapping, catalogue: &Catalogue, shown: &[Kind]) -> Option<Template> {
    let own = file.source();
    let reads = |item: &&Item| match item.measure.reads().source() {
        Some(Source::Tally(_)) => matches!(file.shape, Shape::Tallies { .. } | Shape::Executions(_)),
        Some(source) => own.as_ref() == Some(&source),
        None => false,
    };
    let readers: Vec<&Item> = catalogue.items().iter().filter(reads).collect();
    let is_shown = file.list().is_some() || file.case_kind().is_some_and(|kind| shown.contains(kind));
    if readers.is_empty() && !is_shown {
        return None;
    }
    let mut columns = Columns { readers: &readers, all: Vec::new() };
    columns.of(file);
    Some(Template {
        // A pattern is no name; what it begins with fits it where it ends with a star.
        name: file.name.replace('*', ""),
        row: row(file),
        columns: columns.all,
        read_by: readers.iter().map(|item| item.key.to_string()).collect(),
    })
}

/// What a row of a file is.
fn row(file: &FileMapping) -> Text {
    let kind = || file.case_kind().map_or_else(String::new, ToString::to_string);
    match &file.shape {
        Shape::Cases { kind, .. } => {
            Text::new(format!("`{kind}`1件を1行に書く"), format!("a row is a `{kind}`"))
        }
        Shape::StateChanges { .. } => Text::new(
            format!("`{}`の状態が変わるたびに1行を書く", kind()),
            format!("a row is a change of state of a `{}`", kind()),
        ),
        Shape::Pauses { .. } => Text::new(
            format!("`{}`の中断1回を1行に書く。なければ行は要らない", kind()),
            format!("a row is a pause of a `{}`; no row where there was none", kind()),
        ),
        Shape::Reopenings { .. } => Text::new(
            format!("`{}`の再開1回を1行に書く。なければ行は要らない", kind()),
            format!("a row is a reopening of a `{}`; no row where there was none", kind()),
        ),
        Shape::Events { kind, .. } => Text::new(
            format!("`{kind}`1回を1行に書く。起きなかった月は見出しだけにする"),
            format!("a row is a `{kind}`; the header alone where none happened"),
        ),
        Shape::Tallies { .. } => Text::new(
            "計画と実施の件数を、名称と日ごとに1行に書く",
            "a row is what was planned and done of a name on a day",
        ),
        Shape::Executions(_) => Text::new("作業1回を1行に書く", "a row is a piece of work"),
        Shape::List(list) => Text::new(
            format!("{}: 報告書に載せる一覧の1件を1行に書く", list.name.ja),
            format!("{}: a row is one of a list that the report shows", list.name.en),
        ),
        Shape::Survey { survey, .. } => Text::new(
            format!("調査`{survey}`の回答1件を1行に書く"),
            format!("a row is an answer to the survey `{survey}`"),
        ),
    }
}

/// The columns of a form on the way.
struct Columns<'a> {
    readers: &'a [&'a Item],
    all: Vec<TemplateColumn>,
}

impl Columns<'_> {
    fn add(&mut self, name: &str, means: Text, words: Vec<String>, read_by: Vec<String>) {
        match self.all.iter_mut().find(|column| column.name == name) {
            Some(known) => {
                let read: BTreeSet<String> = known.read_by.drain(..).chain(read_by).collect();
                known.read_by = read.into_iter().collect();
                for word in words {
                    if !known.words.contains(&word) {
                        known.words.push(word);
                    }
                }
            }
            None => self.all.push(TemplateColumn { name: name.to_owned(), means, words, read_by }),
        }
    }

    /// The readers that ask for something.
    fn asking(&self, is_asked: impl Fn(&Asked<'_>) -> bool) -> Vec<String> {
        let asks = |item: &&&Item| item.measure.asks().iter().any(&is_asked);
        self.readers.iter().filter(asks).map(|item| item.key.to_string()).collect()
    }

    fn all_readers(&self) -> Vec<String> {
        self.readers.iter().map(|item| item.key.to_string()).collect()
    }

    fn plain(&mut self, name: &str, ja: &str, en: &str) {
        let readers = self.all_readers();
        self.add(name, Text::new(ja, en), Vec::new(), readers);
    }

    fn optional(&mut self, name: Option<&String>, ja: &str, en: &str) {
        if let Some(name) = name {
            self.add(name, Text::new(ja, en), Vec::new(), Vec::new());
        }
    }

    fn of(&mut self, file: &FileMapping) {
        match &file.shape {
            Shape::Executions(_) => self.plain(&file.id, "作業項目の番号", "the work item"),
            Shape::Tallies { .. } => {
                let names = self.tallies();
                let readers = self.all_readers();
                self.add(&file.id, Text::new("件数の名称", "the name of the tally"), names, readers);
            }
            Shape::List(_) => {}
            _ => self.plain(&file.id, "番号。同じ番号は使わない", "its number, which no other has"),
        }
        for only in &file.only {
            let words = only.is.written();
            self.add(
                &only.column,
                Text::new("この種類の行であること", "that the row is of this kind"),
                words,
                Vec::new(),
            );
        }
        match &file.shape {
            Shape::Cases { case, .. } => self.case(case),
            Shape::StateChanges { case, changed, state, sequence, states, .. } => {
                self.plain(changed, "状態が変わった日時", "when the state changed");
                let words = states.iter().flat_map(|state| state.is.written()).collect();
                let readers = self.all_readers();
                self.add(state, Text::new("変わった後の状態", "the state it changed to"), words, readers);
                self.optional(
                    sequence.as_ref(),
                    "同じ日時の変化の順番",
                    "the order of changes at one moment",
                );
                self.case(case);
            }
            Shape::Pauses { pause, words, from, to, .. } => {
                let kinds = words.keys().cloned().collect();
                let readers = self.asking(|asked| matches!(asked, Asked::Pause(_)));
                self.add(pause, Text::new("中断の種別", "the kind of pause"), kinds, readers.clone());
                self.add(from, Text::new("中断の始まりの日時", "when it began"), Vec::new(), readers.clone());
                self.add(
                    to,
                    Text::new("中断の終わりの日時。続いていれば空", "when it ended; blank while it lasts"),
                    Vec::new(),
                    readers,
                );
            }
            Shape::Reopenings { stopped, resumed, mark, .. } => {
                self.plain(
                    stopped,
                    &format!("取り消された`{mark}`の日時"),
                    &format!("the `{mark}` that was taken back"),
                );
                self.plain(resumed, "再開した日時", "when it was reopened");
            }
            Shape::Events { at, .. } => self.plain(at, "起きた日時", "when it happened"),
            Shape::Tallies { on, planned, done, missing } => {
                self.plain(on, "日、又は月の末日", "the day, or the last of the month");
                self.plain(planned, "計画した件数", "how many were planned");
                self.plain(done, "実施した件数", "how many were done");
                self.optional(missing.as_ref(), "実施しなかったもの", "what was not done");
            }
            Shape::Executions(log) => {
                let sites: Vec<String> = log.sites.keys().cloned().collect();
                let readers = self.all_readers();
                self.add(&log.site, Text::new("拠点", "the site"), sites, readers.clone());
                self.optional(
                    log.part.as_ref(),
                    "頻度の区分（複数あるとき）",
                    "the part of the frequency, where there are several",
                );
                self.optional(log.planned.as_ref(), "予定日", "the planned day");
                self.add(
                    &log.done,
                    Text::new("実施日", "the day on which it was done"),
                    Vec::new(),
                    readers.clone(),
                );
                self.optional(log.by.as_ref(), "実施した者の役割", "the role that did it");
                let outcomes = log.outcomes.keys().cloned().collect();
                self.add(&log.outcome, Text::new("結果", "what came of it"), outcomes, readers);
                self.optional(log.note.as_ref(), "備考。免除はその理由", "a note; of a waiver its reason");
                self.optional(log.evidence.as_ref(), "証跡のある場所", "where the evidence lies");
            }
            Shape::List(list) => {
                for column in &list.columns {
                    let (words, holds) = match &column.holds {
                        Holds::Text => (Vec::new(), Text::new("文字", "text")),
                        Holds::Number { unit: Some(unit), .. } => (
                            Vec::new(),
                            Text::new(format!("数（{}）", unit.ja), format!("a number ({})", unit.en)),
                        ),
                        Holds::Number { unit: None, .. } => (Vec::new(), Text::new("数", "a number")),
                        Holds::Day => (Vec::new(), Text::new("日", "a day")),
                        Holds::Word(words) => {
                            (words.iter().map(|word| word.ja.clone()).collect(), Text::new("語", "a word"))
                        }
                    };
                    let needed = if column.is_needed { ("（必須）", ", needed") } else { ("", "") };
                    let means = Text::new(
                        format!("{}{}", holds.ja, needed.0),
                        format!("{}: {}{}", column.label.en, holds.en, needed.1),
                    );
                    self.add(&column.label.ja, means, words, Vec::new());
                }
            }
            Shape::Survey { on, questions, words, .. } => {
                self.plain(on, "回答した日", "the day of the answer");
                let (steps, readers): (Vec<String>, _) =
                    (words.keys().cloned().collect(), self.all_readers());
                for question in questions {
                    let means = Text::new("設問への回答", "the answer to the question");
                    self.add(question, means, steps.clone(), readers.clone());
                }
            }
        }
        for attribute in &file.attributes {
            let name = &attribute.name;
            let reads = |condition: &Condition| match condition {
                Condition::Is { attribute, .. } | Condition::IsNot { attribute, .. } => attribute == name,
                Condition::Reached { .. } => false,
            };
            let readers =
                self.asking(|asked| matches!(asked, Asked::Condition(condition) if reads(condition)));
            let words = attribute.words.keys().cloned().collect();
            self.add(
                &attribute.column,
                Text::new(format!("属性`{name}`"), format!("the attribute `{name}`")),
                words,
                readers,
            );
        }
    }

    fn case(&mut self, case: &crate::mapping::CaseColumns) {
        let mut marks: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (mark, _) in &case.marks {
            let readers = self.asking(|asked| match asked {
                Asked::Mark(asked) => *asked == mark,
                Asked::OneOf(all) => all.contains(mark),
                Asked::Condition(Condition::Reached { mark: reached }) => reached == mark,
                _ => false,
            });
            marks.insert(mark.as_str(), readers);
        }
        for (mark, column) in &case.marks {
            let readers = marks.remove(mark.as_str()).unwrap_or_default();
            let means = Text::new(
                format!("`{mark}`の日時。まだであれば空"),
                format!("when it reached `{mark}`; blank while it has not"),
            );
            self.add(column, means, Vec::new(), readers);
        }
        for span in &case.spans {
            let means = Text::new(
                format!("`{}`から`{}`までの時間", span.since, span.mark),
                format!("the time from `{}` to `{}`", span.since, span.mark),
            );
            self.add(&span.column, means, Vec::new(), Vec::new());
        }
        if let Some(exclusion) = &case.exclusion {
            let words = exclusion.words.keys().cloned().collect();
            let means = Text::new(
                "除外を求める理由。求めなければ空",
                "the ground for leaving it out; blank where none is claimed",
            );
            self.add(&exclusion.reason, means, words, Vec::new());
            self.optional(exclusion.note.as_ref(), "除外の理由の説明", "what the ground rests on");
        }
    }

    fn tallies(&self) -> Vec<String> {
        let names = self.readers.iter().filter_map(|item| item.measure.reads().tally());
        let names: BTreeSet<String> = names.map(ToString::to_string).collect();
        names.into_iter().collect()
    }
}
