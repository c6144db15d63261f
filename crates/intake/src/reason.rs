//! What is wrong with a value, a row or a file, and the code that each has for good.

use provenance::Text;

use crate::{Damage, DateError, EncodingError, Excess, Separator};

/// What is wrong with a value, a row or a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// The file has no content at all.
    Empty,
    /// The row of the header is blank, or the sheet ends before it.
    NoHeader,
    /// The file is not in the encoding expected; says where.
    Encoding(Box<EncodingError>),
    /// No mapping is meant for a file of that name.
    NoMapping(Vec<String>),
    /// A column that the mapping needs is not there; names a column that may be meant.
    NoColumn(Option<String>),
    /// So many columns have the name that is asked for.
    DoubleColumn(usize),
    /// The row has another number of cells than the header.
    Ragged {
        /// The number of columns.
        columns: usize,
        /// The number of cells.
        cells: usize,
    },
    /// A quotation mark is not closed, or text stands between it and the next comma.
    Quote,
    /// The line was taken for a part of the row, whose quotation mark is not closed.
    Swallowed,
    /// A cell has more characters than so many, the limit.
    TooLong(usize),
    /// There are more columns than [`COLUMNS_MAX`](crate::COLUMNS_MAX).
    TooManyColumns,
    /// There are more rows than so many, the limit.
    TooManyRows(u64),
    /// There are more cells than so many, the limit.
    TooManyCells(u64),
    /// The text could be cut at each of these signs.
    Separators(Vec<Separator>),
    /// A workbook with a password.
    Password,
    /// A workbook in a form older than that of Excel 97.
    OldWorkbook,
    /// A workbook, and this program was built without a reader for it.
    NoWorkbooks,
    /// A workbook that is larger, or packed more tightly, than any is; says how.
    WorkbookTooLarge(Box<Excess>),
    /// A workbook that cannot be read; says why.
    BrokenWorkbook(Text),
    /// The workbook has no sheet of that name; names those it has.
    NoSheet(Vec<String>),
    /// The workbook has several sheets, and none is named; names them.
    WhichSheet(Vec<String>),
    /// The cell holds an error.
    CellError,
    /// The formula was never calculated.
    Uncalculated,
    /// The cell is a part of a merged area; names the cell that holds the value.
    Merged(String),
    /// A line is no JSON object; says why.
    Json(Text),
    /// A value that must be there is empty.
    Missing,
    /// Of all columns that are read, the identifier alone has a value.
    OnlyIdentifier,
    /// Rows have one identifier, and a spreadsheet changed it: they may be different ones.
    Damaged(Damage),
    /// The value is no time in any form that the mapping allows.
    Time(Vec<String>),
    /// The value is nearly a time; says what is wrong with it.
    Date(Box<DateError>),
    /// The value is a date, but the time of day is needed.
    NoTimeOfDay,
    /// The hour is 24 or more, which the mapping refuses.
    PastMidnight,
    /// No clock of the zone ever showed the time: it was put forward over it.
    NoSuchLocalTime,
    /// Clocks of the zone showed the time twice, and this row has to have one of them.
    LocalTimeTwice,
    /// The value is no span of time.
    Duration,
    /// So many more problems of the file are counted, not listed.
    More(u64),
    /// The value is no whole number.
    Number,
    /// The value is no number, with or without a fraction; names the unit that may stand behind it.
    Decimal(Option<Text>),
    /// The value cannot be a name.
    Name,
    /// The value is none of the words that can stand there; names them, and one that may be meant.
    Word {
        /// The words.
        known: Vec<Text>,
        /// The one that may be meant.
        near: Option<String>,
    },
    /// The value is no state that the mapping knows; names those it knows.
    State(Vec<String>),
    /// A pause ends that never began.
    ResumeWithoutPause,
    /// More was done than planned.
    MoreThanPlanned,
    /// The row belongs to a case that is in none of the files.
    NoCase,
    /// The row belongs to a case that is recorded more often than so many times.
    RecordedTooOften(usize),
    /// The time lies before one that must come first; names that column and its value.
    Order {
        /// The column of what must come first.
        first: Box<str>,
        /// Its value.
        value: Box<str>,
    },
    /// The record answers nothing that was planned; says why.
    Work(Box<Text>),
    /// The row has a value in another column that rules this one out; names that column.
    NotBoth(Box<str>),
    /// Nothing reads a record of that name; names one that may be meant.
    NoReader(Option<String>),
    /// The value supposes that one of these columns is filled in, and none is.
    Supposes(Vec<String>),
    /// The contract has no ledger of that kind.
    NoLedger,
    /// No column holds the identifiers; names what it may be called.
    NoIdColumn(Vec<String>),
    /// Two columns hold one field; names the field and the other column.
    DoubleField {
        /// The field.
        field: String,
        /// The other column.
        other: String,
    },
    /// A column that no ledger has, though nearly; names the column that may be meant.
    NearColumn(String),
    /// Neither the file nor the caller says from which day its rows hold.
    NoDay,
    /// The number is below 0.
    Negative,
    /// The number has a fraction.
    Fraction,
    /// The number is larger than the greatest that is kept.
    TooLarge(u64),
    /// The value is neither yes nor no; names words for both.
    Flag(Vec<String>),
    /// The value is no event that the mapping translates; names those it does.
    Event(Vec<String>),
    /// A number stands in a column of text, and digits of it are or may be lost.
    DigitsLost,
    /// A date or a yes-or-no stands in a column of text: the spreadsheet changed what was typed.
    NotText,
    /// Another row says otherwise of the same record on the same day.
    Contradiction {
        /// The other row.
        row: u64,
        /// The sheet it stands in.
        sheet: Option<String>,
        /// What it says.
        value: String,
    },
    /// The file is no sheet of a bid; names those there are, and one that may be meant.
    NoBidSheet {
        /// The sheets of a bid.
        known: Vec<String>,
        /// The one that may be meant.
        near: Option<String>,
    },
    /// The value names no day of the week.
    Weekday,
    /// The value is no time of day.
    Clock,
    /// Nobody of the bid has this name, which may be one of several in the cell; names one who may be meant.
    Nobody {
        /// The name.
        name: String,
        /// The one that may be meant.
        near: Option<String>,
    },
    /// Two people have this name.
    SameName,
}

macro_rules! codes {
    (reasons: { $($pattern:pat => $code:literal,)* } dates: { $($date:pat => $of_date:literal,)* }) => {
        /// Every code of [`Reason::code`].
        pub const CODES: &[&str] = &[$($code,)* $($of_date,)*];

        impl Reason {
            /// Its name, which stays the same whatever its words become: what a program or a search looks for.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    Self::Date(error) => match &**error {
                        $($date => $of_date,)*
                    },
                    $($pattern => $code,)*
                }
            }
        }
    };
}

// A reason without a code does not compile, and a code that stands here is in the list.
codes! {
    reasons: {
        Reason::Empty => "empty",
        Reason::NoHeader => "no-header",
        Reason::Encoding(_) => "encoding",
        Reason::NoMapping(_) => "no-mapping",
        Reason::NoColumn(_) => "no-column",
        Reason::DoubleColumn(_) => "double-column",
        Reason::Ragged { .. } => "ragged",
        Reason::Quote => "quote",
        Reason::Swallowed => "swallowed",
        Reason::TooLong(_) => "too-long",
        Reason::TooManyColumns => "too-many-columns",
        Reason::TooManyRows(_) => "too-many-rows",
        Reason::TooManyCells(_) => "too-many-cells",
        Reason::Separators(_) => "separators",
        Reason::Password => "password",
        Reason::OldWorkbook => "old-workbook",
        Reason::NoWorkbooks => "no-workbooks",
        Reason::WorkbookTooLarge(_) => "workbook-too-large",
        Reason::BrokenWorkbook(_) => "broken-workbook",
        Reason::NoSheet(_) => "no-sheet",
        Reason::WhichSheet(_) => "which-sheet",
        Reason::CellError => "cell-error",
        Reason::Uncalculated => "uncalculated",
        Reason::Merged(_) => "merged",
        Reason::Json(_) => "json",
        Reason::Missing => "missing",
        Reason::OnlyIdentifier => "only-identifier",
        Reason::Damaged(_) => "damaged-identifier",
        Reason::Time(_) => "no-time",
        Reason::NoTimeOfDay => "no-time-of-day",
        Reason::PastMidnight => "past-midnight",
        Reason::NoSuchLocalTime => "no-such-local-time",
        Reason::LocalTimeTwice => "local-time-twice",
        Reason::Duration => "no-duration",
        Reason::More(_) => "more",
        Reason::Number => "no-count",
        Reason::Decimal(_) => "no-number",
        Reason::Negative => "negative",
        Reason::Fraction => "fraction",
        Reason::TooLarge(_) => "too-large",
        Reason::Name => "no-name",
        Reason::Word { .. } => "no-word",
        Reason::State(_) => "no-state",
        Reason::Flag(_) => "no-flag",
        Reason::ResumeWithoutPause => "resume-without-pause",
        Reason::MoreThanPlanned => "more-than-planned",
        Reason::NoCase => "no-case",
        Reason::RecordedTooOften(_) => "recorded-too-often",
        Reason::Order { .. } => "order",
        Reason::Work(_) => "work",
        Reason::NotBoth(_) => "not-both",
        Reason::NoReader(_) => "no-reader",
        Reason::Supposes(_) => "supposes",
        Reason::NoLedger => "no-ledger",
        Reason::NoIdColumn(_) => "no-id-column",
        Reason::DoubleField { .. } => "double-field",
        Reason::NearColumn(_) => "near-column",
        Reason::NoDay => "no-day",
        Reason::Event(_) => "no-event",
        Reason::DigitsLost => "digits-lost",
        Reason::NotText => "not-text",
        Reason::Contradiction { .. } => "contradiction",
        Reason::NoBidSheet { .. } => "no-bid-sheet",
        Reason::Weekday => "no-weekday",
        Reason::Clock => "no-time-of-clock",
        Reason::Nobody { .. } => "nobody",
        Reason::SameName => "same-name",
    }
    dates: {
        DateError::NoDate { .. } => "no-date",
        DateError::Ambiguous { .. } => "ambiguous-date",
        DateError::OutsideEra { .. } => "outside-era",
        DateError::NoSuchDay => "no-such-day",
        DateError::OtherWeekday { .. } => "other-weekday",
        DateError::NoClock { .. } => "no-clock",
        DateError::TimeOfDay { .. } => "time-of-day",
        DateError::NoSystem { .. } => "no-date-system",
        DateError::FalseLeapDay => "false-leap-day",
        DateError::NoSerial => "no-serial",
    }
}

impl Reason {
    /// Whether a file, a sheet or a column cannot be taken at all, rather than a row.
    #[must_use]
    pub fn is_of_file(&self) -> bool {
        matches!(
            self,
            Self::Empty
                | Self::NoHeader
                | Self::Encoding(_)
                | Self::NoMapping(_)
                | Self::NoColumn(_)
                | Self::DoubleColumn(_)
                | Self::TooManyColumns
                | Self::TooManyRows(_)
                | Self::TooManyCells(_)
                | Self::Separators(_)
                | Self::Password
                | Self::OldWorkbook
                | Self::NoWorkbooks
                | Self::WorkbookTooLarge(_)
                | Self::BrokenWorkbook(_)
                | Self::NoSheet(_)
                | Self::WhichSheet(_)
                | Self::NoLedger
                | Self::NoIdColumn(_)
                | Self::DoubleField { .. }
                | Self::NearColumn(_)
                | Self::NoBidSheet { .. }
        )
    }
}
