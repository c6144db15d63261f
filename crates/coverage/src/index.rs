//! Tables `coverage/<document>.toml`: the statements of a document.

use provenance::{Clause, DocumentId, Text};

use crate::{BindingError, Carried, Coverage, Statement, StatementKind};
use tables::{Document, Explain, Outline, Place, Row, TableErrors};

/// The statements of one or more documents, each with the place of its row.
#[derive(Debug, Clone, Default)]
pub struct Index {
    coverage: Coverage,
    places: Vec<Place>,
}

impl Index {
    /// Adds the statements of a table.
    ///
    /// # Errors
    /// Every problem of the table, with its place; the index is then as it was.
    pub fn read(&mut self, file: &str, source: &str) -> Result<(), TableErrors> {
        let statements = Document::parse(file, source).read(|root| {
            let document: Option<DocumentId> = root.required_parsed("document", str::parse);
            let rows = root.rows("statement");
            let read: Vec<Option<Statement>> =
                rows.iter().map(|row| statement(row, document.as_ref())).collect();
            read.into_iter().collect::<Option<Vec<_>>>()
        })?;
        let outline = Outline::of(file, source);
        self.places.extend(outline.rows_of("statement").map(|row| row.place.clone()));
        let mut all = self.coverage.statements().to_vec();
        all.extend(statements);
        self.coverage = Coverage::new(all);
        Ok(())
    }

    /// The statements.
    #[must_use]
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The statements with the places of their rows.
    pub fn statements(&self) -> impl Iterator<Item = (&Statement, &Place)> {
        self.coverage.statements().iter().zip(&self.places)
    }

    /// The places of the statements and those in which they lie: a section is known by what stands in it.
    pub fn places(&self) -> impl Iterator<Item = Clause> {
        self.coverage.statements().iter().flat_map(|statement| {
            let clause = &statement.clause;
            let ends = clause.locator().char_indices().filter(|(_, sign)| *sign == '.').map(|(at, _)| at);
            ends.chain([clause.locator().len()]).filter_map(|end| {
                format!("{}#{}", clause.document(), clause.locator().get(..end)?).parse().ok()
            })
        })
    }

    /// The documents, in their order.
    #[must_use]
    pub fn documents(&self) -> Vec<&DocumentId> {
        let mut documents: Vec<&DocumentId> = Vec::new();
        for statement in self.coverage.statements() {
            if documents.last() != Some(&statement.clause.document()) {
                documents.push(statement.clause.document());
            }
        }
        documents
    }
}

fn statement(row: &Row<'_>, document: Option<&DocumentId>) -> Option<Statement> {
    let words = StatementKind::ALL.map(|kind| (kind.word(), kind));
    let clause: Option<Clause> = row.required_parsed("id", |id| {
        // A table without a document has that problem told already.
        let document = document.map_or("unknown", DocumentId::as_str);
        format!("{document}#{id}").parse::<Clause>()
    });
    let (kind, ja, en) = (row.required_one_of("kind", &words), row.required("ja"), row.required("en"));
    let (is_bound, reason) = (row.has("by"), row.optional_text("not_computable"));
    let bindings: Vec<String> = row.strings("by");
    let mut by = Vec::new();
    for text in &bindings {
        match text.parse() {
            Ok(binding) => by.push(binding),
            Err::<_, BindingError>(error) => row.complain("by", Explain::text(&error), None),
        }
    }
    let carried = match (is_bound, reason) {
        (true, Some(_)) => {
            let help = Text::new(
                "`by`と`not_computable`のどちらかだけを残す",
                "keep one of `by` and `not_computable`",
            );
            row.complain(
                "by",
                Text::new("実装の箇所があるのに、計算できないともある", "is both bound and not computable"),
                Some(help),
            );
            return None;
        }
        (true, None) => Carried::By(by),
        (false, Some(reason)) => Carried::NotComputable(reason),
        (false, None) if row.has("not_computable") => return None,
        (false, None) => {
            let help = Text::new(
                "条項を実装する行を書くか、実装できない理由を`not_computable`に書く",
                "name the rows that carry the statement out, or say in `not_computable` why none does",
            );
            row.complain("by", Text::new("この項目がない", "is missing"), Some(help));
            return None;
        }
    };
    let (ja, en): (Option<String>, Option<String>) = (ja, en);
    Some(Statement { clause: clause?, kind: kind?, says: Text::new(ja?, en?), carried })
}
