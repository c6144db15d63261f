//! Chores of the repository: continuous integration, generated pages.
fn main() {}
