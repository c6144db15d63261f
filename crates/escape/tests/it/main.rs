//! What is written is read back with the target's own reader: every character by itself and within a text, and
//! texts put together from what means something somewhere.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a shared check that cannot go on stops its test"
)]

mod calendars;
mod hidden;
mod html;
mod json;
mod markdown;
mod names;
mod sheets;
mod terminal;
mod texts;
mod toml;
