//! Red flags are raised by people and by rules, and resolved by two persons.

use serde_json::json;

use super::noted;
use crate::{
    applications::{
        model::{Application, NewFlag, Proposal, RedFlag},
        service::facts::row,
        store,
    },
    audit::{self, Chain, Entry, Outcome},
    db::Conn,
    fault::Fault,
    kernel::{
        codes::ModuleCode,
        ctx::Ctx,
        ids::{ApplicationId, RedFlagId, UserId},
    },
    pipeline::state::{RedFlagState, StateChange},
};

/// Raises a flag, unless the same cause has raised it before.
pub fn raise(conn: &mut Conn, ctx: &Ctx, new: NewFlag) -> Result<Option<RedFlagId>, Fault> {
    let Some(id) = store::flags::insert(conn, ctx, &new)? else {
        return Ok(None);
    };
    let application = row(conn, new.application)?;
    store::applications::touch(conn, ctx, application.id)?;
    let entry = Entry {
        chain: Chain::Case(application.id.uuid()),
        entity_kind: "red_flag",
        entity: id.uuid(),
        action: "red_flag.raise".to_owned(),
        from: None,
        to: None,
        // What nobody decided to raise follows from something else.
        outcome: if new.by.is_some() {
            Outcome::Allowed
        } else {
            Outcome::Derived
        },
        details: json!({ "code": new.code, "cause": new.cause, "raiser": new.raiser }),
        policy_version: Some(application.policy_version),
    };
    audit::record(conn, ctx, entry)?;
    Ok(Some(id))
}

/// Every red flag of an application, oldest first.
///
/// # Errors
/// When a statement fails.
pub fn of(conn: &mut Conn, application: ApplicationId) -> Result<Vec<RedFlag>, Fault> {
    store::flags::of_application(conn, application)
}

/// Proposes how a flag shall end; a later proposal takes the place of an earlier one.
pub fn propose(
    conn: &mut Conn,
    ctx: &Ctx,
    application: &Application,
    flag: &RedFlag,
    proposal: &Proposal,
) -> Result<(), Fault> {
    store::flags::propose(conn, flag.id, proposal)?;
    let details = json!({ "code": flag.code, "to": proposal.to });
    noted(
        conn,
        ctx,
        application,
        ("red_flag", flag.id.uuid()),
        "red_flag.propose",
        details,
    )
}

/// Ends a flag as it was proposed.
pub fn resolve(
    conn: &mut Conn,
    ctx: &Ctx,
    flag: &RedFlag,
    by: UserId,
    change: StateChange<RedFlagState>,
) -> Result<(), Fault> {
    store::flags::set_state(conn, ctx, flag.id, by, change)?;
    store::applications::touch(conn, ctx, flag.application_id)
}

/// The training modules that make accepted risks good; onboarding makes them due before stage `growing`.
pub fn accepted_modules(conn: &mut Conn, application: ApplicationId) -> Result<Vec<ModuleCode>, Fault> {
    let flags = store::flags::of_application(conn, application)?;
    let mut modules: Vec<ModuleCode> = flags
        .into_iter()
        .filter(|flag| flag.state == RedFlagState::AcceptedWithPlan)
        .filter_map(|flag| flag.proposal.and_then(|p| p.0.module_code))
        .collect();
    modules.sort();
    modules.dedup();
    Ok(modules)
}
