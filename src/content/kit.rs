//! Which questions a round asks (ruling 7.10(3)).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    Pack,
    model::{Competency, Question, QuestionMark},
};
use crate::kernel::{
    codes::{CompetencyCode, QuestionCode, SourceCode},
    kind::Kind,
    terms::Layout,
};

/// What a round asks about one competency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KitEntry {
    /// The competency to rate.
    pub competency: CompetencyCode,
    /// Asked of every candidate (G15).
    pub core_questions: Vec<QuestionCode>,
    /// May be asked besides.
    pub extra_questions: Vec<QuestionCode>,
}

impl Pack {
    /// The kit of an interview round for a kind, in the order the round rates. Empty for anything that has no
    /// questions: the work-sample round and the exercises. Both layouts ask the same: a small firm's R1 and R2 share an
    /// appointment but keep their own kits.
    pub fn kit(&self, source: &SourceCode, kind: Kind, layout: Layout) -> Vec<KitEntry> {
        let Some(round) = self.round(source).filter(|round| !round.work_samples) else {
            return Vec::new();
        };
        round
            .rates
            .iter()
            .filter_map(|code| self.competency(code))
            .filter(|competency| self.sources_of(competency, kind, layout).contains(source))
            .map(|competency| self.entry(competency, source, kind))
            .collect()
    }

    fn entry(&self, competency: &Competency, round: &SourceCode, kind: Kind) -> KitEntry {
        let asked_somewhere: Vec<QuestionCode> = competency
            .rounds
            .iter()
            .flat_map(|round| self.core_of(competency, round, kind))
            .collect();
        let extra = competency
            .questions
            .iter()
            .filter(|q| q.mark.suits(kind) && !asked_somewhere.contains(&q.code))
            .map(|q| q.code.clone());
        KitEntry {
            competency: competency.code.clone(),
            core_questions: self.core_of(competency, round, kind),
            extra_questions: extra.collect(),
        }
    }

    /// The first round asks core 1, the second core 2, a third question 3; a single round asks both core questions.
    fn core_of(&self, competency: &Competency, round: &SourceCode, kind: Kind) -> Vec<QuestionCode> {
        let Some(place) = competency.rounds.iter().position(|r| r == round) else {
            return Vec::new();
        };
        let asked: Vec<&Question> = match (competency.rounds.len(), place) {
            (1, _) => core_1(competency)
                .into_iter()
                .chain(core_2(competency, kind))
                .collect(),
            (_, 0) => core_1(competency).into_iter().collect(),
            (_, 1) => core_2(competency, kind),
            _ => unmarked(competency).nth(place).into_iter().collect(),
        };
        let thirds = self.parts.interviews.third_questions.iter().filter(|third| {
            third.round == *round
                && third.kinds.contains(&kind)
                && competency.questions.iter().any(|q| q.code == third.question)
        });
        asked
            .into_iter()
            .map(|q| q.code.clone())
            .chain(thirds.map(|third| third.question.clone()))
            .collect()
    }
}

fn unmarked(competency: &Competency) -> impl Iterator<Item = &Question> {
    competency
        .questions
        .iter()
        .filter(|q| q.mark == QuestionMark::None)
}

fn core_1(competency: &Competency) -> Option<&Question> {
    competency.questions.iter().find(|q| q.core)
}

/// The second core question, or the questions marked for the kind instead of it: a hybrid is asked both marks.
fn core_2(competency: &Competency, kind: Kind) -> Vec<&Question> {
    let marked: Vec<&Question> = competency
        .questions
        .iter()
        .filter(|q| q.mark != QuestionMark::None && q.mark.suits(kind))
        .collect();
    if marked.is_empty() {
        competency.questions.iter().filter(|q| q.core).skip(1).collect()
    } else {
        marked
    }
}
