//! Skill items: which levels of a field carry a descriptor, and the knowledge that belongs to it.

use std::ops::RangeInclusive;

use provenance::{Clause, Text};
use tables::{Document, PartErrors, Row, Spot, TableErrors, check, whole};

use crate::build::each_once;

/// The skill items of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillItems {
    id: String,
    name: Text,
    edition: String,
    fields: Vec<SkillField>,
}

/// The skill items of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillField {
    /// The field's code.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Its items.
    pub items: Vec<SkillItem>,
}

/// A skill item of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillItem {
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// Whether it belongs to the field alone, or to all fields of the category.
    pub is_specific: bool,
    /// The knowledge that belongs to it.
    pub knowledge: Vec<Knowledge>,
    /// The levels that carry a descriptor, each once; one that does not is blank, which is not zero.
    pub levels: Vec<SkillLevel>,
    /// Where it stands.
    pub source: Clause,
}

/// Knowledge that belongs to a skill item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Knowledge {
    /// Its code.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A descriptor, as attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillLevel {
    /// The level, 1 to 7.
    pub level: u8,
    /// In which role.
    pub role: String,
    /// Of what.
    pub scope: Text,
    /// What the person does.
    pub does: Text,
}

impl SkillItems {
    /// Customer Service of the 2008 edition, which is part of the program.
    ///
    /// # Errors
    /// None that a test has not ruled out; the table is read like any other.
    pub fn itss_v3_2008() -> Result<Self, TableErrors> {
        let source = include_str!("../data/itss-v3-2008/customer-service-skills.toml");
        Self::from_table("customer-service-skills.toml", source)
    }

    /// Skill items from a table.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(items)
    }

    /// Skill items that a program puts together, checked by the rules that hold for tables.
    ///
    /// ```
    /// use itss_core::{SkillField, SkillItems, Text};
    ///
    /// let field = SkillField { id: "cs.hw".into(), name: Text::same("hardware"), items: vec![] };
    /// let made = SkillItems::checked("ours", Text::same("ours"), "1", vec![field.clone(), field]);
    /// assert_eq!(
    ///     made.unwrap_err().to_string(),
    ///     "field[2].id: field `cs.hw` stands twice, first at `field[1]`; keep one of them"
    /// );
    /// ```
    ///
    /// # Errors
    /// Every problem, with the path that the part has in a table: codes and levels that stand twice, levels beyond 7.
    pub fn checked(
        id: impl Into<String>,
        name: Text,
        edition: impl Into<String>,
        fields: Vec<SkillField>,
    ) -> Result<Self, PartErrors> {
        check(|at| {
            each_once(at, "field", "id", fields.iter().map(|field| &field.id));
            for (n, field) in fields.iter().enumerate() {
                let at = at.nth("field", n);
                each_once(&at, "item", "id", field.items.iter().map(|item| &item.id));
                for (n, item) in field.items.iter().enumerate() {
                    let at = at.nth("item", n);
                    each_once(&at, "knowledge", "id", item.knowledge.iter().map(|one| &one.id));
                    each_once(&at, "levels", "level", item.levels.iter().map(|one| &one.level));
                    item.hold_levels(&at);
                }
            }
            Some(Self { id: id.into(), name, edition: edition.into(), fields })
        })
    }

    /// The edition's code.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &Text {
        &self.name
    }

    /// The edition, as its publisher names it.
    #[must_use]
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// The fields.
    #[must_use]
    pub fn fields(&self) -> &[SkillField] {
        &self.fields
    }
}

impl SkillItem {
    /// That each level is one that there is.
    fn hold_levels(&self, at: &Spot<'_>) {
        for (n, one) in self.levels.iter().enumerate().filter(|(_, one)| !LEVELS.contains(&one.level)) {
            let message =
                Text::new(format!("レベル{}はない", one.level), format!("{} is no level", one.level));
            at.nth("levels", n).complain(
                "level",
                message,
                Some(Text::new("レベルは1から7まで", "levels are 1 to 7")),
            );
        }
    }
}

/// The levels that there are.
const LEVELS: RangeInclusive<u8> = 1..=7;

fn items(root: &Row<'_>) -> Option<SkillItems> {
    let head = root.required_row("standard")?;
    let (id, name, edition) = (head.required("id"), head.required_text("name"), head.required("edition"));
    let fields: Option<Vec<SkillField>> = whole(root.rows_by("field", &["id"]).iter().map(|row| {
        let (id, name) = (row.required("id"), row.required_text("name"));
        let items: Option<Vec<SkillItem>> = whole(row.rows_by("item", &["id"]).iter().map(item));
        Some(SkillField { id: id?, name: name?, items: items? })
    }));
    Some(SkillItems { id: id?, name: name?, edition: edition?, fields: fields? })
}

fn item(row: &Row<'_>) -> Option<SkillItem> {
    let (id, name) = (row.required("id"), row.required_text("name"));
    let is_specific = row.required_one_of("kind", &[("common", false), ("specific", true)]);
    let knowledge: Option<Vec<Knowledge>> = whole(row.rows_by("knowledge", &["id"]).iter().map(|row| {
        let (id, name) = (row.required("id"), row.required("name"));
        Some(Knowledge { id: id?, name: name? })
    }));
    let levels: Option<Vec<SkillLevel>> = whole(row.rows_by("levels", &["level"]).iter().map(|row| {
        let level = row.required("level");
        let role = row.required("role");
        let (scope, does) = (row.required_text("scope"), row.required_text("does"));
        Some(SkillLevel { level: level?, role: role?, scope: scope?, does: does? })
    }));
    let source = row.required_clause("source");
    let whole = SkillItem {
        id: id?,
        name: name?,
        is_specific: is_specific?,
        knowledge: knowledge?,
        levels: levels?,
        source: source?,
    };
    whole.hold_levels(&row.spot());
    Some(whole)
}
