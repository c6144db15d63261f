//! The standards that are part of the program.

use tables::{Names, Noun, Outline, TableErrors};

use crate::{Field, SkillItems, Standard, table};

/// The job categories of the reprint of 2011: a table each.
const V3_2011: &[(&str, &str)] = &[
    ("customer-service.toml", include_str!("../data/itss-v3-2011/customer-service.toml")),
    ("it-service-management.toml", include_str!("../data/itss-v3-2011/it-service-management.toml")),
];

impl Standard {
    /// ITSS V3 2011: Customer Service and IT Service Management, which are part of the program.
    ///
    /// # Errors
    /// None that a test has not ruled out; the tables are read like any others.
    pub fn itss_v3_2011() -> Result<Self, TableErrors> {
        Self::from_tables(("standard.toml", include_str!("../data/itss-v3-2011/standard.toml")), V3_2011)
    }

    /// The codes of the fields of the reprint of 2011, for tables that name them.
    #[must_use]
    pub fn field_names() -> Names<Field> {
        let ids = V3_2011.iter().flat_map(|(file, table)| {
            let outline = Outline::of(file, table);
            let ids: Vec<_> =
                outline.rows_of("field").filter_map(|row| row.text("id")?.parse().ok()).collect();
            ids
        });
        Names::new(Noun::new("専門分野", "field"), "itss-v3-2011", ids)
    }

    /// A standard from its tables: what its indicators share, and one table a job category. Each as name and text.
    ///
    /// # Errors
    /// Every problem of the tables, with its place.
    pub fn from_tables(shared: (&str, &str), categories: &[(&str, &str)]) -> Result<Self, TableErrors> {
        table::standard(shared, categories)
    }
}

/// What of the embedded standards can carry a statement of a document out, each with the word under which statements bind to
/// it: `itss` an indicator, `itss-field` a field, `itss-reading` a reading, `skills` a skill item.
///
/// # Errors
/// None that a test has not ruled out.
pub fn carriers() -> Result<Vec<(&'static str, String)>, TableErrors> {
    let (standard, skills) = (Standard::itss_v3_2011()?, SkillItems::itss_v3_2008()?);
    let fields = standard.fields().iter().map(|field| ("itss-field", field.id.clone()));
    let indicators = standard.fields().iter().flat_map(|field| &field.indicators);
    let indicators = indicators.map(|indicator| ("itss", indicator.id.clone()));
    let readings = standard.readings().iter().map(|reading| ("itss-reading", reading.id.clone()));
    let items = skills.fields().iter().flat_map(|field| &field.items);
    let items = items.map(|item| ("skills", item.source.locator().to_owned()));
    Ok(fields.chain(indicators).chain(readings).chain(items).collect())
}
