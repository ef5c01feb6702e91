//! What is owed to new colleagues, and by them.

use super::{MOST_OF_A_STATE, SOON_DAYS, Task, TaskKind, Urgency, of_gate, owed_by, urgency};
use crate::{
    db::{Conn, page::PageRequest},
    fault::Fault,
    flow::onboarding::{Case, access, load, look},
    kernel::{
        ctx::{Actor, Ctx},
        role::Role,
        time::{Timestamp, days},
    },
    onboarding,
    pipeline::{
        decide,
        gates::Frame,
        refusal::GateStatus,
        state::{CoachingState, ModuleState, PlanState},
    },
};

/// Days between coaching sessions (dossier 6.5: monthly).
const COACHING_DAYS: i64 = 30;

/// Every plan somebody has a part in.
pub(super) fn plans(conn: &mut Conn, ctx: &Ctx, tasks: &mut Vec<Task>) -> Result<(), Fault> {
    let page = PageRequest::new(Some(MOST_OF_A_STATE), None).map_err(Fault::internal)?;
    for state in [PlanState::Preboarding, PlanState::Active, PlanState::Extended] {
        for plan in look::list(conn, ctx, Some(state), &page)?.data {
            let case = load(conn, ctx, plan.id)?;
            if case.plan.live_at.is_some() {
                one(conn, ctx, &case, tasks)?;
            }
        }
    }
    Ok(())
}

fn one(conn: &mut Conn, ctx: &Ctx, case: &Case, tasks: &mut Vec<Task>) -> Result<(), Fault> {
    let actor = access::as_of(case, &ctx.actor);
    let plan = &case.plan;
    let home = format!("/onboarding_plans/{}", plan.id);
    let to = match plan.state {
        PlanState::Preboarding => Some(PlanState::Active),
        _ => plan
            .starts_at
            .filter(|start| ctx.now >= *start + days(90 - SOON_DAYS))
            .map(|_| PlanState::Confirmed),
    };
    if let Some(to) = to {
        let frame = Frame {
            policy: &case.policy,
            now: ctx.now,
        };
        let rows = decide::plan_gates(&case.evidence, to, frame);
        let about = (plan.trainee_name.as_str(), plan.job_title.as_str());
        tasks.extend(owed_by(&rows, &actor).map(|row| of_gate(row, about, &home)));
        let open = rows.iter().any(|row| row.status == GateStatus::Open);
        if !open && decide::plan(&case.evidence, to, &actor, frame).is_ok() {
            tasks.push(task(
                case,
                TaskKind::Step,
                Urgency::Now,
                (to.to_string(), home.clone()),
                None,
            ));
        }
    }
    if let Some(start) = plan.starts_at.filter(|_| plan.state != PlanState::Preboarding) {
        modules(ctx, case, &actor, start, &home, tasks);
        talks(conn, ctx, case, &actor, start, tasks)?;
    }
    Ok(())
}

fn task(
    case: &Case,
    kind: TaskKind,
    urgency: Urgency,
    (name, link): (String, String),
    due: Option<Timestamp>,
) -> Task {
    Task {
        kind,
        urgency,
        about: case.plan.trainee_name.clone(),
        of: case.plan.job_title.clone(),
        name,
        what: String::new(),
        link,
        since: None,
        due,
    }
}

/// Modules the hire works on, and those that wait for the trainer's word.
fn modules(ctx: &Ctx, case: &Case, actor: &Actor, start: Timestamp, home: &str, tasks: &mut Vec<Task>) {
    for row in case.modules.iter().filter(|row| !row.state.is_done()) {
        let due = onboarding::module_due(start, row.due_day, &case.calendar);
        let title = case
            .pack
            .module(&row.code)
            .map(|module| module.title.as_str())
            .unwrap_or_default();
        let place = (
            format!("{} {title}", row.code),
            format!("{home}/modules/{}", row.code),
        );
        let waits = row.state == ModuleState::EvidenceSubmitted;
        if waits && actor.user_id().is_some() && actor.user_id() == row.trainer_id {
            tasks.push(task(case, TaskKind::SignOff, Urgency::Now, place, Some(due)));
        } else if !waits
            && actor.has_any(&[Role::Trainee])
            && let Some(urgency) = urgency(ctx.now, due)
        {
            tasks.push(task(case, TaskKind::Module, urgency, place, Some(due)));
        }
    }
}

/// Check-ins of the manager and sessions of the coach.
fn talks(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    actor: &Actor,
    start: Timestamp,
    tasks: &mut Vec<Task>,
) -> Result<(), Fault> {
    let home = format!("/onboarding_plans/{}", case.plan.id);
    if actor.has_any(&[Role::Manager]) {
        for check_in in onboarding::check_ins(conn, case.plan.id)? {
            let due = onboarding::check_in_due(start, check_in.due_day);
            let begun = ctx.now >= start + days(check_in.from_day);
            if let Some(urgency) = urgency(ctx.now, due).filter(|_| begun && check_in.held_at.is_none()) {
                let place = (check_in.code.clone(), format!("{home}/check_ins"));
                tasks.push(task(case, TaskKind::CheckIn, urgency, place, Some(due)));
            }
        }
    }
    if actor.has_any(&[Role::Coach]) {
        let sessions = onboarding::sessions(conn, case.plan.id)?;
        let last = sessions.iter().filter_map(|session| session.held_at).max();
        let planned = sessions
            .iter()
            .find(|session| session.state == CoachingState::Planned);
        let due = planned.map_or(last.unwrap_or(start) + days(COACHING_DAYS), |session| {
            session.planned_for
        });
        if let Some(urgency) = urgency(ctx.now, due) {
            let place = (String::new(), format!("{home}/coaching_sessions"));
            tasks.push(task(case, TaskKind::Coaching, urgency, place, Some(due)));
        }
    }
    Ok(())
}
