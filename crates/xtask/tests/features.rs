//! What a library user compiles: a reader of workbooks only by the feature that asks for one.

#![allow(clippy::unwrap_used, reason = "a cargo that cannot be run stops the test")]
#![allow(clippy::disallowed_methods, reason = "it asks cargo, as a user does")]

use std::{collections::BTreeSet, env, path::Path, process::Command};

/// Crates that read or write workbooks, and what they stand on.
const OF_WORKBOOKS: [&str; 5] = ["calamine", "cfb", "quick-xml", "rust_xlsxwriter", "zip"];

/// The crates that are compiled for a package, by their names.
fn compiled(package: &str, options: &[&str]) -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(env::var_os("CARGO").unwrap())
        .current_dir(root)
        .args([
            "tree",
            "--offline",
            "--locked",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--package",
            package,
        ])
        .args(options)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

fn of_workbooks(package: &str, options: &[&str]) -> Vec<String> {
    compiled(package, options).into_iter().filter(|name| OF_WORKBOOKS.contains(&name.as_str())).collect()
}

#[test]
fn who_reads_csv_compiles_no_reader_of_workbooks() {
    for package in ["intake", "records", "bid", "keiyaku"] {
        assert!(of_workbooks(package, &[]).is_empty(), "{package}: {:?}", of_workbooks(package, &[]));
        // The feature brings them, so that the test can fail.
        let with = of_workbooks(package, &["--features", "workbooks"]);
        assert!(
            with.contains(&"calamine".to_owned()) && with.contains(&"zip".to_owned()),
            "{package}: {with:?}"
        );
    }
}
