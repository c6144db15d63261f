//! Sample months: files of records for a contract, made up by a plan and a seed.

use std::{collections::BTreeSet, fmt::Write};

use calendar::{BusinessCalendar, CalendarSet, NoMainCalendar, YearMonth, Zone};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use provenance::Text;
use sla::Catalogue;
use tables::{Document, Row, TableErrors, nearest, whole};

use crate::{Mapping, random::Random};

/// How many records of each kind a sample month holds, and how many of them go wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamplePlan {
    incidents: Vec<(String, u32)>,
    requests: Vec<(String, u32)>,
    inquiries: Vec<(String, u32)>,
    calls: u32,
    answers: u32,
    tallies: Vec<PlannedTally>,
    /// Who asks, in the tool's words.
    callers: Vec<String>,
    /// What is asked about; one named twice is asked about twice as often.
    topics: Vec<String>,
    /// What is asked and answered, by topic.
    asked: Vec<Asked>,
    /// Lists for the report, as they are.
    lists: Vec<PlannedList>,
    /// The grounds for exclusion that hold for any case, each with a note.
    grounds: Vec<(String, String)>,
    /// The ground that lies with the client, with a note.
    client_ground: (String, String),
    /// Shares in thousandths.
    late: u32,
    software_late: u32,
    second_line: u32,
    excluded: u32,
    reopened: u32,
    abandoned: u32,
    first_answer: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    topic: String,
    question: String,
    answer: String,
}

/// A list's file: its columns, and its rows as lines of CSV, in which `@7` is the seventh of the month.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PlannedList {
    file: String,
    columns: Vec<String>,
    rows: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct PlannedTally {
    name: String,
    planned: u32,
    missed: u32,
    what: String,
    daily: bool,
}

/// A file of a sample: its name and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleFile {
    /// The name, without folders.
    pub name: String,
    /// The content, UTF-8 with LF line ends.
    pub text: String,
}

impl SamplePlan {
    /// Reads a contract's `sample.toml`.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(plan)
    }
}

/// A word of a plan that nothing knows: its rows could not be read, or would feed nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWord {
    /// The list of the table that it stands in: `incident`, `ground`.
    pub list: &'static str,
    /// The word.
    pub word: String,
    /// The known word that may be meant.
    pub near: Option<String>,
}

impl SamplePlan {
    /// The words of a plan that the mapping of its files does not translate, and tallies that no service level reads. A
    /// mapping without words takes any.
    #[must_use]
    pub fn unknown_words(&self, mapping: &Mapping, levels: &Catalogue) -> Vec<UnknownWord> {
        let names =
            |counts: &'_ [(String, u32)]| counts.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        let says = |grounds: &'_ [(String, String)]| {
            grounds.iter().map(|(says, _)| says.clone()).collect::<Vec<_>>()
        };
        let tallies = levels.items().iter().filter_map(|item| item.measure.reads().tally());
        let tallies: BTreeSet<&str> = tallies.map(|tally| tally.as_str()).collect();
        let lists = [
            ("incident", names(&self.incidents), mapping.words_of("incidents.csv")),
            ("request", names(&self.requests), mapping.words_of("requests.csv")),
            ("inquiry", names(&self.inquiries), mapping.words_of("inquiries.csv")),
            ("ground", says(&self.grounds), mapping.grounds_of("incidents.csv")),
            (
                "client_ground",
                says(std::slice::from_ref(&self.client_ground)),
                mapping.grounds_of("requests.csv"),
            ),
            (
                "asked",
                self.asked.iter().map(|asked| asked.topic.clone()).collect(),
                self.topics.iter().map(String::as_str).collect(),
            ),
            ("list", self.lists.iter().map(|list| list.file.clone()).collect(), mapping.list_names()),
            ("tally", self.tallies.iter().map(|tally| tally.name.clone()).collect(), tallies),
        ];
        let mut unknown = Vec::new();
        for (list, words, known) in lists.into_iter().filter(|(_, _, known)| !known.is_empty()) {
            for word in words.into_iter().filter(|word| !known.contains(word.as_str())) {
                let near = nearest(&word, known.iter().copied()).map(str::to_owned);
                unknown.push(UnknownWord { list, word, near });
            }
        }
        unknown
    }
}

/// The most records that a plan may ask for.
const RECORDS_MAX: u64 = 1_000_000;

fn plan(root: &Row<'_>) -> Option<SamplePlan> {
    let counts = |key| -> Option<Vec<(String, u32)>> {
        whole(root.rows_by(key, &["name"]).iter().map(|row| {
            let (name, count) = (row.required("name"), row.required("count"));
            Some((name?, count?))
        }))
    };
    let (incidents, requests, inquiries) = (counts("incident"), counts("request"), counts("inquiry"));
    let tallies: Option<Vec<PlannedTally>> = whole(root.rows_by("tally", &["name"]).iter().map(|row| {
        let (name, planned) = (row.required("name"), row.required("planned"));
        let (missed, what) = (row.optional::<u32>("missed"), row.optional("what"));
        let daily = row.optional("daily");
        // No month has fewer days.
        let days = if daily == Some(true) { 28 } else { 1 };
        let most = planned.map(|planned: u32| u64::from(planned) * days);
        if most.zip(missed).is_some_and(|(most, missed)| most < u64::from(missed)) {
            row.complain(
                "missed",
                Text::new("1か月の予定数より多い", "is more than is planned in a month"),
                None,
            );
        }
        Some(PlannedTally {
            name: name?,
            planned: planned?,
            missed: missed.unwrap_or(0),
            what: what.unwrap_or_default(),
            daily: daily.unwrap_or(false),
        })
    }));
    let asked: Vec<Option<Asked>> = root
        .rows("asked")
        .iter()
        .map(|row| {
            let (topic, question, answer) =
                (row.required("topic"), row.required("question"), row.required("answer"));
            Some(Asked { topic: topic?, question: question?, answer: answer? })
        })
        .collect();
    let lists: Vec<Option<PlannedList>> = root
        .rows_by("list", &["file"])
        .iter()
        .map(|row| {
            let (columns, rows) = (row.strings("columns"), row.strings("rows"));
            Some(PlannedList { file: row.required("file")?, columns, rows })
        })
        .collect();
    let ground = |row: &Row<'_>| -> Option<(String, String)> {
        let (says, note) = (row.required("says"), row.required("note"));
        Some((says?, note?))
    };
    let grounds: Vec<Option<(String, String)>> = root.rows("ground").iter().map(ground).collect();
    let client_ground = root.required_row("client_ground").and_then(|row| ground(&row));
    let (callers, topics) = (root.strings("callers"), root.strings("topics"));
    for (key, is_empty) in
        [("callers", callers.is_empty()), ("topics", topics.is_empty()), ("ground", grounds.is_empty())]
    {
        if is_empty {
            root.complain(
                key,
                Text::new("1つも書かれていない", "names none"),
                Some(Text::new(
                    "記録の語で少なくとも1つ書く",
                    "give one at least, in the words of the records",
                )),
            );
        }
    }
    let number = |key| root.required::<u32>(key);
    let (calls, answers) = (number("calls"), number("answers"));
    let (late, software_late, second_line) = (number("late"), number("software_late"), number("second_line"));
    let (excluded, reopened) = (number("excluded"), number("reopened"));
    let (abandoned, first_answer) = (number("abandoned"), number("first_answer"));
    let cases = [&incidents, &requests, &inquiries].into_iter().flatten().flatten().map(|(_, count)| *count);
    let records: u64 = cases.chain(calls).chain(answers).map(u64::from).sum();
    if records > RECORDS_MAX {
        let key = if root.has("incident") { "incident" } else { "calls" };
        root.complain(
            key,
            Text::new(
                format!("記録が全部で{records}件になる。見本は{RECORDS_MAX}件まで"),
                format!("asks for {records} records in all; a sample holds {RECORDS_MAX} at most"),
            ),
            None,
        );
    }
    Some(SamplePlan {
        incidents: incidents?,
        requests: requests?,
        inquiries: inquiries?,
        calls: calls?,
        answers: answers?,
        tallies: tallies?,
        callers,
        topics,
        asked: asked.into_iter().collect::<Option<_>>()?,
        lists: lists.into_iter().collect::<Option<_>>()?,
        grounds: grounds.into_iter().collect::<Option<_>>()?,
        client_ground: client_ground?,
        late: late?,
        software_late: software_late?,
        second_line: second_line?,
        excluded: excluded?,
        reopened: reopened?,
        abandoned: abandoned?,
        first_answer: first_answer?,
    })
}

/// Makes up a month: the same files for the same plan, month and seed. Business hours are those of the main calendar.
///
/// # Errors
/// [`NoMainCalendar`] where the contract has none.
pub fn sample(
    plan: &SamplePlan,
    calendars: &CalendarSet,
    month: YearMonth,
    seed: u64,
) -> Result<Vec<SampleFile>, NoMainCalendar> {
    let calendar = calendars.main()?;
    let salt = u64::from(month.year().unsigned_abs()) * 12 + u64::from(month.month());
    let mut maker = Maker {
        plan,
        calendar: &calendar.calendar,
        zone: calendars.zone(),
        month,
        // Months of one seed differ, and one month does not depend on the others.
        random: Random::salted(seed, salt),
        grounds: plan.grounds.iter().cycle(),
    };
    let (incidents, pauses, reopenings) = maker.incidents();
    let (requests, waits) = maker.requests();
    let file = |name: &str, text| SampleFile { name: format!("{name}.csv"), text };
    let mut files = vec![
        file("incidents", incidents),
        file("pauses-incidents", pauses),
        file("reopenings-incidents", reopenings),
        file("requests", requests),
        file("pauses-requests", waits),
        file("inquiries", maker.inquiries()),
        file("calls", maker.calls()),
        file("survey", maker.survey()),
        file("tallies", maker.tallies()),
        file("major-incidents", maker.major_incidents()),
    ];
    files.extend(plan.lists.iter().map(|list| file(&list.file, maker.list(list))));
    Ok(files)
}

struct Maker<'a> {
    plan: &'a SamplePlan,
    calendar: &'a BusinessCalendar,
    zone: &'a Zone,
    month: YearMonth,
    random: Random,
    /// The grounds for exclusion in turn, so that each of them stands in a month.
    grounds: std::iter::Cycle<std::slice::Iter<'a, (String, String)>>,
}

impl<'a> Maker<'a> {
    fn incidents(&mut self) -> (String, String, String) {
        let mut incidents = String::from(
            "番号,分類,影響範囲,LAN伝播,発生日時,受付日時,初動完了日時,発生報告日時,対応策提示日時,対応策提示者,回復日時,除外理由,除外備考\n",
        );
        let mut pauses = String::from("番号,中断種別,中断開始,中断終了\n");
        let mut reopenings = String::from("番号,回復日時,再開日時\n");
        let mut n = 0;
        for (category, count) in &self.plan.incidents {
            for _ in 0..*count {
                n += 1;
                let id = format!("INC{}-{n:04}", self.month.to_string().replace('-', ""));
                let occurred = self.some_instant();
                let opened = occurred + minutes(self.random.between(0, 20));
                let late_share =
                    if category == "ソフトウェア" { self.plan.software_late } else { self.plan.late };
                let responded = opened + self.within(240, late_share);
                let reported = opened + self.within(100, self.plan.late);
                let countermeasure = opened + self.within(200, self.plan.late);
                let mut recovered = countermeasure + minutes(self.random.between(10, 900));
                let by = if self.random.per_mille(self.plan.second_line) {
                    let (from, to) = self.weekend_pause(countermeasure);
                    let _ = writeln!(pauses, "{id},2次エスカレーション,{},{}", self.at(from), self.at(to));
                    recovered = to + minutes(self.random.between(20, 300));
                    "2次"
                } else {
                    self.random.pick(&["受託者", "受託者", "受託者", "定常"]).copied().unwrap_or("受託者")
                };
                if self.random.per_mille(self.plan.reopened) {
                    let resumed = recovered + minutes(self.random.between(60, 2_000));
                    let _ = writeln!(reopenings, "{id},{},{}", self.at(recovered), self.at(resumed));
                    recovered = resumed + minutes(self.random.between(15, 240));
                }
                let scope = if self.random.per_mille(550) { "個人" } else { "部署" };
                // One infection in a month spreads to the network: it is to be reported though one PC had it.
                let spread =
                    if category == "ソフトウェア" && n % 100 == 0 { "あり" } else { "なし" };
                let (ground, note) =
                    if self.random.per_mille(self.plan.excluded) { self.next_ground() } else { ("", "") };
                // The last incident of each category is still open when the sample was taken.
                let recovered = if n % 61 == 0 { String::new() } else { self.at(recovered) };
                let (category, ground, note) = (cell(category), cell(ground), cell(note));
                let _ = writeln!(
                    incidents,
                    "{id},{category},{scope},{spread},{},{},{},{},{},{by},{recovered},{ground},{note}",
                    self.at(occurred),
                    self.at(opened),
                    self.at(responded),
                    self.at(reported),
                    self.at(countermeasure),
                );
            }
        }
        (incidents, pauses, reopenings)
    }

    fn requests(&mut self) -> (String, String) {
        let mut requests =
            String::from("番号,種別,規模,申請日時,計画提示日時,計画期限,期限,完了日時,除外理由,除外備考\n");
        let mut waits = String::from("番号,中断種別,中断開始,中断終了\n");
        let mut n = 0;
        for (category, count) in &self.plan.requests {
            for _ in 0..*count {
                n += 1;
                let id = format!("REQ{}-{n:04}", self.month.to_string().replace('-', ""));
                let requested = self.business_instant();
                let hours = if self.random.per_mille(self.plan.late) {
                    self.random.between(19, 40)
                } else {
                    self.random.between(1, 16)
                };
                let mut completed = self.later(requested, hours);
                let is_plan = matches!(category.as_str(), "資源変更" | "パッチ適用計画");
                let plan = if is_plan { self.at(self.later(requested, 20 + hours)) } else { String::new() };
                let plan_due = if category == "資源変更" {
                    self.at(self.later(requested, 45))
                } else {
                    String::new()
                };
                let has_due = matches!(category.as_str(), "PC作業" | "貸出" | "資源変更");
                let due = if has_due { self.at(self.later(requested, 45)) } else { String::new() };
                let large =
                    if category == "PC作業" && self.random.per_mille(60) { "大規模" } else { "通常" };
                if category == "ID申請" && self.random.per_mille(120) {
                    let from = self.later(requested, 2);
                    let waited = self.random.between(4, 30);
                    let to = self.later(from, waited);
                    let _ = writeln!(waits, "{id},申請者回答待ち,{},{}", self.at(from), self.at(to));
                    let worked = self.random.between(1, 8);
                    completed = self.later(to, worked);
                }
                let (ground, note) = if category == "PC作業" && self.random.per_mille(40) {
                    completed = self.later(requested, 60);
                    (self.plan.client_ground.0.as_str(), self.plan.client_ground.1.as_str())
                } else {
                    ("", "")
                };
                let (category, ground, note) = (cell(category), cell(ground), cell(note));
                let _ = writeln!(
                    requests,
                    "{id},{category},{large},{},{plan},{plan_due},{due},{},{ground},{note}",
                    self.at(requested),
                    self.at(completed),
                );
            }
        }
        (requests, waits)
    }

    fn inquiries(&mut self) -> String {
        let plan = self.plan;
        let first_ground = plan.grounds.first().map_or("", |(says, _)| says);
        let mut inquiries = String::from(
            "番号,経路,内容区分,問合せ元,問合せ内容,回答,受付日時,一次回答日時,完了日時,一次回答で解決,除外理由,除外備考\n",
        );
        let mut n = 0;
        for (channel, count) in &self.plan.inquiries {
            for _ in 0..*count {
                n += 1;
                let id = format!("HD{}-{n:05}", self.month.to_string().replace('-', ""));
                let received = self.some_instant();
                let answered = match channel.as_str() {
                    "電話" | "対面" => received + minutes(self.random.between(1, 15)),
                    _ => received + self.within(110, self.plan.late),
                };
                let solved = self.random.per_mille(self.plan.first_answer);
                let closed =
                    if solved { answered } else { answered + minutes(self.random.between(60, 4_000)) };
                let topic = self.random.pick(&plan.topics).map_or("", String::as_str);
                let office = self.random.pick(&plan.callers).map_or("", String::as_str);
                let (answered, ground, note) = if self.random.per_mille(self.plan.excluded / 4) {
                    (String::new(), first_ground, "通話が途切れ連絡先不明")
                } else {
                    (self.at(answered), "", "")
                };
                // What is asked follows the topic in turn, so that the rest of the month does not depend on it.
                let asked: Vec<&Asked> = plan.asked.iter().filter(|asked| asked.topic == topic).collect();
                let asked = asked.get(usize::try_from(n).unwrap_or(0).checked_rem(asked.len()).unwrap_or(0));
                let (question, answer) =
                    asked.map_or(("", ""), |asked| (asked.question.as_str(), asked.answer.as_str()));
                let answer = if answered.is_empty() { "" } else { answer };
                let (question, answer) = (cell(question), cell(answer));
                let solved = if solved { "はい" } else { "いいえ" };
                let (channel, topic, office) = (cell(channel), cell(topic), cell(office));
                let ground = cell(ground);
                let _ = writeln!(
                    inquiries,
                    "{id},{channel},{topic},{office},{question},{answer},{},{answered},{},{solved},{ground},{note}",
                    self.at(received),
                    self.at(closed),
                );
            }
        }
        inquiries
    }

    fn calls(&mut self) -> String {
        let mut calls = String::from("番号,着信日時,応答日時,放棄日時,終了日時,除外理由,除外備考\n");
        for n in 1..=self.plan.calls {
            let id = format!("TEL{}-{n:05}", self.month.to_string().replace('-', ""));
            let received = self.some_instant() + TimeDelta::seconds(self.random.between(0, 59));
            if self.random.per_mille(self.plan.abandoned) {
                let abandoned = received + TimeDelta::seconds(self.random.between(15, 90));
                let at = self.at_second(abandoned);
                let _ = writeln!(calls, "{id},{},,{at},{at},,", self.at_second(received));
                continue;
            }
            // Now and then the line or the tool fails, and the call waits for no fault of the desk.
            let (wait, (ground, note)) = if self.random.per_mille(self.plan.excluded / 4) {
                let ground = self.next_ground();
                (self.random.between(60, 300), ground)
            } else {
                (self.random.between(3, 14), ("", ""))
            };
            let answered = received + TimeDelta::seconds(wait);
            let ended = answered + TimeDelta::seconds(self.random.between(60, 1_000));
            let (ground, note) = (cell(ground), cell(note));
            let _ = writeln!(
                calls,
                "{id},{},{},,{},{ground},{note}",
                self.at_second(received),
                self.at_second(answered),
                self.at_second(ended)
            );
        }
        calls
    }

    fn survey(&mut self) -> String {
        const STEPS: [&str; 10] = [
            "満足",
            "満足",
            "満足",
            "ほぼ満足",
            "ほぼ満足",
            "ほぼ満足",
            "ほぼ満足",
            "普通",
            "普通",
            "やや不満",
        ];
        let mut survey =
            String::from("回答番号,回答日,回答までの時間,説明の分かりやすさ,結果の正確性,担当者の応対\n");
        for n in 1..=self.plan.answers {
            let day = self.some_day();
            let mut steps: Vec<&str> =
                (0..4).map(|_| self.random.pick(&STEPS).copied().unwrap_or("普通")).collect();
            if n % 40 == 0
                && let Some(last) = steps.last_mut()
            {
                *last = "";
            }
            let day = day.format("%Y/%-m/%-d");
            let _ = writeln!(
                survey,
                "Q{}-{n:04},{day},{}",
                self.month.to_string().replace('-', ""),
                steps.join(",")
            );
        }
        survey
    }

    fn tallies(&mut self) -> String {
        let mut tallies = String::from("集計名,日付,計画数,実施数,未実施の内容\n");
        let last = self.month.last_day();
        for tally in &self.plan.tallies {
            let times = if tally.daily { last.day() } else { 1 };
            let planned = u64::from(tally.planned) * u64::from(times);
            let done = planned - u64::from(tally.missed);
            let date = last.format("%Y/%-m/%-d");
            let (name, what) = (cell(&tally.name), cell(&tally.what));
            let _ = writeln!(tallies, "{name},{date},{planned},{done},{what}");
        }
        tallies
    }

    /// Major incidents have not happened: the file has a header and no row, which is not the same as no file.
    fn major_incidents(&mut self) -> String {
        String::from("番号,区分,発生日時\n")
    }

    fn list(&self, list: &PlannedList) -> String {
        let mut text = format!("{}\n", list.columns.join(","));
        for row in &list.rows {
            let cells =
                row.split(',').map(|cell| match cell.strip_prefix('@').and_then(|day| day.parse().ok()) {
                    Some(day) => self.day(day).format("%Y/%-m/%-d").to_string(),
                    None => cell.to_owned(),
                });
            text.push_str(&cells.collect::<Vec<_>>().join(","));
            text.push('\n');
        }
        text
    }

    /// A day of the month by its number; the last one where the month is shorter.
    fn day(&self, number: u32) -> NaiveDate {
        self.month.first_day().with_day(number).unwrap_or(self.month.last_day())
    }

    fn next_ground(&mut self) -> (&'a str, &'a str) {
        self.grounds.next().map_or(("", ""), |(says, note)| (says, note))
    }

    fn some_day(&mut self) -> NaiveDate {
        let (first, last) = (self.month.first_day(), self.month.last_day());
        let day = self.random.between(0, (last - first).num_days());
        first.checked_add_days(Days::new(day.unsigned_abs())).unwrap_or(first)
    }

    /// An instant of the month: mostly in the daytime of weekdays, sometimes at night or on a weekend.
    fn some_instant(&mut self) -> DateTime<Utc> {
        if self.random.per_mille(800) {
            return self.business_instant();
        }
        let day = self.some_day();
        let minute = self.random.between(0, 1_439);
        self.zone.to_utc(day.and_time(NaiveTime::MIN) + minutes(minute))
    }

    fn business_instant(&mut self) -> DateTime<Utc> {
        let (mut day, mut tries) = (self.some_day(), 0);
        while !self.calendar.is_business_day(day) && tries < 100 {
            day = self.some_day();
            tries += 1;
        }
        let minute = self.random.between(9 * 60, 18 * 60 - 1);
        self.zone.to_utc(day.and_time(NaiveTime::MIN) + minutes(minute))
    }

    /// So many business hours later.
    fn later(&self, from: DateTime<Utc>, hours: i64) -> DateTime<Utc> {
        self.calendar.add(from, TimeDelta::hours(hours)).unwrap_or(from)
    }

    /// Most often within so many minutes, sometimes beyond.
    fn within(&mut self, limit: i64, late: u32) -> TimeDelta {
        let range = if self.random.per_mille(late) { (limit + 15, limit * 3) } else { (5, limit * 4 / 5) };
        minutes(self.random.between(range.0, range.1))
    }

    /// A pause with the second line: often from one week into the next.
    fn weekend_pause(&mut self, from: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
        let from = from + minutes(10);
        (from, from + minutes(self.random.between(300, 7_000)))
    }

    fn at(&self, instant: DateTime<Utc>) -> String {
        self.zone.to_local(instant).format("%Y/%-m/%-d %-H:%M").to_string()
    }

    fn at_second(&self, instant: DateTime<Utc>) -> String {
        self.zone.to_local(instant).format("%Y/%-m/%-d %-H:%M:%S").to_string()
    }
}

/// A text of the plan as a cell.
fn cell(text: &str) -> String {
    let text = escape::cell(text, escape::Formulas::Kept);
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.into_owned()
    }
}

fn minutes(n: i64) -> TimeDelta {
    TimeDelta::try_minutes(n).unwrap_or_default()
}
