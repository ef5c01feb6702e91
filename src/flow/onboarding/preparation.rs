//! Before the first day: people, trainers, access, the items of day 1 (G40, G50).

use serde_json::{Value, json};

use super::{Case, access, mails, news, opened};
use crate::{
    applications,
    db::Conn,
    fault::{Fault, FieldFault},
    kernel::{codes::ModuleCode, ctx::Ctx, ids::OnboardingPlanId, role::Role},
    onboarding::{
        self,
        model::{DayOneItem, NoteBody, PeopleBody, StartBody, TrainerBody, TrainersBody},
    },
    pipeline::state::PlanState,
    web::{IfMatch, Valid},
};

const PREPARERS: (&[Role], &str) = (
    &[Role::Hr, Role::HrLead, Role::HiringManager],
    "HR or the hiring manager",
);
const READY: (&[Role], &str) = (
    &[
        Role::Hr,
        Role::HrLead,
        Role::HiringManager,
        Role::Manager,
        Role::Trainer,
    ],
    "HR, the manager or a trainer of this plan",
);

/// Audits an act. While the plan is a preparation it is an input of the application's gate G40 as well.
fn acted(conn: &mut Conn, ctx: &Ctx, case: &Case, action: &str, details: Value) -> Result<Case, Fault> {
    if case.plan.live_at.is_none() {
        applications::touch(conn, ctx, case.plan.application_id)?;
    }
    let now = super::acted(conn, ctx, case, action, details)?;
    news::readiness(conn, ctx, &now)?;
    Ok(now)
}

/// Names coach, manager and buddy.
///
/// # Errors
/// [`Fault::Forbidden`], [`Fault::PreconditionRequired`], people who cannot take the part.
pub fn people(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    if_match: &IfMatch,
    body: &Valid<PeopleBody>,
    base_url: &str,
) -> Result<Case, Fault> {
    let (case, _) = opened(conn, ctx, id, if_match, PREPARERS)?;
    if_match.require(case.plan.version)?;
    let people = body.get()?;
    access::not_ended(&case)?;
    onboarding::set_people(conn, &case.plan, people)?;
    let details = json!({ "coach": people.coach, "manager": people.manager, "buddy": people.buddy });
    let now = acted(conn, ctx, &case, "plan.people", details)?;
    if now.plan.state != PlanState::Preboarding {
        mails::remind(conn, ctx, &now, base_url)?;
    }
    Ok(now)
}

/// Names the trainer of a module.
///
/// # Errors
/// [`Fault::Forbidden`], [`Fault::PreconditionRequired`], a person who cannot train it.
pub fn trainer(
    conn: &mut Conn,
    ctx: &Ctx,
    (id, code, if_match): (OnboardingPlanId, &ModuleCode, &IfMatch),
    body: &Valid<TrainerBody>,
) -> Result<Case, Fault> {
    let (case, _) = opened(conn, ctx, id, if_match, PREPARERS)?;
    let row = case.module(code)?;
    if_match.require(case.plan.version)?;
    let user = body.get()?.user;
    access::not_ended(&case)?;
    onboarding::set_trainer(conn, &case.plan, row, user)?;
    acted(
        conn,
        ctx,
        &case,
        "plan.trainer",
        json!({ "module": code, "trainer": user }),
    )
}

/// Names the trainers of several modules: all of them or none.
///
/// # Errors
/// As [`trainer`].
pub fn trainers(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    if_match: &IfMatch,
    body: &Valid<TrainersBody>,
) -> Result<Case, Fault> {
    let (case, _) = opened(conn, ctx, id, if_match, PREPARERS)?;
    if_match.require(case.plan.version)?;
    let named = &body.get()?.trainers;
    access::not_ended(&case)?;
    let mut faults = Vec::new();
    for (n, named) in named.iter().enumerate() {
        let row = case.module(&named.code)?;
        let Some(user) = named.user.filter(|user| row.trainer_id != Some(*user)) else {
            continue;
        };
        match onboarding::set_trainer(conn, &case.plan, row, user) {
            Ok(()) => {
                let details = json!({ "module": named.code, "trainer": user });
                acted(conn, ctx, &case, "plan.trainer", details)?;
            }
            Err(Fault::Invalid(bad)) => faults.extend(bad.into_iter().map(|fault| FieldFault {
                pointer: format!("/trainers/{n}{}", fault.pointer),
                ..fault
            })),
            Err(other) => return Err(other),
        }
    }
    if faults.is_empty() {
        super::load(conn, ctx, id)
    } else {
        Err(Fault::Invalid(faults))
    }
}

/// Records that the day-1 access list is ordered (G40).
///
/// # Errors
/// [`Fault::Forbidden`], a bad note.
pub fn access_order(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    if_match: &IfMatch,
    body: &Valid<NoteBody>,
) -> Result<Case, Fault> {
    let (case, _) = opened(conn, ctx, id, if_match, PREPARERS)?;
    let note = &body.get()?.note;
    access::not_ended(&case)?;
    onboarding::order_access(conn, ctx, &case.plan, note)?;
    acted(conn, ctx, &case, "plan.access_order", json!(null))
}

/// Settles or moves the first day.
///
/// # Errors
/// [`Fault::Forbidden`], [`Fault::PreconditionRequired`], a day that has passed, a hire at work.
pub fn start(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    if_match: &IfMatch,
    body: &Valid<StartBody>,
) -> Result<Case, Fault> {
    let (case, _) = opened(conn, ctx, id, if_match, PREPARERS)?;
    if_match.require(case.plan.version)?;
    let starts_at = body.get()?.starts_at;
    onboarding::set_start(conn, ctx, &case.plan, starts_at)?;
    acted(conn, ctx, &case, "plan.start", json!({ "starts_at": starts_at }))
}

/// Confirms an item of the first day (G50).
///
/// # Errors
/// [`Fault::Forbidden`], a bad note, a buddy nobody has named.
pub fn day_one(
    conn: &mut Conn,
    ctx: &Ctx,
    (id, if_match): (OnboardingPlanId, &IfMatch),
    item: DayOneItem,
    body: &Valid<NoteBody>,
) -> Result<Case, Fault> {
    let (case, _) = opened(conn, ctx, id, if_match, READY)?;
    let note = &body.get()?.note;
    access::not_ended(&case)?;
    onboarding::confirm_day_one(conn, ctx, &case.plan, item, note)?;
    acted(conn, ctx, &case, "plan.day_one", json!({ "item": item }))
}
