//! How the program reads files that people name, and how it writes files that people keep.
//!
//! ```
//! use files::{Output, Run};
//!
//! # let folder = tempfile::tempdir()?;
//! let (june, run) = (folder.path().join("2024-06"), Run::new());
//! let report = || Output::folder(&june).with("report.html", "<p>95 %").with("report.json", "{}");
//! report().write(&run)?;
//! // Again and again, as long as nobody else wrote there.
//! report().write(&run)?;
//! std::fs::write(june.join("report.html"), "<p>with a remark")?;
//! assert!(report().write(&run).is_err());
//! report().forced(true).write(&run)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Overview
//! - [`Run`]: what one run of the program reads and keeps; [`Run::open`], [`Run::bytes`] and [`Run::text`] read what a
//!   person named: files and pipes, up to a [`Limit`].
//! - [`Folder`]: files that lie in a folder or that its tables name; none of them can lead out of it.
//! - [`Output`]: files that appear together or not at all, and never in the place of an input, of a journal, or of a file
//!   that somebody else wrote.
//! - [`Digest`]: the SHA-256 by which the program knows its own files.
//! - [`ReadError`], [`WriteError`], [`Refusal`]: what can go wrong, in Japanese and English.
//!
//! # Not covered
//! Journals: those who keep them lock and verify them. Meaning: what a file says, others read. On systems without folder
//! handles (all but Unix) names are looked up by their paths, so that somebody who exchanges folders meanwhile is not
//! noticed, and pipes are read like files.

pub use crate::{
    content::Limit,
    error::{ReadError, Refusal, WriteError, is_unwritable, reason},
    folder::Folder,
    output::{Output, Written},
    read::{Found, Named, is_no_file, open_file},
    record::Digest,
    run::{Role, Run},
    system::Kind,
};

mod content;
mod error;
mod folder;
mod output;
mod read;
mod record;
mod run;
mod system;
