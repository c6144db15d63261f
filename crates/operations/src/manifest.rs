//! What a closed month was made from and came to.

use std::collections::{BTreeMap, BTreeSet};

use calendar::YearMonth;
use formula::Exact;
use provenance::{Text, Verdict};
use serde::{Deserialize, Serialize};
use sla::{Catalogue, ItemKey, ItemResult, MonthShare, Ratio};

/// The version of the manifest's form.
const FORM: &str = "keiyaku-manifest-1";

/// What a closed month was made from and came to. Its JSON is the same for the same month: maps are sorted, and the only
/// moment in it is that of the evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The version of the form.
    schema: String,
    /// The contract's name.
    pub contract: Text,
    /// The month.
    pub month: YearMonth,
    /// The moment of evaluation, as RFC 3339.
    pub evaluated_at: String,
    /// The program.
    pub program: Program,
    /// The SHA-256 of the contract's tables, by file.
    pub tables: BTreeMap<String, String>,
    /// The SHA-256 of everything that was handed in, by the path in the folder.
    pub inputs: BTreeMap<String, String>,
    /// The SHA-256 of the report's files.
    pub report: BTreeMap<String, String>,
    /// What each service level came to, in the document's order.
    pub levels: Vec<LevelSummary>,
    /// What was missing, where the month was closed in spite of it.
    pub gaps: Option<Gaps>,
}

/// The program that made a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// Its version.
    pub version: String,
    /// The SHA-256 of the program file.
    pub sha256: String,
    /// The version of the zone rules.
    pub zone_rules: String,
}

/// What a service level came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelSummary {
    /// The item's key.
    pub key: String,
    /// The verdict with why, where it has no figure.
    #[serde(flatten)]
    pub verdict: VerdictText,
    /// Above and below the line.
    pub numerator: Option<String>,
    /// Below the line.
    pub denominator: Option<String>,
    /// The exact figure, as a fraction.
    pub exact: Option<String>,
    /// The figure as shown.
    pub displayed: Option<String>,
    /// How many cases it is over.
    pub population: String,
    /// The cases that missed.
    pub missed: Vec<String>,
    /// What the month by itself gives to the figure of a year.
    pub share: Share,
}

/// A verdict's word, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictText {
    /// `met`, `not-met`, `undetermined`, `not-applicable`.
    pub verdict: String,
    /// Why, where there is nothing to judge or too little known.
    pub why: Option<Text>,
}

/// What a month by itself gives to the figure of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// Above the line.
    pub numerator: Option<String>,
    /// Below the line.
    pub denominator: Option<String>,
    /// The exact figure.
    pub exact: Option<String>,
    /// How many cases it is over.
    pub population: String,
    /// Why it may still change.
    pub unsettled: Option<Text>,
}

/// What was missing when a month was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gaps {
    /// Why it was closed all the same.
    pub reason: String,
    /// What was missing.
    pub found: Vec<Gap>,
}

/// Something that was missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// Its name, which stays the same whatever its words become.
    pub code: String,
    /// What it is.
    pub text: Text,
}

/// Why a manifest cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ManifestError {
    /// It is none.
    NoManifest {
        /// What is wrong with it, in the parser's words.
        why: String,
    },
    /// It is of another form.
    OtherForm {
        /// The form that it names.
        found: String,
    },
    /// A number in it is none.
    NoNumber {
        /// The item.
        key: String,
        /// What stands there.
        found: String,
    },
}

impl ManifestError {
    /// What is wrong and the way out.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::NoManifest { why } => Text::new(
                format!("締めの目録でない（{why}）。控えから戻す"),
                format!("is no manifest ({why}); restore it from a copy"),
            ),
            Self::OtherForm { found } => Text::new(
                format!("目録の形式`{found}`は読めない。読めるのは`{FORM}`"),
                format!("its form `{found}` is not known; this program reads `{FORM}`"),
            ),
            Self::NoNumber { key, found } => Text::new(
                format!("`{key}`の数値`{found}`が読めない。控えから戻す"),
                format!("`{found}` of `{key}` is no number; restore it from a copy"),
            ),
        }
    }
}

/// What differs between a closed month and the same month made again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Another program.
    Program {
        /// The version then and now.
        then: String,
        /// Now.
        now: String,
    },
    /// A table was changed, taken out or added.
    Table {
        /// The file.
        file: String,
        /// How.
        how: How,
    },
    /// Something that was handed in was changed, taken out or added.
    Input {
        /// The path in the folder.
        file: String,
        /// How.
        how: How,
    },
    /// A service level comes to something else.
    Level {
        /// The item.
        key: String,
        /// What it came to.
        then: Text,
        /// What it comes to now.
        now: Text,
    },
    /// A file of the report is another one.
    Report {
        /// The file.
        file: String,
    },
    /// The report is another one, and no figure is.
    Other,
}

/// How a file differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It has other content.
    Changed,
    /// It is gone.
    Gone,
    /// It was not there.
    Added,
}

impl How {
    fn text(self) -> Text {
        match self {
            Self::Changed => Text::new("内容が変わった", "was changed"),
            Self::Gone => Text::new("なくなった", "is gone"),
            Self::Added => Text::new("増えた", "was added"),
        }
    }
}

impl Difference {
    /// The word in JSON.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Program { .. } => "program",
            Self::Table { .. } => "table",
            Self::Input { .. } => "input",
            Self::Level { .. } => "level",
            Self::Report { .. } => "report",
            Self::Other => "other",
        }
    }

    /// What it is about: a file, a service level.
    #[must_use]
    pub fn subject(&self) -> &str {
        match self {
            Self::Table { file, .. } | Self::Input { file, .. } | Self::Report { file } => file,
            Self::Level { key, .. } => key,
            Self::Program { .. } | Self::Other => "",
        }
    }

    /// What differs.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Program { then, now } => Text::new(
                format!("プログラムが異なる（締めたとき{then}、今{now}）"),
                format!("the program is another one ({then} when the month was closed, {now} now)"),
            ),
            Self::Table { file, how } => {
                let how = how.text();
                Text::new(format!("契約の表`{file}`の{}", how.ja), format!("table `{file}` {}", how.en))
            }
            Self::Input { file, how } => {
                let how = how.text();
                Text::new(format!("提出物`{file}`の{}", how.ja), format!("`{file}` {}", how.en))
            }
            Self::Level { key, then, now } => Text::new(
                format!("`{key}`: {}から{}に変わる", then.ja, now.ja),
                format!("`{key}`: {} becomes {}", then.en, now.en),
            ),
            Self::Report { file } => Text::new(
                format!("報告書`{file}`が締めたときのものと異なる"),
                format!("`{file}` of the report is not what was closed"),
            ),
            Self::Other => Text::new(
                "数値は変わらないが、報告書のほかの記載が変わる",
                "no figure changes, but something else in the report does",
            ),
        }
    }
}

impl Manifest {
    /// A manifest of a month, without files yet.
    #[must_use]
    pub fn new(
        catalogue: &Catalogue,
        month: YearMonth,
        evaluated_at: String,
        program: Program,
        results: &[ItemResult],
        shares: &[MonthShare],
    ) -> Self {
        let level = |result: &ItemResult| {
            let share = shares.iter().find(|share| share.key == result.key);
            LevelSummary::new(result, share)
        };
        Self {
            schema: FORM.to_owned(),
            contract: catalogue.contract.clone(),
            month,
            evaluated_at,
            program,
            tables: BTreeMap::new(),
            inputs: BTreeMap::new(),
            report: BTreeMap::new(),
            levels: results.iter().map(level).collect(),
            gaps: None,
        }
    }

    /// The manifest as JSON, indented, with a line end.
    #[must_use]
    pub fn to_json(&self) -> String {
        // None of its keys is anything but text, the one thing that JSON refuses.
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        format!("{}\n", escape::json(&text))
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// [`ManifestError`].
    pub fn from_json(text: &str) -> Result<Self, ManifestError> {
        let why = |error: serde_json::Error| ManifestError::NoManifest { why: error.to_string() };
        let value: serde_json::Value = serde_json::from_str(text).map_err(why)?;
        match value.get("schema").and_then(serde_json::Value::as_str) {
            Some(FORM) => serde_json::from_value(value).map_err(why),
            Some(other) => Err(ManifestError::OtherForm { found: other.to_owned() }),
            None => Err(ManifestError::NoManifest { why: "schema".to_owned() }),
        }
    }

    /// What a month by itself gives to the figures of a year, for the items that the contract still has.
    ///
    /// # Errors
    /// [`ManifestError::NoNumber`].
    pub fn shares(&self, catalogue: &Catalogue) -> Result<Vec<MonthShare>, ManifestError> {
        let known = |level: &LevelSummary| catalogue.item(&level.key).map(|item| item.key.clone());
        self.levels
            .iter()
            .filter_map(|level| Some((level, known(level)?)))
            .map(|(level, key)| level.share.read(key, self.month))
            .collect()
    }

    /// What differs of the same month made again: causes first, then the figures that change by them.
    #[must_use]
    pub fn differences(&self, now: &Self) -> Vec<Difference> {
        let mut all = Vec::new();
        if self.program != now.program {
            let shown = |program: &Program| {
                let sha256: String = program.sha256.chars().take(12).collect();
                format!("{}, {sha256}, IANA {}", program.version, program.zone_rules)
            };
            all.push(Difference::Program { then: shown(&self.program), now: shown(&now.program) });
        }
        let tables = compared(&self.tables, &now.tables);
        all.extend(tables.map(|(file, how)| Difference::Table { file: file.clone(), how }));
        let inputs = compared(&self.inputs, &now.inputs);
        all.extend(inputs.map(|(file, how)| Difference::Input { file: file.clone(), how }));
        let keys: BTreeSet<&str> =
            self.levels.iter().chain(&now.levels).map(|level| level.key.as_str()).collect();
        let levels =
            |manifest: &Self, key: &str| manifest.levels.iter().find(|level| level.key == key).cloned();
        let mut changed = 0_usize;
        for key in keys {
            let (then, now) = (levels(self, key), levels(now, key));
            if then != now {
                changed += 1;
                let text = |level: Option<&LevelSummary>| {
                    level.map_or_else(|| Text::new("なし", "nothing"), LevelSummary::text)
                };
                all.push(Difference::Level {
                    key: key.to_owned(),
                    then: text(then.as_ref()),
                    now: text(now.as_ref()),
                });
            }
        }
        if changed == 0 && self.report != now.report {
            all.push(Difference::Other);
        }
        all
    }
}

fn compared<'a>(
    then: &'a BTreeMap<String, String>,
    now: &'a BTreeMap<String, String>,
) -> impl Iterator<Item = (&'a String, How)> {
    let gone = then.keys().filter(|file| !now.contains_key(*file)).map(|file| (file, How::Gone));
    let other = now.iter().filter_map(|(file, digest)| match then.get(file) {
        None => Some((file, How::Added)),
        Some(known) if known != digest => Some((file, How::Changed)),
        Some(_) => None,
    });
    gone.chain(other)
}

impl LevelSummary {
    fn new(result: &ItemResult, share: Option<&MonthShare>) -> Self {
        let digits = |exact: &Exact| exact.to_string();
        Self {
            key: result.key.to_string(),
            verdict: VerdictText::of(&result.verdict),
            numerator: result.ratio.as_ref().map(|ratio| digits(&ratio.numerator)),
            denominator: result.ratio.as_ref().map(|ratio| digits(&ratio.denominator)),
            exact: result.figure.as_ref().map(|figure| digits(&figure.exact)),
            displayed: result.figure.as_ref().map(|figure| figure.displayed.clone()),
            population: result.population.to_string(),
            missed: result.breaches.iter().map(|breach| breach.id.clone()).collect(),
            share: Share {
                numerator: share.and_then(|share| share.ratio.as_ref()).map(|ratio| digits(&ratio.numerator)),
                denominator: share
                    .and_then(|share| share.ratio.as_ref())
                    .map(|ratio| digits(&ratio.denominator)),
                exact: share.and_then(|share| share.figure.as_ref()).map(digits),
                population: share.map_or(0, |share| share.population).to_string(),
                unsettled: share.map_or_else(
                    || Some(Text::new("この月だけの値がない", "there is no figure of the month alone")),
                    |share| share.unsettled.clone(),
                ),
            },
        }
    }

    /// What it came to: figure, counts, verdict, misses.
    #[must_use]
    pub fn text(&self) -> Text {
        let shown = self.displayed.clone().unwrap_or_else(|| "－".to_owned());
        let counts = match (&self.numerator, &self.denominator) {
            (Some(above), Some(below)) => format!(" ({above} / {below})"),
            _ => String::new(),
        };
        let known = [
            Verdict::Met,
            Verdict::NotMet,
            Verdict::Undetermined(Text::default()),
            Verdict::NotApplicable(Text::default()),
        ];
        let verdict = known.iter().find(|verdict| VerdictText::of(verdict).verdict == self.verdict.verdict);
        let verdict = verdict.map_or_else(|| Text::same(&self.verdict.verdict), Verdict::label);
        let missed = self.missed.len();
        Text::new(
            format!("{shown}{counts} {}、未達{missed}件", verdict.ja),
            format!("{shown}{counts} {}, {missed} missed", verdict.en),
        )
    }
}

impl VerdictText {
    fn of(verdict: &Verdict) -> Self {
        let word = match verdict {
            Verdict::Met => "met",
            Verdict::NotMet => "not-met",
            Verdict::Undetermined(_) => "undetermined",
            Verdict::NotApplicable(_) => "not-applicable",
        };
        Self { verdict: word.to_owned(), why: verdict.why().cloned() }
    }
}

impl Share {
    fn read(&self, key: ItemKey, month: YearMonth) -> Result<MonthShare, ManifestError> {
        let wrong = |found: &str| ManifestError::NoNumber { key: key.to_string(), found: found.to_owned() };
        let number = |text: &String| exact(text).ok_or_else(|| wrong(text));
        let (above, below) = (
            self.numerator.as_ref().map(number).transpose()?,
            self.denominator.as_ref().map(number).transpose()?,
        );
        let ratio = above.zip(below).map(|(numerator, denominator)| Ratio { numerator, denominator });
        Ok(MonthShare {
            month,
            ratio,
            figure: self.exact.as_ref().map(number).transpose()?,
            population: self.population.parse().map_err(|_| wrong(&self.population))?,
            unsettled: self.unsettled.clone(),
            key,
        })
    }
}

/// A whole number or a fraction, as it is printed.
fn exact(text: &str) -> Option<Exact> {
    let (above, below) = text.split_once('/').unwrap_or((text, "1"));
    // A sign before the denominator, or a plus, is not how they are printed.
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(above.strip_prefix('-').unwrap_or(above)) || !is_number(below) {
        return None;
    }
    Exact::ratio(above.parse::<i128>().ok()?, below.parse::<i128>().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_as_they_were() {
        for (above, below) in [(54_i64, 57_i64), (-3, 2), (0, 1), (i64::MAX, 7), (100, 1)] {
            let number = Exact::ratio(above, below).unwrap();
            assert_eq!(exact(&number.to_string()), Some(number));
        }
        for wrong in ["", "-", "1.5", "a", "1/0", "1//2"] {
            assert_eq!(exact(wrong), None, "{wrong}");
        }
    }
}
