//! Evidence: what a person did and has, by the codes of a standard; no verdicts within it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use provenance::Text;
use tables::{Explain, Noun, nearest};

use crate::{
    Named, Standard,
    reading::or_meant,
    standard::{bit, has},
};

/// A size, as it is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedSize {
    /// The metric's code.
    pub metric: String,
    /// A number, or the step's code for an ordered metric.
    pub value: String,
}

impl StatedSize {
    /// A metric's code and a value.
    #[must_use]
    pub fn new(metric: impl Into<String>, value: impl Into<String>) -> Self {
        Self { metric: metric.into(), value: value.into() }
    }
}

/// A piece of work, as it is stated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatedEngagement {
    /// What it was.
    pub title: String,
    /// The field's code.
    pub field: String,
    /// The role's code.
    pub role: String,
    /// Its first day.
    pub from: NaiveDate,
    /// The first day after it; none while it goes on.
    pub to: Option<NaiveDate>,
    /// Conditions of complexity that it met.
    pub conditions: Vec<String>,
    /// Conditions that it is known not to have met; all others are not shown.
    pub not_conditions: Vec<String>,
    /// Its sizes.
    pub sizes: Vec<StatedSize>,
    /// Whether it was successful, where that is stated.
    pub success: Option<bool>,
}

/// Evidence of a person, as it is stated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stated {
    /// The person's name.
    pub name: String,
    /// Work.
    pub engagements: Vec<StatedEngagement>,
    /// Areas of expertise.
    pub areas: Vec<StatedArea>,
    /// Kinds of transfer of technique.
    pub transfers: Vec<String>,
    /// Kinds that the person is known not to have; all others are not shown.
    pub not_transfers: Vec<String>,
    /// Whether the person mentors others, where that is stated.
    pub mentoring: Option<bool>,
    /// Examinations.
    pub examinations: Vec<StatedExamination>,
}

/// An area of expertise, as it is stated; the parts by their codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedArea {
    /// The field in which the area lies.
    pub field: String,
    /// The area.
    pub area: String,
    /// How the person stands in it.
    pub standing: String,
}

/// An examination, as it is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedExamination {
    /// Its code.
    pub id: String,
    /// The day of passing.
    pub passed: NaiveDate,
    /// The last day of validity, where it expires.
    pub expires: Option<NaiveDate>,
}

/// Evidence of a person, checked against a standard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    pub(crate) name: String,
    pub(crate) engagements: Vec<Engagement>,
    /// Field, area, standing, each by its place.
    pub(crate) areas: Vec<(u8, u8, u8)>,
    pub(crate) transfers: u32,
    pub(crate) not_transfers: u32,
    pub(crate) mentoring: Option<bool>,
    pub(crate) examinations: Vec<(u8, NaiveDate, Option<NaiveDate>)>,
}

/// A piece of work, by places in the standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Engagement {
    pub(crate) title: String,
    pub(crate) field: u8,
    pub(crate) role: u8,
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) met: u32,
    pub(crate) not: u32,
    pub(crate) sizes: Vec<(u8, u64)>,
    pub(crate) success: Option<bool>,
}

/// What is wrong with stated evidence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    /// A code is none of the standard's.
    #[error("{}: there is no {} `{code}`{}", place.en, what.en, near.as_ref().map_or_else(String::new, |near| format!("; did you mean `{near}`?")))]
    Unknown {
        /// Where: the engagement, the area.
        place: Text,
        /// What kind of code.
        what: Noun,
        /// The code.
        code: String,
        /// The nearest one.
        near: Option<String>,
    },
    /// Work ends before it begins.
    #[error("{}: ends on {to}, before it begins on {from}", place.en)]
    Reversed {
        /// The engagement.
        place: Text,
        /// Its first day.
        from: NaiveDate,
        /// The first day after it.
        to: NaiveDate,
    },
    /// A size is no whole number from 0, or too large.
    #[error("{}: size `{metric}` is `{value}`, which {}", place.en, no_size(value))]
    Size {
        /// The engagement.
        place: Text,
        /// The metric.
        metric: String,
        /// What stands there.
        value: String,
    },
    /// More is stated than is read of a person.
    #[error("{found} {}, of which {most} at most are read of a person", what.en)]
    TooMany {
        /// Of what.
        what: Noun,
        /// How many are stated.
        found: usize,
        /// How many are read.
        most: usize,
    },
    /// One thing is stated both ways.
    #[error("{}: `{code}` is stated to be met and not to be", place.en)]
    Contradiction {
        /// Where.
        place: Text,
        /// The code.
        code: String,
    },
}

impl Explain for EvidenceError {
    fn text(&self) -> Text {
        let ja = match self {
            Self::Unknown { place, what, code, near } => {
                format!("{}: {}`{code}`はない{}", place.ja, what.ja, or_meant(near.as_deref()))
            }
            Self::Reversed { place, from, to } => {
                format!("{}: 終わり（{to}）が始まり（{from}）より前である", place.ja)
            }
            Self::Size { place, metric, value } if is_number(value) => {
                format!("{}: 規模の指標`{metric}`の`{value}`は大きすぎる。{}まで", place.ja, u64::MAX)
            }
            Self::Size { place, metric, value } => {
                format!("{}: 規模の指標`{metric}`の`{value}`は整数ではない", place.ja)
            }
            Self::TooMany { what, found, most } => {
                format!("{}が{found}件ある。1人につき{most}件まで", what.ja)
            }
            Self::Contradiction { place, code } => {
                format!("{}: `{code}`が満たす側と満たさない側の両方にある", place.ja)
            }
        };
        Text::new(ja, self.to_string())
    }
}

/// What a reader should know of evidence that is not wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EvidenceNote {
    /// Two engagements of a field overlap; the time counts once.
    Overlap {
        /// The title of the one that began first.
        earlier: String,
        /// The title of the other.
        later: String,
    },
    /// An examination is no longer valid.
    Expired {
        /// The day on which it was passed.
        passed: NaiveDate,
        /// The last day on which it was valid.
        expires: NaiveDate,
    },
}

impl EvidenceNote {
    /// The note in both languages.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Overlap { earlier, later } => Text::new(
                format!("「{earlier}」と「{later}」は期間が重なり、重なりは1回だけ数える"),
                format!("`{earlier}` and `{later}` overlap; the time counts once"),
            ),
            Self::Expired { passed, expires } => Text::new(
                format!("{passed}に合格した試験・資格は{expires}で失効している"),
                format!("an examination passed on {passed} expired on {expires}"),
            ),
        }
    }
}

impl Evidence {
    /// Checks what is stated against a standard. All errors are found at once.
    ///
    /// # Errors
    /// [`EvidenceError`], every one.
    pub fn new(standard: &Standard, stated: &Stated) -> Result<Self, Vec<EvidenceError>> {
        let mut errors = too_many(stated);
        if !errors.is_empty() {
            return Err(errors);
        }
        let engagements: Vec<Option<Engagement>> =
            stated.engagements.iter().map(|stated| engagement(standard, stated, &mut errors)).collect();
        let mut areas: Vec<(u8, u8, u8)> = Vec::new();
        for StatedArea { field, area, standing } in &stated.areas {
            let place = Text::new(
                format!("専門分野`{field}`の専門領域`{area}`"),
                format!("area `{area}` of `{field}`"),
            );
            let field = field_of(standard, &place, field, &mut errors);
            let known = field.and_then(|field| standard.fields.get(usize::from(field)));
            let area = known.and_then(|known| {
                find(&place, Noun::new("専門領域", "area"), area, &known.areas, &mut errors)
            });
            let standing =
                find(&place, Noun::new("水準", "standing"), standing, &standard.standings, &mut errors);
            areas.extend(
                field.zip(area).zip(standing).map(|((field, area), standing)| (field, area, standing)),
            );
        }
        let mut set = |codes: &[String]| {
            codes
                .iter()
                .filter_map(|code| {
                    find(
                        &Text::new("技術継承の行", "transfer"),
                        Noun::new("技術継承の種類", "kind of transfer"),
                        code,
                        &standard.transfers,
                        &mut errors,
                    )
                })
                .fold(0, |set, place| set | bit(usize::from(place)))
        };
        let (transfers, not_transfers) = (set(&stated.transfers), set(&stated.not_transfers));
        contradiction(
            &Text::new("技術継承の行", "transfer"),
            transfers & not_transfers,
            &standard.transfers,
            &mut errors,
        );
        let examinations: Vec<_> = stated
            .examinations
            .iter()
            .filter_map(|StatedExamination { id, passed, expires }| {
                let place = find(
                    &Text::new("試験・資格の行", "examination"),
                    Noun::new("試験・資格", "examination"),
                    id,
                    &standard.examinations,
                    &mut errors,
                )?;
                Some((place, *passed, *expires))
            })
            .collect();
        match engagements.into_iter().collect::<Option<Vec<_>>>().filter(|_| errors.is_empty()) {
            Some(mut engagements) => {
                // The order in which work is stated says nothing.
                engagements.sort_by(|a, b| {
                    (a.from, a.to, a.field, &a.title, a.role, a.met)
                        .cmp(&(b.from, b.to, b.field, &b.title, b.role, b.met))
                });
                areas.sort_unstable();
                let name = stated.name.clone();
                let mentoring = stated.mentoring;
                Ok(Self { name, engagements, areas, transfers, not_transfers, mentoring, examinations })
            }
            None => Err(errors),
        }
    }

    /// The person's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The titles of the engagements, in the order in which results count them.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        self.engagements.iter().map(|engagement| engagement.title.as_str())
    }

    /// What a reader should know: work at the same time, which counts once, and validity that has expired.
    #[must_use]
    pub fn notes(&self, as_of: NaiveDate) -> Vec<EvidenceNote> {
        let mut notes = Vec::new();
        // Engagements stand by their beginning: one overlaps an earlier one where it begins before the last end so far.
        let mut lasting: BTreeMap<u8, &Engagement> = BTreeMap::new();
        let ends = |engagement: &Engagement| engagement.to.unwrap_or(as_of);
        for one in &self.engagements {
            let earlier = lasting.get(&one.field).copied();
            if let Some(earlier) =
                earlier.filter(|earlier| one.from < ends(earlier) && earlier.from < ends(one))
            {
                let (earlier, later) = (earlier.title.clone(), one.title.clone());
                notes.push(EvidenceNote::Overlap { earlier, later });
            }
            if earlier.is_none_or(|earlier| ends(earlier) < ends(one)) {
                lasting.insert(one.field, one);
            }
        }
        for (_, passed, expires) in &self.examinations {
            if let Some(expires) = expires.filter(|expires| *expires < as_of) {
                notes.push(EvidenceNote::Expired { passed: *passed, expires });
            }
        }
        notes
    }
}

/// The most pieces of work, areas and examinations of a person.
const STATED_MAX: usize = 2_000;
/// The most codes of a piece of work, and kinds of transfer of a person.
const CODES_MAX: usize = 255;

/// Where more is stated than is read of a person: many times what anybody has done, and little enough to be looked through
/// as often as the standard asks.
fn too_many(stated: &Stated) -> Vec<EvidenceError> {
    let of_work =
        |length: fn(&StatedEngagement) -> usize| stated.engagements.iter().map(length).max().unwrap_or(0);
    [
        (Noun::new("実績", "engagements"), stated.engagements.len(), STATED_MAX),
        (Noun::new("専門領域", "areas"), stated.areas.len(), STATED_MAX),
        (Noun::new("試験・資格", "examinations"), stated.examinations.len(), STATED_MAX),
        (
            Noun::new("技術継承の種類", "kinds of transfer"),
            stated.transfers.len().max(stated.not_transfers.len()),
            CODES_MAX,
        ),
        (
            Noun::new("1件の実績の条件", "conditions of one engagement"),
            of_work(|work| work.conditions.len().max(work.not_conditions.len())),
            CODES_MAX,
        ),
        (
            Noun::new("1件の実績の規模", "sizes of one engagement"),
            of_work(|work| work.sizes.len()),
            CODES_MAX,
        ),
    ]
    .into_iter()
    .filter(|(_, found, most)| found > most)
    .map(|(what, found, most)| EvidenceError::TooMany { what, found, most })
    .collect()
}

fn engagement(
    standard: &Standard,
    stated: &StatedEngagement,
    errors: &mut Vec<EvidenceError>,
) -> Option<Engagement> {
    let place = Text::new(format!("実績「{}」", stated.title), format!("engagement `{}`", stated.title));
    if let Some(to) = stated.to.filter(|to| *to < stated.from) {
        errors.push(EvidenceError::Reversed { place: place.clone(), from: stated.from, to });
    }
    let field = field_of(standard, &place, &stated.field, errors);
    let known = field.and_then(|field| standard.fields.get(usize::from(field)));
    let role = find(&place, Noun::new("役割", "role"), &stated.role, &standard.roles, errors);
    let conditions = known.map_or(&[][..], |known| known.conditions.as_slice());
    let mut set = |codes: &[String]| {
        if known.is_none() {
            return 0;
        }
        codes
            .iter()
            .filter_map(|code| find(&place, Noun::new("条件", "condition"), code, conditions, errors))
            .fold(0, |set, place| set | bit(usize::from(place)))
    };
    let (met, not) = (set(&stated.conditions), set(&stated.not_conditions));
    contradiction(&place, met & not, conditions, errors);
    let metrics: Vec<Named> = standard
        .metrics
        .iter()
        .map(|metric| Named { id: metric.id.clone(), name: metric.name.clone() })
        .collect();
    let mut sizes = Vec::new();
    for StatedSize { metric, value } in &stated.sizes {
        let Some(at) = find(&place, Noun::new("規模の指標", "size"), metric, &metrics, errors) else {
            continue;
        };
        let steps = standard.metrics.get(usize::from(at)).map_or(&[][..], |metric| metric.steps.as_slice());
        if steps.is_empty() {
            match value.parse() {
                Ok(value) => sizes.push((at, value)),
                Err(_) => errors.push(EvidenceError::Size {
                    place: place.clone(),
                    metric: metric.clone(),
                    value: value.clone(),
                }),
            }
        } else if let Some(step) = find(&place, Noun::new("段階", "step"), value, steps, errors) {
            sizes.push((at, u64::from(step)));
        }
    }
    sizes.sort_unstable();
    Some(Engagement {
        title: stated.title.clone(),
        field: field?,
        role: role?,
        from: stated.from,
        to: stated.to,
        met,
        not,
        sizes,
        success: stated.success,
    })
}

fn field_of(standard: &Standard, place: &Text, code: &str, errors: &mut Vec<EvidenceError>) -> Option<u8> {
    let found = standard.place(code).and_then(|place| u8::try_from(place).ok());
    if found.is_none() {
        errors.push(EvidenceError::Unknown {
            place: place.clone(),
            what: Noun::new("専門分野", "field"),
            code: code.to_owned(),
            near: standard.nearest_field(code).map(str::to_owned),
        });
    }
    found
}

fn find(place: &Text, what: Noun, code: &str, list: &[Named], errors: &mut Vec<EvidenceError>) -> Option<u8> {
    let found = list.iter().position(|named| named.id == code).and_then(|place| u8::try_from(place).ok());
    if found.is_none() {
        let near = nearest(code, list.iter().map(|named| named.id.as_str())).map(str::to_owned);
        errors.push(EvidenceError::Unknown { place: place.clone(), what, code: code.to_owned(), near });
    }
    found
}

fn contradiction(place: &Text, both: u32, list: &[Named], errors: &mut Vec<EvidenceError>) {
    for (_, named) in list.iter().enumerate().filter(|(n, _)| has(both, *n)) {
        errors.push(EvidenceError::Contradiction { place: place.clone(), code: named.id.clone() });
    }
}

fn is_number(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
}

fn no_size(value: &str) -> String {
    if is_number(value) {
        format!("is too large; {} at most", u64::MAX)
    } else {
        "is no whole number".to_owned()
    }
}
