//! Readings of what a contract leaves open about the duties that come with its ledgers.

use provenance::PolicyUse;
use tables::Row;

use crate::{Choice, policy::chosen};

/// What the stock is compared with when its growth is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrowthBase {
    /// What the ledgers held on the day before the term began.
    TermBegin,
    /// Figures that were published with the contract or agreed later.
    Table,
}

/// Whether kinds of hardware and kinds of software share one limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrowthKinds {
    /// They are added up.
    Together,
    /// Each has the limit of its own.
    Each,
}

/// What a kind of hardware is when devices are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HardwareKind {
    /// A category, such as PCs.
    Category,
    /// A model of a category.
    CategoryAndModel,
}

/// Which amount a renewal is told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountFrom {
    /// The contract's amount, or else the total price that was paid.
    ContractOrTotal,
    /// The contract's amount alone.
    Contract,
}

/// What the stock-take of all ledgers looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StocktakeOf {
    /// Devices.
    Devices,
    /// Devices, what comes with software, and media.
    All,
}

/// When to tell of a renewal whose amount is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AmountUnknown {
    /// As early as for the highest amount.
    Earlier,
    /// As late as for the lowest.
    Later,
}

/// When a notice of a renewal was given in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeInTime {
    /// By the end of the month in which its day lies.
    InMonth,
    /// On its day at the latest.
    ByNoticeDay,
}

/// Which devices nobody answers for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unassigned {
    /// Those of which neither user nor purpose is known.
    NeitherKnown,
    /// Those of which one of the two is missing.
    EitherMissing,
}

/// Whether a medium counts of which nobody knows if it holds personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownPersonalData {
    /// As one that does.
    Counted,
    /// As one that does not.
    LeftOut,
}

/// What makes the monthly report of media.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaReport {
    /// Every medium kept was checked in the month.
    AllChecked,
    /// At least one was.
    AnyChecked,
}

/// When a stock-take is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StocktakeDone {
    /// When every device expected is accounted for.
    AllAccounted,
    /// When something was seen.
    Begun,
}

macro_rules! policies {
    ($($(#[$doc:meta])* $field:ident: $type:ident = $id:literal { $first:ident = $first_word:literal, $($value:ident = $word:literal),+ }),+ $(,)?) => {
        /// The policies of the duties. The first value of each is the default.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct DutyPolicies {
            $($(#[$doc])* pub $field: Choice<$type>),+
        }

        impl Default for DutyPolicies {
            fn default() -> Self {
                Self { $($field: Choice::built_in($type::$first)),+ }
            }
        }

        impl DutyPolicies {
            /// Takes a row of the table; false where it is no policy of a duty.
            pub(crate) fn take(&mut self, id: &str, row: &Row<'_>) -> bool {
                match id {
                    $($id => chosen(
                        row,
                        &[($first_word, $type::$first), $(($word, $type::$value)),+],
                        &mut self.$field,
                    ),)+
                    _ => return false,
                }
                true
            }

            /// The names of the policies.
            pub(crate) fn known() -> String {
                [$(concat!("`", $id, "`")),+].join(", ")
            }

            /// The policies as results show them.
            #[must_use]
            pub fn in_use(&self) -> Vec<PolicyUse> {
                vec![$(self.$field.shown(
                    $id,
                    &[($first_word, $type::$first), $(($word, $type::$value)),+],
                    $type::$first,
                )),+]
            }
        }
    };
}

policies! {
    /// What the stock is compared with.
    growth_base: GrowthBase = "growth-base" { TermBegin = "term-begin", Table = "table" },
    /// Whether kinds of hardware and of software are added up.
    growth_kinds: GrowthKinds = "growth-kinds" { Together = "together", Each = "each" },
    /// What a kind of hardware is.
    hardware_kind: HardwareKind = "hardware-kind" { Category = "category", CategoryAndModel = "category-and-model" },
    /// Which amount a renewal is told by.
    amount_from: AmountFrom = "amount-from" { ContractOrTotal = "contract-or-total", Contract = "contract" },
    /// When to tell of a renewal whose amount is not known.
    amount_unknown: AmountUnknown = "amount-unknown" { Earlier = "earlier", Later = "later" },
    /// When a notice was given in time.
    notice_in_time: NoticeInTime = "notice-in-time" { InMonth = "in-month", ByNoticeDay = "by-notice-day" },
    /// Which devices nobody answers for.
    unassigned: Unassigned = "unassigned" { NeitherKnown = "neither-known", EitherMissing = "either-missing" },
    /// Whether media count of which nobody knows what they hold.
    unknown_personal_data: UnknownPersonalData = "unknown-personal-data" { Counted = "counted", LeftOut = "left-out" },
    /// What makes the monthly report of media.
    media_report: MediaReport = "media-report" { AllChecked = "all-checked", AnyChecked = "any-checked" },
    /// What the stock-take of all ledgers looks at.
    stocktake_of: StocktakeOf = "stocktake-of" { Devices = "devices", All = "all" },
    /// When a stock-take is done.
    stocktake_done: StocktakeDone = "stocktake-done" { AllAccounted = "all-accounted", Begun = "begun" },
}
