//! The sites at which stock-takes are made: which devices are expected where, and when one is due.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
};

use chrono::NaiveDate;
use provenance::{Finding, PolicyUse, Text, folded};
use tables::nearest;

use super::line_findings;
use crate::{
    AsOf, Check, Class, Devices, Field, Journal, Kind, Known, Line, Medium, NotClosed, Rules, Seen, State,
    StocktakeDone, StocktakeGroup, StocktakeOf, StocktakeReport, Tally, article, months_after,
};

/// The stock-takes of a contract: which devices are expected where, and what was seen.
#[derive(Debug, Clone)]
pub struct Stocktakes<'s, 'r> {
    state: &'s State<'s>,
    rules: &'r Rules,
    known: Vec<(Known<'s>, Option<&'r StocktakeGroup>)>,
}

impl<'s, 'r> Stocktakes<'s, 'r> {
    /// The ledgers that a stock-take is compared with: those of the last day on which something was seen, as far as the
    /// journal is believed. `None` where nothing was seen by the day asked about. What was bought, moved or disposed of
    /// later is not held against it.
    #[must_use]
    pub fn ledgers<'j>(journal: &'j Journal, as_of: AsOf, name: &str) -> Option<State<'j>> {
        let state = journal.state(as_of);
        let sightings = state.records(Kind::Sighting).filter_map(|record| record.cell(Field::Stocktake));
        let last = sightings
            .filter(|cell| cell.value.is_some_and(|value| folded(value) == folded(name)))
            .map(|cell| cell.since)
            .max()?;
        Some(journal.state(AsOf::day(last).known(as_of.known)))
    }

    /// The devices as they stood, each with the group of sites that it is counted in.
    #[must_use]
    pub fn of(state: &'s State<'s>, rules: &'r Rules) -> Self {
        let groups = rules.stocktake.as_ref().map_or(&[][..], |stocktake| &stocktake.groups);
        let devices = Devices::of(state);
        let known = devices.iter().map(|device| {
            let view = device.view();
            let of_view = || groups.iter().filter(|group| view == Some(group.view));
            let listed = device.office().and_then(|office| of_view().find(|group| group.lists(office)));
            // A group that lists no offices takes what no other does.
            let group = listed.or_else(|| of_view().find(|group| group.offices.is_empty()));
            let known = Known {
                device: device.id(),
                serial: device.serial(),
                office: device.office(),
                place: device.place(),
                status: device.status(),
                is_virtual: device.category() == Some("virtual"),
                expected: true,
            };
            (known, group)
        });
        let known = known.collect();
        Self { state, rules, known }
    }

    /// The names of the stock-takes with something seen, and the last day of each.
    #[must_use]
    pub fn names(&self) -> BTreeMap<&'s str, NaiveDate> {
        let mut names = BTreeMap::new();
        let mut spelled: HashMap<Cow<'_, str>, &str> = HashMap::new();
        for record in self.state.records(Kind::Sighting) {
            if let Some((cell, name)) =
                record.cell(Field::Stocktake).and_then(|cell| Some((cell, cell.value?)))
            {
                let name = *spelled.entry(folded(name)).or_insert(name);
                let last = names.entry(name).or_insert(cell.since);
                *last = cell.since.max(*last);
            }
        }
        names
    }

    /// A stock-take of a group of sites, or of all groups, compared with the state that was given: see
    /// [`ledgers`](Self::ledgers).
    ///
    /// Where one name stands for several groups, devices of the others that were seen are left to those.
    ///
    /// # Errors
    /// [`NotClosed`], which the numbers of a ledger cannot bring about.
    pub fn compare(&self, name: &str, group: Option<&str>) -> Result<StocktakeReport<'s>, NotClosed> {
        let known: Vec<Known<'s>> = self
            .known
            .iter()
            .map(|(known, of)| {
                let expected = of.is_some_and(|of| group.is_none_or(|wanted| of.id == wanted));
                Known { expected, ..*known }
            })
            .collect();
        let wanted = folded(name);
        let seen: Vec<Seen<'s>> = self
            .state
            .records(Kind::Sighting)
            .filter(|record| record.text(Field::Stocktake).is_some_and(|one| folded(one) == wanted))
            .map(|record| Seen {
                id: record.id,
                device: record.text(Field::Device),
                serial: record.text(Field::Serial),
                office: record.text(Field::Office),
                place: record.text(Field::Place),
            })
            .collect();
        let seen = match group {
            None => seen,
            Some(group) => seen.into_iter().filter(|seen| self.is_seen_in(seen, group)).collect(),
        };
        StocktakeReport::compare(&known, &seen)
    }

    /// Whether something seen is for a group to look into: by the office where it was seen, or else by the device.
    fn is_seen_in(&self, seen: &Seen<'_>, group: &str) -> bool {
        let groups = self.rules.stocktake.as_ref().map_or(&[][..], |stocktake| &stocktake.groups);
        let Some(wanted) = groups.iter().find(|one| one.id == group) else { return false };
        if let Some(office) = seen.office {
            let listed = groups.iter().find(|one| one.lists(office));
            return listed.map_or(wanted.offices.is_empty(), |listed| listed.id == group);
        }
        let device = seen.device.and_then(|device| {
            let at = self.known.binary_search_by(|(known, _)| known.device.cmp(device)).ok()?;
            self.known.get(at)
        });
        match device {
            Some((_, Some(of))) => of.id == group,
            _ => wanted.offices.is_empty(),
        }
    }

    /// The last day on which something was seen for a group, with the stock-take's name.
    #[must_use]
    pub fn last_of(&self, group: &str) -> Option<(NaiveDate, &'s str)> {
        self.state
            .records(Kind::Sighting)
            .filter_map(|record| {
                let cell = record.cell(Field::Stocktake)?;
                let seen = Seen {
                    id: record.id,
                    device: record.text(Field::Device),
                    serial: None,
                    office: record.text(Field::Office),
                    place: None,
                };
                self.is_seen_in(&seen, group).then_some((cell.since, cell.value?))
            })
            .max()
    }

    /// The lines of a stock-take that are still open: they were so by the ledgers of its last day, and are so by those of
    /// the day asked about. What was bought, moved or disposed of since makes no line; what was put right ends one.
    fn open(&self, journal: &Journal, day: NaiveDate, name: &str, group: &str) -> Vec<Line<'s>> {
        let then = journal.state(AsOf::day(day).known(self.state.as_of().known));
        let stocktakes = Stocktakes::of(&then, self.rules);
        let (Ok(then), Ok(now)) = (stocktakes.compare(name, Some(group)), self.compare(name, Some(group)))
        else {
            return Vec::new();
        };
        let was: HashSet<(Class, &str)> =
            then.lines().iter().map(|line| (line.class, line.evidence.label())).collect();
        let is_open = |line: &&Line<'_>| was.contains(&(line.class, line.evidence.label()));
        now.lines().iter().filter(is_open).cloned().collect()
    }

    /// What has to be looked into in the last stock-take of each group, and where one is due.
    #[must_use]
    pub fn findings(&self, journal: &Journal) -> Vec<Finding> {
        let mut findings = Vec::new();
        let Some(stocktake) = &self.rules.stocktake else { return findings };
        let on = self.state.as_of().valid_on;
        for group in &stocktake.groups {
            if !self.known.iter().any(|(_, of)| of.is_some_and(|of| of.id == group.id)) {
                continue;
            }
            let last = self.last_of(&group.id);
            if last.is_none_or(|(day, _)| months_after(day, stocktake.months) < on) {
                let message = match last {
                    None => Text::new(
                        format!("{}の棚卸しの記録がない", group.name.ja),
                        format!("no stock-take of {} is recorded", group.name.en),
                    ),
                    Some((day, _)) => Text::new(
                        format!(
                            "{}の棚卸しが{day}から{}か月を超えて行われていない",
                            group.name.ja, stocktake.months
                        ),
                        format!(
                            "{} was last counted on {day}, more than {} months ago",
                            group.name.en, stocktake.months
                        ),
                    ),
                };
                findings.extend(self.rules.finding_about(
                    Check::StocktakeDue,
                    group.id.clone(),
                    message,
                    &[],
                ));
            }
            if let Some((day, name)) = last {
                findings.extend(line_findings(&self.open(journal, day, name, &group.id), self.rules));
            }
        }
        findings.extend(self.means());
        findings.extend(self.nearly_listed());
        findings.extend(self.listed_without_device());
        findings
    }

    /// Offices that no group lists and that are nearly one listed: a slip in either would move devices to another group.
    fn nearly_listed(&self) -> Vec<Finding> {
        let groups = self.rules.stocktake.as_ref().map_or(&[][..], |stocktake| &stocktake.groups);
        let mut near: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for (known, group) in &self.known {
            let (Some(office), Some(group)) = (known.office, group) else { continue };
            if group.offices.is_empty() {
                let others = groups.iter().filter(|other| other.view == group.view);
                let listed = others.flat_map(|other| other.offices.iter().map(String::as_str));
                *near.entry((office, nearest(office, listed).unwrap_or_default())).or_default() += 1;
            }
        }
        near.retain(|(_, listed), _| !listed.is_empty());
        let told = near.into_iter().filter_map(|((office, listed), devices)| {
            let message = Text::new(
                format!(
                    "拠点`{office}`（{devices}台）はどの群にも挙げられていない。挙げられた`{listed}`に近く、その誤記であれば数える群が変わる"
                ),
                format!(
                    "office `{office}` ({devices} devices) is listed by no group; if `{listed}` is meant, which is, its devices \
                     are counted elsewhere"
                ),
            );
            self.rules.finding_about(Check::StocktakeOffice, office.to_owned(), message, &[])
        });
        told.collect()
    }

    /// Offices that a group lists and no device is at: misspelt, the devices of the one meant count by the means of another group.
    fn listed_without_device(&self) -> Vec<Finding> {
        let groups = self.rules.stocktake.as_ref().map_or(&[][..], |stocktake| &stocktake.groups);
        let names: BTreeSet<Cow<'_, str>> =
            self.known.iter().filter_map(|(known, _)| known.office).map(folded).collect();
        // A ledger that names no office says nothing of any. A group may list several spellings of one office: one note.
        let told = groups.iter().filter(|_| !names.is_empty()).filter_map(|group| {
            let unknown = group.offices.iter().filter(|office| !names.contains(folded(office).as_ref()));
            let unknown: Vec<String> = unknown.map(|office| format!("`{office}`")).collect();
            let (ja, en) = (unknown.join("、"), unknown.join(", "));
            let message = Text::new(
                format!("棚卸しの群に挙げた拠点{ja}には機器がない。誤記があれば、その拠点の機器は別の群で数えられている"),
                format!(
                    "no device is at {en}, which the group of the stock-take lists; if one is misspelt, the devices of the office meant are counted by another group"
                ),
            );
            let finding = || self.rules.finding_about(Check::StocktakeOffice, group.id.to_string(), message, &[]);
            (!unknown.is_empty()).then(finding).flatten()
        });
        told.collect()
    }

    /// Devices checked by means that their sites do not allow.
    fn means(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let names: BTreeSet<Cow<'_, str>> = self
            .rules
            .stocktake
            .iter()
            .flat_map(|stocktake| &stocktake.groups)
            .filter_map(|group| self.last_of(&group.id).map(|(_, name)| folded(name)))
            .collect();
        for record in self.state.records(Kind::Sighting) {
            let (Some(cell), Some(means)) = (record.cell(Field::Means), record.text(Field::Means)) else {
                continue;
            };
            let device = record.text(Field::Device).unwrap_or_default();
            let at = self.known.binary_search_by(|(known, _)| known.device.cmp(device)).ok();
            let Some((_, Some(group))) = at.and_then(|at| self.known.get(at)) else { continue };
            let is_last = record.text(Field::Stocktake).is_some_and(|name| names.contains(&folded(name)));
            if is_last && !group.means.iter().any(|allowed| allowed == means) {
                let message = Text::new(
                    format!(
                        "{}は{}で確認する拠点にあるが、{means}で確認した",
                        device,
                        group.means.join("・")
                    ),
                    format!(
                        "{device} stands at a site to be checked by {}; it was checked by {means}",
                        group.means.join(", ")
                    ),
                );
                findings.extend(self.rules.finding(
                    Check::StocktakeMeans,
                    Kind::Sighting,
                    record.id,
                    message,
                    &[cell.entry],
                ));
            }
        }
        findings
    }

    /// The stock-takes due in a month and those done: each group once in the last month of each period, counted from
    /// the beginning of the fiscal year. By the policy `stocktake-of`, what comes with software and media count too, each
    /// done where everything kept was checked within the period.
    #[must_use]
    pub fn tally(&self, journal: &Journal, month: calendar::YearMonth) -> Tally {
        let policies: Vec<PolicyUse> = self.rules.policies.named(&["stocktake-done", "stocktake-of"]);
        let mut tally = Tally::new(policies);
        let Some(stocktake) = &self.rules.stocktake else { return tally };
        let first_of_year = calendar::YearMonth::of(calendar::FiscalYear::of_month(month).first_day());
        let number = i64::from(first_of_year.months_until(month)) + 1;
        let period = i64::from(stocktake.months.max(1));
        if number % period != 0 {
            return tally;
        }
        // A month whose number is a multiple of the period has so many before it in its year.
        let first = month.checked_plus(1 - period).unwrap_or(month).first_day();
        for group in &stocktake.groups {
            if !self.known.iter().any(|(_, of)| of.is_some_and(|of| of.id == group.id)) {
                continue;
            }
            let counted = self.last_of(&group.id).filter(|(day, _)| (first..=month.last_day()).contains(day));
            let is_unaccounted = |line: &Line<'_>| matches!(line.class, Class::Missing | Class::Unresolved);
            let policy = self.rules.policies.stocktake_done.value;
            let done = counted.is_some_and(|(day, name)| match policy {
                StocktakeDone::Begun => true,
                StocktakeDone::AllAccounted => {
                    !self.open(journal, day, name, &group.id).iter().any(is_unaccounted)
                }
            });
            tally.count(done, || group.id.clone());
        }
        if self.rules.policies.stocktake_of.value == StocktakeOf::All {
            let period = (first, month.last_day());
            let articles = article::unchecked(self.state, period.0, period.1);
            if self.state.count(Kind::Article) > 0 {
                tally.count(articles.is_empty(), || articles.join(", "));
            }
            let is_checked = |medium: &Medium<'_>| {
                medium.checked_on().is_some_and(|on| (period.0..=period.1).contains(&on))
            };
            let media: Vec<Medium<'_>> = Medium::all(self.state).filter(Medium::is_kept).collect();
            if !media.is_empty() {
                let unchecked: Vec<&str> =
                    media.iter().filter(|medium| !is_checked(medium)).map(Medium::id).collect();
                tally.count(unchecked.is_empty(), || unchecked.join(", "));
            }
        }
        tally
    }
}
