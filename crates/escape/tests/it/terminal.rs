//! A terminal's parser prints what was written and is told nothing else.

use escape::{Lines, read_back, screen, terminal};
use proptest::prelude::*;
use vte::{Params, Parser, Perform};

use crate::texts;

/// A terminal that keeps what is printed and what it is told to do.
#[derive(Default)]
struct Terminal {
    printed: String,
    told: Vec<String>,
}

impl Perform for Terminal {
    fn print(&mut self, c: char) {
        self.printed.push(c);
    }
    fn execute(&mut self, byte: u8) {
        self.told.push(format!("execute {byte:02x}"));
    }
    fn hook(&mut self, _: &Params, _: &[u8], _: bool, c: char) {
        self.told.push(format!("hook {c}"));
    }
    fn osc_dispatch(&mut self, _: &[&[u8]], _: bool) {
        self.told.push("osc".to_owned());
    }
    fn csi_dispatch(&mut self, _: &Params, _: &[u8], _: bool, c: char) {
        self.told.push(format!("csi {c}"));
    }
    fn esc_dispatch(&mut self, _: &[u8], _: bool, byte: u8) {
        self.told.push(format!("esc {byte:02x}"));
    }
}

fn shown(text: &str) -> Terminal {
    let (mut terminal, mut parser) = (Terminal::default(), Parser::new());
    parser.advance(&mut terminal, text.as_bytes());
    terminal
}

#[track_caller]
fn check(text: &str) {
    let written = terminal(text);
    let terminal = shown(&written);
    assert_eq!(terminal.told, [""; 0], "{text:?}");
    assert_eq!(read_back(&terminal.printed), text);
    // The last net lets through what was made harmless before it.
    assert_eq!(screen(&written), written);
}

#[test]
fn every_character_is_printed_and_none_obeyed() {
    texts::all().for_each(|text| check(&text));
}

#[test]
fn a_terminal_obeys_what_is_not_escaped() {
    assert_eq!(shown("a\u{1b}[2Jb").told, ["csi J"]);
    assert_eq!(shown("a\rb").told, ["execute 0d"]);
}

proptest! {
    #[test]
    fn any_text_is_printed_and_comes_back(text in texts::any()) {
        check(&text);
    }

    #[test]
    fn no_two_texts_are_shown_alike(one in texts::any(), other in texts::any()) {
        prop_assert_eq!(terminal(&one) == terminal(&other), one == other);
    }

    #[test]
    fn the_last_net_lets_only_line_ends_and_tabs_through(text in texts::any()) {
        let terminal = shown(&screen(&text));
        let harmless = ["execute 09", "execute 0a", "execute 0d"];
        prop_assert!(terminal.told.iter().all(|told| harmless.contains(&told.as_str())), "{:?}", terminal.told);
        let shown = screen(&text).replace("\r\n", "\n");
        prop_assert!(!shown.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
    }

    #[test]
    fn a_line_is_one_line(texts in prop::collection::vec(texts::any(), 0..5)) {
        let lines: Lines = texts.iter().collect();
        let read: Vec<String> = lines.lines().map(|line| read_back(line).into_owned()).collect();
        prop_assert_eq!(read, texts);
    }
}
