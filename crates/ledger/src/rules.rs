//! What a contract rules about its ledgers: `ledger.toml`.

use std::ops::RangeInclusive;

use provenance::{Clause, Finding, RuleId, Text, folded};
use tables::{Document, Noun, Once, PartErrors, Row, Spot, TableErrors, check, known_or_meant};

use crate::{Check, CheckRule, Checks, Column, ColumnType, Field, Kind, Policies, Sheets, View};

/// A contract's ledgers: their columns, what is asked of them, and the readings chosen.
///
/// Read from a table ([`Rules::from_table`]) or put together by a program and [`checked`](Rules::checked), by one set of rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// The ledgers and their columns.
    pub sheets: Sheets,
    /// The readings of what is left open.
    pub policies: Policies,
    /// When renewals must be told of.
    pub renewal: Option<Renewal>,
    /// How far the stock may grow before the contract is looked at again.
    pub growth: Option<Growth>,
    /// How often devices are counted.
    pub stocktake: Option<Stocktake>,
    /// When what comes with software is counted.
    pub software_stocktake: Option<SoftwareStocktake>,
    /// When an account counts as idle.
    pub idle: Option<Idle>,
    /// When licences count as nearly used up.
    pub near: Option<Near>,
    /// How long a thing that came back from a loan is worked on.
    pub loan: Option<LoanWork>,
    /// What is looked for.
    pub checks: Checks,
}

/// When renewals must be told of: the more a contract costs, the earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewal {
    /// The steps, from the lowest amount.
    pub steps: Vec<RenewalStep>,
    /// Consumption tax in percent, where amounts are recorded without it.
    pub tax_percent: u32,
    /// The clause.
    pub clause: Clause,
}

/// A step of [`Renewal`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenewalStep {
    /// Amounts from this many yen.
    pub from_yen: u64,
    /// Calendar months before the renewal.
    pub months: u32,
}

/// How far the stock may grow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Growth {
    /// By how many percent a count may grow.
    pub count_percent: u32,
    /// By how many the number of kinds may grow.
    pub kinds: u32,
    /// The clause.
    pub clause: Clause,
}

/// How often devices are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stocktake {
    /// Every so many months.
    pub months: u32,
    /// The clauses.
    pub clause: Clause,
    /// Which sites are counted together, and how.
    pub groups: Vec<StocktakeGroup>,
}

/// When what comes with software is counted: once a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoftwareStocktake {
    /// The calendar month, from 1 to 12, by whose end it has to be done; the year counted ends with it.
    pub month: u32,
    /// The clause, which says no month.
    pub clause: Clause,
    /// Why this month.
    pub why: Text,
}

/// Sites whose devices are counted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StocktakeGroup {
    /// Its name in results.
    pub id: String,
    /// What people call it.
    pub name: Text,
    /// The ledger that its devices stand in.
    pub view: View,
    /// The offices, as devices name theirs whatever the width and case; where none are listed, all that no other group
    /// lists.
    pub offices: Vec<String>,
    /// How devices may be checked there: words of the column `means` of the ledger of sightings.
    pub means: Vec<String>,
    /// The clause.
    pub clause: Clause,
}

/// How long a thing that came back from a loan is worked on before it is lent again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanWork {
    /// So many days.
    pub turnaround_days: u32,
    /// The clause, which says no number.
    pub clause: Clause,
    /// Why this number.
    pub why: Text,
}

/// When an account counts as idle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Idle {
    /// After so many months without a sign-in.
    pub months: u32,
    /// The clause.
    pub clause: Clause,
}

/// When licences count as nearly used up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// From this many percent of what is held.
    pub percent: u32,
    /// The clause, which says no number.
    pub clause: Clause,
    /// Why this number.
    pub why: Text,
}

impl Rules {
    /// Reads a contract's `ledger.toml`.
    ///
    /// # Errors
    /// Every problem of the table, with its place. Meaning is checked, as [`checked`](Self::checked) does, of each part that
    /// could be read.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(|root| {
            let renewal = part(root, "renewal", renewal);
            let growth = part(root, "growth", |row| {
                let (count_percent, kinds) = (row.required("count_percent"), row.required("kinds"));
                let clause = row.required_clause("clause");
                Some(Growth { count_percent: count_percent?, kinds: kinds?, clause: clause? })
            });
            let stocktake = part(root, "stocktake", |row| {
                let (months, clause) = (row.required("months"), row.required_clause("clause"));
                let groups: Vec<_> = row.rows("group").iter().map(group).collect();
                let groups = groups.into_iter().collect::<Option<_>>();
                Some(Stocktake { months: months?, clause: clause?, groups: groups? })
            });
            let software_stocktake = part(root, "software_stocktake", |row| {
                let (month, clause) = (row.required("month"), row.required_clause("clause"));
                let why = row.required_text("why");
                Some(SoftwareStocktake { month: month?, clause: clause?, why: why? })
            });
            let idle = part(root, "idle", |row| {
                let (months, clause) = (row.required("months"), row.required_clause("clause"));
                Some(Idle { months: months?, clause: clause? })
            });
            let near = part(root, "near", |row| {
                let (percent, clause) = (row.required("percent"), row.required_clause("clause"));
                let why = row.required_text("why");
                Some(Near { percent: percent?, clause: clause?, why: why? })
            });
            let loan = part(root, "loan", |row| {
                let (days, clause) = (row.required("turnaround_days"), row.required_clause("clause"));
                let why = row.required_text("why");
                Some(LoanWork { turnaround_days: days?, clause: clause?, why: why? })
            });
            let (sheets, policies, checks) = (Sheets::read(root), Policies::read(root), Checks::read(root));
            Stated {
                sheets: sheets.as_ref(),
                checks: checks.as_ref(),
                renewal: renewal.as_ref().and_then(Option::as_ref),
                stocktake: stocktake.as_ref().and_then(Option::as_ref),
                software_stocktake: software_stocktake.as_ref().and_then(Option::as_ref),
                idle: idle.as_ref().and_then(Option::as_ref),
                near: near.as_ref().and_then(Option::as_ref),
                loan: loan.as_ref().and_then(Option::as_ref),
            }
            .hold(&root.spot());
            Some(Self {
                sheets: sheets?,
                policies,
                renewal: renewal?,
                growth: growth?,
                stocktake: stocktake?,
                software_stocktake: software_stocktake?,
                idle: idle?,
                near: near?,
                loan: loan?,
                checks: checks?,
            })
        })
    }

    /// Rules that a program puts together, checked as those of a table are. What a contract does not ask for stays as
    /// [`Rules::default`] has it: no ledger, no check, the readings built in.
    ///
    /// ```
    /// use ledger::{Idle, Rules};
    ///
    /// let idle = Idle { months: 0, clause: "example/annex#3".parse()? };
    /// let error = Rules { idle: Some(idle.clone()), ..Rules::default() }.checked().unwrap_err();
    /// assert_eq!(error.to_string(), "idle.months: found 0; months are counted from 1 to 1200");
    /// assert!(Rules { idle: Some(Idle { months: 1, ..idle }), ..Rules::default() }.checked().is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Every problem, with the path that the part has in a table.
    pub fn checked(self) -> Result<Self, PartErrors> {
        check(|at| {
            Stated {
                sheets: Some(&self.sheets),
                checks: Some(&self.checks),
                renewal: self.renewal.as_ref(),
                stocktake: self.stocktake.as_ref(),
                software_stocktake: self.software_stocktake.as_ref(),
                idle: self.idle.as_ref(),
                near: self.near.as_ref(),
                loan: self.loan.as_ref(),
            }
            .hold(at);
            Some(self)
        })
    }
}

/// The parts of rules that are checked: all of them where a program states them; of a table, those that could be read.
struct Stated<'r> {
    sheets: Option<&'r Sheets>,
    checks: Option<&'r Checks>,
    renewal: Option<&'r Renewal>,
    stocktake: Option<&'r Stocktake>,
    software_stocktake: Option<&'r SoftwareStocktake>,
    idle: Option<&'r Idle>,
    near: Option<&'r Near>,
    loan: Option<&'r LoanWork>,
}

impl Stated<'_> {
    fn hold(&self, at: &Spot<'_>) {
        if let Some(sheets) = self.sheets {
            sheets.hold(at);
        }
        if let Some(checks) = self.checks {
            checks.hold(at);
        }
        if let Some(renewal) = self.renewal {
            renewal.hold(&at.part("renewal"));
        }
        if let Some(stocktake) = self.stocktake {
            stocktake.hold(&at.part("stocktake"), self.sheets);
        }
        if let Some(stocktake) = self.software_stocktake {
            within(
                &at.part("software_stocktake"),
                "month",
                stocktake.month,
                1..=12,
                Noun::new("年の月は", "months of the year are numbered"),
            );
        }
        if let Some(idle) = self.idle {
            within(&at.part("idle"), "months", idle.months, MONTHS, COUNTED);
        }
        if let Some(near) = self.near {
            within(
                &at.part("near"),
                "percent",
                near.percent,
                1..=100,
                Noun::new("保有数に対する割合は", "what is held is used up by parts"),
            );
        }
        if let Some(loan) = self.loan {
            within(
                &at.part("loan"),
                "turnaround_days",
                loan.turnaround_days,
                0..=366,
                Noun::new("業務日の日数は", "days of work are counted"),
            );
        }
    }
}

/// The months that are counted: a century.
const MONTHS: RangeInclusive<u32> = 1..=1_200;
const COUNTED: Noun = Noun::new("月数は", "months are counted");

fn within(at: &Spot<'_>, key: &str, found: u32, range: RangeInclusive<u32>, what: Noun) {
    if !range.contains(&found) {
        let (least, most) = range.into_inner();
        at.complain(
            key,
            Text::new(format!("{found}とある"), format!("found {found}")),
            Some(Text::new(
                format!("{}{least}から{most}まで", what.ja),
                format!("{} from {least} to {most}", what.en),
            )),
        );
    }
}

impl Renewal {
    fn hold(&self, at: &Spot<'_>) {
        let from_zero = self.steps.first().is_some_and(|step| step.from_yen == 0);
        if !from_zero || !self.steps.is_sorted_by(|a, b| a.from_yen < b.from_yen) {
            at.complain(
                "step",
                Text::new("段階は0円から始め、順に大きくする", "steps must begin at 0 yen and rise"),
                None,
            );
        }
        for (n, step) in self.steps.iter().enumerate() {
            within(&at.nth("step", n), "months", step.months, MONTHS, COUNTED);
        }
        within(
            at,
            "tax_percent",
            self.tax_percent,
            0..=100,
            Noun::new("税率は", "a tax takes a part of the price:"),
        );
    }
}

impl Stocktake {
    fn hold(&self, at: &Spot<'_>, sheets: Option<&Sheets>) {
        within(at, "months", self.months, MONTHS, COUNTED);
        let sightings = sheets.and_then(|sheets| sheets.sheet(Kind::Sighting));
        let means = sightings.and_then(|sheet| sheet.column(Field::Means.word()));
        let mut once = Once::default();
        for (n, group) in self.groups.iter().enumerate() {
            let spot = at.nth("group", n);
            let earlier = || self.groups.iter().take(n);
            let what = || Text::new(format!("組`{}`", group.id), format!("group `{}`", group.id));
            once.take(
                &spot,
                "id",
                &group.id,
                what,
                Text::new("それぞれに別の名称を付ける", "give each a name of its own"),
            );
            let of_view = earlier().filter(|one| one.view == group.view);
            if group.offices.is_empty() && of_view.clone().any(|one| one.offices.is_empty()) {
                let message = Text::new(
                    format!("台帳`{}`の残りの事務所全てを対象とする組が2つある", group.view),
                    format!("two groups take all other offices of view `{}`", group.view),
                );
                spot.complain(
                    "offices",
                    message,
                    Some(Text::new("どちらか一方の事務所だけを書く", "list the offices of one of them")),
                );
            }
            for (n, office) in group.offices.iter().enumerate() {
                let listed = group.offices.iter().take(n).any(|one| folded(one) == folded(office));
                if listed || of_view.clone().any(|one| one.lists(office)) {
                    let message = Text::new(
                        format!("事務所`{office}`が2回ある（全角・半角、大文字・小文字は区別しない）"),
                        format!("office `{office}` stands twice, whatever its width and case"),
                    );
                    spot.complain_of("offices", n, message, Some(Text::new("一方を消す", "take one out")));
                }
            }
            let Some(Column { holds: ColumnType::Word(words), .. }) = means else { continue };
            for (n, word) in group.means.iter().enumerate() {
                let known = || words.iter().map(|known| known.id.as_str());
                if known().all(|known| known != word) {
                    let help = known_or_meant(word, known());
                    let message = Text::new(
                        format!("`{word}`は確認記録の列`means`の語ではない"),
                        format!("`{word}` is no word of the column `means` of sightings"),
                    );
                    spot.complain_of("means", n, message, Some(help));
                }
            }
        }
    }
}

impl StocktakeGroup {
    /// Whether an office is one of those listed, whatever its width and case.
    pub(crate) fn lists(&self, office: &str) -> bool {
        let office = folded(office);
        self.offices.iter().any(|listed| folded(listed) == office)
    }
}

/// A part that may be absent; `None` where it is there and cannot be read.
fn part<T>(root: &Row<'_>, key: &'static str, read: impl FnOnce(&Row<'_>) -> Option<T>) -> Option<Option<T>> {
    match root.optional_row(key) {
        None => Some(None),
        Some(row) => read(&row).map(Some),
    }
}

fn group(row: &Row<'_>) -> Option<StocktakeGroup> {
    let (id, name) = (row.required("id"), row.required_text("name"));
    let (view, clause) = (row.required_parsed("view", str::parse::<View>), row.required_clause("clause"));
    let (offices, means) = (row.strings("offices"), row.strings("means"));
    Some(StocktakeGroup { id: id?, name: name?, view: view?, offices, means, clause: clause? })
}

fn renewal(row: &Row<'_>) -> Option<Renewal> {
    let (tax_percent, clause) = (row.required("tax_percent"), row.required_clause("clause"));
    let steps: Vec<Option<RenewalStep>> = row
        .rows_by("step", &["from_yen"])
        .iter()
        .map(|step| {
            let (from_yen, months) = (step.required("from_yen"), step.required("months"));
            Some(RenewalStep { from_yen: from_yen?, months: months? })
        })
        .collect();
    let steps = steps.into_iter().collect::<Option<_>>();
    Some(Renewal { steps: steps?, tax_percent: tax_percent?, clause: clause? })
}

impl Rules {
    /// What a check noticed about a record, by which entries; nothing where the contract does not ask for it.
    pub(crate) fn finding(
        &self,
        check: Check,
        kind: Kind,
        id: &str,
        message: Text,
        entries: &[u64],
    ) -> Option<Finding> {
        self.finding_about(check, format!("{kind} {id}"), message, entries)
    }

    /// The same about something that is no record.
    pub(crate) fn finding_about(
        &self,
        check: Check,
        subject: String,
        message: Text,
        entries: &[u64],
    ) -> Option<Finding> {
        let CheckRule { check, severity, clauses, help } = self.checks.get(check)?;
        // Each word of `Check` is the name of a rule: a test reads them all.
        let rule: RuleId = check.word().parse().ok()?;
        Some(Finding {
            rule,
            severity: *severity,
            clauses: clauses.clone(),
            subject,
            message: with_entries(message, entries),
            help: help.clone(),
        })
    }
}

/// Says by which entries something is known.
fn with_entries(message: Text, entries: &[u64]) -> Text {
    if entries.is_empty() {
        return message;
    }
    let joined = |separator: &str| entries.iter().map(u64::to_string).collect::<Vec<_>>().join(separator);
    let (word, list) = (if entries.len() == 1 { "entry" } else { "entries" }, joined(", "));
    Text::new(format!("{}（記録{}）", message.ja, joined("、")), format!("{} ({word} {list})", message.en))
}
