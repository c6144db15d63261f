//! The page of commands and the program say the same.

use std::collections::{BTreeMap, BTreeSet};

use clap::{Command, CommandFactory};

use crate::args::Arguments;

const PAGE: &str = include_str!("../../../docs/commands.md");

/// Commands by their words, each with its long options.
type Commands = BTreeMap<String, BTreeSet<String>>;

fn program() -> Commands {
    fn walk(command: &Command, path: &str, found: &mut Commands) {
        let options =
            command.get_arguments().filter_map(|one| one.get_long()).map(|long| format!("--{long}"));
        let options: BTreeSet<String> =
            options.filter(|option| option != "--help" && option != "--version").collect();
        if !command.is_subcommand_required_set() {
            found.insert(path.to_owned(), options);
        }
        for verb in command.get_subcommands().filter(|verb| verb.get_name() != "help") {
            let path = [path, verb.get_name()].join(" ");
            walk(verb, path.trim_start(), found);
        }
    }
    let mut found = Commands::new();
    walk(&Arguments::command(), "", &mut found);
    found
}

fn options(text: &str) -> BTreeSet<String> {
    let words = text.split(|sign: char| !(sign.is_ascii_lowercase() || sign == '-'));
    words.filter(|word| word.starts_with("--")).map(str::to_owned).collect()
}

struct Page {
    everywhere: BTreeSet<String>,
    now: Commands,
    planned: BTreeSet<String>,
}

fn page() -> Page {
    let mut page = Page { everywhere: BTreeSet::new(), now: Commands::new(), planned: BTreeSet::new() };
    for line in PAGE.lines().filter(|line| line.starts_with("| `")) {
        let line = line.replace("\\|", "/");
        let cells: Vec<&str> = line.trim().trim_matches('|').split('|').map(str::trim).collect();
        match cells[..] {
            [option, meaning, _] => {
                if !meaning.starts_with("planned") {
                    page.everywhere.extend(options(option));
                }
            }
            [commands, _, own, state] => {
                let now = own.split("planned").next().unwrap_or_default();
                for command in commands.split(", ") {
                    let words: Vec<&str> = command.trim_matches('`').split(' ').collect();
                    let words = words
                        .iter()
                        .take_while(|word| word.chars().all(|c| c.is_ascii_lowercase() || "/-".contains(c)));
                    let words: Vec<&str> = words.copied().filter(|word| *word != "keiyaku").collect();
                    let (last, before) =
                        words.split_last().map_or(("", &[][..]), |(last, before)| (*last, before));
                    for verb in last.split('/') {
                        let path = [before, &[verb]].concat().join(" ");
                        match state {
                            "now" => page.now.entry(path).or_default().extend(options(now)),
                            "planned" => _ = page.planned.insert(path),
                            other => panic!("{other} in {line}"),
                        }
                    }
                }
            }
            _ => panic!("{line}"),
        }
    }
    page
}

#[test]
fn every_command_and_option_stands_on_the_page() {
    let (program, page) = (program(), page());
    let mut wrong = Vec::new();
    for (command, options) in &program {
        let Some(own) = page.now.get(command) else {
            wrong.push(format!("`{command}` is not on the page as now"));
            continue;
        };
        for option in
            options.iter().filter(|option| !own.contains(*option) && !page.everywhere.contains(*option))
        {
            wrong.push(format!("`{command} {option}` is not on the page"));
        }
    }
    for (command, own) in &page.now {
        let Some(options) = program.get(command) else {
            wrong.push(format!("`{command}` is on the page as now and not in the program"));
            continue;
        };
        // A row may name several commands, of which some have an option.
        for option in own.iter().filter(|option| !options.contains(*option)) {
            let sharing = page
                .now
                .iter()
                .filter(|(_, other)| *other == own)
                .any(|(other, _)| program.get(other).is_some_and(|options| options.contains(option)));
            if !sharing {
                wrong.push(format!("`{command} {option}` is on the page as now and not in the program"));
            }
        }
    }
    for command in page.planned.iter().filter(|command| program.contains_key(*command)) {
        wrong.push(format!("`{command}` is there and still stands on the page as planned"));
    }
    for option in &page.everywhere {
        if !program.values().any(|options| options.contains(option)) {
            wrong.push(format!("no command has `{option}`"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
