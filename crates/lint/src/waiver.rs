//! `waivers.toml`: hits that are known, for a reason and for a time.

use chrono::NaiveDate;
use provenance::Text;
use tables::{Document, Outline, Place, TableErrors, meant, nearest};

use crate::Hit;

/// A hit that is known, for a reason and for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The rule.
    pub rule: String,
    /// The subject, as the rule names it.
    pub subject: String,
    /// The finding that it is about, by its identifier, where a rule tells several of one subject.
    pub finding: Option<String>,
    /// Why it is let pass.
    pub reason: Text,
    /// The last day on which it is.
    pub expires: NaiveDate,
    /// Who decided so.
    pub by: String,
    /// Where it stands.
    pub place: Place,
}

impl Waiver {
    /// Whether it is about a hit.
    #[must_use]
    pub fn is_about(&self, hit: &Hit) -> bool {
        self.rule == hit.finding.rule.as_str()
            && self.subject == hit.finding.subject
            && (self.finding.is_none() || self.finding == hit.recorded)
    }

    /// Whether it still holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        day <= self.expires
    }
}

/// Reads the table, which names rules: `[[waiver]]` with `rule`, `subject`, `reason`, `expires`, `by` and, of one finding, `finding`.
pub(crate) fn read(file: &str, source: &str, rules: &[&str]) -> Result<Vec<Waiver>, TableErrors> {
    let outline = Outline::of(file, source);
    Document::parse(file, source).read(|root| {
        root.rows_by("waiver", &["rule", "subject", "finding"])
            .iter()
            .zip(outline.rows_of("waiver"))
            .map(|(row, outlined)| {
                let rule: Option<String> = row.required("rule");
                if let Some(rule) = &rule
                    && !rules.contains(&rule.as_str())
                {
                    let near = nearest(rule, rules.iter().copied());
                    let help = near.map_or_else(
                        || {
                            Text::new(
                                "規則は`keiyaku lint --list`で一覧できる",
                                "`keiyaku lint --list` names the rules",
                            )
                        },
                        meant,
                    );
                    row.complain(
                        "rule",
                        Text::new(format!("規則`{rule}`はない"), format!("there is no rule `{rule}`")),
                        Some(help),
                    );
                }
                let (subject, reason) = (row.required("subject"), row.required_text("reason"));
                let finding = row.optional("finding");
                let (expires, by) = (row.required("expires"), row.required("by"));
                Some(Waiver {
                    rule: rule?,
                    subject: subject?,
                    finding,
                    reason: reason?,
                    expires: expires?,
                    by: by?,
                    place: outlined.place.clone(),
                })
            })
            .collect()
    })
}
