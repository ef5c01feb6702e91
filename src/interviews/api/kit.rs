//! What a rater takes into a round.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    content::{
        Pack,
        model::{Competency, QuestionType},
    },
    flow::case::Case,
    interviews::Interview,
    kernel::{
        codes::{CompetencyCode, QuestionCode, SourceCode},
        ids::InterviewId,
        time::Timestamp,
    },
    pipeline::evidence::{Asked, KitLine, PlannedRound},
};

/// A question of the kit.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct KitQuestion {
    /// Tick it under this code.
    #[schema(value_type = String)]
    code: QuestionCode,
    /// What to read out.
    text: String,
    /// Behavioural or situational.
    asks: QuestionType,
    /// Its own probes, besides those of every question.
    probes: Vec<String>,
}

impl KitQuestion {
    fn of(pack: &Pack, code: &QuestionCode) -> Option<Self> {
        let (_, question) = pack.question(code)?;
        Some(Self {
            code: code.clone(),
            text: question.text.clone(),
            asks: question.asks,
            probes: question.probes.clone(),
        })
    }
    fn all<'a>(pack: &Pack, codes: impl IntoIterator<Item = &'a QuestionCode>) -> Vec<Self> {
        codes
            .into_iter()
            .filter_map(|code| Self::of(pack, code))
            .collect()
    }
}

/// A competency of the kit.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct KitCompetency {
    /// Rate it under this code.
    #[schema(value_type = String)]
    code: CompetencyCode,
    /// Its name.
    name: String,
    /// What it means.
    definition: String,
    /// What the levels 1 to 5 look like; 3 meets the standard of the job at entry.
    anchors: Vec<String>,
    /// Notes for raters.
    notes: Vec<String>,
    /// What to look for in this kind of account manager.
    look_for: String,
    /// Ask these of every candidate, in this order (G15).
    core_questions: Vec<KitQuestion>,
    /// Ask these besides, if there is time.
    extra_questions: Vec<KitQuestion>,
}

impl KitCompetency {
    fn new(case: &Case, competency: &Competency, line: &KitLine, extra: &[QuestionCode]) -> Self {
        let kind = case.evidence.terms.kind;
        let extra = extra.iter().filter(|code| !line.core_questions.contains(code));
        Self {
            code: competency.code.clone(),
            name: competency.name.clone(),
            definition: competency.definition.clone(),
            anchors: competency.anchors.clone(),
            notes: competency.notes.clone(),
            look_for: competency.look_for.get(kind).clone(),
            core_questions: KitQuestion::all(&case.pack, &line.core_questions),
            extra_questions: KitQuestion::all(&case.pack, extra),
        }
    }
}

/// The kit of a round.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::interviews) struct KitView {
    /// The booking.
    interview_id: InterviewId,
    /// The round.
    #[schema(value_type = String)]
    source: SourceCode,
    /// Its name.
    round: String,
    /// The candidate's name.
    candidate_name: String,
    /// The job's title.
    job_title: String,
    /// When it starts.
    starts_at: Timestamp,
    /// Read this out first.
    opening_line: String,
    /// What may be asked after every question.
    probes: Vec<String>,
    /// What holds for every rater.
    reminders: Vec<String>,
    /// What is special about this kind of account manager.
    kind_note: String,
    /// What to rate, in order. Empty for the work-sample round, whose cards are those of the work samples.
    competencies: Vec<KitCompetency>,
    /// Core questions of other rounds that were not reached there: ask them here (G15).
    ask_again: Vec<KitQuestion>,
}

impl KitView {
    pub(in crate::interviews) fn new(interview: &Interview, case: &Case) -> Self {
        let (terms, pack) = (&case.evidence.terms, &case.pack);
        let source = &interview.row.source;
        let planned = terms.rounds.iter().find(|round| round.code == *source);
        let shipped = pack.kit(source, terms.kind, terms.layout);
        let competency = |line: &KitLine| {
            let extra = shipped.iter().find(|entry| entry.competency == line.competency);
            let extra = extra.map_or(&[][..], |entry| &entry.extra_questions);
            let known = pack.competency(&line.competency)?;
            Some(KitCompetency::new(case, known, line, extra))
        };
        Self {
            interview_id: interview.row.id,
            source: source.clone(),
            round: planned.map_or_else(|| source.to_string(), |round| round.name.clone()),
            candidate_name: case.evidence.candidate_name.clone(),
            job_title: terms.title.clone(),
            starts_at: interview.row.starts_at,
            opening_line: pack.interviews().opening_line.clone(),
            probes: pack.interviews().probes.clone(),
            reminders: pack.interviews().reminders.clone(),
            kind_note: pack.interviews().kind_notes.get(terms.kind).clone(),
            competencies: planned
                .iter()
                .flat_map(|round| &round.kit)
                .filter_map(competency)
                .collect(),
            ask_again: KitQuestion::all(pack, &not_reached(case, source)),
        }
    }
}

/// Core questions of other rounds that somebody did not reach and nobody has asked.
fn not_reached(case: &Case, here: &SourceCode) -> Vec<QuestionCode> {
    let ticked = |code: &QuestionCode, asked: Asked| {
        let mut locked = case.evidence.assessment.locked();
        locked.any(|card| {
            card.questions
                .iter()
                .any(|q| q.question == *code && q.asked == asked)
        })
    };
    let others = |round: &&PlannedRound| round.code != *here;
    case.evidence
        .terms
        .rounds
        .iter()
        .filter(others)
        .flat_map(|round| &round.kit)
        .flat_map(|line| &line.core_questions)
        .filter(|code| ticked(code, Asked::NotReached) && !ticked(code, Asked::Yes))
        .cloned()
        .collect()
}
