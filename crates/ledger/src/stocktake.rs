//! Stock-takes: what should be there against what was seen, with a sum that closes.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, HashSet},
};
use tables::Explain;

use provenance::{Finding, Text, folded, number_of};

use crate::{Check, Kind, Rules, Status, kind::words};

pub use self::sites::Stocktakes;

mod sites;

words! {
    /// What became of a device in a stock-take: exactly one of these.
    Class, "棚卸しの区分", "class of a stock-take":
    /// Expected and seen where it should be.
    Matched = "matched",
    /// Expected, not seen, and nothing says why.
    Missing = "missing",
    /// Seen, and in no ledger.
    Extra = "extra",
    /// Seen elsewhere than the ledger says, or expected at another site.
    Moved = "moved",
    /// Expected and lent.
    OnLoan = "on-loan",
    /// Expected and not to be seen: virtual, in repair, lost or stolen.
    Excluded = "excluded",
    /// What was seen does not tell which device it is, or contradicts what the ledger says of it.
    Unresolved = "unresolved",
    /// Seen though disposed of.
    DisposedButSeen = "disposed-but-seen",
}

impl Class {
    /// What people call it.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Matched => Text::new("一致", "matched"),
            Self::Missing => Text::new("不明", "missing"),
            Self::Extra => Text::new("台帳外", "extra"),
            Self::Moved => Text::new("場所相違", "moved"),
            Self::OnLoan => Text::new("貸出中", "on loan"),
            Self::Excluded => Text::new("対象外", "excluded"),
            Self::Unresolved => Text::new("要確認", "unresolved"),
            Self::DisposedButSeen => Text::new("廃棄済を確認", "disposed but seen"),
        }
    }
}

/// A device as the ledger knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known<'s> {
    /// The asset number; each once.
    pub device: &'s str,
    /// The serial number.
    pub serial: Option<&'s str>,
    /// The office.
    pub office: Option<&'s str>,
    /// The place.
    pub place: Option<&'s str>,
    /// How it stands.
    pub status: Status,
    /// Whether it exists only inside another machine.
    pub is_virtual: bool,
    /// Whether it is expected where this stock-take is made.
    pub expected: bool,
}

/// Something seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen<'s> {
    /// The number of the record; each once.
    pub id: &'s str,
    /// The asset number on it.
    pub device: Option<&'s str>,
    /// The serial number on it.
    pub serial: Option<&'s str>,
    /// The office where it was seen.
    pub office: Option<&'s str>,
    /// The place where it was seen.
    pub place: Option<&'s str>,
}

/// What a line rests on: a device that was expected, something seen, or both. There is no line of neither.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence<'s> {
    /// Expected, not seen.
    Expected {
        /// The asset number.
        device: &'s str,
    },
    /// Seen, not expected.
    Seen {
        /// The asset number, where it is one of the ledger.
        device: Option<&'s str>,
        /// What it was called, where it is not.
        label: &'s str,
        /// The records.
        sightings: Vec<&'s str>,
    },
    /// Expected and seen.
    Both {
        /// The asset number.
        device: &'s str,
        /// The records.
        sightings: Vec<&'s str>,
    },
}

impl<'s> Evidence<'s> {
    /// What people call it: the asset number, or what was read on it.
    #[must_use]
    pub fn label(&self) -> &'s str {
        match self {
            Self::Expected { device }
            | Self::Both { device, .. }
            | Self::Seen { device: Some(device), .. } => device,
            Self::Seen { device: None, label, .. } => label,
        }
    }

    /// The records of what was seen.
    #[must_use]
    pub fn sightings(&self) -> &[&'s str] {
        match self {
            Self::Expected { .. } => &[],
            Self::Seen { sightings, .. } | Self::Both { sightings, .. } => sightings,
        }
    }
}

/// A line of a stock-take: one device or one unknown thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'s> {
    /// What became of it.
    pub class: Class,
    /// What that rests on.
    pub evidence: Evidence<'s>,
    /// Where it was seen, where that differs from the ledger.
    pub seen_at: Option<&'s str>,
}

/// How many lines of a class.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Expected, not seen.
    pub expected: u64,
    /// Seen, not expected.
    pub seen: u64,
    /// Both.
    pub both: u64,
}

impl Share {
    /// All of them.
    #[must_use]
    pub fn total(self) -> u64 {
        self.expected + self.seen + self.both
    }
}

/// The sum of a stock-take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// How many devices were expected.
    pub expected: u64,
    /// How many records of something seen there are.
    pub sightings: u64,
    /// How many lines each class has.
    pub classes: BTreeMap<Class, Share>,
}

/// A sum that does not close: a fault of this program, never of what was handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the stock-take does not close: {expected} devices expected, {lines} in lines; {sightings} seen, {placed} in lines"
)]
pub struct NotClosed {
    /// Devices expected.
    pub expected: u64,
    /// Devices expected that stand in a line.
    pub lines: u64,
    /// Records of something seen.
    pub sightings: u64,
    /// Records that stand in a line.
    pub placed: u64,
}

impl Explain for NotClosed {
    fn text(&self) -> Text {
        let Self { expected, lines, sightings, placed } = self;
        let ja = format!(
            "棚卸しの件数が合わない。対象機器{expected}台に対し明細{lines}台、確認記録{sightings}件に対し明細{placed}件"
        );
        Text::new(ja, self.to_string())
    }
}

/// A stock-take compared with the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StocktakeReport<'s> {
    lines: Vec<Line<'s>>,
    sum: Sum,
}

impl<'s> StocktakeReport<'s> {
    /// Compares what is known with what was seen. Each expected device and each record of something seen comes to
    /// stand in exactly one line.
    ///
    /// # Errors
    /// [`NotClosed`] where an asset number or a record's number stands twice in what is handed in.
    pub fn compare(known: &[Known<'s>], seen: &[Seen<'s>]) -> Result<Self, NotClosed> {
        let places: HashMap<&str, usize> =
            known.iter().enumerate().map(|(at, one)| (one.device, at)).collect();
        // A serial number that two devices share names neither.
        let mut serials: HashMap<Cow<'_, str>, Option<usize>> = HashMap::with_capacity(known.len());
        for (at, one) in known.iter().enumerate() {
            if let Some(serial) = one.serial {
                serials.entry(folded(serial)).and_modify(|shared| *shared = None).or_insert(Some(at));
            }
        }
        let mut of_device: Vec<Vec<&Seen<'s>>> = vec![Vec::new(); known.len()];
        // By what was read on them, so that a thing seen twice is one thing.
        let mut strangers: BTreeMap<(&str, Class), Vec<&'s str>> = BTreeMap::new();
        for one in seen {
            let by_number = one.device.map(|device| places.get(device).copied());
            let by_serial = one.serial.and_then(|serial| serials.get(&folded(serial)).copied());
            let label = one.device.or(one.serial).unwrap_or(one.id);
            let at = match (by_number, by_serial) {
                // The number says one device and the serial number another, or the number is not known.
                (Some(Some(a)), Some(Some(b))) if a != b => Err(Class::Unresolved),
                (Some(None), Some(_)) | (None, Some(None)) => Err(Class::Unresolved),
                (Some(Some(at)), _) | (None, Some(Some(at))) => Ok(at),
                (Some(None), None) => Err(Class::Extra),
                (None, None) if one.serial.is_some() => Err(Class::Extra),
                (None, None) => Err(Class::Unresolved),
            };
            match at.map(|at| of_device.get_mut(at)) {
                Ok(Some(list)) => list.push(one),
                Ok(None) => strangers.entry((label, Class::Unresolved)).or_default().push(one.id),
                Err(class) => strangers.entry((label, class)).or_default().push(one.id),
            }
        }
        let mut lines: Vec<Line<'s>> =
            known.iter().zip(&of_device).filter_map(|(one, seen)| line(one, seen)).collect();
        lines.extend(strangers.into_iter().map(|((label, class), sightings)| Line {
            class,
            evidence: Evidence::Seen { device: None, label, sightings },
            seen_at: None,
        }));
        let sum = Sum::close(known, seen, &lines)?;
        Ok(Self { lines, sum })
    }

    /// The lines: the devices of the ledger in the order given, then what is in no ledger.
    #[must_use]
    pub fn lines(&self) -> &[Line<'s>] {
        &self.lines
    }

    /// The sum, which closes.
    #[must_use]
    pub fn sum(&self) -> &Sum {
        &self.sum
    }

    /// The lines of a class.
    pub fn class(&self, class: Class) -> impl Iterator<Item = &Line<'s>> {
        self.lines.iter().filter(move |line| line.class == class)
    }

    /// Whether every device expected and everything seen is accounted for: nothing is missing, extra, unresolved, or
    /// disposed of and seen. What was moved is accounted for: it is known where it is.
    #[must_use]
    pub fn is_accounted(&self) -> bool {
        self.lines.iter().all(|line| match line.class {
            Class::Matched | Class::Moved | Class::OnLoan | Class::Excluded => true,
            Class::Missing | Class::Extra | Class::Unresolved | Class::DisposedButSeen => false,
        })
    }

    /// What has to be looked into.
    #[must_use]
    pub fn findings(&self, rules: &Rules) -> Vec<Finding> {
        line_findings(&self.lines, rules)
    }
}

/// What has to be looked into of some lines.
fn line_findings(lines: &[Line<'_>], rules: &Rules) -> Vec<Finding> {
    let mut findings = Vec::new();
    for line in lines {
        let label = line.evidence.label();
        let at = line.seen_at.map_or_else(|| Text::new("別の拠点", "another site"), Text::same);
        let (check, message) = match line.class {
            Class::Matched | Class::OnLoan | Class::Excluded => continue,
            Class::Missing => (
                Check::StocktakeMissing,
                Text::new("棚卸しで確認できなかった", "was not seen in the stock-take"),
            ),
            Class::Extra => (
                Check::StocktakeExtra,
                Text::new(
                    "棚卸しで確認したが台帳にない",
                    "was seen in the stock-take and stands in no ledger",
                ),
            ),
            Class::Moved => (
                Check::StocktakeMoved,
                Text::new(
                    format!("台帳と異なる{}で確認した", at.ja),
                    format!("was seen at {}, where the ledger does not have it", at.en),
                ),
            ),
            Class::Unresolved => (
                Check::StocktakeUnresolved,
                Text::new(
                    "確認した記録からどの機器か決まらないか、台帳の状態と矛盾する",
                    "what was seen does not tell which device it is, or contradicts what the ledger says of it",
                ),
            ),
            Class::DisposedButSeen => {
                (Check::DisposedButSeen, Text::new("廃棄済だが確認された", "was disposed of, and was seen"))
            }
        };
        let message = match line.evidence.sightings() {
            [] => message,
            seen => Text::new(
                format!("{}（棚卸し記録{}）", message.ja, seen.join("、")),
                format!("{} (sighting {})", message.en, seen.join(", ")),
            ),
        };
        findings.extend(rules.finding(check, Kind::Device, label, message, &[]));
    }
    findings
}

/// The line of a device of the ledger; none where it was neither expected nor seen.
fn line<'s>(one: &Known<'s>, seen: &[&Seen<'s>]) -> Option<Line<'s>> {
    let sightings: Vec<&'s str> = seen.iter().map(|seen| seen.id).collect();
    let elsewhere =
        seen.iter().find(|seen| differs(one.office, seen.office) || differs(one.place, seen.place));
    // Seen in two places: which is right, nobody can say.
    let twice = seen
        .iter()
        .zip(seen.iter().skip(1))
        .any(|(a, b)| differs(a.office, b.office) || differs(a.place, b.place));
    let expected = one.expected && one.status != Status::Disposed;
    let device = one.device;
    let evidence = match (expected, sightings.is_empty()) {
        (false, true) => return None,
        (true, true) => Evidence::Expected { device },
        (true, false) => Evidence::Both { device, sightings },
        (false, false) => Evidence::Seen { device: Some(device), label: device, sightings },
    };
    let is_seen = !seen.is_empty();
    let class = match one.status {
        Status::Disposed => Class::DisposedButSeen,
        // Something without body was seen; somebody who has it reports it lost.
        _ if one.is_virtual && is_seen => Class::Unresolved,
        Status::Lost | Status::Stolen | Status::InRepair if is_seen => Class::Unresolved,
        _ if one.is_virtual => Class::Excluded,
        Status::Lost | Status::Stolen | Status::InRepair => Class::Excluded,
        _ if twice => Class::Unresolved,
        // What is lent is seen with its borrower, wherever that is.
        Status::Lent => Class::OnLoan,
        _ if !is_seen => Class::Missing,
        _ if elsewhere.is_some() || !expected => Class::Moved,
        Status::InUse | Status::InStore | Status::Damaged => Class::Matched,
    };
    let seen_at =
        elsewhere.and_then(|seen| if differs(one.office, seen.office) { seen.office } else { seen.place });
    let seen_at = seen_at.or_else(|| {
        seen.first().and_then(|seen| seen.place.or(seen.office)).filter(|_| class == Class::Moved)
    });
    Some(Line { class, evidence, seen_at })
}

fn differs(known: Option<&str>, seen: Option<&str>) -> bool {
    known.zip(seen).is_some_and(|(known, seen)| folded(known) != folded(seen))
}

impl Sum {
    /// Adds up lines, and checks that nothing fell between them.
    fn close(known: &[Known<'_>], seen: &[Seen<'_>], lines: &[Line<'_>]) -> Result<Self, NotClosed> {
        let number = number_of;
        let mut classes: BTreeMap<Class, Share> =
            Class::ALL.iter().map(|class| (*class, Share::default())).collect();
        let (mut in_lines, mut placed) = (0_u64, 0_u64);
        for line in lines {
            let share = classes.entry(line.class).or_default();
            let (count, is_expected) = match line.evidence {
                Evidence::Expected { .. } => (&mut share.expected, true),
                Evidence::Seen { .. } => (&mut share.seen, false),
                Evidence::Both { .. } => (&mut share.both, true),
            };
            *count += 1;
            in_lines += u64::from(is_expected);
            placed += number(line.evidence.sightings().len());
        }
        let wanted = |one: &&Known<'_>| one.expected && one.status != Status::Disposed;
        // Numbers are counted once, whatever is handed in: what stands twice cannot close.
        let expected =
            number(known.iter().filter(wanted).map(|one| one.device).collect::<HashSet<_>>().len());
        let sightings = number(seen.iter().map(|one| one.id).collect::<HashSet<_>>().len());
        if expected != in_lines || sightings != placed {
            return Err(NotClosed { expected, lines: in_lines, sightings, placed });
        }
        Ok(Self { expected, sightings, classes })
    }

    /// How many lines a class has.
    #[must_use]
    pub fn of(&self, class: Class) -> Share {
        self.classes.get(&class).copied().unwrap_or_default()
    }
}
