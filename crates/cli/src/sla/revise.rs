//! `keiyaku sla revise`: targets judged by past months, and revisions recorded.

use keiyaku::{
    calendar::YearMonth,
    coverage::{Statements, Trace},
    files::{Digest, Output},
    provenance::{Clause, Language, Text},
    report::{text_table, words},
    sla::{Assessment, MonthResults, Pooled, Review},
};
use serde_json::json;
use toml_edit::{DocumentMut, InlineTable, Item, Table, value};

use super::args::RevisionOptions;
use crate::{
    failure::{Failure, or_meant},
    options::{Answer, Format, SourceOptions},
    output, report,
    run::RUN,
    source::Source,
};

pub(super) fn judge(
    month: Option<YearMonth>,
    months: u8,
    options: &SourceOptions,
    answer: Answer,
) -> Result<(), Failure> {
    let language = answer.language();
    let source = Source::open(options, month)?;
    let last = source.month(month)?;
    let mut past = report::earlier(&source, last, months.max(1) - 1)?;
    let results = source.contract.evaluate_month(last, &source.loaded.observations, source.now)?;
    past.push(MonthResults { month: last, results });
    let missing = || {
        Failure::Told(Text::new(
            "契約に要求水準の見直しの定めがない。フォルダにreview.tomlがない",
            "the contract says nothing of how targets are judged: its folder holds no review.toml",
        ))
    };
    let reviews = source.contract.review(&past).ok_or_else(missing)?;
    let rules = source.contract.review_rules().ok_or_else(missing)?;
    let items = source.contract.catalogue().items();
    if answer.format == Format::Json {
        let all: Vec<serde_json::Value> = reviews.iter().map(as_json).collect();
        let months: Vec<String> = past.iter().map(|past| past.month.to_string()).collect();
        let whole = json!({
            "months": months,
            "confidence_percent": rules.confidence,
            "margin_points": rules.margin.to_string(),
            "clause": rules.clause.to_string(),
            "items": all,
        });
        return output::print(&output::json(&whole));
    }
    let rows: Vec<Vec<String>> = reviews
        .iter()
        .zip(items)
        .filter(|(review, _)| review.target.is_some())
        .map(|(review, item)| {
            let target = review.target.as_ref();
            vec![
                review.key.to_string(),
                item.name.in_language(language).to_owned(),
                target.map_or_else(String::new, |t| words::target(t).in_language(language).to_owned()),
                format!("{}/{}", review.met, review.figures.len()),
                review.pooled.as_ref().map_or_else(String::new, |all| {
                    format!("{}/{} {}〜{}％", all.hits, all.cases, all.interval.lower, all.interval.upper)
                }),
                assessed(review, language),
            ]
        })
        .collect();
    let header = match language {
        Language::Ja => ["番号", "評価項目", "要求水準", "達成月", "全期間の割合と幅", "見立て"],
        Language::En => ["no.", "item", "target", "months met", "rate of all and its interval", "assessment"],
    };
    let mut out = text_table(&header, &rows);
    out.blank();
    out.line(match language {
        Language::Ja => format!(
            "{}か月（{last}まで）。幅は信頼度{}％。{}（{}）",
            past.len(),
            rules.confidence,
            rules.why.ja,
            rules.clause
        ),
        Language::En => format!(
            "{} months up to {last}; intervals at {} %. {} ({})",
            past.len(),
            rules.confidence,
            rules.why.en,
            rules.clause
        ),
    });
    output::print(&out)
}

fn assessed(review: &Review, language: Language) -> String {
    let achieved =
        review.pooled.as_ref().and_then(Pooled::achieved).map_or_else(String::new, |rate| match language {
            Language::Ja => format!("（実績{rate}％）"),
            Language::En => format!(" ({rate} % was achieved)"),
        });
    match (&review.assessment, language) {
        (Assessment::Slack { proposed }, Language::Ja) => format!("余裕がある。{proposed}を提案"),
        (Assessment::Slack { proposed }, Language::En) => format!("slack; {proposed} is proposed"),
        (Assessment::OutOfReach { proposed }, Language::Ja) => {
            format!("届かない。{proposed}を提案{achieved}")
        }
        (Assessment::OutOfReach { proposed }, Language::En) => {
            format!("out of reach; {proposed} is proposed{achieved}")
        }
        (Assessment::Fitting, Language::Ja) => "変える理由がない".to_owned(),
        (Assessment::Fitting, Language::En) => "nothing speaks against it".to_owned(),
        (Assessment::TooFew { found, needed: None }, Language::Ja) => format!("{found}件では言えない"),
        (Assessment::TooFew { found, needed: None }, Language::En) => format!("{found} say nothing"),
        (Assessment::TooFew { found, needed: Some(needed) }, Language::Ja) => {
            format!("少なくて言えない（{found}、要{needed}）")
        }
        (Assessment::TooFew { found, needed: Some(needed) }, Language::En) => {
            format!("too few to tell ({found} of {needed})")
        }
        (Assessment::TooFewMonths { found, needed }, Language::Ja) => {
            format!("月が少なくて言えない（{found}か月、要{needed}か月）")
        }
        (Assessment::TooFewMonths { found, needed }, Language::En) => {
            format!("too few months to tell ({found} of {needed})")
        }
        (Assessment::NotJudged(why), language) => why.in_language(language).to_owned(),
    }
}

fn as_json(review: &Review) -> serde_json::Value {
    let (word, proposed) = match &review.assessment {
        Assessment::Slack { proposed } => ("slack", Some(proposed)),
        Assessment::OutOfReach { proposed } => ("out-of-reach", Some(proposed)),
        Assessment::Fitting => ("fitting", None),
        Assessment::TooFew { .. } => ("too-few", None),
        Assessment::TooFewMonths { .. } => ("too-few-months", None),
        Assessment::NotJudged(_) => ("not-judged", None),
    };
    let needed = match &review.assessment {
        Assessment::TooFew { needed, .. } => *needed,
        Assessment::TooFewMonths { needed, .. } => Some(*needed),
        _ => None,
    };
    json!({
        "key": review.key.as_str(),
        "target": review.target.as_ref().map(|target| target.value.to_string()),
        "months_judged": review.figures.len(),
        "months_met": review.met,
        "months_unsettled": review.unsettled.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "pooled": review.pooled.as_ref().map(|all| json!({
            "hits": all.hits,
            "cases": all.cases,
            "lower": all.interval.lower.to_string(),
            "upper": all.interval.upper.to_string(),
            "achieved": all.achieved().map(|rate| rate.to_string()),
        })),
        "assessment": word,
        "proposed": proposed.map(ToString::to_string),
        "needed": needed,
        "why": match &review.assessment {
            Assessment::NotJudged(why) => Some(json!({ "ja": why.ja, "en": why.en })),
            _ => None,
        },
    })
}

/// A basis in a document whose statements are indexed must be one of its clauses; of other documents nothing is known.
fn check_basis(statements: &Statements, basis: &Clause) -> Result<(), Failure> {
    let index = statements.index();
    let is_indexed = index.documents().contains(&basis.document());
    if !is_indexed || !statements.trace(basis).statements.is_empty() {
        return Ok(());
    }
    let near = Trace::nearest(index, basis).map_or_else(Text::default, or_meant);
    let document = basis.document();
    Err(Failure::Told(Text::new(
        format!("`{document}`の目次に条項`{basis}`がない{}", near.ja),
        format!("the index of `{document}` knows no clause `{basis}`{}", near.en),
    )))
}

/// Adds a revision to the item's row; what held before stays. The table is read again before it is written, so that
/// nothing is written that cannot be loaded.
pub(super) fn record(set: &str, revision: &RevisionOptions, source: &SourceOptions) -> Result<(), Failure> {
    let (Some(folder), Some(effective), Some(ja), Some(en), Some(basis)) = (
        source.folder.contract.as_ref(),
        revision.effective,
        revision.reason_ja.as_ref(),
        revision.reason_en.as_ref(),
        revision.basis.as_ref(),
    ) else {
        return Err(Failure::Told(Text::new(
            "改定には--contract、--effective、--reason-ja、--reason-en、--basisが要る",
            "a revision needs --contract, --effective, --reason-ja, --reason-en and --basis",
        )));
    };
    let (key, number) = set.split_once('=').ok_or_else(|| {
        Failure::Told(Text::new(
            format!("`{set}`は評価項目と要求水準ではない。S-2-1=93のように書く"),
            format!("`{set}` is no item with a target, as in S-2-1=93"),
        ))
    })?;
    let contract = crate::source::contract_in(folder)?;
    let term = contract.catalogue().term;
    if term.number_of(effective).is_none() {
        let (first, last) = (term.first_day(), term.last_day());
        return Err(Failure::Told(Text::new(
            format!("{effective}は契約期間（{first}から{last}）の外にある。期間内の月を書く"),
            format!("{effective} lies outside the term ({first} to {last}); name one of its months"),
        )));
    }
    check_basis(&contract.statements()?, basis)?;
    let items = contract.catalogue().items();
    let item = items.iter().find(|item| item.key.as_str() == key).ok_or_else(|| {
        let near = contract.catalogue().nearest(key).map_or_else(Text::default, or_meant);
        Failure::Told(Text::new(
            format!("サービスレベル`{key}`はない{}", near.ja),
            format!("there is no service level `{key}`{}", near.en),
        ))
    })?;
    let target = item.in_force(effective).target.ok_or_else(|| {
        Failure::Told(Text::new(
            format!("`{key}`には改定する要求水準がない"),
            format!("`{key}` has no target to revise"),
        ))
    })?;
    let path = folder.join("sla.toml");
    let text = RUN.text(&path)?;
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        let path = escape::name(&path);
        Failure::Told(Text::new(format!("{path}: TOMLを読めない（{error}）"), format!("{path}: {error}")))
    })?;
    let found: toml_edit::Value = number.parse().map_err(|_| {
        Failure::Told(Text::new(format!("`{number}`は数ではない"), format!("`{number}` is no number")))
    })?;
    let mut new_target = InlineTable::new();
    new_target.insert("op", target.operator.sign().into());
    new_target.insert("value", found);
    new_target.insert("unit", target.unit.word().into());
    let mut reason = InlineTable::new();
    // A text is a value; it is written so that nothing in it is hidden.
    let written = |text: &str| escape::toml(text).parse().unwrap_or_else(|_| toml_edit::Value::from(text));
    reason.insert("ja", written(ja));
    reason.insert("en", written(en));
    let mut row = Table::new();
    row.insert("effective", value(effective.to_string()));
    row.insert("target", value(new_target));
    row.insert("reason", value(reason));
    row.insert("clause", value(basis.to_string()));
    let rows = document.get_mut("item").and_then(Item::as_array_of_tables_mut);
    let place = rows
        .and_then(|rows| rows.iter_mut().find(|table| table.get("key").and_then(Item::as_str) == Some(key)));
    let place = place.ok_or_else(|| {
        let path = escape::name(&path);
        Failure::Told(Text::new(format!("`{path}`に行`{key}`がない"), format!("`{path}` has no row `{key}`")))
    })?;
    let revisions =
        place.entry("revision").or_insert_with(|| Item::ArrayOfTables(toml_edit::ArrayOfTables::new()));
    revisions
        .as_array_of_tables_mut()
        .ok_or_else(|| {
            Failure::Told(Text::new(
                format!("`{key}`の`revision`が表のリストではない"),
                format!("`revision` of `{key}` is no list of tables"),
            ))
        })?
        .push(row);
    let written = document.to_string();
    keiyaku::sla::Catalogue::from_table("sla.toml", &written)?;
    output::write(&Output::file(&path, written).in_place_of(Digest::of(text.as_bytes())))?;
    output::line(format_args!("{}: {key} {effective} {number}", escape::name(path)))
}
