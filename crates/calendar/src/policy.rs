//! Readings of what calendars of contracts leave open.

/// How a calendar treats the points that contracts leave open. Each has a documented default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CalendarPolicy {
    /// Where an amount that is used up exactly at closing time lands.
    pub landing: Landing,
    /// Where adding nothing outside hours lands.
    pub zero: ZeroOutsideHours,
    /// What a span that ends before it begins comes to.
    pub reversed: ReversedSpan,
    /// What becomes of a night shift that runs into a holiday.
    pub night_shift: NightShift,
}

/// Where an amount that is used up exactly at closing time lands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Landing {
    /// At closing time: the default, since the work was done by then.
    #[default]
    Closing,
    /// At the next opening.
    NextOpening,
}

/// Where adding nothing outside hours lands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ZeroOutsideHours {
    /// Where it began: the default, since nothing was asked for.
    #[default]
    Stay,
    /// At the next opening.
    NextOpening,
}

/// What a span that ends before it begins comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReversedSpan {
    /// An error: the default, since records out of order are a mistake to be seen.
    #[default]
    Refuse,
    /// Nothing.
    Zero,
    /// The time between them, negative.
    Negative,
}

/// What becomes of a night shift that runs past midnight into a holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NightShift {
    /// It runs to its end: the default, since a shift belongs to the day on which it began.
    #[default]
    RunsOn,
    /// It stops at midnight.
    StopsAtMidnight,
}
