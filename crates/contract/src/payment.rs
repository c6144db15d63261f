//! The bid, divided among the months of the term.

use calendar::{FiscalYear, Term, YearMonth};

use provenance::number_of;

use crate::Remainder;

/// What is paid for one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instalment {
    /// The month.
    pub month: YearMonth,
    /// Yen.
    pub yen: u64,
}

/// The monthly payments of a bid.
///
/// ```
/// use calendar::Term;
/// use contract::{Payments, Remainder};
///
/// let term = Term::new("2023-04-01".parse()?, "2027-05-31".parse()?)?;
/// let payments = Payments::new(term, 100_000_007, Remainder::LastMonth);
/// let yen: Vec<u64> = payments.months().iter().map(|instalment| instalment.yen).collect();
/// assert_eq!((yen.len(), yen[0], yen[49]), (50, 2_000_000, 2_000_007));
/// assert_eq!(yen.iter().sum::<u64>(), 100_000_007);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payments {
    months: Vec<Instalment>,
    remainder: u64,
}

impl Payments {
    /// Divides a bid in yen evenly among the months that a term touches; what is left goes where the reading says.
    #[must_use]
    pub fn new(term: Term, bid: u64, reading: Remainder) -> Self {
        let months: Vec<YearMonth> = term.months().collect();
        // A term has at least one day, hence one month.
        let count = number_of(months.len()).max(1);
        let (share, remainder) = (bid / count, bid % count);
        let more = |number: u64| match reading {
            Remainder::FirstMonth if number == 0 => remainder,
            Remainder::LastMonth if number + 1 == count => remainder,
            Remainder::Spread => u64::from(number < remainder),
            Remainder::FirstMonth | Remainder::LastMonth => 0,
        };
        // The share and what is added to it never exceed the bid, nor does any sum of them.
        let months = months
            .into_iter()
            .zip(0_u64..)
            .map(|(month, number)| Instalment { month, yen: share + more(number) })
            .collect();
        Self { months, remainder }
    }

    /// The payments, month by month.
    #[must_use]
    pub fn months(&self) -> &[Instalment] {
        &self.months
    }

    /// The yen that cannot be divided evenly.
    #[must_use]
    pub fn remainder(&self) -> u64 {
        self.remainder
    }

    /// The sum of each fiscal year.
    #[must_use]
    pub fn by_fiscal_year(&self) -> Vec<(FiscalYear, u64)> {
        let mut years: Vec<(FiscalYear, u64)> = Vec::new();
        for instalment in &self.months {
            let year = FiscalYear::of_month(instalment.month);
            match years.last_mut().filter(|(last, _)| *last == year) {
                Some((_, yen)) => *yen += instalment.yen,
                None => years.push((year, instalment.yen)),
            }
        }
        years
    }
}
