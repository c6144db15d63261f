//! Service levels: items, clocks, observations and exact, explained results.

pub use crate::{
    name::{Name, Named},
    observation::{
        Case, Event, ExclusionClaim, Observations, Origin, Pause, Rejected, Reopening, SurveyAnswer, Tally,
        TallyError,
    },
};

mod name;
mod observation;
