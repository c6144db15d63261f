//! Shifts of a week against the coverage that a contract asks for.

use provenance::Text;

use crate::{Bid, Coverage, Requirements};

/// Minutes of a week.
const WEEK: usize = 7 * 1_440;

/// A stretch of a week in which too few are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShiftGap {
    /// The coverage's code.
    pub coverage: String,
    /// The day, Monday being 0.
    pub day: u8,
    /// Minutes of the day, `[from, to)`.
    pub minutes: (u16, u16),
    /// How many are there at least in it, and how many are asked for.
    pub persons: (u8, u8),
    /// The language that nobody there speaks, where that is the gap.
    pub language: Option<String>,
}

impl ShiftGap {
    /// The gap in words.
    #[must_use]
    pub fn text(&self) -> Text {
        const JA: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];
        const EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let day = usize::from(self.day);
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        let (from, to) = (clock(self.minutes.0), clock(self.minutes.1));
        let (have, need) = self.persons;
        let (ja, en) = match &self.language {
            Some(language) => (format!("`{language}`の話者がいない"), format!("nobody speaks `{language}`")),
            None => (format!("{need}名以上に対し{have}名"), format!("{have} of {need} people")),
        };
        Text::new(
            format!("{}曜{from}–{to} {}: {ja}", JA.get(day).copied().unwrap_or(""), self.coverage),
            format!("{} {from}–{to} {}: {en}", EN.get(day).copied().unwrap_or(""), self.coverage),
        )
    }
}

/// Every stretch of the week in which the shifts leave a coverage open, in order.
#[must_use]
pub fn shift_gaps(bid: &Bid, requirements: &Requirements) -> Vec<ShiftGap> {
    requirements.coverage.iter().flat_map(|coverage| gaps(bid, coverage)).collect()
}

fn gaps(bid: &Bid, coverage: &Coverage) -> Vec<ShiftGap> {
    // How many people, and how many speakers, are there in each minute of the week.
    let (mut people, mut speakers) = (vec![0_u8; WEEK], vec![0_u8; WEEK]);
    let speaks = |name: &str| {
        coverage.language.as_ref().is_none_or(|language| {
            let member = bid.members.iter().find(|member| member.name == name);
            member.and_then(|member| member.languages.as_ref()).is_some_and(|own| own.contains(language))
        })
    };
    for shift in bid.shifts.iter().filter(|shift| shift.site == coverage.site) {
        // The same person twice in one minute is one person.
        let mut names: Vec<&String> = shift.members.iter().collect();
        names.sort();
        names.dedup();
        for day in &shift.days {
            let start = usize::from(*day) * 1_440 + usize::from(shift.from);
            let length =
                if shift.to > shift.from { shift.to - shift.from } else { shift.to + 1_440 - shift.from };
            for minute in start..start.saturating_add(usize::from(length)) {
                // A night shift of Sunday ends on Monday.
                let minute = minute % WEEK;
                let add = |list: &mut Vec<u8>, n: usize| {
                    if let Some(count) = list.get_mut(minute) {
                        *count = count.saturating_add(u8::try_from(n).unwrap_or(u8::MAX));
                    }
                };
                add(&mut people, names.len());
                add(&mut speakers, names.iter().filter(|name| speaks(name)).count());
            }
        }
    }
    let mut found: Vec<ShiftGap> = Vec::new();
    for day in &coverage.days {
        let mut open: Option<ShiftGap> = None;
        for minute in coverage.minutes.0..coverage.minutes.1 {
            let at = usize::from(*day) * 1_440 + usize::from(minute);
            let have = people.get(at).copied().unwrap_or(0);
            let language = coverage
                .language
                .clone()
                .filter(|_| speakers.get(at).copied().unwrap_or(0) == 0 && have >= coverage.persons);
            let is_short = have < coverage.persons || language.is_some();
            let continues =
                open.as_ref().is_some_and(|gap| gap.persons.0 == have && gap.language == language);
            match (&mut open, is_short) {
                (Some(gap), true) if continues => gap.minutes.1 = minute + 1,
                (_, true) => {
                    found.extend(open.take());
                    open = Some(ShiftGap {
                        coverage: coverage.id.clone(),
                        day: *day,
                        minutes: (minute, minute + 1),
                        persons: (have, coverage.persons),
                        language,
                    });
                }
                (_, false) => found.extend(open.take()),
            }
        }
        found.extend(open);
    }
    found
}
