//! Shifts of a week against the coverage that a contract asks for.

use std::collections::BTreeMap;

use itss_core::Known;
use provenance::{Text, place_of};

use crate::{Bid, Coverage, Member, Minutes, Requirements, Shift, WordId};

/// Minutes of a day and of a week.
const DAY: u32 = 1_440;
const WEEK: u32 = 7 * DAY;

/// A stretch of a day in which too few are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftGap {
    /// The coverage's code.
    pub coverage: String,
    /// The day, Monday being 0.
    pub day: u8,
    /// The time of the day.
    pub minutes: Minutes,
    /// How many people are there.
    pub there: u32,
    /// How many are asked for.
    pub asked: u32,
    /// The language that nobody there speaks, where that is the gap.
    pub language: Option<WordId>,
    /// Not met; not shown where somebody is there whose languages are not stated.
    pub verdict: Known,
}

impl ShiftGap {
    /// The gap in words.
    #[must_use]
    pub fn text(&self) -> Text {
        self.on_days(&[self.day])
    }

    /// The gap in words, where it is the same on several days.
    pub(crate) fn on_days(&self, days: &[u8]) -> Text {
        let (from, to) = (clock(self.minutes.from), clock(self.minutes.to));
        let (have, need) = (self.there, self.asked);
        let (ja, en) = match (&self.language, self.verdict) {
            (Some(language), Known::NotShown) => (
                format!("`{language}`の話者がいるか示されていない"),
                format!("whether anybody speaks `{language}` is not shown"),
            ),
            (Some(language), _) => {
                (format!("`{language}`の話者がいない"), format!("nobody speaks `{language}`"))
            }
            (None, _) => (format!("{need}名以上に対し{have}名"), format!("{have} of {need} people")),
        };
        let (days_ja, days_en) = day_names(days);
        Text::new(
            format!("{days_ja}曜{from}–{to} {}: {ja}", self.coverage),
            format!("{days_en} {from}–{to} {}: {en}", self.coverage),
        )
    }

    /// Whether another gap is the same but for its day.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        Self { day: 0, ..self.clone() } == Self { day: 0, ..other.clone() }
    }
}

/// A minute of the day, `09:00`.
pub(crate) fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Days of the week by name.
pub(crate) fn day_names(days: &[u8]) -> (String, String) {
    const JA: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];
    const EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let named = |names: &'static [&'static str; 7]| -> Vec<&'static str> {
        days.iter().filter_map(|day| names.get(usize::from(*day)).copied()).collect()
    };
    (named(&JA).join("・"), named(&EN).join(", "))
}

impl Shift {
    /// The stretches of the week that it fills, in minutes from Monday `[from, to)`. A night shift of Sunday ends on
    /// Monday, at the week's beginning.
    pub(crate) fn spans(&self) -> Vec<(u32, u32)> {
        let (from, to) = (u32::from(self.from), u32::from(self.to));
        // What is no minute of a day fills nothing; 24:00 is one, and begins with the next day.
        if from > DAY || to > DAY {
            return Vec::new();
        }
        let length = if to > from { to - from } else { to + DAY - from };
        let mut days = self.days.clone();
        days.sort_unstable();
        days.dedup();
        let mut spans = Vec::new();
        for day in days {
            let start = (u32::from(day) * DAY + from) % WEEK;
            let end = start + length;
            spans.push((start, end.min(WEEK)));
            if end > WEEK {
                spans.push((0, end - WEEK));
            }
        }
        spans
    }
}

/// Every stretch of the week in which the shifts leave a coverage open, in order.
#[must_use]
pub fn shift_gaps(bid: &Bid, requirements: &Requirements) -> Vec<ShiftGap> {
    requirements.coverage.iter().flat_map(|coverage| gaps(bid, coverage)).collect()
}

/// Who is there in a minute: people, speakers, and those whose languages are not stated.
#[derive(Debug, Clone, Copy, Default)]
struct There {
    people: u32,
    speakers: u32,
    silent: u32,
}

fn gaps(bid: &Bid, coverage: &Coverage) -> Vec<ShiftGap> {
    let week = there(bid, coverage);
    let at = |day: u8, minute: u16| -> There {
        let at = place_of(u32::from(day) * DAY + u32::from(minute));
        week.get(at).copied().unwrap_or_default()
    };
    let mut found: Vec<ShiftGap> = Vec::new();
    for day in &coverage.days {
        let mut open: Option<ShiftGap> = None;
        for minute in coverage.minutes.from..coverage.minutes.to {
            let there = at(*day, minute);
            let is_short = there.people < coverage.persons.into();
            // Too few people is told before what they speak.
            let language = coverage.language.clone().filter(|_| !is_short && there.speakers == 0);
            let now = (is_short || language.is_some()).then(|| ShiftGap {
                coverage: coverage.id.clone(),
                day: *day,
                minutes: Minutes { from: minute, to: minute + 1 },
                there: there.people,
                asked: coverage.persons.into(),
                verdict: if !is_short && there.silent > 0 { Known::NotShown } else { Known::NotMet },
                language,
            });
            match (&mut open, now) {
                (Some(gap), Some(now)) if ShiftGap { minutes: gap.minutes, ..now.clone() } == *gap => {
                    gap.minutes.to = now.minutes.to;
                }
                (_, now) => {
                    found.extend(open.take());
                    open = now;
                }
            }
        }
        found.extend(open);
    }
    found
}

/// Who is there in each minute of the week. A person in two shifts at one time is one person.
fn there(bid: &Bid, coverage: &Coverage) -> Vec<There> {
    let mut week = vec![There::default(); place_of(WEEK)];
    let members: BTreeMap<&str, &Member> =
        bid.members.iter().rev().map(|member| (member.name.as_str(), member)).collect();
    let mut spans_of: BTreeMap<&str, Vec<(u32, u32)>> = BTreeMap::new();
    for shift in bid.shifts.iter().filter(|shift| shift.site == coverage.site.as_str()) {
        let spans = shift.spans();
        for name in &shift.members {
            spans_of.entry(name).or_default().extend(&spans);
        }
    }
    for (name, mut spans) in spans_of {
        spans.sort_unstable();
        let member = members.get(name);
        let languages = member.and_then(|member| member.languages.as_ref());
        let asked = coverage.language.as_ref();
        let speaks =
            languages.zip(asked).is_some_and(|(own, asked)| own.iter().any(|own| own == asked.as_str()));
        let mut until = 0;
        for (from, end) in spans {
            let (from, to) = (place_of(from.max(until)), place_of(end));
            for minute in week.iter_mut().take(to).skip(from) {
                minute.people += 1;
                minute.speakers += u32::from(speaks);
                minute.silent += u32::from(languages.is_none());
            }
            until = until.max(end);
        }
    }
    week
}
