//! Learning: steps ticked, evidence attached and handed in (G51), checks, countersignatures.

use serde_json::{Value, json};

use super::{Case, access, load, mails, news, opened, reloaded};
use crate::{
    db::Conn,
    fault::{Fault, FieldFault},
    flow::{judged_with, noted},
    kernel::{
        codes::ModuleCode,
        ctx::{Ctx, UserActor},
        ids::OnboardingPlanId,
        role::Role,
        text::multi_line,
    },
    onboarding::{
        self,
        model::{
            Check, CheckBody, EvidenceBody, EvidenceItem, MeetingBody, ModuleBody, ModuleRow, NoteBody,
            TestBody, Tick, WordBody,
        },
    },
    people,
    pipeline::{decide, refusal::Outcome, state::ModuleState},
    web::{IfMatch, Valid},
};

/// The module with a first test (7.10, ruling 12).
const FIRST_TEST: &str = "S-T5";

const LEARNERS: (&[Role], &str) = (
    &[Role::Trainee, Role::Trainer, Role::Coach, Role::Manager],
    "the trainee, a trainer of this plan, the coach or the manager",
);
pub(super) const TRAINER: (&[Role], &str) = (&[Role::Trainer], "a trainer of this plan");
pub(super) const TRAINEE: (&[Role], &str) = (&[Role::Trainee], "the trainee");
const MEETING: (&[Role], &str) = (
    &[Role::Trainer, Role::Manager],
    "a trainer of this plan or the manager",
);

/// A module somebody works on now.
pub(super) struct Work {
    pub case: Case,
    pub by: UserActor,
    pub row: ModuleRow,
}

pub(super) type Place<'a> = (OnboardingPlanId, &'a ModuleCode, &'a IfMatch);

/// Opens a module for work: the case, the actor, the module.
pub(super) fn at(
    conn: &mut Conn,
    ctx: &Ctx,
    (id, code, if_match): Place<'_>,
    who: (&[Role], &str),
) -> Result<Work, Fault> {
    let (case, by) = opened(conn, ctx, id, if_match, who)?;
    let row = case.module(code)?.clone();
    Ok(Work { case, by, row })
}

impl Work {
    /// Insists that there is still something to learn.
    pub(super) fn unfinished(&self) -> Result<ModuleBody, Fault> {
        access::at_work(&self.case)?;
        if self.row.state.is_done() {
            return Err(Fault::Conflict {
                code: "module_done",
                detail: format!("{} is signed; nothing can be added.", self.row.code),
            });
        }
        Ok(self.row.body.0.clone())
    }
    /// Stores what was done without a step.
    pub(super) fn store(
        &self,
        conn: &mut Conn,
        ctx: &Ctx,
        body: &ModuleBody,
        action: &str,
        details: Value,
    ) -> Result<Case, Fault> {
        onboarding::save_module(conn, &self.row, body)?;
        let subject = self.case.subject_of("training_module", self.row.id.uuid());
        noted(conn, ctx, &subject, action, with_code(details, &self.row.code))?;
        load(conn, ctx, self.case.plan.id)
    }
    /// Stores what was done together with a step that no signature guards.
    pub(super) fn step(
        &self,
        conn: &mut Conn,
        ctx: &Ctx,
        to: ModuleState,
        body: &ModuleBody,
        details: Value,
    ) -> Result<Outcome<Case>, Fault> {
        let code = onboarding::canonical(&self.case.pack, &self.row.code);
        let actor = access::as_of(&self.case, &ctx.actor);
        let frame = self.case.frame(ctx);
        let verdict = decide::module(&self.case.evidence, &code, self.row.state, to, &actor, frame);
        let subject = self.case.subject_of("training_module", self.row.id.uuid());
        let details = with_code(details, &self.row.code);
        let moved = judged_with(conn, ctx, &subject, details, verdict, |conn, change| {
            onboarding::module_moved(conn, &self.row, change, body)
        })?;
        reloaded(conn, ctx, &self.case, moved)
    }
}

pub(super) fn with_code(mut details: Value, code: &ModuleCode) -> Value {
    if details.is_null() {
        details = json!({});
    }
    if let Value::Object(fields) = &mut details {
        fields.insert("module".to_owned(), json!(code));
    }
    details
}

/// Ticks a step with today's date; the first one begins the module.
///
/// # Errors
/// [`Fault::NotFound`] when the module has no such step; [`Fault::Conflict`] when it is done.
pub fn tick(
    conn: &mut Conn,
    ctx: &Ctx,
    place: Place<'_>,
    step: u32,
    body: &Valid<WordBody>,
) -> Result<Outcome<Case>, Fault> {
    let work = at(conn, ctx, place, LEARNERS)?;
    let steps = work
        .case
        .pack
        .module(&work.row.code)
        .map_or(0, |module| module.steps.len());
    if step == 0 || usize::try_from(step).is_ok_and(|n| n > steps) {
        return Err(Fault::NotFound("step of this module"));
    }
    let note = body.get()?.note.clone();
    let mut learned = work.unfinished()?;
    if !learned.is_ticked(step) {
        learned.steps.push(Tick {
            step,
            mark: onboarding::mark(ctx, note.as_deref())?,
        });
        learned.steps.sort_by_key(|tick| tick.step);
    }
    let details = json!({ "step": step });
    match work.row.state {
        ModuleState::NotStarted | ModuleState::Returned => {
            work.step(conn, ctx, ModuleState::InProgress, &learned, details)
        }
        _ => work
            .store(conn, ctx, &learned, "module.tick", details)
            .map(Outcome::Done),
    }
}

/// Attaches evidence.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but the trainee; [`Fault::Conflict`] when the module is done.
pub fn attach(
    conn: &mut Conn,
    ctx: &Ctx,
    place: Place<'_>,
    body: &Valid<EvidenceBody>,
) -> Result<Case, Fault> {
    let work = at(conn, ctx, place, TRAINEE)?;
    let given = body.get()?;
    let mut learned = work.unfinished()?;
    learned.evidence.push(EvidenceItem {
        kind: given.kind.into(),
        text: multi_line(&given.text),
        file: None,
        by: work.by.id,
        at: ctx.now,
    });
    work.store(
        conn,
        ctx,
        &learned,
        "module.evidence",
        json!({ "kind": given.kind }),
    )
}

/// Hands the module in for signature (G51).
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but the trainee.
pub fn submit(conn: &mut Conn, ctx: &Ctx, place: Place<'_>) -> Result<Outcome<Case>, Fault> {
    let work = at(conn, ctx, place, TRAINEE)?;
    let mut learned = work.unfinished()?;
    learned.submitted_at = Some(ctx.now);
    let moved = work.step(conn, ctx, ModuleState::EvidenceSubmitted, &learned, Value::Null)?;
    if let Outcome::Done(now) = &moved {
        mails::module_passed_on(conn, ctx, now, &work.row.code)?;
        news::handed_in(conn, ctx, now, &work.row)?;
    }
    Ok(moved)
}

/// Stores the result of a learning check or of an observation. After two failures trainer and manager meet first.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but a trainer, and for the trainee; every bad field.
pub fn check(conn: &mut Conn, ctx: &Ctx, place: Place<'_>, body: &Valid<CheckBody>) -> Result<Case, Fault> {
    let work = at(conn, ctx, place, TRAINER)?;
    not_the_trainee(&work)?;
    let given = body.get()?;
    if given.percent.is_some() == given.observation_level.is_some() {
        let detail = "Give either the percent of a check or the level of an observation.";
        return Err(Fault::Invalid(vec![FieldFault::new(
            "/percent", "one_of", detail,
        )]));
    }
    let mut learned = work.unfinished()?;
    if learned.meeting_needed() {
        return Err(Fault::Conflict {
            code: "meeting_needed",
            detail: format!(
                "{} failed twice: trainer and manager meet and set a new date first.",
                work.row.code
            ),
        });
    }
    let rules = work.case.pack.training();
    let passed = given
        .percent
        .is_some_and(|p| u32::from(p) >= work.case.policy.check_pass_percent)
        || given
            .observation_level
            .is_some_and(|level| level >= rules.min_observation_level);
    learned.checks.push(Check {
        percent: given.percent,
        observation_level: given.observation_level,
        passed,
        mark: onboarding::mark(ctx, Some(&given.note))?,
    });
    work.store(conn, ctx, &learned, "module.check", json!({ "passed": passed }))
}

pub(super) fn not_the_trainee(work: &Work) -> Result<(), Fault> {
    if work.case.plan.trainee_id == Some(work.by.id) {
        return Err(Fault::forbidden("Nobody checks their own work."));
    }
    Ok(())
}

/// Stores the result of the first technical test (S-T5), due before stage `assisted`.
///
/// # Errors
/// [`Fault::NotFound`] for modules without a first test; [`Fault::Forbidden`] for everybody but a trainer.
pub fn first_test(
    conn: &mut Conn,
    ctx: &Ctx,
    place: Place<'_>,
    body: &Valid<TestBody>,
) -> Result<Case, Fault> {
    let work = at(conn, ctx, place, TRAINER)?;
    not_the_trainee(&work)?;
    if onboarding::canonical(&work.case.pack, &work.row.code) != FIRST_TEST {
        return Err(Fault::NotFound("first test of this module"));
    }
    let percent = body.get()?.percent;
    let mut learned = work.unfinished()?;
    let passed = u32::from(percent) >= work.case.policy.check_pass_percent;
    learned.first_tests.push(Check {
        percent: Some(percent),
        observation_level: None,
        passed,
        mark: onboarding::mark(ctx, None)?,
    });
    work.store(
        conn,
        ctx,
        &learned,
        "module.first_test",
        json!({ "passed": passed }),
    )
}

/// Records the meeting of trainer and manager after two failures, with the new date.
///
/// # Errors
/// [`Fault::Conflict`] when no meeting is due.
pub fn meet(
    conn: &mut Conn,
    ctx: &Ctx,
    place: Place<'_>,
    body: &Valid<MeetingBody>,
    base_url: &str,
) -> Result<Case, Fault> {
    let work = at(conn, ctx, place, MEETING)?;
    let given = body.get()?;
    let mut learned = work.unfinished()?;
    if !learned.meeting_needed() {
        return Err(Fault::Conflict {
            code: "no_meeting_needed",
            detail: "A meeting follows two failed checks.".to_owned(),
        });
    }
    learned.meetings.push(onboarding::mark(ctx, Some(&given.note))?);
    onboarding::set_due(conn, &work.row, i64::from(given.due_day))?;
    let now = work.store(
        conn,
        ctx,
        &learned,
        "module.meeting",
        json!({ "due_day": given.due_day }),
    )?;
    mails::remind(conn, ctx, &now, base_url)?;
    Ok(now)
}

/// The trainee's word: "I can do this alone".
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but the trainee; [`Fault::Conflict`] before the module is handed in.
pub fn countersign(conn: &mut Conn, ctx: &Ctx, place: Place<'_>) -> Result<Case, Fault> {
    let work = at(conn, ctx, place, TRAINEE)?;
    let mut learned = work.unfinished()?;
    if work.row.state != ModuleState::EvidenceSubmitted {
        return Err(Fault::Conflict {
            code: "not_submitted",
            detail: "Hand the module in first.".to_owned(),
        });
    }
    learned.countersigned = Some(onboarding::mark(ctx, None)?);
    work.store(conn, ctx, &learned, "module.countersign", Value::Null)
}

/// The second signature of operations (S-D5, P-D1, P-T6).
///
/// # Errors
/// [`Fault::Forbidden`] for the trainee and for everybody outside operations.
pub fn operations_sign(
    conn: &mut Conn,
    ctx: &Ctx,
    (id, code, if_match): Place<'_>,
    body: &Valid<NoteBody>,
) -> Result<Case, Fault> {
    let case = load(conn, ctx, id)?;
    access::see(&case, &ctx.actor)?;
    let signer = onboarding::by(ctx)?;
    let operations = people::find_user(conn, signer)?.is_some_and(|user| user.operations);
    if !operations || case.plan.trainee_id == Some(signer) {
        let detail = "This is signed by somebody of operations other than the trainee.";
        return Err(Fault::forbidden(detail));
    }
    if_match.honour(case.plan.version)?;
    let row = case.module(code)?.clone();
    let Some(by) = ctx.actor.user().cloned() else {
        return Err(Fault::NotFound("onboarding plan"));
    };
    let work = Work { case, by, row };
    let note = &body.get()?.note;
    let mut learned = work.unfinished()?;
    learned.operations = Some(onboarding::mark(ctx, Some(note))?);
    work.store(conn, ctx, &learned, "module.operations_sign", Value::Null)
}
