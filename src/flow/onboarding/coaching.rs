//! Coaching sessions (dossier 6.5); without them the stage is frozen (G59).

use serde_json::json;

use super::{Case, access, load, news, opened, rhythm};
use crate::{
    content::model::CoachingEffect,
    db::{Conn, types::Json},
    fault::Fault,
    flow::{judged, judged_with, noted},
    kernel::{
        ctx::Ctx,
        ids::{CoachingSessionId, OnboardingPlanId},
        role::Role,
        text::multi_line,
    },
    onboarding::{
        self,
        coaching::{self as rules, Session},
        model::{
            ActionState, ClientAccount, CoachingAction, CoachingSession, OwnAction, SessionBody,
            SessionRecord,
        },
    },
    pipeline::{
        decide,
        refusal::Outcome,
        state::{CoachingState, Machine},
    },
    web::{IfMatch, Valid},
};

const COACH: (&[Role], &str) = (&[Role::Coach], "the coach of this hire");

/// Plans a session.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but the coach; a time that has passed.
pub fn plan(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    if_match: &IfMatch,
    body: &Valid<SessionBody>,
) -> Result<CoachingSession, Fault> {
    let (case, by) = opened(conn, ctx, id, if_match, COACH)?;
    let planned_for = body.get()?.planned_for;
    if planned_for < ctx.now {
        return Err(Fault::field(
            "/planned_for",
            "past",
            "Plan a session for now or later.",
        ));
    }
    access::at_work(&case)?;
    let session = CoachingSession {
        id: ctx.new_id(),
        plan_id: id,
        coach_id: by.id,
        planned_for,
        state: CoachingState::Planned,
        held_at: None,
        answers: Json(Vec::new()),
        actions: Json(Vec::new()),
    };
    onboarding::insert_session(conn, &session)?;
    onboarding::touch(conn, id)?;
    let subject = case.subject_of("coaching_session", session.id.uuid());
    noted(
        conn,
        ctx,
        &subject,
        "coaching.plan",
        json!({ "planned_for": planned_for }),
    )?;
    let now = load(conn, ctx, id)?;
    rhythm::coached(conn, ctx, &now)?;
    Ok(session)
}

fn own(action: &OwnAction) -> CoachingAction {
    CoachingAction {
        kind: CoachingEffect::Task,
        question: None,
        account: None,
        text: multi_line(&action.text),
        owner: action.owner.clone(),
        due_at: action.due_at,
        state: ActionState::Open,
    }
}

/// Records a session: what was answered, and what follows by the rules of 6.5 and by the coach's own word.
///
/// # Errors
/// [`Fault::Forbidden`] for everybody but the coach; every bad answer; a refusal is no error.
pub fn record(
    conn: &mut Conn,
    ctx: &Ctx,
    (id, which, if_match): (OnboardingPlanId, CoachingSessionId, &IfMatch),
    body: &Valid<SessionRecord>,
) -> Result<Outcome<CoachingSession>, Fault> {
    let (case, _) = opened(conn, ctx, id, if_match, COACH)?;
    let session = onboarding::session(conn, id, which)?.ok_or(Fault::NotFound("coaching session"))?;
    let body = body.get()?;
    access::at_work(&case)?;
    let accounts = carried(conn, id)?;
    let mut earlier = onboarding::sessions(conn, id)?;
    earlier.retain(|session| session.held_at.is_some());
    earlier.reverse();
    let look = Session {
        accounts: &accounts,
        earlier: &earlier,
        now: ctx.now,
    };
    let content = case.pack.coaching();
    let faults = rules::faults(&body.answers, content, look);
    if !faults.is_empty() {
        return Err(Fault::Invalid(faults));
    }
    let mut actions = rules::actions(&body.answers, content, look);
    actions.extend(body.actions.iter().map(own));
    let open = rules::any_open(&actions);
    let to = if open {
        CoachingState::ActionsOpen
    } else {
        CoachingState::Held
    };
    let actor = access::as_of(&case, &ctx.actor);
    let verdict = decide::part(session.state, to, &actor);
    let subject = case.subject_of("coaching_session", which.uuid());
    let details = json!({ "actions": actions.len() });
    let held = judged_with(conn, ctx, &subject, details, verdict, |conn, change| {
        mark_risks(conn, &accounts, body)?;
        onboarding::touch(conn, id)?;
        onboarding::held_session(conn, which, change, ctx.now, (&body.answers, &actions))
    })?;
    if let Outcome::Done(session) = &held {
        let now = load(conn, ctx, id)?;
        rhythm::coached(conn, ctx, &now)?;
        news::agreed(conn, ctx, &now, session)?;
        news::renewals(conn, ctx, &now)?;
    }
    Ok(held)
}

fn carried(conn: &mut Conn, id: OnboardingPlanId) -> Result<Vec<ClientAccount>, Fault> {
    let mut accounts = onboarding::accounts(conn, id)?;
    accounts.retain(|account| account.released_at.is_none());
    Ok(accounts)
}

fn mark_risks(conn: &mut Conn, accounts: &[ClientAccount], body: &SessionRecord) -> Result<(), Fault> {
    for account in accounts {
        if let Some(at_risk) = rules::risk(&body.answers, account.id)
            && at_risk != account.at_risk
        {
            onboarding::set_at_risk(conn, account.id, at_risk)?;
        }
    }
    Ok(())
}

/// Settles an action, counted from 1: done, or carried over. With the last open one the session closes.
///
/// # Errors
/// [`Fault::NotFound`] when there is no such action; [`Fault::Conflict`] when it is settled.
pub fn settle(
    conn: &mut Conn,
    ctx: &Ctx,
    (id, which, if_match): (OnboardingPlanId, CoachingSessionId, &IfMatch),
    number: usize,
    to: ActionState,
) -> Result<Outcome<CoachingSession>, Fault> {
    let (case, _) = opened(conn, ctx, id, if_match, COACH)?;
    let mut session = onboarding::session(conn, id, which)?.ok_or(Fault::NotFound("coaching session"))?;
    let action = number.checked_sub(1).and_then(|n| session.actions.0.get_mut(n));
    let action = action.ok_or(Fault::NotFound("action"))?;
    if action.state != ActionState::Open {
        return Err(Fault::Conflict {
            code: "action_settled",
            detail: "This action is not open.".to_owned(),
        });
    }
    action.state = to;
    onboarding::set_actions(conn, which, &session.actions.0)?;
    let subject = case.subject_of("coaching_session", which.uuid());
    noted(
        conn,
        ctx,
        &subject,
        "coaching.settle",
        json!({ "action": number, "to": to }),
    )?;
    if rules::any_open(&session.actions.0) {
        return Ok(Outcome::Done(session));
    }
    close_session(conn, ctx, &case, &session)
}

/// Closes a session that left nothing open.
///
/// # Errors
/// [`Fault::Conflict`] while actions are open; a refusal is no error.
pub fn close(
    conn: &mut Conn,
    ctx: &Ctx,
    (id, which, if_match): (OnboardingPlanId, CoachingSessionId, &IfMatch),
) -> Result<Outcome<CoachingSession>, Fault> {
    let (case, _) = opened(conn, ctx, id, if_match, COACH)?;
    let session = onboarding::session(conn, id, which)?.ok_or(Fault::NotFound("coaching session"))?;
    if rules::any_open(&session.actions.0) && !session.state.is_terminal() {
        return Err(Fault::Conflict {
            code: "actions_open",
            detail: "Settle every action first: done, or carried over.".to_owned(),
        });
    }
    close_session(conn, ctx, &case, &session)
}

fn close_session(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    session: &CoachingSession,
) -> Result<Outcome<CoachingSession>, Fault> {
    let actor = access::as_of(case, &ctx.actor);
    let verdict = decide::part(session.state, CoachingState::Closed, &actor);
    let subject = case.subject_of("coaching_session", session.id.uuid());
    judged(conn, ctx, &subject, verdict, |conn, change| {
        onboarding::set_session_state(conn, session.id, change)
    })
}
