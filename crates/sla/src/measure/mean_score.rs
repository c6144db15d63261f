//! The mean score of a survey: steps with points, several questions, one mean a person.

use formula::Exact;
use provenance::{Text, number_of};
use rust_decimal::Decimal;

use super::{Operand, Taken};
use crate::{
    Name,
    item::exact_decimal,
    policy::{BlankAnswer, PolicyId},
    result::{Breach, Excluded, Undetermined},
    scope::Scope,
};

/// A survey with its questions and the points of each step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeanScore {
    /// The survey's name.
    pub survey: Name,
    /// The questions, in the order in which answers give them.
    pub questions: Vec<Text>,
    /// The steps.
    pub scale: Vec<Step>,
}

/// A step of a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The word that answers use.
    pub name: Name,
    /// Its name for people.
    pub text: Text,
    /// Its points.
    pub points: Decimal,
}

pub(super) const OPERANDS: &[Operand] = &[
    Operand { id: "total", ja: "合計点", en: "total score", part_of: None },
    Operand { id: "count", ja: "回答数", en: "answers", part_of: None },
];

pub(super) const FORMULA: &str = "合計点÷回答数";

impl MeanScore {
    pub(super) fn take(&self, scope: &Scope<'_>) -> Taken {
        let mut taken = Taken { used: vec![PolicyId::BlankAnswer, PolicyId::Duplicates], ..Taken::default() };
        let (mut total, mut count) = (Exact::from(0), 0_u64);
        for answer in scope.answers(&self.survey, &mut taken) {
            if answer.steps.len() != self.questions.len() {
                taken.undetermined.push(Undetermined::answer(
                    answer,
                    Text::new(
                        format!("設問{}問に対し回答{}件", self.questions.len(), answer.steps.len()),
                        format!("{} answers to {} questions", answer.steps.len(), self.questions.len()),
                    ),
                ));
                continue;
            }
            let mut points = Exact::from(0);
            let (mut given, mut unknown_step) = (0_u64, None);
            for step in answer.steps.iter().flatten() {
                match self.scale.iter().find(|known| known.name == *step) {
                    Some(known) => {
                        points = points + exact_decimal(known.points);
                        given += 1;
                    }
                    None => unknown_step = Some(step),
                }
            }
            if let Some(step) = unknown_step {
                taken.undetermined.push(Undetermined::answer(
                    answer,
                    Text::new(
                        format!("尺度にない回答「{step}」"),
                        format!("`{step}` is no step of the scale"),
                    ),
                ));
                continue;
            }
            let blank = given < number_of(self.questions.len());
            if given == 0 || (blank && scope.blank_answer() == BlankAnswer::LeaveOut) {
                taken.excluded.push(Excluded::blank(answer, &scope.item.clause));
                continue;
            }
            let score = points.checked_div(&Exact::from(given)).unwrap_or_else(|| Exact::from(0));
            if let Some(target) = scope.in_force.target.filter(|target| !target.is_met_by(&score)) {
                taken.breaches.push(Breach::score(answer, &score, target));
            }
            total = total + score;
            count += 1;
        }
        for rejected in scope.rejected(&self.survey) {
            taken.undetermined.push(Undetermined::unreadable(rejected));
        }
        taken.known = vec![("total", total.clone()), ("count", Exact::from(count))];
        taken.ratio = Some((total.clone(), Exact::from(count)));
        taken.population = count.into();
        let unknown = number_of(taken.undetermined.len());
        if unknown > 0 {
            let points = || self.scale.iter().map(|step| exact_decimal(step.points));
            for extreme in [points().min(), points().max()].into_iter().flatten() {
                taken.possible.push(vec![
                    ("total", total.clone() + extreme * Exact::from(unknown)),
                    ("count", Exact::from(count + unknown)),
                ]);
            }
        }
        taken
    }
}
