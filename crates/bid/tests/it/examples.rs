//! The examples do what they say.

#[path = "../../examples/team.rs"]
mod team;

#[test]
fn every_example_runs() {
    team::main().unwrap();
}
