//! `cargo xtask new`: the pieces of a new measure or lint rule. They do not compile until each question is answered.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

/// A place where a line is put into a file: before the first line that begins with `before`, or sorted among lines that
/// begin with `among`.
enum Put {
    Before { file: &'static str, before: &'static str, text: &'static str },
    Sorted { file: &'static str, among: &'static str, text: &'static str },
}

/// The pieces of one kind of thing. In names and texts `{snake}`, `{kebab}` and `{camel}` stand for the new one's name.
struct Scaffold {
    kind: &'static str,
    files: &'static [(&'static str, &'static str)],
    puts: &'static [Put],
    then: &'static str,
}

const SCAFFOLDS: &[Scaffold] = &[
    Scaffold {
        kind: "measure",
        files: &[
            ("crates/sla/src/measure/{snake}.rs", include_str!("../scaffold/measure.rs.txt")),
            ("crates/sla/tests/it/{snake}.rs", include_str!("../scaffold/measure_test.rs.txt")),
        ],
        puts: &[
            Put::Before {
                file: "crates/sla/src/measure.rs",
                before: "    /// Nothing of its own: other items measure it.",
                text: "    /// FILL IN: what it measures.\n    {snake}::{camel},\n",
            },
            Put::Sorted { file: "crates/sla/tests/it/main.rs", among: "mod ", text: "mod {snake};\n" },
        ],
        then: "answer each FILL_IN that the compiler names, `cargo xtask codegen` for the schema and the reference page, a \
               row in crates/keiyaku/contracts/examples/measures/sla.toml before the last, a line in CHANGELOG.md",
    },
    Scaffold {
        kind: "rule",
        files: &[("crates/lint/src/rules/{snake}.rs", include_str!("../scaffold/rule.rs.txt"))],
        puts: &[
            Put::Sorted { file: "crates/lint/src/rules.rs", among: "mod ", text: "mod {snake};\n" },
            Put::Before {
                file: "crates/lint/src/rules.rs",
                before: "    waiver_expired::RULE,",
                text: "    {snake}::RULE,\n",
            },
        ],
        then: "answer each FILL_IN that the compiler names, move the rule beside those of its theme in \
               crates/lint/src/rules.rs, plant the defect and its clean twin in crates/lint/tests/it/planted, \
               `UPDATE_DOCS=1 cargo test -p lint` for its page, a line in CHANGELOG.md",
    },
];

pub(crate) fn create(kind: &str, name: &str) -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    match apply(&root, kind, name) {
        Ok(created) => {
            let shown = |file: &Path| file.strip_prefix(&root).unwrap_or(file).display().to_string();
            created.files.iter().for_each(|file| println!("{}", shown(file)));
            println!("then: {}", created.then);
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}

/// What was written, and what is left to do.
#[derive(Debug)]
struct Created {
    files: Vec<PathBuf>,
    then: &'static str,
}

/// Writes the pieces below a root; nothing where anything is wrong.
fn apply(root: &Path, kind: &str, name: &str) -> Result<Created, String> {
    let scaffold = SCAFFOLDS
        .iter()
        .find(|scaffold| scaffold.kind == kind)
        .ok_or_else(|| format!("there is no new `{kind}`; there are `measure` and `rule`"))?;
    let fits = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    if !name.split('-').all(fits) {
        return Err(format!("`{name}` is not a name in kebab case, as in `median-duration`"));
    }
    let camel: String = name
        .split('-')
        .filter_map(|part| part.split_at_checked(1))
        .map(|(first, rest)| first.to_ascii_uppercase() + rest)
        .collect();
    let named = |text: &str| {
        text.replace("{snake}", &name.replace('-', "_")).replace("{kebab}", name).replace("{camel}", &camel)
    };
    let mut writes: Vec<(PathBuf, String)> = Vec::new();
    for (file, text) in scaffold.files {
        let path = root.join(named(file));
        if path.exists() {
            return Err(format!("{} is there already", path.display()));
        }
        writes.push((path, named(text)));
    }
    for put in scaffold.puts {
        let (Put::Before { file, .. } | Put::Sorted { file, .. }) = put;
        let path = root.join(file);
        // A file that two lines go into is read once and written once.
        let text = match writes.iter().position(|(known, _)| *known == path) {
            Some(at) => writes.swap_remove(at).1,
            None => fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?,
        };
        let text = put.put_into(&text, named).ok_or_else(|| {
            format!("{}: the place for the new line is not found; put it there by hand", path.display())
        })?;
        writes.push((path, text));
    }
    for (path, text) in &writes {
        fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(Created { files: writes.into_iter().map(|(path, _)| path).collect(), then: scaffold.then })
}

impl Put {
    /// The text with the line in it.
    fn put_into(&self, text: &str, named: impl Fn(&str) -> String) -> Option<String> {
        let (at, line) = match self {
            Self::Before { before, text: line, .. } => (text.find(before)?, named(line)),
            Self::Sorted { among, text: line, .. } => {
                let line = named(line);
                let mut at = 0;
                let lines = text.split_inclusive('\n').map(|known| {
                    let from = at;
                    at += known.len();
                    (from, at, known)
                });
                let lines: Vec<_> =
                    lines.filter(|(_, _, known)| known.starts_with(among) && known.contains(';')).collect();
                let next = lines.iter().find(|(_, _, known)| **known > *line).map(|(from, ..)| *from);
                (next.or(lines.last().map(|(_, end, _)| *end))?, line)
            }
        };
        let (before, after) = text.split_at_checked(at)?;
        Some(format!("{before}{line}{after}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    /// The files that scaffolds go into, copied to a folder of their own.
    fn copy(name: &str) -> PathBuf {
        let copy = std::env::temp_dir().join(format!("keiyaku-scaffold-{name}-{}", std::process::id()));
        for folder in ["crates/sla/src/measure", "crates/sla/tests/it", "crates/lint/src/rules"] {
            fs::create_dir_all(copy.join(folder)).unwrap();
        }
        for file in ["crates/sla/src/measure.rs", "crates/sla/tests/it/main.rs", "crates/lint/src/rules.rs"] {
            fs::copy(root().join(file), copy.join(file)).unwrap();
        }
        copy
    }

    fn added(copy: &Path, file: &str) -> Vec<String> {
        let before = fs::read_to_string(root().join(file)).unwrap();
        let after = fs::read_to_string(copy.join(file)).unwrap();
        let known: std::collections::BTreeSet<&str> = before.lines().collect();
        assert_eq!(
            after.len() - before.len(),
            after.lines().filter(|line| !known.contains(line)).map(|line| line.len() + 1).sum::<usize>()
        );
        after.lines().filter(|line| !known.contains(line)).map(str::to_owned).collect()
    }

    #[test]
    fn a_measure_is_listed_where_it_must_be_and_a_second_time_refused() {
        let copy = copy("measure");
        let created = apply(&copy, "measure", "median-of-days").unwrap();
        assert_eq!(created.files.len(), 4);
        let file = fs::read_to_string(copy.join("crates/sla/src/measure/median_of_days.rs")).unwrap();
        assert!(file.contains("pub struct MedianOfDays") && file.contains("word: \"median-of-days\""));
        assert_eq!(
            added(&copy, "crates/sla/src/measure.rs"),
            ["    /// FILL IN: what it measures.", "    median_of_days::MedianOfDays,"]
        );
        assert_eq!(added(&copy, "crates/sla/tests/it/main.rs"), ["mod median_of_days;"]);
        assert!(apply(&copy, "measure", "median-of-days").unwrap_err().ends_with("is there already"));
        fs::remove_dir_all(copy).unwrap();
    }

    #[test]
    fn a_rule_is_listed_twice_in_the_list_of_rules() {
        let copy = copy("rule");
        apply(&copy, "rule", "zone-unstated").unwrap();
        assert_eq!(
            added(&copy, "crates/lint/src/rules.rs"),
            ["mod zone_unstated;", "    zone_unstated::RULE,"]
        );
        let rule = fs::read_to_string(copy.join("crates/lint/src/rules/zone_unstated.rs")).unwrap();
        assert!(rule.contains("id: \"zone-unstated\""));
        fs::remove_dir_all(copy).unwrap();
    }

    #[test]
    fn what_is_no_name_or_no_kind_writes_nothing() {
        let copy = copy("refused");
        for name in ["", "Median", "a--b", "-a", "a_b", "../a", "1st"] {
            assert!(apply(&copy, "measure", name).unwrap_err().contains("kebab case"), "{name}");
        }
        assert!(apply(&copy, "contract", "a").unwrap_err().contains("`measure` and `rule`"));
        // Without the list nothing is written beside it.
        fs::remove_file(copy.join("crates/lint/src/rules.rs")).unwrap();
        assert!(apply(&copy, "rule", "a-b").is_err());
        assert!(!copy.join("crates/lint/src/rules/a_b.rs").exists());
        fs::remove_dir_all(copy).unwrap();
    }

    /// The files and tests that the page for contributors names are there.
    #[test]
    fn the_page_for_contributors_names_what_there_is() {
        fn sources(folder: &Path, into: &mut String) {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    sources(&path, into);
                } else if path.extension().is_some_and(|ending| ending == "rs") {
                    into.push_str(&fs::read_to_string(path).unwrap());
                }
            }
        }
        let page = fs::read_to_string(root().join("docs/contributing.md")).unwrap();
        let mut code = String::new();
        sources(&root().join("crates"), &mut code);
        let quoted: Vec<&str> = page.split('`').skip(1).step_by(2).collect();
        let (mut paths, mut tests) = (0, 0);
        for word in quoted {
            let is_path = word.contains('/') && !word.contains([' ', '…']);
            if is_path && !["NAME", "EDITION"].iter().any(|open| word.contains(open)) {
                assert!(root().join(word).exists(), "{word}");
                paths += 1;
            }
            if word.matches('_').count() > 2 && word.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                assert!(code.contains(&format!("fn {word}()")), "{word}");
                tests += 1;
            }
        }
        assert!(paths > 8 && tests > 8, "{paths} {tests}");
    }

    /// A question that was added to measures or rules stands in the scaffold too.
    #[test]
    fn the_scaffolds_ask_what_the_program_asks() {
        let asked = |file: &str, from: &str, mark: &str| -> Vec<String> {
            let text = fs::read_to_string(root().join(file)).unwrap();
            let (_, rest) = text.split_once(from).unwrap();
            let (body, _) = rest.split_once("\n}").unwrap();
            let words = body.lines().filter_map(|line| line.trim().strip_prefix(mark));
            words.map(|word| word.split([':', '(']).next().unwrap().to_owned()).collect()
        };
        let kind = asked("crates/sla/src/measure.rs", "pub struct MeasureKind {", "pub ");
        let measuring = asked("crates/sla/src/measure.rs", "trait Measuring: fmt::Debug {", "fn ");
        let rule = asked("crates/lint/src/rule.rs", "pub struct Rule {", "pub ");
        assert!(kind.len() > 8 && measuring.len() > 5 && rule.len() > 8, "{kind:?} {measuring:?} {rule:?}");
        let measure = include_str!("../scaffold/measure.rs.txt");
        let missing = |text: &str, words: Vec<String>, form: fn(&str) -> String| -> Vec<String> {
            words.into_iter().filter(|word| !text.contains(&form(word))).collect()
        };
        let field = |word: &str| format!("    {word}:");
        // `pub(crate) read` begins otherwise.
        assert!(missing(measure, kind, field).is_empty() && measure.contains("    read: "));
        assert!(missing(measure, measuring, |word| format!("    fn {word}(")).is_empty());
        assert!(missing(include_str!("../scaffold/rule.rs.txt"), rule, field).is_empty());
    }
}
