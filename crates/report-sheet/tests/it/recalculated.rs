//! The workbook as LibreOffice calculates it, after a wrong value was planted in every formula.

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read, Write},
    path::Path,
    process::Command,
};

use calamine::Data;
use keiyaku::provenance::Language;
use regex::{Captures, Regex};

use crate::book::{Cells, Month, number, read, row, sheet, text};

/// What is planted in every formula. It must not survive.
const PLANTED: &str = "777";

/// Makes LibreOffice calculate what it loads; by default it believes what programs have written.
const PROFILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;

/// Every part of a workbook, changed by its name.
fn changed(bytes: &[u8], mut change: impl FnMut(&str, String) -> String) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut file = from.by_index(at).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut held = Vec::new();
        file.read_to_end(&mut held).unwrap();
        if name.starts_with("xl/worksheets/sheet") {
            held = change(&name, String::from_utf8(held).unwrap()).into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&held).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn cells() -> Regex {
    Regex::new(r"(<c [^>]*>)(<f[^>]*>[^<]*</f>)<v>[^<]*</v>").unwrap()
}

/// The formulas of a workbook.
pub(crate) fn formulas(bytes: &[u8]) -> Vec<String> {
    let formula = Regex::new(r"<f[^>]*>([^<]*)</f>").unwrap();
    let mut all = Vec::new();
    changed(bytes, |_, xml| {
        let unescaped = |text: &str| text.replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&");
        all.extend(formula.captures_iter(&xml).map(|found| unescaped(&found[1])));
        xml
    });
    all
}

/// The same workbook with the wrong value in every formula, and how many there are.
fn planted(bytes: &[u8]) -> (Vec<u8>, usize) {
    let mut count = 0;
    let bytes = changed(bytes, |_, xml| {
        let plant = |found: &Captures<'_>| {
            count += 1;
            format!("{}{}<v>{PLANTED}</v>", found[1].replace(" t=\"str\"", ""), &found[2])
        };
        cells().replace_all(&xml, plant).into_owned()
    });
    (bytes, count)
}

/// The part that holds a sheet of the book.
fn part_of(book: &[(String, Cells)], name: &str) -> String {
    let at = book.iter().position(|(known, _)| known == name).unwrap();
    format!("xl/worksheets/sheet{}.xml", at + 1)
}

/// One start of the program for all books; `None` where it is not installed.
fn recalculate(books: &BTreeMap<&str, Vec<u8>>) -> Option<BTreeMap<String, Vec<u8>>> {
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("profile");
    fs::create_dir_all(profile.join("user")).unwrap();
    fs::write(profile.join("user/registrymodifications.xcu"), PROFILE).unwrap();
    let mut command = Command::new("soffice");
    command
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--convert-to", "xlsx", "--outdir"])
        .arg(folder.path().join("out"))
        .env("HOME", folder.path());
    for (name, bytes) in books {
        let path = folder.path().join(format!("{name}.xlsx"));
        fs::write(&path, bytes).unwrap();
        command.arg(path);
    }
    let Ok(output) = command.output() else {
        assert!(std::env::var_os("REQUIRE_SOFFICE").is_none(), "soffice is required here and does not start");
        eprintln!("skipped: LibreOffice (soffice) is not installed, so that no workbook is recalculated");
        return None;
    };
    let read = |name: &&str| {
        let path = folder.path().join("out").join(format!("{name}.xlsx"));
        let told = String::from_utf8_lossy(&output.stderr);
        (
            (*name).to_owned(),
            fs::read(Path::new(&path)).unwrap_or_else(|error| panic!("{name}: {error}; {told}")),
        )
    };
    Some(books.keys().map(read).collect())
}

/// Whether two cells hold the same, by what programs keep of a number.
fn same(one: &Data, other: &Data) -> bool {
    match (number(one), number(other)) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * one.abs().max(1.0),
        (None, None) => text(one) == text(other),
        _ => false,
    }
}

/// Every cell that was written with the engine's value is what the other program calculates.
fn all_agree(name: &str, written: &[u8], calculated: &[u8]) {
    let (written, calculated) = (read(written), read(calculated));
    assert_eq!(written.len(), calculated.len(), "{name}");
    for ((sheet, cells), (_, others)) in written.iter().zip(&calculated) {
        for (at, data) in cells {
            // A text of nothing is written as one and not kept.
            if text(data).is_empty() {
                continue;
            }
            let other = others.get(at).unwrap_or_else(|| panic!("{name} {sheet} {at:?}: {data:?} is gone"));
            assert!(same(data, other), "{name} {sheet} {at:?}: {data:?} written, {other:?} calculated");
        }
    }
}

/// A workbook in which the end of one case was changed, and the case's row.
struct Edited {
    bytes: Vec<u8>,
    row: u32,
}

/// Ends a case so many days later than it was done.
const LATER: f64 = 60.0;

fn edited(bytes: &[u8], records: &str) -> Edited {
    let book = read(bytes);
    let cells = sheet(&book, records);
    let last = cells.keys().map(|(row, _)| *row).max().unwrap();
    let at = (4..=last).find(|at| text(row(cells, *at)["扱い"]) == "対象").unwrap();
    let part = part_of(&book, records);
    let cell = Regex::new(&format!(r#"(<c r="D{}"[^>]*><v>)([^<]*)(</v>)"#, at + 1)).unwrap();
    let mut count = 0;
    let bytes = changed(bytes, |name, xml| {
        if name != part {
            return xml;
        }
        let later = |found: &Captures<'_>| {
            count += 1;
            format!("{}{}{}", &found[1], found[2].parse::<f64>().unwrap() + LATER, &found[3])
        };
        cell.replace_all(&xml, later).into_owned()
    });
    assert_eq!(count, 1);
    Edited { bytes, row: at }
}

fn level<'a>(book: &'a [(String, Cells)], key: &str) -> BTreeMap<String, &'a Data> {
    let cells = sheet(book, "サービスレベル");
    let last = cells.keys().map(|(row, _)| *row).max().unwrap();
    (4..=last).map(|at| row(cells, at)).find(|row| text(row["番号"]) == key).unwrap()
}

/// The item of which a case is edited: all of its few cases were in time.
const EDITED: &str = "S-4-4-1-2";
const RECORDS: &str = "記録 S-4-4-1-2";

/// One start of the program: it takes longer than all that it calculates.
#[test]
fn another_program_comes_to_every_figure_and_follows_an_edit() {
    let months = [
        ("sample", Month::sample(&[]), Language::Ja),
        ("written", Month::sample(&[("formula-reading", "as-written"), ("boundary", "late")]), Language::En),
        ("open", Month::made_up(7, "2024-06-20T03:00:00Z"), Language::Ja),
        ("measures", Month::measures(&[]), Language::Ja),
        (
            "policies",
            Month::measures(&[
                ("mean-over", "days"),
                ("percentile-rank", "interpolated"),
                ("blank-answer", "mean-of-answered"),
                ("open-cases", "late"),
            ]),
            Language::Ja,
        ),
    ];
    let written: BTreeMap<&str, Vec<u8>> =
        months.iter().map(|(name, month, language)| (*name, month.workbook(*language))).collect();
    let mut books: BTreeMap<&str, Vec<u8>> = BTreeMap::new();
    for (name, bytes) in &written {
        let (planted, count) = planted(bytes);
        assert_eq!(count, formulas(bytes).len(), "every formula of {name} got the wrong value");
        assert!(count > 50, "{name}: {count}");
        books.insert(name, planted);
    }
    let edit = edited(&planted(&written["sample"]).0, RECORDS);
    books.insert("edited", edit.bytes.clone());
    let Some(calculated) = recalculate(&books) else { return };

    for (name, bytes) in &written {
        all_agree(name, bytes, &calculated[*name]);
    }
    // That case is late now, and with it a target is missed; nothing else changes.
    let (before, after) = (read(&calculated["sample"]), read(&calculated["edited"]));
    let took = |book: &[(String, Cells)]| number(row(sheet(book, RECORDS), edit.row)["所要秒数"]).unwrap();
    assert_eq!(took(&after), took(&before) + LATER * 86_400.0);
    let (old, new) = (level(&before, EDITED), level(&after, EDITED));
    let part = |row: &BTreeMap<String, &Data>| number(row["計算: 分子（件・秒・点）"]).unwrap();
    assert_eq!(part(&new), part(&old) - 1.0);
    let words =
        |row: &BTreeMap<String, &Data>| ["計算: 判定", "システム: 判定", "照合"].map(|name| text(row[name]));
    assert_eq!(words(&old), ["達成", "達成", "一致"]);
    assert_eq!(words(&new), ["未達成", "達成", "相違"]);
    let counted = |book: &[(String, Cells)], word: &str| {
        let cover = sheet(book, "表紙");
        let at = cover.iter().find(|((_, column), data)| *column == 0 && text(data) == word).unwrap().0.0;
        number(&cover[&(at, 1)]).unwrap()
    };
    assert_eq!(counted(&after, "未達成"), counted(&before, "未達成") + 1.0, "the cover follows");
    assert_eq!(words(&level(&after, "S-2-2")), words(&level(&before, "S-2-2")));
}
