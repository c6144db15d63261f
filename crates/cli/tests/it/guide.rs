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

/// Runs a guide; gives the number of commands.
fn follow(name: &str) -> usize {
    let page =
        fs::read_to_string(format!("{}/../../docs/guide/{name}.md", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let folder: PathBuf = folder(&format!("guide-{name}"));
    let mut commands = 0;
    for block in blocks(&page) {
        if let Some(file) = block.info.split('"').nth(1).filter(|_| block.info.contains("append=")) {
            let path = folder.join(file);
            let before = fs::read_to_string(&path).unwrap();
            fs::write(path, format!("{before}{}\n", block.lines.join("\n"))).unwrap();
        }
        if block.info != "console" {
            continue;
        }
        let (command, shown) = block.lines.split_first().unwrap();
        let words = words(command.strip_prefix("$ keiyaku ").unwrap());
        let arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        let (_, out, err) = run(&folder, &arguments);
        let printed: String =
            format!("{out}{err}").lines().map(|line| format!("{}\n", line.trim_end())).collect();
        assert_eq!(printed.trim_end(), shown.join("\n"), "{command} prints:\n{printed}");
        commands += 1;
    }
    commands
}

#[test]
fn writing_a_contract_goes_as_the_guide_shows() {
    assert_eq!(follow("write-a-contract"), 10);
}
