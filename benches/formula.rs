//! How long does reading a printed formula take, and evaluating it?

use std::{hint::black_box, time::Duration};

use criterion::Criterion;
use formula::{Operands, Term, Vocabulary, read};

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
    criterion.final_summary();
}
