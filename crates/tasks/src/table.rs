//! Reading `tasks.toml`.

use std::collections::{BTreeMap, BTreeSet};

use provenance::{Clause, Text};
use tables::{Row, nearest};

use crate::{
    Catalogue, CatalogueFinding, Duty, Frequency, Part, Period, Policies, Rule, Sites, Trigger, WorkItem,
    policy::{COUNTED_SITES, DAILY, LATE, QUARTER, SHIFT},
};

pub(crate) fn catalogue(root: &Row<'_>) -> Option<Catalogue> {
    let frequencies = frequencies(root);
    let triggers: Option<Vec<Trigger>> = root
        .rows("trigger")
        .iter()
        .map(|row| {
            let (id, name) = (row.required("id"), row.required_text("name"));
            Some(Trigger { id: id?, name: name? })
        })
        .collect();
    let triggers = triggers.unwrap_or_default();
    let mut items = Vec::new();
    let mut complete = Some(());
    let mut seen = BTreeSet::new();
    for section in root.rows("section") {
        let (no, names): (Option<String>, _) = (section.required("no"), section.texts("names"));
        let no = no.unwrap_or_default();
        for row in section.rows("item") {
            match item(&row, &no, &frequencies, &triggers) {
                Some(mut item) => {
                    if !seen.insert(item.id.as_str().to_owned()) {
                        row.complain("letter", format!("item `{}` stands twice", item.id), None);
                    }
                    item.category.clone_from(&names);
                    items.push(item);
                }
                None => complete = None,
            }
        }
    }
    let duty_words: BTreeMap<String, Text> = root
        .rows("duty_word")
        .iter()
        .filter_map(|row| row.required("id").zip(row.required_text("name")))
        .collect();
    let duties: Option<Vec<Duty>> = root.rows("duty").iter().map(|row| duty(row, &duty_words)).collect();
    let findings: Option<Vec<CatalogueFinding>> = root.rows("finding").iter().map(finding).collect();
    let policies = policies(root, &seen);
    let offices = match root.optional_row("overseas") {
        None => Vec::new(),
        Some(row) => offices(&row)?,
    };
    complete?;
    Some(Catalogue { offices, items, duties: duties?, duty_words, triggers, findings: findings?, policies })
}

/// The offices abroad, in the order of their numbers.
fn offices(row: &Row<'_>) -> Option<Vec<Text>> {
    let clause = row.required_clause("clause");
    let mut names = Vec::new();
    let mut complete = Some(());
    for (office, expected) in row.rows("office").iter().zip(1_u32..) {
        let (no, name): (Option<u32>, _) = (office.required("no"), office.required_text("name"));
        if no.is_some_and(|no| no != expected) {
            office.complain("no", format!("must be {expected}: offices are numbered in order"), None);
        }
        match name {
            Some(name) => names.push(name),
            None => complete = None,
        }
    }
    complete.and(clause).map(|_| names)
}

/// What each printed frequency means.
fn frequencies(root: &Row<'_>) -> BTreeMap<String, Frequency> {
    #[derive(Clone, Copy)]
    enum Kind {
        Every,
        AtLeast,
        Irregular,
        Composite,
    }
    let mut frequencies = BTreeMap::new();
    for row in root.rows("frequency") {
        let text: Option<String> = row.required("text");
        let kind = row.required_one_of(
            "kind",
            &[
                ("every", Kind::Every),
                ("at-least", Kind::AtLeast),
                ("irregular", Kind::Irregular),
                ("composite", Kind::Composite),
            ],
        );
        let frequency = match kind {
            Some(Kind::Every) => rule(&row, false).map(Frequency::Regular),
            Some(Kind::AtLeast) => rule(&row, true).map(Frequency::Regular),
            Some(Kind::Irregular) => Some(Frequency::Irregular),
            Some(Kind::Composite) => {
                let parts: Option<Vec<Part>> = row.rows("parts").iter().map(part).collect();
                parts.map(Frequency::Composite)
            }
            None => None,
        };
        if let Some((text, frequency)) = text.zip(frequency)
            && frequencies.insert(text.clone(), frequency).is_some()
        {
            row.complain("text", format!("frequency `{text}` is explained twice"), None);
        }
    }
    frequencies
}

fn part(row: &Row<'_>) -> Option<Part> {
    let (name, at_least) =
        (row.required_text("name"), row.required_one_of("kind", &[("every", false), ("at-least", true)]));
    let rule = at_least.and_then(|at_least| rule(row, at_least));
    Some(Part { name: name?, rule: rule? })
}

fn rule(row: &Row<'_>, at_least: bool) -> Option<Rule> {
    let (times, per) = (row.required::<u32>("times"), row.required_one_of("per", Period::WORDS));
    let times = times?;
    // A window has at least one day, and no period has more days than it can be cut into.
    let most = match per? {
        Period::Day => 1,
        Period::Week => 7,
        Period::Month => 28,
        Period::Quarter => 84,
        Period::Year => 250,
    };
    match u8::try_from(times).ok().filter(|times| (1..=most).contains(times)) {
        Some(times) => Some(Rule { times, per: per?, at_least }),
        None => {
            row.complain(
                "times",
                format!("found {times}, but it must be 1 to {most} in such a period"),
                None,
            );
            None
        }
    }
}

fn item(
    row: &Row<'_>,
    section: &str,
    frequencies: &BTreeMap<String, Frequency>,
    triggers: &[Trigger],
) -> Option<WorkItem> {
    let letter: Option<String> = row.required("letter");
    let id = letter.as_ref().and_then(|letter| match format!("{section}.{letter}").parse() {
        Ok(id) => Some(id),
        Err(error) => {
            let error: crate::ItemIdError = error;
            row.complain("letter", error.to_string(), None);
            None
        }
    });
    let (title, clause) = (row.required_text("title"), row.required_clause("clause"));
    let sites = row.required_parsed("sites", str::parse::<Sites>);
    let frequency_text: Option<String> = row.required("frequency");
    let frequency = frequency_text.as_ref().and_then(|text| {
        let known = frequencies.get(text);
        if known.is_none() {
            let near = nearest(text, frequencies.keys().map(String::as_str));
            let help = near.map_or_else(
                || "explain it in a `[[frequency]]`".to_owned(),
                |near| format!("explain it in a `[[frequency]]`; or is `{near}` meant?"),
            );
            row.complain("frequency", format!("frequency `{text}` is explained nowhere"), Some(&help));
        }
        known.cloned()
    });
    let trigger: Option<String> = row.optional("trigger");
    let trigger = trigger.map(|id| {
        let known = triggers.iter().find(|trigger| trigger.id == id);
        if known.is_none() {
            let near = nearest(&id, triggers.iter().map(|trigger| trigger.id.as_str()));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            row.complain("trigger", format!("there is no trigger `{id}`"), help.as_deref());
        }
        known.cloned()
    });
    if frequency == Some(Frequency::Irregular) && trigger.is_none() {
        row.complain("trigger", "is missing", Some("say what makes an irregular item due"));
    }
    let counts: Option<String> = row.optional("counts");
    let counts_months =
        row.optional_one_of("counts_per", &[("occurrence", false), ("month", true)]).unwrap_or(false);
    let mut sla = row.strings("sla");
    sla.extend(counts.clone().filter(|row| !sla.contains(row)));
    let (group, deadline) = (row.optional_text("group"), row.optional_text("deadline"));
    let deliverables = row.strings("deliverables");
    let (is_reported, stops_systems) =
        (row.optional("meeting").unwrap_or(false), row.optional("stops_systems").unwrap_or(false));
    Some(WorkItem {
        id: id?,
        category: Vec::new(),
        letter: letter?,
        group,
        title: title?,
        sites: sites?,
        frequency: frequency?,
        frequency_text: frequency_text?,
        trigger: match trigger {
            None => None,
            Some(trigger) => Some(trigger?),
        },
        deadline,
        deliverables,
        is_reported,
        sla,
        counts,
        counts_months,
        stops_systems,
        clause: clause?,
    })
}

fn duty(row: &Row<'_>, words: &BTreeMap<String, Text>) -> Option<Duty> {
    let named = |key: &'static str| {
        let found = row.strings(key);
        for word in found.iter().filter(|word| !words.contains_key(*word)) {
            let near = nearest(word, words.keys().map(String::as_str));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            row.complain(key, format!("`{word}` is no duty word"), help.as_deref());
        }
        found
    };
    let (category, clause) = (row.required("category"), row.required_clause("clause"));
    Some(Duty {
        head_office: named("head_office"),
        institute: named("institute"),
        contractor: named("contractor"),
        hardware_maintainer: named("hardware_maintainer"),
        software_maintainer: named("software_maintainer"),
        category: category?,
        clause: clause?,
    })
}

fn finding(row: &Row<'_>) -> Option<CatalogueFinding> {
    let (id, text) = (row.required("id"), row.required_text("text"));
    let clauses: Vec<Option<Clause>> = row
        .strings("clauses")
        .iter()
        .map(|text| match text.parse::<Clause>() {
            Ok(clause) => Some(clause),
            Err(error) => {
                row.complain("clauses", error.to_string(), None);
                None
            }
        })
        .collect();
    Some(CatalogueFinding { id: id?, text: text?, clauses: clauses.into_iter().collect::<Option<_>>()? })
}

fn policies(root: &Row<'_>, items: &BTreeSet<String>) -> Policies {
    #[derive(Clone, Copy)]
    enum Id {
        Daily,
        Quarter,
        Shift,
        Late,
        CountedSites,
    }
    let mut policies = Policies::default();
    let ids = [
        ("daily", Id::Daily),
        ("quarter", Id::Quarter),
        ("shift", Id::Shift),
        ("late", Id::Late),
        ("counted-sites", Id::CountedSites),
    ];
    for row in root.rows("policy") {
        match row.required_one_of("id", &ids) {
            Some(Id::Daily) => {
                row.choose(DAILY, &mut policies.daily);
                for row in row.rows("item") {
                    let mut own = policies.daily.clone();
                    row.choose(DAILY, &mut own);
                    for id in row.strings("items") {
                        if !items.contains(&id) {
                            let near = nearest(&id, items.iter().map(String::as_str));
                            let help = near.map(|near| format!("did you mean `{near}`?"));
                            row.complain("items", format!("there is no item `{id}`"), help.as_deref());
                        }
                        policies.daily_items.insert(id, own.clone());
                    }
                }
            }
            Some(Id::Quarter) => row.choose(QUARTER, &mut policies.quarter),
            Some(Id::Shift) => row.choose(SHIFT, &mut policies.shift),
            Some(Id::Late) => row.choose(LATE, &mut policies.late),
            Some(Id::CountedSites) => row.choose(COUNTED_SITES, &mut policies.counted_sites),
            None => {}
        }
    }
    policies
}
