//! The use cases of the company.

mod content;

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    model::{Company, CompanyBody, Configured, PolicySigner, PolicyVersion, Strategy},
    store,
};
use crate::{
    audit::{self, Chain, Entry, Outcome},
    content::Pack,
    db::{Conn, types::Json},
    fault::{Fault, FieldFault},
    kernel::{
        ctx::Ctx,
        ids::UserId,
        role::Role,
        text::{tidy, visible_len},
    },
    pipeline::{
        calendar::WorkingCalendar,
        policy::{Policy, PolicyNumbers},
    },
    web::IfMatch,
};
pub(super) use content::{
    NewContent, add_content_version, content_version, content_versions, may_change_content, may_see_content,
    offered_content, proposed,
};
pub use content::{current_pack, pack};

/// The least length of a reason for new rules, in characters (house rule).
const MIN_REASON: usize = 20;

/// Makes sure that a company, a first policy and a first content version exist. The configuration gives policy
/// version 1; later versions need two signatures. The shipped content gives content version 1; when a later release
/// ships other content, a person takes it over.
///
/// # Errors
/// When a statement fails.
pub fn ensure(
    conn: &mut Conn,
    ctx: &Ctx,
    policy: &Policy,
    configured: &Configured,
    shipped: &Pack,
) -> Result<(), Fault> {
    match store::company(conn)? {
        None => {
            let first = Company {
                version: 1,
                body: CompanyBody::default(),
                configured: configured.clone(),
            };
            store::insert_company(conn, &first, ctx.now)?;
        }
        Some(stored) if stored.configured != *configured => {
            let next = Company {
                version: stored.version.saturating_add(1),
                body: stored.body,
                configured: configured.clone(),
            };
            store::update_company(conn, stored.version, &next, ctx.now)?;
            note(conn, ctx, "company.configure", json!({ "version": next.version }))?;
        }
        Some(_) => {}
    }
    if store::latest_policy_number(conn)? == 0 {
        let first = PolicyVersion {
            version: 1,
            body: Json(policy.clone()),
            reason: "from the configuration".to_owned(),
            proposed_by: None,
            approved_by_hr_lead: None,
            approved_by_sponsor: None,
            created_at: ctx.now,
            effective_at: Some(ctx.now),
        };
        store::insert_policy(conn, &first)?;
        note(conn, ctx, "policy.first", json!({ "version": 1 }))?;
    }
    content::ensure(conn, ctx, shipped)
}

/// The company.
///
/// # Errors
/// When a statement fails, or the service was never set up.
pub fn get(conn: &mut Conn) -> Result<Company, Fault> {
    store::company(conn)?.ok_or_else(|| Fault::internal("no company is set up"))
}

/// Replaces what the company says of itself. Sponsors and HR leads may.
pub(crate) fn replace(
    conn: &mut Conn,
    ctx: &Ctx,
    if_match: &IfMatch,
    body: impl FnOnce() -> Result<CompanyBody, Fault>,
) -> Result<Company, Fault> {
    let stored = get(conn)?;
    if !ctx.actor.has_any(&[Role::Sponsor, Role::HrLead]) {
        return Err(Fault::forbidden(
            "The company is described by a sponsor or an HR lead.",
        ));
    }
    if_match.require(stored.version)?;
    let body = checked(body()?)?;
    keeps_strategy(&stored.body.strategy, &body.strategy)?;
    let next = Company {
        version: stored.version.saturating_add(1),
        body,
        configured: stored.configured,
    };
    if !store::update_company(conn, stored.version, &next, ctx.now)? {
        return Err(Fault::Stale);
    }
    note(conn, ctx, "company.replace", json!({ "version": next.version }))?;
    Ok(next)
}

/// Jobs rest on the strategy (G03): it can be written anew, but what is complete is not taken away again.
fn keeps_strategy(before: &Strategy, after: &Strategy) -> Result<(), Fault> {
    let already = before.missing();
    let faults: Vec<FieldFault> = after
        .missing()
        .into_iter()
        .filter(|part| !already.contains(part))
        .map(|part| {
            let detail = "Jobs rest on this (G03). Write it anew, but do not leave it empty.";
            FieldFault::new(format!("/strategy/{part}"), "required", detail)
        })
        .collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Fault::Invalid(faults))
    }
}

/// Tidy texts, ladders with different codes.
fn checked(body: CompanyBody) -> Result<CompanyBody, Fault> {
    let body: CompanyBody = serde_json::to_value(body)
        .and_then(|document| serde_json::from_value(tidy(document)))
        .map_err(Fault::internal)?;
    let mut faults: Vec<FieldFault> = Vec::new();
    for (i, ladder) in body.ladders.iter().enumerate() {
        let twin = body
            .ladders
            .iter()
            .take(i)
            .any(|other| other.ladder_id == ladder.ladder_id);
        if ladder.ladder_id.is_empty() || twin {
            let pointer = format!("/ladders/{i}/ladder_id");
            faults.push(FieldFault::new(
                pointer,
                "invalid",
                "Give each ladder a code of its own.",
            ));
        }
    }
    if faults.is_empty() {
        Ok(body)
    } else {
        Err(Fault::Invalid(faults))
    }
}

/// When the company works.
///
/// # Errors
/// When a statement fails.
pub fn calendar(conn: &mut Conn) -> Result<WorkingCalendar, Fault> {
    WorkingCalendar::checked(&get(conn)?.configured.calendar)
        .map_err(|_| Fault::internal("the stored calendar cannot be read"))
}

/// The policy new cases start under, with its version.
///
/// # Errors
/// When a statement fails, or the service was never set up.
pub fn current_policy(conn: &mut Conn) -> Result<(i64, Policy), Fault> {
    let row = store::policy_in_force(conn)?.ok_or_else(|| Fault::internal("no policy is in force"))?;
    Ok((row.version, row.body.0))
}

/// The policy a case is pinned to.
///
/// # Errors
/// When there is no such version in force, or a statement fails.
pub fn policy(conn: &mut Conn, version: i64) -> Result<Policy, Fault> {
    let row = store::policy(conn, version)?.filter(|row| row.effective_at.is_some());
    row.map(|row| row.body.0).ok_or(Fault::NotFound("policy"))
}

pub(super) fn policies(conn: &mut Conn) -> Result<Vec<PolicyVersion>, Fault> {
    Ok(store::policies(conn)?)
}

pub(super) fn policy_version(conn: &mut Conn, version: i64) -> Result<PolicyVersion, Fault> {
    store::policy(conn, version)?.ok_or(Fault::NotFound("policy"))
}

/// In which of the two capacities the actor signs; the other one's signature must be another person's.
fn signer(ctx: &Ctx, row: &PolicyVersion) -> Result<(PolicySigner, UserId), Fault> {
    let refused = || Fault::forbidden("A policy is signed by an HR lead and by a sponsor.");
    let by = ctx.actor.user_id().ok_or_else(refused)?;
    let may = [
        (Role::HrLead, PolicySigner::HrLead, row.approved_by_hr_lead),
        (Role::Sponsor, PolicySigner::Sponsor, row.approved_by_sponsor),
    ];
    if may.iter().any(|(_, _, signed)| *signed == Some(by)) {
        return Err(Fault::AlreadySubmitted(
            "You have signed this policy; the second signature is another person's.".to_owned(),
        ));
    }
    let mut held = may
        .into_iter()
        .filter(|(role, ..)| ctx.actor.has_any(&[*role]))
        .peekable();
    if held.peek().is_none() {
        return Err(refused());
    }
    held.find(|(.., signed)| signed.is_none())
        .map(|(_, signer, _)| (signer, by))
        .ok_or_else(|| Fault::AlreadySubmitted("This signature is there already.".to_owned()))
}

/// Proposes a policy: overrides laid over the policy in force. The proposer signs with it.
pub(super) fn propose_policy(
    conn: &mut Conn,
    ctx: &Ctx,
    read: impl FnOnce() -> Result<(Value, String), Fault>,
) -> Result<PolicyVersion, Fault> {
    if !ctx.actor.has_any(&[Role::Sponsor, Role::HrLead]) {
        return Err(Fault::forbidden(
            "A policy is proposed by an HR lead or a sponsor.",
        ));
    }
    let (overrides, reason) = read()?;
    let body = overridden(&current_policy(conn)?.1, &overrides)?;
    let mut row = PolicyVersion {
        version: store::latest_policy_number(conn)?.saturating_add(1),
        body: Json(body),
        reason: checked_reason(&reason)?,
        proposed_by: ctx.actor.user_id(),
        approved_by_hr_lead: None,
        approved_by_sponsor: None,
        created_at: ctx.now,
        effective_at: None,
    };
    match signer(ctx, &row)? {
        (PolicySigner::HrLead, by) => row.approved_by_hr_lead = Some(by),
        (PolicySigner::Sponsor, by) => row.approved_by_sponsor = Some(by),
    }
    store::insert_policy(conn, &row)?;
    note(conn, ctx, "policy.propose", json!({ "version": row.version }))?;
    Ok(row)
}

fn overridden(base: &Policy, overrides: &Value) -> Result<Policy, Fault> {
    let mut table = serde_json::to_value(base).map_err(Fault::internal)?;
    lay_over(&mut table, overrides);
    let numbers: PolicyNumbers = serde_path_to_error::deserialize(table).map_err(|error| {
        let pointer = format!("/numbers/{}", error.path().to_string().replace('.', "/"));
        Fault::field(pointer, "invalid", error.into_inner().to_string())
    })?;
    Policy::checked(numbers).map_err(|faults| {
        let told = faults.into_iter().map(|fault| {
            let key = fault.key.trim_start_matches("policy.").replace('.', "/");
            FieldFault::new(format!("/numbers/{key}"), "below_floor", fault.to_string())
        });
        Fault::Invalid(told.collect())
    })
}

fn lay_over(base: &mut Value, over: &Value) {
    match (base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                lay_over(base.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (base, over) => *base = over.clone(),
    }
}

fn checked_reason(reason: &str) -> Result<String, Fault> {
    if visible_len(reason) < MIN_REASON {
        let detail = format!("Give the reason in at least {MIN_REASON} characters.");
        return Err(Fault::field("/reason", "length", detail));
    }
    Ok(crate::kernel::text::multi_line(reason))
}

/// Signs the latest proposal; with both signatures it is in force for everything that starts from then on.
pub(super) fn sign_policy(conn: &mut Conn, ctx: &Ctx, version: i64) -> Result<PolicyVersion, Fault> {
    let mut row = policy_version(conn, version)?;
    if row.effective_at.is_some() {
        return Err(Fault::AlreadySubmitted("This policy is in force.".to_owned()));
    }
    let (signer, by) = signer(ctx, &row)?;
    if store::latest_policy_number(conn)? != version {
        return Err(Fault::Conflict {
            code: "superseded",
            detail: "A later version has been proposed; sign that one.".to_owned(),
        });
    }
    match signer {
        PolicySigner::HrLead => row.approved_by_hr_lead = Some(by),
        PolicySigner::Sponsor => row.approved_by_sponsor = Some(by),
    }
    row.effective_at =
        (row.approved_by_hr_lead.is_some() && row.approved_by_sponsor.is_some()).then_some(ctx.now);
    store::sign_policy(conn, version, signer, by, row.effective_at)?;
    note(
        conn,
        ctx,
        "policy.sign",
        json!({ "version": version, "as": signer, "in_force": row.effective_at.is_some() }),
    )?;
    Ok(row)
}

fn note(conn: &mut Conn, ctx: &Ctx, action: &str, details: Value) -> Result<(), Fault> {
    Ok(audit::record(
        conn,
        ctx,
        Entry {
            chain: Chain::System,
            entity_kind: "company",
            entity: Uuid::nil(),
            action: action.to_owned(),
            from: None,
            to: None,
            outcome: Outcome::Allowed,
            details,
            policy_version: None,
        },
    )?)
}
