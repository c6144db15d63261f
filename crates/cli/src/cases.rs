//! `keiyaku test`: a contract's tables tested by cases, records in and figures and verdicts out.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
};

use chrono::{DateTime, FixedOffset, Utc};
use clap::Args;
use keiyaku::{
    Contract,
    calendar::YearMonth,
    files::Limit,
    formula::{Exact, Operands, Vocabulary, read},
    intake::{Cells, Container, Header, RowError, TextForm},
    provenance::{Language, Text, Verdict},
    report::{text_table, words},
    sla::ItemResult,
    tables::nearest,
};
use serde_json::{Value, json};

use crate::{
    failure::{Failure, RECORDS},
    options::{Answer, FolderOptions, Format, SourceOptions},
    output,
    run::RUN,
    source::{Source, contract},
};

#[derive(Debug, Args)]
pub(crate) struct TestOptions {
    /// CSV with a case a row: `records` (files or folders beside it, with ; between), `month`, `item`, and what is expected:
    /// `figure` (as displayed, or exact; `none`), `counts` (10 / 12), `verdict`; also `now` and `case`
    #[arg(value_name = "CASES")]
    pub(crate) cases: PathBuf,
    #[command(flatten)]
    pub(crate) folder: FolderOptions,
    /// Goes on without the rows of records that cannot be read; figures still allow for them
    #[arg(long)]
    pub(crate) keep_going: bool,
    #[command(flatten)]
    pub(crate) answer: Answer,
}

/// The columns, each by its name in English and Japanese; the first three are needed.
const COLUMNS: [(&str, &str); 8] = [
    ("records", "記録"),
    ("month", "対象月"),
    ("item", "番号"),
    ("figure", "実績"),
    ("counts", "内訳"),
    ("verdict", "判定"),
    ("now", "評価時点"),
    ("case", "事例"),
];
const NEEDED: usize = 3;

/// A row: a service level of a month by some records, and what is expected of it.
struct Case {
    row: u64,
    name: String,
    records: Vec<PathBuf>,
    month: YearMonth,
    now: DateTime<Utc>,
    item: String,
    figure: Option<Figure>,
    counts: Option<String>,
    verdict: Option<&'static str>,
}

/// A figure that is expected.
enum Figure {
    None,
    /// As written, without spaces; the number, and what stands behind it.
    Some {
        written: String,
        number: Exact,
        unit: String,
    },
}

/// One thing that was expected of a case, and what was found.
struct Check {
    what: &'static str,
    expected: String,
    found: Text,
    is_as_expected: bool,
}

pub(crate) fn run(options: &TestOptions) -> Result<ExitCode, Failure> {
    let TestOptions { cases: path, folder, keep_going, answer } = options;
    let cases = cases(&contract(folder)?, path)?;
    // Records are read once for all that is asked of them.
    let mut groups: BTreeMap<(&[PathBuf], DateTime<Utc>), Vec<&Case>> = BTreeMap::new();
    for case in &cases {
        groups.entry((&case.records, case.now)).or_default().push(case);
    }
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    for ((records, now), cases) in groups {
        match checked(folder, records, now, *keep_going, &cases) {
            Ok(checked) => found.extend(checked),
            Err(failure) => {
                let rows = cases.iter().map(|case| case.row.to_string()).collect::<Vec<_>>();
                let text = Text::new(
                    format!("記録を使えないため{}行目の事例を試していない", rows.join("、")),
                    format!("not tried, for want of their records: the cases of rows {}", rows.join(", ")),
                );
                output::tell_text(&format!("note: {}: ", escape::name(path)), &text);
                failures.push(failure);
            }
        }
    }
    found.sort_by_key(|(case, _)| case.row);
    show(&found, cases.len(), *answer)?;
    if failures.len() < 2
        && let Some(failure) = failures.pop()
    {
        return Err(failure);
    }
    if !failures.is_empty() {
        return Err(Failure::Several(failures));
    }
    let is_kept = found.iter().all(|(_, checks)| checks.iter().all(|check| check.is_as_expected));
    Ok(if is_kept { ExitCode::SUCCESS } else { RECORDS.into() })
}

/// Evaluates each month that is asked of some records, and compares.
fn checked<'a>(
    folder: &FolderOptions,
    records: &[PathBuf],
    now: DateTime<Utc>,
    keep_going: bool,
    cases: &[&'a Case],
) -> Result<Vec<(&'a Case, Vec<Check>)>, Failure> {
    let options = SourceOptions {
        folder: FolderOptions { contract: folder.contract.clone() },
        records: records.to_vec(),
        mapping: None,
        now: Some(now.fixed_offset()),
        keep_going,
    };
    let source = Source::open(&options, None)?;
    let mut months: BTreeMap<YearMonth, Vec<ItemResult>> = BTreeMap::new();
    let mut found = Vec::new();
    for case in cases {
        let results = match months.get(&case.month) {
            Some(results) => results,
            None => {
                let results = source.contract.evaluate_month(case.month, &source.loaded.observations, now)?;
                months.entry(case.month).or_insert(results)
            }
        };
        if let Some(result) = results.iter().find(|result| result.key.as_str() == case.item) {
            found.push((*case, case.checks(result)));
        }
    }
    Ok(found)
}

impl Case {
    fn checks(&self, result: &ItemResult) -> Vec<Check> {
        let mut checks = Vec::new();
        if let Some(expected) = &self.figure {
            let shown = words::figure(result.figure.as_ref());
            let exact = result.figure.as_ref().map(|figure| &figure.exact);
            let is_displayed = |written: &str| {
                let figure = result.figure.as_ref();
                [shown.ja.as_str(), shown.en.as_str()]
                    .into_iter()
                    .chain(figure.map(|figure| figure.displayed.as_str()))
                    .any(|shown| plain(shown) == written)
            };
            let is_as_expected = match expected {
                Figure::None => exact.is_none(),
                Figure::Some { written, number, unit } => {
                    let label = result.figure.as_ref().map(|figure| figure.unit.label());
                    let is_unit = unit.is_empty()
                        || label.is_some_and(|label| plain(&label.ja) == *unit || plain(&label.en) == *unit);
                    is_displayed(written) || is_unit && exact == Some(number)
                }
            };
            // Digits that are not all there are told with the fraction.
            let more = exact
                .filter(|exact| result.figure.as_ref().is_some_and(|it| it.displayed != exact.to_digits()))
                .map_or_else(String::new, |exact| format!(" ({exact})"));
            checks.push(Check {
                what: "figure",
                expected: match expected {
                    Figure::None => "none".to_owned(),
                    Figure::Some { written, .. } => written.clone(),
                },
                found: Text::new(format!("{}{more}", shown.ja), format!("{}{more}", shown.en)),
                is_as_expected,
            });
        }
        if let Some(expected) = &self.counts {
            let counts = words::ratio(result);
            let is_as_expected = plain(&counts) == *expected;
            checks.push(Check {
                what: "counts",
                expected: expected.clone(),
                found: Text::same(counts),
                is_as_expected,
            });
        }
        if let Some(expected) = self.verdict {
            let label = result.verdict.label();
            let found = match result.verdict.why() {
                Some(why) => {
                    Text::new(format!("{}（{}）", label.ja, why.ja), format!("{} ({})", label.en, why.en))
                }
                None => label,
            };
            let is_as_expected = word(&result.verdict) == expected;
            checks.push(Check { what: "verdict", expected: expected.to_owned(), found, is_as_expected });
        }
        checks
    }
}

/// A verdict's word in tables and JSON.
fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::NotMet => "not-met",
        Verdict::Undetermined(_) => "undetermined",
        Verdict::NotApplicable(_) => "not-applicable",
    }
}

/// A text without spaces, its full-width signs as half-width ones: `９５．０ ％` is `95.0%`.
fn plain(text: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => {
            u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c).to_ascii_lowercase()
        }
        c => c,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(half).collect()
}

/// Shows what came of each case, of so many in all: those whose records cannot be read are told as failures.
fn show(found: &[(&Case, Vec<Check>)], all: usize, answer: Answer) -> Result<(), Failure> {
    let language = answer.language();
    if answer.format == Format::Json {
        let values: Vec<Value> = found
            .iter()
            .map(|(case, checks)| {
                let checks: Vec<Value> = checks
                    .iter()
                    .map(|check| {
                        json!({
                            "what": check.what, "expected": check.expected, "found": check.found,
                            "as_expected": check.is_as_expected,
                        })
                    })
                    .collect();
                json!({
                    "row": case.row, "case": case.name, "item": case.item, "month": case.month.to_string(),
                    "now": case.now.to_rfc3339(), "checks": checks,
                })
            })
            .collect();
        return output::print(&output::json(&values.into()));
    }
    let mut rows = Vec::new();
    let mut kept = 0_usize;
    for (case, checks) in found {
        let told: Vec<String> = checks
            .iter()
            .filter(|check| !check.is_as_expected)
            .map(|check| {
                let Check { what, expected, .. } = check;
                let found = check.found.in_language(language);
                let ja = COLUMNS.iter().find(|(en, _)| en == what).map_or(*what, |(_, ja)| ja);
                match language {
                    Language::Ja => format!("{ja}: 期待は{expected}、結果は{found}"),
                    Language::En => format!("{what}: expected {expected}, found {found}"),
                }
            })
            .collect();
        kept += usize::from(told.is_empty());
        let sign = if told.is_empty() { "ok" } else { "NO" };
        let name = if case.name.is_empty() { "－" } else { &case.name };
        rows.push(vec![
            case.row.to_string(),
            case.item.clone(),
            case.month.to_string(),
            name.to_owned(),
            sign.to_owned(),
            told.join(match language {
                Language::Ja => "。",
                Language::En => "; ",
            }),
        ]);
    }
    if found.is_empty() {
        return Ok(());
    }
    let header = match language {
        Language::Ja => ["行", "番号", "月", "事例", "", "相違"],
        Language::En => ["row", "item", "month", "case", "", "difference"],
    };
    let mut out = text_table(&header, &rows);
    out.blank();
    out.line(match language {
        Language::Ja => format!("{all}件のうち期待どおり{kept}件"),
        Language::En => format!("{kept} of {all} as expected"),
    });
    output::print(&out)
}

/// Reads the cases, with all that is wrong with them at once.
fn cases(contract: &Contract, path: &Path) -> Result<Vec<Case>, Failure> {
    let name = escape::name(path);
    let bytes = RUN.bytes(path, Limit::DATA)?;
    let told = |error: RowError| Failure::Told(error.line());
    let mut container = Container::open(&name, &bytes, TextForm::default()).map_err(told)?;
    let place = container.only_sheet().map_err(told)?;
    let columns = COLUMNS.iter().map(|(en, ja)| vec![(*en).to_owned(), (*ja).to_owned()]);
    let sheet = container.sheet(place, &Header::Holding(columns.collect())).map_err(told)?;
    let mut problems: Vec<Failure> = Vec::new();
    let mut wrong = |place: &str, text: Text| {
        problems.push(Failure::Told(Text::new(
            format!("{name}{place}: {}", text.ja),
            format!("{name}{place}: {}", text.en),
        )));
    };
    let places = COLUMNS.map(|(en, ja)| sheet.column(en).or_else(|| sheet.column(ja)));
    for ((en, ja), place) in COLUMNS.iter().zip(&places).take(NEEDED) {
        if place.is_none() {
            let text = Text::new(
                format!("列「{ja}」（{en}）がない"),
                format!("there is no column `{en}` (or `{ja}`)"),
            );
            wrong("", text);
        }
    }
    for column in sheet.columns() {
        let known = || COLUMNS.iter().flat_map(|(en, ja)| [*en, *ja]);
        if !column.is_empty() && known().all(|name| name != column) {
            let near = nearest(column, known());
            let (ja, en) = near.map_or_else(
                || {
                    let names = |pick: fn(&(&'static str, &'static str)) -> &'static str| {
                        COLUMNS.iter().map(pick).collect::<Vec<_>>()
                    };
                    let (en, ja) = (names(|name| name.0), names(|name| name.1));
                    (format!("列は{}", ja.join("、")), format!("the columns are {}", en.join(", ")))
                },
                |near| (format!("「{near}」か"), format!("did you mean `{near}`?")),
            );
            wrong(
                "",
                Text::new(
                    format!("「{column}」という列はない。{ja}"),
                    format!("there is no column `{column}`; {en}"),
                ),
            );
        }
    }
    // Without its columns each row would have the same to tell.
    let has_columns = places.iter().take(NEEDED).all(Option::is_some);
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut cases = Vec::new();
    for row in has_columns.then_some(sheet).into_iter().flatten() {
        let cells = match row {
            Ok(cells) => cells,
            Err(error) => {
                let (text, remedy) = (error.text(), error.remedy());
                let text =
                    Text::new(format!("{}。{}", text.ja, remedy.ja), format!("{}; {}", text.en, remedy.en));
                wrong(&format!(":{}", error.row), text);
                continue;
            }
        };
        match case(contract, folder, &cells, &places) {
            Ok(case) => cases.push(case),
            Err(texts) => {
                for text in texts {
                    wrong(&format!(":{}", cells.row), text);
                }
            }
        }
    }
    if cases.is_empty() && problems.is_empty() {
        return Err(Failure::Told(Text::new(
            format!("{name}: 事例が1行もない"),
            format!("{name}: there is no case in it"),
        )));
    }
    if problems.is_empty() { Ok(cases) } else { Err(Failure::Several(problems)) }
}

/// A row as a case, or all that is wrong with it.
fn case(
    contract: &Contract,
    folder: &Path,
    cells: &Cells<'_>,
    places: &[Option<usize>; COLUMNS.len()],
) -> Result<Case, Vec<Text>> {
    let [records, month, item, figure, counts, verdict, now, name] =
        places.map(|place| place.map_or("", |place| cells.get(place)));
    let mut wrong = Vec::new();
    let mut told = |what: usize, value: &str, text: Text| {
        let (en, ja) = COLUMNS.get(what).copied().unwrap_or_default();
        wrong
            .push(Text::new(format!("{ja}「{value}」: {}", text.ja), format!("{en} `{value}`: {}", text.en)));
    };
    let records: Vec<PathBuf> = records
        .split(';')
        .map(str::trim)
        .filter(|path| !path.is_empty())
        .map(|path| folder.join(path))
        .collect();
    if records.is_empty() {
        told(0, "", Text::new("記録のファイル又はフォルダを書く", "name a file or folder of records"));
    }
    let catalogue = contract.catalogue();
    let read_month: Option<YearMonth> = month.parse().ok();
    match read_month {
        None => {
            told(1, month, Text::new("月でない。2024-06のように書く", "is no month; write it as 2024-06"))
        }
        Some(read) if catalogue.term.number_of(read).is_none() => {
            told(1, month, Text::new("契約期間の外にある", "lies outside the contract's term"));
        }
        Some(_) => {}
    }
    let items = catalogue.find(item);
    match items.as_slice() {
        [_] => {}
        [] => {
            let near = catalogue.nearest(item);
            told(
                2,
                item,
                Text::new(
                    format!(
                        "この評価項目はない{}",
                        near.map_or_else(String::new, |near| format!("。「{near}」か"))
                    ),
                    format!(
                        "there is no such service level{}",
                        near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
                    ),
                ),
            );
        }
        several => {
            let keys: Vec<&str> = several.iter().map(|item| item.key.as_str()).collect();
            told(
                2,
                item,
                Text::new(
                    format!("複数の評価項目の番号。一つを書く: {}", keys.join("、")),
                    format!("is the number of several; write one of {}", keys.join(", ")),
                ),
            );
        }
    }
    let expected = expected(figure);
    if expected.is_err() {
        told(
            3,
            figure,
            Text::new(
                "数値でない。83.3%、250/3、又はnoneと書く",
                "is no figure; write it as 83.3%, 250/3 or none",
            ),
        );
    }
    let verdict_word = [
        Verdict::Met,
        Verdict::NotMet,
        Verdict::Undetermined(Text::default()),
        Verdict::NotApplicable(Text::default()),
    ]
    .into_iter()
    .find(|known| [word(known), &known.label().ja, &known.label().en].contains(&verdict))
    .map(|known| word(&known));
    if !verdict.is_empty() && verdict_word.is_none() {
        let text = Text::new(
            "判定でない。met、not-met、undetermined、not-applicableのいずれか",
            "is no verdict; it is met, not-met, undetermined or not-applicable",
        );
        told(5, verdict, text);
    }
    let moment: Option<DateTime<FixedOffset>> = DateTime::parse_from_rfc3339(now).ok();
    if !now.is_empty() && moment.is_none() {
        let text = Text::new(
            "時点でない。2024-07-05T09:00:00+09:00のように書く",
            "is no moment; write it as 2024-07-05T09:00:00+09:00",
        );
        told(6, now, text);
    }
    // A case that expects nothing would pass whatever the tables say.
    if figure.is_empty() && counts.is_empty() && verdict.is_empty() {
        wrong.push(Text::new(
            "実績、内訳、判定のいずれかを書く",
            "nothing is expected; fill in figure, counts or verdict",
        ));
    }
    let (Some(month), [item], Ok(figure), true) = (read_month, items.as_slice(), expected, wrong.is_empty())
    else {
        return Err(wrong);
    };
    let end = month.span(contract.calendars().zone()).1;
    Ok(Case {
        row: cells.row,
        name: name.to_owned(),
        records,
        month,
        now: moment.map_or(end, |moment| moment.to_utc()),
        item: item.key.to_string(),
        figure,
        counts: Some(plain(counts)).filter(|counts| !counts.is_empty()),
        verdict: verdict_word,
    })
}

/// A figure as it may be expected: as displayed, exact as digits or as a fraction, with its unit or without; or none.
fn expected(text: &str) -> Result<Option<Figure>, ()> {
    let written = plain(text);
    match written.as_str() {
        "" => return Ok(None),
        "none" | "なし" | "-" | "－" | "―" => return Ok(Some(Figure::None)),
        _ => {}
    }
    let digits = written.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = written.strip_prefix(digits).unwrap_or_default().to_owned();
    let none = Vocabulary::default();
    let number = read(digits, &none)
        .ok()
        .filter(|_| {
            let unsigned = digits.strip_prefix('-').unwrap_or(digits);
            unsigned.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '/'))
        })
        .and_then(|formula| formula.evaluate(&Operands::default(), &none).defined().cloned())
        .ok_or(())?;
    Ok(Some(Figure::Some { written, number, unit }))
}
