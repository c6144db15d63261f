//! Loss of power and calls that fail, on a disk that keeps no more than it must: every batch that was answered for is
//! there afterwards, none is there in part, and the file opens.

use std::{env, fmt::Write as _, path::Path};

use ledger::{Batch, Draft, Event, Field, Journal, Kind, Put, Store};
use ledger_file::{FileError, FileStore, Opened, read_on};

use self::sim::{Chance, Lie, Sim};

/// The disk in memory.
pub(crate) mod sim;

/// The file of every story.
pub(crate) const PATH: &str = "/ledgers/a.jsonl";
/// Set where all seeds shall be tried, however long it takes.
const ALL: &str = "LEDGER_CRASH_ALL";

/// A history of one file on one disk.
struct Story {
    sim: Sim,
    /// The journals that there may be, by the number of their batches, and how long their batches are.
    wanted: Vec<Journal>,
    length: usize,
    /// Whether the making of the file was answered for.
    is_made: bool,
    /// The last batch that was answered for, and the last that was handed in.
    answered: u64,
    tried: u64,
}

/// What a story came to.
#[derive(Debug, Default)]
struct Tally {
    losses: u64,
    failures: u64,
    cut: u64,
    ended: u64,
    unanswered_but_whole: u64,
}

/// The batch that follows a journal: some of one entry, some of three, some longer than a sector.
fn next(journal: &Journal, length: usize) -> Batch {
    let number = journal.end().batches + 1;
    let draft = |fact: u64| {
        let put = Put::new(Kind::Device, &format!("PC-{number}-{fact}")).event(Event::Stored);
        let note = "メモ\n".repeat(length * usize::try_from(number % 3).unwrap());
        Draft::put("2024-06-03".parse().unwrap(), put.field(Field::Note, &note))
    };
    let drafts = (0..=number % 3).map(draft).collect();
    journal.prepare("writer", "2024-06-05T01:00:00Z".parse().unwrap(), drafts).unwrap()
}

impl Story {
    fn new(sector: usize, chance: Chance, lie: Option<Lie>, length: usize) -> Self {
        let sim = Sim::new(sector, chance, lie);
        Self { sim, wanted: vec![Journal::new()], length, is_made: false, answered: 0, tried: 0 }
    }

    /// The journal of so many batches, whoever wrote it.
    fn wanted(&mut self, batches: u64) -> &Journal {
        let at = usize::try_from(batches).unwrap();
        while self.wanted.len() <= at {
            let mut journal = self.wanted.last().unwrap().clone();
            journal.append(next(&journal, self.length)).unwrap();
            self.wanted.push(journal);
        }
        &self.wanted[at]
    }

    /// Checks what was read of the file.
    fn check(&mut self, journal: &Journal, reader: &str) -> Result<(), String> {
        let found = journal.end().batches;
        let (answered, tried) = (self.answered, self.tried);
        if found < answered || found > tried {
            return Err(format!(
                "{reader}: {found} batches are there; {answered} were answered for, {tried} handed in"
            ));
        }
        if journal.end() != self.wanted(found).end() {
            return Err(format!("{reader}: {found} batches are there, but others than were handed in"));
        }
        Ok(())
    }

    /// A process that opens or makes the file and adds batches, until it has so many or a call fails. The inner error
    /// is the store's; the outer is a promise that was broken.
    fn process(&mut self, batches: u64, tally: &mut Tally) -> Result<Result<(), FileError>, String> {
        let path = Path::new(PATH);
        let (mut store, mut journal) = match FileStore::open_on(&self.sim, path) {
            Ok(Opened { store, journal, cut, ended, .. }) => {
                tally.cut += u64::from(cut.is_some());
                tally.ended += u64::from(ended);
                self.check(&journal, "opened")?;
                (store, journal)
            }
            Err(FileError::Missing { .. }) if !self.is_made => match FileStore::create_on(&self.sim, path) {
                Ok(store) => (store, Journal::new()),
                Err(error) => return Ok(Err(error)),
            },
            Err(error) => return Ok(Err(error)),
        };
        // What was opened is on the disk, also where it was answered for by nobody.
        self.is_made = true;
        tally.unanswered_but_whole += journal.end().batches - self.answered;
        self.answered = journal.end().batches;
        while journal.end().batches < batches {
            let batch = next(&journal, self.length);
            self.tried = self.tried.max(batch.number());
            if let Err(error) = store.append(&batch) {
                // Nothing more is taken in doubt.
                let again = store.append(&batch);
                if matches!(error, FileError::NotKept { .. })
                    != matches!(again, Err(FileError::Failed { .. }))
                {
                    return Err(format!("after {error:?} another try gave {again:?}"));
                }
                return Ok(Err(error));
            }
            self.answered = batch.number();
            journal.append(batch).unwrap();
        }
        Ok(Ok(()))
    }

    /// Processes one after another until the batches are there or the power is off.
    fn live(&mut self, batches: u64, tally: &mut Tally) -> Result<(), String> {
        for _ in 0..40 {
            match self.process(batches, tally)? {
                Ok(()) => return Ok(()),
                Err(_) if self.sim.is_off() => return Ok(()),
                Err(FileError::Io { .. } | FileError::NotKept { .. }) => tally.failures += 1,
                // Made by a process whose making failed, and seen as long as the power is on.
                Err(FileError::Exists { .. }) if !self.is_made => tally.failures += 1,
                Err(error) => return Err(format!("with the power on: {error}")),
            }
        }
        Ok(())
    }

    /// The power goes and comes back. The file is read, opened, and gone on with.
    fn recover(&mut self, tally: &mut Tally) -> Result<(), String> {
        self.sim.reboot();
        tally.losses += 1;
        let path = Path::new(PATH);
        let found = self.sim.bytes(path);
        let shown = || {
            let bytes = found.as_deref().unwrap_or_default();
            let mut text = String::new();
            write!(text, "{:?}", String::from_utf8_lossy(bytes)).unwrap();
            text
        };
        match read_on(&self.sim, path) {
            Ok(read) => self.check(&read.journal, "read")?,
            Err(FileError::Missing { .. }) if !self.is_made => {}
            Err(error) => return Err(format!("cannot be read: {error}\n{}", shown())),
        }
        match self.process(self.answered, tally)? {
            Ok(()) => {}
            Err(error) => return Err(format!("does not open: {error}\n{}", shown())),
        }
        // It goes on from there.
        let more = self.answered + 1;
        match self.process(more, tally)? {
            Ok(()) => {}
            Err(error) => return Err(format!("does not go on: {error}\n{}", shown())),
        }
        match read_on(&self.sim, path) {
            Ok(read) if read.unended == 0 => self.check(&read.journal, "read again"),
            other => Err(format!("not as it was left: {other:?}")),
        }
    }
}

/// A story of several losses of power, with calls that fail in between.
fn by_seed(seed: u64, lie: Option<Lie>, tally: &mut Tally) -> Result<(), String> {
    let mut chance = Chance::Seed(seed);
    let sector = [64, 512, 4_096][chance.of(3)];
    let length = [1, 10, 60][chance.of(3)];
    let mut story = Story::new(sector, chance, lie, length);
    for _ in 0..3 {
        let (goes_at, one_fails_of) =
            story.sim.chance(|chance| (1 + chance.of(70) as u64, [0, 0, 12, 40][chance.of(4)]));
        story.sim.trouble(goes_at, one_fails_of);
        let batches = story.answered + 4;
        let told =
            |broken| format!("seed {seed}, sectors of {sector}, power off at call {goes_at}: {broken}");
        story.live(batches, tally).map_err(told)?;
        story.recover(tally).map_err(told)?;
    }
    Ok(())
}

/// How many calls a history without trouble takes.
fn calls(sector: usize, batches: u64) -> u64 {
    let mut story = Story::new(sector, Chance::every(), None, 1);
    story.live(batches, &mut Tally::default()).unwrap();
    story.sim.calls()
}

/// Every loss of power at a call, with everything that a disk may then hold; a call before it may fail.
fn exhaustively(sector: usize, batches: u64, fails_at: Option<u64>, goes_at: u64, tally: &mut Tally) {
    let mut chance = Chance::every();
    loop {
        let mut story = Story::new(sector, chance, None, 1);
        story.sim.trouble(goes_at, 0);
        fails_at.into_iter().for_each(|call| story.sim.fail_at(call));
        let told = story.live(batches, tally).and_then(|()| story.recover(tally));
        told.unwrap_or_else(|broken| {
            panic!("sectors of {sector}, call {fails_at:?} fails, power off at call {goes_at}: {broken}")
        });
        chance = story.sim.chance(|chance| chance.clone());
        if !chance.advance() {
            break;
        }
    }
}

#[test]
fn no_loss_of_power_in_a_short_history_loses_what_was_answered_for() {
    let mut tally = Tally::default();
    // Batches in one sector each, and in several.
    for sector in [4_096, 512, 256] {
        for goes_at in 1..=calls(sector, 2) + 1 {
            exhaustively(sector, 2, None, goes_at, &mut tally);
        }
    }
    println!("{tally:?}");
    assert!(tally.losses > 2_000, "{tally:?}");
    assert!(tally.cut > 1_000 && tally.ended > 100 && tally.unanswered_but_whole > 100, "{tally:?}");
}

#[test]
fn no_call_that_fails_before_the_power_does_loses_what_was_answered_for() {
    let mut tally = Tally::default();
    let sector = 4_096;
    let batches = if env::var_os(ALL).is_some() { 2 } else { 1 };
    let calls = calls(sector, batches);
    for fails_at in 1..=calls {
        // After the failure the next process opens the file, so that the history is longer.
        for goes_at in fails_at + 1..=calls + 12 {
            exhaustively(sector, batches, Some(fails_at), goes_at, &mut tally);
        }
    }
    println!("{tally:?}");
    assert!(tally.losses > 1_000 && tally.failures > 1_000, "{tally:?}");
}

#[test]
fn no_losses_of_power_and_failures_lose_what_was_answered_for() {
    let seeds = if env::var_os(ALL).is_some() { 20_000 } else { 500 };
    let mut tally = Tally::default();
    for seed in 0..seeds {
        by_seed(seed, None, &mut tally).unwrap_or_else(|broken| panic!("{broken}"));
    }
    println!("{tally:?}");
    assert_eq!(tally.losses, 3 * seeds);
    assert!(tally.failures > seeds && tally.cut > seeds / 10 && tally.ended > seeds / 4, "{tally:?}");
}

/// A simulation that finds nothing would be worth nothing: on disks that do less than ours must, batches are lost.
#[test]
fn a_disk_that_keeps_less_is_found_out() {
    for (lie, what) in [
        (Lie::NoSync, "batches are there"),
        (Lie::NoFolderSync, "is not there"),
        // The end of the line without its middle: why there are two syncs.
        (Lie::HalfOfTheSyncs, "entry"),
        // What was forgotten is not made good: why the last line's end is written again.
        (Lie::SameBytesAreNotWritten, "batches are there"),
    ] {
        let broken = |seed| by_seed(seed, Some(lie), &mut Tally::default()).err();
        let found = (0..3_000).filter_map(broken).find(|broken| broken.contains(what));
        assert!(found.is_some(), "{lie:?} was not found out");
    }
}
