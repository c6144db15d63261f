//! What a check of licences tells people.

use std::collections::{BTreeMap, BTreeSet};

use provenance::{Clause, Finding, RuleId, Severity, Text};

use super::{
    check::{AssetUse, Because, LicenceCheck, Licences, Misplaced, Repoint, RowRef, Shortage},
    coverage::Holds,
    products::Mark,
    seats::BaseFault,
    terms::Binding,
};
use crate::Kind;

/// How many rows a finding names before it only counts the rest.
const NAMED_ROWS: usize = 5;

pub(crate) fn of(licences: &Licences<'_>, check: &LicenceCheck<'_>) -> Vec<Finding> {
    let mut told = Told { licences, findings: Vec::new() };
    let is_proved = |feared: &&Shortage<'_>| !check.shortages.contains(feared);
    check.shortages.iter().for_each(|shortage| told.shortage(shortage, true));
    check.feared.iter().filter(is_proved).for_each(|shortage| told.shortage(shortage, false));
    for asset in &check.assets {
        told.over_used(asset);
        told.near(asset);
        told.base(asset);
    }
    check.misplaced.iter().for_each(|one| told.misplaced(one));
    told.repoint(&check.repoint);
    told.duplicates(&check.duplicates);
    told.on_disposed(&check.on_disposed);
    told.unreadable();
    told.unlisted();
    for local in check.local.iter().filter(|local| !local.verdict.is_met()) {
        let severity = if local.verdict.is_not_met() { Severity::Warning } else { Severity::Note };
        let software = local.software.unwrap_or("?");
        let shown = |count: Option<u64>| count.map_or_else(|| "?".to_owned(), |count| count.to_string());
        let (held, installed) = (shown(local.held), shown(local.installed));
        told.tell(
            "licence-local",
            severity,
            &[Kind::LocalSoftware],
            local.id.to_owned(),
            Text::new(
                format!("現地調達の{software}: 保有{held}、インストール{installed}"),
                format!("{software}, bought abroad: {held} held, {installed} installed"),
            ),
            Some(Text::new(
                "事務所に調査を行い、不足分は事務所で調達する",
                "ask the office, and let it buy what is missing",
            )),
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

/// The rules that a comparison of licences can name.
pub const RULES: &[&str] = &[
    "licence-base",
    "licence-duplicate",
    "licence-local",
    "licence-near",
    "licence-not-covered",
    "licence-not-held",
    "licence-not-named",
    "licence-on-disposed-device",
    "licence-over-used",
    "licence-repoint",
    "licence-shortage",
    "licence-shortage-possible",
    "licence-undetermined",
    "licence-unlisted",
    "licence-unreadable",
];

impl Told<'_, '_> {
    /// Adds a finding with the clause that asks for the comparison and those of the ledgers concerned.
    fn tell(
        &mut self,
        rule: &str,
        severity: Severity,
        ledgers: &[Kind],
        subject: String,
        message: Text,
        help: Option<Text>,
    ) {
        let Ok(rule) = rule.parse::<RuleId>() else { return };
        let rules = self.licences.rules;
        let near = rules.near.as_ref().map(|near| near.clause.clone());
        let sheets = ledgers.iter().filter_map(|kind| Some(rules.sheets.sheet(*kind)?.clause.clone()));
        let mut clauses: Vec<Clause> = Vec::new();
        for clause in near.into_iter().chain(sheets) {
            if !clauses.contains(&clause) {
                clauses.push(clause);
            }
        }
        self.findings.push(Finding { rule, severity, clauses, subject, message, help });
    }

    fn shortage(&mut self, shortage: &Shortage<'_>, is_proved: bool) {
        let kinds: Vec<String> =
            shortage.copies.iter().map(|(copy, count, _)| format!("{copy} ×{count}")).collect();
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
        let subject = shortage.copies.first().map_or_else(String::new, |(copy, ..)| copy.clone());
        if is_proved {
            let help = Text::new(
                format!("これらを使えるライセンスを{buy}席購入するか、{buy}本を削除する"),
                format!("buy {} for any of them, or remove as many copies", counted(*buy)),
            );
            self.tell(
                "licence-shortage",
                Severity::Error,
                &[Kind::Entitlement],
                subject,
                message,
                Some(help),
            );
        } else {
            let help = Text::new(
                "台帳と製品表の不明な点を埋めれば、不足かどうかが決まる",
                "fill in what ledger and table of products leave open; that decides whether any are short",
            );
            let rule = "licence-shortage-possible";
            self.tell(rule, Severity::Warning, &[Kind::Entitlement], subject, message, Some(help));
        }
    }

    fn over_used(&mut self, asset: &AssetUse<'_>) {
        if !asset.is_held || asset.used() <= asset.seats.high {
            return;
        }
        let (used, seats, over) =
            (asset.used(), asset.seats.high, asset.used().saturating_sub(asset.seats.high));
        self.tell(
            "licence-over-used",
            Severity::Warning,
            &[Kind::Entitlement],
            asset.asset.to_owned(),
            Text::new(
                format!("使用{used}に対し使える席は{seats}で、{over}超過"),
                format!("{used} used of {}, {over} too many", counted(seats)),
            ),
            Some(Text::new(
                "付け替えの提案に従い、足りない分は購入する",
                "follow the proposals to re-point rows; buy what is missing after that",
            )),
        );
    }

    fn near(&mut self, asset: &AssetUse<'_>) {
        let Some(near) = &self.licences.rules.near else { return };
        let terms = self.licences.licence(asset.asset);
        // A licence that belongs to one device is used up by that device, and no news.
        let is_bound = terms.is_none_or(|terms| terms.binding != Binding::Free);
        let (seats, used) = (asset.seats.low, asset.used());
        let later = used.saturating_add(asset.projected);
        let reaches = |used: u64| u128::from(used) * 100 >= u128::from(seats) * u128::from(near.percent);
        if is_bound || seats == 0 || used > seats || !reaches(later) {
            return;
        }
        let percent = near.percent;
        let (reserved, projected) = (asset.reserved, asset.projected);
        let message = if projected == 0 {
            Text::new(
                format!("{seats}席のうち{used}席を使用（うち承認済{reserved}）で、{percent}%以上"),
                format!(
                    "{used} of {} used, {reserved} of them approved only: {percent}% or more",
                    counted(seats)
                ),
            )
        } else {
            Text::new(
                format!(
                    "{seats}席のうち{used}席を使用し、承認済の申請{projected}件で{later}席となる。{percent}%以上"
                ),
                format!(
                    "{used} of {} used, {later} with the applications approved: {percent}% or more",
                    counted(seats)
                ),
            )
        };
        let help =
            Text::new("担当職員と定例会議に報告する", "report it to the staff in charge and at the meeting");
        let ledgers = [Kind::Entitlement];
        self.tell("licence-near", Severity::Warning, &ledgers, asset.asset.to_owned(), message, Some(help));
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
                "更新元が別の製品か、同じ版またはより新しい版である",
                "the licence that it upgrades is for another product, or for no older version",
            ),
            BaseFault::Unknown => Text::new(
                "自身または更新元の製品か版が製品表にない",
                "its own product or version, or that of the licence that it upgrades, is not known",
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
        let help = Text::new(
            "更新元の資産管理番号を確かめ、元のない分は使わない",
            "check the asset number that it upgrades; do not use what has no base",
        );
        let subject = asset.asset.to_owned();
        self.tell("licence-base", Severity::Warning, &[Kind::Entitlement], subject, message, Some(help));
    }

    fn misplaced(&mut self, one: &Misplaced<'_>) {
        let rows: Vec<&str> = one.rows.iter().map(|row| row.id).collect();
        let rows = listed(&rows);
        let why = |pick: fn(&Text) -> &str| {
            let whys: Vec<&str> = one.obstacles.iter().map(|step| pick(&step.why)).collect();
            whys.join("; ")
        };
        let ledger: Vec<Kind> =
            one.rows.iter().map(|row| row.kind).collect::<BTreeSet<_>>().into_iter().collect();
        let copy = &one.copy;
        let (rule, message) = match (one.asset, one.holds) {
            (None, _) => (
                "licence-not-named",
                Text::new(
                    format!("{copy}の使用に資産管理番号がない（{}）", rows.ja),
                    format!("no asset number for the use of {copy} ({})", rows.en),
                ),
            ),
            (Some(asset), _) if one.obstacles.is_empty() => (
                "licence-not-held",
                Text::new(
                    format!("{copy}の資産{asset}が保有台帳にない（{}）", rows.ja),
                    format!("asset {asset}, named for {copy}, is not among those held ({})", rows.en),
                ),
            ),
            (Some(asset), Holds::No | Holds::Yes) => (
                "licence-not-covered",
                Text::new(
                    format!("資産{asset}は{copy}を含まない: {}（{}）", why(|why| &why.ja), rows.ja),
                    format!("asset {asset} does not cover {copy}: {} ({})", why(|why| &why.en), rows.en),
                ),
            ),
            (Some(asset), Holds::Unknown) => (
                "licence-undetermined",
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
        let help = Text::new(
            "付け替えの提案があれば従い、なければ台帳を正す",
            "follow the proposal to re-point them where there is one; else set the ledger right",
        );
        let subject = one.asset.unwrap_or("-").to_owned();
        self.tell(rule, Severity::Warning, &ledger, subject, message, Some(help));
    }

    fn repoint(&mut self, repoint: &[Repoint<'_>]) {
        let mut ways: BTreeMap<Way<'_>, (u64, Vec<RowRef<'_>>)> = BTreeMap::new();
        for one in repoint {
            let way = ways.entry((one.from, one.to, one.because)).or_default();
            way.0 = way.0.saturating_add(one.seats);
            way.1.push(one.row);
        }
        for ((from, to, because), (seats, rows)) in ways {
            let names: Vec<&str> = rows.iter().map(|row| row.id).collect();
            let names = listed(&names);
            let ledgers: Vec<Kind> =
                rows.iter().map(|row| row.kind).collect::<BTreeSet<_>>().into_iter().collect();
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
            self.tell("licence-repoint", Severity::Warning, &ledgers, to.to_owned(), message, None);
        }
    }

    fn duplicates(&mut self, duplicates: &[(RowRef<'_>, RowRef<'_>)]) {
        for (row, original) in duplicates {
            let message = Text::new(
                format!("{}と同じ機器・同じソフトウェアの行", original.id),
                format!("same software on the same device as {}", original.id),
            );
            let help = Text::new("どちらかの行を取り消す", "reverse one of the two rows");
            let subject = row.id.to_owned();
            self.tell("licence-duplicate", Severity::Note, &[row.kind], subject, message, Some(help));
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
        let help = Text::new("アンインストール済とする", "record them as uninstalled");
        let subject = rows.first().map_or("", |row| row.id).to_owned();
        self.tell(
            "licence-on-disposed-device",
            Severity::Warning,
            &[Kind::Use],
            subject,
            message,
            Some(help),
        );
    }

    fn unreadable(&mut self) {
        for error in self.licences.terms.iter().flat_map(|terms| &terms.unreadable) {
            let message = Text::new(
                format!("項目{}の値「{}」が読めない（記録{}）", error.field, error.found, error.entry),
                error.to_string(),
            );
            let subject = error.id.clone();
            self.tell("licence-unreadable", Severity::Warning, &[Kind::Entitlement], subject, message, None);
        }
        for row in &self.licences.copies.uncounted {
            let found = row.found.unwrap_or("-");
            let message = Text::new(
                format!("項目{}の値「{found}」では数えられない", row.field),
                format!("field `{}` holds `{found}`, so that nothing can be counted", row.field),
            );
            self.tell("licence-unreadable", Severity::Warning, &[row.kind], row.id.to_owned(), message, None);
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
            let help = Text::new("製品表に加える", "add it to the table");
            let ledgers = [Kind::Entitlement];
            self.tell("licence-unlisted", Severity::Warning, &ledgers, name.to_owned(), message, Some(help));
        }
    }
}

fn counted(seats: u64) -> String {
    if seats == 1 { "1 seat".to_owned() } else { format!("{seats} seats") }
}

/// The first of some names, and how many more there are.
fn listed(names: &[impl AsRef<str>]) -> Text {
    let first: Vec<&str> = names.iter().take(NAMED_ROWS).map(AsRef::as_ref).collect();
    let (ja, en) = (first.join("、"), first.join(", "));
    match names.len().saturating_sub(NAMED_ROWS) {
        0 => Text::new(ja, en),
        more => Text::new(format!("{ja} ほか{more}件"), format!("{en} and {more} more")),
    }
}
