//! A mapping proposed for files: which is which kind, which column stands for what, how times are written. Each guess stands
//! beside its evidence, and what cannot be decided is an open point; nothing is guessed in silence.

use provenance::Language;
use toml_edit::DocumentMut;

use self::proposing::Proposing;
pub use self::{
    presets::{LEDGER_PRESETS, PRESETS},
    proposal::{Layouts, LedgerProposal, Proposal, SheetsGiven},
};
use crate::InputFile;

mod columns;
mod fit;
mod ledgers;
mod pattern;
mod points;
mod presets;
mod proposal;
mod proposing;
mod rows;
mod states;
mod times;

/// The words of columns, as data.
const COLUMNS: &str = include_str!("../data/columns.toml");

/// Proposes a mapping for files, by the kinds of a contract's own mapping and ledgers and by what their columns are called and
/// hold. A sheet is taken for what it fits best.
///
/// ```
/// use records::{InputFile, Layouts, propose};
///
/// let contract = "zone = \"Asia/Tokyo\"\n[[file]]\nname = \"tickets\"\nkind = \"incident\"\nshape = \"cases\"\n\
///     id = \"番号\"\nmarks = { opened = \"受付日時\", recovered = \"回復日時\" }\n";
/// let csv = "受付No,受付日時,復旧日時\n1,2024.6.3 9:05,2024.6.3 10:00\n".as_bytes();
/// let file = InputFile { name: "desk-06.csv", bytes: csv };
/// let proposal = propose(Layouts::of_records(contract), &[file], provenance::Language::En)?;
/// assert!(proposal.mapping.contains("times = [\"dot\"]") && proposal.mapping.contains("recovered = \"復旧日時\""));
/// assert!(proposal.open.is_empty());
/// # Ok::<(), String>(())
/// ```
///
/// # Errors
/// The words of a parser where a table is no TOML.
pub fn propose(
    layouts: Layouts<'_>,
    files: &[InputFile<'_>],
    language: Language,
) -> Result<Proposal, String> {
    let parsed = |table: &str| table.parse::<DocumentMut>().map_err(|error| error.to_string());
    let known = layouts.records.map(parsed).transpose()?;
    let layout = layouts.ledger_layout.map(parsed).transpose()?;
    let words = parsed(COLUMNS)?;
    let mut proposing = Proposing::new(layouts, known.as_ref(), layout.as_ref(), &words, language);
    for file in files {
        proposing.file(file);
    }
    Ok(proposing.written(known.as_ref()))
}
