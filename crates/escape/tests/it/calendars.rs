//! A reader of iCalendar finds each event with its text, and no line that the text began.

use escape::{calendar, calendar_parameter, read_back};
use ical::{IcalParser, parser::ical::component::IcalEvent};
use icalendar::{Calendar, Component, Event, Property};
use proptest::prelude::*;

use crate::texts;

/// The reader cuts blanks at the end of a line, so something stands after the text.
fn framed(text: &str) -> String {
    format!("〔{text}〕")
}

fn file(texts: &[String]) -> String {
    let mut file = Calendar::empty();
    for (number, text) in texts.iter().enumerate() {
        let mut event = Event::new();
        let note = Property::new("X-NOTE", "v").add_parameter("X-BY", &calendar_parameter(text)).done();
        event.uid(&number.to_string()).summary(&framed(&calendar(text))).append_property(note);
        file.push(event.done());
    }
    file.to_string()
}

/// RFC 5545 §3.3.11, read backwards.
fn text_value(value: &str) -> String {
    let (mut out, mut chars) = (String::new(), value.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next().unwrap() {
                'n' => out.push('\n'),
                other => out.push(other),
            },
            ';' | ',' => panic!("a sign of the format within {value:?}"),
            other => out.push(other),
        }
    }
    out
}

/// RFC 6868 §3, read backwards.
fn parameter_value(value: &str) -> String {
    let (mut out, mut chars) = (String::new(), value.chars());
    while let Some(c) = chars.next() {
        match c {
            '^' => out.push(match chars.next().unwrap() {
                'n' => '\n',
                '\'' => '"',
                other => other,
            }),
            other => out.push(other),
        }
    }
    out
}

fn value<'a>(event: &'a IcalEvent, name: &str) -> &'a ical::property::Property {
    event.properties.iter().find(|one| one.name == name).unwrap()
}

fn check(texts: &[String]) {
    let file = file(texts);
    // Many readers take a lone carriage return for the end of a line.
    assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
    // Put together again first: this reader cuts blanks where a long line was parted, too.
    let calendar = IcalParser::new(file.replace("\r\n ", "").as_bytes()).next().unwrap().unwrap();
    assert_eq!(calendar.events.len(), texts.len());
    for (event, text) in calendar.events.iter().zip(texts) {
        // A line ends in one way.
        let text = &text.replace("\r\n", "\n");
        let names: Vec<&str> = event.properties.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["DTSTAMP", "SUMMARY", "UID", "X-NOTE"], "{text:?}");
        let summary = text_value(value(event, "SUMMARY").value.as_deref().unwrap());
        assert_eq!(framed(text), read_back(&summary));
        let note = value(event, "X-NOTE");
        assert_eq!(note.value.as_deref(), Some("v"), "{text:?}");
        let by = parameter_value(&note.params.as_ref().unwrap()[0].1[0]);
        assert_eq!(*text, read_back(&by));
    }
}

#[test]
fn every_character_is_in_its_event() {
    texts::packed(10).chunks(1_000).for_each(check);
}

proptest! {
    #[test]
    fn any_text_is_in_its_event(text in texts::any()) {
        check(&[text]);
    }
}
