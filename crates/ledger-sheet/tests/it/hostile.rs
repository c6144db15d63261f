//! Files nobody should hand in.

use intake::{Excess, Reason, RowError};
use ledger::{Field, Journal, Kind};
use ledger_sheet::{Export, HandedIn, Mapping, plan};
use proptest::prelude::*;

use crate::{
    sheets::{parts, stored, workbook},
    world::{day, journal, ledgers, mapping, of, of_bytes},
};

fn codes(name: &str, bytes: &[u8], mapping: &Mapping) -> Vec<&'static str> {
    let plan = of_bytes(name, bytes, mapping, &Journal::new());
    plan.rejected.iter().map(|rejection| rejection.reason.code()).collect()
}

#[test]
fn empty_files_and_headers_alone() {
    let device = Mapping::new(Kind::Device);
    assert_eq!(codes("a.csv", b"", &device), ["empty"]);
    assert_eq!(codes("a.csv", b"\n\n", &device), ["empty"]);
    assert_eq!(codes("a.csv", b"\xEF\xBB\xBF", &device), ["empty"]);
    assert_eq!(codes("a.csv", b",,\n1,2,3\n", &device), ["no-header"]);
    let plan = of("id,user\n", &device, &Journal::new());
    assert_eq!((plan.rows, plan.rejected.len()), (0, 0));
    assert!(plan.changes_nothing());
    assert_eq!(codes("a.xlsx", &workbook("sheet 空"), &device), ["no-header"]);
}

#[test]
fn workbooks_that_are_cut_or_no_workbooks() {
    let device = Mapping::new(Kind::Device);
    let book = workbook("A1 text id\nA2 text A1");
    assert_eq!(codes("a.xlsx", &book, &device), [""; 0]);
    for at in (4..book.len()).step_by(7) {
        assert_eq!(codes("a.xlsx", book.get(..at).unwrap(), &device), ["broken-workbook"], "cut at {at}");
    }
    assert_eq!(codes("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest", &device), ["broken-workbook"]);
    assert_eq!(codes("a.xls", b"\x09\x08\x04\x00\x00\x05\x05\x00", &device), ["old-workbook"]);
    // The name says nothing; the bytes do.
    assert_eq!(codes("a.csv", &book, &device), [""; 0]);
}

/// The same sheet in the form of before 2007 and in that since.
#[test]
fn a_workbook_of_before_2007_is_planned_alike() {
    let [old, new]: [&[u8]; 2] = [
        include_bytes!("../../../intake/tests/it/xls/handed-in.xls"),
        include_bytes!("../../../intake/tests/it/xls/handed-in.xlsx"),
    ];
    let mapping = mapping("kind = \"device\"\nsheets = [\"device\"]");
    let [old, new] = [old, new].map(|bytes| {
        let plan = of_bytes("a", bytes, &mapping, &Journal::new());
        let told: Vec<String> = plan.rejected.iter().map(ToString::to_string).collect();
        (format!("{:?} {:?}", plan.created, plan.notes), plan.created.len(), told)
    });
    assert_eq!(old, new);
    assert_eq!(old.1, 3);
    assert!(old.2.len() == 1 && old.2[0].contains("04/05/06"), "{:?}", old.2);
}

#[test]
fn utf_8_under_the_name_of_cp932() {
    let mapping = mapping("kind = \"device\"\nencoding = \"cp932\"");
    assert_eq!(codes("a.csv", "id,使用者氏名\nA1,佐藤\n".as_bytes(), &mapping), ["encoding"]);
    assert_eq!(codes("a.csv", &intake::encode_cp932("id,使用者氏名\nA1,佐藤\n").unwrap(), &mapping), [""; 0]);
}

#[test]
fn merged_cells_lend_their_value_to_nobody() {
    let book = workbook(
        "merge A3:A4\nA1 text id\nB1 text user\nC1 text 確認\nA2 text A1\nB2 text 佐藤\nA3 text A2\nB3 text 鈴木\nB4 text 田中",
    );
    let plan = of_bytes("a.xlsx", &book, &Mapping::new(Kind::Device), &Journal::new());
    assert_eq!(plan.rejected.len(), 1);
    assert_eq!((plan.rejected[0].row, plan.rejected[0].reason.code()), (4, "merged"));
    // A title over the table, and merged cells without anything beside them, are no rows.
    let book = workbook("merge A1:C1\nmerge A3:B4\nA1 text 台帳\nA2 text id\nB2 text user\nA5 text A1");
    let plan = of_bytes("a.xlsx", &book, &mapping("kind = \"device\"\nheader_row = 2"), &Journal::new());
    assert_eq!((plan.rejected.len(), plan.created.len()), (0, 1));
}

#[test]
fn rows_with_quotes_that_never_close() {
    let plan = of("id,user\nA1,\"佐藤\nA2,鈴木\nA3,高橋\n", &Mapping::new(Kind::Device), &Journal::new());
    let codes: Vec<&str> = plan.rejected.iter().map(|rejection| rejection.reason.code()).collect();
    assert_eq!(codes, ["quote", "swallowed", "swallowed"]);
}

/// A file larger than any ledger of the reference contract.
#[test]
fn many_rows() {
    let mut file = "id,user,place,acquired\n".to_owned();
    for n in 0..20_000 {
        file.push_str(&format!("A{n:07},佐藤{n},{}F,2024/6/{}\n", n % 9, n % 28 + 1));
    }
    let plan = of(&file, &Mapping::new(Kind::Device), &Journal::new());
    assert_eq!((plan.created.len(), plan.rejected.len()), (20_000, 0));
}

/// What becomes of a workbook of such rows, with further parts.
fn of_parts(rows: &str, more: &[(&'static str, String)]) -> Vec<RowError> {
    let mut files = parts("", rows);
    files.extend(more.iter().cloned());
    let files: Vec<(&str, &String)> = files.iter().map(|(name, content)| (*name, content)).collect();
    of_bytes("a.xlsx", &stored(&files), &Mapping::new(Kind::Device), &Journal::new()).rejected
}

fn excess(rejected: &[RowError]) -> Option<&Excess> {
    match rejected {
        [RowError { reason: Reason::WorkbookTooLarge(excess), .. }] => Some(excess),
        _ => None,
    }
}

const ID: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c></row>";

/// A list of texts that says that it holds 4 × 10^9 made the reader ask for 103 GB, and the process stopped.
#[test]
fn regression_a_false_number_of_texts_asks_for_no_room() {
    let list = |head: &str| ("xl/sharedStrings.xml", format!("<sst {head}><si><t>id</t></si></sst>"));
    for head in [
        "uniqueCount=\"4294967295\"",
        "count=\"1\" uniqueCount='99999999999999999999999'",
        "uniqueCount=\"1\" x:uniqueCount = \"+1000\"",
        "xmlns:x=\"a>b\" uniqueCount=\"12345678\"",
    ] {
        let rejected = of_parts(ID, &[list(head)]);
        assert!(matches!(excess(&rejected), Some(Excess::Texts(_))), "{head}: {rejected:?}");
    }
    assert_eq!(of_parts(ID, &[list("uniqueCount=\"1\" count=\"9\"")]), []);
    let prefixed = ("xl/sharedStrings.xml", "<x:sst uniqueCount=\"99999999\"><x:si/></x:sst>".to_owned());
    assert!(matches!(excess(&of_parts(ID, &[prefixed])), Some(Excess::Texts(99_999_999))));
}

/// One cell of 2 GB in a file of 1.9 MB filled the memory; so would a tag, a comment or a section of text.
#[test]
fn regression_no_text_and_no_tag_is_held_that_is_longer_than_any() {
    let long = "x>".repeat(600_000);
    let cell = |content: &str| {
        format!("{ID}<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>{content}</t></is></c></row>")
    };
    let of = |rows: String| excess(&of_parts(&rows, &[])).cloned();
    let name = || "xl/worksheets/sheet1.xml".to_owned();
    assert_eq!(of(cell(&"x".repeat(600_000))), Some(Excess::Text(name())));
    assert_eq!(of(cell(&format!("<![CDATA[{long}]]>"))), Some(Excess::Text(name())));
    assert_eq!(of(cell(&format!("<!--{long}-->"))), Some(Excess::Tag(name())));
    assert_eq!(of(cell(&format!("<?x {long}?>"))), Some(Excess::Tag(name())));
    assert_eq!(of(cell(&format!("<a b=\"{long}\"/>"))), Some(Excess::Tag(name())));
    assert_eq!(of(format!("<!DOCTYPE a [<!ENTITY b \"c\">]>{ID}")), Some(Excess::Form(name())));
    assert_eq!(of(format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>{ID}")), Some(Excess::Form(name())));
    // What a cell may hold is read, with its comment; one more character is a problem of the row.
    assert_eq!(of_parts(&cell(&format!("<!-- > -->{}", "x".repeat(32_767))), &[]), []);
    let codes =
        |rows: &str| -> Vec<&str> { of_parts(rows, &[]).iter().map(|one| one.reason.code()).collect() };
    assert_eq!(codes(&cell(&"x".repeat(32_768))), ["too-long"]);
}

/// Parts that unpack to more than a workbook holds are not unpacked.
#[test]
fn regression_a_workbook_that_unpacks_without_end_is_refused() {
    use std::io::Write as _;
    let packed = |pieces: usize| {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        archive.start_file("xl/styles.xml", zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(b"<a>").unwrap();
        let piece = "<a/>".repeat(1 << 18);
        (0..pieces).for_each(|_| archive.write_all(piece.as_bytes()).unwrap());
        archive.finish().unwrap().into_inner()
    };
    let of =
        |bytes: Vec<u8>| of_bytes("a.xlsx", &bytes, &Mapping::new(Kind::Device), &Journal::new()).rejected;
    assert!(matches!(excess(&of(packed(17))), Some(Excess::Ratio(_))));
    // The same in less than that is only no workbook.
    assert!(excess(&of(packed(1))).is_none());
    let parts: Vec<(String, String)> = (0..10_001).map(|n| (format!("p{n}.xml"), String::new())).collect();
    let parts: Vec<(&str, &String)> = parts.iter().map(|(name, content)| (name.as_str(), content)).collect();
    assert_eq!(excess(&of(stored(&parts))), Some(&Excess::Parts(10_001)));
}

/// A cell in the last column made a row of 16,384 cells, and merged areas one upon the other were marked one by one.
#[test]
fn regression_a_row_is_as_long_as_the_header() {
    let rows: String =
        (2..3_000).map(|n| format!("<row r=\"{n}\"><c r=\"XFD{n}\"><v>1</v></c></row>")).collect();
    let rejected = of_parts(&format!("{ID}{rows}"), &[]);
    assert_eq!(rejected.len(), 1, "each has something, and no identifier");
    assert_eq!((&rejected[0].reason, rejected[0].rows), (&Reason::Missing, 2_998));
    let areas = "<mergeCell ref=\"A2:XFD1048576\"></mergeCell>".repeat(1_000);
    let rows = format!(
        "{ID}<row r=\"3\"><c r=\"A3\"><v>1</v></c></row></sheetData><mergeCells>{areas}</mergeCells>"
    );
    let rejected = of_parts(&rows, &[]);
    assert!(
        rejected.iter().any(|one| one.reason.code() == "broken-workbook"
            && one.line().en.contains("merged areas that overlap")),
        "{rejected:?}"
    );
}

/// What is told of a workbook that is not read, in both languages.
fn told(rejected: &[RowError]) -> [String; 2] {
    match rejected {
        [only] if only.reason.code() == "broken-workbook" => [only.line().ja, only.line().en],
        other => panic!("{other:?}"),
    }
}

fn row(n: usize, cells: &str) -> String {
    format!("<row r=\"{n}\">{cells}</row>")
}

fn inline(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// Of two cells of one name, and of two rows of one number, the first was lost without a word.
#[test]
fn regression_cells_and_rows_that_repeat_or_go_back_are_refused() {
    let (x1, x2) = (inline("A2", "X1"), inline("A2", "X2"));
    let refused = [
        (row(2, &format!("{x1}{x2}")), "`A2`"),
        (row(2, &x1) + &row(2, &x2), "`row 2`"),
        (row(3, &inline("A3", "X3")) + &row(2, &x2), "`row 2`"),
        (row(2, &(inline("B2", "x") + &x1)), "`A2`"),
        // Without a name of its own, a cell stands beside the last one, and a row below it.
        (row(2, &format!("{}<c><v>1</v></c>{}", inline("A2", "x"), inline("B2", "y"))), "`B2`"),
        (format!("<row>{x1}</row>{}", row(2, &x2)), "`row 2`"),
        (row(2, "") + &row(1, ""), "`row 1`"),
        // A cell that says that it is of another row.
        (row(2, &x1) + &row(3, &x2), "`A2`"),
        (row(2, &inline("A3", "X3")) + &row(4, ""), "`A3`"),
        // Prefixes make no difference.
        (row(2, &x1) + "<x:row r=\"2\"><x:c r=\"A2\"><x:v>1</x:v></x:c></x:row>", "`row 2`"),
        // Two values of one cell.
        (row(2, "<c r=\"A2\"><v>1</v><v>2</v></c>"), "`v`"),
        (row(2, "<c r=\"A2\" t=\"inlineStr\"><is><t>a</t></is><is><t>b</t></is></c>"), "`is`"),
        (row(2, "<c r=\"A2\"><v>1</v><is><t>b</t></is></c>"), "`is`"),
    ];
    for (rows, wanted) in refused {
        for line in told(&of_parts(&format!("{ID}{rows}"), &[])) {
            assert!(line.contains(wanted) && line.contains("xl/worksheets/sheet1.xml"), "{rows}: {line}");
        }
    }
    // What counts on is read: rows and cells without a name, and gaps.
    let rows = "<row><c><v>1</v></c><c r=\"C2\"><v>1</v></c></row><row r=\"9\"/><row><c><v>2</v></c></row>";
    assert_eq!(of_parts(&format!("{ID}{rows}"), &[]), []);
}

/// A cell beside the table, or under a header without a name, was left out without a word.
#[test]
fn regression_cells_without_a_column_are_noted() {
    let device = Mapping::new(Kind::Device);
    let noted = |plan: ledger_sheet::Plan| -> Vec<(u64, u64)> {
        let is_meant = |note: &&ledger_sheet::Note| note.what == ledger_sheet::Noted::WithoutColumn;
        plan.notes.iter().filter(is_meant).map(|note| (note.row, note.count)).collect()
    };
    let of_book = |lines: &str| noted(of_bytes("a.xlsx", &workbook(lines), &device, &Journal::new()));
    assert_eq!(of_book("A1 text id\nB1 text user\nA2 text A1\nC2 text x\nA3 text A2\nH3 text y"), [(2, 2)]);
    assert_eq!(of_book("A1 text id\nC1 text user\nA2 text A1\nB2 text x"), [(2, 1)]);
    assert_eq!(of_book("A1 text id\nB1 text user\nA2 text A1\nB2 text x"), []);
    assert_eq!(noted(of("id,,user\nA1,x,\nA2,,\n", &device, &Journal::new())), [(2, 1)]);
}

/// A second table of rows was not read, nor were rows outside of it, letters of no cell, and a second sheet of one name.
#[test]
fn regression_what_the_reader_passes_over_is_refused() {
    let x = row(2, &inline("A2", "X1"));
    let refused = [
        (format!("{ID}</sheetData><sheetData>{x}</sheetData>"), "`sheetData`"),
        (format!("{ID}</sheetData><a><sheetData>{x}</sheetData></a>"), "`sheetData`"),
        (format!("{ID}<a>{x}</a>"), "`a`"),
        (format!("{ID}<row r=\"2\"><a>{}</a></row>", inline("A2", "X1")), "`a`"),
        (format!("{ID}<row r=\"2\"><c r=\"A2\" t=\"str\">X1</c></row>"), "`c`"),
        (format!("{ID}<row r=\"2\">X1</row>"), "`row`"),
        (format!("{ID}<row r=\"2\"><c r=\"A2\" t=\"str\"><v>X<b>1</b></v></c></row>"), "`b`"),
        (format!("{ID}<![CDATA[{x}]]>"), "`sheetData`"),
        (format!("{ID}</sheetData><mergeCells/><mergeCells/>"), "`mergeCells`"),
    ];
    for (rows, wanted) in refused {
        for line in told(&of_parts(&rows, &[])) {
            assert!(line.contains(wanted), "{rows}: {line}");
        }
    }
    let with = |name: &str, from: &str, to: &str| {
        let mut files = parts("", ID);
        let content = &mut files.iter_mut().find(|(part, _)| *part == name).unwrap().1;
        assert!(content.contains(from), "{content}");
        *content = content.replace(from, to);
        let files: Vec<(&str, &String)> = files.iter().map(|(name, content)| (*name, content)).collect();
        of_bytes("a.xlsx", &stored(&files), &Mapping::new(Kind::Device), &Journal::new()).rejected
    };
    let sheet = "<sheet name=\"S\" sheetId=\"2\" r:id=\"r1\"/></sheets>";
    assert!(told(&with("xl/workbook.xml", "</sheets>", sheet))[1].contains("`S`"));
    let second = "<Relationship Id=\"r1\" Target=\"a.xml\"/></Relationships>";
    assert!(told(&with("xl/_rels/workbook.xml.rels", "</Relationships>", second))[1].contains("`r1`"));
    // What has the ending of a picture has not been looked at.
    let picture = with("xl/_rels/workbook.xml.rels", "sheet1.xml", "sheet1.png");
    assert!(told(&picture)[1].contains("does not end in `.xml`"));
    // Two parts of one name, in one case or two.
    let part = |name: &'static str| (name, parts("", ID)[3].1.clone());
    assert!(told(&of_parts(ID, &[part("xl/worksheets/sheet1.xml")]))[1].contains("two parts have one name"));
    assert!(told(&of_parts(ID, &[part("xl/Worksheets/SHEET1.xml")]))[1].contains("two parts have one name"));
}

/// The reader takes the beginning of a value, another text of the list, or nothing.
#[test]
fn regression_values_that_are_not_written_as_their_type_are_refused() {
    let cell = |kind: &str, value: &str| {
        let kind = if kind.is_empty() { String::new() } else { format!(" t=\"{kind}\"") };
        format!("{ID}<row r=\"2\"><c r=\"A2\"{kind}><v>{value}</v></c></row>")
    };
    let refused = [
        ("", "A &amp; B"),
        ("", "1<!-- -->2"),
        ("", "1<?a b?>2"),
        ("", "1&#50;"),
        ("", "<![CDATA[12]]>"),
        ("", " 1"),
        ("n", "1 "),
        ("n", "0x1"),
        ("b", "true"),
        ("s", "x"),
        ("s", "-1"),
        ("s", "+1"),
        ("s", "1.0"),
        ("s", " 1"),
        ("s", "&#49;"),
        ("s", "<![CDATA[1]]>"),
        ("s", "99999999999999999999"),
        ("str", "abc<![CDATA[def]]>"),
        ("str", "abc<!-- -->def"),
        ("inlineStr", "lost"),
    ];
    for (kind, value) in refused {
        for line in told(&of_parts(&cell(kind, value), &[])) {
            assert!(line.contains("value of a cell") || line.contains("セルの値"), "{kind} {value}: {line}");
        }
    }
    for (kind, value) in [("", "12"), ("n", "-1.5E+3"), ("b", "1"), ("str", " a &amp; b "), ("e", "#N/A")] {
        let rejected = of_parts(&cell(kind, value), &[]);
        assert!(rejected.iter().all(|one| one.reason.code() != "broken-workbook"), "{value}: {rejected:?}");
    }
}

/// A sheet within another root was read, and nobody had looked at its rows.
#[test]
fn regression_rows_stand_in_a_sheet_and_a_part_has_one_name() {
    let sheet = |root: &str, end: &str| {
        let mut files = parts("", ID);
        let rows = format!("{ID}{}{}</sheetData>", row(2, &inline("A2", "X1")), row(2, &inline("A2", "X2")));
        let begin = rows.find("<sheetData").unwrap_or(0);
        let content =
            format!("{root}<sheetData>{}{end}", rows.get(begin..).unwrap().replacen("<sheetData>", "", 1));
        files.iter_mut().find(|(part, _)| *part == "xl/worksheets/sheet1.xml").unwrap().1 = content;
        let files: Vec<(&str, &String)> = files.iter().map(|(name, content)| (*name, content)).collect();
        of_bytes("a.xlsx", &stored(&files), &Mapping::new(Kind::Device), &Journal::new()).rejected
    };
    for (root, end) in [
        ("<foo>", "</foo>"),
        ("<macrosheet>", "</macrosheet>"),
        ("<sst>", "</sst>"),
        ("", ""),
        ("<foo><worksheet>", "</worksheet></foo>"),
        ("<externalLink>", "</externalLink>"),
    ] {
        assert!(!sheet(root, end).is_empty(), "{root}");
    }
    // An honest part of a link to another workbook.
    let link = "<externalLink><externalBook><sheetDataSet><sheetData sheetId=\"0\"><row r=\"1\">\
                <cell r=\"A1\" t=\"str\"><v>a</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>";
    assert_eq!(of_parts(ID, &[("xl/externalLinks/externalLink1.xml", link.to_owned())]), []);
    let strokes = ("xl\\worksheets\\sheet1.xml", parts("", ID)[3].1.clone());
    assert!(told(&of_parts(ID, &[strokes]))[1].contains("two parts have one name"));
}

/// Elements that were not closed, or by others, were taken.
#[test]
fn regression_markup_that_is_not_well_formed_is_refused() {
    let cell = |content: &str| format!("{ID}<row r=\"2\"><c r=\"A2\" t=\"str\"><v>{content}</v></c></row>");
    assert_eq!(of_parts(&cell("a &amp; &#x3042;&#65; ]"), &[]), []);
    let refused = [
        format!("{ID}<row r=\"2\">"),
        format!("{ID}<row r=\"2\"><c r=\"A2\"><v>1</v></row></c>"),
        format!("{ID}</row>"),
        format!("{ID}</sheetData></worksheet><worksheet>"),
        format!("{ID}</sheetData></worksheet>x<worksheet>"),
        format!("{ID}<row r=\"2\" r=\"3\"/>"),
        format!("{ID}<row r=\"2\"s=\"3\"/>"),
        format!("{ID}<row r=2/>"),
        format!("{ID}<row r/>"),
        format!("{ID}<row r=\"2\" a=\"<\"/>"),
        format!("{ID}<row r=\"2\" a=\"&b;\"/>"),
        format!("{ID}< row r=\"2\"/>"),
        format!("{ID}<row r=\"two\"/>"),
        format!("{ID}<!-- -- -->"),
        format!("{ID}<!-->{}<!-- -->", row(2, &inline("A2", "X1"))),
        format!("{ID}<!--->{}<!-- -->", row(2, &inline("A2", "X1"))),
        format!("{ID}<!-- "),
        cell("a & b"),
        cell("a &b; c"),
        cell("a &amp"),
        cell("&#0;"),
        cell("&#+65;"),
        cell("\u{1}"),
    ];
    for rows in refused {
        let rejected = of_parts(&rows, &[]);
        let [ja, en] = told(&rejected);
        assert!(ja.contains("部品") && en.contains("part `xl/worksheets/sheet1.xml`"), "{rows}: {en}");
    }
    let deep =
        |levels| of_parts(&format!("{ID}</sheetData>{}{}", "<a>".repeat(levels), "</a>".repeat(levels)), &[]);
    assert!(told(&deep(256))[1].contains("nested more than 256 deep"));
    // Drawings of old are no XML, and nobody reads them.
    assert_eq!(of_parts(ID, &[("xl/drawings/vmlDrawing1.vml", "<xml><br></xml>".to_owned())]), []);
}

/// A part whose bytes are not what its checksum says is refused, also behind what the reader reads of it.
#[test]
fn regression_a_part_that_is_damaged_anywhere_is_refused() {
    let mut files = parts("", &format!("{ID}{}", row(2, &inline("A2", "X1"))));
    files[3].1.push_str("<!-- the end -->");
    let files: Vec<(&str, &String)> = files.iter().map(|(name, content)| (*name, content)).collect();
    let mut bytes = stored(&files);
    let of = |bytes: &[u8]| of_bytes("a.xlsx", bytes, &Mapping::new(Kind::Device), &Journal::new()).rejected;
    assert_eq!(of(&bytes), []);
    for place in ["X1", "the end"] {
        let at = bytes.windows(place.len()).position(|bytes| bytes == place.as_bytes()).unwrap();
        bytes[at] ^= 1;
        assert!(told(&of(&bytes))[1].contains("cannot be unpacked"));
        bytes[at] ^= 1;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Of cells written in any order all are read, or the workbook is refused.
    #[test]
    fn no_cell_of_a_workbook_is_lost(cells in prop::collection::vec((2_usize..5, "[AB]"), 1..6)) {
        let written: String = cells
            .iter()
            .enumerate()
            .map(|(n, (at, column))| row(*at, &inline(&format!("{column}{at}"), &format!("X{n}"))))
            .collect();
        let header = row(1, &(inline("A1", "id") + &inline("B1", "user")));
        let mut files = parts("", &format!("{header}{written}"));
        let files: Vec<(&str, &String)> = files.iter_mut().map(|(name, content)| (*name, &*content)).collect();
        let plan = of_bytes("a.xlsx", &stored(&files), &Mapping::new(Kind::Device), &Journal::new());
        let is_refused = plan.rejected.iter().any(|one| one.reason.code() == "broken-workbook");
        let ascends = cells.windows(2).all(|two| two[0].0 < two[1].0);
        prop_assert_eq!(is_refused, !ascends);
        let rows = u64::try_from(plan.created.len()).unwrap() + plan.problems();
        prop_assert!(is_refused || rows == u64::try_from(cells.len()).unwrap());
    }

    #[test]
    fn no_bytes_stop_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200), is_book in any::<bool>()) {
        let bytes = if is_book { [b"PK\x03\x04".as_slice(), &bytes].concat() } else { bytes };
        let _ = of_bytes("a", &bytes, &Mapping::new(Kind::Device), &Journal::new());
    }

    #[test]
    fn no_text_stops_the_reader(text in "(資産管理番号|id|取得日|,|\"|\n|[\\PC]){0,40}") {
        let _ = of(&text, &Mapping::new(Kind::Device), &Journal::new());
    }

    /// A workbook with bytes exchanged is refused or read; nothing stops the program.
    #[test]
    fn no_damaged_workbook_stops_the_reader(at in 0_usize..4_000, by in any::<u8>()) {
        let journal = journal(vec![("2024-04-01", ledger::Put::new(Kind::Device, "A1").field(Field::User, "佐藤"))]);
        let state = journal.state(ledger::AsOf::day(day("2024-06-03")));
        let sheet = ledgers().sheet(Kind::Device).unwrap();
        let export = Export { sheet, state: &state, language: provenance::Language::Ja };
        let mut bytes = export.to_xlsx("2024-06-03T00:00:00Z".parse().unwrap()).unwrap().bytes;
        let at = at % bytes.len();
        bytes[at] ^= by;
        let _ = plan(HandedIn { name: "a", bytes: &bytes }, &Mapping::new(Kind::Device), ledgers(), &journal, None);
    }
}

/// What nobody sees who opens the workbook is read, and told; so is a sheet that is not read.
#[test]
fn what_a_workbook_hides_is_told() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("devices").unwrap();
    for (row, text) in ["id", "A1", "A2", "A3"].into_iter().enumerate() {
        sheet.write_string(row.try_into().unwrap(), 0, text).unwrap();
    }
    sheet.set_row_hidden(2).unwrap();
    sheet.set_column_hidden(3).unwrap();
    book.add_worksheet().set_name("memo").unwrap().set_hidden(true);
    let bytes = book.save_to_buffer().unwrap();
    let plan = of_bytes("a.xlsx", &bytes, &Mapping::new(Kind::Device), &Journal::new());
    let told: Vec<String> = plan
        .notes
        .iter()
        .map(|note| format!("{:?} {} {} {}", note.sheet, note.row, note.count, note.what.text().en))
        .collect();
    assert_eq!(plan.created.len(), 3, "{:?}", plan.rejected);
    assert_eq!(
        told,
        [
            "Some(\"devices\") 3 1 hidden rows are read like others",
            "Some(\"devices\") 0 1 hidden columns are read like others",
            "Some(\"memo\") 0 1 the sheet is not read",
        ]
    );
}
