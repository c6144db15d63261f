//! The `keiyaku` command.

fn main() {}
