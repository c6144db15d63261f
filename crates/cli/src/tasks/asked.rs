//! What of a schedule is asked for.

use keiyaku::{
    Contract,
    tasks::{Schedule, Wanted, WorkSite},
};

use super::args::TasksOptions;
use crate::{failure::Failure, options::RangeOptions};

/// The schedule of a contract, or why it has none.
pub(super) fn of(contract: &Contract) -> Result<Schedule<'_>, Failure> {
    contract.schedule().ok_or_else(|| {
        Failure::Other("the contract has no work items: its folder holds no tasks.toml".to_owned())
    })
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
        return Err(Failure::Other(format!("{from} to {to} lies outside the term, {first} to {last}")));
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
        return Err(Failure::Other(format!("there is no office {asked}; the contract lists {known}")));
    }
    let apart = numbered().filter(|(_, no)| *no <= options.offices);
    wanted.apart = apart.map(|(site, _)| site.id.clone()).collect();
    Ok(wanted)
}

/// The site that is asked for.
pub(super) fn site(schedule: &Schedule<'_>, options: &TasksOptions) -> Result<Option<WorkSite>, Failure> {
    let find = |name: &String| WorkSite::find(name, schedule.catalogue().sites());
    options.site.as_ref().map(find).transpose().map_err(|unknown| Failure::Other(unknown.to_string()))
}
