//! What a check of licences tells people.

use std::collections::{BTreeMap, BTreeSet};

use provenance::{Finding, Text};

use super::{
    bases::{BaseFault, Contradiction, contradictions},
    coverage::Holds,
    day::Licences,
    near,
    products::Mark,
    result::{AssetUse, Because, Duplicate, LicenceCheck, Misplaced, Repoint, RowRef, Shortage},
    terms::counted,
};
use crate::Check;

/// How many rows a finding names before it only counts the rest.
const NAMED_ROWS: usize = 5;

pub(crate) fn of(licences: &Licences<'_>, check: &LicenceCheck<'_>) -> Vec<Finding> {
    let mut told = Told { licences, findings: Vec::new() };
    let is_proved = |feared: &&Shortage<'_>| !check.shortages.contains(feared);
    check.shortages.iter().for_each(|shortage| told.shortage(shortage, true));
    check.feared.iter().filter(is_proved).for_each(|shortage| told.shortage(shortage, false));
    for asset in &check.assets {
        told.over_used(asset);
        told.base(asset);
    }
    for (subject, message) in near::told(licences, &check.assets) {
        told.tell(Check::LicenceNear, subject, message);
    }
    contradictions(&licences.terms).into_iter().for_each(|one| told.contradiction(one));
    check.misplaced.iter().for_each(|one| told.misplaced(one));
    told.repoint(&check.repoint);
    told.duplicates(&check.duplicates);
    told.on_disposed(&check.on_disposed);
    told.upgraded_alone();
    told.on_unknown(&check.unknown_devices);
    told.unreadable();
    told.unlisted();
    for local in check.local.iter().filter(|local| !local.verdict.is_met()) {
        let software = local.software.unwrap_or("?");
        let shown = |count: Option<u64>| count.map_or_else(|| "?".to_owned(), |count| count.to_string());
        let (held, installed) = (shown(local.held), shown(local.installed));
        let is_over = local.verdict.is_not_met();
        told.tell(
            if is_over { Check::LicenceLocal } else { Check::LicenceLocalUnknown },
            local.id.to_owned(),
            Text::new(
                format!("現地調達の{software}: 保有{held}、インストール{installed}"),
                format!("{software}, bought abroad: {held} held, {installed} installed"),
            ),
        );
    }
    let mut findings = told.findings;
    findings.sort_by(|a, b| {
        (b.severity, &a.rule, &a.subject, &a.message.en).cmp(&(
            a.severity,
            &b.rule,
            &b.subject,
            &b.message.en,
        ))
    });
    findings
}

/// From which asset to which, and why.
type Way<'a> = (Option<&'a str>, &'a str, Because);

struct Told<'t, 'a> {
    licences: &'t Licences<'a>,
    findings: Vec<Finding>,
}

impl Told<'_, '_> {
    /// Adds what a check noticed, where the contract asks for it.
    fn tell(&mut self, check: Check, subject: String, message: Text) {
        self.findings.extend(self.licences.rules.finding_about(check, subject, message, &[]));
    }

    fn shortage(&mut self, shortage: &Shortage<'_>, is_proved: bool) {
        let kinds: Vec<String> =
            shortage.copies.iter().map(|one| format!("{} ×{}", one.copy, one.needed)).collect();
        let (kinds, assets) = (listed(&kinds), listed(&shortage.assets));
        let Shortage { needed, seats, buy, .. } = shortage;
        let (ja_assets, en_assets) = if shortage.assets.is_empty() {
            ("対応する資産はない".to_owned(), "no licence covers any of them".to_owned())
        } else {
            (
                format!("対応する資産は{}", assets.ja),
                format!("the licences that cover any of them are {}", assets.en),
            )
        };
        let message = Text::new(
            format!("{}: 必要{needed}席に対し{seats}席で{buy}席不足。{ja_assets}", kinds.ja),
            format!("{}: {} needed, {seats} to be had, {buy} short; {en_assets}", kinds.en, counted(*needed)),
        );
        let subject = shortage.copies.first().map_or_else(String::new, |one| one.copy.clone());
        let check = if is_proved { Check::LicenceShortage } else { Check::LicenceShortagePossible };
        self.tell(check, subject, message);
    }

    fn over_used(&mut self, asset: &AssetUse<'_>) {
        let Some((used, seats)) = asset.over_used().filter(|_| asset.is_held) else { return };
        let over = used - seats;
        self.tell(
            Check::LicenceOverUsed,
            asset.asset.to_owned(),
            Text::new(
                format!("使用{used}に対し使える席は{seats}で、{over}超過"),
                format!("{used} used of {}, {over} too many", counted(seats)),
            ),
        );
    }

    fn base(&mut self, asset: &AssetUse<'_>) {
        let Some(fault) = asset.base_fault else { return };
        let message = match fault {
            BaseFault::Unsaid => Text::new(
                "フルライセンスか、どの資産のアップグレードかが台帳にない",
                "the ledger does not say whether it is full, or which licence it upgrades",
            ),
            BaseFault::NotHeld => {
                Text::new("更新元の資産が台帳にない", "the licence that it upgrades is not in the ledger")
            }
            BaseFault::Unfit => Text::new(
                "更新元が別の製品か、より新しい版、または同じ版で下位でないエディションである",
                "the licence that it upgrades is for another product, a newer version, or the same in no lesser edition",
            ),
            BaseFault::OtherLanguage => {
                Text::new("更新元は別の言語用である", "the licence that it upgrades is for another language")
            }
            BaseFault::OtherDevice => Text::new(
                "更新元は別の機器に紐づく",
                "the licence that it upgrades is bound to another device",
            ),
            BaseFault::Unknown => Text::new(
                "自身または更新元の製品、版、エディション、言語、機器のいずれかが分からない",
                "product, version, edition, language or device of it or of the licence that it upgrades is unknown",
            ),
            BaseFault::BoughtWhen => Text::new(
                "更新元は使用を終えており、それまでに調達したかが台帳にない",
                "the licence that it upgrades is retired, and the ledger does not say whether it was bought by then",
            ),
            BaseFault::NotInForce => {
                Text::new("更新元が有効でない", "the licence that it upgrades is not in force")
            }
            BaseFault::Circle => Text::new("更新元をたどると自身に戻る", "its bases lead back to itself"),
            BaseFault::TooFew => Text::new(
                format!("更新元の席が足りず、使えるのは{}席", asset.seats.low),
                format!("the licence that it upgrades has too few seats: {} can be used", asset.seats.low),
            ),
        };
        self.tell(Check::LicenceBase, asset.asset.to_owned(), message);
    }

    fn contradiction(&mut self, one: Contradiction<'_>) {
        let (asset, message) = match one {
            Contradiction::FullUpgrade { asset, base } => (
                asset,
                Text::new(
                    format!("フルライセンスとあるが、更新元に資産{base}が記されている"),
                    format!("it is recorded as full, and yet as an upgrade of asset {base}"),
                ),
            ),
            Contradiction::Unreturned { asset, by } => (
                asset,
                Text::new(
                    format!("更新先に資産{by}とあるが、資産{by}の更新元はこれではない"),
                    format!("recorded as upgraded by asset {by}, whose record does not name it"),
                ),
            ),
            Contradiction::UpgradedByNone { asset, by } => (
                asset,
                Text::new(
                    format!("更新先の資産{by}が保有台帳にない"),
                    format!("recorded as upgraded by asset {by}, which is not among those held"),
                ),
            ),
        };
        self.tell(Check::LicenceContradiction, asset.to_owned(), message);
    }

    fn misplaced(&mut self, one: &Misplaced<'_>) {
        let rows: Vec<&str> = one.rows.iter().map(|row| row.id).collect();
        let rows = listed(&rows);
        let why = |pick: fn(&Text) -> &str| {
            let whys: Vec<&str> = one.obstacles.iter().map(|step| pick(&step.why)).collect();
            whys.join("; ")
        };
        let copy = &one.copy;
        let (check, message) = match (one.asset, one.holds) {
            (None, _) => (
                Check::LicenceNotNamed,
                Text::new(
                    format!("{copy}の使用に資産管理番号がない（{}）", rows.ja),
                    format!("no asset number for the use of {copy} ({})", rows.en),
                ),
            ),
            (Some(asset), _) if one.obstacles.is_empty() => (
                Check::LicenceNotHeld,
                Text::new(
                    format!("{copy}の資産{asset}が保有台帳にない（{}）", rows.ja),
                    format!("asset {asset}, named for {copy}, is not among those held ({})", rows.en),
                ),
            ),
            (Some(asset), Holds::No | Holds::Yes) => (
                Check::LicenceNotCovered,
                Text::new(
                    format!("資産{asset}は{copy}を含まない: {}（{}）", why(|why| &why.ja), rows.ja),
                    format!("asset {asset} does not cover {copy}: {} ({})", why(|why| &why.en), rows.en),
                ),
            ),
            (Some(asset), Holds::Unknown) => (
                Check::LicenceUndetermined,
                Text::new(
                    format!("資産{asset}が{copy}を含むか決まらない: {}（{}）", why(|why| &why.ja), rows.ja),
                    format!(
                        "whether asset {asset} covers {copy} is open: {} ({})",
                        why(|why| &why.en),
                        rows.en
                    ),
                ),
            ),
        };
        self.tell(check, one.asset.unwrap_or("-").to_owned(), message);
    }

    fn repoint(&mut self, repoint: &[Repoint<'_>]) {
        let mut ways: BTreeMap<Way<'_>, (u64, Vec<RowRef<'_>>)> = BTreeMap::new();
        for one in repoint {
            let way = ways.entry((one.from, one.to, one.because)).or_default();
            way.0 += one.seats;
            way.1.push(one.row);
        }
        for ((from, to, because), (seats, rows)) in ways {
            let names: Vec<&str> = rows.iter().map(|row| row.id).collect();
            let names = listed(&names);
            let because = match because {
                Because::NoAsset => Text::new("番号がない", "they name none"),
                Because::NotHeld => Text::new("保有していない", "it is not held"),
                Because::NotCovered => Text::new("対象外", "it does not cover them"),
                Because::Undetermined => Text::new("対象か不明", "whether it covers them is open"),
                Because::TooFewSeats => Text::new("席が足りない", "it has too few seats"),
            };
            let (ja_from, en_from) = match from {
                Some(from) => (format!("資産{from}"), format!("asset {from}")),
                None => ("番号なし".to_owned(), "no asset".to_owned()),
            };
            let message = Text::new(
                format!("{seats}席を{ja_from}から資産{to}へ付け替える（{}）: {}", because.ja, names.ja),
                format!(
                    "point {} from {en_from} to asset {to}, since {}: {}",
                    counted(seats),
                    because.en,
                    names.en
                ),
            );
            self.tell(Check::LicenceRepoint, to.to_owned(), message);
        }
    }

    fn duplicates(&mut self, duplicates: &[Duplicate<'_>]) {
        for Duplicate { row, original } in duplicates {
            let message = Text::new(
                format!("{}と同じ機器・同じソフトウェアの行", original.id),
                format!("same software on the same device as {}", original.id),
            );
            self.tell(Check::LicenceDuplicate, row.id.to_owned(), message);
        }
    }

    fn on_disposed(&mut self, rows: &[RowRef<'_>]) {
        if rows.is_empty() {
            return;
        }
        let names: Vec<&str> = rows.iter().map(|row| row.id).collect();
        let names = listed(&names);
        let message = Text::new(
            format!("廃棄済みの機器での使用が残る（席は数えない）: {}", names.ja),
            format!("still recorded on devices that are disposed of; they take no seat: {}", names.en),
        );
        let subject = rows.first().map_or("", |row| row.id).to_owned();
        self.tell(Check::LicenceOnDisposedDevice, subject, message);
    }

    fn upgraded_alone(&mut self) {
        for row in &self.licences.copies.upgraded_alone {
            let message = Text::new(
                "更新済とあるが、同じ機器に更新先の行がない（使用中かもしれないものとして数える）",
                "recorded as upgraded, but nothing on its device is what it was upgraded to: it may still be in use, and is \
                 counted so",
            );
            self.tell(Check::LicenceUpgradedAlone, (*row).to_owned(), message);
        }
    }

    fn on_unknown(&mut self, devices: &[&str]) {
        let Some(first) = devices.first() else { return };
        let names = listed(devices);
        let message = Text::new(
            format!("どの台帳にもない機器での使用（席は数える）: {}", names.ja),
            format!("used on devices that stand in no ledger; the seats are counted: {}", names.en),
        );
        self.tell(Check::LicenceOnUnknownDevice, (*first).to_owned(), message);
    }

    fn unreadable(&mut self) {
        for error in self.licences.terms.iter().flat_map(|terms| &terms.unreadable) {
            let message = Text::new(
                format!("項目{}の値「{}」が読めない（記録{}）", error.field, error.found, error.entry),
                error.to_string(),
            );
            self.tell(Check::LicenceUnreadable, error.id.clone(), message);
        }
        for row in &self.licences.copies.uncounted {
            let found = row.found.unwrap_or("-");
            if row.is_too_much {
                let message = Text::new(
                    format!("返却数{found}が配布数より多く、数えられない"),
                    format!("{found} returned, more than were distributed, so that nothing can be counted"),
                );
                self.tell(Check::LicenceOverReturned, row.id.to_owned(), message);
                continue;
            }
            let message = Text::new(
                format!("項目{}の値「{found}」では数えられない", row.field),
                format!("field `{}` holds `{found}`, so that nothing can be counted", row.field),
            );
            self.tell(Check::LicenceUnreadable, row.id.to_owned(), message);
        }
    }

    fn unlisted(&mut self) {
        let forms =
            self.licences.copies.forms.iter().chain(self.licences.terms.iter().map(|terms| &terms.form));
        let names: BTreeSet<&str> = forms
            .filter_map(|form| match form.product {
                Mark::Unlisted(name) => Some(name),
                Mark::Known(_) | Mark::NotAsked | Mark::Missing => None,
            })
            .collect();
        for name in names {
            let message = Text::new(
                "製品表にないため、何が何を含むか決まらない",
                "not in the table of products, so that what covers what is open",
            );
            self.tell(Check::LicenceUnlisted, name.to_owned(), message);
        }
    }
}

/// The first of some names, and how many more there are.
fn listed(names: &[impl AsRef<str>]) -> Text {
    let first: Vec<&str> = names.iter().take(NAMED_ROWS).map(AsRef::as_ref).collect();
    let (ja, en) = (first.join("、"), first.join(", "));
    match names.iter().skip(NAMED_ROWS).count() {
        0 => Text::new(ja, en),
        more => Text::new(format!("{ja} ほか{more}件"), format!("{en} and {more} more")),
    }
}
