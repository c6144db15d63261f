//! The tables of those who read the documents: `findings/`, `waivers.toml`, `clauses.toml`, `coverage/`.

use schemars::JsonSchema;

use crate::value::{Clause, Date, Document, Identifier, List, Locator, PolicyName, Strings, Text};

/// What a reader of the documents found said twice, differently or not at all.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Findings {
    finding: Option<Vec<Finding>>,
}

/// A defect of the documents.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Finding {
    id: Identifier,
    /// The rule of the lint that tells it.
    kind: Identifier,
    /// The number, table, section or term it is about.
    subject: String,
    /// The same in English, where it is no code.
    subject_en: Option<String>,
    /// Rows whose hits and open points it tells as well.
    tells: Option<Strings>,
    /// Its heading on the agenda.
    group: Group,
    /// Every place concerned.
    places: List<Clause>,
    /// What is wrong.
    says: Text,
    /// What the parties must settle.
    question: Option<Text>,
    /// The answer that is proposed.
    proposal: Option<Text>,
    /// The readings that settle it.
    settled: Option<List<PolicyName>>,
}

/// A heading of the agenda.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Group {
    Term,
    Money,
    ServiceLevels,
    Clocks,
    WorkItems,
    Sites,
    Meetings,
    Reports,
    Staffing,
    Qualifications,
    HelpDesk,
    Outages,
    Security,
    Assets,
    Licences,
    Media,
    Handover,
    Delivery,
    Subcontracting,
    Documents,
}

/// Hits of the lint that are known, for a reason and for a time.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Waivers {
    waiver: Option<Vec<Waiver>>,
}

/// A hit that is known.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Waiver {
    /// The rule.
    rule: Identifier,
    /// The subject, as the lint prints it.
    subject: String,
    /// The finding meant, where the rule has several on the subject.
    finding: Option<Identifier>,
    /// Why it is let pass.
    reason: Text,
    /// The last day on which it is.
    expires: Date,
    /// Who decided so.
    by: String,
}

/// The places of the documents that citations may name.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Clauses {
    document: Option<Vec<Places>>,
}

/// A document that may be cited, with its places where they are known.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Places {
    id: Document,
    places: Option<List<Locator>>,
}

/// What a document states, and what carries each statement out.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Coverage {
    document: Document,
    statement: Option<Vec<Statement>>,
}

/// A statement.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Statement {
    Carried(Carried),
    NotComputable(NotComputable),
}

/// A statement that rows or rules carry out.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Carried {
    /// Its place in the document.
    id: Locator,
    kind: StatementKind,
    /// 日本語
    ja: String,
    /// English
    en: String,
    /// What carries it out.
    by: Strings,
}

/// A statement that no program can check or schedule.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct NotComputable {
    /// Its place in the document.
    id: Locator,
    kind: StatementKind,
    /// 日本語
    ja: String,
    /// English
    en: String,
    /// Why not.
    not_computable: Text,
}

/// What a statement is.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum StatementKind {
    Item,
    Row,
    Indicator,
    Page,
    Duty,
    Date,
    Number,
    Threshold,
    Condition,
    Content,
}
