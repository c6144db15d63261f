//! What a catalogue is put together from, and what must hold of its parts, whoever states them: a table or a program.

use std::collections::BTreeSet;

use calendar::Term as ContractTerm;
use formula::{Formula, Rate, Roles, Term, Vocabulary, read};
use provenance::{Clause, Text};
use rust_decimal::Decimal;
use tables::{Once, PartErrors, Spot, check, listed, meant, nearest};

use crate::{
    Catalogue, Exclusion, Item, ItemKey, Limit, Measure, OperandName, Period, Revision, Takes, Target, Unit,
    Unstated,
    selector::check_conditions,
    written::{FormulaOrigin, IntendedFormula, WrittenFormula},
};

/// A contract's service levels before they are checked: what `sla.toml` states.
///
/// ```
/// use sla::{
///     Catalogue, CatalogueParts, ItemParts, Operator, PlannedDone, Target, Text, Unit,
///     calendar::Term, rust_decimal::Decimal,
/// };
///
/// let term = Term::new("2024-04-01".parse()?, "2025-03-31".parse()?)?;
/// let names = [Text::new("運用契約", "operations"), Text::new("甲", "client"), Text::new("乙", "contractor")];
/// let mut parts = CatalogueParts::new(names, term);
/// let name = Text::new("バックアップの実施", "backups done");
/// let mut item = ItemParts::new("B-1".parse()?, name, PlannedDone { tally: "backup".parse()? }, "example/annex#B-1".parse()?);
/// item.target = Some(Target { operator: Operator::AtLeast, value: Decimal::from(950), unit: Unit::Percent });
/// parts.items.push(item);
/// // 950 % can never be reached: the program is told what the writer of a table would be.
/// let errors = Catalogue::new(parts.clone()).unwrap_err();
/// assert_eq!(errors.to_string(), "item[1].target.value: target 950 % lies above 100 %; a share never exceeds 100 %");
/// parts.items[0].target.as_mut().unwrap().value = Decimal::from(95);
/// assert_eq!(Catalogue::new(parts)?.items().len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueParts {
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
    /// Grounds for leaving a case out of whatever item.
    pub exclusions: Vec<Exclusion>,
    /// The items, in the document's order.
    pub items: Vec<ItemParts>,
}

impl CatalogueParts {
    /// Of a contract, its client and its contractor, by name; without items yet.
    #[must_use]
    pub fn new([contract, client, contractor]: [Text; 3], term: ContractTerm) -> Self {
        let (open_points, exclusions, items) = (Vec::new(), Vec::new(), Vec::new());
        Self { contract, client, contractor, term, open_points, exclusions, items }
    }
}

/// A service level before it is checked: a row of `sla.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemParts {
    /// The row's key.
    pub key: ItemKey,
    /// The number as printed; two rows may print the same.
    pub no: String,
    /// The headings above it, from the outermost.
    pub category: Vec<Text>,
    /// What is rated.
    pub name: Text,
    /// What is required, in our words.
    pub requirement: Option<Text>,
    /// How it is measured.
    pub measure: Measure,
    /// The required level; only a row measured elsewhere has none.
    pub target: Option<Target>,
    /// The time allowed for one case; a share within a limit needs one.
    pub limit: Option<Limit>,
    /// The period that one figure covers.
    pub period: Period,
    /// Grounds of its own for leaving a case out.
    pub exclusions: Vec<Exclusion>,
    /// The formula as the document prints it, where it prints one.
    pub written_formula: Option<String>,
    /// The formula that the document means, where it prints another.
    pub intended_formula: Option<String>,
    /// Names of the formula's operands in this item, by the operands' identifiers: those of the measure's kind.
    pub terms: Vec<OperandName>,
    /// Changes of target or limit, by the month from which they hold, in ascending order.
    pub revisions: Vec<Revision>,
    /// Where it stands.
    pub clause: Clause,
    /// What the document leaves open about it.
    pub open_points: Vec<Text>,
    /// What its row does not state and a reading fills in.
    pub unstated: Vec<Unstated>,
}

impl ItemParts {
    /// An item of a month, printed under its key; whatever else there is of it is set afterwards.
    pub fn new(key: ItemKey, name: Text, measure: impl Into<Measure>, clause: Clause) -> Self {
        Self {
            no: key.to_string(),
            key,
            category: Vec::new(),
            name,
            requirement: None,
            measure: measure.into(),
            target: None,
            limit: None,
            period: Period::Month,
            exclusions: Vec::new(),
            written_formula: None,
            intended_formula: None,
            terms: Vec::new(),
            revisions: Vec::new(),
            clause,
            open_points: Vec::new(),
            unstated: Vec::new(),
        }
    }

    /// The item, with its formulas read and the grounds that hold for all.
    pub(crate) fn item(self, (written, intended): Formulas, general: &[Exclusion]) -> Item {
        let mut exclusions = self.exclusions;
        if self.measure.reads().cases().is_some() {
            exclusions.extend(general.iter().cloned());
        }
        Item {
            key: self.key,
            no: self.no,
            category: self.category,
            name: self.name,
            requirement: self.requirement,
            measure: self.measure,
            target: self.target,
            limit: self.limit,
            period: self.period,
            exclusions,
            written,
            intended,
            terms: self.terms,
            revisions: self.revisions,
            clause: self.clause,
            open_points: self.open_points,
            unstated: self.unstated,
        }
    }
}

impl Catalogue {
    /// A catalogue of these parts, checked by the rules that hold for tables.
    ///
    /// # Errors
    /// Every problem, with the path that the part has in a table.
    pub fn new(parts: CatalogueParts) -> Result<Self, PartErrors> {
        check(|at| {
            let mut once = Once::default();
            for (n, exclusion) in parts.exclusions.iter().enumerate() {
                exclusion.check(&at.nth("exclusion", n), &mut once);
            }
            let spots: Vec<Spot<'_>> = (0..parts.items.len()).map(|n| at.nth("item", n)).collect();
            let formulas: Vec<_> =
                spots.iter().zip(&parts.items).map(|(at, item)| Known::of(item).check(at)).collect();
            let stated = parts.items.iter().map(|item| (Some(&item.key), Some(&item.measure)));
            check_keys(spots.iter().zip(stated));
            let items = parts.items.into_iter().zip(formulas);
            let items: Option<Vec<Item>> =
                items.map(|(item, formulas)| Some(item.item(formulas?, &parts.exclusions))).collect();
            let CatalogueParts { contract, client, contractor, term, open_points, exclusions, .. } = parts;
            Some(Self { contract, client, contractor, term, open_points, exclusions, items: items? })
        })
    }

    /// What it is put together from: [`Catalogue::new`] makes the same of it again.
    #[must_use]
    pub fn parts(&self) -> CatalogueParts {
        CatalogueParts {
            contract: self.contract.clone(),
            client: self.client.clone(),
            contractor: self.contractor.clone(),
            term: self.term,
            open_points: self.open_points.clone(),
            exclusions: self.exclusions.clone(),
            items: self.items().iter().map(|item| self.parts_of(item)).collect(),
        }
    }

    fn parts_of(&self, item: &Item) -> ItemParts {
        // Grounds that hold for all stand behind the item's own.
        let general = if item.measure.reads().cases().is_some() { self.exclusions.len() } else { 0 };
        let own = item.exclusions.iter().rev().skip(general).rev();
        ItemParts {
            key: item.key.clone(),
            no: item.no.clone(),
            category: item.category.clone(),
            name: item.name.clone(),
            requirement: item.requirement.clone(),
            measure: item.measure.clone(),
            target: item.target.clone(),
            limit: item.limit.clone(),
            period: item.period,
            exclusions: own.cloned().collect(),
            written_formula: item.written.as_ref().map(|written| written.text.clone()),
            intended_formula: item.intended.text.clone(),
            terms: item.terms.clone(),
            revisions: item.revisions.clone(),
            clause: item.clause.clone(),
            open_points: item.open_points.clone(),
            unstated: item.unstated.clone(),
        }
    }
}

/// The formulas of an item, as printed and as computed.
pub(crate) type Formulas = (Option<WrittenFormula>, IntendedFormula);

/// What is known of an item's parts as they are checked: all of them where a program states them; of a table, those that
/// could be read.
pub(crate) struct Known<'p> {
    pub(crate) measure: Option<&'p Measure>,
    /// `Some(None)`: there is one, and it could not be read.
    pub(crate) target: Option<Option<&'p Target>>,
    pub(crate) limit: Option<Option<&'p Limit>>,
    pub(crate) exclusions: Vec<Option<&'p Exclusion>>,
    pub(crate) revisions: Vec<Option<&'p Revision>>,
    pub(crate) written_formula: Option<&'p str>,
    pub(crate) intended_formula: Option<&'p str>,
    pub(crate) terms: &'p [OperandName],
}

impl<'p> Known<'p> {
    fn of(parts: &'p ItemParts) -> Self {
        Self {
            measure: Some(&parts.measure),
            target: parts.target.as_ref().map(Some),
            limit: parts.limit.as_ref().map(Some),
            exclusions: parts.exclusions.iter().map(Some).collect(),
            revisions: parts.revisions.iter().map(Some).collect(),
            written_formula: parts.written_formula.as_deref(),
            intended_formula: parts.intended_formula.as_deref(),
            terms: &parts.terms,
        }
    }

    /// Checks everything that must hold of an item, and reads its formulas.
    pub(crate) fn check(&self, at: &Spot<'_>) -> Option<Formulas> {
        if let Some(target) = self.target.flatten() {
            target.check(&at.part("target"));
        }
        if let Some(limit) = self.limit.flatten() {
            limit.check(&at.part("limit"));
        }
        let mut once = Once::default();
        for (n, exclusion) in self.exclusions.iter().enumerate() {
            if let Some(exclusion) = exclusion {
                exclusion.check(&at.nth("exclusion", n), &mut once);
            }
        }
        self.check_revisions(at);
        let measure = self.measure?;
        measure.check(&at.part("measure"));
        let kind = measure.kind();
        if self.target.is_none() && kind.yields.is_figure() {
            at.complain(
                "target",
                Text::new("この項目がない", "is missing"),
                Some(Text::new(
                    "要求水準を書かないのは、他項目で評価する項目だけ",
                    "only a row measured elsewhere has none",
                )),
            );
        }
        let revised = self.revisions.iter().flatten().filter_map(|revision| revision.target.as_ref());
        for target in self.target.flatten().into_iter().chain(revised) {
            fits_measure(at, target, measure);
        }
        if kind.needs_limit && self.limit.is_none() {
            at.complain(
                "limit",
                Text::new(
                    "期限がない。期限内の割合を測る項目には期限が要る",
                    "is missing: the measure is a share within a limit",
                ),
                None,
            );
        }
        let formulas = self.formulas(at, measure)?;
        if let Some(target) = self.target.flatten() {
            fits_scale(at, target, measure, &formulas.1);
        }
        self.check_pauses(at, measure);
        Some(formulas)
    }

    fn check_revisions(&self, at: &Spot<'_>) {
        let mut last: Option<&Revision> = None;
        for (n, revision) in self.revisions.iter().enumerate() {
            let Some(revision) = revision else {
                last = None;
                continue;
            };
            let at = at.nth("revision", n);
            if let Some(target) = &revision.target {
                target.check(&at.part("target"));
            }
            if let Some(limit) = &revision.limit {
                limit.check(&at.part("limit"));
            }
            if revision.target.is_none() && revision.limit.is_none() {
                at.complain(
                    "effective",
                    Text::new(
                        "改定が要求水準も期限も変えていない",
                        "the revision changes neither target nor limit",
                    ),
                    None,
                );
            }
            if let Some(last) = last.filter(|last| revision.effective <= last.effective) {
                let message = Text::new(
                    format!("{}は{}より後でない", revision.effective, last.effective),
                    format!("{} does not come after {}", revision.effective, last.effective),
                );
                at.complain("effective", message, None);
            }
            last = Some(revision);
        }
    }

    /// Time is left out as a pause of the clock alone.
    fn check_pauses(&self, at: &Spot<'_>, measure: &Measure) {
        let pauses = measure.clock().map_or(&[][..], |clock| &clock.pauses);
        for exclusion in self.exclusions.iter().flatten() {
            let Takes::Time(pause) = &exclusion.takes else { continue };
            if pauses.contains(pause) {
                continue;
            }
            let message = Text::new(
                format!("`{pause}`の時間は計測の中断ではない"),
                format!("time `{pause}` is no pause of the clock"),
            );
            match nearest(pause.as_str(), pauses.iter().map(|pause| pause.as_str())) {
                Some(near) => {
                    let help = Text::new(
                        format!("計測は`{near}`の間に中断する。両方を同じに書く"),
                        format!("its clock pauses for `{near}`: write both alike"),
                    );
                    at.complain("measure", message, Some(help));
                }
                None => at.complain(
                    "exclusion",
                    message,
                    Some(Text::new("測定方法の`pauses`に書く", "name it among the measure's `pauses`")),
                ),
            }
        }
    }

    /// The item's formulas: as printed, and as computed.
    fn formulas(&self, at: &Spot<'_>, measure: &Measure) -> Option<Formulas> {
        let operands = measure.kind().operands;
        let names = || operands.iter().map(|operand| operand.id);
        let stated = at.part("terms");
        let ids = self.terms.iter().map(|term| term.id.as_str());
        for id in ids.filter(|id| !names().any(|known| known == *id)) {
            let help = match nearest(id, names()) {
                Some(near) => meant(near),
                None => {
                    let Text { ja, en } = listed(names());
                    Text::new(format!("ここで使えるのは{ja}"), format!("known here: {en}"))
                }
            };
            stated.complain(id, Text::new("ここでは使えないキー", "is no known key here"), Some(help));
        }
        let terms = operands.iter().map(|operand| {
            let own = self.terms.iter().find(|own| own.id == operand.id).map(|own| own.name.clone());
            let (ja, en) = own.map(|text| (text.ja, text.en)).unzip();
            Term {
                id: operand.id.into(),
                ja: ja.into_iter().chain([operand.ja.to_owned()]).collect(),
                en: en.into_iter().chain([operand.en.to_owned()]).collect(),
            }
        });
        let vocabulary = Vocabulary::new(terms);
        let vocabulary = vocabulary.map_err(|error| at.complain("terms", error.text(), None)).ok()?;
        let parsed = |key, text: &str| -> Option<Formula> {
            read(text, &vocabulary)
                .map_err(|error| at.complain(key, Text::new(error.text(text).ja, error.to_string()), None))
                .ok()
        };
        let written = match self.written_formula {
            Some(text) => {
                Some(WrittenFormula { text: text.to_owned(), formula: parsed("written_formula", text)? })
            }
            None => None,
        };
        let text = self.intended_formula.map(str::to_owned);
        let (formula, origin) = match (&text, &written) {
            (Some(text), _) => (parsed("intended_formula", text)?, FormulaOrigin::Mended),
            (None, Some(written)) => (written.formula.clone(), FormulaOrigin::Printed),
            (None, None) => (parsed("measure", measure.kind().formula)?, FormulaOrigin::FromMeasure),
        };
        Some((written, IntendedFormula { formula, vocabulary, origin, text }))
    }
}

/// Keys are used once, and what is measured elsewhere is measured by items that there are: as far as both could be read.
pub(crate) fn check_keys<'p, 's>(
    items: impl Iterator<Item = (&'p Spot<'s>, (Option<&'p ItemKey>, Option<&'p Measure>))> + Clone,
) where
    's: 'p,
{
    let keys: BTreeSet<&ItemKey> = items.clone().filter_map(|(_, (key, _))| key).collect();
    let mut once = Once::default();
    for (at, (key, measure)) in items {
        if let Some(key) = key {
            let help = Text::new(
                "文書に同じ番号が2回あるときは、`S-1.a`、`S-1.b`のように区別する",
                "where the document prints a number twice, tell the rows apart as in `S-1.a`, `S-1.b`",
            );
            once.take(at, "key", key, || Text::new(format!("番号`{key}`"), format!("key `{key}`")), help);
        }
        let others = measure.map(|measure| measure.reads().items()).unwrap_or_default();
        for other in others.iter().filter(|other| !keys.contains(other)) {
            let near = nearest(other.as_str(), keys.iter().map(|key| key.as_str()));
            let help = near.map(meant);
            at.complain(
                "measure",
                Text::new(format!("評価項目`{other}`はない"), format!("there is no item `{other}`")),
                help,
            );
        }
    }
}

impl Target {
    /// What must hold of a target, whatever is measured.
    fn check(&self, at: &Spot<'_>) {
        let value = self.value;
        if value.is_sign_negative() {
            at.complain(
                "value",
                Text::new(format!("要求水準{value}が0より小さい"), format!("target {value} lies below 0")),
                None,
            );
        } else if self.unit == Unit::Percent && value > Decimal::ONE_HUNDRED {
            let help = Text::new("割合は100%を超えない", "a share never exceeds 100 %");
            at.complain(
                "value",
                Text::new(
                    format!("要求水準{value}%が100%を超える"),
                    format!("target {value} % lies above 100 %"),
                ),
                Some(help),
            );
        }
    }
}

impl Limit {
    fn check(&self, at: &Spot<'_>) {
        let Self::Fixed { value, unit } = self else { return };
        if unit.seconds().is_none() {
            at.complain(
                "unit",
                Text::new(
                    format!("`{}`は時間の単位ではない", unit.word()),
                    format!("`{}` is no unit of time", unit.word()),
                ),
                None,
            );
        }
        if value.is_sign_negative() || value.is_zero() {
            at.complain(
                "value",
                Text::new(format!("期限{value}では時間が残らない"), format!("limit {value} leaves no time")),
                None,
            );
        }
    }
}

impl Exclusion {
    pub(crate) fn check<'e>(&'e self, at: &Spot<'_>, once: &mut Once<(&'static str, &'e str)>) {
        let help = Text::new(
            "記録に書く事由は1つ。成立の条件は`when`にまとめる",
            "records name a ground once; join what establishes it in `when`",
        );
        once.take(
            at,
            "id",
            (self.takes.word(), self.id()),
            || {
                Text::new(
                    format!("計測対象外とする事由`{}`", self.id()),
                    format!("exclusion `{}`", self.id()),
                )
            },
            help,
        );
        check_conditions(at, "when", &self.when);
    }
}

/// A target is in the unit of what is measured, and within what can be reached.
fn fits_measure(at: &Spot<'_>, target: &Target, measure: &Measure) {
    let kind = measure.kind();
    if !kind.unit.takes(target.unit) {
        let (unit, word) = (target.unit.word(), kind.word);
        let help =
            Text::new(format!("単位は{}", kind.unit.wanted()), format!("its unit is {}", kind.unit.wanted()));
        at.complain(
            "target",
            Text::new(
                format!("`{unit}`は測定方法`{word}`の単位ではない"),
                format!("`{unit}` is no unit of the measure `{word}`"),
            ),
            Some(help),
        );
    } else if let Some(most) =
        measure.bounds().1.filter(|most| target.unit != Unit::Percent && target.value > *most)
    {
        let message = Text::new(
            format!("要求水準{}が、取り得る最大の{most}を超える", target.value),
            format!("target {} lies above {most}, the most that can be reached", target.value),
        );
        at.complain("target", message, None);
    }
}

/// A share between 0 and 1 against a target in percent would be a hundredth of what it is compared with.
fn fits_scale(at: &Spot<'_>, target: &Target, measure: &Measure, intended: &IntendedFormula) {
    let Some((part, all)) = measure.kind().yields.share().filter(|_| target.unit == Unit::Percent) else {
        return;
    };
    let roles = Roles { all: all.into(), on_time: part.into(), late: None };
    let Some(mismatch) = Rate::new(&intended.formula, &roles, &intended.vocabulary).other_scale() else {
        return;
    };
    let (key, help) = match intended.origin {
        FormulaOrigin::Mended => {
            ("intended_formula", Text::new("式の後ろに×100を書く", "write × 100 behind it"))
        }
        FormulaOrigin::Printed | FormulaOrigin::FromMeasure => {
            let help = Text::new(
                "記載どおりに残し、×100を付けた式を`intended_formula`に書く",
                "leave it as printed and state `intended_formula` with × 100",
            );
            ("written_formula", help)
        }
    };
    at.complain(key, mismatch, Some(help));
}
