//! Items that are shares: the operands of their formulas, and their formulas in the contract.

use formula::{Context, Formula, Roles, RoundedTo, Rounding, Units};
use sla::{DisplayMode, Item, Operator, PolicyId, Target};

use crate::Material;

/// The roles of an item's operands, where it is a share.
pub(crate) fn roles(item: &Item) -> Option<Roles> {
    let (part, all) = item.measure.kind().yields.share()?;
    Some(Roles { all: all.into(), on_time: part.into(), late: None })
}

/// Asks something of an item's computed formula in its contract; `None` where the item is no share with a lower bound.
pub(crate) fn in_context<T>(
    material: &Material<'_>,
    item: &Item,
    ask: impl FnOnce(&Context<'_>) -> T,
) -> Option<T> {
    let roles = roles(item)?;
    let target = item.target.as_ref().filter(|target| target.operator == Operator::AtLeast);
    let target = target.map(Target::exact_value)?;
    let units =
        item.measure.kind().operands.iter().fold(Units::new(), |units, operand| match operand.part_of {
            Some(whole) => units.with_part(operand.id, whole),
            None => units,
        });
    let rounding = material.policies.display_rounding.of(Some(&item.key));
    let mode = match rounding.mode {
        DisplayMode::Fixed(mode) => mode,
        DisplayMode::Cautious => Rounding::Down,
    };
    let formula: &Formula = &item.intended.formula;
    Some(ask(&Context {
        formula,
        roles: &roles,
        vocabulary: &item.intended.vocabulary,
        units: &units,
        target: Some(&target),
        says_empty_month: material.policies.stated(PolicyId::EmptyMonth).is_some(),
        rounding: Some(RoundedTo { places: rounding.places, mode }),
        volume: material.volume(item).map(|volume| volume.cases),
    }))
}
