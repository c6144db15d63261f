//! Where dates contradict the contract, themselves or the calendar: findings with both readings.

use calendar::{CalendarSet, Shift};
use chrono::{NaiveDate, Weekday};
use provenance::{Finding, RuleId, Severity, Text};

use crate::{Deadline, Deadlines, Due, Outside, Terms, When};

/// Something to be told about a deadline.
struct Told {
    rule: &'static str,
    severity: Severity,
    message: Text,
    help: Option<Text>,
}

impl Deadlines<'_> {
    /// What does not hold together about the deadlines from one day to another, those of the bare rule included.
    #[must_use]
    pub fn findings(
        &self,
        terms: &Terms,
        calendars: &CalendarSet,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Vec<Finding> {
        let mut findings = Vec::new();
        for deadline in self.between(from, to) {
            let told = [
                outside(deadline, terms),
                closed(deadline, terms, calendars),
                before_its_event(deadline, terms),
                held_too_early(deadline),
                cut_short(deadline, terms),
                too_early(deadline),
                provisional(deadline),
                undated(deadline),
            ];
            findings.extend(told.into_iter().flatten().filter_map(|told| finding(deadline, told, terms)));
        }
        findings
    }
}

fn finding(deadline: &Deadline<'_>, told: Told, terms: &Terms) -> Option<Finding> {
    let rule: RuleId = told.rule.parse().ok()?;
    let mut clauses = vec![deadline.duty.heading.clause.clone()];
    let kind = terms.event_kinds().iter().find(|kind| kind.heading.id == deadline.event.kind.as_str());
    let other = match told.rule {
        "deadline-outside-term" => Some(&terms.frame().term.heading.clause),
        _ => kind.map(|kind| &kind.heading.clause),
    };
    clauses.extend(other.filter(|clause| **clause != deadline.duty.heading.clause).cloned());
    let (severity, message, help) = (told.severity, told.message, told.help);
    Some(Finding { rule, severity, clauses, subject: deadline.id(), message, help })
}

fn outside(deadline: &Deadline<'_>, terms: &Terms) -> Option<Told> {
    let (outside, due) = (deadline.outside?, deadline.due()?);
    let term = terms.term();
    let (where_, edge) = match outside {
        Outside::Before => (Text::new("前", "before"), term.first_day()),
        Outside::After => (Text::new("後", "after"), term.last_day()),
    };
    if deadline.duty.may_lie == Some(outside) {
        return None;
    }
    Some(Told {
        rule: "deadline-outside-term",
        severity: Severity::Warning,
        message: Text::new(
            format!("期日{due}は契約期間（{}から{}）の{}", term.first_day(), term.last_day(), where_.ja),
            format!("{due} lies {} the term ({} to {})", where_.en, term.first_day(), term.last_day()),
        ),
        help: Some(Text::new(
            format!("規則どおりなら{due}、契約期間内に限るなら{edge}。どちらかを合意する"),
            format!("{due} by the rule, or {edge} if it must lie within the term: agree which"),
        )),
    })
}

fn closed(deadline: &Deadline<'_>, terms: &Terms, calendars: &CalendarSet) -> Option<Told> {
    let When::Day { nominal, due } = deadline.when else { return None };
    // What must be done at once, or is kept, knows no business days.
    let is_bound =
        !matches!(deadline.duty.due, Due::AtOnce | Due::UntilTermEnds | Due::Within { keeps: true, .. });
    if !deadline.is_on_closed_day || !is_bound {
        return None;
    }
    let calendar = &calendars.get(deadline.duty.calendar.as_str())?.calendar;
    let moved = |shift| calendar.shift(nominal, shift).ok();
    let (earlier, later) = (moved(Shift::Preceding)?, moved(Shift::Following)?);
    let weekday = weekday(nominal);
    Some(Told {
        rule: "deadline-on-closed-day",
        // A reading of the duty's own settles where it stays.
        severity: match due == nominal && !terms.policies().shifts_apart(&deadline.duty.heading.id) {
            true => Severity::Warning,
            false => Severity::Note,
        },
        message: Text::new(
            format!("{nominal}（{}）は営業日でない。{due}とした", weekday.ja),
            format!("{nominal} ({}) is no business day; {due} is taken", weekday.en),
        ),
        help: Some(Text::new(
            format!("動かさなければ{nominal}、前なら{earlier}、後なら{later}。どれかを合意する"),
            format!("{nominal} if it stays, {earlier} if it moves back, {later} if on: agree which"),
        )),
    })
}

/// A meeting about a month that was held before that month had ended.
fn held_too_early(deadline: &Deadline<'_>) -> Option<Told> {
    let (held, ends) = (deadline.counted_from, deadline.event.day);
    if deadline.duty.counts_from.is_none() || deadline.is_provisional || held >= ends {
        return None;
    }
    Some(Told {
        rule: "deadline-held-too-early",
        severity: Severity::Warning,
        message: Text::new(
            format!("起点の会議は{held}に開かれ、対象の{}が終わる{ends}より前である", deadline.event.id),
            format!(
                "the meeting that it counts from was held on {held}, before {}, which it is about, ended on {ends}",
                deadline.event.id
            ),
        ),
        help: Some(Text::new(
            "会議の日か対象の月を直す。どちらも正しければ、期日を何から数えるか合意する",
            "mend the meeting's day or its month; if both are right, agree from what the limit counts",
        )),
    })
}

/// A date that comes before what it is about has happened, or on the very day at whose end that does.
fn before_its_event(deadline: &Deadline<'_>, terms: &Terms) -> Option<Told> {
    let due = deadline.due()?;
    let happens = deadline.event.day;
    let is_end_of_day = terms
        .event_kinds()
        .iter()
        .any(|kind| kind.heading.id == deadline.event.kind.as_str() && kind.origin.is_end_of_day());
    let is_too_early = match (deadline.duty.due, deadline.by_general_rule) {
        // These are meant to come before.
        (Due::Before { .. } | Due::Weekly { .. } | Due::Unstated, None) => false,
        (_, Some(_)) if is_end_of_day => due <= happens,
        // A report of the year, on the day with which the year ends.
        (Due::Within { keeps: false, .. }, None) if is_end_of_day => due <= happens,
        _ => due < happens,
    };
    if !is_too_early {
        return None;
    }
    let help = match deadline.by_general_rule {
        Some(general) => Text::new(
            format!("定めの日なら{due}、一般の規則なら{general}。速報と確報に分けるか、どちらかを合意する"),
            format!(
                "{due} by the date, {general} by the general rule: agree which, or a preliminary report and a final one"
            ),
        ),
        None if due == happens => {
            let after = happens.succ_opt()?;
            Text::new(
                format!(
                    "定めどおりなら{due}、期間が済んでからなら{after}以降。速報と確報に分けるか、どちらかを合意する"
                ),
                format!(
                    "{due} by the rule, {after} or later once the period is over: agree which, or a preliminary report and a final one"
                ),
            )
        }
        None => Text::new(
            format!("定めどおりなら{due}、きっかけの日なら{happens}。どちらかを合意する"),
            format!("{due} by the rule, {happens} by what makes it due: agree which"),
        ),
    };
    Some(Told {
        rule: "deadline-before-its-event",
        severity: Severity::Warning,
        message: Text::new(
            format!("期日{due}は、きっかけ（{happens}）が済む前に来る"),
            format!("{due} comes before what it follows is over ({happens})"),
        ),
        help: Some(help),
    })
}

/// What is due by a fiscal year that goes on after the term.
fn cut_short(deadline: &Deadline<'_>, terms: &Terms) -> Option<Told> {
    let term = terms.term();
    let kind = terms.event_kinds().iter().find(|kind| kind.heading.id == deadline.event.kind.as_str())?;
    let listed = deadline.due()?;
    if !kind.is_cut_short(&deadline.event, term) {
        return None;
    }
    let (year, ends) = (&deadline.event.id, term.last_day());
    let chosen = terms.policies().shown("last-fiscal-year")?.value;
    Some(Told {
        rule: "deadline-of-cut-year",
        severity: Severity::Warning,
        message: Text::new(
            format!("{year}年度は契約期間の終わり（{ends}）より後まで続く。期日は{listed}とした"),
            format!("fiscal {year} goes on after the term ({ends}); {listed} is taken"),
        ),
        help: Some(Text::new(
            format!(
                "方針`last-fiscal-year`は`{chosen}`。終了とともに締める（`term-end`）か、残る月の分は求めない（`none`）か、年度末とする（`year-end`）かを合意する"
            ),
            format!(
                "the policy `last-fiscal-year` is `{chosen}`: agree whether the year ends with the term (`term-end`), its months have none (`none`), or it is due after the term (`year-end`)"
            ),
        )),
    })
}

/// What was done before the first day on which it may be.
fn too_early(deadline: &Deadline<'_>) -> Option<Told> {
    let first = deadline.not_before?;
    let on = deadline.done.filter(|on| *on < first)?;
    Some(Told {
        rule: "deadline-done-too-early",
        severity: Severity::Warning,
        message: Text::new(
            format!("{on}に実施したが、{first}より前にはできない"),
            format!("done on {on}, but not to be done before {first}"),
        ),
        help: Some(Text::new(
            format!("{first}以降に改めて行うか、早めることを合意する"),
            format!("do it again on {first} or later, or agree that it may be done earlier"),
        )),
    })
}

fn weekday(day: NaiveDate) -> Text {
    match chrono::Datelike::weekday(&day) {
        Weekday::Mon => Text::new("月", "Mon"),
        Weekday::Tue => Text::new("火", "Tue"),
        Weekday::Wed => Text::new("水", "Wed"),
        Weekday::Thu => Text::new("木", "Thu"),
        Weekday::Fri => Text::new("金", "Fri"),
        Weekday::Sat => Text::new("土", "Sat"),
        Weekday::Sun => Text::new("日", "Sun"),
    }
}

fn provisional(deadline: &Deadline<'_>) -> Option<Told> {
    let due = deadline.due().filter(|_| deadline.is_provisional)?;
    let from = deadline.counted_from;
    Some(Told {
        rule: "deadline-provisional",
        severity: Severity::Note,
        message: Text::new(
            format!("{due}は{from}から数えた仮の期日。起点の日が記録されれば変わる"),
            format!("{due} counts from {from}, provisionally: it moves once the day it follows is recorded"),
        ),
        help: Some(Text::new(
            "会議の開催日、又は先立つ義務の実施日をイベントに加える",
            "add the meeting, or the duty before it, to the events",
        )),
    })
}

fn undated(deadline: &Deadline<'_>) -> Option<Told> {
    let When::Undated(why) = &deadline.when else { return None };
    let help = match (&deadline.duty.reading, deadline.duty.due) {
        (Some(word), due) if due != Due::Unstated => Text::new(
            format!("合意して方針`{word}`を`as-read`とすれば「{}」と読む", due.text().ja),
            format!("once agreed, the policy `{word}` set to `as-read` takes it as {}", due.text().en),
        ),
        _ => {
            Text::new("日数を合意し、義務の表に書く", "agree a number and write it into the table of duties")
        }
    };
    Some(Told { rule: "deadline-undated", severity: Severity::Note, message: why.clone(), help: Some(help) })
}
