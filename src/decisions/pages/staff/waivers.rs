//! Waivers of applications, jobs and onboarding plans: asked for by the hiring manager or those who run an onboarding,
//! granted by two others (dossier 7.6).

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use crate::{
    app::App,
    applications::{CaseHead, Typed, closed, names, shown},
    db::Conn,
    decisions::{
        Waiver, WaiverAsk,
        api::{Nothing, Why},
    },
    fault::Fault,
    flow::{
        applications::look,
        decisions::{
            WaiverTarget,
            waivers::{self as flow, Desk},
        },
    },
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, JobId, OnboardingPlanId, UserId, WaiverId},
        role::Role,
    },
    people::Visit,
    pipeline::{
        gates,
        refusal::Finding,
        state::WaiverState,
        waiver::{WaiverGate, WaiverLimit},
    },
    web::{ApiResult, Form, done},
};

/// Who may be one of the two who grant.
const APPROVERS: [Role; 3] = [Role::HrLead, Role::Sponsor, Role::OpsLead];

fn gate_name(gate: WaiverGate) -> String {
    gate.gate()
        .map_or_else(String::new, |id| gates::row(id, Finding::met("")).name)
}

/// Waivers as they are shown, with the names of everybody who had a part in them.
fn rows(conn: &mut Conn, waivers: &[Waiver]) -> Result<Vec<Value>, Fault> {
    let ids: Vec<UserId> = waivers
        .iter()
        .flat_map(|waiver| {
            let closed = waiver.closure.as_ref().map(|closure| closure.0.by);
            let approved = waiver.approvals.0.iter().map(|given| given.by);
            approved.chain([waiver.requested_by]).chain(closed)
        })
        .collect();
    let people = names(conn, &ids)?;
    let name = |id: &UserId| people.get(id).cloned();
    let row = |waiver: &Waiver| {
        let approved: Vec<_> = waiver
            .approvals
            .0
            .iter()
            .filter_map(|given| name(&given.by))
            .collect();
        let waits = matches!(waiver.state, WaiverState::Requested | WaiverState::Approved1);
        json!({
            "id": waiver.id, "gate": waiver.gate, "name": gate_name(waiver.gate), "value": waiver.value,
            "reason_code": waiver.reason_code, "text": waiver.text,
            "measure": waiver.compensating_measure, "expires_at": waiver.expires_at,
            "by": name(&waiver.requested_by), "at": waiver.requested_at, "state": waiver.state,
            "approved": approved, "waits": waits, "granted": waiver.state == WaiverState::Granted,
            "closure": waiver.closure.as_ref().map(|c| json!({
                "by": name(&c.0.by), "at": c.0.at, "text": c.0.text,
            })),
        })
    };
    Ok(waivers.iter().map(row).collect())
}

/// The page of a case.
fn place(target: WaiverTarget) -> String {
    match target {
        WaiverTarget::Application(id) => format!("/applications/{id}"),
        WaiverTarget::Job(id) => format!("/jobs/{id}"),
        WaiverTarget::Plan(id) => format!("/onboarding_plans/{id}"),
    }
}

/// What is shown of a case: its head where it is an application, and all there is to its waivers.
struct Shown {
    head: Option<CaseHead>,
    desk: Desk,
}

impl Shown {
    fn read(conn: &mut Conn, ctx: &Ctx, target: WaiverTarget) -> Result<Self, Fault> {
        let head = match target {
            WaiverTarget::Application(id) => Some(CaseHead::new(&look::show(conn, ctx, id)?.1, "waivers")),
            WaiverTarget::Job(_) | WaiverTarget::Plan(_) => None,
        };
        let desk = flow::desk(conn, ctx, target)?;
        Ok(Self { head, desk })
    }
}

async fn list(app: &App, visit: &Visit, target: WaiverTarget) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (shown, rows) = app
        .db
        .read(move |conn| {
            let shown = Shown::read(conn, &ctx, target)?;
            let rows = rows(conn, &shown.desk.waivers)?;
            Ok::<_, Fault>((shown, rows))
        })
        .await?;
    let Shown { head, desk } = shown;
    let why = match target {
        WaiverTarget::Application(_) => "decision-waivers-why",
        WaiverTarget::Job(_) => "decision-waivers-why-job",
        WaiverTarget::Plan(_) => "decision-waivers-why-plan",
    };
    let title = head
        .as_ref()
        .map_or_else(|| desk.about.clone(), |head| head.name.clone());
    let data = json!({
        "head": head, "about": desk.about, "place": place(target), "body": {}, "waivers": rows, "why": why,
        "most": desk.policy.waivers_per_application, "asks": desk.asks,
    });
    visit.page_of("decisions/pages/staff/waivers", &title, &data)
}

/// The waivers of an application.
pub(super) async fn of_application(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
) -> ApiResult<HttpResponse> {
    list(&app, &visit, WaiverTarget::Application(*id)).await
}

/// The waivers of a job.
pub(super) async fn of_job(app: Data<App>, visit: Visit, id: Path<JobId>) -> ApiResult<HttpResponse> {
    list(&app, &visit, WaiverTarget::Job(*id)).await
}

/// The waivers of a hire's onboarding.
pub(super) async fn of_plan(
    app: Data<App>,
    visit: Visit,
    id: Path<OnboardingPlanId>,
) -> ApiResult<HttpResponse> {
    list(&app, &visit, WaiverTarget::Plan(*id)).await
}

/// The gates that can be waived here, each with how far.
fn waivable(desk: &Desk) -> Vec<Value> {
    let option = |(gate, limit): &(WaiverGate, WaiverLimit)| {
        let name = gate_name(*gate);
        let label = format!(
            "{gate} · {name} ({} → {} {})",
            limit.current, limit.limit, limit.unit
        );
        json!({ "value": gate, "label": label })
    };
    desk.gates.iter().map(option).collect()
}

/// The reasons, those that are never accepted with the answer they get.
fn reasons(desk: &Desk) -> Vec<Value> {
    let known = desk.pack.reasons().waivers.iter();
    known
        .map(|reason| {
            json!({ "value": reason.code, "label": reason.text, "hint": reason.code.refused_because() })
        })
        .collect()
}

async fn asking(app: &App, visit: &Visit, target: WaiverTarget, typed: Typed) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let Shown { head, desk } = app.db.read(move |conn| Shown::read(conn, &ctx, target)).await?;
    if !desk.asks && typed.is_none() {
        let detail = match target {
            WaiverTarget::Application(_) | WaiverTarget::Job(_) => {
                "A waiver is asked for by the hiring manager of this job, as long as it is under way."
            }
            WaiverTarget::Plan(_) => {
                "A waiver is asked for by those who run this onboarding, as long as it lasts, never by the hire."
            }
        };
        let refused = Fault::forbidden(detail);
        return match &head {
            Some(head) => closed(visit, head, refused),
            None => Err(refused.into()),
        };
    }
    let longest = desk
        .gates
        .iter()
        .map(|(gate, _)| gate.longest_days(&desk.policy))
        .max();
    let title = head
        .as_ref()
        .map_or_else(|| desk.about.clone(), |head| head.name.clone());
    let why = match target {
        WaiverTarget::Plan(_) => "decision-waiver-ask-why-plan",
        WaiverTarget::Application(_) | WaiverTarget::Job(_) => "decision-waiver-ask-why",
    };
    let data = json!({
        "head": head, "about": desk.about, "place": place(target), "version": desk.version, "body": {},
        "gates": waivable(&desk), "reasons": reasons(&desk), "why": why,
        "least": desk.policy.waiver_text_chars, "longest": longest,
    });
    shown(visit, ("decisions/pages/staff/waiver_ask", &title), data, typed)
}

/// The form with which the hiring manager asks.
pub(super) async fn ask_for_application(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
) -> ApiResult<HttpResponse> {
    asking(&app, &visit, WaiverTarget::Application(*id), None).await
}

/// The form with which the hiring manager of a job asks.
pub(super) async fn ask_for_job(app: Data<App>, visit: Visit, id: Path<JobId>) -> ApiResult<HttpResponse> {
    asking(&app, &visit, WaiverTarget::Job(*id), None).await
}

/// The form with which those who run an onboarding ask.
pub(super) async fn ask_for_plan(
    app: Data<App>,
    visit: Visit,
    id: Path<OnboardingPlanId>,
) -> ApiResult<HttpResponse> {
    asking(&app, &visit, WaiverTarget::Plan(*id), None).await
}

async fn request(app: &App, visit: &Visit, target: WaiverTarget, form: Form) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (seen, body) = (form.if_match(), form.valid::<WaiverAsk>());
    let asked = app
        .db
        .write(move |conn| flow::ask(conn, &ctx, target, &seen, || body.get().cloned()))
        .await
        .and_then(done);
    match asked {
        Ok(_) => Ok(visit.go(&format!("{}/waivers", place(target)), "decision-waiver-asked")),
        Err(fault) => asking(app, visit, target, Some((form.body().clone(), fault.into()))).await,
    }
}

/// Asks for a waiver of an application.
pub(super) async fn request_for_application(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    request(&app, &visit, WaiverTarget::Application(*id), form).await
}

/// Asks for a waiver of a job.
pub(super) async fn request_for_job(
    app: Data<App>,
    visit: Visit,
    id: Path<JobId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    request(&app, &visit, WaiverTarget::Job(*id), form).await
}

/// Asks for a waiver of a hire's onboarding.
pub(super) async fn request_for_plan(
    app: Data<App>,
    visit: Visit,
    id: Path<OnboardingPlanId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    request(&app, &visit, WaiverTarget::Plan(*id), form).await
}

/// A waiver: those who can grant it need not know of the application.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<WaiverId>) -> ApiResult<HttpResponse> {
    page(&app, &visit, *id, None).await
}

/// A waiver as it is shown, whether the actor could approve it now, and its case, where that is theirs to see.
fn load(conn: &mut Conn, ctx: &Ctx, id: WaiverId) -> Result<(Waiver, Value, bool, Option<Shown>), Fault> {
    let waiver = flow::show(conn, ctx, id)?;
    let row = rows(conn, std::slice::from_ref(&waiver))?.pop();
    let row = row.ok_or(Fault::NotFound("waiver"))?;
    let approves = flow::approves(conn, ctx, id)?;
    let shown = match Shown::read(conn, ctx, flow::case_of(&waiver)) {
        Ok(shown) => Some(shown),
        Err(Fault::NotFound(_)) => None,
        Err(fault) => return Err(fault),
    };
    Ok((waiver, row, approves, shown))
}

async fn page(app: &App, visit: &Visit, id: WaiverId, typed: Typed) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (waiver, row, approves, shown_case) = app.db.read(move |conn| load(conn, &ctx, id)).await?;
    let title = format!("{} · {}", waiver.gate, gate_name(waiver.gate));
    let case = shown_case
        .as_ref()
        .map(|of| json!({ "about": of.desk.about, "place": place(flow::case_of(&waiver)) }));
    let data = json!({
        "head": shown_case.and_then(|of| of.head), "case": case, "body": {}, "waiver": row, "title": title,
        "approver": approves || visit.staff.has_any(&APPROVERS),
        "revokes": visit.staff.has_any(&[Role::HrLead, Role::Sponsor]),
    });
    shown(visit, ("decisions/pages/staff/waiver", &title), data, typed)
}

async fn answered(
    app: &App,
    visit: &Visit,
    id: WaiverId,
    result: Result<Waiver, Fault>,
    (told, body): (&'static str, Value),
) -> ApiResult<HttpResponse> {
    match result {
        Ok(_) => Ok(visit.go(&format!("/waivers/{id}"), told)),
        Err(fault) => page(app, visit, id, Some((body, fault.into()))).await,
    }
}

/// Approves it; the second approval grants it.
pub(super) async fn approve(
    app: Data<App>,
    visit: Visit,
    id: Path<WaiverId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    let (seen, body) = (form.if_match(), form.valid::<Nothing>());
    let approved = app
        .db
        .write(move |conn| flow::approve(conn, &ctx, id, &seen, || body.get().map(|_| ())))
        .await
        .and_then(done);
    answered(
        &app,
        &visit,
        id,
        approved,
        ("decision-waiver-approved", Value::Null),
    )
    .await
}

/// Refuses it.
pub(super) async fn refuse(
    app: Data<App>,
    visit: Visit,
    id: Path<WaiverId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    let (seen, body) = (form.if_match(), form.valid::<Why>());
    let refused = app
        .db
        .write(move |conn| flow::refuse(conn, &ctx, id, &seen, || body.get().map(|why| why.text.clone())))
        .await
        .and_then(done);
    answered(
        &app,
        &visit,
        id,
        refused,
        ("decision-waiver-refused", form.body().clone()),
    )
    .await
}

/// Takes it back.
pub(super) async fn revoke(
    app: Data<App>,
    visit: Visit,
    id: Path<WaiverId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    let (seen, body) = (form.if_match(), form.valid::<Why>());
    let revoked = app
        .db
        .write(move |conn| flow::revoke(conn, &ctx, id, &seen, || body.get().map(|why| why.text.clone())))
        .await
        .and_then(done);
    answered(
        &app,
        &visit,
        id,
        revoked,
        ("decision-waiver-revoked", form.body().clone()),
    )
    .await
}
