//! What the gates look at.

use crate::{
    company,
    content::Pack,
    db::Conn,
    decisions,
    fault::Fault,
    kernel::{
        ids::{ApplicationId, OnboardingPlanId},
        time::Timestamp,
    },
    onboarding::{
        model::{ModuleRow, Plan, ReviewVerdict},
        rules::{book, evidence, pulse, review},
        store,
    },
    people,
    pipeline::{
        calendar::WorkingCalendar,
        evidence::{OnboardingEvidence, ProtocolFacts, ReviewFacts},
        policy::Policy,
    },
};

/// The check-in that is the one-to-one of the first week (G55).
pub const ONE_TO_ONE: &str = "week_1";

/// The prepared protocol of an application (G40); `None` when there is none.
///
/// # Errors
/// When a statement fails.
pub fn protocol(conn: &mut Conn, application: ApplicationId) -> Result<Option<ProtocolFacts>, Fault> {
    let Some(plan) = store::of_application(conn, application)? else {
        return Ok(None);
    };
    let pack = company::pack(conn, plan.content_version)?;
    let modules = store::modules(conn, plan.id)?;
    Ok(Some(evidence::protocol(&plan, &modules, &pack)))
}

/// A plan.
///
/// # Errors
/// [`Fault::NotFound`] when there is none.
pub fn find(conn: &mut Conn, id: OnboardingPlanId) -> Result<Plan, Fault> {
    store::plan(conn, id)?.ok_or(Fault::NotFound("onboarding plan"))
}

/// Everything the onboarding gates look at. Days of a plan without a first day are counted from its making, so
/// that nothing is ready in time for a start nobody has settled.
///
/// # Errors
/// When a statement fails.
pub fn facts(
    conn: &mut Conn,
    plan: &Plan,
    modules: &[ModuleRow],
    (policy, pack, calendar): (&Policy, &Pack, &WorkingCalendar),
    now: Timestamp,
) -> Result<OnboardingEvidence, Fault> {
    let starts_at = plan.starts_at.unwrap_or(plan.created_at);
    let check_ins = store::check_ins(conn, plan.id)?;
    let metrics = store::metrics(conn, plan.id)?;
    let accounts = store::accounts(conn, plan.id)?;
    let own = accounts
        .iter()
        .filter(|account| account.released_at.is_none())
        .count();
    let superior = plan.manager_id.unwrap_or(plan.hiring_manager_id);
    Ok(OnboardingEvidence {
        plan: plan.id,
        state: plan.state,
        kind: plan.kind,
        trainee: plan.trainee_id,
        trainee_name: plan.trainee_name.clone(),
        starts_at,
        ready_by: calendar.earlier_by_working_days(starts_at, policy.day_one_ready_working_days),
        stage: plan.stage,
        stage_since: plan.stage_since,
        day_one: evidence::day_one(plan),
        modules: modules
            .iter()
            .map(|row| evidence::module(row, pack, policy.check_pass_percent))
            .collect(),
        one_to_one_at: check_ins
            .iter()
            .find(|c| c.code == ONE_TO_ONE)
            .and_then(|c| c.held_at),
        coached_at: store::sessions(conn, plan.id)?
            .iter()
            .filter_map(|s| s.held_at)
            .collect(),
        own_accounts: u32::try_from(own).unwrap_or(u32::MAX),
        review: review_facts(conn, plan, starts_at)?,
        extended: plan.extended_until.is_some(),
        months_on_time: book::months_on_time(&metrics, calendar.local(now).date()),
        satisfaction_falling: book::satisfaction_falling(&metrics),
        wellbeing: pulse::wellbeing(&store::pulses(conn, plan.id)?),
        waivers: decisions::waivers_of(conn, plan.id.uuid())?,
        superior_name: people::find_user(conn, superior)?.map_or_else(String::new, |user| user.name),
    })
}

fn review_facts(conn: &mut Conn, plan: &Plan, starts_at: Timestamp) -> Result<Option<ReviewFacts>, Fault> {
    let Some(stored) = store::review(conn, plan.id)? else {
        return Ok(None);
    };
    let signers: Vec<_> = stored
        .signatures
        .0
        .iter()
        .map(|signature| signature.mark.by)
        .collect();
    let observations = store::observations(conn, plan.id)?;
    let pulses = store::pulses(conn, plan.id)?;
    let lacks = review::lacks(
        &observations,
        &pulses,
        starts_at,
        review::Superiors {
            hiring_manager: plan.hiring_manager_id,
            manager: plan.manager_id,
        },
        &signers,
    );
    Ok(Some(ReviewFacts {
        meets: stored.verdict == ReviewVerdict::Meets,
        lacks,
        signers,
        held_at: stored.held_at,
    }))
}
