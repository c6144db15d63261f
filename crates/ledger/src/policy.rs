//! Readings of what a contract leaves open about its ledgers.

use provenance::{Choice, PolicyUse};
use tables::Row;

use crate::DutyPolicies;

/// Whether an approved application takes a seat before anything is installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApprovedSeat {
    /// It does: what is promised is not free.
    Takes,
    /// It does not; it is shown as a projection alone.
    Projected,
}

/// When an upgrade licence consumes the licence it upgrades.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BaseConsumed {
    /// When it is bought.
    AtPurchase,
    /// When it is installed.
    AtInstallation,
}

/// What a recorded amount is compared as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// As it is recorded, taken to include consumption tax.
    TaxIncluded,
    /// Recorded without tax; the rate in the table is added before it is compared.
    TaxExcluded,
}

/// What a kind of software is when kinds are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SoftwareKind {
    /// A product, whatever its version.
    Product,
    /// A product in a version.
    ProductAndVersion,
}

/// What must have happened by the day on which a right to older or newer versions ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatedRights {
    /// The version was installed: what was installed in time stays covered.
    Exercised,
    /// Nothing helps: the right must be in force on the day asked about.
    InForce,
}

/// Whether a use whose status says that it was upgraded still is a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UpgradedUse {
    /// It is not: another row stands for the new version.
    Ended,
    /// It is: the row itself was carried on.
    Counts,
}

/// Whether an upgrade may change the language of what it upgrades.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BaseLanguage {
    /// It may not, unless one of the two licences is for that of the other too.
    Shared,
    /// It may.
    Any,
}

/// Of what it is said that it is nearly used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NearOf {
    /// All licences of a product together; each alone whose product is not known.
    Product,
    /// Each asset number.
    Asset,
}

const APPROVED_SEAT: &[(&str, ApprovedSeat)] =
    &[("takes", ApprovedSeat::Takes), ("projected", ApprovedSeat::Projected)];
const BASE_CONSUMED: &[(&str, BaseConsumed)] =
    &[("at-purchase", BaseConsumed::AtPurchase), ("at-installation", BaseConsumed::AtInstallation)];
const AMOUNT: &[(&str, Amount)] =
    &[("tax-included", Amount::TaxIncluded), ("tax-excluded", Amount::TaxExcluded)];
const DATED_RIGHTS: &[(&str, DatedRights)] =
    &[("exercised", DatedRights::Exercised), ("in-force", DatedRights::InForce)];
const UPGRADED_USE: &[(&str, UpgradedUse)] =
    &[("ended", UpgradedUse::Ended), ("counts", UpgradedUse::Counts)];
const BASE_LANGUAGE: &[(&str, BaseLanguage)] =
    &[("shared", BaseLanguage::Shared), ("any", BaseLanguage::Any)];
const NEAR_OF: &[(&str, NearOf)] = &[("product", NearOf::Product), ("asset", NearOf::Asset)];
const SOFTWARE_KIND: &[(&str, SoftwareKind)] =
    &[("product", SoftwareKind::Product), ("product-and-version", SoftwareKind::ProductAndVersion)];

/// The policies of a contract's ledgers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policies {
    /// Whether an approved application takes a seat.
    pub approved_seat: Choice<ApprovedSeat>,
    /// When an upgrade consumes its base.
    pub base_consumed: Choice<BaseConsumed>,
    /// What recorded amounts are compared as.
    pub amount: Choice<Amount>,
    /// What a kind of software is.
    pub software_kind: Choice<SoftwareKind>,
    /// What must have happened by the end of a dated right.
    pub dated_rights: Choice<DatedRights>,
    /// Whether a use that was upgraded still is a copy.
    pub upgraded_use: Choice<UpgradedUse>,
    /// Whether an upgrade may change the language.
    pub base_language: Choice<BaseLanguage>,
    /// Of what it is said that it is nearly used up.
    pub near_of: Choice<NearOf>,
    /// What the duties leave open.
    pub duties: DutyPolicies,
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            approved_seat: Choice::built_in(ApprovedSeat::Takes),
            base_consumed: Choice::built_in(BaseConsumed::AtPurchase),
            amount: Choice::built_in(Amount::TaxIncluded),
            software_kind: Choice::built_in(SoftwareKind::Product),
            dated_rights: Choice::built_in(DatedRights::Exercised),
            upgraded_use: Choice::built_in(UpgradedUse::Ended),
            base_language: Choice::built_in(BaseLanguage::Shared),
            near_of: Choice::built_in(NearOf::Product),
            duties: DutyPolicies::default(),
        }
    }
}

impl Policies {
    /// Reads the `[[policy]]` rows of a table; what is wrong with them is noted there.
    pub(crate) fn read(root: &Row<'_>) -> Self {
        let mut policies = Self::default();
        for row in root.rows("policy") {
            match row.required::<String>("id").as_deref() {
                Some("approved-seat") => chosen(&row, APPROVED_SEAT, &mut policies.approved_seat),
                Some("base-consumed") => chosen(&row, BASE_CONSUMED, &mut policies.base_consumed),
                Some("amount") => chosen(&row, AMOUNT, &mut policies.amount),
                Some("software-kind") => chosen(&row, SOFTWARE_KIND, &mut policies.software_kind),
                Some("dated-rights") => chosen(&row, DATED_RIGHTS, &mut policies.dated_rights),
                Some("upgraded-use") => chosen(&row, UPGRADED_USE, &mut policies.upgraded_use),
                Some("base-language") => chosen(&row, BASE_LANGUAGE, &mut policies.base_language),
                Some("near-of") => chosen(&row, NEAR_OF, &mut policies.near_of),
                Some(id) if policies.duties.take(id, &row) => {}
                Some(other) => row.complain(
                    "id",
                    format!("`{other}` is no policy of a ledger"),
                    Some(&format!(
                        "known are `approved-seat`, `base-consumed`, `amount`, `software-kind`, `dated-rights`, \
                         `upgraded-use`, `base-language`, `near-of`, {}",
                        DutyPolicies::known()
                    )),
                ),
                None => {}
            }
        }
        policies
    }

    /// The policies as results show them.
    #[must_use]
    pub fn in_use(&self) -> Vec<PolicyUse> {
        let default = Self::default();
        let mut all = vec![
            self.approved_seat.shown("approved-seat", APPROVED_SEAT, default.approved_seat.value),
            self.base_consumed.shown("base-consumed", BASE_CONSUMED, default.base_consumed.value),
            self.amount.shown("amount", AMOUNT, default.amount.value),
            self.software_kind.shown("software-kind", SOFTWARE_KIND, default.software_kind.value),
            self.dated_rights.shown("dated-rights", DATED_RIGHTS, default.dated_rights.value),
            self.upgraded_use.shown("upgraded-use", UPGRADED_USE, default.upgraded_use.value),
            self.base_language.shown("base-language", BASE_LANGUAGE, default.base_language.value),
            self.near_of.shown("near-of", NEAR_OF, default.near_of.value),
        ];
        all.extend(self.duties.in_use());
        all
    }

    /// Some of the policies, as the results that rest on them show them.
    #[must_use]
    pub fn named(&self, ids: &[&str]) -> Vec<PolicyUse> {
        self.in_use().into_iter().filter(|policy| ids.contains(&policy.id.as_str())).collect()
    }
}

/// A reading that a row states; the clause that is silent must stand with it.
pub(crate) fn chosen<T: Clone>(row: &Row<'_>, words: &[(&str, T)], choice: &mut Choice<T>) {
    if row.required_clause("clause").is_some() {
        row.choose(words, choice);
    }
}
