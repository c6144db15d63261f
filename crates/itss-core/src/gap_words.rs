//! What is missing, in words.

use provenance::Text;

use crate::{Evaluator, Evidence, Gap, Missing, SizeNeeded};

impl Gap {
    /// What would do instead of all that is missing, in words.
    #[must_use]
    pub fn instead(&self, evaluator: &Evaluator) -> Vec<Text> {
        let examinations = evaluator.standard().examinations();
        let named = self.instead.iter().filter_map(|place| examinations.get(usize::from(*place)));
        named
            .map(|examination| {
                Text::new(
                    format!("これらに代えて{}の合格", examination.name.ja),
                    format!("instead of these, a pass of the {}", examination.name.en),
                )
            })
            .collect()
    }

    /// Each missing thing in words.
    #[must_use]
    pub fn lines(&self, evaluator: &Evaluator, evidence: &Evidence) -> Vec<Text> {
        let standard = evaluator.standard();
        let field = standard.fields.get(usize::from(self.field));
        let title =
            |n: &usize| evidence.engagements.get(*n).map_or("", |engagement| engagement.title.as_str());
        let named = |list: &[crate::Named], place: u8| {
            list.get(usize::from(place)).map(|named| named.name.clone()).unwrap_or_default()
        };
        self.missing
            .iter()
            .map(|missing| match missing {
                Missing::Days(days) => {
                    // A month of 30 days, so that what is said is never too little.
                    let months = days / 30 + i64::from(days % 30 > 0);
                    let asked = field.and_then(|field| field.indicator(self.level)).map(|indicator| {
                        let role = named(standard.roles(), indicator.role);
                        let (k, of) = (indicator.complexity.k, indicator.complexity.of.count_ones());
                        let size = if indicator.tiers.is_empty() {
                            ("", "")
                        } else {
                            ("と規模", ", of its size")
                        };
                        Text::new(
                            format!(
                                "、{}以上として、複雑性{of}条件中{k}条件以上{}を満たすもの",
                                role.ja, size.0
                            ),
                            format!(", as {} or higher, with {k} of {of} conditions{}", role.en, size.1),
                        )
                    });
                    let asked = asked.unwrap_or_default();
                    Text::new(
                        format!("該当する経験があと{days}日（約{months}か月{}）", asked.ja),
                        format!("{days} more days of qualifying work (about {months} months{})", asked.en),
                    )
                }
                Missing::Engagements { count, level } => Text::new(
                    format!("レベル{level}相当の経験があと{count}回"),
                    format!("{count} more engagements at level {level}"),
                ),
                Missing::Condition { engagement, condition } => {
                    let condition =
                        field.map(|field| named(&field.conditions, *condition)).unwrap_or_default();
                    Text::new(
                        format!("「{}」に複雑性の条件「{}」", title(engagement), condition.ja),
                        format!("one more condition in `{}`: {}", title(engagement), condition.en),
                    )
                }
                Missing::Size { engagement, any_of } => sizes_in_words(standard, title(engagement), any_of),
                Missing::Role { engagement, role } => {
                    let role = named(standard.roles(), *role);
                    Text::new(
                        format!("「{}」での役割が{}", title(engagement), role.ja),
                        format!("the role of {} in `{}`", role.en, title(engagement)),
                    )
                }
                Missing::Success { engagement } => Text::new(
                    format!("「{}」が成功裡であったこと", title(engagement)),
                    format!("that `{}` was successful", title(engagement)),
                ),
                Missing::Area { area, standing } => {
                    let area = field.map(|field| named(&field.areas, *area)).unwrap_or_default();
                    let standing = named(standard.standings(), *standing);
                    Text::new(
                        format!("領域「{}」で{}", area.ja, standing.ja),
                        format!("{} in the area of {}", standing.en, area.en),
                    )
                }
                Missing::Transfer(kind) => {
                    let kind = named(standard.transfers(), *kind);
                    Text::new(
                        format!("技術の継承として{}", kind.ja),
                        format!("transfer of technique: {}", kind.en),
                    )
                }
                Missing::Mentoring => Text::new("後進の育成", "mentoring"),
            })
            .collect()
    }
}

fn sizes_in_words(standard: &crate::Standard, title: &str, any_of: &[SizeNeeded]) -> Text {
    let said = |pick: fn(&Text) -> &str, more: &str, over: &str, or: &str| {
        let words = any_of.iter().filter_map(|SizeNeeded { metric, stated: have, needed: need }| {
            let metric = standard.metrics.get(usize::from(*metric))?;
            let step = usize::try_from(*need).ok().and_then(|need| metric.steps.get(need));
            Some(match (step, have) {
                (Some(step), _) => format!("{} {}", pick(&metric.name), pick(&step.name)),
                (None, Some(have)) if have >= need => {
                    format!(
                        "{} {}",
                        pick(&metric.name),
                        over.replace("{}", &format!("{have}{}", pick(&metric.unit)))
                    )
                }
                // It has not what it needs: the case above has.
                (None, Some(have)) => {
                    format!("{} {more}{}{}", pick(&metric.name), need.abs_diff(*have), pick(&metric.unit))
                }
                (None, None) => format!("{} {need}{}", pick(&metric.name), pick(&metric.unit)),
            })
        });
        words.collect::<Vec<_>>().join(or)
    };
    Text::new(
        format!("「{title}」の規模: {}", said(|text| &text.ja, "あと", "が上限未満（申告は{}）", "又は")),
        format!(
            "the size of `{title}`: {}",
            said(|text| &text.en, "+", "below the upper bound ({} are stated)", " or ")
        ),
    )
}
