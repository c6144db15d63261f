//! Benchmarks of `calendar`.

fn main() {}
