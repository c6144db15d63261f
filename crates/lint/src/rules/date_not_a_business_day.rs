//! A date that is no business day.

use crate::dates::dates;
use crate::deadlines::contradictions;
use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "date-not-a-business-day",
    name: Words::new("営業日でない期日", "a date that is no business day"),
    severity: Severity::Note,
    rationale: Words::new(
        "期日が休日に当たると、前に行うか後に行うかで読み方が分かれる",
        "where a date falls on a closed day, some read it as the day before, some as the day after",
    ),
    authority: Words::new(
        "民法142条: 期間の末日が休日で取引をしない慣習があれば翌日に満了する。期日そのものの定めではない",
        "Civil Code 142: a period that ends on a closed day runs to the next day; it says nothing of a fixed date",
    ),
    question: Some(Words::new(
        "前の営業日か、次の営業日か、その日のままか",
        "the business day before, the one after, or the day itself?",
    )),
    group: Group::Term,
    is_read: false,
    bad: &[
        (
            "sla.toml",
            r#"[[item]]
key = "A-1"
no = "A-1"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1"
"#,
        ),
        (
            "dates.toml",
            r#"[[date]]
id = "report"
due = 2024-06-30
"#,
        ),
    ],
    mended: &[("dates.toml", "due = 2024-06-30", "due = 2024-06-28")],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    contradictions(material, "deadline-on-closed-day", &RULE, found);
    for dated in dates(material).into_iter().filter(|dated| dated.is_work_day) {
        let closed = material.calendars.iter().find(|(_, named)| !named.calendar.is_business_day(dated.day));
        if let Some((id, named)) = closed {
            let (what, day, name) = (&dated.what, dated.day, &named.name);
            found.push(
                Draft::new(
                    &dated.subject,
                    format!("{}（{day}）は{}の休日に当たる", what.ja, name.ja),
                    format!("{} ({day}) is no business day of the calendar `{id}`", what.en),
                )
                .at(dated.place),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::example::{good, subjects};

    #[test]
    fn a_friday_is_a_business_day_and_a_holiday_is_not() {
        let due = |day: &str| {
            let table = format!("[[date]]\nid = \"report\"\ndue = {day}\n");
            subjects("date-not-a-business-day", &[("dates.toml", &table)])
        };
        assert!(due("2024-06-28").is_empty());
        // Marine Day 2024 is a Monday.
        assert_eq!(due("2024-07-15"), ["report"]);
    }

    #[test]
    fn a_day_of_every_year_is_told_in_the_years_in_which_it_is_closed() {
        let table = |day: &str| format!("[[date]]\nid = \"report\"\nfixed = {{ day = \"{day}\" }}\n");
        // 30 March 2025 is a Sunday, 31 March a Monday; neither day of 2024 lies within the term.
        let told = |day| subjects("date-not-a-business-day", &[("dates.toml", table(day).as_str())]);
        assert_eq!(told("03-30"), ["report"]);
        assert!(told("03-31").is_empty());
    }

    #[test]
    fn a_duty_that_falls_due_on_a_closed_day_is_told_and_one_counted_in_business_days_is_not() {
        let tables = &good(&crate::rules::deadline_before_its_event::RULE);
        let due = |due: &str| {
            let duties = tables[2].1.replace("within = 5, unit = \"business-days\"", due);
            subjects("date-not-a-business-day", &[tables[0], tables[1], ("duties.toml", &duties)])
        };
        assert_eq!(due("within = 5, unit = \"days\""), ["report"]);
        assert!(due("within = 5, unit = \"business-days\"").is_empty());
    }
}
