//! The monthly report as a model, and as HTML, Markdown, text and JSON.
