//! Text from strangers, through every command: in cells, headers, tables, arguments and names of files. Nothing that is
//! hidden, steers a terminal or begins a line of its own reaches standard output, standard error or a file.
//!
//! The commands are those that `--help` lists: a new one joins the tries with hostile arguments by itself, and must get
//! a row in [`RUNS`].
#![cfg(unix)]

use std::{
    ffi::{OsStr, OsString},
    fs,
    os::unix::ffi::OsStringExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use super::folder;

/// What a stranger writes: sequences of a terminal in both sizes, another direction, nothing wide, tags, a lone carriage
/// return, three ends of a line, markup of each target, and a selector with nothing before it.
const HOSTILE: &str = "x\u{1b}[31m\u{9b}2J\u{1b}]0;t\u{7}\u{202e}\u{2066}\u{200b}\u{feff}\u{e0041}\rFORGED\nFORGED\u{85}FORGED\u{2028}\u{fe0f}x\u{fe0f}\u{2800}|<b>[y](http://z)`{0}\\u{41}\u{fff9}\u{0}";

/// The same where no NUL may stand.
fn hostile() -> String {
    HOSTILE.replace('\0', "")
}

/// A name of a file that is no UTF-8 besides.
fn hostile_name(ending: &str) -> OsString {
    let mut bytes = b"n\xff\x80\x1b[31m\nFORGED\r\xe2\x80\xae\xc2\x9b".to_vec();
    bytes.extend_from_slice(ending.as_bytes());
    OsString::from_vec(bytes)
}

/// What must not be seen by itself; with it, the check is known to look.
#[track_caller]
fn assert_harmless(what: &str, bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap_or_else(|error| panic!("{what}: {error}"));
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // A line of a calendar goes on behind a blank.
    let text = if text.starts_with("BEGIN:VCALENDAR") { text.replace("\r\n ", "") } else { text.to_owned() };
    let text = text.replace("\r\n", "\n");
    let hidden = text.char_indices().find(|(at, c)| {
        // A selector after a kanji or a sign is no stranger's; the hostile text has some after a blank and a letter.
        let follows = text[..*at].chars().next_back().is_some_and(|before| !before.is_ascii());
        let varies = follows && matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}');
        escape::is_hidden(*c) && !varies && !matches!(c, '\n' | '\t')
    });
    if let Some((at, c)) = hidden {
        let from = text[..at].char_indices().rev().nth(60).map_or(0, |(at, _)| at);
        panic!("{what}: {} after {:?}", c.escape_unicode(), &text[from..at]);
    }
    // A cell of CSV and a text of HTML have place for lines.
    let is_csv = csv::Reader::from_reader(text.as_bytes()).headers().is_ok_and(|header| header.len() > 2);
    let forged = text.lines().find(|line| line.trim_start().starts_with("FORGED"));
    assert!(forged.is_none() || is_csv || text.starts_with("<!DOCTYPE html>"), "{what}: {forged:?}");
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// The folder that hostile input stands in.
struct World {
    folder: PathBuf,
}

impl World {
    fn keiyaku(&self, arguments: &[OsString]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_keiyaku"))
            .current_dir(&self.folder)
            .args(arguments)
            .output()
            .unwrap()
    }

    /// Runs a command and looks at all that it shows and writes.
    fn check(&self, arguments: &[OsString]) -> Output {
        let out = self.folder.join("out");
        let _ = fs::remove_dir_all(&out);
        let _ = fs::remove_file(&out);
        let output = self.keiyaku(arguments);
        let what = format!("{arguments:?}");
        assert_harmless(&format!("{what} stdout"), &output.stdout);
        assert_harmless(&format!("{what} stderr"), &output.stderr);
        assert!(output.status.code().is_some_and(|code| code < 100), "{what}: {:?}", output.status);
        let written = if out.is_file() { vec![out] } else { files(&out) };
        for file in written.iter().filter(|file| file.extension() != Some(OsStr::new("xlsx"))) {
            let bytes = fs::read(file).unwrap();
            if arguments.contains(&OsString::from("cp932")) {
                // It has no direction and no zero width.
                let is_control = |byte: &u8| byte.is_ascii_control() && !b"\r\n\t".contains(byte);
                assert_eq!(bytes.iter().find(|byte| is_control(byte)), None, "{what}");
                continue;
            }
            assert_harmless(&format!("{what} {file:?}"), &bytes);
        }
        output
    }

    /// The path of a hostile file or folder, by the name that [`RUNS`] has for it.
    fn path(&self, name: &str) -> OsString {
        let (stem, ending) = name.split_once('.').map_or((name, ""), |(stem, _)| (stem, &name[stem.len()..]));
        let mut path = OsString::from(stem);
        path.push(hostile_name(ending));
        path
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.join(self.path(name)), text).unwrap();
    }

    /// Arguments with `{name}` for a hostile file and `!` for a hostile text.
    fn arguments(&self, command: &str) -> Vec<OsString> {
        let word = |word: &str| match word.strip_prefix('{').and_then(|word| word.strip_suffix('}')) {
            Some(name) => self.path(name),
            None => OsString::from(word.replace('!', &hostile())),
        };
        command.split(' ').map(word).collect()
    }
}

/// Makes texts of tables hostile, in both languages, and leaves what other tables refer to: those that stand under one
/// of `only`, or all of them.
fn poison(table: &mut dyn toml_edit::TableLike, only: &[&str], is_within: bool) {
    for (key, item) in table.iter_mut() {
        let key = key.get().to_owned();
        let is_within = is_within || only.is_empty() || only.contains(&key.as_str());
        poison_item(item, only, is_within, ["ja", "en", "name"].contains(&key.as_str()));
    }
}

fn poison_item(item: &mut toml_edit::Item, only: &[&str], is_within: bool, is_text: bool) {
    if let Some(tables) = item.as_array_of_tables_mut() {
        tables.iter_mut().for_each(|table| poison(table, only, is_within));
    } else if let Some(table) = item.as_table_like_mut() {
        poison(table, only, is_within);
    } else if let Some(array) = item.as_array_mut() {
        for value in array.iter_mut() {
            if let Some(table) = value.as_inline_table_mut() {
                poison(table, only, is_within);
            }
        }
    } else if is_text
        && is_within
        && let Some(text) = item.as_str()
    {
        *item = toml_edit::value(format!("{text}{HOSTILE}"));
    }
}

/// A table with its texts made hostile.
fn poisoned(text: &str, only: &[&str]) -> String {
    let mut table: toml_edit::DocumentMut = text.parse().unwrap();
    poison(table.as_table_mut(), only, false);
    table.to_string()
}

fn copy_poisoned(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            copy_poisoned(&path, &to.join(name));
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let text = match name.to_str().unwrap() {
            // Formulas are read in their terms, sheets by the names of columns.
            "records.toml" | "bid.toml" => text,
            // Its names are those of other tables; who calls is free.
            "sample.toml" => {
                text.replace("callers = [\"", r#"callers = ["x\u001b[31m\u202e\rFORGED\nFORGED"#)
            }
            "sla.toml" => poisoned(&text, &["contract", "client", "category", "requirement", "open_points"]),
            // Labels find the columns of files.
            "lists.toml" => poisoned(&text, &["unit", "words"]),
            table if table.ends_with(".toml") => poisoned(&text, &[]),
            _ => text,
        };
        fs::write(to.join(name), text).unwrap();
    }
}

/// A cell of CSV.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts/jetro-2023");

fn world(name: &str) -> World {
    let world = World { folder: folder(name) };
    let at = |name: &str| world.folder.join(world.path(name));
    copy_poisoned(Path::new(REFERENCE), &at("contract"));
    // Every case has a hostile name, and every file a column that nobody reads.
    fs::create_dir_all(at("records")).unwrap();
    for entry in fs::read_dir(format!("{REFERENCE}/sample/2024-06")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension() != Some(OsStr::new("csv")) {
            continue;
        }
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let is_tallies = stem == "tallies";
        let hostile = |line: &str| {
            let (first, rest) = line.split_once(',').unwrap_or((line, ""));
            let first = if is_tallies { first.to_owned() } else { quoted(&format!("{first}{HOSTILE}")) };
            format!("{first},{rest},{}\n", quoted(HOSTILE))
        };
        let text = fs::read_to_string(&path).unwrap();
        let mut lines = text.trim_start_matches('\u{feff}').lines();
        let header = format!("{},{}\n", lines.next().unwrap(), quoted(HOSTILE));
        let text: String = std::iter::once(header).chain(lines.map(hostile)).collect();
        let mut name = OsString::from(format!("{stem}-"));
        name.push(hostile_name(".csv"));
        fs::write(at("records").join(name), text).unwrap();
    }
    // What is no record at all.
    fs::write(at("records").join(hostile_name(".txt")), "").unwrap();
    let cell = quoted(HOSTILE);
    let header = "番号,着信日時,応答日時,放棄日時,終了日時";
    world.write("calls.csv", &format!("{header},{cell}\n{cell},{cell},{cell},{cell},{cell},{cell}\n"));
    world.write("remarks.toml", &format!("[[remark]]\nitem = {0:?}\ncause = {0:?}\n", "x\u{1b}"));
    world.write("bad.toml", &format!("a = 1\n[[sla\n{}\n", hostile()));
    world.write("text.csv", &hostile());
    world.write("formulas.txt", &format!("a÷b\n{}\n", hostile().replace('\n', " ")));
    let read = |file: &str| fs::read_to_string(format!("{REFERENCE}/bids/{file}")).unwrap();
    world.write("person.toml", &poisoned(&read("aoba/people/overall.toml"), &[]));
    fs::create_dir_all(at("bid")).unwrap();
    fs::write(at("bid").join("bid.toml"), poisoned(&read("minato/bid.toml"), &[])).unwrap();
    world.write("events.csv", &format!("kind,id,of,date\nmonth-end,{cell},{cell},2024-06-30\n"));
    // A case is read by records beside it, which are named in text.
    fs::create_dir_all(world.folder.join("beside")).unwrap();
    fs::write(world.folder.join("beside/calls.csv"), format!("{header}\n")).unwrap();
    let case = format!("beside,2024-06,S-4-3-3-1,{cell},95%\n");
    world.write("cases.csv", &format!("records,month,item,case,figure\n{case}"));
    world.write("changes.csv", &format!("氏名,区分,日付\n{cell},{cell},{cell}\n"));
    world.write("inventory.csv", &format!("device,software,version\n{cell},{cell},{cell}\n"));
    world.write("allow.toml", &format!("[[software]]\nname = {:?}\n", "x\u{202e}"));
    let devices = "資産管理番号,機器名,種別,台帳の区分,設置部署名,使用者氏名,使用目的,申請書,備考";
    let device = |id: &str, note: &str| {
        let id = quoted(&format!("{id}{HOSTILE}"));
        format!("{id},{cell},PC,国内用,{cell},{cell},{cell},{cell},{}\n", quoted(note))
    };
    let rows = [device("PC-1", &format!("=1+1{HOSTILE}")), device("PC-2", "''=1+1"), device("PC-3", "－")];
    world.write("devices.csv", &format!("{devices}\n{}", rows.concat()));
    for command in ["ledger init {k.jsonl}", IMPORT] {
        let output = world.keiyaku(&world.arguments(command));
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    }
    world
}

const IMPORT: &str =
    "ledger import {devices.csv} --kind device --journal {k.jsonl} --valid-on 2024-05-01 --apply --by !";

const REPORT: &str =
    "report --contract {contract} --records {records} --month 2024-06 --keep-going --out out --earlier 1";

/// What each command is tried with, where all input is hostile. Each command has a row that gets as far as showing
/// something; see [`SHOWN`].
const RUNS: &[&str] = &[
    REPORT,
    "report --contract {contract} --records {records} --month 2024-06 --keep-going --out out --format markdown --lang en",
    "report --contract {contract} --records {records} --month 2024-06 --keep-going --out out --format html",
    "report --contract {contract} --records {records} --month 2024-06 --keep-going --out out --format json",
    "report --contract {contract} --records {records} --month 2024-06 --keep-going --out out --journal {k.jsonl}",
    "report --records {records} --month 2024-06 --out out",
    "report --records {calls.csv} --month 2024-06 --out out",
    "report --records {none} --month 2024-06 --out out",
    "report --mapping {bad.toml} --month 2024-06 --out out",
    "map {records} --contract {contract}",
    "map {records} --contract {contract} --needs",
    concat!(
        "report --records ",
        env!("CARGO_MANIFEST_DIR"),
        "/../keiyaku/contracts/jetro-2023/sample/2024-06 --remarks {remarks.toml} --month 2024-06 --out out"
    ),
    "report --contract {none} --records {records} --out out",
    "sla list --contract {contract} --lang en",
    "sla list --contract {contract} --format json",
    "sla explain S-4-3-3-1 --contract {contract} --records {records} --month 2024-06 --keep-going",
    "sla explain S-4-3-3-1 --contract {contract} --records {records} --month 2024-06 --keep-going --format json",
    "sla explain !",
    "completions bash",
    "man sla due",
    "man !",
    "sla due --contract {contract} --records {records} --keep-going --now 2024-06-14T18:00:00+09:00",
    "sla revise --contract {contract} --records {records} --keep-going --month 2024-06",
    "sla revise --set ! --contract {contract}",
    "sample --contract {contract} --month 2024-06 --out out",
    "test {cases.csv} --contract {contract} --keep-going --lang en",
    "test {cases.csv} --contract {contract} --keep-going --format json",
    "test {text.csv} --contract {contract}",
    "calendar elapsed 2024-06-03T09:00 2024-06-04T09:00 --contract {contract}",
    "calendar elapsed 2024-06-03T09:00 2024-06-04T09:00 --calendar !",
    "calendar add 2024-06-03T09:00 4h --contract {contract} --calendar help-desk",
    "calendar holidays 2024",
    "formula laws",
    "formula read a÷!",
    "formula read --file {formulas.txt}",
    "formula check a÷! --on-time a --all !",
    "formula check a÷! --on-time a --all ! --as penalty",
    "formula check a÷b --on-time a --all b --proof out",
    "formula check --file {formulas.txt} --on-time a --all b",
    "formula verify --contract {contract}",
    "tasks list --contract {contract}",
    "tasks list --contract {contract} --format json",
    "tasks show 1.1.a --contract {contract}",
    "tasks show !",
    "tasks schedule --contract {contract} --month 2024-06",
    "tasks due --contract {contract} --records {records} --keep-going --now 2024-06-14T18:00:00+09:00",
    "tasks missed --contract {contract} --records {records} --keep-going --month 2024-06",
    "tasks checklist --contract {contract} --month 2024-06",
    "tasks checklist --contract {contract} --month 2024-06 --csv",
    "tasks checklist --contract {contract} --month 2024-06 --csv --guard",
    "tasks ics --contract {contract} --month 2024-06",
    "tasks windows --contract {contract} --month 2024-06",
    "tasks ics --contract {contract} --month 2024-06 --out out",
    "itss show ! 3",
    "itss level {person.toml} --on 2024-06-01",
    "itss level {person.toml} --on 2024-06-01 --format json",
    "itss level {bad.toml}",
    "itss gap {person.toml} --to !",
    "itss gap {person.toml} --to itsm.om:5 --on 2024-06-01",
    "itss readings --reading !",
    "itss new {devices.csv}",
    "ledger init {devices.csv}",
    "ledger import {devices.csv} --kind device --journal {k.jsonl} --valid-on 2024-05-02",
    "ledger import {text.csv} --kind device --journal {k.jsonl} --valid-on 2024-05-02",
    "ledger import {devices.csv} --kind person --journal {k.jsonl} --valid-on 2024-05-02",
    "ledger import {devices.csv} --mapping {bad.toml} --journal {k.jsonl}",
    "ledger check --journal {k.jsonl} --on 2024-06-01 --contract {contract}",
    "ledger check --journal {k.jsonl} --on 2024-06-01 --inventory {inventory.csv} --allow {allow.toml}",
    "ledger check --journal {k.jsonl} --on 2024-06-01 --changes {changes.csv}",
    "ledger licences --journal {k.jsonl} --on 2024-06-01",
    "ledger licences --journal {k.jsonl} --on 2024-06-01 --software !",
    "ledger licences --journal {k.jsonl} --on 2024-06-01 --accounts !",
    "ledger renewals --journal {k.jsonl} --on 2024-06-01",
    "ledger growth --journal {k.jsonl} --on 2024-06-01",
    "ledger stocktake --journal {k.jsonl} --on 2024-06-01 !",
    "ledger loans --journal {k.jsonl} --on 2024-06-01",
    "ledger hr {changes.csv} --journal {k.jsonl} --on 2024-06-01",
    "ledger allowlist {inventory.csv} --allow {allow.toml} --journal {k.jsonl} --on 2024-06-01",
    "ledger asof device --journal {k.jsonl} --on 2024-06-01",
    "ledger asof device PC-1! --journal {k.jsonl} --on 2024-06-01",
    "ledger asof device ! --journal {k.jsonl} --on 2024-06-01 --contract {contract}",
    "ledger history device PC-1! --journal {k.jsonl}",
    "ledger history device PC-1! --journal {k.jsonl} --format json",
    "ledger export device --journal {k.jsonl} --on 2024-06-01 --out out --contract {contract}",
    "ledger export device --journal {k.jsonl} --on 2024-06-01 --out out --guard",
    "ledger export device --journal {k.jsonl} --on 2024-06-01 --out out --as cp932",
    "ledger export device --journal {k.jsonl} --on 2024-06-01 --out {devices.csv}",
    "ledger correct 1 name=! --by ! --journal {k.jsonl}",
    "ledger correct 1 !=! --by ! --journal {k.jsonl}",
    "ledger correct 1 --reverse ! --by ! --journal {k.jsonl}",
    "ledger head {k.jsonl}",
    "ledger head {k.jsonl} --format json",
    "ledger head {devices.csv}",
    "ledger key new {devices.csv}",
    "ledger key public {devices.csv}",
    "ledger migrate {devices.csv}",
    "ledger migrate {k.jsonl}",
    "ledger verify {k.jsonl} --against {devices.csv}",
    "ledger verify {k.jsonl}",
    "ledger verify {devices.csv}",
    "bid new {devices.csv}",
    "bid check {bid}",
    "bid check {bid} --format json",
    "bid compare {bid} {bid}",
    "bid score {bid} --ceiling 300000000 --method divisive --per-yen 1000000",
    "deadlines --contract {contract} --month 2024-06 --on 2024-06-10",
    "deadlines --contract {contract} --month 2024-06 --on 2024-06-10 --format json",
    "deadlines --contract {contract} --month 2024-06 --on 2024-06-10 --format ics",
    "deadlines --contract {contract} --month 2024-06 --on 2024-06-10 --format ics --out out",
    "deadlines --events {events.csv} --month 2024-06",
    "deadlines --party ! --month 2024-06",
    "contract show --contract {contract}",
    "contract show --contract {contract} --format json",
    "contract offices --contract {contract}",
    "contract payments --contract {contract} --bid 100",
    "lint --contract {contract}",
    "lint --contract {contract} --format json",
    "lint --contract {contract} --format sarif",
    "lint --contract {contract} --agenda",
    "lint --contract {contract} --agenda --format text",
    "lint --explain !",
    "trace jetro-2023/annex2#S-2-1 --contract {contract}",
    "trace jetro-2023/annex2#S-2-1 --contract {contract} --format json",
    "trace !",
    "new out --name-ja ! --name-en ! --from 2025-04-01 --to 2026-03-31",
    "schema !",
    "init out --contract {contract} --month 2024-06",
    "init {devices.csv}",
    "doctor !",
    "export sla --contract {contract}",
    "export sla --contract {contract} --format csv",
    "export sla --contract {contract} --format csv --guard",
    "export itss",
    "export skills",
    "export tasks --contract {contract}",
    "export tasks --contract {contract} --format csv --out out",
    "export tasks --contract {contract} --format csv --guard",
];

/// The same in a folder of operations whose contract and records are hostile.
const OPERATIONS: &[&str] = &[
    "doctor 2024-06",
    "doctor 2024-06 --format json --lang en",
    "doctor --now 2024-07-05T09:00:00+09:00",
    "close 2024-06",
    "close 2024-06 --with-gaps ! --now 2024-07-05T09:00:00+09:00",
    "close 2024-06",
    "verify 2024-06",
    "verify 2024-06 --format json",
    "report --year 2024",
    "report --year 2024 --format json",
    "reopen 2024-06 --reason !",
    "verify 2024-06",
    "close !",
];

/// Rows in which the hostile text is shown, not merely refused: a check that sees nothing would prove nothing.
const SHOWN: &[&str] = &[
    REPORT,
    "sla explain S-4-3-3-1 --contract {contract} --records {records} --month 2024-06 --keep-going",
    "tasks schedule --contract {contract} --month 2024-06",
    "tasks checklist --contract {contract} --month 2024-06",
    "tasks ics --contract {contract} --month 2024-06",
    "itss level {person.toml} --on 2024-06-01",
    "ledger asof device --journal {k.jsonl} --on 2024-06-01",
    "ledger history device PC-1! --journal {k.jsonl}",
    "ledger import {text.csv} --kind device --journal {k.jsonl} --valid-on 2024-05-02",
    "bid check {bid}",
    "deadlines --contract {contract} --month 2024-06 --on 2024-06-10",
    "contract show --contract {contract}",
    "contract offices --contract {contract}",
    "lint --contract {contract} --agenda",
    "trace jetro-2023/annex2#S-2-1 --contract {contract}",
    "test {cases.csv} --contract {contract} --keep-going --lang en",
    "export tasks --contract {contract} --format csv --guard",
];

/// The commands that `--help` lists, each as its words.
fn commands(world: &World) -> Vec<String> {
    let listed = |command: &str| -> Vec<String> {
        let arguments: Vec<OsString> = command
            .split(' ')
            .filter(|word| !word.is_empty())
            .chain(["--help"])
            .map(OsString::from)
            .collect();
        let help = String::from_utf8(world.keiyaku(&arguments).stdout).unwrap();
        let after = help.split_once("\nCommands:\n").map_or("", |(_, after)| after);
        let below = after.lines().take_while(|line| !line.is_empty());
        // What is explained further stands further right.
        let names = below.filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
        let names = names.filter_map(|line| line.split(' ').next()).filter(|name| *name != "help");
        names.map(|name| format!("{command} {name}").trim().to_owned()).collect()
    };
    let mut found = Vec::new();
    let mut waiting = listed("");
    assert!(!waiting.is_empty());
    while let Some(command) = waiting.pop() {
        let below = listed(&command);
        if below.is_empty() { found.push(command) } else { waiting.extend(below) }
    }
    found
}

#[test]
fn every_command_has_a_row() {
    let world = World { folder: folder("strangers-rows") };
    let commands = commands(&world);
    let words = |command: &str| format!("{command} ");
    let lacking: Vec<&String> = commands
        .iter()
        .filter(|command| !RUNS.iter().chain(OPERATIONS).any(|run| words(run).starts_with(&words(command))))
        .collect();
    assert!(lacking.is_empty(), "add rows to RUNS for {lacking:?}");
    assert!(commands.len() > 40, "{commands:?}");
}

#[test]
fn regression_no_output_of_any_command_is_steered_by_text_from_strangers() {
    let world = world("strangers");
    for run in RUNS {
        let output = world.check(&world.arguments(run));
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(run.contains('!') || !err.contains("Usage: "), "{run}: {err}");
        let all = format!("{}{err}", String::from_utf8(output.stdout).unwrap());
        assert!(!SHOWN.contains(run) || all.contains(r"\u{1b}"), "{run}: {all:.2000}");
        if *run == REPORT {
            for name in ["report.html", "report.md", "report.json"] {
                let text = fs::read_to_string(world.folder.join("out").join(name)).unwrap();
                let escaped = if name == "report.json" { r"\u001b" } else { r"\u{1b}" };
                assert!(text.contains(escaped), "{name}");
            }
        }
    }
    assert!(SHOWN.iter().all(|run| RUNS.contains(run)));
    // A folder of operations.
    let operations = World { folder: world.folder.join("operations") };
    fs::create_dir_all(&operations.folder).unwrap();
    let at = |name: &str| world.folder.join(world.path(name));
    copy(&at("contract"), &operations.folder.join("contract"));
    copy(&at("records"), &operations.folder.join("2024-06"));
    fs::write(operations.folder.join("Keiyaku.toml"), "contract = \"contract\"\nevents = \"events.csv\"\n")
        .unwrap();
    for run in OPERATIONS {
        let output = operations.check(&operations.arguments(run));
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(run.contains('!') || !err.contains("Usage: "), "{run}: {err}");
    }
    for file in files(&operations.folder.join("closed")) {
        assert_harmless(&format!("{file:?}"), &fs::read(&file).unwrap());
    }
    assert_eq!(fs::read_to_string(operations.folder.join("closed/record.jsonl")).unwrap().lines().count(), 2);
    fs::write(operations.folder.join("Keiyaku.toml"), format!("contrct = {:?}\n", hostile())).unwrap();
    operations.check(&operations.arguments("doctor"));
    // Without any argument, in a folder with such a name.
    let inner = world.folder.join(hostile_name(""));
    fs::create_dir_all(&inner).unwrap();
    let inner = World { folder: inner };
    inner.check(&[]);
}

/// Arguments are repeated by the parser and by commands.
#[test]
fn regression_arguments_are_repeated_without_what_steers_a_terminal() {
    let world = World { folder: folder("strangers-arguments") };
    let texts = [OsString::from(hostile()), hostile_name(""), OsString::from(format!("--{}", hostile()))];
    for command in commands(&world) {
        let words: Vec<OsString> = command.split(' ').map(OsString::from).collect();
        for text in &texts {
            world.check(&[&words[..], std::slice::from_ref(text)].concat());
        }
        world.check(&[&words[..], &texts[..2]].concat());
        let help = world.keiyaku(&[&words[..], &["--help".into()]].concat());
        let help = String::from_utf8(help.stdout).unwrap();
        for option in help.lines().filter_map(|line| line.trim_start().strip_prefix("--")) {
            let name: String =
                option.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            let option = OsString::from(format!("--{name}"));
            world.check(&[&words[..], &[option, texts[0].clone()]].concat());
        }
    }
    for first in &texts {
        world.check(std::slice::from_ref(first));
    }
}

#[test]
fn regression_the_name_by_which_the_command_is_called_is_not_repeated() {
    let folder = folder("strangers-called");
    let link = folder.join(hostile_name(""));
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_keiyaku"), &link).unwrap();
    for arguments in [&["--help"][..], &["--none"], &["sla", "explain"]] {
        let output = Command::new(&link).current_dir(&folder).args(arguments).output().unwrap();
        assert_harmless("stdout", &output.stdout);
        assert_harmless("stderr", &output.stderr);
    }
}

/// What a spreadsheet would run is told with file, row and column; with a guard nothing is left, and the ledger that
/// is imported from it is the one that was exported.
#[test]
fn regression_formulas_of_an_export_are_told_guarded_and_imported_again() {
    let world = world("strangers-formulas");
    let export = "ledger export device --journal {k.jsonl} --on 2024-06-01 --lang en --out out/devices.csv";
    let kept = world.check(&world.arguments(export));
    let err = String::from_utf8(kept.stderr).unwrap();
    let told = "out/devices.csv: warning: row 2, column `note`: begins with `=`, which a spreadsheet runs as a formula";
    assert!(err.contains(told), "{err}");
    // A text with an apostrophe before it is shown as text, and a dash is nothing to compute.
    assert_eq!(err.matches("warning").count(), 1, "{err}");
    let guarded = world.check(&world.arguments(&format!("{export} --guard")));
    let err = String::from_utf8(guarded.stderr).unwrap();
    assert!(err.contains("a ' stands before each cell that a spreadsheet takes for a formula (1)"), "{err}");
    let text = fs::read_to_string(world.folder.join("out/devices.csv")).unwrap();
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    for row in rows.records() {
        assert!(row.unwrap().iter().all(|cell| escape::formula_sign(cell).is_none()));
    }
    let import = "ledger import out/devices.csv --kind device --journal {k.jsonl} --valid-on 2024-06-01 --lang en --format json";
    let plan = world.keiyaku(&world.arguments(import));
    let plan: serde_json::Value = serde_json::from_slice(&plan.stdout).unwrap();
    for changed in ["created", "updated", "rejected"] {
        assert_eq!(plan[changed], serde_json::json!([]), "{plan:#}");
    }
    assert_eq!(plan["unchanged"], 3, "{plan:#}");
}

/// The reference contract in a folder of its own, with a text of a table exchanged.
fn contract_with(world: &World, table: &str, old: &str, new: &str) {
    copy(Path::new(REFERENCE), &world.folder.join("c"));
    let path = world.folder.join("c").join(table);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{table} has no {old}");
    fs::write(path, text.replacen(old, new, 1)).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            fs::copy(path, to.join(name)).unwrap();
        }
    }
}

/// Every CSV of every command tells what a spreadsheet would run; with a guard nothing is left.
#[test]
fn regression_every_csv_tells_its_formulas_and_guards_them() {
    let world = World { folder: folder("strangers-csv") };
    contract_with(&world, "sample.toml", "callers = [\"総務部\"", "callers = [\"=1+1\"");
    let tables = [
        ("sla.toml", "name = { ja = \"", "name = { ja = \"＝1+"),
        ("tasks.toml", "title = { ja = \"", "title = { ja = \" @sum(1)"),
    ];
    for (table, old, new) in tables {
        let path = world.folder.join("c").join(table);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{table}");
        fs::write(path, text.replace(old, new)).unwrap();
    }
    for command in [
        "export sla --contract c --format csv",
        "export tasks --contract c --format csv --out out",
        "tasks checklist --contract c --month 2024-06 --csv",
        "sample --contract c --month 2024-06 --out out",
    ] {
        let formulas = |output: &Output| -> usize {
            let mut texts: Vec<String> = files(&world.folder.join("out"))
                .iter()
                .filter(|path| path.extension() == Some(OsStr::new("csv")))
                .map(|path| fs::read_to_string(path).unwrap())
                .collect();
            let out = world.folder.join("out");
            texts.extend(out.is_file().then(|| fs::read_to_string(out).unwrap()));
            if texts.is_empty() {
                texts.push(String::from_utf8(output.stdout.clone()).unwrap());
            }
            let cells = |text: &String| -> usize {
                let mut reader = csv::ReaderBuilder::new()
                    .has_headers(false)
                    .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
                let run = |cell: &str| cell.contains("1") && escape::formula_sign(cell).is_some();
                reader.records().map(|row| row.unwrap().iter().filter(|cell| run(cell)).count()).sum()
            };
            texts.iter().map(cells).sum()
        };
        let kept = world.check(&world.arguments(command));
        let err = String::from_utf8(kept.stderr.clone()).unwrap();
        assert!(err.contains("warning: row 2, column `") || err.contains("行目、列`"), "{command}: {err}");
        assert!(err.contains("--guard"), "{command}: {err}");
        assert!(formulas(&kept) > 0, "{command}");
        let guarded = world.check(&world.arguments(&format!("{command} --guard")));
        let err = String::from_utf8(guarded.stderr.clone()).unwrap();
        assert!(!err.contains("警告") && !err.contains("warning"), "{command}: {err}");
        assert_eq!(formulas(&guarded), 0, "{command}");
    }
    // What was guarded is read as what it was.
    let read = "report --contract c --records out --month 2024-06 --out r --lang en";
    let output = world.keiyaku(&world.arguments(read));
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert!(err.contains("inquiries.csv: in ") && err.contains("was read back as the text"), "{err}");
}

#[test]
fn a_guard_where_no_formula_can_run_is_refused() {
    let world = World { folder: folder("strangers-guard") };
    for command in [
        "export sla --guard",
        "export tasks --format xlsx --out out --guard",
        "export tasks --guard",
        "ledger export device --journal k.jsonl --on 2024-06-01 --out out --as xlsx --guard",
        "tasks checklist --month 2024-06 --guard",
    ] {
        if command.starts_with("ledger") {
            world.keiyaku(&world.arguments("ledger init k.jsonl"));
        }
        let output = world.check(&world.arguments(command));
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(!world.folder.join("out").exists(), "{command}");
    }
}

/// A text that looks like markup of a workbook is a text in it.
#[test]
fn regression_no_text_is_markup_of_a_workbook() {
    let world = World { folder: folder("strangers-workbook") };
    let title = "<r></si><si><t>FORGED</t></r>";
    contract_with(
        &world,
        "tasks.toml",
        "title = { ja = \"サーバ運用計画の策定と検証\"",
        &format!("title = {{ ja = \"{title}\""),
    );
    let output = world.keiyaku(&world.arguments("export tasks --contract c --format xlsx --out out.xlsx"));
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(world.folder.join("out.xlsx")).unwrap();
    let range = calamine::Reader::worksheet_range_at(&mut workbook, 0).unwrap().unwrap();
    let found = range
        .used_cells()
        .filter(|(_, _, cell)| matches!(cell, calamine::Data::String(text) if text == title))
        .count();
    assert_eq!(found, 1);
}
