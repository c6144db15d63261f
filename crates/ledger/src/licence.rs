//! Licences: seats held and used, what covers what, and whether the copies in use are licensed.
//!
//! ```
//! use ledger::{AsOf, Draft, Field, Journal, Kind, Put, Rules, licence::{Licences, Products}};
//!
//! let products = Products::from_table("products.toml", r#"
//!     [[product]]
//!     id = "writer"
//!     maker = "Example"
//!     versions = ["2019", "2021"]
//!     language_neutral = true
//! "#)?;
//! let rules = Rules::from_table("ledger.toml", "")?;
//! let day = "2024-06-03".parse()?;
//! let licence = |id| Put::new(Kind::Entitlement, id).field(Field::Form, "full").field(Field::Software, "writer");
//! let mut journal = Journal::new();
//! let batch = journal.prepare("yamada", "2024-06-05T01:00:00Z".parse()?, vec![
//!     Draft::put(day, licence("L-1").field(Field::Version, "2019").field(Field::Held, "1")),
//!     Draft::put(day, licence("L-2").field(Field::Version, "2021").field(Field::Held, "1")),
//!     Draft::put(day, Put::new(Kind::Use, "U-1").field(Field::Status, "installed").field(Field::Asset, "L-1")
//!         .field(Field::Version, "2021").field(Field::Device, "PC-1")),
//! ])?;
//! journal.append(batch)?;
//! let state = journal.state(AsOf::day(day));
//! let check = Licences::read(&state, &products, &rules).check();
//! // The row names a licence for an older version; another one covers it.
//! assert!(check.declared.is_not_met());
//! assert!(check.possible.is_met());
//! assert_eq!(check.repoint[0].to, "L-2");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Overview
//! - [`Products`]: what products there are, their editions, versions in order, languages.
//! - [`Licences`]: what is held and used on a day; [`Licences::check`] gives the [`LicenceCheck`] with two verdicts:
//!   by what the rows say, and by what the licences can cover.
//! - [`SeatAccounts`], [`Posting`]: seats by asset number in double entry, each posting with the entry behind it.
//! - [`Coverage`]: why a licence does or does not cover a copy.

pub use self::{
    accounts::{Posting, SeatAccount, SeatAccounts},
    bases::BaseFault,
    coverage::{Asked, Coverage, CoverageRule, Holds, Step},
    day::Licences,
    products::{Covering, Form, Mark, Product, Products},
    result::{
        AssetUse, Because, Duplicate, LicenceCheck, LocalUse, Misplaced, OfficeUse, Repoint, RowRef, ShortOf,
        Shortage, StaffUse,
    },
    terms::{Binding, Seats, Standing, Terms},
};

mod accounts;
mod bases;
mod check;
mod copies;
mod coverage;
mod day;
mod findings;
mod flow;
mod matching;
mod near;
mod packed;
mod products;
mod result;
mod seats;
mod terms;
mod upgraded;
