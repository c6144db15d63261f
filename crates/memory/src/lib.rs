//! What becomes of a process whose memory is used up: one sentence and an exit code, instead of the abort with which
//! Rust's standard library ends it.
//!
//! ```no_run
//! use memory::Memory;
//!
//! #[global_allocator]
//! static MEMORY: Memory = Memory::new("out of memory; hand in less at once\n", 5);
//! # fn main() {}
//! ```
//!
//! # Overview
//! - [`limit`]: so much and no more. Most systems promise more memory than they have and kill the process that takes them
//!   at their word; a process with a limit is told instead.
//! - [`Memory`] hands everything on to the system's allocator. Where that has none to give, it writes the sentence to
//!   standard error and ends the process at once: nothing is allocated any more, no lock is taken, nothing is cleaned up.
//!   Whoever keeps files so that a kill at any moment leaves them whole loses nothing by it.
//!
//! # Not covered
//! Systems that know no limit of addresses (all but Unix; macOS does not keep to it): there the system ends the process.
//!
//! # Unsafe code
//! It is forbidden in every other crate of the workspace. A hook for what happens when memory is used up is unstable in
//! the standard library; an allocator of one's own is the stable way.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::OnceLock,
};

/// The system's allocator, with last words.
#[derive(Debug)]
pub struct Memory {
    sentence: &'static str,
    own_words: OnceLock<&'static str>,
    exit_code: u8,
}

impl Memory {
    /// An allocator that ends the process with this sentence and exit code.
    #[must_use]
    pub const fn new(sentence: &'static str, exit_code: u8) -> Self {
        Self { sentence, own_words: OnceLock::new(), exit_code }
    }

    /// Takes another sentence: in the language that was asked for. The first one that is given stays.
    pub fn say(&self, sentence: &'static str) {
        let _ = self.own_words.set(sentence);
    }

    /// Hands on what the system gave, if it gave something.
    fn given(&self, memory: *mut u8) -> *mut u8 {
        if memory.is_null() { self.end() } else { memory }
    }

    #[cold]
    fn end(&self) -> ! {
        let sentence = self.own_words.get().copied().unwrap_or(self.sentence);
        last_words(sentence.as_bytes());
        exit_at_once(self.exit_code)
    }
}

// SAFETY: every call is handed on to `System` as it came, and what `System` gives is handed back as it is; where it gives
// nothing, the call does not return. Nothing here allocates or unwinds.
#[expect(unsafe_code, reason = "an allocator cannot be written otherwise")]
unsafe impl GlobalAlloc for Memory {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the same promises that `System` asks for.
        self.given(unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        self.given(unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        self.given(unsafe { System.realloc(memory, layout, size) })
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(memory, layout) }
    }
}

/// Limits this process to so many bytes of addresses; a lower limit that is set already stays.
#[cfg(unix)]
pub fn limit(bytes: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let Rlimit { current, maximum } = getrlimit(Resource::As);
    let current = Some(current.into_iter().chain(maximum).fold(bytes, u64::min));
    // Where the system refuses, nothing is lost but the sentence.
    let _ = setrlimit(Resource::As, Rlimit { current, maximum });
}

/// Limits this process, where the system knows how.
#[cfg(not(unix))]
pub fn limit(_bytes: u64) {}

/// Writes to standard error past the standard library, whose lock the thread that ran out may hold.
#[cfg(unix)]
#[expect(unsafe_code, reason = "standard error without its lock is a file descriptor")]
fn last_words(sentence: &[u8]) {
    use std::{fs::File, io::Write, mem::ManuallyDrop, os::fd::FromRawFd};

    // SAFETY: the descriptor is that of standard error for as long as the process lives, and it is not closed here.
    let mut stderr = ManuallyDrop::new(unsafe { File::from_raw_fd(2) });
    // A sentence that nobody takes is no reason not to end.
    let _ = stderr.write_all(sentence);
}

/// Writes to standard error, if nobody else does.
#[cfg(not(unix))]
fn last_words(sentence: &[u8]) {
    let _ = std::io::Write::write_all(&mut std::io::stderr(), sentence);
}

/// Ends the process without what runs at its end: it might allocate.
#[cfg(unix)]
#[expect(unsafe_code, reason = "the standard library's exit runs what is registered for the end")]
fn exit_at_once(code: u8) -> ! {
    unsafe extern "C" {
        fn _exit(code: i32) -> !;
    }
    // SAFETY: it takes any number and does not return.
    unsafe { _exit(code.into()) }
}

/// Ends the process.
#[cfg(not(unix))]
fn exit_at_once(code: u8) -> ! {
    std::process::exit(code.into())
}
