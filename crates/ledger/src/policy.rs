//! Readings of what a contract leaves open about its ledgers.

use provenance::{Choice, PolicyUse, Text};
use tables::{Row, known_or_meant};

macro_rules! policies {
    ($(
        $(#[$doc:meta])* $field:ident = $id:literal,
        $(#[$of:meta])* $type:ident {
            $(#[$first_doc:meta])* $first:ident = $first_word:literal,
            $($(#[$value_doc:meta])* $value:ident = $word:literal),+ $(,)?
        }
    )+) => {
        $(
            $(#[$of])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub enum $type {
                $(#[$first_doc])* $first,
                $($(#[$value_doc])* $value),+
            }

            impl $type {
                const WORDS: &[(&str, Self)] = &[($first_word, Self::$first), $(($word, Self::$value)),+];
            }
        )+

        /// The policies of a contract's ledgers. The first value of each is the default.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Policies {
            $($(#[$doc])* pub $field: Choice<$type>),+
        }

        impl Default for Policies {
            fn default() -> Self {
                Self { $($field: Choice::built_in($type::$first)),+ }
            }
        }

        impl Policies {
            /// Reads the `[[policy]]` rows of a table; what is wrong with them is noted there.
            pub(crate) fn read(root: &Row<'_>) -> Self {
                let mut policies = Self::default();
                for row in root.rows_by("policy", &["id"]) {
                    let id = row.required::<String>("id");
                    match id.as_deref() {
                        $(Some($id) => chosen(&row, $type::WORDS, &mut policies.$field),)+
                        Some(other) => {
                            let help = known_or_meant(other, [$($id),+]);
                            row.complain("id", Text::new(format!("`{other}`は台帳の解釈ではない"), format!("`{other}` is no policy of a ledger")), Some(help));
                        }
                        None => {}
                    }
                }
                policies
            }

            /// The policies as results show them.
            #[must_use]
            pub fn in_use(&self) -> Vec<PolicyUse> {
                vec![$(self.$field.shown($id, $type::WORDS, $type::$first)),+]
            }
        }
    };
}

policies! {
    /// Whether an approved application takes a seat.
    approved_seat = "approved-seat",
    /// Whether an approved application takes a seat before anything is installed.
    ApprovedSeat {
        /// It does: what is promised is not free.
        Takes = "takes",
        /// It does not; it is shown as a projection alone.
        Projected = "projected",
    }
    /// When an upgrade consumes its base.
    base_consumed = "base-consumed",
    /// When an upgrade licence consumes the licence it upgrades.
    BaseConsumed {
        /// When it is bought.
        AtPurchase = "at-purchase",
        /// When it is installed.
        AtInstallation = "at-installation",
    }
    /// What recorded amounts are compared as.
    amount = "amount",
    /// What a recorded amount is compared as.
    Amount {
        /// As it is recorded, taken to include consumption tax.
        TaxIncluded = "tax-included",
        /// Recorded without tax; the rate in the table is added before it is compared.
        TaxExcluded = "tax-excluded",
    }
    /// What a kind of software is.
    software_kind = "software-kind",
    /// What a kind of software is when kinds are counted.
    SoftwareKind {
        /// A product, whatever its version.
        Product = "product",
        /// A product in a version.
        ProductAndVersion = "product-and-version",
    }
    /// What must have happened by the end of a dated right.
    dated_rights = "dated-rights",
    /// What must have happened by the day on which a right to older or newer versions ends.
    DatedRights {
        /// The version was installed: what was installed in time stays covered.
        Exercised = "exercised",
        /// Nothing helps: the right must be in force on the day asked about.
        InForce = "in-force",
    }
    /// Whether a use that was upgraded still is a copy.
    upgraded_use = "upgraded-use",
    /// Whether a use whose status says that it was upgraded still is a copy.
    UpgradedUse {
        /// It is not: another row stands for the new version.
        Ended = "ended",
        /// It is: the row itself was carried on.
        Counts = "counts",
    }
    /// Whether an upgrade may change the language.
    base_language = "base-language",
    /// Whether an upgrade may change the language of what it upgrades.
    BaseLanguage {
        /// It may not, unless one of the two licences is for that of the other too.
        Shared = "shared",
        /// It may.
        Any = "any",
    }
    /// Of what it is said that it is nearly used up.
    near_of = "near-of",
    /// Of what it is said that it is nearly used up.
    NearOf {
        /// All licences of a product together; each alone whose product is not known.
        Product = "product",
        /// Each asset number.
        Asset = "asset",
    }
    /// What the stock is compared with.
    growth_base = "growth-base",
    /// What the stock is compared with when its growth is judged.
    GrowthBase {
        /// What the ledgers held on the day before the term began.
        TermBegin = "term-begin",
        /// Figures that were published with the contract or agreed later.
        Table = "table",
    }
    /// Whether kinds of hardware and of software are added up.
    growth_kinds = "growth-kinds",
    /// Whether kinds of hardware and kinds of software share one limit.
    GrowthKinds {
        /// They are added up.
        Together = "together",
        /// Each has the limit of its own.
        Each = "each",
    }
    /// What a kind of hardware is.
    hardware_kind = "hardware-kind",
    /// What a kind of hardware is when devices are counted.
    HardwareKind {
        /// A category, such as PCs.
        Category = "category",
        /// A model of a category.
        CategoryAndModel = "category-and-model",
    }
    /// Which amount a renewal is told by.
    amount_from = "amount-from",
    /// Which amount a renewal is told by.
    AmountFrom {
        /// The contract's amount, or else the total price that was paid.
        ContractOrTotal = "contract-or-total",
        /// The contract's amount alone.
        Contract = "contract",
    }
    /// When to tell of a renewal whose amount is not known.
    amount_unknown = "amount-unknown",
    /// When to tell of a renewal whose amount is not known.
    AmountUnknown {
        /// As early as for the highest amount.
        Earlier = "earlier",
        /// As late as for the lowest.
        Later = "later",
    }
    /// When a notice was given in time.
    notice_in_time = "notice-in-time",
    /// When a notice of a renewal was given in time.
    NoticeInTime {
        /// By the end of the month in which its day lies.
        InMonth = "in-month",
        /// On its day at the latest.
        ByNoticeDay = "by-notice-day",
    }
    /// Which devices nobody answers for.
    unassigned = "unassigned",
    /// Which devices nobody answers for.
    Unassigned {
        /// Those of which neither user nor purpose is known.
        NeitherKnown = "neither-known",
        /// Those of which one of the two is missing.
        EitherMissing = "either-missing",
    }
    /// Whether media count of which nobody knows what they hold.
    unknown_personal_data = "unknown-personal-data",
    /// Whether a medium counts of which nobody knows if it holds personal data.
    UnknownPersonalData {
        /// As one that does.
        Counted = "counted",
        /// As one that does not.
        LeftOut = "left-out",
    }
    /// What makes the monthly report of media.
    media_report = "media-report",
    /// What makes the monthly report of media.
    MediaReport {
        /// Every medium kept was checked in the month.
        AllChecked = "all-checked",
        /// At least one was.
        AnyChecked = "any-checked",
    }
    /// What the stock-take of all ledgers looks at.
    stocktake_of = "stocktake-of",
    /// What the stock-take of all ledgers looks at.
    StocktakeOf {
        /// Devices.
        Devices = "devices",
        /// Devices, what comes with software, and media.
        All = "all",
    }
    /// When a stock-take is done.
    stocktake_done = "stocktake-done",
    /// When a stock-take is done.
    StocktakeDone {
        /// When every device expected is accounted for.
        AllAccounted = "all-accounted",
        /// When something was seen.
        Begun = "begun",
    }
}

impl Policies {
    /// Some of the policies, as the results that rest on them show them.
    #[must_use]
    pub fn named(&self, ids: &[&str]) -> Vec<PolicyUse> {
        self.in_use().into_iter().filter(|policy| ids.contains(&policy.id.as_str())).collect()
    }
}

/// A reading that a row states; the clause that is silent must stand with it.
fn chosen<T: Clone>(row: &Row<'_>, words: &[(&str, T)], choice: &mut Choice<T>) {
    if row.required_clause("clause").is_some() {
        row.choose(words, choice);
    }
}
