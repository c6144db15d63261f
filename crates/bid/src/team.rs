//! A bid: the bidder, its people with what they bring, and their shifts.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use provenance::Text;
use tables::{Document, Row, Suggestions, TableErrors, meant, whole};

use crate::{SlotId, requirement::minute};

/// A bid, as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bid {
    /// The bidder's name.
    pub name: String,
    /// The price in yen.
    pub price: u64,
    /// The points that the proposal was given.
    pub technical: u32,
    /// The day on which the contract is signed.
    pub signing: NaiveDate,
    /// Grounds for exclusion that apply, as stated; `None` where nothing was stated.
    pub grounds: Option<Vec<String>>,
    /// The people.
    pub members: Vec<Member>,
    /// The shifts of a week.
    pub shifts: Vec<Shift>,
}

/// A person of a bid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Member {
    /// The name.
    pub name: String,
    /// The file of the evidence of skill, where there is one.
    pub evidence: Option<String>,
    /// Experience: first day and the day after the last; none while it goes on.
    pub experience: Vec<Span>,
    /// Operations in charge of.
    pub management: Vec<Management>,
    /// Qualifications: code, and the last day of validity where there is one.
    pub qualifications: Vec<Held>,
    /// Scores of tests.
    pub scores: Vec<Points>,
    /// Languages, where they are stated.
    pub languages: Option<Vec<String>>,
    /// Whether the person's work is subcontracted, where it is stated.
    pub is_subcontracted: Option<bool>,
    /// The slots for which the person is offered; `None`: any; empty: staff who fill no slot.
    pub offered: Option<Vec<String>>,
}

/// A time of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub from: NaiveDate,
    /// The day after the last; none while it goes on.
    pub to: Option<NaiveDate>,
}

/// A qualification that somebody holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its code.
    pub id: String,
    /// The last day on which it is valid, where it has one.
    pub valid_until: Option<NaiveDate>,
}

/// A score that somebody has in a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    /// The test's code.
    pub test: String,
    /// The points.
    pub points: u32,
}

/// An operation that a person was in charge of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Management {
    /// The role.
    pub role: String,
    /// How many client PCs, where it is stated.
    pub pcs: Option<u64>,
    /// The first day.
    pub from: NaiveDate,
    /// The day after the last; none while it goes on.
    pub to: Option<NaiveDate>,
}

impl Member {
    /// Whether the bid offers the person for a slot.
    pub(crate) fn is_offered(&self, slot: &SlotId) -> bool {
        self.offered.as_ref().is_none_or(|offered| offered.iter().any(|known| known == slot.as_str()))
    }
}

/// A shift of every week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The site.
    pub site: String,
    /// The days, Monday being 0.
    pub days: Vec<u8>,
    /// The minute of the day at which it begins.
    pub from: u16,
    /// The minute at which it ends; not after `from`: on the next day.
    pub to: u16,
    /// Who works it, by name.
    pub members: Vec<String>,
}

/// A `bid.toml` to fill in, with every key explained.
pub const BID_TEMPLATE: &str = r#"# 応札者 / the bidder. 要員と勤務は、ここか、同じフォルダのCSVに書く / people and shifts stand here or in the CSV files beside.
[bidder]
name = "応札者の名称"
price = 0                      # 入札価格（円）/ in yen
technical = 0                  # 技術点 / points given to the proposal
signing = 2023-03-01           # 契約締結日 / the day of signing
# 該当する入札制限。なければ []。書かなければ「示されていない」 / grounds for exclusion that apply; [] for none; left out: not shown
# grounds = []

# [[member]]
# name = "要員の氏名"
# offered_as = ["overall"]     # 省けばどの役割にも、[] ならどの役割にも充てない / left out: for any slot; []: for none
# languages = ["ja", "en"]
# subcontracted = false
# evidence = "people/x.toml"   # `keiyaku itss new` が書くファイル / the person's evidence of skill
# experience = [{ from = 2010-04-01, to = 2020-04-01 }]   # to: 終わった日の翌日、続いていれば省く / the day after the last
# management = [{ role = "manager", pcs = 2000, from = 2020-04-01, to = 2022-04-01 }]
# qualification = [{ id = "pmp", valid_until = 2025-12-31 }]
# score = [{ test = "toeic", points = 600 }]

# [[shift]]
# site = "help-desk"
# days = ["weekdays"]          # mon tue wed thu fri sat sun weekdays all
# from = "23:00"
# to = "07:00"                 # 開始より前なら翌日 / before the beginning: on the next day
# members = ["要員の氏名"]
"#;

const DAYS: [(&str, u8); 7] =
    [("mon", 0), ("tue", 1), ("wed", 2), ("thu", 3), ("fri", 4), ("sat", 5), ("sun", 6)];

impl Bid {
    /// Reads a `bid.toml` of a bidder.
    ///
    /// # Errors
    /// Every problem of the file, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(bid)
    }
}

/// The most people of a bid: each is judged for each place.
pub(crate) const MEMBERS_MAX: usize = 1_000;
/// The most shifts of a bid, and the most rows of one of its sheets.
pub(crate) const SHIFTS_MAX: usize = 10_000;

fn bid(root: &Row<'_>) -> Option<Bid> {
    let head = root.required_row("bidder")?;
    let (name, price): (_, Option<i64>) = (named(&head), head.required("price"));
    let (technical, signing) = (head.required("technical"), head.required("signing"));
    let grounds = head.has("grounds").then(|| head.strings("grounds"));
    let price = price.and_then(|price| match u64::try_from(price) {
        Ok(price) if price > 0 => Some(price),
        _ => {
            head.complain("price", Text::new("0円より大きくする", "must be more than 0 yen"), None);
            None
        }
    });
    let (rows, shift_rows) = (root.rows("member"), root.rows("shift"));
    for (key, found, most) in [("member", rows.len(), MEMBERS_MAX), ("shift", shift_rows.len(), SHIFTS_MAX)] {
        if found > most {
            root.complain(
                key,
                Text::new(
                    format!("{found}行ある。1つの提案では{most}行まで"),
                    format!("{found} rows; {most} are the limit for a bid"),
                ),
                None,
            );
            return None;
        }
    }
    let members: Vec<Option<Member>> = rows.iter().map(member).collect();
    let mut members = members.into_iter().collect::<Option<Vec<_>>>()?;
    let mut names = BTreeSet::new();
    for (row, Member { name, .. }) in rows.iter().zip(&members) {
        if !names.insert(name.clone()) {
            row.complain(
                "name",
                Text::new(
                    format!("`{name}`はほかの要員の名前でもある"),
                    format!("`{name}` is the name of another member"),
                ),
                Some(Text::new("番号などで区別する", "tell them apart, as by a number")),
            );
        }
    }
    let mut suggestions = Suggestions::default();
    let shifts: Vec<Option<Shift>> =
        shift_rows.iter().map(|row| shift(row, &names, &mut suggestions)).collect();
    // The order in which people are named says nothing.
    members.sort_by(|a, b| a.name.cmp(&b.name));
    Some(Bid {
        name: name?,
        price: price?,
        technical: technical?,
        signing: signing?,
        grounds,
        members,
        shifts: shifts.into_iter().collect::<Option<_>>()?,
    })
}

/// A name that says something.
fn named(row: &Row<'_>) -> Option<String> {
    let name: String = row.required("name")?;
    if name.trim().is_empty() {
        row.complain("name", Text::new("空である", "is empty"), None);
        return None;
    }
    Some(name)
}

fn member(row: &Row<'_>) -> Option<Member> {
    let name = named(row);
    let span = |row: &Row<'_>| -> Option<Span> {
        let (from, to): (Option<NaiveDate>, Option<NaiveDate>) = (row.required("from"), row.optional("to"));
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            row.complain("to", Text::new("`from`より前である", "lies before `from`"), None);
        }
        Some(Span { from: from?, to })
    };
    let experience: Vec<Option<_>> = row.rows("experience").iter().map(span).collect();
    let management: Vec<Option<Management>> = row
        .rows("management")
        .iter()
        .map(|row| {
            let role = row.required("role");
            let pcs = row.optional::<u32>("pcs").map(u64::from);
            let Span { from, to } = span(row)?;
            Some(Management { role: role?, pcs, from, to })
        })
        .collect();
    let qualifications: Vec<Option<_>> = row
        .rows("qualification")
        .iter()
        .map(|row| {
            let id = row.required("id");
            let until = row.optional("valid_until");
            Some(Held { id: id?, valid_until: until })
        })
        .collect();
    let scores: Vec<Option<Points>> = row
        .rows("score")
        .iter()
        .map(|row| {
            let (test, points) = (row.required("test"), row.required("points"));
            Some(Points { test: test?, points: points? })
        })
        .collect();
    let languages = row.has("languages").then(|| row.strings("languages"));
    let (evidence, is_subcontracted) = (row.optional("evidence"), row.optional("subcontracted"));
    let offered = row.has("offered_as").then(|| row.strings("offered_as"));
    Some(Member {
        name: name?,
        evidence,
        experience: whole(experience)?,
        management: whole(management)?,
        qualifications: whole(qualifications)?,
        scores: whole(scores)?,
        languages,
        is_subcontracted,
        offered,
    })
}

fn shift(row: &Row<'_>, names: &BTreeSet<String>, suggestions: &mut Suggestions) -> Option<Shift> {
    let site = row.required("site");
    let mut days = Vec::new();
    for day in row.strings("days") {
        match (DAYS.iter().find(|(name, _)| *name == day), day.as_str()) {
            (Some((_, day)), _) => days.push(*day),
            (None, "all") => days.extend(0..7),
            (None, "weekdays") => days.extend(0..5),
            (None, _) => {
                let help = Text::new(
                    "mon、tue、wed、thu、fri、sat、sun、`weekdays`、`all`で書く",
                    "use mon, tue, wed, thu, fri, sat, sun, `weekdays` or `all`",
                );
                row.complain(
                    "days",
                    Text::new(format!("`{day}`は曜日ではない"), format!("`{day}` is no day")),
                    Some(help),
                );
            }
        }
    }
    let (from, to) = (row.required_parsed("from", minute), row.required_parsed("to", minute));
    let members = row.strings("members");
    for name in members.iter().filter(|name| !names.contains(*name)) {
        let near = suggestions.nearest(name, names.iter().map(String::as_str));
        let help = near.as_deref().map(meant);
        row.complain(
            "members",
            Text::new(
                format!("提案の要員に`{name}`はいない"),
                format!("nobody of the bid is called `{name}`"),
            ),
            help,
        );
    }
    Some(Shift { site: site?, days, from: from?, to: to?, members })
}
