//! `sample.toml` and `ledger-sample.toml`.

use schemars::JsonSchema;

use crate::value::{Date, Strings};

/// How a made-up month is made; shares are in thousandths.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Sample {
    incident: Option<Vec<Number>>,
    request: Option<Vec<Number>>,
    inquiry: Option<Vec<Number>>,
    tally: Option<Vec<Tally>>,
    calls: u32,
    answers: u32,
    late: u32,
    software_late: u32,
    second_line: u32,
    excluded: u32,
    reopened: u32,
    abandoned: u32,
    first_answer: u32,
    /// Who asks, in the words of the records.
    callers: Strings,
    /// What is asked about; what stands twice comes twice as often.
    topics: Strings,
    /// What is asked and answered, by topic.
    asked: Option<Vec<Asked>>,
    /// Lists for the report, as they are.
    list: Option<Vec<SampleList>>,
    /// The grounds that the contract states for any case.
    ground: Vec<Ground>,
    /// What delays a request on the client's side.
    client_ground: Ground,
}

/// A question of a topic, and its answer.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Asked {
    topic: String,
    question: String,
    answer: String,
}

/// A list's file: its columns, and its rows as lines of CSV, in which `@7` is the seventh of the month.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct SampleList {
    file: String,
    columns: Option<Strings>,
    rows: Option<Strings>,
}

/// A ground for exclusion as records claim it.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Ground {
    says: String,
    note: String,
}

/// How many of something.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Number {
    name: String,
    count: u32,
}

/// A tally.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Tally {
    name: String,
    planned: u32,
    missed: Option<u32>,
    what: Option<String>,
    daily: Option<bool>,
}

/// The plan of a made-up agency, for the ledgers.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct LedgerSample {
    begins: Date,
    months: u8,
    recorder: String,
    home: Home,
    month: Month,
    product: Option<Vec<Product>>,
}

/// What stands at home.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
struct Home {
    pcs: u32,
    servers: u32,
    printers: u32,
    phones: u32,
    network_devices: u32,
    r#virtual: u32,
    usb: u32,
    loan_devices: u32,
    without_user: u32,
    without_purpose: u32,
    sites: Option<Vec<Site>>,
    departments: Option<Strings>,
    purposes: Option<Strings>,
    family: Option<Strings>,
    given: Option<Strings>,
}

/// A site at home.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Site {
    name: String,
    share: u32,
    floors: u32,
}

/// How much happens in a month.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
struct Month {
    moves: u32,
    transfers: u32,
    repairs: u32,
    loans: u32,
    overdue: u32,
    lost: u32,
    stolen: u32,
    damaged: u32,
    disposals: u32,
    media_disposals: u32,
    no_evidence: u32,
    applications: u32,
    uninstallations: u32,
    distributions: u32,
    corrections: u32,
    strays: u32,
}

/// A product of the agency.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename_all = "kebab-case")]
struct Product {
    name: String,
    maker: String,
    versions: Strings,
    editions: Strings,
    languages: Strings,
    held: u32,
    share: u32,
    licence_type: String,
    price: u64,
}
