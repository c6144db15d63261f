//! Puts an output in place: looks for the folder, makes everything beside, and has names change.

use std::{
    ffi::{OsStr, OsString},
    io,
    path::{Path, PathBuf},
    rc::Rc,
};

use provenance::Text;

use super::{
    asked::{Output, Rule, parent},
    staging::{self, Source, Staging, Step, Stop},
    target::{ENTRIES, How, Target},
};
use crate::{
    Digest, Kind, Refusal, Run, WriteError,
    record::{RECORD, Record},
    run::{begins_like_a_side_file, parent_of, side_file_of},
    system::{Dir, Entry, Spot, System},
};

/// How often a folder is asked for that another run is writing into: ten seconds in all.
const PATIENCE: u32 = 200;

/// Where an output goes.
enum Place {
    /// The folder is there; with the folder and the name by which it was reached.
    There { dir: Dir, from: Option<(Dir, OsString)> },
    /// It is not: below a folder that is, a name is missing, and what follows it.
    Missing { dir: Dir, first: OsString, rest: PathBuf },
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Attempt {
    Done,
    /// Somebody changed what was looked at.
    Again,
}

pub(super) struct Writer<'a> {
    pub(super) system: &'a dyn System,
    pub(super) run: &'a Run,
    pub(super) output: &'a Output,
    pub(super) notes: Vec<Text>,
}

impl<'a> Writer<'a> {
    pub(super) fn attempt(&mut self) -> Result<Attempt, WriteError> {
        let path = &self.output.path;
        let place =
            if self.output.is_folder { self.find(path, false) } else { self.find(parent_of(path), true) };
        match place? {
            Place::Missing { dir, first, rest } => self.make(&Rc::new(dir), &first, &rest),
            Place::There { dir, from } => {
                self.fill(&Rc::new(dir), from.map(|(dir, name)| (Rc::new(dir), name)))
            }
        }
    }

    /// Has something else make the file.
    pub(super) fn make_by<T, E: From<WriteError>>(
        &mut self,
        fill: impl FnOnce(&Path) -> Result<T, E>,
    ) -> Result<T, E> {
        let path = &self.output.path;
        let name = path.file_name().unwrap_or_default();
        let dir = match self.find(parent_of(path), true)? {
            Place::There { dir, .. } => Rc::new(dir),
            Place::Missing { .. } => return Err(WriteError::io(path)(io::ErrorKind::NotFound.into()).into()),
        };
        self.take_over(&dir)?;
        if self.system.look((&dir, name)).map_err(WriteError::io(path))?.is_some() {
            return Err(WriteError::refused(path, Refusal::Exists).into());
        }
        self.check_beside((&dir, name), path)?;
        let staging = Staging::make(self.system, &dir, path)?;
        let filled = fill(&parent(path).join(staging::name()).join(name));
        let made = match filled {
            Ok(made) => made,
            Err(error) => {
                self.told(staging.clear());
                return Err(error);
            }
        };
        let steps = [Step::new(&dir, name, How::Take, name)];
        match self.commit(&staging, staging.settle(), &steps)? {
            Attempt::Done => Ok(made),
            Attempt::Again => Err(WriteError::refused(path, Refusal::Exists).into()),
        }
    }

    /// Finds a folder. On the way to it links are followed; the folder that is named itself is none.
    fn find(&self, path: &Path, follow: bool) -> Result<Place, WriteError> {
        let failed = WriteError::io(path);
        let Some(name) = path.file_name() else {
            return Ok(Place::There { dir: self.system.open_folder(path).map_err(failed)?, from: None });
        };
        if follow {
            match self.system.open_folder(path) {
                Ok(dir) => return Ok(Place::There { dir, from: None }),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                    return Err(WriteError::refused(path, Refusal::NotAFolder));
                }
                Err(error) => return Err(failed(error)),
            }
        }
        let up = match self.system.open_folder(parent_of(path)) {
            Ok(up) => up,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(match self.find(parent_of(path), true)? {
                    Place::Missing { dir, first, rest } => {
                        Place::Missing { dir, first, rest: rest.join(name) }
                    }
                    // It has just been made.
                    Place::There { dir, .. } => {
                        Place::Missing { dir, first: name.to_owned(), rest: PathBuf::new() }
                    }
                });
            }
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(WriteError::refused(parent_of(path), Refusal::NotAFolder));
            }
            Err(error) => return Err(failed(error)),
        };
        match self.system.look((&up, name)).map_err(&failed)?.map(|entry| entry.kind) {
            None => Ok(Place::Missing { dir: up, first: name.to_owned(), rest: PathBuf::new() }),
            Some(Kind::Folder) => {
                let dir = self.system.enter((&up, name)).map_err(failed)?;
                Ok(Place::There { dir, from: Some((up, name.to_owned())) })
            }
            Some(Kind::Link) => Err(WriteError::refused(path, Refusal::Link)),
            Some(_) => Err(WriteError::refused(path, Refusal::NotAFolder)),
        }
    }

    /// Makes the missing folders with the files in them, as one.
    fn make(&mut self, dir: &Rc<Dir>, first: &OsStr, rest: &Path) -> Result<Attempt, WriteError> {
        let failed = WriteError::io(&self.output.path);
        self.take_over(dir)?;
        if self.system.look((dir, first)).map_err(&failed)?.is_some() {
            return Ok(Attempt::Again);
        }
        let named = self.output.path.as_path();
        if let Some(role) = self.run.role(None, dir.identity(), first, named) {
            return Err(WriteError::refused(named, Refusal::InUse(role)));
        }
        self.check_beside((dir, first), named)?;
        let record = self.record_of(Record::default())?;
        let mut files: Vec<(PathBuf, Source<'_>)> = self.contents();
        files.extend(record.as_deref().map(|record| (PathBuf::from(RECORD), Source::Bytes(record))));
        for (name, _) in &mut files {
            *name = rest.join(&*name);
        }
        let staging = Staging::make(self.system, dir, &self.output.path)?;
        let staged = OsStr::new("0");
        let tree = staging.tree(staged, &files).map(|_| ());
        let step = Step::new(dir, first, How::Take, staged);
        self.commit(&staging, tree, &[step])
    }

    fn fill(&mut self, dir: &Rc<Dir>, from: Option<(Rc<Dir>, OsString)>) -> Result<Attempt, WriteError> {
        let failed = WriteError::io(&self.output.path);
        let replaces = matches!(self.output.rule, Rule::Own { .. } | Rule::Begin);
        // The folder in which this one could be exchanged as a whole.
        let above = from.as_ref().filter(|_| replaces && self.output.files.len() > 1);
        if let Some((up, _)) = above {
            self.take_over(up)?;
        }
        self.take_over(dir)?;
        // While it was waited for, another run may have put another folder in its place.
        if let Some((up, name)) = &from {
            let found = self.system.look((up, name)).map_err(&failed)?;
            if found.is_none_or(|found| found.kind != Kind::Folder || found.identity != dir.identity()) {
                return Ok(Attempt::Again);
            }
        }
        let names = self.system.list(dir, ENTRIES).map_err(&failed)?;
        if self.output.rule == Rule::Begin && !names.is_empty() {
            return Err(WriteError::refused(&self.output.path, Refusal::NotEmpty));
        }
        let old = self.record(dir)?;
        let mut targets = self.targets(dir, old.as_ref().map(|(record, ..)| record))?;
        // Files that are gone are nobody's.
        let mut record = old.as_ref().map(|(record, ..)| record.clone()).unwrap_or_default();
        record.retain(|name| names.iter().any(|there| there == name));
        let record = self.record_of(record)?;
        if let Some((up, name)) = above
            && names.len() <= ENTRIES
            && let Some(done) = self.exchange((up, name), dir, &names, old.as_ref(), record.as_deref())?
        {
            return Ok(done);
        }
        if let Some(record) = &record {
            let how = match old {
                Some((_, digest, entry)) => How::Swap { old: digest, was: entry },
                None => How::Take,
            };
            targets.push(Target {
                dir: Rc::clone(dir),
                at: PathBuf::from(RECORD),
                files: vec![(PathBuf::new(), record)],
                how,
                is_private: false,
            });
        }
        let staging = Staging::make(self.system, dir, &self.output.path)?;
        let (mut steps, mut staged) = (Vec::new(), Ok(()));
        for (n, target) in targets.iter().enumerate() {
            let name = OsString::from(n.to_string());
            let mut step = Step::new(&target.dir, target.name(), target.how.clone(), &name);
            step.at.clone_from(&target.at);
            staged = staged.and_then(|()| staging.stage(&name, target, &mut step));
            steps.push(step);
        }
        self.commit(&staging, staged, &steps)
    }

    /// Puts a folder in place that is made of what is to be written and of what else the program wrote there, if the folder
    /// holds nothing else and cannot be told from the new one. `None` where that is not so, or cannot be done.
    fn exchange(
        &mut self,
        (up, name): (&Rc<Dir>, &OsStr),
        dir: &Rc<Dir>,
        names: &[OsString],
        old: Option<&(Record, Digest, Entry)>,
        record: Option<&[u8]>,
    ) -> Result<Option<Attempt>, WriteError> {
        let Some(was) = self.own_entries(dir, names, old) else { return Ok(None) };
        // Whoever stands in the folder would be left in the old one.
        let here = self.system.open_folder(Path::new(".")).ok().and_then(|here| here.identity());
        if here.is_none() || here == dir.identity() {
            return Ok(None);
        }
        let Ok(staging) = Staging::make(self.system, up, &self.output.path) else { return Ok(None) };
        let mut files = self.contents();
        files.extend(record.map(|record| (PathBuf::from(RECORD), Source::Bytes(record))));
        for (name, source) in &mut files {
            let there = was.iter().find(|(known, _)| known == name.as_os_str());
            if let (Source::Bytes(bytes), Some((_, entry))) = (*source, there) {
                *source = Source::Like(bytes, *entry);
            }
        }
        let others = was.iter().filter(|(other, _)| {
            other != RECORD && self.output.files.iter().all(|(name, _)| name.as_os_str() != other)
        });
        files.extend(others.map(|(other, _)| (PathBuf::from(other), Source::Same(dir))));
        let staged = OsStr::new("0");
        let made = staging.tree(staged, &files);
        let is_alike = made.and_then(|made| self.system.make_alike(&made, dir)).unwrap_or(false);
        if !is_alike {
            self.told(staging.clear());
            return Ok(None);
        }
        let print = |spot| staging::fingerprint(self.system, spot);
        let (Ok(new), Ok(old)) = (print((staging.dir(), staged)), print((up, name))) else {
            self.told(staging.clear());
            return Ok(None);
        };
        let mut step = Step::new(up, name, How::Exchange { old, was }, staged);
        step.new = new;
        let steps = [step];
        match staging.put(&steps) {
            Ok(()) => {
                self.finish(&staging, &steps);
                Ok(Some(Attempt::Done))
            }
            // Where the folder itself cannot be exchanged, its files can be.
            Err(Stop { is_undone: true, .. }) => {
                self.told(staging.clear());
                Ok(None)
            }
            Err(stop) => Err(stop.error(&self.output.path)),
        }
    }

    /// The entries of a folder, if all of them are files that the program wrote and nobody changed.
    fn own_entries(
        &self,
        dir: &Dir,
        names: &[OsString],
        old: Option<&(Record, Digest, Entry)>,
    ) -> Option<Vec<(OsString, Entry)>> {
        let mut found = Vec::new();
        for name in names {
            let entry = self.system.look((dir, name)).ok()??;
            let is_own = if name == RECORD {
                old.is_some_and(|(_, _, known)| known.is_same(&entry))
            } else {
                entry.kind == Kind::File && {
                    let digest = old?.0.get(name)?;
                    let mut file = self.system.open((dir, name)).ok()?;
                    Digest::of_file(self.system, &mut file).ok()? == digest
                }
            };
            if !is_own {
                return None;
            }
            found.push((name.clone(), entry));
        }
        Some(found)
    }

    /// Puts in place what is staged, unless staging failed.
    fn commit(
        &mut self,
        staging: &Staging<'_>,
        staged: io::Result<()>,
        steps: &[Step],
    ) -> Result<Attempt, WriteError> {
        match staged.map_err(Stop::undone).and_then(|()| staging.put(steps)) {
            Ok(()) => {
                self.finish(staging, steps);
                Ok(Attempt::Done)
            }
            Err(mut stop) => {
                // A log that cannot be removed will be followed by the next run.
                stop.is_undone = stop.is_undone && staging.clear().is_ok();
                if stop.is_undone && stop.source.kind() == io::ErrorKind::AlreadyExists {
                    return Ok(Attempt::Again);
                }
                Err(stop.error(&self.output.path))
            }
        }
    }

    /// The output is in place: what it took the place of goes.
    fn finish(&mut self, staging: &Staging<'_>, steps: &[Step]) {
        self.told(staging.finish(steps));
    }

    /// That a staging folder was removed does not decide whether an output is in place.
    fn told(&mut self, removed: io::Result<()>) {
        if removed.is_err() {
            let path = escape::name(&self.output.path);
            self.notes.push(Text::new(
                format!("`{path}`: 一時フォルダを削除できない。同じフォルダへの次回の出力時に削除する"),
                format!("`{path}`: a temporary folder cannot be removed; the next output into the same folder removes it"),
            ));
        }
    }

    /// Waits until nobody else writes into a folder, and completes or removes what was broken off there.
    fn take_over(&mut self, dir: &Rc<Dir>) -> Result<(), WriteError> {
        let path = &self.output.path;
        let mut tries = 0;
        while !self.system.lock(dir).map_err(WriteError::io(path))? {
            tries += 1;
            if tries > PATIENCE {
                return Err(WriteError::refused(path, Refusal::Busy));
            }
            self.system.pause();
        }
        self.notes.extend(staging::recover(self.system, dir, path)?);
        Ok(())
    }

    /// The record of a folder, with what it is itself; `None` where there is none, or none is kept.
    fn record(&self, dir: &Dir) -> Result<Option<(Record, Digest, Entry)>, WriteError> {
        let Rule::Own { force } = self.output.rule else { return Ok(None) };
        let name = OsStr::new(RECORD);
        let path = self.folder_path().join(RECORD);
        let failed = WriteError::io(&path);
        let Some(entry) = self.system.look((dir, name)).map_err(&failed)? else { return Ok(None) };
        if entry.kind != Kind::File {
            return Err(WriteError::refused(&path, Refusal::NoRecord));
        }
        let bytes = staging::read(self.system, (dir, name)).map_err(failed)?;
        let record = bytes.as_deref().and_then(Record::parse);
        match (record, bytes) {
            (Some(record), Some(bytes)) => Ok(Some((record, Digest::of(&bytes), entry))),
            (_, Some(bytes)) if force => Ok(Some((Record::default(), Digest::of(&bytes), entry))),
            _ => Err(WriteError::refused(&path, Refusal::NoRecord)),
        }
    }

    /// The record with the files of the output; `None` where none is kept.
    fn record_of(&self, mut record: Record) -> Result<Option<Vec<u8>>, WriteError> {
        if !matches!(self.output.rule, Rule::Own { .. }) {
            return Ok(None);
        }
        for (name, bytes) in &self.output.files {
            record.put(name.as_os_str(), Digest::of(bytes));
        }
        let bytes = record.to_bytes();
        bytes.map(Some).ok_or_else(|| WriteError::refused(&self.output.path, Refusal::NoName))
    }

    fn contents(&self) -> Vec<(PathBuf, Source<'a>)> {
        let of = |(n, (name, bytes)): (usize, &'a (PathBuf, Vec<u8>))| {
            let source = match self.output.is_private && n == 0 {
                true => Source::Like(bytes, Entry::PRIVATE),
                false => Source::Bytes(bytes),
            };
            (name.clone(), source)
        };
        self.output.files.iter().enumerate().map(of).collect()
    }

    fn folder_path(&self) -> PathBuf {
        if self.output.is_folder { self.output.path.clone() } else { parent(&self.output.path).to_owned() }
    }

    /// Looks at every file's place before anything is written: what stands there, and whether it may go.
    fn targets(&self, dir: &Rc<Dir>, record: Option<&Record>) -> Result<Vec<Target<'a>>, WriteError> {
        let mut targets: Vec<Target<'a>> = Vec::new();
        for (n, (name, bytes)) in self.output.files.iter().enumerate() {
            let is_private = self.output.is_private && n == 0;
            let path = self.folder_path().join(name);
            let failed = WriteError::io(&path);
            let parts: Vec<&OsStr> = name.iter().collect();
            let (mut within, mut at) = (Rc::clone(dir), PathBuf::new());
            for (n, part) in parts.iter().enumerate() {
                at.push(part);
                let rest: PathBuf = parts.iter().skip(n + 1).collect();
                let found = self.system.look((&within, part)).map_err(&failed)?;
                if rest.as_os_str().is_empty() {
                    let how = self.checked(
                        (&within, part),
                        found,
                        record.and_then(|known| known.get(name.as_os_str())),
                        bytes,
                        &path,
                    )?;
                    targets.push(Target { dir: within, at, files: vec![(rest, bytes)], how, is_private });
                    break;
                }
                match found.map(|entry| entry.kind) {
                    Some(Kind::Folder) => {
                        within = Rc::new(self.system.enter((&within, part)).map_err(&failed)?)
                    }
                    Some(Kind::Link) => {
                        return Err(WriteError::refused(&self.folder_path().join(at), Refusal::Link));
                    }
                    Some(_) => {
                        return Err(WriteError::refused(&self.folder_path().join(at), Refusal::NotAFolder));
                    }
                    None => {
                        self.check_beside((&within, part), &self.folder_path().join(&at))?;
                        // A folder that is missing is made with all that goes into it.
                        match targets.iter_mut().find(|target| target.at == at) {
                            Some(target) => target.files.push((rest, bytes)),
                            None => targets.push(Target {
                                dir: within,
                                at,
                                files: vec![(rest, bytes)],
                                how: How::Take,
                                is_private,
                            }),
                        }
                        break;
                    }
                }
            }
        }
        Ok(targets)
    }

    /// Refuses the name of a file that belongs to a database, if there is one: whatever stands under it, the database's
    /// program takes for its own, plays it back or removes it.
    fn check_beside(&self, (dir, name): Spot<'_>, path: &Path) -> Result<(), WriteError> {
        let Some(database) = side_file_of(name) else { return Ok(()) };
        match self.system.look((dir, &database)).map_err(WriteError::io(path))? {
            Some(entry) if entry.kind != Kind::Folder => Err(WriteError::refused(path, Refusal::SideFile)),
            _ => Ok(()),
        }
    }

    /// How a file can be put in its place, or why it cannot.
    fn checked(
        &self,
        (dir, name): Spot<'_>,
        found: Option<Entry>,
        recorded: Option<Digest>,
        bytes: &[u8],
        path: &Path,
    ) -> Result<How, WriteError> {
        let refused = |why| Err(WriteError::refused(path, why));
        let failed = WriteError::io(path);
        let rule = self.output.rule;
        let is_revised = matches!(rule, Rule::Revised(_));
        let role = self.run.role(found.and_then(|entry| entry.identity), dir.identity(), name, path);
        if let Some(role) = role.filter(|role| !(is_revised && *role == crate::Role::Input)) {
            return refused(Refusal::InUse(role));
        }
        self.check_beside((dir, name), path)?;
        let Some(entry) = found else {
            return if is_revised { refused(Refusal::Changed) } else { Ok(How::Take) };
        };
        match entry.kind {
            Kind::Link => return refused(Refusal::Link),
            Kind::File => {}
            kind => return refused(Refusal::NotAFile(kind)),
        }
        if matches!(rule, Rule::New | Rule::Begin) {
            return refused(Refusal::Exists);
        }
        let mut file = self.system.open((dir, name)).map_err(&failed)?;
        if self.system.is_locked(&file).map_err(&failed)? {
            return refused(Refusal::Locked);
        }
        let mut beginning = [0; 64];
        let read = self.system.read(&mut file, &mut beginning).map_err(&failed)?;
        let beginning = beginning.get(..read).unwrap_or_default();
        if begins_like_a_side_file(beginning) {
            return refused(Refusal::SideFile);
        }
        let mut kept = self.run.kept(beginning);
        // A database in use that has nothing in it yet.
        for ending in ["-journal", "-wal"] {
            let mut beside = name.to_owned();
            beside.push(ending);
            if self.system.look((dir, &beside)).map_err(&failed)?.is_some() {
                kept = kept.or(Some(crate::Role::Database));
            }
        }
        if let Some(role) = kept {
            return refused(Refusal::Kept(role));
        }
        let mut file = self.system.open((dir, name)).map_err(&failed)?;
        let old = Digest::of_file(self.system, &mut file).map_err(&failed)?;
        if entry.is_protected && rule != (Rule::Own { force: true }) {
            return refused(Refusal::Protected);
        }
        match rule {
            Rule::Revised(read) if old != read => return refused(Refusal::Changed),
            Rule::Own { force: false } => match recorded {
                _ if old == Digest::of(bytes) => {}
                Some(known) if known == old => {}
                Some(_) => return refused(Refusal::Edited),
                None => return refused(Refusal::Foreign),
            },
            _ => {}
        }
        Ok(How::Swap { old, was: entry })
    }
}
