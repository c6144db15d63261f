//! Whether a licence covers a copy, rule by rule, with the reason.

use chrono::NaiveDate;
use provenance::Text;

use super::{
    products::{Form, Mark, Products},
    terms::{Binding, Terms},
};
use crate::DatedRights;

/// Whether something holds. The least of several is what they come to together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holds {
    /// It does not, whatever is still unknown.
    No,
    /// What is recorded does not decide.
    Unknown,
    /// It does.
    Yes,
}

/// The rules of coverage, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CoverageRule {
    /// The product is the same.
    Product,
    /// The licence is in force.
    Term,
    /// The edition is covered.
    Edition,
    /// The version is the licence's, an older one by a right to it, or a newer one by a right to it.
    Version,
    /// The language is covered.
    Language,
    /// The device is the one that the licence is bound to.
    Device,
}

impl CoverageRule {
    /// Its name.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Product => Text::new("製品", "product"),
            Self::Term => Text::new("期間", "term"),
            Self::Edition => Text::new("エディション", "edition"),
            Self::Version => Text::new("バージョン", "version"),
            Self::Language => Text::new("言語", "language"),
            Self::Device => Text::new("機器", "device"),
        }
    }
}

/// What a copy is, as coverage asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Asked<'a> {
    /// What it is.
    pub form: Form<'a>,
    /// The device it is on.
    pub device: Option<&'a str>,
    /// When it was put there: a right with a date is exercised then.
    pub installed_on: Option<NaiveDate>,
}

/// One rule's say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The rule.
    pub rule: CoverageRule,
    /// Whether the licence passes it.
    pub holds: Holds,
    /// Why.
    pub why: Text,
}

/// Why a licence does or does not cover a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// All rules together.
    pub holds: Holds,
    /// Rule by rule.
    pub steps: Vec<Step>,
}

impl Coverage {
    /// The rules that stand in the way, or leave it open where none does.
    pub fn obstacles(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.holds == self.holds && self.holds != Holds::Yes)
    }
}

/// What coverage rests on beside licence and copy.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judge<'p> {
    pub(crate) products: &'p Products,
    pub(crate) day: NaiveDate,
    pub(crate) dated_rights: DatedRights,
}

/// Why a rule says what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    Same,
    NotAsked,
    ProductFirst,
    Other,
    UnlistedInLicence,
    UnlistedInCopy,
    MissingInLicence,
    MissingInCopy,
    Covered,
    AllCovered,
    OlderAllowed,
    OlderForbidden,
    OlderUnsaid,
    BelowFloor,
    FloorUnlisted,
    OlderTooLate,
    NewerAllowed,
    NewerForbidden,
    NewerTooLate,
    InstalledWhen,
    InForce,
    NotBought,
    Begins,
    Ended,
    Retired,
    DeviceGone,
    Unreadable,
    Unbound,
    OtherDevice,
    NoDevice,
    BindingUnsaid,
}

type Ruling = (CoverageRule, Holds, Why);

impl Judge<'_> {
    /// Whether a licence covers a copy.
    pub(crate) fn holds(&self, terms: &Terms<'_>, asked: &Asked<'_>) -> Holds {
        self.rulings(terms, asked).into_iter().map(|(_, holds, _)| holds).min().unwrap_or(Holds::Unknown)
    }

    /// Whether a licence covers a copy, and why.
    pub(crate) fn explain(&self, terms: &Terms<'_>, asked: &Asked<'_>) -> Coverage {
        let steps = self.rulings(terms, asked).map(|(rule, holds, why)| Step {
            rule,
            holds,
            why: self.text(why, rule, terms, asked),
        });
        let holds = steps.iter().map(|step| step.holds).min().unwrap_or(Holds::Unknown);
        Coverage { holds, steps: steps.into() }
    }

    /// The rules that stand in the way, or leave it open where none does: those of [`Coverage::obstacles`], without
    /// the words of the others.
    pub(crate) fn obstacles(&self, terms: &Terms<'_>, asked: &Asked<'_>) -> Vec<Step> {
        let least = self.holds(terms, asked);
        let rulings = self.rulings(terms, asked).into_iter();
        let in_the_way = rulings.filter(|(_, holds, _)| *holds == least && least != Holds::Yes);
        in_the_way
            .map(|(rule, holds, why)| Step { rule, holds, why: self.text(why, rule, terms, asked) })
            .collect()
    }

    fn rulings(&self, terms: &Terms<'_>, asked: &Asked<'_>) -> [Ruling; 6] {
        let product = match (terms.form.product, asked.form.product) {
            (Mark::Known(a), Mark::Known(b)) if a == b => (Holds::Yes, Why::Same),
            (Mark::Known(_), Mark::Known(_)) => (Holds::No, Why::Other),
            (licence, copy) => undecided(licence, copy),
        };
        // What editions, versions and languages mean, the product says.
        let then = |ruling: (Holds, Why)| match product.0 {
            Holds::Yes => ruling,
            Holds::No | Holds::Unknown => (Holds::Yes, Why::ProductFirst),
        };
        let rulings = [
            (CoverageRule::Product, product),
            (CoverageRule::Term, self.term(terms)),
            (CoverageRule::Edition, then(self.edition(terms, asked))),
            (CoverageRule::Version, then(self.version(terms, asked))),
            (CoverageRule::Language, then(self.language(terms, asked))),
            (CoverageRule::Device, device(terms, asked)),
        ];
        rulings.map(|(rule, (holds, why))| (rule, holds, why))
    }

    fn term(&self, terms: &Terms<'_>) -> (Holds, Why) {
        let (to, retired) = (terms.to, terms.retired_on);
        if to.is_some_and(|to| to < self.day) {
            (Holds::No, Why::Ended)
        } else if retired.is_some_and(|on| on <= self.day) {
            (Holds::No, Why::Retired)
        } else if terms.device_gone_on.is_some_and(|on| on <= self.day) {
            (Holds::No, Why::DeviceGone)
        } else if terms.procured_on.is_some_and(|on| on > self.day) {
            (Holds::No, Why::NotBought)
        } else if terms.from.is_some_and(|from| from > self.day) {
            (Holds::No, Why::Begins)
        } else if !terms.unreadable.is_empty() {
            (Holds::Unknown, Why::Unreadable)
        } else {
            (Holds::Yes, Why::InForce)
        }
    }

    fn edition(&self, terms: &Terms<'_>, asked: &Asked<'_>) -> (Holds, Why) {
        let product = self.products.known(terms.form.product);
        match (terms.form.edition, asked.form.edition) {
            (Mark::NotAsked, Mark::NotAsked) => (Holds::Yes, Why::NotAsked),
            (Mark::Known(a), Mark::Known(b)) if a == b => (Holds::Yes, Why::Same),
            (Mark::Known(a), Mark::Known(b)) => {
                match product.and_then(|p| p.edition(a)).is_some_and(|e| e.covers(b)) {
                    true => (Holds::Yes, Why::Covered),
                    false => (Holds::No, Why::Other),
                }
            }
            (Mark::Known(a), Mark::Missing)
                if product.and_then(|p| p.edition(a)).is_some_and(|e| e.covers_all()) =>
            {
                (Holds::Yes, Why::AllCovered)
            }
            (licence, copy) => undecided(licence, copy),
        }
    }

    fn language(&self, terms: &Terms<'_>, asked: &Asked<'_>) -> (Holds, Why) {
        match (terms.form.language, asked.form.language) {
            (Mark::NotAsked, _) | (_, Mark::NotAsked) => (Holds::Yes, Why::NotAsked),
            (Mark::Known(a), Mark::Known(b)) if a == b => (Holds::Yes, Why::Same),
            (Mark::Known(a), Mark::Known(b)) => {
                match self.products.language(a).is_some_and(|language| language.covers(b)) {
                    true => (Holds::Yes, Why::Covered),
                    false => (Holds::No, Why::Other),
                }
            }
            (Mark::Known(a), Mark::Missing)
                if self.products.language(a).is_some_and(|language| language.covers_all()) =>
            {
                (Holds::Yes, Why::AllCovered)
            }
            (licence, copy) => undecided(licence, copy),
        }
    }

    fn version(&self, terms: &Terms<'_>, asked: &Asked<'_>) -> (Holds, Why) {
        match (terms.form.version, asked.form.version) {
            (Mark::NotAsked, Mark::NotAsked) => (Holds::Yes, Why::NotAsked),
            (Mark::Known(a), Mark::Known(b)) if a == b => (Holds::Yes, Why::Same),
            (Mark::Known(a), Mark::Known(b)) if b < a => self.older(terms, asked, b),
            (Mark::Known(_), Mark::Known(_)) => match terms.upgrade_until {
                None => (Holds::No, Why::NewerForbidden),
                Some(until) => self.dated(asked, until, Why::NewerAllowed, Why::NewerTooLate),
            },
            (licence, copy) => undecided(licence, copy),
        }
    }

    fn older(&self, terms: &Terms<'_>, asked: &Asked<'_>, version: u32) -> (Holds, Why) {
        match (terms.downgrade, terms.floor) {
            (Some(false), _) => (Holds::No, Why::OlderForbidden),
            (None, _) => (Holds::Unknown, Why::OlderUnsaid),
            (Some(true), Mark::Known(floor)) if version < floor => (Holds::No, Why::BelowFloor),
            (Some(true), Mark::Unlisted(_)) => (Holds::Unknown, Why::FloorUnlisted),
            (Some(true), _) => match terms.downgrade_until {
                None => (Holds::Yes, Why::OlderAllowed),
                Some(until) => self.dated(asked, until, Why::OlderAllowed, Why::OlderTooLate),
            },
        }
    }

    /// A right that ends on a day, by the policy of what must have happened by then.
    fn dated(&self, asked: &Asked<'_>, until: NaiveDate, in_time: Why, late: Why) -> (Holds, Why) {
        if self.day <= until {
            return (Holds::Yes, in_time);
        }
        match (self.dated_rights, asked.installed_on) {
            (DatedRights::InForce, _) => (Holds::No, late),
            (DatedRights::Exercised, None) => (Holds::Unknown, Why::InstalledWhen),
            (DatedRights::Exercised, Some(on)) if on <= until => (Holds::Yes, in_time),
            (DatedRights::Exercised, Some(_)) => (Holds::No, late),
        }
    }

    fn text(&self, why: Why, rule: CoverageRule, terms: &Terms<'_>, asked: &Asked<'_>) -> Text {
        let only = |form: &Form<'_>| {
            // The words of one mark: the form with all others left out.
            let none = Mark::NotAsked;
            let mut one = Form { product: form.product, edition: none, version: none, language: none };
            match rule {
                CoverageRule::Edition => one.edition = form.edition,
                CoverageRule::Version => one.version = form.version,
                CoverageRule::Language => {
                    one.product = none;
                    one.language = form.language;
                }
                CoverageRule::Product | CoverageRule::Term | CoverageRule::Device => {}
            }
            self.products.words(&one)
        };
        let (licence, copy, day) = (only(&terms.form), only(&asked.form), self.day);
        let shown = |date: Option<NaiveDate>| date.map_or_else(|| "?".to_owned(), |date| date.to_string());
        let name = rule.name();
        match why {
            Why::Same if rule == CoverageRule::Device => {
                let device = asked.device.unwrap_or("?");
                Text::new(format!("機器{device}に紐づく"), format!("bound to this device, {device}"))
            }
            Why::Same => Text::new(format!("{copy}で一致"), format!("both are {copy}")),
            Why::NotAsked => Text::new(
                format!("この製品は{}を問わない", name.ja),
                format!("this product is licensed whatever the {}", name.en),
            ),
            Why::ProductFirst => {
                Text::new("製品が決まらないため問わない", "not asked, since the product is not the same")
            }
            Why::Other => Text::new(
                format!("ライセンスは{licence}用で、{copy}を含まない"),
                format!("the licence is for {licence}, which does not cover {copy}"),
            ),
            Why::UnlistedInLicence => Text::new(
                format!("ライセンスの「{licence}」が製品表にない"),
                format!("`{licence}`, as the licence has it, is not in the table of products"),
            ),
            Why::UnlistedInCopy => Text::new(
                format!("使用中の「{copy}」が製品表にない"),
                format!("`{copy}`, as used, is not in the table of products"),
            ),
            Why::MissingInLicence => Text::new(
                format!("ライセンスの{}が台帳にない", name.ja),
                format!("the ledger does not say the licence's {}", name.en),
            ),
            Why::MissingInCopy => Text::new(
                format!("使用中の{}が台帳にない", name.ja),
                format!("the ledger does not say the {} in use", name.en),
            ),
            Why::Covered => Text::new(format!("{licence}は{copy}を含む"), format!("{licence} covers {copy}")),
            Why::AllCovered => {
                Text::new(format!("{licence}はすべてを含む"), format!("{licence} covers every {}", name.en))
            }
            Why::OlderAllowed => Text::new(
                format!("{licence}からのダウングレードが認められる"),
                format!("downgrading from {licence} is allowed"),
            ),
            Why::OlderForbidden => Text::new(
                format!("{licence}は{copy}へのダウングレードを認めない"),
                format!("{licence} may not be downgraded to {copy}"),
            ),
            Why::OlderUnsaid => Text::new(
                format!("{licence}を{copy}へ下げてよいかが台帳にない"),
                format!("the ledger does not say whether {licence} may be downgraded to {copy}"),
            ),
            Why::BelowFloor => Text::new(
                format!("{copy}はダウングレードの下限より古い"),
                format!("{copy} is older than the oldest version allowed"),
            ),
            Why::FloorUnlisted => Text::new(
                "ダウングレードの下限が製品表にない",
                "the oldest version allowed is not in the table of products",
            ),
            Why::OlderTooLate => Text::new(
                format!("ダウングレードは{}まで", shown(terms.downgrade_until)),
                format!("downgrading was allowed until {}", shown(terms.downgrade_until)),
            ),
            Why::NewerAllowed => Text::new(
                format!("アップグレード有効期限（{}）内の{copy}を含む", shown(terms.upgrade_until)),
                format!("upgrades until {} are included, and so is {copy}", shown(terms.upgrade_until)),
            ),
            Why::NewerForbidden => Text::new(
                format!("{copy}は{licence}より新しく、アップグレードの権利がない"),
                format!("{copy} is newer than {licence}, and no upgrades are included"),
            ),
            Why::NewerTooLate => Text::new(
                format!("アップグレードは{}まで", shown(terms.upgrade_until)),
                format!("upgrades were included until {}", shown(terms.upgrade_until)),
            ),
            Why::InstalledWhen => Text::new(
                "期限のある権利に関わる作業日が台帳にない",
                "the right has ended, and the ledger does not say when the copy was installed",
            ),
            Why::InForce => Text::new(format!("{day}に有効"), format!("in force on {day}")),
            Why::NotBought => Text::new(
                format!("調達日は{}", shown(terms.procured_on)),
                format!("procured on {}, not before", shown(terms.procured_on)),
            ),
            Why::Begins => Text::new(
                format!("使用期間は{}から", shown(terms.from)),
                format!("usable from {} on", shown(terms.from)),
            ),
            Why::Ended => Text::new(
                format!("使用期間は{}で終了", shown(terms.to)),
                format!("its term ended on {}", shown(terms.to)),
            ),
            Why::Retired => Text::new(
                format!("{}に使用終了", shown(terms.retired_on)),
                format!("retired on {}", shown(terms.retired_on)),
            ),
            Why::DeviceGone => Text::new(
                format!("紐づく機器が{}に廃棄済み", shown(terms.device_gone_on)),
                format!("the device it is bound to was disposed of on {}", shown(terms.device_gone_on)),
            ),
            Why::Unreadable => {
                let fields: Vec<&str> = terms.unreadable.iter().map(|error| error.field.word()).collect();
                let fields = fields.join(", ");
                Text::new(
                    format!("ライセンスの項目が読めない（{fields}）"),
                    format!("fields of the licence cannot be read ({fields})"),
                )
            }
            Why::Unbound => Text::new("機器に紐づかない", "bound to no device"),
            Why::OtherDevice | Why::NoDevice | Why::BindingUnsaid => bound(why, terms, asked),
        }
    }
}

fn bound(why: Why, terms: &Terms<'_>, asked: &Asked<'_>) -> Text {
    let licence = match terms.binding {
        Binding::Device(device) => device,
        Binding::Free | Binding::Unsaid => "?",
    };
    let copy = asked.device.unwrap_or("?");
    match why {
        Why::OtherDevice => Text::new(
            format!("機器{licence}に紐づき、{copy}では使えない"),
            format!("bound to device {licence}, not to {copy}"),
        ),
        Why::NoDevice => Text::new(
            format!("機器{licence}に紐づくが、使用する機器が台帳にない"),
            format!("bound to device {licence}, and the ledger does not say where the copy is"),
        ),
        _ => Text::new(
            "OEMライセンスだが紐づく機器が台帳にない",
            "an OEM licence whose device the ledger does not say",
        ),
    }
}

fn device(terms: &Terms<'_>, asked: &Asked<'_>) -> (Holds, Why) {
    match (terms.binding, asked.device) {
        (Binding::Free, _) => (Holds::Yes, Why::Unbound),
        (Binding::Device(bound), Some(device)) if bound == device => (Holds::Yes, Why::Same),
        (Binding::Device(_), Some(_)) => (Holds::No, Why::OtherDevice),
        (Binding::Device(_), None) => (Holds::Unknown, Why::NoDevice),
        (Binding::Unsaid, _) => (Holds::Unknown, Why::BindingUnsaid),
    }
}

fn undecided(licence: Mark<'_>, copy: Mark<'_>) -> (Holds, Why) {
    let why = match (licence, copy) {
        (Mark::Unlisted(_), _) => Why::UnlistedInLicence,
        (_, Mark::Unlisted(_)) => Why::UnlistedInCopy,
        (Mark::Missing, _) => Why::MissingInLicence,
        _ => Why::MissingInCopy,
    };
    (Holds::Unknown, why)
}
