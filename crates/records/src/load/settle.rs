//! What is settled when all files are read: cases from logs, pauses to their cases, cases told only in part.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use intake::{Damage, Reason, RowError};
use provenance::{Text, number_of};
use sla::{Case, Kind, ListName, Origin, Rejected, Source, TallyName};

use super::{LaterWhat, Loading, at, rejected};
use crate::{
    mapping::Shape,
    states::{follow, is_ambiguous},
};

/// A case whose pauses stand in rows of their own may be recorded so many times: each record bears them all.
const RECORDED_MAX: usize = 64;

/// So many pairs of a tally and a row of an unknown tally are kept.
const PAIRS_MAX: usize = 100_000;

/// What identifiers of a sheet are told together: the file, the sheet, what became of them.
type DamagedIn = (Arc<str>, Option<Arc<str>>, Damage);

impl Loading<'_> {
    pub(super) fn settle(&mut self) {
        self.refuse_damaged();
        self.follow_logs();
        self.attach();
        self.set_aside_incomplete();
        self.spread_unnamed_tallies();
        self.merge_lists();
        self.tell_times();
        self.list_problems();
    }

    /// Tells identifiers that a spreadsheet changed. Where rows of one such identifier would become one case, nobody knows
    /// whether they are one: none of them is taken.
    fn refuse_damaged(&mut self) {
        let all = std::mem::take(&mut self.identifiers).into_iter();
        let all =
            all.flat_map(|(number, of)| of.into_damaged().into_iter().map(move |(id, at)| (number, id, at)));
        let mut told: BTreeMap<DamagedIn, (u64, String, u64)> = BTreeMap::new();
        for (number, id, (damage, rows)) in all.collect::<Vec<_>>() {
            let Some(mapping) = self.mapping.files.get(number) else { continue };
            let Some(kind) = mapping.case_kind().cloned() else { continue };
            if rows.len() < 2 {
                for origin in rows {
                    let key = (origin.file.clone(), origin.sheet.clone(), damage);
                    let (count, ..) = told.entry(key).or_insert((0, id.clone(), origin.row));
                    *count += 1;
                }
                continue;
            }
            self.logs.remove(&(number, id.clone()));
            let is_it = |case: &Case| case.kind == kind && case.id == id;
            self.loaded.observations.cases.retain(|case| !is_it(case));
            for origin in rows {
                let column = Some(mapping.id.clone());
                let error = RowError { column, value: id.clone(), ..at(&origin, Reason::Damaged(damage)) };
                self.count_unreadable(&origin);
                self.hand_on(&error, origin, Some(id.clone()), mapping);
                self.problems.push(error);
            }
        }
        for ((file, sheet, damage), (count, id, row)) in told {
            let (ja, en) = match &sheet {
                Some(sheet) => (format!("{file}、シート`{sheet}`"), format!("{file}, sheet `{sheet}`")),
                None => (file.to_string(), file.to_string()),
            };
            let what = damage.text();
            self.tell(
                format!("{ja}: 番号{count}件は{}と見える（{row}行目の`{id}`など）", what.ja),
                format!("{en}: {count} identifiers look damaged ({}), as `{id}` in row {row}", what.en),
            );
        }
    }

    /// Takes rows of lists that several files say alike for one row handed in twice, and tells it.
    fn merge_lists(&mut self) {
        let mut told: Vec<(ListName, u64)> = Vec::new();
        for (name, list) in &mut self.loaded.lists {
            let mut first: HashMap<String, Arc<str>> = HashMap::new();
            let all = list.rows.len();
            list.rows.retain(|row| {
                let file = first.entry(format!("{:?}", row.cells)).or_insert_with(|| row.origin.file.clone());
                *file == row.origin.file
            });
            if list.rows.len() < all {
                told.push((name.clone(), number_of(all - list.rows.len())));
            }
        }
        for (name, count) in told {
            self.tell(
                format!(
                    "一覧`{name}`: 別のファイルと同じ内容の{count}行は、二重に渡されたものとして1回だけ数える"
                ),
                format!("list `{name}`: {count} rows say what another file says, and count once"),
            );
        }
    }

    fn count_unreadable(&mut self, origin: &Origin) {
        let mut files = self.loaded.files.iter_mut();
        if let Some(summary) = files.find(|summary| *summary.file == *origin.file) {
            summary.unreadable += 1;
        }
    }

    /// Tells which policies of the mapping decided what times mean.
    fn tell_times(&mut self) {
        for (file, count) in std::mem::take(&mut self.past_midnight) {
            self.loaded.notes.push(Text::new(
                format!("{file}: 24時以降の時刻{count}件を翌日の時刻として読んだ（対応表のpast_midnight）"),
                format!("{file}: {count} times from 24:00 on were read as times of the next day (`past_midnight` of the mapping)"),
            ));
        }
        for (file, count) in std::mem::take(&mut self.twice) {
            self.loaded.notes.push(Text::new(
                format!("{file}: 時計を戻したため2度あった時刻が{count}件ある。どちらとも取れるものとして扱った（対応表のrepeated_hourで決められる）"),
                format!("{file}: {count} times were twice, since clocks were put back; each may be either (`repeated_hour` of the mapping decides)"),
            ));
        }
    }

    /// Follows each case through its changes, whichever files they came in.
    fn follow_logs(&mut self) {
        let mut ambiguous = 0_u64;
        for ((number, _), changes) in std::mem::take(&mut self.logs) {
            ambiguous += u64::from(is_ambiguous(&changes));
            if let Some(Shape::StateChanges { states, .. }) =
                self.mapping.files.get(number).map(|file| &file.shape)
            {
                self.loaded.observations.cases.extend(follow(changes, states));
            }
        }
        if ambiguous > 0 {
            self.loaded.notes.push(Text::new(
                format!(
                    "{ambiguous}件で同じ時刻に異なる状態が記録されている。ファイルの並び順によった（対応表の`sequence`に順番の列を指定すれば並び順によらない）"
                ),
                format!(
                    "{ambiguous} cases have different states at one moment; the order of the files was taken (name a column that numbers the changes as `sequence` in the mapping to be free of it)"
                ),
            ));
        }
    }

    /// Gives the pauses and reopenings to their cases.
    fn attach(&mut self) {
        if self.later.is_empty() {
            return;
        }
        let mut places: HashMap<(Kind, String), Vec<usize>> = HashMap::new();
        for (n, case) in self.loaded.observations.cases.iter().enumerate() {
            places.entry((case.kind.clone(), case.id.clone())).or_default().push(n);
        }
        for later in std::mem::take(&mut self.later) {
            let key = (later.kind, later.id);
            let Some(places) = places.get(&key).filter(|places| places.len() <= RECORDED_MAX) else {
                // Its case is in the files, but could not be read: that is told already.
                if self.unreadable_cases.contains(&key) {
                    continue;
                }
                let is_known = places.contains_key(&key);
                let (kind, id) = key;
                let reason = if is_known { Reason::RecordedTooOften(RECORDED_MAX) } else { Reason::NoCase };
                let error = RowError { value: id.clone(), ..at(&later.origin, reason) };
                self.count_unreadable(&later.origin);
                self.incomplete.insert((kind.clone(), id.clone()));
                let rejected = rejected(&error, later.origin, Some(id), Some(kind.into()));
                self.loaded.observations.rejected.push(rejected);
                self.problems.push(error);
                continue;
            };
            // A case recorded twice has the pause in both: which of them counts is for others to say.
            for place in places {
                let Some(case) = self.loaded.observations.cases.get_mut(*place) else { continue };
                match &later.what {
                    LaterWhat::Pause(pause) => case.pauses.push(pause.clone()),
                    LaterWhat::Reopening(reopening) => case.reopenings.push(reopening.clone()),
                }
            }
        }
        for case in &mut self.loaded.observations.cases {
            case.pauses.sort_by(|a, b| (a.from, a.to, &a.kind).cmp(&(b.from, b.to, &b.kind)));
            case.reopenings.sort_by_key(|reopening| (reopening.stopped, reopening.resumed));
        }
    }

    /// A case of which a row could not be read is not judged by the others: it is a rejected one, once.
    fn set_aside_incomplete(&mut self) {
        if self.incomplete.is_empty() {
            return;
        }
        let incomplete = &self.incomplete;
        let observations = &mut self.loaded.observations;
        observations.cases.retain(|case| !incomplete.contains(&(case.kind.clone(), case.id.clone())));
        let mut listed = BTreeSet::new();
        observations.rejected.retain(|rejected| match (&rejected.of, &rejected.id) {
            (Some(Source::Kind(kind)), Some(id)) if incomplete.contains(&(kind.clone(), id.clone())) => {
                listed.insert((kind.clone(), id.clone()))
            }
            _ => true,
        });
    }

    /// A row whose tally is unknown may belong to any tally that was read; one that was not has no data.
    fn spread_unnamed_tallies(&mut self) {
        let names: BTreeSet<TallyName> =
            self.loaded.observations.tallies.iter().map(|tally| tally.name().clone()).collect();
        for (n, rejected) in std::mem::take(&mut self.unnamed_tallies).into_iter().enumerate() {
            if names.is_empty() {
                self.loaded.observations.rejected.push(rejected);
                continue;
            }
            // One unknown row is enough to open a tally both ways: of many names and many rows not every pair is kept.
            if n > 0 && names.len() * n > PAIRS_MAX {
                continue;
            }
            self.loaded.observations.rejected.extend(
                names.iter().map(|name| Rejected { of: Some(name.clone().into()), ..rejected.clone() }),
            );
        }
    }

    /// Lists the problems.
    fn list_problems(&mut self) {
        let problems = std::mem::take(&mut self.problems);
        self.loaded.take_problems(problems);
    }
}
