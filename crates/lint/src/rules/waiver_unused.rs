//! A waiver that waives nothing.

use provenance::Severity;

use crate::{Group, Rule, Words, read_only};

pub(super) const RULE: Rule = Rule {
    id: "waiver-unused",
    name: Words::new("何も除かない適用除外", "a waiver that waives nothing"),
    severity: Severity::Warning,
    rationale: Words::new(
        "除くもののない適用除外は、直った欠陥の跡か、書き誤りである",
        "a waiver without a hit is left over from a mended defect, or misspelt",
    ),
    authority: Words::new(
        "慣行: 使われない適用除外は除く",
        "common practice: what waives nothing is taken out",
    ),
    question: None,
    group: Group::Documents,
    is_read: false,
    bad: &[
        (
            "sla.toml",
            r#"[[item]]
key = "A-1"
no = "A-1"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1"
"#,
        ),
        (
            "waivers.toml",
            r#"[[waiver]]
rule = "number-twice"
subject = "A-1"
reason = { ja = "次の改定で番号を改める", en = "renumbered with the next revision" }
expires = 2024-12-31
by = "service manager"
"#,
        ),
    ],
    mended: &[
        ("sla.toml", r#"key = "A-1""#, r#"key = "A-1.a""#),
        (
            "sla.toml",
            r#"clause = "example/annex#A-1""#,
            r#"clause = "example/annex#A-1.a"
[[item]]
key = "A-1.b"
no = "A-1"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1.b""#,
        ),
    ],
    check: read_only,
};

#[cfg(test)]
mod tests {
    use crate::example::{finding, subjects};

    #[test]
    fn a_waiver_that_has_run_out_is_told_as_that_and_not_as_unused() {
        let told = |day: &str| {
            let waiver = format!(
                "[[waiver]]\nrule = \"silent\"\nsubject = \"A-9\"\nreason = {{ ja = \"-\", en = \"-\" }}\n\
                 expires = {day}\nby = \"head\"\n"
            );
            let seen = finding("silent", "A-1");
            subjects("waiver-unused", &[("waivers.toml", &waiver), ("findings/main.toml", &seen)])
        };
        assert_eq!(told("2024-12-31"), ["silent A-9"], "the finding has another subject");
        assert!(told("2024-05-31").is_empty());
    }
}
