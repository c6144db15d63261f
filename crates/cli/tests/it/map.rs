//! Mappings proposed, listed and held against a contract.

use std::fs;

use crate::{folder, run};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts/jetro-2023/sample/2024-06");

/// A made-up help desk's exports in CP932, in its own words.
fn desk(name: &str) -> std::path::PathBuf {
    let folder = folder(name);
    fs::create_dir(folder.join("desk")).unwrap();
    let inquiries = "受付No,受付経路,問合せ種別,部署,受付日時,初回回答日時,対応完了日時,一次解決,担当者\r\n\
                     HD-1,電話,操作,総務部,2024年6月3日 9時05分,2024年6月3日 10時05分,2024年6月3日 10時30分,はい,山田\r\n\
                     HD-2,ﾒｰﾙ,その他,総務部,2024年6月4日 9時05分,2024年6月4日 10時05分,2024年6月4日 10時30分,いいえ,山田\r\n";
    let incidents = "インシデント番号,障害種別,影響,発生日時,受付日時,初動日時,復旧日時,備考\r\n\
                     I-1,ハードウェア,個人,2024/6/3 9:00,2024/6/3 9:05,2024/6/3 9:30,2024/6/3 11:00,\r\n";
    for (file, text) in [("問合せ一覧.csv", inquiries), ("障害一覧.csv", incidents)] {
        fs::write(folder.join("desk").join(file), keiyaku::intake::encode_cp932(text).unwrap()).unwrap();
    }
    folder
}

#[test]
fn a_help_desks_exports_are_mapped_and_reported() {
    let folder = desk("map-desk");
    let (code, out, err) = run(&folder, &["map", "desk", "--lang", "en", "--out", "m.toml"]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(err.starts_with("2 of 2 sheets are of a kind that is known; "), "{err}");
    let table = fs::read_to_string(folder.join("m.toml")).unwrap();
    for line in [
        "# 問合せ一覧.csv: read as `inquiry/cases` (header in row 1)",
        "# marks.answered = 初回回答日時 (a synonym; 2 of 2 are times)",
        "# marks.received = 受付日時 (the contract's own name; 2 of 2 are times)",
        "# OPEN: 問合せ一覧.csv: values of attribute.topic without a word: `その他`",
        "times = [\"japanese\", \"slash\"]",
        "ignore = [\"担当者\"]",
        "# inquiry HD-1: answered 2024-06-03T01:05:00Z, closed 2024-06-03T01:30:00Z, received 2024-06-03T00:05:00Z, channel phone, \
         first_answer yes, from 総務部, topic usage",
    ] {
        assert!(table.lines().any(|one| one == line), "{line}\n{table}");
    }
    // The half-width word is the word; the one without a meaning is no guess but a bad row.
    let (code, out, _) = run(&folder, &["map", "--check", "m.toml", "desk", "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(out.contains("`その他`") && !out.contains("ﾒｰﾙ"), "{out}");
    fs::write(
        folder.join("m.toml"),
        table.replace("\"操作\" = \"usage\"", "\"操作\" = \"usage\", \"その他\" = \"other\""),
    )
    .unwrap();
    let (code, out, _) = run(&folder, &["map", "--check", "m.toml", "desk", "--lang", "en"]);
    assert_eq!(code, 0, "{out}");
    let report = ["report", "--records", "desk", "--mapping", "m.toml", "--month", "2024-06", "--lang", "en"];
    let (code, out, err) = run(&folder, &report);
    assert_eq!(code, 0, "{err}");
    let line = out.lines().find(|line| line.starts_with("S-4-6-1-7 ")).unwrap();
    assert!(line.contains("1 / 2"), "{line}");
}

#[test]
fn needs_tell_what_service_levels_read_and_what_is_lacking() {
    let folder = desk("map-needs");
    let (code, out, _) = run(&folder, &["map", "--needs", "--lang", "en"]);
    assert_eq!(code, 0);
    assert!(out.contains("0 of 41 service levels lack something"), "{out}");
    let (_, out, _) = run(&folder, &["map", "--needs", "desk", "--lang", "en"]);
    let line = |key: &str| out.lines().find(|line| line.starts_with(key)).unwrap().to_owned();
    // No calls at all; inquiries with all that is asked of them; a column that is not there.
    assert!(line("×  S-4-6-1-4 ").contains("×call"), "{out}");
    assert!(!line("○  S-4-6-1-7 ").contains('×'), "{out}");
    assert!(line("×  S-4-3-3-2 ").contains("×reported"), "{out}");
    assert!(out.lines().any(|line| line.starts_with("- incident.reported: ")), "{out}");
    let (_, ja, _) = run(&folder, &["map", "--needs", "desk"]);
    assert!(ja.contains("×call") && ja.contains("- call: ") && ja.contains("に足りないものがある"), "{ja}");
}

/// Whether a value is of a schema's shape; what the schema of `map-needs` uses of JSON Schema.
fn fits(value: &serde_json::Value, schema: &serde_json::Value, place: &str) {
    if let Some(choices) = schema["enum"].as_array() {
        assert!(choices.contains(value), "{place}: {value}");
    }
    let is_of = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        other => panic!("{other}"),
    };
    assert!(schema["type"].as_str().is_none_or(is_of), "{place}: {value}");
    for (n, one) in value.as_array().into_iter().flatten().enumerate() {
        fits(one, &schema["items"], &format!("{place}[{n}]"));
    }
    if let Some(object) = value.as_object() {
        assert_eq!(schema["additionalProperties"], false, "{place}");
        for name in schema["required"].as_array().unwrap() {
            assert!(object.contains_key(name.as_str().unwrap()), "{place}: no {name}");
        }
        for (name, one) in object {
            let known = &schema["properties"][name];
            assert!(known.is_object(), "{place}: {name}");
            fits(one, known, &format!("{place}.{name}"));
        }
    }
}

#[test]
fn needs_are_told_as_json_in_the_shape_of_their_schema() {
    let folder = desk("map-needs-json");
    let schema: serde_json::Value = serde_json::from_str(&run(&folder, &["schema", "map-needs"]).1).unwrap();
    for files in [&[][..], &["desk"]] {
        let (code, out, err) = run(&folder, &[&["map", "--needs", "--format", "json"], files].concat());
        assert_eq!((code, err.as_str()), (0, ""));
        let needs: serde_json::Value = serde_json::from_str(&out).unwrap();
        fits(&needs, &schema, "");
        let levels = needs["service_levels"].as_array().unwrap();
        let lacking = levels.iter().filter(|level| level["lacking"] == true).count();
        assert_eq!(
            (levels.len(), lacking > 0, needs["files"].as_array().unwrap().len()),
            (41, !files.is_empty(), 2 * files.len())
        );
    }
    let (code, _, err) = run(&folder, &["map", "desk", "--format", "json"]);
    assert!(code == 2 && err.contains("--needs"), "{err}");
}

#[test]
fn what_no_one_knows_and_what_is_ambiguous_is_told() {
    let folder = folder("map-open");
    fs::write(folder.join("a.csv"), "x,y\n1,2\n").unwrap();
    let (code, _, err) = run(&folder, &["map", "a.csv", "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(err.contains("a.csv") && err.contains("no sheet is of a kind that is known"), "{err}");
    fs::write(folder.join("calls.csv"), "番号,着信日時,応答日時\n1,03/06/2024 09:00,03/06/2024 09:01\n")
        .unwrap();
    let (code, out, err) = run(&folder, &["map", "calls.csv", "--lang", "en"]);
    assert_eq!(code, 0, "{err}");
    assert!(
        out.contains("# OPEN: times can be read as each of `%d/%m/%Y %H:%M`, `%m/%d/%Y %H:%M`; leave one"),
        "{out}"
    );
    // What is there is not written over.
    fs::write(folder.join("m.toml"), "mine").unwrap();
    assert_eq!(run(&folder, &["map", SAMPLE, "--out", "m.toml"]).0, 2);
    assert_eq!(fs::read_to_string(folder.join("m.toml")).unwrap(), "mine");
}

/// Small files of our own in the layouts of ledgers, with the words that are left open.
const LEDGERS: [(&str, &str, &str, &str); 3] = [
    (
        "snipe-it",
        "custom-assets-report.csv",
        "Company,Asset Name,Asset Tag,Model,Model No.,Category,Manufacturer,Serial,Purchased,Cost,Location,Address,Address,City,\
         State,Country,Zip,Checked Out,Type,Department,Status,Notes\n\
         ,PC-A,0001,Think,T14,Laptops,L,S-1,2024-03-12,\"120,000.00\",Tokyo,a,,b,,JP,1,佐藤,user,総務部,Deployed (deployed),\n\
         ,PC-B,0002,Think,T14,Projectors,L,S-2,2024-03-13,0,Tokyo,a,,b,,JP,1,,,,Ready to Deploy (deployable),予備\n",
        "Projectors",
    ),
    (
        "snipe-it",
        "資産.csv",
        "資産名,資産タグ,モデル,カテゴリ,シリアル,購入済,場所,チェックアウト先,備考\n\
         PC-A,0001,T14,ノートPC,S-1,2024-03-12,東京,佐藤,\nPC-B,0002,T14,黒板,S-2,2024-03-13,東京,,予備\n",
        "黒板",
    ),
    (
        "device-list",
        "機器一覧.csv",
        "管理番号,機器名,メーカー型番,シリアル番号,種別,設置場所,部署,使用者,購入日,備考\n\
         0001,PC-A,T14,S-1,ﾉｰﾄPC,3階,総務部,佐藤,R6.3.12,\n0002,PC-B,T14,S-2,黒板,3階,総務部,,令和6年3月13日,予備\n",
        "黒板",
    ),
];

#[test]
fn each_ledger_preset_reads_a_file_of_its_layout() {
    let folder = folder("map-ledger-presets");
    assert_eq!(run(&folder, &["ledger", "init", "j.jsonl"]).0, 0);
    for (n, (preset, file, text, open)) in LEDGERS.into_iter().enumerate() {
        fs::write(folder.join(file), text).unwrap();
        let mapping = format!("{n}.toml");
        let map = ["map", file, "--preset", preset, "--lang", "en", "--out", &mapping];
        let (code, out, err) = run(&folder, &map);
        assert_eq!((code, out.as_str()), (0, ""), "{err}");
        assert!(err.contains(&format!("values of category without a word: `{open}`")), "{err}");
        assert!(err.contains("no column for view"), "{err}");
        // What is left open is refused, not guessed; settled, all is read.
        let import =
            ["ledger", "import", file, "--mapping", &mapping, "--journal", "j.jsonl", "--lang", "en"];
        let (code, out, _) = run(&folder, &import);
        assert!(code == 1 && out.contains("rejected: 1\n") && out.contains(open), "{out}");
        let table = fs::read_to_string(folder.join(&mapping)).unwrap();
        let before = table.find("words = {").unwrap_or_else(|| panic!("{table}")) + "words = {".len();
        let settled = format!("{} \"{open}\" = \"other\", {}", &table[..before], &table[before..]);
        fs::write(folder.join(&mapping), settled).unwrap();
        let (code, out, err) = run(&folder, &import);
        assert_eq!(code, 0, "{out}{err}");
        assert!(out.contains("created: 2\n") && out.contains("rejected: 0\n"), "{out}");
        assert!(out.contains("2024-03-12") && out.contains("佐藤") && out.contains("0001"), "{out}");
    }
}

#[test]
fn a_list_of_devices_is_a_ledger_and_no_record() {
    let folder = folder("map-ledger");
    let (_, file, text, _) = LEDGERS[2];
    fs::write(folder.join(file), text).unwrap();
    let (code, out, err) = run(&folder, &["map", file, "--lang", "en"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.starts_with("機器一覧.csv: read as a ledger (device); "), "{err}");
    for line in [
        "# 機器一覧.csv: read as the hardware ledger (device; header in row 1)",
        "# id = 管理番号 (a synonym; 2 have a value)",
        "# acquired = 購入日 (a synonym; 2 of 2 are dates)",
        "# category: `ﾉｰﾄPC` = pc (1 rows, by the table of words)",
        "kind = \"device\"",
        "dates = [\"japanese\"]",
    ] {
        assert!(out.lines().any(|one| one == line), "{line}\n{out}");
    }
    let (_, out, _) = run(&folder, &["map", file]);
    assert!(out.contains("# 機器一覧.csv: ハードウェア資産台帳（device）と読む（見出しは1行目）"), "{out}");
    // Beside records it is told, and left to a mapping of its own.
    let (code, out, err) = run(&folder, &["map", file, SAMPLE, "--lang", "en"]);
    assert_eq!(code, 0, "{err}");
    assert!(!out.contains("機器一覧"), "{out}");
    assert!(
        err.contains(
            "機器一覧.csv is a ledger (device); `keiyaku map FILE --ledger device` proposes its mapping"
        ),
        "{err}"
    );
}

/// A table with problems is told whole, in one language, and what the rest of it does not give besides.
#[test]
fn a_broken_mapping_hides_nothing_that_the_contract_check_finds() {
    let folder = folder("map-check-broken");
    let table = r#"
zone = "Asia/Tokio"
encoding = "sjis"
times = ["slash", "%Q"]
[[file]]
name = "tickets"
kind = "incident"
shape = "cases"
id = "番号"
header_row = 0
marks = { opened = "受付日時", recoverd = "回復日時" }
colour = "red"
[[file.order]]
marks = ["opened", "ended"]
[[file]]
name = "inq"
kind = "inquiry"
shape = "case"
id = 3
"#;
    fs::write(folder.join("m.toml"), table).unwrap();
    for (language, told) in [
        (
            "ja",
            [
                "m.toml:2:8: zone: タイムゾーン`Asia/Tokio`はIANAデータベース",
                "m.toml:3:12: encoding: `sjis`とあるが、",
                "m.toml:4:9: times: `%Q`は日時の書式ではない",
                "m.toml:10:14: file[1].header_row: 行は1から数える",
                "m.toml:12:1: file[1].colour: ここでは使えないキー",
                "m.toml:14:9: file[1].order[1].marks: 時点`ended`を読む列がない",
                "m.toml:18:9: file[2].shape: `case`とあるが、",
                "m.toml:19:6: file[2].id: `3`とあるが、引用符で囲んだ文字列でなければならない",
                "S-2-1が読む時点`recovered`を記録の対応表が与えない（`recoverd`のことか）",
                "読めない[[file]]が与えるかもしれない語4件",
            ],
        ),
        (
            "en",
            [
                "m.toml:2:8: zone: time zone `Asia/Tokio` is not in",
                "m.toml:3:12: encoding: found `sjis`",
                "m.toml:4:9: times: `%Q` is no form of time",
                "m.toml:10:14: file[1].header_row: rows are counted from 1",
                "m.toml:12:1: file[1].colour: is no known key here",
                "m.toml:14:9: file[1].order[1].marks: the mark `ended` is read from no column",
                "m.toml:18:9: file[2].shape: found `case`",
                "m.toml:19:6: file[2].id: found `3`, but it must be a text in quotes",
                "S-2-1 reads the mark `recovered`, which the mapping does not give; did you mean `recoverd`?",
                "4 words that a [[file]] which cannot be read may give",
            ],
        ),
    ] {
        let (code, out, err) = run(&folder, &["map", "--check", "m.toml", "--lang", language]);
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        for line in told {
            assert_eq!(err.matches(line).count(), 1, "{line}\n{err}");
        }
        assert!(
            !err.contains("`inquiry`"),
            "what a file that cannot be read would give is not missing: {err}"
        );
        let is_japanese = |line: &str| line.chars().any(|c| ('ぁ'..='ん').contains(&c));
        assert!(err.lines().all(|line| is_japanese(line) == (language == "ja")), "{err}");
    }
}
