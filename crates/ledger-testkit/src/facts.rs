//! Facts of all sorts.

use chrono::{DateTime, Days, NaiveDate, Utc};
use ledger::{Batch, Body, Draft, Event, Field, Fields, Journal, Kind, Origin, Put};
use proptest::{collection::vec, option, prelude::*, sample::select};

/// Texts that break what is written carelessly.
pub fn nasty_text() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] = &[
        "",
        " ",
        "佐藤",
        "007",
        "1E5",
        "null",
        "\"",
        "\\",
        "\\\"},{\"v\":2",
        "\"},\"prev\":\"",
        "]\n[",
        "\r\n",
        "\t",
        "\0",
        "\u{1}\u{1f}\u{7f}",
        "\u{2028}\u{2029}",
        "\u{feff}",
        "\u{fffd}",
        "👩\u{200d}👩\u{200d}👧",
        "e\u{301}",
        "𠮷野家",
        "〜−‖¥",
        "\u{202e}gnirts",
    ];
    prop_oneof![
        6 => select(KNOWN).prop_map(str::to_owned),
        2 => any::<String>(),
        2 => vec(select(KNOWN), 1..5).prop_map(|parts| parts.concat()),
        1 => (any::<char>(), 500..5_000_usize).prop_map(|(letter, times)| letter.to_string().repeat(times)),
    ]
}

fn day() -> impl Strategy<Value = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(2024, 2, 20).unwrap();
    (0..30_u64).prop_map(move |after| first + Days::new(after))
}

fn put(text: impl Strategy<Value = String> + Clone + 'static) -> impl Strategy<Value = Put> {
    let kind = select(&Kind::ALL[..3]);
    let id = select(&["A", "B", "007", "7", "佐\"藤"][..]);
    let event = option::weighted(0.3, select(Event::ALL));
    let names = select(&["own-user", "own-place", "own--", "own-メモ", "own-event", "own-a\"b", "note"][..]);
    let fields = vec((names, option::weighted(0.8, text)), 0..4);
    (kind, id, event, fields).prop_map(|(kind, id, event, fields)| Put {
        kind,
        id: id.into(),
        event,
        fields: fields
            .into_iter()
            .map(|(name, value)| (name.into(), value.map(Into::into)))
            .collect::<Fields>(),
    })
}

/// Up to so many facts, late ones, corrections and reversals among them; each names earlier entries only.
pub fn drafts(
    most: usize,
    text: impl Strategy<Value = String> + Clone + 'static,
) -> impl Strategy<Value = Vec<Draft>> {
    let origin = (text.clone(), option::of(text.clone()), any::<u64>());
    let origin = option::weighted(0.3, origin).prop_map(|origin| {
        origin.map(|(file, sheet, row)| Origin { file: file.into(), sheet: sheet.map(Into::into), row })
    });
    let one = (day(), origin, 0..10_u8, any::<u64>(), put(text.clone()), text);
    vec(one, 1..=most).prop_map(|facts| {
        let draft = |(at, (valid_on, origin, sort, named, put, why)): (u64, (_, _, _, u64, Put, String))| {
            let entry = named.checked_rem(at).map(|earlier| earlier + 1);
            let body = match (sort, entry) {
                (0..=2, Some(entry)) => Body::Correct { entry, put },
                (3, Some(entry)) => Body::Reverse { entry, why: why.into() },
                _ => Body::Put(put),
            };
            Draft { valid_on, origin, body }
        };
        (0..).zip(facts).map(draft).collect()
    })
}

/// Records facts in batches of the sizes given, again and again from the first size.
///
/// # Panics
/// Where they cannot be recorded.
#[must_use]
pub fn record(drafts: &[Draft], sizes: &[usize]) -> (Journal, Vec<Batch>) {
    let (mut journal, mut batches) = (Journal::new(), Vec::new());
    let mut rest = drafts;
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (now, later) = rest.split_at((*size).clamp(1, rest.len()));
        let batch = journal.prepare("山田", moment(batches.len()), now.to_vec()).unwrap();
        journal.append(batch.clone()).unwrap();
        batches.push(batch);
        rest = later;
    }
    (journal, batches)
}

fn moment(after: usize) -> DateTime<Utc> {
    let first = NaiveDate::from_ymd_opt(2024, 6, 5).unwrap().and_hms_opt(1, 0, 0).unwrap().and_utc();
    first + chrono::TimeDelta::minutes(i64::try_from(after).unwrap())
}

/// Six facts in three batches: everything an entry may hold, in lines short enough to try every byte.
///
/// # Panics
/// Never.
#[must_use]
pub fn small_journal() -> (Journal, Vec<Batch>) {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let pc = || Put::new(Kind::Device, "PC-0007");
    let origin = Origin { file: "機器.xlsx".into(), sheet: Some("本部".into()), row: 12 };
    let sheetless = Origin { file: "a.csv".into(), sheet: None, row: 2 };
    let drafts = [
        Draft::put(day("2024-06-03"), pc().field(Field::User, "佐藤 \"S\"").event(Event::Assigned)),
        Draft {
            valid_on: day("2024-06-01"),
            origin: Some(origin),
            body: Body::Put(
                Put::new(Kind::Medium, "007").field(Field::Note, "a\\b\n\u{1}").cleared(Field::Place),
            ),
        },
        Draft {
            valid_on: day("2024-06-04"),
            origin: Some(sheetless),
            body: Body::Correct { entry: 1, put: pc().field(Field::User, "鈴木") },
        },
        Draft::put(day("2024-06-05"), Put::new(Kind::Loan, "L-1").event(Event::Lent)),
        Draft {
            valid_on: day("2024-06-06"),
            origin: None,
            body: Body::Reverse { entry: 4, why: "二重\tx".into() },
        },
        Draft::put(day("2024-06-07"), pc().event(Event::Disposed)),
    ];
    record(&drafts, &[2, 3, 1])
}
