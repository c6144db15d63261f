//! Checks that are too long for continuous integration: properties with many cases on optimised code, mutants of what
//! changed, and what a change means to those who depend on the crates. One that needs a missing tool says that it skips, and
//! how to install the tool.

use std::{
    fs, io,
    path::PathBuf,
    process::{Command, ExitCode},
};

/// The crates without inputs or outputs of their own, whose rules others build on: their mutants are worth the hours.
const JUDGES: &[&str] = &[
    "bid",
    "calendar",
    "contract",
    "formula",
    "intake",
    "itss-core",
    "ledger",
    "records",
    "sla",
    "tables",
    "tasks",
];

/// Runs everything against `base`, the commit that the work began at; without one, the last commit that is a day old.
pub(crate) fn run(base: Option<&str>) -> ExitCode {
    let base = match base.map_or_else(a_day_ago, |base| Ok(base.to_owned())) {
        Ok(base) => base,
        Err(error) => {
            eprintln!("xtask: the commit to compare with cannot be found: {error}");
            return ExitCode::FAILURE;
        }
    };
    println!("compared with {base}");
    let outcomes = [properties(), mutants(&base), versions(&base)];
    if outcomes.contains(&Outcome::Failed) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passed,
    Failed,
    Skipped,
}

/// Every test on optimised code, properties that name no number of cases with sixteen times the usual one.
fn properties() -> Outcome {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["test", "--release", "--workspace"])
        .env("PROPTEST_CASES", "4096")
        .env("LEDGER_CRASH_ALL", "1")
        .env("INSTA_UPDATE", "no");
    outcome("properties with many cases", cargo)
}

/// Mutants of the lines that changed in the crates that judge: each must make a test of its crate fail.
fn mutants(base: &str) -> Outcome {
    if !has("mutants") {
        return skipped("mutants", "cargo install --locked cargo-mutants");
    }
    let diff = match changes(base) {
        Ok(diff) => diff,
        Err(error) => {
            eprintln!("== mutants: the changes since {base} cannot be read: {error}");
            return Outcome::Failed;
        }
    };
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["mutants", "--no-shuffle", "--output", "target", "--in-diff"]).arg(diff);
    cargo.args(JUDGES.iter().flat_map(|name| ["--package", name]));
    outcome("mutants of what changed", cargo)
}

/// What a program that depends on the crates as they were must change.
fn versions(base: &str) -> Outcome {
    if !has("semver-checks") {
        return skipped("versions", "cargo install --locked cargo-semver-checks");
    }
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["semver-checks", "--baseline-rev", base]);
    cargo.args(JUDGES.iter().flat_map(|name| ["--package", name]));
    outcome("versions", cargo)
}

fn outcome(name: &str, mut command: Command) -> Outcome {
    println!("== {name}");
    match command.status() {
        Ok(status) if status.success() => Outcome::Passed,
        Ok(_) => {
            eprintln!("== {name}: failed");
            Outcome::Failed
        }
        Err(error) => {
            eprintln!("== {name}: cannot be run: {error}");
            Outcome::Failed
        }
    }
}

fn skipped(name: &str, install: &str) -> Outcome {
    println!("== {name}: skipped; `{install}` installs what it needs");
    Outcome::Skipped
}

fn a_day_ago() -> io::Result<String> {
    git(&["rev-list", "-1", "--before=1.day", "HEAD"]).map(|text| text.trim().to_owned())
}

/// The changes of sources since a commit, in a file below `target`.
fn changes(base: &str) -> io::Result<PathBuf> {
    let path = PathBuf::from("target").join("changed.diff");
    fs::create_dir_all("target")?;
    fs::write(&path, git(&["diff", base, "--", "crates/*/src"])?)?;
    Ok(path)
}

fn git(arguments: &[&str]) -> io::Result<String> {
    let output = Command::new("git").args(arguments).output()?;
    match output.status.success() {
        true => String::from_utf8(output.stdout).map_err(io::Error::other),
        false => Err(io::Error::other(String::from_utf8_lossy(&output.stderr).trim().to_owned())),
    }
}

/// Whether a subcommand of cargo is installed.
pub(crate) fn has(subcommand: &str) -> bool {
    Command::new(env!("CARGO"))
        .args([subcommand, "--version"])
        .output()
        .is_ok_and(|output| output.status.success())
}
