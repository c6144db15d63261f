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
