//! What is missing, late or contradictory in a month, before somebody else finds it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use contract::{Deadlines, State as DutyState, Terms};
use provenance::{Text, Verdict};
use records::{Loaded, Mapping, Unmatched};
use report::{Content, Feed, MonthlyReport};
use sla::{ItemResult, Source};
use tables::listed;
use tasks::{Execution, Schedule, State, Wanted};

/// What is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Examined<'a> {
    /// The month's report, with its notes.
    pub report: &'a MonthlyReport<'a>,
    /// The records.
    pub loaded: &'a Loaded,
    /// How they are read.
    pub mapping: &'a Mapping,
    /// What service levels read and the mapping does not give.
    pub unmatched: &'a [Unmatched],
    /// Signs that records are of a part of the month.
    pub partial: &'a [Text],
    /// Files in the month's folder that nobody read.
    pub unread: &'a [String],
    /// What the contract says about itself, where it does.
    pub terms: Option<&'a Terms>,
    /// The duties with dates, where the contract has them.
    pub deadlines: Option<&'a Deadlines<'a>>,
    /// The schedule of work, where the contract has one.
    pub schedule: Option<&'a Schedule<'a>>,
    /// The execution log.
    pub executions: &'a [Execution],
    /// The day of evaluation.
    pub today: NaiveDate,
    /// Where the month's records go, for people.
    pub folder: &'a str,
    /// Where the month's notes go, for people.
    pub notes: &'a str,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// What was handed in contradicts itself or cannot be read. A month with it is not closed.
    Contradiction,
    /// Something is missing without which a figure or a miss is not told. A month with it is not closed.
    Missing,
    /// A duty or work is late.
    Late,
    /// Worth a look.
    Hint,
}

impl Grade {
    /// Whether a month with such a finding is closed for a stated reason alone.
    #[must_use]
    pub fn blocks(self) -> bool {
        matches!(self, Self::Contradiction | Self::Missing)
    }

    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Contradiction => "contradiction",
            Self::Missing => "missing",
            Self::Late => "late",
            Self::Hint => "hint",
        }
    }

    /// Its name for people.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Contradiction => Text::new("矛盾", "contradiction"),
            Self::Missing => Text::new("不足", "missing"),
            Self::Late => Text::new("遅れ", "late"),
            Self::Hint => Text::new("参考", "hint"),
        }
    }
}

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The month as a whole.
    Month,
    /// A file.
    File(String),
    /// A service level, by key.
    Level(String),
    /// A section of the report, by identifier.
    Section(String),
    /// A duty with a date, by its name.
    Duty(String),
    /// A work item.
    Work(String),
}

impl Subject {
    /// The word of what it is, in JSON.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::File(_) => "file",
            Self::Level(_) => "level",
            Self::Section(_) => "section",
            Self::Duty(_) => "duty",
            Self::Work(_) => "work",
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Month => "",
            Self::File(name)
            | Self::Level(name)
            | Self::Section(name)
            | Self::Duty(name)
            | Self::Work(name) => name,
        }
    }
}

/// Something that is missing, late or contradictory, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its name, which stays the same whatever its words become.
    pub code: &'static str,
    /// How much it weighs.
    pub grade: Grade,
    /// What it is about.
    pub subject: Subject,
    /// What is found.
    pub text: Text,
    /// The way out.
    pub remedy: Text,
}

/// Looks a month over: the gravest findings first, each kind in the document's order.
#[must_use]
pub fn examine(of: &Examined<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for look in [month, rows, records, levels, notes, files, sections, duties, work] {
        look(of, &mut findings);
    }
    findings.sort_by_key(|finding| finding.grade);
    findings
}

/// How many of a list are named.
const NAMED: usize = 3;

/// The first few of a list, and how many more there are.
fn few<'t>(names: impl ExactSizeIterator<Item = &'t str>) -> Text {
    let more = names.len().checked_sub(NAMED).filter(|more| *more > 0);
    let shown: Vec<&str> = names.take(NAMED).collect();
    let (ja, en) = (shown.join("、"), shown.join(", "));
    match more {
        Some(more) => Text::new(format!("{ja}ほか{more}件"), format!("{en} and {more} more")),
        None => Text::new(ja, en),
    }
}

fn month(of: &Examined<'_>, findings: &mut Vec<Finding>) {
    let month = of.report.month;
    if of.today <= month.last_day() {
        findings.push(Finding {
            code: "month-open",
            grade: Grade::Missing,
            subject: Subject::Month,
            text: Text::new(
                format!("{month}は{}に終わっていない", of.today),
                format!("{month} is not over on {}", of.today),
            ),
            remedy: Text::new(
                format!("{}まで待つ。それまでの数値は途中のものである", month.next().first_day()),
                format!("wait until {}; figures are those so far", month.next().first_day()),
            ),
        });
    }
    for text in of.partial {
        findings.push(Finding {
            code: "records-partial",
            grade: Grade::Hint,
            subject: Subject::Month,
            text: text.clone(),
            remedy: Text::new(
                format!("月の全体を書き出した記録を`{}`に置き直す。休みであればそのままでよい", of.folder),
                format!(
                    "put an export of the whole month into `{}`; if nothing happened then, leave it",
                    of.folder
                ),
            ),
        });
    }
    if !of.unmatched.is_empty() {
        let mut items: Vec<&str> = of.unmatched.iter().map(|one| one.item.as_str()).collect();
        items.dedup();
        let (count, items) = (of.unmatched.len(), few(items.into_iter()));
        findings.push(Finding {
            code: "words-unmatched",
            grade: Grade::Hint,
            subject: Subject::Month,
            text: Text::new(
                format!("評価項目（{}）が読む語{count}件を記録の対応表が与えない", items.ja),
                format!("{count} words that service levels ({}) read are not given by the mapping", items.en),
            ),
            remedy: Text::new(
                "`keiyaku map --needs`で一覧を見て、対応表（mapping）に列を加える",
                "see them by `keiyaku map --needs` and add the columns to the mapping",
            ),
        });
    }
}

fn rows(of: &Examined<'_>, findings: &mut Vec<Finding>) {
    for error in &of.loaded.errors {
        findings.push(Finding {
            code: error.reason.code(),
            grade: Grade::Contradiction,
            subject: Subject::File(error.file.clone()),
            text: error.line(),
            remedy: error.remedy(),
        });
    }
}

/// Kinds of record that were not handed in for the month, with the service levels that read them.
fn records(of: &Examined<'_>, findings: &mut Vec<Finding>) {
    let mut missing: BTreeMap<Source, Vec<&str>> = BTreeMap::new();
    for (item, result) in of.report.rows() {
        if let Some(source) = item.measure.reads().source()
            && is_missing(of, result, &source)
        {
            missing.entry(source).or_default().push(item.key.as_str());
        }
    }
    for (source, items) in missing {
        let (name, levels) = (source.to_string(), few(items.into_iter()));
        let files = of.mapping.files_of(&source);
        let file = files.first().cloned();
        let remedy = match (file, &source) {
            (Some(file), Source::Tally(_)) => {
                let all = listed(files.iter().map(String::as_str));
                Text::new(
                    format!(
                        "名前が{}で始まるファイルに名称`{name}`の行を書いて`{}`に置く。雛形は{}の{file}.csv",
                        all.ja,
                        of.folder,
                        crate::TEMPLATES
                    ),
                    format!(
                        "put rows named `{name}` into a file whose name begins with {}, in `{}`; a form is {file}.csv in {}",
                        all.en,
                        of.folder,
                        crate::TEMPLATES
                    ),
                )
            }
            (Some(file), _) => {
                let all = listed(files.iter().map(String::as_str));
                Text::new(
                    format!(
                        "名前が{}で始まるファイル（又はその名前のシート）を`{}`に置く。雛形は{}の{file}.csv。何もなかった月は見出しだけのファイルを置く",
                        all.ja,
                        of.folder,
                        crate::TEMPLATES
                    ),
                    format!(
                        "put a file (or a sheet) whose name begins with {} into `{}`; a form is {file}.csv in {}; where nothing happened, a file with its header alone",
                        all.en,
                        of.folder,
                        crate::TEMPLATES
                    ),
                )
            }
            (None, _) => Text::new(
                "対応表（mapping）にこの記録のファイルを加える。`keiyaku map FILE`が案を作る",
                "add a file of such records to the mapping; `keiyaku map FILE` proposes one",
            ),
        };
        findings.push(Finding {
            code: "records-missing",
            grade: Grade::Missing,
            subject: Subject::File(name.clone()),
            text: Text::new(
                format!("`{name}`の記録が{}について渡されていない（{}）", of.report.month, levels.ja),
                format!("no records of `{name}` were handed in for {} ({})", of.report.month, levels.en),
            ),
            remedy,
        });
    }
}

fn is_missing(of: &Examined<'_>, result: &ItemResult, source: &Source) -> bool {
    let seen = of.report.observations;
    let is_for = |months: &std::collections::BTreeSet<calendar::YearMonth>| months.contains(&of.report.month);
    result.population == 0
        && (!seen.supplied.contains(source)
            || seen.handed_in.get(source).is_some_and(|months| !is_for(months)))
}

/// Service levels that cannot be told.
fn levels(of: &Examined<'_>, findings: &mut Vec<Finding>) {
    for (item, result) in of.report.rows() {
        let subject = || Subject::Level(item.key.to_string());
        if !result.undetermined.is_empty() {
            let ids = few(result.undetermined.iter().map(|one| one.id.as_str()));
            let why: Vec<&Text> = result.undetermined.iter().map(|one| &one.missing).take(1).collect();
            let (ja, en) = why.first().map_or(("", ""), |why| (why.ja.as_str(), why.en.as_str()));
            let count = result.undetermined.len();
            findings.push(Finding {
                code: "cases-undetermined",
                grade: Grade::Missing,
                subject: subject(),
                text: Text::new(
                    format!("未確定の件が{count}件ある（{}）: {ja}", ids.ja),
                    format!("{count} cases are undetermined ({}): {en}", ids.en),
                ),
                remedy: Text::new(
                    format!(
                        "`{}`の該当する行を埋める。`keiyaku sla explain {}`が全件を示す",
                        of.folder, item.key
                    ),
                    format!(
                        "fill in their rows in `{}`; `keiyaku sla explain {}` lists them all",
                        of.folder, item.key
                    ),
                ),
            });
        } else if let Verdict::Undetermined(why) = &result.verdict {
            let is_told = of.today <= of.report.month.last_day()
                || item.measure.reads().source().is_some_and(|source| is_missing(of, result, &source));
            if !is_told {
                findings.push(Finding {
                    code: "level-undetermined",
                    grade: Grade::Missing,
                    subject: subject(),
                    text: why.clone(),
                    remedy: Text::new(
                        format!("`keiyaku sla explain {}`で足りないものを見る", item.key),
                        format!("`keiyaku sla explain {}` shows what is lacking", item.key),
                    ),
                });
            }
        }
    }
}

/// Misses without cause and countermeasure, and notes on what was not missed.
fn notes(of: &Examined<'_>, findings: &mut Vec<Finding>) {
    for (item, result) in of.report.rows() {
        let remark = of.report.remarks.of(&item.key);
        let is_missed = result.verdict.is_not_met();
        let (code, grade, text, remedy) = match (is_missed, remark) {
            (true, None) => (
                "notes-missing",
                Grade::Missing,
                Text::new(
                    format!("未達成（{}件）の原因と対応策がない", result.breaches.len()),
                    format!("missed ({} cases), without cause and countermeasure", result.breaches.len()),
                ),
                Text::new(
                    format!("`{}`に番号`{}`の行を書き、原因と対応策を埋める", of.notes, item.key),
                    format!("add a row `{}` with cause and countermeasure to `{}`", item.key, of.notes),
                ),
            ),
            (false, Some(_)) => (
                "notes-unneeded",
                Grade::Hint,
                Text::new(
                    "未達成でない項目に原因と対応策がある",
                    "has cause and countermeasure, but was not missed",
                ),
                Text::new(
                    format!("`{}`の行を確かめる。番号が違うなら直す", of.notes),
                    format!("look at its row in `{}`; mend the number if it is another's", of.notes),
                ),
            ),
            _ => continue,
        };
        findings.push(Finding { code, grade, subject: Subject::Level(item.key.to_string()), text, remedy });
    }
}

/// Files that nobody read, and those without a row.
fn files(of: &Examined<'_>, findings: &mut Vec<Finding>) {
    for file in of.unread {
        findings.push(Finding {
            code: "file-unread",
            grade: Grade::Hint,
            subject: Subject::File(file.clone()),
            text: Text::new("読まなかった", "was not read"),
            remedy: Text::new(
                "記録であれば.csv、.xlsxなどで保存し直す。記録でなければ別の場所に移す",
                "save it again as .csv or .xlsx if it is records, else keep it elsewhere",
            ),
        });
    }
    let prefix = format!("{}/", of.report.month);
    for file in of.loaded.files.iter().filter(|file| file.file.starts_with(&prefix)) {
        if file.rows == 0 && file.problems == 0 {
            findings.push(Finding {
                code: "file-empty",
                grade: Grade::Hint,
                subject: Subject::File(file.file.clone()),
                text: Text::new(
                    "行がない。この月には何もなかったものと扱う",
                    "has no row, which says that nothing happened in the month",
                ),
                remedy: Text::new("記入し忘れていないか確かめる", "see that it was not forgotten"),
            });
        }
    }
}

/// Sections of the report for which nothing was handed in.
fn sections(of: &Examined<'_>, findings: &mut Vec<Finding>) {
    for content in of.report.contents.iter() {
        let Content { id, name, feeds, clause, .. } = content;
        let empty = |text: Text, remedy: Text| Finding {
            code: "section-empty",
            grade: Grade::Hint,
            subject: Subject::Section(id.clone()),
            text: Text::new(format!("{}: {}", name.ja, text.ja), format!("{}: {}", name.en, text.en)),
            remedy,
        };
        if feeds.is_empty() {
            findings.push(empty(
                Text::new("入れる記録がない", "nothing feeds it"),
                Text::new(
                    format!("別に作成して添える（{clause}）"),
                    format!("write it by hand and enclose it ({clause})"),
                ),
            ));
        } else if of.report.annexes_of(content).is_empty() {
            let remedies: Vec<Text> = feeds.iter().map(|feed| feeding(of, feed)).collect();
            let joined = |pick: fn(&Text) -> &str, between: &str| {
                let mut all: Vec<&str> = remedies.iter().map(pick).collect();
                all.dedup();
                all.join(between)
            };
            findings.push(empty(
                Text::new("何も渡されていない", "nothing was handed in for it"),
                Text::new(joined(|text| &text.ja, "。又は、"), joined(|text| &text.en, "; or ")),
            ));
        }
    }
}

/// How something is fed to the report.
fn feeding(of: &Examined<'_>, feed: &Feed) -> Text {
    let form = |name: &str| {
        Text::new(
            format!("`{name}`のファイルを`{}`に置く（雛形は{}の{name}.csv）", of.folder, crate::TEMPLATES),
            format!(
                "put a file `{name}` into `{}` (a form is {name}.csv in {})",
                of.folder,
                crate::TEMPLATES
            ),
        )
    };
    match feed {
        Feed::Cases(kind) => {
            let files = of.mapping.files_of(&kind.clone().into());
            form(files.first().map_or(kind.as_str(), String::as_str))
        }
        Feed::List(list) => form(list.as_str()),
        Feed::Ledger(_) | Feed::Checks(_) => Text::new(
            format!("{}の`journal`に台帳を書く。ない場合は`keiyaku ledger init`で作る", crate::FILE),
            format!("name the journal as `journal` in {}; `keiyaku ledger init` makes one", crate::FILE),
        ),
        Feed::Work => Text::new(
            format!("`keiyaku tasks checklist --csv`の表を埋めて`{}`に置く", of.folder),
            format!("fill in the table of `keiyaku tasks checklist --csv` and put it into `{}`", of.folder),
        ),
    }
}

/// How many days ahead of what is due it is told.
const AHEAD: i64 = 14;

/// Duties that are late, or due soon.
fn duties(of: &Examined<'_>, findings: &mut Vec<Finding>) {
    let (Some(terms), Some(deadlines)) = (of.terms, of.deadlines) else { return };
    let month = of.report.month;
    let mut unrecorded = 0_usize;
    for one in deadlines.between(month.first_day(), month.next().last_day()) {
        let state = one.state(of.today);
        let is_late = matches!(state, DutyState::Late { .. });
        match state {
            DutyState::NotRecorded { .. } => unrecorded += 1,
            DutyState::Late { .. } | DutyState::DueToday => {}
            DutyState::Upcoming { days } if days <= AHEAD => {}
            _ => continue,
        }
        if matches!(state, DutyState::NotRecorded { .. }) {
            continue;
        }
        let (by, what, due) = (terms.role_text(&one.duty.by), &one.duty.what, one.due());
        let due = due.map_or_else(String::new, |day| day.to_string());
        findings.push(Finding {
            code: if is_late { "duty-late" } else { "duty-due" },
            grade: if is_late { Grade::Late } else { Grade::Hint },
            subject: Subject::Duty(one.id()),
            text: Text::new(
                format!("{due}まで: {}（{}）: {}", what.ja, by.ja, state.text().ja),
                format!("by {due}: {} ({}): {}", what.en, by.en, state.text().en),
            ),
            remedy: Text::new(
                "実施し、`events`の表（起きたこと・行ったこと）に記す",
                "do it, and note it as done in the file that `events` names",
            ),
        });
    }
    if unrecorded > 0 {
        findings.push(Finding {
            code: "duties-unrecorded",
            grade: Grade::Hint,
            subject: Subject::Month,
            text: Text::new(
                format!("期日の過ぎた義務{unrecorded}件の実施が記録されていない"),
                format!("{unrecorded} duties whose date has passed are not recorded as done"),
            ),
            remedy: Text::new(
                format!(
                    "{}の`events`に、起きたこと・行ったことの表（種別、番号、対象、日時）を指定する",
                    crate::FILE
                ),
                format!(
                    "name a file of what happened and was done (kind, id, of, date) as `events` in {}",
                    crate::FILE
                ),
            ),
        });
    }
}

/// Work of the month that was missed.
fn work(of: &Examined<'_>, findings: &mut Vec<Finding>) {
    let Some(schedule) = of.schedule else { return };
    let month = of.report.month;
    let wanted = Wanted::between(month.first_day(), month.last_day());
    let progress = schedule.progress(&wanted, of.executions, of.today);
    let mut missed: BTreeMap<&str, (usize, &Text)> = BTreeMap::new();
    let mut unrecorded = 0_usize;
    for tracked in &progress.tracked {
        match tracked.state {
            State::Missed => {
                if let Some(item) = schedule.item(&tracked.occurrence) {
                    missed.entry(item.id.as_str()).or_insert((0, &item.title)).0 += 1;
                }
            }
            State::NotRecorded => unrecorded += 1,
            _ => {}
        }
    }
    for (item, (count, title)) in missed {
        findings.push(Finding {
            code: "work-missed",
            grade: Grade::Late,
            subject: Subject::Work(item.to_owned()),
            text: Text::new(
                format!("{}: 未実施{count}件", title.ja),
                format!("{}: {count} missed", title.en),
            ),
            remedy: Text::new(
                "行ったのなら実施記録に加える。`keiyaku tasks missed`が一つずつ示す",
                "add it to the execution log if it was done; `keiyaku tasks missed` lists each",
            ),
        });
    }
    if unrecorded > 0 {
        findings.push(Finding {
            code: "work-unrecorded",
            grade: Grade::Hint,
            subject: Subject::Month,
            text: Text::new(
                format!("この月の作業{unrecorded}件の実施記録がない"),
                format!("{unrecorded} pieces of work of the month are in no execution log"),
            ),
            remedy: Text::new(
                format!("`keiyaku tasks checklist --csv`の表を埋めて`{}`に置く", of.folder),
                format!(
                    "fill in the table of `keiyaku tasks checklist --csv` and put it into `{}`",
                    of.folder
                ),
            ),
        });
    }
}
