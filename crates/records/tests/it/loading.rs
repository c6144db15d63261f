//! Bad input: everything is listed, nothing is lost.

use intake::encode_cp932;
use proptest::prelude::*;
use records::{InputFile, Loaded, Mapping, load};

fn mapping() -> Mapping {
    let table = include_str!("../../../keiyaku/contracts/jetro-2023/records.toml");
    Mapping::from_table("records.toml", table).unwrap_or_else(|errors| panic!("{errors}"))
}

fn read(files: &[(&str, &[u8])]) -> Loaded {
    let files: Vec<InputFile<'_>> = files.iter().map(|(name, bytes)| InputFile { name, bytes }).collect();
    load(&mapping(), &files, &mut |_, _| {})
}

fn errors(files: &[(&str, &[u8])]) -> String {
    read(files).errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

const CALLS: &str = "番号,着信日時,応答日時,放棄日時,終了日時\n";

#[test]
fn every_problem_is_listed_at_once() {
    let calls = format!(
        "{CALLS}1,2024/6/3 9:00:00,2024/6/3 9:00:05,,2024/6/3 9:05:00\n2,6/3,,,\n,2024/6/3 9:00,,,\n4,2024/6/3 25:00,,,2024/6/31\n5,x\n"
    );
    let tallies = "集計名,日付,計画数,実施数,未実施の内容\nbackup,2024-06,30,31,\nbackup,2024/6/30,三十,1,\n,2024/6/30,1,1,\nbackup,2024-06,２０,２０,\n";
    let pauses = "番号,中断種別,中断開始,中断終了\nINC-1,2次エスカレーション,,2024/6/3 9:00\nINC-9,2次エスカレーション,2024/6/3 8:00,2024/6/3 9:00\nINC-9,昼休み,2024/6/3 8:00,\n";
    insta::assert_snapshot!(errors(&[
        ("calls.csv", calls.as_bytes()),
        ("tallies.csv", tallies.as_bytes()),
        ("pauses-incidents.csv", pauses.as_bytes()),
        ("anything.csv", b"a,b\n"),
        ("survey.csv", b""),
        ("major-incidents.csv", "番号,区分,発生日\nM-1,共通基盤,2024/6/1\n".as_bytes()),
    ]));
}

#[test]
fn a_rejected_row_is_handed_on_with_its_kind() {
    let loaded = read(&[("calls.csv", format!("{CALLS}2,6/3,,,\n").as_bytes())]);
    let rejected = &loaded.observations.rejected[0];
    assert_eq!(rejected.kind.as_ref().unwrap().as_str(), "call");
    assert_eq!((rejected.id.as_deref(), rejected.origin.row), (Some("2"), 2));
    let tally = "集計名,日付,計画数,実施数,未実施の内容\nbackup,2024-06,30,31,\n";
    let loaded = read(&[("tallies.csv", tally.as_bytes())]);
    assert_eq!(loaded.observations.rejected[0].kind.as_ref().unwrap().as_str(), "backup");
}

#[test]
fn an_empty_month_and_no_file_differ() {
    assert!(read(&[("calls.csv", CALLS.as_bytes())]).observations.supplied.contains(&"call".into()));
    assert!(read(&[]).observations.supplied.is_empty());
}

#[test]
fn the_encoding_is_verified() {
    let text = format!("{CALLS}1,2024/6/3 9:00,,,\n");
    let cp932 = encode_cp932(&text).unwrap();
    let (detected, utf8) = (read(&[("calls.csv", &cp932)]), read(&[("calls.csv", text.as_bytes())]));
    assert_eq!(detected.observations, utf8.observations);
    assert_eq!(detected.files[0].encoding, Some(intake::Found::Cp932));
    let declared = "zone = \"Asia/Tokyo\"\nencoding = \"utf-8\"\n[[file]]\nname = \"calls\"\nkind = \"call\"\nshape = \"cases\"\nid = \"番号\"\n";
    let mapping = Mapping::from_table("m.toml", declared).unwrap();
    let loaded = load(&mapping, &[InputFile { name: "calls.csv", bytes: &cp932 }], &mut |_, _| {});
    assert_eq!(
        loaded.errors[0].to_string(),
        "calls.csv: wrong encoding: line 1, byte 1 of the line: 0x94 is not UTF-8; the file is valid CP932: declare it so; state the right encoding in the mapping, or save the file again"
    );
}

#[test]
fn json_lines_are_read_like_csv() {
    let csv = format!("{CALLS}1,2024-06-03T09:00:00,,2024-06-03T09:00:40+09:00,\n");
    let json = "{\"番号\": 1, \"着信日時\": \"2024-06-03T09:00:00\", \"放棄日時\": \"2024-06-03T00:00:40Z\", \"応答日時\": null, \"終了日時\": \"\"}\n";
    let (csv, json) = (read(&[("calls.csv", csv.as_bytes())]), read(&[("calls.jsonl", json.as_bytes())]));
    assert!(json.errors.is_empty(), "{:?}", json.errors);
    assert_eq!(csv.observations.cases[0].marks, json.observations.cases[0].marks);
    assert_eq!(csv.observations.cases[0].id, json.observations.cases[0].id);
}

#[test]
fn a_wrong_mapping_is_told_everything_at_once() {
    let source = "zone = \"Asia/Tokio\"\nencoding = \"sjis\"\ntimes = [\"%d-%m\"]\n[[file]]\nname = \"a\"\nkind = \"call\"\nshape = \"case\"\nid = \"番号\"\n[[file]]\nname = \"b\"\nkind = \"call\"\nshape = \"events\"\nid = \"番号\"\nat_ = \"日時\"\n";
    insta::assert_snapshot!(Mapping::from_table("mapping.toml", source).unwrap_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_row_becomes_a_record_or_a_listed_error(rows in prop::collection::vec("[0-9/: ,あ\"]{0,30}", 0..20)) {
        let text = format!("{CALLS}{}\n", rows.join("\n"));
        let loaded = read(&[("calls.csv", text.as_bytes())]);
        let summary = &loaded.files[0];
        prop_assert_eq!(summary.rows as usize, loaded.observations.cases.len() + loaded.observations.rejected.len());
        prop_assert_eq!(loaded.errors.len(), loaded.observations.rejected.len());
    }

    #[test]
    fn splitting_a_file_changes_nothing_but_the_places(cut in 0..20_usize) {
        let rows: Vec<String> = (0..20).map(|n| format!("{n},2024/6/{} 9:00,,,\n", n + 1)).collect();
        let whole = read(&[("calls.csv", format!("{CALLS}{}", rows.concat()).as_bytes())]);
        let (a, b) = (format!("{CALLS}{}", rows[..cut].concat()), format!("{CALLS}{}", rows[cut..].concat()));
        let mut split = read(&[("calls-1.csv", a.as_bytes()), ("calls-2.csv", b.as_bytes())]);
        let mut whole = whole.observations.cases;
        for case in whole.iter_mut().chain(&mut split.observations.cases) {
            case.origin = None;
        }
        prop_assert_eq!(whole, split.observations.cases);
    }
}
