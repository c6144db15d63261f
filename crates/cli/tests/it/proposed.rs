//! A mapping proposed for what the program itself writes reads it without loss, from text and from workbooks.

use keiyaku::{
    Contract,
    provenance::Language,
    records::{InputFile, Layouts, Loaded, Mapping, propose},
};
use proptest::prelude::*;
use rust_xlsxwriter::Workbook;

/// The rows of a CSV file that the program wrote.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// One workbook with a sheet per kind.
fn workbook(files: &[(String, String)]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, text) in files {
        let sheet = book.add_worksheet();
        sheet.set_name(name.trim_end_matches(".csv")).unwrap();
        for (row, cells) in rows(text).into_iter().enumerate() {
            for (column, cell) in cells.into_iter().enumerate() {
                let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
                sheet.write_string(row, column, &cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// What is read of files by the contract's own mapping, and by the one that is proposed for them.
fn both(contract: &Contract, inputs: &[InputFile<'_>], sheets: usize) -> (Loaded, Loaded) {
    let layouts = Layouts {
        records: Some(contract.mapping_table()),
        ledgers: contract.ledgers().map(|rules| &rules.sheets),
        ledger_layout: None,
        lists: Some(contract.lists()),
    };
    let proposal = propose(layouts, inputs, Language::En).unwrap();
    assert_eq!((proposal.sheets.given, proposal.sheets.all), (sheets, sheets), "{:?}", proposal.open);
    assert_eq!((proposal.open.as_slice(), proposal.ledgers.as_slice()), (&[][..], &[][..]));
    let mapping = Mapping::from_table("m.toml", &proposal.mapping, contract.calendars().sites()).unwrap();
    let now = "2030-01-01T00:00:00Z".parse().unwrap();
    let read = |contract: &Contract| contract.read_records(inputs, now, &mut |_, _| {});
    (read(contract), read(&contract.clone().with_mapping(mapping)))
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 0, ..ProptestConfig::with_cases(2) })]

    /// A month of any seed, each file as text, and all of them as the sheets of one workbook.
    #[test]
    fn a_month_is_read_without_loss_by_the_mapping_proposed_for_it(
        year in 2023_i32..2027, month in 1_u32..=12, seed in any::<u64>(),
    ) {
        let contract = Contract::reference().unwrap();
        let month = format!("{year}-{month:02}").parse().unwrap();
        let Some(Ok(files)) = contract.sample(month, seed) else { return Ok(()) };
        let files: Vec<(String, String)> = files.into_iter().map(|file| (file.name, file.text)).collect();
        let texts: Vec<InputFile<'_>> =
            files.iter().map(|(name, text)| InputFile { name, bytes: text.as_bytes() }).collect();
        let (own, proposed) = both(&contract, &texts, files.len());
        prop_assert_eq!(own.problems(), 0);
        prop_assert!(own.errors == proposed.errors && own.observations == proposed.observations);
        let book = workbook(&files);
        let (in_book, proposed) = both(&contract, &[InputFile { name: "month.xlsx", bytes: &book }], files.len());
        prop_assert_eq!(in_book.problems(), 0);
        prop_assert!(in_book.observations == proposed.observations);
        // Where a case stands is another place in a workbook; how many there are is not.
        let counts = |loaded: &Loaded| {
            let seen = &loaded.observations;
            (seen.cases.len(), seen.events.len(), seen.tallies.len(), seen.answers.len(), seen.supplied.len())
        };
        prop_assert_eq!(counts(&in_book), counts(&own));
    }
}

/// A help desk's workbook as offices keep it: titles above the header, merged cells, eras, half-width words, totals.
fn desk_book() -> Vec<u8> {
    let mut book = Workbook::new();
    let format = rust_xlsxwriter::Format::new();
    let sheet = book.add_worksheet();
    sheet.set_name("障害").unwrap();
    sheet.merge_range(0, 0, 0, 7, "ヘルプデスク月次報告（令和6年6月分）", &format).unwrap();
    let put = |sheet: &mut rust_xlsxwriter::Worksheet, row: u32, cells: &[&str]| {
        for (column, cell) in (0_u16..).zip(cells) {
            sheet.write_string(row, column, *cell).unwrap();
        }
    };
    put(
        sheet,
        3,
        &[
            "受付No.",
            "種別",
            "影響範囲",
            "発生日時",
            "受付日時",
            "初動日時",
            "復旧日時",
            "対応状況",
            "担当者",
        ],
    );
    put(
        sheet,
        4,
        &[
            "I-1",
            "ﾊｰﾄﾞｳｪｱ",
            "個人",
            "R6.6.3 9:00",
            "令和6年6月3日 9時05分",
            "R6.6.3 9:30",
            "R6.6.3 11:00",
            "完了",
            "山田",
        ],
    );
    put(
        sheet,
        5,
        &[
            "I-2",
            "ネットワーク",
            "全体",
            "R6.6.4 9:00",
            "令和6年6月4日 9時05分",
            "R6.6.4 9:30",
            "",
            "保留中",
            "山田",
        ],
    );
    put(
        sheet,
        6,
        &[
            "I-3",
            "ネットワーク",
            "全体",
            "R6.6.5 9:00",
            "令和6年6月5日 9時05分",
            "R6.6.5 9:30",
            "",
            "完了",
            "山田",
        ],
    );
    put(sheet, 7, &["合計", "3"]);
    let sheet = book.add_worksheet();
    sheet.set_name("問合せ").unwrap();
    put(
        sheet,
        1,
        &["番号", "受付方法", "問合せ区分", "部署", "受付日時", "一次回答日時", "完了日時", "一次解決"],
    );
    let times = rust_xlsxwriter::Format::new().set_num_format("yyyy/m/d h:mm");
    for row in 2..6 {
        put(sheet, row, &[&format!("Q-{row}"), "ﾒｰﾙ", "操作", "総務部"]);
        for (column, hour) in (4_u16..).zip([9, 10, 11]) {
            let at =
                rust_xlsxwriter::ExcelDateTime::from_ymd(2024, 6, 3).unwrap().and_hms(hour, 5, 0).unwrap();
            sheet.write_datetime_with_format(row, column, &at, &times).unwrap();
        }
        put(sheet, row, &[&format!("Q-{row}")]);
        sheet.write_string(row, 7, "はい").unwrap();
    }
    put(sheet, 6, &["合計", "4"]);
    book.save_to_buffer().unwrap()
}

#[test]
fn a_stranger_s_workbook_and_exports_need_no_line_written_by_hand() {
    let folder = crate::folder("map-stranger");
    std::fs::create_dir(folder.join("desk")).unwrap();
    std::fs::write(folder.join("desk/ヘルプデスク6月.xlsx"), desk_book()).unwrap();
    let calls = "通話ID,着信時刻,応答時刻,放棄時刻,終話時刻\r\nT1,2024/06/03 10:00:00,2024/06/03 10:00:08,,2024/06/03 10:05:00\r\n\
                 T2,2024/06/03 11:00:00,,2024/06/03 11:00:30,2024/06/03 11:00:30\r\n合計,2,,,\r\n";
    let requests = "申請番号,依頼種別,規模,申請日時,期限,完了日時\r\nR1,ID申請,通常,2024.6.3 9:00,2024.6.5 17:00,2024.6.4 15:00\r\n";
    for (name, text) in [("電話.csv", calls), ("申請.csv", requests)] {
        std::fs::write(folder.join("desk").join(name), keiyaku::intake::encode_cp932(text).unwrap()).unwrap();
    }
    let (code, out, err) = crate::run(&folder, &["map", "desk", "--lang", "en", "--out", "m.toml"]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(err.starts_with("4 of 4 sheets are of a kind that is known; "), "{err}");
    let table = std::fs::read_to_string(folder.join("m.toml")).unwrap();
    for line in [
        "# words of the status column `対応状況`: `保留中` 1 = paused, `完了` 2 = closed",
        "# OPEN: ヘルプデスク6月.xlsx [障害]: 1 rows are ended by `対応状況` without a time of their end; they are read as open",
        "# OPEN: ヘルプデスク6月.xlsx [障害]: 1 rows are paused by `対応状況`; since when, the file does not tell",
        "# marks.received = 受付日時 (the contract's own name; 4 of 4 are times)",
    ] {
        assert!(table.lines().any(|one| one == line), "{line}\n{table}");
    }
    // Not a line of the mapping was written by hand.
    let (code, out, _) = crate::run(&folder, &["map", "--check", "m.toml", "desk", "--lang", "en"]);
    assert_eq!(code, 0, "{out}");
    let report = ["report", "--records", "desk", "--mapping", "m.toml", "--month", "2024-06", "--lang", "en"];
    let (code, out, err) = crate::run(&folder, &report);
    assert_eq!(code, 0, "{err}");
    for (key, figure) in [("S-4-6-1-7 ", "4 / 4"), ("S-4-6-1-4 ", "8 / 1"), ("S-4-7-1-1 ", "1 / 1")] {
        assert!(out.lines().any(|line| line.starts_with(key) && line.contains(figure)), "{key}\n{out}");
    }
}
