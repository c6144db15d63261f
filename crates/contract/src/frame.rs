//! Reading `contract.toml`: term, money, growth, figures, statements and readings.

use calendar::Term;
use chrono::NaiveDate;
use provenance::Text;
use tables::{Names, Row};

use crate::{
    Growth, Heading, OfDuty, OfFigure, Policies, Provision,
    heading::{Given, names_of},
    provision::provisions,
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

pub(crate) fn frame(root: &Row<'_>, duties: &Names<OfDuty>, counts: Counts) -> Option<Frame> {
    let mut given = Given::default();
    let term = root.required_row("term").and_then(|row| term(&row, &mut given));
    let payment = root.required_row("payment").and_then(|row| payment(&row, &mut given));
    let growth = root.optional_row("growth").map(|row| growth(&row, &mut given));
    let figures: Vec<Option<Figure>> =
        root.rows("figure").iter().map(|row| figure(row, &mut given, counts)).collect();
    let figures: Option<Vec<Figure>> = figures.into_iter().collect();
    let known: Names<OfFigure> =
        names_of("figure", "contract.toml", figures.iter().flatten().map(|figure| &figure.heading));
    let provisions = provisions(root, &mut given, &known, duties);
    let policies = Policies::read(root, &mut given);
    let growth = match growth {
        None => None,
        Some(read) => Some(read?),
    };
    Some(Frame {
        term: term?,
        payment: payment?,
        growth,
        figures: figures?,
        provisions: provisions?,
        policies,
    })
}

fn term(row: &Row<'_>, given: &mut Given) -> Option<StatedTerm> {
    let heading = Heading::read(row);
    let (first, last): (Option<NaiveDate>, Option<NaiveDate>) = (row.required("first"), row.required("last"));
    let months: Option<u32> = row.required("months");
    let (heading, months) = (heading?, months?);
    given.add(row, &heading);
    let term = match Term::new(first?, last?) {
        Ok(term) => term,
        Err(error) => {
            row.complain("last", error.to_string(), None);
            return None;
        }
    };
    let counted = term.months().count();
    if u32::try_from(counted) != Ok(months) {
        row.complain(
            "months",
            format!("found {months}, but from {} to {} are {counted}", term.first_day(), term.last_day()),
            Some("mend the days or the number of months"),
        );
    }
    Some(StatedTerm { heading, term, months })
}

fn payment(row: &Row<'_>, given: &mut Given) -> Option<PaymentRule> {
    let (heading, divided) = (Heading::read(row), row.required_one_of("divided", &[("months-of-term", ())]));
    let heading = heading?;
    given.add(row, &heading);
    divided.map(|()| PaymentRule { heading })
}

fn growth(row: &Row<'_>, given: &mut Given) -> Option<Growth> {
    let heading = Heading::read(row);
    let (percent, kinds): (Option<u32>, Option<u32>) = (row.required("percent"), row.required("kinds"));
    let of = row.strings("of");
    let heading = heading?;
    given.add(row, &heading);
    Some(Growth { heading, percent: percent?, of, kinds: kinds? })
}

fn figure(row: &Row<'_>, given: &mut Given, counts: Counts) -> Option<Figure> {
    let (heading, name) = (Heading::read(row), row.required_text("name"));
    let (value, unit): (Option<u64>, Option<String>) = (row.required("value"), row.required("unit"));
    let is_about = row.optional("about").unwrap_or(false);
    let equals = row.optional_one_of(
        "equals",
        &[("offices", Equals::Offices), ("help-desk-channels", Equals::HelpDeskChannels)],
    );
    let (heading, value) = (heading?, value?);
    given.add(row, &heading);
    let (counted, file) = match equals {
        Some(Equals::Offices) => (counts.offices, "offices.toml"),
        Some(Equals::HelpDeskChannels) => (counts.channels, "help-desk.toml"),
        None => (None, ""),
    };
    if let Some(counted) = counted.filter(|counted| *counted != value) {
        let message = format!("found {value}, but {file} has {counted}");
        row.complain("value", message, Some("mend the figure or the rows"));
    }
    Some(Figure { heading, name: name?, value, unit: unit?, is_about, equals })
}
