//! Which column of a file holds what.

use std::collections::{BTreeMap, BTreeSet};

use intake::Reason;
use ledger::Sheet;

use crate::{
    fold::{folded, near},
    mapping::{Constant, EventMapping, EventWord, Mapping},
    value::Translation,
};

/// The columns of a file by what they hold.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layout<'a> {
    pub(crate) names: Vec<String>,
    pub(crate) id: usize,
    pub(crate) valid_on: Option<usize>,
    pub(crate) event: Option<(usize, &'a [EventWord])>,
    pub(crate) fields: Vec<FieldColumn<'a>>,
    /// Columns that hold nothing of the ledger, by name.
    pub(crate) left_out: Vec<String>,
}

/// A column that holds a field.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldColumn<'a> {
    /// Its number in the file.
    pub(crate) at: usize,
    /// The number of the field's column in the ledger.
    pub(crate) field: usize,
    pub(crate) words: &'a [Translation],
}

/// A problem with a column.
pub(crate) type ColumnProblem = (Option<String>, Reason);

struct Builder<'a> {
    names: Vec<String>,
    folded: Vec<String>,
    mapping: &'a Mapping,
    sheet: &'a Sheet,
    problems: Vec<ColumnProblem>,
    claimed: BTreeSet<usize>,
    /// Fields with the column that holds them.
    held: BTreeMap<usize, FieldColumn<'a>>,
}

/// Finds out what each column holds.
pub(crate) fn layout<'a>(
    names: Vec<String>,
    mapping: &'a Mapping,
    sheet: &'a Sheet,
) -> Result<Layout<'a>, Vec<ColumnProblem>> {
    let folded = names.iter().map(|name| folded(name).into_owned()).collect();
    let (problems, claimed, held) = (Vec::new(), BTreeSet::new(), BTreeMap::new());
    let mut builder = Builder { names, folded, mapping, sheet, problems, claimed, held };
    builder.doubles();
    let id = builder.id();
    let valid_on = mapping.valid_on_column.as_deref().and_then(|name| builder.named(name));
    let event = match &mapping.event {
        Some(EventMapping::Column { name, words }) => builder.named(name).map(|at| (at, words.as_slice())),
        Some(EventMapping::Always(_)) | None => None,
    };
    for column in &mapping.columns {
        let field = sheet.columns.iter().position(|known| known.field == column.field);
        if let (Some(at), Some(field)) = (builder.named(&column.name), field) {
            builder.hold(FieldColumn { at, field, words: &column.words });
        }
    }
    let left_out = builder.others();
    for Constant { field, .. } in &mapping.constants {
        let column = builder
            .held
            .iter()
            .find(|(at, _)| sheet.columns.get(**at).is_some_and(|column| column.field == *field));
        if let Some((_, column)) = column {
            let name = builder.names.get(column.at).cloned();
            let other = "constants".to_owned();
            builder.problems.push((name, Reason::DoubleField { field: field.clone(), other }));
        }
    }
    match id {
        Some(id) if builder.problems.is_empty() => {
            let fields = builder.held.into_values().collect();
            Ok(Layout { names: builder.names, id, valid_on, event, fields, left_out })
        }
        _ => Err(builder.problems),
    }
}

impl<'a> Builder<'a> {
    fn is_ignored(&self, name: &str) -> bool {
        self.mapping.ignore.iter().any(|ignored| ignored == name || folded(ignored) == folded(name))
    }

    /// Whether the ledger or the mapping knows the name.
    fn is_read(&self, name: &str) -> bool {
        let is_it = |known: &str| folded(known) == name;
        let mapping = self.mapping;
        let event = match &mapping.event {
            Some(EventMapping::Column { name, .. }) => Some(name),
            _ => None,
        };
        let of_mapping = mapping.columns.iter().map(|column| &column.name);
        let of_mapping =
            of_mapping.chain(mapping.id.as_ref()).chain(mapping.valid_on_column.as_ref()).chain(event);
        let id = &self.sheet.id_name;
        let mut of_ledger =
            self.sheet.columns.iter().flat_map(|column| [&column.name.ja, &column.name.en, &column.field]);
        of_mapping.into_iter().any(|known| is_it(known))
            || of_ledger.any(|known| is_it(known))
            || [&id.ja, &id.en].into_iter().any(|known| is_it(known))
            || is_it("id")
    }

    fn doubles(&mut self) {
        let mut seen = BTreeSet::new();
        for (name, folded) in self.names.iter().zip(&self.folded) {
            let is_double = !folded.is_empty() && !seen.insert(folded);
            // What nobody reads hinders nobody.
            if is_double && !self.is_ignored(name) && self.is_read(folded) {
                self.problems.push((Some(name.clone()), Reason::DoubleColumn(2)));
            }
        }
    }

    /// The column that the mapping names.
    fn named(&mut self, name: &str) -> Option<usize> {
        let wanted = folded(name);
        let found = self.folded.iter().position(|known| *known == wanted);
        if let Some(at) = found {
            self.claimed.insert(at);
        } else {
            let near = near(name, self.names.iter().map(String::as_str)).map(str::to_owned);
            self.problems.push((Some(name.to_owned()), Reason::NoColumn(near)));
        }
        found
    }

    fn id(&mut self) -> Option<usize> {
        if let Some(name) = &self.mapping.id {
            return self.named(name);
        }
        let name = &self.sheet.id_name;
        let wanted = [folded(&name.ja), folded(&name.en), "id".into()];
        let found = wanted.iter().find_map(|name| self.folded.iter().position(|known| known == name));
        if let Some(at) = found {
            self.claimed.insert(at);
        } else {
            let names = vec![name.ja.clone(), name.en.clone()];
            self.problems.push((None, Reason::NoIdColumn(names)));
        }
        found
    }

    fn hold(&mut self, column: FieldColumn<'a>) {
        let Some(first) = self.held.get(&column.field) else {
            self.held.insert(column.field, column);
            return;
        };
        let name = |at: usize| self.names.get(at).cloned();
        let field = self.sheet.columns.get(column.field).map(|column| column.field.clone());
        if first.at != column.at {
            let other = name(first.at).unwrap_or_default();
            let reason = Reason::DoubleField { field: field.unwrap_or_default(), other };
            self.problems.push((name(column.at), reason));
        }
    }

    /// The columns that the mapping does not name: those that the ledger knows, and those left out.
    fn others(&mut self) -> Vec<String> {
        let everything_else = self.mapping.ignore.iter().any(|ignored| ignored == "*");
        let mut left_out = Vec::new();
        let mut unknown = Vec::new();
        for (at, name) in self.names.clone().into_iter().enumerate() {
            let Some(folded) = self.folded.get(at).cloned() else { continue };
            if folded.is_empty() || self.claimed.contains(&at) || self.is_ignored(&name) {
                continue;
            }
            let known = self.sheet.columns.iter().position(|column| {
                [&column.name.ja, &column.name.en, &column.field]
                    .iter()
                    .any(|name| crate::fold::folded(name) == folded)
            });
            match known {
                Some(field) => self.hold(FieldColumn { at, field, words: &[] }),
                None if everything_else => {}
                None => unknown.push(name),
            }
        }
        // A name that nearly is one of the ledger's is a slip of the pen, unless that column is there as well.
        let missing = |builder: &Self| -> Vec<String> {
            let columns = builder.sheet.columns.iter().enumerate();
            let missing = columns.filter(|(field, _)| !builder.held.contains_key(field));
            missing.flat_map(|(_, column)| [column.name.ja.clone(), column.name.en.clone()]).collect()
        };
        for name in unknown {
            match near(&name, missing(self).iter().map(String::as_str)) {
                Some(near) => self.problems.push((Some(name), Reason::NearColumn(near.to_owned()))),
                None => left_out.push(name),
            }
        }
        left_out
    }
}
