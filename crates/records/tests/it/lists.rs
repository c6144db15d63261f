//! Lists for the report: read by their names, row for row, whatever the order and the letters.

use calendar::Sites;
use proptest::prelude::*;
use records::{InputFile, ListCell, Lists, Loaded, Mapping, load};

const LISTS: &str = r#"
[[list]]
id = "disk-use"
name = { ja = "ディスク使用量", en = "disk use" }
on = "measured"
by = "server"
chart = "used"
clause = "our/main#4.1"
column = [
    { name = "measured", label = { ja = "測定日", en = "measured on" }, is = "day", needed = true },
    { name = "server", label = { ja = "サーバ", en = "server" }, is = "text", needed = true },
    { name = "used", label = { ja = "使用量", en = "used" }, is = "number", unit = { ja = "GB", en = "GB" }, total = true },
    { name = "state", label = { ja = "状態", en = "state" }, is = "word", words = [
        { ja = "正常", en = "fine" },
        { ja = "警告", en = "warning" },
    ] },
]
"#;

fn lists() -> Lists {
    Lists::from_table("lists.toml", LISTS).unwrap()
}

fn read(files: &[(&str, &str)]) -> Loaded {
    let mapping = "zone = \"Asia/Tokyo\"\ntimes = [\"slash\", \"iso\", \"japanese\"]\n";
    let mapping = Mapping::from_table("mapping.toml", mapping, &Sites::default()).unwrap();
    let files: Vec<InputFile<'_>> =
        files.iter().map(|(name, text)| InputFile { name, bytes: text.as_bytes() }).collect();
    load(&mapping.with_lists(&lists()), &files, &mut |_, _| {})
}

fn cells(loaded: &Loaded) -> Vec<Vec<Option<ListCell>>> {
    let rows = loaded.lists.values().flat_map(|rows| &rows.rows);
    rows.map(|row| row.cells.clone()).collect()
}

#[test]
fn a_list_is_read_by_its_name_in_either_language_and_any_letters() {
    let ja =
        read(&[("ディスク使用量_6月.csv", "測定日,サーバ,使用量,状態\n2024/6/3,Ａ,８，１２０ＧＢ,正常\n")]);
    let en = read(&[("disk-use.csv", "Measured On,SERVER,used,state\n2024-06-03,Ａ,8120,Fine\n")]);
    assert!(ja.errors.is_empty() && en.errors.is_empty(), "{:?} {:?}", ja.errors, en.errors);
    assert_eq!(cells(&ja), cells(&en));
    assert_eq!(cells(&ja).len(), 1);
}

/// A list that was handed in without a row is not one that was not handed in.
#[test]
fn an_empty_list_was_handed_in() {
    assert_eq!(read(&[("disk-use.csv", "測定日,サーバ,使用量\n")]).lists.len(), 1);
    assert_eq!(read(&[]).lists.len(), 0);
}

#[test]
fn what_cannot_be_read_is_told_and_touches_no_figure() {
    let loaded = read(&[(
        "disk-use.csv",
        "測定日,サーバ,使用量,状態\n3日,A,8120,正常\n2024/6/3,,8120,正常\n2024/6/3,A,8120MB,正常\n2024/6/3,A,1,平常\n",
    )]);
    let codes: Vec<&str> = loaded.errors.iter().map(|error| error.reason.code()).collect();
    assert_eq!(codes, ["no-time", "missing", "no-number", "no-word"]);
    let rows = loaded.lists.values().next().unwrap();
    assert_eq!((rows.rows.len(), rows.unreadable), (0, 4));
    // No service level rests on a list, so that no row of one leaves a level open.
    assert!(loaded.observations.rejected.is_empty());
}

/// What a mapping is meant for is read by it, though a list is called nearly so.
#[test]
fn a_mapped_file_is_not_taken_for_a_list() {
    let mapping = r#"
        zone = "Asia/Tokyo"
        [[file]]
        name = "disk-use"
        kind = "incident"
        shape = "cases"
        id = "番号"
        marks = { opened = "受付" }
    "#;
    let mapping = Mapping::from_table("mapping.toml", mapping, &Sites::default()).unwrap();
    let file = InputFile { name: "disk-use.csv", bytes: "番号,受付\n1,2024/6/3 9:00\n".as_bytes() };
    let loaded = load(&mapping.with_lists(&lists()), &[file], &mut |_, _| {});
    assert!(loaded.errors.is_empty(), "{:?}", loaded.errors);
    assert_eq!((loaded.observations.cases.len(), loaded.lists.len()), (1, 0));
}

proptest! {
    /// However rows are split over files, the same rows are read.
    #[test]
    fn rows_are_the_same_however_they_are_split(rows in proptest::collection::vec((1_u32..=28, 0_u32..5, 0_u32..100_000), 0..12), at in 0_usize..12) {
        // Each row says something else: what two files say alike is one row handed in twice.
        let line = |(n, (day, server, used)): (usize, &(u32, u32, u32))| format!("2024/6/{day},S{n}-{server},{}.{},\n", used / 10, used % 10);
        let lines: Vec<String> = rows.iter().enumerate().map(line).collect();
        let header = "測定日,サーバ,使用量,状態\n";
        let whole = read(&[("disk-use.csv", &format!("{header}{}", lines.concat()))]);
        let (first, second) = lines.split_at(at.min(lines.len()));
        let split = read(&[
            ("disk-use-1.csv", &format!("{header}{}", first.concat())),
            ("disk-use-2.csv", &format!("{header}{}", second.concat())),
        ]);
        prop_assert!(whole.errors.is_empty());
        prop_assert_eq!(cells(&whole), cells(&split));
        prop_assert_eq!(cells(&whole).len(), rows.len());
    }
}
