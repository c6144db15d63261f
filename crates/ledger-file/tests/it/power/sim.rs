//! A disk in memory that keeps no more than it must.
//!
//! What the running system sees of a file and what is on the disk are two things until the file is synced. When the power
//! goes, of each sector that was written since any version may be on the disk, or the beginning of one and the end of
//! another; of the lengths that the file had, any; of the names that came into a folder, any. Any call may fail, be cut
//! short, or be the last before the power goes; a sync that fails may have written any sector and remembers none.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    fmt,
    fs::TryLockError,
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    rc::Rc,
};

use ledger_file::disk::{Disk, DiskFile, Open};

/// Where what is left to chance comes from: a seed, or every possibility in its turn.
#[derive(Debug, Clone)]
pub(crate) enum Chance {
    Seed(u64),
    /// Which of how many was taken at each decision, and which decision is next.
    Every {
        taken: Vec<(usize, usize)>,
        next: usize,
    },
}

impl Chance {
    pub(crate) fn every() -> Self {
        Self::Every { taken: Vec::new(), next: 0 }
    }

    /// One of so many.
    pub(crate) fn of(&mut self, many: usize) -> usize {
        match self {
            Self::Seed(state) => {
                *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
                let mut mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
                mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
                usize::try_from((mixed ^ (mixed >> 31)) % many as u64).unwrap()
            }
            Self::Every { taken, next } => {
                if *next == taken.len() {
                    taken.push((0, many));
                }
                assert_eq!(taken[*next].1, many, "the same story offers other possibilities");
                *next += 1;
                taken[*next - 1].0
            }
        }
    }

    /// Goes on to the next of all possibilities; `false` where there is none.
    pub(crate) fn advance(&mut self) -> bool {
        let Self::Every { taken, next } = self else { return false };
        *next = 0;
        while let Some((last, many)) = taken.pop() {
            if last + 1 < many {
                taken.push((last + 1, many));
                return true;
            }
        }
        false
    }
}

/// What a disk or a system may do that ours must not: to see that a store would be found out that relied on less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lie {
    /// Files are never brought to the disk.
    NoSync,
    /// Every other time they are not.
    HalfOfTheSyncs,
    /// Names are never brought to the disk.
    NoFolderSync,
    /// What is written again as it was is not written.
    SameBytesAreNotWritten,
}

#[derive(Debug)]
struct Sector {
    /// As it is on the disk.
    durable: Vec<u8>,
    /// As it was written since, and not brought to the disk.
    since: Vec<Vec<u8>>,
}

#[derive(Debug)]
struct Inode {
    /// As the system sees it.
    seen: Vec<u8>,
    sectors: BTreeMap<usize, Sector>,
    /// The length on the disk, and those it had since.
    lengths: Vec<usize>,
    is_locked: bool,
}

struct World {
    sector: usize,
    chance: Chance,
    lie: Option<Lie>,
    inodes: Vec<Inode>,
    names: BTreeMap<PathBuf, usize>,
    durable_names: BTreeMap<PathBuf, usize>,
    /// Calls since the power came on.
    calls: u64,
    syncs: u64,
    /// The call at which it goes.
    goes_at: Option<u64>,
    /// A call that fails.
    fails_at: Option<u64>,
    is_off: bool,
    /// Of how many calls one fails; 0 where none does.
    one_fails_of: usize,
}

/// The disk.
#[derive(Clone)]
pub(crate) struct Sim(Rc<RefCell<World>>);

impl fmt::Debug for Sim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sim")
    }
}

/// A file of it that is open.
#[derive(Debug)]
pub(crate) struct SimFile {
    sim: Sim,
    inode: usize,
    at: usize,
    is_owner: std::cell::Cell<bool>,
}

/// How a call fares.
enum Fate {
    Well,
    /// So many of the bytes are taken, and no error.
    Short(usize),
    Fails(io::Error),
    /// The power goes after so many of the bytes.
    Off(usize),
}

fn off() -> io::Error {
    io::Error::other("the power is off")
}

impl World {
    /// Counts a call that moves so many bytes.
    fn call(&mut self, bytes: usize) -> Fate {
        if self.is_off {
            return Fate::Fails(off());
        }
        self.calls += 1;
        if Some(self.calls) == self.goes_at {
            self.is_off = true;
            // Nothing of it, a part, or all.
            let done = [0, bytes / 2, bytes];
            let done = if bytes == 0 { 0 } else { done[self.chance.of(3)] };
            return Fate::Off(done);
        }
        if Some(self.calls) == self.fails_at {
            // A write may have taken a part before.
            return if bytes > 1 && self.chance.of(2) == 0 {
                self.fails_at = Some(self.calls + 1);
                Fate::Short(bytes / 2)
            } else {
                Fate::Fails(io::Error::from_raw_os_error(28))
            };
        }
        if self.one_fails_of > 0 && self.chance.of(self.one_fails_of) == 0 {
            return match self.chance.of(4) {
                0 if bytes > 1 => Fate::Short(1 + self.chance.of(bytes - 1)),
                1 => Fate::Fails(io::ErrorKind::Interrupted.into()),
                // No space left on the device; input/output error.
                2 => Fate::Fails(io::Error::from_raw_os_error(28)),
                _ => Fate::Fails(io::Error::from_raw_os_error(5)),
            };
        }
        Fate::Well
    }

    /// Counts a call that is done whole or not at all.
    fn call_whole(&mut self) -> io::Result<()> {
        match self.call(0) {
            Fate::Well | Fate::Short(_) => Ok(()),
            Fate::Off(_) => Err(off()),
            Fate::Fails(error) => Err(error),
        }
    }

    /// The bytes of a sector as the system sees them.
    fn seen(&self, inode: usize, number: usize) -> Vec<u8> {
        let seen = &self.inodes[inode].seen;
        let begin = (number * self.sector).min(seen.len());
        let end = (begin + self.sector).min(seen.len());
        let mut bytes = seen[begin..end].to_vec();
        bytes.resize(self.sector, 0);
        bytes
    }

    /// Notes that bytes were written.
    fn written(&mut self, inode: usize, begin: usize, end: usize) {
        for number in begin / self.sector..=end.saturating_sub(1) / self.sector {
            let now = self.seen(inode, number);
            let empty = || Sector { durable: vec![0; self.sector], since: Vec::new() };
            let sector = self.inodes[inode].sectors.entry(number).or_insert_with(empty);
            sector.since.push(now);
        }
        let Inode { seen, lengths, .. } = &mut self.inodes[inode];
        if lengths.last() != Some(&seen.len()) {
            lengths.push(seen.len());
        }
    }

    /// Brings a file to the disk.
    fn settle(&mut self, inode: usize) {
        let Inode { sectors, lengths, seen, .. } = &mut self.inodes[inode];
        for sector in sectors.values_mut() {
            if let Some(last) = sector.since.drain(..).next_back() {
                sector.durable = last;
            }
        }
        *lengths = vec![seen.len()];
        let used = seen.len().div_ceil(self.sector);
        sectors.retain(|number, _| *number < used);
    }

    /// Fails to, and forgets what it failed to write: each sector may be on the disk or not, none is tried again.
    fn forget(&mut self, inode: usize) {
        let reads_again = self.chance.of(2) == 0;
        let dirty: Vec<usize> = self.inodes[inode]
            .sectors
            .iter()
            .filter(|(_, sector)| !sector.since.is_empty())
            .map(|(number, _)| *number)
            .collect();
        for number in dirty {
            let is_written = self.chance.of(2) == 0;
            let size = self.sector;
            let Inode { sectors, seen, .. } = &mut self.inodes[inode];
            let sector = sectors.get_mut(&number).unwrap();
            let last = sector.since.drain(..).next_back();
            if is_written {
                sector.durable = last.unwrap();
            } else if reads_again {
                // Some systems show from then on what is on the disk.
                let begin = (number * size).min(seen.len());
                let end = (begin + size).min(seen.len());
                seen[begin..end].copy_from_slice(&sector.durable[..end - begin]);
            }
        }
    }

    /// A sector as it may be found when the power is back.
    fn after_loss(&mut self, sector: &Sector) -> Vec<u8> {
        let versions: Vec<&Vec<u8>> = std::iter::once(&sector.durable).chain(&sector.since).collect();
        let chosen = self.chance.of(versions.len());
        let mut bytes = versions[chosen].clone();
        if chosen > 0 {
            // Whole, or torn: its beginning alone or its end alone, where the version before it was.
            let before = versions[chosen - 1];
            let middle = match &self.chance {
                Chance::Every { .. } => self.sector / 2,
                Chance::Seed(_) => self.chance.of(self.sector),
            };
            match self.chance.of(3) {
                0 => {}
                1 => bytes[middle..].copy_from_slice(&before[middle..]),
                _ => bytes[..middle].copy_from_slice(&before[..middle]),
            }
        }
        bytes
    }
}

impl Sim {
    pub(crate) fn new(sector: usize, chance: Chance, lie: Option<Lie>) -> Self {
        Self(Rc::new(RefCell::new(World {
            sector,
            chance,
            lie,
            inodes: Vec::new(),
            names: BTreeMap::new(),
            durable_names: BTreeMap::new(),
            calls: 0,
            syncs: 0,
            goes_at: None,
            fails_at: None,
            is_off: false,
            one_fails_of: 0,
        })))
    }

    /// Lets the power go at a call, and one of so many calls fail.
    pub(crate) fn trouble(&self, goes_at: u64, one_fails_of: usize) {
        let mut world = self.0.borrow_mut();
        world.goes_at = Some(goes_at);
        world.one_fails_of = one_fails_of;
    }

    /// Lets one call fail.
    pub(crate) fn fail_at(&self, call: u64) {
        self.0.borrow_mut().fails_at = Some(call);
    }

    pub(crate) fn is_off(&self) -> bool {
        self.0.borrow().is_off
    }

    /// How many calls there were since the power came on.
    pub(crate) fn calls(&self) -> u64 {
        self.0.borrow().calls
    }

    pub(crate) fn chance<T>(&self, take: impl FnOnce(&mut Chance) -> T) -> T {
        take(&mut self.0.borrow_mut().chance)
    }

    /// Takes the power away, if it is still on, and brings it back: what is seen is what is on the disk.
    pub(crate) fn reboot(&self) {
        let mut world = self.0.borrow_mut();
        let (names, durable) = (std::mem::take(&mut world.names), std::mem::take(&mut world.durable_names));
        let mut after = BTreeMap::new();
        for (name, inode) in durable.clone().into_iter().chain(names) {
            if durable.contains_key(&name) || world.chance.of(2) == 0 {
                after.insert(name, inode);
            }
        }
        for inode in 0..world.inodes.len() {
            let lengths = std::mem::take(&mut world.inodes[inode].lengths);
            let length = lengths[world.chance.of(lengths.len())];
            let sectors = std::mem::take(&mut world.inodes[inode].sectors);
            let mut bytes = vec![0; length];
            let mut kept = BTreeMap::new();
            for (number, sector) in sectors {
                let found = world.after_loss(&sector);
                let begin = number * world.sector;
                if begin < length {
                    let end = (begin + world.sector).min(length);
                    bytes[begin..end].copy_from_slice(&found[..end - begin]);
                    kept.insert(number, Sector { durable: found, since: Vec::new() });
                }
            }
            world.inodes[inode] =
                Inode { seen: bytes, sectors: kept, lengths: vec![length], is_locked: false };
        }
        world.names = after.clone();
        world.durable_names = after;
        world.calls = 0;
        world.is_off = false;
        world.goes_at = None;
        world.fails_at = None;
        world.one_fails_of = 0;
    }

    /// The bytes of a file as the system sees them.
    pub(crate) fn bytes(&self, path: &Path) -> Option<Vec<u8>> {
        let world = self.0.borrow();
        world.names.get(path).map(|inode| world.inodes[*inode].seen.clone())
    }
}

impl Disk for Sim {
    type File = SimFile;

    fn open(&self, path: &Path, how: Open) -> io::Result<SimFile> {
        let mut world = self.0.borrow_mut();
        world.call_whole()?;
        let inode = match (world.names.get(path).copied(), how) {
            (Some(_), Open::New) => return Err(io::ErrorKind::AlreadyExists.into()),
            (Some(inode), Open::Read | Open::Write) => inode,
            (None, Open::Read | Open::Write) => return Err(io::ErrorKind::NotFound.into()),
            (None, Open::New) => {
                world.inodes.push(Inode {
                    seen: Vec::new(),
                    sectors: BTreeMap::new(),
                    lengths: vec![0],
                    is_locked: false,
                });
                let inode = world.inodes.len() - 1;
                world.names.insert(path.to_owned(), inode);
                inode
            }
        };
        Ok(SimFile { sim: self.clone(), inode, at: 0, is_owner: std::cell::Cell::new(false) })
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let mut world = self.0.borrow_mut();
        assert_eq!(folder, Path::new("/ledgers"), "another folder than the file's");
        world.call_whole()?;
        if world.lie != Some(Lie::NoFolderSync) {
            world.durable_names = world.names.clone();
        }
        Ok(())
    }
}

impl Read for SimFile {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut world = self.sim.0.borrow_mut();
        let seen = world.inodes[self.inode].seen.len().saturating_sub(self.at);
        let mut bytes = seen.min(into.len());
        match world.call(bytes) {
            Fate::Well => {}
            Fate::Short(some) => bytes = some,
            Fate::Off(_) => return Err(off()),
            Fate::Fails(error) => return Err(error),
        }
        into[..bytes].copy_from_slice(&world.inodes[self.inode].seen[self.at..self.at + bytes]);
        self.at += bytes;
        Ok(bytes)
    }
}

impl Write for SimFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut world = self.sim.0.borrow_mut();
        let (taken, is_last) = match world.call(bytes.len()) {
            Fate::Well => (bytes.len(), false),
            Fate::Short(some) => (some, false),
            Fate::Off(some) => (some, true),
            Fate::Fails(error) => return Err(error),
        };
        let (begin, end) = (self.at, self.at + taken);
        let is_same = world.inodes[self.inode].seen.get(begin..end) == Some(&bytes[..taken]);
        if taken > 0 && !(is_same && world.lie == Some(Lie::SameBytesAreNotWritten)) {
            let seen = &mut world.inodes[self.inode].seen;
            if seen.len() < end {
                seen.resize(end, 0);
            }
            seen[begin..end].copy_from_slice(&bytes[..taken]);
            world.written(self.inode, begin, end);
        }
        self.at = end;
        if is_last { Err(off()) } else { Ok(taken) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for SimFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let mut world = self.sim.0.borrow_mut();
        world.call_whole()?;
        self.at = match to {
            SeekFrom::Start(at) => usize::try_from(at).unwrap(),
            SeekFrom::End(0) => world.inodes[self.inode].seen.len(),
            other => panic!("no store seeks so: {other:?}"),
        };
        Ok(self.at as u64)
    }
}

impl DiskFile for SimFile {
    fn try_lock(&self) -> Result<(), TryLockError> {
        let mut world = self.sim.0.borrow_mut();
        world.call_whole().map_err(TryLockError::Error)?;
        let inode = &mut world.inodes[self.inode];
        if inode.is_locked {
            return Err(TryLockError::WouldBlock);
        }
        inode.is_locked = true;
        self.is_owner.set(true);
        Ok(())
    }

    fn set_len(&self, bytes: u64) -> io::Result<()> {
        let mut world = self.sim.0.borrow_mut();
        world.call_whole()?;
        let (length, before) = (usize::try_from(bytes).unwrap(), world.inodes[self.inode].seen.len());
        world.inodes[self.inode].seen.resize(length, 0);
        // The rest of the last sector that is kept is zeros from now on.
        let end = before.max(length).min(length.next_multiple_of(world.sector));
        world.written(self.inode, length, end);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let mut world = self.sim.0.borrow_mut();
        world.syncs += 1;
        match world.call_whole() {
            Ok(()) if world.lie == Some(Lie::NoSync) => Ok(()),
            Ok(()) if world.lie == Some(Lie::HalfOfTheSyncs) && world.syncs % 2 == 1 => Ok(()),
            Ok(()) => {
                world.settle(self.inode);
                Ok(())
            }
            Err(error) => {
                if !world.is_off && error.kind() != io::ErrorKind::Interrupted {
                    world.forget(self.inode);
                }
                Err(error)
            }
        }
    }
}

impl Drop for SimFile {
    fn drop(&mut self) {
        if self.is_owner.get() {
            self.sim.0.borrow_mut().inodes[self.inode].is_locked = false;
        }
    }
}
