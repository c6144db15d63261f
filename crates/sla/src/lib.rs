//! Service levels: items, clocks, observations and exact, explained results.

pub use crate::{
    clock::{Clock, ClockFault, ClockReading, ClockRules},
    deadline::{Allowance, AllowanceFault, Timing},
    evaluate::{EvaluateError, Evaluation},
    item::{
        Exclusion, FormulaOrigin, InForce, IntendedFormula, Item, ItemKey, ItemKeyError, Limit, Operator,
        Period, Revision, Target, Unit, WrittenFormula,
    },
    measure::{
        Count, Elsewhere, MeanDuration, MeanScore, Measure, Operand, PlannedDone, Share, Step, WithinLimit,
    },
    name::{Name, Named},
    observation::{
        Case, Event, ExclusionClaim, Observations, Origin, Pause, Rejected, Reopening, SurveyAnswer, Tally,
        TallyError,
    },
    policy::{
        Abandoned, BlankAnswer, Boundary, DayLength, DisplayMode, DisplayRounding, Duplicates, EmptyMonth,
        FormulaReading, MeanOver, MonthOwnership, OpenCases, PauseKinds, Policies, PolicyEntry, PolicyId,
        PolicyOverride, PolicyValue, PolicyValueError, Reopened,
    },
    result::{
        Breach, Carried, Excluded, Figure, ItemResult, Missed, Outlook, Pending, Projection, Range,
        Undetermined, WrittenFigure,
    },
    selector::{Condition, Fit, Selector},
    table::{Catalogue, policies_from_table},
};

mod clock;
mod deadline;
mod display;
mod evaluate;
mod index;
mod item;
mod measure;
mod name;
mod observation;
mod policy;
mod result;
mod scope;
mod selector;
mod table;
