//! Why a command does not do what it was asked for, with what was asked and what there is.

use std::path::PathBuf;

use chrono::NaiveDate;
use keiyaku::{
    calendar::YearMonth,
    ledger::{EntryHash, Kind},
    provenance::Text,
    tables::{Explain, Noun, listed, meant},
};

/// What a contract's folder does not state, each in a table of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    WorkItems,
    Terms,
    OfficesAbroad,
    Ledgers,
    SampleMonth,
    SampleAgency,
    Growth,
}

/// Why a command is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The contract has no such part.
    Without(Part),
    /// Something is not known by that name.
    Unknown {
        what: Noun,
        name: String,
        near: Option<String>,
    },
    /// The same, where a command lists what is known.
    UnknownInList {
        what: Noun,
        name: String,
        near: Option<String>,
        listed_by: &'static str,
    },
    /// A word of the command line is not written as it must be.
    Spelling {
        what: Noun,
        found: String,
        example: &'static str,
    },
    /// A standard's field has no such level.
    NoLevel {
        field: String,
        level: u8,
        known: Vec<u8>,
    },
    /// Days of which the contract knows nothing.
    OutsideTerm {
        from: NaiveDate,
        to: NaiveDate,
        first: NaiveDate,
        last: NaiveDate,
    },
    /// The same of a month.
    MonthOutsideTerm {
        month: YearMonth,
        first: NaiveDate,
        last: NaiveDate,
    },
    /// More offices abroad than the contract lists.
    NoOffice {
        asked: u32,
        known: u32,
    },
    /// Which calendar is meant is not said.
    WhichCalendar(Text),
    NoFormula,
    /// A workbook has no place on a terminal.
    WorkbookToFile,
    /// A format that an answer does not have.
    AgendaAsSarif,
    MarkdownWithoutAgenda,
    NoJournal,
    NoJournalNorPlan,
    JournalToExport,
    JournalToRecord,
    /// The journal's name says not what it is.
    JournalEnding {
        path: PathBuf,
    },
    NoEntry {
        entry: u64,
        last: u64,
    },
    Reversed {
        entry: u64,
        by: u64,
    },
    NoHash {
        path: PathBuf,
        hash: EntryHash,
    },
    /// A record that the journal does not have on a day.
    NoRecord {
        kind: Kind,
        id: String,
        on: NaiveDate,
    },
    /// A record that the journal never speaks of.
    NoHistory {
        kind: Kind,
        id: String,
    },
    NoLedger {
        kind: Kind,
    },
    WhichLedger,
    NoColumn {
        kind: Kind,
        name: String,
        near: Option<String>,
    },
    /// A value of a ledger's column that is not of its kind.
    Value {
        column: String,
        found: String,
        wanted: Text,
    },
    TooLarge {
        column: String,
        found: String,
    },
    NoPosting {
        asset: String,
    },
    NoStocktake,
    UnknownStocktake {
        name: String,
        known: Vec<String>,
    },
    NoBaseline,
    NoProducts,
    NoProposal {
        name: String,
    },
}

/// The name that may be meant, behind a sentence.
fn or_meant(near: Option<&String>) -> Text {
    near.map_or_else(Text::default, |near| {
        let Text { ja, en } = meant(near);
        Text::new(format!("。{ja}"), format!("; {en}"))
    })
}

impl Explain for Part {
    fn text(&self) -> Text {
        let (ja, en) = match self {
            Self::WorkItems => (
                "契約に業務項目がない（フォルダにtasks.tomlがない）",
                "the contract has no work items: its folder holds no tasks.toml",
            ),
            Self::Terms => (
                "契約に契約条件がない（フォルダにcontract.tomlがない）",
                "the contract has no terms: its folder holds no contract.toml",
            ),
            Self::OfficesAbroad => (
                "契約に事務所の一覧がない（フォルダにoffices.tomlがない）",
                "the contract lists no offices abroad: its folder holds no offices.toml",
            ),
            Self::Ledgers => (
                "契約に台帳の定めがない（フォルダにledger.tomlがない）",
                "the contract asks for no ledgers: its folder holds no ledger.toml",
            ),
            Self::SampleMonth => (
                "契約に見本の月の件数を定めるsample.tomlがない",
                "the contract has no sample.toml that says how much a month holds",
            ),
            Self::SampleAgency => (
                "契約に架空の組織の計画（ledger-sample.toml）がない",
                "the contract has no plan of a made-up agency (ledger-sample.toml)",
            ),
            Self::Growth => (
                "契約に増加の上限の定めがない（ledger.tomlに[growth]がない）",
                "the contract sets no limit of growth: its ledger.toml has no [growth]",
            ),
        };
        Text::new(ja, en)
    }
}

impl Explain for Refusal {
    fn text(&self) -> Text {
        let (ja, en) = match self {
            Self::Without(part) => return part.text(),
            Self::Unknown { what, name, near } => {
                let near = or_meant(near.as_ref());
                (format!("{}`{name}`はない{}", what.ja, near.ja), format!("there is no {} `{name}`{}", what.en, near.en))
            }
            Self::UnknownInList { what, name, near, listed_by } => {
                let help = near.as_ref().map_or_else(
                    || Text::new(format!("`{listed_by}`で一覧できる"), format!("`{listed_by}` lists them")),
                    |near| meant(near),
                );
                (
                    format!("{}`{name}`はない。{}", what.ja, help.ja),
                    format!("there is no {} `{name}`; {}", what.en, help.en),
                )
            }
            Self::Spelling { what, found, example } => (
                format!("`{found}`は{}ではない。`{example}`のように書く", what.ja),
                format!("`{found}` is no {}; write it as in {example}", what.en),
            ),
            Self::NoLevel { field, level, known } if known.is_empty() => {
                (format!("専門分野`{field}`にレベル{level}はない"), format!("`{field}` has no level {level}"))
            }
            Self::NoLevel { field, level, known } => {
                let known: Vec<String> = known.iter().map(u8::to_string).collect();
                (
                    format!("専門分野`{field}`にレベル{level}はない。あるのは{}", known.join("、")),
                    format!("`{field}` has no level {level}; it has {}", known.join(", ")),
                )
            }
            Self::OutsideTerm { from, to, first, last } => (
                format!("{from}から{to}は契約期間（{first}から{last}）の外である"),
                format!("{from} to {to} lies outside the term, {first} to {last}"),
            ),
            Self::MonthOutsideTerm { month, first, last } => (
                format!("{month}は契約期間（{first}から{last}）の外であり、評価できない"),
                format!("{month} lies outside the term, {first} to {last}: nothing of it could be evaluated"),
            ),
            Self::NoOffice { asked, known } => (
                format!("番号{asked}の事務所はない。契約にあるのは{known}まで"),
                format!("there is no office {asked}; the contract lists {known}"),
            ),
            Self::WhichCalendar(why) => (
                format!("{}。又は--calendarで指定する", why.ja),
                format!("{}; or choose one by --calendar", why.en),
            ),
            Self::NoFormula => ("算出式が渡されていない".to_owned(), "no formula was given".to_owned()),
            Self::WorkbookToFile => (
                "ブックはファイルに書く。--out tasks.xlsxのように指定する".to_owned(),
                "a workbook goes to a file; name it as in --out tasks.xlsx".to_owned(),
            ),
            Self::AgendaAsSarif => (
                "協議事項はSARIFにできない。markdown、text、jsonのいずれかにする".to_owned(),
                "the agenda is no SARIF; use markdown, text or json".to_owned(),
            ),
            Self::MarkdownWithoutAgenda => (
                "markdownで書けるのは協議事項だけである。--agendaを付ける".to_owned(),
                "only the agenda is written as markdown; add --agenda".to_owned(),
            ),
            Self::NoJournal => ("記録簿の指定がない".to_owned(), "no journal is named".to_owned()),
            Self::NoJournalNorPlan => (
                "記録簿の指定がなく、契約に架空の組織の計画（ledger-sample.toml）もない。--journalで指定する".to_owned(),
                "no journal given, and the contract has no plan of a made-up agency (ledger-sample.toml); name one by --journal".to_owned(),
            ),
            Self::JournalToExport => (
                "どの記録簿か。--journalで指定する。架空の組織の台帳は書き出さない".to_owned(),
                "which journal? name it by --journal; a made-up agency is not exported".to_owned(),
            ),
            Self::JournalToRecord => (
                "--journalと--byがなければ何も記録しない".to_owned(),
                "nothing is recorded without --journal and --by".to_owned(),
            ),
            Self::JournalEnding { path } => {
                let path = escape::name(path);
                (
                    format!("`{path}`はファイル（.jsonl）でもデータベース（.sqlite）でもない。記録簿の名前をどちらかで終える"),
                    format!("`{path}` is neither a file (.jsonl) nor a database (.sqlite); name the journal by one of these endings"),
                )
            }
            Self::NoEntry { entry, last } => (
                format!("記録{entry}はない。記録簿は記録{last}で終わる"),
                format!("there is no entry {entry}; the journal ends with entry {last}"),
            ),
            Self::Reversed { entry, by } => (
                format!("記録{entry}は記録{by}で取り消された。代わりの記録はない。事実は取込みで改めて記録する"),
                format!("entry {entry} was reversed by entry {by}: nothing stands in its place; record the fact anew by an import"),
            ),
            Self::NoHash { path, hash } => {
                let path = escape::name(path);
                (
                    format!("`{path}`にハッシュ{hash}の記録はない。控えを取った後に記録簿が差し替えられたか、切り詰められた"),
                    format!("no entry of `{path}` has the hash {hash}: the journal was exchanged or cut since it was noted"),
                )
            }
            Self::NoRecord { kind, id, on } => (
                format!("{on}時点で知られている限り、台帳`{kind}`に`{id}`はない"),
                format!("on {on} there is no {kind} `{id}`, as far as was known"),
            ),
            Self::NoHistory { kind, id } => (
                format!("記録簿に台帳`{kind}`の`{id}`についての記録はない"),
                format!("the journal says nothing of a {kind} `{id}`"),
            ),
            Self::NoLedger { kind } => (
                format!("契約に台帳`{kind}`の定めはない"),
                format!("the contract asks for no ledger of `{kind}`"),
            ),
            Self::WhichLedger => (
                "どの台帳か。--kind deviceのように指定するか、--mappingを付ける".to_owned(),
                "which ledger? name it as in --kind device, or give --mapping".to_owned(),
            ),
            Self::NoColumn { kind, name, near } => {
                let near = or_meant(near.as_ref());
                (
                    format!("台帳`{kind}`に列`{name}`はない{}", near.ja),
                    format!("the ledger of `{kind}` has no column `{name}`{}", near.en),
                )
            }
            Self::Value { column, found, wanted } => (
                format!("{column}: `{found}`は{}ではない", wanted.ja),
                format!("{column}: `{found}` is no {}", wanted.en),
            ),
            Self::TooLarge { column, found } => (
                format!("{column}: `{found}`は大きすぎる。{}まで", u64::MAX),
                format!("{column}: `{found}` is too large; {} at most", u64::MAX),
            ),
            Self::NoPosting { asset } => (
                format!("資産管理番号`{asset}`のライセンス数は一度も記録されていない"),
                format!("no seats were ever posted under `{asset}`"),
            ),
            Self::NoStocktake => {
                ("記録簿に棚卸しがない".to_owned(), "the journal holds no stock-take".to_owned())
            }
            Self::UnknownStocktake { name, known } => {
                let known = listed(known);
                (
                    format!("記録簿に棚卸し`{name}`はない。あるのは{}", known.ja),
                    format!("the journal holds no stock-take `{name}`; it holds {}", known.en),
                )
            }
            Self::NoBaseline => (
                "契約の解釈growth-baseは基準値の表を必要とする。--baseline-tableで指定する".to_owned(),
                "the contract's policy growth-base wants a table of figures: name one by --baseline-table".to_owned(),
            ),
            Self::NoProducts => (
                "製品の指定がない。製品の表を--productsで指定する".to_owned(),
                "no products given; name a table of them by --products".to_owned(),
            ),
            Self::NoProposal { name } => (
                format!("`{name}`について記録する案はない。案はdevice:PC-0007のように種類と番号で指定する"),
                format!("there is nothing to record about `{name}`; a proposal is named by the kind of record and its number, as in device:PC-0007"),
            ),
        };
        Text::new(ja, en)
    }
}
