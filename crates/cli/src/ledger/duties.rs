//! What the ledgers' duties ask for on a day: renewals, growth, stock-takes, loans.

use std::{path::Path, process::ExitCode};

use chrono::NaiveDate;
use escape::Lines;
use keiyaku::{
    ledger::{AsOf, Baseline, Field, GrowthReport, Loan, LoanStatus, Nearness, Notice, Renewals, Stocktakes},
    provenance::{Language, Text, Verdict},
    report::text_table,
};
use serde_json::{Value, json};

use super::{args::JournalOptions, handed_in, journal::Source};
use crate::{
    failure::Failure,
    failure::RECORDS,
    options::Format,
    output,
    refusal::{Part, Refusal},
};

/// A list as a table, or as JSON.
fn print(
    options: &JournalOptions,
    header: [&[&str]; 2],
    rows: Vec<Vec<String>>,
    all: Vec<Value>,
) -> Result<(), Failure> {
    output::print(&match options.answer.format {
        Format::Json => output::json(&Value::from(all)),
        Format::Table => {
            let [ja, en] = header;
            text_table(if options.answer.language() == Language::Ja { ja } else { en }, &rows)
        }
    })
}

fn said(verdict: &Verdict, language: Language) -> String {
    verdict.label().in_language(language).to_owned()
}

pub(super) fn renewals(options: &JournalOptions) -> Result<ExitCode, Failure> {
    let source = Source::open(options)?;
    let state = source.journal.state(source.as_of);
    let renewals = Renewals::of(&state, source.rules()?);
    let language = options.answer.language();
    let nearness = |near: Nearness| {
        let text = match near {
            Nearness::Overdue => Text::new("更新日を過ぎた", "overdue"),
            Nearness::Near => Text::new("通知の時期", "to be told"),
            Nearness::Ahead => Text::new("まだ先", "ahead"),
        };
        text.in_language(language).to_owned()
    };
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let rows = renewals
        .notices
        .iter()
        .map(|notice: &Notice<'_>| {
            vec![
                notice.id.to_owned(),
                notice.name.unwrap_or_default().to_owned(),
                notice.renewal_on.to_string(),
                notice.amount.map_or_else(|| "－".to_owned(), |yen| yen.to_string()),
                notice.notice_on.to_string(),
                day(notice.notified_on),
                nearness(notice.nearness),
            ]
        })
        .collect();
    let all = renewals
        .notices
        .iter()
        .map(|notice| {
            json!({
                "kind": notice.kind.word(), "id": notice.id, "name": notice.name,
                "renewal_on": notice.renewal_on.to_string(), "amount": notice.amount, "months": notice.months,
                "notice_on": notice.notice_on.to_string(), "notified_on": notice.notified_on.map(|on| on.to_string()),
                "state": match notice.nearness { Nearness::Overdue => "overdue", Nearness::Near => "near", Nearness::Ahead => "ahead" },
                "entry": notice.entry,
            })
        })
        .collect();
    let header: [&[&str]; 2] = [
        &["資産管理番号", "名称", "更新予定日", "契約金額", "通知の開始", "通知日", "状況"],
        &["asset", "name", "renewal", "amount", "tell from", "told on", "state"],
    ];
    print(options, header, rows, all)?;
    let overdue = renewals.notices.iter().any(|notice| notice.nearness == Nearness::Overdue);
    Ok(if overdue { RECORDS.into() } else { ExitCode::SUCCESS })
}

/// What was counted: its name, at the base, now, at most, the verdict, and the first day over.
type Counted<'a> = (Text, u64, u64, u128, &'a Verdict, Option<NaiveDate>);

pub(super) fn growth(
    options: &JournalOptions,
    baseline: Option<NaiveDate>,
    table: Option<&Path>,
) -> Result<ExitCode, Failure> {
    let source = Source::open(options)?;
    let rules = source.rules()?;
    let known = source.as_of.known;
    let base = match baseline {
        Some(day) => Baseline::of(&source.journal, AsOf::day(day).known(known), rules),
        None => {
            let table = table.map(handed_in::baseline_table).transpose()?;
            let begins = Some(source.term_begins());
            Baseline::chosen(&source.journal, known, rules, begins, table.as_ref())
                .ok_or(Refusal::NoBaseline)?
        }
    };
    let report = GrowthReport::of(&source.journal, source.as_of, &base, rules).ok_or(Part::Growth)?;
    let language = options.answer.language();
    let first = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let counted: Vec<Counted<'_>> = report
        .counts
        .iter()
        .map(|one| (one.counted.text(), one.base, one.now, one.limit, &one.verdict, one.first_over))
        .chain(
            report
                .kinds
                .iter()
                .map(|one| (one.name.clone(), one.base, one.now, one.limit, &one.verdict, one.first_over)),
        )
        .collect();
    let rows: Vec<Vec<String>> = counted
        .iter()
        .map(|(name, base, now, limit, verdict, over)| {
            vec![
                name.in_language(language).to_owned(),
                base.to_string(),
                now.to_string(),
                limit.to_string(),
                said(verdict, language),
                first(*over),
            ]
        })
        .collect();
    let all = counted
        .iter()
        .map(|(name, base, now, limit, verdict, over)| {
            json!({
                "counted": { "ja": name.ja, "en": name.en }, "base": base, "now": now, "limit": limit,
                "verdict": said(verdict, Language::En), "first_over": over.map(|day| day.to_string()),
            })
        })
        .collect::<Vec<Value>>();
    let text = match options.answer.format {
        Format::Json => {
            let whole = json!({
                "base_on": report.base_on.to_string(),
                "base_note": report.base_note.as_ref().map(|note| json!({ "ja": note.ja, "en": note.en })),
                "counts": all,
            });
            output::json(&whole)
        }
        Format::Table => {
            let (base, header) = match language {
                Language::Ja => ("基準日", ["対象", "基準", "現在", "上限", "判定", "最初に超えた日"]),
                Language::En => ("base", ["what", "base", "now", "limit", "verdict", "first over"]),
            };
            let mut text = Lines::of(format_args!("{base}: {}", report.base_on));
            text.extend(report.base_note.as_ref().map(|note| note.in_language(language)));
            text.append(&text_table(&header, &rows));
            text
        }
    };
    output::print(&text)?;
    let over = counted.iter().any(|(.., verdict, _)| verdict.is_not_met());
    Ok(if over { RECORDS.into() } else { ExitCode::SUCCESS })
}

pub(super) fn stocktake(name: Option<&str>, options: &JournalOptions) -> Result<ExitCode, Failure> {
    let source = Source::open(options)?;
    let state = source.journal.state(source.as_of);
    let stocktakes = Stocktakes::of(&state, source.rules()?);
    let names = stocktakes.names();
    let name = match name {
        Some(name) => name,
        None => names
            .iter()
            .max_by_key(|(name, on)| (**on, **name))
            .map(|(name, _)| *name)
            .ok_or(Refusal::NoStocktake)?,
    };
    if !names.contains_key(name) {
        let known = names.keys().map(|known| (*known).to_owned()).collect();
        return Err(Refusal::UnknownStocktake { name: name.to_owned(), known }.into());
    }
    // By the ledgers of its last day, as the checks do: what moved or went since is not held against it.
    let then = Stocktakes::ledgers(&source.journal, source.as_of, name);
    let then = then.as_ref().unwrap_or(&state);
    let stocktakes = Stocktakes::of(then, source.rules()?);
    let report = stocktakes.compare(name, None).map_err(|error| Failure::of(&error))?;
    let language = options.answer.language();
    let sum = report.sum();
    if options.answer.format == Format::Json {
        let classes: serde_json::Map<String, Value> = sum
            .classes
            .iter()
            .map(|(class, share)| {
                (
                    class.word().to_owned(),
                    json!({ "expected": share.expected, "seen": share.seen, "both": share.both }),
                )
            })
            .collect();
        let lines: Vec<Value> = report
            .lines()
            .iter()
            .filter(|line| line.class.word() != "matched")
            .map(|line| json!({ "class": line.class.word(), "what": line.evidence.label(), "seen_at": line.seen_at }))
            .collect();
        let whole = json!({
            "stocktake": name, "expected": sum.expected, "sightings": sum.sightings, "classes": classes, "lines": lines,
        });
        output::print(&output::json(&whole))?;
    } else {
        let rows: Vec<Vec<String>> = sum
            .classes
            .iter()
            .map(|(class, share)| {
                vec![
                    class.text().in_language(language).to_owned(),
                    (share.expected + share.both).to_string(),
                    (share.seen + share.both).to_string(),
                ]
            })
            .chain([vec![
                if language == Language::Ja { "計" } else { "sum" }.to_owned(),
                sum.expected.to_string(),
                sum.sightings.to_string(),
            ]])
            .collect();
        let header: &[&str] = if language == Language::Ja {
            &["区分", "台帳", "確認"]
        } else {
            &["class", "expected", "seen"]
        };
        let mut text = Lines::of(name);
        text.append(&text_table(header, &rows));
        let lines: Vec<Vec<String>> = report
            .lines()
            .iter()
            .filter(|line| !matches!(line.class.word(), "matched" | "on-loan" | "excluded"))
            .map(|line| {
                vec![
                    line.class.text().in_language(language).to_owned(),
                    line.evidence.label().to_owned(),
                    line.seen_at.unwrap_or_default().to_owned(),
                ]
            })
            .collect();
        if !lines.is_empty() {
            let header: &[&str] = if language == Language::Ja {
                &["区分", "機器", "確認した場所"]
            } else {
                &["class", "device", "seen at"]
            };
            text.blank();
            text.append(&text_table(header, &lines));
        }
        output::print(&text)?;
    }
    Ok(if report.is_accounted() { ExitCode::SUCCESS } else { RECORDS.into() })
}

pub(super) fn loans(options: &JournalOptions) -> Result<ExitCode, Failure> {
    let source = Source::open(options)?;
    let state = source.journal.state(source.as_of);
    let language = options.answer.language();
    let day = source.as_of.valid_on;
    let text = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let wanted: Vec<Loan<'_>> =
        Loan::all(&state).filter(|loan| loan.status(day) != LoanStatus::Closed).collect();
    let rows = wanted
        .iter()
        .map(|loan| {
            vec![
                loan.id().to_owned(),
                loan.device().unwrap_or_default().to_owned(),
                loan.user().unwrap_or_default().to_owned(),
                text(loan.from()),
                text(loan.due()),
                text(loan.lent_on()),
                text(loan.returned_on()),
                loan.record().text(Field::Incident).unwrap_or_default().to_owned(),
                loan.status(day).text().in_language(language).to_owned(),
            ]
        })
        .collect();
    let all = wanted
        .iter()
        .map(|loan| {
            json!({
                "id": loan.id(), "device": loan.device(), "user": loan.user(),
                "from": loan.from().map(|day| day.to_string()), "due": loan.due().map(|day| day.to_string()),
                "status": loan.status(day).text().en,
            })
        })
        .collect();
    let header: [&[&str]; 2] = [
        &["貸出番号", "機器", "使用者", "貸出開始", "返却期限", "貸出日", "返却日", "破損・紛失", "状況"],
        &["loan", "device", "borrower", "from", "due", "lent on", "returned on", "incident", "state"],
    ];
    print(options, header, rows, all)?;
    let overdue = wanted.iter().any(|loan| matches!(loan.status(day), LoanStatus::Overdue { .. }));
    Ok(if overdue { RECORDS.into() } else { ExitCode::SUCCESS })
}
