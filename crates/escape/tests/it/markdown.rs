//! A reader of Markdown with every extension finds text, and nothing but text.

use escape::{markdown, read_back};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::texts;

/// Every extension but typographic quotes, which only change how a text looks.
fn options() -> Options {
    Options::all() - Options::ENABLE_SMART_PUNCTUATION
}

/// Where a text may stand.
#[derive(Debug, Clone, Copy)]
enum Place {
    Paragraph,
    Item,
    Heading,
    Cell,
}

const PLACES: [Place; 4] = [Place::Paragraph, Place::Item, Place::Heading, Place::Cell];

impl Place {
    fn file(self, texts: &[String]) -> String {
        let texts = texts.iter().map(|text| markdown(text));
        match self {
            Self::Paragraph => texts.map(|text| format!("{text}\n\n")).collect(),
            Self::Item => texts.map(|text| format!("- {text}\n")).collect(),
            Self::Heading => texts.map(|text| format!("## {text}\n\n")).collect(),
            Self::Cell => {
                let rows: String = texts.map(|text| format!("| 1 | {text} | 2 |\n")).collect();
                format!("| a | b | c |\n| --- | --- | --- |\n{rows}")
            }
        }
    }

    fn is(self, tag: &Tag<'_>) -> bool {
        matches!(
            (self, tag),
            (Self::Paragraph, Tag::Paragraph)
                | (Self::Item, Tag::Item)
                | (Self::Heading, Tag::Heading { .. })
                | (Self::Cell, Tag::TableCell)
        )
    }
}

/// The texts of the blocks, and what else than text was found in them.
fn read(place: Place, file: &str) -> (Vec<String>, Vec<String>) {
    let (mut texts, mut others): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for event in Parser::new_ext(file, options()) {
        match event {
            Event::Start(tag) if place.is(&tag) => texts.push(String::new()),
            Event::Text(text) => texts.last_mut().unwrap().push_str(&text),
            Event::Start(Tag::List(None) | Tag::Table(_) | Tag::TableHead | Tag::TableRow)
            | Event::End(_) => {}
            other => others.push(format!("{other:?}")),
        }
    }
    let end = TagEnd::Paragraph;
    assert!(!others.contains(&format!("{end:?}")));
    if matches!(place, Place::Cell) {
        // Without the header and the cells around.
        texts = texts.into_iter().skip(3).skip(1).step_by(3).collect();
    }
    (texts, others)
}

fn check(texts: &[String]) {
    // A block of nothing is none.
    let texts: Vec<String> = texts.iter().filter(|text| !text.is_empty()).cloned().collect();
    for place in PLACES {
        let file = place.file(&texts);
        let (read, others) = read(place, &file);
        assert_eq!(others, [""; 0], "{place:?} {file:.300}");
        for (read, text) in read.iter().zip(&texts) {
            assert_eq!(read_back(read), *text, "{place:?} {:?}", markdown(text));
        }
        assert_eq!(read.len(), texts.len(), "{place:?}");
    }
}

#[test]
fn every_character_is_text_in_every_place() {
    texts::portions(4_096).for_each(|texts| check(&texts));
}

#[test]
fn markup_is_found_where_it_is_not_escaped() {
    let (_, others) = read(Place::Paragraph, "[a](http://x) **b** <i>c</i>");
    assert!(others.len() >= 4, "{others:?}");
}

#[test]
fn readable_text_stays_readable() {
    for text in [
        "jetro-2023/annex2#S-2-1",
        "9:00 - 17:45",
        "name_ja",
        "95%以上",
        "96.6%",
        "（1-発生件数÷期限内件数）×100",
        "a = b",
    ] {
        assert_eq!(markdown(text), text);
    }
}

proptest! {
    #[test]
    fn any_text_is_text_and_comes_back(text in texts::any()) {
        check(&[text]);
    }
}
