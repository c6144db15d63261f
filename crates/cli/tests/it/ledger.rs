//! `keiyaku ledger`: a journal from its making to the month's report.

use std::{fs, path::PathBuf};

use super::{folder, run};

const DEVICES: &str = "\u{feff}資産管理番号,機器名,種別,台帳の区分,設置部署名,使用者氏名,使用目的,申請書\r
PC-001,事務用PC,PC,国内用,総務部,佐藤 陽子,事務,申-1\r
PC-002,調査用PC,PC,国内用,企画部,髙橋 誠,調査,申-2\r
0003,予備機,PC,国内用,情報システム課,,,\r
";

/// A journal with three machines, imported on 3 June 2024.
fn imported(name: &str) -> PathBuf {
    let folder = folder(name);
    fs::write(folder.join("devices.csv"), DEVICES).unwrap();
    assert_eq!(run(&folder, &["ledger", "init", "a.jsonl"]).0, 0);
    let (code, out, err) = run(
        &folder,
        &[
            "ledger",
            "import",
            "devices.csv",
            "--kind",
            "device",
            "--journal",
            "a.jsonl",
            "--valid-on",
            "2024-06-03",
            "--apply",
            "--by",
            "山田",
        ],
    );
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    folder
}

/// The embedded sample's files, handed in like any.
const JUNE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts/jetro-2023/sample/2024-06");
const NOW: &str = "2024-07-05T00:00:00Z";

#[test]
fn an_import_is_a_dry_run_first_and_the_same_file_twice_records_nothing() {
    let folder = folder("ledger-import");
    fs::write(folder.join("devices.csv"), DEVICES).unwrap();
    run(&folder, &["ledger", "init", "a.jsonl"]);
    let dry = [
        "ledger",
        "import",
        "devices.csv",
        "--kind",
        "device",
        "--journal",
        "a.jsonl",
        "--valid-on",
        "2024-06-03",
    ];
    let (code, out, _) = run(&folder, &dry);
    assert_eq!(code, 0);
    insta::assert_snapshot!("dry_run", out);
    assert_eq!(fs::read(folder.join("a.jsonl")).unwrap(), b"");
    let apply: Vec<&str> = dry.into_iter().chain(["--apply", "--by", "山田"]).collect();
    assert_eq!(run(&folder, &apply).0, 0);
    let once = fs::read(folder.join("a.jsonl")).unwrap();
    let (code, out, _) = run(&folder, &apply);
    assert_eq!(code, 0, "{out}");
    assert_eq!(fs::read(folder.join("a.jsonl")).unwrap(), once);
    // Somebody must have recorded it.
    let nobody: Vec<&str> = dry.into_iter().chain(["--apply"]).collect();
    let (code, _, err) = run(&folder, &nobody);
    assert_eq!(code, 2);
    assert!(err.contains("--by"), "{err}");
}

#[test]
fn rows_that_cannot_be_taken_stop_the_import_and_name_their_place() {
    let folder = folder("ledger-rejected");
    fs::write(
        folder.join("uses.csv"),
        "利用番号,申請日,ステータス,資産管理番号\nU-1,04/05/06,インストール済,SW-1\nU-2,令和6年6月3日,入れた,SW-1\n",
    )
    .unwrap();
    run(&folder, &["ledger", "init", "a.jsonl"]);
    let arguments = [
        "ledger",
        "import",
        "uses.csv",
        "--kind",
        "use",
        "--journal",
        "a.jsonl",
        "--apply",
        "--by",
        "山田",
        "--lang",
        "en",
    ];
    let (code, out, err) = run(&folder, &arguments);
    assert_ne!(code, 0);
    assert!(out.contains("04/05/06") && out.contains("入れた"), "{out}{err}");
    assert_eq!(fs::read(folder.join("a.jsonl")).unwrap(), b"");
}

#[test]
fn a_correction_changes_what_was_and_the_history_keeps_both() {
    let folder = imported("ledger-correct");
    let (code, out, err) =
        run(&folder, &["ledger", "correct", "2", "user=高橋 誠", "--by", "山田", "--journal", "a.jsonl"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let card = |extra: &[&str]| {
        let arguments: Vec<&str> = [
            "ledger",
            "asof",
            "device",
            "PC-002",
            "--journal",
            "a.jsonl",
            "--on",
            "2024-06-30",
            "--format",
            "json",
        ]
        .into_iter()
        .chain(extra.iter().copied())
        .collect();
        let card: serde_json::Value = serde_json::from_str(&run(&folder, &arguments).1).unwrap();
        card["fields"]["user"]["value"].as_str().unwrap().to_owned()
    };
    assert_eq!(card(&[]), "高橋 誠");
    // Before the correction was recorded, the other spelling was what was known.
    assert_eq!(card(&["--known", "3"]), "髙橋 誠");
    let history: serde_json::Value = serde_json::from_str(
        &run(&folder, &["ledger", "history", "device", "PC-002", "--journal", "a.jsonl", "--format", "json"])
            .1,
    )
    .unwrap();
    assert_eq!(history.as_array().unwrap().len(), 2);
    assert_eq!(history[1]["what"], "correct");
    assert_eq!(history[1]["amends"], 2);
    assert_eq!(history[0]["origin"]["file"], "devices.csv");
    // A reversal takes the record away, and only in the book of today.
    let reversed =
        ["ledger", "correct", "1", "--reverse", "二重登録", "--by", "山田", "--journal", "a.jsonl"];
    assert_eq!(run(&folder, &reversed).0, 0);
    let (code, _, err) = run(&folder, &["ledger", "asof", "device", "PC-001", "--journal", "a.jsonl"]);
    assert_eq!(code, 2);
    assert!(err.contains("PC-001"), "{err}");
}

#[test]
fn a_flipped_byte_is_named_and_a_kept_head_shows_an_exchanged_journal() {
    let folder = imported("ledger-verify");
    let (code, out, _) = run(&folder, &["ledger", "verify", "a.jsonl"]);
    assert_eq!(code, 0);
    let head = out.split("末尾ハッシュ: ").nth(1).unwrap()[..64].to_owned();
    run(&folder, &["ledger", "correct", "3", "note=点検済", "--by", "山田", "--journal", "a.jsonl"]);
    assert_eq!(run(&folder, &["ledger", "verify", "a.jsonl", "--head", &head]).0, 0);
    let text = fs::read_to_string(folder.join("a.jsonl")).unwrap();
    fs::write(folder.join("b.jsonl"), text.replacen("調査用", "会計用", 1)).unwrap();
    let (code, _, err) = run(&folder, &["ledger", "verify", "b.jsonl", "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(err.contains("entry 2"), "{err}");
    // Cut back to before the head, the rest is sound and still is not what was noted.
    let first = text.lines().next().unwrap().replace("佐藤", "加藤");
    fs::write(folder.join("c.jsonl"), first).unwrap();
    assert_eq!(run(&folder, &["ledger", "verify", "c.jsonl", "--head", &head]).0, 2);
}

#[test]
fn what_is_exported_and_imported_again_changes_nothing_and_cp932_says_what_it_lacks() {
    let folder = imported("ledger-export");
    let export = ["ledger", "export", "device", "--journal", "a.jsonl", "--on", "2024-06-30"];
    for (form, file) in [("csv", "out.csv"), ("xlsx", "out.xlsx"), ("cp932", "out932.csv")] {
        let arguments: Vec<&str> = export.into_iter().chain(["--as", form, "--out", file]).collect();
        let (code, _, err) = run(&folder, &arguments);
        assert_eq!((code, err.as_str()), (0, ""), "{form}");
        let (code, out, _) = run(
            &folder,
            &[
                "ledger",
                "import",
                file,
                "--kind",
                "device",
                "--journal",
                "a.jsonl",
                "--valid-on",
                "2024-06-30",
                "--format",
                "json",
            ],
        );
        let plan: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!(code, 0);
        assert_eq!(
            (plan["unchanged"].as_u64(), plan["updated"].as_array().unwrap().len()),
            (Some(3), 0),
            "{form}"
        );
    }
    run(&folder, &["ledger", "correct", "1", "note=𠮷野家", "--by", "山田", "--journal", "a.jsonl"]);
    let cp932: Vec<&str> =
        export.into_iter().chain(["--as", "cp932", "--out", "x.csv", "--lang", "en"]).collect();
    let (code, _, err) = run(&folder, &cp932);
    assert_eq!(code, 2);
    assert!(err.contains('𠮷') && err.contains("row 3"), "{err}");
    let accepted: Vec<&str> = cp932.into_iter().chain(["--accept", "𠮷=吉"]).collect();
    let (code, _, err) = run(&folder, &accepted);
    assert_eq!(code, 0);
    assert!(err.contains("replaced"), "{err}");
}

#[test]
fn a_database_holds_what_a_file_holds() {
    let folder = imported("ledger-database");
    assert_eq!(run(&folder, &["ledger", "init", "a.sqlite"]).0, 0);
    let (code, ..) = run(
        &folder,
        &[
            "ledger",
            "import",
            "devices.csv",
            "--kind",
            "device",
            "--journal",
            "a.sqlite",
            "--valid-on",
            "2024-06-03",
            "--apply",
            "--by",
            "山田",
        ],
    );
    assert_eq!(code, 0);
    let shown =
        |journal| run(&folder, &["ledger", "asof", "device", "--journal", journal, "--on", "2024-06-30"]).1;
    assert_eq!(shown("a.sqlite"), shown("a.jsonl"));
    // What is there is not made anew.
    assert_eq!(run(&folder, &["ledger", "init", "a.sqlite"]).0, 2);
    assert_eq!(run(&folder, &["ledger", "init", "a.jsonl"]).0, 2);
}

#[test]
fn leavers_are_proposed_and_recorded_when_somebody_accepts() {
    let folder = imported("ledger-hr");
    fs::write(
        folder.join("hr.csv"),
        "氏名,発令日,区分,新所属\n佐藤 陽子,2024/7/1,退職,\n髙橋 誠,R6.7.1,異動,総務部\n",
    )
    .unwrap();
    let arguments = ["ledger", "hr", "hr.csv", "--journal", "a.jsonl", "--on", "2024-07-10", "--lang", "en"];
    let (code, out, _) = run(&folder, &arguments);
    assert_eq!(code, 0);
    insta::assert_snapshot!("proposals", out);
    let accept: Vec<&str> = arguments.into_iter().chain(["--apply", "--by", "山田"]).collect();
    assert_eq!(run(&folder, &accept).0, 0);
    let (_, out, _) =
        run(&folder, &["ledger", "asof", "device", "PC-001", "--journal", "a.jsonl", "--on", "2024-07-10"]);
    assert!(!out.contains("佐藤"), "{out}");
    // Accepted once, nothing is left to propose.
    let (_, out, _) = run(&folder, &accept);
    assert!(out.contains("nothing to record"), "{out}");
    let (code, _, err) =
        run(&folder, &["ledger", "hr", "devices.csv", "--journal", "a.jsonl", "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(err.contains("column `氏名/person`: ") && err.contains("[no-column]"), "{err}");
}

#[test]
fn a_leaver_whose_name_another_department_has_is_recorded_when_the_record_is_named() {
    let folder = imported("ledger-hr-only");
    // Of another department than the one left: not certain.
    fs::write(folder.join("hr.csv"), "氏名,発令日,区分,旧所属\n佐藤 陽子,2024/7/1,退職,どこにもない課\n")
        .unwrap();
    let arguments = ["ledger", "hr", "hr.csv", "--journal", "a.jsonl", "--on", "2024-07-10", "--lang", "en"];
    let accept = |only: &[&'static str]| -> Vec<&'static str> {
        arguments.into_iter().chain(["--apply", "--by", "山田"]).chain(only.iter().copied()).collect()
    };
    let (code, out, _) = run(&folder, &accept(&[]));
    assert_eq!((code, out.contains("nothing to record")), (0, true), "{out}");
    let (code, _, err) = run(&folder, &accept(&["--only", "device:PC-999"]));
    assert_eq!((code, err.contains("nothing to record about `device:PC-999`")), (2, true), "{err}");
    let (code, out, err) = run(&folder, &accept(&["--only", "device:PC-001"]));
    assert_eq!((code, out.contains("1 entry recorded")), (0, true), "{out}{err}");
}

#[test]
fn software_that_nobody_allowed_is_listed_with_its_machines() {
    let folder = imported("ledger-allow");
    fs::write(folder.join("allow.toml"), "[[allow]]\nname = \"表計算*\"\nversions = [\"16.*\"]\n").unwrap();
    fs::write(
        folder.join("inventory.csv"),
        "機器,ソフトウェア,バージョン,種類\nPC-001,表計算,16.2,\nPC-001,検索バー,1.0,ツールバー\nPC-002,検索バー,1.0,ツールバー\nPC-002,表計算,15.0,プログラム\n",
    )
    .unwrap();
    let (code, out, _) =
        run(&folder, &["ledger", "allowlist", "inventory.csv", "--allow", "allow.toml", "--lang", "en"]);
    assert_eq!(code, 1);
    insta::assert_snapshot!("not_allowed", out);
}

#[test]
fn the_made_up_agency_is_checked_and_feeds_the_report() {
    let folder = folder("ledger-agency");
    let (code, out, _) = run(&folder, &["ledger", "init", "agency.jsonl", "--sample"]);
    assert_eq!(code, 0, "{out}");
    let on = ["--journal", "agency.jsonl", "--on", "2024-06-30", "--format", "json"];
    let json = |command: &str| -> (i32, serde_json::Value) {
        let arguments: Vec<&str> = ["ledger", command].into_iter().chain(on).collect();
        let (code, out, err) = run(&folder, &arguments);
        (code, serde_json::from_str(&out).unwrap_or_else(|error| panic!("{command}: {error} {err}")))
    };
    let (code, checked) = json("check");
    assert_eq!(code, 1);
    let severities: Vec<&str> =
        checked["findings"].as_array().unwrap().iter().map(|one| one["severity"].as_str().unwrap()).collect();
    let rank = |word: &&str| ["error", "warning", "note"].iter().position(|known| known == word);
    assert!(severities.is_sorted_by_key(rank));
    let (code, licences) = json("licences");
    assert_eq!((code, licences["possible"]["verdict"].as_str()), (1, Some("not-met")));
    // Each shortage proves itself: more copies than seats, and the difference is to be bought.
    for one in licences["shortages"].as_array().unwrap() {
        let number = |key: &str| one[key].as_u64().unwrap();
        assert_eq!(number("needed") - number("seats"), number("buy"));
    }
    let (_, stocktake) = json("stocktake");
    let sum: u64 = stocktake["classes"]
        .as_object()
        .unwrap()
        .values()
        .map(|share| share["expected"].as_u64().unwrap() + share["both"].as_u64().unwrap())
        .sum();
    assert_eq!(Some(sum), stocktake["expected"].as_u64());
    for command in ["renewals", "loans"] {
        assert!(!json(command).1.as_array().unwrap().is_empty(), "{command}");
    }
    let (_, growth) = json("growth");
    assert!(!growth["counts"].as_array().unwrap().is_empty());
    assert!(growth["base_on"].is_string(), "{growth}");
    // What the one says of the base, the other says too.
    let unchecked = checked["unchecked"].as_array().unwrap();
    let told = |note: &str| unchecked.iter().any(|one| one["en"].as_str().unwrap().ends_with(note));
    assert!(growth["base_note"]["en"].as_str().is_none_or(told), "{unchecked:?}");
    let (code, out, err) = run(
        &folder,
        &[
            "report",
            "--month",
            "2024-06",
            "--journal",
            "agency.jsonl",
            "--records",
            JUNE,
            "--now",
            NOW,
            "--lang",
            "en",
        ],
    );
    assert_eq!(code, 0, "{err}");
    let line = out.lines().find(|line| line.starts_with("S-4-2-1-1")).unwrap();
    assert!(line.contains("2 / 3"), "{line}");
    assert!(err.contains("tally `media-disposal` of 2024-06"), "{err}");
    let report: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.join("keiyaku-report/2024-06/report.json")).unwrap())
            .unwrap();
    let licences = report["contents"].as_array().unwrap().iter().find(|one| one["id"] == "licences").unwrap();
    assert_eq!(licences["tables"][0]["rows"].as_array().unwrap().len(), 60);
}

/// Once, a second correction of one entry brought back what the first had put right.
#[test]
fn corrections_of_one_entry_add_up_and_name_columns_that_exist() {
    let folder = imported("ledger-corrections");
    let correct =
        |what: &str| run(&folder, &["ledger", "correct", "1", what, "--by", "山田", "--journal", "a.jsonl"]);
    assert_eq!(correct("user=山田").0, 0);
    assert_eq!(correct("place=3階").0, 0);
    let (_, out, _) = run(
        &folder,
        &[
            "ledger",
            "asof",
            "device",
            "PC-001",
            "--journal",
            "a.jsonl",
            "--on",
            "2024-06-30",
            "--format",
            "json",
        ],
    );
    let card: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&card["fields"]["user"]["value"], &card["fields"]["place"]["value"]),
        (&"山田".into(), &"3階".into())
    );
    let (code, _, err) = correct("usr=佐藤");
    assert_eq!(code, 2);
    assert!(err.contains("`user`のことか"), "{err}");
    let (code, _, err) = correct("category=ノート");
    assert_eq!(code, 2);
    assert!(err.contains("`pc`"), "{err}");
    // What was reversed has nothing left to correct.
    assert_eq!(
        run(
            &folder,
            &["ledger", "correct", "1", "--reverse", "誤り", "--by", "山田", "--journal", "a.jsonl"]
        )
        .0,
        0
    );
    let (code, _, err) = correct("user=佐藤");
    assert_eq!(code, 2);
    assert!(err.contains("記録6で取り消された"), "{err}");
}

/// Once, a sheet of returns that was imported on another day happened again.
#[test]
fn what_happened_needs_a_day_that_is_said() {
    let folder = imported("ledger-event-day");
    fs::write(
        folder.join("import.toml"),
        "kind = \"device\"\nid = \"番号\"\nabsent = \"ignore\"\n\n[event]\nalways = \"repair-begun\"\n",
    )
    .unwrap();
    // The two letters of the header alone would fit CP932 as well.
    fs::write(folder.join("repairs.csv"), "\u{FEFF}番号\nPC-001\n").unwrap();
    let import = [
        "ledger",
        "import",
        "repairs.csv",
        "--mapping",
        "import.toml",
        "--journal",
        "a.jsonl",
        "--lang",
        "en",
    ];
    let (code, out, _) = run(&folder, &import);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("day"), "{out}");
    let dated: Vec<&str> =
        import.into_iter().chain(["--valid-on", "2024-06-10", "--apply", "--by", "山田"]).collect();
    assert_eq!(run(&folder, &dated).0, 0);
    let once = fs::read(folder.join("a.jsonl")).unwrap();
    assert_eq!(run(&folder, &dated).0, 0);
    assert_eq!(fs::read(folder.join("a.jsonl")).unwrap(), once);
}

#[test]
fn journals_are_named_for_what_they_are_and_only_real_ones_are_exported() {
    let folder = folder("ledger-names");
    let (code, _, err) = run(&folder, &["ledger", "init", "a.txt"]);
    assert_eq!(code, 2);
    assert!(err.contains(".jsonl"), "{err}");
    assert_eq!(run(&folder, &["ledger", "init", "B.SQLITE"]).0, 0);
    assert!(fs::read(folder.join("B.SQLITE")).unwrap().starts_with(b"SQLite format 3"));
    fs::write(folder.join("zeros.jsonl"), [0; 4096]).unwrap();
    let (code, _, err) = run(&folder, &["ledger", "verify", "zeros.jsonl"]);
    assert_eq!(code, 2, "{err}");
    let (code, _, err) = run(&folder, &["ledger", "export", "device", "--out", "x.csv"]);
    assert_eq!(code, 2);
    assert!(err.contains("--journal"), "{err}");
    assert!(!folder.join("x.csv").exists());
}

#[test]
fn the_seat_accounts_of_the_agency_balance() {
    let folder = folder("ledger-accounts");
    let (code, out, err) = run(&folder, &["ledger", "licences", "--accounts", "--format", "json"]);
    assert_eq!(code, 0);
    assert!(err.contains("架空の組織の台帳（見本）"), "{err}");
    let all: serde_json::Value = serde_json::from_str(&out).unwrap();
    for asset in all.as_array().unwrap() {
        let sum: i64 =
            asset["balances"].as_object().unwrap().values().map(|seats| seats.as_i64().unwrap()).sum();
        assert_eq!(sum, 0, "{asset}");
    }
    let (code, out, _) = run(&folder, &["ledger", "licences", "--software", "図面C", "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(out.contains("図面C") && !out.contains("画像工房"), "{out}");
    let (code, _, err) = run(&folder, &["ledger", "licences", "--software", "図面D", "--lang", "en"]);
    assert_eq!(code, 2);
    assert!(err.contains("did you mean `図面C`?"), "{err}");
}
