//! Scores: exact, rounded as stated, ties told, apart from eligibility.

use bid::{Method, Offer, Rounded, Scoring, Ties};
use formula::{Exact, Rounding};

fn bidder(name: &str, price: u64, technical: u32) -> Offer {
    Offer { bidder: name.to_owned(), price, technical, is_eligible: true }
}

fn ranks(scoring: &Scoring, bids: &[Offer]) -> Vec<(String, Option<usize>)> {
    scoring.rank(bids).into_iter().map(|one| (one.bidder, one.rank)).collect()
}

#[test]
fn thirds_stay_thirds() {
    let scoring = Scoring {
        method: Method::Additive { price_points: 100 },
        ceiling: 300,
        rounding: None,
        ties: Ties::LowerPrice,
    };
    let scored = scoring.rank(&[bidder("A", 100, 0), bidder("B", 200, 0)]);
    assert_eq!(scored[0].score, Ok(Exact::ratio(200, 3).unwrap()));
    assert_eq!(scored[1].score, Ok(Exact::ratio(100, 3).unwrap()));

    let scoring = Scoring {
        method: Method::Divisive { per_yen: 1_000 },
        ceiling: 1_000,
        rounding: None,
        ties: Ties::LowerPrice,
    };
    assert_eq!(scoring.rank(&[bidder("A", 300, 100)])[0].score, Ok(Exact::ratio(1_000, 3).unwrap()));
}

#[test]
fn rounding_can_make_a_tie_and_the_lower_price_breaks_it() {
    let exact = Scoring {
        method: Method::Divisive { per_yen: 1 },
        ceiling: 1_000,
        rounding: None,
        ties: Ties::LowerPrice,
    };
    let rounded = Scoring { rounding: Some(Rounded { places: 1, mode: Rounding::HalfUp }), ..exact };
    // 100/300 = 0.333…, 99/298 = 0.332…: apart exactly, alike at one place.
    let bids = [bidder("A", 300, 100), bidder("B", 298, 99)];
    assert_eq!(ranks(&exact, &bids), [("A".to_owned(), Some(1)), ("B".to_owned(), Some(2))]);
    assert_eq!(ranks(&rounded, &bids), [("B".to_owned(), Some(1)), ("A".to_owned(), Some(2))]);
}

#[test]
fn the_mode_of_rounding_counts() {
    let method = Method::Divisive { per_yen: 1 };
    let score = |rounding| {
        let scoring = Scoring {
            method,
            ceiling: 10,
            rounding: Some(Rounded { places: 0, mode: rounding }),
            ties: Ties::LowerPrice,
        };
        scoring.rank(&[bidder("A", 2, 5)])[0].score.clone().unwrap()
    };
    assert_eq!(score(Rounding::HalfUp), Exact::from(3));
    assert_eq!(score(Rounding::Down), Exact::from(2));
    assert_eq!(score(Rounding::HalfEven), Exact::from(2));
}

#[test]
fn the_same_score_and_price_share_a_rank() {
    let scoring = Scoring {
        method: Method::Additive { price_points: 100 },
        ceiling: 1_000,
        rounding: None,
        ties: Ties::LowerPrice,
    };
    let bids = [bidder("C", 500, 100), bidder("A", 500, 100), bidder("B", 600, 10)];
    assert_eq!(
        ranks(&scoring, &bids),
        [("A".to_owned(), Some(1)), ("C".to_owned(), Some(1)), ("B".to_owned(), Some(3))]
    );
}

#[test]
fn the_ceiling_itself_is_no_excess() {
    let scoring = Scoring {
        method: Method::Additive { price_points: 100 },
        ceiling: 1_000,
        rounding: None,
        ties: Ties::LowerPrice,
    };
    let scored = scoring.rank(&[bidder("A", 1_000, 10), bidder("B", 1_001, 900)]);
    assert_eq!((scored[0].score.clone(), scored[0].rank), (Ok(Exact::from(10)), Some(1)));
    assert_eq!(scored[1].rank, None);
    assert_eq!(
        scored[1].score.as_ref().unwrap_err().en,
        "the price of 1001 yen exceeds the ceiling of 1000 yen"
    );
}

#[test]
fn who_is_not_eligible_is_scored_and_not_ranked() {
    let scoring = Scoring {
        method: Method::Divisive { per_yen: 100 },
        ceiling: 1_000,
        rounding: None,
        ties: Ties::LowerPrice,
    };
    let out = Offer { is_eligible: false, ..bidder("A", 100, 900) };
    let scored = scoring.rank(&[out, bidder("B", 500, 100)]);
    assert_eq!((scored[0].bidder.as_str(), scored[0].rank), ("B", Some(1)));
    assert_eq!((scored[1].score.clone(), scored[1].rank), (Ok(Exact::from(900)), None));
}

#[test]
fn no_price_and_no_ceiling_are_no_panic() {
    let free = [bidder("A", 0, 100)];
    let divisive = Scoring {
        method: Method::Divisive { per_yen: 1 },
        ceiling: 0,
        rounding: None,
        ties: Ties::LowerPrice,
    };
    assert!(divisive.rank(&free)[0].score.is_err());
    let additive = Scoring {
        method: Method::Additive { price_points: 1 },
        ceiling: 0,
        rounding: None,
        ties: Ties::LowerPrice,
    };
    assert!(additive.rank(&free)[0].score.is_err());
}

/// Equal scores are for a lot unless another rule is stated.
#[test]
fn ties_are_decided_by_the_stated_rule() {
    let rank = |ties: Ties| -> Vec<(String, Option<usize>)> {
        let scoring =
            Scoring { method: Method::Divisive { per_yen: 1 }, ceiling: 1_000, rounding: None, ties };
        let bids = [bidder("A", 100, 10), bidder("B", 200, 20)];
        scoring.rank(&bids).into_iter().map(|one| (one.bidder, one.rank)).collect()
    };
    let of =
        |a: (&str, usize), b: (&str, usize)| vec![(a.0.to_owned(), Some(a.1)), (b.0.to_owned(), Some(b.1))];
    assert_eq!(rank(Ties::Lot), of(("A", 1), ("B", 1)));
    assert_eq!(rank(Ties::LowerPrice), of(("A", 1), ("B", 2)));
    assert_eq!(rank(Ties::HigherTechnical), of(("B", 1), ("A", 2)));
}
