//! Reading a contract's service level items and policies from their tables.

use std::collections::BTreeSet;

use calendar::{CalendarSet, Term as ContractTerm, YearMonth};
use formula::{Formula, Role, Term, Unit as CaseUnit, Units, Vocabulary, read};
use provenance::Text;
use rust_decimal::Decimal;
use tables::{Document, Row, TableErrors, nearest};

use crate::{
    Exclusion, Item, ItemKey, Limit, Operator, Period, Policies, PolicyId, Revision, Target, Unit, Unstated,
    item::{FormulaOrigin, IntendedFormula, Takes, WrittenFormula},
    measure::Measure,
    policy::Against,
    read::conditions,
};

/// The service level items of a contract, in the document's order, with the term in which they hold.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// The contract's name.
    pub contract: Text,
    /// Who takes the service.
    pub client: Text,
    /// Who gives it.
    pub contractor: Text,
    /// The term.
    pub term: ContractTerm,
    /// What the document leaves open about all items or between them.
    pub open_points: Vec<Text>,
    items: Vec<Item>,
}

impl Catalogue {
    /// Reads `sla.toml`.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(catalogue)
    }

    /// The items, in the document's order.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The item of that key.
    #[must_use]
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.key.as_str() == key)
    }

    /// The items of that key, or else of that printed number: more than one where it is printed twice.
    #[must_use]
    pub fn find(&self, key_or_no: &str) -> Vec<&Item> {
        match self.item(key_or_no) {
            Some(item) => vec![item],
            None => self.items.iter().filter(|item| item.no == key_or_no).collect(),
        }
    }

    /// The key or number nearest to a misspelt one.
    #[must_use]
    pub fn nearest(&self, key: &str) -> Option<&str> {
        nearest(key, self.items.iter().map(|item| item.key.as_str()))
    }
}

fn catalogue(root: &Row<'_>) -> Option<Catalogue> {
    let head = root.required_row("contract")?;
    let (first, last) = (head.required("from"), head.required("to"));
    let term = match first.zip(last).map(|(first, last)| ContractTerm::new(first, last)) {
        Some(Ok(term)) => Some(term),
        Some(Err(error)) => {
            head.complain("to", error.to_string(), None);
            None
        }
        None => None,
    };
    let (name, client, contractor) =
        (head.required_text("name"), head.required_text("client"), head.required_text("contractor"));
    let open_points = head.texts("open_points");
    // Grounds that the contract states for all cases, whatever the item.
    let general: Option<Vec<Exclusion>> = root.rows("exclusion").iter().map(exclusion).collect();
    let rows = root.rows("item");
    let items: Vec<Option<Item>> =
        rows.iter().map(|row| item(row, general.as_deref().unwrap_or_default())).collect();
    general.as_ref()?;
    let mut seen = BTreeSet::new();
    let keys: BTreeSet<&ItemKey> = items.iter().flatten().map(|item| &item.key).collect();
    for (row, item) in rows.iter().zip(&items) {
        let Some(item) = item else { continue };
        if !seen.insert(&item.key) {
            row.complain(
                "key",
                format!("key `{}` is used twice", item.key),
                Some("where the document prints a number twice, tell the rows apart as in `S-1.a`, `S-1.b`"),
            );
        }
        for other in item.measure.reads().items().iter().filter(|other| !keys.contains(other)) {
            let near = nearest(other.as_str(), keys.iter().map(|key| key.as_str()));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            row.complain("measure", format!("there is no item `{other}`"), help.as_deref());
        }
    }
    let items = items.into_iter().collect::<Option<Vec<_>>>()?;
    Some(Catalogue {
        contract: name?,
        client: client?,
        contractor: contractor?,
        term: term?,
        open_points,
        items,
    })
}

fn item(row: &Row<'_>, general: &[Exclusion]) -> Option<Item> {
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
    let revisions = revisions(row);
    let measure = row.required_row("measure").and_then(|row| Measure::read(&row));
    let formulas = formulas(row, measure.as_ref());
    let measure = measure?;
    if target.is_none() && measure.kind().yields.is_figure() {
        row.complain("target", "is missing", Some("only a row measured elsewhere has none"));
    }
    let revised = revisions.iter().flatten().filter_map(|revision| revision.target.as_ref());
    for target in target.iter().flatten().chain(revised) {
        fits_measure(row, target, &measure);
    }
    if measure.kind().needs_limit && limit.is_none() {
        row.complain("limit", "is missing: the measure is a share within a limit", None);
    }
    let (written, intended) = formulas?;
    if let Some(target) = target.iter().flatten().next() {
        fits_scale(row, target, &measure, &intended);
    }
    let mut exclusions = exclusions.into_iter().collect::<Option<Vec<_>>>()?;
    let pauses = measure.clock().map_or(&[][..], |clock| &clock.pauses);
    for exclusion in &exclusions {
        if let Takes::Time(pause) = &exclusion.takes
            && !pauses.contains(pause)
        {
            let message = format!("time `{pause}` is no pause of the clock");
            match nearest(pause.as_str(), pauses.iter().map(|pause| pause.as_str())) {
                Some(near) => {
                    let help = format!("its clock pauses for `{near}`: write both alike");
                    row.complain("measure", message, Some(&help));
                }
                None => row.complain("exclusion", message, Some("name it among the measure's `pauses`")),
            }
        }
    }
    if measure.reads().cases().is_some() {
        exclusions.extend(general.iter().cloned());
    }
    Some(Item {
        key: key?,
        no: no?,
        category,
        name: name?,
        requirement,
        measure,
        target: transposed(target)?,
        limit: transposed(limit)?,
        period: period?,
        exclusions,
        written,
        intended,
        revisions: revisions?,
        clause: clause?,
        open_points,
        unstated,
    })
}

fn unstated(row: &Row<'_>) -> Vec<Unstated> {
    let words = row.strings("unstated");
    let known = |word: &String| Unstated::WORDS.iter().find(|(name, _)| name == word).map(|(_, what)| *what);
    for word in words.iter().filter(|word| known(word).is_none()) {
        let near = nearest(word, Unstated::WORDS.iter().map(|(name, _)| *name));
        let names: Vec<_> = Unstated::WORDS.iter().map(|(name, _)| format!("`{name}`")).collect();
        let help = near.map(|near| format!("did you mean `{near}`?"));
        let message = format!("found `{word}`, but it must be one of {}", names.join(", "));
        row.complain("unstated", message, help.as_deref());
    }
    words.iter().filter_map(known).collect()
}

/// A target is in the unit of what is measured, and within what can be reached.
fn fits_measure(row: &Row<'_>, target: &Target, measure: &Measure) {
    let kind = measure.kind();
    if !kind.unit.takes(target.unit) {
        let (unit, word) = (target.unit.word(), kind.word);
        let help = format!("its unit is {}", kind.unit.wanted());
        row.complain("target", format!("`{unit}` is no unit of the measure `{word}`"), Some(&help));
    } else if let Some(most) =
        measure.bounds().1.filter(|most| target.unit != Unit::Percent && target.value > *most)
    {
        let message = format!("target {} lies above {most}, the most that can be reached", target.value);
        row.complain("target", message, None);
    }
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
    let value: Option<Decimal> = row.required("value");
    let unit = row.required_one_of("unit", Unit::WORDS);
    let (value, unit) = (value?, unit?);
    if value.is_sign_negative() {
        row.complain("value", format!("target {value} lies below 0"), None);
    } else if unit == Unit::Percent && value > Decimal::ONE_HUNDRED {
        row.complain(
            "value",
            format!("target {value} % lies above 100 %"),
            Some("a share never exceeds 100 %"),
        );
    }
    Some(Target { operator: operator?, value, unit })
}

fn limit(row: &Row<'_>) -> Option<Limit> {
    if row.has("agreed") {
        return Some(Limit::Agreed { mark: row.required_parsed("agreed", str::parse)? });
    }
    let value: Option<Decimal> = row.required("value");
    let unit = row.required_one_of("unit", Unit::WORDS);
    let (value, unit) = (value?, unit?);
    if unit.seconds().is_none() {
        row.complain("unit", format!("`{}` is no unit of time", unit.word()), None);
    }
    if value.is_sign_negative() || value.is_zero() {
        row.complain("value", format!("limit {value} leaves no time"), None);
    }
    Some(Limit::Fixed { value, unit })
}

fn revisions(row: &Row<'_>) -> Option<Vec<Revision>> {
    let rows = row.rows("revision");
    let revisions: Option<Vec<Revision>> = rows
        .iter()
        .map(|row| {
            let effective = row.required_parsed("effective", str::parse::<YearMonth>);
            let target = row.optional_row("target").map(|row| target(&row));
            let limit = row.optional_row("limit").map(|row| limit(&row));
            if target.is_none() && limit.is_none() {
                row.complain("effective", "the revision changes neither target nor limit", None);
            }
            let (reason, clause) = (row.required_text("reason"), row.required_clause("clause"));
            Some(Revision {
                effective: effective?,
                target: transposed(target)?,
                limit: transposed(limit)?,
                reason: reason?,
                clause: clause?,
            })
        })
        .collect();
    let revisions = revisions?;
    for (row, pair) in rows.iter().skip(1).zip(revisions.windows(2)) {
        if let [first, second] = pair
            && second.effective <= first.effective
        {
            row.complain(
                "effective",
                format!("{} does not come after {}", second.effective, first.effective),
                None,
            );
        }
    }
    Some(revisions)
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

/// A share between 0 and 1 against a target in percent would be a hundredth of what it is compared with.
fn fits_scale(row: &Row<'_>, target: &Target, measure: &Measure, intended: &IntendedFormula) {
    if measure.kind().yields.share().is_none() || target.unit != Unit::Percent {
        return;
    }
    let case = || CaseUnit::Count("case".to_owned());
    let operands = measure.kind().operands.iter();
    let units = operands.fold(Units::new(), |units, operand| units.with(operand.id, case()));
    let dimension = intended.formula.unit(&units, &intended.vocabulary).ok();
    let Some(mismatch) = dimension.and_then(|dimension| Role::Percent.mismatch(&dimension)) else { return };
    let (key, help) = match intended.origin {
        FormulaOrigin::Mended => ("intended_formula", "write × 100 behind it"),
        _ => ("written_formula", "leave it as printed and state `intended_formula` with × 100"),
    };
    row.complain(key, mismatch.en, Some(help));
}

/// The item's formulas: as printed, and as computed.
fn formulas(row: &Row<'_>, measure: Option<&Measure>) -> Option<(Option<WrittenFormula>, IntendedFormula)> {
    let printed: Option<String> = row.optional("written_formula");
    let mended: Option<String> = row.optional("intended_formula");
    let own = row.optional_row("terms");
    let measure = measure?;
    let terms: Vec<Term> = measure
        .kind()
        .operands
        .iter()
        .map(|operand| {
            let (mut ja, mut en) = (Vec::new(), Vec::new());
            if let Some(text) = own.as_ref().and_then(|row| row.optional_text(operand.id)) {
                ja.push(text.ja);
                en.push(text.en);
            }
            ja.push(operand.ja.to_owned());
            en.push(operand.en.to_owned());
            Term { id: operand.id.into(), ja, en }
        })
        .collect();
    let vocabulary = match Vocabulary::new(terms) {
        Ok(vocabulary) => vocabulary,
        Err(error) => {
            row.complain("terms", error.to_string(), None);
            return None;
        }
    };
    let parsed = |key, text: &str| -> Option<Formula> {
        read(text, &vocabulary).map_err(|error| row.complain(key, error.to_string(), None)).ok()
    };
    let written = match &printed {
        Some(text) => Some(WrittenFormula { text: text.clone(), formula: parsed("written_formula", text)? }),
        None => None,
    };
    let (formula, origin) = match (&mended, &written) {
        (Some(text), _) => (parsed("intended_formula", text)?, FormulaOrigin::Mended),
        (None, Some(written)) => (written.formula.clone(), FormulaOrigin::Printed),
        (None, None) => (parsed("measure", measure.kind().formula)?, FormulaOrigin::FromMeasure),
    };
    Some((written, IntendedFormula { formula, vocabulary, origin }))
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
    let against = Known { catalogue, calendars };
    Document::parse(file, source).read(|root| {
        let mut policies = Policies::default();
        let ids: Vec<(&str, PolicyId)> = PolicyId::ALL.iter().map(|id| (id.as_str(), *id)).collect();
        let mut seen = BTreeSet::new();
        for row in root.rows("policy") {
            let Some(id) = row.required_one_of("id", &ids) else { continue };
            if !seen.insert(id) {
                row.complain("id", format!("policy `{}` is stated twice", id.as_str()), None);
            }
            policies.read(id, &row, &against);
        }
        Some(policies)
    })
}

/// The items and calendars that policies may name.
struct Known<'a> {
    catalogue: &'a Catalogue,
    calendars: &'a CalendarSet,
}

impl Against for Known<'_> {
    fn item(&self, row: &Row<'_>, key: &str) -> Option<ItemKey> {
        let item = self.catalogue.item(key);
        if item.is_none() {
            let help = self.catalogue.nearest(key).map(|near| format!("did you mean `{near}`?"));
            row.complain("keys", format!("there is no item `{key}`"), help.as_deref());
        }
        item.map(|item| item.key.clone())
    }

    fn accepts(&self, row: &Row<'_>, id: PolicyId, word: &str) -> bool {
        let is_known = id != PolicyId::ClockBasis || self.calendars.get(word).is_some();
        if !is_known {
            let near = nearest(word, self.calendars.iter().map(|(id, _)| id));
            let help = near.map(|near| format!("did you mean `{near}`?"));
            row.complain("value", format!("there is no calendar `{word}`"), help.as_deref());
        }
        is_known
    }
}
