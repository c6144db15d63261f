//! Theorems that Coq accepts or refuses, where it is installed.

use std::{fs, path::PathBuf, process::Command};

use formula::{Certificate, Fact, Ground, Law, LawVerdict, ProofFile, Rate, RateScale, WhyLeftOut, read};

use super::laws::{INTENDED, roles, vocabulary};

/// Whether Coq accepts a file; `None` where it is not installed.
fn accepts(name: &str, text: &str) -> Option<bool> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("coq-{name}"));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("laws.v"), text).unwrap();
    let run = Command::new("coqc").args(["-q", "laws.v"]).current_dir(&folder).output();
    let Ok(output) = run else {
        assert!(std::env::var_os("REQUIRE_COQ").is_none(), "coqc is required here and cannot be run");
        eprintln!("skipped: coqc is not installed (Debian: apt-get install coq)");
        return None;
    };
    if !output.status.success() {
        eprintln!("{}", String::from_utf8_lossy(&output.stderr));
    }
    Some(output.status.success())
}

/// Certificates in which one thing is changed: a fact, the law, the scale, the formula.
fn corrupted(text: &str, other: &str) -> Vec<(String, String)> {
    let (roles, vocabulary) = (roles(), vocabulary());
    let (formula, stranger) = (read(text, &vocabulary).unwrap(), read(other, &vocabulary).unwrap());
    let rate = Rate::new(&formula, &roles, &vocabulary);
    let mut files = Vec::new();
    let mut add = |what: String, rate: &Rate<'_>, law: Law, certificate: Certificate| {
        let mut file = ProofFile::new();
        file.add_verdicts(&what, rate, &[(law, LawVerdict::Proved(certificate))]);
        files.push((what, if file.theorems() == 1 { file.to_string() } else { String::new() }));
    };
    for (law, verdict) in rate.verdicts() {
        let LawVerdict::Proved(good) = verdict else { continue };
        let Ground::Form { form, from, facts } = &good.ground else { panic!() };
        let with = |facts: Vec<Fact>| {
            let bad = Certificate {
                ground: Ground::Form { form: form.clone(), from: *from, facts },
                ..good.clone()
            };
            assert!(!bad.is_valid(&formula, &roles, &vocabulary), "{} of {text}", law.id());
            bad
        };
        for n in 0..facts.len() {
            let mut changed = facts.clone();
            let more = |polynomial: &formula::Polynomial| {
                polynomial.plus(&formula::Polynomial::term(1, 1, 1.into()))
            };
            changed[n] = match &changed[n] {
                Fact::Zero(polynomial) => Fact::Zero(more(polynomial)),
                Fact::NotNegative(polynomial) => Fact::NotNegative(more(polynomial)),
                Fact::Positive(polynomial) => Fact::Positive(more(polynomial)),
                // Of a divisor that no part is counted of, Coq is asked itself.
                Fact::Indivisible(_) => continue,
            };
            add(format!("{} of {text}: fact {n}", law.id()), &rate, law, with(changed));
            let mut left_out = facts.clone();
            left_out.remove(n);
            add(format!("{} of {text}: without fact {n}", law.id()), &rate, law, with(left_out));
        }
        // What is proved of percents is not proved of shares, where it does not hold.
        let of_shares = Rate::new(&formula, &roles, &vocabulary).on(RateScale::Share);
        if matches!(of_shares.judge(law), LawVerdict::Refuted(_)) {
            let bad = Certificate { scale: RateScale::Share, ..good.clone() };
            assert!(!bad.is_valid(&formula, &roles, &vocabulary));
            add(format!("{} of {text} as a share", law.id()), &of_shares, law, bad);
        }
        // The facts of one law are not those of another that the formula breaks.
        for other in Law::ALL {
            if matches!(rate.judge(other), LawVerdict::Refuted(_)) {
                let bad = Certificate { law: other, ..good.clone() };
                assert!(!bad.is_valid(&formula, &roles, &vocabulary));
                add(format!("{} of {text} from {}", other.id(), law.id()), &rate, other, bad);
            }
        }
        let of_stranger = Rate::new(&stranger, &roles, &vocabulary);
        // What is proved of one formula proves nothing of another that breaks the law.
        if matches!(of_stranger.judge(law), LawVerdict::Refuted(_)) {
            assert!(!good.is_valid(&stranger, &roles, &vocabulary));
            add(format!("{} of {other}", law.id()), &of_stranger, law, good.clone());
        }
    }
    files
}

#[test]
fn coq_refuses_what_a_corrupted_certificate_makes() {
    let mut files = corrupted(INTENDED, "（1-発生件数÷期限内件数）×100");
    files.extend(corrupted("期限内件数÷（発生件数+1）×100", "期限内件数÷（発生件数+1）×101"));
    assert!(files.len() > 60, "{}", files.len());
    // Some are refused before Coq sees them, since no script can be made of them; of the others it is asked.
    let asked: Vec<&(String, String)> = files.iter().filter(|(_, text)| !text.is_empty()).collect();
    assert!(asked.len() > 40, "{}", asked.len());
    // Where Coq is required all of them; else a third, from all laws and kinds of change.
    let step = if std::env::var_os("REQUIRE_COQ").is_some() { 1 } else { 3 };
    for (what, text) in asked.into_iter().step_by(step) {
        match accepts("corrupted", text) {
            None => return,
            Some(is_accepted) => assert!(!is_accepted, "{what}\n{text}"),
        }
    }
}

/// In the mutation study every verdict but the undecided one is a theorem that Coq accepts.
#[test]
fn coq_accepts_the_mutation_study() {
    let (roles, vocabulary) = (roles(), vocabulary());
    let mut file = ProofFile::new();
    let texts = super::mutants::texts();
    for text in &texts {
        let formula = read(text, &vocabulary).unwrap();
        file.add(text, &Rate::new(&formula, &roles, &vocabulary));
    }
    for left_out in file.left_out() {
        assert_eq!(left_out.why, WhyLeftOut::Undecided, "{left_out:?}");
    }
    assert_eq!(file.theorems() + file.left_out().len(), texts.len() * Law::ALL.len());
    assert_ne!(accepts("mutants", &file.to_string()), Some(false));
}

#[test]
fn coq_accepts_what_is_proved_and_what_is_refuted() {
    let (roles, vocabulary) = (roles(), vocabulary());
    let mut file = ProofFile::new();
    for text in [
        INTENDED,
        "（1-発生件数÷期限内件数）×100",
        "（1-期限後件数÷発生件数）×100",
        "期限内件数÷（2×発生件数−1）×50",
        "期限内件数÷（2×期限内件数−1）",
        "1÷（6×期限内件数−4×期限後件数−3）",
        "1÷（発生件数×発生件数−3×発生件数+3）×100",
        "期限内件数÷76×100",
        "平均(期限内件数, 期限内件数)÷発生件数×0.5%",
        "期限内件数÷発生件数+期限後件数÷発生件数",
        "1÷（1÷（発生件数+1）+期限内件数÷（発生件数+2））",
    ] {
        let formula = read(text, &vocabulary).unwrap();
        file.add(text, &Rate::new(&formula, &roles, &vocabulary));
    }
    // The last one has a value, and more is not decided of it.
    assert!(
        file.left_out().iter().all(|left_out| left_out.why == WhyLeftOut::Undecided),
        "{:?}",
        file.left_out()
    );
    assert!(file.theorems() >= 85, "{}", file.theorems());
    assert_ne!(accepts("some", &file.to_string()), Some(false));
}
