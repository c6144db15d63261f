//! Software met on machines that nobody allowed: programs, toolbars, add-ons.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use provenance::{Finding, Text, folded};
use tables::{Document, Explain, Suggestions, TableErrors};

use crate::{Check, Origin, Rules, kind::words};

words! {
    /// What sort of software it is.
    Component, "ソフトウェアの種類", "sort of software":
    /// A program of its own.
    Program = "program",
    /// A toolbar of a browser.
    Toolbar = "toolbar",
    /// Something added to another program.
    AddOn = "add-on",
    /// A gadget on the desktop.
    Gadget = "gadget",
    /// Any other module.
    Module = "module",
}

/// A row of an inventory of what is installed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Installed {
    /// The machine's asset number, as the inventory has it.
    pub device: String,
    /// The software's name.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// What sort it is.
    pub component: Component,
    /// Where it was read.
    pub origin: Option<Origin>,
}

impl Installed {
    /// What is longer than it may be: a name or a version of more than 255 characters. No such text fits anything on a list, so
    /// whoever reads it tells it with its place.
    ///
    /// ```
    /// use ledger::{Component, Installed};
    /// let of = |version: String| Installed {
    ///     device: "PC-1".to_owned(),
    ///     name: "reader".to_owned(),
    ///     version: Some(version),
    ///     component: Component::Program,
    ///     origin: None,
    /// };
    /// assert_eq!(of("1".repeat(255)).excess(), None);
    /// assert!(of("1".repeat(256)).excess().is_some());
    /// ```
    #[must_use]
    pub fn excess(&self) -> Option<TooLong> {
        let is_long = |text: &str| folded(text).chars().count() > TooLong::MOST;
        if is_long(&self.name) {
            Some(TooLong::Name)
        } else {
            self.version.as_deref().is_some_and(is_long).then_some(TooLong::Version)
        }
    }
}

/// What of an installed software is longer than it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooLong {
    /// Its name.
    Name,
    /// Its version.
    Version,
}

impl TooLong {
    /// The most characters of either, widths and case made one.
    pub const MOST: usize = TEXT_MAX;
}

/// Something allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Allowed {
    name: Pattern,
    versions: Vec<Pattern>,
    components: Vec<Component>,
}

/// What system administrators allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllowList {
    rows: Vec<Allowed>,
    /// The rows of each name without `*`.
    named: HashMap<String, Vec<usize>>,
    /// The rows of names with `*`.
    patterns: Vec<usize>,
}

/// The most versions of one name, and of all names with `*`, each of which is held against each name that is met. A row
/// without versions counts as one.
const VERSIONS_MAX: usize = 1_000;

/// The most characters of a name on a list, and of a name and a version that are met, widths and case made one.
const TEXT_MAX: usize = 255;

/// The most characters of a version on a list.
const VERSION_MAX: usize = 64;

/// The most `*` of a name or a version on a list.
const STARS_MAX: usize = 4;

/// So many versions are named that something is allowed in.
const VERSIONS_NAMED: usize = 20;

impl AllowList {
    /// Reads `[[allow]]` rows: `name` and `versions` as patterns with `*`, `components` (else programs alone).
    ///
    /// ```
    /// let list = ledger::AllowList::from_table("allow.toml", r#"
    ///     [[allow]]
    ///     name = "表計算*"
    ///     versions = ["16.*"]
    /// "#)?;
    /// use ledger::Component::{Program, Toolbar};
    /// assert!(list.judge("表計算 標準版", Some("16.2"), Program).is_allowed());
    /// assert!(!list.judge("表計算 標準版", Some("15.9"), Program).is_allowed());
    /// assert!(!list.judge("表計算 標準版", Some("16.2"), Toolbar).is_allowed());
    /// # Ok::<(), tables::TableErrors>(())
    /// ```
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(|root| {
            let mut list = Self::default();
            let (mut versions_of, mut of_patterns) = (HashMap::<String, usize>::new(), 0);
            for row in root.rows("allow") {
                let name = row.required::<String>("name");
                let versions: Vec<_> =
                    row.strings("versions").iter().map(|text| Pattern::new(text)).collect();
                if let Some(excess) = versions.iter().find_map(|one| one.excess(VERSION_MAX)) {
                    row.complain("versions", excess, None);
                    continue;
                }
                let mut components = Vec::new();
                for word in row.strings("components") {
                    match word.parse::<Component>() {
                        Ok(component) => components.push(component),
                        Err(error) => row.complain("components", Explain::text(&error), None),
                    }
                }
                if components.is_empty() {
                    components.push(Component::Program);
                }
                let Some(name) = name else { continue };
                if name.trim().is_empty() || name.chars().all(|letter| letter == '*') {
                    row.complain(
                        "name",
                        Text::new(
                            "全ての名称に当てはまる型では、全てを許可することになる",
                            "a pattern that every name fits allows everything",
                        ),
                        None,
                    );
                    continue;
                }
                let (name, at) = (Pattern::new(&name), list.rows.len());
                if let Some(excess) = name.excess(TEXT_MAX) {
                    row.complain("name", excess, None);
                    continue;
                }
                let has_star = name.folded.contains('*');
                let count = if has_star {
                    &mut of_patterns
                } else {
                    versions_of.entry(name.folded.clone()).or_default()
                };
                *count += versions.len().max(1);
                if *count > VERSIONS_MAX {
                    let of = if has_star { "names with `*`" } else { "one name" };
                    row.complain(
                        "versions",
                        Text::new(
                            format!("{of}の版が{VERSIONS_MAX}より多い"),
                            format!("more than {VERSIONS_MAX} versions of {of}"),
                        ),
                        None,
                    );
                    break;
                }
                if !has_star {
                    list.named.entry(name.folded.clone()).or_default().push(at);
                } else {
                    list.patterns.push(at);
                }
                list.rows.push(Allowed { name, versions, components });
            }
            Some(list)
        })
    }

    /// Whether something may be installed.
    #[must_use]
    pub fn judge(&self, name: &str, version: Option<&str>, component: Component) -> Judged {
        self.of_name(name, component, &mut Suggestions::default()).judge(version)
    }

    /// What the list says of a name.
    fn of_name(&self, name: &str, component: Component, suggestions: &mut Suggestions) -> OfName<'_> {
        let name = folded(name);
        if name.chars().count() > TEXT_MAX {
            return OfName::NotListed { near: None };
        }
        let row = |at: &usize| self.rows.get(*at);
        let named = self.named.get(name.as_ref()).into_iter().flatten().filter_map(row);
        let patterns = self.patterns.iter().filter_map(row).filter(|one| one.name.fits(&name));
        let fitting = named.chain(patterns).filter(|one| one.components.contains(&component));
        let fitting: Vec<&Allowed> = fitting.collect();
        if fitting.is_empty() {
            let near = suggestions.nearest(&name, self.rows.iter().map(|one| one.name.folded.as_str()));
            let written = |near: String| self.rows.iter().find(|one| one.name.folded == near);
            let near = near.and_then(written).map(|one| one.name.written.clone());
            return OfName::NotListed { near };
        }
        if fitting.iter().any(|one| one.versions.is_empty()) {
            return OfName::Allowed;
        }
        OfName::Versions(fitting.iter().flat_map(|one| &one.versions).collect())
    }
}

/// What a list says of one name and sort of software.
enum OfName<'a> {
    /// Nothing fits.
    NotListed { near: Option<String> },
    /// It is allowed in each version.
    Allowed,
    /// It is allowed in these.
    Versions(Vec<&'a Pattern>),
}

impl OfName<'_> {
    fn judge(&self, version: Option<&str>) -> Judged {
        let versions = match self {
            Self::NotListed { near } => return Judged::NotListed { near: near.clone() },
            Self::Allowed => return Judged::Allowed,
            Self::Versions(versions) => versions,
        };
        let Some(version) = version else { return Judged::VersionUnknown };
        let version = folded(version);
        if version.chars().count() <= TEXT_MAX && versions.iter().any(|one| one.fits(&version)) {
            return Judged::Allowed;
        }
        let named = versions.iter().take(VERSIONS_NAMED).map(|one| one.written.clone());
        Judged::OtherVersion { allowed: named.collect() }
    }
}

/// Whether something may be installed, and why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Judged {
    /// It may.
    Allowed,
    /// Nothing on the list fits.
    NotListed {
        /// A pattern that nearly does.
        near: Option<String>,
    },
    /// It is listed in other versions.
    OtherVersion {
        /// These, or the first twenty of them.
        allowed: Vec<String>,
    },
    /// It is listed in some versions, and this one's is unknown.
    VersionUnknown,
}

impl Judged {
    /// Whether it may.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        *self == Self::Allowed
    }
}

/// Software that is not allowed, with the machines it was met on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlisted {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// What sort it is.
    pub component: Component,
    /// Why.
    pub why: Judged,
    /// The machines.
    pub devices: BTreeSet<String>,
    /// Where it was read first.
    pub origin: Option<Origin>,
}

/// What was met that is not allowed: by name, version and sort. Each of these is judged once, however many machines it is on,
/// and what the list says of a name once for all its versions.
#[must_use]
pub fn unlisted(list: &AllowList, inventory: &[Installed]) -> Vec<Unlisted> {
    let mut met: BTreeMap<(&str, Option<&str>, Component), Vec<&Installed>> = BTreeMap::new();
    for one in inventory {
        met.entry((&one.name, one.version.as_deref(), one.component)).or_default().push(one);
    }
    let mut suggestions = Suggestions::default();
    let (mut last, mut of_name) = ("", BTreeMap::new());
    let judged = met.into_iter().filter_map(|((name, version, component), met)| {
        if name != last {
            // Kept for one name alone: all that fits all names is as much as a product of both.
            of_name.clear();
            last = name;
        }
        let said =
            of_name.entry(component).or_insert_with(|| list.of_name(name, component, &mut suggestions));
        let why = said.judge(version);
        (!why.is_allowed()).then(|| Unlisted {
            name: name.to_owned(),
            version: version.map(str::to_owned),
            component,
            why,
            devices: met.iter().map(|one| one.device.clone()).collect(),
            origin: met.first().and_then(|one| one.origin.clone()),
        })
    });
    judged.collect()
}

/// The same as findings.
pub(crate) fn findings(list: &AllowList, inventory: &[Installed], rules: &Rules) -> Vec<Finding> {
    const SHOWN: usize = 5;
    let said = |one: &Unlisted| {
        let count = one.devices.len();
        let mut devices: Vec<&str> = one.devices.iter().map(String::as_str).take(SHOWN).collect();
        if count > SHOWN {
            devices.push("…");
        }
        let why = match &one.why {
            Judged::Allowed => return None,
            Judged::NotListed { near: None } => Text::new("許可一覧にない", "is not on the list"),
            Judged::NotListed { near: Some(near) } => Text::new(
                format!("許可一覧にない（近いもの：{near}）"),
                format!("is not on the list (`{near}` is near)"),
            ),
            Judged::OtherVersion { allowed } => Text::new(
                format!("許可された版は{}のみである", allowed.join("、")),
                format!("is allowed in version {} alone", allowed.join(", ")),
            ),
            Judged::VersionUnknown => Text::new(
                "版により許可されるが版が不明である",
                "is allowed in some versions, and its version is unknown",
            ),
        };
        let check = match one.why {
            Judged::VersionUnknown => Check::SoftwareUnclear,
            _ => Check::SoftwareNotAllowed,
        };
        let message = Text::new(
            format!("{}台にあり、{}：{}", count, why.ja, devices.join("、")),
            format!("{} (on {count} machines: {})", why.en, devices.join(", ")),
        );
        let version = one.version.as_deref().map_or_else(String::new, |version| format!(" {version}"));
        rules.finding_about(check, format!("{} {}{version}", one.component, one.name), message, &[])
    };
    unlisted(list, inventory).iter().filter_map(said).collect()
}

/// A name with `*` for any letters.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    written: String,
    folded: String,
}

impl Pattern {
    fn new(text: &str) -> Self {
        Self { written: text.trim().to_owned(), folded: folded(text).into_owned() }
    }

    /// What is wrong with a pattern that is too long or has too many `*`.
    fn excess(&self, most: usize) -> Option<Text> {
        if self.folded.chars().count() > most {
            return Some(Text::new(
                format!("長すぎる。{most}文字まで"),
                format!("is too long; {most} characters at most"),
            ));
        }
        let stars = self.folded.matches('*').count();
        (stars > STARS_MAX).then(|| {
            let written = &self.written;
            Text::new(
                format!("`{written}`に`*`が{stars}個ある。{STARS_MAX}個まで"),
                format!("`{written}` has {stars} `*`; {STARS_MAX} at most"),
            )
        })
    }

    /// Whether a folded text fits, in one passage over both.
    fn fits(&self, text: &str) -> bool {
        let Some((head, rest)) = self.folded.split_once('*') else { return self.folded == text };
        let Some(mut text) = text.strip_prefix(head) else { return false };
        let mut parts = rest.split('*').peekable();
        while let Some(part) = parts.next() {
            if parts.peek().is_none() {
                return text.ends_with(part);
            }
            // The first place is enough: what is left can only be longer.
            match text.split_once(part) {
                Some((_, after)) => text = after,
                None => return false,
            }
        }
        true
    }
}
