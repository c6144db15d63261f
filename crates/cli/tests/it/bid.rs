//! `keiyaku bid`: templates, the sample, judging, comparing, scoring, bad input.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{folder, run};

/// The sample bidders in a folder of their own.
fn sample(name: &str) -> PathBuf {
    let folder = folder(name);
    assert_eq!(run(&folder, &["bid", "new", ".", "--sample"]).0, 0);
    folder
}

fn json(folder: &PathBuf, arguments: &[&str]) -> (i32, Vec<Value>) {
    let (code, out, err) = run(folder, &[arguments, &["--format", "json"]].concat());
    assert_eq!(err, "");
    (code, serde_json::from_str(&out).unwrap())
}

/// Replaces a text in a file of the sample; it must be there.
fn mend(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn the_sample_is_embedded_and_written_alike() {
    let folder = sample("bid-sample");
    let embedded = json(&folder, &["bid", "check"]);
    let written = json(&folder, &["bid", "compare", "aoba", "kisaragi", "minato"]);
    assert_eq!((embedded.0, written.0), (1, 0), "comparing is no judgement");
    // What is embedded says that it is a sample, and is the same otherwise.
    let mut embedded = embedded.1;
    for bid in &mut embedded {
        assert_eq!(bid.as_object_mut().unwrap().remove("sample"), Some(true.into()));
    }
    assert_eq!(embedded, written.1);
    let verdicts: Vec<&str> = written.1.iter().map(|bid| bid["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["met", "not-met", "not-met"]);
}

#[test]
fn who_meets_everything_ends_with_0() {
    let folder = sample("bid-aoba");
    let (code, out, _) = run(&folder, &["bid", "check", "aoba", "--lang", "en"]);
    assert_eq!(code, 0);
    // By the examination of the person's file, as of the day of signing.
    assert!(out.contains("○ level 3 or more in itsm.sd, itsm.sa (desirable): itsm.sd 3, itsm.sa 3"), "{out}");
    assert!(out.contains("- toeic-equivalents:"), "{out}");
}

#[test]
fn an_expired_certificate_and_a_shift_table_with_a_gap_are_told() {
    let folder = sample("bid-kisaragi");
    let (code, out, _) = run(&folder, &["bid", "check", "kisaragi", "--lang", "en"]);
    assert_eq!(code, 1);
    for told in ["pmp expired on 2022-12-31", "Sat, Sun 23:00–24:00 help-desk: nobody speaks `en`"] {
        assert!(out.contains(told), "{out}");
    }
    // Without the night shift of the week nobody is there at all.
    mend(
        &folder,
        "aoba/bid.toml",
        "days = [\"weekdays\"]\nfrom = \"23:00\"",
        "days = [\"mon\"]\nfrom = \"23:00\"",
    );
    let (code, out, _) = run(&folder, &["bid", "check", "aoba", "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(out.contains("Tue, Wed, Thu, Fri 23:00–24:00 help-desk: 0 of 1 people"), "{out}");
}

#[test]
fn bidders_stand_side_by_side() {
    let folder = folder("bid-compare");
    let (code, out, _) = run(&folder, &["bid", "compare", "--lang", "en"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("bid_compare", out);
}

#[test]
fn scores_are_apart_from_eligibility() {
    let folder = folder("bid-score");
    let additive =
        ["bid", "score", "--method", "additive", "--ceiling", "500000000", "--price-points", "200"];
    let (code, rows) = json(&folder, &additive);
    assert_eq!(code, 0);
    let told: Vec<(&str, Option<u64>)> =
        rows.iter().map(|row| (row["score"].as_str().unwrap(), row["rank"].as_u64())).collect();
    assert_eq!(told, [("728", Some(1)), ("720", None), ("678", None)]);
    let (_, rows) = json(&folder, &[&additive[..], &["--all"]].concat());
    assert_eq!(rows.iter().filter(|row| row["rank"].is_u64()).count(), 3);

    let divisive =
        ["bid", "score", "--method", "divisive", "--ceiling", "450000000", "--per-yen", "1000000", "--all"];
    let (_, out, _) = run(&folder, &[&divisive[..], &["--round", "1:half-up", "--lang", "en"]].concat());
    insta::assert_snapshot!("bid_score", out);
}

#[test]
fn a_tie_is_told() {
    let folder = sample("bid-tie");
    fs::create_dir_all(folder.join("twin/people")).unwrap();
    for file in ["bid.toml", "people/overall.toml", "people/desk-leader.toml"] {
        fs::copy(folder.join("aoba").join(file), folder.join("twin").join(file)).unwrap();
    }
    let arguments =
        ["bid", "score", "aoba", "twin", "--method", "divisive", "--ceiling", "500000000", "--per-yen", "1"];
    let (code, _, err) = run(&folder, &arguments);
    assert_eq!(code, 2);
    assert!(err.contains("`青葉システム運用（架空）`の提案が2つある"), "{err}");
    mend(&folder, "twin/bid.toml", "青葉システム運用（架空）", "双葉（架空）");
    let (_, rows) = json(&folder, &arguments);
    assert!(rows.iter().all(|row| row["rank"] == 1 && row["tied"] == true), "{rows:?}");
}

#[test]
fn weights_must_be_stated() {
    let folder = folder("bid-weights");
    for (arguments, message) in [
        (&["--method", "additive", "--ceiling", "5"][..], "--price-points"),
        (&["--method", "divisive", "--ceiling", "5"], "--per-yen"),
        (&["--method", "divisive", "--per-yen", "1"], "--ceiling"),
        (&["--method", "divisive", "--per-yen", "1", "--ceiling", "5", "--round", "2:near"], "half-even"),
    ] {
        let (code, _, err) = run(&folder, &[&["bid", "score"], arguments].concat());
        assert!(code == 2 && err.contains(message), "{err}");
    }
}

#[test]
fn a_new_folder_is_filled_in_and_never_written_over() {
    let folder = folder("bid-new");
    assert_eq!(run(&folder, &["bid", "new", "own"]).0, 0);
    let (code, _, err) = run(&folder, &["bid", "check", "own", "--lang", "en"]);
    assert!(code == 2 && err.contains("own/bid.toml:4:9: bidder.price: must be more than 0 yen"), "{err}");
    let (code, _, err) = run(&folder, &["bid", "new", "own"]);
    assert!(
        code == 2
            && err.contains("`own/bid.toml`: is there already")
            && err.contains("`own/bid.toml`: 既に存在する"),
        "{err}"
    );

    mend(&folder, "own/bid.toml", "price = 0", "price = 1");
    let members = "氏名,提案する役割,言語,再委託,根拠ファイル\n運用花子,overall,ja,いいえ,\n";
    fs::write(folder.join("own/members.csv"), members).unwrap();
    fs::write(folder.join("own/experience.csv"), "氏名,開始日,終了日\n運用花子,2010/4/1,\n").unwrap();
    let (code, bids) = json(&folder, &["bid", "check", "own"]);
    assert_eq!((code, bids[0]["verdict"].as_str()), (1, Some("not-met")));
    assert_eq!(bids[0]["team"][0]["person"], "運用花子");
    assert_eq!(bids[0]["team"][0]["verdict"], "not-shown");
    assert_eq!(bids[0]["shifts"]["verdict"], "not-shown");
}

#[test]
fn bad_input_is_told_all_at_once_with_its_place() {
    let folder = sample("bid-bad");
    mend(&folder, "aoba/bid.toml", "\"overall\"", "\"overal\"");
    mend(&folder, "aoba/bid.toml", "site = \"tokyo\"", "site = \"tokio\"");
    mend(&folder, "aoba/bid.toml", "id = \"sc\"", "id = \"scc\"");
    mend(&folder, "aoba/people/overall.toml", "青葉 一郎", "青葉 二郎");
    mend(&folder, "aoba/people/desk-leader.toml", "\"ap\"", "\"app\"");
    fs::write(folder.join("minato/scores.csv"), "氏名,試験,点数\n湊 一也,toeic,満点\n").unwrap();
    let (code, out, err) = run(&folder, &["bid", "compare", "aoba", "minato", "nowhere"]);
    assert_eq!((code, out.as_str()), (2, ""));
    insta::assert_snapshot!("bid_bad", err);
}

#[test]
fn a_contract_without_requirements_says_so() {
    let folder = folder("bid-none");
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../keiyaku/contracts/examples/servicenow-log");
    let (code, _, err) = run(&folder, &["bid", "check", "--contract", example]);
    assert!(code == 2 && err.contains("フォルダにbid.tomlがない"), "{err}");
}

/// Sheets under other names were passed over without a word.
#[test]
fn a_sheet_of_an_unknown_name_stops_the_command() {
    let folder = sample("bid-misnamed");
    fs::write(folder.join("aoba/Shifts.csv"), "x\n").unwrap();
    let (code, _, err) = run(&folder, &["bid", "check", "aoba"]);
    assert_eq!(code, 2);
    assert!(err.contains("Shifts.csv"), "{err}");
}

/// What people type for a code is understood: capitals, and the names of the tables.
#[test]
fn names_and_capitals_stand_for_codes() {
    let folder = sample("bid-names");
    mend(&folder, "aoba/bid.toml", "languages = [\"ja\", \"en\"]", "languages = [\"日本語\", \"英語\"]");
    mend(&folder, "aoba/bid.toml", "id = \"pmp\"", "id = \"PMP\"");
    mend(&folder, "aoba/bid.toml", "site = \"tokyo\"", "site = \"東京\"");
    let (code, out, err) = run(&folder, &["bid", "check", "aoba", "--lang", "en"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("words read as codes: `PMP` → pmp") && out.contains("`日本語` → ja"), "{out}");
    mend(&folder, "aoba/bid.toml", "languages = [\"日本語\", \"英語\"]", "languages = [\"日本\", \"en\"]");
    let (code, _, err) = run(&folder, &["bid", "check", "aoba"]);
    assert_eq!(code, 1);
    assert!(err.contains("言語`日本`は求められていない（`日本語`のことか） [unknown-language]"), "{err}");
    let (_, _, err) = run(&folder, &["bid", "check", "aoba", "--lang", "en"]);
    assert!(
        err.contains("nothing asks for the language `日本`; did you mean `ja`? [unknown-language]"),
        "{err}"
    );
}

#[test]
fn a_certificate_that_ran_out_is_told() {
    let folder = sample("bid-lpic");
    mend(
        &folder,
        "aoba/bid.toml",
        "id = \"azure\", valid_until = 2024-03-31",
        "id = \"azure\", valid_until = 2020-03-31",
    );
    let (code, out, _) = run(&folder, &["bid", "check", "aoba", "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(out.contains("azure expired on 2020-03-31"), "{out}");
}
