//! Reading a contract's service level items and policies from their tables.

use calendar::{CalendarSet, Term as ContractTerm, YearMonth};
use provenance::Text;
use tables::{Document, Explain, Once, PartErrors, Row, Spot, TableErrors, check, listed, meant, nearest};

use crate::{
    Catalogue, Exclusion, Item, ItemKey, ItemParts, Limit, OperandName, Operator, Period, Policies, PolicyId,
    Revision, Takes, Target, Unit, Unstated,
    measure::Measure,
    parts::{Formulas, Known, check_keys},
    policy::Against,
    read::conditions,
};

impl Catalogue {
    /// Reads `sla.toml`.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(catalogue)
    }
}

fn catalogue(root: &Row<'_>) -> Option<Catalogue> {
    let head = root.required_row("contract")?;
    let (first, last) = (head.required("from"), head.required("to"));
    let term = match first.zip(last).map(|(first, last)| ContractTerm::new(first, last)) {
        Some(Ok(term)) => Some(term),
        Some(Err(error)) => {
            head.complain("to", error.text(), None);
            None
        }
        None => None,
    };
    let (name, client, contractor) =
        (head.required_text("name"), head.required_text("client"), head.required_text("contractor"));
    let open_points = head.texts("open_points");
    // Grounds that the contract states for all cases, whatever the item.
    let general = root.rows("exclusion");
    let read: Vec<Option<Exclusion>> = general.iter().map(exclusion).collect();
    let mut once = Once::default();
    for (row, exclusion) in general.iter().zip(&read) {
        if let Some(exclusion) = exclusion {
            exclusion.check(&row.spot(), &mut once);
        }
    }
    let general: Option<Vec<Exclusion>> = read.into_iter().collect();
    let rows = root.rows("item");
    let spots: Vec<Spot<'_>> = rows.iter().map(Row::spot).collect();
    let items: Vec<ReadItem> = rows.iter().map(item).collect();
    let stated = items.iter().map(|item| (item.key.as_ref(), item.measure.as_ref()));
    check_keys(spots.iter().zip(stated));
    let general = general?;
    let items: Option<Vec<Item>> = items
        .into_iter()
        .map(|item| item.whole.map(|(parts, formulas)| parts.item(formulas, &general)))
        .collect();
    Some(Catalogue {
        contract: name?,
        client: client?,
        contractor: contractor?,
        term: term?,
        open_points,
        exclusions: general,
        items: items?,
    })
}

/// What could be read of an item's row.
struct ReadItem {
    key: Option<ItemKey>,
    measure: Option<Measure>,
    /// All of it, where nothing is missing.
    whole: Option<(ItemParts, Formulas)>,
}

fn item(row: &Row<'_>) -> ReadItem {
    let key = row.required_parsed("key", str::parse::<ItemKey>);
    let (no, name, clause) = (row.required("no"), row.required_text("name"), row.required_clause("clause"));
    let (category, requirement, open_points) =
        (row.texts("category"), row.optional_text("requirement"), row.texts("open_points"));
    let unstated = unstated(row);
    let period =
        row.required_one_of("period", &[("month", Period::Month), ("fiscal-year", Period::FiscalYear)]);
    let target = row.optional_row("target").map(|row| self::target(&row));
    let limit = row.optional_row("limit").map(|row| self::limit(&row));
    let exclusions: Vec<_> = row.rows("exclusion").iter().map(exclusion).collect();
    let revisions: Vec<_> = row.rows("revision").iter().map(revision).collect();
    let measure = row.required_row("measure").and_then(|row| Measure::read(&row));
    let (written_formula, intended_formula): (Option<String>, Option<String>) =
        (row.optional("written_formula"), row.optional("intended_formula"));
    let terms = row.optional_row("terms").map(|row| row.entry_rows()).unwrap_or_default();
    let terms: Vec<OperandName> =
        terms.into_iter().filter_map(|(id, row)| Some(OperandName { id, name: row.as_text()? })).collect();
    // What could be read is checked, so that all problems are told at once.
    let formulas = Known {
        measure: measure.as_ref(),
        target: target.as_ref().map(Option::as_ref),
        limit: limit.as_ref().map(Option::as_ref),
        exclusions: exclusions.iter().map(Option::as_ref).collect(),
        revisions: revisions.iter().map(Option::as_ref).collect(),
        written_formula: written_formula.as_deref(),
        intended_formula: intended_formula.as_deref(),
        terms: &terms,
    }
    .check(&row.spot());
    let (known, measured) = (key.clone(), measure.clone());
    let whole = || {
        let parts = ItemParts {
            key: known?,
            no: no?,
            category,
            name: name?,
            requirement,
            measure: measured?,
            target: transposed(target)?,
            limit: transposed(limit)?,
            period: period?,
            exclusions: exclusions.into_iter().collect::<Option<_>>()?,
            written_formula,
            intended_formula,
            terms,
            revisions: revisions.into_iter().collect::<Option<_>>()?,
            clause: clause?,
            open_points,
            unstated,
        };
        Some((parts, formulas?))
    };
    ReadItem { whole: whole(), key, measure }
}

fn unstated(row: &Row<'_>) -> Vec<Unstated> {
    let words = row.strings("unstated");
    let known = |word: &String| Unstated::WORDS.iter().find(|(name, _)| name == word).map(|(_, what)| *what);
    for word in words.iter().filter(|word| known(word).is_none()) {
        let near = nearest(word, Unstated::WORDS.iter().map(|(name, _)| *name));
        let Text { ja, en } = listed(Unstated::WORDS.iter().map(|(name, _)| name));
        let message = Text::new(
            format!("`{word}`とあるが、{ja}のいずれかでなければならない"),
            format!("found `{word}`, but it must be one of {en}"),
        );
        row.complain("unstated", message, near.map(meant));
    }
    words.iter().filter_map(known).collect()
}

/// What may be absent, but not wrong.
fn transposed<T>(value: Option<Option<T>>) -> Option<Option<T>> {
    match value {
        None => Some(None),
        Some(value) => value.map(Some),
    }
}

fn target(row: &Row<'_>) -> Option<Target> {
    let operator = row.required_one_of(
        "op",
        &[(">=", Operator::AtLeast), ("<=", Operator::AtMost), ("==", Operator::Equal)],
    );
    let (value, unit) = (row.required("value"), row.required_one_of("unit", Unit::WORDS));
    // A sign that cannot be read is told; value and unit are judged all the same.
    Some(Target { operator: operator.unwrap_or(Operator::AtLeast), value: value?, unit: unit? })
}

fn limit(row: &Row<'_>) -> Option<Limit> {
    if row.has("agreed") {
        return Some(Limit::Agreed { mark: row.required_parsed("agreed", str::parse)? });
    }
    let (value, unit) = (row.required("value"), row.required_one_of("unit", Unit::WORDS));
    Some(Limit::Fixed { value: value?, unit: unit? })
}

fn revision(row: &Row<'_>) -> Option<Revision> {
    let effective = row.required_parsed("effective", str::parse::<YearMonth>);
    let target = row.optional_row("target").map(|row| target(&row));
    let limit = row.optional_row("limit").map(|row| limit(&row));
    let (reason, clause) = (row.required_text("reason"), row.required_clause("clause"));
    Some(Revision {
        effective: effective?,
        target: transposed(target)?,
        limit: transposed(limit)?,
        reason: reason?,
        clause: clause?,
    })
}

fn exclusion(row: &Row<'_>) -> Option<Exclusion> {
    let takes_time = row.optional_one_of("takes", &[("case", false), ("time", true)]).unwrap_or(false);
    let takes = if takes_time {
        row.required_parsed("id", str::parse).map(Takes::Time)
    } else {
        row.required_parsed("id", str::parse).map(Takes::Case)
    };
    let (name, clause) = (row.required_text("name"), row.required_clause("clause"));
    let when = conditions(row, "when");
    Some(Exclusion { name: name?, when: when?, takes: takes?, clause: clause? })
}

/// Reads `policy.toml`: the contract's readings of what it leaves open.
///
/// # Errors
/// Every problem of the table: unknown policies and values, items and calendars that do not exist, policies
/// stated twice.
pub fn policies_from_table(
    file: &str,
    source: &str,
    catalogue: &Catalogue,
    calendars: &CalendarSet,
) -> Result<Policies, TableErrors> {
    let against = Named { catalogue, calendars };
    Document::parse(file, source).read(|root| {
        let mut policies = Policies::default();
        let ids: Vec<(&str, PolicyId)> = PolicyId::ALL.iter().map(|id| (id.as_str(), *id)).collect();
        for row in root.rows_by("policy", &["id"]) {
            let Some(id) = row.required_one_of("id", &ids) else { continue };
            policies.read(id, &row, &against);
        }
        Some(policies)
    })
}

impl Policies {
    /// The same policies, checked by the rules that hold for tables: the items and calendars that they name are there.
    ///
    /// ```
    /// use sla::{Catalogue, ClockBasis, Policies, Text, calendar::CalendarSet};
    ///
    /// # let table = "[contract]\nname = { ja = \"例\", en = \"example\" }\nclient = { ja = \"甲\", en = \"client\" }\ncontractor = { ja = \"乙\", en = \"contractor\" }\nfrom = 2024-04-01\nto = 2025-03-31\n";
    /// # let catalogue = Catalogue::from_table("sla.toml", table)?;
    /// # let calendars = CalendarSet::from_table("calendar.toml", "zone = \"Asia/Tokyo\"\n[[calendar]]\nid = \"office\"\nname = { ja = \"執務時間\", en = \"office hours\" }\nhours = { weekdays = [\"09:00-18:00\"] }\n")?;
    /// let mut policies = Policies::default();
    /// policies.clock_basis.choose(ClockBasis::Calendar("ofice".parse()?), None, Text::new("合意", "agreed"));
    /// let errors = policies.checked(&catalogue, &calendars).unwrap_err();
    /// assert_eq!(
    ///     errors.to_string(),
    ///     "policy.clock-basis.value: there is no calendar `ofice`; did you mean `office`?"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Every problem, with the policy and the item that it is about.
    pub fn checked(self, catalogue: &Catalogue, calendars: &CalendarSet) -> Result<Self, PartErrors> {
        let against = Named { catalogue, calendars };
        check(|at| {
            let at = at.part("policy");
            for id in PolicyId::ALL {
                self.check(*id, &at.part(id.as_str()), &against);
            }
            Some(self)
        })
    }
}

/// The items and calendars that policies may name.
struct Named<'a> {
    catalogue: &'a Catalogue,
    calendars: &'a CalendarSet,
}

impl Against for Named<'_> {
    fn item(&self, at: &Spot<'_>, key: &str) -> Option<ItemKey> {
        let item = self.catalogue.item(key);
        if item.is_none() {
            let help = self.catalogue.nearest(key).map(meant);
            at.complain(
                "keys",
                Text::new(format!("評価項目`{key}`はない"), format!("there is no item `{key}`")),
                help,
            );
        }
        item.map(|item| item.key.clone())
    }

    fn accepts(&self, at: &Spot<'_>, id: PolicyId, word: &str) -> bool {
        let is_known = id != PolicyId::ClockBasis || self.calendars.get(word).is_some();
        if !is_known {
            let near = nearest(word, self.calendars.iter().map(|(id, _)| id));
            let help = near.map(meant);
            at.complain(
                "value",
                Text::new(format!("カレンダー`{word}`はない"), format!("there is no calendar `{word}`")),
                help,
            );
        }
        is_known
    }
}
