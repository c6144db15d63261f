//! The page of the reference: totals, and what is left to people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::{Carried, StatementKind, Totals};

use crate::Index;

/// The page in Markdown.
#[must_use]
pub fn page(index: &Index) -> String {
    let totals = index.coverage().totals();
    let mut out =
        String::from("| document | kind | bound | left to people | all |\n| --- | --- | --: | --: | --: |\n");
    let mut sum = Totals::default();
    let mut line = |document: &str, kind: &str, totals: Totals| {
        let _ = writeln!(
            out,
            "| {document} | {kind} | {} | {} | {} |",
            totals.bound,
            totals.not_computable,
            totals.all()
        );
    };
    let empty = BTreeMap::new();
    for document in index.documents() {
        let kinds = totals.get(document).unwrap_or(&empty);
        for (kind, count) in StatementKind::ALL.iter().filter_map(|kind| Some((kind, kinds.get(kind)?))) {
            line(&format!("`{document}`"), kind.word(), *count);
        }
        let whole = kinds.values().fold(Totals::default(), |a, b| plus(a, *b));
        line(&format!("**`{document}`**"), "**all**", whole);
        sum = plus(sum, whole);
    }
    line("**all documents**", "", sum);
    out.push_str(
        "\n## Left to people\n\n| clause | says | why no program decides it |\n| --- | --- | --- |\n",
    );
    for statement in index.coverage().statements() {
        if let Carried::NotComputable(why) = &statement.carried {
            let (says, why) = (escape::markdown(&statement.says.en), escape::markdown(&why.en));
            let _ = writeln!(out, "| `{}` | {says} | {why} |", statement.clause);
        }
    }
    out
}

fn plus(a: Totals, b: Totals) -> Totals {
    Totals { bound: a.bound + b.bound, not_computable: a.not_computable + b.not_computable }
}
