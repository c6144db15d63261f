//! The report's page as a browser shows it.

use std::{env, fs, path::Path, process::Command};

use crate::{folder, run};

/// Where a browser and the scripts that steer it are; `None` where they are not, which is told.
fn tools() -> Option<(String, String)> {
    let browser = ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(|name| {
        let paths = env::var_os("PATH")?;
        let found = env::split_paths(&paths).map(|path| path.join(name)).find(|path| path.is_file())?;
        found.into_os_string().into_string().ok()
    });
    let tools = env::var("PAGE_TOOLS").ok().filter(|tools| Path::new(tools).join("node_modules").is_dir());
    let both = browser.zip(tools);
    if both.is_none() {
        assert!(env::var_os("REQUIRE_BROWSER").is_none(), "a browser is required here and cannot be used");
        eprintln!("skipped: needs Chromium, and PAGE_TOOLS with playwright-core and axe-core from npm");
    }
    both
}

/// Files of the sample, the long ones cut short: what is checked of a page takes long on a thousand rows.
fn short_records(folder: &Path) {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts/jetro-2023/sample/2024-06");
    fs::create_dir_all(folder.join("records")).unwrap();
    for entry in fs::read_dir(sample).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "csv") {
            let text = fs::read_to_string(&path).unwrap();
            let lines: Vec<&str> = text.lines().take(40).collect();
            fs::write(folder.join("records").join(path.file_name().unwrap()), lines.join("\n")).unwrap();
        }
    }
}

#[test]
fn a_browser_finds_nothing_wrong_with_the_page() {
    let Some((browser, tools)) = tools() else { return };
    let folder = folder("page");
    short_records(&folder);
    let (code, _, err) = run(
        &folder,
        &[
            "report",
            "--records",
            "records",
            "--month",
            "2024-06",
            "--earlier",
            "1",
            "--out",
            "out",
            "--keep-going",
        ],
    );
    assert_eq!(code, 0, "{err}");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/page/check.mjs");
    let output = Command::new("node")
        .args([script, folder.join("out/report.html").to_str().unwrap()])
        .envs([("PAGE_TOOLS", tools), ("CHROMIUM", browser)])
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}{err}");
}
