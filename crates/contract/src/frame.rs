//! Reading `contract.toml`: term, money, growth, figures, statements and readings.

use calendar::Term;
use chrono::NaiveDate;
use provenance::Text;
use tables::{Explain, Row, Spot, whole};

use crate::{
    Growth, Heading, Policies, Provision,
    heading::Given,
    known::{Known, Stated, part, rows},
    provision::{hold_provisions, provision},
};

/// The term as the contract states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedTerm {
    /// Its name and clause.
    pub heading: Heading,
    /// First and last day.
    pub term: Term,
    /// The months that the contract counts; checked against the days.
    pub months: u32,
}

/// How the contract is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentRule {
    /// Its name and clause.
    pub heading: Heading,
}

/// What a figure is checked against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Equals {
    /// The number of offices abroad.
    Offices,
    /// The number of channels of the help desk.
    HelpDeskChannels,
}

/// A number of the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Its name and clause.
    pub heading: Heading,
    /// What it is a number of.
    pub name: Text,
    /// The number.
    pub value: u64,
    /// Its unit, as in `person`.
    pub unit: String,
    /// Whether the text says "about".
    pub is_about: bool,
    /// The rows whose number it must be.
    pub equals: Option<Equals>,
}

/// Everything in `contract.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// The term.
    pub term: StatedTerm,
    /// The payment.
    pub payment: PaymentRule,
    /// The bounds on growth; `None` where the contract has none.
    pub growth: Option<Growth>,
    /// The numbers.
    pub figures: Vec<Figure>,
    /// The statements.
    pub provisions: Vec<Provision>,
    /// The readings.
    pub policies: Policies,
}

/// What stands in other tables, by which figures are checked.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) offices: Option<u64>,
    pub(crate) channels: Option<u64>,
}

pub(crate) fn frame(root: &Row<'_>, known: &Known<'_>, counts: Counts) -> Option<Frame> {
    let term = root.required_row("term").and_then(|row| term(&row));
    let payment = root.required_row("payment").and_then(|row| payment(&row));
    let growth = part(root, "growth", growth);
    let (figures, provisions) = (rows(root, "figure", figure), rows(root, "provision", provision));
    let at = root.spot();
    let mut given = Given::default();
    let grown = growth.as_ref().and_then(Option::as_ref);
    hold(&at, (term.as_ref(), payment.as_ref(), grown), &figures, counts, &mut given);
    hold_provisions(&at, &provisions, &mut given, known);
    let policies = Policies::read(root, &mut given, &known.duties);
    Some(Frame {
        term: term?,
        payment: payment?,
        growth: growth?,
        figures: whole(figures)?,
        provisions: whole(provisions)?,
        policies,
    })
}

impl Frame {
    pub(crate) fn hold(&self, at: &Spot<'_>, known: &Known<'_>, counts: Counts) {
        let mut given = Given::default();
        let parts = (Some(&self.term), Some(&self.payment), self.growth.as_ref());
        hold(at, parts, &self.figures, counts, &mut given);
        hold_provisions(at, &self.provisions, &mut given, known);
        self.policies.hold(at, &mut given, &known.duties);
    }
}

type Parts<'f> = (Option<&'f StatedTerm>, Option<&'f PaymentRule>, Option<&'f Growth>);

fn hold(
    at: &Spot<'_>,
    (term, payment, growth): Parts<'_>,
    figures: &impl Stated<Figure>,
    counts: Counts,
    given: &mut Given,
) {
    if let Some(StatedTerm { heading, term, months }) = term {
        let at = at.part("term");
        given.take(&at, &heading.id);
        let counted = term.months().count();
        if u32::try_from(counted) != Ok(*months) {
            at.complain(
                "months",
                Text::new(
                    format!(
                        "{months}とあるが、{}から{}までは{counted}か月",
                        term.first_day(),
                        term.last_day()
                    ),
                    format!(
                        "found {months}, but from {} to {} are {counted}",
                        term.first_day(),
                        term.last_day()
                    ),
                ),
                Some(Text::new("日付か月数を直す", "mend the days or the number of months")),
            );
        }
    }
    if let Some(payment) = payment {
        given.take(&at.part("payment"), &payment.heading.id);
    }
    if let Some(growth) = growth {
        given.take(&at.part("growth"), &growth.heading.id);
    }
    for (n, figure) in figures.stated() {
        let at = at.nth("figure", n);
        given.take(&at, &figure.heading.id);
        let (counted, file) = match figure.equals {
            Some(Equals::Offices) => (counts.offices, "offices.toml"),
            Some(Equals::HelpDeskChannels) => (counts.channels, "help-desk.toml"),
            None => (None, ""),
        };
        if let Some(counted) = counted.filter(|counted| *counted != figure.value) {
            let message = Text::new(
                format!("{}とあるが、{file}には{counted}ある", figure.value),
                format!("found {}, but {file} has {counted}", figure.value),
            );
            at.complain("value", message, Some(Text::new("数値か行を直す", "mend the figure or the rows")));
        }
    }
}

fn term(row: &Row<'_>) -> Option<StatedTerm> {
    let heading = Heading::read(row);
    let (first, last): (Option<NaiveDate>, Option<NaiveDate>) = (row.required("first"), row.required("last"));
    let months: Option<u32> = row.required("months");
    match Term::new(first?, last?) {
        Ok(term) => Some(StatedTerm { heading: heading?, term, months: months? }),
        Err(error) => {
            row.complain("last", error.text(), None);
            None
        }
    }
}

fn payment(row: &Row<'_>) -> Option<PaymentRule> {
    let (heading, divided) = (Heading::read(row), row.required_one_of("divided", &[("months-of-term", ())]));
    divided.and(heading).map(|heading| PaymentRule { heading })
}

fn growth(row: &Row<'_>) -> Option<Growth> {
    let heading = Heading::read(row);
    let (percent, kinds): (Option<u32>, Option<u32>) = (row.required("percent"), row.required("kinds"));
    let of = row.strings("of");
    Some(Growth { heading: heading?, percent: percent?, of, kinds: kinds? })
}

fn figure(row: &Row<'_>) -> Option<Figure> {
    let (heading, name) = (Heading::read(row), row.required_text("name"));
    let (value, unit): (Option<u64>, Option<String>) = (row.required("value"), row.required("unit"));
    let is_about = row.optional("about").unwrap_or(false);
    let equals = row.optional_one_of(
        "equals",
        &[("offices", Equals::Offices), ("help-desk-channels", Equals::HelpDeskChannels)],
    );
    Some(Figure { heading: heading?, name: name?, value: value?, unit: unit?, is_about, equals })
}
