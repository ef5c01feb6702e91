//! The hire's own book: accounts and stage (G53, G55, G58, G59), contacts (G54), commercial actions (G57).

use std::collections::BTreeSet;

use serde_json::json;

use super::{Case, access, acted, load, news, opened, reloaded};
use crate::{
    db::Conn,
    fault::{Fault, FieldFault},
    flow::{judged, refused},
    kernel::{
        ctx::{Ctx, UserActor},
        ids::{ClientAccountId, OnboardingPlanId},
        role::Role,
        text::{multi_line, single_line},
    },
    onboarding::{
        self,
        model::{
            AccountBody, AccountsBody, BookMetric, ClientAccount, ClientAct, ClientActKind, CommercialBody,
            ContactBody, MetricBody, StageBody,
        },
    },
    pipeline::{decide, evidence::OnboardingAct, refusal::Outcome},
    web::{IfMatch, Valid},
};

const GIVERS: (&[Role], &str) = (
    &[Role::Coach, Role::Manager, Role::HiringManager],
    "the coach, the manager or the hiring manager",
);
const AT_CLIENTS: (&[Role], &str) = (
    &[Role::Trainee, Role::Coach, Role::Manager],
    "the hire, the coach or the manager",
);
const COUNTERS: (&[Role], &str) = (
    &[Role::Coach, Role::Manager, Role::Hr, Role::HrLead],
    "the manager, the coach or HR",
);

/// Gives the hire one more account.
///
/// # Errors
/// [`Fault::Forbidden`], bad names; a refusal is no error.
pub fn give(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    if_match: &IfMatch,
    body: &Valid<AccountBody>,
) -> Result<Outcome<Case>, Fault> {
    let (case, by) = opened(conn, ctx, id, if_match, GIVERS)?;
    let names = [body.get()?.name.clone()];
    take_over(conn, ctx, &case, &by, &names, |_| "/name".to_owned())
}

/// Gives the hire several accounts: all of them or none.
///
/// # Errors
/// As [`give`].
pub fn give_all(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    if_match: &IfMatch,
    body: &Valid<AccountsBody>,
) -> Result<Outcome<Case>, Fault> {
    let (case, by) = opened(conn, ctx, id, if_match, GIVERS)?;
    let names = &body.get()?.accounts;
    take_over(conn, ctx, &case, &by, names, |n| format!("/accounts/{n}"))
}

fn take_over(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    by: &UserActor,
    names: &[String],
    pointer: impl Fn(usize) -> String,
) -> Result<Outcome<Case>, Fault> {
    let id = case.plan.id;
    let names: Vec<String> = names.iter().map(|name| single_line(name)).collect();
    let mut known: BTreeSet<String> = onboarding::accounts(conn, id)?
        .into_iter()
        .filter(|account| account.released_at.is_none())
        .map(|account| account.name)
        .collect();
    let mut faults = Vec::new();
    for (n, name) in names.iter().enumerate() {
        if name.is_empty() || name.chars().count() > 200 {
            faults.push(FieldFault::new(
                pointer(n),
                "length",
                "A name has 1 to 200 characters.",
            ));
        } else if !known.insert(name.clone()) {
            faults.push(FieldFault::new(
                pointer(n),
                "duplicate",
                "The hire carries this account already.",
            ));
        }
    }
    if !faults.is_empty() {
        return Err(Fault::Invalid(faults));
    }
    let wanted = case
        .evidence
        .own_accounts
        .saturating_add(u32::try_from(names.len()).unwrap_or(u32::MAX));
    let act = OnboardingAct::CarryAccounts(wanted);
    if let Err(refusal) = decide::act(&case.evidence, &act, case.frame(ctx)) {
        return refused(conn, ctx, &case.subject(), refusal);
    }
    for name in &names {
        let account = ClientAccount {
            id: ctx.new_id(),
            plan_id: id,
            name: name.clone(),
            at_risk: false,
            assigned_by: by.id,
            assigned_at: ctx.now,
            released_by: None,
            released_at: None,
        };
        onboarding::insert_account(conn, &account)?;
    }
    onboarding::touch(conn, id)?;
    let details = json!({ "given": names.len(), "accounts": wanted });
    let now = acted(conn, ctx, case, "account.give", details)?;
    news::load(conn, ctx, &now)?;
    Ok(Outcome::Done(now))
}

/// Takes an account back.
///
/// # Errors
/// [`Fault::Forbidden`], [`Fault::PreconditionRequired`], [`Fault::NotFound`] when the hire does not carry it.
pub fn release(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    account: ClientAccountId,
    if_match: &IfMatch,
) -> Result<Case, Fault> {
    let (case, by) = opened(conn, ctx, id, if_match, GIVERS)?;
    let missing = || Fault::NotFound("account carried by this hire");
    let found = onboarding::account(conn, id, account)?.ok_or_else(missing)?;
    if_match.require(case.plan.version)?;
    if !onboarding::release_account(conn, found.id, by.id, ctx.now)? {
        return Err(missing());
    }
    onboarding::touch(conn, id)?;
    let now = acted(conn, ctx, &case, "account.release", json!({ "account": account }))?;
    news::renewals(conn, ctx, &now)?;
    Ok(now)
}

/// Raises the portfolio stage by one.
///
/// # Errors
/// [`Fault::NotFound`]; a refusal is no error.
pub fn raise(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    if_match: &IfMatch,
    body: &Valid<StageBody>,
) -> Result<Outcome<Case>, Fault> {
    let (case, _) = opened(
        conn,
        ctx,
        id,
        if_match,
        (&[Role::Coach], "the coach of this hire"),
    )?;
    let to = body.get()?.to;
    access::at_work(&case)?;
    let actor = access::as_of(&case, &ctx.actor);
    let verdict = decide::stage(&case.evidence, to, &actor, case.frame(ctx));
    let subject = case.subject_of("portfolio_stage", id.uuid());
    let raised = judged(conn, ctx, &subject, verdict, |conn, change| {
        onboarding::set_stage(conn, id, change, ctx.now)
    })?;
    reloaded(conn, ctx, &case, raised)
}

/// Logs a contact with a client without the co-owner (G54).
///
/// # Errors
/// [`Fault::Forbidden`], bad fields; a refusal is no error.
pub fn contact(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    if_match: &IfMatch,
    body: &Valid<ContactBody>,
) -> Result<Outcome<Case>, Fault> {
    let (case, by) = opened(conn, ctx, id, if_match, AT_CLIENTS)?;
    let body = body.get()?;
    let act = (
        ClientActKind::SoloContact,
        body.account.as_str(),
        body.what.as_str(),
    );
    client_act(conn, ctx, &case, &by, (OnboardingAct::SoloContact, act))
}

/// Logs a discount, free work or a renewal (G57).
///
/// # Errors
/// As [`contact`].
pub fn commercial(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    if_match: &IfMatch,
    body: &Valid<CommercialBody>,
) -> Result<Outcome<Case>, Fault> {
    let (case, by) = opened(conn, ctx, id, if_match, AT_CLIENTS)?;
    let body = body.get()?;
    let words = match body.kind {
        ClientActKind::Discount => "give a discount",
        ClientActKind::FreeWork => "promise free work",
        ClientActKind::Renewal => "renew a contract",
        ClientActKind::SoloContact => {
            let detail = "A commercial action is discount, free_work or renewal.";
            return Err(Fault::field("/kind", "unknown_value", detail));
        }
    };
    let act = (body.kind, body.account.as_str(), body.text.as_str());
    client_act(
        conn,
        ctx,
        &case,
        &by,
        (OnboardingAct::Commercial(words.to_owned()), act),
    )
}

fn client_act(
    conn: &mut Conn,
    ctx: &Ctx,
    case: &Case,
    by: &UserActor,
    (act, (kind, account, text)): (OnboardingAct, (ClientActKind, &str, &str)),
) -> Result<Outcome<Case>, Fault> {
    if let Err(refusal) = decide::act(&case.evidence, &act, case.frame(ctx)) {
        return refused(conn, ctx, &case.subject(), refusal);
    }
    let stored = ClientAct {
        id: ctx.new_id(),
        plan_id: case.plan.id,
        kind,
        account: single_line(account),
        text: multi_line(text),
        recorded_by: by.id,
        recorded_at: ctx.now,
    };
    onboarding::insert_act(conn, &stored)?;
    acted(conn, ctx, case, "client.act", json!({ "kind": kind })).map(Outcome::Done)
}

/// Stores the figures of a month that is over (stage Full II).
///
/// # Errors
/// [`Fault::Forbidden`], a month that is not over or lies before the start.
pub fn count(
    conn: &mut Conn,
    ctx: &Ctx,
    id: OnboardingPlanId,
    if_match: &IfMatch,
    body: &Valid<MetricBody>,
) -> Result<Case, Fault> {
    let (case, by) = opened(conn, ctx, id, if_match, COUNTERS)?;
    let body = body.get()?;
    let this = onboarding::month_of(case.calendar.local(ctx.now).date());
    let first = onboarding::month_of(case.calendar.local(case.evidence.starts_at).date());
    let month = onboarding::month(&body.month).filter(|month| *month < this && *month >= first);
    if month.is_none() {
        let detail = "Give a month such as 2027-03 that is over and lies after the start.";
        return Err(Fault::field("/month", "invalid", detail));
    }
    access::at_work(&case)?;
    let metric = BookMetric {
        plan_id: id,
        month: body.month.clone(),
        on_time_pct: i64::from(body.on_time_pct),
        satisfaction: body.satisfaction,
        recorded_by: by.id,
        recorded_at: ctx.now,
    };
    onboarding::set_metric(conn, &metric)?;
    onboarding::touch(conn, id)?;
    let now = load(conn, ctx, id)?;
    acted(conn, ctx, &now, "book.count", json!({ "month": body.month }))
}
