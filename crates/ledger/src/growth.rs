//! Growth: how much more there is than when the contract was made, and when a limit was passed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use provenance::{Finding, PolicyUse, Text, Verdict};
use tables::{Document, TableErrors};

use self::walk::{known, walk};
use crate::{AsOf, Check, Growth, GrowthBase, GrowthKinds, Journal, Rules, journal::effective};

pub use self::counts::{Called, Counted, Counts};

mod counts;
mod walk;

const POLICIES: &[&str] = &["growth-base", "growth-kinds", "hardware-kind", "software-kind"];

/// What the stock is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// The day as of which it was taken: what came later is growth.
    pub on: NaiveDate,
    /// What there was.
    pub counts: Counts,
    /// What to know about it, where it is not the one that the policy `growth-base` names.
    pub note: Option<Text>,
}

impl Baseline {
    /// What the ledgers held on a day.
    #[must_use]
    pub fn of(journal: &Journal, as_of: AsOf, rules: &Rules) -> Self {
        let mut counts = Counts::default();
        walk(journal, as_of, rules, |_, now| counts = now.clone());
        Self { on: as_of.valid_on, counts, note: None }
    }

    /// The base, from what is at hand: by the policy `growth-base` what the ledgers held on the day before the term
    /// began, or figures handed in. Where the journal begins later, its first day stands in for that day; figures handed
    /// in are used whatever the policy. Either is said in the [note](Self::note). `None` where nothing is at hand.
    #[must_use]
    pub fn chosen(
        journal: &Journal,
        known: u64,
        rules: &Rules,
        term_begins: Option<NaiveDate>,
        table: Option<&Self>,
    ) -> Option<Self> {
        match (rules.policies.growth_base.value, table) {
            (GrowthBase::Table, table) => table.cloned(),
            (GrowthBase::TermBegin, Some(table)) => {
                let note = Text::new(
                    format!("方針は契約開始の前日の台帳によるが、渡された{}の台数を基準とした", table.on),
                    format!(
                        "compared with the figures of {} that were handed in; by the policy it would be the ledgers of the day before the term began",
                        table.on
                    ),
                );
                Some(Self { note: Some(note), ..table.clone() })
            }
            (GrowthBase::TermBegin, None) => {
                let before = term_begins?.pred_opt()?;
                let entries = journal.known(known);
                let first = effective(entries).first().map(|(on, ..)| *on).filter(|first| *first > before);
                let base = Self::of(journal, AsOf::day(first.unwrap_or(before)).known(known), rules);
                let note = first.map(|first| {
                    Text::new(
                        format!("契約開始の前日{before}の記録がなく、台帳の最初の日{first}を代わりの基準とした"),
                        format!(
                            "compared with {first}, the ledgers' first day, in place of {before}, the day before the term began"
                        ),
                    )
                });
                Some(Self { note, ..base })
            }
        }
    }

    /// Reads published or agreed figures: a day `on`, and `[[count]]` rows with `category` or `software`, and `count`.
    ///
    /// # Errors
    /// Every problem of the table, with its place.
    pub fn from_table(file: &str, source: &str) -> Result<Self, TableErrors> {
        Document::parse(file, source).read(|root| {
            let on = root.required_parsed("on", str::parse::<NaiveDate>);
            let mut counts = Counts::default();
            for row in root.rows_by("count", &["category", "software"]) {
                let (category, software) =
                    (row.optional::<String>("category"), row.optional::<String>("software"));
                let Some(count) = row.required::<u64>("count") else { continue };
                if count == 0 {
                    continue;
                }
                match (category, software) {
                    (Some(category), None) => {
                        counts.add(Counted::AllHardware, known(count));
                        counts.add(Counted::Hardware(category.into()), known(count));
                    }
                    (None, Some(software)) => {
                        counts.add(Counted::AllLicences, known(count));
                        counts.add(Counted::Licences(software.into()), known(count));
                    }
                    _ => row.complain(
                        "count",
                        Text::new(
                            "数は、区分かソフトウェアのどちらか一方について書く",
                            "a count is of a category or of a software, one of them",
                        ),
                        None,
                    ),
                }
            }
            Some(Self { on: on?, counts, note: None })
        })
    }
}

/// How a count has grown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grown {
    /// What is counted.
    pub counted: Counted,
    /// How many there were.
    pub base: u64,
    /// How many there are.
    pub now: u64,
    /// How many there may be: the largest whole number within the limit.
    pub limit: u128,
    /// Whether the limit is kept.
    pub verdict: Verdict,
    /// The first day after the base on which it was not.
    pub first_over: Option<NaiveDate>,
}

/// How the number of kinds has grown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrownKinds {
    /// Kinds of what.
    pub name: Text,
    /// How many there were.
    pub base: u64,
    /// How many there are.
    pub now: u64,
    /// How many there may be.
    pub limit: u128,
    /// Whether the limit is kept.
    pub verdict: Verdict,
    /// The first day after the base on which it was not.
    pub first_over: Option<NaiveDate>,
}

/// Growth against a base.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrowthReport {
    /// The day of the base.
    pub base_on: NaiveDate,
    /// What to know about the base, where it is not the one that the policy `growth-base` names.
    pub base_note: Option<Text>,
    /// Each count that was or is there.
    pub counts: Vec<Grown>,
    /// The number of kinds: all together, or of hardware and software each.
    pub kinds: Vec<GrownKinds>,
    /// The readings it rests on.
    pub policies: Vec<PolicyUse>,
}

/// Whether a count keeps within so many percent of its base, exactly.
#[must_use]
pub fn keeps_within(base: u64, now: u64, percent: u32) -> bool {
    u128::from(now) * 100 <= u128::from(base) * (100 + u128::from(percent))
}

impl GrowthReport {
    /// How the stock has grown by a day; `None` where the contract sets no limit.
    #[must_use]
    pub fn of(journal: &Journal, as_of: AsOf, base: &Baseline, rules: &Rules) -> Option<Self> {
        let growth = rules.growth.as_ref()?;
        let groups = kinds(rules);
        let mut now = Counts::default();
        let mut first_count: BTreeMap<Counted, NaiveDate> = BTreeMap::new();
        let mut first_kinds: Vec<Option<NaiveDate>> = vec![None; groups.len()];
        walk(journal, as_of, rules, |day, counts| {
            if day > base.on {
                for (counted, count) in counts.iter() {
                    if is_over(base, counted, count, growth) && !first_count.contains_key(counted) {
                        first_count.insert(counted.clone(), day);
                    }
                }
                for ((_, number), first) in groups.iter().zip(&mut first_kinds) {
                    let over = number(counts) > number(&base.counts) + u64::from(growth.kinds);
                    *first = first.or(over.then_some(day));
                }
            }
            now = counts.clone();
        });
        let named: BTreeSet<&Counted> =
            base.counts.iter().chain(now.iter()).map(|(counted, _)| counted).collect();
        let counts = named.into_iter().map(|counted| {
            let (was, is) = (base.counts.get(counted), now.get(counted));
            let verdict = judged(base, counted, &now, growth);
            let limit = u128::from(was) * (100 + u128::from(growth.count_percent)) / 100;
            Grown {
                counted: counted.clone(),
                base: was,
                now: is,
                limit,
                verdict,
                first_over: first_count.get(counted).copied(),
            }
        });
        let counts = counts.collect();
        let kinds = groups.iter().zip(first_kinds).map(|((name, number), first_over)| {
            let (was, is) = (number(&base.counts), number(&now));
            let limit = was + u64::from(growth.kinds);
            let verdict = match is > limit {
                _ if base.counts.is_empty() => Verdict::Undetermined(Text::new(
                    "基準時の台帳に何もない",
                    "the ledgers held nothing at the base",
                )),
                true => Verdict::NotMet,
                false => Verdict::Met,
            };
            GrownKinds { name: name.clone(), base: was, now: is, limit: limit.into(), verdict, first_over }
        });
        let kinds = kinds.collect();
        let policies = rules.policies.named(POLICIES);
        Some(Self { base_on: base.on, base_note: base.note.clone(), counts, kinds, policies })
    }

    /// What has grown too far.
    #[must_use]
    pub fn findings(&self, rules: &Rules) -> Vec<Finding> {
        let lines = self
            .counts
            .iter()
            .map(|one| (one.counted.text(), one.base, one.now, one.limit, &one.verdict, one.first_over));
        let kinds = self
            .kinds
            .iter()
            .map(|one| (one.name.clone(), one.base, one.now, one.limit, &one.verdict, one.first_over));
        let mut findings = Vec::new();
        for (name, base, now, limit, verdict, first) in lines.chain(kinds) {
            let first = first.map_or_else(Text::default, |day| {
                Text::new(format!("（{day}から）"), format!(" since {day}"))
            });
            let (check, message) = match verdict {
                Verdict::NotMet => (
                    Check::GrowthOver,
                    Text::new(
                        format!("{}が{base}から{now}に増え、上限{limit}を超えている{}", name.ja, first.ja),
                        format!("{} grew from {base} to {now}, beyond {limit}{}", name.en, first.en),
                    ),
                ),
                Verdict::Undetermined(why) => (
                    Check::GrowthUnknown,
                    Text::new(
                        format!("{}が上限{limit}以内か決まらない：{}", name.ja, why.ja),
                        format!("whether {} keeps within {limit} is open: {}", name.en, why.en),
                    ),
                ),
                Verdict::Met | Verdict::NotApplicable(_) => continue,
            };
            findings.extend(rules.finding_about(check, name.en.clone(), message, &[]));
        }
        findings
    }
}

fn is_over(base: &Baseline, counted: &Counted, count: u64, growth: &Growth) -> bool {
    // What was not there before is a new kind: that has a limit of its own.
    let was = base.counts.get(counted);
    was > 0 && base.counts.unknown(counted) == 0 && !keeps_within(was, count, growth.count_percent)
}

fn judged(base: &Baseline, counted: &Counted, now: &Counts, growth: &Growth) -> Verdict {
    let (unknown_then, unknown_now) = (base.counts.unknown(counted), now.unknown(counted));
    if base.counts.get(counted) == 0 && unknown_then == 0 {
        return Verdict::NotApplicable(Text::new(
            "基準時にない種類であり、種類の上限で判定する",
            "was not there at the base: judged by the number of kinds",
        ));
    }
    // What is unknown now can only add to the count, what was unknown then only to the limit.
    match !keeps_within(base.counts.get(counted), now.get(counted), growth.count_percent) {
        true if unknown_then == 0 => Verdict::NotMet,
        false if unknown_now == 0 => Verdict::Met,
        _ => {
            let unknown = unknown_then.max(unknown_now);
            Verdict::Undetermined(Text::new(
                format!("数の不明なライセンスが{unknown}件ある"),
                format!("the number of licences is unknown for {unknown} assets"),
            ))
        }
    }
}

type Group = (Text, fn(&Counts) -> u64);

fn kinds(rules: &Rules) -> Vec<Group> {
    match rules.policies.growth_kinds.value {
        GrowthKinds::Together => {
            let all: fn(&Counts) -> u64 = |counts| counts.hardware_kinds() + counts.software_kinds();
            vec![(Text::new("種類の数", "the number of kinds"), all)]
        }
        GrowthKinds::Each => vec![
            (Text::new("ハードウェアの種類の数", "the number of kinds of hardware"), Counts::hardware_kinds),
            (Text::new("ソフトウェアの種類の数", "the number of kinds of software"), Counts::software_kinds),
        ],
    }
}
