//! Files made to mislead or to do harm: what the command makes of them.

use std::fs;

use super::{folder, run};

/// Sums of more than 64 bits stopped at the greatest number of 64 bits, so that 1.55 × 10^18 missed were 100 %.
#[test]
fn regression_tallies_of_any_size_are_summed_without_loss() {
    let folder = folder("hostile-tallies");
    fs::create_dir_all(folder.join("june")).unwrap();
    let rows = "集計名,日付,計画数,実施数,未実施の内容\n\
                backup,2024-06-27,10000000000000000000,10000000000000000000,\n\
                backup,2024-06-28,10000000000000000000,8446744073709551615,\n";
    fs::write(folder.join("june/tallies.csv"), rows).unwrap();
    let now = "2024-07-05T09:00:00+09:00";
    let arguments =
        ["report", "--records", "june", "--month", "2024-06", "--now", now, "--format", "json", "--out", "r"];
    let report: serde_json::Value = serde_json::from_str(&run(&folder, &arguments).1).unwrap();
    let items = report["items"].as_array().unwrap();
    let item = items.iter().find(|item| item["key"] == "S-4-3-5-1").unwrap();
    assert_eq!((&item["displayed"], &item["verdict"]), (&"92.2".into(), &"not-met".into()), "{item:#}");
    assert_eq!(item["denominator"], "20000000000000000000");
}

/// A month of so many calls.
fn calls(rows: usize) -> String {
    let row = |n| format!("TEL-{n:07},2024/6/3 9:00:00,2024/6/3 9:00:05,,2024/6/3 9:05:00,,\n");
    format!(
        "番号,着信日時,応答日時,放棄日時,終了日時,除外理由,除外備考\n{}",
        (0..rows).map(row).collect::<String>()
    )
}

/// Memory used up ended in an abort by a signal, with a line that says nothing to those who see it.
#[test]
#[cfg(target_os = "linux")]
fn regression_memory_used_up_ends_in_one_sentence_and_exit_code_5() {
    use std::process::Command;

    let folder = folder("hostile-memory");
    fs::create_dir_all(folder.join("june")).unwrap();
    fs::write(folder.join("june/calls.csv"), calls(100_000)).unwrap();
    let report =
        "report --records june --month 2024-06 --now 2024-07-05T09:00:00+09:00 --format json --out r";
    let binary = env!("CARGO_BIN_EXE_keiyaku");
    let shell = |limit: &str, more: &str| {
        let line = format!("{limit} exec '{binary}' {report} {more}");
        let output = Command::new("sh").current_dir(&folder).args(["-c", &line]).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    // The system's limit, which holds for the program itself as well, and our own end alike.
    for limit in ["ulimit -v 90000;", "KEIYAKU_MEMORY=60M", "KEIYAKU_MEMORY=62914560"] {
        let (code, out, err) = shell(limit, "");
        assert_eq!((code, out.as_str()), (Some(5), ""), "{limit}: {err}");
        assert_eq!(err.lines().count(), 1, "{err}");
        assert!(err.contains("メモリが上限に達したため中止した"), "{err}");
        assert!(!folder.join("r").exists());
    }
    let (code, _, err) = shell("KEIYAKU_MEMORY=60M", "--lang en");
    assert_eq!((code, err.lines().count()), (Some(5), 1), "{err}");
    assert!(err.contains("stopped at the limit of memory"), "{err}");
    // What is enough is enough; a limit of the system's is not raised.
    assert_eq!(shell("", "").0, Some(0));
    assert_eq!(shell("ulimit -v 90000; KEIYAKU_MEMORY=8G", "").0, Some(5));
    let (code, _, err) = shell("KEIYAKU_MEMORY=plenty", "--lang en");
    assert_eq!(code, Some(2));
    assert!(err.contains("`plenty` is not an amount of memory; write it as in 512M or 4G"), "{err}");
}

/// Files made to use up memory or the stack end in a problem with its code, in the language that is asked for, in little memory.
#[test]
#[cfg(target_os = "linux")]
fn what_is_nested_locked_or_blown_up_is_a_problem_with_a_code() {
    use std::process::Command;

    let folder = folder("hostile-files");
    let million = 1_000_000;
    let nested = |open: &str, close: &str| format!("{}{}", open.repeat(million), close.repeat(million));
    // The mark of a compound file, and the name that says that it is locked.
    let locked: Vec<u8> = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
        .into_iter()
        .chain([0; 504])
        .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let files: [(&str, Vec<u8>, &str); 5] = [
        ("calls.jsonl", format!("{{\"番号\":{}}}\n", nested("[", "]")).into_bytes(), "json"),
        ("calls2.jsonl", nested("{\"番号\":", "}").into_bytes(), "json"),
        ("calls3.json", nested("[", "]").into_bytes(), "json"),
        ("calls4.xlsx", locked.clone(), "password"),
        ("calls5.xls", locked, "password"),
    ];
    for (name, bytes, code) in &files {
        let _ = fs::remove_dir_all(folder.join("r"));
        fs::create_dir(folder.join("r")).unwrap();
        fs::write(folder.join("r").join(name), bytes).unwrap();
        for language in ["ja", "en"] {
            let output = Command::new(env!("CARGO_BIN_EXE_keiyaku"))
                .current_dir(&folder)
                .env("KEIYAKU_MEMORY", "200M")
                .args(["report", "--records", "r", "--month", "2024-06", "--lang", language, "--out", "o"])
                .args(["--now", "2024-07-05T09:00:00+09:00"])
                .output()
                .unwrap();
            let err = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{name}: {err:.2000}");
            let told = err.lines().find(|line| line.contains(&format!("[{code}]"))).unwrap_or_default();
            assert!(told.contains(&format!("r/{name}")), "{name}: {err:.2000}");
            assert!(err.len() < 10_000, "{name}: what is shown of it is short");
        }
    }
}
