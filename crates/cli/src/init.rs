//! `keiyaku init`: a folder of operations, with forms for every kind of record that the contract needs.

use std::{
    collections::BTreeSet,
    path::{Component, Path, PathBuf},
    process::ExitCode,
};

use clap::Args;
use escape::{Formulas, Lines};
use keiyaku::{
    Contract,
    calendar::YearMonth,
    files::{Output, reason},
    operations::{FILE, NOTE_COLUMNS, NOTES, Settings, TEMPLATES},
    provenance::{Language, Text},
    records::Template,
};
use rust_xlsxwriter::{DataValidation, DocProperties, ExcelDateTime, Format, Note, Workbook, XlsxError};

use crate::{
    csv::Table,
    failure::Failure,
    options::{FolderOptions, Lang},
    output,
    run::RUN,
    source::{contract, machine_clock},
    usage::month,
};

#[derive(Debug, Args)]
pub(crate) struct InitOptions {
    /// The folder to make; where it is there, only what is missing is added
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
    #[command(flatten)]
    pub(crate) folder: FolderOptions,
    /// The month whose folder is made, as in 2024-06 [default: this month, within the contract's term]
    #[arg(long, value_parser = month)]
    pub(crate) month: Option<YearMonth>,
    /// Language of the settings' comments and of what commands show there
    #[arg(long, value_enum, default_value_t = Lang::Ja)]
    pub(crate) lang: Lang,
}

pub(crate) fn run(options: &InitOptions) -> Result<ExitCode, Failure> {
    let dir = options.dir.as_path();
    // The settings that are there already say which contract it is.
    let settings = match dir.join(FILE) {
        path if path.exists() => Some(Settings::from_table(&escape::name(&path), &RUN.text(&path)?)?),
        _ => None,
    };
    let known = settings.as_ref().and_then(|settings| settings.contract.as_ref()).map(|path| dir.join(path));
    let folder = FolderOptions { contract: known.or_else(|| options.folder.contract.clone()) };
    let contract = contract(&folder)?;
    let month = chosen(&contract, options.month)?;
    let language = Language::from(options.lang);
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    if settings.is_none() {
        let named = options.folder.contract.as_deref().map(|path| between(dir, path)).transpose()?;
        files.push((FILE.into(), settings_text(&contract, named.as_deref(), language).into_bytes()));
    }
    files.push((PathBuf::from(month.to_string()).join("README.md"), month_text(month).into_bytes()));
    files.push((Path::new("journal").join("README.md"), journal_text().into_bytes()));
    files.push((Path::new(NOTES).join("README.md"), notes_text().into_bytes()));
    let notes: Vec<&str> = NOTE_COLUMNS.iter().map(|(_, ja)| *ja).collect();
    files.push((Path::new(NOTES).join(format!("{month}.csv")), sheet(&notes)?));
    let forms = contract.templates();
    for form in &forms {
        let columns: Vec<&str> = form.columns.iter().map(|column| column.name.as_str()).collect();
        files.push((Path::new(TEMPLATES).join(format!("{}.csv", form.name)), sheet(&columns)?));
    }
    files.push((Path::new(TEMPLATES).join("notes.csv"), sheet(&notes)?));
    let book = workbook(&forms).map_err(|error| {
        Failure::Told(Text::new(
            format!("雛形のブックを作れない（{error}）"),
            format!("the workbook of forms cannot be made: {error}"),
        ))
    })?;
    files.push((Path::new(TEMPLATES).join("records.xlsx"), book));
    files.push((Path::new(TEMPLATES).join("README.md"), forms_text(&forms).into_bytes()));
    // Nothing that is there is written over.
    let (kept, new): (Vec<_>, Vec<_>) = files.into_iter().partition(|(name, _)| dir.join(name).exists());
    if !new.is_empty() {
        let output = Output::folder(dir);
        let output = new.iter().fold(output, |output, (name, bytes)| output.with(name, bytes.as_slice()));
        output::write(&output.only_new())?;
    }
    if !kept.is_empty() && settings.is_some() {
        let count = kept.len();
        output::tell_text(
            "note: ",
            &Text::new(
                format!("既にあるファイル{count}件はそのままにした"),
                format!("{count} files that are there already were left as they are"),
            ),
        );
    }
    let mut out: Lines = new.iter().map(|(name, _)| escape::name(dir.join(name))).collect();
    out.blank();
    let shown = escape::name(dir.join(month.to_string()));
    match language {
        Language::Ja => {
            out.line("次に:");
            out.line(format_args!("  {shown} に{month}の記録を置く（雛形は templates）"));
            out.line(format_args!("  cd {}", escape::name(dir)));
            out.line("  keiyaku doctor");
            out.line("  keiyaku report");
            out.line(format_args!("  keiyaku close {month}"));
        }
        Language::En => {
            out.line("next:");
            out.line(format_args!("  put the records of {month} into {shown} (forms are in templates)"));
            out.line(format_args!("  cd {}", escape::name(dir)));
            out.line("  keiyaku doctor");
            out.line("  keiyaku report");
            out.line(format_args!("  keiyaku close {month}"));
        }
    }
    output::print(&out)?;
    Ok(ExitCode::SUCCESS)
}

/// The month that is asked for, else this month, within the term.
fn chosen(contract: &Contract, asked: Option<YearMonth>) -> Result<YearMonth, Failure> {
    let term = contract.catalogue().term;
    let (first, last) = (YearMonth::of(term.first_day()), YearMonth::of(term.last_day()));
    match asked {
        Some(month) if term.number_of(month).is_none() => Err(Failure::Told(Text::new(
            format!("{month}は契約期間（{first}から{last}）の外にある"),
            format!("{month} lies outside the term, {first} to {last}"),
        ))),
        Some(month) => Ok(month),
        None => {
            let today = contract.calendars().zone().to_local(machine_clock()).date();
            Ok(YearMonth::of(today).clamp(first, last))
        }
    }
}

/// A path as it is named from a folder that may not be there yet.
fn between(dir: &Path, path: &Path) -> Result<String, Failure> {
    let shown = escape::name(path);
    let whole = |path: &Path| {
        std::path::absolute(path).map_err(|error| {
            let why = reason(&error);
            Failure::Told(Text::new(
                format!("{shown}: フォルダを調べられない（{}）", why.ja),
                format!("{shown}: the folder cannot be looked up: {}", why.en),
            ))
        })
    };
    let (from, to) = (whole(dir)?, whole(path)?);
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = from.iter().skip(shared).map(|_| Some(".."));
    let down = to.iter().skip(shared).map(|part| part.as_os_str().to_str());
    let parts: Option<Vec<&str>> = up.chain(down).collect();
    let named = parts.map(|parts| if parts.is_empty() { ".".to_owned() } else { parts.join("/") });
    // What people cannot read they cannot mend.
    named.filter(|named| escape::terminal(named) == *named).ok_or_else(|| {
        Failure::Told(Text::new(
            format!("{shown}: この名前は{FILE}に書けない。フォルダの名前を変える"),
            format!("{shown}: such a name cannot stand in {FILE}; give the folder another one"),
        ))
    })
}

/// A CSV with its header alone, with a mark so that Excel reads it.
fn sheet(columns: &[&str]) -> Result<Vec<u8>, Failure> {
    let header = columns.iter().map(|column| (*column).to_owned()).collect();
    let (text, _) = Table { rows: vec![header], numbers: &[] }.text(Formulas::Kept)?;
    Ok(format!("\u{FEFF}{text}").into_bytes())
}

/// A text of a TOML table.
fn quoted(text: &str) -> String {
    toml_edit::Value::from(text).to_string()
}

fn settings_text(contract: &Contract, named: Option<&str>, language: Language) -> String {
    let name = contract.catalogue().contract.in_language(language);
    let (lang, say): (&str, fn(&'static str, &'static str) -> &'static str) = match language {
        Language::Ja => ("ja", |ja, _| ja),
        Language::En => ("en", |_, en| en),
    };
    let line = |key: &str, value: Option<String>, example: &str, comment: &str| match value {
        Some(value) => format!("# {comment}\n{key} = {value}\n"),
        None => format!("# {comment}\n# {key} = {example}\n"),
    };
    let title = say(
        "運用フォルダの設定。コマンドはこのフォルダの中で、ここに書いたものを使う",
        "The settings of this folder: commands that are run in it use what stands here",
    );
    let mut text = format!("# {} / {title}\nschema = 1\n\n", escape::terminal(name));
    let rows = [
        line(
            "contract",
            named.map(quoted),
            "\"contract\"",
            say(
                "契約の表のフォルダ。書かなければ組込みの契約",
                "The folder of the contract's tables; without it the contract that is built in",
            ),
        ),
        line(
            "mapping",
            None,
            "\"mapping.toml\"",
            say(
                "記録の列の対応表。書かなければ契約のrecords.toml",
                "How columns of records are read; without it the contract's records.toml",
            ),
        ),
        line(
            "journal",
            Some(quoted("journal/journal.jsonl")),
            "",
            say("台帳。まだなければ使わない", "The journal of the ledgers; unused until it is there"),
        ),
        line(
            "events",
            Some(quoted("events.csv")),
            "",
            say(
                "起きたことと行ったこと（種別、番号、対象、日時）。まだなければ使わない",
                "What happened and was done (kind, id, of, date); unused until it is there",
            ),
        ),
        line("lang", Some(quoted(lang)), "", say("表示の言語", "The language of what is shown")),
        line(
            "earlier",
            Some("3".to_owned()),
            "",
            say("報告書に示す過去の月数", "How many earlier months a report shows"),
        ),
    ];
    text.push_str(&rows.join("\n"));
    text
}

fn month_text(month: YearMonth) -> String {
    format!(
        "# {month}\n\nこの月の記録（CSV、XLSX、JSONなど）をここに置く。雛形は`templates`にある。何もなかった種類は見出しだけのファイルを置く。\n\n\
         Put the records of this month here (CSV, XLSX, JSON). Forms are in `templates`. Of what did not happen, put a file with its header alone.\n"
    )
}

fn journal_text() -> String {
    "# 台帳 / The journal\n\n`keiyaku ledger init journal/journal.jsonl`で始める。\n\nBegin it by `keiyaku ledger init journal/journal.jsonl`.\n".to_owned()
}

fn notes_text() -> String {
    "# 原因と対応策 / Causes and countermeasures\n\n\
     月ごとに1つのファイル（`2024-06.csv`、`.xlsx`又は`.toml`）に、未達成の項目の番号、原因、対応策を書く。`keiyaku doctor`が足りないものを示す。\n\n\
     One file a month (`2024-06.csv`, `.xlsx` or `.toml`) with number, cause and countermeasure of what was missed. `keiyaku doctor` tells what is lacking.\n"
        .to_owned()
}

/// How each form is filled in.
fn forms_text(forms: &[Template]) -> String {
    let mut text = "# 雛形の記入要領 / How the forms are filled in\n\n\
        月のフォルダに写し、埋めて使う。`records.xlsx`は全種類を1冊にしたもの。見出しだけの表は「この月には何もなかった」ことを示す。\n\n\
        Copy them into the folder of a month and fill them in. `records.xlsx` holds all of them. A form with its header alone says that nothing happened in the month.\n"
        .to_owned();
    let shown = |text: &str| escape::markdown(text);
    for form in forms {
        text.push_str(&format!(
            "\n## {}\n\n{} / {}\n\n| 列 / column | 内容 / content | 語 / words | 評価項目 / service levels |\n| --- | --- | --- | --- |\n",
            shown(&form.name), shown(&form.row.ja), shown(&form.row.en)
        ));
        for column in &form.columns {
            text.push_str(&format!(
                "| {} | {} / {} | {} | {} |\n",
                shown(&column.name),
                shown(&column.means.ja),
                shown(&column.means.en),
                shown(&column.words.join("、")),
                shown(&column.read_by.join(", "))
            ));
        }
    }
    text
}

/// The most characters that a list of words may have in a cell's choice.
const CHOICE_MAX: usize = 255;

/// The last row that choices are offered in.
const ROWS: u32 = 2_000;

/// All forms as a workbook: a sheet each, with a note at each heading and a choice of words where there are some.
fn workbook(forms: &[Template]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The same bytes for the same forms: no clock.
    let made = ExcelDateTime::from_ymd(2023, 4, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let (heading, cells) = (Format::new().set_bold(), Format::new().set_num_format("@"));
    let mut names = BTreeSet::new();
    for form in forms {
        // A sheet's name has 31 characters at most, and none twice.
        let name: String = form.name.chars().take(31).collect();
        if !names.insert(name.to_lowercase()) {
            continue;
        }
        let sheet = workbook.add_worksheet();
        sheet.set_name(&name)?;
        for (place, column) in (0_u16..).zip(&form.columns) {
            sheet.set_column_format(place, &cells)?;
            sheet.write_string_with_format(0, place, escape::workbook(&column.name), &heading)?;
            let mut note = format!("{}\n{}", column.means.ja, column.means.en);
            if !column.words.is_empty() {
                note.push_str(&format!("\n語: {}", column.words.join("、")));
            }
            if !column.read_by.is_empty() {
                note.push_str(&format!("\n評価項目: {}", column.read_by.join(", ")));
            }
            sheet.insert_note(0, place, &Note::new(escape::workbook(&note)).set_author("keiyaku"))?;
            let length: usize = column.words.iter().map(|word| word.chars().count() + 1).sum();
            if !column.words.is_empty()
                && length <= CHOICE_MAX
                && !column.words.iter().any(|word| word.contains(','))
            {
                let choice = DataValidation::new().allow_list_strings(&column.words)?;
                sheet.add_data_validation(1, place, ROWS, place, &choice)?;
            }
            let width = u16::try_from(column.name.chars().count()).unwrap_or(20).clamp(6, 30) * 2;
            sheet.set_column_width(place, width)?;
        }
        sheet.set_freeze_panes(1, 0)?;
    }
    workbook.save_to_buffer()
}
