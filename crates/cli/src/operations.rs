//! The folder of operations that a command is run in: found upward from the working directory, and what commands take from
//! it where no option says otherwise.

use std::{
    collections::BTreeMap,
    env,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use clap::Arg;
use keiyaku::{
    calendar::YearMonth,
    files::{Digest, Limit},
    intake,
    operations::{CLOSED, FILE, Manifest, NOTES, RECORD, Record, Settings},
    provenance::{Language, Text},
};

use crate::{failure::Failure, output, run::RUN};

/// A folder of operations.
#[derive(Debug)]
pub(crate) struct Operations {
    pub(crate) root: PathBuf,
    pub(crate) settings: Settings,
}

static FOUND: OnceLock<Option<Operations>> = OnceLock::new();

/// Looks for the folder upward from the working directory.
pub(crate) fn look() -> Result<(), Failure> {
    let here = env::current_dir().unwrap_or_default();
    for folder in here.ancestors() {
        let path = folder.join(FILE);
        match path.symlink_metadata() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            _ => {}
        }
        let settings = Settings::from_table(&escape::name(&path), &RUN.text(&path)?)?;
        // As short as it can be named, so that messages are.
        let root = if folder == here { PathBuf::new() } else { folder.to_owned() };
        let _ = FOUND.set(Some(Operations { root, settings }));
        return Ok(());
    }
    let _ = FOUND.set(None);
    Ok(())
}

/// The folder that the command is run in, if any.
pub(crate) fn found() -> Option<&'static Operations> {
    FOUND.get().and_then(Option::as_ref)
}

/// The folder, which a command cannot do without.
pub(crate) fn needed() -> Result<&'static Operations, Failure> {
    found().ok_or_else(|| {
        Failure::Told(Text::new(
            format!("ここは運用フォルダでない（{FILE}がない）。運用フォルダの中で実行するか、`keiyaku init`で作る"),
            format!("this is no folder of operations: no {FILE} here or above; go into one, or make one by `keiyaku init`"),
        ))
    })
}

/// The same command line with the folder's settings in the place of defaults: options that are given win.
pub(crate) fn with_defaults(command: clap::Command) -> clap::Command {
    let Some(operations) = found() else { return command };
    let paths = [
        ("contract", operations.settings.contract.as_deref()),
        ("mapping", operations.settings.mapping.as_deref()),
        ("journal", operations.settings.journal.as_deref()),
        ("events", operations.settings.events.as_deref()),
    ];
    let mut defaults: BTreeMap<&'static str, &'static std::ffi::OsStr> = BTreeMap::new();
    for (option, path) in paths {
        let Some(path) = path.map(|path| operations.root.join(path)) else { continue };
        // A journal that nobody has begun yet is none; the contract must be there.
        if option == "contract" || option == "mapping" || path.exists() {
            defaults.insert(option, Box::leak(path.into_os_string().into_boxed_os_str()));
        }
    }
    let language = operations.settings.language.map(|language| match language {
        Language::Ja => "ja",
        Language::En => "en",
    });
    defaults.extend(language.map(|word| ("lang", std::ffi::OsStr::new(word))));
    if let Some(earlier) = operations.settings.earlier {
        defaults
            .insert("earlier", Box::leak(std::ffi::OsString::from(earlier.to_string()).into_boxed_os_str()));
    }
    let latest = operations.months().ok().and_then(|months| months.last().copied());
    let latest: Option<&'static std::ffi::OsStr> = latest.map(|month| {
        let text: &'static std::ffi::OsStr =
            Box::leak(std::ffi::OsString::from(month.to_string()).into_boxed_os_str());
        text
    });
    settle(command, &defaults, latest)
}

/// Commands whose month is not that of the folder: what they do is not about records.
const OTHER_MONTHS: [&str; 3] = ["sample", "list", "init"];

fn settle(
    command: clap::Command,
    defaults: &BTreeMap<&'static str, &'static std::ffi::OsStr>,
    latest: Option<&'static std::ffi::OsStr>,
) -> clap::Command {
    let keeps_month = OTHER_MONTHS.contains(&command.get_name());
    let options: Vec<String> = command.get_arguments().filter_map(Arg::get_long).map(str::to_owned).collect();
    let mut command = command;
    for option in options {
        let value = match option.as_str() {
            "month" if !keeps_month => latest,
            other => defaults.get(other).copied(),
        };
        if let Some(value) = value {
            command = command.mut_args(|arg| {
                if arg.get_long() == Some(option.as_str()) && !arg.is_positional() {
                    arg.default_value(value).required(false)
                } else {
                    arg
                }
            });
        }
    }
    let names: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
    names
        .into_iter()
        .fold(command, |command, name| command.mut_subcommand(name, |inner| settle(inner, defaults, latest)))
}

/// The SHA-256 of bytes, as text.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Digest::of(bytes).to_string()
}

impl Operations {
    /// The path of something in the folder.
    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.root.join(name)
    }

    fn folder(&self) -> PathBuf {
        if self.root.as_os_str().is_empty() { PathBuf::from(".") } else { self.root.clone() }
    }

    /// The months that have a folder, in order.
    pub(crate) fn months(&self) -> Result<Vec<YearMonth>, Failure> {
        let names = RUN.folder(&self.folder())?.names()?;
        let mut months: Vec<YearMonth> =
            names.iter().filter_map(|name| name.to_str()?.parse().ok()).collect();
        months.retain(|month| self.path(month.to_string()).is_dir());
        months.sort_unstable();
        Ok(months)
    }

    /// The file of a month's notes; several are one too many.
    pub(crate) fn notes(&self, month: YearMonth) -> Result<Option<PathBuf>, Failure> {
        let folder = self.path(NOTES);
        if !folder.is_dir() {
            return Ok(None);
        }
        let begin = format!("{month}.");
        let names = RUN.folder(&folder)?.names()?;
        let fitting: Vec<String> = names
            .iter()
            .map(escape::name)
            .filter(|name| {
                name.starts_with(&begin) && (name.ends_with(".toml") || intake::has_known_ending(name))
            })
            .collect();
        match fitting.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(folder.join(one))),
            several => {
                let all = several.join(", ");
                Err(Failure::Told(Text::new(
                    format!("{month}の原因と対応策のファイルが複数ある（{all}）。1つにする"),
                    format!("there are several files of notes for {month} ({all}); keep one"),
                )))
            }
        }
    }

    /// Where a month's notes go.
    pub(crate) fn notes_path(&self, month: YearMonth) -> Result<PathBuf, Failure> {
        Ok(self.notes(month)?.unwrap_or_else(|| self.path(NOTES).join(format!("{month}.csv"))))
    }

    /// The record of what was closed, with the digest of its file where there is one.
    pub(crate) fn record(&self) -> Result<(Record, Option<Digest>), Failure> {
        let path = self.record_path();
        if !path.exists() {
            return Ok((Record::default(), None));
        }
        let bytes = RUN.bytes(&path, Limit::DATA)?;
        let shown = escape::name(&path);
        let text = String::from_utf8(bytes.clone()).map_err(|_| {
            Failure::Told(Text::new(format!("{shown}: UTF-8でない"), format!("{shown}: is not UTF-8")))
        })?;
        let record = Record::parse(&text, digest).map_err(|error| {
            let told = error.text();
            Failure::Told(Text::new(format!("{shown}: {}", told.ja), format!("{shown}: {}", told.en)))
        })?;
        Ok((record, Some(Digest::of(&bytes))))
    }

    pub(crate) fn record_path(&self) -> PathBuf {
        self.path(CLOSED).join(RECORD)
    }

    /// The folder of a close.
    pub(crate) fn closed(&self, month: YearMonth, number: u32) -> PathBuf {
        self.path(CLOSED).join(month.to_string()).join(number.to_string())
    }

    /// The manifest of a close, with its text.
    pub(crate) fn manifest(&self, month: YearMonth, number: u32) -> Result<(Manifest, String), Failure> {
        let path = self.closed(month, number).join(MANIFEST);
        let text = RUN.bytes(&path, Limit::DATA)?;
        let shown = escape::name(&path);
        let text = String::from_utf8(text).map_err(|_| {
            Failure::Told(Text::new(format!("{shown}: UTF-8でない"), format!("{shown}: is not UTF-8")))
        })?;
        let manifest = Manifest::from_json(&text).map_err(|error| {
            let told = error.text();
            Failure::Told(Text::new(format!("{shown}: {}", told.ja), format!("{shown}: {}", told.en)))
        })?;
        Ok((manifest, text))
    }

    /// Tells that the folder was used.
    pub(crate) fn tell(&self) {
        let shown = escape::name(self.path(FILE));
        output::tell_text(
            "note: ",
            &Text::new(
                format!("運用フォルダの設定`{shown}`によった"),
                format!("by the settings of `{shown}`"),
            ),
        );
    }
}

/// The name of the manifest in the folder of a close.
pub(crate) const MANIFEST: &str = "manifest.json";
