//! `keiyaku bid`: bids judged, compared and scored.

use std::{collections::BTreeSet, path::Path, process::ExitCode};

use escape::Lines;
use keiyaku::{
    Contract,
    bid::{
        Assessment, BID_TEMPLATE, Method, Offer, OtherStaff, Place, Requirements, SHEETS, Scored, Scoring,
        SlotId, Ties,
    },
    files::Output,
    formula::Rounding,
    itss::{EVIDENCE_SHEETS, Known, PERSON_TEMPLATE, Standard},
    provenance::{Language, Text},
    reference,
    report::text_table,
};
use serde_json::{Value, json};

use crate::{
    failure::{Failure, RECORDS},
    options::Format,
    output,
    source::contract,
};

pub(crate) use self::args::BidCommand;
use self::{
    args::{BidOptions, ScoringMethod, TieRule},
    folder::{Judged, judged},
};

mod args;
pub(crate) mod folder;

pub(crate) fn run(command: &BidCommand) -> Result<ExitCode, Failure> {
    match command {
        BidCommand::New { folder, sample } => new(folder, *sample),
        BidCommand::Check { folder, options } => check(folder.as_slice(), options),
        BidCommand::Compare { folders, options } => compare(folders, options),
        BidCommand::Score { folders, method, ceiling, price_points, per_yen, round, ties, all, options } => {
            let ties = match ties {
                TieRule::Lot => Ties::Lot,
                TieRule::LowerPrice => Ties::LowerPrice,
                TieRule::HigherTechnical => Ties::HigherTechnical,
            };
            let method = match method {
                ScoringMethod::Additive => Method::Additive { price_points: price_points.unwrap_or(0) },
                ScoringMethod::Divisive => Method::Divisive { per_yen: per_yen.unwrap_or(1) },
            };
            score(folders, Scoring { method, ceiling: *ceiling, rounding: *round, ties }, *all, options)
        }
    }
}

fn new(folder: &Path, sample: bool) -> Result<ExitCode, Failure> {
    let mut files: Vec<(String, String)> = Vec::new();
    if sample {
        for bidder in reference::BID_FOLDERS {
            files.extend(
                bidder
                    .files
                    .iter()
                    .map(|file| (format!("{}/{}", bidder.name, file.name), file.text.to_owned())),
            );
        }
    } else {
        files.push(("bid.toml".to_owned(), BID_TEMPLATE.to_owned()));
        // With a byte order mark, so that Excel reads them.
        files.extend(
            SHEETS
                .iter()
                .chain(&EVIDENCE_SHEETS)
                .map(|form| (form.file.to_owned(), format!("\u{FEFF}{}\r\n", form.header))),
        );
        files.push(("people/template.toml".to_owned(), PERSON_TEMPLATE.to_owned()));
    }
    // Nothing that somebody filled in is written over.
    let output =
        files.into_iter().fold(Output::folder(folder), |output, (name, text)| output.with(name, text));
    output::write(&output.clone().only_new())?;
    for path in output.paths() {
        output::line(format_args!("{}", escape::name(&path)))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn requirements(contract: &Contract) -> Result<&Requirements, Failure> {
    contract.bid_requirements().ok_or_else(|| {
        Failure::Told(Text::new(
            "契約は入札者に何も求めていない（フォルダにbid.tomlがない）",
            "the contract asks nothing of bidders: its folder holds no bid.toml",
        ))
    })
}

fn check(folders: &[std::path::PathBuf], options: &BidOptions) -> Result<ExitCode, Failure> {
    let contract = contract(&options.folder)?;
    let requirements = requirements(&contract)?;
    let bids = judged(folders, requirements)?;
    if options.answer.format == Format::Json {
        let edition = edition()?;
        let all: Vec<Value> = bids.iter().map(|one| assessment_json(one, requirements, &edition)).collect();
        output::print(&output::json(&Value::from(all)))?;
    } else {
        let language = options.answer.language();
        let mut out = Lines::default();
        for one in &bids {
            out.extend(one.assessment.lines(language));
            if !one.words.is_empty() {
                let words: Vec<String> =
                    one.words.iter().map(|(word, code)| format!("`{word}` → {code}")).collect();
                let label =
                    if language == Language::Ja { "語の読み替え" } else { "words read as codes" };
                out.line(format_args!("{label}: {}", words.join(", ")));
            }
            out.blank();
        }
        out.line(if language == Language::Ja { "読み方:" } else { "readings:" });
        for reading in &requirements.readings {
            let what = reading.what.in_language(language);
            out.line(format_args!("- {}: {what} ({})", reading.id, reading.clause));
        }
        output::print(&out)?;
    }
    let is_eligible = bids.iter().all(|one| one.assessment.verdict == Known::Met);
    Ok(if is_eligible { ExitCode::SUCCESS } else { RECORDS.into() })
}

fn text_json(text: &Text) -> Value {
    json!({ "ja": text.ja, "en": text.en })
}

fn texts_json(texts: &[Text]) -> Vec<Value> {
    texts.iter().map(text_json).collect()
}

fn judged_json(list: &[keiyaku::bid::Judged]) -> Vec<Value> {
    list.iter()
        .map(|one| {
            json!({
                "asked": text_json(&one.asked),
                "mandatory": one.is_mandatory,
                "verdict": one.verdict.word(),
                "found": text_json(&one.found),
            })
        })
        .collect()
}

/// The edition by which levels are told; its readings are the default ones.
fn edition() -> Result<String, Failure> {
    let standard = Standard::itss_v3_2011()?;
    Ok(format!("{} ({})", standard.name().en, standard.edition()))
}

fn assessment_json(judged: &Judged, requirements: &Requirements, edition: &str) -> Value {
    let Judged { assessment: found, words, .. } = judged;
    let words: Vec<Value> = words.iter().map(|(word, code)| json!({ "word": word, "code": code })).collect();
    let clause = |slot: &SlotId| {
        let slot = requirements.slots.iter().find(|known| known.id == *slot);
        slot.map(|slot| slot.clause.to_string())
    };
    let readings: Vec<Value> = requirements
        .readings
        .iter()
        .map(|reading| json!({ "id": reading.id, "clause": reading.clause.to_string(), "what": text_json(&reading.what) }))
        .collect();
    let place = |place: &Place| {
        let fitness = place.member.as_ref().map(|filled| &filled.fitness);
        let open = if fitness.is_none() { found.open_texts(place) } else { Vec::new() };
        json!({
            "slot": place.slot.as_str(),
            "clause": clause(&place.slot),
            "name": text_json(&found.slot(&place.slot)),
            "person": found.person(place),
            "doubled": place.is_doubled,
            "verdict": fitness.map_or(Known::NotMet, |fitness| fitness.verdict).word(),
            "desirable_met": fitness.map_or(0, |fitness| fitness.desirable),
            "requirements": fitness.map(|fitness| judged_json(&fitness.judged)).unwrap_or_default(),
            "open": texts_json(&open),
        })
    };
    let others = found.others.iter().map(|OtherStaff { name, fitness }| {
        json!({
            "person": name,
            "verdict": fitness.verdict.word(),
            "requirements": judged_json(&fitness.judged),
        })
    });
    let conflicts: Vec<Text> = found.conflicts.iter().map(keiyaku::bid::Conflict::text).collect();
    json!({
        "bidder": found.bidder,
        "standard": edition,
        "words": words,
        "readings": readings,
        "verdict": found.verdict.word(),
        "grounds": { "verdict": found.grounds.verdict.word(), "stated": texts_json(&found.grounds.stated) },
        "team": found.team.places.iter().map(place).collect::<Vec<_>>(),
        "others": others.collect::<Vec<_>>(),
        "shifts": { "verdict": found.coverage.word(), "gaps": texts_json(&found.gap_texts()) },
        "conflicts": texts_json(&conflicts),
    })
}

fn sign(known: Known) -> &'static str {
    match known {
        Known::Met => "○",
        Known::NotShown => "?",
        Known::NotMet => "×",
    }
}

fn compare(folders: &[std::path::PathBuf], options: &BidOptions) -> Result<ExitCode, Failure> {
    let contract = contract(&options.folder)?;
    let requirements = requirements(&contract)?;
    let bids = judged(folders, requirements)?;
    let all: Vec<&Assessment> = bids.iter().map(|one| &one.assessment).collect();
    let rows = compared(&all, options.answer.language());
    if options.answer.format == Format::Json {
        let edition = edition()?;
        let all: Vec<Value> = bids.iter().map(|one| assessment_json(one, requirements, &edition)).collect();
        output::print(&output::json(&Value::from(all)))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut header = vec![if options.answer.language() == Language::Ja { "要件" } else { "requirement" }];
    header.extend(all.iter().map(|one| one.bidder.as_str()));
    output::print(&text_table(&header, &rows))?;
    Ok(ExitCode::SUCCESS)
}

/// A row for each slot and, below it, each of its requirements; a column for each bidder.
fn compared(all: &[&Assessment], language: Language) -> Vec<Vec<String>> {
    let word = |ja: &'static str, en: &'static str| if language == Language::Ja { ja } else { en };
    let row = |name: String, cell: &dyn Fn(&Assessment) -> String| -> Vec<String> {
        std::iter::once(name).chain(all.iter().map(|one| cell(one))).collect()
    };
    let counted = |known: Known, count: usize| {
        if count == 0 { sign(known).to_owned() } else { format!("{} ({count})", sign(known)) }
    };
    let mut rows = vec![
        row(word("判定", "verdict").to_owned(), &|one| {
            one.verdict.label().in_language(language).to_owned()
        }),
        row(word("入札制限", "grounds for exclusion").to_owned(), &|one| {
            counted(one.grounds.verdict, one.grounds.stated.len())
        }),
    ];
    let places = all.first().map_or(0, |one| one.team.places.len());
    for n in 0..places {
        let of = |one: &Assessment| one.team.places.get(n).cloned();
        let name = all.first().and_then(|one| Some(one.slot(&of(one)?.slot)));
        rows.push(row(name.map_or_else(String::new, |name| name.in_language(language).to_owned()), &|one| {
            let Some(place) = of(one) else { return String::new() };
            let person = one.person(&place).unwrap_or(word("（空き）", "(open)"));
            let doubled = if place.is_doubled { word("（兼務）", " (doubling)") } else { "" };
            let known = place.member.as_ref().map_or(Known::NotMet, |filled| filled.fitness.verdict);
            format!("{} {person}{doubled}", sign(known))
        }));
        // An open place has no requirements judged: another bidder's tell which there are.
        let mut seen = BTreeSet::new();
        for asked in all.iter().filter_map(|one| of(one)?.member).flat_map(|filled| filled.fitness.judged) {
            if !seen.insert(asked.asked.ja.clone()) {
                continue;
            }
            let desirable = if asked.is_mandatory { "" } else { word("（望ましい）", " (desirable)") };
            let name = format!("  {}{desirable}", asked.asked.in_language(language));
            rows.push(row(name, &|one| {
                let fitness = of(one).and_then(|place| place.member).map(|filled| filled.fitness);
                let found =
                    fitness.and_then(|fitness| fitness.judged.into_iter().find(|j| j.asked == asked.asked));
                found.map_or_else(
                    || "-".to_owned(),
                    |found| format!("{} {}", sign(found.verdict), found.found.in_language(language)),
                )
            }));
        }
    }
    rows.push(row(word("その他の要員", "other staff").to_owned(), &|one| {
        let known = one.others.iter().map(|other| other.fitness.verdict).fold(Known::Met, Known::and);
        counted(known, one.others.iter().filter(|other| other.fitness.verdict != Known::Met).count())
    }));
    rows.push(row(word("勤務体制の不足", "gaps in shifts").to_owned(), &|one| {
        counted(one.coverage, one.gap_texts().len())
    }));
    rows.push(row(word("兼務・二重勤務", "people at two places").to_owned(), &|one| {
        counted(if one.conflicts.is_empty() { Known::Met } else { Known::NotMet }, one.conflicts.len())
    }));
    rows
}

fn score(
    folders: &[std::path::PathBuf],
    scoring: Scoring,
    all: bool,
    options: &BidOptions,
) -> Result<ExitCode, Failure> {
    let contract = contract(&options.folder)?;
    let bids = judged(folders, requirements(&contract)?)?;
    let verdict = |name: &str| {
        let own = bids.iter().find(|one| one.bid.name == name);
        own.map_or(Known::NotShown, |one| one.assessment.verdict)
    };
    let handed_in: Vec<Offer> = bids
        .iter()
        .map(|Judged { bid, assessment, .. }| {
            let is_eligible = all || assessment.verdict == Known::Met;
            Offer { bidder: bid.name.clone(), price: bid.price, technical: bid.technical, is_eligible }
        })
        .collect();
    let scored = scoring.rank(&handed_in);
    let is_tied =
        |one: &Scored| one.rank.is_some() && scored.iter().filter(|s| s.rank == one.rank).count() > 1;
    if options.answer.format == Format::Json {
        let rows: Vec<Value> = scored
            .iter()
            .map(|one| {
                json!({
                    "bidder": one.bidder,
                    "price": one.price,
                    "technical": one.technical,
                    "score": one.score.as_ref().ok().map(ToString::to_string),
                    "no_score": one.score.as_ref().err().map(text_json),
                    "rank": one.rank,
                    "tied": is_tied(one),
                    "eligible": verdict(&one.bidder).word(),
                })
            })
            .collect();
        output::print(&output::json(&Value::from(rows)))?;
        return Ok(ExitCode::SUCCESS);
    }
    let language = options.answer.language();
    let word = |ja: &'static str, en: &'static str| if language == Language::Ja { ja } else { en };
    let rows: Vec<Vec<String>> = scored
        .iter()
        .map(|one| {
            let rank = one.rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string());
            let tied = if is_tied(one) { word("（同点、くじ）", " (tie: drawn by lot)") } else { "" };
            let score = match &one.score {
                // Four places to read, the fraction to be exact.
                Ok(score) if score.is_whole() => score.to_string(),
                Ok(score) => format!("{} ({score})", score.to_decimal_string(4, Rounding::HalfUp)),
                Err(why) => why.in_language(language).to_owned(),
            };
            vec![
                format!("{rank}{tied}"),
                one.bidder.clone(),
                one.price.to_string(),
                one.technical.to_string(),
                score,
                verdict(&one.bidder).label().in_language(language).to_owned(),
            ]
        })
        .collect();
    let header = match language {
        Language::Ja => ["順位", "応札者", "価格（円）", "技術点", "評価値", "参加資格"],
        Language::En => ["rank", "bidder", "price (yen)", "technical", "score", "eligible"],
    };
    let mut out = text_table(&header, &rows);
    out.blank();
    out.line(match scoring.ties {
        Ties::Lot => word("同点はくじによる", "equal scores are for a lot"),
        Ties::LowerPrice => {
            word("同点は価格の低い順、なお同じならくじによる", "of equal scores the lower price, then a lot")
        }
        Ties::HigherTechnical => word(
            "同点は技術点の高い順、なお同じならくじによる",
            "of equal scores the higher technical points, then a lot",
        ),
    });
    output::print(&out)?;
    Ok(ExitCode::SUCCESS)
}
