//! Tests on the real system of files.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a shared check that cannot go on stops its test")]

/// Files, pipes, devices and folders as people and tables name them.
#[cfg(unix)]
mod reading;
/// What is never overwritten, and what is told of it.
mod refusals;
