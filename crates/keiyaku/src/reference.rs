//! The reference contract and its sample month, embedded.

use std::ffi::OsStr;

use records::InputFile;

macro_rules! tables {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../contracts/jetro-2023/", $name)))),*]
    };
}

/// The tables of the reference contract.
pub(crate) const TABLES: &[(&str, &str)] = tables![
    "calendar.toml",
    "sla.toml",
    "policy.toml",
    "lists.toml",
    "records.toml",
    "report.toml",
    "tasks.toml",
    "bid.toml",
    "ledger.toml",
    "ledger-sample.toml",
    "products.toml",
    "review.toml",
    "sample.toml",
    "contract.toml",
    "roles.toml",
    "duties.toml",
    "offices.toml",
    "staffing.toml",
    "meetings.toml",
    "help-desk.toml",
    "escalation.toml",
    "security.toml",
    "volumes.toml",
    "coverage/annex1.toml",
    "coverage/annex2.toml",
    "coverage/main.toml",
    "findings/annex1.toml",
    "findings/annex2.toml",
    "findings/between.toml",
    "findings/main.toml",
];

/// The month of the embedded sample.
pub const SAMPLE_MONTH: &str = "2024-06";

/// The indexes of the standards that contracts refer to.
pub(crate) const STANDARD_INDEXES: &[(&str, &str)] = &[
    ("itss-v3-2011-cs.toml", include_str!("../coverage/itss-v3-2011-cs.toml")),
    ("itss-v3-2011-itsm.toml", include_str!("../coverage/itss-v3-2011-itsm.toml")),
    ("itss-v3-2008-cs-skills.toml", include_str!("../coverage/itss-v3-2008-cs-skills.toml")),
];

/// The moment at which the embedded sample is looked at: the morning of 5 July 2024 in Tokyo.
pub const SAMPLE_NOW: &str = "2024-07-05T00:00:00Z";

/// What people wrote about the embedded sample's missed items.
pub const SAMPLE_REMARKS: &str = include_str!("../contracts/jetro-2023/sample/2024-06/remarks.toml");

macro_rules! sample_files {
    ($($name:literal),* $(,)?) => {
        &[$(InputFile {
            name: $name,
            bytes: include_bytes!(concat!("../contracts/jetro-2023/sample/2024-06/", $name)),
        }),*]
    };
}

/// The files of the embedded sample month, made by `keiyaku sample --month 2024-06 --seed 1`.
pub const SAMPLE_FILES: &[InputFile<'static>] = sample_files!(
    "incidents.csv",
    "pauses-incidents.csv",
    "reopenings-incidents.csv",
    "requests.csv",
    "pauses-requests.csv",
    "inquiries.csv",
    "calls.csv",
    "survey.csv",
    "tallies.csv",
    "major-incidents.csv",
    "malware.csv",
    "definition-updates.csv",
    "disk-use.csv",
    "documents.csv",
    "managed-documents.csv",
    "communications.csv",
    "issue-log.csv",
    "risk-register.csv",
    "corrective-actions.csv",
    "change-log.csv",
    "configuration-items.csv",
    "log-reports.csv",
    "maintainer-meetings.csv",
    "instruction.csv",
    "privileged-roles.csv",
    "patches.csv",
);

/// A bidder's folder of the embedded sample.
#[derive(Debug, Clone, Copy)]
pub struct BidFolder {
    /// The folder's name.
    pub name: &'static str,
    /// Its files.
    pub files: &'static [BidFile],
}

/// A file of a bidder's folder.
#[derive(Debug, Clone, Copy)]
pub struct BidFile {
    /// Its name within the folder: `people/overall.toml`.
    pub name: &'static str,
    /// What stands in it.
    pub text: &'static str,
}

impl BidFolder {
    /// The text of a file; `None` where there is none of that name.
    #[must_use]
    pub fn file(&self, name: &OsStr) -> Option<&'static str> {
        self.files.iter().find(|file| file.name == name).map(|file| file.text)
    }
}

macro_rules! bid_folders {
    ($($folder:literal: [$($name:literal),* $(,)?]),* $(,)?) => {
        &[$(BidFolder {
            name: $folder,
            files: &[$(BidFile { name: $name, text: include_str!(concat!("../contracts/jetro-2023/bids/", $folder, "/", $name)) }),*],
        }),*]
    };
}

/// The embedded sample of three bidders: one meets everything; one has a certificate that has run out and nights
/// without an English speaker; one doubles as is allowed, and as is not.
pub const BID_FOLDERS: &[BidFolder] = bid_folders!(
    "aoba": ["bid.toml", "people/overall.toml", "people/desk-leader.toml"],
    "kisaragi": ["bid.toml"],
    "minato": ["bid.toml"],
);
