//! From the accepted offer to the living plan.

use super::prepare;
use crate::{
    content::Pack,
    db::{Conn, types::Json},
    fault::Fault,
    kernel::{
        codes::ModuleCode,
        ctx::Ctx,
        email::EmailAddress,
        ids::{ApplicationId, UserId},
        role::Role,
        time::Timestamp,
    },
    onboarding::{
        model::{ModuleBody, ModuleRow, Plan},
        rules::days::PlannedCheckIn,
        store,
    },
    people::{self, NewUser},
    pipeline::state::{ModuleState, PortfolioStage},
};

/// Extra check-ins of a hire who was hired on a waiver (dossier 7.6).
const WAIVED_DAYS: [i64; 2] = [30, 60];

/// What is known of somebody who accepts an offer.
#[derive(Debug, Clone)]
pub struct Accepted {
    /// The full name.
    pub name: String,
    /// The address.
    pub email: EmailAddress,
    /// When the first working day begins, if the offer says so.
    pub starts_at: Option<Timestamp>,
}

/// Makes the hire's account when the offer is accepted, and links it to the plan. Somebody who works here already
/// keeps the account. A second call changes nothing.
///
/// # Errors
/// [`Fault::NotFound`] when no plan was prepared.
pub fn accepted(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    hire: &Accepted,
) -> Result<(Plan, UserId), Fault> {
    let plan = of_application(conn, application)?;
    if let Some(user) = plan.trainee_id {
        return Ok((plan, user));
    }
    let user = match people::user_by_email(conn, &hire.email)? {
        Some(known) => {
            people::add_role(conn, ctx, known.id, Role::Trainee)?;
            known.id
        }
        None => people::create_user(
            conn,
            ctx,
            NewUser {
                name: hire.name.clone(),
                email: hire.email.clone(),
                roles: vec![Role::Trainee],
                operations: false,
                reports_to: plan.manager_id,
                password_hash: None,
            },
        )?,
    };
    store::set_trainee(conn, plan.id, user, &hire.name)?;
    if let Some(starts_at) = hire.starts_at {
        store::set_start(conn, plan.id, starts_at)?;
    }
    Ok((of_application(conn, application)?, user))
}

/// Brings the plan to life when the hire is made: `risks` are the modules that answer accepted red flags and low
/// scores, due before stage `growing` (7.10, ruling 12). A second call changes nothing.
///
/// # Errors
/// [`Fault::NotFound`] when no plan was prepared.
pub fn hired(
    conn: &mut Conn,
    ctx: &Ctx,
    application: ApplicationId,
    pack: &Pack,
    (risks, waived): (&[ModuleCode], bool),
) -> Result<Plan, Fault> {
    let plan = of_application(conn, application)?;
    if plan.live_at.is_some() {
        return Ok(plan);
    }
    let rows = store::modules(conn, plan.id)?;
    let mut position = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    for risk in risks {
        let Some(module) = pack.module_in_place_of(risk) else {
            continue;
        };
        match rows.iter().find(|row| row.code == module.code) {
            Some(row) => store::set_due_before(conn, row.id, PortfolioStage::Growing)?,
            None => {
                let added = ModuleRow {
                    id: ctx.new_id(),
                    plan_id: plan.id,
                    code: module.code.clone(),
                    position,
                    state: ModuleState::NotStarted,
                    trainer_id: None,
                    due_day: i64::from(module.day_offset_due),
                    due_before: Some(PortfolioStage::Growing),
                    body: Json(ModuleBody::default()),
                };
                store::insert_modules(conn, &[added])?;
                position += 1;
            }
        }
    }
    if waived {
        let extra = WAIVED_DAYS.map(|day| PlannedCheckIn {
            code: format!("waiver_{day}"),
            number: 1,
            from_day: day,
            due_day: day,
        });
        store::insert_check_ins(conn, &prepare::check_ins(ctx, plan.id, extra.into()))?;
    }
    store::set_live(conn, plan.id, ctx.now)?;
    of_application(conn, application)
}

/// The plan of an application.
///
/// # Errors
/// [`Fault::NotFound`] when none was prepared.
pub fn of_application(conn: &mut Conn, application: ApplicationId) -> Result<Plan, Fault> {
    store::of_application(conn, application)?.ok_or(Fault::NotFound("onboarding plan"))
}
