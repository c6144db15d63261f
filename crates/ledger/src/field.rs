//! The fields of the ledgers: a closed list for each kind of record.

use std::fmt;

use chrono::NaiveDate;

use crate::{Kind, View, kind::words};

/// What the name of a client's own field begins with: no verdict rests on such a field.
///
/// A contract declares its own fields as columns of its ledgers, as in `field = "own-floor"`. Since every other name is
/// in the list of its kind, a slip in a name that a verdict rests on never passes for a field of the client's.
pub const OWN: &str = "own-";

words! {
    /// A field of a ledger. Which kinds of record have it and what it holds there, [`Kind::fields`] says.
    Field, "項目", "field":
    /// The code under which a cost is booked.
    AccountCode = "account-code",
    /// When the device was acquired.
    Acquired = "acquired",
    /// Where the client agreed that a contractor disposes of the medium.
    Agreed = "agreed",
    /// Who applied.
    Applicant = "applicant",
    /// The application that asked for it.
    Application = "application",
    /// When it was applied for.
    AppliedOn = "applied-on",
    /// The document that approved the purchase.
    Approval = "approval",
    /// When the loan was approved.
    ApprovedOn = "approved-on",
    /// The asset number of the licence.
    Asset = "asset",
    /// Who bought it.
    Buyer = "buyer",
    /// Who checked.
    By = "by",
    /// What kind of machine: `virtual` runs on a host.
    Category = "category",
    /// The number of the certificate.
    Certificate = "certificate",
    /// Whether its condition was checked when it was lent.
    Checked = "checked",
    /// When it was last checked.
    CheckedOn = "checked-on",
    /// What else the licence asks for.
    Conditions = "conditions",
    /// The sum of its contract.
    ContractAmount = "contract-amount",
    /// Licences handed out.
    Count = "count",
    /// The department.
    Department = "department",
    /// The asset number of a device (of a loan: or of a medium).
    Device = "device",
    /// How a medium was disposed of.
    DisposalMethod = "disposal-method",
    /// When licences were handed out.
    DistributedOn = "distributed-on",
    /// Who handed them out.
    Distributor = "distributor",
    /// Whether an earlier version may be used.
    Downgrade = "downgrade",
    /// The earliest version that may be used.
    DowngradeFloor = "downgrade-floor",
    /// The last day of use of an earlier version.
    DowngradeUntil = "downgrade-until",
    /// When it is due back.
    Due = "due",
    /// The edition.
    Edition = "edition",
    /// Whether an account can be used.
    Enabled = "enabled",
    /// What proves a disposal.
    Evidence = "evidence",
    /// Whether the borrower was told the terms.
    Explained = "explained",
    /// Whether a licence stands by itself or upgrades another.
    Form = "form",
    /// The first day of a loan.
    From = "from",
    /// Licences held.
    Held = "held",
    /// Who has the medium.
    Holder = "holder",
    /// The device on which a virtual machine runs.
    Host = "host",
    /// What happened to a lent thing.
    Incident = "incident",
    /// When that was reported.
    IncidentReportedOn = "incident-reported-on",
    /// Copies installed.
    Installed = "installed",
    /// The IP address.
    Ip = "ip",
    /// What the medium is called.
    Label = "label",
    /// The language of the software.
    Language = "language",
    /// The last sign-in of an account.
    LastSignIn = "last-sign-in",
    /// How the licence was sold.
    LicenceType = "licence-type",
    /// Whether the medium is kept locked.
    Locked = "locked",
    /// The MAC address.
    Mac = "mac",
    /// Who makes the software.
    Maker = "maker",
    /// How a device was met in a stock-take.
    Means = "means",
    /// Media sent along.
    MediaCount = "media-count",
    /// The model.
    Model = "model",
    /// What the device is called.
    Name = "name",
    /// The settings of address translation.
    Napt = "napt",
    /// Anything else.
    Note = "note",
    /// The office.
    Office = "office",
    /// The office's code.
    OfficeCode = "office-code",
    /// Who took the article out.
    OutTo = "out-to",
    /// Whose account it is.
    Person = "person",
    /// Whether the medium holds personal data.
    PersonalData = "personal-data",
    /// Where it stands or is kept.
    Place = "place",
    /// When the licence was bought.
    ProcuredOn = "procured-on",
    /// What it is used for.
    Purpose = "purpose",
    /// How far the cost was paid back.
    Reimbursement = "reimbursement",
    /// When the borrower was last reminded.
    RemindedOn = "reminded-on",
    /// When the client was told of the renewal.
    RenewalNotifiedOn = "renewal-notified-on",
    /// When the contract is to be renewed.
    RenewalOn = "renewal-on",
    /// What was repaired.
    Repair = "repair",
    /// The report of theft or damage.
    ReportFiled = "report-filed",
    /// When the disposal was reported.
    ReportedOn = "reported-on",
    /// When the licence was given up.
    RetiredOn = "retired-on",
    /// Licences given back.
    Returned = "returned",
    /// The serial number.
    Serial = "serial",
    /// What the software is called.
    Software = "software",
    /// The kind of staff.
    StaffKind = "staff-kind",
    /// How far a use has come.
    Status = "status",
    /// The state in words, where no word fits.
    StatusText = "status-text",
    /// The stock-take in which a device was met.
    Stocktake = "stocktake",
    /// When the office was asked.
    SurveyedOn = "surveyed-on",
    /// The first day of use.
    TermFrom = "term-from",
    /// The last day of use.
    TermTo = "term-to",
    /// What the article is called.
    Title = "title",
    /// The price of all.
    TotalPrice = "total-price",
    /// When the returned thing was wiped and updated.
    TurnedAroundOn = "turned-around-on",
    /// The type.
    Type = "type",
    /// The price of one.
    UnitPrice = "unit-price",
    /// The last day on which an upgrade is free.
    UpgradeUntil = "upgrade-until",
    /// The asset number of the licence that upgrades this one.
    UpgradedBy = "upgraded-by",
    /// The asset number of the licence that this one upgrades.
    Upgrades = "upgrades",
    /// Who uses or borrows it.
    User = "user",
    /// The version.
    Version = "version",
    /// The ledger a device stands in.
    View = "view",
    /// When the work was done.
    WorkedOn = "worked-on",
    /// Who did the work.
    Worker = "worker",
}

/// What a field holds, as a verdict reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldType {
    /// Text as written: names, notes, and every identifier.
    Text,
    /// A day, as in `2024-06-03`.
    Date,
    /// A whole number of things, from 0.
    Count,
    /// Whole yen, from 0.
    Yen,
    /// `yes` or `no`.
    Flag,
    /// One of some words; those given here are the ones that verdicts rest on, so every ledger must know them.
    Word(&'static [&'static str]),
}

impl Field {
    /// The field of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .binary_search_by(|field| field.word().cmp(name))
            .ok()
            .and_then(|at| Self::ALL.get(at).copied())
    }
}

impl FieldType {
    /// Whether a value, spelled as journals spell it, can be read as this. Of words only the ledger knows all.
    #[must_use]
    pub fn fits(self, value: &str) -> bool {
        match self {
            Self::Text | Self::Word(_) => true,
            Self::Date => value.parse::<NaiveDate>().is_ok(),
            Self::Count => count(value).is_some(),
            Self::Yen => whole(value).is_some(),
            Self::Flag => matches!(value, "yes" | "no"),
        }
    }
}

impl fmt::Display for FieldType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Text => "text",
            Self::Date => "date",
            Self::Count => "count",
            Self::Yen => "yen",
            Self::Flag => "flag",
            Self::Word(_) => "word",
        })
    }
}

/// Fields with what they hold.
pub type FieldTypes = &'static [(Field, FieldType)];

impl Kind {
    /// The fields that records of the kind have, in the order in which ledgers show them. A client's own fields, whose
    /// names begin with [`OWN`], come on top.
    ///
    /// ```
    /// use ledger::{Field, FieldType, Kind};
    ///
    /// assert_eq!(Kind::Entitlement.holds(Field::TermTo), Some(FieldType::Date));
    /// // A device has no term.
    /// assert_eq!(Kind::Device.holds(Field::TermTo), None);
    /// ```
    #[must_use]
    pub const fn fields(self) -> FieldTypes {
        match self {
            Self::Device => DEVICE,
            Self::Medium => MEDIUM,
            Self::Loan => LOAN,
            Self::Entitlement => ENTITLEMENT,
            Self::Use => USE,
            Self::Distribution => DISTRIBUTION,
            Self::LocalSoftware => LOCAL_SOFTWARE,
            Self::Article => ARTICLE,
            Self::Sighting => SIGHTING,
            Self::Account => ACCOUNT,
        }
    }

    /// What a field of the kind holds; `None` where the kind has no such field.
    #[must_use]
    pub fn holds(self, field: Field) -> Option<FieldType> {
        self.fields().iter().find(|(known, _)| *known == field).map(|(_, holds)| *holds)
    }

    /// The field that a name was probably meant for: one spelled nearly alike, or else the only one that has it for a part.
    pub(crate) fn near(self, name: &str) -> Option<Field> {
        let fields = || self.fields().iter().map(|(field, _)| *field);
        let spelled = tables::nearest(name, fields().map(Field::word));
        let mut with_it = fields().filter(|field| field.word().split('-').any(|part| part == name));
        spelled.and_then(Field::named).or_else(|| with_it.next().filter(|_| with_it.next().is_none()))
    }

    /// What a field of a name holds.
    ///
    /// # Errors
    /// [`UnknownField`] where the kind has no field of that name and it is no client's own.
    pub fn field(self, name: &str) -> Result<FieldName, UnknownField> {
        if name.strip_prefix(OWN).is_some_and(|rest| !rest.is_empty()) {
            return Ok(FieldName::Own);
        }
        match Field::named(name).and_then(|field| Some((field, self.holds(field)?))) {
            Some((field, holds)) => Ok(FieldName::Known { field, holds }),
            None => Err(UnknownField {
                kind: self,
                found: name.to_owned(),
                near: self.near(name).map(|field| field.word().to_owned()),
            }),
        }
    }
}

/// What the name of a field stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldName {
    /// A field of the kind.
    Known {
        /// The field.
        field: Field,
        /// What it holds.
        holds: FieldType,
    },
    /// A field of the client's own.
    Own,
}

/// A kind of record has no such field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a {kind} has no field `{found}`{}", hint(self))]
pub struct UnknownField {
    /// The kind of record.
    pub kind: Kind,
    /// The name, as given.
    pub found: String,
    /// The field whose name is nearest to it.
    pub near: Option<String>,
}

impl tables::Explain for UnknownField {
    fn text(&self) -> provenance::Text {
        let Self { kind, found, near } = self;
        let near = near.as_deref().map_or_else(String::new, |near| format!("。{}", tables::meant(near).ja));
        provenance::Text::new(format!("`{kind}`に項目`{found}`はない{near}"), self.to_string())
    }
}

fn hint(unknown: &UnknownField) -> String {
    match &unknown.near {
        Some(near) => format!("; did you mean `{near}`?"),
        None => format!("; a field of your own begins with `{OWN}`, as in `{OWN}floor`"),
    }
}

const DEVICE: FieldTypes = &[
    (Field::Name, FieldType::Text),
    (Field::Model, FieldType::Text),
    (Field::Serial, FieldType::Text),
    (Field::Category, FieldType::Word(&["virtual"])),
    (Field::View, FieldType::Word(&[View::Domestic.word(), View::Overseas.word()])),
    (Field::Office, FieldType::Text),
    (Field::Place, FieldType::Text),
    (Field::Department, FieldType::Text),
    (Field::User, FieldType::Text),
    (Field::Purpose, FieldType::Text),
    (Field::Ip, FieldType::Text),
    (Field::Mac, FieldType::Text),
    (Field::Napt, FieldType::Text),
    (Field::Host, FieldType::Text),
    (Field::Repair, FieldType::Text),
    (Field::Application, FieldType::Text),
    (Field::Acquired, FieldType::Date),
    (Field::RenewalOn, FieldType::Date),
    (Field::RenewalNotifiedOn, FieldType::Date),
    (Field::ContractAmount, FieldType::Yen),
    (Field::ReportFiled, FieldType::Text),
    (Field::Note, FieldType::Text),
];

const MEDIUM: FieldTypes = &[
    (Field::Type, FieldType::Word(&[])),
    (Field::Label, FieldType::Text),
    (Field::Place, FieldType::Text),
    (Field::Locked, FieldType::Flag),
    (Field::Holder, FieldType::Text),
    (Field::PersonalData, FieldType::Flag),
    (Field::DisposalMethod, FieldType::Word(&["contractor"])),
    (Field::Agreed, FieldType::Text),
    (Field::Evidence, FieldType::Text),
    (Field::ReportedOn, FieldType::Date),
    (Field::CheckedOn, FieldType::Date),
    (Field::Note, FieldType::Text),
];

const LOAN: FieldTypes = &[
    (Field::Device, FieldType::Text),
    (Field::User, FieldType::Text),
    (Field::Department, FieldType::Text),
    (Field::Application, FieldType::Text),
    (Field::ApprovedOn, FieldType::Date),
    (Field::From, FieldType::Date),
    (Field::Due, FieldType::Date),
    (Field::Explained, FieldType::Flag),
    (Field::Checked, FieldType::Flag),
    (Field::TurnedAroundOn, FieldType::Date),
    (Field::Incident, FieldType::Text),
    (Field::IncidentReportedOn, FieldType::Date),
    (Field::RemindedOn, FieldType::Date),
    (Field::Note, FieldType::Text),
];

const ENTITLEMENT: FieldTypes = &[
    (Field::LicenceType, FieldType::Word(&["package", "oem", "subscription"])),
    (Field::Form, FieldType::Word(&["full", "upgrade"])),
    (Field::Software, FieldType::Text),
    (Field::Edition, FieldType::Text),
    (Field::Version, FieldType::Text),
    (Field::Language, FieldType::Text),
    (Field::Held, FieldType::Count),
    (Field::Maker, FieldType::Text),
    (Field::Certificate, FieldType::Text),
    (Field::Place, FieldType::Text),
    (Field::ProcuredOn, FieldType::Date),
    (Field::Approval, FieldType::Text),
    (Field::UnitPrice, FieldType::Yen),
    (Field::TotalPrice, FieldType::Yen),
    (Field::ContractAmount, FieldType::Yen),
    (Field::UpgradeUntil, FieldType::Date),
    (Field::Downgrade, FieldType::Flag),
    (Field::DowngradeFloor, FieldType::Text),
    (Field::DowngradeUntil, FieldType::Date),
    (Field::Device, FieldType::Text),
    (Field::TermFrom, FieldType::Date),
    (Field::TermTo, FieldType::Date),
    (Field::Conditions, FieldType::Text),
    (Field::RenewalOn, FieldType::Date),
    (Field::RenewalNotifiedOn, FieldType::Date),
    (Field::Upgrades, FieldType::Text),
    (Field::UpgradedBy, FieldType::Text),
    (Field::RetiredOn, FieldType::Date),
    (Field::Buyer, FieldType::Text),
    (Field::Note, FieldType::Text),
];

const USE: FieldTypes = &[
    (Field::AppliedOn, FieldType::Date),
    (Field::Department, FieldType::Text),
    (Field::Applicant, FieldType::Text),
    (Field::WorkedOn, FieldType::Date),
    (Field::Worker, FieldType::Text),
    (Field::Asset, FieldType::Text),
    (Field::Software, FieldType::Text),
    (Field::Edition, FieldType::Text),
    (Field::Version, FieldType::Text),
    (Field::Language, FieldType::Text),
    (Field::Device, FieldType::Text),
    (Field::Status, FieldType::Word(&["approved", "installed", "uninstalled", "upgraded"])),
    (Field::StatusText, FieldType::Text),
    (Field::StaffKind, FieldType::Text),
    (Field::Note, FieldType::Text),
];

const DISTRIBUTION: FieldTypes = &[
    (Field::DistributedOn, FieldType::Date),
    (Field::Office, FieldType::Text),
    (Field::OfficeCode, FieldType::Text),
    (Field::Asset, FieldType::Text),
    (Field::Software, FieldType::Text),
    (Field::Edition, FieldType::Text),
    (Field::Version, FieldType::Text),
    (Field::Language, FieldType::Text),
    (Field::Count, FieldType::Count),
    (Field::Returned, FieldType::Count),
    (Field::MediaCount, FieldType::Count),
    (Field::Reimbursement, FieldType::Word(&[])),
    (Field::AccountCode, FieldType::Text),
    (Field::StaffKind, FieldType::Text),
    (Field::Distributor, FieldType::Text),
    (Field::Note, FieldType::Text),
];

const LOCAL_SOFTWARE: FieldTypes = &[
    (Field::Office, FieldType::Text),
    (Field::OfficeCode, FieldType::Text),
    (Field::Software, FieldType::Text),
    (Field::Edition, FieldType::Text),
    (Field::Version, FieldType::Text),
    (Field::Language, FieldType::Text),
    (Field::Held, FieldType::Count),
    (Field::Installed, FieldType::Count),
    (Field::SurveyedOn, FieldType::Date),
    (Field::Note, FieldType::Text),
];

const ARTICLE: FieldTypes = &[
    (Field::Type, FieldType::Word(&["certificate", "package", "disc"])),
    (Field::Asset, FieldType::Text),
    (Field::Title, FieldType::Text),
    (Field::Place, FieldType::Text),
    (Field::OutTo, FieldType::Text),
    (Field::CheckedOn, FieldType::Date),
    (Field::Note, FieldType::Text),
];

const SIGHTING: FieldTypes = &[
    (Field::Stocktake, FieldType::Text),
    (Field::Device, FieldType::Text),
    (Field::Serial, FieldType::Text),
    (Field::Place, FieldType::Text),
    (Field::Office, FieldType::Text),
    (Field::Means, FieldType::Word(&[])),
    (Field::By, FieldType::Text),
    (Field::Note, FieldType::Text),
];

const ACCOUNT: FieldTypes = &[
    (Field::Person, FieldType::Text),
    (Field::Department, FieldType::Text),
    (Field::LastSignIn, FieldType::Date),
    (Field::Enabled, FieldType::Flag),
    (Field::Note, FieldType::Text),
];

/// The greatest number of things that is taken for one: more than any ledger holds, and so few that a sum of them, over as
/// many records as any memory holds, never leaves 64 bits. A greater one is recorded like any fact, and counts as unknown.
pub const COUNT_MAX: u64 = 10_000_000_000;

/// A number of things, as journals write it.
pub(crate) fn count(text: &str) -> Option<u64> {
    whole(text).filter(|count| *count <= COUNT_MAX)
}

/// A whole number, as journals write it.
pub(crate) fn whole(text: &str) -> Option<u64> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}
