//! The rules, each in a file of its own. To add one: write its file and list it here; tests hold the two together.

use crate::Rule;

mod dangling_binding;
mod dangling_reference;
mod date_not_a_business_day;
mod date_outside_term;
mod deadline_before_its_event;
mod duty_without_level;
mod elsewhere_circle;
mod empty_row;
mod figures_differ;
mod finding_misnamed;
mod formula_refuted;
mod frequency_contradicts_text;
mod hours_reversed;
mod legend_incomplete;
mod level_without_duty;
mod lost_heading;
mod measured_twice;
mod misprint;
mod no_base;
mod no_clock_basis;
mod no_comparison_sign;
mod no_data_source;
mod no_formula;
mod no_method;
mod no_period_length;
mod no_unit;
mod number_shared;
mod number_skipped;
mod number_twice;
mod open_point_unrecorded;
mod policy_settles_nothing;
mod policy_unstated;
mod scope_unclear;
mod silent;
mod tables_differ;
mod target_unforgiving;
mod target_unmeetable;
mod target_unmissable;
mod term_for_two_things;
mod text_repeated;
mod two_terms_for_one;
mod unsettled_finding;
mod unused_mapping_word;
mod waiver_broad;
mod waiver_expired;
mod waiver_unused;
mod word_without_number;
mod wrong_reference;
mod yearly_under_monthly;

/// All rules, those of one theme side by side.
pub const RULES: &[Rule] = &[
    number_twice::RULE,
    number_skipped::RULE,
    number_shared::RULE,
    dangling_reference::RULE,
    dangling_binding::RULE,
    wrong_reference::RULE,
    empty_row::RULE,
    lost_heading::RULE,
    formula_refuted::RULE,
    no_formula::RULE,
    no_method::RULE,
    no_period_length::RULE,
    no_unit::RULE,
    no_comparison_sign::RULE,
    no_base::RULE,
    no_clock_basis::RULE,
    no_data_source::RULE,
    unused_mapping_word::RULE,
    yearly_under_monthly::RULE,
    elsewhere_circle::RULE,
    measured_twice::RULE,
    figures_differ::RULE,
    frequency_contradicts_text::RULE,
    tables_differ::RULE,
    duty_without_level::RULE,
    level_without_duty::RULE,
    legend_incomplete::RULE,
    term_for_two_things::RULE,
    two_terms_for_one::RULE,
    date_not_a_business_day::RULE,
    date_outside_term::RULE,
    deadline_before_its_event::RULE,
    hours_reversed::RULE,
    target_unmeetable::RULE,
    target_unmissable::RULE,
    target_unforgiving::RULE,
    word_without_number::RULE,
    silent::RULE,
    scope_unclear::RULE,
    text_repeated::RULE,
    misprint::RULE,
    unsettled_finding::RULE,
    open_point_unrecorded::RULE,
    policy_unstated::RULE,
    policy_settles_nothing::RULE,
    finding_misnamed::RULE,
    waiver_expired::RULE,
    waiver_broad::RULE,
    waiver_unused::RULE,
];

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use super::RULES;

    /// The file stems of the rules on disk.
    fn stems() -> BTreeSet<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
        let files = fs::read_dir(folder).unwrap();
        files.map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn every_file_is_a_rule_and_every_rule_a_file_of_its_name() {
        let ids: BTreeSet<String> = RULES.iter().map(|rule| rule.id.replace('-', "_")).collect();
        assert_eq!(ids.len(), RULES.len(), "a rule is listed twice");
        assert_eq!(ids, stems());
        for rule in RULES {
            let file = format!("{}/src/rules/{}.rs", env!("CARGO_MANIFEST_DIR"), rule.id.replace('-', "_"));
            let text = fs::read_to_string(file).unwrap();
            assert!(text.contains(&format!("id: \"{}\"", rule.id)), "{} stands in another file", rule.id);
        }
    }

    #[test]
    fn every_identifier_is_in_kebab_case_and_every_rule_says_what_it_must() {
        for rule in RULES {
            assert!(rule.rule_id().is_some(), "{}", rule.id);
            for words in [rule.name, rule.rationale, rule.authority] {
                assert!(!words.ja.is_empty() && !words.en.is_empty(), "{}", rule.id);
            }
            assert!(!rule.bad.is_empty(), "{}", rule.id);
        }
    }

    /// A kind of finding is a rule; these are the kinds that readers are given.
    #[test]
    fn every_kind_of_finding_has_its_rule() {
        let kinds = "number-twice number-skipped number-shared dangling-reference wrong-reference empty-row \
            lost-heading formula-refuted no-formula no-method no-period-length no-unit no-comparison-sign \
            no-clock-basis no-data-source yearly-under-monthly measured-twice figures-differ \
            frequency-contradicts-text tables-differ duty-without-level level-without-duty legend-incomplete \
            term-for-two-things two-terms-for-one date-not-a-business-day date-outside-term no-base \
            target-unmeetable target-unmissable word-without-number silent scope-unclear text-repeated misprint";
        for kind in kinds.split_whitespace() {
            assert!(RULES.iter().any(|rule| rule.id == kind), "{kind} has no rule");
        }
    }
}
