//! Bad input: everything is listed, nothing is lost.

use intake::encode_cp932;
use proptest::prelude::*;
use records::{InputFile, Loaded, Mapping, load};

use crate::sites;

fn mapping() -> Mapping {
    let table = include_str!("../../../keiyaku/contracts/jetro-2023/records.toml");
    Mapping::from_table("records.toml", table, sites()).unwrap_or_else(|errors| panic!("{errors}"))
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
    assert_eq!(rejected.of.as_ref().unwrap().as_str(), "call");
    assert_eq!((rejected.id.as_deref(), rejected.origin.row), (Some("2"), 2));
    let tally = "集計名,日付,計画数,実施数,未実施の内容\nbackup,2024-06,30,31,\n";
    let loaded = read(&[("tallies.csv", tally.as_bytes())]);
    assert_eq!(loaded.observations.rejected[0].of.as_ref().unwrap().as_str(), "backup");
}

#[test]
fn an_empty_month_and_no_file_differ() {
    assert!(
        read(&[("calls.csv", CALLS.as_bytes())])
            .observations
            .supplied
            .contains(&sla::Source::Kind("call".parse().unwrap()))
    );
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
    let mapping = Mapping::from_table("m.toml", declared, sites()).unwrap();
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

/// Cells that this program wrote hold a guard or escapes; strings of JSON are the texts themselves.
#[test]
fn regression_guards_and_escapes_of_cells_are_read_back_and_noted() {
    let columns =
        "番号,経路,内容区分,問合せ元,受付日時,一次回答日時,完了日時,一次回答で解決,除外理由,除外備考\n";
    let row = |id: &str, from: &str| {
        format!("{id},電話,操作,{from},2024-06-03T09:00:00,2024-06-03T09:01:00,2024-06-03T09:02:00,はい,,\n")
    };
    let written = [row("'=1", "'=1+1"), row("''-2", r"総務\u{202e}部"), row("3", "'quoted'")].concat();
    let meant = [row("=1", "=1+1"), row("'-2", "総務\u{202e}部"), row("3", "'quoted'")].concat();
    let written = read(&[("inquiries.csv", format!("{columns}{written}").as_bytes())]);
    let meant =
        read(&[("inquiries.csv", format!("{columns}{}", meant.replace("\n'-2", "\n''-2")).as_bytes())]);
    assert!(written.errors.is_empty(), "{:?}", written.errors);
    assert_eq!(written.observations.cases, meant.observations.cases);
    assert_eq!(written.observations.cases[1].id, "'-2");
    let note = "inquiries.csv: in 4 of the cells a ' before a formula or the escape of a hidden character (\\u{…}) was read back as the text";
    assert_eq!(written.notes[0].en, note);
    let json = "{\"番号\": \"'=1\", \"着信日時\": \"2024-06-03T09:00:00\", \"応答日時\": null, \"放棄日時\": null, \"終了日時\": null}\n";
    let json = read(&[("calls.jsonl", json.as_bytes())]);
    assert_eq!(json.observations.cases[0].id, "'=1");
}

#[test]
fn a_wrong_mapping_is_told_everything_at_once() {
    let source = "zone = \"Asia/Tokio\"\nencoding = \"sjis\"\ntimes = [\"%d-%m\"]\n[[file]]\nname = \"a\"\nkind = \"call\"\nshape = \"case\"\nid = \"番号\"\n[[file]]\nname = \"b\"\nkind = \"call\"\nshape = \"events\"\nid = \"番号\"\nat_ = \"日時\"\n";
    insta::assert_snapshot!(Mapping::from_table("mapping.toml", source, sites()).unwrap_err());
}

/// What was handed on as unreadable: kind, identifier, row.
fn rejected(loaded: &Loaded) -> Vec<(String, Option<String>, u64)> {
    let kind = |r: &sla::Rejected| r.of.as_ref().map_or("?", sla::Source::as_str).to_owned();
    loaded.observations.rejected.iter().map(|r| (kind(r), r.id.clone(), r.origin.row)).collect()
}

fn named(kind: &str, id: &str, row: u64) -> (String, Option<String>, u64) {
    (kind.to_owned(), Some(id.to_owned()), row)
}

#[test]
fn each_row_of_a_file_that_lacks_a_column_is_handed_on() {
    let good = format!("{CALLS}1,2024/6/3 9:00,,,\n");
    let bad = "番号,着信,応答日時,放棄日時,終了日時\n2,2024/6/3 9:00,,,\n3,2024/6/3 9:00,,,\n";
    let loaded = read(&[("calls-1.csv", good.as_bytes()), ("calls-2.csv", bad.as_bytes())]);
    assert_eq!(loaded.errors.len(), 1);
    assert_eq!(rejected(&loaded), [named("call", "2", 2), named("call", "3", 3)]);
    assert_eq!(loaded.files[1].rows, 2);
}

#[test]
fn each_line_of_a_file_in_a_wrong_encoding_is_handed_on() {
    let mut bytes = format!("{CALLS}1,2024/6/3 9:00,,,\n\n2,2024/6/3 9:00,,,\n").into_bytes();
    bytes.extend(b"\xFF\n");
    let loaded = read(&[("calls.csv", &bytes)]);
    assert_eq!(loaded.errors.len(), 1);
    let rows: Vec<u64> = loaded.observations.rejected.iter().map(|r| r.origin.row).collect();
    assert_eq!((rows, loaded.files[0].rows), (vec![2, 4, 5], 3));
}

#[test]
fn each_line_after_an_unclosed_header_is_handed_on() {
    let text = "番号,\"着信日時,応答日時,放棄日時,終了日時\n1,2024/6/3 9:00,,,\n2,2024/6/3 9:00,,,\n";
    let loaded = read(&[("calls.csv", text.as_bytes())]);
    assert_eq!((loaded.errors.len(), loaded.observations.rejected.len()), (1, 2));
}

#[test]
fn a_case_with_an_unreadable_pause_is_not_judged_without_it() {
    let incidents = "番号,分類,影響範囲,LAN伝播,発生日時,受付日時,初動完了日時,発生報告日時,対応策提示日時,対応策提示者,回復日時,除外理由,除外備考\n\
        INC-1,ハードウェア,個人,なし,2024/6/3 9:00,,,,,,2024/6/4 9:00,,\nINC-2,ハードウェア,個人,なし,2024/6/3 9:00,,,,,,2024/6/4 9:00,,\n";
    let pauses = "番号,中断種別,中断開始,中断終了\nINC-1,2次エスカレーション,3日,2024/6/4 8:00\n";
    let loaded =
        read(&[("incidents.csv", incidents.as_bytes()), ("pauses-incidents.csv", pauses.as_bytes())]);
    let ids: Vec<&str> = loaded.observations.cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(ids, ["INC-2"]);
    assert_eq!(rejected(&loaded), [named("incident", "INC-1", 2)]);
}

#[test]
fn a_pause_of_a_case_that_could_not_be_read_is_no_second_problem() {
    let incidents = "番号,分類,影響範囲,LAN伝播,発生日時,受付日時,初動完了日時,発生報告日時,対応策提示日時,対応策提示者,回復日時,除外理由,除外備考\nINC-1,x,,,,,,,,,,,\n";
    let pauses = "番号,中断種別,中断開始,中断終了\nINC-1,2次エスカレーション,2024/6/3 9:00,\nINC-9,2次エスカレーション,2024/6/3 9:00,\n";
    let loaded =
        read(&[("incidents.csv", incidents.as_bytes()), ("pauses-incidents.csv", pauses.as_bytes())]);
    let found: Vec<_> = loaded.errors.iter().map(|error| (error.value.as_str(), error.row)).collect();
    assert_eq!(found, [("x", 2), ("INC-9", 3)]);
    assert_eq!(rejected(&loaded), [named("incident", "INC-1", 2), named("incident", "INC-9", 3)]);
}

#[test]
fn a_tally_without_a_name_may_be_any_that_was_read() {
    let head = "集計名,日付,計画数,実施数,未実施の内容\n";
    let text = format!("{head}backup,2024-06,3,3,\nmanual,2024-06,1,1,\n,2024-06,1,1,\nmanual,2024-06\n");
    let loaded = read(&[("tallies.csv", text.as_bytes())]);
    let mut found = rejected(&loaded);
    found.sort();
    let any = |name: &str| (name.to_owned(), None, 4);
    assert_eq!(found, [any("backup"), any("manual"), named("manual", "manual", 5)]);
    // Without any tally read, no item of tallies has data; it is no matter for cases.
    let loaded = read(&[("tallies.csv", format!("{head},2024-06,1,1,\n").as_bytes())]);
    assert_eq!(rejected(&loaded), [("tally".to_owned(), None, 2)]);
}

const TWO_KINDS: &str = r#"
zone = "Asia/Tokyo"
[[file]]
name = "tickets"
kind = "incident"
shape = "cases"
id = "no"
marks = { opened = "from", due = "to" }
date_only = { due = "end-of-day" }
only = [{ column = "type", is = ["I"] }]
[[file]]
name = "tickets"
kind = "request"
shape = "cases"
id = "no"
marks = { requested = "from" }
date_only = { requested = "start-of-day" }
only = [{ column = "type", is = ["R"] }]
"#;

#[test]
fn one_export_may_hold_several_kinds() {
    let mapping =
        Mapping::from_table("m.toml", TWO_KINDS, sites()).unwrap_or_else(|errors| panic!("{errors}"));
    let text = "no,type,from,to\n1,I,2024/6/3 9:00,2024/6/4\n2,R,2024/6/3,\n3,X,,\n4,I,2024/6/3,\n";
    let file = InputFile { name: "tickets-06.csv", bytes: text.as_bytes() };
    let loaded = load(&mapping, &[file], &mut |_, _| {});
    let read: Vec<String> = loaded
        .observations
        .cases
        .iter()
        .map(|case| {
            let marks: Vec<String> = case.marks.iter().map(|(mark, at)| format!("{mark} {at}")).collect();
            format!("{} {}: {}", case.kind, case.id, marks.join(", "))
        })
        .collect();
    // Tokyo is nine hours ahead: a day ends at 14:59:59 UTC.
    assert_eq!(
        read,
        [
            "incident 1: due 2024-06-04 14:59:59 UTC, opened 2024-06-03 00:00:00 UTC",
            "request 2: requested 2024-06-02 15:00:00 UTC",
        ]
    );
    assert_eq!((loaded.files[0].rows, loaded.files[0].passed_over), (4, 1));
    assert!(loaded.files[0].unused.is_empty());
    // What the mapping says nothing of is refused: midnight would be a guess.
    assert_eq!(
        loaded.errors[0].to_string(),
        "tickets-06.csv, row 5, column `from`, `2024/6/3`: is a date without a time of day; \
         fill in the time, or state in `date_only` of the mapping what a date alone means"
    );
}

#[test]
fn a_mapping_that_contradicts_itself_is_refused() {
    let source = TWO_KINDS
        .replace("due = \"end-of-day\"", "de = \"end-of-day\"")
        .replace("requested = \"start-of-day\"", "requested = \"noon\"");
    let log = "[[file]]\nname = \"log\"\nkind = \"incident\"\nshape = \"state-changes\"\nid = \"id\"\nchanged = \"at\"\nstate = \"s\"\nstates = [{ is = [\"A\", \"B\"] }, { is = [\"B\"] }, { pauses = \"p\" }]\n";
    insta::assert_snapshot!(Mapping::from_table("m.toml", &format!("{source}{log}"), sites()).unwrap_err());
}

const PHONE: &str = r#"
zone = "Asia/Tokyo"
[[file]]
name = "pbx"
kind = "call"
shape = "cases"
id = "no"
marks = { received = "at" }
[[file.span]]
mark = "answered"
since = "received"
column = "wait"
unit = "second"
"#;

#[test]
fn a_wait_is_read_as_the_mark_that_ends_it() {
    let mapping = Mapping::from_table("m.toml", PHONE, sites()).unwrap_or_else(|errors| panic!("{errors}"));
    let text =
        "no,at,wait\n1,2024/6/3 9:00,12\n2,2024/6/3 9:00,15.2\n3,2024/6/3 9:00,\n4,2024/6/3 9:00,0:12\n";
    let loaded = load(&mapping, &[InputFile { name: "pbx.csv", bytes: text.as_bytes() }], &mut |_, _| {});
    let answered: Vec<Option<String>> = loaded
        .observations
        .cases
        .iter()
        .map(|case| case.marks.get(&"answered".parse().unwrap()).map(|at| at.format("%H:%M:%S").to_string()))
        .collect();
    assert_eq!(answered, [Some("00:00:12".to_owned()), Some("00:00:16".to_owned()), None]);
    assert_eq!(
        loaded.errors[0].to_string(),
        "pbx.csv, row 5, column `wait`, `0:12`: is no span of time; \
         write it as in `1:30:00` or `90分`, or match `unit` of the mapping"
    );
    let wrong = PHONE.replace("since = \"received\"", "since = \"recieved\"");
    assert_eq!(
        Mapping::from_table("m.toml", &wrong, sites()).unwrap_err().to_string(),
        "m.toml:11:9: file[1].span[1].since: the mark `recieved` is read from no column; \
         name a mark that `marks` reads from a column"
    );
}

/// Times in an order that cannot be, told for each with both of its columns.
#[test]
fn marks_in_an_impossible_order_are_listed() {
    let times = |rows: &str| format!("{CALLS}{rows}");
    let text = times(
        "1,2024/6/3 9:00,2024/6/3 8:59,,\n\
         2,2024/6/3 9:00,2024/6/3 9:01,,2024/6/3 9:00\n\
         3,2024/6/3 9:00,,2024/6/3 8:00,\n\
         4,2024/6/3 9:00,,,2024/6/3 9:10\n\
         5,2024/6/3 9:00,2024/6/3 9:00,,2024/6/3 9:00\n",
    );
    let loaded = read(&[("calls.csv", text.as_bytes())]);
    let errors: Vec<String> = loaded.errors.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(errors.join("\n"));
    assert_eq!((loaded.observations.cases.len(), rejected(&loaded).len()), (1, 4));
}

#[test]
fn an_order_of_marks_that_no_column_holds_is_refused() {
    let wrong = format!("{PHONE}[[file.order]]\nmarks = [\"recieved\", \"answered\"]\n");
    assert_eq!(
        Mapping::from_table("m.toml", &wrong, sites()).unwrap_err().to_string(),
        "m.toml:15:9: file[1].order[1].marks: the mark `recieved` is read from no column; did you mean `received`?"
    );
}

#[test]
fn problems_beyond_a_thousand_are_counted_and_their_rows_handed_on() {
    let bad: String = (0..2_500).map(|n| format!("{n},x{n},,,\n")).collect();
    let (many, one) = (format!("{CALLS}{bad}"), format!("{CALLS}9999,x,,,\n"));
    let loaded = read(&[("calls-1.csv", many.as_bytes()), ("calls-2.csv", one.as_bytes())]);
    assert_eq!((loaded.errors.len(), loaded.problems()), (1_002, 2_501));
    assert_eq!((loaded.files[0].problems, loaded.files[1].problems), (2_500, 1));
    assert_eq!(loaded.observations.rejected.len(), 2_501);
    assert_eq!(
        loaded.errors[1_001].to_string(),
        "calls-1.csv: 1500 more problems are counted, not listed; mend those listed and read again"
    );
}

#[test]
fn an_empty_file_and_a_header_only_differ_from_rows_lost() {
    let loaded = read(&[("calls.csv", b"")]);
    assert_eq!((loaded.errors.len(), rejected(&loaded)), (1, vec![]));
    let loaded = read(&[("calls.csv", CALLS.as_bytes())]);
    assert_eq!((loaded.errors.len(), rejected(&loaded)), (0, vec![]));
}

/// All problems of a row at once; and what is written behind a time decides what it is.
#[test]
fn a_row_tells_all_that_is_wrong_with_it() {
    let text = format!("{CALLS},2024/6/31 9:00,2024-06-03 09:00:00.000xyz,,\n");
    let loaded = read(&[("calls.csv", text.as_bytes())]);
    let told: Vec<String> = loaded.errors.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[1].contains("is no day of the calendar"), "{told:?}");
    assert!(told[2].contains("`09:00:00.000xyz`, which is no time of day"), "{told:?}");
    assert_eq!(loaded.observations.rejected.len(), 1);
}

/// One hour of a night is two where clocks are put back: the case may have either, unless the mapping decides.
#[test]
fn a_local_time_that_was_twice_makes_two_cases_of_which_one_is_true() {
    let table = |policy: &str| {
        let source = format!(
            "zone = \"Europe/Berlin\"\n{policy}\n[[file]]\nname = \"log\"\nkind = \"incident\"\nshape = \"cases\"\nid = \"id\"\n\
             marks = {{ opened = \"opened\", recovered = \"recovered\" }}\n"
        );
        Mapping::from_table("m.toml", &source, &calendar::Sites::default()).unwrap()
    };
    let text = "id,opened,recovered\n1,2024-10-27 02:30,2024-10-27 04:00\n2,2024-03-31 02:30,\n";
    let loaded = |policy: &str| {
        load(&table(policy), &[InputFile { name: "log.csv", bytes: text.as_bytes() }], &mut |_, _| {})
    };
    let opened = |loaded: &Loaded| -> Vec<String> {
        let marks = loaded.observations.cases.iter();
        marks.map(|case| case.marks.get(&"opened".parse().unwrap()).unwrap().to_rfc3339()).collect()
    };
    let either = loaded("");
    assert_eq!(opened(&either), ["2024-10-27T00:30:00+00:00", "2024-10-27T01:30:00+00:00"]);
    assert!(either.notes[0].en.contains("1 times were twice"), "{:?}", either.notes);
    assert_eq!(opened(&loaded("repeated_hour = \"earlier\"")), ["2024-10-27T00:30:00+00:00"]);
    assert_eq!(opened(&loaded("repeated_hour = \"later\"")), ["2024-10-27T01:30:00+00:00"]);
    assert_eq!(
        either.errors[0].to_string(),
        "log.csv, row 3, column `opened`, `2024-03-31 02:30`: is a time that never was: clocks were put forward \
         over it; mend the time, or write it with its offset"
    );
}

#[test]
fn hours_past_midnight_are_a_named_policy() {
    let row = format!("{CALLS}1,2024/6/3 25:30,2024/6/3 26:00,,\n");
    let loaded = read(&[("calls.csv", row.as_bytes())]);
    assert!(loaded.errors.is_empty(), "{:?}", loaded.errors);
    assert!(loaded.notes.iter().any(|note| note.en.contains("2 times from 24:00 on")), "{:?}", loaded.notes);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_row_becomes_a_record_or_a_listed_error(rows in prop::collection::vec("[0-9/: ,あ\"]{0,30}", 0..20)) {
        let text = format!("{CALLS}{}\n", rows.join("\n"));
        let loaded = read(&[("calls.csv", text.as_bytes())]);
        let summary = &loaded.files[0];
        let skipped = summary.skipped.iter().map(|skipped| skipped.headers.count + skipped.totals.count).sum::<u64>();
        prop_assert_eq!(
            (summary.rows - skipped) as usize,
            loaded.observations.cases.len() + loaded.observations.rejected.len()
        );
        prop_assert_eq!(summary.unreadable as usize, loaded.observations.rejected.len());
        // A row may have several problems, and a problem several rows: none is without the other.
        let told = |row| loaded.errors.iter().any(|error| error.row == row || error.rows > 1);
        prop_assert!(loaded.observations.rejected.iter().all(|rejected| told(rejected.origin.row)));
        prop_assert_eq!(loaded.errors.is_empty(), loaded.observations.rejected.is_empty());
    }

    /// However a file is damaged, each of its cases is a record or there is a rejected one for it.
    #[test]
    fn damage_takes_no_case_away(at in 0..600_usize, with in prop::sample::select(vec!['"', ',', '\n', '\u{0}', '9', 'x'])) {
        let rows: String = (0..12).map(|n| format!("{n},2024/6/3 9:0{},,,\n", n % 10)).collect();
        let text: Vec<char> = format!("{CALLS}{rows}").chars().collect();
        let damaged: String =
            text.iter().enumerate().map(|(n, c)| if n == at % text.len() { with } else { *c }).collect();
        let loaded = read(&[("calls.csv", damaged.as_bytes())]);
        let told = loaded.observations.cases.len() + loaded.observations.rejected.len();
        // A line end overwritten makes one row of two, which is then ragged: told once.
        let joined = usize::from(text[at % text.len()] == '\n');
        prop_assert!(told + joined >= 12, "{} of 12 in {:?}", told, damaged);
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

#[test]
fn a_tally_that_nothing_reads_is_listed_with_its_nearest_name() {
    let tally = "集計名,日付,計画数,実施数,未実施の内容\nbakcup,2024-06,30,30,\nbackup,2024-06,30,30,\n";
    let mut loaded = read(&[("tallies.csv", tally.as_bytes())]);
    let levels = include_str!("../../../keiyaku/contracts/jetro-2023/sla.toml");
    let levels = sla::Catalogue::from_table("sla.toml", levels).unwrap_or_else(|errors| panic!("{errors}"));
    loaded.check_tallies(&levels);
    assert_eq!(loaded.problems(), 1);
    let told: Vec<String> = loaded.errors.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_pause_that_ends_before_it_begins_and_a_call_both_answered_and_abandoned_are_bad_rows() {
    let incidents =
        "番号,中断種別,中断開始,中断終了\nINC-1,2次エスカレーション,2024/6/3 9:00,2024/6/3 8:00\n";
    let calls = format!("{CALLS}1,2024/6/3 9:00:00,2024/6/3 9:00:30,2024/6/3 9:00:05,2024/6/3 9:05:00\n");
    insta::assert_snapshot!(errors(&[
        ("pauses-incidents.csv", incidents.as_bytes()),
        ("calls.csv", calls.as_bytes())
    ]));
}

/// Each record of a case had each of its pauses: as many of the one as of the other filled memory with their product.
#[test]
fn regression_a_case_recorded_without_end_is_one_rejected_case() {
    let head = "番号,分類,影響範囲,LAN伝播,発生日時,受付日時,初動完了日時,発生報告日時,対応策提示日時,対応策提示者,回復日時,除外理由,除外備考\n";
    let case =
        "INC-1,ハードウェア,個人,なし,2024/6/3 9:00,2024/6/3 9:00,2024/6/3 10:00,,,受託者,2024/6/3 11:00,,\n";
    let pause = "INC-1,2次エスカレーション,2024/6/3 9:10,2024/6/3 9:20\n";
    let pauses = format!("番号,中断種別,中断開始,中断終了\n{}", pause.repeat(2_000));
    let of = |times: usize| {
        let cases = format!("{head}{}", case.repeat(times));
        read(&[("incidents.csv", cases.as_bytes()), ("pauses-incidents.csv", pauses.as_bytes())])
    };
    let loaded = of(64);
    assert_eq!((loaded.observations.cases.len(), loaded.errors.len()), (64, 0));
    let loaded = of(65);
    assert_eq!((loaded.observations.cases.len(), loaded.observations.rejected.len()), (0, 1));
    assert!(loaded.errors[0].text().en.contains("is recorded more than 64 times"), "{}", loaded.errors[0]);
}

/// Each row without a name stood for each tally: many names and many such rows were kept pair by pair.
#[test]
fn regression_rows_of_unknown_tallies_are_not_kept_for_every_name() {
    let mut tallies = "集計名,日付,計画数,実施数,未実施の内容\n".to_owned();
    (0..2_000).for_each(|n| tallies.push_str(&format!("t{n},2024-06,1,1,\n,2024-06,1,1,\n")));
    let loaded = read(&[("tallies.csv", tallies.as_bytes())]);
    assert!(loaded.observations.rejected.len() <= 102_000, "{}", loaded.observations.rejected.len());
    // Each name has one, at the least.
    let kinds: std::collections::BTreeSet<_> =
        loaded.observations.rejected.iter().map(|one| &one.of).collect();
    assert_eq!(kinds.len(), 2_000);
}

/// A message named every word of its mapping, once a row.
#[test]
fn regression_a_message_names_a_few_words() {
    let words: String = (0..500).map(|n| format!("\"w{n}\" = \"w{n}\", ")).collect();
    let table = include_str!("../../../keiyaku/contracts/jetro-2023/records.toml");
    let table = table.replacen(
        "\"セキュリティ\" = \"security\"",
        &format!("{words}\"セキュリティ\" = \"security\""),
        1,
    );
    let mapping =
        Mapping::from_table("records.toml", &table, sites()).unwrap_or_else(|errors| panic!("{errors}"));
    let events = "番号,区分,発生日時\nM-1,？,2024/6/1 9:00\n";
    let file = InputFile { name: "major-incidents.csv", bytes: events.as_bytes() };
    let loaded = load(&mapping, &[file], &mut |_, _| {});
    let told = loaded.errors[0].to_string();
    assert!(told.contains("…") && told.len() < 400, "{told}");
}

/// A mark that is taken back or kept and that no file gives changed figures, and could turn a verdict, in silence.
#[test]
fn regression_a_mark_that_no_file_gives_is_told() {
    let told = |table: &str| Mapping::from_table("records.toml", table, sites()).unwrap_err().to_string();
    let table = include_str!("../../../keiyaku/contracts/jetro-2023/records.toml");
    let told_of_reopenings =
        told(&table.replace("mark = \"recovered\"\nstopped", "mark = \"recoverd\"\nstopped"));
    assert!(
        told_of_reopenings
            .contains("no file of the kind `incident` gives the mark `recoverd`; did you mean `recovered`?"),
        "{told_of_reopenings}"
    );
    let table = include_str!("../../../keiyaku/contracts/examples/servicenow-log/records.toml");
    let told_of_states = told(&table.replace("keeps = [\"resolved\"]", "keeps = [\"resoqlved\"]"));
    assert!(
        told_of_states.contains("gives the mark `resoqlved`; did you mean `resolved`?"),
        "{told_of_states}"
    );
}
