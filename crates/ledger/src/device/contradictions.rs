//! Where the ledgers contradict themselves about devices.

use std::collections::BTreeMap;

use provenance::{Finding, Text, folded};

use crate::{Check, Device, Devices, Event, Field, Kind, Rules, State, Status, View};

impl<'s> Devices<'s> {
    /// Where the ledgers contradict themselves about devices.
    #[must_use]
    pub fn findings(&self, state: &State<'_>, rules: &Rules) -> Vec<Finding> {
        let mut findings = Vec::new();
        for device in self.iter() {
            self.disposed(device, rules, &mut findings);
            self.host(device, rules, &mut findings);
            incidents(device, rules, &mut findings);
            gone(device, rules, &mut findings);
            moves(device, rules, &mut findings);
        }
        self.seats(state, rules, &mut findings);
        self.doubles(rules, &mut findings);
        findings
    }

    fn disposed(&self, device: Device<'s>, rules: &Rules, findings: &mut Vec<Finding>) {
        if device.view().is_none() && device.status() != Status::Disposed {
            let message = Text::new(
                "国内用と海外用のどちらの台帳にもない",
                "stands neither in the domestic nor in the overseas ledger",
            );
            findings.extend(rules.finding(
                Check::DeviceWithoutView,
                Kind::Device,
                device.id(),
                message,
                &device.known_by(),
            ));
        }
        let Some((user, cell)) = device.user().zip(device.record().cell(Field::User)) else { return };
        if device.status() == Status::Disposed {
            let message = Text::new(
                format!("廃棄済だが使用者が{user}のままである"),
                format!("was disposed of, yet its user is {user}"),
            );
            findings.extend(rules.finding(
                Check::DisposedWithUser,
                Kind::Device,
                device.id(),
                message,
                &[cell.entry],
            ));
        }
    }

    fn host(&self, device: Device<'s>, rules: &Rules, findings: &mut Vec<Finding>) {
        if device.category() != Some("virtual") || device.status() == Status::Disposed {
            return;
        }
        let host = device.record().text(Field::Host);
        let entries: Vec<u64> = device
            .record
            .cell(Field::Host)
            .or(device.record().cell(Field::Category))
            .map(|cell| cell.entry)
            .into_iter()
            .collect();
        let (check, message) = match host.map(|id| (id, self.get(id))) {
            None => (
                Check::VirtualWithoutHost,
                Text::new(
                    "仮想マシンだが動作する機器の記録がない",
                    "is virtual, but nothing says what it runs on",
                ),
            ),
            Some((id, None)) => (
                Check::VirtualWithoutHost,
                Text::new(
                    format!("動作する機器{id}が台帳にない"),
                    format!("runs on {id}, which stands in no ledger"),
                ),
            ),
            Some((id, Some(host))) if host.status() == Status::Disposed => (
                Check::VirtualOnDisposed,
                Text::new(
                    format!("動作する機器{id}は廃棄済である"),
                    format!("runs on {id}, which was disposed of"),
                ),
            ),
            Some((_, Some(_))) => return,
        };
        findings.extend(rules.finding(check, Kind::Device, device.id(), message, &entries));
    }

    fn seats(&self, state: &State<'_>, rules: &Rules, findings: &mut Vec<Finding>) {
        for used in state.records(Kind::Use) {
            let Some(cell) = used.cell(Field::Status).filter(|cell| cell.value == Some("installed")) else {
                continue;
            };
            let Some(device) = used.text(Field::Device).and_then(|id| self.get(id)) else { continue };
            if device.status() == Status::Disposed {
                let software = used.text(Field::Software).or(used.text(Field::Asset)).unwrap_or(used.id);
                let message = Text::new(
                    format!("廃棄済の{}に{software}がインストール済のままである", device.id()),
                    format!("{software} still counts as installed on {}, which was disposed of", device.id()),
                );
                findings.extend(rules.finding(
                    Check::DisposedWithSeat,
                    Kind::Use,
                    used.id,
                    message,
                    &[cell.entry],
                ));
            }
        }
    }

    fn doubles(&self, rules: &Rules, findings: &mut Vec<Finding>) {
        let fields = [
            (Check::SameSerial, Field::Serial, Text::new("シリアル番号", "serial number")),
            (Check::SameMac, Field::Mac, Text::new("MACアドレス", "MAC address")),
            (Check::SameIp, Field::Ip, Text::new("IPアドレス", "IP address")),
        ];
        for (check, field, name) in fields {
            let mut holders: BTreeMap<(String, Option<&str>), Vec<Device<'s>>> = BTreeMap::new();
            for device in self.iter() {
                let Some(value) = device.record().text(field) else { continue };
                // Addresses are given anew when a device is gone; its serial number never is.
                if check != Check::SameSerial && device.status() == Status::Disposed {
                    continue;
                }
                // Each office abroad has a network of its own.
                let network = (check == Check::SameIp && device.view() == Some(View::Overseas))
                    .then(|| device.office())
                    .flatten();
                holders.entry((spelled(check, value), network)).or_default().push(device);
            }
            for (_, devices) in holders.into_iter().filter(|(_, devices)| devices.len() > 1) {
                let ids = devices.iter().map(Device::id).collect::<Vec<_>>();
                // As the first of them has it.
                let value = devices.iter().find_map(|device| device.record().text(field)).unwrap_or_default();
                let value = value.trim();
                let entries: Vec<u64> =
                    devices.iter().filter_map(|d| d.record.cell(field)).map(|cell| cell.entry).collect();
                let message = Text::new(
                    format!("{}{value}が{}台にある：{}", name.ja, ids.len(), ids.join("、")),
                    format!("{} {value} stands at {} devices: {}", name.en, ids.len(), ids.join(", ")),
                );
                let first = ids.first().copied().unwrap_or_default();
                findings.extend(rules.finding(check, Kind::Device, first, message, &entries));
            }
        }
    }
}

/// One spelling of a number that people write in several.
fn spelled(check: Check, value: &str) -> String {
    let folded = folded(value);
    match check {
        Check::SameMac => folded.chars().filter(char::is_ascii_hexdigit).collect(),
        _ => folded.into_owned(),
    }
}

/// Lost or stolen, and not found since.
fn gone(device: Device<'_>, rules: &Rules, findings: &mut Vec<Finding>) {
    let (check, what) = match device.status() {
        Status::Lost => (Check::DeviceLost, Text::new("紛失した", "was lost")),
        Status::Stolen => (Check::DeviceLost, Text::new("盗難に遭った", "was stolen")),
        _ => return,
    };
    let Some(last) = device.record().last_of(&[Event::Lost, Event::Stolen]) else { return };
    let message = Text::new(
        format!("{}に{}まま見つかっていない", last.on, what.ja),
        format!("{} on {} and is not found", what.en, last.on),
    );
    findings.extend(rules.finding(check, Kind::Device, device.id(), message, &[last.entry]));
}

fn incidents(device: Device<'_>, rules: &Rules, findings: &mut Vec<Finding>) {
    let report = device.record().cell(Field::ReportFiled).filter(|cell| cell.value.is_some());
    for happening in device.record().events() {
        let what = match happening.event {
            Event::Stolen => Text::new("盗難", "theft"),
            Event::Damaged => Text::new("破損", "damage"),
            _ => continue,
        };
        // A report that stood there before is that of an earlier incident.
        if report.is_some_and(|cell| cell.since >= happening.on) {
            continue;
        }
        let message = Text::new(
            format!("{}の{}に報告書の記録がない", happening.on, what.ja),
            format!("no report is recorded of the {} on {}", what.en, happening.on),
        );
        findings.extend(rules.finding(
            Check::IncidentUnreported,
            Kind::Device,
            device.id(),
            message,
            &[happening.entry],
        ));
    }
}

fn moves(device: Device<'_>, rules: &Rules, findings: &mut Vec<Finding>) {
    for one in device.moves().into_iter().filter(|one| one.application.is_none()) {
        let to = one.to.unwrap_or("?");
        let message = Text::new(
            format!("{}の{to}への移動に申請書の記録がない", one.on),
            format!("no application is recorded of the move to {to} on {}", one.on),
        );
        findings.extend(rules.finding(
            Check::MoveWithoutApplication,
            Kind::Device,
            device.id(),
            message,
            &[one.entry],
        ));
    }
}
