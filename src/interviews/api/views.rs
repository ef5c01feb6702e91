//! Cards and work samples as the API shows them to different readers.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    content::model::{
        AccountRow, Audience, Exercise as Key, Item, Material, MessageClass, Part, ScoringRule, Variant,
    },
    flow::{case::Case, interviews::CardSight},
    interviews::{Amendment, CardBody, CardInput, Exercise, PostDebriefValue, Scorecard},
    kernel::{
        codes::{CompetencyCode, QuestionCode, SourceCode},
        ctx::Actor,
        ids::{ApplicationId, ExerciseId, InterviewId, ScorecardId, UserId},
        role::Role,
        time::{Timestamp, hours},
    },
    pipeline::state::{ExerciseState, ScorecardState},
};

/// A card in a list: who owes it since when, not what it says.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardRow {
    /// Identifies the card.
    id: ScorecardId,
    /// Grows with every saved draft and at the lock; the ETag.
    version: i64,
    /// The round or work sample.
    #[schema(value_type = String)]
    source: SourceCode,
    /// Where it stands.
    state: ScorecardState,
    /// Whose.
    rater: UserId,
    /// The application; hidden from assessors of written work.
    application_id: Option<ApplicationId>,
    /// What stands for the candidate's name in written work.
    candidate_code: Option<String>,
    /// The interview, when it belongs to a round.
    interview_id: Option<InterviewId>,
    /// The work sample, when it belongs to one.
    exercise_id: Option<ExerciseId>,
    /// Since when it is due.
    due_from: Timestamp,
    /// When it was locked.
    locked_at: Option<Timestamp>,
    /// Whether the rater had seen no other rating of this candidate when being named (G16).
    independent: bool,
}

impl CardRow {
    /// A card; `blind` readers learn the candidate's code instead of the application.
    pub(super) fn new(card: &Scorecard, exercise: Option<&Exercise>, blind: bool) -> Self {
        Self {
            id: card.id,
            version: card.version,
            source: card.source.clone(),
            state: card.state,
            rater: card.rater,
            application_id: (!blind).then_some(card.application_id),
            candidate_code: exercise.map(|e| e.row.candidate_code.clone()),
            interview_id: card.interview_id,
            exercise_id: card.exercise_id,
            due_from: card.due_from,
            locked_at: card.locked_at,
            independent: !card.rater_had_sight,
        }
    }
}

/// A card, with what stands beside it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CardView {
    /// The card.
    #[serde(flatten)]
    row: CardRow,
    /// Until when it can be handed in (G18); a waiver may give more.
    void_at: Timestamp,
    /// Competencies it has to rate.
    #[schema(value_type = Vec<String>)]
    competencies: Vec<CompetencyCode>,
    /// Core questions to tick as asked or not reached.
    #[schema(value_type = Vec<String>)]
    core_questions: Vec<QuestionCode>,
    /// What the rater typed so far; shown to the rater alone.
    draft: Option<CardInput>,
    /// What it says, once locked.
    body: Option<CardBody>,
    /// Factual corrections, oldest first.
    amendments: Vec<Amendment>,
    /// What the rater thinks since the debrief; in no sum.
    post_debrief_values: Vec<PostDebriefValue>,
}

impl CardView {
    pub(super) fn new(sight: CardSight, reader: &Actor) -> Self {
        let CardSight {
            card,
            case,
            draft,
            exercise,
            amendments,
            later,
            others_open: _,
        } = sight;
        let own = reader.user_id() == Some(card.rater);
        let blind = own && exercise.as_ref().is_some_and(|e| is_written(&case, e));
        let facts = case.evidence.assessment.cards.iter().find(|f| f.card == card.id);
        let of_the_round = case
            .evidence
            .terms
            .rounds
            .iter()
            .find(|round| card.interview_id.is_some() && round.code == card.source);
        Self {
            void_at: card.due_from + hours(i64::from(case.policy.card_void_hours)),
            competencies: facts.map(|f| f.expected.clone()).unwrap_or_default(),
            core_questions: of_the_round
                .iter()
                .flat_map(|round| &round.kit)
                .flat_map(|line| line.core_questions.iter().cloned())
                .collect(),
            draft: draft.map(|draft| draft.body.0),
            amendments,
            post_debrief_values: later,
            row: CardRow::new(&card, exercise.as_ref(), blind),
            body: card.body.map(|body| body.0),
        }
    }
}

fn key<'a>(case: &'a Case, exercise: &Exercise) -> Option<&'a Key> {
    case.pack.exercise(&exercise.row.source)
}

pub(in crate::interviews) fn is_written(case: &Case, exercise: &Exercise) -> bool {
    key(case, exercise).is_none_or(|e| e.written)
}

/// A message of the inbox exercise.
#[derive(Debug, Serialize, ToSchema)]
struct InboxMessage {
    /// Answer it under this code.
    code: String,
    /// The message.
    text: String,
}

/// What only those who rate or run a work sample see.
#[derive(Debug, Serialize, ToSchema)]
struct ForAssessors {
    /// The checklist; give points for every item.
    checklist: Vec<Item>,
    /// Caps and flags; tick those that apply.
    caps: Vec<ScoringRule>,
    /// What the role player follows, word for word.
    script: Vec<Material>,
    /// The account table with its notes for assessors.
    accounts: Vec<AccountRow>,
}

/// A work sample as its reader may see it.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::interviews) struct ExerciseView {
    /// Identifies the work sample.
    id: ExerciseId,
    /// Grows with every change; the ETag.
    version: i64,
    /// `E1` to `E5` or `KT`.
    #[schema(value_type = String)]
    source: SourceCode,
    /// Its name.
    name: String,
    /// Its form.
    variant: Variant,
    /// Where it stands.
    state: ExerciseState,
    /// What to do.
    task: String,
    /// Working time in minutes, before any adjustment.
    minutes: Option<u16>,
    /// Minutes HR gave beside them; for the candidate and HR.
    extra_minutes: Option<i64>,
    /// Whether it is handed in as text; otherwise it is performed at an appointment.
    written: bool,
    /// When it was assigned.
    assigned_at: Timestamp,
    /// Until when the candidate can begin.
    due_at: Timestamp,
    /// When the candidate began; for the candidate and HR.
    started_at: Option<Timestamp>,
    /// When the working time ends or ended; for the candidate and HR.
    deadline_at: Option<Timestamp>,
    /// By how many minutes it was handed in after that; for the candidate and HR.
    minutes_over: Option<i64>,
    /// When it was handed in or performed.
    submitted_at: Option<Timestamp>,
    /// Whether written work came after its window; not told to those who rate it.
    late: Option<bool>,
    /// What was handed in.
    submission: Option<String>,
    /// The material; for the candidate from Begin on. What is performed at an appointment is read there.
    materials: Vec<Material>,
    /// The account table of the inbox exercise.
    accounts: Vec<AccountRow>,
    /// The classes messages are put into.
    classes: Vec<MessageClass>,
    /// The messages of the inbox exercise.
    messages: Vec<InboxMessage>,
    /// The application; hidden from assessors of written work.
    application_id: Option<ApplicationId>,
    /// What stands for the candidate's name; for staff.
    candidate_code: Option<String>,
    /// Who rates it; for staff.
    assessors: Option<Vec<UserId>>,
    /// The key; for assessors and HR.
    key: Option<ForAssessors>,
}

/// As whom somebody looks at a work sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    Candidate,
    Assessor,
    Hr,
    OtherStaff,
}

impl Reader {
    fn of(actor: &Actor, exercise: &Exercise) -> Self {
        match actor {
            Actor::User(user) if exercise.has(user.id) => Self::Assessor,
            Actor::User(_) if actor.has_any(&[Role::Hr, Role::HrLead]) => Self::Hr,
            Actor::User(_) => Self::OtherStaff,
            _ => Self::Candidate,
        }
    }
}

impl ExerciseView {
    pub(in crate::interviews) fn new(exercise: &Exercise, case: &Case, actor: &Actor) -> Self {
        let row = &exercise.row;
        let known = key(case, exercise);
        let written = is_written(case, exercise);
        let reader = Reader::of(actor, exercise);
        let runs_it = matches!(reader, Reader::Assessor | Reader::Hr);
        let staff = reader != Reader::Candidate;
        let blind = reader == Reader::Assessor && written;
        let begun = reader == Reader::Candidate && written && row.started_at.is_some();
        let shown = known.filter(|_| runs_it || begun);
        let timed = matches!(reader, Reader::Candidate | Reader::Hr);
        let minutes = known.and_then(|e| e.variant(row.variant)).map(|v| v.minutes);
        let over = |at| row.minutes_over(minutes?, at);
        Self {
            id: row.id,
            version: row.version,
            source: row.source.clone(),
            name: known.map_or_else(|| row.source.to_string(), |e| e.name.clone()),
            variant: row.variant,
            state: row.state,
            task: known.map_or_else(String::new, |e| e.task.clone()),
            minutes,
            extra_minutes: timed.then_some(row.extra_minutes),
            written,
            assigned_at: row.assigned_at,
            due_at: row.due_at,
            started_at: row.started_at.filter(|_| timed),
            deadline_at: minutes.and_then(|m| row.deadline(m)).filter(|_| timed),
            minutes_over: row.submitted_at.filter(|_| timed).and_then(over),
            submitted_at: row.submitted_at,
            late: row
                .submitted_at
                .filter(|_| written && reader != Reader::Assessor)
                .map(|at| row.is_late(at)),
            submission: row.submission.clone().filter(|_| reader != Reader::OtherStaff),
            materials: shown.map_or_else(Vec::new, |e| materials(e, exercise, Audience::Candidate)),
            accounts: shown.map_or_else(Vec::new, |e| e.accounts.iter().map(for_candidates).collect()),
            classes: shown.map_or_else(Vec::new, |e| e.classes.clone()),
            messages: shown.map_or_else(Vec::new, |e| messages(e, row.variant)),
            application_id: (!blind).then_some(row.application_id),
            candidate_code: staff.then(|| row.candidate_code.clone()),
            assessors: staff.then(|| exercise.assessors()),
            key: known.filter(|_| runs_it).map(|e| ForAssessors {
                checklist: e.items_in(row.variant).cloned().collect(),
                caps: e.rules.clone(),
                script: materials(e, exercise, Audience::RolePlayer),
                accounts: e.accounts.clone(),
            }),
        }
    }
}

fn materials(key: &Key, exercise: &Exercise, audience: Audience) -> Vec<Material> {
    let row = &exercise.row;
    key.materials_for(audience, row.setting, row.variant)
        .cloned()
        .collect()
}

fn for_candidates(account: &AccountRow) -> AccountRow {
    AccountRow {
        assessor_note: None,
        ..account.clone()
    }
}

fn messages(key: &Key, variant: Variant) -> Vec<InboxMessage> {
    key.items_in(variant)
        .filter(|item| item.part == Some(Part::Message))
        .map(|item| InboxMessage {
            code: item.code.clone(),
            text: item.text.clone(),
        })
        .collect()
}
