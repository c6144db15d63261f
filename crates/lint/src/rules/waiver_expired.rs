//! A waiver that has run out.

use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "waiver-expired",
    name: Words::new("期限の切れた適用除外", "a waiver that has run out"),
    severity: Severity::Error,
    rationale: Words::new(
        "期限を過ぎた適用除外は、期限のない見逃しになる",
        "a waiver past its day is a defect let pass for ever",
    ),
    authority: Words::new(
        "慣行: 適用除外には期限を置き、切れたら見直す",
        "common practice: a waiver has an end, and is looked at again then",
    ),
    question: None,
    group: Group::Documents,
    is_read: false,
    bad: &[
        (
            "sla.toml",
            r#"[[item]]
key = "A-1.a"
no = "A-1"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1.a"
[[item]]
key = "A-1.b"
no = "A-1"
name = { ja = "初動の遵守率", en = "share of responses in time" }
measure = { kind = "within-limit", of = "incident", start = ["opened"], stop = "responded" }
target = { op = ">=", value = 95, unit = "percent" }
limit = { value = 4, unit = "hour" }
period = "month"
clause = "example/annex#A-1.b"
"#,
        ),
        (
            "waivers.toml",
            r#"[[waiver]]
rule = "number-twice"
subject = "A-1"
reason = { ja = "次の改定で番号を改める", en = "renumbered with the next revision" }
expires = 2024-06-14
by = "service manager"
"#,
        ),
    ],
    mended: &[("waivers.toml", "expires = 2024-06-14", "expires = 2024-06-15")],
    check,
};

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for waiver in material.waivers.iter().filter(|waiver| !waiver.holds_on(material.today)) {
        let (rule, subject, expires) = (&waiver.rule, &waiver.subject, waiver.expires);
        found.push(
            Draft::new(
                format!("{rule} {subject}"),
                format!("適用除外（{rule}、{subject}）の期限{expires}が過ぎた"),
                format!("the waiver of {rule} for {subject} ran out on {expires}"),
            )
            .help(
                "欠陥を正すか、理由を見直して期限を延ばす",
                "mend the defect, or look at the reason again and extend it",
            )
            .at(Some(waiver.place.clone())),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::example::subjects;

    #[test]
    fn the_last_day_still_counts_and_the_day_after_does_not() {
        let told = |day: &str| {
            let waiver = format!(
                "[[waiver]]\nrule = \"number-twice\"\nsubject = \"A-1\"\nreason = {{ ja = \"-\", en = \"-\" }}\n\
                 expires = {day}\nby = \"head\"\n"
            );
            subjects("waiver-expired", &[("waivers.toml", &waiver)])
        };
        assert!(told("2024-06-15").is_empty());
        assert_eq!(told("2024-06-14"), ["number-twice A-1"]);
    }
}
