//! Names of rows, each of a kind of its own, so that the name of a duty is never taken for that of a role.
//!
//! The kinds stand by themselves: rows name each other both ways, and none of their modules need know another for that.

use tables::Id;

/// That a name is one of a role.
#[derive(Debug)]
pub enum OfRole {}

/// The name of a role.
pub type RoleId = Id<OfRole>;

/// That a name is one of a duty.
#[derive(Debug)]
pub enum OfDuty {}

/// The name of a duty.
pub type DutyId = Id<OfDuty>;

/// That a name is one of a kind of events.
#[derive(Debug)]
pub enum OfEventKind {}

/// The name of a kind of events.
pub type EventKindId = Id<OfEventKind>;

/// That a name is one of a meeting.
#[derive(Debug)]
pub enum OfMeeting {}

/// The name of a meeting.
pub type MeetingId = Id<OfMeeting>;

/// That a name is one of a figure.
#[derive(Debug)]
pub enum OfFigure {}

/// The name of a figure.
pub type FigureId = Id<OfFigure>;

/// That a name is one of an item of an agenda.
#[derive(Debug)]
pub enum OfAgendaItem {}

/// The name of an item of an agenda.
pub type AgendaId = Id<OfAgendaItem>;

/// That a name is one of a region.
#[derive(Debug)]
pub enum OfRegion {}

/// The name of a region.
pub type RegionId = Id<OfRegion>;

/// That a name is one of a word without a number, such as `promptly`, for which a policy gives a figure.
#[derive(Debug)]
pub enum OfWord {}

/// The name of a word without a number, such as `promptly`, for which a policy gives a figure.
pub type WordId = Id<OfWord>;
