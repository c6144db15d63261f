//! Benchmarks of the workspace: one file per crate, each bench answers a question in its name; and the hostile inputs that a
//! bench and a test share.

pub mod hostile;
