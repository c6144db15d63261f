//! The examples do what they say.

#[path = "../../examples/overdue.rs"]
mod overdue;

#[test]
fn every_example_runs() {
    overdue::main().unwrap();
}
