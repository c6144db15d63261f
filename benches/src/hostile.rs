//! Inputs made to do harm: small files that ask for much time or memory. Each family grows with a number, and reading it must
//! take time and memory in proportion to that. A bench shows what it costs, a test refuses what grows faster.

#![allow(clippy::unwrap_used, reason = "what cannot be made stops the bench and the test")]

use std::{
    io::{Cursor, Write},
    rc::Rc,
};

use intake::Sheet;
use keiyaku::{
    bid::{Bid, SHEETS},
    itss::{Evidence, Standard, Stated},
    ledger::{AllowList, Component, Installed, Journal, Kind, Rules, unlisted},
};
use ledger_sheet::{HandedIn, Mapping, plan};
use tables::Document;
use zip::{ZipWriter, write::SimpleFileOptions};

/// What reads an input that is made: how many things it found, so that nothing is left out as of no use.
pub type Read = Box<dyn Fn() -> usize>;

/// A kind of hostile input.
pub struct Family {
    /// What is hostile.
    pub name: &'static str,
    /// A size that a test reads in a moment; four times as much is within the limits.
    pub size: usize,
    /// Makes one of a size.
    pub made: Box<dyn Fn(usize) -> Read>,
}

impl std::fmt::Debug for Family {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Every family.
#[must_use]
pub fn families() -> Vec<Family> {
    let mut all = tables();
    all.extend(sheets());
    all.extend(people());
    all.extend(allow_lists());
    all.extend(full_allow_lists());
    all.extend(workbooks());
    all
}

fn family(name: &'static str, size: usize, made: impl Fn(usize) -> Read + 'static) -> Family {
    Family { name, size, made: Box::new(made) }
}

/// Texts that are read by one function.
fn texts(
    name: &'static str,
    size: usize,
    text: impl Fn(usize) -> String + 'static,
    read: impl Fn(&str) -> usize + Copy + 'static,
) -> Family {
    family(name, size, move |n| {
        let text = text(n);
        Box::new(move || read(&text))
    })
}

fn numbered(n: usize, of: impl Fn(usize) -> String) -> String {
    (0..n).map(of).collect()
}

/// How many problems a table has that asks for the rows of `a`.
fn problems(text: &str) -> usize {
    let read = Document::parse("t.toml", text).read(|root| Some(root.rows("a").len()));
    read.unwrap_or_else(|errors| errors.problems.len())
}

fn tables() -> Vec<Family> {
    let repeated = |text: &'static str| move |n| text.repeat(n);
    vec![
        texts("table: heads without end", 4_000, repeated("[[a\n"), problems),
        texts("table: values without", 4_000, repeated("a = \n"), problems),
        texts("table: a key again and again", 4_000, repeated("a = 1\n"), problems),
        texts("table: lists in each other", 4_000, |n| format!("a = {}", "[".repeat(n)), problems),
        texts("table: tables in each other", 4_000, |n| format!("a = {}", "{ a = ".repeat(n)), problems),
        texts("table: a key of many parts", 4_000, |n| format!("a{} = 1\n", ".a".repeat(n)), problems),
        texts("table: unknown keys", 4_000, |n| numbered(n, |n| format!("k{n} = 1\n")), problems),
        texts("table: unknown tables", 4_000, |n| numbered(n, |n| format!("[k{n}]\n")), problems),
        texts("table: rows", 4_000, repeated("[[a]]\n"), problems),
        texts("table: rows on one line", 2_000, |n| format!("a = [{}]", "{ b = 1 }, ".repeat(n)), problems),
        texts("table: a text that does not end", 20_000, |n| format!("a = \"{}", "x".repeat(n)), problems),
    ]
}

fn csv(text: &str) -> usize {
    Sheet::csv("a.csv", text).map_or(1, Iterator::count)
}

fn json(text: &str) -> usize {
    Sheet::json_lines("a.jsonl", text).map_or(1, Iterator::count)
}

fn sheets() -> Vec<Family> {
    let keys = |n| numbered(n, |n| format!("{{\"k{n}\": {n}}}\n"));
    let on_one_line = |n| format!("{{{}\"k\": 1}}", numbered(n, |n| format!("\"k{n}\": {n}, ")));
    vec![
        texts("JSON: a key of its own in each row", 4_000, keys, json),
        texts("JSON: more keys than a sheet has columns", 20_000, keys, json),
        texts("JSON: many keys in one row", 4_000, on_one_line, json),
        texts("JSON: one key again and again", 4_000, |n| format!("{{{}", "\"k\": 1, ".repeat(n)), json),
        texts("JSON: lists in each other", 4_000, |n| format!("{{\"k\": {}", "[".repeat(n)), json),
        texts(
            "JSON: a value of many characters",
            40_000,
            |n| format!("{{\"k\": \"{}\"}}", "x".repeat(n)),
            json,
        ),
        texts(
            "CSV: a quotation mark without end",
            4_000,
            |n| format!("id,note\n\"{}", "a,b\n".repeat(n)),
            csv,
        ),
        texts("CSV: quotation marks alone", 8_000, |n| format!("id\n{}", "\"".repeat(n)), csv),
        texts("CSV: a wide header", 4_000, |n| numbered(n, |n| format!("c{n},")) + "c\n1\n", csv),
        texts("CSV: rows that are too long", 500, |n| format!("id\n{}", "1,2,3,4\n".repeat(n)), csv),
        texts("CSV: rows without values", 8_000, |n| format!("id\n1\n{}", "\r".repeat(n)), csv),
        texts("CSV: one cell", 40_000, |n| format!("id\n{}\n", "x".repeat(n)), csv),
    ]
}

fn people() -> Vec<Family> {
    let engagements = |n: usize| {
        // Alike in all but their titles: a row that says all that another says is refused.
        let row = |n: usize| {
            format!(
                "[[engagement]]\ntitle = \"a{n}\"\nfield = \"itsm.om\"\nrole = \"leader\"\nfrom = 2020-04-01\n"
            )
        };
        format!("name = \"A\"\n{}", numbered(n, row))
    };
    let notes = |standard: &Standard, text: &str| {
        let stated = Stated::from_table("person.toml", text).unwrap();
        let evidence = Evidence::new(standard, &stated);
        evidence.map_or_else(|errors| errors.len(), |one| one.notes("2024-06-30".parse().unwrap()).len())
    };
    let standard = Rc::new(Standard::itss_v3_2011().unwrap());
    let of_engagements = move |name, size| {
        let standard = Rc::clone(&standard);
        family(name, size, move |n| {
            let (standard, text) = (Rc::clone(&standard), engagements(n));
            Box::new(move || notes(&standard, &text))
        })
    };
    vec![
        of_engagements("person: engagements at one time", 500),
        of_engagements("person: more engagements than anybody has", 1_500),
        bids("bid: shifts of nobody", 500, |n| {
            [members(250), numbered(n, |n| format!("desk,all,09:00,17:00,persan {n}\n"))]
        }),
        bids("bid: a shift of many who are nobody", 500, |n| {
            [members(250), format!("desk,all,09:00,17:00,{}\n", numbered(n, |n| format!("persan {n}、")))]
        }),
        bids("bid: a shift of each member", 240, |n| {
            [members(n), numbered(n, |n| format!("desk,all,09:00,17:00,person {n}\n"))]
        }),
        bids("bid: members of one name", 240, |n| {
            [numbered(n, |_| "person,,,,\n".to_owned()), String::new()]
        }),
    ]
}

fn members(n: usize) -> String {
    numbered(n, |n| format!("person {n},,,,\n"))
}

/// Bids of rows of members and of shifts.
fn bids(name: &'static str, size: usize, rows: fn(usize) -> [String; 2]) -> Family {
    const BIDDER: &str =
        "bidder = { name = \"A\", price = 100, technical = 50, signing = 2023-03-01, grounds = [] }\n";
    let header = |file: &str| SHEETS.iter().find(|form| form.file == file).unwrap().header;
    family(name, size, move |n| {
        let files = ["members.csv", "shifts.csv"];
        let [members, shifts] = rows(n);
        let [members, shifts] =
            [(files[0], members), (files[1], shifts)].map(|(file, rows)| format!("{}\n{rows}", header(file)));
        Box::new(move || {
            let bid = Bid::from_table("bid.toml", BIDDER).unwrap();
            let read = bid.with_sheets(&[(files[0], members.as_bytes()), (files[1], shifts.as_bytes())]);
            read.map_or_else(|errors| errors.len(), |bid| bid.members.len())
        })
    })
}

fn allow_lists() -> Vec<Family> {
    let of = |name, size, row: fn(usize) -> String, met: fn(usize) -> (String, String)| {
        family(name, size, move |n| {
            let (list, met) = (numbered(n, row), met_on_machines(n, met));
            Box::new(move || judged(&list, &met))
        })
    };
    let plain = |n| format!("[[allow]]\nname = \"title {n}\"\n");
    let version = |n| version_of(&format!("1.{n}"));
    vec![
        of("allow list: titles that are near", 400, plain, |n| (format!("titel {n}"), "1".to_owned())),
        of("allow list: titles that are on it", 1_000, plain, |n| (format!("title {n}"), "1".to_owned())),
        of("allow list: versions of one title", 1_500, version, |n| ("title".to_owned(), format!("2.{n}"))),
        of(
            "allow list: names with a star",
            1_500,
            |n| format!("[[allow]]\nname = \"t*{n}\"\n"),
            |n| (format!("titel {n}x"), "1".to_owned()),
        ),
    ]
}

/// Lists as long as they may be, with patterns of all the stars there may be: what is met on machines grows.
fn full_allow_lists() -> Vec<Family> {
    let of = |name, size, row: fn(usize) -> String, met: fn(usize) -> (String, String)| {
        family(name, size, move |n| {
            let (list, met) = (numbered(1_000, row), met_on_machines(n, met));
            Box::new(move || judged(&list, &met))
        })
    };
    vec![
        of(
            "full allow list: versions with stars",
            50,
            |n| version_of(&format!("1*{}*{n}*x*", "1".repeat(50))),
            |n| ("title".to_owned(), format!("{}{n}", "1".repeat(240))),
        ),
        of(
            "full allow list: names with stars",
            50,
            |n| format!("[[allow]]\nname = \"*{}{n}*x*y*\"\n", "t".repeat(200)),
            |n| (format!("{n}{}", "t".repeat(245)), "1".to_owned()),
        ),
        of(
            "full allow list: versions of many names",
            50,
            |n| format!("[[allow]]\nname = \"t*\"\nversions = [\"1*1*{n}*x*\"]\n"),
            |n| (format!("title {}", n % 50), "1".repeat(n)),
        ),
        of(
            "full allow list: versions met that are longer than any",
            50,
            |n| version_of(&format!("1*1*1*{n}")),
            |n| ("title".to_owned(), format!("{}{n}", "1".repeat(30_000))),
        ),
        of(
            "full allow list: one version on many machines",
            2_000,
            |n| version_of(&format!("1*1*1*{n}x")),
            |_| ("title".to_owned(), "1".repeat(250)),
        ),
        of(
            "full allow list: patterns that are longer than any",
            2_000,
            |n| version_of(&format!("{}{n}x", "1*".repeat(500))),
            |n| ("title".to_owned(), n.to_string()),
        ),
    ]
}

fn met_on_machines(n: usize, met: fn(usize) -> (String, String)) -> Vec<Installed> {
    let installed = |n| {
        let (name, version) = met(n);
        let device = format!("PC-{n}");
        Installed { device, name, version: Some(version), component: Component::Program, origin: None }
    };
    (0..n).map(installed).collect()
}

fn judged(list: &str, met: &[Installed]) -> usize {
    match AllowList::from_table("allow.toml", list) {
        Ok(list) => {
            let refused = unlisted(&list, met).len();
            refused.max(met.len() - refused)
        }
        Err(errors) => errors.problems.len(),
    }
}

fn version_of(pattern: &str) -> String {
    format!("[[allow]]\nname = \"title\"\nversions = [\"{pattern}\"]\n")
}

fn workbooks() -> Vec<Family> {
    let table = include_str!("../../crates/keiyaku/contracts/jetro-2023/ledger.toml");
    let rules = Rc::new(Rules::from_table("ledger.toml", table).unwrap());
    let of = move |name, size, parts: fn(usize) -> (String, String)| {
        let rules = Rc::clone(&rules);
        family(name, size, move |n| {
            let (rows, texts) = parts(n);
            let (rules, bytes) = (Rc::clone(&rules), workbook(&rows, &texts));
            Box::new(move || {
                let file = HandedIn { name: "a.xlsx", bytes: &bytes };
                let read = plan(file, &Mapping::new(Kind::Device), &rules.sheets, &Journal::new(), None);
                read.rejected.len() + read.created.len()
            })
        })
    };
    vec![
        of("workbook: a false uniqueCount", 1_000_000, |n| {
            (String::new(), format!("<sst uniqueCount=\"{n}\"><si><t>id</t></si></sst>"))
        }),
        of("workbook: one cell", 4_000_000, |n| (text_cell(2, &"x".repeat(n)), String::new())),
        of("workbook: a comment", 2_000_000, |n| (format!("<!--{}-->", "x".repeat(n)), String::new())),
        of("workbook: tags in each other", 4_000, |n| {
            (format!("{}{}", text_cell(2, "x"), "<a>".repeat(n)), String::new())
        }),
        of("workbook: elements that end", 4_000, |n| {
            (text_cell(2, "x") + &"<a></a>".repeat(n), String::new())
        }),
        of("workbook: a tag of many attributes", 4_000, |n| {
            (
                format!("<row r=\"2\"{}/>{}", numbered(n, |n| format!(" a{n}=\"\"")), text_cell(3, "x")),
                String::new(),
            )
        }),
        of("workbook: rows of one cell", 2_000, |n| (numbered(n, |n| text_cell(n + 2, "x")), String::new())),
        of("workbook: cells in the last column", 500, |n| {
            (
                numbered(n, |n| format!("<row r=\"{0}\"><c r=\"XFD{0}\"><v>1</v></c></row>", n + 2)),
                String::new(),
            )
        }),
        of("workbook: the last row again and again", 500, |n| {
            (numbered(n, |_| text_cell(1_048_576, "x")), String::new())
        }),
        of("workbook: merged areas one upon the other", 500, |n| {
            let areas = "<mergeCell ref=\"A2:XFD1048576\"></mergeCell>".repeat(n);
            (format!("{}</sheetData><mergeCells>{areas}</mergeCells>", text_cell(2, "x")), String::new())
        }),
        of("workbook: texts that share one", 500, |n| {
            let rows =
                numbered(n, |n| format!("<row r=\"{0}\"><c r=\"A{0}\" t=\"s\"><v>0</v></c></row>", n + 2));
            (rows, format!("<sst><si><t>{}</t></si></sst>", "x".repeat(30_000)))
        }),
    ]
}

fn text_cell(row: usize, text: &str) -> String {
    format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>")
}

/// A workbook of one sheet under the header `id`, with a list of texts.
fn workbook(rows: &str, texts: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const LINKS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PARTS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let link = |id: &str, what: &str, to: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{LINKS}/{what}\" Target=\"{to}\"/>")
    };
    let links =
        |links: &[String]| format!("<Relationships xmlns=\"{PARTS}\">{}</Relationships>", links.concat());
    let of_workbook =
        [link("r1", "worksheet", "worksheets/sheet1.xml"), link("r2", "sharedStrings", "sharedStrings.xml")];
    let header = text_cell(1, "id");
    let end = if rows.contains("</sheetData>") { "" } else { "</sheetData>" };
    let parts = [
        ("_rels/.rels", links(&[link("r1", "officeDocument", "xl/workbook.xml")])),
        ("xl/_rels/workbook.xml.rels", links(&of_workbook)),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{LINKS}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/>\
                 </sheets></workbook>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{header}{rows}{end}</worksheet>"),
        ),
        ("xl/sharedStrings.xml", if texts.is_empty() { "<sst/>".to_owned() } else { texts.to_owned() }),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
