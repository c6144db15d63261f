//! A browser's tokenizer finds the text in an element and in an attribute, and nothing to complain of.

use std::cell::RefCell;

use escape::{html, read_back};
use html5ever::{
    tendril::StrTendril,
    tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts},
};
use maud::html as markup;
use proptest::prelude::*;

use crate::texts;

/// The attributes and texts of the elements of a page, and what else was found.
#[derive(Default)]
struct Found {
    attributes: Vec<String>,
    texts: Vec<String>,
    others: Vec<String>,
}

#[derive(Default)]
struct Sink(RefCell<Found>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut found = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if &*tag.name == "p" && tag.kind == TagKind::StartTag => {
                found.attributes.extend(tag.attrs.iter().map(|one| one.value.to_string()));
                found.texts.push(String::new());
            }
            Token::CharacterTokens(text) => found.texts.last_mut().unwrap().push_str(&text),
            Token::TagToken(tag) if &*tag.name == "p" => {}
            Token::EOFToken => {}
            other => found.others.push(format!("{other:?}")),
        }
        TokenSinkResult::Continue
    }
}

fn read(page: &str) -> Found {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(page));
    let options = TokenizerOpts { exact_errors: true, ..TokenizerOpts::default() };
    let tokenizer = Tokenizer::new(Sink::default(), options);
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

fn check(texts: &[String]) {
    let page = markup! { @for text in texts { p title=(text) { (text) } } }.into_string();
    let found = read(&html(&page));
    assert_eq!(found.others, [""; 0]);
    let back = |read: Vec<String>| read.iter().map(|text| read_back(text).into_owned()).collect::<Vec<_>>();
    // A line ends in one way.
    let texts: Vec<String> = texts.iter().map(|text| text.replace("\r\n", "\n")).collect();
    assert_eq!(back(found.texts), texts);
    assert_eq!(back(found.attributes), texts);
}

#[test]
fn every_character_is_text_in_an_element_and_an_attribute() {
    texts::portions(4_096).for_each(|texts| check(&texts));
}

#[test]
fn a_tokenizer_complains_of_what_is_not_escaped() {
    assert!(!read("<p>\u{1b}</p>").others.is_empty());
    assert_ne!(read("<p>a\rb</p>").texts, ["a\rb"]);
}

proptest! {
    #[test]
    fn any_text_is_text_and_comes_back(text in texts::any()) {
        check(&[text]);
    }
}
