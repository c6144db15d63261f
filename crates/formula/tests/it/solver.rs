//! A second opinion: the verdicts against an SMT solver, where one is installed.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use formula::{Formula, Law, LawVerdict, read};
use provenance::Language;

use super::laws::{INTENDED, roles, vocabulary};

/// The solvers that are looked for, with the arguments that make them read standard input.
const SOLVERS: [(&str, &[&str]); 2] =
    [("z3", &["-in", "-T:10"]), ("cvc5", &["--lang=smt2", "--tlimit=10000"])];

/// What a solver says to a text; `None` where none is installed.
fn ask(text: &str) -> Option<String> {
    SOLVERS.iter().find_map(|(name, arguments)| {
        let mut child = Command::new(name)
            .args(*arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        child.stdin.take()?.write_all(text.as_bytes()).ok()?;
        let output = child.wait_with_output().ok()?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    })
}

/// A formula over `n` cases of which `k` are in time, in the solver's language, with its divisors.
fn in_smt(formula: &Formula, k: &str, n: &str) -> (String, Vec<String>) {
    let printed = formula.print(&vocabulary(), Language::Ja);
    let mut divisors = Vec::new();
    let tokens = printed.replace("期限後件数", "L").replace("期限内件数", "K").replace("発生件数", "N");
    let signs: Vec<char> = tokens.chars().collect();
    let mut at = 0;
    let text = sum(&signs, &mut at, &mut divisors);
    let put = |text: &str| text.replace('L', &format!("(- {n} {k})")).replace('K', k).replace('N', n);
    (put(&text), divisors.iter().map(|divisor| put(divisor)).collect())
}

fn sum(signs: &[char], at: &mut usize, divisors: &mut Vec<String>) -> String {
    let mut left = product(signs, at, divisors);
    while let Some(sign @ ('+' | '-')) = signs.get(*at).copied() {
        *at += 1;
        let right = product(signs, at, divisors);
        left = format!("({sign} {left} {right})");
    }
    left
}

fn product(signs: &[char], at: &mut usize, divisors: &mut Vec<String>) -> String {
    let mut left = atom(signs, at, divisors);
    while let Some(sign @ ('×' | '÷')) = signs.get(*at).copied() {
        *at += 1;
        let right = atom(signs, at, divisors);
        if sign == '÷' {
            divisors.push(right.clone());
        }
        left = format!("({} {left} {right})", if sign == '×' { '*' } else { '/' });
    }
    left
}

fn atom(signs: &[char], at: &mut usize, divisors: &mut Vec<String>) -> String {
    match signs[*at] {
        '(' => {
            *at += 1;
            let inner = sum(signs, at, divisors);
            *at += 1;
            inner
        }
        letter @ ('K' | 'L' | 'N') => {
            *at += 1;
            letter.to_string()
        }
        _ => {
            let from = *at;
            while signs.get(*at).is_some_and(|c| c.is_ascii_digit() || *c == '.') {
                *at += 1;
            }
            let digits: String = signs[from..*at].iter().collect();
            if digits.contains('.') { digits } else { format!("{digits}.0") }
        }
    }
}

/// A text that is satisfiable exactly where some month breaks the law.
fn question(law: Law, formula: &Formula) -> Option<String> {
    let (value, divisors) = in_smt(formula, "k", "n");
    let no_value: String = divisors.iter().map(|divisor| format!(" (= {divisor} 0.0)")).collect();
    let breach = match law {
        Law::Defined => format!("(or false{no_value})"),
        Law::Range => format!("(or{no_value} (< {value} 0.0) (> {value} 100.0))"),
        Law::AllOnTime => format!("(and (= k n) (or{no_value} (not (= {value} 100.0))))"),
        Law::NoneOnTime => format!("(and (= k 0.0) (or{no_value} (not (= {value} 0.0))))"),
        Law::Monotone => {
            let (more, further) = in_smt(formula, "(+ k 1.0)", "n");
            let no_more: String = further.iter().map(|divisor| format!(" (= {divisor} 0.0)")).collect();
            format!("(and (< k n) (or{no_value}{no_more} (> {value} {more})))")
        }
        _ => return None,
    };
    Some(format!(
        "(set-logic QF_NIRA)(declare-const i Int)(declare-const j Int)(define-fun k () Real (to_real i))\
         (define-fun n () Real (to_real j))(assert (and (>= i 0) (>= j 1) (<= i j)))(assert {breach})(check-sat)\n"
    ))
}

#[test]
fn a_solver_says_the_same() {
    if ask("(check-sat)\n").is_none() {
        // Continuous integration installs one and wants its word.
        assert!(std::env::var_os("REQUIRE_SOLVER").is_none(), "neither z3 nor cvc5 is installed");
        eprintln!("skipped: neither z3 nor cvc5 is installed");
        return;
    }
    let mut asked = 0;
    for text in [
        INTENDED,
        "（1-発生件数÷期限内件数）×100",
        "（1-期限後件数÷発生件数）×100",
        "期限内件数÷（発生件数+1）×100",
        "期限後件数÷発生件数×100",
        "期限内件数×100",
    ] {
        let formula = read(text, &vocabulary()).unwrap();
        for law in Law::ALL {
            let Some(question) = question(law, &formula) else { continue };
            let answer = ask(&question).unwrap_or_default();
            match law.judge(&formula, &roles(), &vocabulary()) {
                LawVerdict::Proved(_) => assert_ne!(answer, "sat", "{} of {text}", law.id()),
                LawVerdict::Refuted(_) => assert_ne!(answer, "unsat", "{} of {text}", law.id()),
                LawVerdict::CheckedUpTo(_) | LawVerdict::Unknown(_) => {}
            }
            asked += usize::from(answer == "sat" || answer == "unsat");
        }
    }
    assert!(asked > 20, "the solver decided {asked} questions only");
}
