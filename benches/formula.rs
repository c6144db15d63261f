//! How long does reading a printed formula take, and evaluating it?

use std::{hint::black_box, time::Duration};

use criterion::Criterion;
use formula::{Law, LawVerdict, Operands, Roles, Term, Vocabulary, read};

const WRITTEN: &str = "遵守率(%)＝（1-1ヶ月の障害発生件数÷1 ヶ月の障害処理が4時間以内で完了した件数）×100";

fn main() {
    let term = |id: &str, ja: &str| Term { id: id.into(), ja: vec![ja.to_owned()], en: vec![] };
    let vocabulary = Vocabulary::new([
        term("all", "1ヶ月の障害発生件数"),
        term("on-time", "1ヶ月の障害処理が4時間以内で完了した件数"),
    ])
    .unwrap_or_default();
    let operands: Operands = [("all", 58), ("on-time", 54)].into_iter().collect();
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    criterion.bench_function("reading the printed formula of S-2-1", |bencher| {
        bencher.iter(|| read(black_box(WRITTEN), &vocabulary));
    });
    if let Ok(formula) = read(WRITTEN, &vocabulary) {
        criterion.bench_function("evaluating it", |bencher| {
            bencher.iter(|| formula.evaluate(black_box(&operands), &vocabulary));
        });
    }
    let texts: Vec<String> =
        (0..10_000).map(|n| format!("遵守率{n}＝（1-1ヶ月の障害発生件数÷{n}）×100+{n}")).collect();
    criterion.bench_function("reading 10,000 formulas", |bencher| {
        bencher.iter(|| texts.iter().filter(|text| read(black_box(text), &vocabulary).is_ok()).count());
    });
    let phrases: Vec<String> = (0..10_000)
        .map(|n| {
            format!(
                "遵守率{n}は、1ヶ月の障害処理が4時間以内で完了した件数を1ヶ月の障害発生件数で除して得た値に{n}を乗じた値\
                 （小数点以下第2位を四捨五入）とする。"
            )
        })
        .collect();
    criterion.bench_function("reading 10,000 formulas in words", |bencher| {
        bencher.iter(|| phrases.iter().filter(|text| read(black_box(text), &vocabulary).is_ok()).count());
    });
    if let Ok(contract) = keiyaku::Contract::reference() {
        let roles = |part: &str, all: &str| Roles { all: all.into(), on_time: part.into(), late: None };
        let mut formulas = Vec::new();
        for item in contract.catalogue().items() {
            let Some((part, all)) = item.measure.kind().yields.share() else { continue };
            let roles = roles(part, all);
            let written = item.written.as_ref().map(|written| &written.formula);
            for formula in written.into_iter().chain([&item.intended.formula]) {
                formulas.push((formula, roles.clone(), &item.intended.vocabulary));
            }
        }
        criterion.bench_function(
            &format!("all laws over the contract's {} formulas", formulas.len()),
            |bencher| {
                bencher.iter(|| {
                    formulas
                        .iter()
                        .flat_map(|(formula, roles, vocabulary)| {
                            Law::ALL.map(|law| law.judge(black_box(formula), roles, vocabulary))
                        })
                        .filter(|verdict| matches!(verdict, LawVerdict::Proved(_)))
                        .count()
                });
            },
        );
    }
    criterion.final_summary();
}
