//! What is told beside a proposal: evidence, and what is left to decide.

use provenance::{Language, Text};
use toml_edit::{Item, Value};

use super::columns::Guess;

/// How many values or forms are told.
pub(super) const VALUES: usize = 20;

/// Lines in the language of the proposal, and the open points among them.
pub(super) struct Points {
    pub(super) language: Language,
    pub(super) open: Vec<Text>,
}

impl Points {
    pub(super) fn say(&self, ja: String, en: String) -> String {
        match self.language {
            Language::Ja => ja,
            Language::En => en,
        }
    }

    /// Notes an open point, and gives its line for the table.
    pub(super) fn open(&mut self, ja: String, en: String) -> String {
        let text = Text::new(ja, en);
        let mark = self.say("要確認".to_owned(), "OPEN".to_owned());
        let line = format!("{mark}: {}", text.in_language(self.language));
        self.open.push(text);
        line
    }

    /// Values as they are listed in a line.
    pub(super) fn listed<'v>(&self, values: impl IntoIterator<Item = &'v String>) -> String {
        let values: Vec<String> = values.into_iter().take(VALUES).map(|value| format!("`{value}`")).collect();
        values.join(&self.say("、".to_owned(), ", ".to_owned()))
    }

    /// A column for what is asked: why, how its cells count, what else it could be.
    pub(super) fn guessed(&mut self, guess: &Guess, why: &Text, counted: &Text) -> String {
        let (mut ja, mut en) = (format!("{}、{}", why.ja, counted.ja), format!("{}; {}", why.en, counted.en));
        if !guess.others.is_empty() {
            let others = self.listed(&guess.others);
            ja = format!("{ja}、ほかの候補: {others}");
            en = format!("{en}; or else: {others}");
        }
        let (role, column, alike) = (&guess.asked.role, &guess.column, guess.alike);
        let (ja, en) = (format!("{role} = {column}（{ja}）"), format!("{role} = {column} ({en})"));
        if alike > 1 {
            return self.open(
                format!("{ja}。同じ名前の列が{alike}つあり、最初のものを使う"),
                format!("{en}; {alike} columns have this name, the first is taken"),
            );
        }
        self.say(ja, en)
    }
}

/// Comments of a table, a line each: a cell may hold anything, in a comment it is one line of it.
pub(super) fn comments(lines: &[String]) -> String {
    let one = |line: &String| format!("# {}\n", escape::terminal(line).replace(['\n', '\r'], " "));
    lines.iter().map(one).collect()
}

/// A string of one line, whatever is in it: a name from a file begins no line of the table.
pub(super) fn quoted(text: &str) -> Value {
    escape::toml(text).parse().unwrap_or_else(|_| Value::from(text))
}

pub(super) fn line(text: &str) -> Item {
    Item::Value(quoted(text))
}
