//! Every call of an output fails once, and every call is the last one: what is found afterwards is told in advance.

use std::{
    cell::Cell,
    collections::BTreeMap,
    ffi::OsString,
    fs::{self, File},
    io::{self, Write},
    path::PathBuf,
};

use super::*;
use crate::{
    Digest,
    system::{Dir, Entry, Spot},
};

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// It alone.
    Once,
    /// It and the one so many calls later, as where taking something back fails, too.
    Twice(u64),
    /// It and all that follow, as where the program was killed.
    ForGood,
}

/// What the system of files can do.
#[derive(Debug, Clone, Copy)]
struct Able {
    exchange: bool,
    link: bool,
}

const ABLE: [Able; 3] = [
    Able { exchange: true, link: true },
    Able { exchange: false, link: true },
    Able { exchange: false, link: false },
];

/// The real system, until the n-th call.
#[derive(Debug)]
struct Faulty {
    able: Able,
    fault: Fault,
    at: u64,
    calls: Cell<u64>,
}

impl Faulty {
    fn new(able: Able, fault: Fault, at: u64) -> Self {
        Self { able, fault, at, calls: Cell::new(0) }
    }

    fn call(&self) -> io::Result<()> {
        let calls = self.calls.get() + 1;
        self.calls.set(calls);
        let fails = match self.fault {
            Fault::Once => calls == self.at,
            Fault::Twice(later) => calls == self.at || calls == self.at + later,
            Fault::ForGood => calls >= self.at,
        } && self.at > 0;
        if fails { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn is_able(&self, able: bool) -> io::Result<()> {
        self.call()?;
        if able { Ok(()) } else { Err(io::ErrorKind::Unsupported.into()) }
    }
}

impl System for Faulty {
    fn open_folder(&self, path: &Path) -> io::Result<Dir> {
        self.call()?;
        Machine.open_folder(path)
    }
    fn enter(&self, spot: Spot<'_>) -> io::Result<Dir> {
        self.call()?;
        Machine.enter(spot)
    }
    fn lock(&self, dir: &Dir) -> io::Result<bool> {
        self.call()?;
        Machine.lock(dir)
    }
    fn pause(&self) {}
    fn make_folder(&self, spot: Spot<'_>, is_private: bool) -> io::Result<()> {
        self.call()?;
        Machine.make_folder(spot, is_private)
    }
    fn look(&self, spot: Spot<'_>) -> io::Result<Option<Entry>> {
        self.call()?;
        Machine.look(spot)
    }
    fn open(&self, spot: Spot<'_>) -> io::Result<File> {
        self.call()?;
        Machine.open(spot)
    }
    fn read(&self, file: &mut File, buffer: &mut [u8]) -> io::Result<usize> {
        self.call()?;
        Machine.read(file, buffer)
    }
    fn is_locked(&self, file: &File) -> io::Result<bool> {
        self.call()?;
        Machine.is_locked(file)
    }
    fn create(&self, spot: Spot<'_>) -> io::Result<File> {
        self.call()?;
        Machine.create(spot)
    }
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.call() {
            // Half of it has come to the disk.
            file.write_all(&bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        Machine.write(file, bytes)
    }
    fn give_mode(&self, file: &File, like: &Entry) -> io::Result<()> {
        self.call()?;
        Machine.give_mode(file, like)
    }
    fn sync(&self, file: &File) -> io::Result<()> {
        self.call()?;
        Machine.sync(file)
    }
    fn sync_folder(&self, dir: &Dir) -> io::Result<()> {
        self.call()?;
        Machine.sync_folder(dir)
    }
    fn rename_new(&self, from: Spot<'_>, to: Spot<'_>) -> io::Result<()> {
        self.is_able(self.able.exchange)?;
        Machine.rename_new(from, to)
    }
    fn exchange(&self, from: Spot<'_>, to: Spot<'_>) -> io::Result<()> {
        self.is_able(self.able.exchange)?;
        Machine.exchange(from, to)
    }
    fn rename_over(&self, from: Spot<'_>, to: Spot<'_>) -> io::Result<()> {
        self.call()?;
        Machine.rename_over(from, to)
    }
    fn link(&self, from: Spot<'_>, to: Spot<'_>) -> io::Result<()> {
        self.is_able(self.able.link)?;
        Machine.link(from, to)
    }
    fn remove(&self, spot: Spot<'_>) -> io::Result<()> {
        self.call()?;
        Machine.remove(spot)
    }
    fn remove_folder(&self, spot: Spot<'_>) -> io::Result<()> {
        self.call()?;
        Machine.remove_folder(spot)
    }
    fn list(&self, dir: &Dir, limit: usize) -> io::Result<Vec<OsString>> {
        self.call()?;
        Machine.list(dir, limit)
    }
    fn make_alike(&self, made: &Dir, like: &Dir) -> io::Result<bool> {
        self.call()?;
        Machine.make_alike(made, like)
    }
}

/// All files below a folder with what they hold, folders by a slash, but not what the program needs for itself.
fn seen(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(within) = waiting.pop() {
        for entry in fs::read_dir(folder.join(&within)).unwrap() {
            let entry = entry.unwrap();
            let name = within.join(entry.file_name());
            if staging::is_reserved(&entry.file_name()) {
                continue;
            }
            if entry.file_type().unwrap().is_dir() {
                found.insert(name.join(""), String::new());
                waiting.push(name);
            } else {
                found.insert(name.clone(), fs::read_to_string(folder.join(&name)).unwrap());
            }
        }
    }
    found
}

/// Staging folders below a folder.
fn litter(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(litter(&path));
            let name = escape::name(path.file_name().unwrap());
            found.extend(name.starts_with(".keiyaku-staged").then_some(path));
        }
    }
    found
}

/// A place as it is before an output, and the output.
struct Case {
    name: &'static str,
    before: fn(&Path),
    output: fn(&Path) -> Output,
    /// Whether a kill at any moment leaves all files old or all new, without a further run.
    is_whole: bool,
}

fn write(path: PathBuf, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn two(folder: &Path, text: &str) -> Output {
    Output::folder(folder.join("out")).with("a.html", format!("a {text}")).with("b.json", format!("b {text}"))
}

const CASES: &[Case] = &[
    Case {
        name: "a folder that is not there, nor the one above",
        before: |_| {},
        output: |folder| {
            Output::folder(folder.join("reports/2024-06")).with("a.html", "a").with("sub/b.json", "b")
        },
        is_whole: true,
    },
    Case {
        name: "an empty folder",
        before: |folder| fs::create_dir(folder.join("out")).unwrap(),
        output: |folder| two(folder, "new"),
        is_whole: true,
    },
    Case {
        name: "a folder of the program's own",
        before: |folder| {
            two(folder, "old").write(&Run::new()).unwrap();
            Output::file(folder.join("out/c.ics"), "c").write(&Run::new()).unwrap();
        },
        output: |folder| two(folder, "new"),
        is_whole: true,
    },
    Case {
        name: "a folder with files of others",
        before: |folder| {
            two(folder, "old").write(&Run::new()).unwrap();
            write(folder.join("out/notes.txt"), "mine");
            write(folder.join("out/sub/more.txt"), "mine");
        },
        output: |folder| two(folder, "new").with("c.md", "c"),
        is_whole: false,
    },
    Case {
        name: "files that were edited, by force",
        before: |folder| {
            two(folder, "old").write(&Run::new()).unwrap();
            write(folder.join("out/a.html"), "edited");
        },
        output: |folder| two(folder, "new").forced(true),
        is_whole: false,
    },
    Case {
        name: "a file that is not there",
        before: |folder| write(folder.join("notes.txt"), "mine"),
        output: |folder| Output::file(folder.join("a.csv"), "new"),
        is_whole: true,
    },
    Case {
        name: "a file of the program's own",
        before: |folder| {
            Output::file(folder.join("a.csv"), "old").write(&Run::new()).map(drop).unwrap();
        },
        output: |folder| Output::file(folder.join("a.csv"), "new"),
        is_whole: true,
    },
    Case {
        name: "a file in a folder that is not there",
        before: |_| {},
        output: |folder| Output::file(folder.join("x/y/a.csv"), "new"),
        is_whole: true,
    },
    Case {
        name: "files that are to be new, in a folder that has some of the folders",
        before: |folder| write(folder.join("bid/people/other.toml"), "mine"),
        output: |folder| {
            let bid = Output::folder(folder.join("bid")).with("bid.toml", "b").with("people/one.toml", "1");
            bid.with("sheets/a.csv", "a").with("sheets/b.csv", "b").only_new()
        },
        is_whole: false,
    },
    Case {
        name: "a contract that is begun where nothing is",
        before: |_| {},
        output: |folder| {
            Output::folder(folder.join("mine")).with("sla.toml", "s").with("records/a.csv", "a").only_begun()
        },
        is_whole: true,
    },
    Case {
        name: "a contract that is begun in an empty folder",
        before: |folder| fs::create_dir(folder.join("mine")).unwrap(),
        output: |folder| {
            Output::folder(folder.join("mine")).with("sla.toml", "s").with("records/a.csv", "a").only_begun()
        },
        is_whole: true,
    },
    Case {
        name: "a table that is revised",
        before: |folder| write(folder.join("sla.toml"), "old"),
        output: |folder| Output::file(folder.join("sla.toml"), "new").in_place_of(Digest::of(b"old")),
        is_whole: true,
    },
];

/// A folder with what is there before: in memory where there is such a place, since nothing here is about the disk.
fn begun(case: &Case) -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
    (case.before)(folder.path());
    folder
}

/// Writes something else into each folder in which a run left something, which completes or removes it.
fn tidy(folder: &Path, case: &str) {
    for path in litter(folder) {
        let other = Output::file(path.with_file_name("other.ics"), "other").write(&Run::new());
        let notes = other.unwrap_or_else(|error| panic!("{case}: {error}")).notes;
        assert_eq!(notes.len(), 1, "{case}: it is told");
    }
    assert!(litter(folder).is_empty(), "{case}");
}

/// What was seen without what tidying up wrote.
fn without_other(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = seen(folder);
    found.retain(|path, _| !path.ends_with("other.ics"));
    found
}

/// What an output may say that is there already since an earlier run completed it.
fn is_there(error: &WriteError) -> bool {
    let there = [Refusal::Exists, Refusal::NotEmpty, Refusal::Changed];
    matches!(error, WriteError::Refused { why, .. } if there.contains(why))
}

/// Runs a case with a fault at every call in turn.
fn at_every_call(
    fault: Fault,
    mut check: impl FnMut(&Case, Able, &Path, Result<Written, WriteError>, &[BTreeMap<PathBuf, String>; 2]),
) {
    let mut faults = 0;
    for case in CASES {
        for able in ABLE {
            let (old, whole) = (begun(case), begun(case));
            let counting = Faulty::new(able, Fault::Once, 0);
            (case.output)(whole.path()).write_by(&counting, &Run::new()).unwrap();
            assert!(litter(whole.path()).is_empty(), "{}", case.name);
            let states = [seen(old.path()), seen(whole.path())];
            assert_ne!(states[0], states[1], "{}", case.name);
            let calls = counting.calls.get();
            assert!(calls > 10, "{}", case.name);
            for at in 1..=calls {
                let folder = begun(case);
                let system = Faulty::new(able, fault, at);
                let result = (case.output)(folder.path()).write_by(&system, &Run::new());
                check(case, able, folder.path(), result, &states);
                faults += 1;
            }
        }
    }
    println!("{faults} faults");
}

#[test]
fn an_error_at_any_call_leaves_everything_or_nothing_changed() {
    at_every_call(Fault::Once, |case, able, folder, result, [old, new]| {
        let name = case.name;
        match &result {
            Ok(written) => {
                assert_eq!(&seen(folder), new, "{name} {able:?}");
                // What could not be removed is told.
                assert_eq!(litter(folder).is_empty(), written.notes.is_empty(), "{name} {able:?}");
            }
            Err(WriteError::BrokenOff { .. }) => panic!("{name} {able:?}: a single fault can be undone"),
            Err(_) => {
                assert_eq!(&seen(folder), old, "{name} {able:?}");
                assert!(litter(folder).is_empty(), "{name} {able:?}");
            }
        }
        // Trying again is all that is needed.
        let again = (case.output)(folder).write(&Run::new());
        let is_done = result.is_ok() && again.as_ref().is_err_and(is_there);
        assert!(again.is_ok() || is_done, "{name} {able:?}: {result:?}, then {again:?}");
        tidy(folder, name);
        assert_eq!(&without_other(folder), new, "{name} {able:?}");
    });
}

#[test]
fn a_kill_at_any_call_is_completed_by_the_next_run() {
    let mut mixed = 0;
    at_every_call(Fault::ForGood, |case, able, folder, result, [old, new]| {
        let (name, found) = (case.name, seen(folder));
        if result.is_ok() {
            assert_eq!(&found, new, "{name} {able:?}");
        }
        if case.is_whole && able.exchange {
            assert!([old, new].contains(&&found), "{name}: {found:?}");
        }
        mixed += u32::from(![old, new].contains(&&found));
        // A run that writes something else there completes or removes what it finds.
        tidy(folder, &format!("{name} {able:?} {found:?}"));
        let found = without_other(folder);
        assert!([old, new].contains(&&found), "{name} {able:?}: {found:?}");
        // And the same output again gives what it should.
        let again = (case.output)(folder).write(&Run::new());
        assert!(again.is_ok() || is_there(again.as_ref().unwrap_err()), "{name} {able:?} {again:?}");
        assert!(again.is_err() || &without_other(folder) == new, "{name} {able:?}");
    });
    assert!(mixed > 0, "the cases that are exchanged file by file are among those killed");
}

/// What cannot be taken back is told as such, and completed by the next run.
#[test]
fn an_error_while_another_is_taken_back_is_told_and_completed() {
    let mut broken_off = 0;
    for later in [1, 2, 4] {
        at_every_call(Fault::Twice(later), |case, able, folder, result, [old, new]| {
            let (name, found) = (case.name, seen(folder));
            match &result {
                Ok(_) => assert_eq!(&found, new, "{name} {able:?}"),
                Err(WriteError::BrokenOff { .. }) => broken_off += 1,
                Err(_) => assert_eq!(&found, old, "{name} {able:?}"),
            }
            tidy(folder, &format!("{name} {able:?} {result:?}"));
            let found = without_other(folder);
            assert!([old, new].contains(&&found), "{name} {able:?}: {found:?}");
            let again = (case.output)(folder).write(&Run::new());
            assert!(again.is_ok() || is_there(again.as_ref().unwrap_err()), "{name} {able:?} {again:?}");
            assert!(again.is_err() || &without_other(folder) == new, "{name} {able:?}");
        });
    }
    assert!(broken_off > 0, "some faults cannot be taken back");
}
