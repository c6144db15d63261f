//! The examples do what they say.

#[path = "../../examples/million.rs"]
mod million;
#[path = "../../examples/office_hours.rs"]
mod office_hours;
#[path = "../../examples/outages.rs"]
mod outages;

#[test]
fn every_example_runs() {
    million::main().unwrap();
    office_hours::main().unwrap();
    outages::main().unwrap();
}
