//! A word that wants a number.

use provenance::Severity;

use crate::{Draft, Group, Material, Rule, Words};

pub(super) const RULE: Rule = Rule {
    id: "word-without-number",
    name: Words::new("数のない言葉", "a word that wants a number"),
    severity: Severity::Note,
    rationale: Words::new(
        "速やかに、定期的に、程度などの言葉は、守ったか否かを判定できない",
        "promptly, regularly, about: of such words nobody can say whether they were kept",
    ),
    authority: Words::new(
        "慣行: 期限と回数は数で定める",
        "common practice: times and frequencies are stated in numbers",
    ),
    question: Some(Words::new("何時間・何日・何回とするか", "how many hours, days or times?")),
    group: Group::ServiceLevels,
    is_read: false,
    bad: &[(
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
requirement = { ja = "速やかに初動を行う", en = "respond promptly" }
"#,
    )],
    mended: &[(
        "sla.toml",
        r#""速やかに初動を行う", en = "respond promptly""#,
        r#""速やかに（1時間以内に）初動を行う", en = "respond promptly, within 1 hour""#,
    )],
    check,
};

/// Words of time and frequency; a number beside them settles what they mean.
const VAGUE: [&str; 11] = [
    "速やか",
    "遅滞なく",
    "直ちに",
    "すみやか",
    "適切な期間",
    "適宜",
    "随時",
    "定期的",
    "定期に",
    "できるだけ",
    "可能な限り",
];
/// Words that make a number vague.
const ABOUT: [&str; 4] = ["程度", "おおむね", "概ね", "およそ"];

fn check(material: &Material<'_>, found: &mut Vec<Draft>) {
    for item in material.sla.items() {
        let texts = [Some(&item.name), item.requirement.as_ref()];
        if let Some(words) = vague(texts.into_iter().flatten().map(|text| text.ja.as_str())) {
            found.push(
                draft(item.key.as_str(), &words).at(material.place_of_item(item)).citing([&item.clause]),
            );
        }
    }
    for item in material.work_items() {
        let texts = [Some(&item.title), item.group.as_ref(), item.deadline.as_ref()];
        if let Some(words) = vague(texts.into_iter().flatten().map(|text| text.ja.as_str())) {
            found.push(
                draft(item.id.as_str(), &words).at(material.place_of_work(item)).citing([&item.clause]),
            );
        }
    }
}

fn draft(subject: &str, words: &str) -> Draft {
    Draft::new(
        subject,
        format!("{subject}の「{words}」は数で示されていない"),
        format!("{subject} says `{words}`, without a number"),
    )
}

/// The vague words of some texts.
fn vague<'a>(texts: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut found: Vec<&str> = Vec::new();
    for text in texts {
        let has_number = text.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
        found.extend(ABOUT.iter().copied().filter(|word| text.contains(word)));
        if !has_number {
            found.extend(VAGUE.iter().copied().filter(|word| text.contains(word)));
        }
    }
    (!found.is_empty()).then(|| found.join("、"))
}

#[cfg(test)]
mod tests {
    use crate::example::{item, subjects};
    #[test]
    fn a_number_beside_the_word_settles_it_and_about_does_not() {
        let told = |text: &str| {
            let requirement = format!("{{ ja = \"{text}\", en = \"text\" }}");
            subjects("word-without-number", &[("sla.toml", &item("A-1", &[("requirement", &requirement)]))])
        };
        assert!(told("定期的に（月1回）報告する").is_empty());
        assert!(told("定期メンテナンスを行う").is_empty());
        assert_eq!(told("20回程度行う"), ["A-1"]);
    }
}
