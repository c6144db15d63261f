//! Benchmarks of `formula`.

fn main() {}
