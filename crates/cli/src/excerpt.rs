//! Lines of what was handed in, with a caret under what is meant.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use keiyaku::{
    intake::{Container, Excerpt, RowError, TextForm},
    provenance::place_of,
};

/// Problems with the lines of a text at which they stand.
pub(crate) fn of(file: &str, bytes: &[u8], form: TextForm, errors: &[RowError]) -> Vec<Option<Excerpt>> {
    match Container::open(file, bytes, form) {
        Ok(container) => container.excerpts(errors),
        Err(_) => vec![None; errors.len()],
    }
}

/// The line with its caret, as wide letters want it.
pub(crate) fn lines(file: &str, excerpt: &Excerpt) -> Vec<String> {
    let Excerpt { line, text, marked } = excerpt;
    // Made harmless piece by piece, so that the caret stands where it belongs.
    let piece = |range: std::ops::Range<usize>| escape::terminal(text.get(range).unwrap_or("")).into_owned();
    let (before, mark, behind) =
        (piece(0..marked.start), piece(marked.clone()), piece(marked.end..text.len()));
    let (start, end) = (before.len(), before.len() + mark.len());
    let source = [before, mark, behind].concat();
    let first = u32::try_from(*line).map_or(0, place_of);
    let snippet = Snippet::source(&source)
        .line_start(first)
        .path(escape::terminal(file))
        .annotation(AnnotationKind::Primary.span(start..end));
    let shown = Renderer::plain().render(&[Group::with_level(Level::ERROR).element(snippet)]);
    shown.lines().map(str::to_owned).collect()
}
