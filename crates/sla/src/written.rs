//! Formulas as they are printed and as they are meant.

use formula::{Formula, Vocabulary};

/// A formula as printed.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenFormula {
    /// The text, quoted.
    pub text: String,
    /// What it says, read to the letter.
    pub formula: Formula,
}

/// The formula by which an item is computed.
#[derive(Debug, Clone, PartialEq)]
pub struct IntendedFormula {
    /// The formula.
    pub formula: Formula,
    /// The names of its operands in this item.
    pub vocabulary: Vocabulary,
    /// Whose reading it is.
    pub origin: FormulaOrigin,
    /// The text that it was read from, where the document prints another formula.
    pub text: Option<String>,
}

/// Whose reading a formula is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormulaOrigin {
    /// The document prints it so.
    Printed,
    /// The document prints another; this is what it must mean.
    Mended,
    /// The document prints none; it follows from the measure.
    FromMeasure,
}
