//! `keiyaku ledger hr`: what follows from changes of personnel.

use std::{path::Path, process::ExitCode};

use escape::Lines;
use keiyaku::{
    ledger::{AsOf, Head, Proposal, Proposals},
    provenance::Language,
    report::text_table,
};
use serde_json::{Value, json};

use super::{
    args::JournalOptions,
    evidence, handed_in,
    journal::{Kept, Source, unfit},
};
use crate::{failure::Failure, options::Format, output, refusal::Refusal, source};

pub(super) fn hr(
    changes: &Path,
    apply: bool,
    by: Option<&str>,
    only: &[String],
    options: &JournalOptions,
) -> Result<ExitCode, Failure> {
    let personnel = handed_in::personnel(changes)?;
    let opened = Source::open(options)?;
    let state = opened.journal.state(opened.as_of);
    let proposals = Proposals::of(&state, &personnel);
    let language = options.answer.language();
    let text = match options.answer.format {
        Format::Json if apply => Lines::default(),
        Format::Json => output::json(&proposals_json(&proposals, None)),
        Format::Table => {
            let yes = |is: bool| if is { "○" } else { "－" }.to_owned();
            let rows: Vec<Vec<String>> = proposals
                .iter()
                .map(|one| {
                    vec![
                        one.kind.to_string(),
                        one.id.clone(),
                        one.reason.in_language(language).to_owned(),
                        yes(one.is_certain),
                        yes(one.draft.is_some()),
                    ]
                })
                .collect();
            let header = match language {
                Language::Ja => ["種類", "番号", "理由", "確か", "記録の案"],
                Language::En => ["kind", "record", "why", "certain", "proposal"],
            };
            text_table(&header, &rows)
        }
    };
    output::print(&text)?;
    if !apply {
        return Ok(ExitCode::SUCCESS);
    }
    let (Some(path), Some(by)) = (options.journal.as_deref(), by) else {
        return Err(Refusal::JournalToRecord.into());
    };
    // The journal may have grown since it was looked at: what is accepted is proposed by its present state.
    let mut kept = Kept::open(path)?;
    let state = kept.journal().state(AsOf::day(opened.as_of.valid_on));
    let proposals = Proposals::of(&state, &personnel);
    let names = |one: &Proposal, wanted: &str| {
        wanted.split_once(':').is_some_and(|(kind, id)| kind == one.kind.word() && id == one.id)
    };
    let recordable = || proposals.iter().filter(|one| one.draft.is_some());
    if let Some(unknown) = only.iter().find(|wanted| !recordable().any(|one| names(one, wanted))) {
        return Err(Refusal::NoProposal { name: unknown.to_owned() }.into());
    }
    // What is not certain is for people to look at, one by one: what they name is recorded.
    let is_wanted = |one: &&Proposal| match only {
        [] => one.is_certain,
        only => only.iter().any(|wanted| names(one, wanted)),
    };
    let drafts: Vec<_> = recordable().filter(is_wanted).filter_map(|one| one.draft.clone()).collect();
    let recorded = if drafts.is_empty() {
        None
    } else {
        let entries = u64::try_from(drafts.len()).unwrap_or(u64::MAX);
        let batch = kept.journal().prepare(by, source::machine_clock(), drafts).map_err(unfit)?;
        Some((entries, kept.record(batch)?))
    };
    output::print(&match (options.answer.format, &recorded, language) {
        (Format::Json, _, _) => {
            let recorded = recorded.as_ref().map(|(entries, head)| (*entries, head));
            output::json(&proposals_json(&proposals, recorded))
        }
        (Format::Table, Some((entries, head)), _) => evidence::said(*entries, head, language),
        (Format::Table, None, Language::Ja) => Lines::of("記録するものはない"),
        (Format::Table, None, Language::En) => Lines::of("nothing to record"),
    })?;
    Ok(ExitCode::SUCCESS)
}

fn proposals_json(proposals: &Proposals, recorded: Option<(u64, &Head)>) -> Value {
    let all: Vec<Value> = proposals
        .iter()
        .map(|one| {
            json!({
                "kind": one.kind.word(), "id": one.id, "is_certain": one.is_certain,
                "is_proposed": one.draft.is_some(), "entry": one.entry,
                "reason": { "ja": one.reason.ja, "en": one.reason.en },
            })
        })
        .collect();
    json!({
        "proposals": all,
        "recorded": recorded.map_or(0, |(entries, _)| entries),
        "head": recorded.map(|(_, head)| evidence::head_json(head)),
    })
}
