//! The mean score of a survey: steps with points, several questions, one mean a person.

use formula::Exact;
use provenance::{Text, number_of};
use rust_decimal::Decimal;
use tables::{Row, Spot, whole};

use super::{
    Aggregate, Asked, Key, Measure, MeasureKind, Measuring, Operand, Possible, Reads, Shape, Sum, Taken, TargetUnit, Yields,
};
use crate::{
    ItemKey, Policies, Clock, Limit, Ratio, Step, SurveyName,
    target::exact_decimal,
    policy::{BlankAnswer, PolicyId},
    result::{Breach, Excluded, Undetermined},
    scope::{Scope, View},
};

/// A survey with its questions and the points of each step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeanScore {
    /// The survey's name.
    pub survey: SurveyName,
    /// The questions, in the order in which answers give them.
    pub questions: Vec<Text>,
    /// The steps.
    pub scale: Vec<Step>,
}

const MEAN: (&str, &str) = ("total", "count");

pub(super) const KIND: MeasureKind = MeasureKind {
    word: "mean-score",
    ja: "調査の平均点",
    en: "mean score of a survey",
    note: "The mean of each person's mean. A blank is read by the policy `blank-answer`; an unknown answer may \
           be the best or the worst.",
    keys: &[
        Key {
            name: "survey",
            shape: Shape::Survey,
            is_required: true,
            means: "The survey's name in the records.",
        },
        Key { name: "questions", shape: Shape::Texts, is_required: true, means: "Its questions, in their order." },
        Key { name: "scale", shape: Shape::Steps, is_required: true, means: "What answers may say, with points." },
    ],
    yields: Yields::Mean { total: MEAN.0, count: MEAN.1 },
    unit: TargetUnit::Point,
    needs_limit: false,
    by_month: false,
    operands: &[
        Operand { id: MEAN.0, ja: "合計点", en: "total score", part_of: None },
        Operand { id: MEAN.1, ja: "回答数", en: "answers", part_of: None },
    ],
    formula: "合計点÷回答数",
    read: |row| read(row).map(Measure::from),
};

fn read(row: &Row<'_>) -> Option<MeanScore> {
    let survey = row.required_parsed("survey", str::parse);
    let questions = row.texts("questions");
    let scale: Option<Vec<Step>> = whole(row
        .rows_by("scale", &["name"])
        .iter()
        .map(|row| {
            let (name, text, points) = (
                row.required_parsed("name", str::parse),
                row.required_text("text"),
                row.required("points"),
            );
            Some(Step { name: name?, text: text?, points: points? })
        }));
    Some(MeanScore { survey: survey?, questions, scale: scale? })
}

impl Measuring for MeanScore {
    fn reads(&self) -> Reads<'_> {
        Reads::Answers { survey: &self.survey, scale: &self.scale }
    }

    fn clock(&self) -> Option<&Clock> {
        None
    }

    fn asks(&self) -> Vec<Asked<'_>> {
        Vec::new()
    }

    fn policies(&self, _: Option<&Limit>) -> Vec<PolicyId> {
        vec![PolicyId::BlankAnswer]
    }

    fn bounds(&self) -> (Decimal, Option<Decimal>) {
        let points = || self.scale.iter().map(|step| step.points);
        (points().min().unwrap_or_default(), points().max())
    }

    fn percent(&self) -> Option<Decimal> {
        None
    }

    fn aggregate(&self, _: &ItemKey, _: &Policies) -> Aggregate {
        Aggregate::Scores
    }

    fn check(&self, at: &Spot<'_>) {
        if self.questions.is_empty() || self.scale.is_empty() {
            at.complain("questions", Text::new("アンケートには質問と尺度が要る", "a survey needs questions and a scale"), None);
        }
    }

    fn take<'a>(&self, scope: &Scope<'a>) -> Taken<'a> {
        let mut taken = Taken::default();
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
            if given == 0 || (blank && scope.reading(&scope.policies.blank_answer) == BlankAnswer::LeaveOut) {
                taken.excluded.push(Excluded::blank(answer, scope.clause));
                continue;
            }
            let score = points.checked_div(&Exact::from(given)).unwrap_or_else(|| Exact::from(0));
            if let Some(target) = scope.in_force.target.filter(|target| !target.is_met_by(&score)) {
                taken.breaches.push(Breach::score(answer, &score, target));
            }
            total = total + score;
            count += 1;
            if scope.view == View::Listed {
                taken.answers.push(answer);
            }
        }
        for rejected in scope.rejected(self.survey.clone().into(), None) {
            taken.undetermined.push(Undetermined::unreadable(rejected));
        }
        taken.known = vec![(MEAN.0, total.clone()), (MEAN.1, Exact::from(count))];
        taken.ratio = Some(Ratio { numerator: total.clone(), denominator: Exact::from(count) });
        taken.population = count.into();
        let unknown = taken.unknown();
        if unknown > 0 {
            let (least, most) = self.bounds();
            let with = |points: Decimal| {
                let points = exact_decimal(points) * Exact::from(unknown);
                vec![
                    (MEAN.0, total.clone() + points),
                    (MEAN.1, Exact::from(count + unknown)),
                ]
            };
            taken.possible = Possible::Between(with(least), with(most.unwrap_or(least)));
        }
        taken
    }

    fn total(&self, _: &Scope<'_>, _: &Sum) -> Option<Taken<'static>> {
        None
    }
}
