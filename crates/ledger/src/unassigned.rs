//! Devices that nobody answers for.

use provenance::{Finding, Text};

use crate::{Check, Device, Devices, Field, Kind, Rules, State, Status, Unassigned};

/// The devices without user or purpose, by the policy `unassigned`. Spares in store and what is gone are left out.
#[must_use]
pub fn unassigned<'s>(state: &'s State<'s>, rules: &Rules) -> Vec<Device<'s>> {
    let policy = rules.policies.unassigned.value;
    let nobody = |device: &Device<'_>| {
        let (user, purpose) = (device.user().is_none(), device.record().text(Field::Purpose).is_none());
        match policy {
            Unassigned::NeitherKnown => user && purpose,
            Unassigned::EitherMissing => user || purpose,
        }
    };
    Devices::of(state)
        .iter()
        .filter(|device| device.status().is_there() && device.status() != Status::InStore)
        .filter(nobody)
        .collect()
}

/// The same as findings.
pub(crate) fn findings(state: &State<'_>, rules: &Rules) -> Vec<Finding> {
    let said = |device: &Device<'_>| {
        let lacking = match (device.user(), device.record().text(Field::Purpose)) {
            (None, None) => Text::new("使用者も使用目的も", "neither user nor purpose is"),
            (None, Some(_)) => Text::new("使用者が", "the user is not"),
            _ => Text::new("使用目的が", "the purpose is not"),
        };
        let message = Text::new(format!("{}特定されていない", lacking.ja), format!("{} known", lacking.en));
        rules.finding(Check::DeviceUnassigned, Kind::Device, device.id(), message, &device.known_by())
    };
    unassigned(state, rules).iter().filter_map(said).collect()
}
