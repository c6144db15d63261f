//! Benchmarks of the workspace: one file per crate, each bench answers a question in its name.
