//! The guides that show commands: each is run from top to bottom, and what it shows is what the program prints.

use std::{fs, path::PathBuf};

use super::{folder, run};

/// A block of a guide: what stands behind the fence, and its lines.
struct Block<'a> {
    info: &'a str,
    lines: Vec<&'a str>,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let (mut blocks, mut open): (Vec<Block<'_>>, Option<Block<'_>>) = (Vec::new(), None);
    for line in page.lines() {
        match (open.take(), line.strip_prefix("```")) {
            (Some(block), Some(_)) => blocks.push(block),
            (Some(mut block), None) => {
                block.lines.push(line);
                open = Some(block);
            }
            (None, Some(info)) => open = Some(Block { info, lines: Vec::new() }),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// The words of a command line; quotes keep words together.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (n, part) in line.split('\'').enumerate() {
        match n % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

/// A block's lines, command by command.
fn commands_of<'a, 'b>(lines: &'b [&'a str]) -> impl Iterator<Item = &'b [&'a str]> {
    lines.chunk_by(|_, next| !next.starts_with("$ "))
}

/// Whether lines are those that a guide shows: `…` stands for anything within a line, by itself for any lines.
fn agrees(shown: &[&str], printed: &[&str]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((&"…", rest)) => (0..=printed.len()).any(|skipped| agrees(rest, &printed[skipped..])),
        Some((line, rest)) => {
            printed.split_first().is_some_and(|(found, more)| is_line(line, found) && agrees(rest, more))
        }
    }
}

fn is_line(shown: &str, found: &str) -> bool {
    let Some((begin, rest)) = shown.split_once('…') else { return shown == found };
    let Some(found) = found.strip_prefix(begin) else { return false };
    (0..=found.len()).any(|at| found.is_char_boundary(at) && is_line(rest, &found[at..]))
}

/// Runs a guide; gives the number of commands.
fn follow(name: &str) -> usize {
    let page =
        fs::read_to_string(format!("{}/../../docs/guide/{name}.md", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut folder: PathBuf = folder(&format!("guide-{name}"));
    let mut commands = 0;
    for block in blocks(&page) {
        if let Some(file) = block.info.split('"').nth(1).filter(|_| block.info.contains("append=")) {
            let path = folder.join(file);
            let before = fs::read_to_string(&path).unwrap();
            fs::write(path, format!("{before}{}\n", block.lines.join("\n"))).unwrap();
        }
        if let Some(file) = block.info.split('"').nth(1).filter(|_| block.info.contains("file=")) {
            fs::write(folder.join(file), format!("{}\n", block.lines.join("\n"))).unwrap();
        }
        if block.info != "console" {
            continue;
        }
        for shown in commands_of(&block.lines) {
            let (command, shown) = shown.split_first().unwrap();
            if let Some(within) = command.strip_prefix("$ cd ") {
                folder.push(within);
                continue;
            }
            let mut words = words(command.strip_prefix("$ keiyaku ").unwrap());
            // As a shell does it.
            let into = words.iter().position(|word| word == ">").map(|at| words.split_off(at)[1].clone());
            let arguments: Vec<&str> = words.iter().map(String::as_str).collect();
            let (_, out, err) = run(&folder, &arguments);
            let out = match into {
                None => out,
                Some(file) => {
                    fs::write(folder.join(file), out).unwrap();
                    String::new()
                }
            };
            let printed: String =
                format!("{out}{err}").lines().map(|line| format!("{}\n", line.trim_end())).collect();
            let lines: Vec<&str> = printed.trim_end().lines().collect();
            assert!(
                agrees(shown, &lines),
                "{command} prints:\n{printed}\nthe guide shows:\n{}",
                shown.join("\n")
            );
            commands += 1;
        }
    }
    commands
}

#[test]
fn writing_a_contract_goes_as_the_guide_shows() {
    assert_eq!(follow("write-a-contract"), 11);
}

#[test]
fn a_month_ends_as_the_guide_shows() {
    assert_eq!(follow("month-end"), 9);
}

#[test]
fn keeping_evidence_goes_as_the_guide_shows() {
    assert_eq!(follow("audit"), 7);
}

#[test]
fn what_a_guide_leaves_out_may_be_anything_and_the_rest_may_not() {
    assert!(agrees(&["a…c", "…", "z"], &["abc", "x", "y", "z"]) && agrees(&["…"], &[]));
    assert!(!agrees(&["a…c"], &["abd"]) && !agrees(&["…", "z"], &["x"]) && !agrees(&[], &["x"]));
}
