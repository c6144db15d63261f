//! Scoring of bids, apart from whether they are eligible: exact fractions, a stated rounding, a stated rule for ties.

use std::cmp::Reverse;

use formula::{Exact, Rounding};
use provenance::Text;

/// How bids are scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// 加算方式: technical points plus points for the price, `price_points × (1 − price ÷ ceiling)`.
    Additive {
        /// The greatest number of points for the price.
        price_points: u32,
    },
    /// 除算方式: technical points divided by the price, per so many yen.
    Divisive {
        /// The yen to which the quotient is related.
        per_yen: u64,
    },
}

/// What decides between equal scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ties {
    /// A lot: they share their rank.
    #[default]
    Lot,
    /// The lower price, then a lot.
    LowerPrice,
    /// The greater number of technical points, then a lot.
    HigherTechnical,
}

impl Ties {
    /// What is compared after the score; the greater comes first.
    fn key(self, scored: &Scored) -> (Reverse<u64>, u32) {
        match self {
            Self::Lot => (Reverse(0), 0),
            Self::LowerPrice => (Reverse(scored.price), 0),
            Self::HigherTechnical => (Reverse(0), scored.technical),
        }
    }
}

/// How scores are rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounded {
    /// To how many places.
    pub places: u8,
    /// How.
    pub mode: Rounding,
}

/// A bid that is scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The bidder.
    pub bidder: String,
    /// The price in yen.
    pub price: u64,
    /// The technical points.
    pub technical: u32,
    /// Whether it is ranked.
    pub is_eligible: bool,
}

/// The rules of a scoring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scoring {
    /// The method.
    pub method: Method,
    /// The price above which a bid is out, in yen.
    pub ceiling: u64,
    /// How scores are rounded before they are compared; `None`: compared exactly.
    pub rounding: Option<Rounded>,
    /// What decides between equal scores.
    pub ties: Ties,
}

/// A bid's score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    /// The bidder.
    pub bidder: String,
    /// The price in yen.
    pub price: u64,
    /// The technical points.
    pub technical: u32,
    /// The score, or why there is none.
    pub score: Result<Exact, Text>,
    /// The rank from 1, for a bid with a score; the same for a tie that the rules do not break.
    pub rank: Option<usize>,
}

impl Scoring {
    /// Scores bids and ranks them: the greater score first, equal ones by the rule for ties; what that leaves equal shares
    /// its rank and is for a lot to decide. Bids that are not eligible are scored and not ranked.
    #[must_use]
    pub fn rank(&self, bids: &[Offer]) -> Vec<Scored> {
        let mut scored: Vec<(Scored, bool)> = bids
            .iter()
            .map(|Offer { bidder, price, technical, is_eligible }| {
                let score = self.score(*price, *technical);
                let rank = None;
                (
                    Scored { bidder: bidder.clone(), price: *price, technical: *technical, score, rank },
                    *is_eligible,
                )
            })
            .collect();
        let takes_part = |(scored, is_eligible): &(Scored, bool)| *is_eligible && scored.score.is_ok();
        scored.sort_by(|a, b| {
            let key = |one: &(Scored, bool)| one.0.score.clone().ok();
            (takes_part(b), key(b))
                .cmp(&(takes_part(a), key(a)))
                .then(self.ties.key(&b.0).cmp(&self.ties.key(&a.0)))
                .then(a.0.bidder.cmp(&b.0.bidder))
        });
        let mut last: Option<(usize, Option<Exact>, _)> = None;
        for (n, one) in scored.iter_mut().enumerate() {
            if !takes_part(one) {
                continue;
            }
            let score = one.0.score.clone().ok();
            let rank = match &last {
                Some((rank, same, key)) if *same == score && *key == self.ties.key(&one.0) => *rank,
                _ => n + 1,
            };
            last = Some((rank, score, self.ties.key(&one.0)));
            one.0.rank = Some(rank);
        }
        scored.into_iter().map(|(scored, _)| scored).collect()
    }

    fn score(&self, price: u64, technical: u32) -> Result<Exact, Text> {
        if price > self.ceiling {
            return Err(Text::new(
                format!("入札価格{price}円が予定価格{}円を超える", self.ceiling),
                format!("the price of {price} yen exceeds the ceiling of {} yen", self.ceiling),
            ));
        }
        let no_price = || Text::new("入札価格が0円", "the price is 0 yen");
        let technical = Exact::from(technical);
        let exact = match self.method {
            Method::Additive { price_points } => {
                let share = Exact::ratio(price, self.ceiling).ok_or_else(no_price)?;
                technical + Exact::from(price_points) * (Exact::from(1) - share)
            }
            Method::Divisive { per_yen } => {
                (technical * Exact::from(per_yen)).checked_div(&Exact::from(price)).ok_or_else(no_price)?
            }
        };
        Ok(match self.rounding {
            Some(Rounded { places, mode }) => exact.rounded(places, mode),
            None => exact,
        })
    }
}
