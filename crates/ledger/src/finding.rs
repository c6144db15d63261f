//! What is checked, as a contract's table says it: severity, clauses and the way out of each check.

use provenance::{Clause, Severity, Text};
use tables::{Once, PartErrors, Row, Spot, check};

use crate::kind::words;

words! {
    /// Something that is looked for. A contract whose table has no row of it does not ask for it.
    Check, "検査", "check":
    /// A field holds what its column cannot hold.
    UnreadableField = "unreadable-field",
    /// A record holds a field that its ledger does not have.
    UnknownField = "unknown-field",
    /// Software is installed on a device that was disposed of.
    DisposedWithSeat = "disposed-with-seat",
    /// A device or medium that was disposed of is lent.
    DisposedWithLoan = "disposed-with-loan",
    /// A device that was disposed of has a user.
    DisposedWithUser = "disposed-with-user",
    /// A theft or damage without report.
    IncidentUnreported = "incident-unreported",
    /// A device is lost or stolen and not found.
    DeviceLost = "device-lost",
    /// A virtual machine that runs on nothing known.
    VirtualWithoutHost = "virtual-without-host",
    /// A virtual machine that runs on a device that was disposed of.
    VirtualOnDisposed = "virtual-on-disposed",
    /// A serial number twice.
    SameSerial = "same-serial",
    /// A MAC address twice.
    SameMac = "same-mac",
    /// An IP address twice.
    SameIp = "same-ip",
    /// A device was brought elsewhere without application.
    MoveWithoutApplication = "move-without-application",
    /// A device stands in neither ledger.
    DeviceWithoutView = "device-without-view",
    /// A medium was disposed of, and how or with what evidence is not said.
    DisposalUnproven = "disposal-unproven",
    /// A contractor disposed of a medium without agreement.
    DisposalNotAgreed = "disposal-not-agreed",
    /// A disposal was not reported.
    DisposalUnreported = "disposal-unreported",
    /// Nobody knows whether a medium that was disposed of held personal data.
    PersonalDataUnknown = "personal-data-unknown",
    /// A medium is lost or stolen and not found.
    MediumLost = "medium-lost",
    /// A medium is not kept locked.
    MediumNotLocked = "medium-not-locked",
    /// Something was lent without an approved application.
    LentWithoutApproval = "lent-without-approval",
    /// Something lent is not back in time.
    LoanOverdue = "loan-overdue",
    /// Nobody was reminded of something overdue.
    LoanNotReminded = "loan-not-reminded",
    /// Damage or loss while lent was not reported.
    LoanIncidentUnreported = "loan-incident-unreported",
    /// Two bookings of one thing overlap.
    LoanConflict = "loan-conflict",
    /// One thing is lent twice at once.
    LentTwice = "lent-twice",
    /// A loan without the day it ends.
    LoanWithoutDue = "loan-without-due",
    /// A loan of nothing known.
    LoanOfUnknown = "loan-of-unknown",
    /// What came back was not wiped and updated.
    NotTurnedAround = "not-turned-around",
    /// Condition not checked, or terms not explained.
    LoanFormalities = "loan-formalities",
    /// A renewal comes near and nobody was told.
    RenewalNotice = "renewal-notice",
    /// The day of a renewal has passed.
    RenewalOverdue = "renewal-overdue",
    /// The amount of a contract to renew is unknown.
    RenewalAmountUnknown = "renewal-amount-unknown",
    /// A licence for a term without the day of its renewal.
    RenewalUnknown = "renewal-unknown",
    /// A count or the number of kinds has grown beyond its limit.
    GrowthOver = "growth-over",
    /// Whether it has cannot be said.
    GrowthUnknown = "growth-unknown",
    /// A device was not seen.
    StocktakeMissing = "stocktake-missing",
    /// Something was seen that stands in no ledger.
    StocktakeExtra = "stocktake-extra",
    /// A device was seen elsewhere.
    StocktakeMoved = "stocktake-moved",
    /// What was seen does not tell which device it is, or contradicts the ledger.
    StocktakeUnresolved = "stocktake-unresolved",
    /// A device was seen that was disposed of.
    DisposedButSeen = "disposed-but-seen",
    /// A site was not counted when it should have been.
    StocktakeDue = "stocktake-due",
    /// A device was checked by other means than its site asks for.
    StocktakeMeans = "stocktake-means",
    /// An office that no group lists, and nearly one that is listed: its devices are counted with the others.
    StocktakeOffice = "stocktake-office",
    /// Somebody who left is named.
    PersonLeft = "person-left",
    /// Somebody who was transferred is named under the old department.
    PersonTransferred = "person-transferred",
    /// A device that nobody answers for.
    DeviceUnassigned = "device-unassigned",
    /// Software that is not allowed.
    SoftwareNotAllowed = "software-not-allowed",
    /// Software of which it cannot be said.
    SoftwareUnclear = "software-unclear",
    /// An account that nobody uses.
    AccountIdle = "account-idle",
    /// An account that nobody ever used.
    AccountNeverUsed = "account-never-used",
    /// A certificate or disc without place.
    ArticleWithoutPlace = "article-without-place",
    /// One that was taken out.
    ArticleTakenOut = "article-taken-out",
    /// One that belongs to no licence held.
    ArticleWithoutLicence = "article-without-licence",
    /// A licence without its certificate or package.
    LicenceWithoutArticle = "licence-without-article",
    /// Too few seats, whatever is still unknown.
    LicenceShortage = "licence-shortage",
    /// Too few seats, if what is unknown turns out badly.
    LicenceShortagePossible = "licence-shortage-possible",
    /// More uses name an asset number than it has seats.
    LicenceOverUsed = "licence-over-used",
    /// Licences are nearly used up.
    LicenceNear = "licence-near",
    /// A row should name another asset number.
    LicenceRepoint = "licence-repoint",
    /// A use names no asset number.
    LicenceNotNamed = "licence-not-named",
    /// A use names an asset number that is not held.
    LicenceNotHeld = "licence-not-held",
    /// The licence that a use names does not cover it.
    LicenceNotCovered = "licence-not-covered",
    /// Whether the licence that a use names covers it is open.
    LicenceUndetermined = "licence-undetermined",
    /// An upgrade without a proper base.
    LicenceBase = "licence-base",
    /// Records that do not agree on which licence upgrades which.
    LicenceContradiction = "licence-contradiction",
    /// A copy is recorded twice.
    LicenceDuplicate = "licence-duplicate",
    /// A use on a device that was disposed of.
    LicenceOnDisposedDevice = "licence-on-disposed-device",
    /// A use on a device that stands in no ledger.
    LicenceOnUnknownDevice = "licence-on-unknown-device",
    /// A use is recorded as upgraded, and nothing on its device upgrades it.
    LicenceUpgradedAlone = "licence-upgraded-alone",
    /// A use was ended that never began, or that had ended.
    UseEndedOutOfOrder = "use-ended-out-of-order",
    /// More was returned than distributed.
    LicenceOverReturned = "licence-over-returned",
    /// A field without which licences or uses cannot be counted.
    LicenceUnreadable = "licence-unreadable",
    /// A name that the table of products lacks.
    LicenceUnlisted = "licence-unlisted",
    /// More of what was bought abroad is installed than held.
    LicenceLocal = "licence-local",
    /// How much of what was bought abroad is held or installed is not known.
    LicenceLocalUnknown = "licence-local-unknown",
}

/// A check as a contract asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckRule {
    /// What is looked for; its word is the rule's name in findings.
    pub check: Check,
    /// How much it matters.
    pub severity: Severity,
    /// Where the contract asks for it: one clause at least.
    pub clauses: Vec<Clause>,
    /// What to do about it.
    pub help: Option<Text>,
}

/// The checks that a contract asks for.
///
/// ```
/// use ledger::{Check, CheckRule, Checks};
/// use provenance::Severity;
///
/// let asked = CheckRule {
///     check: Check::LoanOverdue,
///     severity: Severity::Warning,
///     clauses: vec!["example/annex#3".parse()?],
///     help: None,
/// };
/// assert!(Checks::new([asked.clone()])?.get(Check::LoanOverdue).is_some());
/// let error = Checks::new([asked.clone(), asked]).unwrap_err();
/// assert_eq!(error.to_string(), "check[2].id: check `loan-overdue` stands twice, first at `check[1]`; keep one of them");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checks(Vec<CheckRule>);

const SEVERITIES: &[(&str, Severity)] =
    &[("error", Severity::Error), ("warning", Severity::Warning), ("note", Severity::Note)];

impl Checks {
    /// Checks that a program asks for.
    ///
    /// # Errors
    /// A check that stands twice, or that cites no clause, by the path that it has in `ledger.toml`.
    pub fn new(rules: impl IntoIterator<Item = CheckRule>) -> Result<Self, PartErrors> {
        let checks = Self(rules.into_iter().collect());
        check(|at| {
            checks.hold(at);
            Some(checks)
        })
    }

    /// A check, where the contract asks for it.
    #[must_use]
    pub fn get(&self, check: Check) -> Option<&CheckRule> {
        self.0.iter().find(|rule| rule.check == check)
    }

    /// All of them, in the order in which they stand.
    pub fn iter(&self) -> impl Iterator<Item = &CheckRule> {
        self.0.iter()
    }

    pub(crate) fn hold(&self, at: &Spot<'_>) {
        let mut once = Once::default();
        for (n, rule) in self.0.iter().enumerate() {
            let spot = at.nth("check", n);
            let what = || Text::new(format!("検査`{}`", rule.check), format!("check `{}`", rule.check));
            once.take(&spot, "id", rule.check, what, Text::new("一方だけを残す", "keep one of them"));
            if rule.clauses.is_empty() {
                spot.complain(
                    "clauses",
                    Text::new("検査には、根拠の条項が要る", "a check needs the clause that asks for it"),
                    None,
                );
            }
        }
    }

    /// Reads the `[[check]]` rows of a table; `None` where one cannot be read, which is noted.
    pub(crate) fn read(root: &Row<'_>) -> Option<Self> {
        let rules: Vec<Option<CheckRule>> = root
            .rows("check")
            .iter()
            .map(|row| {
                let check = row.required_parsed("id", str::parse::<Check>);
                let severity = row.required_one_of("severity", SEVERITIES);
                let clauses = row.each_parsed("clauses", str::parse::<Clause>);
                let help = row.optional_text("help");
                Some(CheckRule { check: check?, severity: severity?, clauses, help })
            })
            .collect();
        rules.into_iter().collect::<Option<_>>().map(Self)
    }
}
