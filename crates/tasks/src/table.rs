//! Reading `tasks.toml`.

use std::collections::{BTreeMap, BTreeSet};

use calendar::CalendarSet;
use provenance::{Clause, Text};
use tables::{Document, Explain, Id, Names, Noun, Row, Spot, TableErrors, meant, nearest, whole};

use crate::{
    Catalogue, CatalogueFinding, Deliverable, Duty, DutyPart, DutyWord, Follows, Frequency, ItemId, Level,
    Part, Party, Period, Policies, Rule, Trigger, WorkItem,
    policy::{COUNTED_SITES, CUT_WEEK, DAILY, LATE, NOWHERE, QUARTER, SHIFT},
    site::{Column, columns, sites_of},
};

/// What items refer to.
struct Known<'a> {
    calendars: &'a CalendarSet,
    levels: &'a Names<Level>,
    columns: &'a [Column],
    frequencies: &'a BTreeMap<String, Frequency>,
    triggers: &'a Words<Trigger>,
    deliverables: &'a Words<Deliverable>,
}

/// Words with their names in both languages, and by which they are referred to.
struct Words<T> {
    names: Names<T>,
    rows: Vec<(Id<T>, Text)>,
}

impl<T> Words<T> {
    fn read(root: &Row<'_>, list: &'static str, kind: Noun) -> Option<Self> {
        let mut names = Names::new(kind, "tasks.toml", []);
        let read: Vec<Option<(Id<T>, Text)>> = root
            .rows(list)
            .iter()
            .map(|row| {
                let (id, name) = (names.declare(row, "id"), row.required_text("name"));
                Some((id?, name?))
            })
            .collect();
        Some(Self { rows: read.into_iter().collect::<Option<_>>()?, names })
    }

    fn into<R>(self, row: impl Fn(Id<T>, Text) -> R) -> Vec<R> {
        self.rows.into_iter().map(|(id, name)| row(id, name)).collect()
    }
}

impl Catalogue {
    /// Reads `tasks.toml`, whose items are done at the sites of the same contract's calendars and bear on its service
    /// levels.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(
        file: &str,
        source: &str,
        calendars: &CalendarSet,
        levels: &Names<Level>,
    ) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(|root| catalogue(root, calendars, levels))
    }
}

fn catalogue(root: &Row<'_>, calendars: &CalendarSet, levels: &Names<Level>) -> Option<Catalogue> {
    let frequencies = frequencies(root);
    let columns = columns(root, calendars.sites());
    let (triggers, deliverables) = (
        Words::<Trigger>::read(root, "trigger", Noun::new("起算事由", "trigger")),
        Words::read(root, "deliverable", Noun::new("成果物", "deliverable")),
    );
    let (parties, duty_words) = (
        Words::<Party>::read(root, "party", Noun::new("当事者", "party")),
        Words::<DutyWord>::read(root, "duty_word", Noun::new("分担の語", "duty word")),
    );
    // Without these nothing could refer to them.
    let (columns, triggers, deliverables) = (columns?, triggers?, deliverables?);
    let (parties, duty_words) = (parties?, duty_words?);
    let known = Known {
        calendars,
        levels,
        columns: &columns,
        frequencies: &frequencies,
        triggers: &triggers,
        deliverables: &deliverables,
    };
    let (mut items, mut following) = (Vec::new(), Vec::new());
    let mut places = BTreeMap::new();
    let mut complete = Some(());
    let mut seen = BTreeSet::new();
    for section in root.rows("section") {
        let (no, names): (Option<String>, _) = (section.required("no"), section.texts("names"));
        let no = no.unwrap_or_default();
        for row in section.rows("item") {
            match item(&row, &no, &known) {
                Some(mut item) => {
                    if !seen.insert(item.id.clone()) {
                        row.complain(
                            "letter",
                            Text::new(
                                format!("業務項目`{}`が2回ある", item.id),
                                format!("item `{}` stands twice", item.id),
                            ),
                            None,
                        );
                    }
                    if item.follows.is_some() {
                        following.push((row.spot(), item.id.clone()));
                    }
                    item.category.clone_from(&names);
                    match u16::try_from(items.len()).ok().filter(|place| *place < NUMBERED_MAX) {
                        Some(place) => _ = places.entry(item.id.as_str().to_owned()).or_insert(place),
                        None => {
                            section.complain(
                                "item",
                                Text::new(
                                    format!("業務項目が{NUMBERED_MAX}件より多い"),
                                    format!("more than {NUMBERED_MAX} items"),
                                ),
                                None,
                            );
                            return None;
                        }
                    }
                    items.push(item);
                }
                None => complete = None,
            }
        }
    }
    let rows = root.rows("duty");
    let duties: Vec<Option<Duty>> =
        rows.iter().map(|row| duty(row, &parties.names, &duty_words.names)).collect();
    let findings: Option<Vec<CatalogueFinding>> = whole(root.rows_by("finding", &["id"]).iter().map(finding));
    let policies = policies(root, &seen, calendars);
    complete?;
    followed_are_known(&following, &items);
    let catalogue = Catalogue {
        calendars: calendars.clone(),
        items,
        places,
        parties: parties.into(|id, name| Party { id, name }),
        duties: duties.into_iter().collect::<Option<_>>()?,
        duty_words: duty_words.into(|id, name| DutyWord { id, name }),
        triggers: triggers.into(|id, name| Trigger { id, name }),
        deliverables: deliverables.into(|id, name| Deliverable { id, name }),
        columns,
        findings: findings?,
        policies,
    };
    if catalogue.items.iter().any(|item| item.sites.is_empty())
        && catalogue.unstated_site().is_none()
        && let Err(error) = calendars.main()
    {
        let message = Text::new(
            "どの拠点にもよらない業務は主たるカレンダーに従うが、それがない",
            "work that is bound to no site keeps the main calendar, and there is none",
        );
        root.complain("section", message, Some(error.text()));
    }
    Some(catalogue)
}

/// The most items that a catalogue numbers.
const NUMBERED_MAX: u16 = 10_000;

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
    for row in root.rows_by("frequency", &["text"]) {
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
                let parts: Vec<Option<Part>> = row.rows("parts").iter().map(part).collect();
                parts.into_iter().collect::<Option<_>>().map(Frequency::Composite)
            }
            None => None,
        };
        frequencies.extend(text.zip(frequency));
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
                Text::new(
                    format!("{times}とあるが、この期間では1から{most}まで"),
                    format!("found {times}, but it must be 1 to {most} in such a period"),
                ),
                None,
            );
            None
        }
    }
}

fn item(row: &Row<'_>, section: &str, known: &Known<'_>) -> Option<WorkItem> {
    let letter: Option<String> = row.required("letter");
    let id = letter.as_ref().and_then(|letter| match format!("{section}.{letter}").parse() {
        Ok(id) => Some(id),
        Err(error) => {
            let error: crate::ItemIdError = error;
            row.complain("letter", error.text(), None);
            None
        }
    });
    let (title, clause) = (row.required_text("title"), row.required_clause("clause"));
    let sites = sites_of(row, known.columns, known.calendars.sites());
    let frequency_text: Option<String> = row.required("frequency");
    let frequency = frequency_text.as_ref().and_then(|text| {
        let found = known.frequencies.get(text);
        if found.is_none() {
            let near = nearest(text, known.frequencies.keys().map(String::as_str));
            let help = near.map_or_else(
                || Text::new("`[[frequency]]`で説明する", "explain it in a `[[frequency]]`"),
                |near| {
                    Text::new(
                        format!("`[[frequency]]`で説明する。又は`{near}`のことか"),
                        format!("explain it in a `[[frequency]]`; or is `{near}` meant?"),
                    )
                },
            );
            row.complain(
                "frequency",
                Text::new(
                    format!("頻度`{text}`の説明がない"),
                    format!("frequency `{text}` is explained nowhere"),
                ),
                Some(help),
            );
        }
        found.cloned()
    });
    let has_trigger = row.has("trigger");
    let trigger = row.optional_name("trigger", &known.triggers.names);
    if frequency == Some(Frequency::Irregular) && !has_trigger {
        row.complain(
            "trigger",
            Text::new("この項目がない", "is missing"),
            Some(Text::new("不定期の業務の起算事由を書く", "say what makes an irregular item due")),
        );
    }
    let trigger = trigger.and_then(|id| {
        let (id, name) = known.triggers.rows.iter().find(|(known, _)| *known == id)?;
        Some(Trigger { id: id.clone(), name: name.clone() })
    });
    let counts = row.optional_name("counts", known.levels);
    let counts_months =
        row.optional_one_of("counts_per", &[("occurrence", false), ("month", true)]).unwrap_or(false);
    let mut sla = row.names("sla", known.levels);
    sla.extend(counts.clone().filter(|row| !sla.contains(row)));
    let (group, deadline) = (row.optional_text("group"), row.optional_text("deadline"));
    let follows = row.optional_row("follows").and_then(|row| follows(&row));
    let deliverables = row.names("deliverables", &known.deliverables.names);
    let (is_reported, stops_systems) =
        (row.optional("meeting").unwrap_or(false), row.optional("stops_systems").unwrap_or(false));
    let (sites, sites_text) = sites?;
    Some(WorkItem {
        id: id?,
        category: Vec::new(),
        letter: letter?,
        group,
        title: title?,
        sites,
        sites_text,
        frequency: frequency?,
        frequency_text: frequency_text?,
        trigger,
        deadline,
        follows,
        deliverables,
        is_reported,
        sla,
        counts,
        counts_months,
        stops_systems,
        clause: clause?,
    })
}

fn follows(row: &Row<'_>) -> Option<Follows> {
    let items = row.each_parsed("items", str::parse::<ItemId>);
    let duty = row.required_parsed("duty", str::parse);
    if items.is_empty() {
        row.complain(
            "items",
            Text::new("業務項目がない", "names no work item"),
            Some(Text::new("先に行う業務項目を書く", "name the work that goes before")),
        );
        return None;
    }
    Some(Follows { items, duty: duty? })
}

/// What an item follows must be an item, and another one.
fn followed_are_known(following: &[(Spot<'_>, ItemId)], items: &[WorkItem]) {
    for (spot, own) in following {
        let item = items.iter().find(|item| item.id == *own);
        for id in item.iter().filter_map(|item| item.follows.as_ref()).flat_map(|follows| &follows.items) {
            let mut others = items.iter().filter(|other| other.id != *own);
            if !others.clone().any(|other| other.id == *id) {
                let near = nearest(id.as_str(), others.by_ref().map(|other| other.id.as_str()));
                spot.complain(
                    "follows",
                    Text::new(
                        format!("先に行う業務項目`{id}`はない"),
                        format!("there is no item `{id}` to follow"),
                    ),
                    near.map(meant),
                );
            }
        }
    }
}

fn duty(row: &Row<'_>, parties: &Names<Party>, words: &Names<DutyWord>) -> Option<Duty> {
    let parts = row.optional_row("parts").map(|row| row.entry_names(|party| parties.find(party), words));
    let (category, clause) = (row.required("category"), row.required_clause("clause"));
    let parts = parts.unwrap_or_default().into_iter().map(|(party, words)| DutyPart { party, words });
    Some(Duty { category: category?, parts: parts.collect(), clause: clause? })
}

fn finding(row: &Row<'_>) -> Option<CatalogueFinding> {
    let (id, text) = (row.required("id"), row.required_text("text"));
    let clauses: Vec<Option<Clause>> = row
        .strings("clauses")
        .iter()
        .map(|text| match text.parse::<Clause>() {
            Ok(clause) => Some(clause),
            Err(error) => {
                row.complain("clauses", error.text(), None);
                None
            }
        })
        .collect();
    Some(CatalogueFinding { id: id?, text: text?, clauses: clauses.into_iter().collect::<Option<_>>()? })
}

fn policies(root: &Row<'_>, items: &BTreeSet<ItemId>, calendars: &CalendarSet) -> Policies {
    #[derive(Clone, Copy)]
    enum Which {
        Daily,
        Quarter,
        Shift,
        CutWeek,
        Late,
        CountedSites,
        UnstatedSite,
    }
    let mut policies = Policies::default();
    let ids = [
        ("daily", Which::Daily),
        ("quarter", Which::Quarter),
        ("shift", Which::Shift),
        ("cut-week", Which::CutWeek),
        ("late", Which::Late),
        ("counted-sites", Which::CountedSites),
        ("unstated-site", Which::UnstatedSite),
    ];
    for row in root.rows_by("policy", &["id"]) {
        match row.required_one_of("id", &ids) {
            Some(Which::Daily) => {
                row.choose(DAILY, &mut policies.daily);
                for row in row.rows("item") {
                    let mut own = policies.daily.clone();
                    row.choose(DAILY, &mut own);
                    for id in row.strings("items") {
                        match items.get(id.as_str()) {
                            Some(id) => {
                                if policies.daily_items.insert(id.clone(), own.clone()).is_some() {
                                    let message = Text::new(
                                        format!("業務項目`{id}`に解釈が2つある"),
                                        format!("item `{id}` is read twice"),
                                    );
                                    row.complain(
                                        "items",
                                        message,
                                        Some(Text::new("解釈を1つだけ残す", "keep one of its readings")),
                                    );
                                }
                            }
                            None => {
                                let near = nearest(&id, items.iter().map(ItemId::as_str));
                                let help = near.map(meant);
                                row.complain(
                                    "items",
                                    Text::new(
                                        format!("業務項目`{id}`はない"),
                                        format!("there is no item `{id}`"),
                                    ),
                                    help,
                                );
                            }
                        }
                    }
                }
            }
            Some(Which::Quarter) => row.choose(QUARTER, &mut policies.quarter),
            Some(Which::Shift) => row.choose(SHIFT, &mut policies.shift),
            Some(Which::CutWeek) => row.choose(CUT_WEEK, &mut policies.cut_week),
            Some(Which::Late) => row.choose(LATE, &mut policies.late),
            Some(Which::CountedSites) => row.choose(COUNTED_SITES, &mut policies.counted_sites),
            Some(Which::UnstatedSite) => {
                let value = match row.optional::<String>("value").as_deref() {
                    Some(NOWHERE) => Some(None),
                    _ => row.required_name("value", calendars.sites().names()).map(Some),
                };
                row.choose_value(value, &mut policies.unstated_site);
            }
            None => {}
        }
    }
    policies
}
