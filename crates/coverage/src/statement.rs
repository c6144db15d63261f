//! What a document states, statement by statement, and what carries each out.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

use provenance::{Clause, DocumentId, Text};

/// What a statement gives that can be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatementKind {
    /// An item of a list that the document itself counts: a work item.
    Item,
    /// A row of a table that the document itself counts: a service level.
    Row,
    /// An achievement indicator.
    Indicator,
    /// A page of skill items.
    Page,
    /// Somebody owes something.
    Duty,
    /// A day, or a span of days.
    Date,
    /// A figure.
    Number,
    /// A figure to reach, or not to exceed.
    Threshold,
    /// When something holds, or what must hold before something else.
    Condition,
    /// What something must contain or consist of.
    Content,
}

impl StatementKind {
    /// All kinds, in the order in which they are told.
    pub const ALL: [Self; 10] = [
        Self::Item,
        Self::Row,
        Self::Indicator,
        Self::Page,
        Self::Duty,
        Self::Date,
        Self::Number,
        Self::Threshold,
        Self::Condition,
        Self::Content,
    ];

    /// The word that tables use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Row => "row",
            Self::Indicator => "indicator",
            Self::Page => "page",
            Self::Duty => "duty",
            Self::Date => "date",
            Self::Number => "number",
            Self::Threshold => "threshold",
            Self::Condition => "condition",
            Self::Content => "content",
        }
    }

    /// The word for people.
    #[must_use]
    pub fn label(self) -> Text {
        match self {
            Self::Item => Text::new("業務項目", "item"),
            Self::Row => Text::new("SLA項目", "row"),
            Self::Indicator => Text::new("達成度指標", "indicator"),
            Self::Page => Text::new("スキル項目", "page"),
            Self::Duty => Text::new("義務", "duty"),
            Self::Date => Text::new("日付", "date"),
            Self::Number => Text::new("数", "number"),
            Self::Threshold => Text::new("しきい値", "threshold"),
            Self::Condition => Text::new("条件", "condition"),
            Self::Content => Text::new("内容", "content"),
        }
    }
}

/// What carries a statement out: a row or rule of a table, written `table:id`, as in `sla:S-2-1`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Binding {
    table: String,
    id: String,
}

impl Binding {
    /// A binding from its parts, which need not be checked where they come from tables that were.
    pub fn new(table: impl Into<String>, id: impl Into<String>) -> Self {
        Self { table: table.into(), id: id.into() }
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.table
    }

    /// The row or rule in it.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl FromStr for Binding {
    type Err = BindingError;

    fn from_str(text: &str) -> Result<Self, BindingError> {
        let malformed = || BindingError { found: text.to_owned() };
        let (table, id) = text.split_once(':').ok_or_else(malformed)?;
        let is_word = !table.is_empty() && table.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        if !is_word || id.is_empty() || id.contains(char::is_whitespace) || id.contains(':') {
            return Err(malformed());
        }
        Ok(Self::new(table, id))
    }
}

impl fmt::Display for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.table, self.id)
    }
}

/// A text is no binding.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` names no row; write `table:row`, as in `sla:S-2-1`")]
pub struct BindingError {
    /// The text, as given.
    pub found: String,
}

impl tables::Explain for BindingError {
    fn text(&self) -> Text {
        let ja = format!("`{}`は行を指していない。`sla:S-2-1`のように`表:行`と書く", self.found);
        Text::new(ja, self.to_string())
    }
}

/// How a statement is carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    /// By rows or rules.
    By(Vec<Binding>),
    /// By no program; says why.
    NotComputable(Text),
}

/// A statement of a document that can be checked, in our words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its place; below the document's own numbering by a word of ours.
    pub clause: Clause,
    /// What it gives.
    pub kind: StatementKind,
    /// What it says.
    pub says: Text,
    /// What carries it out.
    pub carried: Carried,
}

/// The statements of one or more documents, in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    statements: Vec<Statement>,
}

/// How many statements there are, and how many of them a program carries out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Bound to rows or rules.
    pub bound: usize,
    /// Left to people, with a reason.
    pub not_computable: usize,
}

impl Totals {
    /// All statements.
    #[must_use]
    pub fn all(self) -> usize {
        self.bound + self.not_computable
    }

    fn add(&mut self, statement: &Statement) {
        let place = match statement.carried {
            Carried::By(_) => &mut self.bound,
            Carried::NotComputable(_) => &mut self.not_computable,
        };
        *place += 1;
    }
}

/// What is wrong with an index of statements.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CoverageError {
    /// Two statements have the same place.
    #[error("`{clause}` stands twice; give each statement a place of its own")]
    Duplicate {
        /// The place.
        clause: Clause,
    },
    /// Nothing carries a statement out, and no reason is given.
    #[error("`{clause}` is bound to nothing; bind it to a row, or say why it is not computable")]
    Unbound {
        /// The place.
        clause: Clause,
    },
    /// A statement is bound to a row that does not exist.
    #[error("`{clause}` is bound to `{binding}`, which no table has")]
    Dangling {
        /// The place.
        clause: Clause,
        /// The row.
        binding: Binding,
    },
    /// A statement names a row twice.
    #[error("`{clause}` is bound to `{binding}` twice")]
    BoundTwice {
        /// The place.
        clause: Clause,
        /// The row.
        binding: Binding,
    },
}

impl Coverage {
    /// The statements, in the order given.
    #[must_use]
    pub fn new(statements: Vec<Statement>) -> Self {
        Self { statements }
    }

    /// The statements, in their order.
    #[must_use]
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// What is wrong, in the order of the statements; `known` are the rows and rules that there are.
    #[must_use]
    pub fn check(&self, known: &BTreeSet<Binding>) -> Vec<CoverageError> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        for Statement { clause, carried, .. } in &self.statements {
            let clause = || clause.clone();
            if !seen.insert(clause()) {
                found.push(CoverageError::Duplicate { clause: clause() });
            }
            let Carried::By(bindings) = carried else { continue };
            if bindings.is_empty() {
                found.push(CoverageError::Unbound { clause: clause() });
            }
            let mut named = BTreeSet::new();
            for binding in bindings {
                if !named.insert(binding) {
                    found.push(CoverageError::BoundTwice { clause: clause(), binding: binding.clone() });
                } else if !known.contains(binding) {
                    found.push(CoverageError::Dangling { clause: clause(), binding: binding.clone() });
                }
            }
        }
        found
    }

    /// The totals of each document by kind.
    #[must_use]
    pub fn totals(&self) -> BTreeMap<DocumentId, BTreeMap<StatementKind, Totals>> {
        let mut totals: BTreeMap<DocumentId, BTreeMap<StatementKind, Totals>> = BTreeMap::new();
        for statement in &self.statements {
            let document = totals.entry(statement.clause.document().clone()).or_default();
            document.entry(statement.kind).or_default().add(statement);
        }
        totals
    }

    /// The statements at a place and below it, in their order: `4.1` has `4.1.7` below it, not `4.10`.
    pub fn within<'a>(&'a self, clause: &'a Clause) -> impl Iterator<Item = &'a Statement> {
        self.statements.iter().filter(|statement| statement.clause.is_within(clause))
    }
}
