//! Meetings, residency, the help desk and means of escalation, as tables and as JSON.

use escape::Lines;
use keiyaku::{
    provenance::{Language, Text},
    report::text_table,
    tables::Id,
    terms::{Desk, Every, Terms},
};
use serde_json::{Value, json};

fn every(every: Every) -> (&'static str, Text) {
    match every {
        Every::Month => ("month", Text::new("毎月", "each month")),
        Every::Year => ("year", Text::new("毎年", "each year")),
        Every::Once => ("once", Text::new("開始前", "before the work begins")),
    }
}

fn desk(desk: Desk) -> (&'static str, Text) {
    match desk {
        Desk::HelpDesk => ("help-desk", Text::new("ヘルプデスク", "help desk")),
        Desk::OwnDesk => ("own-desk", Text::new("受託者の窓口", "the contractor's own")),
    }
}

/// Adds a table of each that the contract has.
pub(super) fn add_tables(out: &mut Lines, terms: &Terms, language: Language) {
    let ja = language == Language::Ja;
    let of = |text: &Text| text.in_language(language).to_owned();
    let persons = |number: Option<u32>| number.map_or_else(|| "－".to_owned(), |number| number.to_string());
    let mut add = |header: [&str; 5], rows: Vec<Vec<String>>| {
        if !rows.is_empty() {
            out.blank();
            out.append(&text_table(&header, &rows));
        }
    };
    let meetings = terms.meetings().map_or(&[][..], |all| &all.meetings);
    let rows = meetings.iter().map(|meeting| {
        let roles = meeting.participants.iter().map(|role| of(&terms.role_text(role)));
        let roles: Vec<String> = roles.collect();
        let separator = if ja { "、" } else { ", " };
        let (name, place) = (of(&meeting.name), of(&meeting.place));
        vec![
            name,
            of(&every(meeting.every).1),
            place,
            roles.join(separator),
            meeting.heading.clause.to_string(),
        ]
    });
    add(
        if ja {
            ["会議", "頻度", "場所", "参加者", "条項"]
        } else {
            ["meeting", "every", "place", "participants", "clause"]
        },
        rows.collect(),
    );
    let residencies = terms.staffing().map_or(&[][..], |all| &all.residencies);
    let rows = residencies.iter().map(|one| {
        let core = one.core_hours.map_or_else(|| "－".to_owned(), |core| core.to_string());
        let numbers = match one.persons_outside_core {
            Some(outside) => format!("{} / {outside}", persons(one.persons)),
            None => persons(one.persons),
        };
        vec![of(&one.name), one.hours.to_string(), core, numbers, one.heading.clause.to_string()]
    });
    add(
        if ja {
            ["常駐", "時間", "コアタイム", "人数（時間外）", "条項"]
        } else {
            ["residency", "hours", "core time", "persons (outside it)", "clause"]
        },
        rows.collect(),
    );
    let Some(help_desk) = terms.help_desk() else { return escalation_table(out, terms, language) };
    let channels = help_desk.channels.iter().map(|channel| {
        let dash = || "－".to_owned();
        vec![of(&channel.name), of(&desk(channel.of).1), dash(), dash(), channel.heading.clause.to_string()]
    });
    let languages = help_desk.languages.iter().map(|spoken| {
        let side = if ja { "言語" } else { "language" };
        let calendar = spoken.calendar.to_string();
        let number = persons(spoken.persons);
        vec![of(&spoken.name), side.to_owned(), calendar, number, spoken.heading.clause.to_string()]
    });
    add(
        if ja {
            ["問合せ手段・言語", "窓口", "時間", "人数", "条項"]
        } else {
            ["channel or language", "desk", "calendar", "persons", "clause"]
        },
        channels.chain(languages).collect(),
    );
    escalation_table(out, terms, language);
}

fn escalation_table(out: &mut Lines, terms: &Terms, language: Language) {
    let rows: Vec<Vec<String>> = terms
        .escalations()
        .iter()
        .map(|one| {
            let hours = one.hours.map_or_else(|| "－".to_owned(), |hours| hours.to_string());
            vec![one.name.in_language(language).to_owned(), hours, one.heading.clause.to_string()]
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    let header = match language {
        Language::Ja => ["エスカレーション手段", "時間", "条項"],
        Language::En => ["means of escalation", "hours", "clause"],
    };
    out.blank();
    out.append(&text_table(&header, &rows));
}

fn words<T>(names: &[Id<T>]) -> Vec<&str> {
    names.iter().map(Id::as_str).collect()
}

pub(super) fn meetings(terms: &Terms) -> Vec<Value> {
    let meetings = terms.meetings().map_or(&[][..], |all| &all.meetings);
    let meetings = meetings.iter().map(|meeting| {
        json!({
            "id": meeting.heading.id,
            "name": meeting.name,
            "every": every(meeting.every).0,
            "place": meeting.place,
            "participants": words(&meeting.participants),
            "agenda": words(&meeting.agenda),
            "duties": words(&meeting.duties),
            "clause": meeting.heading.clause.to_string(),
        })
    });
    meetings.collect()
}

pub(super) fn residencies(terms: &Terms) -> Vec<Value> {
    let residencies = terms.staffing().map_or(&[][..], |all| &all.residencies);
    let residencies = residencies.iter().map(|one| {
        json!({
            "id": one.heading.id,
            "name": one.name,
            "site": one.site.as_str(),
            "place": one.place,
            "calendar": one.calendar.as_str(),
            "hours": one.hours.to_string(),
            "core_calendar": one.core_calendar.as_ref().map(|id| id.as_str()),
            "core_hours": one.core_hours.map(|core| core.to_string()),
            "persons": one.persons,
            "persons_outside_core": one.persons_outside_core,
            "clause": one.heading.clause.to_string(),
        })
    });
    residencies.collect()
}

pub(super) fn help_desk(terms: &Terms) -> Option<Value> {
    let help_desk = terms.help_desk()?;
    let channels: Vec<Value> = help_desk
        .channels
        .iter()
        .map(|channel| {
            json!({
                "id": channel.heading.id,
                "name": channel.name,
                "of": desk(channel.of).0,
                "clause": channel.heading.clause.to_string(),
            })
        })
        .collect();
    let languages: Vec<Value> = help_desk
        .languages
        .iter()
        .map(|spoken| {
            json!({
                "id": spoken.heading.id,
                "name": spoken.name,
                "calendar": spoken.calendar.as_str(),
                "persons": spoken.persons,
                "clause": spoken.heading.clause.to_string(),
            })
        })
        .collect();
    Some(json!({ "channels": channels, "languages": languages }))
}

pub(super) fn escalations(terms: &Terms) -> Vec<Value> {
    let escalations = terms.escalations().iter().map(|one| {
        json!({
            "id": one.heading.id,
            "name": one.name,
            "hours": one.hours.map(|hours| hours.to_string()),
            "clause": one.heading.clause.to_string(),
        })
    });
    escalations.collect()
}
