//! A year of office life, made up by a seed: after every day what the ledgers promise is looked at; what costs much, on
//! every few days.
//!
//! Mistakes are part of it: software is installed on machines that are gone, licences are upgraded that are not there,
//! facts come late, are corrected, and taken back. A failure prints its seed and the day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, NaiveTime};
use ledger::{
    AsOf, Baseline, Body, Counted, Devices, Draft, Event, Evidence, Field, Inputs, Journal, Kind, Put, Rules,
    State, Status, Stocktakes, check,
    licence::{Licences, SeatAccount, SeatAccounts},
    licences_by_product,
};

use crate::{
    ledgers::{day, rules},
    licence::{products, tool},
};

const DAYS: u64 = 365;
/// Accounts are kept from the first fact on each time: every few days.
const SOMETIMES: u64 = 4;
/// What costs most is looked at on every so many days: the matching of licences, all findings, stock-takes, all lines
/// read anew.
const SELDOM: u64 = 15;
/// Answers that must stay as they were.
const REMEMBERED: usize = 24;

const OFFICES: [&str; 4] = ["東京", "研究所", "大阪", "名古屋"];
const PEOPLE: [&str; 5] = ["佐藤", "鈴木", "高橋", "田中", "伊藤"];
const VERSIONS: [&str; 3] = ["1", "2", "3"];

/// A generator that a seed determines (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, many: u64) -> u64 {
        self.next() % many
    }

    fn once_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()].clone()
    }
}

/// Says which seed and day it was, where a check fails.
struct Told {
    seed: u64,
    step: u64,
}

impl Drop for Told {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("office life failed with seed {} on day {} of {DAYS}", self.seed, self.step);
        }
    }
}

struct Office {
    chance: Chance,
    today: NaiveDate,
    rules: Rules,
    journal: Journal,
    /// The journal as somebody reads it who has its lines alone.
    mirror: Journal,
    lines: Vec<String>,
    remembered: Vec<(AsOf, String)>,
    /// Numbers given out, by kind.
    ids: BTreeMap<Kind, Vec<String>>,
}

impl Office {
    fn open(seed: u64) -> Self {
        let ids = Kind::ALL.iter().map(|kind| (*kind, Vec::new())).collect();
        let (chance, today) = (Chance(seed), day("2024-04-01"));
        let (journal, mirror) = (Journal::new(), Journal::new());
        let mut office =
            Self { chance, today, rules: rules(), journal, mirror, lines: vec![], remembered: vec![], ids };
        let mut facts: Vec<Put> = (0..12).map(|_| office.device()).collect();
        facts.extend((0..4).map(|_| office.licence()));
        office.record(facts.into_iter().map(|put| Draft::put(day("2024-03-31"), put)).collect());
        office
    }

    fn new_id(&mut self, kind: Kind) -> String {
        let of_kind = self.ids.get_mut(&kind).unwrap();
        let id = format!("{}-{}", kind.word(), of_kind.len() + 1);
        of_kind.push(id.clone());
        id
    }

    /// One that has a number; a number that nobody gave out where there is none yet.
    fn some(&mut self, kind: Kind) -> String {
        match &*self.ids[&kind] {
            [] => "?".to_owned(),
            known => self.chance.one_of(known),
        }
    }

    fn new_put(&mut self, kind: Kind) -> Put {
        Put::new(kind, &self.new_id(kind))
    }

    fn some_put(&mut self, kind: Kind) -> Put {
        Put::new(kind, &self.some(kind))
    }

    fn device(&mut self) -> Put {
        let put = self.new_put(Kind::Device);
        let serial = format!("S{}", self.chance.below(400));
        put.field(Field::View, "domestic")
            .field(Field::Category, self.chance.one_of(&["pc", "server", "virtual"]))
            .field(Field::Office, self.chance.one_of(&OFFICES))
            .field(Field::User, self.chance.one_of(&PEOPLE))
            .field(Field::Serial, &serial)
            .event(Event::Assigned)
    }

    fn licence(&mut self) -> Put {
        let id = self.new_id(Kind::Entitlement);
        let (held, version) = (self.chance.below(12), self.chance.one_of(&VERSIONS));
        let put = tool(&format!("{id} held={held} version={version}"));
        let later = (self.today + Days::new(self.chance.below(200))).to_string();
        match self.chance.below(8) {
            0 => put.field(Field::TermTo, &later),
            1 => put.field(Field::TermFrom, &later),
            2 => put.field(Field::ProcuredOn, &later),
            3 => put.field(Field::RenewalOn, &later).field(Field::TotalPrice, "12000000"),
            4 => put.field(Field::Downgrade, "yes"),
            _ => put,
        }
    }

    fn a_use(&mut self, status: &str) -> Put {
        let put = self.new_put(Kind::Use);
        let (asset, device) = (self.some(Kind::Entitlement), self.some(Kind::Device));
        put.field(Field::Status, status)
            .field(Field::Asset, &asset)
            .field(Field::Device, &device)
            .field(Field::Software, "Tool")
            .field(Field::Version, self.chance.one_of(&VERSIONS))
    }

    fn upgrade(&mut self) -> Put {
        let (base, id) = (self.some(Kind::Entitlement), self.new_id(Kind::Entitlement));
        let (held, version) = (self.chance.below(8), self.chance.one_of(&VERSIONS));
        tool(&format!("{id} form=upgrade upgrades={base} held={held} version={version}"))
    }

    fn sightings(&mut self) -> Vec<Put> {
        let name = format!("2024Q{}", (self.today - day("2024-04-01")).num_days() / 91 + 1);
        let devices = self.ids[&Kind::Device].clone();
        let mut seen = Vec::new();
        for device in devices {
            if self.chance.once_in(3) {
                continue;
            }
            let put = self.new_put(Kind::Sighting).field(Field::Stocktake, &name);
            let put = match self.chance.below(12) {
                0 => put.field(Field::Serial, &format!("S{}", self.chance.below(400))),
                1 => put.field(Field::Device, &format!("{device}?")),
                _ => put.field(Field::Device, &device),
            };
            let office = self.chance.one_of(&OFFICES);
            seen.push(if self.chance.once_in(4) { put.field(Field::Office, office) } else { put });
        }
        seen
    }

    /// What happens once: some facts.
    fn happens(&mut self) -> Vec<Body> {
        let put = match self.chance.below(22) {
            0 => self.device(),
            1 => self.licence(),
            2..=4 => self.a_use("approved"),
            5..=7 => self.a_use("installed"),
            8 | 9 => self.some_put(Kind::Use).field(Field::Status, "installed"),
            10 => {
                let ended = self.chance.one_of(&["uninstalled", "upgraded", "other"]);
                self.some_put(Kind::Use).field(Field::Status, ended)
            }
            11 => {
                let office = self.chance.one_of(&OFFICES);
                self.some_put(Kind::Device).field(Field::Office, office).event(Event::Moved)
            }
            12 => {
                let (device, due) = (self.some(Kind::Device), self.today + Days::new(self.chance.below(30)));
                let loan = self
                    .new_put(Kind::Loan)
                    .field(Field::Device, &device)
                    .field(Field::Due, &due.to_string());
                loan.field(Field::User, self.chance.one_of(&PEOPLE)).event(Event::Lent)
            }
            13 => self.some_put(Kind::Loan).event(Event::Returned),
            14 if self.chance.once_in(3) => self.some_put(Kind::Device).event(Event::Disposed),
            14 => self.some_put(Kind::Device).cleared(Field::User).event(Event::Stored),
            15 => {
                let event = self.chance.one_of(&[Event::Lost, Event::Found, Event::Stolen, Event::Damaged]);
                self.some_put(Kind::Device).event(event)
            }
            16 => {
                let (put, asset) = (self.new_put(Kind::Distribution), self.some(Kind::Entitlement));
                let count = self.chance.below(4).to_string();
                put.field(Field::Asset, &asset)
                    .field(Field::Office, "パリ")
                    .field(Field::Version, "1")
                    .field(Field::Count, &count)
            }
            17 => {
                let returned = self.chance.below(3).to_string();
                self.some_put(Kind::Distribution).field(Field::Returned, &returned)
            }
            18 => {
                let held = self.chance.below(12).to_string();
                self.some_put(Kind::Entitlement).field(Field::Held, &held)
            }
            19 => {
                let put = self.new_put(Kind::Medium).field(Field::PersonalData, "yes");
                if self.chance.once_in(2) { put.event(Event::Lost) } else { put }
            }
            20 => return self.correction().into_iter().collect(),
            _ => return self.reversal().into_iter().collect(),
        };
        vec![Body::Put(put)]
    }

    /// What an entry said is put right: a fact of the same record with one field otherwise.
    fn correction(&mut self) -> Option<Body> {
        let entry = 1 + self.chance.below(self.journal.last());
        let Body::Put(put) = &self.journal.entry(entry)?.body else { return None };
        let (field, value) = match put.kind {
            Kind::Entitlement => ("held", self.chance.below(12).to_string()),
            Kind::Use => ("device", self.some(Kind::Device)),
            Kind::Device => ("office", self.chance.one_of(&OFFICES).to_owned()),
            _ => ("note", "訂正".to_owned()),
        };
        let Body::Put(put) = &self.journal.entry(entry)?.body else { return None };
        Some(Body::Correct { entry, put: put.clone().named(field, Some(&value)) })
    }

    fn reversal(&mut self) -> Option<Body> {
        let entry = 1 + self.chance.below(self.journal.last());
        Some(Body::Reverse { entry, why: "誤って記録した".into() })
    }

    /// Records a batch: in the journal, as a line, and read from that line by somebody else.
    fn record(&mut self, drafts: Vec<Draft>) {
        let at = self.today.and_time(NaiveTime::MIN).and_utc();
        let batch = self.journal.prepare("sato", at, drafts).unwrap();
        let line = batch.to_line();
        self.mirror.read_line(&line).unwrap();
        self.lines.push(line);
        self.journal.append(batch).unwrap();
        assert_eq!((self.mirror.last(), self.mirror.head()), (self.journal.last(), self.journal.head()));
    }

    /// A day: a few facts, some of them late, or an upgrade, or a stock-take.
    fn live(&mut self) {
        if self.chance.once_in(12) {
            return self.upgrades();
        }
        let mut bodies = Vec::new();
        if self.chance.once_in(30) {
            bodies.extend(self.sightings().into_iter().map(Body::Put));
        }
        for _ in 0..=self.chance.below(3) {
            bodies.extend(self.happens());
        }
        let drafts: Vec<Draft> = bodies
            .into_iter()
            .map(|body| {
                let late = if self.chance.once_in(8) { self.chance.below(60) } else { 0 };
                Draft { valid_on: self.today - Days::new(late), origin: None, body }
            })
            .collect();
        if !drafts.is_empty() {
            self.record(drafts);
        }
    }

    /// An upgrade is bought, and nothing else: there is no more than before.
    fn upgrades(&mut self) {
        let before = self.usable();
        let put = self.upgrade();
        self.record(vec![Draft::put(self.today, put.clone())]);
        let after = self.usable();
        assert!(after.0 <= before.0, "seats grew from {} to {} by {put:?}", before.0, after.0);
        assert_eq!(after.1, before.1, "the count of licences changed by {put:?}");
    }

    /// Seats that are held and could be of use, retired ones too, and licences as growth counts them.
    fn usable(&self) -> (i128, u64) {
        let as_of = AsOf::day(self.today);
        let accounts = SeatAccounts::keep(&self.journal, as_of, products(), &self.rules);
        let lost = [SeatAccount::Outside, SeatAccount::Upgraded, SeatAccount::Barred];
        let useful = SeatAccount::ALL.iter().filter(|account| !lost.contains(account));
        let seats =
            useful.flat_map(|account| accounts.assets().map(|asset| accounts.balance(asset, *account)));
        let counts = Baseline::of(&self.journal, as_of, &self.rules).counts;
        (seats.sum(), counts.get(&Counted::AllLicences))
    }

    /// All that holds on every day.
    fn look(&mut self, step: u64) {
        let as_of = AsOf::day(self.today);
        let state = self.journal.state(as_of);
        self.held(&state);
        if step.is_multiple_of(SOMETIMES) {
            self.seats(&state);
        }
        if step.is_multiple_of(SELDOM) {
            self.stocktakes(&state);
            self.licences(&state);
            self.findings(&state);
            self.whole_chain(&state);
        }
        // In turn, so that a day does not cost more the longer the office lives.
        if let Some((as_of, text)) = self.remembered.iter().cycle().nth(usize::try_from(step).unwrap()) {
            assert_eq!(self.journal.state(*as_of).to_text(), *text, "what was known changed: {as_of:?}");
        }
        self.remember(as_of);
    }

    /// Keeps today's answer, or that about an earlier day, in place of an older one.
    fn remember(&mut self, today: AsOf) {
        let before = today.valid_on - Days::new(self.chance.below(90));
        let known = self.journal.last() - self.chance.below(self.journal.last().min(20));
        let as_of = AsOf::day(if self.chance.once_in(2) { before } else { today.valid_on }).known(known);
        let text = self.journal.state(as_of).to_text();
        if self.remembered.len() < REMEMBERED {
            self.remembered.push((as_of, text));
        } else if self.chance.once_in(4) {
            let at = usize::try_from(self.chance.below(REMEMBERED as u64)).unwrap();
            self.remembered[at] = (as_of, text);
        }
    }

    /// Seat accounts hold nothing together, are the sum of their postings, and know of no more than is recorded.
    fn seats(&self, state: &State<'_>) {
        let accounts = SeatAccounts::keep(&self.journal, state.as_of(), products(), &self.rules);
        let mut summed: BTreeMap<(&str, SeatAccount), i128> = BTreeMap::new();
        let mut on_device: BTreeMap<(&str, &str), i128> = BTreeMap::new();
        let takes = |account| matches!(account, SeatAccount::Installed | SeatAccount::Reserved);
        for posting in accounts.postings() {
            let seats = i128::from(posting.seats);
            *summed.entry((posting.asset, posting.from)).or_default() -= seats;
            *summed.entry((posting.asset, posting.to)).or_default() += seats;
            if let Some(holder) = posting.holder {
                let taken = i128::from(takes(posting.to)) - i128::from(takes(posting.from));
                *on_device.entry((posting.asset, holder)).or_default() += taken * seats;
            }
        }
        for asset in accounts.assets() {
            let balances = SeatAccount::ALL.iter().map(|account| accounts.balance(asset, *account));
            assert_eq!(balances.sum::<i128>(), 0, "the accounts of {asset} do not close");
            for account in SeatAccount::ALL {
                let sum = summed.get(&(asset, *account)).copied().unwrap_or(0);
                assert_eq!(accounts.balance(asset, *account), sum, "{account} of {asset}");
            }
        }
        let devices = Devices::of(state);
        for ((asset, holder), seats) in on_device {
            let is_gone = devices.get(holder).is_some_and(|device| device.status() == Status::Disposed);
            assert!((0..=1).contains(&seats), "{holder} has {seats} seats of {asset}");
            assert!(!is_gone || seats == 0, "{holder} was disposed of and has a seat of {asset}");
        }
        // Who has a seat is told by the rows as well.
        let used = |asset: &str| {
            let rows = state.records(Kind::Use).filter(|row| row.text(Field::Status) == Some("installed"));
            let devices: BTreeSet<&str> = rows
                .filter(|row| row.text(Field::Asset) == Some(asset))
                .filter_map(|row| row.text(Field::Device))
                .filter(|id| devices.get(id).is_none_or(|device| device.status() != Status::Disposed))
                .collect();
            i128::try_from(devices.len()).unwrap()
        };
        for asset in accounts.assets() {
            assert_eq!(accounts.balance(asset, SeatAccount::Installed), used(asset), "installed of {asset}");
        }
    }

    /// Every device expected and every sighting stands in one line.
    fn stocktakes(&self, state: &State<'_>) {
        let stocktakes = Stocktakes::of(state, &self.rules);
        for name in stocktakes.names().into_keys() {
            for group in [None, Some("by-sight"), Some("by-mail")] {
                let report = stocktakes.compare(name, group).unwrap();
                let shares = report.sum().classes.values();
                assert_eq!(shares.map(|one| one.expected + one.both).sum::<u64>(), report.sum().expected);
                let placed: Vec<&str> =
                    report.lines().iter().flat_map(|line| line.evidence.sightings()).copied().collect();
                assert_eq!(placed.len() as u64, report.sum().sightings);
                assert_eq!(placed.iter().collect::<BTreeSet<_>>().len(), placed.len());
                let labels = report.lines().iter().filter_map(|line| match &line.evidence {
                    Evidence::Expected { device } | Evidence::Both { device, .. } => Some(*device),
                    Evidence::Seen { .. } => None,
                });
                assert_eq!(labels.collect::<BTreeSet<_>>().len() as u64, report.sum().expected);
            }
        }
    }

    /// The report of the month and the count of growth hold the same licences.
    fn held(&self, state: &State<'_>) {
        let counts = Baseline::of(&self.journal, state.as_of(), &self.rules).counts;
        let held = licences_by_product(state, &self.rules).values().map(|product| product.held).sum::<u64>();
        assert_eq!(counts.get(&Counted::AllLicences), held);
        let there = Devices::of(state).iter().filter(|one| one.status() != Status::Disposed).count();
        assert_eq!(counts.get(&Counted::AllHardware), there as u64);
    }

    /// What the rows say can only be worse than what is possible.
    fn licences(&self, state: &State<'_>) {
        let check = Licences::read(state, products(), &self.rules).check();
        assert!(!check.declared.is_met() || check.possible.is_met(), "declared is met, possible is not");
        assert!(
            !check.possible.is_not_met() || check.declared.is_not_met(),
            "possible is not met, declared is"
        );
        assert_eq!(check.possible.is_not_met(), !check.shortages.is_empty(), "a shortage without a verdict");
        assert!(check.feared.len() >= check.shortages.len());
    }

    /// All checks run, twice the same; a medium that is lost and a loan that is out are told of by their entries.
    fn findings(&self, state: &State<'_>) {
        let inputs = Inputs { term_begins: Some(day("2024-04-01")), ..Inputs::default() };
        let checked = check(&self.journal, state.as_of(), &self.rules, &inputs);
        assert_eq!(checked, check(&self.mirror, state.as_of(), &self.rules, &inputs));
        let told = |rule: &str| checked.findings.iter().filter(|one| one.rule.as_str() == rule).count();
        let lost = Devices::of(state)
            .iter()
            .filter(|device| matches!(device.status(), Status::Lost | Status::Stolen))
            .count();
        assert_eq!(told("device-lost"), lost);
    }

    /// The lines alone give the journal back.
    fn whole_chain(&self, state: &State<'_>) {
        let mut read = Journal::new();
        self.lines.iter().for_each(|line| read.read_line(line).unwrap());
        assert_eq!(read.entries(), self.journal.entries());
        assert_eq!(read.state(state.as_of()), *state);
    }
}

#[track_caller]
fn year(seed: u64) {
    let mut told = Told { seed, step: 0 };
    let mut office = Office::open(seed);
    for step in 1..=DAYS {
        told.step = step;
        office.live();
        office.look(step);
        office.today = office.today + Days::new(1);
    }
    // Nothing of it was quiet: a year without these would have looked at nothing.
    for kind in [Kind::Use, Kind::Loan, Kind::Distribution, Kind::Sighting, Kind::Medium] {
        assert!(!office.ids[&kind].is_empty(), "no {kind} in a year");
    }
}

#[test]
fn a_year_of_office_life_keeps_every_promise() {
    (1..=2).for_each(year);
}

#[test]
fn another_year_of_office_life_keeps_every_promise() {
    year(2026);
}
