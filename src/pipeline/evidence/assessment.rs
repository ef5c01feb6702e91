//! Facts about rounds, scorecards and work samples.

use crate::{
    kernel::{
        codes::{CompetencyCode, QuestionCode, SourceCode},
        ids::{ExerciseId, InterviewId, ScorecardId, UserId},
        time::Timestamp,
    },
    pipeline::state::{ExerciseState, InterviewState, ScorecardState},
};

/// Rounds, cards and work samples of one application.
#[derive(Debug, Clone, Default)]
pub struct AssessmentFacts {
    /// Rounds booked or held, supplementary ones included.
    pub rounds: Vec<RoundFacts>,
    /// All cards, of rounds and of exercises.
    pub cards: Vec<CardFacts>,
    /// Work samples assigned.
    pub exercises: Vec<ExerciseFacts>,
}

/// One booked round.
#[derive(Debug, Clone)]
pub struct RoundFacts {
    /// The interview.
    pub interview: InterviewId,
    /// Which kit it uses.
    pub source: SourceCode,
    /// Where it stands.
    pub state: InterviewState,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it ends (the card clock of G18 starts here).
    pub ends_at: Timestamp,
    /// The company's calendar day of the start, as `YYYY-MM-DD` (G36 counts days there).
    pub local_day: String,
    /// Who rates.
    pub raters: Vec<UserId>,
    /// Whether HR added it to replace a void card (G18).
    pub supplementary: bool,
}

/// One rater's card.
#[derive(Debug, Clone)]
pub struct CardFacts {
    /// The card.
    pub card: ScorecardId,
    /// The round or exercise it belongs to.
    pub source: SourceCode,
    /// The interview, when it belongs to a round.
    pub interview: Option<InterviewId>,
    /// The exercise, when it belongs to one.
    pub exercise: Option<ExerciseId>,
    /// Whose card.
    pub rater: UserId,
    /// Where it stands.
    pub state: ScorecardState,
    /// When the round ended, or the exercise was handed in; the card is due from then on.
    pub due_from: Timestamp,
    /// When it was locked.
    pub locked_at: Option<Timestamp>,
    /// Whether the rater could see others' ratings of this candidate when the card was given out (G16).
    pub rater_had_sight: bool,
    /// Competencies the card must rate.
    pub expected: Vec<CompetencyCode>,
    /// What is rated.
    pub ratings: Vec<RatingFacts>,
    /// Core questions of the kit and what became of each (rounds only).
    pub questions: Vec<QuestionFacts>,
}

/// One competency on a card.
#[derive(Debug, Clone)]
pub struct RatingFacts {
    /// The competency.
    pub competency: CompetencyCode,
    /// 1 to 5; `None` = "not observed".
    pub value: Option<u8>,
    /// What was seen or heard.
    pub evidence: String,
}

/// What became of a core question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionFacts {
    /// The question.
    pub question: QuestionCode,
    /// Asked, not reached, or not ticked at all.
    pub asked: Asked,
}

/// Whether a core question was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Asked.
    Yes,
    /// There was no time; it has to be asked in a later round.
    NotReached,
    /// Neither ticked nor marked.
    Unmarked,
}

/// A work sample of the application.
#[derive(Debug, Clone)]
pub struct ExerciseFacts {
    /// The exercise.
    pub exercise: ExerciseId,
    /// `E1` to `E5`, `KT`.
    pub source: SourceCode,
    /// `full`, `lite` or `short`.
    pub variant: String,
    /// Where it stands.
    pub state: ExerciseState,
    /// When it was handed in.
    pub submitted_at: Option<Timestamp>,
    /// The two assessors.
    pub assessors: Vec<UserId>,
}

/// A booking somebody wants to make, judged before it is stored (G11 24 h, G13, G14, G36).
#[derive(Debug, Clone)]
pub struct ProposedBooking {
    /// The interview that is moved, or `None` for a new one.
    pub interview: Option<InterviewId>,
    /// Which round.
    pub source: SourceCode,
    /// Start.
    pub starts_at: Timestamp,
    /// End.
    pub ends_at: Timestamp,
    /// The company's calendar day of the start.
    pub local_day: String,
    /// Who would rate.
    pub raters: Vec<UserId>,
    /// For each rater, how many other interviews (of any candidate) lie on that day.
    pub raters_load: Vec<(UserId, u32)>,
}

impl AssessmentFacts {
    /// Locked cards that count; void and draft ones do not.
    pub fn locked(&self) -> impl Iterator<Item = &CardFacts> {
        self.cards.iter().filter(|c| c.state == ScorecardState::Locked)
    }
    /// Cards that are still owed.
    pub fn owed(&self) -> impl Iterator<Item = &CardFacts> {
        self.cards.iter().filter(|c| c.state == ScorecardState::Draft)
    }
}
