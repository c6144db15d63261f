//! A text taken from its front.

/// What is left of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan<'t>(pub(super) &'t str);

impl<'t> Scan<'t> {
    /// Takes what the text begins with, if it does.
    pub(super) fn eat(&mut self, what: &str) -> bool {
        self.0.strip_prefix(what).map(|rest| self.0 = rest).is_some()
    }

    /// Takes an ASCII word in any case.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let is_it = self.0.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        if is_it {
            self.0 = self.0.get(word.len()..).unwrap_or("");
        }
        is_it
    }

    /// Takes the first word that the text begins with; gives its place.
    pub(super) fn any_of(&mut self, words: &[&[&str]]) -> Option<usize> {
        words.iter().position(|words| words.iter().any(|word| self.eat_word(word)))
    }

    /// Takes one of some signs.
    pub(super) fn one_of(&mut self, signs: &[char]) -> Option<char> {
        let sign = self.0.chars().next().filter(|sign| signs.contains(sign))?;
        self.0 = self.0.get(sign.len_utf8()..)?;
        Some(sign)
    }

    /// Takes white space, if there is some.
    pub(super) fn spaces(&mut self) {
        self.0 = self.0.trim_start();
    }

    /// Takes from `least` to `most` digits, as many as there are.
    pub(super) fn digits(&mut self, least: usize, most: usize) -> Option<&'t str> {
        let count = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at_checked(count).filter(|_| count >= least)?;
        self.0 = rest;
        Some(digits)
    }

    /// Takes a number of so many digits. Nine digits always fit.
    pub(super) fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        self.digits(least, most).and_then(|digits| digits.parse().ok())
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }
}
