//! Chores of the repository: `cargo xtask ci` runs the gates of continuous integration, `.ci/run` calls it;
//! `cargo xtask codegen` writes the files that are generated, and with `--check` tells those that are stale.

mod codegen;

use std::{
    env,
    process::{Command, ExitCode},
};

/// A gate: its name, the cargo command, and variables to set.
struct Gate {
    name: &'static str,
    cargo: &'static [&'static str],
    set: &'static [(&'static str, &'static str)],
}

const GATES: &[Gate] = &[
    Gate { name: "format", cargo: &["fmt", "--all", "--check"], set: &[] },
    Gate {
        name: "lints",
        cargo: &["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"],
        set: &[],
    },
    Gate {
        name: "documentation",
        cargo: &["doc", "--workspace", "--no-deps", "--all-features"],
        set: &[("RUSTDOCFLAGS", "-D warnings")],
    },
    // A snapshot that was not reviewed must fail, not be written.
    Gate { name: "tests", cargo: &["test", "--workspace"], set: &[("INSTA_UPDATE", "no")] },
    Gate {
        name: "tests without default features",
        cargo: &["test", "--workspace", "--no-default-features"],
        set: &[("INSTA_UPDATE", "no")],
    },
    Gate {
        name: "tests with all features",
        cargo: &["test", "--workspace", "--all-features"],
        set: &[("INSTA_UPDATE", "no")],
    },
    Gate {
        name: "generated files",
        cargo: &["run", "--quiet", "-p", "xtask", "--", "codegen", "--check"],
        set: &[],
    },
    Gate { name: "main job", cargo: &["run", "--release"], set: &[] },
    Gate { name: "benches run", cargo: &["bench", "-p", "benches", "--", "--test"], set: &[] },
    // A tool of its own; `.ci/run` installs it.
    Gate { name: "licences and sources", cargo: &["deny", "check", "licenses", "bans", "sources"], set: &[] },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["ci"] => ci(),
        ["codegen"] => codegen::write(),
        ["codegen", "--check"] => codegen::check(),
        other => {
            eprintln!(
                "xtask: no chore `{}`; there are `ci`, `codegen` and `codegen --check`",
                other.join(" ")
            );
            ExitCode::from(2)
        }
    }
}

/// Runs every gate, also after one has failed, and says which did.
fn ci() -> ExitCode {
    let (mut failed, mut skipped) = (Vec::new(), Vec::new());
    for gate in GATES {
        if gate.cargo.first() == Some(&"deny") && !has_deny() {
            println!("== {}: skipped, since cargo-deny is not installed", gate.name);
            skipped.push(gate.name);
            continue;
        }
        println!("== {}: cargo {}", gate.name, gate.cargo.join(" "));
        let status = Command::new(env!("CARGO")).args(gate.cargo).envs(gate.set.iter().copied()).status();
        if !status.is_ok_and(|status| status.success()) {
            failed.push(gate.name);
        }
    }
    if failed.is_empty() {
        println!("== {} gates passed, {} skipped", GATES.len().saturating_sub(skipped.len()), skipped.len());
        return ExitCode::SUCCESS;
    }
    eprintln!("== failed: {}", failed.join(", "));
    ExitCode::FAILURE
}

fn has_deny() -> bool {
    Command::new(env!("CARGO"))
        .args(["deny", "--version"])
        .output()
        .is_ok_and(|output| output.status.success())
}
