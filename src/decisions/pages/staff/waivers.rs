//! Waivers: asked for by the hiring manager, granted by two others (dossier 7.6).

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
        applications::{access, look},
        case::Case,
        decisions::{WaiverTarget, waivers as flow},
    },
    kernel::{
        ctx::Ctx,
        ids::{ApplicationId, UserId, WaiverId},
        role::Role,
        terms::CompetencyGroup,
        text_enum::TextEnum,
    },
    people::Visit,
    pipeline::{
        gates, measured,
        refusal::Finding,
        state::{Machine, WaiverState},
        waiver::{WaiverContext, WaiverGate, WaiverScope},
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

/// The waivers of an application.
pub(super) async fn list(app: Data<App>, visit: Visit, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(&visit);
    let (case, rows) = app
        .db
        .read(move |conn| {
            let (_, case) = look::show(conn, &ctx, *id)?;
            let waivers = flow::list(conn, &ctx, WaiverTarget::Application(*id))?;
            let rows = rows(conn, &waivers)?;
            Ok::<_, Fault>((case, rows))
        })
        .await?;
    let head = CaseHead::new(&case, "waivers");
    let actor = access::as_of(&case, &visit.actor());
    let data = json!({
        "head": head, "body": {}, "waivers": rows, "most": case.policy.waivers_per_application,
        "asks": actor.has_any(&[Role::HiringManager]) && !case.evidence.state.is_terminal(),
    });
    visit.page_of("decisions/pages/staff/waivers", &head.name, &data)
}

/// The form with which the hiring manager asks.
pub(super) async fn ask(app: Data<App>, visit: Visit, id: Path<ApplicationId>) -> ApiResult<HttpResponse> {
    asking(&app, &visit, *id, None).await
}

/// The gates that can be waived here, each with how far.
fn waivable(case: &Case) -> Vec<Value> {
    let terms = &case.evidence.terms;
    let technical = measured::competency_facts(terms)
        .into_iter()
        .find(|fact| fact.group == CompetencyGroup::Technical);
    let context = WaiverContext {
        policy: &case.policy,
        kind: terms.kind,
        technical_floor: technical.map_or(0.0, |fact| case.policy.competency_floor(terms.kind, &fact)),
    };
    let of_applications = WaiverGate::ALL
        .iter()
        .filter(|gate| gate.scope() == WaiverScope::Application);
    of_applications
        .filter_map(|gate| {
            let limit = gate.limit(&context)?;
            let label = format!(
                "{gate} · {} ({} → {} {})",
                gate_name(*gate),
                limit.current,
                limit.limit,
                limit.unit
            );
            Some(json!({ "value": gate, "label": label }))
        })
        .collect()
}

/// The reasons, those that are never accepted with the answer they get.
fn reasons(case: &Case) -> Vec<Value> {
    let known = case.pack.reasons().waivers.iter();
    known
        .map(|reason| {
            json!({ "value": reason.code, "label": reason.text, "hint": reason.code.refused_because() })
        })
        .collect()
}

async fn asking(app: &App, visit: &Visit, id: ApplicationId, typed: Typed) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (_, case) = app.db.read(move |conn| look::show(conn, &ctx, id)).await?;
    let head = CaseHead::new(&case, "waivers");
    if !access::as_of(&case, &visit.actor()).has_any(&[Role::HiringManager]) {
        let detail = "A waiver is asked for by the hiring manager of this job.";
        return closed(visit, &head, Fault::forbidden(detail));
    }
    let data = json!({
        "head": head, "body": {}, "gates": waivable(&case), "reasons": reasons(&case),
        "least": case.policy.waiver_text_chars, "longest": case.policy.waiver_expiry_days,
    });
    shown(
        visit,
        ("decisions/pages/staff/waiver_ask", &head.name),
        data,
        typed,
    )
}

/// Asks for a waiver.
pub(super) async fn request(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    let (ctx, id) = (app.ctx(&visit), *id);
    let (seen, body) = (form.if_match(), form.valid::<WaiverAsk>());
    let asked = app
        .db
        .write(move |conn| {
            let target = WaiverTarget::Application(id);
            flow::ask(conn, &ctx, target, &seen, || body.get().cloned())
        })
        .await
        .and_then(done);
    match asked {
        Ok(_) => Ok(visit.go(&format!("/applications/{id}/waivers"), "decision-waiver-asked")),
        Err(fault) => asking(&app, &visit, id, Some((form.body().clone(), fault.into()))).await,
    }
}

/// A waiver: those who can grant it need not know of the application.
pub(super) async fn show(app: Data<App>, visit: Visit, id: Path<WaiverId>) -> ApiResult<HttpResponse> {
    page(&app, &visit, *id, None).await
}

fn load(conn: &mut Conn, ctx: &Ctx, id: WaiverId) -> Result<(Waiver, Value, Option<CaseHead>), Fault> {
    let waiver = flow::show(conn, ctx, id)?;
    let row = rows(conn, std::slice::from_ref(&waiver))?.pop();
    let row = row.ok_or(Fault::NotFound("waiver"))?;
    let of_application = waiver.case_kind == WaiverScope::Application;
    let application = ApplicationId::from_uuid(waiver.case_id.uuid());
    let head = match of_application.then(|| look::show(conn, ctx, application)) {
        Some(Ok((_, case))) => Some(CaseHead::new(&case, "waivers")),
        Some(Err(Fault::NotFound(_))) | None => None,
        Some(Err(fault)) => return Err(fault),
    };
    Ok((waiver, row, head))
}

async fn page(app: &App, visit: &Visit, id: WaiverId, typed: Typed) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (waiver, row, head) = app.db.read(move |conn| load(conn, &ctx, id)).await?;
    let title = format!("{} · {}", waiver.gate, gate_name(waiver.gate));
    let data = json!({
        "head": head, "body": {}, "waiver": row, "title": title,
        "approver": visit.staff.has_any(&APPROVERS),
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
