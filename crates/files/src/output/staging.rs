//! Where an output is made before it is put in place: a folder in the folder whose names are to change.
//!
//! Once all of an output lies there and on the disk, a log says what is to be put where; only then names change. Whoever
//! finds the log of a run that was broken off completes it, and whoever finds none removes what was not finished.

use std::{
    ffi::{OsStr, OsString},
    io,
    path::{Component, Path, PathBuf},
    rc::Rc,
};

use provenance::Text;

use super::target::{ENTRIES, How, Target};
use crate::{
    Digest, Kind, Refusal, WriteError,
    record::{RECORD, Record, escaped, unescaped},
    system::{Dir, Entry, Spot, System, host},
};

/// The name of the folder, followed by who runs the program: one's own leftovers are one's own to complete.
const NAME: &str = ".keiyaku-staged-";
/// The log within the folder, and as it is written.
const LOG: &str = "log";
const NEW_LOG: &str = "log.new";
/// The first line of a log.
const HEAD: &[u8] = b"keiyaku-staged 1";
/// How many bytes records and logs have at most.
const SMALL: u64 = 4 << 20;

pub(super) fn name() -> OsString {
    OsString::from(format!("{NAME}{}", host::owner()))
}

/// Whether a name is one that the program needs itself.
pub(super) fn is_reserved(name: &OsStr) -> bool {
    name == RECORD || name.as_encoded_bytes().starts_with(NAME.as_bytes())
}

/// What goes into a file of a folder that is made.
#[derive(Debug, Clone, Copy)]
pub(super) enum Source<'a> {
    Bytes(&'a [u8]),
    /// With the permissions of the file in whose place it goes.
    Like(&'a [u8], Entry),
    /// The file of the same name in another folder, by a second name for it.
    Same(&'a Dir),
}

/// One name that changes.
#[derive(Debug)]
pub(super) struct Step {
    dir: Rc<Dir>,
    name: OsString,
    /// Its path from the folder in which the staging folder is.
    pub(super) at: PathBuf,
    staged: OsString,
    how: How,
    /// What will stand there; of a folder, its record or its names.
    pub(super) new: Option<Digest>,
}

impl Step {
    pub(super) fn new(dir: &Rc<Dir>, name: &OsStr, how: How, staged: &OsStr) -> Self {
        let at = PathBuf::from(name);
        Self { dir: Rc::clone(dir), name: name.to_owned(), at, staged: staged.to_owned(), how, new: None }
    }

    fn spot(&self) -> Spot<'_> {
        (&self.dir, &self.name)
    }
}

/// Where what was replaced is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Displaced {
    /// There was nothing.
    Nothing,
    /// In the place of what was staged.
    Staged,
    /// Beside it.
    Beside,
}

/// Why names could not be changed.
#[derive(Debug)]
pub(super) struct Stop {
    pub(super) source: io::Error,
    /// Whether everything is as it was before.
    pub(super) is_undone: bool,
    /// Whether somebody else changed what was to be replaced.
    is_changed: bool,
}

impl Stop {
    pub(super) fn undone(source: io::Error) -> Self {
        Self { source, is_undone: true, is_changed: false }
    }

    pub(super) fn error(self, path: &Path) -> WriteError {
        let (path, source) = (path.to_owned(), self.source);
        match (self.is_undone, self.is_changed) {
            (true, true) => WriteError::Refused { path, why: Refusal::Changed },
            (true, false) => WriteError::Io { path, source },
            (false, _) => WriteError::BrokenOff { path, source },
        }
    }
}

/// The staging folder of one output.
pub(super) struct Staging<'a> {
    system: &'a dyn System,
    site: Rc<Dir>,
    dir: Dir,
    name: OsString,
}

impl<'a> Staging<'a> {
    pub(super) fn make(system: &'a dyn System, site: &Rc<Dir>, path: &Path) -> Result<Self, WriteError> {
        let name = name();
        let failed = WriteError::io(path);
        system.make_folder((site, &name), true).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => WriteError::refused(&shown(path, &name), Refusal::InTheWay),
            _ => failed(error),
        })?;
        match system.enter((site, &name)) {
            Ok(dir) => Ok(Self { system, site: Rc::clone(site), dir, name }),
            Err(error) => {
                let _ = system.remove_folder((site, &name));
                Err(failed(error))
            }
        }
    }

    /// Makes a folder with files below it, all of it on the disk.
    pub(super) fn tree(&self, name: &OsStr, files: &[(PathBuf, Source<'_>)]) -> io::Result<Dir> {
        self.tree_in(&self.dir, name, files)
    }

    fn tree_in(&self, within: &Dir, name: &OsStr, files: &[(PathBuf, Source<'_>)]) -> io::Result<Dir> {
        self.system.make_folder((within, name), false)?;
        let dir = self.system.enter((within, name))?;
        let mut folders: Vec<(&OsStr, Vec<(PathBuf, Source<'_>)>)> = Vec::new();
        for (path, source) in files {
            let mut parts = path.iter();
            let Some(first) = parts.next() else { continue };
            let rest = parts.as_path();
            if rest.as_os_str().is_empty() {
                match source {
                    Source::Bytes(bytes) => self.file((&dir, first), bytes, None)?,
                    Source::Like(bytes, like) => self.file((&dir, first), bytes, Some(like))?,
                    Source::Same(other) => self.system.link((other, first), (&dir, first))?,
                }
                continue;
            }
            let entry = (rest.to_owned(), *source);
            match folders.iter_mut().find(|(known, _)| *known == first) {
                Some((_, files)) => files.push(entry),
                None => folders.push((first, vec![entry])),
            }
        }
        for (folder, files) in folders {
            self.tree_in(&dir, folder, &files)?;
        }
        self.system.sync_folder(&dir)?;
        Ok(dir)
    }

    fn file(&self, spot: Spot<'_>, bytes: &[u8], like: Option<&Entry>) -> io::Result<()> {
        let mut file = self.system.create(spot)?;
        self.system.write(&mut file, bytes)?;
        if let Some(like) = like {
            self.system.give_mode(&file, like)?;
        }
        self.system.sync(&file)
    }

    /// Makes what goes into one place.
    pub(super) fn stage(&self, name: &OsStr, target: &Target<'_>, step: &mut Step) -> io::Result<()> {
        let Some(bytes) = target.file() else {
            let files: Vec<(PathBuf, Source<'_>)> =
                target.files.iter().map(|(path, bytes)| (path.clone(), Source::Bytes(bytes))).collect();
            return self.tree(name, &files).map(|_| ());
        };
        step.new = Some(Digest::of(bytes));
        let like = match &target.how {
            _ if target.is_private => Some(&Entry::PRIVATE),
            How::Swap { was, .. } => Some(was),
            _ => None,
        };
        self.file((&self.dir, name), bytes, like)
    }

    /// The folder itself.
    pub(super) const fn dir(&self) -> &Dir {
        &self.dir
    }

    /// Brings the names of what others made here to the disk.
    pub(super) fn settle(&self) -> io::Result<()> {
        self.system.sync_folder(&self.dir)
    }

    /// Puts everything in place; what cannot be is taken back.
    pub(super) fn put(&self, steps: &[Step]) -> Result<(), Stop> {
        // A single name that comes into being does so at once or not at all.
        if !matches!(steps, [Step { how: How::Take, .. }]) {
            self.log(steps).map_err(Stop::undone)?;
        }
        let mut done: Vec<(&Step, Displaced)> = Vec::new();
        for step in steps {
            match self.perform(step) {
                Ok(displaced) => done.push((step, displaced)),
                Err(stop) => return Err(self.undo(&done, stop)),
            }
        }
        for (step, displaced) in &done {
            match self.is_as_it_was(step, *displaced) {
                Ok(true) => {}
                Ok(false) => {
                    let source = io::ErrorKind::ResourceBusy.into();
                    return Err(self.undo(&done, Stop { source, is_undone: true, is_changed: true }));
                }
                Err(error) => return Err(self.undo(&done, Stop::undone(error))),
            }
        }
        for (step, _) in &done {
            if let Err(error) = self.system.sync_folder(&step.dir) {
                return Err(self.undo(&done, Stop::undone(error)));
            }
        }
        Ok(())
    }

    fn staged<'b>(&'b self, step: &'b Step) -> Spot<'b> {
        (&self.dir, &step.staged)
    }

    fn perform(&self, step: &Step) -> Result<Displaced, Stop> {
        let (system, staged, spot) = (self.system, self.staged(step), step.spot());
        match &step.how {
            How::Take => take(system, staged, spot).map(|()| Displaced::Nothing),
            How::Exchange { .. } => {
                system.exchange(staged, spot).map_err(Stop::undone).map(|()| Displaced::Staged)
            }
            How::Swap { .. } => swap(system, staged, spot, &beside(&step.staged)),
        }
    }

    /// Takes steps back, the last one first.
    fn undo(&self, done: &[(&Step, Displaced)], stop: Stop) -> Stop {
        if !stop.is_undone {
            return stop;
        }
        for (step, displaced) in done.iter().rev() {
            let (system, staged, spot) = (self.system, self.staged(step), step.spot());
            let undone = match displaced {
                Displaced::Nothing => take(system, spot, staged).map_err(|stop| stop.source),
                Displaced::Staged => system.exchange(staged, spot),
                // What was staged stays so, as the log says that it is.
                Displaced::Beside => {
                    let kept = system.link(spot, staged).or_else(|_| system.rename_over(spot, staged));
                    kept.and_then(|()| system.rename_over((&self.dir, &beside(&step.staged)), spot))
                }
            };
            if undone.is_err() {
                return Stop { is_undone: false, ..stop };
            }
        }
        stop
    }

    /// Whether what was replaced is what was looked at before.
    fn is_as_it_was(&self, step: &Step, displaced: Displaced) -> io::Result<bool> {
        match &step.how {
            How::Take => Ok(true),
            How::Swap { was, .. } => {
                let beside = beside(&step.staged);
                let name = if displaced == Displaced::Beside { &beside } else { &step.staged };
                Ok(self.system.look((&self.dir, name))?.is_some_and(|found| found.is_same(was)))
            }
            How::Exchange { was, .. } => {
                let old = self.system.enter(self.staged(step))?;
                let mut names = self.system.list(&old, was.len())?;
                names.sort();
                let mut known: Vec<&OsString> = was.iter().map(|(name, _)| name).collect();
                known.sort();
                if names.iter().ne(known) {
                    return Ok(false);
                }
                for (name, was) in was {
                    if !self.system.look((&old, name))?.is_some_and(|found| found.is_same(was)) {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
        }
    }

    /// Removes what was replaced, and the staging folder.
    pub(super) fn finish(&self, steps: &[Step]) -> io::Result<()> {
        for step in steps {
            match &step.how {
                How::Take => {}
                How::Swap { .. } => {
                    for name in [&beside(&step.staged), &step.staged] {
                        remove_if_there(self.system, (&self.dir, name))?;
                    }
                }
                How::Exchange { was, .. } => {
                    let old = self.system.enter(self.staged(step))?;
                    // The record goes last: by it the next run knows what may go.
                    let is_record = |name: &OsString| name == RECORD;
                    let names = was.iter().map(|(name, _)| name);
                    let (records, others): (Vec<_>, Vec<_>) = names.partition(|name| is_record(name));
                    for name in others.into_iter().chain(records) {
                        self.system.remove((&old, name))?;
                    }
                    self.system.remove_folder(self.staged(step))?;
                }
            }
        }
        remove_if_there(self.system, (&self.dir, OsStr::new(LOG)))?;
        self.system.remove_folder((&self.site, &self.name))
    }

    /// Removes the staging folder with all that was made in it.
    pub(super) fn clear(&self) -> io::Result<()> {
        clear(self.system, (&self.site, &self.name), &self.dir)
    }

    fn log(&self, steps: &[Step]) -> io::Result<()> {
        let mut log = HEAD.to_vec();
        for step in steps {
            let digest =
                |digest: Option<Digest>| digest.map_or_else(|| "-".to_owned(), |one| one.to_string());
            let (word, old) = match &step.how {
                How::Take => ("take", None),
                How::Swap { old, .. } => ("swap", Some(*old)),
                How::Exchange { old, .. } => ("exchange", *old),
            };
            let staged = escape::name(&step.staged);
            let line = format!("\n{word} {staged} {} {} ", digest(step.new), digest(old));
            log.extend_from_slice(line.as_bytes());
            let (at, _) = escaped(step.at.as_os_str()).ok_or(io::ErrorKind::InvalidFilename)?;
            log.extend_from_slice(&at);
        }
        log.push(b'\n');
        let (new, name) = (OsStr::new(NEW_LOG), OsStr::new(LOG));
        self.file((&self.dir, new), &log, None)?;
        self.system.rename_over((&self.dir, new), (&self.dir, name))?;
        self.system.sync_folder(&self.dir)?;
        self.system.sync_folder(&self.site)
    }
}

/// Where what a file takes the place of is put, beside it.
fn beside(staged: &OsStr) -> OsString {
    let mut name = staged.to_owned();
    name.push(".old");
    name
}

/// Renames to a name that is not there.
fn take(system: &dyn System, from: Spot<'_>, to: Spot<'_>) -> Result<(), Stop> {
    match system.rename_new(from, to) {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
        done => return done.map_err(Stop::undone),
    }
    let is_folder = system.look(from).map_err(Stop::undone)?.is_some_and(|found| found.kind == Kind::Folder);
    if is_folder {
        if system.look(to).map_err(Stop::undone)?.is_some() {
            return Err(Stop::undone(io::ErrorKind::AlreadyExists.into()));
        }
        return system.rename_over(from, to).map_err(Stop::undone);
    }
    match system.link(from, to) {
        Ok(()) => system.remove(from).map_err(|source| {
            let is_undone = system.remove(to).is_ok();
            Stop { source, is_undone, is_changed: false }
        }),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Stop::undone(error)),
        // No second names either.
        Err(_) => {
            if system.look(to).map_err(Stop::undone)?.is_some() {
                return Err(Stop::undone(io::ErrorKind::AlreadyExists.into()));
            }
            system.rename_over(from, to).map_err(Stop::undone)
        }
    }
}

/// Has two files change places; where the system cannot do that, what was there is put beside what was staged.
fn swap(system: &dyn System, staged: Spot<'_>, spot: Spot<'_>, beside: &OsStr) -> Result<Displaced, Stop> {
    match system.exchange(staged, spot) {
        Ok(()) => return Ok(Displaced::Staged),
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
        Err(error) => return Err(Stop::undone(error)),
    }
    let old = (staged.0, beside);
    if system.link(spot, old).is_ok() {
        return match system.rename_over(staged, spot) {
            Ok(()) => Ok(Displaced::Beside),
            Err(error) => Err(Stop::undone(error)),
        };
    }
    system.rename_over(spot, old).map_err(Stop::undone)?;
    match system.rename_over(staged, spot) {
        Ok(()) => Ok(Displaced::Beside),
        Err(source) => {
            let is_undone = system.rename_over(old, spot).is_ok();
            Err(Stop { source, is_undone, is_changed: false })
        }
    }
}

fn remove_if_there(system: &dyn System, spot: Spot<'_>) -> io::Result<()> {
    match system.remove(spot) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes a staging folder with all that was made in it: the log first, so that nobody completes what is being removed.
fn clear(system: &dyn System, spot: Spot<'_>, dir: &Dir) -> io::Result<()> {
    remove_if_there(system, (dir, OsStr::new(LOG)))?;
    remove_all(system, dir)?;
    system.remove_folder(spot)
}

fn remove_all(system: &dyn System, dir: &Dir) -> io::Result<()> {
    loop {
        let names = system.list(dir, 1_000)?;
        if names.is_empty() {
            return Ok(());
        }
        for name in &names {
            let spot = (dir, name.as_os_str());
            if system.look(spot)?.is_some_and(|found| found.kind == Kind::Folder) {
                remove_all(system, &system.enter(spot)?)?;
                system.remove_folder(spot)?;
            } else {
                system.remove(spot)?;
            }
        }
    }
}

/// The bytes of a small file; `None` where it is not small.
pub(super) fn read(system: &dyn System, spot: Spot<'_>) -> io::Result<Option<Vec<u8>>> {
    let mut file = system.open(spot)?;
    let (mut bytes, mut chunk) = (Vec::new(), vec![0; 1 << 14]);
    loop {
        match system.read(&mut file, &mut chunk) {
            Ok(0) => return Ok(Some(bytes)),
            Ok(read) => bytes.extend_from_slice(chunk.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > SMALL {
            return Ok(None);
        }
    }
}

/// What stands somewhere: of a file its digest; of a folder that of its record, else that of the names in it.
pub(super) fn fingerprint(system: &dyn System, spot: Spot<'_>) -> io::Result<Option<Digest>> {
    let of_file = |spot| Digest::of_file(system, &mut system.open(spot)?);
    match system.look(spot)?.map(|found| found.kind) {
        Some(Kind::File) => of_file(spot).map(Some),
        Some(Kind::Folder) => {
            let dir = system.enter(spot)?;
            let record = (&dir, OsStr::new(RECORD));
            if system.look(record)?.is_some_and(|found| found.kind == Kind::File) {
                return of_file(record).map(Some);
            }
            let mut names = system.list(&dir, ENTRIES)?;
            names.sort();
            let names: Vec<&[u8]> = names.iter().map(|name| name.as_encoded_bytes()).collect();
            // No name holds a slash.
            Ok(Some(Digest::of(&names.join(&b'/'))))
        }
        _ => Ok(None),
    }
}

/// A path for messages: the staging folder beside what is written.
fn shown(path: &Path, name: &OsStr) -> PathBuf {
    path.with_file_name(name)
}

/// Completes what a run left that was broken off, or removes it. A note says which.
pub(super) fn recover(system: &dyn System, site: &Rc<Dir>, path: &Path) -> Result<Option<Text>, WriteError> {
    let name = name();
    let spot = (&**site, name.as_os_str());
    let shown = shown(path, &name);
    let failed = WriteError::io(&shown);
    let in_the_way = || WriteError::refused(&shown, Refusal::InTheWay);
    let Some(found) = system.look(spot).map_err(&failed)? else { return Ok(None) };
    // Nobody else can have put anything into a folder that is ours alone.
    let is_private = found.mode.is_none_or(|mode| mode & 0o077 == 0);
    if found.kind != Kind::Folder || !found.is_own || !is_private {
        return Err(in_the_way());
    }
    let dir = system.enter(spot).map_err(&failed)?;
    let log = (&dir, OsStr::new(LOG));
    if system.look(log).map_err(&failed)?.is_none() {
        clear(system, spot, &dir).map_err(failed)?;
        return Ok(Some(Text::new(
            "中断した以前の実行が残した一時ファイルを削除した",
            "removed the temporary files of an earlier run that was broken off",
        )));
    }
    let log = read(system, log).map_err(&failed)?.and_then(|log| logged(&log)).ok_or_else(in_the_way)?;
    for step in &log {
        let completed = complete(system, site, &dir, step).map_err(&failed)?;
        if !completed {
            return Err(in_the_way());
        }
    }
    let removed = remove_if_there(system, (&dir, OsStr::new(LOG))).and_then(|()| system.remove_folder(spot));
    match removed {
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => return Err(in_the_way()),
        removed => removed.map_err(failed)?,
    }
    Ok(Some(Text::new(
        "中断した以前の実行の書き込みを完了した",
        "completed what an earlier run had begun to write when it was broken off",
    )))
}

/// A line of a log.
struct Logged {
    word: Word,
    staged: OsString,
    new: Option<Digest>,
    old: Option<Digest>,
    at: PathBuf,
}

#[derive(PartialEq, Eq)]
enum Word {
    Take,
    Swap,
    Exchange,
}

/// `None` where it is no log of ours, or where a path leads out of the folder.
fn logged(log: &[u8]) -> Option<Vec<Logged>> {
    let mut lines = log.strip_suffix(b"\n")?.split(|byte| *byte == b'\n');
    if lines.next()? != HEAD {
        return None;
    }
    let digest = |part: &[u8]| -> Option<Option<Digest>> {
        match std::str::from_utf8(part).ok()? {
            "-" => Some(None),
            digits => Digest::parse(digits).map(Some),
        }
    };
    let line = |line: &[u8]| -> Option<Logged> {
        let mut parts = line.splitn(5, |byte| *byte == b' ');
        let word = match parts.next()? {
            b"take" => Word::Take,
            b"swap" => Word::Swap,
            b"exchange" => Word::Exchange,
            _ => return None,
        };
        let staged = parts.next().filter(|name| !name.is_empty() && name.iter().all(u8::is_ascii_digit))?;
        let (new, old) = (digest(parts.next()?)?, digest(parts.next()?)?);
        let at = PathBuf::from(host::name_of(&unescaped(parts.next()?)?)?);
        let is_within = at.components().all(|part| matches!(part, Component::Normal(_)));
        (is_within && at.file_name().is_some()).then_some(Logged {
            word,
            staged: host::name_of(staged)?,
            new,
            old,
            at,
        })
    };
    lines.map(line).collect()
}

/// Completes one step; `false` where something else stands there by now.
fn complete(system: &dyn System, site: &Rc<Dir>, dir: &Dir, step: &Logged) -> io::Result<bool> {
    let mut within = Rc::clone(site);
    let parts: Vec<&OsStr> = step.at.iter().collect();
    let Some((name, folders)) = parts.split_last() else { return Ok(false) };
    for folder in folders {
        within = Rc::new(system.enter((&within, folder))?);
    }
    let (spot, staged) = ((&*within, *name), (dir, step.staged.as_os_str()));
    let old_name = beside(&step.staged);
    let old = (dir, old_name.as_os_str());
    let stopped = |stop: Stop| stop.source;
    match step.word {
        Word::Take => match (system.look(staged)?, system.look(spot)?) {
            (None, _) => {}
            (Some(_), None) => take(system, staged, spot).map_err(stopped)?,
            // It has both names already.
            (Some(one), Some(other)) if one.identity.is_some() && one.identity == other.identity => {
                system.remove(staged)?;
            }
            _ => return Ok(false),
        },
        Word::Swap => {
            let (there, waiting) = (fingerprint(system, spot)?, fingerprint(system, staged)?);
            if there != step.new {
                if waiting != step.new {
                    return Ok(false);
                } else if there == step.old {
                    swap(system, staged, spot, &old_name).map_err(stopped)?;
                } else if there.is_none() && system.look(spot)?.is_none() {
                    take(system, staged, spot).map_err(stopped)?;
                } else {
                    return Ok(false);
                }
            }
            system.sync_folder(&within)?;
            for left in [old, staged] {
                match fingerprint(system, left)? {
                    None => {}
                    digest if digest == step.old || digest == step.new => system.remove(left)?,
                    _ => return Ok(false),
                }
            }
        }
        Word::Exchange => {
            let (there, waiting) = (fingerprint(system, spot)?, fingerprint(system, staged)?);
            if there != step.new {
                if there != step.old || waiting != step.new {
                    return Ok(false);
                }
                system.exchange(staged, spot)?;
            }
            system.sync_folder(&within)?;
            if there == step.new && waiting == step.new && step.new != step.old {
                // What is in place came there file by file, and the folder that was made for it did not.
                remove_all(system, &system.enter(staged)?)?;
                system.remove_folder(staged)?;
            } else if system.look(staged)?.is_some() {
                return discard(system, staged, &system.enter(spot)?);
            }
        }
    }
    system.sync_folder(&within)?;
    Ok(true)
}

/// Removes a folder that was exchanged: what the program wrote by its own record, and second names of what the new folder
/// holds. `false` where it holds anything else.
fn discard(system: &dyn System, spot: Spot<'_>, new: &Dir) -> io::Result<bool> {
    let old = system.enter(spot)?;
    let record = OsStr::new(RECORD);
    let known = match system.look((&old, record))? {
        Some(found) if found.kind == Kind::File => {
            read(system, (&old, record))?.and_then(|bytes| Record::parse(&bytes))
        }
        _ => None,
    }
    .unwrap_or_default();
    let names = system.list(&old, ENTRIES)?;
    for name in names.iter().filter(|name| *name != RECORD) {
        let spot = (&old, name.as_os_str());
        let (found, other) = (system.look(spot)?, system.look((new, name))?);
        let identity = found.and_then(|found| found.identity);
        let is_shared = identity.is_some() && other.and_then(|other| other.identity) == identity;
        let is_own = found.is_some_and(|found| found.kind == Kind::File)
            && (is_shared || known.get(name) == fingerprint(system, spot)?);
        if !is_own {
            return Ok(false);
        }
        system.remove(spot)?;
    }
    remove_if_there(system, (&old, record))?;
    system.remove_folder(spot)?;
    Ok(true)
}
