//! What of a schedule is asked for.

use keiyaku::{
    Contract,
    tasks::{Schedule, Wanted, WorkSite},
};

use super::args::TasksOptions;
use crate::{
    failure::Failure,
    options::RangeOptions,
    refusal::{Part, Refusal},
};

/// The schedule of a contract, or why it has none.
pub(super) fn of(contract: &Contract) -> Result<Schedule<'_>, Failure> {
    contract.schedule().ok_or_else(|| Part::WorkItems.into())
}

pub(super) fn wanted(
    schedule: &Schedule<'_>,
    range: &RangeOptions,
    options: &TasksOptions,
) -> Result<Wanted, Failure> {
    let (from, to) = range.days()?;
    let term = schedule.term();
    if to < term.first_day() || term.last_day() < from {
        let (first, last) = (term.first_day(), term.last_day());
        return Err(Refusal::OutsideTerm { from, to, first, last }.into());
    }
    narrowed(schedule, Wanted::between(from, to), options)
}

pub(super) fn narrowed(
    schedule: &Schedule<'_>,
    mut wanted: Wanted,
    options: &TasksOptions,
) -> Result<Wanted, Failure> {
    let sites = schedule.catalogue().sites();
    wanted.site = site(schedule, options)?;
    let numbered = || sites.iter().filter_map(|site| Some((site, site.no?)));
    let known = numbered().map(|(_, no)| no).max().unwrap_or(0);
    if options.offices > known {
        let asked = options.offices;
        return Err(Refusal::NoOffice { asked, known }.into());
    }
    let apart = numbered().filter(|(_, no)| *no <= options.offices);
    wanted.apart = apart.map(|(site, _)| site.id.clone()).collect();
    Ok(wanted)
}

/// The site that is asked for.
pub(super) fn site(schedule: &Schedule<'_>, options: &TasksOptions) -> Result<Option<WorkSite>, Failure> {
    let find = |name: &String| WorkSite::find(name, schedule.catalogue().sites());
    options.site.as_ref().map(find).transpose().map_err(|unknown| Failure::of(&unknown))
}
