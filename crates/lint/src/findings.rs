//! `findings/*.toml`: what a reader of the documents found said twice, differently or not at all.

use calendar::OutageRule;
use provenance::{Clause, Text};
use tables::{Document, Outline, OutlineRow, Place, Row, TableErrors, meant, nearest};

use crate::{Group, Material, Recorded};

/// Reads one file of findings, whose kinds are the names of rules; `before` are those of the files read already.
pub(crate) fn read(
    file: &str,
    source: &str,
    material: &Material<'_>,
    rules: &[&str],
    before: &[Recorded],
) -> Result<Vec<Recorded>, TableErrors> {
    let outline = Outline::of(file, source);
    Document::parse(file, source).read(|root| {
        let mut found: Vec<Recorded> = Vec::new();
        let mut complete = Some(());
        for (row, outlined) in root.rows("finding").iter().zip(outline.rows_of("finding")) {
            let Some(recorded) = recorded(row, &outlined.place, material, rules) else {
                complete = None;
                continue;
            };
            if let Some(first) = before.iter().chain(&found).find(|other| other.id == recorded.id) {
                let help = Text::new(
                    format!("{}に既にある", first.place),
                    format!("it stands at {} already", first.place),
                );
                row.complain(
                    "id",
                    Text::new(
                        format!("指摘`{}`が2回ある", recorded.id),
                        format!("finding `{}` stands twice", recorded.id),
                    ),
                    Some(help),
                );
            }
            found.push(recorded);
        }
        complete.map(|()| found)
    })
}

fn recorded(row: &Row<'_>, place: &Place, material: &Material<'_>, rules: &[&str]) -> Option<Recorded> {
    let id: Option<String> = row.required("id");
    if let Some(id) = id.as_ref().filter(|id| !is_kebab(id)) {
        row.complain(
            "id",
            Text::new(format!("`{id}`は識別子ではない"), format!("`{id}` is no identifier")),
            Some(Text::new("`a-z`、`0-9`、`-`で書く", "use `a-z`, `0-9` and `-`")),
        );
    }
    let kind: Option<String> = row.required("kind");
    if let Some(kind) = kind.as_ref().filter(|kind| !rules.contains(&kind.as_str())) {
        let near = nearest(kind, rules.iter().copied());
        let help = near.map(meant);
        row.complain(
            "kind",
            Text::new(
                format!("種類`{kind}`の指摘をする規則はない"),
                format!("no rule tells findings of kind `{kind}`"),
            ),
            help,
        );
    }
    let (subject, group) = (row.required("subject"), row.required_one_of("group", Group::WORDS));
    let (subject_en, tells) = (row.optional("subject_en"), row.strings("tells"));
    let (says, question) = (row.required_text("says"), row.optional_text("question"));
    let proposal = row.optional_text("proposal");
    let mut places = Vec::new();
    for text in row.strings("places") {
        match text.parse::<Clause>() {
            Ok(clause) => {
                if let Some(nowhere) = material.clauses.nowhere(&clause) {
                    row.complain("places", nowhere.why, nowhere.help);
                }
                places.push(clause);
            }
            Err(error) => row.complain("places", error.text(), None),
        }
    }
    if places.is_empty() {
        row.complain(
            "places",
            Text::new("該当箇所がない", "names no place"),
            Some(Text::new(
                "関係する箇所を全て書く。2つが食い違うときは両方を書く",
                "cite every place concerned, both where two differ",
            )),
        );
    }
    let settled = row.strings("settled");
    for policy in &settled {
        dangling_policy(row, policy, material);
    }
    Some(Recorded {
        id: id?,
        kind: kind?,
        subject: subject?,
        subject_en,
        tells,
        group: group?,
        places,
        says: says?,
        settled,
        question,
        proposal,
        place: place.clone(),
    })
}

/// The tables that hold readings.
const READINGS: [&str; 6] = ["policy", "tasks", "ledger", "contract", "bid", "calendar"];

/// Tells a policy that stands in no table, and a row that is none.
fn dangling_policy(row: &Row<'_>, policy: &str, material: &Material<'_>) {
    let Some((table, id)) = policy.split_once(':') else {
        let help = Text::new(
            "`policy:month-ownership`のように`表:名称`と書く",
            "write `table:id`, as in `policy:month-ownership`",
        );
        row.complain(
            "settled",
            Text::new(format!("`{policy}`に表の名前がない"), format!("`{policy}` names no table")),
            Some(help),
        );
        return;
    };
    let file = format!("{table}.toml");
    let Some(outline) = material.outline(&file) else {
        let there = READINGS.into_iter().filter(|known| material.outline(&format!("{known}.toml")).is_some());
        row.complain(
            "settled",
            Text::new(
                format!("`{policy}`: 表`{file}`がない"),
                format!("`{policy}`: there is no table `{file}`"),
            ),
            nearest(table, there).map(meant),
        );
        return;
    };
    let is_reading = |outlined: &OutlineRow, id: &str| match table {
        "policy" | "tasks" | "ledger" | "contract" => outlined.is_of("policy"),
        "bid" => outlined.is_of("reading"),
        "calendar" => is_definite(material, id),
        _ => false,
    };
    let ids = || outline.rows().iter().filter_map(|row| Some((row, row.text("id")?)));
    if ids().any(|(outlined, known)| known == id && is_reading(outlined, id)) {
        return;
    }
    if ids().any(|(_, known)| known == id) {
        let help = match table {
            "calendar" => Text::new(
                "未決の点があるか日付のない行は、決めるべきことを決めていない",
                "a row with open points, or without dates, leaves open what it should settle",
            ),
            _ => Text::new(
                "policy、bid.tomlの解釈、calendar.tomlの行のいずれかを書くか、`question`で問う",
                "name a policy, a reading of bid.toml or a row of calendar.toml, or ask by `question`",
            ),
        };
        row.complain(
            "settled",
            Text::new(format!("`{file}`の`{id}`は解釈ではない"), format!("`{id}` of `{file}` is no reading")),
            Some(help),
        );
        return;
    }
    let readings = ids().filter(|(outlined, known)| is_reading(outlined, known)).map(|(_, known)| known);
    let help = nearest(id, readings).map(meant);
    row.complain(
        "settled",
        Text::new(format!("`{file}`に`{id}`がない"), format!("`{file}` states no `{id}`")),
        help,
    );
}

/// Whether a row of the calendar says all that it has to: nothing of it is open, and its days are known.
fn is_definite(material: &Material<'_>, id: &str) -> bool {
    let calendars = material.calendars;
    let calendar = calendars.iter().find(|(known, _)| *known == id).map(|(_, named)| &named.open_points);
    let season = calendars.seasons().iter().find(|season| season.id == id).map(|season| &season.open_points);
    let outage = calendars.outages().iter().find(|outage| outage.id == id);
    match (calendar.or(season), outage) {
        (Some(open), _) => open.is_empty(),
        (None, Some(outage)) => {
            let has_days = !matches!(&outage.rule, OutageRule::On(days) if days.is_empty());
            outage.open_points.is_empty() && !outage.tentative && has_days
        }
        (None, None) => false,
    }
}

fn is_kebab(id: &str) -> bool {
    let fits =
        |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    id.split('-').all(fits)
}
