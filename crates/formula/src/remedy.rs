//! Remedies: of a text that is not read, the smallest change tried that makes it read.

use crate::{
    Change, ReadError, Term, Unclear, Vocabulary,
    read::{Mode, parsed},
    source::signs,
    token::{Lexer, Part},
};

/// Remedies are looked for in texts of so many bytes at most.
const LENGTH_MAX: usize = 1_200;
/// How many brackets of a text are tried.
const ENDS_MAX: usize = 24;

impl ReadError {
    /// The error with a change that makes the text read, where one of those tried does; what would not is taken away.
    pub(crate) fn mended(mut self, text: &str, vocabulary: &Vocabulary) -> Self {
        let Some(at) = self.at().filter(|_| text.len() <= LENGTH_MAX) else { return self };
        let reads = |text: &str| parsed(text, vocabulary, Mode::default()).is_ok();
        let with_name = |name: &str| {
            let new = Term { id: "\u{0}".into(), ja: vec![name.to_owned()], en: Vec::new() };
            let wider = Vocabulary::new(vocabulary.terms().iter().cloned().chain([new]));
            wider.is_ok_and(|wider| parsed(text, &wider, Mode::default()).is_ok())
        };
        let own = match &mut self {
            Self::UnknownName { near, fragment, edit, .. } => {
                *edit = None;
                // `全停止時間` is another name than `停止時間`, not the same in other letters.
                let named = near.iter().find(|name| !fragment.contains(name.as_str())).cloned();
                let named = named.map(|with| Change { at: at.clone(), with, was: String::new() });
                // Where the name is all that is missing, it is to be added.
                if named.as_ref().is_none_or(|named| !reads(&named.apply(text))) && with_name(fragment) {
                    return self;
                }
                named
            }
            Self::Unclear { unclear: Unclear::Remark { name }, .. } => {
                name.take_if(|name| !with_name(name));
                return self;
            }
            Self::Expected { edit, .. } | Self::Unclear { edit, .. } => edit.take().map(|edit| *edit),
            _ => return self,
        };
        let change =
            |from: usize, to: usize| Change { at: from..to, with: String::new(), was: String::new() };
        let signs = signs(text);
        let tokens = Lexer::new(&signs, vocabulary, false).tokens();
        let place =
            |n: usize| signs.get(n).and_then(|sign| usize::try_from(sign.at).ok()).unwrap_or(text.len());
        let mut changes: Vec<Change> = own.into_iter().collect();
        // A stray bracket or quotation mark may be taken out. A word never is: without it the text would say something else.
        let is_stray = |part: &Part| matches!(part, Part::Open(_) | Part::Close(_) | Part::Quote);
        if matches!(self, Self::Expected { .. }) {
            let stray = tokens.iter().enumerate().filter(|(_, token)| is_stray(&token.part));
            let ends = stray.map(|(n, token)| {
                let end = tokens.get(n + 1).map_or(text.len(), |next| place(next.from));
                change(place(token.from), end)
            });
            changes.extend(ends.take(ENDS_MAX));
        }
        let found = changes.into_iter().enumerate().find(|(_, change)| {
            text.get(change.at.clone()).is_some()
                && change.at.len() < text.len()
                && reads(&change.apply(text))
        });
        let found = found.map(|(_, change)| change);
        let Some(mut found) = found else { return self };
        found.was = text.get(found.at.clone()).unwrap_or("").trim().to_owned();
        match &mut self {
            Self::Expected { edit, .. } | Self::Unclear { edit, .. } | Self::UnknownName { edit, .. } => {
                *edit = Some(Box::new(found));
            }
            _ => {}
        }
        self
    }
}
