//! The plan before the first day: people, trainers, access, readiness (G40, G50).

use crate::{
    content::Pack,
    db::{Conn, types::Json},
    fault::{Fault, FieldFault},
    kernel::{
        ctx::Ctx,
        ids::{OnboardingPlanId, UserId},
        role::Role,
        text,
        time::Timestamp,
    },
    onboarding::{
        model::{
            CheckIn, DayOneItem, DayOneMark, Mark, ModuleBody, ModuleRow, NewPlan, PeopleBody, Plan, PlanBody,
        },
        rules::days,
        store,
    },
    people,
    pipeline::state::{ModuleState, PlanState, PortfolioStage, StateChange},
};

/// Prepares the plan of an application: every module of the kind and every check-in of the content.
///
/// # Errors
/// When there is one already, or somebody named cannot take the part.
pub fn prepare(
    conn: &mut Conn,
    ctx: &Ctx,
    new: NewPlan,
    body: &PlanBody,
    pack: &Pack,
) -> Result<Plan, Fault> {
    if store::of_application(conn, new.application)?.is_some() {
        return Err(Fault::Conflict {
            code: "plan_exists",
            detail: "This application has an onboarding plan already.".to_owned(),
        });
    }
    check_body(conn, ctx, body)?;
    let plan = Plan {
        id: ctx.new_id(),
        version: 1,
        application_id: new.application,
        job_id: new.job,
        job_title: new.job_title,
        kind: new.kind,
        state: PlanState::Preboarding,
        entered_state_at: ctx.now,
        stage: PortfolioStage::Shadow,
        stage_since: ctx.now,
        trainee_id: None,
        trainee_name: new.name,
        coach_id: body.coach,
        manager_id: body.manager,
        buddy_id: body.buddy,
        hiring_manager_id: new.hiring_manager,
        sponsor_id: new.sponsor,
        ops_lead_id: new.ops_lead,
        hr_id: new.hr,
        starts_at: body.starts_at,
        live_at: None,
        access_order: None,
        day_one: Json(Vec::new()),
        extended_until: None,
        end_reason: None,
        policy_version: new.policy_version,
        content_version: new.content_version,
        created_by: by(ctx)?,
        created_at: ctx.now,
    };
    store::insert(conn, &plan)?;
    let modules: Vec<ModuleRow> = pack
        .modules_for(plan.kind)
        .into_iter()
        .zip(0..)
        .map(|(module, position)| ModuleRow {
            id: ctx.new_id(),
            plan_id: plan.id,
            code: module.code.clone(),
            position,
            state: ModuleState::NotStarted,
            trainer_id: body.default_trainer,
            due_day: i64::from(module.day_offset_due),
            due_before: None,
            body: Json(ModuleBody::default()),
        })
        .collect();
    store::insert_modules(conn, &modules)?;
    store::insert_check_ins(conn, &check_ins(ctx, plan.id, days::check_ins(pack.check_ins())))?;
    Ok(plan)
}

/// Planned check-ins as rows.
pub(super) fn check_ins(
    ctx: &Ctx,
    plan: OnboardingPlanId,
    planned: Vec<days::PlannedCheckIn>,
) -> Vec<CheckIn> {
    planned
        .into_iter()
        .map(|planned| CheckIn {
            id: ctx.new_id(),
            plan_id: plan,
            code: planned.code,
            number: planned.number,
            from_day: planned.from_day,
            due_day: planned.due_day,
            held_at: None,
            record: None,
        })
        .collect()
}

/// The person who acts.
///
/// # Errors
/// [`Fault::Forbidden`] for guests and the service itself.
pub fn by(ctx: &Ctx) -> Result<UserId, Fault> {
    ctx.actor
        .user_id()
        .ok_or_else(|| Fault::forbidden("This is done by a person."))
}

/// A mark of the person who acts, now.
///
/// # Errors
/// As [`by`].
pub fn mark(ctx: &Ctx, note: Option<&str>) -> Result<Mark, Fault> {
    let note = note.map(text::multi_line).filter(|note| !note.is_empty());
    Ok(Mark {
        by: by(ctx)?,
        at: ctx.now,
        note,
    })
}

fn check_body(conn: &mut Conn, ctx: &Ctx, body: &PlanBody) -> Result<(), Fault> {
    let mut faults = Vec::new();
    for (pointer, user, role) in [
        ("/coach", body.coach, Role::Coach),
        ("/manager", body.manager, Role::Manager),
        ("/buddy", body.buddy, Role::Buddy),
        ("/default_trainer", body.default_trainer, Role::Trainer),
    ] {
        if let Some(user) = user {
            faults.extend(unfit(conn, user, role, pointer)?);
        }
    }
    if body.coach.is_some() && body.coach == body.default_trainer {
        faults.push(coach_trains("/default_trainer"));
    }
    if body.starts_at.is_some_and(|at| at <= ctx.now) {
        faults.push(in_the_past());
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Fault::Invalid(faults))
    }
}

/// What keeps somebody from a part: no such person, a closed account, another role.
fn unfit(conn: &mut Conn, user: UserId, role: Role, pointer: &str) -> Result<Option<FieldFault>, Fault> {
    let found = people::find_user(conn, user)?.filter(people::User::active);
    let word = role.to_string().replace('_', " ");
    Ok(match found {
        None => Some(FieldFault::new(
            pointer,
            "unknown",
            "There is no such person at work here.",
        )),
        Some(user) if !user.has(role) => {
            let detail = format!("{} does not hold the role of {word}.", user.name);
            Some(FieldFault::new(pointer, "role", detail))
        }
        Some(_) => None,
    })
}

fn coach_trains(pointer: &str) -> FieldFault {
    let detail = "The coach is a leader who is not the daily trainer: name two people.";
    FieldFault::new(pointer, "coach_is_trainer", detail)
}

fn in_the_past() -> FieldFault {
    FieldFault::new("/starts_at", "past", "The first day lies in the future.")
}

fn is_trainee(plan: &Plan, user: UserId, pointer: &str) -> Option<FieldFault> {
    let detail = "Nobody trains, coaches or leads themself.";
    (plan.trainee_id == Some(user)).then(|| FieldFault::new(pointer, "is_trainee", detail))
}

/// Names coach, manager and buddy.
///
/// # Errors
/// When one of them cannot take the part.
pub fn set_people(conn: &mut Conn, plan: &Plan, body: &PeopleBody) -> Result<(), Fault> {
    let mut faults = Vec::new();
    for (pointer, user, role) in [
        ("/coach", body.coach, Role::Coach),
        ("/manager", body.manager, Role::Manager),
        ("/buddy", body.buddy, Role::Buddy),
    ] {
        faults.extend(unfit(conn, user, role, pointer)?);
        faults.extend(is_trainee(plan, user, pointer));
    }
    if store::modules(conn, plan.id)?
        .iter()
        .any(|m| m.trainer_id == Some(body.coach))
    {
        faults.push(coach_trains("/coach"));
    }
    if !faults.is_empty() {
        return Err(Fault::Invalid(faults));
    }
    store::set_people(conn, plan.id, body.coach, body.manager, body.buddy)
}

/// Names the trainer of a module.
///
/// # Errors
/// When this person cannot train it.
pub fn set_trainer(conn: &mut Conn, plan: &Plan, module: &ModuleRow, trainer: UserId) -> Result<(), Fault> {
    let mut faults: Vec<FieldFault> = unfit(conn, trainer, Role::Trainer, "/user")?
        .into_iter()
        .collect();
    faults.extend(is_trainee(plan, trainer, "/user"));
    if plan.coach_id == Some(trainer) {
        faults.push(coach_trains("/user"));
    }
    if !faults.is_empty() {
        return Err(Fault::Invalid(faults));
    }
    store::set_trainer(conn, module.id, trainer)?;
    store::touch(conn, plan.id)
}

/// Records that the day-1 access list is ordered (G40).
///
/// # Errors
/// When a statement fails.
pub fn order_access(conn: &mut Conn, ctx: &Ctx, plan: &Plan, note: &str) -> Result<(), Fault> {
    store::set_access_order(conn, plan.id, &mark(ctx, Some(note))?)
}

/// Settles or moves the first day.
///
/// # Errors
/// When the day has passed already, or the hire is at work.
pub fn set_start(conn: &mut Conn, ctx: &Ctx, plan: &Plan, starts_at: Timestamp) -> Result<(), Fault> {
    if plan.state != PlanState::Preboarding {
        return Err(Fault::Conflict {
            code: "already_started",
            detail: "The hire is at work; all days are counted from that start.".to_owned(),
        });
    }
    if starts_at <= ctx.now {
        return Err(Fault::Invalid(vec![in_the_past()]));
    }
    store::set_start(conn, plan.id, starts_at)
}

/// Confirms an item of the first day (G50); the first word counts.
///
/// # Errors
/// When the buddy is confirmed before one is named.
pub fn confirm_day_one(
    conn: &mut Conn,
    ctx: &Ctx,
    plan: &Plan,
    item: DayOneItem,
    note: &str,
) -> Result<(), Fault> {
    if item == DayOneItem::Buddy && plan.buddy_id.is_none() {
        return Err(Fault::Conflict {
            code: "no_buddy",
            detail: "Name the buddy first.".to_owned(),
        });
    }
    let mut marks = plan.day_one.0.clone();
    if marks.iter().any(|known| known.item == item) {
        return Ok(());
    }
    marks.push(DayOneMark {
        item,
        mark: mark(ctx, Some(note))?,
    });
    store::set_day_one(conn, plan.id, &marks)
}

/// Moves a plan with the key the core has given. An extension stays known when the hire is confirmed.
///
/// # Errors
/// [`Fault::Stale`] when somebody else moved it first.
pub fn moved(
    conn: &mut Conn,
    ctx: &Ctx,
    plan: &Plan,
    change: StateChange<PlanState>,
    (until, reason): (Option<Timestamp>, Option<&str>),
) -> Result<Plan, Fault> {
    let until = until.or(plan.extended_until);
    store::set_state(conn, plan.id, change, ctx.now, (until, reason))
}
