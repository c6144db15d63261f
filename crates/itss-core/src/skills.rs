//! Skill items: which levels of a field carry a descriptor, and the knowledge that belongs to it.

use provenance::{Clause, Text};
use tables::{Document, Row, TableErrors};

/// The skill items of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillItems {
    /// The edition's code.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The edition, as its publisher names it.
    pub edition: String,
    /// The fields.
    pub fields: Vec<SkillField>,
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
    /// The levels that carry a descriptor; one that does not is blank, which is not zero.
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
    /// The level.
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
}

fn items(root: &Row<'_>) -> Option<SkillItems> {
    let head = root.required_row("standard")?;
    let (id, name, edition) = (head.required("id"), head.required_text("name"), head.required("edition"));
    let fields: Option<Vec<SkillField>> = root
        .rows_by("field", &["id"])
        .iter()
        .map(|row| {
            let (id, name) = (row.required("id"), row.required_text("name"));
            let items: Option<Vec<SkillItem>> = row.rows_by("item", &["id"]).iter().map(item).collect();
            Some(SkillField { id: id?, name: name?, items: items? })
        })
        .collect();
    Some(SkillItems { id: id?, name: name?, edition: edition?, fields: fields? })
}

fn item(row: &Row<'_>) -> Option<SkillItem> {
    let (id, name) = (row.required("id"), row.required_text("name"));
    let is_specific = row.required_one_of("kind", &[("common", false), ("specific", true)]);
    let knowledge: Option<Vec<Knowledge>> = row
        .rows_by("knowledge", &["id"])
        .iter()
        .map(|row| {
            let (id, name) = (row.required("id"), row.required("name"));
            Some(Knowledge { id: id?, name: name? })
        })
        .collect();
    let levels: Option<Vec<SkillLevel>> = row
        .rows("levels")
        .iter()
        .map(|row| {
            let level = row.required("level");
            let role = row.required("role");
            let (scope, does) = (row.required_text("scope"), row.required_text("does"));
            Some(SkillLevel { level: level?, role: role?, scope: scope?, does: does? })
        })
        .collect();
    let source = row.required_clause("source");
    Some(SkillItem {
        id: id?,
        name: name?,
        is_specific: is_specific?,
        knowledge: knowledge?,
        levels: levels?,
        source: source?,
    })
}
