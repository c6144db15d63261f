//! Explanations: a judgement in words, every requirement with what was needed and what was found.

use provenance::{Language, Text};

use crate::{
    AreaShown, AtLevel, Basis, ConditionsMet, Duration, EngagementReason, Evaluator, Evidence, FieldLevel,
    Judgement, Known, Named, PartOf, Reached,
    judge::Transfer,
    standard::{Field, Indicator},
};

impl FieldLevel {
    /// The field's code.
    #[must_use]
    pub fn field<'a>(&self, evaluator: &'a Evaluator) -> Option<&'a Field> {
        evaluator.standard.fields.get(self.field)
    }

    /// What is reached, in one line.
    #[must_use]
    pub fn headline(&self, evaluator: &Evaluator) -> Text {
        let name = self.field(evaluator).map(|field| field.name.clone()).unwrap_or_default();
        let (ja, en) = match self.reached {
            Some(Reached { level, basis: Basis::Indicator }) => {
                (format!("レベル{level}（達成度指標）"), format!("level {level} (by its indicator)"))
            }
            Some(Reached { level, basis: Basis::Deemed }) => (
                format!("レベル{level}（試験合格によるみなし）"),
                format!("level {level} (deemed by examination)"),
            ),
            None => ("示されたレベルなし".to_owned(), "no level shown".to_owned()),
        };
        let possible = self.possible.map_or_else(Text::default, |level| {
            Text::new(
                format!("。示されていない実績によりレベル{level}までありうる"),
                format!("; up to level {level} is possible by what is not shown"),
            )
        });
        Text::new(format!("{}: {ja}{}", name.ja, possible.ja), format!("{}: {en}{}", name.en, possible.en))
    }

    /// The whole reasoning, a line a requirement, indented by what it belongs to.
    #[must_use]
    pub fn lines(&self, evaluator: &Evaluator, evidence: &Evidence, language: Language) -> Vec<String> {
        let mut lines = vec![self.headline(evaluator).in_language(language).to_owned()];
        let Some(field) = self.field(evaluator) else { return lines };
        for judgement in &self.judgements {
            if let Some(indicator) = field.indicator(judgement.level) {
                judgement_lines(judgement, indicator, field, evaluator, evidence, language, &mut lines);
            }
        }
        lines
    }
}

fn judgement_lines(
    judgement: &Judgement,
    indicator: &Indicator,
    field: &Field,
    evaluator: &Evaluator,
    evidence: &Evidence,
    language: Language,
    lines: &mut Vec<String>,
) {
    let pick = |text: &Text| text.in_language(language).to_owned();
    let word = |ja: &str, en: &str| if language == Language::Ja { ja.to_owned() } else { en.to_owned() };
    let label = |known: Known| pick(&known.label());
    let page = indicator.page.as_ref().map_or_else(String::new, |page| format!(", {page}"));
    lines.push(format!(
        "  {} {}: {} ({}{page}, {})",
        word("レベル", "level"),
        judgement.level,
        label(judgement.verdict),
        indicator.source,
        evaluator.standard.edition
    ));
    lines.push(format!(
        "    {}: {} [{}]",
        word("経験", "experience"),
        pick(&experience(judgement, indicator)),
        label(judgement.experience.verdict)
    ));
    for reason in &judgement.experience.engagements {
        lines.push(format!("      {}", pick(&engagement(reason, indicator, evidence))));
    }
    let any = evaluator.takes_any_area(indicator);
    let standing = name(evaluator.standard.standings(), indicator.areas.standing);
    lines.push(format!(
        "    {}: {} ({}) [{}]",
        word("専門領域", "areas"),
        word(if any { "いずれか" } else { "すべて" }, if any { "any of" } else { "all of" }),
        pick(&standing),
        label(judgement.areas_verdict)
    ));
    for AreaShown { area, verdict } in &judgement.areas {
        lines.push(format!("      {}: {}", pick(&name(&field.areas, *area)), label(*verdict)));
    }
    if indicator.transfer > 0 {
        let Transfer { shown, open: may, verdict } = judgement.transfer;
        lines.push(format!(
            "    {}: {} [{}]",
            word("技術の継承", "transfer"),
            word(
                &format!("{}種類以上に対し{shown}種類（不明{may}種類）", indicator.transfer),
                &format!("{shown} of {} kinds needed ({may} not shown)", indicator.transfer)
            ),
            label(verdict)
        ));
    }
    if indicator.mentoring {
        lines.push(format!("    {}: {}", word("後進の育成", "mentoring"), label(judgement.mentoring)));
    }
    if let Some(deemed) = judgement.deemed {
        lines.push(format!("    {}: {}", word("試験によるみなし", "deemed by examination"), label(deemed)));
    }
    let readings: Vec<String> = indicator
        .readings
        .iter()
        .map(|id| format!("{id} = {}", evaluator.readings.value(id).unwrap_or("-")))
        .collect();
    if !readings.is_empty() {
        lines.push(format!("    {}: {}", word("用いた読み方", "readings"), readings.join(", ")));
    }
}

fn experience(judgement: &Judgement, indicator: &Indicator) -> Text {
    let experience = &judgement.experience;
    let may = experience.possible - experience.shown;
    let not_shown = if may == 0 {
        Text::default()
    } else {
        Text::new(format!("、不明{may}"), format!(", {may} not shown"))
    };
    match indicator.duration {
        Duration::Years(years) => Text::new(
            format!("{years}年（{}日）以上に対し{}日{}", experience.needed, experience.shown, not_shown.ja),
            format!(
                "{} of {} days ({years} years) needed{}",
                experience.shown, experience.needed, not_shown.en
            ),
        ),
        Duration::Engagements { of_which, .. } => {
            let some = match (of_which, experience.at_level) {
                (Some(PartOf { level, .. }), Some(AtLevel { shown: have, needed: need })) => Text::new(
                    format!("（内レベル{level}が{need}回以上に対し{have}回）"),
                    format!(" (of which {have} of {need} at level {level})"),
                ),
                _ => Text::default(),
            };
            Text::new(
                format!("{}回以上に対し{}回{}{}", experience.needed, experience.shown, not_shown.ja, some.ja),
                format!(
                    "{} of {} engagements needed{}{}",
                    experience.shown, experience.needed, not_shown.en, some.en
                ),
            )
        }
    }
}

fn engagement(reason: &EngagementReason, indicator: &Indicator, evidence: &Evidence) -> Text {
    let title =
        evidence.engagements.get(reason.engagement).map_or("", |engagement| engagement.title.as_str());
    let ConditionsMet { met, unknown } = reason.conditions;
    let k = indicator.complexity.k;
    let tier = reason.tier.map_or_else(Text::default, |tier| {
        let n = tier + 1;
        Text::new(format!("（{n}段目）"), format!(" (tier {n})"))
    });
    let l = |known: Known| known.label();
    Text::new(
        format!(
            "{title}: {}。役割{}、成果{}、複雑性{}（{k}項目以上に対し{met}、不明{unknown}）、規模{}{}",
            l(reason.verdict).ja,
            l(reason.role).ja,
            l(reason.success).ja,
            l(reason.complexity).ja,
            l(reason.size).ja,
            tier.ja
        ),
        format!(
            "{title}: {}; role {}, success {}, complexity {} ({met} of {k}, {unknown} not shown), size {}{}",
            l(reason.verdict).en,
            l(reason.role).en,
            l(reason.success).en,
            l(reason.complexity).en,
            l(reason.size).en,
            tier.en
        ),
    )
}

fn name(list: &[Named], place: u8) -> Text {
    list.get(usize::from(place)).map(|named| named.name.clone()).unwrap_or_default()
}
