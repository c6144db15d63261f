//! What an independent reader found wrong, a test each: certificates, verdicts, comparisons, limits.

use std::time::{Duration, Instant};

use formula::{
    Certificate, Comparison, Exact, Formula, Law, LawVerdict, Month, Outcome, Roles, Term, Vocabulary,
    compare, read, repairs, search_repairs,
};

fn vocabulary() -> Vocabulary {
    let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
    Vocabulary::new([term("all", "全"), term("on-time", "内"), term("late", "遅"), term("users", "利用者数")])
        .unwrap()
}

fn roles() -> Roles {
    Roles { all: "all".into(), on_time: "on-time".into(), late: Some("late".into()) }
}

fn formula(text: &str) -> Formula {
    read(text, &vocabulary()).unwrap()
}

fn judge(law: Law, text: &str) -> LawVerdict {
    let formula = formula(text);
    let verdict = law.judge(&formula, &roles(), &vocabulary());
    if let LawVerdict::Proved(certificate) = &verdict {
        assert!(certificate.is_valid(&formula, &roles(), &vocabulary()), "{} of {text}", law.id());
    }
    verdict
}

fn certificate(law: Law, text: &str) -> Certificate {
    match judge(law, text) {
        LawVerdict::Proved(certificate) => certificate,
        other => panic!("{} of {text}: {other:?}", law.id()),
    }
}

fn first_month(law: Law, text: &str) -> Month {
    match judge(law, text) {
        LawVerdict::Refuted(example) => example.month,
        other => panic!("{} of {text}: {other:?}", law.id()),
    }
}

fn month(on_time: u64, late: u64) -> Month {
    Month { on_time, late }
}

/// Formulas that give what the rate gives in all months that a check of samples looks at.
const FALSE_FRIENDS: [&str; 6] = [
    "内÷全×100+内×（内−1）×（内−2）×（内−3）",
    "内÷全×100÷（内−5）×（内−5）",
    "内÷全×100+最大（0、全−6）",
    "最小（内÷全×100、103−内）",
    "内÷全×100+0÷（全−41）",
    "四捨五入（内÷全×100、18）",
];

#[test]
fn a_certificate_of_the_rate_was_accepted_for_formulas_that_agree_in_small_months_only() {
    for law in Law::ALL {
        let certificate = certificate(law, "内÷全×100");
        for friend in FALSE_FRIENDS {
            assert!(
                !certificate.is_valid(&formula(friend), &roles(), &vocabulary()),
                "{} of {friend}",
                law.id()
            );
        }
    }
}

#[test]
fn a_certificate_with_facts_left_out_added_or_of_another_law_is_not_valid() {
    let texts = ["内÷全×100", "内÷全×50", "内÷（2×全−1）×100", "100", "内÷（2×内−1）", "（内+遅）÷全×30"];
    for text in texts {
        for law in Law::ALL {
            let LawVerdict::Proved(good) = judge(law, text) else { continue };
            let formula = formula(text);
            let is_valid =
                |certificate: &Certificate| certificate.is_valid(&formula, &roles(), &vocabulary());
            for n in 0..good.facts.len() {
                let mut bad = good.clone();
                let fact = bad.facts.remove(n);
                assert!(!is_valid(&bad), "{} of {text} without fact {n}", law.id());
                bad.facts.extend([fact.clone(), fact]);
                assert!(!is_valid(&bad), "{} of {text} with fact {n} twice", law.id());
            }
            let mut bad = good.clone();
            bad.from = 0;
            assert!(!is_valid(&bad));
            bad.from = 1_000_000;
            assert!(!is_valid(&bad));
            // Under the name of another law it may stand only where that law holds too.
            for other in Law::ALL {
                let named = Certificate { law: other, ..good.clone() };
                assert!(
                    !is_valid(&named) || matches!(judge(other, text), LawVerdict::Proved(_)),
                    "{} as {} of {text}",
                    law.id(),
                    other.id()
                );
            }
        }
    }
}
