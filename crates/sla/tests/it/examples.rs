//! The examples do what they say.

#[path = "../../examples/embed.rs"]
mod embed;
#[path = "../../examples/live.rs"]
mod live;
#[path = "../../examples/month.rs"]
mod month;

#[test]
fn every_example_runs() {
    embed::main().unwrap();
    live::main().unwrap();
    month::main().unwrap();
}
