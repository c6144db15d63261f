//! A process that writes until it is killed, and what must be there afterwards.
//!
//! A test without the usual harness calls [`run`]; the process it starts is the same program with a variable set. Being
//! killed shows that a batch is whole or absent and that what was answered was written. It does not show that it was on
//! the disk: only a loss of power would.

use std::{
    env,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use ledger::{Batch, Draft, Event, Field, Journal, Kind, Put, Store};

const FILE: &str = "LEDGER_CRASH_FILE";

/// On a busy machine, fewer writers are started than asked for, but no fewer than these.
const FEWEST: u32 = 24;
/// Set where all rounds shall be run, however long they take.
const ALL: &str = "LEDGER_CRASH_ALL";
/// When to start no more.
const LONGEST: Duration = Duration::from_secs(12);

/// Rounds of writing on one file before a new one is begun.
const ROUNDS_A_FILE: u32 = 20;

/// Kills up to so many writers, each at another moment, and looks at what is there; or is such a writer.
///
/// `open` makes the store if it is not there.
///
/// # Panics
/// Where a batch that was answered for is gone, or one is there in part.
pub fn run<S: Store>(folder: &Path, rounds: u32, open: impl Fn(&Path) -> S) {
    if let Some(file) = env::var_os(FILE) {
        write(open(&PathBuf::from(file)));
        return;
    }
    // Runners that list tests first (nextest) ask with `--list` and then name the one that they want.
    if env::args().any(|argument| argument == "--list") {
        if env::args().all(|argument| argument != "--ignored") {
            println!("crash: test");
        }
        return;
    }
    let start = Instant::now();
    let (mut answered_in_all, mut unanswered_but_whole) = (0, 0);
    let (mut answered, mut done) = (0, 0);
    for round in 0..rounds {
        if round >= FEWEST && start.elapsed() > LONGEST && env::var_os(ALL).is_none() {
            break;
        }
        done += 1;
        let file = folder.join(format!("crash-{}", round / ROUNDS_A_FILE));
        if round % ROUNDS_A_FILE == 0 {
            answered = 0;
        }
        // At another moment in every round: after so many answers, and a little later.
        let answers = round % 4;
        let patience = Duration::from_micros(u64::from(round) * 7_919 % 6_000);
        let before = answered;
        answered = answered.max(killed(&file, answers, patience));
        answered_in_all += answered - before;
        let journal = open(&file).journal().unwrap();
        unanswered_but_whole += check(&journal, answered, round);
        // What is there now was read, so it must stay.
        answered = answered.max(journal.entries().last().map_or(0, |entry| entry.batch));
    }
    println!(
        "crash: {done} writers killed in {:?}; {answered_in_all} batches answered for, {unanswered_but_whole} more whole",
        start.elapsed()
    );
    assert!(answered_in_all > 0, "no writer got as far as an answer: the test shows nothing");
}

/// Starts a writer and kills it some time after so many answers; the last batch that it answered for.
fn killed(file: &Path, answers: u32, patience: Duration) -> u64 {
    let mut writer =
        Command::new(env::current_exe().unwrap()).env(FILE, file).stdout(Stdio::piped()).spawn().unwrap();
    let mut said = BufReader::new(writer.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert_eq!(said.next().as_deref(), Some("up"));
    let kept = |line: String| line.strip_prefix("kept ")?.strip_suffix(" for good")?.parse().ok();
    let mut last = said.by_ref().take(provenance::place_of(answers)).filter_map(kept).last();
    let listener = thread::spawn(move || said.filter_map(kept).last());
    thread::sleep(patience);
    writer.kill().unwrap();
    last = listener.join().unwrap().or(last);
    writer.wait().unwrap();
    last.unwrap_or(0)
}

/// Checks a journal after a crash; how many batches it holds that were not answered for.
fn check(journal: &Journal, answered: u64, round: u32) -> u64 {
    let last = journal.entries().last().map_or(0, |entry| entry.batch);
    assert!(last >= answered, "round {round}: batch {answered} was answered for, the last is {last}");
    assert!(last <= answered + 1, "round {round}: {last} batches, of which {answered} were answered for");
    // Written anew from nothing, it is the same: no batch is there in part, none is another.
    let mut wanted = Journal::new();
    for _ in 0..last {
        let batch = next(&wanted);
        wanted.append(batch).unwrap();
    }
    assert_eq!(journal.head(), wanted.head(), "round {round}: not what was written");
    last - answered
}

/// Writes batches until killed, and says of each that it is kept.
fn write(mut store: impl Store) {
    let mut out = std::io::stdout();
    let mut journal = store.journal().unwrap();
    writeln!(out, "up").unwrap();
    out.flush().unwrap();
    loop {
        let batch = next(&journal);
        store.append(&batch).unwrap();
        writeln!(out, "kept {} for good", batch.number()).unwrap();
        out.flush().unwrap();
        journal.append(batch).unwrap();
    }
}

/// The batch that follows a journal: by its number alone, some with many entries, some with long ones.
fn next(journal: &Journal) -> Batch {
    let number = journal.entries().last().map_or(0, |entry| entry.batch) + 1;
    let length = if number % 5 == 3 { 5_000 } else { 20 };
    let draft = |fact: u64| {
        let put = Put::new(Kind::Device, &format!("PC-{number}-{fact}")).event(Event::Stored);
        Draft::put("2024-06-03".parse().unwrap(), put.field(Field::Note, &"メモ\n".repeat(length)))
    };
    let drafts = (0..=number % 4).map(draft).collect();
    journal.prepare("writer", "2024-06-05T01:00:00Z".parse().unwrap(), drafts).unwrap()
}
