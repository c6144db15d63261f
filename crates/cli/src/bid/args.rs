//! Arguments of `keiyaku bid`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use keiyaku::{bid::Rounded, formula::Rounding, provenance::Text};

use crate::{
    options::{Answer, FolderOptions},
    usage::Wrong,
};

#[derive(Debug, Subcommand)]
pub(crate) enum BidCommand {
    /// Writes a bid's folder to fill in: bid.toml, and sheets for people and shifts
    New {
        /// The folder
        folder: PathBuf,
        /// Three made-up bidders instead, each in a folder of its own
        #[arg(long)]
        sample: bool,
    },
    /// Judges people, team and shifts; ends with 1 where a bid is not shown to be eligible
    Check {
        /// The bid's folder [default: the embedded sample]
        folder: Option<PathBuf>,
        #[command(flatten)]
        options: BidOptions,
    },
    /// Puts bidders side by side, requirement by requirement
    Compare {
        /// The bids' folders [default: the embedded sample]
        folders: Vec<PathBuf>,
        #[command(flatten)]
        options: BidOptions,
    },
    /// Scores bids and ranks those that are eligible
    Score {
        /// The bids' folders [default: the embedded sample]
        folders: Vec<PathBuf>,
        /// Points for technique plus points for the price (加算方式), or points divided by the price (除算方式)
        #[arg(long, value_enum)]
        method: ScoringMethod,
        /// The price above which a bid is out, in yen
        #[arg(long, value_name = "YEN", value_parser = clap::value_parser!(u64).range(1..))]
        ceiling: u64,
        /// Additive: the greatest number of points for the price
        #[arg(long, value_name = "N", required_if_eq("method", "additive"))]
        price_points: Option<u32>,
        /// Divisive: the yen to which the quotient is related
        #[arg(long, value_name = "N", conflicts_with = "price_points", required_if_eq("method", "divisive"), value_parser = clap::value_parser!(u64).range(1..))]
        per_yen: Option<u64>,
        /// Scores are rounded before they are compared, as in 2:half-up [default: compared exactly]
        #[arg(long, value_name = "PLACES:MODE", value_parser = rounding)]
        round: Option<Rounded>,
        /// What decides between equal scores before a lot does
        #[arg(long, value_enum, default_value_t = TieRule::Lot)]
        ties: TieRule,
        /// Ranks bids that are not eligible, too
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        options: BidOptions,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScoringMethod {
    Additive,
    Divisive,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TieRule {
    Lot,
    LowerPrice,
    HigherTechnical,
}

#[derive(Debug, Args)]
pub(crate) struct BidOptions {
    #[command(flatten)]
    pub(crate) folder: FolderOptions,
    #[command(flatten)]
    pub(crate) answer: Answer,
}

/// Places and mode of a rounding, `2:half-up`.
fn rounding(text: &str) -> Result<Rounded, Wrong> {
    const MODES: [(&str, Rounding); 6] = [
        ("half-up", Rounding::HalfUp),
        ("half-even", Rounding::HalfEven),
        ("down", Rounding::Down),
        ("up", Rounding::Up),
        ("floor", Rounding::Floor),
        ("ceiling", Rounding::Ceiling),
    ];
    let wrong = || {
        let modes = MODES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        Wrong(Text::new(
            format!("桁数と方法を2:half-upのように書く。方法は{modes}"),
            format!("write places and mode as in 2:half-up; modes are {modes}"),
        ))
    };
    let (places, mode) = text.split_once(':').ok_or_else(wrong)?;
    let (_, mode) = MODES.iter().find(|(name, _)| *name == mode).ok_or_else(wrong)?;
    Ok(Rounded { places: places.parse().map_err(|_| wrong())?, mode: *mode })
}
