//! Chores of the repository: `cargo xtask ci` runs the gates of continuous integration, `.ci/run` calls it; `features`
//! is the gate that tests crates with all and with none of their features; `cargo xtask nightly [COMMIT]` runs the checks
//! that are too long for it;
//! `cargo xtask codegen` writes the files that are generated, and with `--check` tells those that are stale;
//! `cargo xtask circles [CRATE]` prints the files of a crate that need each other;
//! `cargo xtask new measure|rule NAME` creates the pieces of a new measure or lint rule.
#![allow(clippy::disallowed_methods, reason = "its paths are the repository's own")]

mod circles;
mod codegen;
mod nightly;
mod scaffold;

use std::{
    env, fs, io,
    path::Path,
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
    Gate { name: "tests of features", cargo: &["run", "--quiet", "-p", "xtask", "--", "features"], set: &[] },
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
        ["features"] => features(),
        ["codegen"] => codegen::write(),
        ["codegen", "--check"] => codegen::check(),
        ["nightly"] => nightly::run(None),
        ["nightly", base] => nightly::run(Some(base)),
        ["circles"] => circles::show(None),
        ["circles", name] => circles::show(Some(name)),
        ["new", kind, name] => scaffold::create(kind, name),
        other => {
            eprintln!(
                "xtask: no chore `{}`; there are `ci`, `features`, `codegen`, `codegen --check`, `circles [CRATE]`, \
                 `new measure|rule NAME` and `nightly [COMMIT]`",
                other.join(" ")
            );
            ExitCode::from(2)
        }
    }
}

/// The crates that have features: the only ones whose tests say more with all or none of them.
fn crates_with_features() -> io::Result<Vec<String>> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = Vec::new();
    for folder in fs::read_dir(crates)? {
        let manifest = folder?.path().join("Cargo.toml");
        let Ok(text) = fs::read_to_string(&manifest) else { continue };
        let name = text.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
        if text.lines().any(|line| line == "[features]") {
            found.extend(name.map(str::to_owned));
        }
    }
    found.sort();
    Ok(found)
}

/// Tests the crates that have features with all of them and with none.
fn features() -> ExitCode {
    let crates = match crates_with_features() {
        Ok(crates) if !crates.is_empty() => crates,
        Ok(_) => {
            eprintln!("xtask: no crate with features was found; this gate would prove nothing");
            return ExitCode::FAILURE;
        }
        Err(error) => {
            eprintln!("xtask: the crates' manifests cannot be read: {error}");
            return ExitCode::FAILURE;
        }
    };
    println!("crates with features: {}", crates.join(", "));
    for set in ["--all-features", "--no-default-features"] {
        let mut arguments = vec!["test", set];
        arguments.extend(crates.iter().flat_map(|name| ["-p", name]));
        let status = Command::new(env!("CARGO")).args(arguments).env("INSTA_UPDATE", "no").status();
        if !status.is_ok_and(|status| status.success()) {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// Runs every gate, also after one has failed, and says which did.
fn ci() -> ExitCode {
    let (mut failed, mut skipped) = (Vec::new(), Vec::new());
    for gate in GATES {
        if gate.cargo.first() == Some(&"deny") && !nightly::has("deny") {
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
        println!("== {} gates passed, {} skipped", GATES.len() - skipped.len(), skipped.len());
        return ExitCode::SUCCESS;
    }
    eprintln!("== failed: {}", failed.join(", "));
    ExitCode::FAILURE
}
