//! Steps of an application: onward, on hold and back, and the no with its reasons.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde_json::{Value, json};

use super::{CaseHead, Typed, closed, overview, shown};
use crate::{
    app::App,
    applications::api::TransitionBody,
    fault::Fault,
    flow::applications::{self as flow, access},
    kernel::ids::ApplicationId,
    people::Visit,
    pipeline::state::ApplicationState,
    web::{ApiResult, Form, done},
};

/// Takes the step the form asks for.
async fn step(app: &App, visit: &Visit, id: ApplicationId, form: &Form) -> Result<ApplicationState, Fault> {
    let (ctx, base_url) = (app.ctx(visit), app.base_url.clone());
    let (seen, body) = (form.if_match(), form.valid::<TransitionBody>());
    let outcome = app
        .db
        .write(move |conn| {
            let wanted = || body.get().map(TransitionBody::request);
            flow::transition(conn, &ctx, id, (&seen, &base_url), wanted)
        })
        .await?;
    done(outcome).map(|row| row.state)
}

/// Takes a step, or shows the application again with every gate that refuses.
pub(super) async fn take(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    match step(&app, &visit, *id, &form).await {
        Ok(_) => Ok(visit.go(&format!("/applications/{id}"), "app-step-taken")),
        Err(fault) => {
            let wanted = form.body().get("to").cloned().unwrap_or(Value::Null);
            let to = serde_json::from_value(wanted).ok();
            let typed = Some((form.body().clone(), fault.into()));
            overview::page(&app, &visit, *id, to, typed).await
        }
    }
}

/// The form for a no.
pub(super) async fn ask_rejection(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
) -> ApiResult<HttpResponse> {
    rejection(&app, &visit, *id, false, None).await
}

/// The form, or what was typed once more to be confirmed.
async fn rejection(
    app: &App,
    visit: &Visit,
    id: ApplicationId,
    confirm: bool,
    typed: Typed,
) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (case, email) = app
        .db
        .read(move |conn| {
            let (row, case) = flow::look::show(conn, &ctx, id)?;
            let candidate = crate::applications::candidate(conn, row.candidate_id)?;
            Ok::<_, Fault>((case, candidate.email))
        })
        .await?;
    let head = CaseHead::new(&case, "overview");
    let actor = access::as_of(&case, &visit.actor());
    if !overview::may(case.evidence.state, ApplicationState::Rejected, &actor) {
        let detail = "HR or the hiring manager says no, as long as no offer has been accepted.";
        return closed(visit, &head, Fault::forbidden(detail));
    }
    let reasons: Vec<Value> = case
        .pack
        .reasons()
        .rejections
        .iter()
        .map(|reason| json!({ "value": reason.code, "label": reason.text }))
        .collect();
    let data = json!({
        "head": head, "body": {}, "reasons": reasons, "confirm": confirm, "email": email,
        "duties": case.evidence.terms.duties,
    });
    shown(
        visit,
        ("applications/pages/staff/rejection", &head.name),
        data,
        typed,
    )
}

/// The no: shown once more before it goes out, since it cannot be taken back.
pub(super) async fn reject(
    app: Data<App>,
    visit: Visit,
    id: Path<ApplicationId>,
    form: Form,
) -> ApiResult<HttpResponse> {
    if form.control("confirmed").is_none() {
        return confirmation(&app, &visit, *id, &form).await;
    }
    match step(&app, &visit, *id, &form).await {
        Ok(_) => Ok(visit.go(&format!("/applications/{id}"), "app-rejected")),
        Err(fault) => {
            let typed = Some((form.body().clone(), fault.into()));
            rejection(&app, &visit, *id, false, typed).await
        }
    }
}

async fn confirmation(app: &App, visit: &Visit, id: ApplicationId, form: &Form) -> ApiResult<HttpResponse> {
    let ctx = app.ctx(visit);
    let (head, reasons) = app
        .db
        .read(move |conn| {
            let (_, case) = flow::look::show(conn, &ctx, id)?;
            Ok::<_, Fault>((
                CaseHead::new(&case, "overview"),
                case.pack.reasons().rejections.clone(),
            ))
        })
        .await?;
    let body = form.body();
    let code = body
        .get("reason_code")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let Some(reason) = reasons.iter().find(|reason| reason.code == code) else {
        let fault = Fault::field("/reason_code", "required", "Choose a reason.");
        let typed = Some((body.clone(), fault.into()));
        return rejection(app, visit, id, false, typed).await;
    };
    let data = json!({
        "head": head, "body": body, "reason": reason.text,
        "note": body.get("note").cloned().unwrap_or(Value::Null),
        "feedback": body.get("feedback").cloned().unwrap_or_else(|| json!([])),
    });
    visit.page_of("applications/pages/staff/rejection_confirm", &head.name, &data)
}
