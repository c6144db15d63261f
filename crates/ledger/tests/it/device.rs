//! Devices: status by events, histories, contradictions.

use ledger::{Device, Devices, Event, Field, Kind, Put, Status, View};
use proptest::{prelude::*, sample::select};

use crate::ledgers::{day, facts, journal, named, on, printed, rules};

fn pc(id: &str) -> Put {
    Put::new(Kind::Device, id).field(Field::Category, "pc").field(Field::View, "domestic")
}

/// The status by looking back from the end, where the library goes forward.
fn status_looking_back(events: &[Event]) -> Status {
    if events.contains(&Event::Disposed) {
        return Status::Disposed;
    }
    let home = |events: &[Event]| match events.iter().rfind(|e| matches!(e, Event::Assigned | Event::Stored))
    {
        Some(Event::Stored) => Status::InStore,
        _ => Status::InUse,
    };
    let Some(at) = events.iter().rposition(|event| *event != Event::Moved) else { return Status::InUse };
    match events[at] {
        Event::Lent => Status::Lent,
        Event::RepairBegun => Status::InRepair,
        Event::Lost => Status::Lost,
        Event::Stolen => Status::Stolen,
        Event::Damaged => Status::Damaged,
        _ => home(&events[..=at]),
    }
}

proptest! {
    #[test]
    fn status_is_what_a_look_back_says(events in prop::collection::vec(select(Event::ALL), 0..8)) {
        let first = day("2024-04-01");
        let put = |event: &Event| (first, pc("PC-1").event(*event));
        let journal = journal([(first, pc("PC-1"))].into_iter().chain(events.iter().map(put)));
        let state = journal.state(on("2024-04-01"));
        let device = Device::of(state.record(Kind::Device, "PC-1").unwrap()).unwrap();
        prop_assert_eq!(device.status(), status_looking_back(&events));
    }
}

#[test]
fn a_loan_that_is_out_makes_its_device_lent_until_it_is_back() {
    let journal = facts([
        ("2024-04-01", pc("PC-1").event(Event::Stored)),
        ("2024-04-02", Put::new(Kind::Loan, "L-1").field(Field::Device, "PC-1").event(Event::Lent)),
        ("2024-04-09", Put::new(Kind::Loan, "L-1").event(Event::Returned)),
    ]);
    for (date, status) in
        [("2024-04-01", Status::InStore), ("2024-04-02", Status::Lent), ("2024-04-09", Status::InStore)]
    {
        let state = journal.state(on(date));
        assert_eq!(Devices::of(&state).get("PC-1").unwrap().status(), status, "on {date}");
    }
}

#[test]
fn the_two_ledgers_are_two_views_of_one_set() {
    let abroad = Put::new(Kind::Device, "PC-2").field(Field::View, "overseas");
    let journal = facts([
        ("2024-04-01", pc("PC-1")),
        ("2024-04-01", abroad),
        ("2024-04-01", Put::new(Kind::Device, "X")),
    ]);
    let state = journal.state(on("2024-04-01"));
    let devices = Devices::of(&state);
    let ids = |view| devices.view(view).map(|device| device.id()).collect::<Vec<_>>();
    assert_eq!(ids(View::Domestic), ["PC-1"]);
    assert_eq!(ids(View::Overseas), ["PC-2"]);
    // What stands in neither is told of.
    assert_eq!(named(&devices.findings(&state, &rules())), ["device-without-view: device X"]);
}

#[test]
fn repairs_and_moves_keep_their_applications() {
    let journal = facts([
        (
            "2024-04-01",
            pc("PC-1").field(Field::Place, "3F").field(Field::Application, "A-1").event(Event::Assigned),
        ),
        (
            "2024-05-01",
            pc("PC-1")
                .field(Field::Repair, "液晶")
                .field(Field::Application, "A-2")
                .event(Event::RepairBegun),
        ),
        ("2024-05-10", pc("PC-1").field(Field::Repair, "液晶交換").event(Event::Repaired)),
        ("2024-06-01", pc("PC-1").field(Field::Place, "5F").event(Event::Moved)),
        // Changing hands where it stands is no move.
        ("2024-06-02", pc("PC-1").field(Field::User, "佐藤").event(Event::Assigned)),
    ]);
    let state = journal.state(on("2024-07-01"));
    let devices = Devices::of(&state);
    let device = devices.get("PC-1").unwrap();
    let repairs = device.repairs();
    assert_eq!(repairs.len(), 1);
    let repair = (repairs[0].begun, repairs[0].ended, repairs[0].what, repairs[0].application);
    assert_eq!(repair, (Some(day("2024-05-01")), Some(day("2024-05-10")), Some("液晶交換"), Some("A-2")));
    let moves: Vec<_> = device.moves().iter().map(|m| (m.from, m.to, m.application)).collect();
    assert_eq!(moves, [(None, Some("3F"), Some("A-1")), (Some("3F"), Some("5F"), None)]);
    assert_eq!(named(&devices.findings(&state, &rules())), ["move-without-application: device PC-1"]);
}

#[test]
fn contradictions_are_told_with_clause_and_entry() {
    let used = |id: &str, device: &str, status: &str| {
        Put::new(Kind::Use, id)
            .field(Field::Device, device)
            .field(Field::Software, "表計算")
            .field(Field::Status, status)
    };
    let vm = |id: &str| {
        Put::new(Kind::Device, id).field(Field::Category, "virtual").field(Field::View, "domestic")
    };
    let abroad = |id: &str, office: &str| {
        Put::new(Kind::Device, id)
            .field(Field::View, "overseas")
            .field(Field::Office, office)
            .field(Field::Ip, "192.168.0.2")
    };
    let d = "2024-04-01";
    let journal = facts([
        (
            d,
            pc("GONE")
                .field(Field::User, "佐藤")
                .field(Field::Serial, "S1")
                .field(Field::Mac, "AA-BB-CC-00-11-22")
                .event(Event::Disposed),
        ),
        (d, used("U-1", "GONE", "installed")),
        (d, used("U-2", "GONE", "uninstalled")),
        (
            d,
            pc("PC-1")
                .field(Field::Serial, "S1")
                .field(Field::Mac, "aa:bb:cc:00:11:22")
                .field(Field::Ip, "10.0.0.1"),
        ),
        (
            d,
            pc("PC-2")
                .field(Field::Serial, "S2")
                .field(Field::Mac, "AABBCC001122")
                .field(Field::Ip, "10.0.0.1"),
        ),
        (d, abroad("NY-1", "ニューヨーク")),
        (d, abroad("NY-2", "ニューヨーク")),
        (d, abroad("LN-1", "ロンドン")),
        (d, vm("VM-1")),
        (d, vm("VM-2").field(Field::Host, "NOWHERE")),
        (d, vm("VM-3").field(Field::Host, "GONE")),
        (d, vm("VM-4").field(Field::Host, "PC-1")),
        ("2024-05-01", pc("PC-1").event(Event::Damaged).field(Field::ReportFiled, "R-1")),
        ("2024-06-01", pc("PC-1").event(Event::Stolen)),
    ]);
    let state = journal.state(on("2024-07-01"));
    insta::assert_snapshot!(printed(&Devices::of(&state).findings(&state, &rules())));
}
