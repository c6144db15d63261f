//! Reading a person's evidence from TOML, as a person fills it in.

use provenance::Text;
use tables::{Document, Row, TableErrors, whole};

use crate::{Stated, StatedArea, StatedEngagement, StatedExamination, StatedSize};

impl Stated {
    /// Reads a person file.
    ///
    /// # Errors
    /// Every problem of the file, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(person)
    }
}

fn person(root: &Row<'_>) -> Option<Stated> {
    let name = root.required("name");
    let engagements: Option<Vec<StatedEngagement>> = whole(root.rows("engagement").iter().map(engagement));
    let areas: Option<Vec<StatedArea>> = whole(root.rows_by("area", &["field", "area"]).iter().map(|row| {
        let (field, area, standing) = (row.required("field"), row.required("area"), row.required("standing"));
        Some(StatedArea { field: field?, area: area?, standing: standing? })
    }));
    let examinations: Option<Vec<StatedExamination>> = whole(root.rows("examination").iter().map(|row| {
        let (id, passed) = (row.required("id"), row.required("passed"));
        let expires = row.optional("expires");
        Some(StatedExamination { id: id?, passed: passed?, expires })
    }));
    for row in root.rows("level") {
        // A level is what comes out of evidence, never what goes in.
        row.complain(
            "field",
            Text::new("レベルの申告は証跡にならない", "states a level, which is no evidence"),
            Some(Text::new(
                "書かずにおく。レベルは`keiyaku itss level`で示される",
                "leave it out; `keiyaku itss level` tells it",
            )),
        );
    }
    Some(Stated {
        name: name?,
        engagements: engagements?,
        areas: areas?,
        transfers: root.strings("transfers"),
        not_transfers: root.strings("not_transfers"),
        mentoring: root.optional("mentoring"),
        examinations: examinations?,
    })
}

fn engagement(row: &Row<'_>) -> Option<StatedEngagement> {
    let (title, field, role) = (row.required("title"), row.required("field"), row.required("role"));
    let (from, to) = (row.required("from"), row.optional("to"));
    let sizes = row.optional_row("sizes").map(|row| row.entries()).unwrap_or_default();
    let sizes = sizes.into_iter().map(|(metric, value)| StatedSize { metric, value }).collect();
    Some(StatedEngagement {
        title: title?,
        field: field?,
        role: role?,
        from: from?,
        to,
        conditions: row.strings("conditions"),
        not_conditions: row.strings("not_conditions"),
        sizes,
        success: row.optional("success"),
    })
}
